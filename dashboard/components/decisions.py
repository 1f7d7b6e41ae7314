"""What waits for a word from the Board, the annual meeting or the facilitator: counted, each with where it stands."""

import pandas as pd
import streamlit as st

from dashboard.components.arrival import SHOWN
from dashboard.components.choice import ALL
from dashboard.components.context import Context
from dashboard.components.findings import Finding, findings
from dashboard.components.table import Column, table
from dashboard.language import Translator
from dashboard.queries import budget, overview
from dashboard.words import PARTNERSHIP_STATUS
from warehouse.vocabulary import FulfilmentStatus


def decisions(here: Context) -> None:
    """One sentence per kind of decision, only where something waits."""
    _ = here.translator.gettext
    st.header(_("Decisions waiting"), anchor="decisions")
    told = waiting_in_words(
        here.ask_filtered(overview.decisions).iloc[0], here.ask_filtered(budget.undecided).iloc[0], here.translator
    )
    if told:
        findings(here, told)
    else:
        st.caption(_("Nothing waits for a decision in this selection."))


def waiting_in_words(counts: pd.Series, undecided: pd.Series, translator: Translator) -> list[Finding]:
    """Rows of `overview.decisions` and `budget.undecided` in words, each with where its evidence stands."""
    _, number = translator.gettext, translator.number
    told = [
        (
            counts["on_hold"],
            Finding(_("**On hold**, to be continued or ended: {count}."), "waiting"),
        ),
        (
            counts["owing_two"],
            Finding(_("**Two or more monthly reports overdue** in running partnerships: {count}."), "waiting"),
        ),
        (
            counts["without_mentor"],
            Finding(_("**Without a mentor**: {count}."), page="mentor"),
        ),
        (
            counts["letters"],
            Finding(
                _("**Letter of recommendation overdue**: {count}."),
                page="reporting",
                address=_owed(FulfilmentStatus.OVERDUE, "letter_of_recommendation"),
            ),
        ),
        (
            counts["doubtful"],
            Finding(
                _(
                    "**Only claimed, or disputed**, to be checked by the facilitator: {count} obligations in "
                    "{partnerships} partnerships."
                ),
                page="reporting",
                address=_owed(FulfilmentStatus.DOUBTFUL),
            ),
        ),
        (
            undecided["lines"],
            Finding(_("**Subsidies and programme budget proposed, not decided**: {count} lines."), page="budget"),
        ),
    ]
    return [
        Finding(
            one.sentence.format(count=number(count), partnerships=number(counts["doubtful_partnerships"])),
            one.anchor,
            one.page,
            one.address,
        )
        for count, one in told
        if count
    ]


def _owed(status: FulfilmentStatus, kind: str = ALL) -> dict[str, str]:
    """The list of what is owed, of every role in one status, of one kind or all, brought into view."""
    return {"owed": "all", "role": ALL, "what": kind, "status": status.value, SHOWN: "owed"}


def waiting_partnerships(here: Context) -> None:
    """The partnerships behind the first two, alphabetical."""
    translator = here.translator
    _ = translator.gettext
    st.header(_("Waiting for a word from the Board or the facilitator"), anchor="waiting")
    st.caption(_("Running partnerships on hold, or with two or more monthly reports overdue; alphabetical"))
    table(
        here,
        "waiting",
        here.ask_filtered(overview.waiting),
        [
            Column("mentee", _("Mentee")),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
            Column("reports_overdue", _("Reports overdue"), translator.number, right=True),
            Column("oldest_due_on", _("Oldest due"), translator.day, right=True),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
        ],
        alt=_("Partnerships waiting"),
        everything=lambda: here.ask_all(overview.waiting, here.filters),
    )
