"""Readiness before the start, and how the partners see themselves beside what the records say."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.table import BADGES, Column, safe, table
from dashboard.language import is_missing
from dashboard.words import CRITERIA, READINESS, READINESS_TOPICS, ROLES, VIEWS, in_words
from warehouse.vocabulary import Role

SPOKEN = ("self", "counterpart", "facilitator")


def readiness(here: Context, items: pd.DataFrame) -> None:
    """The checklist of guideline 3.1.1, mentee and mentor side by side; silent where none was kept."""
    translator = here.translator
    _ = translator.gettext
    if items.empty:
        return
    st.subheader(_("Readiness before the start (guideline 3.1.1)"), anchor=False)
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
    note = "" if is_missing(row.note) else f" :small[:gray[{safe(row.note)}]]"
    badge = f":{BADGES[word.tone]}-badge[{safe(here.translator.sign(READINESS, row.state))}]"
    return f"- {badge} {safe(here.translator.word(READINESS_TOPICS, row.topic))}{note}"


def assessments(here: Context, views: pd.DataFrame) -> None:
    """Own view, counterpart and facilitator beside the computed score, then their words; silent without any view."""
    translator = here.translator
    _ = translator.gettext
    spoken = views[views["view"].isin(SPOKEN)]
    if spoken.empty:
        return
    st.subheader(_("How the partners see it"), anchor=False)
    st.caption(_("Differences are something to talk about; they change no computed score."))
    scores = views.pivot_table(index=["role", "criterion"], columns="view", values="score", sort=False, aggfunc="last")
    scores = scores.reindex(columns=list(VIEWS)).reset_index()
    asked = spoken[["role", "criterion"]].drop_duplicates()
    table(
        here,
        "assessments",
        asked.merge(scores, how="left", on=["role", "criterion"]),
        [
            Column("role", _("Role"), lambda code: translator.word(ROLES, code)),
            Column("criterion", _("Criterion"), lambda code: translator.word(CRITERIA, code)),
            *(
                Column(
                    view, translator.word(VIEWS, view), translator.number,
                    missing=lambda row: _("no figure given"), right=True,
                )
                for view in VIEWS
            ),
        ],
        alt=_("How the partners see it"),
    )  # fmt: skip
    for row in spoken[spoken["words"].notna()].itertuples():
        about = _("{view} on {criterion} ({role}), {day}").format(
            view=translator.word(VIEWS, row.view),
            criterion=translator.word(CRITERIA, row.criterion).lower(),
            role=translator.word(ROLES, row.role).lower(),
            day=translator.day(row.assessed_on),
        )
        st.markdown(f"“{safe(row.words)}”  \n:small[:gray[{safe(about)}]]")
