"""Runs the measures in order, as of a day: what is owed, what is fulfilled, progress, scores, their honesty."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources import files

import duckdb

from indicators import catalogue, metric_values
from warehouse.ddl import quoted


class Lane(Enum):
    """Where a step runs when two run at a time; temporary tables are seen in one of the two only."""

    DUTIES = "beside the figures, in order"
    FIGURES = "beside the duties: reads neither their temporary tables nor what they publish"
    FIGURES_OF_PARTNERSHIPS = "as FIGURES, but reads mart.partnership and mart.obligation"


@dataclass(frozen=True)
class Step:
    """A named step: what runs, the table whose rows it makes, and beside what it may run."""

    name: str
    run: Callable[[duckdb.DuckDBPyConnection], object]
    table: str
    lane: Lane = Lane.DUTIES


AfterStep = Callable[[str, int, float], None]
"""Told a step's name, its rows and its seconds."""


def run(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    known_by: date,
    after_step: AfterStep | None = None,
    steps: Sequence[Step] | None = None,
) -> list[tuple[str, int]]:
    """Fills the mart from core.* and reference.*; returns the steps with the rows each made.

    as_of: the end of that day, Asia/Jakarta; what is dated later has not happened.
    known_by: what was received later is not known.
    after_step: told each step's name, rows and seconds as soon as it has run.
    steps: all of them, unless the first few are enough.
    Running it again on the same tables gives the same rows. Reads no file and asks for no clock.
    """
    with _clean(connection):
        set_clock(connection, as_of, known_by)
        return [_told(_done(connection, step), after_step) for step in (STEPS if steps is None else steps)]


def run_two_at_a_time(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    known_by: date,
    after_step: AfterStep | None = None,
    before_figures: Sequence[Step] = (),
    after_duties: Sequence[Step] = (),
) -> list[tuple[str, int]]:
    """Like `run`, with the steps on figures on a second connection to the same database, beside those on duties.

    A small programme spends its time in planning statements, on one core each. `before_figures`, `after_duties`: steps
    of the caller that run first on the second connection and last on the first. `after_step` is told in this thread,
    of the second connection's steps as soon as the first one needs them.
    """
    figures = [*before_figures, *(step for step in STEPS if step.lane is Lane.FIGURES)]
    later_figures = [step for step in STEPS if step.lane is Lane.FIGURES_OF_PARTNERSHIPS]
    duties = [*(step for step in STEPS if step.lane is Lane.DUTIES), *after_duties]
    needed = 1 + max(place for place, step in enumerate(duties) if step.table in _READ_BY_FIGURES)
    with _clean(connection), _beside(connection) as other, ThreadPoolExecutor(1) as thread:
        for each in (connection, other):
            set_clock(each, as_of, known_by)
        first = thread.submit(_all_done, other, figures)
        told = [_told(_done(connection, step), after_step) for step in duties[:needed]]
        second = thread.submit(_all_done, other, later_figures)
        told += [_told(done, after_step) for done in first.result()]
        told += [_told(_done(connection, step), after_step) for step in duties[needed:]]
        return told + [_told(done, after_step) for done in second.result()]


_Done = tuple[str, int, float]


def _done(connection: duckdb.DuckDBPyConnection, step: Step) -> _Done:
    started = time.perf_counter()
    step.run(connection)
    return step.name, len(connection.table(step.table)), time.perf_counter() - started


def _all_done(connection: duckdb.DuckDBPyConnection, steps: Sequence[Step]) -> list[_Done]:
    return [_done(connection, step) for step in steps]


def _told(done: _Done, after_step: AfterStep | None) -> tuple[str, int]:
    if after_step:
        after_step(*done)
    return done[:2]


@contextmanager
def _clean(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Drop the temporary tables and views that the block has made."""
    already_there = set(_temporary(connection))
    yield
    for kind, name in sorted(set(_temporary(connection)) - already_there, reverse=True):
        connection.execute("DROP " + kind + " temp." + quoted(name))


@contextmanager
def _beside(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A second connection to the database that a connection uses."""
    (database,) = connection.execute("SELECT current_database()").fetchall()[0]
    with connection.cursor() as other:
        other.execute("USE " + quoted(database))
        yield other


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


def _temporary(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT 'TABLE', table_name FROM duckdb_tables() WHERE temporary"
        " UNION ALL SELECT 'VIEW', view_name FROM duckdb_views() WHERE temporary AND NOT internal"
    ).fetchall()
    return [(str(kind), str(name)) for kind, name in rows]


_READ_BY_FIGURES = ("mart.partnership", "mart.obligation")

STEPS: tuple[Step, ...] = (
    Step("indicators: catalogue", catalogue.load, "mart.indicator"),
    Step("indicators: timeline", _script("timeline"), "pilot_month"),
    Step("indicators: obligations", _script("obligations"), "owed"),
    Step("indicators: fulfilment", _script("fulfilment"), "judged"),
    Step("indicators: receipts", _script("receipts"), "mart.obligation"),
    Step("indicators: facts", _script("facts"), "mart.partnership"),
    Step("indicators: plans", _script("plan"), "mart.quota"),
    Step("indicators: metrics", metric_values.run, "mart.pilot_metric", Lane.FIGURES),
    Step(
        "indicators: water balance",
        _script_where("water_balance", _SOME_NRW, ("mart.water_balance", "mart.nrw_truth", "mart.nrw_flag")),
        "mart.nrw_truth",
        Lane.FIGURES_OF_PARTNERSHIPS,
    ),
    Step(
        "indicators: programme effect",
        _script_where("effect", _SOME_PILOT_MONTHS, ("mart.effect_change", "mart.programme_effect")),
        "mart.effect_change",
        Lane.FIGURES_OF_PARTNERSHIPS,
    ),
    Step("indicators: utility health", _script("health"), "mart.utility_health", Lane.FIGURES),
    Step("indicators: targets", _script("targets"), "mart.target_progress"),
    Step("indicators: scores", _script("scores"), "mart.indicator_value"),
    Step("indicators: honesty", _script("honesty"), "mart.criterion_score"),
    Step("indicators: kinds", _script("kinds"), "mart.indicator_kind"),
    Step("indicators: self-assessment", _script("ledger"), "mart.self_assessment_value"),
    Step("indicators: advice", _script("advice_chain"), "mart.advice_chain"),
    Step("indicators: texts", _script("told_texts"), "mart.told_text"),
    Step("indicators: questions", _script("coaching"), "mart.coaching_question", Lane.FIGURES_OF_PARTNERSHIPS),
)
