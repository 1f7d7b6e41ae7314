"""The sample programme as workbooks in a folder, written one at a time, with the moment each of them arrived."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from pipelines.reading.workers import unseen_main
from pipelines.sample.ledgers import ledgers
from pipelines.sample.plan import partnership
from pipelines.sample.programme import (
    Parcel,
    Register,
    SampleProgramme,
    parcel_rows,
    parcels,
)
from pipelines.sample.spoil import spoil
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from warehouse.vocabulary import Language

_PER_TASK = 25  # partnerships that a worker writes before it reports; fewer are not worth a second process


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was sent: where it lies, when it came in (naive UTC), the day it was sent."""

    path: Path
    received_at: datetime
    submitted_on: date


def write_programme(programme: SampleProgramme, folder: Path, workers: int = 1, *, lean: bool = False) -> list[Arrival]:
    """Write all workbooks into `folder`, which must be empty or not exist, and say in which order they arrived.

    The same programme gives the same bytes, however many workers write. `lean` leaves out dropdowns, notes and
    print settings, which takes a fraction of the time.
    Raises FileExistsError where the folder already holds something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder for the sample")
    registers = [*programme.first_registers(), *programme.registers()]
    arrivals = [_write_register(programme, register, folder, lean) for register in registers]
    tasks = [range(first, min(first + _PER_TASK, programme.size)) for first in range(0, programme.size, _PER_TASK)]
    write = partial(_write_reports, programme.seed, folder, lean)
    if workers > 1 and len(tasks) > 1:
        with unseen_main(write), ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            written = list(pool.map(write, tasks))
    else:
        written = [write(task) for task in tasks]
    arrivals += [arrival for group in written for arrival in group]
    return sorted(arrivals, key=lambda arrival: (arrival.received_at, arrival.path.name))


def _write_register(programme: SampleProgramme, register: Register, folder: Path, lean: bool) -> Arrival:
    path = folder / register.file_name
    rows = programme.register_rows(register)
    write_workbook(newest("programme_register"), Language.INDONESIAN, rows, path, lean=lean)
    return Arrival(path, datetime.combine(register.sent_on, time(2, 30)), register.sent_on)


def _write_reports(seed: int, folder: Path, lean: bool, indices: range) -> list[Arrival]:
    """Write the reports and self-assessments of some partnerships."""
    arrivals: list[Arrival] = []
    for index in indices:
        each = partnership(index, seed)
        for parcel in parcels(each):
            rows, spot = parcel_rows(each, parcel)
            path = folder / parcel.file_name
            write_workbook(newest("monthly_report"), Language(parcel.language), rows, path, lean=lean)
            if parcel.fault:
                spoil(path, parcel.fault, newest("monthly_report"), spot)
            arrivals.append(_arrival(parcel, path))
        for sheet in ledgers(each):
            path = folder / sheet.file_name
            write_workbook(newest("self_assessment"), Language.INDONESIAN, sheet.rows, path, lean=lean)
            arrivals.append(Arrival(path, sheet.received_at, sheet.submitted_on))
    return arrivals


def _arrival(parcel: Parcel, path: Path) -> Arrival:
    return Arrival(path, parcel.received_at, parcel.submitted_on)
