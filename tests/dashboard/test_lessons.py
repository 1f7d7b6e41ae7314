"""Lessons and SOPs: what is found by words, what is alike, and why."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.access import Viewer, ViewerRole
from dashboard.affixes import MOST_TERMS, needles_of, terms_of
from dashboard.components.lessons import labels
from dashboard.queries import lessons
from dashboard.queries.ask import Filters
from tests.dashboard import programme
from tests.dashboard.chapters import CELL, OBSTACLES, words
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Origin

FACILITATOR = Viewer(ViewerRole.FACILITATOR)
REAL = Filters(Origin.REAL)


def _asked(connection: duckdb.DuckDBPyConnection) -> None:
    """A question that nobody has answered, and a solution to another one."""
    programme.insert(
        connection, "mart.advice",
        {"partnership_id": "P003", "advice_id": "P003/request/1", "words": "Seberapa sering uji jar?",
         "asked_on": date(2026, 6, 2), "status": "asked", "age_days": 59, **CELL},
        {"partnership_id": "P002", "advice_id": "P002/advice/9", "kind": "solution",
         "words": "Dosis diatur menurut pengujian.", "given_on": date(2026, 5, 4), "status": "given", "age_days": 57,
         **CELL},
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("lessons"), "b-lessons", [programme.full, words, _asked])


@pytest.fixture(scope="module")
def connection(told: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with Generations(told / "warehouse").open_current_read_only()[1] as connection:
        yield connection


def _words(connection: duckdb.DuckDBPyConnection, asked: str, kind: str | None = None) -> list[str]:
    return list(lessons.found(connection, FACILITATOR, REAL, terms_of(asked), kind, labels())["words"])


def test_a_search_is_cut_into_plain_words() -> None:
    assert terms_of("  Katup, KÁTUP zona ") == ("katup", "zona")
    assert terms_of(" , ") == ()
    assert len(terms_of(" ".join(f"kata{place}" for place in range(500)))) == MOST_TERMS


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("penggalian", "izin galian belum terbit"), ("menggali", "izin galian belum terbit"),
        ("keterlambatan", "dana terlambat cair"), ("penganggaran", "anggaran belum ditetapkan"),
        ("materials", "material pipa"), ("pasang", "pemasangan meter induk"), ("memasang", "meter terpasang"),
        ("pengujian", "uji jar dua kali sehari"), ("memperbaiki", "perbaikan pipa"), ("kebocoran", "pipa bocor"),
        ("menyambung", "sambungan baru"), ("pompa", "memompa malam hari"), ("pengukuran", "ukur tekanan"),
    ],
)  # fmt: skip
def test_a_word_is_found_with_other_affixes(asked: str, text: str) -> None:
    assert any(needle in text for needle in needles_of(asked))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("keran", "rancangan pipa"), ("penting", "tinggi tekanan"), ("meter", "terlambat"),
        ("menggali", "tanggal rapat"),
        ("kendala", "dalam kota"), ("peran", "saran"), ("air", "pipa"),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_affix_is_left_on_the_word(asked: str, text: str) -> None:
    assert not any(needle in text for needle in needles_of(asked))


def test_the_needles_of_any_word_are_few() -> None:
    words = ("mempertanggungjawabkan", "k" * 10_000, "'; DROP", "\x00", "%", "keterpengaruhannya")
    assert all(1 <= len(needles_of(word)) <= 12 and needles_of(word)[0] == word for word in words)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("katup", {"Katup di zona macet", "Banyak katup macet di zona hulu", "Rawat KATUP sebelum musim hujan."}),
        ("katup hulu", {"Banyak katup macet di zona hulu"}),
        ("bocor", {"Pasang meter induk <b>zona</b> & ukur malam hari", "SOP deteksi kebocoran"}),
        ("contoh tiga", {"Izin galian belum terbit", "Seberapa sering uji jar?"}),
        ("' OR 1=1 --", set()),
        ("penggalian", {"Izin galian terlambat", "Izin galian belum terbit"}),
        ("keterlambatan", {"Izin galian terlambat"}),
        ("kendala hujan", {"Hujan lebat"}),
        ("obstacle hujan", {"Hujan lebat"}),
        ("uji jar", {"Seberapa sering uji jar?"}),
        ("permintaan uji", {"Seberapa sering uji jar?"}),
        ("%", set()),
    ],
)
def test_every_word_must_occur_also_inside_a_longer_one_in_its_topic_or_in_the_name_of_a_partner(
    connection: duckdb.DuckDBPyConnection, asked: str, found: set[str]
) -> None:
    assert set(_words(connection, asked)) == found


def test_a_text_is_found_by_its_subject_in_both_languages(connection: duckdb.DuckDBPyConnection) -> None:
    of_subject = set(_words(connection, "non-revenue"))
    assert of_subject == set(_words(connection, "NRW")) == set(_words(connection, "berekening"))
    assert "Katup di zona macet" in of_subject


def test_the_very_word_stands_before_its_other_forms(connection: duckdb.DuckDBPyConnection) -> None:
    assert _words(connection, "pengujian") == ["Dosis diatur menurut pengujian.", "Seberapa sering uji jar?"]


def test_what_a_mentor_advised_is_told_apart_and_so_is_a_request_not_answered(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    kinds = lessons.found(connection, FACILITATOR, REAL).set_index("words")["kind"]
    assert kinds["Seberapa sering uji jar?"] == "request"
    assert kinds["Dosis diatur menurut pengujian."] == "solution"
    assert "advice" not in set(kinds)
    assert {"Dosis diatur menurut pengujian."} < set(_words(connection, "", "solution"))


def test_without_words_everything_is_found_and_a_kind_narrows_it(connection: duckdb.DuckDBPyConnection) -> None:
    assert len(_words(connection, "")) == 12
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
    assert (rows["lessons"][0], rows["advice"][0], rows["sops"][0]) == (1, 1, 0)


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
    assert (
        "2 lessons, 1 SOP, 2 different texts of advice and 6 problems or obstacles, told by 3 of 3 partnerships"
        in words
    )
    assert "“Banyak katup macet di zona hulu”" in words and "Hujan lebat" not in words


def test_a_partner_is_told_that_others_told_more(told: Path, open_page: OpenPage) -> None:
    assert "kemitraan Anda sendiri" in words_of(
        open_page(told, "lessons", lang="id", viewer="partner", party="P002-ME")
    )
    assert "kemitraan Anda sendiri" not in words_of(open_page(told, "lessons", lang="id"))


def test_nothing_found_says_how_to_search(told: Path, open_page: OpenPage) -> None:
    app = open_page(told, "lessons", lang="id", words="zebra")
    assert not app.exception
    assert "kebocoran" in words_of(app)


def test_the_page_lays_a_problem_beside_those_of_others(told: Path, open_page: OpenPage) -> None:
    app = open_page(told, "lessons", lang="id", problem_of="P001")
    assert not app.exception
    words = words_of(app)
    assert "Katup di zona macet" in words and r"kata yang sama\: katup, macet, zona" in words
    assert r"tercatat di sana\: 1 saran, 1 pembelajaran dan 0 SOP" in words


def test_of_what_shares_as_much_the_same_subject_stands_first_and_is_told(tmp_path: Path, open_page: OpenPage) -> None:
    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        for partnership, text in (("P001", "Izin jalan"), ("P002", "Izin galian"), ("P003", "Tanah galian")):
            row = {"partnership_id": partnership, "kind": "obstacle", "text": text, **CELL}
            programme.insert(connection, "mart.narrative", row)
        connection.execute("UPDATE mart.partnership SET subject = 'gis_digitisation', mentee = 'ZZ' "
                           "WHERE partnership_id = 'P003'")  # fmt: skip

    data = programme.publish(tmp_path, "b-subject", [programme.full, fill])
    with Generations(data / "warehouse").open_current_read_only()[1] as connection:
        rows = lessons.similar(connection, FACILITATOR, REAL, "P002")
    of_subject = dict(zip(rows["partnership_id"], rows["is_of_subject"], strict=True))
    assert list(of_subject) == ["P003", "P001"] and of_subject == {"P003": True, "P001": False}
    assert r"kata yang sama\: galian · topik yang sama" in words_of(
        open_page(data, "lessons", lang="id", problem_of="P002")
    )


def test_a_long_text_pasted_into_the_search_is_cut_and_the_page_says_so(told: Path, open_page: OpenPage) -> None:
    app = open_page(told, "lessons", lang="id")
    app.text_input(key="words").set_value("katup " * 2_000).run()
    assert not app.exception
    assert "100 karakter pertama" in " ".join(each.value for each in app.warning)
    assert "Katup di zona macet" in words_of(app)
