-- What became of every submission and every export of a field form, once all rules have spoken

UPDATE quality.form_submission AS s SET state = 'rejected'
FROM raw.refused_file AS r WHERE r.file_sha256 = s.submission_id AND s.state = 'accepted';

UPDATE quality.form_submission AS s SET state = 'rejected'
FROM (
    SELECT w.file_sha256 FROM raw_row AS w LEFT JOIN raw.rejected_row AS j ON j.row_id = w.row_id
    GROUP BY w.file_sha256 HAVING bool_and(j.row_id IS NOT NULL)
) AS r WHERE r.file_sha256 = s.submission_id AND s.state = 'accepted';

UPDATE quality.form_submission AS s SET partnership_id = m.partnership_id, period = m.period
FROM raw.monthly_cover AS m WHERE m.file_sha256 = s.submission_id;

UPDATE quality.form_submission AS s SET partnership_id = m.partnership_id, period = m.period
FROM (
    SELECT file_sha256, any_value(partnership_id) AS partnership_id, any_value(period) AS period
    FROM raw.measurements_values GROUP BY file_sha256
) AS m WHERE m.file_sha256 = s.submission_id;

UPDATE quality.finding AS g SET file_sha256 = s.file_sha256
FROM quality.form_submission AS s WHERE s.submission_id = g.file_sha256;

UPDATE quality.file_outcome AS o SET
    rows_accepted = e.accepted, rows_rejected = e.rejected,
    outcome = CASE
        WHEN e.rejected > 0 AND e.accepted = 0 AND e.superseded = 0 THEN 'rejected'
        WHEN e.rejected > 0 OR e.rows_rejected > 0 THEN 'accepted_with_rejections' ELSE 'accepted'
    END,
    message_en = 'Field form: submissions taken ' || e.accepted || ', refused ' || e.rejected
        || if(e.rows_rejected > 0, ', rows of others refused ' || e.rows_rejected, '')
        || if(e.superseded > 0, ', replaced by a later version ' || e.superseded, '')
        || if(e.not_approved > 0, ', not approved ' || e.not_approved, '')
        || if(e.findings > 0, '; the findings say which answers and how to mend them.', '.'),
    message_id = 'Formulir lapangan: ' || e.accepted || ' kiriman diterima, ' || e.rejected || ' ditolak'
        || if(e.rows_rejected > 0, ', ' || e.rows_rejected || ' baris kiriman lain ditolak', '')
        || if(e.superseded > 0, ', ' || e.superseded || ' digantikan versi yang lebih baru', '')
        || if(e.not_approved > 0, ', ' || e.not_approved || ' tidak disetujui', '')
        || if(e.findings > 0, '; temuan menyebutkan jawaban mana dan cara memperbaikinya.', '.')
FROM (
    SELECT file_sha256, count(*) FILTER (state = 'accepted') AS accepted,
        count(*) FILTER (state = 'rejected') AS rejected, count(*) FILTER (state = 'superseded') AS superseded,
        count(*) FILTER (state = 'not_approved') AS not_approved,
        (
            SELECT count(DISTINCT j.row_id) FROM quality.form_submission AS t
            JOIN raw_row AS w ON w.file_sha256 = t.submission_id JOIN raw.rejected_row AS j ON j.row_id = w.row_id
            WHERE t.file_sha256 = s.file_sha256 AND t.state = 'accepted'
        ) AS rows_rejected,
        (
            SELECT count(*) FROM quality.finding AS g
            WHERE g.file_sha256 = s.file_sha256 AND g.severity IN ('critical', 'warning')
        ) AS findings
    FROM quality.form_submission AS s GROUP BY file_sha256
) AS e
WHERE e.file_sha256 = o.file_sha256 AND o.outcome <> 'duplicate';
