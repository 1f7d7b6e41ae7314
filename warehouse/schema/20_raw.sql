-- One row per original that was read.
CREATE TABLE raw.file (
    file_sha256 VARCHAR PRIMARY KEY, -- SHA-256 of the original
    file_name VARCHAR NOT NULL, -- Name under which it last arrived
    template VARCHAR, -- Template that fits; NULL where none does
    edition VARCHAR, -- Edition of the template
    kind VARCHAR, -- Kind given on arrival, else the template
    partnership_id VARCHAR, -- Partnership given on arrival
    received_at TIMESTAMP NOT NULL, -- First arrival, UTC
    received_on DATE NOT NULL, -- Local date of the first arrival
    submitted_on DATE, -- Date of sending: given on arrival, else from the cover
    sender VARCHAR, -- Who handed it in, where known
    viewer_role VARCHAR -- As whom it was handed in on a page; NULL where it came otherwise
);

-- One row per column found in a sheet, or per field of a form.
CREATE TABLE raw.header (
    file_sha256 VARCHAR NOT NULL, -- Original
    table_name VARCHAR NOT NULL, -- Raw table
    sheet VARCHAR NOT NULL, -- Sheet as named in the file
    column_name VARCHAR NOT NULL, -- Column of the template
    cell_column VARCHAR NOT NULL, -- Letter of the column
    cell_row INTEGER -- Row of the cell in a form; NULL in a table
);

-- One row per raw row refused by a rule.
CREATE TABLE raw.rejected_row (
    table_name VARCHAR NOT NULL, -- Raw table
    row_id VARCHAR NOT NULL, -- Row
    PRIMARY KEY (table_name, row_id)
);

-- One row per original refused as a whole.
CREATE TABLE raw.refused_file (
    file_sha256 VARCHAR PRIMARY KEY -- Original
);

-- One row per register against which later ones of its programme are held.
CREATE TABLE raw.standing_register (
    file_sha256 VARCHAR PRIMARY KEY -- Original
);

-- One row per arrival of a document that is no table: PDF, Word, picture.
CREATE TABLE raw.arrived_document (
    row_id VARCHAR PRIMARY KEY, -- Arrival
    file_sha256 VARCHAR NOT NULL, -- Original
    source_file VARCHAR NOT NULL, -- Name under which it arrived
    sheet VARCHAR, row_no INTEGER, source_cell VARCHAR, -- Always empty: a document has no cells
    kind VARCHAR, -- Kind of document given on arrival
    partnership_id VARCHAR, -- Partnership given on arrival
    period VARCHAR, -- Month (YYYY-MM) given on arrival, for a monthly report
    obligation_id VARCHAR, -- Obligation given on arrival
    content VARCHAR, -- What it is by its bytes: pdf, word, picture …
    is_locked BOOLEAN NOT NULL, -- Encrypted: it opens only with a password, or only in part
    received_at TIMESTAMP NOT NULL, -- Moment it arrived, UTC
    received_on DATE NOT NULL, -- Local date of the arrival
    submitted_on DATE, -- Date of sending given on arrival
    sender VARCHAR -- Who handed it in, where known
);
