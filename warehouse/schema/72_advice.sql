-- One row per link of a chain of advice: what was asked, advised, said to it and done, and what shows it.
CREATE TABLE mart.advice_link (
    partnership_id VARCHAR NOT NULL, -- Partnership
    chain_id VARCHAR NOT NULL, -- Request it began with; else the advice, or the visit that left none
    advice_id VARCHAR, -- Advice; NULL for the request and while there is none
    position INTEGER NOT NULL, -- 1 request, 2 advice, 3 word, 4 action, 5 SOP, 6 metric
    link VARCHAR NOT NULL, -- request, advice, word, action, sop, metric
    state VARCHAR NOT NULL, -- done, assumed (by silence, or from the action), partly, open, overdue, doubtful, declined, lapsed
    waits_for VARCHAR, -- Role that it waits for: mentor, mentee or facilitator; NULL where it waits for nobody
    kind VARCHAR, -- solution, recommendation, lesson; draft or issued for an SOP
    topic VARCHAR, -- Topic
    words VARCHAR, -- Question, advice, reason, action, title of the SOP or code of the metric; NULL where not on record
    channel VARCHAR, -- By what channel
    done_on DATE, -- Day it was done; NULL while open
    due_on DATE, -- Day it falls due
    days INTEGER, -- Days since the link before it, until it was done, else until as_of
    value_before DOUBLE, -- Of a metric: its starting value
    value_after DOUBLE, -- Of a metric: its latest actual since the advice
    unit VARCHAR, -- Unit of the two
    obligation_id VARCHAR, -- Obligation behind it
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    source_sha256 VARCHAR -- SHA-256 of that file
);

-- One row per chain of advice: where it stands, since when, and for whom it waits.
CREATE TABLE mart.advice_chain (
    partnership_id VARCHAR NOT NULL, -- Partnership
    chain_id VARCHAR NOT NULL, -- Request it began with; else the advice, or the visit that left none
    begins_with VARCHAR NOT NULL, -- request, visit (advice given in one), unasked, or visit_without_advice
    topic VARCHAR, -- Topic
    words VARCHAR, -- Question, else the advice; NULL for a visit that left none
    begun_on DATE, -- Day of the first link
    stage VARCHAR NOT NULL, -- awaiting_advice, awaiting_word, awaiting_action, awaiting_review while open; answered, acted_on, declined, lapsed
    waits_for VARCHAR, -- Role that the oldest open link waits for; NULL when closed
    waiting_since DATE, -- Day since which it waits
    waiting_days INTEGER, -- Days it waits at as_of
    due_on DATE, -- Day on which the open link falls due
    is_overdue BOOLEAN NOT NULL, -- Whether an open link is past its day
    advice_count INTEGER NOT NULL, -- Pieces of advice in it
    open_count INTEGER NOT NULL, -- Links that wait for somebody
    closed_on DATE, -- Day of the last link, when closed
    age_days INTEGER -- Days from the first link until it was closed, else until as_of
);
