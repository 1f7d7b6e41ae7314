-- One row per build: this one.
CREATE TABLE mart.build (
    build_id VARCHAR PRIMARY KEY, -- Build
    built_at TIMESTAMP NOT NULL, -- Moment of the build, UTC
    as_of DATE NOT NULL, -- Day the figures hold for, Asia/Jakarta
    known_by DATE NOT NULL, -- Last day of receipt that counts
    code_version VARCHAR NOT NULL, -- Version of the code
    input_sha256 VARCHAR NOT NULL, -- Fingerprint of landing, reference data, rules, as_of and code
    rules_version VARCHAR NOT NULL, -- Fingerprint of rules and blueprints
    schema_version INTEGER NOT NULL -- Version of the published tables
);

-- One row per step of the build.
CREATE TABLE mart.build_step (
    position INTEGER NOT NULL, -- Order of the step, from 1
    name VARCHAR NOT NULL, -- Step
    seconds DOUBLE NOT NULL, -- Time it took, seconds
    rows BIGINT NOT NULL -- Rows it made
);

-- One row per weight, band edge or number of days in force.
CREATE TABLE mart.rule (
    rule_code VARCHAR PRIMARY KEY, -- Stable code
    value DOUBLE NOT NULL, -- Number in force
    unit VARCHAR NOT NULL, -- Unit
    basis VARCHAR NOT NULL, -- guideline, agreement or assumed
    source VARCHAR NOT NULL, -- Guideline section, or why it is assumed
    description_en VARCHAR NOT NULL, -- What it does, in English
    description_id VARCHAR NOT NULL, -- What it does, in Indonesian
    source_id VARCHAR -- Guideline section, or why it is assumed, in Indonesian
);

-- One row per metric or variable of the catalogue.
CREATE TABLE mart.metric (
    metric_code VARCHAR PRIMARY KEY, -- Stable code
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    unit VARCHAR NOT NULL, -- Standard unit
    kind VARCHAR NOT NULL, -- variable (reported) or derived (computed)
    inputs VARCHAR, -- Variables it is computed from, comma-separated
    formula VARCHAR, -- SQL expression over the inputs
    direction VARCHAR NOT NULL, -- higher, lower or neither is better
    objective VARCHAR, -- Objective of guideline 2.3: quantity, quality, continuity, affordability
    subject VARCHAR NOT NULL, -- non_revenue_water, gis_digitisation, production
    source VARCHAR NOT NULL, -- Where the definition comes from
    source_id VARCHAR, -- The same in Indonesian
    basis VARCHAR, -- On whose authority: guideline, agreement or assumed; NULL of what is only reported
    formula_en VARCHAR, -- Where it is no SQL (health figures, minimum night flow): the formula in words, in English
    formula_id VARCHAR, -- The same in Indonesian
    question_en VARCHAR, -- Of what is computed or marked: the question it answers, in English
    question_id VARCHAR, -- The same in Indonesian
    example_en VARCHAR, -- Of what is computed or marked: a worked example with numbers, in English
    example_id VARCHAR, -- The same in Indonesian
    limits_en VARCHAR, -- Of what is computed or marked: what it does not tell, in English
    limits_id VARCHAR -- The same in Indonesian
);

-- One row per programme.
CREATE TABLE mart.programme (
    programme_id VARCHAR PRIMARY KEY, -- Programme
    programme_kind VARCHAR NOT NULL, -- Blueprint it follows
    kind_name_en VARCHAR NOT NULL, -- Name of the kind in English
    kind_name_id VARCHAR NOT NULL, -- Name of the kind in Indonesian
    name VARCHAR NOT NULL, -- Name of the programme
    origin VARCHAR NOT NULL, -- real, case or sample
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per stage of a kind of programme.
CREATE TABLE mart.blueprint_stage (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    stage VARCHAR NOT NULL, -- Stage
    position INTEGER NOT NULL, -- Order of the stage, from 1
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    clause VARCHAR NOT NULL, -- Place in the programme's document
    PRIMARY KEY (programme_kind, stage)
);

-- One row per document that a kind of programme knows.
CREATE TABLE mart.blueprint_document (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    document VARCHAR NOT NULL, -- Kind of the document
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    compiled_by VARCHAR, -- Roles that compile it, comma-separated; NULL where the source does not say
    stage VARCHAR NOT NULL, -- Stage it belongs to
    basis VARCHAR NOT NULL, -- guideline (the source says so) or assumed
    clause VARCHAR NOT NULL, -- Place in the programme's document
    PRIMARY KEY (programme_kind, document)
);

-- One row per kind of programme and indicator: whether it applies there, and why.
CREATE TABLE mart.blueprint_indicator (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    indicator_code VARCHAR NOT NULL, -- Indicator
    applies BOOLEAN NOT NULL, -- Whether it applies; FALSE: its value is not_applicable
    reason_en VARCHAR, -- Why, or why not, in English; NULL where the blueprint gives no reason
    reason_id VARCHAR, -- The same in Indonesian
    PRIMARY KEY (programme_kind, indicator_code)
);

-- One row per assumption that a kind of programme rests on.
CREATE TABLE mart.blueprint_assumption (
    programme_kind VARCHAR NOT NULL, -- Kind of programme
    position INTEGER NOT NULL, -- Order, from 1
    text_en VARCHAR NOT NULL, -- What is assumed, in English
    text_id VARCHAR NOT NULL, -- What is assumed, in Indonesian
    PRIMARY KEY (programme_kind, position)
);

-- One row per partnership.
CREATE TABLE mart.partnership (
    partnership_id VARCHAR PRIMARY KEY, -- Partnership
    programme_id VARCHAR NOT NULL, -- Programme
    programme_kind VARCHAR NOT NULL, -- Blueprint it follows
    cohort_year INTEGER, -- Year of the cohort
    origin VARCHAR NOT NULL, -- real, case or sample
    title VARCHAR NOT NULL, -- Title
    subject VARCHAR, -- Subject
    mentor VARCHAR, -- Name of the mentor; NULL where there is none yet
    mentee VARCHAR NOT NULL, -- Name of the mentee
    mentor_id VARCHAR, -- Party id of the mentor
    mentee_id VARCHAR NOT NULL, -- Party id of the mentee
    facilitator VARCHAR, -- Name of the facilitator
    supporting_partner VARCHAR, -- Name of the supporting partner
    province VARCHAR, -- Province of the mentee
    stage VARCHAR NOT NULL, -- preparation, establishment, agreement, implementation, expansion
    status VARCHAR NOT NULL, -- preparing, active, on_hold, finished, ended_early
    started_on DATE, -- Day the LoI was signed; of kinds without a pilot, the day it began
    moa_signed_on DATE, -- Day the MoA was signed, or what founds a partnership of this kind
    pilot_start_on DATE, -- First day of the pilot
    first_pilot_month DATE, -- First day of the first month that counts as one of the pilot
    pilot_end_on DATE, -- Last day of the pilot, with addenda signed by as_of
    ended_on DATE, -- Day of the end: letter of recommendation or early end
    ended_by VARCHAR, -- Who ended it early
    end_reason VARCHAR, -- Why it ended early
    last_report_on DATE, -- Day the mentee's latest monthly report was received
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR, -- Place in a document that states it
    facilitator_id VARCHAR, -- Party id of the facilitator
    supporting_partner_id VARCHAR -- Party id of the supporting partner
);

-- One row per party.
CREATE TABLE mart.party (
    party_id VARCHAR PRIMARY KEY, -- Party
    name VARCHAR NOT NULL, -- Name
    kind VARCHAR NOT NULL, -- utility, person, association, team, government, company
    province VARCHAR, -- Province
    origin VARCHAR NOT NULL -- real, case or sample
);

-- One row per contact person of a party; for facilitators only.
CREATE TABLE mart.contact (
    party_id VARCHAR NOT NULL, -- Party
    person VARCHAR NOT NULL, -- Name
    role VARCHAR, -- Function
    phone VARCHAR, -- Telephone
    email VARCHAR -- E-mail
);

-- One row per agreement, letter or revision.
CREATE TABLE mart.agreement (
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL, -- letter_of_request, letter_of_intent, work_plan, memorandum_of_agreement, addendum, work_plan_revision, letter_of_recommendation
    revision INTEGER NOT NULL, -- 0 for the first
    number VARCHAR, -- Number of the document
    signed_on DATE, -- Day of signing
    signatories VARCHAR, -- Who signed
    witnesses VARCHAR, -- Who witnessed
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR -- Place in a document that states it
);

-- One row per indicator of the partnership criteria.
CREATE TABLE mart.indicator (
    indicator_code VARCHAR PRIMARY KEY, -- Stable code
    role VARCHAR NOT NULL, -- Role it speaks of
    criterion VARCHAR NOT NULL, -- Criterion it counts in
    name_en VARCHAR NOT NULL, -- Name in English
    name_id VARCHAR NOT NULL, -- Name in Indonesian
    unit VARCHAR NOT NULL, -- Unit: percent
    direction VARCHAR NOT NULL, -- higher is better
    credit VARCHAR NOT NULL, -- delivered, on_time, content or progress
    formula_en VARCHAR NOT NULL, -- How it is computed, in English
    formula_id VARCHAR NOT NULL, -- How it is computed, in Indonesian
    source VARCHAR NOT NULL, -- Guideline section
    basis VARCHAR NOT NULL, -- guideline or assumed
    weight DOUBLE NOT NULL, -- Weight in its criterion (assumed); 0: shown, not weighed
    source_id VARCHAR, -- Guideline section, in Indonesian
    question_en VARCHAR, -- The question it answers, in English
    question_id VARCHAR, -- The same in Indonesian
    example_en VARCHAR, -- A worked example with numbers, in English
    example_id VARCHAR, -- The same in Indonesian
    limits_en VARCHAR, -- What it does not tell, in English
    limits_id VARCHAR -- The same in Indonesian
);

-- One row per obligation of a party.
CREATE TABLE mart.obligation (
    obligation_id VARCHAR NOT NULL, -- Readable id, unique, for example P014/mentee/monthly_report/2026-03
    partnership_id VARCHAR NOT NULL, -- Partnership
    item_no VARCHAR, -- Item of the work plan, stable over revisions
    role VARCHAR NOT NULL, -- Role that owes it
    party_id VARCHAR, -- Party that owes it
    criterion VARCHAR, -- Criterion it counts in; NULL for facilitator and supporting partner
    indicator_code VARCHAR, -- The one "delivered" indicator that counts it
    kind VARCHAR NOT NULL, -- clause, monthly_report, monitoring_visit, …
    title VARCHAR NOT NULL, -- What is owed: as written in plan or clause, else in Indonesian
    title_en VARCHAR NOT NULL, -- What is owed: as written in plan or clause, else in English
    period VARCHAR, -- Month it is about (YYYY-MM), for monthly reports
    due_on DATE, -- Day it falls due; NULL while the partnership rests or a prevention leaves it open
    original_due_on DATE, -- Day it fell due before a rest or a prevention moved it
    is_due BOOLEAN NOT NULL, -- Due at as_of
    origin_kind VARCHAR NOT NULL, -- clause, work_plan, blueprint or dialogue
    basis VARCHAR NOT NULL, -- guideline, agreement or assumed
    clause VARCHAR, -- Clause or guideline section
    revision INTEGER NOT NULL, -- Revision that brought it
    in_force_from DATE, -- First day in force
    in_force_to DATE, -- Last day in force
    covered_by VARCHAR, -- Obligation that it only restates
    replaced_by VARCHAR, -- Obligation that takes its place
    joint_id VARCHAR, -- Ties duties of several parties at one event; unique over partnerships
    counts BOOLEAN NOT NULL, -- Whether it stands in the denominator at as_of
    status VARCHAR NOT NULL, -- Fulfilment status
    credit_delivered DOUBLE, -- 0 to 1; NULL where it does not count
    credit_on_time DOUBLE, -- 0 or 1; NULL where it does not count
    credit_content DOUBLE, -- 0 to 1, monthly reports received; NULL elsewhere
    fulfilled_on DATE, -- Day it was delivered in full
    evidence_level INTEGER, -- Highest level of its evidence
    awaited_report VARCHAR, -- Missing report of another party that could tell (status unknown)
    relief_kind VARCHAR, -- waived or prevented, where the party was relieved of it
    relief_by VARCHAR, -- Who decided the relief
    relief_on DATE, -- Day the relief was decided
    relief_reason VARCHAR, -- Why
    source_file VARCHAR, -- File that lays the obligation
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    source_sha256 VARCHAR -- SHA-256 of that file
);

-- One row per piece of evidence and obligation it speaks to.
CREATE TABLE mart.evidence (
    evidence_id VARCHAR NOT NULL, -- Evidence
    obligation_id VARCHAR NOT NULL, -- Obligation
    partnership_id VARCHAR NOT NULL, -- Partnership
    occurred_on DATE, -- Day it happened
    submitted_on DATE, -- Day it was sent
    received_on DATE NOT NULL, -- Day we learnt it
    "share" DOUBLE, -- Cumulative share delivered, 0 to 1
    level INTEGER NOT NULL, -- 0 claimed, 1 recorded, 2 document, 3 counterpart, 4 facilitator
    channel VARCHAR, -- Channel
    note VARCHAR, -- Remark
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    source_sha256 VARCHAR -- SHA-256 of that file
);

-- One row per activity; a joint activity stands once per partnership and counts once by activity_id.
CREATE TABLE mart.activity (
    activity_id VARCHAR NOT NULL, -- Activity
    partnership_id VARCHAR, -- Partnership; NULL: an activity of the programme
    programme_id VARCHAR, -- Programme
    kind VARCHAR NOT NULL, -- Kind
    title VARCHAR, -- In words
    planned_on DATE, -- Planned day
    held_on DATE, -- Day it took place
    participants INTEGER, -- Participants
    joint_with VARCHAR, -- Other partnerships it served
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR -- Place in a document that states it
);

-- One row per document delivered.
CREATE TABLE mart.document (
    document_id VARCHAR NOT NULL, -- Document
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL, -- Kind
    number VARCHAR, -- Number
    dated_on DATE, -- Date on the document
    compiled_by VARCHAR, -- Role that compiled it
    file_sha256 VARCHAR, -- SHA-256 of the landed document
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR -- Place in a document that states it
);

-- One row per partnership and indicator; that it stands once is checked before publication, not by an index.
CREATE TABLE mart.indicator_value (
    partnership_id VARCHAR NOT NULL, -- Partnership
    role VARCHAR NOT NULL, -- Role
    indicator_code VARCHAR NOT NULL, -- Indicator
    numerator DOUBLE, -- Sum of credits
    denominator DOUBLE, -- Obligations that count
    value DOUBLE, -- 0 to 100; NULL unless status is reported
    status VARCHAR NOT NULL, -- Status of the value
    score_low DOUBLE, -- Lowest value compatible with what is not known
    score_high DOUBLE, -- Highest value compatible with what is not known
    final_low DOUBLE, -- Where it can still end, at worst
    final_high DOUBLE, -- Where it can still end, at best
    waived_count INTEGER NOT NULL, -- Obligations waived
    value_without_waivers DOUBLE -- The value had nothing been waived
);

-- One row per partnership, indicator and kind of obligation or target that it counts: n of N.
CREATE TABLE mart.indicator_kind (
    partnership_id VARCHAR NOT NULL, -- Partnership
    indicator_code VARCHAR NOT NULL, -- Indicator
    kind VARCHAR NOT NULL, -- Kind of obligation or target
    credit DOUBLE NOT NULL, -- Sum of credits
    counted BIGINT NOT NULL -- Obligations or targets that count by now
);

-- One row per partnership, role and criterion; that it stands once is checked before publication, not by an index.
CREATE TABLE mart.criterion_score (
    partnership_id VARCHAR NOT NULL, -- Partnership
    role VARCHAR NOT NULL, -- Role
    criterion VARCHAR NOT NULL, -- Criterion
    score DOUBLE, -- 0 to 100; NULL where nothing counts yet
    status VARCHAR NOT NULL, -- Status of the value
    band VARCHAR, -- good, fair, needs_attention; NULL where it cannot be said
    band_reason VARCHAR, -- Why no band is shown: too_early, before_moa, interval, no_value
    indicators_counted INTEGER NOT NULL, -- Weighed indicators that have something in their denominator
    indicators_defined INTEGER NOT NULL, -- Weighed indicators that the blueprint knows
    obligations_counted INTEGER NOT NULL, -- Obligations that count
    score_low DOUBLE, -- Lowest score compatible with what is not known
    score_high DOUBLE, -- Highest score compatible with what is not known
    final_low DOUBLE, -- Where it can still end, at worst
    final_high DOUBLE, -- Where it can still end, at best
    weight_low DOUBLE, -- Lowest score over all weights between half and twice each share
    weight_high DOUBLE, -- Highest score over the same weights
    band_could_change BOOLEAN -- Whether the band changes inside that range
);

-- One row per target and its standing; that it stands once is checked before publication, not by an index.
CREATE TABLE mart.target_progress (
    partnership_id VARCHAR NOT NULL, -- Partnership
    target_id VARCHAR NOT NULL, -- Target
    kind VARCHAR NOT NULL, -- pilot, learning, culture, performance
    horizon VARCHAR NOT NULL, -- short, medium, long
    metric_code VARCHAR, -- Metric
    topic VARCHAR, -- Topic in words
    zone VARCHAR, -- Zone
    baseline DOUBLE, -- Starting value
    baseline_on DATE, -- Day of the starting value
    target DOUBLE, -- Value aimed at
    due_on DATE, -- Day it falls due
    actual DOUBLE, -- Latest actual on its basis; NULL where not reported
    actual_on DATE, -- Day of the actual
    partial_actual DOUBLE, -- Figure of the months known, where not reported for want of the others
    partial_actual_on DATE, -- Day of that figure
    actual_basis VARCHAR NOT NULL, -- month, pilot_to_date, rolling_12, yes_no
    coverage_months INTEGER, -- Months behind the actual
    expected_months INTEGER, -- Months that should be behind it
    progress DOUBLE, -- (actual - baseline) / (target - baseline)
    expected DOUBLE, -- Expected progress at the date of the actual
    pace DOUBLE, -- progress / expected
    is_due BOOLEAN NOT NULL, -- Due at as_of
    credit DOUBLE, -- Clipped progress counted in lesson-learned; NULL where it does not count
    status VARCHAR NOT NULL, -- Status of the target
    rationale VARCHAR, -- Why this target
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    actual_source_file VARCHAR, -- File of the actual
    actual_source_sheet VARCHAR, -- Sheet of the actual
    actual_source_cell VARCHAR, -- Cells of the actual
    changes INTEGER, -- How often its wording was changed since the first; NULL: never
    first_baseline DOUBLE, -- Where it was changed: starting value as first worded
    first_target DOUBLE, -- Where it was changed: value aimed at as first worded
    first_due_on DATE, -- Where it was changed: day it fell due as first worded
    first_progress DOUBLE -- (actual - first_baseline) / (first_target - first_baseline), of the same metric and zone
);

-- One row per utility known to the product.
CREATE TABLE mart.utility (
    utility_id VARCHAR PRIMARY KEY, -- Utility
    name VARCHAR NOT NULL, -- Name
    external_id VARCHAR, -- Id in the list it comes from
    province VARCHAR, -- Province
    kind_of_place VARCHAR, -- kabupaten or kota
    place VARCHAR, -- Regency or city
    origin VARCHAR -- real, case or sample; a utility of a published list is real
);

-- One row per subject, zone, period and metric: the latest accepted.
CREATE TABLE mart.pilot_metric (
    partnership_id VARCHAR, -- Partnership; NULL for a utility outside any
    utility_id VARCHAR, -- Utility
    zone VARCHAR, -- Zone; NULL: the whole
    period_start DATE, -- First day
    period_end DATE, -- Last day
    metric_code VARCHAR NOT NULL, -- Metric or variable
    value DOUBLE, -- Value in the metric's unit; NULL unless reported or needs_review
    unit VARCHAR NOT NULL, -- Unit
    status VARCHAR NOT NULL, -- Status of the value
    reason VARCHAR, -- Why not applicable, undefined or to be reviewed
    grade INTEGER, -- Reliability grade, for variables that state one
    coverage_months INTEGER, -- Months behind the value
    source_file VARCHAR NOT NULL, -- File
    source_sheet VARCHAR NOT NULL, -- Sheet
    source_cell VARCHAR NOT NULL, -- Cell, or the cells of the inputs
    written_value DOUBLE, -- Of a variable: the number as written, in the unit written
    written_unit VARCHAR, -- Of a variable: the unit as written
    factor DOUBLE, -- Of a variable: value = written_value x factor
    correction_id VARCHAR, -- Of a variable: the declared correction that acted on it, the last of several
    correction_ids VARCHAR, -- Of a variable: every declared correction that acted on it, comma-separated
    numerator DOUBLE, -- Of a quotient: what stands above its line; over several periods the sums are divided
    denominator DOUBLE -- Of a quotient: what stands below its line
);

-- One row per earlier accepted value that a later submission replaced.
CREATE TABLE mart.pilot_metric_revision (
    partnership_id VARCHAR, -- Partnership; NULL for a utility outside any
    utility_id VARCHAR, -- Utility
    zone VARCHAR, -- Zone
    period_start DATE, -- First day
    period_end DATE, -- Last day
    metric_code VARCHAR NOT NULL, -- Metric or variable
    value DOUBLE, -- Value replaced
    unit VARCHAR NOT NULL, -- Unit
    status VARCHAR NOT NULL, -- Status of the value
    submitted_at TIMESTAMP NOT NULL, -- When this value was submitted
    replaced_at TIMESTAMP NOT NULL, -- When its successor was submitted
    replaced_why VARCHAR NOT NULL, -- Why it was replaced
    source_file VARCHAR NOT NULL, -- File
    source_sheet VARCHAR NOT NULL, -- Sheet
    source_cell VARCHAR NOT NULL -- Cell, or the cells of the inputs
);

-- One row per piece of advice, or request not yet answered.
CREATE TABLE mart.advice (
    partnership_id VARCHAR NOT NULL, -- Partnership
    advice_id VARCHAR NOT NULL, -- Advice, or the request while unanswered
    request_id VARCHAR, -- Request it answers
    kind VARCHAR, -- solution, recommendation, lesson; NULL while unanswered
    topic VARCHAR, -- Topic
    words VARCHAR, -- The advice, or the question while unanswered
    asked_on DATE, -- Day it was asked
    given_on DATE, -- Day it was given
    channel VARCHAR, -- Channel
    agreed BOOLEAN, -- Agreed (also by silence), declined, or NULL
    action VARCHAR, -- What is to be done
    action_due_on DATE, -- By when
    acted_on DATE, -- When it was done
    status VARCHAR NOT NULL, -- asked, given, agreed, declined, acted_on
    age_days INTEGER NOT NULL, -- Days since it was asked or given, until it was closed
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per view on a criterion.
CREATE TABLE mart.assessment (
    partnership_id VARCHAR NOT NULL, -- Partnership
    role VARCHAR NOT NULL, -- Role assessed
    criterion VARCHAR NOT NULL, -- Criterion
    "view" VARCHAR NOT NULL, -- self, counterpart, facilitator, computed
    score DOUBLE, -- 0 to 100; NULL where none is given
    words VARCHAR, -- In words
    assessed_on DATE, -- Day of the assessment
    source_file VARCHAR, -- File; NULL of a computed score, whose receipt is that of the score
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per piece of narrative.
CREATE TABLE mart.narrative (
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL, -- uniqueness, problem, actual_conditions, obstacle, supporting_factor, finding, activity
    "text" VARCHAR NOT NULL, -- The text
    period VARCHAR, -- Month it speaks of
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR -- Place in a document that states it
);

-- One row per statement of a document; statements that contradict one another share a conflict code.
CREATE TABLE mart.statement (
    partnership_id VARCHAR, -- Partnership; NULL: about the programme
    programme_id VARCHAR NOT NULL, -- Programme
    topic VARCHAR NOT NULL, -- Topic
    "text" VARCHAR NOT NULL, -- The words
    conflict_code VARCHAR, -- Shared by the statements that contradict one another; NULL: none does
    told_on DATE, -- Date of the document
    stated_in VARCHAR NOT NULL, -- Place in the document
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    origin VARCHAR NOT NULL -- real, case or sample
);

-- One row per lesson recorded.
CREATE TABLE mart.lesson (
    partnership_id VARCHAR NOT NULL, -- Partnership
    topic VARCHAR, -- Topic
    "text" VARCHAR NOT NULL, -- The lesson
    period VARCHAR, -- Month it was told in
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR -- Place in a document that states it
);

-- One row per SOP.
CREATE TABLE mart.sop (
    partnership_id VARCHAR NOT NULL, -- Partnership
    topic VARCHAR, -- Topic
    title VARCHAR NOT NULL, -- Title
    state VARCHAR NOT NULL, -- draft or issued
    dated_on DATE, -- Day of the draft or issue
    period VARCHAR, -- Month it was told in
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per text of what was learnt, however often its partnership told it.
CREATE TABLE mart.told_text (
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL, -- lesson, sop, solution, recommendation, advised_lesson, request, problem, obstacle, supporting_factor, finding
    topic VARCHAR, -- Topic
    words VARCHAR NOT NULL, -- The text
    folded VARCHAR NOT NULL, -- Text and topic in lower case without accents, as they are searched
    state VARCHAR, -- Of an SOP: draft or issued
    first_told VARCHAR, -- Month it was told in first
    last_told VARCHAR, -- Month it was told in last
    source_file VARCHAR, -- File of its first telling
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    stated_in VARCHAR -- Place in a document that states it
);

-- One row per item of the readiness checklist.
CREATE TABLE mart.readiness (
    partnership_id VARCHAR NOT NULL, -- Partnership
    role VARCHAR NOT NULL, -- mentor or mentee
    topic VARCHAR NOT NULL, -- Item of guideline 3.1.1
    state VARCHAR NOT NULL, -- yes, no, partly, unknown
    note VARCHAR, -- Remark
    period VARCHAR, -- Month, where one is given
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per line of budget, cost, transfer or contribution.
CREATE TABLE mart.finance (
    line_id VARCHAR NOT NULL, -- Line
    partnership_id VARCHAR, -- Partnership; NULL for the programme
    year INTEGER NOT NULL, -- Budget year
    category VARCHAR NOT NULL, -- Category
    kind VARCHAR NOT NULL, -- cost, transfer, contribution
    funded_by VARCHAR, -- Payer
    payee VARCHAR, -- Receiver
    proposed DOUBLE, -- Proposed
    decided DOUBLE, -- Decided
    decided_by VARCHAR, -- Who decided
    decision_no VARCHAR, -- Number of the decision
    spent DOUBLE, -- Spent
    currency VARCHAR NOT NULL, -- Currency
    principle VARCHAR NOT NULL, -- per_4_1, per_3_1_1, agreed, differs, unknown
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR, -- Cell
    programme_id VARCHAR, -- Programme
    origin VARCHAR -- real, case or sample, as the register says
);

-- One row per report owed, also where nothing came.
--   partnership_id: Partnership
--   role: Role that owes it
--   kind: Kind of report
--   obligation_id: Obligation
--   period: Month (YYYY-MM), for monthly reports
--   due_on: Day it falls due
--   submitted_on: Day of the first submission
--   received_on: Day the first submission arrived
--   status: Fulfilment status
--   parts_filled: Parts filled, or nihil where allowed
--   parts_expected: Parts expected
CREATE VIEW mart.report_status AS
SELECT
    o.partnership_id,
    o.role,
    o.kind,
    o.obligation_id,
    o.period,
    o.due_on,
    min(e.submitted_on) AS submitted_on,
    min(e.received_on) AS received_on,
    o.status,
    CASE WHEN o.kind = 'monthly_report' THEN CAST(round(o.credit_content * 6) AS INTEGER) END AS parts_filled,
    CASE WHEN o.kind = 'monthly_report' THEN 6 END AS parts_expected
FROM mart.obligation AS o
LEFT JOIN mart.evidence AS e ON e.obligation_id = o.obligation_id AND e.level > 0
WHERE o.criterion = 'reports'
GROUP BY ALL;
