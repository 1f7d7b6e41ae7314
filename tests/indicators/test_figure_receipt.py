"""The receipt of a figure: formula, variables and their cells, of one month or of twelve."""

from datetime import date

import pytest

from indicators.figure_receipt import figure_receipt
from tests.indicators.programme import Mart, Programme
from tests.indicators.test_water_balance import BALANCE, pilot, told

MARCH, QUARTER = (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 1, 1), date(2026, 3, 31))


@pytest.fixture(scope="module")
def two_months() -> Mart:
    programme = Programme()
    p = pilot(programme)
    for period in ("2026-02", "2026-03"):
        told(p, period, BALANCE)
    return programme.at("2026-04-30")


def test_a_month_names_the_cell_and_the_error_of_every_variable_behind_it(two_months: Mart) -> None:
    found = figure_receipt(two_months.connection, "nrw_l_per_connection_day", "P1", "MENTEE", None, MARCH)
    inputs = {one.variable_code: one for one in found.inputs}
    assert found.formula == "(1000 * nrw_volume) / (connections * days)"
    assert (inputs["billed_metered"].value, inputs["billed_metered"].error_pct) == (70_000, 10)
    assert (inputs["billed_metered"].origin.file, inputs["billed_metered"].origin.cell) == (
        "2026-03.xlsx",
        "billed_metered",
    )
    assert inputs["system_input_imported"].status == "not_applicable"
    assert found.never_told == ("system_input_volume",)


def test_several_months_name_the_variables_of_each(two_months: Mart) -> None:
    found = figure_receipt(two_months.connection, "nrw_m3_per_day", "P1", "MENTEE", None, QUARTER)
    months = [one.period_start.month for one in found.inputs if one.variable_code == "billed_metered"]
    assert months == [2, 3]


def test_every_value_of_the_panel_has_a_receipt_with_a_cell(two_months: Mart) -> None:
    rows = two_months.rows("SELECT * FROM mart.nrw_truth WHERE value IS NOT NULL")
    assert len(rows) > 20
    for row in rows:
        span = (row["period_start"], row["period_end"])
        found = figure_receipt(two_months.connection, row["measure"], "P1", "MENTEE", None, span)
        assert {one.origin.cell for one in found.inputs if one.value is not None}


def test_another_subjects_figures_are_never_in_a_receipt(two_months: Mart) -> None:
    assert figure_receipt(two_months.connection, "nrw_pct", "P2", "MENTEE", None, MARCH).inputs == ()
