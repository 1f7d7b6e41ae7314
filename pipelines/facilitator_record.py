"""What the facilitator decides on the desk, as a workbook that is landed like any file; the next build reads it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal, Self

import duckdb
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.arrivals import Receipt, Submission, day_in_jakarta
from pipelines.intake import Landing
from pipelines.template import newest
from pipelines.workbooks import Row, write_workbook
from warehouse.explained import ExplainedError, shown
from warehouse.generations import Generations
from warehouse.vocabulary import Language, Role

KIND = "facilitator_record"
PREFIXES = {"verified": "V", "waived": "B", "prevented": "H", "withdrawn": "C"}
FACILITATOR = Role.FACILITATOR.value
ENTERED_AS = {
    Language.ENGLISH: "Facilitator's desk, not signed in",
    Language.INDONESIAN: "Meja Fasilitator, belum masuk akun",
}
_SHEETS = {
    "verified": "facilitator_verification",
    "waived": "facilitator_relief",
    "prevented": "facilitator_relief",
    "withdrawn": "facilitator_withdrawal",
}


def _one_line(text: str) -> str:
    """Text as it stands in one cell: printable, single blanks."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


Named = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=120)]
Told = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=1_000)]


class RecordProblem(ExplainedError):
    """A record that cannot be made; the message says what to change."""


class Act(BaseModel):
    """One decision. `obligation_id` for all but `withdrawn`, which names the record it takes back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["verified", "waived", "prevented", "withdrawn"]
    decided_by: Named
    decided_on: date
    reason: Told
    obligation_id: Named | None = None
    occurred_on: date | None = None
    submitted_on: date | None = None
    delivered_share: Annotated[float | None, Field(gt=0, le=1)] = None
    new_due_on: date | None = None
    withdrawn_no: Named | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not (self.decided_by and self.reason):
            raise ValueError("who decided and why must be filled in")
        if (self.obligation_id is None) is not (self.kind == "withdrawn"):
            raise ValueError("an obligation is needed, and only where no record is taken back")
        if (self.withdrawn_no is None) is (self.kind == "withdrawn"):
            raise ValueError("the record to be taken back is needed, and only there")
        if self.kind == "verified" and (self.delivered_share is None or not (self.occurred_on or self.submitted_on)):
            raise ValueError("verified evidence needs its share and a day")
        if self.kind == "prevented" and self.new_due_on is None:
            raise ValueError("a prevention needs the new agreed date")
        return self

    @property
    def record_no(self) -> str:
        """A number made from the act itself, so that the same act made twice is one."""
        facts = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return f"{PREFIXES[self.kind]}-{hashlib.sha256(facts.encode()).hexdigest()[:8].upper()}"


class FacilitatorRecord(BaseModel):
    """Acts recorded together, and by whom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recorded_by: Named
    acts: Annotated[tuple[Act, ...], Field(min_length=1, max_length=50)]


@dataclass(frozen=True)
class Recorded:
    """What became of it: the receipt of the landed workbook, and the numbers of the records in it."""

    receipt: Receipt
    record_nos: tuple[str, ...]


def read_record(text: str) -> FacilitatorRecord:
    """A record from JSON. Raises RecordProblem, which names the key and the mistake."""
    try:
        return FacilitatorRecord.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "record"
        raise RecordProblem(f"{place}: {first['msg']}.", f"{place}: isian tidak sah ({first['msg']}).") from error


def land_record(
    data: Path, record: FacilitatorRecord, language: Language, now: datetime, viewer_role: str | None = None
) -> Recorded:
    """Write the workbook of a record and land it; `now` is naive UTC. `viewer_role`: as whom it was entered on a page.

    Anybody but a facilitator is refused, and so is what the published build does not know: an obligation or
    partnership that vanished meanwhile, a record that is not there to be taken back. Raises RecordProblem,
    WorkbookError, NothingPublished.
    """
    if viewer_role not in (None, FACILITATOR):
        raise RecordProblem(
            "Only PERPAMSI's facilitators record decisions.", "Hanya fasilitator PERPAMSI yang mencatat keputusan."
        )
    today = day_in_jakarta(now)
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        for act in record.acts:
            _check_days(act, today)
            _check_known(connection, act)
            _check_new_day(connection, act)
        partnerships = {_partnership_of(connection, act) for act in record.acts}
    numbers = tuple(act.record_no for act in record.acts)
    name = "catatan_fasilitator" if language is Language.INDONESIAN else "facilitator_record"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}_{numbers[0]}.xlsx"
        write_workbook(newest(KIND), language, _rows(record, today, viewer_role and ENTERED_AS[language]), path)
        submission = Submission(
            sender=record.recorded_by,
            kind=KIND,
            partnership_id=partnerships.pop() if len(partnerships) == 1 else None,
            submitted_on=today,
            viewer_role=viewer_role,
        )
        return Recorded(Landing(data / "landing").receive(path, now, submission), numbers)


def _rows(record: FacilitatorRecord, today: date, entered_as: str | None) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {
        KIND: [{"recorded_by": record.recorded_by, "recorded_on": today, "entered_as": entered_as}]
    }
    for act in record.acts:
        told = act.model_dump(exclude_none=True)
        if _SHEETS[act.kind] != "facilitator_relief":
            del told["kind"]
        rows.setdefault(_SHEETS[act.kind], []).append({"record_no": act.record_no, **told})
    return rows


def _check_days(act: Act, today: date) -> None:
    for day in (act.decided_on, act.occurred_on, act.submitted_on):
        if day is not None and day > today:
            raise RecordProblem(
                f"The date {day} lies after today ({today}). Correct it.",
                f"Tanggal {day} melewati hari ini ({today}). Perbaiki tanggalnya.",
            )


def _check_new_day(connection: duckdb.DuckDBPyConnection, act: Act) -> None:
    """A prevention moves what was due to a later day, after the day of the decision."""
    if act.new_due_on is None:
        return
    found = connection.execute(_DUE, [act.obligation_id]).fetchall()
    if any(due is not None and act.new_due_on <= due for (due,) in found):
        raise RecordProblem(
            f"The new agreed date {act.new_due_on} does not lie after {found[0][0]}, the day {act.obligation_id} was "
            "due. Enter a later date.",
            f"Tanggal baru {act.new_due_on} tidak sesudah {found[0][0]}, yaitu tenggat semula {act.obligation_id}. Isi "
            "tanggal yang lebih kemudian.",
        )
    if act.new_due_on <= act.decided_on:
        raise RecordProblem(
            f"The new agreed date {act.new_due_on} does not lie after the day of the decision ({act.decided_on}). "
            "Enter a later date.",
            f"Tanggal baru {act.new_due_on} tidak sesudah tanggal keputusan ({act.decided_on}). Isi tanggal yang lebih "
            "kemudian.",
        )


def _check_known(connection: duckdb.DuckDBPyConnection, act: Act) -> None:
    if act.kind == "withdrawn":
        if not _has(connection, "facilitator_record", str(act.withdrawn_no)):
            raise RecordProblem(
                f"There is no record {shown(act.withdrawn_no)} in the published build. Reload the page.",
                f"Tidak ada catatan {shown(act.withdrawn_no)} dalam hasil yang terbit. Muat ulang halaman.",
            )
    elif not _has(connection, "obligation", str(act.obligation_id)):
        raise RecordProblem(
            f"There is no obligation {shown(act.obligation_id)} in the published build. Reload the page and choose "
            "again.",
            f"Tidak ada kewajiban {shown(act.obligation_id)} dalam hasil yang terbit. Muat ulang halaman lalu pilih "
            "lagi.",
        )


_KNOWN = {
    "obligation": "SELECT count(*) FROM mart.obligation WHERE obligation_id = $1",
    "facilitator_record": "SELECT count(*) FROM mart.facilitator_record WHERE record_no = $1 AND kind <> 'withdrawn'",
}
_DUE = "SELECT coalesce(original_due_on, due_on) FROM mart.obligation WHERE obligation_id = $1"
_TABLES = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'mart' AND table_name = $1"


def _has(connection: duckdb.DuckDBPyConnection, table: str, value: str) -> bool:
    """Whether a row of the published build bears that id; a build older than the table knows none."""
    there = connection.execute(_TABLES, [table]).fetchall()[0][0]
    return bool(there and connection.execute(_KNOWN[table], [value]).fetchall()[0][0])


def _partnership_of(connection: duckdb.DuckDBPyConnection, act: Act) -> str | None:
    if act.obligation_id is not None:
        return act.obligation_id.split("/")[0]
    found = connection.execute(
        "SELECT partnership_id FROM mart.facilitator_record WHERE record_no = $1", [act.withdrawn_no]
    ).fetchall()
    return found[0][0] if found else None
