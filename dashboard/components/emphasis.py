"""The one button of a form that is to be pressed: set off by colour where white on it can be read."""

from typing import Literal

import streamlit as st


def foremost() -> Literal["primary", "secondary"]:
    """The type of that button.

    Streamlit writes white on the primary colour, and that colour itself on the ground of the page: on a dark ground no
    one colour keeps the contrast of WCAG 1.4.3 for both, so there the button has an edge instead.
    """
    return "secondary" if st.context.theme.type == "dark" else "primary"
