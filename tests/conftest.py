"""What every test can ask for, and the one way to skip.

A test that needs something a bare machine may not have asks for it by a fixture (`real_data`, `chromium`,
`libreoffice`) or by `require(condition, reason)`; where it is missing the test is skipped with the reason. With
WOPS_REQUIRE_ALL=1, as in CI, every skip is a failure. No test skips in any other way.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM_PLACES = (
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
LIBREOFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)

Require = Callable[[bool, str], None]


def _skip_unless(condition: bool, reason: str) -> None:
    if not condition:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def require() -> Require:
    """`require(condition, reason)`: go on only where the condition holds."""
    return _skip_unless


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real tables beside the project."""
    folder = ROOT.parent / "shared" / "data"
    _skip_unless(folder.is_dir(), f"the real tables are not there: {folder}")
    return folder


def find_chromium() -> Path | None:
    """The executable of a Chromium browser on this machine, where there is one."""
    found = next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)
    found = found or next((path for path in CHROMIUM_PLACES if Path(path).exists()), None)
    return None if found is None else Path(found)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The executable of a Chromium browser on this machine."""
    found = find_chromium()
    _skip_unless(found is not None, "no Chromium browser on this machine")
    return Path(str(found))


@pytest.fixture(scope="session")
def libreoffice() -> Path:
    """The executable of LibreOffice, to edit and convert workbooks as people do (`soffice --headless`)."""
    found = next((path for path in map(shutil.which, ("soffice", "libreoffice")) if path), None)
    found = found or next((path for path in LIBREOFFICE_PLACES if Path(path).exists()), None)
    _skip_unless(found is not None, "no LibreOffice on this machine")
    return Path(str(found))


def _is_required() -> bool:
    return os.environ.get("WOPS_REQUIRE_ALL") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    if _is_required() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped (WOPS_REQUIRE_ALL=1): {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    if _is_required() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped (WOPS_REQUIRE_ALL=1): {report.longrepr}"
    return report
