-- What is owed: one row per obligation, from the work plan, the clauses, the blueprint's duties and the dialogue.
-- Nothing here depends on whether it was fulfilled, but for the day a visit was held, which can only make
-- its report and its advice due later. Evidence is tied here to what it speaks to.

-- One row per row of a work plan that is in force; a quota is one row here and one obligation per time and period below.
CREATE OR REPLACE TEMP TABLE plan_row AS
WITH placed AS (
    SELECT
        concat_ws('/', i.partnership_id, i.role, i.kind, i.item_no) AS item_id,
        i.partnership_id,
        i.item_no,
        i.role,
        i.kind,
        i.title,
        d.due_on,
        i.stated_in AS clause,
        i.added_in_revision AS revision,
        CASE
            WHEN i.added_in_revision > 0 THEN added.signed_on
            WHEN i.kind = 'diagnostic_visit' THEN coalesce(l.loi_on, l.plan_from)
            ELSE l.plan_from
        END AS in_force_from,
        dropped.signed_on AS dropped_on,
        i.replaced_by,
        CASE WHEN contains(i.joint_id, '/') THEN i.joint_id ELSE i.partnership_id || '/' || i.joint_id END AS joint_id,
        CASE WHEN contains(i.joint_id, '/') THEN i.joint_id END AS global_joint,
        i.quota_min,
        i.quota_period,
        i.quota_from,
        i.quota_to,
        i.source_file,
        i.source_sheet,
        i.source_cell,
        i.file_sha256
    FROM core.plan_item AS i
    INNER JOIN life AS l USING (partnership_id)
    LEFT JOIN plan_due AS d ON d.partnership_id = i.partnership_id AND d.item_no = i.item_no AND d.role = i.role
    LEFT JOIN signed AS added
        ON added.partnership_id = i.partnership_id
        AND added.kind = 'work_plan_revision'
        AND added.revision = i.added_in_revision
    LEFT JOIN signed AS dropped
        ON dropped.partnership_id = i.partnership_id
        AND dropped.kind = 'work_plan_revision'
        AND dropped.revision = i.withdrawn_in_revision
)
SELECT * FROM placed WHERE in_force_from IS NOT NULL;

-- One row per time that a quota owes: the minimum in each period of its days, by the period's last day. A period only
-- partly inside owes its part, rounded down. Without a last day a quota runs to the pilot's end, else to the period of
-- as_of; what a revision adds counts from its signature.
CREATE OR REPLACE TEMP TABLE quota_slot AS
WITH quota AS (
    SELECT
        q.item_id,
        q.quota_min,
        q.quota_period,
        CASE q.quota_period WHEN 'year' THEN 12 WHEN 'quarter' THEN 3 ELSE 1 END AS months,
        q.in_force_from AS signed_on,
        q.revision,
        CASE WHEN q.revision > 0 THEN greatest(q.quota_from, q.in_force_from) ELSE coalesce(q.quota_from, q.in_force_from) END
            AS first_day,
        coalesce(q.quota_to, q.due_on) AS last_day
    FROM plan_row AS q
    WHERE q.quota_min IS NOT NULL
),
reach AS (
    SELECT
        *,
        (year(first_day) * 12 + month(first_day) - 1) // months AS first_period,
        (year(coalesce(last_day, as_of())) * 12 + month(coalesce(last_day, as_of())) - 1) // months AS last_period
    FROM quota
),
period AS (
    SELECT
        * EXCLUDE (first_period, last_period),
        unnest(generate_series(first_period, last_period)) AS number
    FROM reach
),
dated AS (
    SELECT
        *,
        make_date((number * months) // 12, (number * months) % 12 + 1, 1) AS period_start,
        CAST(make_date((number * months) // 12, (number * months) % 12 + 1, 1) + to_months(months) - INTERVAL 1 DAY AS DATE)
            AS period_end
    FROM period
),
measured AS (
    SELECT
        *,
        least(period_end, last_day) - greatest(period_start, first_day) + 1 AS days_inside,
        period_end - period_start + 1 AS days,
        CASE quota_period
            WHEN 'year' THEN strftime(period_start, '%Y')
            WHEN 'quarter' THEN strftime(period_start, '%Y') || '-Q' || quarter(period_start)
            ELSE strftime(period_start, '%Y-%m')
        END AS period
    FROM dated
),
owing AS (
    SELECT
        *,
        CASE
            WHEN days_inside >= days THEN quota_min
            -- In whole numbers: the share has at most six decimals, and a quotient of doubles could fall below its whole.
            ELSE CAST(quota_min * CAST(rule_value('quota.partial_period') * 1000000 AS BIGINT) * days_inside
                // (days * 1000000) AS INTEGER)
        END AS times
    FROM measured
)
SELECT
    item_id,
    item_id || '/' || period || '-' || place AS obligation_id,
    period,
    place,
    period_start,
    period_end,
    CASE
        WHEN revision > 0 THEN greatest(period_end, signed_on + CAST(rule_value('days.revision_lead') AS INTEGER))
        ELSE period_end
    END AS due_on
FROM (SELECT *, unnest(generate_series(1, times)) AS place FROM owing);

-- What takes the place of an item: for the same role where it can, else for another.
CREATE OR REPLACE TEMP TABLE successor AS
SELECT r.partnership_id, r.item_no, r.role, n.item_id
FROM plan_row AS r
INNER JOIN plan_row AS n ON n.partnership_id = r.partnership_id AND n.item_no = r.replaced_by
WHERE r.replaced_by IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY r.partnership_id, r.item_no, r.role ORDER BY n.role <> r.role, n.role, n.kind
) = 1;

-- Rows of the work plan. What fell due before a revision that drops it stays owed.
CREATE OR REPLACE TEMP VIEW owed_by_plan AS
WITH each_row AS (
    SELECT item_id AS obligation_id, CAST(NULL AS VARCHAR) AS period, *
    FROM plan_row
    WHERE quota_min IS NULL
    UNION ALL BY NAME
    SELECT q.obligation_id, q.period, r.* REPLACE (q.due_on AS due_on, r.title || ' ' || q.period || '-' || q.place AS title)
    FROM plan_row AS r
    INNER JOIN quota_slot AS q USING (item_id)
)
SELECT
    o.obligation_id, o.partnership_id, o.item_no, o.role, o.kind, o.title, o.period, o.due_on,
    'work_plan' AS origin_kind, 'agreement' AS basis, o.clause, o.revision, o.in_force_from, o.dropped_on,
    coalesce(o.due_on >= o.dropped_on, o.dropped_on IS NOT NULL) AS withdrawn,
    n.item_id AS replaced_by, o.joint_id,
    o.source_file, o.source_sheet, o.source_cell, o.file_sha256
FROM each_row AS o
LEFT JOIN successor AS n ON n.partnership_id = o.partnership_id AND n.item_no = o.item_no AND n.role = o.role;

-- Clauses of the agreements that open and found the partnership, whatever its kind of programme calls them.
CREATE OR REPLACE TEMP VIEW owed_by_clause AS
WITH agreed AS (
    SELECT
        c.*,
        CASE c.agreement_kind
            WHEN 'letter_of_intent' THEN 'LoI'
            WHEN 'memorandum_of_understanding' THEN 'MoU'
            WHEN 'extension_agreement' THEN 'extension'
            ELSE 'MoA'
        END AS short_name,
        CASE c.agreement_kind
            WHEN b.opening THEN l.loi_on
            WHEN 'letter_of_intent' THEN l.loi_on
            WHEN 'extension_agreement' THEN x.signed_on
            ELSE l.moa_on
        END AS signed_on
    FROM core.clause AS c
    INNER JOIN life AS l USING (partnership_id)
    INNER JOIN reference.blueprint AS b ON b.programme_kind = l.programme_kind
    LEFT JOIN (
        SELECT partnership_id, min(signed_on) AS signed_on FROM signed WHERE kind = 'extension_agreement' GROUP BY ALL
    ) AS x USING (partnership_id)
)
SELECT
    c.partnership_id || '/' || c.role || '/clause/' || lower(c.short_name) || '-' || c.clause_no AS obligation_id,
    c.partnership_id,
    c.role,
    'clause' AS kind,
    c.title AS title,
    coalesce(c.due_on, e.due_on) AS due_on,
    'clause' AS origin_kind,
    'agreement' AS basis,
    concat_ws('; ', c.short_name || ' ' || c.clause_no, c.stated_in) AS clause,
    0 AS revision,
    c.signed_on AS in_force_from,
    FALSE AS withdrawn,
    c.covered_by,
    c.source_file,
    c.source_sheet,
    c.source_cell,
    c.file_sha256
FROM agreed AS c
LEFT JOIN due_after_pilot AS e ON e.partnership_id = c.partnership_id AND e.days = 0
WHERE c.signed_on IS NOT NULL;

-- One row per partnership and duty of its blueprint that exists by as_of; its source is the agreement from which it
-- runs: the founding one for what hangs on the pilot, else the one from which it exists, else the partnership's own row.
CREATE OR REPLACE TEMP TABLE duty_owed AS
WITH duties AS (
    SELECT
        l.partnership_id,
        d.duty,
        d.role,
        d.criterion,
        d.title_en,
        d.title_id,
        d.trigger_kind,
        d.basis,
        d.clause,
        l.moa_on,
        CASE
            WHEN d.trigger_kind IN ('pilot_month', 'visit', 'request', 'advice') THEN d.trigger_kind
            WHEN y.kind IS NOT NULL THEN 'activity'
            ELSE 'once'
        END AS clock,
        CASE d.exists_from
            WHEN 'letter_of_request' THEN l.request_on
            WHEN b.opening THEN coalesce(l.loi_on, l.moa_on)
            WHEN b.founding THEN l.moa_on
            WHEN 'beginning' THEN coalesce(l.started_on, l.plan_from)
        END AS exists_on,
        CASE
            WHEN d.exists_from = 'letter_of_request' THEN 'letter_of_request'
            WHEN l.loi_on IS NULL OR (d.trigger_kind LIKE 'pilot%' AND l.moa_on IS NOT NULL) THEN b.founding
            ELSE d.exists_from
        END AS runs_from,
        CAST(t.value AS INTEGER) AS days_after_trigger,
        CAST(s.value AS INTEGER) AS days_after_start
    FROM life AS l
    INNER JOIN reference.blueprint AS b ON b.programme_kind = l.programme_kind
    INNER JOIN reference.blueprint_duty AS d ON d.programme_kind = l.programme_kind
    LEFT JOIN (SELECT DISTINCT programme_kind, kind FROM reference.blueprint_activity) AS y
        ON y.programme_kind = d.programme_kind AND y.kind = d.trigger_kind
    LEFT JOIN reference.rule AS t ON t.rule_code = d.days_after_trigger
    LEFT JOIN reference.rule AS s ON s.rule_code = d.days_after_start
    WHERE l.mentor_id IS NOT NULL OR (d.role <> 'mentor' AND d.duty <> 'confirmation_letter')
)
SELECT
    d.* EXCLUDE (runs_from),
    g.signed_on AS agreement_on,
    CASE WHEN a.kind IS NULL THEN p.file_sha256 ELSE a.file_sha256 END AS file_sha256,
    CASE WHEN a.kind IS NULL THEN p.source_file ELSE a.source_file END AS source_file,
    CASE WHEN a.kind IS NULL THEN p.source_sheet ELSE a.source_sheet END AS source_sheet,
    CASE WHEN a.kind IS NULL THEN p.source_cell ELSE a.source_cell END AS source_cell
FROM duties AS d
INNER JOIN core.partnership AS p USING (partnership_id)
LEFT JOIN signed AS a ON a.partnership_id = d.partnership_id AND a.kind = d.runs_from AND a.revision = 0
LEFT JOIN (
    SELECT partnership_id, kind, min(signed_on) AS signed_on FROM signed GROUP BY partnership_id, kind
) AS g ON g.partnership_id = d.partnership_id AND g.kind = d.trigger_kind
WHERE d.exists_on IS NOT NULL;

-- Documents, besides those of the indicators: whatever a blueprint lays down as a report.
INSERT INTO document_kind
SELECT DISTINCT duty FROM reference.blueprint_duty WHERE criterion = 'reports' AND duty NOT IN (SELECT kind FROM document_kind);

-- Reports of the months of the pilot.
CREATE OR REPLACE TEMP VIEW owed_by_month AS
SELECT
    d.partnership_id || '/mentee/monthly_report/' || m.period AS obligation_id,
    d.partnership_id,
    d.role,
    d.duty AS kind,
    d.title_id || ' ' || [
        'Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November',
        'Desember'
    ][month(m.month_start)] || ' ' || year(m.month_start) AS title,
    d.title_en || strftime(m.month_start, ' %B %Y') AS title_en,
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
WHERE d.clock = 'pilot_month';

-- Duties owed once; whose plan names a SOP owes that one.
CREATE OR REPLACE TEMP VIEW owed_once AS
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
        ELSE d.agreement_on + d.days_after_trigger
    END AS due_on,
    'blueprint' AS origin_kind,
    d.basis,
    d.clause,
    d.criterion AS duty_criterion,
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
    SELECT DISTINCT partnership_id, kind FROM owed_by_plan WHERE kind = 'sop' AND role = 'mentee'
) AS s
    ON s.partnership_id = d.partnership_id AND s.kind = split_part(d.duty, '_', 1)
WHERE d.clock = 'once';

-- The rows owed of activities on which a duty hangs. occasion_key: which of them, without the role that owes it.
CREATE OR REPLACE TEMP VIEW occasion_owed AS
SELECT
    p.*,
    r.global_joint,
    substr(p.obligation_id, length(concat_ws('/', p.partnership_id, p.role, p.kind)) + 2) AS occasion_key
FROM owed_by_plan AS p
LEFT JOIN plan_row AS r
    ON r.partnership_id = p.partnership_id AND r.item_no = p.item_no AND r.role = p.role AND r.global_joint IS NOT NULL
SEMI JOIN (
    SELECT trigger_kind AS kind FROM reference.blueprint_duty
    UNION ALL
    SELECT kind FROM visit_with_advice
) AS k ON k.kind = p.kind;

-- One row per planned activity on which a duty hangs, whoever's row states it: a visit, a training, one time of a quota.
CREATE OR REPLACE TEMP TABLE occasion AS
SELECT
    partnership_id,
    kind,
    occasion_key,
    any_value(item_no) AS item_no,
    bool_or(role = 'mentor') AS owed_by_mentor,
    arg_min(title, role) AS title,
    arg_max(file_sha256, role) AS file_sha256,
    arg_max(source_file, role) AS source_file,
    arg_max(source_sheet, role) AS source_sheet,
    arg_max(source_cell, role) AS source_cell,
    min(in_force_from) AS in_force_from,
    max(revision) AS revision,
    max(due_on) AS planned_on,
    arg_min(joint_id, role) AS joint_id,
    arg_min(global_joint, role) AS global_joint,
    CASE WHEN bool_and(withdrawn) THEN max(dropped_on) END AS dropped_on
FROM occasion_owed
GROUP BY partnership_id, kind, occasion_key;

-- One row per duty that hangs on an activity: one for each that is planned, and where none is, one counted from the day
-- it was held, else from the agreement.
CREATE OR REPLACE TEMP TABLE duty_after AS
WITH cause AS (
    SELECT * EXCLUDE (file_sha256, source_file, source_sheet, source_cell) FROM duty_owed
),
planned AS (
    SELECT d.*, v.* EXCLUDE (partnership_id, kind, owed_by_mentor), v.kind AS occasion_kind
    FROM cause AS d
    INNER JOIN occasion AS v ON v.partnership_id = d.partnership_id AND v.kind = d.trigger_kind
    UNION ALL
    SELECT d.*, v.* EXCLUDE (partnership_id, kind, owed_by_mentor), v.kind AS occasion_kind
    FROM cause AS d
    INNER JOIN occasion AS v ON v.partnership_id = d.partnership_id
    SEMI JOIN visit_with_advice AS k ON k.kind = v.kind
    WHERE d.clock = 'visit' AND v.owed_by_mentor
),
told AS (
    SELECT partnership_id, kind, max(held_on) AS held_on
    FROM core.activity
    WHERE held_on <= as_of() AND received_on <= known_by()
    GROUP BY partnership_id, kind
),
unplanned AS (
    SELECT d.*, d.trigger_kind AS occasion_key,
        coalesce(t.held_on + d.days_after_trigger, d.exists_on + d.days_after_start) AS fixed_due_on
    FROM duty_owed AS d
    ANTI JOIN occasion AS v ON v.partnership_id = d.partnership_id AND v.kind = d.trigger_kind
    LEFT JOIN told AS t ON t.partnership_id = d.partnership_id AND t.kind = d.trigger_kind
    WHERE d.clock = 'activity' AND d.days_after_start IS NOT NULL
)
SELECT concat_ws('/', partnership_id, role, duty, occasion_key) AS obligation_id, * FROM planned
UNION ALL BY NAME
SELECT concat_ws('/', partnership_id, role, duty, occasion_key) AS obligation_id, * FROM unplanned;

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

-- Advice given to several partnerships at once is given to each; request and visit are those of the first.
CREATE OR REPLACE TEMP TABLE given AS
WITH known AS (
    SELECT * FROM core.advice WHERE given_on <= as_of() AND received_on <= known_by()
),
told_to AS (
    SELECT * FROM known
    UNION ALL BY NAME
    SELECT * EXCLUDE (request_id, visit_item_no, also_serves)
        REPLACE (unnest(list_distinct(string_split_regex(trim(also_serves), '\s*,\s*'))) AS partnership_id)
    FROM known
    WHERE also_serves IS NOT NULL
),
keyed AS (
    SELECT
        *,
        replace(replace(advice_id, partnership_id || '/advice/', ''), '/', '-') AS advice_key,
        CAST(date_trunc('month', given_on) AS DATE) AS given_month
    FROM told_to
)
SELECT *
FROM keyed
QUALIFY row_number() OVER (
    PARTITION BY partnership_id, advice_key ORDER BY given_on, received_on, advice_id, source_file, source_cell
) = 1;

-- The level of what a party says of an obligation: of its own a claim, of the counterpart's a confirmation, by the
-- facilitator a verification; no more than recorded where nobody is named.
CREATE OR REPLACE TEMP MACRO attested_level(told_by, role, person) AS CASE
    WHEN coalesce(told_by, role) = role THEN 0
    WHEN person IS NULL THEN 1
    WHEN told_by = 'facilitator' THEN 4
    WHEN told_by IN ('mentor', 'mentee') THEN 3
    ELSE 1
END;

-- Whatever speaks to an obligation and is known by now. Advice of a visit is evidence of it. What a self-assessment
-- objects, that it was done or prevented, is evidence of level 0: it opens the interval upward and gives no credit. The
-- word of another party that names its person confirms or verifies. What names one time of a quota speaks to the quota,
-- in the period it names.
CREATE OR REPLACE TEMP VIEW known_evidence AS
WITH told AS (
    SELECT
        evidence_id, obligation_id, occurred_on, submitted_on, received_on,
        coalesce(
            delivered_share, CASE WHEN told_in_period IS NULL OR occurred_on IS NOT NULL THEN 1 END
        ) AS delivered_share,
        coalesce(delivered_share, 1) >= 1 AS is_held, evidence_level, disputed, FALSE AS day_untold, channel, note,
        also_serves, file_sha256, source_file, source_sheet, source_cell
    FROM core.evidence
    UNION ALL BY NAME
    SELECT
        advice_id AS evidence_id, concat_ws('/', partnership_id, 'mentor/visit_advice', visit_item_no) AS obligation_id,
        given_on AS occurred_on, given_on AS submitted_on, received_on, 1.0 AS delivered_share,
        TRUE AS is_held, 1 AS evidence_level, FALSE AS disputed, FALSE AS day_untold, channel, words AS note, also_serves,
        file_sha256, source_file, source_sheet, source_cell
    FROM given
    WHERE visit_item_no IS NOT NULL
    UNION ALL BY NAME
    SELECT
        concat_ws('/', obligation_id, 'claim', nullif(told_by, role), assessed_on) AS evidence_id, obligation_id,
        CASE WHEN answer = 'done' THEN occurred_on END AS occurred_on,
        coalesce(CASE WHEN answer = 'done' THEN occurred_on END, assessed_on) AS submitted_on, received_on,
        CASE WHEN answer = 'done' THEN 1.0 END AS delivered_share, answer = 'done' AS is_held,
        CASE WHEN answer = 'done' THEN attested_level(told_by, role, person) ELSE 0 END AS evidence_level,
        FALSE AS disputed, answer = 'prevented' OR occurred_on IS NULL AS day_untold, 'self_assessment' AS channel,
        CASE answer WHEN 'done' THEN proof ELSE prevented_by END AS note,
        file_sha256, source_file, source_sheet, source_cell
    FROM core.assessment_claim
    WHERE answer IN ('done', 'prevented') AND is_in_force
        AND starts_with(obligation_id, concat_ws('/', partnership_id, role, ''))
)
SELECT t.* EXCLUDE (obligation_id), coalesce(q.item_id, t.obligation_id) AS address, q.period_start AS named_period
FROM (
    SELECT *, coalesce(occurred_on, submitted_on, received_on) AS day FROM told WHERE received_on <= known_by()
) AS t
LEFT JOIN quota_slot AS q ON q.obligation_id = t.obligation_id;

-- One row per piece of evidence and other partnership that it serves. It speaks there to the duty of the same role and
-- kind at the same joint event, else to the only one of that role and kind. Of a quota the same time is served, or the
-- item where the evidence names only that.
CREATE OR REPLACE TEMP TABLE served_evidence AS
WITH shared AS (
    SELECT *, unnest(list_distinct(string_split_regex(trim(also_serves), '\s*,\s*'))) AS other
    FROM known_evidence
    WHERE also_serves IS NOT NULL
),
concerned AS (
    SELECT other AS partnership_id FROM shared
    UNION
    SELECT split_part(address, '/', 1) FROM shared
),
after AS (
    SELECT *, nullif(replace(occasion_key, item_no || '/', ''), occasion_key) AS quota_time
    FROM duty_after
    SEMI JOIN concerned USING (partnership_id)
),
named AS (
    SELECT item_id AS address, partnership_id, role, kind, global_joint, FALSE AS is_of_any_time
    FROM plan_row
    SEMI JOIN concerned USING (partnership_id)
    UNION ALL
    SELECT obligation_id, partnership_id, role, duty, global_joint || coalesce('/' || quota_time, ''), FALSE
    FROM after
    UNION ALL
    SELECT DISTINCT concat_ws('/', partnership_id, role, duty, item_no), partnership_id, role, duty, global_joint, TRUE
    FROM after
    WHERE quota_time IS NOT NULL AND global_joint IS NOT NULL
    UNION ALL
    SELECT obligation_id, partnership_id, role, kind, NULL, FALSE
    FROM (SELECT * FROM owed_by_month UNION ALL BY NAME SELECT * FROM owed_once)
    SEMI JOIN concerned USING (partnership_id)
),
addressee AS (
    SELECT *, NOT is_of_any_time
        AND count(*) FILTER (NOT is_of_any_time) OVER (PARTITION BY partnership_id, role, kind) = 1 AS is_only_one
    FROM named
)
SELECT s.* EXCLUDE (other, address), there.address
FROM shared AS s
INNER JOIN addressee AS here ON here.address = s.address
INNER JOIN addressee AS there
    ON there.partnership_id = s.other
    AND there.partnership_id <> here.partnership_id
    AND there.role = here.role
    AND there.kind = here.kind
    AND CASE
        WHEN there.global_joint IS NOT NULL AND here.global_joint IS NOT NULL THEN there.global_joint = here.global_joint
        ELSE there.is_only_one
    END;

-- Every piece of evidence with what it speaks to. What names a quota counts in the period in which it happened, or that it
-- names: the n-th day on which something was done fills the n-th time owed, what is best proved first; more than is owed has no
-- obligation and delivers nothing more.
CREATE OR REPLACE TEMP TABLE evidence_told AS
WITH periods AS (
    SELECT item_id, period_start, any_value(period_end) AS period_end FROM quota_slot GROUP BY item_id, period_start
),
quota AS (
    SELECT item_id FROM plan_row WHERE quota_min IS NOT NULL
),
everything AS NOT MATERIALIZED (
    SELECT * FROM known_evidence
    UNION ALL BY NAME
    SELECT * FROM served_evidence
),
of_quota AS (
    SELECT e.*, p.period_start
    FROM everything AS e
    SEMI JOIN quota AS q ON q.item_id = e.address
    LEFT JOIN periods AS p
        ON p.item_id = e.address
        AND coalesce(e.named_period, e.day) BETWEEN p.period_start AND p.period_end
    WHERE e.day <= as_of()
),
day_done AS (
    SELECT
        address,
        period_start,
        day,
        row_number() OVER (
            PARTITION BY address, period_start
            ORDER BY
                max(delivered_share) FILTER (evidence_level > 0 AND NOT disputed) DESC NULLS LAST,
                max(delivered_share) DESC NULLS LAST,
                day
        ) AS place
    FROM of_quota
    GROUP BY address, period_start, day
)
SELECT e.* EXCLUDE (also_serves, named_period), e.address AS obligation_id
FROM everything AS e
ANTI JOIN quota AS q ON q.item_id = e.address
UNION ALL BY NAME
SELECT e.* EXCLUDE (also_serves, named_period, period_start), q.obligation_id
FROM of_quota AS e
INNER JOIN day_done AS d
    ON d.address = e.address AND d.period_start IS NOT DISTINCT FROM e.period_start AND d.day = e.day
LEFT JOIN quota_slot AS q ON q.item_id = d.address AND q.period_start = d.period_start AND q.place = d.place;

-- A report or advice that names an item of a quota belongs to the last time that it was held by then.
CREATE OR REPLACE TEMP TABLE told_of_quota AS
SELECT e.evidence_id, e.address, arg_max(a.obligation_id, v.day) AS obligation_id
FROM duty_after AS a
INNER JOIN plan_row AS r
    ON r.partnership_id = a.partnership_id AND r.item_no = a.item_no AND r.kind = a.occasion_kind
    AND r.quota_min IS NOT NULL
INNER JOIN evidence_told AS e ON e.address = concat_ws('/', a.partnership_id, a.role, a.duty, a.item_no)
INNER JOIN evidence_told AS v
    ON v.obligation_id = concat_ws('/', r.partnership_id, r.role, r.kind, a.occasion_key) AND v.day <= e.day
    AND v.evidence_level > 0 AND NOT v.disputed AND v.is_held
GROUP BY e.evidence_id, e.address;

UPDATE evidence_told AS e
SET obligation_id = q.obligation_id
FROM told_of_quota AS q
WHERE q.evidence_id = e.evidence_id AND q.address = e.address;

DROP TABLE told_of_quota;
DROP TABLE served_evidence;

-- Duties that hang on an activity are due from the later of the day planned and the last day on which it was held. One
-- that is still to be held (occasion_to_come) will move its due day, though it be past today.
CREATE OR REPLACE TEMP VIEW owed_after AS
WITH held AS (
    SELECT o.partnership_id, o.kind, o.occasion_key, max(e.day) AS held_on
    FROM occasion_owed AS o
    INNER JOIN evidence_told AS e USING (obligation_id)
    WHERE e.evidence_level > 0 AND NOT e.disputed AND e.is_held AND e.day <= as_of()
    GROUP BY o.partnership_id, o.kind, o.occasion_key
),
dated AS (
    SELECT
        a.*,
        coalesce(a.fixed_due_on, greatest(a.planned_on, h.held_on) + a.days_after_trigger) AS due_on,
        a.fixed_due_on IS NULL AND h.held_on IS NULL AS occasion_to_come
    FROM duty_after AS a
    LEFT JOIN held AS h
        ON h.partnership_id = a.partnership_id AND h.kind = a.occasion_kind AND h.occasion_key = a.occasion_key
)
SELECT
    obligation_id,
    partnership_id,
    item_no,
    role,
    duty AS kind,
    title_id || coalesce(': ' || title, '') AS title,
    title_en || coalesce(': ' || title, '') AS title_en,
    due_on,
    'blueprint' AS origin_kind,
    basis,
    clause,
    criterion AS duty_criterion,
    occasion_to_come,
    coalesce(revision, 0) AS revision,
    coalesce(in_force_from, exists_on) AS in_force_from,
    dropped_on,
    coalesce(due_on >= dropped_on, dropped_on IS NOT NULL) AS withdrawn,
    joint_id,
    source_file,
    source_sheet,
    source_cell,
    file_sha256
FROM dated;

-- The mentee's refusal with its reason; it stands, and who changes their mind is given the advice anew. It frees from
-- the action if it comes before word or action was due: later, silence has already agreed.
CREATE OR REPLACE TEMP TABLE refusal AS
SELECT advice_id, partnership_id, min(submitted_on) AS declined_on
FROM core.advice_answer
WHERE agreed = FALSE AND reason IS NOT NULL AND submitted_on <= as_of() AND received_on <= known_by()
GROUP BY advice_id, partnership_id;

-- Answers to requests, and what the mentee owes on advice: word and action.
CREATE OR REPLACE TEMP VIEW owed_in_dialogue AS
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
    SELECT partnership_id, month_start, due_on FROM owed_by_month WHERE NOT withdrawn
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
        coalesce(g.next_report_due_on, g.given_on + CAST(rule_value('days.silence_means_agreed') AS INTEGER))
            AS word_due_on,
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
SELECT
    * EXCLUDE (word_due_on), 'dialogue' AS origin_kind, 0 AS revision,
    coalesce(dropped_on <= greatest(due_on, word_due_on), FALSE) AS withdrawn
FROM words_and_actions;

-- One row per kind of obligation that may be owed: where it counts, and whether a monthly report tells of it. An
-- indicator may count what a plan lays down, or a duty of its criterion, whatever its kind ('*'). counted_no: what an
-- indicator counts as one kind, whatever laid it down.
CREATE OR REPLACE TEMP TABLE kind_owed AS
WITH every_kind AS (
    SELECT role, kind, 'work_plan' AS origin_kind, CAST(NULL AS VARCHAR) AS duty_criterion FROM plan_row
    UNION
    SELECT role, 'clause' AS kind, 'clause' AS origin_kind, NULL FROM core.clause
    UNION
    SELECT role, duty AS kind, unnest(['blueprint', 'dialogue']) AS origin_kind, NULL FROM reference.blueprint_duty
    UNION
    SELECT role, duty AS kind, 'blueprint' AS origin_kind, criterion FROM reference.blueprint_duty
)
SELECT
    CAST(row_number() OVER () AS INTEGER) AS kind_no,
    o.*,
    coalesce(c.indicator_code, other.indicator_code) AS indicator_code,
    coalesce(c.criterion, other.criterion) AS criterion,
    dense_rank() OVER (ORDER BY coalesce(c.indicator_code, other.indicator_code), o.kind) AS counted_no,
    o.origin_kind IN ('work_plan', 'dialogue') AS may_be_told_of,
    o.kind IN (SELECT kind FROM document_kind) AS is_document,
    o.role = 'mentor' AND o.origin_kind = 'work_plan' AND o.kind IN (SELECT kind FROM told_by_report) AS awaits_report
FROM every_kind AS o
LEFT JOIN counting AS c ON c.role = o.role AND c.kind = o.kind
LEFT JOIN counting AS other
    ON other.role = o.role
    AND other.kind = CASE WHEN o.origin_kind = 'work_plan' THEN '*' ELSE '*' || o.duty_criterion END;

-- All that is owed. From here to what is published an obligation, its partnership and its kind go by their numbers.
CREATE OR REPLACE TEMP TABLE owed AS
SELECT o.* EXCLUDE (partnership_id, role, kind, origin_kind, duty_criterion), l.partnership_no, k.kind_no
FROM (
    SELECT * FROM owed_by_plan
    UNION ALL BY NAME
    SELECT * FROM owed_by_clause
    UNION ALL BY NAME
    SELECT * EXCLUDE (month_start) FROM owed_by_month
    UNION ALL BY NAME
    SELECT * FROM owed_once
    UNION ALL BY NAME
    SELECT * FROM owed_after
    UNION ALL BY NAME
    SELECT * FROM owed_in_dialogue
) AS o
INNER JOIN life AS l ON l.partnership_id = o.partnership_id
INNER JOIN kind_owed AS k
    ON k.role = o.role
    AND k.kind = o.kind
    AND k.origin_kind = o.origin_kind
    AND k.duty_criterion IS NOT DISTINCT FROM o.duty_criterion;

-- Reliefs decided by as_of. What hangs on an activity that was waived for all who owed it is waived with it.
CREATE OR REPLACE TEMP TABLE relief_in_force AS
WITH decided AS (
    SELECT obligation_id, partnership_id, kind, decided_by, decided_on, reason, new_due_on, source_file, source_cell
    FROM core.relief
    WHERE decided_on <= as_of()
),
waiver AS (
    SELECT obligation_id, partnership_id, arg_max(d, (d.decided_on, d.source_file, d.source_cell)) AS relief
    FROM decided AS d
    WHERE kind = 'waived'
    GROUP BY obligation_id, partnership_id
),
spared AS (
    SELECT o.partnership_id, o.kind, o.occasion_key,
        arg_max(w.relief, (w.relief.decided_on, w.relief.source_file, w.relief.source_cell)) AS relief
    FROM occasion_owed AS o
    SEMI JOIN waiver AS any_waiver ON any_waiver.partnership_id = o.partnership_id
    LEFT JOIN waiver AS w USING (obligation_id)
    WHERE NOT o.withdrawn
    GROUP BY o.partnership_id, o.kind, o.occasion_key
    HAVING bool_and(w.obligation_id IS NOT NULL)
)
SELECT * FROM decided
UNION ALL BY NAME
SELECT
    a.obligation_id, a.partnership_id, s.relief.kind, s.relief.decided_by, s.relief.decided_on, s.relief.reason,
    s.relief.new_due_on, s.relief.source_file, s.relief.source_cell
FROM spared AS s
INNER JOIN duty_after AS a
    ON a.partnership_id = s.partnership_id AND a.occasion_kind = s.kind AND a.occasion_key = s.occasion_key;

DROP TABLE occasion;
DROP TABLE duty_after;

CREATE OR REPLACE TEMP TABLE monthly_owed AS
SELECT
    o.rowid AS obligation_no, o.obligation_id, l.partnership_id, o.partnership_no, k.role, o.period,
    CAST(o.period || '-01' AS DATE) AS month_start, o.due_on, o.withdrawn
FROM owed AS o
INNER JOIN life AS l USING (partnership_no)
INNER JOIN kind_owed AS k USING (kind_no)
WHERE k.origin_kind = 'blueprint' AND o.period IS NOT NULL;

-- The obligations that a clause only restates; a clause that names no known obligation is counted itself.
CREATE OR REPLACE TEMP TABLE covering AS
SELECT obligation_id
FROM owed
SEMI JOIN (SELECT covered_by AS obligation_id FROM owed WHERE covered_by <> obligation_id) AS named
    USING (obligation_id)
WHERE covered_by IS NULL;
