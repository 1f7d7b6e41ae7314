"""The submissions of an export, whichever server wrote it, in one shape."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from pipelines.forms import messages
from pipelines.reading.delimited import read_delimited
from pipelines.reading.model import MAX_FILE_BYTES
from pipelines.reading.refusals import refusal

Answers = dict[str, object]

_MOST_DIGITS = 300  # what is longer is no figure, and beyond the range of numbers
_FILE = re.compile(r"[^/\\]+\.(jpe?g|png|webp|heic|mp4|3gp|mov|m4a|amr|mp3|pdf|docx?|xlsx?|csv)", re.I)
_FORM_IN_CONTEXT = re.compile(r"/forms/([^/]+?)\.svc")
_NOT_APPROVED = frozenset({"rejected", "not approved", "validation_status_not_approved"})
_META = re.compile(r"^(_.*|formhub/.*|meta(/.*|-.*)?|start|end|today|deviceid|username|simserial|.*@odata\..*)$", re.I)
_CSV_META = frozenset(
    {
        "submissiondate", "key", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected", "status",
        "reviewstate", "deviceid", "edits", "formversion", "instanceid", "set-of", "parent_key",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Submission:
    """One version of one submission. `answers` by path of the question, `repeats` by path of the group.

    `root` is the instance of its first version, `replaces` that of the version before; `sent_at` is naive UTC.
    `is_flat`: its file has no place for groups that repeat.
    """

    instance: str
    root: str
    replaces: str | None
    form_id: str | None
    version: str | None
    sent_at: datetime | None
    edits: int
    approved: bool
    answers: Answers
    repeats: dict[str, list[Answers]]
    attachments: tuple[str, ...] = ()
    place: int = 0
    is_flat: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of what it says: the same in every export that holds this version."""
        said = [self.instance, self.form_id, self.answers, self.repeats]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(slots=True)
class _Flat:
    answers: Answers = field(default_factory=dict)
    repeats: dict[str, list[Answers]] = field(default_factory=dict)


def submissions_of(blob: bytes, file_name: str) -> list[Submission]:
    """Every submission of an export of KoboToolbox (JSON of API v2, CSV) or ODK (OData JSON, CSV). Raises Refused."""
    if len(blob) > MAX_FILE_BYTES:
        raise refusal("file_too_large", file_name)
    text = blob.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return _of_json(text, file_name)
    return _of_csv(blob, file_name)


def _of_json(blob: bytes, file_name: str) -> list[Submission]:
    try:
        content = json.loads(blob, parse_int=_number)
    except ValueError as error:
        raise messages.half_written(file_name, getattr(error, "lineno", None)) from error
    except RecursionError as error:
        raise messages.no_export(file_name) from error
    form_id = None
    items: object = content
    if isinstance(content, dict):
        named = _FORM_IN_CONTEXT.search(str(content.get("@odata.context", "")))
        form_id = named[1] if named else None
        items = next((content[key] for key in ("results", "value") if isinstance(content.get(key), list)), None)
        if items is None and _is_submission(content):
            items = [content]
    if not isinstance(items, list) or not all(isinstance(item, dict) and _is_submission(item) for item in items):
        raise messages.no_export(file_name)
    return [_of_item(item, form_id, place) for place, item in enumerate(items, 1)]


def _number(digits: str) -> int | str:
    """A whole number of JSON; one that no column can hold stays the text that was sent."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _is_submission(item: Mapping[str, object]) -> bool:
    marks = ("_uuid", "__id", "meta/instanceID", "_submission_time", "__system")
    meta = item.get("meta")
    return any(mark in item for mark in marks) or (isinstance(meta, dict) and "instanceID" in meta)


def _of_item(item: Mapping[str, Any], form_id: str | None, place: int) -> Submission:
    meta = item.get("meta") if isinstance(item.get("meta"), dict) else {}
    system = item.get("__system") if isinstance(item.get("__system"), dict) else {}
    assert isinstance(meta, dict) and isinstance(system, dict)
    instance = _bare(meta.get("instanceID") or item.get("meta/instanceID") or item.get("_uuid") or item.get("__id"))
    replaces = _bare(meta.get("deprecatedID") or item.get("meta/deprecatedID")) or None
    root = _bare(item.get("__id") or item.get("meta/rootUuid") or meta.get("rootUuid")) or replaces or instance
    flat = _Flat()
    _flatten(item, "", flat)
    state = item.get("_validation_status")
    review = system.get("reviewState") or (state.get("uid") if isinstance(state, dict) else state)
    listed = item.get("_attachments")
    return Submission(
        instance, root, replaces,
        form_id=form_id or _text(item.get("_xform_id_string")),
        version=_text(system.get("formVersion") or item.get("__version__") or item.get("_version_")),
        sent_at=_moment(system.get("updatedAt") or system.get("submissionDate") or item.get("_submission_time")),
        edits=_whole(system.get("edits")), approved=str(review).casefold() not in _NOT_APPROVED,
        answers=flat.answers, repeats=flat.repeats,
        attachments=_attachments(listed if isinstance(listed, list) else [], flat), place=place,
    )  # fmt: skip


def _flatten(item: Mapping[str, Any], before: str, flat: _Flat) -> None:
    """Answers of nested groups by their path; a list of objects is a group that repeats."""
    for name, value in item.items():
        path = name if "/" in name and name.startswith(before) else f"{before}{name}"
        if _META.match(name) or (not before and _META.match(path)):
            continue
        if isinstance(value, dict) and "coordinates" not in value:
            _flatten(value, f"{path}/", flat)
        elif isinstance(value, list) and value and all(isinstance(turn, dict) for turn in value):
            flat.repeats[path] = [_turn(turn, path) for turn in value]
        elif value is not None and not isinstance(value, list | dict):
            flat.answers[path] = value


def _turn(turn: Mapping[str, Any], path: str) -> Answers:
    flat = _Flat()
    _flatten({name.removeprefix(f"{path}/"): value for name, value in turn.items()}, "", flat)
    return flat.answers


def _of_csv(blob: bytes, file_name: str) -> list[Submission]:
    rows = read_delimited(blob, file_name).sheets[0].rows
    header = [str(cell).strip() for cell in rows[0]] if rows else []
    names = {name.casefold(): index for index, name in enumerate(header)}
    if not ({"_uuid", "_submission_time"} & names.keys() or {"key", "instanceid", "meta-instanceid"} & names.keys()):
        raise messages.no_export(file_name)
    if "parent_key" in names:
        raise messages.repeats_apart(file_name)
    return [
        _of_row(header, names, [str(cell) for cell in row], place)
        for place, row in enumerate(rows[1:], 2)
        if any(str(cell).strip() for cell in row)
    ]


def _of_row(header: Sequence[str], names: Mapping[str, int], row: Sequence[str], place: int) -> Submission:
    def cell(*wanted: str) -> str | None:
        found = (row[names[name]].strip() for name in wanted if name in names)
        return next((text for text in found if text), None)

    answers: Answers = {
        name: text
        for name, text in zip(header, (text.strip() for text in row), strict=False)
        if text and name.casefold() not in _CSV_META and not _META.match(name)
    }
    instance = _bare(cell("meta-instanceid", "meta/instanceid", "instanceid", "_uuid", "key"))
    replaces = _bare(cell("meta/deprecatedid", "meta-deprecatedid")) or None
    return Submission(
        instance,
        _bare(cell("key", "meta/rootuuid", "_root_uuid")) or replaces or instance,
        replaces,
        form_id=cell("_xform_id_string"),
        version=cell("formversion", "__version__", "_version_"),
        sent_at=_moment(cell("submissiondate", "_submission_time")),
        edits=_whole(cell("edits")),
        approved=str(cell("reviewstate", "_validation_status")).casefold() not in _NOT_APPROVED,
        answers=answers,
        repeats={},
        attachments=_attachments([], _Flat(answers)),
        place=place,
        is_flat=True,
    )


def _attachments(listed: Sequence[Any], flat: _Flat) -> tuple[str, ...]:
    """Names of files: those that the server lists, else the answers that are names of files."""
    named = [str(each.get("filename") or "") for each in listed if isinstance(each, dict)]
    turns = [turn for group in flat.repeats.values() for turn in group]
    answers = [str(value) for said in (flat.answers, *turns) for value in said.values()]
    named = named or [text for text in answers if _FILE.fullmatch(text)]
    return tuple(dict.fromkeys(PurePosixPath(name).name for name in named if name))


def _bare(instance: object) -> str:
    return str(instance or "").removeprefix("uuid:")


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _whole(value: object) -> int:
    text = str(value or "0")
    return int(text) if text.isdigit() and len(text) < 6 else 0


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
