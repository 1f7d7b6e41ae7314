"""Water balance and the truth panel: components with their status, bands from grades, rolling sums, the flag."""

import math
import random
from calendar import monthrange
from datetime import date
from typing import Any

import pytest

from indicators.run import statement
from tests.indicators.programme import Mart, Partnership, Programme
from tests.indicators.test_growth import Explaining

BALANCE = {
    "system_input_own": (105_000.0, 8),
    "billed_metered": (70_000.0, 7),
    "billed_unmetered": (2_000.0, 4),
    "unbilled_metered": (1_000.0, 7),
    "unbilled_unmetered": (500.0, 3),
    "unauthorised_consumption": (800.0, 2),
    "customer_meter_inaccuracy": (1_500.0, 5),
    "data_handling_errors": (200.0, 3),
    "connections": (4_000.0, 9),
    "mains_length": (60.0, 7),
    "private_pipe_length": (0.0, None),
    "average_pressure": (30.0, 6),
    "supply_hours": (20.0, 8),
}
ABSENT = ("system_input_imported", "system_input_exported")
# half of the 95 % band, % of the figure
ERROR = {10: 2, 9: 3, 8: 5, 7: 10, 6: 15, 5: 20, 4: 30, 3: 40, 2: 50, 1: 100}
DRAWN = 60
Figure = tuple[float | str | None, int | None]


def told(p: Partnership, period: str, figures: dict[str, Figure], zone: str | None = None) -> None:
    """The figures of a month, each with its grade; a text is the status of a figure without value."""
    year, month = map(int, period.split("-"))
    end = date(year, month, monthrange(year, month)[1])
    for code, (value, grade) in {**dict.fromkeys(ABSENT, ("not_applicable", None)), **figures}.items():
        is_number = isinstance(value, float | int)
        p.programme.add(
            "measurement", submission_id=f"{p.id}{period}", partnership_id=p.id, utility_id="MENTEE", zone=zone,
            period_start=date(year, month, 1), period_end=end, variable_code=code, value=value if is_number else None,
            unit="m3", status="reported" if is_number else value, grade=grade, formula_set="si", submitted_at=end,
            received_at=end, is_current=True, file_sha256=f"{p.id}{period}", source_file=f"{period}.xlsx",
            source_sheet="1", source_cell=code,
        )  # fmt: skip


def pilot(programme: Programme, start: str = "2026-01-01") -> Partnership:
    p = programme.partnership("P1", pilot=(start, "2027-06-30")).signs("letter_of_intent", "2024-12-01")
    return p.signs("memorandum_of_agreement", "2025-12-15")


def truth(
    mart: Mart, measure: str, span: str = "month", end: str = "2026-03-31", zone: str | None = None
) -> dict[str, Any]:
    return mart.one(
        "SELECT * FROM mart.nrw_truth"
        " WHERE measure = ? AND span = ? AND period_end = ? AND zone IS NOT DISTINCT FROM ?",
        measure, span, end, zone,
    )  # fmt: skip


def component(mart: Mart, name: str, zone: str | None = None) -> dict[str, Any]:
    return mart.one("SELECT * FROM mart.water_balance WHERE component = ? AND zone IS NOT DISTINCT FROM ?", name, zone)


BARE: dict[str, Figure] = {
    "billed_metered": (70.0, 7), "customer_meter_inaccuracy": (0.0, None),
    **dict.fromkeys(
        (
            "billed_unmetered", "unbilled_metered", "unbilled_unmetered", "unauthorised_consumption",
            "data_handling_errors",
        ),
        ("not_applicable", None),
    ),
}  # fmt: skip
SPOILT: dict[str, dict[str, Figure]] = {
    "untold": {"unbilled_unmetered": ("not_reported", None)},
    "above": {"billed_metered": (150_000.0, 7)},
    "ungraded": {"billed_metered": (70_000.0, None), "connections": (4_000.0, None)},
    "inlet": {"system_input_own": ("not_reported", None), "system_input_volume": (90_000.0, 10)},
    "meter": {"system_input_own_error_pct": (-2.0, None)},
    "both": {
        "system_input_volume": (90_000.0, 10), "system_input_imported": (5_000.0, 2),
        "system_input_exported": (4_000.0, 2),
    },
    "silent inlet": {"system_input_volume": ("not_reported", None)},
    "meters": {
        "system_input_own": (98_000.0, 8), "system_input_own_error_pct": (-2.0, None),
        "system_input_own_error_volume": (1_000.0, None), "system_input_imported": (5_250.0, 6),
        "system_input_imported_error_pct": (5.0, None), "system_input_imported_error_volume": (-100.0, None),
        "system_input_exported": (2_200.0, 5), "system_input_exported_error_pct": (10.0, None),
        "system_input_exported_error_volume": (50.0, None),
    },
    "private": {"private_pipe_length": (12.0, 4)},
    "bare": BARE | {"system_input_own": (105.0, 8)},
    "bare inlet": BARE | {"system_input_own": ("not_applicable", None), "system_input_volume": (105.0, 8)},
    "refused": {"unbilled_metered": ("rejected", None)},
    "ungraded pipe": {"private_pipe_length": (12.0, None)},
    "ungraded hours": {"supply_hours": (20.0, None)},
    "ungraded mains": {"mains_length": (60.0, None)},
    "ungraded losses": {"unauthorised_consumption": (800.0, None), "unbilled_metered": (1_000.0, None)},
}  # fmt: skip


def drawn_figures(seed: int) -> dict[str, tuple[float, int]]:
    drawn = random.Random(seed)
    return {
        code: (round(value * drawn.uniform(0.7, 1.0), 3), drawn.randint(2, 10))
        for code, (value, _) in BALANCE.items()
        if value
    }


@pytest.fixture(scope="module")
def march() -> Mart:
    """The balance of March as it is, and in zones: spoilt in one way each, with each grade of one figure, drawn."""
    programme = Programme()
    p = pilot(programme)
    told(p, "2026-03", BALANCE)
    for zone, figures in SPOILT.items():
        told(p, "2026-03", {**BALANCE, **figures}, zone)
    for grade in range(1, 11):
        told(p, "2026-03", {**BALANCE, "billed_metered": (70_000.0, grade)}, f"grade {grade}")
    for seed in range(DRAWN):
        told(p, "2026-03", dict(drawn_figures(seed)), f"drawn {seed}")
    return programme.at("2026-04-30")


# supplied 105000 +- 5 % = 5250; billed 70000 +- 10 % = 7000 and 2000 +- 30 % = 600
# NRW 105000 - 72000 = 33000 +- sqrt(5250^2 + 7000^2 + 600^2) = 8770.55
NRW_HALF = math.sqrt(5_250**2 + 7_000**2 + 600**2)


def test_the_volume_has_the_root_of_the_sum_of_the_squares_of_its_components(march: Mart) -> None:
    row = truth(march, "nrw_volume")
    assert round(NRW_HALF, 2) == 8770.55
    assert (row["value"], row["low"], row["high"]) == pytest.approx((33_000, 33_000 - NRW_HALF, 33_000 + NRW_HALF))


def test_the_percentage_counts_the_error_of_the_water_supplied_once(march: Mart) -> None:
    """100 x (1 - 72000 / 105000) = 31.43; its error
    100 x sqrt((72000 x 5250 / 105000^2)^2 + (7000^2 + 600^2) / 105000^2)
    = 100 x sqrt(0.034286^2 + 0.066911^2) = 7.518."""
    row = truth(march, "nrw_pct")
    assert row["value"] == pytest.approx(31.42857, abs=1e-5)
    assert row["high"] - row["value"] == pytest.approx(7.518, abs=1e-3)


@pytest.mark.parametrize(
    ("measure", "value", "below"),
    [
        ("nrw_m3_per_day", 33_000 / 31, 0),
        ("nrw_l_per_connection_day", 33_000_000 / 4_000 / 31, 0.03),
        ("nrw_m3_per_km_day", 33_000 / 60 / 31, 0.10),
        ("nrw_l_per_connection_day_supply_hour", 33_000_000 / 4_000 / 31 / 20, math.hypot(0.03, 0.05)),
    ],
)
def test_a_rate_adds_the_error_of_what_it_is_divided_by(march: Mart, measure: str, value: float, below: float) -> None:
    row = truth(march, measure)
    assert row["value"] == pytest.approx(value)
    assert row["high"] - row["value"] == pytest.approx(value * math.hypot(NRW_HALF / 33_000, below))


def test_the_ili_has_the_errors_of_all_components_and_of_the_network(march: Mart) -> None:
    """Real losses 29000 +- sqrt(NRW^2 + 100^2 + 200^2 + 400^2 + 300^2 + 80^2); UARL
    (18 x 60 + 0.8 x 4000) x 30 L/day x 31: mains 1080 +- 10 % and connections 3200 +- 3 %
    of 4280, pressure +- 15 %."""
    row = truth(march, "ili")
    real = math.sqrt(NRW_HALF**2 + 100**2 + 200**2 + 400**2 + 300**2 + 80**2) / 29_000
    uarl = math.hypot(108 / 4280, 96 / 4280, 0.15)
    assert row["value"] == pytest.approx(29_000 / 3_980.4)
    assert row["high"] - row["value"] == pytest.approx(row["value"] * math.hypot(real, uarl))


# component: place, level, status, value, half of its band
WHOLE_BALANCE: dict[str, tuple[int, int, str, float | None, float | None]] = {
    "system_input_own": (2, 2, "reported", 105_000, 5_250),
    "system_input_imported": (3, 2, "not_applicable", None, None),
    "system_input_exported": (4, 2, "not_applicable", None, None),
    "water_supplied": (5, 1, "derived", 105_000, 5_250),
    "billed_metered": (6, 3, "reported", 70_000, 7_000),
    "billed_unmetered": (7, 3, "estimated", 2_000, 600),
    "billed_authorised": (8, 2, "derived", 72_000, math.hypot(7_000, 600)),
    "unbilled_metered": (9, 3, "reported", 1_000, 100),
    "unbilled_unmetered": (10, 3, "estimated", 500, 200),
    "authorised_consumption": (11, 1, "derived", 73_500, math.hypot(7_000, 600, 100, 200)),
    "unauthorised_consumption": (12, 3, "estimated", 800, 400),
    "customer_meter_inaccuracy": (13, 3, "estimated", 1_500, 300),
    "data_handling_errors": (14, 3, "estimated", 200, 80),
    "apparent_losses": (15, 2, "derived", 2_500, math.hypot(400, 300, 80)),
    "real_losses": (16, 2, "derived", 29_000, math.hypot(5_250, 7_000, 600, 100, 200, 400, 300, 80)),
    "water_losses": (17, 1, "derived", 31_500, math.hypot(5_250, 7_000, 600, 100, 200)),
    "nrw_volume": (18, 1, "derived", 33_000, math.hypot(5_250, 7_000, 600)),
}


def balance(mart: Mart, zone: str | None = None) -> dict[str, tuple[Any, ...]]:
    """By component, in order: place, level, status, value, half of the band."""
    rows = mart.rows('SELECT * FROM mart.water_balance WHERE zone IS NOT DISTINCT FROM ? ORDER BY "position"', zone)
    return {
        row["component"]: (
            row["position"], row["level"], row["status"], row["value"],
            None if row["high"] is None else (row["high"] - row["low"]) / 2,
        )
        for row in rows
    }  # fmt: skip


def test_the_whole_balance_stands_in_its_order_with_status_value_and_band(march: Mart) -> None:
    found = balance(march)
    assert list(found) == list(WHOLE_BALANCE)
    assert found == {name: pytest.approx(row) for name, row in WHOLE_BALANCE.items()}
    shares = march.rows("SELECT component, supplied_pct, ungraded FROM mart.water_balance WHERE zone IS NULL")
    assert {row["component"]: row["supplied_pct"] for row in shares} == {
        name: None if row[3] is None else pytest.approx(100 * row[3] / 105_000) for name, row in WHOLE_BALANCE.items()
    }
    assert {row["ungraded"] for row in shares} == {None}


def test_a_meter_at_the_inlet_leaves_out_the_sources_even_where_they_are_told(march: Mart) -> None:
    """90000 +- 2 % = 1800, whatever the sources say: NRW 18000 +- sqrt(1800^2 + 7000^2 + 600^2)."""
    for zone in ("inlet", "both"):
        found = balance(march, zone)
        assert list(found) == ["system_input_volume", *list(WHOLE_BALANCE)[3:]]
        assert found["system_input_volume"] == pytest.approx((1, 2, "reported", 90_000, 1_800))
        assert found["water_supplied"] == pytest.approx((5, 1, "derived", 90_000, 1_800))
        assert found["nrw_volume"][3:] == pytest.approx((18_000, math.hypot(1_800, 7_000, 600)))
        assert found["real_losses"][4] == pytest.approx(math.hypot(1_800, 7_000, 600, 100, 200, 400, 300, 80))
        row = truth(march, "nrw_volume", zone=zone)
        assert row["high"] - row["value"] == pytest.approx(math.hypot(1_800, 7_000, 600))
    assert balance(march, "silent inlet") == balance(march)


def test_the_errors_of_all_three_meters_act_on_their_volumes(march: Mart) -> None:
    """Own 98000 / 0.98 - 1000 = 99000 +- 5 %; bought 5250 / 1.05 + 100 = 5100 +- 15 %; sold 2200 / 1.1 - 50 = 1950
    +- 20 %: 102150 +- sqrt(4950^2 + 765^2 + 390^2)."""
    half = math.hypot(4_950, 765, 390)
    found = balance(march, "meters")
    assert found["water_supplied"][3:] == pytest.approx((102_150, half))
    assert {found[f"system_input_{source}"][2] for source in ("own", "imported", "exported")} == {"reported"}
    row = truth(march, "nrw_volume", zone="meters")
    assert (row["value"], row["high"] - row["value"]) == pytest.approx((30_150, math.hypot(half, 7_000, 600)))


def test_the_length_of_private_pipe_and_its_error_act_on_the_ili(march: Mart) -> None:
    """UARL (1080 + 3200 + 25 x 12) x 30 L/day: 4580; mains 10 %, connections 3 %, pipe 30 %, pressure 15 %."""
    row = truth(march, "ili", zone="private")
    real = math.sqrt(NRW_HALF**2 + 100**2 + 200**2 + 400**2 + 300**2 + 80**2) / 29_000
    uarl = math.hypot(108 / 4580, 96 / 4580, 90 / 4580, 0.15)
    assert row["value"] == pytest.approx(29_000 / (4580 * 30 * 31 / 1000))
    assert row["high"] - row["value"] == pytest.approx(row["value"] * math.hypot(real, uarl))


@pytest.mark.parametrize("zone", ["bare", "bare inlet"])
def test_what_does_not_exist_has_no_error(march: Mart, zone: str) -> None:
    """105 +- 5 % = 5.25 less 70 +- 10 % = 7: 35, all of it real losses."""
    half = math.hypot(5.25, 7)
    volume, ili = truth(march, "nrw_volume", zone=zone), truth(march, "ili", zone=zone)
    assert (volume["value"], volume["high"] - volume["value"]) == pytest.approx((35, half))
    relative = math.hypot(half / 35, 108 / 4280, 96 / 4280, 0.15)
    assert (ili["value"], ili["high"] - ili["value"]) == pytest.approx((35 / 3_980.4, 35 / 3_980.4 * relative))


def test_a_refused_figure_is_refused_in_the_balance_too(march: Mart) -> None:
    found = balance(march, "refused")
    assert (found["unbilled_metered"], found["water_losses"][2:]) == (
        (9, 3, "rejected", None, None),
        ("rejected", None, None),
    )


# which figures have no band where these have no grade
UNGRADED = {
    "ungraded pipe": {"ili": "private_pipe_length"},
    "ungraded hours": {"nrw_l_per_connection_day_supply_hour": "supply_hours"},
    "ungraded mains": {"ili": "mains_length", "nrw_m3_per_km_day": "mains_length"},
    "ungraded losses": {"ili": "unauthorised_consumption, unbilled_metered"},
    "ungraded": {
        "ili": "billed_metered, connections",
        "nrw_volume": "billed_metered",
        "nrw_pct": "billed_metered",
        "nrw_m3_per_day": "billed_metered",
        "nrw_m3_per_km_day": "billed_metered",
        "nrw_l_per_connection_day": "billed_metered, connections",
        "nrw_l_per_connection_day_supply_hour": "billed_metered, connections",
    },
}


@pytest.mark.parametrize("zone", UNGRADED)
def test_only_what_rests_on_a_figure_without_grade_has_no_band(march: Mart, zone: str) -> None:
    rows = march.rows("SELECT * FROM mart.nrw_truth WHERE zone = ? AND span = 'month'", zone)
    assert len(rows) == 7
    assert {row["measure"]: row["ungraded"] for row in rows if row["low"] is None} == UNGRADED[zone]
    assert all((row["low"] is None) == (row["high"] is None) == (row["ungraded"] is not None) for row in rows)


def test_a_measure_of_a_month_knows_its_unit_its_quotient_and_its_cells(march: Mart) -> None:
    rows = march.rows("SELECT * FROM mart.nrw_truth WHERE zone IS NULL AND span = 'month'")
    assert {row["measure"]: (row["unit"], row["numerator"], row["denominator"]) for row in rows} == {
        "nrw_volume": ("m3", 33_000, 1),
        "nrw_pct": ("%", 3_300_000, 105_000),
        "nrw_m3_per_day": ("m3/day", 33_000, 31),
        "nrw_l_per_connection_day": ("L/connection/day", 33_000_000, 124_000),
        "nrw_m3_per_km_day": ("m3/km/day", 33_000, 1_860),
        "nrw_l_per_connection_day_supply_hour": ("L/connection/day/h", 33_000_000, 2_480_000),
        "ili": ("ratio", 29_000, pytest.approx(3_980.4)),
    }
    assert {(row["months_counted"], row["months_expected"], row["source_file"]) for row in rows} == {
        (1, 1, "2026-03.xlsx")
    }


def test_each_component_says_whether_it_was_reported_derived_or_estimated(march: Mart) -> None:
    found = {
        row["component"]: row["status"] for row in march.rows("SELECT * FROM mart.water_balance WHERE zone IS NULL")
    }
    assert found["system_input_own"] == found["billed_metered"] == "reported"
    assert found["billed_unmetered"] == found["unauthorised_consumption"] == "estimated"
    assert found["water_supplied"] == found["real_losses"] == found["nrw_volume"] == "derived"
    assert found["system_input_exported"] == "not_applicable"
    assert "system_input_volume" not in found


def test_the_balance_adds_up_and_knows_its_cells(march: Mart) -> None:
    value = {
        row["component"]: row["value"] for row in march.rows("SELECT * FROM mart.water_balance WHERE zone IS NULL")
    }
    assert value["water_supplied"] == value["authorised_consumption"] + value["water_losses"]
    assert value["nrw_volume"] == value["water_supplied"] - value["billed_authorised"]
    assert value["real_losses"] + value["apparent_losses"] == value["water_losses"]
    assert component(march, "billed_authorised")["source_cell"] == "billed_metered, billed_unmetered"
    assert component(march, "nrw_volume")["supplied_pct"] == pytest.approx(31.42857, abs=1e-5)


def test_a_component_that_nobody_told_is_missing_and_never_zero(march: Mart) -> None:
    row = component(march, "unbilled_unmetered", "untold")
    assert (row["status"], row["value"], row["low"]) == ("missing", None, None)
    assert component(march, "water_losses", "untold")["status"] == "missing"
    assert component(march, "nrw_volume", "untold")["status"] == "derived"


def test_billed_above_supplied_is_under_review_in_the_balance(march: Mart) -> None:
    assert component(march, "nrw_volume", "above")["status"] == "under_review"


def test_without_a_grade_there_is_no_band_and_its_component_is_named(march: Mart) -> None:
    row = truth(march, "nrw_l_per_connection_day", zone="ungraded")
    assert (row["low"], row["high"], row["ungraded"]) == (None, None, "billed_metered, connections")
    assert row["value"] == pytest.approx(33_000_000 / 4_000 / 31)
    assert component(march, "nrw_volume", "ungraded")["ungraded"] == "billed_metered"


def test_one_meter_at_the_inlet_stands_in_the_balance_instead_of_the_sources(march: Mart) -> None:
    assert component(march, "system_input_volume", "inlet")["value"] == 90_000
    assert truth(march, "nrw_volume", zone="inlet")["high"] == pytest.approx(18_000 + math.hypot(1_800, 7_000, 600))


def test_a_stated_meter_error_corrects_the_volume_before_its_band(march: Mart) -> None:
    assert component(march, "water_supplied", "meter")["high"] == pytest.approx(105_000 / 0.98 * 1.05)


def perturbed(figures: dict[str, tuple[float, int]]) -> dict[str, tuple[float, float]]:
    """Value and error of each measure, by moving one figure after the other by its error, both ways."""

    def measures(v: dict[str, float]) -> dict[str, float]:
        supplied = v["system_input_own"]
        billed = v["billed_metered"] + v["billed_unmetered"]
        nrw = supplied - billed
        return {
            "nrw_volume": nrw,
            "nrw_pct": 100 * nrw / supplied,
            "nrw_l_per_connection_day": 1000 * nrw / v["connections"] / 31,
            "nrw_m3_per_km_day": nrw / v["mains_length"] / 31,
            "nrw_l_per_connection_day_supply_hour": 1000 * nrw / v["connections"] / 31 / v["supply_hours"],
        }

    at = {code: value for code, (value, _) in figures.items()}
    squares = dict.fromkeys(measures(at), 0.0)
    for code, (value, grade) in figures.items():
        step = value * ERROR[grade] / 100 * 1e-4
        up, down = (measures({**at, code: value + sign * step}) for sign in (1, -1))
        for name in squares:
            squares[name] += ((up[name] - down[name]) / 2e-4) ** 2
    return {name: (value, math.sqrt(squares[name])) for name, value in measures(at).items()}


def test_every_band_is_what_moving_each_figure_by_its_error_gives_and_contains_the_value(march: Mart) -> None:
    for seed in range(DRAWN):
        for measure, (value, half) in perturbed(drawn_figures(seed)).items():
            row = truth(march, measure, zone=f"drawn {seed}")
            assert row["low"] <= row["value"] <= row["high"]
            assert (row["value"], row["high"] - row["value"]) == pytest.approx((value, half), rel=1e-5)


def test_a_better_grade_never_widens_a_band(march: Mart) -> None:
    rows = [truth(march, "nrw_pct", zone=f"grade {grade}") for grade in range(1, 11)]
    widths = [row["high"] - row["low"] for row in rows]
    assert widths == sorted(widths, reverse=True) and widths[0] > widths[-1]


@pytest.fixture(scope="module")
def year() -> Mart:
    """February 2025 to March 2026 without June and July 2025; in January 2026 the pilot starts.

    Supplied 1000 a month, billed 600 in 2025 and 700 from 2026; 100 connections, 24 hours; grades 8.
    """
    programme = Programme()
    p = pilot(programme)
    for month in range(2, 16):
        period = f"{2025 + (month - 1) // 12}-{(month - 1) % 12 + 1:02}"
        if period in ("2025-06", "2025-07"):
            continue
        told(
            p, period,
            {
                "system_input_volume": (1_000.0, 8), "billed_metered": (600.0 if month < 13 else 700.0, 8),
                "billed_unmetered": (0.0, None), "connections": (100.0, 8), "supply_hours": (24.0, 8),
            },
        )  # fmt: skip
    return programme.at("2026-04-30")


def test_what_has_no_grade_in_any_month_is_named_with_the_sum() -> None:
    programme = Programme()
    p = pilot(programme)
    for period, ungraded in (("2026-01", "billed_metered"), ("2026-02", "connections")):
        figures: dict[str, Figure] = {
            "system_input_volume": (1_000.0, 8), "billed_metered": (700.0, 8), "billed_unmetered": (0.0, 8),
            "connections": (100.0, 8),
        }  # fmt: skip
        told(p, period, {**figures, ungraded: (figures[ungraded][0], None)})
    row = truth(programme.at("2026-04-30"), "nrw_l_per_connection_day", "rolling_12", "2026-02-28")
    assert (row["months_counted"], row["low"], row["ungraded"]) == (2, None, "billed_metered, connections")


def test_a_missing_month_is_a_row_without_a_value(year: Mart) -> None:
    rows = year.rows(
        "SELECT period_start, value, status, months_counted FROM mart.nrw_truth WHERE span = 'month' "
        "AND measure = 'nrw_pct' ORDER BY 1"
    )
    assert len(rows) == 14
    assert [row["period_start"].month for row in rows if row["value"] is None] == [6, 7]
    assert {(row["status"], row["months_counted"]) for row in rows if row["value"] is None} == {("not_reported", 0)}


def test_the_sum_of_twelve_months_states_how_many_there_are_and_is_never_stretched(year: Mart) -> None:
    """April 2025 to March 2026: seven months of 400 m3 and three of 300 m3; June and July are missing."""
    volume = truth(year, "nrw_volume", "rolling_12")
    assert (volume["value"], volume["months_counted"], volume["months_expected"]) == (3_700, 10, 12)
    assert truth(year, "nrw_pct", "rolling_12")["value"] == pytest.approx(37)
    days = 365 - 30 - 31
    assert truth(year, "nrw_m3_per_day", "rolling_12")["value"] == pytest.approx(3_700 / days)
    assert truth(year, "nrw_l_per_connection_day", "rolling_12")["value"] == pytest.approx(3_700_000 / 100 / days)
    assert truth(year, "nrw_l_per_connection_day_supply_hour", "rolling_12")["value"] == pytest.approx(
        3_700_000 / 100 / days / 24
    )


def test_the_errors_of_one_meter_add_up_over_months(year: Mart) -> None:
    """5 % of 10000 supplied and of 6300 billed: sqrt(500^2 + 315^2)."""
    row = truth(year, "nrw_volume", "rolling_12")
    assert row["high"] - row["value"] == pytest.approx(math.hypot(500, 315))


def test_months_before_and_since_the_start_of_the_pilot(year: Mart) -> None:
    before, since = (
        year.one("SELECT * FROM mart.nrw_truth WHERE span = ? AND measure = 'nrw_pct'", f"{name}_pilot")
        for name in ("before", "since")
    )
    assert (before["value"], before["months_counted"], before["months_expected"]) == (pytest.approx(40), 9, 11)
    assert (since["value"], since["months_counted"], since["months_expected"]) == (pytest.approx(30), 3, 3)


STEPS = {
    # (supplied, billed, connections) of December 2025 and of January 2026
    "more water": ((1_000, 600, 100), (1_400, 910, 200)),
    "less of both": ((1_000, 600, 100), (1_000, 700, 100)),
    "more connections": ((1_000, 600, 100), (1_000, 590, 150)),
    "hardly anything": ((1_000, 600, 100), (1_000, 601, 100)),
}


@pytest.fixture(scope="module")
def flags() -> dict[str, dict[str, Any]]:
    """The flag of January 2026, with which the pilot begins, against December 2025, for each of the steps."""
    programme = Programme()
    p = pilot(programme)
    for zone, months in STEPS.items():
        for period, (supplied, billed, connections) in zip(("2025-12", "2026-01"), months, strict=True):
            told(
                p, period,
                {
                    "system_input_volume": (supplied, 10), "billed_metered": (billed, 10),
                    "billed_unmetered": (0.0, None), "connections": (connections, 10),
                },
                zone,
            )  # fmt: skip
    rows = programme.at("2026-04-30").rows("SELECT * FROM mart.nrw_flag WHERE comparison = 'since_pilot'")
    return {row["zone"]: row for row in rows}


def test_a_smaller_percentage_of_more_water_lost_is_flagged(flags: dict[str, dict[str, Any]]) -> None:
    """40 % of 1000 = 400 m3; 35 % of 1400 = 490 m3, of twice the connections."""
    flag = flags["more water"]
    assert (flag["volume_flag"], flag["connection_flag"]) == ("disagrees", "agrees")
    assert (flag["earlier_pct"], flag["later_pct"]) == (pytest.approx(40), pytest.approx(35))
    assert flag["is_within_bands"] is False


def test_a_falling_percentage_with_a_falling_volume_agrees(flags: dict[str, dict[str, Any]]) -> None:
    assert (flags["less of both"]["volume_flag"], flags["less of both"]["connection_flag"]) == ("agrees", "agrees")


def test_the_percentage_rises_while_each_connection_loses_less(flags: dict[str, dict[str, Any]]) -> None:
    flag = flags["more connections"]
    assert (flag["volume_flag"], flag["connection_flag"]) == ("agrees", "disagrees")


def test_a_small_change_of_the_percentage_lies_within_the_bands(flags: dict[str, dict[str, Any]]) -> None:
    assert flags["hardly anything"]["is_within_bands"] is True


def test_the_last_months_of_a_pilot_are_held_against_its_first() -> None:
    """Six months, then a gap: 40 % of 1000 in the first three, 30 % of 1500 in the last three reported."""
    programme = Programme()
    p = pilot(programme)
    for month, supplied, billed in (
        (1, 1_000, 600), (2, 1_000, 600), (3, 1_000, 600), (4, 1_500, 1_050), (6, 1_500, 1_050), (7, 1_500, 1_050),
    ):  # fmt: skip
        told(
            p, f"2026-{month:02}",
            {
                "system_input_volume": (supplied, 10), "billed_metered": (billed, 10), "billed_unmetered": (0.0, None),
                "connections": (100, 10),
            },
        )  # fmt: skip
    flag = programme.at("2026-08-31").one("SELECT * FROM mart.nrw_flag WHERE comparison = 'within_pilot'")
    assert (flag["earlier_pct"], flag["later_pct"]) == (pytest.approx(40), pytest.approx(30))
    assert (flag["earlier_months"], flag["later_months"]) == (3, 3)
    assert flag["later_m3_per_day"] == pytest.approx(3 * 450 / (30 + 30 + 31))
    assert (flag["volume_flag"], flag["connection_flag"]) == ("disagrees", "disagrees")


def metered(
    programme: Programme,
    owner: tuple[str | None, str],
    period: tuple[str, str],
    supplied: float,
    billed: float,
    zone: str | None = None,
    connections: float | None = 100.0,
) -> None:
    """Volumes of a period of any length, by a meter at the inlet, with grade 10 (+- 2 %)."""
    partnership, utility = owner
    figures = {
        "system_input_volume": supplied, "billed_metered": billed, "billed_unmetered": 0.0, "connections": connections,
    }  # fmt: skip
    for code, value in figures.items():
        programme.add(
            "measurement", submission_id=f"{utility}{period}", partnership_id=partnership, utility_id=utility,
            zone=zone, period_start=period[0], period_end=period[1], variable_code=code, value=value, unit="m3",
            status="not_reported" if value is None else "reported", grade=10, formula_set="si",
            submitted_at=period[1], received_at=period[1], is_current=True, file_sha256=utility,
            source_file=f"{utility}.xlsx", source_sheet="1", source_cell=code,
        )  # fmt: skip


def month(number: int) -> tuple[str, str]:
    """First and last day of a month; 1 is January 2024."""
    year, of_year = 2024 + (number - 1) // 12, (number - 1) % 12 + 1
    return f"{year}-{of_year:02}-01", f"{year}-{of_year:02}-{monthrange(year, of_year)[1]}"


def year_of(year: int) -> tuple[str, str]:
    return f"{year}-01-01", f"{year}-12-31"


def pilots_by_months(programme: Programme) -> None:
    for name, start in (
        ("P1", "2026-01-15"), ("P2", "2026-01-16"), ("P3", "2026-01-01"), ("P4", "2025-06-01"), ("P5", "2025-06-01"),
        ("P6", "2026-01-01"), ("P7", "2026-01-31"),
    ):  # fmt: skip
        p = programme.partnership(name, pilot=(start, "2027-06-30")).signs("letter_of_intent", "2023-12-01")
        p.signs("memorandum_of_agreement", "2023-12-15")
    # more than a year before the pilot 900 of 1000 are lost, in the year before it 400; since then 350
    for name, since in (("P1", 25), ("P2", 26), ("P7", 26)):
        for number in range(12, 28):
            billed = 100 if number == 12 else 600 if number < 25 else 650 if number >= since else 100
            metered(programme, (name, "MENTEE"), month(number), 1_000, billed)
    for number in (25, 26, 27):
        metered(programme, ("P1", "OTHER"), month(number), 500, 100)
        metered(programme, ("P1", "MENTEE"), month(number), 80, 60, zone="Z")
    for number in range(23, 28):
        metered(programme, ("P3", "MENTEE"), month(number), 1_000, 600 if number < 25 else 650)
    for number in range(18, 23):
        metered(programme, ("P4", "MENTEE"), month(number), 1_000, 600 + number)
    # seven months that count; the eighth is billed above what was supplied
    for number, (supplied, billed) in enumerate(
        [(1_000, 600)] * 3 + [(1_000, 100)] + [(1_500, 1_050)] * 3 + [(1_000, 1_200)], start=18
    ):
        metered(programme, ("P5", "MENTEE"), month(number), supplied, billed)
    # one a day, then 147 of 420 in 90 days
    for number in range(23, 28):
        metered(programme, ("P6", "MENTEE"), month(number), *((76.25, 45.75) if number < 25 else (140, 91)))


def utilities_by_years(programme: Programme) -> None:
    for number in range(1, 25):
        both = (1_000, 600) if number < 13 else (1_400, 910)
        metered(programme, (None, "WHOLE"), month(number), *both)
        if number != 18:
            metered(programme, (None, "GAP"), month(number), *both)
    for year, supplied, billed in (
        (2020, 36_500, 21_900), (2021, 36_500, 40_000), (2022, 36_500, 21_900), (2023, 36_500, 21_900),
        (2024, 36_700, 22_080), (2025, 36_500, 21_900),
    ):  # fmt: skip
        metered(programme, (None, "YEARS"), year_of(year), supplied, billed, connections=None if year == 2025 else 100)
    # 40 % of a million; two tenths of a billionth of a point more of 900000; then 36 % of a million, of which
    # 4 tenths of a billionth of itself more is lost than the year before
    metered(programme, (None, "TINY"), year_of(2021), 1e6, 6e5)
    metered(programme, (None, "TINY"), year_of(2022), 9e5, 9e5 * (0.6 - 2e-12))
    metered(programme, (None, "TINY"), year_of(2023), 1e6, 1e6 - 3.6e5 * (1 + 4e-10))
    metered(programme, (None, "WORSE"), year_of(2022), 1_000, 600)
    metered(programme, (None, "WORSE"), year_of(2023), 1_000, 400)
    for period in (("2024-01-01", "2024-03-31"), ("2024-05-05", "2024-05-31"), ("2024-07-01", "2025-06-30")):
        metered(programme, (None, "QUARTER"), period, 9_100, 5_460)
    for period, supplied, billed in (
        (month(1), 1_000, 600), (month(3), 1_000, 700), (("2024-01-01", "2024-03-31"), 9_100, 5_460),
    ):  # fmt: skip
        metered(programme, (None, "BOTH"), period, supplied, billed)
    metered(programme, (None, "REVIEWED"), month(1), 1_000, 1_200)
    # one cubic metre of 2.5, then 1.4 of 4
    metered(programme, (None, "SMALL"), year_of(2022), 2.5, 1.5)
    metered(programme, (None, "SMALL"), year_of(2023), 4, 2.6)


@pytest.fixture(scope="module")
def others() -> Mart:
    """Pilots that begin within a month, one after another; and utilities outside any, by months, years and quarters."""
    programme = Programme()
    pilots_by_months(programme)
    utilities_by_years(programme)
    return programme.at("2026-04-30")


def spans(mart: Mart, partnership: str | None, utility: str, measure: str = "nrw_pct") -> dict[str, tuple[Any, ...]]:
    """By span and first month: last month, value, months counted, months expected; without months alone and rolling."""
    rows = mart.rows(
        "SELECT * FROM mart.nrw_truth WHERE partnership_id IS NOT DISTINCT FROM ? AND utility_id = ? AND zone IS NULL"
        " AND measure = ? AND span NOT IN ('month', 'rolling_12') ORDER BY span, period_start",
        partnership, utility, measure,
    )  # fmt: skip
    return {
        f"{row['span']} {row['period_start']:%Y-%m}": (
            f"{row['period_end']:%Y-%m}", row["value"] and round(row["value"], 6), row["months_counted"],
            row["months_expected"],
        )
        for row in rows
    }  # fmt: skip


def test_a_month_is_of_the_pilot_from_its_first_half_and_before_it_where_it_ends_before(others: Mart) -> None:
    """Twelve months before count, not the thirteenth; the month in whose second half the pilot begins is neither."""
    assert spans(others, "P1", "MENTEE") == {
        "before_pilot 2025-01": ("2025-12", 40, 12, 12), "since_pilot 2026-01": ("2026-03", 35, 3, 3),
    }  # fmt: skip
    assert spans(others, "P2", "MENTEE") == {
        "before_pilot 2025-01": ("2025-12", 40, 12, 12), "since_pilot 2026-02": ("2026-03", 35, 2, 2),
    }  # fmt: skip
    assert spans(others, "P7", "MENTEE") == spans(others, "P2", "MENTEE")
    assert spans(others, "P1", "OTHER") == {"since_pilot 2026-01": ("2026-03", 80, 3, 3)}
    assert spans(others, "P1", "MENTEE", "nrw_volume")["since_pilot 2026-01"][1] == 1_050


def test_first_and_last_months_are_three_each_that_count_and_never_share_one(others: Mart) -> None:
    """Five months have neither; of seven the middle one is in neither, and one under review does not count."""
    assert spans(others, "P4", "MENTEE").keys() == {"since_pilot 2025-06"}
    assert spans(others, "P5", "MENTEE") == {
        "first_months 2025-06": ("2025-08", 40, 3, 3),
        "last_months 2025-10": ("2025-12", 30, 3, 3),
        # 3 x 400, 900, 3 x 450 of 8500; January 2026 waits for review
        "since_pilot 2025-06": ("2026-01", round(100 * 3_450 / 8_500, 6), 7, 8),
    }


def test_a_year_begins_in_any_month_and_what_is_no_month_and_no_year_is_a_period(others: Mart) -> None:
    """9100 - 5460 = 3640 m3: 40 a day in 91 days, 134.8 in 27, 9.97 in 365."""
    assert spans(others, None, "QUARTER", "nrw_m3_per_day") == {
        "period 2024-01": ("2024-03", 40, 3, 3),
        "period 2024-05": ("2024-05", round(3_640 / 27, 6), 1, 1),
        "year 2024-07": ("2025-06", round(3_640 / 365, 6), 12, 12),
    }
    rows = others.rows(
        "SELECT span FROM mart.nrw_truth WHERE utility_id = 'QUARTER' AND span IN ('month', 'rolling_12')"
    )
    assert rows == []


def test_a_month_and_the_quarter_that_begins_or_ends_with_it_are_kept_apart(others: Mart) -> None:
    expected = {
        ("2024-01-01", "2024-01-31"): (400, math.hypot(20, 12)),
        ("2024-03-01", "2024-03-31"): (300, math.hypot(20, 14)),
        ("2024-01-01", "2024-03-31"): (3_640, math.hypot(182, 109.2)),
    }
    for table in ("water_balance WHERE component = 'nrw_volume'", "nrw_truth WHERE measure = 'nrw_volume'"):
        rows = others.rows(f"SELECT * FROM mart.{table} AND utility_id = 'BOTH' AND value IS NOT NULL")
        alone = [row for row in rows if row.get("span") != "rolling_12"]
        assert len(alone) == 3
        assert {
            (str(row["period_start"]), str(row["period_end"])): (row["value"], (row["high"] - row["low"]) / 2)
            for row in alone
        } == {period: pytest.approx(figures) for period, figures in expected.items()}
    assert len(others.rows("FROM mart.water_balance WHERE utility_id = 'BOTH'")) == 3 * 15


def test_a_month_that_nobody_told_stands_with_every_measure_and_its_unit(others: Mart) -> None:
    rows = others.rows("SELECT * FROM mart.nrw_truth WHERE utility_id = 'GAP' AND span = 'month' AND value IS NULL")
    assert {(row["measure"], row["unit"], row["status"], str(row["period_end"])) for row in rows} == {
        (measure, unit, "not_reported", "2025-06-30")
        for measure, unit in (
            ("nrw_volume", "m3"), ("nrw_pct", "%"), ("nrw_m3_per_day", "m3/day"),
            ("nrw_l_per_connection_day", "L/connection/day"),
        )
    }  # fmt: skip


def test_a_year_under_review_keeps_its_value_and_its_status(others: Mart) -> None:
    row = others.one(
        "SELECT * FROM mart.nrw_truth"
        " WHERE utility_id = 'YEARS' AND measure = 'nrw_volume' AND year(period_start) = 2021"
    )
    assert (row["span"], row["value"], row["status"], row["reason"]) == (
        "year", -3_500, "needs_review", "billed above supplied",
    )  # fmt: skip


# who, first months of the earlier and the later, by volume, by connection, within the bands
FLAGS = [
    # 40 % of 1000 a month, 35 % of 1400: +- 1.70 and +- 1.84 points
    (None, "WHOLE", "rolling_12", "2024-01", "2025-01", "disagrees", "disagrees", False),
    # 14600 of 36500 both years
    (None, "YEARS", "year_before", "2022-01", "2023-01", "agrees", "agrees", True),
    # 14620 of 36700 in 366 days: less in percent and by the day, more by the year
    (None, "YEARS", "year_before", "2023-01", "2024-01", "disagrees", "agrees", True),
    (None, "YEARS", "year_before", "2024-01", "2025-01", "disagrees", "unknown", True),
    # the last digits are no movement
    (None, "TINY", "year_before", "2021-01", "2022-01", "agrees", "agrees", True),
    (None, "TINY", "year_before", "2022-01", "2023-01", "agrees", "agrees", False),
    # 40 % +- 1.7, then 60 % +- 1.1
    (None, "WORSE", "year_before", "2022-01", "2023-01", "agrees", "agrees", False),
    ("P1", "MENTEE", "since_pilot", "2025-01", "2026-01", "agrees", "agrees", False),
    ("P2", "MENTEE", "since_pilot", "2025-01", "2026-02", "agrees", "agrees", False),
    ("P7", "MENTEE", "since_pilot", "2025-01", "2026-02", "agrees", "agrees", False),
    # two months of 400 before, three of 350 since: more in sum, less by the day
    ("P3", "MENTEE", "since_pilot", "2025-11", "2026-01", "agrees", "agrees", False),
    (None, "SMALL", "year_before", "2022-01", "2023-01", "disagrees", "disagrees", False),
    ("P6", "MENTEE", "since_pilot", "2025-11", "2026-01", "disagrees", "disagrees", False),
    # 400 of 1000, then 450 of 1500
    ("P5", "MENTEE", "within_pilot", "2025-06", "2025-10", "disagrees", "disagrees", False),
]


def test_percentage_and_volume_are_held_against_each_other_where_both_spans_are_whole_and_sound(others: Mart) -> None:
    """Not: years with one between them, a year under review, twelve months with one missing, a pilot of three months
    against itself, another utility of the partnership or a zone without months before."""
    found = {
        (
            row["partnership_id"], row["utility_id"], row["comparison"], f"{row['earlier_start']:%Y-%m}",
            f"{row['later_start']:%Y-%m}", row["volume_flag"], row["connection_flag"], row["is_within_bands"],
        )
        for row in others.rows("SELECT * FROM mart.nrw_flag")
    }  # fmt: skip
    assert found == set(FLAGS)


def test_a_flag_bears_both_sides(others: Mart) -> None:
    """4800 m3 in 366 days and 5880 in 365, of 100 connections."""
    row = others.one("SELECT * FROM mart.nrw_flag WHERE utility_id = 'WHOLE'")
    for side, pct, day, end in (("earlier", 40, 4_800 / 366, "2024-12-31"), ("later", 35, 5_880 / 365, "2025-12-31")):
        assert row[f"{side}_pct"] == pytest.approx(pct)
        assert row[f"{side}_m3_per_day"] == pytest.approx(day)
        assert row[f"{side}_l_per_connection_day"] == pytest.approx(10 * day)
        assert (row[f"{side}_months"], str(row[f"{side}_end"])) == (12, end)


def test_the_sums_of_twelve_months_end_with_each_month(others: Mart) -> None:
    """The first window holds one month, the twelfth all of the year; the band is that of grade 10 on both volumes."""
    rows = others.rows(
        "SELECT * FROM mart.nrw_truth WHERE utility_id = 'GAP' AND span = 'rolling_12' AND measure = 'nrw_volume'"
        " ORDER BY period_end"
    )
    counted = [*range(1, 13), *[12] * 5, *[11] * 7]
    assert [row["months_counted"] for row in rows] == counted
    assert [str(row["period_start"]) for row in rows[:2]] == ["2023-02-01", "2023-03-01"]
    assert {row["months_expected"] for row in rows} == {12}
    volumes = [400.0] * 12 + [490.0] * 5 + [0.0] + [490.0] * 6
    assert [row["value"] for row in rows] == pytest.approx([sum(volumes[max(0, n - 11) : n + 1]) for n in range(24)])
    assert rows[11]["high"] - 4_800 == pytest.approx(math.hypot(0.02 * 12_000, 0.02 * 7_200))


def test_a_sum_is_of_months_that_count_and_of_nothing_else(others: Mart) -> None:
    """January and March, not the quarter that begins with January; a month under review is in no sum."""
    rows = others.rows(
        "SELECT * FROM mart.nrw_truth WHERE utility_id IN ('BOTH', 'REVIEWED') AND span = 'rolling_12'"
        " AND measure = 'nrw_volume' ORDER BY utility_id, period_end"
    )
    assert [(row["value"], row["months_counted"], row["denominator"], row["status"]) for row in rows] == [
        (400, 1, 1, "reported"), (400, 1, 1, "reported"), (700, 2, 1, "reported"), (None, 0, None, "needs_review"),
    ]  # fmt: skip


def test_the_published_case_says_why_the_percentage_misleads(march: Mart) -> None:
    """49.3 to 48.3 % is one point; 34.7 to 30.3 Mm3 is 12.7 % less, 1833 to 771 L/connection/day 57.9 % less."""
    first, last = march.rows("SELECT * FROM mart.nrw_example WHERE example = 'CASSA' ORDER BY \"year\"")
    assert (first["year"], last["year"]) == (2007, 2015)
    assert last["nrw_pct"] - first["nrw_pct"] == pytest.approx(-1)
    assert 1 - last["nrw_volume"] / first["nrw_volume"] == pytest.approx(0.127, abs=5e-4)
    assert 1 - last["nrw_l_per_connection_day"] / first["nrw_l_per_connection_day"] == pytest.approx(0.579, abs=5e-4)


def test_a_subject_without_any_water_balance_makes_no_rows() -> None:
    programme = Programme()
    pilot(programme).measures("2026-03", "supply_hours", value=20)
    mart = programme.at("2026-04-30")
    assert [mart.one(f"SELECT count(*) AS n FROM mart.{name}")["n"] for name in ("nrw_truth", "water_balance")] == [
        0,
        0,
    ]


@pytest.mark.parametrize("name", ["water_balance", "effect"])
def test_no_statement_compares_all_rows_with_all_rows(name: str) -> None:
    programme = Programme()
    told(pilot(programme), "2026-03", BALANCE)
    explaining = Explaining(programme.at("2026-04-30").connection)
    explaining.execute(statement(name))
    assert explaining.explained > 4
    assert explaining.slow == []


@pytest.mark.parametrize(
    ("figures", "measure", "status"),
    [
        ({"billed_metered": (150_000.0, 7)}, "nrw_pct", "needs_review"),
        ({"connections": (0.0, 9)}, "nrw_l_per_connection_day", "undefined"),
        ({"average_pressure": (10.0, 6)}, "ili", "not_applicable"),
    ],
)
def test_a_sum_of_months_that_none_counts_says_what_they_all_say_and_not_that_nobody_told(
    figures: dict[str, Figure], measure: str, status: str
) -> None:
    programme = Programme()
    p = pilot(programme)
    for period in ("2026-01", "2026-02", "2026-03"):
        told(p, period, {**BALANCE, **figures})
    mart = programme.at("2026-04-30")
    for span in ("month", "rolling_12", "since_pilot"):
        row = truth(mart, measure, span)
        assert (span, row["status"]) == (span, status)
    assert truth(mart, measure, "rolling_12")["value"] is None
    assert truth(mart, measure, "rolling_12")["months_counted"] == 0


def test_a_meter_said_to_miss_everything_leaves_no_infinite_volume() -> None:
    programme = Programme()
    told(pilot(programme), "2026-03", {**BALANCE, "system_input_own_error_pct": (-100.0, None)})
    row = programme.at("2026-04-30").one("SELECT * FROM mart.pilot_metric WHERE metric_code = 'water_supplied'")
    assert (row["value"], row["status"]) == (None, "undefined")
