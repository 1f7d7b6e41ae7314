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
    return {
        _("National Board"): [
            _page("overview", _("Programme overview"), "dashboard", default=True),
            _page("reporting", _("Reporting discipline"), "calendar_month"),
        ],
        _("Partnership"): [
            _page("profile", _("Partnership profile"), "handshake"),
        ],
        _("Method"): [
            _page("indicators", _("Indicators"), "rule"),
            _page("quality", _("Data quality"), "fact_check"),
        ],
    }


def _page(name: str, title: str, icon: str, default: bool = False) -> st.Page:
    return st.Page(PAGES / f"{name}.py", title=title, icon=f":material/{icon}:", url_path=name, default=default)
