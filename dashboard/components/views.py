"""Readiness before the start."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once
from dashboard.components.table import BADGES, safe
from dashboard.language import is_missing
from dashboard.words import READINESS, READINESS_TOPICS, ROLES, in_words
from warehouse.vocabulary import Role


def readiness(here: Context, items: pd.DataFrame) -> None:
    """The checklist of guideline 3.1.1, mentee and mentor side by side; silent where none was kept."""
    if len(items):
        drawn_once(here, "readiness", items, lambda: _readiness(here, items))


def _readiness(here: Context, items: pd.DataFrame) -> None:
    translator = here.translator
    _ = translator.gettext
    st.header(_("Readiness before the start (guideline 3.1.1)"), anchor=False)
    with st.grid(2, min_column_width=320, gap="large"):
        for role in (Role.MENTOR, Role.MENTEE):
            own = items[items["role"] == role]
            ready = translator.number(int((own["state"] == "yes").sum()))
            count = _("{ready} of {total} ready").format(ready=ready, total=translator.number(len(own)))
            told = safe(count) if len(own) else _("not reported")
            items_of_role = "\n".join(_item(here, row) for row in own.itertuples())
            st.markdown(f"**{translator.word(ROLES, role)}** :small[:gray[{told}]]\n\n{items_of_role}")


def _item(here: Context, row: object) -> str:
    word = in_words(READINESS, row.state)
    note = "" if is_missing(row.note) else f" :small[:gray[{safe(here.translator.sentence(row.note))}]]"
    badge = f":{BADGES[word.tone]}-badge[{safe(here.translator.sign(READINESS, row.state))}]"
    return f"- {badge} {safe(here.translator.word(READINESS_TOPICS, row.topic))}{note}"
