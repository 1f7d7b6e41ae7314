"""Programmes in published warehouses, and a page opened on one of them without a browser."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import programme

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "dashboard" / "main.py"
PATIENCE = 60

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


def words_of(app: AppTest) -> str:
    """Everything that a page says outside tables."""
    elements = [*app.title, *app.markdown, *app.caption, *app.info, *app.warning, *app.subheader]
    return "\n".join(str(element.value) for element in elements)
