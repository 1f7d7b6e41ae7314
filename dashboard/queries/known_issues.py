"""What is known to be wrong with the figures of a build."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask, has_table

ISSUES = """
SELECT i.*
FROM mart.known_issue AS i
ORDER BY i.is_told DESC, i.known_from DESC, i.issue_id
"""


def issues(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Every issue declared, those told on the day of the figures first; none in a build that keeps none."""
    if not has_table(connection, "known_issue"):
        return pd.DataFrame()
    return ask(connection, ISSUES, viewer)
