"""Mutation check of indicators/, run by hand: python -m tests.mutation [--sample 40] [--seed 1] [--deep] [name …]

Each mutant changes one thing in one statement or function, then the golden and property tests run in this process until
the first one fails. Names are those of files: scores, honesty, targets …; without names all are taken. A sample of 0
takes every mutant. What it found last stands in docs/mutation.md.
"""

import argparse
import importlib
import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import duckdb
import pytest

import indicators.run as measures
from indicators.metrics import METRICS
from tests.indicators import programme
from tests.mutation import python_mutants, sheets, sql_mutants

HERE = Path(__file__).parents[1]
GOLDEN = "indicators/test_golden.py"
FAST = (
    f"{GOLDEN}::test_the_indicator_has_the_value_worked_by_hand",
    f"{GOLDEN}::test_the_criterion_score_is_the_weighted_mean_of_its_indicators",
    f"{GOLDEN}::test_an_obligation_has_its_status_and_stands_in_the_denominator_or_not",
    "indicators/test_months.py",
    "indicators/test_missing.py",
    "indicators/test_futures.py",
    "indicators/test_intervals.py",
)
OF_TARGETS = (*FAST[:2], "indicators/test_targets.py", "indicators/test_missing.py", "indicators/test_months.py")
DEEP = (
    "indicators/test_kinds.py",
    "pipelines/test_stories.py",
    "pipelines/test_register.py",
    GOLDEN,
    "indicators/test_evidence_levels.py",
    "indicators/test_coaching.py",
    "indicators/test_properties.py",
)
RECEIPTS = ("indicators/test_receipt.py", "indicators/test_receipts_complete.py")
METRIC_TESTS = ("indicators/test_metrics.py", "indicators/test_missing.py", "oracles")
SQL_FILES = ("timeline", "obligations", "fulfilment", "targets", "scores", "honesty")
MODULES = {"receipt": RECEIPTS, "metric_values": METRIC_TESTS}
LONGEST = 900.0  # seconds of one mutant, after which it counts as killed: it does not come to an end
NOT_BUILT = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException, duckdb.ConversionException)
UNNEEDED = ("questions", "utility health", "water balance", "programme effect", "self-assessment", "advice")


@dataclass(frozen=True)
class Candidate:
    """A mutant with its place, the tests that may kill it, and how it is put in."""

    place: str
    what: str
    tests: tuple[str, ...]
    put_in: Callable[[], object]


@dataclass
class FirstFailure:
    """Notes what the first failing test was, and whether the mutant could be built at all."""

    test: str = ""
    not_built: bool = False

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[object]) -> None:
        if call.excinfo is not None and not self.test:
            self.test = item.nodeid
            self.not_built = isinstance(call.excinfo.value, NOT_BUILT)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    asked.add_argument("names", nargs="*", help="files of indicators/ without ending, or `formulas`; all if none")
    asked.add_argument("--sample", type=int, default=40, help="mutants of each file, drawn by the seed; 0: all")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--deep", action="store_true", help="the slow tests too, for what the fast ones let live")
    options = asked.parse_args()
    names = options.names or [*SQL_FILES, "formulas", *MODULES]
    for name in names:
        with nullcontext() if options.deep or name not in SQL_FILES else only_needed_steps():
            assert_alive(name)
            report(name, drawn(list(candidates(name)), options.sample, options.seed), options.deep)


def candidates(name: str) -> Iterator[Candidate]:
    if name == "formulas":
        yield from formula_candidates()
    elif name in MODULES:
        module = importlib.import_module(f"indicators.{name}")
        for one in python_mutants.mutants(module):
            yield Candidate(
                f"indicators/{name}.py:{one.line}",
                one.what,
                MODULES[name],
                lambda one=one: python_mutants.put_in(module, one),
            )
    else:
        yield from sql_candidates(name)


def sql_candidates(name: str) -> Iterator[Candidate]:
    whole = measures.statement(name)
    pieces = [piece.query for piece in duckdb.extract_statements(whole)]
    for place, piece in enumerate(pieces):
        first = whole[: whole.index(piece)].count("\n")
        for one in sql_mutants.mutants(piece):
            text = ";\n".join((*pieces[:place], one.sql, *pieces[place + 1 :]))
            yield Candidate(
                f"indicators/{name}.sql:{first + one.line}",
                one.what,
                OF_TARGETS if name == "targets" else FAST,
                lambda text=text: instead_of(name, text),
            )


def formula_candidates() -> Iterator[Candidate]:
    for code, metric in METRICS.items():
        for part in ("formula", "undefined_when", "not_applicable_when", "review_when"):
            for one in sql_mutants.mutants(getattr(metric, part)):
                changed = replace(metric, **{part: one.sql})
                yield Candidate(
                    f"indicators/metrics.py {code}.{part}",
                    one.what,
                    METRIC_TESTS,
                    lambda code=code, changed=changed: formula(code, changed),
                )


@contextmanager
def instead_of(name: str, text: str) -> Iterator[None]:
    """While it lasts, the measures read `text` for their file `name`."""
    original = measures.statement
    measures.statement = lambda asked: text if asked == name else original(asked)
    try:
        yield
    finally:
        measures.statement = original


@contextmanager
def formula(code: str, changed: object) -> Iterator[None]:
    original = METRICS[code]
    METRICS[code] = changed
    try:
        yield
    finally:
        METRICS[code] = original


@contextmanager
def only_needed_steps() -> Iterator[None]:
    """While it lasts, steps that no tried test looks at are passed over."""
    original = measures.STEPS
    measures.STEPS = tuple(step for step in original if not step.name.endswith(UNNEEDED))
    try:
        yield
    finally:
        measures.STEPS = original


def drawn(found: list[Candidate], sample: int, seed: int) -> list[Candidate]:
    if not sample or sample >= len(found):
        return found
    chosen = Random(seed).sample(range(len(found)), sample)
    return [found[place] for place in sorted(chosen)]


def assert_alive(name: str) -> None:
    """Without a mutant the tests pass, also with the SQL as SQLGlot writes it."""
    text = None
    if name in SQL_FILES:
        pieces = duckdb.extract_statements(measures.statement(name))
        text = ";\n".join(sql_mutants.unchanged(piece.query) for piece in pieces)
    one = Candidate(name, "nothing", FAST, lambda: instead_of(name, text) if text else nullcontext())
    tests = MODULES.get(name, METRIC_TESTS if name == "formulas" else OF_TARGETS if name == "targets" else FAST)
    started = time.monotonic()
    first = judged(one, tests)
    if first.test:
        raise SystemExit(f"{name}: without any mutant {first.test} fails; mend that first.")
    print(f"{name}: the tests pass in {time.monotonic() - started:.0f} s without a mutant", flush=True)


def report(name: str, tried: list[Candidate], deep: bool) -> None:
    survivors, not_built, started = [], 0, time.monotonic()
    for one in tried:
        first = FirstFailure()
        if name in SQL_FILES:
            with one.put_in():
                first.test, first.not_built = sheets.noticed()
            drop_what_is_left()
        if not first.test:
            first = judged(one, one.tests)
        if deep and not first.test and one.tests in (FAST, OF_TARGETS):
            first = judged(one, DEEP)
        not_built += first.not_built
        if not first.test:
            survivors.append(one)
            print(f"  survived {one.place}  {one.what}", flush=True)
    built = len(tried) - not_built
    share = f"{100 * (built - len(survivors)) / built:.0f} %" if built else "none"
    print(
        f"{name}: {built - len(survivors)} of {built} killed ({share}); {not_built} could not be built;"
        f" {time.monotonic() - started:.0f} s",
        flush=True,
    )


def judged(one: Candidate, tests: tuple[str, ...]) -> FirstFailure:
    first = FirstFailure()
    connection = programme._warehouse()
    alarm = threading.Timer(LONGEST, connection.interrupt)
    alarm.start()
    arguments = ["-x", "-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:randomly"]
    paths = [str(HERE / test) for test in tests if (HERE / test.partition("::")[0]).exists()]
    with one.put_in(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        outcome = pytest.main([*arguments, *paths], plugins=[first])
    alarm.cancel()
    if outcome != 0 and not first.test:
        first.test = f"pytest ended with {outcome}"
    drop_what_is_left()
    return first


def drop_what_is_left() -> None:
    """A mutant may have stopped halfway: its temporary tables go."""
    connection = programme._warehouse()
    for (left_over,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        connection.execute(f'DROP TABLE temp."{left_over}"')


if __name__ == "__main__":
    main()
