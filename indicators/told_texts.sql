-- What was learnt, in the partners' own words: each text of a partnership once, however often it was told, with the
-- months of its first and last telling and the cell of the first. Its words are folded once, to be searched and compared.

DELETE FROM mart.told_text;
INSERT INTO mart.told_text BY NAME
WITH
telling AS (
    SELECT
        partnership_id, 'lesson' AS kind, topic, "text" AS words, period, CAST(NULL AS VARCHAR) AS state,
        source_file, source_sheet, source_cell, stated_in
    FROM mart.lesson
    UNION ALL
    SELECT
        partnership_id, 'sop', topic, title, coalesce(period, strftime(dated_on, '%Y-%m')), state,
        source_file, source_sheet, source_cell, NULL
    FROM mart.sop
    UNION ALL
    SELECT partnership_id, kind, NULL, "text", period, NULL, source_file, source_sheet, source_cell, stated_in
    FROM mart.narrative
    WHERE kind IN ('problem', 'obstacle', 'supporting_factor', 'finding')
    UNION ALL
    SELECT
        partnership_id,
        CASE WHEN kind IS NULL THEN 'request' WHEN kind = 'lesson' THEN 'advised_lesson' ELSE kind END,
        topic, words, strftime(coalesce(given_on, asked_on), '%Y-%m'), NULL,
        source_file, source_sheet, source_cell, NULL
    FROM mart.advice
    WHERE words IS NOT NULL AND (kind IS NOT NULL OR status = 'asked')
),

text_told AS (
    SELECT
        partnership_id, kind, words, min(topic) AS topic, max(state) AS state,
        min(period) AS first_told, max(period) AS last_told,
        arg_min(
            struct_pack(
                source_file := source_file, source_sheet := source_sheet, source_cell := source_cell,
                stated_in := stated_in
            ),
            (coalesce(period, ''), coalesce(source_file, ''), coalesce(source_cell, ''))
        ) AS place
    FROM telling
    GROUP BY ALL
)

SELECT
    * EXCLUDE (place), strip_accents(lower(concat_ws(' ', words, topic))) AS folded,
    place.source_file, place.source_sheet, place.source_cell, place.stated_in
FROM text_told;
