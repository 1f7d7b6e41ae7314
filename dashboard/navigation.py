"""The one list of pages, and who has which of them before him."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.access import Viewer, ViewerRole
from dashboard.language import Translator

PAGES = (
    Path(__file__).parent / "app_pages"
)  # not "pages": Streamlit would serve such a folder by itself, without main.py
EVERYBODY = frozenset(ViewerRole)
HANDS_IN = frozenset({ViewerRole.FACILITATOR, ViewerRole.PARTNER})


@dataclass(frozen=True)
class _Entry:
    name: str
    title: str
    icon: str
    meant_for: Collection[ViewerRole] = EVERYBODY


def pages(translator: Translator, viewer: Viewer) -> dict[str, list[st.Page]]:
    """The pages meant for a viewer by group, in the words of the language.

    At the address of a page that is meant for others stands a word on that, and no page.
    """
    _ = translator.gettext
    home = st.Page(
        PAGES / "overview.py",
        title=_("Programme overview"),
        icon=":material/dashboard:",
        url_path="home",
        default=True,
    )
    groups: dict[str, list[st.Page]] = {}
    for group, entries in _entries(translator).items():
        shown = [_page(entry) for entry in entries if viewer.role in entry.meant_for]
        hidden = [_for_others(entry, translator) for entry in entries if viewer.role not in entry.meant_for]
        groups[group] = shown + hidden
    first = next(iter(groups))
    groups[first] = [home, _by_its_name(home), *groups[first]]
    return groups


def _entries(translator: Translator) -> dict[str, list[_Entry]]:
    _ = translator.gettext
    return {
        _("National Board"): [
            _Entry("results", _("Results and targets"), "flag"),
            _Entry("reporting", _("Reporting discipline"), "calendar_month"),
            _Entry("map", _("Map"), "map"),
        ],
        _("Partnership"): [
            _Entry("profile", _("Partnership profile"), "handshake"),
            _Entry("metrics", _("Pilot metrics"), "water_drop"),
            _Entry("lessons", _("Lessons and SOPs"), "lightbulb"),
            _Entry("mentor", _("Mentor"), "school"),
        ],
        _("Facilitator"): [
            _Entry("desk", _("Facilitator's desk"), "inbox_text", frozenset({ViewerRole.FACILITATOR})),
        ],
        _("Partners"): [
            _Entry("self_assessment", _("Self-assessment"), "checklist"),
            _Entry("submit", _("Submit a report"), "upload_file", HANDS_IN),
        ],
        _("Annual meeting"): [
            _Entry("budget", _("Budget and subsidies"), "payments"),
        ],
        _("Method"): [
            _Entry("indicators", _("Indicators"), "rule"),
            _Entry("quality", _("Data quality"), "fact_check"),
        ],
    }


def _page(entry: _Entry) -> st.Page:
    return st.Page(PAGES / f"{entry.name}.py", title=entry.title, icon=f":material/{entry.icon}:", url_path=entry.name)


def _for_others(entry: _Entry, translator: Translator) -> st.Page:
    """The address of a page that is meant for others: what it says there."""
    _ = translator.gettext

    def say() -> None:
        st.title(entry.title, anchor=False)
        st.info(_("This page is not meant for the role you look as."), icon=":material/visibility_off:")

    return _function_page(say, entry.title, entry.name)


def _by_its_name(home: st.Page) -> st.Page:
    """The address /overview: the first page is the address without a name, and this one leads there."""

    def go() -> None:
        st.switch_page(home, query_params=st.query_params.to_dict())

    return _function_page(go, home.title, "overview")


def _function_page(function: Callable[[], None], title: str, name: str) -> st.Page:
    return st.Page(function, title=title, url_path=name, visibility="hidden")
