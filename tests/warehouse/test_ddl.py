"""Every table and column says what it is."""

from hashlib import sha256

import duckdb
import pytest

from warehouse import ddl, dictionary


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        ddl.create_schemas(connection)
        yield connection


def test_every_create_statement_of_the_schema_is_executed(connection: duckdb.DuckDBPyConnection) -> None:
    made = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal "
        "UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    assert sorted(name for (name,) in made) == sorted(statement.name for statement in ddl.statements())
    assert len(made) >= 60


def test_every_table_carries_a_comment_that_begins_with_one_row_per(connection: duckdb.DuckDBPyConnection) -> None:
    wrong = connection.execute("""
        SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal AND comment NOT LIKE 'One row per %'
        UNION ALL
        SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal AND comment NOT LIKE 'One row per %'
    """).fetchall()
    assert wrong == []


def test_every_column_carries_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    silent = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
    ).fetchall()
    assert silent == []


def test_a_line_that_declares_several_columns_gives_each_the_comment(connection: duckdb.DuckDBPyConnection) -> None:
    comments = connection.execute(
        "SELECT DISTINCT comment FROM duckdb_columns() WHERE table_name = 'clause' AND column_name LIKE 'source_%'"
    ).fetchall()
    assert comments == [("Where it is written",)]


def test_the_dictionary_lists_published_tables_only() -> None:
    page = dictionary.page()
    assert "## mart.criterion_score" in page and "## quality.finding" in page and "## mart.report_status" in page
    assert "core." not in page and "## raw." not in page


def test_the_version_of_the_published_tables_rises_with_any_of_their_columns(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """A build of other tables is refused by its version: after a change of columns raise it, and put its sum here."""
    rows = connection.execute("""
        SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
        WHERE schema_name IN ('mart', 'quality') ORDER BY ALL
    """).fetchall()
    assert (ddl.SCHEMA_VERSION, sha256(repr(rows).encode()).hexdigest()[:16]) == (5, "5783929e24f2dfa5")
