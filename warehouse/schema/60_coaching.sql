-- One row per target and wording: the first one, and each later register that states the target otherwise or drops it.
CREATE TABLE core.target_version (
    partnership_id VARCHAR NOT NULL, -- Partnership
    target_id VARCHAR NOT NULL, -- Target
    step INTEGER NOT NULL, -- 0 for the first wording, then 1, 2, … for each change
    stated_on DATE NOT NULL, -- Day of the change: date on the register that brings it, else the day it arrived
    agreed_on DATE, -- Day of signing of a revision that the same register brings; NULL: it brings none
    agreement_no VARCHAR, -- Number of that revision
    is_stated BOOLEAN NOT NULL, -- False where the register no longer holds the target
    metric_code VARCHAR, -- Metric it is measured by
    topic VARCHAR, -- Topic in words
    zone VARCHAR, -- Zone it holds for; NULL: the whole pilot
    baseline DOUBLE, -- Starting value
    baseline_on DATE, -- Day of the starting value
    target DOUBLE, -- Value aimed at; NULL where the register no longer holds the target
    due_on DATE, -- Day it falls due
    tolerance DOUBLE, -- Allowed distance where target equals baseline
    actual_told_on DATE, -- Day an earlier register first told an actual of this target; NULL: none did
    received_on DATE NOT NULL, -- Day the register arrived
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR, -- Where it is written
    PRIMARY KEY (partnership_id, target_id, step)
);

-- One row per question to ask a partner: something in the records stands out; no score depends on it.
CREATE TABLE mart.coaching_question (
    partnership_id VARCHAR NOT NULL, -- Partnership
    detector VARCHAR NOT NULL, -- on_time_but_empty, copied, sent_on_one_day, changed_after_the_fact, base_shrank, same_digits, jumps_and_returns
    role VARCHAR NOT NULL, -- Role that is asked
    subject VARCHAR NOT NULL, -- What it is about: monthly_report, a metric, a target or an item of the work plan
    zone VARCHAR, -- Zone the figures hold for; NULL: the whole
    period VARCHAR NOT NULL, -- Month (YYYY-MM) it is about; of several, the last
    facts VARCHAR NOT NULL, -- The figures, days and words behind it, JSON
    question_en VARCHAR NOT NULL, -- The question, in English
    question_id VARCHAR NOT NULL, -- The question, in Indonesian
    source_file VARCHAR, -- File of the first fact
    source_sheet VARCHAR, -- Sheet of the first fact
    source_cell VARCHAR, -- Cell of the first fact
    sources VARCHAR NOT NULL, -- Every place it rests on: JSON list of {"file", "sheet", "cell"}
    origin VARCHAR NOT NULL -- real or sample; a case is asked nothing
);
