"""Landing: what arrived, kept as it arrived. One original per content, one intake record per arrival.

    landing/originals/ab/<sha256>              the bytes, under their SHA-256
    landing/intake/<received_at>-<id>.json     one arrival: name, size, when, by whom, what for
    landing/forgotten/<sha256>.json            tombstone of an original removed for privacy
    landing/.staging/                          files on their way in; swept away by the next arrival

Every file appears under its name only when it is whole and on the disk; the record comes after its original.
So a process killed at any instant leaves nothing, or an original that the next run finds and uses.
"""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, islice
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

from pipelines.arrivals import (
    Arrival,
    Identity,
    IntakeRecord,
    LandingDamaged,
    Receipt,
    Remark,
    Submission,
    day_in_jakarta,
    left_growing,
    left_unreadable,
    read_record,
    receipt_of,
    record_json,
    record_name,
    submissions,
    to_json,
)
from pipelines.content import DOCUMENTS, MAX_GIS_BYTES, MAX_READINGS_BYTES, content_of, most_bytes
from pipelines.file_names import safe_name
from pipelines.gis.refusals import too_large as gis_too_large
from pipelines.inbox import NOTHING_RECEIVED, Candidate, InboxState, inbox_files, is_unchanged, settled_and_growing
from pipelines.media import look_at
from pipelines.reading.refusals import refusal
from pipelines.readings.messages import too_large as readings_too_large
from warehouse.durable import rename_over, sync_file, sync_folder, write_whole
from warehouse.originals import original_path

__all__ = ["Arrival", "IntakeRecord", "Landing", "LandingDamaged", "Receipt", "Remark", "Submission", "submissions"]

HASHED_AT_MOST = 1_000_000_000  # bytes of a refused file that its fingerprint covers
FILES_AT_A_TIME = 1_000
_CHUNK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class _Staged:
    candidate: Candidate
    sha256: str
    content: Path | None  # None: refused, or already kept


class Landing:
    """The landing folder. Several processes may receive at the same time; a lock puts them in a row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._originals = folder / "originals"
        self._intake = folder / "intake"
        self._forgotten = folder / "forgotten"
        self._staging = folder / ".staging"
        self._known: dict[str, IntakeRecord] = {}

    # ---- reading

    def records(self) -> list[IntakeRecord]:
        """Every arrival, by (received_at, intake_id). Raises LandingDamaged for an unreadable record."""
        present = {entry.name for entry in os.scandir(self._intake)} if self._intake.is_dir() else set()
        present = {name for name in present if name.endswith(".json")}
        for name in self._known.keys() - present:
            del self._known[name]
        for name in present - self._known.keys():
            self._known[name] = read_record(self._intake / name)
        return sorted(self._known.values(), key=lambda record: (record.received_at, record.intake_id))

    def has(self, file_sha256: str) -> bool:
        """Whether the original is there."""
        return self._original(file_sha256).is_file()

    def path_of(self, file_sha256: str) -> Path:
        """Where an original lies. Raises LandingDamaged where it is gone (see `forgotten_reason`)."""
        path = self._original(file_sha256)
        if not path.is_file():
            raise LandingDamaged(
                f"The original {path} is missing. Put it back from a backup, or receive the file again.",
                f"Berkas asli {path} tidak ada. Kembalikan dari cadangan, atau terima lagi berkasnya.",
            )
        return path

    def forgotten_reason(self, file_sha256: str) -> str | None:
        """Why an original was removed for privacy; None where it was not."""
        tombstone = self._forgotten / f"{_checked(file_sha256)}.json"
        if not tombstone.is_file():
            return None
        return str(json.loads(tombstone.read_bytes())["reason"])

    # ---- receiving

    def receive(
        self,
        path: Path,
        received_at: datetime,
        submission: Submission | None = None,
        file_name: str | None = None,
    ) -> Receipt:
        """Land one file. `received_at` is naive UTC; `file_name` is the sender's name, where it differs."""
        state = path.stat()
        candidate = Candidate(
            path, file_name or path.name, submission or Submission(), None, state.st_size, state.st_mtime_ns
        )
        return self._receive([candidate], received_at)[0]

    def receive_inbox(self, inbox: Path, received_at: datetime, patience: float = 0.0) -> list[Receipt]:
        """Land what is new in the inbox and its subfolders; the inbox itself is not changed.

        A file that was received from the same place with the same size and time stamp is passed over without
        opening it; where only the stamp changed, by its content. Temporary files are ignored, files that are
        still being written are left for the next time, as are for `patience` seconds workbooks that lack their
        end. Receipts are sorted by path.
        """
        if not inbox.is_dir():
            return []
        known = self._inbox_states()
        candidates = [
            candidate
            for candidate in inbox_files(inbox)
            if not is_unchanged(candidate, known.get(candidate.inbox_key or "", NOTHING_RECEIVED))
        ]
        settled, growing = settled_and_growing(candidates, patience)
        receipts = [left_growing(candidate.path) for candidate in growing]
        remaining = iter(settled)
        while batch := list(islice(remaining, FILES_AT_A_TIME)):
            receipts += self._receive(batch, received_at)
        return sorted(receipts, key=lambda receipt: str(receipt.path))

    def forget(self, file_sha256: str, reason: str, forgotten_at: datetime, known_elsewhere: bool = False) -> int:
        """Remove an original for privacy; a tombstone says when and why.

        The same bytes are refused from now on. Names of file and sender go from its records too. Returns the number of
        records; raises LandingDamaged where no arrival had this content, unless it is `known_elsewhere` or
        was removed before.
        """
        with self._locked():
            sha256 = _checked(file_sha256)
            concerned = [record for record in self.records() if record.file_sha256 == sha256]
            if not concerned and not known_elsewhere and self.forgotten_reason(sha256) is None:
                raise LandingDamaged(
                    f"No file with the fingerprint {file_sha256} has been received.",
                    f"Tidak ada berkas dengan sidik {file_sha256} yang pernah diterima.",
                )
            tombstone = {"reason": reason, "forgotten_at": forgotten_at.isoformat()}
            self._forgotten.mkdir(parents=True, exist_ok=True)
            write_whole(self._forgotten / f"{file_sha256}.json", to_json(tombstone))
            for record in concerned:
                scrubbed = replace(record, file_name=f"forgotten{Path(record.file_name).suffix}", sender=None)
                write_whole(self._intake / record_name(record.received_at, record.intake_id), record_json(scrubbed))
            self._original(file_sha256).unlink(missing_ok=True)
            self._known.clear()
            return len(concerned)

    # ---- how

    def _receive(self, candidates: Sequence[Candidate], received_at: datetime) -> list[Receipt]:
        """Originals first, then records; both reach the disk before they take their names."""
        with self._locked(), ThreadPoolExecutor(8) as pool:
            earlier = {record.identity for record in self.records() if record.outcome != Arrival.REFUSED}
            inbox = self._inbox_states()
            last = [inbox.get(candidate.inbox_key or "", NOTHING_RECEIVED).sha256 for candidate in candidates]
            outcomes = list(pool.map(self._stage, candidates, last))
            receipts = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
            staged = [outcome for outcome in outcomes if isinstance(outcome, _Staged)]
            self._keep_originals(staged, pool)
            records: list[IntakeRecord] = []
            for item in sorted(staged, key=lambda item: (item.sha256, str(item.candidate.path))):
                record = self._record(item, received_at, earlier)
                earlier.add(record.identity)
                records.append(record)
                receipts.append(receipt_of(item.candidate.path, record))
            self._write_records(records, pool)
        return receipts

    def _stage(self, candidate: Candidate, last_sha256: str) -> "_Staged | Receipt | None":
        """Copy a file in while hashing it; None where the same bytes came from the same place last time.

        A file that changes meanwhile or cannot be read is left for later.
        """
        refused = candidate.size > most_bytes(candidate.path, candidate.size)
        private = self._staging / secrets.token_hex(8)
        try:
            sha256 = _hash_file(candidate.path) if refused or last_sha256 else ""
            if sha256 and sha256 == last_sha256:
                return None
            if not refused:
                sha256 = _copy(candidate.path, private)
            state = candidate.path.stat()
        except (PermissionError, FileNotFoundError) as error:
            private.unlink(missing_ok=True)
            return left_unreadable(candidate.path, error)
        if (state.st_size, state.st_mtime_ns) != (candidate.size, candidate.modified_ns):
            private.unlink(missing_ok=True)
            return left_growing(candidate.path)
        return _Staged(candidate, sha256, None if refused else private)

    def _keep_originals(self, staged: Sequence[_Staged], pool: ThreadPoolExecutor) -> None:
        wanted: dict[str, Path] = {}
        for item in staged:
            if item.content is not None and self.forgotten_reason(item.sha256) is None:
                wanted.setdefault(item.sha256, item.content)
        new = {sha256: path for sha256, path in wanted.items() if not self._original(sha256).exists()}
        folders = {self._original(sha256).parent for sha256 in new}
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        list(pool.map(sync_file, new.values()))
        for sha256, path in new.items():
            rename_over(path, self._original(sha256))
        list(pool.map(sync_folder, [*folders, *([self._originals] if folders else [])]))

    def _write_records(self, records: Sequence[IntakeRecord], pool: ThreadPoolExecutor) -> None:
        private = {self._staging / record.intake_id: record for record in records}
        for path, record in private.items():
            path.write_bytes(record_json(record))
        list(pool.map(sync_file, private))
        for path, record in private.items():
            rename_over(path, self._intake / record_name(record.received_at, record.intake_id))
        sync_folder(self._intake)

    def _record(self, item: _Staged, received_at: datetime, earlier: set[Identity]) -> IntakeRecord:
        candidate, submission = item.candidate, item.candidate.submission
        file_name, remarks = safe_name(candidate.given_name)
        remarks += _refusals(candidate, file_name, self.forgotten_reason(item.sha256))
        if any(remark.severity == "critical" for remark in remarks):
            outcome = Arrival.REFUSED
        else:
            outcome = Arrival.NEW
        look = look_at(self._original(item.sha256)) if outcome is Arrival.NEW else None
        record = IntakeRecord(
            intake_id=self._new_id(item, received_at),
            file_sha256=item.sha256,
            file_name=file_name,
            size=candidate.size,
            received_at=received_at,
            received_on=day_in_jakarta(received_at),
            outcome=outcome,
            submitted_on=submission.submitted_on,
            kind=submission.kind,
            partnership_id=submission.partnership_id,
            sender=submission.sender,
            authenticated=submission.authenticated,
            inbox_key=candidate.inbox_key,
            modified_ns=candidate.modified_ns if candidate.inbox_key else None,
            remarks=tuple(remarks),
            period=submission.period,
            obligation_id=submission.obligation_id,
            content=look and look.content,
            media_type=look and look.media_type,
            is_locked=look and look.is_locked,
            viewer_role=submission.viewer_role,
            viewer_party=submission.viewer_party,
        )
        is_duplicate = outcome is Arrival.NEW and record.identity in earlier
        return replace(record, outcome=Arrival.DUPLICATE) if is_duplicate else record

    def _new_id(self, item: _Staged, received_at: datetime) -> str:
        """An id made from the arrival itself, so that the order of files changes no id."""
        candidate, submission = item.candidate, item.candidate.submission
        for repetition in count():
            facts = [item.sha256, candidate.given_name, candidate.inbox_key, repetition]
            facts += [received_at.isoformat(), submission.kind, submission.partnership_id]
            facts += [said for said in (submission.period, submission.obligation_id) if said]
            intake_id = hashlib.sha256(to_json(facts)).hexdigest()[:16]
            if not (self._intake / record_name(received_at, intake_id)).exists():
                break
        return intake_id

    def _inbox_states(self) -> "dict[str, InboxState]":
        """Per place in the inbox: what was last received from it."""
        return {
            record.inbox_key: InboxState(record.size, record.modified_ns or 0, record.file_sha256)
            for record in self.records()
            if record.inbox_key
        }

    def _original(self, file_sha256: str) -> Path:
        return original_path(self.folder, file_sha256)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process lands at a time; what it, or a killed one before it, left half-way is removed."""
        for folder in (self._originals, self._intake, self._staging):
            folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / "landing.lock"):
            self._sweep()
            try:
                yield
            finally:
                self._sweep()

    def _sweep(self) -> None:
        for leftover in self._staging.iterdir():
            leftover.unlink()


def _refusals(candidate: Candidate, file_name: str, forgotten: str | None) -> list[Remark]:
    if forgotten is not None:
        return [
            Remark(
                "forgotten_file",
                "critical",
                f"{file_name} has the same content as a file that was removed for privacy ({forgotten}). "
                f"Send it without the personal data.",
                f"{file_name} berisi sama dengan berkas yang telah dihapus demi privasi ({forgotten}). "
                f"Kirim berkas tanpa data pribadi itu.",
            )
        ]
    allowed = most_bytes(candidate.path, candidate.size)
    if candidate.size > allowed == MAX_READINGS_BYTES:
        return [Remark("readings_too_large", "critical", *readings_too_large(file_name, MAX_READINGS_BYTES))]
    if candidate.size > allowed:
        rule = "document_too_large" if content_of(candidate.path) in DOCUMENTS else "file_too_large"
        refused = gis_too_large(file_name) if allowed == MAX_GIS_BYTES else refusal(rule, file_name)
        return [Remark(refused.rule, "critical", refused.message_en, refused.message_id)]
    return []


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


def _hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        for chunk in islice(_chunks(source), HASHED_AT_MOST // _CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _copy(path: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source, target.open("wb") as copy:
        for chunk in _chunks(source):
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def _checked(file_sha256: str) -> str:
    if not _SHA256.fullmatch(file_sha256):
        raise ValueError(f"not a SHA-256: {file_sha256!r}")
    return file_sha256
