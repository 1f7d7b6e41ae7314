-- What is fulfilled: every piece of evidence tied to what it fulfils, then the status of each obligation at as_of.
-- Both are published by receipts.sql.

-- One row per document and partnership that it serves.
CREATE OR REPLACE TEMP VIEW document_served AS
SELECT * FROM core.document
UNION ALL BY NAME
SELECT d.*
FROM (
    SELECT * REPLACE (unnest(list_distinct(string_split_regex(trim(also_serves), '\s*,\s*'))) AS partnership_id)
    FROM core.document
    WHERE also_serves IS NOT NULL
) AS d
SEMI JOIN core.partnership AS p ON p.partnership_id = d.partnership_id;

-- One row per piece of evidence and obligation. happened_on is the day that counts: of activities the day it
-- happened, of documents the day of submission. A claim is of level 0, disputed, or says neither share nor day.
CREATE OR REPLACE TEMP TABLE proof AS
WITH sop_known AS (
    SELECT
        partnership_id,
        lower(title) AS key,
        state = 'issued' AS is_issued,
        (submitted_on, received_on, file_sha256, source_cell) AS in_order,
        {
            'occurred_on': dated_on, 'submitted_on': submitted_on, 'received_on': received_on, 'note': title,
            'file_sha256': file_sha256, 'source_file': source_file, 'source_sheet': source_sheet,
            'source_cell': source_cell
        } AS told
    FROM core.sop
    WHERE received_on <= known_by() AND dated_on <= as_of() AND submitted_on <= as_of()
),
-- The first word of a SOP is of its draft; the first of its issue, where there is one, of the SOP itself.
sop_told AS (
    SELECT
        partnership_id,
        key,
        bool_or(is_issued) AS is_issued,
        arg_min(told, in_order) AS first_told,
        coalesce(arg_min(told, in_order) FILTER (is_issued), arg_min(told, in_order)) AS best_told
    FROM sop_known
    GROUP BY partnership_id, key
),
sop_in_order AS (
    SELECT *, row_number() OVER (
        PARTITION BY partnership_id ORDER BY is_issued DESC, best_told.submitted_on, key
    ) AS place
    FROM sop_told
),
sop_owed AS (
    SELECT l.partnership_id, o.obligation_id, k.kind, row_number() OVER (
        PARTITION BY o.partnership_no, k.kind ORDER BY o.due_on, o.obligation_id
    ) AS place
    FROM owed AS o
    INNER JOIN kind_owed AS k USING (kind_no)
    INNER JOIN life AS l USING (partnership_no)
    WHERE k.kind IN ('sop', 'sop_draft') AND k.role = 'mentee' AND NOT o.withdrawn
),
sop_fulfilling AS (
    SELECT
        concat_ws('/', s.partnership_id, 'sop', s.key) AS evidence_id,
        o.obligation_id,
        CASE o.kind WHEN 'sop_draft' THEN s.first_told ELSE s.best_told END AS told,
        CASE
            WHEN o.kind = 'sop_draft' THEN 1
            WHEN s.is_issued THEN rule_value('sop.issued_share')
            ELSE rule_value('sop.draft_share')
        END AS delivered_share
    FROM sop_in_order AS s
    INNER JOIN sop_owed AS o ON o.partnership_id = s.partnership_id AND o.place = s.place
),
single AS (
    SELECT l.partnership_id, k.role, k.kind, any_value(o.obligation_id) AS obligation_id
    FROM owed AS o
    INNER JOIN kind_owed AS k USING (kind_no)
    INNER JOIN life AS l USING (partnership_no)
    WHERE k.is_document AND k.kind NOT IN ('monthly_report', 'sop', 'sop_draft')
    GROUP BY l.partnership_id, k.role, k.kind
    HAVING count(*) = 1
),
told AS (
    SELECT
        evidence_id, obligation_id, occurred_on, submitted_on, received_on,
        clipped(delivered_share) AS delivered_share, evidence_level, disputed, day_untold, channel, note, file_sha256, source_file, source_sheet, source_cell
    FROM evidence_told
    UNION ALL BY NAME
    SELECT
        advice_id AS evidence_id, concat_ws('/', partnership_id, 'mentor/advice_answer',
            replace(replace(request_id, partnership_id || '/request/', ''), '/', '-')) AS obligation_id,
        given_on AS occurred_on, given_on AS submitted_on, received_on, 1.0 AS delivered_share,
        1 AS evidence_level, FALSE AS disputed, channel, words AS note,
        file_sha256, source_file, source_sheet, source_cell
    FROM given
    WHERE request_id IS NOT NULL
    UNION ALL BY NAME
    SELECT
        request_id AS evidence_id, concat_ws('/', partnership_id, 'mentor/advice_answer',
            replace(replace(request_id, partnership_id || '/request/', ''), '/', '-')) AS obligation_id,
        answered_on AS occurred_on, answered_on AS submitted_on,
        coalesce(answer_received_on, received_on) AS received_on, 1.0 AS delivered_share,
        attested_level('mentee', 'mentor', attested_by) AS evidence_level, FALSE AS disputed,
        answer_channel AS channel, question AS note,
        coalesce(answer_sha256, file_sha256) AS file_sha256, coalesce(answer_file, source_file) AS source_file,
        coalesce(answer_sheet, source_sheet) AS source_sheet, coalesce(answer_cell, source_cell) AS source_cell
    FROM core.advice_request
    WHERE answered_on IS NOT NULL
    UNION ALL BY NAME
    SELECT
        concat_ws('/', a.advice_id, coalesce(a.period, a.file_sha256)) AS evidence_id,
        concat_ws('/', a.partnership_id, 'mentee/advice_response', g.advice_key) AS obligation_id,
        a.submitted_on AS occurred_on, a.submitted_on, a.received_on,
        1.0 AS delivered_share, 1 AS evidence_level, FALSE AS disputed, 'report' AS channel, a.reason AS note,
        a.file_sha256, a.source_file, a.source_sheet, a.source_cell
    FROM core.advice_answer AS a
    INNER JOIN given AS g ON g.partnership_id = a.partnership_id AND g.advice_id = a.advice_id
    WHERE a.agreed OR (NOT a.agreed AND a.reason IS NOT NULL)
    UNION ALL BY NAME
    SELECT
        concat_ws('/', a.advice_id, coalesce(a.period, a.file_sha256)) AS evidence_id,
        concat_ws('/', a.partnership_id, 'mentee/advice_action', g.advice_key) AS obligation_id,
        coalesce(a.done_on, a.submitted_on) AS occurred_on, a.submitted_on, a.received_on,
        coalesce(clipped(a.action_share), 1) AS delivered_share, 1 AS evidence_level, FALSE AS disputed,
        'report' AS channel, a.reason AS note,
        a.file_sha256, a.source_file, a.source_sheet, a.source_cell
    FROM core.advice_answer AS a
    INNER JOIN given AS g ON g.partnership_id = a.partnership_id AND g.advice_id = a.advice_id
    WHERE a.action_share > 0 OR (a.action_share IS NULL AND a.done_on IS NOT NULL)
    UNION ALL BY NAME
    SELECT
        s.evidence_id, s.obligation_id, s.told.occurred_on, s.told.submitted_on,
        s.told.received_on, s.delivered_share, 1 AS evidence_level, FALSE AS disputed, 'report' AS channel, s.told.note,
        s.told.file_sha256, s.told.source_file, s.told.source_sheet, s.told.source_cell
    FROM sop_fulfilling AS s
    UNION ALL BY NAME
    SELECT
        d.document_id AS evidence_id, s.obligation_id, d.dated_on AS occurred_on, d.dated_on AS submitted_on,
        d.received_on, 1.0 AS delivered_share,
        -- a document that only a slip tells of, without its original
        CASE WHEN d.document_sha256 IS NULL AND d.file_sha256 IN (SELECT p.file_sha256 FROM core.slip AS p)
            THEN 1 ELSE 2 END AS evidence_level,
        FALSE AS disputed, 'document' AS channel, d.number AS note, d.file_sha256, d.source_file, d.source_sheet,
        d.source_cell
    FROM document_served AS d
    INNER JOIN single AS s ON s.partnership_id = d.partnership_id AND s.kind = d.kind AND s.role = d.compiled_by
    ANTI JOIN (
        SELECT v.file_sha256, v.obligation_id FROM core.evidence AS v SEMI JOIN core.slip USING (file_sha256)
    ) AS e ON e.file_sha256 = d.file_sha256 AND e.obligation_id = s.obligation_id
    -- a row of a register that names its obligation tells of it already
    ANTI JOIN core.evidence AS r
        ON r.file_sha256 = d.file_sha256
        AND r.source_sheet = d.source_sheet
        AND r.source_cell = d.source_cell
        AND r.obligation_id = s.obligation_id
    UNION ALL BY NAME
    SELECT
        concat_ws('/', a.partnership_id, a.kind, a.revision) AS evidence_id, s.obligation_id,
        a.signed_on AS occurred_on, a.signed_on AS submitted_on, a.received_on, 1.0 AS delivered_share,
        2 AS evidence_level, FALSE AS disputed, 'document' AS channel, a.number AS note,
        a.file_sha256, a.source_file, a.source_sheet, a.source_cell
    FROM core.agreement AS a
    INNER JOIN single AS s ON s.partnership_id = a.partnership_id AND s.kind = a.kind
    WHERE a.signed_on IS NOT NULL
)
SELECT
    t.evidence_id,
    o.rowid AS obligation_no,
    t.obligation_id,
    o.partnership_no,
    t.occurred_on,
    t.submitted_on,
    t.received_on,
    coalesce(CASE WHEN NOT k.is_document THEN t.occurred_on END, t.submitted_on, t.received_on) AS happened_on,
    CAST(t.delivered_share AS DECIMAL(9, 6)) AS delivered_share,
    t.evidence_level,
    t.disputed,
    t.evidence_level > 0 AND NOT t.disputed AND t.delivered_share IS NOT NULL AS is_good,
    t.day_untold,
    k.is_document,
    t.channel,
    t.note,
    t.file_sha256,
    t.source_file,
    t.source_sheet,
    t.source_cell
FROM told AS t
INNER JOIN owed AS o ON o.obligation_id = t.obligation_id
INNER JOIN kind_owed AS k USING (kind_no)
WHERE t.received_on <= known_by() AND happened_on <= as_of();

-- Who agrees with the records of another party confirms, or verifies, the best of what they tell.
INSERT INTO proof BY NAME
SELECT
    p.* EXCLUDE (evidence_id, received_on, evidence_level, channel, note, file_sha256, source_file, source_sheet,
        source_cell),
    concat_ws('/', a.obligation_id, 'agreed', a.told_by, a.assessed_on) AS evidence_id, a.received_on,
    greatest(p.evidence_level, attested_level(a.told_by, a.role, a.person)) AS evidence_level,
    'self_assessment' AS channel, CAST(NULL AS VARCHAR) AS note, a.file_sha256, a.source_file, a.source_sheet,
    a.source_cell
FROM proof AS p
INNER JOIN core.assessment_claim AS a ON a.obligation_id = p.obligation_id AND p.happened_on <= a.assessed_on
WHERE a.answer = 'agreed' AND a.told_by <> a.role AND a.is_in_force
    AND starts_with(a.obligation_id, concat_ws('/', a.partnership_id, a.role, ''))
    AND a.assessed_on <= as_of() AND a.received_on <= known_by() AND p.is_good
QUALIFY row_number() OVER (
    PARTITION BY a.obligation_id, a.told_by, a.assessed_on, a.file_sha256
    ORDER BY p.delivered_share DESC, p.happened_on, p.evidence_level DESC, p.evidence_id
) = 1;

-- What evidence of a level gives of the share it proves: all of it, unless the rules weigh the levels.
CREATE OR REPLACE TEMP MACRO evidence_weight(evidence_level) AS CASE evidence_level
    WHEN 0 THEN rule_value('evidence.weight_0')
    WHEN 1 THEN rule_value('evidence.weight_1')
    WHEN 2 THEN rule_value('evidence.weight_2')
    WHEN 3 THEN rule_value('evidence.weight_3')
    WHEN 4 THEN rule_value('evidence.weight_4')
END;

-- One row per obligation that any evidence speaks to. weighed_share: the best share, each weighed by its level.
CREATE OR REPLACE TEMP TABLE delivered AS
WITH summed AS (
    SELECT
        obligation_no,
        max(delivered_share) FILTER (is_good) AS delivered_share,
        min(happened_on) FILTER (is_good AND delivered_share >= 1) AS full_on,
        bool_or(NOT is_good) AS is_claimed,
        max(coalesce(delivered_share, 1)) FILTER (NOT is_good) AS claimed_share,
        min(happened_on) FILTER (coalesce(delivered_share, 1) >= 1) AS claimed_on,
        bool_or(day_untold) AS claimed_for_some_day,
        max(evidence_level) AS evidence_level,
        max(delivered_share * evidence_weight(evidence_level)) FILTER (NOT disputed) AS weighed_share
    FROM proof
    GROUP BY obligation_no
),
sent_back AS (
    SELECT p.obligation_no, min(p.happened_on) AS first_sent_on
    FROM proof AS p
    INNER JOIN summed AS s USING (obligation_no)
    WHERE p.is_document
        AND p.disputed
        AND p.evidence_level > 0
        AND p.happened_on >= s.full_on - CAST(rule_value('days.mended_form') AS INTEGER)
    GROUP BY p.obligation_no
)
SELECT s.* REPLACE (least(s.full_on, b.first_sent_on) AS full_on)
FROM summed AS s
LEFT JOIN sent_back AS b USING (obligation_no);

-- One row per monthly report due before an early end; missing while it has not been delivered in full, still to come
-- until it is due: until then an activity of its month may turn out to have been held on time.
CREATE OR REPLACE TEMP TABLE report_of_month AS
SELECT
    m.partnership_no,
    m.month_start,
    m.obligation_id,
    d.full_on IS NULL AS is_missing,
    d.full_on IS NULL AND m.due_on > as_of() AS is_still_to_come
FROM monthly_owed AS m
INNER JOIN life AS l USING (partnership_no)
LEFT JOIN delivered AS d USING (obligation_no)
WHERE NOT m.withdrawn AND (l.ended_on IS NULL OR m.due_on <= l.ended_on);

CREATE OR REPLACE TEMP TABLE first_report AS
SELECT partnership_no, min(month_start) AS month_start FROM report_of_month GROUP BY partnership_no;

CREATE OR REPLACE TEMP TABLE relieved AS
SELECT
    o.rowid AS obligation_no,
    bool_or(r.kind = 'waived') AS waived,
    arg_max(coalesce(r.new_due_on, DATE '9999-12-31'), r.decided_on) FILTER (r.kind = 'prevented') AS new_due_on,
    arg_max(
        {'kind': r.kind, 'decided_by': r.decided_by, 'decided_on': r.decided_on, 'reason': r.reason},
        (r.kind = 'waived', r.decided_on, r.source_file, r.source_cell)
    ) AS relief
FROM relief_in_force AS r
INNER JOIN owed AS o USING (obligation_id)
GROUP BY o.rowid;

-- Completeness of the latest monthly report of each month (guideline 3.2.2, six parts).
CREATE OR REPLACE TEMP TABLE content AS
WITH latest AS (
    SELECT *
    FROM core.monthly_report
    WHERE NOT is_parked AND content_reported AND received_on <= known_by() AND submitted_on <= as_of()
    QUALIFY row_number() OVER (
        PARTITION BY partnership_id, period ORDER BY submitted_on DESC, received_at DESC, file_sha256 DESC
    ) = 1
),
closed AS (
    SELECT a.partnership_id, a.advice_id, min(a.submitted_on) AS closed_on
    FROM core.advice_answer AS a
    INNER JOIN given AS g ON g.partnership_id = a.partnership_id AND g.advice_id = a.advice_id
    WHERE a.received_on <= known_by()
        AND (
            a.action_share >= 1
            OR (a.action_share IS NULL AND a.done_on IS NOT NULL)
            OR (a.agreed = FALSE AND a.reason IS NOT NULL)
            OR (a.agreed AND g.action IS NULL)
        )
    GROUP BY a.partnership_id, a.advice_id
),
with_open_advice AS (
    SELECT DISTINCT r.partnership_id, r.period
    FROM latest AS r
    INNER JOIN given AS g ON g.partnership_id = r.partnership_id
    LEFT JOIN closed AS c ON c.partnership_id = g.partnership_id AND c.advice_id = g.advice_id
    WHERE r.advice_actions = 'nihil'
        AND g.given_on <= last_day(CAST(r.period || '-01' AS DATE))
        AND (c.closed_on IS NULL OR c.closed_on >= r.submitted_on)
)
SELECT
    m.obligation_no,
    (
        CAST(r.progress_data = 'filled' AS INTEGER)
        + CAST(r.activities = 'filled' AS INTEGER)
        + CAST(r.advice_actions = 'filled' OR (r.advice_actions = 'nihil' AND o.period IS NULL) AS INTEGER)
        + CAST(r.findings IN ('filled', 'nihil') AS INTEGER)
        + CAST(r.obstacles IN ('filled', 'nihil') AS INTEGER)
        + CAST(r.requests IN ('filled', 'nihil') AS INTEGER)
    ) / 6 AS credit_content
FROM latest AS r
INNER JOIN monthly_owed AS m ON m.partnership_id = r.partnership_id AND m.period = r.period AND m.role = 'mentee'
LEFT JOIN with_open_advice AS o ON o.partnership_id = r.partnership_id AND o.period = r.period;

-- The status of each obligation and what it gives, by credit: in the value, in the interval of what is not known
-- (high), and at the close (final). judged_due_on is the date it is measured by: moved by a prevention, open while
-- the partnership rests. state is the status before a waiver. Refused advice acted on after all is more than was
-- owed, and so is fulfilled.
CREATE OR REPLACE TEMP TABLE judged AS
WITH dated AS (
    SELECT
        o.rowid AS obligation_no,
        o.partnership_no,
        o.kind_no,
        o.withdrawn,
        k.kind = 'advice_action' AS is_action,
        covering.obligation_id IS NOT NULL AS is_covered,
        d.delivered_share,
        d.full_on,
        coalesce(d.is_claimed, FALSE) AS is_claimed,
        d.weighed_share,
        d.claimed_share,
        d.claimed_on,
        d.claimed_for_some_day,
        d.evidence_level,
        coalesce(r.waived, FALSE) AS waived,
        r.new_due_on IS NOT NULL AS prevented,
        l.ended_on,
        l.is_case,
        CASE
            WHEN o.due_on >= l.on_hold_since THEN NULL
            WHEN r.new_due_on = DATE '9999-12-31' THEN NULL
            ELSE coalesce(r.new_due_on, o.due_on)
        END AS judged_due_on,
        CASE WHEN k.awaits_report AND t.is_missing AND NOT l.is_case THEN t.obligation_id END AS awaited_report,
        (NOT k.is_document AND coalesce(t.is_still_to_come, FALSE)) OR coalesce(o.occasion_to_come, FALSE)
            AS may_be_in_time_yet
    FROM owed AS o
    INNER JOIN kind_owed AS k USING (kind_no)
    INNER JOIN (
        SELECT l.partnership_no, l.ended_on, l.is_case, l.on_hold_since, f.month_start AS first_report_month
        FROM life AS l
        LEFT JOIN first_report AS f USING (partnership_no)
    ) AS l ON l.partnership_no = o.partnership_no
    LEFT JOIN delivered AS d ON d.obligation_no = o.rowid
    LEFT JOIN relieved AS r ON r.obligation_no = o.rowid
    LEFT JOIN covering ON covering.obligation_id = o.covered_by
    LEFT JOIN report_of_month AS t
        ON t.partnership_no = o.partnership_no
        AND t.month_start = CASE
            WHEN k.may_be_told_of THEN greatest(
                CAST(date_trunc('month', coalesce(nullif(r.new_due_on, DATE '9999-12-31'), o.due_on)) AS DATE),
                l.first_report_month
            )
        END
),
stated AS (
    SELECT
        * EXCLUDE (is_action, is_claimed, prevented, ended_on),
        CASE
            WHEN is_covered THEN 'not_applicable'
            WHEN withdrawn AND is_action AND delivered_share > 0 THEN 'fulfilled_on_time'
            WHEN withdrawn THEN 'withdrawn'
            WHEN ended_on IS NOT NULL
                AND coalesce(judged_due_on > ended_on, TRUE)
                AND coalesce(full_on > judged_due_on, full_on IS NULL) THEN 'lapsed'
            WHEN full_on <= coalesce(judged_due_on, full_on) THEN 'fulfilled_on_time'
            WHEN full_on IS NOT NULL THEN 'fulfilled_late'
            WHEN prevented AND coalesce(judged_due_on > as_of(), TRUE) THEN 'prevented'
            WHEN judged_due_on IS NULL OR judged_due_on > as_of() THEN 'not_due'
            WHEN awaited_report IS NOT NULL OR is_case THEN 'unknown'
            WHEN delivered_share > 0 THEN 'partly_fulfilled'
            WHEN is_claimed THEN 'doubtful'
            ELSE 'overdue'
        END AS state
    FROM dated
),
told_late AS (
    SELECT *, state = 'fulfilled_late' AND (awaited_report IS NOT NULL OR is_case) AS day_unknown
    FROM stated
)
SELECT
    * EXCLUDE (delivered_share, weighed_share, claimed_share, claimed_on, claimed_for_some_day, may_be_in_time_yet),
    state IN ('fulfilled_on_time', 'fulfilled_late', 'partly_fulfilled', 'overdue', 'doubtful') AS state_counts,
    state NOT IN ('not_applicable', 'withdrawn', 'lapsed') AS state_stays,
    CAST(CASE
        WHEN state LIKE 'fulfilled%' THEN least(weighed_share / delivered_share, 1)
        WHEN state IN ('partly_fulfilled', 'doubtful') THEN coalesce(weighed_share, 0)
        ELSE 0
    END AS DECIMAL(9, 6)) AS delivered_credit,
    CAST(CASE
        WHEN state LIKE 'fulfilled%' THEN least(weighed_share / delivered_share, 1)
        WHEN state IN ('unknown', 'doubtful') THEN 1
        WHEN state = 'partly_fulfilled' THEN greatest(weighed_share, coalesce(claimed_share, 0))
        ELSE 0
    END AS DECIMAL(9, 6)) AS delivered_high,
    CAST(CASE
        WHEN state LIKE 'fulfilled%' THEN least(weighed_share / delivered_share, 1)
        ELSE coalesce(weighed_share, 0)
    END AS DECIMAL(9, 6)) AS delivered_final_low,
    state = 'fulfilled_on_time' AS is_on_time,
    state IN ('fulfilled_on_time', 'unknown')
        OR day_unknown
        OR claimed_for_some_day
        OR claimed_on <= judged_due_on AS may_be_on_time,
    state IN ('fulfilled_on_time', 'unknown', 'not_due', 'prevented')
        OR (state IN ('overdue', 'partly_fulfilled', 'doubtful') AND may_be_in_time_yet)
        OR day_unknown
        OR claimed_for_some_day
        OR claimed_on <= judged_due_on AS may_end_on_time
FROM told_late;

DROP TABLE delivered;
