"""The parties that take part in partnerships."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask

PARTIES = """
WITH taking_part AS (
    SELECT mentee_id AS party_id, mentee AS name FROM visible WHERE origin <> 'case'
    UNION ALL
    SELECT mentor_id, mentor FROM visible WHERE origin <> 'case'
    UNION ALL
    SELECT supporting_partner_id, supporting_partner FROM visible WHERE origin <> 'case'
),
named AS (
    SELECT party_id, coalesce(min(name), party_id) AS name
    FROM taking_part
    WHERE party_id IS NOT NULL
    GROUP BY party_id
)
SELECT party_id, name
FROM named
WHERE $search IS NULL OR contains(lower(name), lower($search)) OR party_id = $asked
ORDER BY party_id IS DISTINCT FROM $asked, lower(name), party_id
LIMIT $most_rows
"""


def taking_part(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, search: str | None, asked: str | None, most_rows: int
) -> pd.DataFrame:
    """Mentors, mentees and supporting partners whose name holds the text; `asked` comes first, if it is one of them.

    Those of published cases are left out: nobody looks or reports for them.
    """
    return ask(connection, PARTIES, viewer, search=search, asked=asked, most_rows=most_rows)
