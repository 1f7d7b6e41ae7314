-- How honest a score can be: its range over other weights, and whether a band may be shown at all.

-- Over all weights between half and twice each one, the extremes are threshold weightings: the k largest
-- (smallest) values take the high weight, the others the low one. So every k is tried, by sums over sorted values.
CREATE OR REPLACE TEMP TABLE weight_range AS
WITH shares AS (
    SELECT
        v.partnership_id,
        v.role,
        i.criterion,
        v.indicator_code,
        v.value,
        i.weight AS part
    FROM mart.indicator_value AS v
    INNER JOIN mart.indicator AS i USING (indicator_code)
    WHERE v.value IS NOT NULL AND i.weight > 0
),
sorted AS (
    SELECT
        partnership_id,
        role,
        criterion,
        rule_value('weight.range_low') AS low_factor,
        rule_value('weight.range_high') AS high_factor,
        sum(part * value) OVER whole AS all_value,
        sum(part) OVER whole AS all_part,
        sum(part * value) OVER from_top AS top_value,
        sum(part) OVER from_top AS top_part,
        sum(part * value) OVER from_bottom AS bottom_value,
        sum(part) OVER from_bottom AS bottom_part
    FROM shares
    WINDOW
        whole AS (PARTITION BY partnership_id, role, criterion),
        from_top AS (
            PARTITION BY partnership_id, role, criterion ORDER BY value DESC, indicator_code
            ROWS UNBOUNDED PRECEDING
        ),
        from_bottom AS (
            PARTITION BY partnership_id, role, criterion ORDER BY value, indicator_code
            ROWS UNBOUNDED PRECEDING
        )
)
SELECT
    partnership_id,
    role,
    criterion,
    round(max(
        (high_factor * top_value + low_factor * (all_value - top_value))
        / (high_factor * top_part + low_factor * (all_part - top_part))
    ), 6) AS weight_high,
    round(min(
        (high_factor * bottom_value + low_factor * (all_value - bottom_value))
        / (high_factor * bottom_part + low_factor * (all_part - bottom_part))
    ), 6) AS weight_low
FROM sorted
GROUP BY partnership_id, role, criterion;

CREATE OR REPLACE TEMP MACRO band_of(figure) AS CASE
    WHEN round(figure, CAST(rule_value('band.decimals') AS INTEGER)) >= rule_value('band.good') THEN 'good'
    WHEN round(figure, CAST(rule_value('band.decimals') AS INTEGER)) >= rule_value('band.fair') THEN 'fair'
    WHEN figure IS NOT NULL THEN 'needs_attention'
END;

DELETE FROM mart.criterion_score;
INSERT INTO mart.criterion_score BY NAME
WITH reasoned AS (
    SELECT
        c.*,
        w.weight_low,
        w.weight_high,
        band_of(w.weight_low) <> band_of(w.weight_high) AS band_could_change,
        CASE
            WHEN l.has_founding AND l.moa_on IS NULL THEN 'before_moa'
            WHEN c.score IS NULL THEN 'no_value'
            WHEN c.obligations_counted < rule_value('band.minimum_obligations') THEN 'too_early'
            WHEN band_of(c.score_low) <> band_of(c.score_high) THEN 'interval'
        END AS band_reason
    FROM criterion_sum AS c
    INNER JOIN life AS l USING (partnership_id)
    LEFT JOIN weight_range AS w
        ON w.partnership_id = c.partnership_id AND w.role = c.role AND w.criterion = c.criterion
)
SELECT *, CASE WHEN band_reason IS NULL THEN band_of(score) END AS band
FROM reasoned;

DELETE FROM mart.assessment WHERE "view" = 'computed';
INSERT INTO mart.assessment BY NAME
SELECT partnership_id, role, criterion, 'computed' AS "view", score, as_of() AS assessed_on
FROM mart.criterion_score
WHERE score IS NOT NULL;
