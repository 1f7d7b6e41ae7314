"""Targets: progress, expected, pace and status, each worked by hand."""

import pytest

from tests.indicators.programme import Mart, Partnership, Programme


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
    return programme.at("2026-04-30")


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
    return programme.at("2026-08-31")


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
    mart = programme.at("2026-02-15")
    assert mart.target("P1", "T")["pace"] == pytest.approx(0.333333, abs=1e-6)
    assert (mart.target("P2", "T")["pace"], mart.target("P2", "T")["status"]) == (None, "too_early")


def test_a_target_counts_after_an_early_end_only_if_it_fell_due_before():
    programme = Programme()
    for name, ended in (("P1", "2026-07-15"), ("P2", "2026-06-15")):
        p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"), ended_on=ended)
        p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15").aims("T", **YEAR)
    mart = programme.at("2026-08-31")
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
    assert programme.at("2027-01-31").target("P1", "T")["actual"] == pytest.approx(100 * 200 / 11100)


def test_a_month_of_a_percentage_that_is_missing_is_in_neither_sum():
    programme = Programme()
    p = signed(programme, "P1").aims("T", **YEAR, metric_code="quality_tests_passed_pct", actual_basis="pilot_to_date")
    for month, made, passed in ((1, 10, 5), (2, None, None), (3, 90, 90)):
        p.measures(f"2026-{month:02}", "quality_tests_made", value=made)
        p.measures(f"2026-{month:02}", "quality_tests_passed", value=passed)
    target = programme.at("2026-04-01").target("P1", "T")
    assert (target["actual"], target["coverage_months"], target["expected_months"]) == (95, 2, 3)
