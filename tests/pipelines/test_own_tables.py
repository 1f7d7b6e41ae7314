"""What counts of tables of one's own: part by part, blank keeps, and what is refused displaces nothing."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.pipelines.by_hand import ByHand, Row

AS_OF = date(2026, 9, 30)
FIRST, SECOND, THIRD = "1" * 64, "2" * 64, "3" * 64
TOWNS = """
name: towns
edition: "2026"
title: {en: Towns, id: Kota}
kind: towns
formats: [csv, xlsx]
sheets:
  - table: towns
    any_sheet: true
    key: place
    measurements:
      layout: wide
      utility: {list: towns, id: [place]}
      period: {month: month}
      variables:
        - {variable: production_volume, column: produced, unit: m3}
        - {variable: connections, column: connections}
        - {variable: service_volume, column: service, unit: m3, blank: not_applicable}
    columns:
      - {name: place, header: Place, required: true}
      - {name: month, header: Month, type: month, required: true}
      - {name: produced, header: Produced, type: number}
      - {name: connections, header: Connections, type: number}
      - {name: service, header: Service, type: number}
"""


def _knowing(data: Path, template: str) -> ByHand:
    """A build whose data folder describes a table of its own."""
    folder = data / "reference" / "templates"
    folder.mkdir(parents=True)
    (folder / "towns.yml").write_text(template, "utf-8")
    return ByHand(data, AS_OF)


@pytest.fixture
def towns(tmp_path: Path) -> ByHand:
    """A build that knows a wide foreign table."""
    return _knowing(tmp_path, TOWNS)


def _send_towns(warehouse: ByHand, sha256: str, day: int, **figures: tuple[float | None, str]) -> None:
    received_at = datetime(2026, 6, day, 3)
    warehouse.add_file(sha256, f"{day}.csv", "towns", received_at, edition="2026")
    row: dict[str, object] = {"place": "Kota A", "month": "2026-05"}
    for name, (value, status) in figures.items():
        row |= {name: value, f"{name}_status": status}
    warehouse.add_rows("towns", sha256, [row], source_file=f"{day}.csv")


def test_a_blank_or_refused_cell_of_a_later_wide_table_displaces_no_figure(towns: ByHand) -> None:
    blank, refused = (None, "not_reported"), (None, "rejected")
    _send_towns(
        towns, FIRST, 1, produced=(1000.0, "reported"), connections=(50.0, "reported"), service=(7.0, "reported")
    )
    _send_towns(towns, SECOND, 2, produced=refused, connections=(60.0, "reported"), service=blank)
    _send_towns(towns, THIRD, 3, produced=blank, connections=blank, service=blank)
    towns.run.load_register()
    towns.run.load_reports()
    current = "SELECT variable_code, value, status, source_file FROM core.measurement WHERE is_current"
    held = {code: tuple(told) for code, *told in towns.ask(current)}
    assert held == {
        "production_volume": (1000.0, "reported", "1.csv"),
        "connections": (60.0, "reported", "2.csv"),
        "service_volume": (None, "not_applicable", "2.csv"),
    }
    assert towns.ask("SELECT value FROM core.measurement WHERE variable_code = 'connections' AND place = 2") == [(50,)]


def test_a_row_of_an_impossible_or_future_year_is_left_out_and_named(tmp_path: Path) -> None:
    template = TOWNS.replace("{month: month}", "{year: year}").replace("name: month", "name: year")
    template = template.replace("header: Month, type: month", "header: Year, type: integer")
    warehouse = _knowing(tmp_path, template)
    warehouse.add_file(FIRST, "1.csv", "towns", datetime(2026, 6, 1, 3), edition="2026")
    told = {"produced": 1000.0, "produced_status": "reported", "connections_status": "not_reported"}
    rows = [{**told, "place": f"Kota {year}", "year": year} for year in (2025, 20226, 2027)]
    warehouse.add_rows("towns", FIRST, rows)
    warehouse.run.load_register()
    warehouse.run.check_reports()
    warehouse.run.load_reports()
    found = "SELECT row_id, value, severity, row_rejected FROM quality.finding WHERE rule = 'year_of_period' ORDER BY 1"
    assert warehouse.ask(found) == [
        (warehouse.row_id(FIRST, "towns", 6), "20226", "critical", True),
        (warehouse.row_id(FIRST, "towns", 7), "2027", "critical", True),
    ]
    counted = "SELECT period_start FROM core.measurement WHERE variable_code = 'production_volume'"
    assert warehouse.ask(counted) == [(date(2025, 1, 1),)]


def test_a_table_and_columns_named_like_words_of_sql_are_read_as_any_other(tmp_path: Path) -> None:
    template = TOWNS.replace("towns", "order").replace("produced", "select")
    template = (
        template.replace("place", "group").replace("month: month", "month: from").replace("name: month", "name: from")
    )
    warehouse = _knowing(tmp_path, template)
    warehouse.add_file(FIRST, "1.csv", "order", datetime(2026, 6, 1, 3), edition="2026")
    told = {"select": 1000.0, "select_status": "reported", "connections_status": "not_reported"}
    warehouse.add_rows("order", FIRST, [{**told, "group": "Kota A", "from": "2026-05"}])
    warehouse.run.load_register()
    warehouse.run.check_reports()
    warehouse.run.load_reports()
    warehouse.run.check_plausibility()
    warehouse.run.judge()
    warehouse.run.record_outcomes()
    counted = "SELECT value, period_start FROM mart.pilot_metric WHERE metric_code = 'production_volume'"
    assert warehouse.ask(counted) == [(1000.0, date(2026, 5, 1))]


def test_a_figure_whose_period_is_blank_is_left_out_and_named_and_a_row_without_figures_is_not(tmp_path: Path) -> None:
    warehouse = _knowing(tmp_path, TOWNS.replace("type: month, required: true", "type: month"))
    warehouse.add_file(FIRST, "1.csv", "towns", datetime(2026, 6, 1, 3), edition="2026")
    told = {"produced": 1000.0, "produced_status": "reported", "connections_status": "not_reported"}
    blank = {"produced_status": "not_reported", "connections_status": "not_reported"}
    rows: list[Row] = [
        {**told, "place": "A", "month": "2026-05"}, {**told, "place": "B"}, {**blank, "place": "Source"},
    ]  # fmt: skip
    warehouse.add_rows("towns", FIRST, rows)
    assert _found(warehouse) == [(warehouse.row_id(FIRST, "towns", 6), "period_stated", True)]
    counted = "SELECT utility_id, period_start FROM core.measurement WHERE value IS NOT NULL"
    assert warehouse.ask(counted) == [("towns/A", date(2026, 5, 1))]


def test_a_row_is_held_to_the_columns_by_which_its_own_edition_dates_it(tmp_path: Path) -> None:
    _knowing(tmp_path, TOWNS)
    newer = TOWNS.replace('"2026"', '"2027"').replace("{month: month}", "{year: year}")
    newer = newer.replace("{name: month, header: Month, type: month,", "{name: year, header: Year, type: integer,")
    (tmp_path / "reference" / "templates" / "towns_2027.yml").write_text(newer, "utf-8")
    warehouse = ByHand(tmp_path, AS_OF)
    told = {"place": "A", "produced": 1000.0, "produced_status": "reported", "connections_status": "not_reported"}
    for sha256, edition, period in ((FIRST, "2026", {"month": "2026-05"}), (SECOND, "2027", {"year": 2025})):
        warehouse.add_file(sha256, f"{edition}.csv", "towns", datetime(2026, 6, 1, 3), edition=edition)
        warehouse.add_rows("towns", sha256, [{**told, **period}])
    assert _found(warehouse) == []


def test_a_row_whose_days_cannot_be_is_left_out_and_named(tmp_path: Path) -> None:
    template = TOWNS.replace("{month: month}", "{start: start, end: finish}")
    start = "- {name: start, header: Start, type: date}"
    finish = "- {name: finish, header: Finish, type: date}"
    month = "- {name: month, header: Month, type: month, required: true}"
    warehouse = _knowing(tmp_path, template.replace(month, f"{start}\n      {finish}"))
    warehouse.add_file(FIRST, "1.csv", "towns", datetime(2026, 6, 1, 3), edition="2026")
    told = {"produced": 1000.0, "produced_status": "reported", "connections_status": "not_reported"}
    spans = [("05-01", "05-31"), ("05-01", None), ("05-31", "05-01"), ("08-01", "08-31")]
    rows: list[Row] = [
        {**told, "place": f"{first} {last}", "start": f"2026-{first}", "finish": last and f"2026-{last}"}
        for first, last in spans
    ]
    warehouse.add_rows("towns", FIRST, rows)
    assert [(rule, rejected) for _, rule, rejected in _found(warehouse)] == [
        ("period_stated", True), ("not_before", True), ("happened_before_receipt", True),
    ]  # fmt: skip
    counted = "SELECT period_end FROM core.measurement WHERE variable_code = 'production_volume'"
    assert warehouse.ask(counted) == [(date(2026, 5, 31),)]


def _found(warehouse: ByHand) -> list[tuple[object, ...]]:
    warehouse.run.load_register()
    warehouse.run.check_reports()
    warehouse.run.load_reports()
    return warehouse.ask("SELECT row_id, rule, row_rejected FROM quality.finding ORDER BY row_id")
