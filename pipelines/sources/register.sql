-- From the accepted rows of each programme's register in force to core.*

-- A number that stands in registers of two programmes belongs to the real one, else to the first by code.
CREATE TEMP TABLE register_in_force AS
WITH latest AS (
    SELECT c.file_sha256, c.programme_id, c.programme_kind, c.origin
    FROM accepted_register_cover AS c
    QUALIFY row_number() OVER (
        PARTITION BY c.programme_id
        ORDER BY least(coalesce(c.compiled_on, c.received_on), c.received_on) DESC, c.received_at DESC,
            c.file_sha256 DESC
    ) = 1
)
SELECT *, row_number() OVER (ORDER BY list_position(['real', 'case', 'sample'], origin), programme_id) AS precedence
FROM latest;

INSERT INTO core.programme BY NAME
SELECT r.programme_id, r.programme_kind, r.programme_name AS name, r.origin, r.stated_in, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_register_cover AS r SEMI JOIN register_in_force AS f ON f.file_sha256 = r.file_sha256;

INSERT INTO core.party BY NAME
SELECT r.party_id, r.name, r.kind, r.province, r.kind_of_place, r.place, r.external_id, f.origin, r.stated_in,
    r.file_sha256,
    r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_parties AS r JOIN register_in_force AS f USING (file_sha256)
QUALIFY row_number() OVER (PARTITION BY r.party_id ORDER BY f.precedence, r.row_no) = 1;

INSERT INTO core.contact BY NAME
SELECT r.party_id, r.person, r.role, r.phone, r.email, r.stated_in, r.file_sha256, r.source_file,
    r.sheet AS source_sheet,
    r.source_cell
FROM accepted_register_contacts AS r SEMI JOIN register_in_force AS f ON f.file_sha256 = r.file_sha256;

-- What a finding says of a partnership's row does not cost the row: a mentor nobody knows is no mentor yet, an end before
-- the beginning is no end.
INSERT INTO core.partnership BY NAME
WITH begun AS (
    SELECT file_sha256, partnership_id, min(signed_on) AS signed_on
    FROM accepted_register_agreements GROUP BY file_sha256, partnership_id
)
SELECT r.partnership_id, f.programme_id, f.programme_kind,
    CASE WHEN r.cohort_year BETWEEN 1950 AND 2100 THEN r.cohort_year END AS cohort_year, f.origin, r.title, r.subject,
    CASE WHEN r.mentor_id <> r.mentee_id AND EXISTS (
        SELECT 1 FROM accepted_register_parties AS o WHERE o.file_sha256 = r.file_sha256 AND o.party_id = r.mentor_id
    ) THEN r.mentor_id END AS mentor_id,
    r.mentee_id, r.facilitator_id, r.supporting_partner_id, r.begun_on, r.on_hold_since, r.pilot_start_on,
    CASE WHEN r.pilot_end_on < r.pilot_start_on THEN NULL ELSE r.pilot_end_on END AS pilot_end_on,
    CASE WHEN r.ended_on < least(r.begun_on, r.pilot_start_on, b.signed_on) THEN NULL ELSE r.ended_on END AS ended_on,
    r.ended_by, r.end_reason, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_partnerships AS r
JOIN register_in_force AS f USING (file_sha256)
LEFT JOIN begun AS b ON b.file_sha256 = r.file_sha256 AND b.partnership_id = r.partnership_id
QUALIFY row_number() OVER (PARTITION BY r.partnership_id ORDER BY f.precedence, r.row_no) = 1;

INSERT INTO core.agreement BY NAME
SELECT r.partnership_id, r.kind, coalesce(r.revision, 0) AS revision, r.number, r.signed_on, r.signatories, r.witnesses,
    CASE WHEN r.pilot_end_on < p.pilot_start_on THEN NULL ELSE r.pilot_end_on END AS pilot_end_on,
    r.received_on, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_agreements AS r
JOIN core.partnership AS p ON p.file_sha256 = r.file_sha256 AND p.partnership_id = r.partnership_id
QUALIFY row_number() OVER (PARTITION BY r.partnership_id, r.kind, coalesce(r.revision, 0) ORDER BY r.row_no) = 1;

-- A pilot begins where the plan says, else with the founding agreement, and not before a letter or an agreement stands.
INSERT INTO core.pilot_span BY NAME
WITH signed AS (
    SELECT a.partnership_id,
        bool_or(a.kind IN (b.opening, b.founding)) AS stands,
        min(a.signed_on) FILTER (a.kind = b.founding) AS founded_on,
        max(a.pilot_end_on) FILTER (a.kind IN ('addendum', 'work_plan_revision', 'extension_agreement')) AS extended_to
    FROM core.agreement AS a
    JOIN core.partnership AS p USING (partnership_id)
    JOIN reference.blueprint AS b ON b.programme_kind = p.programme_kind
    WHERE a.signed_on <= as_of()
    GROUP BY a.partnership_id
),
begun AS (
    SELECT p.partnership_id, p.pilot_end_on, s.extended_to,
        CASE WHEN b.has_pilot AND (s.stands OR b.founding IS NULL)
            THEN coalesce(p.pilot_start_on, s.founded_on, CASE WHEN b.founding IS NULL THEN p.begun_on END)
        END AS start_on
    FROM core.partnership AS p
    JOIN reference.blueprint AS b ON b.programme_kind = p.programme_kind
    LEFT JOIN signed AS s USING (partnership_id)
)
SELECT partnership_id, start_on,
    CASE WHEN start_on IS NOT NULL THEN greatest(
        extended_to,
        coalesce(
            pilot_end_on,
            CAST(start_on + to_months(CAST(rule_value('pilot.default_months') AS INTEGER)) - INTERVAL 1 DAY AS DATE)
        )
    ) END AS end_on
FROM begun;

INSERT INTO core.clause BY NAME
SELECT r.partnership_id, r.agreement_kind, r.clause_no, r.role, r.title, r.due_on, r.covered_by, r.stated_in,
    r.file_sha256,
    r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_clauses AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id
QUALIFY row_number() OVER (PARTITION BY r.partnership_id, r.agreement_kind, r.clause_no, r.role ORDER BY r.row_no) = 1;

-- A withdrawal by a revision before the item stood in the plan has no effect; a quota needs its period and its minimum.
INSERT INTO core.plan_item BY NAME
SELECT r.partnership_id, r.item_no, r.role, r.kind, r.title, r.due_on,
    coalesce(r.added_in_revision, 0) AS added_in_revision,
    CASE WHEN r.withdrawn_in_revision > coalesce(r.added_in_revision, 0) THEN r.withdrawn_in_revision END
        AS withdrawn_in_revision,
    r.replaced_by,
    CASE WHEN r.quota_period IS NOT NULL THEN r.quota_min END AS quota_min,
    CASE WHEN r.quota_period IS NOT NULL AND r.quota_min IS NOT NULL THEN r.quota_max END AS quota_max,
    CASE WHEN r.quota_min IS NOT NULL THEN r.quota_period END AS quota_period,
    r.quota_from, r.quota_to, r.joint_id, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet,
    r.source_cell
FROM accepted_register_work_plan AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id
QUALIFY row_number() OVER (PARTITION BY r.partnership_id, r.item_no, r.role ORDER BY r.row_no) = 1;

-- The dates each item of the plan in force has had, in the registers that stand up to the one in force. A date moves by
-- a signed revision that its register knows and the one before did not; a date first left blank is filled in without.
CREATE TEMP TABLE register_history AS
SELECT f.programme_id, c.file_sha256,
    row_number() OVER (PARTITION BY f.programme_id ORDER BY c.received_at, c.file_sha256) AS place
FROM register_in_force AS f
JOIN accepted_register_cover AS here ON here.file_sha256 = f.file_sha256
JOIN accepted_register_cover AS c
    ON c.programme_id = f.programme_id AND (c.received_at, c.file_sha256) <= (here.received_at, here.file_sha256)
WHERE c.file_sha256 = f.file_sha256 OR c.file_sha256 IN (SELECT file_sha256 FROM raw.standing_register);

INSERT INTO core.plan_date BY NAME
WITH plan_row AS (
    SELECT h.place, r.file_sha256, r.partnership_id, r.item_no, r.role, r.due_on
    FROM accepted_register_work_plan AS r
    JOIN register_history AS h USING (file_sha256)
    JOIN core.plan_item AS i
        ON i.partnership_id = r.partnership_id AND i.item_no = r.item_no AND i.role = r.role
    JOIN register_in_force AS f ON f.file_sha256 = i.file_sha256 AND f.programme_id = h.programme_id
    QUALIFY row_number() OVER (PARTITION BY h.place, r.partnership_id, r.item_no, r.role ORDER BY r.row_no) = 1
),
told AS (
    SELECT *, lag(file_sha256) OVER in_order AS before_sha256, lag(due_on) OVER in_order AS due_before
    FROM plan_row
    WINDOW in_order AS (PARTITION BY partnership_id, item_no, role ORDER BY place)
),
revision AS (
    SELECT r.file_sha256, r.partnership_id, r.kind, coalesce(r.revision, 0) AS revision,
        coalesce(a.signed_on, r.signed_on) AS signed_on
    FROM accepted_register_agreements AS r
    LEFT JOIN core.agreement AS a
        ON a.partnership_id = r.partnership_id AND a.kind = r.kind AND a.revision = coalesce(r.revision, 0)
    WHERE r.kind IN ('addendum', 'work_plan_revision') AND r.signed_on IS NOT NULL
),
moved AS (
    SELECT t.file_sha256, t.partnership_id, t.item_no, t.role,
        max_by(n.signed_on, (n.kind = 'work_plan_revision', n.signed_on)) AS signed_on
    FROM told AS t
    JOIN revision AS n ON n.file_sha256 = t.file_sha256 AND n.partnership_id = t.partnership_id
    ANTI JOIN revision AS known
        ON known.file_sha256 = t.before_sha256 AND known.partnership_id = n.partnership_id
        AND known.kind = n.kind AND known.revision = n.revision
    WHERE t.before_sha256 IS NOT NULL AND t.due_on IS DISTINCT FROM t.due_before
    GROUP BY ALL
),
stepped AS (
    SELECT t.*, m.signed_on, count(m.signed_on) OVER (
        PARTITION BY t.partnership_id, t.item_no, t.role ORDER BY t.place
    ) AS step
    FROM told AS t LEFT JOIN moved AS m USING (file_sha256, partnership_id, item_no, role)
)
SELECT partnership_id, item_no, role, step, max(signed_on) AS signed_on, max_by(due_on, place) AS due_on
FROM stepped
GROUP BY partnership_id, item_no, role, step;

INSERT INTO core.target BY NAME
SELECT r.partnership_id, r.target_id, r.kind, r.horizon, r.metric_code, r.topic, r.zone, r.baseline, r.baseline_on,
    r.target, r.due_on, r.tolerance, r.actual_basis,
    CASE WHEN r.milestones IS NOT NULL THEN CAST(to_json(list_transform(
        list_filter(string_split(r.milestones, ';'), lambda part: trim(part) <> ''),
        lambda part: {
            'on': trim(split_part(part, ':', 1)),
            'value': TRY_CAST(replace(trim(split_part(part, ':', 2)), ',', '.') AS DOUBLE)
        }
    )) AS VARCHAR) END AS milestones,
    r.rationale, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_targets AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id
QUALIFY row_number() OVER (PARTITION BY r.partnership_id, r.target_id ORDER BY r.row_no) = 1;

INSERT INTO core.target_actual BY NAME
SELECT r.partnership_id, r.target_id, r.actual, r.actual_on, r.received_on, r.stated_in, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_register_target_actuals AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id
WHERE r.actual IS NOT NULL;

-- A confirmation or verification is a record with person and day; without them it is a document, no more.
INSERT INTO core.evidence BY NAME
SELECT r.row_id AS evidence_id, r.obligation_id, split_part(r.obligation_id, '/', 1) AS partnership_id, r.told_by,
    r.occurred_on, r.submitted_on, r.received_on, r.delivered_share,
    CASE
        WHEN r.attested_by IS NULL OR r.attested_on IS NULL THEN least(CAST(r.evidence_level AS INTEGER), 2)
        ELSE CAST(r.evidence_level AS INTEGER)
    END AS evidence_level,
    r.channel, coalesce(r.disputed, FALSE) AS disputed, r.attested_by, r.attested_on, r.note, r.also_serves, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_evidence AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = split_part(r.obligation_id, '/', 1);

-- A document that names the obligation it fulfils is evidence of it.
INSERT INTO core.evidence BY NAME
SELECT r.row_id AS evidence_id, r.obligation_id, split_part(r.obligation_id, '/', 1) AS partnership_id,
    coalesce(r.compiled_by, 'facilitator') AS told_by, r.dated_on AS submitted_on, r.received_on,
    1.0 AS delivered_share, 2 AS evidence_level, 'document' AS channel, FALSE AS disputed,
    concat_ws(' ', r.kind, r.number) AS note, r.also_serves, r.stated_in, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_register_documents AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = split_part(r.obligation_id, '/', 1)
WHERE r.obligation_id IS NOT NULL;

INSERT INTO core.activity BY NAME
SELECT r.activity_id, r.partnership_id, f.programme_id, r.kind, r.title, r.planned_on, r.held_on,
    CAST(r.participants AS INTEGER) AS participants, r.joint_with, r.received_on, r.stated_in, r.file_sha256,
    r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_register_activities AS r JOIN register_in_force AS f USING (file_sha256)
WHERE r.partnership_id IS NULL OR EXISTS (
    SELECT 1 FROM core.partnership AS p WHERE p.file_sha256 = r.file_sha256 AND p.partnership_id = r.partnership_id
);

INSERT INTO core.document BY NAME
SELECT r.document_id, r.partnership_id, r.kind, r.number, r.dated_on, r.compiled_by, r.received_on, r.also_serves,
    r.stated_in, r.file_sha256,
    r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_documents AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id;

INSERT INTO core.advice BY NAME
SELECT r.advice_id, r.partnership_id, r.request_id, r.visit_item_no, r.kind, r.topic, r.words, r.given_on, r.channel,
    r.action, r.action_due_on, r.received_on, r.also_serves, r.stated_in, r.file_sha256, r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_register_advice AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id;

INSERT INTO core.relief BY NAME
SELECT r.obligation_id, split_part(r.obligation_id, '/', 1) AS partnership_id, r.kind, r.decided_by, r.decided_on,
    r.reason, r.new_due_on, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_relief AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = split_part(r.obligation_id, '/', 1);

INSERT INTO core.narrative BY NAME
SELECT r.partnership_id, r.kind, r.words, r.received_on, r.stated_in, r.file_sha256, r.source_file,
    r.sheet AS source_sheet,
    r.source_cell
FROM accepted_register_narrative AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id
WHERE r.kind <> 'lesson';

INSERT INTO core.lesson BY NAME
SELECT r.partnership_id, r.words, r.received_on, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet,
    r.source_cell
FROM accepted_register_narrative AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id
WHERE r.kind = 'lesson';

INSERT INTO core.statement BY NAME
SELECT r.partnership_id, f.programme_id, r.topic, r.statement AS words, r.in_conflict_with AS conflict_code, r.told_on,
    r.received_on, r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_statements AS r JOIN register_in_force AS f USING (file_sha256)
WHERE r.partnership_id IS NULL OR EXISTS (
    SELECT 1 FROM core.partnership AS p WHERE p.file_sha256 = r.file_sha256 AND p.partnership_id = r.partnership_id
);

INSERT INTO core.readiness BY NAME
SELECT r.partnership_id, r.role, r.item, r.state, r.note, r.stated_in, r.file_sha256, r.source_file,
    r.sheet AS source_sheet,
    r.source_cell
FROM accepted_register_readiness AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id
UNION ALL BY NAME
SELECT r.partnership_id, r.role, 'team' AS item,
    CASE
        WHEN r.main_members IS NULL THEN 'unknown'
        WHEN r.main_members BETWEEN 4 AND 10 AND coalesce(r.large_members, r.main_members) <= 15
            AND r.decree_no IS NOT NULL THEN 'yes'
        ELSE 'partly'
    END AS state,
    concat_ws(', ', r.decree_no, strftime(r.decree_on, '%Y-%m-%d')) AS note,
    r.stated_in, r.file_sha256, r.source_file, r.sheet AS source_sheet, r.source_cell
FROM accepted_register_teams AS r
SEMI JOIN core.partnership AS f
    ON f.file_sha256 = r.file_sha256 AND f.partnership_id = r.partnership_id;

INSERT INTO core.finance BY NAME
SELECT r.line_id, r.partnership_id, CAST(r.year AS INTEGER) AS year, r.category, r.kind, r.funded_by, r.payee,
    r.proposed, r.decided, r.decided_by, r.decision_no, r.spent, r.currency, r.principle, r.stated_in, r.file_sha256,
    r.source_file,
    r.sheet AS source_sheet, r.source_cell
FROM accepted_register_finance AS r SEMI JOIN register_in_force AS f ON f.file_sha256 = r.file_sha256
WHERE r.partnership_id IS NULL OR EXISTS (
    SELECT 1 FROM core.partnership AS p WHERE p.file_sha256 = r.file_sha256 AND p.partnership_id = r.partnership_id
);

INSERT INTO core.utility BY NAME
SELECT party_id AS utility_id, name, external_id, province, kind_of_place, place FROM core.party WHERE kind = 'utility';

-- Of the partnerships that a row also serves, those of its own programme count.
CREATE TEMP TABLE served_in_programme AS
WITH told AS (
    SELECT partnership_id, also_serves FROM core.evidence WHERE also_serves IS NOT NULL
    UNION
    SELECT partnership_id, also_serves FROM core.document WHERE also_serves IS NOT NULL
    UNION
    SELECT partnership_id, also_serves FROM core.advice WHERE also_serves IS NOT NULL
),
named AS (
    SELECT *, unnest(string_split(replace(also_serves, ' ', ''), ',')) AS other_id FROM told
)
SELECT n.partnership_id, n.also_serves, string_agg(DISTINCT o.partnership_id, ', ' ORDER BY o.partnership_id) AS serves
FROM named AS n
JOIN core.partnership AS own ON own.partnership_id = n.partnership_id
LEFT JOIN core.partnership AS o
    ON o.partnership_id = n.other_id AND o.programme_id = own.programme_id AND o.partnership_id <> n.partnership_id
GROUP BY n.partnership_id, n.also_serves;

UPDATE core.evidence AS e SET also_serves = s.serves FROM served_in_programme AS s
WHERE s.partnership_id = e.partnership_id AND s.also_serves = e.also_serves;

UPDATE core.document AS e SET also_serves = s.serves FROM served_in_programme AS s
WHERE s.partnership_id = e.partnership_id AND s.also_serves = e.also_serves;

UPDATE core.advice AS e SET also_serves = s.serves FROM served_in_programme AS s
WHERE s.partnership_id = e.partnership_id AND s.also_serves = e.also_serves;

DROP TABLE served_in_programme;
