"""Uploads before anything reads them: bounded, harmless names, places of their own."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import uploads
from dashboard.components.submit import Asked
from dashboard.language import Translator
from dashboard.uploads import Refused
from pipelines.reading.model import MAX_FILE_BYTES
from warehouse.vocabulary import Language, Role

ZIP, OLE = b"PK\x03\x04....", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "size", "beginning", "refusal"),
    [
        ("laporan.xlsx", 0, b"", Refused.EMPTY),
        ("laporan.xlsx", 50_000_000, ZIP, Refused.TOO_LARGE),
        ("laporan.xlsx", uploads.MOST_BYTES + 1, ZIP, Refused.TOO_LARGE),
        ("laporan.pdf", 1_000, b"%PDF-1.7", Refused.NO_WORKBOOK),
        ("laporan.xlsx", 1_000, b"%PDF-1.7", Refused.NO_WORKBOOK),
        ("laporan.exe", 1_000, ZIP, Refused.NO_WORKBOOK),
        ("laporan.xls", 1_000, ZIP, Refused.NO_WORKBOOK),
        ("laporan", 1_000, ZIP, Refused.NO_WORKBOOK),
        ("LAPORAN.XLSX", uploads.MOST_BYTES, ZIP, None),
        ("laporan.ods", 1_000, ZIP, None),
        ("laporan.xls", 1_000, OLE, None),
    ],
)
def test_an_upload_is_refused_by_its_size_its_ending_and_its_first_bytes(
    name: str, size: int, beginning: bytes, refusal: Refused | None
) -> None:
    assert uploads.refused(name, size, beginning[:8]) == refusal


def test_what_a_page_takes_is_less_than_what_the_landing_takes() -> None:
    assert uploads.MOST_BYTES < MAX_FILE_BYTES


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("laporan Maret 2026.xlsx", "laporan Maret 2026.xlsx"),
        ("<script>alert(1)</script>.xlsx", "script_.xlsx"),
        ("=cmd().xlsx", "cmd__.xlsx"),
        ("=cmd|' /C calc'!A0.xlsx", "C calc__A0.xlsx"),
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("..\\..\\windows.xls", "windows.xls"),
        ("-rf.xlsx", "rf.xlsx"),
        (".xlsx", "xlsx"),
        ("", "upload"),
        ("laporan\u202exslx.exe", "laporan_xslx.exe"),
    ],
)
def test_a_name_is_made_harmless(name: str, made: str) -> None:
    assert uploads.harmless(name) == made


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder_or_begins_like_a_formula_or_an_option(name: str) -> None:
    made = uploads.harmless(name)
    assert made and made[0].isalnum()
    assert Path(made).name == made
    assert not set(made) & set("<>:\"/\\|?*=+@\n\r\t'()")
    assert len(made.encode()) <= 200


def test_a_long_name_in_any_script_is_short_enough_for_a_file_system(tmp_path: Path) -> None:
    path = uploads.keep(tmp_path, "表" * 100 + ".xlsx", ZIP)
    assert path.read_bytes() == ZIP
    assert path.name == "表" * 50 + ".xlsx"


def test_two_uploads_of_the_same_name_at_once_lose_nothing(tmp_path: Path) -> None:
    contents = [bytes([number]) * 1_000 for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda content: uploads.keep(tmp_path, "laporan.xlsx", content), contents))
    assert [path.read_bytes() for path in paths] == contents
    assert {path.name for path in paths} == {"laporan.xlsx"}


def test_the_place_of_an_upload_is_private_and_goes_with_it(tmp_path: Path) -> None:
    path = uploads.keep(tmp_path, "laporan.xlsx", ZIP)
    (path.parent / "laporan-temuan.xlsx").write_bytes(ZIP)
    if os.name == "posix":
        assert path.parent.stat().st_mode & 0o077 == 0
    uploads.remove(tmp_path, path)
    assert list((tmp_path / uploads.SPOOL).iterdir()) == []


@pytest.mark.parametrize(
    "inside", ["../../x_report.xlsx", "../x.xlsx", "../sent/x.xlsx", "a/b/x.xlsx", "place/../../x.xlsx"]
)
def test_nothing_outside_the_place_of_an_upload_is_ever_removed(tmp_path: Path, inside: str) -> None:
    data = tmp_path / "data"
    other = uploads.keep(data, "laporan.xlsx", ZIP)
    uploads.note_sent(data, {"intake_id": "0" * 16, "received_at": "2026-03-01T01:00:00"})
    (data / "landing").mkdir()
    place = uploads.new_place(data)
    (place / "a" / "b").mkdir(parents=True)
    uploads.remove(data, place / inside)
    assert place.exists()
    assert (data / "landing").is_dir()
    assert other.exists()
    assert len(uploads.sent_notes(data)) == 1


@pytest.mark.parametrize("partnership", ["../../x", "/etc/x", "PKS/01", "..", "a\\b", "P001"])
def test_the_name_of_a_blank_workbook_is_a_plain_name_whatever_the_id_of_the_partnership(partnership: str) -> None:
    named = Asked("monthly_report", partnership, "2026-03", Role.MENTEE).file_name(Translator(Language.INDONESIAN))
    assert Path(named).name == named
    assert named.endswith("laporan_bulanan_2026-03.xlsx")


def test_an_upload_that_somebody_left_behind_goes_after_a_day(tmp_path: Path) -> None:
    left = uploads.keep(tmp_path, "lama.xlsx", ZIP)
    yesterday = time.time() - uploads.OLDEST_SECONDS - 60
    os.utime(left.parent, (yesterday, yesterday))
    fresh = uploads.keep(tmp_path, "baru.xlsx", ZIP)
    assert not left.exists()
    assert fresh.exists()


def test_what_was_sent_is_noted_until_a_build_holds_it(tmp_path: Path) -> None:
    for number in (1, 2):
        uploads.note_sent(tmp_path, {"intake_id": f"{number:016x}", "received_at": f"2026-03-0{number}T01:00:00"})
    assert [note["received_at"][:10] for note in uploads.sent_notes(tmp_path)] == ["2026-03-02", "2026-03-01"]
    uploads.forget_note(tmp_path, f"{1:016x}")
    assert [note["intake_id"] for note in uploads.sent_notes(tmp_path)] == [f"{2:016x}"]


def test_a_damaged_note_and_a_hostile_id_are_passed_over(tmp_path: Path) -> None:
    uploads.note_sent(tmp_path, {"intake_id": "../../outside", "received_at": "2026-03-01T01:00:00"})
    folder = tmp_path / uploads.SPOOL / uploads.SENT
    (folder / "half.json").write_text('{"intake_id": ')
    (folder / "list.json").write_text(json.dumps([1, 2]))
    assert uploads.sent_notes(tmp_path) == []
    assert not (tmp_path / "outside.json").exists()
