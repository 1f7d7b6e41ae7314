"""Texts and yes-or-no answers in cells."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.standardise.text import parse_boolean, parse_text
from warehouse.vocabulary import ValueStatus


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Rapat\u00a0 awal\n", "Rapat awal"),
        ("Nihil", "nihil"),
        ("Tidak ada", "nihil"),
        ("None", "none"),
        (12.0, "12"),
        (12.5, "12.5"),
        (7, "7"),
        (date(2025, 4, 3), "2025-04-03"),
        (datetime(2025, 4, 3), "2025-04-03"),
        (datetime(2025, 4, 3, 8, 25), "2025-04-03 08:25:00"),
    ],
)
def test_a_text_is_read_without_its_superfluous_blanks(cell, text):
    assert parse_text(cell).value == text


@pytest.mark.parametrize("cell", [None, "", " ", "-", "n/a", "belum ada"])
def test_no_text_is_not_reported(cell):
    assert parse_text(cell).status is ValueStatus.NOT_REPORTED


def test_an_error_value_is_no_text():
    problem = parse_text("#REF!").problem
    assert problem is not None and problem.rule == "error_value"


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Ya", True),
        ("yes", True),
        (True, True),
        (1.0, True),
        ("✓", True),
        ("Tidak", False),
        ("belum", False),
        (0, False),
    ],
)
def test_yes_and_no_are_read_in_both_languages(cell, answer):
    assert parse_boolean(cell).value is answer


@pytest.mark.parametrize("cell", ["mungkin", "x", 2, "ya/tidak"])
def test_what_is_neither_yes_nor_no_is_a_finding(cell):
    problem = parse_boolean(cell).problem
    assert problem is not None and problem.rule == "unreadable_yes_no"


@given(st.text())
def test_reading_a_text_twice_gives_the_same_text(text):
    once = parse_text(text)
    if once.value is not None:
        assert parse_text(once.value).value == once.value
    assert parse_boolean(text).value in (True, False, None)
