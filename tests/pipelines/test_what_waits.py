"""What cannot count or judge yet: a report outside any pilot, a length of doubtful coordinates."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.pipelines.by_hand import ByHand

AS_OF = date(2026, 9, 30)
RECEIVED = datetime(2026, 4, 5, 3)
REPORT, SCAN, LAYER = "1" * 64, "2" * 64, "3" * 64


@pytest.fixture
def warehouse(tmp_path: Path) -> ByHand:
    """P1 with a pilot; P2, which has agreed on none yet."""
    made = ByHand(tmp_path, AS_OF)
    made.agree(["P1"])
    second = {"partnership_id": "P2", "programme_id": "P", "programme_kind": "solidarity_partnership"}
    made.add("core.partnership", [{**second, "origin": "sample", "title": "P2", "mentee_id": "M"}])
    return made


def test_a_scan_waits_for_the_pilot_as_a_workbook_does(warehouse: ByHand) -> None:
    for number, partnership in enumerate(("P1", "P2")):
        report, scan = (f"{number}{sha256[1:]}" for sha256 in (REPORT, SCAN))
        warehouse.add_file(report, "x.xlsx", "monthly_report", RECEIVED)
        warehouse.add_rows("monthly_cover", report, [{"partnership_id": partnership, "period": "2026-03"}])
        arrived = {"row_id": scan[:16], "file_sha256": scan, "source_file": "x.jpg", "kind": "monthly_report"}
        told = {"partnership_id": partnership, "period": "2026-04", "is_locked": False}
        received = {"received_at": RECEIVED, "received_on": RECEIVED.date()}
        warehouse.add("raw.arrived_document", [{**arrived, **told, **received}])
    warehouse.run.load_register()
    warehouse.run.load_reports()
    parked = "SELECT partnership_id, content_reported, is_parked FROM core.monthly_report ORDER BY ALL"
    assert warehouse.ask(parked) == [
        ("P1", False, False), ("P1", True, False), ("P2", False, True), ("P2", True, True),
    ]  # fmt: skip
    delivered = "SELECT DISTINCT partnership_id FROM core.evidence"
    assert warehouse.ask(delivered) == [("P1",)]


@pytest.mark.parametrize(
    ("coordinates", "compared", "reported"),
    [(None, "differs", "needs_review"), ("no system", "under_review", "reported")],
)
def test_a_length_under_review_puts_no_reported_length_under_review(
    warehouse: ByHand, coordinates: str | None, compared: str, reported: str
) -> None:
    warehouse.add_file(REPORT, "x.xlsx", "monthly_report", RECEIVED)
    warehouse.add_rows("monthly_cover", REPORT, [{"partnership_id": "P1", "period": "2026-03"}])
    told = {"variable_code": "pipe_length_digitised", "value": 100.0, "value_status": "reported", "unit": "km"}
    warehouse.add_rows("monthly_progress", REPORT, [told])
    warehouse.add_file(LAYER, "pipa.geojson", "gis", RECEIVED)
    arrived = {"row_id": "a", "file_sha256": LAYER, "source_file": "pipa.geojson", "partnership_id": "P1"}
    received = {"period": "2026-03", "is_read": True, "received_at": RECEIVED, "received_on": RECEIVED.date()}
    warehouse.add("raw.gis_arrival", [{**arrived, **received}])
    numbers = dict.fromkeys(
        ("geometries", "empty", "invalid", "same_geometry", "same_identifier", "other_geometry", "beyond_degrees"), 0
    )
    layer = {"layer": "pipa", "layer_kind": "pipes", "format": "geojson", "crs_status": "missing", "features": 2}
    measured = {"outside_indonesia": 0, "counted": 2, "complete": 2, "length_km": 20.0}
    measured["length_km_status"] = "needs_review" if coordinates else "reported"
    warehouse.add_rows("gis_layer", LAYER, [{**layer, **numbers, **measured, "coordinates": coordinates}])
    warehouse.run.load_register()
    warehouse.run.load_reports()
    status = "SELECT status FROM mart.gis_comparison WHERE reported_code = 'pipe_length_digitised'"
    assert warehouse.ask(status) == [(compared,)]
    figure = "SELECT status FROM core.measurement WHERE variable_code = 'pipe_length_digitised'"
    assert warehouse.ask(figure) == [(reported,)]
