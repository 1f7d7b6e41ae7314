-- Self-assessment as a ledger: who confirmed or verified what, the views of a criterion side by side, the answers to
-- the obligations, and the gaps as questions. Nothing here is read by a score. Without any file of it, no rows.

DELETE FROM mart.attestation;
INSERT INTO mart.attestation BY NAME
WITH attested AS (
    SELECT
        evidence_id, told_by AS role, attested_by AS person, attested_on, file_sha256, source_file, source_sheet,
        source_cell
    FROM core.evidence
    WHERE attested_by IS NOT NULL AND attested_on <= as_of() AND received_on <= known_by()
    UNION ALL BY NAME
    SELECT
        request_id AS evidence_id, 'mentee' AS role, attested_by AS person, attested_on,
        coalesce(answer_sha256, file_sha256) AS file_sha256, coalesce(answer_file, source_file) AS source_file,
        coalesce(answer_sheet, source_sheet) AS source_sheet, coalesce(answer_cell, source_cell) AS source_cell
    FROM core.advice_request
    WHERE answered_on IS NOT NULL AND attested_by IS NOT NULL AND attested_on <= as_of()
        AND coalesce(answer_received_on, received_on) <= known_by()
    UNION ALL BY NAME
    SELECT
        concat_ws('/', obligation_id, CASE answer WHEN 'done' THEN 'claim' ELSE answer END, told_by, assessed_on)
            AS evidence_id,
        told_by AS role, person, assessed_on AS attested_on, file_sha256, source_file, source_sheet, source_cell
    FROM core.assessment_claim
    WHERE told_by <> role AND person IS NOT NULL AND answer IN ('agreed', 'done') AND is_in_force
        AND assessed_on <= as_of() AND received_on <= known_by()
)
SELECT DISTINCT
    e.partnership_id, e.obligation_id, e.evidence_id, CASE e.level WHEN 4 THEN 'verified' ELSE 'confirmed' END AS kind,
    e.level, a.role, a.person, a.attested_on, a.source_file, a.source_sheet, a.source_cell,
    a.file_sha256 AS source_sha256
FROM attested AS a
INNER JOIN mart.evidence AS e ON e.evidence_id = a.evidence_id AND e.level >= 3
WHERE e.source_sha256 IS NOT DISTINCT FROM a.file_sha256;

-- Every submission known by now. A view of another party is in force where it is the latest of its kind on a criterion.
CREATE OR REPLACE TEMP TABLE ledger_words AS
SELECT
    *, CASE WHEN "view" = 'self' THEN role ELSE coalesce(told_by, CASE WHEN "view" = 'facilitator' THEN 'facilitator'
        WHEN role = 'mentee' THEN 'mentor' ELSE 'mentee' END) END AS author
FROM core.assessment
WHERE assessed_on <= as_of() AND received_on <= known_by();

CREATE OR REPLACE TEMP TABLE ledger_answer AS
SELECT
    a.* EXCLUDE (told_by), coalesce(a.told_by, a.role) AS author, o.criterion,
    CASE
        WHEN coalesce(a.told_by, a.role) = a.role THEN 'self'
        WHEN a.told_by = 'facilitator' THEN 'facilitator'
        ELSE 'counterpart'
    END AS "view"
FROM core.assessment_claim AS a
LEFT JOIN (SELECT obligation_id, criterion FROM mart.obligation SEMI JOIN core.assessment_claim USING (obligation_id)) AS o
    ON o.obligation_id = a.obligation_id
WHERE a.assessed_on <= as_of() AND a.received_on <= known_by();

-- Whose ledgers these are: the party of each role.
CREATE OR REPLACE TEMP TABLE ledger_party AS
SELECT p.partnership_id, r.role, CASE r.role
    WHEN 'mentor' THEN p.mentor_id
    WHEN 'mentee' THEN p.mentee_id
    WHEN 'facilitator' THEN p.facilitator_id
    ELSE p.supporting_partner_id
END AS party_id
FROM core.partnership AS p
CROSS JOIN (SELECT unnest(['mentor', 'mentee', 'facilitator', 'supporting_partner']) AS role) AS r
WHERE p.partnership_id IN (SELECT partnership_id FROM ledger_words UNION SELECT partnership_id FROM ledger_answer);

-- The criterion scores with one's own objections accepted: what one says it did counts, on time where the day it names is;
-- what it was prevented from leaves the denominator. What is not due yet stays so.
CREATE OR REPLACE TEMP TABLE accepted_score AS
WITH owner AS (
    SELECT DISTINCT partnership_id, role FROM ledger_answer WHERE "view" = 'self' AND is_in_force
),
answered AS (
    SELECT obligation_id, arg_max(answer, (assessed_on, received_on)) AS answer,
        arg_max(coalesce(occurred_on, DATE '9999-12-31'), (assessed_on, received_on)) AS done_on
    FROM ledger_answer
    WHERE "view" = 'self' AND is_in_force
    GROUP BY obligation_id
),
judged_again AS (
    SELECT
        o.partnership_id, o.role, o.indicator_code, o.kind, o.counts, o.credit_delivered, o.credit_on_time,
        CASE WHEN o.status NOT IN ('not_due', 'prevented', 'waived', 'withdrawn', 'lapsed', 'not_applicable')
            THEN a.answer END AS answer,
        o.status LIKE 'fulfilled%' AS is_fulfilled,
        a.done_on <= coalesce(o.due_on, a.done_on) AND a.done_on < DATE '9999-12-31' AS says_on_time,
        a.done_on < DATE '9999-12-31' AS says_day
    FROM mart.obligation AS o
    SEMI JOIN owner AS w ON w.partnership_id = o.partnership_id AND w.role = o.role
    LEFT JOIN answered AS a ON a.obligation_id = o.obligation_id
    WHERE o.indicator_code IS NOT NULL
),
credited AS (
    SELECT
        partnership_id, role, indicator_code, kind,
        CASE
            WHEN answer = 'done' THEN 1
            WHEN answer = 'prevented' AND NOT is_fulfilled THEN NULL
            WHEN counts THEN credit_delivered
        END AS delivered,
        CASE
            WHEN answer = 'done' AND says_on_time THEN 1
            WHEN answer = 'done' AND says_day THEN coalesce(credit_on_time, 0)
            WHEN answer = 'prevented' AND credit_on_time < 1 THEN NULL
            WHEN counts THEN credit_on_time
        END AS on_time
    FROM judged_again
),
by_kind AS (
    SELECT partnership_id, role, indicator_code, kind, count(delivered) AS n, sum(delivered) AS credit
    FROM credited
    GROUP BY ALL
    UNION ALL BY NAME
    SELECT c.partnership_id, c.role, p.indicator_code, c.kind, count(c.on_time) AS n, sum(c.on_time) AS credit
    FROM credited AS c
    INNER JOIN pooled AS p ON p.delivered_code = c.indicator_code AND (p.kind IS NULL OR p.kind = c.kind)
    GROUP BY ALL
),
valued AS (
    SELECT
        k.partnership_id, k.role, k.indicator_code,
        CASE WHEN k.indicator_code IN (SELECT c.indicator_code FROM counting AS c WHERE c.by_kind)
            THEN avg(k.credit / k.n) ELSE sum(k.credit) / sum(k.n) END AS value
    FROM by_kind AS k
    WHERE k.n > 0
    GROUP BY k.partnership_id, k.role, k.indicator_code
),
weighed AS (
    SELECT
        w.partnership_id, w.role, i.criterion, i.weight,
        CASE WHEN i.credit IN ('delivered', 'on_time') THEN round(100 * v.value, 6) ELSE x.value END AS value
    FROM owner AS w
    INNER JOIN mart.indicator AS i ON i.role = w.role
    INNER JOIN mart.indicator_value AS x
        ON x.partnership_id = w.partnership_id AND x.indicator_code = i.indicator_code AND x.status <> 'not_applicable'
    LEFT JOIN valued AS v
        ON v.partnership_id = w.partnership_id AND v.role = w.role AND v.indicator_code = i.indicator_code
)
SELECT
    partnership_id, role, criterion,
    round(sum(weight * value) / nullif(sum(weight) FILTER (value IS NOT NULL), 0), 6) AS score
FROM weighed
GROUP BY partnership_id, role, criterion;

DELETE FROM mart.self_assessment_value;
INSERT INTO mart.self_assessment_value BY NAME
WITH sheet AS (
    SELECT
        partnership_id, role, "view", author, assessed_on, received_on, file_sha256, is_in_force, person, source_file,
        criterion, score, words, source_sheet, source_cell
    FROM ledger_words
    UNION ALL BY NAME
    -- a criterion that has answers and no words of its own
    SELECT
        a.partnership_id, a.role, a."view", a.author, a.assessed_on, a.received_on, a.file_sha256,
        bool_and(a.is_in_force) AS is_in_force, any_value(a.person ORDER BY a.person) AS person, a.source_file,
        s.criterion, any_value(a.source_sheet ORDER BY a.source_sheet) AS source_sheet,
        min_by(a.source_cell, (length(a.source_cell), a.source_cell)) AS source_cell
    FROM ledger_answer AS a
    INNER JOIN mart.criterion_score AS s
        ON s.partnership_id = a.partnership_id AND s.role = a.role AND s.status <> 'not_applicable'
        AND ("view" = 'self' OR s.criterion = a.criterion)
    ANTI JOIN ledger_words AS w
        ON w.partnership_id = a.partnership_id AND w.role = a.role AND w.criterion = s.criterion AND w."view" = a."view"
        AND w.assessed_on = a.assessed_on AND w.file_sha256 IS NOT DISTINCT FROM a.file_sha256
    GROUP BY ALL
),
counted AS (
    SELECT
        partnership_id, role, criterion, author, assessed_on, file_sha256,
        CAST(count(*) FILTER (answer = 'agreed') AS INTEGER) AS agreed_count,
        CAST(count(*) FILTER (answer = 'done') AS INTEGER) AS done_count,
        CAST(count(*) FILTER (answer = 'prevented') AS INTEGER) AS prevented_count
    FROM ledger_answer
    WHERE criterion IS NOT NULL
    GROUP BY ALL
),
told AS (
    SELECT
        s.* REPLACE (s.is_in_force AND row_number() OVER (
            PARTITION BY s.partnership_id, s.role, s.criterion, s."view"
            ORDER BY s.is_in_force DESC, s.assessed_on DESC, s.received_on DESC, s.file_sha256 DESC, s.source_cell
        ) = 1 AS is_in_force),
        c.agreed_count, c.done_count, c.prevented_count
    FROM sheet AS s
    LEFT JOIN counted AS c
        ON c.partnership_id = s.partnership_id AND c.role = s.role AND c.criterion = s.criterion
        AND c.author = s.author AND c.assessed_on = s.assessed_on AND c.file_sha256 IS NOT DISTINCT FROM s.file_sha256
),
valued AS (
    SELECT
        t.*, CASE
            WHEN t."view" <> 'self' THEN t.score
            WHEN t.is_in_force THEN coalesce(a.score, m.score)
        END AS value,
        m.status AS computed_status
    FROM told AS t
    LEFT JOIN accepted_score AS a
        ON a.partnership_id = t.partnership_id AND a.role = t.role AND a.criterion = t.criterion
    LEFT JOIN mart.criterion_score AS m
        ON m.partnership_id = t.partnership_id AND m.role = t.role AND m.criterion = t.criterion
),
pairs AS (
    SELECT p.partnership_id, p.role, p.party_id, s.criterion, s.score, s.status
    FROM ledger_party AS p
    INNER JOIN mart.criterion_score AS s
        ON s.partnership_id = p.partnership_id AND s.role = p.role AND s.status <> 'not_applicable'
)
SELECT
    v.partnership_id, o.party_id, v.role, v.criterion, v."view" AS viewpoint, v.author AS told_by,
    b.party_id AS author_party_id, v.person, v.assessed_on, v.value, v.score AS stated_value,
    CASE
        WHEN coalesce(v.value, v.score) IS NOT NULL THEN 'reported'
        WHEN v."view" = 'self' AND v.is_in_force THEN coalesce(v.computed_status, 'not_reported')
        ELSE 'not_reported'
    END AS status,
    v.words, v.agreed_count, v.done_count, v.prevented_count, v.is_in_force, v.file_sha256, v.source_file,
    v.source_sheet, v.source_cell
FROM valued AS v
LEFT JOIN ledger_party AS o ON o.partnership_id = v.partnership_id AND o.role = v.role
LEFT JOIN ledger_party AS b ON b.partnership_id = v.partnership_id AND b.role = v.author
UNION ALL BY NAME
SELECT
    partnership_id, party_id, role, criterion, 'computed' AS viewpoint, as_of() AS assessed_on, score AS value, status,
    TRUE AS is_in_force
FROM pairs
UNION ALL BY NAME
SELECT
    p.partnership_id, p.party_id, p.role, p.criterion, n.viewpoint, 'not_reported' AS status, TRUE AS is_in_force
FROM pairs AS p
CROSS JOIN (SELECT unnest(['self', 'counterpart', 'facilitator']) AS viewpoint) AS n
ANTI JOIN told AS t
    ON t.partnership_id = p.partnership_id AND t.role = p.role AND t.criterion = p.criterion AND t."view" = n.viewpoint;

DELETE FROM mart.self_assessment_answer;
INSERT INTO mart.self_assessment_answer BY NAME
SELECT
    a.partnership_id, o.party_id, a.role, a.criterion, a.obligation_id, a."view" AS viewpoint, a.author AS told_by,
    b.party_id AS author_party_id, a.person, a.answer, a.occurred_on, a.proof, a.prevented_by, a.assessed_on,
    a.is_in_force, a.file_sha256, a.source_file, a.source_sheet, a.source_cell
FROM ledger_answer AS a
LEFT JOIN ledger_party AS o ON o.partnership_id = a.partnership_id AND o.role = a.role
LEFT JOIN ledger_party AS b ON b.partnership_id = a.partnership_id AND b.role = a.author;

-- Points as the table beside the question shows them: whole.
CREATE OR REPLACE TEMP MACRO points(figure) AS format('{:.0f}', figure);
CREATE OR REPLACE TEMP MACRO role_en(role) AS replace(role, '_', ' ');
CREATE OR REPLACE TEMP MACRO role_id(role) AS CASE role
    WHEN 'facilitator' THEN 'fasilitator' WHEN 'supporting_partner' THEN 'mitra pendukung' ELSE role
END;
CREATE OR REPLACE TEMP MACRO criterion_en(criterion) AS CASE criterion
    WHEN 'know_how' THEN 'know-how transfer' WHEN 'lesson_learned' THEN 'lesson learned' ELSE criterion
END;
CREATE OR REPLACE TEMP MACRO criterion_id(criterion) AS CASE criterion
    WHEN 'commitment' THEN 'komitmen' WHEN 'reports' THEN 'laporan' WHEN 'know_how' THEN 'alih pengetahuan'
    WHEN 'lesson_learned' THEN 'pembelajaran' ELSE criterion
END;

DELETE FROM mart.self_assessment_gap;
INSERT INTO mart.self_assessment_gap BY NAME
WITH side AS (
    SELECT
        partnership_id, any_value(party_id) AS party_id, role, criterion,
        any_value(coalesce(stated_value, value)) FILTER (viewpoint = 'self') AS own,
        any_value(stated_value) FILTER (viewpoint = 'self') AS own_stated,
        any_value(value) FILTER (viewpoint = 'self') AS own_accepted,
        any_value(coalesce(done_count, 0) + coalesce(prevented_count, 0)) FILTER (viewpoint = 'self') AS objections,
        any_value(value) FILTER (viewpoint = 'counterpart') AS counterpart,
        any_value(value) FILTER (viewpoint = 'facilitator') AS facilitator,
        any_value(value) FILTER (viewpoint = 'computed') AS computed,
        map_from_entries(list((
            viewpoint,
            {'on': assessed_on, 'sha': file_sha256, 'file': source_file, 'sheet': source_sheet, 'cell': source_cell}
        ))) AS place
    FROM mart.self_assessment_value
    WHERE is_in_force
    GROUP BY partnership_id, role, criterion
),
compared AS (
    SELECT *, 'records' AS about, 'self' AS first_view, 'computed' AS second_view, own_stated AS first_value,
        computed AS second_value
    FROM side
    UNION ALL BY NAME
    SELECT *, 'objections' AS about, 'self' AS first_view, 'computed' AS second_view, own_accepted AS first_value,
        computed AS second_value
    FROM side WHERE objections > 0
    UNION ALL BY NAME
    SELECT *, 'counterpart' AS about, 'self' AS first_view, 'counterpart' AS second_view, own AS first_value,
        counterpart AS second_value
    FROM side
    UNION ALL BY NAME
    SELECT *, 'facilitator' AS about, 'self' AS first_view, 'facilitator' AS second_view, own AS first_value,
        facilitator AS second_value
    FROM side
    UNION ALL BY NAME
    SELECT *, 'counterpart_records' AS about, 'counterpart' AS first_view, 'computed' AS second_view,
        counterpart AS first_value, computed AS second_value
    FROM side WHERE own IS NULL
)
SELECT
    partnership_id, party_id, role, criterion, about, first_value, second_value,
    round(first_value - second_value, 6) AS gap,
    greatest(place[first_view]['on'], place[second_view]['on']) AS assessed_on,
    CASE about
        WHEN 'records' THEN format('On {}, the {} puts itself at {}; the records come to {}. ', criterion_en(criterion),
                role_en(role), points(first_value), points(second_value))
            || CASE WHEN first_value > second_value THEN 'What was done that the records do not show?'
                ELSE 'What would it like to see done that the records do not ask for?' END
        WHEN 'objections' THEN format('If the objections of the {} are accepted, {} comes to {}; as recorded it is {}. '
                'What shows it, and who can confirm it?', role_en(role), criterion_en(criterion),
                points(first_value), points(second_value))
        WHEN 'counterpart' THEN format('On {}, the {} puts itself at {} and its counterpart puts it at {}. '
                'What does each have in mind?', criterion_en(criterion), role_en(role), points(first_value),
                points(second_value))
        WHEN 'facilitator' THEN format('On {}, the {} puts itself at {} and the facilitator puts it at {}. '
                'What does each have in mind?', criterion_en(criterion), role_en(role), points(first_value),
                points(second_value))
        ELSE format('On {}, the counterpart puts the {} at {}; the records come to {}. What does it see that the records '
                'do not show?', criterion_en(criterion), role_en(role), points(first_value), points(second_value))
    END AS question_en,
    CASE about
        WHEN 'records' THEN format('Untuk {}, {} menempatkan dirinya pada {}; menurut catatan {}. ',
                criterion_id(criterion), role_id(role), points(first_value), points(second_value))
            || CASE WHEN first_value > second_value THEN 'Apa saja yang sudah dilaksanakan tetapi belum tercatat?'
                ELSE 'Apa yang menurutnya masih perlu dikerjakan, di luar yang tercatat?' END
        WHEN 'objections' THEN format('Bila sanggahan {} diterima, {} menjadi {}; menurut catatan {}. '
                'Apa buktinya, dan siapa yang dapat membenarkannya?', role_id(role), criterion_id(criterion),
                points(first_value), points(second_value))
        WHEN 'counterpart' THEN format('Untuk {}, {} menempatkan dirinya pada {}, sedangkan pihak mitra '
                'menempatkannya pada {}. Apa yang menjadi pertimbangan masing-masing?', criterion_id(criterion),
                role_id(role), points(first_value), points(second_value))
        WHEN 'facilitator' THEN format('Untuk {}, {} menempatkan dirinya pada {}, sedangkan fasilitator '
                'menempatkannya pada {}. Apa yang menjadi pertimbangan masing-masing?', criterion_id(criterion),
                role_id(role), points(first_value), points(second_value))
        ELSE format('Untuk {}, pihak mitra menempatkan {} pada {}; menurut catatan {}. Apa yang dilihatnya yang belum '
                'tercatat?', criterion_id(criterion), role_id(role), points(first_value), points(second_value))
    END AS question_id,
    place[first_view]['sha'] AS file_sha256, place[first_view]['file'] AS source_file,
    place[first_view]['sheet'] AS source_sheet, place[first_view]['cell'] AS source_cell
FROM compared
WHERE abs(first_value - second_value) >= rule_value('ledger.gap');
