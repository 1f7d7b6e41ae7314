"""Which rows of a workbook somebody filled in: those that hold more than what we had written into it beforehand."""

from collections.abc import Mapping, Sequence
from typing import Final

import duckdb

from pipelines.template import Sheet
from warehouse.ddl import quoted

ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "monthly_cover": (),
    "monthly_progress": ("value", "note"),
    "monthly_advice_actions": ("agreed", "reason", "action_share", "done_on", "note"),
    "monthly_requests": ("answered_on", "answer_channel"),
    "visit_slip": (
        "held_from", "held_to", "place", "mentor_participants", "mentee_participants", "other_participants",
    ),
    "advice_slip": (),
    "final_slip": ("number", "dated_on", "file_name", "conclusion"),
    "final_slip_assessment": ("score", "words"),
    "final_slip_months": ("summary",),
    "follow_up_slip": ("continuation",),
    "follow_up_targets": ("actual", "actual_on", "note"),
    "follow_up_figures": ("value",),
    "self_assessment": (),
    "self_assessment_ledger": ("answer", "occurred_on", "proof", "prevented_by"),
    "self_assessment_words": ("score", "words"),
    "facilitator_record": (),
    "utility_health": ("value",),
}  # fmt: skip
"""By raw table the columns that are ours to ask and a partner's to answer; of other tables every row counts."""

OWN_NUMBER: Final[Mapping[str, str]] = {"monthly_requests": "request_id"}
"""The column that we fill in: a row without it is a partner's own."""


def describe(connection: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet]) -> None:
    """The view filled_row (row_id, file_sha256): every raw row in which somebody filled in a figure or an answer."""
    each = [f"SELECT row_id, file_sha256 FROM raw.{quoted(sheet.table)} WHERE {_is_filled(sheet)}" for sheet in sheets]
    connection.execute("CREATE TEMP VIEW filled_row AS " + " UNION ALL ".join(each))


def _is_filled(sheet: Sheet) -> str:
    if sheet.table not in ANSWERS:
        return "TRUE"
    told = [f"{quoted(name)} IS NOT NULL" for name in ANSWERS[sheet.table]]
    if sheet.table in OWN_NUMBER:
        told.append(f"{quoted(OWN_NUMBER[sheet.table])} IS NULL")
    return " OR ".join(told) or "FALSE"
