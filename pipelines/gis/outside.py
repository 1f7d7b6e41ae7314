"""Which features of a GIS file lie wholly outside a utility's area. Runs in a worker process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import shapely

from pipelines.extraction import Extracted
from pipelines.gis.area import Area
from pipelines.gis.geometry import Geometries, beyond_degrees, vertices_of
from pipelines.gis.layers import load_layers
from pipelines.gis.measuring import Positions
from pipelines.gis.opening import open_layers
from pipelines.gis.reading import Opened, batches, open_layer, readable
from pipelines.gis.tables import LAYERS, OUTSIDE
from pipelines.reading.refusals import shown_name

SHOWN: Final = 10
_CHECKED: Final = ("pipes", "customers")
_AREA: Final = ("service_area",)


def read_outside(path: Path, file_name: str, pair_id: str, area: Area) -> Extracted:
    """How many features lie outside an area, by layer of pipes or customers. Raises Refused like `read_gis`."""
    polygon = shapely.box(*area.box) if area.box else _polygon(area)
    shapely.prepare(polygon)
    rows: list[dict[str, object]] = []
    with _opened(path, file_name, _CHECKED) as layers:
        for number, opened in enumerate(layers, 1):
            name = shown_name(opened.source.name)
            place = {"row_id": f"{pair_id[:16]}/{number}", "sheet": name, "row_no": number, "source_cell": None}
            with readable(opened.source, file_name):
                rows.append({**place, "layer": name, **_outside(opened, file_name, polygon)})
    result = Extracted(LAYERS.name, load_layers().edition)
    if rows:
        result.tables[OUTSIDE] = {name: [row[name] for row in rows] for name in rows[0]}
    return result


@contextmanager
def _opened(path: Path, file_name: str, kinds: tuple[str, ...]) -> Iterator[list[Opened]]:
    """The layers of some kinds."""
    template = load_layers()
    with TemporaryDirectory(prefix="gis-") as folder:
        layers = [open_layer(source, file_name, template) for source in open_layers(path, file_name, Path(folder))]
        yield [opened for opened in layers if opened.kind and opened.kind.kind in kinds]


def _polygon(area: Area) -> "shapely.Geometry":
    """The polygons of a utility's area in one, on WGS84."""
    assert area.path is not None
    parts: list[Any] = []
    with _opened(area.path, area.file_name, _AREA) as layers:
        for opened in layers:
            with readable(opened.source, area.file_name):
                parts += _polygons(opened, area.file_name)
    return shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))


def _polygons(opened: Opened, file_name: str) -> Iterator["shapely.Geometry"]:
    positions = Positions(opened.crs)
    for batch in batches(opened.source, [], file_name):
        placed = _placed(batch.geometries, positions)
        if placed is not None:
            yield from (each for each in placed if each is not None and shapely.area(each) > 0)


def _outside(opened: Opened, file_name: str, polygon: "shapely.Geometry") -> dict[str, object]:
    """Features that do not touch the area; none is counted where the coordinates say nothing."""
    positions = Positions(opened.crs)
    outside: list[int] = []
    read = checked = 0
    for batch in batches(opened.source, [], file_name):
        placed = _placed(batch.geometries, positions)
        if placed is None:
            return {"outside": None, "checked": None, "first_outside": None}
        there = ~(shapely.is_missing(placed) | shapely.is_empty(placed))
        missed = np.flatnonzero(there & ~shapely.intersects(polygon, placed))
        outside += [read + int(place) + 1 for place in missed]
        checked += int(there.sum())
        read += len(placed)
    first = ", ".join(map(str, outside[:SHOWN])) or None
    return {"outside": len(outside), "checked": checked, "first_outside": first}


def _placed(geometries: Geometries, positions: Positions) -> Geometries | None:
    """The geometries in degrees without heights; None where their coordinates cannot be understood."""
    flat: Geometries = shapely.force_2d(geometries)
    vertices = vertices_of(flat)
    positions.decide(vertices)
    if not positions.usable:
        return None
    if positions.transformer is None:
        return flat
    transformer = positions.transformer
    placed: Geometries = shapely.transform(flat, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    lost = np.zeros(len(placed), dtype=bool)
    moved = vertices_of(placed)
    lost[moved.feature[beyond_degrees(moved)]] = True
    placed[lost] = None
    return placed
