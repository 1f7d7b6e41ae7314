"""The page of pilot metrics: percentage beside volume with bands, receipts, the case, effect and health as context."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import sentences
from dashboard.access import Viewer, ViewerRole
from dashboard.components.figure_receipt import readable
from dashboard.language import Translator
from dashboard.queries import metrics
from tests.dashboard import programme
from tests.dashboard.chapters import water
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Language

ENGLISH, INDONESIAN = Translator(Language.ENGLISH), Translator(Language.INDONESIAN)


@pytest.fixture(scope="module")
def watered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("water"), "b-water", [programme.full, water])


@pytest.fixture(scope="module")
def connection(watered: Path) -> duckdb.DuckDBPyConnection:
    return Generations(watered / "warehouse").open_current_read_only()[1]


def test_a_smaller_percentage_of_more_water_lost_is_said_in_words(watered: Path, open_page: OpenPage) -> None:
    app = open_page(watered, "metrics", partnership="P001", lang="en")
    assert not app.exception
    warning = app.warning[0].value
    assert "from 40.0% to 35.0% of supplied, from 13.0 to 16.2 m³/day, from 130 to 162 L/connection/day" in warning
    assert "Percentage and volume moved in opposite directions" in warning


def test_in_indonesian_the_finding_has_indonesian_separators(watered: Path, open_page: OpenPage) -> None:
    app = open_page(watered, "metrics", partnership="P001")
    assert "ATR dari 40,0% menjadi 35,0% dari air yang didistribusikan" in app.warning[0].value


def test_at_most_three_charts_are_drawn_at_first_sight(watered: Path, open_page: OpenPage) -> None:
    assert len(open_page(watered, "metrics", partnership="P001").get("plotly_chart")) == 3
    assert len(open_page(watered, "metrics").get("plotly_chart")) == 1


def test_a_chart_whose_marks_open_receipts_says_so_itself(open_page: OpenPage, watered: Path) -> None:
    charts = [shown.proto for shown in open_page(watered, "metrics", partnership="P001").get("plotly_chart")]
    clickable = [json.loads(chart.spec)["layout"] for chart in charts if chart.selection_mode]
    assert clickable
    assert {(layout["clickmode"], layout["hovermode"]) for layout in clickable} == {("event+select", "closest")}


def test_a_month_that_is_missing_stands_in_the_data_as_not_reported(watered: Path, open_page: OpenPage) -> None:
    app = open_page(watered, "metrics", opened=["truth_data"], partnership="P001", lang="en")
    data = next(frame.value for frame in app.dataframe if "Measure" in frame.value.columns)
    april = data[data["Period"] == "Apr 2026"]
    assert set(april["Value"]) == {"not reported"}


def test_a_figure_opens_its_receipt_with_the_cells_behind_it(watered: Path, open_page: OpenPage) -> None:
    app = open_page(watered, "metrics", partnership="P001", lang="en")
    app.button(key="receipt_nrw_pct").click().run()
    assert not app.exception
    behind = next(table.value for table in app.table if "± %, 95%" in table.value.columns)
    assert len(behind) == 3
    assert r"C\-billed\_metered" in set(behind["Cell"])
    assert "Files and rules behind it" in {part.label for part in app.expander}
    assert "Rules and blueprints of version" in words_of(app)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("effect", "It is no ranking of utilities"),
        ("health", "the score lies between 2.41 and 2.69"),
        ("example", "from 49.3% to 48.3% of supplied, yet from 34.7 to 30.3 million m³ a year and from 1,833 to 771"),
        ("targets", "no target"),
    ],
)
def test_every_part_of_the_page_opens(part: str, words: str, watered: Path, open_page: OpenPage) -> None:
    app = open_page(watered, "metrics", partnership="P001", lang="en", part_of_metrics=part)
    assert not app.exception
    assert words in words_of(app)


def test_health_is_labelled_as_context_and_a_missing_mark_as_not_assessed(watered: Path, open_page: OpenPage) -> None:
    app = open_page(watered, "metrics", partnership="P001", lang="en", part_of_metrics="health")
    assert "Context, no part of any score" in words_of(app)
    assert "metode BPPSPAM, 2025" in words_of(app)
    assert list(app.table[0].value["Mark, 1–5"].str.contains("not assessed")) == [False, True]


def test_the_points_of_each_aspect_of_health_are_summed_where_all_its_figures_have_a_mark(
    watered: Path, open_page: OpenPage
) -> None:
    app = open_page(watered, "metrics", partnership="P001", lang="en", part_of_metrics="health")
    rows = app.table[1].value
    told = rows.set_index("Aspect")[["Points", "Most points", "Figures assessed"]].T.to_dict("list")
    assert told["Human resources"] == ["0.28", "0.35", "1 of 1"]
    assert told["Operation"] == [":gray[not assessed]", "0.35", "0 of 1"]


def test_a_zone_that_nobody_reported_is_said_to_be_unknown_although_there_is_only_one(
    watered: Path, open_page: OpenPage
) -> None:
    app = open_page(watered, "metrics", partnership="P001", zone="Z-9", lang="en")
    assert "Not found" in [title.value for title in app.title]
    assert "zone" in app.warning[0].value
    app.button[-1].click().run()
    assert "Not found" not in [title.value for title in app.title]
    assert len(app.get("plotly_chart")) == 3


def test_another_partnership_takes_back_the_zone_and_the_span_that_it_may_not_have(
    watered: Path, open_page: OpenPage
) -> None:
    app = open_page(watered, "metrics", partnership="P001", zone="whole", span="month", lang="en")
    app.selectbox(key="choice_partnership").select("P002").run()
    assert not {"zone", "span"} & set(app.query_params)


def test_a_utility_outside_any_partnership_has_its_own_panel(watered: Path, open_page: OpenPage) -> None:
    app = open_page(watered, "metrics", utility="U-1", lang="en", origin="sample")
    assert not app.exception
    assert "fictional" not in words_of(app)
    assert len(app.get("plotly_chart")) == 3


def test_a_partner_sees_neither_anothers_figures_nor_those_of_utilities_outside(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    stranger = Viewer(ViewerRole.PARTNER, "P002-ME")
    assert metrics.of_subject(connection, stranger, metrics.TRUTH, "P001", None, zone=None).empty
    assert metrics.of_subject(connection, stranger, metrics.TRUTH, None, "U-1", zone=None).empty
    assert metrics.utilities(connection, stranger, None, None).empty
    span = date(2026, 5, 1), date(2026, 5, 31)
    assert metrics.receipt_of_figure(connection, stranger, "nrw_pct", "P001", "P001-ME", None, *span) is None
    own = Viewer(ViewerRole.PARTNER, "P001-ME")
    assert len(metrics.of_subject(connection, own, metrics.TRUTH, "P001", None, zone=None)) > 10


def test_a_publication_from_before_these_tables_says_so(tmp_path: Path, open_page: OpenPage) -> None:
    def older(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DROP TABLE mart.nrw_truth")

    programme.publish(tmp_path, "b-older", [programme.full, older])
    app = open_page(tmp_path, "metrics", partnership="P001", lang="en")
    assert not app.exception
    assert "made before these figures were computed" in words_of(app)


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        ("(100 * nrw_volume) / (water_supplied)", "100 × non-revenue water ÷ water supplied"),
        ("(1000 * nrw_volume) / (connections * days)", "1000 × non-revenue water ÷ (connections × days)"),
        ("(real_losses) / (uarl)", "real losses ÷ UARL"),
        ("(100 * (uarl - days)) / (uarl)", "100 × (UARL − days) ÷ UARL"),
        ("(100 * ((uarl - days) - days)) / ((uarl - days))", "100 × ((UARL − days) − days) ÷ (UARL − days)"),
        ("(uarl - days / 3.6) / (days)", "(UARL − days ÷ 3.6) ÷ days"),
        ("water_supplied - billed_authorised", "water supplied − billed_authorised"),
    ],
)
def test_a_formula_in_a_receipt_is_told_by_names(formula: str, read: str) -> None:
    names = {
        "nrw_volume": "Non-revenue water", "water_supplied": "Water supplied", "connections": "Connections",
        "real_losses": "Real losses", "uarl": "UARL", "days": "days",
    }  # fmt: skip
    assert readable(formula, names) == read


@pytest.mark.parametrize(
    ("lang", "word", "figure"), [("en", "Disputed", "Staff per 1,000"), ("id", "Diperdebatkan", "Pegawai per 1.000")]
)
def test_a_mark_whose_edges_are_disputed_says_so(
    watered: Path, open_page: OpenPage, lang: str, word: str, figure: str
) -> None:
    app = open_page(watered, "metrics", partnership="P001", lang=lang, part_of_metrics="health")
    marks = next(
        one.value for one in app.table if any("Pegawai" in str(n) or "Staff" in str(n) for n in one.value.iloc[:, 1])
    )
    edges = marks[{"en": "Edges of the marks", "id": "Batas nilai"}[lang]]
    assert [word in str(edge) for edge in edges] == [figure in str(name) for name in marks.iloc[:, 1]]
    assert {"en": "sources give different edges", "id": "sumber menyebut batas nilai yang berbeda"}[lang] in words_of(
        app
    )


def test_where_too_few_others_allow_a_difference_the_page_says_that_it_cannot_be_said() -> None:
    rows = pd.DataFrame({"status": ["compared", "too_few_others"], "least_others": [3, 3]})
    said = sentences.why_no_difference(rows, ENGLISH)
    assert said and "cannot be said where fewer than 3 of them" in said
    assert "kurang dari 3 BUMD" in str(sentences.why_no_difference(rows, INDONESIAN))
    assert sentences.why_no_difference(rows[:1], ENGLISH) is None
    assert sentences.why_no_difference(rows.drop(columns="least_others"), ENGLISH) is None


def test_the_indicators_page_tells_the_basis_of_a_metric_and_explains_health_night_flow_and_targets(
    watered: Path, open_page: OpenPage
) -> None:
    app = open_page(watered, "indicators", catalogue="metrics", lang="en")
    assert not app.exception
    explained = [part for part in app.expander if part.markdown]
    parts = {part.label.rpartition(" · ")[2].replace("\\", ""): part.markdown[0].value for part in explained}
    assert "Source and basis:** AWWA M36 · ~ Assumed" in parts["nrw_volume"].replace("\\", "")
    assert "coalesce(system_input_volume, " in parts["water_supplied"]
    staff = parts["health_staff_ratio"].replace("\\", "")
    assert "1,000 × employees ÷ customers" in staff
    assert "5 up to 8, 4 up to 10, 3 up to 12, 2 up to 14; else 1 · ≠ Disputed" in staff
    assert "0.07 in the health method; none in a score of a partnership" in staff
    assert "from 02:00 up to 04:00" in parts["minimum_night_flow"].replace("\\", "")
    assert {"target_progress", "target_expected", "target_pace"} <= parts.keys()


def test_any_figure_of_a_partnership_opens_the_receipt_that_the_terminal_prints(
    watered: Path, open_page: OpenPage
) -> None:
    asked = {"partnership": "P001", "lang": "en", "part_of_metrics": "targets"}
    app = open_page(watered, "metrics", figure="billed_metered~2026-05-01~2026-05-31~", **asked)
    assert not app.exception
    behind = next(table.value for table in app.table if "± %, 95%" in table.value.columns)
    assert list(behind["Cell"]) == [r"C\-billed\_metered"]
    assert "Files and rules behind it" in {part.label for part in app.expander}
    computed = open_page(watered, "metrics", figure="nrw_pct~2026-05-01~2026-05-31~", **asked)
    behind = next(table.value for table in computed.table if "± %, 95%" in table.value.columns)
    assert len(behind) == 3


def test_the_receipt_is_of_the_period_chosen_although_a_year_stands_beside_its_months(
    tmp_path: Path, open_page: OpenPage
) -> None:
    def a_year(connection: duckdb.DuckDBPyConnection) -> None:
        programme.insert(
            connection, "mart.pilot_metric",
            {
                "partnership_id": "P001", "utility_id": "P001-ME", "period_start": date(2026, 1, 1),
                "period_end": date(2026, 12, 31), "metric_code": "billed_metered", "value": 11_111, "unit": "m3",
                "status": "reported", "source_file": "tahunan.xlsx", "source_sheet": "Data", "source_cell": "C9",
            },
        )  # fmt: skip

    programme.publish(tmp_path, "b-year", [programme.full, water, a_year])
    for days, value, file, period in (
        ("2026-05-01~2026-05-31", "910", "laporan", "May 2026"),
        ("2026-01-01~2026-12-31", "11,111", "tahunan", "Jan 2026 – Dec 2026"),
    ):
        app = open_page(
            tmp_path, "metrics", figure=f"billed_metered~{days}~", partnership="P001", lang="en",
            part_of_metrics="targets",
        )  # fmt: skip
        assert not app.exception
        assert f"**{value} m³**" in words_of(app).replace("\\", "")
        behind = next(table.value for table in app.table if "± %, 95%" in table.value.columns)
        assert list(behind["Period"]) == [period]
        assert file in behind["File"].iloc[0]
