-- One row per reliability grade: the uncertainty that goes with it.
CREATE TABLE mart.grade_error (
    grade INTEGER PRIMARY KEY, -- Reliability grade, 1 a guess to 10 a calibrated meter
    error_pct DOUBLE NOT NULL, -- Half of the 95 % band, in % of the figure
    basis VARCHAR NOT NULL, -- guideline, agreement or assumed
    source_en VARCHAR NOT NULL, -- Where it comes from, in English
    source_id VARCHAR NOT NULL -- Where it comes from, in Indonesian
);

-- One row per year of a published case that shows how the percentage of non-revenue water misleads.
CREATE TABLE mart.nrw_example (
    example VARCHAR NOT NULL, -- Short name of the case
    "year" INTEGER NOT NULL, -- Year
    nrw_pct DOUBLE NOT NULL, -- Non-revenue water, % of supplied
    nrw_volume DOUBLE NOT NULL, -- Non-revenue water, m3 in the year
    nrw_l_per_connection_day DOUBLE NOT NULL, -- Non-revenue water, L/connection/day
    name_en VARCHAR NOT NULL, -- Who it is, in English
    name_id VARCHAR NOT NULL, -- Who it is, in Indonesian
    source_en VARCHAR NOT NULL, -- Where it comes from, in English
    source_id VARCHAR NOT NULL -- Where it comes from, in Indonesian
);

-- One row per component of the water balance of a subject and period; what nobody told is missing, never zero.
CREATE TABLE mart.water_balance (
    partnership_id VARCHAR, -- Partnership; NULL for a utility outside any
    utility_id VARCHAR, -- Utility
    zone VARCHAR, -- Zone; NULL: the whole
    period_start DATE NOT NULL, -- First day
    period_end DATE NOT NULL, -- Last day
    "position" INTEGER NOT NULL, -- Order in the balance
    component VARCHAR NOT NULL, -- Metric or variable of the catalogue
    level INTEGER NOT NULL, -- Depth in the balance: 1 supplied, authorised, losses and non-revenue water; 2 and 3 inside them
    value DOUBLE, -- m3; NULL unless reported, derived, estimated or under_review
    supplied_pct DOUBLE, -- % of the water supplied; NULL where either is not known
    status VARCHAR NOT NULL, -- reported, derived, estimated (no meter measures it), missing, under_review, not_applicable, rejected
    grade INTEGER, -- Reliability grade as stated; NULL: none, or derived
    low DOUBLE, -- Lower end of the 95 % band; NULL where a grade behind it is not stated
    high DOUBLE, -- Upper end of the 95 % band
    ungraded VARCHAR, -- Components behind it without a grade, which keep it from having a band
    source_file VARCHAR, -- File; NULL where missing
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell, or the cells of the inputs
);

-- One row per subject, span and measure of non-revenue water; a month that is missing has a row without a value.
CREATE TABLE mart.nrw_truth (
    partnership_id VARCHAR, -- Partnership; NULL for a utility outside any
    utility_id VARCHAR, -- Utility
    zone VARCHAR, -- Zone; NULL: the whole
    span VARCHAR NOT NULL, -- month, year, rolling_12, before_pilot, since_pilot, first_months and last_months of the pilot, or period for any other length
    period_start DATE NOT NULL, -- First day
    period_end DATE NOT NULL, -- Last day
    measure VARCHAR NOT NULL, -- nrw_volume, nrw_m3_per_day, nrw_pct, nrw_l_per_connection_day, nrw_m3_per_km_day, nrw_l_per_connection_day_supply_hour, ili
    value DOUBLE, -- Sum, or the ratio of sums, over the months counted; never stretched to those that are missing
    low DOUBLE, -- Lower end of the 95 % band; NULL where a grade behind it is not stated
    high DOUBLE, -- Upper end of the 95 % band
    unit VARCHAR NOT NULL, -- Unit
    status VARCHAR NOT NULL, -- Status of the value
    reason VARCHAR, -- Why not applicable, undefined or to be reviewed
    ungraded VARCHAR, -- Components behind it without a grade, which keep it from having a band
    months_counted INTEGER NOT NULL, -- Months behind the value
    months_expected INTEGER NOT NULL, -- Months in the span
    numerator DOUBLE, -- What stands above the line
    denominator DOUBLE, -- What stands below the line
    source_file VARCHAR, -- Of a single period: file; of several, the rows of their months tell
    source_sheet VARCHAR, -- Of a single period: sheet
    source_cell VARCHAR -- Of a single period: the cells of the inputs
);

-- One row per comparison of two spans of one subject: whether percentage and volume tell the same story.
CREATE TABLE mart.nrw_flag (
    partnership_id VARCHAR, -- Partnership; NULL for a utility outside any
    utility_id VARCHAR, -- Utility
    zone VARCHAR, -- Zone; NULL: the whole
    comparison VARCHAR NOT NULL, -- year_before, rolling_12 (against the twelve months before), since_pilot (against the months before the pilot) or within_pilot (its last months against its first)
    earlier_start DATE NOT NULL, -- First day of the earlier span
    earlier_end DATE NOT NULL, -- Last day of the earlier span
    later_start DATE NOT NULL, -- First day of the later span
    later_end DATE NOT NULL, -- Last day of the later span
    earlier_months INTEGER NOT NULL, -- Months behind the earlier span
    later_months INTEGER NOT NULL, -- Months behind the later span
    earlier_pct DOUBLE NOT NULL, -- NRW % of the earlier span
    later_pct DOUBLE NOT NULL, -- NRW % of the later span
    earlier_m3_per_day DOUBLE NOT NULL, -- NRW of the earlier span, m3/day
    later_m3_per_day DOUBLE NOT NULL, -- NRW of the later span, m3/day
    earlier_l_per_connection_day DOUBLE, -- NRW of the earlier span, L/connection/day
    later_l_per_connection_day DOUBLE, -- NRW of the later span, L/connection/day
    volume_flag VARCHAR NOT NULL CHECK (volume_flag IN ('agrees', 'disagrees')), -- Whether percentage and volume moved in opposite directions
    connection_flag VARCHAR NOT NULL CHECK (connection_flag IN ('agrees', 'disagrees', 'unknown')), -- The same with L/connection/day; unknown where that is not known
    is_within_bands BOOLEAN -- Whether the bands of the two percentages overlap, so that the change may be none; NULL without bands
);
