-- One row per original with readings of loggers.
CREATE TABLE raw.reading_file (
    file_sha256 VARCHAR PRIMARY KEY, -- Original
    rows_read BIGINT NOT NULL, -- Rows of the file
    readings BIGINT NOT NULL, -- Readings with zone, time and flow
    dmas INTEGER NOT NULL -- Zones (DMAs) in it
);

-- One row per original, partnership, DMA and local day of readings.
CREATE TABLE raw.reading_day (
    file_sha256 VARCHAR NOT NULL, -- Original
    partnership_id VARCHAR, -- Partnership told in the file, else given on arrival
    dma_id VARCHAR NOT NULL, -- DMA
    day DATE NOT NULL, -- Local day
    expected INTEGER NOT NULL, -- Readings a day that the logger is set to
    readings BIGINT NOT NULL, -- Readings with a flow
    minutes BIGINT NOT NULL, -- Different minutes that were read
    duplicates BIGINT, -- Readings of a minute read already; NULL of a logger that reads more often
    negatives BIGINT NOT NULL, -- Readings below zero
    stuck_hours BIGINT NOT NULL, -- Hours in which the flow never changed
    night_readings BIGINT NOT NULL, -- Readings in the night hours, none below zero
    night_flow DOUBLE, -- Mean flow of the night hours in L/s; NULL where the night is no good
    pressure_sum DOUBLE, pressure_readings BIGINT NOT NULL, -- Sum of the pressures in m, and their number
    first_row BIGINT NOT NULL, last_row BIGINT NOT NULL -- Rows of the file
);

-- One row per original, partnership, DMA and month of readings.
CREATE TABLE raw.reading_month (
    row_id VARCHAR NOT NULL, -- Original, partnership, DMA and month
    file_sha256 VARCHAR NOT NULL, source_file VARCHAR NOT NULL, -- Where it is written
    sheet VARCHAR NOT NULL, row_no INTEGER, source_cell VARCHAR NOT NULL, -- Rows of the file
    partnership_id VARCHAR, -- Partnership told in the file, else given on arrival
    dma_id VARCHAR NOT NULL, -- DMA
    period VARCHAR NOT NULL, -- Month (YYYY-MM), local time
    readings BIGINT NOT NULL, -- Readings with a flow
    missing_share DOUBLE NOT NULL, -- Share of the month's readings that are missing, 0 to 1
    duplicates BIGINT, -- Readings of a minute read already
    negatives BIGINT NOT NULL, -- Readings below zero
    stuck_hours INTEGER NOT NULL, -- Hours in which the flow never changed
    nights_used INTEGER NOT NULL -- Nights with enough readings
);

-- One row per partnership, zone (DMA) and month of logger readings: the minimum night flow and what it rests on.
CREATE TABLE mart.night_flow (
    partnership_id VARCHAR NOT NULL, -- Partnership
    utility_id VARCHAR, -- Utility
    zone VARCHAR NOT NULL, -- DMA
    period VARCHAR NOT NULL, -- Month (YYYY-MM), local time
    period_start DATE NOT NULL, -- First day
    period_end DATE NOT NULL, -- Last day
    minimum_night_flow DOUBLE, -- Middle of the nights' mean flows between the night hours; NULL where incomplete
    unit VARCHAR NOT NULL, -- Unit of the flows: L/s
    status VARCHAR NOT NULL CHECK (status IN ('reported', 'incomplete')), -- incomplete: fewer nights than the rule asks
    nights_used INTEGER NOT NULL, -- Nights with enough readings and a logger that was not stuck
    nights_in_month INTEGER NOT NULL, -- Nights of the month
    nights_without_flow INTEGER NOT NULL, -- Of the nights used, those with a flow of zero throughout
    lowest_night DOUBLE, -- Mean flow of the lowest night used
    highest_night DOUBLE, -- Mean flow of the highest night used
    readings BIGINT NOT NULL, -- Readings with a flow
    missing_share DOUBLE NOT NULL, -- Share of the month's readings that are missing, 0 to 1
    duplicates BIGINT, -- Readings of a minute read already; NULL of loggers that read more often than each minute
    negatives BIGINT NOT NULL, -- Readings below zero, left out of the night's flow
    stuck_hours INTEGER NOT NULL, -- Hours in which the flow never changed
    average_pressure DOUBLE, -- Mean of the pressures read, in m; NULL where none was
    files INTEGER NOT NULL, -- Files that gave a day of this month
    file_sha256 VARCHAR NOT NULL, source_file VARCHAR NOT NULL, -- The latest file, where it is written
    source_sheet VARCHAR NOT NULL, source_cell VARCHAR NOT NULL -- The latest file, where it is written
);

-- One row per version of a field form's submission, by instance: which one counts.
CREATE TABLE quality.form_submission (
    submission_id VARCHAR NOT NULL, -- Digest of the submission's content
    file_sha256 VARCHAR NOT NULL, file_name VARCHAR NOT NULL, -- Export that brought it first
    form_id VARCHAR, -- Form as named in the export
    form_version VARCHAR, -- Version of the form
    template VARCHAR NOT NULL, -- Form template it was read by
    root_id VARCHAR NOT NULL, -- Instance of its first version
    instance_id VARCHAR NOT NULL, -- Instance of this version
    sent_at TIMESTAMP, -- Moment it was sent or last edited, UTC
    partnership_id VARCHAR, -- Partnership it names
    period VARCHAR, -- Month it reports on, where it does
    state VARCHAR NOT NULL, -- accepted, rejected, superseded (edited later) or not_approved
    attachments VARCHAR, -- Names of its attachments
    CHECK (state IN ('accepted', 'rejected', 'superseded', 'not_approved'))
);
