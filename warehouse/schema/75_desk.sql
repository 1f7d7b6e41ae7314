-- One row per act that the facilitator recorded: evidence verified, an obligation waived or prevented, a record taken back.
CREATE TABLE mart.facilitator_record (
    record_no VARCHAR NOT NULL, -- Number of the record; the same act handed in twice has the same one and is one
    kind VARCHAR NOT NULL, -- verified, waived, prevented or withdrawn (an earlier record taken back)
    partnership_id VARCHAR, -- Partnership; of a record taken back that of the record
    obligation_id VARCHAR, -- Obligation; of a record taken back that of the record
    withdrawn_no VARCHAR, -- Of a record taken back: the earlier record
    occurred_on DATE, -- Of verified evidence: day it happened
    submitted_on DATE, -- Of verified evidence: day the document was sent
    delivered_share DOUBLE, -- Of verified evidence: share that it shows as delivered, 0 to 1
    new_due_on DATE, -- Of a prevention: new agreed date
    decided_by VARCHAR NOT NULL, -- Who decided, name and function as written
    decided_on DATE NOT NULL, -- Day of the decision
    reason VARCHAR NOT NULL, -- Why, or what was seen
    is_in_force BOOLEAN NOT NULL, -- Decided by as_of and not taken back by then
    taken_back_by VARCHAR, -- Who took it back
    taken_back_on DATE, -- Day from which it has no effect
    taken_back_reason VARCHAR, -- Why it was taken back
    entered_as VARCHAR, -- In which capacity it was entered, and whether signed in
    received_on DATE NOT NULL, -- Day we learnt it
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    source_sha256 VARCHAR, -- SHA-256 of that file
    CHECK (kind IN ('verified', 'waived', 'prevented', 'withdrawn'))
);
