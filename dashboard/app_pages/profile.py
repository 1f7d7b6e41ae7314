"""One partnership from letter of request to letter of recommendation."""

import streamlit as st

st.title("…")
