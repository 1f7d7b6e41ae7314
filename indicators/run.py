"""Runs the measures in order, as of a day: what is owed, what is fulfilled, progress, scores, their honesty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import duckdb

from indicators import catalogue, metric_values
from warehouse.ddl import quoted


@dataclass(frozen=True)
class Step:
    """A named step: what runs, and the table whose rows it makes."""

    name: str
    run: Callable[[duckdb.DuckDBPyConnection], object]
    table: str


def run(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    known_by: date,
    after_step: Callable[[str, int], None] | None = None,
    steps: Sequence[Step] | None = None,
) -> list[tuple[str, int]]:
    """Fills the mart from core.* and reference.*; returns the steps with the rows each made.

    as_of: the end of that day, Asia/Jakarta; what is dated later has not happened.
    known_by: what was received later is not known.
    after_step: told each step's name and rows as soon as it has run.
    steps: all of them, unless the first few are enough.
    Running it again on the same tables gives the same rows. Reads no file and asks for no clock.
    """
    already_there = set(_temporary_tables(connection))
    set_clock(connection, as_of, known_by)
    outcome = []
    for step in STEPS if steps is None else steps:
        step.run(connection)
        outcome.append((step.name, len(connection.table(step.table))))
        if after_step:
            after_step(*outcome[-1])
    for name in sorted(set(_temporary_tables(connection)) - already_there):
        connection.execute("DROP TABLE temp." + quoted(name))
    return outcome


def statement(name: str) -> str:
    """The text of one of this package's SQL files."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


def _script(name: str) -> Callable[[duckdb.DuckDBPyConnection], object]:
    def execute(connection: duckdb.DuckDBPyConnection) -> object:
        return connection.execute(statement(name))

    return execute


def _script_where(name: str, found: str, tables: tuple[str, ...]) -> Callable[[duckdb.DuckDBPyConnection], object]:
    """One of the SQL files, run only where the query `found` has a row; else its tables are emptied."""

    def execute(connection: duckdb.DuckDBPyConnection) -> object:
        if connection.execute(found).fetchall():
            return connection.execute(statement(name))
        return connection.execute("; ".join(f"DELETE FROM {table}" for table in tables))

    return execute


_SOME_NRW = "SELECT 1 FROM mart.pilot_metric WHERE metric_code = 'nrw_volume' AND value IS NOT NULL LIMIT 1"


_SOME_PILOT_MONTHS = (
    "SELECT 1 FROM mart.pilot_metric WHERE partnership_id IS NOT NULL AND denominator IS NOT NULL AND value IS NOT NULL"
    " LIMIT 1"
)


def set_clock(connection: duckdb.DuckDBPyConnection, as_of: date, known_by: date) -> None:
    """Defines as_of(), known_by() and rule_value(code) on this connection, from the rules in reference.rule."""
    connection.execute("SET VARIABLE as_of = CAST(? AS DATE)", [as_of])
    connection.execute("SET VARIABLE known_by = CAST(? AS DATE)", [known_by])
    connection.execute(
        "SET VARIABLE rules = (SELECT map(list(rule_code ORDER BY rule_code), list(value ORDER BY rule_code))"
        " FROM reference.rule)"
    )
    connection.execute("CREATE OR REPLACE TEMP MACRO as_of() AS getvariable('as_of')")
    connection.execute("CREATE OR REPLACE TEMP MACRO known_by() AS getvariable('known_by')")
    connection.execute(
        "CREATE OR REPLACE TEMP MACRO clipped(figure) AS"
        " CASE WHEN figure < 0 THEN 0 WHEN figure > 1 THEN 1 ELSE figure END"
    )
    connection.execute("CREATE OR REPLACE TEMP MACRO rule_value(code) AS getvariable('rules')[code]")


def _temporary_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary ORDER BY 1").fetchall()
    return [str(name) for (name,) in rows]


STEPS: tuple[Step, ...] = (
    Step("indicators: catalogue", catalogue.load, "mart.indicator"),
    Step("indicators: timeline", _script("timeline"), "pilot_month"),
    Step("indicators: obligations", _script("obligations"), "owed"),
    Step("indicators: fulfilment", _script("fulfilment"), "mart.obligation"),
    Step("indicators: facts", _script("facts"), "mart.partnership"),
    Step("indicators: plans", _script("plan"), "mart.quota"),
    Step("indicators: metrics", metric_values.run, "mart.pilot_metric"),
    Step(
        "indicators: water balance",
        _script_where("water_balance", _SOME_NRW, ("mart.water_balance", "mart.nrw_truth", "mart.nrw_flag")),
        "mart.nrw_truth",
    ),
    Step(
        "indicators: programme effect",
        _script_where("effect", _SOME_PILOT_MONTHS, ("mart.effect_change", "mart.programme_effect")),
        "mart.effect_change",
    ),
    Step("indicators: utility health", _script("health"), "mart.utility_health"),
    Step("indicators: targets", _script("targets"), "mart.target_progress"),
    Step("indicators: scores", _script("scores"), "mart.indicator_value"),
    Step("indicators: honesty", _script("honesty"), "mart.criterion_score"),
    Step("indicators: self-assessment", _script("ledger"), "mart.self_assessment_value"),
    Step("indicators: advice", _script("advice_chain"), "mart.advice_chain"),
    Step("indicators: questions", _script("coaching"), "mart.coaching_question"),
)
