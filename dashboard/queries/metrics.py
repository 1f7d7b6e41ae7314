"""Pilot metrics: the truth panel of non-revenue water, the water balance, the effect, utility health as context."""

from datetime import date

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, ask
from dashboard.queries.profile import FACTS, of_partnership
from indicators.figure_receipt import FigureReceipt, figure_receipt

NEEDED = (
    "nrw_truth",
    "nrw_flag",
    "water_balance",
    "effect_change",
    "programme_effect",
    "utility_health",
    "nrw_example",
)

# A subject is a partnership that the viewer may see, or a utility outside any, which those see who see everything.
OF_SUBJECT = """(
    t.partnership_id IN (SELECT partnership_id FROM visible WHERE partnership_id = $partnership_id)
    OR ($partnership_id IS NULL AND $sees_all AND t.partnership_id IS NULL AND t.utility_id = $utility_id)
)"""

ZONES = f"""
SELECT DISTINCT t.zone
FROM mart.nrw_truth AS t
WHERE {OF_SUBJECT}
ORDER BY t.zone NULLS FIRST
"""

TRUTH = f"""
SELECT t.*
FROM mart.nrw_truth AS t
WHERE {OF_SUBJECT} AND t.zone IS NOT DISTINCT FROM $zone
ORDER BY t.span, t.measure, t.period_start
"""

FLAGS = f"""
SELECT t.*
FROM mart.nrw_flag AS t
WHERE {OF_SUBJECT} AND t.zone IS NOT DISTINCT FROM $zone
ORDER BY t.comparison, t.later_start
"""

BALANCE = f"""
SELECT t.*, m.name_en, m.name_id
FROM mart.water_balance AS t
JOIN mart.metric AS m ON m.metric_code = t.component
WHERE {OF_SUBJECT} AND t.zone IS NOT DISTINCT FROM $zone
QUALIFY t.period_end = max(t.period_end) FILTER (t.component = 'nrw_volume' AND t.value IS NOT NULL) OVER ()
ORDER BY t."position"
"""

UTILITIES = """
SELECT u.utility_id, u.name, count(*) OVER () AS of_all
FROM mart.utility AS u
SEMI JOIN mart.nrw_truth AS t ON t.utility_id = u.utility_id AND t.partnership_id IS NULL
WHERE $sees_all AND ($search IS NULL OR contains(lower(u.name), lower($search)) OR u.utility_id = $asked)
ORDER BY u.name, u.utility_id
LIMIT $most_rows
"""

CHANGES = """
SELECT e.*, m.name_en, m.name_id, m.direction
FROM mart.effect_change AS e
JOIN mart.metric AS m USING (metric_code)
JOIN visible AS p USING (partnership_id)
WHERE e.partnership_id = $partnership_id
ORDER BY m.subject, e.metric_code
"""

EFFECTS = """
SELECT e.*, m.name_en, m.name_id, m.direction
FROM mart.programme_effect AS e
JOIN mart.metric AS m USING (metric_code)
WHERE e.origin = $origin
ORDER BY m.subject, e.metric_code
"""

HEALTH = """
SELECT h.*
FROM mart.utility_health AS h
WHERE h.utility_id IN (SELECT mentee_id FROM visible WHERE partnership_id = $partnership_id)
    OR ($partnership_id IS NULL AND $sees_all AND h.utility_id = $utility_id)
ORDER BY h.period_start DESC
LIMIT 1
"""

MARKS = """
SELECT k.*, m.name_en, m.name_id
FROM mart.utility_health_mark AS k
JOIN mart.metric AS m ON m.metric_code = k.variable_code
WHERE (k.utility_id IN (SELECT mentee_id FROM visible WHERE partnership_id = $partnership_id)
        OR ($partnership_id IS NULL AND $sees_all AND k.utility_id = $utility_id))
    AND k.period_start = $year
ORDER BY k.aspect, k.weight DESC, k.variable_code
"""

EXAMPLE = """
SELECT *
FROM mart.nrw_example
ORDER BY example, "year"
"""


def is_published(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> bool:
    """Whether this build has the tables of this page: an older publication has not."""
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'mart' AND list_contains(?, table_name)", [NEEDED]
    ).fetchall()
    return int(found[0][0]) == len(NEEDED)


def of_subject(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    sql: str,
    partnership_id: str | None,
    utility_id: str | None,
    **values: object,
) -> pd.DataFrame:
    """One of the tables above about one subject; no row of one that the viewer may not see."""
    return ask(connection, sql, viewer, partnership_id=partnership_id, utility_id=utility_id, **values)


def utilities(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, search: str | None, asked: str | None
) -> pd.DataFrame:
    """Utilities outside any partnership with a water balance, alphabetical; the first of many."""
    return ask(connection, UTILITIES, viewer, search=search, asked=asked, most_rows=MOST_ROWS)


def effects(connection: duckdb.DuckDBPyConnection, viewer: Viewer, origin: str) -> pd.DataFrame:
    """The mean change over partnerships of an origin, and its difference to others."""
    return ask(connection, EFFECTS, viewer, origin=origin)


def example(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """The published case of a percentage that misleads."""
    return ask(connection, EXAMPLE, viewer)


def receipt_of_figure(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    measure: str,
    partnership_id: str | None,
    utility_id: str | None,
    zone: str | None,
    first: date,
    last: date,
    span: str | None = None,
) -> FigureReceipt | None:
    """What stands behind a figure of exactly these days, and of a span of mart.nrw_truth as it is put together.

    None where the viewer may not see its subject.
    """
    if partnership_id is None:
        seen = of_subject(connection, viewer, ZONES, None, utility_id)
    else:
        seen = of_partnership(connection, viewer, FACTS, partnership_id)
    if seen.empty:
        return None
    return figure_receipt(connection, measure, partnership_id, utility_id, zone, (first, last), span)
