"""Mutants of sound workbooks, some hundreds of them in one build: no traceback, each its outcome, nobody else's harm.

WOPS_FUZZ=5000 python -m pytest tests/fuzz looks at so many others, drawn anew each time; without it the same ones are
drawn every time.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from pipelines.arrivals import Arrival
from pipelines.extraction import Extracted
from pipelines.intake import Landing
from pipelines.read_file import ReadTask, name_of, read_file
from pipelines.reading import Refused, Workers
from tests.fuzz.books import Rows, register, report, written
from tests.fuzz.mutants import Mutant, mutants
from tests.judged import judged

ASKED = int(os.environ.get("WOPS_FUZZ", "0"))
OF_OURS = {"reader_failed", "reader_died", "reader_timeout"}
EARLIER, NOW = datetime(2026, 9, 1, 3), datetime(2026, 9, 2, 3)
AS_OF = date(2026, 9, 2)
LARGEST = 5_000_000
MONTHS = ("2025-10", "2025-11", "2026-01")

any_mutant = settings(
    max_examples=ASKED or 250,
    derandomize=not ASKED,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


# ---- reading alone


@pytest.fixture(scope="module")
def readers() -> Iterator[Workers[ReadTask, Extracted]]:
    with Workers(read_file, 1, name_of, seconds_per_item=30.0) as workers:
        yield workers


def test_every_mutant_is_read_or_refused_for_a_reason_that_its_sender_can_mend(readers, tmp_path):
    asserted = 0

    @any_mutant
    @given(mutants())
    def is_read_or_refused(mutant: Mutant) -> None:
        nonlocal asserted
        blob = mutant.blob()
        path = tmp_path / f"mutant{mutant.suffix}"
        path.write_bytes(blob)
        ((_, outcome),) = readers.run([ReadTask(sha256(blob).hexdigest(), path, path.name, None)])
        if isinstance(outcome, Refused):
            assert outcome.rule not in OF_OURS, outcome.detail
            assert outcome.message_en and outcome.message_id
        else:
            assert all(len(set(map(len, columns.values()))) == 1 for columns in outcome.tables.values())
            assert all(found.message_en and found.message_id for found in outcome.findings)
        asserted += 1

    is_read_or_refused()
    assert asserted >= 200


# ---- one build of them all


@dataclass(frozen=True)
class World:
    """Untouched files and mutants, judged together; the private tables are still there."""

    data: Path
    connection: duckdb.DuckDBPyConnection
    arrivals: int
    mutants: dict[str, Mutant]
    before: dict[str, list[tuple[Any, ...]]]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


def _untouched() -> dict[str, bytes]:
    """A programme of its own: a register and reports, one of them sent twice with other figures."""
    files = {"register.xlsx": written("programme_register", register("STILL", "W", 2))}
    for partnership in ("W001", "W002"):
        for month in MONTHS:
            files[f"{partnership} {month}.xlsx"] = written("monthly_report", _report(partnership, month, 700.0))
    files["W001 again.xlsx"] = written("monthly_report", _report("W001", MONTHS[0], 600.0, date(2026, 8, 30)))
    return files


def _report(partnership: str, month: str, billed: float, sent_on: date = date(2026, 8, 20)) -> Rows:
    rows = report(partnership, month, f"{partnership} in {month}", sent_on)
    rows["monthly_progress"][1]["value"] = billed
    return rows


def _mutants() -> dict[str, Mutant]:
    found: dict[str, Mutant] = {}
    seen: set[bytes] = set()

    @any_mutant
    @given(mutants())
    def collect(mutant: Mutant) -> None:
        blob = mutant.blob()
        assume(len(blob) < LARGEST and blob not in seen)
        seen.add(blob)
        found[f"{len(found):04d} {'+'.join(each.kind for each in mutant.mutations)} {mutant.origin}"] = mutant

    collect()
    return found


def _receive(data: Path, now: datetime) -> None:
    receipts = Landing(data / "landing").receive_inbox(data / "inbox", now)
    assert not [receipt for receipt in receipts if receipt.outcome is Arrival.LEFT]


def _figures(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is published about the untouched partnerships, by table."""
    tables = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_columns() "
        "WHERE schema_name IN ('mart', 'quality') AND column_name = 'partnership_id' ORDER BY ALL"
    ).fetchall()
    return {
        table: connection.execute(f"FROM {table} WHERE partnership_id LIKE 'W%' ORDER BY ALL").fetchall()
        for (table,) in tables
    }


def _write(folder: Path, name: str, blob: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(blob)
    os.utime(path, (EARLIER.timestamp(), EARLIER.timestamp()))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    data = tmp_path_factory.mktemp("fuzz")
    for name, blob in _untouched().items():
        _write(data / "inbox", name, blob)
    _receive(data, EARLIER)
    with judged(data, AS_OF) as connection:
        before = _figures(connection)
    _write(data / "inbox", "sound register.xlsx", written("programme_register", register("FUZZ", "F", 2)))
    _write(data / "inbox", "sound report.xlsx", written("monthly_report", report("F001", "2026-02", "of F001")))
    spoilt = _mutants()
    for name, mutant in spoilt.items():
        _write(data / "inbox" / "mutants", name, mutant.blob())
    _receive(data, NOW)
    with judged(data, AS_OF) as connection:
        yield World(data, connection, len(_untouched()) + 2 + len(spoilt), spoilt, before)


def test_mutants_of_every_kind_of_file_come_in_hundreds(world):
    assert len(world.mutants) >= 200
    assert {mutant.suffix for mutant in world.mutants.values()} == {".xlsx", ".xls", ".ods", ".csv"}
    outcomes = {outcome for (outcome,) in world.ask("SELECT DISTINCT outcome FROM quality.file_outcome")}
    assert outcomes >= {"accepted", "accepted_with_rejections", "rejected"}


def test_every_file_gets_exactly_one_outcome_with_words_in_both_languages(world):
    rows = world.ask("SELECT file_name, count(*) FROM quality.file_outcome GROUP BY file_name HAVING count(*) <> 1")
    assert rows == []
    ((files,),) = world.ask("SELECT count(*) FROM quality.file_outcome WHERE message_en <> '' AND message_id <> ''")
    assert files == world.arrivals


def test_no_mutant_stops_a_reader(world):
    rules = "', '".join(sorted(OF_OURS))
    found = world.ask(f"SELECT file_name, rule, message_en FROM quality.finding WHERE rule IN ('{rules}')")
    assert [(name, rule, world.mutants.get(name), words) for name, rule, words in found] == []


def test_every_original_stays_in_the_landing_byte_for_byte(world):
    landing = Landing(world.data / "landing")
    kept = {record.file_name: landing.path_of(record.file_sha256).read_bytes() for record in landing.records()}
    inbox = [path for path in (world.data / "inbox").rglob("*") if path.is_file()]
    assert len(inbox) == world.arrivals
    assert [path.name for path in inbox if kept[path.name] != path.read_bytes()] == []


def test_the_numbers_of_a_programme_that_nobody_touched_do_not_change(world):
    after = _figures(world.connection)
    assert after.keys() == world.before.keys()
    assert sum(map(len, after.values())) > 100
    assert [table for table in after if after[table] != world.before[table]] == []


def test_rows_accepted_and_rows_rejected_are_together_the_rows_read(world):
    wrong = world.ask(
        """
        SELECT o.file_name, o.rows_accepted, o.rows_rejected, count(r.row_id) AS rows_read
        FROM quality.file_outcome AS o LEFT JOIN raw_row AS r USING (file_sha256)
        WHERE o.outcome NOT IN ('duplicate', 'parked')
        GROUP BY ALL HAVING o.rows_accepted + o.rows_rejected <> count(r.row_id)
        """
    )
    assert wrong == []
    ((rows,),) = world.ask("SELECT sum(rows_accepted) FROM quality.file_outcome")
    assert rows > 500


def test_every_refused_row_and_file_has_a_finding_that_says_why(world):
    silent = world.ask(
        """
        SELECT j.table_name, j.row_id FROM raw.rejected_row AS j
        ANTI JOIN quality.finding AS f ON f.row_id = j.row_id AND f.severity = 'critical'
        UNION ALL
        SELECT 'file', o.file_name FROM quality.file_outcome AS o
        ANTI JOIN quality.finding AS f ON f.file_sha256 = o.file_sha256 AND f.severity = 'critical'
        WHERE o.outcome = 'rejected'
        """
    )
    assert silent == []
    ((tables, rows),) = world.ask("SELECT count(DISTINCT table_name), count(*) FROM raw.rejected_row")
    assert tables >= 3 and rows > 20


def test_every_row_of_every_sheet_is_taken_refused_or_in_a_refused_file(world):
    tables = [name for (name,) in world.ask("SELECT DISTINCT table_name FROM raw_row ORDER BY ALL")]
    assert len(tables) > 10
    for table in tables:
        ((read, taken, refused),) = world.ask(
            f"""
            SELECT count(*), (SELECT count(*) FROM accepted_{table}), count(*) FILTER (
                r.row_id IN (SELECT j.row_id FROM raw.rejected_row AS j WHERE j.table_name = '{table}')
                OR r.file_sha256 IN (SELECT f.file_sha256 FROM raw.refused_file AS f)
            ) FROM raw."{table}" AS r
            """
        )
        assert read == taken + refused, table


def test_the_core_holds_every_accepted_report_and_figure_once_and_no_rejected_one(world):
    reports = world.ask("SELECT file_sha256 FROM core.monthly_report WHERE content_reported ORDER BY ALL")
    accepted = world.ask(
        "SELECT c.file_sha256 FROM accepted_monthly_cover AS c "
        "JOIN core.partnership AS p USING (partnership_id) ORDER BY ALL"
    )
    assert len(accepted) > 20
    assert reports == accepted
    key = "file_sha256, variable_code"
    figures = world.ask(
        f"SELECT {key}, count(*) FROM core.measurement AS m "
        "SEMI JOIN raw.monthly_progress AS r ON r.file_sha256 = m.file_sha256 "
        f"WHERE m.status IN ('reported', 'needs_review') GROUP BY ALL ORDER BY {key}"
    )
    rows = world.ask(
        f"SELECT {key}, count(*) FROM accepted_monthly_progress AS r "
        "JOIN core.monthly_report AS m USING (file_sha256) SEMI JOIN reference.variable AS v USING (variable_code) "
        f"WHERE r.value IS NOT NULL AND m.submitted_on <= as_of() GROUP BY ALL ORDER BY {key}"
    )
    assert len(rows) > 50
    assert [each for each in figures if each not in rows] == []


def test_the_latest_accepted_value_of_each_key_is_the_one_that_counts(world):
    key = "partnership_id, utility_id, zone, period_start, period_end, variable_code"
    assert world.ask(f"SELECT {key} FROM core.measurement WHERE is_current GROUP BY ALL HAVING count(*) > 1") == []
    told = "status IN ('reported', 'needs_review')"
    of_latest = f"SELECT {key}, arg_max(value, (submitted_at, received_at, file_sha256)) FROM core.measurement"
    latest = world.ask(f"{of_latest} WHERE {told} GROUP BY ALL ORDER BY ALL")
    current = world.ask(f"SELECT {key}, value FROM core.measurement WHERE is_current AND {told} ORDER BY ALL")
    assert len(current) > 20
    assert [each for each in current if each not in latest] == []
    shown = "partnership_id, period_start, metric_code, value FROM mart.pilot_metric WHERE zone IS NULL"
    published = world.ask(f"SELECT {shown} AND {told}")
    of_core = "partnership_id, period_start, variable_code, value FROM core.measurement WHERE zone IS NULL"
    counting = set(world.ask(f"SELECT {of_core} AND is_current AND {told}"))
    variables = {code for _, _, code, _ in counting}
    figures = {row for row in published if row[2] in variables and row[0]}
    assert len(figures) > 20
    assert figures - counting == set()
    ((twice,),) = world.ask(
        "SELECT count(*) FROM (SELECT partnership_id FROM core.measurement WHERE partnership_id LIKE 'W%' "
        f"AND {told} GROUP BY partnership_id, period_start, variable_code HAVING count(*) > 1)"
    )
    assert twice > 0
