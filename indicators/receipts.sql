-- What every score resolves to: each piece of evidence and each obligation with its status, with file, sheet and cell.

DELETE FROM mart.evidence;
INSERT INTO mart.evidence BY NAME
SELECT
    evidence_id, obligation_id, l.partnership_id, occurred_on, submitted_on, received_on, delivered_share AS "share",
    evidence_level AS level, channel, note, source_file, source_sheet, source_cell, file_sha256 AS source_sha256
FROM proof
INNER JOIN life AS l USING (partnership_no);

DELETE FROM mart.obligation;
INSERT INTO mart.obligation BY NAME
SELECT
    o.obligation_id, l.partnership_id, o.item_no, k.role,
    CASE k.role
        WHEN 'mentor' THEN l.mentor_id
        WHEN 'mentee' THEN l.mentee_id
        WHEN 'facilitator' THEN l.facilitator_id
        WHEN 'supporting_partner' THEN l.supporting_partner_id
    END AS party_id,
    k.criterion, CASE WHEN NOT j.is_covered THEN k.indicator_code END AS indicator_code, k.kind, o.title, coalesce(o.title_en, o.title) AS title_en, o.period,
    j.judged_due_on AS due_on,
    CASE WHEN j.judged_due_on IS DISTINCT FROM o.due_on THEN o.due_on END AS original_due_on,
    coalesce(j.judged_due_on <= as_of(), FALSE) AS is_due,
    k.origin_kind, o.basis, o.clause, o.revision, o.in_force_from,
    CASE WHEN o.withdrawn THEN o.dropped_on END AS in_force_to,
    CASE WHEN j.is_covered THEN o.covered_by END AS covered_by,
    o.replaced_by, o.joint_id,
    j.state_counts AND NOT j.waived AS counts,
    CASE WHEN j.waived AND j.state_stays THEN 'waived' ELSE j.state END AS status,
    CASE WHEN j.state_counts AND NOT j.waived THEN j.delivered_credit END AS credit_delivered,
    CASE WHEN j.state_counts AND NOT j.waived AND NOT j.day_unknown THEN CAST(j.is_on_time AS INTEGER) END AS credit_on_time,
    t.credit_content,
    j.full_on AS fulfilled_on,
    j.evidence_level,
    CASE WHEN j.state = 'unknown' OR j.day_unknown THEN j.awaited_report END AS awaited_report,
    r.relief.kind AS relief_kind, r.relief.decided_by AS relief_by, r.relief.decided_on AS relief_on,
    r.relief.reason AS relief_reason,
    o.source_file, o.source_sheet, o.source_cell, o.file_sha256 AS source_sha256
FROM owed AS o
INNER JOIN judged AS j ON j.obligation_no = o.rowid
INNER JOIN kind_owed AS k ON k.kind_no = o.kind_no
INNER JOIN life AS l ON l.partnership_no = o.partnership_no
LEFT JOIN content AS t ON t.obligation_no = o.rowid
LEFT JOIN relieved AS r ON r.obligation_no = o.rowid;

DROP TABLE owed;
DROP TABLE proof;
