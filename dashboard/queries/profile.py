"""One partnership from letter of request to letter of recommendation."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, NO_LONGER_OWED, ask

PARTNERSHIPS = """
SELECT partnership_id, programme_kind, mentor, mentee, subject, stage, status, count(*) OVER () AS of_all
FROM visible
WHERE origin = $origin
ORDER BY mentee, partnership_id
LIMIT $most_rows
"""

NUMBERS = """
SELECT count(*) AS of_every_origin, count(*) FILTER (origin = $origin) AS of_this_origin
FROM (
    SELECT origin FROM visible
    UNION ALL
    SELECT origin FROM visible_programme ANTI JOIN mart.partnership USING (programme_id)
)
"""

OFFERED = """
WITH all_there_are AS (
    SELECT partnership_id AS code, mentee, mentor, NULL AS name, origin FROM visible
    UNION ALL
    SELECT programme_id, NULL, NULL, g.name, g.origin
    FROM visible_programme AS g
    ANTI JOIN mart.partnership AS p USING (programme_id)
),
told_apart AS (
    SELECT *, origin = $origin AS is_of_origin, code IS NOT DISTINCT FROM $asked AS is_asked
    FROM all_there_are
)
SELECT code, mentee, mentor, name, origin
FROM (
    SELECT *
    FROM told_apart
    WHERE $search IS NULL OR is_asked OR contains(lower(concat_ws(' ', code, mentee, mentor, name)), lower($search))
    ORDER BY NOT is_asked, NOT is_of_origin, mentee IS NULL, mentee, name, code
    LIMIT $most_rows
)
ORDER BY origin <> $origin, mentee IS NULL, mentee, name, code
"""

ALONE = """
SELECT g.programme_id, g.programme_kind, g.name, g.origin
FROM visible_programme AS g
ANTI JOIN mart.partnership AS p USING (programme_id)
WHERE g.programme_id = $programme_id
"""

FACTS = """
SELECT p.*, m.kind AS mentor_kind, g.name AS programme
FROM visible AS p
LEFT JOIN mart.party AS m ON m.party_id = p.mentor_id
LEFT JOIN visible_programme AS g ON g.programme_id = p.programme_id
WHERE p.partnership_id = $partnership_id
"""

STATEMENTS = """
SELECT s.topic, s."text", s.conflict_code, s.told_on, s.stated_in, s.source_file, s.source_sheet, s.source_cell
FROM mart.statement AS s
JOIN visible AS p ON s.partnership_id = p.partnership_id
    OR (s.partnership_id IS NULL AND s.programme_id = p.programme_id)
WHERE p.partnership_id = $partnership_id
ORDER BY s.source_file, s.source_sheet, length(s.source_cell), s.source_cell
"""

DUTIES = """
SELECT
    o.obligation_id, o.item_no, o.role, o.criterion, o.kind, o.title, o.title_en, o.due_on, o.original_due_on,
    o.is_due, o.origin_kind, o.basis, o.clause, o.revision, o.in_force_from, o.in_force_to, o.status, o.fulfilled_on,
    o.evidence_level, o.awaited_report, o.relief_kind, o.relief_by, o.relief_on, o.relief_reason,
    EXISTS (
        FROM mart.quota AS q
        WHERE q.partnership_id = o.partnership_id AND q.item_no = o.item_no AND q.role = o.role AND q.period = o.period
    ) AS is_of_quota,
    r.title AS successor, r.title_en AS successor_en, r.due_on AS successor_due_on,
    o.source_file, o.source_sheet, o.source_cell
FROM mart.obligation AS o
JOIN visible AS p USING (partnership_id)
LEFT JOIN mart.obligation AS r ON r.obligation_id = o.replaced_by
WHERE o.partnership_id = $partnership_id
ORDER BY coalesce(o.original_due_on, o.due_on) NULLS LAST, o.obligation_id
"""

# is_released: nobody owes it any more, as it was waived, taken out by a revision or lapsed for every party to it.
ACTIVITIES = f"""
WITH own AS (
    SELECT joint_id AS event FROM mart.obligation WHERE partnership_id = $partnership_id AND joint_id IS NOT NULL
    UNION
    SELECT activity_id FROM mart.activity WHERE partnership_id = $partnership_id AND activity_id LIKE '%/%'
),
taking_part AS (
    SELECT o.joint_id AS event, o.partnership_id FROM mart.obligation AS o SEMI JOIN own ON own.event = o.joint_id
    UNION
    SELECT a.activity_id, a.partnership_id FROM mart.activity AS a SEMI JOIN own ON own.event = a.activity_id
    UNION
    SELECT a.activity_id, trim(j.other)
    FROM mart.activity AS a, unnest(string_split(a.joint_with, ',')) AS j(other)
    WHERE a.partnership_id = $partnership_id
),
together AS (
    SELECT t.event, count(*) AS others, string_agg(v.mentee, ', ' ORDER BY v.mentee) AS with_whom
    FROM taking_part AS t
    LEFT JOIN visible AS v USING (partnership_id)
    WHERE t.partnership_id <> $partnership_id
    GROUP BY t.event
),
told AS (
    SELECT
        a.activity_id AS event, a.kind, a.title, a.planned_on, a.held_on, a.participants, a.stated_in, a.source_file,
        a.source_sheet, a.source_cell
    FROM mart.activity AS a
    JOIN visible AS p USING (partnership_id)
    WHERE a.partnership_id = $partnership_id
),
released AS (
    SELECT e.event
    FROM mart.obligation AS o
    JOIN visible AS p USING (partnership_id), unnest([o.joint_id, o.partnership_id || '/' || o.item_no]) AS e(event)
    WHERE o.partnership_id = $partnership_id AND o.origin_kind = 'work_plan'
    GROUP BY e.event
    HAVING bool_and(o.status IN {NO_LONGER_OWED})
),
owed_jointly AS (
    SELECT
        o.joint_id AS event, min(o.kind) AS kind, min_by(o.title, o.role) AS title, min(o.due_on) AS planned_on,
        min(o.fulfilled_on) AS held_on, min(o.source_file) AS source_file, min(o.source_sheet) AS source_sheet,
        min(o.source_cell) AS source_cell
    FROM mart.obligation AS o
    JOIN visible AS p USING (partnership_id)
    WHERE o.partnership_id = $partnership_id AND o.origin_kind = 'work_plan'
        AND o.joint_id IN (SELECT event FROM together) AND o.joint_id NOT IN (SELECT event FROM told)
    GROUP BY o.joint_id
)
SELECT a.*, t.others, t.with_whom, r.event IS NOT NULL AS is_released
FROM (FROM told UNION ALL BY NAME FROM owed_jointly) AS a
LEFT JOIN together AS t USING (event)
LEFT JOIN released AS r USING (event)
ORDER BY coalesce(a.held_on, a.planned_on) NULLS LAST, a.event
"""

QUOTAS = """
SELECT
    q.item_no, q.role, q.kind, q.title, q.period, q.due_on, q.due_on <= b.as_of AS is_due, q.agreed_min, q.agreed_max,
    q.owed, q.held, q.stated_in, q.source_file, q.source_sheet, q.source_cell
FROM mart.quota AS q
JOIN visible AS p USING (partnership_id)
CROSS JOIN mart.build AS b
WHERE q.partnership_id = $partnership_id
ORDER BY q.role DESC, q.item_no, q.period
"""

MOVES = """
SELECT
    d.title AS what, d.role, d.signed_on AS changed_on, d.due_on AS due_now,
    lag(d.due_on) OVER (PARTITION BY d.item_no, d.role ORDER BY d.step) AS due_before
FROM mart.plan_date AS d
JOIN visible AS p USING (partnership_id)
WHERE d.partnership_id = $partnership_id
QUALIFY d.step > 0
ORDER BY d.signed_on, d.item_no, d.role
"""

READINESS = """
SELECT r.role, r.topic, r.state, r.note, r.source_file, r.source_sheet, r.source_cell
FROM mart.readiness AS r
JOIN visible AS p USING (partnership_id)
WHERE r.partnership_id = $partnership_id
ORDER BY r.role DESC, r.source_cell
"""

SCORES = """
SELECT s.*
FROM mart.criterion_score AS s
JOIN visible AS p USING (partnership_id)
WHERE s.partnership_id = $partnership_id
ORDER BY s.role DESC, CASE s.criterion WHEN 'commitment' THEN 1 WHEN 'reports' THEN 2 ELSE 3 END
"""

INDICATORS = """
SELECT
    v.role,
    i.criterion,
    v.indicator_code,
    i.name_en,
    i.name_id,
    i.credit,
    i.weight,
    i.basis,
    v.numerator,
    v.denominator,
    v.value,
    v.status,
    v.score_low,
    v.score_high,
    v.final_low,
    v.final_high,
    v.waived_count,
    v.value_without_waivers,
    k.kinds
FROM mart.indicator_value AS v
JOIN mart.indicator AS i USING (indicator_code)
JOIN visible AS p USING (partnership_id)
LEFT JOIN (
    SELECT
        indicator_code,
        CAST(to_json(list({'kind': kind, 'credit': credit, 'count': counted} ORDER BY kind)) AS VARCHAR) AS kinds
    FROM mart.indicator_kind
    WHERE partnership_id = $partnership_id
    GROUP BY indicator_code
) AS k ON k.indicator_code = v.indicator_code
WHERE v.partnership_id = $partnership_id
ORDER BY v.role DESC, v.indicator_code
"""

# Obligations that the record in a cell speaks of, or that are the activity with this id.
DUTIES_BEHIND = """
SELECT o.obligation_id, o.role, o.criterion, o.title, o.title_en, o.status, o.due_on, o.fulfilled_on,
    o.basis, o.source_file, o.source_sheet, o.source_cell
FROM mart.obligation AS o
JOIN visible AS p USING (partnership_id)
WHERE o.partnership_id = $partnership_id AND (
    o.obligation_id IN (
        SELECT e.obligation_id
        FROM mart.evidence AS e
        WHERE e.partnership_id = $partnership_id AND e.source_file = $file
            AND e.source_sheet IS NOT DISTINCT FROM $sheet AND e.source_cell IS NOT DISTINCT FROM $cell
    )
    OR (o.origin_kind = 'work_plan' AND $event IN (o.joint_id, o.partnership_id || '/' || o.item_no))
)
ORDER BY o.criterion IS NULL, o.role DESC, o.criterion, o.due_on NULLS LAST, o.obligation_id
"""

REPORTS = """
SELECT r.role, r.kind, r.obligation_id, r.period, r.due_on, r.submitted_on, r.received_on, r.status,
    r.parts_filled, r.parts_expected
FROM mart.report_status AS r
JOIN visible AS p USING (partnership_id)
WHERE r.partnership_id = $partnership_id
ORDER BY r.role, r.due_on, r.obligation_id
"""

TARGETS = """
SELECT t.*, m.name_en, m.name_id, m.unit
FROM mart.target_progress AS t
LEFT JOIN mart.metric AS m USING (metric_code)
JOIN visible AS p USING (partnership_id)
WHERE t.partnership_id = $partnership_id
ORDER BY CASE t.horizon WHEN 'short' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, t.due_on, t.target_id
"""

METRICS = """
SELECT
    m.metric_code, c.name_en, c.name_id, c.unit, c.kind, c.direction, m.utility_id, m.zone, m.period_start,
    m.period_end, m.value, m.status, m.reason, m.coverage_months, m.source_file, m.source_sheet, m.source_cell
FROM mart.pilot_metric AS m
JOIN mart.metric AS c USING (metric_code)
JOIN visible AS p USING (partnership_id)
WHERE m.partnership_id = $partnership_id
ORDER BY m.metric_code, m.zone, m.period_start
"""

ADVICE = """
SELECT a.advice_id, a.kind, a.topic, a.words, a.asked_on, a.given_on, a.channel, a.agreed, a.action,
    a.action_due_on, a.acted_on, a.status, a.age_days
FROM mart.advice AS a
JOIN visible AS p USING (partnership_id)
WHERE a.partnership_id = $partnership_id
ORDER BY coalesce(a.asked_on, a.given_on), a.advice_id
"""

NARRATIVE = """
SELECT n.kind, n."text", n.period, n.stated_in, n.source_file, n.source_sheet, n.source_cell
FROM mart.narrative AS n
JOIN visible AS p USING (partnership_id)
WHERE n.partnership_id = $partnership_id
ORDER BY n.kind, n.period, n.source_cell
"""

LESSONS = """
SELECT l.topic, l."text", l.period, l.stated_in, l.source_file, l.source_sheet, l.source_cell
FROM mart.lesson AS l
JOIN visible AS p USING (partnership_id)
WHERE l.partnership_id = $partnership_id
ORDER BY l.period, l."text"
"""

SOPS = """
SELECT s.title, s.topic, s.state, s.dated_on, s.period
FROM mart.sop AS s
JOIN visible AS p USING (partnership_id)
WHERE s.partnership_id = $partnership_id
ORDER BY s.dated_on, s.title
"""

AGREEMENTS = """
SELECT a.kind, a.revision, a.number, a.signed_on, a.signatories, a.witnesses, a.stated_in,
    a.source_file, a.source_sheet, a.source_cell
FROM mart.agreement AS a
JOIN visible AS p USING (partnership_id)
WHERE a.partnership_id = $partnership_id
ORDER BY a.signed_on NULLS LAST, a.kind, a.revision
"""

DOCUMENTS = """
SELECT d.kind, b.name_en, b.name_id, d.number, d.dated_on, d.compiled_by, d.stated_in, d.source_file,
    d.source_sheet, d.source_cell, d.file_sha256,
    nullif(regexp_extract(d.document_id, '/monthly_report/(\\d{4}-\\d{2})$', 1), '') AS month
FROM mart.document AS d
JOIN visible AS p USING (partnership_id)
LEFT JOIN mart.blueprint_document AS b ON b.programme_kind = p.programme_kind AND b.document = d.kind
WHERE d.partnership_id = $partnership_id
ORDER BY d.dated_on NULLS LAST, d.document_id
"""

CONTACTS = """
SELECT
    CASE c.party_id WHEN p.mentor_id THEN 'mentor' ELSE 'mentee' END AS side,
    c.person, c.role, c.phone, c.email
FROM mart.contact AS c
JOIN visible AS p ON c.party_id IN (p.mentor_id, p.mentee_id)
WHERE p.partnership_id = $partnership_id AND $sees_contacts
ORDER BY side DESC, c.person
"""

STATEMENTS_OF_PROGRAMME = """
SELECT s.topic, s."text", s.conflict_code, s.told_on, s.stated_in, s.source_file, s.source_sheet, s.source_cell
FROM mart.statement AS s
JOIN visible_programme AS g USING (programme_id)
WHERE s.programme_id = $programme_id
ORDER BY s.source_file, s.source_sheet, length(s.source_cell), s.source_cell
"""

ACTIVITIES_OF_PROGRAMME = """
SELECT
    a.activity_id AS event, a.kind, a.title, a.planned_on, a.held_on, a.participants, a.stated_in, a.source_file,
    a.source_sheet, a.source_cell, 0 AS others, NULL AS with_whom,
    FALSE AS is_released
FROM mart.activity AS a
JOIN visible_programme AS g USING (programme_id)
WHERE a.programme_id = $programme_id
ORDER BY coalesce(a.held_on, a.planned_on) NULLS LAST, a.activity_id
"""


def partnerships(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, origin: str, most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """The visible partnerships of an origin, alphabetical by mentee."""
    return ask(connection, PARTNERSHIPS, viewer, origin=origin, most_rows=most_rows)


def numbers(connection: duckdb.DuckDBPyConnection, viewer: Viewer, origin: str) -> pd.DataFrame:
    """How many partnerships and programmes without a pair there are, of every origin and of this one."""
    return ask(connection, NUMBERS, viewer, origin=origin)


def offered(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    origin: str,
    search: str | None,
    asked: str | None,
    most_rows: int,
) -> pd.DataFrame:
    """The first partnerships, and programmes without a pair, that hold the text; those of the origin come first.

    `asked` is a code that is offered in any case, if the viewer may see it.
    """
    return ask(connection, OFFERED, viewer, origin=origin, search=search, asked=asked, most_rows=most_rows)


def of_partnership(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, sql: str, partnership_id: str
) -> pd.DataFrame:
    """One of the tables above for one partnership; no row for one that the viewer may not see."""
    return ask(connection, sql, viewer, partnership_id=partnership_id)


def duties_behind(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, event: str | None, *place: str | None
) -> pd.DataFrame:
    """Obligations behind an activity (by its id), agreement or document; `place`: file, sheet, cell of its record."""
    told = dict(zip(("file", "sheet", "cell"), place, strict=True))
    return ask(connection, DUTIES_BEHIND, viewer, partnership_id=partnership_id, event=event, **told)


def of_programme(connection: duckdb.DuckDBPyConnection, viewer: Viewer, sql: str, programme_id: str) -> pd.DataFrame:
    """One of the tables about a programme without a pair; no row for one that the viewer may not see."""
    return ask(connection, sql, viewer, programme_id=programme_id)
