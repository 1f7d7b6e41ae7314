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
_LAST_BYTES = 22 + 0xFFFF  # the table of contents of a zip archive ends within so many
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


def settled_and_growing(
    candidates: Sequence[Candidate], patience: float = 0.0
) -> tuple[list[Candidate], list[Candidate]]:
    """Tell what has stopped growing from what has not: files changed just now are looked at again.

    Whoever gives a `patience` has watched the folder come to rest. Then a workbook that lacks its end is growing
    until it was left alone for so many seconds: copying over a slow line pauses.
    """
    now = time.time()
    fresh = {item.path for item in candidates if abs(now - item.modified_ns / 1e9) < FRESH_SECONDS}
    if fresh and not patience:
        time.sleep(LOOK_AGAIN_SECONDS)
    growing = [item for item in candidates if item.path in fresh and _has_changed(item)]
    recent = [item for item in candidates if patience and abs(now - item.modified_ns / 1e9) < patience]
    growing += [item for item in recent if item not in growing and lacks_its_end(item.path)]
    still = {item.path for item in growing}
    return [item for item in candidates if item.path not in still], growing


def lacks_its_end(path: Path) -> bool:
    """Whether a file begins as a zip archive and has no table of contents at its end."""
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return False
            file.seek(-min(os.fstat(file.fileno()).st_size, _LAST_BYTES), os.SEEK_END)
            return b"PK\x05\x06" not in file.read()
    except OSError:
        return False


def is_unchanged(candidate: Candidate, last: InboxState) -> bool:
    return (candidate.size, candidate.modified_ns) == (last.size, last.modified_ns)


def _has_changed(candidate: Candidate) -> bool:
    try:
        state = candidate.path.stat()
    except OSError:
        return True
    return (state.st_size, state.st_mtime_ns) != (candidate.size, candidate.modified_ns)
