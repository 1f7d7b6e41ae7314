"""Fills raw.*: the parsed rows of every original known by the day asked for, with the findings of reading."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow as pa

from pipelines.intake import Arrival, IntakeRecord
from pipelines.parsed import ParsedRows
from pipelines.template import LEADING_COLUMNS, Sheet, Template, merged_sheets, raw_columns

_CREATE_ACCEPTED = """
CREATE TEMP VIEW "accepted_{table}" AS
SELECT r.*, f.received_at, f.received_on, f.submitted_on AS handed_in_on
FROM raw."{table}" AS r
JOIN raw.file AS f USING (file_sha256)
ANTI JOIN raw.refused_file AS refused ON refused.file_sha256 = r.file_sha256
ANTI JOIN raw.rejected_row AS rejected ON rejected.table_name = '{table}' AND rejected.row_id = r.row_id
"""


def load_raw(
    connection: duckdb.DuckDBPyConnection,
    records: Sequence[IntakeRecord],
    parsed: ParsedRows,
    templates: Sequence[Template],
) -> int:
    """Create and fill every raw table and the views of its accepted rows. Returns the number of rows."""
    _load_files(connection, records, parsed)
    create_tables(connection, templates)
    rows = sum(_load_rows(connection, sheet, parsed) for sheet in sheets_of(templates))
    for statement, part in _DESCRIBED:
        _from_parquet(connection, statement, parsed, part)
    return rows


def load_details(connection: duckdb.DuckDBPyConnection, parsed: ParsedRows, templates: Sequence[Template]) -> int:
    """Create and fill raw tables whose rows stand behind others and are not counted. Returns their number."""
    create_tables(connection, templates)
    return sum(_load_rows(connection, sheet, parsed) for sheet in sheets_of(templates))


def create_tables(connection: duckdb.DuckDBPyConnection, templates: Iterable[Template]) -> None:
    """The raw table of every sheet, and the view `accepted_<table>` of its rows that nothing refuses."""
    for sheet in sheets_of(templates):
        columns = ", ".join(f'"{name}" {kind}' for name, kind in [*LEADING_COLUMNS, *raw_columns(sheet)])
        create = f'CREATE TABLE raw."{sheet.table}" ({columns})'
        connection.execute(create)
        connection.execute(_CREATE_ACCEPTED.format(table=sheet.table))


def known_records(records: Iterable[IntakeRecord], known_by: date | None) -> list[IntakeRecord]:
    """The arrivals received by the end of a day (all where none is given), in order of receipt.

    Of arrivals with the same bytes, kind and partnership the first counts, in whichever order they were landed.
    """
    known = [record for record in records if known_by is None or record.received_on <= known_by]
    seen: set[object] = set()
    judged: list[IntakeRecord] = []
    for record in sorted(known, key=lambda record: (record.received_at, record.intake_id)):
        if record.outcome is not Arrival.REFUSED:
            outcome = Arrival.DUPLICATE if record.identity in seen else Arrival.NEW
            record = replace(record, outcome=outcome)
            seen.add(record.identity)
        judged.append(record)
    return judged


def describe_arrivals(
    connection: duckdb.DuckDBPyConnection,
    records: Sequence[IntakeRecord],
    forgotten: Collection[str],
    templates: Sequence[Template],
) -> None:
    """Temporary tables about every arrival and every raw row, for the outcome of each file.

    `forgotten`: SHA-256 of originals removed for privacy; their arrivals are called so.
    """
    arrivals = [
        (
            r.intake_id, r.file_sha256, r.file_name, r.partnership_id, r.received_at,
            "forgotten" if r.file_sha256 in forgotten else str(r.outcome), r.content, r.media_type, r.size,
            r.viewer_role, r.viewer_party, r.authenticated,
        )
        for r in records
    ]  # fmt: skip
    remarks = [
        (r.intake_id, remark.rule, remark.severity, remark.message_en, remark.message_id)
        for r in records
        for remark in r.remarks
    ]
    insert_rows(connection, "every_arrival", arrivals, _EVERY_ARRIVAL_COLUMNS)
    insert_rows(connection, "arrival_remark", remarks, _REMARK_COLUMNS)
    tables = [sheet.table for sheet in sheets_of(templates)]
    union = " UNION ALL ".join(
        f"SELECT row_id, file_sha256, '{table}' AS table_name FROM raw.\"{table}\"" for table in tables
    )
    connection.execute("CREATE TEMP VIEW raw_row AS " + union)


_ARRIVAL_COLUMNS = (
    "file_sha256 VARCHAR, file_name VARCHAR, kind VARCHAR, partnership_id VARCHAR, received_at TIMESTAMP, "
    "received_on DATE, submitted_on DATE, sender VARCHAR, viewer_role VARCHAR"
)
_EVERY_ARRIVAL_COLUMNS = (
    "intake_id VARCHAR, file_sha256 VARCHAR, file_name VARCHAR, partnership_id VARCHAR, received_at TIMESTAMP, "
    "arrival VARCHAR, content VARCHAR, media_type VARCHAR, size_bytes BIGINT, viewer_role VARCHAR, "
    "viewer_party VARCHAR, is_authenticated BOOLEAN"
)
_REMARK_COLUMNS = "intake_id VARCHAR, rule VARCHAR, severity VARCHAR, message_en VARCHAR, message_id VARCHAR"

_DESCRIBED = (
    (
        "INSERT INTO raw.header BY NAME "
        "SELECT h.* FROM read_parquet($1) AS h SEMI JOIN raw.file AS f ON f.file_sha256 = h.file_sha256",
        "_header",
    ),
    (
        "INSERT INTO raw.rejected_row "
        "SELECT DISTINCT r.table_name, r.row_id FROM read_parquet($1) AS r "
        "SEMI JOIN raw.file AS f ON f.file_sha256 = r.file_sha256",
        "_rejected",
    ),
    (
        "INSERT INTO raw.refused_file "
        "SELECT r.file_sha256 FROM read_parquet($1) AS r SEMI JOIN raw.file AS f ON f.file_sha256 = r.file_sha256 "
        "WHERE r.refused",
        "_file",
    ),
    (
        "INSERT INTO quality.finding BY NAME "
        "SELECT p.*, f.file_name FROM read_parquet($1) AS p JOIN raw.file AS f ON f.file_sha256 = p.file_sha256",
        "_finding",
    ),
)


def _load_files(connection: duckdb.DuckDBPyConnection, records: Sequence[IntakeRecord], parsed: ParsedRows) -> None:
    """raw.file: one row per original that was read, under its first arrival."""
    first: dict[str, IntakeRecord] = {}
    for record in records:
        if record.outcome is Arrival.NEW:
            first.setdefault(record.file_sha256, record)
    arrivals = [
        (
            r.file_sha256,
            r.file_name,
            r.kind,
            r.partnership_id,
            r.received_at,
            r.received_on,
            r.submitted_on,
            r.sender,
            r.viewer_role,
        )
        for r in first.values()
    ]
    insert_rows(connection, "first_arrival", arrivals, _ARRIVAL_COLUMNS)
    _from_parquet(
        connection,
        """
        INSERT INTO raw.file BY NAME
        SELECT a.* EXCLUDE (kind), p.template, p.edition, coalesce(a.kind, p.template) AS kind
        FROM first_arrival AS a JOIN read_parquet($1) AS p USING (file_sha256)
        """,
        parsed,
        "_file",
    )


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]], columns: str
) -> None:
    """Make a temporary table of plain rows, by way of Arrow: a row at a time is a hundred times slower."""
    connection.execute("CREATE TEMP TABLE " + table + " (" + columns + ")")
    if rows:
        names = [column.split()[0] for column in columns.split(", ")]
        plain = pa.table({name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)})
        connection.register("plain_rows", plain)
        connection.execute("INSERT INTO " + table + " SELECT * FROM plain_rows")
        connection.unregister("plain_rows")


def _load_rows(connection: duckdb.DuckDBPyConnection, sheet: Sheet, parsed: ParsedRows) -> int:
    insert = f"""
        INSERT INTO raw."{sheet.table}" BY NAME
        SELECT f.file_name AS source_file, p.* FROM read_parquet($1) AS p JOIN raw.file AS f USING (file_sha256)
        ORDER BY p.file_sha256, p.sheet, p.row_no
    """
    return _from_parquet(connection, insert, parsed, sheet.table)


def _from_parquet(connection: duckdb.DuckDBPyConnection, insert: str, parsed: ParsedRows, part: str) -> int:
    """Run an INSERT that reads every Parquet file of one part as $1. Returns the number of rows."""
    paths = [str(path) for path in parsed.files(part)]
    return int(connection.execute(insert, [paths]).fetchall()[0][0]) if paths else 0


def sheets_of(templates: Iterable[Template]) -> list[Sheet]:
    """Every sheet once, with the columns of all editions that fill its raw table."""
    return merged_sheets(templates)
