"""What the published build holds and how much of the programme it covers."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import Filters, ask

ORIGINS = """
SELECT g.origin, count(p.partnership_id) AS partnerships
FROM (SELECT origin FROM visible UNION SELECT origin FROM visible_programme) AS g
LEFT JOIN visible AS p USING (origin)
GROUP BY g.origin
ORDER BY g.origin
"""

CHOICES = """
SELECT subject, cohort_year, programme_kind FROM visible WHERE origin = $origin
UNION
SELECT NULL, NULL, programme_kind FROM visible_programme WHERE origin = $origin
ORDER BY ALL
"""

COVERAGE = """
WITH due AS (
    SELECT
        o.partnership_id,
        max_by(o.status IN ('fulfilled_on_time', 'fulfilled_late'), o.period) AS reported
    FROM mart.obligation AS o
    JOIN chosen AS p USING (partnership_id)
    WHERE o.kind = 'monthly_report' AND o.is_due AND o.counts
    GROUP BY o.partnership_id
)
SELECT
    count(*) AS owing,
    count(*) FILTER (reported) AS reported,
    (SELECT count(*) FROM chosen) AS partnerships
FROM due
"""

REPORTS_OF_ONE = """
SELECT
    count(*) AS owing,
    count(*) FILTER (o.status IN ('fulfilled_on_time', 'fulfilled_late')) AS reported
FROM mart.obligation AS o
JOIN visible AS p USING (partnership_id)
WHERE o.kind = 'monthly_report' AND o.is_due AND o.counts AND o.partnership_id = $partnership_id
"""


def origins(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Partnerships per origin; 0 where there is only a programme without a pair of partners."""
    return ask(connection, ORIGINS, viewer)


def choices(connection: duckdb.DuckDBPyConnection, viewer: Viewer, origin: str) -> pd.DataFrame:
    """Subjects, cohort years and kinds of programme that occur."""
    return ask(connection, CHOICES, viewer, origin=origin)


def coverage(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Partnerships that owe monthly reports, and those whose latest one due has arrived."""
    return ask(connection, COVERAGE, viewer, filters)


def reports_of_one(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str) -> pd.DataFrame:
    """Monthly reports of one partnership: owed by now, and received."""
    return ask(connection, REPORTS_OF_ONE, viewer, partnership_id=partnership_id)
