"""Puts the submissions of all exports into the raw tables, and says what became of each."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.arrivals import Arrival, IntakeRecord, day_in_jakarta
from pipelines.content import FORM_EXPORT
from pipelines.fingerprint import forms_fingerprint
from pipelines.forms import messages
from pipelines.forms.kept import KeptExports
from pipelines.forms.rows import ReadExport, ReadSubmission, read_export
from pipelines.raw import insert_rows
from pipelines.reading import Refused, run_in_workers
from warehouse.ddl import quoted

KINDS = ("field_form", "form_export")

_FILE_COLUMNS = (
    "file_sha256 VARCHAR, file_name VARCHAR, template VARCHAR, edition VARCHAR, kind VARCHAR, partnership_id VARCHAR, "
    "received_at TIMESTAMP, received_on DATE, submitted_on DATE, sender VARCHAR"
)
_FINDING_COLUMNS = (
    "file_sha256 VARCHAR, file_name VARCHAR, sheet VARCHAR, cell VARCHAR, column_name VARCHAR, value VARCHAR, "
    "rule VARCHAR, severity VARCHAR, row_rejected BOOLEAN, message_en VARCHAR, message_id VARCHAR, row_id VARCHAR"
)
_SUBMISSION_COLUMNS = (
    "submission_id VARCHAR, file_sha256 VARCHAR, file_name VARCHAR, form_id VARCHAR, form_version VARCHAR, "
    "template VARCHAR, root_id VARCHAR, instance_id VARCHAR, sent_at TIMESTAMP, state VARCHAR, attachments VARCHAR"
)
_HEADER_COLUMNS = "file_sha256 VARCHAR, table_name VARCHAR, sheet VARCHAR, column_name VARCHAR, cell_column VARCHAR"


@dataclass(frozen=True)
class ExportTask:
    """An export to be read: where it lies and what it was called."""

    file_sha256: str
    path: Path
    file_name: str


@dataclass(slots=True)
class _Version:
    """A version of a submission with the export that brought it first; `approved` as the last export says."""

    record: IntakeRecord
    export: ReadExport
    said: ReadSubmission
    approved: bool
    state: str = "accepted"
    lacks_repeats: bool = False


def is_export(record: IntakeRecord) -> bool:
    """Whether an arrival is an export of a field form: it was handed in as one, or its bytes say so."""
    return record.kind in KINDS or (record.kind is None and record.content == FORM_EXPORT)


def load_submissions(
    connection: duckdb.DuckDBPyConnection,
    records: Sequence[IntakeRecord],
    forgotten: Collection[str],
    path_of: Callable[[str], Path],
    folders: Sequence[Path],
) -> int:
    """Read new exports and load the rows of every submission in force. Returns the number of rows."""
    exports: dict[str, IntakeRecord] = {}
    for record in records:
        if record.outcome is Arrival.NEW and is_export(record) and record.file_sha256 not in forgotten:
            exports.setdefault(record.file_sha256, record)
    if not exports:
        return 0
    kept = KeptExports(folders, forms_fingerprint())
    _read_new(list(exports.values()), path_of, kept)
    read = {sha256: kept.export(sha256) for sha256 in exports}
    versions = _judged(_versions(exports, read))
    _insert_files(connection, exports, read, versions)
    _insert_findings(connection, exports, read, versions)
    return _insert_rows(connection, [version for version in versions if version.state == "accepted"])


def describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Say what became of the exports; let findings and published rows name the export, not the submission."""
    if not connection.table("quality.form_submission").limit(1).fetchall():
        return
    for statement in files(__package__).joinpath("outcomes.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            connection.execute(statement)
    columns = connection.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE schema_name IN ('mart', 'quality') "
        "AND ends_with(column_name, 'sha256') AND table_name NOT IN ('form_submission', 'file_outcome', 'build') "
        "AND (schema_name, table_name) IN (SELECT (schema_name, table_name) FROM duckdb_tables())"
    ).fetchall()
    for schema, table, column in columns:
        update = (
            f"UPDATE {quoted(schema)}.{quoted(table)} AS t SET {quoted(column)} = s.file_sha256 "
            f"FROM quality.form_submission AS s WHERE s.submission_id = t.{quoted(column)}"
        )
        connection.execute(update)


def read_task(task: ExportTask) -> ReadExport:
    """One export to its submissions; runs in a worker process. Raises Refused."""
    return read_export(task.path.read_bytes(), task.file_name)


def _read_new(records: Sequence[IntakeRecord], path_of: Callable[[str], Path], kept: KeptExports) -> None:
    tasks = [
        ExportTask(r.file_sha256, path_of(r.file_sha256), r.file_name) for r in records if not kept.known(r.file_sha256)
    ]
    for task, outcome in run_in_workers(read_task, tasks, 1, name_of=_name_of):
        kept.keep(task.file_sha256, outcome)
    kept.tidy()


def _name_of(task: ExportTask) -> str:
    return task.file_name


def _versions(exports: Mapping[str, IntakeRecord], read: Mapping[str, ReadExport | Refused]) -> list[_Version]:
    """Every version once, in order of arrival."""
    found: dict[str, _Version] = {}
    for record in sorted(exports.values(), key=lambda record: (record.received_at, record.file_sha256)):
        export = read[record.file_sha256]
        for said in export.submissions if isinstance(export, ReadExport) else []:
            known = found.setdefault(said.digest, _Version(record, export, said, said.approved))
            known.approved = said.approved
    return list(found.values())


def _judged(versions: list[_Version]) -> list[_Version]:
    """The state of each version: of a submission the one counts that no other replaces, else the last edited."""
    replaced = {(v.export.template, v.said.replaces) for v in versions if v.said.replaces}
    roots = {(v.export.template, v.said.instance): v.said.replaces for v in versions if v.said.replaces}
    groups: dict[tuple[str, str], list[_Version]] = {}
    for version in versions:
        groups.setdefault((version.export.template, _root(version, roots)), []).append(version)
    for group in groups.values():
        group.sort(key=lambda v: _rank(v, (v.export.template, v.said.instance) in replaced))
        for version in group[:-1]:
            version.state = "superseded"
            version.lacks_repeats = (version.said.instance, version.said.is_whole) == (group[-1].said.instance, False)
        last = group[-1]
        last.state = "rejected" if last.said.refused else "accepted" if last.approved else "not_approved"
    return versions


def _root(version: _Version, roots: Mapping[tuple[str, str], str | None]) -> str:
    """The instance of the first version: as the server says, else along what replaced what."""
    root, seen = version.said.root, set()
    while root not in seen:
        seen.add(root)
        root = roots.get((version.export.template, root)) or root
    return root


def _rank(version: _Version, is_replaced: bool) -> tuple[object, ...]:
    said = version.said
    return not is_replaced, said.edits, said.sent_at or "", said.is_whole, version.record.received_at, said.digest


def _insert_files(
    connection: duckdb.DuckDBPyConnection,
    exports: Mapping[str, IntakeRecord],
    read: Mapping[str, ReadExport | Refused],
    versions: Sequence[_Version],
) -> None:
    """raw.file: one row per export, and one per version of a submission that is loaded."""
    rows: list[tuple[object, ...]] = []
    for sha256, record in exports.items():
        export = read[sha256]
        form = (export.template, export.edition) if isinstance(export, ReadExport) else (None, None)
        rows.append(_file_row(sha256, record, *form, record.kind or FORM_EXPORT, None))
    for version in versions:
        if version.state in ("accepted", "rejected"):
            export, sent_at = version.export, version.said.sent_at
            sent_on = day_in_jakarta(datetime.fromisoformat(sent_at)) if sent_at else None
            rows.append(
                _file_row(
                    version.said.digest, version.record, export.fills, export.fills_edition, export.fills, sent_on
                )
            )
    insert_rows(connection, "new_form_file", rows, _FILE_COLUMNS)
    connection.execute("INSERT INTO raw.file BY NAME SELECT * FROM new_form_file")
    connection.execute("DROP TABLE new_form_file")
    told = [
        (
            v.said.digest, v.record.file_sha256, v.record.file_name, v.said.form_id, v.said.version, v.export.template,
            v.said.root, v.said.instance, datetime.fromisoformat(v.said.sent_at) if v.said.sent_at else None, v.state,
            ", ".join(v.said.attachments) or None,
        )
        for v in versions
    ]  # fmt: skip
    insert_rows(connection, "new_submission", told, _SUBMISSION_COLUMNS)
    connection.execute("INSERT INTO quality.form_submission BY NAME SELECT * FROM new_submission")
    connection.execute("DROP TABLE new_submission")
    refused = [[sha256] for sha256, export in read.items() if isinstance(export, Refused)]
    refused += [[version.said.digest] for version in versions if version.state == "rejected"]
    if refused:
        connection.executemany("INSERT OR IGNORE INTO raw.refused_file VALUES (?)", refused)


def _file_row(
    sha256: str, record: IntakeRecord, template: str | None, edition: str | None, kind: str, sent_on: object
) -> tuple[object, ...]:
    return (
        sha256, record.file_name, template, edition, kind, record.partnership_id, record.received_at,
        record.received_on, record.submitted_on or sent_on, record.sender,
    )  # fmt: skip


def _insert_findings(
    connection: duckdb.DuckDBPyConnection,
    exports: Mapping[str, IntakeRecord],
    read: Mapping[str, ReadExport | Refused],
    versions: Sequence[_Version],
) -> None:
    rows = [*_findings_of_exports(exports, read), *_findings_of_versions(versions)]
    insert_rows(connection, "new_form_finding", rows, _FINDING_COLUMNS)
    connection.execute("INSERT INTO quality.finding BY NAME SELECT * FROM new_form_finding")
    connection.execute("DROP TABLE new_form_finding")


def _findings_of_exports(
    exports: Mapping[str, IntakeRecord], read: Mapping[str, ReadExport | Refused]
) -> Iterator[tuple[object, ...]]:
    for sha256, record in exports.items():
        export, name = read[sha256], record.file_name
        if isinstance(export, Refused):
            words = (export.message_en, export.message_id)
            yield sha256, name, None, None, None, None, export.rule, "critical", False, *words, None
            continue
        for found in export.found:
            words = (found.message_en, found.message_id)
            yield (
                sha256, name, None, None, None, None, found.rule, found.severity, found.row_rejected, *words, None,
            )  # fmt: skip


def _findings_of_versions(versions: Sequence[_Version]) -> Iterator[tuple[object, ...]]:
    for version in versions:
        record, said = version.record, version.said
        sheet = f"submission {said.instance}"
        at = (record.file_sha256, record.file_name, sheet)
        if version.state == "superseded":
            told = messages.without_repeats if version.lacks_repeats else messages.superseded
            yield *at, None, None, None, "superseded_submission", "info", False, *told(said.instance), None
        elif version.state == "not_approved":
            pair = messages.not_approved(said.instance)
            yield *at, None, None, None, "submission_not_approved", "warning", False, *pair, None
        else:
            for found in said.found:
                yield (
                    *at, found.question, found.column_name, found.value, found.rule, found.severity,
                    found.row_rejected, found.message_en, found.message_id, found.row_id,
                )  # fmt: skip


def _insert_rows(connection: duckdb.DuckDBPyConnection, versions: Sequence[_Version]) -> int:
    """The raw rows, the questions of their columns, and which rows are rejected. Returns the number of rows."""
    tables: dict[str, list[dict[str, object]]] = {}
    for version in versions:
        for table, rows in version.said.tables.items():
            tables.setdefault(table, []).extend(row | {"source_file": version.record.file_name} for row in rows)
    for table, rows in tables.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        connection.register("submission_rows", pa.table({name: [row.get(name) for row in rows] for name in names}))
        insert = f"INSERT INTO raw.{quoted(table)} BY NAME SELECT * FROM submission_rows"
        connection.execute(insert)
        connection.unregister("submission_rows")
    headers = [
        (v.said.digest, table, f"submission {v.said.instance}", column, f"{question} #")
        for v in versions
        for table, column, question in v.said.headers
    ]
    insert_rows(connection, "new_form_header", headers, _HEADER_COLUMNS)
    connection.execute("INSERT INTO raw.header BY NAME SELECT * FROM new_form_header")
    connection.execute("DROP TABLE new_form_header")
    rejected = [list(each) for version in versions for each in version.said.rejected]
    if rejected:
        connection.executemany("INSERT OR IGNORE INTO raw.rejected_row VALUES (?, ?)", rejected)
    return sum(map(len, tables.values()))
