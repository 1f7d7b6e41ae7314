"""Measuring geometries, many at a time: positions on the WGS84 ellipsoid, geodesic lengths, what looks alike."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

WGS84: Final = pyproj.Geod(ellps="WGS84")
INDONESIA: Final = (94.0, -11.0, 142.0, 6.5)  # degrees: west, south, east, north

Geometries = NDArray[Any]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

_FAMILIES: Final = {
    0: "point",
    4: "point",
    1: "line",
    5: "line",
    2: "line",
    3: "polygon",
    6: "polygon",
    7: "collection",
}
TYPE_NAMES: Final = {
    0: "Point", 1: "LineString", 2: "LinearRing", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString",
    6: "MultiPolygon", 7: "GeometryCollection",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vertices:
    """The vertices of some geometries: `feature[i]` is the geometry and `part[i]` the line that vertex i is of."""

    x: Numbers
    y: Numbers
    feature: Whole
    part: Whole


def vertices_of(geometries: Geometries) -> Vertices:
    """Every vertex with its geometry and its part, so that no segment joins two parts."""
    parts, feature = shapely.get_parts(geometries, return_index=True)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    return Vertices(coordinates[:, 0], coordinates[:, 1], feature[part], part)


def to_degrees(vertices: Vertices, transformer: "pyproj.Transformer | None") -> Vertices:
    """The same vertices as longitude and latitude on WGS84; what cannot be placed becomes infinite."""
    if transformer is None:
        return vertices
    longitude, latitude = transformer.transform(vertices.x, vertices.y)
    return Vertices(np.asarray(longitude), np.asarray(latitude), vertices.feature, vertices.part)


def geodesic_km(degrees: Vertices, features: int) -> Numbers:
    """Length of each geometry in kilometres on the WGS84 ellipsoid: the geodesics between neighbouring vertices."""
    joined = degrees.part[1:] == degrees.part[:-1]
    _, _, metres = WGS84.inv(
        degrees.x[:-1][joined], degrees.y[:-1][joined], degrees.x[1:][joined], degrees.y[1:][joined]
    )
    return np.asarray(
        np.bincount(degrees.feature[:-1][joined], weights=np.asarray(metres) / 1000, minlength=features),
        dtype=np.float64,
    )


def any_of(condition: Flags, feature: Whole, features: int) -> Flags:
    """Per geometry, whether the condition holds for one of its vertices."""
    found = np.zeros(features, dtype=bool)
    found[feature[condition]] = True
    return found


def beyond_degrees(vertices: Vertices) -> Flags:
    """Vertices that are no longitude and latitude."""
    return ~((np.abs(vertices.x) <= 180.0) & (np.abs(vertices.y) <= 90.0))


def outside_indonesia(degrees: Vertices) -> Flags:
    """Vertices outside the extent of Indonesia."""
    west, south, east, north = INDONESIA
    return ~((degrees.x >= west) & (degrees.x <= east) & (degrees.y >= south) & (degrees.y <= north))


def looks_swapped(vertices: Vertices) -> bool:
    """Whether most vertices lie in Indonesia once longitude and latitude are exchanged."""
    exchanged = Vertices(vertices.y, vertices.x, vertices.feature, vertices.part)
    return bool(len(vertices.x)) and float(np.mean(~outside_indonesia(exchanged))) > 0.5


def families(types: Whole) -> set[str]:
    """point, line, polygon, collection: what is among the geometry types."""
    return {_FAMILIES[int(kind)] for kind in np.unique(types) if kind >= 0}


def is_of_family(types: Whole, family: str) -> Flags:
    """Per geometry, whether it is of the family."""
    return np.isin(types, [kind for kind, known in _FAMILIES.items() if known == family])


def fingerprints(geometries: Geometries) -> Whole:
    """A number per geometry, the same where two lie on each other; a line drawn the other way round is the same."""
    flat = shapely.to_wkb(shapely.normalize(shapely.force_2d(geometries)))
    return np.fromiter((hash(blob) for blob in flat), dtype=np.int64, count=len(flat))
