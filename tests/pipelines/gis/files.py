"""Small GIS files, written by the libraries that people's programs use."""

import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def write_layer(
    path: Path,
    layer: str,
    geometries: Sequence[Any],
    columns: Mapping[str, Sequence[object]] | None = None,
    crs: str | None = "EPSG:4326",
    geometry_type: str = "Unknown",
    driver: str | None = None,
) -> Path:
    """Add a layer to a file; geometries are shapely's, bytes of WKB, or None."""
    import numpy as np
    import pyogrio
    import shapely

    blobs = np.array([None, *(g if g is None or isinstance(g, bytes) else shapely.to_wkb(g) for g in geometries)][1:],
                     dtype=object)  # fmt: skip
    fields = {name: np.array(list(values), dtype=object) for name, values in (columns or {}).items()}
    fields = {name: values if isinstance(values[0], str) else np.array(list(values)) for name, values in fields.items()}
    with warnings.catch_warnings(action="ignore"):  # a layer without coordinate system is meant here
        pyogrio.raw.write(
            path,
            blobs,
            list(fields.values()),
            list(fields),
            geometry_type=geometry_type,
            crs=crs,
            layer=layer if driver != "ESRI Shapefile" else None,
            append=path.exists(),
            driver=driver,
        )
    return path


def write_geojson(path: Path, geometries: Sequence[dict[str, object] | None], **columns: Sequence[object]) -> Path:
    """A GeoJSON of these geometries with these properties, as text."""
    features = [
        {
            "type": "Feature",
            "properties": {name: values[place] for name, values in columns.items()},
            "geometry": geometry,
        }
        for place, geometry in enumerate(geometries)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def write_shapefile(folder: Path, name: str, geometries: Sequence[Any], columns: Mapping[str, Sequence[object]],
                    crs: str | None = "EPSG:4326", geometry_type: str = "LineString") -> dict[str, Path]:  # fmt: skip
    """The parts of a shapefile, by suffix."""
    folder.mkdir(exist_ok=True)
    write_layer(folder / f"{name}.shp", name, geometries, columns, crs, geometry_type, "ESRI Shapefile")
    return {path.suffix: path for path in folder.glob(f"{name}.*")}


def zip_of(path: Path, *parts: Path) -> Path:
    """A zip of some files, without their folders."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, part.name)
    return path


def line(*points: tuple[float, ...]) -> Any:
    """A line through some points."""
    import shapely

    return shapely.LineString(points)


def point(x: float, y: float) -> Any:
    """A point."""
    import shapely

    return shapely.Point(x, y)


PIPES = {"diameter": [50, 75, 100], "bahan": ["PVC", "HDPE", "GI"], "thn_pasang": [1998, 2010, 2021]}
"""Attributes of three pipes, all filled in."""
