-- From the accepted records of the facilitator to mart.facilitator_record and core.*. A record handed in twice is one,
-- the first; what was taken back by as_of has no effect.

INSERT INTO mart.facilitator_record BY NAME
WITH told AS (
    SELECT record_no, 'verified' AS kind, obligation_id, occurred_on, submitted_on, delivered_share, decided_by,
        decided_on, reason, received_at, received_on, row_no, file_sha256, source_file, sheet, source_cell
    FROM accepted_facilitator_verification
    UNION ALL BY NAME
    SELECT record_no, kind, obligation_id, new_due_on, decided_by, decided_on, reason, received_at, received_on, row_no,
        file_sha256, source_file, sheet, source_cell
    FROM accepted_facilitator_relief
    UNION ALL BY NAME
    SELECT record_no, 'withdrawn' AS kind, withdrawn_no, decided_by, decided_on, reason, received_at, received_on,
        row_no, file_sha256, source_file, sheet, source_cell
    FROM accepted_facilitator_withdrawal
),
once AS (
    SELECT * FROM told
    QUALIFY row_number() OVER (PARTITION BY record_no ORDER BY received_at, file_sha256, sheet, row_no) = 1
),
taken_back AS (
    SELECT withdrawn_no AS record_no,
        arg_min({'who': decided_by, 'day': decided_on, 'why': reason}, (decided_on, received_at, record_no)) AS act
    FROM once
    WHERE kind = 'withdrawn' AND decided_on <= as_of()
    GROUP BY withdrawn_no
)
SELECT o.record_no, o.kind, split_part(coalesce(o.obligation_id, e.obligation_id), '/', 1) AS partnership_id,
    coalesce(o.obligation_id, e.obligation_id) AS obligation_id, o.withdrawn_no, o.occurred_on, o.submitted_on,
    o.delivered_share, o.new_due_on, o.decided_by, o.decided_on, o.reason,
    o.decided_on <= as_of() AND t.record_no IS NULL AS is_in_force,
    t.act.who AS taken_back_by, t.act.day AS taken_back_on, t.act.why AS taken_back_reason,
    c.entered_as, o.received_on, o.source_file, o.sheet AS source_sheet, o.source_cell, o.file_sha256 AS source_sha256
FROM once AS o
LEFT JOIN once AS e ON e.record_no = o.withdrawn_no
LEFT JOIN taken_back AS t ON t.record_no = o.record_no
LEFT JOIN accepted_facilitator_record AS c ON c.file_sha256 = o.file_sha256;

INSERT INTO core.evidence BY NAME
SELECT r.record_no AS evidence_id, r.obligation_id, r.partnership_id, 'facilitator' AS told_by, r.occurred_on,
    r.submitted_on, r.received_on, r.delivered_share, 4 AS evidence_level, 'verification' AS channel,
    FALSE AS disputed, r.decided_by AS attested_by, r.decided_on AS attested_on, r.reason AS note,
    r.source_sha256 AS file_sha256, r.source_file, r.source_sheet, r.source_cell
FROM mart.facilitator_record AS r
SEMI JOIN core.partnership AS p ON p.partnership_id = r.partnership_id
WHERE r.kind = 'verified' AND r.is_in_force;

INSERT INTO core.relief BY NAME
SELECT r.obligation_id, r.partnership_id, r.kind, r.decided_by, r.decided_on, r.reason, r.new_due_on,
    r.source_sha256 AS file_sha256, r.source_file, r.source_sheet, r.source_cell
FROM mart.facilitator_record AS r
SEMI JOIN core.partnership AS p ON p.partnership_id = r.partnership_id
WHERE r.kind IN ('waived', 'prevented') AND r.is_in_force;
