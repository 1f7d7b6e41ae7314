"""One mentor: the mentees side by side, visits, advice, and what waits for it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose, choose_page, nothing_to_choose, remembered
from dashboard.components.context import Context
from dashboard.components.partnerships import MOST_OFFERED
from dashboard.components.scores import role_scores
from dashboard.components.table import Column, safe, table
from dashboard.language import is_missing
from dashboard.queries import catalogue, mentor
from dashboard.words import FULFILMENT, KINDS, PARTNERSHIP_STATUS, PARTY_KINDS, SUBJECTS
from warehouse.vocabulary import Language, Role

SIDE_BY_SIDE = 3


def choose_mentor(here: Context) -> pd.Series | None:
    """The mentor that the reader chose; a partner that is a mentor begins with itself."""
    translator = here.translator
    _ = translator.gettext
    origin = here.filters.origin.value
    asked = remembered("mentor") or here.viewer.party_id
    offered = here.ask(mentor.offered, origin, None, asked)
    if offered.empty:
        nothing_to_choose(translator, "mentor")
        return None
    place = st.container()
    if int(offered["of_all"].iloc[0]) > MOST_OFFERED:
        search = st.text_input(
            _("Search by name or code"), key="search_mentor", placeholder=_("part of a name, or a code")
        )
        offered = here.ask(mentor.offered, origin, search.strip() or None, asked)
    rows = {str(row["mentor_id"]): row for _index, row in offered.sort_values(["mentor", "mentor_id"]).iterrows()}
    names = _told_apart({code: _named(here, row) for code, row in rows.items()})
    own = here.viewer.party_id if here.viewer.party_id in rows else None
    with place:
        chosen = choose(
            translator, "mentor", _("Mentor"), list(rows), names.__getitem__, default=own,
            resets=("mentees",),
        )  # fmt: skip
    return None if chosen is None else rows[chosen]


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Code to name; names that stand for several codes bear them, as a choice is known by its words."""
    often = Counter(names.values())
    return {code: name if often[name] == 1 else f"{name} · {code}" for code, name in names.items()}


def _named(here: Context, row: pd.Series) -> str:
    count = here.translator.ngettext("{count} partnership", "{count} partnerships", row["partnerships"])
    return f"{row['mentor']} ({count.format(count=here.translator.number(row['partnerships']))})"


def who(here: Context, row: pd.Series) -> str:
    """Kind of party and province, as far as they are known."""
    translator = here.translator
    kind = translator.gettext("not reported") if is_missing(row["kind"]) else translator.word(PARTY_KINDS, row["kind"])
    province = translator.gettext("province not reported") if is_missing(row["province"]) else str(row["province"])
    return f"{kind} · {province}"


def side_by_side(here: Context, mentees: pd.DataFrame, scores: pd.DataFrame) -> None:
    """The mentor's three criteria in each partnership, alphabetical, three partnerships at a time."""
    translator = here.translator
    _ = translator.gettext
    passed_over = choose_page(translator, "mentees", _("Mentees shown"), len(mentees), SIDE_BY_SIDE)
    shown = mentees.iloc[passed_over : passed_over + SIDE_BY_SIDE]
    edges = here.ask(catalogue.band_edges)
    places = st.columns(min(SIDE_BY_SIDE, len(mentees)), gap="medium")
    for place, row in zip(places, shown.itertuples(), strict=False):
        with place:
            own = scores[scores["partnership_id"] == row.partnership_id]
            stage = here.kinds.stage(row.programme_kind, row.stage)
            status = translator.sign(PARTNERSHIP_STATUS, row.status)
            heading = f"**{safe(row.mentee)}**  \n:small[:gray[{safe(f'{stage} · {status}')}]]"
            role_scores(here, row.partnership_id, Role.MENTOR, None, own, edges, heading, f"_{row.partnership_id}")
    st.caption(
        _(
            "The criteria of the mentor in each partnership, each on its own: no mean is made, and mentees are not "
            "compared. The bands and how a bar is read stand on the profile."
        )
    )


def duties(here: Context, rows: pd.DataFrame, is_one: bool) -> None:
    """What the mentor owed in each partnership. Columns as in `mentor.DUTIES`.

    `is_one`, here and below: the mentor has one mentee, whose name stands above and need not in each row.
    """
    translator = here.translator
    _ = translator.gettext
    table(
        here, "mentor_duties", rows,
        [
            Column("mentee", _("Mentee"), only_downloaded=is_one),
            Column("due", _("Due"), translator.number, right=True),
            Column("delivered", _("Delivered"), translator.significant, right=True),
            Column("on_time", _("On time"), translator.significant, right=True),
            Column("overdue", _("Overdue"), translator.number, right=True),
            Column("doubtful", _("Doubtful"), translator.number, right=True),
            Column("not_due", _("Not due"), translator.number, right=True),
        ],
        alt=_("Obligations of the mentor by mentee"),
    )  # fmt: skip


def visits(here: Context, rows: pd.DataFrame, is_one: bool) -> None:
    """Each visit once, with every mentee that it served."""
    translator = here.translator
    _ = translator.gettext

    def not_held(row: Any) -> str:
        return _("no longer owed") if row.is_released else _("not reported")

    table(
        here, "mentor_visits", rows,
        [
            Column("kind", _("Kind"), lambda code: translator.word(KINDS, code)),
            Column("title", _("What")),
            Column("planned_on", _("Planned"), translator.day, right=True),
            Column("held_on", _("Held"), translator.day, missing=not_held, right=True),
            Column("mentees", _("Mentees served"), translator.number, right=True, only_downloaded=is_one),
            Column("with_whom", _("Mentees"), only_downloaded=is_one),
        ],
        alt=_("Visits, each counted once"),
    )  # fmt: skip


def advice(here: Context, rows: pd.DataFrame, is_one: bool) -> None:
    """Pieces of advice by mentee and what became of them."""
    translator = here.translator
    _ = translator.gettext
    table(
        here, "mentor_advice", rows,
        [
            Column("mentee", _("Mentee"), only_downloaded=is_one),
            Column("given", _("Advice given"), translator.number, right=True),
            Column("without_a_word", _("No word on it yet"), translator.number, right=True),
            Column("agreed", _("Agreed"), translator.number, right=True),
            Column("acted_on", _("Acted on"), translator.number, right=True),
            Column("declined", _("Declined"), translator.number, right=True),
            Column("asked", _("Requests not answered"), translator.number, right=True),
            Column("latest", _("Latest"), translator.day, right=True),
        ],
        alt=_("Advice by mentee"),
    )  # fmt: skip


def waiting(here: Context, rows: pd.DataFrame, is_one: bool) -> None:
    """What the mentor owes now or within 30 days."""
    translator = here.translator
    _ = translator.gettext
    title = "title" if translator.language is Language.INDONESIAN else "title_en"
    table(
        here, "mentor_waiting", rows,
        [
            Column("mentee", _("Mentee"), only_downloaded=is_one),
            Column(title, _("What")),
            Column("status", _("Status"), words=FULFILMENT),
            Column("due_on", _("Due"), translator.day, right=True),
            Column("days", _("Days since"), translator.number, right=True),
            Column("kind", _("Kind"), lambda code: translator.word(KINDS, code)),
        ],
        alt=_("What waits for this mentor"),
    )  # fmt: skip


def without_mentor(here: Context) -> None:
    """Partnerships that have no mentor yet; silent where there is none."""
    translator = here.translator
    _ = translator.gettext
    rows = here.ask_filtered(mentor.without_mentor)
    if rows.empty:
        return

    def with_stages(told: pd.DataFrame) -> pd.DataFrame:
        return told.assign(stage=[here.kinds.stage(row.programme_kind, row.stage) for row in told.itertuples()])

    st.header(_("Partnerships without a mentor"), anchor="without-mentor")
    table(
        here, "without_mentor", with_stages(rows),
        [
            Column("partnership_id", _("Partnership")),
            Column("mentee", _("Mentee")),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column("stage", _("Stage")),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
            Column("started_on", _("LoI signed"), translator.day, missing=lambda row: _("not reported"), right=True),
        ],
        alt=_("Partnerships without a mentor"),
        everything=lambda: with_stages(here.ask_all(mentor.without_mentor, here.filters)),
    )  # fmt: skip
