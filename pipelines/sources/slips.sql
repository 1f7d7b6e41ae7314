-- From the accepted slips, self-assessments and landed documents to core.*; in force is the latest slip about its
-- subject (visit, month, year, role assessed) sent by as_of. Earlier ones are kept in core.slip.

CREATE TEMP MACRO partnerships_in(words) AS
    list_filter(string_split_regex(coalesce(words, ''), '[,; ]+'), lambda each: each <> '');
CREATE TEMP MACRO others_served(words, own) AS
    nullif(array_to_string(list_filter(partnerships_in(words), lambda each: each <> own), ', '), '');

-- What a slip says it serves as well, as said, and which other partnerships of its programme these are.
CREATE TEMP TABLE fellows AS
WITH said AS (
    SELECT partnership_id, also_serves FROM accepted_visit_slip
    UNION SELECT partnership_id, also_serves FROM accepted_advice_slip
    UNION SELECT c.partnership_id, r.also_serves
    FROM accepted_visit_slip_advice AS r JOIN accepted_visit_slip AS c ON c.file_sha256 = r.file_sha256
    UNION SELECT c.partnership_id, r.also_serves
    FROM accepted_advice_slip_advice AS r JOIN accepted_advice_slip AS c ON c.file_sha256 = r.file_sha256
),
named AS (
    SELECT partnership_id, also_serves, unnest(partnerships_in(also_serves)) AS other_id FROM said
)
SELECT n.partnership_id, n.also_serves AS said,
    string_agg(DISTINCT o.partnership_id, ', ' ORDER BY o.partnership_id) AS others
FROM named AS n
JOIN core.partnership AS own ON own.partnership_id = n.partnership_id
LEFT JOIN core.partnership AS o
    ON o.partnership_id = n.other_id AND o.programme_id = own.programme_id AND o.partnership_id <> n.partnership_id
GROUP BY n.partnership_id, n.also_serves;

INSERT INTO core.slip BY NAME
WITH told AS (
    SELECT v.*, 'visit_slip' AS template,
        CASE
            WHEN v.item_no IS NULL THEN v.kind || '/' || v.held_from
            WHEN q.item_no IS NOT NULL THEN v.item_no || '/' || v.held_from
            ELSE v.item_no
        END AS subject
    FROM accepted_visit_slip AS v
    LEFT JOIN (SELECT DISTINCT partnership_id, item_no FROM core.plan_item WHERE quota_min IS NOT NULL) AS q
        ON q.partnership_id = v.partnership_id AND q.item_no = v.item_no
    UNION ALL BY NAME
    SELECT *, 'advice_slip' AS template, period AS subject FROM accepted_advice_slip
    UNION ALL BY NAME
    SELECT *, 'final_slip' AS template, 'final' AS subject FROM accepted_final_slip
    UNION ALL BY NAME
    SELECT *, 'follow_up_slip' AS template, CAST(year AS VARCHAR) AS subject FROM accepted_follow_up_slip
    UNION ALL BY NAME
    SELECT *, 'self_assessment' AS template, coalesce(assessed_role, compiled_role) AS subject
    FROM accepted_self_assessment
),
sent AS (
    SELECT *, least(coalesce(submitted_on, handed_in_on, received_on), received_on) AS sent_on FROM told
)
SELECT file_sha256, template, partnership_id, compiled_role, subject, sent_on AS submitted_on, received_on, received_at,
    sent_on <= as_of() AND row_number() OVER (
        PARTITION BY template, partnership_id, compiled_role, subject, sent_on <= as_of()
        ORDER BY sent_on DESC, received_at DESC, file_sha256 DESC
    ) = 1 AS is_latest,
    source_file, sheet AS source_sheet, source_cell
FROM sent;

-- A landed document, once per arrival, with the day it was sent.
CREATE TEMP TABLE landed_document AS
SELECT
    * REPLACE (
        coalesce(period, CASE WHEN kind = 'monthly_report' THEN nullif(split_part(obligation_id, '/', 4), '') END)
            AS period
    ),
    least(coalesce(submitted_on, received_on), received_on) AS sent_on
FROM raw.arrived_document AS d
ANTI JOIN raw.rejected_row AS j ON j.table_name = 'arrived_document' AND j.row_id = d.row_id;

CREATE TEMP TABLE visit_told AS
WITH planned AS (
    SELECT partnership_id, item_no, any_value(kind ORDER BY role) AS kind, any_value(title ORDER BY role) AS title,
        min(joint_id) FILTER (contains(joint_id, '/')) AS joint_id
    FROM core.plan_item GROUP BY partnership_id, item_no
)
SELECT v.row_id, v.partnership_id, s.compiled_role, v.item_no, s.subject, v.held_from,
    coalesce(v.held_to, v.held_from) AS left_on, coalesce(p.kind, v.kind) AS kind, p.title, p.joint_id, v.place,
    w.others AS also_serves,
    CASE
        WHEN coalesce(v.mentor_participants, v.mentee_participants, v.other_participants) IS NOT NULL
            THEN coalesce(v.mentor_participants, 0) + coalesce(v.mentee_participants, 0)
                + coalesce(v.other_participants, 0)
    END AS participants,
    s.submitted_on, s.received_on, v.file_sha256, v.source_file, v.sheet AS source_sheet, v.source_cell
FROM accepted_visit_slip AS v
JOIN core.slip AS s ON s.file_sha256 = v.file_sha256 AND s.is_latest
LEFT JOIN fellows AS w ON w.partnership_id = v.partnership_id AND w.said = v.also_serves
LEFT JOIN planned AS p ON p.partnership_id = v.partnership_id AND p.item_no = v.item_no;

-- Every document that a slip says it accompanies, with the landed original of that name; where no name is given,
-- with the only landed one of its kind. about: what starts the clock of such a report in the blueprint.
CREATE TEMP TABLE slip_document AS
WITH named AS (
    SELECT r.row_id, r.row_no, r.kind, r.file_name, r.number, r.dated_on, v.partnership_id, v.compiled_role, v.item_no,
        v.subject, v.kind AS about, v.also_serves, v.submitted_on, v.received_on, r.file_sha256, r.source_file,
        r.sheet AS source_sheet, r.source_cell
    FROM accepted_visit_slip_documents AS r
    JOIN visit_told AS v ON v.file_sha256 = r.file_sha256
    WHERE r.kind IS NOT NULL AND coalesce(r.file_name, r.number, CAST(r.dated_on AS VARCHAR)) IS NOT NULL
    UNION ALL BY NAME
    SELECT r.row_id, r.row_no, 'final_report' AS kind, r.file_name, r.number, r.dated_on, r.partnership_id,
        s.compiled_role, s.compiled_role AS subject, 'pilot_end' AS about, s.submitted_on, s.received_on,
        r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
    FROM accepted_final_slip AS r
    JOIN core.slip AS s ON s.file_sha256 = r.file_sha256 AND s.is_latest
),
pairs AS (
    SELECT n.row_id, d.row_id AS arrival_id, d.file_sha256 AS document_sha256, d.sent_on, d.received_at
    FROM named AS n
    JOIN landed_document AS d ON lower(d.source_file) = lower(trim(n.file_name))
    WHERE d.partnership_id IS NULL OR d.partnership_id = n.partnership_id
        OR coalesce(list_contains(partnerships_in(n.also_serves), d.partnership_id), FALSE)
    UNION ALL BY NAME
    SELECT n.row_id, d.row_id AS arrival_id, d.file_sha256 AS document_sha256, d.sent_on, d.received_at
    FROM named AS n
    JOIN landed_document AS d ON d.partnership_id = n.partnership_id AND d.kind = n.kind
    WHERE n.file_name IS NULL AND d.obligation_id IS NULL
),
matching AS (
    SELECT *,
        min(document_sha256) OVER same_row = max(document_sha256) OVER same_row AS is_sure,
        row_number() OVER (PARTITION BY row_id ORDER BY received_at, arrival_id) AS place
    FROM pairs
    WINDOW same_row AS (PARTITION BY row_id)
)
SELECT n.*, m.arrival_id, m.document_sha256, b.role AS owed_by,
    CASE WHEN b.role IS NOT NULL THEN concat_ws('/', n.partnership_id, b.role, n.kind,
        CASE n.about WHEN 'pilot_end' THEN 'final' ELSE coalesce(n.item_no, n.about) END) END AS obligation_id,
    least(n.submitted_on, m.sent_on) AS sent_on
FROM named AS n
JOIN core.partnership AS p ON p.partnership_id = n.partnership_id
LEFT JOIN matching AS m ON m.row_id = n.row_id AND m.is_sure AND m.place = 1
LEFT JOIN reference.blueprint_duty AS b
    ON b.programme_kind = p.programme_kind AND b.duty = n.kind AND b.trigger_kind = n.about
    AND (n.about <> 'pilot_end' OR b.role = n.compiled_role);

-- The visit itself, for every role that owes it; it happened on schedule if it began then.
INSERT INTO core.evidence BY NAME
SELECT v.row_id AS evidence_id, concat_ws('/', i.partnership_id, i.role, i.kind, i.item_no) AS obligation_id,
    v.partnership_id, v.compiled_role AS told_by, v.held_from AS occurred_on, v.submitted_on, v.received_on,
    1.0 AS delivered_share,
    CASE WHEN v.file_sha256 IN (SELECT d.file_sha256 FROM slip_document AS d WHERE d.document_sha256 IS NOT NULL)
        THEN 2 ELSE 1 END AS evidence_level,
    'visit' AS channel, FALSE AS disputed, v.place AS note, v.also_serves, v.file_sha256, v.source_file, v.source_sheet,
    v.source_cell
FROM visit_told AS v
JOIN core.plan_item AS i ON i.partnership_id = v.partnership_id AND i.item_no = v.item_no;

-- A visit stands in every partnership it served under one number, so that totals count it once.
INSERT INTO core.activity BY NAME
WITH numbered AS (
    SELECT *, coalesce(joint_id, partnership_id || '/' || subject) AS activity_id FROM visit_told
),
served AS (
    SELECT activity_id, partnership_id, partnership_id AS host, kind, title, held_from AS held_on, participants,
        also_serves, received_on, file_sha256, source_file, source_sheet, source_cell
    FROM numbered
    UNION ALL BY NAME
    SELECT activity_id, unnest(partnerships_in(also_serves)) AS partnership_id, partnership_id AS host, kind, title,
        held_from AS held_on, participants, also_serves, received_on, file_sha256, source_file, source_sheet,
        source_cell
    FROM numbered
)
SELECT s.activity_id, s.partnership_id, s.kind, s.title, s.held_on, CAST(s.participants AS INTEGER) AS participants,
    others_served(s.host || ',' || s.also_serves, s.partnership_id) AS joint_with, s.received_on, s.file_sha256,
    s.source_file, s.source_sheet, s.source_cell
FROM served AS s;

INSERT INTO core.evidence BY NAME
SELECT row_id AS evidence_id, obligation_id, partnership_id, compiled_role AS told_by, sent_on AS submitted_on,
    received_on, 1.0 AS delivered_share, CASE WHEN document_sha256 IS NULL THEN 1 ELSE 2 END AS evidence_level,
    'document' AS channel, FALSE AS disputed, concat_ws(' ', number, file_name) AS note, also_serves, file_sha256,
    source_file, source_sheet, source_cell
FROM slip_document
WHERE obligation_id IS NOT NULL;

INSERT INTO core.document BY NAME
WITH counted AS (
    SELECT *, row_number() OVER (PARTITION BY partnership_id, kind, subject, compiled_role ORDER BY row_no) AS place
    FROM slip_document
)
SELECT concat_ws('/', partnership_id, kind, subject) || CASE WHEN place > 1 THEN '-' || place ELSE '' END
        AS document_id,
    partnership_id, kind, number, coalesce(dated_on, sent_on) AS dated_on,
    coalesce(owed_by, compiled_role) AS compiled_by,
    document_sha256, also_serves, received_on, file_sha256, source_file, source_sheet, source_cell
FROM counted;

INSERT INTO core.advice BY NAME
WITH told AS (
    SELECT v.partnership_id, v.compiled_role, v.subject, v.item_no AS visit_item_no, v.left_on AS given_on,
        'visit' AS channel, v.also_serves AS slip_serves, v.received_on, r.advice_no, r.row_no, r.kind, r.topic,
        r.words, r.request_id, r.action, r.action_due_on, r.also_serves, r.file_sha256, r.source_file,
        r.sheet AS source_sheet, r.source_cell
    FROM accepted_visit_slip_advice AS r
    JOIN visit_told AS v ON v.file_sha256 = r.file_sha256
    UNION ALL BY NAME
    SELECT s.partnership_id, s.compiled_role, s.subject, r.given_on, r.channel, w.others AS slip_serves,
        s.received_on, r.advice_no, r.row_no, r.kind, r.topic, r.words, r.request_id, r.action, r.action_due_on,
        r.also_serves, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
    FROM accepted_advice_slip_advice AS r
    JOIN core.slip AS s ON s.file_sha256 = r.file_sha256 AND s.is_latest
    JOIN accepted_advice_slip AS c ON c.file_sha256 = r.file_sha256
    LEFT JOIN fellows AS w ON w.partnership_id = c.partnership_id AND w.said = c.also_serves
)
SELECT
    t.partnership_id || '/advice/' || replace(t.subject, '/', '-')
        || CASE t.compiled_role WHEN 'mentor' THEN '' ELSE '-' || t.compiled_role END || '-'
        || coalesce(t.advice_no, CAST(row_number() OVER (PARTITION BY t.file_sha256 ORDER BY t.row_no) AS VARCHAR))
        AS advice_id,
    t.partnership_id, t.request_id, t.visit_item_no, t.kind, t.topic, t.words, t.given_on, t.channel, t.action,
    t.action_due_on, CASE WHEN t.also_serves IS NULL THEN t.slip_serves ELSE w.others END AS also_serves,
    t.received_on, t.file_sha256, t.source_file, t.source_sheet, t.source_cell
FROM told AS t
LEFT JOIN fellows AS w ON w.partnership_id = t.partnership_id AND w.said = t.also_serves
WHERE nihil_or_filled(t.words) = 'filled';

-- Words: of the final report (guideline 3.3.1, 5.4) and of the follow-up.
INSERT INTO core.narrative BY NAME
WITH told AS (
    SELECT kind, words, CAST(NULL AS VARCHAR) AS period, file_sha256, source_file, sheet, source_cell
    FROM accepted_final_slip_words
    UNION ALL BY NAME
    SELECT 'actual_conditions' AS kind, conclusion AS words, file_sha256, source_file, sheet, source_cell
    FROM accepted_final_slip
    UNION ALL BY NAME
    SELECT 'activity' AS kind, summary AS words, period, file_sha256, source_file, sheet, source_cell
    FROM accepted_final_slip_months
    UNION ALL BY NAME
    SELECT 'finding' AS kind, metric_code || ': ' || note AS words, period, file_sha256, source_file, sheet, source_cell
    FROM accepted_final_slip_figures
    UNION ALL BY NAME
    SELECT 'actual_conditions' AS kind, continuation AS words, file_sha256, source_file, sheet, source_cell
    FROM accepted_follow_up_slip
    UNION ALL BY NAME
    SELECT 'actual_conditions' AS kind, target_id || ': ' || note AS words, file_sha256, source_file, sheet, source_cell
    FROM accepted_follow_up_targets
    UNION ALL BY NAME
    SELECT 'actual_conditions' AS kind, title || ': ' || note AS words, file_sha256, source_file, sheet, source_cell
    FROM accepted_follow_up_sops
)
SELECT s.partnership_id, t.kind, t.words, t.period, s.received_on, t.file_sha256, t.source_file,
    t.sheet AS source_sheet, t.source_cell
FROM told AS t JOIN core.slip AS s ON s.file_sha256 = t.file_sha256 AND s.is_latest
WHERE t.words IS NOT NULL AND nihil_or_filled(t.words) = 'filled';

-- What the monthly reports told already stands once.
INSERT INTO core.lesson BY NAME
SELECT s.partnership_id, r.topic, r.words, s.received_on, r.file_sha256, r.source_file, r.sheet AS source_sheet,
    r.source_cell
FROM accepted_final_slip_lessons AS r JOIN core.slip AS s ON s.file_sha256 = r.file_sha256 AND s.is_latest
WHERE nihil_or_filled(r.words) = 'filled'
    AND NOT EXISTS (
        SELECT 1 FROM core.lesson AS l
        WHERE l.partnership_id = s.partnership_id AND lower(trim(l.words)) = lower(trim(r.words))
    );

INSERT INTO core.sop BY NAME
WITH told AS (
    SELECT title, topic, state, dated_on, file_sha256, source_file, sheet, source_cell FROM accepted_final_slip_sops
    UNION ALL BY NAME
    SELECT title, state, dated_on, file_sha256, source_file, sheet, source_cell FROM accepted_follow_up_sops
)
SELECT s.partnership_id, t.title, t.topic, t.state, t.dated_on, s.submitted_on, s.received_on, t.file_sha256,
    t.source_file, t.sheet AS source_sheet, t.source_cell
FROM told AS t JOIN core.slip AS s ON s.file_sha256 = t.file_sha256 AND s.is_latest
WHERE nihil_or_filled(t.title) = 'filled'
    AND NOT EXISTS (
        SELECT 1 FROM core.sop AS o
        WHERE o.partnership_id = s.partnership_id AND lower(o.title) = lower(t.title) AND o.state = t.state
    )
QUALIFY row_number() OVER (
    PARTITION BY s.partnership_id, lower(t.title), t.state ORDER BY t.dated_on, s.received_at, t.source_cell
) = 1;

INSERT INTO core.target_actual BY NAME
SELECT s.partnership_id, r.target_id, r.actual, r.actual_on, s.received_on, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_follow_up_targets AS r JOIN core.slip AS s ON s.file_sha256 = r.file_sha256 AND s.is_latest
JOIN core.target AS t ON t.partnership_id = s.partnership_id AND t.target_id = r.target_id
WHERE r.actual IS NOT NULL AND r.actual_on IS NOT NULL AND t.actual_basis = 'yes_no';

-- How each party sees itself and its counterpart: the final report of one speaks of the other (3.3.1).
INSERT INTO core.assessment BY NAME
WITH told AS (
    SELECT CASE c.compiled_role WHEN 'mentor' THEN 'mentee' ELSE 'mentor' END AS role, 'counterpart' AS view,
        r.criterion, r.score, r.words, c.compiled_by AS person, r.file_sha256, r.source_file, r.sheet, r.source_cell
    FROM accepted_final_slip_assessment AS r
    JOIN accepted_final_slip AS c ON c.file_sha256 = r.file_sha256
    UNION ALL BY NAME
    SELECT coalesce(c.assessed_role, c.compiled_role) AS role,
        CASE
            WHEN coalesce(c.assessed_role, c.compiled_role) = c.compiled_role THEN 'self'
            WHEN c.compiled_role = 'facilitator' THEN 'facilitator'
            ELSE 'counterpart'
        END AS view,
        r.criterion, r.score, r.words, c.compiled_by AS person, r.file_sha256, r.source_file, r.sheet, r.source_cell
    FROM accepted_self_assessment_words AS r
    JOIN accepted_self_assessment AS c ON c.file_sha256 = r.file_sha256
)
SELECT s.partnership_id, t.role, t.criterion, t.view, t.score, t.words, s.submitted_on AS assessed_on, s.received_on,
    s.is_latest AS is_in_force, s.compiled_role AS told_by, t.person, t.file_sha256, t.source_file,
    t.sheet AS source_sheet, t.source_cell
FROM told AS t JOIN core.slip AS s ON s.file_sha256 = t.file_sha256
WHERE t.criterion IS NOT NULL AND (t.score IS NOT NULL OR t.words IS NOT NULL)
    AND nihil_or_filled(t.words) = 'filled';

-- Every submission is kept; its answers act where it is the one in force.
INSERT INTO core.assessment_claim BY NAME
SELECT s.partnership_id, s.subject AS role, r.obligation_id, r.answer, r.occurred_on, r.proof, r.prevented_by,
    s.submitted_on AS assessed_on, s.received_on, s.is_latest AS is_in_force, s.compiled_role AS told_by,
    c.compiled_by AS person, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_self_assessment_ledger AS r
JOIN accepted_self_assessment AS c ON c.file_sha256 = r.file_sha256
JOIN core.slip AS s ON s.file_sha256 = r.file_sha256
WHERE r.answer IS NOT NULL;

-- A signed scan of a monthly report is a delivered report; what it says is not reported until a workbook comes.
INSERT INTO core.monthly_report BY NAME
SELECT d.partnership_id, d.period, d.sent_on AS submitted_on, d.received_on, d.received_at,
    d.sent_on <= as_of()
        AND NOT EXISTS (
            SELECT 1 FROM core.monthly_report AS m
            WHERE m.partnership_id = d.partnership_id AND m.period = d.period AND m.is_latest
        )
        AND row_number() OVER (
            PARTITION BY d.partnership_id, d.period, d.sent_on <= as_of() ORDER BY d.received_at DESC, d.row_id DESC
        ) = 1 AS is_latest,
    coalesce(d.period NOT BETWEEN strftime(p.start_on, '%Y-%m') AND strftime(p.end_on, '%Y-%m'), TRUE) AS is_parked,
    'empty' AS progress_data, 'empty' AS activities, 'empty' AS advice_actions, 'empty' AS findings,
    'empty' AS obstacles, 'empty' AS requests, FALSE AS content_reported, d.file_sha256, d.source_file
FROM (
    SELECT * FROM landed_document
    WHERE kind = 'monthly_report' AND period IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY file_sha256, partnership_id, period ORDER BY sent_on, received_at, row_id) = 1
) AS d
JOIN core.pilot_span AS p ON p.partnership_id = d.partnership_id;

-- A landed document is evidence of the obligation named on its arrival, a scan of its month's report.
INSERT INTO core.evidence BY NAME
WITH tied AS (
    SELECT *,
        coalesce(
            obligation_id,
            CASE
                WHEN kind = 'monthly_report' AND period IS NOT NULL
                    THEN partnership_id || '/mentee/monthly_report/' || period
            END
        ) AS fulfils
    FROM landed_document WHERE partnership_id IS NOT NULL
)
SELECT t.row_id AS evidence_id, t.fulfils AS obligation_id, t.partnership_id, split_part(t.fulfils, '/', 2) AS told_by,
    t.sent_on AS submitted_on, t.received_on, 1.0 AS delivered_share, 2 AS evidence_level, 'document' AS channel,
    FALSE AS disputed, t.kind AS note, t.file_sha256, t.source_file
FROM tied AS t
WHERE t.fulfils IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM core.monthly_report AS m
        WHERE m.partnership_id = t.partnership_id AND m.period = t.period AND m.file_sha256 = t.file_sha256
            AND m.is_parked
    );

INSERT INTO core.document BY NAME
WITH duty AS (
    SELECT programme_kind, duty, any_value(role) AS role FROM reference.blueprint_duty
    GROUP BY programme_kind, duty HAVING count(*) = 1
)
SELECT concat_ws('/', d.partnership_id, d.kind, coalesce(d.period, left(d.row_id, 8))) AS document_id, d.partnership_id,
    d.kind, d.sent_on AS dated_on, coalesce(nullif(split_part(d.obligation_id, '/', 2), ''), duty.role) AS compiled_by,
    d.file_sha256 AS document_sha256, d.received_on, d.file_sha256, d.source_file
FROM landed_document AS d
JOIN core.partnership AS p ON p.partnership_id = d.partnership_id
LEFT JOIN duty ON duty.programme_kind = p.programme_kind AND duty.duty = d.kind
WHERE d.kind IS NOT NULL
    AND d.row_id NOT IN (SELECT s.arrival_id FROM slip_document AS s WHERE s.arrival_id IS NOT NULL)
QUALIFY d.period IS NULL OR row_number() OVER (
    PARTITION BY d.file_sha256, d.partnership_id, d.kind, d.period ORDER BY d.received_at, d.row_id
) = 1;
