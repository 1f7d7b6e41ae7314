"""The receipt of a score."""

import streamlit as st

from dashboard.components.context import Context


def open_receipt(here: Context, partnership_id: str, role: str, criterion: str) -> None:
    """Opens the receipt of one criterion score."""
    st.dialog(here.translator.gettext("Receipt"), width="large")(lambda: None)()
