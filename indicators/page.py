"""The catalogue of indicators and metrics as a page for people, written from its declarations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from indicators.catalogue import INDICATORS
from indicators.explanations import INDICATOR_EXPLANATIONS, METRIC_EXPLANATIONS, Explanation
from indicators.figure_explanations import (
    BPPSPAM_EN,
    HEALTH_EXPLANATIONS,
    NIGHT_FLOW,
    TARGET_EXPLANATIONS,
    TARGET_NAMES,
    ExplainedFigure,
)
from indicators.metric_values import variables_of
from indicators.metrics import METRICS, VARIABLES

_HEAD = """# Indicators and metrics

Generated from the catalogue and the rules in force (`python docs/generate.py`). Basis: *guideline* where the
programme's guideline asks for it, *assumed* where the guideline is silent and we had to choose; of a metric, from the
source named: the guideline asks for results and names no formula. Every weight, band
and number of days is assumed unless it says otherwise; a data folder can set its own in `reference/rules.yml`.
"""


class RuleInForce(Protocol):
    """A weight, band edge or number of days."""

    @property
    def code(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def description_en(self) -> str: ...


class HealthInForce(Protocol):
    """An indicator of the health method: its weight and the edges of its marks 5, 4, 3 and 2."""

    @property
    def variable(self) -> str: ...
    @property
    def aspect(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def better(self) -> str: ...
    @property
    def cuts(self) -> list[float]: ...
    @property
    def disputed(self) -> bool: ...


def page(rules: Sequence[RuleInForce], health: Sequence[HealthInForce]) -> str:
    """The page as Markdown."""
    weights = {rule.code: rule.value for rule in rules}
    return "\n".join(
        [
            _HEAD,
            "## Partnership criteria (0–100, higher is better)",
            "",
            *_table(
                ("code", "role", "criterion", "what", "formula", "source", "basis", "weight"), _partnership(weights)
            ),
            *_explained("### What each indicator asks", _indicator_explanations()),
            "## Metrics computed from figures",
            "",
            "No metric has a weight: it counts in a score only through a target that names it.",
            "",
            *_table(("code", "what", "unit", "better", "formula", "inputs", "source", "basis"), _metrics()),
            *_explained("### What each metric asks", _metric_explanations()),
            "## Minimum night flow",
            "",
            *_figure("minimum_night_flow", VARIABLES["minimum_night_flow"].name_en, NIGHT_FLOW, "no weight"),
            "## Targets",
            "",
            "A target has no weight of its own: the lesson-learned indicators count the short ones that are due.",
            "",
            *_targets(),
            "## Health of a utility (context, part of no score here)",
            "",
            f"{BPPSPAM_EN}: the agency was dissolved in 2020, the method lives on. Marks 1 to 5 by these edges, each "
            "included; a missing figure is not assessed, never a low mark. Edges are published in part.",
            "",
            *_table(("code", "what", "aspect", "better", "marks 5 / 4 / 3 / 2", "weight", "note"), _health(health)),
            "### What each health figure asks",
            "",
            *_health_figures(health),
            "## Figures that are reported",
            "",
            *_table(("code", "what", "unit", "subject"), _variables()),
            "## Rules in force",
            "",
            *_table(("code", "value", "unit", "basis", "what it does", "source"), _rules(rules)),
        ]
    )


def _partnership(weights: Mapping[str, float]) -> Iterable[tuple[str, ...]]:
    for item in INDICATORS:
        weight = f"{weights[item.weight_rule]:g}"
        yield item.code, item.role, item.criterion, item.name_en, item.formula_en, item.source, item.basis, weight


def _metrics() -> Iterable[tuple[str, ...]]:
    for item in METRICS.values():
        inputs = ", ".join(variables_of(item.code))
        yield (
            item.code,
            item.name_en,
            item.unit,
            item.direction,
            f"`{item.printed_formula}`",
            inputs,
            item.source,
            item.basis,
        )


def _health(health: Sequence[HealthInForce]) -> Iterable[tuple[str, ...]]:
    for item in health:
        edges = " / ".join(f"{cut:g}" for cut in item.cuts)
        disputed = "disputed" if item.disputed else ""
        name = VARIABLES[item.variable].name_en
        yield item.variable, name, item.aspect, item.better, edges, f"{item.weight:g}", disputed


def _health_figures(health: Sequence[HealthInForce]) -> Iterable[str]:
    for item in health:
        name, told = VARIABLES[item.variable].name_en, HEALTH_EXPLANATIONS[item.variable]
        yield from _figure(item.variable, name, told, f"weight {item.weight:g} in the method")


def _targets() -> Iterable[str]:
    for code, told in TARGET_EXPLANATIONS.items():
        yield from _figure(code, TARGET_NAMES[code][0], told, "no weight")


def _figure(code: str, name: str, figure: ExplainedFigure, weight: str) -> list[str]:
    return [
        f"**{code}**, {name}. {figure.told.question_en}",
        f"Formula: {figure.formula_en}.",
        f"Example: {figure.told.example_en}",
        f"Source: {figure.source_en} ({figure.basis}); {weight}.",
        f"It does not tell: {figure.told.limits_en}",
        "",
    ]


def _indicator_explanations() -> Iterable[tuple[str, str, Explanation]]:
    for item in INDICATORS:
        yield item.code, item.name_en, INDICATOR_EXPLANATIONS[item.code]


def _metric_explanations() -> Iterable[tuple[str, str, Explanation]]:
    for item in METRICS.values():
        yield item.code, item.name_en, METRIC_EXPLANATIONS[item.code]


def _explained(title: str, explained: Iterable[tuple[str, str, Explanation]]) -> list[str]:
    lines = [title, ""]
    for code, name, told in explained:
        lines += [
            f"**{code}**, {name}. {told.question_en}",
            f"Example: {told.example_en}",
            f"It does not tell: {told.limits_en}",
            "",
        ]
    return lines


def _variables() -> Iterable[tuple[str, ...]]:
    for item in VARIABLES.values():
        yield item.code, item.name_en, item.unit, item.subject


def _rules(rules: Sequence[RuleInForce]) -> Iterable[tuple[str, ...]]:
    for rule in rules:
        yield rule.code, f"{rule.value:g}", rule.unit, rule.basis, rule.description_en, rule.source


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines, ""]
