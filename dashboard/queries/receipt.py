"""The receipt of a score, for a viewer who may see the partnership."""

from dataclasses import replace

import duckdb

from dashboard.access import Viewer
from dashboard.queries import ledger
from dashboard.queries.profile import FACTS, of_partnership
from indicators.receipt import CriterionReceipt, IndicatorReceipt, ObligationReceipt, receipt


def criterion_receipt(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, partnership_id: str, role: str, criterion: str
) -> CriterionReceipt | None:
    """Everything behind one criterion score; None where there is none, or none that this viewer may see."""
    if of_partnership(connection, viewer, FACTS, partnership_id).empty:
        return None
    criteria = receipt(connection, partnership_id, role, criterion).criteria
    if not criteria:
        return None
    return criteria[0] if viewer.sees_all_partnerships else _seen(connection, viewer, criteria[0])


def _seen(connection: duckdb.DuckDBPyConnection, viewer: Viewer, line: CriterionReceipt) -> CriterionReceipt:
    """Without what stands in a self-assessment that this viewer may not see."""
    closed = ledger.closed_files(connection, viewer)

    def seen(owed: ObligationReceipt) -> ObligationReceipt:
        told = tuple(
            replace(e, attested_by=None, attested_on=None) if e.told_in in closed else e
            for e in owed.evidence
            if not (e.is_objection and e.told_in in closed)
        )
        return replace(owed, evidence=told)

    def with_seen(one: IndicatorReceipt) -> IndicatorReceipt:
        return replace(
            one,
            obligations=tuple(map(seen, one.obligations)),
            revisions=tuple(r for r in one.revisions if closed.isdisjoint(r.told_in)),
        )

    return replace(line, indicators=tuple(map(with_seen, line.indicators)))
