"""Cases worked by hand. The sums stand in tests/golden/every_indicator.md and in the tests themselves."""

import pytest

from tests.indicators.programme import Mart, Partnership, Programme

JANUARY_TO_JUNE = ("2026-01-01", "2026-06-30")


def signed(programme: Programme, partnership_id: str = "P1", **more) -> Partnership:
    """LoI on 1 December 2025, work plan on the 10th, MoA on the 15th; a pilot of six months from January 2026."""
    p = programme.partnership(partnership_id, pilot=JANUARY_TO_JUNE, **more)
    p.signs("letter_of_intent", "2025-12-01").signs("work_plan", "2025-12-10")
    return p.signs("memorandum_of_agreement", "2025-12-15")


@pytest.fixture(scope="module")
def every_indicator() -> Mart:
    """The partnership of tests/golden/every_indicator.md, as of 31 July 2026."""
    programme = Programme()
    p = signed(programme, "G")
    p.clause("mentor", "1", "2026-02-01").tells("mentor/clause/moa-1", "2026-02-01")
    p.clause("mentor", "2", "2026-03-01").tells("mentor/clause/moa-2", "2026-02-20", share=0.5)
    p.clause("mentor", "3", "2026-04-01")
    p.clause("mentor", "4", "2026-01-15", covered_by="G/mentor/meeting/W01")
    p.plans("mentor", "meeting", "W01", "2026-01-15").tells("mentor/meeting/W01", "2026-01-15")
    p.plans("mentor", "meeting", "W02", "2026-03-15").tells("mentor/meeting/W02", "2026-03-20")
    p.plans("mentor", "monitoring_visit", "W03", "2026-04-01")
    p.plans("mentor", "assistance", "W04", "2026-02-10").tells("mentor/assistance/W04", "2026-02-10")
    p.tells("mentor/diagnostic_report/diagnostic_visit", "2026-02-05", level=2)
    p.tells("mentor/monitoring_report/W03", "2026-04-15", level=0)
    p.tells("mentor/final_report/final", "2026-07-30", level=2)
    p.asks("2026-02/1", "2026-02-20", answered="2026-03-01")
    p.asks("2026-03/1", "2026-03-20").asks("2026-06/1", "2026-06-01")
    p.advises("1", "2026-04-10", request="2026-03/1", to_do="Close the valve")
    p.advises("2", "2026-04-03", visit="W03")
    p.plans("mentor", "learning_topic", "L1", "2026-02-28")
    p.tells("mentor/learning_topic/L1", "2026-02-10", share=0.4).tells(
        "mentor/learning_topic/L1", "2026-02-25", share=0.7
    )
    p.plans("mentor", "learning_topic", "L2", "2026-03-31").tells("mentor/learning_topic/L2", "2026-03-30")
    p.clause("mentee", "1", "2026-02-01").tells("mentee/clause/moa-1", "2026-01-31")
    p.plans("mentee", "activity", "W10", "2026-01-31").tells("mentee/activity/W10", "2026-01-31")
    p.plans("mentee", "activity", "W11", "2026-02-28").tells("mentee/activity/W11", "2026-03-05")
    p.plans("mentee", "activity", "W12", "2026-03-31")
    p.plans("mentee", "meeting", "W01", "2026-01-15").tells("mentee/meeting/W01", "2026-01-15")
    p.plans("mentee", "study_visit", "W13", "2026-02-15").tells("mentee/study_visit/W13", "2026-02-16")
    p.replies("1", "2026-05-08", agreed=True, done=0.5)
    p.sends_report("2026-01", "2026-02-10").sends_report("2026-02", "2026-03-12", findings="nihil")
    p.sends_report("2026-03", "2026-04-10", requests="empty")
    p.sends_report("2026-04", "2026-05-08", advice_actions="nihil")
    p.sends_report("2026-05", "2026-06-10", activities="nihil")
    p.tells("mentee/study_visit_report/W13", "2026-03-02", level=2)
    p.aims("T1", kind="learning", metric_code=None, actual_basis="yes_no", due_on="2026-06-30")
    p.reaches("T1", 0.5, "2026-06-20").reaches("T1", 0.8, "2026-07-10")
    p.aims("T2", kind="culture", metric_code=None, actual_basis="yes_no", due_on="2026-06-30")
    p.aims("T3", baseline=10, baseline_on="2026-01-01", target=20, due_on="2026-06-30").measures("2026-06", value=18)
    p.aims(
        "T4",
        metric_code="average_pressure",
        actual_basis="pilot_to_date",
        baseline=40,
        baseline_on="2026-01-01",
        target=30,
        due_on="2026-06-30",
    )
    for month, value in enumerate((38, 36, 34, 33, 32, 31), start=1):
        p.measures(f"2026-{month:02}", "average_pressure", value=value)
    p.has_sop("Reading meters", "draft", "2026-06-15")
    return programme.scores_at("2026-07-31")


@pytest.mark.parametrize(
    ("code", "value", "numerator", "denominator"),
    [
        ("MR-COM-1", 50, 1.5, 3),
        ("MR-COM-2", 66.666667, 3, 4),
        ("MR-COM-3", 42.857143, 3, 7),
        ("MR-REP-1", 66.666667, 2, 3),
        ("MR-REP-2", 33.333333, 1, 3),
        ("MR-KNW-1", 75, 3, 4),
        ("MR-KNW-2", 85, 1.7, 2),
        ("MR-KNW-3", 33.333333, 1, 3),
        ("ME-COM-1", 100, 1, 1),
        ("ME-COM-2", 88.888889, 4, 5),
        ("ME-COM-3", 50, 1.5, 3),
        ("ME-COM-4", 44.444444, 4, 9),
        ("ME-REP-1", 61.111111, 6, 8),
        ("ME-REP-2", 62.5, 5, 8),
        ("ME-REP-3", 90, 4.5, 5),
        ("ME-LES-1", 40, 0.8, 2),
        ("ME-LES-2", 70, 1.4, 2),
        ("ME-LES-3", 75, 1.5, 2),
    ],
)
def test_the_indicator_has_the_value_worked_by_hand(every_indicator, code, value, numerator, denominator):
    row = every_indicator.indicator("G", code)
    assert row["value"] == pytest.approx(value, abs=1e-6)
    assert row["numerator"] == pytest.approx(numerator, abs=1e-6)
    assert row["denominator"] == denominator
    assert row["status"] == "reported"


@pytest.mark.parametrize(
    ("role", "criterion", "score", "low", "high"),
    [
        ("mentor", "commitment", 55.238095, 55.238095, 55.238095),
        ("mentor", "reports", 55.555556, 55.555556, 88.888889),
        ("mentor", "know_how", 70.666667, 70.666667, 70.666667),
        ("mentee", "commitment", 74.603175, 74.603175, 74.603175),
        ("mentee", "reports", 61.574074, 61.574074, 61.574074),
        ("mentee", "lesson_learned", 61.666667, 61.666667, 78.333333),
    ],
)
def test_the_criterion_score_is_the_weighted_mean_of_its_indicators(every_indicator, role, criterion, score, low, high):
    row = every_indicator.criterion("G", role, criterion)
    assert row["score"] == pytest.approx(score, abs=1e-6)
    assert row["score_low"] == pytest.approx(low, abs=1e-6)
    assert row["score_high"] == pytest.approx(high, abs=1e-6)
    assert row["indicators_counted"] == row["indicators_defined"]


def test_a_mean_over_kinds_prints_n_of_n_for_each_kind(every_indicator):
    assert every_indicator.kinds("G", "MR-COM-2") == [
        ("assistance", 1, 1),
        ("meeting", 2, 2),
        ("monitoring_visit", 0, 1),
    ]


def test_a_clause_that_restates_a_plan_row_is_shown_and_not_counted_again(every_indicator):
    clause = every_indicator.obligation("G/mentor/clause/moa-4")
    assert (clause["status"], clause["counts"], clause["indicator_code"]) == ("not_applicable", False, None)
    assert clause["covered_by"] == "G/mentor/meeting/W01"


def test_a_share_is_cumulative_and_not_added_up(every_indicator):
    assert every_indicator.obligation("G/mentor/learning_topic/L1")["credit_delivered"] == 0.7


def test_a_band_is_read_from_the_whole_number_shown_and_only_where_the_interval_allows(every_indicator):
    bands = {
        (row["role"], row["criterion"]): (row["band"], row["band_reason"])
        for row in every_indicator.rows("SELECT * FROM mart.criterion_score WHERE partnership_id = 'G'")
    }
    assert bands == {
        ("mentor", "commitment"): ("needs_attention", None),
        ("mentor", "reports"): (None, "interval"),
        ("mentor", "know_how"): ("fair", None),
        ("mentee", "commitment"): ("fair", None),
        ("mentee", "reports"): ("fair", None),
        ("mentee", "lesson_learned"): ("fair", None),
    }


def test_the_weight_range_tries_half_and_twice_each_share(every_indicator):
    """Know-how: values 75, 85, 33.33 with shares 0.4, 0.4, 0.2.

    Highest: 85 doubled, the others halved: (0.8·85 + 0.2·75 + 0.1·33.333) ÷ 1.1 = 78.4848; with 75 doubled too:
    (0.8·85 + 0.8·75 + 0.1·33.333) ÷ 1.7 = 77.2549.
    Lowest: 33.33 doubled, the others halved: (0.4·33.333 + 0.2·75 + 0.2·85) ÷ 0.8 = 56.6667; with 75 doubled too:
    (0.4·33.333 + 0.8·75 + 0.2·85) ÷ 1.4 = 64.5238. So fair may turn to needs attention.
    """
    row = every_indicator.criterion("G", "mentor", "know_how")
    assert row["weight_high"] == pytest.approx(78.484848, abs=1e-6)
    assert row["weight_low"] == pytest.approx(56.666667, abs=1e-6)
    assert row["band_could_change"] is True


@pytest.fixture(scope="module")
def every_status() -> Mart:
    """One obligation for each status, as of 30 April 2026."""
    programme = Programme()
    p = signed(programme, "S")
    p.sends_report("2026-01", "2026-02-09").sends_report("2026-02", "2026-03-10")
    for item, due in (
        ("A1", "2026-02-15"),
        ("A2", "2026-02-15"),
        ("A3", "2026-02-15"),
        ("A4", "2026-02-15"),
        ("A5", "2026-02-15"),
        ("A6", "2026-02-15"),
        ("A7", "2026-02-15"),
        ("A8", "2026-05-15"),
    ):
        p.plans("mentee", "activity", item, due)
    p.tells("mentee/activity/A1", "2026-02-15").tells("mentee/activity/A2", "2026-02-16")
    p.tells("mentee/activity/A3", "2026-02-10", share=0.4).tells("mentee/activity/A5", "2026-02-10", level=0)
    p.tells("mentee/activity/A6", "2026-02-10", disputed=True)
    p.relieved("mentee/activity/A7", "prevented", "2026-02-14", new_due="2026-05-31")
    p.plans("mentee", "activity", "A9", "2026-04-15", dropped=1).signs("work_plan_revision", "2026-04-01", 1)
    p.plans("mentee", "activity", "A10", "2026-03-31").relieved("mentee/activity/A10", "waived", "2026-03-01")
    p.plans("mentor", "assistance", "B1", "2026-02-20").plans("mentor", "assistance", "B2", "2026-03-20")
    p.plans("mentor", "assistance", "B3", "2026-03-21").tells("mentor/assistance/B3", "2026-03-25")
    p.plans("mentor", "assistance", "B4", "2026-03-21").tells("mentor/assistance/B4", "2026-03-20")
    ended = signed(programme, "X", ended_on="2026-03-15", ended_by="mentee", end_reason="merger")
    ended.plans("mentee", "activity", "A1", "2026-03-01").plans("mentee", "activity", "A2", "2026-03-31")
    return programme.scores_at("2026-04-30")


@pytest.mark.parametrize(
    ("obligation", "status", "counts", "delivered", "on_time"),
    [
        ("S/mentee/activity/A1", "fulfilled_on_time", True, 1, 1),
        ("S/mentee/activity/A2", "fulfilled_late", True, 1, 0),
        ("S/mentee/activity/A3", "partly_fulfilled", True, 0.4, 0),
        ("S/mentee/activity/A4", "overdue", True, 0, 0),
        ("S/mentee/activity/A5", "doubtful", True, 0, 0),
        ("S/mentee/activity/A6", "doubtful", True, 0, 0),
        ("S/mentee/activity/A7", "prevented", False, None, None),
        ("S/mentee/activity/A8", "not_due", False, None, None),
        ("S/mentee/activity/A9", "withdrawn", False, None, None),
        ("S/mentee/activity/A10", "waived", False, None, None),
        ("S/mentor/assistance/B1", "overdue", True, 0, 0),
        ("S/mentor/assistance/B2", "unknown", False, None, None),
        ("S/mentor/assistance/B3", "fulfilled_late", True, 1, None),
        ("S/mentor/assistance/B4", "fulfilled_on_time", True, 1, 1),
        ("X/mentee/activity/A1", "overdue", True, 0, 0),
        ("X/mentee/activity/A2", "lapsed", False, None, None),
        ("X/mentee/monthly_report/2026-02", "overdue", True, 0, 0),
        ("X/mentee/monthly_report/2026-03", "lapsed", False, None, None),
    ],
)
def test_an_obligation_has_its_status_and_stands_in_the_denominator_or_not(
    every_status, obligation, status, counts, delivered, on_time
):
    row = every_status.obligation(obligation)
    assert (row["status"], row["counts"]) == (status, counts)
    assert (row["credit_delivered"], row["credit_on_time"]) == (delivered, on_time)


def test_what_is_not_known_widens_the_interval_and_leaves_the_value(every_status):
    """Activities: 1 + 1 + 0.4 + 0 + 0 + 0 of 6 count = 40; the two doubtful ones may be 1: 4.4 of 6 = 73.33.

    At the close A7 (prevented) and A8 (not due) are open too: 2.4 of 8 = 30 at worst, 8 of 8 = 100 at best.
    """
    row = every_status.indicator("S", "ME-COM-2")
    assert row["value"] == pytest.approx(40)
    assert (row["score_low"], row["score_high"]) == pytest.approx((40, 73.333333), abs=1e-6)
    assert (row["final_low"], row["final_high"]) == pytest.approx((30, 100), abs=1e-6)


def test_a_waiver_is_counted_and_the_value_without_it_shown(every_status):
    """Without the waiver the seventh activity is overdue: 2.4 of 7 = 34.29."""
    row = every_status.indicator("S", "ME-COM-2")
    assert row["waived_count"] == 1
    assert row["value_without_waivers"] == pytest.approx(34.285714, abs=1e-6)


def test_the_mentees_silence_leaves_the_mentors_help_unknown_and_names_the_report_awaited(every_status):
    """Assistance: B1 overdue, B3 late, B4 on time = 2 of 3; B2 unknown: 2 of 4 to 3 of 4.

    On time: B1 0, B4 1 = 1 of 2; B2 and the day of B3 unknown: 1 of 4 to 3 of 4.
    """
    assert every_status.obligation("S/mentor/assistance/B2")["awaited_report"] == "S/mentee/monthly_report/2026-03"
    delivered = every_status.indicator("S", "MR-COM-2")
    assert (delivered["value"], delivered["score_low"], delivered["score_high"]) == pytest.approx(
        (66.666667, 50, 75), abs=1e-6
    )
    on_time = every_status.indicator("S", "MR-COM-3")
    assert (on_time["value"], on_time["score_low"], on_time["score_high"]) == pytest.approx((50, 25, 75), abs=1e-6)


@pytest.fixture(scope="module")
def silent_mentee() -> Programme:
    programme = Programme()
    p = signed(programme, "P1")
    p.plans("mentor", "assistance", "W01", "2026-01-20")
    p.plans("mentor", "assistance", "W02", "2026-02-20")
    p.plans("mentor", "assistance", "W03", "2026-03-20")
    p.sends_report("2026-01", "2026-04-15").tells("mentor/assistance/W01", "2026-01-18", sent="2026-04-15")
    p.sends_report("2026-02", "2026-04-15").tells("mentor/assistance/W02", "2026-02-25", sent="2026-04-15")
    p.sends_report("2026-03", "2026-04-15")
    return programme


def test_before_the_silent_mentee_writes_its_reports_are_overdue_and_the_mentors_help_unknown(silent_mentee):
    mart = silent_mentee.scores_at("2026-04-14", known_by="2026-04-14")
    reports = [mart.status(f"P1/mentee/monthly_report/2026-0{month}") for month in (1, 2, 3)]
    assistance = [mart.status(f"P1/mentor/assistance/W0{item}") for item in (1, 2, 3)]
    assert reports == ["overdue"] * 3
    assert assistance == ["unknown"] * 3
    help_given = mart.indicator("P1", "MR-COM-2")
    assert (help_given["value"], help_given["status"]) == (None, "not_reported")
    commitment = mart.criterion("P1", "mentor", "commitment")
    assert (commitment["score_low"], commitment["score_high"], commitment["band"]) == (0, 100, None)
    assert (commitment["band_reason"], commitment["status"]) == ("no_value", "not_reported")


def test_when_all_reports_come_in_april_they_are_late_and_the_mentors_help_known(silent_mentee):
    """Mentee: monthly 3 of 3 late, study-visit report (LoI + 120 days) overdue: mean of 100 and 0 = 50; 0 of 4 on time.

    Mentor: helped on time in January, late in February, not in March: 2 of 3; on time 1 of 3.
    """
    mart = silent_mentee.scores_at("2026-04-20")
    assert [mart.status(f"P1/mentee/monthly_report/2026-0{month}") for month in (1, 2, 3)] == ["fulfilled_late"] * 3
    assert (mart.value("P1", "ME-REP-1"), mart.value("P1", "ME-REP-2")) == (50, 0)
    assert [mart.status(f"P1/mentor/assistance/W0{item}") for item in (1, 2, 3)] == [
        "fulfilled_on_time",
        "fulfilled_late",
        "overdue",
    ]
    assert mart.value("P1", "MR-COM-2") == pytest.approx(66.666667, abs=1e-6)
    assert mart.value("P1", "MR-COM-3") == pytest.approx(33.333333, abs=1e-6)


def test_a_later_report_does_not_make_the_mentor_answer_for_the_month_that_is_missing():
    programme = Programme()
    p = signed(programme)
    p.plans("mentor", "assistance", "W01", "2026-02-10").plans("mentor", "assistance", "W02", "2026-03-20")
    p.sends_report("2026-01", "2026-02-09").sends_report("2026-03", "2026-04-10")
    mart = programme.scores_at("2026-04-20")
    waiting = mart.obligation("P1/mentor/assistance/W01")
    assert (waiting["status"], waiting["awaited_report"]) == ("unknown", "P1/mentee/monthly_report/2026-02")
    assert mart.status("P1/mentor/assistance/W02") == "overdue"
    assert mart.value("P1", "MR-COM-2") == 0


@pytest.mark.parametrize(
    ("sent", "status", "awaited"),
    [
        ("2026-02", "unknown", "P1/mentee/monthly_report/2026-04"),
        ("2026-04", "overdue", None),
    ],
)
def test_help_moved_to_a_new_day_is_told_by_the_report_of_that_days_month(sent, status, awaited):
    """Due 10 February, prevented until 10 April: the report of April, due 11 May, would tell it; February's cannot."""
    programme = Programme()
    p = signed(programme).plans("mentor", "assistance", "W1", "2026-02-10")
    p.relieved("mentor/assistance/W1", "prevented", "2026-02-09", new_due="2026-04-10")
    p.sends_report(sent, "2026-05-10")
    moved = programme.scores_at("2026-05-31").obligation("P1/mentor/assistance/W1")
    assert (moved["status"], moved["awaited_report"]) == (status, awaited)


def test_the_content_of_reports_due_that_never_came_is_not_reported(silent_mentee):
    assert silent_mentee.scores_at("2026-02-09").indicator("P1", "ME-REP-3")["status"] == "not_due"
    silent = silent_mentee.scores_at("2026-04-14").indicator("P1", "ME-REP-3")
    assert (silent["status"], silent["value"]) == ("not_reported", None)


def test_known_by_answers_what_was_known_at_the_meeting(silent_mentee):
    mart = silent_mentee.scores_at("2026-04-20", known_by="2026-04-14")
    assert mart.status("P1/mentee/monthly_report/2026-01") == "overdue"


@pytest.fixture(scope="module")
def revised_plan() -> Mart:
    """Five activities due, three done; a revision drops the two overdue ones, and one of May, and adds one."""
    programme = Programme()
    p = signed(programme)
    for item, due, dropped in (
        ("W1", "2026-01-15", None),
        ("W2", "2026-01-31", None),
        ("W3", "2026-02-15", None),
        ("W4", "2026-02-28", 1),
        ("W5", "2026-03-15", 1),
        ("W6", "2026-05-15", 1),
    ):
        p.plans("mentee", "activity", item, due, dropped=dropped)
    for item in ("W1", "W2", "W3"):
        p.tells(f"mentee/activity/{item}", "2026-01-10")
    p.plans("mentee", "activity", "W7", "2026-04-02", added=1).plans("mentee", "activity", "W8", added=1)
    p.plans("mentee", "activity", "W9", "2026-04-02", added=2).plans("mentee", "activity", "W10")
    p.signs("work_plan_revision", "2026-04-01", revision=1)
    return programme.scores_at("2026-04-10")


def test_a_revision_does_not_drop_what_was_overdue_before_it(revised_plan):
    assert revised_plan.value("P1", "ME-COM-2") == 60
    assert revised_plan.status("P1/mentee/activity/W4") == "overdue"
    assert revised_plan.status("P1/mentee/activity/W5") == "overdue"


def test_a_revision_withdraws_what_was_not_yet_due_from_the_day_it_was_signed(revised_plan):
    row = revised_plan.obligation("P1/mentee/activity/W6")
    assert (row["status"], row["in_force_to"].isoformat()) == ("withdrawn", "2026-04-01")


def test_what_a_revision_adds_is_due_at_the_earliest_fourteen_days_after_it(revised_plan):
    assert revised_plan.due("P1/mentee/activity/W7") == "2026-04-15"


def test_an_undated_item_is_due_at_the_pilots_end(revised_plan):
    assert revised_plan.due("P1/mentee/activity/W8") == "2026-06-30"
    assert revised_plan.due("P1/mentee/activity/W10") == "2026-06-30"


def test_an_item_of_a_revision_that_nobody_signed_is_not_owed(revised_plan):
    assert revised_plan.rows("SELECT 1 FROM mart.obligation WHERE item_no = 'W9'") == []


@pytest.fixture(scope="module")
def extended_pilot() -> Mart:
    """P1 is extended from six to eight months on 10 August, after its end; P2 on 15 June, before its end."""
    programme = Programme()
    for name, on in (("P1", "2026-08-10"), ("P2", "2026-06-15")):
        p = signed(programme, name)
        p.plans("mentee", "activity", "W1").signs("addendum", on, revision=1, pilot_end="2026-08-31")
    return programme.scores_at("2026-08-20")


def test_a_month_added_by_an_addendum_is_due_fourteen_days_after_it_at_the_earliest(extended_pilot):
    assert extended_pilot.due("P1/mentee/monthly_report/2026-06") == "2026-07-10"
    assert extended_pilot.due("P1/mentee/monthly_report/2026-07") == "2026-08-24"
    assert extended_pilot.due("P1/mentee/monthly_report/2026-08") == "2026-09-10"
    assert extended_pilot.due("P2/mentee/monthly_report/2026-07") == "2026-08-10"


def test_an_addendum_does_not_forgive_the_final_report_that_was_overdue(extended_pilot):
    assert extended_pilot.due("P1/mentee/final_report/final") == "2026-07-30"
    assert extended_pilot.status("P1/mentee/final_report/final") == "overdue"
    assert extended_pilot.due("P1/mentee/activity/W1") == "2026-06-30"


def test_an_addendum_in_time_moves_what_hangs_on_the_pilots_end(extended_pilot):
    assert extended_pilot.due("P2/mentee/final_report/final") == "2026-09-30"
    assert extended_pilot.due("P2/mentor/final_report/final") == "2026-09-30"
    assert extended_pilot.due("P2/mentee/activity/W1") == "2026-08-31"
    assert extended_pilot.one("SELECT * FROM mart.partnership WHERE partnership_id = 'P2'")[
        "pilot_end_on"
    ].isoformat() == ("2026-08-31")


def test_an_addendum_leaves_the_months_already_owed_in_force_from_the_memorandum():
    programme = Programme()
    signed(programme).signs("addendum", "2026-05-10", revision=1, pilot_end="2026-08-31")
    mart = programme.scores_at("2026-05-31")
    months = [mart.obligation(f"P1/mentee/monthly_report/2026-0{month}") for month in (1, 6, 7)]
    assert [row["in_force_from"].isoformat() for row in months] == ["2025-12-15", "2025-12-15", "2026-05-10"]


def test_an_addendum_signed_after_the_day_asked_about_is_not_known():
    programme = Programme()
    signed(programme).signs("addendum", "2026-08-10", revision=1, pilot_end="2026-08-31")
    mart = programme.scores_at("2026-08-09")
    assert mart.rows("SELECT 1 FROM mart.obligation WHERE period = '2026-07'") == []


@pytest.mark.parametrize("has_a_later_neighbour", [False, True])
def test_an_addendum_signed_long_after_the_pilot_gives_its_months_fourteen_days(has_a_later_neighbour):
    """Signed on 1 February 2027: 14 days later is Monday the 15th, whatever other pilots the programme has."""
    programme = Programme()
    signed(programme).signs("addendum", "2027-02-01", revision=1, pilot_end="2026-08-31")
    if has_a_later_neighbour:
        programme.partnership("P2", pilot=("2027-01-01", "2027-06-30")).signs("memorandum_of_agreement", "2026-12-15")
    mart = programme.scores_at("2027-02-05")
    months = ("2026-06", "2026-07", "2026-08")
    assert [mart.due(f"P1/mentee/monthly_report/{month}") for month in months] == [
        "2026-07-10",
        "2027-02-15",
        "2027-02-15",
    ]
    assert [mart.status(f"P1/mentee/monthly_report/{month}") for month in months] == ["overdue", "not_due", "not_due"]


@pytest.mark.parametrize(
    ("pilot", "first", "last", "months"),
    [
        (("2026-01-15", "2026-07-14"), "2026-01", "2026-06", 6),
        (("2026-01-16", "2026-07-15"), "2026-02", "2026-07", 6),
        (("2026-01-01", "2026-06-30"), "2026-01", "2026-06", 6),
        (("2026-01-01", None), "2026-01", "2026-06", 6),
        ((None, "2026-06-30"), "2026-01", "2026-06", 6),
    ],
)
def test_a_pilot_that_starts_by_the_fifteenth_reports_on_its_starting_month(pilot, first, last, months):
    programme = Programme()
    p = programme.partnership("P1", pilot=pilot)
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-20")
    rows = programme.scores_at("2026-03-01").rows(
        "SELECT period FROM mart.obligation WHERE kind = 'monthly_report' ORDER BY period"
    )
    assert (rows[0]["period"], rows[-1]["period"], len(rows)) == (first, last, months)


def test_a_monthly_report_due_on_a_day_off_is_due_on_the_next_working_day():
    """10 May 2026 is a Sunday. 10 April 2024 was Eid al-Fitr, as was Thursday the 11th; the 12th was a Friday."""
    programme = Programme()
    for name, start, end in (("P1", "2026-04-01", "2026-09-30"), ("P2", "2024-03-01", "2024-08-31")):
        p = programme.partnership(name, pilot=(start, end))
        p.signs("letter_of_intent", "2024-01-01").signs("memorandum_of_agreement", "2024-02-01")
    mart = programme.scores_at("2026-05-01")
    assert mart.due("P1/mentee/monthly_report/2026-04") == "2026-05-11"
    assert mart.due("P1/mentee/monthly_report/2026-05") == "2026-06-10"
    assert mart.due("P2/mentee/monthly_report/2024-03") == "2024-04-12"


def test_a_report_is_owed_after_the_visit_held_else_planned_else_after_the_letter_of_intent():
    programme = Programme()
    p = signed(programme)
    p.plans("mentor", "monitoring_visit", "W1", "2026-03-01").plans("mentor", "monitoring_visit", "W2", "2026-04-01")
    p.tells("mentor/monitoring_visit/W1", "2026-03-11")
    mart = programme.scores_at("2026-05-01")
    assert mart.due("P1/mentor/monitoring_report/W1") == "2026-03-25"
    assert mart.due("P1/mentor/monitoring_report/W2") == "2026-04-15"
    assert mart.status("P1/mentor/monitoring_report/W2") == "overdue"
    assert mart.due("P1/mentor/diagnostic_report/diagnostic_visit") == "2026-01-30"
    assert mart.due("P1/mentee/study_visit_report/study_visit") == "2026-03-31"


def test_the_report_of_a_visit_that_was_never_planned_is_due_after_the_day_held():
    programme = Programme()
    signed(programme)._add("activity", activity_id="V1", kind="study_visit", held_on="2026-01-20",
        received_on="2026-02-09")  # fmt: skip
    assert programme.scores_at("2026-02-28").due("P1/mentee/study_visit_report/study_visit") == "2026-02-03"


def test_a_visit_before_its_day_does_not_hurry_its_report():
    programme = Programme()
    p = signed(programme)
    p.plans("mentor", "monitoring_visit", "W1", "2026-03-15").tells("mentor/monitoring_visit/W1", "2026-03-01")
    assert programme.scores_at("2026-03-20").due("P1/mentor/monitoring_report/W1") == "2026-03-29"


def test_a_document_sent_back_for_its_form_keeps_its_first_date_if_mended_in_fourteen_days():
    programme = Programme()
    for name, mended in (("P1", "2026-02-13"), ("P2", "2026-02-14")):
        p = signed(programme, name)
        p.tells("mentor/diagnostic_report/diagnostic_visit", "2026-01-30", disputed=True, level=2)
        p.tells("mentor/diagnostic_report/diagnostic_visit", mended, level=2)
    mart = programme.scores_at("2026-03-01")
    assert mart.status("P1/mentor/diagnostic_report/diagnostic_visit") == "fulfilled_on_time"
    assert mart.status("P2/mentor/diagnostic_report/diagnostic_visit") == "fulfilled_late"


def test_a_report_counts_on_the_day_it_was_first_sent_not_the_day_it_was_received():
    programme = Programme()
    p = signed(programme)
    p.sends_report("2026-01", "2026-02-10", received="2026-02-20").sends_report("2026-01", "2026-03-01")
    mart = programme.scores_at("2026-03-05")
    assert mart.status("P1/mentee/monthly_report/2026-01") == "fulfilled_on_time"
    assert mart.value("P1", "ME-REP-1") == 100
    report = mart.one("SELECT * FROM mart.report_status WHERE period = '2026-01'")
    assert (report["submitted_on"].isoformat(), report["received_on"].isoformat()) == ("2026-02-10", "2026-02-20")
    assert (report["parts_filled"], report["parts_expected"]) == (6, 6)


def test_what_is_delivered_before_it_is_due_counts():
    programme = Programme()
    p = signed(programme)
    p.plans("mentee", "activity", "W1", "2026-05-01").tells("mentee/activity/W1", "2026-01-10")
    mart = programme.scores_at("2026-01-20")
    assert mart.status("P1/mentee/activity/W1") == "fulfilled_on_time"
    assert mart.value("P1", "ME-COM-2") == 100


def test_advice_refused_with_a_reason_is_answered_and_withdraws_its_action():
    programme = Programme()
    p = signed(programme)
    p.advises("1", "2026-02-05", to_do="Replace meters").replies("1", "2026-03-09", agreed=False, reason="no funds")
    p.advises("2", "2026-02-05", to_do="Replace valves").replies("2", "2026-03-09", agreed=False)
    p.advises("3", "2026-02-05", to_do="Map leaks", by="2026-03-01").replies(
        "3", "2026-03-09", done=1, done_on="2026-03-01"
    )
    p.advises("4", "2026-02-05", to_do="Count meters")
    mart = programme.scores_at("2026-03-20")
    assert mart.status("P1/mentee/advice_response/1") == "fulfilled_on_time"
    assert mart.status("P1/mentee/advice_action/1") == "withdrawn"
    assert mart.status("P1/mentee/advice_response/2") == "overdue"
    assert mart.status("P1/mentee/advice_action/3") == "fulfilled_on_time"
    assert mart.due("P1/mentee/advice_action/4") == "2026-03-10"
    assert mart.status("P1/mentee/advice_response/4") == "overdue"
    states = mart.rows("SELECT advice_id, agreed, status, age_days FROM mart.advice ORDER BY advice_id")
    assert [(row["status"], row["agreed"]) for row in states] == [
        ("declined", False),
        ("given", None),
        ("acted_on", True),
        ("agreed", True),
    ]
    assert states[0]["age_days"] == 32
    assert states[3]["age_days"] == 43


@pytest.mark.parametrize(
    ("action_due", "refused", "status"),
    [
        ("2026-02-10", "2026-05-20", "overdue"),
        ("2026-04-30", "2026-02-09", "withdrawn"),
        ("2026-01-20", "2026-02-10", "withdrawn"),
        ("2026-01-20", "2026-02-11", "overdue"),
        ("2026-04-30", "2026-04-30", "withdrawn"),
        ("2026-04-30", "2026-05-01", "overdue"),
    ],
)
def test_a_refusal_frees_from_the_action_until_word_and_action_were_due(action_due, refused, status):
    """Advice of 10 January: word is due with January's report on 10 February. On the later of that day and the
    action's a refusal still frees; a day later silence has agreed and the action stays owed."""
    programme = Programme()
    p = signed(programme).advises("1", "2026-01-10", to_do="Close the valve", by=action_due)
    p.replies("1", refused, agreed=False, reason="no funds")
    mart = programme.scores_at("2026-05-31")
    assert mart.due("P1/mentee/advice_response/1") == "2026-02-10"
    assert mart.status("P1/mentee/advice_action/1") == status


def test_a_request_without_an_answer_is_open_advice():
    programme = Programme()
    p = signed(programme)
    p.asks("2026-02/1", "2026-02-20").asks("2026-02/2", "2026-02-20", answered="2026-02-25")
    mart = programme.scores_at("2026-03-01")
    rows = mart.rows("SELECT advice_id, status, age_days FROM mart.advice ORDER BY advice_id")
    assert [(row["status"], row["age_days"]) for row in rows] == [("asked", 9), ("given", 5)]
    assert mart.due("P1/mentor/advice_answer/2026-02-1") == "2026-03-06"
    assert mart.status("P1/mentor/advice_answer/2026-02-1") == "not_due"
    assert mart.status("P1/mentor/advice_answer/2026-02-2") == "fulfilled_on_time"


def test_before_the_memorandum_there_are_facts_and_no_bands():
    programme = Programme()
    p = programme.partnership("P1")
    p.signs("letter_of_request", "2025-10-01").signs("letter_of_intent", "2025-12-01")
    mart = programme.scores_at("2026-03-15")
    reports = mart.criterion("P1", "mentor", "reports")
    assert (reports["score"], reports["band"], reports["band_reason"]) == (0, None, "before_moa")
    partnership = mart.one("SELECT * FROM mart.partnership")
    assert (partnership["stage"], partnership["status"]) == ("establishment", "preparing")


def test_one_or_two_obligations_make_no_band():
    programme = Programme()
    signed(programme)
    reports = programme.scores_at("2026-03-15").criterion("P1", "mentor", "reports")
    assert (reports["score"], reports["band"], reports["band_reason"]) == (0, None, "too_early")


def test_a_partnership_without_a_mentor_has_no_indicator_of_a_mentor():
    programme = Programme()
    signed(programme, mentor_id=None)
    mart = programme.scores_at("2026-03-15")
    assert mart.indicator("P1", "MR-REP-1")["status"] == "not_applicable"
    assert mart.rows("SELECT 1 FROM mart.obligation WHERE role = 'mentor'") == []


def test_an_indicator_that_the_blueprint_does_not_know_is_not_applicable():
    programme = Programme()
    programme.partnership("P1", programme_kind="training_delegation").signs("memorandum_of_agreement", "2025-12-15")
    mart = programme.scores_at("2026-03-15")
    assert mart.indicator("P1", "ME-REP-1")["status"] == "not_applicable"
    assert mart.criterion("P1", "mentee", "reports")["status"] == "not_applicable"


def test_a_joint_duty_is_tied_within_its_partnership_unless_its_id_spans_several():
    programme = Programme()
    for name in ("P1", "P2"):
        signed(programme, name).plans("mentee", "meeting", "W1", "2026-02-01", joint="J-1").plans(
            "mentee", "meeting", "W2", "2026-02-01", joint="P1+P2/J-2"
        )
    rows = programme.scores_at("2026-01-01").rows(
        "SELECT DISTINCT joint_id FROM mart.obligation WHERE joint_id IS NOT NULL"
    )
    assert {row["joint_id"] for row in rows} == {"P1/J-1", "P2/J-1", "P1+P2/J-2"}


def test_a_letter_is_known_from_the_day_the_register_that_tells_of_it_arrived():
    programme = Programme()
    p = signed(programme)
    p.signs("letter_of_recommendation", "2026-09-01", received="2026-09-20")
    letter = "P1/facilitator/letter_of_recommendation/1"
    assert programme.scores_at("2026-09-30", known_by="2026-09-19").obligation(letter)["fulfilled_on"] is None
    mart = programme.scores_at("2026-09-30", known_by="2026-09-20")
    assert mart.obligation(letter)["fulfilled_on"].isoformat() == "2026-09-01"
    evidence = mart.one("SELECT * FROM mart.evidence WHERE obligation_id = ?", letter)
    assert evidence["received_on"].isoformat() == "2026-09-20"


def test_while_a_partnership_rests_nothing_new_falls_due():
    programme = Programme()
    p = signed(programme, on_hold_since="2026-02-15")
    p.plans("mentee", "activity", "W1", "2026-02-01").plans("mentee", "activity", "W2", "2026-03-01")
    mart = programme.scores_at("2026-03-15")
    assert mart.status("P1/mentee/activity/W1") == "overdue"
    resting = mart.obligation("P1/mentee/activity/W2")
    assert (resting["status"], resting["due_on"]) == ("not_due", None)
    assert resting["original_due_on"].isoformat() == "2026-03-01"
    assert mart.obligation("P1/mentee/activity/W1")["original_due_on"] is None
    assert mart.one("SELECT * FROM mart.partnership")["status"] == "on_hold"


def test_a_prevented_obligation_keeps_the_day_it_was_due_first():
    programme = Programme()
    p = signed(programme)
    p.plans("mentee", "activity", "W1", "2026-02-15")
    p.relieved("mentee/activity/W1", "prevented", "2026-02-14", new_due="2026-05-31")
    prevented = programme.scores_at("2026-04-30").obligation("P1/mentee/activity/W1")
    assert (prevented["due_on"].isoformat(), prevented["original_due_on"].isoformat()) == ("2026-05-31", "2026-02-15")


@pytest.mark.parametrize(
    ("signatures", "as_of", "stage", "status"),
    [
        ({}, "2026-01-01", "preparation", "preparing"),
        ({"letter_of_request": "2025-10-01"}, "2026-01-01", "establishment", "preparing"),
        ({"letter_of_intent": "2025-12-01"}, "2026-01-01", "establishment", "preparing"),
        ({"letter_of_intent": "2025-12-01", "work_plan": "2025-12-20"}, "2026-01-01", "agreement", "preparing"),
        ({"memorandum_of_agreement": "2025-12-20"}, "2026-01-01", "implementation", "active"),
        ({"memorandum_of_agreement": "2025-12-20"}, "2026-07-01", "expansion", "active"),
        (
            {"memorandum_of_agreement": "2025-12-20", "letter_of_recommendation": "2026-09-01"},
            "2026-09-01",
            "expansion",
            "finished",
        ),
    ],
)
def test_a_partnership_is_finished_only_with_the_letter_of_recommendation(signatures, as_of, stage, status):
    programme = Programme()
    p = programme.partnership("P1", pilot=JANUARY_TO_JUNE)
    for kind, on in signatures.items():
        p.signs(kind, on)
    row = programme.scores_at(as_of).one("SELECT * FROM mart.partnership")
    assert (row["stage"], row["status"]) == (stage, status)
