"""The whole build, step by step. Read this first.

`build` receives what has come, sees whether anything changed, and publishes; `Run.read_check_and_judge` and
`Run.record` name every step in its order; each step is a method below them.

Everything in the warehouse is a function of the landed files, the reference data, the code, `as_of` and
`known_by`. A build is made in a private file and published by one atomic pointer; whatever stops it, the build
published before stays in place.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

import expectations
import indicators.run
from pipelines import corrections, documents, field_arrivals, filled, known_issues, raw, reference, revisions
from pipelines.build_report import BuildReport, Outcome, Progress, RefusedToPublish, Step, silent
from pipelines.editions import FOLDER as OWN_TEMPLATES
from pipelines.editions import known_templates
from pipelines.extraction import Extracted
from pipelines.fingerprint import code_fingerprint, folder_fingerprint, reader_fingerprint, text_fingerprint
from pipelines.gis import areas, presence
from pipelines.gis import arrivals as gis_arrivals
from pipelines.gis import tables as gis_tables
from pipelines.inputs import Inputs, inputs_of
from pipelines.intake import Arrival, Landing
from pipelines.parsed import ParsedRows, Read
from pipelines.read_file import ReadTask, name_of, read_file
from pipelines.reading import Workers, run_in_workers
from pipelines.readings.load import load_months
from pipelines.sources import measurements, names
from pipelines.template import Template, load_templates
from warehouse import ddl
from warehouse.generations import Generation, Generations, PointerUnreadable, blank_database, new_build_id

if TYPE_CHECKING:
    from expectations.gate import Suite

WORKERS = 2
PRIVATE_SCHEMAS = ("raw", "core")
FEW_ARRIVALS = 3_000  # about as many rows as two threads begin to share
SMALL_SETTINGS = {"threads": "1", "default_block_size": "16384"}
BUILD_SETTINGS = {
    "memory_limit": "700MB",
    "threads": "2",
    "preserve_insertion_order": "true",
    "storage_compatibility_version": "v1.5.0",  # the oldest DuckDB supported; its compression costs a third less
}


@dataclass
class Kept:
    """What a process that builds again and again keeps: the records it has read, and a reader process.

    `patience`: seconds for which a workbook that lacks its end is taken to be on its way. `blank`: a small build's
    file before its first row, once it is prepared.
    """

    landing: Landing
    readers: Workers[ReadTask, Extracted]
    patience: float = 0.0
    blank: bytes = b""

    @classmethod
    @contextmanager
    def of(cls, data: Path, patience: float = 0.0) -> Iterator["Kept"]:
        """For the builds of a data folder; the reader ends with the block."""
        with Workers(read_file, WORKERS, name_of) as readers:
            yield cls(Landing(data / "landing"), readers, patience)

    def prepare(self) -> None:
        """Make what the next build begins with, for the time between two builds: a reader, the gate, its tables.

        Where there is no room for the tables, the build makes its own.
        """
        self.readers.warm()
        expectations.preload()
        if not self.blank:
            with suppress(OSError, duckdb.Error):
                self.blank = blank_database(_settings(0), create_tables)


def build(
    data: Path,
    as_of: date,
    now: datetime,
    known_by: date | None = None,
    progress: Progress = silent,
    kept: Kept | None = None,
) -> BuildReport:
    """Receive the inbox, rebuild the warehouse as of a day and publish it.

    `now` is naive UTC. `kept` is what earlier builds of this process left. Raises BuildRunning, RefusedToPublish,
    LandingDamaged, InvalidReference; then the build published before stays in force. Where nothing that a build
    depends on changed, nothing is built.
    """
    if kept is None:
        with Kept.of(data) as own:
            return build(data, as_of, now, known_by, progress, own)
    generations = Generations(data / "warehouse")
    landing = kept.landing
    (data / "inbox").mkdir(parents=True, exist_ok=True)
    with generations.locked(now):
        report = BuildReport(receipts=landing.receive_inbox(data / "inbox", now, kept.patience))
        inputs = inputs_of(data, landing, as_of, known_by)
        current = _readable_current(generations)
        if current and dict(current.inputs) == inputs.fingerprints and current.path.exists():
            report.generation, report.nothing_new = current, True
            return report
        report.before = current
        build_id = new_build_id(now)
        blank = kept.blank if _is_small(inputs) else b""
        with generations.building(build_id, _settings(len(inputs.records)), blank) as private:
            run = Run(private.connection, landing.path_of, parsed_rows(data), inputs, progress, kept.readers)
            run.read_check_and_judge()
            run.record(build_id, now)
            report.steps, report.outcomes = run.steps, run.outcomes_since(report.before)
            private.publish(as_of, now, inputs.fingerprints)
        report.generation = generations.current()
    return report


class Run:
    """The steps of one build on its private connection."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        path_of: Callable[[str], Path],
        parsed: ParsedRows,
        inputs: Inputs,
        progress: Progress,
        readers: Workers[ReadTask, Extracted] | None = None,
    ) -> None:
        self.connection = connection
        self.path_of = path_of
        self.parsed = parsed
        self.inputs = inputs
        self.progress = progress
        self.readers = readers
        self.own = inputs.reference_folder / OWN_TEMPLATES
        self.templates = _all_templates(self.own)
        self.forms = documents.forms_of(self.templates)
        self.is_small = _is_small(inputs)
        self.steps: list[Step] = []

    def read_check_and_judge(self) -> None:
        """From landed files to scores; the order is the order of dependence."""
        wait_for_gate = _preload_gate()
        self.step("schemas", self.create_schemas)
        self.step("reference data", self.load_reference)
        self.step("read new files", self.read_files)
        self.step("load rows", self.load_raw)
        self.step("readings of loggers", self.read_loggers)
        wait_for_gate()
        self.step("check the register", self.check_register)
        self.step("register", self.load_register)
        self.step("areas of GIS files", self.check_areas)
        self.step("check reports and figures", self.check_reports)
        self.step("reports and figures", self.load_reports)
        self.judge()
        self.step("check references", self.check_links)

    def record(self, build_id: str, now: datetime) -> None:
        """What became of every file, whether our own results hold, and what this build was made from."""
        self.step("outcome of every file", self.record_outcomes)
        self.step("check the results", self.check_results)
        self.step("keep what is published", self.drop_private_schemas)
        self.record_build(build_id, now)

    def step(self, name: str, action: Callable[[], int]) -> None:
        """Run one step and note its seconds and rows."""
        self.progress(name, 0, 0)
        started = time.perf_counter()
        rows = action()
        self.steps.append(Step(name, time.perf_counter() - started, rows))

    def create_schemas(self) -> int:
        """Nothing to do where the build began with a blank file of them."""
        begun = "SELECT 1 FROM duckdb_schemas() WHERE schema_name = 'mart' AND database_name = current_database()"
        if not self.connection.execute(begun).fetchall():
            create_tables(self.connection)
        return len(ddl.statements())

    def load_reference(self) -> int:
        reference.load_reference(self.connection, self.inputs.reference_folder)
        names.load_names(self.connection, self.inputs.reference_folder)
        measurements.fill_variables(self.connection)
        indicators.run.set_clock(self.connection, self.inputs.as_of, self.inputs.known_by)
        known_issues.load_known_issues(self.connection, self.inputs.reference_folder)
        return self.count("reference.rule")

    def read_files(self) -> int:
        self.parsed.forget(self.inputs.forgotten)
        known = self.parsed.known()
        tasks = [task for task in self.read_tasks() if task.file_sha256 not in known]
        added = self.parsed.add(self.read(tasks))
        self.parsed.tidy()
        return added

    def read(self, tasks: Sequence[ReadTask]) -> Iterator[Read]:
        """Read files in worker processes, whichever comes first."""
        if self.readers:
            outcomes = self.readers.run(tasks)
        else:
            outcomes = run_in_workers(read_file, tasks, WORKERS, name_of=name_of)
        for done, (task, outcome) in enumerate(outcomes, 1):
            self.progress("read new files", done, len(tasks))
            yield Read(task.file_sha256, outcome)

    def read_tasks(self) -> Iterator[ReadTask]:
        """Every original that claims to be a table, once, under the name of its first arrival."""
        seen: set[str] = set()
        for record in self.inputs.counted:
            sha256 = record.file_sha256
            is_gis = presence.is_gis(record)
            readable = presence.is_installed() if is_gis else documents.is_table(record, self.forms)
            readable = readable and not field_arrivals.is_from_field(record)
            if record.outcome is Arrival.NEW and sha256 not in seen and readable:
                seen.add(sha256)
                yield ReadTask(sha256, self.path_of(sha256), record.file_name, record.kind, is_gis, own=self.own)

    def load_raw(self) -> int:
        counted = self.inputs.counted
        rows = raw.load_raw(self.connection, counted, self.parsed, self.templates)
        raw.load_details(self.connection, self.parsed, [gis_tables.DETAILS])
        rows += gis_arrivals.load_arrivals(self.connection, counted, presence.is_installed())
        others = [
            record for record in counted if not presence.is_gis(record) and not field_arrivals.is_from_field(record)
        ]
        rows += documents.load_documents(self.connection, others, self.forms)
        rows += field_arrivals.load_forms(self.connection, self.inputs, self.path_of, self.parsed)
        declared = corrections.read_corrections(self.inputs.reference_folder)
        corrections.apply_corrections(self.connection, declared, self.templates)
        measurements.resolve_names(self.connection, self.templates)
        names.name_parties(self.connection)
        measurements.fill_units(self.connection, self.templates)
        return rows

    def read_loggers(self) -> int:
        return field_arrivals.load_readings(self.connection, self.inputs, self.path_of, self.parsed)

    def check_register(self) -> int:
        from expectations import register, slips

        register.find_standing_registers(self.connection)
        return self.run_suites([register.SUITE, slips.REGISTER])

    def load_register(self) -> int:
        self.run_script("register.sql")
        self.run_script("history.sql")
        names.name_utilities(self.connection, self.templates)
        return self.count("core.partnership")

    def check_areas(self) -> int:
        gis_arrivals.name_arrivals(self.connection)
        return areas.check_areas(self.connection, self.parsed, self.read, self.path_of, self.inputs.reference_folder)

    def check_reports(self) -> int:
        from expectations import facilitator, foreign, gis, health, monthly_report, readings, slips
        from expectations import measurements as figures

        seldom = (slips.SUITE, gis.SUITE, health.SUITE, facilitator.SUITE)
        told = [slips.on_filled_tables(self.connection, suite) for suite in seldom]
        own = foreign.own_tables(foreign.Dated(*each) for each in measurements.dating_columns(self.own_tables()))
        return self.run_suites([monthly_report.SUITE, *told, figures.SUITE, *foreign.SUITES, own, readings.SUITE])

    def own_tables(self) -> list[Template]:
        """The templates of tables that only this data folder describes; editions of ours are checked as ours."""
        ours = {sheet.table for editions in load_templates().values() for each in editions for sheet in each.sheets}
        return [each for each in self.templates if not any(sheet.table in ours for sheet in each.sheets)]

    def load_reports(self) -> int:
        self.run_script("monthly_report.sql")
        self.run_script("slips.sql")
        self.run_script("facilitator.sql")
        measurements.load(self.connection, self.templates)
        if self.count("raw.gis_arrival"):
            self.run_script("gis.sql")
        load_months(self.connection)
        return self.count("core.measurement")

    def check_plausibility(self, connection: duckdb.DuckDBPyConnection | None = None) -> int:
        """On the build's connection, or on another one to the same database."""
        from expectations import gate, gis
        from expectations import measurements as figures

        connection = connection or self.connection

        compared = [gis.COMPARISON] if len(connection.table("mart.gis_comparison")) else []
        return sum(result.failing_rows for result in gate.run_suites(connection, [figures.PLAUSIBILITY, *compared]))

    def judge(self) -> None:
        """Plausibility, obligations, fulfilment, targets, scores, revisions: each step with its time."""

        def note(name: str, rows: int, seconds: float) -> None:
            self.steps.append(Step(name, seconds, rows))
            self.progress(name, 0, 0)

        clock = (self.inputs.as_of, self.inputs.known_by)
        if self.is_small:
            plausible = indicators.run.Step("check plausibility", self.check_plausibility, "quality.finding")
            revised = indicators.run.Step("what later files changed", self.record_revisions, "mart.revision")
            indicators.run.run_two_at_a_time(self.connection, *clock, note, [plausible], [revised])
        else:
            self.step("check plausibility", self.check_plausibility)
            indicators.run.run(self.connection, *clock, note)
            self.step("what later files changed", self.record_revisions)

    def record_revisions(self, _: object = None) -> int:
        return revisions.record(self.connection, self.templates)

    def check_links(self) -> int:
        from expectations import facilitator, links, slips

        seldom = [slips.on_filled_tables(self.connection, suite) for suite in (slips.LINKS, facilitator.LINKS)]
        return self.run_suites([links.SUITE, *seldom])

    def record_outcomes(self) -> int:
        raw.describe_arrivals(self.connection, self.inputs.records, self.inputs.forgotten, self.templates)
        filled.describe(self.connection, raw.sheets_of(self.templates))
        gis_arrivals.describe_outcomes(self.connection)
        for script in ("outcomes.sql", "answered.sql"):
            self.connection.execute(files(__package__).joinpath(script).read_text("utf-8"))
        corrections.settle(self.connection)
        field_arrivals.describe(self.connection)
        return self.count("quality.file_outcome")

    def check_results(self) -> int:
        from expectations import gate, results

        failures = gate.run_result_suites(self.connection, [results.SUITE])
        if failures:
            first = failures[0]
            raise RefusedToPublish(
                f"{first.message_en} ({first.table}, {first.failing_rows} rows, for example {first.examples[:2]})",
                f"{first.message_id} ({first.table}, {first.failing_rows} baris, misalnya {first.examples[:2]})",
            )
        return 0

    def drop_private_schemas(self) -> int:
        """raw and core are ours alone; the published file holds the tables of the contract."""
        for schema in PRIVATE_SCHEMAS:
            self.connection.execute("DROP SCHEMA " + ddl.quoted(schema) + " CASCADE")
        return 0

    def record_build(self, build_id: str, now: datetime) -> None:
        prints = self.inputs.fingerprints
        self.connection.execute(
            "INSERT INTO mart.build VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                build_id, now, self.inputs.as_of, self.inputs.known_by, _code_version(),
                text_fingerprint(prints.values()), prints["reference"], ddl.SCHEMA_VERSION,
            ],
        )  # fmt: skip
        self.connection.executemany(
            "INSERT INTO mart.build_step VALUES (?, ?, ?, ?)",
            [(place, step.name, step.seconds, step.rows) for place, step in enumerate(self.steps, 1)],
        )

    def outcomes_since(self, before: Generation | None) -> list[Outcome]:
        """What became of the files that arrived after an earlier build; of all where there was none."""
        since = before.built_at if before else datetime.min
        rows = self.connection.execute(
            "SELECT file_name, outcome, message_en, message_id FROM quality.file_outcome "
            "WHERE received_at > $1 ORDER BY file_name, received_at",
            [since],
        ).fetchall()
        return [Outcome(*row) for row in rows]

    def run_suites(self, suites: Sequence["Suite"]) -> int:
        """Run Great Expectations; every failing row becomes a finding. Returns their number."""
        from expectations import gate

        return sum(result.failing_rows for result in gate.run_suites(self.connection, suites))

    def run_script(self, name: str) -> None:
        script = files("pipelines.sources").joinpath(name).read_text("utf-8")
        self.connection.execute(script)

    def count(self, table: str) -> int:
        return int(self.connection.table(table).count("*").fetchall()[0][0])


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Every table of a build that no template describes, and the macro that its scripts use."""
    ddl.create_schemas(connection, commented=ddl.PUBLISHED_SCHEMAS)
    connection.execute(
        "CREATE MACRO nihil_or_filled(words) AS "
        "CASE WHEN lower(trim(words)) IN ('nihil', 'none') THEN 'nihil' ELSE 'filled' END"
    )


def parsed_rows(data: Path, aside: Path | None = None) -> ParsedRows:
    """The parsed rows kept in a data folder; with `aside`, what is read anew is kept there instead."""
    tables = [*_all_templates(data / "reference" / OWN_TEMPLATES), gis_tables.DETAILS, gis_tables.OUTSIDE_TABLE]
    return ParsedRows(data / "warehouse" / "parsed", _reader(data), tables, aside)


def _reader(data: Path) -> str:
    """The fingerprint of what reads a file, templates of the data folder's own included."""
    own = data / "reference" / OWN_TEMPLATES
    return text_fingerprint([reader_fingerprint(), folder_fingerprint(own)]) if own.is_dir() else reader_fingerprint()


def _is_small(inputs: Inputs) -> bool:
    return len(inputs.records) <= FEW_ARRIVALS


def _settings(arrivals: int) -> dict[str, str]:
    """How DuckDB builds: what is small is planned more than it is scanned, and written in small blocks."""
    return BUILD_SETTINGS if arrivals > FEW_ARRIVALS else {**BUILD_SETTINGS, **SMALL_SETTINGS}


def _readable_current(generations: Generations) -> Generation | None:
    """The published build, or None where its pointer is damaged: a new build mends it."""
    try:
        return generations.current()
    except PointerUnreadable:
        return None


def _all_templates(own: Path) -> list[Template]:
    return [*(template for editions in known_templates(own).values() for template in editions), gis_tables.LAYERS]


def _preload_gate() -> Callable[[], None]:
    """Import Great Expectations while the workers read: it takes seconds. Returns what waits for its end."""
    thread = threading.Thread(target=expectations.preload, daemon=True)
    thread.start()
    return thread.join


def _code_version() -> str:
    try:
        return f"{version('wops')} ({code_fingerprint()[:12]})"
    except PackageNotFoundError:
        return code_fingerprint()[:12]
