"""Programmes in published warehouses, and a page opened on one of them without a browser."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from tests.dashboard import chapters, programme
from tests.dashboard.served import QUIET_BROWSER, served

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "dashboard" / "main.py"
PATIENCE = 60
PATIENCE_MS = 60_000

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def full_programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three real partnerships: reporting, finished, before its MoA."""
    return programme.publish(tmp_path_factory.mktemp("full"), "b-full", [programme.full])


@pytest.fixture(scope="session")
def empty_programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose build holds no partnership."""
    return programme.publish(tmp_path_factory.mktemp("empty"), "b-empty")


@pytest.fixture(scope="session")
def silent_programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one partnership whose mentee never sent anything."""
    return programme.publish(tmp_path_factory.mktemp("silent"), "b-silent", [programme.silent])


@pytest.fixture(scope="session")
def many_kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with real partnerships of two kinds, and published cases of two kinds."""
    fill = [programme.full, programme.twinning, programme.cases]
    return programme.publish(tmp_path_factory.mktemp("kinds"), "b-kinds", fill)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """`open_page(data, "profile", lang="en", partnership="P001")`: that page, run once, with that address.

    `opened` names what a reader would have to unfold first.
    """

    def open_it(data: Path, page: str = "overview", opened: Sequence[str] = (), **address: str) -> AppTest:
        monkeypatch.setenv("WOPS_DATA", str(data))
        app = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
        if page != "overview":
            app.run()
            app.switch_page(f"app_pages/{page}.py")
        for name, value in address.items():
            app.query_params[name] = value
        for key in opened:
            app.session_state[key] = True
        return app.run()

    return open_it


@pytest.fixture(scope="session")
def whole_programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full programme with something on every page: water, money, words, gains."""
    fill = [programme.full, programme.gains, chapters.water, chapters.money, chapters.words]
    return programme.publish(tmp_path_factory.mktemp("whole"), "b-whole", fill)


@pytest.fixture(scope="session")
def address(chromium: Path, whole_programme: Path) -> Iterator[str]:
    """The dashboard served over the whole programme; depends on a browser, so that it starts only where one is."""
    assert chromium.exists()
    with served(whole_programme) as url:
        yield url


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(QUIET_BROWSER))
        yield started
        started.close()


FORGET = "if (!sessionStorage.begun) { localStorage.clear(); sessionStorage.begun = true; }"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """What a browser remembers, as wide as a desk: the program of the pages is fetched and compiled once a module."""
    remembered = browser.new_context(viewport={"width": 1440, "height": 1000})
    remembered.set_default_timeout(PATIENCE_MS)
    yield remembered
    remembered.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab of its own, in which nothing that an earlier tab chose is remembered."""
    context.clear_cookies()
    opened = context.new_page()
    opened.add_init_script(FORGET)
    expect.set_options(timeout=PATIENCE_MS)
    yield opened
    opened.close()


def words_of(app: AppTest) -> str:
    """Everything that a page says outside tables."""
    elements = [*app.title, *app.markdown, *app.caption, *app.info, *app.warning, *app.header]
    return "\n".join(str(element.value) for element in elements)
