"""Builds are private until published; the pointer always names a whole build; readers can harm nothing."""

import gc
import json
import os
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from warehouse.ddl import SCHEMA_VERSION
from warehouse.generations import (
    BEAT_SECONDS,
    BEATS_MISSED,
    PRIVATE_NAME,
    WATCHING,
    BuildRunning,
    Generation,
    Generations,
    NothingPublished,
    OtherVersion,
    PointerUnreadable,
    blank_database,
    new_build_id,
)

AS_OF = date(2026, 6, 30)
BUILT_AT = datetime(2026, 7, 1, 3, 0, 0)


def publish(generations: Generations, build_id: str, value: int) -> None:
    with generations.locked(BUILT_AT), generations.building(build_id) as build:
        build.connection.execute("CREATE TABLE fact AS SELECT ?::INTEGER AS number", [value])
        build.publish(AS_OF, BUILT_AT, {"landing": "ab" * 32})


def published_number(generations: Generations) -> int:
    _, connection = generations.open_current_read_only()
    with connection:
        row = connection.execute("SELECT number FROM fact").fetchone()
    assert row is not None
    return int(row[0])


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_published_build_is_read_by_its_id_with_its_facts(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, "b1", 7)
    generation = generations.current()
    assert generation is not None
    assert (generation.build_id, generation.as_of, generation.built_at) == ("b1", AS_OF, BUILT_AT)
    assert generation.inputs == {"landing": "ab" * 32}
    assert published_number(generations) == 7
    assert names(tmp_path) == {"b1.duckdb", "current.json", "build.lock"}


def test_before_the_first_build_the_reader_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished) as raised:
        Generations(tmp_path / "none").open_current_read_only()
    assert "run.py build" in raised.value.message_en
    assert "jalankan `python run.py build`" in raised.value.message_id


def test_a_build_that_fails_leaves_the_published_one_and_no_file(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, "b1", 1)
    with pytest.raises(ZeroDivisionError), generations.building("b2") as build:
        build.connection.execute("CREATE TABLE fact AS SELECT 2 AS number")
        build.publish(AS_OF, BUILT_AT, {})
        _ = 1 / 0
    assert published_number(generations) == 1
    assert names(tmp_path) == {"b1.duckdb", "current.json", "build.lock"}


def test_a_build_that_was_refused_leaves_the_published_one_and_no_file(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, "b1", 1)
    with generations.building("b2") as build:
        build.connection.execute("CREATE TABLE fact AS SELECT 2 AS number")
    assert published_number(generations) == 1
    assert names(tmp_path) == {"b1.duckdb", "current.json", "build.lock"}


def test_a_cursor_left_open_on_the_build_does_not_spoil_what_is_published(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    with generations.building("b1") as build:
        leaked = build.connection.cursor()
        leaked.execute("USE " + PRIVATE_NAME)
        leaked.execute("CREATE TABLE fact AS SELECT 5 AS number")
        build.publish(AS_OF, BUILT_AT, {})
    assert names(tmp_path) == {"b1.duckdb", "current.json"}
    leaked.close()
    del leaked
    gc.collect()
    assert published_number(generations) == 5


def test_a_reader_keeps_its_build_while_a_newer_one_is_published(tmp_path: Path) -> None:
    generations = Generations(tmp_path, kept=1)
    publish(generations, "b1", 1)
    _, reader = generations.open_current_read_only()
    publish(generations, "b2", 2)
    assert reader.execute("SELECT number FROM fact").fetchone() == (1,)
    assert published_number(generations) == 2
    reader.close()


def test_only_the_last_builds_are_kept_and_the_published_one_always(tmp_path: Path) -> None:
    generations = Generations(tmp_path, kept=3)
    for number in (1, 2, 3, 4, 5):
        publish(generations, f"b{number}", number)
    assert generations.builds() == ["b3", "b4", "b5"]
    publish(generations, "b0", 0)
    assert generations.builds() == ["b0", "b4", "b5"]
    assert published_number(generations) == 0


def test_what_a_killed_build_left_is_swept_away_by_the_next(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    for leftover in (".old.building", ".old.building.wal", ".current.json.99.tmp"):
        (tmp_path / leftover).write_bytes(b"half")
    (tmp_path / ".old.building.tmp").mkdir()
    publish(generations, "b1", 1)
    assert names(tmp_path) == {"b1.duckdb", "current.json", "build.lock"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"build_id": "b1"}', b"\xff\xfe", b'{"build_id": 3, "as_of": "x", "built_at": "y"}'],
)
def test_a_damaged_pointer_is_told_in_both_languages_and_mended_by_the_next_build(
    tmp_path: Path, content: bytes
) -> None:
    generations = Generations(tmp_path)
    publish(generations, "b1", 1)
    (tmp_path / "current.json").write_bytes(content)
    with pytest.raises(PointerUnreadable) as raised:
        generations.open_current_read_only()
    assert "damaged" in raised.value.message_en and "rusak" in raised.value.message_id
    publish(generations, "b2", 2)
    assert published_number(generations) == 2


def test_a_pointer_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "warehouse")
    publish(generations, "b1", 1)
    (tmp_path / "warehouse" / "b1.duckdb").rename(tmp_path / "outside.duckdb")
    pointer = json.loads((tmp_path / "warehouse" / "current.json").read_text())
    pointer["build_id"] = "../outside"
    (tmp_path / "warehouse" / "current.json").write_text(json.dumps(pointer))
    with pytest.raises(PointerUnreadable):
        generations.open_current_read_only()


def test_a_published_build_that_is_missing_is_told_with_the_remedy(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, "b1", 1)
    (tmp_path / "b1.duckdb").unlink()
    with pytest.raises(PointerUnreadable) as raised:
        generations.open_current_read_only()
    assert "b1.duckdb" in raised.value.message_en and "run.py build" in raised.value.message_id


class Overtaken(Generations):
    """A newer build replaces the older one right after the pointer was read for the first time."""

    overtaken = False

    def current(self) -> Generation | None:
        generation = super().current()
        if not self.overtaken:
            self.overtaken = True
            publish(Generations(self.folder, kept=1), "b2", 2)
        return generation


def test_a_reader_whose_file_vanished_reads_the_pointer_again(tmp_path: Path) -> None:
    publish(Generations(tmp_path, kept=1), "b1", 1)
    generation, connection = Overtaken(tmp_path, kept=1).open_current_read_only()
    with connection:
        assert connection.execute("SELECT number FROM fact").fetchone() == (2,)
    assert generation.build_id == "b2"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE other AS SELECT 1 AS number",
        "UPDATE fact SET number = 3",
        "SELECT * FROM read_csv('current.json')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY fact TO 'stolen.csv'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "SET memory_limit = '64GB'",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_a_reader_cannot_write_reach_other_files_or_change_settings(tmp_path: Path, statement: str) -> None:
    generations = Generations(tmp_path)
    publish(generations, "b1", 1)
    _, connection = generations.open_current_read_only()
    with connection, pytest.raises(duckdb.Error):
        connection.execute(statement).fetchall()
    assert published_number(generations) == 1


def test_a_second_build_is_refused_and_told_who_builds(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    script = """
        import sys, time
        from datetime import datetime
        from pathlib import Path
        from warehouse.generations import Generations
        with Generations(Path(sys.argv[1])).locked(datetime(2026, 7, 1, 3, 0)):
            print("locked", flush=True)
            time.sleep(60)
    """
    with run_python(script, str(tmp_path)) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "locked"
        with pytest.raises(BuildRunning) as raised, generations.locked(BUILT_AT):
            pass
        assert str(other.pid) in raised.value.message_en and str(other.pid) in raised.value.message_id
        other.kill()
        other.wait()
    with generations.locked(BUILT_AT):
        assert (tmp_path / "build.holder.json").exists()


def test_a_build_killed_at_any_instant_leaves_a_whole_published_build(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, "b0", 0)
    script = """
        import itertools, sys
        from datetime import date, datetime
        from pathlib import Path
        from warehouse.generations import Generations, new_build_id
        generations = Generations(Path(sys.argv[1]))
        now = datetime(2026, 7, 1, 3, 0)
        print("ready", flush=True)
        for number in itertools.count(1):
            with generations.locked(now), generations.building(new_build_id(now)) as build:
                build.connection.execute("CREATE TABLE fact AS SELECT ?::INTEGER AS number", [number])
                build.connection.execute("CREATE TABLE many AS SELECT range AS n FROM range(20000)")
                build.publish(date(2026, 6, 30), now, {"number": str(number)})
    """
    for attempt in range(8):
        with run_python(script, str(tmp_path)) as builder:
            assert builder.stdout is not None
            assert builder.stdout.readline().strip() == "ready"
            time.sleep(0.05 + 0.037 * attempt)
            builder.kill()
            assert builder.wait() != 0
        generation, connection = generations.open_current_read_only()
        with connection:
            number = connection.execute("SELECT number FROM fact").fetchone()
        assert number == (int(generation.inputs.get("number", "0")),)
    publish(generations, "z9", 99)
    assert published_number(generations) == 99
    assert not [name for name in names(tmp_path) if name.startswith(".")]


def test_a_build_that_begins_with_a_blank_database_holds_what_was_in_it_and_publishes_the_rest(tmp_path: Path) -> None:
    settings = {"default_block_size": "16384", "storage_compatibility_version": "v1.5.0"}
    made = "CREATE TABLE fact (number INTEGER); COMMENT ON COLUMN fact.number IS 'pieces'"
    blank = blank_database(settings, lambda connection: connection.execute(made))
    generations = Generations(tmp_path)
    for number in (7, 8):
        with generations.locked(BUILT_AT), generations.building(f"b{number}", settings, blank) as build:
            assert build.connection.execute(
                "SELECT comment FROM duckdb_columns() WHERE table_name = 'fact'"
            ).fetchall() == [("pieces",)]
            assert build.connection.execute("FROM fact").fetchall() == []
            build.connection.execute("INSERT INTO fact VALUES (?)", [number])
            build.publish(AS_OF, BUILT_AT, {})
        assert published_number(generations) == number


def test_build_ids_sort_by_time_and_never_repeat() -> None:
    first = {new_build_id(datetime(2026, 7, 1, 3, 0, 0)) for _ in range(50)}
    assert len(first) == 50
    assert max(first) < new_build_id(datetime(2026, 7, 1, 3, 0, 1))


def run_python(script: str, *arguments: str) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_folder_is_watched_while_somebody_watches_and_asking_disturbs_nobody(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "warehouse")
    assert not generations.is_watched()
    with generations.watched():
        assert [Generations(tmp_path / "warehouse").is_watched() for _ in range(3)] == [True] * 3
    assert not generations.is_watched()


def test_who_asks_whether_a_folder_is_watched_writes_nothing_and_is_no_watcher(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "warehouse")
    with generations.watched():
        before = _stamps(generations.folder)
        folder_stamp = generations.folder.stat().st_mtime_ns
        generations.folder.chmod(0o555)
        assert generations.is_watched()
        generations.folder.chmod(0o755)
        assert _stamps(generations.folder).keys() == before.keys()
        assert generations.folder.stat().st_mtime_ns == folder_stamp
    with ThreadPoolExecutor(8) as readers:
        assert not any(readers.map(lambda _: Generations(generations.folder).is_watched(), range(400)))


def test_a_folder_is_still_watched_when_the_first_of_two_watchers_ends(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "warehouse")
    with generations.watched():
        with generations.watched():
            assert generations.is_watched()
        give_up_at = time.monotonic() + 5 * BEAT_SECONDS
        while not generations.is_watched() and time.monotonic() < give_up_at:
            time.sleep(0.05)
        assert generations.is_watched()
    assert not generations.is_watched()


def test_a_killed_watcher_counts_as_gone_after_some_missed_beats_and_so_does_one_of_the_future(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    silent = BEAT_SECONDS * BEATS_MISSED + 1
    for age, expected in ((0, True), (BEAT_SECONDS * 2, True), (silent, False), (-silent, False)):
        (tmp_path / WATCHING).touch()
        os.utime(tmp_path / WATCHING, (time.time() - age,) * 2)
        assert generations.is_watched() is expected, age


def _stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_a_build_of_another_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    with generations.locked(BUILT_AT), generations.building("b1") as build:
        build.connection.execute("CREATE SCHEMA mart")
        build.connection.execute("CREATE TABLE mart.build AS SELECT ? AS schema_version", [SCHEMA_VERSION - 1])
        build.publish(AS_OF, BUILT_AT, {})
    with pytest.raises(OtherVersion, match="Build b1 was made by another version of this program. Run `python run.py"):
        generations.open_current_read_only()
