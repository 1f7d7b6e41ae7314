"""The script behind every page: language, published build, filters, then the page itself."""

from pathlib import Path

import streamlit as st

from dashboard.components.choice import choose_language
from dashboard.components.context import Context, open_viewer, published, set_context
from dashboard.components.document_language import set_document_language
from dashboard.components.empty import nothing_published
from dashboard.components.scope import choose_filters, kinds_of
from dashboard.navigation import pages
from warehouse.generations import WarehouseProblem

ICON = Path(__file__).parent / "icon.png"

st.set_page_config(page_title="PERPAMSI", page_icon=ICON, layout="wide")

with st.sidebar:
    language_place = st.container()
    filters_place = st.container()
with language_place:
    translator = choose_language()
set_document_language(translator.language)
page = st.navigation(pages(translator), expanded=True)

try:
    generation = published()
except WarehouseProblem as problem:
    nothing_published(translator, problem)
    st.stop()

viewer = open_viewer()
with filters_place:
    kinds = kinds_of(generation, viewer, translator)
    filters = choose_filters(generation, viewer, translator, kinds)
set_context(Context(generation, viewer, translator, filters, kinds))
page.run()
