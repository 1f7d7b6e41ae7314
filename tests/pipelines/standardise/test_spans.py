"""Quarters, half years and years, where a template allows them."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipelines.sources.measurements import read_sql
from pipelines.standardise.spans import parse_span
from pipelines.template import Column, Sheet
from warehouse.month import Month
from warehouse.vocabulary import ValueStatus

EVERY = ("month", "quarter", "semester", "year")
ROMAN = ("I", "II", "III", "IV")


@given(
    st.integers(1990, 2090),
    st.integers(1, 4),
    st.sampled_from(
        ["TW {r} {y}", "Triwulan {n} {y}", "tw. {r}/{y}", "Q{n} {y}", "{y}-Q{n}", "{n}Q{y}", "Kuartal {r} th. {y}"]
    ),
)
def test_every_quarter_is_read_back_in_every_spelling(year: int, number: int, form: str) -> None:
    first = Month(year, 3 * number - 2)
    text = form.format(r=ROMAN[number - 1], n=number, y=year)
    assert parse_span(text, ("quarter",)).value == f"{first}/{first.plus(2)}"
    assert parse_span(text, ("month",)).status is ValueStatus.REJECTED


@given(
    st.integers(1990, 2090), st.integers(1, 2), st.sampled_from(["Semester {r} {y}", "Smt {n} {y}", "semester {n}-{y}"])
)
def test_every_half_year_is_read_back(year: int, number: int, form: str) -> None:
    first = Month(year, 6 * number - 5)
    assert parse_span(form.format(r=ROMAN[number - 1], n=number, y=year), EVERY).value == f"{first}/{first.plus(5)}"


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates()))
def test_nothing_whatever_makes_reading_a_span_crash(cell: object) -> None:
    parsed = parse_span(cell, EVERY)
    assert (parsed.value is None) == (parsed.status is not ValueStatus.REPORTED)
    assert (parsed.problem is None) == (parsed.status is not ValueStatus.REJECTED)


def _sheet() -> Sheet:
    return Sheet.model_validate(
        {
            "table": "quarterly",
            "any_sheet": True,
            "key": "period",
            "measurements": {
                "layout": "wide",
                "period": {"span": "period"},
                "utility": {"list": "elsewhere", "id": ["code"]},
                "variables": [{"variable": "production_volume", "column": "produced", "unit": "m3"}],
            },
            "columns": [
                {"name": "code", "header": "Code"},
                {"name": "period", "header": "Period", "type": "span", "spans": ["quarter"]},
                {"name": "produced", "header": "Produced", "type": "number"},
            ],
        }
    )


def test_a_quarter_reaches_the_figures_with_its_first_and_last_day() -> None:
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TABLE accepted_quarterly AS SELECT 'f' AS file_sha256, 'r' AS row_id, 5 AS row_no, 'A1' AS code,
                '2025-04/2025-06' AS period, 12.0 AS produced, 'reported' AS produced_status,
                TIMESTAMP '2025-07-01' AS received_at, NULL::DATE AS handed_in_on, 'q.xlsx' AS source_file,
                'Q' AS sheet, 'A5' AS source_cell;
            CREATE SCHEMA raw;
            CREATE TABLE raw.header (file_sha256 VARCHAR, table_name VARCHAR, column_name VARCHAR, cell_column VARCHAR);
        """)
        read = "SELECT CAST(period_start AS VARCHAR), CAST(period_end AS VARCHAR), number_read FROM ("
        (row,) = connection.execute(read + read_sql(_sheet()) + ")").fetchall()
    assert row == ("2025-04-01", "2025-06-30", 12.0)


@pytest.mark.parametrize("wrong", [{"type": "span"}, {"type": "month", "spans": ["quarter"]}, {"spans": ["decade"]}])
def test_a_column_of_spans_says_which_and_no_other_column_does(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="span"):
        Column.model_validate({"name": "period", "header": "Period", **wrong})
