"""`python -m benchmarks`: measures everything side by side in one run and prints the table."""

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import builds, ingestion, load, pages, plain, readings, scores
from benchmarks.process import run
from benchmarks.table import HEAD, Row, line

QUICK = 11
PAGES_AT = 22
PARTS = ("build", "scores", "pages", "ingestion", "readings", "load")
USUAL = PARTS[:3]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted on time."""
    wanted = _arguments(arguments)
    size = QUICK if wanted.quick else wanted.partnerships
    conditions = [
        f"{date.today()}",
        f"N = {size}",
        f"{os.cpu_count()} cores",
        platform.system(),
        f"Python {platform.python_version()}",
        *([f"load {os.getloadavg()[0]:.1f} at the start"] if hasattr(os, "getloadavg") else []),
    ]
    print(", ".join(conditions), HEAD, sep="\n\n")
    with TemporaryDirectory(prefix="benchmarks-") as name:
        _compile_as_installed(Path(name) / "compiled")
        for row in _measured(Path(name), wanted, size):
            print(line(row), flush=True)
    return 0


def _compile_as_installed(folder: Path) -> None:
    """Modules are compiled once, as pip does, also where the surroundings forbid to keep them so."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def _measured(folder: Path, wanted: argparse.Namespace, partnerships: int) -> Iterator[Row]:
    """Every row as soon as it is known."""
    if "build" in wanted.only:
        _say(f"builds of {partnerships} and {2 * partnerships} partnerships")
        measured = builds.measure(folder, partnerships)
        yield from measured.rows
        _say("the plain script")
        yield from plain.measure(measured.larger, measured.seconds)
    if "scores" in wanted.only:
        _say("scores of partnerships made up in SQL")
        yield from scores.measure(folder, scores.SIZES[:1] if wanted.quick else scores.SIZES)
    if "ingestion" in wanted.only:
        _say(f"the ingestion of {wanted.files:,} workbooks")
        yield from ingestion.measure(folder / "ingestion", wanted.files)
    if "readings" in wanted.only:
        _say("readings of loggers")
        yield from readings.measure(folder / "readings", 10 if wanted.quick else readings.MILLIONS)
    if "pages" in wanted.only or "load" in wanted.only:
        builds.write_receive_and_build(folder / "pages", PAGES_AT)
    if "load" in wanted.only:
        _say("sessions that click")
        yield from load.measure(folder / "pages")
    if "pages" in wanted.only:
        _say("pages")
        yield from pages.measure(folder / "pages", PAGES_AT)
        if wanted.large_pages and not wanted.quick:
            run("scores.publish", str(folder / "many"), wanted.large_pages)
            yield from pages.measure(folder / "many", wanted.large_pages)


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--partnerships", type=int, default=500, metavar="N", help="size; 2N is built too")
    parser.add_argument("--quick", action="store_true", help=f"N = {QUICK}, scores of the smallest size only")
    parser.add_argument(
        "--large-pages", type=int, default=10_000, metavar="N", help="the pages of so many, too; 0: none"
    )
    parser.add_argument("--files", type=int, default=ingestion.FILES, metavar="N", help="workbooks of `ingestion`")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=USUAL, help="these parts only")
    return parser.parse_args(given)


def _say(words: str) -> None:
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
