-- A figure that is measured from files and reported as well: both are kept, one is in force. The measured one is,
-- unless it has no value where a report has one.

CREATE TEMP TABLE figure_told_twice AS
WITH told AS (
    SELECT m.rowid AS figure_id, m.partnership_id, m.utility_id, m.zone, m.period_start, m.period_end, m.variable_code,
        m.is_current, m.value, m.submitted_at, m.place,
        starts_with(m.submission_id, 'gis/') OR r.file_sha256 IS NOT NULL AS is_measured
    FROM core.measurement AS m
    LEFT JOIN (SELECT DISTINCT file_sha256 FROM raw.reading_file) AS r ON r.file_sha256 = m.file_sha256
    WHERE m.partnership_id IS NOT NULL AND m.variable_code IN (
        'minimum_night_flow', 'customers_in_gis', 'pipe_length_in_gis', 'features_in_gis', 'features_complete_in_gis'
    )
),
weighed AS (
    SELECT *,
        bool_or(is_current AND value IS NOT NULL) OVER (
            PARTITION BY partnership_id, utility_id, zone, period_start, period_end, variable_code, is_measured
        ) AS has_value,
        bool_or(is_measured) OVER figure AND NOT bool_and(is_measured) OVER figure AS is_told_twice
    FROM told
    WINDOW figure AS (PARTITION BY partnership_id, utility_id, zone, period_start, period_end, variable_code)
)
SELECT figure_id, row_number() OVER first_in_force AS place, lag(submitted_at) OVER first_in_force AS replaced_at
FROM weighed
WHERE is_told_twice
WINDOW first_in_force AS (
    PARTITION BY partnership_id, utility_id, zone, period_start, period_end, variable_code
    ORDER BY NOT has_value, NOT is_measured, NOT is_current, place, submitted_at DESC, figure_id
);

UPDATE core.measurement AS m SET place = t.place, is_current = t.place = 1, replaced_at = t.replaced_at
FROM figure_told_twice AS t
WHERE t.figure_id = m.rowid;

DROP TABLE figure_told_twice;
