"""The gate between raw rows and the core, and between our results and their publication.

The only module that makes a Great Expectations context. Great Expectations decides whether a rule passes and
how many rows fail; the gate then writes every failing row to `quality.finding` with the same condition and
insists on the same count. How it counts stands in `counting`.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import great_expectations as gx
from great_expectations.core import ExpectationValidationResult
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.datasource.fluent.sql_datasource import QueryAsset, SQLDatasource

from expectations.counting import Checklist
from expectations.dialect import CONNECTION_STRING, CursorSource
from expectations.findings import (
    Columns,
    GateError,
    columns_of,
    examples,
    forget_findings,
    refuse,
    write_findings,
)
from expectations.rule import MeasurementRule, ResultRule, RowRule, Rule, Scope
from warehouse.ddl import quoted
from warehouse.vocabulary import Severity

__all__ = [
    "GateError",
    "MeasurementRule",
    "ResultFailure",
    "ResultRule",
    "ResultSuite",
    "RowRule",
    "RuleResult",
    "Scope",
    "Suite",
    "SuiteResult",
    "run_result_suites",
    "run_suites",
]

EXAMPLES_SHOWN = 5
SOURCE = "warehouse"
ALL_ROWS = "all rows"


@dataclass(frozen=True)
class Suite:
    """Rules on raw rows that are checked together."""

    name: str
    rules: tuple[RowRule, ...]


@dataclass(frozen=True)
class ResultSuite:
    """Rules on our own results that are checked together before publication."""

    name: str
    rules: tuple[ResultRule, ...]


@dataclass(frozen=True)
class RuleResult:
    """What Great Expectations said of one rule."""

    rule: str
    table: str
    column: str
    severity: Severity
    success: bool
    failing_rows: int
    refuses: Scope | None


@dataclass(frozen=True)
class SuiteResult:
    """The results of a suite, in the order of its rules."""

    name: str
    results: tuple[RuleResult, ...]
    seconds: float

    @property
    def failing_rows(self) -> int:
        """Findings written by this suite."""
        return sum(result.failing_rows for result in self.results)


@dataclass(frozen=True)
class ResultFailure:
    """Published figures that contradict their own definition; the build must not publish."""

    rule: str
    table: str
    failing_rows: int
    examples: tuple[str, ...]
    message_en: str
    message_id: str


Place = tuple[str, str]  # schema and table


@dataclass(frozen=True)
class Tables:
    """The tables of some rules: their columns, and which of them hold a row, for no rule can fail in an empty table.

    `batch` is what Great Expectations validates rules against: the database that holds them.
    """

    columns: dict[Place, Columns]
    filled: frozenset[Place]
    batch: Batch


def run_suites(connection: duckdb.DuckDBPyConnection, suites: Sequence[Suite]) -> list[SuiteResult]:
    """Check raw rows: fill quality.finding, quality.expectation_result, raw.rejected_row, raw.refused_file.

    The connection must not be inside a transaction, for Great Expectations reads on a cursor of its own.
    Running a suite again replaces its findings. Raises GateError where a rule cannot be evaluated; then
    nothing of that suite is written.
    """
    with _opened(connection, [rule for suite in suites for rule in suite.rules]) as tables:
        return [_run_suite(connection, tables, suite) for suite in suites]


def run_result_suites(connection: duckdb.DuckDBPyConnection, suites: Sequence[ResultSuite]) -> list[ResultFailure]:
    """Check our own results in mart.*; an empty list allows publication. Raises GateError like run_suites."""
    failures: list[ResultFailure] = []
    with _opened(connection, [rule for suite in suites for rule in suite.rules]) as tables:
        for suite in suites:
            counts = _evaluate(tables, suite.name, suite.rules)
            _record(connection, suite.name, [_result(rule, counts[rule.key]) for rule in suite.rules])
            failures += [
                ResultFailure(
                    rule=rule.rule,
                    table=f"{rule.SCHEMA}.{rule.table}",
                    failing_rows=counts[rule.key],
                    examples=examples(connection, rule, tables.columns[rule.place], EXAMPLES_SHOWN),
                    message_en=rule.message_en,
                    message_id=rule.message_id,
                )
                for rule in suite.rules
                if counts[rule.key]
            ]
    return failures


def _run_suite(connection: duckdb.DuckDBPyConnection, tables: Tables, suite: Suite) -> SuiteResult:
    started = time.perf_counter()
    counts = _evaluate(tables, suite.name, suite.rules)
    results = [_result(rule, counts[rule.key]) for rule in suite.rules]
    connection.begin()
    try:
        forget_findings(connection, suite.rules)
        for rule in suite.rules:
            if counts[rule.key]:
                write_findings(connection, rule, counts[rule.key], tables.columns[rule.place])
                refuse(connection, rule)
        _record(connection, suite.name, results)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return SuiteResult(suite.name, tuple(results), time.perf_counter() - started)


def _result(rule: Rule, failing_rows: int) -> RuleResult:
    return RuleResult(
        rule=rule.rule,
        table=rule.table,
        column=rule.column,
        severity=rule.level,
        success=failing_rows == 0,
        failing_rows=failing_rows,
        refuses=rule.refuses if isinstance(rule, RowRule) else None,
    )


def _record(connection: duckdb.DuckDBPyConnection, suite: str, results: Sequence[RuleResult]) -> None:
    """One row per rule and severity in quality.expectation_result; uses on several columns are summed."""
    counts: Counter[tuple[str, str]] = Counter()
    for result in results:
        counts[result.rule, result.severity.value] += result.failing_rows
    connection.execute("DELETE FROM quality.expectation_result WHERE suite = $1", [suite])
    rules, severities = [rule for rule, _ in counts], [severity for _, severity in counts]
    connection.execute(
        "INSERT INTO quality.expectation_result (suite, rule, severity, success, failing_rows) "
        "SELECT $1, t.rule, t.severity, t.failing_rows = 0, t.failing_rows "
        "FROM (SELECT unnest($2) AS rule, unnest($3) AS severity, unnest($4) AS failing_rows) AS t",
        [suite, rules, severities, list(counts.values())],
    )


@contextmanager
def _opened(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> Iterator[Tables]:
    """The tables of the rules, read on cursors of the connection; one at a time in a process."""
    _insist_on_no_transaction(connection)
    columns = columns_of(connection, rules)
    cursors, batch = _database()
    engine = batch.data.execution_engine.engine
    with _ONE_AT_A_TIME, cursors.of(connection):
        try:
            yield Tables(columns, _filled(connection, sorted(columns)), batch)
        finally:
            engine.dispose()


_ONE_AT_A_TIME = threading.Lock()


@cache
def _database() -> tuple[CursorSource, Batch]:
    """What Great Expectations validates against, declared once a process, and where it gets its connections from.

    Suites are validated without being stored: the library's stores would cost 15 ms a rule.
    """
    cursors = CursorSource()
    asset = QueryAsset(
        name=SOURCE, query="SELECT 1", batch_definitions=[BatchDefinition(name=ALL_ROWS, partitioner=None)]
    )
    source = SQLDatasource(
        name=SOURCE, connection_string=CONNECTION_STRING, kwargs={"creator": cursors}, assets=[asset]
    )
    with duckdb.connect() as empty, cursors.of(empty):
        added = _context().data_sources.add_sql(source).get_asset(SOURCE)
        batch: Batch = added.get_batch_definition(ALL_ROWS).get_batch()
        batch.data.execution_engine.engine.dispose()
    return cursors, batch


def _filled(connection: duckdb.DuckDBPyConnection, places: Sequence[Place]) -> frozenset[Place]:
    """Those tables that hold a row."""
    return frozenset(
        place for place in places if connection.table(f"{quoted(place[0])}.{quoted(place[1])}").limit(1).fetchall()
    )


@cache
def _context() -> EphemeralDataContext:
    """The library's context, once a process: in memory, without analytics or progress bars."""
    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False),
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        ),
    )


def _insist_on_no_transaction(connection: duckdb.DuckDBPyConnection) -> None:
    """Uncommitted rows are invisible to another cursor: the rules would pass without having seen them."""
    first, second = (connection.execute("SELECT txid_current()").fetchone() for _ in range(2))
    if first == second:
        raise GateError(
            "The gate was called inside a transaction; commit first.",
            "Pemeriksaan data dipanggil di dalam transaksi; lakukan commit lebih dahulu.",
        )


def _evaluate(tables: Tables, name: str, rules: Sequence[Rule]) -> dict[str, int]:
    """Run the rules and return the number of failing rows by rule key."""
    keys = Counter(rule.key for rule in rules)
    doubled = ", ".join(key for key, uses in keys.items() if uses > 1)
    if doubled:
        raise GateError(f"Suite {name} holds twice: {doubled}.", f"Suite {name} memuat ganda: {doubled}.")
    counts = {rule.key: 0 for rule in rules if rule.place not in tables.filled}
    counts |= _counts(tables.batch, name, [rule for rule in rules if rule.place in tables.filled])
    if counts.keys() != keys.keys():
        odd = ", ".join(sorted(keys.keys() ^ counts.keys()))
        raise GateError(
            f"Suite {name}: Great Expectations gave no result, or an unknown one, for {odd}.",
            f"Suite {name}: Great Expectations tidak memberi hasil yang dikenal untuk {odd}.",
        )
    return counts


def _counts(batch: Batch, name: str, rules: Sequence[Rule]) -> dict[str, int]:
    if not rules:
        return {}
    metric = Checklist(name, rules).metric
    outcome = batch.validate(gx.ExpectationSuite(name=name, expectations=[rule.counted_by(metric) for rule in rules]))
    return {_key(result): _count(result) for result in outcome.results}


def _key(result: ExpectationValidationResult) -> str:
    config = result.expectation_config
    return str(config.meta["key"]) if config and config.meta else "?"


def _count(result: ExpectationValidationResult) -> int:
    """Failing rows of a result. An exception inside an expectation is an error of ours, never bad data."""
    problem = _exception_in(result.exception_info)
    if problem is None and "observed_value" in result.result:
        return int(result.result["observed_value"])
    raise GateError(
        f"The rule {_key(result)} could not be evaluated: {problem or 'no count was returned'}",
        f"Aturan {_key(result)} tidak dapat dijalankan: {problem or 'tidak ada jumlah yang dikembalikan'}",
    )


def _exception_in(info: Any) -> str | None:
    """The message of an exception: the info of one expectation, or one info per metric."""
    parts = [info] if "raised_exception" in info else info.values()
    return next((str(part["exception_message"]) for part in parts if part["raised_exception"]), None)
