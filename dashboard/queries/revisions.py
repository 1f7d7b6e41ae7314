"""What later files told otherwise: earlier and later, with both places."""

import duckdb
import pandas as pd

from dashboard.access import CLOSED_FILES, Viewer
from dashboard.queries.ask import MOST_ROWS, ask_of_files

REVISIONS = (
    "WITH "
    + CLOSED_FILES.strip()
    + """
SELECT r.partnership_id, coalesce(p.mentee, u.name) AS whose, r.kind, r.subject, r.subject_period, r.zone,
    r.period_start, r.period_end, r.change, r.earlier_value, r.later_value, r.unit, r.earlier_status, r.later_status,
    r.earlier_text, r.later_text, r.known_on, r.changed_on, r.is_in_force, r.earlier_file, r.earlier_sheet,
    r.earlier_cell, r.later_file, r.later_sheet, r.later_cell, m.name_en, m.name_id, d.title AS duty_id,
    d.title_en AS duty_en, coalesce(m.kind = 'derived', FALSE) AS is_computed, count(*) OVER () AS of_all
FROM mart.revision AS r
LEFT JOIN visible AS p USING (partnership_id)
LEFT JOIN mart.utility AS u ON u.utility_id = r.utility_id
LEFT JOIN mart.metric AS m ON m.metric_code = r.subject AND r.kind = 'figure'
LEFT JOIN mart.obligation AS d ON d.obligation_id = r.subject
WHERE ($sees_all OR p.partnership_id IS NOT NULL)
    AND ($partnership_id IS NULL OR r.partnership_id = $partnership_id)
    AND NOT EXISTS (
        SELECT 1 FROM closed_file AS c WHERE c.file_sha256 IN (r.earlier_sha256, r.later_sha256)
    )
ORDER BY r.changed_on DESC, whose, r.subject_period DESC, coalesce(m.kind = 'derived', FALSE), r.kind, r.subject,
    r.known_on
LIMIT $most_rows
"""
)


def revisions(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    partnership_id: str | None = None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Every revision that the viewer may see, the latest first; of one partnership where asked.

    None of a build that was published before revisions were kept.
    """
    if not _is_known(connection):
        return pd.DataFrame()
    return ask_of_files(connection, REVISIONS, viewer, partnership_id=partnership_id, most_rows=most_rows)


def _is_known(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'mart' AND table_name = 'revision'"
    ).fetchall()
    return bool(found[0][0])
