-- The facts beside the scores, as known and as happened: partnerships, agreements, activities, advice, words, money.

DELETE FROM mart.programme;
INSERT INTO mart.programme BY NAME
SELECT
    p.programme_id, p.programme_kind, b.name_en AS kind_name_en, b.name_id AS kind_name_id, p.name, p.origin,
    p.source_file, p.source_sheet, p.source_cell
FROM core.programme AS p
INNER JOIN reference.blueprint AS b USING (programme_kind);

DELETE FROM mart.blueprint_stage;
INSERT INTO mart.blueprint_stage BY NAME
SELECT programme_kind, stage, position, name_en, name_id, clause FROM reference.blueprint_stage;

DELETE FROM mart.blueprint_document;
INSERT INTO mart.blueprint_document BY NAME
SELECT programme_kind, document, name_en, name_id, compiled_by, stage, basis, clause FROM reference.blueprint_document;

DELETE FROM mart.blueprint_indicator;
INSERT INTO mart.blueprint_indicator BY NAME
SELECT
    b.programme_kind, i.indicator_code, u.indicator_code IS NOT NULL AS applies,
    coalesce(u.reason_en, o.reason_en) AS reason_en, coalesce(u.reason_id, o.reason_id) AS reason_id
FROM reference.blueprint AS b
CROSS JOIN mart.indicator AS i
LEFT JOIN reference.blueprint_indicator AS u
    ON u.programme_kind = b.programme_kind AND u.indicator_code = i.indicator_code
LEFT JOIN reference.blueprint_left_out AS o
    ON o.programme_kind = b.programme_kind AND o.indicator_code = i.indicator_code;

DELETE FROM mart.blueprint_assumption;
INSERT INTO mart.blueprint_assumption BY NAME
SELECT programme_kind, position, text_en, text_id FROM reference.blueprint_assumption;

DELETE FROM mart.party;
INSERT INTO mart.party BY NAME SELECT party_id, name, kind, province, origin FROM core.party;

DELETE FROM mart.contact;
INSERT INTO mart.contact BY NAME SELECT party_id, person, role, phone, email FROM core.contact;

DELETE FROM mart.utility;
INSERT INTO mart.utility BY NAME
SELECT u.utility_id, u.name, u.external_id, u.province, u.kind_of_place, u.place, coalesce(p.origin, 'real') AS origin
FROM core.utility AS u LEFT JOIN core.party AS p ON p.party_id = u.utility_id;

DELETE FROM mart.agreement;
INSERT INTO mart.agreement BY NAME
SELECT
    partnership_id, kind, revision, number, signed_on, signatories, witnesses, source_file, source_sheet, source_cell,
    stated_in
FROM core.agreement
WHERE signed_on IS NULL OR signed_on <= as_of();

DELETE FROM mart.partnership;
INSERT INTO mart.partnership BY NAME
WITH diagnosed AS (
    SELECT DISTINCT partnership_id FROM mart.obligation WHERE kind = 'diagnostic_report' AND fulfilled_on IS NOT NULL
),
reported AS (
    SELECT partnership_id, max(received_on) AS last_report_on
    FROM core.monthly_report
    WHERE received_on <= known_by() AND submitted_on <= as_of() AND NOT is_parked
    GROUP BY partnership_id
),
ends AS (
    SELECT partnership_id, arg_max(pilot_end_on, step) AS pilot_end_on FROM pilot_end GROUP BY partnership_id
),
-- A kind that knows no such stage stands in the last of its stages before it, else in its first.
stepped AS (
    SELECT
        l.partnership_id,
        l.programme_kind,
        CASE
            WHEN l.recommendation_on IS NOT NULL THEN 5
            WHEN coalesce(l.moa_on, l.started_on) IS NULL AND NOT l.is_founded_without_day THEN CASE
                WHEN l.loi_on IS NOT NULL AND (l.work_plan_on IS NOT NULL OR d.partnership_id IS NOT NULL) THEN 3
                WHEN l.request_on IS NOT NULL OR l.loi_on IS NOT NULL THEN 2
                ELSE 1
            END
            WHEN NOT l.is_case AND CASE WHEN l.has_pilot THEN e.pilot_end_on ELSE l.last_planned_on END < as_of() THEN 5
            ELSE 4
        END AS step
    FROM life AS l
    LEFT JOIN ends AS e USING (partnership_id)
    LEFT JOIN diagnosed AS d USING (partnership_id)
),
staged AS (
    SELECT
        t.partnership_id,
        coalesce(
            arg_max(b.stage, b.position) FILTER (list_position(
                ['preparation', 'establishment', 'agreement', 'implementation', 'expansion'], b.stage
            ) <= t.step),
            arg_min(b.stage, b.position)
        ) AS stage
    FROM stepped AS t
    INNER JOIN reference.blueprint_stage AS b USING (programme_kind)
    GROUP BY t.partnership_id
)
SELECT
    p.partnership_id, p.programme_id, p.programme_kind, p.cohort_year, p.origin, p.title, p.subject,
    mentor.name AS mentor, coalesce(mentee.name, p.mentee_id) AS mentee, p.mentor_id, p.mentee_id,
    facilitator.name AS facilitator, supporter.name AS supporting_partner, mentee.province, s.stage,
    CASE
        WHEN l.recommendation_on IS NOT NULL THEN 'finished'
        WHEN l.ended_on IS NOT NULL AND b.closing IS NULL AND p.ended_by IS NULL AND p.end_reason IS NULL THEN 'finished'
        WHEN l.ended_on IS NOT NULL THEN 'ended_early'
        WHEN l.on_hold_since IS NOT NULL THEN 'on_hold'
        WHEN coalesce(l.moa_on, l.started_on) IS NOT NULL OR l.is_founded_without_day THEN 'active'
        ELSE 'preparing'
    END AS status,
    coalesce(l.loi_on, l.started_on) AS started_on,
    l.moa_on AS moa_signed_on,
    l.pilot_start_on,
    l.first_pilot_month,
    e.pilot_end_on,
    coalesce(l.recommendation_on, l.ended_on) AS ended_on,
    CASE WHEN l.ended_on IS NOT NULL AND l.recommendation_on IS NULL THEN p.ended_by END AS ended_by,
    CASE WHEN l.ended_on IS NOT NULL AND l.recommendation_on IS NULL THEN p.end_reason END AS end_reason,
    r.last_report_on, p.source_file, p.source_sheet, p.source_cell, p.stated_in, p.facilitator_id, p.supporting_partner_id
FROM core.partnership AS p
INNER JOIN life AS l USING (partnership_id)
INNER JOIN reference.blueprint AS b ON b.programme_kind = p.programme_kind
INNER JOIN staged AS s USING (partnership_id)
LEFT JOIN ends AS e USING (partnership_id)
LEFT JOIN reported AS r USING (partnership_id)
LEFT JOIN core.party AS mentor ON mentor.party_id = p.mentor_id
LEFT JOIN core.party AS mentee ON mentee.party_id = p.mentee_id
LEFT JOIN core.party AS facilitator ON facilitator.party_id = p.facilitator_id
LEFT JOIN core.party AS supporter ON supporter.party_id = p.supporting_partner_id;

DELETE FROM mart.activity;
-- An activity stands once, whoever tells of it: the register's row, completed from reports and evidence. Evidence of a row
-- of the plan is an activity held (a quota is one a day), unless another of its kind is told for that day. One
-- that serves several partnerships bears the number of the joint event in each.
INSERT INTO mart.activity BY NAME
WITH joint AS (
    SELECT partnership_id || '/' || item_no AS activity_id, min(global_joint) AS global_joint
    FROM plan_row
    WHERE global_joint IS NOT NULL
    GROUP BY partnership_id, item_no
),
listed AS (
    SELECT
        a.* EXCLUDE (activity_id, programme_id, held_on, participants),
        coalesce(j.global_joint, a.activity_id) AS activity_id,
        coalesce(p.programme_id, a.programme_id) AS programme_id,
        CASE WHEN a.held_on <= as_of() THEN a.held_on END AS held_on,
        CASE WHEN a.held_on <= as_of() THEN a.participants END AS participants,
        FALSE AS is_from_plan
    FROM core.activity AS a
    LEFT JOIN core.partnership AS p USING (partnership_id)
    LEFT JOIN joint AS j USING (activity_id)
    WHERE a.received_on <= known_by()
),
proved AS (
    SELECT
        r.partnership_id,
        coalesce(r.global_joint, r.partnership_id || '/' || r.item_no)
            || CASE WHEN r.quota_min IS NULL THEN '' ELSE '/' || strftime(e.day, '%Y-%m-%d') END AS activity_id,
        r.kind, r.title, r.due_on, r.quota_min, r.role, r.clause, e.*
    FROM plan_row AS r
    INNER JOIN evidence_told AS e ON e.address = r.item_id
    WHERE e.evidence_level > 0
        AND NOT e.disputed
        AND e.delivered_share > 0
        AND e.day <= as_of()
        AND r.kind NOT IN ('learning_topic', 'sop')
        AND r.kind NOT IN (SELECT kind FROM document_kind)
),
of_plan AS (
    SELECT
        partnership_id,
        activity_id,
        min(kind) AS kind,
        arg_min(title, (role, kind)) AS title,
        min(CASE WHEN quota_min IS NULL THEN due_on END) AS planned_on,
        min(day) AS held_on,
        min(received_on) AS received_on,
        arg_min(file_sha256, (day, evidence_id, address)) AS file_sha256,
        arg_min(source_file, (day, evidence_id, address)) AS source_file,
        arg_min(source_sheet, (day, evidence_id, address)) AS source_sheet,
        arg_min(source_cell, (day, evidence_id, address)) AS source_cell,
        arg_min(clause, (role, kind)) AS stated_in
    FROM proved
    GROUP BY partnership_id, activity_id
),
told AS (
    SELECT * FROM listed
    UNION ALL BY NAME
    SELECT o.*, p.programme_id, TRUE AS is_from_plan
    FROM of_plan AS o
    INNER JOIN core.partnership AS p USING (partnership_id)
    ANTI JOIN listed AS l
        ON l.partnership_id = o.partnership_id
        AND l.kind = o.kind
        AND l.held_on = o.held_on
        AND l.activity_id <> o.activity_id
)
SELECT
    partnership_id, programme_id, activity_id, kind, title, planned_on,
    coalesce(held_on, min(held_on) OVER same_activity) AS held_on,
    coalesce(participants, max(participants) OVER same_activity) AS participants,
    joint_with, source_file, source_sheet, source_cell, stated_in
FROM told
WINDOW same_activity AS (PARTITION BY programme_id, partnership_id, activity_id)
QUALIFY row_number() OVER (
    PARTITION BY programme_id, partnership_id, activity_id
    ORDER BY is_from_plan, file_sha256 IN (SELECT p.file_sha256 FROM core.programme AS p) DESC, held_on NULLS LAST,
        received_on, file_sha256, source_cell
) = 1;

DELETE FROM mart.document;
INSERT INTO mart.document BY NAME
SELECT
    document_id, partnership_id, kind, number, dated_on, compiled_by, document_sha256 AS file_sha256,
    source_file, source_sheet, source_cell, stated_in
FROM document_served
WHERE received_on <= known_by() AND coalesce(dated_on, received_on) <= as_of();

DELETE FROM mart.advice;
INSERT INTO mart.advice BY NAME
WITH word AS (
    SELECT
        partnership_id, advice_id, min(submitted_on) FILTER (agreed) AS agreed_on, bool_or(NOT agreed) AS is_refused
    FROM core.advice_answer
    WHERE agreed IS NOT NULL AND submitted_on <= as_of() AND received_on <= known_by()
    GROUP BY partnership_id, advice_id
),
action AS (
    SELECT partnership_id, obligation_id, fulfilled_on AS full_on
    FROM mart.obligation
    WHERE kind = 'advice_action' AND fulfilled_on IS NOT NULL
),
advised AS (
    SELECT
        g.partnership_id, g.advice_id, g.request_id, g.kind, coalesce(g.topic, r.topic) AS topic, g.words, r.asked_on,
        g.given_on, g.channel, g.action, g.action_due_on, a.full_on AS acted_on, f.declined_on, w.agreed_on,
        -- A refusal without its reason is not the reply that is owed, but it is no silence either.
        CASE
            WHEN w.is_refused IS NULL
                AND g.given_on + CAST(rule_value('days.silence_means_agreed') AS INTEGER) < as_of()
            THEN g.given_on + CAST(rule_value('days.silence_means_agreed') AS INTEGER) END AS silent_on,
        g.source_file, g.source_sheet, g.source_cell
    FROM given AS g
    LEFT JOIN request AS r ON r.partnership_id = g.partnership_id AND r.request_id = g.request_id
    LEFT JOIN refusal AS f ON f.partnership_id = g.partnership_id AND f.advice_id = g.advice_id
    LEFT JOIN word AS w ON w.partnership_id = g.partnership_id AND w.advice_id = g.advice_id
    LEFT JOIN action AS a
        ON a.obligation_id = concat_ws('/', g.partnership_id, 'mentee/advice_action', g.advice_key)
),
unanswered AS (
    SELECT r.*, o.fulfilled_on AS answered_on
    FROM request AS r
    LEFT JOIN mart.obligation AS o
        ON o.obligation_id = concat_ws('/', r.partnership_id, 'mentor/advice_answer', r.request_key)
    ANTI JOIN given AS g ON g.partnership_id = r.partnership_id AND g.request_id = r.request_id
)
SELECT
    partnership_id, advice_id, request_id, kind, topic, words, asked_on, given_on, channel,
    CASE
        WHEN declined_on IS NOT NULL THEN FALSE
        WHEN agreed_on IS NOT NULL OR acted_on IS NOT NULL OR silent_on IS NOT NULL THEN TRUE
    END AS agreed,
    action, action_due_on, acted_on,
    CASE
        WHEN declined_on IS NOT NULL THEN 'declined'
        WHEN acted_on IS NOT NULL THEN 'acted_on'
        WHEN agreed_on IS NOT NULL OR silent_on IS NOT NULL THEN 'agreed'
        ELSE 'given'
    END AS status,
    CAST(
        coalesce(declined_on, acted_on, CASE WHEN action IS NULL THEN coalesce(agreed_on, silent_on) END, as_of())
        - given_on AS INTEGER
    ) AS age_days,
    source_file, source_sheet, source_cell
FROM advised
UNION ALL BY NAME
SELECT
    partnership_id, request_id AS advice_id, request_id, topic, question AS words, asked_on, answered_on AS given_on,
    CASE WHEN answered_on IS NULL THEN 'asked' ELSE 'given' END AS status,
    CAST(coalesce(answered_on, as_of()) - asked_on AS INTEGER) AS age_days,
    source_file, source_sheet, source_cell
FROM unanswered;

DELETE FROM mart.narrative;
INSERT INTO mart.narrative BY NAME
SELECT partnership_id, kind, words AS "text", period, source_file, source_sheet, source_cell, stated_in
FROM core.narrative
WHERE received_on <= known_by() AND (period IS NULL OR period <= strftime(as_of(), '%Y-%m'));

DELETE FROM mart.statement;
INSERT INTO mart.statement BY NAME
SELECT
    s.partnership_id, s.programme_id, s.topic, s.words AS "text", s.conflict_code, s.told_on, s.stated_in,
    s.source_file, s.source_sheet, s.source_cell, p.origin
FROM core.statement AS s
INNER JOIN core.programme AS p USING (programme_id)
WHERE s.received_on <= known_by() AND (s.told_on IS NULL OR s.told_on <= as_of());

DELETE FROM mart.assessment WHERE "view" <> 'computed';
INSERT INTO mart.assessment BY NAME
SELECT
    partnership_id, role, criterion, "view", score, words, assessed_on, source_file, source_sheet, source_cell
FROM core.assessment
WHERE is_in_force AND received_on <= known_by() AND assessed_on <= as_of()
QUALIFY row_number() OVER (
    PARTITION BY partnership_id, role, criterion, "view"
    ORDER BY assessed_on DESC, received_on DESC, file_sha256 DESC, source_cell
) = 1;

DELETE FROM mart.lesson;
INSERT INTO mart.lesson BY NAME
SELECT partnership_id, topic, words AS "text", period, source_file, source_sheet, source_cell, stated_in
FROM core.lesson
WHERE received_on <= known_by() AND (period IS NULL OR period <= strftime(as_of(), '%Y-%m'));

DELETE FROM mart.sop;
INSERT INTO mart.sop BY NAME
SELECT partnership_id, topic, title, state, dated_on, period, source_file, source_sheet, source_cell
FROM core.sop
WHERE received_on <= known_by() AND dated_on <= as_of();

DELETE FROM mart.readiness;
INSERT INTO mart.readiness BY NAME
SELECT partnership_id, role, item AS topic, state, note, source_file, source_sheet, source_cell
FROM core.readiness;

DELETE FROM mart.finance;
INSERT INTO mart.finance BY NAME
SELECT
    f.line_id, f.partnership_id, g.programme_id, f.year, f.category, f.kind, f.funded_by, f.payee, f.proposed, f.decided,
    f.decided_by, f.decision_no, f.spent, f.currency, f.principle, f.source_file, f.source_sheet, f.source_cell, g.origin
FROM core.finance AS f LEFT JOIN core.programme AS g ON g.file_sha256 = f.file_sha256;
