"""The dashboard behind its own door (app.py), served over a data folder on a free port of this computer."""

# Used by the tests in a browser, by docs/pictures.py and by benchmarks/load.py.

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
QUIET_BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STILL = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const charts = [...document.querySelectorAll('.js-plotly-plot')];
    return app?.dataset.testScriptState === 'notRunning'
        && document.querySelector('[data-testid="stMain"] h1')
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
        && charts.every(chart => chart.querySelector('.main-svg'));
}"""


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a dashboard over `data`, for as long as it is needed."""
    with server(data) as (address, _process_id):
        yield address


@contextmanager
def server(data: Path) -> Iterator[tuple[str, int]]:
    """The same, with the id of its process."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    environment = os.environ | {"WOPS_DATA": str(data)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_healthy(url)
            yield url, process.pid
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_healthy(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the dashboard did not start")


def settle(page: "Page") -> None:
    """Waits until the script of the page has run, and its charts are drawn."""
    page.wait_for_timeout(150)  # until a click has reached the server
    page.wait_for_function(STILL)


def stand_still(mark: "Locator") -> None:
    """Waits until a mark of a chart has kept its place for a third of a second, so that a click meets it."""
    before = None
    while (place := mark.bounding_box()) is None or place != before:
        before = place
        mark.page.wait_for_timeout(350)
