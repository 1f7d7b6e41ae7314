"""A command that runs beside the page: the line that says how far it is, and the words for how it ended."""

import os
from collections.abc import Callable

import streamlit as st

from dashboard.child import Answer, Child, Doing, Trouble
from dashboard.components.context import data_folder
from dashboard.language import Translator

EVERY_SECONDS = 0.7


def follow(translator: Translator, child: Child, in_words: Callable[[Doing | None], str]) -> None:
    """A line that says how far a child is, while the page stays usable; at its end the page is drawn anew."""

    @st.fragment(run_every=EVERY_SECONDS)
    def line() -> None:
        if child.has_ended:
            st.rerun()
        doing = child.doing
        text = in_words(doing)
        if doing and doing.total:
            text += f" ({translator.number(doing.done)}/{translator.number(doing.total)})"
        st.status(text, state="running")

    line()


def trouble_in_words(translator: Translator, answer: Answer) -> str | None:
    """Why a child gave no answer, and what to do; None where it gave one. Files are named within the data folder."""
    _ = translator.gettext
    if answer.problem:
        said = answer.problem.get(translator.language.value) or answer.problem.get("en")
        return said and said.replace(f"{data_folder().resolve()}{os.sep}", "")
    if answer.trouble is None:
        return None
    return {
        Trouble.TOO_LONG: _("This took too long and was stopped. Nothing was lost; try again later."),
        Trouble.TOO_MANY: _("Too many files are being worked on. Nothing was lost; try again in a few minutes."),
        Trouble.INTERRUPTED: _(
            "The dashboard was restarted while this was on its way; whether it arrived is not known here. Do it again: "
            "the same content counts once."
        ),
        Trouble.FAILED: _(
            "This failed for a reason of ours. Nothing was lost; tell the facilitator when it happened. The details "
            "are in the server's log."
        ),
    }[answer.trouble]
