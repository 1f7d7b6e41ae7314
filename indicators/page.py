"""The catalogue of indicators and metrics as a page for people, written from its declarations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from indicators.catalogue import INDICATORS
from indicators.explanations import INDICATOR_EXPLANATIONS, METRIC_EXPLANATIONS, Explanation
from indicators.metric_values import variables_of
from indicators.metrics import METRICS, VARIABLES

_HEAD = """# Indicators and metrics

Generated from the catalogue and the rules in force (`python docs/generate.py`). Basis: *guideline* where the
programme's guideline asks for it, *assumed* where the guideline is silent and we had to choose. Every weight, band
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


def page(rules: Sequence[RuleInForce]) -> str:
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
            *_table(("code", "what", "unit", "better", "formula", "inputs", "source"), _metrics()),
            *_explained("### What each metric asks", _metric_explanations()),
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
        yield item.code, item.name_en, item.unit, item.direction, f"`{item.formula}`", inputs, item.source


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
