"""Programme effect: change against own months before, and its difference to others, as intervals worked by hand."""

import math
from calendar import monthrange
from datetime import date
from typing import Any

import pytest

from tests.indicators.programme import Mart, Programme

BEFORE = ("2025-10", "2025-11", "2025-12")
SINCE = ("2026-01", "2026-02", "2026-03")
METRIC = "quality_tests_passed_pct"


def passes(
    programme: Programme, passed: dict[str, float], partnership: str | None, utility: str, zone: str | None = None
) -> None:
    """Of 100 quality tests in each month, how many passed."""
    for period, count in passed.items():
        year, month = map(int, period.split("-"))
        end = date(year, month, monthrange(year, month)[1])
        for code, value in (("quality_tests_made", 100), ("quality_tests_passed", count)):
            programme.add(
                "measurement", submission_id=f"{utility}{period}", partnership_id=partnership, utility_id=utility,
                zone=zone,
                period_start=date(year, month, 1), period_end=end, variable_code=code, value=value, unit="tests",
                status="reported", formula_set="si", submitted_at=end, received_at=end, is_current=True,
                file_sha256=f"{utility}{period}", source_file=f"{utility}{period}.xlsx", source_sheet="1",
                source_cell=code,
            )  # fmt: skip


def steady(before: float, since: float) -> dict[str, float]:
    return dict.fromkeys(BEFORE, before) | dict.fromkeys(SINCE, since)


def mart(changes: dict[str, dict[str, float]], others: dict[str, dict[str, float]]) -> Mart:
    """Partnerships and utilities outside any with these tests passed; the pilots start on 1 January 2026."""
    programme = Programme()
    for name, passed in changes.items():
        p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"), mentee_id=f"{name}-ME")
        p.signs("letter_of_intent", "2025-09-01").signs("memorandum_of_agreement", "2025-12-15")
        passes(programme, passed, name, f"{name}-ME")
    for name, passed in others.items():
        passes(programme, passed, None, name)
    return programme.at("2026-04-30")


@pytest.fixture(scope="module")
def worked() -> Mart:
    """Partnerships gain 10, 14, 18 points; utilities outside any 2, 4, 6 and, with too few months, 50."""
    short = {**dict.fromkeys(BEFORE[:2], 10.0), **dict.fromkeys(SINCE, 60.0)}
    return mart(
        {
            "P1": steady(60, 70), "P2": steady(60, 74), "P3": steady(60, 78), "P4": dict.fromkeys(SINCE, 99.0),
            "P5": steady(60, 60) | {"2025-12": 60, "2025-11": 60} | {"2024-01": 5},
        },
        {"U1": steady(50, 52), "U2": steady(50, 54), "U3": steady(50, 56), "U4": short, "P1-ME": steady(0, 100)},
    )  # fmt: skip


def own(found: Mart, partnership: str) -> dict[str, Any]:
    return found.one(
        "SELECT * FROM mart.effect_change WHERE partnership_id = ? AND metric_code = ?", partnership, METRIC
    )


def test_a_partnership_is_held_against_its_own_months_before_and_against_others_over_the_same_months(
    worked: Mart,
) -> None:
    row = own(worked, "P1")
    assert (row["before_value"], row["after_value"], row["change"]) == pytest.approx((60, 70, 10))
    assert (row["before_months"], row["after_months"], row["before_start"]) == (3, 3, date(2025, 10, 1))
    assert (row["others"], row["others_change"], row["difference"]) == (3, pytest.approx(4), pytest.approx(6))
    assert row["status"] == "compared"


def test_without_months_before_nothing_is_said_of_a_change(worked: Mart) -> None:
    row = own(worked, "P4")
    assert (row["status"], row["before_months"], row["change"], row["difference"]) == ("too_few_months", 0, None, None)


def test_months_more_than_a_year_before_the_pilot_are_no_baseline(worked: Mart) -> None:
    assert own(worked, "P5")["before_months"] == 3


def test_the_programme_effect_is_an_interval_worked_by_hand(worked: Mart) -> None:
    """Changes 10, 14, 18, 0: mean 10.5, variance 59.67, standard error sqrt(59.67 / 4) = 3.862, t(3) = 3.1824.
    Others 2, 4, 6: mean 4, variance 4, 4 / 3. Welch: (14.917 + 1.333)^2 / (14.917^2 / 3 + 1.333^2 / 2) = 3.52,
    rounded down 3."""
    row = worked.one("SELECT * FROM mart.programme_effect WHERE metric_code = ?", METRIC)
    assert (row["partnerships"], row["others"], row["status"]) == (4, 3, "compared")
    assert row["change"] == pytest.approx(10.5)
    half = 3.1824 * math.sqrt(59 + 2 / 3) / 2
    assert (row["change_low"], row["change_high"]) == pytest.approx((10.5 - half, 10.5 + half))
    both = 3.1824 * math.sqrt((59 + 2 / 3) / 4 + 4 / 3)
    assert row["difference"] == pytest.approx(6.5)
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((6.5 - both, 6.5 + both))


def test_a_utility_that_takes_part_is_never_among_the_others(worked: Mart) -> None:
    """The mentee of P1 sends figures of its own too: from 0 to 100."""
    assert worked.one("SELECT max(others_change) AS most FROM mart.effect_change")["most"] == pytest.approx(4)


def test_nothing_says_who_is_better_than_whom(worked: Mart) -> None:
    names = {row["column_name"] for row in worked.rows("SELECT column_name FROM duckdb_columns() WHERE table_name IN "
             "('effect_change', 'programme_effect')")}  # fmt: skip
    assert not {name for name in names if "rank" in name or "position" in name}
    assert [row["partnership_id"] for row in worked.rows("SELECT partnership_id FROM mart.effect_change")] == [
        "P1", "P2", "P3", "P4", "P5"
    ]  # fmt: skip


def test_two_partnerships_make_no_mean_and_without_others_there_is_no_difference() -> None:
    two = mart({"P1": steady(60, 70), "P2": steady(60, 74)}, {})
    row = two.one("SELECT * FROM mart.programme_effect WHERE metric_code = ?", METRIC)
    assert (row["status"], row["change"], row["difference"]) == ("too_few_partnerships", None, None)
    assert own(two, "P1")["status"] == "no_others"


def test_a_stated_baseline_is_told_as_such_and_stays_out_of_the_mean() -> None:
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"), mentee_id="ME").signs(
        "letter_of_intent", "2025-09-01"
    )
    p.signs("memorandum_of_agreement", "2025-12-15").aims("T", metric_code=METRIC, baseline=60, target=90)
    passes(programme, dict.fromkeys(SINCE, 75.0), "P1", "ME")
    found = programme.at("2026-04-30")
    row = own(found, "P1")
    assert (row["status"], row["before_value"], row["change"]) == ("stated_baseline", 60, 15)
    assert found.one("SELECT partnerships FROM mart.programme_effect")["partnerships"] == 0


def test_a_month_that_is_missing_is_in_neither_mean() -> None:
    gappy = steady(60, 70) | {"2026-04": 70}
    del gappy["2026-02"]
    row = own(mart({"P1": gappy}, {}), "P1")
    assert (row["after_months"], row["after_value"]) == (3, 70)


def zoned(zones: dict[str | None, dict[str, float]], **target: Any) -> dict[str, Any]:
    """What is said of P1 with these tests passed by zone; the pilot starts on 1 January 2026."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"), mentee_id="P1-ME")
    p.signs("letter_of_intent", "2025-09-01").signs("memorandum_of_agreement", "2025-12-15")
    for zone, passed in zones.items():
        passes(programme, passed, "P1", "P1-ME", zone)
    if target:
        p.aims("T1", metric_code=METRIC, target=90, due_on="2026-06-30", **target)
    return own(programme.at("2026-04-30"), "P1")


def test_a_zone_that_joins_or_leaves_with_the_pilot_is_no_change() -> None:
    """By hand: zone A stays at 60; B joins at 100 and C leaves at 20. Pooled it would be from 40 to 80."""
    row = zoned({"A": steady(60, 60), "B": dict.fromkeys(SINCE, 100.0), "C": dict.fromkeys(BEFORE, 20.0)})
    assert (row["before_value"], row["after_value"], row["change"]) == pytest.approx((60, 60, 0))


def test_other_zones_before_than_since_the_start_are_no_comparison() -> None:
    row = zoned({"A": dict.fromkeys(BEFORE, 20.0), "B": dict.fromkeys(SINCE, 100.0)})
    assert (row["status"], row["before_months"], row["after_value"], row["change"]) == ("too_few_months", 0, 100, None)


def test_the_stated_baseline_of_a_zone_is_no_baseline_of_the_whole() -> None:
    since = dict.fromkeys(SINCE, 60.0)
    assert zoned({None: since}, zone="A", baseline=20)["status"] == "too_few_months"
    row = zoned({"A": since}, zone="A", baseline=20)
    assert (row["status"], row["change"]) == ("stated_baseline", pytest.approx(40))


def test_a_zone_that_joins_is_no_change_of_a_utility_outside_either() -> None:
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"), mentee_id="P1-ME")
    p.signs("letter_of_intent", "2025-09-01").signs("memorandum_of_agreement", "2025-12-15")
    passes(programme, steady(60, 70), "P1", "P1-ME")
    passes(programme, steady(50, 52), None, "U1", "A")
    passes(programme, dict.fromkeys(SINCE, 100.0), None, "U1", "B")
    row = own(programme.at("2026-04-30"), "P1")
    assert (row["others"], row["others_change"], row["difference"]) == (1, pytest.approx(2), pytest.approx(8))
