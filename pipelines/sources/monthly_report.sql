-- From the accepted rows of monthly reports to core.*; in force is the latest accepted one of a month sent by as_of.

INSERT INTO core.monthly_report BY NAME
WITH cover AS (
    SELECT c.*, least(coalesce(c.submitted_on, c.handed_in_on, c.received_on), c.received_on) AS sent_on,
        span.start_on AS pilot_start_on, span.end_on AS pilot_end_on
    FROM accepted_monthly_cover AS c
    JOIN core.partnership AS p USING (partnership_id)
    LEFT JOIN core.pilot_span AS span USING (partnership_id)
),
part AS (
    SELECT file_sha256, 'progress_data' AS part, 'filled' AS state
    FROM accepted_monthly_progress WHERE value IS NOT NULL OR value_status = 'not_applicable'
    UNION ALL SELECT file_sha256, 'activities', nihil_or_filled(description) FROM accepted_monthly_activities
    UNION ALL SELECT file_sha256, 'advice_actions', nihil_or_filled(advice_id) FROM accepted_monthly_advice_actions
        WHERE nihil_or_filled(advice_id) = 'nihil'
            OR agreed IS NOT NULL OR action_share IS NOT NULL OR reason IS NOT NULL
    UNION ALL SELECT file_sha256, 'findings', nihil_or_filled(description) FROM accepted_monthly_findings
    UNION ALL SELECT file_sha256, 'obstacles', nihil_or_filled(description) FROM accepted_monthly_obstacles
    UNION ALL SELECT file_sha256, 'requests', nihil_or_filled(question) FROM accepted_monthly_requests
),
filled AS (
    SELECT file_sha256, part, min(state) AS state FROM part GROUP BY ALL  -- 'filled' sorts before 'nihil'
),
parts AS (
    PIVOT filled ON part IN ('progress_data', 'activities', 'advice_actions', 'findings', 'obstacles', 'requests')
    USING min(state) GROUP BY file_sha256
)
SELECT c.partnership_id, c.period, c.sent_on AS submitted_on, c.received_on, c.received_at,
    c.sent_on <= as_of() AND row_number() OVER (
        PARTITION BY c.partnership_id, c.period, c.sent_on <= as_of()
        ORDER BY c.sent_on DESC, c.received_at DESC, c.file_sha256 DESC
    ) = 1 AS is_latest,
    coalesce(c.period NOT BETWEEN strftime(c.pilot_start_on, '%Y-%m') AND strftime(c.pilot_end_on, '%Y-%m'), TRUE)
        AS is_parked,
    coalesce(progress_data, 'empty') AS progress_data, coalesce(activities, 'empty') AS activities,
    coalesce(advice_actions, 'empty') AS advice_actions, coalesce(findings, 'empty') AS findings,
    coalesce(obstacles, 'empty') AS obstacles, coalesce(requests, 'empty') AS requests, TRUE AS content_reported,
    c.file_sha256, c.source_file, c.sheet AS source_sheet, c.source_cell
FROM cover AS c LEFT JOIN parts USING (file_sha256);

CREATE TEMP TABLE report_in_force AS
SELECT file_sha256, partnership_id, period, submitted_on FROM core.monthly_report WHERE is_latest AND NOT is_parked;

-- A report refused for its form keeps its first day if it was mended within the days allowed.
INSERT INTO core.evidence BY NAME
WITH sent_back AS (
    SELECT c.partnership_id, c.period, least(coalesce(c.submitted_on, f.submitted_on), f.received_on) AS sent_on
    FROM raw.monthly_cover AS c
    JOIN raw.file AS f USING (file_sha256)
    SEMI JOIN raw.refused_file AS refused ON refused.file_sha256 = c.file_sha256
),
mended AS (
    SELECT m.file_sha256, min(b.sent_on) AS sent_on
    FROM core.monthly_report AS m
    JOIN sent_back AS b ON b.partnership_id = m.partnership_id AND b.period = m.period
    WHERE m.submitted_on - b.sent_on BETWEEN 0
        AND (SELECT value FROM reference.rule WHERE rule_code = 'days.mended_form')
    GROUP BY m.file_sha256
)
SELECT m.file_sha256 AS evidence_id, m.partnership_id || '/mentee/monthly_report/' || m.period AS obligation_id,
    m.partnership_id, 'mentee' AS told_by, coalesce(d.sent_on, m.submitted_on) AS submitted_on, m.received_on,
    1.0 AS delivered_share, 1 AS evidence_level, 'report' AS channel, FALSE AS disputed, m.file_sha256, m.source_file,
    m.source_sheet, m.source_cell
FROM core.monthly_report AS m LEFT JOIN mended AS d USING (file_sha256)
WHERE NOT m.is_parked;

INSERT INTO core.evidence BY NAME
SELECT r.row_id AS evidence_id, r.obligation_id, f.partnership_id, 'mentee' AS told_by, r.held_on AS occurred_on,
    f.submitted_on, r.received_on,
    coalesce(r.delivered_share, CASE WHEN r.held_on IS NOT NULL THEN 1.0 END) AS delivered_share,
    1 AS evidence_level, r.channel, FALSE AS disputed, f.period AS told_in_period, r.description AS note, r.file_sha256,
    r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_activities AS r JOIN report_in_force AS f USING (file_sha256)
WHERE r.obligation_id IS NOT NULL;

INSERT INTO core.activity BY NAME
SELECT
    CASE WHEN EXISTS (
        SELECT 1 FROM core.plan_item AS i
        WHERE r.obligation_id = concat_ws('/', i.partnership_id, i.role, i.kind, i.item_no)
            AND i.partnership_id = f.partnership_id
    ) THEN f.partnership_id || '/' || split_part(r.obligation_id, '/', 4)
    ELSE f.partnership_id || '/activity/' || f.period || '/' || r.row_no END AS activity_id,
    f.partnership_id,
    coalesce(r.kind, 'activity') AS kind, r.description AS title, r.held_on,
    CAST(r.participants AS INTEGER) AS participants, r.received_on, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_activities AS r JOIN report_in_force AS f USING (file_sha256)
WHERE nihil_or_filled(r.description) = 'filled';

INSERT INTO core.document BY NAME
SELECT partnership_id || '/monthly_report/' || period AS document_id, partnership_id, 'monthly_report' AS kind,
    submitted_on AS dated_on, 'mentee' AS compiled_by, file_sha256 AS document_sha256, received_on, file_sha256,
    source_file, source_sheet, source_cell
FROM core.monthly_report WHERE is_latest AND NOT is_parked;

INSERT INTO core.advice_request BY NAME
WITH asked AS (
    SELECT coalesce(
            r.request_id,
            f.partnership_id || '/request/' || f.period || '/'
                || row_number() OVER (PARTITION BY r.file_sha256, r.request_id IS NULL ORDER BY r.row_no)
        ) AS request_id,
        f.partnership_id, f.period, f.submitted_on, r.topic, r.question, r.asked_on, r.answered_on, r.answer_channel,
        r.received_on, r.file_sha256, r.source_file, r.sheet, r.source_cell
    FROM accepted_monthly_requests AS r JOIN report_in_force AS f USING (file_sha256)
    WHERE nihil_or_filled(r.question) = 'filled'
)
SELECT request_id, partnership_id, arg_min(topic, period) AS topic, arg_min(question, period) AS question,
    min(coalesce(asked_on, submitted_on)) AS asked_on, min(period) AS period, min(answered_on) AS answered_on,
    arg_max(answer_channel, period) AS answer_channel, min(received_on) AS received_on,
    min(received_on) FILTER (answered_on IS NOT NULL) AS answer_received_on,
    arg_min(file_sha256, period) AS file_sha256, arg_min(source_file, period) AS source_file,
    arg_min(sheet, period) AS source_sheet, arg_min(source_cell, period) AS source_cell
FROM asked GROUP BY request_id, partnership_id;

INSERT INTO core.advice_answer BY NAME
SELECT r.advice_id, f.partnership_id, r.agreed, r.reason, r.action_share, r.done_on, f.period, f.submitted_on,
    r.received_on, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_advice_actions AS r JOIN report_in_force AS f USING (file_sha256)
WHERE nihil_or_filled(r.advice_id) = 'filled'
    AND (r.agreed IS NOT NULL OR r.action_share IS NOT NULL OR r.done_on IS NOT NULL);

INSERT INTO core.narrative BY NAME
SELECT f.partnership_id, coalesce(r.kind, 'obstacle') AS kind, r.description AS words, f.period, r.received_on,
    r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_obstacles AS r JOIN report_in_force AS f USING (file_sha256)
WHERE nihil_or_filled(r.description) = 'filled'
UNION ALL BY NAME
SELECT f.partnership_id, 'finding' AS kind, r.description AS words, f.period, r.received_on, r.file_sha256,
    r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_findings AS r JOIN report_in_force AS f USING (file_sha256)
WHERE nihil_or_filled(r.description) = 'filled';

INSERT INTO core.lesson BY NAME
SELECT f.partnership_id, r.topic, r.words, f.period, r.received_on, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_lessons AS r JOIN report_in_force AS f USING (file_sha256)
WHERE nihil_or_filled(r.words) = 'filled';

INSERT INTO core.sop BY NAME
SELECT f.partnership_id, r.title, r.topic, r.state, r.dated_on, f.period, f.submitted_on, r.received_on, r.file_sha256,
    r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_sops AS r JOIN report_in_force AS f USING (file_sha256)
WHERE nihil_or_filled(r.title) = 'filled';
