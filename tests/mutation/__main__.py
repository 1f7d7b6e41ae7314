"""Mutation check of indicators/, run by hand: python -m tests.mutation [--sample 40] [--seed 1] [name …]

Each mutant changes one thing in one statement or function, then the golden and property tests that meet it run in this
process until the first one fails. Names are those of files: scores, honesty, targets …; without names all are taken.
A sample of 0 takes every mutant. Survivors are printed, then a row for each file; what it found last stands in
docs/mutation.md.
"""

import argparse
import importlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import duckdb
import hypothesis

import indicators.run as measures
from indicators.metrics import METRICS
from tests.mutation import python_mutants, sql_mutants
from tests.mutation.equivalents import EQUIVALENT
from tests.mutation.trial import Candidate, LineSuspicion, StatementSuspicion, Suspicion, try_on

TESTS = Path(__file__).parents[1]
DUTIES = (
    "indicators/test_golden.py",
    "indicators/test_kinds.py",
    "indicators/test_missing.py",
    "indicators/test_months.py",
    "indicators/test_targets.py",
    "indicators/test_evidence_levels.py",
    "indicators/test_intervals.py",
    "indicators/test_futures.py",
    "pipelines/test_stories.py",
    "indicators/test_properties.py",
)
SCORED = ("indicators/test_scores.py", "indicators/test_fulfilment.py", *DUTIES)
METRIC_TESTS = ("indicators/test_formulas.py", "indicators/test_metrics.py", "indicators/test_missing.py", "oracles")
SQL_FILES = {
    "timeline": ("indicators/test_timeline.py", "pipelines/test_register.py", *DUTIES),
    "obligations": ("indicators/test_owed.py", "indicators/test_told.py", "indicators/test_evidence.py", *DUTIES),
    "fulfilment": ("indicators/test_fulfilment.py", "indicators/test_evidence.py", *DUTIES),
    "receipts": ("indicators/test_fulfilment.py", "indicators/test_evidence.py", *DUTIES),
    "targets": (
        "indicators/test_targets.py",
        "indicators/test_targets_in_time.py",
        "indicators/test_scores.py",
        *DUTIES,
    ),
    "scores": SCORED,
    "honesty": SCORED,
    "kinds": SCORED,
    "plan": ("indicators/test_plan_tables.py", *DUTIES),
    "facts": ("indicators/test_facts.py", "indicators/test_advice_chain.py", *DUTIES),
    "ledger": ("indicators/test_ledger_rows.py", "indicators/test_ledger.py", "indicators/test_evidence_levels.py"),
    "advice_chain": ("indicators/test_advice_links.py", "indicators/test_advice_chain.py"),
    "coaching": (
        "indicators/test_coaching_rows.py",
        "indicators/test_coaching.py",
        "pipelines/test_stories.py",
    ),
    "water_balance": ("indicators/test_water_balance.py",),
    "effect": ("indicators/test_effect.py",),
    "health": ("indicators/test_health_properties.py", "indicators/test_health.py"),
}
MODULES = {
    "receipt": ("indicators/test_receipt.py", "indicators/test_receipts_complete.py"),
    "metric_values": METRIC_TESTS,
    "metric_history": METRIC_TESTS,
    "metrics": ("indicators/test_metrics.py", "indicators/test_formulas.py", "indicators/test_explanations.py"),
    "figure_receipt": ("indicators/test_figure_receipt.py", "indicators/test_figure_receipt_periods.py"),
    "catalogue": ("indicators/test_golden.py", "indicators/test_run.py"),
    "run": ("indicators/test_run.py",),
}
HEADINGS = ("File", "Seed", "Mutants", "Noticed", "Without effect", "Lived", "Share noticed", "Seconds")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    asked.add_argument("names", nargs="*", help="files of indicators/ without ending, or `formulas`; all if none")
    asked.add_argument("--sample", type=int, default=40, help="mutants of each file, drawn by the seed; 0: all")
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    names = options.names or [*SQL_FILES, "formulas", *MODULES]
    hypothesis.settings.register_profile(
        "mutation", database=None, derandomize=True, phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate)
    )
    hypothesis.settings.load_profile("mutation")
    rows = [tried(name, options.sample, options.seed) for name in names]
    for row in (HEADINGS, ["---"] * len(HEADINGS), *rows):
        print("|", " | ".join(map(str, row)), "|")


def tried(name: str, sample: int, seed: int) -> Sequence[object]:
    """Tries the mutants of a file, prints those that live, and returns its row of the table."""
    started = time.monotonic()
    suspicion, tests = what_to_try(name)
    suspicion.candidates = drawn(list(suspicion.candidates), sample, seed)
    try_on([TESTS / test for test in tests], suspicion)
    built = [one for one in suspicion.candidates if not one.not_built]
    without_effect = [one for one in built if one.is_alive and (name, one.target, one.what) in EQUIVALENT]
    lived = [one for one in built if one.is_alive and one not in without_effect]
    for one in lived:
        print(f"  lived {one.place} {one.target}  {one.what}", flush=True)
    noticed, counted = len(built) - len(without_effect) - len(lived), len(built) - len(without_effect)
    share = f"{100 * noticed / counted:.0f} %" if counted else "–"
    seconds = round(time.monotonic() - started)
    row = (f"`{name}`", seed, len(built), noticed, len(without_effect), len(lived), share, seconds)
    print(*row, flush=True)
    return row


def what_to_try(name: str) -> tuple[Suspicion, Sequence[str]]:
    """The mutants of a file with how they are suspected, and the tests that judge it."""
    if name == "formulas":
        return Suspicion(list(formula_candidates())), METRIC_TESTS
    if name in MODULES:
        module = importlib.import_module(f"indicators.{name}")
        candidates = [
            Candidate(
                f"indicators/{name}.py:{one.line}",
                one.what,
                partial(python_mutants.put_in, module, one),
                line=one.line,
            )
            for one in python_mutants.mutants(module)
        ]
        while_loading = python_mutants.lines_run_while_loading(module)
        return LineSuspicion(candidates, path=str(module.__file__), while_loading=while_loading), MODULES[name]
    text = measures.statement(name)
    pieces = [piece.query for piece in duckdb.extract_statements(text)]
    unchanged = [sql_mutants.unchanged(piece) for piece in pieces]
    found = list(sql_candidates(name, text, pieces))
    return StatementSuspicion(found, text=text, pieces=pieces, unchanged=unchanged), SQL_FILES[name]


def sql_candidates(name: str, whole: str, pieces: Sequence[str]) -> Iterator[Candidate]:
    for number, piece in enumerate(pieces):
        first = whole[: whole.index(piece)].count("\n")
        target = sql_mutants.target(piece)
        for one in sql_mutants.mutants(piece):
            text = ";\n".join((*pieces[:number], one.sql, *pieces[number + 1 :]))
            place = f"indicators/{name}.sql:{first + one.line}"
            yield Candidate(place, one.what, partial(instead_of, name, text), number, target, one.sql)


def formula_candidates() -> Iterator[Candidate]:
    for code, metric in METRICS.items():
        for part in ("formula", "undefined_when", "not_applicable_when", "review_when"):
            for one in sql_mutants.mutants(getattr(metric, part)):
                changed = replace(metric, **{part: one.sql})
                yield Candidate(f"indicators/metrics.py {code}.{part}", one.what, partial(formula, code, changed))


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


def drawn(found: list[Candidate], sample: int, seed: int) -> list[Candidate]:
    if not sample or sample >= len(found):
        return found
    chosen = Random(seed).sample(range(len(found)), sample)
    return [found[place] for place in sorted(chosen)]


if __name__ == "__main__":
    main()
