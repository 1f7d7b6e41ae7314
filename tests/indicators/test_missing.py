"""Missing is not zero: every status through every operation, with the outcome worked by hand.

First the statuses of obligations, through sum, ratio, mean over kinds, punctuality and score with its interval; then
the statuses of figures, through sum, ratio, mean of months, rolling twelve months, target and score. Last, what another
party's silence does. (What one's own does, and what is not due, stands in `test_properties.py`; that an obligation
cannot vanish unseen, in `tests/expectations`.)
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.programme import Mart, Partnership, Programme
from tests.indicators.test_properties import on, over_many_stories, stories
from warehouse.vocabulary import FulfilmentStatus, ValueStatus

NEARLY = 1e-5


def signed(programme: Programme, name: str, **more) -> Partnership:
    p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"), **more)
    return p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")


def beside_one_more(programme: Programme, status: FulfilmentStatus) -> None:
    """As of 15 April the mentor has helped once of twice and met once of once, and owes X, of that status.

    Help is told by the mentee's reports of January and February; that of March has not come. The partnership that was
    ended early ended on 1 April.
    """
    ended = {"ended_on": "2026-04-01"} if status == "lapsed" else {}
    p = signed(programme, status, **ended).sends_report("2026-01", "2026-02-10").sends_report("2026-02", "2026-03-10")
    p.plans("mentor", "assistance", "A1", "2026-01-20").tells("mentor/assistance/A1", "2026-01-20")
    p.plans("mentor", "assistance", "A2", "2026-01-25")
    p.plans("mentor", "meeting", "M1", "2026-01-30").tells("mentor/meeting/M1", "2026-01-30")
    if status == "not_applicable":
        p.clause("mentor", "1", "2026-02-20", covered_by=f"{status}/mentor/meeting/M1")
        return
    due = {"unknown": "2026-03-20", "not_due": "2026-05-20", "lapsed": "2026-04-10", "withdrawn": "2026-04-10"}
    dropped = {"dropped": 1} if status == "withdrawn" else {}
    p.plans("mentor", "assistance", "X", due.get(status, "2026-02-20"), **dropped)
    x = "mentor/assistance/X"
    if status == "fulfilled_on_time":
        p.tells(x, "2026-02-20")
    elif status == "fulfilled_late":
        p.tells(x, "2026-02-21")
    elif status == "partly_fulfilled":
        p.tells(x, "2026-02-20", share=0.4)
    elif status == "doubtful":
        p.tells(x, "2026-02-20", level=0)
    elif status == "prevented":
        p.relieved(x, "prevented", "2026-02-10", new_due="2026-05-20")
    elif status == "withdrawn":
        p.signs("work_plan_revision", "2026-04-01", revision=1)
    elif status == "waived":
        p.relieved(x, "waived", "2026-02-10")


@pytest.fixture(scope="module")
def obligations() -> Mart:
    programme = Programme()
    for status in FulfilmentStatus:
        beside_one_more(programme, status)
    return programme.scores_at("2026-04-15")


# Without X: help 1 of 2 = 50, meetings 1 of 1 = 100, so MR-COM-2 = 75; on time 2 of 3 = 66.67;
# commitment = (2 x 75 + 66.67) / 3 = 72.22.
# X delivered: help 2 of 3 = 66.67, MR-COM-2 = 83.33; in time, 3 of 4 = 75: (2 x 83.33 + 75) / 3 = 80.56; late, 2 of 4
# = 50: 72.22.
# 0.4 of X: help 1.4 of 3 = 46.67, MR-COM-2 = 73.33, in time 2 of 4 = 50: (146.67 + 50) / 3 = 65.56.
# nothing of X: help 1 of 3 = 33.33, MR-COM-2 = 66.67, in time 50: (133.33 + 50) / 3 = 61.11.
WITHOUT = (2, 3, 66.666667, 75, 72.222222, 72.222222, 72.222222)
BY_HAND = {
    #                    sum of credits, count, ratio (in time), mean over kinds, score, low, high
    "fulfilled_on_time": (3, 4, 75, 83.333333, 80.555556, 80.555556, 80.555556),
    "fulfilled_late": (3, 4, 50, 83.333333, 72.222222, 72.222222, 72.222222),
    "partly_fulfilled": (2.4, 4, 50, 73.333333, 65.555556, 65.555556, 65.555556),
    "overdue": (2, 4, 50, 66.666667, 61.111111, 61.111111, 61.111111),
    "doubtful": (2, 4, 50, 66.666667, 61.111111, 61.111111, 80.555556),
    "unknown": (*WITHOUT[:5], 61.111111, 80.555556),
    "prevented": WITHOUT,
    "not_due": WITHOUT,
    "withdrawn": WITHOUT,
    "waived": WITHOUT,
    "lapsed": WITHOUT,
    "not_applicable": WITHOUT,
}
OPERATIONS = ("sum", "count", "ratio", "mean", "score", "low", "high")


@pytest.mark.parametrize("status", FulfilmentStatus)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_obligation_acts_in_a_sum_ratio_mean_and_score_as_its_status_says(obligations, status, operation):
    owed = obligations.one(
        "SELECT status FROM mart.obligation WHERE partnership_id = $1 AND (item_no = 'X' OR kind = 'clause')", status
    )
    assert owed["status"] == status
    delivered = obligations.indicator(status, "MR-COM-2")
    score = obligations.criterion(status, "mentor", "commitment")
    found = {
        "sum": delivered["numerator"],
        "count": delivered["denominator"],
        "ratio": obligations.value(status, "MR-COM-3"),
        "mean": delivered["value"],
        "score": score["score"],
        "low": score["score_low"],
        "high": score["score_high"],
    }
    assert found[operation] == pytest.approx(BY_HAND[status][OPERATIONS.index(operation)], abs=NEARLY)


@pytest.mark.parametrize("status", FulfilmentStatus)
def test_no_status_of_missing_evidence_scores_more_than_delivery_in_time(obligations, status):
    score = obligations.criterion(status, "mentor", "commitment")["score"]
    in_time = obligations.criterion("fulfilled_on_time", "mentor", "commitment")["score"]
    assert score <= in_time + NEARLY


def figure(p: Partnership, period: str, variable: str, value: float | None, status: str = "reported") -> None:
    p.measures(period, variable, value=value)
    p.programme.rows["measurement"][-1] |= {"status": status, "value": value}


STATUSES = ("reported", "reported_zero", *(status for status in ValueStatus if status != "reported"))
TARGET = {"baseline": 6, "baseline_on": "2026-01-01", "target": 18, "due_on": "2026-03-31"}


@pytest.fixture(scope="module")
def figures() -> Mart:
    """As of 15 April 2026. X is 12, or 0, or of another status (of one that waits for review 12 as well)."""
    programme = Programme()
    for status in STATUSES:
        x = {"reported": 12, "needs_review": 12, "reported_zero": 0}.get(status)
        of = "reported" if status == "reported_zero" else status

        p = signed(programme, f"{status}-sum")
        figure(p, "2026-02", "billed_metered", 60)
        figure(p, "2026-02", "billed_unmetered", x, of)

        p = signed(programme, f"{status}-ratio")
        figure(p, "2026-02", "quality_tests_passed", 9)
        figure(p, "2026-02", "quality_tests_made", x, of)

        p = signed(programme, f"{status}-mean").aims("T", **TARGET, actual_basis="pilot_to_date")
        for period, value, state in (("2026-01", 10, "reported"), ("2026-02", x, of), ("2026-03", 14, "reported")):
            figure(p, period, "supply_hours", value, state)

        p = signed(programme, f"{status}-rolling").aims("T", **TARGET, actual_basis="rolling_12")
        for period in (*(f"2025-{month:02}" for month in range(4, 13)), "2026-01", "2026-02"):
            figure(p, period, "supply_hours", 12)
        figure(p, "2026-03", "supply_hours", x, of)

        p = signed(programme, f"{status}-target").aims("T", **TARGET, actual_basis="month")
        figure(p, "2026-03", "supply_hours", x, of)
    return programme.scores_at("2026-04-15")


NOTHING = {
    "not_reported": "not_reported",
    "rejected": "rejected",
    "not_applicable": "not_applicable",
    "undefined": "undefined",
    "not_due": "undefined",
    "awaiting_follow_up": "undefined",
    "no_baseline": "undefined",
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_sum_is_told_only_where_all_its_parts_are_and_what_does_not_exist_adds_nothing(figures, status):
    """60 + 12 = 72, 60 + 0 = 60, and 60 where there is no unmetered consumption at all."""
    expected = {
        "reported": (72, "reported"),
        "reported_zero": (60, "reported"),
        "needs_review": (72, "needs_review"),
        "not_applicable": (60, "reported"),
    }.get(status, (None, NOTHING.get(status)))
    assert metric(figures, f"{status}-sum", "billed_authorised") == expected


@pytest.mark.parametrize("status", STATUSES)
def test_a_ratio_is_told_only_over_a_denominator_that_is_known_and_not_zero(figures, status):
    """100 x 9 / 12 = 75; over 0 it is undefined, not 0 and not infinite."""
    expected = {
        "reported": (75, "reported"),
        "reported_zero": (None, "undefined"),
        "needs_review": (75, "needs_review"),
    }.get(status, (None, NOTHING.get(status)))
    assert metric(figures, f"{status}-ratio", "quality_tests_passed_pct") == expected


def metric(mart: Mart, partnership_id: str, code: str) -> tuple[float | None, str]:
    row = mart.one(
        "SELECT value, status FROM mart.pilot_metric WHERE partnership_id = $1 AND metric_code = $2",
        partnership_id, code,
    )  # fmt: skip
    return row["value"], row["status"]


# Mean of the pilot's months: (10 + 12 + 14) / 3 = 12, with a zero (10 + 0 + 14) / 3 = 8, of the two known 12.
# Twelve months: eleven of 12 and X: 12, with a zero 132 / 12 = 11, of the eleven known 12.
# Progress from 6 towards 18: of 12 half; of 8 a sixth; of 11 5/12; of 0 one half backwards, which scores 0.
OVER_MONTHS = {
    # operation: (X reported, X zero, of what is known), each (figure, months known, progress)
    "mean": ((12, 3, 0.5), (8, 3, 0.166667), (12, 2, None)),
    "rolling": ((12, 12, 0.5), (11, 12, 0.416667), (12, 11, None)),
    "target": ((12, 1, 0.5), (0, 1, -0.5), (None, 0, None)),
}


@pytest.mark.parametrize("operation", OVER_MONTHS)
@pytest.mark.parametrize("status", STATUSES)
def test_a_month_that_is_not_reported_is_no_zero_in_a_mean_a_rolling_year_or_a_target(figures, status, operation):
    reported, zero, partial = OVER_MONTHS[operation]
    actual, months, progress = {"reported": reported, "reported_zero": zero}.get(status, partial)
    row = figures.target(f"{status}-{operation}", "T")
    is_whole = status.startswith("reported")
    assert (row["actual"], row["partial_actual"]) == pytest.approx((actual, None) if is_whole else (None, actual))
    assert row["coverage_months"] == months
    assert row["progress"] == pytest.approx(progress, abs=1e-6)
    assert (row["status"] == "not_reported") is not is_whole


@pytest.mark.parametrize("operation", OVER_MONTHS)
@pytest.mark.parametrize("status", STATUSES)
def test_a_due_target_without_its_figure_scores_nothing_and_may_still_be_all(figures, status, operation):
    """The value counts it 0, so that silence never pays; the high end counts it 1, so that silence is not failure."""
    reported, zero, _ = OVER_MONTHS[operation]
    progress = {"reported": reported[2], "reported_zero": zero[2]}.get(status)
    expected = (0, 0, 100) if progress is None else (max(0, 100 * progress),) * 3
    row = figures.indicator(f"{status}-{operation}", "ME-LES-2")
    assert (row["value"], row["score_low"], row["score_high"]) == pytest.approx(expected, abs=1e-4)
    assert row["status"] == "reported"


@given(told=st.lists(stories(), min_size=10, max_size=12), as_of=st.integers(min_value=60, max_value=260))
@settings(over_many_stories, max_examples=3)  # the first of them is the barest
def test_without_a_report_of_the_mentee_the_mentors_interval_contains_what_its_value_was(told, as_of):
    """With a report that is owed goes all that only it could tell: the meetings and the help due in its month."""
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
    before = programme.scores_at(on(as_of))
    values = mentors_figures(before, "value")
    only_told_there = {
        (row["partnership_id"], row["what"]): row["month"]
        for row in before.rows(
            "SELECT partnership_id, concat_ws('/', role, kind, item_no) AS what, strftime(due_on, '%Y-%m') AS month"
            " FROM mart.obligation WHERE role = 'mentor' AND kind IN ('meeting', 'assistance') AND is_due"
        )
    }
    owed = {
        (row["partnership_id"], row["period"])
        for row in before.rows("SELECT * FROM mart.obligation WHERE kind = 'monthly_report'")
    }
    removed = []
    for number, story in enumerate(told):
        for period in sorted({verb[1][0] for verb in story.told if verb[0] == "sends_report"}):
            if (f"P{number}", period) not in owed:
                continue
            kept = tuple(
                verb
                for verb in story.told
                if (verb[0] != "sends_report" or verb[1][0] != period)
                and (verb[0] != "tells" or only_told_there.get((f"P{number}", verb[1][0])) != period)
            )
            removed.append((f"P{number}", f"P{number}-{period}"))
            replace(story, told=kept).retell(programme, removed[-1][1])
    after = programme.scores_at(on(as_of))
    lows, highs = mentors_figures(after, "score_low"), mentors_figures(after, "score_high")
    outside = [
        (less, code, lows[less, code], value, highs[less, code])
        for whole, less in removed
        for (partnership, code), value in values.items()
        if partnership == whole
        and value is not None
        and not (lows[less, code] - NEARLY <= value <= highs[less, code] + NEARLY)
    ]
    assert outside == []


def mentors_figures(mart: Mart, column: str) -> dict[tuple[str, str], float | None]:
    """By partnership and indicator or criterion."""
    score = "score" if column == "value" else column
    rows = mart.rows(
        f"SELECT partnership_id, indicator_code AS code, {column} AS figure FROM mart.indicator_value"
        f" WHERE role = 'mentor' UNION ALL SELECT partnership_id, criterion, {score} FROM mart.criterion_score"
        " WHERE role = 'mentor'"
    )
    return {(row["partnership_id"], row["code"]): row["figure"] for row in rows}
