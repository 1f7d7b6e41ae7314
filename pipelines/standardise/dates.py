"""Dates and months as people type them. What has two readings is refused, never guessed."""

import re
from datetime import date, datetime
from typing import Final, Literal

from pipelines.standardise.parsed_cell import Parsed, Problem, absence, clean, error_value, rejected, reported
from warehouse.explained import shown
from warehouse.month import EARLIEST_YEAR, LATEST_YEAR, MONTH_NUMBERS, Month, MonthError, full_year, serial_date
from warehouse.vocabulary import ValueStatus

Order = Literal["auto", "dmy", "mdy"]

_ISO: Final = re.compile(
    r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})"
    r"(?:[T ][0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?)?"
)
_DAY_NAME_YEAR: Final = re.compile(r"([0-9]{1,2})[ \-/.]{1,2}([A-Za-z]+)\.?[ \-/.]{1,2}([0-9]{4}|[0-9]{2})")
_NAME_DAY_YEAR: Final = re.compile(r"([A-Za-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?, ?([0-9]{4})")
_NUMBERS: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_WEEKDAY: Final = re.compile(r"([A-Za-z']+),? +(.+)")

_WEEKDAYS: Final = {
    word: number
    for number, words in enumerate(
        (
            "senin monday mon sen",
            "selasa tuesday tue sel",
            "rabu wednesday wed rab",
            "kamis thursday thu kam",
            "jumat jum'at friday fri jum",
            "sabtu saturday sat sab",
            "minggu ahad sunday sun min",
        )
    )
    for word in words.split()
}


def parse_date(cell: object, *, order: Order = "auto") -> Parsed[date]:
    """Read one cell of a date column: a date cell, '2025-04-03', '2017-09-20 08:25:10', '3 April 2025'.

    The serial number of a date cell whose format was lost is that date: 45750 is 3 April 2025.
    '13/04/2025' is 13 April. '03/04/2025' has two readings and is rejected, unless `order` says how the
    column writes its dates (day-month-year or month-day-year). A weekday before the date must be right.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date(), cell)
    if isinstance(cell, date):
        return _plausible(cell, cell)
    if cell is None:
        return Parsed(None, ValueStatus.NOT_REPORTED)
    if (day := serial_date(cell)) is not None:
        return reported(day)
    if not isinstance(cell, str):
        return rejected(_not_a_date_cell(cell))
    text = clean(cell)
    if status := absence(text):
        return Parsed(None, status)
    if problem := error_value(text):
        return rejected(problem)
    return _parse_text(text, order)


def parse_month(cell: object) -> Parsed[Month]:
    """Read one cell of a month column; see Month.parse for what is accepted."""
    if cell is None:
        return Parsed(None, ValueStatus.NOT_REPORTED)
    if isinstance(cell, str):
        text = clean(cell)
        if status := absence(text):
            return Parsed(None, status)
        if problem := error_value(text):
            return rejected(problem)
    try:
        return reported(Month.parse(cell))
    except MonthError as error:
        return rejected(Problem(error.rule, error.message_en, error.message_id))


def _parse_text(text: str, order: Order) -> Parsed[date]:
    weekday, rest = _without_weekday(text)
    parts = _parts(rest, order)
    if isinstance(parts, Problem):
        return rejected(parts)
    try:
        day = date(*parts)
    except ValueError:
        return rejected(_unreadable(text))
    if weekday is not None and weekday != day.weekday():
        return rejected(_wrong_weekday(text))
    return _plausible(day, text)


def _without_weekday(text: str) -> tuple[int | None, str]:
    found = _WEEKDAY.fullmatch(text)
    if found and found[1].lower() in _WEEKDAYS:
        return _WEEKDAYS[found[1].lower()], found[2]
    return None, text


def _parts(text: str, order: Order) -> tuple[int, int, int] | Problem:
    """Year, month, day of `text`."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_NAME_YEAR.fullmatch(text):
        return _named(text, found[3], found[2], found[1])
    if found := _NAME_DAY_YEAR.fullmatch(text):
        return _named(text, found[3], found[1], found[2])
    if found := _NUMBERS.fullmatch(text):
        return _ordered(text, int(found[1]), int(found[3]), int(found[4]), order)
    return _unreadable(text)


def _named(text: str, year: str, name: str, day: str) -> tuple[int, int, int] | Problem:
    month = MONTH_NUMBERS.get(name.lower())
    return _unreadable(text) if month is None else (full_year(year), month, int(day))


def _ordered(text: str, first: int, second: int, year: int, order: Order) -> tuple[int, int, int] | Problem:
    if order == "mdy":
        return year, first, second
    if order == "dmy" or first > 12 or first == second:
        return year, second, first
    return _ambiguous(text, first, second, year)


def _plausible(day: date, cell: object) -> Parsed[date]:
    if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return reported(day)
    return rejected(
        Problem(
            "implausible_date",
            f"'{shown(cell)}' lies outside {EARLIEST_YEAR}–{LATEST_YEAR}. Correct the year.",
            f"'{shown(cell)}' berada di luar {EARLIEST_YEAR}–{LATEST_YEAR}. Perbaiki tahunnya.",
        )
    )


def _not_a_date_cell(cell: object) -> Problem:
    return Problem(
        "number_in_date",
        f"The cell holds {shown(cell)}, not a date. Format it as a date, or type e.g. 2025-04-03.",
        f"Sel berisi {shown(cell)}, bukan tanggal. Ubah formatnya menjadi tanggal, atau ketik misalnya 2025-04-03.",
    )


def _unreadable(text: str) -> Problem:
    return Problem(
        "unreadable_date",
        f"'{shown(text)}' is not a date. Write e.g. 2025-04-03 or 3 April 2025.",
        f"'{shown(text)}' bukan tanggal. Tulis misalnya 2025-04-03 atau 3 April 2025.",
    )


def _wrong_weekday(text: str) -> Problem:
    return Problem(
        "wrong_weekday",
        f"In '{shown(text)}' the weekday does not fit the date. Correct one of them.",
        f"Pada '{shown(text)}' nama hari tidak sesuai dengan tanggalnya. Perbaiki salah satunya.",
    )


def _ambiguous(text: str, first: int, second: int, year: int) -> Problem:
    if second > 12:
        return _unreadable(text)
    readings = f"{year}-{second:02d}-{first:02d}", f"{year}-{first:02d}-{second:02d}"
    return Problem(
        "ambiguous_date",
        f"'{shown(text)}' can be {readings[0]} or {readings[1]}. Write year-month-day, or name the month.",
        f"'{shown(text)}' dapat berarti {readings[0]} atau {readings[1]}. Tulis tahun-bulan-tanggal, atau "
        "nama bulannya.",
    )
