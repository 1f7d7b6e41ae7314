-- From figures as read to core.measurement: those of periods over by as_of and not dated later

CREATE TEMP TABLE measurement_read (
    submission_id VARCHAR, row_id VARCHAR, row_no INTEGER, partnership_id VARCHAR, utility_list VARCHAR,
    external_id VARCHAR, utility_name VARCHAR, zone VARCHAR, period_start DATE, period_end DATE, variable_code VARCHAR,
    number_read DOUBLE, status_read VARCHAR, unit_read VARCHAR, grade INTEGER, formula_set VARCHAR,
    stands_alone BOOLEAN, submitted_at TIMESTAMP, dated_on DATE, received_at TIMESTAMP,
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR
);

INSERT INTO measurement_read BY NAME
SELECT r.file_sha256 AS submission_id, r.row_id, r.row_no, f.partnership_id, r.zone,
    CAST(f.period || '-01' AS DATE) AS period_start, last_day(CAST(f.period || '-01' AS DATE)) AS period_end,
    r.variable_code, CASE WHEN rejected.row_id IS NULL THEN r.value END AS number_read,
    CASE WHEN rejected.row_id IS NULL THEN r.value_status ELSE 'rejected' END AS status_read, r.unit AS unit_read,
    r.grade, 'si' AS formula_set, TRUE AS stands_alone, CAST(f.submitted_on AS TIMESTAMP) AS submitted_at,
    f.submitted_on AS dated_on, f.received_at, r.file_sha256, r.source_file, r.sheet AS source_sheet,
    coalesce(h.cell_column || r.row_no, r.source_cell) AS source_cell
FROM raw.monthly_progress AS r
JOIN core.monthly_report AS f ON f.file_sha256 = r.file_sha256 AND NOT f.is_parked
LEFT JOIN raw.rejected_row AS rejected ON rejected.table_name = 'monthly_progress' AND rejected.row_id = r.row_id
LEFT JOIN raw.header AS h
    ON h.file_sha256 = r.file_sha256 AND h.table_name = 'monthly_progress' AND h.column_name = 'value';
-- each template
INSERT INTO core.utility BY NAME
SELECT r.utility_list || '/' || r.external_id AS utility_id, arg_max(r.utility_name, r.submitted_at) AS name,
    r.external_id, any_value(n.kind_of_place) AS kind_of_place, any_value(n.place) AS place
FROM measurement_read AS r
LEFT JOIN utility_named AS n ON n.list_code = r.utility_list AND n.external_id = r.external_id
WHERE r.external_id IS NOT NULL AND r.partnership_id IS NULL AND n.utility_id IS NULL
    AND r.utility_list || '/' || r.external_id NOT IN (SELECT utility_id FROM core.utility)
GROUP BY r.utility_list, r.external_id;

INSERT INTO core.measurement BY NAME
WITH converted AS (
    SELECT r.* EXCLUDE (partnership_id, variable_code), v.variable_code, p.partnership_id,
        CASE
            WHEN p.partnership_id IS NOT NULL THEN p.mentee_id
            ELSE coalesce(n.utility_id, r.utility_list || '/' || r.external_id)
        END AS utility_id,
        v.unit, r.number_read * u.factor AS value,
        CASE
            WHEN r.number_read IS NULL THEN r.status_read
            WHEN u.factor IS NULL THEN 'rejected'
            WHEN r.number_read < 0 AND NOT v.may_be_negative THEN 'needs_review'
            WHEN v.unit = '%' AND r.number_read * u.factor > 100 THEN 'needs_review'
            ELSE 'reported'
        END AS status
    FROM measurement_read AS r
    JOIN reference.variable AS v ON v.variable_code = r.variable_code
    LEFT JOIN reference.unit AS u ON u.spelling = coalesce(r.unit_read, v.unit) AND u.unit_kind = v.unit_kind
    LEFT JOIN core.partnership AS p ON p.partnership_id = r.partnership_id
    LEFT JOIN utility_named AS n ON n.list_code = r.utility_list AND n.external_id = r.external_id
    WHERE coalesce(r.period_end <= as_of(), TRUE) AND coalesce(r.dated_on <= as_of(), TRUE)
),
ranked AS (
    SELECT *,
        row_number() OVER latest_first AS place,
        lag(submitted_at) OVER latest_first AS successor_submitted_at
    FROM converted
    WINDOW latest_first AS (
        PARTITION BY partnership_id, utility_id, zone, period_start, period_end, variable_code
        ORDER BY stands_alone AND status IN ('not_reported', 'rejected'), submitted_at DESC, received_at DESC,
            file_sha256 DESC, row_no DESC
    )
)
SELECT submission_id, partnership_id, utility_id, zone, period_start, period_end, variable_code,
    CASE WHEN status IN ('reported', 'needs_review') THEN value END AS value, unit, status, grade, formula_set,
    submitted_at, received_at, place = 1 AS is_current,
    CASE WHEN place > 1 THEN successor_submitted_at END AS replaced_at,
    file_sha256, source_file, source_sheet, source_cell
FROM ranked
WHERE place = 1 OR status <> 'not_reported' OR NOT stands_alone;
