"""Kinds of programme, quotas, joint events, claims and cases, each worked by hand."""

import pytest

from indicators.receipt import receipt
from indicators.receipt_text import lines
from tests.indicators.programme import Mart, Partnership, Programme
from warehouse.vocabulary import Language


def signed(programme: Programme, partnership_id: str = "P1", **more) -> Partnership:
    """A solidarity partnership: LoI on 1 December 2025, MoA on the 15th, a pilot from January to June 2026."""
    p = programme.partnership(partnership_id, pilot=("2026-01-01", "2026-06-30"), **more)
    return p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")


def twinning(programme: Programme, partnership_id: str = "T1", **more) -> Partnership:
    p = programme.partnership(partnership_id, programme_kind="international_twinning", **more)
    return p.signs("memorandum_of_understanding", "2007-08-20")


def statuses(mart: Mart, beginning: str) -> dict[str, str]:
    rows = mart.rows(
        "SELECT obligation_id, status FROM mart.obligation WHERE starts_with(obligation_id, ?) ORDER BY ALL", beginning
    )
    return {row["obligation_id"].removeprefix(beginning): row["status"] for row in rows}


# Quotas


def test_a_quota_owes_its_minimum_by_the_last_day_of_each_period_and_of_a_part_its_part():
    """Four a year from 1 September 2007 to 30 June 2009. 2007: 122 of 365 days, 4 × 122 ÷ 365 = 1.3: one.
    2008: four. 2009: 181 of 365 days, 4 × 181 ÷ 365 = 1.98: one."""
    programme = Programme()
    twinning(programme).promises("mentor", "mission", "M1", 4, "year", "2007-09-01", "2009-06-30")
    mart = programme.scores_at("2007-10-01")
    owed = mart.rows("SELECT obligation_id, due_on, period, item_no FROM mart.obligation ORDER BY 1")
    assert [(row["obligation_id"], row["due_on"].isoformat()) for row in owed] == [
        ("T1/mentor/mission/M1/2007-1", "2007-12-31"),
        ("T1/mentor/mission/M1/2008-1", "2008-12-31"),
        ("T1/mentor/mission/M1/2008-2", "2008-12-31"),
        ("T1/mentor/mission/M1/2008-3", "2008-12-31"),
        ("T1/mentor/mission/M1/2008-4", "2008-12-31"),
        ("T1/mentor/mission/M1/2009-1", "2009-12-31"),
    ]
    assert {row["item_no"] for row in owed} == {"M1"} and owed[0]["period"] == "2007"


def test_a_quota_by_quarter_and_by_month_names_its_periods():
    programme = Programme()
    p = programme.partnership("H1", programme_kind="horizontal_learning", begun_on="2020-01-27")
    p.promises("mentor", "teleconference", "T1", 2, "quarter", "2020-01-01", "2020-06-30")
    p.promises("mentee", "meeting", "T2", 1, "month", "2020-01-01", "2020-02-29")
    mart = programme.scores_at("2020-03-31")
    assert {key: mart.due(f"H1/{key}") for key in statuses(mart, "H1/")} == {
        "mentor/teleconference/T1/2020-Q1-1": "2020-03-31",
        "mentor/teleconference/T1/2020-Q1-2": "2020-03-31",
        "mentor/teleconference/T1/2020-Q2-1": "2020-06-30",
        "mentor/teleconference/T1/2020-Q2-2": "2020-06-30",
        "mentee/meeting/T2/2020-01-1": "2020-01-31",
        "mentee/meeting/T2/2020-02-1": "2020-02-29",
    }


def test_one_day_told_twice_fills_one_time_and_more_than_owed_delivers_nothing_more():
    programme = Programme()
    p = twinning(programme).promises("mentor", "mission", "M1", 2, "year", "2008-01-01", "2009-12-31")
    for on in ("2008-02-15", "2008-02-15", "2008-03-28", "2008-05-09"):
        p.tells("mentor/mission/M1", on, level=2)
    mart = programme.scores_at("2009-12-31")
    assert statuses(mart, "T1/mentor/mission/M1/") == {
        "2008-1": "fulfilled_on_time",
        "2008-2": "fulfilled_on_time",
        "2009-1": "overdue",
        "2009-2": "overdue",
    }
    assert mart.value("T1", "MR-COM-2") == 50
    assert mart.one("SELECT count(*) AS held FROM mart.activity WHERE held_on IS NOT NULL")["held"] == 3


def test_a_claim_takes_no_time_from_what_is_proved():
    """One mission owed: claimed for February, proved for May. The proof fills the one time owed."""
    programme = Programme()
    p = twinning(programme).promises("mentor", "mission", "M1", 1, "year", "2008-01-01", "2008-12-31")
    p.tells("mentor/mission/M1", "2008-02-01", level=0).tells("mentor/mission/M1", "2008-05-01")
    assert programme.scores_at("2008-12-31").status("T1/mentor/mission/M1/2008-1") == "fulfilled_on_time"


def test_evidence_that_names_one_time_after_its_period_delivers_it_late():
    programme = Programme()
    p = twinning(programme).promises("mentor", "mission", "M1", 1, "year", "2008-01-01", "2009-12-31")
    p.tells("mentor/mission/M1/2008-1", "2009-01-10")
    mart = programme.scores_at("2009-12-31")
    assert statuses(mart, "T1/mentor/mission/M1/") == {"2008-1": "fulfilled_late", "2009-1": "overdue"}


def test_evidence_that_names_one_time_after_its_period_leaves_the_times_already_filled():
    """Three a year in 2008: May and July fill the first two, 20 January 2009, told for 2008, the third, 20 days late.
    It names 2008-1, which May holds. 2009 owes three more and was given none: 3 of 6 = 50; on time 2 of 6."""
    programme = Programme()
    p = twinning(programme).promises("mentor", "mission", "M1", 3, "year", "2008-01-01", "2009-12-31")
    p.tells("mentor/mission/M1", "2008-05-12").tells("mentor/mission/M1", "2008-07-07")
    p.tells("mentor/mission/M1/2008-1", "2009-01-20")
    mart = programme.scores_at("2009-12-31")
    assert statuses(mart, "T1/mentor/mission/M1/") == {
        "2008-1": "fulfilled_on_time",
        "2008-2": "fulfilled_on_time",
        "2008-3": "fulfilled_late",
        "2009-1": "overdue",
        "2009-2": "overdue",
        "2009-3": "overdue",
    }
    assert mart.value("T1", "MR-COM-2") == 50
    assert mart.value("T1", "MR-COM-3") == pytest.approx(33.333333, abs=1e-6)


def test_a_revision_that_drops_a_quota_leaves_what_was_due_before():
    programme = Programme()
    p = twinning(programme).signs("work_plan_revision", "2009-03-01", revision=1)
    p.promises("mentor", "mission", "M1", 1, "year", "2008-01-01", "2009-12-31", dropped=1)
    mart = programme.scores_at("2010-01-01")
    assert statuses(mart, "T1/mentor/mission/M1/") == {"2008-1": "overdue", "2009-1": "withdrawn"}


def test_a_visit_owed_by_quota_owes_its_report_each_time():
    """Two visits a quarter from January to March: due 31 March, their reports and advice 14 days later."""
    programme = Programme()
    p = signed(programme).promises("mentor", "monitoring_visit", "W1", 2, "quarter", "2026-01-01", "2026-03-31")
    p.tells("mentor/monitoring_report/W1/2026-Q1-2", "2026-04-14", level=2)
    mart = programme.scores_at("2026-04-20")
    assert statuses(mart, "P1/mentor/monitoring_report/") == {
        "W1/2026-Q1-1": "overdue",
        "W1/2026-Q1-2": "fulfilled_on_time",
    }
    assert mart.due("P1/mentor/monitoring_report/W1/2026-Q1-1") == "2026-04-14"
    assert mart.due("P1/mentor/visit_advice/W1/2026-Q1-1") == "2026-04-14"


def test_report_and_advice_that_name_the_item_of_a_quota_belong_to_the_visit_they_follow():
    """One visit a quarter. 10 February: advice on the 11th, report on the 15th. 20 May: report on the 25th, no advice.
    Due 14 days after the quarter: 14 April, 14 July."""
    programme = Programme()
    p = signed(programme).promises("mentor", "monitoring_visit", "V1", 1, "quarter", "2026-01-01", "2026-06-30")
    p.tells("mentor/monitoring_visit/V1", "2026-02-10").advises("1", "2026-02-11", visit="V1")
    p.tells("mentor/monitoring_report/V1", "2026-02-15", level=2)
    p.tells("mentor/monitoring_visit/V1", "2026-05-20").tells("mentor/monitoring_report/V1", "2026-05-25", level=2)
    mart = programme.scores_at("2026-07-20")
    assert statuses(mart, "P1/mentor/visit_advice/V1/") == {"2026-Q1-1": "fulfilled_on_time", "2026-Q2-1": "overdue"}
    assert statuses(mart, "P1/mentor/monitoring_report/V1/") == {
        "2026-Q1-1": "fulfilled_on_time",
        "2026-Q2-1": "fulfilled_on_time",
    }
    sent = [mart.obligation(f"P1/mentor/monitoring_report/V1/2026-Q{n}-1")["fulfilled_on"] for n in (1, 2)]
    assert [day.isoformat() for day in sent] == ["2026-02-15", "2026-05-25"]


@pytest.mark.parametrize("named", ["V-P1", "V-P1/2026-Q1-1"])
def test_report_and_advice_of_a_joint_quota_visit_serve_the_same_time_of_another_partnership(named):
    """A visit a quarter to both; what was told of February's serves Q1 of P2 and nothing of Q2."""
    programme = Programme()
    for partnership_id in ("P1", "P2"):
        p = programme.partnership(partnership_id, pilot=("2026-01-01", "2026-06-30"))
        p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2025-12-15")
        p.promises(
            "mentor", "monitoring_visit", f"V-{partnership_id}", 1, "quarter", "2026-01-01", "2026-06-30", joint="W/v"
        )
    p = Partnership(programme, "P1")
    p.tells("mentor/monitoring_visit/V-P1", "2026-02-10", also="P2")
    p.tells("mentor/monitoring_visit/V-P1", "2026-05-10", also="P2")
    p.tells(f"mentor/monitoring_report/{named}", "2026-02-15", also="P2")
    p.advises("1", "2026-02-11", visit="V-P1", also="P2")
    mart = programme.scores_at("2026-06-20")
    for kind in ("monitoring_report", "visit_advice"):
        assert mart.status(f"P2/mentor/{kind}/V-P2/2026-Q1-1") == "fulfilled_on_time"
        assert mart.status(f"P2/mentor/{kind}/V-P2/2026-Q2-1") == "not_due"


def test_a_report_that_precedes_every_visit_of_a_quota_belongs_to_none():
    """A report of 5 February cannot be of the visit of 10 February: due 14 April, none came."""
    programme = Programme()
    p = signed(programme).promises("mentor", "monitoring_visit", "V1", 1, "quarter", "2026-01-01", "2026-03-31")
    p.tells("mentor/monitoring_report/V1", "2026-02-05", level=2).tells("mentor/monitoring_visit/V1", "2026-02-10")
    assert programme.scores_at("2026-04-20").status("P1/mentor/monitoring_report/V1/2026-Q1-1") == "overdue"


# Kinds without pilot or agreement


def test_a_kind_without_founding_agreement_is_judged_and_gets_its_band():
    """Six sessions, four held on their day: 4 of 6 = 66.67, on time too: (2 · 66.67 + 66.67) ÷ 3."""
    programme = Programme()
    p = programme.partnership("H1", programme_kind="horizontal_learning", begun_on="2020-01-27")
    for number in range(1, 7):
        p.plans("mentor", "teleconference", f"T{number}", f"2020-02-{number:02}")
    for number in range(1, 5):
        p.tells(f"mentor/teleconference/T{number}", f"2020-02-{number:02}")
    mart = programme.scores_at("2020-03-31")
    row = mart.criterion("H1", "mentor", "commitment")
    assert row["score"] == pytest.approx(66.666667, abs=1e-6)
    assert (row["band"], row["band_reason"], row["indicators_defined"]) == ("fair", None, 2)
    assert mart.criterion("H1", "mentor", "reports")["status"] == "not_applicable"
    assert mart.indicator("H1", "MR-COM-1")["status"] == "not_applicable"
    assert mart.rows("SELECT * FROM mart.report_status") == []


def test_a_kind_that_has_a_founding_agreement_gets_no_band_before_it():
    programme = Programme()
    p = programme.partnership("T1", programme_kind="international_twinning", begun_on="2008-01-01")
    for number in range(1, 5):
        p.plans("mentor", "mission", f"M{number}", f"2008-02-0{number}").tells(
            f"mentor/mission/M{number}", "2008-02-01"
        )
    mart = programme.scores_at("2008-12-31")
    assert mart.criterion("T1", "mentor", "commitment")["band_reason"] == "before_moa"
    assert mart.status("T1/mentor/mission/M1") == "fulfilled_on_time"


@pytest.mark.parametrize(
    ("kind", "told", "as_of", "stage", "status"),
    [
        ("training_delegation", {}, "2023-05-14", "preparation", "preparing"),
        ("training_delegation", {"begun_on": "2023-05-12"}, "2023-05-14", "implementation", "active"),
        ("training_delegation", {"begun_on": "2023-05-12"}, "2023-05-20", "expansion", "active"),
        (
            "training_delegation",
            {"begun_on": "2023-05-12", "ended_on": "2023-06-01"},
            "2023-06-30",
            "expansion",
            "finished",
        ),
        (
            "training_delegation",
            {"begun_on": "2023-05-12", "ended_on": "2023-05-15", "ended_by": "mentee"},
            "2023-05-16",
            "implementation",
            "ended_early",
        ),
        ("international_twinning", {}, "2023-05-14", "agreement", "preparing"),
        ("csr_partnership", {}, "2023-05-14", "implementation", "preparing"),
    ],
)
def test_a_partnership_stands_in_a_stage_of_its_kind(kind, told, as_of, stage, status):
    programme = Programme()
    p = programme.partnership("K1", programme_kind=kind, **told)
    p.plans("mentor", "training", "D1", "2023-05-19")
    row = programme.at(as_of).one("SELECT stage, status FROM mart.partnership")
    assert (row["stage"], row["status"]) == (stage, status)


def test_what_is_planned_without_any_agreement_is_in_force_from_the_earliest_planned_day():
    programme = Programme()
    p = programme.partnership("D1", programme_kind="training_delegation")
    p.plans("mentee", "training", "A", "2023-05-19").plans("mentee", "training", "B", "2023-03-10")
    mart = programme.scores_at("2023-05-20")
    assert mart.obligation("D1/mentee/training/A")["in_force_from"].isoformat() == "2023-03-10"
    assert statuses(mart, "D1/mentee/training/") == {"A": "overdue", "B": "overdue"}


def test_a_duty_of_the_blueprint_hangs_on_each_planned_training_and_counts_in_its_criterion():
    """Trained on 19 May: what was learnt is to be spread within 90 days, by 17 August. Both owed, one done: the mean
    over kinds is (100 + 0) ÷ 2."""
    programme = Programme()
    p = programme.partnership("D1", programme_kind="training_delegation", begun_on="2023-05-12")
    p.plans("mentee", "training", "A", "2023-05-19").tells("mentee/training/A", "2023-05-19")
    mart = programme.scores_at("2023-08-18")
    sharing = mart.obligation("D1/mentee/knowledge_sharing/A")
    assert (sharing["due_on"].isoformat(), sharing["status"]) == ("2023-08-17", "overdue")
    assert (sharing["criterion"], sharing["indicator_code"]) == ("commitment", "ME-COM-2")
    assert mart.value("D1", "ME-COM-2") == 50


def test_a_clause_of_a_memorandum_of_understanding_is_owed_from_its_signature():
    programme = Programme()
    twinning(programme).clause("mentor", "2", "2008-01-01", of="memorandum_of_understanding")
    row = programme.scores_at("2008-02-01").obligation("T1/mentor/clause/mou-2")
    assert (row["clause"], row["in_force_from"].isoformat(), row["status"]) == ("MoU 2", "2007-08-20", "overdue")


# Joint events


def test_evidence_of_a_joint_event_serves_every_partnership_it_names():
    """One visit of 14 May for three: its report and advice too, one document, one activity in totals."""
    programme = Programme()
    for name in ("P1", "P2", "P3"):
        p = signed(programme, name)
        p.plans("mentor", "monitoring_visit", f"W-{name}", "2026-03-15", joint="W/visit-march")
        p.plans("mentor", "monitoring_visit", f"X-{name}", "2026-05-15")
    first = Partnership(programme, "P1")
    first.tells("mentor/monitoring_visit/W-P1", "2026-03-20", also="P2, P3")
    first.tells("mentor/monitoring_report/W-P1", "2026-03-25", level=2, also="P2, P3")
    first.advises("1", "2026-03-20", visit="W-P1", also="P2")
    mart = programme.scores_at("2026-04-30")
    for name in ("P1", "P2", "P3"):
        assert mart.status(f"{name}/mentor/monitoring_visit/W-{name}") == "fulfilled_late"
        assert mart.due(f"{name}/mentor/monitoring_report/W-{name}") == "2026-04-03"
        assert mart.status(f"{name}/mentor/monitoring_report/W-{name}") == "fulfilled_on_time"
        assert mart.obligation(f"{name}/mentor/monitoring_report/W-{name}")["joint_id"] == "W/visit-march"
        assert mart.status(f"{name}/mentor/monitoring_visit/X-{name}") == "not_due"
    assert mart.status("P2/mentor/visit_advice/W-P2") == "fulfilled_on_time"
    assert mart.status("P3/mentor/visit_advice/W-P3") == "overdue"
    held = mart.rows("SELECT partnership_id, activity_id FROM mart.activity WHERE held_on IS NOT NULL ORDER BY ALL")
    assert [(row["partnership_id"], row["activity_id"]) for row in held] == [
        (name, "W/visit-march") for name in ("P1", "P2", "P3")
    ]


def test_evidence_that_names_one_time_of_a_quota_serves_the_same_period_of_another_partnership():
    """One mission a year for two mentees, held together on 20 January 2009 for 2008: late for both; 2009 has none."""
    programme = Programme()
    for name in ("T1", "T2"):
        twinning(programme, name).promises("mentor", "mission", f"M-{name}", 1, "year", "2008-01-01", "2009-12-31")
    Partnership(programme, "T1").tells("mentor/mission/M-T1/2008-1", "2009-01-20", also="T2")
    mart = programme.scores_at("2009-12-31")
    for name in ("T1", "T2"):
        assert statuses(mart, f"{name}/mentor/mission/M-{name}/") == {"2008-1": "fulfilled_late", "2009-1": "overdue"}


def test_a_joint_id_without_a_slash_ties_duties_within_one_partnership_only():
    programme = Programme()
    for name in ("P1", "P2"):
        p = signed(programme, name)
        p.plans("mentor", "meeting", "W1", "2026-03-15", joint="kick-off")
        p.plans("mentor", "meeting", "W2", "2026-03-15")
    Partnership(programme, "P1").tells("mentor/meeting/W1", "2026-03-15", also="P2")
    mart = programme.scores_at("2026-05-30")
    assert mart.obligation("P1/mentor/meeting/W1")["joint_id"] == "P1/kick-off"
    assert statuses(mart, "P2/mentor/meeting/") == {"W1": "unknown", "W2": "unknown"}


def test_a_document_owed_once_serves_the_other_partnership_without_any_joint_id():
    programme = Programme()
    for name in ("P1", "P2", "P3"):
        signed(programme, name)
    first = Partnership(programme, "P1")
    first.delivers("diagnostic_report", "mentor", "2026-01-20", also="P2")
    first.tells("mentor/final_report/final", "2026-07-20", level=2, also="P3")
    mart = programme.scores_at("2026-07-31")
    delivered = {name: mart.status(f"{name}/mentor/diagnostic_report/diagnostic_visit") for name in ("P1", "P2", "P3")}
    assert delivered == {"P1": "fulfilled_on_time", "P2": "fulfilled_on_time", "P3": "overdue"}
    assert mart.status("P3/mentor/final_report/final") == "fulfilled_on_time"
    told = mart.rows("SELECT partnership_id FROM mart.document ORDER BY ALL")
    assert [row["partnership_id"] for row in told] == ["P1", "P2"]


def test_one_mentor_may_have_many_mentees_and_be_a_person():
    programme = Programme()
    programme.add("party", party_id="IBU-SRI", name="Ibu Sri", kind="person", origin="sample")
    for name in ("P1", "P2"):
        p = signed(programme, name, mentor_id="IBU-SRI")
        p.plans("mentor", "learning_topic", "L1", "2026-02-01").tells("mentor/learning_topic/L1", "2026-02-01")
    signed(programme, "P3", mentor_id=None)
    mart = programme.scores_at("2026-03-31")
    assert [mart.value(name, "MR-KNW-2") for name in ("P1", "P2", "P3")] == [100, 100, None]
    assert mart.obligation("P1/mentor/learning_topic/L1")["party_id"] == "IBU-SRI"
    assert mart.one("SELECT mentor FROM mart.partnership WHERE partnership_id = 'P2'")["mentor"] == "Ibu Sri"
    assert mart.indicator("P3", "MR-KNW-2")["status"] == "not_applicable"
    assert statuses(mart, "P3/mentor/") == {}


# Others' duties, replacements


def test_duties_of_facilitator_and_supporting_partner_are_shown_and_count_in_no_criterion():
    programme = Programme()
    p = signed(programme, facilitator_id="PERPAMSI", supporting_partner_id="DONOR")
    p.plans("facilitator", "workshop", "F1", "2026-02-01", stated_in="MoA, pasal 4")
    p.clause("facilitator", "5", "2026-02-15").clause("supporting_partner", "6", "2026-02-15")
    p.tells("supporting_partner/clause/moa-6", "2026-02-10", level=2)
    mart = programme.scores_at("2026-03-01")
    shown = mart.rows(
        "SELECT party_id, status, criterion, indicator_code, clause FROM mart.obligation"
        " WHERE origin_kind <> 'blueprint' ORDER BY obligation_id"
    )
    assert [tuple(row.values()) for row in shown] == [
        ("PERPAMSI", "overdue", None, None, "MoA 5"),
        ("PERPAMSI", "overdue", None, None, "MoA, pasal 4"),
        ("DONOR", "fulfilled_on_time", None, None, "MoA 6"),
    ]


def test_what_takes_the_place_of_an_item_is_shown_and_both_stay_owed():
    programme = Programme()
    p = signed(programme)
    p.plans("mentee", "activity", "W1", "2026-02-01", replaced_by="W2").plans("mentee", "activity", "W2", "2026-03-01")
    mart = programme.scores_at("2026-02-10")
    row = mart.obligation("P1/mentee/activity/W1")
    assert (row["replaced_by"], row["status"]) == ("P1/mentee/activity/W2", "overdue")
    found = receipt(mart.connection, "P1", "mentee", "commitment")
    assert "digantikan oleh P1/mentee/activity/W2" in [text for _, text in lines(found, Language.INDONESIAN)]


# Claims and cases


def test_a_claim_leaves_the_value_and_opens_the_interval():
    """Two activities owed, none proved: 0. One is claimed for its day, the other for no day: 0 to 100, also on time."""
    programme = Programme()
    p = signed(programme)
    p.plans("mentee", "activity", "W1", "2026-02-01").plans("mentee", "activity", "W2", "2026-02-01")
    p.claims("mentee/activity/W1", "2026-04-01", on="2026-02-01").claims("mentee/activity/W2", "2026-04-01")
    mart = programme.scores_at("2026-04-30")
    assert statuses(mart, "P1/mentee/activity/") == {"W1": "doubtful", "W2": "doubtful"}
    delivered, on_time = mart.indicator("P1", "ME-COM-2"), mart.indicator("P1", "ME-COM-4")
    assert (delivered["value"], delivered["score_low"], delivered["score_high"]) == (0, 0, 100)
    assert (on_time["value"], on_time["score_low"], on_time["score_high"]) == (0, 0, 100)


def test_nobody_claims_for_another():
    programme = Programme()
    p = signed(programme).plans("mentee", "activity", "W1", "2026-02-01")
    p._add("assessment_claim", role="mentor", obligation_id="P1/mentee/activity/W1", answer="done",
        assessed_on="2026-03-01", received_on="2026-03-01")  # fmt: skip
    assert programme.scores_at("2026-04-30").status("P1/mentee/activity/W1") == "overdue"


def test_only_the_latest_word_of_each_view_is_shown():
    programme = Programme()
    p = signed(programme)
    for on, score in (("2026-03-01", 40.0), ("2026-06-01", 70.0), ("2026-09-01", 90.0)):
        p._add(
            "assessment", role="mentee", criterion="reports", view="self", score=score, assessed_on=on, received_on=on
        )
    rows = programme.scores_at("2026-06-30").rows("SELECT score FROM mart.assessment WHERE \"view\" = 'self'")
    assert [row["score"] for row in rows] == [70.0]


@pytest.mark.parametrize(
    ("as_of", "stage", "status"),
    [
        ("2001-01-01", "agreement", "preparing"),
        ("2006-12-31", "agreement", "preparing"),
        ("2007-01-01", "implementation", "active"),
        ("2009-01-01", "implementation", "active"),
    ],
)
def test_a_case_whose_agreement_bears_no_day_runs_from_the_first_day_planned(as_of, stage, status):
    """Its plan begins on 1 January 2007: the day before, the agreement of unknown day tells nothing yet."""
    programme = Programme()
    p = programme.partnership("T1", programme_kind="international_twinning", origin="case")
    p._add("agreement", kind="memorandum_of_understanding", revision=0, signed_on=None, received_on="2026-01-01")
    p.promises("mentor", "mission", "M1", 1, "year", "2007-01-01", "2010-12-31")
    row = programme.at(as_of).one("SELECT stage, status FROM mart.partnership")
    assert (row["stage"], row["status"]) == (stage, status)


def case(programme: Programme, partnership_id: str = "C1") -> Partnership:
    p = programme.partnership(
        partnership_id, programme_kind="horizontal_learning", origin="case", begun_on="2020-01-27"
    )
    for number in range(1, 7):
        p.plans("mentor", "teleconference", f"T{number}", "2020-03-31")
    return p.tells("mentor/teleconference/T1", "2020-01-27")


def test_what_a_document_does_not_tell_is_unknown_and_never_overdue():
    """One of six known: 1 of 1 = 100; the other five open the interval down to 1 of 6 = 16.67."""
    programme = Programme()
    case(programme)
    mart = programme.scores_at("2020-06-30")
    assert sorted(statuses(mart, "C1/").values()) == ["fulfilled_on_time"] + ["unknown"] * 5
    row = mart.indicator("C1", "MR-COM-2")
    assert (row["value"], row["denominator"]) == (100, 1)
    assert row["score_low"] == pytest.approx(16.666667, abs=1e-6)
    assert mart.criterion("C1", "mentor", "commitment")["band"] is None


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.ENGLISH, "the document does not tell"), (Language.INDONESIAN, "dokumennya tidak menyebutkan")],
)
def test_the_receipt_of_a_case_says_that_its_document_does_not_tell(language, words):
    programme = Programme()
    case(programme)
    found = receipt(programme.scores_at("2020-06-30").connection, "C1", "mentor", "commitment")
    printed = [text for _, text in lines(found, language)]
    assert printed.count(words) == 10  # five calls, in two indicators


def test_a_part_or_a_late_day_told_of_a_case_earns_less_than_silence_would_only_in_the_interval():
    """Told in part stays unknown; told late is delivered, its punctuality open. Otherwise silence would score more."""
    programme = Programme()
    p = case(programme)
    p.tells("mentor/teleconference/T2", "2020-03-01", share=0.5).tells("mentor/teleconference/T3", "2020-05-01")
    mart = programme.scores_at("2020-06-30")
    assert mart.status("C1/mentor/teleconference/T2") == "unknown"
    assert mart.status("C1/mentor/teleconference/T3") == "fulfilled_late"
    assert mart.obligation("C1/mentor/teleconference/T3")["credit_on_time"] is None
    assert (mart.value("C1", "MR-COM-2"), mart.value("C1", "MR-COM-3")) == (100, 100)


def promise_of_a_twinning(programme: Programme, origin: str) -> Partnership:
    p = programme.partnership("T1", programme_kind="international_twinning", origin=origin, begun_on="2007-01-01")
    return p.aims("C1", kind="culture", metric_code=None, actual_basis="yes_no", due_on="2008-12-31")


def test_a_target_that_a_document_leaves_open_is_not_missed():
    """A promise kept at two o'clock: not told of in a case it may have been kept or not; a record must tell it."""
    told_by_a_case, recorded = Programme(), Programme()
    promise_of_a_twinning(told_by_a_case, "case")
    promise_of_a_twinning(recorded, "sample")
    row = told_by_a_case.scores_at("2009-06-30").indicator("T1", "ME-LES-1")
    assert (row["value"], row["status"], row["score_low"], row["score_high"]) == (None, "not_reported", 0, 100)
    row = recorded.scores_at("2009-06-30").indicator("T1", "ME-LES-1")
    assert (row["value"], row["status"], row["score_low"], row["score_high"]) == (0, "reported", 0, 100)


def test_a_target_that_a_document_tells_as_reached_counts():
    programme = Programme()
    promise_of_a_twinning(programme, "case").reaches("C1", 1.0, "2008-10-01")
    assert programme.scores_at("2009-06-30").value("T1", "ME-LES-1") == 100


def test_a_target_that_a_document_tells_in_part_stays_unknown():
    programme = Programme()
    promise_of_a_twinning(programme, "case").reaches("C1", 0.4, "2008-10-01")
    row = programme.scores_at("2009-06-30").indicator("T1", "ME-LES-1")
    assert (row["value"], row["score_low"], row["score_high"]) == (None, 0, 100)


def test_statements_that_contradict_one_another_stand_side_by_side():
    programme = Programme()
    programme.add("programme", programme_id="W", programme_kind="international_twinning", name="W", origin="case")
    for words in ("since 2000", "since 2007"):
        programme.add("statement", programme_id="W", topic="Beginning", words=words, conflict_code="begin",
            received_on="2026-01-01", stated_in="paragraph 2")  # fmt: skip
    rows = programme.scores_at("2026-02-01").rows(
        'SELECT "text", conflict_code, stated_in, origin FROM mart.statement ORDER BY 1'
    )
    assert [tuple(row.values()) for row in rows] == [
        ("since 2000", "begin", "paragraph 2", "case"),
        ("since 2007", "begin", "paragraph 2", "case"),
    ]
    assert programme.scores_at("2025-12-31", known_by="2025-12-31").rows("SELECT * FROM mart.statement") == []


def test_a_target_of_years_later_is_asked_for_after_the_partnership_has_ended():
    programme = Programme()
    p = signed(programme).signs("letter_of_recommendation", "2026-10-01")
    p.aims("T1", horizon="medium", kind="performance", metric_code=None, actual_basis="yes_no", due_on="2028-12-31")
    assert programme.scores_at("2027-06-30").target("P1", "T1")["status"] == "awaiting_follow_up"
    p.reaches("T1", 1.0, "2028-11-30")
    assert programme.scores_at("2029-01-31").target("P1", "T1")["status"] == "achieved"
