"""What was learnt: lessons, SOPs, advice and obstacles in the partners' own words, found by words and by likeness."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.affixes import needles_of
from dashboard.queries.ask import MOST_ROWS, Filters, ask

ADVICE = "('solution', 'recommendation', 'advised_lesson')"

# One row per text of a partnership, however often it was told; the cell is that of its first telling.
TOLD = """
piece AS (
    SELECT partnership_id, 'lesson' AS kind, topic, "text" AS words, period, CAST(NULL AS VARCHAR) AS state,
        source_file, source_sheet, source_cell, stated_in
    FROM mart.lesson
    UNION ALL
    SELECT partnership_id, 'sop', topic, title, coalesce(period, strftime(dated_on, '%Y-%m')), state,
        source_file, source_sheet, source_cell, NULL
    FROM mart.sop
    UNION ALL
    SELECT partnership_id, kind, NULL, "text", period, NULL, source_file, source_sheet, source_cell, stated_in
    FROM mart.narrative
    WHERE kind IN ('problem', 'obstacle', 'supporting_factor', 'finding')
    UNION ALL
    SELECT partnership_id,
        CASE WHEN kind IS NULL THEN 'request' WHEN kind = 'lesson' THEN 'advised_lesson' ELSE kind END,
        topic, words, strftime(coalesce(given_on, asked_on), '%Y-%m'), NULL,
        source_file, source_sheet, source_cell, NULL
    FROM mart.advice
    WHERE words IS NOT NULL AND (kind IS NOT NULL OR status = 'asked')
),
told AS (
    SELECT p.partnership_id, p.mentee, p.mentor, p.subject, t.kind, t.words,
        min(t.topic) AS topic, min(t.period) AS first_told, max(t.period) AS last_told, max(t.state) AS state,
        arg_min(
            struct_pack(f := t.source_file, s := t.source_sheet, c := t.source_cell, d := t.stated_in),
            (coalesce(t.period, ''), coalesce(t.source_file, ''), coalesce(t.source_cell, ''))
        ) AS place
    FROM piece AS t
    JOIN chosen AS p USING (partnership_id)
    GROUP BY ALL
)"""

# A text has a term where one of the term's needles stands in it, in its topic, subject or kind, or in the names of its
# partners; texts that hold the terms as they were typed stand first.
FOUND = f"""
WITH {TOLD},
labelled AS (
    SELECT unnest(CAST($codes AS VARCHAR[])) AS code, unnest(CAST($labels AS VARCHAR[])) AS label
),
found AS (
    SELECT t.*, strip_accents(lower(concat_ws(' ', t.words, t.topic))) AS own_words,
        strip_accents(lower(concat_ws(' ', t.words, t.topic, s.label, k.label, t.mentee, t.mentor))) AS haystack
    FROM told AS t
    LEFT JOIN labelled AS s ON s.code = t.subject
    LEFT JOIN labelled AS k ON k.code = t.kind
    WHERE $kind IS NULL OR t.kind = $kind
),
ranked AS (
    SELECT *, list_sum(list_transform(
            CAST($terms AS VARCHAR[][]), lambda needles: CAST(contains(own_words, needles[1]) AS INTEGER)
        )) AS as_typed
    FROM found
    WHERE list_bool_and(list_transform(CAST($terms AS VARCHAR[][]), lambda needles:
        list_bool_or(list_transform(needles, lambda needle: contains(haystack, needle)))
    )) IS NOT FALSE
)
SELECT kind, words, topic, state, mentee, mentor, subject, partnership_id, first_told, last_told,
    place.f AS source_file, place.s AS source_sheet, place.c AS source_cell, place.d AS stated_in,
    count(*) OVER () AS of_all
FROM ranked
ORDER BY as_typed DESC NULLS LAST, last_told DESC NULLS LAST, mentee, kind, words
LIMIT $most_rows
"""

# Words of four letters or more; a word that a third of all texts use says nothing. A shared rare word counts most, and
# what was told of the same subject counts half as much again.
SIMILAR = f"""
WITH {TOLD},
problem AS (
    SELECT *, row_number() OVER (ORDER BY partnership_id, kind, words) AS problem_no,
        subject <> 'other' AND subject = (
            SELECT max(c.subject) FROM chosen AS c WHERE c.partnership_id = $partnership_id
        ) AS is_of_subject
    FROM told
    WHERE kind IN ('problem', 'obstacle')
),
word AS (
    SELECT DISTINCT problem_no, partnership_id,
        unnest(regexp_extract_all(strip_accents(lower(words)), '[a-z0-9]{{4,}}')) AS word
    FROM problem
),
rarity AS (
    SELECT word, ln((SELECT count(*) + 1 FROM problem) / count(*)) AS rarity
    FROM word
    GROUP BY word
    HAVING count(*) <= greatest(2, (SELECT count(*) FROM problem) / 3)
),
shared AS (
    SELECT o.problem_no, list(o.word ORDER BY o.word) AS words, sum(r.rarity) AS likeness
    FROM word AS o
    JOIN rarity AS r USING (word)
    SEMI JOIN (FROM word WHERE partnership_id = $partnership_id) AS own USING (word)
    WHERE o.partnership_id <> $partnership_id
    GROUP BY o.problem_no
),
learnt AS (
    SELECT partnership_id, count(*) FILTER (kind IN {ADVICE}) AS advice, count(*) FILTER (kind = 'lesson') AS lessons,
        count(*) FILTER (kind = 'sop') AS sops
    FROM told
    GROUP BY partnership_id
)
SELECT p.kind, p.words, array_to_string(s.words, ', ') AS shared_words, p.mentee, p.subject, p.partnership_id,
    p.is_of_subject, p.first_told, p.last_told, l.advice, l.lessons, l.sops,
    p.place.f AS source_file, p.place.s AS source_sheet, p.place.c AS source_cell, p.place.d AS stated_in,
    count(*) OVER () AS of_all
FROM problem AS p
JOIN learnt AS l USING (partnership_id)
JOIN shared AS s USING (problem_no)
ORDER BY s.likeness * CASE WHEN p.is_of_subject THEN 1.5 ELSE 1 END DESC, p.mentee, p.words
LIMIT $most_rows
"""

COUNTS = f"""
WITH {TOLD}
SELECT count(*) FILTER (kind = 'lesson') AS lessons, count(*) FILTER (kind = 'sop') AS sops,
    count(*) FILTER (kind = 'sop' AND state = 'issued') AS issued, count(*) FILTER (kind IN {ADVICE}) AS advice,
    count(*) FILTER (kind IN ('problem', 'obstacle')) AS problems, count(DISTINCT partnership_id) AS told_by,
    (SELECT count(*) FROM chosen) AS partnerships
FROM told
"""

WITH_PROBLEMS = f"""
WITH {TOLD}
SELECT DISTINCT partnership_id, mentee
FROM told
WHERE kind IN ('problem', 'obstacle')
ORDER BY mentee, partnership_id
LIMIT $most_rows
"""

OWN_PROBLEMS = f"""
WITH {TOLD}
SELECT kind, words, first_told, last_told
FROM told
WHERE partnership_id = $partnership_id AND kind IN ('problem', 'obstacle')
ORDER BY kind DESC, last_told DESC NULLS LAST, words
LIMIT $most_rows
"""


def counts(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """One row: lessons, sops, issued (of the SOPs), advice, problems, told_by (partnerships), partnerships in all."""
    return ask(connection, COUNTS, viewer, filters)


def found(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    terms: Sequence[str] = (),
    kind: str | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Texts in which every term occurs, also inside a word or with other affixes; as typed first, then the latest.

    `terms` without accents, in lower case. `labels`: the words by which a subject or a kind (by code) is found.
    Columns: kind (lesson, sop, solution, recommendation, advised_lesson, request, problem, obstacle,
    supporting_factor, finding), words, topic, state, mentee,
    mentor, subject, partnership_id, first_told, last_told (YYYY-MM), source_*, stated_in, of_all.
    """
    return ask(
        connection, FOUND, viewer, filters,
        terms=[needles_of(term) for term in terms], kind=kind, codes=list(labels), labels=list(labels.values()),
        most_rows=most_rows,
    )  # fmt: skip


def similar(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    partnership_id: str,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Problems and obstacles of other partnerships that share words with one's own, with the words shared.

    Columns: kind, words, shared_words, mentee, subject, is_of_subject (the same as one's own), partnership_id,
    first_told, last_told, advice, lessons, sops
    (how many that partnership recorded), source_*, stated_in, of_all.
    """
    return ask(connection, SIMILAR, viewer, filters, partnership_id=partnership_id, most_rows=most_rows)


def with_problems(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters, most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """Partnerships that told of a problem or an obstacle: partnership_id, mentee."""
    return ask(connection, WITH_PROBLEMS, viewer, filters, most_rows=most_rows)


def own_problems(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    partnership_id: str,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """The problems and obstacles of one partnership: kind, words, first_told, last_told."""
    return ask(connection, OWN_PROBLEMS, viewer, filters, partnership_id=partnership_id, most_rows=most_rows)
