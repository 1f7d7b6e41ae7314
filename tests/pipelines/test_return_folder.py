"""The folder of returns follows the published build: open, sent, settled, forgotten; whole files only."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines.intake import Landing
from pipelines.returns.folder import forget, return_files
from pipelines.returns.sheets import REFERENCE_LENGTH
from pipelines.returns.workbook import NOTHING_TO_MEND, Judged, write_return
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from warehouse import ddl
from warehouse.generations import Generations, new_build_id
from warehouse.vocabulary import Language

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 10, 1, 3)
OUTCOME = (
    "INSERT INTO quality.file_outcome (intake_id, file_sha256, file_name, template, partnership_id, period, "
    "received_at, outcome, superseded_by, rows_accepted, rows_rejected, message_en, message_id) "
    "VALUES ($1, $2, $3, $9, $4, $5, $6, $7, $8, 1, 0, 'Taken.', 'Diterima.')"
)
FINDING = (
    "INSERT INTO quality.finding (file_sha256, file_name, sheet, cell, rule, severity, row_rejected, message_en, "
    'message_id, "value", is_answered, column_name) '
    "VALUES ($1, $2, $3, $4, $5, $6, FALSE, 'Mend it.', 'Perbaiki.', $7, $8, $9)"
)


class Programme:
    """A data folder whose published build holds the outcomes and findings that a test states."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.landing = Landing(data / "landing")
        self.outcomes: list[list[object]] = []
        self.findings: list[list[object]] = []

    def report(self, name: str, partnership: str | None, month: str | None, outcome: str = "accepted") -> str:
        """Land a report; its SHA-256."""
        path = self.data / "sent" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cover = {"partnership_id": partnership, "period": month, "number": f"{len(self.outcomes)}"}
        write_workbook(newest("monthly_report"), Language.INDONESIAN, {"monthly_cover": [cover]}, path)
        received = NOW + timedelta(minutes=len(self.outcomes))
        record = self.landing.receive(path, received).record
        assert record is not None
        about = [partnership, month, received, outcome, None, "monthly_report"]
        self.outcomes.append([record.intake_id, record.file_sha256, name, *about])
        return record.file_sha256

    def find(
        self,
        sha256: str,
        cell: str = "D5",
        rule: str = "text_in_number",
        severity: str = "warning",
        is_answered: bool | None = None,
        column: str = "value",
    ) -> None:
        value = None if rule != "answers_return" else cell
        place = [None, None] if value else ["1 Data kemajuan", cell]
        self.findings.append([sha256, "x", *place, rule, severity, value, is_answered, column])

    def answer(self, name: str, to: str, partnership: str | None, month: str | None) -> None:
        """Land a report that bears the reference of an earlier one."""
        self.find(self.report(name, partnership, month), to[:10], "answers_return", "info")

    def supersede(self, sha256: str, by: str) -> None:
        """Say that a report was superseded by another."""
        next(row for row in self.outcomes if row[1] == sha256)[7] = by

    def publish(self) -> None:
        generations = Generations(self.data / "warehouse")
        with generations.locked(NOW), generations.building(new_build_id(NOW)) as private:
            ddl.create_schemas(private.connection)
            _insert(private.connection, OUTCOME, self.outcomes)
            _insert(private.connection, FINDING, self.findings)
            private.publish(date(2026, 10, 1), NOW, {})

    def lying(self) -> dict[str, str]:
        """File name of every return, up to its digests, with the folder it lies in."""
        folder = self.data / "returns"
        return {
            path.name.split("-temuan-")[0]: path.parent.relative_to(folder).as_posix()
            for path in folder.rglob("*.xlsx")
        }


def _insert(connection: duckdb.DuckDBPyConnection, statement: str, rows: list[list[object]]) -> None:
    for row in rows:
        connection.execute(statement, row)


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return Programme(tmp_path)


def test_names_sort_by_partnership_and_month_and_keep_what_the_sender_called_the_file(programme: Programme) -> None:
    for name, partnership, month in (
        ("laporan maret.xlsx", "P014", "2026-03"),
        ("P002_2026-10.xlsx", "P002", "2026-10"),
        ("tanpa sampul.xlsx", None, None),
    ):
        programme.find(programme.report(name, partnership, month))
    programme.publish()
    assert [each.path.name.split("-temuan-")[0] for each in return_files(programme.data)] == [
        "P002_2026-10",
        "P014_2026-03_laporan maret",
        "monthly_report_tanpa sampul",
    ]


def test_what_is_written_is_not_written_again_and_a_finding_more_is_another_workbook(programme: Programme) -> None:
    sha256 = programme.report("maret.xlsx", "P014", "2026-03")
    programme.find(sha256)
    programme.publish()
    first = return_files(programme.data)[0].path
    stamp = first.stat().st_mtime_ns
    assert return_files(programme.data) == [] and first.stat().st_mtime_ns == stamp
    first.rename(_folder(programme.data / "returns" / "sent") / first.name)
    assert return_files(programme.data) == []
    programme.find(sha256, "D6")
    programme.publish()
    second = return_files(programme.data)[0].path
    assert openpyxl.load_workbook(second)["1 Data kemajuan"]["D6"].comment is not None
    assert [path.name for path in (programme.data / "returns" / "settled" / "otomatis").iterdir()] == [first.name]


def test_what_the_statement_writes_out_is_what_the_code_says() -> None:
    script = " ".join((ROOT / "pipelines" / "returns" / "open_returns.sql").read_text("utf-8").split())
    assert "rule NOT IN (" + ", ".join(f"'{rule}'" for rule in sorted(NOTHING_TO_MEND)) + ")" in script
    assert set(re.findall(r"left\([^()]*, (\d+)\)", script)) == {str(REFERENCE_LENGTH)}


def test_looking_where_nothing_is_new_does_not_import_pandas(programme: Programme) -> None:
    programme.find(programme.report("maret.xlsx", "P014", "2026-03"), severity="info")
    programme.publish()
    program = (
        "import sys; from pathlib import Path; from pipelines.returns.folder import return_files;"
        f"assert return_files(Path(r'{programme.data}')) == []; assert 'pandas' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_notes_alone_are_not_sent_back(programme: Programme) -> None:
    programme.find(programme.report("maret.xlsx", "P014", "2026-03"), severity="info")
    programme.publish()
    assert return_files(programme.data) == []
    assert not (programme.data / "returns").exists()


def test_a_later_report_and_a_returned_answer_settle_what_they_answer_and_nothing_else(programme: Programme) -> None:
    refused = programme.report("maret.xlsx", "P014", "2026-03", "rejected")
    nameless = programme.report("tanpa.xlsx", None, None, "rejected")
    reused = programme.report("april.xlsx", "P015", "2026-04", "accepted_with_rejections")
    still_open = programme.report("mei.xlsx", "P016", "2026-05", "rejected")
    for sha256 in (refused, nameless, reused, still_open):
        programme.find(sha256)
    programme.publish()
    assert len(return_files(programme.data)) == 4
    programme.report("maret lagi.xlsx", "P014", "2026-03")
    programme.find(programme.report("jawaban.xlsx", "P020", "2026-06"), nameless[:10], "answers_return", "info")
    programme.find(programme.report("juli.xlsx", "P015", "2026-07"), reused[:10], "answers_return", "info")
    programme.publish()
    assert return_files(programme.data) == []
    assert programme.lying() == {
        "P014_2026-03_maret": "settled/otomatis",
        "monthly_report_tanpa": "settled/otomatis",
        "P015_2026-04_april": ".",
        "P016_2026-05_mei": ".",
    }


def test_a_report_sent_again_in_part_leaves_open_what_it_does_not_tell(programme: Programme) -> None:
    taken, refused, told_anew = (
        programme.report(f"{name}.xlsx", name, "2026-03", outcome)
        for name, outcome in (("P001", "accepted_with_rejections"), ("P002", "rejected"), ("P003", "accepted"))
    )
    programme.find(taken, "D5", is_answered=False)
    programme.find(taken, "D6", is_answered=True)
    programme.find(refused, is_answered=False)
    programme.find(told_anew, is_answered=True)
    for name, earlier in (("P001", taken), ("P002", refused), ("P003", told_anew)):
        later = programme.report(f"{name} lagi.xlsx", name, "2026-03")
        if earlier != refused:
            programme.supersede(earlier, later)
    programme.publish()
    first, second = return_files(programme.data)
    assert (first.path.name[:4], first.count, second.path.name[:4]) == ("P001", 1, "P002")


def test_an_answer_settles_the_return_of_its_own_partnership_month_and_form_alone(programme: Programme) -> None:
    known, misnamed, slip = (programme.report(f"{name}.xlsx", name, "2026-03") for name in ("P001", "P01", "P003"))
    programme.outcomes[-1][8] = "visit_slip"
    programme.find(known)
    programme.find(misnamed, rule="known_partnership", severity="critical", column="partnership_id")
    programme.find(slip)
    programme.answer("tanpa sampul.xlsx", known, None, None)
    programme.answer("P002_2026-03.xlsx", misnamed, "P002", "2026-03")
    programme.answer("P003_2026-03.xlsx", slip, "P003", "2026-03")
    programme.publish()
    assert [each.file_name for each in return_files(programme.data)] == ["P001.xlsx", "P003.xlsx"]
    programme.answer("P001_2026-03.xlsx", known, "P001", "2026-03")
    programme.publish()
    return_files(programme.data)
    assert programme.lying()["P001_2026-03_P001"] == "settled/otomatis"


def test_what_somebody_calls_settled_stays_so_and_what_is_forgotten_is_gone(programme: Programme) -> None:
    settled, forgotten = (programme.report(f"{name}.xlsx", name, "2026-03") for name in ("P001", "P002"))
    programme.find(settled)
    programme.find(forgotten)
    programme.publish()
    by_hand = return_files(programme.data)[0].path
    by_hand.rename(_folder(programme.data / "returns" / "settled") / by_hand.name)
    programme.landing.forget(forgotten, "privacy", NOW)
    assert return_files(programme.data) == []
    assert programme.lying() == {"P001_2026-03_P001": "settled"}


def test_a_return_that_the_program_settled_is_open_again_when_its_findings_come_back(programme: Programme) -> None:
    programme.find(programme.report("maret.xlsx", "P014", "2026-03"))
    programme.publish()
    first = return_files(programme.data)[0].path
    findings, programme.findings = programme.findings, []
    programme.publish()
    assert return_files(programme.data) == [] and programme.lying() == {"P014_2026-03_maret": "settled/otomatis"}
    programme.findings = findings
    programme.publish()
    assert return_files(programme.data) == [] and first.is_file()
    assert programme.lying() == {"P014_2026-03_maret": "."}


def test_a_partnership_of_three_hundred_letters_keeps_no_return_back(programme: Programme) -> None:
    for name, partnership in (("é" * 100 + ".xlsx", "P014 " + "é/" * 150), ("b.xlsx", "P015")):
        programme.find(programme.report(name, partnership, "2026-03"))
    programme.publish()
    names = [each.path.name for each in return_files(programme.data)]
    assert len(names) == 2 and all((programme.data / "returns" / name).is_file() for name in names)
    assert names[0].startswith("P014 é_é_") and all(len(name.encode()) < 190 for name in names)


def test_a_return_that_cannot_be_written_says_so_and_keeps_no_other_back(programme: Programme) -> None:
    for partnership in ("P001", "P002"):
        programme.find(programme.report(f"{partnership}.xlsx", partnership, "2026-03"))
    programme.publish()
    first = next(each.path for each in return_files(programme.data) if each.path.name.startswith("P001"))
    for path in (programme.data / "returns").glob("*.xlsx"):
        path.unlink()
    (first.parent / f"{first.name}").mkdir()
    (first / "in the way").touch()
    failed, written = sorted(return_files(programme.data), key=lambda returned: returned.failure is None)
    assert failed.file_name == "P001.xlsx" and isinstance(failed.failure, OSError)
    assert written.failure is None and written.path.is_file()


def test_what_a_check_wrote_is_left_alone_until_its_file_is_forgotten(programme: Programme) -> None:
    sha256 = programme.report("maret.xlsx", "P014", "2026-03")
    programme.find(sha256)
    programme.publish()
    judged = Judged("maret.xlsx", sha256, "monthly_report", "Taken.", "Diterima.", (), 0)
    checked = write_return(programme.data / "sent" / "maret.xlsx", judged, [], programme.data / "returns" / "checked")
    return_files(programme.data)
    assert checked.name == f"maret-temuan-{sha256[:10]}.xlsx" and checked.is_file()
    assert forget(programme.data, sha256) == 2
    assert not list((programme.data / "returns").rglob("*.xlsx"))


def test_a_file_whose_original_was_not_kept_goes_back_as_a_reason_alone(programme: Programme) -> None:
    programme.outcomes.append(["i", "f" * 64, "besar.xlsx", None, None, NOW, "rejected", None, None])
    programme.findings.append(["f" * 64, "besar.xlsx", None, None, "file_too_large", "critical", None, None, None])
    programme.publish()
    book = openpyxl.load_workbook(return_files(programme.data)[0].path)
    assert "Perbaiki." in [cell.value for row in book["Hasil pemeriksaan"].iter_rows() for cell in row]


def test_killed_at_any_instant_it_leaves_whole_files_and_the_next_call_writes_the_rest(programme: Programme) -> None:
    for number in range(12):
        programme.find(programme.report(f"P{number:03}.xlsx", f"P{number:03}", "2026-03"))
    programme.publish()
    program = (
        "from pathlib import Path; from pipelines.returns.folder import return_files;"
        f"return_files(Path(r'{programme.data}'))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, start_new_session=True)
    give_up_at = time.monotonic() + 60
    while not list((programme.data / "returns").glob("P*.xlsx")):
        assert process.poll() is None and time.monotonic() < give_up_at
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    whole = list((programme.data / "returns").glob("P*.xlsx"))
    assert all("Hasil pemeriksaan" in openpyxl.load_workbook(path, read_only=True).sheetnames for path in whole)
    assert len(return_files(programme.data)) == 12 - len(whole) > 0
    assert not list((programme.data / "returns").glob(".*.tmp"))


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
