"""One mentor across its mentees. A visit that served several of them is one visit."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, NO_LONGER_OWED, Filters, ask

OFFERED = """
WITH mentors AS (
    SELECT p.mentor_id, min(p.mentor) AS mentor, count(*) AS partnerships
    FROM visible AS p
    WHERE p.mentor_id IS NOT NULL AND p.origin = $origin
    GROUP BY p.mentor_id
)
SELECT m.mentor_id, m.mentor, m.partnerships, b.kind, b.province, count(*) OVER () AS of_all
FROM mentors AS m
LEFT JOIN mart.party AS b ON b.party_id = m.mentor_id
WHERE $search IS NULL OR m.mentor_id IS NOT DISTINCT FROM $asked
    OR contains(lower(concat_ws(' ', m.mentor_id, m.mentor)), lower($search))
ORDER BY m.mentor_id IS DISTINCT FROM $asked, m.mentor, m.mentor_id
LIMIT $most_rows
"""

# The partnerships of one mentor that the viewer may see; filters do not narrow a mentor's work.
OWN = """
own AS (
    SELECT *
    FROM visible
    WHERE mentor_id = $mentor_id AND origin = $origin
)"""

MENTEES = (
    "WITH "
    + OWN.strip()
    + """
SELECT partnership_id, mentee, programme_kind, subject, stage, status, moa_signed_on
FROM own
ORDER BY mentee, partnership_id
LIMIT $most_rows
"""
)

SCORES = (
    "WITH "
    + OWN.strip()
    + """
SELECT s.*
FROM mart.criterion_score AS s
JOIN own AS p USING (partnership_id)
WHERE s.role = 'mentor'
LIMIT $most_rows
"""
)

DUTIES = (
    "WITH "
    + OWN.strip()
    + """
SELECT
    p.partnership_id, p.mentee, count(*) FILTER (o.counts) AS due,
    sum(o.credit_delivered) FILTER (o.counts) AS delivered, sum(o.credit_on_time) FILTER (o.counts) AS on_time,
    count(*) FILTER (o.counts AND o.status = 'overdue') AS overdue,
    count(*) FILTER (o.status = 'doubtful') AS doubtful, count(*) FILTER (o.status = 'not_due') AS not_due
FROM own AS p
LEFT JOIN mart.obligation AS o ON o.partnership_id = p.partnership_id AND o.role = 'mentor'
GROUP BY p.partnership_id, p.mentee
ORDER BY p.mentee, p.partnership_id
LIMIT $most_rows
"""
)

# What took place or is told goes before what was planned; the same event in several partnerships is one row.
VISITS = (
    "WITH "
    + OWN.strip()
    + f""",
told AS (
    SELECT a.activity_id AS event, a.kind, a.title, a.planned_on, a.held_on, p.partnership_id, p.mentee,
        EXISTS (
            SELECT 1 FROM mart.obligation AS o
            WHERE o.partnership_id = a.partnership_id AND o.kind = a.kind
                AND a.activity_id IN (o.joint_id, o.partnership_id || '/' || o.item_no)
            HAVING bool_and(o.status IN {NO_LONGER_OWED})
        ) AS is_released
    FROM mart.activity AS a
    JOIN own AS p USING (partnership_id)
    WHERE a.kind IN ('diagnostic_visit', 'study_visit', 'monitoring_visit', 'mission')
),
owed AS (
    SELECT coalesce(o.joint_id, o.obligation_id) AS event, o.kind, o.title, o.due_on AS planned_on,
        o.fulfilled_on AS held_on, p.partnership_id, p.mentee,
        o.status IN {NO_LONGER_OWED} AS is_released
    FROM mart.obligation AS o
    JOIN own AS p USING (partnership_id)
    WHERE o.role = 'mentor' AND o.kind IN ('diagnostic_visit', 'study_visit', 'monitoring_visit', 'mission')
        AND o.status <> 'withdrawn'
        AND NOT EXISTS (
            SELECT 1 FROM told AS t
            WHERE t.partnership_id = o.partnership_id
                AND t.event IN (coalesce(o.joint_id, ''), o.partnership_id || '/' || o.item_no)
        )
),
every AS (
    SELECT * FROM told
    UNION ALL
    SELECT * FROM owed
)
SELECT
    event, min(kind) AS kind, min(title) AS title, min(planned_on) AS planned_on, min(held_on) AS held_on,
    bool_and(is_released) AS is_released, count(DISTINCT partnership_id) AS mentees,
    string_agg(DISTINCT mentee, ', ' ORDER BY mentee) AS with_whom,
    count(*) OVER () AS of_all, count(*) FILTER (min(held_on) IS NOT NULL) OVER () AS held_of_all,
    count(*) FILTER (min(held_on) IS NOT NULL AND count(DISTINCT partnership_id) > 1) OVER () AS joint_of_all
FROM every
GROUP BY event
ORDER BY coalesce(min(held_on), min(planned_on)) NULLS LAST, event
LIMIT $most_rows
"""
)

ADVICE = (
    "WITH "
    + OWN.strip()
    + """,
texts AS (
    SELECT count(DISTINCT a.words) AS different
    FROM mart.advice AS a
    JOIN own AS p USING (partnership_id)
    WHERE a.given_on IS NOT NULL
)
SELECT
    p.partnership_id, p.mentee, count(a.given_on) AS given, count(*) FILTER (a.status = 'acted_on') AS acted_on,
    count(*) FILTER (a.status = 'agreed') AS agreed, count(*) FILTER (a.status = 'declined') AS declined,
    count(*) FILTER (a.status = 'given') AS without_a_word, count(*) FILTER (a.status = 'asked') AS asked,
    max(a.given_on) AS latest, (SELECT different FROM texts) AS texts
FROM own AS p
LEFT JOIN mart.advice AS a USING (partnership_id)
GROUP BY p.partnership_id, p.mentee
ORDER BY p.mentee, p.partnership_id
LIMIT $most_rows
"""
)

WAITING = (
    "WITH "
    + OWN.strip()
    + """
SELECT
    p.mentee, o.kind, o.title, o.title_en, o.due_on, o.status,
    CASE WHEN o.due_on <= b.as_of THEN date_diff('day', o.due_on, b.as_of) END AS days,
    o.source_file, o.source_cell, count(*) OVER () AS of_all,
    count(*) FILTER (o.status = 'not_due') OVER () AS soon_of_all
FROM mart.obligation AS o
JOIN own AS p USING (partnership_id)
CROSS JOIN mart.build AS b
WHERE o.role = 'mentor' AND p.status IN ('preparing', 'active', 'on_hold')
    AND ((o.counts AND o.status IN ('overdue', 'partly_fulfilled', 'doubtful'))
        OR (o.status = 'not_due' AND o.due_on <= b.as_of + 30))
ORDER BY p.mentee, o.due_on, o.obligation_id
LIMIT $most_rows
"""
)

WITHOUT_MENTOR = """
SELECT partnership_id, mentee, programme_kind, subject, stage, status, started_on, count(*) OVER () AS of_all
FROM chosen
WHERE mentor_id IS NULL
ORDER BY mentee, partnership_id
LIMIT $most_rows
"""


def offered(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    origin: str,
    search: str | None,
    asked: str | None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """The first mentors that hold the text, alphabetical after the one asked for; how many partnerships each has."""
    return ask(connection, OFFERED, viewer, origin=origin, search=search, asked=asked, most_rows=most_rows)


def of_mentor(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    sql: str,
    mentor_id: str,
    origin: str,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """One of the tables above for one mentor; no row of a partnership that the viewer may not see."""
    return ask(connection, sql, viewer, mentor_id=mentor_id, origin=origin, most_rows=most_rows)


def without_mentor(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters, most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """Partnerships that have no mentor yet, alphabetical."""
    return ask(connection, WITHOUT_MENTOR, viewer, filters, most_rows=most_rows)
