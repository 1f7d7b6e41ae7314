-- Files with something to mend that nobody has answered yet. Without parameters: binding one makes DuckDB import pandas.
-- A later report of a month may tell only a part of it: what it leaves blank stays to be mended in the earlier one.
WITH told AS (
    SELECT
        file_sha256,
        left(md5(string_agg(
            concat_ws(chr(31), severity, rule, coalesce(sheet, ''), coalesce(cell, ''), coalesce(value, '')),
            chr(30) ORDER BY severity, rule, coalesce(sheet, ''), coalesce(cell, ''), coalesce(value, '')
        )), 4) AS digest
    FROM quality.finding
    WHERE severity <> 'info' AND is_answered IS DISTINCT FROM TRUE
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
standing AS (
    SELECT DISTINCT file_sha256 FROM quality.finding WHERE NOT is_answered
),
cover_to_mend AS (
    SELECT file_sha256, bool_or(column_name = 'partnership_id') AS of_partnership,
        bool_or(column_name = 'period') AS of_period
    FROM quality.finding WHERE severity <> 'info' GROUP BY file_sha256
),
settled AS (
    SELECT a.file_sha256 FROM arrived AS a ANTI JOIN standing AS s ON s.file_sha256 = a.file_sha256
    WHERE a.superseded_by IS NOT NULL
    UNION
    -- a returned workbook that came back, of the same form, partnership and month; another partnership or month only
    -- where that was what had to be mended, or where none could be read
    SELECT a.file_sha256
    FROM arrived AS a
    JOIN answer AS b ON b.reference = left(a.file_sha256, 10)
    LEFT JOIN cover_to_mend AS c ON c.file_sha256 = a.file_sha256
    WHERE b.file_sha256 <> a.file_sha256 AND b.received_at >= a.received_at
        AND coalesce(b."template" = a."template", a."template" IS NULL)
        AND (coalesce(b.partnership_id = a.partnership_id, a.partnership_id IS NULL) OR coalesce(c.of_partnership, FALSE))
        AND (coalesce(b."period" = a."period", a."period" IS NULL) OR coalesce(c.of_period, FALSE))
    UNION
    -- a later file for the same month that counts
    SELECT a.file_sha256
    FROM arrived AS a
    JOIN arrived AS b
        ON b."template" = a."template" AND b.partnership_id = a.partnership_id AND b."period" = a."period"
    ANTI JOIN standing AS s ON s.file_sha256 = a.file_sha256
    WHERE a.outcome = 'rejected' AND b.outcome IN ('accepted', 'accepted_with_rejections')
        AND b.received_at >= a.received_at
)
SELECT
    a.file_sha256, t.digest, a.file_name, a."template", a.partnership_id, a."period", a.message_en, a.message_id
FROM arrived AS a JOIN told AS t USING (file_sha256) ANTI JOIN settled AS s ON s.file_sha256 = a.file_sha256
ORDER BY a.received_at, a.intake_id;
