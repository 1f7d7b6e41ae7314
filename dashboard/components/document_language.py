"""Tells the browser which language the page is in: screen readers and hyphenation follow the lang attribute."""

import streamlit as st

from warehouse.vocabulary import Language

SCRIPT = "export default ({ data }) => { document.documentElement.lang = data }"


def set_document_language(language: Language) -> None:
    """Sets the lang attribute of the document."""
    _component()(data=language.value, key="document_language", height="content")


@st.cache_resource(show_spinner=False)
def _component() -> object:
    return st.components.v2.component("wops_document_language", js=SCRIPT)
