"""Names of utilities as written in files: what was taken for whom, and what waits for a decision."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, ask_of_files
from dashboard.queries.quality import ARRIVED

SUGGESTIONS = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT s.written_name, s.verdict, s.candidate_id, s.candidate_name, s.reason_en, s.reason_id, s.source_file,
    s.source_sheet, s.source_cell, count(*) OVER () AS of_all
FROM quality.name_suggestion AS s
WHERE $sees_all OR s.file_sha256 IN (SELECT file_sha256 FROM arrived)
ORDER BY s.written_name, s.list_code, s.position
LIMIT $most_rows
"""
)

MATCHES = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT m.written_name, m.match_rule, coalesce(u.name, p.name, m.regency_code) AS meant,
    coalesce(m.utility_id, m.regency_code) AS code, m.source_file, m.source_sheet, m.source_cell,
    count(*) OVER () AS of_all
FROM quality.name_match AS m
LEFT JOIN mart.utility AS u ON u.utility_id = m.utility_id
LEFT JOIN mart.party AS p ON p.party_id = m.utility_id
WHERE $sees_all OR m.file_sha256 IN (SELECT file_sha256 FROM arrived)
ORDER BY m.written_name, m.list_code
LIMIT $most_rows
"""
)


def suggestions(connection: duckdb.DuckDBPyConnection, viewer: Viewer, most_rows: int = MOST_ROWS) -> pd.DataFrame:
    """Names that nobody could place, with their candidates, the likeliest first."""
    return ask_of_files(connection, SUGGESTIONS, viewer, most_rows=most_rows)


def matches(connection: duckdb.DuckDBPyConnection, viewer: Viewer, most_rows: int = MOST_ROWS) -> pd.DataFrame:
    """Names that were taken for a utility or a place, and by which rule."""
    return ask_of_files(connection, MATCHES, viewer, most_rows=most_rows)
