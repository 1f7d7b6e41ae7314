"""Who owes what: received on time, late, missing, not due."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask
from warehouse.vocabulary import FulfilmentStatus

OPEN = (
    FulfilmentStatus.OVERDUE,
    FulfilmentStatus.PARTLY_FULFILLED,
    FulfilmentStatus.DOUBTFUL,
    FulfilmentStatus.UNKNOWN,
)

GRID = """
WITH owing AS (
    SELECT p.partnership_id, p.mentee
    FROM chosen AS p
    WHERE p.partnership_id IN (
        SELECT partnership_id FROM mart.obligation WHERE kind = 'monthly_report' AND period IS NOT NULL
    )
    ORDER BY p.mentee, p.partnership_id
    LIMIT $most_partnerships OFFSET $passed_over
),
owed AS (
    SELECT
        p.partnership_id, p.mentee, o.period, o.due_on, o.status, o.obligation_id,
        CAST(round(o.credit_content * 6) AS INTEGER) AS parts_filled
    FROM mart.obligation AS o
    JOIN owing AS p USING (partnership_id)
    WHERE o.kind = 'monthly_report' AND o.period IS NOT NULL
),
sent AS (
    SELECT e.obligation_id, min(e.submitted_on) AS submitted_on
    FROM mart.evidence AS e
    SEMI JOIN owed USING (obligation_id)
    WHERE e.level > 0
    GROUP BY e.obligation_id
)
SELECT o.partnership_id, o.mentee, o.period, o.due_on, o.status, s.submitted_on, o.parts_filled
FROM owed AS o
LEFT JOIN sent AS s USING (obligation_id)
ORDER BY o.mentee, o.partnership_id, o.period
"""

STANDING = """
SELECT
    o.status,
    count(*) AS reports,
    count(DISTINCT o.partnership_id) AS partnerships,
    (
        SELECT count(DISTINCT a.partnership_id)
        FROM mart.obligation AS a
        JOIN chosen USING (partnership_id)
        WHERE a.kind = 'monthly_report' AND a.period IS NOT NULL
    ) AS partnerships_in_all
FROM mart.obligation AS o
JOIN chosen AS p USING (partnership_id)
WHERE o.kind = 'monthly_report' AND o.period IS NOT NULL
GROUP BY o.status
"""

OWED = """
SELECT p.mentee, p.mentor, o.role, o.kind, o.period, o.title AS title_id, o.title_en,
    o.due_on, o.status,
    date_diff('day', o.due_on, b.as_of) AS days_late, count(*) OVER () AS of_all
FROM mart.obligation AS o
JOIN chosen AS p USING (partnership_id)
CROSS JOIN mart.build AS b
WHERE o.is_due AND o.status IN (SELECT unnest($open))
    AND ($kind_owed IS NULL OR o.kind = $kind_owed)
    AND ($status IS NULL OR o.status = $status)
    AND ($role IS NULL OR o.role = $role)
    AND ($reports_only IS FALSE OR o.criterion = 'reports')
ORDER BY p.mentee, p.partnership_id, o.due_on, o.obligation_id
LIMIT $most_rows
"""

KINDS_OWED = """
SELECT DISTINCT o.kind
FROM mart.obligation AS o
JOIN chosen AS p USING (partnership_id)
WHERE o.is_due AND o.status IN (SELECT unnest($open)) AND ($reports_only IS FALSE OR o.criterion = 'reports')
"""


def grid(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    most_partnerships: int,
    passed_over: int = 0,
) -> pd.DataFrame:
    """Every monthly report owed by some partnerships (alphabetical), by month; the first `passed_over` are left out."""
    return ask(connection, GRID, viewer, filters, most_partnerships=most_partnerships, passed_over=passed_over)


def standing(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Monthly reports by status, with the partnerships concerned and, in each row, those that owe any at all."""
    return ask(connection, STANDING, viewer, filters)


def owed(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    role: str | None = None,
    reports_only: bool = True,
    kind: str | None = None,
    status: str | None = None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """What is due and not delivered in full, by partnership; of one role, kind and status of `OPEN`, or all."""
    return ask(
        connection, OWED, viewer, filters, role=role, reports_only=reports_only, kind_owed=kind, status=status,
        open=[one.value for one in OPEN], most_rows=most_rows,
    )  # fmt: skip


def kinds_owed(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters, reports_only: bool = True
) -> pd.DataFrame:
    """The kinds of what is due and not delivered in full, in no order: kind."""
    return ask(connection, KINDS_OWED, viewer, filters, reports_only=reports_only, open=[one.value for one in OPEN])
