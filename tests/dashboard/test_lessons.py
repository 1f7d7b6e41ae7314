"""Lessons and SOPs: what is found by words, what is alike, and why."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.access import Viewer, ViewerRole
from dashboard.components.lessons import terms_of
from dashboard.queries import lessons
from dashboard.queries.ask import Filters
from tests.dashboard import programme
from tests.dashboard.chapters import CELL, OBSTACLES, words
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Origin

FACILITATOR = Viewer(ViewerRole.FACILITATOR)
REAL = Filters(Origin.REAL)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("lessons"), "b-lessons", [programme.full, words])


@pytest.fixture(scope="module")
def connection(told: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with Generations(told / "warehouse").open_current_read_only()[1] as connection:
        yield connection


def _words(connection: duckdb.DuckDBPyConnection, asked: str, kind: str | None = None) -> list[str]:
    return list(lessons.found(connection, FACILITATOR, REAL, terms_of(asked), kind)["words"])


def test_a_search_is_cut_into_plain_words() -> None:
    assert terms_of("  Katup, KÁTUP zona ") == ("katup", "zona")
    assert terms_of(" , ") == ()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("katup", {"Katup di zona macet", "Banyak katup macet di zona hulu", "Rawat KATUP sebelum musim hujan."}),
        ("katup hulu", {"Banyak katup macet di zona hulu"}),
        ("bocor", {"Pasang meter induk <b>zona</b> & ukur malam hari", "SOP deteksi kebocoran"}),
        ("contoh tiga", {"Izin galian belum terbit"}),
        ("' OR 1=1 --", set()),
        ("%", set()),
    ],
)
def test_every_word_must_occur_also_inside_a_longer_one_in_its_topic_or_in_the_name_of_a_partner(
    connection: duckdb.DuckDBPyConnection, asked: str, found: set[str]
) -> None:
    assert set(_words(connection, asked)) == found


def test_without_words_everything_is_found_and_a_kind_narrows_it(connection: duckdb.DuckDBPyConnection) -> None:
    assert len(_words(connection, "")) == 10
    assert set(_words(connection, "", "lesson")) == {"Rawat KATUP sebelum musim hujan.", "Ukur dulu, baru ganti pipa."}


def test_a_text_told_in_two_months_stands_once_with_its_first_cell_and_both_months(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    (row,) = lessons.found(connection, FACILITATOR, REAL, ("macet", "satu")).itertuples()
    assert (row.first_told, row.last_told) == ("2026-01", "2026-02")
    assert (row.source_file, row.source_sheet, row.source_cell) == tuple(CELL.values())


def test_a_similar_problem_shares_rare_words_and_names_them(connection: duckdb.DuckDBPyConnection) -> None:
    rows = lessons.similar(connection, FACILITATOR, REAL, "P001")
    assert list(zip(rows["partnership_id"], rows["words"], rows["shared_words"], strict=True)) == [
        ("P002", "Banyak katup macet di zona hulu", "katup, macet, zona")
    ]
    assert (rows["lessons"][0], rows["advice"][0], rows["sops"][0]) == (1, 0, 0)


def test_the_likeness_is_mutual_and_one_is_never_like_oneself(connection: duckdb.DuckDBPyConnection) -> None:
    alike = {each: set(lessons.similar(connection, FACILITATOR, REAL, each)["partnership_id"]) for each in OBSTACLES}
    assert alike == {"P001": {"P002"}, "P002": {"P001", "P003"}, "P003": {"P002"}}


def test_a_partner_finds_its_own_texts_alone(connection: duckdb.DuckDBPyConnection) -> None:
    mentee = Viewer(ViewerRole.PARTNER, "P002-ME")
    assert set(lessons.found(connection, mentee, REAL)["partnership_id"]) == {"P002"}
    assert lessons.similar(connection, mentee, REAL, "P001").empty


def test_the_page_says_how_much_was_told_and_quotes_what_was_found(told: Path, open_page: OpenPage) -> None:
    app = open_page(told, "lessons", lang="en", words="katup hulu")
    assert not app.exception
    words = words_of(app)
    assert "2 lessons, 1 SOP, 1 text of advice and 6 problems or obstacles, told by 3 of 3 partnerships" in words
    assert "“Banyak katup macet di zona hulu”" in words and "Hujan lebat" not in words


def test_nothing_found_says_how_to_search(told: Path, open_page: OpenPage) -> None:
    app = open_page(told, "lessons", lang="id", words="zebra")
    assert not app.exception
    assert "kebocoran" in words_of(app)


def test_the_page_lays_a_problem_beside_those_of_others(told: Path, open_page: OpenPage) -> None:
    app = open_page(told, "lessons", lang="id", problem_of="P001")
    assert not app.exception
    words = words_of(app)
    assert "Katup di zona macet" in words and r"kata yang sama\: katup, macet, zona" in words
    assert r"tercatat di sana\: 0 saran, 1 pembelajaran dan 0 SOP" in words
