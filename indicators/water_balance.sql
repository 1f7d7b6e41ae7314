-- Water balance and the truth panel of non-revenue water, from the figures of mart.pilot_metric.
-- Bands: an error of 95 % goes with each reliability grade; errors of components are independent (root of the sum of their
-- squares), those of one component in several months are not (the same meter: they add up). IWA/AWWA practice, AWWA M36.

CREATE OR REPLACE TEMP TABLE water_subject AS
SELECT row_number() OVER (ORDER BY partnership_id, utility_id, zone) AS subject_id, partnership_id, utility_id, zone
FROM mart.pilot_metric
WHERE metric_code = 'nrw_volume' AND value IS NOT NULL
GROUP BY partnership_id, utility_id, zone;

CREATE OR REPLACE TEMP TABLE balance_component AS
SELECT * FROM (VALUES
    -- component, place, level, group: of which sum it is a part, is_estimate: no meter measures it
    ('system_input_volume', 1, 2, 'supplied', FALSE),
    ('system_input_own', 2, 2, 'supplied', FALSE),
    ('system_input_imported', 3, 2, 'supplied', FALSE),
    ('system_input_exported', 4, 2, 'supplied', FALSE),
    ('water_supplied', 5, 1, NULL, FALSE),
    ('billed_metered', 6, 3, 'billed', FALSE),
    ('billed_unmetered', 7, 3, 'billed', TRUE),
    ('billed_authorised', 8, 2, NULL, FALSE),
    ('unbilled_metered', 9, 3, 'unbilled', FALSE),
    ('unbilled_unmetered', 10, 3, 'unbilled', TRUE),
    ('authorised_consumption', 11, 1, NULL, FALSE),
    ('unauthorised_consumption', 12, 3, 'apparent', TRUE),
    ('customer_meter_inaccuracy', 13, 3, 'apparent', TRUE),
    ('data_handling_errors', 14, 3, 'apparent', TRUE),
    ('apparent_losses', 15, 2, NULL, FALSE),
    ('real_losses', 16, 2, NULL, FALSE),
    ('water_losses', 17, 1, NULL, FALSE),
    ('nrw_volume', 18, 1, NULL, FALSE)
) AS t(component, place, level, part_of, is_estimate);

CREATE OR REPLACE TEMP TABLE water_row AS
SELECT s.subject_id, m.*
FROM mart.pilot_metric AS m
INNER JOIN water_subject AS s
    ON s.partnership_id IS NOT DISTINCT FROM m.partnership_id
    AND s.utility_id IS NOT DISTINCT FROM m.utility_id
    AND s.zone IS NOT DISTINCT FROM m.zone
WHERE m.period_start IS NOT NULL AND m.period_end IS NOT NULL;

-- One row per figure with a value: `volume` as it stands in the balance, `relative` its error as a share of it; NULL
-- without grade.
CREATE OR REPLACE TEMP TABLE water_error AS
WITH meter AS (
    SELECT subject_id, period_start, period_end,
        regexp_extract(metric_code, '^(system_input_[a-z]+)_error_', 1) AS component,
        any_value(value) FILTER (metric_code LIKE '%_error_pct') AS error_pct,
        any_value(value) FILTER (metric_code LIKE '%_error_volume') AS error_volume
    FROM water_row
    WHERE metric_code LIKE 'system_input_%_error_%'
    GROUP BY ALL
),
inlet AS (
    SELECT subject_id, period_start, period_end
    FROM water_row
    WHERE metric_code = 'system_input_volume' AND value IS NOT NULL
)
SELECT
    r.subject_id, r.period_start, r.period_end, r.metric_code AS component,
    coalesce(c.part_of, r.metric_code) AS part_of,
    CASE WHEN c.part_of = 'supplied'
        THEN r.value / nullif(1 + coalesce(m.error_pct, 0) / 100, 0) - coalesce(m.error_volume, 0) ELSE r.value END AS volume,
    CASE WHEN r.value = 0 THEN 0 ELSE g.error_pct / 100 END AS relative,
    r.grade
FROM water_row AS r
LEFT JOIN balance_component AS c ON c.component = r.metric_code
LEFT JOIN mart.grade_error AS g ON g.grade = r.grade
LEFT JOIN meter AS m
    ON m.subject_id = r.subject_id AND m.period_start = r.period_start AND m.period_end = r.period_end
    AND m.component = r.metric_code
LEFT JOIN inlet AS i
    ON i.subject_id = r.subject_id AND i.period_start = r.period_start AND i.period_end = r.period_end
WHERE r.value IS NOT NULL
    AND (c.part_of IS NOT NULL
        OR r.metric_code IN ('connections', 'mains_length', 'private_pipe_length', 'average_pressure', 'supply_hours'))
    AND (i.subject_id IS NULL OR r.metric_code NOT IN ('system_input_own', 'system_input_imported', 'system_input_exported'));

-- Which groups of figures stand behind a sum of the balance.
CREATE OR REPLACE TEMP TABLE balance_behind AS
SELECT t.component, unnest(t.parts) AS part_of
FROM (VALUES
    ('water_supplied', ['supplied']),
    ('billed_authorised', ['billed']),
    ('authorised_consumption', ['billed', 'unbilled']),
    ('apparent_losses', ['apparent']),
    ('water_losses', ['supplied', 'billed', 'unbilled']),
    ('real_losses', ['supplied', 'billed', 'unbilled', 'apparent']),
    ('nrw_volume', ['supplied', 'billed'])
) AS t(component, parts);

DELETE FROM mart.water_balance;
INSERT INTO mart.water_balance BY NAME
WITH subject_period AS (
    SELECT subject_id, period_start, period_end, any_value(value) FILTER (metric_code = 'water_supplied') AS supplied,
        bool_or(metric_code = 'system_input_volume' AND value IS NOT NULL) AS has_inlet
    FROM water_row
    WHERE metric_code IN ('nrw_volume', 'water_supplied', 'system_input_volume')
    GROUP BY subject_id, period_start, period_end
    HAVING bool_or(metric_code = 'nrw_volume')
),
asked AS (  -- one meter at the inlet stands for the sources
    SELECT *, TRUE AS has_inlet FROM balance_component
    WHERE part_of IS DISTINCT FROM 'supplied' OR component = 'system_input_volume'
    UNION ALL
    SELECT *, FALSE AS has_inlet FROM balance_component WHERE component <> 'system_input_volume'
),
derived_error AS (
    SELECT e.subject_id, e.period_start, e.period_end, b.component,
        CASE WHEN count(*) = count(e.relative)
            THEN sqrt(sum((e.volume * e.relative) ** 2 ORDER BY e.component)) END AS half,
        string_agg(e.component, ', ' ORDER BY e.component) FILTER (e.relative IS NULL) AS ungraded
    FROM water_error AS e
    INNER JOIN balance_behind AS b ON b.part_of = e.part_of
    GROUP BY e.subject_id, e.period_start, e.period_end, b.component
),
told AS (
    SELECT p.subject_id, p.period_start, p.period_end, p.supplied, c.place, c.component, c.level, c.part_of,
        c.is_estimate, r.value, r.status AS value_status, r.grade, r.source_file, r.source_sheet, r.source_cell,
        CASE WHEN c.part_of IS NULL THEN d.half ELSE abs(r.value) * e.relative END AS half,
        CASE WHEN c.part_of IS NULL THEN d.ungraded WHEN r.value IS NOT NULL AND e.relative IS NULL THEN c.component END
            AS ungraded
    FROM subject_period AS p
    INNER JOIN asked AS c ON c.has_inlet = p.has_inlet
    LEFT JOIN water_row AS r
        ON r.subject_id = p.subject_id AND r.period_start = p.period_start AND r.period_end = p.period_end
        AND r.metric_code = c.component
    LEFT JOIN water_error AS e
        ON e.subject_id = p.subject_id AND e.period_start = p.period_start AND e.period_end = p.period_end
        AND e.component = c.component
    LEFT JOIN derived_error AS d
        ON d.subject_id = p.subject_id AND d.period_start = p.period_start AND d.period_end = p.period_end
        AND d.component = c.component
)
SELECT
    s.partnership_id, s.utility_id, s.zone, t.period_start, t.period_end, t.place AS "position", t.component, t.level,
    t.value,
    100 * t.value / nullif(t.supplied, 0) AS supplied_pct,
    CASE
        WHEN t.value_status = 'needs_review' THEN 'under_review'
        WHEN t.value_status = 'reported' AND t.part_of IS NULL THEN 'derived'
        WHEN t.value_status = 'reported' AND t.is_estimate THEN 'estimated'
        WHEN t.value_status IN ('reported', 'not_applicable', 'rejected') THEN t.value_status
        ELSE 'missing'
    END AS status,
    t.grade,
    t.value - t.half AS low,
    t.value + t.half AS high,
    CASE WHEN t.value IS NOT NULL THEN t.ungraded END AS ungraded,
    t.source_file, t.source_sheet, t.source_cell
FROM told AS t
INNER JOIN water_subject AS s USING (subject_id)
ORDER BY t.subject_id, t.period_start, t.period_end, t.place;

-- The errors of a subject and period side by side. e_: of a volume, m3; r_: of a count or length, as a share of it.
CREATE OR REPLACE TEMP TABLE water_side AS
SELECT
    subject_id, period_start, period_end,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'system_input_volume'), 0) AS e_inlet,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'system_input_own'), 0) AS e_own,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'system_input_imported'), 0) AS e_imported,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'system_input_exported'), 0) AS e_exported,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'billed_metered'), 0) AS e_billed_metered,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'billed_unmetered'), 0) AS e_billed_unmetered,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'unbilled_metered'), 0) AS e_unbilled_metered,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'unbilled_unmetered'), 0) AS e_unbilled_unmetered,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'unauthorised_consumption'), 0) AS e_unauthorised,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'customer_meter_inaccuracy'), 0) AS e_inaccuracy,
    coalesce(any_value(abs(volume) * relative) FILTER (component = 'data_handling_errors'), 0) AS e_handling,
    any_value(relative) FILTER (component = 'connections') AS r_connections,
    any_value(relative) FILTER (component = 'mains_length') AS r_mains,
    any_value(relative) FILTER (component = 'supply_hours') AS r_hours,
    any_value(relative) FILTER (component = 'average_pressure') AS r_pressure,
    any_value(relative) FILTER (component = 'private_pipe_length') AS r_private,
    18 * any_value(volume) FILTER (component = 'mains_length') AS uarl_mains,
    0.8 * any_value(volume) FILTER (component = 'connections') AS uarl_connections,
    25 * coalesce(any_value(volume) FILTER (component = 'private_pipe_length'), 0) AS uarl_private,
    string_agg(component, ', ' ORDER BY component)
        FILTER (relative IS NULL AND part_of IN ('supplied', 'billed')) AS ungraded_nrw,
    string_agg(component, ', ' ORDER BY component) FILTER (relative IS NULL AND component <> 'supply_hours') AS ungraded_all,
    string_agg(component, ', ') FILTER (relative IS NULL AND component = 'connections') AS ungraded_connections,
    string_agg(component, ', ') FILTER (relative IS NULL AND component = 'mains_length') AS ungraded_mains,
    string_agg(component, ', ') FILTER (relative IS NULL AND component = 'supply_hours') AS ungraded_hours
FROM water_error
GROUP BY subject_id, period_start, period_end;

-- One row per subject, period and measure: what stands above and below its line.
CREATE OR REPLACE TEMP TABLE water_measure AS
SELECT subject_id, period_start, period_end, metric_code AS measure, value, unit, status, reason, source_file, source_sheet,
    source_cell,
    CASE WHEN metric_code = 'nrw_volume' THEN value ELSE numerator END AS above,
    CASE WHEN metric_code = 'nrw_volume' THEN 1 ELSE denominator END AS below,
    day(period_start) = 1 AND period_end = last_day(period_start) AS is_month
FROM water_row
WHERE metric_code IN (
    'nrw_volume', 'nrw_pct', 'nrw_l_per_connection_day', 'nrw_m3_per_km_day', 'nrw_l_per_connection_day_supply_hour', 'ili'
)
UNION ALL BY NAME
SELECT subject_id, period_start, period_end, 'nrw_m3_per_day' AS measure,
    value / (date_diff('day', period_start, period_end) + 1) AS value, 'm3/day' AS unit, status, reason, source_file,
    source_sheet, source_cell, value AS above, date_diff('day', period_start, period_end) + 1 AS below,
    day(period_start) = 1 AND period_end = last_day(period_start) AS is_month
FROM water_row
WHERE metric_code = 'nrw_volume';

-- A month between the first and the last that nobody told.
INSERT INTO water_measure BY NAME
WITH whole AS (
    SELECT subject_id, measure, any_value(unit) AS unit, min(period_start) AS first_month, max(period_start) AS last_month
    FROM water_measure
    WHERE is_month
    GROUP BY subject_id, measure
)
SELECT w.subject_id, CAST(m.month_start AS DATE) AS period_start, last_day(m.month_start) AS period_end, w.measure, w.unit,
    'not_reported' AS status, TRUE AS is_month
FROM whole AS w
CROSS JOIN unnest(range(w.first_month, w.last_month, INTERVAL 1 MONTH)) AS m(month_start)
ANTI JOIN water_measure AS k
    ON k.subject_id = w.subject_id AND k.measure = w.measure AND k.is_month AND k.period_start = CAST(m.month_start AS DATE);

-- The errors of what stands above (a_, m3) and below (b_, in the unit below the line) of each.
CREATE OR REPLACE TEMP TABLE water_error_of_measure AS
SELECT
    m.subject_id, m.period_start, m.period_end, m.measure, m.is_month, m.status, m.status = 'reported' AS is_counted,
    m.value IS NOT NULL AS is_known, m.above, m.below,
    s.e_inlet AS a_inlet, s.e_own AS a_own, s.e_imported AS a_imported, s.e_exported AS a_exported,
    s.e_billed_metered AS a_billed_metered, s.e_billed_unmetered AS a_billed_unmetered,
    CASE m.measure WHEN 'ili' THEN s.e_unbilled_metered ELSE 0 END AS a_unbilled_metered,
    CASE m.measure WHEN 'ili' THEN s.e_unbilled_unmetered ELSE 0 END AS a_unbilled_unmetered,
    CASE m.measure WHEN 'ili' THEN s.e_unauthorised ELSE 0 END AS a_unauthorised,
    CASE m.measure WHEN 'ili' THEN s.e_inaccuracy ELSE 0 END AS a_inaccuracy,
    CASE m.measure WHEN 'ili' THEN s.e_handling ELSE 0 END AS a_handling,
    CASE m.measure
        WHEN 'nrw_l_per_connection_day' THEN m.below * s.r_connections
        WHEN 'nrw_l_per_connection_day_supply_hour' THEN m.below * s.r_connections
        WHEN 'ili' THEN m.below * s.r_connections * s.uarl_connections
            / nullif(s.uarl_mains + s.uarl_connections + s.uarl_private, 0)
        ELSE 0
    END AS b_connections,
    CASE m.measure
        WHEN 'nrw_m3_per_km_day' THEN m.below * s.r_mains
        WHEN 'ili' THEN m.below * s.r_mains * s.uarl_mains
            / nullif(s.uarl_mains + s.uarl_connections + s.uarl_private, 0)
        ELSE 0
    END AS b_mains,
    CASE m.measure WHEN 'nrw_l_per_connection_day_supply_hour' THEN m.below * s.r_hours ELSE 0 END AS b_hours,
    CASE m.measure WHEN 'ili' THEN m.below * s.r_pressure ELSE 0 END AS b_pressure,
    CASE WHEN m.measure = 'ili' AND s.uarl_private > 0
        THEN m.below * s.r_private * s.uarl_private / (s.uarl_mains + s.uarl_connections + s.uarl_private) ELSE 0
    END AS b_private,
    CASE m.measure
        WHEN 'ili' THEN s.ungraded_all
        WHEN 'nrw_l_per_connection_day' THEN nullif(concat_ws(', ', s.ungraded_nrw, s.ungraded_connections), '')
        WHEN 'nrw_m3_per_km_day' THEN nullif(concat_ws(', ', s.ungraded_nrw, s.ungraded_mains), '')
        WHEN 'nrw_l_per_connection_day_supply_hour'
            THEN nullif(concat_ws(', ', s.ungraded_nrw, s.ungraded_connections, s.ungraded_hours), '')
        ELSE s.ungraded_nrw
    END AS ungraded
FROM water_measure AS m
LEFT JOIN water_side AS s
    ON s.subject_id = m.subject_id AND s.period_start = m.period_start AND s.period_end = m.period_end;

CREATE OR REPLACE TEMP TABLE subject_month AS
SELECT subject_id, period_start AS month_start, period_end AS month_end
FROM water_measure
WHERE is_month AND measure = 'nrw_volume';

-- The spans of a pilot that months are put together in: those before and since its start, and the first and last few
-- reported of it, where they do not overlap.
CREATE OR REPLACE TEMP TABLE water_span AS
WITH pilot AS (
    SELECT s.subject_id, p.pilot_start_on, p.first_pilot_month
    FROM mart.partnership AS p
    INNER JOIN water_subject AS s ON s.partnership_id = p.partnership_id
    WHERE p.pilot_start_on IS NOT NULL
),
around_pilot AS (
    SELECT m.subject_id, CASE WHEN m.month_end < p.pilot_start_on THEN 'before_pilot' ELSE 'since_pilot' END AS span,
        m.month_start, m.month_end
    FROM subject_month AS m
    INNER JOIN pilot AS p ON p.subject_id = m.subject_id
    WHERE m.month_start >= p.first_pilot_month
        OR (m.month_end < p.pilot_start_on AND m.month_start >= date_trunc('month', p.pilot_start_on) - INTERVAL 12 MONTH)
),
told AS (
    SELECT a.subject_id, a.month_start, a.month_end,
        row_number() OVER (PARTITION BY a.subject_id ORDER BY a.month_start) AS from_first,
        row_number() OVER (PARTITION BY a.subject_id ORDER BY a.month_start DESC) AS from_last
    FROM around_pilot AS a
    INNER JOIN water_measure AS m
        ON m.subject_id = a.subject_id AND m.period_start = a.month_start AND m.is_month AND m.measure = 'nrw_volume'
        AND m.status = 'reported'
    WHERE a.span = 'since_pilot'
),
edge AS (
    SELECT *, CASE WHEN from_first <= rule_value('effect.least_months') THEN 'first_months' ELSE 'last_months' END AS span
    FROM told
    WHERE (from_first <= rule_value('effect.least_months') OR from_last <= rule_value('effect.least_months'))
        AND from_first + from_last - 1 >= 2 * rule_value('effect.least_months')
)
SELECT subject_id, span, min(month_start) AS span_start, max(month_end) AS span_end,
    date_diff('month', min(month_start), max(month_end)) + 1 AS months_expected
FROM around_pilot
GROUP BY subject_id, span
UNION ALL
SELECT subject_id, span, min(month_start) AS span_start, max(month_end) AS span_end,
    date_diff('month', min(month_start), max(month_end)) + 1 AS months_expected
FROM edge
GROUP BY subject_id, span;

-- What stands above and below and the errors of each, summed over a span: twelve months that end with one of the subject, a
-- span of the pilot, or a period alone. Sums run in the order of the months, whatever the order of the files.
CREATE OR REPLACE TEMP TABLE water_sum AS
WITH rolling AS (
    SELECT
        g.subject_id, g.measure, 'rolling_12' AS span, CAST(g.month_start - INTERVAL 11 MONTH AS DATE) AS span_start,
        g.month_end AS span_end, 12 AS months_expected,
        count(*) FILTER (e.is_counted) OVER twelve AS months_counted,
        string_agg(e.ungraded, ', ') FILTER (e.is_counted) OVER twelve AS ungraded,
        CASE WHEN min(e.status) OVER twelve = max(e.status) OVER twelve THEN min(e.status) OVER twelve END AS same_status,
        sum(COLUMNS('^([ab]_.*|above|below)$')) FILTER (e.is_counted) OVER twelve AS '\0'
    FROM (
        SELECT m.subject_id, k.measure, m.month_start, m.month_end
        FROM subject_month AS m
        INNER JOIN (SELECT DISTINCT subject_id, measure FROM water_error_of_measure WHERE is_month) AS k
            ON k.subject_id = m.subject_id
    ) AS g
    LEFT JOIN water_error_of_measure AS e
        ON e.subject_id = g.subject_id AND e.measure = g.measure AND e.is_month AND e.period_start = g.month_start
    WINDOW twelve AS (
        PARTITION BY g.subject_id, g.measure ORDER BY g.month_start
        RANGE BETWEEN INTERVAL 11 MONTH PRECEDING AND CURRENT ROW
    )
    QUALIFY count(e.subject_id) OVER twelve > 0
),
around_pilot AS (
    SELECT
        e.subject_id, e.measure, s.span, s.span_start, s.span_end, any_value(s.months_expected) AS months_expected,
        count(*) FILTER (e.is_counted) AS months_counted,
        string_agg(e.ungraded, ', ') FILTER (e.is_counted) AS ungraded,
        CASE WHEN min(e.status) = max(e.status) THEN min(e.status) END AS same_status,
        sum(COLUMNS('^([ab]_.*|above|below)$') ORDER BY e.period_start) FILTER (e.is_counted) AS '\0'
    FROM water_span AS s
    INNER JOIN water_error_of_measure AS e
        ON e.subject_id = s.subject_id AND e.is_month AND e.period_start BETWEEN s.span_start AND s.span_end
    GROUP BY e.subject_id, e.measure, s.span, s.span_start, s.span_end
),
alone AS (
    SELECT
        subject_id, measure,
        CASE
            WHEN is_month THEN 'month'
            WHEN period_end = CAST(period_start + INTERVAL 1 YEAR - INTERVAL 1 DAY AS DATE) THEN 'year'
            ELSE 'period'
        END AS span,
        period_start AS span_start, period_end AS span_end,
        date_diff('month', period_start, period_end) + 1 AS months_expected,
        CASE WHEN is_known THEN date_diff('month', period_start, period_end) + 1 ELSE 0 END AS months_counted,
        CASE WHEN is_known THEN ungraded END AS ungraded,
        CASE WHEN is_known THEN COLUMNS('^([ab]_.*|above|below)$') END AS '\0'
    FROM water_error_of_measure
),
summed AS (
    FROM rolling UNION ALL BY NAME FROM around_pilot UNION ALL BY NAME FROM alone
)
SELECT
    subject_id, span, span_start, span_end, measure, months_expected, months_counted, above, same_status,
    array_to_string(list_sort(list_distinct(string_split(ungraded, ', '))), ', ') AS ungraded,
    CASE WHEN measure <> 'nrw_volume' THEN below WHEN months_counted > 0 THEN 1 END AS below,
    a_inlet ** 2 + a_own ** 2 + a_imported ** 2 + a_exported ** 2 AS supplied_variance,
    a_billed_metered ** 2 + a_billed_unmetered ** 2 AS billed_variance,
    a_unbilled_metered ** 2 + a_unbilled_unmetered ** 2 + a_unauthorised ** 2 + a_inaccuracy ** 2 + a_handling ** 2
        AS other_variance,
    b_connections ** 2 + b_mains ** 2 + b_hours ** 2 + b_pressure ** 2 + b_private ** 2 AS below_variance
FROM summed;

-- The error of a quotient above / below; of the percentage, 100 x (1 - billed / supplied), by its two partial derivatives.
DELETE FROM mart.nrw_truth;
INSERT INTO mart.nrw_truth BY NAME
WITH scaled AS (
    SELECT *,
        CASE WHEN starts_with(measure, 'nrw_l_') THEN 1000 WHEN measure = 'nrw_pct' THEN 100 ELSE 1 END AS per_m3,
        above / nullif(below, 0) AS quotient
    FROM water_sum
),
banded AS (
    SELECT *,
        -- joined by keys alone: a condition on one side of the join would compare all with all
        CASE WHEN span IN ('month', 'year', 'period') THEN span_start END AS single_start,
        CASE
            WHEN ungraded IS NOT NULL OR quotient IS NULL THEN NULL
            WHEN measure = 'nrw_pct'
                THEN 100 * sqrt(((1 - quotient / 100) / below) ** 2 * supplied_variance + billed_variance / below ** 2)
            ELSE sqrt(
                per_m3 ** 2 * (supplied_variance + billed_variance + other_variance) / below ** 2
                + (quotient / below) ** 2 * below_variance
            )
        END AS half
    FROM scaled
)
SELECT
    s.partnership_id, s.utility_id, s.zone, b.span, b.span_start AS period_start, b.span_end AS period_end, b.measure,
    coalesce(m.value, CASE WHEN m.subject_id IS NULL THEN b.quotient END) AS value,
    b.quotient - b.half AS low,
    b.quotient + b.half AS high,
    u.unit,
    CASE
        WHEN m.subject_id IS NOT NULL THEN m.status
        WHEN b.months_counted = 0 THEN coalesce(b.same_status, 'not_reported')
        ELSE 'reported'
    END AS status,
    m.reason,
    CASE WHEN b.quotient IS NOT NULL THEN b.ungraded END AS ungraded,
    b.months_counted, b.months_expected, b.above AS numerator, b.below AS denominator,
    m.source_file, m.source_sheet, m.source_cell
FROM banded AS b
INNER JOIN water_subject AS s USING (subject_id)
INNER JOIN (SELECT DISTINCT measure, unit FROM water_measure) AS u USING (measure)
LEFT JOIN water_measure AS m
    ON m.subject_id = b.subject_id AND m.period_start = b.single_start AND m.period_end = b.span_end
    AND m.measure = b.measure
ORDER BY b.subject_id, b.span, b.span_start, b.measure;

-- Percentage against volume: years one after the other, twelve months against the twelve before, the months of the pilot
-- against those before it, its last months against its first. Rolling sums are compared only where all twelve months are there.
DELETE FROM mart.nrw_flag;
INSERT INTO mart.nrw_flag BY NAME
WITH span AS (
    SELECT
        partnership_id, utility_id, zone, span, period_start, period_end,
        any_value(months_counted) FILTER (measure = 'nrw_volume') AS months,
        any_value(status) FILTER (measure = 'nrw_pct') = 'reported' AS is_sound,
        any_value(months_counted = months_expected) FILTER (measure = 'nrw_volume') AS is_whole,
        any_value(value) FILTER (measure = 'nrw_pct') AS pct,
        any_value(low) FILTER (measure = 'nrw_pct') AS pct_low,
        any_value(high) FILTER (measure = 'nrw_pct') AS pct_high,
        any_value(value) FILTER (measure = 'nrw_volume') AS volume,
        any_value(value) FILTER (measure = 'nrw_m3_per_day') AS m3_per_day,
        any_value(value) FILTER (measure = 'nrw_l_per_connection_day' AND status = 'reported') AS per_connection
    FROM mart.nrw_truth
    GROUP BY ALL
),
pair AS (
    SELECT
        CASE l.span WHEN 'year' THEN 'year_before' WHEN 'last_months' THEN 'within_pilot' ELSE l.span END AS comparison,
        l.partnership_id, l.utility_id, l.zone,
        e.period_start AS earlier_start, e.period_end AS earlier_end,
        l.period_start AS later_start, l.period_end AS later_end,
        e.months AS earlier_months, l.months AS later_months, e.pct AS earlier_pct, l.pct AS later_pct,
        e.m3_per_day AS earlier_m3_per_day, l.m3_per_day AS later_m3_per_day,
        e.per_connection AS earlier_l_per_connection_day, l.per_connection AS later_l_per_connection_day,
        -- the last digits of a quotient are no movement; sums of as many months are compared as such, of unlike numbers of
        -- months by the day
        sign(round(l.pct - e.pct, 9)) AS pct_moved,
        sign(round(
            CASE WHEN l.span IN ('year', 'rolling_12') THEN l.volume / nullif(e.volume, 0)
                ELSE l.m3_per_day / nullif(e.m3_per_day, 0) END - 1, 9
        )) AS volume_moved,
        sign(round(l.per_connection / nullif(e.per_connection, 0) - 1, 9)) AS connection_moved,
        l.pct_low <= e.pct_high AND e.pct_low <= l.pct_high AS is_within_bands
    FROM span AS l
    INNER JOIN span AS e
        ON e.partnership_id IS NOT DISTINCT FROM l.partnership_id
        AND e.utility_id IS NOT DISTINCT FROM l.utility_id
        AND e.zone IS NOT DISTINCT FROM l.zone
        AND e.span = CASE l.span
            WHEN 'since_pilot' THEN 'before_pilot' WHEN 'last_months' THEN 'first_months' ELSE l.span END
        AND (l.span NOT IN ('year', 'rolling_12') OR e.period_end = CAST(l.period_start - INTERVAL 1 DAY AS DATE))
    WHERE l.span IN ('year', 'since_pilot', 'last_months', 'rolling_12')
        AND l.is_sound AND e.is_sound
        AND (l.span NOT IN ('year', 'rolling_12') OR (l.is_whole AND e.is_whole))
)
SELECT * EXCLUDE (pct_moved, volume_moved, connection_moved),
    CASE WHEN pct_moved * volume_moved < 0 THEN 'disagrees' ELSE 'agrees' END AS volume_flag,
    CASE
        WHEN connection_moved IS NULL THEN 'unknown'
        WHEN pct_moved * connection_moved < 0 THEN 'disagrees'
        ELSE 'agrees'
    END AS connection_flag
FROM pair
ORDER BY partnership_id, utility_id, zone, comparison, later_start;
