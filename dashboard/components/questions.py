"""Questions to ask a partner about what stands out in the records: their words come from the table, with the cells."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import on_demand
from dashboard.components.table import Column, safe, table
from dashboard.words import N_, ROLES, Word, Words
from warehouse.vocabulary import Language, Origin

MOST_QUESTIONS = 5
DETECTORS: Words = {
    "on_time_but_empty": Word(N_("In time, few parts filled")),
    "copied": Word(N_("Like the month before")),
    "sent_on_one_day": Word(N_("Sent on one day")),
    "changed_after_the_fact": Word(N_("Changed afterwards")),
    "base_shrank": Word(N_("The base shrank")),
    "same_digits": Word(N_("The same digits")),
    "jumps_and_returns": Word(N_("Jumps and returns")),
}


def questions(here: Context, asked: pd.DataFrame) -> None:
    """What stands out, as questions with their place; a case is asked nothing. Columns: queries/coaching.py."""
    if here.filters.origin is Origin.CASE:
        return
    translator = here.translator
    _ = translator.gettext
    st.header(_("Questions to ask"), anchor=False)
    if asked.empty:
        st.caption(_("Nothing in the records stands out."))
        return
    st.caption(_("Something in the records stands out. Each is a question to talk about; none lowers a score."))
    asked = asked.assign(places=["; ".join(_places(row.sources)) for row in asked.itertuples()])
    own = "question_id" if translator.language is Language.INDONESIAN else "question_en"
    st.markdown("\n".join(_line(here, row, getattr(row, own)) for row in asked.head(MOST_QUESTIONS).itertuples()))
    if len(asked) > MOST_QUESTIONS:
        st.caption(
            _("and {count} earlier ones in the table below").format(
                count=translator.number(len(asked) - MOST_QUESTIONS)
            )
        )
    title = _("Every question, with its cells")
    on_demand(
        here, title, "questions_data", ":material/contact_support:", lambda: _question_table(here, asked, own, title)
    )


def _question_table(here: Context, asked: pd.DataFrame, own: str, title: str) -> None:
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "questions",
        asked,
        [
            Column("detector", _("What stands out"), lambda code: translator.word(DETECTORS, code)),
            Column("role", _("For"), lambda code: translator.word(ROLES, code)),
            Column("period", _("Month"), translator.month),
            Column(own, _("Question")),
            Column("places", _("Where it stands")),
        ],
        alt=title,
    )


def _line(here: Context, row: Any, question: str) -> str:
    translator = here.translator
    first, *more = _places(row.sources)
    places = translator.gettext("{place} and {count} more") if more else "{place}"
    about = " · ".join(
        [
            translator.word(DETECTORS, row.detector),
            translator.word(ROLES, row.role),
            places.format(place=first, count=translator.number(len(more))),
        ]
    )
    return f"- {safe(question)} :small[:gray[{safe(about)}]]"


def _places(sources: str) -> list[str]:
    """Every place once, in order: file › sheet › cell."""
    places = (" › ".join(str(part) for part in place.values() if part) for place in json.loads(sources))
    return list(dict.fromkeys(places))
