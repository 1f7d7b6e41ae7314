"""The bounded pass over an .ods before its cells are read."""

from typing import Final
from xml.parsers import expat

from pipelines.reading.archive import Archive
from pipelines.reading.bounds import Extent, refusal_of_extent
from pipelines.reading.model import CellProblem, cell_name
from pipelines.reading.refusals import refusal
from pipelines.reading.xlsx import refuse_unsafe_markup

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_ERRORS: Final = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "Err:")
_MAX_ROWS: Final = 1_048_576
_MAX_COLUMNS: Final = 16_384


def inspect_ods(archive: Archive, file_name: str) -> list[CellProblem]:
    """Cells that would silently read as blank. Raises Refused for whatever must not reach the reader."""
    names = archive.by_name
    if "content.xml" not in names:
        raise refusal("not_a_workbook", file_name, detail="no content.xml")
    if any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in names):
        raise refusal("macro_workbook", file_name)
    manifest = names.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in archive.inflate(manifest):
        raise refusal("encrypted_workbook", file_name)
    content = archive.inflate(names["content.xml"])
    refuse_unsafe_markup(content, file_name, "content.xml")
    walk = _ContentWalk(file_name)
    try:
        walk.parse(content)
    except (expat.ExpatError, ValueError) as error:
        raise refusal("corrupt_workbook", file_name, detail=f"content.xml: {error}") from error
    return walk.errors if walk.calculated else walk.errors + walk.without_value


class _ContentWalk:
    """Counts rows and columns with their repetitions. A cell is filled when it has a type or a text.

    LibreOffice saves a formula that gave an empty text without any value. So a formula without value was
    never calculated only where no other formula has one either and LibreOffice left no trace.
    """

    def __init__(self, file_name: str) -> None:
        self.errors: list[CellProblem] = []
        self.without_value: list[CellProblem] = []
        self.calculated = False
        self._file_name = file_name
        self._sheet = ""
        self._extent = Extent()
        self._row = self._rows = self._column = self._columns = 0
        self._cell: dict[str, str] | None = None
        self._filled = False
        self._shown = ""
        self._in_text = 0

    def parse(self, content: bytes) -> None:
        """Walk the document. Raises Refused, expat.ExpatError or ValueError."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self._sheet = attributes.get(f"{_TABLE}name", "")
            self._extent = Extent()
            self._row = 0
        elif tag == f"{_TABLE}table-row":
            self._rows = _repeated(attributes, "rows", _MAX_ROWS)
            self._column = 0
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._columns = _repeated(attributes, "columns", _MAX_COLUMNS)
            self._cell, self._shown = attributes, ""
            self._filled = f"{_OFFICE}value-type" in attributes or f"{_TABLE}formula" in attributes
        elif tag == f"{_TEXT}p" and self._cell is not None:
            self._in_text += 1
            self._filled = True

    def _end(self, tag: str) -> None:
        if tag == f"{_TEXT}p" and self._in_text:
            self._in_text -= 1
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") and self._cell is not None:
            self._close(self._cell)
            self._cell = None
            self._column += self._columns
        elif tag == f"{_TABLE}table-row":
            self._row += self._rows

    def _close(self, attributes: dict[str, str]) -> None:
        if not self._filled:
            return
        self._extent.add(self._row, self._column, self._rows, self._columns)
        if self._extent.too_large:
            raise refusal_of_extent(self._extent, self._file_name, self._sheet)
        cell = cell_name(self._row, self._column)
        formula = attributes.get(f"{_TABLE}formula")
        typed = f"{_OFFICE}value-type" in attributes
        self.calculated |= f"{_CALC}value-type" in attributes or (formula is not None and typed)
        if _is_error(attributes, self._shown):
            self.errors.append(CellProblem(self._sheet, cell, "error_value", self._shown))
        elif formula is not None and not typed:
            self.without_value.append(CellProblem(self._sheet, cell, "formula_without_value", formula))

    def _text(self, text: str) -> None:
        if self._in_text:
            self._shown += text


def _is_error(attributes: dict[str, str], shown: str) -> bool:
    if attributes.get(f"{_CALC}value-type") == "error":
        return True
    return f"{_TABLE}formula" in attributes and shown.startswith(_ERRORS)


def _repeated(attributes: dict[str, str], what: str, most: int) -> int:
    times = int(attributes.get(f"{_TABLE}number-{what}-repeated", "1"))
    if not 1 <= times <= most:
        raise ValueError(f"{what} repeated {times} times")
    return times
