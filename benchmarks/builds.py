"""Whole builds: of N and 2N partnerships, with nothing new, of one partnership, beside a bare parse of the files."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.process import Ran, run
from benchmarks.table import Row, below, ratio, seconds

NOW = "2026-10-01T03:00:00"
SEED = 2026


@dataclass(frozen=True)
class Measured:
    """The larger programme after its build, the seconds of that build's process, and the rows of the table."""

    larger: Path
    seconds: float
    rows: list[Row]


def measure(folder: Path, partnerships: int) -> Measured:
    """Write both programmes, receive and build them, and compare."""
    smaller, larger = folder / "smaller", folder / "larger"
    write_receive_and_build(folder / "warm", 1)  # so that no measured one is the first to read our files from disk
    tiny, _ = write_receive_and_build(folder / "tiny", 1)
    first_smaller, _ = write_receive_and_build(smaller, partnerships)
    first, received = write_receive_and_build(larger, 2 * partnerships)
    again = run("builds.build_folder", str(larger))
    parse = run("builds.parse", _names(larger, smaller)).result - run("builds.parse", _names(smaller, larger)).result
    gx = run("builds.import_gate").result
    files = len(list((larger / "inbox").iterdir()))
    per_file = 1000 * received.result / files
    rows = [
        Row("Workbooks of 2N partnerships", f"{files:,}"),
        ratio("(build of 2N − build of N) ÷ bare parse of the added files", _gain(first, first_smaller), parse, 2.5),
        ratio("Build with nothing new ÷ first build of 2N", again.seconds, first.seconds, 0.05),
        Row("Receiving 2N's files into the landing", f"{seconds(received.result)} ({per_file:.2g} ms a file)"),
        Row("Fixed start: a whole build of one partnership", seconds(tiny.seconds)),
        Row("– of which importing Great Expectations takes, alone", seconds(gx)),
        Row("– and the rest", seconds(max(0.0, tiny.seconds - gx))),
        *_memory(first),
        Row("Longest steps of the build of 2N", ", ".join(_longest(first))),
    ]
    return Measured(larger, first.seconds, rows)


def write_receive_and_build(folder: Path, partnerships: int) -> tuple[Ran, Ran]:
    """A fictional programme in a data folder; how its build and its receiving went."""
    run("builds.write", str(folder), partnerships)
    received = run("builds.receive", str(folder))
    return run("builds.build_folder", str(folder)), received


def _gain(larger: Ran, smaller: Ran) -> float:
    return larger.result["seconds"] - smaller.result["seconds"]


def _names(folder: Path, other: Path) -> list[str]:
    """The files of one inbox that the other does not hold with the same content."""
    there = {path.name: path for path in (other / "inbox").iterdir()}
    return [
        str(path)
        for path in sorted((folder / "inbox").iterdir())
        if path.name not in there or path.read_bytes() != there[path.name].read_bytes()
    ]


def _memory(built: Ran) -> list[Row]:
    if built.main_mb is None or built.tree_mb is None:
        return [Row("Peak memory", "not known on this system")]
    return [
        below("Peak memory of the building process, 2N", built.main_mb, 1000, "MB"),
        below("Peak memory with its workers, 2N", built.tree_mb, 1500, "MB"),
    ]


def _longest(built: Ran) -> list[str]:
    steps = sorted(built.result["steps"], key=lambda step: -float(step[1]))
    return [f"{name} {seconds(taken)}" for name, taken in steps[:6]]


# ---- what runs in a process of its own


def write(folder: str, partnerships: int) -> int:
    """Write the workbooks of a fictional programme into the inbox."""
    from pipelines.sample import plan_programme
    from pipelines.sample.write import write_programme

    return len(write_programme(plan_programme(partnerships, SEED), Path(folder) / "inbox", workers=2, lean=True))


def receive(folder: str) -> float:
    """Seconds that landing the whole inbox takes."""
    from pipelines.intake import Landing

    started = time.perf_counter()
    Landing(Path(folder) / "landing").receive_inbox(Path(folder) / "inbox", datetime.fromisoformat(NOW))
    return time.perf_counter() - started


def build_folder(folder: str) -> dict[str, object]:
    """Build; seconds of the build itself and of its steps."""
    from pipelines.build import build
    from pipelines.sample import SAMPLE_AS_OF

    started = time.perf_counter()
    report = build(Path(folder), SAMPLE_AS_OF, datetime.fromisoformat(NOW))
    taken = time.perf_counter() - started
    return {"seconds": taken, "steps": [(step.name, step.seconds) for step in report.steps]}


def parse(paths: list[str]) -> float:
    """Seconds that calamine alone takes for all cells of all sheets, in one process."""
    from python_calamine import CalamineError, CalamineWorkbook

    started = time.perf_counter()
    for path in paths:
        try:
            book = CalamineWorkbook.from_path(path)
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()
        except CalamineError:
            continue  # the sample holds damaged files too
    return time.perf_counter() - started


def import_gate() -> float:
    """Seconds that importing Great Expectations and the suites takes."""
    import expectations

    started = time.perf_counter()
    expectations.preload()
    return time.perf_counter() - started
