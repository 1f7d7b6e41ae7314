"""Rows laid straight under one step of the measures, in a database of their own without constraints."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from indicators import run as measures
from warehouse import ddl

Row = dict[str, Any]


@dataclass
class Laid:
    """Rows by table; a day is written "05-21", of 2026. `temporary`: tables that earlier steps leave, as DDL."""

    temporary: str = ""
    rules: dict[str, float] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:
        days = {name: f"2026-{value}" for name, value in row.items() if name.endswith("_on") and _is_day(value)}
        self.rows.setdefault(table, []).append({**row, **days})

    def under(self, step: str, read: Sequence[str], as_of: date, known_by: date) -> duckdb.DuckDBPyConnection:
        """The database after the step whose name ends so. read: the tables it reads that have constraints."""
        connection = duckdb.connect(config={"threads": 1})
        ddl.create_schemas(connection)
        for table in (*read, "reference.rule"):
            connection.execute(f"CREATE TABLE kept AS FROM {table} LIMIT 0")
            connection.execute(f"DROP TABLE {table} CASCADE")
            connection.execute(f"CREATE TABLE {table} AS FROM kept")
            connection.execute("DROP TABLE kept")
        connection.execute(self.temporary)
        for code, value in self.rules.items():
            connection.execute("INSERT INTO reference.rule BY NAME SELECT $1 AS rule_code, $2 AS value", [code, value])
        for table, rows in self.rows.items():
            for row in rows:
                columns = ", ".join(f'${place} AS "{name}"' for place, name in enumerate(row, start=1))
                connection.execute(f"INSERT INTO {table} BY NAME SELECT {columns}", list(row.values()))
        measures.set_clock(connection, as_of, known_by)
        next(one for one in measures.STEPS if one.name.endswith(step)).run(connection)
        return connection


def _is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == len("05-21")


def found(connection: duckdb.DuckDBPyConnection, query: str, *parameters: Any) -> list[Row]:
    cursor = connection.execute(query, list(parameters))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def short(day: date | None) -> str | None:
    """Month and day."""
    return None if day is None else f"{day:%m-%d}"
