"""Reading in worker processes: what kills a worker costs one file, never the build."""

import gc
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, Final, Generic, TypeVar

from pipelines.reading.model import Refused
from pipelines.reading.refusals import refusal

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS_PER_ITEM: Final = 60.0
MEMORY_BYTES: Final = 4 * 1024**3
_SECONDS_TO_START: Final = 120.0
_AHEAD: Final = 8  # items a worker holds beside the one it reads
_SMALL: Final = 4096  # larger requests are sent one at a time: two full pipes would wait for each other
_FEW: Final = 8  # so many items are read sooner by one worker than two start
_TRIES: Final = 2
_WARM: Final = 1
_OBJECTS_BEFORE_COLLECTION: Final = 50_000  # a file makes few objects that point at each other

_log: Final = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # without a log, Python would print tracebacks on the terminal


@dataclass(slots=True)
class _Task(Generic[Item]):
    item: Item
    request: bytes
    deaths: int = 0

    @property
    def alone(self) -> bool:
        return self.deaths > 0 or len(self.request) > _SMALL


@dataclass(slots=True)
class _Worker(Generic[Item]):
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    since: float = field(default_factory=time.monotonic)
    held: deque[_Task[Item]] = field(default_factory=deque)

    def send(self, task: _Task[Item]) -> None:
        if not self.held:
            self.since = time.monotonic()
        self.held.append(task)
        self.pipe.send_bytes(task.request)

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def run_in_workers(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    *,
    seconds_per_item: float = SECONDS_PER_ITEM,
    memory_bytes: int = MEMORY_BYTES,
    name_of: Callable[[Item], str] = str,
) -> Iterator[tuple[Item, Result | Refused]]:
    """`function(item)` for every item, in up to `workers` processes, in the order they finish.

    `function` is importable by name; items and results can be pickled. A Refused that it raises is that
    item's result. Any other exception, a process that dies at it (twice, the second time alone), and more
    than `seconds_per_item` give a Refused of `name_of(item)`. Memory is limited per process where the system
    can. Raises RuntimeError if a worker process cannot start at all.
    """
    with Workers(function, workers, name_of, seconds_per_item, memory_bytes) as pool:
        yield from pool.run(items)


class Workers(Generic[Item, Result]):
    """Worker processes for `run_in_workers`; after a run one of them waits, warm, for the next."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        workers: int,
        name_of: Callable[[Item], str] = str,
        seconds_per_item: float = SECONDS_PER_ITEM,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._function = function
        self._most = workers
        self._memory_bytes = memory_bytes
        self._seconds = seconds_per_item
        self._name_of = name_of
        self._tasks: deque[_Task[Item]] = deque()
        self._workers: list[_Worker[Item]] = []

    def __enter__(self) -> "Workers[Item, Result]":
        return self

    def __exit__(self, *_: object) -> None:
        self._keep(0)

    def warm(self) -> None:
        """Have a worker wait for the next run, for the time before it; without one, that run starts its own."""
        if self._workers:
            return
        worker = self._start()
        with suppress(EOFError, OSError):
            if worker.pipe.poll(_SECONDS_TO_START):
                worker.pipe.recv_bytes()
                worker.ready = True
        self._workers.append(worker)
        self._keep(_WARM)

    def run(self, items: Iterable[Item]) -> Iterator[tuple[Item, Result | Refused]]:
        """Every item with its result, in the order they finish."""
        self._tasks = deque(_Task(item, pickle.dumps(item)) for item in items)
        count = 1 if len(self._tasks) <= _FEW else max(1, min(self._most, len(self._tasks)))
        self._keep(count)
        try:
            while self._tasks or any(worker.held for worker in self._workers):
                while len(self._workers) < min(count, len(self._tasks) + self._busy()):
                    self._workers.append(self._start())
                yield from self._step()
        finally:
            self._keep(_WARM)

    def _keep(self, most: int) -> None:
        """Stop all but so many of the workers that could take a task now."""
        able = [worker for worker in self._workers if worker.ready and not worker.held and worker.process.is_alive()]
        for worker in self._workers:
            if worker not in able[:most]:
                worker.stop()
        self._workers = able[:most]

    def _busy(self) -> int:
        return sum(1 for worker in self._workers if worker.held)

    def _start(self) -> _Worker[Item]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, self._function, self._memory_bytes), daemon=True, name="reader"
        )
        with unseen_main(self._function):
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _step(self) -> Iterator[tuple[Item, Result | Refused]]:
        """Wait for whatever comes first (a reply, a death, a time limit) and deal with it."""
        for worker in self._workers:
            if worker.ready and not worker.held:
                self._feed(worker)
        deadline = min(worker.since + self._limit(worker) for worker in self._workers if self._waits(worker))
        wait([worker.pipe for worker in self._workers], max(0.0, deadline - time.monotonic()))
        for worker in list(self._workers):
            try:
                while worker.pipe.poll():
                    yield from self._receive(worker)
            except (EOFError, OSError):
                yield from self._bury(worker)
                continue
            if self._waits(worker) and time.monotonic() - worker.since > self._limit(worker):
                yield from self._time_out(worker)

    def _limit(self, worker: _Worker[Item]) -> float:
        return self._seconds if worker.ready else _SECONDS_TO_START

    def _waits(self, worker: _Worker[Item]) -> bool:
        return bool(worker.held) or not worker.ready

    def _receive(self, worker: _Worker[Item]) -> Iterator[tuple[Item, Result | Refused]]:
        reply: Any = pickle.loads(worker.pipe.recv_bytes())
        worker.since = time.monotonic()
        if not worker.ready:
            worker.ready = True
        else:
            yield self._answer(worker.held.popleft(), *reply)
        self._feed(worker)

    def _answer(self, task: _Task[Item], kind: str, content: Any) -> tuple[Item, Result | Refused]:
        if kind == "done":
            return task.item, content
        name = self._name_of(task.item)
        _log.error("reading %s failed:\n%s", name, content[1])
        return task.item, refusal("reader_failed", name, reason=content[0], detail=content[1])

    def _feed(self, worker: _Worker[Item]) -> None:
        """Keep a worker supplied; what has already killed one is sent alone."""
        ahead = min(_AHEAD, len(self._tasks) // (2 * len(self._workers)))
        while self._tasks and len(worker.held) <= ahead:
            if worker.held and (self._tasks[0].alone or worker.held[0].alone):
                return
            worker.send(self._tasks.popleft())

    def _bury(self, worker: _Worker[Item]) -> Iterator[tuple[Item, Result | Refused]]:
        """A worker died at the first item it holds: that one is tried once more, alone, at the end."""
        worker.process.join(1)
        code = worker.process.exitcode
        self._remove(worker)
        if not worker.ready:
            raise RuntimeError(f"A reader process could not start (exit code {code}).")
        if not worker.held:
            return
        culprit = worker.held.popleft()
        self._tasks.extendleft(reversed(worker.held))
        culprit.deaths += 1
        name = self._name_of(culprit.item)
        _log.warning("a reader process ended with code %s at %s", code, name)
        if culprit.deaths < _TRIES:
            self._tasks.append(culprit)
        else:
            yield culprit.item, refusal("reader_died", name, detail=f"exit code {code}")

    def _time_out(self, worker: _Worker[Item]) -> Iterator[tuple[Item, Result | Refused]]:
        self._remove(worker)
        if not worker.ready:
            raise RuntimeError(f"A reader process did not start within {_SECONDS_TO_START:g} seconds.")
        culprit = worker.held.popleft()
        self._tasks.extendleft(reversed(worker.held))
        name = self._name_of(culprit.item)
        _log.warning("reading %s took more than %g seconds", name, self._seconds)
        yield culprit.item, refusal("reader_timeout", name, seconds=f"{self._seconds:g}")

    def _remove(self, worker: _Worker[Item]) -> None:
        self._workers.remove(worker)
        worker.stop()


def _serve(pipe: Connection, function: Callable[[Any], Any], memory_bytes: int) -> None:
    """What runs in a worker process: requests in, replies out, in the same order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_resources(memory_bytes)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library's last words are no message for users
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
    try:
        pipe.send_bytes(pickle.dumps("ready"))
        while True:
            pipe.send_bytes(_reply(function, pipe.recv_bytes()))
    except (EOFError, OSError):
        return  # the build has gone


def _reply(function: Callable[[Any], Any], request: bytes) -> bytes:
    try:
        return pickle.dumps(("done", function(pickle.loads(request))), protocol=pickle.HIGHEST_PROTOCOL)
    except Refused as refused:
        return pickle.dumps(("done", refused))
    except BaseException as error:  # noqa: BLE001  a panic of the reader of cells is no Exception
        return pickle.dumps(("failed", (type(error).__name__, traceback.format_exc())))


def _limit_resources(memory_bytes: int) -> None:
    """Limit the address space and forbid core dumps, on systems that know such limits."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS refuses limits on the address space
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


@contextmanager
def unseen_main(function: Callable[[Any], Any]) -> Iterator[None]:
    """Keep a new process from importing the command that started us, which it does not need."""
    main = sys.modules["__main__"]
    if b"__main__" not in pickle.dumps(function):
        sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
