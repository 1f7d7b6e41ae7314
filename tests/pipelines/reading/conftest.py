"""Workbooks written for the tests, and ways to spoil them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from pipelines.reading import Refused, Workbook, read_workbook

SHEET_PART = "xl/worksheets/sheet1.xml"


def xlsx_bytes(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        fill(book)
    return buffer.getvalue()


def _fill_report(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Kemajuan")
    sheet.merge_range("A1:D1", "Laporan bulanan", book.add_format({"bold": True}))
    sheet.write_row("B3", ["Bulan", "Volume (m3)", "Catatan"])
    sheet.write_datetime("B4", datetime(2025, 5, 1), book.add_format({"num_format": "mmm yyyy"}))
    sheet.write_number("C4", 1234.5)
    sheet.write_string("D4", "baik")
    sheet.write_formula("C5", "=C4*2", None, 2469)
    book.add_worksheet("Kosong")


class Files:
    """Writes files into a test's folder and reads them through the front door."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, content: bytes, name: str = "laporan.xlsx") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def read(self, content: bytes, name: str = "laporan.xlsx") -> Workbook:
        return read_workbook(self.write(content, Path(name).name), name)

    def refusal(self, content: bytes, name: str = "laporan.xlsx") -> Refused:
        with pytest.raises(Refused) as refused:
            self.read(content, name)
        for message in (refused.value.message_en, refused.value.message_id):
            assert Path(name).name in message and "{" not in message
        assert refused.value.message_en != refused.value.message_id
        return refused.value


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture(scope="session")
def report() -> bytes:
    """A small monthly report: merged title, header in row 3, a date, a number, a text, a formula."""
    return xlsx_bytes(_fill_report)


@pytest.fixture(scope="session")
def make_xlsx() -> Callable[[Callable[[xlsxwriter.Workbook], None]], bytes]:
    return xlsx_bytes


Parts = Mapping[str, bytes | None]


@pytest.fixture(scope="session")
def with_parts() -> Callable[[bytes, Parts], bytes]:
    """The same archive with parts replaced, added, or (None) left out."""

    def rebuild(archive: bytes, parts: Parts) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            contents: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
            for name, content in (contents | dict(parts)).items():
                if content is not None:
                    new.writestr(name, content)
        return buffer.getvalue()

    return rebuild


@pytest.fixture(scope="session")
def with_sheet(with_parts: Callable[[bytes, Parts], bytes]) -> Callable[[bytes, bytes, bytes], bytes]:
    """The same workbook with a piece of its first sheet's XML replaced."""

    def replace(archive: bytes, old: bytes, new: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(archive)) as parts:
            sheet = parts.read(SHEET_PART)
        assert old in sheet
        return with_parts(archive, {SHEET_PART: sheet.replace(old, new)})

    return replace


@pytest.fixture(scope="session")
def make_xls() -> Callable[[Callable[[xlwt.Worksheet], None]], bytes]:
    def make(fill: Callable[[xlwt.Worksheet], None]) -> bytes:
        book = xlwt.Workbook()
        fill(book.add_sheet("Kemajuan"))
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make


def ods_cell(value: object, **attributes: object) -> TableCell:
    if value is None:
        return TableCell(**attributes)
    if isinstance(value, bool | int | float):
        cell = TableCell(valuetype="float", value=value, **attributes)
    elif isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **attributes)
    else:
        cell = TableCell(valuetype="string", **attributes)
    cell.addElement(P(text=str(value)))
    return cell


@pytest.fixture(scope="session")
def make_ods() -> Callable[..., bytes]:
    """An .ods of rows; a row is (times repeated, cells)."""

    def make(*rows: tuple[int, list[TableCell]]) -> bytes:
        book = OpenDocumentSpreadsheet()
        table = Table(name="Kemajuan")
        for times, cells in rows:
            row = TableRow(numberrowsrepeated=times) if times > 1 else TableRow()
            for cell in cells:
                row.addElement(cell)
            table.addElement(row)
        book.spreadsheet.addElement(table)
        buffer = io.BytesIO()
        book.write(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def cell() -> Callable[..., TableCell]:
    return ods_cell
