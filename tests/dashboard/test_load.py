"""Several readers at once over WebSocket, as the load run lets them click: every page answers, none fails."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

from benchmarks.load import walk

READERS, CLICKS = 3, 2


def test_readers_who_click_at_the_same_time_each_get_their_pages(address: str) -> None:
    together = threading.Barrier(READERS)
    with ThreadPoolExecutor(READERS) as pool:
        walks = [
            pool.submit(walk, address, random.Random(number), ["P001", "P002"], CLICKS, together)
            for number in range(READERS)
        ]
        clicks = [click for each in walks for click in each.result()]
    assert len(clicks) == READERS * CLICKS
    assert [click.page for click in clicks].count("overview") >= READERS
    assert not any(click.failed for click in clicks)
    assert all(click.received > 1000 for click in clicks)
