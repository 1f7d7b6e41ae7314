"""What partners said, advised, signed and delivered, on the profile."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once, on_demand
from dashboard.components.table import Column, safe, table
from dashboard.language import is_missing
from dashboard.words import ADVICE_KINDS, ADVICE_STATUS, AGREEMENTS, KINDS, NARRATIVE, ROLES, SOP_STATES
from warehouse.vocabulary import Language

SHOWN_FIRST = ("uniqueness", "problem", "actual_conditions", "obstacle", "supporting_factor")
MOST_TEXTS = 4


def advice_table(here: Context, advice: pd.DataFrame) -> None:
    """The chain: asked, given, agreed, acted on, and how long it took."""
    translator = here.translator
    _ = translator.gettext
    if advice.empty:
        st.caption(_("No advice has been recorded yet."))
        return
    table(
        here,
        "advice",
        advice,
        [
            Column(
                "kind", _("Kind"), lambda code: translator.word(ADVICE_KINDS, code), missing=lambda row: _("request")
            ),
            Column("topic", _("Topic")),
            Column("words", _("Advice or question")),
            Column("asked_on", _("Asked"), translator.day, missing=lambda row: _("unasked"), right=True),
            Column("given_on", _("Given"), translator.day, missing=lambda row: _("not yet"), right=True),
            Column("action_due_on", _("Action due"), translator.day, right=True),
            Column("acted_on", _("Done"), translator.day, missing=lambda row: _("not yet"), right=True),
            Column("age_days", _("Age, days"), translator.number, right=True),
            Column("status", _("Status"), words=ADVICE_STATUS),
        ],
        alt=_("Advice: from request to action"),
    )


def narrative(here: Context, texts: pd.DataFrame, lessons: pd.DataFrame, sops: pd.DataFrame) -> None:
    """The narrative beside the numbers, lessons and SOPs."""
    translator = here.translator
    _ = translator.gettext
    if texts.empty and lessons.empty and sops.empty:
        st.caption(_("Nothing has been told yet."))
        return
    left, right = st.columns(2, gap="large")
    with left:
        drawn_once(here, "narrative", (texts, here.is_case), lambda: _texts(here, texts))
    with right:
        if len(lessons) or not here.is_case:
            st.markdown(_("**Lessons recorded**"))
        if lessons.empty and not here.is_case:
            st.caption(_("none recorded yet"))
        if len(lessons):
            st.markdown("\n".join(f"- {safe(text)}" for text in lessons["text"].head(MOST_TEXTS)))
        if len(sops) or not here.is_case:
            st.markdown(_("**SOPs**"))
        if sops.empty and not here.is_case:
            st.caption(_("none recorded yet"))
        elif len(sops):
            table(
                here,
                "sops",
                sops,
                [
                    Column("title", _("Title")),
                    Column("dated_on", _("Date"), translator.day, right=True),
                    Column("state", _("State"), words=SOP_STATES),
                ],
                alt=_("SOPs"),
            )
    everything = pd.concat([texts, lessons.assign(kind="lesson")]) if len(lessons) else texts
    if len(everything):
        title = _("Every text, with its cell")
        on_demand(here, title, "texts_data", ":material/notes:", lambda: _every_text(here, everything, title))


def _every_text(here: Context, texts: pd.DataFrame, title: str) -> None:
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "texts",
        texts,
        [
            Column("kind", _("Kind"), lambda code: translator.word(NARRATIVE | ADVICE_KINDS, code)),
            Column("period", _("Month"), translator.month),
            Column("text", _("Text")),
            Column("stated_in", _("Stated in"), translator.place, optional=True),
            Column("source_file", _("File")),
            Column("source_sheet", _("Sheet")),
            Column("source_cell", _("Cell")),
        ],
        alt=title,
    )


def _texts(here: Context, texts: pd.DataFrame) -> None:
    translator = here.translator
    for kind in SHOWN_FIRST:
        own = texts[texts["kind"] == kind]
        if own.empty and here.is_case:
            continue
        st.markdown(f"**{translator.word(NARRATIVE, kind)}**")
        if own.empty:
            st.caption(translator.gettext("not reported"))
        different = own.drop_duplicates("text", keep="last")
        lines = []
        for text in different["text"].tail(MOST_TEXTS).iloc[::-1]:
            periods = dict.fromkeys(own.loc[own["text"] == text, "period"].dropna())
            months = safe(", ".join(translator.month(period) for period in periods))
            lines.append(f"- {safe(text)}" + (f" :small[:gray[{months}]]" if months else ""))
        if lines:
            st.markdown("\n".join(lines))
        if len(different) > MOST_TEXTS:
            more = translator.gettext("and {count} earlier ones in the table below")
            st.caption(more.format(count=translator.number(len(different) - MOST_TEXTS)))


def documents(here: Context, agreements: pd.DataFrame, papers: pd.DataFrame) -> None:
    """Agreements and revisions, then documents delivered; a case has a table only where its document tells of any."""
    translator = here.translator
    _ = translator.gettext
    unsigned = _("day of signing not told") if here.is_case else _("not signed")
    table(
        here,
        "agreements",
        agreements.assign(revision=agreements["revision"].where(agreements["revision"] > 0)),
        [
            Column("kind", _("Agreement"), lambda code: translator.word(AGREEMENTS, code)),
            Column("revision", _("Revision"), translator.number, right=True, optional=True),
            Column("number", _("Number"), optional=True),
            Column("signed_on", _("Signed"), translator.day, missing=lambda row: unsigned, right=True),
            Column("signatories", _("Signatories"), optional=True),
            Column("witnesses", _("Witnesses"), optional=True),
            Column("stated_in", _("Stated in"), translator.place, optional=True),
        ],
        alt=_("Agreements"),
    )
    if papers.empty and here.is_case:
        return
    words = KINDS | AGREEMENTS
    own = papers["name_id" if translator.language is Language.INDONESIAN else "name_en"]
    names = own.fillna(papers["kind"].map(lambda code: translator.word(words, code)))
    months = papers["month"].map(lambda month: "" if is_missing(month) else f" {translator.month(month)}")
    table(
        here,
        "documents",
        papers.assign(document=names + months),
        [
            Column("document", _("Document")),
            Column("number", _("Number")),
            Column("dated_on", _("Date"), translator.day, right=True),
            Column("compiled_by", _("Compiled by"), lambda code: translator.word(ROLES, code)),
            Column("stated_in", _("Stated in"), translator.place, optional=True),
        ],
        alt=_("Documents"),
    )


def contacts(here: Context, people: pd.DataFrame) -> None:
    """Contact persons; only a facilitator comes here."""
    translator = here.translator
    _ = translator.gettext
    st.caption(_("Shown to facilitators only."))
    table(
        here,
        "contacts",
        people,
        [
            Column("side", _("Role"), lambda code: translator.word(ROLES, code)),
            Column("person", _("Name")),
            Column("role", _("Function")),
            Column("phone", _("Telephone"), unbroken=True),
            Column("email", _("E-mail")),
        ],
        alt=_("Contacts"),
    )
