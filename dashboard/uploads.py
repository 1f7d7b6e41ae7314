"""Uploaded files on their way to `wops`: bounded before anything reads them, kept privately, removed afterwards.

spool/<token>/<name>     one upload and its annotated copy; the token is random, the name is made harmless
spool/sent/<id>.json     what was sent from a page and is in no published build yet
"""

import hashlib
import json
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

MOST_BYTES = 10_000_000
OLDEST_SECONDS = 24 * 3600.0
OLDEST_NOTE_SECONDS = 90 * 24 * 3600.0
MOST_NOTES = 500
LONGEST_STEM = 150  # bytes of UTF-8
SPOOL, SENT = "spool", "sent"
_BEGINNINGS = {  # by the first bytes
    b"PK\x03\x04": (".xlsx", ".ods"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (".xls",),
}
ENDINGS = tuple(sorted(ending for endings in _BEGINNINGS.values() for ending in endings))
_NOTE = re.compile(r"[0-9a-f]{16}")


class Refused(StrEnum):
    """Why an upload is not even looked at."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_WORKBOOK = "no_workbook"


def refused(name: str, size: int, beginning: bytes) -> Refused | None:
    """Whether an upload is refused by its size, its ending or its first bytes."""
    if size == 0:
        return Refused.EMPTY
    if size > MOST_BYTES:
        return Refused.TOO_LARGE
    endings = next((endings for start, endings in _BEGINNINGS.items() if beginning.startswith(start)), ())
    return None if Path(name).suffix.lower() in endings else Refused.NO_WORKBOOK


def harmless(name: str) -> str:
    """The last part of a name with letters, digits, blanks and ._- only; it begins with a letter or digit."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    cleaned = re.sub(r"[^\w .\-]", "_", last)
    stem, suffix = Path(cleaned).stem, Path(cleaned).suffix.lower()
    stem = re.sub(r"^[\W_]+", "", stem).encode()[:LONGEST_STEM].decode(errors="ignore").rstrip(" .")
    return f"{stem or 'upload'}{suffix[:10]}"


def keep(data: Path, name: str, content: bytes) -> Path:
    """Write an upload into a place of its own; places that were left behind are removed."""
    spool = data / SPOOL
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(spool)
    path = new_place(data) / harmless(name)
    path.write_bytes(content)
    return path


def new_place(data: Path) -> Path:
    """A new private folder."""
    place = data / SPOOL / secrets.token_hex(16)
    place.mkdir(mode=0o700, parents=True)
    return place


def remove(data: Path, path: Path) -> None:
    """Remove an upload with all that stands beside it in its place; nothing outside the places of uploads."""
    place = path.parent.resolve()
    if place.parent == (data / SPOOL).resolve() and place.name != SENT:
        shutil.rmtree(place, ignore_errors=True)


def note_sent(data: Path, note: Mapping[str, Any]) -> None:
    """Remember what was sent until it is in a published build. `intake_id` names the note."""
    folder = data / SPOOL / SENT
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _NOTE.fullmatch(str(note["intake_id"])):
        private = folder / f".{secrets.token_hex(8)}"
        private.write_text(json.dumps(note, ensure_ascii=False), "utf-8")
        private.replace(folder / f"{note['intake_id']}.json")


def sent_notes(data: Path) -> list[dict[str, Any]]:
    """What was sent and not yet forgotten, the latest first; at most MOST_NOTES."""
    found = [_read(path) for path in sorted((data / SPOOL / SENT).glob("*.json"))]
    notes = sorted((note for note in found if note), key=lambda note: str(note["received_at"]), reverse=True)
    return notes[:MOST_NOTES]


def forget_note(data: Path, intake_id: str) -> None:
    """Forget what was sent: it is in a published build."""
    if _NOTE.fullmatch(intake_id):
        (data / SPOOL / SENT / f"{intake_id}.json").unlink(missing_ok=True)


def holds(data: Path, sha256: str) -> bool:
    """Whether an upload with this content lies here, or its sending is remembered."""
    return bool(_uploaded(data, sha256) or _noted(data, sha256))


def forget(data: Path, sha256: str) -> int:
    """Remove every upload with this content, and what is remembered of its sending; returns how many there were."""
    uploaded, notes = _uploaded(data, sha256), _noted(data, sha256)
    for path in uploaded:
        remove(data, path)
    for note in notes:
        forget_note(data, note["intake_id"])
    return len(uploaded) + len(notes)


def _uploaded(data: Path, sha256: str) -> list[Path]:
    places = [path for path in (data / SPOOL).glob("*/*") if path.parent.name != SENT and path.is_file()]
    return [path for path in places if hashlib.sha256(path.read_bytes()).hexdigest() == sha256]


def _noted(data: Path, sha256: str) -> list[dict[str, Any]]:
    return [note for note in sent_notes(data) if note.get("file_sha256") == sha256]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        note = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and note.keys() >= {"intake_id", "received_at"} else None


def _sweep(spool: Path) -> None:
    now = time.time()
    for path in spool.iterdir():
        if path.name != SENT and _age(path, now) > OLDEST_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
    for path in (spool / SENT).glob("*.json"):
        if _age(path, now) > OLDEST_NOTE_SECONDS:
            path.unlink(missing_ok=True)


def _age(path: Path, now: float) -> float:
    try:
        return now - path.stat().st_mtime
    except OSError:
        return 0.0
