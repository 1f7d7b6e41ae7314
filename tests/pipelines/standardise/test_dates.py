"""Dates and months in cells: one reading, or a finding."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.standardise.dates import parse_date, parse_month
from warehouse.month import Month
from warehouse.vocabulary import ValueStatus

DATES = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        "2025-04-03",
        "2025/4/3",
        "2025-04-03 08:25:10",
        "2025-04-03T08:25",
        "3 April 2025",
        "03 Apr 2025",
        "3-Apr-25",
        "3 Apr. 2025",
        "April 3, 2025",
        "Kamis, 3 April 2025",
        "Thursday, 3 April 2025",
        " 3\u00a0April  2025 ",
        45750,
        45750.25,
        "45750",
        date(2025, 4, 3),
        datetime(2025, 4, 3, 23, 59),
    ],
)
def test_a_date_with_one_reading_is_read(cell):
    assert parse_date(cell).value == date(2025, 4, 3)


def test_figures_are_day_and_month_only_where_no_other_reading_is_possible():
    assert parse_date("13/04/2025").value == date(2025, 4, 13)
    assert parse_date("31.12.2025").value == date(2025, 12, 31)
    assert parse_date("04-04-2025").value == date(2025, 4, 4)


def test_a_date_with_two_readings_is_a_finding_that_names_both():
    problem = parse_date("03/04/2025").problem
    assert problem is not None and problem.rule == "ambiguous_date"
    assert "2025-04-03" in problem.message_id and "2025-03-04" in problem.message_id


def test_the_column_s_order_decides_where_a_date_has_two_readings():
    assert parse_date("03/04/2025", order="dmy").value == date(2025, 4, 3)
    assert parse_date("03/04/2025", order="mdy").value == date(2025, 3, 4)
    assert parse_date("13/04/2025", order="mdy").value is None


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("04/13/2025", "unreadable_date"),
        ("13/04/25", "unreadable_date"),
        ("2025-02-30", "unreadable_date"),
        ("20250403", "unreadable_date"),
        ("2025", "unreadable_date"),
        ("April 2025", "unreadable_date"),
        ("kemarin", "unreadable_date"),
        ("2025-04-03T08:25:10+07:00", "unreadable_date"),
        ("Senin, 3 April 2025", "wrong_weekday"),
        ("0205-04-03", "implausible_date"),
        (date(1899, 12, 31), "implausible_date"),
        (202504, "number_in_date"),
        (2025, "number_in_date"),
        (True, "number_in_date"),
        (time(8, 25), "number_in_date"),
        ("#VALUE!", "error_value"),
    ],
)
def test_what_is_no_date_is_a_finding_with_a_remedy(cell, rule):
    parsed = parse_date(cell)
    assert (parsed.value, parsed.status) == (None, ValueStatus.REJECTED)
    assert parsed.problem is not None and parsed.problem.rule == rule
    assert parsed.problem.message_en and parsed.problem.message_id != parsed.problem.message_en


@pytest.mark.parametrize("cell", [None, "", "-", "belum ada"])
def test_no_date_is_not_reported(cell):
    assert parse_date(cell).status is ValueStatus.NOT_REPORTED
    assert parse_month(cell).status is ValueStatus.NOT_REPORTED


@given(DATES, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%Y-%m-%d %H:%M:%S", "%A, %d %B %Y"]))
def test_a_date_written_in_full_is_read_back(day, form):
    assert parse_date(datetime(day.year, day.month, day.day, 7, 5).strftime(form)).value == day


@given(DATES)
def test_a_date_in_figures_is_read_right_or_not_at_all(day):
    assert parse_date(day.strftime("%d/%m/%Y")).value in (day, None)


@given(st.text())
def test_no_text_whatever_makes_reading_a_date_crash(text):
    for parsed in (parse_date(text), parse_month(text)):
        assert (parsed.value is None) == (parsed.status is not ValueStatus.REPORTED)
        assert (parsed.problem is None) == (parsed.status is not ValueStatus.REJECTED)


def test_a_month_is_read_and_a_quarter_is_a_finding():
    assert parse_month("Mei-25").value == Month(2025, 5)
    problem = parse_month("TW I 2025").problem
    assert problem is not None and problem.rule == "several_months"
