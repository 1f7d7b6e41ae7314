"""The sample programme as a whole: its partnerships, the files that they sent, what must be found in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from pipelines.sample import faults
from pipelines.sample.faults import PLANTED, Fault, Spot
from pipelines.sample.plan import FIRST_REGISTER_ON, SAMPLE_AS_OF, Partnership, Report, month_end, partnership
from pipelines.sample.register import Rows, first_register_rows, register_rows
from pipelines.sample.reports import report_rows
from pipelines.sample.stories import BLOCK, OUTLINES, Story

PARTNERSHIPS_PER_REGISTER = BLOCK * 20
"""A register of more partnerships would be larger than a workbook that we accept."""

REGISTER_SENT_ON = SAMPLE_AS_OF - timedelta(days=1)
_STEMS = {"id": "laporan_bulanan", "en": "monthly_report"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A monthly report on its way: one file."""

    partnership_id: str
    language: str
    file_name: str
    report: Report
    submitted_on: date
    received_at: datetime  # naive UTC
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A planted fault that must be found, under which rule. `spot` None: the file as a whole."""

    file_name: str
    fault: Fault
    rule: str
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Register:
    """One register workbook of up to `PARTNERSHIPS_PER_REGISTER` partnerships."""

    number: int
    file_name: str
    first: int
    count: int
    sent_on: date = REGISTER_SENT_ON


@dataclass(frozen=True, slots=True)
class SampleProgramme:
    """A programme of fictional partnerships. Only size and seed are kept; all else follows from them."""

    size: int
    seed: int

    def partnership(self, index: int) -> Partnership:
        """The `index`-th partnership, from 0. Raises IndexError beyond the size."""
        if not 0 <= index < self.size:
            raise IndexError(f"the sample has {self.size} partnerships, not {index + 1}")
        return partnership(index, self.seed)

    def partnerships(self) -> Iterator[Partnership]:
        """All partnerships, one at a time."""
        return (partnership(index, self.seed) for index in range(self.size))

    def telling(self, story: Story) -> Partnership:
        """The first partnership with this story. Raises LookupError where the sample has none."""
        for each in self.partnerships():
            if each.story is story:
                return each
        raise LookupError(f"a sample of {self.size} partnerships does not tell {story}")

    def registers(self) -> Iterator[Register]:
        """The register workbooks, each a programme of its own."""
        for number, first in enumerate(range(0, self.size, PARTNERSHIPS_PER_REGISTER), start=1):
            count = min(PARTNERSHIPS_PER_REGISTER, self.size - first)
            yield Register(number, f"register_program_contoh_{number:02d}.xlsx", first, count)

    def first_registers(self) -> Iterator[Register]:
        """The registers sent before the revisions, of programmes in which a plan is revised."""
        for register in self.registers():
            indices = range(register.first, register.first + register.count)
            if any(OUTLINES[index % BLOCK].story is Story.REVISED for index in indices):
                name = register.file_name.replace(".xlsx", "_awal.xlsx")
                yield replace(register, file_name=name, sent_on=FIRST_REGISTER_ON)

    def register_rows(self, register: Register) -> Rows:
        """The rows of one register, by raw table."""
        indices = range(register.first, register.first + register.count)
        tell = first_register_rows if register.sent_on == FIRST_REGISTER_ON else register_rows
        return tell([self.partnership(index) for index in indices], register.number)

    @property
    def expected_findings(self) -> list[ExpectedFinding]:
        """Every planted fault that must leave a finding."""
        found: list[ExpectedFinding] = []
        for each in self.partnerships():
            for parcel in parcels(each):
                if parcel.fault and parcel.fault in faults.RULES:
                    rule, spot = faults.RULES[parcel.fault], parcel_rows(each, parcel)[1]
                    found.append(ExpectedFinding(parcel.file_name, parcel.fault, rule, spot))
        return found


def plan_programme(partnerships: int = BLOCK, seed: int = 2026) -> SampleProgramme:
    """Plan a programme of so many partnerships. Pure; the same arguments give the same programme."""
    if partnerships < 1:
        raise ValueError("a sample needs at least one partnership")
    return SampleProgramme(partnerships, seed)


def parcels(each: Partnership) -> Iterator[Parcel]:
    """The files that a partnership sent, in the order of sending of the sound ones."""
    position = (each.number - 1) % BLOCK + 1
    for report in each.reports:
        name = _file_name(each, report)
        fault = PLANTED.get((position, report.month))
        sound = Parcel(
            each.partnership_id,
            each.outline.language,
            name,
            report,
            report.submitted_on,
            report.received_at,
        )
        if fault in faults.REFUSED:
            first_thing = datetime.combine(sound.submitted_on, time(0, 30))
            yield replace(_moved(sound, "awal", 0, fault), received_at=first_thing)
            yield sound
        elif fault is Fault.DUPLICATE:
            yield sound
            yield replace(_moved(sound, "ulang", 3, fault), submitted_on=sound.submitted_on)
        elif fault is Fault.CORRECTED:
            yield sound
            yield _moved(sound, "revisi", 9, fault)
        else:
            suffix = ".ods" if fault is Fault.OPEN_DOCUMENT else ".xlsx"
            yield replace(sound, fault=fault, file_name=sound.file_name.replace(".xlsx", suffix))
    if (position, len(each.reports)) in PLANTED and PLANTED[position, len(each.reports)] is Fault.OUTSIDE_PILOT:
        yield _outside_pilot(each)


def _file_name(each: Partnership, report: Report) -> str:
    return f"{each.partnership_id}_{_STEMS[each.outline.language]}_{report.period}.xlsx"


def _moved(sound: Parcel, suffix: str, days: int, fault: Fault | None) -> Parcel:
    return replace(
        sound,
        file_name=sound.file_name.replace(".xlsx", f"_{suffix}{'.xlsm' if fault is Fault.MACRO else '.xlsx'}"),
        submitted_on=sound.submitted_on + timedelta(days=days),
        received_at=sound.received_at + timedelta(days=days),
        fault=fault,
    )


def _outside_pilot(each: Partnership) -> Parcel:
    month = len(each.reports)
    last = month_end(each.outline.pilot_start_on, month)
    submitted_on = last + timedelta(days=4)
    report = Report(f"{last:%Y-%m}", month, submitted_on, datetime.combine(submitted_on, time(3, 20)))
    return Parcel(
        each.partnership_id,
        each.outline.language,
        _file_name(each, report),
        report,
        submitted_on,
        report.received_at,
        Fault.OUTSIDE_PILOT,
    )


def parcel_rows(each: Partnership, parcel: Parcel) -> tuple[Rows, Spot | None]:
    """The rows of a file with its fault planted, and where the fault lies."""
    rows = report_rows(each, parcel.report)
    rows["monthly_cover"][0]["submitted_on"] = parcel.submitted_on
    return rows, faults.plant(parcel.fault, rows) if parcel.fault else None
