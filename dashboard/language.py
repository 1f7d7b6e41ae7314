"""Words, numbers and dates in the language of the page: gettext for the words, Babel for the forms.

A message is its English text; the Indonesian one stands in locale/id/LC_MESSAGES/dashboard.po.
"""

import gettext
import math
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pandas as pd
from babel.dates import format_date, format_datetime, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from dashboard.places import place_in_words
from dashboard.words import UNITS, Word, Words, in_words
from warehouse.days_in_words import days_in_words
from warehouse.vocabulary import Language

LOCALES = Path(__file__).parent / "locale"
NO_VALUE = "–"
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?(?![\w.,])")


class Translator:
    """One language: `gettext` and its kin for words, the other methods for numbers, days and codes."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = catalogue(language)
        self._babel = "id_ID" if language is Language.INDONESIAN else "en"  # not en_GB, whose September is "Sept"
        self.separators = ",." if language is Language.INDONESIAN else ".,"

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self._catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, count: float) -> str:
        """The message in this language for a count."""
        return self._catalogue.ngettext(singular, plural, round(count) if math.isfinite(count) else 2)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number with this language's separators; a dash where there is none."""
        if is_missing(value):
            return NO_VALUE
        rounded = round(float(value), decimals) + 0.0
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(rounded, pattern, locale=self._babel)

    def significant(self, value: float | None) -> str:
        """A measured value with three digits: no decimals from 100 and for whole numbers, more for small ones."""
        return NO_VALUE if is_missing(value) else self.number(value, _digits(float(value)))

    def alike(self, *values: float) -> list[str]:
        """Measured values that are compared, each with the decimals of the one that has most."""
        decimals = max(_digits(float(value)) for value in values)
        return [self.number(value, decimals) for value in values]

    def as_set(self, value: float | None) -> str:
        """A number that somebody chose, with the decimals it was chosen with: 0.05, not 0.0500."""
        text = "" if is_missing(value) else f"{float(value):.12g}"
        return self.number(value, len(text.partition(".")[2]))

    def numbers(self, text: str) -> str:
        """A formula, the numbers in it with this language's separators: 7,5 or 1.000."""
        return _NUMBER.sub(lambda found: self.as_set(float(found[0])), text)

    def percent(self, value: float | None, decimals: int = 0) -> str:
        """A percentage already times 100."""
        return NO_VALUE if is_missing(value) else f"{self.number(value, decimals)}%"

    def share(self, value: float | None) -> str:
        """A share from 0 to 1 as a percentage."""
        return NO_VALUE if is_missing(value) else self.percent(100 * float(value))

    def day(self, value: date | None) -> str:
        """A day, for example 31 Okt 2026."""
        return NO_VALUE if is_missing(value) else format_date(value, "d MMM y", locale=self._babel)

    def long_day(self, value: date | None) -> str:
        """A day with the month in full."""
        return NO_VALUE if is_missing(value) else format_date(value, "d MMMM y", locale=self._babel)

    def moment(self, value: datetime | None) -> str:
        """A moment, day and time."""
        return NO_VALUE if is_missing(value) else format_datetime(value, "d MMM y HH:mm", locale=self._babel)

    def month(self, period: str | None) -> str:
        """A month written YYYY-MM, for example Okt 2026."""
        if is_missing(period):
            return NO_VALUE
        return format_date(date.fromisoformat(f"{period}-01"), "MMM y", locale=self._babel)

    def sentence(self, text: str) -> str:
        """A sentence made where no language was known, its days and months written as in this language."""
        return days_in_words(text, self.language)

    def period(self, first: date, last: date) -> str:
        """Whole months by name, Okt 2026 or Jan 2026 – Des 2026; anything else by its days."""
        if first.day != 1 or (last + timedelta(days=1)).day != 1:
            return f"{self.day(first)} – {self.day(last)}"
        begun, ended = (self.month(f"{one:%Y-%m}") for one in (first, last))
        return begun if begun == ended else f"{begun} – {ended}"

    def month_name(self, number: int) -> str:
        """The short name of month 1 to 12."""
        return get_month_names("abbreviated", locale=self._babel)[number]

    def listing(self, parts: list[str]) -> str:
        """a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.gettext("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])

    def word(self, words: Words, code: object) -> str:
        """The word of a code; an unknown code in readable form, a missing one as a dash."""
        if is_missing(code):
            return NO_VALUE
        return self.gettext(in_words(words, str(code)).text)

    def place(self, place: object) -> str:
        """Where in a document something stands; its title stays in its own language."""
        return NO_VALUE if is_missing(place) else place_in_words(str(place), self.language)

    def unit(self, code: object) -> str:
        """A unit of measure."""
        return self.word(UNITS, code)

    def measured(self, value: float | None, unit: object) -> str:
        """A measured value with its unit; a percentage without a blank."""
        shown, of = self.significant(value), "" if is_missing(unit) else self.unit(unit)
        return f"{shown}%" if of == "%" else f"{shown} {of}".strip()

    def sign(self, words: Words, code: object) -> str:
        """Symbol and word of a code."""
        if is_missing(code):
            return NO_VALUE
        word: Word = in_words(words, str(code))
        return f"{word.symbol} {self.gettext(word.text)}".strip()


def within(name: str) -> str:
    """A name within a line: its first letter small, unless its first word is an abbreviation (SOP, MoA)."""
    first = name.split(" ")[0]
    return name if any(letter.isupper() for letter in first[1:]) else name[:1].lower() + name[1:]


def is_missing(value: object) -> bool:
    """Whether there is no value: None, NaN, NaT, NA."""
    return value is None or bool(pd.isna(value)) if pd.api.types.is_scalar(value) else False


@lru_cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The compiled catalogue; English needs none, its messages are the keys."""
    path = LOCALES / language / "LC_MESSAGES" / "dashboard.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _digits(value: float) -> int:
    """The decimals of a measured value: as many as three digits need, and no more than it has."""
    size = abs(value)
    if size == int(size):
        return 0
    own = len(f"{size:.12f}".rstrip("0").partition(".")[2])
    return max(0, min(own, 2 - math.floor(math.log10(size))))
