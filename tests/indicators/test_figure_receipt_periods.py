"""Receipts where a year stands beside its months, and of targets with many months."""

from datetime import date
from typing import Any, cast

import duckdb
import pytest

from indicators.figure_receipt import figure_receipt, figure_receipts, measured_target
from indicators.receipt_text import figure_lines
from tests.indicators.programme import Mart, Programme
from tests.indicators.test_water_balance import BALANCE, pilot, told
from warehouse.month import Month
from warehouse.vocabulary import Language

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
SPANS = {
    (date(2026, 1, 1), date(2026, 1, 31)): 8,
    (date(2026, 2, 1), date(2026, 2, 28)): 9,
    (date(2026, 12, 1), YEAR[1]): 12,
    YEAR: 23,
}


@pytest.fixture
def year_beside_months() -> Mart:
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-12-31"))
    p.signs("memorandum_of_agreement", "2025-12-15")
    p.measures("2026-01", value=8).measures("2026-02", value=9).measures("2026-12", value=12)
    programme.add("measurement", **programme.rows["measurement"][0] | {
        "submission_id": "year", "period_end": "2026-12-31", "value": 23, "file_sha256": "year",
        "source_file": "year.xlsx",
    })  # fmt: skip
    return programme.at("2026-12-31")


def test_a_year_told_beside_its_months_is_never_taken_for_one_of_them(year_beside_months: Mart) -> None:
    for span, value in SPANS.items():
        found = figure_receipt(year_beside_months.connection, "supply_hours", "P1", "MENTEE", None, span)
        assert (found.value, found.period_start, found.period_end) == (value, *span)
        assert [one.value for one in found.inputs] == [value]
        assert len(found.files) == 1 and (found.files[0].file == "year.xlsx") is (span == YEAR)


def test_of_a_month_every_period_is_printed_that_it_is_in(year_beside_months: Mart) -> None:
    found = figure_receipts(year_beside_months.connection, "P1", "supply_hours", Month(2026, 2))
    assert sorted(one.value or 0 for one in found) == [9, 23]
    printed = [next(figure_lines(one, Language.ENGLISH))[1] for one in found]
    assert any("Jan 2026 – Dec 2026: 23.00" in line for line in printed)
    assert any("Feb 2026: 9.00" in line for line in printed)


def test_twelve_months_and_a_year_of_the_same_days_have_each_their_own_receipt() -> None:
    """A report tells 1,000 m3 in and 600 billed in every month of 2026; the year is told as 15,000 and 9,000.

    Twelve months: 12 x (1,000 - 600) = 4,800 m3 not billed; the year 15,000 - 9,000 = 6,000.
    """
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-12-31"))
    p.signs("memorandum_of_agreement", "2025-12-15")
    told = {"system_input_volume": (1_000, 15_000), "billed_metered": (600, 9_000), "billed_unmetered": (0, 0)}
    for variable, (month, year) in told.items():
        for number in range(1, 13):
            p.measures(f"2026-{number:02}", variable, value=month)
        programme.add("measurement", **programme.rows["measurement"][-1] | {
            "submission_id": "year", "period_start": "2026-01-01", "period_end": "2026-12-31", "value": year,
            "file_sha256": "year", "source_file": "year.xlsx",
        })  # fmt: skip
    connection = programme.at("2027-01-31").connection
    spans = {"rolling_12": (4_800, 36), "year": (6_000, 3), None: (6_000, 3)}
    for span, (value, count) in spans.items():
        found = figure_receipt(connection, "nrw_volume", "P1", "MENTEE", None, YEAR, span)
        assert (found.value, len(found.inputs)) == (value, count)
        assert {one.origin.file == "year.xlsx" for one in found.inputs} == {span != "rolling_12"}
    (whole,) = figure_receipts(connection, "P1", "nrw_volume", Month(2026, 12), "rolling_12")
    assert whole.value == 4_800


class Counting:
    """A connection that counts the statements asked of it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.asked = connection, 0

    def execute(self, *statement: Any) -> duckdb.DuckDBPyConnection:
        self.asked += 1
        return self.connection.execute(*statement)


def aimed_for_months(count: int) -> Mart:
    programme = Programme()
    p = programme.partnership("P1", pilot=("2024-01-01", "2026-12-31"))
    p.signs("memorandum_of_agreement", "2023-12-15")
    for month in range(count):
        p.measures(f"{2024 + month // 12}-{month % 12 + 1:02}", value=month)
    p.aims(
        "T1", horizon="long", metric_code="supply_hours", zone=None, actual_basis="month", baseline=1, target=20,
        due_on="2027-12-31",
    )  # fmt: skip
    return programme.at("2025-12-31")


@pytest.mark.parametrize("with_inputs", [True, False])
def test_the_receipt_of_a_target_takes_no_more_statements_for_many_months_than_for_two(with_inputs: bool) -> None:
    asked = []
    for months in (2, 24):
        counting = Counting(aimed_for_months(months).connection)
        found = measured_target(cast(duckdb.DuckDBPyConnection, counting), "P1", "T1", with_inputs)
        asked.append(counting.asked)
        assert [one.value for one in found.figures] == list(range(months))
        assert [len(one.inputs) for one in found.figures] == [int(with_inputs)] * months
        assert {one.file for one in found.files} >= {f"P1-2024-{month:02}.xlsx" for month in (1, 2)}
    assert asked[0] == asked[1] <= 8


def test_of_many_figures_of_a_target_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.figure_receipt.MOST_FIGURES", 3)
    found = measured_target(aimed_for_months(5).connection, "P1", "T1")
    assert [one.value for one in found.figures] == [2, 3, 4]
    assert [len(one.inputs) for one in found.figures] == [1, 1, 1]


def test_a_target_without_figures_has_a_receipt_of_the_target_alone() -> None:
    found = measured_target(aimed_for_months(0).connection, "P1", "T1")
    assert (found.figures, found.target.target) == ((), 20)
    assert found.files == ()


def test_a_figure_that_does_not_apply_says_why_in_the_language_of_the_reader() -> None:
    """20 x 5 km of mains + 100 connections = 200 are too few for an ILI."""
    programme = Programme()
    told(pilot(programme), "2026-03", BALANCE | {"mains_length": (5, 7), "connections": (100, 7)})
    (ili,) = figure_receipts(programme.at("2026-04-30").connection, "P1", "ili")
    assert (ili.value, ili.status) == (None, "not_applicable")
    why = "jaringan terlalu kecil (20 × km pipa + sambungan kurang dari 3.000) atau tekanannya di bawah 24,6 m"
    assert (1, f"sebab: {why}") in list(figure_lines(ili, Language.INDONESIAN))
