"""Which corrections of a report still act after a later one of its month: those of what is in force of it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines import corrections, raw
from tests.pipelines.by_hand import ByHand, Row

AS_OF = date(2026, 9, 30)
FIRST, SECOND = "1" * 64, "2" * 64
PROGRESS, ACTIVITIES = "monthly_progress", "monthly_activities"


@pytest.fixture
def march(tmp_path: Path) -> ByHand:
    """A report of March with four figures and an activity, and a later one with a figure of its own."""
    made = ByHand(tmp_path, AS_OF)
    made.agree(["P1"])
    figures = {FIRST: ("billed_metered", "connections", "mains_length", "pressure"), SECOND: ("connections",)}
    for day, (sha256, codes) in enumerate(figures.items(), 1):
        made.add_file(sha256, f"{day}.xlsx", "monthly_report", datetime(2026, 4, day, 3))
        cover: Row = {"partnership_id": "P1", "period": "2026-03", "submitted_on": date(2026, 4, day)}
        made.add_rows("monthly_cover", sha256, [cover])
        told = [{"variable_code": code, "value": 700.0, "value_status": "reported"} for code in codes]
        made.add_rows(PROGRESS, sha256, told)
        made.add("raw.header", [_header(sha256, "value", "D"), _header(sha256, "unit", "E")])
    made.add_rows(ACTIVITIES, FIRST, [{"description": "Rapat", "held_on": date(2026, 3, 1)}])
    return made


def _header(sha256: str, column: str, letter: str) -> Row:
    place = {"file_sha256": sha256, "table_name": PROGRESS, "sheet": PROGRESS}
    return {**place, "column_name": column, "cell_column": letter}


def _correct(warehouse: ByHand, code: str, cell: str, table: str = PROGRESS, action: str = "replace_value") -> None:
    said = {"correction_id": code, "action": action, "reason": "Seen", "by": "Fasilitator", "decided_on": AS_OF}
    stands = {"file": "1.xlsx", "target": cell, "status": "in_force", "applied_rows": 1, "state": "applied"}
    warehouse.add("quality.correction", [{**said, **stands, "declared_in": "c.yml"}])
    row_id = warehouse.row_id(FIRST, table, int(cell[1:]))
    place = {"file_sha256": FIRST, "source_file": "1.xlsx", "source_sheet": table, "source_cell": cell}
    warehouse.add("quality.correction_applied", [{**said, **place, "column_name": "value", "row_id": row_id}])
    if action == "drop_row":
        warehouse.add("raw.rejected_row", [{"table_name": table, "row_id": row_id}])


def test_a_correction_acts_as_long_as_anything_that_it_changed_is_in_force(march: ByHand) -> None:
    _correct(march, "A-VALUE", "D5")
    _correct(march, "B-CONFIRM", "D5", action="confirm")
    _correct(march, "C-UNIT", "E5")
    _correct(march, "D-TOLD-ANEW", "D6")
    _correct(march, "E-LEFT-OUT", "D7", action="drop_row")
    _correct(march, "F-ACTIVITY", "A5", ACTIVITIES)
    march.run.load_register()
    march.run.load_reports()
    arrived = {"intake_id": FIRST, "file_sha256": FIRST, "file_name": "1.xlsx", "received_at": datetime(2026, 4, 1)}
    outcome = {"outcome": "accepted", "superseded_by": SECOND, "rows_accepted": 5, "rows_rejected": 0}
    march.add("quality.file_outcome", [{**arrived, **outcome, "message_en": "Taken.", "message_id": "Diterima."}])
    raw.describe_arrivals(march.connection, [], frozenset(), march.run.templates)
    corrections.settle(march.connection)
    states = dict(march.ask("SELECT correction_id, state FROM quality.correction"))
    assert states.pop("B-CONFIRM") == "without_effect"
    assert states.pop("D-TOLD-ANEW") == "superseded"
    assert set(states.values()) == {"applied"} and len(states) == 4
    last = "SELECT correction_id, is_confirmed FROM core.measurement WHERE variable_code = 'billed_metered'"
    assert march.ask(last) == [("C-UNIT", False)]
