"""The real tables through a whole build, held against the figures their owners published."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from pipelines.build import build

GALLON = 0.003785411784
AUDITS = "water_audits_california_2016_2022.csv"
MONTHLY = "monthly_production_reports_california_2014_2016.csv"
SNIS = "snis_brazil_2021_losses.csv"
AUDIT_UNITS = {"Acre-feet": 325851.43 * GALLON, "Million gallons (US)": 1e6 * GALLON}

Warehouse = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def warehouse(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """One build of a folder whose inbox holds the real tables, other lists among them."""
    data = tmp_path_factory.mktemp("published")
    (data / "inbox").mkdir()
    for path in real_data.glob("*.csv"):
        shutil.copy(path, data / "inbox")
    report = build(data, date(2026, 9, 30), datetime(2026, 10, 1, 3))
    assert report.generation is not None
    with duckdb.connect(str(report.generation.path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def audits(real_data: Path) -> pd.DataFrame:
    """The audits as published, with volumes in m³; the index is the row in the file, from 2."""
    table = pd.read_csv(real_data / AUDITS, low_memory=False)
    table.index = table.index + 2
    return table


@pytest.fixture(scope="module")
def computed(warehouse: Warehouse) -> pd.DataFrame:
    """Every audit metric, in force or replaced, by its row in the file."""
    values = warehouse.execute(r"""
        SELECT metric_code, value, status, regexp_extract(source_cell, '(\d+)$', 1) AS row
        FROM (
            SELECT metric_code, value, status, source_cell, utility_id FROM mart.pilot_metric
            UNION ALL
            SELECT metric_code, value, status, source_cell, utility_id FROM mart.pilot_metric_revision
        ) WHERE utility_id LIKE 'california_audits/%'
    """).df()
    return values.assign(row=values["row"].astype(int))


def _values(computed: pd.DataFrame, metric: str) -> pd.Series:
    chosen = computed[(computed["metric_code"] == metric) & computed["value"].notna()]
    assert not chosen["row"].duplicated().any()
    return chosen.set_index("row")["value"]


@pytest.mark.parametrize(
    ("metric", "column"),
    [
        ("water_supplied", "WS_WATER_SUPPLIED_VOL"),
        ("nrw_volume", "NRW_NON_REVENUE_WATER_VOL"),
        ("water_losses", "WL_WATER_LOSSES_VOL"),
        ("apparent_losses", "WL_APPARENT_LOSSES_VOL"),
        ("real_losses", "WL_REAL_LOSSES_VOL"),
    ],
)
def test_every_non_empty_audit_gives_the_published_volume(
    audits: pd.DataFrame, computed: pd.DataFrame, metric: str, column: str
) -> None:
    to_m3 = audits["VOLUME_REPORTING_UNITS"].map(AUDIT_UNITS)
    published = (audits[column] * to_m3)[audits["WS_WATER_SUPPLIED_VOL"].notna()]
    supplied = audits["WS_WATER_SUPPLIED_VOL"] * to_m3
    ours = _values(computed, metric)
    assert len(published) == 1395
    assert list(ours.sort_index().index) == list(published.index)
    # A difference of large volumes carries their rounding: 1e-12 of the water supplied.
    allowed = 1e-6 * published.abs() + 1e-12 * supplied[published.index]
    assert ((ours - published).abs() <= allowed).all()


def test_every_audit_with_meters_at_the_curb_gives_the_published_uarl_and_ili(
    audits: pd.DataFrame, computed: pd.DataFrame
) -> None:
    at_curb = audits["SD_CUST_MTR_CURB_PROP_YES_NO"].str.lower() == "yes"
    to_m3 = audits["VOLUME_REPORTING_UNITS"].map(AUDIT_UNITS)
    uarl = (pd.to_numeric(audits["SA_UNAVOID_ANN_REAL_LOSSES_VOL"], errors="coerce") * to_m3)[at_curb].dropna()
    ili = audits["PI_INFRASTRUCT_LEAKAGE_INDEX"][at_curb].dropna()
    assert len(uarl) >= 1135 and len(ili) == 1135
    np.testing.assert_allclose(_values(computed, "uarl").loc[uarl.index], uarl, rtol=1e-6)
    np.testing.assert_allclose(_values(computed, "ili").loc[ili.index], ili, rtol=1e-6, atol=1e-12)


def test_where_the_publisher_shows_no_uarl_neither_do_we_and_say_why(
    audits: pd.DataFrame, warehouse: Warehouse
) -> None:
    too_small = audits["SA_UNAVOID_ANN_REAL_LOSSES_VOL"] == "See limits in definition"
    statuses = warehouse.execute(
        "SELECT status, reason, count(*) FROM mart.pilot_metric WHERE metric_code = 'uarl' "
        "AND status = 'not_applicable' GROUP BY ALL"
    ).fetchall()
    assert too_small.sum() == 254
    assert len(statuses) == 1 and "3000" in statuses[0][1]


@pytest.mark.parametrize(
    ("rule", "count"),
    [("audit_not_empty", 36), ("resubmitted_period", 212), ("real_losses_not_negative", 48)],
)
def test_empty_resubmitted_and_negative_audits_are_all_found_and_none_is_dropped(
    warehouse: Warehouse, rule: str, count: int
) -> None:
    found = warehouse.execute(
        "SELECT count(DISTINCT row_id), bool_or(row_rejected) FROM quality.finding WHERE rule = $1", [rule]
    ).fetchall()
    assert found == [(count, False)]


def test_of_a_resubmitted_audit_the_latest_is_in_force_and_the_earlier_is_kept(
    warehouse: Warehouse, audits: pd.DataFrame
) -> None:
    key = ["DWR_ORGANIZATION_ID", "PWS_ID_OR_OTHER_ID", "REPORTING_START_DATE", "REPORTING_END_DATE"]
    full = audits[audits["WS_WATER_SUPPLIED_VOL"].notna()].sort_values("SUBMITTED_DATE")
    replaced = full[full.duplicated(key, keep="last")]
    kept = warehouse.execute("""
        SELECT count(*), bool_and(replaced_at > submitted_at) FROM mart.pilot_metric_revision
        WHERE metric_code = 'water_supplied' AND value IS NOT NULL
    """).fetchall()
    assert kept == [(len(replaced), True)]


def test_every_monthly_report_gives_the_published_gallons(warehouse: Warehouse, real_data: Path) -> None:
    published = pd.read_csv(real_data / MONTHLY, low_memory=False)
    ours = warehouse.execute("""
        SELECT u.external_id AS supplier, strftime(m.period_start, '%Y-%m') AS month, m.value, m.status
        FROM mart.pilot_metric AS m JOIN mart.utility AS u USING (utility_id)
        WHERE m.metric_code = 'production_volume' AND m.utility_id LIKE 'california_suppliers/%'
    """).df()
    assert len(ours) == len(published) == 6103
    assert not ours.duplicated(["supplier", "month"]).any()
    published["supplier"] = published["Supplier Name"].str.split().str.join(" ")
    published["month"] = published["Reporting Month"].str[:7]
    both = published.merge(ours, on=["supplier", "month"], validate="one_to_one")
    gallons = both["CALCULATED Total Monthly Potable Water Production Reporting Month Gallons"]
    assert len(both) == 6103
    np.testing.assert_allclose(both["value"] / GALLON, gallons, rtol=1e-9)


def test_suppliers_with_missing_months_are_found(warehouse: Warehouse) -> None:
    found = warehouse.execute(
        "SELECT count(*), count(DISTINCT value) FROM quality.finding WHERE rule = 'months_missing'"
    ).fetchall()
    assert found[0][0] == 24


@pytest.mark.parametrize(
    ("metric", "column"),
    [
        ("distribution_loss_pct", "IN049 - Índice de perdas na distribuição"),
        ("billing_loss_pct", "IN013 - Índice de perdas faturamento"),
    ],
)
def test_every_printed_snis_loss_is_reproduced_to_two_decimals(
    warehouse: Warehouse, real_data: Path, metric: str, column: str
) -> None:
    table = pd.read_csv(real_data / SNIS, dtype=str).set_index("Código do Prestador")
    printed = table[column].dropna().str.replace(".", "").str.replace(",", ".").astype(float)
    ours = warehouse.execute(
        "SELECT u.external_id, m.value FROM mart.pilot_metric AS m JOIN mart.utility AS u USING (utility_id) "
        "WHERE m.metric_code = $1 AND m.value IS NOT NULL",
        [metric],
    ).df()
    values = ours.set_index("external_id")["value"]
    assert len(printed) == 642
    assert ((values.loc[printed.index] - printed).abs() <= 0.005 + 1e-9).all()


def test_the_city_of_brea_gives_its_published_audit(computed: pd.DataFrame, audits: pd.DataFrame) -> None:
    """8901.9 supplied − 8226.517 billed = 675.383 AF (7.587 %); 316.1676 ÷ 266.939 = 1.1844."""
    row = audits[(audits["SUPPLIER_NAME"] == "City of Brea") & (audits["REPORTING_YEAR"] == 2016)].index[0]
    brea = computed[computed["row"] == row].set_index("metric_code")["value"]
    acre_foot = AUDIT_UNITS["Acre-feet"]
    assert brea["nrw_volume"] / acre_foot == pytest.approx(675.383, rel=1e-6)
    assert brea["nrw_pct"] == pytest.approx(7.587, abs=5e-4)
    assert brea["uarl"] / acre_foot == pytest.approx(266.939, rel=1e-5)
    assert brea["ili"] == pytest.approx(1.1844, abs=5e-5)
    assert brea["real_losses_l_per_connection_day"] / (GALLON * 1000) == pytest.approx(21.02, abs=5e-3)


PAIRS, AGAINST_VOLUME, AGAINST_CONNECTION = 750, 67, 58


def test_how_often_percentage_and_volume_disagree_from_one_year_to_the_next(
    audits: pd.DataFrame, warehouse: Warehouse
) -> None:
    """Year against the year before of one supplier, of audits in force that do not wait for review.

    In 67 of 750 pairs the percentage moves against the volume, in 58 against the litres per connection and day.
    """
    pairs = warehouse.execute(r"""
        SELECT volume_flag = 'disagrees' AS against_volume, connection_flag = 'disagrees' AS against_connection,
            CAST(regexp_extract(e.source_cell, '(\d+)$', 1) AS INTEGER) AS earlier_row,
            CAST(regexp_extract(l.source_cell, '(\d+)$', 1) AS INTEGER) AS later_row
        FROM mart.nrw_flag AS f
        JOIN mart.nrw_truth AS e ON e.utility_id = f.utility_id AND e.measure = 'nrw_pct' AND e.span = 'year'
            AND e.period_start = f.earlier_start AND e.period_end = f.earlier_end
        JOIN mart.nrw_truth AS l ON l.utility_id = f.utility_id AND l.measure = 'nrw_pct' AND l.span = 'year'
            AND l.period_start = f.later_start AND l.period_end = f.later_end
        WHERE f.comparison = 'year_before' AND f.utility_id LIKE 'california_audits/%'
    """).df()
    counted = (len(pairs), int(pairs["against_volume"].sum()), int(pairs["against_connection"].sum()))
    assert counted == (PAIRS, AGAINST_VOLUME, AGAINST_CONNECTION)
    published = pd.DataFrame(
        {
            "pct": audits["NRW_NON_REVENUE_WATER_VOL"] / audits["WS_WATER_SUPPLIED_VOL"],
            "volume": audits["NRW_NON_REVENUE_WATER_VOL"] * audits["VOLUME_REPORTING_UNITS"].map(AUDIT_UNITS),
        }
    )
    published["connection"] = published["volume"] / pd.to_numeric(audits["SD_NUM_SERVICE_CONN"], errors="coerce")
    before, now = (published.loc[pairs[name]].reset_index(drop=True) for name in ("earlier_row", "later_row"))
    moved = np.sign((now / before - 1).round(9))
    for name in ("volume", "connection"):
        assert ((moved["pct"] * moved[name] < 0) == pairs[f"against_{name}"]).all(), name


WITHIN_BANDS = 65


def test_by_the_grades_of_the_audits_most_of_these_pairs_cannot_be_told_apart(
    audits: pd.DataFrame, warehouse: Warehouse
) -> None:
    """Every percentage has the band of its grades; 65 of the 67 pairs against the volume lie within their bands."""
    graded = (
        warehouse.execute(r"""
        SELECT CAST(regexp_extract(source_cell, '(\d+)$', 1) AS INTEGER) AS row, grade
        FROM mart.water_balance
        WHERE utility_id LIKE 'california_audits/%' AND component = 'billed_metered' AND value IS NOT NULL
    """)
        .df()
        .set_index("row")["grade"]
    )
    assert len(graded) > 1100
    assert (graded.fillna(0) == audits.loc[graded.index, "AC_BILL_METER_VOL_COMMENT"].fillna(0)).all()
    without, against = warehouse.execute("""
        SELECT
            (SELECT count(*) FROM mart.nrw_truth WHERE measure = 'nrw_pct' AND value IS NOT NULL AND low IS NULL
                AND utility_id LIKE 'california_audits/%'),
            (SELECT count(*) FROM mart.nrw_flag WHERE comparison = 'year_before' AND volume_flag = 'disagrees'
                AND is_within_bands AND utility_id LIKE 'california_audits/%')
    """).fetchone()
    assert (without, against) == (0, WITHIN_BANDS)


def test_lists_that_fit_no_form_are_refused_and_say_which_forms_are_known(warehouse: Warehouse) -> None:
    refused = warehouse.execute(
        "SELECT file_name, message_en, message_id FROM quality.file_outcome WHERE outcome = 'rejected' ORDER BY 1"
    ).fetchall()
    assert [name for name, _, _ in refused] == [
        "id_provinces_kemendagri_2025.csv",
        "id_regencies_kemendagri_2025.csv",
        "snis_brazil_2020_connections.csv",
        "utility_names_messy.csv",
    ]
    assert all("SNIS" in english and "SNIS" in indonesian for _, english, indonesian in refused)
