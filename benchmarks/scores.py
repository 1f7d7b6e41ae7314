"""Obligations, fulfilment, targets and scores of ever more partnerships, from core rows made up in SQL."""

import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import duckdb

from benchmarks.process import peak_mb, reset_peak, run
from benchmarks.table import Row, below, seconds

SIZES = (1_000, 3_000, 10_000)
OWED = ("catalogue", "timeline", "obligations")
JUDGED = ("fulfilment", "targets", "scores", "honesty")
PUBLISHED = ("receipts", "kinds", "checkpoint")
PROVED = {"obligations": "obligation", "evidence": "evidence"}
SCORED = (*OWED, *JUDGED)
SCORING = (*SCORED, *PUBLISHED)
AS_OF = date(2026, 12, 15)
NOW = datetime(2026, 12, 15, 3)
KNOWN_BY = date(2026, 12, 31)


def measure(folder: Path, sizes: tuple[int, ...] = SIZES) -> Iterator[Row]:
    """Seconds and memory for each size; whether the time grows no faster than the number."""
    found: dict[int, float] = {}
    for size in sizes:
        source = folder / f"core-{size}.duckdb"
        run("scores.make_core", str(source), size)
        result = run("scores.score", str(source)).result
        taken, cpu = (
            {name.removeprefix("indicators: "): value for name, value in result[kind]} for kind in ("steps", "cpu")
        )
        found[size] = _of(taken, SCORING)
        has_aim = size == SIZES[-1]
        what = f"Scores of {size:,} partnerships with all intervals, from core rows, 2 threads"
        yield _timed(what, _of(taken, SCORED), has_aim)
        yield Row("– obligations, pieces of evidence", f"{result['obligations']:,}, {result['evidence']:,}")
        yield Row("– laying down what is owed", _by_step(taken, OWED))
        yield Row("– judging it: statuses, targets, scores, all intervals", _by_step(taken, JUDGED))
        yield Row("– CPU of both threads", seconds(_of(cpu, SCORED)))
        published = "The same with every obligation and piece of evidence published, with its cell"
        yield _timed(published, found[size], has_aim)
        yield Row("– publishing them", _by_step(taken, PUBLISHED))
        yield Row("– CPU of both threads", seconds(_of(cpu, SCORING)))
        yield Row("– beside the scores", _by_step(taken, [name for name in taken if name not in SCORING]))
        if result["peak_mb"] is not None:
            yield _held("– peak memory", result["peak_mb"], has_aim)
    yield from _growth(found)


def _of(taken: dict[str, float], steps: Sequence[str]) -> float:
    return sum(taken[step] for step in steps)


def _by_step(taken: dict[str, float], steps: Sequence[str]) -> str:
    return ", ".join(f"{step} {seconds(taken[step])}" for step in steps)


def _growth(found: dict[int, float]) -> list[Row]:
    """From each size to the next: 1 is linear, below 1 the fixed part still shows."""
    sizes = sorted(found)
    return [
        Row(f"– growth of time ÷ growth of number, {small:,} to {large:,}", f"{value:.2f}", "≤ 1.1", value <= 1.1)
        for small, large in pairwise(sizes)
        for value in [found[large] / found[small] / (large / small)]
    ]


def _timed(what: str, taken: float, has_aim: bool) -> Row:
    return below(what, taken, 3, "s") if has_aim else Row(what, seconds(taken))


def _held(what: str, megabytes: float, has_aim: bool) -> Row:
    return below(what, megabytes, 1000, "MB") if has_aim else Row(what, f"{megabytes:,.0f} MB")


# ---- what runs in a process of its own


def fill_core(connection: duckdb.DuckDBPyConnection, partnerships: int) -> None:
    """Schemas, reference data and the core rows of so many partnerships."""
    from pipelines.reference import load_reference
    from warehouse.ddl import create_schemas

    create_schemas(connection)
    load_reference(connection)
    connection.execute("SET VARIABLE partnerships = ?", [partnerships])
    connection.execute((files(__package__) / "synthetic.sql").read_text("utf-8"))


def make_core(path: str, partnerships: int) -> int:
    """A database file with the core rows."""
    from pipelines.build import BUILD_SETTINGS

    with duckdb.connect(path, config=dict(BUILD_SETTINGS)) as connection:
        fill_core(connection, partnerships)
        return len(connection.table("core.partnership"))


def score(path: str) -> dict[str, object]:
    """Run the indicators as a build does, on a copy of the file; seconds, by step too, and peak memory."""
    import pandas  # noqa: F401  DuckDB imports it with the first rows from Python; a build has it by then

    from indicators.run import run as judge
    from pipelines.build import BUILD_SETTINGS
    from warehouse.generations import open_private

    copy = Path(shutil.copy(path, f"{path}.copy"))
    with open_private(copy, BUILD_SETTINGS) as connection:
        steps: list[tuple[str, float]] = []
        cpu: list[tuple[str, float]] = []
        reset_peak()
        started = last = time.perf_counter()
        last_cpu = time.process_time()

        def note(name: str, _rows: int, _seconds: float = 0.0) -> None:
            nonlocal last, last_cpu
            now, now_cpu = time.perf_counter(), time.process_time()
            steps.append((name, now - last))
            cpu.append((name, now_cpu - last_cpu))
            last, last_cpu = now, now_cpu

        judge(connection, AS_OF, KNOWN_BY, note)
        connection.execute("CHECKPOINT")  # a build does so once, before it publishes
        note("indicators: checkpoint", 0)
        taken = time.perf_counter() - started
        rows = {name: len(connection.table(f"mart.{table}")) for name, table in PROVED.items()}
    return {"seconds": taken, "steps": steps, "cpu": cpu, "peak_mb": peak_mb(), **rows}


def publish(data: str, partnerships: int) -> None:
    """A data folder whose published build holds so many made-up partnerships, for the pages."""
    from indicators.run import run as judge
    from pipelines.build import BUILD_SETTINGS, PRIVATE_SCHEMAS
    from warehouse.ddl import SCHEMA_VERSION
    from warehouse.generations import Generations

    generations = Generations(Path(data) / "warehouse")
    with generations.locked(NOW), generations.building("benchmark", BUILD_SETTINGS) as private:
        fill_core(private.connection, partnerships)
        judge(private.connection, AS_OF, KNOWN_BY)
        for schema in PRIVATE_SCHEMAS:
            private.connection.execute("DROP SCHEMA " + schema + " CASCADE")
        private.connection.execute(
            "INSERT INTO mart.build VALUES ('benchmark', ?, ?, ?, 'benchmark', '', '', ?)",
            [NOW, AS_OF, KNOWN_BY, SCHEMA_VERSION],
        )
        private.publish(AS_OF, NOW, {})
