"""Water loss, GIS and production: each metric worked by hand, and what a missing input does to it."""

from datetime import date, datetime
from functools import cache

import duckdb
import pytest

from indicators import metric_values
from indicators.metric_values import variables_of
from indicators.metrics import METRICS, VARIABLES, asked_every_month
from warehouse import ddl

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
BALANCE = {
    "system_input_own": 100_000.0,
    "system_input_imported": 10_000.0,
    "system_input_exported": 5_000.0,
    "billed_metered": 70_000.0,
    "billed_unmetered": 2_000.0,
    "unbilled_metered": 1_000.0,
    "unbilled_unmetered": 500.0,
    "unauthorised_consumption": 800.0,
    "customer_meter_inaccuracy": 1_500.0,
    "data_handling_errors": 200.0,
    "connections": 4_000.0,
    "mains_length": 60.0,
    "private_pipe_length": 0.0,
    "average_pressure": 30.0,
    "supply_hours": 20.0,
}
GIS = {
    "customers_total": 4_000.0,
    "customers_digitised": 1_000.0,
    "pipe_length_total": 80.0,
    "pipe_length_digitised": 60.0,
    "features_total": 500.0,
    "features_complete": 450.0,
    "gis_updates": 12.0,
    "new_connections": 10.0,
    "customers_in_gis": 960.0,
    "pipe_length_in_gis": 56.0,
    "features_in_gis": 400.0,
    "features_complete_in_gis": 240.0,
}
PRODUCTION = {
    "installed_capacity": 100.0,
    "production_volume": 200_000.0,
    "operating_hours": 700.0,
    "raw_water_volume": 210_000.0,
    "energy_consumed": 90_000.0,
    "chemicals_used": 5_000.0,
    "quality_tests_made": 40.0,
    "quality_tests_passed": 38.0,
    "service_volume": 4_000.0,
    "treated_imported": 6_000.0,
    "consumed_volume": 150_000.0,
    "invoiced_volume": 140_000.0,
}

# supplied 100000 + 10000 − 5000 = 105000; billed 70000 + 2000 = 72000; NRW 33000 = 31.43 %
# authorised 72000 + 1500 = 73500; losses 31500; apparent 800 + 1500 + 200 = 2500; real 29000
# UARL (18·60 + 0.8·4000 + 0)·30 L/day = 4280·30 = 128400 L/day = 128.4 m³/day, × 31 = 3980.4 m³
GOLDEN = {
    "water_supplied": 105_000,
    "billed_authorised": 72_000,
    "authorised_consumption": 73_500,
    "nrw_volume": 33_000,
    "nrw_pct": 100 * 33_000 / 105_000,
    "water_losses": 31_500,
    "apparent_losses": 2_500,
    "real_losses": 29_000,
    "uarl": 3_980.4,
    "ili": 29_000 / 3_980.4,
    "nrw_l_per_connection_day": 33_000_000 / 4_000 / 31,
    "nrw_m3_per_km_day": 33_000 / 60 / 31,
    "nrw_l_per_connection_day_supply_hour": 33_000_000 / 4_000 / 31 / 20,
    "real_losses_l_per_connection_day": 29_000_000 / 4_000 / 31,
    "customers_digitised_pct": 25,
    "pipe_digitised_pct": 75,
    "features_complete_pct": 90,
    "customers_digitised_measured_pct": 24,
    "pipe_digitised_measured_pct": 70,
    "features_complete_measured_pct": 60,
    "gis_updates_per_new_connection": 1.2,
    # 100 L/s · 700 h · 3.6 = 252000 m³ possible
    "capacity_used_pct": 100 * 200_000 / 252_000,
    "idle_capacity": 100 - 200_000 / 700 / 3.6,
    "specific_energy": 0.45,
    "chemical_dose": 25,
    "treatment_loss_pct": 100 * 10_000 / 210_000,
    "quality_tests_passed_pct": 95,
    # put in 200000 + 6000 − 4000 = 202000
    "distribution_loss_pct": 100 * 52_000 / 202_000,
    "billing_loss_pct": 100 * 62_000 / 202_000,
}
ELSEWHERE = {"real_losses_m3_per_km_day"}  # below: it stands in for the figure per connection

Value = float | str
Computed = dict[str, tuple[float | None, str]]


@cache
def _empty() -> duckdb.DuckDBPyConnection:
    """One database for all cases of this file; each fills core.measurement anew."""
    connection = duckdb.connect()
    ddl.create_schemas(connection)
    return connection


def _compute(values: dict[str, Value], formula_set: str = "si", period: tuple[date, date] = MARCH) -> Computed:
    """Every derived metric as (value, status); a text instead of a number is the status of a missing value."""
    rows = _rows(values, formula_set, period)
    return {row["metric_code"]: (row["value"], row["status"]) for row in rows if row["kind"] == "derived"}


def _rows(
    values: dict[str, Value], formula_set: str = "si", period: tuple[date, date] = MARCH
) -> list[dict[str, object]]:
    """What mart.pilot_metric says of one utility that reports these values."""
    connection = _empty()
    connection.execute("DELETE FROM core.measurement")
    for code, value in values.items():
        number = value if isinstance(value, float) else None
        connection.execute(
            "INSERT INTO core.measurement BY NAME SELECT 's' AS submission_id, 'U1' AS utility_id, "
            "CAST($1 AS DATE) AS period_start, CAST($2 AS DATE) AS period_end, $3 AS variable_code, "
            "CAST($4 AS DOUBLE) AS value, $5 AS unit, $6 AS status, $7 AS formula_set, $8 AS submitted_at, "
            "$8 AS received_at, TRUE AS is_current, 'sha' AS file_sha256, 'f.xlsx' AS source_file, "
            "'S' AS source_sheet, $3 AS source_cell",
            [
                *period,
                code,
                number,
                VARIABLES[code].unit,
                "reported" if number is not None else value,
                formula_set,
                datetime(2026, 4, 5),
            ],
        )
    list(metric_values.run(connection))
    found = connection.execute("SELECT * FROM mart.pilot_metric JOIN mart.metric USING (metric_code)")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_every_metric_has_a_golden_case() -> None:
    assert METRICS.keys() == GOLDEN.keys() | ELSEWHERE


def test_gis_and_production_have_every_metric_of_the_catalogue_of_the_programme() -> None:
    wanted = {
        "gis_digitisation": {
            "customers_digitised_pct", "pipe_digitised_pct", "features_complete_pct", "gis_updates_per_new_connection",
            "customers_in_gis", "pipe_length_in_gis", "features_in_gis",
        },
        "production": {
            "capacity_used_pct", "idle_capacity", "specific_energy", "chemical_dose", "treatment_loss_pct",
            "quality_tests_passed_pct",
        },
        "non_revenue_water": {"supply_hours", "minimum_night_flow"},
    }  # fmt: skip
    known = {**VARIABLES, **METRICS}
    assert {code: known[code].subject for codes in wanted.values() for code in codes} == {
        code: subject for subject, codes in wanted.items() for code in codes
    }


def test_every_metric_gives_the_figure_worked_by_hand() -> None:
    computed = _compute({**BALANCE, **GIS, **PRODUCTION})
    assert {code: computed[code][1] for code in GOLDEN} == dict.fromkeys(GOLDEN, "reported")
    assert {code: computed[code][0] for code in GOLDEN} == pytest.approx(GOLDEN, rel=1e-12)


def test_bpkp_example_of_2018() -> None:
    """4 764 873 m³ distributed, 2 306 455 m³ NRW: 48.41 %; 179.38 of 270 L/s: 66.44 %."""
    year = (date(2018, 1, 1), date(2018, 12, 31))
    hours = 8_760.0
    computed = _compute(
        {
            "system_input_volume": 4_764_873.0,
            "billed_metered": 4_764_873.0 - 2_306_455.0,
            "billed_unmetered": "not_applicable",
            "installed_capacity": 270.0,
            "operating_hours": hours,
            "production_volume": 179.38 * 3.6 * hours,
        },
        period=year,
    )
    assert round(computed["nrw_pct"][0] or 0, 2) == 48.41
    assert round(computed["capacity_used_pct"][0] or 0, 2) == 66.44
    assert computed["idle_capacity"] == (pytest.approx(270 - 179.38), "reported")


def test_below_twenty_connections_per_km_real_losses_are_stated_per_km() -> None:
    """29000 m³ ÷ 300 km ÷ 31 days; 4000 connections on 300 km are 13 per km."""
    computed = _compute({**BALANCE, "mains_length": 300.0})
    assert computed["real_losses_l_per_connection_day"] == (None, "not_applicable")
    assert computed["real_losses_m3_per_km_day"] == (pytest.approx(29_000 / 300 / 31), "reported")


def test_a_blank_part_leaves_everything_that_needs_it_not_reported() -> None:
    computed = _compute({**BALANCE, "billed_unmetered": "not_reported"})
    needing = [code for code in METRICS if "billed_unmetered" in variables_of(code) and code in computed]
    assert {code: computed[code] for code in needing} == dict.fromkeys(needing, (None, "not_reported"))
    assert computed["water_supplied"] == (105_000, "reported")


def test_a_part_that_does_not_exist_adds_nothing() -> None:
    computed = _compute({**BALANCE, "system_input_imported": "not_applicable"})
    assert computed["water_supplied"] == (95_000, "reported")


def test_a_reported_zero_is_reported() -> None:
    computed = _compute({**BALANCE, "system_input_imported": 0.0, "unauthorised_consumption": 0.0})
    assert computed["water_supplied"] == (95_000, "reported")
    assert computed["apparent_losses"] == (1_700, "reported")


def test_a_refused_input_is_passed_on_as_rejected() -> None:
    assert _compute({**BALANCE, "billed_metered": "rejected"})["nrw_pct"] == (None, "rejected")


def test_a_zero_denominator_is_undefined_not_zero() -> None:
    computed = _compute({**GIS, "customers_total": 0.0, "new_connections": 0.0})
    assert computed["customers_digitised_pct"] == (None, "undefined")
    assert computed["gis_updates_per_new_connection"] == (None, "undefined")


def test_billed_above_supplied_is_kept_and_marked_for_review() -> None:
    computed = _compute({**BALANCE, "billed_metered": 120_000.0})
    assert computed["nrw_volume"] == (-17_000, "needs_review")
    assert computed["nrw_pct"][1] == "needs_review"


def test_one_meter_at_the_inlet_stands_for_the_parts() -> None:
    parts = ("system_input_own", "system_input_imported", "system_input_exported")
    values: dict[str, Value] = {**BALANCE, **dict.fromkeys(parts, "not_reported"), "system_input_volume": 90_000.0}
    assert _compute(values)["water_supplied"] == (90_000, "reported")


def test_a_stated_meter_error_corrects_the_recorded_volume() -> None:
    """Under-registration of 2 %: 100000 ÷ 0.98; an error of 500 m³ stated for an empty volume does not act."""
    computed = _compute(
        {
            **BALANCE,
            "system_input_own_error_pct": -2.0,
            "system_input_imported": 0.0,
            "system_input_imported_error_volume": 500.0,
        }
    )
    assert computed["water_supplied"] == (pytest.approx(100_000 / 0.98 - 5_000), "reported")


def test_no_source_of_water_at_all_is_not_reported() -> None:
    values: dict[str, Value] = {
        **BALANCE,
        "system_input_own": "not_applicable",
        "system_input_imported": "not_applicable",
    }
    assert _compute(values)["water_supplied"] == (None, "not_reported")


def test_a_small_or_low_pressure_system_has_no_uarl_and_no_ili() -> None:
    small = _compute({**BALANCE, "connections": 500.0})
    low = _compute({**BALANCE, "average_pressure": 10.0})
    assert small["uarl"] == small["ili"] == low["uarl"] == (None, "not_applicable")


def test_a_metric_appears_only_where_all_its_inputs_are_asked_for() -> None:
    assert set(_compute({"customers_total": 10.0})) == set()
    assert set(_compute({"customers_total": 10.0, "customers_digitised": "not_reported"})) == {
        "customers_digitised_pct"
    }


def test_every_metric_names_only_variables_and_metrics_declared_before_it() -> None:
    known = set(VARIABLES)
    for metric in METRICS.values():
        assert {*metric.inputs, *metric.parts, *metric.modifiers} <= known, metric.code
        known.add(metric.code)


@pytest.mark.parametrize("subject", ["non_revenue_water", "gis_digitisation", "production", "other"])
def test_the_monthly_report_asks_for_what_the_metrics_of_its_subject_need(subject: str) -> None:
    asked = {variable.code for variable in asked_every_month(subject)}
    foreign = {"distribution_loss_pct", "billing_loss_pct"}
    foreign |= {code for code in METRICS if code.endswith("_measured_pct")}  # measured in GIS files, asked of nobody
    for metric in METRICS.values():
        if metric.subject == subject and metric.code not in foreign:
            assert set(variables_of(metric.code)) - set(metric.modifiers) - _modifiers() <= asked, metric.code


ASKED_MONTHLY = {
    "non_revenue_water": {
        "system_input_volume", "system_input_own", "system_input_imported", "system_input_exported", "billed_metered",
        "billed_unmetered", "unbilled_metered", "unbilled_unmetered", "unauthorised_consumption",
        "data_handling_errors", "customer_meter_inaccuracy", "connections", "mains_length", "private_pipe_length",
        "average_pressure", "supply_hours",
    },
    "gis_digitisation": {
        "customers_total", "customers_digitised", "pipe_length_total", "pipe_length_digitised", "features_total",
        "features_complete", "gis_updates", "new_connections",
    },
    "production": {
        "installed_capacity", "production_volume", "operating_hours", "raw_water_volume", "energy_consumed",
        "chemicals_used", "quality_tests_made", "quality_tests_passed", "supply_hours",
    },
}  # fmt: skip


@pytest.mark.parametrize("subject", ASKED_MONTHLY)
def test_the_monthly_report_asks_for_its_subject_alone_and_not_for_what_is_told_once_or_by_a_logger(
    subject: str,
) -> None:
    """A pilot in production asks for the hours of supply too: continuity is among the objectives of 2.3."""
    assert {variable.code for variable in asked_every_month(subject)} == ASKED_MONTHLY[subject]


@pytest.mark.parametrize("subject", ["customer service", None])
def test_a_pilot_on_another_subject_is_asked_for_everything(subject: str | None) -> None:
    asked = {variable.code for variable in asked_every_month(subject)}
    assert asked == set().union(*ASKED_MONTHLY.values())


def test_only_an_error_of_a_meter_and_a_balance_may_be_below_zero() -> None:
    """A meter runs fast or slow; a loss, debts above the assets and customers who left are below zero."""
    errors = {f"system_input_{part}_error_{form}" for part in PARTS for form in ("pct", "volume")}
    below = {code for code, variable in VARIABLES.items() if variable.may_be_negative}
    assert below == errors | {"customer_meter_inaccuracy"} | BALANCES


def test_of_yearly_figures_a_balance_and_what_is_no_percentage_may_exceed_a_hundred() -> None:
    """Cash may be 3851 % of what is due at once, but nobody settles more than 100 % of the complaints."""
    above = {code for code, variable in VARIABLES.items() if variable.may_exceed_100}
    assert above == BALANCES | {"health_domestic_consumption", "health_supply_hours", "health_staff_ratio"}


def test_what_starts_at_zero_or_is_bought_in_lumps_is_not_steady() -> None:
    steady = {code: VARIABLES[code].is_steady for code in ("connections", "gis_updates", "chemicals_used")}
    assert steady == {"connections": True, "gis_updates": False, "chemicals_used": False}


PARTS = ("own", "imported", "exported")
BALANCES = {
    f"health_{name}" for name in ("return_on_equity", "operating_ratio", "cash_ratio", "solvency", "customer_growth")
}


def _modifiers() -> set[str]:
    return {code for metric in METRICS.values() for code in metric.modifiers}


def _sent_again() -> duckdb.DuckDBPyConnection:
    """100 customers of whom 25 are digitised, sent on 5 April; on 9 April at 18:00 UTC they are 50."""
    connection = _empty()
    connection.execute("DELETE FROM core.measurement; DELETE FROM mart.revision")
    for number, (digitised, sent, replaced) in enumerate(
        ((25, datetime(2026, 4, 5), datetime(2026, 4, 9, 18)), (50, datetime(2026, 4, 9, 18), None))
    ):
        for code, value in (("customers_total", 100), ("customers_digitised", digitised)):
            connection.execute(
                "INSERT INTO core.measurement BY NAME SELECT $1 AS submission_id, 'U1' AS utility_id, "
                "DATE '2026-03-01' AS period_start, DATE '2026-03-31' AS period_end, $2 AS variable_code, "
                "$3 AS value, 'customers' AS unit, 'reported' AS status, 'si' AS formula_set, $4 AS submitted_at, "
                "$4 AS received_at, $5 AS replaced_at, $5 IS NULL AS is_current, $1 AS file_sha256, "
                "$1 || '.xlsx' AS source_file, 'S' AS source_sheet, $2 AS source_cell",
                [f"sent {number}", code, float(value), sent, replaced],
            )
    list(metric_values.run(connection))
    return connection


def test_a_figure_sent_again_leaves_the_earlier_one_and_what_was_computed_from_it() -> None:
    connection = _sent_again()
    kept = connection.execute("SELECT metric_code, value FROM mart.pilot_metric_revision ORDER BY ALL").fetchall()
    assert kept == [("customers_digitised", 25), ("customers_digitised_pct", 25), ("customers_total", 100)]
    changed = connection.execute(
        "SELECT subject, earlier_value, later_value, known_on, changed_on, earlier_file FROM mart.revision ORDER BY ALL"
    ).fetchall()
    days = (date(2026, 4, 5), date(2026, 4, 10), "sent 0.xlsx")
    assert changed == [("customers_digitised", 25, 50, *days), ("customers_digitised_pct", 25, 50, *days)]


def test_where_nothing_was_sent_twice_there_is_no_revision() -> None:
    _sent_again()
    _compute({"customers_total": 10.0, "customers_digitised": 5.0})
    counted = _empty().execute(
        "SELECT (SELECT count(*) FROM mart.pilot_metric_revision), (SELECT count(*) FROM mart.revision)"
    )
    assert counted.fetchall() == [(0, 0)]
