"""The receipt of a score, for a viewer who may see the partnership."""

from dataclasses import replace

import duckdb

from dashboard.access import Viewer
from dashboard.queries import ledger
from dashboard.queries.profile import FACTS, of_partnership
from indicators.receipt import CriterionReceipt, ObligationReceipt, receipt


def criterion_receipt(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, role: str, criterion: str
) -> CriterionReceipt | None:
    """Everything behind one criterion score; None where there is none, or none that this viewer may see."""
    if of_partnership(connection, viewer, FACTS, partnership_id).empty:
        return None
    criteria = receipt(connection, partnership_id, role, criterion).criteria
    if not criteria:
        return None
    return criteria[0] if viewer.sees_all_partnerships else _seen(connection, viewer, partnership_id, criteria[0])


def _seen(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, line: CriterionReceipt
) -> CriterionReceipt:
    """Without what stands in a self-assessment that this viewer may not see."""
    answered = ledger.sees_claims(connection, viewer, partnership_id)

    def seen(owed: ObligationReceipt) -> ObligationReceipt:
        told = tuple(e for e in owed.evidence if not e.is_objection or owed.obligation_id in answered)
        return replace(owed, evidence=told)

    return replace(
        line,
        indicators=tuple(replace(i, obligations=tuple(map(seen, i.obligations))) for i in line.indicators),
    )
