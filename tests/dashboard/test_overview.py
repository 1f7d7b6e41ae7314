"""The overview: findings with their evidence, what changed since the build before, what waits for a decision."""

import re
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.access import LOCAL_VIEWER
from dashboard.changes import compare
from dashboard.components.decisions import waiting_in_words
from dashboard.language import Translator
from dashboard.queries import budget, changes, overview
from dashboard.queries.ask import Filters
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Language, Origin

REAL = Filters(Origin.REAL)
ENGLISH = Translator(Language.ENGLISH)


def _a_month_before(connection: duckdb.DuckDBPyConnection) -> None:
    """The full programme a month ago: P002 ran on, P001's report of April and its band were not there, no P003."""
    programme.full(connection)
    connection.execute("UPDATE mart.build SET as_of = DATE '2026-05-31'")
    connection.execute(
        "UPDATE mart.partnership SET stage = 'implementation', status = 'active' WHERE partnership_id = 'P002'"
    )
    connection.execute("DELETE FROM mart.partnership WHERE partnership_id = 'P003'")
    connection.execute(
        "UPDATE mart.obligation SET status = 'overdue' WHERE partnership_id = 'P001' AND period = '2026-04'"
    )
    connection.execute(
        "UPDATE mart.criterion_score SET score = 60, band = 'fair'"
        " WHERE partnership_id = 'P001' AND role = 'mentee' AND criterion = 'reports'"
    )
    connection.execute(
        "UPDATE mart.criterion_score SET score = NULL, band = NULL"
        " WHERE partnership_id = 'P001' AND role = 'mentor' AND criterion = 'commitment'"
    )
    connection.execute("UPDATE mart.target_progress SET status = 'achieved' WHERE target_id = 'P001-T1'")


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    programme.publish(folder, "b-two-1", [_a_month_before])
    return programme.publish(folder, "b-two-2", [programme.full])


def test_every_finding_leads_to_a_heading_that_is_there(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, lang="en")
    anchors = {heading.proto.anchor for heading in app.header}
    linked = {part.split(")")[0] for part in words_of(app).split("](#")[1:]}
    assert {"stages", "criteria", "targets", "results", "waiting"} >= linked >= {"stages", "criteria", "targets"}
    assert linked <= anchors


def test_what_changed_since_the_build_before_is_said_in_counts(two_builds: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(two_builds, lang="en"))
    assert "Since the figures as of 31 May 2026 (build of 1 Jul 2026 10:00 WIB): new partnerships: 1" in words
    assert "partnerships one stage or more ahead: 1; finished with the letter of recommendation: 1" in words
    assert "monthly reports more that have arrived: 1; targets whose status has changed otherwise: 1." in words
    assert "Criteria: 2 scores are other than before; 1 in a better band, 0 in a lower one, 1 with a band" in words


def test_change_by_change_names_before_and_after(two_builds: Path, open_page: OpenPage) -> None:
    app = open_page(two_builds, lang="en", opened=["changes_data"])
    rows = next(one.value for one in app.table if "Now" in one.value.columns)
    told = {(row["Mentee"], row["What"]): (row["Before"], row["Now"]) for _, row in rows.iterrows()}
    assert told["Tirta Contoh Satu", "Mentee, reports"] == ("60", "80")
    assert told["Tirta Contoh Satu", "Mentor, commitment"] == ("none", "72")
    assert told["Tirta Contoh Satu", r"Metric nrw\_volume"] == ("Achieved", "On track")
    assert set(rows.loc[rows["Mentee"] == "Tirta Contoh Satu", "Mentor"]) == {"Tirta Contoh Mentor"}
    assert list(rows["Mentee"]) == sorted(rows["Mentee"])


def test_without_an_earlier_build_nothing_is_compared(full_programme: Path, open_page: OpenPage) -> None:
    assert "No earlier build is kept" in words_of(open_page(full_programme, lang="en"))


def test_an_earlier_build_that_cannot_be_read_is_passed_over(tmp_path: Path, open_page: OpenPage) -> None:
    programme.publish(tmp_path, "b-torn-1", [programme.silent])
    programme.publish(tmp_path, "b-torn-2", [programme.full])
    (tmp_path / "warehouse" / "b-torn-1.duckdb").write_bytes(b"torn")
    app = open_page(tmp_path, lang="en")
    assert not app.exception
    assert "No earlier build is kept" in words_of(app)


def test_a_build_compared_with_itself_changed_in_nothing(full_programme: Path) -> None:
    _, connection = Generations(full_programme / "warehouse").open_current_read_only()
    with connection:
        state = changes.state(connection, LOCAL_VIEWER, REAL)
    found = compare(state, state, programme.BUILT_AT, date(2026, 6, 30))
    assert found.is_nothing
    assert (found.scores, found.bands_up, found.achieved) == (0, 0, 0)


def _held(connection: duckdb.DuckDBPyConnection) -> None:
    """P001 on hold; a duty only claimed; a subsidy that nobody has decided, and a cost that partners share."""
    connection.execute("UPDATE mart.partnership SET status = 'on_hold' WHERE partnership_id = 'P001'")
    programme.duty(connection, "P001", "D1", status="doubtful")
    line = {
        "year": 2026, "category": "subsidy", "proposed": 5e7, "currency": "IDR", "origin": "real",
        "partnership_id": "P001", "programme_id": "solidarity_partnership-real", "principle": "unknown",
    }  # fmt: skip
    for code, kind in (("F1", "transfer"), ("F2", "cost")):
        programme.insert(connection, "mart.finance", line | {"line_id": code, "kind": kind})


def test_what_waits_for_a_decision_is_counted_with_the_way_to_it(tmp_path: Path, open_page: OpenPage) -> None:
    data = programme.publish(tmp_path, "b-held", [programme.full, _held])
    words = words_of(open_page(data, lang="en"))
    assert "**On hold**, to be continued or ended: 1." in words
    assert "**Without a mentor**: 1." in words
    assert "by the facilitator: 1 obligations in 1 partnerships." in words
    assert "**Subsidies and programme budget proposed, not decided**: 1 lines." in words
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        counts = overview.decisions(connection, LOCAL_VIEWER, REAL).iloc[0]
        told = waiting_in_words(counts, budget.undecided(connection, LOCAL_VIEWER, REAL).iloc[0], ENGLISH)
    assert [(one.anchor, one.page) for one in told] == [
        ("waiting", None), (None, "mentor"), (None, "reporting"), (None, "budget")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "counted", "status"),
    [("Only claimed", "3 obligations", "Doubtful"), ("Letter of recommendation", "overdue**: 2.", "Overdue")],
)
def test_a_sentence_on_obligations_leads_to_exactly_those_that_it_counts(
    sentence: str, counted: str, status: str, tmp_path: Path, open_page: OpenPage
) -> None:
    def waiting(connection: duckdb.DuckDBPyConnection) -> None:
        for number in (1, 2, 3):
            programme.duty(connection, "P001", f"D{number}", role="mentor", status="doubtful")
        programme.duty(connection, "P001", "D4", status="overdue")
        for number, role in enumerate(("mentor", "facilitator")):
            programme.duty(
                connection, "P001", f"L{number}", role=role, kind="letter_of_recommendation", status="overdue"
            )

    data = programme.publish(tmp_path, "b-claims", [programme.full, waiting])
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        counts = overview.decisions(connection, LOCAL_VIEWER, REAL).iloc[0]
    told = waiting_in_words(counts, pd.Series({"lines": 0}), ENGLISH)
    (found,) = (one for one in told if sentence in one.sentence)
    app = open_page(data, "reporting", lang="en", role="mentee")
    app.query_params.clear()
    for name, value in found.address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    rows = next(one.value for one in [*app.table, *app.dataframe] if "Owed by" in one.value.columns)
    assert counted in found.sentence
    assert len(rows) == int(re.search(r"\d+", counted).group())
    assert all(status in each for each in rows["Status"])
    assert "shown" not in app.query_params


def test_kinds_offered_are_those_owed_and_the_one_of_the_address(tmp_path: Path, open_page: OpenPage) -> None:
    def kinds(**address: str) -> list[str]:
        app = open_page(data, "reporting", lang="en", **address)
        assert not app.exception
        return next(box for box in app.selectbox if box.label == "Kind").options

    def owing(connection: duckdb.DuckDBPyConnection) -> None:
        programme.duty(connection, "P001", "D4", status="overdue")

    data = programme.publish(tmp_path, "b-kinds", [programme.full, owing])
    assert kinds(owed="all") == ["All kinds", "Activity", "Monthly report"]
    assert kinds() == ["All kinds", "Monthly report"]
    assert kinds(what="workshop") == ["All kinds", "Workshop", "Monthly report"]
    assert "Not found" in [title.value for title in open_page(data, "reporting", lang="en", what="x").title]


def test_where_nothing_waits_that_is_said() -> None:
    nothing = pd.Series(
        dict.fromkeys(("on_hold", "owing_two", "without_mentor", "letters", "doubtful", "doubtful_partnerships"), 0)
    )
    assert waiting_in_words(nothing, pd.Series({"lines": 0}), ENGLISH) == []


def test_advice_agreed_on_that_asks_for_no_action_is_not_open_and_the_desk_counts_the_same(
    tmp_path: Path, open_page: OpenPage
) -> None:
    def answered(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE mart.advice_chain SET stage = 'answered', waits_for = NULL, waiting_days = NULL")

    data = programme.publish(tmp_path, "b-answered", [programme.full, answered])
    assert "of 1 chains of advice none waits for anybody any more" in words_of(open_page(data, lang="en"))
    assert "still open" not in words_of(open_page(data, "desk", lang="en", viewer="facilitator"))


def test_the_overview_and_the_lessons_say_what_they_count_of_advice(full_programme: Path, open_page: OpenPage) -> None:
    overview = words_of(open_page(full_programme, lang="en"))
    assert (
        "1 of 1 chains of advice, from the question to what was done, is still open: 1 waits for the mentee; it has "
        "waited 144 days." in overview
    )
    assert "1 text of advice" in words_of(open_page(full_programme, "lessons", lang="en"))
