"""What has landed, judged in memory: all that a build does between receiving and publishing, without either."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import duckdb

from pipelines.build import BUILD_SETTINGS, Run, parsed_rows
from pipelines.build_report import silent
from pipelines.inputs import inputs_of
from pipelines.intake import Landing

NOW = datetime(2026, 10, 1, 3)

Tables = dict[str, list[tuple[object, ...]]]


@contextmanager
def judged(data: Path, as_of: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of a data folder as of a day, the private ones too; refuses what a build would not publish."""
    landing = Landing(data / "landing")
    inputs = inputs_of(data, landing, as_of, None)
    with duckdb.connect(config=dict(BUILD_SETTINGS)) as connection:
        run = Run(connection, landing.path_of, parsed_rows(data), inputs, silent)
        run.read_check_and_judge()
        run.record_outcomes()
        run.check_results()
        run.record_build("in memory", NOW)
        yield connection


def contents(connection: duckdb.DuckDBPyConnection) -> Tables:
    """Every published table but those that name the build and its steps; each sorted, without the names of arrivals."""
    names = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('mart', 'quality')"
    ).fetchall()
    told = sorted(name for (name,) in names if name not in ("mart.build", "mart.build_step"))
    return {name: sorted(connection.execute(_without_intake(name)).fetchall(), key=repr) for name in told}


def _without_intake(table: str) -> str:
    return f"SELECT * EXCLUDE (intake_id) FROM {table}" if table == "quality.file_outcome" else f"FROM {table}"
