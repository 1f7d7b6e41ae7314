-- What the registers that stand have said, each statement once, under the first register that made it. Later registers
-- are held against these rows, so that their number, not its square, is what it costs.

-- One row per statement of a row of a work plan.
CREATE TABLE raw.standing_plan_row (
    programme_id VARCHAR, -- Programme
    partnership_id VARCHAR, -- Partnership
    item_no VARCHAR, -- Number of the row
    role VARCHAR, -- Role that owes it
    due_on DATE, -- Date in this statement
    quota VARCHAR NOT NULL, -- Quota in this statement: least, period, from, to
    is_dropped BOOLEAN NOT NULL, -- Stands there as dropped by a revision
    is_rejected BOOLEAN NOT NULL, -- Not read as a row, so it binds nobody
    is_opening BOOLEAN NOT NULL, -- From the first register that holds a plan of the partnership
    revisions VARCHAR[] NOT NULL, -- Signed revisions and addenda of the partnership that the register knew
    file_sha256 VARCHAR NOT NULL, -- First register with this statement
    received_at TIMESTAMP NOT NULL -- When it came, UTC
);

-- One row per clause of an agreement.
CREATE TABLE raw.standing_clause (
    programme_id VARCHAR, -- Programme
    partnership_id VARCHAR, -- Partnership
    agreement_kind VARCHAR, -- Agreement that holds the clause
    clause_no VARCHAR, -- Number of the clause
    role VARCHAR, -- Role that owes it
    file_sha256 VARCHAR NOT NULL, -- First register that holds it
    received_at TIMESTAMP NOT NULL -- When it came, UTC
);

-- One row per signed agreement.
CREATE TABLE raw.standing_agreement (
    programme_id VARCHAR, -- Programme
    partnership_id VARCHAR, -- Partnership
    kind VARCHAR, -- Kind of agreement
    revision INTEGER, -- Number of the revision
    file_sha256 VARCHAR NOT NULL, -- First register that holds it as signed
    received_at TIMESTAMP NOT NULL -- When it came, UTC
);

-- One row per partnership of a programme, under each origin and kind that its registers state.
CREATE TABLE raw.standing_partnership (
    programme_id VARCHAR, -- Programme
    programme_kind VARCHAR, -- Kind of programme
    origin VARCHAR, -- real, case or sample
    partnership_id VARCHAR -- Partnership
);
