"""Every indicator, metric and rule says in both languages what it asks, an example, and what it does not tell."""

import re
from dataclasses import astuple, fields

import pytest

from indicators.catalogue import INDICATORS
from indicators.explanations import INDICATOR_EXPLANATIONS, METRIC_EXPLANATIONS, Explanation, source_id
from indicators.metrics import METRICS
from tests.indicators.programme import Mart, Programme
from tests.indicators.test_metrics import BALANCE, ELSEWHERE, GOLDEN

EVERY = {**INDICATOR_EXPLANATIONS, **METRIC_EXPLANATIONS}


@pytest.fixture(scope="module")
def mart() -> Mart:
    programme = Programme()
    programme.partnership("P1").signs("letter_of_intent", "2025-12-01")
    return programme.at("2026-04-30")


def test_every_indicator_and_metric_is_explained_and_nothing_else() -> None:
    assert set(INDICATOR_EXPLANATIONS) == {indicator.code for indicator in INDICATORS}
    assert set(METRIC_EXPLANATIONS) == set(METRICS)


@pytest.mark.parametrize("code", EVERY)
def test_no_part_of_an_explanation_is_empty_or_the_same_in_both_languages(code: str) -> None:
    told = EVERY[code]
    assert all(len(text) >= 10 for text in astuple(told))
    assert told.question_en.endswith("?") and told.question_id.endswith("?")
    assert told.question_en != told.question_id and told.limits_en != told.limits_id


@pytest.mark.parametrize("code", [code for code in METRICS if code not in ELSEWHERE])
def test_the_example_of_a_metric_ends_in_the_figure_worked_by_hand(code: str) -> None:
    for text, comma in ((METRIC_EXPLANATIONS[code].example_en, "."), (METRIC_EXPLANATIONS[code].example_id, ",")):
        result = re.search(rf"= ([\d ]+(?:{re.escape(comma)}\d+)?)", text)
        assert result is not None, text
        number = result[1].strip().replace(" ", "")
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
