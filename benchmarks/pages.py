"""Rerunning a page beside the smallest Streamlit page with one chart, without a browser."""

import os
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.process import run
from benchmarks.table import Row
from warehouse.generations import Generations

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

RERUNS = 15
AIM = 3.0
MAIN = Path(__file__).resolve().parents[1] / "dashboard" / "main.py"
SMALLEST = """
import plotly.express as px
import streamlit as st

st.plotly_chart(px.bar(x=["a", "b", "c"], y=[1, 3, 2]))
"""


def measure(data: Path, partnerships: int) -> list[Row]:
    """Every page of a published build, in milliseconds and beside the smallest page."""
    found = run("pages.reruns", str(data)).result
    smallest = found.pop("smallest")
    rows = [Row("Rerun of the smallest Streamlit page with one chart", f"{1000 * smallest:.0f} ms")]
    for page, taken in found.items():
        value = taken / smallest
        what = f"Rerun of the page `{page}` at {partnerships:,} partnerships ÷ the smallest"
        rows.append(Row(what, f"{value:.1f} ({1000 * taken:.0f} ms)", f"≤ {AIM:g}", value <= AIM))
    return rows


# ---- what runs in a process of its own


def reruns(data: str) -> dict[str, float]:
    """Median seconds of a rerun of the smallest page and of each page of the dashboard."""
    from streamlit.testing.v1 import AppTest

    os.environ["WOPS_DATA"] = data
    found = {"smallest": _median_rerun(AppTest.from_string(SMALLEST, default_timeout=300))}
    for path in sorted((MAIN.parent / "app_pages").glob("[!_]*.py")):
        app = AppTest.from_file(str(MAIN), default_timeout=300).run()
        app.switch_page(f"app_pages/{path.name}")
        if path.stem == "profile":
            app.query_params["partnership"] = _first_partnership(data)
        found[path.stem] = _median_rerun(app)
    return found


def _first_partnership(data: str) -> str:
    connection = Generations(Path(data) / "warehouse").open_current_read_only()[1]
    with connection:
        return str(connection.execute("SELECT min(partnership_id) FROM mart.obligation").fetchall()[0][0])


def _median_rerun(app: "AppTest") -> float:
    app.run()
    if app.exception:
        raise RuntimeError(f"the page failed: {app.exception[0].message}")
    taken = []
    for _ in range(RERUNS):
        started = time.perf_counter()
        app.run()
        taken.append(time.perf_counter() - started)
    return median(taken)
