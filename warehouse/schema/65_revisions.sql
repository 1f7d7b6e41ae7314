-- One row per thing that a later accepted submission told otherwise than an earlier one, with both places.
CREATE TABLE mart.revision (
    partnership_id VARCHAR, -- Partnership; NULL for a utility outside any
    utility_id VARCHAR, -- Utility, for figures
    kind VARCHAR NOT NULL, -- figure; else the sheet it stands in: monthly_activities, monthly_findings, visit_slip …
    subject VARCHAR NOT NULL, -- Metric or variable, obligation, advice, request, or the words that name the row
    subject_period VARCHAR, -- Month (YYYY-MM) it is about; of slips the visit, month, year or role
    zone VARCHAR, -- Zone; NULL: the whole
    period_start DATE, -- Of figures: first day
    period_end DATE, -- Of figures: last day
    change VARCHAR NOT NULL CHECK (change IN ('changed', 'withdrawn', 'added', 'moved')), -- changed, withdrawn (no longer told), added, moved (to another partnership or month)
    earlier_value DOUBLE, -- Of figures: value before, in the metric's unit; NULL where there was none
    later_value DOUBLE, -- Of figures: value from then on
    unit VARCHAR, -- Of figures: unit
    earlier_status VARCHAR, -- Of figures: status before
    later_status VARCHAR, -- Of figures: status from then on
    earlier_text VARCHAR, -- Of everything else: what was told before; NULL where it is added
    later_text VARCHAR, -- Of everything else: what is told from then on; NULL where it is withdrawn
    known_on DATE NOT NULL, -- Local day from which the earlier one was known
    changed_on DATE NOT NULL, -- Local day from which the later one is known
    is_in_force BOOLEAN NOT NULL, -- The later one is what holds now; FALSE: a still later one changed it again
    earlier_file VARCHAR, earlier_sheet VARCHAR, earlier_cell VARCHAR, -- Where the earlier one is written
    earlier_sha256 VARCHAR, -- SHA-256 of that file; of a computed figure the latest of its files
    later_file VARCHAR, later_sheet VARCHAR, later_cell VARCHAR, -- Where the later one is written
    later_sha256 VARCHAR -- SHA-256 of that file; of a computed figure the latest of its files
);
