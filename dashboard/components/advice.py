"""The chain of advice on the profile: each request from question to what shows it, and what waits for whom."""

from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import on_demand, worked_out
from dashboard.components.table import Column, table
from dashboard.language import Translator, is_missing
from dashboard.words import (
    ADVICE_KINDS,
    CHAIN_BEGINNINGS,
    CHAIN_LINKS,
    CHAIN_STAGES,
    CHANNELS,
    LINK_STATES,
    ROLES,
    SOP_STATES,
)
from warehouse.vocabulary import Language, Role

WAITED_FOR = (Role.MENTOR, Role.MENTEE, Role.FACILITATOR)


def advice_chains(here: Context, chains: pd.DataFrame, links: pd.DataFrame) -> None:
    """Counts of what waits for whom, the chains, and on demand every link with its cell. Columns: queries/advice.py."""
    translator = here.translator
    _ = translator.gettext
    waiting, rows = worked_out(
        here, "advice_chains", (chains, links), lambda: (_waiting(here, links), _in_words(here, chains, links))
    )
    st.markdown(waiting)
    table(
        here,
        "advice",
        rows,
        [
            Column("said", _("Question or advice"), missing=lambda row: _("not on record")),
            Column("stage", _("How far it has come"), words=CHAIN_STAGES),
            Column("waiting", _("Waits for"), missing=lambda row: _("nobody"), unbroken=True),
            Column("chain", _("What followed")),
            Column("begins_with", _("Began with"), lambda code: translator.word(CHAIN_BEGINNINGS, code), unbroken=True),
            Column("topic", _("Topic"), optional=True),
            Column("age_days", _("Age, days"), translator.number, right=True),
        ],
        alt=_("Advice: from request to action"),
    )  # fmt: skip
    title = _("Every link of every chain, with its cell")
    on_demand(here, title, "advice_links_data", ":material/link:", lambda: _links(here, links, title))


def _in_words(here: Context, chains: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The chains with what was said, what followed, and who is waited for."""
    told = {chain: _chain(here, rows) for chain, rows in links.groupby("chain_id", sort=False)}
    return chains.assign(
        chain=chains["chain_id"].map(told),
        said=[_words(here, row) for row in chains.itertuples()],
        waiting=[_waiter(here, row) for row in chains.itertuples()],
    )


def _waiting(here: Context, links: pd.DataFrame) -> str:
    translator = here.translator
    _ = translator.gettext
    open_links = links[links["waits_for"].notna()]
    if open_links.empty:
        return _("Nothing waits for anybody.")
    parts = []
    for role in WAITED_FOR:
        own = open_links[open_links["waits_for"] == role]
        if len(own):
            line = translator.ngettext(
                "**{count}** waits for the {role}, the oldest {days} days",
                "**{count}** wait for the {role}, the oldest {days} days", len(own),
            )  # fmt: skip
            days = own["days"].max()
            parts.append(
                line.format(
                    count=translator.number(len(own)),
                    role=translator.word(ROLES, role).lower(),
                    days="–" if is_missing(days) else translator.number(int(days)),
                )
            )
    return "; ".join(parts) + "."


def _waiter(here: Context, row: Any) -> str | None:
    """For whom, and since how many days."""
    if is_missing(row.waits_for):
        return None
    role = here.translator.word(ROLES, row.waits_for)
    return role if is_missing(row.waiting_days) else f"{role}, {_days(here, row.waiting_days)}"


def _days(here: Context, count: float) -> str:
    days = here.translator.ngettext("{count} day", "{count} days", int(count))
    return days.format(count=here.translator.number(int(count)))


def _words(here: Context, row: Any) -> str | None:
    if not is_missing(row.words):
        return str(row.words)
    title = row.visit_title if here.translator.language is Language.INDONESIAN else row.visit_title_en
    return None if is_missing(title) else str(title)


def _chain(here: Context, rows: pd.DataFrame) -> str:
    """The links after the first, with day and days taken: “answered 20 Apr (12 days) → agreed 8 May (18 days)”."""
    first = rows.iloc[0]
    followed = rows.iloc[1:] if first["link"] == "request" else rows
    last = {row.words: row.Index for row in followed.itertuples() if row.link == "sop"}  # an SOP once, as it is now
    steps = [row for row in followed.itertuples() if row.link != "sop" or last[row.words] == row.Index]
    return " → ".join(_step(here, row) for row in steps) or here.translator.gettext("nothing yet")


def _step(here: Context, row: Any) -> str:
    translator = here.translator
    what = translator.word(CHAIN_LINKS, row.link)
    if row.link == "sop":
        told = [] if is_missing(row.kind) else [translator.word(SOP_STATES, row.kind).lower()]
        return f"{what}: {row.words} ({', '.join([*told, translator.day(row.done_on)])})"
    if row.link == "metric":
        name = row.name_id if translator.language is Language.INDONESIAN else row.name_en
        values = f"{translator.number(row.value_before)} → {translator.number(row.value_after)}"
        return f"{row.words if is_missing(name) else name}: {values}"
    state = "" if row.state == "done" else f" {translator.word(LINK_STATES, row.state).lower()}"
    day = "" if is_missing(row.done_on) else f" {translator.day(row.done_on)}"
    taken = [] if is_missing(row.days) else [_days(here, row.days)]
    if row.link == "advice" and not is_missing(row.channel):
        taken.append(_channel(here, row.channel))
    return f"{what}{state}{day}" + (f" ({', '.join(taken)})" if taken else "")


def _channel(here: Context, told: str) -> str:
    """In this language, whether a slip told its code or a register its name in either language."""
    code = told if told in CHANNELS else _channels_by_name().get(told.lower())
    if code is None:
        return told
    word = here.translator.word(CHANNELS, code)
    return word if word == "WhatsApp" else word.lower()


@cache
def _channels_by_name() -> dict[str, str]:
    return {Translator(language).word(CHANNELS, code).lower(): code for language in Language for code in CHANNELS}


def _links(here: Context, links: pd.DataFrame, title: str) -> None:
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "advice_links",
        links.assign(
            words=[_link_words(here, row) for row in links.itertuples()],
            place=[
                " › ".join(
                    str(part) for part in (row.source_file, row.source_sheet, row.source_cell) if not is_missing(part)
                )
                or None
                for row in links.itertuples()
            ],
        ),
        [
            Column("chain_id", _("Chain")),
            Column("link", _("Link"), lambda code: translator.word(CHAIN_LINKS, code)),
            Column("words", _("In words"), missing=lambda row: _("not on record")),
            Column("state", _("State"), words=LINK_STATES),
            Column("waits_for", _("Waits for"), lambda code: translator.word(ROLES, code), optional=True),
            Column("done_on", _("Done"), translator.day, missing=lambda row: _("not yet"), right=True),
            Column("due_on", _("Due"), translator.day, right=True, optional=True),
            Column("days", _("Days"), translator.number, right=True),
            Column("place", _("Where it stands"), missing=lambda row: _("not on record")),
            Column("obligation_id", _("Obligation"), only_downloaded=True),
        ],
        alt=title,
    )


def _link_words(here: Context, row: Any) -> str | None:
    translator = here.translator
    if row.link == "word" and row.state == "done":
        agreed = translator.gettext("agreed")
        return agreed if is_missing(row.words) else f"{agreed}: {row.words}"
    if is_missing(row.words):
        return None
    if row.link == "advice" and not is_missing(row.kind):
        return f"{translator.word(ADVICE_KINDS, row.kind)}: {row.words}"
    if row.link == "sop" and not is_missing(row.kind):
        return f"{row.words} ({translator.word(SOP_STATES, row.kind).lower()})"
    return str(row.words)
