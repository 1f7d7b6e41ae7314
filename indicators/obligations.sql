-- What is owed: one row per obligation, from the work plan, the clauses, the blueprint's duties and the dialogue.
-- Nothing here depends on whether it was fulfilled, but for the day a visit was held, which can only make
-- its report and its advice due later.

CREATE OR REPLACE TEMP TABLE owed (
    obligation_id VARCHAR, partnership_id VARCHAR, item_no VARCHAR, role VARCHAR, kind VARCHAR, title VARCHAR,
    title_en VARCHAR, period VARCHAR, due_on DATE, origin_kind VARCHAR, basis VARCHAR, clause VARCHAR, revision INTEGER,
    in_force_from DATE, dropped_on DATE, withdrawn BOOLEAN, covered_by VARCHAR, joint_id VARCHAR,
    source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR, file_sha256 VARCHAR
);

-- Rows of the work plan. What fell due before a revision that drops it stays owed.
INSERT INTO owed BY NAME
WITH dated AS (
    SELECT
        concat_ws('/', i.partnership_id, i.role, i.kind, i.item_no) AS obligation_id,
        i.partnership_id,
        i.item_no,
        i.role,
        i.kind,
        i.title AS title,
        CASE
            WHEN i.added_in_revision > 0 AND coalesce(i.due_on, e.due_on) IS NOT NULL THEN greatest(
                coalesce(i.due_on, e.due_on),
                added.signed_on + CAST(rule_value('days.revision_lead') AS INTEGER)
            )
            ELSE coalesce(i.due_on, e.due_on)
        END AS due_on,
        'work_plan' AS origin_kind,
        'agreement' AS basis,
        i.added_in_revision AS revision,
        CASE
            WHEN i.added_in_revision > 0 THEN added.signed_on
            WHEN i.kind = 'diagnostic_visit' THEN coalesce(l.loi_on, l.work_plan_on, l.moa_on)
            ELSE coalesce(l.work_plan_on, l.moa_on)
        END AS in_force_from,
        dropped.signed_on AS dropped_on,
        i.joint_id,
        i.source_file,
        i.source_sheet,
        i.source_cell,
        i.file_sha256
    FROM core.plan_item AS i
    INNER JOIN life AS l USING (partnership_id)
    LEFT JOIN due_after_pilot AS e ON e.partnership_id = i.partnership_id AND e.days = 0
    LEFT JOIN signed AS added
        ON added.partnership_id = i.partnership_id
        AND added.kind = 'work_plan_revision'
        AND added.revision = i.added_in_revision
    LEFT JOIN signed AS dropped
        ON dropped.partnership_id = i.partnership_id
        AND dropped.kind = 'work_plan_revision'
        AND dropped.revision = i.withdrawn_in_revision
)
SELECT *, coalesce(due_on >= dropped_on, dropped_on IS NOT NULL) AS withdrawn
FROM dated
WHERE in_force_from IS NOT NULL;

INSERT INTO owed BY NAME
SELECT
    c.partnership_id || '/' || c.role || '/clause/'
        || CASE c.agreement_kind WHEN 'letter_of_intent' THEN 'loi' ELSE 'moa' END || '-' || c.clause_no
        AS obligation_id,
    c.partnership_id,
    c.role,
    'clause' AS kind,
    c.title AS title,
    coalesce(c.due_on, e.due_on) AS due_on,
    'clause' AS origin_kind,
    'agreement' AS basis,
    CASE c.agreement_kind WHEN 'letter_of_intent' THEN 'LoI ' ELSE 'MoA ' END || c.clause_no AS clause,
    0 AS revision,
    CASE c.agreement_kind WHEN 'letter_of_intent' THEN l.loi_on ELSE l.moa_on END AS in_force_from,
    FALSE AS withdrawn,
    c.covered_by,
    c.source_file,
    c.source_sheet,
    c.source_cell,
    c.file_sha256
FROM core.clause AS c
INNER JOIN life AS l USING (partnership_id)
LEFT JOIN due_after_pilot AS e ON e.partnership_id = c.partnership_id AND e.days = 0
WHERE CASE c.agreement_kind WHEN 'letter_of_intent' THEN l.loi_on ELSE l.moa_on END IS NOT NULL;

-- One row per partnership and duty of its blueprint that exists by as_of; its source is the agreement from which it
-- runs: the MoA for what hangs on the pilot, else the one from which it exists, else the partnership's own row.
CREATE OR REPLACE TEMP TABLE duty_owed AS
WITH duties AS (
    SELECT
        l.partnership_id,
        d.duty,
        d.role,
        d.title_en,
        d.title_id,
        d.trigger_kind,
        d.basis,
        d.clause,
        l.request_on,
        l.loi_on,
        l.moa_on,
        CASE d.exists_from
            WHEN 'letter_of_request' THEN l.request_on
            WHEN 'letter_of_intent' THEN coalesce(l.loi_on, l.moa_on)
            WHEN 'memorandum_of_agreement' THEN l.moa_on
        END AS exists_on,
        CASE
            WHEN d.exists_from = 'letter_of_request' THEN 'letter_of_request'
            WHEN l.loi_on IS NULL OR (d.trigger_kind LIKE 'pilot%' AND l.moa_on IS NOT NULL) THEN 'memorandum_of_agreement'
            ELSE d.exists_from
        END AS runs_from,
        CAST(t.value AS INTEGER) AS days_after_trigger,
        CAST(s.value AS INTEGER) AS days_after_start
    FROM life AS l
    INNER JOIN reference.blueprint_duty AS d ON d.programme_kind = l.programme_kind
    LEFT JOIN reference.rule AS t ON t.rule_code = d.days_after_trigger
    LEFT JOIN reference.rule AS s ON s.rule_code = d.days_after_start
    WHERE l.mentor_id IS NOT NULL OR (d.role <> 'mentor' AND d.duty <> 'confirmation_letter')
)
SELECT
    d.* EXCLUDE (runs_from),
    CASE WHEN a.kind IS NULL THEN p.file_sha256 ELSE a.file_sha256 END AS file_sha256,
    CASE WHEN a.kind IS NULL THEN p.source_file ELSE a.source_file END AS source_file,
    CASE WHEN a.kind IS NULL THEN p.source_sheet ELSE a.source_sheet END AS source_sheet,
    CASE WHEN a.kind IS NULL THEN p.source_cell ELSE a.source_cell END AS source_cell
FROM duties AS d
INNER JOIN core.partnership AS p USING (partnership_id)
LEFT JOIN signed AS a ON a.partnership_id = d.partnership_id AND a.kind = d.runs_from AND a.revision = 0
WHERE d.exists_on IS NOT NULL;

CREATE OR REPLACE TEMP TABLE monthly_owed AS
SELECT
    d.partnership_id || '/mentee/monthly_report/' || m.period AS obligation_id,
    d.partnership_id,
    d.role,
    d.duty AS kind,
    d.title_id || ' ' || m.period AS title,
    d.title_en || ' ' || m.period AS title_en,
    m.period,
    m.month_start,
    m.due_on,
    'blueprint' AS origin_kind,
    d.basis,
    d.clause,
    CAST(m.revision AS INTEGER) AS revision,
    coalesce(m.added_on, d.moa_on, d.exists_on) AS in_force_from,
    m.dropped_on,
    m.withdrawn,
    d.source_file,
    d.source_sheet,
    d.source_cell,
    d.file_sha256
FROM duty_owed AS d
INNER JOIN pilot_month AS m USING (partnership_id)
WHERE d.trigger_kind = 'pilot_month';

INSERT INTO owed BY NAME
SELECT * EXCLUDE (month_start) FROM monthly_owed;

-- One row per visit of the work plan, whoever's row states it; held_on is the last day told.
CREATE OR REPLACE TEMP TABLE visit AS
WITH held AS (
    SELECT e.obligation_id, max(coalesce(e.occurred_on, e.submitted_on, e.received_on)) AS held_on
    FROM core.evidence AS e
    SEMI JOIN owed AS p
        ON p.obligation_id = e.obligation_id AND p.origin_kind = 'work_plan' AND ends_with(p.kind, '_visit')
    WHERE e.evidence_level > 0
        AND NOT e.disputed
        AND coalesce(e.delivered_share, 1) >= 1
        AND e.received_on <= known_by()
        AND coalesce(e.occurred_on, e.submitted_on, e.received_on) <= as_of()
    GROUP BY e.obligation_id
)
SELECT
    p.partnership_id,
    p.kind,
    p.item_no,
    bool_or(p.role = 'mentor') AS owed_by_mentor,
    arg_min(p.title, p.role) AS title,
    arg_max(p.file_sha256, p.role) AS file_sha256,
    arg_max(p.source_file, p.role) AS source_file,
    arg_max(p.source_sheet, p.role) AS source_sheet,
    arg_max(p.source_cell, p.role) AS source_cell,
    min(p.in_force_from) AS in_force_from,
    max(p.revision) AS revision,
    max(greatest(p.due_on, h.held_on)) AS counted_from,
    CASE WHEN bool_and(p.withdrawn) THEN max(p.dropped_on) END AS dropped_on
FROM owed AS p
LEFT JOIN held AS h USING (obligation_id)
WHERE p.origin_kind = 'work_plan' AND ends_with(p.kind, '_visit')
GROUP BY p.partnership_id, p.kind, p.item_no;

INSERT INTO owed BY NAME
WITH planned AS (
    SELECT d.* EXCLUDE (file_sha256, source_file, source_sheet, source_cell), v.item_no, v.title AS visit_title,
        v.in_force_from AS visit_from, v.revision, v.counted_from + d.days_after_trigger AS due_on, v.dropped_on,
        v.file_sha256, v.source_file, v.source_sheet, v.source_cell
    FROM duty_owed AS d
    INNER JOIN visit AS v ON v.partnership_id = d.partnership_id AND v.kind = d.trigger_kind
    UNION ALL BY NAME
    SELECT d.* EXCLUDE (file_sha256, source_file, source_sheet, source_cell), v.item_no, v.title AS visit_title,
        v.in_force_from AS visit_from, v.revision, v.counted_from + d.days_after_trigger AS due_on, v.dropped_on,
        v.file_sha256, v.source_file, v.source_sheet, v.source_cell
    FROM duty_owed AS d
    INNER JOIN visit AS v USING (partnership_id)
    SEMI JOIN visit_with_advice AS k ON k.kind = v.kind
    WHERE d.trigger_kind = 'visit' AND v.owed_by_mentor
),
told AS (
    SELECT partnership_id, kind, max(held_on) AS held_on
    FROM core.activity
    WHERE held_on <= as_of() AND received_on <= known_by()
    GROUP BY partnership_id, kind
),
unplanned AS (
    SELECT d.*, d.trigger_kind AS item_no,
        coalesce(t.held_on + d.days_after_trigger, d.exists_on + d.days_after_start) AS due_on
    FROM duty_owed AS d
    ANTI JOIN visit AS v ON v.partnership_id = d.partnership_id AND v.kind = d.trigger_kind
    LEFT JOIN told AS t ON t.partnership_id = d.partnership_id AND t.kind = d.trigger_kind
    WHERE d.trigger_kind IN ('diagnostic_visit', 'monitoring_visit', 'study_visit')
),
both_kinds AS (
    SELECT * FROM planned
    UNION ALL BY NAME
    SELECT * FROM unplanned
)
SELECT
    concat_ws('/', partnership_id, role, duty, item_no) AS obligation_id,
    partnership_id,
    CASE WHEN visit_title IS NOT NULL THEN item_no END AS item_no,
    role,
    duty AS kind,
    title_id || coalesce(': ' || visit_title, '') AS title,
    title_en || coalesce(': ' || visit_title, '') AS title_en,
    due_on,
    'blueprint' AS origin_kind,
    basis,
    clause,
    coalesce(revision, 0) AS revision,
    coalesce(visit_from, exists_on) AS in_force_from,
    dropped_on,
    coalesce(due_on >= dropped_on, dropped_on IS NOT NULL) AS withdrawn,
    source_file,
    source_sheet,
    source_cell,
    file_sha256
FROM both_kinds;

INSERT INTO owed BY NAME
SELECT
    concat_ws('/', d.partnership_id, d.role, d.duty, CASE WHEN d.duty = 'final_report' THEN 'final' ELSE '1' END)
        AS obligation_id,
    d.partnership_id,
    d.role,
    d.duty AS kind,
    d.title_id AS title,
    d.title_en,
    CASE d.trigger_kind
        WHEN 'pilot_end' THEN coalesce(e.due_on, d.exists_on + d.days_after_start)
        WHEN 'letter_of_request' THEN d.request_on + d.days_after_trigger
        WHEN 'letter_of_intent' THEN d.loi_on + d.days_after_trigger
        WHEN 'memorandum_of_agreement' THEN d.moa_on + d.days_after_trigger
    END AS due_on,
    'blueprint' AS origin_kind,
    d.basis,
    d.clause,
    0 AS revision,
    d.exists_on AS in_force_from,
    FALSE AS withdrawn,
    d.source_file,
    d.source_sheet,
    d.source_cell,
    d.file_sha256
FROM duty_owed AS d
LEFT JOIN due_after_pilot AS e ON e.partnership_id = d.partnership_id AND e.days = d.days_after_trigger
ANTI JOIN (
    SELECT DISTINCT partnership_id, kind FROM owed WHERE origin_kind = 'work_plan' AND kind = 'sop' AND role = 'mentee'
) AS s
    ON s.partnership_id = d.partnership_id AND s.kind = split_part(d.duty, '_', 1)
WHERE d.trigger_kind IN ('pilot_end', 'letter_of_request', 'letter_of_intent', 'memorandum_of_agreement');

-- Requests and advice known by now; a request told again in later reports is one request.
CREATE OR REPLACE TEMP TABLE request AS
WITH keyed AS (
    SELECT *, replace(replace(request_id, partnership_id || '/request/', ''), '/', '-') AS request_key
    FROM core.advice_request
    WHERE asked_on <= as_of() AND received_on <= known_by()
)
SELECT
    partnership_id,
    request_key,
    min(request_id) AS request_id,
    min(asked_on) AS asked_on,
    arg_min(question, (received_on, request_id)) AS question,
    arg_min(topic, (received_on, request_id)) AS topic,
    arg_min(file_sha256, (received_on, request_id)) AS file_sha256,
    arg_min(source_file, (received_on, request_id)) AS source_file,
    arg_min(source_sheet, (received_on, request_id)) AS source_sheet,
    arg_min(source_cell, (received_on, request_id)) AS source_cell
FROM keyed
GROUP BY partnership_id, request_key;

CREATE OR REPLACE TEMP TABLE given AS
WITH keyed AS (
    SELECT
        *,
        replace(replace(advice_id, partnership_id || '/advice/', ''), '/', '-') AS advice_key,
        CAST(date_trunc('month', given_on) AS DATE) AS given_month
    FROM core.advice
    WHERE given_on <= as_of() AND received_on <= known_by()
)
SELECT *
FROM keyed
QUALIFY row_number() OVER (
    PARTITION BY partnership_id, advice_key ORDER BY given_on, received_on, advice_id, source_file, source_cell
) = 1;

-- The mentee's refusal with its reason; it stands, and who changes their mind is given the advice anew.
CREATE OR REPLACE TEMP TABLE refusal AS
SELECT advice_id, partnership_id, min(submitted_on) AS declined_on
FROM core.advice_answer
WHERE agreed = FALSE AND reason IS NOT NULL AND submitted_on <= as_of() AND received_on <= known_by()
GROUP BY advice_id, partnership_id;

INSERT INTO owed BY NAME
WITH answers AS (
    SELECT
        concat_ws('/', d.partnership_id, d.role, d.duty, r.request_key) AS obligation_id,
        d.partnership_id, d.role, d.duty AS kind,
        d.title_id || coalesce(': ' || r.topic, '') AS title,
        d.title_en || coalesce(': ' || r.topic, '') AS title_en,
        r.asked_on + d.days_after_trigger AS due_on,
        d.basis, d.clause, r.asked_on AS in_force_from,
        CAST(NULL AS DATE) AS dropped_on,
        r.source_file, r.source_sheet, r.source_cell, r.file_sha256
    FROM duty_owed AS d
    INNER JOIN request AS r USING (partnership_id)
    WHERE d.duty = 'advice_answer'
),
reported AS (
    SELECT partnership_id, month_start, due_on FROM monthly_owed WHERE NOT withdrawn
),
with_next_report AS (
    SELECT g.*, m.due_on AS next_report_due_on
    FROM given AS g
    ASOF LEFT JOIN reported AS m ON m.partnership_id = g.partnership_id AND g.given_month <= m.month_start
),
with_action_report AS (
    SELECT g.*, m.due_on AS action_report_due_on
    FROM (
        SELECT *, given_on + CAST(rule_value('days.advice_action') AS INTEGER) AS action_from FROM with_next_report
    ) AS g
    ASOF LEFT JOIN reported AS m ON m.partnership_id = g.partnership_id AND g.action_from <= m.due_on
),
words_and_actions AS (
    SELECT
        concat_ws('/', d.partnership_id, d.role, d.duty, g.advice_key) AS obligation_id,
        d.partnership_id, d.role, d.duty AS kind,
        d.title_id || ': ' || coalesce(CASE WHEN d.duty = 'advice_action' THEN g.action END, g.topic, g.words) AS title,
        d.title_en || ': ' || coalesce(CASE WHEN d.duty = 'advice_action' THEN g.action END, g.topic, g.words) AS title_en,
        CASE d.duty
            WHEN 'advice_response' THEN coalesce(g.next_report_due_on, g.given_on + d.days_after_trigger)
            ELSE coalesce(g.action_due_on, g.action_report_due_on, g.action_from)
        END AS due_on,
        d.basis, d.clause, g.given_on AS in_force_from,
        CASE WHEN d.duty = 'advice_action' THEN f.declined_on END AS dropped_on,
        g.source_file, g.source_sheet, g.source_cell, g.file_sha256
    FROM duty_owed AS d
    INNER JOIN with_action_report AS g USING (partnership_id)
    LEFT JOIN refusal AS f ON f.partnership_id = g.partnership_id AND f.advice_id = g.advice_id
    WHERE d.duty = 'advice_response' OR (d.duty = 'advice_action' AND g.action IS NOT NULL)
)
SELECT *, 'dialogue' AS origin_kind, 0 AS revision, FALSE AS withdrawn FROM answers
UNION ALL BY NAME
SELECT *, 'dialogue' AS origin_kind, 0 AS revision, dropped_on IS NOT NULL AS withdrawn FROM words_and_actions;

-- The obligations that a clause only restates; a clause that names no known obligation is counted itself.
CREATE OR REPLACE TEMP TABLE covering AS
SELECT obligation_id
FROM owed
SEMI JOIN (SELECT covered_by AS obligation_id FROM owed WHERE covered_by <> obligation_id) AS named
    USING (obligation_id)
WHERE covered_by IS NULL;
