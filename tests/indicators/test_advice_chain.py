"""The chain of advice: request, advice, word, action, SOP or metric; how old it is, and what waits for whom."""

from datetime import date
from random import Random
from typing import Any

import pytest

from tests.indicators.programme import Mart, Partnership, Programme
from tests.indicators.test_evidence_levels import signed

TABLES = ("advice_link", "advice_chain")


def told() -> tuple[Programme, Partnership]:
    """A question answered in a visit, one by telephone, one not at all, and a word nobody asked for."""
    programme = Programme()
    p = signed(programme)
    p.plans("mentor", "monitoring_visit", "W51", "2026-04-21").tells("mentor/monitoring_visit/W51", "2026-04-20")
    p.plans("mentor", "monitoring_visit", "W52", "2026-03-21")
    p.asks("2026-03/1", "2026-04-08", answered="2026-04-20").asks("2026-03/2", "2026-03-30", answered="2026-04-16")
    p.asks("2026-04/1", "2026-05-05")
    programme.rows["advice_request"][1]["answer_channel"] = "telephone"
    p.advises("W51-1", "2026-04-20", request="2026-03/1", visit="W51", to_do="Set the valve", by="2026-05-31")
    p.advises("U1", "2026-05-25").replies("W51-1", "2026-05-08", agreed=True, done=0.5)
    for month, day in (("2026-01", "2026-02-10"), ("2026-02", "2026-03-10"), ("2026-03", "2026-04-08")):
        p.sends_report(month, day)
    return programme, p.sends_report("2026-04", "2026-05-08")


@pytest.fixture(scope="module")
def may() -> Mart:
    return told()[0].at("2026-05-31")


def chain(mart: Mart, chain_id: str) -> dict[str, Any]:
    return mart.one("SELECT * FROM mart.advice_chain WHERE chain_id = ?", f"P1/{chain_id}")


def links(mart: Mart, chain_id: str) -> list[tuple[Any, ...]]:
    rows = mart.rows("SELECT * FROM mart.advice_link WHERE chain_id = ? ORDER BY position", f"P1/{chain_id}")
    return [(r["link"], r["state"], r["done_on"] and r["done_on"].isoformat(), r["days"], r["waits_for"]) for r in rows]


def test_a_request_answered_in_a_visit_runs_to_the_half_done_action(may) -> None:
    """By hand: asked 8 April, advised on the 20th (12 days), agreed on 8 May (18), half done and open 23 days on."""
    assert links(may, "request/2026-03/1") == [
        ("request", "done", "2026-04-08", None, None),
        ("advice", "done", "2026-04-20", 12, None),
        ("word", "done", "2026-05-08", 18, None),
        ("action", "partly", None, 23, "mentee"),
    ]
    whole = chain(may, "request/2026-03/1")
    assert (whole["stage"], whole["waits_for"], whole["due_on"]) == ("awaiting_action", "mentee", date(2026, 5, 31))
    assert (whole["age_days"], whole["is_overdue"], whole["closed_on"]) == (53, False, None)


def test_an_answer_by_telephone_closes_the_request_and_its_words_are_not_on_record(may) -> None:
    answer = may.one("SELECT * FROM mart.advice_link WHERE chain_id = 'P1/request/2026-03/2' AND link = 'advice'")
    assert (answer["channel"], answer["words"], answer["advice_id"]) == ("telephone", None, None)
    whole = chain(may, "request/2026-03/2")
    assert (whole["stage"], whole["closed_on"], whole["age_days"]) == ("answered", date(2026, 4, 16), 17)
    assert whole["waits_for"] is None


def test_an_open_question_waits_for_the_mentor_with_its_age(may) -> None:
    whole = chain(may, "request/2026-04/1")
    assert (whole["stage"], whole["waits_for"], whole["waiting_days"]) == ("awaiting_advice", "mentor", 26)
    assert (whole["is_overdue"], whole["advice_count"]) == (True, 0)


def test_a_recommendation_that_nobody_asked_for_is_a_chain_of_its_own(may) -> None:
    whole = chain(may, "advice/U1")
    assert (whole["begins_with"], whole["stage"], whole["waits_for"]) == ("unasked", "awaiting_word", "mentee")
    assert links(may, "advice/U1")[0] == ("advice", "done", "2026-05-25", None, None)


def test_a_visit_that_left_no_advice_waits_for_the_mentor(may) -> None:
    whole = chain(may, "mentor/visit_advice/W52")
    assert (whole["begins_with"], whole["waits_for"], whole["words"]) == ("visit_without_advice", "mentor", None)


def test_silence_counts_as_agreed_and_the_action_then_waits_for_the_mentee() -> None:
    programme, p = told()
    p.advises("U2", "2026-03-01", to_do="Draw the map")
    mart = programme.at("2026-05-31")
    word, action = links(mart, "advice/U2")[1:]
    assert word == ("word", "assumed", "2026-03-31", 30, None)
    assert (action[0], action[4]) == ("action", "mentee")


def test_a_refusal_with_its_reason_closes_the_chain_without_an_action() -> None:
    programme, p = told()
    p.advises("U2", "2026-04-01", to_do="Draw the map")
    p.replies("U2", "2026-05-08", agreed=False, reason="We have one")
    mart = programme.at("2026-05-31")
    assert [(link, state) for link, state, *_ in links(mart, "advice/U2")] == [("advice", "done"), ("word", "declined")]
    whole = chain(mart, "advice/U2")
    assert (whole["stage"], whole["waits_for"], whole["age_days"]) == ("declined", None, 37)


def test_an_action_only_claimed_waits_for_the_facilitator() -> None:
    programme, p = told()
    p.claims("mentee/advice_action/U2", "2026-05-20", on="2026-05-15")
    p.advises("U2", "2026-03-01", to_do="Draw the map").replies("U2", "2026-04-08", agreed=True)
    whole = chain(programme.at("2026-05-31"), "advice/U2")
    assert (whole["stage"], whole["waits_for"]) == ("awaiting_review", "facilitator")


def test_an_sop_on_the_same_topic_dated_since_is_a_link_and_an_earlier_one_is_not() -> None:
    programme, p = told()
    p.has_sop("Night pressure", "issued", "2026-05-20").has_sop("Old pressure", "issued", "2026-01-20")
    for row in programme.rows["sop"]:
        row["topic"] = "Pressure "
    programme.rows["advice"][0]["topic"] = "pressure"
    rows = programme.at("2026-05-31").rows("SELECT words, done_on FROM mart.advice_link WHERE link = 'sop'")
    assert rows == [{"words": "Night pressure", "done_on": date(2026, 5, 20)}]


def test_the_metric_of_a_target_on_the_same_topic_shows_its_value_before_and_after() -> None:
    programme, p = told()
    p.aims("T1", baseline=10, baseline_on="2026-01-01", target=20, due_on="2026-06-30", topic="Pressure")
    p.measures("2026-05", value=16)
    programme.rows["advice"][0]["topic"] = "pressure"
    (row,) = programme.at("2026-05-31").rows("SELECT * FROM mart.advice_link WHERE link = 'metric'")
    assert (row["words"], row["value_before"], row["value_after"]) == ("supply_hours", 10, 16)


def test_without_any_advice_there_is_no_row() -> None:
    programme = Programme()
    signed(programme)
    mart = programme.at("2026-05-31")
    assert [mart.rows(f"FROM mart.{table}") for table in TABLES] == [[], []]


def dialogues(count: int) -> Programme:
    programme = Programme()
    for seed in range(count):
        random = Random(seed)
        p = signed(programme, f"R{seed}")
        for number in range(random.randint(0, 4)):
            asked = date(2026, random.randint(1, 5), random.randint(1, 28)).isoformat()
            answered = f"2026-0{random.randint(5, 7)}-03" if random.random() < 0.3 else None
            p.asks(f"2026-01/{number}", asked, answered=answered)
        for number in range(random.randint(0, 4)):
            given = date(2026, random.randint(2, 6), random.randint(1, 28)).isoformat()
            request = f"2026-01/{number}" if random.random() < 0.5 else None
            p.advises(f"A{number}", given, request=request, to_do=random.choice((None, "Do it")))
            if random.random() < 0.6:
                agreed = random.choice((True, False, None))
                done = random.choice((None, 0.4, 1.0)) if agreed is not False else None
                p.replies(f"A{number}", f"2026-0{random.randint(6, 8)}-05", agreed=agreed, reason="x", done=done)
        if random.random() < 0.2:
            programme.rows["partnership"][-1] |= {"ended_on": "2026-06-15"}
    return programme


def test_every_chain_is_open_and_waits_or_closed_and_dated_and_no_age_is_negative() -> None:
    mart = dialogues(120).at("2026-06-30")
    chains = mart.rows("FROM mart.advice_chain")
    assert len(chains) > 200
    for row in chains:
        assert row["stage"].startswith("awaiting_") == (row["waits_for"] is not None) == (row["closed_on"] is None)
        assert 0 <= row["age_days"] <= (date(2026, 6, 30) - date(2025, 12, 1)).days
        assert row["waiting_days"] is None or 0 <= row["waiting_days"] <= row["age_days"]
        assert (row["open_count"] > 0) == (row["waits_for"] is not None)
    waiting = mart.rows("SELECT DISTINCT link, waits_for FROM mart.advice_link WHERE waits_for IS NOT NULL")
    assert {(row["link"], row["waits_for"]) for row in waiting} == {
        ("advice", "mentor"), ("word", "mentee"), ("action", "mentee"),
    }  # fmt: skip


def test_every_request_and_every_piece_of_advice_stands_in_exactly_one_chain() -> None:
    programme = dialogues(60)
    mart = programme.at("2026-07-31")
    asked = {row["request_id"] for row in programme.rows["advice_request"]}
    given = sorted(row["advice_id"] for row in programme.rows["advice"])
    assert asked <= {row["chain_id"] for row in mart.rows("FROM mart.advice_chain")}
    rows = mart.rows("SELECT advice_id FROM mart.advice_link WHERE link = 'advice' AND advice_id IS NOT NULL")
    assert sorted(row["advice_id"] for row in rows) == given


def test_the_order_of_the_files_never_matters() -> None:
    programme = dialogues(40)
    first = tables(programme.at("2026-07-31"))
    for rows in programme.rows.values():
        Random(5).shuffle(rows)
    assert tables(programme.at("2026-07-31")) == first
    assert first["advice_link"]


def tables(mart: Mart) -> dict[str, list[dict[str, Any]]]:
    return {table: mart.rows(f"SELECT * FROM mart.{table} ORDER BY ALL") for table in TABLES}
