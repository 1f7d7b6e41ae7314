"""What is known to be wrong with the figures: a banner on the pages concerned, and the list under Data quality."""

from pathlib import Path

import streamlit as st

from dashboard.components.context import Context
from dashboard.components.table import Column, safe, table
from dashboard.language import is_missing
from dashboard.queries import known_issues as asked
from dashboard.words import N_, Tone, Word, Words
from warehouse.vocabulary import Language

QUALITY = Path(__file__).parents[1] / "app_pages" / "quality.py"
MOST_TOLD = 2
TOLD: Words = {
    "True": Word(N_("Holds now"), "!", Tone.FAIR),
    "False": Word(N_("Not on this day"), "–", Tone.QUIET),
}
PAGES: Words = {
    "overview": Word(N_("Programme overview")),
    "results": Word(N_("Results and targets")),
    "reporting": Word(N_("Reporting discipline")),
    "map": Word(N_("Map")),
    "profile": Word(N_("Partnership profile")),
    "metrics": Word(N_("Pilot metrics")),
    "lessons": Word(N_("Lessons and SOPs")),
    "mentor": Word(N_("Mentor")),
    "desk": Word(N_("Facilitator's desk")),
    "self_assessment": Word(N_("Self-assessment")),
    "submit": Word(N_("Submit a report")),
    "budget": Word(N_("Budget and subsidies")),
    "indicators": Word(N_("Indicators")),
    "quality": Word(N_("Data quality")),
}


def tell_known_issues(here: Context, page: str) -> None:
    """The banner of one page; nothing where nothing is known."""
    rows = here.ask(asked.issues)
    if rows.empty:
        return
    own = [row for row in rows[rows["is_told"]].itertuples() if _concerns(row.pages, page)]
    if not own:
        return
    translator = here.translator
    _ = translator.gettext
    suffix = _suffix(here)
    lines = [f"**{safe(getattr(row, f'title_{suffix}'))}** {safe(getattr(row, f'effect_{suffix}'))}" for row in own]
    told = "  \n".join(lines[:MOST_TOLD])
    if len(own) > MOST_TOLD:
        told += "  \n" + _("and {count} more").format(count=translator.number(len(own) - MOST_TOLD))
    st.warning(_("Known issue: {told}").format(told=told), icon=":material/report:")
    address = {name: value for name, value in st.query_params.to_dict().items() if name in ("lang", "viewer", "party")}
    if page != "quality":
        st.page_link(
            QUALITY, label=_("All known issues"), icon=":material/arrow_forward:",
            query_params={**address, "tab": "known"},
        )  # fmt: skip


def known_issues(here: Context) -> None:
    """Every issue declared, with its days and the pages it concerns."""
    translator = here.translator
    _ = translator.gettext
    rows = here.ask(asked.issues)
    if rows.empty:
        st.caption(_("No issue is known of this build. Issues are declared in reference/known_issues.yml."))
        return
    suffix = _suffix(here)

    def pages_in_words(pages: str) -> str:
        return ", ".join(translator.word(PAGES, page) for page in pages.split(", "))

    table(
        here,
        "known_issues",
        rows,
        [
            Column("issue_id", _("Issue")),
            Column("is_told", _("Status"), words=TOLD),
            Column(f"title_{suffix}", _("What is known")),
            Column(f"effect_{suffix}", _("What it does to the figures")),
            Column("known_from", _("From"), translator.day, right=True),
            Column("known_to", _("Until"), translator.day, missing=lambda row: _("until it is mended"), right=True),
            Column("pages", _("Pages"), pages_in_words, missing=lambda row: _("every page")),
        ],
        alt=_("Known issues"),
    )


def _concerns(pages: object, page: str) -> bool:
    return is_missing(pages) or page in str(pages).split(", ")


def _suffix(here: Context) -> str:
    return "id" if here.translator.language is Language.INDONESIAN else "en"
