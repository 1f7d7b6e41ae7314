"""Figures tested as data, apart from any screen."""

import json
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import overview, profile, reporting
from dashboard.charts import timeline as over_time
from dashboard.charts.theme import GREEN, ORANGE, VERMILLION, month_ticks, plain, short_name, shorten
from dashboard.components.chart import _clicked
from dashboard.language import Translator
from warehouse.vocabulary import Language

INDONESIAN, ENGLISH = Translator(Language.INDONESIAN), Translator(Language.ENGLISH)


def texts(figure: go.Figure) -> str:
    """Everything written in a figure."""
    return json.dumps(figure.to_dict(), default=str, ensure_ascii=False)


def scores(**values: object) -> pd.DataFrame:
    row = {
        "criterion": "reports", "score": 80.0, "band": "good", "band_reason": None, "score_low": 75.0,
        "score_high": 90.0, "final_low": 60.0, "final_high": 95.0,
    }  # fmt: skip
    return pd.DataFrame([row | values])


def test_a_bullet_bar_is_as_long_as_the_score_in_the_colour_of_its_band() -> None:
    figure = profile.bullets(scores(), ENGLISH)
    bar = next(trace for trace in figure.data if trace.type == "bar")
    assert (list(bar.x), bar.marker.color) == ([80.0], GREEN)
    assert "<b>80</b>  ● Good" in texts(figure)


def test_the_marks_of_a_partnership_carry_the_names_of_their_receipts() -> None:
    figure = profile.bullets(scores(), ENGLISH)
    assert [list(trace.ids) for trace in figure.data] == [["reports"], ["reports", "reports~"], ["reports", "reports~"]]
    report = {
        "partnership_id": "P1", "mentee": "Tirta", "due_on": pd.Timestamp(2026, 2, 10), "submitted_on": pd.NaT,
        "status": "overdue",
    }  # fmt: skip
    reports = pd.DataFrame([report | {"period": f"2026-0{month}", "obligation_id": f"o{month}"} for month in (1, 2)])
    marks = reporting.calendar(reports, ENGLISH).data[-1]
    assert (list(marks.x), list(marks.ids)) == ([0, 1], ["o1", "o2"])


@pytest.mark.parametrize(
    ("trace", "place", "found"),
    [(0, 0, "reports"), (0, 1, None), (9, 0, None), (-1, 0, None), ("0", 0, None), (None, None, None)],
)
def test_of_a_click_only_a_mark_that_is_there_is_believed(trace: object, place: object, found: str | None) -> None:
    figure = profile.bullets(scores(), ENGLISH)
    point = {"curve_number": trace, "point_index": place, "ids": "commitment", "customdata": "commitment"}
    assert _clicked(figure, {"selection": {"points": [point]}}) == found
    assert _clicked(figure, {"selection": {"points": []}}) is None
    assert _clicked(figure, None) is None


def test_a_bullet_bar_carries_the_score_interval_and_the_final_interval() -> None:
    lines = [list(trace.x) for trace in profile.bullets(scores(), ENGLISH).data if trace.type == "scatter"]
    assert lines == [[75.0, 90.0], [60.0, 95.0]]


def test_a_score_that_does_not_exist_has_a_word_and_no_bar() -> None:
    empty = scores(score=None, band=None, band_reason="too_early", score_low=None, score_high=None)
    figure = profile.bullets(empty, INDONESIAN)
    assert [trace for trace in figure.data if trace.type == "bar"] == []
    assert "Terlalu dini" in texts(figure)


def test_a_score_without_a_band_is_shown_without_a_bands_colour() -> None:
    figure = profile.bullets(scores(band=None, band_reason="interval"), ENGLISH)
    bar = next(trace for trace in figure.data if trace.type == "bar")
    assert bar.marker.color not in (GREEN, ORANGE, VERMILLION)
    assert "Range crosses bands" in texts(figure)


def test_the_grid_shows_each_report_as_symbol_colour_and_word() -> None:
    reports = pd.DataFrame(
        {
            "partnership_id": ["P1", "P1", "P2"],
            "mentee": ["Perumda Air Minum Tirta Satu", "Perumda Air Minum Tirta Satu", "<b>Tirta</b> Dua"],
            "period": ["2026-01", "2026-02", "2026-02"],
            "due_on": [pd.Timestamp(2026, 2, 10), pd.Timestamp(2026, 3, 10), pd.Timestamp(2026, 3, 10)],
            "status": ["fulfilled_on_time", "overdue", "not_due"],
            "submitted_on": [pd.Timestamp(2026, 2, 9), pd.NaT, pd.NaT],
        }
    )
    figure = reporting.grid(reports, INDONESIAN)
    cells = figure.data[0]
    assert [list(row) for row in cells.text] == [["✓", "✕"], ["", ""]]
    assert cells.z[0][0] is not None
    assert cells.z[1][1] is None
    assert list(figure.data[1].text) == ["·"]
    assert "Lewat tenggat" in cells.customdata[0][1]
    assert "dikirim –" in cells.customdata[0][1]
    assert list(figure.layout.yaxis.ticktext) == ["Tirta Satu", "&lt;b&gt;Tirta&lt;/b&gt; Dua"]
    assert list(figure.layout.xaxis.ticktext) == ["Jan", "Feb"]
    assert [(year.x, year.text) for year in figure.layout.annotations] == [(0, "2026")]


def test_the_months_above_a_grid_stand_upright_where_they_have_no_room_to_lie() -> None:
    axis = reporting.grid(one_report_a_month(30), ENGLISH).layout.xaxis
    assert list(axis.autotickangles) == [0, -90] and axis.tickangle is None
    assert list(axis.tickvals) == list(range(0, 30, 2)) and axis.ticktext[1] == "Mar"


def one_report_a_month(months: int) -> pd.DataFrame:
    days = pd.date_range("2025-01-01", periods=months, freq="MS")
    return pd.DataFrame(
        {"partnership_id": "P1", "mentee": "Tirta Satu", "period": days.strftime("%Y-%m"), "due_on": days}
    ).assign(status="not_due", submitted_on=pd.NaT)


def test_reporting_rates_are_percent_of_the_reports_due() -> None:
    months = pd.DataFrame({"period": ["2026-01", "2026-02"], "due": [4, 5], "received": [4, 4], "on_time": [3, 2]})
    received, on_time = overview.reporting(months, ENGLISH).data
    assert list(received.y) == [100.0, 80.0]
    assert list(on_time.y) == [75.0, 40.0]


def test_bands_are_counts_of_partnerships_and_a_true_zero_is_printed() -> None:
    counts = pd.DataFrame(
        {"role": ["mentee"], "criterion": ["reports"], "band": ["good"], "band_reason": [None], "partnerships": [7]}
    )
    figure = overview.bands(counts, ENGLISH)
    assert len(figure.data) == 4
    assert sum(sum(trace.x) for trace in figure.data) == 7
    assert figure.data[0].text[4] == "7"
    assert figure.data[1].text[4] == "0"


def test_targets_are_coloured_by_their_status() -> None:
    counts = pd.DataFrame({"horizon": ["short", "short"], "status": ["achieved", "moving_away"], "targets": [3, 1]})
    figure = overview.targets(counts, ENGLISH)
    assert list(figure.data[0].x) == [3, 1]
    assert list(figure.data[0].marker.color) == [GREEN, VERMILLION]


def test_a_target_without_an_actual_has_its_word_and_no_bar() -> None:
    rows = pd.DataFrame(
        {"target_id": ["T"], "label": ["NRW"], "progress": [None], "expected": [None], "status": ["not_reported"]}
    )
    figure = profile.target_progress(rows, INDONESIAN)
    assert list(figure.data) == []
    assert "Belum dilaporkan" in texts(figure)


def test_a_long_target_stands_in_two_lines_in_rows_that_are_higher() -> None:
    row = {"target_id": "T", "progress": 0.5, "expected": 1.0, "status": "limited"}
    short, long = "Rapat mingguan", "Tim mentee dapat menghitung sendiri capaian percontohan"
    lower, higher = (
        profile.target_progress(pd.DataFrame([row | {"label": label}]), ENGLISH) for label in (short, long)
    )
    assert "Tim mentee dapat menghitung sendiri capaian<br>percontohan" in texts(higher)
    assert higher.layout.height > lower.layout.height


def test_progress_beyond_the_scale_is_drawn_at_its_edge_and_printed_in_full() -> None:
    rows = pd.DataFrame(
        {"target_id": ["T"], "label": ["NRW"], "progress": [-1.5], "expected": [0.5], "status": ["moving_away"]}
    )
    figure = profile.target_progress(rows, ENGLISH)
    assert list(figure.data[0].x) == [-22.0]
    assert "-150%" in texts(figure)


def test_a_month_not_reported_is_a_gap_in_the_line_and_not_a_zero() -> None:
    metrics = pd.DataFrame(
        {
            "period_start": [pd.Timestamp(2026, month, 1) for month in (1, 2, 3)],
            "value": [100.0, None, 90.0],
        }
    )
    levels = pd.DataFrame({"baseline": [110.0], "target": [80.0]})
    line = profile.metric_panel(metrics, levels, ENGLISH).data[0]
    assert pd.isna(line.y[1])
    assert line.connectgaps is None


@pytest.mark.parametrize("translator", [INDONESIAN, ENGLISH], ids=["id", "en"])
def test_no_figure_uses_si_suffixes_and_each_has_the_languages_separators(translator: Translator) -> None:
    metrics = pd.DataFrame({"period_start": [pd.Timestamp(2026, 1, 1)], "value": [2_500_000.0]})
    figure = profile.metric_panel(metrics, pd.DataFrame(columns=["baseline", "target"]), translator)
    assert figure.layout.separators == translator.separators
    assert figure.layout.yaxis.exponentformat == "none"


def test_no_chart_is_a_pie_a_gauge_or_three_dimensional() -> None:
    months = pd.DataFrame({"period": ["2026-01"], "due": [1], "received": [1], "on_time": [1]})
    kinds = {trace.type for trace in overview.reporting(months, ENGLISH).data}
    kinds |= {trace.type for trace in profile.bullets(scores(), ENGLISH).data}
    assert kinds <= {"bar", "scatter", "heatmap"}


def test_the_axis_of_months_names_the_year_once_and_thins_out_what_does_not_fit() -> None:
    assert month_ticks(INDONESIAN, ["2025-12", "2026-01", "2026-02"]) == ["Des<br>2025", "Jan<br>2026", "Feb"]
    many = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    assert sum(bool(label) for label in month_ticks(ENGLISH, many, room=12)) == 12


def test_a_long_name_fits_an_axis_and_keeps_its_place() -> None:
    assert (
        short_name("Perumda Air Minum Tirta Contoh Kelana Kabupaten Andai Mega")
        == "Tirta Contoh Kelana<br>Kab. Andai Mega"
    )
    assert shorten("Tim mentee dapat menghitung sendiri", 20) == "Tim mentee dapat…"
    assert plain("<b>") == "&lt;b&gt;"


def test_an_empty_programme_still_makes_figures() -> None:
    stages = pd.DataFrame({"stage": [], "status": [], "partnerships": []})
    names = {"agreement": "Agreement", "implementation": "Cooperation"}
    assert len(overview.stage_funnel(stages, names, ENGLISH).data[0].x) == 2


def lived() -> pd.DataFrame:
    """A visit held ten days late, one not held, the MoA, a report, and an agreement without a day."""
    events = pd.DataFrame(
        {
            "kind": ["monitoring_visit", "monitoring_visit", "diagnostic_visit"],
            "title": ["Kunjungan 1", "<b>Kunjungan</b> 2", None],
            "planned_on": pd.to_datetime(["2026-05-01", "2026-08-01", None]),
            "held_on": pd.to_datetime(["2026-05-11", None, "2026-01-20"]),
            "event": ["P1/W1", "P1/W2", "P1/W0"],
        }
    )
    agreements = pd.DataFrame(
        {
            "kind": ["memorandum_of_agreement", "addendum"],
            "number": ["7/MoA", None],
            "signed_on": pd.to_datetime(["2026-03-02", None]),
        }
    )
    papers = pd.DataFrame(
        {
            "kind": ["monthly_report", "final_report"],
            "number": [None, None],
            "month": ["2026-03", None],
            "dated_on": pd.to_datetime(["2026-04-07", "2026-09-23"]),
            "file_sha256": ["a" * 64, None],
        }
    )
    told = {"source_file": "r.xlsx", "source_sheet": "S", "source_cell": "A5", "stated_in": None}
    return over_time.marks(*(each.assign(**told) for each in (events, agreements, papers)), ENGLISH)


def test_each_mark_on_the_line_of_time_carries_the_name_of_its_own_receipt() -> None:
    shown = lived()
    figure = over_time.timeline(shown, (None, None), date(2026, 9, 30), ENGLISH)
    names = {trace.marker.symbol: list(trace.ids) for trace in figure.data}
    assert names == {
        "circle-open": ["activity~2026-05-11~P1/W1", "activity~2026-08-01~P1/W2"],
        "circle": ["activity~2026-01-20~P1/W0", "activity~2026-05-11~P1/W1"],
        "diamond-open": ["document~2026-04-07~monthly_report", "document~2026-09-23~final_report"],
        "diamond": ["agreement~2026-03-02~memorandum_of_agreement"],
    }
    assert shown["name"].is_unique and set(shown["source_cell"]) == {"A5"}


def test_two_documents_of_one_kind_and_day_keep_receipts_of_their_own() -> None:
    paper = {
        "kind": "minutes",
        "number": None,
        "month": None,
        "dated_on": pd.Timestamp(2026, 4, 7),
        "file_sha256": None,
    }
    told = {"source_file": "r.xlsx", "source_sheet": "S", "stated_in": None}
    papers = pd.DataFrame([paper | told | {"source_cell": cell} for cell in ("A5", "A6")])
    events = pd.DataFrame(columns=["kind", "title", "planned_on", "held_on", "event", "source_cell", *told])
    agreements = pd.DataFrame(columns=["kind", "number", "signed_on", "source_cell", *told])
    shown = over_time.marks(events, agreements, papers, ENGLISH)
    assert list(shown["name"]) == ["document~2026-04-07~minutes", "document~2026-04-07~minutes~2"]


def test_the_life_of_a_partnership_has_a_lane_per_kind_and_leaves_out_what_has_no_day() -> None:
    shown = lived()
    assert list(dict.fromkeys(shown["lane"])) == ["Agreements", "Documents", "Diagnostic visit", "Monitoring visit"]
    assert "Addendum" not in set(shown["what"])


def test_a_monthly_report_on_the_line_of_time_tells_its_month() -> None:
    shown = lived()
    assert list(shown.loc[shown["lane"] == "Documents", "what"]) == ["Monthly report Mar 2026", "Final report"]


def test_what_was_planned_is_a_ring_and_what_was_held_a_dot_joined_by_a_line() -> None:
    figure = over_time.timeline(lived(), (date(2026, 3, 2), date(2026, 8, 31)), date(2026, 9, 30), ENGLISH)
    drawn = {trace.marker.symbol: [f"{day:%Y-%m-%d}" for day in pd.to_datetime(trace.x)] for trace in figure.data}
    assert drawn == {
        "circle-open": ["2026-05-01", "2026-08-01"],
        "circle": ["2026-01-20", "2026-05-11"],
        "diamond-open": ["2026-04-07", "2026-09-23"],
        "diamond": ["2026-03-02"],
    }
    joined = [(str(shape.x0)[:10], str(shape.x1)[:10]) for shape in figure.layout.shapes if shape.line.width == 3]
    assert joined == [("2026-05-01", "2026-05-11")]
    assert "&lt;b&gt;Kunjungan&lt;/b&gt; 2" in texts(figure) and "not held so far" in texts(figure)
