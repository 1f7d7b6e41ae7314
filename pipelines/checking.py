"""Checks files as a build would, without landing them: everything known so far plus these files, in memory."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.arrivals import day_in_jakarta
from pipelines.build import BUILD_SETTINGS, Run, parsed_rows
from pipelines.build_report import Progress, silent
from pipelines.content import MAX_GIS_BYTES, most_bytes
from pipelines.editions import known_templates
from pipelines.findings import CheckedFile, Finding
from pipelines.gis.refusals import too_large as gis_too_large
from pipelines.inputs import inputs_of
from pipelines.intake import Arrival, IntakeRecord, Landing
from pipelines.media import look_at
from pipelines.reading.refusals import refusal
from pipelines.returns.folder import FOLDER
from pipelines.returns.workbook import NOTHING_TO_MEND, Judged, most_urgent, write_return
from warehouse.ddl import quoted
from warehouse.vocabulary import Severity


def check(
    data: Path, paths: Sequence[Path], as_of: date, now: datetime, progress: Progress = silent
) -> list[CheckedFile]:
    """What a build would find in these files. `now` is naive UTC. Lands nothing and publishes nothing."""
    sha256_of = {path: _sha256(path) for path in paths if path.stat().st_size <= most_bytes(path, path.stat().st_size)}
    places = {sha256: path for path, sha256 in sha256_of.items()}
    landing = Landing(data / "landing")
    inputs = inputs_of(data, landing, as_of, None)
    known = {record.file_sha256 for record in inputs.records}
    arriving = [_arrival(sha256, path, now) for sha256, path in places.items() if sha256 not in known]
    inputs = replace(inputs, records=[*inputs.records, *arriving])

    def path_of(sha256: str) -> Path:
        return places.get(sha256) or landing.path_of(sha256)

    with (
        TemporaryDirectory() as aside,
        duckdb.connect(config={**BUILD_SETTINGS, "temp_directory": aside}) as connection,
    ):
        parsed = parsed_rows(data, Path(aside))
        run = Run(connection, path_of, parsed, inputs, progress)
        run.read_check_and_judge()
        run.record_outcomes()
        checked = {path: _checked(connection, sha256, path.name) for path, sha256 in sha256_of.items()}
    return [checked.get(path) or _too_large(path) for path in dict.fromkeys(paths)]


def write_copy(data: Path, path: Path, checked: CheckedFile) -> Path | None:
    """Write the annotated copy of a checked file beside it; of a file in the inbox into returns/checked.

    There it is not received by itself. Nothing that differs is overwritten. None where there is nothing to mend.
    """
    if not any(f.severity is not Severity.INFO and f.rule not in NOTHING_TO_MEND for f in checked.findings):
        return None
    told = most_urgent(checked.findings)
    count = sum(1 for finding in checked.findings if finding.rule not in NOTHING_TO_MEND)
    judged = Judged(
        checked.file_name, _sha256(path), checked.template, checked.message_en, checked.message_id, told, count
    )
    own = data / "reference" / "templates"
    templates = [template for editions in known_templates(own).values() for template in editions]
    is_in_inbox = (data / "inbox").resolve() in path.resolve().parents
    return write_return(path, judged, templates, data / FOLDER / "checked" if is_in_inbox else None)


def _arrival(sha256: str, path: Path, now: datetime) -> IntakeRecord:
    look = look_at(path)
    return IntakeRecord(
        intake_id=sha256[:16],
        file_sha256=sha256,
        file_name=path.name,
        size=path.stat().st_size,
        received_at=now,
        received_on=day_in_jakarta(now),
        outcome=Arrival.NEW,
        content=look.content,
        media_type=look.media_type,
        is_locked=look.is_locked,
    )


def _checked(connection: duckdb.DuckDBPyConnection, sha256: str, file_name: str) -> CheckedFile:
    outcome = connection.execute(
        "SELECT template, outcome, rows_accepted, rows_rejected, partnership_id, period, rows_filled, message_en, "
        "message_id "
        "FROM quality.file_outcome "
        "WHERE file_sha256 = $1 AND outcome <> 'duplicate' ORDER BY received_at LIMIT 1",
        [sha256],
    ).fetchall()[0]
    rows = connection.execute(
        "SELECT sheet, cell, column_name, value, rule, severity, row_rejected, message_en, message_id "
        "FROM quality.finding WHERE file_sha256 = $1 "
        "ORDER BY severity, sheet NULLS FIRST, row_id NULLS FIRST, cell, rule",
        [sha256],
    ).fetchall()
    findings = tuple(Finding(*row[:5], Severity(row[5]), *row[6:]) for row in rows)
    template, judged, accepted, rejected, partnership_id, period, filled, *words = outcome
    refused, parked = judged == "rejected", judged == "parked"
    partnership_id = partnership_id or _written_partnership(connection, sha256)
    return CheckedFile(
        file_name,
        template,
        refused,
        parked,
        accepted + rejected,
        rejected,
        *words,
        findings,
        partnership_id,
        period,
        filled,
    )


def _written_partnership(connection: duckdb.DuckDBPyConnection, sha256: str) -> str | None:
    """The partnership that a file names itself, also where it is refused; None where it names none."""
    tables = connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE schema_name = 'raw' "
        "AND column_name IN ('partnership_id', 'file_sha256') "
        "GROUP BY table_name HAVING count(*) = 2 ORDER BY table_name"
    ).fetchall()
    each = [f"SELECT partnership_id, file_sha256 FROM raw.{quoted(table)}" for (table,) in tables]
    union = " UNION ALL ".join(each)
    named = "SELECT min(partnership_id) FROM (" + union + ") WHERE file_sha256 = $1"
    found = connection.execute(named, [sha256]).fetchone()
    return found[0] if found else None


def _too_large(path: Path) -> CheckedFile:
    is_gis = most_bytes(path, path.stat().st_size) == MAX_GIS_BYTES
    refused = gis_too_large(path.name) if is_gis else refusal("file_too_large", path.name)
    words = (refused.message_en, refused.message_id)
    finding = Finding(None, None, None, None, refused.rule, Severity.CRITICAL, False, *words)
    return CheckedFile(path.name, None, True, False, 0, 0, *words, (finding,))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
