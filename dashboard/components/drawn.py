"""Tables and figures are drawn once for what they show, and shown again at the next rerun without being made again."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from dashboard.components.context import Context, fingerprint

MOST_DRAWN = 400
MOST_PAPERS = 40
Result = TypeVar("Result")


def drawn_once(here: Context, name: str, content: object, draw: Callable[[], None]) -> None:
    """Draws; where the same was drawn before, shows that again.

    `content` is everything that the drawing depends on besides the build, the viewer, the language and the filters;
    it must be picklable. Nothing that a reader can operate may be drawn here. Paper is drawn once as a whole.
    """
    if here.on_paper:
        draw()
    else:
        _drawn(_about(here, name, content), draw)


def drawn_for_paper(here: Context, content: object, draw: Callable[[Context], None]) -> None:
    """Draws a whole page to be printed; where the same was drawn before, shows that again and asks for nothing.

    `content` as in `drawn_once`: what the drawing asks of the build need not stand in it.
    """
    paper = replace(here, on_paper=True)
    _drawn_for_paper(_about(here, "paper", content), lambda: draw(paper))


def made_once(here: Context, name: str, content: object, make: Callable[[], Result]) -> Result:
    """What `make` makes of `content`, as in `drawn_once`: the same object for everybody, which nobody may change."""
    return _made_once(_about(here, name, content), make)


def worked_out(here: Context, name: str, content: object, work: Callable[[], Result]) -> Result:
    """What `work` makes of `content`, on which alone it depends as in `drawn_once`: remembered, every time a copy."""
    return _worked_out(_about(here, name, content), work)


def _about(here: Context, name: str, content: object) -> str:
    language = here.translator.language.value
    return fingerprint(here.generation.build_id, here.viewer, language, here.filters, name, content)


@st.cache_data(max_entries=MOST_DRAWN, show_spinner=False)
def _drawn(about: str, _draw: Callable[[], None]) -> None:
    _draw()


@st.cache_data(max_entries=MOST_PAPERS, show_spinner=False)
def _drawn_for_paper(about: str, _draw: Callable[[], None]) -> None:
    _draw()


@st.cache_resource(max_entries=MOST_DRAWN, show_spinner=False)
def _made_once(about: str, _make: Callable[[], Result]) -> Result:
    return _make()


@st.cache_data(max_entries=MOST_DRAWN, show_spinner=False)
def _worked_out(about: str, _work: Callable[[], Result]) -> Result:
    return _work()


def on_demand(here: Context, label: str, key: str, icon: str, draw: Callable[[], None]) -> None:
    """A part that is closed at first: it is asked for and drawn only while the reader has it open.

    Opening it runs nothing else of the page again. On paper it stands open under its label.
    """
    if here.on_paper:
        st.markdown(f"**{label}**")
        draw()
    else:
        _closed(label, key, icon, draw)


@st.fragment
def _closed(label: str, key: str, icon: str, draw: Callable[[], None]) -> None:
    place = st.expander(label, icon=icon, key=key, on_change="rerun")
    if place.open:
        with place:
            draw()
