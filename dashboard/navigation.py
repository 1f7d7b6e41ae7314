"""The one list of pages."""

from pathlib import Path

import streamlit as st

from dashboard.language import Translator

PAGES = (
    Path(__file__).parent / "app_pages"
)  # not "pages": Streamlit would serve such a folder by itself, without main.py


def pages(translator: Translator) -> dict[str, list[st.Page]]:
    """The pages by group, in the words of the language."""
    _ = translator.gettext
    icon = ":material/dashboard:"
    home = st.Page(PAGES / "overview.py", title=_("Programme overview"), icon=icon, url_path="home", default=True)
    return {
        _("National Board"): [
            home,
            _by_its_name(home),
            _page("reporting", _("Reporting discipline"), "calendar_month"),
        ],
        _("Partnership"): [
            _page("profile", _("Partnership profile"), "handshake"),
            _page("metrics", _("Pilot metrics"), "water_drop"),
            _page("lessons", _("Lessons and SOPs"), "lightbulb"),
        ],
        _("Annual meeting"): [
            _page("budget", _("Budget and subsidies"), "payments"),
        ],
        _("Method"): [
            _page("indicators", _("Indicators"), "rule"),
            _page("quality", _("Data quality"), "fact_check"),
        ],
    }


def _page(name: str, title: str, icon: str) -> st.Page:
    return st.Page(PAGES / f"{name}.py", title=title, icon=f":material/{icon}:", url_path=name)


def _by_its_name(home: st.Page) -> st.Page:
    """The address /overview: the first page is the address without a name, and this one leads there."""

    def go() -> None:
        st.switch_page(home, query_params=st.query_params.to_dict())

    return st.Page(go, title=home.title, url_path="overview", visibility="hidden")
