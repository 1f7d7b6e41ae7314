"""A link from another page leads to a heading of this one: the address names it, and the page scrolls to it once."""

from pathlib import Path

import streamlit as st

SHOWN = "shown"
SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")


def bring_into_view(anchor: str) -> None:
    """Scrolls to the heading of this anchor where the address asks for it; called below everything that is drawn.

    The parameter leaves the address with that, so that no later run of the page scrolls again.
    """
    if st.query_params.get(SHOWN) == anchor:
        del st.query_params[SHOWN]
        _component()(data={"anchor": anchor}, key=f"arrival_{anchor}", height="content")


@st.cache_resource(show_spinner=False)
def _component() -> object:
    return st.components.v2.component("wops_arrival", js=SCRIPT)
