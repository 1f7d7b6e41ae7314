"""Sessions that click through the pages at the same time, over WebSocket against one real server.

A session is to the server what a browser tab is: it speaks Streamlit's own messages, and only draws nothing. It opens
a page, waits until the script behind it has run, thinks for a moment, and clicks on: to another page, partnership,
filter or language. Client and server share this computer.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from benchmarks.process import Memory
from benchmarks.table import Row
from tests.dashboard.served import server
from warehouse.generations import Generations
from warehouse.vocabulary import Language

SESSIONS = 20
CLICKS = 25
THINK_SECONDS = (0.5, 2.5)
PATIENCE = 120.0
SEED = 2026
LARGEST_MESSAGE = 200 * 1024 * 1024
FAILED = b"This page could not be shown"
OF_A_PARTNERSHIP = ("profile", "metrics")


@dataclass(frozen=True)
class Click:
    """One click: where it led, how long until the script had run, what came over the wire, whether it failed."""

    page: str
    seconds: float
    received: int
    failed: bool


def measure(data: Path, sessions: int = SESSIONS, clicks: int = CLICKS) -> list[Row]:
    """Sessions over the published build in `data`, each with so many clicks; as rows of the table."""
    partnerships = _partnerships(data)
    barrier = threading.Barrier(sessions)
    with server(data) as (address, process_id):
        walk(address, random.Random(SEED), partnerships, 1, threading.Barrier(1))  # imports what pages need
        memory = Memory(process_id)
        memory.start()
        with ThreadPoolExecutor(sessions) as pool:
            started = time.perf_counter()
            running = [
                pool.submit(walk, address, random.Random(SEED + number), partnerships, clicks, barrier)
                for number in range(sessions)
            ]
            done = [click for session in running for click in session.result()]
            taken = time.perf_counter() - started
        memory.stop()
    return list(_rows(done, taken, sessions, memory.main_mb))


def _rows(clicks: Sequence[Click], taken: float, sessions: int, server_mb: float | None) -> Iterator[Row]:
    about = (
        f"{sessions} sessions, {len(clicks):,} clicks, {THINK_SECONDS[0]:g}–{THINK_SECONDS[1]:g} s of thought between"
    )
    yield Row(f"{about}: reruns per second", f"{len(clicks) / taken:.1f}")
    yield _spread("– click until the page has run, p50 / p95 / longest", clicks)
    for page, number in sorted(Counter(click.page for click in clicks).items()):
        own = [click for click in clicks if click.page == page]
        yield _spread(f"– page `{page}` ({number} clicks)", own)
    sizes = sorted(click.received for click in clicks)
    yield Row("– messages of a click before compression, p50", f"{sizes[len(sizes) // 2] / 1000:,.0f} kB")
    yield Row(
        "– clicks that failed", str(sum(click.failed for click in clicks)), "0", not any(c.failed for c in clicks)
    )
    if server_mb is not None:
        yield Row("– server's largest resident memory", f"{server_mb:,.0f} MB")


def _spread(what: str, clicks: Sequence[Click]) -> Row:
    seconds = [click.seconds for click in clicks]
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    return Row(what, f"{1000 * cuts[9]:,.0f} / {1000 * cuts[18]:,.0f} / {1000 * max(seconds):,.0f} ms")


def _partnerships(data: Path) -> list[str]:
    connection = Generations(data / "warehouse").open_current_read_only()[1]
    with connection:
        rows = connection.execute("SELECT DISTINCT partnership_id FROM mart.obligation ORDER BY ALL").fetchall()
    return [str(row[0]) for row in rows]


def walk(
    address: str, chance: random.Random, partnerships: Sequence[str], clicks: int, barrier: threading.Barrier
) -> list[Click]:
    """One reader: the first page together with all others, then a walk of its own; every click it did."""
    from websockets.sync.client import connect
    from websockets.typing import Subprotocol

    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(url, subprotocols=[Subprotocol("streamlit")], max_size=LARGEST_MESSAGE) as socket:
        tab = _Tab(socket)
        barrier.wait(PATIENCE)
        done = [tab.click("overview", {"origin": "sample"})]
        for _number in range(clicks - 1):
            time.sleep(chance.uniform(*THINK_SECONDS))
            page = chance.choice(sorted(tab.pages))
            done.append(tab.click(page, _address_of(page, chance, partnerships)))
    return done


def _address_of(page: str, chance: random.Random, partnerships: Sequence[str]) -> dict[str, str]:
    address = {"origin": "sample", "lang": chance.choice([language.value for language in Language])}
    if page in OF_A_PARTNERSHIP:
        return address | {"partnership": chance.choice(partnerships)}
    return address | chance.choice([{}, {"subject": "non_revenue_water"}])


class _Tab:
    """The messages of one browser tab. `pages`: the hash of each page that the navigation offers."""

    def __init__(self, socket: object) -> None:
        self._socket = socket
        self.pages: dict[str, str] = {}

    def click(self, page: str, address: dict[str, str]) -> Click:
        """Asks for a page with an address, and waits until its script has run to the end."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(address)
        asked.rerun_script.page_script_hash = self.pages.get(page, "")
        received, failed = 0, False
        started = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        while True:
            message = self._socket.recv(PATIENCE)
            received += len(message)
            told = ForwardMsg.FromString(message)
            kind = told.WhichOneof("type")
            if kind == "navigation":
                shown = (one for one in told.navigation.app_pages if not one.is_hidden)
                self.pages = {one.url_pathname or "overview": one.page_script_hash for one in shown}
            failed = failed or FAILED in message
            if (
                told.WhichOneof("type") == "script_finished"
                and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return Click(page, time.perf_counter() - started, received, failed)
