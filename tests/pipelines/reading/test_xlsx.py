"""What .xlsx files give, and which of them are refused, with real hostile files."""

import io
import random
import struct
import zipfile
import zlib
from datetime import date

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from pipelines.reading import CellProblem, Refused, cell_name, column_letter, read_workbook, xlsx
from pipelines.reading.archive import Archive
from pipelines.reading.model import MAX_INFLATED_BYTES, column_number
from pipelines.reading.refusals import RULES, refusal
from pipelines.reading.xlsx import inspect_xlsx

SHEET_PART = "xl/worksheets/sheet1.xml"
END_OF_ROWS = b"</sheetData>"


def test_sheets_are_read_with_the_place_of_their_used_rectangle(files, report):
    book = files.read(report)
    progress, empty = book.sheets
    assert (progress.sheet, progress.first_row, progress.first_column) == ("Kemajuan", 0, 0)
    assert progress.rows[3] == ["", date(2025, 5, 1), 1234.5, "baik"]
    assert progress.rows[4][2] == 2469
    assert (empty.sheet, empty.rows) == ("Kosong", [])
    assert book.problems == []


def test_a_table_that_starts_elsewhere_keeps_its_cell_names(files, make_xlsx):
    grid = files.read(make_xlsx(lambda book: book.add_worksheet("A").write("C5", "x"))).sheets[0]
    assert cell_name(grid.first_row, grid.first_column) == "C5"
    assert grid.rows == [["x"]]


def test_merged_title_rows_break_nothing(files, make_xlsx):
    def fill(book):
        sheet = book.add_worksheet("A")
        sheet.merge_range("A1:F2", "LAPORAN")
        sheet.merge_range("A3:C3", "Bagian 1")
        sheet.write_row("A4", ["a", "b", "c"])

    grid = files.read(make_xlsx(fill)).sheets[0]
    assert grid.rows[0][0] == "LAPORAN" and grid.rows[0][1] == ""
    assert grid.rows[3][:3] == ["a", "b", "c"]


def test_charts_are_no_sheets_and_hidden_sheets_are(files, make_xlsx):
    def fill(book):
        book.add_worksheet("A").write("A1", 1)
        book.add_worksheet("Daftar").hide()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=A!$A$1:$A$2"})
        book.add_chartsheet("Grafik").set_chart(chart)

    assert [grid.sheet for grid in files.read(make_xlsx(fill)).sheets] == ["A", "Daftar"]


def test_error_cells_and_formulas_never_calculated_are_found_with_their_cells(files, make_xlsx):
    def fill(book):
        book.add_worksheet("Sampul")
        sheet = book.add_worksheet("Kemajuan & data")
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B3", "=1+1", None, "")
        sheet.write_formula("B4", "=1+1", None, 2)
        sheet.write_string("B5", "#DIV/0! as a text")

    assert files.read(make_xlsx(fill)).problems == [
        CellProblem("Kemajuan & data", "B2", "error_value", "#DIV/0!"),
        CellProblem("Kemajuan & data", "B3", "formula_without_value", "=1+1"),
    ]


def test_a_formula_that_gave_an_empty_text_was_calculated(files, report, with_sheet):
    content = with_sheet(
        report, END_OF_ROWS, b'<row r="9"><c r="B9" t="str"><f>IF(1,"","")</f><v></v></c></row>' + END_OF_ROWS
    )
    assert files.read(content).problems == []


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="9"><c t="e" r="B9"><f>1/0</f><v>#DIV/0!</v></c></row>',
        b"<row r='9'><c r='B9' t='e'><f>1/0</f><v>#DIV/0!</v></c></row>",
        b'<row r="9"><c/><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
        b'<!-- x --><row r="9"><c\n r="B9"  t = "e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    ],
)
def test_unusual_but_lawful_xml_is_searched_as_well(files, report, with_sheet, row):
    content = with_sheet(report, END_OF_ROWS, row + END_OF_ROWS)
    assert files.read(content).problems == [CellProblem("Kemajuan", "B9", "error_value", "#DIV/0!")]


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c\tr="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
        b'<row r="1048576"><c note=\'>\' r="XFD1048576"><v>1</v></c></row>',
    ],
)
def test_a_cell_at_the_far_corner_is_refused_before_a_grid_is_built(files, report, with_sheet, row):
    refused = files.refusal(with_sheet(report, END_OF_ROWS, row + END_OF_ROWS))
    assert (refused.rule, refused.sheet, refused.cell) == ("far_cell", "Kemajuan", "XFD1048576")
    assert "XFD1048576" in refused.message_id and "Kemajuan" in refused.message_id


def test_a_part_seen_before_costs_its_size_again_and_keeps_its_finding_under_any_name(files, report, with_parts):
    faulty = b'<worksheet><sheetData><row r="1"><c r="A1" t="e"><v>#REF!</v></c></row></sheetData></worksheet>'
    for part in ("xl/worksheets/a.xml", "xl/worksheets/b.xml"):
        told = files.read(with_parts(report, {part: faulty})).problems
        assert [(each.cell, each.value) for each in told if each.sheet == part.rpartition("/")[2]] == [("A1", "#REF!")]
    clean = b"<x>" + b" " * 16_000 + b"</x>"
    parts = {f"custom/{n}.xml": clean for n in range(3)}
    inspect_xlsx(Archive(with_parts(report, parts), "a.xlsx"), "a.xlsx")
    again = Archive(with_parts(report, parts), "b.xlsx")
    again.charge(again.entries[0], MAX_INFLATED_BYTES - 2 * len(clean))
    with pytest.raises(Refused) as refused:
        inspect_xlsx(again, "b.xlsx")
    assert refused.value.rule == "inflates_too_far"


def test_what_follows_a_small_part_is_not_remembered_with_it():
    deflated = zlib.compress(b"<x>tail</x>", wbits=-zlib.MAX_WBITS) + b"?" * 1_000_000
    name = b"custom/tail.xml"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr(name.decode(), deflated)
    blob = bytearray(packed.getvalue())
    for header, method in ((blob.index(name) - 30, 8), (blob.rindex(name) - 46, 10)):
        blob[header + method] = zipfile.ZIP_DEFLATED
    before = set(xlsx._clean)
    archive = Archive(bytes(blob), "a.xlsx")
    assert xlsx._inspect_part(archive, archive.entries[0], "a.xlsx") == []
    assert set(xlsx._clean) == before


def test_a_far_cell_behind_a_namespace_prefix_is_refused_too(files, report, with_parts):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert files.refusal(with_parts(report, {SHEET_PART: sheet.encode()})).rule == "far_cell"


def test_a_far_cell_in_a_part_that_claims_to_be_a_picture_is_refused_too(files, report, with_parts):
    with zipfile.ZipFile(io.BytesIO(report)) as parts:
        sheet = parts.read(SHEET_PART)
        relations = parts.read("xl/_rels/workbook.xml.rels")
    far = sheet.replace(END_OF_ROWS, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END_OF_ROWS)
    content = with_parts(
        report,
        {
            "xl/media/image1.png": far,
            "xl/_rels/workbook.xml.rels": relations.replace(b"worksheets/sheet1.xml", b"media/image1.png"),
        },
    )
    assert files.refusal(content).rule == "far_cell"


def test_far_cells_that_are_only_formatted_harm_nobody(files, report, with_sheet):
    content = with_sheet(report, END_OF_ROWS, b'<row r="1048576"><c r="XFD1048576" s="1"/></row>' + END_OF_ROWS)
    assert files.read(content).sheets[0].rows[3][2] == 1234.5


def test_a_sheet_that_claims_to_be_vast_but_is_small_is_read(files, report, with_sheet):
    content = with_sheet(report, b'<dimension ref="A1:D5"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert files.read(content).sheets[0].rows[3][2] == 1234.5


def test_a_table_beyond_row_999_is_read(files, make_xlsx):
    def fill(book):
        sheet = book.add_worksheet("A")
        for row in range(3000):
            sheet.write_number(row, 0, row)

    assert files.read(make_xlsx(fill)).sheets[0].rows[2999] == [2999]


def test_a_table_of_more_than_a_million_cells_is_refused_as_too_large(files, report, with_sheet):
    letters = [column_letter(column) for column in range(500)]
    rows = (
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>1</v></c>' for letter in letters) + "</row>"
        for row in range(6, 2106)
    )
    refused = files.refusal(with_sheet(report, END_OF_ROWS, "".join(rows).encode() + END_OF_ROWS))
    assert refused.rule == "too_many_cells" and "1.000.000" in refused.message_id
    assert refused.cell == "SF2105"


def test_many_sheets_of_wide_rectangles_are_refused_together(files, make_xlsx):
    def fill(book):
        for number in range(6):
            sheet = book.add_worksheet(f"S{number}")
            sheet.write_number("A1", 1)
            sheet.write_number(998, 600, 1)

    refused = files.refusal(make_xlsx(fill))
    assert (refused.rule, refused.sheet) == ("too_many_cells", "S1")


def test_an_empty_file_is_refused(files):
    assert files.refusal(b"").rule == "empty_file"


def test_a_file_of_two_hundred_megabytes_is_refused_by_its_size(files, tmp_path):
    with (tmp_path / "besar.xlsx").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    refused = refusal_of_path(tmp_path / "besar.xlsx")
    assert refused.rule == "file_too_large" and "50 MB" in refused.message_id


def refusal_of_path(path):
    with pytest.raises(Refused) as refused:
        read_workbook(path, path.name)
    return refused.value


def test_a_file_that_is_gone_is_refused(tmp_path):
    assert refusal_of_path(tmp_path / "hilang.xlsx").rule == "file_not_readable"


@pytest.mark.parametrize("content", [b"<html><table></table></html>", b"%PDF-1.7", b"a,b\n1,2\n", b"\x00" * 600])
def test_an_xlsx_that_is_no_workbook_is_refused(files, content):
    assert files.refusal(content).rule == "not_a_workbook"


def test_another_document_in_a_zip_is_no_workbook(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    assert files.refusal(buffer.getvalue()).rule == "not_a_workbook"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_off_is_refused_as_damaged(files, report, kept):
    assert files.refusal(report[: int(len(report) * kept)]).rule == "corrupt_workbook"


def test_a_workbook_with_flipped_bytes_is_refused_or_read_but_never_crashes(files, report):
    outcomes = set()
    for position in range(40, len(report), 97):
        spoilt = report[:position] + bytes([report[position] ^ 0xFF]) + report[position + 1 :]
        try:
            outcomes.add(type(files.read(spoilt)).__name__)
        except Refused as refused:
            outcomes.add(refused.rule)
    assert outcomes <= {"Workbook", "corrupt_workbook", "encrypted_workbook", "not_a_workbook"}
    assert "corrupt_workbook" in outcomes


def test_a_workbook_without_its_sheet_is_refused_as_damaged(files, report, with_parts):
    assert files.refusal(with_parts(report, {SHEET_PART: None})).rule == "corrupt_workbook"


def test_a_workbook_with_broken_xml_is_refused_as_damaged(files, report, with_sheet):
    assert files.refusal(with_sheet(report, END_OF_ROWS, b"</wrong>")).rule == "corrupt_workbook"


def test_a_macro_workbook_is_refused_with_the_remedy(files, report, with_parts):
    assert files.refusal(report, "laporan.xlsm").rule == "macro_workbook"
    refused = files.refusal(with_parts(report, {"xl/vbaProject.bin": b"x"}))
    assert refused.rule == "macro_workbook" and ".xlsx" in refused.message_id


def test_a_binary_workbook_is_refused_with_the_remedy(files, report, with_parts):
    content = with_parts(report, {"xl/workbook.bin": b"x", "xl/workbook.xml": None})
    assert files.refusal(content, "laporan.xlsb").rule == "binary_workbook"


def test_encrypted_entries_are_refused_as_encrypted(files, report):
    directory = report.rfind(b"PK\x01\x02")
    spoilt = bytearray(report)
    spoilt[directory + 8] |= 1
    assert files.refusal(bytes(spoilt)).rule == "encrypted_workbook"


def test_a_sheet_that_inflates_without_end_is_refused(files, report, with_sheet):
    content = with_sheet(report, END_OF_ROWS, b" " * (100 * 1024 * 1024) + END_OF_ROWS)
    assert len(content) < 1024 * 1024
    assert files.refusal(content).rule == "inflates_too_far"


def test_a_bomb_whose_header_lies_about_its_size_is_refused(files, report, with_sheet):
    content = bytearray(with_sheet(report, END_OF_ROWS, b" " * (80 * 1024 * 1024) + END_OF_ROWS))
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        position = content.find(signature)
        while position >= 0:
            content[position + place : position + place + 4] = struct.pack("<I", 1000)
            position = content.find(signature, position + 4)
    assert files.refusal(bytes(content)).rule == "inflates_too_far"


def test_many_parts_that_are_harmless_alone_are_refused_together(files, report, with_parts):
    half = b"<a>" + random.Random(0).randbytes(4096).hex().encode() * 3600 + b"</a>"
    content = with_parts(report, {f"xl/theme/theme{number}.xml": half for number in range(2, 5)})
    assert files.refusal(content).rule == "inflates_too_far"


def test_thousands_of_parts_are_refused(files, report, with_parts):
    content = with_parts(report, {f"xl/media/{number}.txt": b"" for number in range(2500)})
    assert files.refusal(content).rule == "too_many_parts"


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_entities_and_document_types_are_refused(files, report, with_sheet, declaration):
    content = with_sheet(report, b"<worksheet", declaration + b"<worksheet")
    assert files.refusal(content).rule == "unsafe_xml"


def test_a_sheet_in_another_encoding_is_refused(files, report, with_parts):
    with zipfile.ZipFile(io.BytesIO(report)) as parts:
        sheet = parts.read(SHEET_PART).decode()
    content = with_parts(report, {SHEET_PART: sheet.replace("UTF-8", "UTF-16").encode("utf-16")})
    assert files.refusal(content).rule == "unsafe_xml"


def test_names_that_climb_out_of_the_archive_write_nothing_anywhere(files, tmp_path, report, with_parts):
    before = set(tmp_path.parent.rglob("*"))
    content = with_parts(report, {"../../escaped.txt": b"x", "/tmp/escaped.txt": b"x", "C:\\escaped.txt": b"x"})
    assert files.read(content).sheets[0].rows[3][2] == 1234.5
    assert {path.name for path in set(tmp_path.parent.rglob("*")) - before} == {"laporan.xlsx"}


def test_two_parts_of_one_name_are_refused(files, report):
    buffer = io.BytesIO(report)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET_PART, "<worksheet/>")
    assert files.refusal(buffer.getvalue()).rule == "corrupt_workbook"


def test_a_path_in_a_file_name_never_reaches_a_message(files):
    refused = files.refusal(b"", "../../etc/laporan\u202e.xlsx".replace("\u202e", ""))
    assert "etc" not in refused.message_en and "laporan.xlsx" in refused.message_en
    assert refusal("empty_file", "..\\..\\a\nb.xlsx").message_en.startswith("a_b.xlsx ")


def test_every_refusal_has_a_message_in_both_languages_that_names_the_file():
    words = {"line": "3", "seconds": "60", "reason": "ValueError", "sheet": "A", "cell": "B2"}
    for rule in RULES:
        refused = refusal(rule, "laporan.xlsx", **words)
        assert refused.message_en.startswith("laporan.xlsx") and refused.message_id.startswith("laporan.xlsx")
        assert "{" not in refused.message_en + refused.message_id and refused.message_en != refused.message_id


def test_columns_are_named_as_in_a_spreadsheet():
    assert [column_letter(column) for column in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letter(column)) == column for column in range(20000))
    assert cell_name(1048575, 16383) == "XFD1048576"


def test_the_real_monthly_reports_are_read_whole(real_data):
    name = "monthly_production_reports_california_2014_2016.xlsx"
    book = read_workbook(real_data / name, name)
    assert [len(grid.rows) for grid in book.sheets] == [6104]
    assert book.problems == []


@pytest.mark.parametrize("name", ["laporan.xlsx", "laporan.xls"])
@pytest.mark.parametrize("from_1904", [False, True])
def test_a_day_is_the_same_in_a_workbook_that_counts_from_1904(files, name: str, from_1904: bool) -> None:
    day, packed = date(2026, 3, 5), io.BytesIO()
    if name.endswith("x"):
        book = openpyxl.Workbook()
        book.epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
        book.active["A1"] = day
    else:
        book = xlwt.Workbook()
        book.dates_1904 = from_1904
        book.add_sheet("Sheet").write(0, 0, day, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    book.save(packed)
    read = files.read(packed.getvalue(), name)
    assert read.sheets[0].rows == [[day]]
    assert read.counts_from_1904 is from_1904
