-- Core rows of getvariable('partnerships') made-up partnerships with a pilot over the year 2026, about 60 obligations
-- each. What came, when and how much of it is drawn from hashes: the same number gives the same rows.

CREATE TEMP MACRO drawn(p, what) AS hash(p, what) % 100;
CREATE TEMP MACRO party(p) AS 'B' || lpad(CAST(p AS VARCHAR), 6, '0');
CREATE TEMP MACRO month_no(m) AS '2026-' || lpad(CAST(m AS VARCHAR), 2, '0');
CREATE TEMP MACRO said(seed) AS list_aggregate(
    list_transform(range(14), lambda k: [
        'pipes', 'are', 'old', 'leak', 'leaks', 'digging', 'meter', 'meters', 'the', 'customers', 'pressure', 'zone', 'pump',
        'of', 'network', 'calibration', 'survey', 'map', 'connection', 'night', 'flow', 'valve', 'staff', 'training',
        'budget', 'rain', 'flood', 'permit', 'road', 'and', 'operator', 'schedule', 'reservoir', 'first'
    ][1 + CAST(hash(seed, k) % 34 AS INTEGER)]), 'string_agg', ' '
);
CREATE TEMP TABLE p AS SELECT CAST(range AS INTEGER) AS n, party(range) AS partnership_id FROM range(getvariable('partnerships'));
CREATE TEMP TABLE told AS SELECT 'benchmark' AS file_sha256, 'benchmark.xlsx' AS source_file, '1' AS source_sheet, 'B2' AS source_cell;

INSERT INTO core.programme BY NAME
SELECT 'BENCH' AS programme_id, 'solidarity_partnership' AS programme_kind, 'Benchmark' AS name, 'sample' AS origin, told.* FROM told;

INSERT INTO core.party BY NAME
SELECT partnership_id || side AS party_id, 'Utility ' || n || side AS name, 'utility' AS kind,
    'Jawa Tengah' AS province, 'sample' AS origin, told.*
FROM p, (VALUES ('-MR'), ('-ME')) AS sides(side), told;

INSERT INTO core.utility BY NAME SELECT party_id AS utility_id, name, province FROM core.party;

INSERT INTO core.partnership BY NAME
SELECT partnership_id, 'BENCH' AS programme_id, 'solidarity_partnership' AS programme_kind, 2026 AS cohort_year,
    'sample' AS origin, 'Partnership ' || n AS title,
    ['non_revenue_water', 'gis_digitisation', 'production'][1 + n % 3] AS subject,
    partnership_id || '-MR' AS mentor_id, partnership_id || '-ME' AS mentee_id,
    DATE '2026-01-01' AS pilot_start_on, DATE '2026-12-31' AS pilot_end_on,
    CASE WHEN drawn(n, 'ended') < 3 THEN DATE '2026-08-15' END AS ended_on, told.*
FROM p, told;

INSERT INTO core.agreement BY NAME
SELECT partnership_id, kind, 0 AS revision, signed_on, told.*
FROM p, told, (VALUES
    ('letter_of_request', DATE '2025-09-01'), ('letter_of_intent', DATE '2025-10-01'),
    ('work_plan', DATE '2025-12-01'), ('memorandum_of_agreement', DATE '2025-12-15')
) AS papers(kind, signed_on);

INSERT INTO core.clause BY NAME
SELECT partnership_id, 'memorandum_of_agreement' AS agreement_kind, CAST(c AS VARCHAR) AS clause_no,
    CASE WHEN c % 2 = 0 THEN 'mentor' ELSE 'mentee' END AS role, 'Clause ' || c AS title,
    DATE '2026-02-15' + CAST(40 * c AS INTEGER) AS due_on, told.*
FROM p, range(1, 7) AS clauses(c), told;

CREATE TEMP TABLE planned AS
SELECT * FROM (VALUES
    ('V1', 'diagnostic_visit', DATE '2025-11-10'), ('V2', 'monitoring_visit', DATE '2026-05-10'),
    ('V3', 'monitoring_visit', DATE '2026-09-10'), ('V4', 'study_visit', DATE '2026-04-05'),
    ('M1', 'meeting', DATE '2026-03-05'), ('M2', 'meeting', DATE '2026-07-05'), ('M3', 'meeting', DATE '2026-11-05'),
    ('A1', 'assistance', DATE '2026-03-20'), ('A2', 'assistance', DATE '2026-08-20'),
    ('K1', 'activity', DATE '2026-02-20'), ('K2', 'activity', DATE '2026-04-20'), ('K3', 'activity', DATE '2026-06-20'),
    ('K4', 'activity', DATE '2026-08-20'), ('K5', 'activity', DATE '2026-10-20'),
    ('L1', 'learning_topic', DATE '2026-05-20'), ('L2', 'learning_topic', DATE '2026-09-20'),
    ('S1', 'sop', DATE '2026-07-15'), ('S2', 'sop', DATE '2026-10-15')
) AS items(item_no, kind, due_on);

INSERT INTO core.plan_item BY NAME
SELECT p.partnership_id, i.item_no, r.role, i.kind, i.kind || ' ' || i.item_no AS title, i.due_on,
    0 AS added_in_revision, told.*
FROM p, planned AS i, told, (VALUES ('mentor'), ('mentee')) AS r(role)
WHERE i.kind NOT IN ('activity', 'learning_topic', 'sop') AND i.kind <> 'assistance' OR r.role
    = CASE WHEN i.kind = 'assistance' THEN 'mentor' ELSE 'mentee' END;

INSERT INTO core.target BY NAME
SELECT partnership_id, target_id, kind, horizon, metric_code, baseline, DATE '2025-12-31' AS baseline_on, target, due_on,
    actual_basis, told.*
FROM p, told, (VALUES
    ('T1', 'pilot', 'short', 'supply_hours', 12.0, 18.0, DATE '2026-06-30', 'month'),
    ('T2', 'pilot', 'short', 'system_input_volume', 90000.0, 80000.0, DATE '2026-11-30', 'pilot_to_date'),
    ('T3', 'pilot', 'medium', 'supply_hours', 12.0, 22.0, DATE '2027-12-31', 'rolling_12'),
    ('T4', 'learning', 'short', NULL, NULL, 1.0, DATE '2026-10-31', 'yes_no')
) AS targets(target_id, kind, horizon, metric_code, baseline, target, due_on, actual_basis);

INSERT INTO core.target_actual BY NAME
SELECT partnership_id, 'T4' AS target_id, drawn(n, 'T4') / 100 AS actual, DATE '2026-10-25' AS actual_on,
    DATE '2026-10-26' AS received_on, told.*
FROM p, told WHERE drawn(n, 'T4 told') < 70;

-- What is told of plan items and clauses: three in four, one in five of them late.
INSERT INTO core.evidence BY NAME
WITH owed AS (
    SELECT partnership_id, concat_ws('/', partnership_id, role, kind, item_no) AS obligation_id, due_on FROM core.plan_item
    UNION ALL
    SELECT partnership_id, concat_ws('/', partnership_id, role, 'clause', 'moa-' || clause_no), due_on FROM core.clause
),
dated AS (
    SELECT *, due_on + CASE WHEN drawn(obligation_id, 'late') < 20 THEN 9 ELSE -3 END AS on_day
    FROM owed WHERE drawn(obligation_id, 'told') < 75
)
SELECT obligation_id AS evidence_id, obligation_id, partnership_id, 'mentee' AS told_by, on_day AS occurred_on,
    on_day AS submitted_on, on_day AS received_on,
    CASE WHEN drawn(obligation_id, 'part') < 10 THEN 0.5 ELSE 1.0 END AS delivered_share,
    CAST(1 + drawn(obligation_id, 'level') % 3 AS INTEGER) AS evidence_level,
    drawn(obligation_id, 'disputed') < 3 AS disputed, told.*
FROM dated, told;

INSERT INTO core.activity BY NAME
SELECT partnership_id || '/activity/' || item_no AS activity_id, partnership_id, kind, title, due_on AS planned_on,
    CASE WHEN drawn(partnership_id, item_no) < 75 THEN due_on END AS held_on, 12 AS participants,
    due_on AS received_on, told.*
FROM core.plan_item, told WHERE role = 'mentee';

INSERT INTO core.monthly_report BY NAME
WITH sent AS (
    SELECT partnership_id, n, m, month_no(m) AS period,
        CAST(last_day(CAST(month_no(m) || '-01' AS DATE)) AS DATE) + CASE WHEN drawn(n, 'late' || m) < 25 THEN 17 ELSE 7 END AS on_day
    FROM p, range(1, 12) AS months(m) WHERE drawn(n, 'report' || m) < 85
)
SELECT partnership_id, period, on_day AS submitted_on, on_day AS received_on, CAST(on_day AS TIMESTAMP) AS received_at,
    TRUE AS is_latest, FALSE AS is_parked, 'filled' AS progress_data, 'filled' AS activities,
    CASE WHEN drawn(n, 'part' || m) < 30 THEN 'nihil' ELSE 'filled' END AS advice_actions,
    CASE WHEN drawn(n, 'part' || m) < 20 THEN 'empty' ELSE 'filled' END AS findings,
    'filled' AS obstacles, 'nihil' AS requests, TRUE AS content_reported,
    told.* REPLACE (partnership_id || period AS file_sha256, partnership_id || period || '.xlsx' AS source_file)
FROM sent, told;

INSERT INTO core.evidence BY NAME
SELECT file_sha256 AS evidence_id, partnership_id || '/mentee/monthly_report/' || period AS obligation_id, partnership_id,
    'mentee' AS told_by, submitted_on, received_on, 1.0 AS delivered_share, 1 AS evidence_level, 'report' AS channel,
    FALSE AS disputed, file_sha256, source_file, source_sheet, source_cell
FROM core.monthly_report;

INSERT INTO core.document BY NAME
SELECT partnership_id || '/monthly_report/' || period AS document_id, partnership_id, 'monthly_report' AS kind,
    submitted_on AS dated_on, 'mentee' AS compiled_by, file_sha256 AS document_sha256, received_on, file_sha256,
    source_file, source_sheet, source_cell
FROM core.monthly_report
UNION ALL BY NAME
SELECT partnership_id || '/diagnostic_report' AS document_id, partnership_id, 'diagnostic_report' AS kind,
    DATE '2025-12-05' AS dated_on, 'mentor' AS compiled_by, DATE '2025-12-05' AS received_on, told.*
FROM p, told WHERE drawn(n, 'diagnostic_report') < 80;

INSERT INTO core.advice_request BY NAME
SELECT partnership_id || '/request/' || month_no(m) || '/1' AS request_id, partnership_id, 'Zoning' AS topic,
    'How are the zones to be closed?' AS question, CAST(month_no(m) || '-07' AS DATE) AS asked_on, month_no(m) AS period,
    CASE WHEN drawn(n, 'answered' || m) < 60 THEN CAST(month_no(m) || '-19' AS DATE) END AS answered_on,
    'telephone' AS answer_channel, CAST(month_no(m) || '-07' AS DATE) AS received_on,
    CASE WHEN drawn(n, 'answered' || m) < 60 THEN CAST(month_no(m) || '-25' AS DATE) END AS answer_received_on,
    CASE WHEN drawn(n, 'answered' || m) < 60 THEN 'Who compiled the report' END AS attested_by,
    CAST(month_no(m) || '-25' AS DATE) AS attested_on, told.*
FROM p, (VALUES (2), (6), (9)) AS months(m), told;

INSERT INTO core.advice BY NAME
SELECT partnership_id || '/advice/' || m AS advice_id, partnership_id,
    CASE WHEN m IN (2, 6, 9) THEN partnership_id || '/request/' || month_no(m) || '/1' END AS request_id,
    CASE m WHEN 5 THEN 'V2' WHEN 10 THEN 'V3' END AS visit_item_no, 'recommendation' AS kind, 'Zoning' AS topic,
    'Close the zones one by one.' AS words, CAST(month_no(m) || '-15' AS DATE) AS given_on, 'visit' AS channel,
    CASE WHEN m <> 5 THEN 'Close zone ' || m END AS action, CAST(month_no(m) || '-15' AS DATE) AS received_on, told.*
FROM p, (VALUES (2), (5), (6), (9), (10)) AS months(m), told
WHERE drawn(n, 'advice' || m) < 80;

INSERT INTO core.advice_answer BY NAME
SELECT a.advice_id, a.partnership_id, TRUE AS agreed,
    CASE WHEN drawn(a.advice_id, 'done') < 60 THEN 1.0 ELSE 0.4 END AS action_share,
    a.given_on + 20 AS done_on, strftime(a.given_on, '%Y-%m') AS period, a.given_on + 24 AS submitted_on,
    a.given_on + 24 AS received_on, told.*
FROM core.advice AS a, told WHERE drawn(a.advice_id, 'word') < 70;

INSERT INTO core.sop BY NAME
SELECT partnership_id, 'SOP ' || s AS title, 'Zoning' AS topic,
    CASE WHEN drawn(n, 'issued' || s) < 50 THEN 'issued' ELSE 'draft' END AS state,
    DATE '2026-05-20' + CAST(60 * s AS INTEGER) AS dated_on, month_no(4 + 2 * s) AS period,
    DATE '2026-05-28' + CAST(60 * s AS INTEGER) AS submitted_on, DATE '2026-05-28' + CAST(60 * s AS INTEGER) AS received_on, told.*
FROM p, range(1, 3) AS sops(s), told WHERE drawn(n, 'sop' || s) < 70;

INSERT INTO core.relief BY NAME
SELECT partnership_id || '/mentee/meeting/M2' AS obligation_id, partnership_id, 'prevented' AS kind,
    'facilitator' AS decided_by, DATE '2026-07-01' AS decided_on, 'Flood' AS reason, DATE '2026-08-15' AS new_due_on, told.*
FROM p, told WHERE n % 20 = 0;

INSERT INTO core.narrative BY NAME
SELECT partnership_id, k.kind, said(r.file_sha256 || k.kind) AS words, period, received_on, file_sha256, source_file,
    source_sheet, source_cell
FROM core.monthly_report AS r, (VALUES ('problem'), ('obstacle')) AS k(kind);

INSERT INTO core.lesson BY NAME
SELECT partnership_id, 'Zoning' AS topic, said(file_sha256) AS words, period, received_on, file_sha256, source_file,
    source_sheet, source_cell
FROM core.monthly_report;

INSERT INTO core.measurement BY NAME
SELECT r.file_sha256 AS submission_id, r.partnership_id, r.partnership_id || '-ME' AS utility_id,
    CAST(r.period || '-01' AS DATE) AS period_start, last_day(CAST(r.period || '-01' AS DATE)) AS period_end,
    v.variable_code, v.value * (90 + drawn(r.file_sha256, v.variable_code) % 20) / 100 AS value, v.unit, 'reported' AS status,
    'si' AS formula_set, r.received_at AS submitted_at, r.received_at, TRUE AS is_current, r.file_sha256, r.source_file,
    r.source_sheet, r.source_cell
FROM core.monthly_report AS r, (VALUES
    ('system_input_volume', 88000.0, 'm3'), ('billed_metered', 56000.0, 'm3'), ('supply_hours', 17.0, 'h/day')
) AS v(variable_code, value, unit);

DROP TABLE p;
DROP TABLE told;
DROP TABLE planned;
