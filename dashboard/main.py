"""The script behind every page: language, published build, viewer, filters, then the page itself."""

from pathlib import Path

import streamlit as st

from dashboard.access import Viewer, ViewerRole
from dashboard.components.choice import NotInData, choose_language, say_unknown
from dashboard.components.context import Context, published, set_context
from dashboard.components.document_language import set_document_language
from dashboard.components.empty import nothing_published
from dashboard.components.known_issues import tell_known_issues
from dashboard.components.scope import choose_filters, kinds_of
from dashboard.components.viewer import Looking, ask_which_partner, open_viewer, tell_who_looks
from dashboard.language import Translator
from dashboard.navigation import pages
from warehouse.generations import Generation, WarehouseProblem

ICON = Path(__file__).parent / "icon.png"
HOME = "overview"
NOBODY = Viewer(ViewerRole.PARTNER)


def main() -> None:
    """One run of the script."""
    st.set_page_config(page_title="PERPAMSI", page_icon=ICON, layout="wide")
    with st.sidebar:
        language_place = st.container()
        choices_place = st.container()
    with language_place:
        translator = choose_language()
    set_document_language(translator)
    try:
        generation = published()
    except WarehouseProblem as problem:
        st.navigation(pages(translator, NOBODY), expanded=True)
        nothing_published(translator, problem)
        return
    with choices_place:
        looking = _open_viewer(generation, translator)
    page = st.navigation(pages(translator, looking.viewer), expanded=True)
    tell_who_looks(translator, looking)
    if not looking.is_complete:
        ask_which_partner(translator)
        return
    with choices_place:
        kinds = kinds_of(generation, looking.viewer, translator)
        filters = choose_filters(generation, looking.viewer, translator, kinds)
    here = Context(generation, looking.viewer, translator, filters, kinds, looking.name)
    set_context(here)
    tell_known_issues(here, page.url_path or HOME)
    page.run()


def _open_viewer(generation: Generation, translator: Translator) -> Looking:
    """Who is looking; where the address names nobody known, the pages are still at hand."""
    try:
        return open_viewer(generation, translator)
    except NotInData:
        st.navigation(pages(translator, NOBODY), expanded=True)
        raise


try:
    main()
except NotInData as unknown:
    say_unknown(unknown)
