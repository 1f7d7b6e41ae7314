"""The folder in which people drop files: which of its files are to be received now. It is read, never changed."""

import hashlib
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.arrivals import Submission

FRESH_SECONDS = 2.0  # a file changed this recently may still be growing
LOOK_AGAIN_SECONDS = 0.5
_TEMPORARY = re.compile(
    r"(\.|~\$).*|.*(~|\.(tmp|temp|part|partial|crdownload|download))$|(thumbs\.db|desktop\.ini)$", re.I
)


@dataclass(frozen=True)
class Candidate:
    """A file to be received; `inbox_key` tells its place in the inbox, None for one handed in by itself."""

    path: Path
    given_name: str
    submission: Submission
    inbox_key: str | None
    size: int
    modified_ns: int


@dataclass(frozen=True)
class InboxState:
    """What was last received from one place in the inbox."""

    size: int
    modified_ns: int
    sha256: str


NOTHING_RECEIVED = InboxState(-1, -1, "")


def inbox_files(inbox: Path) -> list[Candidate]:
    """Every file of the inbox that is not temporary, sorted by path; folders behind links are not entered."""
    found: list[Candidate] = []
    folders = [inbox]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if _TEMPORARY.match(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.is_file():
                    state = entry.stat()
                    path = Path(entry.path)
                    key = hashlib.sha256(os.fsencode(path.relative_to(inbox).as_posix())).hexdigest()[:32]
                    found.append(Candidate(path, path.name, Submission(), key, state.st_size, state.st_mtime_ns))
    return sorted(found, key=lambda candidate: str(candidate.path))


def settled_and_growing(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Tell what has stopped growing from what has not: files changed just now are looked at again."""
    now = time.time()
    fresh = {item.path for item in candidates if abs(now - item.modified_ns / 1e9) < FRESH_SECONDS}
    if fresh:
        time.sleep(LOOK_AGAIN_SECONDS)
    growing = [item for item in candidates if item.path in fresh and _has_changed(item)]
    still = {item.path for item in growing}
    return [item for item in candidates if item.path not in still], growing


def is_unchanged(candidate: Candidate, last: InboxState) -> bool:
    return (candidate.size, candidate.modified_ns) == (last.size, last.modified_ns)


def _has_changed(candidate: Candidate) -> bool:
    try:
        state = candidate.path.stat()
    except OSError:
        return True
    return (state.st_size, state.st_mtime_ns) != (candidate.size, candidate.modified_ns)
