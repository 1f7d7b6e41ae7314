"""The facilitator's desk: what is late, due soon, and waiting for whom; each list by party or partnership."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose
from dashboard.components.context import Context
from dashboard.components.table import Column, table
from dashboard.language import is_missing
from dashboard.queries import desk, documents
from dashboard.queries.ask import OF_ALL
from dashboard.reminders import title_of
from dashboard.words import CHAIN_STAGES, EVIDENCE_LEVELS, FULFILMENT, N_, ROLES, Tone, Word, Words
from warehouse.vocabulary import Role

PAGES = Path(__file__).parents[1] / "app_pages"
WAITS: Words = {
    "late": Word(N_("Past its day"), "✕", Tone.BAD),
    "soon": Word(N_("Due soon"), "○", Tone.FAIR),
    "claimed": Word(N_("To be verified"), "?", Tone.UNSURE),
    "untold": Word(N_("Awaits another report"), "…", Tone.UNSURE),
}
GROUPED: Words = {"party": Word(N_("By party")), "partnership": Word(N_("By partnership"))}
# Pixels; together the room of a page on a screen of 1440.
WIDTHS = {
    "name": 240, "what": 205, "waits": 172, "due_on": 96, "late": 96, "waits_for": 96, "partnership_id": 90,
}  # fmt: skip
ROLES_ASKED = (Role.MENTOR, Role.MENTEE, Role.FACILITATOR, Role.SUPPORTING_PARTNER)


def until(here: Context) -> date:
    """The last of the days ahead that the desk looks at."""
    return here.as_of + timedelta(days=desk.DAYS_AHEAD)


def choose_grouping(here: Context) -> str:
    """By party or by partnership; kept in the address."""
    translator = here.translator
    chosen = choose(
        translator, "by", translator.gettext("Grouped"), list(GROUPED),
        lambda code: translator.word(GROUPED, code), default="party", resets=("to",),
    )  # fmt: skip
    return chosen or "party"


def standing_in_words(here: Context) -> None:
    """What is owed and what waits, counted in words; then the way to what is kept on other pages."""
    counted = {row.waits: row for row in here.ask_filtered(desk.counts).itertuples()}
    sentences = [*_owed_in_words(here, counted), *_waiting_in_words(here, counted)]
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
    _elsewhere(here)


def _owed_in_words(here: Context, counted: Mapping[str, Any]) -> list[str]:
    translator = here.translator
    _ = translator.gettext
    day = translator.long_day(until(here))
    late, soon = counted.get("late"), counted.get("soon")
    told = []
    if late is None:
        told.append(_("Nothing is past its day."))
    else:
        message = translator.ngettext(
            "**{count} obligation is past its day**, of {parties} in {partnerships}.",
            "**{count} obligations are past their day**, of {parties} in {partnerships}.",
            late.obligations,
        )
        told.append(_filled(here, message, late))
    if soon is None:
        told.append(_("Nothing falls due by {day}.").format(day=day))
    else:
        message = translator.ngettext(
            "**{count} obligation falls due by {day}**, of {parties} in {partnerships}.",
            "**{count} obligations fall due by {day}**, of {parties} in {partnerships}.",
            soon.obligations,
        )
        told.append(_filled(here, message, soon, day=day))
    return told


def _waiting_in_words(here: Context, counted: Mapping[str, Any]) -> list[str]:
    translator = here.translator
    told = []
    if claimed := counted.get("claimed"):
        message = translator.ngettext(
            "**{count} claim waits for your verification**, in {partnerships}.",
            "**{count} claims wait for your verification**, in {partnerships}.",
            claimed.obligations,
        )
        told.append(_filled(here, message, claimed))
    if untold := counted.get("untold"):
        message = translator.ngettext(
            "Of {count} obligation only a missing report could tell, in {partnerships}.",
            "Of {count} obligations only a missing report could tell, in {partnerships}.",
            untold.obligations,
        )
        told.append(_filled(here, message, untold))
    chains = here.ask_filtered(desk.advice)
    if len(chains):
        total = int(chains[OF_ALL].iloc[0])
        message = translator.ngettext(
            "{count} chain of advice is still open.", "{count} chains of advice are still open.", total
        )
        told.append(message.format(count=translator.number(total)))
    return told


def _filled(here: Context, message: str, row: Any, **more: str) -> str:
    translator = here.translator
    number = translator.number
    parties = translator.ngettext("{count} party", "{count} parties", row.parties)
    partnerships = translator.ngettext("{count} partnership", "{count} partnerships", row.partnerships)
    return message.format(
        count=number(row.obligations),
        parties=parties.format(count=number(row.parties)),
        partnerships=partnerships.format(count=number(row.partnerships)),
        **more,
    )


def _elsewhere(here: Context) -> None:
    """Scans to be keyed in and names to be decided: how many, with the way to their lists."""
    translator = here.translator
    papers = here.ask_filtered(documents.waiting)
    address = {name: value for name, value in st.query_params.to_dict().items() if name in ("lang", "origin")}
    with st.container(horizontal=True):
        if len(papers):
            total = int(papers[OF_ALL].iloc[0])
            message = translator.ngettext(
                "{count} document waits: scans to be keyed in, papers nobody has placed",
                "{count} documents wait: scans to be keyed in, papers nobody has placed",
                total,
            )
            label = message.format(count=translator.number(total))
            st.page_link(PAGES / "reporting.py", label=label, icon=":material/scan:", query_params=address)
        if names := here.ask(desk.open_names):
            message = translator.ngettext(
                "{count} name of a utility waits for a decision",
                "{count} names of utilities wait for a decision",
                names,
            )
            label = message.format(count=translator.number(names))
            st.page_link(
                PAGES / "quality.py", label=label, icon=":material/badge:", query_params={**address, "tab": "names"}
            )


def owed(here: Context) -> None:
    """Everything late, due soon or waiting for somebody's word, by party or partnership and then by day."""
    translator = here.translator
    _ = translator.gettext
    by_place, waits_place, role_place = st.columns(3)
    with by_place:
        by = choose_grouping(here)
    with waits_place:
        waits = choose(
            translator, "waits", _("What"), list(WAITS),
            lambda code: translator.sign(WAITS, code), everything=_("Everything"),
        )  # fmt: skip
    with role_place:
        role = choose(
            translator, "role", _("Role"), list(ROLES_ASKED),
            lambda code: translator.word(ROLES, code), everything=_("All roles"),
        )  # fmt: skip
    asked = {"by": by, "waits": waits, "role": role}
    first = _("Party") if by == "party" else _("Mentee")
    table(
        here,
        "desk_owed",
        _titled(here, here.ask_filtered(desk.owed, **asked)),
        [
            Column("name", first, missing=lambda row: _("no mentor yet"), width=WIDTHS["name"]),
            Column("what", _("What"), width=WIDTHS["what"]),
            Column("waits", _("Status"), words=WAITS, width=WIDTHS["waits"]),
            Column(
                "due_on",
                _("Due"),
                translator.day,
                missing=lambda row: _("no day is set"),
                right=True,
                width=WIDTHS["due_on"],
            ),
            Column("late", _("Days late"), translator.number, missing=lambda row: "", right=True, width=WIDTHS["late"]),
            Column("waits_for", _("Waits for"), lambda code: translator.word(ROLES, code), width=WIDTHS["waits_for"]),
            Column("partnership_id", _("Partnership"), width=WIDTHS["partnership_id"]),
            Column("partnership", _("Mentee and mentor"), only_downloaded=True),
            Column("obligation_id", _("Obligation"), only_downloaded=True),
        ],
        alt=_("What is late, due soon, or waits for somebody's word"),
        everything=lambda: _titled(here, here.ask_all(desk.owed, here.filters, **asked)),
    )


def _titled(here: Context, rows: pd.DataFrame) -> pd.DataFrame:
    """With the title in this language, the pair, the days past the day, and the role that it waits for."""
    if rows.empty:
        return rows
    return rows.assign(
        what=[title_of(row, here.translator) for row in rows.itertuples()],
        partnership=[pair(here, row) for row in rows.itertuples()],
        late=rows["days_late"].where(rows["waits"] == "late"),
        waits_for=[_waits_for(row) for row in rows.itertuples()],
    )


def pair(here: Context, row: Any) -> str:
    """Mentee – mentor (P014)."""
    mentor = here.translator.gettext("no mentor yet") if is_missing(row.mentor) else row.mentor
    return f"{row.mentee} – {mentor} ({row.partnership_id})"


def _waits_for(row: Any) -> str:
    if row.waits == "claimed":
        return Role.FACILITATOR
    if row.waits == "untold" and not is_missing(row.awaited_report):
        return str(row.awaited_report).split("/")[1]
    return str(row.role)


def advice(here: Context) -> None:
    """Chains of advice that wait, by whom they wait for."""
    translator = here.translator
    _ = translator.gettext
    role = choose(
        translator, "role", _("Role"), list(ROLES_ASKED[:3]),
        lambda code: translator.word(ROLES, code), everything=_("All roles"),
    )  # fmt: skip
    rows = here.ask_filtered(desk.advice, role=role)

    def with_pair(chains: pd.DataFrame) -> pd.DataFrame:
        return chains.assign(partnership=[pair(here, row) for row in chains.itertuples()])

    table(
        here,
        "desk_advice",
        with_pair(rows),
        [
            Column("waits_for", _("Waits for"), lambda code: translator.word(ROLES, code), width=84),
            Column("who", _("Party"), missing=lambda row: _("no mentor yet"), width=212),
            Column("stage", _("How far it has come"), words=CHAIN_STAGES, width=172),
            Column("words", _("Question or advice"), missing=lambda row: _("not on record"), width=245),
            Column("waiting_days", _("Waiting, days"), translator.number, right=True, width=100),
            Column("due_on", _("Due"), translator.day, missing=lambda row: _("no day is set"), right=True, width=96),
            Column("partnership_id", _("Partnership"), width=90),
            Column("partnership", _("Mentee and mentor"), only_downloaded=True),
        ],
        alt=_("Advice that waits for somebody"),
        everything=lambda: with_pair(here.ask_all(desk.advice, here.filters, role=role)),
    )


def evidence(here: Context) -> None:
    """Evidence that waits for the facilitator: mere claims and what is disputed first, or all of what counts."""
    translator = here.translator
    _ = translator.gettext
    kinds = {"claims": _("Claims, and what is disputed"), "all": _("All that is not verified")}
    which = choose(translator, "evidence", _("Evidence"), list(kinds), kinds.__getitem__, default="claims")
    everything = which == "all"

    def told(rows: pd.DataFrame) -> pd.DataFrame:
        if rows.empty:
            return rows
        return rows.assign(
            what=[title_of(row, translator) for row in rows.itertuples()],
            level=[translator.word(EVIDENCE_LEVELS, int(level)) for level in rows["level"]],
            day=rows["occurred_on"].fillna(rows["submitted_on"]),
            place=[evidence_place(row) for row in rows.itertuples()],
        )

    table(
        here,
        "desk_evidence",
        told(here.ask_filtered(desk.evidence, everything=everything)),
        [
            Column("mentee", _("Mentee")),
            Column("what", _("What")),
            Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
            Column("status", _("Status"), words=FULFILMENT, only_downloaded=not everything),  # each is doubtful
            Column("level", _("Level of evidence")),
            Column("note", _("What is said"), missing=lambda row: "", optional=True),
            Column("day", _("Day"), translator.day, right=True),
            Column("place", _("Where it stands"), missing=lambda row: ""),
            Column("partnership_id", _("Partnership")),
        ],
        alt=_("Evidence that waits for verification"),
        everything=lambda: told(here.ask_all(desk.evidence, here.filters, everything=everything)),
    )
    st.caption(_("To verify a piece of evidence, open the tab Records and choose its partnership."))


def evidence_place(row: Any) -> str | None:
    """File › sheet › cell of a row; None where nothing is told."""
    parts = [str(part) for part in (row.source_file, row.source_sheet, row.source_cell) if not is_missing(part)]
    return " › ".join(parts) or None
