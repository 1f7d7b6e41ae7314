"""What arrives: what is said about it, its intake record, and the receipt for whoever handed it in."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from warehouse.explained import ExplainedError
from warehouse.month import Month

_JAKARTA = ZoneInfo("Asia/Jakarta")

Identity = tuple[str, str | None, str | None, str | None, str | None]
"""File, and what is said of it: kind, partnership, month, obligation."""


class Arrival(StrEnum):
    """What became of a file that was handed in."""

    NEW = "new"  # landed
    DUPLICATE = "duplicate"  # same bytes, and the same is said of them, as of an earlier arrival
    REFUSED = "refused"  # recorded, not kept
    LEFT = "left"  # not recorded: still growing or unreadable, tried again next time


@dataclass(frozen=True)
class Remark:
    """Something about the file as a whole. `severity` is a warehouse Severity value."""

    rule: str
    severity: str
    message_en: str
    message_id: str


@dataclass(frozen=True)
class Submission:
    """What is said when a file is handed in. `authenticated`: the product itself knows who the sender is.

    `period` (YYYY-MM) and `obligation_id` are for documents: which month, which obligation they are evidence of.
    `viewer_role` and `viewer_party` are for what is handed in on a page: as whom somebody looked at it.
    """

    sender: str | None = None
    authenticated: bool = False
    kind: str | None = None
    partnership_id: str | None = None
    submitted_on: date | None = None
    period: str | None = None
    obligation_id: str | None = None
    viewer_role: str | None = None
    viewer_party: str | None = None


def submissions(
    sender: str | None,
    kind: str | None,
    partnerships: str | None,
    submitted_on: date | None,
    month: str | None = None,
    obligation: str | None = None,
) -> list[Submission]:
    """What a command says of a file: one submission for each partnership of a list separated by commas.

    An obligation tells its partnership. Raises MonthError.
    """
    period = str(Month.parse(month)) if month else None
    named = [each.strip() for each in (partnerships or "").split(",") if each.strip()]
    if obligation and not named:
        named = [obligation.split("/")[0]]
    return [Submission(sender, False, kind, each, submitted_on, period, obligation) for each in named or [None]]


@dataclass(frozen=True)
class IntakeRecord:
    """One arrival. `received_at` is naive UTC, `received_on` the same day's date in Asia/Jakarta.

    `file_sha256` of a refused file covers at most its first 10⁹ bytes; its original is not kept.
    `inbox_key` tells the place in the inbox without saying its name; NULL for what did not come that way.
    `content`, `media_type` and `is_locked` say what the file is by its bytes (`pipelines.media`); None for a refused
    file and in old records.
    """

    intake_id: str
    file_sha256: str
    file_name: str
    size: int
    received_at: datetime
    received_on: date
    outcome: Arrival
    submitted_on: date | None = None
    kind: str | None = None
    partnership_id: str | None = None
    sender: str | None = None
    authenticated: bool = False
    inbox_key: str | None = None
    modified_ns: int | None = None
    remarks: tuple[Remark, ...] = field(default=())
    period: str | None = None
    obligation_id: str | None = None
    content: str | None = None
    media_type: str | None = None
    is_locked: bool | None = None
    viewer_role: str | None = None
    viewer_party: str | None = None

    @property
    def identity(self) -> Identity:
        """Arrivals with the same identity are duplicates."""
        return self.file_sha256, self.kind, self.partnership_id, self.period, self.obligation_id


@dataclass(frozen=True)
class Receipt:
    """What became of one file; `record` is None where it was left for later."""

    path: Path
    outcome: Arrival
    record: IntakeRecord | None
    message_en: str
    message_id: str


class LandingDamaged(ExplainedError):
    """A file of the landing is missing or cannot be read; the message names it and the remedy."""


def day_in_jakarta(moment: datetime) -> date:
    """The day in Asia/Jakarta of a moment in naive UTC."""
    return moment.replace(tzinfo=UTC).astimezone(_JAKARTA).date()


def to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def record_name(received_at: datetime, intake_id: str) -> str:
    return f"{received_at:%Y%m%dT%H%M%S.%f}Z-{intake_id}.json"


def record_json(record: IntakeRecord) -> bytes:
    facts = asdict(record)
    for name in ("received_at", "received_on", "submitted_on"):
        facts[name] = facts[name].isoformat() if facts[name] else None
    return to_json(facts)


def read_record(path: Path) -> IntakeRecord:
    try:
        facts = json.loads(path.read_bytes())
        facts["received_at"] = datetime.fromisoformat(facts["received_at"])
        facts["received_on"] = date.fromisoformat(facts["received_on"])
        facts["submitted_on"] = facts["submitted_on"] and date.fromisoformat(facts["submitted_on"])
        facts["outcome"] = Arrival(facts["outcome"])
        facts["remarks"] = tuple(Remark(**remark) for remark in facts["remarks"])
        return IntakeRecord(**facts)
    except (ValueError, TypeError, KeyError) as error:
        raise LandingDamaged(
            f"The intake record {path} cannot be read. Put it back from a backup, or remove it and receive "
            f"the file again.",
            f"Catatan penerimaan {path} tidak dapat dibaca. Kembalikan dari cadangan, atau hapus dan terima "
            f"lagi berkasnya.",
        ) from error


def receipt_of(path: Path, record: IntakeRecord) -> Receipt:
    if record.outcome == Arrival.REFUSED:
        refusal = next(remark for remark in record.remarks if remark.severity == "critical")
        return Receipt(path, record.outcome, record, refusal.message_en, refusal.message_id)
    if record.outcome == Arrival.DUPLICATE:
        return Receipt(
            path,
            record.outcome,
            record,
            f"{record.file_name} had already been received with the same content.",
            f"{record.file_name} sudah pernah diterima dengan isi yang sama.",
        )
    return Receipt(
        path,
        record.outcome,
        record,
        f"{record.file_name} received ({record.intake_id}).",
        f"{record.file_name} diterima ({record.intake_id}).",
    )


def left_growing(path: Path) -> Receipt:
    return Receipt(
        path,
        Arrival.LEFT,
        None,
        f"{path.name} is still being written; it will be received next time.",
        f"{path.name} masih sedang ditulis; akan diterima pada kesempatan berikutnya.",
    )


def left_unreadable(path: Path, error: OSError) -> Receipt:
    return Receipt(
        path,
        Arrival.LEFT,
        None,
        f"{path.name} cannot be read ({error.strerror}). Close it in other programs or allow reading, then try again.",
        f"{path.name} tidak dapat dibaca ({error.strerror}). Tutup di program lain atau izinkan pembacaan, "
        f"lalu coba lagi.",
    )
