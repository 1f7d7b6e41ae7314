"""One partnership from letter of request to letter of recommendation."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask

PARTNERSHIPS = """
SELECT partnership_id, mentor, mentee, subject, cohort_year, stage, status, origin
FROM visible
ORDER BY mentee, partnership_id
"""

FACTS = """
SELECT * FROM visible WHERE partnership_id = $partnership_id
"""

SCORES = """
SELECT s.*
FROM mart.criterion_score AS s
JOIN visible AS p USING (partnership_id)
WHERE s.partnership_id = $partnership_id
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
    v.kinds
FROM mart.indicator_value AS v
JOIN mart.indicator AS i USING (indicator_code)
JOIN visible AS p USING (partnership_id)
WHERE v.partnership_id = $partnership_id
ORDER BY v.role DESC, v.indicator_code
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
    m.metric_code, c.name_en, c.name_id, c.unit, c.kind, c.direction, m.zone, m.period_start, m.period_end,
    m.value, m.status, m.reason, m.coverage_months, m.source_file, m.source_sheet, m.source_cell
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
SELECT n.kind, n."text", n.period, n.source_file, n.source_sheet, n.source_cell
FROM mart.narrative AS n
JOIN visible AS p USING (partnership_id)
WHERE n.partnership_id = $partnership_id
ORDER BY n.kind, n.period, n.source_cell
"""

LESSONS = """
SELECT l.topic, l."text", l.period, l.source_file, l.source_sheet, l.source_cell
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
SELECT a.kind, a.revision, a.number, a.signed_on, a.signatories, a.witnesses,
    a.source_file, a.source_sheet, a.source_cell
FROM mart.agreement AS a
JOIN visible AS p USING (partnership_id)
WHERE a.partnership_id = $partnership_id
ORDER BY a.signed_on NULLS LAST, a.kind, a.revision
"""

DOCUMENTS = """
SELECT d.kind, d.number, d.dated_on, d.compiled_by, d.source_file, d.source_sheet, d.source_cell
FROM mart.document AS d
JOIN visible AS p USING (partnership_id)
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


def partnerships(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Every visible partnership, alphabetical by mentee."""
    return ask(connection, PARTNERSHIPS, viewer)


def of_partnership(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, sql: str, partnership_id: str
) -> pd.DataFrame:
    """One of the tables above for one partnership; no row for one that the viewer may not see."""
    return ask(connection, sql, viewer, partnership_id=partnership_id)
