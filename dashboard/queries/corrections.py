"""Declared corrections, what each changed, and the figures that wait for one."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, ask, ask_of_files
from dashboard.queries.quality import ARRIVED

DECLARED = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT c.correction_id, c.state, c."action", c.file, c.target, c.expected_value, c.new_value, c.reason, c."by",
    c.decided_on, c.applied_rows, c.declared_in
FROM quality.correction AS c
WHERE $sees_all OR EXISTS (
    SELECT 1 FROM quality.correction_applied AS a
    WHERE a.correction_id = c.correction_id AND a.file_sha256 IN (SELECT file_sha256 FROM arrived)
)
ORDER BY list_position(['superseded', 'without_effect', 'waiting', 'applied', 'retired'], c.state), c.correction_id
"""
)

APPLIED = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT a.correction_id, a."action", a.source_file, a.source_sheet, a.source_cell, a.written_value, a.corrected_value,
    a.superseded_by IS NOT NULL AS is_superseded,
    CASE WHEN a.superseded_by IS NULL THEN a.corrected_value END AS counts_as, a."by", a.decided_on, a.reason
FROM quality.correction_applied AS a
WHERE $sees_all OR a.file_sha256 IN (SELECT file_sha256 FROM arrived)
ORDER BY a.source_file, a.source_sheet, a.source_cell
"""
)

WAITING_FIGURES = """
SELECT m.partnership_id, c.name_en, c.name_id, m.zone, m.period_start, m.written_value, m.written_unit, m."value",
    m.unit, m.reason, m.source_file, m.source_sheet, m.source_cell, count(*) OVER () AS of_all
FROM mart.pilot_metric AS m
JOIN mart.metric AS c ON c.metric_code = m.metric_code AND c.kind = 'variable'
LEFT JOIN visible AS p USING (partnership_id)
WHERE m.status = 'needs_review' AND ($sees_all OR p.partnership_id IS NOT NULL)
ORDER BY m.source_file, m.source_sheet, m.source_cell
LIMIT $most_rows
"""


def declared(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Declared corrections, those that ask for a decision first; none of a build that does not know their state."""
    return ask_of_files(connection, DECLARED, viewer) if _is_known(connection) else pd.DataFrame()


def applied(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Every cell changed or confirmed, and every row left out."""
    return ask_of_files(connection, APPLIED, viewer) if _is_known(connection) else pd.DataFrame()


def waiting_figures(connection: duckdb.DuckDBPyConnection, viewer: Viewer, most_rows: int = MOST_ROWS) -> pd.DataFrame:
    """Figures that need review: kept as written and not counted."""
    return ask(connection, WAITING_FIGURES, viewer, most_rows=most_rows) if _is_known(connection) else pd.DataFrame()


def _is_known(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the build has the tables; one published before them has not."""
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'quality' AND table_name = 'correction_applied'"
    ).fetchall()
    return bool(found[0][0])
