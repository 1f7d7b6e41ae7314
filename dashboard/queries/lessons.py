"""What was learnt: lessons, SOPs, advice and obstacles in the partners' own words, found by words and by likeness."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.affixes import needles_of, plain
from dashboard.queries.ask import MOST_ROWS, Filters, ask

ADVICE = "('solution', 'recommendation', 'advised_lesson')"

# The texts of the chosen partnerships, each once.
TOLD = """
told AS (
    SELECT t.*, p.mentee, p.mentor, p.subject
    FROM mart.told_text AS t
    JOIN chosen AS p USING (partnership_id)
)"""

# A text has a term where one of the term's needles stands in it or its topic, or in the words for its kind, its subject
# and its partners; texts that hold the terms as they were typed stand first. Found by number: the texts of many that
# are found are not carried along to those that are shown.
FOUND = """
WITH about AS (
    SELECT *, strip_accents(lower(concat_ws(' ',
        CAST($labels AS VARCHAR[])[list_position(CAST($codes AS VARCHAR[]), subject)], mentee, mentor
    ))) AS about
    FROM chosen
),
text AS (
    SELECT t.rowid AS text_no, t.folded, concat_ws(' ',
            t.folded, CAST($labels AS VARCHAR[])[list_position(CAST($codes AS VARCHAR[]), t.kind)], p.about
        ) AS haystack
    FROM mart.told_text AS t
    JOIN about AS p USING (partnership_id)
    WHERE $kind IS NULL OR t.kind = $kind
),
hit AS MATERIALIZED (
    SELECT text_no, list_sum(list_transform(
            CAST($terms AS VARCHAR[][]), lambda needles: CAST(contains(folded, needles[1]) AS INTEGER)
        )) AS as_typed
    FROM text
    WHERE list_bool_and(list_transform(CAST($terms AS VARCHAR[][]), lambda needles:
        list_bool_or(list_transform(needles, lambda needle: contains(haystack, needle)))
    )) IS NOT FALSE
)
SELECT t.kind, t.words, t.topic, t.state, p.mentee, p.mentor, p.subject, t.partnership_id, t.first_told, t.last_told,
    t.source_file, t.source_sheet, t.source_cell, t.stated_in, (SELECT count(*) FROM hit) AS of_all
FROM hit AS h
JOIN mart.told_text AS t ON t.rowid = h.text_no
JOIN chosen AS p USING (partnership_id)
ORDER BY h.as_typed DESC NULLS LAST, t.last_told DESC NULLS LAST, p.mentee, t.kind, t.words
LIMIT $most_rows
"""

# Words of four letters or more; a word that a third of all texts use says nothing. A shared rare word counts most, and
# what was told of the same subject counts half as much again.
SIMILAR = f"""
WITH {TOLD},
spoken AS (
    SELECT t.rowid AS text_no, t.partnership_id, unnest(regexp_extract_all(t.folded, '[a-z0-9]{{4,}}')) AS word
    FROM mart.told_text AS t
    SEMI JOIN chosen USING (partnership_id)
    WHERE t.kind IN ('problem', 'obstacle')
),
own AS (
    SELECT word
    FROM spoken
    WHERE partnership_id = $partnership_id
),
word AS MATERIALIZED (
    SELECT DISTINCT text_no, partnership_id, word
    FROM spoken
    SEMI JOIN own USING (word)
),
problem AS (
    SELECT count(*) AS of_all
    FROM told
    WHERE kind IN ('problem', 'obstacle')
),
rarity AS (
    SELECT word, ln((any_value(p.of_all) + 1) / count(*)) AS rarity
    FROM word
    CROSS JOIN problem AS p
    GROUP BY word
    HAVING count(*) <= greatest(2, any_value(p.of_all) / 3)
),
shared AS (
    SELECT o.text_no, list(o.word ORDER BY o.word) AS words, sum(r.rarity) AS likeness
    FROM word AS o
    JOIN rarity AS r USING (word)
    WHERE o.partnership_id <> $partnership_id
    GROUP BY o.text_no
),
learnt AS (
    SELECT partnership_id, count(*) FILTER (kind IN {ADVICE}) AS advice, count(*) FILTER (kind = 'lesson') AS lessons,
        count(*) FILTER (kind = 'sop') AS sops
    FROM told
    GROUP BY partnership_id
),
likely AS (
    SELECT t.*, p.mentee, p.subject, s.words AS shared_words, s.likeness,
        p.subject <> 'other' AND p.subject = (
            SELECT max(c.subject) FROM chosen AS c WHERE c.partnership_id = $partnership_id
        ) AS is_of_subject
    FROM shared AS s
    JOIN mart.told_text AS t ON t.rowid = s.text_no
    JOIN chosen AS p USING (partnership_id)
)
SELECT p.kind, p.words, array_to_string(p.shared_words, ', ') AS shared_words, p.mentee, p.subject, p.partnership_id,
    p.is_of_subject, p.first_told, p.last_told, l.advice, l.lessons, l.sops,
    p.source_file, p.source_sheet, p.source_cell, p.stated_in,
    count(*) OVER () AS of_all
FROM likely AS p
JOIN learnt AS l USING (partnership_id)
ORDER BY p.likeness * CASE WHEN p.is_of_subject THEN 1.5 ELSE 1 END DESC, p.mentee, p.words
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
        terms=[needles_of(term) for term in terms], kind=kind,
        codes=list(labels), labels=[plain(label) for label in labels.values()], most_rows=most_rows,
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
