"""Figures as they were written: number, unit, factor, and the correction that acted."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask

COLUMNS = ("metric_code", "zone", "period_start", "written_value", "written_unit", "factor", "correction_id")

WRITTEN = """
SELECT m.metric_code, m.zone, m.period_start, m.written_value, m.written_unit, m.factor,
    m.correction_ids AS correction_id
FROM mart.pilot_metric AS m
JOIN visible AS p USING (partnership_id)
WHERE m.partnership_id = $partnership_id AND (m.factor <> 1 OR m.correction_id IS NOT NULL)
"""


def converted_figures(connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str) -> pd.DataFrame:
    """Figures written in another unit than they are shown in, or corrected; none of a build that does not keep them."""
    kept = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'mart' AND table_name = 'pilot_metric' "
        "AND column_name IN ('correction_id', 'correction_ids') ORDER BY column_name DESC"
    ).fetchall()
    if not kept:
        return pd.DataFrame(columns=list(COLUMNS))
    statement = WRITTEN.replace("m.correction_ids AS", f"m.{kept[0][0]} AS")
    return ask(connection, statement, viewer, partnership_id=partnership_id)
