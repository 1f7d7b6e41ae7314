"""The chain of advice on rows laid under its statement: states of links, whom they wait for, and the whole chain."""

from datetime import date
from typing import Any

import duckdb
import pytest

from tests.indicators.laid import Laid, Row, found, short

AS_OF, KNOWN_BY = date(2026, 6, 30), date(2026, 7, 15)
READ = (
    "mart.obligation", "mart.advice", "mart.sop", "mart.target_progress", "mart.metric", "core.advice_answer",
    "core.advice_request",
)  # fmt: skip
LAPSED = ("lapsed", "waived", "withdrawn", "not_applicable")


TEMPORARY = """
    CREATE TEMP TABLE request (partnership_id VARCHAR, request_id VARCHAR, request_key VARCHAR, asked_on DATE,
        question VARCHAR, topic VARCHAR, file_sha256 VARCHAR, source_file VARCHAR, source_sheet VARCHAR,
        source_cell VARCHAR);
    CREATE TEMP TABLE given (partnership_id VARCHAR, advice_id VARCHAR, advice_key VARCHAR, visit_item_no VARCHAR,
        file_sha256 VARCHAR);
    CREATE TEMP TABLE refusal (partnership_id VARCHAR, advice_id VARCHAR, declined_on DATE)
"""


class Told(Laid):
    """A dialogue told by its rows; unless said otherwise of P1."""

    def add(self, table: str, **row: Any) -> None:
        whose = {} if table == "mart.metric" else {"partnership_id": "P1"}
        super().add(table, **{**whose, **row})

    def owed(self, what: str, status: str, due: str | None = None, done: str | None = None, by: str = "P1") -> None:
        self.add(
            "mart.obligation", partnership_id=by, obligation_id=f"{by}/{what}", kind=what.split("/")[1], status=status,
            due_on=due, fulfilled_on=done,
        )  # fmt: skip

    def asks(
        self, key: str, on: str, status: str | None = None, due: str | None = None, done: str | None = None
    ) -> None:
        """A request and, where it has a status, the answer that is owed."""
        self.add(
            "request", request_id=key, request_key=key, asked_on=on, question=f"How {key}?", topic=f"topic {key}",
            source_cell=f"asked {key}",
        )  # fmt: skip
        if status:
            self.owed(f"mentor/advice_answer/{key}", status, due, done)

    def advises(
        self, key: str, on: str, word: tuple[str, str | None, str | None] | None = None,
        action: tuple[str, str | None, str | None] | None = None, request: str | None = None, visit: str | None = None,
        by: str = "P1", **more: Any,
    ) -> None:  # fmt: skip
        """Advice; of the word and of the action owed: status, due, fulfilled."""
        self.add(
            "given", partnership_id=by, advice_id=key, advice_key=key, visit_item_no=visit, file_sha256=f"{key}.sha"
        )
        self.add(
            "mart.advice",
            **{
                "partnership_id": by, "advice_id": key, "request_id": request, "kind": "solution", "topic": f"on {key}",
                "words": f"Do {key}", "given_on": on, "channel": "letter", "status": "given", "source_cell": key,
                "action": None if action is None else f"act {key}", **more,
            },
        )  # fmt: skip
        for kind, said in (("advice_response", word), ("advice_action", action)):
            if said:
                self.owed(f"mentee/{kind}/{key}", *said, by=by)


def requests(told: Told) -> None:
    for status, due in (("overdue", "04-15"), ("doubtful", "04-15"), ("not_due", "07-01")):
        told.asks(f"R-{status}", "04-01", status, due)
    for status in LAPSED:
        told.asks(f"R-{status}", "04-01", status, "04-15")
    for key in ("oral", "today", "tomorrow", "unknown answer", "unknown request"):
        told.asks(key, "04-01", "fulfilled_on_time" if key in ("oral", "today") else "not_due", "07-01",
                  {"oral": "04-11", "today": "06-30"}.get(key))  # fmt: skip
    for key, answered, known, received, channel in (
        ("oral", "04-12", "04-13", "04-02", "visit"), ("oral", "04-11", "04-13", "04-02", "telephone"),
        ("today", "06-30", "07-15", "04-02", "radio"), ("tomorrow", "07-01", "07-02", "04-02", "early"),
        ("unknown answer", "06-01", "07-16", "04-02", "late"), ("unknown request", "06-01", None, "07-16", "late"),
    ):  # fmt: skip
        told.add(
            "core.advice_request", request_id=key, answered_on=answered, answer_received_on=known, received_on=received,
            answer_channel=channel, source_cell=f"answer by {channel}",
        )  # fmt: skip
    told.add("request", partnership_id="P2", request_id="oral", request_key="oral", asked_on="04-02")
    told.asks("answered twice", "04-01", "fulfilled_on_time", "04-15", "04-05")
    told.advises("first", "04-05", request="answered twice", word=("fulfilled_on_time", "05-10", "04-25"))
    told.advises("second", "04-20", request="answered twice", word=("overdue", "06-10", None))


def words(told: Told) -> None:
    for status in ("overdue", "doubtful", "not_due", *LAPSED):
        told.advises(f"W-{status}", "05-01", word=(status, "06-10", None))
        told.advises(f"D-{status}", "05-01", ("fulfilled_late", "06-10", "05-11"), (status, "06-20", None), agreed=True)
    told.advises("not agreed", "05-01", ("overdue", "06-10", None), ("not_due", None, None), action_due_on="06-25")
    told.advises(
        "half done", "05-01", ("fulfilled_late", "06-10", "05-11"), ("partly_fulfilled", "06-20", None), agreed=True
    )
    told.advises(
        "done", "05-01", ("fulfilled_late", "06-10", "05-11"), ("fulfilled_late", "06-20", "06-22"), agreed=True
    )
    told.advises("silent", "05-01", ("overdue", "06-10", None), ("overdue", "06-20", None), agreed=True)
    told.advises(
        "acted in silence", "05-01", ("overdue", "06-10", None), ("fulfilled_late", "06-20", "05-15"), agreed=True,
        acted_on="05-10",
    )  # fmt: skip
    told.advises(
        "declined", "05-01", ("fulfilled_late", "06-10", "05-19"), ("overdue", "06-20", None), status="declined"
    )
    told.add("refusal", advice_id="declined", declined_on="05-21")
    told.add("refusal", partnership_id="P2", advice_id="declined", declined_on="05-02")
    told.advises("declined somehow", "05-01", ("fulfilled_late", "06-10", "05-19"), status="declined")
    told.advises("in a visit", "05-01", ("overdue", "06-10", None), visit="W7")
    told.advises("in a visit", "05-01", by="P2")
    told.advises("undated", "05-01", ("overdue", None, None))
    for key, status in (("W1", "overdue"), ("W2", "doubtful"), ("W3", "fulfilled_on_time"), ("W4", "not_due")):
        told.owed(f"mentor/visit_advice/{key}", status, "05-01", "05-01" if status.startswith("ful") else None)


def answers(told: Told) -> None:
    """The word is the first one said, the deed the largest and of these the first told; of what is sent and known."""
    for submitted, received, agreed, reason, share, done, cell in (
        ("05-20", "05-20", True, "too late a word", 0.5, None, "half"),
        ("05-10", "07-15", True, "the word", None, None, "word"),
        ("05-09", "07-16", True, "not known", 1.0, None, "not known"),
        ("05-08", "05-08", None, "no word", 0.0, None, "nothing done"),
        ("06-01", "06-01", None, None, 0.7, None, "more"),
        ("06-03", "06-03", None, None, 0.7, None, "more again"),
        ("07-01", "07-01", None, None, 1.0, None, "sent later"),
    ):
        told.add(
            "core.advice_answer", advice_id="half done", submitted_on=submitted, received_on=received, agreed=agreed,
            reason=reason, action_share=share, done_on=done, source_cell=cell,
        )  # fmt: skip
    told.add(
        "core.advice_answer", advice_id="done", submitted_on="06-30", received_on="06-30", agreed=None,
        action_share=None, done_on="06-22", source_cell="on that day",
    )  # fmt: skip
    told.add(
        "core.advice_answer", advice_id="done", submitted_on="06-25", received_on="06-25", agreed=None,
        action_share=0.9, source_cell="nearly",
    )  # fmt: skip


def shown(told: Told) -> None:
    told.advises("Pressure ", "05-01", ("fulfilled_late", "06-10", "05-02"), topic="Pressure ", agreed=True)
    told.advises(
        "by its name", "05-01", ("fulfilled_late", "06-10", "05-02"), topic="Hours OF supply", agreed=True,
        acted_on="05-11",
    )  # fmt: skip
    told.advises("by its code", "05-01", topic="supply_hours")
    told.advises("by its Indonesian name", "05-01", topic="jam pelayanan")
    for title, dated, by in (("same day", "05-01", "P1"), ("before", "04-30", "P1"), ("elsewhere", "05-20", "P2"),
                             ("after", "05-20", "P1")):  # fmt: skip
        told.add("mart.sop", partnership_id=by, title=title, topic=" pressure", state="issued", dated_on=dated)
    told.add(
        "mart.metric", metric_code="supply_hours", name_en="Hours of supply", name_id="Jam pelayanan", unit="h/day"
    )
    for target, actual_on, actual, code, topic in (
        ("T1", "05-01", 1.0, None, "PRESSURE"), ("T2", "04-30", 1.0, None, "pressure"),
        ("T3", "06-01", None, None, "pressure"), ("T4", "05-31", 18.0, "supply_hours", None),
    ):  # fmt: skip
        told.add(
            "mart.target_progress", target_id=target, metric_code=code, topic=topic, baseline=12.0, actual=actual,
            actual_on=actual_on, actual_source_cell=target,
        )  # fmt: skip


@pytest.fixture(scope="module")
def chains() -> duckdb.DuckDBPyConnection:
    told = Told(TEMPORARY, {"days.silence_means_agreed": 30})
    for tell in (requests, words, answers, shown):
        tell(told)
    return told.under("advice", READ, AS_OF, KNOWN_BY)


def rows_of(connection: duckdb.DuckDBPyConnection, table: str, chain: str) -> list[Row]:
    query = f"SELECT * FROM mart.{table} WHERE partnership_id = 'P1' AND chain_id = ? ORDER BY ALL"
    return found(connection, query, chain)


def links(connection: duckdb.DuckDBPyConnection, chain: str) -> list[tuple[Any, ...]]:
    """Link, state, day done, due, days, whom it waits for; in order."""
    rows = sorted(rows_of(connection, "advice_link", chain), key=lambda row: (row["position"], row["advice_id"] or ""))
    return [
        (row["link"], row["state"], short(row["done_on"]), short(row["due_on"]), row["days"], row["waits_for"])
        for row in rows
    ]


def chain(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[Any, ...]:
    """Begins with, begun, stage, waits for, since, days, due, overdue, pieces of advice, open, closed, age."""
    (row,) = rows_of(connection, "advice_chain", name)
    return (
        row["begins_with"], short(row["begun_on"]), row["stage"], row["waits_for"], short(row["waiting_since"]),
        row["waiting_days"], short(row["due_on"]), row["is_overdue"], row["advice_count"], row["open_count"],
        short(row["closed_on"]), row["age_days"],
    )  # fmt: skip


ASKED = ("request", "done", "04-01", None, None, None)
# 1 April to 30 June: 90 days; 1 May: 60
REQUESTS = {
    "R-overdue": (
        [ASKED, ("advice", "overdue", None, "04-15", 90, "mentor")],
        ("request", "04-01", "awaiting_advice", "mentor", "04-01", 90, "04-15", True, 0, 1, None, 90),
    ),
    "R-doubtful": (
        [ASKED, ("advice", "doubtful", None, "04-15", 90, "facilitator")],
        ("request", "04-01", "awaiting_review", "facilitator", "04-01", 90, "04-15", True, 0, 1, None, 90),
    ),
    "R-not_due": (
        [ASKED, ("advice", "open", None, "07-01", 90, "mentor")],
        ("request", "04-01", "awaiting_advice", "mentor", "04-01", 90, "07-01", False, 0, 1, None, 90),
    ),
    **{
        f"R-{status}": (
            [ASKED, ("advice", "lapsed", None, "04-15", 90, None)],
            ("request", "04-01", "lapsed", None, None, None, None, False, 0, 0, "04-01", 0),
        )
        for status in LAPSED
    },
    "oral": (
        [ASKED, ("advice", "done", "04-11", "07-01", 10, None)],
        ("request", "04-01", "answered", None, None, None, None, False, 0, 0, "04-11", 10),
    ),
    # the first advice is agreed; the word on the second is 71 days old
    "answered twice": (
        [
            ASKED, ("advice", "done", "04-05", None, 4, None), ("advice", "done", "04-20", None, 19, None),
            ("word", "done", "04-25", "05-10", 20, None), ("word", "overdue", None, "06-10", 71, "mentee"),
        ],
        ("request", "04-01", "awaiting_word", "mentee", "04-20", 71, "06-10", True, 2, 1, None, 90),
    ),
}  # fmt: skip
GIVEN = ("advice", "done", "05-01", None, None, None)
AGREED = ("word", "done", "05-11", "06-10", 10, None)


def waiting(
    stage: str, whom: str, since: str, days: int, due: str | None, overdue: bool, opened: int = 1
) -> tuple[Any, ...]:
    return ("unasked", "05-01", f"awaiting_{stage}", whom, since, days, due, overdue, 1, opened, None, 60)


def closed(stage: str, on: str, age: int) -> tuple[Any, ...]:
    return ("unasked", "05-01", stage, None, None, None, None, False, 1, 0, on, age)


WORDS = {
    "W-overdue": (
        [GIVEN, ("word", "overdue", None, "06-10", 60, "mentee")],
        waiting("word", "mentee", "05-01", 60, "06-10", True),
    ),
    "W-doubtful": (
        [GIVEN, ("word", "doubtful", None, "06-10", 60, "facilitator")],
        waiting("review", "facilitator", "05-01", 60, "06-10", True),
    ),
    "W-not_due": (
        [GIVEN, ("word", "open", None, "06-10", 60, "mentee")],
        waiting("word", "mentee", "05-01", 60, "06-10", True),
    ),
    "undated": (
        [GIVEN, ("word", "overdue", None, None, 60, "mentee")],
        waiting("word", "mentee", "05-01", 60, None, False),
    ),
    **{
        f"W-{status}": ([GIVEN, ("word", "lapsed", None, "06-10", 60, None)], closed("lapsed", "05-01", 0))
        for status in LAPSED
    },
    "D-overdue": (
        [GIVEN, AGREED, ("action", "overdue", None, "06-20", 50, "mentee")],
        waiting("action", "mentee", "05-11", 50, "06-20", True),
    ),
    "D-doubtful": (
        [GIVEN, AGREED, ("action", "doubtful", None, "06-20", 50, "facilitator")],
        waiting("review", "facilitator", "05-11", 50, "06-20", True),
    ),
    "D-not_due": (
        [GIVEN, AGREED, ("action", "open", None, "06-20", 50, "mentee")],
        waiting("action", "mentee", "05-11", 50, "06-20", True),
    ),
    **{
        f"D-{status}": (
            [GIVEN, AGREED, ("action", "lapsed", None, "06-20", 50, None)], closed("lapsed", "05-11", 10),
        )
        for status in LAPSED
    },
    # an action waits for nobody before the advice is agreed
    "not agreed": (
        [GIVEN, ("word", "overdue", None, "06-10", 60, "mentee"), ("action", "open", None, "06-25", 60, None)],
        waiting("word", "mentee", "05-01", 60, "06-10", True),
    ),
    "half done": (
        [GIVEN, AGREED, ("action", "partly", None, "06-20", 50, "mentee")],
        waiting("action", "mentee", "05-11", 50, "06-20", True),
    ),
    "done": ([GIVEN, AGREED, ("action", "done", "06-22", "06-20", 42, None)], closed("acted_on", "06-22", 52)),
    # silence is agreement after 30 days
    "silent": (
        [GIVEN, ("word", "assumed", "05-31", "06-10", 30, None), ("action", "overdue", None, "06-20", 30, "mentee")],
        waiting("action", "mentee", "05-31", 30, "06-20", True),
    ),
    "acted in silence": (
        [GIVEN, ("word", "assumed", "05-10", "06-10", 9, None), ("action", "done", "05-10", "06-20", 0, None)],
        closed("acted_on", "05-10", 9),
    ),
    "declined": ([GIVEN, ("word", "declined", "05-21", "06-10", 20, None)], closed("declined", "05-21", 20)),
    "declined somehow": ([GIVEN, ("word", "declined", "05-19", "06-10", 18, None)], closed("declined", "05-19", 18)),
}  # fmt: skip


@pytest.mark.parametrize("name", [*REQUESTS, *WORDS])
def test_a_chain_has_its_links_and_says_what_it_waits_for(chains: duckdb.DuckDBPyConnection, name: str) -> None:
    expected_links, expected_chain = {**REQUESTS, **WORDS}[name]
    assert links(chains, name) == expected_links
    assert chain(chains, name) == expected_chain


def test_a_visit_without_advice_is_a_chain_from_the_day_it_was_due(chains: duckdb.DuckDBPyConnection) -> None:
    late = ("advice", "overdue", None, "05-01", 60, "mentor")
    claimed = ("advice", "doubtful", None, "05-01", 60, "facilitator")
    for name, expected, stage in (("W1", late, "awaiting_advice"), ("W2", claimed, "awaiting_review")):
        assert links(chains, f"P1/mentor/visit_advice/{name}") == [expected]
        assert chain(chains, f"P1/mentor/visit_advice/{name}") == (
            "visit_without_advice", "05-01", stage, expected[5], "05-01", 60, "05-01", True, 0, 1, None, 60,
        )  # fmt: skip
    named = chains.execute("SELECT chain_id FROM mart.advice_chain WHERE starts_with(chain_id, 'P1/')").fetchall()
    assert sorted(named) == [("P1/mentor/visit_advice/W1",), ("P1/mentor/visit_advice/W2",)]


def test_advice_of_a_visit_begins_with_the_visit_of_its_own_partnership(chains: duckdb.DuckDBPyConnection) -> None:
    rows = chains.execute(
        "SELECT partnership_id, begins_with FROM mart.advice_chain WHERE chain_id = 'in a visit' ORDER BY ALL"
    ).fetchall()
    assert rows == [("P1", "visit"), ("P2", "unasked")]


def test_an_answer_by_word_of_mouth_is_the_first_that_is_told_and_known(chains: duckdb.DuckDBPyConnection) -> None:
    told = {
        key: [
            (row["channel"], row["source_cell"]) for row in rows_of(chains, "advice_link", key) if row["position"] == 2
        ]
        for key in ("oral", "today", "tomorrow", "unknown answer", "unknown request")
    }
    nothing = [(None, None)]
    assert told == {
        "oral": [("telephone", "answer by telephone")], "today": [("radio", "answer by radio")], "tomorrow": nothing,
        "unknown answer": nothing, "unknown request": nothing,
    }  # fmt: skip


def test_a_link_bears_its_words_topic_and_cell(chains: duckdb.DuckDBPyConnection) -> None:
    def told(chain_id: str) -> dict[str, tuple[Any, ...]]:
        return {
            row["link"]: (
                row["words"],
                row["topic"],
                row["kind"],
                row["channel"],
                row["obligation_id"],
                row["source_cell"],
            )
            for row in rows_of(chains, "advice_link", chain_id)
        }

    assert told("half done") == {
        "advice": ("Do half done", "on half done", "solution", "letter", None, "half done"),
        "word": ("the word", "on half done", None, None, "P1/mentee/advice_response/half done", "word"),
        "action": ("act half done", "on half done", None, None, "P1/mentee/advice_action/half done", "more"),
    }
    assert told("done")["action"][5] == "on that day"
    assert told("R-overdue") == {
        "request": ("How R-overdue?", "topic R-overdue", None, None, None, "asked R-overdue"),
        "advice": (None, "topic R-overdue", None, None, "P1/mentor/advice_answer/R-overdue", None),
    }
    for name, expected in (
        ("half done", ("on half done", "Do half done")),
        ("R-overdue", ("topic R-overdue", "How R-overdue?")),
    ):
        (row,) = rows_of(chains, "advice_chain", name)
        assert (row["topic"], row["words"]) == expected


def test_an_sop_or_a_target_on_the_topic_dated_since_shows_it(chains: duckdb.DuckDBPyConnection) -> None:
    def shown_by(chain_id: str) -> list[tuple[Any, ...]]:
        return sorted(
            (row["link"], row["words"], row["topic"], short(row["done_on"]), row["days"], row["value_before"],
             row["value_after"], row["unit"], row["source_cell"])
            for row in rows_of(chains, "advice_link", chain_id) if row["position"] > 4
        )  # fmt: skip

    assert shown_by("Pressure ") == [
        ("metric", "T1", "PRESSURE", "05-01", 0, 12, 1, None, "T1"),
        ("sop", "after", " pressure", "05-20", 19, None, None, None, None),
        ("sop", "same day", " pressure", "05-01", 0, None, None, None, None),
    ]
    for name, topic, days in (
        ("by its name", "Hours OF supply", 20), ("by its code", "supply_hours", 30),
        ("by its Indonesian name", "jam pelayanan", 30),
    ):  # fmt: skip
        assert shown_by(name) == [("metric", "supply_hours", topic, "05-31", days, 12, 18, "h/day", "T4")]


def test_each_link_has_its_place_in_the_chain(chains: duckdb.DuckDBPyConnection) -> None:
    rows = found(chains, "SELECT DISTINCT position, link FROM mart.advice_link ORDER BY ALL")
    links = ["request", "advice", "word", "action", "sop", "metric"]
    assert [(row["position"], row["link"]) for row in rows] == list(enumerate(links, start=1))


def test_what_shows_it_closes_no_chain_later(chains: duckdb.DuckDBPyConnection) -> None:
    """Agreed on 2 May; the SOP of 20 May is no part of it."""
    assert chain(chains, "Pressure ")[2:] == ("answered", None, None, None, None, False, 1, 0, "05-02", 1)
