"""What is due, late and waiting for whom: the lists of the desk, alphabetical or by date, never a ranking."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask, has_table

DAYS_AHEAD = 30

# What each obligation waits for. claimed: somebody has to check what is said; untold: a missing report could tell.
_STANDING = """
standing AS (
    SELECT o.obligation_id, o.partnership_id, o.role, o.party_id, o.kind, o.title AS title_id, o.title_en, o.period,
        o.due_on, o.status, o.awaited_report, a.name AS owner, p.mentee, p.mentor, p.programme_id, b.as_of,
        CASE WHEN $by = 'party' THEN coalesce(o.party_id, '') ELSE o.partnership_id END AS code,
        CASE WHEN $by = 'party'
            THEN coalesce(a.name, CASE o.role WHEN 'mentor' THEN p.mentor WHEN 'mentee' THEN p.mentee END, o.party_id)
            ELSE p.mentee
        END AS name,
        CASE
            WHEN o.status IN ('overdue', 'partly_fulfilled') AND o.is_due THEN 'late'
            WHEN o.status = 'doubtful' THEN 'claimed'
            WHEN o.status = 'unknown' THEN 'untold'
            WHEN o.status IN ('not_due', 'prevented') AND o.due_on > b.as_of
                AND o.due_on <= b.as_of + CAST($days_ahead AS INTEGER) THEN 'soon'
        END AS waits
    FROM mart.obligation AS o
    JOIN chosen AS p USING (partnership_id)
    CROSS JOIN mart.build AS b
    LEFT JOIN mart.party AS a ON a.party_id = o.party_id
    WHERE o.status IN ('overdue', 'partly_fulfilled', 'doubtful', 'unknown', 'not_due', 'prevented')
)"""

COUNTS = (
    "WITH "
    + _STANDING.strip()
    + """
SELECT s.waits, count(*) AS obligations, count(DISTINCT s.party_id) AS parties,
    count(DISTINCT s.partnership_id) AS partnerships
FROM standing AS s
WHERE s.waits IS NOT NULL
GROUP BY s.waits
"""
)

OWED = (
    "WITH "
    + _STANDING.strip()
    + """
SELECT s.*, date_diff('day', s.due_on, s.as_of) AS days_late, count(*) OVER () AS of_all
FROM standing AS s
WHERE s.waits IS NOT NULL AND ($waits IS NULL OR s.waits = $waits) AND ($role IS NULL OR s.role = $role)
    AND ($code IS NULL OR s.code = $code) AND (NOT $of_partners OR s.role <> 'facilitator')
ORDER BY s.name NULLS LAST, s.code, s.due_on NULLS LAST, s.obligation_id
LIMIT $most_rows
"""
)

GROUPS = (
    "WITH "
    + _STANDING.strip()
    + """,
grouped AS (
    SELECT s.code, any_value(s.name) AS name, any_value(s.mentor) AS mentor,
        count(*) FILTER (s.waits = 'late') AS late, count(*) FILTER (s.waits = 'soon') AS soon,
        min(s.due_on) FILTER (s.waits IN ('late', 'soon')) AS first_due_on
    FROM standing AS s
    WHERE s.waits IN ('late', 'soon') AND s.code <> '' AND ($by = 'party' OR s.role <> 'facilitator')
    GROUP BY s.code
)
SELECT *, count(*) OVER () AS of_all
FROM grouped
WHERE $search IS NULL OR code IS NOT DISTINCT FROM $asked
    OR contains(lower(concat_ws(' ', code, name)), lower($search))
ORDER BY name NULLS LAST, code
LIMIT $most_rows
"""
)

ADVICE = """
SELECT c.chain_id, c.partnership_id, p.mentee, p.mentor, c.stage, c.topic, c.words, c.waits_for, c.waiting_since,
    c.waiting_days, c.due_on, c.is_overdue,
    CASE c.waits_for WHEN 'mentor' THEN p.mentor WHEN 'mentee' THEN p.mentee ELSE p.facilitator END AS who,
    count(*) OVER () AS of_all
FROM mart.advice_chain AS c
JOIN chosen AS p USING (partnership_id)
WHERE c.waits_for IS NOT NULL AND ($role IS NULL OR c.waits_for = $role)
ORDER BY list_position(['facilitator', 'mentor', 'mentee'], c.waits_for), who NULLS LAST, c.due_on NULLS LAST,
    c.chain_id
LIMIT $most_rows
"""

EVIDENCE = """
WITH wanted AS (
    SELECT o.obligation_id, o.partnership_id, o.role, o.kind, o.title AS title_id, o.title_en, o.period, o.due_on,
        o.status, p.mentee, p.mentor, count(*) OVER () AS of_all
    FROM mart.obligation AS o
    JOIN chosen AS p USING (partnership_id)
    WHERE CASE
        WHEN $everything THEN o.indicator_code IS NOT NULL AND o.counts AND o.evidence_level < 4
        ELSE o.status = 'doubtful'
    END
    ORDER BY p.mentee, o.partnership_id, o.due_on NULLS LAST, o.obligation_id
    LIMIT $most_rows
),
best AS (
    SELECT e.*
    FROM mart.evidence AS e
    SEMI JOIN wanted USING (obligation_id)
    QUALIFY row_number() OVER (
        PARTITION BY e.obligation_id ORDER BY e.level DESC, e.share DESC NULLS LAST, e.submitted_on, e.evidence_id
    ) = 1
)
SELECT o.*, e.level, e.occurred_on, e.submitted_on, e.share, e.note, e.source_file, e.source_sheet, e.source_cell
FROM wanted AS o
LEFT JOIN best AS e USING (obligation_id)
ORDER BY o.mentee, o.partnership_id, o.due_on NULLS LAST, o.obligation_id
"""

ACTABLE = """
SELECT o.obligation_id, o.role, o.kind, o.title AS title_id, o.title_en, o.period, o.due_on,
    o.original_due_on, o.status, o.relief_kind,
    e.level, e.occurred_on, e.submitted_on, e.share, e.note, e.source_file, e.source_sheet, e.source_cell
FROM mart.obligation AS o
JOIN visible AS p USING (partnership_id)
LEFT JOIN (
    SELECT *
    FROM mart.evidence
    WHERE partnership_id = $partnership_id
    QUALIFY row_number() OVER (
        PARTITION BY obligation_id ORDER BY level DESC, share DESC NULLS LAST, submitted_on, evidence_id
    ) = 1
) AS e ON e.obligation_id = o.obligation_id
WHERE o.partnership_id = $partnership_id AND o.status NOT IN ('withdrawn', 'lapsed', 'not_applicable')
ORDER BY o.due_on NULLS LAST, o.obligation_id
LIMIT $most_rows
"""

RECORDS = """
SELECT r.*, p.mentee, o.kind AS owed_kind, o.title AS title_id, o.title_en, o.period,
    o.obligation_id IS NOT NULL AS is_known, count(*) OVER () AS of_all
FROM mart.facilitator_record AS r
LEFT JOIN chosen AS p USING (partnership_id)
LEFT JOIN mart.obligation AS o ON o.obligation_id = r.obligation_id
WHERE r.kind <> 'withdrawn' AND (
    p.partnership_id IS NOT NULL
    OR ($sees_all AND NOT EXISTS (SELECT 1 FROM mart.partnership AS q WHERE q.partnership_id = r.partnership_id))
)
    AND (r.is_in_force OR NOT $in_force)
    AND ($search IS NULL OR contains(lower(concat_ws(' ', r.record_no, r.obligation_id)), lower($search)))
ORDER BY r.decided_on DESC, r.record_no
LIMIT $most_rows
"""

CONTACTS = """
SELECT c.party_id, a.name AS party, c.person, c.role, c.phone, c.email
FROM mart.contact AS c
LEFT JOIN mart.party AS a USING (party_id)
WHERE $sees_contacts AND list_contains($parties, c.party_id)
    AND ($sees_all OR c.party_id IN (SELECT unnest([mentor_id, mentee_id]) FROM visible))
ORDER BY a.name, c.person
LIMIT $most_rows
"""

OPEN_NAMES = """
SELECT count(DISTINCT s.written_name) AS names
FROM quality.name_suggestion AS s
WHERE $sees_all AND s.verdict = 'suggested'
"""

PROGRAMMES = """
SELECT programme_id, "name" FROM visible_programme WHERE list_contains($programmes, programme_id) ORDER BY "name"
"""


def counts(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Obligations by what they wait for (late, soon, claimed, untold), with parties and partnerships concerned."""
    return ask(connection, COUNTS, viewer, filters, by="party", days_ahead=DAYS_AHEAD)


def owed(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    by: str = "party",
    waits: str | None = None,
    role: str | None = None,
    code: str | None = None,
    of_partners: bool = False,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """What is late, due within 30 days of as_of, or waits for somebody's word; by party or partnership, then by date.

    `code`: of one party or partnership only. `of_partners`: without what PERPAMSI itself owes.
    """
    return ask(
        connection, OWED, viewer, filters,
        by=by, days_ahead=DAYS_AHEAD, waits=waits, role=role, code=code, of_partners=of_partners, most_rows=most_rows,
    )  # fmt: skip


def groups(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    by: str = "party",
    search: str | None = None,
    asked: str | None = None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Parties or partnerships of which something is late or due soon, alphabetical; `asked` is offered in any case.

    Of a partnership only what its partners owe counts: PERPAMSI does not remind them of its own.
    """
    return ask(
        connection, GROUPS, viewer, filters,
        by=by, days_ahead=DAYS_AHEAD, search=search, asked=asked, most_rows=most_rows,
    )  # fmt: skip


def advice(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    role: str | None = None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Chains of advice that wait for somebody, by whom they wait for; none in a build that keeps no chains."""
    if not has_table(connection, "advice_chain"):
        return pd.DataFrame()
    return ask(connection, ADVICE, viewer, filters, role=role, most_rows=most_rows)


def evidence(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    everything: bool = False,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Evidence of what is only claimed; with `everything` all below level 4 of what an indicator counts."""
    return ask(connection, EVIDENCE, viewer, filters, everything=everything, most_rows=most_rows)


def actable(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, most_rows: int = 1_000
) -> pd.DataFrame:
    """The obligations of one partnership that can be verified, waived or recorded as prevented, with best evidence."""
    return ask(connection, ACTABLE, viewer, partnership_id=partnership_id, most_rows=most_rows)


def records(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    in_force: bool = False,
    search: str | None = None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """What the facilitator recorded, latest first; none in a build that keeps no such records.

    `in_force`: only what could be taken back. `search`: part of a record's number or of its obligation's id.
    """
    if not has_table(connection, "facilitator_record"):
        return pd.DataFrame()
    return ask(connection, RECORDS, viewer, filters, in_force=in_force, search=search, most_rows=most_rows)


def contacts(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, parties: tuple[str, ...], most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """Contact persons of parties; no row for anybody but facilitators."""
    return ask(connection, CONTACTS, viewer, parties=list(parties), most_rows=most_rows)


def open_names(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> int:
    """Names of utilities that wait for a decision."""
    return int(ask(connection, OPEN_NAMES, viewer).iloc[0]["names"])


def programmes(connection: duckdb.DuckDBPyConnection, viewer: Viewer, codes: tuple[str, ...]) -> list[str]:
    """The names of programmes."""
    return list(ask(connection, PROGRAMMES, viewer, programmes=list(codes))["name"].dropna())
