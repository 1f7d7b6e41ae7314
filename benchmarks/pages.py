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
FIRST_VIEWS = 3
PATIENCE = 300
AIM = 3.0
OF_A_PARTNERSHIP = ("profile", "metrics")
SEARCHED = {"words": "digging valve"}
MAIN = Path(__file__).resolve().parents[1] / "dashboard" / "main.py"
SMALLEST = """
import plotly.express as px
import streamlit as st

st.plotly_chart(px.bar(x=["a", "b", "c"], y=[1, 3, 2]))
"""


def measure(data: Path, partnerships: int) -> list[Row]:
    """Every page of a published build, in milliseconds and beside the smallest page."""
    found = run("pages.views", str(data)).result
    smallest = median(beside for _first, _again, beside in found.values())
    rows = [Row("Rerun of the smallest Streamlit page with one chart", f"{1000 * smallest:.0f} ms")]
    for page, (first, again, beside) in found.items():
        what = f"page `{page}` at {partnerships:,} partnerships ÷ the smallest"
        value = again / beside
        rows.append(Row(f"Rerun of the {what}", f"{value:.1f} ({1000 * again:.0f} ms)", f"≤ {AIM:g}", value <= AIM))
        rows.append(Row("– first view, with nothing remembered", f"{first / beside:.1f} ({1000 * first:.0f} ms)"))
    return rows


# ---- what runs in a process of its own


def views(data: str) -> dict[str, tuple[float, float, float]]:
    """Of each page of the dashboard the median seconds of a first view, of a rerun, and of the smallest page's rerun.

    The two reruns take turns, so that whatever else the computer does slows both.
    """
    from streamlit.testing.v1 import AppTest

    os.environ["WOPS_DATA"] = data
    partnership = {"partnership": _first_partnership(data)}
    smallest = AppTest.from_string(SMALLEST, default_timeout=PATIENCE).run()
    found = {}
    for path in sorted((MAIN.parent / "app_pages").glob("[!_]*.py")):
        found[path.stem] = _timed(_opened(path, partnership if path.stem in OF_A_PARTNERSHIP else {}), smallest)
        if path.stem == "profile":
            found["profile, all on one page"] = _timed(_opened(path, partnership | {"part": "all"}), smallest)
        if path.stem == "lessons":
            found["lessons, a search"] = _timed(_opened(path, SEARCHED), smallest)
            found["lessons, similar problems"] = _timed(
                _opened(path, {"problem_of": partnership["partnership"]}), smallest
            )
    return found


def _opened(path: Path, address: dict[str, str]) -> "AppTest":
    """One page with its address, run once: libraries are imported."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(MAIN), default_timeout=PATIENCE).run()
    app.switch_page(f"app_pages/{path.name}")
    for name, value in address.items():
        app.query_params[name] = value
    return app


def _first_partnership(data: str) -> str:
    connection = Generations(Path(data) / "warehouse").open_current_read_only()[1]
    with connection:
        return str(connection.execute("SELECT min(partnership_id) FROM mart.obligation").fetchall()[0][0])


def _timed(app: "AppTest", smallest: "AppTest") -> tuple[float, float, float]:
    app.run()
    if app.exception:
        raise RuntimeError(f"the page failed: {app.exception[0].message}")
    first = median(_seconds(app, forget=True) for _ in range(FIRST_VIEWS))
    app.run()
    turns = [(_seconds(app), _seconds(smallest)) for _ in range(RERUNS)]
    return first, median(page for page, _beside in turns), median(beside for _page, beside in turns)


def _seconds(app: "AppTest", forget: bool = False) -> float:
    import streamlit as st

    if forget:
        st.cache_data.clear()
        st.cache_resource.clear()
    started = time.perf_counter()
    app.run()
    return time.perf_counter() - started
