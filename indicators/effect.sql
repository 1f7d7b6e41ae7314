-- Programme effect, with care: change against a partnership's own months before its pilot, and its difference to
-- utilities outside any partnership over the same months. Intervals of 95 %: Student's t over the partnerships'
-- changes, Welch's t for the difference of the two means; for one partnership, which has no spread of its own, that of
-- the others: one more drawn from among them lies within t x s x sqrt(1 + 1 / n) of their mean. It cannot tell the
-- programme from what else is peculiar to those who take part.

-- 0.975 of Student's t; beyond 30 degrees of freedom that of 30 is taken: at most 4 % too wide.
CREATE OR REPLACE TEMP TABLE student_t AS
SELECT * FROM (VALUES
    (1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (5, 2.5706), (6, 2.4469), (7, 2.3646), (8, 2.3060),
    (9, 2.2622), (10, 2.2281), (11, 2.2010), (12, 2.1788), (13, 2.1604), (14, 2.1448), (15, 2.1314), (16, 2.1199),
    (17, 2.1098), (18, 2.1009), (19, 2.0930), (20, 2.0860), (21, 2.0796), (22, 2.0739), (23, 2.0687), (24, 2.0639),
    (25, 2.0595), (26, 2.0555), (27, 2.0518), (28, 2.0484), (29, 2.0452), (30, 2.0423)
) AS t(freedom, t);

CREATE OR REPLACE TEMP TABLE effect_month AS
SELECT m.partnership_id, m.utility_id, m.zone, m.metric_code, c.unit, m.period_start AS month_start,
    m.period_end AS month_end, m.numerator, m.denominator
FROM mart.pilot_metric AS m
INNER JOIN mart.metric AS c ON c.metric_code = m.metric_code AND c.direction <> 'neither'
WHERE m.status = 'reported' AND m.denominator IS NOT NULL
    AND day(m.period_start) = 1 AND m.period_end = last_day(m.period_start)
QUALIFY m.zone IS NULL
    OR NOT bool_or(m.zone IS NULL) OVER (PARTITION BY m.partnership_id, m.utility_id, m.metric_code);

-- before_end: the day before the pilot; months that hold its start belong to neither side where it starts late in them.
CREATE OR REPLACE TEMP TABLE effect_pilot AS
SELECT partnership_id, origin, pilot_start_on,
    CAST(date_trunc('month', pilot_start_on) - INTERVAL 12 MONTH AS DATE) AS before_from,
    first_pilot_month AS after_from
FROM mart.partnership
WHERE pilot_start_on IS NOT NULL AND origin <> 'case';

-- A zone that joins or leaves at the start of the pilot is no change: of several zones those count that have months on both
-- sides. place: the zone behind both values, empty for the whole; NULL where there are several.
CREATE OR REPLACE TEMP TABLE effect_own AS
WITH sided AS (
    SELECT m.*, p.origin, m.month_end < p.pilot_start_on AS is_before
    FROM effect_month AS m
    INNER JOIN effect_pilot AS p
        ON p.partnership_id = m.partnership_id AND m.month_start >= p.before_from
        AND (m.month_end < p.pilot_start_on OR m.month_start >= p.after_from)
),
paired AS (
    SELECT *, bool_or(is_before) OVER same_zone AND bool_or(NOT is_before) OVER same_zone AS is_on_both
    FROM sided
    WINDOW same_zone AS (PARTITION BY partnership_id, metric_code, zone)
),
kept AS (
    SELECT *
    FROM paired
    QUALIFY is_on_both OR (NOT is_before AND NOT bool_or(is_on_both) OVER (PARTITION BY partnership_id, metric_code))
)
SELECT
    partnership_id, any_value(origin) AS origin,
    CASE WHEN count(DISTINCT coalesce(zone, '')) = 1 THEN min(coalesce(zone, '')) END AS place,
    metric_code, any_value(unit) AS unit,
    min(month_start) FILTER (is_before) AS before_start,
    max(month_end) FILTER (is_before) AS before_end,
    count(DISTINCT month_start) FILTER (is_before) AS before_months,
    sum(numerator ORDER BY month_start) FILTER (is_before)
        / nullif(sum(denominator ORDER BY month_start) FILTER (is_before), 0) AS before_value,
    min(month_start) FILTER (NOT is_before) AS after_start,
    max(month_end) FILTER (NOT is_before) AS after_end,
    count(DISTINCT month_start) FILTER (NOT is_before) AS after_months,
    sum(numerator ORDER BY month_start) FILTER (NOT is_before)
        / nullif(sum(denominator ORDER BY month_start) FILTER (NOT is_before), 0) AS after_value,
    before_months >= rule_value('effect.least_months') AND after_months >= rule_value('effect.least_months') AS is_enough
FROM kept
GROUP BY partnership_id, metric_code
HAVING after_value IS NOT NULL;

-- Utilities outside any partnership over the same months, one row per partnership compared with.
CREATE OR REPLACE TEMP TABLE effect_other AS
WITH sided AS (
    SELECT o.partnership_id, o.metric_code, o.origin, m.month_end <= o.before_end AS is_before, m.utility_id, m.zone,
        m.month_start, m.numerator, m.denominator
    FROM effect_own AS o
    INNER JOIN effect_month AS m
        ON m.metric_code = o.metric_code AND m.month_start >= o.before_start AND m.month_end <= o.after_end
        AND (m.month_end <= o.before_end OR m.month_start >= o.after_start)
    ANTI JOIN (
        SELECT unnest([mentor_id, mentee_id]) AS utility_id FROM mart.partnership
    ) AS k ON k.utility_id = m.utility_id
    WHERE o.is_enough AND m.partnership_id IS NULL
),
paired AS (
    SELECT *
    FROM sided
    WINDOW same_zone AS (PARTITION BY partnership_id, metric_code, utility_id, zone)
    QUALIFY bool_or(is_before) OVER same_zone AND bool_or(NOT is_before) OVER same_zone
)
SELECT
    partnership_id, metric_code, utility_id, any_value(origin) AS origin,
    sum(numerator ORDER BY month_start) FILTER (NOT is_before)
        / nullif(sum(denominator ORDER BY month_start) FILTER (NOT is_before), 0)
        - sum(numerator ORDER BY month_start) FILTER (is_before)
        / nullif(sum(denominator ORDER BY month_start) FILTER (is_before), 0) AS change
FROM paired
GROUP BY partnership_id, metric_code, utility_id
HAVING count(DISTINCT month_start) FILTER (is_before) >= rule_value('effect.least_months')
    AND count(DISTINCT month_start) FILTER (NOT is_before) >= rule_value('effect.least_months')
    AND change IS NOT NULL;

DELETE FROM mart.effect_change;
INSERT INTO mart.effect_change BY NAME
WITH compared AS (
    SELECT c.*, q.t * sqrt(c.variance * (1 + 1 / c.others)) AS half
    FROM (
        SELECT partnership_id, metric_code, count(*) AS others, avg(change ORDER BY utility_id) AS others_change,
            var_samp(change ORDER BY utility_id) AS variance
        FROM effect_other
        GROUP BY partnership_id, metric_code
    ) AS c
    LEFT JOIN student_t AS q ON q.freedom = least(c.others - 1, 30)
),
stated AS (
    SELECT partnership_id, metric_code, coalesce(zone, '') AS place, arg_min(baseline, (due_on, target_id)) AS baseline
    FROM core.target
    WHERE baseline IS NOT NULL AND actual_basis <> 'yes_no'
    GROUP BY partnership_id, metric_code, coalesce(zone, '')
),
based AS (
    SELECT o.*, c.others, c.others_change, c.half,
        CASE
            WHEN o.before_months >= rule_value('effect.least_months') THEN 'months'
            WHEN s.baseline IS NOT NULL THEN 'stated_baseline'
            ELSE 'none'
        END AS before_basis,
        s.baseline
    FROM effect_own AS o
    LEFT JOIN compared AS c ON c.partnership_id = o.partnership_id AND c.metric_code = o.metric_code
    LEFT JOIN stated AS s
        ON s.partnership_id = o.partnership_id AND s.metric_code = o.metric_code AND s.place = o.place
),
changed AS (
    SELECT * EXCLUDE (before_value),
        CASE before_basis WHEN 'months' THEN before_value WHEN 'stated_baseline' THEN baseline END AS before_value,
        after_months >= rule_value('effect.least_months') AS is_told,
        others >= greatest(rule_value('effect.least_utilities'), 2) AS is_compared,
        after_value - before_value - others_change AS difference
    FROM based
)
SELECT
    partnership_id, metric_code, unit, before_basis, before_start, before_end, before_months, before_value, after_start,
    after_end, after_months, after_value,
    CASE WHEN is_told THEN after_value - before_value END AS change,
    coalesce(others, 0) AS others,
    others_change,
    CAST(greatest(rule_value('effect.least_utilities'), 2) AS INTEGER) AS least_others,
    CASE WHEN is_compared THEN difference END AS difference,
    CASE WHEN is_compared THEN difference - half END AS difference_low,
    CASE WHEN is_compared THEN difference + half END AS difference_high,
    CASE
        WHEN NOT is_told OR before_value IS NULL THEN 'too_few_months'
        WHEN before_basis = 'stated_baseline' THEN 'stated_baseline'
        WHEN others IS NULL THEN 'no_others'
        WHEN NOT is_compared THEN 'too_few_others'
        ELSE 'compared'
    END AS status
FROM changed
ORDER BY partnership_id, metric_code;

DELETE FROM mart.programme_effect;
INSERT INTO mart.programme_effect BY NAME
WITH own AS (
    SELECT origin, metric_code, any_value(unit) AS unit, count(*) FILTER (is_enough) AS n,
        avg(after_value - before_value ORDER BY partnership_id) FILTER (is_enough) AS mean,
        var_samp(after_value - before_value ORDER BY partnership_id) FILTER (is_enough) AS variance
    FROM effect_own
    GROUP BY origin, metric_code
),
each_other AS (  -- a utility compared with several partnerships counts once
    SELECT origin, metric_code, utility_id, avg(change ORDER BY partnership_id) AS change
    FROM effect_other
    GROUP BY origin, metric_code, utility_id
),
other AS (
    SELECT origin, metric_code, count(*) AS n, avg(change ORDER BY utility_id) AS mean,
        var_samp(change ORDER BY utility_id) AS variance
    FROM each_other
    GROUP BY origin, metric_code
),
joined AS (
    SELECT o.origin, o.metric_code, o.unit, o.n, o.mean, o.variance / o.n AS own_error,
        coalesce(u.n, 0) AS others, u.mean AS others_mean, u.variance / u.n AS other_error,
        o.n >= rule_value('effect.least_utilities') AS is_enough,
        o.n >= rule_value('effect.least_utilities') AND coalesce(u.n, 0) >= rule_value('effect.least_utilities')
            AS is_compared
    FROM own AS o
    LEFT JOIN other AS u ON u.origin = o.origin AND u.metric_code = o.metric_code
),
-- Welch-Satterthwaite, rounded down; none where nothing varies.
freed AS (
    SELECT *,
        n - 1 AS own_freedom,
        floor((own_error + other_error) ** 2 / nullif(own_error ** 2 / (n - 1) + other_error ** 2 / (others - 1), 0))
            AS both_freedom
    FROM joined
),
measured AS (
    SELECT f.*,
        a.t * sqrt(f.own_error) AS own_half,
        b.t * sqrt(f.own_error + f.other_error) AS both_half
    FROM freed AS f
    LEFT JOIN student_t AS a ON a.freedom = least(f.own_freedom, 30)
    LEFT JOIN student_t AS b ON b.freedom = least(f.both_freedom, 30)
)
SELECT
    origin, metric_code, unit, n AS partnerships,
    CAST(rule_value('effect.least_months') AS INTEGER) AS least_months,
    CAST(rule_value('effect.least_utilities') AS INTEGER) AS least_subjects,
    CASE WHEN is_enough THEN mean END AS change,
    CASE WHEN is_enough THEN mean - own_half END AS change_low,
    CASE WHEN is_enough THEN mean + own_half END AS change_high,
    others,
    CASE WHEN is_compared THEN others_mean END AS others_change,
    CASE WHEN is_compared THEN mean - others_mean END AS difference,
    CASE WHEN is_compared THEN mean - others_mean - both_half END AS difference_low,
    CASE WHEN is_compared THEN mean - others_mean + both_half END AS difference_high,
    CASE WHEN is_compared THEN 'compared' WHEN is_enough THEN 'too_few_others' ELSE 'too_few_partnerships' END AS status
FROM measured
ORDER BY origin, metric_code;
