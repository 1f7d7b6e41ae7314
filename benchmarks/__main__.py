"""`python -m benchmarks`: measures everything side by side in one run and prints the table."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import builds, pages, plain, scores
from benchmarks.process import run
from benchmarks.table import Row, markdown

QUICK = 11
PAGES_AT = 22
PARTS = ("build", "scores", "pages")


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
    rows: list[Row] = []
    with TemporaryDirectory(prefix="benchmarks-") as name:
        folder = Path(name)
        if "build" in wanted.only:
            rows += _builds(folder, size)
        if "scores" in wanted.only:
            _say("scores of partnerships made up in SQL")
            rows += scores.measure(folder, scores.SIZES[:1] if wanted.quick else scores.SIZES)
        if "pages" in wanted.only:
            rows += _pages(folder, wanted.large_pages)
    print(", ".join(conditions), markdown(rows), sep="\n\n")
    return 0


def _builds(folder: Path, partnerships: int) -> list[Row]:
    _say(f"builds of {partnerships} and {2 * partnerships} partnerships")
    measured = builds.measure(folder, partnerships)
    _say("the plain script")
    return [*measured.rows, *plain.measure(measured.larger, measured.seconds)]


def _pages(folder: Path, many: int) -> list[Row]:
    _say("pages")
    data = folder / "pages"
    builds.write_receive_and_build(data, PAGES_AT)
    rows = pages.measure(data, PAGES_AT)
    if many:
        run("scores.publish", str(folder / "many"), many)
        rows += pages.measure(folder / "many", many)
    return rows


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--partnerships", type=int, default=500, metavar="N", help="size; 2N is built too")
    parser.add_argument("--quick", action="store_true", help=f"N = {QUICK}, scores of the smallest size only")
    parser.add_argument("--large-pages", type=int, default=0, metavar="N", help="the pages of so many partnerships too")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="these parts only")
    return parser.parse_args(given)


def _say(words: str) -> None:
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
