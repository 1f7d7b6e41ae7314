"""Which targets are reached, and what the pilots gained against their own baseline. Alphabetical, never a ranking."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask, has_table
from dashboard.queries.overview import SAVED
from dashboard.queries.profile import FACTS, of_partnership
from indicators.figure_receipt import MeasuredTarget, measured_target

STANDING = """
SELECT t.horizon, t.kind, t.status, count(*) AS targets, count(DISTINCT t.partnership_id) AS partnerships
FROM mart.target_progress AS t
JOIN chosen AS p USING (partnership_id)
GROUP BY t.horizon, t.kind, t.status
ORDER BY t.horizon, t.kind, t.status
"""

TARGET_LIST = """
SELECT t.*, p.mentee, m.name_en, m.name_id, m.unit, count(*) OVER () AS of_all
FROM mart.target_progress AS t
JOIN chosen AS p USING (partnership_id)
LEFT JOIN mart.metric AS m USING (metric_code)
WHERE ($horizon IS NULL OR t.horizon = $horizon)
    AND ($target_kind IS NULL OR t.kind = $target_kind)
    AND ($standing IS NULL OR t.status = $standing)
ORDER BY
    p.mentee, t.partnership_id, CASE t.horizon WHEN 'short' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, t.due_on,
    t.target_id
LIMIT $most_rows
"""

CHANGES = """
SELECT
    e.metric_code, m.name_en, m.name_id, e.unit, m.direction, m.subject, count(*) AS partnerships,
    count(e.change) AS compared,
    count(*) FILTER (CASE m.direction WHEN 'lower' THEN e.change < 0 WHEN 'higher' THEN e.change > 0 END) AS better,
    count(*) FILTER (CASE m.direction WHEN 'lower' THEN e.change > 0 WHEN 'higher' THEN e.change < 0 END) AS worse,
    count(*) FILTER (e.change IS NOT NULL AND e.before_basis = 'stated_baseline') AS against_stated,
    min(e.after_months) AS fewest_months, max(e.after_months) AS most_months
FROM mart.effect_change AS e
JOIN chosen AS p USING (partnership_id)
JOIN mart.metric AS m USING (metric_code)
WHERE m.direction <> 'neither'
GROUP BY ALL
HAVING count(e.change) > 0
ORDER BY m.subject, e.metric_code
"""

CHANGE_OF_EACH = """
SELECT e.*, p.mentee, m.name_en, m.name_id, m.direction, count(*) OVER () AS of_all
FROM mart.effect_change AS e
JOIN chosen AS p USING (partnership_id)
JOIN mart.metric AS m USING (metric_code)
WHERE e.metric_code = $metric_code
ORDER BY p.mentee, e.partnership_id
LIMIT $most_rows OFFSET $passed_over
"""

SAVED_BY_EACH = (
    "WITH "
    + SAVED.strip()
    + """,
total AS (
    SELECT
        partnership_id, sum(volume) AS saved, count(volume) AS months,
        min(period_start) FILTER (volume IS NOT NULL) AS first_month,
        max(period_start) FILTER (volume IS NOT NULL) AS last_month, bool_or(is_by_percentage) AS is_by_percentage
    FROM saved
    GROUP BY partnership_id
)
SELECT
    p.partnership_id, p.mentee, t.saved, coalesce(t.months, 0) AS months, t.first_month, t.last_month,
    t.is_by_percentage, count(*) OVER () AS of_all
FROM chosen AS p
LEFT JOIN total AS t USING (partnership_id)
WHERE (p.subject = 'non_revenue_water' AND p.moa_signed_on IS NOT NULL) OR t.months > 0
ORDER BY p.mentee, p.partnership_id
LIMIT $most_rows
"""
)


def standing(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Targets by horizon, kind and status."""
    return ask(connection, STANDING, viewer, filters)


def target_list(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    horizon: str | None,
    target_kind: str | None,
    standing: str | None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """The targets with their partnerships and the cells of target and actual; alphabetical by mentee."""
    return ask(
        connection, TARGET_LIST, viewer, filters,
        horizon=horizon, target_kind=target_kind, standing=standing, most_rows=most_rows,
    )  # fmt: skip


def target_receipt(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, target_id: str
) -> MeasuredTarget | None:
    """The receipt of a target with the figures behind it; None where the viewer may not see the partnership."""
    if of_partnership(connection, viewer, FACTS, partnership_id).empty:
        return None
    return measured_target(connection, partnership_id, target_id, with_inputs=False)


def changes(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """By metric: how many partnerships stand better or worse than their own baseline; empty in an older build."""
    if not has_table(connection, "effect_change"):
        return pd.DataFrame()
    return ask(connection, CHANGES, viewer, filters)


def change_of_each(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    metric_code: str,
    passed_over: int = 0,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """One metric: each partnership's own baseline, its pilot, and the months behind both; alphabetical."""
    return ask(
        connection, CHANGE_OF_EACH, viewer, filters,
        metric_code=metric_code, passed_over=passed_over, most_rows=most_rows,
    )  # fmt: skip


def saved_by_each(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters, most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """m³ below the baseline to date by partnership; NULL where no pilot month is known. Alphabetical."""
    return ask(connection, SAVED_BY_EACH, viewer, filters, most_rows=most_rows)
