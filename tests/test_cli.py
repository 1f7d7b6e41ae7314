"""The terminal's door: exit codes, and a sentence instead of a traceback."""

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from cli import _print_report, app
from pipelines.build_report import BuildReport, Outcome
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from warehouse.vocabulary import Language

ROOT = Path(__file__).resolve().parents[1]
PARTIES = [{"party_id": "U-1", "name": "Tirta Rekaan Satu", "kind": "utility"}]
COVER = {
    "programme_id": "CLI", "programme_name": "Program rekaan", "programme_kind": "solidarity_partnership",
    "origin": "sample",
}  # fmt: skip


def wops(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "cli.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def register(path: Path, mentee: str) -> Path:
    partnership = {"partnership_id": "C001", "title": "Kemitraan rekaan", "mentee_id": mentee}
    rows = {"register_cover": [COVER], "register_parties": PARTIES, "register_partnerships": [partnership]}
    write_workbook(newest("programme_register"), Language.INDONESIAN, rows, path, lean=True)
    return path


def test_a_check_of_a_sound_file_ends_with_0(tmp_path: Path) -> None:
    sound = register(tmp_path / "register.xlsx", "U-1")
    done = wops("check", str(sound), "--data", str(tmp_path / "data"), "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "register.xlsx (programme_register): rows filled in, taken: 3" in done.stdout
    assert not (tmp_path / "data").exists()


def test_a_check_that_would_reject_something_ends_with_1_and_names_the_cell(tmp_path: Path) -> None:
    files = [register(tmp_path / "register.xlsx", "U-9"), tmp_path / "kosong.xlsx"]
    files[1].touch()
    done = wops("check", *map(str, files), "--data", str(tmp_path / "data"), "--lang", "id")
    assert done.returncode == 1
    assert re.search(r"critical\s+Kemitraan!F4\s+Pihak U-9 tidak ada", done.stdout)
    assert "kosong.xlsx (?): akan ditolak" in done.stdout and "Simpan ulang" in done.stdout
    annotated = openpyxl.load_workbook(tmp_path / "register-temuan.xlsx")
    assert "Pihak U-9" in annotated["Kemitraan"]["F4"].comment.text
    assert openpyxl.load_workbook(tmp_path / "kosong-temuan.xlsx").sheetnames == ["Hasil pemeriksaan"]
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "not there.xlsx"], 2, "not there.xlsx"),
        (["check", "README.md", "--lang", "klingon"], 2, "'en'"),
        (["receive", "README.md", "--viewer", "king"], 2, "'partner'"),
        (["template", "nonsense", "-o", "x.xlsx", "--lang", "en"], 2, "monthly-report"),
        (["template", "monthly-report", "--partnership", "P1", "--month", "2026-13", "-o", "x.xlsx"], 2, "2026"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(arguments: list[str], code: int, words: str) -> None:
    done = wops(*arguments)
    assert done.returncode == code
    assert words in done.stderr and "Traceback" not in done.stdout + done.stderr
    assert not (ROOT / "x.xlsx").exists()


def test_a_command_without_a_published_build_says_what_to_do(tmp_path: Path) -> None:
    done = wops("explain", "P001", "--data", str(tmp_path), "--lang", "en")
    assert done.returncode == 1
    assert "run.py build" in done.stderr and "Traceback" not in done.stderr


COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.output and command in shown.output


def test_names_and_words_from_files_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome("laporan[rev] [/bold] :smile:.xlsx", "rejected", "Sheet [x]: '[red]'.", "Lembar [x]: '[red]'.")
    _print_report(BuildReport([], outcomes=[outcome], nothing_new=True), Language.ENGLISH)
    assert "rejected  laporan[rev] [/bold] :smile:.xlsx: Sheet [x]: '[red]'.\n" in capsys.readouterr().out
