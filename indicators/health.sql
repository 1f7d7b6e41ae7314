-- The health of a utility by the BPPSPAM method, from its yearly figures: context, which no score of a partnership reads.
-- A figure that is missing, refused or waits for review has no mark and never counts as the lowest.

DELETE FROM mart.utility_health_mark;
INSERT INTO mart.utility_health_mark BY NAME
WITH figure AS (
    SELECT m.utility_id, m.period_start, m.period_end, m.metric_code, m.value, m.unit, m.status,
        m.source_file, m.source_sheet, m.source_cell
    FROM mart.pilot_metric AS m
    SEMI JOIN reference.health_indicator AS i ON i.variable_code = m.metric_code
    WHERE m.utility_id IS NOT NULL AND m.zone IS NULL AND m.period_end <= as_of()
        AND m.period_start = date_trunc('year', m.period_start)
        AND m.period_end = CAST(m.period_start + INTERVAL 1 YEAR - INTERVAL 1 DAY AS DATE)
),
asked AS (
    SELECT y.*, i.*
    FROM (SELECT DISTINCT utility_id, period_start, period_end FROM figure) AS y
    CROSS JOIN reference.health_indicator AS i
),
marked AS (
    SELECT
        a.*,
        f.value,
        f.unit,
        coalesce(f.status, 'not_reported') AS status,
        CASE
            WHEN f.status = 'not_applicable' THEN a.mark_when_not_applicable
            WHEN f.status <> 'reported' OR f.value IS NULL THEN NULL
            WHEN a.better = 'high' THEN 1 + CAST(f.value >= a.mark_2 AS INTEGER) + CAST(f.value >= a.mark_3 AS INTEGER)
                + CAST(f.value >= a.mark_4 AS INTEGER) + CAST(f.value >= a.mark_5 AS INTEGER)
            ELSE 1 + CAST(f.value <= a.mark_2 AS INTEGER) + CAST(f.value <= a.mark_3 AS INTEGER)
                + CAST(f.value <= a.mark_4 AS INTEGER) + CAST(f.value <= a.mark_5 AS INTEGER)
        END AS mark,
        f.source_file,
        f.source_sheet,
        f.source_cell
    FROM asked AS a
    LEFT JOIN figure AS f
        ON f.utility_id = a.utility_id AND f.period_start = a.period_start AND f.metric_code = a.variable_code
)
SELECT
    utility_id, period_start, period_end, variable_code, aspect, value, unit, status, mark, weight,
    round(weight * mark, 6) AS points, disputed, source_file, source_sheet, source_cell
FROM marked
ORDER BY utility_id, period_start, "position";

DELETE FROM mart.utility_health;
INSERT INTO mart.utility_health BY NAME
WITH summed AS (
    SELECT
        utility_id,
        period_start,
        period_end,
        CAST(count(mark) AS INTEGER) AS indicators_assessed,
        bool_and(mark IS NOT NULL) AS is_whole,
        CASE WHEN bool_and(mark IS NOT NULL) FILTER (aspect = 'finance')
            THEN round(sum(points) FILTER (aspect = 'finance'), 6) END AS finance,
        CASE WHEN bool_and(mark IS NOT NULL) FILTER (aspect = 'service')
            THEN round(sum(points) FILTER (aspect = 'service'), 6) END AS service,
        CASE WHEN bool_and(mark IS NOT NULL) FILTER (aspect = 'operation')
            THEN round(sum(points) FILTER (aspect = 'operation'), 6) END AS operation,
        CASE WHEN bool_and(mark IS NOT NULL) FILTER (aspect = 'human_resources')
            THEN round(sum(points) FILTER (aspect = 'human_resources'), 6) END AS human_resources,
        round(sum(weight * coalesce(mark, 1)), 6) AS score_low,
        round(sum(weight * coalesce(mark, 5)), 6) AS score_high
    FROM mart.utility_health_mark
    GROUP BY utility_id, period_start, period_end
)
SELECT
    s.* EXCLUDE (is_whole),
    e.edition,
    CASE WHEN s.is_whole THEN s.score_low END AS score,
    CASE
        WHEN NOT s.is_whole THEN 'not_assessed'
        WHEN s.score_low > e.healthy_above THEN 'healthy'
        WHEN s.score_low < e.sick_below THEN 'sick'
        ELSE 'less_healthy'
    END AS class
FROM summed AS s
CROSS JOIN reference.health_edition AS e
ORDER BY s.utility_id, s.period_start;
