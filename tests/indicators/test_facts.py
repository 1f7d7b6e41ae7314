"""The facts beside the scores at one day, worked by hand: stage and status, activities, documents, advice, words."""

from typing import Any

import pytest

from tests.indicators.programme import Mart, Partnership, Programme

AS_OF, KNOWN_BY = "2026-06-30", "2026-07-15"
TOO_LATE = "2026-07-16"  # to be known
PLACE = {"source_file": "register.xlsx", "source_sheet": "S", "source_cell": "A1", "file_sha256": "sha"}


def agreed(programme: Programme, name: str, until: str = "2026-12-31", **more: Any) -> Partnership:
    """A partnership whose pilot began on 1 January 2026."""
    p = programme.partnership(name, pilot=("2026-01-01", until), **more)
    return p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2025-12-15")


def lives(programme: Programme) -> None:
    """A partnership in each stage and with each status."""
    solidarity = programme.partnership
    solidarity("nothing", mentor_id=None, mentee_id="NOBODY'S RECORD")
    solidarity("asked").signs("letter_of_request", "2026-01-10")
    solidarity("intent").signs("letter_of_intent", "2026-02-01")
    solidarity("plan and intent").signs("letter_of_intent", "2026-02-01").signs("work_plan", "2026-03-01")
    solidarity("plan only").signs("letter_of_request", "2026-01-10").signs("work_plan", "2026-03-01")
    solidarity("signed later").signs("letter_of_intent", "2026-02-01").signs("memorandum_of_agreement", "2026-07-01")
    diagnosed = solidarity("diagnosed").signs("letter_of_intent", "2026-02-01")
    diagnosed.delivers("diagnostic_report", "mentor", "2026-04-01")
    solidarity("undiagnosed").signs("letter_of_intent", "2026-02-01").delivers(
        "monitoring_report", "mentor", "2026-04-01"
    )
    agreed(programme, "running", mentor_id="M1", mentee_id="E1", facilitator_id="F1", supporting_partner_id="G1")
    agreed(programme, "last day", AS_OF)
    agreed(programme, "over", "2026-06-29")
    agreed(programme, "extended", "2026-05-31").signs("addendum", "2026-05-01", revision=1, pilot_end="2026-08-31")
    agreed(programme, "finished", ended_on="2026-05-01", ended_by="mentor", end_reason="done").signs(
        "letter_of_recommendation", "2026-06-01"
    )
    agreed(programme, "ended", ended_on="2026-04-01", ended_by="mentee", end_reason="No money")
    agreed(programme, "ended plainly", ended_on="2026-04-01")
    agreed(programme, "ends later", ended_on="2026-07-05", ended_by="mentee", end_reason="No money")
    agreed(programme, "on hold", on_hold_since="2026-05-01")
    agreed(programme, "case over", "2026-02-28", origin="case")
    learning = {"programme_kind": "horizontal_learning"}
    solidarity("h begun", begun_on="2026-01-05", **learning).plans("mentor", "teleconference", "W1", "2026-09-01")
    solidarity("h last day", begun_on="2026-01-05", **learning).plans("mentor", "teleconference", "W1", AS_OF)
    solidarity("h over", begun_on="2026-01-05", **learning).plans("mentor", "teleconference", "W1", "2026-06-29")
    solidarity("h unplanned", begun_on="2026-01-05", **learning)
    solidarity("h nothing", **learning)
    solidarity("h asked", **learning).signs("letter_of_request", "2026-01-10")
    solidarity("h ended", begun_on="2026-01-05", ended_on="2026-05-01", **learning)
    solidarity("h ended by", begun_on="2026-01-05", ended_on="2026-05-01", ended_by="mentee", **learning)
    solidarity("h ended why", begun_on="2026-01-05", ended_on="2026-05-01", end_reason="No money", **learning)
    solidarity("csr", programme_kind="csr_partnership")
    twins = solidarity("twins", programme_kind="international_twinning", origin="case")
    twins._add("agreement", kind="memorandum_of_understanding", revision=0)


# stage, status, started, ended
LIVES = {
    "nothing": ("preparation", "preparing", None, None),
    "asked": ("establishment", "preparing", None, None),
    "intent": ("establishment", "preparing", "2026-02-01", None),
    "plan and intent": ("agreement", "preparing", "2026-02-01", None),
    "plan only": ("establishment", "preparing", None, None),
    "signed later": ("establishment", "preparing", "2026-02-01", None),
    "diagnosed": ("agreement", "preparing", "2026-02-01", None),
    "undiagnosed": ("establishment", "preparing", "2026-02-01", None),
    "running": ("implementation", "active", "2025-11-03", None),
    "last day": ("implementation", "active", "2025-11-03", None),
    "over": ("expansion", "active", "2025-11-03", None),
    "extended": ("implementation", "active", "2025-11-03", None),
    "finished": ("expansion", "finished", "2025-11-03", "2026-06-01"),
    "ended": ("implementation", "ended_early", "2025-11-03", "2026-04-01"),
    "ended plainly": ("implementation", "ended_early", "2025-11-03", "2026-04-01"),
    "ends later": ("implementation", "active", "2025-11-03", None),
    "on hold": ("implementation", "on_hold", "2025-11-03", None),
    "case over": ("implementation", "active", "2025-11-03", None),
    # a kind that knows fewer stages stands in the last of its own before it, else in its first
    "h begun": ("implementation", "active", "2026-01-05", None),
    "h last day": ("implementation", "active", "2026-01-05", None),
    "h over": ("expansion", "active", "2026-01-05", None),
    "h unplanned": ("implementation", "active", "2026-01-05", None),
    "h nothing": ("preparation", "preparing", None, None),
    "h asked": ("preparation", "preparing", None, None),
    "h ended": ("implementation", "finished", "2026-01-05", "2026-05-01"),
    "h ended by": ("implementation", "ended_early", "2026-01-05", "2026-05-01"),
    "h ended why": ("implementation", "ended_early", "2026-01-05", "2026-05-01"),
    "csr": ("implementation", "preparing", None, None),
    "twins": ("implementation", "active", None, None),
}


def people_and_papers(programme: Programme) -> None:
    for party, name, province in (
        ("M1", "PDAM Satu", "Bali"), ("E1", "PDAM Dua", "Papua"), ("F1", "PERPAMSI", None), ("G1", "Kementerian", None),
    ):  # fmt: skip
        programme.add("party", party_id=party, name=name, kind="utility", province=province, origin="sample")
    for utility in ("E1", "abroad/7"):
        programme.add("utility", utility_id=utility, name=utility)
    running = Partnership(programme, "running")
    running.signs("work_plan_revision", "2026-07-01", revision=1).signs("addendum", AS_OF, revision=1)
    running._add("agreement", kind="extension_agreement", revision=0, number="not signed")
    running.sends_report("2026-01", "2026-02-10").sends_report("2026-02", "2026-03-09")
    running.sends_report("2026-03", "2026-04-09").sends_report("2026-04", "2026-07-02", received="2026-07-03")
    running.sends_report("2026-05", "2026-06-29", received=TOO_LATE)
    programme.rows["monthly_report"][2]["is_parked"] = True
    for document, dated, received in (
        ("D1", AS_OF, "2026-07-15"), ("D2", "2026-07-01", "2026-07-01"), ("D3", None, AS_OF),
        ("D4", None, "2026-07-01"), ("D5", "2026-06-01", TOO_LATE),
    ):  # fmt: skip
        running._add(
            "document", document_id=document, kind="final_report", dated_on=dated, compiled_by="mentor",
            received_on=received,
        )  # fmt: skip


def words(programme: Programme) -> None:
    p = Partnership(programme, "running")
    programme.add(
        "programme", programme_id="W", programme_kind="solidarity_partnership", name="W", origin="sample",
        file_sha256="register",
    )  # fmt: skip
    for text, period, received in (
        ("of June", "2026-06", "2026-07-15"), ("of July", "2026-07", "2026-07-15"), ("of no month", None, "2026-07-15"),
        ("too late", "2026-05", TOO_LATE),
    ):  # fmt: skip
        p._add("narrative", kind="obstacle", words=text, period=period, received_on=received)
        p._add("lesson", words=text, period=period, received_on=received)
    for text, told, received in (
        ("told", AS_OF, "2026-07-15"), ("told after", "2026-07-01", "2026-07-15"), ("undated", None, "2026-07-15"),
        ("too late", "2026-05-01", TOO_LATE),
    ):  # fmt: skip
        p._add(
            "statement", programme_id="W", topic="t", words=text, told_on=told, received_on=received, stated_in="p. 1"
        )
    for title, dated, received in (
        ("of the day", AS_OF, "2026-07-15"), ("after", "2026-07-01", "2026-07-15"),
        ("too late", "2026-05-01", TOO_LATE),
    ):  # fmt: skip
        p._add("sop", title=title, state="issued", dated_on=dated, submitted_on=dated, received_on=received)
    for text, assessed, received, more in (
        ("first", "2026-05-01", "2026-05-01", {}),
        ("latest", AS_OF, "2026-07-14", {"file_sha256": "b", "source_cell": "A1"}),
        ("sent earlier", AS_OF, "2026-07-13", {"file_sha256": "z", "source_cell": "A1"}),
        ("of a lesser file", AS_OF, "2026-07-14", {"file_sha256": "a", "source_cell": "A1"}),
        ("further down", AS_OF, "2026-07-14", {"file_sha256": "b", "source_cell": "A2"}),
        ("after", "2026-07-01", "2026-07-02", {}),
        ("too late", AS_OF, TOO_LATE, {}),
        ("replaced", AS_OF, "2026-07-15", {"is_in_force": False}),
    ):
        row = {"is_in_force": True, **more}
        p._add(
            "assessment", role="mentee", criterion="commitment", view="self", words=text, assessed_on=assessed,
            received_on=received, **row,
        )  # fmt: skip
    for line, sha in (("F1", "register"), ("F2", "another")):
        p._add(
            "finance", line_id=line, year=2026, category="travel", kind="cost", currency="IDR", principle="unknown",
            file_sha256=sha,
        )  # fmt: skip


def events(programme: Programme) -> None:
    p = agreed(programme, "events")
    q = agreed(programme, "events too")
    for activity, kind, held, more in (
        ("A1", "meeting", "2026-03-01", {"participants": 12}),
        ("A2", "meeting", "2026-07-10", {"participants": 9}),
        ("A3", "meeting", "2026-03-03", {"received_on": TOO_LATE}),
        ("A4", "workshop", "2026-04-04", {}),
        ("A7", "training", AS_OF, {"participants": 5}),
        ("events/W6", "assistance", None, {"title": "As in the register", "participants": 3}),
    ):
        p._add("activity", **{"activity_id": activity, "kind": kind, "held_on": held, "received_on": KNOWN_BY, **more})
    # the same activity told by the register of the programme and by a report
    for sha, title in (("report", "By a report"), ("register", "By the register")):
        p._add("activity", activity_id="A5", kind="meeting", title=title, received_on="2026-01-01", file_sha256=sha)
    for activity, held, participants in (("A6", None, 4), ("A6", "2026-05-06", 6)):
        p._add(
            "activity", activity_id=activity, kind="meeting", held_on=held, participants=participants,
            received_on="2026-05-10",
        )  # fmt: skip
    programme.add("activity", activity_id="ALL", programme_id="W", kind="workshop", received_on="2026-01-01")
    p.plans("mentor", "meeting", "W1", "2026-04-01").tells("mentor/meeting/W1", "2026-04-03")
    p.tells("mentor/meeting/W1", "2026-04-02")
    for item, evidence in (
        ("claimed", {"level": 0}), ("disputed", {"disputed": True}), ("nothing", {"share": 0.0}),
    ):  # fmt: skip
        p.plans("mentor", "meeting", item, "2026-04-01").tells(f"mentor/meeting/{item}", "2026-05-01", **evidence)
    p.plans("mentor", "meeting", "later", "2026-04-01").tells("mentor/meeting/later", "2026-07-01")
    p.plans("mentor", "meeting", "that day", "2026-04-01").tells("mentor/meeting/that day", AS_OF)
    p.plans("mentor", "learning_topic", "topic", "2026-04-01").tells("mentor/learning_topic/topic", "2026-05-02")
    p.plans("mentee", "sop", "sop", "2026-04-01").tells("mentee/sop/sop", "2026-05-02")
    p.plans("mentor", "diagnostic_report", "report", "2026-04-01")
    p.tells("mentor/diagnostic_report/report", "2026-05-02")
    # told by the register for that day under another number; on that day another kind
    p.plans("mentor", "workshop", "W4", "2026-04-01").tells("mentor/workshop/W4", "2026-04-04")
    p.plans("mentor", "assistance", "W5", "2026-04-01").tells("mentor/assistance/W5", "2026-04-04")
    p.plans("mentor", "assistance", "W6", "2026-04-01").tells("mentor/assistance/W6", "2026-04-06")
    p.promises("mentor", "assistance", "W8", 2, "year")
    p.tells("mentor/assistance/W8", "2026-05-08").tells("mentor/assistance/W8", "2026-05-09")
    for role, title in (("mentor", "The mentor hosts"), ("mentee", "The mentee comes")):
        p.plans(role, "study_visit", "W7", "2026-04-07").tells(f"{role}/study_visit/W7", "2026-04-07")
        programme.rows["plan_item"][-1]["title"] = title
    for each in (p, q):
        each.plans("mentor", "workshop", "W9", "2026-04-09", joint="J/9").tells("mentor/workshop/W9", "2026-04-09")
    p._add("activity", activity_id="events/W9", kind="workshop", title="Told", held_on="2026-04-09",
           received_on="2026-04-10")  # fmt: skip


# planned, held, participants, title
EVENTS = {
    "A1": (None, "2026-03-01", 12, None),
    "A2": (None, None, None, None),
    "A4": (None, "2026-04-04", None, None),
    "A5": (None, None, None, "By the register"),
    "A6": (None, "2026-05-06", 6, None),
    "A7": (None, AS_OF, 5, None),
    "events/W1": ("2026-04-01", "2026-04-02", None, "Item W1"),
    "events/that day": ("2026-04-01", AS_OF, None, "Item that day"),
    "events/W5": ("2026-04-01", "2026-04-04", None, "Item W5"),
    "events/W6": (None, "2026-04-06", None, "As in the register"),  # participants are told with a day
    "events/W7": ("2026-04-07", "2026-04-07", None, "The mentee comes"),
    "events/W8/2026-05-08": (None, "2026-05-08", None, "Item W8"),
    "events/W8/2026-05-09": (None, "2026-05-09", None, "Item W8"),
    "J/9": (None, "2026-04-09", None, "Told"),
}


def dialogue(programme: Programme) -> None:
    p = agreed(programme, "talks")
    for month, day in (("01", "02-10"), ("02", "03-10"), ("03", "04-10"), ("04", "05-10"), ("05", "06-10")):
        p.sends_report(f"2026-{month}", f"2026-{day}")
    p.advises("silent", "2026-05-30", to_do="Do").advises("recent", "2026-05-31", to_do="Do")
    p.advises("silent word", "2026-05-30")
    p.advises("declined", "2026-05-01", to_do="Do").replies("declined", "2026-05-10", agreed=False, reason="No")
    p.advises("no without why", "2026-05-01", to_do="Do").replies("no without why", "2026-05-10", agreed=False)
    p.advises("said yes", "2026-05-02").replies("said yes", "2026-05-10", agreed=True)
    p.replies("said yes", "2026-06-10", agreed=True)
    p.advises("agreed", "2026-06-05", to_do="Do").replies("agreed", "2026-06-10", agreed=True)
    p.advises("acted", "2026-05-03", to_do="Do").replies(
        "acted", "2026-06-10", agreed=True, done=1.0, done_on="2026-06-02"
    )
    p.advises("yes too late", "2026-06-05").replies("yes too late", "2026-06-10", agreed=True)
    programme.rows["advice_answer"][-1]["received_on"] = TOO_LATE
    p.advises("yes after", "2026-06-05").replies("yes after", "2026-07-01", agreed=True)
    p.asks("2026-03/1", "2026-04-10").asks("2026-03/2", "2026-04-10", answered="2026-04-20").asks(
        "2026-03/3", "2026-04-10"
    )
    p.advises("answer", "2026-04-15", request="2026-03/3")
    for row, topic in zip(programme.rows["advice_request"], ("one", "two", "three"), strict=True):
        row["topic"] = topic


# status, agreed, age in days, topic
TALKS = {
    "advice/silent": ("agreed", True, 31, None),  # 30 days are over on 29 June; nobody acted yet
    "advice/recent": ("given", None, 30, None),
    "advice/silent word": ("agreed", True, 30, None),  # nothing to do: settled on 29 June
    "advice/declined": ("declined", False, 9, None),
    "advice/no without why": ("given", None, 60, None),  # no reply as owed, and no silence that would mean yes
    "advice/said yes": ("agreed", True, 8, None),
    "advice/agreed": ("agreed", True, 25, None),
    "advice/acted": ("acted_on", True, 30, None),
    "advice/yes too late": ("given", None, 25, None),
    "advice/yes after": ("given", None, 25, None),
    "advice/answer": ("agreed", True, 30, "three"),
    "request/2026-03/1": ("asked", None, 81, "one"),
    "request/2026-03/2": ("given", None, 10, "two"),
}


@pytest.fixture(scope="module")
def mart() -> Mart:
    programme = Programme()
    for tell in (lives, people_and_papers, words, events, dialogue):
        tell(programme)
    return programme.at(AS_OF, KNOWN_BY)


def as_text(day: Any) -> str | None:
    return None if day is None else str(day)


def of(mart: Mart, table: str, partnership: str = "running") -> list[dict[str, Any]]:
    return mart.rows(f"SELECT * FROM mart.{table} WHERE partnership_id = ?", partnership)


def test_each_partnership_stands_in_its_stage_with_its_status(mart: Mart) -> None:
    rows = {row["partnership_id"]: row for row in mart.rows("SELECT * FROM mart.partnership")}
    found = {
        name: (
            rows[name]["stage"],
            rows[name]["status"],
            as_text(rows[name]["started_on"]),
            as_text(rows[name]["ended_on"]),
        )
        for name in LIVES
    }
    assert found == LIVES


def test_who_ended_it_and_why_is_told_of_an_early_end_that_has_come(mart: Mart) -> None:
    rows = mart.rows("SELECT partnership_id, ended_by, end_reason FROM mart.partnership")
    told = {row["partnership_id"]: (row["ended_by"], row["end_reason"]) for row in rows}
    assert {name: who for name, who in told.items() if who != (None, None)} == {
        "ended": ("mentee", "No money"), "h ended by": ("mentee", None), "h ended why": (None, "No money"),
    }  # fmt: skip


def test_the_parties_of_a_partnership_are_named_where_they_are_known(mart: Mart) -> None:
    (row,), (nobody,) = of(mart, "partnership"), of(mart, "partnership", "nothing")
    names = ("mentor", "mentee", "facilitator", "supporting_partner", "province")
    assert [row[name] for name in names] == ["PDAM Satu", "PDAM Dua", "PERPAMSI", "Kementerian", "Papua"]
    assert [nobody[name] for name in names] == [None, "NOBODY'S RECORD", None, None, None]
    assert [as_text(row[name]) for name in ("moa_signed_on", "pilot_start_on", "pilot_end_on")] == [
        "2025-12-15", "2026-01-01", "2026-12-31",
    ]  # fmt: skip
    assert as_text(of(mart, "partnership", "extended")[0]["pilot_end_on"]) == "2026-08-31"


def test_the_last_report_is_one_that_counts_was_sent_and_is_known(mart: Mart) -> None:
    assert as_text(of(mart, "partnership")[0]["last_report_on"]) == "2026-03-09"


def test_papers_of_the_day_and_before_are_listed_and_an_agreement_not_yet_signed(mart: Mart) -> None:
    assert {(row["kind"], as_text(row["signed_on"])) for row in of(mart, "agreement")} == {
        ("letter_of_intent", "2025-11-03"), ("memorandum_of_agreement", "2025-12-15"), ("addendum", AS_OF),
        ("extension_agreement", None),
    }  # fmt: skip
    assert {row["document_id"] for row in of(mart, "document")} == {"D1", "D3"}


def test_words_are_those_of_the_day_and_before_that_are_known(mart: Mart) -> None:
    for table in ("narrative", "lesson"):
        assert {row["text"] for row in of(mart, table)} == {"of June", "of no month"}
    assert {row["text"] for row in of(mart, "statement")} == {"told", "undated"}
    assert {row["title"] for row in of(mart, "sop")} == {"of the day"}


def test_of_several_words_on_a_criterion_the_latest_stands(mart: Mart) -> None:
    rows = mart.rows("SELECT words FROM mart.assessment WHERE partnership_id = 'running' AND \"view\" = 'self'")
    assert rows == [{"words": "latest"}]


def test_a_line_of_money_belongs_to_the_programme_of_its_register(mart: Mart) -> None:
    assert {(row["line_id"], row["programme_id"], row["origin"]) for row in of(mart, "finance")} == {
        ("F1", "W", "sample"), ("F2", None, None),
    }  # fmt: skip


def test_a_utility_of_somebody_elses_list_is_real(mart: Mart) -> None:
    rows = mart.rows("SELECT utility_id, origin FROM mart.utility")
    assert {row["utility_id"]: row["origin"] for row in rows} == {"E1": "sample", "abroad/7": "real"}


def test_an_activity_stands_once_from_the_register_reports_and_evidence(mart: Mart) -> None:
    """Not: what is only claimed, disputed or of no share, topics, SOPs and reports, and what comes after the day."""
    rows = {row["activity_id"]: row for row in of(mart, "activity", "events")}
    assert {
        name: (as_text(row["planned_on"]), as_text(row["held_on"]), row["participants"], row["title"])
        for name, row in rows.items()
    } == EVENTS
    assert {row["activity_id"] for row in of(mart, "activity", "events too")} == {"J/9"}
    assert {row["programme_id"] for row in mart.rows("SELECT * FROM mart.activity")} == {"W"}
    assert mart.one("SELECT partnership_id FROM mart.activity WHERE activity_id = 'ALL'")["partnership_id"] is None


def test_advice_and_requests_have_a_status_and_an_age(mart: Mart) -> None:
    rows = of(mart, "advice", "talks")
    assert {
        row["advice_id"].removeprefix("talks/"): (row["status"], row["agreed"], row["age_days"], row["topic"])
        for row in rows
    } == TALKS


def test_a_kind_of_programme_says_of_each_indicator_whether_it_applies_and_why(mart: Mart) -> None:
    def said(kind: str) -> dict[str, tuple[bool, str]]:
        rows = mart.rows("SELECT * FROM mart.blueprint_indicator WHERE programme_kind = ?", kind)
        return {row["indicator_code"]: (row["applies"], row["reason_en"]) for row in rows}

    learning, solidarity, csr = said("horizontal_learning"), said("solidarity_partnership"), said("csr_partnership")
    assert learning["MR-KNW-2"] == (True, "One city passes on to the other how it manages wastewater.")
    assert learning["MR-COM-1"] == (False, "The report knows no signed agreement.")
    assert {applies for applies, _ in solidarity.values()} == {True}
    assert {applies for applies, _ in csr.values()} == {False}
    assert all(reason for kind in (learning, solidarity, csr) for _, reason in kind.values())
