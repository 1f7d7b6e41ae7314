"""Programme effect: change against own months before, and its difference to others, as intervals worked by hand."""

import math
from calendar import monthrange
from datetime import date
from itertools import pairwise
from statistics import fmean, stdev
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import run as measures
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


def test_the_difference_of_one_partnership_is_an_interval_from_the_spread_of_the_others(worked: Mart) -> None:
    """Others 2, 4, 6: mean 4, s = 2, two degrees of freedom: 4.3027 x 2 x sqrt(1 + 1 / 3) = 9.9367 about 10 - 4 = 6."""
    row = own(worked, "P1")
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((6 - 9.9367, 6 + 9.9367), abs=1e-4)
    assert row["least_others"] == 3


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
    assert (row["others"], row["others_change"], row["difference"]) == (1, pytest.approx(2), None)


# ---- figures laid straight into mart.pilot_metric, one metric a case


BASE = ("2025-10", "2025-11", "2025-12")
NOW = ("2026-01", "2026-02", "2026-03")
MANY = 40


class Cases:
    """Cases told by their months, each of a metric of its own, over the same partnerships."""

    def __init__(self) -> None:
        self.programme = Programme()
        self.rows: list[dict[str, Any]] = []

    def partnership(self, name: str, start: str = "2026-01-01", origin: str = "sample") -> None:
        p = self.programme.partnership(name, pilot=(start, "2026-12-31"), mentee_id=f"{name}-ME", origin=origin)
        p.signs("letter_of_intent", "2024-09-01").signs("memorandum_of_agreement", "2024-12-15")

    def month(
        self, metric: str, who: str, period: str, above: float, below: float | None = 1.0, zone: str | None = None,
        days: tuple[int, int | None] = (1, None), status: str = "reported",
    ) -> None:  # fmt: skip
        """A quotient of a partnership (a name of P…) or of a utility outside any (U…)."""
        year, month = map(int, period.split("-"))
        of_pilot = who.startswith("P") and not who.endswith("-ME")
        self.rows.append(
            {
                "partnership_id": who if of_pilot else None, "utility_id": f"{who}-ME" if of_pilot else who,
                "zone": zone, "metric_code": metric, "period_start": date(year, month, days[0]),
                "period_end": date(year, month, days[1] or monthrange(year, month)[1]), "value": above,
                "unit": "points", "source_file": "f.xlsx", "source_sheet": "1", "source_cell": "A1",
                "status": status, "numerator": above, "denominator": below,
            }
        )  # fmt: skip

    def change(self, metric: str, who: str, before: float, after: float, base: tuple[str, ...] = BASE) -> None:
        for period in base:
            self.month(metric, who, period, before)
        for period in NOW:
            self.month(metric, who, period, after)

    def told(self) -> Mart:
        mart = self.programme.at("2026-06-30")
        codes = sorted({row["metric_code"] for row in self.rows})
        mart.connection.execute("DELETE FROM mart.pilot_metric; DELETE FROM mart.metric WHERE name_en = 'A case'")
        mart.connection.execute(
            "INSERT INTO mart.metric BY NAME SELECT * REPLACE (unnest(?) AS metric_code, 'A case' AS name_en,"
            " 'points' AS unit) FROM mart.metric WHERE metric_code = 'quality_tests_passed_pct'",
            [codes],
        )
        mart.connection.execute("UPDATE mart.metric SET direction = 'neither' WHERE metric_code = 'neither'")
        lists = ", ".join(f'unnest(?) AS "{name}"' for name in self.rows[0])
        mart.connection.execute(
            "INSERT INTO mart.pilot_metric BY NAME SELECT " + lists,
            [[row[name] for row in self.rows] for name in self.rows[0]],
        )
        measures.set_clock(mart.connection, date(2026, 6, 30), date(2026, 6, 30))
        next(step for step in measures.STEPS if step.name.endswith("effect")).run(mart.connection)
        for table in mart.rows("SELECT table_name FROM duckdb_tables() WHERE temporary"):
            mart.connection.execute(f"DROP TABLE {table['table_name']}")
        return mart


def changes_of(number: int) -> list[float]:
    """So many changes that differ from one another."""
    return [float(place * place % 11 + place) for place in range(number)]


def windows(cases: Cases) -> None:
    """P01 began on 1 January, PL15 on the 15th, PL16 on the 16th, PL31 on the 31st: the January of
    these is neither before nor after."""
    for name in ("P01", "PL15", "PL16", "PL31"):
        cases.month("windows", name, "2024-12", 90)
        for number in range(1, 13):
            cases.month("windows", name, f"2025-{number:02}", 10)
        cases.month("windows", name, "2026-01", 90 if name in ("PL16", "PL31") else 20)
        for period in ("2026-02", "2026-03", "2026-04"):
            cases.month("windows", name, period, 20)
    outside = dict.fromkeys(BASE, 1) | {"2026-01": 90, "2026-02": 4, "2026-03": 4, "2026-04": 4}
    for period, value in outside.items():
        cases.month("windows", "U1", period, value)


def what_does_not_count(cases: Cases) -> None:
    cases.change("periods", "P01", 10, 20)
    cases.month("periods", "P01", "2025-11", 90, days=(5, None))
    cases.month("periods", "P01", "2026-02", 90, days=(1, 20))
    cases.month("periods", "P01", "2026-04", 90, status="needs_review")
    cases.month("periods", "P01", "2026-05", 90, below=None)
    cases.change("whole", "P01", 10, 20)
    for period, value in (dict.fromkeys(BASE, 50) | dict.fromkeys(NOW, 90)).items():
        cases.month("whole", "P01", period, value, zone="A")
    cases.change("neither", "P01", 10, 20)
    cases.change("case", "PK", 10, 20)


def pooled(cases: Cases) -> None:
    """Before 10 / .25, 20 / .25, 30 / .5; since 40 / .25, 50 / .25, 30 / .5: sums 60 / 1 and 120 / 1, never a mean of
    quotients. A utility outside 3 / .5, 3 / .25, 4 / .25 and 10 / .5, 10 / .25, 5 / .25: 10 and 25."""
    own = zip((*BASE, *NOW), (10, 20, 30, 40, 50, 30), (0.25, 0.25, 0.5) * 2, strict=True)
    other = zip((*BASE, *NOW), (3, 3, 4, 10, 10, 5), (0.5, 0.25, 0.25) * 2, strict=True)
    for who, months in (("P01", own), ("U1", other)):
        for period, above, below in months:
            cases.month("pooled", who, period, above, below)


def short(cases: Cases) -> None:
    """Two months on one side; a stated baseline in their stead: of several the one that falls due first."""
    for metric, before, after in (("few before", BASE[:2], NOW), ("few since", BASE, NOW[:2])):
        for period in before:
            cases.month(metric, "P01", period, 10)
        for period in after:
            cases.month(metric, "P01", period, 20)
    for period in NOW:
        cases.month("stated", "P02", period, 20)
    for period in NOW[:2]:
        cases.month("stated", "P03", period, 20)
    cases.change("stated", "P04", 12, 20)
    for name in ("P02", "P03", "P04"):
        for target, baseline, due, basis in (
            ("T1", 5, "2026-12-31", "month"), ("T2", 7, "2026-06-30", "month"), ("T3", 1, "2026-01-31", "yes_no"),
            ("T4", None, "2026-02-28", "month"),
        ):  # fmt: skip
            cases.programme.add(
                "target", partnership_id=name, target_id=target, kind="pilot", horizon="short", metric_code="stated",
                baseline=baseline, target=90, due_on=due, actual_basis=basis,
            )  # fmt: skip


def others(cases: Cases) -> None:
    """Of the utilities outside those count that have three months on each side within the months of the pilot."""
    cases.change("others", "P01", 10, 20)
    cases.change("others", "U1", 1, 3)
    cases.change("others", "U4", 2, 6)
    for period in ("2025-09", "2026-04"):
        cases.month("others", "U4", period, 90)
    for period in (*BASE[:2], *NOW):
        cases.month("others", "U2", period, 50)
    for period in (*BASE, *NOW[:2]):
        cases.month("others", "U3", period, 50)
    for who in ("MENTOR", "P02-ME"):
        cases.change("others", who, 0, 90)
    cases.change("others", "P02", 0, 10)
    cases.change("others", "P03", 0, 90)
    for row in cases.rows[-6:]:
        row["utility_id"] = "NEIGHBOUR"  # told within a partnership


def together(cases: Cases) -> None:
    for place, (before, after) in enumerate(((60, 70), (60, 74), (60, 78)), start=1):
        for metric in ("compared", "two outside", "origins"):
            cases.change(metric, f"P0{place}", before, after)
        cases.change("still", f"P0{place}", 0, 10)
        cases.change("origins", f"PR{place}", 0, place)
        if place < 3:
            cases.change("two of us", f"P0{place}", before, after)
    for place, (before, after) in enumerate(((50, 52), (50, 54), (50, 56), (50, 50)), start=1):
        cases.change("compared", f"U{place}", before, after)
        cases.change("two of us", f"U{place}", before, after)
        cases.change("origins", f"U{place}", before, after)
        cases.change("still", f"U{place}", 0, 4)
        if place < 3:
            cases.change("two outside", f"U{place}", before, after)
    for place, change in enumerate((0, 10, 20, 30), start=1):
        cases.change("welch", f"U{place}", 0, change)
        if place < 4:
            cases.change("welch", f"P0{place}", 0, 9 + place)


def one_after_another(cases: Cases) -> None:
    """Held against three partnerships with other months before, a utility counts once, with its mean change."""
    for place, base in enumerate((BASE, ("2025-07", "2025-08", "2025-09"), ("2025-04", "2025-05", "2025-06")), start=1):
        for period in base:
            cases.month("each once", f"P0{place}", period, 0)
            for number in (1, 2, 3):
                cases.month("each once", f"U{number}", period, number * place)
    for period in NOW:
        for number in (1, 2, 3):
            cases.month("each once", f"P0{number}", period, 10)
            cases.month("each once", f"U{number}", period, 10)


@pytest.fixture(scope="module")
def cases() -> Mart:
    told = Cases()
    for number in range(1, MANY + 1):
        told.partnership(f"P{number:02}")
    for name, start, origin in (
        ("PL15", "2026-01-15", "sample"), ("PL16", "2026-01-16", "sample"),
        ("PL31", "2026-01-31", "sample"), ("PK", "2026-01-01", "case"),
        ("PR1", "2026-01-01", "real"), ("PR2", "2026-01-01", "real"), ("PR3", "2026-01-01", "real"),
    ):  # fmt: skip
        told.partnership(name, start, origin)
    for tell in (windows, what_does_not_count, pooled, short, others, together, one_after_another):
        tell(told)
    for number in (*range(3, 32), MANY):
        for place, change in enumerate(changes_of(number), start=1):
            told.change(f"free {number - 1}", f"P{place:02}", 0, change)
            if number == MANY:
                told.change(f"free {number - 1}", f"U{place}", 0, change)
    return told.told()


def changed(found: Mart, metric: str, partnership: str = "P01") -> dict[str, Any]:
    return found.one(
        "SELECT * FROM mart.effect_change WHERE partnership_id = ? AND metric_code = ?", partnership, metric
    )


def effect_on(found: Mart, metric: str, origin: str = "sample") -> dict[str, Any]:
    return found.one("SELECT * FROM mart.programme_effect WHERE metric_code = ? AND origin = ?", metric, origin)


@pytest.mark.parametrize(
    ("name", "first", "months", "outside"),
    [
        ("P01", "2026-01-01", 4, 24.5),
        ("PL15", "2026-01-01", 4, 24.5),
        ("PL16", "2026-02-01", 3, 3),
        ("PL31", "2026-02-01", 3, 3),
    ],
)
def test_a_year_before_the_pilot_is_held_against_its_months_since(
    cases: Mart, name: str, first: str, months: int, outside: float
) -> None:
    """Twelve months of 10, then 20. The utility outside: three of 1; since January (90 + 3 x 4) / 4 = 25.5 - 1 = 24.5,
    without January 4 - 1 = 3."""
    row = changed(cases, "windows", name)
    assert (row["before_months"], row["before_value"], str(row["before_start"])) == (12, 10, "2025-01-01")
    assert (row["after_months"], row["after_value"], str(row["after_start"])) == (months, 20, first)
    assert (str(row["before_end"]), str(row["after_end"]), row["change"]) == ("2025-12-31", "2026-04-30", 10)
    assert (row["others"], row["others_change"]) == (1, outside)


def test_parts_of_a_month_and_figures_under_review_are_in_no_mean_and_the_whole_goes_before_its_zones(
    cases: Mart,
) -> None:
    for metric in ("periods", "whole"):
        row = changed(cases, metric)
        assert (metric, row["before_value"], row["after_value"], row["after_months"]) == (metric, 10, 20, 3)
    assert cases.rows("SELECT * FROM mart.effect_change WHERE metric_code IN ('neither', 'case')") == []


def test_months_are_pooled_by_their_sums_of_the_partnership_and_of_the_others(cases: Mart) -> None:
    row = changed(cases, "pooled")
    assert (row["before_value"], row["after_value"], row["change"]) == pytest.approx((60, 120, 60))
    assert (row["others_change"], row["change"] - row["others_change"]) == pytest.approx((15, 45))


@pytest.mark.parametrize(
    ("metric", "name", "basis", "before", "change", "status"),
    [
        ("few before", "P01", "none", None, None, "too_few_months"),
        ("few since", "P01", "months", 10, None, "too_few_months"),
        ("stated", "P02", "stated_baseline", 7, 13, "stated_baseline"),
        ("stated", "P03", "stated_baseline", 7, None, "too_few_months"),
        ("stated", "P04", "months", 12, 8, "no_others"),
    ],
)
def test_what_is_said_with_too_few_months(
    cases: Mart, metric: str, name: str, basis: str, before: float | None, change: float | None, status: str
) -> None:
    row = changed(cases, metric, name)
    assert (row["before_basis"], row["before_value"], row["change"]) == (basis, before, change)
    assert (row["status"], row["others"], row["difference"]) == (status, 0, None)
    assert effect_on(cases, "few since")["partnerships"] == effect_on(cases, "few before")["partnerships"] == 0


def test_only_months_of_the_comparison_count_of_utilities_that_take_no_part(cases: Mart) -> None:
    """U1 gains 2, U4 4; U2 and U3 have two months on a side; a mentor and a mentee take part."""
    row = changed(cases, "others")
    assert (row["others"], row["others_change"], row["difference"]) == (2, 3, None)
    assert (row["status"], row["unit"]) == ("too_few_others", "points")


def test_means_and_differences_with_their_statuses(cases: Mart) -> None:
    """10, 14, 18 against 2, 4, 6, 0: 14 - 3 = 11. Variances 16 / 3 and 6.6667 / 4: Welch (5.3333 + 1.6667)^2 /
    (5.3333^2 / 2 + 1.6667^2 / 3) = 3.24, rounded down 3: 3.1824 x sqrt(7)."""
    row = effect_on(cases, "compared")
    assert (row["partnerships"], row["others"], row["status"]) == (3, 4, "compared")
    assert (row["least_months"], row["least_subjects"], row["unit"]) == (3, 3, "points")
    half = 4.3027 * 4 / math.sqrt(3)
    assert [row[name] for name in ("change", "change_low", "change_high")] == pytest.approx([14, 14 - half, 14 + half])
    both = 3.1824 * math.sqrt(7)
    assert (row["others_change"], row["difference"]) == (3, 11)
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((11 - both, 11 + both))


def test_the_degrees_of_freedom_lean_to_the_group_that_varies(cases: Mart) -> None:
    """10, 11, 12 against 0, 10, 20, 30: errors 1 / 3 and 166.667 / 4 = 41.667, sum 42. Welch 42^2 / (.3333^2 / 2 +
    41.667^2 / 3) = 3.05, rounded down 3: 11 - 15 +- 3.1824 x sqrt(42)."""
    row = effect_on(cases, "welch")
    both = 3.1824 * math.sqrt(42)
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((-4 - both, -4 + both))


def test_too_few_on_either_side_are_told_as_such(cases: Mart) -> None:
    outside, inside = effect_on(cases, "two outside"), effect_on(cases, "two of us")
    assert (outside["status"], outside["change"], outside["others"]) == ("too_few_others", 14, 2)
    assert (inside["status"], inside["change"], inside["partnerships"]) == ("too_few_partnerships", None, 2)
    for name in ("others_change", "difference", "difference_low", "difference_high"):
        assert outside[name] is inside[name] is None


def test_beside_too_few_others_no_difference_of_a_partnership_is_stated(cases: Mart) -> None:
    """2 and 4 points are known of two utilities: their mean is, how much one may differ from it is not."""
    row = changed(cases, "two outside")
    assert (row["status"], row["change"], row["others"], row["others_change"]) == ("too_few_others", 10, 2, 3)
    assert (row["difference"], row["difference_low"], row["difference_high"]) == (None, None, None)


def test_where_nothing_varies_the_interval_is_the_figure(cases: Mart) -> None:
    row = effect_on(cases, "still")
    assert [row[name] for name in ("change_low", "change", "change_high")] == [10, 10, 10]
    assert [row[name] for name in ("difference_low", "difference", "difference_high")] == [6, 6, 6]


def test_samples_and_real_partnerships_are_never_in_one_mean(cases: Mart) -> None:
    sample, real = effect_on(cases, "origins"), effect_on(cases, "origins", "real")
    assert (sample["change"], sample["partnerships"], sample["difference"]) == (14, 3, 11)
    assert (real["change"], real["partnerships"], real["difference"]) == (2, 3, -1)


def test_a_utility_held_against_several_partnerships_counts_once(cases: Mart) -> None:
    """U1 stood at 1, 2, 3 before the three pilots, now at 10: 9, 8, 7, mean 8. U2 at 2, 4, 6: mean 6. U3 4. Mean 6."""
    row = effect_on(cases, "each once")
    assert (row["others"], row["others_change"], row["difference"]) == (3, pytest.approx(6), pytest.approx(4))


def share_within(t: float, freedom: int) -> float:
    """How much of Student's t with so many degrees of freedom lies within +- t, by Simpson's rule."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    steps = 2_000
    at = [scale * (1 + (t * step / steps) ** 2 / freedom) ** (-(freedom + 1) / 2) for step in range(steps + 1)]
    return 2 * (at[0] + at[-1] + 4 * sum(at[1:-1:2]) + 2 * sum(at[2:-1:2])) * t / steps / 3


@pytest.mark.parametrize("freedom", range(2, 31))
def test_the_interval_of_a_mean_holds_95_percent_of_students_t(cases: Mart, freedom: int) -> None:
    row = effect_on(cases, f"free {freedom}")
    own_changes = changes_of(freedom + 1)
    error = stdev(own_changes) / math.sqrt(freedom + 1)
    assert row["change"] == pytest.approx(fmean(own_changes))
    assert share_within((row["change_high"] - row["change"]) / error, freedom) == pytest.approx(0.95, abs=1e-5)


def test_beyond_thirty_degrees_of_freedom_the_interval_is_that_of_thirty(cases: Mart) -> None:
    row = effect_on(cases, f"free {MANY - 1}")
    error = stdev(changes_of(MANY)) / math.sqrt(MANY)
    assert row["change_high"] - row["change"] == pytest.approx(2.0423 * error)
    assert row["difference_high"] - row["difference"] == pytest.approx(2.0423 * error * math.sqrt(2))


CHANGE = st.integers(min_value=-40, max_value=40)
COMPARED = st.tuples(CHANGE, st.lists(CHANGE, min_size=1, max_size=12))


@given(cases=st.lists(COMPARED, min_size=12, max_size=12))
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_interval_of_a_difference_holds_the_difference_and_fewer_data_never_narrow_it(
    cases: list[tuple[int, list[int]]],
) -> None:
    """The changes of the others told once, twice and three times over: the same spread of more of them."""
    told = Cases()
    told.partnership("P01")
    for number, (own_change, of_others) in enumerate(cases):
        for times in (1, 2, 3):
            told.change(f"{number} x {times}", "P01", 50, 50 + own_change)
            for place, change in enumerate(of_others * times):
                told.change(f"{number} x {times}", f"U{place:02}", 50, 50 + change)
    found = told.told()
    for number, (own_change, of_others) in enumerate(cases):
        rows = {times: changed(found, f"{number} x {times}") for times in (1, 2, 3)}
        stated = {times: row for times, row in rows.items() if row["difference"] is not None}
        assert set(stated) == {times for times in rows if len(of_others) * times >= 3}
        assert {row["status"] for row in stated.values()} == {"compared"}
        for row in stated.values():
            assert row["difference"] == pytest.approx(own_change - fmean(of_others))
            assert row["difference_low"] <= row["difference"] <= row["difference_high"]
        halves = [row["difference_high"] - row["difference"] for row in stated.values()]
        assert all(more <= fewer + 1e-9 for fewer, more in pairwise(halves))
