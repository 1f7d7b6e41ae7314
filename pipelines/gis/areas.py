"""The area of each utility, and which of its files are still to be held against it.

The area of a partnership's mentee is the newest layer of its service area that came in a GIS file; where none came,
the box of its regency or city in `reference/areas.csv`; where neither is known, the check is not made and says so.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import duckdb
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.gis.area import Area
from pipelines.gis.tables import OUTSIDE
from pipelines.parsed import ParsedRows, Read
from pipelines.raw import insert_rows
from pipelines.read_file import ReadTask
from pipelines.reference import InvalidReference, reference_files

FILE: Final = "areas.csv"


class AreaRow(BaseModel):
    """A row of areas.csv: the box of a regency or city, in degrees."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind_of_place: Annotated[str, Field(pattern="^(kabupaten|kota)$")]
    place: Annotated[str, Field(min_length=1)]
    west: Annotated[float, Field(ge=-180, le=180)]
    south: Annotated[float, Field(ge=-90, le=90)]
    east: Annotated[float, Field(ge=-180, le=180)]
    north: Annotated[float, Field(ge=-90, le=90)]
    source: Annotated[str, Field(min_length=1)]


def read_areas(folder_override: Path | None) -> list[AreaRow]:
    """The boxes of the reference file in force. Raises InvalidReference."""
    path = next((path for path in reference_files(folder_override) if path.name == FILE), None)
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_area_row(row, number) for number, row in enumerate(csv.DictReader(file), start=2)]


def _area_row(row: dict[str, str], number: int) -> AreaRow:
    try:
        read = AreaRow.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        place = f"{FILE}, row {number}, {'.'.join(map(str, first['loc']))}"
        raise InvalidReference(f"{place}: {first['msg']}.", f"{place}: tidak sah ({first['msg']}).") from error
    if read.west >= read.east or read.south >= read.north:
        raise InvalidReference(
            f"{FILE}, row {number}: west must be less than east and south less than north.",
            f"{FILE}, row {number}: west harus lebih kecil dari east, dan south dari north.",
        )
    return read


def check_areas(
    connection: duckdb.DuckDBPyConnection,
    parsed: ParsedRows,
    read: Callable[[list[ReadTask]], Iterable[Read]],
    path_of: Callable[[str], Path],
    reference_folder: Path | None,
) -> int:
    """Fill raw.gis_area_check; what was held against the same area before is not read again. Returns its rows."""
    if not connection.execute("SELECT 1 FROM raw.gis_arrival LIMIT 1").fetchall():
        return 0
    connection.execute(_CREATE_POLYGONS)
    boxes: list[tuple[object, ...]] = [tuple(row.model_dump().values()) for row in read_areas(reference_folder)]
    insert_rows(connection, "area_box", boxes, _BOX_COLUMNS)
    connection.execute(_CREATE_AREAS)
    pairs = list(_pairs(connection, path_of))
    known = parsed.known() if pairs else set()
    parsed.add(read([task for pair_id, task in pairs if pair_id not in known]))
    insert_rows(connection, "gis_outside", [], _OUTSIDE_COLUMNS)
    paths = [str(path) for path in parsed.files(OUTSIDE)]
    if paths:
        connection.execute(_LOAD_OUTSIDE, [paths, [pair_id for pair_id, _ in pairs]])
    return int(connection.execute(_FILL_CHECK).fetchall()[0][0])


def _pairs(connection: duckdb.DuckDBPyConnection, path_of: Callable[[str], Path]) -> Iterator[tuple[str, ReadTask]]:
    """Each file with the area it is held against: the fingerprint of both, and the task."""
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT sha256(a.file_sha256 || ' ' || r.area_id) AS pair_id, a.file_sha256, min(a.source_file), "
        "any_value(r.polygon_sha256), any_value(r.polygon_file), any_value(r.west), any_value(r.south), "
        "any_value(r.east), any_value(r.north) "
        "FROM raw.gis_arrival AS a JOIN gis_area AS r ON r.partnership_id = a.partnership_id "
        "SEMI JOIN accepted_gis_layer AS l ON l.file_sha256 = a.file_sha256 AND l.layer_kind IN ('pipes', 'customers') "
        "WHERE a.is_read GROUP BY pair_id, a.file_sha256 ORDER BY pair_id"
    ).fetchall()
    for pair_id, sha256, file_name, polygon, polygon_file, west, south, east, north in rows:
        area = Area(path_of(polygon), polygon_file) if polygon else Area(box=(west, south, east, north))
        yield pair_id, ReadTask(pair_id, path_of(sha256), file_name, "gis", is_gis=True, area=area)


_BOX_COLUMNS: Final = (
    "kind_of_place VARCHAR, place VARCHAR, west DOUBLE, south DOUBLE, east DOUBLE, north DOUBLE, source VARCHAR"
)
_OUTSIDE_COLUMNS: Final = "pair_id VARCHAR, layer VARCHAR, outside BIGINT, checked BIGINT, first_outside VARCHAR"

_CREATE_POLYGONS: Final = """
    CREATE TEMP TABLE area_polygon AS
    SELECT a.partnership_id, a.file_sha256, a.source_file
    FROM raw.gis_arrival AS a
    SEMI JOIN accepted_gis_layer AS l
        ON l.file_sha256 = a.file_sha256 AND l.layer_kind = 'service_area' AND l.coordinates IS NULL
        AND l.geometries > l.other_geometry
    WHERE a.partnership_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY a.partnership_id
        ORDER BY coalesce(a.submitted_on, a.received_on) DESC, a.received_at DESC, a.file_sha256 DESC
    ) = 1
"""
_CREATE_AREAS: Final = """
    CREATE TEMP TABLE gis_area AS
    SELECT p.partnership_id, g.file_sha256 AS polygon_sha256, g.source_file AS polygon_file,
        CASE WHEN g.file_sha256 IS NULL THEN b.west END AS west,
        CASE WHEN g.file_sha256 IS NULL THEN b.south END AS south,
        CASE WHEN g.file_sha256 IS NULL THEN b.east END AS east,
        CASE WHEN g.file_sha256 IS NULL THEN b.north END AS north,
        coalesce(g.file_sha256, concat_ws(' ', b.west, b.south, b.east, b.north)) AS area_id,
        coalesce(g.source_file, b.kind_of_place || ' ' || b.place || ' (' || b.source || ')') AS area_source
    FROM core.partnership AS p
    JOIN core.party AS u ON u.party_id = p.mentee_id
    LEFT JOIN area_polygon AS g ON g.partnership_id = p.partnership_id
    LEFT JOIN area_box AS b
        ON lower(b.kind_of_place) = lower(u.kind_of_place) AND lower(b.place) = lower(u.place)
    WHERE g.file_sha256 IS NOT NULL OR b.place IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY p.partnership_id ORDER BY b.west) = 1
"""
_LOAD_OUTSIDE: Final = """
    INSERT INTO gis_outside
    SELECT o.file_sha256, o.layer, o.outside, o.checked, o.first_outside
    FROM read_parquet($1, union_by_name = true) AS o WHERE list_contains($2, o.file_sha256)
"""
_FILL_CHECK: Final = """
    INSERT INTO raw.gis_area_check BY NAME
    SELECT a.row_id || '/' || l.layer AS row_id, a.file_sha256, a.source_file, l.sheet, l.row_no, a.partnership_id,
        a.period, l.layer_kind, r.area_source, o.checked AS features_checked, o.outside AS features_outside,
        o.first_outside
    FROM raw.gis_arrival AS a
    JOIN accepted_gis_layer AS l ON l.file_sha256 = a.file_sha256 AND l.layer_kind IN ('pipes', 'customers')
    LEFT JOIN gis_area AS r ON r.partnership_id = a.partnership_id
    LEFT JOIN gis_outside AS o ON o.pair_id = sha256(a.file_sha256 || ' ' || r.area_id) AND o.layer = l.layer
    WHERE a.partnership_id IS NOT NULL AND a.period IS NOT NULL
"""
