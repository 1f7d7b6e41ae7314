"""A worksheet's XML in any lawful form, walked cell by cell: slower than patterns, and complete."""

import re
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from pipelines.reading.bounds import Extent
from pipelines.reading.model import ProblemKind, cell_name, column_number

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    type: str
    formula: str | None = None
    value: str | None = None
    inline: bool = False

    @property
    def filled(self) -> bool:
        return self.formula is not None or self.value is not None or self.inline

    @property
    def problem(self) -> tuple[ProblemKind, str] | None:
        if self.type == "e":
            return "error_value", self.value or ""
        if self.formula is None or (self.value or "").strip() or (self.type == "str" and self.value == ""):
            return None
        return "formula_without_value", f"={self.formula}"


class SheetWalk:
    """The extent of a sheet's filled cells and its problems as (cell, kind, value).

    Raises expat.ExpatError or ValueError for what is no worksheet.
    """

    def __init__(self, data: bytes) -> None:
        self.extent = Extent()
        self.problems: list[tuple[str, ProblemKind, str]] = []
        self._row = self._column = -1
        self._cell: _Cell | None = None
        self._inside = ""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self._cell = self._open(attributes)
        elif self._cell is not None:
            self._enter(self._cell, name)

    def _open(self, attributes: dict[str, str]) -> _Cell:
        row = self._row
        if found := _REFERENCE.fullmatch(attributes.get("r", "")):
            self._column = column_number(found[1])
            row = int(found[2]) - 1
        else:
            self._column += 1
        return _Cell(row, self._column, attributes.get("t", "n"))

    def _enter(self, cell: _Cell, name: str) -> None:
        if name == "f":
            cell.formula, self._inside = "", name
        elif name == "v":
            cell.value, self._inside = "", name
        elif name == "is":
            cell.inline = True

    def _end(self, tag: str) -> None:
        self._inside = ""
        if tag.rpartition(":")[2] == "c" and self._cell is not None:
            self._close(self._cell)
            self._cell = None

    def _close(self, cell: _Cell) -> None:
        if cell.filled:
            self.extent.add(cell.row, cell.column)
        if problem := cell.problem:
            self.problems.append((cell_name(cell.row, cell.column), *problem))

    def _text(self, text: str) -> None:
        if self._cell is not None and self._inside == "f":
            self._cell.formula = (self._cell.formula or "") + text
        elif self._cell is not None and self._inside == "v":
            self._cell.value = (self._cell.value or "") + text
