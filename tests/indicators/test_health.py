"""The health of a utility by the BPPSPAM method: published cases, and what a missing figure does."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.reference import InvalidReference, load_reference
from tests.indicators.programme import Mart, Programme

ALL_BEST = {
    "return_on_equity": 10, "operating_ratio": 50, "cash_ratio": 100, "billing_effectiveness": 90, "solvency": 200,
    "service_coverage": 80, "customer_growth": 10, "complaints_settled": 80, "water_quality": 80,
    "domestic_consumption": 30, "production_efficiency": 90, "non_revenue_water": 25, "supply_hours": 21,
    "pressure_met": 80, "meter_replacement": 20, "staff_ratio": 8, "staff_trained": 80, "training_cost": 10,
}  # fmt: skip
NONE = "not_applicable"


def tells(
    programme: Programme,
    figures: dict[str, float | str | None],
    utility: str | None = "U-1",
    period: tuple[str, str] = ("2025-01-01", "2025-12-31"),
    zone: str | None = None,
    status: str = "reported",
) -> None:
    """A utility reports these figures; a text is the status of a figure without value."""
    for name, value in figures.items():
        told = isinstance(value, str)
        programme.add(
            "measurement", submission_id="h", utility_id=utility, period_start=period[0], period_end=period[1],
            zone=zone, variable_code=f"health_{name}", value=None if told else value, unit="%",
            status=value if told else status, formula_set="si", submitted_at="2026-02-01", received_at="2026-02-01",
            is_current=True, file_sha256="h", source_file="kinerja.xlsx", source_sheet="1", source_cell="D5",
        )  # fmt: skip


def judged(figures: dict[str, float | str | None], year: int = 2025, as_of: str = "2026-06-30") -> Mart:
    """The mart of a utility that reports these figures."""
    programme = Programme()
    tells(programme, figures, period=(f"{year}-01-01", f"{year}-12-31"))
    return programme.figures_at(as_of)


def mark(mart: Mart, name: str) -> int | None:
    found = mart.one("SELECT mark FROM mart.utility_health_mark WHERE variable_code = ?", f"health_{name}")["mark"]
    return None if found is None else int(found)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("production_efficiency", 66.44, 2),
        ("non_revenue_water", 48.41, 1),
        ("supply_hours", 9.67, 1),
        ("pressure_met", 14.17, 1),
        ("meter_replacement", 5.25, 2),
        ("return_on_equity", -11.3, 1),
        ("return_on_equity", 0, 2),
        ("operating_ratio", 190, 1),
        ("operating_ratio", 65, 4),
        ("cash_ratio", 3851.9, 5),
        ("billing_effectiveness", 92.1, 5),
        ("staff_ratio", 10.0, 4),
        ("staff_ratio", 10.01, 3),
        ("supply_hours", 21, 5),
        ("supply_hours", 20.99, 4),
        ("training_cost", 2.49, 1),
    ],
)
def test_a_figure_gets_the_mark_of_its_band_edges_included(name: str, value: float, expected: int) -> None:
    assert mark(judged({name: value}), name) == expected


def test_the_finance_of_a_utility_without_debts_as_published() -> None:
    """0.055 x 1 (ROE -11.3) + 0.055 x 1 (operating ratio 1.9) + 0.055 x 5 (cash 3851.9 %) + 0.055 x 5 (billing 92.1 %)
    + 0.03 x 5 (no liabilities) = 0.81"""
    mart = judged(
        {
            "return_on_equity": -11.3, "operating_ratio": 190, "cash_ratio": 3851.9, "billing_effectiveness": 92.1,
            "solvency": NONE,
        }
    )  # fmt: skip
    health = mart.one("SELECT * FROM mart.utility_health")
    assert health["finance"] == pytest.approx(0.81)
    assert health["service"] is None
    assert (health["class"], health["score"], health["indicators_assessed"]) == ("not_assessed", None, 5)


def test_everything_at_its_best_is_5_and_healthy() -> None:
    health = judged(dict(ALL_BEST)).one("SELECT * FROM mart.utility_health")
    assert (health["score"], health["class"], health["indicators_assessed"]) == (5, "healthy", 18)
    assert health["score_low"] == health["score_high"] == 5
    assert health["finance"] + health["service"] + health["operation"] + health["human_resources"] == pytest.approx(5)


@pytest.mark.parametrize("gone", ["not_reported", "rejected", "needs_review", NONE])
def test_a_figure_without_a_known_value_has_no_mark_and_nobody_is_called_sick(gone: str) -> None:
    mart = judged({**ALL_BEST, "non_revenue_water": gone})
    health = mart.one("SELECT * FROM mart.utility_health")
    assert mark(mart, "non_revenue_water") is None
    assert (health["class"], health["score"]) == ("not_assessed", None)
    assert health["score_low"] == pytest.approx(5 - 4 * 0.07)
    assert health["score_high"] == pytest.approx(5)


def test_a_figure_that_nobody_gave_is_not_reported() -> None:
    row = judged({"supply_hours": 21}).one(
        "SELECT status, mark, source_cell FROM mart.utility_health_mark WHERE variable_code = 'health_solvency'"
    )
    assert row == {"status": "not_reported", "mark": None, "source_cell": None}


@pytest.mark.parametrize(
    ("worse", "expected"),
    [
        ({}, "healthy"),
        # 5 - 4 x (.08 + .07 + .07 + .065 + .065 + .075 + .07 + .055) = 2.8: not above it
        (
            dict.fromkeys(
                ("supply_hours", "pressure_met", "production_efficiency", "meter_replacement", "water_quality"), 0
            )
            | {"non_revenue_water": 90, "staff_ratio": 90, "return_on_equity": -1},
            "less_healthy",
        ),
    ],
)
def test_the_classes_are_healthy_above_28_and_sick_below_22(worse: dict[str, float], expected: str) -> None:
    health = judged({**ALL_BEST, **worse}).one("SELECT * FROM mart.utility_health")
    assert health["class"] == expected
    assert health["score"] == (5 if not worse else pytest.approx(2.8))


def test_all_at_their_worst_are_1_and_sick() -> None:
    worst = dict.fromkeys(ALL_BEST, -1.0) | {"operating_ratio": 500, "non_revenue_water": 90, "staff_ratio": 40}
    health = judged(worst).one("SELECT * FROM mart.utility_health")
    assert (health["score"], health["class"]) == (1, "sick")


# name: the figures from which the marks 2, 3, 4 and 5 are given, as the method prints them
PUBLISHED: dict[str, tuple[float, float, float, float]] = {
    "return_on_equity": (0, 3, 7, 10), "operating_ratio": (100, 85, 65, 50), "cash_ratio": (40, 60, 80, 100),
    "billing_effectiveness": (75, 80, 85, 90), "solvency": (100, 135, 170, 200), "service_coverage": (20, 40, 60, 80),
    "customer_growth": (4, 6, 8, 10), "complaints_settled": (20, 40, 60, 80), "water_quality": (20, 40, 60, 80),
    "domestic_consumption": (15, 20, 25, 30), "production_efficiency": (60, 70, 80, 90),
    "non_revenue_water": (40, 35, 30, 25), "supply_hours": (12, 16, 18, 21), "pressure_met": (20, 40, 60, 80),
    "meter_replacement": (5, 10, 15, 20), "staff_ratio": (14, 12, 10, 8), "staff_trained": (20, 40, 60, 80),
    "training_cost": (2.5, 5, 7.5, 10),
}  # fmt: skip
LESS_IS_BETTER = ("operating_ratio", "non_revenue_water", "staff_ratio")
WORST = dict.fromkeys(ALL_BEST, -1.0) | {"operating_ratio": 500, "non_revenue_water": 90, "staff_ratio": 40}
EMPTIED = ("solvency", "water_quality", "supply_hours", "training_cost")


@pytest.fixture(scope="module")
def many() -> Mart:
    """Utilities on the edge of each mark and just short of it, at the edges of the classes, with gaps."""
    programme = Programme()
    for place in range(4):
        short = {name: 0.01 if name in LESS_IS_BETTER else -0.01 for name in PUBLISHED}
        tells(programme, {name: edges[place] for name, edges in PUBLISHED.items()}, f"on {place + 2}")
        tells(
            programme, {name: edges[place] + short[name] for name, edges in PUBLISHED.items()}, f"short of {place + 2}"
        )
    tells(programme, dict(ALL_BEST), "two years")
    tells(programme, dict(WORST), "two years", ("2024-01-01", "2024-12-31"))
    tells(programme, dict(ALL_BEST) | {"water_quality": "not_reported"}, "no quality")
    tells(programme, dict(ALL_BEST) | dict.fromkeys(EMPTIED, "not_reported"), "one of each")
    best = ("return_on_equity", "operating_ratio", "cash_ratio", "billing_effectiveness", "supply_hours")
    tells(programme, dict(WORST) | {name: ALL_BEST[name] for name in best}, "at 2.2")
    doubted = dict(ALL_BEST)
    tells(programme, {"non_revenue_water": doubted.pop("non_revenue_water")}, "doubted", status="needs_review")
    tells(programme, doubted, "doubted")
    tells(programme, dict(ALL_BEST), "zone", zone="A")
    tells(programme, dict(ALL_BEST), None)
    tells(programme, dict(ALL_BEST), "half", ("2025-01-01", "2025-06-30"))
    tells(programme, dict(ALL_BEST), "from July", ("2024-07-01", "2025-06-30"))
    tells(programme, dict(ALL_BEST), "to a later end", ("2025-01-01", "2026-12-31"))
    programme.add(
        "measurement", submission_id="m", utility_id="other figures", period_start="2025-01-01",
        period_end="2025-12-31", variable_code="billed_metered", value=1, unit="m3", status="reported",
        formula_set="si", submitted_at="2026-02-01", received_at="2026-02-01", is_current=True, file_sha256="m",
        source_file="m.xlsx", source_sheet="1", source_cell="D5",
    )  # fmt: skip
    return programme.figures_at("2025-12-31")


def health_of(mart: Mart, utility: str, year: int = 2025) -> dict[str, Any]:
    return mart.one("SELECT * FROM mart.utility_health WHERE utility_id = ? AND year(period_start) = ?", utility, year)


@pytest.mark.parametrize("mark", [2, 3, 4, 5])
def test_each_published_edge_gives_its_mark_and_a_figure_short_of_it_the_one_below(many: Mart, mark: int) -> None:
    marks = {
        (row["utility_id"], row["variable_code"].removeprefix("health_")): row["mark"]
        for row in many.rows("SELECT * FROM mart.utility_health_mark")
    }
    assert {name: marks[f"on {mark}", name] for name in PUBLISHED} == dict.fromkeys(PUBLISHED, mark)
    assert {name: marks[f"short of {mark}", name] for name in PUBLISHED} == dict.fromkeys(PUBLISHED, mark - 1)


def test_only_whole_calendar_years_of_a_whole_utility_that_are_over_are_judged(many: Mart) -> None:
    rows = many.rows("SELECT DISTINCT utility_id FROM mart.utility_health_mark")
    assert {row["utility_id"] for row in rows}.isdisjoint({None, "zone", "half", "from July", "to a later end"})
    assert len(rows) == 8 + 5


def test_each_year_is_judged_by_its_own_figures(many: Mart) -> None:
    assert (health_of(many, "two years")["score"], health_of(many, "two years", 2024)["score"]) == (5, 1)


def test_an_aspect_is_the_sum_of_its_points_and_stands_where_each_of_its_figures_is_known(many: Mart) -> None:
    """Weights of finance 4 x .055 + .03 = .25, service .25, operation .35, human resources .15; each times 5."""
    aspects = ("finance", "service", "operation", "human_resources")
    whole, gap, gaps = (health_of(many, name) for name in ("two years", "no quality", "one of each"))
    assert [whole[aspect] for aspect in aspects] == pytest.approx([1.25, 1.25, 1.75, 0.75])
    assert [gap[aspect] for aspect in aspects] == [1.25, None, 1.75, 0.75]
    assert [gaps[aspect] for aspect in aspects] == [None] * 4
    assert (gaps["indicators_assessed"], gaps["class"]) == (14, "not_assessed")


def test_a_score_of_22_is_not_yet_sick(many: Mart) -> None:
    """1 + 4 x (4 x .055 + .08) = 2.2"""
    health = health_of(many, "at 2.2")
    assert (health["score"], health["class"]) == (2.2, "less_healthy")


def test_a_figure_under_review_has_no_mark_though_it_has_a_value(many: Mart) -> None:
    row = many.one("SELECT * FROM mart.utility_health_mark WHERE utility_id = 'doubted' AND status = 'needs_review'")
    assert (row["variable_code"], row["value"], row["mark"], row["points"]) == (
        "health_non_revenue_water",
        25,
        None,
        None,
    )
    assert health_of(many, "doubted")["class"] == "not_assessed"


def test_a_year_that_is_not_over_is_not_judged() -> None:
    assert judged(dict(ALL_BEST), year=2026).rows("SELECT * FROM mart.utility_health") == []


def test_a_method_whose_weights_do_not_sum_to_1_is_refused(tmp_path: Path) -> None:
    shipped = Path(__file__).resolve().parents[2] / "data" / "reference" / "utility_health.yml"
    method = yaml.safe_load(shipped.read_text("utf-8"))
    method["indicators"][0]["weight"] = 0.5
    (tmp_path / "utility_health.yml").write_text(yaml.safe_dump(method), "utf-8")
    with pytest.raises(InvalidReference, match=r"utility_health\.yml.*sum to 1"):
        load_reference(judged({}).connection, tmp_path)
    load_reference(judged({}).connection)


def test_no_measure_of_a_partnership_reads_the_health_of_its_utility() -> None:
    folder = Path(__file__).resolve().parents[2] / "indicators"
    texts = {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.suffix in (".sql", ".py")}
    readers = {name for name, text in texts.items() if "mart.utility_health" in text}
    assert readers == {"health.sql", "run.py"}
