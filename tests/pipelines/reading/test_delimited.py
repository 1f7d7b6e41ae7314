"""What text tables give, and which of them are refused."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.delimited import read_delimited
from pipelines.reading.model import Refused


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(files, delimiter):
    lines = [["Bulan", "Volume", "Catatan"], ["2025-05", "1234", "a: b"], ["2025-06", "", "c"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode()
    grid = files.read(content, "data.csv").sheets[0]
    assert (grid.sheet, grid.rows, grid.first_row, grid.first_column) == ("csv", lines, 0, 0)


def test_decimal_commas_do_not_pass_for_delimiters():
    content = b"Kode;Volume;Susut\n1;1.234,56;7,1\n2;12,5;8,25\n"
    assert read_delimited(content, "a.csv").sheets[0].rows[1] == ["1", "1.234,56", "7,1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding):
    rows = read_delimited("Código,Município\n1,São João\n".encode(encoding), "a.csv").sheets[0].rows
    assert rows == [["Código", "Município"], ["1", "São João"]]


def test_quoted_delimiters_and_line_breaks_stay_in_their_cell():
    rows = read_delimited(b'a,b\n"x, ""y""\nz",2\n', "a.csv").sheets[0].rows
    assert rows == [["a", "b"], ['x, "y"\nz', "2"]]


def test_short_rows_are_filled_up_and_blank_lines_keep_their_number():
    assert read_delimited(b"a,b,c\n\n1\n", "a.csv").sheets[0].rows == [["a", "b", "c"], ["", "", ""], ["1", "", ""]]


def test_a_declared_separator_counts_as_a_row_as_in_a_spreadsheet():
    grid = read_delimited(b"sep=;\r\na;b\r\n", "a.csv").sheets[0]
    assert (grid.rows, grid.first_row) == ([["a", "b"]], 1)


def test_one_column_without_any_delimiter_is_a_table():
    assert read_delimited(b"nama\nTirta A\nTirta B\n", "a.csv").sheets[0].rows[2] == ["Tirta B"]


def test_a_quotation_mark_never_closed_is_refused_with_its_line(files):
    refused = files.refusal(b'a,b\n1,2\n"3,4\n5,6\n', "data.csv")
    assert refused.rule == "csv_quotes" and "baris" in refused.message_id


@pytest.mark.parametrize("content", [b"a,b\n\x00\x01,2\n", b"a,b\n\x81\x8d,2\n", b"\xff\xfea"])
def test_bytes_that_are_no_text_are_refused(files, content):
    assert files.refusal(content, "data.csv").rule == "csv_encoding"


def test_more_than_a_million_cells_are_refused(files):
    assert files.refusal(b"1,2,3,4,5,6,7,8\n" * 126_000, "data.csv").rule == "too_many_cells"
    widest_last = b"1\n" * 2000 + b"," * 1000 + b"\n"
    assert files.refusal(widest_last, "data.csv").rule == "too_many_cells"


def test_an_endless_field_is_refused(files):
    assert files.refusal(b'a,b\n"' + b"x" * 2_000_000 + b'",2\n', "data.csv").rule == "csv_quotes"


def test_a_workbook_named_csv_is_read_by_what_it_holds(files, report):
    assert files.read(report, "data.csv").sheets[0].sheet == "Kemajuan"


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=8)


@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)))
def test_a_fully_quoted_table_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_delimited(path.read_bytes(), "t.csv").sheets[0].rows == rows


@given(st.binary())
def test_no_bytes_whatever_make_reading_a_text_table_crash(content):
    try:
        rows = read_delimited(content, "a.csv").sheets[0].rows
    except Refused as refused:
        assert refused.rule in ("csv_encoding", "csv_quotes")
    else:
        assert len({len(row) for row in rows}) <= 1


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("water_audits_california_2016_2022.csv", 1432, None),
        ("monthly_production_reports_california_2014_2016.csv", 6104, 27),
        ("snis_brazil_2021_losses.csv", None, None),
    ],
)
def test_the_real_tables_are_read_whole(real_data, name, rows, columns):
    grid = read_delimited((real_data / name).read_bytes(), name).sheets[0]
    assert rows in (None, len(grid.rows)) and columns in (None, len(grid.rows[0]))
    assert len(grid.rows) > 600 and len(grid.rows[0]) > 15
