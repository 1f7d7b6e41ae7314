"""Texts and yes-or-no answers as people type them."""

from datetime import date, datetime, time
from typing import Final

from pipelines.standardise.parsed_cell import Parsed, Problem, absence, clean, error_value, rejected, reported
from warehouse.explained import shown
from warehouse.vocabulary import ValueStatus

NIHIL: Final = {
    "nihil": "nihil", "tidak ada": "nihil", "tdk ada": "nihil",
    "none": "none", "nil": "none", "nothing": "none",
}  # fmt: skip
_YES: Final = frozenset({"ya", "iya", "y", "yes", "true", "benar", "sudah", "ada", "✓", "✔", "v", "1"})
_NO: Final = frozenset({"tidak", "tdk", "no", "n", "false", "salah", "belum", "tidak ada", "tdk ada", "0"})


def parse_text(cell: object) -> Parsed[str]:
    """Read one cell of a text column: outer blanks off, inner runs of blanks as one.

    'Nihil' and 'tidak ada' give 'nihil', 'None' and 'nil' give 'none': they answer "there was nothing".
    Words for a missing answer ('-', 'n/a', 'belum ada') are not reported. A whole number typed as a number
    loses its '.0'.
    """
    if cell is None:
        return Parsed(None, ValueStatus.NOT_REPORTED)
    text = clean(_as_text(cell))
    if nihil := NIHIL.get(text.casefold()):
        return reported(nihil)
    if status := absence(text):
        return Parsed(None, status)
    if problem := error_value(text):
        return rejected(problem)
    return reported(text)


def parse_boolean(cell: object) -> Parsed[bool]:
    """Read one cell of a yes-or-no column, in Indonesian or English; a tick is yes."""
    if cell is None:
        return Parsed(None, ValueStatus.NOT_REPORTED)
    if isinstance(cell, bool):
        return reported(cell)
    text = clean(_as_text(cell))
    word = text.casefold()
    if word in _YES:
        return reported(True)
    if word in _NO:
        return reported(False)
    if status := absence(text):
        return Parsed(None, status)
    if problem := error_value(text):
        return rejected(problem)
    return rejected(
        Problem(
            "unreadable_yes_no",
            f"'{shown(text)}' is neither yes nor no. Write yes or no.",
            f"'{shown(text)}' bukan ya atau tidak. Tulis ya atau tidak.",
        )
    )


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        midnight = cell.time() == time.min
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
