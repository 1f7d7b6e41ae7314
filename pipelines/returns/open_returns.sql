-- Files with something to mend that nobody has answered yet. Without parameters: binding one makes DuckDB import pandas
WITH told AS (
    SELECT
        file_sha256,
        left(md5(string_agg(
            concat_ws(chr(31), severity, rule, coalesce(sheet, ''), coalesce(cell, ''), coalesce(value, '')),
            chr(30) ORDER BY severity, rule, coalesce(sheet, ''), coalesce(cell, ''), coalesce(value, '')
        )), 4) AS digest
    FROM quality.finding
    WHERE severity <> 'info'
        AND rule NOT IN ('answers_return', 'correction_superseded', 'correction_without_effect',
            'invisible_letters_in_file_name', 'path_in_file_name')
    GROUP BY file_sha256
),
arrived AS (
    SELECT *
    FROM quality.file_outcome
    WHERE outcome <> 'duplicate'
    QUALIFY row_number() OVER (PARTITION BY file_sha256 ORDER BY received_at, intake_id) = 1
),
answer AS (
    SELECT left(f."value", 10) AS reference, a.*
    FROM quality.finding AS f JOIN arrived AS a USING (file_sha256)
    WHERE f.rule = 'answers_return'
),
settled AS (
    SELECT file_sha256 FROM arrived WHERE superseded_by IS NOT NULL
    UNION
    -- a returned workbook that came back, unless it was filled in for another partnership or month
    SELECT a.file_sha256
    FROM arrived AS a JOIN answer AS b ON b.reference = left(a.file_sha256, 10)
    WHERE b.file_sha256 <> a.file_sha256 AND b.received_at >= a.received_at
        AND coalesce(b.partnership_id = a.partnership_id, TRUE) AND coalesce(b."period" = a."period", TRUE)
    UNION
    -- a later file for the same month that counts
    SELECT a.file_sha256
    FROM arrived AS a
    JOIN arrived AS b
        ON b."template" = a."template" AND b.partnership_id = a.partnership_id AND b."period" = a."period"
    WHERE a.outcome = 'rejected' AND b.outcome IN ('accepted', 'accepted_with_rejections')
        AND b.received_at >= a.received_at
)
SELECT
    a.file_sha256, t.digest, a.file_name, a."template", a.partnership_id, a."period", a.message_en, a.message_id
FROM arrived AS a JOIN told AS t USING (file_sha256) ANTI JOIN settled AS s ON s.file_sha256 = a.file_sha256
ORDER BY a.received_at, a.intake_id;
