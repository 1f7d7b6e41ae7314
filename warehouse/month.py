"""A calendar month: how people write it, its days, and the working day a report about it falls due."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from warehouse.explained import ExplainedError, shown
from warehouse.vocabulary import Language

EARLIEST_YEAR: Final = 1950
LATEST_YEAR: Final = 2100
_SERIAL_ZERO: Final = date(1899, 12, 30)
_FIRST_SERIAL: Final = (date(EARLIEST_YEAR, 1, 1) - _SERIAL_ZERO).days
_LAST_SERIAL: Final = (date(LATEST_YEAR, 12, 31) - _SERIAL_ZERO).days

_NAMES_ID: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_NAMES_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SPELLINGS: Final = (
    "jan januari january",
    "feb febr peb pebr februari pebruari february",
    "mar mrt mart maret march",
    "apr april",
    "mei may",
    "jun juni june",
    "jul juli july",
    "agu ags agt agst agus agust agustus aug august",
    "sep sept september",
    "okt okto oct oktober october",
    "nov nop novem nopem november nopember",
    "des dec desember december",
)
MONTH_NUMBERS: Final = {word: number for number, words in enumerate(_SPELLINGS, start=1) for word in words.split()}

_BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_NAME_YEAR: Final = re.compile(r"([A-Za-z]+)\.?[ \-/'’.,]{0,3}([0-9]{4}|[0-9]{2})")
_YEAR_NAME: Final = re.compile(r"([0-9]{4})[ \-/.]{0,3}([A-Za-z]+)\.?")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_FIRST: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DAY_NAME_YEAR: Final = re.compile(r"([0-9]{1,2})[ \-/.]{1,2}([A-Za-z]+)\.?[ \-/.,]{1,2}([0-9]{4})")
_DAY_MONTH_YEAR: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_WORDS_AROUND: Final = re.compile(
    r"^(?:bulan|bln|periode|period|month of|month)\b[.:]? ?|(?<=[A-Za-z.,]) ?(?:tahun|thn|th)\b\.?(?= ?[0-9])",
    re.IGNORECASE,
)
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
_QUARTER: Final = re.compile(
    r"\b(?:tw|triwulan|kuartal|kwartal|quarter|semester|smt)\b|\bq[1-4]\b|\b[1-4]q\b", re.IGNORECASE
)
_RANGE: Final = re.compile(r"[A-Za-z]{3,}\.?\s*(?:[0-9]{4}\s*)?(?:-|–|s/d|s\.d\.|sd|to|sampai)\s*[A-Za-z]{3,}")


class MonthError(ExplainedError, ValueError):
    """A text that is no month, or could be several."""

    def __init__(self, rule: str, message_en: str, message_id: str) -> None:
        super().__init__(message_en, message_id)
        self.rule = rule


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month, ordered in time; `str()` gives 'YYYY-MM'."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise MonthError(
                "month_out_of_range",
                f"There is no month {self.month} of {self.year} between {EARLIEST_YEAR} and {LATEST_YEAR}. "
                "Correct the month.",
                f"Tidak ada bulan {self.month} tahun {self.year} antara {EARLIEST_YEAR} dan {LATEST_YEAR}. "
                "Perbaiki bulannya.",
            )

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, cell: object) -> "Month":
        """Read a month as people write it in Indonesian or English, or as a spreadsheet date.

        Accepts 'Mei-25', 'Mei 2025', 'bulan Mei tahun 2025', 'Nop 2025', '2026-10', '10/2026', '2025-05-01',
        '31 Mei 2025', '31/05/2025', dates and date-times (of any day in the month), and the serial number that a
        spreadsheet shows for a date whose format was lost (45778 is in May 2025). Raises MonthError for everything
        else: a quarter, a year, a range, '05/06', '25-Mei' (25 May, or May 2025?), '01/05/2025', another number.
        """
        if isinstance(cell, Month):
            return cell
        if isinstance(cell, date):
            return cls(cell.year, cell.month)
        if (day := serial_date(cell)) is not None:
            return cls(day.year, day.month)
        if not isinstance(cell, str):
            raise _unreadable(cell)
        text = _WORDS_AROUND.sub(" ", _BLANKS.sub(" ", cell).strip())
        text = _BLANKS.sub(" ", text).strip()
        found = _name_and_year(text) or _digits(text)
        if found is None:
            raise _reason(text)
        return cls(*found)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """Number of days in the month."""
        return monthrange(self.year, self.month)[1]

    @property
    def next(self) -> "Month":
        return self.plus(1)

    def plus(self, months: int) -> "Month":
        """The month `months` later (earlier if negative)."""
        years, index = divmod(self.month - 1 + months, 12)
        return Month(self.year + years, index + 1)

    def name(self, language: Language | str = Language.INDONESIAN) -> str:
        """'Mei 2025' in Indonesian, 'May 2025' in English."""
        names = _NAMES_EN if Language(language) is Language.ENGLISH else _NAMES_ID
        return f"{names[self.month - 1]} {self.year}"

    def due_on(self, day: int = 10, *, days_after: int | None = None) -> date:
        """The day a report about this month falls due, moved on to the next working day in Indonesia.

        `day` counts in the month after (the tenth, assumed); `days_after` counts from this month's
        last day instead. A `day` beyond that month's end means its last day.
        """
        if days_after is not None:
            return next_working_day(self.last_day + timedelta(days=days_after))
        following = self.next
        return next_working_day(date(following.year, following.month, min(day, following.days)))


def next_working_day(day: date) -> date:
    """`day` itself, or the first day after it that is neither weekend nor public holiday in Indonesia.

    Public holidays by the `holidays` library; collective leave (cuti bersama) counts as working days.
    """
    while day.weekday() >= 5 or day in _public_holidays(day.year):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # 0.2 s to import: only whoever asks for a due date pays

    return frozenset(country_holidays("ID", years=year))


def serial_date(cell: object) -> date | None:
    """The day of a spreadsheet's serial number (days since 30 December 1899), as a number or as five digits.

    None where it is none, or lies outside the years that can be meant: 2025 and 202505 are no serial numbers.
    """
    if isinstance(cell, str) and re.fullmatch(r"[0-9]{5}", cell.strip()):
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        return None
    return _SERIAL_ZERO + timedelta(days=int(cell))


def full_year(digits: str) -> int:
    """'25' is 2025, '2025' is 2025."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _name_and_year(text: str) -> tuple[int, int] | None:
    if found := _NAME_YEAR.fullmatch(text):
        word, year = found.groups()
    elif found := _YEAR_NAME.fullmatch(text):
        year, word = found.groups()
    elif found := _DAY_NAME_YEAR.fullmatch(text):
        day, word, year = found.groups()
        if word.lower() in MONTH_NUMBERS:
            return _of_day(text, int(year), MONTH_NUMBERS[word.lower()], int(day))
        return None
    else:
        return None
    number = MONTH_NUMBERS.get(word.lower())
    return None if number is None else (full_year(year), number)


def _digits(text: str) -> tuple[int, int] | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _MONTH_FIRST.fullmatch(text):
        return int(found[2]), int(found[1])
    if found := _ISO_DAY.fullmatch(text):
        return _of_day(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        return _of_day(text, year, month, day) if (day > 12 >= month) or day == month else None
    return None


def _of_day(text: str, year: int, month: int, day: int) -> tuple[int, int]:
    try:
        date(year, month, day)
    except ValueError:
        raise _unreadable(text) from None
    return year, month


def _reason(text: str) -> MonthError:
    if _QUARTER.search(text) or _RANGE.search(text):
        return MonthError(
            "several_months",
            f"'{shown(text)}' is more than one month. Give one month a row, e.g. 2025-05.",
            f"'{shown(text)}' lebih dari satu bulan. Isi satu bulan per baris, misalnya 2025-05.",
        )
    if re.fullmatch(r"[0-9]{1,2}[ \-/.][A-Za-z]+|[0-9]{1,2}[-/.][0-9]{1,2}(?:[-/.][0-9]{2,4})?", text):
        return MonthError(
            "ambiguous_month",
            f"'{shown(text)}' can be read in more than one way. Write year and month, e.g. 2025-05.",
            f"'{shown(text)}' dapat dibaca lebih dari satu cara. Tulis tahun dan bulan, misalnya 2025-05.",
        )
    return _unreadable(text)


def _unreadable(cell: object) -> MonthError:
    return MonthError(
        "unreadable_month",
        f"'{shown(cell)}' is not a month. Write e.g. May 2025, 2025-05, or a date cell.",
        f"'{shown(cell)}' bukan bulan. Tulis misalnya Mei 2025, 2025-05, atau sel bertipe tanggal.",
    )
