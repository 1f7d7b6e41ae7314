"""Watching a data folder: a real process that builds on every change, and what it makes of files on their way."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.arrivals import Arrival
from pipelines.inbox import inbox_files, lacks_its_end, settled_and_growing
from pipelines.intake import Landing
from tests.fuzz.books import register, report, written
from warehouse.generations import Generations

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0
NOW = datetime(2026, 9, 1, 3)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "whole.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", "x" * 1000)
    return path


def test_a_workbook_without_its_table_of_contents_lacks_its_end(whole, tmp_path):
    half = tmp_path / "half.xlsx"
    half.write_bytes(whole.read_bytes()[:-30])
    text = tmp_path / "text.csv"
    text.write_text("a,b")
    assert [lacks_its_end(path) for path in (whole, half, text, tmp_path / "none.xlsx")] == [False, True, False, False]


def test_half_a_workbook_is_left_while_there_is_patience_and_received_when_it_is_over(whole, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    half = inbox / "half.xlsx"
    half.write_bytes(whole.read_bytes()[:-30])
    os.utime(half, (time.time() - 20, time.time() - 20))
    assert [item.path for item in settled_and_growing(inbox_files(inbox), 60)[1]] == [half]
    assert settled_and_growing(inbox_files(inbox), 10)[1] == []
    landing = Landing(tmp_path / "landing")
    assert [receipt.outcome for receipt in landing.receive_inbox(inbox, NOW, 60)] == [Arrival.LEFT]
    half.write_bytes(whole.read_bytes())
    assert [receipt.outcome for receipt in landing.receive_inbox(inbox, NOW, 60)] == [Arrival.NEW]


class Told:
    """What a watching process prints, line by line, as it comes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines: list[str] = []
        self._coming: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._coming.put(line)

    def until(self, words: str) -> str:
        """Wait for a line with these words; everything told up to it."""
        begun = len(self.lines)
        give_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < give_up_at:
            try:
                self.lines.append(self._coming.get(timeout=1))
            except queue.Empty:
                assert self.process.poll() is None, "".join(self.lines)
                continue
            if words in self.lines[-1]:
                return "".join(self.lines[begun:])
        raise AssertionError(f"{words!r} never came: {''.join(self.lines)}")


@contextmanager
def _watching(data: Path) -> Iterator[Told]:
    command = [sys.executable, "-u", str(ROOT / "cli.py"), "build", "--watch", "--data", str(data), "--lang", "en"]
    environment = {**os.environ, "COLUMNS": "200"}
    with subprocess.Popen(
        [*command, "--as-of", "2026-09-01"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield Told(process)
        finally:
            process.kill()


def test_a_watching_process_builds_what_comes_outlives_what_fails_and_ends_in_peace(tmp_path):
    data = tmp_path / "data"
    inbox, rules = data / "inbox", data / "reference" / "rules.yml"
    inbox.mkdir(parents=True)
    (inbox / "register.xlsx").write_bytes(written("programme_register", register("STILL", "W", 1)))
    sent = written("monthly_report", report("W001", "2026-01", "of W001"))
    with _watching(data) as told:
        assert "accepted  register.xlsx" in told.until("Waiting for changes")
        assert Generations(data / "warehouse").is_watched()

        (inbox / "report.xlsx").write_bytes(sent[:-500])
        told.until("report.xlsx is still being written")
        standing = Generations(data / "warehouse").current()
        rules.parent.mkdir()
        rules.write_text("no rules: [")
        assert "rules.yml" in told.until("rules.yml")
        assert Generations(data / "warehouse").current() == standing
        rules.unlink()
        (inbox / "report.xlsx").write_bytes(sent)
        assert "accepted  report.xlsx" in told.until("Waiting for changes")

        told.process.send_signal(signal.SIGINT)
        told.until("Stopped: the published build stands.")
        assert told.process.wait(30) == 0
    assert "Traceback" not in "".join(told.lines)
    assert not (data / "warehouse" / "last-failure.txt").exists()
    assert not Generations(data / "warehouse").is_watched()
