"""Spans of months: a quarter, half a year or a year, where a template allows them in place of a month."""

import re
from typing import Final, Literal

from pipelines.standardise.parsed_cell import Parsed, Problem, absence, clean, error_value, rejected, reported
from warehouse.explained import shown
from warehouse.month import EARLIEST_YEAR, LATEST_YEAR, Month, MonthError, full_year
from warehouse.vocabulary import ValueStatus

SpanKind = Literal["month", "quarter", "semester", "year"]

_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        ("i 1 pertama kesatu first 1st", "ii 2 kedua second 2nd", "iii 3 ketiga third 3rd", "iv 4 keempat fourth 4th"),
        start=1,
    )
    for word in words.split()
}
_NUMBER: Final = "(" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_YEAR: Final = r"(?:(?:tahun|thn|th)\.? ?)?([0-9]{4}|[0-9]{2})"
_BETWEEN: Final = r"[ \-/.,']{0,3}"
_QUARTER: Final = r"(?:triwulan|tri wulan|tw|kuartal|kwartal|quarter|q)"
_SEMESTER: Final = r"(?:semester|smt|sem)"
_FORMS: Final = tuple(
    (months, re.compile(pattern, re.IGNORECASE), places)
    for months, word in ((3, _QUARTER), (6, _SEMESTER))
    for pattern, places in (
        (f"{word}{_BETWEEN}{_NUMBER}(?![a-z0-9]){_BETWEEN}{_YEAR}", (1, 2)),
        (f"([0-9]{{4}}){_BETWEEN}{word}{_BETWEEN}{_NUMBER}", (2, 1)),
        (f"{_NUMBER}{_BETWEEN}{word}{_BETWEEN}{_YEAR}", (1, 2)),
    )
)
_YEAR_ALONE: Final = re.compile(r"(?:(?:tahun|thn|th|year)\.? ?)?([0-9]{4})", re.IGNORECASE)
_MONTHS_OF: Final[dict[int, SpanKind]] = {1: "month", 3: "quarter", 6: "semester", 12: "year"}


def parse_span(cell: object, allowed: tuple[SpanKind, ...]) -> Parsed[str]:
    """Read one cell of a column of spans: 'TW I 2025', 'Triwulan 2 2025', 'Q3-2025', 'Semester II 2025', '2025'.

    Gives the first and last month, '2025-01/2025-03'; of a month just '2025-05'. What the template does not allow is
    a finding that says so; a quarter without its year is one too.
    """
    if cell is None:
        return Parsed(None, ValueStatus.NOT_REPORTED)
    text = clean(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell))
    if isinstance(cell, str):
        if status := absence(text):
            return Parsed(None, status)
        if problem := error_value(text):
            return rejected(problem)
    try:
        first, months = _several(text) or (Month.parse(cell), 1)
    except MonthError as error:
        return rejected(Problem(error.rule, error.message_en, error.message_id))
    if _MONTHS_OF[months] not in allowed:
        return rejected(_not_allowed(text, allowed))
    return reported(str(first) if months == 1 else f"{first}/{first.plus(months - 1)}")


def _several(text: str) -> tuple[Month, int] | None:
    """First month and number of months of a quarter, half a year or year."""
    for months, form, (number_at, year_at) in _FORMS:
        if found := form.fullmatch(text):
            number, year = _ORDINALS[found[number_at].lower()], full_year(found[year_at])
            if number * months > 12:
                return None
            return Month(year, (number - 1) * months + 1), months
    if (found := _YEAR_ALONE.fullmatch(text)) and EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        return Month(int(found[1]), 1), 12
    return None


_WORDS: Final[dict[SpanKind, tuple[str, str, str]]] = {
    "month": ("a month", "bulan", "2025-05"),
    "quarter": ("a quarter", "triwulan", "TW II 2025"),
    "semester": ("half a year", "semester", "Semester I 2025"),
    "year": ("a year", "tahun", "2025"),
}


def _not_allowed(text: str, allowed: tuple[SpanKind, ...]) -> Problem:
    english = " or ".join(_WORDS[kind][0] for kind in allowed)
    indonesian = " atau ".join(_WORDS[kind][1] for kind in allowed)
    example = _WORDS[allowed[0]][2]
    return Problem(
        "span_not_allowed",
        f"'{shown(text)}' is not what this form asks for here: {english}. Write e.g. {example}.",
        f"'{shown(text)}' bukan yang diminta formulir ini: {indonesian}. Tulis misalnya {example}.",
    )
