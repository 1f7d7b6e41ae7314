"""Landed documents: those that wait for somebody, and the originals behind what is shown."""

import duckdb
import pandas as pd

from dashboard.access import CLOSED_FILES, Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask, ask_of_files

WAITING = """
SELECT w.partnership_id, p.mentee, w.kind, w.period, w.file_name, w.file_sha256, w.submitted_on, w.received_on,
    w.age_days, w.waits_for, w.message_en, w.message_id, CASE WHEN $sees_contacts THEN w.sender END AS sender,
    count(*) OVER () AS of_all
FROM mart.waiting_document AS w
LEFT JOIN chosen AS p USING (partnership_id)
WHERE p.partnership_id IS NOT NULL
    OR ($sees_all AND NOT EXISTS (SELECT 1 FROM mart.partnership AS o WHERE o.partnership_id = w.partnership_id))
ORDER BY list_position(
        ['content', 'readable_copy', 'obligation', 'month', 'known_kind', 'kind_and_partnership'], w.waits_for
    ), w.age_days DESC, w.file_name
LIMIT $most_rows
"""

OF_ARRIVALS = """
    JOIN quality.file_outcome AS f ON f.file_sha256 = s.file_sha256
    WHERE f.outcome <> 'rejected'
        AND ($sees_all OR f.partnership_id IN (SELECT v.partnership_id FROM visible AS v))
        AND f.file_sha256 NOT IN (SELECT c.file_sha256 FROM closed_file AS c)
    QUALIFY row_number() OVER (PARTITION BY f.file_sha256 ORDER BY f.received_at, f.file_name) = 1
"""

BEHIND = (
    "WITH "
    + CLOSED_FILES.strip()
    + """,
spoken AS (
    SELECT e.partnership_id, e.source_sha256, e.source_file, e.source_sheet, e.source_cell
    FROM mart.evidence AS e
    WHERE list_contains($obligations, e.obligation_id)
),
stated AS (
    SELECT source_sha256 AS file_sha256 FROM spoken WHERE source_sha256 IS NOT NULL
    UNION
    SELECT d.file_sha256
    FROM mart.document AS d
    JOIN spoken AS e ON e.partnership_id = d.partnership_id AND e.source_file = d.source_file
        AND e.source_sheet IS NOT DISTINCT FROM d.source_sheet AND e.source_cell IS NOT DISTINCT FROM d.source_cell
    WHERE d.file_sha256 IS NOT NULL
),
found AS (
    SELECT f.file_sha256, f.file_name, f.media_type, f.content, f.size_bytes
    FROM stated AS s
"""
    + OF_ARRIVALS
    + """
)
SELECT * FROM found ORDER BY content IN ('spreadsheet') NULLS LAST, file_name
LIMIT $most_rows
"""
)

NAMED = (
    "WITH "
    + CLOSED_FILES.strip()
    + """,
found AS (
    SELECT f.file_sha256, f.file_name, f.media_type, f.content, f.size_bytes
    FROM (SELECT unnest($files) AS file_sha256) AS s
"""
    + OF_ARRIVALS
    + """
)
SELECT * FROM found ORDER BY file_name
LIMIT $most_rows
"""
)


def waiting(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters, most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """Documents that wait: scans to be keyed in first, the oldest first. Who sent them is for facilitators."""
    if not _has(connection, "mart", "waiting_document", "intake_id"):
        return pd.DataFrame()
    return ask(connection, WAITING, viewer, filters, most_rows=most_rows)


def behind(connection: duckdb.DuckDBPyConnection, viewer: Viewer, obligations: tuple[str, ...]) -> pd.DataFrame:
    """The originals behind obligations: the files that tell of them, and the documents these name."""
    if not obligations or not _has(connection, "quality", "file_outcome", "media_type"):
        return pd.DataFrame()
    return ask_of_files(connection, BEHIND, viewer, obligations=list(obligations), most_rows=MOST_ROWS)


def named(connection: duckdb.DuckDBPyConnection, viewer: Viewer, files: tuple[str, ...]) -> pd.DataFrame:
    """Originals by their SHA-256, as far as the viewer may see them."""
    if not files or not _has(connection, "quality", "file_outcome", "media_type"):
        return pd.DataFrame()
    return ask_of_files(connection, NAMED, viewer, files=list(files), most_rows=MOST_ROWS)


def _has(connection: duckdb.DuckDBPyConnection, schema: str, table: str, column: str) -> bool:
    """Whether a build knows a column; one published before it does not."""
    found = connection.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE schema_name = $1 AND table_name = $2 AND column_name = $3",
        [schema, table, column],
    ).fetchall()
    return bool(found[0][0])
