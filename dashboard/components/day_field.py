"""A field for a day. What is typed stays as it was typed; which days cannot be is said in words of our own.

Streamlit's own bounds would put another day in the place of one that was typed, so the field has none to speak of.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.components.table import safe
from dashboard.language import Translator

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
FIRST_TYPED, LAST_TYPED = date(1, 1, 1), date(9999, 12, 31)


def today() -> date:
    """The day in Jakarta."""
    return datetime.now(ZoneInfo("Asia/Jakarta")).date()


def day_field(label: str, key: str, value: date | None = None, **more: Any) -> date | None:
    """A field that takes every day; `more` goes to `st.date_input`."""
    return st.date_input(
        label, value=value, min_value=FIRST_TYPED, max_value=LAST_TYPED, format="DD/MM/YYYY", key=key, **more
    )  # fmt: skip


def impossible(translator: Translator, label: str, day: date | None, last: date) -> str | None:
    """Why a day cannot be what a field asks for: none is before `EARLIEST` or after `last`."""
    if day is None or EARLIEST <= day <= last:
        return None
    return translator.gettext("“{field}” cannot be {day}. Please enter a day from {first} to {last}.").format(
        field=safe(label), day=translator.long_day(day), first=translator.long_day(EARLIEST),
        last=translator.long_day(last),
    )  # fmt: skip
