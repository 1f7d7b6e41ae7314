-- What became of every arrival: quality.file_outcome, and the findings about files as a whole

INSERT INTO quality.finding BY NAME
SELECT a.file_sha256, a.file_name, r.rule, r.severity, FALSE AS row_rejected, r.message_en, r.message_id
FROM arrival_remark AS r JOIN every_arrival AS a USING (intake_id);

INSERT INTO quality.file_outcome BY NAME
WITH rows_of AS (
    SELECT file_sha256, count(*) AS rows_read FROM raw_row GROUP BY file_sha256
),
filled_of AS (
    SELECT w.file_sha256, count(*) AS rows_filled
    FROM filled_row AS w ANTI JOIN raw.rejected_row AS j ON j.row_id = w.row_id
    GROUP BY w.file_sha256
),
rejected_of AS (
    SELECT w.file_sha256, count(DISTINCT w.row_id) AS rows_rejected
    FROM raw_row AS w SEMI JOIN raw.rejected_row AS j ON j.row_id = w.row_id
    GROUP BY w.file_sha256
),
warned AS (
    SELECT file_sha256, count(*) AS findings FROM quality.finding WHERE severity <> 'info' GROUP BY file_sha256
),
refusal AS (
    SELECT f.file_sha256, arg_min(f.message_en, reason) AS message_en, arg_min(f.message_id, reason) AS message_id
    FROM (
        SELECT
            g.* REPLACE (
                coalesce(
                    if(contains(g.message_en, g.cell), '', 'Sheet "' || g.sheet || '", cell ' || g.cell || ': '), ''
                ) || g.message_en AS message_en,
                coalesce(
                    if(contains(g.message_id, g.cell), '', 'Lembar "' || g.sheet || '", sel ' || g.cell || ': '), ''
                ) || g.message_id AS message_id
            ),
            -- what refuses the file comes before what refuses a row
            (j.row_id IS NOT NULL)::INTEGER || g.rule || coalesce(g.cell, '') AS reason
        FROM quality.finding AS g LEFT JOIN raw.rejected_row AS j ON j.row_id = g.row_id
        WHERE g.severity = 'critical'
    ) AS f SEMI JOIN raw.refused_file AS r ON r.file_sha256 = f.file_sha256
    GROUP BY f.file_sha256
),
successor AS (
    SELECT m.file_sha256, l.file_sha256 AS superseded_by
    FROM core.monthly_report AS m
    JOIN core.monthly_report AS l ON l.partnership_id = m.partnership_id AND l.period = m.period AND l.is_latest
    WHERE NOT m.is_latest AND m.submitted_on <= l.submitted_on AND m.content_reported
    UNION ALL
    SELECT s.file_sha256, l.file_sha256
    FROM core.slip AS s
    JOIN core.slip AS l
        ON l.template = s.template AND l.partnership_id = s.partnership_id AND l.compiled_role = s.compiled_role
        AND l.subject = s.subject AND l.is_latest
    WHERE NOT s.is_latest AND s.submitted_on <= l.submitted_on
    UNION ALL
    SELECT c.file_sha256, f.file_sha256
    FROM accepted_register_cover AS c JOIN register_in_force AS f USING (programme_id)
    WHERE c.file_sha256 <> f.file_sha256
),
remark AS (
    SELECT intake_id, arg_min(message_en, rule) AS remark_en, arg_min(message_id, rule) AS remark_id
    FROM arrival_remark WHERE severity = 'critical' GROUP BY intake_id
),
document AS (
    SELECT d.row_id, coalesce(d.kind, d.obligation_id) AS kind, d.partnership_id, d.period, j.row_id IS NOT NULL AS is_rejected,
        coalesce(m.is_parked, FALSE) AS is_outside, n.document_sha256 IS NOT NULL AS is_on_slip,
        coalesce(d.kind = 'monthly_report' AND d.period IS NULL AND d.obligation_id IS NULL, FALSE) AS lacks_month,
        g.message_en AS refusal_en, g.message_id AS refusal_id
    FROM raw.arrived_document AS d
    LEFT JOIN raw.rejected_row AS j ON j.table_name = 'arrived_document' AND j.row_id = d.row_id
    LEFT JOIN core.monthly_report AS m
        ON m.file_sha256 = d.file_sha256 AND m.partnership_id = d.partnership_id AND m.period = d.period
    LEFT JOIN (
        SELECT DISTINCT document_sha256 FROM core.document WHERE document_sha256 <> file_sha256
    ) AS n ON n.document_sha256 = d.file_sha256
    LEFT JOIN (
        SELECT row_id, arg_min(message_en, rule) AS message_en, arg_min(message_id, rule) AS message_id
        FROM quality.finding WHERE severity = 'critical' GROUP BY row_id
    ) AS g ON g.row_id = d.row_id
),
refused_report AS (
    SELECT c.file_sha256, min(c.partnership_id) AS partnership_id, min(c.period) AS period
    FROM raw.monthly_cover AS c SEMI JOIN raw.refused_file AS r ON r.file_sha256 = c.file_sha256
    GROUP BY c.file_sha256
),
changed AS (
    SELECT later_sha256 AS file_sha256, count(*) AS entries
    FROM mart.revision
    WHERE change <> 'moved' AND (kind <> 'figure' OR subject IN (SELECT v.variable_code FROM reference.variable AS v))
    GROUP BY later_sha256
),
named_kind AS (
    SELECT document, min(name_en) AS name_en, min(name_id) AS name_id
    FROM reference.blueprint_document
    GROUP BY document
    HAVING count(DISTINCT name_id) = 1
),
judged AS (
    SELECT a.*, t.template, t.edition, remark_en, remark_id,
        coalesce(m.partnership_id, p.partnership_id, d.partnership_id, q.partnership_id, i.partnership_id)
            AS report_partnership,
        i.message_en AS gis_en, i.message_id AS gis_id,
        coalesce(m.period, d.period, q.period, i.period) AS period, d.row_id IS NOT NULL AS is_document,
        d.kind AS document_kind, coalesce(k.name_en, d.kind) AS document_en, coalesce(k.name_id, d.kind) AS document_id,
        coalesce(d.is_on_slip AND (d.kind IS NULL OR d.partnership_id IS NULL), FALSE) AS is_only_on_slip,
        coalesce(d.lacks_month, FALSE) AS lacks_month,
        coalesce(n.rows_read, 0) AS rows_read, coalesce(j.rows_rejected, 0) AS rows_refused,
        coalesce(y.rows_filled, 0) AS rows_filled,
        coalesce(v.entries, 0) AS entries_changed, coalesce(w.findings, 0) AS findings, s.superseded_by, coalesce(d.refusal_en, x.message_en) AS refusal_en,
        coalesce(d.refusal_id, x.message_id) AS refusal_id,
        CASE
            WHEN a.arrival IN ('refused', 'forgotten') THEN 'rejected'
            WHEN a.arrival = 'duplicate' THEN 'duplicate'
            WHEN refused.file_sha256 IS NOT NULL THEN 'rejected'
            WHEN i.outcome IS NOT NULL THEN i.outcome
            WHEN d.is_rejected THEN 'rejected'
            WHEN d.is_on_slip AND (d.kind IS NULL OR d.partnership_id IS NULL) THEN 'accepted'
            WHEN d.row_id IS NOT NULL AND (d.kind IS NULL OR d.partnership_id IS NULL OR d.is_outside) THEN 'parked'
            WHEN d.lacks_month THEN 'parked'
            WHEN coalesce(m.is_parked, FALSE) THEN 'parked'
            WHEN coalesce(j.rows_rejected, 0) > 0 THEN 'accepted_with_rejections'
            ELSE 'accepted'
        END AS outcome
    FROM every_arrival AS a
    LEFT JOIN raw.file AS t ON t.file_sha256 = a.file_sha256
    LEFT JOIN core.monthly_report AS m ON m.file_sha256 = a.file_sha256 AND m.content_reported
    LEFT JOIN core.slip AS p ON p.file_sha256 = a.file_sha256
    LEFT JOIN document AS d ON d.row_id = a.intake_id
    LEFT JOIN named_kind AS k ON k.document = d.kind
    LEFT JOIN refused_report AS q ON q.file_sha256 = a.file_sha256
    LEFT JOIN rows_of AS n ON n.file_sha256 = a.file_sha256
    LEFT JOIN rejected_of AS j ON j.file_sha256 = a.file_sha256
    LEFT JOIN filled_of AS y ON y.file_sha256 = a.file_sha256
    LEFT JOIN warned AS w ON w.file_sha256 = a.file_sha256
    LEFT JOIN changed AS v ON v.file_sha256 = a.file_sha256
    LEFT JOIN successor AS s ON s.file_sha256 = a.file_sha256
    LEFT JOIN raw.refused_file AS refused ON refused.file_sha256 = a.file_sha256
    LEFT JOIN refusal AS x ON x.file_sha256 = a.file_sha256
    LEFT JOIN remark ON remark.intake_id = a.intake_id
    LEFT JOIN gis_outcome AS i ON i.intake_id = a.intake_id
)
SELECT intake_id, file_sha256, file_name, template, edition, coalesce(report_partnership, partnership_id) AS partnership_id,
    period, received_at, outcome, superseded_by,
    CASE
        WHEN outcome IN ('accepted', 'accepted_with_rejections') THEN rows_read - rows_refused ELSE 0
    END AS rows_accepted,
    CASE WHEN outcome IN ('accepted', 'accepted_with_rejections') AND template IS NOT NULL THEN rows_filled END
        AS rows_filled,
    CASE
        WHEN outcome = 'rejected' THEN rows_read WHEN outcome = 'duplicate' THEN 0 ELSE rows_refused
    END AS rows_rejected,
    CASE
        WHEN arrival = 'forgotten' THEN 'Removed for privacy; nothing of it counts.'
        WHEN gis_en IS NOT NULL THEN gis_en
        WHEN outcome = 'accepted' AND is_only_on_slip THEN 'Kept as the document that a slip names.'
        WHEN outcome = 'accepted' AND is_document THEN if(document_kind = 'monthly_report',
            'Kept as a signed report: it counts as delivered; its content is not reported until the workbook comes',
            'Kept as a document of ' || report_partnership || ' (' || document_en || ')')
            || if(findings > 0, '; findings to look at: ' || findings || '.', '.')
        WHEN outcome = 'accepted' THEN if(rows_filled = 0,
            'Nothing is filled in yet: there is no figure and no answer in it. Fill it in, then send it again',
            'Taken: ' || format('{:t,}', rows_filled) || if(rows_filled = 1, ' row', ' rows') || ' filled in')
            || if(entries_changed > 0, '; entries told otherwise before, kept as revisions: ' || entries_changed, '')
            || if(findings > 0, '; findings to look at: ' || findings || '.', '.')
        WHEN outcome = 'accepted_with_rejections'
            THEN 'Taken in part: ' || format('{:t,}', rows_filled) || if(rows_filled = 1, ' row', ' rows')
                || ' filled in taken, '
                || format('{:t,}', rows_refused) || ' refused; the findings say which cells and how to mend them.'
        WHEN outcome = 'duplicate' AND superseded_by IS NOT NULL
            THEN 'Received before with the same content; nothing changes: the report sent after it stays in force. '
                || 'To go back to this one, write today as the day of sending on its cover and send it again.'
        WHEN outcome = 'duplicate' THEN 'Received before with the same content; nothing changes.'
        WHEN outcome = 'parked' AND lacks_month AND report_partnership IS NOT NULL
            THEN 'Kept, not counted yet: it does not say of which month it is. Receive it again with --month.'
        WHEN outcome = 'parked' THEN if(is_document AND (document_kind IS NULL OR report_partnership IS NULL),
            'Kept as a document. Nothing was read from it. To let it count, receive it with its kind and partnership.',
            'Kept, not counted yet: the month lies outside the pilot agreed so far. It counts once the MoA or an '
                || 'extension is recorded.')
        ELSE coalesce(remark_en, refusal_en, 'Refused.')
    END AS message_en,
    CASE
        WHEN arrival = 'forgotten' THEN 'Dihapus demi privasi; isinya tidak dihitung.'
        WHEN gis_id IS NOT NULL THEN gis_id
        WHEN outcome = 'accepted' AND is_only_on_slip THEN 'Disimpan sebagai dokumen yang disebut dalam slip.'
        WHEN outcome = 'accepted' AND is_document THEN if(document_kind = 'monthly_report',
            'Disimpan sebagai laporan bertanda tangan: dihitung sudah dikirim; isinya belum dilaporkan sampai buku '
                || 'kerjanya datang',
            'Disimpan sebagai dokumen kemitraan ' || report_partnership || ' (' || document_id || ')')
            || if(findings > 0, '; temuan yang perlu dilihat: ' || findings || '.', '.')
        WHEN outcome = 'accepted' THEN if(rows_filled = 0,
            'Belum ada yang diisi: tidak ada angka atau jawaban di dalamnya. Mohon diisi, lalu kirim kembali',
            'Diterima: ' || format('{:t.}', rows_filled) || ' baris terisi')
            || if(entries_changed > 0, '; isian yang sebelumnya dilaporkan lain, tersimpan sebagai revisi: '
                || entries_changed, '')
            || if(findings > 0, '; temuan yang perlu dilihat: ' || findings || '.', '.')
        WHEN outcome = 'accepted_with_rejections'
            THEN 'Diterima sebagian: ' || format('{:t.}', rows_filled) || ' baris terisi diterima, '
                || format('{:t.}', rows_refused) || ' ditolak; temuan menyebutkan sel dan cara memperbaikinya.'
        WHEN outcome = 'duplicate' AND superseded_by IS NOT NULL
            THEN 'Sudah pernah diterima dengan isi yang sama; tidak ada yang berubah: laporan yang dikirim sesudahnya '
                || 'tetap berlaku. Untuk kembali ke laporan ini, isi tanggal hari ini sebagai tanggal dikirim pada '
                || 'sampulnya, lalu kirim ulang.'
        WHEN outcome = 'duplicate' THEN 'Sudah pernah diterima dengan isi yang sama; tidak ada yang berubah.'
        WHEN outcome = 'parked' AND lacks_month AND report_partnership IS NOT NULL
            THEN 'Disimpan, belum dihitung: bulannya belum diketahui. Terima ulang dengan --month.'
        WHEN outcome = 'parked' THEN if(is_document AND (document_kind IS NULL OR report_partnership IS NULL),
            'Disimpan sebagai dokumen. Isinya tidak dibaca. Agar dihitung, terima ulang dengan jenis dan kemitraannya.',
            'Disimpan, belum dihitung: bulannya di luar masa proyek percontohan yang disepakati sejauh ini. '
                || 'Dihitung setelah MoA atau perpanjangan dicatat.')
        ELSE coalesce(remark_id, refusal_id, 'Ditolak.')
    END AS message_id,
    content, media_type, size_bytes, viewer_role, viewer_party, is_authenticated
FROM judged
ORDER BY received_at, intake_id;

-- Documents that wait for somebody: a scan of a report in force whose content nobody keyed in, and what a finding asks.
INSERT INTO mart.waiting_document BY NAME
WITH waiting AS (
    SELECT d.row_id, 'content' AS waits_for, m.period,
        'Key it in: python run.py template monthly-report --partnership ' || m.partnership_id || ' --month ' || m.period
            || ' -o ' || m.partnership_id || '_' || m.period || '.xlsx, fill in what the scan says, then receive it.'
            AS message_en,
        'Salin ke buku kerja: python run.py template monthly-report --partnership ' || m.partnership_id || ' --month '
            || m.period || ' -o ' || m.partnership_id || '_' || m.period
            || '.xlsx, isi menurut pindaiannya, lalu terima buku kerjanya.' AS message_id
    FROM core.monthly_report AS m
    JOIN raw.arrived_document AS d ON d.file_sha256 = m.file_sha256 AND d.partnership_id = m.partnership_id
        AND coalesce(d.period, split_part(d.obligation_id, '/', 4)) = m.period
    WHERE m.is_latest AND NOT m.content_reported AND NOT m.is_parked
    UNION ALL BY NAME
    SELECT g.row_id, CASE g.rule
            WHEN 'document_said_to_be_something' THEN 'kind_and_partnership'
            WHEN 'known_kind_of_document' THEN 'known_kind'
            WHEN 'month_of_scan' THEN 'month'
            WHEN 'one_obligation_of_kind' THEN 'obligation'
            ELSE 'readable_copy'
        END AS waits_for, d.period, g.message_en, g.message_id
    FROM quality.finding AS g
    JOIN raw.arrived_document AS d USING (row_id)
    WHERE g.rule IN ('document_said_to_be_something', 'known_kind_of_document', 'month_of_scan',
        'one_obligation_of_kind', 'document_without_password', 'readable_document')
)
SELECT d.row_id AS intake_id, d.partnership_id, d.kind, w.period, d.source_file AS file_name, d.file_sha256, d.sender,
    d.submitted_on, d.received_on, greatest(as_of() - d.received_on, 0) AS age_days, w.waits_for, w.message_en,
    w.message_id
FROM waiting AS w JOIN raw.arrived_document AS d USING (row_id)
QUALIFY row_number() OVER (
    PARTITION BY d.file_sha256, d.partnership_id, d.kind, w.period, w.waits_for
    ORDER BY d.received_at, d.row_id, w.message_en
) = 1;
