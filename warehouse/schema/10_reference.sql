-- One row per weight, band edge or number of days in force.
CREATE TABLE reference.rule (
    rule_code VARCHAR PRIMARY KEY, -- Stable code, for example days.monthly_report
    value DOUBLE NOT NULL, -- The number in force
    unit VARCHAR NOT NULL, -- Unit of the number
    basis VARCHAR NOT NULL CHECK (basis IN ('guideline', 'agreement', 'assumed')), -- On whose authority it stands
    source VARCHAR NOT NULL, -- Guideline section, or why it is assumed
    description_en VARCHAR NOT NULL, -- What it does, in English
    description_id VARCHAR NOT NULL -- What it does, in Indonesian
);

-- One row per kind of programme.
CREATE TABLE reference.blueprint (
    programme_kind VARCHAR PRIMARY KEY, -- Kind of programme
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    source VARCHAR NOT NULL, -- Document the blueprint is written from
    opening VARCHAR, -- Kind of agreement that plays the Letter of Intent; NULL: the kind knows none
    founding VARCHAR, -- Kind of agreement that plays the Memorandum of Agreement; NULL: the kind knows none
    closing VARCHAR, -- Letter with which a partnership is officially finished; NULL: the kind knows none
    has_pilot BOOLEAN NOT NULL -- Whether there is a pilot project
);

-- One row per stage of a kind of programme.
CREATE TABLE reference.blueprint_stage (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    stage VARCHAR NOT NULL, -- Stage code
    position INTEGER NOT NULL, -- Order of the stage, from 1
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    clause VARCHAR NOT NULL, -- Guideline section
    PRIMARY KEY (programme_kind, stage)
);

-- One row per duty that a blueprint lays on a role without any clause or plan row.
CREATE TABLE reference.blueprint_duty (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    duty VARCHAR NOT NULL, -- Kind of the obligation, for example diagnostic_report
    role VARCHAR NOT NULL, -- Role that owes it
    criterion VARCHAR, -- Criterion it counts in; NULL for facilitator and supporting partner
    stage VARCHAR NOT NULL, -- Stage it belongs to
    title_en VARCHAR NOT NULL, -- Title in English
    title_id VARCHAR NOT NULL, -- Title in Indonesian
    trigger_kind VARCHAR NOT NULL, -- Starts the clock: agreement, kind of activity, pilot_month, pilot_end, request …
    exists_from VARCHAR NOT NULL, -- Agreement from which the duty exists, for example letter_of_intent; beginning
    days_after_trigger VARCHAR, -- rule_code of the days after the trigger
    days_after_start VARCHAR, -- rule_code of the days after exists_from, where the trigger is neither held nor planned
    quantity INTEGER, -- How many are owed; NULL: one per trigger
    basis VARCHAR NOT NULL, -- guideline or assumed
    clause VARCHAR NOT NULL, -- Guideline section
    PRIMARY KEY (programme_kind, duty, role)
);

-- One row per document that a kind of programme knows.
CREATE TABLE reference.blueprint_document (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    document VARCHAR NOT NULL, -- Kind of the document
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    compiled_by VARCHAR, -- Roles that compile it, comma-separated; NULL where the source does not say
    stage VARCHAR NOT NULL, -- Stage it belongs to
    basis VARCHAR NOT NULL, -- guideline (the source says so) or assumed
    clause VARCHAR NOT NULL, -- Place in the source
    PRIMARY KEY (programme_kind, document)
);

-- One row per kind of activity and stage that a kind of programme knows.
CREATE TABLE reference.blueprint_activity (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    kind VARCHAR NOT NULL, -- Kind of activity
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    stage VARCHAR NOT NULL, -- Stage it belongs to
    clause VARCHAR NOT NULL, -- Place in the source
    PRIMARY KEY (programme_kind, kind, stage)
);

-- One row per quota that a kind of programme knows; what is owed stands in the work plan.
CREATE TABLE reference.blueprint_quota (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    kind VARCHAR NOT NULL, -- Kind of activity
    role VARCHAR NOT NULL, -- Role that owes it
    minimum INTEGER, -- At least so many in a period; NULL where the source gives no number
    maximum INTEGER, -- At most so many in a period
    period VARCHAR NOT NULL, -- year, quarter or month
    basis VARCHAR NOT NULL, -- guideline (the source says so) or assumed
    clause VARCHAR NOT NULL, -- Place in the source
    PRIMARY KEY (programme_kind, kind, role)
);

-- One row per indicator that a blueprint uses.
CREATE TABLE reference.blueprint_indicator (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    indicator_code VARCHAR NOT NULL, -- Indicator that applies
    reason_en VARCHAR NOT NULL, -- Why it applies, in English
    reason_id VARCHAR NOT NULL, -- Why it applies, in Indonesian
    PRIMARY KEY (programme_kind, indicator_code)
);

-- One row per indicator that a blueprint leaves out.
CREATE TABLE reference.blueprint_left_out (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    indicator_code VARCHAR NOT NULL, -- Indicator that does not apply
    reason_en VARCHAR NOT NULL, -- Why not, in English
    reason_id VARCHAR NOT NULL, -- Why not, in Indonesian
    PRIMARY KEY (programme_kind, indicator_code)
);

-- One row per assumption of a blueprint.
CREATE TABLE reference.blueprint_assumption (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    position INTEGER NOT NULL, -- Order, from 1
    text_en VARCHAR NOT NULL, -- What is assumed, in English
    text_id VARCHAR NOT NULL, -- What is assumed, in Indonesian
    PRIMARY KEY (programme_kind, position)
);

-- One row per public holiday of Indonesia.
CREATE TABLE reference.holiday (
    day DATE PRIMARY KEY, -- The day
    name VARCHAR NOT NULL -- Name of the holiday
);

-- One row per province of Indonesia.
CREATE TABLE reference.province (
    province VARCHAR PRIMARY KEY, -- Name
    short_name VARCHAR NOT NULL, -- Name in short, for a tile
    iso_code VARCHAR NOT NULL, -- ISO 3166-2 code
    grid_row INTEGER NOT NULL, -- Row in the tile grid
    grid_column INTEGER NOT NULL -- Column in the tile grid
);

-- One row per variable that a utility may report.
CREATE TABLE reference.variable (
    variable_code VARCHAR PRIMARY KEY, -- Variable
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    unit VARCHAR NOT NULL, -- Unit shown
    unit_kind VARCHAR NOT NULL, -- What the unit measures
    may_be_negative BOOLEAN NOT NULL, -- Whether a value below zero makes sense
    may_exceed_100 BOOLEAN NOT NULL, -- Whether a percentage above 100 makes sense: a ratio of two balances
    is_steady BOOLEAN NOT NULL -- Whether it stays near its own months: not a count from zero, not what comes in lumps
);

-- One row per spelling of a unit met in the files, and what it measures.
CREATE TABLE reference.unit (
    spelling VARCHAR NOT NULL, -- Unit as written
    unit_kind VARCHAR NOT NULL, -- What it measures
    unit_code VARCHAR NOT NULL, -- Unit
    factor DOUBLE NOT NULL, -- Standard value = value x factor
    PRIMARY KEY (spelling, unit_kind)
);
