-- From figures as read to core.measurement: those of periods over by as_of and not dated later

CREATE TEMP TABLE measurement_read (
    submission_id VARCHAR, row_id VARCHAR, row_no INTEGER, partnership_id VARCHAR, utility_list VARCHAR,
    external_id VARCHAR, utility_name VARCHAR, zone VARCHAR, period_start DATE, period_end DATE, variable_code VARCHAR,
    number_read DOUBLE, status_read VARCHAR, unit_read VARCHAR, grade INTEGER, formula_set VARCHAR,
    submitted_at TIMESTAMP, dated_on DATE, received_at TIMESTAMP,
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR
);

INSERT INTO measurement_read BY NAME
SELECT r.file_sha256 AS submission_id, r.row_id, r.row_no, f.partnership_id, r.zone,
    CAST(f.period || '-01' AS DATE) AS period_start, last_day(CAST(f.period || '-01' AS DATE)) AS period_end,
    r.variable_code, CASE WHEN rejected.row_id IS NULL THEN r.value END AS number_read,
    CASE WHEN rejected.row_id IS NULL THEN r.value_status ELSE 'rejected' END AS status_read, r.unit AS unit_read,
    r.grade, 'si' AS formula_set, CAST(f.submitted_on AS TIMESTAMP) AS submitted_at,
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

-- Corrections of a figure's own cells, and of those that all figures of its row share (unit, period, whose it is).
CREATE TEMP TABLE measurement_corrected AS
WITH cell AS (
    SELECT row_id, variable_code, unnest(string_split(source_cell, ', ')) AS source_cell FROM measurement_read
    WHERE row_id IN (SELECT row_id FROM quality.correction_applied)
)
SELECT m.row_id, m.variable_code, arg_max(a.correction_id, a.rowid) AS correction_id,
    list(DISTINCT a.correction_id ORDER BY a.correction_id) AS correction_ids,
    arg_max(a."action", a.rowid) = 'confirm' AS is_confirmed  -- what is replaced afterwards is no longer confirmed
FROM (SELECT DISTINCT row_id, variable_code FROM cell) AS m
JOIN quality.correction_applied AS a ON a.row_id = m.row_id
LEFT JOIN (
    SELECT row_id, source_cell, list(variable_code) AS figures FROM cell GROUP BY row_id, source_cell
) AS own ON own.row_id = a.row_id AND own.source_cell = a.source_cell
WHERE own.figures IS NULL OR list_contains(own.figures, m.variable_code)
GROUP BY m.row_id, m.variable_code;

-- A mean flow given for a volume holds for all days of its period: L/s x 86.4 x days = m3.
INSERT INTO core.measurement BY NAME
WITH placed AS (
    SELECT r.* EXCLUDE (partnership_id, variable_code, row_id), v.variable_code, v.unit, v.may_be_negative,
        v.may_exceed_100, p.partnership_id,
        CASE
            WHEN p.partnership_id IS NOT NULL THEN p.mentee_id
            ELSE coalesce(n.utility_id, r.utility_list || '/' || r.external_id)
        END AS utility_id,
        coalesce(u.factor, w.factor * 86.4 * (date_diff('day', r.period_start, r.period_end) + 1)) AS factor,
        c.correction_id, c.correction_ids, c.is_confirmed
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
    SELECT * EXCLUDE (may_be_negative, may_exceed_100), number_read * factor AS converted,
        CASE
            WHEN number_read < 0 AND NOT may_be_negative THEN 'negative'
            WHEN unit = '%' AND number_read * factor > 100 AND NOT may_exceed_100 THEN 'above_100'
        END AS review_reason
    FROM placed
),
told AS (
    SELECT * EXCLUDE (status_read),
        CASE
            WHEN number_read IS NULL THEN status_read
            WHEN factor IS NULL THEN 'rejected'
            WHEN review_reason IS NOT NULL THEN 'needs_review'
            ELSE 'reported'
        END AS status
    FROM judged
),
ranked AS (
    SELECT *,
        row_number() OVER latest_first AS place,
        lag(submitted_at) OVER latest_first AS successor_submitted_at
    FROM told
    WINDOW latest_first AS (
        PARTITION BY partnership_id, utility_id, zone, period_start, period_end, variable_code
        ORDER BY status IN ('not_reported', 'rejected'), submitted_at DESC, received_at DESC,
            file_sha256 DESC, row_no DESC
    )
)
SELECT submission_id, partnership_id, utility_id, zone, period_start, period_end, variable_code,
    CASE WHEN status IN ('reported', 'needs_review') THEN converted END AS value, unit, status,
    CASE WHEN status = 'needs_review' THEN review_reason END AS review_reason, number_read AS written_value,
    CASE WHEN number_read IS NOT NULL THEN coalesce(unit_read, unit) END AS written_unit,
    CASE WHEN number_read IS NOT NULL THEN factor END AS factor, correction_id, correction_ids, is_confirmed,
    grade, formula_set,
    submitted_at, received_at, place = 1 AS is_current,
    CASE WHEN place > 1 THEN successor_submitted_at END AS replaced_at, place,
    file_sha256, source_file, source_sheet, source_cell
FROM ranked
WHERE place = 1 OR status <> 'not_reported';

-- A figure in force is off its scale where more of its subject's own figures of the twelve months before and after lie
-- a factor of review.off_scale or more away than near it; where as many do, the earliest of them decides.
CREATE TEMP TABLE measurement_off_scale AS
WITH figure AS (
    SELECT m.rowid AS figure_id, m.period_start, m.value,
        hash(
            m.partnership_id, m.utility_id, m.zone, m.variable_code, date_diff('month', m.period_start, m.period_end)
        ) AS subject
    FROM core.measurement AS m
    SEMI JOIN (SELECT variable_code FROM reference.variable WHERE is_steady) AS v ON v.variable_code = m.variable_code
    WHERE m.is_current AND m.status = 'reported' AND m.value > 0 AND m.period_start IS NOT NULL
),
spread AS (
    SELECT subject FROM figure
    GROUP BY subject HAVING max(value) >= rule_value('review.off_scale') * min(value)
),
suspect AS (
    SELECT f.* FROM figure AS f SEMI JOIN spread AS s ON s.subject = f.subject
),
compared AS (
    SELECT f.figure_id, o.period_start AS other_start, o.value AS other_value,
        greatest(f.value / o.value, o.value / f.value) < rule_value('review.off_scale') AS is_near
    FROM suspect AS f
    JOIN suspect AS o ON o.subject = f.subject
        AND o.period_start BETWEEN f.period_start - INTERVAL 12 MONTH AND f.period_start + INTERVAL 12 MONTH
)
SELECT figure_id, median(other_value) FILTER (NOT is_near) AS usual_value
FROM compared
GROUP BY figure_id
HAVING count(*) FILTER (NOT is_near) > count(*) FILTER (is_near)
    OR (count(*) FILTER (NOT is_near) = count(*) FILTER (is_near) AND NOT arg_min(is_near, other_start));

UPDATE core.measurement AS m SET review_reason = 'off_scale', usual_value = o.usual_value,
    status = CASE WHEN m.is_confirmed THEN m.status ELSE 'needs_review' END
FROM measurement_off_scale AS o
WHERE o.figure_id = m.rowid;

DROP TABLE measurement_off_scale;
DROP TABLE measurement_corrected;
