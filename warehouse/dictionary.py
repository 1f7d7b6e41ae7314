"""The data dictionary of the published tables, written from their own comments."""

import duckdb

from warehouse.ddl import PUBLISHED_SCHEMAS, create_schemas

_HEAD = """# Data dictionary

The published tables of a build: what the dashboard reads and what others may query. This page is generated from
the tables' own comments (`python docs/generate.py`). Columns may be added; those here keep their name and meaning.
"""


def page() -> str:
    """The dictionary as Markdown: a section per published table, a row per column."""
    with duckdb.connect() as connection:
        create_schemas(connection)
        tables = connection.execute(
            "SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE NOT internal "
            "UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1, 2"
        ).fetchall()
        sections = [
            _section(connection, schema, table, comment)
            for schema, table, comment in tables
            if schema in PUBLISHED_SCHEMAS
        ]
    return "\n".join([_HEAD, *sections])


def _section(connection: duckdb.DuckDBPyConnection, schema: str, table: str, comment: str) -> str:
    columns = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE schema_name = $1 AND table_name = $2 ORDER BY column_index",
        [schema, table],
    ).fetchall()
    rows = [f"| {name} | {kind} | {text} |" for name, kind, text in columns]
    return "\n".join(
        [f"## {schema}.{table}", "", comment, "", "| column | type | meaning |", "|---|---|---|", *rows, ""]
    )
