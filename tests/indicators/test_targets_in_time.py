"""Targets after their day: what is asked in their days of grace, and of medium and long ones by the follow-up."""

import pytest

from tests.indicators.programme import Partnership, Programme
from tests.indicators.test_targets import YEAR, signed

LATER = YEAR | {"due_on": "2027-06-30", "horizon": "medium"}
YES_NO = {"actual_basis": "yes_no", "metric_code": None, "due_on": "2027-06-30", "horizon": "medium"}
AWAITED = "awaiting_follow_up"


def measured(partnership: Partnership, months: range, value: float, year: int = 2026) -> Partnership:
    for month in months:
        partnership.measures(f"{year}-{month:02}", value=value)
    return partnership


@pytest.fixture(scope="module")
def two_years_later():
    """As of 31 January 2028: the pilot ran from January to June 2026, the targets fell due on 30 June 2027."""
    programme = Programme()
    signed(programme, "IN TIME").aims("T", **LATER).measures("2027-06", value=20)
    signed(programme, "LATE").aims("T", **LATER).measures("2027-09", value=20)
    signed(programme, "YES, LATE").aims("T", **YES_NO).reaches("T", 1, "2027-12-15")
    signed(programme, "YES, IN THE PILOT").aims("T", **YES_NO).reaches("T", 1, "2026-05-15")
    signed(programme, "PILOT ONLY").aims("T", **LATER).measures("2026-06", value=15)
    signed(programme, "NOTHING").aims("T", **LATER)
    to_date = LATER | {"actual_basis": "pilot_to_date"}
    measured(signed(programme, "TO DATE").aims("T", **to_date), range(1, 7), 15).measures("2027-06", value=20)
    measured(signed(programme, "TO DATE, PILOT ONLY").aims("T", **to_date), range(1, 7), 15)
    twelve = LATER | {"actual_basis": "rolling_12"}
    full = measured(signed(programme, "TWELVE").aims("T", **twelve), range(7, 13), 18)
    measured(full, range(1, 7), 20, year=2027)
    both = measured(signed(programme, "TWELVE, ANOTHER LATER").aims("T", **twelve), range(7, 13), 18)
    measured(both, range(1, 7), 20, year=2027).aims("U", **(LATER | {"metric_code": "connections"}))
    both.measures("2027-09", "connections", value=900)
    but_july = measured(signed(programme, "ELEVEN").aims("T", **twelve), range(8, 13), 18)
    measured(but_july, range(1, 7), 20, year=2027)
    return programme.scores_at("2028-01-31")


@pytest.mark.parametrize(
    ("partnership", "status", "actual", "actual_on", "months"),
    [
        ("IN TIME", "achieved", 20, "2027-06-30", (1, 1)),
        ("LATE", "achieved", 20, "2027-09-30", (1, 1)),  # no day ends a follow-up: thirty days are the scores' alone
        ("YES, LATE", "achieved", 1, "2027-12-15", (None, None)),
        ("YES, IN THE PILOT", "achieved", 1, "2026-05-15", (None, None)),
        ("PILOT ONLY", AWAITED, 15, "2026-06-30", (1, 1)),  # 15 of June 2026 says nothing of June 2027
        ("NOTHING", AWAITED, None, None, (0, 1)),
        ("TO DATE", "achieved", 20, "2027-06-30", (1, 1)),
        ("TO DATE, PILOT ONLY", AWAITED, 15, "2026-06-30", (6, 6)),
        (
            "TWELVE",
            "needs_acceleration",
            19,
            "2027-06-30",
            (12, 12),
        ),  # (6 x 18 + 6 x 20) / 12; pace 0.9
        ("TWELVE, ANOTHER LATER", "needs_acceleration", 19, "2027-06-30", (12, 12)),  # connections are no supply hours
        ("ELEVEN", AWAITED, 210 / 11, "2027-06-30", (11, 12)),  # (5 x 18 + 6 x 20) / 11, July 2026 not told
    ],
)
def test_a_medium_target_is_judged_by_what_was_told_after_the_partnership(
    two_years_later, partnership, status, actual, actual_on, months
):
    row = two_years_later.target(partnership, "T")
    assert row["status"] == status
    assert row["actual"] == (actual if actual is None else pytest.approx(actual, abs=1e-9))
    assert row["actual_on"] is None if actual_on is None else row["actual_on"].isoformat() == actual_on
    assert (row["coverage_months"], row["expected_months"]) == months


def test_the_twelve_months_of_a_short_target_end_with_the_pilot_whatever_is_told_later():
    """Twelve months of 16 to June 2026; what July to September had is told too, and changes nothing."""
    programme = Programme()
    p = signed(programme).aims("T", **(YEAR | {"actual_basis": "rolling_12"}))
    measured(p, range(7, 13), 16, year=2025)
    measured(p, range(1, 7), 16)
    measured(p, range(7, 10), 30)
    row = programme.scores_at("2026-12-31").target("P1", "T")
    assert (row["actual"], row["actual_on"].isoformat(), row["coverage_months"]) == (16, "2026-06-30", 12)
    assert row["credit"] == 0.6


def due_in_march() -> tuple[Programme, Partnership]:
    """A target of 20 by 31 March from 10 on 1 January; January, February and March had 12, 16 and 20."""
    programme = Programme()
    p = signed(programme).aims("T", **(YEAR | {"due_on": "2026-03-31"}))
    for month, value, sent in (
        ("2026-01", 12, "2026-02-08"),
        ("2026-02", 16, "2026-03-08"),
        ("2026-03", 20, "2026-04-08"),
    ):
        p.measures(month, value=value).sends_report(month, on=sent)
    return programme, p


@pytest.mark.parametrize(
    ("as_of", "credit", "value", "final"),
    [
        ("2026-04-09", 1.0, 100, (0, 100)),
        ("2026-04-29", 1.0, 100, (0, 100)),
        ("2026-04-30", 1.0, 100, (0, 100)),  # April has ended; its report is due on 11 May, 10 May is a Sunday
        ("2026-05-10", 1.0, 100, (0, 100)),
        ("2026-05-11", None, 0, (0, 100)),  # April is within the thirty days, and its figure is owed now
    ],
)
def test_a_month_of_grace_judges_a_reached_target_anew_only_when_its_report_is_due(as_of, credit, value, final):
    mart = due_in_march()[0].scores_at(as_of)
    row, indicator = mart.target("P1", "T"), mart.indicator("P1", "ME-LES-2")
    assert row["credit"] == credit
    assert indicator["value"] == value
    assert (indicator["final_low"], indicator["final_high"]) == final


def test_the_end_of_a_score_holds_what_a_month_of_grace_makes_of_a_target():
    """April has 14: (14 - 10) / (20 - 10) = 40 %. Without April's figure the target ends at 0, and both were told."""
    programme, p = due_in_march()
    before = programme.scores_at("2026-04-20").indicator("P1", "ME-LES-2")
    silent = programme.scores_at("2026-12-31").indicator("P1", "ME-LES-2")
    p.measures("2026-04", value=14)
    told = programme.scores_at("2026-12-31").indicator("P1", "ME-LES-2")
    assert (silent["value"], told["value"]) == (0, 40)
    assert before["final_low"] == 0 <= silent["value"] <= told["value"] <= before["final_high"]


def test_a_yes_stays_a_yes_to_the_end():
    programme = Programme()
    signed(programme).aims("T", **(YES_NO | {"due_on": "2026-03-31", "horizon": "short"})).reaches("T", 1, "2026-03-20")
    indicator = programme.scores_at("2026-04-05").indicator("P1", "ME-LES-2")
    assert (indicator["final_low"], indicator["final_high"]) == (100, 100)


def test_a_month_whose_report_is_owed_no_more_does_not_judge_a_target_anew():
    """The partnership ended on 5 May, April's report would have been due on 11 May."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"), ended_on="2026-05-05")
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    p.aims("T", **(YEAR | {"due_on": "2026-03-31"}))
    for month, value in (("2026-01", 12), ("2026-02", 16), ("2026-03", 20)):
        p.measures(month, value=value)
    indicator = programme.scores_at("2026-12-31").indicator("P1", "ME-LES-2")
    assert (indicator["value"], indicator["final_low"]) == (100, 100)


@pytest.mark.parametrize(
    ("told", "credit", "actual"),
    [
        ({"2026-04": 14}, 0.4, 14),
        ({"2026-04": 14, "2026-05": 20}, 1.0, 20),  # May was told before the end, though it is owed no more
        ({"2026-05": 20}, 1.0, 20),
        ({"2026-04": 14, "2026-05": 12}, 0.4, 14),  # what is told beyond what is owed never costs
        ({"2026-03": 19, "2026-05": 14}, 0.4, 14),  # April is owed and not told: March stands for nothing
        ({}, None, None),
    ],
)
@pytest.mark.parametrize("rest", [{"ended_on": "2026-06-05"}, {"on_hold_since": "2026-06-05"}])
def test_what_was_told_of_a_month_that_is_owed_no_more_can_only_help_a_target(told, credit, actual, rest):
    """20 by 15 May, from 10: April is the last month owed, May's report would have been due on 10 June."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-05-31"), **rest)
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    p.aims("T", **(YEAR | {"due_on": "2026-05-15"}))
    p.aims("DOWN", **(YEAR | {"due_on": "2026-05-15", "metric_code": "connections", "baseline": 20, "target": 10}))
    for month, value in told.items():
        p.measures(month, value=value).measures(month, "connections", value=30 - value)
    mart = programme.scores_at("2026-12-31")
    up, down = mart.target("P1", "T"), mart.target("P1", "DOWN")
    assert (up["credit"], up["actual"]) == (credit, actual)
    assert (down["credit"], down["actual"]) == (credit, None if actual is None else 30 - actual)


def until_june(programme: Programme, **rest: str) -> Partnership:
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-05-31"), **rest)
    return p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")


@pytest.mark.parametrize(
    ("rest", "credit"),
    [
        ({"ended_on": "2026-06-10"}, None),  # May's report was due on that day, and is missing
        ({"ended_on": "2026-06-09"}, 0.4),
        ({"on_hold_since": "2026-06-11"}, None),
        ({"on_hold_since": "2026-06-10"}, 0.4),  # nothing falls due from the day on which a partnership rests
    ],
)
def test_a_month_of_grace_is_owed_until_the_day_of_its_report(rest, credit):
    programme = Programme()
    until_june(programme, **rest).aims("T", **(YEAR | {"due_on": "2026-05-15"})).measures("2026-04", value=14)
    assert programme.scores_at("2026-12-31").target("P1", "T")["credit"] == credit


def test_each_target_takes_what_helps_it_from_its_own_figures_and_names_their_cell():
    """T has 14, then 12: it keeps April. DOWN has 16, then 11: May is nearer. U, due on 31 May, is owed May."""
    programme = Programme()
    p = until_june(programme, ended_on="2026-06-05").aims("T", **(YEAR | {"due_on": "2026-05-15"}))
    down = {"metric_code": "connections", "baseline": 20, "target": 10}
    p.aims("DOWN", **(YEAR | {"due_on": "2026-05-15"} | down)).aims("U", **(YEAR | {"due_on": "2026-05-31"} | down))
    for month, hours, connections in (("2026-04", 14, 16), ("2026-05", 12, 11)):
        p.measures(month, value=hours).measures(month, "connections", value=connections)
        programme.rows["measurement"][-1] |= {"source_sheet": f"sheet of {month}", "source_cell": f"cell of {month}"}
    mart = programme.scores_at("2026-12-31")
    assert [mart.target("P1", name)["credit"] for name in ("T", "DOWN", "U")] == [0.4, 0.9, 0.9]
    row = mart.target("P1", "DOWN")
    place = (row["actual_source_file"], row["actual_source_sheet"], row["actual_source_cell"])
    assert place == ("P1-2026-05.xlsx", "sheet of 2026-05", "cell of 2026-05")


def test_a_better_figure_of_another_target_takes_nothing_from_this_one():
    """DOWN has 11, then 16, and keeps 11; T has 14, then 12, and keeps 14 although 12 is more than 11."""
    programme = Programme()
    p = until_june(programme, ended_on="2026-06-05").aims("T", **(YEAR | {"due_on": "2026-05-15"}))
    p.aims("DOWN", **(YEAR | {"due_on": "2026-05-15", "metric_code": "connections", "baseline": 20, "target": 10}))
    for month, hours, connections in (("2026-04", 14, 11), ("2026-05", 12, 16)):
        p.measures(month, value=hours).measures(month, "connections", value=connections)
    mart = programme.scores_at("2026-12-31")
    assert [mart.target("P1", name)["credit"] for name in ("T", "DOWN")] == [0.4, 0.9]


def test_a_month_that_is_owed_no_more_never_stands_for_the_mean_of_those_that_are():
    """January to April had 12 each, May 20: to date the mean of the four months owed is 12, (12 - 10) / 10 = 0.2."""
    programme = Programme()
    p = until_june(programme, ended_on="2026-06-05")
    p.aims("T", **(YEAR | {"due_on": "2026-05-15", "actual_basis": "pilot_to_date"}))
    measured(p, range(1, 5), 12).measures("2026-05", value=20)
    row = programme.scores_at("2026-12-31").target("P1", "T")
    assert (row["actual"], row["credit"], row["coverage_months"], row["expected_months"]) == (12, 0.2, 4, 4)


def test_of_two_months_that_are_owed_no_more_the_later_helps_and_names_its_cell():
    """Due on 30 January, thirty days to 1 March: January and February end in them; both reports are owed no more."""
    programme = Programme()
    p = until_june(programme, ended_on="2026-02-05").aims("T", **(YEAR | {"due_on": "2026-01-30"}))
    for month, value in (("2026-01", 14), ("2026-02", 20)):
        p.measures(month, value=value)
        programme.rows["measurement"][-1] |= {"source_sheet": f"sheet of {month}", "source_cell": f"cell of {month}"}
    row = programme.scores_at("2026-12-31").target("P1", "T")
    place = (row["actual_source_file"], row["actual_source_sheet"], row["actual_source_cell"])
    assert (row["credit"], *place) == (1.0, "P1-2026-02.xlsx", "sheet of 2026-02", "cell of 2026-02")


def test_a_month_of_grace_told_early_waits_for_the_day_of_its_report():
    """March has 12, April 20 and is told on 3 May: until 11 May the target stands as March left it."""
    programme = Programme()
    p = signed(programme).aims("T", **(YEAR | {"due_on": "2026-03-31"}))
    p.measures("2026-03", value=12).measures("2026-04", value=20)
    assert [programme.scores_at(day).target("P1", "T")["credit"] for day in ("2026-05-05", "2026-05-11")] == [0.2, 1.0]


def test_the_figures_of_many_months_name_the_sheet_of_the_latest():
    programme = Programme()
    p = signed(programme).aims("T", **YEAR)
    for month in range(1, 5):
        p.measures(f"2026-0{month}", value=10 + month)
        programme.rows["measurement"][-1] |= {"source_sheet": f"sheet {month}"}
    row = programme.scores_at("2026-04-30").target("P1", "T")
    assert (row["actual"], row["actual_source_sheet"]) == (14, "sheet 4")


def test_a_third_of_the_way_has_six_decimals():
    programme = Programme()
    signed(programme).aims("T", **(YEAR | {"target": 13, "due_on": "2026-03-31"})).measures("2026-03", value=11)
    assert programme.scores_at("2026-04-15").target("P1", "T")["credit"] == 0.333333


def test_a_target_of_its_baselines_own_day_expects_all_at_once():
    programme = Programme()
    p = signed(programme).aims("T", **(YEAR | {"baseline_on": "2026-03-31", "due_on": "2026-03-31"}))
    p.measures("2026-04", value=15)
    row = programme.scores_at("2026-05-31").target("P1", "T")
    assert (row["progress"], row["expected"], row["pace"], row["status"]) == (0.5, 1.0, 0.5, "limited")
