"""Every formula of the catalogue by itself, worked by hand, and its conditions at their edges."""

from functools import cache
from typing import Any

import duckdb
import pytest

from indicators.metrics import METRICS

MILE, PSI = 1.609344, 6.894757293168 / 9.80665  # km; metres of head
GALLON = 0.003785411784  # m3
PARTS = ("system_input_own", "system_input_imported", "system_input_exported")
NO_ERRORS = {f"{part}_error_{form}": None for part in PARTS for form in ("pct", "volume")}


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def said(expression: str, inputs: dict[str, Any]) -> Any:
    """What an expression of the catalogue gives for named inputs."""
    columns = ", ".join(f"${name} AS {name}" for name in inputs)
    query = " ".join(("SELECT", expression, "FROM (SELECT", columns, ")"))
    ((found,),) = _connection().execute(query, inputs).fetchall()
    return found


def network(**more: Any) -> dict[str, Any]:
    return {
        "mains_length": 60.0, "connections": 4_000.0, "private_pipe_length": 12.0, "average_pressure": 30.0,
        "formula_set": "si", "days": 31, **more,
    }  # fmt: skip


def american(miles: float = 100.0, connections: float = 5_000.0, psi: float = 70.0) -> dict[str, Any]:
    return network(
        mains_length=miles * MILE, connections=connections, private_pipe_length=10 * MILE,
        average_pressure=psi * PSI, formula_set="us", days=365,
    )  # fmt: skip


def volumes(own: float, imported: float, exported: float, **errors: float) -> dict[str, Any]:
    return dict(zip(PARTS, (own, imported, exported), strict=True)) | NO_ERRORS | errors


WORKED: list[tuple[str, dict[str, Any], float | None]] = [
    ("water_supplied", volumes(900, 300, 50), 1_150),
    # own 980 / 0.98 = 1000, less 10 = 990; bought 525 / 1.05 = 500, plus 20 = 520; sold 220 / 1.1 = 200, less 50 = 150
    (
        "water_supplied",
        volumes(
            980,
            525,
            220,
            system_input_own_error_pct=-2,
            system_input_own_error_volume=10,
            system_input_imported_error_pct=5,
            system_input_imported_error_volume=-20,
            system_input_exported_error_pct=10,
            system_input_exported_error_volume=50,
        ),
        1_360,
    ),
    # an error of an empty volume does not act
    (
        "water_supplied",
        volumes(
            0,
            0,
            0,
            system_input_own_error_volume=7,
            system_input_imported_error_volume=11,
            system_input_exported_error_volume=13,
        ),
        0,
    ),
    ("water_supplied", volumes(1, 1, 1), 1),
    # a meter said to miss everything says nothing
    ("water_supplied", volumes(9, 5, 1, system_input_own_error_pct=-100), None),
    ("water_supplied", volumes(9, 5, 1, system_input_imported_error_pct=-100), None),
    ("water_supplied", volumes(9, 5, 1, system_input_exported_error_pct=-100), None),
    ("billed_authorised", {"billed_metered": 700, "billed_unmetered": 20}, 720),
    (
        "authorised_consumption",
        {"billed_authorised": 720, "unbilled_metered": 10, "unbilled_unmetered": 5},
        735,
    ),
    ("nrw_volume", {"water_supplied": 1_050, "billed_authorised": 720}, 330),
    ("nrw_pct", {"nrw_volume": 330, "water_supplied": 1_100}, 30),
    ("water_losses", {"water_supplied": 1_050, "authorised_consumption": 735}, 315),
    (
        "apparent_losses",
        {"unauthorised_consumption": 8, "customer_meter_inaccuracy": 15, "data_handling_errors": 2},
        25,
    ),
    ("real_losses", {"water_losses": 315, "apparent_losses": 25}, 290),
    # (18 x 60 + 0.8 x 4000 + 25 x 12) x 30 = 4580 x 30 L/day = 137.4 m3/day, 31 days
    ("uarl", network(), 4_259.4),
    # (5.41 x 100 + 0.15 x 5000 + 7.5 x 10) x 70 = 1366 x 70 = 95620 gallons a day, 365 days
    ("uarl", american(), 95_620 * GALLON * 365),
    ("ili", {"real_losses": 290, "uarl": 116}, 2.5),
    # 330000 L, 100 connections, 30 days
    ("nrw_l_per_connection_day", {"nrw_volume": 330, "connections": 100, "days": 30}, 110),
    ("nrw_m3_per_km_day", {"nrw_volume": 330, "mains_length": 2.2, "days": 30}, 5),
    (
        "nrw_l_per_connection_day_supply_hour",
        {"nrw_volume": 330, "connections": 100, "days": 30, "supply_hours": 22},
        5,
    ),
    ("real_losses_l_per_connection_day", {"real_losses": 240, "connections": 100, "days": 30}, 80),
    ("real_losses_m3_per_km_day", {"real_losses": 240, "mains_length": 2, "days": 30}, 4),
    # put in 200 + 20 - 10 = 210; 63 or 84 of it lost
    (
        "distribution_loss_pct",
        {"production_volume": 200, "treated_imported": 20, "service_volume": 10, "consumed_volume": 147},
        30,
    ),
    (
        "billing_loss_pct",
        {"production_volume": 200, "treated_imported": 20, "service_volume": 10, "invoiced_volume": 126},
        40,
    ),
    ("customers_digitised_pct", {"customers_digitised": 30, "customers_total": 40}, 75),
    ("pipe_digitised_pct", {"pipe_length_digitised": 30, "pipe_length_total": 40}, 75),
    ("features_complete_pct", {"features_complete": 30, "features_total": 40}, 75),
    ("customers_digitised_measured_pct", {"customers_in_gis": 30, "customers_total": 40}, 75),
    ("pipe_digitised_measured_pct", {"pipe_length_in_gis": 30, "pipe_length_total": 40}, 75),
    ("features_complete_measured_pct", {"features_complete_in_gis": 30, "features_in_gis": 40}, 75),
    ("gis_updates_per_new_connection", {"gis_updates": 30, "new_connections": 40}, 0.75),
    # 10 L/s in 100 hours: 3600 m3
    (
        "capacity_used_pct",
        {"production_volume": 2_700, "installed_capacity": 10, "operating_hours": 100},
        75,
    ),
    # 2700 m3 in 100 hours are 7.5 L/s
    ("idle_capacity", {"production_volume": 2_700, "installed_capacity": 10, "operating_hours": 100}, 2.5),
    ("specific_energy", {"energy_consumed": 30, "production_volume": 40}, 0.75),
    ("chemical_dose", {"chemicals_used": 3, "production_volume": 4_000}, 0.75),
    ("treatment_loss_pct", {"raw_water_volume": 250, "production_volume": 200}, 20),
    ("quality_tests_passed_pct", {"quality_tests_passed": 30, "quality_tests_made": 40}, 75),
]


@pytest.mark.parametrize(("code", "inputs", "expected"), WORKED)
def test_a_formula_gives_the_figure_worked_by_hand(code: str, inputs: dict[str, Any], expected: float | None) -> None:
    assert said(METRICS[code].formula, inputs) == (None if expected is None else pytest.approx(expected, rel=1e-9))


def test_every_formula_is_worked_by_hand() -> None:
    assert {code for code, *_ in WORKED} == METRICS.keys()


# What stands below the line of each quotient: with these inputs it is zero, with those of WORKED it is not.
ZERO_BELOW: dict[str, list[dict[str, Any]]] = {
    "nrw_pct": [{"water_supplied": 0}],
    "ili": [{"uarl": 0}],
    "nrw_l_per_connection_day": [{"connections": 0, "days": 30}],
    "nrw_m3_per_km_day": [{"mains_length": 0, "days": 30}],
    "nrw_l_per_connection_day_supply_hour": [
        {"connections": 0, "days": 30, "supply_hours": 20}, {"connections": 10, "days": 30, "supply_hours": 0},
    ],
    "real_losses_l_per_connection_day": [{"connections": 0, "days": 30}],
    "real_losses_m3_per_km_day": [{"mains_length": 0, "days": 30}],
    "distribution_loss_pct": [{"production_volume": 6, "treated_imported": 4, "service_volume": 10}],
    "billing_loss_pct": [{"production_volume": 6, "treated_imported": 4, "service_volume": 10}],
    "customers_digitised_pct": [{"customers_total": 0}],
    "pipe_digitised_pct": [{"pipe_length_total": 0}],
    "features_complete_pct": [{"features_total": 0}],
    "customers_digitised_measured_pct": [{"customers_total": 0}],
    "pipe_digitised_measured_pct": [{"pipe_length_total": 0}],
    "features_complete_measured_pct": [{"features_in_gis": 0}],
    "gis_updates_per_new_connection": [{"new_connections": 0}],
    "capacity_used_pct": [
        {"installed_capacity": 0, "operating_hours": 100}, {"installed_capacity": 10, "operating_hours": 0},
    ],
    "idle_capacity": [{"operating_hours": 0}],
    "specific_energy": [{"production_volume": 0}],
    "chemical_dose": [{"production_volume": 0}],
    "treatment_loss_pct": [{"raw_water_volume": 0}],
    "quality_tests_passed_pct": [{"quality_tests_made": 0}],
}  # fmt: skip


def test_a_quotient_is_undefined_where_nothing_stands_below_its_line_and_nothing_else_is() -> None:
    undefined = {
        code: [said(METRICS[code].undefined_when, {**inputs, **zero}) for zero in ZERO_BELOW.get(code, ())]
        for code, inputs, _ in WORKED
    }
    assert undefined == {code: [True] * len(ZERO_BELOW.get(code, ())) for code in METRICS}
    assert {code: said(METRICS[code].undefined_when, inputs) for code, inputs, _ in WORKED} == dict.fromkeys(
        METRICS, False
    )


PERCENT = {-0.1: True, 0.0: False, 0.5: False, 50.0: False, 100.0: False, 100.5: True}
NOT_NEGATIVE = {-0.1: True, 0.0: False, 0.5: False, 200.0: False}
ANYTHING = {-0.1: False, 0.0: False, 200.0: False}
NEVER_BELOW_ZERO = {
    "water_supplied", "billed_authorised", "authorised_consumption", "nrw_volume", "water_losses", "real_losses",
    "idle_capacity",
}  # fmt: skip


@pytest.mark.parametrize("code", METRICS)
def test_a_figure_outside_its_possible_range_waits_for_review(code: str) -> None:
    bounded = NOT_NEGATIVE if code in NEVER_BELOW_ZERO else PERCENT if code.endswith("_pct") else ANYTHING
    assert {value: said(METRICS[code].review_when, {"value": value}) for value in bounded} == bounded


@pytest.mark.parametrize(
    ("inputs", "is_too_small"),
    [
        (network(), False),
        (network(mains_length=50.0, connections=2_000.0), False),  # 20 x 50 + 2000 = 3000
        (network(mains_length=50.0, connections=1_999.5), True),
        (network(average_pressure=24.6), False),
        (network(average_pressure=24.59), True),
        (network(average_pressure=25.5), False),
        (american(), False),
        (american(miles=10, connections=2_680), False),  # 32 x 10 + 2680 = 3000
        (american(miles=10, connections=2_679.5), True),
        (american(psi=35), False),
        (american(psi=34.9999997), False),  # 35 psi, turned into metres and back
        (american(psi=34.99), True),
        (american(psi=35.5), False),
        # by the kilometre 3000, by the mile 32 x 50 / 1.609344 + 2000 = 2994; 24.605 m are 34.997 psi
        (network(mains_length=50.0, connections=2_000.0, formula_set="us"), True),
        (network(average_pressure=24.605), False),
        (network(average_pressure=24.605, formula_set="us"), True),
    ],
)
def test_the_uarl_is_shown_from_3000_connections_with_their_mains_and_from_35_psi(
    inputs: dict[str, Any], is_too_small: bool
) -> None:
    assert said(METRICS["uarl"].not_applicable_when, inputs) is is_too_small


@pytest.mark.parametrize(("connections", "per_connection"), [(200, True), (199, False), (205, True)])
def test_losses_are_stated_per_connection_from_twenty_on_a_kilometre(connections: int, per_connection: bool) -> None:
    inputs = {"connections": connections, "mains_length": 10}
    assert said(METRICS["real_losses_l_per_connection_day"].not_applicable_when, inputs) is not per_connection
    assert said(METRICS["real_losses_m3_per_km_day"].not_applicable_when, inputs) is per_connection


def test_only_these_metrics_are_for_some_networks_only() -> None:
    conditional = {code for code, metric in METRICS.items() if metric.not_applicable_when != "FALSE"}
    assert conditional == {"uarl", "real_losses_l_per_connection_day", "real_losses_m3_per_km_day"}
