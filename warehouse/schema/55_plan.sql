-- One row per quota of a work plan and period: how many were agreed, how many of them are owed, and how many were held.
CREATE TABLE mart.quota (
    partnership_id VARCHAR NOT NULL, -- Partnership
    item_no VARCHAR NOT NULL, -- Item of the work plan
    role VARCHAR NOT NULL, -- Role that owes it
    kind VARCHAR NOT NULL, -- Kind of activity
    title VARCHAR NOT NULL, -- What is owed, as written in the plan
    period VARCHAR NOT NULL, -- Year (YYYY), quarter (YYYY-Qn) or month (YYYY-MM)
    due_on DATE NOT NULL, -- Day on which the period's minimum falls due
    agreed_min INTEGER NOT NULL, -- At least so many in a whole period
    agreed_max INTEGER, -- At most so many; NULL where no most was agreed
    owed INTEGER NOT NULL, -- Owed in this period: the minimum, or the part of it for a period only partly inside
    held INTEGER, -- Days on which one took place, as told by as_of; NULL where the account of a case does not tell
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR, -- Place in a document that states it
    PRIMARY KEY (partnership_id, item_no, role, period)
);

-- One row per day that an item of a work plan has had: the first, and each that a signed revision put in its place.
CREATE TABLE mart.plan_date (
    partnership_id VARCHAR NOT NULL, -- Partnership
    item_no VARCHAR NOT NULL, -- Item of the work plan
    role VARCHAR NOT NULL, -- Role that owes it
    step INTEGER NOT NULL, -- 0 for the first day, then 1, 2, … for each revision that moved it
    title VARCHAR NOT NULL, -- What is owed, as written in the plan
    signed_on DATE, -- Day on which the revision was signed; NULL for the first day
    due_on DATE, -- Day it fell due, as that plan had it
    PRIMARY KEY (partnership_id, item_no, role, step)
);
