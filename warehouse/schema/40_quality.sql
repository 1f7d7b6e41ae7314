-- One row per arrival of a file and what became of it.
CREATE TABLE quality.file_outcome (
    intake_id VARCHAR NOT NULL, -- Arrival
    file_sha256 VARCHAR NOT NULL, -- SHA-256 of the original
    file_name VARCHAR NOT NULL, -- Name under which it arrived
    template VARCHAR, -- Template it was read by
    partnership_id VARCHAR, -- Partnership it belongs to, where known
    period VARCHAR, -- Month it reports on, where it does
    received_at TIMESTAMP NOT NULL, -- Moment of arrival, UTC
    outcome VARCHAR NOT NULL, -- What became of it
    superseded_by VARCHAR, -- SHA-256 of the later file that replaced it
    rows_accepted BIGINT NOT NULL, -- Rows loaded
    rows_rejected BIGINT NOT NULL, -- Rows refused
    message_en VARCHAR NOT NULL, -- What happened, in English
    message_id VARCHAR NOT NULL, -- What happened, in Indonesian
    CHECK (outcome IN ('accepted', 'accepted_with_rejections', 'rejected', 'duplicate', 'parked'))
);

-- One row per finding in a file.
CREATE TABLE quality.finding (
    file_sha256 VARCHAR NOT NULL, -- Original
    file_name VARCHAR NOT NULL, -- Name of the file
    sheet VARCHAR, -- Sheet; NULL where the finding is about the whole file
    cell VARCHAR, -- Cell
    column_name VARCHAR, -- Column of the template
    value VARCHAR, -- What stands in the cell
    rule VARCHAR NOT NULL, -- Stable code of the rule
    severity VARCHAR NOT NULL CHECK (severity IN ('critical', 'warning', 'info')), -- critical, warning, info
    row_rejected BOOLEAN NOT NULL, -- Whether the row was refused
    message_en VARCHAR NOT NULL, -- What is wrong and how to mend it, in English
    message_id VARCHAR NOT NULL, -- The same in Indonesian
    row_id VARCHAR -- Raw row, where there is one
);

-- One row per declared correction.
CREATE TABLE quality.correction (
    correction_id VARCHAR PRIMARY KEY, -- Correction
    file VARCHAR NOT NULL, -- File it mends
    target VARCHAR NOT NULL, -- Sheet and cell
    action VARCHAR NOT NULL, -- What it does
    reason VARCHAR NOT NULL, -- Why
    "by" VARCHAR NOT NULL, -- Who decided
    status VARCHAR NOT NULL, -- in_force or retired
    applied_rows BIGINT NOT NULL -- Rows it changed in this build
);

-- One row per expectation that Great Expectations evaluated in this build.
CREATE TABLE quality.expectation_result (
    suite VARCHAR NOT NULL, -- Suite
    rule VARCHAR NOT NULL, -- Rule
    severity VARCHAR NOT NULL, -- critical, warning, info
    success BOOLEAN NOT NULL, -- Whether no row failed
    failing_rows BIGINT NOT NULL -- Rows that failed
);
