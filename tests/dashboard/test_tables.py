"""Tables: words for gaps, and downloads in which a text stays a text."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from dashboard.components.table import Column, csv_of, neutral, on_screen, safe, styles_of, xlsx_of
from dashboard.language import Translator
from dashboard.words import BALANCE_STATUS, FULFILMENT
from warehouse.vocabulary import Language

INDONESIAN, ENGLISH = Translator(Language.INDONESIAN), Translator(Language.ENGLISH)
ROWS = pd.DataFrame(
    {
        "name": ["=cmd|'/c calc'!A1", "Tirta Contoh"],
        "value": [1234.5, None],
        "day": [pd.Timestamp(2026, 6, 30), pd.NaT],
        "status": ["fulfilled_on_time", "overdue"],
    }
)
COLUMNS = [
    Column("name", "Nama"),
    Column("value", "Nilai", INDONESIAN.significant, missing=lambda row: "belum dilaporkan", right=True),
    Column("day", "Hari", INDONESIAN.day),
    Column("status", "Status", words=FULFILMENT),
]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_looks_like_a_formula_is_made_plain_text(start: str) -> None:
    assert neutral(f"{start}1+1") == f"'{start}1+1"


def test_a_negative_number_is_left_a_number() -> None:
    assert neutral(-3.5) == -3.5


def test_the_csv_has_this_languages_separators_and_neutral_text() -> None:
    text = csv_of(ROWS, COLUMNS, INDONESIAN).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == "Nama;Nilai;Hari;Status"
    assert lines[1] == "'=cmd|'/c calc'!A1;1234,5;30/06/2026;Tepat waktu"
    assert lines[2] == "Tirta Contoh;belum dilaporkan;–;Lewat tenggat"
    assert "1234.5" in csv_of(ROWS, COLUMNS, ENGLISH).decode("utf-8-sig")


def test_a_download_holds_no_sign_that_looks_like_a_formula_no_long_tail_and_no_split_seconds() -> None:
    rows = pd.DataFrame(
        {"status": ["derived"], "volume": [27623.14500000001], "at": [pd.Timestamp(2026, 11, 23, 5, 18, 37, 712120)]}
    )
    columns = [Column("status", "Status", words=BALANCE_STATUS), Column("volume", "Volume"), Column("at", "Pada")]
    line = csv_of(rows, columns, INDONESIAN).decode("utf-8-sig").splitlines()[1]
    assert line == "Dihitung;27623,145;23/11/2026 05:18"
    assert on_screen(next(rows.itertuples()), columns[0], INDONESIAN) == "= Dihitung"


def test_the_workbook_has_numbers_days_text_and_no_formula() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_of(ROWS, COLUMNS, INDONESIAN, [("Per tanggal", "30 Juni 2026")])))
    sheet = workbook.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Nama", "Nilai", "Hari", "Status"]
    assert sheet["A2"].value == "=cmd|'/c calc'!A1"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 1234.5
    assert sheet["C2"].value.date() == date(2026, 6, 30)
    assert sheet["B3"].value == "belum dilaporkan"
    assert workbook.worksheets[1]["B1"].value == "30 Juni 2026"


def test_markup_in_a_text_is_escaped() -> None:
    assert safe("**a** [b](c) :red[d] <b>\n| $x$") == r"\*\*a\*\* \[b\]\(c\) \:red\[d\] \<b\> \| \$x\$"


def least_widths(columns: int) -> list[str]:
    """Of a table with a badge, a short text and a long one, and further columns of one letter."""
    rows = pd.DataFrame({"status": ["blocked"], "short": ["Perbaiki."], "long": ["Perbaiki angkanya. " * 8]})
    names = [*rows, *(f"c{number}" for number in range(columns - 3))]
    shown = [Column(name, name, words=FULFILMENT if name == "status" else None) for name in names]
    styles = styles_of(rows.reindex(columns=names, fill_value="x"), shown, INDONESIAN)
    return [f"{style['selector']} {style['props']}" for style in styles if "min-width" in style["props"]]


def test_only_a_long_text_is_given_room_and_not_the_marks_of_a_badge() -> None:
    assert least_widths(columns=4) == ["td.col2 min-width: 20rem;"]


def test_a_long_text_gets_less_room_among_many_columns_so_that_the_last_ones_are_not_cut() -> None:
    assert least_widths(columns=6) == ["td.col2 min-width: 16rem;"]
    assert least_widths(columns=8) == ["td.col2 min-width: 12rem;"]
