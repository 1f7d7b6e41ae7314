"""What is told finds what it speaks to: claims and confirmations, times of a quota, joint events of partnerships.

One programme, as of Wednesday 20 May 2026 and as known on 25 May. Each line of evidence reads: happened, sent,
received, share, level.
"""

from datetime import date

import pytest

from tests.indicators.programme import Mart, Partnership, Programme

AS_OF, KNOWN_BY = "2026-05-20", "2026-05-25"


@pytest.fixture(scope="module")
def mart() -> Mart:
    programme = Programme()
    for tell in TOLD:
        tell(programme)
    return programme.scores_at(AS_OF, KNOWN_BY)


def founded(programme: Programme, name: str) -> Partnership:
    p = programme.partnership(name, pilot=("2026-02-01", "2026-07-31"), facilitator_id="FAC")
    return p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2026-01-12")


def evidence(mart: Mart, partnership_id: str, columns: str, kind: str = "") -> dict[str, list[tuple[object, ...]]]:
    """What is told of each obligation of a partnership, by its id without the first part."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for row in mart.rows("SELECT * FROM mart.evidence WHERE partnership_id = ? ORDER BY ALL", partnership_id):
        name = row["obligation_id"].removeprefix(f"{partnership_id}/")
        if kind in name:
            values = (row[column] for column in columns.split())
            found.setdefault(name, []).append(tuple(str(v) if isinstance(v, date) else v for v in values))
    return found


def statuses(mart: Mart, partnership_id: str, kind: str) -> dict[str, tuple[object, ...]]:
    """Status and day of fulfilment of what a partnership owes of a kind, by the key."""
    rows = mart.rows(
        "SELECT * FROM mart.obligation WHERE partnership_id = ? AND kind = ? ORDER BY obligation_id",
        partnership_id, kind,
    )  # fmt: skip
    return {
        row["obligation_id"].removeprefix(f"{partnership_id}/{row['role']}/{kind}/"): (
            row["status"],
            None if row["fulfilled_on"] is None else str(row["fulfilled_on"]),
        )
        for row in rows
    }


# Claims


def claims(programme: Programme) -> None:
    p = founded(programme, "claims")

    def claim(number: int, answer: str = "done", role: str = "mentee", **more: object) -> None:
        p.clause("mentee", str(number), "2026-02-01")
        row = {"is_in_force": True, "assessed_on": "2026-03-01", "received_on": "2026-03-02", "told_by": None, **more}
        p._add("assessment_claim", role=role, obligation_id=f"claims/mentee/clause/moa-{number}", answer=answer, **row)

    claim(1, occurred_on="2026-01-31", proof="minutes", prevented_by="flood")
    claim(2, proof="minutes")
    claim(3, "prevented", occurred_on="2026-01-31", proof="minutes", prevented_by="flood")
    claim(4, "agreed", occurred_on="2026-01-31")
    claim(5, is_in_force=False)
    claim(6, role="mentor")
    claim(7, told_by="mentor", person="Budi")
    claim(8, told_by="mentor")
    claim(9, told_by="facilitator", person="Ani")
    claim(10, told_by="supporting_partner", person="Ani")
    claim(11, told_by="mentee", person="Ani")
    claim(12, "prevented", told_by="mentor", person="Budi")
    claim(13, received_on="2026-05-25")
    claim(14, received_on="2026-05-26")


def test_a_claim_is_evidence_of_its_own_level_and_says_how_it_knows(mart: Mart):
    """Of oneself 0; of the counterpart who names a person 3, of the facilitator 4, of others 1; if prevented 0."""
    told = evidence(mart, "claims", "occurred_on submitted_on received_on share level channel note", "clause")
    sent, by = ("2026-03-01", "2026-03-02"), "self_assessment"
    assert told == {
        "mentee/clause/moa-1": [("2026-01-31", "2026-01-31", "2026-03-02", 1, 0, by, "minutes")],
        "mentee/clause/moa-2": [(None, *sent, 1, 0, by, "minutes")],
        "mentee/clause/moa-3": [(None, *sent, None, 0, by, "flood")],
        "mentee/clause/moa-7": [(None, *sent, 1, 3, by, None)],
        "mentee/clause/moa-8": [(None, *sent, 1, 1, by, None)],
        "mentee/clause/moa-9": [(None, *sent, 1, 4, by, None)],
        "mentee/clause/moa-10": [(None, *sent, 1, 1, by, None)],
        "mentee/clause/moa-11": [(None, *sent, 1, 0, by, None)],
        "mentee/clause/moa-12": [(None, *sent, None, 0, by, None)],
        "mentee/clause/moa-13": [(None, "2026-03-01", "2026-05-25", 1, 0, by, None)],
    }
    status = {key.removeprefix("moa-"): row[0] for key, row in statuses(mart, "claims", "clause").items()}
    assert {number for number, said in status.items() if said == "doubtful"} == {"1", "2", "3", "11", "12", "13"}
    assert {number for number, said in status.items() if said == "fulfilled_late"} == {"7", "8", "9", "10"}
    named = evidence(mart, "claims", "evidence_id", "clause")
    assert named["mentee/clause/moa-1"] == [("claims/mentee/clause/moa-1/claim/2026-03-01",)]
    assert named["mentee/clause/moa-7"] == [("claims/mentee/clause/moa-7/claim/mentor/2026-03-01",)]
    assert named["mentee/clause/moa-11"] == [("claims/mentee/clause/moa-11/claim/2026-03-01",)]


def claimed_days(programme: Programme) -> None:
    for name, answer, on in (
        ("late", "done", "2026-03-01"), ("in time", "done", "2026-02-01"), ("no day", "done", None),
        ("prevented", "prevented", "2026-03-01"),
    ):  # fmt: skip
        p = founded(programme, name).plans("mentee", "activity", "W", "2026-02-01")
        p._add("assessment_claim", role="mentee", obligation_id=f"{name}/mentee/activity/W", answer=answer,
            occurred_on=on, assessed_on="2026-03-05", received_on="2026-03-05", is_in_force=True)  # fmt: skip


def test_a_claim_of_a_late_day_cannot_have_been_in_time(mart: Mart):
    """At best: in time, late, of no day (perhaps in time), prevented (no day of it counts)."""
    best = {name: mart.indicator(name, "ME-COM-4")["score_high"] for name in ("late", "in time", "no day", "prevented")}
    assert best == {"late": 0, "in time": 100, "no day": 100, "prevented": 100}


# Days and shares


def told_in_part(programme: Programme) -> None:
    p = founded(programme, "shares").plans("mentor", "monitoring_visit", "V", "2026-03-01")
    for number, row in enumerate(
        (
            {"occurred_on": "2026-02-01", "delivered_share": None},
            {"occurred_on": "2026-02-01", "delivered_share": None, "told_in_period": "2026-02"},
            {"occurred_on": None, "delivered_share": None, "told_in_period": "2026-02"},
            {"occurred_on": None, "delivered_share": 0.4, "told_in_period": "2026-02"},
            {"occurred_on": None, "delivered_share": None, "submitted_on": None},
        ),
        1,
    ):
        p.clause("mentee", str(number), "2026-02-01")
        p._add(
            "evidence",
            **{
                "evidence_id": f"S{number}", "obligation_id": f"shares/mentee/clause/moa-{number}", "told_by": "mentee",
                "submitted_on": "2026-02-02", "received_on": "2026-02-03", "evidence_level": 1, "disputed": False,
                **row,
            },
        )  # fmt: skip
    p.advises("1", "2026-03-02", visit="V")
    programme.rows["advice"][-1]["channel"] = "letter"


def test_a_report_that_tells_neither_share_nor_day_tells_no_share(mart: Mart):
    assert evidence(mart, "shares", "occurred_on submitted_on received_on share", "clause") == {
        "mentee/clause/moa-1": [("2026-02-01", "2026-02-02", "2026-02-03", 1)],
        "mentee/clause/moa-2": [("2026-02-01", "2026-02-02", "2026-02-03", 1)],
        "mentee/clause/moa-3": [(None, "2026-02-02", "2026-02-03", None)],
        "mentee/clause/moa-4": [(None, "2026-02-02", "2026-02-03", pytest.approx(0.4))],
        "mentee/clause/moa-5": [(None, None, "2026-02-03", 1)],
    }


def test_advice_of_a_visit_is_evidence_of_it(mart: Mart):
    asked = "evidence_id occurred_on submitted_on received_on share level channel note"
    assert evidence(mart, "shares", asked, "visit_advice") == {
        "mentor/visit_advice/V": [
            ("shares/advice/1", "2026-03-02", "2026-03-02", "2026-03-02", 1, 1, "letter", "Do this"),
        ]
    }
    assert statuses(mart, "shares", "visit_advice") == {"V": ("fulfilled_on_time", "2026-03-02")}


# Quotas


def quotas(programme: Programme) -> None:
    p = founded(programme, "quota").promises("mentor", "meeting", "M", 2, "quarter", "2026-01-01", "2026-06-30")
    p.tells("mentor/meeting/M", "2026-01-15", disputed=True).tells("mentor/meeting/M", "2026-02-05", level=0)
    p.tells("mentor/meeting/M", "2026-02-10", share=0.5).tells("mentor/meeting/M", "2026-03-01")
    p.tells("mentor/meeting/M", "2025-12-31").tells("mentor/meeting/M", "2026-05-21")
    p.tells("mentor/meeting/M", "2026-05-20").tells("mentor/meeting/M", "2026-04-01", share=0.2)
    p.tells("mentor/meeting/M", "2026-04-01", share=0.7).tells("mentor/meeting/M", "2026-05-02", share=0.6)
    p = founded(programme, "claimed quota").promises("mentor", "meeting", "M", 3, "quarter", "2026-01-01", "2026-03-31")
    p.tells("mentor/meeting/M", "2026-03-01").tells("mentor/meeting/M", "2026-02-01")
    p.tells("mentor/meeting/M", "2026-01-01", level=0, share=0.5).tells("mentor/meeting/M", "2026-03-31", level=0)
    p = founded(programme, "named").promises("mentor", "meeting", "M", 1, "quarter", "2026-01-01", "2026-06-30")
    p.tells("mentor/meeting/M/2026-Q1-1", "2026-04-10").tells("mentor/meeting/M", "2026-04-10")
    p = founded(programme, "undated").promises("mentor", "meeting", "M", 1, "quarter", "2026-01-01", "2026-03-31")
    p.tells("mentor/meeting/M", "2026-03-31")
    programme.rows["evidence"][-1]["occurred_on"] = None
    p = founded(programme, "visits").promises("mentor", "monitoring_visit", "V", 1, "month", "2026-02-01", "2026-05-31")
    p.tells("mentor/monitoring_visit/V", "2026-02-10").tells("mentor/monitoring_visit/V", "2026-03-10", level=0)
    p.tells("mentor/monitoring_visit/V", "2026-04-10", disputed=True)
    p.tells("mentor/monitoring_report/V", "2026-04-12", level=2).advises("1", "2026-02-10", visit="V")
    p = founded(programme, "visits in part").promises(
        "mentor", "monitoring_visit", "V", 1, "month", "2026-02-01", "2026-05-31"
    )
    p.tells("mentor/monitoring_visit/V", "2026-02-10").tells("mentor/monitoring_visit/V", "2026-03-10", share=0.5)
    p.tells("mentor/monitoring_visit/V", "2026-04-10").tells("mentor/monitoring_report/V", "2026-04-09", level=2)
    p.tells("mentor/monitoring_report/V", "2026-04-15", level=2)


def test_the_times_of_a_quota_are_filled_by_what_is_proved_best_and_then_by_day(mart: Mart):
    """First quarter: the whole meeting of 1 March, half of one of 10 February; what is only claimed or disputed finds
    no time left. Second: that of 20 May, then of 1 April 0.7. Neither 31 December nor tomorrow is of a quarter. What
    a half still lacks the mentee's missing reports may tell."""
    assert statuses(mart, "quota", "meeting") == {
        "M/2026-Q1-1": ("fulfilled_on_time", "2026-03-01"),
        "M/2026-Q1-2": ("unknown", None),
        "M/2026-Q2-1": ("fulfilled_on_time", "2026-05-20"),
        "M/2026-Q2-2": ("not_due", None),
    }
    assert evidence(mart, "quota", "occurred_on share", "meeting") == {
        "mentor/meeting/M/2026-Q1-1": [("2026-03-01", 1)],
        "mentor/meeting/M/2026-Q1-2": [("2026-02-10", 0.5)],
        "mentor/meeting/M/2026-Q2-1": [("2026-05-20", 1)],
        "mentor/meeting/M/2026-Q2-2": [("2026-04-01", pytest.approx(0.2)), ("2026-04-01", pytest.approx(0.7))],
    }


def test_of_whole_times_the_earlier_day_comes_first_and_of_claims_the_whole_one(mart: Mart):
    assert evidence(mart, "claimed quota", "occurred_on level", "meeting") == {
        "mentor/meeting/M/2026-Q1-1": [("2026-02-01", 1)],
        "mentor/meeting/M/2026-Q1-2": [("2026-03-01", 1)],
        "mentor/meeting/M/2026-Q1-3": [("2026-03-31", 0)],
    }


def test_one_day_fills_the_quarter_that_it_names_and_the_one_in_which_it_lies(mart: Mart):
    assert evidence(mart, "named", "occurred_on", "meeting") == {
        "mentor/meeting/M/2026-Q1-1": [("2026-04-10",)],
        "mentor/meeting/M/2026-Q2-1": [("2026-04-10",)],
    }


def test_what_bears_no_day_counts_by_the_day_on_which_it_was_sent(mart: Mart):
    assert evidence(mart, "undated", "occurred_on submitted_on", "meeting") == {
        "mentor/meeting/M/2026-Q1-1": [(None, "2026-03-31")]
    }


def test_a_report_that_names_a_quota_is_of_the_last_time_that_was_truly_held_by_then(mart: Mart):
    """March's visit is only claimed and April's disputed, so the report of 12 April is of February's. Where March's was
    held in part and April's a day after the first report, that report is of February's too, the second of April's."""
    found = evidence(mart, "visits", "submitted_on", "_report/V") | evidence(mart, "visits", "submitted_on", "advice/V")
    assert found == {
        "mentor/monitoring_report/V/2026-02-1": [("2026-04-12",)],
        "mentor/visit_advice/V/2026-02-1": [("2026-02-10",)],
    }
    assert evidence(mart, "visits in part", "submitted_on", "_report/V") == {
        "mentor/monitoring_report/V/2026-02-1": [("2026-04-09",)],
        "mentor/monitoring_report/V/2026-04-1": [("2026-04-15",)],
    }


# Joint events


def joint_events(programme: Programme) -> None:
    for name in ("J1", "J2", "J3"):
        p = founded(programme, name)
        p.plans("mentor", "meeting", f"A-{name}", "2026-03-15", joint="W/a")
        p.plans("mentor", "meeting", f"B-{name}", "2026-03-15", joint="W/b")
        p.plans("mentee", "meeting", f"A-{name}", "2026-03-15", joint="W/a")
        p.plans("mentor", "workshop", f"C-{name}", "2026-03-15", joint="W/a")
        p.plans("mentor", "training", f"D-{name}", "2026-03-15")
        p.plans("mentor", "assistance", f"E-{name}", "2026-03-15", joint="W/e" if name != "J2" else None)
    first = Partnership(programme, "J1")
    first.tells("mentor/meeting/A-J1", "2026-03-15", also="J1, J2,J2, J2")
    first.tells("mentor/training/D-J1", "2026-03-16", also="J3").tells(
        "mentor/assistance/E-J1", "2026-03-17", also="J2,J3"
    )
    first.tells("mentor/diagnostic_report/diagnostic_visit", "2026-03-18", also="J3")
    first.tells("mentor/final_report/final", "2026-03-21", also="J3")
    second = Partnership(programme, "J2")
    second.tells("mentor/assistance/E-J2", "2026-03-22", also="J1")
    second.plans("mentor", "training", "F-J2", "2026-03-15").tells("mentor/training/D-J2", "2026-03-19", also="J3")
    third = founded(programme, "J4").plans("mentor", "training", "D-J4", "2026-03-15")
    third.plans("mentor", "training", "E-J4", "2026-03-15")
    Partnership(programme, "J3").tells("mentor/training/D-J3", "2026-03-20", also="J4")


def test_a_joint_event_speaks_once_to_the_same_duty_of_each_partnership_it_names(mart: Mart):
    """The meeting of W/a serves J2's of the same event and role and no workshop; J1 names itself for nothing. A duty
    that is the only one of its kind is served without a name: J3's training, and J2's assistance, which bears none. J4
    owes two trainings, so that J3's serves neither."""
    days = {name: evidence(mart, name, "occurred_on") for name in ("J1", "J2", "J3", "J4")}
    assert days == {
        "J1": {
            "mentor/meeting/A-J1": [("2026-03-15",)],
            "mentor/training/D-J1": [("2026-03-16",)],
            "mentor/assistance/E-J1": [("2026-03-17",), ("2026-03-22",)],
            "mentor/diagnostic_report/diagnostic_visit": [("2026-03-18",)],
            "mentor/final_report/final": [("2026-03-21",)],
        },
        "J2": {
            "mentor/meeting/A-J2": [("2026-03-15",)],
            "mentor/training/D-J2": [("2026-03-19",)],
            "mentor/assistance/E-J2": [("2026-03-17",), ("2026-03-22",)],
        },
        "J3": {
            "mentor/training/D-J3": [("2026-03-16",), ("2026-03-19",), ("2026-03-20",)],
            "mentor/assistance/E-J3": [("2026-03-17",)],
            "mentor/diagnostic_report/diagnostic_visit": [("2026-03-18",)],
            "mentor/final_report/final": [("2026-03-21",)],
        },
        "J4": {},
    }


def joint_visits(programme: Programme) -> None:
    """Each plans V and W; V of K1, K3 and K4 is one visit, as the mentee's row of K3 says, and K2's is not."""
    for name, joint in (("K1", "W/v"), ("K2", None), ("K3", "W/x"), ("K4", "W/v")):
        p = founded(programme, name).plans("mentor", "monitoring_visit", "V", "2026-03-01", joint=joint)
        p.plans("mentor", "monitoring_visit", "W", "2026-03-01")
    Partnership(programme, "K3").plans("mentee", "monitoring_visit", "V", "2026-03-01", joint="W/v")
    Partnership(programme, "K1").tells("mentor/monitoring_report/V", "2026-03-10", also="K2, K3, K4")


def test_the_report_of_a_joint_visit_serves_the_same_visit_and_no_other_of_its_number(mart: Mart):
    days = {name: evidence(mart, name, "occurred_on") for name in ("K1", "K2", "K3", "K4")}
    assert days.pop("K2") == {}
    assert days == dict.fromkeys(days, {"mentor/monitoring_report/V": [("2026-03-10",)]})


TOLD = (joint_visits, claims, claimed_days, told_in_part, quotas, joint_events)
