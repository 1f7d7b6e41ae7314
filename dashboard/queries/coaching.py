"""Questions to ask a partner, with the cells they rest on."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask

QUESTIONS = """
SELECT q.detector, q.role, q.subject, q.zone, q.period, q.question_en, q.question_id, q.source_file, q.source_sheet,
    q.source_cell, q.sources
FROM mart.coaching_question AS q
JOIN visible AS p USING (partnership_id)
WHERE q.partnership_id = $partnership_id
ORDER BY q.period DESC, q.detector, q.role, q.subject, q.zone, q.source_cell
"""


def questions(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str) -> pd.DataFrame:
    """The questions about one partnership, the latest first; no row for one that the viewer may not see."""
    return ask(connection, QUESTIONS, viewer, partnership_id=partnership_id)
