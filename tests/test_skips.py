"""A skip says why on a bare machine, and is a failure where nothing may be skipped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
SAMPLE = """
import pytest

def test_a_missing_thing(require):
    require(False, "no such thing here")

def test_a_thing_that_is_there(require):
    require(True, "never said")

def test_a_failure():
    assert False
"""
MODULE = """
import pytest

pytest.skip("the whole module", allow_module_level=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(TESTS / "conftest.py", tmp_path)
    (tmp_path / "test_sample.py").write_text(SAMPLE)
    return tmp_path


def run(folder: Path, required: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "--rootdir", str(folder)]
    environment = {**os.environ, "WOPS_REQUIRE_ALL": required, "COLUMNS": "200"}
    return subprocess.run([*command, str(folder)], env=environment, capture_output=True, encoding="utf-8")


def test_on_a_bare_machine_a_skip_says_why(folder: Path) -> None:
    result = run(folder, "0")
    assert "1 failed, 1 passed, 1 skipped" in result.stdout
    assert "no such thing here" in result.stdout


def test_where_all_is_required_a_skip_is_a_failure_that_says_why(folder: Path) -> None:
    result = run(folder, "1")
    assert "2 failed, 1 passed in" in result.stdout
    assert "nothing may be skipped" in result.stdout and "no such thing here" in result.stdout


def test_where_all_is_required_a_skipped_module_is_an_error(folder: Path) -> None:
    (folder / "test_module.py").write_text(MODULE)
    result = run(folder, "1")
    assert result.returncode != 0
    assert "1 error" in result.stdout and "nothing may be skipped" in result.stdout
