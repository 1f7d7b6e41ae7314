"""The address of a page: filters live in it, and what it names but nobody knows is said to be unknown."""

import itertools
import re
from pathlib import Path

import pytest

import dashboard
from dashboard import app_pages
from dashboard.components.table import safe
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of

PAGES = sorted(path.stem for path in Path(app_pages.__path__[0]).glob("[!_]*.py"))
HOSTILE = ("<script>alert(1)</script>", "=cmd()|' /C calc'!A0", "' OR 1=1 --", "\x00\ufffd[x](y)", "x" * 4000)


def _parameters() -> list[str]:
    """Every parameter of an address that a page reads, as it stands in the code that chooses by it."""
    asked = re.compile(r"""(?:choose(?:_page|_part)?\(|query_params\.get\()\s*(?:[\w.]+,\s*)?"([a-z_]+)\"""")
    code = "".join(path.read_text("utf-8") for path in Path(dashboard.__path__[0]).rglob("*.py"))
    return sorted({"lang", "part", "shown", *asked.findall(code)})


PARAMETERS = _parameters()


@pytest.mark.parametrize(
    ("page", "parameter", "value"),
    [
        ("profile", "partnership", "P999"),
        ("profile", "partnership", "<script>alert(1)</script>"),
        ("profile", "partnership", "' OR 1=1 --"),
        ("metrics", "partnership", "P999"),
        ("metrics", "utility", "U-999"),
        ("lessons", "told", "gossip"),
        ("lessons", "problem_of", "P999"),
        ("lessons", "lessons", "none"),
        ("overview", "origin", "unreal"),
        ("overview", "subject", "gravity"),
        ("overview", "kind", "football"),
        ("overview", "cohort", "1066"),
        ("reporting", "role", "king"),
        ("reporting", "status", "fulfilled_on_time"),
        ("reporting", "status", "' OR 1=1 --"),
        ("indicators", "catalogue", "secret"),
        ("quality", "severity", "fatal"),
        ("quality", "file", "../../etc/passwd"),
        ("overview", "lang", "xx"),
    ],
)
def test_an_unknown_value_in_the_address_is_not_found_and_never_something_else(
    page: str, parameter: str, value: str, full_programme: Path, open_page: OpenPage
) -> None:
    address = {"lang": "en"} | {parameter: value}
    app = open_page(full_programme, page, **address)
    assert not app.exception
    found = [title.value for title in app.title]
    assert found[-1] == ("Tidak ditemukan" if parameter == "lang" else "Not found")
    assert "Tirta Contoh" not in words_of(app)
    assert safe(parameter) in app.warning[0].value


@pytest.mark.parametrize("page", PAGES)
def test_hostile_values_of_all_parameters_are_answered_in_words_on_every_page(
    page: str, full_programme: Path, open_page: OpenPage
) -> None:
    """Whatever the page reads of them is said to be unknown, one after the other, until the page stands."""
    asked = dict(zip(PARAMETERS, itertools.cycle(HOSTILE), strict=False))
    app = open_page(full_programme, page, nobody=HOSTILE[0], **asked)
    unknown: list[str] = []
    while app.warning and app.title[-1].value in ("Not found", "Tidak ditemukan"):
        assert not app.exception
        assert not app.error
        said = app.warning[0].value
        unknown += [name for name in PARAMETERS if f"({safe(name)})" in said]
        assert not any(value in said for value in HOSTILE[:2])
        app.button[-1].click().run()
        assert len(unknown) <= len(PARAMETERS)
    assert not app.exception
    assert not app.error
    assert "Traceback" not in words_of(app)
    assert not any(value in words_of(app) for value in HOSTILE)
    assert "lang" in unknown


def test_from_not_found_the_reader_can_go_on_without_the_unknown_value(
    full_programme: Path, open_page: OpenPage
) -> None:
    app = open_page(full_programme, "profile", partnership="P999", lang="en")
    app.button[0].click().run()
    assert app.title[0].value == "Partnership profile"
    assert "partnership" not in app.query_params


def test_a_partnership_that_vanished_in_the_newest_build_is_not_found(tmp_path: Path, open_page: OpenPage) -> None:
    programme.publish(tmp_path, "b-1", [programme.full])
    app = open_page(tmp_path, "profile", partnership="P001", lang="en")
    assert app.title[0].value == "Tirta Contoh Satu"
    programme.publish(tmp_path, "b-2", [programme.silent])
    app.run()
    assert not app.exception
    assert app.title[0].value == "Not found"


def test_a_choice_is_written_into_the_address(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, lang="en")
    app.selectbox(key="choice_subject").select("non_revenue_water").run()
    assert app.query_params["subject"] == "non_revenue_water"
    assert "**2 partnerships**" in words_of(app)


def test_a_filter_in_the_address_narrows_the_page(full_programme: Path, open_page: OpenPage) -> None:
    assert "**1 partnership**" in words_of(open_page(full_programme, lang="en", subject="gis_digitisation"))


def test_language_and_filters_go_along_to_the_next_page(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, lang="en", subject="gis_digitisation")
    app.query_params.clear()
    app.switch_page("app_pages/reporting.py").run()
    assert app.title[0].value == "Reporting discipline"
    assert app.query_params["lang"] == "en"
    assert app.query_params["subject"] == "gis_digitisation"
