-- Which findings in a monthly report a later one of its month has answered: by telling anew the same figure, the same
-- advice or request, "nihil", or the part as a whole; where the row was named wrongly, nobody tells that name again, and
-- any later telling of the part answers. Of a report refused as a whole every part that it fills must be
-- told anew. After raw_row is there.

CREATE TEMP VIEW part_told_later AS
WITH row_told AS (
    SELECT file_sha256, 'monthly_progress' AS table_name, concat_ws('/', variable_code, zone) AS row_key
    FROM accepted_monthly_progress WHERE value IS NOT NULL OR value_status = 'not_applicable'
    UNION ALL SELECT file_sha256, 'monthly_advice_actions', advice_id FROM accepted_monthly_advice_actions
    WHERE agreed IS NOT NULL OR action_share IS NOT NULL OR done_on IS NOT NULL OR reason IS NOT NULL
    UNION ALL SELECT file_sha256, 'monthly_requests', request_id FROM accepted_monthly_requests
    WHERE answered_on IS NOT NULL
)
SELECT p.partnership_id, p.period, p.table_name, p.state, (p.submitted_on, p.received_at, p.file_sha256) AS told,
    p.received_at, t.row_key
FROM core.report_part AS p LEFT JOIN row_told AS t USING (file_sha256, table_name)
WHERE p.is_told AND p.submitted_on <= as_of();

-- a finding at a row of an earlier report, or at a figure of one that is still in force
UPDATE quality.finding AS g SET is_answered = NOT s.stands
FROM (
    WITH earlier AS (
        SELECT g.rowid AS finding_id, g.file_sha256, g.row_id, w.table_name, g.sheet,
            g.cell, g.column_name IN ('advice_id', 'request_id', 'variable_code', 'zone') AND g."rule" <> 'only_once'
                AS is_of_name,
            m.partnership_id, m.period, (m.submitted_on, m.received_at, m.file_sha256) AS told
        FROM quality.finding AS g
        JOIN core.monthly_report AS m ON m.file_sha256 = g.file_sha256 AND NOT m.is_latest AND NOT m.is_parked
        LEFT JOIN raw_row AS w ON w.row_id = g.row_id
        WHERE g.severity <> 'info' AND m.submitted_on <= as_of()
    ),
    row_key AS (
        SELECT row_id, concat_ws('/', variable_code, zone) AS row_key FROM raw.monthly_progress
        UNION ALL SELECT row_id, advice_id FROM raw.monthly_advice_actions
        UNION ALL SELECT row_id, request_id FROM raw.monthly_requests
    )
    SELECT e.finding_id, CASE
            WHEN e.row_id IS NULL THEN EXISTS (
                SELECT 1 FROM core.measurement AS m
                WHERE m.file_sha256 = e.file_sha256 AND m.source_sheet = e.sheet AND m.source_cell = e.cell
                    AND m.is_current
            )
            ELSE e.table_name <> 'monthly_cover' AND NOT EXISTS (
                SELECT 1 FROM part_told_later AS p
                WHERE p.partnership_id = e.partnership_id AND p.period = e.period AND p.table_name = e.table_name
                    AND p.told > e.told
                    AND (k.row_key IS NULL OR e.is_of_name OR p.state = 'nihil' OR p.row_key = k.row_key)
            )
        END AS stands
    FROM earlier AS e LEFT JOIN row_key AS k ON k.row_id = e.row_id
) AS s
WHERE s.finding_id = g.rowid;

-- a report refused as a whole
UPDATE quality.finding AS g SET is_answered = s.is_answered
FROM (
    WITH written AS (
        SELECT file_sha256, 'monthly_progress' AS table_name FROM raw.monthly_progress
        WHERE value_status IN ('reported', 'not_applicable', 'rejected')
        UNION SELECT file_sha256, 'monthly_activities' FROM raw.monthly_activities
        UNION SELECT file_sha256, 'monthly_advice_actions' FROM raw.monthly_advice_actions
        WHERE agreed IS NOT NULL OR action_share IS NOT NULL OR done_on IS NOT NULL OR reason IS NOT NULL
        UNION SELECT file_sha256, 'monthly_findings' FROM raw.monthly_findings
        UNION SELECT file_sha256, 'monthly_obstacles' FROM raw.monthly_obstacles
        UNION SELECT file_sha256, 'monthly_requests' FROM raw.monthly_requests
        WHERE request_id IS NULL OR answered_on IS NOT NULL
        UNION SELECT file_sha256, 'monthly_lessons' FROM raw.monthly_lessons
        UNION SELECT file_sha256, 'monthly_sops' FROM raw.monthly_sops
    ),
    refused AS (
        SELECT c.file_sha256, c.partnership_id, c.period, f.received_at
        FROM raw.monthly_cover AS c
        JOIN raw.file AS f USING (file_sha256)
        SEMI JOIN raw.refused_file AS r ON r.file_sha256 = c.file_sha256
    )
    SELECT r.file_sha256, bool_and(EXISTS (
            SELECT 1 FROM part_told_later AS p
            WHERE p.partnership_id = r.partnership_id AND p.period = r.period AND p.table_name = w.table_name
                AND p.received_at >= r.received_at
        )) AS is_answered
    FROM refused AS r JOIN written AS w USING (file_sha256)
    GROUP BY r.file_sha256
) AS s
WHERE s.file_sha256 = g.file_sha256 AND g.severity <> 'info';

DROP VIEW part_told_later;
