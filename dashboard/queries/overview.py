"""Is the programme working? Counts over the partnerships chosen, never a list in order of scores."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask

STAGES = """
SELECT programme_kind, stage, status, count(*) AS partnerships
FROM chosen
GROUP BY programme_kind, stage, status
ORDER BY programme_kind, stage, status
"""

BANDS = """
SELECT
    s.role,
    s.criterion,
    coalesce(s.band, 'none') AS band,
    CASE WHEN s.band IS NULL THEN coalesce(s.band_reason, 'no_value') END AS band_reason,
    count(*) AS partnerships
FROM mart.criterion_score AS s
JOIN chosen AS p USING (partnership_id)
GROUP BY ALL
"""

TARGETS = """
SELECT t.horizon, t.status, count(*) AS targets
FROM mart.target_progress AS t
JOIN chosen AS p USING (partnership_id)
GROUP BY ALL
"""

REPORTING = """
SELECT
    o.period,
    count(*) AS due,
    count(*) FILTER (o.status IN ('fulfilled_on_time', 'fulfilled_late')) AS received,
    count(*) FILTER (o.status = 'fulfilled_on_time') AS on_time
FROM mart.obligation AS o
JOIN chosen AS p USING (partnership_id)
WHERE o.kind = 'monthly_report' AND o.is_due AND o.counts AND o.period IS NOT NULL
GROUP BY o.period
ORDER BY o.period
"""

ADVICE = """
SELECT c.stage, c.waits_for, count(*) AS chains, median(c.age_days) AS median_age, max(c.age_days) AS longest_age,
    max(c.waiting_days) AS longest_wait
FROM mart.advice_chain AS c
JOIN chosen AS p USING (partnership_id)
GROUP BY c.stage, c.waits_for
ORDER BY c.waits_for IS NULL, c.waits_for, c.stage
"""

# An SOP sent first as a draft and later as issued is one, and issued; a lesson told in two reports is one.
RESULTS = """
WITH sop_of AS (
    SELECT s.partnership_id, bool_or(s.state = 'issued') AS is_issued, bool_or(s.state = 'draft') AS is_drafted
    FROM mart.sop AS s
    JOIN chosen USING (partnership_id)
    GROUP BY s.partnership_id, lower(s.title)
)
SELECT
    (SELECT count(*) FROM sop_of WHERE is_issued) AS sops_issued,
    (SELECT count(*) FROM sop_of WHERE is_drafted AND is_issued IS NOT TRUE) AS sops_drafted,
    (SELECT count(DISTINCT partnership_id) FROM sop_of) AS sop_partnerships,
    (SELECT count(DISTINCT (l.partnership_id, l."text")) FROM mart.lesson AS l JOIN chosen USING (partnership_id))
        AS lessons,
    (SELECT count(DISTINCT l.partnership_id) FROM mart.lesson AS l JOIN chosen USING (partnership_id))
        AS lesson_partnerships,
    (SELECT count(*) FROM chosen WHERE moa_signed_on IS NOT NULL) AS with_moa,
    (SELECT count(*) FROM chosen WHERE subject = 'non_revenue_water' AND moa_signed_on IS NOT NULL) AS nrw_partnerships,
    (SELECT count(*) FROM chosen WHERE subject = 'gis_digitisation' AND moa_signed_on IS NOT NULL) AS gis_partnerships
"""

# Per zone and pilot month, m³ below the baseline: of a volume, or of the percentage times what was supplied.
SAVED = """
baseline AS (
    SELECT
        t.partnership_id,
        t.zone,
        max(t.baseline) FILTER (t.metric_code = 'nrw_volume') AS volume,
        max(t.baseline) FILTER (t.metric_code = 'nrw_pct') AS percentage
    FROM mart.target_progress AS t
    JOIN chosen AS p USING (partnership_id)
    WHERE t.metric_code IN ('nrw_volume', 'nrw_pct') AND t.baseline IS NOT NULL
    GROUP BY t.partnership_id, t.zone
),
monthly AS (
    SELECT
        m.partnership_id,
        m.zone,
        m.period_start,
        max(m.value) FILTER (m.metric_code = 'nrw_volume' AND m.status = 'reported') AS nrw,
        max(m.value) FILTER (m.metric_code = 'water_supplied' AND m.status = 'reported') AS supplied
    FROM mart.pilot_metric AS m
    JOIN chosen AS p USING (partnership_id)
    WHERE m.metric_code IN ('nrw_volume', 'water_supplied')
        AND m.period_start >= p.first_pilot_month AND m.period_end = last_day(m.period_start)
    GROUP BY m.partnership_id, m.zone, m.period_start
),
saved AS (
    SELECT
        b.partnership_id,
        m.period_start,
        b.volume IS NULL AS is_by_percentage,
        coalesce(b.volume, b.percentage / 100 * m.supplied) - m.nrw AS volume
    FROM baseline AS b
    JOIN monthly AS m ON m.partnership_id = b.partnership_id AND m.zone IS NOT DISTINCT FROM b.zone
)"""

NRW_SAVED = (
    "WITH "
    + SAVED.strip()
    + """
SELECT sum(volume) AS saved, count(DISTINCT partnership_id) AS partnerships, count(*) AS months
FROM saved
WHERE volume IS NOT NULL
"""
)

DIGITISED = """
WITH monthly AS (
    SELECT m.partnership_id, m.zone, m.period_start, m.value
    FROM mart.pilot_metric AS m
    JOIN chosen AS p USING (partnership_id)
    WHERE m.metric_code = 'customers_digitised' AND m.status = 'reported'
),
gained AS (
    SELECT
        partnership_id,
        max_by(value, period_start) AS latest,
        max_by(value, period_start) - min_by(value, period_start) AS gain,
        count(*) AS months
    FROM monthly
    GROUP BY partnership_id, zone
)
SELECT
    sum(latest) AS digitised,
    sum(gain) FILTER (months > 1) AS gain,
    count(DISTINCT partnership_id) AS partnerships,
    count(DISTINCT partnership_id) FILTER (months > 1) AS gain_partnerships
FROM gained
"""

DECISIONS = """
WITH owing AS (
    SELECT o.partnership_id, count(*) FILTER (o.kind = 'monthly_report' AND o.status = 'overdue') AS reports
    FROM mart.obligation AS o
    JOIN chosen AS p USING (partnership_id)
    WHERE o.counts AND p.status IN ('active', 'on_hold')
    GROUP BY o.partnership_id
),
unchecked AS (
    SELECT count(*) AS doubtful, count(DISTINCT o.partnership_id) AS partnerships
    FROM mart.obligation AS o
    JOIN chosen AS p USING (partnership_id)
    WHERE o.status = 'doubtful' AND o.is_due
),
letters AS (
    SELECT count(*) AS overdue
    FROM mart.obligation AS o
    JOIN chosen AS p USING (partnership_id)
    WHERE o.kind = 'letter_of_recommendation' AND o.status = 'overdue'
)
SELECT
    (SELECT count(*) FROM chosen WHERE status = 'on_hold') AS on_hold,
    (SELECT count(*) FROM owing WHERE reports >= 2) AS owing_two,
    (SELECT count(*) FROM chosen WHERE mentor_id IS NULL AND status IN ('preparing', 'active', 'on_hold'))
        AS without_mentor,
    (SELECT doubtful FROM unchecked) AS doubtful,
    (SELECT partnerships FROM unchecked) AS doubtful_partnerships,
    (SELECT overdue FROM letters) AS letters
"""

WAITING = """
WITH overdue AS (
    SELECT partnership_id, count(*) AS reports_overdue, min(due_on) AS oldest_due_on
    FROM mart.obligation
    WHERE counts AND status = 'overdue' AND kind = 'monthly_report'
    GROUP BY partnership_id
)
SELECT
    p.mentee, p.mentor, p.status, coalesce(o.reports_overdue, 0) AS reports_overdue, o.oldest_due_on,
    count(*) OVER () AS of_all
FROM chosen AS p
LEFT JOIN overdue AS o USING (partnership_id)
WHERE p.status IN ('active', 'on_hold') AND (o.reports_overdue >= 2 OR p.status = 'on_hold')
ORDER BY p.mentee, p.partnership_id
LIMIT $most_rows
"""

TOLD = """
WITH shown AS (
    SELECT g.programme_id, g.programme_kind, g.name, p.partnership_id, p.title, p.mentor, p.mentee
    FROM visible_programme AS g
    LEFT JOIN chosen AS p USING (programme_id)
    WHERE g.origin = $origin
        AND ($programme_kind IS NULL OR g.programme_kind = $programme_kind)
        AND CASE
            WHEN p.partnership_id IS NOT NULL THEN NOT $without_pair
            ELSE $subject IS NULL AND $cohort_year IS NULL
                AND g.programme_id NOT IN (SELECT programme_id FROM mart.partnership)
        END
    ORDER BY g.programme_kind, g.name, p.title
    LIMIT $most_rows
),
said AS (
    SELECT c.programme_id, c.partnership_id, count(*) AS statements, count(DISTINCT s.conflict_code) AS contradictions
    FROM shown AS c
    JOIN mart.statement AS s ON s.programme_id = c.programme_id
        AND coalesce(s.partnership_id = c.partnership_id, TRUE)
    GROUP BY ALL
),
took_place AS (
    SELECT c.programme_id, c.partnership_id, count(DISTINCT a.activity_id) AS held
    FROM shown AS c
    JOIN mart.activity AS a ON a.programme_id = c.programme_id AND coalesce(a.partnership_id = c.partnership_id, TRUE)
    WHERE a.held_on IS NOT NULL
    GROUP BY ALL
),
duties AS (
    SELECT o.partnership_id, count(*) AS agreed, count(*) FILTER (o.status = 'unknown') AS unknown
    FROM mart.obligation AS o
    SEMI JOIN shown USING (partnership_id)
    GROUP BY o.partnership_id
),
learnt AS (
    SELECT l.partnership_id, count(*) AS lessons
    FROM mart.lesson AS l
    SEMI JOIN shown USING (partnership_id)
    GROUP BY l.partnership_id
)
SELECT
    c.*, coalesce(s.statements, 0) AS statements, coalesce(s.contradictions, 0) AS contradictions,
    coalesce(t.held, 0) AS held, coalesce(d.agreed, 0) AS agreed, coalesce(d.unknown, 0) AS unknown,
    coalesce(l.lessons, 0) AS lessons
FROM shown AS c
LEFT JOIN said AS s ON s.programme_id = c.programme_id AND s.partnership_id IS NOT DISTINCT FROM c.partnership_id
LEFT JOIN took_place AS t ON t.programme_id = c.programme_id AND t.partnership_id IS NOT DISTINCT FROM c.partnership_id
LEFT JOIN duties AS d ON d.partnership_id = c.partnership_id
LEFT JOIN learnt AS l ON l.partnership_id = c.partnership_id
ORDER BY c.programme_kind, c.name, c.title
"""


def stages(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Partnerships by kind of programme, stage and status."""
    return ask(connection, STAGES, viewer, filters)


def bands(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Partnerships by role, criterion and band; `band_reason` where there is none."""
    return ask(connection, BANDS, viewer, filters)


def targets(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Targets by horizon and status."""
    return ask(connection, TARGETS, viewer, filters)


def reporting(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Monthly reports due, received and received on time, by the month they are about."""
    return ask(connection, REPORTING, viewer, filters)


def advice(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Chains of advice by state and by whom they wait for, with their ages and longest wait in days."""
    return ask(connection, ADVICE, viewer, filters)


def results(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """SOPs, lessons and how many partnerships stand behind them."""
    return ask(connection, RESULTS, viewer, filters)


def nrw_saved(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Non-revenue water avoided to date, m³: baseline less actual over the pilot months reported."""
    return ask(connection, NRW_SAVED, viewer, filters)


def digitised(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Customers digitised: latest figure, gain since the first month reported, and how many told either."""
    return ask(connection, DIGITISED, viewer, filters)


def decisions(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """How many partnerships and duties wait for a word from the Board or the facilitator, by what they wait for."""
    return ask(connection, DECISIONS, viewer, filters)


def waiting(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters, most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """Running partnerships with two or more monthly reports overdue, or on hold; alphabetical."""
    return ask(connection, WAITING, viewer, filters, most_rows=most_rows)


def cases(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """The programmes chosen with their partnerships, or without a pair: what is told, agreed, held and not known."""
    return ask(connection, TOLD, viewer, filters, without_pair=False, most_rows=MOST_ROWS)


def without_pair(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """The same, of programmes that have no pair of partners."""
    return ask(connection, TOLD, viewer, filters, without_pair=True, most_rows=MOST_ROWS)
