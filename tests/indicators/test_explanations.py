"""Every indicator, metric and rule says in both languages what it asks, an example, and what it does not tell."""

import re
from dataclasses import astuple, fields

import pytest

from indicators.catalogue import INDICATORS
from indicators.explanations import (
    INDICATOR_EXPLANATIONS,
    METRIC_EXPLANATIONS,
    REASONS,
    Explanation,
    reason_in,
    source_id,
)
from indicators.figure_explanations import FIGURE_EXPLANATIONS, HEALTH_EXPLANATIONS, TARGET_EXPLANATIONS, TARGET_NAMES
from indicators.metrics import METRICS, VARIABLES
from pipelines.reference import SHIPPED, read_health
from tests.indicators.programme import Mart, Programme
from tests.indicators.test_metrics import BALANCE, ELSEWHERE, GOLDEN
from warehouse.vocabulary import Language

EVERY = {**INDICATOR_EXPLANATIONS, **METRIC_EXPLANATIONS}


@pytest.fixture(scope="module")
def mart() -> Mart:
    programme = Programme()
    programme.partnership("P1").signs("letter_of_intent", "2025-12-01")
    return programme.at("2026-04-30")


def test_every_indicator_and_metric_is_explained_and_nothing_else() -> None:
    assert set(INDICATOR_EXPLANATIONS) == {indicator.code for indicator in INDICATORS}
    assert set(METRIC_EXPLANATIONS) == set(METRICS)


def test_every_reason_that_a_metric_or_the_reading_can_give_has_its_words_and_no_other() -> None:
    told = {reason for metric in METRICS.values() for reason in (metric.not_applicable_reason, metric.review_reason)}
    of_computing = {"a figure behind it needs review", "zero denominator"}
    of_reading = {"negative", "above_100", "off_scale", "differs_from_gis", "coordinate_system"}
    assert set(REASONS) == told - {""} | of_computing | of_reading
    assert reason_in("off_scale", Language.INDONESIAN) != reason_in("off_scale", Language.ENGLISH) != "off_scale"


@pytest.mark.parametrize("code", EVERY)
def test_no_part_of_an_explanation_is_empty_or_the_same_in_both_languages(code: str) -> None:
    told = EVERY[code]
    assert all(len(text) >= 10 for text in astuple(told))
    assert told.question_en.endswith("?") and told.question_id.endswith("?")
    assert told.question_en != told.question_id and told.limits_en != told.limits_id


@pytest.mark.parametrize("code", [code for code in METRICS if code not in ELSEWHERE])
def test_the_example_of_a_metric_ends_in_the_figure_worked_by_hand(code: str) -> None:
    for text, comma in ((METRIC_EXPLANATIONS[code].example_en, "."), (METRIC_EXPLANATIONS[code].example_id, ",")):
        thousands = "," if comma == "." else "."
        result = re.search(rf"= ([\d{thousands}]+(?:{re.escape(comma)}\d+)?)", text)
        assert result is not None, text
        number = result[1].replace(thousands, "")
        decimals = len(number.partition(comma)[2])
        assert float(number.replace(comma, ".")) == pytest.approx(GOLDEN[code], abs=0.5 * 10**-decimals + 1e-9)


def test_the_example_per_km_is_worked_by_hand() -> None:
    assert BALANCE["mains_length"] == 60
    assert "= 3.118 m³" in METRIC_EXPLANATIONS["real_losses_m3_per_km_day"].example_en
    assert round(29_000 / 300 / 31, 3) == 3.118


@pytest.mark.parametrize("code", INDICATOR_EXPLANATIONS)
def test_the_example_of_an_indicator_is_right(code: str) -> None:
    formula, result = INDICATOR_EXPLANATIONS[code].example_en.rsplit(": ", 1)[1].rsplit(" = ", 1)
    assert re.fullmatch(r"[\d .()+×÷]+", formula), formula
    computed = eval(formula.replace("×", "*").replace("÷", "/"))
    assert round(computed, 1) == float(result)
    assert INDICATOR_EXPLANATIONS[code].example_id.endswith(f"= {result.replace('.', ',')}")


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("indicator", ("formula_en", "formula_id", "source", "source_id", "basis", "weight")),
        ("metric", ("source", "source_id", "name_en", "name_id")),
        ("rule", ("source", "source_id", "description_en", "description_id", "basis")),
    ],
)
def test_nothing_published_of_them_is_empty(mart: Mart, table: str, columns: tuple[str, ...]) -> None:
    texts = [field.name for field in fields(Explanation)] if table == "indicator" else []
    rows = mart.rows(f"SELECT * FROM mart.{table}")
    assert len(rows) > 10
    assert [(row, name) for row in rows for name in (*columns, *texts) if row[name] in (None, "")] == []


def test_every_metric_computed_is_explained_where_it_is_published(mart: Mart) -> None:
    rows = mart.rows("SELECT * FROM mart.metric WHERE kind = 'derived'")
    assert len(rows) == len(METRICS)
    assert all(row[field.name] for row in rows for field in fields(Explanation))


def test_every_source_is_told_in_indonesian(mart: Mart) -> None:
    english = re.compile(r"\b(the|and|names|no|of|as|asks|for|is|which)\b")
    told = [source_id(indicator.source) for indicator in INDICATORS]
    told += [source_id(metric.source) for metric in METRICS.values()]
    told += [row["source_id"] for row in mart.rows("SELECT source_id FROM mart.rule")]
    assert [text for text in told if english.search(text.replace("Lambert et al. 1999", ""))] == []


HEALTH = {item.variable: item for item in read_health(SHIPPED / "utility_health.yml")}
FIGURES = {**FIGURE_EXPLANATIONS, **TARGET_EXPLANATIONS}


def test_every_health_figure_the_night_flow_and_every_figure_of_a_target_are_explained() -> None:
    assert set(HEALTH_EXPLANATIONS) == set(HEALTH) == {code for code in VARIABLES if code.startswith("health_")}
    assert set(FIGURE_EXPLANATIONS) - set(HEALTH) == {"minimum_night_flow"}
    assert set(TARGET_EXPLANATIONS) == set(TARGET_NAMES) == {"target_progress", "target_expected", "target_pace"}


@pytest.mark.parametrize("code", FIGURES)
def test_what_is_marked_or_paced_is_told_in_both_languages(code: str) -> None:
    figure = FIGURES[code]
    assert all(len(text) >= 10 for text in (*astuple(figure)[:4], *astuple(figure.told)))
    assert figure.formula_en != figure.formula_id and figure.source_en != figure.source_id
    assert figure.told.question_en.endswith("?") and figure.told.question_id.endswith("?")
    assert figure.told.question_en != figure.told.question_id and figure.told.limits_en != figure.told.limits_id


def worked(sum_: str) -> float:
    """A sum as it is printed, with its commas between thousands."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", sum_).replace("×", "*").replace("÷", "/").replace("−", "-")
    assert re.fullmatch(r"[\d .()+*/-]+", plain), plain
    return float(eval(plain))


@pytest.mark.parametrize("code", HEALTH)
def test_the_example_of_a_health_figure_takes_its_mark_by_the_edges_and_its_weight(code: str) -> None:
    method, told = HEALTH[code], HEALTH_EXPLANATIONS[code].told
    found = re.fullmatch(r"(.+) = (−?[\d.,]+)[^:]*: mark (\d); ([\d.]+) × (\d) = ([\d.]+)", told.example_en)
    assert found is not None, told.example_en
    value = float(found[2].replace("−", "-").replace(",", ""))
    assert round(worked(found[1]), 2) == value
    within = [value >= cut if method.better == "high" else value <= cut for cut in method.cuts]
    assert int(found[3]) == int(found[5]) == 1 + sum(within)
    assert float(found[4]) == method.weight
    assert float(found[6]) == pytest.approx(method.weight * (1 + sum(within)))
    in_indonesian = (
        told.example_en.translate(str.maketrans(".,", ",.")).replace("mark", "nilai").replace(" h:", " jam:")
    )
    assert told.example_id == in_indonesian


@pytest.mark.parametrize("code", [*EVERY, *FIGURES])
def test_an_example_writes_its_numbers_as_its_language_does(code: str) -> None:
    told = EVERY[code] if code in EVERY else FIGURES[code].told
    for text, thousands in ((told.example_en, ","), (told.example_id, ".")):
        assert re.findall(r"\d \d{3}\b|\d{4,}|\d %", text) == [], text
        assert all(len(group) == 3 for group in re.findall(rf"\d{re.escape(thousands)}(\d+)", text)), text


@pytest.mark.parametrize("code", TARGET_EXPLANATIONS)
def test_the_example_of_a_target_is_right(code: str) -> None:
    sum_, result = TARGET_EXPLANATIONS[code].told.example_en.rpartition(": ")[2].split(", ")[0].split(" = ")
    assert worked(sum_) == pytest.approx(float(result))


def test_they_are_published_with_source_and_basis_and_a_metric_with_its_basis(mart: Mart) -> None:
    rows = {row["metric_code"]: row for row in mart.rows("SELECT * FROM mart.metric")}
    for code, figure in FIGURE_EXPLANATIONS.items():
        assert rows[code]["formula_id"] == figure.formula_id and rows[code]["limits_en"] == figure.told.limits_en
        assert (rows[code]["source"], rows[code]["basis"]) == (figure.source_en, "assumed")
    assert {rows[code]["basis"] for code in METRICS} == {"assumed"}
    assert rows["connections"]["basis"] is None


def test_the_printed_formula_of_the_water_supplied_tells_of_the_meter_at_the_inlet(mart: Mart) -> None:
    """Where the inlet of a zone is metered, that volume is the supply, whatever the sources say."""
    row = mart.one("SELECT * FROM mart.metric WHERE metric_code = 'water_supplied'")
    assert row["formula"].startswith("coalesce(system_input_volume, ")
    assert row["inputs"].startswith("system_input_volume")


def test_the_page_in_docs_tells_of_all_of_them_with_basis_and_edges() -> None:
    page = (SHIPPED.parents[1] / "docs" / "indicators.md").read_text("utf-8")
    assert [code for code in FIGURES if f"**{code}**, " not in page] == []
    assert "| code | what | unit | better | formula | inputs | source | basis |" in page
    assert "| low | 8 / 10 / 12 / 14 | 0.07 | disputed |" in page
    assert "`coalesce(system_input_volume, " in page
