"""One GIS file to measured layers: counts, geodesic kilometres, completeness, and what is wrong where.

Runs in a worker process. Layers are read in batches, so that memory does not grow with the file.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

# Before the libraries are imported: nothing is fetched, nothing is loaded from outside.
os.environ.update(
    {"PROJ_NETWORK": "OFF", "GDAL_HTTP_PROXY": "127.0.0.1:9", "GDAL_HTTP_TIMEOUT": "1", "SHAPE_RESTORE_SHX": "YES"}
)

import numpy as np
import pyarrow as pa
import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from pipelines.extraction import Extracted, FoundInCell
from pipelines.gis import remarks
from pipelines.gis.geometry import Geometries
from pipelines.gis.layers import GisTemplate, LayerKind, load_layers
from pipelines.gis.measuring import Measured, Reader
from pipelines.gis.opening import LayerSource, open_layers
from pipelines.gis.refusals import MAX_FEATURES, MAX_VERTICES, refusal
from pipelines.gis.tables import ATTRIBUTE, FEATURE, LAYER, LAYERS
from warehouse.explained import shown
from warehouse.vocabulary import Severity

BATCH: Final = 50_000
_ROW_ID_HASH: Final = 16
_CURVES: Final = tuple(range(8, 15))
UNREADABLE: Final = (DataSourceError, DataLayerError, pa.ArrowException, ValueError, RuntimeError, UnicodeDecodeError)


def read_gis(path: Path, file_name: str, file_sha256: str) -> Extracted:
    """The layers of a GIS file as rows of `tables`. Raises Refused where nothing of it can be used."""
    template = load_layers()
    with TemporaryDirectory(prefix="gis-") as folder:
        sources = open_layers(path, file_name, Path(folder))
        seen: dict[str, set[int]] = {}
        layers = [_read_layer(source, file_name, template, seen) for source in sources]
    return _extracted(layers, sources, file_sha256, template)


@dataclass(frozen=True)
class Opened:
    """A layer about to be read: its kind (None where it is not told), fields and coordinate system."""

    source: LayerSource
    kind: LayerKind | None
    fields: list[str]
    crs: "pyproj.CRS | None"
    crs_status: str


def open_layer(source: LayerSource, file_name: str, template: GisTemplate) -> Opened:
    """What the head of a layer says. Raises Refused where it cannot be read."""
    with readable(source, file_name):
        info = pyogrio.read_info(source.path, layer=source.layer)
        fields = [str(field) for field in info["fields"]]
        crs, crs_status = _coordinate_system(info["crs"], source)
        families = _declared_families(info["geometry_type"])
        kind = template.kind_of(source.name, Path(file_name).stem, fields, families)
        return Opened(source, kind, fields, crs, crs_status)


def _read_layer(source: LayerSource, file_name: str, template: GisTemplate, seen: dict[str, set[int]]) -> Measured:
    opened = open_layer(source, file_name, template)
    reader = Reader(source, opened.kind, opened.fields, opened.crs, opened.crs_status, template.blanks, seen)
    with readable(source, file_name):
        for batch in batches(source, reader.wanted, file_name):
            reader.add(batch.columns, batch.geometries, batch.curves, batch.heights)
        return reader.result()


@contextmanager
def readable(source: LayerSource, file_name: str) -> Iterator[None]:
    """What the libraries cannot read becomes a refusal that names the layer."""
    try:
        yield
    except UNREADABLE as error:
        raise refusal("gis_damaged", file_name, layer=shown(source.name), detail=str(error)) from error


def _declared_families(geometry_type: object) -> set[str]:
    words = str(geometry_type or "")
    known = (("Point", "point"), ("LineString", "line"), ("Polygon", "polygon"))
    named = {family for word, family in known if word in words}
    return named or {"point", "line", "polygon"}


def _coordinate_system(stated: object, source: LayerSource) -> tuple["pyproj.CRS | None", str]:
    """The coordinate system of a layer, and whether it is stated, missing or not understood."""
    if stated is None or "Undefined" in str(stated) or "shapefile_without_prj" in source.remarks:
        return None, "missing"
    try:
        crs = pyproj.CRS.from_user_input(str(stated))
    except pyproj.exceptions.CRSError:
        return None, "unreadable"
    if not (crs.is_geographic or crs.is_projected):
        return None, "unreadable"
    return crs, "stated"


@dataclass(frozen=True)
class Batch:
    """Some features in the order of the file, and how many of them are curves or have heights."""

    columns: pa.RecordBatch
    geometries: Geometries
    curves: int
    heights: int


def batches(source: LayerSource, wanted: list[str], file_name: str) -> Iterator[Batch]:
    """The features of a layer, some ten thousand at a time. Raises Refused for too many of them.

    What the libraries raise for damaged ones is turned into a refusal by `readable`.
    """
    features = vertices = 0
    with (
        readable(source, file_name),
        pyogrio.open_arrow(source.path, layer=source.layer, columns=wanted, batch_size=BATCH, use_pyarrow=True) as (
            meta,
            records,
        ),
    ):
        name = meta["geometry_name"] or "wkb_geometry"
        for record in records:
            batch = _batch(source, record, name, features)
            features += record.num_rows
            vertices += int(shapely.get_num_coordinates(batch.geometries).sum())
            if features > MAX_FEATURES or vertices > MAX_VERTICES:
                raise refusal("gis_too_many_features", file_name, layer=shown(source.name))
            yield batch


def _batch(source: LayerSource, record: pa.RecordBatch, name: str, first: int) -> Batch:
    blobs = np.full(record.num_rows, None, dtype=object)
    if name in record.schema.names:
        blobs = record.column(name).to_numpy(zero_copy_only=False)
    codes = np.fromiter((_type_code(blob) for blob in blobs), dtype=np.int64, count=len(blobs))
    curves = int(np.isin(codes % 1000, _CURVES).sum())
    if curves:
        blobs = _straightened(source, first, record.num_rows)
    return Batch(record, shapely.from_wkb(blobs, on_invalid="ignore"), curves, int((codes >= 1000).sum()))


def _type_code(blob: bytes | None) -> int:
    """Geometry type in the ISO numbering of a geometry's bytes: 1002 is a line with heights; 0 for none."""
    if not blob or len(blob) < 5:
        return 0
    code = int.from_bytes(blob[1:5], "little" if blob[0] == 1 else "big")
    return (code & 0xFFFF) + (1000 if code & 0x80000000 else 0)


def _straightened(source: LayerSource, first: int, count: int) -> np.ndarray[Any, Any]:
    """The same features with arcs drawn as short straight lines."""
    geometries = pyogrio.raw.read(source.path, layer=source.layer, columns=[], skip_features=first, max_features=count)[
        2
    ]
    return np.asarray(geometries, dtype=object)


def _extracted(
    layers: list[Measured], sources: list[LayerSource], file_sha256: str, template: GisTemplate
) -> Extracted:
    result = Extracted(LAYERS.name, template.edition)
    short = file_sha256[:_ROW_ID_HASH]
    rows: dict[str, list[dict[str, object]]] = {LAYER: [], ATTRIBUTE: [], FEATURE: []}
    for number, (layer, source) in enumerate(zip(layers, sources, strict=True), 1):
        place: dict[str, object] = {"sheet": layer.name, "row_no": number, "source_cell": None}
        row_id = f"{short}/{LAYER}/{number}"
        rows[LAYER].append({"row_id": row_id, **place, **layer.facts})
        for position, attribute in enumerate(layer.attributes, 1):
            row = {**place, "row_id": f"{short}/{ATTRIBUTE}/{number}/{position}", **attribute}
            rows[ATTRIBUTE].append({**row, "source_cell": attribute["column_found"]})
        for problem, numbers in layer.examples.items():
            for feature in numbers:
                row = {"row_id": f"{short}/{FEATURE}/{number}/{problem}/{feature}", "sheet": layer.name}
                row |= {"row_no": feature, "source_cell": str(feature), "layer": layer.name}
                rows[FEATURE].append({**row, "layer_kind": layer.facts["layer_kind"], "problem": problem})
        for remark in source.remarks:
            english, indonesian = remarks.text(remark, layer.name)
            result.findings.append(
                FoundInCell(layer.name, None, None, None, remark, Severity.WARNING, False, english, indonesian, row_id)
            )
    result.tables = {table: _in_columns(found) for table, found in rows.items() if found}
    return result


def _in_columns(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in rows[0]}
