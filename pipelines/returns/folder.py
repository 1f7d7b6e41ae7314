"""The folder of returned workbooks: what is to be sent back to whom, kept in step with the published build.

    returns/P014_2026-03_report-temuan-<file>-<findings>.xlsx    open: to be sent back
    returns/sent/…, or another folder of one's own               open as well: put there once it is sent
    returns/settled/otomatis/…                                   answered, superseded, or nothing left to mend; it
                                                                 comes back from there when its findings do
    returns/settled/…                                            put there by hand: stays there
    returns/checked/…-temuan-<file>.xlsx                         what a check wrote; left alone

A return is known by the two digests in its name: the first ten digits of its file's SHA-256 and four of its findings.
What lies there is never overwritten, and what is there already is not written again.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
from filelock import FileLock

from pipelines.build_report import Progress, silent
from pipelines.editions import known_templates
from pipelines.findings import Finding
from pipelines.intake import Landing
from pipelines.reading import Refused, run_in_workers
from pipelines.returns.sheets import REFERENCE_LENGTH
from pipelines.returns.workbook import (
    ENDING,
    MOST_LISTED,
    NOTHING_TO_MEND,
    Judged,
    annotated,
    most_urgent,
    original_stem,
    shortened,
)
from warehouse.durable import rename_over, write_whole
from warehouse.generations import Generations
from warehouse.vocabulary import Severity

FOLDER = "returns"
SETTLED = "settled"
AUTOMATIC = "otomatis"
WORKERS = 2
_LONGEST_OWNER = 24
_LONGEST_NAME = 80
_NAMED = re.compile(rf"-(?:temuan|findings)-([0-9a-f]{{{REFERENCE_LENGTH}}})(?:-([0-9a-f]{{4}}))?(?:-\d+)?\.xlsx$")
_TO_MEND = "file_sha256 = $1 AND NOT list_contains($2, rule) AND is_answered IS DISTINCT FROM TRUE"
_UNSAFE = re.compile(r"[^\w.\- ]")

Key = tuple[str, str]


@dataclass(frozen=True)
class Returned:
    """One workbook written for its sender. `count`: findings that it speaks of; `failure`: why it could not be."""

    path: Path
    file_name: str
    count: int
    failure: OSError | None = None


@dataclass(frozen=True)
class Task:
    """What a worker needs to write one return. `path` is None where the original was not kept."""

    path: Path | None
    own_templates: Path
    judged: Judged
    folder: Path
    stem: str
    key: Key


def return_files(data: Path, progress: Progress = silent) -> list[Returned]:
    """Write what the published build has to say to each sender; settle what is answered.

    Needs no build to run and may be called again at any time; what is written already costs a look at the folder.
    Killed at any instant it leaves whole files only, and the next call writes the rest. One that cannot be written
    says so and keeps no other back.
    """
    folder, generations = data / FOLDER, Generations(data / "warehouse")
    if not folder.is_dir():
        with generations.open_current_read_only()[1] as connection:
            if not _open_returns(connection):
                return []
        folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"), generations.open_current_read_only()[1] as connection:
        wanted = _open_returns(connection)
        landing = Landing(data / "landing")
        forgotten = _forgotten(landing)
        there = _settle(folder, set(wanted), forgotten)
        missing = {key: about for key, about in wanted.items() if key not in there and key[0] not in forgotten}
        tasks = [_task(connection, data, landing, key, *about) for key, about in missing.items()]
        return sorted(_write(tasks, progress), key=lambda returned: returned.path.name)


def forget(data: Path, file_sha256: str) -> int:
    """Remove every return of a file whose original was removed for privacy. Returns their number."""
    found = [path for key, path in _lying_in(data / FOLDER) if key[0] == file_sha256[:REFERENCE_LENGTH]]
    for path in found:
        path.unlink()
    return len(found)


def write_one(task: Task) -> Path:
    """Write one return; runs in a worker process."""
    templates = [each for editions in known_templates(task.own_templates).values() for each in editions]
    language, content = annotated(task.path, task.judged, templates)
    target = task.folder / f"{task.stem}-{ENDING[language]}-{'-'.join(task.key)}.xlsx"
    write_whole(target, content)
    return target


def _open_returns(connection: duckdb.DuckDBPyConnection) -> dict[Key, tuple[str, ...]]:
    """What is to be sent back: file, name, template, partnership, month, and what became of it, by key."""
    script = files(__package__).joinpath("open_returns.sql").read_text("utf-8")
    rows = connection.execute(script).fetchall()
    return {(row[0][:REFERENCE_LENGTH], row[1]): (row[0], *row[2:]) for row in rows}


def _forgotten(landing: Landing) -> set[str]:
    """The digests of originals removed for privacy: nothing of them is written any more."""
    return {path.stem[:REFERENCE_LENGTH] for path in (landing.folder / "forgotten").glob("*.json")}


def _settle(folder: Path, wanted: set[Key], forgotten: set[str]) -> set[Key]:
    """Put every return where it belongs. Returns the keys of those that lie there."""
    for leftover in folder.glob(".*.tmp"):
        leftover.unlink(missing_ok=True)
    settled, automatic = folder / SETTLED, folder / SETTLED / AUTOMATIC
    there: set[Key] = set()
    set_aside: list[tuple[Key, Path]] = []
    for key, path in list(_lying_in(folder)):
        if key[0] in forgotten:
            path.unlink()
        elif automatic in path.parents:
            set_aside.append((key, path))
        elif key in wanted:
            there.add(key)
        elif key[1] and settled not in path.parents:
            automatic.mkdir(parents=True, exist_ok=True)
            _move(path, automatic)
    for key, path in set_aside:
        if key in wanted and key not in there:
            _move(path, folder)
            there.add(key)
    return there


def _lying_in(folder: Path) -> Iterator[tuple[Key, Path]]:
    for path in sorted(folder.rglob("*.xlsx")):
        named = _NAMED.search(path.name)
        if named and path.is_file() and not path.name.startswith("."):
            yield (named[1], named[2] or ""), path


def _move(path: Path, folder: Path) -> None:
    """Move a return; where another of its name lies there, both are kept. One that is open stays till next time."""
    stem, number, target = path.stem, 1, folder / path.name
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.xlsx"
    with suppress(PermissionError):  # as on Windows, while somebody has it open
        rename_over(path, target)


def _task(
    connection: duckdb.DuckDBPyConnection, data: Path, landing: Landing, key: Key, sha256: str, *about: str
) -> Task:
    file_name, template, partnership, period, message_en, message_id = about
    rows = connection.execute(
        "SELECT sheet, cell, column_name, value, rule, severity, row_rejected, message_en, message_id "
        f"FROM quality.finding WHERE {_TO_MEND} "
        "ORDER BY severity, sheet NULLS FIRST, row_id NULLS FIRST, length(cell), cell, rule LIMIT $3",
        [sha256, sorted(NOTHING_TO_MEND), 10 * MOST_LISTED],
    ).fetchall()
    findings = most_urgent([Finding(*row[:5], Severity(row[5]), *row[6:]) for row in rows])
    counted = f"SELECT count(*) FROM quality.finding WHERE {_TO_MEND}"
    count = connection.execute(counted, [sha256, sorted(NOTHING_TO_MEND)]).fetchall()[0][0]
    judged = Judged(file_name, sha256, template, message_en, message_id, findings, count)
    path = landing.path_of(sha256) if landing.has(sha256) else None
    stem = _stem(file_name, partnership or template, period)
    return Task(path, data / "reference" / "templates", judged, data / FOLDER, stem, key)


def _stem(file_name: str, owner: str | None, period: str | None) -> str:
    """Partnership, month and the file's own name: sorted by whom it concerns, recognised by who sent it."""
    own = _UNSAFE.sub("_", original_stem(file_name))[:_LONGEST_NAME]
    prefix = "_".join(_UNSAFE.sub("_", part)[:_LONGEST_OWNER].strip() for part in (owner, period) if part)
    return shortened(own if own.startswith(prefix) else f"{prefix}_{own}")


def _write(tasks: Sequence[Task], progress: Progress) -> Iterator[Returned]:
    outcomes = run_in_workers(write_one, tasks, WORKERS, name_of=_name_of) if tasks else iter(())
    for done, (task, outcome) in enumerate(outcomes, 1):
        progress("return findings", done, len(tasks))
        name, count = task.judged.file_name, task.judged.count
        try:
            yield Returned(write_one(_without_file(task)) if isinstance(outcome, Refused) else outcome, name, count)
        except OSError as error:
            yield Returned(task.folder, name, count, error)


def _without_file(task: Task) -> Task:
    """The return of a file that cannot be copied after all: the list alone."""
    return Task(None, task.own_templates, task.judged, task.folder, task.stem, task.key)


def _name_of(task: Task) -> str:
    return task.judged.file_name
