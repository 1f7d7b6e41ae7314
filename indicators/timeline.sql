-- The dates of each partnership as signed by as_of: what exists from when, the pilot and its months.

CREATE OR REPLACE TEMP TABLE signed AS
SELECT partnership_id, kind, revision, signed_on, pilot_end_on, file_sha256, source_file, source_sheet, source_cell
FROM core.agreement
WHERE signed_on <= as_of();

-- loi_on, moa_on and recommendation_on are the days of the opening, founding and closing agreement, whatever the kind of
-- programme calls them. A kind without pilot or founding agreement has begun (started_on) when anything tells so, and
-- what is planned there is in force (plan_from) from then, else from the earliest planned day. A case may tell of its
-- founding agreement without the day; then it runs, and since when is not known.
CREATE OR REPLACE TEMP TABLE life AS
WITH dates AS (
    SELECT
        s.partnership_id,
        min(s.signed_on) FILTER (s.kind = 'letter_of_request') AS request_on,
        min(s.signed_on) FILTER (s.kind = b.opening) AS loi_on,
        min(s.signed_on) FILTER (s.kind = 'work_plan') AS work_plan_on,
        min(s.signed_on) FILTER (s.kind = b.founding) AS moa_on,
        min(s.signed_on) FILTER (s.kind = b.closing) AS recommendation_on
    FROM signed AS s
    INNER JOIN core.partnership AS p USING (partnership_id)
    INNER JOIN reference.blueprint AS b ON b.programme_kind = p.programme_kind
    GROUP BY s.partnership_id
),
planned AS (
    SELECT
        partnership_id,
        min(coalesce(quota_from, due_on)) AS first_planned_on,
        max(coalesce(quota_to, due_on)) AS last_planned_on
    FROM core.plan_item
    GROUP BY partnership_id
),
held AS (
    SELECT partnership_id, min(held_on) AS first_held_on
    FROM core.activity
    WHERE held_on <= as_of() AND received_on <= known_by()
    GROUP BY partnership_id
),
started AS (
    SELECT
        p.partnership_id,
        p.programme_kind,
        p.origin = 'case' AS is_case,
        p.origin = 'case' AND EXISTS (
            SELECT 1 FROM core.agreement AS a
            WHERE a.partnership_id = p.partnership_id AND a.kind = b.founding AND a.signed_on IS NULL
        ) AS has_undated_founding,
        p.mentor_id,
        p.mentee_id,
        p.facilitator_id,
        p.supporting_partner_id,
        b.founding IS NOT NULL AS has_founding,
        b.has_pilot,
        d.request_on,
        d.loi_on,
        d.work_plan_on,
        d.moa_on,
        CASE WHEN b.founding IS NULL OR NOT b.has_pilot THEN coalesce(
            d.moa_on, d.work_plan_on, CASE WHEN p.begun_on <= as_of() THEN p.begun_on END, h.first_held_on
        ) END AS started_on,
        coalesce(
            d.work_plan_on,
            d.moa_on,
            CASE WHEN b.founding IS NULL OR NOT b.has_pilot THEN coalesce(p.begun_on, f.first_planned_on) END
        ) AS plan_from,
        f.last_planned_on,
        d.recommendation_on,
        CASE WHEN b.has_pilot AND coalesce(d.loi_on, d.moa_on, started_on) IS NOT NULL
            THEN coalesce(p.pilot_start_on, d.moa_on, started_on) END AS pilot_start_on,
        p.pilot_end_on,
        CASE WHEN p.ended_on <= as_of() THEN p.ended_on END AS ended_on,
        CASE WHEN p.on_hold_since <= as_of() THEN p.on_hold_since END AS on_hold_since
    FROM core.partnership AS p
    INNER JOIN reference.blueprint AS b ON b.programme_kind = p.programme_kind
    LEFT JOIN dates AS d USING (partnership_id)
    LEFT JOIN planned AS f USING (partnership_id)
    LEFT JOIN held AS h USING (partnership_id)
)
SELECT
    CAST(row_number() OVER (ORDER BY partnership_id) AS INTEGER) AS partnership_no,
    * EXCLUDE (pilot_end_on, has_undated_founding),
    has_undated_founding AND coalesce(plan_from <= as_of(), TRUE) AS is_founded_without_day,
    CAST(date_trunc('month', pilot_start_on) + to_months(CAST(
        day(pilot_start_on) > rule_value('pilot.first_month_cutoff_day') AS INTEGER)) AS DATE) AS first_pilot_month,
    CASE WHEN has_pilot THEN coalesce(
        pilot_end_on,
        CAST(pilot_start_on + to_months(CAST(rule_value('pilot.default_months') AS INTEGER)) - INTERVAL 1 DAY AS DATE)
    ) END AS first_pilot_end_on
FROM started;

-- One row per end of the pilot that was agreed, in order of signing; step 0 is the first.
CREATE OR REPLACE TEMP TABLE pilot_end AS
WITH steps AS (
    SELECT partnership_id, CAST(NULL AS DATE) AS signed_on, 0 AS revision, first_pilot_end_on AS pilot_end_on
    FROM life
    WHERE first_pilot_end_on IS NOT NULL
    UNION ALL
    SELECT partnership_id, signed_on, revision, pilot_end_on
    FROM signed
    WHERE kind IN ('addendum', 'work_plan_revision', 'extension_agreement') AND pilot_end_on IS NOT NULL
)
SELECT
    partnership_id,
    row_number() OVER in_order - 1 AS step,
    signed_on,
    pilot_end_on,
    lag(pilot_end_on) OVER in_order AS previous_end_on
FROM steps
WINDOW in_order AS (PARTITION BY partnership_id ORDER BY signed_on NULLS FIRST, revision, pilot_end_on);

-- One row per partnership and number of days after the pilot's end: the due date, which an addendum no longer moves
-- once it has passed.
CREATE OR REPLACE TEMP TABLE due_after_pilot AS
WITH offsets AS (
    SELECT DISTINCT CAST(r.value AS INTEGER) AS days
    FROM reference.blueprint_duty AS d
    INNER JOIN reference.rule AS r ON r.rule_code = d.days_after_trigger
    WHERE d.trigger_kind = 'pilot_end'
    UNION
    SELECT 0
),
moved AS (
    SELECT
        e.*,
        o.days,
        min(CASE WHEN e.previous_end_on + o.days < e.signed_on THEN e.step END)
            OVER (PARTITION BY e.partnership_id, o.days) AS passed_at_step
    FROM pilot_end AS e
    CROSS JOIN offsets AS o
)
SELECT
    partnership_id,
    days,
    max_by(
        CASE
            WHEN step = 0 THEN pilot_end_on + days
            ELSE greatest(
                pilot_end_on + days,
                least(previous_end_on + days, signed_on + CAST(rule_value('days.revision_lead') AS INTEGER))
            )
        END,
        step
    ) AS due_on
FROM moved
WHERE passed_at_step IS NULL OR step < passed_at_step
GROUP BY partnership_id, days;

-- One row per calendar day: the same day or the next working day.
CREATE OR REPLACE TEMP TABLE working_day AS
WITH span AS (
    SELECT min(pilot_start_on) AS first_day,
        (SELECT greatest(max(pilot_end_on), max(signed_on)) FROM pilot_end) + 120 AS last_day
    FROM life
),
days AS (
    SELECT unnest(generate_series(CAST(first_day AS TIMESTAMP), CAST(last_day AS TIMESTAMP), INTERVAL 1 DAY))::DATE AS day
    FROM span
)
SELECT
    d.day,
    min(CASE WHEN isodow(d.day) < 6 AND h.day IS NULL THEN d.day END)
        OVER (ORDER BY d.day ROWS BETWEEN CURRENT ROW AND 30 FOLLOWING) AS working_on
FROM days AS d
LEFT JOIN reference.holiday AS h ON h.day = d.day;

-- One row per month of the pilot that any agreed end covers.
CREATE OR REPLACE TEMP TABLE pilot_month AS
WITH reach AS (
    SELECT
        e.partnership_id,
        e.step,
        e.signed_on,
        max(e.step) OVER (PARTITION BY e.partnership_id) AS last_step,
        l.first_pilot_month,
        CAST(date_trunc('month', e.pilot_end_on) AS DATE) AS end_month,
        day(e.pilot_end_on) < rule_value('pilot.last_month_cutoff_day') AS ends_month_before
    FROM pilot_end AS e
    INNER JOIN life AS l USING (partnership_id)
    WHERE l.pilot_start_on IS NOT NULL
),
months AS (
    SELECT
        partnership_id,
        step,
        signed_on,
        last_step,
        unnest(generate_series(
            CAST(first_pilot_month AS TIMESTAMP),
            CAST(end_month AS TIMESTAMP) - to_months(CAST(ends_month_before AS INTEGER)),
            INTERVAL 1 MONTH
        ))::DATE AS month_start
    FROM reach
),
covered AS (
    SELECT
        partnership_id,
        month_start,
        last_step,
        min(step) AS first_covering,
        max(step) AS last_covering,
        CASE WHEN min(step) > 0 THEN min_by(signed_on, step) END AS added_on
    FROM months
    GROUP BY partnership_id, month_start, last_step
),
dated AS (
    SELECT
        c.*,
        w.working_on AS regular_due_on,
        dropped.signed_on AS dropped_on
    FROM covered AS c
    INNER JOIN working_day AS w
        ON w.day = CAST(c.month_start + INTERVAL 1 MONTH AS DATE) + CAST(rule_value('days.monthly_report') AS INTEGER) - 1
    LEFT JOIN pilot_end AS dropped
        ON dropped.partnership_id = c.partnership_id AND dropped.step = c.last_covering + 1
)
SELECT
    d.partnership_id,
    strftime(d.month_start, '%Y-%m') AS period,
    d.month_start,
    last_day(d.month_start) AS month_end,
    d.first_covering AS revision,
    d.added_on,
    w.working_on AS due_on,
    d.last_covering < d.last_step AND w.working_on >= d.dropped_on AS withdrawn,
    d.dropped_on
FROM dated AS d
INNER JOIN working_day AS w
    ON w.day = greatest(d.regular_due_on, d.added_on + CAST(rule_value('days.revision_lead') AS INTEGER));

-- One row per item of a work plan and role: the date it is due, after every move signed by as_of. What fell due before
-- a signature keeps its date; what is brought forward is due at the earliest the days of a revision after it.
CREATE OR REPLACE TEMP TABLE plan_due AS
WITH RECURSIVE first_date AS (
    SELECT
        i.partnership_id,
        i.item_no,
        i.role,
        e.due_on AS end_due_on,
        coalesce(CASE WHEN d.step IS NULL THEN i.due_on ELSE d.due_on END, e.due_on) AS stated_on,
        CASE WHEN stated_on IS NOT NULL
            THEN greatest(stated_on, added.signed_on + CAST(rule_value('days.revision_lead') AS INTEGER)) END AS due_on
    FROM core.plan_item AS i
    LEFT JOIN core.plan_date AS d
        ON d.partnership_id = i.partnership_id AND d.item_no = i.item_no AND d.role = i.role AND d.step = 0
    LEFT JOIN due_after_pilot AS e ON e.partnership_id = i.partnership_id AND e.days = 0
    LEFT JOIN signed AS added
        ON added.partnership_id = i.partnership_id
        AND added.kind = 'work_plan_revision'
        AND added.revision = i.added_in_revision
),
move AS (
    SELECT d.*, row_number() OVER (PARTITION BY partnership_id, item_no, role ORDER BY step) AS place
    FROM core.plan_date AS d
    WHERE d.signed_on <= as_of()
),
moving AS (
    SELECT partnership_id, item_no, role, CAST(0 AS BIGINT) AS place, end_due_on, due_on
    FROM first_date
    SEMI JOIN move AS m USING (partnership_id, item_no, role)
    UNION ALL
    SELECT
        m.partnership_id,
        m.item_no,
        m.role,
        m.place,
        g.end_due_on,
        CASE
            WHEN g.due_on < m.signed_on OR coalesce(m.due_on, g.end_due_on) IS NULL THEN g.due_on
            ELSE greatest(
                coalesce(m.due_on, g.end_due_on),
                least(g.due_on, m.signed_on + CAST(rule_value('days.revision_lead') AS INTEGER))
            )
        END AS due_on
    FROM moving AS g
    INNER JOIN move AS m
        ON m.partnership_id = g.partnership_id AND m.item_no = g.item_no AND m.role = g.role AND m.place = g.place + 1
),
moved AS (
    SELECT partnership_id, item_no, role, max_by(due_on, place) AS due_on
    FROM moving
    GROUP BY partnership_id, item_no, role
)
SELECT f.partnership_id, f.item_no, f.role, coalesce(m.due_on, f.due_on) AS due_on
FROM first_date AS f
LEFT JOIN moved AS m USING (partnership_id, item_no, role);
