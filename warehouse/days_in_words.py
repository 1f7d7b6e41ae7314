"""Days and months in sentences for people: written where no language was known, read in the reader's."""

import re
from datetime import date
from functools import partial
from typing import Final

from warehouse.vocabulary import Language

_SHORT: Final = {
    Language.ENGLISH: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    Language.INDONESIAN: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
}
# A day or a month as a machine writes it, in a sentence: not within quotes, the name of a file, a longer code or the
# option of a command, not in what is to be typed ("2026-06-30: 38"), and not beside the same month written out
# ("May 2025, 2025-05").
_MACHINE_DAY: Final = re.compile(
    r"""(?<![\w'"“/\\.-])(?<![^\W\d_][ ]\d{4}, )(?<!--on )(?<!--month )(?<!--as-of )"""
    r"""([12]\d{3}-(?:0[1-9]|1[0-2]))(-[0-3]\d)?(?![\w'"”/\\-]|\.\w|:[ ]?\d)"""
)


def days_in_words(text: str, language: Language) -> str:
    """The sentence with 2026-03-31 as 31 Mar 2026 and 2026-05 as Mei 2026 (May 2026 in English)."""
    return _MACHINE_DAY.sub(partial(_in_words, language), text)


def _in_words(language: Language, found: re.Match[str]) -> str:
    month, day = found.groups()
    try:
        told = date.fromisoformat(month + (day or "-01"))
    except ValueError:
        return found[0]
    words = f"{_SHORT[language][told.month - 1]} {told.year}"
    return f"{told.day} {words}" if day else words
