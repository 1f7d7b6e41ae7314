-- From layers as read to core.gis_layer, and what they measure to core.measurement

CREATE TEMP TABLE gis_told AS
SELECT a.* FROM raw.gis_arrival AS a
ANTI JOIN raw.rejected_row AS j ON j.table_name = 'gis_arrival' AND j.row_id = a.row_id
SEMI JOIN core.partnership AS p ON p.partnership_id = a.partnership_id
WHERE a.is_read AND a.period IS NOT NULL AND last_day(CAST(a.period || '-01' AS DATE)) <= as_of();

INSERT INTO core.gis_layer BY NAME
WITH of_kind AS (
    SELECT a.partnership_id, a.period, l.layer_kind, a.row_id,
        row_number() OVER (
            PARTITION BY a.partnership_id, a.period, l.layer_kind
            ORDER BY coalesce(a.submitted_on, a.received_on) DESC, a.received_at DESC, a.file_sha256 DESC, a.row_id
        ) AS place
    FROM gis_told AS a
    JOIN (SELECT DISTINCT file_sha256, layer_kind FROM accepted_gis_layer) AS l ON l.file_sha256 = a.file_sha256
)
SELECT a.partnership_id, a.period, a.row_id AS arrival_id, l.layer, l.layer_kind, l.format, l.geometry_types, l.crs,
    l.crs_status, l.coordinates, l.features, l.geometries, l."empty", l.invalid, l.same_geometry, l.same_identifier,
    l.other_geometry, l.beyond_degrees, l.outside_indonesia, l.counted,
    CASE WHEN l.layer_kind IN ('pipes', 'customers') THEN l.complete END AS complete, l.length_km, l.length_km_status,
    l.west, l.south, l.east, l.north, a.submitted_on, a.received_on, a.received_at, k.place = 1 AS is_latest,
    a.file_sha256, a.source_file
FROM gis_told AS a
JOIN accepted_gis_layer AS l ON l.file_sha256 = a.file_sha256
JOIN of_kind AS k ON k.row_id = a.row_id AND k.layer_kind = l.layer_kind;

-- what the files measure: a figure per kind of layer and file, and the features of the kinds together
CREATE TEMP TABLE gis_measured AS
WITH per_kind AS (
    SELECT partnership_id, period, layer_kind, arrival_id, is_latest, sum(counted) AS counted, sum(complete) AS complete,
        CASE WHEN bool_and(length_km IS NOT NULL) THEN sum(length_km) END AS length_km,
        CASE
            WHEN bool_or(length_km IS NULL) THEN 'undefined'
            WHEN bool_or(length_km_status = 'needs_review') THEN 'needs_review' ELSE 'reported'
        END AS length_status,
        any_value(coalesce(submitted_on, received_on)) AS told_on, any_value(received_at) AS received_at,
        any_value(file_sha256) AS file_sha256, any_value(source_file) AS source_file,
        string_agg(layer, ', ' ORDER BY layer) AS layers, sum(features) AS features
    FROM core.gis_layer
    WHERE layer_kind IN ('pipes', 'customers')
    GROUP BY partnership_id, period, layer_kind, arrival_id, is_latest
),
together AS (
    SELECT partnership_id, period, sum(counted) AS counted, sum(complete) AS complete, max(told_on) AS told_on,
        max(received_at) AS received_at, arg_max(arrival_id, received_at) AS arrival_id,
        arg_max(file_sha256, received_at) AS file_sha256, arg_max(source_file, received_at) AS source_file,
        string_agg(layers, ', ' ORDER BY layers) AS layers, sum(features) AS features
    FROM per_kind WHERE is_latest GROUP BY partnership_id, period
)
SELECT partnership_id, period, arrival_id, is_latest, 'customers_in_gis' AS variable_code,
    CAST(counted AS DOUBLE) AS value, 'reported' AS status, told_on, received_at, file_sha256, source_file, layers,
    features
FROM per_kind WHERE layer_kind = 'customers'
UNION ALL BY NAME
SELECT partnership_id, period, arrival_id, is_latest, 'pipe_length_in_gis' AS variable_code, length_km AS value,
    length_status AS status, told_on, received_at, file_sha256, source_file, layers, features
FROM per_kind WHERE layer_kind = 'pipes'
UNION ALL BY NAME
SELECT partnership_id, period, arrival_id, TRUE AS is_latest, 'features_in_gis' AS variable_code,
    CAST(counted AS DOUBLE) AS value, 'reported' AS status, told_on, received_at, file_sha256, source_file, layers,
    features
FROM together
UNION ALL BY NAME
SELECT partnership_id, period, arrival_id, TRUE AS is_latest, 'features_complete_in_gis' AS variable_code,
    CAST(complete AS DOUBLE) AS value, 'reported' AS status, told_on, received_at, file_sha256, source_file, layers,
    features
FROM together;

-- what the report of the same month says, over its zones; a file takes the zone of a report that knows only one
CREATE TEMP TABLE gis_reported AS
SELECT partnership_id, strftime(period_start, '%Y-%m') AS period, variable_code,
    CASE
        WHEN bool_or(zone IS NULL AND value IS NOT NULL) THEN sum(value) FILTER (zone IS NULL) ELSE sum(value)
    END AS value,
    count(DISTINCT coalesce(zone, '')) = 1 AS has_one_zone, any_value(zone) AS zone,
    arg_min(source_file, source_cell) AS source_file, arg_min(source_sheet, source_cell) AS source_sheet,
    string_agg(source_cell, ', ' ORDER BY source_cell) AS source_cell
FROM core.measurement
WHERE is_current AND partnership_id IN (SELECT partnership_id FROM gis_measured)
    AND variable_code IN ('customers_digitised', 'pipe_length_digitised', 'customers_total', 'pipe_length_total')
    AND last_day(period_start) = period_end
GROUP BY partnership_id, strftime(period_start, '%Y-%m'), variable_code;

INSERT INTO core.measurement BY NAME
WITH zones AS (
    SELECT partnership_id, period, bool_and(has_one_zone) AND count(DISTINCT coalesce(zone, '')) = 1 AS has_one_zone,
        any_value(zone) AS zone
    FROM gis_reported GROUP BY partnership_id, period
),
placed AS (
    SELECT g.*, CASE WHEN z.has_one_zone THEN z.zone END AS zone,
        row_number() OVER latest_first AS place, lag(CAST(g.told_on AS TIMESTAMP)) OVER latest_first AS successor_at
    FROM gis_measured AS g
    LEFT JOIN zones AS z ON z.partnership_id = g.partnership_id AND z.period = g.period
    WINDOW latest_first AS (
        PARTITION BY g.partnership_id, g.period, g.variable_code ORDER BY g.is_latest DESC, g.received_at DESC
    )
)
SELECT 'gis/' || g.arrival_id AS submission_id, g.partnership_id, p.mentee_id AS utility_id, g.zone,
    CAST(g.period || '-01' AS DATE) AS period_start, last_day(CAST(g.period || '-01' AS DATE)) AS period_end,
    g.variable_code, g.value, v.unit, g.status,
    CASE WHEN g.status = 'needs_review' THEN 'coordinate_system' END AS review_reason, 'si' AS formula_set,
    CAST(g.told_on AS TIMESTAMP) AS submitted_at, g.received_at, g.is_latest AS is_current,
    CASE WHEN NOT g.is_latest THEN g.successor_at END AS replaced_at, g.place,
    g.file_sha256, g.source_file, g.layers AS source_sheet, '1–' || g.features AS source_cell
FROM placed AS g
JOIN core.partnership AS p ON p.partnership_id = g.partnership_id
JOIN reference.variable AS v ON v.variable_code = g.variable_code;

INSERT INTO mart.gis_comparison BY NAME
WITH pair AS (
    SELECT * FROM (
        VALUES ('customers_digitised', 'customers_in_gis'), ('pipe_length_digitised', 'pipe_length_in_gis')
    ) AS t (reported_code, measured_code)
)
SELECT g.partnership_id, g.period, pair.reported_code, pair.measured_code, r.value AS reported, g.value AS measured,
    v.unit, CASE WHEN r.value > 0 THEN 100 * (g.value - r.value) / r.value END AS difference_pct,
    rule_value('gis.tolerance') AS tolerance_pct,
    CASE
        WHEN g.value IS NULL THEN 'not_measured'
        WHEN r.value IS NULL THEN 'not_reported'
        WHEN g.status = 'needs_review' THEN 'under_review'
        WHEN abs(g.value - r.value) > r.value * rule_value('gis.tolerance') / 100 THEN 'differs'
        ELSE 'agrees'
    END AS status,
    r.source_file AS report_file, r.source_sheet AS report_sheet, r.source_cell AS report_cell,
    g.source_file AS gis_file, g.layers AS gis_layer
FROM gis_measured AS g
JOIN pair ON pair.measured_code = g.variable_code
JOIN reference.variable AS v ON v.variable_code = pair.reported_code
LEFT JOIN gis_reported AS r
    ON r.partnership_id = g.partnership_id AND r.period = g.period AND r.variable_code = pair.reported_code
WHERE g.is_latest
ORDER BY g.partnership_id, g.period, pair.reported_code;

-- a report that its own GIS file contradicts stays as reported, and is marked for review unless it was confirmed
UPDATE core.measurement AS m SET review_reason = 'differs_from_gis',
    status = CASE WHEN m.is_confirmed THEN m.status ELSE 'needs_review' END
FROM mart.gis_comparison AS c
WHERE c.status = 'differs' AND m.is_current AND m.status = 'reported' AND m.partnership_id = c.partnership_id
    AND strftime(m.period_start, '%Y-%m') = c.period AND last_day(m.period_start) = m.period_end
    AND m.variable_code = c.reported_code;

INSERT INTO mart.gis_layer BY NAME
SELECT l.* EXCLUDE (arrival_id, beyond_degrees, submitted_on, received_at),
    CASE
        WHEN l.layer_kind NOT IN ('pipes', 'customers') THEN 'not_applicable'
        WHEN c.features_outside IS NULL THEN 'not_checked' ELSE 'checked'
    END AS area_status, c.area_source, c.features_outside
FROM core.gis_layer AS l
LEFT JOIN raw.gis_area_check AS c ON c.row_id = l.arrival_id || '/' || l.layer
ORDER BY l.partnership_id, l.period, l.source_file, l.layer;

INSERT INTO mart.gis_attribute BY NAME
SELECT l.partnership_id, l.period, l.layer, l.layer_kind, t.attribute, t.name_en, t.name_id, t.column_found, t.filled,
    t.features AS counted, l.is_latest, l.source_file, l.file_sha256
FROM core.gis_layer AS l
JOIN raw.gis_attribute AS t ON t.file_sha256 = l.file_sha256 AND t.layer = l.layer
ORDER BY l.partnership_id, l.period, l.source_file, l.layer, t.attribute;

INSERT INTO mart.gis_feature BY NAME
SELECT l.partnership_id, l.period, l.layer, l.layer_kind, t.problem, t.row_no AS feature_no, l.is_latest,
    l.source_file, l.file_sha256
FROM core.gis_layer AS l
JOIN raw.gis_feature AS t ON t.file_sha256 = l.file_sha256 AND t.layer = l.layer
ORDER BY l.partnership_id, l.period, l.source_file, l.layer, t.problem, t.row_no;
