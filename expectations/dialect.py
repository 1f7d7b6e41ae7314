"""The SQLAlchemy dialect through which Great Expectations reads the DuckDB file that is being built.

Two things differ from duckdb-engine's own dialect:

* Great Expectations hands a connection back before it fetches, and DuckDB drops an unread result then. So all
  rows are fetched as soon as a statement has run. The gate asks for counts only: one row a statement.
* A second connection to the same file is refused within one process. So the engine opens no file: it gets
  cursors of the building connection, in the database that the connection uses.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from duckdb_engine import ConnectionWrapper, Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGExecutionContext_psycopg2
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

from warehouse.ddl import quoted

DIALECT_NAME = "duckdb_buffered"
CONNECTION_STRING = f"{DIALECT_NAME}:///:memory:"


class BufferedExecutionContext(PGExecutionContext_psycopg2):
    """Fetches every row right after execution."""

    def post_exec(self) -> None:
        super().post_exec()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
        description = self.cursor.description
        if description:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                self.cursor, alternate_description=description, initial_buffer=self.cursor.fetchall()
            )


class BufferedDuckDBDialect(Dialect):
    """duckdb-engine's dialect with buffered results, and no transaction around each: every statement only reads."""

    name = DIALECT_NAME
    supports_statement_cache = True
    execution_ctx_cls = BufferedExecutionContext

    def do_begin(self, dbapi_connection: object) -> None:
        """Begin nothing."""

    def do_rollback(self, dbapi_connection: object) -> None:
        """Take nothing back."""


class CursorSource:
    """Hands out cursors of the connection it is told to use, as DBAPI connections."""

    def __init__(self) -> None:
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._cursors: list[duckdb.DuckDBPyConnection] = []

    def __call__(self) -> ConnectionWrapper:
        assert self._connection is not None
        (database,) = self._connection.execute("SELECT current_database()").fetchall()[0]
        cursor = self._connection.cursor()
        cursor.execute("USE " + quoted(database))
        self._cursors.append(cursor)
        return ConnectionWrapper(cursor)

    @contextmanager
    def of(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Use a connection within the block; then all cursors handed out are closed, and the connection stays open."""
        self._connection = connection
        try:
            yield
        finally:
            self._connection = None
            for cursor in self._cursors:
                cursor.close()
            self._cursors.clear()


registry.register(DIALECT_NAME, __name__, BufferedDuckDBDialect.__name__)
