"""What the published build holds and how much of the programme it covers."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import Filters, ask

ORIGINS = """
SELECT origin, count(*) AS partnerships
FROM visible
GROUP BY origin
ORDER BY origin
"""

CHOICES = """
SELECT DISTINCT subject, cohort_year
FROM visible
WHERE origin = $origin
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
    """Partnerships per origin."""
    return ask(connection, ORIGINS, viewer)


def choices(connection: duckdb.DuckDBPyConnection, viewer: Viewer, origin: str) -> pd.DataFrame:
    """Subjects and cohort years that occur."""
    return ask(connection, CHOICES, viewer, origin=origin)


def coverage(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Partnerships that owe monthly reports, and those whose latest one due has arrived."""
    return ask(connection, COVERAGE, viewer, filters)


def reports_of_one(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str) -> pd.DataFrame:
    """Monthly reports of one partnership: owed by now, and received."""
    return ask(connection, REPORTS_OF_ONE, viewer, partnership_id=partnership_id)
