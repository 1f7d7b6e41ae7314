-- Which applied corrections change nothing in force, and a finding that says so

UPDATE quality.correction_applied AS a SET superseded_by = o.superseded_by
FROM (
    SELECT file_sha256, any_value(superseded_by) AS superseded_by
    FROM quality.file_outcome WHERE superseded_by IS NOT NULL GROUP BY file_sha256
) AS o
WHERE o.file_sha256 = a.file_sha256;

-- It still acts where a figure that it changed is in force, where no later report tells a figure that it left out, and
-- where the part of the report that it is about is in force, or rows of it.
UPDATE quality.correction AS c SET state = 'superseded'
WHERE c.state = 'applied' AND NOT EXISTS (
    SELECT 1 FROM quality.correction_applied AS a
    WHERE a.correction_id = c.correction_id AND (
        a.superseded_by IS NULL
        OR EXISTS (
            SELECT 1 FROM core.report_part AS p
            JOIN raw_row AS w ON w.table_name = p.table_name AND w.file_sha256 = p.file_sha256
            WHERE w.row_id = a.row_id AND p.is_in_force AND p.table_name <> 'monthly_progress'
        )
        OR EXISTS (
            SELECT 1 FROM raw.monthly_progress AS r JOIN core.monthly_report AS m USING (file_sha256)
            WHERE a."action" = 'drop_row' AND r.row_id = a.row_id AND NOT EXISTS (
                SELECT 1 FROM core.measurement AS o
                WHERE o.is_current AND o.value IS NOT NULL AND o.partnership_id = m.partnership_id
                    AND strftime(o.period_start, '%Y-%m') = m.period AND o.variable_code = r.variable_code
                    AND o.zone IS NOT DISTINCT FROM r.zone
            )
        )
    )
) AND NOT EXISTS (
    SELECT 1 FROM core.measurement AS m WHERE list_contains(m.correction_ids, c.correction_id) AND m.is_current
) AND NOT EXISTS (
    SELECT 1 FROM core.advice_answer AS r JOIN quality.correction_applied AS a USING (file_sha256)
    WHERE a.correction_id = c.correction_id AND a.source_sheet = r.source_sheet
        AND regexp_extract(a.source_cell, '[0-9]+') = regexp_extract(r.source_cell, '[0-9]+')
);

UPDATE quality.correction AS c SET state = 'without_effect'
WHERE c.state = 'applied' AND c."action" = 'confirm' AND NOT EXISTS (
    SELECT 1 FROM quality.correction_applied AS a
    JOIN core.measurement AS m ON m.file_sha256 = a.file_sha256 AND m.source_sheet = a.source_sheet
        AND list_contains(string_split(m.source_cell, ', '), a.source_cell)
    WHERE a.correction_id = c.correction_id AND m.is_confirmed AND m.review_reason IN ('off_scale', 'differs_from_gis')
);

INSERT INTO quality.finding BY NAME
SELECT a.file_sha256, a.source_file AS file_name, a.source_sheet AS sheet, a.source_cell AS cell, a.column_name,
    a.written_value AS "value", 'correction_' || c.state AS "rule", 'warning' AS severity, FALSE AS row_rejected, a.row_id,
    CASE c.state
        WHEN 'superseded' THEN 'Correction ' || c.correction_id || ' is about this file, which a later one has replaced, '
            || 'so that it changes no figure in force. Check whether the later file is right, then retire the correction.'
        ELSE 'Correction ' || c.correction_id || ' confirms a figure that was in no doubt, or that a correction '
            || 'after it replaces, so that it changes nothing. Retire it; a figure below zero or above 100 % is '
            || 'replaced, not confirmed.'
    END AS message_en,
    CASE c.state
        WHEN 'superseded' THEN 'Koreksi ' || c.correction_id || ' menyangkut berkas ini, yang sudah digantikan berkas '
            || 'yang lebih baru, sehingga tidak mengubah angka yang berlaku. Periksa berkas yang baru, lalu ubah status '
            || 'koreksi menjadi retired.'
        ELSE 'Koreksi ' || c.correction_id || ' mengonfirmasi angka yang tidak diragukan, atau yang diganti '
            || 'koreksi sesudahnya, sehingga tidak mengubah apa pun. Ubah statusnya menjadi retired; angka di bawah nol '
            || 'atau di atas 100 % diperbaiki, bukan dikonfirmasi.'
    END AS message_id
FROM quality.correction_applied AS a JOIN quality.correction AS c USING (correction_id)
WHERE c.state IN ('superseded', 'without_effect');
