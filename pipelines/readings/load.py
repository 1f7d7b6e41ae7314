"""Puts the days of all readings files into the warehouse, and the months that follow from them."""

from collections.abc import Callable, Collection, Sequence
from importlib.resources import files
from pathlib import Path

import duckdb

from pipelines.arrivals import IntakeRecord
from pipelines.fingerprint import readings_fingerprint
from pipelines.raw import insert_rows
from pipelines.readings.aggregate import NightRules
from pipelines.readings.kept import KeptReadings
from pipelines.readings.read import read_new, readings_records
from pipelines.readings.template import load_template

_FILE_COLUMNS = (
    "file_sha256 VARCHAR, file_name VARCHAR, partnership_id VARCHAR, received_at TIMESTAMP, received_on DATE, "
    "submitted_on DATE, sender VARCHAR, edition VARCHAR, rows_read BIGINT, readings BIGINT, dmas INTEGER"
)
_FINDING_COLUMNS = (
    "file_sha256 VARCHAR, file_name VARCHAR, cell VARCHAR, rule VARCHAR, severity VARCHAR, row_rejected BOOLEAN, "
    "message_en VARCHAR, message_id VARCHAR"
)


def load_days(
    connection: duckdb.DuckDBPyConnection,
    records: Sequence[IntakeRecord],
    forgotten: Collection[str],
    path_of: Callable[[str], Path],
    folders: Sequence[Path],
) -> int:
    """Read new files of readings; fill raw.reading_file, raw.reading_day, raw.reading_month and the files' findings.

    Returns the number of files read anew. Where no readings have arrived nothing is done.
    """
    concerned = readings_records(records, forgotten)
    if not concerned:
        return 0
    rules = night_rules(connection)
    kept = KeptReadings(folders, readings_fingerprint(), rules)
    read = read_new(concerned, path_of, kept, rules)
    kept.tidy()
    _load_files(connection, concerned, kept)
    for record in concerned:
        days = kept.days(record.file_sha256)
        if days is not None:
            connection.execute(_script("days"), {"path": str(days), "file": record.file_sha256})
    connection.execute(_script("file_months"))
    return read


def load_months(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill mart.night_flow and core.measurement from the days in force, once the partnerships are known.

    Of a figure that is measured from files, of loggers or of a GIS, and reported as well, one is in force.
    """
    if connection.table("raw.reading_file").limit(1).fetchall():
        connection.execute(_script("months"))
    connection.execute(_script("measured"))


def describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Say of every file of readings how many readings it gave; quality.file_outcome is filled already."""
    if connection.table("raw.reading_file").limit(1).fetchall():
        connection.execute(_script("outcomes"))


def night_rules(connection: duckdb.DuckDBPyConnection) -> NightRules:
    """The rules in force, from reference.rule."""
    rows = connection.execute("SELECT rule_code, value FROM reference.rule WHERE rule_code LIKE 'night_flow.%'")
    value = {str(code): float(number) for code, number in rows.fetchall()}
    return NightRules(
        first=int(value["night_flow.first_hour"]),
        last=int(value["night_flow.last_hour"]),
        stuck_hours=int(value["night_flow.stuck_hours"]),
        least_share=value["night_flow.least_share"],
    )


def _load_files(connection: duckdb.DuckDBPyConnection, records: Sequence[IntakeRecord], kept: KeptReadings) -> None:
    edition = load_template().edition
    outcomes = {record.file_sha256: kept.outcome(record.file_sha256) for record in records}
    rows: list[tuple[object, ...]] = [
        (
            r.file_sha256, r.file_name, r.partnership_id, r.received_at, r.received_on, r.submitted_on, r.sender,
            edition, outcomes[r.file_sha256].rows, outcomes[r.file_sha256].readings, outcomes[r.file_sha256].dmas,
        )
        for r in records
    ]  # fmt: skip
    findings: list[tuple[object, ...]] = [
        (
            r.file_sha256, r.file_name, remark.cell, remark.rule, remark.severity, remark.severity == "critical",
            remark.message_en, remark.message_id,
        )
        for r in records
        for remark in outcomes[r.file_sha256].remarks
    ]  # fmt: skip
    insert_rows(connection, "new_reading_file", rows, _FILE_COLUMNS)
    insert_rows(connection, "new_reading_finding", findings, _FINDING_COLUMNS)
    connection.execute(_script("files"))


def _script(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")
