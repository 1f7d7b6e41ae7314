"""Readings files of a build: those not yet read are read, each in a process of its own with bounds of its own."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.arrivals import Arrival, IntakeRecord
from pipelines.content import READINGS
from pipelines.reading import Refused, run_in_workers
from pipelines.readings.aggregate import Aggregated, NightRules, aggregate
from pipelines.readings.kept import KeptReadings
from pipelines.readings.template import load_template

KIND = "logger_readings"
KINDS = (KIND, "readings")
SECONDS_PER_FILE = 3_600.0
MEMORY_BYTES = 4 * 1024**3  # of address space; DuckDB itself is held far below


@dataclass(frozen=True)
class ReadingsTask:
    """A file of readings: where it lies, its name, by which rules its nights are told, where its days go."""

    file_sha256: str
    path: Path
    file_name: str
    rules: NightRules
    days: Path


def is_readings(record: IntakeRecord) -> bool:
    """Whether an arrival is a file of readings: it was handed in as one, or its bytes say so."""
    return record.kind in KINDS or (record.kind is None and record.content == READINGS)


def readings_records(records: Sequence[IntakeRecord], forgotten: Collection[str]) -> list[IntakeRecord]:
    """The arrivals with readings, one per original: the latest that names a partnership, else the first."""
    chosen: dict[str, IntakeRecord] = {}
    for record in sorted(records, key=lambda record: (record.received_at, record.intake_id)):
        counts = record.outcome is Arrival.NEW and is_readings(record) and record.file_sha256 not in forgotten
        if counts and (record.partnership_id or record.file_sha256 not in chosen):
            chosen[record.file_sha256] = record
    return list(chosen.values())


def read_new(
    records: Sequence[IntakeRecord], path_of: Callable[[str], Path], kept: KeptReadings, rules: NightRules
) -> int:
    """Read the files that have not been read yet. Returns their number."""
    tasks = [
        ReadingsTask(r.file_sha256, path_of(r.file_sha256), r.file_name, rules, kept.place_for(r.file_sha256))
        for r in records
        if not kept.known(r.file_sha256)
    ]
    outcomes = run_in_workers(
        read_readings, tasks, 1, seconds_per_item=SECONDS_PER_FILE, memory_bytes=MEMORY_BYTES, name_of=_name_of
    )
    for task, outcome in outcomes:
        if isinstance(outcome, Refused):
            task.days.unlink(missing_ok=True)
        kept.keep(task.file_sha256, outcome)
    return len(tasks)


def read_readings(task: ReadingsTask) -> Aggregated:
    """One file to its days; runs in a worker process. Raises Refused."""
    return aggregate(task.path, task.file_name, load_template(), task.rules, task.days)


def _name_of(task: ReadingsTask) -> str:
    return task.file_name
