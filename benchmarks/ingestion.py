"""Very many workbooks in one first build, and one file added to what is built; beside a bare parse of the files."""

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.builds import NOW, build_folder, write_receive_and_build
from benchmarks.process import Ran, run
from benchmarks.table import Row, below, ratio, seconds

FILES = 10_000
FILES_PER_PARTNERSHIP = 5.5
ADDED_AT = 22
SHOWN = 8


def measure(folder: Path, files: int) -> list[Row]:
    """Receive and build about so many workbooks; then add one file to them, and one to a programme of usual size."""
    write_receive_and_build(folder / "warm", 1)  # so that no measured one is the first to read our files from disk
    fixed, _ = write_receive_and_build(folder / "fixed", 1)
    large = folder / "large"
    built, received = write_receive_and_build(large, max(1, round(files / FILES_PER_PARTNERSHIP)))
    paths = [str(path) for path in sorted((large / "inbox").iterdir())]
    parse = run("builds.parse", paths).result
    taken = built.result["seconds"]
    rate = len(paths) / (taken + received.result)
    steps = dict(built.result["steps"])
    usual = folder / "usual"
    write_receive_and_build(usual, ADDED_AT)
    return [
        Row("Workbooks", f"{len(paths):,}"),
        Row("Received, read, checked, judged and published", f"{rate:,.0f} files a second"),
        Row("– receiving", f"{seconds(received.result)} ({1000 * received.result / len(paths):.2g} ms a file)"),
        Row("– the build", f"{seconds(taken)} ({_longest(steps)})"),
        ratio("(build − build of one partnership) ÷ bare parse", taken - fixed.result["seconds"], parse, 2.5),
        ratio("– of which reading the files, two processes ÷ bare parse, one", steps["read new files"], parse, 2.5),
        *_memory(built),
        *_added(usual, f"{ADDED_AT} partnerships"),
        *_added(large, f"{len(paths):,} workbooks", aim=False),
    ]  # fmt: skip


def _memory(built: Ran) -> list[Row]:
    if built.main_mb is None or built.tree_mb is None:
        return [Row("Peak memory", "not known on this system")]
    return [
        below("Peak memory of the building process", built.main_mb, 1000, "MB"),
        below("Peak memory with its readers", built.tree_mb, 1500, "MB"),
    ]


def _added(folder: Path, what: str, aim: bool = True) -> list[Row]:
    cold = run("ingestion.add_one", str(folder), False)
    warm = run("ingestion.add_one", str(folder), True).result
    rows = []
    for name, taken, most, steps in (
        ("from cold, the whole process", cold.seconds, 10.0, cold.result["steps"]),
        ("while watching", warm["seconds"], 3.0, warm["steps"]),
    ):
        within = below(f"One file added to {what}, {name}", taken, most, "s")
        rows.append(within if aim else Row(within.what, within.measured))
        rows.append(Row("– longest parts", _longest(dict(steps))))
    return rows


def _longest(steps: dict[str, float]) -> str:
    longest = sorted(steps.items(), key=lambda step: -step[1])[:SHOWN]
    return ", ".join(f"{name} {seconds(taken)}" for name, taken in longest)


# ---- what runs in a process of its own


def add_one(folder: str, warm: bool) -> dict[str, Any]:
    """Add a report that was sent again to a built programme and build; `warm`: while watching, from its notice on."""
    data = Path(folder)
    return _while_watching(data) if warm else _once(data)


def _once(data: Path) -> dict[str, Any]:
    _send_again(data)
    return build_folder(str(data))


def _while_watching(data: Path) -> dict[str, Any]:
    """The second file that a watcher builds: the first one warms it."""
    from pipelines.sample import SAMPLE_AS_OF
    from pipelines.watch import Watched, Watcher

    started, done = 0.0, {}

    def tell(watched: Watched) -> None:
        nonlocal started
        if watched.report is None:
            raise RuntimeError(watched.message_en)
        if watched.report.nothing_new:
            return
        if started:
            steps = [(step.name, step.seconds) for step in watched.report.steps]
            done.update(seconds=time.perf_counter() - started, steps=steps)
            watcher.stop.set()
        else:
            started = time.perf_counter()
            _send_again(data)

    begun = datetime.fromisoformat(NOW)
    watcher = Watcher(data, lambda: SAMPLE_AS_OF, lambda: begun + timedelta(seconds=time.perf_counter()), tell)
    _send_again(data)
    watcher.run()
    return done


def _send_again(data: Path) -> None:
    """A report under another name with one more word in it."""
    from openpyxl import load_workbook

    source = next((data / "inbox").glob("S*_2026-06.xlsx"))
    number = len(list((data / "inbox").glob("*_again.xlsx"))) + 1
    book = load_workbook(source)
    book.worksheets[-1].cell(60, 1, f"Kiriman ke-{number + 1}")
    aside = data / f"{source.stem}_{number}.xlsx"
    book.save(aside)
    shutil.move(aside, data / "inbox" / f"{source.stem}_{number}_again.xlsx")
