"""Runs one function in a fresh process and says how long it took and how much memory it held at most.

Memory is the resident set, read from /proc while it runs: of the process itself, and summed over it and all it has
started (pages that they share are counted in each). On systems without /proc there is no figure.
"""

import importlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROC = Path("/proc")
INTERVAL = 0.02
KILOBYTES = 1024 / 1e6


@dataclass(frozen=True)
class Ran:
    """What a process took: seconds from its start to its end, what it returned, its memory in MB."""

    seconds: float
    result: Any
    main_mb: float | None
    tree_mb: float | None


def run(function: str, *arguments: Any) -> Ran:
    """Run `function` ("module.name" in this package) with arguments that JSON can hold."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.process", function]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    memory = Memory(process.pid)
    memory.start()
    output, _ = process.communicate(json.dumps(arguments))
    taken = time.perf_counter() - started
    memory.stop()
    if process.returncode:
        raise RuntimeError(f"{function} ended with code {process.returncode}")
    return Ran(taken, json.loads(output.splitlines()[-1]), memory.main_mb, memory.tree_mb)


def reset_peak() -> None:
    """Forget the largest resident set of this process so far, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float | None:
    """The largest resident set of this process so far, or since `reset_peak`."""
    return _field(PROC / "self" / "status", "VmHWM:")


class Memory(threading.Thread):
    """Watches the memory of a process and of what it starts, until told to stop. Where there is no /proc: None."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.main_mb: float | None = None
        self.tree_mb: float | None = None

    def run(self) -> None:
        """What the thread does."""
        while not self._over.wait(INTERVAL):
            held = [_field(PROC / str(pid) / "status", "VmRSS:") or 0.0 for pid in _family(self._pid)]
            peak = _field(PROC / str(self._pid) / "status", "VmHWM:")
            if peak is not None:
                self.main_mb = max(self.main_mb or 0.0, peak)
                self.tree_mb = max(self.tree_mb or 0.0, sum(held))

    def stop(self) -> None:
        """The largest figures are final after this."""
        self._over.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for path in (PROC / str(pid) / "task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                yield from _family(int(child))


def _field(path: Path, name: str) -> float | None:
    with suppress(OSError):
        for line in path.read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * KILOBYTES
    return None


def _main(function: str) -> None:
    module, name = function.rsplit(".", 1)
    result = getattr(importlib.import_module(f"benchmarks.{module}"), name)(*json.load(sys.stdin))
    print(json.dumps(result))


if __name__ == "__main__":
    _main(sys.argv[1])
