-- One row per partnership and metric with months since the start of its pilot: change against its own months before. Never a ranking.
CREATE TABLE mart.effect_change (
    partnership_id VARCHAR NOT NULL, -- Partnership
    metric_code VARCHAR NOT NULL, -- Metric: a quotient with a better direction
    unit VARCHAR NOT NULL, -- Unit
    before_basis VARCHAR NOT NULL, -- months, stated_baseline (of a target; of how many months is not known) or none
    before_start DATE, -- First of the months before
    before_end DATE, -- Last day of the months before
    before_months INTEGER NOT NULL, -- Months reported in the twelve before the pilot
    before_value DOUBLE, -- Ratio of sums over the months before, or the stated baseline
    after_start DATE NOT NULL, -- First of the months since the start of the pilot
    after_end DATE NOT NULL, -- Last day of these months
    after_months INTEGER NOT NULL, -- Months reported since the start of the pilot
    after_value DOUBLE NOT NULL, -- Ratio of sums over them
    change DOUBLE, -- after_value - before_value; NULL where either has too few months
    others INTEGER NOT NULL, -- Utilities outside any partnership with enough of the same months
    others_change DOUBLE, -- Their mean change over the same months; NULL: none
    least_others INTEGER, -- Utilities outside any partnership needed to state a difference
    difference DOUBLE, -- change - others_change; NULL where the others are too few
    difference_low DOUBLE, -- Lower end of its interval of 95 %, by Student's t from the spread of the others' changes, for one utility beside them
    difference_high DOUBLE, -- Upper end
    status VARCHAR NOT NULL CHECK (status IN ('compared', 'too_few_others', 'no_others', 'stated_baseline', 'too_few_months')) -- What can be said
);

-- One row per origin and metric: the mean change of partnerships, and its difference to utilities outside any, as intervals of 95 %.
CREATE TABLE mart.programme_effect (
    origin VARCHAR NOT NULL, -- real, case or sample
    metric_code VARCHAR NOT NULL, -- Metric
    unit VARCHAR NOT NULL, -- Unit
    partnerships INTEGER NOT NULL, -- Partnerships with enough months before and since
    least_months INTEGER NOT NULL, -- Months needed before and since
    least_subjects INTEGER NOT NULL, -- Partnerships, and utilities outside any, needed for an interval
    change DOUBLE, -- Mean change of the partnerships against their own months before
    change_low DOUBLE, -- Lower end of its t-interval
    change_high DOUBLE, -- Upper end
    others INTEGER NOT NULL, -- Utilities outside any partnership with enough of the same months
    others_change DOUBLE, -- Mean change of these
    difference DOUBLE, -- change - others_change
    difference_low DOUBLE, -- Lower end of its interval by Welch's t
    difference_high DOUBLE, -- Upper end
    status VARCHAR NOT NULL CHECK (status IN ('compared', 'too_few_others', 'too_few_partnerships')) -- What can be said
);
