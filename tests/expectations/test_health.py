"""The rules on yearly figures of a utility's health: one spoilt row each, and a sound one."""

from collections.abc import Iterator

import duckdb
import pytest

from expectations.gate import run_suites
from expectations.health import SUITE, TABLE
from pipelines.reference import load_reference
from pipelines.sources.measurements import fill_variables
from pipelines.template import LEADING_COLUMNS, newest, raw_columns
from warehouse.ddl import create_schemas

SOUND = {"utility_id": "3507", "utility_name": "Tirta", "year": 2025, "variable_code": "health_supply_hours",
         "value": 21.0, "unit": None}  # fmt: skip


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    made = duckdb.connect(config={"threads": 1})
    create_schemas(made)
    load_reference(made)
    fill_variables(made)
    made.execute("INSERT INTO reference.unit VALUES ('m3', 'volume', 'm3', 1), ('m3/hari', 'flow', 'm3/day', 0.01)")
    columns = ", ".join(f'"{name}" {kind}' for name, kind in [*LEADING_COLUMNS, *raw_columns(newest(TABLE).sheets[0])])
    made.execute(f"CREATE TABLE raw.{TABLE} ({columns})")
    made.execute(
        "INSERT INTO raw.file (file_sha256, file_name, received_at, received_on) "
        "VALUES ('f', 'kinerja.xlsx', TIMESTAMP '2026-02-01', DATE '2026-02-01')"
    )
    yield made
    made.close()


def found(connection: duckdb.DuckDBPyConnection, **changed: object) -> set[str]:
    """The rules that one row fails."""
    for table in (f"raw.{TABLE}", "raw.rejected_row", "quality.finding"):
        connection.execute(f"DELETE FROM {table}")
    row = {"row_id": "r", "file_sha256": "f", "row_no": 5, "sheet": "S", "source_cell": "A5", **SOUND, **changed}
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO raw.{TABLE} ({names}) VALUES ({marks})", list(row.values()))
    run_suites(connection, [SUITE])
    return {str(rule) for (rule,) in connection.execute("SELECT rule FROM quality.finding").fetchall()}


def test_a_sound_figure_has_no_finding(connection: duckdb.DuckDBPyConnection) -> None:
    assert found(connection) == set()
    assert found(connection, variable_code="health_non_revenue_water", value=48.0) == set()
    assert found(connection, variable_code="health_operating_ratio", value=190.0) == set()
    assert found(connection, variable_code="health_return_on_equity", value=0.5) == set()


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"utility_id": None}, "utility_of_year"),
        ({"year": 20252025}, "between"),
        ({"year": 25}, "between"),
        ({"year": 2026}, "year_over"),
        ({"variable_code": "health_nothing"}, "known_variable"),
        ({"value": -1.0}, "figure_not_negative"),
        ({"value": 30.0}, "hours_of_day_in_year"),
        ({"variable_code": "health_non_revenue_water", "value": 0.48}, "percent_as_percent"),
        ({"variable_code": "health_operating_ratio", "value": 1.9}, "percent_as_percent"),
        ({"variable_code": "health_domestic_consumption", "value": 0.6, "unit": "m3/hari"}, "volume_of_month"),
    ],
)
def test_a_spoilt_figure_is_found_under_its_rule(
    connection: duckdb.DuckDBPyConnection, changed: dict[str, object], rule: str
) -> None:
    assert rule in found(connection, **changed)
