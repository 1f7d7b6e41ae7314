"""The chains of advice of one partnership, with their links and receipts."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask, has_table

CHAINS = """
SELECT c.*, o.title AS visit_title, o.title_en AS visit_title_en
FROM mart.advice_chain AS c
JOIN visible AS p USING (partnership_id)
LEFT JOIN mart.obligation AS o ON o.obligation_id = c.chain_id
WHERE c.partnership_id = $partnership_id
ORDER BY c.waits_for IS NULL, c.waiting_days DESC NULLS LAST, c.begun_on, c.chain_id
"""

LINKS = """
SELECT l.chain_id, l.advice_id, l.position, l.link, l.state, l.waits_for, l.kind, l.topic, l.words, l.channel,
    l.done_on, l.due_on, l.days, l.value_before, l.value_after, l.unit, m.name_en, m.name_id, l.obligation_id,
    l.source_file, l.source_sheet, l.source_cell
FROM mart.advice_link AS l
JOIN visible AS p USING (partnership_id)
LEFT JOIN mart.metric AS m ON l.link = 'metric' AND m.metric_code = l.words
WHERE l.partnership_id = $partnership_id
ORDER BY l.chain_id, l.position > 1, l.advice_id, l.position, l.done_on
"""

PARTS = (CHAINS, LINKS)


def of_partnership(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, sql: str, partnership_id: str
) -> pd.DataFrame:
    """CHAINS or LINKS of one partnership; no row for one that the viewer may not see, nor in an older build."""
    if not has_table(connection, "advice_chain"):
        return pd.DataFrame()
    return ask(connection, sql, viewer, partnership_id=partnership_id)
