-- Values of the indicators and scores of the criteria. Sums run first by kind, then by indicator, then by criterion.
-- n, credit: in the value. asked_n: due, whether known or not. range_n, low, high: with what is not known. final_n, final_low, final_high: at the close.
-- all_n, all_credit: as if nothing had been waived.

CREATE OR REPLACE TEMP TABLE kind_sum AS
WITH by_kind AS (
    SELECT
        partnership_no, counted_no,
        count(*) FILTER (state_counts AND NOT waived) AS n,
        sum(delivered_credit) FILTER (state_counts AND NOT waived) AS delivered,
        count(*) FILTER (in_range AND NOT waived) AS range_n,
        sum(delivered_high) FILTER (in_range AND NOT waived) AS delivered_high,
        count(*) FILTER (state_stays AND NOT waived) AS final_n,
        sum(delivered_final_low) FILTER (state_stays AND NOT waived) AS delivered_final_low,
        count(*) FILTER (state_counts AND NOT waived AND NOT day_unknown) AS day_n,
        count(*) FILTER (is_on_time AND NOT waived) AS on_time,
        count(*) FILTER (may_be_on_time AND in_range AND NOT waived) AS on_time_high,
        count(*) FILTER (may_end_on_time AND state_stays AND NOT waived) AS on_time_final_high,
        count(*) FILTER (state_stays AND waived) AS waived_count,
        count(*) FILTER (state_counts) AS all_n,
        sum(delivered_credit) FILTER (state_counts) AS all_delivered,
        count(*) FILTER (state_counts AND NOT day_unknown) AS all_day_n,
        count(*) FILTER (is_on_time) AS all_on_time
    FROM (
        SELECT j.*, k.counted_no, j.state_counts OR j.state = 'unknown' AS in_range
        FROM judged AS j
        INNER JOIN kind_owed AS k USING (kind_no)
        WHERE k.indicator_code IS NOT NULL AND NOT j.is_covered
    )
    GROUP BY partnership_no, counted_no
),
counted AS (
    SELECT DISTINCT counted_no, indicator_code, kind FROM kind_owed
),
content_sum AS (
    SELECT
        c.partnership_no,
        k.kind,
        count(t.credit_content) FILTER (c.state_stays AND NOT c.waived) AS n,
        CAST(sum(CAST(t.credit_content AS DECIMAL(18, 9))) FILTER (c.state_stays AND NOT c.waived) AS DOUBLE) AS credit,
        count(*) FILTER (c.state_counts AND NOT c.waived) AS asked_n,
        count(*) FILTER (c.state_stays AND NOT c.waived) AS final_n,
        count(*) FILTER (c.state_stays AND c.waived) AS waived_count
    FROM judged AS c
    INNER JOIN kind_owed AS k USING (kind_no)
    LEFT JOIN content AS t USING (obligation_no)
    WHERE k.kind = 'monthly_report' AND k.role = 'mentee'
    GROUP BY c.partnership_no, k.kind
),
every_kind AS (
    SELECT
        k.partnership_no, c.indicator_code, c.kind, k.n, k.delivered AS credit,
        k.range_n, k.range_n AS asked_n, coalesce(k.delivered, 0) AS low, k.delivered_high AS high,
        k.final_n, k.delivered_final_low AS final_low, k.final_n AS final_high,
        k.waived_count, k.all_n, k.all_delivered AS all_credit
    FROM by_kind AS k
    INNER JOIN counted AS c USING (counted_no)
    UNION ALL BY NAME
    SELECT
        k.partnership_no, p.indicator_code, c.kind, k.day_n AS n, CASE WHEN k.n > 0 THEN k.on_time END AS credit,
        k.range_n, k.range_n AS asked_n, k.on_time AS low, k.on_time_high AS high,
        k.final_n, k.on_time AS final_low, k.on_time_final_high AS final_high,
        k.waived_count, k.all_day_n AS all_n, k.all_on_time AS all_credit
    FROM by_kind AS k
    INNER JOIN counted AS c USING (counted_no)
    INNER JOIN pooled AS p ON p.delivered_code = c.indicator_code AND (p.kind IS NULL OR p.kind = c.kind)
    UNION ALL BY NAME
    SELECT
        partnership_no, 'ME-REP-3' AS indicator_code, kind, n, credit,
        n AS range_n, asked_n, credit AS low, credit AS high,
        final_n, coalesce(credit, 0) AS final_low, coalesce(credit, 0) + final_n - n AS final_high,
        waived_count, n AS all_n, credit AS all_credit
    FROM content_sum
    UNION ALL BY NAME
    SELECT
        l.partnership_no, c.indicator_code, t.kind,
        count(*) FILTER (t.is_due AND NOT t.is_untold) AS n,
        sum(CAST(coalesce(t.credit, 0) AS DECIMAL(18, 6))) FILTER (t.is_due AND NOT t.is_untold) AS credit,
        count(*) FILTER (t.is_due) AS range_n,
        count(*) FILTER (t.is_due) AS asked_n,
        sum(CAST(CASE WHEN t.is_untold THEN 0 ELSE coalesce(t.credit, 0) END AS DECIMAL(18, 6))) FILTER (t.is_due) AS low,
        sum(CAST(CASE WHEN t.is_untold THEN 1 ELSE coalesce(t.credit, 1) END AS DECIMAL(18, 6))) FILTER (t.is_due) AS high,
        count(*) AS final_n,
        sum(CAST(CASE WHEN t.has_month_to_come THEN 0 ELSE coalesce(t.credit, 0) END AS DECIMAL(18, 6))) AS final_low,
        sum(CAST(CASE WHEN t.credit IS NULL OR t.last_actual_on > as_of() THEN 1 ELSE t.credit END AS DECIMAL(18, 6)))
            AS final_high,
        0 AS waived_count,
        count(*) FILTER (t.is_due AND NOT t.is_untold) AS all_n,
        sum(CAST(coalesce(t.credit, 0) AS DECIMAL(18, 6))) FILTER (t.is_due AND NOT t.is_untold) AS all_credit
    FROM target_judged AS t
    INNER JOIN target_counting AS c ON c.kind = t.kind
    INNER JOIN life AS l USING (partnership_id)
    WHERE t.counts_when_due AND (t.is_due OR t.can_fall_due)
    GROUP BY l.partnership_no, c.indicator_code, t.kind
)
SELECT
    * REPLACE (
        CAST(credit AS DOUBLE) AS credit,
        CAST(low AS DOUBLE) AS low,
        CAST(high AS DOUBLE) AS high,
        CAST(final_low AS DOUBLE) AS final_low,
        CAST(final_high AS DOUBLE) AS final_high,
        CAST(all_credit AS DOUBLE) AS all_credit
    )
FROM every_kind;

-- One row per partnership and indicator that has any obligation or target, now or later. end_low, end_high: at the close
-- alone; final_low, final_high hold the range of now as well.
CREATE OR REPLACE TEMP TABLE indicator_sum AS
WITH kinds AS (
    SELECT
        *,
        indicator_code IN (SELECT c.indicator_code FROM counting AS c WHERE c.by_kind) AS by_kind
    FROM kind_sum
),
-- In a mean over kinds each kind weighs one, whatever its number.
weighed AS (
    SELECT
        *,
        CASE WHEN by_kind THEN greatest(n, 1) ELSE 1 END AS per,
        CASE WHEN by_kind THEN greatest(range_n, 1) ELSE 1 END AS range_per,
        CASE WHEN by_kind THEN greatest(final_n, 1) ELSE 1 END AS final_per,
        CASE WHEN by_kind THEN greatest(all_n, 1) ELSE 1 END AS all_per
    FROM kinds
),
summed AS (
    SELECT
        partnership_no,
        indicator_code,
        round(sum(credit), 6) AS numerator,
        CAST(sum(n) AS DOUBLE) AS denominator,
        sum(asked_n) AS asked_n,
        sum(waived_count) AS waived_count,
        sum(credit / per) / nullif(sum(n / per), 0) AS value,
        sum(low / range_per) / nullif(sum(range_n / range_per), 0) AS low,
        sum(high / range_per) / nullif(sum(range_n / range_per), 0) AS high,
        sum(final_low / final_per) / nullif(sum(final_n / final_per), 0) AS final_low,
        sum(final_high / final_per) / nullif(sum(final_n / final_per), 0) AS final_high,
        sum(all_credit / all_per) / nullif(sum(all_n / all_per), 0) AS value_without_waivers
    FROM weighed
    GROUP BY partnership_no, indicator_code
)
SELECT
    partnership_no, indicator_code, numerator, denominator, asked_n, waived_count,
    round(100 * value, 6) AS value,
    round(100 * low, 6) AS low,
    round(100 * high, 6) AS high,
    round(100 * final_low, 6) AS end_low,
    round(100 * final_high, 6) AS end_high,
    round(100 * least(final_low, coalesce(low, final_low)), 6) AS final_low,
    round(100 * greatest(final_high, coalesce(high, final_high)), 6) AS final_high,
    round(100 * value_without_waivers, 6) AS value_without_waivers
FROM summed;

DELETE FROM mart.indicator_value;
INSERT INTO mart.indicator_value BY NAME
WITH asked AS (
    SELECT
        l.partnership_no,
        l.partnership_id,
        i.role,
        i.indicator_code,
        CASE WHEN i.role <> 'mentor' OR l.mentor_id IS NOT NULL THEN b.indicator_code END AS indicator_known
    FROM life AS l
    CROSS JOIN mart.indicator AS i
    LEFT JOIN reference.blueprint_indicator AS b
        ON b.programme_kind = l.programme_kind AND b.indicator_code = i.indicator_code
)
SELECT
    a.partnership_id,
    a.role,
    a.indicator_code,
    s.numerator,
    coalesce(s.denominator, 0) AS denominator,
    s.value,
    CASE
        WHEN a.indicator_known IS NULL THEN 'not_applicable'
        WHEN s.value IS NOT NULL THEN 'reported'
        WHEN s.asked_n > 0 THEN 'not_reported'
        ELSE 'not_due'
    END AS status,
    s.low AS score_low,
    s.high AS score_high,
    s.final_low,
    s.final_high,
    CAST(coalesce(s.waived_count, 0) AS INTEGER) AS waived_count,
    s.value_without_waivers
FROM asked AS a
LEFT JOIN indicator_sum AS s
    ON s.partnership_no = a.partnership_no AND s.indicator_code = a.indicator_known;

-- The weighted mean of the indicators that have something in their denominator.
CREATE OR REPLACE TEMP TABLE criterion_sum AS
WITH counted AS (
    SELECT s.partnership_no, i.criterion, i.role, sum(s.denominator) AS obligations_counted
    FROM indicator_sum AS s
    INNER JOIN mart.indicator AS i USING (indicator_code)
    WHERE i.credit IN ('delivered', 'progress')
    GROUP BY s.partnership_no, i.criterion, i.role
),
weighed AS (
    SELECT
        l.partnership_no,
        v.partnership_id,
        v.role,
        i.criterion,
        count(v.value) FILTER (i.weight > 0) AS indicators_counted,
        count(*) FILTER (i.weight > 0 AND v.status <> 'not_applicable') AS indicators_defined,
        count(*) FILTER (v.status = 'not_reported') AS indicators_unknown,
        sum(i.weight * v.value) / nullif(sum(i.weight) FILTER (v.value IS NOT NULL), 0) AS score,
        sum(i.weight * v.score_low) / nullif(sum(i.weight) FILTER (v.score_low IS NOT NULL), 0) AS low,
        sum(i.weight * v.score_high) / nullif(sum(i.weight) FILTER (v.score_high IS NOT NULL), 0) AS high,
        sum(i.weight * s.end_low) / nullif(sum(i.weight) FILTER (s.end_low IS NOT NULL), 0) AS final_low,
        sum(i.weight * s.end_high) / nullif(sum(i.weight) FILTER (s.end_high IS NOT NULL), 0) AS final_high
    FROM mart.indicator_value AS v
    INNER JOIN mart.indicator AS i USING (indicator_code)
    INNER JOIN life AS l USING (partnership_id)
    LEFT JOIN indicator_sum AS s
        ON s.partnership_no = l.partnership_no
        AND s.indicator_code = CASE WHEN v.status <> 'not_applicable' THEN v.indicator_code END
    GROUP BY l.partnership_no, v.partnership_id, v.role, i.criterion
)
SELECT
    w.partnership_id,
    w.role,
    w.criterion,
    round(w.score, 6) AS score,
    CASE
        WHEN w.indicators_defined = 0 THEN 'not_applicable'
        WHEN w.score IS NOT NULL THEN 'reported'
        WHEN w.indicators_unknown > 0 THEN 'not_reported'
        ELSE 'not_due'
    END AS status,
    CAST(w.indicators_counted AS INTEGER) AS indicators_counted,
    CAST(w.indicators_defined AS INTEGER) AS indicators_defined,
    CAST(coalesce(c.obligations_counted, 0) AS INTEGER) AS obligations_counted,
    round(w.low, 6) AS score_low,
    round(w.high, 6) AS score_high,
    round(least(w.final_low, coalesce(w.low, w.final_low)), 6) AS final_low,
    round(greatest(w.final_high, coalesce(w.high, w.final_high)), 6) AS final_high
FROM weighed AS w
LEFT JOIN counted AS c
    ON c.partnership_no = w.partnership_no AND c.criterion = w.criterion AND c.role = w.role;
