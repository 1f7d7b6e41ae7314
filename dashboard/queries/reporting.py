"""Who owes what: received on time, late, missing, not due."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask

GRID = """
SELECT p.partnership_id, p.mentee, o.period, o.due_on, o.status, r.submitted_on, r.parts_filled
FROM mart.obligation AS o
JOIN chosen AS p USING (partnership_id)
LEFT JOIN mart.report_status AS r USING (obligation_id)
WHERE o.kind = 'monthly_report' AND o.period IS NOT NULL
ORDER BY p.mentee, p.partnership_id, o.period
"""

OWED = """
SELECT p.mentee, p.mentor, p.partnership_id, o.role, o.kind, o.title AS title_id, o.title_en,
    o.period, o.due_on, o.status,
    o.credit_delivered, date_diff('day', o.due_on, b.as_of) AS days_late, o.obligation_id
FROM mart.obligation AS o
JOIN chosen AS p USING (partnership_id)
CROSS JOIN mart.build AS b
WHERE o.is_due AND o.status IN ('overdue', 'partly_fulfilled', 'doubtful', 'unknown')
    AND ($role IS NULL OR o.role = $role)
    AND ($reports_only IS FALSE OR o.criterion = 'reports')
ORDER BY p.mentee, p.partnership_id, o.due_on, o.obligation_id
LIMIT $most_rows
"""


def grid(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Every monthly report owed, by partnership (alphabetical) and month."""
    return ask(connection, GRID, viewer, filters)


def owed(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    role: str | None = None,
    reports_only: bool = True,
) -> pd.DataFrame:
    """What is due and not delivered in full, by partnership; of one role or all."""
    return ask(connection, OWED, viewer, filters, role=role, reports_only=reports_only, most_rows=MOST_ROWS)
