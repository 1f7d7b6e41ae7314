"""How a target was worded in earlier registers reaches the questions: real workbooks, received one after another."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake import Landing
from pipelines.sample import plan_programme
from pipelines.template import newest
from pipelines.workbooks import Rows, write_workbook
from tests.judged import judged
from warehouse.vocabulary import Language

AS_OF = date(2026, 9, 30)
FIRST, SECOND, THIRD = date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 20)
Row = dict[str, Any]


def _programme() -> Rows:
    """The register of three partnerships: two pilots that are over, one that runs until the end of October."""
    programme = plan_programme(3, seed=7)
    (register,) = programme.registers()
    return dict(programme.register_rows(register))


def _receive(data: Path, rows: Rows, received_on: date, compiled_on: date) -> None:
    rows["register_cover"][0]["compiled_on"] = compiled_on
    path = data / f"register_{received_on}.xlsx"
    write_workbook(newest("programme_register"), Language.INDONESIAN, rows, path, lean=True)
    Landing(data / "landing").receive(path, datetime.combine(received_on, time(3)))


def _target(rows: Rows, partnership_id: str, target_id: str) -> Row:
    names = (partnership_id, target_id)
    (found,) = (row for row in rows["register_targets"] if (row["partnership_id"], row["target_id"]) == names)
    return found


def _towards_baseline(row: Row, share: float) -> None:
    row["target"] = round(row["target"] + share * (row["baseline"] - row["target"]), 2)


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], list[Row]]]:
    """The questions about a target, after three registers of one programme."""
    data = tmp_path_factory.mktemp("history")
    rows = _programme()
    rows["register_target_actuals"] = [
        {"partnership_id": "S003", "target_id": "T3", "actual": 0.4, "actual_on": date(2026, 8, 20)}
    ]
    _receive(data, rows, FIRST, FIRST)
    _towards_baseline(_target(rows, "S001", "T1"), 0.2)
    readable = _target(rows, "S001", "T2")["target"]
    _target(rows, "S001", "T2")["target"] = "tiga puluh lima"
    rows["register_targets"].remove(_target(rows, "S001", "T4"))
    _towards_baseline(_target(rows, "S002", "T2"), 0.2)
    rows["register_agreements"].append(
        {
            "partnership_id": "S002", "kind": "addendum", "revision": 1, "number": "ADD/7",
            "signed_on": date(2026, 5, 4), "signatories": "Mentor; Mentee; Fasilitator",
        }
    )  # fmt: skip
    for target_id in ("T3", "T4"):
        _target(rows, "S003", target_id)["target"] = 0.5
    _receive(data, rows, SECOND, date(2026, 9, 9))
    _towards_baseline(_target(rows, "S001", "T1"), 0.2)
    _target(rows, "S001", "T2")["target"] = readable
    _receive(data, rows, THIRD, date(2026, 9, 9))
    with judged(data, AS_OF) as connection:

        def of(partnership_id: str, target_id: str) -> list[Row]:
            found = connection.execute(
                "SELECT facts, question_en, source_file, sources FROM mart.coaching_question "
                "WHERE partnership_id = ? AND subject = ? AND detector = 'changed_after_the_fact' ORDER BY facts",
                [partnership_id, target_id],
            ).fetchall()
            return [
                {**json.loads(facts), "question": question, "file": file, "sources": json.loads(sources)}
                for facts, question, file, sources in found
            ]

        yield of


def test_each_register_that_lowers_a_target_is_a_question_with_both_wordings(questions) -> None:
    first, second = questions("S001", "T1")
    assert first["now"] == second["before"]
    assert first["changed_on"] == "2026-09-09"
    assert first["file"] == "register_2026-09-10.xlsx"
    assert [place["file"] for place in second["sources"]] == ["register_2026-09-20.xlsx", "register_2026-09-10.xlsx"]


def test_a_date_on_the_cover_that_did_not_move_gives_way_to_the_day_of_receipt(questions) -> None:
    assert questions("S001", "T1")[1]["changed_on"] == "2026-09-20"


def test_a_target_that_could_not_be_read_once_has_neither_vanished_nor_changed(questions) -> None:
    assert questions("S001", "T2") == []


def test_a_target_that_vanished_is_a_question_once(questions) -> None:
    (found,) = questions("S001", "T4")
    assert found["now"] is None
    assert found["changed_on"] == "2026-09-09"
    assert "no longer stands in the register of 9 September 2026" in found["question"]


def test_a_change_that_comes_with_an_addendum_signed_before_the_due_date_is_no_question(questions) -> None:
    assert questions("S002", "T2") == []


def test_a_target_is_changed_after_the_fact_once_an_earlier_register_told_its_actual(questions) -> None:
    (found,) = questions("S003", "T3")
    assert found["known_on"] == "2026-09-01"
    assert questions("S003", "T4") == []
