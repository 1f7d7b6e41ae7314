"""Choosing one partnership of all, however many there are."""

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose, remembered
from dashboard.components.context import Context
from dashboard.components.table import Column, safe, table
from dashboard.language import is_missing
from dashboard.queries import profile
from dashboard.words import PARTNERSHIP_STATUS, SUBJECTS

MOST_OFFERED = 200
LONGEST_IN_A_FIELD = 40  # letters, on a telephone
OF_ONE_PARTNERSHIP = (
    "figure",
    "zone",
    "span",
    "about",
    "assess",
    "show",
    "stretch",
    "target",
)  # choices that another partnership may not offer


def choose_partnership(here: Context, of_this_origin: int, only_pairs: bool = False) -> str | None:
    """The partnership, or programme without a pair, that the reader chose; many are narrowed by a text first.

    With `only_pairs` no programme without a pair is offered, and a pair that is the only one is chosen.
    """
    translator = here.translator
    _ = translator.gettext
    place = st.container()
    search = None
    if of_this_origin > MOST_OFFERED:
        search = st.text_input(
            _("Search by name or code"), key="search", bind="query-params",
            placeholder=_("part of a name, or a code"),
        ).strip()  # fmt: skip
    asked = remembered("partnership")
    offered = here.ask(profile.offered, here.filters.origin.value, search or None, asked, MOST_OFFERED)
    if only_pairs:
        offered = offered[offered["mentee"].notna() & (offered["origin"] == here.filters.origin.value)]
    names = {row.code: _name(here, row) for row in offered.itertuples()}
    with place:
        chosen = choose(
            translator, "partnership", _("Partnership"), list(names), names.__getitem__, resets=OF_ONE_PARTNERSHIP,
            default=next(iter(names)) if only_pairs and len(names) == 1 else None,
        )  # fmt: skip
        if only_pairs and chosen:
            in_full(names[chosen])
        return chosen


def in_full(name: str) -> None:
    """The name of what is chosen, below a field that is too narrow for it."""
    if len(name) > LONGEST_IN_A_FIELD:
        st.caption(safe(name))


def _name(here: Context, row: object) -> str:
    if is_missing(row.mentee):
        return str(row.name)
    if row.origin != here.filters.origin.value:
        return str(row.mentee)
    mentor = here.translator.gettext("no mentor yet") if is_missing(row.mentor) else row.mentor
    return f"{row.mentee} – {mentor} ({row.code})"


def partnership_list(here: Context) -> None:
    """Every partnership of the origin shown, alphabetical."""
    translator = here.translator
    _ = translator.gettext

    def with_stages(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(stage=[here.kinds.stage(row.programme_kind, row.stage) for row in rows.itertuples()])

    origin = here.filters.origin.value
    table(
        here,
        "partnerships",
        with_stages(here.ask(profile.partnerships, origin)),
        [
            Column("partnership_id", _("Partnership")),
            Column("programme_kind", _("Kind of programme"), here.kinds.name),
            Column("mentee", _("Mentee")),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column("stage", _("Stage")),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
        ],
        alt=_("Partnerships, alphabetical"),
        everything=lambda: with_stages(here.ask_all(profile.partnerships, origin)),
    )
