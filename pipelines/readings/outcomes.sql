-- What became of every file of readings, in numbers of readings

UPDATE quality.file_outcome AS o SET
    rows_accepted = r.readings,
    rows_rejected = r.rows_read - r.readings,
    outcome = CASE WHEN r.readings < r.rows_read THEN 'accepted_with_rejections' ELSE o.outcome END,
    message_en = 'Taken: ' || format('{:t,}', r.readings) || ' readings (DMAs: ' || r.dmas || ')'
        || if(r.readings < r.rows_read, ', rows not taken: ' || format('{:t,}', r.rows_read - r.readings), '')
        || if(r.findings > 0, '; findings to look at: ' || r.findings || '.', '.'),
    message_id = 'Diterima: ' || format('{:t.}', r.readings) || ' pembacaan dari ' || r.dmas || ' DMA'
        || if(r.readings < r.rows_read, ', ' || format('{:t.}', r.rows_read - r.readings) || ' baris tidak dipakai', '')
        || if(r.findings > 0, '; temuan yang perlu dilihat: ' || r.findings || '.', '.')
FROM (
    SELECT f.*, (
        SELECT count(*) FROM quality.finding AS g WHERE g.file_sha256 = f.file_sha256 AND g.severity <> 'info'
    ) AS findings
    FROM raw.reading_file AS f
) AS r
WHERE r.file_sha256 = o.file_sha256 AND o.outcome = 'accepted';
