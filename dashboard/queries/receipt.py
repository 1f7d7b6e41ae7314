"""The receipt of a score, for a viewer who may see the partnership."""

import duckdb

from dashboard.access import Viewer
from dashboard.queries.profile import FACTS, of_partnership
from indicators.receipt import CriterionReceipt, receipt


def criterion_receipt(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, role: str, criterion: str
) -> CriterionReceipt | None:
    """Everything behind one criterion score; None where there is none, or none that this viewer may see."""
    if of_partnership(connection, viewer, FACTS, partnership_id).empty:
        return None
    criteria = receipt(connection, partnership_id, role, criterion).criteria
    return criteria[0] if criteria else None
