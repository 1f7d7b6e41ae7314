"""Builds again whenever something arrives: the inbox, what is received by command, and the reference data.

The folders are looked at again and again instead of asking the system for notices: those do not come from network
shares. Looking costs a small part of the time, also where there are many files. Between builds Great Expectations
stays loaded, a reader process waits, and the intake records already read are kept.
"""

import os
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.arrivals import Arrival
from pipelines.build import Kept, build
from pipelines.build_report import BuildReport, Progress, silent
from pipelines.inbox import inbox_files
from pipelines.problems import explained
from warehouse.durable import write_whole
from warehouse.generations import BuildRunning, Generations

SHORTEST_WAIT_SECONDS = 0.1
SHARE_OF_TIME = 0.05  # that looking may take
QUIET_SECONDS = 0.3  # nothing has changed for so long: the copying is over
LONGEST_COPYING_SECONDS = 30.0  # then what is there is built, and the rest later
PATIENCE_SECONDS = 60.0  # a workbook without its end is still on its way for so long
TRY_AGAIN_SECONDS = 5.0
FAILURE = "last-failure.txt"

State = Mapping[str, tuple[int, int]]
"""Size and time stamp of every file that a build depends on, by path; the day under ''."""


@dataclass(frozen=True)
class Watched:
    """What one change led to: the build, or why there was none, and the seconds since the change was seen.

    `message_en` and `message_id` are empty where the build ended well.
    """

    report: BuildReport | None
    seconds: float
    message_en: str = ""
    message_id: str = ""


class Watcher:
    """Watches a data folder and builds on every change, one build at a time, until it is told to stop."""

    def __init__(
        self,
        data: Path,
        today: Callable[[], date],
        now: Callable[[], datetime],
        tell: Callable[[Watched], None],
        progress: Progress = silent,
    ) -> None:
        self.data = data
        self.stop = threading.Event()
        self.interrupted = False
        self._today = today
        self._now = now
        self._tell = tell
        self._progress = progress
        self._look_seconds = 0.0

    def run(self) -> None:
        """Build now and after every change; returns when `stop` is set. What fails is told, and watching goes on.

        A handler of signals sets `interrupted`, since it may not wait for the event's lock; then it raises, and where
        a library swallows that, watching ends with the build at hand.
        """
        (self.data / "inbox").mkdir(parents=True, exist_ok=True)
        with Generations(self.data / "warehouse").watched(), Kept.of(self.data, PATIENCE_SECONDS) as kept:
            built: State | None = None
            due = 0.0
            while not (self.stop.is_set() or self.interrupted):
                state = self._look()
                if state == built and time.monotonic() < due:
                    self.stop.wait(max(SHORTEST_WAIT_SECONDS, self._look_seconds / SHARE_OF_TIME))
                    continue
                seen = time.monotonic()
                built = self._settled(state)
                again = self._build(kept, seen)
                due = time.monotonic() + TRY_AGAIN_SECONDS if again else float("inf")

    def _build(self, kept: Kept, seen: float) -> bool:
        """Build and tell; whether it is to be tried again although nothing changes."""
        try:
            report = build(self.data, self._today(), self._now(), progress=self._progress, kept=kept)
            self._tell(Watched(report, time.monotonic() - seen))
            kept.prepare()
        except Exception as error:  # noqa: BLE001  watching outlives whatever one build meets
            messages = explained(error) or self._noted(error)
            self._tell(Watched(None, time.monotonic() - seen, *messages))
            return isinstance(error, BuildRunning | OSError)
        return any(receipt.outcome is Arrival.LEFT for receipt in report.receipts)

    def _noted(self, error: Exception) -> tuple[str, str]:
        """A fault of ours is kept in a file for whoever mends it."""
        path = self.data / "warehouse" / FAILURE
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, "".join(traceback.format_exception(error)).encode())
        return (
            f"The build failed through a fault of the program; the published build stands. Send {path} to whoever "
            f"looks after it.",
            f"Pengolahan gagal karena kesalahan program; hasil terakhir tetap berlaku. Kirim {path} kepada "
            f"pengelola program.",
        )

    def _settled(self, state: State) -> State:
        """Wait until nothing changes any more: several files are copied together, and each takes its time."""
        latest = time.monotonic() + LONGEST_COPYING_SECONDS
        while not self.stop.wait(QUIET_SECONDS) and time.monotonic() < latest:
            next_state = self._look()
            if next_state == state:
                break
            state = next_state
        return state

    def _look(self) -> State:
        started = time.monotonic()
        state = {"": (self._today().toordinal(), 0)}
        try:
            for item in inbox_files(self.data / "inbox"):
                state[str(item.path)] = (item.size, item.modified_ns)
            state |= _files_of(self.data / "landing" / "forgotten")
            state |= _names_of(self.data / "landing" / "intake")
            state |= _files_of(self.data / "reference")
        except OSError:  # a folder or file that goes while it is looked at: the next look tells
            state["?"] = (time.monotonic_ns(), 0)
        self._look_seconds = time.monotonic() - started
        return state


def _files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and time stamp; none where there is no such folder."""
    found: dict[str, tuple[int, int]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            found[str(path)] = (status.st_size, status.st_mtime_ns)
    return found


def _names_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Every record in a folder of files that never change."""
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        return {entry.path: (0, 0) for entry in entries if entry.name.endswith(".json")}
