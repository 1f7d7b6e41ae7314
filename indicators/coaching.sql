-- Questions to ask a partner: what stands out in the records, never a deduction. Nothing here is read by a score.
-- Every detector stands at its own statement; its thresholds are the rules coaching.*. What is not reported fires none.

CREATE OR REPLACE TEMP MACRO month_en(period) AS
    ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
        'December'][CAST(split_part(period, '-', 2) AS INTEGER)] || ' ' || split_part(period, '-', 1);
CREATE OR REPLACE TEMP MACRO month_id(period) AS
    ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November',
        'Desember'][CAST(split_part(period, '-', 2) AS INTEGER)] || ' ' || split_part(period, '-', 1);
CREATE OR REPLACE TEMP MACRO day_en(d) AS day(d) || ' ' || month_en(strftime(d, '%Y-%m'));
CREATE OR REPLACE TEMP MACRO day_id(d) AS day(d) || ' ' || month_id(strftime(d, '%Y-%m'));
CREATE OR REPLACE TEMP MACRO figure_en(v) AS CASE
    WHEN v = round(v) THEN format('{:,.0f}', v)
    WHEN abs(v) < 1 THEN rtrim(rtrim(format('{:,.4f}', v), '0'), '.')
    ELSE rtrim(rtrim(format('{:,.2f}', v), '0'), '.')
END;
CREATE OR REPLACE TEMP MACRO figure_id(v) AS translate(figure_en(v), ',.', '.,');
CREATE OR REPLACE TEMP MACRO unit_shown(unit) AS CASE
    WHEN unit IN ('%', 'km', 'kWh', 'kg', 'L/s', 'm') THEN ' ' || unit
    WHEN unit IN ('m3', 'kWh/m3') THEN ' ' || replace(unit, 'm3', 'm³')
    ELSE ''
END;
CREATE OR REPLACE TEMP MACRO in_list(words, before_last, separator) AS CASE
    WHEN len(words) < 2 THEN array_to_string(words, '')
    ELSE array_to_string(words[1:len(words) - 1], separator) || before_last || words[len(words)]
END;
CREATE OR REPLACE TEMP MACRO part_en(part) AS CASE part
    WHEN 'progress_data' THEN 'progress data' WHEN 'activities' THEN 'activities'
    WHEN 'advice_actions' THEN 'actions on advice' WHEN 'findings' THEN 'findings'
    WHEN 'obstacles' THEN 'obstacles and supporting factors' WHEN 'requests' THEN 'requests for advice'
    WHEN 'lessons' THEN 'lessons'
END;
CREATE OR REPLACE TEMP MACRO part_id(part) AS CASE part
    WHEN 'progress_data' THEN 'data kemajuan' WHEN 'activities' THEN 'kegiatan'
    WHEN 'advice_actions' THEN 'tindak lanjut saran' WHEN 'findings' THEN 'temuan'
    WHEN 'obstacles' THEN 'kendala dan faktor pendukung' WHEN 'requests' THEN 'permintaan saran'
    WHEN 'lessons' THEN 'pembelajaran'
END;
CREATE OR REPLACE TEMP MACRO zone_in(zone) AS CASE WHEN zone <> '' THEN ' (' || zone || ')' ELSE '' END;

-- Whom the questions are for: a case is an account of others, not a record.
CREATE OR REPLACE TEMP TABLE coached AS
SELECT partnership_id, origin FROM core.partnership WHERE origin <> 'case';

-- One row per month reported, as known and sent: the report in force, the day of the first sending, the report before.
CREATE OR REPLACE TEMP TABLE coached_report AS
WITH known AS (
    SELECT m.*, min(submitted_on) OVER (PARTITION BY partnership_id, period) AS first_sent_on
    FROM core.monthly_report AS m SEMI JOIN coached AS c ON c.partnership_id = m.partnership_id
    WHERE NOT is_parked AND submitted_on <= as_of() AND received_on <= known_by()
)
SELECT *,
    lag(period) OVER by_month AS period_before,
    {'file': source_file, 'sheet': source_sheet, 'cell': source_cell} AS place
FROM (
    SELECT * FROM known
    WHERE is_latest
    QUALIFY row_number() OVER (PARTITION BY partnership_id, period ORDER BY received_at DESC, file_sha256 DESC) = 1
)
WINDOW by_month AS (PARTITION BY partnership_id ORDER BY period);

-- One row per month with figures: the local day its first figures arrived.
CREATE OR REPLACE TEMP TABLE figures_known AS
SELECT m.partnership_id, m.period_start, min(CAST(m.received_at + INTERVAL 7 HOUR AS DATE)) AS known_on
FROM core.measurement AS m SEMI JOIN coached AS c ON c.partnership_id = m.partnership_id
WHERE m.status = 'reported' AND m.period_end <= as_of()
GROUP BY m.partnership_id, m.period_start
HAVING known_on <= known_by();

-- One row per figure reported of a month; '' stands for the whole pilot.
-- is_read: taken from a meter every month, so that it never repeats; the others move slowly from month to month. What
-- comes in lumps (repairs, chemicals by the bag, tests) or is estimated by its nature is not watched.
CREATE OR REPLACE TEMP TABLE coached_figure AS
WITH watched(metric_code, is_read) AS (
    VALUES
        ('system_input_volume', TRUE), ('system_input_own', TRUE), ('system_input_imported', TRUE),
        ('system_input_exported', TRUE), ('billed_metered', TRUE), ('production_volume', TRUE),
        ('raw_water_volume', TRUE), ('energy_consumed', TRUE),
        ('connections', FALSE), ('mains_length', FALSE), ('average_pressure', FALSE), ('supply_hours', FALSE),
        ('customers_total', FALSE), ('customers_digitised', FALSE), ('pipe_length_total', FALSE),
        ('pipe_length_digitised', FALSE), ('features_total', FALSE), ('features_complete', FALSE),
        ('installed_capacity', FALSE), ('operating_hours', FALSE),
        ('nrw_volume', FALSE), ('capacity_used_pct', FALSE), ('specific_energy', FALSE),
        ('customers_digitised_pct', FALSE), ('pipe_digitised_pct', FALSE), ('features_complete_pct', FALSE)
)
SELECT
    m.partnership_id, coalesce(m.zone, '') AS zone, m.metric_code, strftime(m.period_start, '%Y-%m') AS period,
    12 * year(m.period_start) + month(m.period_start) AS month_no, m.value, w.is_read,
    {'file': m.source_file, 'sheet': m.source_sheet, 'cell': m.source_cell} AS place
FROM mart.pilot_metric AS m
INNER JOIN watched AS w USING (metric_code)
SEMI JOIN figures_known AS k ON k.partnership_id = m.partnership_id AND k.period_start = m.period_start
WHERE m.status = 'reported' AND m.value IS NOT NULL
    AND day(m.period_start) = 1 AND m.period_end = last_day(m.period_start);

-- One row per question; places: every cell it rests on, the first fact first.
CREATE OR REPLACE TEMP TABLE asked (
    partnership_id VARCHAR, detector VARCHAR, role VARCHAR, subject VARCHAR, zone VARCHAR, period VARCHAR, facts JSON,
    question_en VARCHAR, question_id VARCHAR, places STRUCT("file" VARCHAR, sheet VARCHAR, cell VARCHAR)[]
);

-- 1 · On time but empty. A monthly report that came in time, with fewer parts filled than coaching.parts_filled, or
-- with fewer parts answered (filled or nihil) than coaching.parts_answered. A signed scan not keyed in asks nothing.
INSERT INTO asked BY NAME
WITH counted AS (
    SELECT r.*, o.due_on,
        list_filter(
            ['progress_data', 'activities', 'advice_actions', 'findings', 'obstacles', 'requests'],
            lambda part: CASE part
                WHEN 'progress_data' THEN progress_data WHEN 'activities' THEN activities
                WHEN 'advice_actions' THEN advice_actions WHEN 'findings' THEN findings
                WHEN 'obstacles' THEN obstacles ELSE requests
            END = 'filled'
        ) AS filled,
        len(list_filter(
            [progress_data, activities, advice_actions, findings, obstacles, requests], lambda state: state <> 'empty'
        )) AS answered
    FROM coached_report AS r
    INNER JOIN mart.obligation AS o ON o.obligation_id = r.partnership_id || '/mentee/monthly_report/' || r.period
    WHERE r.content_reported AND o.status = 'fulfilled_on_time'
)
SELECT
    partnership_id, 'on_time_but_empty' AS detector, 'mentee' AS role, 'monthly_report' AS subject, period,
    to_json({'submitted_on': first_sent_on, 'due_on': due_on, 'filled': filled, 'answered': answered}) AS facts,
    'The report of ' || month_en(period) || ' came in time, on ' || day_en(first_sent_on) || ', with '
        || CASE len(filled)
            WHEN 0 THEN 'none of its six parts filled'
            ELSE len(filled) || ' of its six parts filled ('
                || in_list(list_transform(filled, lambda part: part_en(part)), ' and ', ', ') || ')'
        END || '. Was there little to tell of this month, or would help with the other parts be welcome?'
        AS question_en,
    'Laporan ' || month_id(period) || ' dikirim tepat waktu, pada ' || day_id(first_sent_on) || ', dengan '
        || CASE len(filled)
            WHEN 0 THEN 'enam bagian yang belum terisi'
            ELSE len(filled) || ' dari enam bagian terisi ('
                || in_list(list_transform(filled, lambda part: part_id(part)), ' dan ', ', ') || ')'
        END || '. Apakah memang tidak banyak yang terjadi pada bulan itu, atau perlu bantuan untuk mengisi bagian '
        || 'lainnya?'
        AS question_id,
    [place] AS places
FROM counted
WHERE len(filled) < rule_value('coaching.parts_filled') OR answered < rule_value('coaching.parts_answered');

-- 2 · Copied from last month. Against the report before it: the same words in at least coaching.copied_parts parts
-- (every text of the part, one of them of at least coaching.copied_words words), or every figure read from a meter the
-- same, at least coaching.copied_figures of them. Nihil, zeros and what may stay (connections, hours of supply) are not
-- compared.
INSERT INTO asked BY NAME
WITH told AS (
    SELECT partnership_id, file_sha256, CASE kind WHEN 'finding' THEN 'findings' ELSE 'obstacles' END AS part, words,
        source_sheet, source_cell
    FROM core.narrative
    WHERE kind IN ('finding', 'obstacle', 'supporting_factor')
    UNION ALL
    SELECT partnership_id, file_sha256, 'activities', title, source_sheet, source_cell FROM core.activity
    UNION ALL
    SELECT partnership_id, file_sha256, 'advice_actions', reason, source_sheet, source_cell FROM core.advice_answer
    UNION ALL
    SELECT partnership_id, file_sha256, 'requests', question, source_sheet, source_cell FROM core.advice_request
    UNION ALL
    SELECT partnership_id, file_sha256, 'lessons', words, source_sheet, source_cell FROM core.lesson
),
plain AS (
    SELECT r.partnership_id, r.period, t.part, r.source_file, t.source_sheet, t.source_cell,
        trim(regexp_replace(lower(t.words), '[^\p{L}\p{N}]+', ' ', 'g')) AS words
    FROM told AS t
    INNER JOIN coached_report AS r ON r.file_sha256 = t.file_sha256 AND r.partnership_id = t.partnership_id
    WHERE t.words IS NOT NULL
),
said AS (
    -- The texts of a part, in whatever order: the sum of their fingerprints.
    SELECT partnership_id, period, part, sum(CAST(hash(words) AS HUGEINT)) AS fingerprint,
        max(length(words) - length(replace(words, ' ', '')) + 1) AS longest,
        min({'file': source_file, 'sheet': source_sheet, 'cell': source_cell}) AS place
    FROM plain
    GROUP BY partnership_id, period, part
),
same_words AS (
    SELECT r.partnership_id, r.period, list(later.part ORDER BY later.part) AS parts,
        flatten(list([later.place, earlier.place] ORDER BY later.part)) AS places
    FROM coached_report AS r
    INNER JOIN said AS later ON later.partnership_id = r.partnership_id AND later.period = r.period
    INNER JOIN said AS earlier
        ON earlier.partnership_id = r.partnership_id AND earlier.period = r.period_before
        AND earlier.part = later.part AND earlier.fingerprint = later.fingerprint
    WHERE later.longest >= rule_value('coaching.copied_words')
    GROUP BY r.partnership_id, r.period
    HAVING count(*) >= rule_value('coaching.copied_parts')
),
compared AS (
    SELECT r.partnership_id, r.period, later.metric_code, later.zone, later.value,
        later.value = earlier.value AS is_same, later.place, earlier.place AS place_before
    FROM coached_report AS r
    INNER JOIN coached_figure AS later ON later.partnership_id = r.partnership_id AND later.period = r.period
    INNER JOIN coached_figure AS earlier
        ON earlier.partnership_id = r.partnership_id AND earlier.period = r.period_before
        AND earlier.metric_code = later.metric_code AND earlier.zone = later.zone
    WHERE later.is_read AND (later.value <> 0 OR earlier.value <> 0)
),
all_same AS (
    SELECT partnership_id, period FROM compared
    GROUP BY partnership_id, period
    HAVING bool_and(is_same) AND count(*) >= rule_value('coaching.copied_figures')
),
same_figures AS (
    SELECT f.partnership_id, f.period,
        list({'metric_code': f.metric_code, 'zone': nullif(f.zone, ''), 'value': f.value}
            ORDER BY f.metric_code, f.zone) AS figures,
        list(c.name_en || zone_in(f.zone) || ' ' || figure_en(f.value) || unit_shown(c.unit)
            ORDER BY f.metric_code, f.zone) AS figures_en,
        list(c.name_id || zone_in(f.zone) || ' ' || figure_id(f.value) || unit_shown(c.unit)
            ORDER BY f.metric_code, f.zone) AS figures_id,
        flatten(list([f.place, f.place_before] ORDER BY f.metric_code, f.zone)) AS places
    FROM compared AS f
    SEMI JOIN all_same AS s ON s.partnership_id = f.partnership_id AND s.period = f.period
    INNER JOIN mart.metric AS c ON c.metric_code = f.metric_code
    GROUP BY f.partnership_id, f.period
),
copied AS (
    SELECT r.partnership_id, r.period, r.period_before, w.parts, f.figures, f.figures_en, f.figures_id,
        list_concat(w.places, f.places) AS places
    FROM coached_report AS r
    LEFT JOIN same_words AS w ON w.partnership_id = r.partnership_id AND w.period = r.period
    LEFT JOIN same_figures AS f ON f.partnership_id = r.partnership_id AND f.period = r.period
    WHERE w.period IS NOT NULL OR f.period IS NOT NULL
)
SELECT
    partnership_id, 'copied' AS detector, 'mentee' AS role, 'monthly_report' AS subject, period,
    to_json({
        'period_before': period_before, 'parts': coalesce(parts, []), 'figures': coalesce(figures, [])
    }) AS facts,
    'The report of ' || month_en(period) || ' repeats that of ' || month_en(period_before) || ': '
        || concat_ws('; ',
            'the same words under "'
                || in_list(list_transform(parts, lambda part: part_en(part)), '" and "', '", "') || '"',
            'the same figures, ' || array_to_string(figures_en, '; ')
        ) || '. Was the month really like the one before, or did the earlier report serve as a draft that could not be '
        || 'updated yet?' AS question_en,
    'Laporan ' || month_id(period) || ' mengulang laporan ' || month_id(period_before) || ': '
        || concat_ws('; ',
            'kalimat yang sama pada bagian "'
                || in_list(list_transform(parts, lambda part: part_id(part)), '" dan "', '", "') || '"',
            'angka yang sama, yaitu ' || array_to_string(figures_id, '; ')
        ) || '. Apakah keadaan bulan itu memang sama dengan bulan sebelumnya, atau laporan sebelumnya dipakai sebagai '
        || 'draf dan belum sempat diperbarui?' AS question_id,
    places
FROM copied;

-- 3 · All sent on one day. The reports of at least coaching.reports_on_one_day months were first sent on the same day.
INSERT INTO asked BY NAME
WITH full_day AS (
    SELECT partnership_id, first_sent_on FROM coached_report
    GROUP BY partnership_id, first_sent_on
    HAVING count(*) >= rule_value('coaching.reports_on_one_day')
),
sent AS (
    SELECT partnership_id, first_sent_on, list(period ORDER BY period) AS periods, list(place ORDER BY period) AS places
    FROM coached_report SEMI JOIN full_day USING (partnership_id, first_sent_on)
    GROUP BY partnership_id, first_sent_on
)
SELECT
    partnership_id, 'sent_on_one_day' AS detector, 'mentee' AS role, 'monthly_report' AS subject,
    periods[len(periods)] AS period, to_json({'submitted_on': first_sent_on, 'periods': periods}) AS facts,
    'The reports of ' || in_list(list_transform(periods, lambda period: month_en(period)), ' and ', ', ')
        || ' were all sent on ' || day_en(first_sent_on)
        || '. What would make it easier to send each report soon after its month?' AS question_en,
    'Laporan ' || in_list(list_transform(periods, lambda period: month_id(period)), ' dan ', ', ')
        || ' semuanya dikirim pada ' || day_id(first_sent_on)
        || '. Apa yang dapat memudahkan pengiriman tiap laporan segera setelah bulannya berakhir?' AS question_id,
    places
FROM sent;

-- 4a · A target changed after the fact. A later register makes it easier (value towards the baseline, baseline away
-- from the value, a later date, a wider tolerance of a held target, one zone instead of the whole pilot) or no longer
-- holds it, on a day after its due date or after the day its first actual was known. The day of the change is the day
-- of signing of a revision that the same register brings, else the day of the register.
INSERT INTO asked BY NAME
WITH wording AS (
    SELECT v.*, least(v.stated_on, v.agreed_on) AS changed_on, {'file': v.source_file, 'sheet': v.source_sheet,
            'cell': v.source_cell} AS place,
        lag({
            'is_stated': v.is_stated, 'metric_code': v.metric_code, 'topic': v.topic, 'zone': v.zone,
            'baseline': v.baseline, 'baseline_on': v.baseline_on, 'target': v.target, 'due_on': v.due_on,
            'tolerance': v.tolerance,
            'place': {'file': v.source_file, 'sheet': v.source_sheet, 'cell': v.source_cell}
        }) OVER (PARTITION BY v.partnership_id, v.target_id ORDER BY v.step) AS earlier
    FROM core.target_version AS v
    SEMI JOIN coached AS p ON p.partnership_id = v.partnership_id
    WHERE v.stated_on <= as_of() AND v.received_on <= known_by()
),
reworded AS (
    SELECT w.*, m.name_en, m.name_id, unit_shown(m.unit) AS unit,
        coalesce(
            sign(w.earlier.target - w.earlier.baseline),
            CASE m.direction WHEN 'lower' THEN -1 WHEN 'neither' THEN 0 ELSE 1 END
        ) AS aim
    FROM wording AS w
    LEFT JOIN mart.metric AS m ON m.metric_code = w.earlier.metric_code
    WHERE w.earlier.is_stated
),
first_figure AS (
    SELECT r.partnership_id, r.target_id, r.step, min(k.known_on) AS known_on
    FROM reworded AS r
    INNER JOIN mart.pilot_metric AS f
        ON f.partnership_id = r.partnership_id AND f.metric_code = r.earlier.metric_code
        AND coalesce(f.zone, '') = coalesce(r.earlier.zone, '')
    INNER JOIN figures_known AS k ON k.partnership_id = f.partnership_id AND k.period_start = f.period_start
    WHERE f.status = 'reported' AND (f.period_end > r.earlier.baseline_on OR r.earlier.baseline_on IS NULL)
    GROUP BY r.partnership_id, r.target_id, r.step
),
judged_change AS (
    SELECT r.*, least(k.known_on, r.actual_told_on) AS known_on,
        r.aim * (r.target - r.earlier.target) < 0 AS lowered,
        r.aim * (r.baseline - r.earlier.baseline) < 0 AS baseline_moved,
        r.due_on > r.earlier.due_on AS postponed,
        r.aim = 0 AND r.tolerance > r.earlier.tolerance AS widened
    FROM reworded AS r
    LEFT JOIN first_figure AS k USING (partnership_id, target_id, step)
),
described AS (
    SELECT *,
        list_filter([
            CASE WHEN lowered THEN 'target value from ' || figure_en(earlier.target) || unit || ' to '
                || figure_en(target) || unit END,
            CASE WHEN baseline_moved THEN 'baseline from ' || figure_en(earlier.baseline) || unit || ' to '
                || figure_en(baseline) || unit END,
            CASE WHEN postponed THEN 'due date from ' || day_en(earlier.due_on) || ' to ' || day_en(due_on) END,
            CASE WHEN widened THEN 'tolerance from ' || figure_en(earlier.tolerance) || unit || ' to '
                || figure_en(tolerance) || unit END,
            CASE WHEN earlier.zone IS NULL THEN 'zone from the whole pilot to ' || zone END
        ], lambda change: change IS NOT NULL) AS changes_en,
        list_filter([
            CASE WHEN lowered THEN 'nilai target dari ' || figure_id(earlier.target) || unit || ' menjadi '
                || figure_id(target) || unit END,
            CASE WHEN baseline_moved THEN 'kondisi awal dari ' || figure_id(earlier.baseline) || unit || ' menjadi '
                || figure_id(baseline) || unit END,
            CASE WHEN postponed THEN 'tenggat dari ' || day_id(earlier.due_on) || ' menjadi ' || day_id(due_on) END,
            CASE WHEN widened THEN 'toleransi dari ' || figure_id(earlier.tolerance) || unit || ' menjadi '
                || figure_id(tolerance) || unit END,
            CASE WHEN earlier.zone IS NULL THEN 'zona dari seluruh percontohan menjadi ' || zone END
        ], lambda change: change IS NOT NULL) AS changes_id,
        target_id || coalesce(' (' || coalesce(name_en, earlier.topic) || ')', '') AS label_en,
        target_id || coalesce(' (' || coalesce(name_id, earlier.topic) || ')', '') AS label_id,
        CASE WHEN changed_on > earlier.due_on THEN 'after it had fallen due on ' || day_en(earlier.due_on)
            ELSE 'after its first figures were known on ' || day_en(known_on) END AS after_en,
        CASE WHEN changed_on > earlier.due_on THEN 'setelah jatuh tempo pada ' || day_id(earlier.due_on)
            ELSE 'setelah angka pertamanya diketahui pada ' || day_id(known_on) END AS after_id
    FROM judged_change
    WHERE changed_on > earlier.due_on OR changed_on > known_on
)
SELECT
    partnership_id, 'changed_after_the_fact' AS detector, 'mentee' AS role, target_id AS subject, earlier.zone AS zone,
    strftime(changed_on, '%Y-%m') AS period,
    to_json({
        'changed_on': changed_on, 'agreement_no': agreement_no, 'due_on': earlier.due_on, 'known_on': known_on,
        'before': {'baseline': earlier.baseline, 'target': earlier.target, 'due_on': earlier.due_on,
            'tolerance': earlier.tolerance, 'zone': earlier.zone},
        'now': CASE WHEN is_stated
            THEN {'baseline': baseline, 'target': target, 'due_on': due_on, 'tolerance': tolerance, 'zone': zone} END
    }) AS facts,
    CASE WHEN is_stated
        THEN 'Target ' || label_en || ' was changed on ' || day_en(changed_on) || ', ' || after_en || ': '
            || in_list(changes_en, ' and ', ', ') || '. What made the change necessary, and who agreed to it?'
        ELSE 'Target ' || label_en || ' no longer stands in the register of ' || day_en(changed_on) || ', ' || after_en
            || '. Was it dropped on purpose, and who agreed to it?'
    END AS question_en,
    CASE WHEN is_stated
        THEN 'Target ' || label_id || ' diubah pada ' || day_id(changed_on) || ', ' || after_id || ': '
            || in_list(changes_id, ' dan ', ', ')
            || '. Apa yang membuat perubahan itu perlu, dan siapa yang menyetujuinya?'
        ELSE 'Target ' || label_id || ' tidak tercantum lagi dalam register ' || day_id(changed_on) || ', ' || after_id
            || '. Apakah memang sengaja dicabut, dan siapa yang menyetujuinya?'
    END AS question_id,
    [place, earlier.place] AS places
FROM described
WHERE NOT is_stated OR len(changes_en) > 0;

-- 4b · A plan changed after the fact. A signed revision drops an item of the work plan, or gives it a later date, on a
-- day after the date it had, while it was not yet done.
INSERT INTO asked BY NAME
WITH dated AS (
    SELECT *, lag(due_on) OVER (PARTITION BY partnership_id, item_no, role ORDER BY step) AS due_before,
        row_number() OVER (PARTITION BY partnership_id, item_no, role ORDER BY step DESC) = 1 AS is_last
    FROM core.plan_date
    WHERE signed_on <= as_of() OR signed_on IS NULL
),
revision AS (
    SELECT partnership_id, revision, signed_on, number,
        {'file': source_file, 'sheet': source_sheet, 'cell': source_cell} AS place
    FROM core.agreement
    WHERE kind = 'work_plan_revision' AND signed_on <= as_of() AND coalesce(received_on <= known_by(), TRUE)
),
change AS (
    SELECT partnership_id, item_no, role, signed_on, due_before, due_on AS due_now FROM dated
    WHERE due_on > due_before
    UNION ALL
    SELECT i.partnership_id, i.item_no, i.role, a.signed_on, coalesce(d.due_on, i.due_on), NULL
    FROM core.plan_item AS i
    INNER JOIN revision AS a ON a.partnership_id = i.partnership_id AND a.revision = i.withdrawn_in_revision
    LEFT JOIN dated AS d
        ON d.partnership_id = i.partnership_id AND d.item_no = i.item_no AND d.role = i.role AND d.is_last
),
late AS (
    SELECT c.*, i.title, a.number, a.place AS revision_place,
        {'file': i.source_file, 'sheet': i.source_sheet, 'cell': i.source_cell} AS place
    FROM change AS c
    INNER JOIN core.plan_item AS i USING (partnership_id, item_no, role)
    SEMI JOIN coached AS p ON p.partnership_id = c.partnership_id
    LEFT JOIN mart.obligation AS o ON o.obligation_id = concat_ws('/', i.partnership_id, i.role, i.kind, i.item_no)
    LEFT JOIN (
        SELECT partnership_id, signed_on, min_by(number, revision) AS number, min_by(place, revision) AS place
        FROM revision GROUP BY partnership_id, signed_on
    ) AS a ON a.partnership_id = c.partnership_id AND a.signed_on = c.signed_on
    WHERE c.signed_on > c.due_before AND (o.fulfilled_on IS NULL OR o.fulfilled_on > c.signed_on)
)
SELECT
    partnership_id, 'changed_after_the_fact' AS detector, role, item_no AS subject,
    strftime(signed_on, '%Y-%m') AS period,
    to_json({'signed_on': signed_on, 'revision_no': number, 'due_before': due_before, 'due_now': due_now}) AS facts,
    'Item ' || item_no || ' of the work plan (' || title || ') was due on ' || day_en(due_before) || ' and was '
        || CASE WHEN due_now IS NULL THEN 'dropped' ELSE 'moved to ' || day_en(due_now) END
        || ' by the revision signed on ' || day_en(signed_on) || '. What stood in the way, and '
        || CASE WHEN due_now IS NULL THEN 'what takes its place?' ELSE 'what helps the new date to hold?' END
        AS question_en,
    'Butir ' || item_no || ' rencana kerja (' || title || ') jatuh tempo pada ' || day_id(due_before) || ' dan '
        || CASE WHEN due_now IS NULL THEN 'dicabut' ELSE 'digeser menjadi ' || day_id(due_now) END
        || ' dengan revisi yang ditandatangani pada ' || day_id(signed_on) || '. Apa kendalanya, dan '
        || CASE WHEN due_now IS NULL THEN 'apa penggantinya?' ELSE 'apa yang membantu agar tanggal baru terpenuhi?' END
        AS question_id,
    list_filter([place, revision_place], lambda found: found IS NOT NULL) AS places
FROM late;

-- 4c · The base shrank. From one month to the next the base of a percentage (customers, pipe, features) falls by at
-- least coaching.base_shrinks of itself, and the percentage rises.
INSERT INTO asked BY NAME
WITH pair(pct_code, base_code) AS (
    VALUES ('customers_digitised_pct', 'customers_total'), ('pipe_digitised_pct', 'pipe_length_total'),
        ('features_complete_pct', 'features_total')
),
month_by_month AS (
    SELECT *,
        lag(value) OVER series AS value_before, lag(period) OVER series AS period_before,
        lag(place) OVER series AS place_before, lag(month_no) OVER series AS month_before
    FROM coached_figure
    WHERE metric_code IN (SELECT pct_code FROM pair UNION ALL SELECT base_code FROM pair)
    WINDOW series AS (PARTITION BY partnership_id, metric_code, zone ORDER BY month_no)
)
SELECT
    b.partnership_id, 'base_shrank' AS detector, 'mentee' AS role, b.metric_code AS subject,
    nullif(b.zone, '') AS zone, b.period,
    to_json({
        'period_before': b.period_before, 'base_before': b.value_before, 'base': b.value, 'percentage': s.metric_code,
        'percentage_before': s.value_before, 'percentage_now': s.value
    }) AS facts,
    'From ' || month_en(b.period_before) || ' to ' || month_en(b.period) || ', "' || base.name_en || '"'
        || zone_in(b.zone) || ' fell from ' || figure_en(b.value_before) || ' to ' || figure_en(b.value)
        || unit_shown(base.unit) || ', while "' || pct.name_en || '" rose from '
        || figure_en(round(s.value_before, 1)) || ' to ' || figure_en(round(s.value, 1))
        || ' %. What was taken out of the count, and why?' AS question_en,
    'Dari ' || month_id(b.period_before) || ' ke ' || month_id(b.period) || ', "' || base.name_id || '"'
        || zone_in(b.zone) || ' turun dari ' || figure_id(b.value_before) || ' menjadi ' || figure_id(b.value)
        || unit_shown(base.unit) || ', sedangkan "' || pct.name_id || '" naik dari '
        || figure_id(round(s.value_before, 1)) || ' menjadi ' || figure_id(round(s.value, 1))
        || ' %. Apa yang dikeluarkan dari hitungan, dan mengapa?' AS question_id,
    [b.place, b.place_before] AS places
FROM pair AS p
INNER JOIN month_by_month AS b ON b.metric_code = p.base_code
INNER JOIN month_by_month AS s
    ON s.metric_code = p.pct_code AND s.partnership_id = b.partnership_id AND s.zone = b.zone AND s.period = b.period
INNER JOIN mart.metric AS base ON base.metric_code = p.base_code
INNER JOIN mart.metric AS pct ON pct.metric_code = p.pct_code
WHERE b.month_before = b.month_no - 1 AND s.month_before = s.month_no - 1
    AND b.value <= b.value_before * (1 - rule_value('coaching.base_shrinks')) AND s.value > s.value_before;

-- 5 · The same digits month after month. In at least coaching.digit_months calendar months on end, a figure read from
-- a meter, not always the same one, is a multiple of 100, or ends in the same two digits (of at least a thousand), or
-- has the same two decimals. One decimal says too little.
INSERT INTO asked BY NAME
WITH figure AS (
    SELECT *, CAST(round(value * 100) AS BIGINT) AS hundredths,
        abs(value * 100 - round(value * 100)) < 0.001 AS is_exact
    FROM coached_figure
    WHERE is_read AND value > 0 AND value < 1e12
),
patterned AS (
    SELECT *,
        CASE
            WHEN hundredths % 10 <> 0 THEN 'decimals'
            WHEN hundredths % 100 = 0 AND value >= 1000
                THEN CASE WHEN hundredths % 10000 = 0 THEN 'round' ELSE 'ending' END
        END AS pattern,
        lpad(CAST(
            CASE WHEN hundredths % 100 = 0 THEN hundredths // 100 % 100 ELSE hundredths % 100 END AS VARCHAR
        ), 2, '0') AS digits
    FROM figure
    WHERE is_exact
),
repeated AS (
    SELECT partnership_id, metric_code, zone, pattern, digits FROM patterned
    WHERE pattern IS NOT NULL
    GROUP BY partnership_id, metric_code, zone, pattern, digits
    HAVING count(*) >= rule_value('coaching.digit_months')
),
placed AS (
    SELECT *, month_no - row_number() OVER (
        PARTITION BY partnership_id, metric_code, zone, pattern, digits ORDER BY month_no
    ) AS run
    FROM patterned SEMI JOIN repeated USING (partnership_id, metric_code, zone, pattern, digits)
),
run AS (
    SELECT partnership_id, metric_code, zone, pattern, digits, list(period ORDER BY month_no) AS periods,
        list(value ORDER BY month_no) AS figures, list(place ORDER BY month_no) AS places
    FROM placed
    GROUP BY partnership_id, metric_code, zone, pattern, digits, run
    HAVING count(*) >= rule_value('coaching.digit_months') AND count(DISTINCT value) > 1
)
SELECT
    r.partnership_id, 'same_digits' AS detector, 'mentee' AS role, r.metric_code AS subject, nullif(r.zone, '') AS zone,
    periods[len(periods)] AS period,
    to_json({'pattern': pattern, 'digits': digits, 'periods': periods, 'figures': figures}) AS facts,
    'From ' || month_en(periods[1]) || ' to ' || month_en(periods[len(periods)]) || ' every figure of "'
        || m.name_en || '"' || zone_in(r.zone) || CASE pattern
            WHEN 'round' THEN ' is a multiple of 100'
            WHEN 'ending' THEN ' ends in the digits ' || digits
            ELSE ' has the decimals .' || digits
        END || ' (' || array_to_string(list_transform(figures, lambda v: figure_en(v)), '; ') || unit_shown(m.unit)
        || '). How is this figure read and written down: from a meter, or estimated?' AS question_en,
    'Dari ' || month_id(periods[1]) || ' sampai ' || month_id(periods[len(periods)]) || ' semua angka "'
        || m.name_id || '"' || zone_in(r.zone) || CASE pattern
            WHEN 'round' THEN ' merupakan kelipatan 100'
            WHEN 'ending' THEN ' berakhir dengan angka ' || digits
            ELSE ' memiliki desimal ,' || digits
        END || ' (' || array_to_string(list_transform(figures, lambda v: figure_id(v)), '; ') || unit_shown(m.unit)
        || '). Bagaimana angka ini dibaca dan dicatat: dari meter atau perkiraan?' AS question_id,
    places
FROM run AS r
INNER JOIN mart.metric AS m ON m.metric_code = r.metric_code;

-- 6 · A figure that jumps and returns. The months before and after agree (the larger at most coaching.neighbours_agree
-- times the smaller), and the month between is at least coaching.jump_factor times the larger, or at most the smaller
-- divided by it. A derived metric is asked about only where none of its inputs jumps in that month.
INSERT INTO asked BY NAME
WITH between_two AS (
    SELECT *, lag(value) OVER series AS value_before, lead(value) OVER series AS value_after,
        lag(month_no) OVER series AS month_before, lead(month_no) OVER series AS month_after,
        lag(period) OVER series AS period_before, lead(period) OVER series AS period_after,
        lag(place) OVER series AS place_before, lead(place) OVER series AS place_after
    FROM coached_figure
    WINDOW series AS (PARTITION BY partnership_id, metric_code, zone ORDER BY month_no)
),
jump AS (
    SELECT * FROM between_two
    WHERE month_before = month_no - 1 AND month_after = month_no + 1
        AND value_after > 0 AND value >= 0
        AND greatest(value_before, value_after)
            <= rule_value('coaching.neighbours_agree') * least(value_before, value_after)
        AND (
            value >= rule_value('coaching.jump_factor') * greatest(value_before, value_after)
            OR value * rule_value('coaching.jump_factor') <= least(value_before, value_after)
        )
),
input AS (
    SELECT metric_code, unnest(string_split(inputs, ', ')) AS input_code FROM mart.metric
),
explained AS (
    SELECT DISTINCT d.partnership_id, d.zone, d.metric_code, d.period
    FROM jump AS d
    INNER JOIN input AS i ON i.metric_code = d.metric_code
    INNER JOIN jump AS v
        ON v.partnership_id = d.partnership_id AND v.zone = d.zone AND v.period = d.period
        AND v.metric_code = i.input_code
)
SELECT
    j.partnership_id, 'jumps_and_returns' AS detector, 'mentee' AS role, j.metric_code AS subject,
    nullif(j.zone, '') AS zone, j.period,
    to_json({
        'value': value, 'period_before': period_before, 'value_before': value_before, 'period_after': period_after,
        'value_after': value_after
    }) AS facts,
    '"' || m.name_en || '"' || zone_in(j.zone) || ' was ' || figure_en(value) || unit_shown(m.unit) || ' in '
        || month_en(j.period) || ', between ' || figure_en(value_before) || ' in ' || month_en(period_before) || ' and '
        || figure_en(value_after) || ' in ' || month_en(period_after)
        || '. What happened in that month, or does the figure need a correction?' AS question_en,
    '"' || m.name_id || '"' || zone_in(j.zone) || ' tercatat ' || figure_id(value) || unit_shown(m.unit) || ' pada '
        || month_id(j.period) || ', di antara ' || figure_id(value_before) || ' pada ' || month_id(period_before)
        || ' dan ' || figure_id(value_after) || ' pada ' || month_id(period_after)
        || '. Apa yang terjadi pada bulan itu, atau perlukah angkanya dikoreksi?' AS question_id,
    [place, place_before, place_after] AS places
FROM jump AS j
INNER JOIN mart.metric AS m ON m.metric_code = j.metric_code
ANTI JOIN explained AS e
    ON e.partnership_id = j.partnership_id AND e.zone = j.zone AND e.metric_code = j.metric_code
    AND e.period = j.period;

DELETE FROM mart.coaching_question;
INSERT INTO mart.coaching_question BY NAME
SELECT a.* EXCLUDE (places, facts), CAST(a.facts AS VARCHAR) AS facts, places[1]."file" AS source_file,
    places[1].sheet AS source_sheet, places[1].cell AS source_cell, CAST(to_json(places) AS VARCHAR) AS sources,
    c.origin
FROM asked AS a
INNER JOIN coached AS c USING (partnership_id);
