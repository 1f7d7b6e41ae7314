"""The terminal's door: `wops`. Every command is a few lines; what it does stands in pipelines and indicators."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from dashboard.access import ViewerRole
from warehouse.days_in_words import days_in_words
from warehouse.vocabulary import Language, Role

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.build_report import BuildReport, Progress
    from pipelines.findings import CheckedFile
    from pipelines.self_assessment_form import Submitted
    from pipelines.template_check import FoundColumn, Trial

PROBLEM = 1
WRONG_USE = 2
CHANGES_SHOWN = 20
RETURNS_SHOWN = 20
FINDINGS_SHOWN = 20

app = typer.Typer(
    name="wops",
    help="Performance dashboard of the partnership programme: workbooks in, scores with receipts out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class _KindFirst(TyperGroup):
    """A group whose word may also be followed by a kind of workbook: `template KIND` is `template write KIND`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what follows the word; whatever is no command of the group is what `write` writes."""
        written = bool(args) and args[0] not in (*self.commands, "--help")
        return super().parse_args(ctx, ["write", *args] if written else args)


template = typer.Typer(
    cls=_KindFirst,
    help="`template KIND -o FILE` writes a blank or prefilled workbook; `template check FILE` checks a template of "
    "one's own.",
    no_args_is_help=True,
)
app.add_typer(template, name="template")
aliases = typer.Typer(help="Spellings of utilities' names.", no_args_is_help=True)
app.add_typer(aliases, name="aliases")

forms = typer.Typer(help="Forms filled in in the field (ODK Central).", no_args_is_help=True)
app.add_typer(forms, name="forms")

self_assessment = typer.Typer(help="Self-assessments filled in on the page.", no_args_is_help=True)
app.add_typer(self_assessment, name="self-assessment")

DataFolder = Annotated[
    Path, typer.Option("--data", envvar="WOPS_DATA", help="Data folder; files are dropped in its inbox/.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day the figures hold for; today in Jakarta if not given."),
]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for another program; progress on standard error.")]
AsWhom = Annotated[ViewerRole | None, typer.Option("--viewer", help="As whom somebody enters it on a page.")]
Party = Annotated[str | None, typer.Option("--party", help="With --viewer partner: which party.")]
Lang = Annotated[Language, typer.Option("--lang", envvar="WOPS_LANG", help="Language of messages.")]


@app.command()
def demo(
    data: Annotated[Path, typer.Option("--data", help="Folder of its own for the sample.")] = Path("demo"),
    partnerships: Annotated[int, typer.Option(min=1, help="Size of the fictional programme.")] = 22,
    seed: Annotated[int, typer.Option(help="Another seed is another programme.")] = 2026,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the dashboard.")] = 8501,
    dashboard: Annotated[bool, typer.Option("--dashboard/--no-dashboard", help="Open the dashboard.")] = True,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Make the fictional sample programme, build it as of its own date, open the dashboard."""
    from pipelines import demo as sample_programme

    with _friendly(lang):
        with _progress() as progress:
            as_of = sample_programme.prepare(data, sample_programme.Sample(partnerships, seed), progress)
        _build(data, as_of, lang)
        if dashboard:
            _open_dashboard(data, port)


@app.command()
def build(
    data: DataFolder = Path("data"),
    as_of: AsOf = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: build on every change, until Ctrl-C.")] = False,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Receive what lies in the inbox, build, publish; say what happened to every file."""
    with _friendly(lang):
        if watch:
            _watch(data, as_of.date() if as_of else None, lang)
            return
        _build(data, as_of.date() if as_of else _today(), lang)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Workbooks to check.")],
    data: DataFolder = Path("data"),
    as_of: AsOf = None,
    annotated: Annotated[
        bool, typer.Option("--annotated/--no-annotated", help="Write a copy with the findings marked beside each file.")
    ] = True,
    as_json: Json = False,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Read and validate files without landing them; exit 1 if anything would be rejected."""
    from pipelines.checking import check as check_files
    from pipelines.checking import write_copy
    from pipelines.told import told_of_check

    with _friendly(lang, as_json):
        with _told_progress() if as_json else _progress() as progress:
            checked = check_files(data, files, as_of.date() if as_of else _today(), _now(), progress)
        paths = list(dict.fromkeys(files))
        copies = [
            write_copy(data, path, file) if annotated else None for path, file in zip(paths, checked, strict=True)
        ]
        if as_json:
            typer.echo(told_of_check(checked, copies))
        for file, copy in () if as_json else zip(checked, copies, strict=True):
            _print_checked(file, lang)
            if copy:
                typer.echo(f"  → {copy}")
    raise typer.Exit(0 if all(file.would_be_taken_whole for file in checked) else PROBLEM)


@app.command()
def receive(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Workbooks or documents.")],
    data: DataFolder = Path("data"),
    kind: Annotated[
        str | None, typer.Option(help="Kind of file, for example monthly_report, monitoring_report or gis.")
    ] = None,
    partnership: Annotated[
        str | None, typer.Option(help="Partnership it belongs to; several, separated by commas, for one document.")
    ] = None,
    month: Annotated[
        str | None, typer.Option(help="Month of a scanned monthly report or a GIS file, for example 2026-03.")
    ] = None,
    obligation: Annotated[str | None, typer.Option(help="Obligation that a document is evidence of.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day it was sent, where that is known.")
    ] = None,
    sender: Annotated[str | None, typer.Option("--from", help="Who handed it in.")] = None,
    name: Annotated[str | None, typer.Option(help="Name that the sender gave the file, where it differs.")] = None,
    viewer: AsWhom = None,
    party: Party = None,
    as_json: Json = False,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Land files with a receipt; the next build reads them."""
    from pipelines.intake import Arrival, Landing, submissions
    from pipelines.told import told_of_receipts

    with _friendly(lang, as_json):
        landing, now = Landing(data / "landing"), _now()
        said = submissions(sender, kind, partnership, on.date() if on else None, month, obligation)
        said = [replace(each, viewer_role=viewer, viewer_party=party) for each in said]
        receipts = [landing.receive(path, now, each, name) for path in files for each in said]
        if as_json:
            typer.echo(told_of_receipts(receipts))
        for receipt in () if as_json else receipts:
            typer.echo(_said(lang, receipt.message_en, receipt.message_id))
    if any(receipt.outcome in (Arrival.REFUSED, Arrival.LEFT) for receipt in receipts):
        raise typer.Exit(PROBLEM)


@app.command()
def record(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON of what was decided.")],
    data: DataFolder = Path("data"),
    viewer: AsWhom = None,
    as_json: Json = False,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Land what the facilitator decided (verified, waived, prevented, taken back); the next build reads it."""
    from pipelines.facilitator_record import land_record, read_record
    from pipelines.intake import Arrival
    from pipelines.told import told_of_record

    with _friendly(lang, as_json):
        recorded = land_record(data, read_record(file.read_text("utf-8")), lang, _now(), viewer)
    receipt = recorded.receipt
    typer.echo(told_of_record(recorded) if as_json else _said(lang, receipt.message_en, receipt.message_id))
    if receipt.outcome in (Arrival.REFUSED, Arrival.LEFT):
        raise typer.Exit(PROBLEM)


@app.command()
def cases(data: DataFolder = Path("data"), lang: Lang = Language.INDONESIAN) -> None:
    """Land the cases from the literature; the next build shows them apart from real partnerships."""
    from pipelines.cases import land
    from pipelines.intake import Landing

    with _friendly(lang), _progress() as progress:
        receipts = land(Landing(data / "landing"), _now(), progress)
    for receipt in receipts:
        typer.echo(_said(lang, receipt.message_en, receipt.message_id))


@template.command("write")
def write_template(
    kind: Annotated[
        str,
        typer.Argument(
            help="monthly-report, visit-slip, advice-slip, final-slip, follow-up-slip, self-assessment, "
            "programme-register, measurements, utility-health or facilitator-record."
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Workbook to write (.xlsx).")],
    partnership: Annotated[str | None, typer.Option(help="Partnership, for a prefilled workbook.")] = None,
    month: Annotated[str | None, typer.Option(help="Month, for example 2026-10.")] = None,
    role: Annotated[Role | None, typer.Option(help="Who fills it in: slips and self-assessment.")] = None,
    item: Annotated[str | None, typer.Option(help="Visit of a visit slip: its item of the work plan.")] = None,
    about: Annotated[
        Role | None, typer.Option(help="Role that a self-assessment is about, where it is not one's own.")
    ] = None,
    data: DataFolder = Path("data"),
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Write the blank or prefilled workbook."""
    from pipelines import prefill
    from warehouse.month import MonthError

    with _friendly(lang):
        try:
            prefill.write(data, kind, partnership, month, lang, output, role=role, item=item, about=about)
        except (prefill.WrongTemplate, MonthError) as wrong:
            _stop(_said(lang, wrong.message_en, wrong.message_id), WRONG_USE)
        typer.echo(str(output))


@template.command("check")
def check_template(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Template of one's own (.yml).")],
    on: Annotated[
        Path | None, typer.Option("--on", exists=True, dir_okay=False, help="Workbook to try it on, or a CSV table.")
    ] = None,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Explain every mistake of a template by its key; with --on, show what it finds in a workbook."""
    from pipelines.template_check import check, try_on

    with _friendly(lang):
        template, mistakes = check(file)
        for mistake in mistakes:
            key = f"{mistake.key}: " if mistake.key else ""
            typer.echo(f"✘ {key}{_said(lang, mistake.message_en, mistake.message_id)}")
        if template is None or mistakes:
            raise typer.Exit(PROBLEM)
        typer.echo(_in(lang, f"✔ {file}: no mistakes.", f"✔ {file}: tidak ada kesalahan."))
        if on:
            _print_trial(try_on(template, on), lang)


@aliases.command("suggest")
def suggest_aliases(
    data: DataFolder = Path("data"),
    by: Annotated[str, typer.Option(help="Who accepts, for the ready lines.")] = "?",
    everything: Annotated[bool, typer.Option("--all", help="Also list names that are no utility.")] = False,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """List names of utilities that could not be placed, with candidates, reasons and ready lines."""
    from pipelines.aliases import how_to_accept, open_names

    with _friendly(lang):
        names = open_names(data, everything)
    for name in names:
        typer.echo(f"{name.written_name}  ({name.place})")
        for one in name.suggestions:
            reason = _in(lang, one.reason_en, one.reason_id)
            typer.echo(f"  {one.code or '–'}  {one.name or ''}  {reason}")
            if one.code:
                typer.echo(f"    {name.line(one.code, by, _today(), reason)}")
    typer.echo(_in(lang, *how_to_accept(data, len(names))))


@forms.command("pull")
def pull_form(
    project: Annotated[int, typer.Option(min=1, help="Number of the project on ODK Central.")],
    form: Annotated[str, typer.Option(help="Id of the form, for example laporan_bulanan.")],
    data: DataFolder = Path("data"),
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Fetch a form's submissions from ODK Central into the inbox; address and token stand in the environment."""
    from pipelines.forms.central import fetch

    with _friendly(lang):
        path, count = fetch(data / "inbox", project, form, os.environ)
    typer.echo(_in(lang, f"{path}: {count} submissions.", f"{path}: {count} kiriman."))


@self_assessment.command("submit")
def submit_self_assessment(
    answers: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Answers (.json), their documents beside them.")
    ],
    data: DataFolder = Path("data"),
    sender: Annotated[str | None, typer.Option("--from", help="Who sends it.")] = None,
    viewer: AsWhom = None,
    party: Party = None,
    as_of: AsOf = None,
    as_json: Json = False,
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Fill the prefilled workbook with the answers, check it as a build would, land it; exit 1 if it must be mended."""
    from pipelines.self_assessment_form import Sender, submit
    from pipelines.told import told_of_submission

    with _friendly(lang, as_json):
        with _told_progress() if as_json else _progress() as progress:
            day = as_of.date() if as_of else _today()
            submitted = submit(data, answers, Sender(sender, viewer, party), day, _now(), progress)
        if as_json:
            typer.echo(told_of_submission(submitted))
        else:
            _print_submitted(submitted, lang)
    raise typer.Exit(0 if submitted.landed else PROBLEM)


@app.command()
def explain(
    partnership: Annotated[str, typer.Argument(help="Partnership, for example P014; for a figure also a utility.")],
    role: Annotated[str | None, typer.Option(help="mentor or mentee.")] = None,
    criterion: Annotated[str | None, typer.Option(help="commitment, reports, know_how or lesson_learned.")] = None,
    figure: Annotated[
        str | None, typer.Option(help="A figure instead of the scores: a code of docs/indicators.md, e.g. nrw_volume.")
    ] = None,
    month: Annotated[
        str | None,
        typer.Option(help="With --figure: every period with this month in it, e.g. 2026-03; else the latest."),
    ] = None,
    span: Annotated[
        str | None,
        typer.Option(help="With --figure: rolling_12, since_pilot, before_pilot, first_months or last_months."),
    ] = None,
    zone: Annotated[str | None, typer.Option(help="With --figure: one zone only.")] = None,
    target: Annotated[str | None, typer.Option(help="A target instead of the scores, of any horizon.")] = None,
    data: DataFolder = Path("data"),
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Print the receipt of a score, a figure or a target as a tree, down to file, sheet and cell."""
    from indicators.figure_receipt import UnknownFigure, figure_receipts, measured_target
    from indicators.receipt import UnknownPartnership, receipt
    from indicators.receipt_text import figure_lines, lines, target_lines
    from warehouse.generations import Generations
    from warehouse.month import Month
    from warehouse.originals import original_path

    with _friendly(lang):
        asked_month = Month.parse(month) if month else None
        _, connection = Generations(data / "warehouse").open_current_read_only()
        try:
            if figure:
                found = figure_receipts(connection, partnership, figure, asked_month, span, zone)
                said = [line for one in found for line in figure_lines(one, lang)]
            elif target:
                said = list(target_lines(measured_target(connection, partnership, target), lang))
            else:
                scores = receipt(connection, partnership, role, criterion)
                if not scores.criteria:
                    _stop(_in(lang, "No such role or criterion.", "Peran atau kriteria itu tidak ada."), WRONG_USE)
                said = list(lines(scores, lang, lambda sha256: original_path(data / "landing", sha256)))
        except (UnknownPartnership, UnknownFigure) as unknown:
            _stop(_said(lang, unknown.message_en, unknown.message_id), WRONG_USE)
    for line in _tree(said):
        typer.echo(line)


@app.command("print")
def print_page(
    partnership: Annotated[str, typer.Argument(help="Partnership, for example P014.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the PDF goes.")],
    data: DataFolder = Path("data"),
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Print a partnership on one A4 page, as PDF: agreed, done, reached; what is missing is shown as missing."""
    from dashboard.access import LOCAL_VIEWER
    from dashboard.language import Translator
    from dashboard.paper.partnership import partnership_pdf
    from warehouse.generations import Generations

    with _friendly(lang):
        generation, connection = Generations(data / "warehouse").open_current_read_only()
        with connection:
            made = partnership_pdf(connection, LOCAL_VIEWER, partnership, generation, Translator(lang))
        output.write_bytes(made)
    typer.echo(_in(lang, f"Written: {output}", f"Ditulis: {output}"))


@app.command()
def dashboard(
    data: DataFolder = Path("data"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port, on this computer only.")] = 8501,
) -> None:
    """Open the dashboard alone."""
    _open_dashboard(data, port)


@app.command()
def forget(
    sha256: Annotated[str, typer.Argument(help="SHA-256 of the original.")],
    reason: Annotated[str, typer.Option(help="Why it must go.")],
    data: DataFolder = Path("data"),
    lang: Lang = Language.INDONESIAN,
) -> None:
    """Remove an original for privacy, leaving a tombstone; the next build is made without it. Drafts lose it too."""
    from dashboard import drafts, uploads
    from pipelines.intake import Landing
    from pipelines.returns.folder import forget as forget_returns

    with _friendly(lang):
        is_held = drafts.holds(data, sha256) or uploads.holds(data, sha256)
        records = Landing(data / "landing").forget(sha256, reason, _now(), known_elsewhere=is_held)
        held = drafts.forget(data, sha256) + uploads.forget(data, sha256)
        forget_returns(data, sha256)
        typer.echo(_in(lang, f"Forgotten, {records} arrivals.", f"Dihapus, {records} kedatangan."))
        if held:
            said = _in(lang, "Also taken from drafts and uploads", "Diambil pula dari draf dan unggahan")
            typer.echo(f"{said}: {held}")


@app.command()
def doctor(data: DataFolder = Path("data"), lang: Lang = Language.INDONESIAN) -> None:
    """Versions, folders, locks, last build; what is missing and how to get it."""
    from pipelines.doctor import examine

    healthy = True
    for finding in examine(data):
        healthy &= finding.good
        typer.echo(f"{'✔' if finding.good else '✘'} {_said(lang, finding.message_en, finding.message_id)}")
    raise typer.Exit(0 if healthy else PROBLEM)


def _build(data: Path, as_of: date, lang: Language) -> None:
    from pipelines.build import build as run_build

    with _progress() as progress:
        report = run_build(data, as_of, _now(), progress=progress)
    _print_report(report, lang)
    if not report.nothing_new:
        _print_changes(report, lang)
    _return_findings(data, lang)


def _return_findings(data: Path, lang: Language) -> None:
    """Write the workbooks that go back to their senders. The build stands already; what fails comes next time."""
    from pipelines.problems import explained
    from pipelines.returns.folder import return_files

    try:
        with _progress() as progress:
            returned = return_files(data, progress)
    except OSError as error:
        typer.echo(_in(lang, *(explained(error) or (str(error), str(error)))), err=True)
        return
    for each in returned:
        if each.failure:
            reason = _in(lang, *(explained(each.failure) or (str(each.failure), str(each.failure))))
            failed = _in(lang, "Findings could not be written for", "Temuan tidak dapat ditulis untuk")
            typer.echo(f"{failed} {each.file_name}: {reason}", err=True)
    returned = [each for each in returned if not each.failure]
    for each in returned[:RETURNS_SHOWN]:
        found = _in(lang, f"findings: {each.count}", f"{each.count} temuan")
        typer.echo(_in(lang, "To be sent back: ", "Untuk dikirim kembali: ") + f"{each.path} ({found})")
    if len(returned) > RETURNS_SHOWN:
        rest = len(returned) - RETURNS_SHOWN
        typer.echo(_in(lang, f"… and {rest} more beside them", f"… dan {rest} lainnya di folder yang sama"))


def _watch(data: Path, as_of: date | None, lang: Language) -> None:
    """Build on every change until the process is told to stop; a build under way is given up."""
    import signal
    from threading import Thread

    from expectations import preload

    Thread(target=preload, daemon=True).start()  # some build will need it, most likely the first

    from pipelines.watch import Watched, Watcher

    left: list[str] = []

    def tell(watched: Watched) -> None:
        if watched.report is None:
            typer.echo(_said(lang, watched.message_en, watched.message_id), err=True)
            return
        now_left = _left(watched.report, lang)
        for message in now_left:
            if message not in left:
                typer.echo(message)
        left[:] = now_left
        if not watched.report.nothing_new:
            _print_report(watched.report, lang)
            _return_findings(data, lang)
            said = f"({watched.seconds:.1f} s)"
            typer.echo(_in(lang, f"Waiting for changes {said}", f"Menunggu perubahan {said}"))

    watcher = Watcher(data, lambda: as_of or _today(), _now, tell)

    def stop(*_: object) -> None:
        watcher.interrupted = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    typer.echo(
        _in(
            lang,
            f"Watching {data / 'inbox'}; Ctrl-C ends it.",
            f"Memantau {data / 'inbox'}; Ctrl-C untuk mengakhiri.",
        )
    )
    with suppress(KeyboardInterrupt):
        watcher.run()
    typer.echo(_in(lang, "Stopped: the published build stands.", "Berhenti: hasil terakhir berlaku."))


def _left(report: "BuildReport", lang: Language) -> list[str]:
    """What is said of the files left for the next time."""
    from pipelines.arrivals import Arrival

    left = (receipt for receipt in report.receipts if receipt.outcome is Arrival.LEFT)
    return [_said(lang, receipt.message_en, receipt.message_id) for receipt in left]


def _print_report(report: "BuildReport", lang: Language) -> None:
    from rich.table import Table
    from rich.text import Text

    console = _console()
    for outcome in report.outcomes:
        said = _said(lang, outcome.message_en, outcome.message_id)
        console.print(Text.assemble((outcome.outcome, "bold"), f"  {outcome.file_name}: {said}"))
    if report.nothing_new:
        typer.echo(
            _in(lang, "Nothing new: the published build stands.", "Tidak ada yang baru: hasil terakhir berlaku.")
        )
        return
    table = Table("step", "seconds", "rows", box=None)
    for step in report.steps:
        table.add_row(step.name, f"{step.seconds:.2f}", f"{step.rows}")
    console.print(table)
    assert report.generation is not None
    typer.echo(_in(lang, "Published: ", "Terbit: ") + f"{report.generation.build_id} ({report.generation.as_of})")


def _print_changes(report: "BuildReport", lang: Language) -> None:
    from pipelines.changes import score_changes

    if report.before is None or report.generation is None or not report.before.path.exists():
        return
    changes = score_changes(report.before.path, report.generation.path)
    typer.echo(_in(lang, f"Scores that changed: {len(changes)}", f"Nilai yang berubah: {len(changes)}"))
    for change in changes[:CHANGES_SHOWN]:
        before, after = ("–" if score is None else f"{score:.0f}" for score in (change.before, change.after))
        typer.echo(f"  {change.partnership_id} {change.role} {change.criterion}: {before} → {after}")


def _print_checked(file: "CheckedFile", lang: Language) -> None:
    if file.refused:
        judgement = _in(lang, "would be refused", "akan ditolak")
    elif file.parked or file.template == "gis":
        judgement = _said(lang, file.message_en, file.message_id)
    elif file.rejected_rows:
        refused = file.rejected_rows
        judgement = _in(lang, f"rows that would be refused: {refused}", f"{refused} baris akan ditolak")
    elif file.filled_rows == 0:
        judgement = _in(lang, "nothing is filled in yet", "belum ada yang diisi")
    else:
        rows = file.rows if file.filled_rows is None else file.filled_rows
        judgement = _in(lang, f"rows filled in, taken: {rows}", f"{rows} baris terisi, diterima")
    typer.echo(f"{file.file_name} ({file.template or '?'}): {judgement}")
    for finding in file.findings:
        place = "!".join(part for part in (finding.sheet, finding.cell) if part) or "–"
        typer.echo(f"  {finding.severity.value:8} {place}  {_said(lang, finding.message_en, finding.message_id)}")


def _print_submitted(submitted: "Submitted", lang: Language) -> None:
    for receipt in submitted.documents:
        typer.echo(_said(lang, receipt.message_en, receipt.message_id))
    typer.echo(_said(lang, submitted.message_en, submitted.message_id))
    for finding in (told.finding for told in submitted.findings):
        place = "!".join(part for part in (finding.sheet, finding.cell) if part) or "–"
        typer.echo(f"  {finding.severity.value:8} {place}  {_said(lang, finding.message_en, finding.message_id)}")


def _print_trial(trial: "Trial", lang: Language) -> None:
    said = trial.recognised or _in(lang, *(trial.refused or ("–", "–")))
    typer.echo(_in(lang, "A build would read it by: ", "Akan dibaca dengan: ") + said)
    for sheet in trial.sheets:
        there = sheet.title or _in(lang, "not found", "tidak ditemukan")
        rows = _in(lang, f"rows: {sheet.rows}", f"{sheet.rows} baris")
        typer.echo(f"{sheet.table} ← {there} ({rows})")
        for column in sheet.columns:
            typer.echo(f"  {'✔' if column.cell else '✘'} {column.name} “{column.label}”: {_told(column, lang)}")
    for message_en, message_id in trial.findings[:FINDINGS_SHOWN]:
        typer.echo(f"  ! {_in(lang, message_en, message_id)}")
    if len(trial.findings) > FINDINGS_SHOWN:
        rest = len(trial.findings) - FINDINGS_SHOWN
        typer.echo(_in(lang, f"  … and {rest} more findings", f"  … dan {rest} temuan lain"))


def _told(column: "FoundColumn", lang: Language) -> str:
    if column.cell is None:
        needed = _in(lang, ", but required", ", padahal wajib") if column.required else ""
        return _in(lang, "not found", "tidak ditemukan") + needed
    example = _in(lang, f", the first: {column.first}", f", yang pertama: {column.first}") if column.first else ""
    return f"{column.cell}, " + _in(lang, f"filled: {column.filled}", f"terisi: {column.filled}") + example


def _tree(lines: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The lines of a tree from (depth, text), each whole: a place that is cut off is no receipt."""
    for place, (depth, text) in enumerate(lines):
        later = [other for other, _ in lines[place + 1 :]]
        branches = "".join(("│   " if _goes_on(later, level) else "    ") for level in range(1, depth))
        end = ("├── " if _goes_on(later, depth) else "└── ") if depth else ""
        yield branches + end + text


def _goes_on(later: Sequence[int], level: int) -> bool:
    """Whether another line of this level follows before the tree returns above it."""
    return next((depth == level for depth in later if depth <= level), False)


def _open_dashboard(data: Path, port: int) -> None:
    environment = {**os.environ, "WOPS_DATA": str(data.resolve())}
    door = Path(__file__).parent / "app.py"
    options = ["--server.address", "127.0.0.1", "--server.port", str(port), "--browser.gatherUsageStats", "false"]
    typer.echo(f"http://127.0.0.1:{port}")
    command = [sys.executable, "-m", "streamlit", "run", str(door), *options]
    try:
        raise typer.Exit(subprocess.run(command, env=environment, cwd=door.parent, check=False).returncode)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar on a terminal for whatever takes longer than a moment; silence elsewhere."""
    from rich.progress import Progress as Bars
    from rich.progress import TextColumn, TimeElapsedColumn

    told = (TextColumn(text, markup=False) for text in ("{task.description}", "{task.fields[count]}"))
    columns = (*told, TimeElapsedColumn())
    with Bars(*columns, console=_console(stderr=True), transient=True) as bars:
        task = bars.add_task("", count="")

        def show(name: str, done: int, total: int) -> None:
            bars.update(task, description=name, count=f"{done}/{total}" if total else "")

        yield show


@contextmanager
def _told_progress() -> Iterator["Progress"]:
    """Progress as JSON lines on standard error, for another program."""
    from pipelines.told import progress_line

    yield lambda name, done, total: typer.echo(progress_line(name, done, total), err=True)


@contextmanager
def _friendly(lang: Language, as_json: bool = False) -> Iterator[None]:
    """Problems that a user can mend end in a sentence, not in a traceback; as JSON, where another program asked."""
    from pipelines.problems import explained

    try:
        yield
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        message = explained(error)
        if message is None:
            raise
        if as_json:
            from pipelines.told import told_of_problem

            typer.echo(told_of_problem(*message))
            raise typer.Exit(PROBLEM) from None
        _stop(_said(lang, *message), PROBLEM)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _said(lang: Language, english: str, indonesian: str) -> str:
    """A message of the layers below, its days as people write them."""
    return days_in_words(_in(lang, english, indonesian), lang)


def _in(lang: Language, english: str, indonesian: str) -> str:
    return english if lang is Language.ENGLISH else indonesian


def _console(stderr: bool = False) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr, soft_wrap=True, markup=False, highlight=False, emoji=False)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _today() -> date:
    from pipelines.arrivals import day_in_jakarta

    return day_in_jakarta(_now())


if __name__ == "__main__":
    app()
