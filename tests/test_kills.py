"""Kills at random instants of receiving and building: nothing is lost or half-made, and the next run works.

WOPS_KILLS says how many (50 if not set); one in ten hits a build. The instants are drawn from a fixed seed, as parts
of the time that the same work takes undisturbed on this machine.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.build import build
from pipelines.intake import Arrival, Landing, Submission
from pipelines.sample import SAMPLE_AS_OF, plan_programme
from pipelines.sample.write import write_programme
from tests.judged import Tables, contents, judged
from warehouse.generations import Generation, Generations

ROOT = Path(__file__).resolve().parents[1]
KILLS = int(os.environ.get("WOPS_KILLS", "50"))
OF_BUILDS = max(1, KILLS // 10)
OF_RECEIVERS = KILLS - OF_BUILDS
START = datetime(2026, 10, 1, 3)
LONG_AGO = 1_000_000_000
FILES_A_ROUND = 16
PATIENCE = 300
RECEIVER = textwrap.dedent("""
    import sys, time
    from datetime import datetime, timedelta
    from pathlib import Path
    from pipelines.intake import Landing, Submission
    landing, inbox, now = Landing(Path(sys.argv[1])), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
    print("ready", flush=True)
    landing.receive_inbox(inbox, now)
    for second, path in enumerate(sorted(inbox.iterdir())[-8:]):
        when = now + timedelta(seconds=1 + second)
        landing.receive(path, when, Submission(kind="visit_report", partnership_id=when.isoformat()))
    print("done", flush=True)
    time.sleep(600)
""")


def _put_round(inbox: Path, number: int) -> None:
    """New files of random content and size, some of them larger than a chunk of copying."""
    inbox.mkdir(parents=True, exist_ok=True)
    chance = random.Random(number)
    for place in range(FILES_A_ROUND):
        path = inbox / f"{number:04d}-{place:02d}.xlsx"
        path.write_bytes(chance.randbytes(chance.choice([1, 5_000, 60_000, 1_500_000 if place == 0 else 200])))
        os.utime(path, (LONG_AGO, LONG_AGO))


def _start_receiver(landing: Path, inbox: Path, now: datetime) -> "subprocess.Popen[str]":
    arguments = [str(landing), str(inbox), now.isoformat()]
    receiver = subprocess.Popen(
        [sys.executable, "-c", RECEIVER, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert receiver.stdout is not None and receiver.stdout.readline().strip() == "ready"
    return receiver


def _kill(receiver: "subprocess.Popen[str]") -> bool:
    """Whether it was killed before its work was done."""
    receiver.kill()
    rest, _ = receiver.communicate(timeout=PATIENCE)
    return "done" not in rest


def _undisturbed_receiver(folder: Path) -> float:
    """Seconds that receiving a round takes."""
    _put_round(folder / "inbox", 0)
    receiver = _start_receiver(folder / "landing", folder / "inbox", START)
    started = time.monotonic()
    assert receiver.stdout is not None and receiver.stdout.readline().strip() == "done"
    seconds = time.monotonic() - started
    _kill(receiver)
    return seconds


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _whole_landing(folder: Path, earlier: dict[str, bytes]) -> dict[str, bytes]:
    """The records by name, after checking them, their originals, and that all that were there earlier still are."""
    originals = {path.name: path for path in (folder / "originals").rglob("*") if path.is_file()}
    assert [name for name, path in originals.items() if _digest(path) != name] == []
    records = Landing(folder).records()  # reads every record; raises where one is half-made
    assert [r.file_name for r in records if r.file_sha256 not in originals] == []
    assert [r.file_name for r in records if originals[r.file_sha256].stat().st_size != r.size] == []
    now = {path.name: path.read_bytes() for path in (folder / "intake").glob("*.json")}
    assert len(records) == len(now)
    assert {name: now.get(name) for name in earlier} == earlier
    return now


def test_receivers_killed_at_random_lose_nothing_and_the_next_one_receives_the_rest(tmp_path: Path) -> None:
    seconds = _undisturbed_receiver(tmp_path / "undisturbed")
    landing, inbox, chance = tmp_path / "landing", tmp_path / "inbox", random.Random(20261001)
    seen: dict[str, bytes] = {}
    interrupted = 0
    for number in range(1, OF_RECEIVERS + 1):
        _put_round(inbox, number)
        receiver = _start_receiver(landing, inbox, START + timedelta(hours=number))
        time.sleep(seconds * (0.0 if number == 1 else chance.random()))
        interrupted += _kill(receiver)
        seen = _whole_landing(landing, seen)
    assert interrupted > 0
    _put_round(inbox, OF_RECEIVERS + 1)
    Landing(landing).receive_inbox(inbox, START + timedelta(days=400))
    assert Landing(landing).receive_inbox(inbox, START + timedelta(days=401)) == []
    _whole_landing(landing, seen)
    firsts = Counter(
        r.file_sha256 for r in Landing(landing).records() if r.outcome is Arrival.NEW and r.partnership_id is None
    )
    assert firsts == Counter({_digest(path) for path in inbox.iterdir()})
    assert list((landing / ".staging").iterdir()) == []


def test_a_receiver_goes_on_where_another_one_is_killed_beside_it(tmp_path: Path) -> None:
    landing, inbox = tmp_path / "landing", tmp_path / "inbox"
    _put_round(inbox, 1)
    first = _start_receiver(landing, inbox, START)
    second = _start_receiver(landing, inbox, START + timedelta(seconds=30))
    _kill(first)
    assert second.stdout is not None and second.stdout.readline().strip() == "done"
    _kill(second)
    _whole_landing(landing, {})
    assert {r.file_sha256 for r in Landing(landing).records()} == {_digest(path) for path in inbox.iterdir()}


@pytest.fixture(scope="module")
def small_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two partnerships, built once, and beside it in `held_back` reports still to come."""
    data = tmp_path_factory.mktemp("kills")
    arrivals = write_programme(plan_programme(2, seed=7), data / "sent")
    landing = Landing(data / "landing")
    late = {arrival.path for arrival in arrivals[-6:]}
    (data / "held_back").mkdir()
    for arrival in arrivals:
        if arrival.path in late:
            shutil.move(arrival.path, data / "held_back")
        else:
            landing.receive(arrival.path, arrival.received_at, Submission(submitted_on=arrival.submitted_on))
    build(data, SAMPLE_AS_OF, START)
    return data


def _start_build(data: Path, as_of: date) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "cli.py", "build", "--data", str(data), "--as-of", as_of.isoformat()]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _current(data: Path) -> Generation:
    generation = Generations(data / "warehouse").current()
    assert generation is not None
    return generation


def _published(data: Path) -> tuple[Generation, Tables]:
    """The build in force and all its rows, without what names the build or measures time."""
    generation, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        assert connection.execute("SELECT build_id, as_of FROM mart.build").fetchall() == [
            (generation.build_id, generation.as_of)
        ]
        return generation, contents(connection)


def test_builds_killed_at_random_leave_a_whole_publication_and_the_next_build_is_as_if_nothing_had_happened(
    small_sample: Path, tmp_path: Path
) -> None:
    data, chance = Path(shutil.copytree(small_sample, tmp_path / "data")), random.Random(20261002)
    started = time.monotonic()
    assert _start_build(data, SAMPLE_AS_OF + timedelta(days=1)).wait(PATIENCE) == 0
    seconds = time.monotonic() - started
    published, records = _published(data), _whole_landing(data / "landing", {})
    to_come = sorted((data / "held_back").iterdir())
    interrupted = 0
    for number in range(OF_BUILDS):
        if to_come:
            shutil.move(to_come.pop(), data / "inbox")
        as_of = SAMPLE_AS_OF + timedelta(days=2 + number)
        process = _start_build(data, as_of)
        time.sleep(seconds * (number + chance.random()) / OF_BUILDS)  # one in each part of the build
        process.kill()
        interrupted += process.wait(PATIENCE) != 0
        records = _whole_landing(data / "landing", records)
        before, published = published, _published(data)
        assert published == before or published[0].as_of == as_of
    assert interrupted > 0
    last_day = SAMPLE_AS_OF + timedelta(days=OF_BUILDS + 2)
    report = build(data, last_day, START + timedelta(days=900))
    assert report.generation == _current(data) and report.generation != published[0]
    assert [path.name for path in (data / "warehouse").glob(".*.building*")] == []
    shutil.copytree(data / "landing", tmp_path / "undisturbed" / "landing")
    with judged(tmp_path / "undisturbed", last_day) as undisturbed:
        ours, theirs = _published(data)[1], contents(undisturbed)
    assert [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)] == []


def test_a_build_killed_while_it_merges_the_parsed_rows_leaves_no_row_twice(small_sample: Path, tmp_path: Path) -> None:
    """What such a kill leaves: the merged batch beside those that it replaces, and a private folder half full."""
    data = Path(shutil.copytree(small_sample, tmp_path / "data"))
    before = _published(data)[1]
    [reader] = (data / "warehouse" / "parsed").iterdir()
    [batch] = reader.iterdir()
    for number in range(2, 14):
        _only_headers(batch, reader / f"{number:06d}")
    batches = {path.name: path for path in Path(shutil.copytree(reader, tmp_path / "batches")).iterdir()}
    with judged(data, SAMPLE_AS_OF) as merged:
        assert contents(merged) == before
    assert [path.name for path in reader.iterdir()] == ["000014-merged"]
    for name, path in batches.items():
        shutil.copytree(path, reader / name)
    shutil.copytree(batch if batch.exists() else batches["000001"], reader / ".half")
    with judged(data, SAMPLE_AS_OF) as again:
        assert contents(again) == before
    assert [path.name for path in reader.iterdir()] == ["000014-merged"]


def _only_headers(batch: Path, other: Path) -> None:
    """A batch in which no file was read."""
    other.mkdir()
    for path in batch.glob("*.parquet"):
        pq.write_table(pq.read_table(path).slice(0, 0), other / path.name)
