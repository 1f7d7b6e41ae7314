"""Runs a query for a viewer: the row filter stands before it as the CTE `visible`, every value is bound."""

import re
from dataclasses import dataclass

import duckdb
import pandas as pd

from dashboard.access import (
    CLOSED_FILES,
    CLOSED_FILES_WITHOUT_VIEWER,
    NO_CLOSED_FILES,
    VISIBLE,
    WITHOUT_SUPPORTING_PARTNER,
    Viewer,
)
from warehouse.vocabulary import Origin

NO_LONGER_OWED = "('waived', 'withdrawn', 'lapsed', 'not_applicable')"  # status of an obligation
MOST_ROWS = 200  # of a table on the screen
ALL_ROWS = 100_000  # of a table in a download
OF_ALL = "of_all"  # the column in which the first rows of many say how many there are
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the programme down to; None means all. Origins are never mixed."""

    origin: Origin
    subject: str | None = None
    cohort_year: int | None = None
    programme_kind: str | None = None


CHOSEN = """
chosen AS (
    SELECT *
    FROM visible
    WHERE origin = $origin
        AND ($subject IS NULL OR subject = $subject)
        AND ($cohort_year IS NULL OR cohort_year = $cohort_year)
        AND ($programme_kind IS NULL OR programme_kind = $programme_kind)
)"""


def ask(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    viewer: Viewer,
    filters: Filters | None = None,
    **values: object,
) -> pd.DataFrame:
    """The rows of `sql`, which reads partnerships from `visible` (or, with filters, from `chosen`)."""
    parameters = viewer.parameters() | values
    ctes = [_visible(connection)]
    if filters is not None:
        ctes.append(CHOSEN)
        parameters |= {
            "origin": filters.origin.value,
            "subject": filters.subject,
            "cohort_year": filters.cohort_year,
            "programme_kind": filters.programme_kind,
        }
    body = sql.strip()
    if body.startswith("WITH "):
        ctes.append(body.removeprefix("WITH "))
        statement = "WITH " + ",".join(ctes)
    else:
        statement = "WITH " + ",".join(ctes) + "\n" + body
    named = set(_PARAMETER.findall(statement))
    bound = {name: value for name, value in parameters.items() if name in named}
    return _plain_texts(connection.execute(statement, bound).df())


def _plain_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """The same with texts as Python's own: of the few rows of a page these are read much faster than Arrow's."""
    texts = [name for name, kind in rows.dtypes.items() if isinstance(kind, pd.StringDtype)]
    return rows.astype(dict.fromkeys(texts, object)).set_axis(rows.columns.astype(object), axis="columns")


def _visible(connection: duckdb.DuckDBPyConnection) -> str:
    """The row filter for this build, or for an older publication."""
    columns = connection.execute("SELECT * FROM mart.partnership LIMIT 0").description
    return VISIBLE if "supporting_partner_id" in {column[0] for column in columns} else WITHOUT_SUPPORTING_PARTNER


def ask_of_files(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    viewer: Viewer,
    **values: object,
) -> pd.DataFrame:
    """The rows of `sql`, which reads `closed_file` (see `access.CLOSED_FILES`); in an older build none is closed."""
    if not has_table(connection, "self_assessment_value"):
        sql = sql.replace(CLOSED_FILES.strip(), NO_CLOSED_FILES.strip())
    elif not keeps_viewers(connection):
        sql = sql.replace(CLOSED_FILES.strip(), CLOSED_FILES_WITHOUT_VIEWER.strip())
    return ask(connection, sql, viewer, None, **values)


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether this build, or an older publication, has the table mart.`name`."""
    known = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'mart' AND table_name = ?"
    found = connection.execute(known, [name]).fetchone()
    return found is not None and found[0] > 0


def keeps_viewers(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether this build, or an older publication, knows as whom a file was handed in."""
    columns = connection.execute("SELECT * FROM quality.file_outcome LIMIT 0").description
    return "viewer_party" in {column[0] for column in columns}
