"""One mentor across its mentees: side by side, joint visits once, and nothing of partnerships one may not see."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.access import LOCAL_VIEWER, Viewer, ViewerRole
from dashboard.queries import mentor
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations


@pytest.fixture(scope="module")
def mentored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fill = [programme.full, programme.one_mentor]
    return programme.publish(tmp_path_factory.mktemp("mentored"), "b-mentored", fill)


@pytest.fixture(scope="module")
def connection(mentored: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, connection = Generations(mentored / "warehouse").open_current_read_only()
    yield connection
    connection.close()


def test_the_findings_carry_the_mentors_numbers(mentored: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(mentored, "mentor", lang="en", mentor="EXPERT"))
    assert "**2 mentees:** 2 active." in words
    assert "**Obligations:** of 3 due, 2 delivered, 0 of them on time; 1 overdue." in words
    assert "**Visits:** 1 held, counted once each; 1 of them served several mentees at once." in words
    assert "2 pieces given, each counted once per mentee (1 different in words), 1 acted on; 1 request is not" in words
    assert "**Waiting for this mentor:** 1 overdue or not complete, 1 due in the next 30 days." in words
    assert "Person · Riau" in words


def test_a_joint_visit_is_one_row_with_both_mentees(connection: duckdb.DuckDBPyConnection) -> None:
    visits = mentor.of_mentor(connection, LOCAL_VIEWER, mentor.VISITS, "EXPERT", "real")
    held = visits[visits["held_on"].notna()]
    assert list(held["event"]) == ["EXPERT/V1"]
    assert held["with_whom"].iloc[0] == "Tirta Contoh Duabelas, Tirta Contoh Sebelas"
    assert list(visits["kind"]) == ["monitoring_visit", "study_visit"]


def test_an_activity_that_was_waived_is_no_longer_owed_and_not_missing(tmp_path: Path, open_page: OpenPage) -> None:
    """The study visit of P012 is waived; it was planned for a day that has passed, and was not held."""

    def waived(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(
            "UPDATE mart.obligation SET status = 'waived', counts = FALSE, origin_kind = 'work_plan', "
            "due_on = '2026-04-30' WHERE partnership_id = 'P012' AND item_no = 'V2'"
        )
        programme.insert(
            connection,
            "mart.activity",
            {
                "activity_id": "P012/V2", "partnership_id": "P012", "kind": "study_visit",
                "title": "Kunjungan belajar", "planned_on": date(2026, 4, 30),
            },
        )  # fmt: skip

    data = programme.publish(tmp_path, "b-waived", [programme.one_mentor, waived])
    mentors = open_page(data, "mentor", lang="en", mentor="EXPERT")
    visits = next(one.value for one in mentors.table if "Mentees served" in one.value.columns)
    assert list(visits["Held"]) == ["2 Apr 2026", ":gray[no longer owed]"]
    assert "2 of 3 activities were held; 1 together with other partnerships; 1 no longer owed" in words_of(
        open_page(data, "profile", lang="en", partnership="P012", part="plan")
    )


def test_a_mentee_sees_of_its_mentor_only_its_own_partnership(connection: duckdb.DuckDBPyConnection) -> None:
    viewer = Viewer(ViewerRole.PARTNER, "P011-ME")
    mentees = mentor.of_mentor(connection, viewer, mentor.MENTEES, "EXPERT", "real")
    visits = mentor.of_mentor(connection, viewer, mentor.VISITS, "EXPERT", "real")
    assert list(mentees["mentee"]) == ["Tirta Contoh Sebelas"]
    assert list(visits["with_whom"]) == ["Tirta Contoh Sebelas"]
    assert list(mentor.offered(connection, viewer, "real", None, None)["mentor"]) == ["Bu Ahli"]


def test_the_criteria_stand_side_by_side_with_a_receipt_each(mentored: Path, open_page: OpenPage) -> None:
    app = open_page(mentored, "mentor", lang="en", mentor="EXPERT")
    for code in ("P011", "P012"):
        assert not app.button(key=f"receipt_mentor_commitment_{code}").disabled
    app.button(key="receipt_mentor_commitment_P012").click().run()
    assert not app.exception
    assert "**50**  ▲ Needs attention" in words_of(app)


def test_a_partnership_without_a_mentor_is_listed(mentored: Path, open_page: OpenPage) -> None:
    app = open_page(mentored, "mentor", lang="id")
    assert "Kemitraan tanpa mentor" in words_of(app)
    listed = next(one.value for one in app.table if "Kemitraan" in one.value.columns)
    assert list(listed["Kemitraan"]) == ["P003"]


def test_a_mentor_that_nobody_knows_is_not_found(mentored: Path, open_page: OpenPage) -> None:
    app = open_page(mentored, "mentor", lang="en", mentor="NOBODY")
    assert not app.exception
    assert app.title[-1].value == "Not found"


def test_mentors_of_one_name_are_told_apart_by_their_codes(mentored: Path, open_page: OpenPage) -> None:
    app = open_page(mentored, "mentor", lang="en", mentor="P002-MR")
    options = app.selectbox(key="choice_mentor").options
    assert len(options) == len(set(options)) == 3
    assert "**1 mentee:** 1 finished." in words_of(app)


def test_the_name_of_an_only_mentee_is_not_repeated_in_each_row(mentored: Path, open_page: OpenPage) -> None:
    of_one = open_page(mentored, "mentor", lang="en", mentor="P001-MR")
    of_two = open_page(mentored, "mentor", lang="en", mentor="EXPERT")
    owed = [next(one.value for one in app.table if "Delivered" in one.value.columns) for app in (of_one, of_two)]
    assert ["Mentee" in rows.columns for rows in owed] == [False, True]
