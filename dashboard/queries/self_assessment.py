"""What the self-assessment page fills in and lists: obligations as the records have them, and what was sent."""

import duckdb
import pandas as pd

from dashboard.access import CLOSED_FILES, VISIBLE_LEDGER, Viewer
from dashboard.queries.ask import ALL_ROWS, ask, ask_of_files, has_table

ROLES_OF = """
SELECT p.partnership_id, p.title, p.origin, p.mentor_id, p.mentor, p.mentee_id, p.mentee, p.supporting_partner_id,
    EXISTS (
        SELECT 1 FROM mart.obligation AS o
        WHERE o.partnership_id = p.partnership_id AND o.role = 'supporting_partner'
    ) AS supporting_partner_owes
FROM visible AS p
WHERE p.partnership_id = $partnership_id
"""

KNOWN = """
SELECT p.partnership_id
FROM visible AS p
WHERE list_contains($partnerships, p.partnership_id)
"""

LEDGER = (
    "WITH "
    + CLOSED_FILES.strip()
    + """,
shown AS (
    SELECT e.obligation_id, e.source_file, e.source_sheet, e.source_cell, coalesce(e.occurred_on, e.submitted_on)
        AS told_on
    FROM mart.evidence AS e
    WHERE e.partnership_id = $partnership_id AND e."level" > 0
        AND NOT EXISTS (SELECT 1 FROM closed_file AS c WHERE c.file_sha256 = e.source_sha256)
    QUALIFY row_number() OVER (
        PARTITION BY e.obligation_id ORDER BY e."level" DESC, e.received_on DESC, e.evidence_id DESC
    ) = 1
)
SELECT o.obligation_id, o.criterion, o.kind, o.title, o.title_en, o.due_on, o.is_due, o.status, o.fulfilled_on,
    o.evidence_level, s.source_file, s.source_sheet, s.source_cell, s.told_on
FROM mart.obligation AS o
JOIN visible AS p ON p.partnership_id = o.partnership_id
LEFT JOIN shown AS s ON s.obligation_id = o.obligation_id
WHERE o.partnership_id = $partnership_id AND o.role = $role AND o.status NOT IN ('not_applicable', 'withdrawn')
ORDER BY o.due_on NULLS LAST, o.obligation_id
LIMIT $most_rows
"""
)

SENT_ANSWERS = f"""
WITH {VISIBLE_LEDGER.strip()}
SELECT a.file_sha256, a.source_file, a.assessed_on, a.is_in_force, a.person, a.obligation_id, a.answer, a.occurred_on,
    a.proof, a.prevented_by, coalesce(o.title, a.obligation_id) AS title,
    coalesce(o.title_en, a.obligation_id) AS title_en
FROM visible_answer AS a
LEFT JOIN mart.obligation AS o USING (obligation_id)
WHERE a.partnership_id = $partnership_id AND a.told_by = $by_role AND a.role = $role
ORDER BY a.assessed_on, a.file_sha256, a.obligation_id
LIMIT $most_rows
"""

SENT_WORDS = f"""
WITH {VISIBLE_LEDGER.strip()}
SELECT v.file_sha256, v.source_file, v.assessed_on, v.is_in_force, v.person, v.criterion, v.stated_value, v.words
FROM visible_view AS v
WHERE v.partnership_id = $partnership_id AND v.told_by = $by_role AND v.role = $role AND v.assessed_on IS NOT NULL
ORDER BY v.assessed_on, v.file_sha256, v.criterion
LIMIT $most_rows
"""


def roles_of(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str) -> pd.DataFrame:
    """The partnership with the parties of its roles; no row for one that the viewer may not see."""
    return ask(connection, ROLES_OF, viewer, partnership_id=partnership_id)


def known(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnerships: tuple[str, ...]) -> set[str]:
    """Those of the partnerships that this build has and the viewer may see."""
    if not partnerships:
        return set()
    return set(ask(connection, KNOWN, viewer, partnerships=list(partnerships))["partnership_id"])


def ledger(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, role: str) -> pd.DataFrame:
    """Every obligation of a role with what the records say of it; where each is told, of the best evidence."""
    return ask_of_files(connection, LEDGER, viewer, partnership_id=partnership_id, role=role, most_rows=ALL_ROWS)


def sent(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, by: str, about: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers and words of every self-assessment that a role sent about another or itself, the oldest first."""
    tables = []
    for name, sql in (("self_assessment_answer", SENT_ANSWERS), ("self_assessment_value", SENT_WORDS)):
        known = has_table(connection, name)
        named = {"partnership_id": partnership_id, "by_role": by, "role": about, "most_rows": ALL_ROWS}
        tables.append(ask(connection, sql, viewer, **named) if known else pd.DataFrame())
    return tables[0], tables[1]
