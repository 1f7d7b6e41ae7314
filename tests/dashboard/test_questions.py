"""The questions to ask, on the profile of a partnership: their words as the table has them, with their places."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of


def place(month: int) -> dict[str, str]:
    return {"file": f"laporan_2026-0{month}.xlsx", "sheet": "Sampul", "cell": "C5"}


def question(partnership_id: str, period: str, **told: str) -> dict[str, object]:
    """A row of mart.coaching_question about three monthly reports."""
    first, *_ = places = [place(1), place(2), place(3), place(1)]
    return {
        "partnership_id": partnership_id, "detector": "sent_on_one_day", "role": "mentee", "subject": "monthly_report",
        "period": period, "facts": "{}", "question_en": f"What of [{period}](x)?",
        "question_id": f"Bagaimana dengan [{period}](x)?", "source_file": first["file"],
        "source_sheet": first["sheet"], "source_cell": first["cell"], "sources": json.dumps(places), "origin": "real",
        **told,
    }  # fmt: skip


def partnerships(connection: duckdb.DuckDBPyConnection) -> None:
    """P001 with seven questions, P002 with one, P003 with none, and a case."""
    for partnership_id in ("P001", "P002", "P003"):
        programme.partnership(connection, partnership_id, f"Tirta Contoh {partnership_id}")
    programme.partnership(connection, "K001", "Tirta Kasus", origin="case")
    rows = [question("P001", f"2026-0{month}") for month in range(1, 8)]
    programme.insert(connection, "mart.coaching_question", *rows, question("P002", "2026-03"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("asked"), "b-asked", [partnerships])


@pytest.mark.parametrize(
    ("lang", "heading", "text", "rest"),
    [
        ("en", "Questions to ask", r"What of \[2026\-03\]\(x\)?", "and 2 more"),
        ("id", "Pertanyaan untuk dibicarakan", r"Bagaimana dengan \[2026\-03\]\(x\)?", "dan 2 lainnya"),
    ],
)
def test_a_question_stands_in_its_language_as_text_with_its_places(
    lang: str, heading: str, text: str, rest: str, asked: Path, open_page: OpenPage
) -> None:
    app = open_page(asked, "profile", partnership="P002", lang=lang)
    assert not app.exception
    words = words_of(app)
    assert heading in words
    assert text in words
    assert rf"laporan\_2026\-01.xlsx › Sampul › C5 {rest}" in words


def test_every_place_of_a_question_stands_in_the_table_once(asked: Path, open_page: OpenPage) -> None:
    app = open_page(asked, "profile", partnership="P002", lang="en", opened=["questions_data"])
    (shown,) = (table.value for table in app.table if "What stands out" in table.value.columns)
    assert shown["What stands out"].iloc[0] == "Sent on one day"
    assert shown["Where it stands"].iloc[0].count("Sampul › C5") == 3


def test_the_latest_questions_come_first_and_the_others_are_counted(asked: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(asked, "profile", partnership="P001", lang="en"))
    assert words.index(r"2026\-07") < words.index(r"2026\-03")
    assert r"What of \[2026\-02\]" not in words
    assert "and 2 earlier ones in the table below" in words


def test_where_nothing_stands_out_the_page_says_so(asked: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(asked, "profile", partnership="P003", lang="en"))
    assert "Nothing in the records stands out." in words


def test_a_case_has_no_questions_and_no_heading_for_them(asked: Path, open_page: OpenPage) -> None:
    app = open_page(asked, "profile", partnership="K001", lang="en", origin="case")
    assert not app.exception
    assert "Questions to ask" not in words_of(app)
