-- Targets: actual, progress, expected progress, pace and status at as_of; what counts in lesson-learned (5.3.3).

-- window_end: the last day of an actual that is held against the target. Medium and long targets, of which a follow-up
-- tells after the partnership, have no such day.
CREATE OR REPLACE TEMP TABLE target_dated AS
SELECT
    t.partnership_id,
    t.target_id,
    t.kind,
    t.horizon,
    t.metric_code,
    t.zone,
    t.actual_basis,
    t.milestones,
    coalesce(t.tolerance, 0) AS tolerance,
    CASE t.actual_basis WHEN 'yes_no' THEN coalesce(t.baseline, 0) ELSE t.baseline END AS baseline,
    CASE t.actual_basis WHEN 'yes_no' THEN coalesce(t.target, 1) ELSE t.target END AS target,
    coalesce(t.baseline_on, l.pilot_start_on, l.loi_on) AS start_on,
    coalesce(t.due_on, e.due_on) AS due_on,
    coalesce(t.due_on, e.due_on) + CAST(rule_value('days.target_grace') AS INTEGER) AS last_actual_on,
    CASE
        WHEN t.horizon = 'short'
            THEN least(as_of(), coalesce(t.due_on, e.due_on) + CAST(rule_value('days.target_grace') AS INTEGER))
        ELSE as_of()
    END AS window_end,
    e.due_on AS pilot_end_on,
    coalesce(l.plan_from <= as_of(), FALSE)
        AND coalesce(coalesce(t.due_on, e.due_on) <= as_of(), FALSE)
        AND (l.ended_on IS NULL OR coalesce(t.due_on, e.due_on) <= l.ended_on)
        AND (l.on_hold_since IS NULL OR coalesce(t.due_on, e.due_on) < l.on_hold_since) AS is_due,
    t.horizon = 'short' AND t.kind IN (SELECT kind FROM target_counting) AS counts_when_due,
    l.ended_on IS NULL OR coalesce(t.due_on, e.due_on) <= l.ended_on AS can_fall_due,
    l.is_case,
    l.ended_on,
    l.on_hold_since
FROM core.target AS t
INNER JOIN life AS l USING (partnership_id)
LEFT JOIN due_after_pilot AS e ON e.partnership_id = t.partnership_id AND e.days = 0;

CREATE OR REPLACE TEMP TABLE metric_month AS
SELECT
    m.partnership_id,
    coalesce(m.zone, '') AS zone,
    m.metric_code,
    m.period_start AS month_start,
    m.period_end AS month_end,
    m.value,
    m.numerator,
    m.denominator,
    m.source_file,
    m.source_sheet,
    m.source_cell
FROM mart.pilot_metric AS m
SEMI JOIN target_dated AS t ON t.partnership_id = m.partnership_id AND t.metric_code = m.metric_code
WHERE m.status = 'reported'
    AND day(m.period_start) = 1
    AND m.period_end = last_day(m.period_start)
    AND m.period_end <= as_of()
QUALIFY row_number() OVER (
    PARTITION BY m.partnership_id, m.zone, m.metric_code, m.period_start ORDER BY m.source_file, m.source_cell
) = 1;

-- One row per target and month of the pilot that it is measured by. A month that ends after the target's day is asked
-- for once its report is due, and if that report is still owed then.
CREATE OR REPLACE TEMP TABLE measured_month AS
SELECT t.partnership_id, t.target_id, t.actual_basis, m.month_start
FROM target_dated AS t
INNER JOIN pilot_month AS m
    ON m.partnership_id = t.partnership_id AND m.month_end <= t.window_end AND NOT m.withdrawn
WHERE coalesce(m.month_end <= t.due_on, TRUE)
    OR (
        m.due_on <= as_of()
        AND coalesce(m.due_on <= t.ended_on, TRUE)
        AND coalesce(m.due_on < t.on_hold_since, TRUE)
    );

-- One row per target and month for which its metric was told in its zone. is_measured: the target is measured by it.
CREATE OR REPLACE TEMP TABLE target_told AS
SELECT
    d.partnership_id, d.target_id, d.horizon, d.actual_basis, m.month_start, m.month_end, m.value, m.numerator,
    m.denominator,
    {'month': m.month_start, 'file': m.source_file, 'sheet': m.source_sheet, 'cell': m.source_cell} AS place,
    p.month_start IS NOT NULL AS is_measured
FROM target_dated AS d
INNER JOIN metric_month AS m
    ON m.partnership_id = d.partnership_id AND m.metric_code = d.metric_code AND m.zone = coalesce(d.zone, '')
LEFT JOIN measured_month AS p
    ON p.partnership_id = d.partnership_id AND p.target_id = d.target_id AND p.month_start = m.month_start;

-- One row per target and month that its basis asks for. Over months a quotient is the sum of what stands above its line
-- over the sum of what stands below, never the mean of the months; anything else is the mean of its months. The twelve
-- months of a medium or long target end with the last one that was told.
CREATE OR REPLACE TEMP TABLE target_month AS
WITH last_month AS (
    SELECT partnership_id, target_id, actual_basis, max(month_start) AS month_start
    FROM (
        SELECT * FROM measured_month
        UNION ALL
        SELECT partnership_id, target_id, actual_basis, month_start
        FROM target_told
        WHERE horizon <> 'short' AND actual_basis = 'rolling_12'
    )
    GROUP BY partnership_id, target_id, actual_basis
)
SELECT partnership_id, target_id, month_start FROM measured_month WHERE actual_basis = 'pilot_to_date'
UNION ALL
SELECT partnership_id, target_id, month_start FROM last_month WHERE actual_basis = 'month'
UNION ALL
SELECT partnership_id, target_id, CAST(month_start - to_months(n) AS DATE) AS month_start
FROM last_month
CROSS JOIN (SELECT CAST(unnest(range(12)) AS INTEGER) AS n) AS back
WHERE actual_basis = 'rolling_12';

-- The larger, the nearer to the target or the further past it; of what is to be held, the nearer to its level.
CREATE OR REPLACE TEMP MACRO nearness(actual, baseline, target) AS CASE
    WHEN target = baseline THEN -abs(actual - baseline)
    WHEN target > baseline THEN actual
    ELSE -actual
END;

CREATE OR REPLACE TEMP TABLE target_actual AS
WITH asked AS (
    SELECT
        t.partnership_id, t.target_id, count(*) AS expected_months, count(m.value) AS coverage_months,
        coalesce(sum(m.numerator) / nullif(sum(m.denominator), 0), avg(m.value)) AS actual,
        max(m.month_end) AS actual_on,
        list_sort(list(m.place) FILTER (m.place IS NOT NULL)) AS places
    FROM target_month AS t
    LEFT JOIN target_told AS m
        ON m.partnership_id = t.partnership_id AND m.target_id = t.target_id AND m.month_start = t.month_start
    GROUP BY t.partnership_id, t.target_id
),
latest_month AS (
    SELECT
        m.partnership_id, m.target_id,
        arg_max({'actual': m.value, 'actual_on': m.month_end, 'place': m.place}, m.month_end) AS told
    FROM target_told AS m
    INNER JOIN target_dated AS d USING (partnership_id, target_id)
    WHERE m.month_end <= d.window_end
        AND m.month_end > d.start_on
        AND (
            (m.actual_basis = 'month' AND (m.horizon <> 'short' OR m.is_measured))
            OR (m.actual_basis = 'pilot_to_date' AND m.horizon <> 'short' AND m.month_start > d.pilot_end_on)
        )
    GROUP BY m.partnership_id, m.target_id
),
-- Told of a month that is owed no more, as the partnership has ended or rests: it can only help.
beyond AS (
    SELECT
        m.partnership_id, m.target_id,
        arg_max({'actual': m.value, 'actual_on': m.month_end, 'place': m.place}, m.month_end) AS told
    FROM target_told AS m
    INNER JOIN target_dated AS d USING (partnership_id, target_id)
    INNER JOIN pilot_month AS p ON p.partnership_id = m.partnership_id AND p.month_start = m.month_start
    WHERE m.actual_basis = 'month'
        AND m.horizon = 'short'
        AND NOT m.is_measured
        AND NOT p.withdrawn
        AND m.month_end <= d.window_end
        AND p.due_on <= as_of()
    GROUP BY m.partnership_id, m.target_id
),
told_of_one_month AS (
    SELECT b.*, TRUE AS is_beyond
    FROM beyond AS b
    INNER JOIN target_dated AS d USING (partnership_id, target_id)
    LEFT JOIN asked AS a ON a.partnership_id = b.partnership_id AND a.target_id = b.target_id
    LEFT JOIN latest_month AS l ON l.partnership_id = b.partnership_id AND l.target_id = b.target_id
    WHERE l.told IS NULL
        OR a.coverage_months < a.expected_months
        OR nearness(b.told.actual, d.baseline, d.target) > nearness(l.told.actual, d.baseline, d.target)
    UNION ALL
    SELECT l.*, FALSE AS is_beyond FROM latest_month AS l
),
of_one_month AS (
    SELECT * FROM told_of_one_month
    QUALIFY row_number() OVER (PARTITION BY partnership_id, target_id ORDER BY is_beyond DESC) = 1
),
answered AS (
    SELECT
        d.partnership_id, d.target_id, a.actual, a.actual_on, a.source_file, a.source_sheet, a.source_cell
    FROM target_dated AS d
    INNER JOIN core.target_actual AS a ON a.partnership_id = d.partnership_id AND a.target_id = d.target_id
    WHERE d.actual_basis = 'yes_no'
        AND a.received_on <= known_by()
        AND a.actual_on <= d.window_end
    QUALIFY row_number() OVER (
        PARTITION BY d.partnership_id, d.target_id ORDER BY a.actual DESC, a.actual_on, a.source_file, a.source_cell
    ) = 1
)
SELECT
    d.partnership_id,
    d.target_id,
    coalesce(y.actual, l.told.actual, CASE WHEN d.actual_basis <> 'month' THEN a.actual END) AS actual,
    coalesce(y.actual_on, l.told.actual_on, CASE WHEN d.actual_basis <> 'month' THEN a.actual_on END) AS actual_on,
    CAST(CASE WHEN l.is_beyond OR l.told.actual_on > d.pilot_end_on THEN 1 ELSE a.coverage_months END AS INTEGER)
        AS coverage_months,
    CAST(CASE WHEN l.is_beyond OR l.told.actual_on > d.pilot_end_on THEN 1 ELSE a.expected_months END AS INTEGER)
        AS expected_months,
    y.actual IS NOT NULL
        OR a.coverage_months = a.expected_months
        OR coalesce(l.is_beyond, FALSE)
        OR (d.horizon <> 'short' AND l.told IS NOT NULL) AS is_complete,
    coalesce(y.source_file, l.told.place.file, array_to_string([p.file FOR p IN a.places], '; ')) AS actual_source_file,
    coalesce(y.source_sheet, l.told.place.sheet, array_to_string([p.sheet FOR p IN a.places], '; ')) AS actual_source_sheet,
    coalesce(y.source_cell, l.told.place.cell, array_to_string([p.cell FOR p IN a.places], '; ')) AS actual_source_cell
FROM target_dated AS d
LEFT JOIN asked AS a ON a.partnership_id = d.partnership_id AND a.target_id = d.target_id
LEFT JOIN of_one_month AS l ON l.partnership_id = d.partnership_id AND l.target_id = d.target_id
LEFT JOIN answered AS y ON y.partnership_id = d.partnership_id AND y.target_id = d.target_id;

-- The value expected on the day of the actual: on the line through the milestones, else the straight line.
CREATE OR REPLACE TEMP TABLE target_expected AS
WITH points AS (
    SELECT partnership_id, target_id, start_on AS on_day, baseline AS value FROM target_dated WHERE start_on < due_on
    UNION ALL
    SELECT partnership_id, target_id, due_on AS on_day, target AS value FROM target_dated
    UNION ALL
    SELECT partnership_id, target_id, m."on" AS on_day, m.value
    FROM (
        SELECT partnership_id, target_id, start_on, due_on,
            unnest(from_json(milestones, '[{"on": "DATE", "value": "DOUBLE"}]')) AS m
        FROM target_dated
        WHERE milestones IS NOT NULL
    )
    WHERE m."on" > start_on AND m."on" < due_on
),
around AS (
    SELECT
        a.partnership_id, a.target_id, a.actual_on,
        max(p.on_day) FILTER (p.on_day <= a.actual_on) AS before_on,
        arg_max(p.value, p.on_day) FILTER (p.on_day <= a.actual_on) AS before_value,
        min(p.on_day) FILTER (p.on_day > a.actual_on) AS after_on,
        arg_min(p.value, p.on_day) FILTER (p.on_day > a.actual_on) AS after_value
    FROM target_actual AS a
    INNER JOIN points AS p ON p.partnership_id = a.partnership_id AND p.target_id = a.target_id
    GROUP BY a.partnership_id, a.target_id, a.actual_on
)
SELECT
    partnership_id,
    target_id,
    CASE
        WHEN before_on IS NULL THEN after_value
        WHEN after_on IS NULL THEN before_value
        ELSE before_value + (after_value - before_value) * (actual_on - before_on) / (after_on - before_on)
    END AS expected_value
FROM around;

-- How much of the time from start to due has passed on a day; all of it where both are the same day.
CREATE OR REPLACE TEMP MACRO share_of_time("on", start_on, due_on) AS CASE
    WHEN start_on >= due_on THEN 1
    ELSE ("on" - start_on) / CAST(due_on - start_on AS DOUBLE)
END;

-- What is told by months is judged anew by each that is still to be told in the target's days of grace.
-- is_untold: what a case tells only in part stays unknown, as its silence does; else telling would score less than
-- silence.
CREATE OR REPLACE TEMP TABLE target_judged AS
WITH coming AS (
    SELECT DISTINCT t.partnership_id, t.target_id
    FROM target_dated AS t
    INNER JOIN pilot_month AS m
        ON m.partnership_id = t.partnership_id AND m.month_end <= t.last_actual_on AND NOT m.withdrawn
    ANTI JOIN measured_month AS p
        ON p.partnership_id = t.partnership_id AND p.target_id = t.target_id AND p.month_start = m.month_start
    WHERE t.actual_basis <> 'yes_no' AND coalesce(m.due_on <= t.ended_on, TRUE)
),
measured AS (
    SELECT
        d.*,
        a.* EXCLUDE (partnership_id, target_id),
        CASE
            WHEN d.target = d.baseline THEN CAST(round(abs(a.actual - d.baseline), 9) <= d.tolerance AS INTEGER)
            ELSE round((a.actual - d.baseline) / (d.target - d.baseline), 9) + 0
        END AS progress,
        clipped((x.expected_value - d.baseline) / nullif(d.target - d.baseline, 0)) AS expected,
        share_of_time(least(a.actual_on, d.due_on), d.start_on, d.due_on) AS time_passed,
        share_of_time(as_of(), d.start_on, d.due_on) AS time_passed_by_now,
        c.target_id IS NOT NULL AS has_month_to_come,
        d.actual_basis <> 'yes_no' AND a.actual_on <= d.pilot_end_on AND d.due_on > d.pilot_end_on
            AS is_told_before_the_end
    FROM target_dated AS d
    INNER JOIN target_actual AS a USING (partnership_id, target_id)
    LEFT JOIN target_expected AS x ON x.partnership_id = d.partnership_id AND x.target_id = d.target_id
    LEFT JOIN coming AS c ON c.partnership_id = d.partnership_id AND c.target_id = d.target_id
),
paced AS (
    SELECT
        *,
        CASE
            WHEN time_passed >= rule_value('pace.earliest_share_of_time') AND expected > 0
                THEN round(progress / expected, 6)
        END AS pace
    FROM measured
)
SELECT
    *,
    CASE
        WHEN is_due AND counts_when_due AND is_complete THEN round(clipped(progress), 6)
    END AS credit,
    is_case AND is_due AND coalesce(credit < 1, TRUE) AS is_untold,
    CASE
        WHEN horizon <> 'short'
            AND (progress IS NULL OR NOT is_complete OR is_told_before_the_end OR coalesce(due_on > as_of(), TRUE))
            THEN 'awaiting_follow_up'
        WHEN baseline IS NULL THEN 'no_baseline'
        WHEN progress IS NULL AND time_passed_by_now < rule_value('pace.earliest_share_of_time')
            THEN 'too_early'
        WHEN progress IS NULL OR (is_due AND NOT is_complete) THEN 'not_reported'
        WHEN progress >= 1 THEN 'achieved'
        WHEN target = baseline THEN 'moving_away'
        WHEN time_passed < rule_value('pace.earliest_share_of_time') THEN 'too_early'
        WHEN progress < 0 THEN 'moving_away'
        WHEN coalesce(pace >= rule_value('pace.on_track'), TRUE) THEN 'on_track'
        WHEN pace >= rule_value('pace.needs_acceleration') THEN 'needs_acceleration'
        ELSE 'limited'
    END AS status
FROM paced;

-- Targets whose wording was changed, as they were first worded: both are shown, the one in force is judged.
CREATE OR REPLACE TEMP TABLE target_first AS
SELECT
    partnership_id,
    target_id,
    CAST(max(step) AS INTEGER) AS changes,
    arg_min(v, step) AS worded
FROM core.target_version AS v
WHERE received_on <= known_by() AND stated_on <= as_of()
GROUP BY partnership_id, target_id
HAVING max(step) > 0;

DELETE FROM mart.target_progress;
INSERT INTO mart.target_progress BY NAME
SELECT
    t.partnership_id, t.target_id, t.kind, t.horizon, t.metric_code, t.topic, t.zone, t.baseline, t.baseline_on,
    t.target, j.due_on,
    CASE WHEN j.status <> 'not_reported' THEN round(j.actual, 9) END AS actual,
    CASE WHEN j.status <> 'not_reported' THEN j.actual_on END AS actual_on,
    CASE WHEN j.status = 'not_reported' THEN round(j.actual, 9) END AS partial_actual,
    CASE WHEN j.status = 'not_reported' THEN j.actual_on END AS partial_actual_on,
    t.actual_basis, j.coverage_months, j.expected_months,
    CASE WHEN j.status <> 'not_reported' THEN round(j.progress, 6) END AS progress,
    round(j.expected, 6) AS expected,
    CASE WHEN j.status <> 'not_reported' THEN j.pace END AS pace,
    j.is_due, j.credit,
    j.status, t.rationale, t.source_file, t.source_sheet, t.source_cell,
    j.actual_source_file, j.actual_source_sheet, j.actual_source_cell,
    f.changes, f.worded.baseline AS first_baseline, f.worded.target AS first_target, f.worded.due_on AS first_due_on,
    CASE WHEN j.status <> 'not_reported' AND f.worded.metric_code = t.metric_code
        AND f.worded.zone IS NOT DISTINCT FROM t.zone
        THEN round((j.actual - f.worded.baseline) / nullif(f.worded.target - f.worded.baseline, 0), 6)
    END AS first_progress
FROM core.target AS t
INNER JOIN target_judged AS j USING (partnership_id, target_id)
LEFT JOIN target_first AS f ON f.partnership_id = t.partnership_id AND f.target_id = t.target_id;
