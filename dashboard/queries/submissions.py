"""What a viewer may hand in, for which months, and what became of what it handed in."""

from collections.abc import Sequence

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, NO_LONGER_OWED, ask, keeps_viewers

# Mentee, mentor and supporting partner hand in what they owe; the facilitator anything in anybody's name.
OFFERED = """
WITH own AS (
    SELECT *, mentee_id = $viewer_party AS is_mentee, mentor_id IS NOT DISTINCT FROM $viewer_party AS is_mentor
    FROM visible
    WHERE origin = $origin
)
SELECT partnership_id, mentee, mentor, programme_kind, count(*) OVER () AS of_all
FROM own AS p
WHERE ($sees_all OR ($role = 'mentee' AND is_mentee) OR ($role = 'mentor' AND is_mentor)
        OR ($role IS NULL AND (is_mentee OR is_mentor)))
    AND ($search IS NULL OR partnership_id IS NOT DISTINCT FROM $asked
        OR contains(lower(concat_ws(' ', partnership_id, mentee, mentor)), lower($search)))
    AND EXISTS (SELECT 1 FROM mart.obligation AS o WHERE o.partnership_id = p.partnership_id)
ORDER BY partnership_id IS DISTINCT FROM $asked, lower(mentee), partnership_id
LIMIT $most_rows
"""

ROLES_HELD = """
SELECT coalesce(bool_or(mentee_id = $viewer_party), FALSE) AS is_mentee,
    coalesce(bool_or(mentor_id = $viewer_party), FALSE) AS is_mentor
FROM visible
WHERE origin = $origin
"""

MONTHS = f"""
SELECT o.period, o.status, o.due_on, o.is_due
FROM mart.obligation AS o
JOIN visible AS p USING (partnership_id)
WHERE o.partnership_id = $partnership_id AND o.kind = 'monthly_report' AND o.period IS NOT NULL
    AND o.status NOT IN {NO_LONGER_OWED}
GROUP BY ALL
ORDER BY o.period
"""

HISTORY = """
SELECT f.received_at + INTERVAL 7 HOUR AS received_at, f.file_name, f.template, p.partnership_id, f.period, f.outcome,
    f.rows_rejected, f.message_en, f.message_id, f.viewer_role, f.viewer_party, count(*) OVER () AS of_all
FROM quality.file_outcome AS f
LEFT JOIN visible AS p ON p.partnership_id = f.partnership_id
-- What bears no partnership, or one that its sender does not see, is shown to its sender without it.
WHERE (p.origin = $origin OR p.partnership_id IS NULL AND (f.viewer_party = $viewer_party
        OR $sees_all AND f.viewer_role IS NOT NULL AND $partnership_id IS NULL))
    AND ($partnership_id IS NULL OR p.partnership_id IS NULL OR p.partnership_id = $partnership_id)
    AND ($sees_all OR f.viewer_party = $viewer_party
        OR (f.template = 'monthly_report' AND p.mentee_id = $viewer_party AND f.viewer_party IS NULL))
    AND (NOT $sees_all OR f.viewer_role IS NOT NULL OR $partnership_id IS NOT NULL)
ORDER BY f.received_at DESC, f.intake_id
LIMIT $most_rows
"""

PUBLISHED = """
SELECT f.intake_id
FROM quality.file_outcome AS f
WHERE list_contains($intakes, f.intake_id)
    AND ($sees_all OR f.viewer_party = $viewer_party OR f.partnership_id IN (SELECT partnership_id FROM visible))
LIMIT $most_rows
"""


def offered(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    origin: str,
    role: str | None,
    search: str | None,
    asked: str | None,
    most_rows: int,
) -> pd.DataFrame:
    """Partnerships for which the viewer may hand in something of that role: NULL is any; `asked` comes first."""
    return ask(connection, OFFERED, viewer, origin=origin, role=role, search=search, asked=asked, most_rows=most_rows)


def roles_held(connection: duckdb.DuckDBPyConnection, viewer: Viewer, origin: str) -> pd.DataFrame:
    """One row: whether the viewer's party is somewhere mentee, somewhere mentor."""
    return ask(connection, ROLES_HELD, viewer, origin=origin)


def months(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str) -> pd.DataFrame:
    """The months for which a monthly report is owed, with status and due date."""
    return ask(connection, MONTHS, viewer, partnership_id=partnership_id)


def history(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    origin: str,
    partnership_id: str | None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """What the viewer handed in, latest first, with what became of it.

    A mentee's monthly reports count as its own however they arrived; the facilitator sees what was entered on pages,
    and of a chosen partnership everything. No row of an older build, which does not keep who entered what.
    """
    if not keeps_viewers(connection):
        return pd.DataFrame()
    return ask(connection, HISTORY, viewer, origin=origin, partnership_id=partnership_id, most_rows=most_rows)


def published(connection: duckdb.DuckDBPyConnection, viewer: Viewer, intakes: Sequence[str]) -> set[str]:
    """Those of the arrivals that this build holds."""
    found = ask(connection, PUBLISHED, viewer, intakes=list(intakes), most_rows=MOST_ROWS)
    return set(found["intake_id"])
