"""The browser's door: the dashboard, compressed on the wire. Started by `wops dashboard` or `streamlit run app.py`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from dashboard.components.failure import show_failure
from dashboard.memory import KeptModules

app = st.App(
    Path(__file__).parent / "dashboard" / "main.py",
    middleware=[Middleware(GZipMiddleware, minimum_size=1024), Middleware(KeptModules)],
    on_script_error=show_failure,
)
