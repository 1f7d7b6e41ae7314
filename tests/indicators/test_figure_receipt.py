"""The receipt of a figure: formula, variables and their cells, of one month or of twelve."""

from datetime import date

import pytest

from indicators.figure_receipt import UnknownFigure, figure_receipt, figure_receipts, measured_target
from indicators.receipt import FileReceipt, UnknownPartnership
from indicators.receipt_text import figure_lines, target_lines
from tests.indicators.programme import Mart, Programme
from tests.indicators.test_water_balance import BALANCE, pilot, told
from warehouse.month import Month
from warehouse.vocabulary import Language

MARCH, QUARTER = (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 1, 1), date(2026, 3, 31))


@pytest.fixture(scope="module")
def two_months() -> Mart:
    programme = Programme()
    p = pilot(programme)
    for period in ("2026-02", "2026-03"):
        told(p, period, BALANCE)
    told(p, "2026-03", BALANCE, zone="DMA 1")
    for place, horizon in enumerate(("short", "medium", "long"), start=1):
        p.aims(
            f"T{place}", horizon=horizon, metric_code="nrw_volume", zone=None, actual_basis="rolling_12",
            baseline=40_000, target=20_000, due_on=f"202{place + 5}-12-31",
        )  # fmt: skip
    mart = programme.at("2026-04-30")
    mart.connection.execute(
        "INSERT INTO quality.file_outcome BY NAME SELECT 'i' AS intake_id, 's' AS file_sha256,"
        " '2026-03.xlsx' AS file_name, 'monthly_report' AS template, '2026.1' AS edition, TIMESTAMP '2026-04-02'"
        " AS received_at, 'accepted' AS outcome, 1 AS rows_accepted, 0 AS rows_rejected, '' AS message_en,"
        " '' AS message_id"
    )
    mart.connection.execute(
        "INSERT INTO mart.build BY NAME SELECT 'b' AS build_id, TIMESTAMP '2026-04-30' AS built_at, DATE '2026-04-30'"
        " AS as_of, DATE '2026-04-30' AS known_by, 'c' AS code_version, 'i' AS input_sha256, 'r-7' AS rules_version,"
        " 1 AS schema_version"
    )
    return mart


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
    found = figure_receipt(two_months.connection, "nrw_m3_per_day", "P1", "MENTEE", None, QUARTER, "rolling_12")
    months = [one.period_start.month for one in found.inputs if one.variable_code == "billed_metered"]
    assert months == [2, 3]


def test_every_value_of_the_panel_has_a_receipt_with_a_cell(two_months: Mart) -> None:
    rows = two_months.rows("SELECT * FROM mart.nrw_truth WHERE value IS NOT NULL")
    assert len(rows) > 20
    for row in rows:
        days = (row["period_start"], row["period_end"])
        found = figure_receipt(two_months.connection, row["measure"], "P1", "MENTEE", row["zone"], days, row["span"])
        assert found.value == row["value"]
        assert {one.origin.cell for one in found.inputs if one.value is not None}


def test_another_subjects_figures_are_never_in_a_receipt(two_months: Mart) -> None:
    assert figure_receipt(two_months.connection, "nrw_pct", "P2", "MENTEE", None, MARCH).inputs == ()


def test_a_receipt_tells_the_figure_its_files_by_template_and_edition_and_the_version_of_the_rules(
    two_months: Mart,
) -> None:
    """Supplied 105 000, billed 70 000 + 2 000: 33 000 m3. No arrival is recorded of the file of February."""
    found = figure_receipt(two_months.connection, "nrw_volume", "P1", "MENTEE", None, MARCH)
    assert (found.value, found.unit, found.status) == (33_000, "m3", "reported")
    assert found.low is not None and found.high is not None and found.low < 33_000 < found.high
    assert found.files == (FileReceipt("2026-03.xlsx", "monthly_report", "2026.1"),)
    assert found.rules_version == "r-7"
    both = figure_receipt(two_months.connection, "nrw_volume", "P1", "MENTEE", None, QUARTER)
    assert both.files[0] == FileReceipt("2026-02.xlsx", None, None)


@pytest.mark.parametrize("code", ["billed_metered", "nrw_pct", "nrw_m3_per_day", "ili"])
def test_a_variable_a_metric_and_a_measure_are_found_by_code_and_month(two_months: Mart, code: str) -> None:
    whole, zone = figure_receipts(two_months.connection, "P1", code, Month(2026, 3))
    assert (whole.zone, zone.zone) == (None, "DMA 1")
    assert whole == figure_receipt(two_months.connection, code, "P1", "MENTEE", None, MARCH)
    assert [one.zone for one in figure_receipts(two_months.connection, "P1", code, zone="DMA 1")] == ["DMA 1"]


def test_without_a_month_it_is_the_latest_and_a_span_ends_in_its_month(two_months: Mart) -> None:
    connection = two_months.connection
    assert {one.period_end for one in figure_receipts(connection, "P1", "nrw_pct")} == {MARCH[1]}
    (february,) = figure_receipts(connection, "P1", "nrw_pct", Month(2026, 2))
    assert february.period_start == date(2026, 2, 1)
    (year,) = figure_receipts(connection, "P1", "nrw_volume", Month(2026, 3), "rolling_12", None)[:1]
    assert (year.period_start, year.period_end, year.value) == (date(2025, 4, 1), MARCH[1], 66_000)


def test_twelve_months_tell_how_many_of_them_are_behind_the_value(two_months: Mart) -> None:
    (year,) = figure_receipts(two_months.connection, "P1", "nrw_volume", Month(2026, 3), "rolling_12", None)[:1]
    assert (year.months_counted, year.months_expected) == (2, 12)
    assert [text for _, text in figure_lines(year, Language.INDONESIAN)][0].endswith(", 2 dari 12 bulan")
    (month,) = figure_receipts(two_months.connection, "P1", "nrw_volume", Month(2026, 2))
    assert "dari" not in next(figure_lines(month, Language.INDONESIAN))[1]


@pytest.mark.parametrize(
    ("subject", "code", "month", "says"),
    [
        ("P9", "nrw_pct", None, "No partnership P9"),
        ("P1", "nrw", None, "No figure is called 'nrw'"),
        ("P1", "nrw_pct", Month(2026, 1), "P1 has no figure nrw_pct for 2026-01"),
    ],
)
def test_what_there_is_not_is_said_so(two_months: Mart, subject: str, code: str, month: Month, says: str) -> None:
    with pytest.raises((UnknownFigure, UnknownPartnership), match=says):
        figure_receipts(two_months.connection, subject, code, month)


def test_the_receipt_of_the_water_supplied_names_the_meter_at_the_inlet_in_its_formula(two_months: Mart) -> None:
    found = figure_receipt(two_months.connection, "water_supplied", "P1", "MENTEE", None, MARCH)
    assert found.formula is not None and found.formula.startswith("coalesce(system_input_volume, ")
    assert found.never_told == ("system_input_volume",)


def test_a_target_of_any_horizon_has_a_receipt_down_to_the_cells_of_its_months(two_months: Mart) -> None:
    for target, horizon in (("T1", "short"), ("T2", "medium"), ("T3", "long")):
        found = measured_target(two_months.connection, "P1", target)
        assert (found.horizon, found.target.target, found.rules_version) == (horizon, 20_000, "r-7")
        assert [one.value for one in found.figures] == [33_000, 33_000]
        assert {one.origin.cell for one in found.figures[1].inputs} >= {"billed_metered", "system_input_own"}
        assert FileReceipt("2026-03.xlsx", "monthly_report", "2026.1") in found.files
    with pytest.raises(UnknownFigure, match="P1 has no target T9"):
        measured_target(two_months.connection, "P1", "T9")


def test_each_figure_of_a_target_is_the_receipt_of_that_figure(two_months: Mart) -> None:
    found = measured_target(two_months.connection, "P1", "T3")
    for figure in found.figures:
        span = (figure.period_start, figure.period_end)
        assert figure == figure_receipt(two_months.connection, "nrw_volume", "P1", "MENTEE", None, span)


def test_the_terminal_prints_all_of_it_in_both_languages(two_months: Mart) -> None:
    (found, _zone) = figure_receipts(two_months.connection, "P1", "nrw_volume", Month(2026, 3))
    english = [text for _, text in figure_lines(found, Language.ENGLISH)]
    assert english[0].startswith("nrw_volume Non-revenue water, Mar 2026: 33,000.00 m3 (95 % band: ")
    assert english[-2:] == ["2026-03.xlsx: read by monthly_report, edition 2026.1", "rules of version r-7"]
    assert any("reliability 7 (± 10 %) – 2026-03.xlsx › 1 › billed_metered" in line for line in english)
    indonesian = [text for _, text in figure_lines(found, Language.INDONESIAN)]
    assert "33.000,00 m3 (rentang 95 %: " in indonesian[0]
    assert indonesian[-2:] == ["2026-03.xlsx: dibaca dengan monthly_report, edisi 2026.1", "aturan versi r-7"]
    aim = list(target_lines(measured_target(two_months.connection, "P1", "T3"), Language.INDONESIAN))
    assert aim[0] == (0, "jangka panjang, 12 bulan terakhir")
    assert aim[-1] == (1, "aturan versi r-7")
