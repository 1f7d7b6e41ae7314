-- Minimum night flow by month (AWWA M36; IWA Water Loss Task Force, DMA guidance): of the days in force, the middle
-- of the nights' mean flows. A night without enough readings, or with a stuck logger, is no night. The days in force
-- are chosen anew: by now the rules may have refused files whose days came before those of others.

CREATE TEMP TABLE reading_day_accepted AS FROM reading_day_in_force;

INSERT INTO mart.night_flow BY NAME
WITH month AS (
    SELECT partnership_id, dma_id, strftime(day, '%Y-%m') AS period, min(date_trunc('month', day)) AS first_day,
        max(expected) AS expected, CAST(sum(readings) AS BIGINT) AS readings, sum(minutes) AS minutes,
        CAST(sum(duplicates) AS BIGINT) AS duplicates, CAST(sum(negatives) AS BIGINT) AS negatives,
        CAST(sum(stuck_hours) AS INTEGER) AS stuck_hours, CAST(count(night_flow) AS INTEGER) AS nights_used,
        CAST(count(*) FILTER (night_flow = 0) AS INTEGER) AS nights_without_flow,
        median(night_flow) AS middle, min(night_flow) AS lowest, max(night_flow) AS highest,
        sum(pressure_sum) / nullif(sum(pressure_readings), 0) AS average_pressure,
        arg_max(file_sha256, (submitted_at, received_at, file_sha256)) AS file_sha256,
        count(DISTINCT file_sha256) AS files
    FROM reading_day_accepted
    WHERE last_day(day) <= as_of()
    GROUP BY partnership_id, dma_id, strftime(day, '%Y-%m')
),
place AS (
    SELECT partnership_id, dma_id, strftime(day, '%Y-%m') AS period, file_sha256, any_value(file_name) AS source_file,
        min(first_row) || ':' || max(last_row) AS source_cell
    FROM reading_day_accepted GROUP BY ALL
)
SELECT m.partnership_id, p.mentee_id AS utility_id, m.dma_id AS zone, m.period,
    CAST(m.first_day AS DATE) AS period_start, last_day(m.first_day) AS period_end,
    CASE WHEN m.nights_used >= rule_value('night_flow.least_nights') THEN m.middle END AS minimum_night_flow,
    'L/s' AS unit,
    CASE WHEN m.nights_used >= rule_value('night_flow.least_nights') THEN 'reported' ELSE 'incomplete' END AS status,
    m.nights_used, CAST(day(last_day(m.first_day)) AS INTEGER) AS nights_in_month, m.nights_without_flow,
    m.lowest AS lowest_night, m.highest AS highest_night, m.readings,
    greatest(0.0, 1 - m.minutes / (m.expected * day(last_day(m.first_day)))) AS missing_share,
    m.duplicates, m.negatives, m.stuck_hours, m.average_pressure, CAST(m.files AS INTEGER) AS files,
    m.file_sha256, s.source_file, 'readings' AS source_sheet, s.source_cell
FROM month AS m
JOIN core.partnership AS p USING (partnership_id)
JOIN place AS s
    ON s.partnership_id = m.partnership_id AND s.dma_id = m.dma_id AND s.period = m.period
    AND s.file_sha256 = m.file_sha256;

INSERT INTO core.measurement BY NAME
SELECT n.file_sha256 AS submission_id, n.partnership_id, n.utility_id, n.zone, n.period_start, n.period_end,
    'minimum_night_flow' AS variable_code, n.minimum_night_flow AS value, n.unit,
    if(n.status = 'reported', 'reported', 'not_reported') AS status, n.minimum_night_flow AS written_value,
    n.unit AS written_unit, 1.0 AS factor, 'si' AS formula_set,
    coalesce(CAST(f.submitted_on AS TIMESTAMP), f.received_at) AS submitted_at, f.received_at, TRUE AS is_current,
    1 AS place, n.file_sha256, n.source_file, n.source_sheet, n.source_cell
FROM mart.night_flow AS n JOIN raw.file AS f USING (file_sha256);

DROP TABLE reading_day_accepted;

DROP VIEW reading_day_in_force;
