"""One file, whatever its name says, to sheets of cells."""

import io
from pathlib import Path, PurePosixPath
from typing import Final, cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from pipelines.reading.archive import Archive
from pipelines.reading.delimited import read_delimited
from pipelines.reading.model import MAX_CELLS, MAX_FILE_BYTES, CellProblem, Grid, Workbook, cell_name
from pipelines.reading.ods import inspect_ods
from pipelines.reading.refusals import refusal
from pipelines.reading.xls import SIGNATURE, inspect_xls
from pipelines.reading.xlsx import counts_from_1904, inspect_xlsx

_ZIP: Final = b"PK"
_TEXT_TABLES: Final = frozenset({".csv", ".tsv", ".txt"})
_WITH_MACROS: Final = frozenset({".xlsm", ".xltm", ".xlam", ".xla"})


def read_workbook(path: Path, file_name: str) -> Workbook:
    """Read an .xlsx, .xls, .ods or .csv by what it holds; `file_name` is the name its sender gave it.

    Raises Refused, with rule and remedy, for everything that is not read. No file, however hostile, makes
    it use more than a bounded amount of memory; what still ends the process is what `run_in_workers` is for.
    """
    blob = _bytes_of(path, file_name)
    suffix = PurePosixPath(file_name.replace("\\", "/").lower()).suffix
    if suffix in _WITH_MACROS:
        raise refusal("macro_workbook", file_name)
    if blob.startswith(_ZIP):
        return _cells(blob, file_name, *_inspect_zip(blob, file_name))
    if blob.startswith(SIGNATURE):
        return _cells(blob, file_name, *inspect_xls(blob, file_name))
    if suffix in _TEXT_TABLES:
        return read_delimited(blob, file_name)
    raise refusal("not_a_workbook", file_name)


def _bytes_of(path: Path, file_name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise refusal("file_too_large", file_name, detail=f"{size} bytes")
        with path.open("rb") as file:
            blob = file.read(size)
    except OSError as error:
        raise refusal("file_not_readable", file_name, detail=str(error)) from error
    if not blob:
        raise refusal("empty_file", file_name)
    return blob


def _inspect_zip(blob: bytes, file_name: str) -> tuple[list[CellProblem], bool]:
    """The cells with problems, and whether days are counted from 1904."""
    archive = Archive(blob, file_name)
    if "content.xml" in archive.by_name and "xl/workbook.xml" not in archive.by_name:
        return inspect_ods(archive, file_name), False
    return inspect_xlsx(archive, file_name), counts_from_1904(archive)


def _cells(blob: bytes, file_name: str, problems: list[CellProblem], counts_from_1904: bool) -> Workbook:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(blob)) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
            return Workbook(_grids(book, names, file_name), problems, counts_from_1904)
    except PasswordError as error:
        raise refusal("encrypted_workbook", file_name, detail=str(error)) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise refusal("corrupt_workbook", file_name, detail=str(error)) from error
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise refusal("corrupt_workbook", file_name, detail=str(error)) from error


def _grids(book: CalamineWorkbook, names: list[str], file_name: str) -> list[Grid]:
    """Every sheet; the bound on cells holds for all of them together."""
    grids, cells = [], 0
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None or sheet.end is None:
            grids.append(Grid(name, []))
            continue
        (first_row, first_column), end = sheet.start, sheet.end
        cells += sheet.height * sheet.width
        if cells > MAX_CELLS:
            raise refusal("too_many_cells", file_name, sheet=name, cell=cell_name(*end))
        grids.append(Grid(name, _rows(sheet, file_name), first_row, first_column))
    return grids


def _rows(sheet: CalamineSheet, file_name: str) -> list[list[object]]:
    try:
        return cast(list[list[object]], sheet.to_python())
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise refusal("unreadable_cell", file_name, sheet=sheet.name, detail=str(error)) from error


def _is_panic(error: BaseException) -> bool:
    """Whether the reader of cells met what it did not foresee; that is no Exception of Python's."""
    return type(error).__name__ == "PanicException"
