-- From the accepted rows of monthly reports to core.*; in force is, part by part, the latest accepted one of a month
-- that was sent by as_of and tells something in the part.

CREATE TEMP TABLE report_sent AS
WITH cover AS (
    SELECT c.*, least(coalesce(c.submitted_on, c.handed_in_on, c.received_on), c.received_on) AS sent_on,
        span.start_on AS pilot_start_on, span.end_on AS pilot_end_on
    FROM accepted_monthly_cover AS c
    JOIN core.partnership AS p USING (partnership_id)
    LEFT JOIN core.pilot_span AS span USING (partnership_id)
)
SELECT c.partnership_id, c.period, c.sent_on, c.received_on, c.received_at,
    c.sent_on <= as_of() AND row_number() OVER (
        PARTITION BY c.partnership_id, c.period, c.sent_on <= as_of()
        ORDER BY c.sent_on DESC, c.received_at DESC, c.file_sha256 DESC
    ) = 1 AS is_latest,
    coalesce(c.period NOT BETWEEN strftime(c.pilot_start_on, '%Y-%m') AND strftime(c.pilot_end_on, '%Y-%m'), TRUE)
        AS is_parked,
    c.file_sha256, c.source_file, c.sheet AS source_sheet, c.source_cell
FROM cover AS c;

-- A later report of a month replaces the parts that it fills or answers "nihil"; a part that it leaves blank stays as
-- an earlier one told it. Requests that we filled in ourselves and that were left as they were tell nothing. Figures,
-- words on advice and answers to requests are taken one by one (below, and in measurements.sql).
INSERT INTO core.report_part BY NAME
WITH part AS (
    SELECT file_sha256, 'monthly_progress' AS table_name, 'filled' AS state, TRUE AS is_told
    FROM accepted_monthly_progress WHERE value IS NOT NULL OR value_status = 'not_applicable'
    UNION ALL SELECT file_sha256, 'monthly_activities', nihil_or_filled(description), TRUE
    FROM accepted_monthly_activities
    UNION ALL SELECT file_sha256, 'monthly_advice_actions', nihil_or_filled(advice_id), TRUE
    FROM accepted_monthly_advice_actions
        WHERE nihil_or_filled(advice_id) = 'nihil'
            OR agreed IS NOT NULL OR action_share IS NOT NULL OR done_on IS NOT NULL OR reason IS NOT NULL
    UNION ALL SELECT file_sha256, 'monthly_findings', nihil_or_filled(description), TRUE FROM accepted_monthly_findings
    UNION ALL SELECT file_sha256, 'monthly_obstacles', nihil_or_filled(description), TRUE
    FROM accepted_monthly_obstacles
    UNION ALL SELECT file_sha256, 'monthly_requests', nihil_or_filled(question),
        nihil_or_filled(question) = 'nihil' OR request_id IS NULL OR answered_on IS NOT NULL
    FROM accepted_monthly_requests
    UNION ALL SELECT file_sha256, 'monthly_lessons', nihil_or_filled(words), TRUE FROM accepted_monthly_lessons
    UNION ALL SELECT file_sha256, 'monthly_sops', nihil_or_filled(title), TRUE FROM accepted_monthly_sops
),
said AS (
    SELECT file_sha256, table_name, min(state) AS state, bool_or(is_told) AS is_told  -- 'filled' sorts before 'nihil'
    FROM part GROUP BY ALL
)
SELECT r.partnership_id, r.period, s.table_name, s.state, s.is_told, r.sent_on AS submitted_on, r.received_on,
    r.received_at,
    NOT r.is_parked AND r.sent_on <= as_of() AND row_number() OVER (
        PARTITION BY r.partnership_id, r.period, s.table_name, r.sent_on <= as_of()
        ORDER BY s.is_told DESC, r.sent_on DESC, r.received_at DESC, r.file_sha256 DESC
    ) = 1 AS is_in_force,
    r.file_sha256
FROM said AS s JOIN report_sent AS r USING (file_sha256);

-- What each report tells; of the latest one, what is in force of its month.
INSERT INTO core.monthly_report BY NAME
WITH of_report AS (
    SELECT r.file_sha256, replace(p.table_name, 'monthly_', '') AS part, p.state
    FROM report_sent AS r
    JOIN core.report_part AS p ON p.partnership_id = r.partnership_id AND p.period = r.period
    WHERE CASE WHEN r.is_latest AND NOT r.is_parked THEN p.is_in_force ELSE p.file_sha256 = r.file_sha256 END
),
parts AS (
    PIVOT of_report ON part IN ('progress', 'activities', 'advice_actions', 'findings', 'obstacles', 'requests')
    USING min(state) GROUP BY file_sha256
)
SELECT r.partnership_id, r.period, r.sent_on AS submitted_on, r.received_on, r.received_at, r.is_latest, r.is_parked,
    coalesce(progress, 'empty') AS progress_data, coalesce(activities, 'empty') AS activities,
    coalesce(advice_actions, 'empty') AS advice_actions, coalesce(findings, 'empty') AS findings,
    coalesce(obstacles, 'empty') AS obstacles, coalesce(requests, 'empty') AS requests, TRUE AS content_reported,
    r.file_sha256, r.source_file, r.source_sheet, r.source_cell
FROM report_sent AS r LEFT JOIN parts USING (file_sha256);

-- The accepted rows of the part in force, and those of earlier reports whose later telling was refused ever since.
CREATE TEMP TABLE row_in_force AS
WITH written AS (
    SELECT 'monthly_activities' AS table_name, row_id, row_no, file_sha256,
        coalesce(obligation_id, description) AS row_key FROM raw.monthly_activities
    UNION ALL SELECT 'monthly_findings', row_id, row_no, file_sha256, description FROM raw.monthly_findings
    UNION ALL SELECT 'monthly_obstacles', row_id, row_no, file_sha256, description FROM raw.monthly_obstacles
    UNION ALL SELECT 'monthly_lessons', row_id, row_no, file_sha256, words FROM raw.monthly_lessons
    UNION ALL SELECT 'monthly_sops', row_id, row_no, file_sha256, title FROM raw.monthly_sops
    UNION ALL SELECT 'monthly_requests', row_id, row_no, file_sha256, question FROM raw.monthly_requests
    WHERE request_id IS NULL
),
part AS (
    SELECT *, row_number() OVER in_order AS place, count(*) OVER month_part AS last_place,
        bool_or(is_in_force) OVER month_part AS is_counted
    FROM core.report_part WHERE is_told AND submitted_on <= as_of()
    WINDOW in_order AS (
            PARTITION BY partnership_id, period, table_name ORDER BY submitted_on, received_at, file_sha256
        ),
        month_part AS (PARTITION BY partnership_id, period, table_name)
),
placed AS (
    SELECT p.*, w.row_id, lower(trim(w.row_key)) AS row_key,
        EXISTS (SELECT 1 FROM raw.rejected_row AS j WHERE j.table_name = w.table_name AND j.row_id = w.row_id)
            AS is_refused,
        row_number() OVER (PARTITION BY w.table_name, w.file_sha256, lower(trim(w.row_key)) ORDER BY w.row_no)
            AS repetition
    FROM written AS w JOIN part AS p ON p.table_name = w.table_name AND p.file_sha256 = w.file_sha256
    WHERE p.is_counted
),
traced AS (
    SELECT *, count(*) FILTER (is_refused) OVER (
        PARTITION BY partnership_id, period, table_name, row_key, repetition
        ORDER BY place ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS refused_since
    FROM placed
)
SELECT table_name, row_id, file_sha256, partnership_id, period, submitted_on
FROM traced WHERE NOT is_refused AND last_place - place = refused_since;

-- The latest "nihil" of each part: what reports before it told of the part no longer holds.
CREATE TEMP TABLE last_nihil AS
SELECT partnership_id, period, table_name, submitted_on, received_on, received_at, file_sha256
FROM core.report_part WHERE state = 'nihil' AND submitted_on <= as_of()
QUALIFY row_number() OVER (
    PARTITION BY partnership_id, period, table_name ORDER BY submitted_on DESC, received_at DESC, file_sha256 DESC
) = 1;

-- What a later report of the month repeats keeps the day on which it was first told.
CREATE TEMP TABLE first_told AS
WITH resent AS (
    SELECT * FROM report_sent WHERE sent_on <= as_of()
    QUALIFY count(*) OVER (PARTITION BY partnership_id, period) > 1
),
told AS (
    SELECT r.file_sha256, 'advice_agreed' AS what, concat_ws('/', r.advice_id, r.agreed) AS words
    FROM accepted_monthly_advice_actions AS r WHERE r.agreed IS NOT NULL
    UNION ALL
    SELECT r.file_sha256, 'advice_action', concat_ws('/', r.advice_id, coalesce(r.action_share, -1), r.done_on)
    FROM accepted_monthly_advice_actions AS r
    UNION ALL
    SELECT r.file_sha256, 'request', lower(trim(r.question)) FROM accepted_monthly_requests AS r
    UNION ALL
    SELECT r.file_sha256, 'sop', concat_ws('/', lower(trim(r.title)), r.state) FROM accepted_monthly_sops AS r
)
SELECT s.partnership_id, s.period, t.what, t.words, min(s.sent_on) AS first_on
FROM told AS t JOIN resent AS s USING (file_sha256)
GROUP BY ALL;

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
FROM accepted_monthly_activities AS r
JOIN row_in_force AS f ON f.row_id = r.row_id AND f.table_name = 'monthly_activities'
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
FROM accepted_monthly_activities AS r
JOIN row_in_force AS f ON f.row_id = r.row_id AND f.table_name = 'monthly_activities'
WHERE nihil_or_filled(r.description) = 'filled';

INSERT INTO core.document BY NAME
SELECT partnership_id || '/monthly_report/' || period AS document_id, partnership_id, 'monthly_report' AS kind,
    submitted_on AS dated_on, 'mentee' AS compiled_by, file_sha256 AS document_sha256, received_on, file_sha256,
    source_file, source_sheet, source_cell
FROM core.monthly_report WHERE is_latest AND NOT is_parked;

-- A question without a number is numbered by its place in the first report of the month that asked it, so that a report
-- sent again moves no number; of questions in force at one place the first keeps it, the others get the next free ones.
CREATE TEMP TABLE request_number AS
WITH asked AS (
    SELECT r.row_id, s.partnership_id, s.period, lower(trim(r.question)) AS words,
        (s.sent_on, s.received_at, r.file_sha256) AS told,
        row_number() OVER (PARTITION BY r.file_sha256 ORDER BY r.row_no) AS place,
        row_number() OVER (PARTITION BY r.file_sha256, lower(trim(r.question)) ORDER BY r.row_no) AS repetition
    FROM accepted_monthly_requests AS r JOIN report_sent AS s USING (file_sha256)
    WHERE r.request_id IS NULL AND nihil_or_filled(r.question) = 'filled' AND s.sent_on <= as_of()
),
traced AS (
    SELECT *, min(told) OVER same_question AS first_told, arg_min(place, told) OVER same_question AS first_place,
        max(place) OVER (PARTITION BY partnership_id, period) AS last_place
    FROM asked
    WINDOW same_question AS (PARTITION BY partnership_id, period, words, repetition)
),
claimed AS (
    SELECT *, row_number() OVER (
        PARTITION BY partnership_id, period, first_place ORDER BY first_told, place
    ) > 1 AS is_taken
    FROM traced SEMI JOIN row_in_force USING (row_id)
)
SELECT row_id, CASE
        WHEN is_taken THEN last_place + row_number() OVER (
            PARTITION BY partnership_id, period, is_taken ORDER BY first_told, place
        )
        ELSE first_place
    END AS number
FROM claimed;

-- The parts whose rows hold one by one: told since the latest "nihil", where anything is told now.
CREATE OR REPLACE TEMP VIEW part_told AS
SELECT p.*
FROM core.report_part AS p
SEMI JOIN core.report_part AS f ON f.is_in_force AND f.state = 'filled' AND f.table_name = p.table_name
    AND f.partnership_id = p.partnership_id AND f.period = p.period
LEFT JOIN last_nihil AS n ON n.table_name = p.table_name AND n.partnership_id = p.partnership_id
    AND n.period = p.period
WHERE p.submitted_on <= as_of() AND (n.file_sha256 IS NULL
        OR (p.submitted_on, p.received_at, p.file_sha256) > (n.submitted_on, n.received_at, n.file_sha256));

-- New questions are those of the part in force, and those whose later telling was refused; of a question with a number,
-- the latest answer told in the month holds.
INSERT INTO core.advice_request BY NAME
WITH told AS (
    SELECT r.*, p.partnership_id, p.period, p.submitted_on AS sent_on, c.compiled_by
    FROM accepted_monthly_requests AS r
    JOIN part_told AS p ON p.file_sha256 = r.file_sha256 AND p.table_name = 'monthly_requests'
    JOIN accepted_monthly_cover AS c ON c.file_sha256 = r.file_sha256
    WHERE nihil_or_filled(r.question) = 'filled'
        AND (r.request_id IS NOT NULL OR r.row_id IN (SELECT f.row_id FROM row_in_force AS f))
    QUALIFY r.request_id IS NULL OR r.file_sha256 = first_value(r.file_sha256) OVER (
        PARTITION BY p.partnership_id, p.period, r.request_id
        ORDER BY r.answered_on IS NOT NULL DESC, p.submitted_on DESC, p.received_at DESC, p.file_sha256 DESC
    )
),
asked AS (
    SELECT coalesce(r.request_id, r.partnership_id || '/request/' || r.period || '/' || n.number) AS request_id,
        r.partnership_id, r.period, coalesce(t.first_on, r.sent_on) AS submitted_on, r.topic, r.question,
        r.asked_on, r.answered_on, r.answer_channel, r.received_on, r.file_sha256, r.source_file, r.sheet, r.source_cell,
        CASE WHEN r.answered_on IS NOT NULL THEN {
            'by': r.compiled_by, 'on': r.sent_on, 'sha256': r.file_sha256, 'file': r.source_file, 'sheet': r.sheet,
            'cell': r.source_cell, 'received_on': r.received_on
        } END AS answer
    FROM told AS r
    LEFT JOIN request_number AS n ON n.row_id = r.row_id
    LEFT JOIN first_told AS t ON t.partnership_id = r.partnership_id AND t.period = r.period AND t.what = 'request'
        AND t.words = lower(trim(r.question))
)
SELECT * EXCLUDE (answer), answer.received_on AS answer_received_on, answer."by" AS attested_by,
    answer."on" AS attested_on, answer.sha256 AS answer_sha256, answer.file AS answer_file,
    answer.sheet AS answer_sheet, answer.cell AS answer_cell
FROM (
    SELECT request_id, partnership_id, arg_min(topic, period) AS topic, arg_min(question, period) AS question,
        min(coalesce(asked_on, submitted_on)) AS asked_on, min(period) AS period, min(answered_on) AS answered_on,
        arg_max(answer_channel, period) AS answer_channel, min(received_on) AS received_on,
        arg_min(answer, (answered_on, period)) AS answer,
        arg_min(file_sha256, period) AS file_sha256, arg_min(source_file, period) AS source_file,
        arg_min(sheet, period) AS source_sheet, arg_min(source_cell, period) AS source_cell
    FROM asked GROUP BY request_id, partnership_id
);

-- Of each piece of advice the latest word of the month holds: a row left blank takes nothing back, "nihil" takes all.
-- The word and the action on it are each taken from the latest report that fills it, and keep their own first day.
INSERT INTO core.advice_answer BY NAME
WITH told AS (
    SELECT r.*, p.partnership_id, p.period, p.submitted_on
    FROM accepted_monthly_advice_actions AS r
    JOIN part_told AS p ON p.file_sha256 = r.file_sha256 AND p.table_name = 'monthly_advice_actions'
    WHERE nihil_or_filled(r.advice_id) = 'filled'
        AND (r.agreed IS NOT NULL OR r.action_share IS NOT NULL OR r.done_on IS NOT NULL)
),
latest AS (
    SELECT *, agreed IS NOT NULL AND file_sha256 = first_value(file_sha256) OVER (
            PARTITION BY partnership_id, period, advice_id
            ORDER BY (agreed IS NOT NULL) DESC, submitted_on DESC, received_at DESC, file_sha256 DESC
        ) AS is_word,
        (action_share IS NOT NULL OR done_on IS NOT NULL) AND file_sha256 = first_value(file_sha256) OVER (
            PARTITION BY partnership_id, period, advice_id
            ORDER BY (action_share IS NOT NULL OR done_on IS NOT NULL) DESC, submitted_on DESC, received_at DESC,
                file_sha256 DESC
        ) AS is_action
    FROM told
),
held AS (
    SELECT * REPLACE (
        CASE WHEN is_word THEN agreed END AS agreed,
        CASE WHEN is_word OR agreed IS NULL THEN reason END AS reason,
        CASE WHEN is_action THEN action_share END AS action_share,
        CASE WHEN is_action THEN done_on END AS done_on
    )
    FROM latest WHERE is_word OR is_action
),
answered AS (
    SELECT r.*, coalesce(w.first_on, r.submitted_on) AS agreed_first_on,
        coalesce(d.first_on, r.submitted_on) AS acted_first_on
    FROM held AS r
    LEFT JOIN first_told AS w ON w.partnership_id = r.partnership_id AND w.period = r.period
        AND w.what = 'advice_agreed' AND w.words = concat_ws('/', r.advice_id, r.agreed)
    LEFT JOIN first_told AS d ON d.partnership_id = r.partnership_id AND d.period = r.period
        AND d.what = 'advice_action' AND d.words = concat_ws('/', r.advice_id, coalesce(r.action_share, -1), r.done_on)
)
SELECT advice_id, partnership_id, agreed, reason,
    CASE WHEN acted_first_on = agreed_first_on OR agreed IS NULL THEN action_share END AS action_share,
    CASE WHEN acted_first_on = agreed_first_on OR agreed IS NULL THEN done_on END AS done_on,
    period, CASE WHEN agreed IS NULL THEN acted_first_on ELSE agreed_first_on END AS submitted_on, received_on,
    file_sha256, source_file, sheet AS source_sheet, source_cell
FROM answered
UNION ALL BY NAME
SELECT advice_id, partnership_id, action_share, done_on, period, acted_first_on AS submitted_on, received_on, file_sha256,
    source_file, sheet AS source_sheet, source_cell
FROM answered
WHERE agreed IS NOT NULL AND acted_first_on <> agreed_first_on
    AND (action_share IS NOT NULL OR done_on IS NOT NULL);

INSERT INTO core.narrative BY NAME
SELECT f.partnership_id, coalesce(r.kind, 'obstacle') AS kind, r.description AS words, f.period, r.received_on,
    r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_obstacles AS r
JOIN row_in_force AS f ON f.row_id = r.row_id AND f.table_name = 'monthly_obstacles'
WHERE nihil_or_filled(r.description) = 'filled'
UNION ALL BY NAME
SELECT f.partnership_id, 'finding' AS kind, r.description AS words, f.period, r.received_on, r.file_sha256,
    r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_findings AS r
JOIN row_in_force AS f ON f.row_id = r.row_id AND f.table_name = 'monthly_findings'
WHERE nihil_or_filled(r.description) = 'filled';

INSERT INTO core.lesson BY NAME
SELECT f.partnership_id, r.topic, r.words, f.period, r.received_on, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_lessons AS r
JOIN row_in_force AS f ON f.row_id = r.row_id AND f.table_name = 'monthly_lessons'
WHERE nihil_or_filled(r.words) = 'filled';

INSERT INTO core.sop BY NAME
SELECT f.partnership_id, r.title, r.topic, r.state, r.dated_on, f.period,
    coalesce(t.first_on, f.submitted_on) AS submitted_on, r.received_on, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_monthly_sops AS r
JOIN row_in_force AS f ON f.row_id = r.row_id AND f.table_name = 'monthly_sops'
LEFT JOIN first_told AS t ON t.partnership_id = f.partnership_id AND t.period = f.period AND t.what = 'sop'
    AND t.words = concat_ws('/', lower(trim(r.title)), r.state)
WHERE nihil_or_filled(r.title) = 'filled';
