"""The one place where the dashboard runs `wops`, as a child process of its own.

What people enter is landed and checked by the command line. A child runs on a thread beside the pages: a page starts
it, draws on, and asks now and then whether it has ended. Its time and the number of children at once are bounded.
"""

import json
import logging
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock, Timer
from typing import IO, Any

PROJECT = Path(__file__).resolve().parents[1]
SECONDS = 300.0
AT_ONCE = 2
MOST_WAITING = 30
LINES_KEPT = 40
MOST_SAID = 20_000_000  # bytes


class Trouble(StrEnum):
    """Why a child ended without an answer."""

    TOO_LONG = "too_long"  # its time was up
    FAILED = "failed"  # it could not start, or it failed; the details are in the server's log
    TOO_MANY = "too_many"  # too many wait already
    INTERRUPTED = "interrupted"  # the server was stopped meanwhile: how it ended is not known


@dataclass(frozen=True)
class Doing:
    """What a child is doing: the name of the step, how much is done and of how much (0: not counted)."""

    name: str
    done: int
    total: int


@dataclass(frozen=True)
class Answer:
    """How a child ended. `facts`: its JSON; `problem`: what the user can mend, by language; `trouble`: neither."""

    code: int | None
    facts: dict[str, Any]
    problem: dict[str, str] | None = None
    trouble: Trouble | None = None


class Child:
    """A command that waits, runs or has ended."""

    def __init__(
        self, arguments: Sequence[str], seconds: float, afterwards: Callable[[Answer], None] | None = None
    ) -> None:
        self._arguments = list(arguments)
        self._seconds = seconds
        self._afterwards = afterwards
        self._last_lines: deque[str] = deque(maxlen=LINES_KEPT)
        self._answer: Future[Answer] = Future()
        self.doing: Doing | None = None
        self.has_begun = False
        self.follow_up_failed = False  # what was to follow the command; the details are in the server's log

    @property
    def has_ended(self) -> bool:
        """Whether there is an answer."""
        return self._answer.done()

    def answer(self, seconds: float | None = None) -> Answer:
        """The answer; waits for it. Raises TimeoutError after `seconds`."""
        return self._answer.result(seconds)

    def run(self) -> None:
        """Run the command to its end. Called once, on a thread."""
        self.has_begun = True
        try:
            answer = self._run()
        except Exception as error:
            logging.getLogger("dashboard").error("wops %s failed", self._arguments[0], exc_info=error)
            answer = Answer(None, {}, trouble=Trouble.FAILED)
        self._end(answer)

    def give_up(self, trouble: Trouble) -> None:
        """End without having run."""
        self._end(Answer(None, {}, trouble=trouble))

    def _end(self, answer: Answer) -> None:
        """Let what follows happen, then give the answer: what the command did stands, whatever follows it."""
        try:
            if self._afterwards:
                self._afterwards(answer)
        except Exception as error:
            self.follow_up_failed = True
            logging.getLogger("dashboard").error("what follows wops %s failed", self._arguments[0], exc_info=error)
        finally:
            self._answer.set_result(answer)

    def _run(self) -> Answer:
        expired: list[bool] = []
        with TemporaryFile() as said, _started(self._arguments, said) as process:
            timer = Timer(self._seconds, lambda: (expired.append(True), _kill(process)))
            timer.start()
            try:
                assert process.stderr is not None
                for line in process.stderr:
                    self._hear(line.decode("utf-8", "replace").strip()[:2_000])
                code = process.wait()
            finally:
                timer.cancel()
            said.seek(0)
            text = said.read(MOST_SAID)
        if expired:
            self._log("was ended after its time")
            return Answer(code, {}, trouble=Trouble.TOO_LONG)
        return self._understood(code, text)

    def _understood(self, code: int, text: bytes) -> Answer:
        try:
            facts = json.loads(text) if text.lstrip().startswith(b"{") else None
        except ValueError:
            facts = None
        if facts is None and code != 0:
            self._log(f"ended with {code}")
            return Answer(code, {}, trouble=Trouble.FAILED)
        return Answer(code, facts or {}, problem=(facts or {}).get("problem"))

    def _hear(self, line: str) -> None:
        try:
            told = json.loads(line)
            self.doing = Doing(str(told["doing"]), int(told["done"]), int(told["total"]))
        except (ValueError, TypeError, KeyError):
            self._last_lines.append(line)

    def _log(self, what: str) -> None:
        logging.getLogger("dashboard").error("wops %s %s:\n%s", self._arguments[0], what, "\n".join(self._last_lines))


_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="wops")
_waiting: list[Child] = []
_lock = Lock()
_named: dict[Hashable, Child] = {}
_naming = Lock()


def start(
    data: Path, *arguments: str, seconds: float = SECONDS, afterwards: Callable[[Answer], None] | None = None
) -> Child:
    """Start `wops ARGUMENTS` over a data folder and return at once.

    Give values as `--option=value`, so that none is taken for an option, and paths resolved: the command runs in the
    project's folder. `afterwards` is called with the answer before the child counts as ended, on the child's thread,
    also when the page that asked is gone; where too many wait, at once.
    """
    child = Child([*arguments, f"--data={data.resolve()}"], seconds, afterwards)
    with _lock:
        _waiting[:] = [other for other in _waiting if not other.has_ended]
        is_full = len(_waiting) >= MOST_WAITING
        if not is_full:
            _waiting.append(child)
    if is_full:
        child.give_up(Trouble.TOO_MANY)
        return child
    _threads.submit(child.run)
    return child


def start_once(name: Hashable, begin: Callable[[], Child]) -> Child:
    """The child of this name that has not ended, else the one that `begin` starts: who asks twice starts one."""
    with _naming:
        for other in [other for other, child in _named.items() if child.has_ended and not child.follow_up_failed]:
            del _named[other]
        if name not in _named or _named[name].has_ended:
            _named[name] = begin()
        return _named[name]


def named(name: Hashable) -> Child | None:
    """The latest child of this name, whichever session started it; one that has ended may be forgotten."""
    with _naming:
        return _named.get(name)


def _started(arguments: Sequence[str], said: IO[bytes]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(PROJECT / "cli.py"), *arguments]
    environment = os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"}
    return subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=subprocess.PIPE,
        start_new_session=os.name == "posix",
    )


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the child and the workers that it started."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        process.kill()
