"""What arrives is kept whole or not at all, once, with a record of each arrival."""

import hashlib
import json
import os
import random
import subprocess
import sys
import textwrap
import threading
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.intake import Arrival, Landing, LandingDamaged, Submission

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 7, 1, 20, 30, 0)
LATER = datetime(2026, 7, 2, 1, 0, 0)
LONG_AGO = 1_000_000_000


def put(path: Path, content: bytes, modified: float = LONG_AGO) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (modified, modified))
    return path


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def state_of(folder: Path) -> dict[str, bytes]:
    """Every file of the landing but its lock, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "landing.lock"
    }


def outcomes(receipts: list) -> dict[str, Arrival]:
    return {receipt.path.name: receipt.outcome for receipt in receipts}


def test_an_arrival_leaves_the_original_under_its_hash_and_a_record(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    path = put(tmp_path / "Laporan Mei.xlsx", b"workbook")
    submission = Submission("Dewi", True, "monthly_report", "P014", date(2026, 6, 9))
    receipt = landing.receive(path, NOW, submission)
    assert receipt.outcome == Arrival.NEW
    [record] = landing.records()
    assert record == receipt.record
    assert landing.path_of(sha256(b"workbook")).read_bytes() == b"workbook"
    assert (record.file_sha256, record.file_name, record.size) == (sha256(b"workbook"), "Laporan Mei.xlsx", 8)
    assert (record.kind, record.partnership_id, record.submitted_on) == (
        "monthly_report",
        "P014",
        date(2026, 6, 9),
    )
    assert (record.sender, record.authenticated) == ("Dewi", True)
    names = set(state_of(landing.folder))
    assert names == {
        f"originals/{record.file_sha256[:2]}/{record.file_sha256}",
        f"intake/20260701T203000.000000Z-{record.intake_id}.json",
    }


def test_received_on_is_the_date_in_jakarta(tmp_path: Path) -> None:
    """20:30 UTC on 1 July is 03:30 on 2 July in Jakarta (UTC+7)."""
    record = Landing(tmp_path / "landing").receive(put(tmp_path / "a.xlsx", b"a"), NOW).record
    assert record is not None
    assert (record.received_at, record.received_on) == (NOW, date(2026, 7, 2))


def test_duplicate_means_the_same_bytes_kind_and_partnership(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    path = put(tmp_path / "visit.pdf", b"one report for three partnerships")
    first = landing.receive(path, NOW, Submission(kind="visit_report", partnership_id="P001"))
    second = landing.receive(path, NOW, Submission(kind="visit_report", partnership_id="P002"))
    third = landing.receive(path, LATER, Submission(kind="visit_report", partnership_id="P001"))
    assert [first.outcome, second.outcome, third.outcome] == [Arrival.NEW, Arrival.NEW, Arrival.DUPLICATE]
    assert "already" in third.message_en and "sudah pernah" in third.message_id
    assert len(landing.records()) == 3
    assert len(list((landing.folder / "originals").rglob("*/*"))) == 1


def test_handing_in_the_same_file_twice_in_the_same_instant_keeps_both_records(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    path = put(tmp_path / "a.xlsx", b"a")
    assert [landing.receive(path, NOW).outcome for _ in range(2)] == [Arrival.NEW, Arrival.DUPLICATE]
    assert sorted(record.outcome for record in landing.records()) == [Arrival.DUPLICATE, Arrival.NEW]


def test_the_inbox_is_read_and_not_changed_and_known_files_are_passed_over(tmp_path: Path) -> None:
    inbox, landing = tmp_path / "inbox", Landing(tmp_path / "landing")
    put(inbox / "a.xlsx", b"a")
    put(inbox / "2026" / "May" / "b.xlsx", b"b")
    before = {path: path.stat().st_mtime_ns for path in inbox.rglob("*") if path.is_file()}
    assert outcomes(landing.receive_inbox(inbox, NOW)) == {"a.xlsx": Arrival.NEW, "b.xlsx": Arrival.NEW}
    landed = state_of(landing.folder)
    assert landing.receive_inbox(inbox, LATER) == []
    assert Landing(landing.folder).receive_inbox(inbox, LATER) == []
    assert state_of(landing.folder) == landed
    assert {path: path.stat().st_mtime_ns for path in inbox.rglob("*") if path.is_file()} == before


def test_an_inbox_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert Landing(tmp_path / "landing").receive_inbox(tmp_path / "inbox", NOW) == []


def test_a_file_whose_time_stamp_alone_changed_is_passed_over(tmp_path: Path) -> None:
    inbox, landing = tmp_path / "inbox", Landing(tmp_path / "landing")
    put(inbox / "a.xlsx", b"a")
    landing.receive_inbox(inbox, NOW)
    os.utime(inbox / "a.xlsx", (LONG_AGO + 60, LONG_AGO + 60))
    assert landing.receive_inbox(inbox, LATER) == []
    assert len(landing.records()) == 1


def test_a_file_that_was_edited_in_the_inbox_is_a_new_arrival_and_the_earlier_original_stays(
    tmp_path: Path,
) -> None:
    inbox, landing = tmp_path / "inbox", Landing(tmp_path / "landing")
    put(inbox / "a.xlsx", b"first")
    landing.receive_inbox(inbox, NOW)
    put(inbox / "a.xlsx", b"other", LONG_AGO + 1)
    assert outcomes(landing.receive_inbox(inbox, LATER)) == {"a.xlsx": Arrival.NEW}
    assert landing.path_of(sha256(b"first")).read_bytes() == b"first"
    assert landing.path_of(sha256(b"other")).read_bytes() == b"other"


def test_a_file_put_back_to_an_earlier_content_is_recorded_as_arriving_again(tmp_path: Path) -> None:
    inbox, landing = tmp_path / "inbox", Landing(tmp_path / "landing")
    for second, content in enumerate((b"first", b"other", b"first")):
        put(inbox / "a.xlsx", content, LONG_AGO + second)
        landing.receive_inbox(inbox, datetime(2026, 7, 1, 3, second))
    assert [record.outcome for record in landing.records()] == [Arrival.NEW, Arrival.NEW, Arrival.DUPLICATE]
    assert landing.records()[-1].file_sha256 == sha256(b"first")


@pytest.mark.parametrize(
    "name",
    [
        "~$Laporan.xlsx",
        ".~lock.a.xlsx#",
        "a.xlsx.tmp",
        "a.part",
        "a.xlsx.CRDOWNLOAD",
        ".hidden.xlsx",
        "Thumbs.db",
    ],
)
def test_temporary_and_hidden_files_are_ignored(tmp_path: Path, name: str) -> None:
    landing = Landing(tmp_path / "landing")
    put(tmp_path / "inbox" / name, b"half")
    put(tmp_path / "inbox" / "real.xlsx", b"whole")
    assert outcomes(landing.receive_inbox(tmp_path / "inbox", NOW)) == {"real.xlsx": Arrival.NEW}


def test_a_file_that_is_still_growing_is_left_and_received_when_it_is_whole(tmp_path: Path) -> None:
    inbox, landing = tmp_path / "inbox", Landing(tmp_path / "landing")
    inbox.mkdir()
    stop = threading.Event()

    def write_slowly() -> None:
        with (inbox / "big.xlsx").open("wb") as file:
            while not stop.is_set():
                file.write(b"x" * 1000)
                file.flush()
                time.sleep(0.02)

    writer = threading.Thread(target=write_slowly)
    writer.start()
    while not (inbox / "big.xlsx").exists():
        time.sleep(0.01)
    receipts = landing.receive_inbox(inbox, NOW)
    stop.set()
    writer.join()
    assert outcomes(receipts) == {"big.xlsx": Arrival.LEFT}
    assert "still being written" in receipts[0].message_en and "masih sedang ditulis" in receipts[0].message_id
    assert landing.records() == []
    os.utime(inbox / "big.xlsx", (LONG_AGO, LONG_AGO))
    assert outcomes(landing.receive_inbox(inbox, LATER)) == {"big.xlsx": Arrival.NEW}


def test_a_file_written_just_now_and_at_rest_is_received(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    put(tmp_path / "inbox" / "a.xlsx", b"a", time.time())
    assert outcomes(landing.receive_inbox(tmp_path / "inbox", NOW)) == {"a.xlsx": Arrival.NEW}


def test_a_file_over_the_limit_is_refused_with_a_record_and_not_kept(tmp_path: Path) -> None:
    inbox, landing = tmp_path / "inbox", Landing(tmp_path / "landing")
    inbox.mkdir()
    with (inbox / "huge.xlsx").open("wb") as file:
        file.truncate(200_000_000)
    os.utime(inbox / "huge.xlsx", (LONG_AGO, LONG_AGO))
    [receipt] = landing.receive_inbox(inbox, NOW)
    assert receipt.outcome == Arrival.REFUSED
    assert "larger than 50 MB" in receipt.message_en and "lebih besar dari 50 MB" in receipt.message_id
    [record] = landing.records()
    assert [remark.rule for remark in record.remarks] == ["file_too_large"]
    assert list((landing.folder / "originals").iterdir()) == []
    assert landing.receive_inbox(inbox, LATER) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/laporan.xlsx", "laporan.xlsx"),
        ("..\\..\\laporan.xlsx", "laporan.xlsx"),
        ("C:\\Users\\dewi\\laporan.xlsx", "laporan.xlsx"),
        ("/absolute/laporan.xlsx", "laporan.xlsx"),
        ("..", "unnamed"),
        ("folder/", "unnamed"),
    ],
)
def test_a_path_in_a_file_name_is_a_remark_and_only_its_last_part_is_used(
    tmp_path: Path, given: str, kept: str
) -> None:
    landing = Landing(tmp_path / "landing")
    record = landing.receive(put(tmp_path / "upload", b"a"), NOW, file_name=given).record
    assert record is not None
    assert record.file_name == kept
    assert record.outcome == Arrival.NEW
    rules = [remark.rule for remark in record.remarks]
    assert rules == ([] if given == ".." else ["path_in_file_name"])
    assert {path.name for path in tmp_path.iterdir()} == {"landing", "upload"}


def test_invisible_letters_in_a_file_name_are_removed_with_a_remark(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    given = "laporan\u202exslx.exe\n\x00.xlsx"
    record = landing.receive(put(tmp_path / "upload", b"a"), NOW, file_name=given).record
    assert record is not None
    assert record.file_name == "laporanxslx.exe.xlsx"
    assert [remark.rule for remark in record.remarks] == ["invisible_letters_in_file_name"]


def test_a_very_long_name_keeps_its_ending(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    record = landing.receive(put(tmp_path / "upload", b"a"), NOW, file_name="x" * 400 + ".xlsx").record
    assert record is not None
    assert len(record.file_name) == 150 and record.file_name.endswith("x.xlsx")


def test_the_order_of_files_changes_neither_originals_nor_records(tmp_path: Path) -> None:
    contents = [(f"{number:02}.xlsx", f"content {number % 7}".encode()) for number in range(20)]
    landed = []
    for attempt in range(3):
        random.Random(attempt).shuffle(contents)
        inbox, landing = tmp_path / f"inbox{attempt}", Landing(tmp_path / f"landing{attempt}")
        for name, content in contents:
            put(inbox / name, content)
        landing.receive_inbox(inbox, NOW)
        landed.append(state_of(landing.folder))
    assert landed[0] == landed[1] == landed[2]
    assert sum(name.startswith("intake/") for name in landed[0]) == 20


def test_a_forgotten_file_is_gone_with_its_names_and_refused_when_it_comes_again(tmp_path: Path) -> None:
    inbox, landing = tmp_path / "inbox", Landing(tmp_path / "landing")
    put(inbox / "KTP Bu Dewi.xlsx", b"identity card")
    landing.receive_inbox(inbox, NOW)
    sha = sha256(b"identity card")
    assert landing.forget(sha, "identity card", LATER) == 1
    assert landing.forgotten_reason(sha) == "identity card"
    with pytest.raises(LandingDamaged):
        landing.path_of(sha)
    everything = b"".join(state_of(landing.folder).values())
    assert b"Dewi" not in everything
    assert landing.receive_inbox(inbox, LATER) == []
    again = landing.receive(put(tmp_path / "copy.xlsx", b"identity card"), LATER)
    assert again.outcome == Arrival.REFUSED
    assert "privacy" in again.message_en and "privasi" in again.message_id
    assert not (landing.folder / "originals" / sha[:2] / sha).exists()


def test_forgetting_again_what_was_known_elsewhere_only_is_no_error(tmp_path: Path) -> None:
    landing, sha = Landing(tmp_path / "landing"), sha256(b"identity card")
    assert landing.forget(sha, "identity card", NOW, known_elsewhere=True) == 0
    assert landing.forget(sha, "identity card", LATER) == 0
    again = landing.receive(put(tmp_path / "copy.xlsx", b"identity card"), LATER)
    assert again.outcome == Arrival.REFUSED


def test_forgetting_what_never_arrived_is_told(tmp_path: Path) -> None:
    with pytest.raises(LandingDamaged) as raised:
        Landing(tmp_path / "landing").forget("0" * 64, "a mistake", NOW)
    assert "has been received" in raised.value.message_en


def test_a_damaged_record_is_named_with_the_remedy(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    landing.receive(put(tmp_path / "a.xlsx", b"a"), NOW)
    [path] = (landing.folder / "intake").iterdir()
    path.write_text(json.dumps({"intake_id": "x"}))
    with pytest.raises(LandingDamaged) as raised:
        Landing(landing.folder).records()
    assert path.name in raised.value.message_en and path.name in raised.value.message_id


def test_what_is_no_fingerprint_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Landing(tmp_path / "landing").path_of("../../etc/passwd")


def test_a_receiver_killed_at_any_instant_leaves_nothing_half_made(tmp_path: Path) -> None:
    """Ten kills; after each, every original matches its name and every record has its original."""
    landing_folder, inbox = tmp_path / "landing", tmp_path / "inbox"
    for number in range(60):
        put(inbox / f"{number}.xlsx", random.Random(number).randbytes(200_000))
    script = """
        import sys
        from datetime import datetime, timedelta
        from pathlib import Path
        from pipelines.intake import Landing, Submission
        landing, inbox = Landing(Path(sys.argv[1])), Path(sys.argv[2])
        now = datetime.fromisoformat(sys.argv[3])
        print("ready", flush=True)
        landing.receive_inbox(inbox, now)
        while True:
            for number, path in enumerate(sorted(inbox.iterdir())):
                now += timedelta(seconds=1)
                landing.receive(path, now, Submission(partnership_id=now.isoformat()))
    """
    for attempt in range(10):
        arguments = [str(landing_folder), str(inbox), datetime(2026, 7, attempt + 1).isoformat()]
        receiver = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script), *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert receiver.stdout is not None
        assert receiver.stdout.readline().strip() == "ready"
        time.sleep(0.02 + 0.03 * attempt)
        receiver.kill()
        receiver.communicate()
        assert receiver.returncode != 0
        originals = [path for path in (landing_folder / "originals").rglob("*") if path.is_file()]
        assert all(sha256(path.read_bytes()) == path.name for path in originals)
        for record in Landing(landing_folder).records():
            assert (landing_folder / "originals" / record.file_sha256[:2] / record.file_sha256).is_file()
    put(inbox / "last.xlsx", b"after the kills")
    landing = Landing(landing_folder)
    landing.receive_inbox(inbox, datetime(2026, 8, 1))
    assert landing.receive_inbox(inbox, datetime(2026, 8, 2)) == []
    assert {record.file_sha256 for record in landing.records()} == {
        sha256(path.read_bytes()) for path in inbox.iterdir()
    }
    assert list((landing_folder / ".staging").iterdir()) == []


def test_two_processes_receiving_at_once_land_each_file_once_as_new(tmp_path: Path) -> None:
    inbox, landing_folder = tmp_path / "inbox", tmp_path / "landing"
    for number in range(40):
        put(inbox / f"{number}.xlsx", f"content {number}".encode())
    script = """
        import sys
        from datetime import datetime
        from pathlib import Path
        from pipelines.intake import Landing
        Landing(Path(sys.argv[1])).receive_inbox(Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))
    """
    receivers = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script), str(landing_folder), str(inbox), now.isoformat()],
            cwd=ROOT,
        )
        for now in (NOW, LATER)
    ]
    assert [receiver.wait() for receiver in receivers] == [0, 0]
    records = Landing(landing_folder).records()
    assert len(records) == 40
    assert {record.outcome for record in records} == {Arrival.NEW}
