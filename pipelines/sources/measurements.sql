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
SELECT r.utility_list || '/' || r.external_id AS utility_id,
    coalesce(arg_max(r.utility_name, r.submitted_at), r.external_id) AS name,
    r.external_id, any_value(n.kind_of_place) AS kind_of_place, any_value(n.place) AS place
FROM measurement_read AS r
LEFT JOIN utility_named AS n ON n.list_code = r.utility_list AND n.external_id = r.external_id
WHERE r.external_id IS NOT NULL AND r.partnership_id IS NULL AND n.utility_id IS NULL
    AND r.utility_list || '/' || r.external_id NOT IN (SELECT utility_id FROM core.utility)
GROUP BY r.utility_list, r.external_id;

CREATE TEMP TABLE measurement_corrected AS
SELECT m.row_id, m.variable_code, max(a.correction_id) AS correction_id, bool_or(a."action" = 'confirm') AS is_confirmed
FROM measurement_read AS m
JOIN quality.correction_applied AS a ON a.row_id = m.row_id
WHERE list_contains(string_split(m.source_cell, ', '), a.source_cell)
GROUP BY m.row_id, m.variable_code;

-- A mean flow given for a volume holds for all days of its period: L/s x 86.4 x days = m3.
CREATE TEMP TABLE measurement_converted AS
WITH placed AS (
    SELECT r.* EXCLUDE (partnership_id, variable_code, stands_alone), v.variable_code, v.unit, v.may_be_negative,
        v.may_exceed_100,
        v.is_steady, p.partnership_id, r.stands_alone,
        CASE
            WHEN p.partnership_id IS NOT NULL THEN p.mentee_id
            ELSE coalesce(n.utility_id, r.utility_list || '/' || r.external_id)
        END AS utility_id,
        coalesce(r.unit_read, v.unit) AS written_unit,
        coalesce(u.factor, w.factor * 86.4 * (date_diff('day', r.period_start, r.period_end) + 1)) AS factor,
        c.correction_id, coalesce(c.is_confirmed, FALSE) AS is_confirmed
    FROM measurement_read AS r
    JOIN reference.variable AS v ON v.variable_code = r.variable_code
    LEFT JOIN reference.unit AS u ON u.spelling = coalesce(r.unit_read, v.unit) AND u.unit_kind = v.unit_kind
    LEFT JOIN reference.unit AS w ON w.spelling = r.unit_read AND w.unit_kind = 'flow' AND v.unit_kind = 'volume'
    LEFT JOIN core.partnership AS p ON p.partnership_id = r.partnership_id
    LEFT JOIN utility_named AS n ON n.list_code = r.utility_list AND n.external_id = r.external_id
    LEFT JOIN measurement_corrected AS c ON c.row_id = r.row_id AND c.variable_code = r.variable_code
    WHERE coalesce(r.period_end <= as_of(), TRUE) AND coalesce(r.dated_on <= as_of(), TRUE)
),
judged AS (
    SELECT *, number_read * factor AS value,
        CASE
            WHEN number_read < 0 AND NOT may_be_negative THEN 'negative'
            WHEN unit = '%' AND number_read * factor > 100 AND NOT may_exceed_100 THEN 'above_100'
        END AS out_of_range
    FROM placed
),
ranked AS (
    SELECT *,
        CASE
            WHEN number_read IS NULL THEN status_read
            WHEN factor IS NULL THEN 'rejected'
            WHEN out_of_range IS NOT NULL THEN 'needs_review'
            ELSE 'reported'
        END AS status
    FROM judged
)
SELECT *, row_number() OVER latest_first AS place, lag(submitted_at) OVER latest_first AS successor_submitted_at
FROM ranked
WINDOW latest_first AS (
    PARTITION BY partnership_id, utility_id, zone, period_start, period_end, variable_code
    ORDER BY stands_alone AND status IN ('not_reported', 'rejected'), submitted_at DESC, received_at DESC,
        file_sha256 DESC, row_no DESC
);

-- A figure in force is off its scale where more of its subject's own figures of the twelve months before and after lie
-- a factor of review.off_scale or more away than near it; where as many do, the earliest of them decides.
CREATE TEMP TABLE measurement_off_scale AS
WITH figure AS (
    SELECT row_id, variable_code, period_start, value,
        hash(partnership_id, utility_id, zone, variable_code, date_diff('month', period_start, period_end)) AS subject
    FROM measurement_converted
    WHERE place = 1 AND status = 'reported' AND is_steady AND value > 0 AND period_start IS NOT NULL
),
spread AS (
    SELECT subject FROM figure
    GROUP BY subject HAVING max(value) >= rule_value('review.off_scale') * min(value)
),
suspect AS (
    SELECT f.* FROM figure AS f SEMI JOIN spread AS s ON s.subject = f.subject
),
compared AS (
    SELECT f.row_id, f.variable_code,
        greatest(f.value / o.value, o.value / f.value) < rule_value('review.off_scale') AS is_near,
        o.period_start AS other_start, o.value AS other_value
    FROM suspect AS f
    JOIN suspect AS o ON o.subject = f.subject
        AND o.period_start BETWEEN f.period_start - INTERVAL 12 MONTH AND f.period_start + INTERVAL 12 MONTH
)
SELECT row_id, variable_code, median(other_value) FILTER (NOT is_near) AS usual_value
FROM compared
GROUP BY row_id, variable_code
HAVING count(*) FILTER (NOT is_near) > count(*) FILTER (is_near)
    OR (count(*) FILTER (NOT is_near) = count(*) FILTER (is_near) AND NOT arg_min(is_near, other_start));

INSERT INTO core.measurement BY NAME
SELECT m.submission_id, m.partnership_id, m.utility_id, m.zone, m.period_start, m.period_end, m.variable_code,
    CASE WHEN m.status IN ('reported', 'needs_review') THEN m.value END AS value, m.unit,
    CASE WHEN o.row_id IS NOT NULL AND NOT m.is_confirmed THEN 'needs_review' ELSE m.status END AS status,
    CASE
        WHEN o.row_id IS NOT NULL THEN 'off_scale'
        WHEN m.status = 'needs_review' THEN m.out_of_range
    END AS review_reason,
    o.usual_value, m.number_read AS written_value,
    CASE WHEN m.number_read IS NOT NULL THEN m.written_unit END AS written_unit,
    CASE WHEN m.number_read IS NOT NULL THEN m.factor END AS factor, m.correction_id, m.grade, m.formula_set,
    m.submitted_at, m.received_at, m.place = 1 AS is_current,
    CASE WHEN m.place > 1 THEN m.successor_submitted_at END AS replaced_at, m.place,
    m.file_sha256, m.source_file, m.source_sheet, m.source_cell
FROM measurement_converted AS m
LEFT JOIN measurement_off_scale AS o
    ON o.row_id = m.row_id AND o.variable_code = m.variable_code AND m.place = 1
WHERE m.place = 1 OR m.status <> 'not_reported' OR NOT m.stands_alone;

DROP TABLE measurement_off_scale;
DROP TABLE measurement_converted;
DROP TABLE measurement_corrected;
