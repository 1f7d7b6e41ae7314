"""What reading one cell gives: a value with its status, or a problem in both languages."""

import re
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from warehouse.explained import shown
from warehouse.vocabulary import ValueStatus

T = TypeVar("T")

NOTHING_REPORTED: Final = frozenset(
    {
        "", "-", "--", "–", "—", "?", "n/a", "na", "n.a", "n.a.", "null", "nil", "none", "nihil", "no data",
        "not available", "not reported", "not yet", "tidak ada", "tidak ada data", "tdk ada", "tdk ada data",
        "data tidak ada", "data tidak tersedia", "tidak tersedia", "belum ada", "belum ada data",
        "belum dilaporkan", "belum tersedia", "belum",
    }
)  # fmt: skip
NOT_APPLICABLE: Final = frozenset({"not applicable", "tidak berlaku", "tdk berlaku", "tidak relevan"})
ERROR_VALUES: Final = re.compile(
    r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)|Err:[0-9]{3}", re.IGNORECASE
)

_BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u2009\u200b\u202f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell was not read. The caller knows which cell it was."""

    rule: str
    message_en: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A cell's value. `value` is None unless `status` is reported; `problem` is set when it is rejected."""

    value: T | None
    status: ValueStatus
    problem: Problem | None = None


def reported(value: T) -> Parsed[T]:
    """A value, also a reported 0."""
    return Parsed(value, ValueStatus.REPORTED)


def rejected(problem: Problem) -> Parsed[T]:
    """No value, and the reason."""
    return Parsed(None, ValueStatus.REJECTED, problem)


def absence(text: str) -> ValueStatus | None:
    """Not reported or not applicable, where `text` is a word that says so; otherwise None."""
    word = text.casefold()
    if word in NOTHING_REPORTED:
        return ValueStatus.NOT_REPORTED
    return ValueStatus.NOT_APPLICABLE if word in NOT_APPLICABLE else None


def clean(text: str) -> str:
    """`text` without outer blanks, and with every inner run of blanks (also unbreakable ones) as one."""
    return _BLANKS.sub(" ", text).strip()


def error_value(text: str) -> Problem | None:
    """The problem of a spreadsheet's error text such as '#DIV/0!'; otherwise None."""
    if not ERROR_VALUES.fullmatch(text):
        return None
    return Problem(
        "error_value",
        f"The cell shows the error {shown(text)}. Correct its formula, or type the value.",
        f"Sel menampilkan galat {shown(text)}. Perbaiki rumusnya, atau ketik nilainya.",
    )
