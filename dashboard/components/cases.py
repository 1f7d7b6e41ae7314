"""Programmes told by documents: one card each, with what is told and what is not known."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.table import safe
from dashboard.language import is_missing

PROFILE = "app_pages/profile.py"


def programme_cards(here: Context, programmes: pd.DataFrame) -> None:
    """A card per partnership, or per programme without a pair. Columns as in `overview.cases`."""
    with st.grid(2, min_column_width=340, gap="medium"):
        for row in programmes.itertuples():
            with st.container(border=True, height="stretch"):
                _card(here, row)


def _card(here: Context, row: object) -> None:
    translator = here.translator
    _ = translator.gettext
    alone = is_missing(row.partnership_id)
    title = row.name if alone else row.title
    st.markdown(f":small[:gray[{safe(here.kinds.name(row.programme_kind))}]]  \n**{safe(title)}**")
    st.markdown(_partners(here, row))
    facts = [
        translator.ngettext("{count} statement", "{count} statements", row.statements).format(
            count=translator.number(row.statements)
        )
    ]
    if row.contradictions:
        facts.append(
            translator.ngettext(
                "{count} question told in conflicting ways", "{count} questions told in conflicting ways",
                row.contradictions,
            ).format(count=translator.number(row.contradictions))
        )  # fmt: skip
    if row.held:
        facts.append(
            translator.ngettext("{count} activity told as held", "{count} activities told as held", row.held).format(
                count=translator.number(row.held)
            )
        )
    if row.agreed:
        agreed = _("{agreed} duties agreed or planned, of {unknown} it is not told what became of them")
        facts.append(agreed.format(agreed=translator.number(row.agreed), unknown=translator.number(row.unknown)))
    if row.lessons:
        facts.append(
            translator.ngettext("{count} lesson", "{count} lessons", row.lessons).format(
                count=translator.number(row.lessons)
            )
        )
    st.markdown(":small[" + safe(" · ".join(facts)) + "]")
    chosen = row.programme_id if alone else row.partnership_id
    address = {"lang": translator.language.value, "origin": here.filters.origin.value, "partnership": chosen}
    st.page_link(PROFILE, label=_("Open the profile"), icon=":material/arrow_forward:", query_params=address)


def _partners(here: Context, row: object) -> str:
    translator = here.translator
    _ = translator.gettext
    if is_missing(row.partnership_id):
        return _("without a pair of partners")
    mentor = _("no mentor yet") if is_missing(row.mentor) else safe(row.mentor)
    return _("{mentor} with {mentee}").format(mentor=mentor, mentee=safe(row.mentee))
