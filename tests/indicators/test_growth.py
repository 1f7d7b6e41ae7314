"""Work grows no faster than its input: no statement of the measures compares all rows with all rows."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from benchmarks.scores import AS_OF, KNOWN_BY, fill_core
from indicators.run import run

ALL_WITH_ALL = ("BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN")
MAKES_ROWS = ("CREATE OR REPLACE TEMP TABLE", "CREATE TEMP TABLE", "INSERT INTO")


class Explaining:
    """A connection that notes the plan of every statement that makes rows, and then executes it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.explained = 0
        self.slow: list[str] = []

    def execute(self, sql: str, *parameters: Any) -> duckdb.DuckDBPyConnection:
        if parameters:
            return self.connection.execute(sql, *parameters)
        for statement in duckdb.extract_statements(sql):
            text = "\n".join(line for line in statement.query.splitlines() if not line.startswith("--")).strip()
            if text.startswith(MAKES_ROWS):
                self.note(text)
            self.connection.execute(statement)
        return self.connection

    def note(self, text: str) -> None:
        explain = "EXPLAIN (FORMAT JSON) " + text
        plans = json.loads(self.connection.execute(explain).fetchall()[0][1])
        self.explained += 1
        if any(step["name"].strip() in ALL_WITH_ALL for plan in plans for step in steps_of(plan)):
            self.slow.append(text[:200])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def steps_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from steps_of(child)


def test_no_statement_compares_all_rows_with_all_rows():
    with duckdb.connect(config={"threads": 2}) as connection:
        fill_core(connection, 100)
        explaining = Explaining(connection)
        run(explaining, AS_OF, KNOWN_BY)
    assert explaining.explained > 40
    assert explaining.slow == []


def test_a_join_on_a_condition_that_mixes_both_sides_is_noticed():
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS n FROM range(10)")
        explaining = Explaining(connection)
        explaining.execute("CREATE TEMP TABLE u AS SELECT a.n FROM t AS a LEFT JOIN t AS b ON b.n = greatest(a.n, b.n)")
    assert len(explaining.slow) == 1
