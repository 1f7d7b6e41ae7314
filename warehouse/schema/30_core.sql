-- One row per programme.
CREATE TABLE core.programme (
    programme_id VARCHAR PRIMARY KEY, -- Programme
    programme_kind VARCHAR NOT NULL, -- Blueprint it follows
    name VARCHAR NOT NULL, -- Name
    origin VARCHAR NOT NULL CHECK (origin IN ('real', 'case', 'sample')), -- real, case or sample
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, -- Register it stands in
    source_file VARCHAR, -- File
    source_sheet VARCHAR, -- Sheet
    source_cell VARCHAR -- Cell
);

-- One row per party to a partnership.
CREATE TABLE core.party (
    party_id VARCHAR PRIMARY KEY, -- Party
    name VARCHAR NOT NULL, -- Name
    kind VARCHAR NOT NULL, -- utility, person, association, team, government, company
    province VARCHAR, -- Province
    kind_of_place VARCHAR, -- kabupaten or kota
    place VARCHAR, -- Regency or city
    external_id VARCHAR, -- Id in somebody else's list
    origin VARCHAR NOT NULL, -- real, case or sample
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per contact person of a party.
CREATE TABLE core.contact (
    party_id VARCHAR NOT NULL, -- Party
    person VARCHAR NOT NULL, -- Name of the person
    role VARCHAR, -- Function
    phone VARCHAR, -- Telephone
    email VARCHAR, -- E-mail
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per partnership.
CREATE TABLE core.partnership (
    partnership_id VARCHAR PRIMARY KEY, -- Partnership
    programme_id VARCHAR NOT NULL, -- Programme
    programme_kind VARCHAR NOT NULL, -- Blueprint it follows
    cohort_year INTEGER, -- Year of the cohort
    origin VARCHAR NOT NULL, -- real, case or sample
    title VARCHAR NOT NULL, -- Title
    subject VARCHAR, -- non_revenue_water, gis_digitisation, production or another
    mentor_id VARCHAR, -- Mentor; NULL where there is none yet
    mentee_id VARCHAR NOT NULL, -- Mentee
    facilitator_id VARCHAR, -- Facilitator
    supporting_partner_id VARCHAR, -- Supporting partner
    begun_on DATE, -- Day it began, where no letter or agreement tells
    on_hold_since DATE, -- Set while the partnership rests
    pilot_start_on DATE, -- Pilot's start where the plan states one; else the MoA
    pilot_end_on DATE, -- Pilot's end as first agreed
    ended_on DATE, -- Day of an early end
    ended_by VARCHAR, -- Role that ended it
    end_reason VARCHAR, -- Why
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per agreement, letter or revision with its signatures.
CREATE TABLE core.agreement (
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL, -- letter_of_request, letter_of_intent, work_plan, memorandum_of_agreement, addendum, work_plan_revision, letter_of_recommendation, memorandum_of_understanding, extension_agreement
    revision INTEGER NOT NULL, -- 0 for the first, then 1, 2, …
    number VARCHAR, -- Number of the document
    signed_on DATE, -- Day of signing; NULL while unsigned
    signatories VARCHAR, -- Who signed
    witnesses VARCHAR, -- Who witnessed
    pilot_end_on DATE, -- New end of the pilot, in an addendum or a revision
    received_on DATE, -- Day we learnt it
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR, -- Where it is written
    PRIMARY KEY (partnership_id, kind, revision)
);

-- One row per clause of an LoI or MoA.
CREATE TABLE core.clause (
    partnership_id VARCHAR NOT NULL, -- Partnership
    agreement_kind VARCHAR NOT NULL, -- letter_of_intent or memorandum_of_agreement
    clause_no VARCHAR NOT NULL, -- Number of the clause
    role VARCHAR NOT NULL, -- Role that owes it
    title VARCHAR NOT NULL, -- What it says
    due_on DATE, -- Date stated; NULL: due at the pilot's end
    covered_by VARCHAR, -- Obligation it restates; then it is not counted again
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR, -- Where it is written
    PRIMARY KEY (partnership_id, agreement_kind, clause_no, role)
);

-- One row per item of a work plan and role that owes it.
CREATE TABLE core.plan_item (
    partnership_id VARCHAR NOT NULL, -- Partnership
    item_no VARCHAR NOT NULL, -- Number, stable over revisions
    role VARCHAR NOT NULL, -- Role that owes it
    kind VARCHAR NOT NULL, -- meeting, diagnostic_visit, monitoring_visit, assistance, activity, learning_topic, sop, mission, training …
    title VARCHAR NOT NULL, -- What is to be done
    due_on DATE, -- Planned date; NULL: due at the pilot's end
    added_in_revision INTEGER NOT NULL, -- Revision that brought it, 0 for the first plan
    withdrawn_in_revision INTEGER, -- Revision that dropped it
    replaced_by VARCHAR, -- Item that takes its place
    quota_min INTEGER, -- Quota: how many a period owes at least
    quota_max INTEGER, -- Quota: more than these in a period are a question
    quota_period VARCHAR, -- Quota: year, quarter or month
    quota_from DATE, -- Quota: first day
    quota_to DATE, -- Quota: last day
    joint_id VARCHAR, -- Ties duties of several parties at one event
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR, -- Where it is written
    PRIMARY KEY (partnership_id, item_no, role)
);

-- One row per target.
CREATE TABLE core.target (
    partnership_id VARCHAR NOT NULL, -- Partnership
    target_id VARCHAR NOT NULL, -- Target
    kind VARCHAR NOT NULL CHECK (kind IN ('pilot', 'learning', 'culture', 'performance')), -- What it speaks of
    horizon VARCHAR NOT NULL CHECK (horizon IN ('short', 'medium', 'long')), -- Term
    metric_code VARCHAR, -- Metric it is measured by; NULL for a yes-or-no topic
    topic VARCHAR, -- Topic in words
    zone VARCHAR, -- Zone it holds for; NULL: the whole pilot
    baseline DOUBLE, -- Starting value, in the metric's unit
    baseline_on DATE, -- Day of the starting value
    target DOUBLE, -- Value aimed at, in the metric's unit; 1 for yes_no
    due_on DATE, -- Day it falls due
    tolerance DOUBLE, -- Allowed distance where target equals baseline
    actual_basis VARCHAR NOT NULL, -- Which actual counts
    milestones VARCHAR, -- JSON list of {"on": date, "value": number}
    rationale VARCHAR, -- Why this target
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR, -- Where it is written
    PRIMARY KEY (partnership_id, target_id),
    CHECK (actual_basis IN ('month', 'pilot_to_date', 'rolling_12', 'yes_no'))
);

-- One row per answer to a yes-or-no target.
CREATE TABLE core.target_actual (
    partnership_id VARCHAR NOT NULL, -- Partnership
    target_id VARCHAR NOT NULL, -- Target
    actual DOUBLE NOT NULL, -- 0 to 1: share reached
    actual_on DATE NOT NULL, -- Day it was established
    received_on DATE NOT NULL, -- Day we learnt it
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per piece of evidence and obligation it speaks to.
CREATE TABLE core.evidence (
    evidence_id VARCHAR NOT NULL, -- Evidence: file and row
    obligation_id VARCHAR NOT NULL, -- Obligation it names
    partnership_id VARCHAR NOT NULL, -- Partnership
    told_by VARCHAR NOT NULL, -- Role whose paper tells it
    occurred_on DATE, -- Day it happened
    submitted_on DATE, -- Day it was sent (first submission)
    received_on DATE NOT NULL, -- Day we learnt it
    delivered_share DOUBLE, -- Cumulative share delivered, 0 to 1
    evidence_level INTEGER NOT NULL, -- 0 claimed, 1 recorded, 2 document, 3 counterpart, 4 facilitator
    channel VARCHAR, -- visit, telephone, whatsapp, e-mail, report, letter
    disputed BOOLEAN NOT NULL, -- Disputed or awaiting review
    attested_by VARCHAR, -- Person who confirmed or verified it, name and function
    attested_on DATE, -- Day of the confirmation or verification
    told_in_period VARCHAR, -- Month (YYYY-MM) of the monthly report that tells it; NULL otherwise
    note VARCHAR, -- Remark
    also_serves VARCHAR, -- Other partnerships it serves, comma-separated
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per activity held or planned.
CREATE TABLE core.activity (
    activity_id VARCHAR NOT NULL, -- Activity
    partnership_id VARCHAR, -- Partnership; NULL: an activity of the programme
    programme_id VARCHAR, -- Programme, where the register of one tells it
    kind VARCHAR NOT NULL, -- meeting, diagnostic_visit, study_visit, monitoring_visit, assistance, workshop, …
    title VARCHAR, -- In words
    planned_on DATE, -- Planned day
    held_on DATE, -- Day it took place; NULL: not told
    participants INTEGER, -- Number of participants
    joint_with VARCHAR, -- Other partnerships it served, comma-separated
    received_on DATE NOT NULL, -- Day we learnt it
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per document delivered.
CREATE TABLE core.document (
    document_id VARCHAR NOT NULL, -- Document
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL, -- diagnostic_report, monthly_report, letter_of_intent, …
    number VARCHAR, -- Number of the document
    dated_on DATE, -- Date on the document
    compiled_by VARCHAR, -- Role that compiled it
    document_sha256 VARCHAR, -- SHA-256 of the landed document, where there is one
    received_on DATE NOT NULL, -- Day we learnt it
    also_serves VARCHAR, -- Other partnerships it serves, comma-separated
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per accepted monthly report; the parts of the latest of a month are those in force, of the others their own.
CREATE TABLE core.monthly_report (
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month, YYYY-MM
    submitted_on DATE NOT NULL, -- Date on the cover, else the day received
    received_on DATE NOT NULL, -- Day it arrived
    received_at TIMESTAMP NOT NULL, -- Moment it arrived, UTC
    is_latest BOOLEAN NOT NULL, -- The one in force for its month
    is_parked BOOLEAN NOT NULL, -- Month outside the pilot: kept, not counted
    progress_data VARCHAR NOT NULL, -- Part 1: filled, nihil or empty
    activities VARCHAR NOT NULL, -- Part 2: filled, nihil or empty
    advice_actions VARCHAR NOT NULL, -- Part 3: filled, nihil or empty
    findings VARCHAR NOT NULL, -- Part 4: filled, nihil or empty
    obstacles VARCHAR NOT NULL, -- Part 5: filled, nihil or empty
    requests VARCHAR NOT NULL, -- Part 6: filled, nihil or empty
    content_reported BOOLEAN NOT NULL, -- False for a signed scan nobody keyed in yet
    file_sha256 VARCHAR NOT NULL, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per part that an accepted monthly report fills or answers with "nihil".
CREATE TABLE core.report_part (
    partnership_id VARCHAR NOT NULL, -- Partnership
    period VARCHAR NOT NULL, -- Month, YYYY-MM
    table_name VARCHAR NOT NULL, -- Part: the raw table of its sheet
    state VARCHAR NOT NULL, -- filled or nihil
    is_told BOOLEAN NOT NULL, -- False where only what was filled in beforehand stands there
    submitted_on DATE NOT NULL, -- Date on the cover, else the day received
    received_on DATE NOT NULL, -- Day it arrived
    received_at TIMESTAMP NOT NULL, -- Moment it arrived, UTC
    is_in_force BOOLEAN NOT NULL, -- The latest of its month that tells something in this part
    file_sha256 VARCHAR NOT NULL -- Original
);

-- One row per request for advice.
CREATE TABLE core.advice_request (
    request_id VARCHAR NOT NULL, -- Request
    partnership_id VARCHAR NOT NULL, -- Partnership
    topic VARCHAR, -- Topic
    question VARCHAR NOT NULL, -- What is asked
    asked_on DATE NOT NULL, -- Day it was sent
    period VARCHAR, -- Monthly report that carries it
    answered_on DATE, -- Day the mentee says it was answered, also orally
    answer_channel VARCHAR, -- By what channel
    received_on DATE NOT NULL, -- Day we learnt the request
    answer_received_on DATE, -- Day we learnt of the answer told by the mentee
    attested_by VARCHAR, -- Person who says that it was answered: who compiled the report; NULL: nobody is named
    attested_on DATE, -- Day of the report that says so
    answer_sha256 VARCHAR, answer_file VARCHAR, answer_sheet VARCHAR, answer_cell VARCHAR, -- Where the answer is told
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per piece of advice given.
CREATE TABLE core.advice (
    advice_id VARCHAR NOT NULL, -- Advice
    partnership_id VARCHAR NOT NULL, -- Partnership
    request_id VARCHAR, -- Request it answers
    visit_item_no VARCHAR, -- Item of the work plan (visit) it was given in
    kind VARCHAR NOT NULL, -- solution, recommendation, lesson (guideline 5.2.3)
    topic VARCHAR, -- Topic
    words VARCHAR NOT NULL, -- The advice
    given_on DATE NOT NULL, -- Day it was given
    channel VARCHAR, -- By what channel
    action VARCHAR, -- What the mentee is to do; NULL: nothing
    action_due_on DATE, -- By when
    received_on DATE NOT NULL, -- Day we learnt it
    also_serves VARCHAR, -- Other partnerships it serves, comma-separated
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per word of the mentee on a piece of advice.
CREATE TABLE core.advice_answer (
    advice_id VARCHAR NOT NULL, -- Advice
    partnership_id VARCHAR NOT NULL, -- Partnership
    agreed BOOLEAN, -- Agreed or not; NULL: only the action is told
    reason VARCHAR, -- Why not
    action_share DOUBLE, -- Cumulative share of the action done, 0 to 1
    done_on DATE, -- Day the action was done
    period VARCHAR, -- Monthly report that tells it
    submitted_on DATE NOT NULL, -- Day it was sent
    received_on DATE NOT NULL, -- Day we learnt it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per waiver or recorded prevention.
CREATE TABLE core.relief (
    obligation_id VARCHAR NOT NULL, -- Obligation
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL CHECK (kind IN ('waived', 'prevented')), -- Dispensed, or prevented by another
    decided_by VARCHAR NOT NULL, -- Who decided
    decided_on DATE NOT NULL, -- When
    reason VARCHAR NOT NULL, -- Why
    new_due_on DATE, -- New agreed date, for a prevention
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per piece of narrative.
CREATE TABLE core.narrative (
    partnership_id VARCHAR NOT NULL, -- Partnership
    kind VARCHAR NOT NULL, -- uniqueness, problem, actual_conditions, obstacle, supporting_factor, finding, activity
    words VARCHAR NOT NULL, -- The text
    period VARCHAR, -- Month it speaks of
    received_on DATE NOT NULL, -- Day we learnt it
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per lesson recorded.
CREATE TABLE core.lesson (
    partnership_id VARCHAR NOT NULL, -- Partnership
    topic VARCHAR, -- Topic
    words VARCHAR NOT NULL, -- The lesson
    period VARCHAR, -- Month it was told in
    received_on DATE NOT NULL, -- Day we learnt it
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per SOP told of.
CREATE TABLE core.sop (
    partnership_id VARCHAR NOT NULL, -- Partnership
    title VARCHAR NOT NULL, -- Title
    topic VARCHAR, -- Topic
    state VARCHAR NOT NULL CHECK (state IN ('draft', 'issued')), -- Draft or issued
    dated_on DATE NOT NULL, -- Day of the draft or issue
    period VARCHAR, -- Month it was told in
    submitted_on DATE NOT NULL, -- Day it was sent
    received_on DATE NOT NULL, -- Day we learnt it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per item of the readiness checklist.
CREATE TABLE core.readiness (
    partnership_id VARCHAR NOT NULL, -- Partnership
    role VARCHAR NOT NULL, -- mentor or mentee
    item VARCHAR NOT NULL, -- Item of guideline 3.1.1
    state VARCHAR NOT NULL, -- yes, no, partly or unknown
    note VARCHAR, -- Remark
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per line of budget, cost, transfer or contribution.
CREATE TABLE core.finance (
    line_id VARCHAR NOT NULL, -- Line
    partnership_id VARCHAR, -- Partnership; NULL for the programme
    year INTEGER NOT NULL, -- Budget year
    category VARCHAR NOT NULL, -- Category of guideline 4.2 or 4.3
    kind VARCHAR NOT NULL CHECK (kind IN ('cost', 'transfer', 'contribution')), -- A subsidy is a transfer
    funded_by VARCHAR, -- Payer
    payee VARCHAR, -- Receiver
    proposed DOUBLE, -- Proposed amount
    decided DOUBLE, -- Decided amount
    decided_by VARCHAR, -- Who decided
    decision_no VARCHAR, -- Number of the decision
    spent DOUBLE, -- Spent amount
    currency VARCHAR NOT NULL, -- ISO 4217
    principle VARCHAR NOT NULL, -- per_4_1, per_3_1_1, agreed, differs, unknown
    stated_in VARCHAR, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per utility known to the product, inside a partnership or not.
CREATE TABLE core.utility (
    utility_id VARCHAR PRIMARY KEY, -- Utility: the party id, or list and external id
    name VARCHAR NOT NULL, -- Name
    external_id VARCHAR, -- Id in the list it comes from
    province VARCHAR, -- Province
    kind_of_place VARCHAR, -- kabupaten or kota
    place VARCHAR -- Regency or city
);

-- One row per subject, zone, period, variable and submission.
CREATE TABLE core.measurement (
    submission_id VARCHAR NOT NULL, -- Row or file that was submitted together
    partnership_id VARCHAR, -- Partnership; NULL for a utility outside any
    utility_id VARCHAR, -- Utility
    zone VARCHAR, -- Zone; NULL: the whole
    period_start DATE, -- First day; NULL where the source does not say
    period_end DATE, -- Last day
    variable_code VARCHAR NOT NULL, -- Variable of the catalogue
    value DOUBLE, -- Value in the standard unit; NULL unless reported or needs_review
    unit VARCHAR, -- Standard unit
    status VARCHAR NOT NULL, -- Status of the value
    review_reason VARCHAR, -- Why needs_review: negative, above_100, off_scale, differs_from_gis or coordinate_system
    usual_value DOUBLE, -- Of a value off its scale: the middle of its subject's own figures
    written_value DOUBLE, -- Number as read, in the unit written
    written_unit VARCHAR, -- Unit as written; the standard unit where none is
    factor DOUBLE, -- value = written_value x factor; of a mean flow given for a volume, the days are in it
    correction_id VARCHAR, -- Declared correction that acted on the figure, the last of several
    correction_ids VARCHAR[], -- Every declared correction that acted on the figure
    is_confirmed BOOLEAN, -- Whether the last correction of it confirms it; NULL: none acted on it
    grade INTEGER, -- Reliability grade as stated, 1 to 10
    formula_set VARCHAR, -- si or us: which published constants belong to the data
    submitted_at TIMESTAMP NOT NULL, -- Moment of submission
    received_at TIMESTAMP NOT NULL, -- Moment of arrival
    is_current BOOLEAN NOT NULL, -- The latest accepted for its subject, zone, period and variable
    replaced_at TIMESTAMP, -- Moment its successor was submitted; NULL for the current one
    place INTEGER, -- Order among those of its subject, zone, period and variable: 1 the current one, then the next in line
    file_sha256 VARCHAR NOT NULL, source_file VARCHAR NOT NULL, -- Where it is written
    source_sheet VARCHAR NOT NULL, source_cell VARCHAR NOT NULL -- Where it is written
);

-- One row per statement of a document, as it says it; statements that contradict one another all stay.
CREATE TABLE core.statement (
    partnership_id VARCHAR, -- Partnership; NULL: about the programme
    programme_id VARCHAR NOT NULL, -- Programme
    topic VARCHAR NOT NULL, -- What it speaks of
    words VARCHAR NOT NULL, -- The statement
    conflict_code VARCHAR, -- Shared by statements of one topic that contradict one another
    told_on DATE, -- Date of the document
    received_on DATE NOT NULL, -- Day we learnt it
    stated_in VARCHAR NOT NULL, -- Place in a document that states it
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per date that an item of a work plan has had, in order.
CREATE TABLE core.plan_date (
    partnership_id VARCHAR NOT NULL, -- Partnership
    item_no VARCHAR NOT NULL, -- Item of the work plan
    role VARCHAR NOT NULL, -- Role that owes it
    step INTEGER NOT NULL, -- 0 for the first date, then 1, 2, … for each move
    signed_on DATE, -- Day of signing of the revision that moved it; NULL for the first date
    due_on DATE, -- The date from then on; NULL: due at the pilot's end
    PRIMARY KEY (partnership_id, item_no, role, step)
);

-- One row per partnership: its pilot with every extension signed by the day of the build.
CREATE TABLE core.pilot_span (
    partnership_id VARCHAR PRIMARY KEY, -- Partnership
    start_on DATE, -- First day; NULL while there is no pilot
    end_on DATE -- Last day; NULL while there is no pilot
);

-- One row per accepted slip or self-assessment; a later one about the same supersedes.
CREATE TABLE core.slip (
    file_sha256 VARCHAR PRIMARY KEY, -- Original
    template VARCHAR NOT NULL, -- visit_slip, advice_slip, final_slip, follow_up_slip or self_assessment
    partnership_id VARCHAR NOT NULL, -- Partnership
    compiled_role VARCHAR NOT NULL, -- Role that compiled it
    subject VARCHAR NOT NULL, -- What it is about: visit, month, year or role assessed
    submitted_on DATE NOT NULL, -- Date on the slip, else the day received
    received_on DATE NOT NULL, -- Day it arrived
    received_at TIMESTAMP NOT NULL, -- Moment it arrived, UTC
    is_latest BOOLEAN NOT NULL, -- The one in force for its subject
    source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per submission, role, criterion and view of a self-assessment.
CREATE TABLE core.assessment (
    partnership_id VARCHAR NOT NULL, -- Partnership
    role VARCHAR NOT NULL, -- Role that is assessed
    criterion VARCHAR NOT NULL, -- Criterion
    view VARCHAR NOT NULL, -- Who sees it so: self, counterpart or facilitator
    score DOUBLE, -- 0 to 100, where one is given
    words VARCHAR, -- In words
    assessed_on DATE NOT NULL, -- Day of the assessment
    received_on DATE NOT NULL, -- Day we learnt it
    is_in_force BOOLEAN NOT NULL DEFAULT TRUE, -- Of the latest of its subject sent by the day of the build
    told_by VARCHAR, -- Role that says it
    person VARCHAR, -- Who filled it in, as said
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);

-- One row per submission and answer to an obligation of a ledger.
CREATE TABLE core.assessment_claim (
    partnership_id VARCHAR NOT NULL, -- Partnership
    role VARCHAR NOT NULL, -- Role that owes it
    obligation_id VARCHAR NOT NULL, -- Obligation
    answer VARCHAR NOT NULL, -- agreed, done or prevented
    occurred_on DATE, -- Day on which it was done, as claimed
    proof VARCHAR, -- What is said to prove it
    prevented_by VARCHAR, -- Who or what prevented it, as said
    assessed_on DATE NOT NULL, -- Day of the assessment
    received_on DATE NOT NULL, -- Day we learnt it
    is_in_force BOOLEAN NOT NULL DEFAULT TRUE, -- Of the latest of its subject sent by the day of the build
    told_by VARCHAR, -- Role that answers; NULL: the one that owes it. The word of another confirms or verifies
    person VARCHAR, -- Who filled it in, as said
    file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR -- Where it is written
);
