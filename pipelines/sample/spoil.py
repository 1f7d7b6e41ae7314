"""Faults that lie in the file rather than in its rows: a sound workbook, edited as people edit theirs."""

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook as OpenWorkbook
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.reading import cell_name, read_workbook
from pipelines.sample.faults import EXTRA_HEADER, NO_MONTH, RENAMED_TO, Fault, Spot
from pipelines.sample.opendocument import EARLIEST, write_open_document
from pipelines.template import Sheet, Template, normalised, without_brackets

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_LOOKED_AT = 30


def spoil(path: Path, fault: Fault, template: Template, spot: Spot | None) -> None:
    """Edit the workbook at `path` in place. A fault that lies in the rows alone changes nothing."""
    if edit := _EDITS.get(fault):
        workbook = load_workbook(path)
        sheet = template.sheet(spot.table if spot else "monthly_progress")
        edit(workbook, sheet, spot)
        _save(workbook, path)
    elif change := _CHANGES.get(fault):
        change(path)


def located(path: Path, file_name: str, template: Template, spot: Spot) -> tuple[str, str | None]:
    """Sheet and cell of a spot in the written file; the cell is None where the spot is a whole sheet."""
    sheet = template.sheet(spot.table)
    titles = _titles(sheet)
    for grid in read_workbook(path, file_name).sheets:
        if normalised(grid.sheet) not in titles:
            continue
        if spot.column is None or spot.row is None:
            return grid.sheet, None
        rows = {
            (grid.first_row + i, grid.first_column + j): value
            for i, row in enumerate(grid.rows)
            for j, value in enumerate(row)
        }
        return grid.sheet, cell_name(*_place(rows, sheet, spot.row, spot.column))
    return sheet.name, None


def _place(cells: Mapping[tuple[int, int], object], sheet: Sheet, data_row: int, name: str) -> tuple[int, int]:
    """Row and column, from 0, of a value: right of its label in a form, below the header in a table."""
    row, column = _labels(cells, sheet)[name]
    return (row, column + 1) if sheet.layout == "form" else (row + 1 + data_row, column)


def _labels(cells: Mapping[tuple[int, int], object], sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Cell of every label that is found, in a table those of its header row."""
    names = {normalised(spelling): column.name for column in sheet.columns for spelling in column.spellings}
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for (row, column), value in cells.items():
        if row < _LOOKED_AT and isinstance(value, str):
            name = names.get(normalised(value)) or names.get(without_brackets(value))
            if name:
                found.setdefault(0 if sheet.layout == "form" else row, {}).setdefault(name, (row, column))
    return max(found.values(), key=len)


def _titles(sheet: Sheet) -> set[str]:
    return {normalised(title) for title in sheet.titles.spellings} if sheet.titles else set()


def _worksheet(workbook: OpenWorkbook, sheet: Sheet) -> Worksheet:
    titles = _titles(sheet)
    return next(each for each in workbook.worksheets if normalised(each.title) in titles)


def _cells(worksheet: Worksheet) -> dict[tuple[int, int], object]:
    return {
        (cell.row - 1, cell.column - 1): cell.value for row in worksheet.iter_rows(max_row=_LOOKED_AT) for cell in row
    }


def _set(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None, value: str) -> None:
    if spot is None or spot.row is None or spot.column is None:
        raise ValueError("this fault needs a cell to lie in")
    worksheet = _worksheet(workbook, sheet)
    row, column = _place(_cells(worksheet), sheet, spot.row, spot.column)
    worksheet.cell(row + 1, column + 1).value = value


def _error_cell(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    _set(workbook, sheet, spot, "#DIV/0!")


def _formula(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    _set(workbook, sheet, spot, "=1000*24")


def _unreadable_month(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    _set(workbook, sheet, spot, NO_MONTH)


def _extra_column(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    worksheet = _worksheet(workbook, sheet)
    labels = _labels(_cells(worksheet), sheet)
    row, column = max(labels.values(), key=lambda cell: cell[1])
    worksheet.cell(row + 1, column + 2).value = EXTRA_HEADER
    for below in range(1, 4):
        worksheet.cell(row + 1 + below, column + 2).value = "ada"


def _title_rows(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    worksheet = _worksheet(workbook, sheet)
    for merged in list(worksheet.merged_cells.ranges):
        worksheet.unmerge_cells(str(merged))
    worksheet.data_validations.dataValidation.clear()
    worksheet.insert_rows(1, 2)
    worksheet["A1"] = "LAPORAN KEMAJUAN – PERUMDA AIR MINUM TIRTA CONTOH"
    worksheet.merge_cells("A1:E1")


def _other_headers(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    worksheet = _worksheet(workbook, sheet)
    for name, (row, column) in _labels(_cells(worksheet), sheet).items():
        labels = sheet.column(name).labels
        worksheet.cell(row + 1, column + 1).value = labels.en if labels else name


def _renamed_header(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    worksheet = _worksheet(workbook, sheet)
    row, column = _labels(_cells(worksheet), sheet)[sheet.key]
    worksheet.cell(row + 1, column + 1).value = RENAMED_TO


def _missing_sheet(workbook: OpenWorkbook, sheet: Sheet, spot: Spot | None) -> None:
    workbook.remove(_worksheet(workbook, sheet))


_EDITS: Mapping[Fault, Callable[[OpenWorkbook, Sheet, Spot | None], None]] = {
    Fault.ERROR_CELL: _error_cell,
    Fault.FORMULA_WITHOUT_VALUE: _formula,
    Fault.UNREADABLE_MONTH: _unreadable_month,
    Fault.EXTRA_COLUMN: _extra_column,
    Fault.TITLE_ROWS: _title_rows,
    Fault.OTHER_HEADERS: _other_headers,
    Fault.RENAMED_HEADER: _renamed_header,
    Fault.MISSING_SHEET: _missing_sheet,
}


def _save(workbook: OpenWorkbook, path: Path) -> None:
    """Save without the moment of saving, so that the bytes depend on the content only."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    _repack(buffer, path, {})


def _repack(source: io.BytesIO, path: Path, more: Mapping[str, bytes]) -> None:
    with ZipFile(source) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>2026-01-01T00:00:00Z", data)
            new.writestr(ZipInfo(name, EARLIEST), data, ZIP_DEFLATED)
        for name, data in more.items():
            new.writestr(ZipInfo(name, EARLIEST), data, ZIP_DEFLATED)


def _truncate(path: Path) -> None:
    blob = path.read_bytes()
    path.write_bytes(blob[: len(blob) // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _add_macro(path: Path) -> None:
    _repack(io.BytesIO(path.read_bytes()), path, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})


def _to_open_document(path: Path) -> None:
    write_open_document(read_workbook(path, path.with_suffix(".xlsx").name), path)


_CHANGES: Mapping[Fault, Callable[[Path], None]] = {
    Fault.CORRUPT: _truncate,
    Fault.ZERO_BYTES: _empty,
    Fault.MACRO: _add_macro,
    Fault.OPEN_DOCUMENT: _to_open_document,
}
