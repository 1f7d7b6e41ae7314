"""What reading a file gives: sheets of cells with their problems, or a refusal."""

from dataclasses import dataclass, field
from typing import Final, Literal

from warehouse.explained import ExplainedError

MAX_FILE_BYTES: Final = 50_000_000
MAX_INFLATED_BYTES: Final = 64 * 1024 * 1024
MAX_CELLS: Final = 1_000_000
MAX_ENTRIES: Final = 2_000

ProblemKind = Literal["error_value", "formula_without_value"]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that looks empty to a reader of values but is not: an error, or a formula never calculated."""

    sheet: str
    cell: str
    kind: ProblemKind
    value: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The used rectangle of one sheet.

    `rows[i][j]` is the cell in sheet row `first_row + i` and column `first_column + j`, both counted from 0:
    str, float, int, bool, date, datetime, time or timedelta; '' where the cell is blank.
    """

    sheet: str
    rows: list[list[object]]
    first_row: int = 0
    first_column: int = 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """All worksheets of a file in their order (hidden ones too; charts not), and the cells with problems.

    `counts_from_1904`: a bare number that means a day counts from 1904, as in workbooks begun in Excel for Mac.
    """

    sheets: list[Grid]
    problems: list[CellProblem] = field(default_factory=list)
    counts_from_1904: bool = False


class Refused(ExplainedError):
    """A file that is not read: a stable rule, and what to do about it.

    `detail` is for the log, never for a screen.
    """

    def __init__(
        self,
        rule: str,
        message_en: str,
        message_id: str,
        sheet: str | None = None,
        cell: str | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(message_en, message_id)
        self.rule = rule
        self.sheet = sheet
        self.cell = cell
        self.detail = detail


def column_letter(column: int) -> str:
    """Letter of a column counted from 0: 0 is 'A', 26 is 'AA'."""
    letters = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Name of a cell, row and column counted from 0: (4, 2) is 'C5'."""
    return f"{column_letter(column)}{row + 1}"


def column_number(letters: str) -> int:
    """Column counted from 0 of its letter: 'A' is 0, 'AA' is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
