-- One row per edition of the health method; one is in force.
CREATE TABLE reference.health_edition (
    edition VARCHAR PRIMARY KEY, -- Name of the method and its edition
    source_en VARCHAR NOT NULL, -- Where it comes from, in English
    source_id VARCHAR NOT NULL, -- Where it comes from, in Indonesian
    healthy_above DOUBLE NOT NULL, -- A score above this is healthy
    sick_below DOUBLE NOT NULL -- A score below this is sick
);

-- One row per indicator of the health method.
CREATE TABLE reference.health_indicator (
    variable_code VARCHAR PRIMARY KEY, -- Figure that it marks
    "position" INTEGER NOT NULL, -- Order, from 1
    aspect VARCHAR NOT NULL, -- finance, service, operation, human_resources
    weight DOUBLE NOT NULL, -- Weight; all sum to 1
    better VARCHAR NOT NULL CHECK (better IN ('high', 'low')), -- Whether high or low figures are good
    mark_5 DOUBLE NOT NULL, -- Edge of mark 5, included
    mark_4 DOUBLE NOT NULL, -- Edge of mark 4, included
    mark_3 DOUBLE NOT NULL, -- Edge of mark 3, included
    mark_2 DOUBLE NOT NULL, -- Edge of mark 2, included; beyond it the mark is 1
    mark_when_not_applicable INTEGER, -- Mark of a utility that has no such thing; NULL: not assessed
    disputed BOOLEAN NOT NULL, -- Whether sources disagree on the edges
    note_en VARCHAR, -- What to know, in English
    note_id VARCHAR -- What to know, in Indonesian
);

-- One row per utility, year and indicator of the health method. Context: no score of a partnership reads it.
CREATE TABLE mart.utility_health_mark (
    utility_id VARCHAR NOT NULL, -- Utility
    period_start DATE NOT NULL, -- First day of the year
    period_end DATE NOT NULL, -- Last day of the year
    variable_code VARCHAR NOT NULL, -- Figure that it marks
    aspect VARCHAR NOT NULL, -- finance, service, operation, human_resources
    value DOUBLE, -- The figure
    unit VARCHAR, -- Its unit
    status VARCHAR NOT NULL, -- Status of the figure; not_reported where nobody gave it
    mark INTEGER, -- 1 to 5; NULL: not assessed
    weight DOUBLE NOT NULL, -- Weight of the indicator
    points DOUBLE, -- weight x mark; NULL: not assessed
    disputed BOOLEAN NOT NULL, -- Whether sources disagree on the edges of its marks
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per utility and year of which anything of the health method is known.
CREATE TABLE mart.utility_health (
    utility_id VARCHAR NOT NULL, -- Utility
    period_start DATE NOT NULL, -- First day of the year
    period_end DATE NOT NULL, -- Last day of the year
    edition VARCHAR NOT NULL, -- Name of the method and its edition
    indicators_assessed INTEGER NOT NULL, -- Indicators with a mark, of 18
    finance DOUBLE, -- Points of finance; NULL unless all of its indicators are assessed
    service DOUBLE, -- Points of service; NULL unless all of its indicators are assessed
    operation DOUBLE, -- Points of operation; NULL unless all of its indicators are assessed
    human_resources DOUBLE, -- Points of human resources; NULL unless all of its indicators are assessed
    score DOUBLE, -- Sum of the points, 1 to 5; NULL unless all indicators are assessed
    score_low DOUBLE NOT NULL, -- The score if everything not assessed had mark 1
    score_high DOUBLE NOT NULL, -- The score if everything not assessed had mark 5
    class VARCHAR NOT NULL CHECK (class IN ('healthy', 'less_healthy', 'sick', 'not_assessed')) -- not_assessed is not sick
);
