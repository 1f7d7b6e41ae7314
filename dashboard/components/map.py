"""The partnerships behind the map: counted in words, listed, and each a step from its profile."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.findings import to_evidence
from dashboard.components.table import Column, table
from dashboard.language import Translator, is_missing
from dashboard.queries import map as places
from dashboard.words import PARTNERSHIP_STATUS, SUBJECTS

MOST_LINKS = 12


def covered_in_words(covered: pd.Series, tiles: pd.DataFrame, translator: Translator) -> str:
    """How many partnerships have a place, in how many provinces, and how many stay within one. As list items."""
    _, number = translator.gettext, translator.number
    told = [
        _("**{placed} of {total} partnerships** have a place on the map, in {provinces} of 38 provinces.").format(
            placed=number(covered["placed"]),
            total=number(covered["partnerships"]),
            provinces=number(tiles["iso_code"].nunique()),
        )
    ]
    if covered["both_known"]:
        same = covered["in_one_province"]
        if same:
            message = _(
                "Where both provinces are known ({known} partnerships), mentor and mentee lie in the same province in "
                "{same}."
            )
        else:
            message = _(
                "Where both provinces are known ({known} partnerships), mentor and mentee always lie in different "
                "provinces."
            )
        told.append(message.format(known=number(covered["both_known"]), same=number(same)))
    without = int(covered["partnerships"] - covered["placed"])
    if without:
        told.append(
            translator.ngettext(
                "{without} partnership has no known province; it is listed below.",
                "{without} partnerships have no known province; they are listed below.",
                without,
            ).format(without=number(without))
            + to_evidence(translator, "without-province")
        )
    return "\n".join(f"- {sentence}" for sentence in told)


def list_of(here: Context, name: str, alt: str, province: str | None = None, without_place: bool = False) -> None:
    """Partnerships of a province, of all, or without any; alphabetical."""
    translator = here.translator
    _ = translator.gettext
    asked = {"province": province, "without_place": without_place}

    def with_stages(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(stage=[here.kinds.stage(row.programme_kind, row.stage) for row in rows.itertuples()])

    unknown = _("not reported")
    table(
        here,
        name,
        with_stages(here.ask_filtered(places.listed, **asked)),
        [
            Column("mentee", _("Mentee")),
            Column("mentee_told", _("Province of the mentee"), missing=lambda row: unknown),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            Column(
                "mentor_told",
                _("Province of the mentor"),
                missing=lambda row: _("no mentor yet") if is_missing(row.mentor) else unknown,
            ),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column("stage", _("Stage")),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
        ],
        alt=alt,
        everything=lambda: with_stages(here.ask_all(places.listed, here.filters, **asked)),
    )


def open_profiles(here: Context, province: str) -> None:
    """A link to the profile of each partnership of the province, the first of many."""
    rows = here.ask_filtered(places.listed, province=province).head(MOST_LINKS)
    with st.container(horizontal=True, gap="small"):
        for row in rows.itertuples():
            st.page_link(
                "app_pages/profile.py",
                label=f"{row.partnership_id} · {row.mentee}",
                icon=":material/handshake:",
                query_params={"partnership": str(row.partnership_id)},
            )
