-- How targets were worded over time: from the accepted registers of each programme, in order, to core.target_version.

CREATE TEMP TABLE register_in_order AS
WITH dated AS (
    SELECT programme_id, file_sha256, received_on, source_file, sheet AS source_sheet, source_cell,
        row_number() OVER in_order AS place,
        max(least(compiled_on, received_on)) OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            AS compiled_before,
        least(compiled_on, received_on) AS compiled_on
    FROM accepted_register_cover
    WINDOW in_order AS (
        PARTITION BY programme_id
        ORDER BY least(coalesce(compiled_on, received_on), received_on), received_at, file_sha256
    )
)
-- A date on the cover that did not move with the change says nothing of the day of the change.
SELECT * EXCLUDE (compiled_on, compiled_before),
    CASE WHEN compiled_on > compiled_before OR compiled_before IS NULL THEN coalesce(compiled_on, received_on)
        ELSE received_on END AS stated_on
FROM dated;

INSERT INTO core.target_version BY NAME
WITH listed AS (
    -- Also refused rows: a target whose row could not be read has not vanished.
    SELECT g.programme_id, t.partnership_id, t.target_id, g.place, g.file_sha256,
        lead(g.place) OVER (PARTITION BY g.programme_id, t.partnership_id, t.target_id ORDER BY g.place) AS next_place
    FROM (SELECT DISTINCT file_sha256, partnership_id, target_id FROM raw.register_targets) AS t
    JOIN register_in_order AS g USING (file_sha256)
),
told AS (
    SELECT DISTINCT g.programme_id, a.partnership_id, a.target_id,
        min(g.place) OVER target_of_programme AS place,
        min_by(g.stated_on, g.place) OVER target_of_programme AS told_on
    FROM accepted_register_target_actuals AS a
    JOIN register_in_order AS g USING (file_sha256)
    WHERE a.actual IS NOT NULL
    WINDOW target_of_programme AS (PARTITION BY g.programme_id, a.partnership_id, a.target_id)
),
revised AS (
    SELECT programme_id, partnership_id, place, min(signed_on) AS agreed_on, min_by(number, signed_on) AS agreement_no
    FROM (
        SELECT g.programme_id, a.partnership_id, min(g.place) AS place, min_by(a.signed_on, g.place) AS signed_on,
            min_by(a.number, g.place) AS number
        FROM accepted_register_agreements AS a
        JOIN register_in_order AS g USING (file_sha256)
        WHERE a.kind IN ('addendum', 'work_plan_revision', 'extension_agreement') AND a.signed_on IS NOT NULL
        GROUP BY g.programme_id, a.partnership_id, a.kind, coalesce(a.revision, 0)
    )
    GROUP BY programme_id, partnership_id, place
),
worded AS (
    SELECT g.programme_id, g.place, r.partnership_id, r.target_id, TRUE AS is_stated, r.metric_code, r.topic, r.zone,
        r.baseline, r.baseline_on, r.target, r.due_on, r.tolerance, r.file_sha256, r.source_file,
        r.sheet AS source_sheet, r.source_cell
    FROM accepted_register_targets AS r
    JOIN register_in_order AS g USING (file_sha256)
    QUALIFY row_number() OVER (PARTITION BY r.file_sha256, r.partnership_id, r.target_id ORDER BY r.row_no) = 1
    UNION ALL BY NAME
    SELECT g.programme_id, g.place, l.partnership_id, l.target_id, FALSE AS is_stated, g.file_sha256, g.source_file,
        g.source_sheet, g.source_cell
    FROM listed AS l
    JOIN register_in_order AS g ON g.programme_id = l.programme_id AND g.place = l.place + 1
    SEMI JOIN raw.register_partnerships AS p
        ON p.file_sha256 = g.file_sha256 AND p.partnership_id = l.partnership_id
    WHERE l.next_place IS DISTINCT FROM l.place + 1
),
changed AS (
    SELECT * FROM worded
    QUALIFY row(is_stated, metric_code, topic, zone, baseline, baseline_on, target, due_on, tolerance)
        IS DISTINCT FROM lag(row(is_stated, metric_code, topic, zone, baseline, baseline_on, target, due_on, tolerance))
            OVER (PARTITION BY programme_id, partnership_id, target_id ORDER BY place)
)
SELECT c.* EXCLUDE (programme_id, place), g.stated_on, g.received_on, v.agreed_on, v.agreement_no,
    CASE WHEN t.place < c.place THEN t.told_on END AS actual_told_on,
    row_number() OVER (PARTITION BY c.partnership_id, c.target_id ORDER BY c.place) - 1 AS step
FROM changed AS c
JOIN register_in_order AS g ON g.programme_id = c.programme_id AND g.place = c.place
SEMI JOIN core.partnership AS p ON p.partnership_id = c.partnership_id AND p.programme_id = c.programme_id
LEFT JOIN revised AS v
    ON v.programme_id = c.programme_id AND v.partnership_id = c.partnership_id AND v.place = c.place
LEFT JOIN told AS t
    ON t.programme_id = c.programme_id AND t.partnership_id = c.partnership_id AND t.target_id = c.target_id;
