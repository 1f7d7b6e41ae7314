"""A partnership on one A4 page: its numbers, its gaps as gaps, and users' text as text."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from typer.testing import CliRunner

import cli
from dashboard.access import LOCAL_VIEWER, Viewer, ViewerRole
from dashboard.components import life
from dashboard.language import Translator
from dashboard.paper import partnership, pdf
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generation, Generations
from warehouse.vocabulary import Language

Require = Callable[[bool, str], None]
HOSTILE = '#panic("x") $x^2$ *bold* = Heading <label> @ref \\ [x] `raw` // /* "quoted" ' + "sangat panjang " * 40
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def published(full_programme: Path) -> Iterator[tuple[Generation, duckdb.DuckDBPyConnection]]:
    generation, connection = Generations(full_programme / "warehouse").open_current_read_only()
    yield generation, connection
    connection.close()


@pytest.fixture
def typst(require: Require) -> None:
    require(pdf.is_available(), "the library typst is not installed (requirements/pack.txt)")


def content(
    published: tuple[Generation, duckdb.DuckDBPyConnection], code: str, language: Language = Language.ENGLISH
) -> dict[str, object]:
    generation, connection = published
    return partnership.page_content(connection, LOCAL_VIEWER, code, generation, Translator(language))


def test_the_page_carries_the_partnerships_numbers_day_and_build(
    published: tuple[Generation, duckdb.DuckDBPyConnection],
) -> None:
    page = content(published, "P001")
    assert (page["title"], page["as_of"], page["build"]) == ("Tirta Contoh Satu", "30 June 2026", "b-full")
    scores = {(row["role"], row["criterion"]): (row["score"], row["band"]) for row in page["scores"]}
    assert scores["Mentee", "Reports"] == ("80", "Good")
    assert page["reports"]["sentence"] == "1 of 5 monthly reports due is missing"
    assert [row["word"] for row in page["reports"]["months"]][3:] == ["On time", "Overdue", "Not due"]
    assert page["targets"]["rows"][0]["actual"] == "46,000"
    assert page["metrics"][0]["latest"] == "46,000 (May 2026)"


@pytest.mark.parametrize(
    ("language", "known"),
    [
        (Language.ENGLISH, ("46,000", "46,000 (May 2026)", "1 of 5 monthly reports due is missing")),
        (
            Language.INDONESIAN,
            ("46.000", "46.000 (Mei 2026)", "1 dari 5 laporan bulanan yang jatuh tempo belum diterima"),
        ),
    ],
)
def test_the_sheet_carries_known_numbers_in_either_language(
    language: Language, known: tuple[str, ...], published: tuple[Generation, duckdb.DuckDBPyConnection]
) -> None:
    page = content(published, "P001", language)
    scores = [row["score"] for row in page["scores"] if row["score"]]
    assert sorted(scores) == ["55", "72", "80"]
    told = (page["targets"]["rows"][0]["actual"], page["metrics"][0]["latest"], page["reports"]["sentence"])
    assert told == known


def test_what_is_missing_is_shown_as_missing(published: tuple[Generation, duckdb.DuckDBPyConnection]) -> None:
    page = content(published, "P003", Language.INDONESIAN)
    assert ["Mentor", "belum ada mentor"] in page["facts"]
    assert {(row["score"], row["share"], row["band"]) for row in page["scores"]} == {(None, None, "Terlalu dini")}
    assert page["targets"]["rows"] == []
    assert "– (" not in str(page["metrics"])


def test_a_partner_prints_no_partnership_of_others(published: tuple[Generation, duckdb.DuckDBPyConnection]) -> None:
    generation, connection = published
    stranger = Viewer(ViewerRole.PARTNER, "P002-ME")
    with pytest.raises(pdf.PaperProblem, match="no partnership P001"):
        partnership.page_content(connection, stranger, "P001", generation, Translator(Language.ENGLISH))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", ["P001", "P002", "P003"])
def test_it_is_one_page(
    code: str, language: Language, published: tuple[Generation, duckdb.DuckDBPyConnection], typst: None
) -> None:
    assert len(pdf.pictures_of(partnership.TEMPLATE, content(published, code, language), DAY, 30)) == 1


def test_text_of_users_is_set_as_text_and_the_fullest_page_is_still_one(
    published: tuple[Generation, duckdb.DuckDBPyConnection], typst: None
) -> None:
    page = content(published, "P001", Language.INDONESIAN)
    line, text = (
        partnership._cut(HOSTILE, partnership.LONGEST_LINE),
        partnership._cut(HOSTILE, partnership.LONGEST_TEXT),
    )
    page["title"] = page["subtitle"] = partnership._cut(HOSTILE, partnership.LONGEST_NAME)
    page["note"] = "Program contoh: fiktif. Tidak ada nama dan angka di sini yang berasal dari BUMD sungguhan."
    page["facts"] = [[label, partnership._cut(HOSTILE, partnership.LONGEST_FACT)] for label, _value in page["facts"]]
    page["reports"]["months"] = page["reports"]["months"][:1] * partnership.MOST_MONTHS
    target = page["targets"]["rows"][0] | {"label": line, "actual": "belum dilaporkan", "tone": "quiet"}
    target |= {"status": "Menunggu tindak lanjut"}
    page["targets"] |= {"rows": [target] * partnership.MOST_TARGETS, "more": "dan 9 lagi di dasbor"}
    page["metrics"] = [page["metrics"][0] | {"label": line}] * partnership.MOST_METRICS
    duty = {"what": line, "role": "Mentor", "due": "31 Des 2026", "status": "Lewat tenggat", "tone": "bad"}
    page["open"] = {"rows": [duty] * partnership.MOST_OPEN, "more": "dan 9 lagi di dasbor"}
    page["told"] = [{"kind": "Kendala", "text": text}] * 3
    assert len(pdf.pictures_of(partnership.TEMPLATE, page, DAY, 30)) == 1
    assert pdf.pdf_of(partnership.TEMPLATE, page, DAY).startswith(b"%PDF-")


def test_the_same_build_gives_the_same_file(
    published: tuple[Generation, duckdb.DuckDBPyConnection], typst: None
) -> None:
    made = [pdf.pdf_of(partnership.TEMPLATE, content(published, "P001"), DAY) for _time in range(2)]
    assert made[0] == made[1]


def test_the_command_writes_the_page_and_names_a_partnership_that_is_not_there(
    full_programme: Path, tmp_path: Path, typst: None
) -> None:
    target = tmp_path / "p.pdf"
    run = CliRunner().invoke(cli.app, ["print", "P001", "-o", str(target), "--data", str(full_programme)])
    assert run.exit_code == 0
    assert target.read_bytes().startswith(b"%PDF-")
    wrong = CliRunner().invoke(
        cli.app, ["print", "P999", "-o", str(target), "--data", str(full_programme), "--lang", "en"]
    )
    assert wrong.exit_code == 1
    assert "There is no partnership P999" in wrong.output


def test_on_paper_there_is_nothing_to_operate_and_what_is_closed_on_a_screen_stands_open(
    full_programme: Path, open_page: OpenPage
) -> None:
    app = open_page(full_programme, "profile", lang="en", partnership="P001", part="all")
    assert [one.label for one in app.button] == []
    assert [one.proto.label for one in app.get("download_button")] == ["One page to print (PDF)"]
    assert len(app.expander) == 0
    figures = next(one.value for one in app.table if "Cell" in one.value and "Metric" in one.value)
    places = figures["File"].str.replace("\\", "") + " " + figures["Cell"]
    assert list(zip(figures["Month"], figures["Value"], places, strict=True))[3:5] == [
        ("Apr 2026", ":gray[not reported]", "laporan_2026-04.xlsx C9"),
        ("May 2026", "46,000", "laporan_2026-05.xlsx C9"),
    ]
    assert "profile?partnership=P001" in words_of(app)


def test_a_paper_drawn_before_is_shown_again_without_being_made(
    full_programme: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    everything = life.everything
    monkeypatch.setattr(life, "everything", lambda one: (made.append(one.partnership_id), everything(one))[1])
    asked = {"lang": "en", "part": "all"}
    st.cache_data.clear()
    first = open_page(full_programme, "profile", partnership="P001", **asked)
    again = open_page(full_programme, "profile", partnership="P001", **asked)
    assert made == ["P001"]
    assert words_of(again) == words_of(first)
    assert [one.value.to_csv() for one in again.table] == [one.value.to_csv() for one in first.table]
    open_page(full_programme, "profile", partnership="P002", **asked)
    assert made == ["P001", "P002"]


def test_without_the_library_the_page_says_how_to_get_it(
    full_programme: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    assert not pdf.is_available()
    with pytest.raises(pdf.PaperProblem, match="requirements/pack.txt"):
        pdf.pdf_of(partnership.TEMPLATE, {}, DAY)
    app = open_page(full_programme, "profile", lang="en", partnership="P001")
    assert not app.exception
    assert "requirements/pack.txt" in "".join(code.value for code in app.code)
