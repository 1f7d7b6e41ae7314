"""Self-assessment of one partnership: the views that this viewer may see, the answers to obligations, the questions."""

import duckdb
import pandas as pd

from dashboard.access import CLOSED_FILES, VISIBLE_LEDGER, Viewer
from dashboard.queries.ask import ask, ask_of_files, has_table

VIEWS = f"""
WITH {VISIBLE_LEDGER.strip()}
SELECT v.role, v.criterion, v.viewpoint, v.told_by, v.person, v.assessed_on, v."value", v.stated_value, v.status,
    v.words, v.done_count, v.prevented_count, v.is_in_force, v.source_file, v.source_sheet, v.source_cell
FROM visible_view AS v
WHERE v.partnership_id = $partnership_id
ORDER BY v.role DESC, v.criterion, v.viewpoint, v.assessed_on
"""

ANSWERS = f"""
WITH {VISIBLE_LEDGER.strip()}
SELECT a.role, a.obligation_id, coalesce(o.title, a.obligation_id) AS title, coalesce(o.title_en, a.obligation_id)
        AS title_en, o.due_on, o.status, a.viewpoint, a.told_by, a.person, a.answer, a.occurred_on, a.proof,
    a.prevented_by, a.assessed_on, a.source_file, a.source_sheet, a.source_cell
FROM visible_answer AS a
LEFT JOIN mart.obligation AS o USING (obligation_id)
WHERE a.partnership_id = $partnership_id AND a.is_in_force
ORDER BY a.answer = 'agreed', a.role DESC, o.due_on, a.obligation_id
"""

GAPS = f"""
WITH {VISIBLE_LEDGER.strip()}
SELECT g.role, g.criterion, g.about, g.gap, g.question_en, g.question_id, g.source_file, g.source_sheet, g.source_cell
FROM visible_gap AS g
WHERE g.partnership_id = $partnership_id
ORDER BY g.role DESC, g.criterion, g.about
"""

ATTESTED = f"""
WITH {CLOSED_FILES.strip()}
SELECT t.obligation_id, t.level, t.person, t.attested_on
FROM mart.attestation AS t
JOIN visible AS p USING (partnership_id)
WHERE t.partnership_id = $partnership_id
    AND NOT EXISTS (SELECT 1 FROM closed_file AS c WHERE c.file_sha256 = t.source_sha256)
ORDER BY t.obligation_id, t.level, t.attested_on, t.person
"""

CLOSED = f"""
WITH {CLOSED_FILES.strip()}
SELECT c.file_sha256
FROM closed_file AS c
"""

TABLES = {VIEWS: "self_assessment_value", ANSWERS: "self_assessment_answer", GAPS: "self_assessment_gap"}


def of_partnership(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, sql: str, partnership_id: str
) -> pd.DataFrame:
    """VIEWS, ANSWERS or GAPS of one partnership; no row for what the viewer may not see, nor in an older build."""
    if not has_table(connection, TABLES[sql]):
        return pd.DataFrame()
    return ask(connection, sql, viewer, partnership_id=partnership_id)


def attested(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str) -> pd.DataFrame:
    """Who confirmed or verified which obligation, and when: obligation_id, level, person, attested_on.

    What a self-assessment that this viewer may not see agrees with is left out.
    """
    if not has_table(connection, "attestation"):
        return pd.DataFrame(columns=["obligation_id", "level", "person", "attested_on"])
    return ask_of_files(connection, ATTESTED, viewer, partnership_id=partnership_id)


def closed_files(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> frozenset[str]:
    """SHA-256 of the self-assessments that this viewer may not see."""
    return frozenset(ask_of_files(connection, CLOSED, viewer)["file_sha256"])
