-- Every paper that came more than once: parts of a month's reports, and slips.
CREATE TEMP TABLE sent_again AS
WITH told AS (
    SELECT p.partnership_id, p.table_name AS kind, p.period AS subject_period, p.table_name AS paper, p.is_told,
        p.submitted_on, p.received_on, p.received_at, p.file_sha256
    FROM core.report_part AS p
    SEMI JOIN core.report_part AS f
        ON f.is_in_force AND f.partnership_id = p.partnership_id AND f.period = p.period AND f.table_name = p.table_name
    WHERE p.submitted_on <= as_of() AND p.table_name <> 'monthly_progress'
    UNION ALL
    SELECT partnership_id, template, subject, concat_ws('/', template, compiled_role), TRUE,
        submitted_on, received_on, received_at, file_sha256
    FROM core.slip
    WHERE submitted_on <= as_of()
)
SELECT * FROM told QUALIFY count(*) OVER (PARTITION BY partnership_id, paper, subject_period) > 1;

-- Which file took over from which, in order of arrival; words on advice are taken one by one.
CREATE TEMP TABLE replacement AS
WITH several AS (
    SELECT * FROM sent_again WHERE kind <> 'monthly_advice_actions'
),
-- What is in force after each arrival: of what had arrived by then, the latest sent.
standing AS (
    SELECT m.partnership_id, m.paper, m.subject_period, m.received_at AS moment, m.received_on AS moment_on,
        t.kind, t.file_sha256
    FROM several AS m
    JOIN several AS t ON t.partnership_id = m.partnership_id AND t.paper = m.paper
        AND t.subject_period = m.subject_period AND t.received_at <= m.received_at
    QUALIFY row_number() OVER (
        PARTITION BY m.partnership_id, m.paper, m.subject_period, m.received_at
        ORDER BY t.is_told DESC, t.submitted_on DESC, t.received_at DESC, t.file_sha256 DESC
    ) = 1
),
begun AS (
    SELECT * FROM standing
    QUALIFY file_sha256 IS DISTINCT FROM lag(file_sha256) OVER (
        PARTITION BY partnership_id, paper, subject_period ORDER BY moment
    )
)
SELECT partnership_id, kind, subject_period,
    lag(file_sha256) OVER in_order AS earlier_sha256, lag(moment_on) OVER in_order AS known_on,
    file_sha256 AS later_sha256, moment_on AS changed_on, lead(file_sha256) OVER in_order IS NULL AS is_in_force
FROM begun
WINDOW in_order AS (PARTITION BY partnership_id, paper, subject_period ORDER BY moment)
QUALIFY earlier_sha256 IS NOT NULL;

CREATE TEMP TABLE told_row (
    kind VARCHAR, table_name VARCHAR, row_id VARCHAR, file_sha256 VARCHAR, subject VARCHAR,
    row_key VARCHAR, repetition INTEGER, is_one_by_one BOOLEAN, words VARCHAR, codes VARCHAR,
    source_file VARCHAR, source_sheet VARCHAR, source_cell VARCHAR
);
-- once the rows of the files concerned are there
INSERT INTO mart.revision BY NAME
WITH paper AS (
    SELECT DISTINCT r.*, t.table_name
    FROM replacement AS r
    JOIN (SELECT DISTINCT kind, table_name FROM told_row) AS t ON t.kind = r.kind
),
whole AS (
    SELECT * FROM told_row WHERE NOT is_one_by_one
),
compared AS (
    SELECT p.*, e.row_key, e.repetition, e.subject AS earlier_subject, e.words AS earlier_words,
        e.codes AS earlier_codes, e.source_file AS earlier_file, e.source_sheet AS earlier_sheet,
        e.source_cell AS earlier_cell, l.subject AS later_subject, l.words AS later_words, l.codes AS later_codes,
        l.source_file AS later_file, l.source_sheet AS later_sheet, l.source_cell AS later_cell
    FROM paper AS p
    JOIN whole AS e ON e.file_sha256 = p.earlier_sha256 AND e.table_name = p.table_name
    LEFT JOIN whole AS l ON l.file_sha256 = p.later_sha256 AND l.table_name = p.table_name
        AND l.row_key = e.row_key AND l.repetition = e.repetition
    -- A row whose later telling was refused still stands.
    WHERE l.words IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM row_in_force AS k WHERE k.table_name = e.table_name AND k.row_id = e.row_id
    )
    UNION ALL BY NAME
    SELECT p.*, l.subject AS later_subject, l.words AS later_words, l.codes AS later_codes,
        l.source_file AS later_file, l.source_sheet AS later_sheet, l.source_cell AS later_cell
    FROM paper AS p
    JOIN whole AS l ON l.file_sha256 = p.later_sha256 AND l.table_name = p.table_name
    ANTI JOIN whole AS e ON e.file_sha256 = p.earlier_sha256 AND e.table_name = l.table_name
        AND e.row_key = l.row_key AND e.repetition = l.repetition
)
SELECT partnership_id, table_name AS kind, coalesce(later_subject, earlier_subject, subject_period) AS subject,
    subject_period,
    CASE WHEN earlier_words IS NULL THEN 'added' WHEN later_words IS NULL THEN 'withdrawn' ELSE 'changed' END AS change,
    earlier_words || CASE WHEN earlier_words = later_words THEN ' (' || earlier_codes || ')' ELSE '' END AS earlier_text,
    later_words || CASE WHEN earlier_words = later_words THEN ' (' || later_codes || ')' ELSE '' END AS later_text,
    known_on, changed_on, is_in_force, earlier_file, earlier_sheet, earlier_cell, earlier_sha256,
    coalesce(later_file, f.file_name) AS later_file, later_sheet, later_cell, later_sha256
FROM compared AS c
JOIN (SELECT file_sha256, file_name FROM raw.file) AS f ON f.file_sha256 = c.later_sha256
WHERE row(earlier_words, earlier_codes) IS DISTINCT FROM row(later_words, later_codes);

-- What is taken one by one: each telling of the month beside the one before it.
INSERT INTO mart.revision BY NAME
WITH told AS (
    SELECT s.partnership_id, s.subject_period, s.received_on, r.*,
        row_number() OVER in_order AS place, lead(r.words) OVER in_order IS NULL AS is_in_force,
        lag({'words': r.words, 'file': r.source_file, 'sheet': r.source_sheet, 'cell': r.source_cell,
            'sha256': r.file_sha256, 'known_on': s.received_on}) OVER in_order AS earlier
    FROM told_row AS r
    JOIN sent_again AS s ON s.kind = r.kind AND s.file_sha256 = r.file_sha256
    WHERE r.is_one_by_one
    WINDOW in_order AS (
        PARTITION BY s.partnership_id, s.subject_period, r.table_name, r.row_key, r.repetition
        ORDER BY s.submitted_on, s.received_at, s.file_sha256
    )
)
SELECT partnership_id, table_name AS kind, subject, subject_period, 'changed' AS change, earlier.words AS earlier_text,
    words AS later_text, earlier.known_on AS known_on, greatest(earlier.known_on, received_on) AS changed_on,
    is_in_force, earlier.file AS earlier_file, earlier.sheet AS earlier_sheet, earlier.cell AS earlier_cell,
    earlier.sha256 AS earlier_sha256, source_file AS later_file, source_sheet AS later_sheet,
    source_cell AS later_cell, file_sha256 AS later_sha256
FROM told
WHERE place > 1 AND words <> earlier.words;

-- What was taken one by one and told no later than the latest "nihil" of its part.
INSERT INTO mart.revision BY NAME
WITH latest AS (
    SELECT s.partnership_id, s.subject_period, s.received_on, r.*,
        (s.submitted_on, s.received_at, s.file_sha256) AS told
    FROM told_row AS r
    JOIN sent_again AS s ON s.kind = r.kind AND s.file_sha256 = r.file_sha256
    WHERE r.is_one_by_one
    QUALIFY row_number() OVER (
        PARTITION BY s.partnership_id, s.subject_period, r.table_name, r.row_key, r.repetition
        ORDER BY s.submitted_on DESC, s.received_at DESC, s.file_sha256 DESC
    ) = 1
)
SELECT t.partnership_id, t.table_name AS kind, t.subject, t.subject_period, 'withdrawn' AS change,
    t.words AS earlier_text, t.received_on AS known_on, greatest(t.received_on, n.received_on) AS changed_on,
    TRUE AS is_in_force, t.source_file AS earlier_file, t.source_sheet AS earlier_sheet, t.source_cell AS earlier_cell,
    t.file_sha256 AS earlier_sha256, f.file_name AS later_file, n.file_sha256 AS later_sha256
FROM latest AS t
JOIN last_nihil AS n ON n.partnership_id = t.partnership_id AND n.period = t.subject_period
    AND n.table_name = t.table_name AND t.told < (n.submitted_on, n.received_at, n.file_sha256)
JOIN (SELECT file_sha256, file_name FROM raw.file) AS f ON f.file_sha256 = n.file_sha256;

-- A report that was moved stands with the partnership and month it left, and with those it went to.
INSERT INTO mart.revision BY NAME
WITH moved AS (
    SELECT a.file_sha256, a.source_file, a.source_sheet, f.received_on, any_value(a.decided_on) AS decided_on,
        any_value(c.partnership_id) AS to_partnership, any_value(c.period) AS to_month,
        coalesce(any_value(a.written_value) FILTER (a.column_name = 'partnership_id'), any_value(c.partnership_id))
            AS from_partnership,
        coalesce(any_value(a.written_value) FILTER (a.column_name = 'period'), any_value(c.period)) AS from_month,
        min(a.source_cell) AS source_cell
    FROM quality.correction_applied AS a
    JOIN raw.file AS f USING (file_sha256)
    JOIN raw.monthly_cover AS c USING (file_sha256)
    WHERE a."action" = 'move_report'
    GROUP BY a.file_sha256, a.source_file, a.source_sheet, f.received_on
)
SELECT DISTINCT unnest([from_partnership, to_partnership]) AS partnership_id, 'monthly_cover' AS kind,
    source_file AS subject, to_month AS subject_period, 'moved' AS change,
    from_partnership || ' · ' || from_month AS earlier_text, to_partnership || ' · ' || to_month AS later_text,
    received_on AS known_on, greatest(received_on, decided_on) AS changed_on, TRUE AS is_in_force,
    source_file AS earlier_file, source_sheet AS earlier_sheet, source_cell AS earlier_cell,
    file_sha256 AS earlier_sha256, source_file AS later_file, source_sheet AS later_sheet, source_cell AS later_cell,
    file_sha256 AS later_sha256
FROM moved;

DROP TABLE told_row;
DROP TABLE replacement;
DROP TABLE sent_again;
