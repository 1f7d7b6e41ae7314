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
    rows_filled BIGINT, -- Rows among them with a figure or an answer; NULL where no workbook was read
    rows_rejected BIGINT NOT NULL, -- Rows refused
    message_en VARCHAR NOT NULL, -- What happened, in English
    message_id VARCHAR NOT NULL, -- What happened, in Indonesian
    content VARCHAR, -- What it is by its bytes: pdf, word, picture, spreadsheet …; NULL where it was not looked at
    media_type VARCHAR, -- Media type by its bytes; NULL where it was not looked at
    size_bytes BIGINT, -- Size of the original
    edition VARCHAR, -- Edition of that template
    viewer_role VARCHAR, -- As whom it was entered on a page: facilitator, board, partner; NULL: not on a page
    viewer_party VARCHAR, -- Party of a partner that entered it on a page
    is_authenticated BOOLEAN, -- Whether a sign-in vouches for who handed it in
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
    row_id VARCHAR, -- Raw row, where there is one
    is_answered BOOLEAN -- Whether a later report of the month tells anew what it is about; NULL: there is none
);

-- One row per declared correction.
CREATE TABLE quality.correction (
    correction_id VARCHAR PRIMARY KEY, -- Correction
    file VARCHAR NOT NULL, -- File it mends: a name, or the beginning of a SHA-256
    target VARCHAR NOT NULL, -- Sheet and cell, or where a report is moved
    action VARCHAR NOT NULL CHECK (action IN ('replace_value', 'drop_row', 'move_report', 'confirm')), -- What it does
    reason VARCHAR NOT NULL, -- Why
    "by" VARCHAR NOT NULL, -- Who decided
    status VARCHAR NOT NULL CHECK (status IN ('in_force', 'retired')), -- in_force or retired
    applied_rows BIGINT NOT NULL, -- Cells or rows it changed in this build
    decided_on DATE NOT NULL, -- Day it was decided
    state VARCHAR NOT NULL, -- applied, superseded (a later file is in force), without_effect, waiting (no file) or retired
    declared_in VARCHAR NOT NULL, -- Reference file that declares it
    expected_value VARCHAR, -- What it expects in the cell; NULL: empty
    new_value VARCHAR, -- What it writes; NULL: nothing, or an empty cell
    CHECK (state IN ('applied', 'superseded', 'without_effect', 'waiting', 'retired'))
);

-- One row per cell changed or confirmed, or row left out, by a declared correction in this build.
CREATE TABLE quality.correction_applied (
    correction_id VARCHAR NOT NULL, -- Correction
    action VARCHAR NOT NULL, -- What it did
    file_sha256 VARCHAR NOT NULL, -- Original, which stays as it is
    source_file VARCHAR NOT NULL, -- File
    source_sheet VARCHAR NOT NULL, -- Sheet
    source_cell VARCHAR NOT NULL, -- Cell
    column_name VARCHAR NOT NULL, -- Column of the template
    row_id VARCHAR NOT NULL, -- Raw row
    written_value VARCHAR, -- What stands in the file; NULL: empty
    corrected_value VARCHAR, -- What holds instead; NULL: empty, or the row is left out
    reason VARCHAR NOT NULL, -- Why
    "by" VARCHAR NOT NULL, -- Who decided
    decided_on DATE NOT NULL, -- Day it was decided
    superseded_by VARCHAR -- SHA-256 of the later file in force, where the file was replaced
);

-- One row per expectation that Great Expectations evaluated in this build.
CREATE TABLE quality.expectation_result (
    suite VARCHAR NOT NULL, -- Suite
    rule VARCHAR NOT NULL, -- Rule
    severity VARCHAR NOT NULL, -- critical, warning, info
    success BOOLEAN NOT NULL, -- Whether no row failed
    failing_rows BIGINT NOT NULL -- Rows that failed
);
