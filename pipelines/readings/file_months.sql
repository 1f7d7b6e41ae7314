-- The day of each DMA that counts: of several files not refused the latest that has the night, or most of the day; and
-- what these days say of each month that is over, judged by the rules on readings

CREATE TEMP VIEW reading_day_in_force AS
SELECT d.*, f.file_name, coalesce(CAST(f.submitted_on AS TIMESTAMP), f.received_at) AS submitted_at, f.received_at
FROM raw.reading_day AS d
JOIN raw.file AS f USING (file_sha256)
ANTI JOIN raw.refused_file AS x ON x.file_sha256 = d.file_sha256
WHERE d.day <= as_of() AND coalesce(f.submitted_on <= as_of(), TRUE)
QUALIFY row_number() OVER (
    PARTITION BY d.partnership_id, d.dma_id, d.day
    ORDER BY d.night_flow IS NOT NULL DESC, 2 * d.minutes >= d.expected DESC, submitted_at DESC, f.received_at DESC,
        d.file_sha256 DESC
) = 1;

CREATE TEMP TABLE reading_day_judged AS FROM reading_day_in_force;

INSERT INTO raw.reading_month BY NAME
WITH month AS (
    SELECT partnership_id, dma_id, strftime(day, '%Y-%m') AS period, CAST(sum(readings) AS BIGINT) AS readings,
        greatest(0.0, 1 - sum(minutes) / (max(expected) * day(last_day(min(day))))) AS missing_share,
        CAST(sum(duplicates) AS BIGINT) AS duplicates, CAST(sum(negatives) AS BIGINT) AS negatives,
        CAST(sum(stuck_hours) AS INTEGER) AS stuck_hours, CAST(count(night_flow) AS INTEGER) AS nights_used,
        arg_max(file_sha256, (submitted_at, received_at, file_sha256)) AS file_sha256
    FROM reading_day_judged
    WHERE last_day(day) <= as_of()
    GROUP BY partnership_id, dma_id, strftime(day, '%Y-%m')
),
place AS (
    SELECT partnership_id, dma_id, strftime(day, '%Y-%m') AS period, file_sha256, any_value(file_name) AS source_file,
        min(first_row) || ':' || max(last_row) AS source_cell
    FROM reading_day_judged GROUP BY partnership_id, dma_id, strftime(day, '%Y-%m'), file_sha256
)
SELECT left(m.file_sha256, 16) || '/readings/' || concat_ws('/', m.partnership_id, m.dma_id, m.period) AS row_id,
    s.source_file, 'readings' AS sheet, CAST(NULL AS INTEGER) AS row_no, s.source_cell, m.*
FROM month AS m
JOIN place AS s
    ON s.partnership_id IS NOT DISTINCT FROM m.partnership_id AND s.dma_id = m.dma_id AND s.period = m.period
    AND s.file_sha256 = m.file_sha256;

DROP TABLE reading_day_judged;
