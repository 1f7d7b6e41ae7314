"""Months as people write them, and the day a report about one falls due."""

import pickle
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.month import Month, MonthError, next_working_day

MONTHS = st.builds(Month, st.integers(1990, 2090), st.integers(1, 12))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mei-25", "2025-05"),
        ("Mei 2025", "2025-05"),
        ("mei2025", "2025-05"),
        ("Peb 24", "2024-02"),
        ("Feb-24", "2024-02"),
        ("Pebruari 2024", "2024-02"),
        ("Nop 2024", "2024-11"),
        ("Nov '24", "2024-11"),
        ("Agt-2025", "2025-08"),
        ("Agu 2025", "2025-08"),
        ("Ags/2025", "2025-08"),
        ("August 2025", "2025-08"),
        ("Okt. 2025", "2025-10"),
        ("Oct 2025", "2025-10"),
        ("Des 2025", "2025-12"),
        ("2025 Desember", "2025-12"),
        ("2026-10", "2026-10"),
        ("2026/3", "2026-03"),
        ("10/2026", "2026-10"),
        ("2014-06-15", "2014-06"),
        ("2014-06-15 00:00:00", "2014-06"),
        ("\u00a0September  2025 ", "2025-09"),
        ("Febr. 2024", "2024-02"),
        ("Agust 2025", "2025-08"),
        ("Nopem-2024", "2024-11"),
        ("bulan Mei 2025", "2025-05"),
        ("Bln. Mei thn 2025", "2025-05"),
        ("Mei, tahun 2025", "2025-05"),
        ("month of May 2025", "2025-05"),
        ("2025.05", "2025-05"),
        ("31 Mei 2025", "2025-05"),
        ("31/05/2025", "2025-05"),
        ("05/05/2025", "2025-05"),
        (45778.0, "2025-05"),
        (45778, "2025-05"),
        ("45778", "2025-05"),
        (date(2025, 5, 31), "2025-05"),
        (datetime(2025, 5, 1, 8, 30), "2025-05"),
    ],
)
def test_a_month_is_read_as_people_write_it(written, read):
    assert str(Month.parse(written)) == read


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("TW I 2025", "several_months"),
        ("Triwulan 2 2025", "several_months"),
        ("Q1 2025", "several_months"),
        ("Semester I 2025", "several_months"),
        ("Jan-Mar 2025", "several_months"),
        ("25-Mei", "ambiguous_month"),
        ("05/06", "ambiguous_month"),
        ("01/05/2025", "ambiguous_month"),
        ("13/2025", "month_out_of_range"),
        ("2025-00", "month_out_of_range"),
        ("Mei 1900", "month_out_of_range"),
        ("2025-02-30", "unreadable_month"),
        ("2025", "unreadable_month"),
        ("Mei", "unreadable_month"),
        ("Mei-5", "unreadable_month"),
        ("Mai 2025", "unreadable_month"),
        (202505, "unreadable_month"),
        (2025, "unreadable_month"),
        ("31 Februari 2025", "unreadable_month"),
        ("V/2025", "unreadable_month"),
        (True, "unreadable_month"),
        (None, "unreadable_month"),
        ("", "unreadable_month"),
    ],
)
def test_what_is_no_single_month_is_refused_with_a_reason_in_both_languages(written, rule):
    with pytest.raises(MonthError) as refused:
        Month.parse(written)
    assert refused.value.rule == rule
    assert refused.value.message_en and refused.value.message_id != refused.value.message_en


def test_a_refused_month_survives_the_way_between_processes():
    with pytest.raises(MonthError) as refused:
        Month.parse("TW I 2025")
    copy = pickle.loads(pickle.dumps(refused.value))
    assert (copy.rule, copy.message_id) == (refused.value.rule, refused.value.message_id)


@given(MONTHS, st.sampled_from(["id", "en"]))
def test_every_month_is_read_back_from_its_own_name_and_its_number(month, language):
    assert Month.parse(month.name(language)) == month
    assert Month.parse(str(month)) == month


@given(st.text())
def test_no_text_whatever_makes_reading_a_month_crash(text):
    try:
        read = Month.parse(text)
    except MonthError as refused:
        assert refused.message_id
    else:
        assert any(letter.isdigit() for letter in text) and isinstance(read, Month)


@given(MONTHS, st.integers(-100, 100))
def test_going_some_months_on_and_the_same_number_back_changes_nothing(month, months):
    assert month.plus(months).plus(-months) == month
    assert (month < month.next) and month.next.plus(-1) == month


@given(MONTHS)
def test_the_days_of_a_month_run_from_its_first_to_the_eve_of_the_next(month):
    first_day = date(month.year, month.month, 1)
    assert (month.last_day - first_day).days + 1 == month.days
    assert Month.of(month.last_day) == month == Month.of(first_day)
    assert Month.of(month.last_day + timedelta(days=1)) == month.next


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (Month(2026, 8), date(2026, 9, 10)),  # a Thursday
        (Month(2025, 7), date(2025, 8, 11)),  # the tenth is a Sunday
        (Month(2025, 12), date(2026, 1, 12)),  # the tenth is a Saturday, in the year after
        (Month(2024, 3), date(2024, 4, 12)),  # the tenth and eleventh are Idul Fitri
    ],
)
def test_a_report_is_due_on_the_tenth_of_the_month_after_or_the_next_working_day(month, due):
    assert month.due_on() == due


def test_another_day_and_a_number_of_days_can_be_agreed_on():
    assert Month(2026, 8).due_on(15) == date(2026, 9, 15)
    assert Month(2026, 1).due_on(31) == date(2026, 3, 2)  # 28 February is a Saturday
    assert Month(2026, 8).due_on(days_after=14) == date(2026, 9, 14)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_working_day_is_never_before_nor_on_a_weekend(day):
    working = next_working_day(day)
    assert working >= day and working.weekday() < 5
    assert next_working_day(working) == working


def test_independence_day_is_no_working_day():
    assert next_working_day(date(2026, 8, 17)) == date(2026, 8, 18)
