-- The chain of advice: request, advice, word, action, and the SOP or metric that shows it. Read from what is owed and
-- told; no score reads it. A visit that left no advice is a chain without its first piece.

DELETE FROM mart.advice_link;
INSERT INTO mart.advice_link BY NAME
WITH owed_word AS (
    SELECT o.obligation_id, o.partnership_id, o.kind, o.title, o.status, o.due_on, o.fulfilled_on, o.is_due
    FROM mart.obligation AS o
    WHERE o.kind IN ('advice_answer', 'advice_response', 'advice_action', 'visit_advice')
),
said AS (
    SELECT
        partnership_id, advice_id,
        arg_min({'note': reason, 'file': source_file, 'sheet': source_sheet, 'cell': source_cell, 'sha': file_sha256},
            (submitted_on, file_sha256, source_cell)) FILTER (agreed IS NOT NULL) AS word,
        arg_max({'file': source_file, 'sheet': source_sheet, 'cell': source_cell, 'sha': file_sha256},
            (coalesce(action_share, 1), as_of() - submitted_on, file_sha256, source_cell))
            FILTER (action_share > 0 OR done_on IS NOT NULL) AS deed
    FROM core.advice_answer
    WHERE submitted_on <= as_of() AND received_on <= known_by()
    GROUP BY partnership_id, advice_id
),
orally AS (
    SELECT
        partnership_id, request_id,
        arg_min({'channel': answer_channel, 'file': source_file, 'sheet': source_sheet, 'cell': source_cell,
            'sha': file_sha256}, (answered_on, file_sha256, source_cell)) AS answer
    FROM core.advice_request
    WHERE answered_on <= as_of() AND coalesce(answer_received_on, received_on) <= known_by()
    GROUP BY partnership_id, request_id
),
advised AS (
    SELECT
        a.partnership_id, a.advice_id, a.kind, a.topic, a.words, a.given_on, a.channel, a.agreed, a.action,
        a.action_due_on, a.acted_on, a.status, coalesce(r.request_id, a.advice_id) AS chain_id, r.request_id,
        r.asked_on, g.file_sha256, a.source_file, a.source_sheet, a.source_cell,
        concat_ws('/', a.partnership_id, 'mentee/advice_response', g.advice_key) AS word_id,
        concat_ws('/', a.partnership_id, 'mentee/advice_action', g.advice_key) AS action_id
    FROM mart.advice AS a
    INNER JOIN given AS g ON g.partnership_id = a.partnership_id AND g.advice_id = a.advice_id
    LEFT JOIN request AS r ON r.partnership_id = a.partnership_id AND r.request_id = a.request_id
),
asked AS (
    SELECT r.*, concat_ws('/', r.partnership_id, 'mentor/advice_answer', r.request_key) AS answer_id,
        EXISTS (
            FROM advised AS a WHERE a.partnership_id = r.partnership_id AND a.request_id = r.request_id
        ) AS has_advice
    FROM request AS r
),
answered AS (
    SELECT a.*, o.status, o.due_on, o.fulfilled_on, s.answer
    FROM asked AS a
    LEFT JOIN owed_word AS o ON o.obligation_id = a.answer_id
    LEFT JOIN orally AS s ON s.partnership_id = a.partnership_id AND s.request_id = a.request_id
    WHERE NOT a.has_advice
),
judged_word AS (
    SELECT
        a.*, f.declined_on, o.status AS word_status, o.due_on AS word_due_on, o.fulfilled_on AS word_on, s.word, s.deed,
        CASE
            WHEN a.status = 'declined' THEN 'declined'
            WHEN o.fulfilled_on IS NOT NULL THEN 'done'
            WHEN a.agreed THEN 'assumed'
            WHEN o.status IN ('lapsed', 'waived', 'withdrawn', 'not_applicable') THEN 'lapsed'
            WHEN o.status IN ('overdue', 'doubtful') THEN o.status
            ELSE 'open'
        END AS word_state
    FROM advised AS a
    LEFT JOIN owed_word AS o ON o.obligation_id = a.word_id
    LEFT JOIN said AS s ON s.partnership_id = a.partnership_id AND s.advice_id = a.advice_id
    LEFT JOIN refusal AS f ON f.partnership_id = a.partnership_id AND f.advice_id = a.advice_id
),
worded AS (
    SELECT * EXCLUDE (word_on), CASE word_state
        WHEN 'done' THEN word_on
        WHEN 'declined' THEN coalesce(declined_on, word_on)
        WHEN 'assumed' THEN least(acted_on, given_on + CAST(rule_value('days.silence_means_agreed') AS INTEGER))
    END AS word_on
    FROM judged_word
),
stated AS (
    SELECT
        partnership_id, request_id AS chain_id, NULL AS advice_id, 1 AS position, 'request' AS link, 'done' AS state,
        NULL AS waits_for, NULL AS kind, topic, question AS words, NULL AS channel, asked_on AS done_on,
        NULL AS due_on, NULL AS since, NULL AS value_before, NULL AS value_after, NULL AS unit, NULL AS obligation_id,
        source_file, source_sheet, source_cell, file_sha256 AS source_sha256
    FROM asked
    UNION ALL BY NAME
    -- a request without recorded advice: answered by word of mouth as its asker tells, or still open
    SELECT
        partnership_id, request_id AS chain_id, 2 AS position, 'advice' AS link,
        CASE
            WHEN fulfilled_on IS NOT NULL THEN 'done'
            WHEN status IN ('lapsed', 'waived', 'withdrawn', 'not_applicable') THEN 'lapsed'
            WHEN status IN ('overdue', 'doubtful') THEN status
            ELSE 'open'
        END AS state,
        topic, answer.channel AS channel, fulfilled_on AS done_on, due_on, asked_on AS since,
        answer_id AS obligation_id, answer.file AS source_file, answer.sheet AS source_sheet,
        answer.cell AS source_cell, answer.sha AS source_sha256
    FROM answered
    UNION ALL BY NAME
    SELECT
        partnership_id, obligation_id AS chain_id, 2 AS position, 'advice' AS link, status AS state, due_on,
        due_on AS since, obligation_id
    FROM owed_word
    WHERE kind = 'visit_advice' AND status IN ('overdue', 'doubtful')
    UNION ALL BY NAME
    SELECT
        partnership_id, chain_id, advice_id, 2 AS position, 'advice' AS link, 'done' AS state, kind, topic, words,
        channel, given_on AS done_on, asked_on AS since, source_file, source_sheet, source_cell,
        file_sha256 AS source_sha256
    FROM advised
    UNION ALL BY NAME
    SELECT
        w.partnership_id, w.chain_id, w.advice_id, 3 AS position, 'word' AS link, w.word_state AS state, w.topic,
        w.word.note AS words, w.word_on AS done_on, w.word_due_on AS due_on, w.given_on AS since,
        w.word_id AS obligation_id, w.word.file AS source_file,
        w.word.sheet AS source_sheet, w.word.cell AS source_cell, w.word.sha AS source_sha256
    FROM worded AS w
    UNION ALL BY NAME
    SELECT
        w.partnership_id, w.chain_id, w.advice_id, 4 AS position, 'action' AS link,
        CASE
            WHEN w.acted_on IS NOT NULL OR o.fulfilled_on IS NOT NULL THEN 'done'
            WHEN o.status IN ('lapsed', 'waived', 'withdrawn', 'not_applicable') THEN 'lapsed'
            WHEN o.status IN ('overdue', 'doubtful') THEN o.status
            WHEN o.status = 'partly_fulfilled' THEN 'partly'
            ELSE 'open'
        END AS state,
        w.topic, w.action AS words, coalesce(w.acted_on, o.fulfilled_on) AS done_on,
        coalesce(o.due_on, w.action_due_on) AS due_on, greatest(w.word_on, w.given_on) AS since, w.action_id AS obligation_id,
        w.deed.file AS source_file, w.deed.sheet AS source_sheet, w.deed.cell AS source_cell,
        w.deed.sha AS source_sha256
    FROM worded AS w
    LEFT JOIN owed_word AS o ON o.obligation_id = w.action_id
    WHERE w.action IS NOT NULL AND w.word_state <> 'declined'
    UNION ALL BY NAME
    -- What may show it: an SOP, or the metric of a target, on the same topic and dated since.
    SELECT DISTINCT
        w.partnership_id, w.chain_id, w.advice_id, 5 AS position, 'sop' AS link, 'done' AS state, p.state AS kind,
        p.topic, p.title AS words, p.dated_on AS done_on, coalesce(w.acted_on, w.given_on) AS since,
        p.source_file, p.source_sheet, p.source_cell
    FROM worded AS w
    INNER JOIN mart.sop AS p
        ON p.partnership_id = w.partnership_id AND lower(trim(p.topic)) = lower(trim(w.topic))
        AND p.dated_on >= w.given_on
    UNION ALL BY NAME
    SELECT
        w.partnership_id, w.chain_id, w.advice_id, 6 AS position, 'metric' AS link, 'done' AS state,
        coalesce(t.topic, w.topic) AS topic, coalesce(t.metric_code, t.target_id) AS words, t.actual_on AS done_on,
        coalesce(w.acted_on, w.given_on) AS since, t.baseline AS value_before, t.actual AS value_after, m.unit,
        t.actual_source_file AS source_file, t.actual_source_sheet AS source_sheet, t.actual_source_cell AS source_cell
    FROM worded AS w
    INNER JOIN mart.target_progress AS t
        ON t.partnership_id = w.partnership_id AND t.actual IS NOT NULL AND t.actual_on >= w.given_on
    LEFT JOIN mart.metric AS m ON m.metric_code = t.metric_code
    WHERE lower(trim(w.topic)) IN (lower(trim(t.topic)), lower(m.name_en), lower(m.name_id), m.metric_code)
)
SELECT
    s.* EXCLUDE (since, waits_for),
    CASE
        WHEN s.state = 'doubtful' THEN 'facilitator'
        WHEN s.state NOT IN ('open', 'overdue', 'partly') THEN NULL
        WHEN s.link = 'advice' THEN 'mentor'
        -- an action waits for its owner once the advice is agreed; until then the word does
        WHEN s.link = 'action' AND w.word_state NOT IN ('done', 'assumed') THEN NULL
        ELSE 'mentee'
    END AS waits_for,
    CASE WHEN s.since IS NOT NULL THEN CAST(greatest(coalesce(s.done_on, as_of()) - s.since, 0) AS INTEGER) END AS days
FROM stated AS s
LEFT JOIN worded AS w ON w.partnership_id = s.partnership_id AND w.advice_id = s.advice_id;

DELETE FROM mart.advice_chain;
INSERT INTO mart.advice_chain BY NAME
WITH summed AS (
    SELECT
        l.partnership_id, l.chain_id,
        any_value(l.topic ORDER BY l.position, l.advice_id) FILTER (l.position <= 2) AS topic,
        arg_min(l.words, (l.position, l.advice_id, l.done_on)) AS words,
        arg_min(l.link, (l.position, l.advice_id)) AS first_link,
        min(l.done_on) FILTER (l.position <= 2) AS first_on,
        min(l.due_on) FILTER (l.position = 2) AS answer_due_on,
        arg_min({'link': l.link, 'state': l.state, 'role': l.waits_for, 'days': l.days, 'due': l.due_on},
            (l.state <> 'doubtful' AND l.due_on IS NULL, l.due_on, l.position, l.advice_id))
            FILTER (l.waits_for IS NOT NULL) AS waiting,
        bool_or(l.waits_for IS NOT NULL AND l.due_on IS NOT NULL AND l.due_on < as_of()) AS is_overdue,
        CAST(count(DISTINCT l.advice_id) AS INTEGER) AS advice_count,
        CAST(count(*) FILTER (l.waits_for IS NOT NULL) AS INTEGER) AS open_count,
        max(l.done_on) FILTER (l.position <= 4) AS last_on,
        bool_or(l.link = 'action' AND l.state = 'done') AS is_acted_on,
        bool_and(l.state = 'declined') FILTER (l.link = 'word') AS is_declined,
        bool_or(l.state = 'lapsed') AS is_lapsed,
        bool_or(l.link = 'advice' AND l.obligation_id = l.chain_id) AS is_empty_visit
    FROM mart.advice_link AS l
    GROUP BY l.partnership_id, l.chain_id
),
begun AS (
    SELECT
        s.*, g.visit_item_no IS NOT NULL AS is_of_visit, coalesce(s.first_on, s.answer_due_on) AS begun_on,
        CASE WHEN s.waiting.state = 'doubtful' THEN 'review' ELSE s.waiting.link END AS waits_with
    FROM summed AS s
    LEFT JOIN given AS g ON g.partnership_id = s.partnership_id AND g.advice_id = s.chain_id
)
SELECT
    partnership_id, chain_id,
    CASE
        WHEN first_link = 'request' THEN 'request'
        WHEN is_empty_visit THEN 'visit_without_advice'
        WHEN is_of_visit THEN 'visit'
        ELSE 'unasked'
    END AS begins_with,
    topic, words, begun_on,
    CASE
        WHEN waiting IS NOT NULL THEN 'awaiting_' || waits_with
        WHEN is_acted_on THEN 'acted_on'
        WHEN is_declined THEN 'declined'
        WHEN is_lapsed THEN 'lapsed'
        ELSE 'answered'
    END AS stage,
    waiting.role AS waits_for, as_of() - waiting.days AS waiting_since, waiting.days AS waiting_days,
    waiting.due AS due_on, is_overdue, advice_count, open_count,
    CASE WHEN waiting IS NULL THEN last_on END AS closed_on,
    CASE WHEN begun_on IS NOT NULL THEN CAST(greatest(
        CASE WHEN waiting IS NULL THEN coalesce(last_on, as_of()) ELSE as_of() END - begun_on, 0
    ) AS INTEGER) END AS age_days
FROM begun;
