"""Numbers as people type them: one reading, or a finding."""

import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.standardise.numbers import infer_decimal, parse_number
from warehouse.vocabulary import ValueStatus


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1234.56", 1234.56),
        ("1234,56", 1234.56),
        ("12.345.678", 12345678),
        ("12,345,678.9", 12345678.9),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u00a0567", 1234567),
        ("1\u202f234,5", 1234.5),
        ("1'234.5", 1234.5),
        ("1’234’567", 1234567),
        ("0.125", 0.125),
        ("0,875", 0.875),
        ("1234.567", 1234.567),
        ("12,5 %", 12.5),
        ("12.5%", 12.5),
        ("-5", -5),
        ("- 5,5", -5.5),
        ("−5,5", -5.5),
        ("+7", 7),
        ("0", 0),
        ("007", 7),
        (".5", 0.5),
        ("1.2E+05", 120000),
        ("  42  ", 42),
        (42, 42),
        (1.5, 1.5),
        (0, 0),
    ],
)
def test_a_number_with_one_reading_is_read(cell, value):
    parsed = parse_number(cell)
    assert (parsed.value, parsed.status, parsed.problem) == (value, ValueStatus.REPORTED, None)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("1.234", "ambiguous_number"),
        ("1,234", "ambiguous_number"),
        ("-12.345", "ambiguous_number"),
        ("1.234 %", "ambiguous_number"),
        ("12.34,56", "unreadable_number"),
        ("1.2.3", "unreadable_number"),
        ("1,23,456", "unreadable_number"),
        ("1 23", "unreadable_number"),
        ("5.", "unreadable_number"),
        ("5-", "unreadable_number"),
        ("--5", "unreadable_number"),
        ("(1.234,56)", "number_in_parentheses"),
        ("ca. 5", "approximate_number"),
        ("±5", "approximate_number"),
        ("+/- 5", "approximate_number"),
        ("< 0,5", "approximate_number"),
        ("sekitar 100", "approximate_number"),
        ("100+", "approximate_number"),
        ("12 km", "words_in_number"),
        ("Rp 1.000.000", "words_in_number"),
        ("1.234 m3", "words_in_number"),
        ("2 x 5", "words_in_number"),
        ("banyak", "text_in_number"),
        ("%", "text_in_number"),
        (".", "text_in_number"),
        ("inf", "text_in_number"),
        ("NaN", "text_in_number"),
        ("1e999", "number_not_finite"),
        (math.nan, "number_not_finite"),
        (-math.inf, "number_not_finite"),
        (10**400, "number_not_finite"),
        ("#DIV/0!", "error_value"),
        ("Err:502", "error_value"),
        (True, "truth_value_in_number"),
        (date(2025, 1, 5), "date_in_number"),
        (datetime(2025, 1, 5), "date_in_number"),
        (time(1, 5), "date_in_number"),
        (timedelta(hours=30), "date_in_number"),
        ("١٢", "text_in_number"),
        ("½", "text_in_number"),
        ("10²", "words_in_number"),
    ],
)
def test_what_is_no_number_or_has_two_readings_is_a_finding_with_a_remedy(cell, rule):
    parsed = parse_number(cell)
    assert (parsed.value, parsed.status) == (None, ValueStatus.REJECTED)
    assert parsed.problem is not None and parsed.problem.rule == rule
    assert parsed.problem.message_en and parsed.problem.message_id != parsed.problem.message_en


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "–", "n/a", "N/A", "tidak ada data", "Belum ada", "nihil"])
def test_a_word_for_nothing_is_not_reported_and_never_zero(cell):
    parsed = parse_number(cell)
    assert (parsed.value, parsed.status, parsed.problem) == (None, ValueStatus.NOT_REPORTED, None)


@pytest.mark.parametrize("cell", ["tidak berlaku", "Not applicable"])
def test_a_word_for_having_no_meaning_is_not_applicable(cell):
    assert parse_number(cell).status is ValueStatus.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1.234", ",", 1234),
        ("1.234", ".", 1.234),
        ("1,234", ",", 1.234),
        ("1,234", ".", 1234),
        ("219.069", ".", 219.069),
    ],
)
def test_the_column_s_decimal_sign_decides_where_a_number_has_two_readings(cell, decimal, value):
    assert parse_number(cell, decimal=decimal).value == value


@pytest.mark.parametrize(
    ("cell", "decimal"),
    [("1,234.56", ","), ("0.125", ","), ("12.5", ","), ("1.234.567", "."), ("12,5", "."), ("1 234,5", ".")],
)
def test_a_number_in_the_other_form_than_its_column_is_a_finding(cell, decimal):
    parsed = parse_number(cell, decimal=decimal)
    assert parsed.problem is not None and parsed.problem.rule == "other_decimal_sign"


@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1.234", "12,5"], ","),
        (["1,234", "12.5", "", 7.5], "."),
        (["1.234.567", "1.234"], ","),
        (["1.234", "2.345"], "auto"),
        (["12,5", "12.5"], "auto"),
        (["banyak", None, 3], "auto"),
        ([], "auto"),
    ],
)
def test_neighbours_decide_the_decimal_sign_only_when_they_agree(cells, decimal):
    assert infer_decimal(cells) == decimal


def _written(value: float, thousands: str, decimal: str) -> str:
    return f"{value:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)


@given(
    st.integers(-(10**14), 10**14).map(lambda cents: cents / 100),
    st.sampled_from([(".", ","), (",", "."), (" ", ","), ("\u00a0", ","), ("'", "."), ("", ","), ("", ".")]),
)
def test_a_number_written_with_two_decimals_is_read_back_in_every_form(value, form):
    text = _written(value, *form)
    assert parse_number(text).value == pytest.approx(value, abs=0.001)
    assert parse_number(text, decimal=form[1]).value == pytest.approx(value, abs=0.001)


@given(st.integers(1000, 10**15), st.sampled_from([".", ","]))
def test_a_whole_number_in_groups_is_read_whole_or_not_at_all(value, thousands):
    parsed = parse_number(f"{value:,}".replace(",", thousands))
    assert parsed.value in (float(value), None)
    decimal = "," if thousands == "." else "."
    assert parse_number(f"{value:,}".replace(",", thousands), decimal=decimal).value == float(value)


@given(st.text(), st.sampled_from(["auto", ",", "."]))
def test_no_text_whatever_makes_reading_a_number_crash(text, decimal):
    parsed = parse_number(text, decimal=decimal)
    assert (parsed.value is None) == (parsed.status is not ValueStatus.REPORTED)
    assert (parsed.problem is None) == (parsed.status is not ValueStatus.REJECTED)


@given(st.text(st.characters(exclude_categories=["Nd"])), st.sampled_from(["auto", ",", "."]))
def test_a_text_without_a_digit_never_becomes_a_number(text, decimal):
    assert parse_number(text, decimal=decimal).value is None


SIGNS_OF_NUMBERS = "0123456789.,'’+-−%\u200b\ufeff"
LETTERS = st.characters(categories=["Ll", "Lu", "Lo"]).filter(lambda letter: letter not in "eE")


@given(st.text("0123456789.,-+ ", max_size=8), LETTERS, st.text(max_size=6), st.sampled_from(["auto", ",", "."]))
def test_a_text_with_a_letter_in_it_never_becomes_a_number(before, letter, after, decimal):
    assert parse_number(before + letter + after, decimal=decimal).value is None
    assert parse_number(after + letter + before, decimal=decimal).value is None


@given(st.text(), st.sampled_from(["auto", ",", "."]))
def test_whatever_is_read_as_a_number_has_the_digits_that_are_written(text, decimal):
    parsed = parse_number(text, decimal=decimal)
    if parsed.value is not None and "e" not in text.lower():
        digits = "".join(sign for sign in text if sign.isdigit()).strip("0")
        assert float(digits or 0) == 0 or parsed.value != 0
        assert not [sign for sign in text if not (sign.isspace() or sign in SIGNS_OF_NUMBERS)]


@given(
    st.integers(0, 10**9),
    st.sampled_from(
        ["{} m3", "Rp {}", "ca. {}", "±{}", "± {}", "({})", "<{}", "{}+", "{}-", "{} x 2", "{}/2", "{}..1"]
    ),
    st.sampled_from(["auto", ",", "."]),
)
def test_a_number_with_something_around_it_is_a_finding_with_a_remedy(value, around, decimal):
    parsed = parse_number(around.format(value), decimal=decimal)
    assert parsed.value is None and parsed.problem is not None
    assert parsed.problem.message_en.rstrip().endswith(".") and parsed.problem.message_id != parsed.problem.message_en


@given(
    st.lists(st.integers(-(10**11), 10**11).map(lambda cents: cents / 100), min_size=1, max_size=6),
    st.sampled_from([(".", ","), (",", "."), (" ", ","), ("’", "."), ("\u2009", ",")]),
)
def test_a_column_written_in_one_form_is_read_back_whole(values, form):
    cells = [_written(value, *form) for value in values]
    decimal = infer_decimal(cells)
    assert [parse_number(cell, decimal=decimal).value for cell in cells] == pytest.approx(values, abs=0.001)


@given(st.from_regex(r"[-+(]?[0-9.,' ]{1,14}[%)]?", fullmatch=True))
def test_what_is_read_without_a_column_s_sign_is_read_alike_with_the_sign_it_shows(text):
    parsed = parse_number(text)
    if parsed.value is not None:
        assert parsed.value in {parse_number(text, decimal=sign).value for sign in (",", ".")}


@given(st.lists(st.one_of(st.none(), st.booleans(), st.floats(), st.text(), st.dates())))
def test_no_column_whatever_makes_inferring_its_decimal_sign_crash(cells):
    assert infer_decimal(cells) in ("auto", ",", ".")
