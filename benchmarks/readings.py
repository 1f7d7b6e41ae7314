"""Readings of loggers: a Parquet file made by DuckDB, read as a build reads it and by bare queries, in one run.

`python -m benchmarks.readings` alone, with the number of millions of readings (100 where none is given).
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.process import Ran, run
from benchmarks.table import HEAD, Row, below, line, seconds
from pipelines.arrivals import Arrival, IntakeRecord
from pipelines.readings.aggregate import SETTINGS, NightRules, day_sql, slot_sql
from pipelines.readings.kept import KeptReadings
from pipelines.readings.read import read_new
from pipelines.readings.recognise import Shape, places_of
from pipelines.readings.source import parquet_source
from pipelines.readings.template import load_template

MILLIONS = 100
A_DAY = 288
DAYS = 365
RULES = NightRules(first=2, last=4, stuck_hours=6, least_share=0.75)
NOW = datetime(2026, 3, 1)
TYPES = {"dma_id": "VARCHAR", "reading_at (WIB)": "TIMESTAMP", "flow (L/s)": "DOUBLE", "pressure (m)": "DOUBLE"}
TIMES = 2

_MADE = """
    COPY (
        SELECT 'DMA-' || lpad(CAST(i // $year AS VARCHAR), 4, '0') AS dma_id,
            TIMESTAMP '2025-01-01' + INTERVAL 5 MINUTE * (i % $year) AS "reading_at (WIB)",
            round(8 + 4 * sin((i % 288) / 288.0 * 6.283) + (hash(i) % 1000) / 500.0, 2) AS "flow (L/s)",
            round(25 + (hash(i * 7) % 100) / 10.0, 1) AS "pressure (m)"
        FROM range($count) AS t(i)
    ) TO '{path}' (FORMAT parquet)
"""


def measure(folder: Path, millions: int = MILLIONS) -> Iterator[Row]:
    """Seconds and memory of the build's reading and of the bare queries; each the better of two turns in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "readings.parquet"
    count = int(run("readings.make", str(path), millions).result)
    turns: dict[str, list[Ran]] = {"read": [], "own_sql": [], "night_flow_alone": []}
    for turn in range(TIMES):
        for function, ran in turns.items():
            ran.append(run(f"readings.{function}", str(path), str(folder / f"{function}-{turn}")))
    best = {function: min(ran.result for ran in taken) for function, taken in turns.items()}
    held = {function: max(ran.tree_mb or 0.0 for ran in taken) for function, taken in turns.items()}
    what = f"{count:,} readings, {path.stat().st_size / 1e6:,.0f} MB of Parquet, 2 threads"
    yield Row(f"{what}: night flow, gaps, stuck, negative and double values", seconds(best["read"]))
    if held["read"]:
        yield below("– peak memory, both processes", held["read"], 1000, "MB")
    yield Row("– its SQL alone, straight in DuckDB", f"{seconds(best['own_sql'])}, {held['own_sql']:,.0f} MB")
    yield _ratio("– ours ÷ its SQL alone", best["read"] / best["own_sql"], 1.2)
    alone = f"{seconds(best['night_flow_alone'])}, {held['night_flow_alone']:,.0f} MB"
    yield Row("– SQL for the night flow alone, without any of the checks", alone)
    yield Row("– ours ÷ the night flow alone", f"{best['read'] / best['night_flow_alone']:.2f}")


def _ratio(what: str, value: float, aim: float) -> Row:
    return Row(what, f"{value:.2f}", f"≤ {aim}", value <= aim)


def make(path: str, millions: int) -> int:
    """Write a file of readings every five minutes over a year; returns their number."""
    year = DAYS * A_DAY
    count = max(1, millions * 1_000_000 // year) * year
    with duckdb.connect(config={"memory_limit": "1500MB", "threads": "2"}) as connection:
        statement = _MADE.format(path=path).replace("$year", str(year)).replace("$count", str(count))
        connection.execute(statement)
    return count


def read(path: str, folder: str) -> float:
    """Seconds of what a build does with the file: a process of its own, its days and facts on disk."""
    started = time.perf_counter()
    source = Path(path)
    record = IntakeRecord("1", "0" * 64, source.name, source.stat().st_size, NOW, NOW.date(), Arrival.NEW)
    kept = KeptReadings([Path(folder)], "benchmark", RULES)
    read_new([record], lambda sha256: source, kept, RULES)
    taken = time.perf_counter() - started
    assert kept.outcome(record.file_sha256).readings > 0
    return taken


def own_sql(path: str, folder: str) -> float:
    """Seconds of the same statements on a connection of their own, with nothing around them."""
    shape = Shape("parquet", places_of(list(TYPES), load_template())[0], len(TYPES), zone="Asia/Jakarta")
    with _connection(folder) as connection:
        started = time.perf_counter()
        source = parquet_source(connection, Path(path), shape, TYPES, load_template())
        connection.execute("CREATE TEMP TABLE reading_slot AS " + slot_sql(source, RULES))
        connection.execute("CREATE TEMP TABLE reading_day AS " + day_sql(source, RULES))
        return time.perf_counter() - started


def night_flow_alone(path: str, folder: str) -> float:
    """Seconds of the SQL that gives the monthly minimum night flow and nothing else."""
    statement = files(__package__).joinpath("readings.sql").read_text("utf-8")
    with _connection(folder) as connection:
        connection.execute("SET VARIABLE readings = '" + path.replace("'", "''") + "'")
        started = time.perf_counter()
        connection.execute(statement)
        return time.perf_counter() - started


def _connection(folder: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={**SETTINGS, "temp_directory": f"{folder}.spill"})


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start", HEAD, sep="\n\n")
    with TemporaryDirectory(prefix="benchmarks-") as name:
        for row in measure(Path(name), int(sys.argv[1]) if len(sys.argv) > 1 else MILLIONS):
            print(line(row), flush=True)
