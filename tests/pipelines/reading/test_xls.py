"""What .xls files give, and which of them are refused."""

import struct

import pytest
import xlwt

from pipelines.reading import CellProblem, Refused

FIRST_SECTOR = 512


def _fill(sheet):
    sheet.write(2, 1, "Volume")
    sheet.write(3, 1, 1234.5)
    sheet.write(4, 1, "=bukan rumus")


def test_an_xls_is_read_with_its_places(files, make_xls):
    grid = files.read(make_xls(_fill), "laporan.xls").sheets[0]
    assert (grid.sheet, grid.first_row, grid.first_column) == ("Kemajuan", 2, 1)
    assert grid.rows == [["Volume"], [1234.5], ["=bukan rumus"]]


def test_error_cells_of_an_xls_are_found(files, make_xls):
    def fill(sheet):
        _fill(sheet)
        sheet.row(5).set_cell_error(1, "#DIV/0!")

    assert files.read(make_xls(fill), "laporan.xls").problems == [
        CellProblem("Kemajuan", "B6", "error_value", "#DIV/0!")
    ]


def test_a_formula_of_an_xls_that_failed_is_found(files, make_xls):
    content = make_xls(lambda sheet: sheet.write(0, 0, xlwt.Formula("1/0")))
    place = _formula(content)
    failed = content[: place + 10] + bytes([2, 0, 0x07, 0, 0, 0, 0xFF, 0xFF]) + content[place + 18 :]
    assert files.read(failed, "laporan.xls").problems == [CellProblem("Kemajuan", "A1", "error_value", "#DIV/0!")]


def _formula(content: bytes) -> int:
    """Where the first FORMULA record begins."""
    position = FIRST_SECTOR
    while True:
        kind, length = struct.unpack_from("<HH", content, position)
        if kind == 0x0006:
            return position
        position += 4 + length


def test_a_cell_at_the_far_corner_of_an_xls_is_refused(files, make_xls):
    def fill(sheet):
        _fill(sheet)
        sheet.write(65535, 255, 1)

    refused = files.refusal(make_xls(fill), "laporan.xls")
    assert (refused.rule, refused.sheet, refused.cell) == ("far_cell", "Kemajuan", "IV65536")


def test_an_encrypted_xls_is_refused(files, make_xls):
    content = bytearray(make_xls(_fill))
    length_of_first_record = struct.unpack_from("<H", content, FIRST_SECTOR + 2)[0]
    struct.pack_into("<H", content, FIRST_SECTOR + 4 + length_of_first_record, 0x002F)
    assert files.refusal(bytes(content), "laporan.xls").rule == "encrypted_workbook"


def _renamed_stream(content: bytes, name: str) -> bytes:
    """The compound file with its workbook stream under another name."""
    place = content.find("Workbook".encode("utf-16-le"))
    encoded = name.encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2)
    return content[:place] + entry + content[place + len(entry) :]


def test_a_password_protected_xlsx_which_is_a_compound_file_is_refused_as_encrypted(files, make_xls):
    refused = files.refusal(_renamed_stream(make_xls(_fill), "EncryptedPackage"), "laporan.xlsx")
    assert refused.rule == "encrypted_workbook" and "kata sandi" in refused.message_id


def test_an_xls_with_macros_is_refused(files, make_xls):
    assert files.refusal(_renamed_stream(make_xls(_fill), "_VBA_PROJECT_CUR"), "l.xls").rule == "macro_workbook"


def test_another_compound_document_is_no_workbook(files, make_xls):
    refused = files.refusal(_renamed_stream(make_xls(_fill), "WordDocument"), "laporan.xls")
    assert refused.rule == "not_a_workbook"


def test_a_compound_file_cut_off_or_going_in_circles_is_refused_as_damaged(files, make_xls):
    content = make_xls(_fill)
    for kept in (8, 100, 512, 700, len(content) - 3000):
        assert files.refusal(content[:kept], "laporan.xls").rule in ("corrupt_workbook", "not_a_workbook")
    first_table = struct.unpack_from("<I", content, 76)[0]
    start = (first_table + 1) * 512
    circle = content[:start] + struct.pack("<128I", *([0] * 128)) + content[start + 512 :]
    assert files.refusal(circle, "laporan.xls").rule == "corrupt_workbook"


@pytest.mark.parametrize("step", [61, 89])
def test_an_xls_with_flipped_bytes_is_refused_or_read_but_never_crashes(files, make_xls, step):
    content = make_xls(_fill)
    outcomes = set()
    for position in range(8, len(content), step):
        spoilt = content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :]
        try:
            outcomes.add(type(files.read(spoilt, "laporan.xls")).__name__)
        except Refused as refused:
            outcomes.add(refused.rule)
    assert outcomes <= {"Workbook", "corrupt_workbook", "encrypted_workbook", "not_a_workbook", "far_cell"}


def test_an_xlsx_under_the_name_of_an_xls_is_read_by_what_it_holds(files, report):
    assert files.read(report, "laporan.xls").sheets[0].rows[3][2] == 1234.5
