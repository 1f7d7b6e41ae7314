-- One row per confirmation by a counterpart or verification by the facilitator, with person and day.
CREATE TABLE mart.attestation (
    partnership_id VARCHAR NOT NULL, -- Partnership
    obligation_id VARCHAR NOT NULL, -- Obligation
    evidence_id VARCHAR NOT NULL, -- Piece of evidence that it stands for
    kind VARCHAR NOT NULL, -- confirmed (by the counterpart) or verified (by the facilitator)
    level INTEGER NOT NULL, -- 3 confirmed, 4 verified
    role VARCHAR, -- Role that says so
    person VARCHAR NOT NULL, -- Person, name and function
    attested_on DATE NOT NULL, -- Day of the confirmation or verification
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    source_sha256 VARCHAR -- SHA-256 of that file
);

-- One row per partnership, role, criterion and view of it: each submission with its day, the computed score, and a row without value where a view was not given.
CREATE TABLE mart.self_assessment_value (
    partnership_id VARCHAR NOT NULL, -- Partnership
    party_id VARCHAR, -- Party that is assessed
    role VARCHAR NOT NULL, -- Role that is assessed
    criterion VARCHAR NOT NULL, -- Criterion
    viewpoint VARCHAR NOT NULL, -- self, counterpart, facilitator or computed
    told_by VARCHAR, -- Role that says it; NULL for the computed value and where none was given
    author_party_id VARCHAR, -- Party that says it
    person VARCHAR, -- Who filled it in, as said
    assessed_on DATE, -- Day of the assessment; of the computed value as_of
    "value" DOUBLE, -- 0 to 100: computed score; self: the same with its objections accepted, of the submission in force; others: the figure stated
    stated_value DOUBLE, -- 0 to 100: figure written in the workbook
    status VARCHAR NOT NULL, -- Status of the value
    words VARCHAR, -- In its own words
    agreed_count INTEGER, -- Obligations of the criterion answered "agreed"; NULL where no ledger belongs to the view
    done_count INTEGER, -- Answered "we did this"
    prevented_count INTEGER, -- Answered "we were prevented"
    is_in_force BOOLEAN NOT NULL, -- The latest accepted of its view; earlier ones stay with their day
    file_sha256 VARCHAR, -- SHA-256 of the file
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per submission and obligation answered in a ledger.
CREATE TABLE mart.self_assessment_answer (
    partnership_id VARCHAR NOT NULL, -- Partnership
    party_id VARCHAR, -- Party that owes the obligation
    role VARCHAR NOT NULL, -- Role that owes it
    criterion VARCHAR, -- Criterion it counts in; NULL where it counts in none
    obligation_id VARCHAR NOT NULL, -- Obligation
    viewpoint VARCHAR NOT NULL, -- self, counterpart or facilitator
    told_by VARCHAR NOT NULL, -- Role that answers
    author_party_id VARCHAR, -- Party that answers
    person VARCHAR, -- Who filled it in, as said
    answer VARCHAR NOT NULL, -- agreed, done or prevented
    occurred_on DATE, -- Day on which it was done, as said
    proof VARCHAR, -- What is said to prove it
    prevented_by VARCHAR, -- Who or what prevented it, as said
    assessed_on DATE NOT NULL, -- Day of the assessment
    is_in_force BOOLEAN NOT NULL, -- Of the latest accepted submission
    file_sha256 VARCHAR, -- SHA-256 of the file
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per gap between two views of a criterion: a question to talk about, never a deduction.
CREATE TABLE mart.self_assessment_gap (
    partnership_id VARCHAR NOT NULL, -- Partnership
    party_id VARCHAR, -- Party that is assessed
    role VARCHAR NOT NULL, -- Role that is assessed
    criterion VARCHAR NOT NULL, -- Criterion
    about VARCHAR NOT NULL, -- records, objections, counterpart, facilitator or counterpart_records: which two views are compared
    first_value DOUBLE NOT NULL, -- 0 to 100: the view named first in the question
    second_value DOUBLE NOT NULL, -- 0 to 100: the view named second
    gap DOUBLE NOT NULL, -- first_value less second_value, in points
    assessed_on DATE, -- Day of the later of the two views
    question_en VARCHAR NOT NULL, -- The question, in English
    question_id VARCHAR NOT NULL, -- The question, in Indonesian
    file_sha256 VARCHAR, -- SHA-256 of the file of the first view
    source_file VARCHAR, -- File of the first view
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);
