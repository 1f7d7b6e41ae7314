"""Drafts of the self-assessment: one file per author, partnership and role assessed, kept until it is sent and after.

    drafts/self_assessment/<party>/<subject>/draft.json      what was answered so far, and what was sent of it
    drafts/self_assessment/<party>/<subject>/<sha256>        a document attached to an answer
    drafts/self_assessment/<party>/<subject>/answers-*.json  what is being sent just now

<party> and <subject> are hashes: of who writes, and of the partnership, who assesses and who is assessed.

A draft belongs to who wrote it and is shown to nobody else. Every change is applied to what the file holds now, and a
document is kept and named in one step, so two windows of one author lose nothing to each other.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from dashboard.access import Viewer
from warehouse.durable import rename_over, write_whole
from warehouse.explained import shown

FOLDER = Path("drafts") / "self_assessment"
MOST_DOCUMENT_BYTES = 20_000_000
MOST_SENT = 50
_DONE, _PREVENTED = "done", "prevented"
_UNREADABLE = "unreadable-"
_DRAFT, _LOCK, _ANSWERS = "draft.json", "draft.lock", "answers-*.json"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PRIVATE = 0o700  # drafts are read by the account of the server only


@dataclass(frozen=True)
class Subject:
    """Whose draft about whom: `by` fills it in, `about` is assessed; both are roles of the partnership."""

    partnership_id: str
    by: str
    about: str

    @property
    def is_of_itself(self) -> bool:
        """Whether one assesses oneself."""
        return self.by == self.about


@dataclass(frozen=True)
class Attached:
    """A document attached to an answer."""

    sha256: str
    file_name: str


@dataclass(frozen=True)
class Line:
    """What is answered to one obligation. `title` and `title_en` are kept, should it vanish from the records."""

    answer: str | None = None
    occurred_on: str | None = None  # ISO
    proof: str | None = None
    prevented_by: str | None = None
    documents: tuple[Attached, ...] = ()
    title: str = ""
    title_en: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is answered; words typed beside another answer are kept and are none."""
        return self.answer is None

    def filled_from(self, other: "Line") -> "Line":
        """The other's answer where nothing is answered here; what was typed or attached beside no answer is kept."""
        if not self.is_blank:
            return self
        return replace(
            other,
            occurred_on=other.occurred_on or self.occurred_on,
            proof=other.proof or self.proof,
            prevented_by=other.prevented_by or self.prevented_by,
            documents=self.documents,
        )

    def as_sent(self) -> dict[str, Any]:
        """What of it is sent: only what belongs to the answer; documents are named behind the words of the proof."""
        done, prevented = self.answer == _DONE, self.answer == _PREVENTED
        named = _named(document.file_name for document in self.documents)
        return {
            "answer": self.answer,
            "occurred_on": self.occurred_on if done else None,
            "proof": " ".join(filter(None, (self.proof, named))) or None if done else None,
            "prevented_by": self.prevented_by if prevented else None,
            "documents": [asdict(document) for document in self.documents] if done else [],
        }


@dataclass(frozen=True)
class Words:
    """How a criterion is seen: a figure from 0 to 100 and words, each only where given."""

    score: float | None = None
    words: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said."""
        return self.score is None and not self.words

    def filled_from(self, other: "Words") -> "Words":
        """The other's figure and words, each only where none is given here."""
        return Words(other.score if self.score is None else self.score, self.words or other.words)


@dataclass(frozen=True)
class Sent:
    """One sending: when (naive UTC), for which day, what, and what became of it as the command told."""

    at: str
    submitted_on: str
    answers: Mapping[str, Any]
    outcome: Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A draft as its file holds it. `revision` counts the changes; `saved_at` is naive UTC.

    `known`: SHA-256 of the self-assessments in the records that its author has begun with, taken over or left.
    """

    subject: Subject
    owner: str
    revision: int = 0
    saved_at: str = ""
    compiled_by: str = ""
    lines: Mapping[str, Line] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    sent: tuple[Sent, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def attached(self) -> frozenset[str]:
        """SHA-256 of every document that an answer names."""
        return frozenset(document.sha256 for line in self.lines.values() for document in line.documents)

    def line(self, obligation_id: str) -> Line:
        """What is answered to an obligation."""
        return self.lines.get(obligation_id, Line())

    def words_on(self, criterion: str) -> Words:
        """What is said of a criterion."""
        return self.words.get(criterion, Words())

    def content(self) -> dict[str, Any]:
        """What would be sent, without the day: the same for the same answers."""
        return {
            "partnership_id": self.subject.partnership_id,
            "compiled_role": self.subject.by,
            "assessed_role": self.subject.about,
            "compiled_by": self.compiled_by,
            "lines": [
                {"obligation_id": code, **line.as_sent()}
                for code, line in sorted(self.lines.items())
                if not line.is_blank
            ],
            "words": [
                {"criterion": code, "score": each.score, "words": each.words or None}
                for code, each in sorted(self.words.items())
                if not each.is_blank
            ],
        }

    @property
    def last_sent(self) -> Sent | None:
        """The latest sending that was received."""
        received = [sent for sent in self.sent if sent.outcome.get("landed")]
        return received[-1] if received else None

    @property
    def is_sent(self) -> bool:
        """Whether it was sent as it stands."""
        return self.last_sent is not None and _without_day(self.last_sent.answers) == self.content()

    def unknown_of(self, in_force: Iterable[str]) -> tuple[str, ...]:
        """Those of the files in force, by SHA-256, that neither were sent from here nor are known to its author."""
        landed = {sent.outcome.get("file_sha256") for sent in self.sent if sent.outcome.get("landed")}
        return tuple(sorted(set(in_force) - landed - set(self.known)))

    def knowing(self, files: Iterable[str]) -> "Draft":
        """The same with more files known to its author."""
        return replace(self, known=tuple(sorted({*self.known, *files})))

    def filled_from(self, records: "Draft") -> "Draft":
        """The same with what the records say wherever nothing is answered here; no answer and no word is replaced."""
        lines = {code: self.line(code).filled_from(line) for code, line in records.lines.items()}
        words = {code: self.words_on(code).filled_from(told) for code, told in records.words.items()}
        return replace(
            self,
            compiled_by=self.compiled_by or records.compiled_by,
            lines={**self.lines, **lines},
            words={**self.words, **words},
        )

    def without_document(self, sha256: str) -> "Draft":
        """The same with a document neither attached nor named, also in what was sent."""
        lines = {
            code: replace(line, documents=tuple(each for each in line.documents if each.sha256 != sha256))
            for code, line in self.lines.items()
        }
        attached = [each for line in self.lines.values() for each in line.documents if each.sha256 == sha256]
        names = {each.file_name for each in attached}
        names.update(*(_names_of(sent.answers["lines"], sha256) for sent in self.sent))
        return replace(self, lines=lines, sent=tuple(_without_document(sent, sha256, names) for sent in self.sent))

    def sent_for(self, day: date) -> bool:
        """Whether it was last sent as of a day."""
        return self.last_sent is not None and self.last_sent.submitted_on == day.isoformat()


@dataclass(frozen=True)
class Outgoing:
    """Answers on their way: the file that the command reads, and what it holds."""

    subject: Subject
    path: Path
    answers: Mapping[str, Any]


def owner_of(viewer: Viewer) -> str:
    """Whose drafts a viewer writes and reads: its party's; of facilitators, those of their office."""
    return f"{viewer.role.value}:{viewer.party_id or ''}"


class Drafts:
    """The drafts of one viewer in a data folder."""

    def __init__(self, data: Path, viewer: Viewer) -> None:
        self.owner = owner_of(viewer)
        self.folder = data / FOLDER / _hash(self.owner)

    def read(self, subject: Subject) -> Draft | None:
        """The draft about a subject; None where nothing was written yet.

        A file that cannot be read is put aside under another name, not overwritten.
        """
        path = self._path(subject)
        try:
            draft = _draft(json.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError, AttributeError):
            rename_over(path, path.with_name(f"{_UNREADABLE}{secrets.token_hex(4)}.json"))
            return None
        return draft if draft.owner == self.owner and draft.subject == subject else None

    def change(self, subject: Subject, start: Draft | None, how: Callable[[Draft], Draft]) -> Draft:
        """Apply one change to what the file holds now, or to `start` where it holds nothing, and keep it."""
        with self._locked(subject):
            return self._changed(subject, start, how)

    def attach(
        self,
        subject: Subject,
        start: Draft | None,
        file_name: str,
        content: bytes,
        how: Callable[[Draft, Attached], Draft],
    ) -> Draft:
        """Keep a document beside the draft, under its SHA-256, and apply the change that names it."""
        document = Attached(hashlib.sha256(content).hexdigest(), file_name)
        with self._locked(subject):
            path = self._path(subject).with_name(document.sha256)
            if not path.exists():
                write_whole(path, content)
            return self._changed(subject, start, lambda draft: how(draft, document), {document.sha256})

    def outgoing(self, draft: Draft, submitted_on: date, language: str) -> "Outgoing":
        """The answers as they are now in a file of their own, for the command that sends them."""
        with self._locked(draft.subject):
            now = self.read(draft.subject) or draft
            answers = {**now.content(), "submitted_on": submitted_on.isoformat(), "language": language}
            path = self._path(draft.subject).with_name(f"answers-{secrets.token_hex(6)}.json")
            write_whole(path, _json(answers))
        return Outgoing(draft.subject, path, answers)

    def on_their_way(self, subject: Subject) -> list["Outgoing"]:
        """Answers that were given to the command and not settled: it is at them, or was stopped with the server."""
        found = []
        for path in sorted(self._path(subject).parent.glob(_ANSWERS)):
            try:
                found.append(Outgoing(subject, path, json.loads(path.read_bytes())))
            except FileNotFoundError:  # settled meanwhile
                continue
        return found

    def settle(self, outgoing: "Outgoing", outcome: Mapping[str, Any]) -> None:
        """Keep what became of answers that were sent."""
        sent = Sent(_now(), outgoing.answers["submitted_on"], outgoing.answers, outcome)
        carried = {each["sha256"] for line in outgoing.answers["lines"] for each in line["documents"]}
        with self._locked(outgoing.subject):
            outgoing.path.unlink(missing_ok=True)
            self._changed(
                outgoing.subject, None, lambda draft: replace(draft, sent=(*draft.sent, sent)[-MOST_SENT:]), carried
            )

    def all(self) -> list[Draft]:
        """Every draft of this viewer."""
        drafts = []
        for path in sorted(self.folder.glob(f"*/{_DRAFT}")):
            try:
                draft = _draft(json.loads(path.read_bytes()))
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                continue
            if draft.owner == self.owner:
                drafts.append(draft)
        return drafts

    def put_aside(self, subject: Subject) -> list[str]:
        """Names of the files of a draft that could not be read."""
        return sorted(path.name for path in self._path(subject).parent.glob(f"{_UNREADABLE}*.json"))

    def _changed(
        self, subject: Subject, start: Draft | None, how: Callable[[Draft], Draft], documents: Collection[str] = ()
    ) -> Draft:
        """Apply a change while the draft is locked; `documents`, too, go where the draft does not name them then."""
        before = self.read(subject) or start or Draft(subject, self.owner)
        after = how(before)
        after = replace(after, owner=self.owner, revision=before.revision + 1, saved_at=_now())
        write_whole(self._path(subject), _json(asdict(after)))
        self._drop(subject, (before.attached | set(documents)) - after.attached)
        return after

    def _drop(self, subject: Subject, documents: Collection[str]) -> None:
        """Remove documents that no answer names any more, except those on their way."""
        folder = self._path(subject).parent
        sending = b"".join(path.read_bytes() for path in folder.glob(_ANSWERS)) if documents else b""
        for sha256 in documents:
            if sha256.encode() not in sending:
                (folder / sha256).unlink(missing_ok=True)

    @contextmanager
    def _locked(self, subject: Subject) -> Iterator[None]:
        path = self._path(subject)
        for folder in reversed(path.parents[:4]):
            folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        with FileLock(path.with_name(_LOCK)):
            yield

    def _path(self, subject: Subject) -> Path:
        return self.folder / _hash(subject.partnership_id, subject.by, subject.about) / _DRAFT


def holds(data: Path, sha256: str) -> bool:
    """Whether a draft of anybody, or what was put aside or is being sent of one, holds or names a document."""
    return any(_holding(folder, sha256) for folder in _folders(data, sha256))


def forget(data: Path, sha256: str) -> int:
    """Remove a document from the drafts of everybody, with its name.

    What was put aside, left by a killed process or is being sent just now goes as a whole where it names the document,
    as does a draft that cannot be read. Returns how many drafts and files of those held it.
    """
    return sum(_forgotten(folder, sha256) for folder in _folders(data, sha256))


def _folders(data: Path, sha256: str) -> list[Path]:
    if not _SHA256.fullmatch(sha256):
        return []
    return [path for path in sorted((data / FOLDER).glob("*/*")) if path.is_dir()]


def _holding(folder: Path, sha256: str) -> list[Path]:
    """The document itself, whole or half-written, and every file that names it."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name != _LOCK]
    return [
        path
        for path in files
        if sha256 in path.name or (not _SHA256.fullmatch(path.name) and sha256.encode() in path.read_bytes())
    ]


def _forgotten(folder: Path, sha256: str) -> int:
    taken = set()
    with FileLock(folder / _LOCK):
        for path in _holding(folder, sha256):
            drafts = _before_and_after(path, sha256) if path.name == _DRAFT else None
            if drafts is None:
                path.unlink(missing_ok=True)
                taken.add(_DRAFT if sha256 in path.name else path.name)
            elif drafts[0] != drafts[1]:
                write_whole(path, _json(asdict(drafts[1])))
                taken.add(_DRAFT)
    return len(taken)


def _before_and_after(path: Path, sha256: str) -> tuple[Draft, Draft] | None:
    """A draft, and the same without a document; None where it cannot be read."""
    try:
        draft = _draft(json.loads(path.read_bytes()))
        return draft, draft.without_document(sha256)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _without_document(sent: Sent, sha256: str, names: Collection[str]) -> Sent:
    """A sending without a document and its names: in its answers and in what it became."""
    lines = [_line_without(line, sha256) for line in sent.answers["lines"]]
    about_it = {line["obligation_id"] for line in sent.answers["lines"] if _names_of([line], sha256)}
    outcome = {key: _unnamed(told, names) for key, told in sent.outcome.items()}
    if "documents" in outcome:
        told = zip(sent.outcome["documents"], outcome["documents"], strict=True)
        outcome["documents"] = [after for before, after in told if before.get("file_sha256") != sha256]
    if "findings" in outcome:  # one on the answer may quote a part of the name
        outcome["findings"] = [each for each in outcome["findings"] if each.get("about") not in about_it]
    return replace(sent, answers={**sent.answers, "lines": lines}, outcome=outcome)


def _names_of(lines: Iterable[Mapping[str, Any]], sha256: str) -> set[str]:
    """Under which names answers that were sent carry a document."""
    return {each["file_name"] for line in lines for each in line["documents"] if each["sha256"] == sha256}


def _unnamed(told: Any, names: Collection[str]) -> Any:
    """What a command told, with other words in the place of names, also where it shortened them."""
    if isinstance(told, Mapping):
        return {key: _unnamed(each, names) for key, each in told.items()}
    if isinstance(told, list | tuple):
        return [_unnamed(each, names) for each in told]
    if isinstance(told, str):
        forms = {form for name in names for form in (name, shown(name)) if form}
        for form in sorted(forms, key=len, reverse=True):
            told = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", "forgotten", told)
    return told


def _line_without(line: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    documents = line["documents"]
    left = [each for each in documents if each["sha256"] != sha256]
    if len(left) == len(documents):
        return dict(line)
    before, after = (_named(each["file_name"] for each in some) for some in (documents, left))
    words = (line["proof"] or "").removesuffix(before).strip()
    return {**line, "documents": left, "proof": " ".join(filter(None, (words, after))) or None}


def _named(file_names: Iterable[str]) -> str:
    """The names of documents as they stand behind the words of a proof; empty where there are none."""
    named = ", ".join(file_names)
    return f"[{named}]" if named else ""


def _draft(facts: Mapping[str, Any]) -> Draft:
    return Draft(
        subject=Subject(**facts["subject"]),
        owner=facts["owner"],
        revision=facts["revision"],
        saved_at=facts["saved_at"],
        compiled_by=facts["compiled_by"],
        lines={
            code: Line(**{**line, "documents": tuple(Attached(**each) for each in line["documents"])})
            for code, line in facts["lines"].items()
        },
        words={code: Words(**each) for code, each in facts["words"].items()},
        sent=tuple(Sent(**each) for each in facts["sent"]),
        known=tuple(facts.get("known", ())),
    )


def _hash(*said: str) -> str:
    return hashlib.sha256(_json(said)).hexdigest()[:32]


def _without_day(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in ("submitted_on", "language")}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
