"""What one build holds that another may hold otherwise: asked of both, and compared outside."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import Filters, ask

PARTNERSHIPS = """
SELECT partnership_id, mentee, mentor, programme_kind, stage, status
FROM chosen
ORDER BY partnership_id
"""

SCORES = """
SELECT s.partnership_id, p.mentee, p.mentor, s.role, s.criterion, round(s.score) AS score, s.band
FROM mart.criterion_score AS s
JOIN chosen AS p USING (partnership_id)
ORDER BY s.partnership_id, s.role, s.criterion
"""

TARGETS = """
SELECT t.partnership_id, p.mentee, p.mentor, t.target_id, t.status, t.topic, t.horizon, m.name_en, m.name_id
FROM mart.target_progress AS t
JOIN chosen AS p USING (partnership_id)
LEFT JOIN mart.metric AS m USING (metric_code)
ORDER BY t.partnership_id, t.target_id
"""

REPORTS = """
SELECT count(*) AS due, count(*) FILTER (o.status IN ('fulfilled_on_time', 'fulfilled_late')) AS received
FROM mart.obligation AS o
JOIN chosen AS p USING (partnership_id)
WHERE o.kind = 'monthly_report' AND o.is_due AND o.counts
"""

BUILD = """
SELECT build_id, built_at, as_of
FROM mart.build
"""


def state(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Partnerships, criterion scores (whole numbers), targets, and the count of monthly reports of a selection."""
    asked = (PARTNERSHIPS, SCORES, TARGETS, REPORTS)
    partnerships, scores, targets, reports = (ask(connection, sql, viewer, filters) for sql in asked)
    return partnerships, scores, targets, reports


def build(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Id, moment and day of a build."""
    return ask(connection, BUILD, viewer)
