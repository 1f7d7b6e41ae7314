"""Tries mutants on tests in one session of pytest: a mutant meets only the tests on whose rows it makes a difference.

The tests are collected once, and what a module hands in through the door is handed in once. Each unit (a test, or the
tests that share what one fixture has computed) runs first as the program stands; meanwhile every statement that has
mutants is tried with each of them on the very rows, and rolled back. Only where its table came out different can the
mutant be noticed, so only there is the unit run again with the mutant put in, until one of its tests fails.
"""

import io
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any

import duckdb
import pytest
from _pytest.runner import runtestprotocol

import indicators.run as measures
from tests.indicators import programme

KEPT = ("test_stories.py", "test_register.py")
"""Modules whose fixture holds rows of the core only: it is made once, and each test runs the measures anew."""
LONGEST = 60.0  # seconds of processor time of one statement or unit with a mutant; longer, and it does not end: noticed
NOT_BUILT = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)


@dataclass(eq=False)
class Candidate:
    """A mutant: its place and what was changed, how it is put in, and what became of it.

    piece, target, sql: of a statement in a file of SQL, its number, the table it fills and its changed text.
    line: of a Python module.
    """

    place: str
    what: str
    put_in: Callable[[], AbstractContextManager[None]]
    piece: int = 0
    target: str = ""
    sql: str = ""
    line: int = 0
    noticed_by: str = ""
    not_built: bool = False

    @property
    def is_alive(self) -> bool:
        return not self.noticed_by and not self.not_built


@dataclass
class Unit:
    """Tests that are run together, and the one after which their module's fixtures are let go (None: at once)."""

    items: list[pytest.Item]
    following: pytest.Item | None = None


@dataclass
class Suspicion:
    """Which of the living mutants make a difference while it watches: of those that cannot be watched, all."""

    candidates: Sequence[Candidate]
    found: set[Candidate] = field(default_factory=set)

    def watch(self) -> AbstractContextManager[None]:
        self.found = {one for one in self.candidates if one.is_alive}
        return nullcontext()


@dataclass
class StatementSuspicion(Suspicion):
    """Runs a file's statements one by one, each also with its mutants, rolled back."""

    text: str = ""
    pieces: Sequence[str] = ()
    unchanged: Sequence[str] = ()

    @contextmanager
    def watch(self) -> Iterator[None]:
        self.found = set()
        original = {step: step.run for step in measures.STEPS}
        for step, run in original.items():
            object.__setattr__(step, "run", lambda connection, run=run: run(_Watched(connection, self)))
        try:
            yield
        finally:
            for step, run in original.items():
                object.__setattr__(step, "run", run)

    def run_piece_by_piece(self, connection: duckdb.DuckDBPyConnection) -> None:
        for number, piece in enumerate(self.pieces):
            tried = [one for one in self.candidates if one.piece == number and one.is_alive and one not in self.found]
            if tried:
                expected = _outcome(connection, self.unchanged[number], tried[0].target)
                for one in tried:
                    self._try(connection, one, expected)
            connection.execute(piece)

    def _try(self, connection: duckdb.DuckDBPyConnection, one: Candidate, expected: object) -> None:
        got = _outcome(connection, one.sql, one.target)
        if got in NOT_BUILT:
            one.not_built = True
        elif got is duckdb.InterruptException:
            one.noticed_by = "it does not come to an end"
        elif got != expected or not one.target:
            self.found.add(one)


class _Watched:
    """A connection that runs one text piece by piece, and is otherwise the connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, suspicion: StatementSuspicion) -> None:
        self._connection = connection
        self._suspicion = suspicion

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, query: object, parameters: object = None) -> duckdb.DuckDBPyConnection:
        if query == self._suspicion.text:
            self._suspicion.run_piece_by_piece(self._connection)
            return self._connection
        return self._connection.execute(query, parameters)


def _outcome(connection: duckdb.DuckDBPyConnection, sql: str, target: str) -> object:
    """Rows and their sum of hashes after a statement, or the kind of its failure; the statement is rolled back."""
    connection.execute("BEGIN")
    try:
        with _at_most(connection):
            connection.execute(sql)
            if not target:
                return None
            return connection.execute(f"SELECT count(*), sum(hash(each_row)) FROM {target} AS each_row").fetchone()
    except duckdb.Error as problem:
        return type(problem)
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _at_most(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    latest, done = process_time() + LONGEST, threading.Event()

    def watch() -> None:
        while not done.wait(1):
            if process_time() > latest:
                connection.interrupt()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()


@dataclass
class LineSuspicion(Suspicion):
    """Watches which lines of a Python module are run; those run while it is loaded speak to every test."""

    path: str = ""
    while_loading: frozenset[int] = frozenset()

    @contextmanager
    def watch(self) -> Iterator[None]:
        lines: set[int] = set()

        def within(frame: FrameType, event: str, argument: object) -> Any:
            lines.add(frame.f_lineno)
            return within

        def at_call(frame: FrameType, event: str, argument: object) -> Any:
            return within(frame, event, argument) if frame.f_code.co_filename == self.path else None

        before = sys.gettrace()
        sys.settrace(at_call)
        try:
            yield
        finally:
            sys.settrace(before)
            self.found = {one for one in self.candidates if one.is_alive and one.line in lines | self.while_loading}


class Trial:
    """A plugin of pytest that runs the collected tests with the mutants instead of once."""

    def __init__(self, suspicion: Suspicion) -> None:
        self.suspicion = suspicion
        self.fails_anyway = ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for module, units in _units(session.items).items():
            if self.fails_anyway or not any(one.is_alive for one in self.suspicion.candidates):
                break
            if module.name in KEPT:
                _first_failure(units[0])
            for unit in units:
                self._try(unit)
            session._setupstate.teardown_exact(None)
        return True

    def _try(self, unit: Unit) -> None:
        with self.suspicion.watch():
            self.fails_anyway = self.fails_anyway or _first_failure(unit)
        if self.fails_anyway:
            return
        for one in [one for one in self.suspicion.candidates if one in self.suspicion.found]:
            with one.put_in(), _at_most(programme._warehouse()):
                one.noticed_by = _first_failure(unit)
            if one.noticed_by:
                _drop_what_is_left()


def _units(items: Sequence[pytest.Item]) -> dict[Path, list[Unit]]:
    """By module, its tests; those that share a fixture which computes something are one unit."""
    modules: dict[Path, dict[object, Unit]] = {}
    for item in items:
        units = modules.setdefault(item.path, {})
        shared = () if item.path.name in KEPT else tuple(_fixtures_of_module(item))
        units.setdefault(shared or item.nodeid, Unit([])).items.append(item)
    for path, units in modules.items():
        first, last = next(iter(units.values())).items[0], next(reversed(units.values())).items[-1]
        for unit in units.values() if path.name in KEPT else ():
            unit.following = last if unit.items[-1] is first else first
    return {path: list(units.values()) for path, units in modules.items()}


def _fixtures_of_module(item: pytest.Item) -> Iterator[str]:
    for name, definitions in item._fixtureinfo.name2fixturedefs.items():
        if definitions[-1].scope == "module":
            yield name


def _first_failure(unit: Unit) -> str:
    for item, following in zip(unit.items, [*unit.items[1:], unit.following], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            if following is not unit.following:
                item.session._setupstate.teardown_exact(unit.following)
            return item.nodeid
    return ""


def _drop_what_is_left() -> None:
    """A mutant may have stopped halfway: its temporary views and tables go."""
    connection = programme._warehouse()
    for kind, left_over in sorted(measures._temporary(connection), reverse=True):
        connection.execute(f'DROP {kind} temp."{left_over}"')


def try_on(tests: Sequence[Path], suspicion: Suspicion) -> None:
    """Runs the tests with the candidates of `suspicion`; each then says by which test it was noticed."""
    trial, said = Trial(suspicion), io.StringIO()
    arguments = ["-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:randomly"]
    with redirect_stdout(said), redirect_stderr(said):
        outcome = pytest.main([*arguments, *map(str, tests)], plugins=[trial])
    if trial.fails_anyway:
        raise SystemExit(f"without any mutant {trial.fails_anyway} fails; mend that first")
    if outcome != pytest.ExitCode.OK:
        raise SystemExit(f"pytest ended with {outcome!r}\n{said.getvalue()}")
