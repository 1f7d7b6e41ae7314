"""Results and targets: known numbers in words, each partnership against its own baseline, receipts down to the cell."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import results_in_words
from dashboard.access import LOCAL_VIEWER
from dashboard.charts import results as charts
from dashboard.charts.theme import GREEN, VERMILLION
from dashboard.language import Translator
from dashboard.queries import overview, results
from dashboard.queries.ask import Filters
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Language, Origin

REAL = Filters(Origin.REAL)
ENGLISH, INDONESIAN = Translator(Language.ENGLISH), Translator(Language.INDONESIAN)
WORDS = {"better": "better", "worse": "worse", "same": "same"}


@pytest.fixture(scope="module")
def gained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("gained"), "b-gained", [programme.full, programme.gains])


@pytest.fixture(scope="module")
def connection(gained: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, connection = Generations(gained / "warehouse").open_current_read_only()
    yield connection
    connection.close()


def test_the_findings_say_how_targets_stand_and_what_was_gained(gained: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(gained, "results", lang="en"))
    assert "**Short term:** 1 target: achieved 0, on track 1 and moving away 0." in words
    assert "**Long term:** 1 target falls due after the partnership and awaits the yearly follow-up" in words
    assert "7,000 m³ less than at the baseline so far, in 4 pilot months reported by 1 of 1 partnerships" in words
    assert "Metric nrw_pct better in 1 of 2 partnerships, worse in 1; up to 1 more have too few months" in words


def test_each_finding_leads_to_a_heading_of_the_page(gained: Path, open_page: OpenPage) -> None:
    app = open_page(gained, "results", lang="en")
    anchors = {heading.proto.anchor for heading in app.header}
    linked = {part.split(")")[0] for part in words_of(app).split("](#")[1:]}
    assert linked == {"targets", "water", "gains"}
    assert linked <= anchors


def test_a_change_is_judged_by_the_better_direction_of_its_metric() -> None:
    assert charts.judged(-2.0, "lower") == charts.judged(2.0, "higher") == "better"
    assert charts.judged(2.0, "lower") == charts.judged(-2.0, "higher") == "worse"
    assert charts.judged(0.0, "lower") == "same"


def test_a_line_runs_from_the_own_baseline_to_the_pilot_in_the_order_given(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = results.change_of_each(connection, LOCAL_VIEWER, REAL, "nrw_pct")
    assert list(rows["mentee"]) == ["Tirta Contoh Dua", "Tirta Contoh Satu", "Tirta Contoh Tiga"]
    figure = charts.gained(charts.comparable(rows), WORDS, ENGLISH)
    assert [list(trace.x) for trace in figure.data] == [[30.0, 31.0], [40.0, 36.5]]
    assert [trace.line.color for trace in figure.data] == [VERMILLION, GREEN]
    assert [trace.marker.line.color for trace in figure.data] == [VERMILLION, GREEN]  # no white rim: a dot is no ring


def test_targets_are_counted_by_kind_in_the_colour_of_their_standing(connection: duckdb.DuckDBPyConnection) -> None:
    figure = charts.targets_by_kind(results.standing(connection, LOCAL_VIEWER, REAL), ENGLISH)
    counted = {trace.xaxis: list(trace.x) for trace in figure.data}
    assert counted == {"x": [1, 0], "x2": [0, 0], "x3": [0, 0], "x4": [0, 1]}
    assert figure.data[0].marker.color[0] == GREEN


def test_a_partnership_without_a_baseline_is_in_the_data_and_not_in_the_figure(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = results.change_of_each(connection, LOCAL_VIEWER, REAL, "nrw_pct")
    assert list(charts.comparable(rows)["partnership_id"]) == ["P002", "P001"]


def test_the_volumes_of_the_partnerships_add_up_to_the_programmes(connection: duckdb.DuckDBPyConnection) -> None:
    each = results.saved_by_each(connection, LOCAL_VIEWER, REAL)
    total = overview.nrw_saved(connection, LOCAL_VIEWER, REAL).iloc[0]
    assert (each["saved"].sum(), each["months"].sum()) == (total["saved"], total["months"]) == (7000.0, 4)


def test_the_month_in_which_a_pilot_starts_early_counts_and_a_year_beside_its_months_does_not(tmp_path: Path) -> None:
    """The pilot of P001 starts on 5 January: its four months known stay. A year's volume is no month's."""

    def told_otherwise(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE mart.partnership SET pilot_start_on = '2026-01-05' WHERE partnership_id = 'P001'")
        connection.execute(
            "INSERT INTO mart.pilot_metric BY NAME SELECT * REPLACE (DATE '2026-12-31' AS period_end, 500000 AS value)"
            " FROM mart.pilot_metric WHERE partnership_id = 'P001' AND period_start = '2026-01-01'"
        )

    data = programme.publish(tmp_path, "b-late", [programme.full, told_otherwise])
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        total = overview.nrw_saved(connection, LOCAL_VIEWER, REAL).iloc[0]
    assert (total["saved"], total["months"]) == (7000.0, 4)


def test_a_gain_in_customers_is_covered_by_those_who_told_twice_alone(tmp_path: Path, open_page: OpenPage) -> None:
    """P001 told once how many customers are in its GIS: it has a latest figure, and no gain."""

    def counted(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE mart.partnership SET subject = 'gis_digitisation' WHERE partnership_id = 'P001'")
        for partnership_id, month, value in (("P001", 1, 500), ("P002", 1, 1000), ("P002", 2, 1300)):
            connection.execute(
                "INSERT INTO mart.pilot_metric BY NAME SELECT * REPLACE ($1 AS partnership_id, $2::DATE AS period_start"
                ", last_day($2::DATE) AS period_end, 'customers_digitised' AS metric_code, $3 AS value)"
                " FROM mart.pilot_metric WHERE partnership_id = 'P001' AND period_start = '2026-01-01'"
                " AND metric_code = 'nrw_volume'",
                [partnership_id, f"2026-{month:02}-01", value],
            )

    data = programme.publish(tmp_path, "b-once", [programme.full, counted])
    shown = next(one.value for one in open_page(data, lang="en").table if "Coverage" in one.value.columns)
    told = {row["Result"]: (row["Figure"], row["Coverage"]) for _, row in shown.iterrows()}
    assert told["Customers in the GIS, latest figure"] == ("1,800", "2 of 2 partnerships")
    assert told["of which gained since the first report"] == ("300", "1 of 2 partnerships")
    assert (
        "1,800 customers in the GIS by the latest reports of 2 of 2 partnerships, 300 more than in the first reports "
        "of 1 of them." in words_of(open_page(data, "results", lang="en"))
    )


def test_a_silent_partner_has_no_volume_and_no_zero(silent_programme: Path, open_page: OpenPage) -> None:
    app = open_page(silent_programme, "results", lang="en")
    shown = next(one.value for one in app.table if "Pilot months known" in one.value.columns)
    assert list(shown["m³ below baseline"]) == [":gray[not reported]"]
    assert "not reported 1" in words_of(app)


def test_targets_are_narrowed_by_the_address_and_stand_in_alphabetical_order(gained: Path, open_page: OpenPage) -> None:
    app = open_page(gained, "results", lang="en", horizon="long")
    shown = next(one.value for one in app.table if "Cell of the target" in one.value.columns)
    assert len(shown) == 1
    assert "Cakupan pelayanan" in shown["Target"].iloc[0]


def test_the_receipt_of_a_target_shows_the_sum_and_every_month_with_its_cell(gained: Path, open_page: OpenPage) -> None:
    app = open_page(gained, "results", lang="en", target="P001~P001-T1")
    assert r"\(46,000 − 50,000\) ÷ \(40,000 − 50,000\) = 40%" in words_of(app)
    months = next(one.value for one in app.table if "Sheet" in one.value.columns)
    assert len(months) == 6
    assert list(months["Cell"]) == ["C9"] * 6
    assert sum("not reported" in value for value in months["Value"]) == 2
    assert "Files and rules behind it" in {part.label for part in app.expander}


@pytest.mark.parametrize(("lang", "label"), [("en", "Receipt of one target"), ("id", "Rincian satu target")])
def test_on_a_profile_a_target_is_chosen_without_a_chart_and_shows_the_same_receipt(
    lang: str, label: str, gained: Path, open_page: OpenPage
) -> None:
    app = open_page(gained, "profile", lang=lang, partnership="P001", part="targets")
    choice = app.selectbox(key="choice_target")
    assert choice.label == label
    choice.select("P001~P001-T1").run()
    assert not app.exception
    assert ("46,000" if lang == "en" else "46.000") in words_of(app)
    assert app.query_params["target"] == "P001~P001-T1"
    app.selectbox(key="choice_partnership").select("P003").run()
    assert "target" not in app.query_params
    assert app.title[0].value == "Tirta Contoh Tiga"


def test_another_choice_of_targets_takes_back_the_receipt(gained: Path, open_page: OpenPage) -> None:
    app = open_page(gained, "results", lang="en", target="P001~P001-T1")
    app.selectbox(key="choice_horizon").select("long").run()
    assert not app.exception
    assert app.title[0].value == "Results and targets"


def test_a_target_without_an_actual_is_said_to_have_none() -> None:
    row = pd.Series({"actual": None, "progress": None, "status": "not_reported"})
    assert results_in_words.of_target(row, ENGLISH) == "No actual is known on the agreed basis: not reported."
    assert "belum diketahui" in results_in_words.of_target(row, INDONESIAN)


def test_an_older_publication_without_changes_says_so(tmp_path: Path, open_page: OpenPage) -> None:
    def older(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DROP TABLE mart.effect_change")

    app = open_page(programme.publish(tmp_path, "b-older-gains", [programme.full, older]), "results", lang="en")
    assert not app.exception
    assert "No partnership has enough months against a baseline of its own yet." in words_of(app)
