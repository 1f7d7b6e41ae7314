"""Targets: progress, expected, pace and status, each worked by hand."""

import pytest

from indicators.metrics import METRICS
from tests.indicators.programme import Mart, Partnership, Programme, Row
from tests.indicators.test_metrics import BALANCE, GIS, PRODUCTION
from warehouse.vocabulary import Horizon, TargetKind


def signed(programme: Programme, partnership_id: str = "P1") -> Partnership:
    p = programme.partnership(partnership_id, pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-01")
    return p.signs("memorandum_of_agreement", "2025-12-15")


YEAR = {"baseline": 10, "baseline_on": "2026-01-01", "target": 20, "due_on": "2026-06-30"}


@pytest.fixture(scope="module")
def in_april() -> Mart:
    """As of 30 April 2026; the time from 1 January to 30 June is 180 days, to 30 April 119: 0.6611 of it."""
    programme = Programme()
    for name, april in (("ON", 16.5), ("SLOW", 14), ("LIMITED", 11), ("AWAY", 9), ("DONE", 20), ("OVER", 25)):
        signed(programme, name).aims("T", **YEAR).measures("2026-04", value=april)
    signed(programme, "FALL").aims("T", **(YEAR | {"baseline": 20, "target": 10})).measures("2026-04", value=13.4)
    signed(programme, "LATEGAIN").aims(
        "T", **YEAR, milestones='[{"on": "2026-05-01", "value": 12}, {"on": "2026-06-01", "value": 16}]'
    ).measures("2026-04", value=12)
    signed(programme, "EARLY").aims("T", **(YEAR | {"due_on": "2027-12-31"})).measures("2026-04", value=10)
    signed(programme, "SILENT").aims("T", **YEAR)
    signed(programme, "NOBASE").aims("T", **(YEAR | {"baseline": None})).measures("2026-04", value=15)
    signed(programme, "MEDIUM").aims("T", **YEAR, horizon="medium").measures("2026-04", value=15)
    signed(programme, "HOLD").aims("T", **(YEAR | {"target": 10, "tolerance": 0.5})).measures("2026-04", value=10.5)
    signed(programme, "LOST").aims("T", **(YEAR | {"target": 10, "tolerance": 0.5})).measures("2026-04", value=10.6)
    signed(programme, "ZERO").aims("T", **YEAR).measures("2026-03", value=18).measures("2026-04", value=0)
    signed(programme, "YES").aims("T", metric_code=None, actual_basis="yes_no", due_on="2026-06-30").reaches(
        "T", 0, "2026-04-01"
    )
    return programme.scores_at("2026-04-30")


@pytest.mark.parametrize(
    ("partnership", "progress", "expected", "pace", "status"),
    [
        ("ON", 0.65, 0.661111, 0.983193, "on_track"),
        ("SLOW", 0.4, 0.661111, 0.605042, "needs_acceleration"),
        ("LIMITED", 0.1, 0.661111, 0.151261, "limited"),
        ("AWAY", -0.1, 0.661111, -0.151261, "moving_away"),
        ("DONE", 1.0, 0.661111, 1.512605, "achieved"),
        ("OVER", 1.5, 0.661111, 2.268908, "achieved"),
        ("FALL", 0.66, 0.661111, 0.998319, "on_track"),
        ("LATEGAIN", 0.2, 0.198333, 1.008403, "on_track"),
        ("EARLY", 0.0, 0.163237, None, "too_early"),
        ("SILENT", None, None, None, "not_reported"),
        ("NOBASE", None, None, None, "no_baseline"),
        ("MEDIUM", 0.5, 0.661111, 0.756303, "awaiting_follow_up"),
        ("HOLD", 1.0, None, None, "achieved"),
        ("LOST", 0.0, None, None, "moving_away"),
        ("ZERO", -1.0, 0.661111, -1.512605, "moving_away"),
        ("YES", 0.0, 0.5, 0.0, "limited"),
    ],
)
def test_a_target_stands_where_its_progress_is_against_what_was_expected(
    in_april, partnership, progress, expected, pace, status
):
    row = in_april.target(partnership, "T")
    assert (row["progress"], row["expected"], row["pace"]) == pytest.approx((progress, expected, pace), abs=1e-6)
    assert row["status"] == status


def test_the_actual_names_the_cells_it_comes_from(in_april):
    row = in_april.target("ON", "T")
    assert (row["actual_source_file"], row["actual_source_cell"]) == ("ON-2026-04.xlsx", "C7")


def test_a_target_before_its_day_is_in_no_score(in_april):
    assert in_april.indicator("ON", "ME-LES-2")["status"] == "not_due"
    assert in_april.target("ON", "T")["credit"] is None


@pytest.fixture(scope="module")
def after_the_pilot() -> Mart:
    """As of 31 August 2026: targets of 30 June, for which actuals up to 30 July count."""
    programme = Programme()
    months = [f"2026-{month:02}" for month in range(1, 7)]

    def told(name: str, basis: str, skip: tuple[str, ...] = (), horizon: str = "short") -> None:
        p = signed(programme, name).aims("T", **YEAR, actual_basis=basis, horizon=horizon)
        for number, period in enumerate(months):
            p.measures(period, value=None if period in skip else 12 + number)

    told("ALL", "pilot_to_date")
    told("GAP", "pilot_to_date", skip=("2026-02",))
    told("MONTH", "month")
    told("OLD", "month", skip=("2026-06",))
    told("TWELVE", "rolling_12")
    told("LONG", "month", horizon="long")
    signed(programme, "TRUTH").aims("T", metric_code=None, actual_basis="yes_no", due_on="2026-06-30").reaches(
        "T", 0.4, "2026-07-30"
    ).reaches("T", 1, "2026-07-31")
    signed(programme, "NOBASE").aims("T", **(YEAR | {"baseline": None})).measures("2026-06", value=15)
    return programme.scores_at("2026-08-31")


@pytest.mark.parametrize(
    ("partnership", "actual", "coverage", "expected_months", "credit", "status", "low", "high"),
    [
        ("ALL", 14.5, 6, 6, 0.45, "limited", 45, 45),
        ("GAP", 14.8, 5, 6, None, "not_reported", 0, 100),
        ("MONTH", 17, 1, 1, 0.7, "needs_acceleration", 70, 70),
        ("OLD", 16, 0, 1, None, "not_reported", 0, 100),
        ("TWELVE", 14.5, 6, 12, None, "not_reported", 0, 100),
        ("TRUTH", 0.4, None, None, 0.4, "limited", 40, 40),
        ("NOBASE", 15, 1, 1, None, "no_baseline", 0, 100),
    ],
)
def test_a_due_target_counts_only_with_every_month_that_its_basis_needs(
    after_the_pilot, partnership, actual, coverage, expected_months, credit, status, low, high
):
    row = after_the_pilot.target(partnership, "T")
    partial = status == "not_reported"
    shown = (None, actual) if partial else (actual, None)
    assert (row["actual"], row["partial_actual"]) == shown
    assert (row["actual_on"] is None, row["partial_actual_on"] is None) == (partial, not partial)
    assert not partial or (row["progress"], row["pace"]) == (None, None)
    assert (row["coverage_months"], row["expected_months"]) == (coverage, expected_months)
    assert (row["credit"], row["status"]) == (credit, status)
    value = after_the_pilot.indicator(partnership, "ME-LES-2")
    assert value["value"] == low
    assert (value["score_low"], value["score_high"]) == (low, high)


def test_a_long_target_never_counts_in_a_score(after_the_pilot):
    assert after_the_pilot.target("LONG", "T")["status"] == "needs_acceleration"
    assert after_the_pilot.value("LONG", "ME-LES-2") is None


def test_a_pace_waits_for_a_quarter_of_the_time():
    """From 1 January, 100 days: on the 24th day none, on the 25th one. An actual of 31 January is of day 30."""
    programme = Programme()
    signed(programme, "P1").aims("T", **(YEAR | {"due_on": "2026-04-11"})).measures("2026-01", value=11)
    signed(programme, "P2").aims("T", **(YEAR | {"due_on": "2026-05-11"})).measures("2026-01", value=11)
    mart = programme.scores_at("2026-02-15")
    assert mart.target("P1", "T")["pace"] == pytest.approx(0.333333, abs=1e-6)
    assert (mart.target("P2", "T")["pace"], mart.target("P2", "T")["status"]) == (None, "too_early")


def test_a_target_counts_after_an_early_end_only_if_it_fell_due_before():
    programme = Programme()
    for name, ended in (("P1", "2026-07-15"), ("P2", "2026-06-15")):
        p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"), ended_on=ended)
        p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15").aims("T", **YEAR)
    mart = programme.scores_at("2026-08-31")
    assert mart.value("P1", "ME-LES-2") == 0
    assert mart.value("P2", "ME-LES-2") is None


@pytest.mark.parametrize("basis", ["pilot_to_date", "rolling_12"])
def test_over_months_a_percentage_is_the_ratio_of_sums_not_the_mean_of_months(basis):
    """January 90 of 100 m3 lost, every other month 10 of 1000: (90 + 11 x 10) / (100 + 11 x 1000) = 1.80 %, the mean
    of the months would be (90 + 11 x 1) / 12 = 8.4 %."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-12-31")).signs("letter_of_intent", "2025-12-01")
    p.signs("memorandum_of_agreement", "2025-12-15")
    p.aims("T", **(YEAR | {"due_on": "2026-12-31"}), metric_code="nrw_pct", actual_basis=basis)
    for month in range(1, 13):
        supplied, lost = (100, 90) if month == 1 else (1000, 10)
        p.measures(f"2026-{month:02}", "system_input_volume", value=supplied)
        p.measures(f"2026-{month:02}", "billed_metered", value=supplied - lost)
        p.measures(f"2026-{month:02}", "billed_unmetered", value=0)
    assert programme.scores_at("2027-01-31").target("P1", "T")["actual"] == pytest.approx(100 * 200 / 11100)


def test_a_month_of_a_percentage_that_is_missing_is_in_neither_sum():
    programme = Programme()
    p = signed(programme, "P1").aims("T", **YEAR, metric_code="quality_tests_passed_pct", actual_basis="pilot_to_date")
    for month, made, passed in ((1, 10, 5), (2, None, None), (3, 90, 90)):
        p.measures(f"2026-{month:02}", "quality_tests_made", value=made)
        p.measures(f"2026-{month:02}", "quality_tests_passed", value=passed)
    target = programme.scores_at("2026-04-01").target("P1", "T")
    assert (target["actual"], target["coverage_months"], target["expected_months"]) == (95, 2, 3)


FROM_NEW_YEAR = {"baseline_on": "2026-01-01", "due_on": "2026-06-30"}
MILESTONES = '[{"on": "2026-05-01", "value": 39}, {"on": "2026-06-01", "value": 36}]'

# Each case: what is aimed at, the figure of a month, then by hand progress, expected, pace and status. From 1 January
# to 30 June are 180 days: on 30 April 119 of them have passed (0.661111), on 31 May 150 (0.833333).
BY_HAND = {
    "from zero, half of it": ((0, 10), "2026-04", 5, 0.5, 0.661111, 0.756303, "needs_acceleration"),
    "from zero, nothing yet": ((0, 10), "2026-04", 0, 0.0, 0.661111, 0.0, "limited"),
    "to zero, 6 of 10": ((10, 0), "2026-04", 4, 0.6, 0.661111, 0.907563, "needs_acceleration"),
    "to zero, reached": ((10, 0), "2026-04", 0, 1.0, 0.661111, 1.512605, "achieved"),
    "to zero, risen": ((10, 0), "2026-04", 12, -0.2, 0.661111, -0.302521, "moving_away"),
    "from below zero": ((-2, 2), "2026-04", 0, 0.5, 0.661111, 0.756303, "needs_acceleration"),
    "falling past its target": ((40, 30), "2026-05", 28, 1.2, 0.833333, 1.44, "achieved"),
    "falling, on its way": ((40, 30), "2026-05", 32, 0.8, 0.833333, 0.96, "on_track"),
    "falling, the wrong way": ((40, 30), "2026-05", 41, -0.1, 0.833333, -0.12, "moving_away"),
    "zero held within 0.5": ((0, 0, 0.5), "2026-04", 0.5, 1.0, None, None, "achieved"),
    "zero not held": ((0, 0, 0.5), "2026-04", 0.6, 0.0, None, None, "moving_away"),
    "held from below": ((20, 20, 1), "2026-04", 19, 1.0, None, None, "achieved"),
    "lost from below": ((20, 20, 1), "2026-04", 18.9, 0.0, None, None, "moving_away"),
    "held without tolerance": ((20, 20), "2026-04", 20, 1.0, None, None, "achieved"),
    "lost without tolerance": ((20, 20), "2026-04", 20.1, 0.0, None, None, "moving_away"),
    # On 30 April 119 of the 120 days to the first milestone: 40 - 1 x 119/120 = 39.0083, so 0.099167 was expected.
    "before the first milestone": ((40, 30, None, MILESTONES), "2026-04", 38, 0.2, 0.099167, 2.016807, "on_track"),
    # On 31 May 30 of the 31 days between the two: 39 - 3 x 30/31 = 36.0968, so 0.390323 was expected.
    "between milestones": ((40, 30, None, MILESTONES), "2026-05", 37, 0.3, 0.390323, 0.768595, "needs_acceleration"),
    # A milestone beyond the target: 25 on 1 May. What is expected is never more than all of it.
    "a milestone beyond": (
        (40, 30, None, '[{"on": "2026-05-01", "value": 25}]'), "2026-05", 31, 0.9, 1.0, 0.9, "needs_acceleration"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def in_june() -> Mart:
    programme = Programme()
    for name, ((baseline, target, *more), month, actual, *_) in BY_HAND.items():
        tolerance, milestones = (*more, None, None)[:2]
        aim = {"baseline": baseline, "target": target, "tolerance": tolerance, "milestones": milestones}
        signed(programme, name).aims("T", **FROM_NEW_YEAR, **aim).measures(month, value=actual)
    for actual in EDGES:
        signed(programme, f"edge {actual}").aims(
            "T", baseline=0, target=100, baseline_on="2026-01-01", due_on="2026-04-30"
        ).measures("2026-04", value=actual)
    for kind in TargetKind:
        for horizon in Horizon:
            signed(programme, f"{kind} {horizon}").aims(
                "T", kind=kind, horizon=horizon, metric_code=None, actual_basis="yes_no", due_on="2026-03-31"
            ).reaches("T", 0.6, "2026-03-20")
    return programme.scores_at("2026-06-14")


@pytest.mark.parametrize("name", BY_HAND)
def test_progress_and_pace_hold_rising_falling_from_zero_and_at_rest(in_june, name):
    *_, progress, expected, pace, status = BY_HAND[name]
    row = in_june.target(name, "T")
    assert (row["progress"], row["expected"], row["pace"]) == pytest.approx((progress, expected, pace), abs=1e-6)
    assert row["status"] == status


# Due on 30 April, so that all was expected: the pace is the progress.
EDGES = {
    100: "achieved",
    99.9: "on_track",
    95: "on_track",
    94.9: "needs_acceleration",
    60: "needs_acceleration",
    59.9: "limited",
    0: "limited",
    -0.1: "moving_away",
}


@pytest.mark.parametrize("actual", EDGES)
def test_the_words_for_a_pace_change_at_their_edges(in_june, actual):
    row = in_june.target(f"edge {actual}", "T")
    assert (row["status"], row["expected"]) == (EDGES[actual], 1)
    assert row["pace"] == pytest.approx(actual / 100)
    assert in_june.value(f"edge {actual}", "ME-LES-2") == pytest.approx(max(0, actual))


COUNTED = {"pilot": "ME-LES-2", "learning": "ME-LES-1", "culture": "ME-LES-1"}


@pytest.mark.parametrize("horizon", Horizon)
@pytest.mark.parametrize("kind", TargetKind)
def test_only_short_pilot_learning_and_culture_targets_count_in_lesson_learned(in_june, kind, horizon):
    """0.6 on 20 March, 78 of 89 days: expected 0.876404, pace 0.684615. Shown for all, counted for few."""
    row = in_june.target(f"{kind} {horizon}", "T")
    assert (row["progress"], row["status"]) == (0.6, "needs_acceleration")
    assert row["pace"] == pytest.approx(0.684615, abs=1e-6)
    counted = COUNTED.get(kind) if horizon == "short" else None
    values = {code: in_june.value(f"{kind} {horizon}", code) for code in ("ME-LES-1", "ME-LES-2")}
    assert values == {code: 60 if code == counted else None for code in values}
    assert row["credit"] == (0.6 if counted else None)


@pytest.mark.parametrize(
    ("as_of", "told", "status", "actual"),
    [
        ("2026-09-30", "2026-08", "awaiting_follow_up", 14),
        ("2027-06-29", "2027-05", "awaiting_follow_up", 17),
        ("2027-06-30", None, "awaiting_follow_up", None),
        ("2027-07-31", "2027-06", "needs_acceleration", 18),
        ("2027-07-31", "2027-05", "needs_acceleration", 17),
    ],
)
@pytest.mark.parametrize("horizon", ["medium", "long"])
def test_after_the_end_a_medium_or_long_target_waits_for_its_follow_up(follow_up, horizon, as_of, told, status, actual):
    """10 to 20 from 1 January 2026 to 30 June 2027, the pilot being over on 30 June 2026. On its day 0.8 of 1 is 0.8;
    of May, 515 of 545 days, 0.7 of 0.944954 is 0.740777."""
    row, value = follow_up[as_of, f"{horizon} {told}"]
    assert (row["status"], row["actual"], value) == (status, actual, None)
    if status == "needs_acceleration":
        assert row["pace"] == pytest.approx(0.8 if told == "2027-06" else 0.740777, abs=1e-6)


@pytest.fixture(scope="module")
def follow_up() -> dict[tuple[str, str], tuple[Row, float | None]]:
    """By day and partnership: the target, and the value of the pilot targets in lesson-learned."""
    programme = Programme()
    for horizon in ("medium", "long"):
        for month, value in ((None, None), ("2026-08", 14), ("2027-05", 17), ("2027-06", 18)):
            p = signed(programme, f"{horizon} {month}")
            p.aims("T", horizon=horizon, baseline=10, baseline_on="2026-01-01", target=20, due_on="2027-06-30")
            if month:
                p.measures(month, value=value)
    names = [row["partnership_id"] for row in programme.rows["partnership"]]
    found = {}
    for as_of in ("2026-09-30", "2027-06-29", "2027-06-30", "2027-07-31"):
        mart = programme.scores_at(as_of)
        found |= {(as_of, name): (mart.target(name, "T"), mart.value(name, "ME-LES-2")) for name in names}
    return found


def test_twelve_months_are_twelve_whether_they_lie_before_the_pilot_or_in_it():
    """July to December 10, January to June 16: the mean is 13, of the way from 10 to 16 one half."""
    programme = Programme()
    p = signed(programme).aims("T", actual_basis="rolling_12", baseline=10, target=16, **FROM_NEW_YEAR)
    for period in (*(f"2025-{m:02}" for m in range(7, 13)), *(f"2026-{m:02}" for m in range(1, 7))):
        p.measures(period, value=10 if period < "2026" else 16)
    row = programme.scores_at("2026-07-31").target("P1", "T")
    assert (row["actual"], row["coverage_months"], row["expected_months"]) == (13, 12, 12)
    assert (row["progress"], row["credit"]) == (0.5, 0.5)


def test_a_pace_is_told_from_a_quarter_of_the_time_on_and_not_a_day_before():
    """An actual of 31 January is 30 days after the start: of 120 days a quarter, of 121 less."""
    programme = Programme()
    for name, due in (("P1", "2026-05-01"), ("P2", "2026-05-02")):
        aim = {"baseline": 10, "target": 20, "baseline_on": "2026-01-01", "due_on": due}
        signed(programme, name).aims("T", **aim).measures("2026-01", value=11)
    mart = programme.scores_at("2026-02-15")
    told, early = mart.target("P1", "T"), mart.target("P2", "T")
    assert told["pace"] == pytest.approx(0.1 / 0.25)
    assert (early["pace"], early["status"], early["progress"]) == (None, "too_early", pytest.approx(0.1))


@pytest.mark.parametrize(("as_of", "final_high"), [("2026-07-29", 100), ("2026-07-30", 70)])
def test_a_target_without_a_day_falls_due_at_the_pilots_end_and_can_still_be_reached_for_thirty_days(as_of, final_high):
    """Due on 30 June with the pilot; 0.7 so far. What is established by 30 July still counts, later nothing does."""
    programme = Programme()
    signed(programme).aims("T", metric_code=None, actual_basis="yes_no").reaches("T", 0.7, "2026-06-20")
    mart = programme.scores_at(as_of)
    assert mart.target("P1", "T")["due_on"].isoformat() == "2026-06-30"
    row = mart.indicator("P1", "ME-LES-2")
    assert (row["value"], row["final_low"], row["final_high"]) == pytest.approx((70, 70, final_high))


def test_to_date_every_quotient_is_the_ratio_of_sums_and_lies_between_its_months():
    programme = Programme()
    p = signed(programme, "P1")
    quotients = [metric for metric in METRICS.values() if metric.ratio]
    for metric in quotients:
        p.aims(metric.code, **YEAR, metric_code=metric.code, actual_basis="pilot_to_date")
    figures = {**BALANCE, **GIS, **PRODUCTION}
    for month, factor in ((1, 1.0), (2, 0.8), (3, 0.9)):
        for place, (code, value) in enumerate(figures.items()):
            p.measures(f"2026-{month:02}", code, value=value * factor ** (place % 3 - 1))
    mart = programme.scores_at("2026-04-01")
    told = 0
    for metric in quotients:
        rows = mart.rows("SELECT * FROM mart.pilot_metric WHERE metric_code = ? AND status = 'reported'", metric.code)
        if len(rows) < 3:  # losses are stated per connection or per km, and a percentage may wait for review
            continue
        told += 1
        actual = mart.target("P1", metric.code)["partial_actual"] or mart.target("P1", metric.code)["actual"]
        sums = [sum(row[name] for row in rows) for name in ("numerator", "denominator")]
        assert actual == pytest.approx(sums[0] / sums[1]), metric.code
        values = [row["value"] for row in rows]
        assert min(values) - 1e-9 <= actual <= max(values) + 1e-9, metric.code
    assert told >= 18


def test_of_a_target_that_was_revised_both_wordings_are_shown_and_the_one_in_force_is_judged():
    """From 10 to 20 by 30 June at first, to 16 since the revision of 1 March. In April 14: of the first way 4 of 10, of
    the one in force 4 of 6."""
    programme = Programme()
    for name in ("P1", "P2"):
        signed(programme, name).aims("T", **(YEAR | {"target": 16})).measures("2026-04", value=14)
    for step, target, day in ((0, 20, "2025-12-20"), (1, 16, "2026-03-01")):
        programme.add(
            "target_version", partnership_id="P1", target_id="T", step=step, stated_on=day, is_stated=True,
            metric_code="supply_hours", baseline=10, baseline_on="2026-01-01", target=target, due_on="2026-06-30",
            received_on=day,
        )  # fmt: skip
    mart = programme.scores_at("2026-04-30")
    revised, untouched = mart.target("P1", "T"), mart.target("P2", "T")
    assert (revised["target"], revised["progress"]) == (16, pytest.approx(0.666667, abs=1e-6))
    assert (revised["changes"], revised["first_target"], revised["first_progress"]) == (1, 20, pytest.approx(0.4))
    assert (untouched["changes"], untouched["first_target"], untouched["first_progress"]) == (None, None, None)
    before = programme.scores_at("2026-02-28").target("P1", "T")
    assert (before["changes"], before["first_progress"]) == (None, None)


APRIL = {"baseline": 10, "baseline_on": "2026-01-01", "target": 20, "due_on": "2026-06-30"}
TOPIC = {"metric_code": None, "actual_basis": "yes_no", "kind": "learning"}


def aims(measured: dict[str, float] | None = None, **target: object):
    """A target of 10 to 20 from 1 January to 30 June unless said otherwise, and the figures of months."""

    def tell(p: Partnership) -> None:
        p.aims("T", **(APRIL | target))
        for period, value in (measured or {}).items():
            p.measures(period, value=value)

    return tell


def topic(*reached: tuple[float, str, str], **target: object):
    """A yes-or-no target of learning; each answer: share, its day, the day it arrived."""

    def tell(p: Partnership) -> None:
        p.aims("T", **(TOPIC | {"due_on": "2026-06-30"} | target))
        for actual, on, received in reached:
            p.reaches("T", actual, on, received=received)

    return tell


def shortened(tell):
    """The pilot is cut to 31 March by an addendum of 1 March: its later months are asked for no more."""
    return lambda p: tell(p.signs("addendum", "2026-03-01", revision=1, pilot_end="2026-03-31"))


def part_of_a_month(first: str, last: str):
    """April's figure of 15, and one of a part of May or of April, which is of no month."""

    def tell(p: Partnership) -> None:
        aims({"2026-03": 15})(p)
        p.measures("2026-04", value=18)
        p.programme.rows["measurement"][-1] |= {"period_start": first, "period_end": last}

    return tell


def answered_beside(p: Partnership) -> None:
    """A target that is measured takes no answer."""
    aims({"2026-04": 15})(p)
    p.reaches("T", 20, "2026-05-01")


def of_two_utilities(p: Partnership) -> None:
    """Two utilities tell of April: the first file is taken, once."""
    aims({"2026-01": 12, "2026-02": 12, "2026-03": 12, "2026-04": 14}, actual_basis="pilot_to_date")(p)
    p.measures("2026-04", value=18)
    p.programme.rows["measurement"][-1] |= {
        "utility_id": "MENTOR",
        "source_file": "we too.xlsx",
        "submission_id": "later",
    }


def of_two_zones(p: Partnership) -> None:
    aims({"2026-04": 12}, zone="north")(p)
    p.measures("2026-04", value=15)
    p.programme.rows["measurement"][-1] |= {"zone": "north", "submission_id": "north"}


def thirds(p: Partnership) -> None:
    """One test of three passed: 33.333333333 %."""
    p.aims("T", **(APRIL | {"metric_code": "quality_tests_passed_pct", "baseline": 20, "target": 40}))
    p.measures("2026-04", "quality_tests_made", value=3).measures("2026-04", "quality_tests_passed", value=1)


LONG_AGO = {"baseline_on": "2025-11-30"}
# As of 20 May 2026, as known on 25 May: actual, progress, expected, pace, status, due, and in the score.
NOT_TOLD = (None, None, None, None)
EDGES_OF_TIME = {
    "the month is not over": (aims({"2026-05": 15}), *NOT_TOLD, "not_reported", False, None),
    "of the month of the baseline": (
        aims({"2026-03": 15}, baseline_on="2026-03-31"),
        *NOT_TOLD, "not_reported", False, None),
    "of the month before the pilot": (aims({"2025-12": 15}, **LONG_AGO), *NOT_TOLD, "not_reported", False, None),
    # 31 of 212 days
    "of the month before the pilot, in the long run": (
        aims({"2025-12": 15}, **LONG_AGO, horizon="long"), 15, 0.5, 31 / 212, None, "awaiting_follow_up", False, None),
    "of a month that an addendum has cut off": (
        shortened(aims({"2026-03": 15, "2026-04": 18})), 15, 0.5, 89 / 180, 90 / 89, "on_track", False, None),
    "the months that an addendum has left": (
        shortened(aims({"2026-01": 12, "2026-02": 12, "2026-03": 15, "2026-04": 18}, actual_basis="pilot_to_date")),
        13, 0.3, 89 / 180, 54 / 89, "needs_acceleration", False, None),
    "part of April from its first day": (
        part_of_a_month("2026-04-01", "2026-04-29"), 15, 0.5, 89 / 180, 90 / 89, "on_track", False, None),
    "part of April to its last day": (
        part_of_a_month("2026-04-02", "2026-04-30"), 15, 0.5, 89 / 180, 90 / 89, "on_track", False, None),
    "answered beside its figures": (answered_beside, 15, 0.5, 119 / 180, 90 / 119, "needs_acceleration", False, None),
    "told by two utilities": (of_two_utilities, 12.5, 0.25, 119 / 180, 45 / 119, "limited", False, None),
    "of one zone of two": (of_two_zones, 15, 0.5, 119 / 180, 90 / 119, "needs_acceleration", False, None),
    "a third": (thirds, 33.333333333, 2 / 3, 119 / 180, 120 / 119, "on_track", False, None),
    # The time from 1 January to 20 May, 139 days, is a quarter of 556.
    "silent for a quarter of the time": (aims(due_on="2027-07-11"), *NOT_TOLD, "not_reported", False, None),
    "silent for less": (aims(due_on="2027-07-12"), *NOT_TOLD, "too_early", False, None),
    "of a single day": (
        aims({"2026-04": 15}, baseline_on="2026-04-29", due_on="2026-04-30"), 15, 0.5, 1, 0.5, "limited", True, 0.5),
    "nothing expected yet": (
        aims({"2026-04": 10}, milestones='[{"on": "2026-05-01", "value": 10}]'),
        10, 0, 0, None, "on_track", False, None),
    "on the day of a milestone": (
        aims({"2026-04": 13}, milestones='[{"on": "2026-04-30", "value": 15}]'),
        13, 0.3, 0.5, 0.6, "needs_acceleration", False, None),
    "a milestone after its day": (
        topic((0.5, "2026-05-10", "2026-05-10"),
              due_on="2026-04-30", milestones='[{"on": "2026-06-30", "value": 0.5}]'),
        0.5, 0.5, 1, 0.5, "limited", True, 0.5),
    "a milestone before its start": (
        topic((0.5, "2026-03-20", "2026-03-20"),
              baseline_on="2026-04-01", milestones='[{"on": "2026-03-01", "value": 0.5}]'),
        0.5, 0.5, 0, None, "too_early", False, None),
    "due today": (topic(due_on="2026-05-20"), *NOT_TOLD, "not_reported", True, None),
    "due tomorrow": (topic(due_on="2026-05-21"), *NOT_TOLD, "not_reported", False, None),
    "heard of on the last day": (
        topic((0.5, "2026-04-01", "2026-05-25")), 0.5, 0.5, 0.5, 1, "on_track", False, None),
    "heard of too late": (topic((0.5, "2026-04-01", "2026-05-26")), *NOT_TOLD, "not_reported", False, None),
    "of tomorrow": (topic((0.5, "2026-05-21", "2026-05-21")), *NOT_TOLD, "not_reported", False, None),
    "the most that was reached": (
        topic((0.5, "2026-04-01", "2026-04-01"), (0.25, "2026-05-10", "2026-05-10")),
        0.5, 0.5, 0.5, 1, "on_track", False, None),
    "reached twice": (
        topic((0.5, "2026-05-16", "2026-05-16"), (0.5, "2026-04-01", "2026-04-01")),
        0.5, 0.5, 0.5, 1, "on_track", False, None),
    # 31 March and 30 days: April's figure is the last that counts; a day less, March's.
    "thirty days after its day": (
        aims({f"2026-0{m}": 10 + m for m in range(1, 5)}, due_on="2026-03-31", actual_basis="pilot_to_date"),
        12.5, 0.25, 1, 0.25, "limited", True, 0.25),
    "thirty-one days after its day": (
        aims({f"2026-0{m}": 10 + m for m in range(1, 5)}, due_on="2026-03-30", actual_basis="pilot_to_date"),
        12, 0.2, 1, 0.2, "limited", True, 0.2),
    "due on the first day of the rest": (topic(due_on="2026-04-01"), *NOT_TOLD, "not_reported", False, None),
    "due before the rest": (topic(due_on="2026-03-31"), *NOT_TOLD, "not_reported", True, None),
    "due the day after the end": (topic(due_on="2026-04-11"), *NOT_TOLD, "not_reported", False, None),
    "due on the day of the end": (topic(due_on="2026-04-10"), *NOT_TOLD, "not_reported", True, None),
    "before the MoA": (topic(due_on="2026-03-31"), *NOT_TOLD, "not_reported", False, None),
    "agreed today": (topic(due_on="2026-03-31"), *NOT_TOLD, "not_reported", True, None),
    "without a day and without a pilot": (topic(due_on=None), *NOT_TOLD, "not_reported", False, None),
    "without a day and without a pilot, long": (
        topic((0.5, "2026-04-01", "2026-04-01"), due_on=None, horizon="long"),
        0.5, 0.5, None, None, "awaiting_follow_up", False, None),
}  # fmt: skip
OWN_LIFE = {
    "due on the first day of the rest": {"on_hold_since": "2026-04-01"},
    "due before the rest": {"on_hold_since": "2026-04-01"},
    "due the day after the end": {"ended_on": "2026-04-10"},
    "due on the day of the end": {"ended_on": "2026-04-10"},
    "without a day and without a pilot": {"programme_kind": "horizontal_learning", "begun_on": "2026-01-01"},
    "without a day and without a pilot, long": {"programme_kind": "horizontal_learning", "begun_on": "2026-01-01"},
}


@pytest.fixture(scope="module")
def in_may() -> Mart:
    programme = Programme()
    for name, (tell, *_) in EDGES_OF_TIME.items():
        life = OWN_LIFE.get(name, {})
        pilot = (None, None) if "programme_kind" in life else ("2026-01-01", "2026-06-30")
        p = programme.partnership(name, pilot=pilot, **life)
        if "programme_kind" not in life:
            p.signs("letter_of_intent", "2025-12-01")
            moa = {"before the MoA": "2026-05-21", "agreed today": "2026-05-20"}.get(name, "2025-12-15")
            p.signs("memorandum_of_agreement", moa)
        tell(p)
    for name, versions in REWORDED.items():
        p = signed(programme, name).aims("T", **(APRIL | {"target": 16})).measures("2026-04", value=14)
        for step, more in enumerate(versions):
            programme.add(
                "target_version",
                **{
                    "partnership_id": p.id, "target_id": "T", "step": step,
                    "stated_on": "2025-12-20", "is_stated": True,
                    "metric_code": "supply_hours", "zone": None, "baseline": 10, "baseline_on": "2026-01-01",
                    "target": 18 - step, "due_on": "2026-06-30", "received_on": "2025-12-20", **more,
                },
            )  # fmt: skip
    return programme.scores_at("2026-05-20", known_by="2026-05-25")


@pytest.mark.parametrize("name", EDGES_OF_TIME)
def test_a_target_at_the_edges_of_its_time(in_may, name):
    _, actual, progress, expected, pace, status, is_due, credit = EDGES_OF_TIME[name]
    row = in_may.target(name, "T")
    figures = tuple(row[column] for column in ("progress", "expected", "pace", "credit"))
    assert figures == pytest.approx((progress, expected, pace, credit), abs=1e-6)
    assert (row["actual"], row["status"], row["is_due"]) == (actual, status, is_due)


def test_the_figures_of_several_months_name_all_their_cells(in_may):
    row = in_may.target("thirty-one days after its day", "T")
    files = "; ".join(f"thirty-one days after its day-2026-0{month}.xlsx" for month in (1, 2, 3))
    assert (row["actual_source_file"], row["actual_source_sheet"], row["actual_source_cell"]) == (
        files, "1; 1; 1", "C7; C7; C7"
    )  # fmt: skip
    assert (row["coverage_months"], row["expected_months"], str(row["actual_on"])) == (3, 3, "2026-03-31")
    assert str(in_may.target("reached twice", "T")["actual_on"]) == "2026-04-01"


# The wordings known: changes, the first target, and what 14 is of the way from 10 to it.
CHANGED = {"stated_on": "2026-03-01", "received_on": "2026-03-01"}
REWORDED = {
    "reworded twice": ({}, CHANGED, CHANGED),
    "reworded today": ({}, {"stated_on": "2026-05-20", "received_on": "2026-05-25"}),
    "reworded tomorrow": ({}, {"stated_on": "2026-05-21", "received_on": "2026-05-21"}),
    "reworded, heard of too late": ({}, {"stated_on": "2026-03-01", "received_on": "2026-05-26"}),
    "another metric at first": ({"metric_code": "average_pressure"}, CHANGED),
    "another zone at first": ({"zone": "north"}, CHANGED),
    "nothing to reach at first": ({"target": 10}, CHANGED),
    "a single step at first": ({"target": 11}, CHANGED),
}
FIRST_WORDED = {
    "reworded twice": (2, 18, 0.5),
    "reworded today": (1, 18, 0.5),
    "reworded tomorrow": (None, None, None),
    "reworded, heard of too late": (None, None, None),
    "another metric at first": (1, 18, None),
    "another zone at first": (1, 18, None),
    "nothing to reach at first": (1, 10, None),
    "a single step at first": (1, 11, 4),
}


@pytest.mark.parametrize("name", FIRST_WORDED)
def test_the_first_wording_is_shown_as_known_and_compared_only_with_its_like(in_may, name):
    row = in_may.target(name, "T")
    assert (row["changes"], row["first_target"], row["first_progress"]) == FIRST_WORDED[name]
