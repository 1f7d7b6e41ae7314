"""The foreign tables as published: every known oddity is found, none is repaired."""

import duckdb
import pyarrow as pa

from expectations.foreign import MONTHLY_PRODUCTION, SUITES
from expectations.gate import run_suites
from pipelines.extraction import extract
from pipelines.reading import read_workbook
from pipelines.template import LEADING_COLUMNS, load_templates, raw_columns
from warehouse.ddl import create_schemas

SOURCES = {
    "awwa_water_audit": "water_audits_california_2016_2022.csv",
    "california_monthly_production": "monthly_production_reports_california_2014_2016.csv",
    "snis_losses": "snis_brazil_2021_losses.csv",
}
_ARROW = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "INTEGER": pa.int32(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}
EXPECTED = {
    "real_losses_not_negative": 48,
    "audit_not_empty": 36,
    "resubmitted_period": 212,
    "months_missing": 24,
}


def test_all_oddities_of_the_real_tables_are_found_and_none_is_refused(real_data):
    connection = duckdb.connect(config={"threads": 1})
    create_schemas(connection)
    for name, file_name in SOURCES.items():
        template = load_templates()[name][-1]
        (sheet,) = template.sheets
        columns = [*LEADING_COLUMNS, *raw_columns(sheet)]
        definition = ", ".join(f'"{column}" {kind}' for column, kind in columns)
        connection.execute(f"CREATE TABLE raw.{sheet.table} ({definition})")
        connection.execute(
            "INSERT INTO raw.file (file_sha256, file_name, received_at, received_on) "
            "VALUES ($1, $2, TIMESTAMP '2026-01-01', DATE '2026-01-01')",
            [name, file_name],
        )
        read = extract(read_workbook(real_data / file_name, file_name), template, name).tables[sheet.table]
        table = pa.table({column: pa.array(cells, _ARROW[dict(columns)[column]]) for column, cells in read.items()})
        connection.register("read_rows", table)
        connection.execute(f"INSERT INTO raw.{sheet.table} BY NAME SELECT '{name}' AS file_sha256, * FROM read_rows")
        connection.unregister("read_rows")
    run_suites(connection, SUITES)
    found = _found(connection)
    assert {rule: found[rule] for rule in EXPECTED} == EXPECTED
    _add_the_months_as_another_file(connection)
    run_suites(connection, [MONTHLY_PRODUCTION])
    assert _found(connection)["months_missing"] == EXPECTED["months_missing"]
    assert connection.execute("SELECT count(*) FROM raw.rejected_row").fetchone() == (0,)


def _found(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of findings by rule."""
    return dict(connection.execute("SELECT rule, count(*) FROM quality.finding GROUP BY rule").fetchall())


def _add_the_months_as_another_file(connection: duckdb.DuckDBPyConnection) -> None:
    """The same table once more, as a person keeps it in a second format."""
    connection.execute(
        "INSERT INTO raw.file BY NAME SELECT * REPLACE ('again' AS file_sha256, 'again.xlsx' AS file_name) "
        "FROM raw.file WHERE file_sha256 = 'california_monthly_production'"
    )
    connection.execute(
        "INSERT INTO raw.california_monthly_production BY NAME SELECT * REPLACE ('again' AS file_sha256, "
        "'again/' || row_id AS row_id) FROM raw.california_monthly_production"
    )
