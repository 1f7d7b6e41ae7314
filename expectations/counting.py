"""How Great Expectations counts: one metric gives the bad rows of all rules of a suite, for all of them together.

The library's own metric is resolved once per rule, in a statement of its own: 5 ms a rule, nearly all of them in
Python. Here every rule depends on the same metric, so the library resolves it once and then judges each rule by its
own count. Rules that only look at their row are counted in one pass over their table.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, ClassVar

import sqlalchemy
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.metrics.metric_provider import MetricProvider, metric_value
from great_expectations.validator.metric_configuration import MetricConfiguration

from expectations.rule import BAD_ROWS, Counted, Rule
from warehouse.ddl import quoted

RULES_PER_STATEMENT = 8  # of those that look into other tables; each holds what it looks into


class Checklist:
    """Rules that are counted together; `name` tells their metric from others."""

    def __init__(self, name: str, rules: Sequence[Rule]) -> None:
        self.name = name
        self.rules = rules
        self.metric = MetricConfiguration(BAD_ROWS, {}, {"checklist": self})

    def __str__(self) -> str:
        return self.name

    def statements(self) -> Iterator[tuple[Sequence[Rule], str]]:
        """Rules, and a statement with one row: the number of bad rows of each, in their order."""
        for place, group in groupby(sorted(self.rules, key=lambda rule: rule.place), key=lambda rule: rule.place):
            rules = list(group)
            own = [rule for rule in rules if not rule.looks_elsewhere]
            if own:
                yield own, _in_one_pass(place, own)
            yield from ((part, _side_by_side(part)) for part in _parts([r for r in rules if r.looks_elsewhere]))


class BadRows(MetricProvider):
    """The number of bad rows by the key of the rule; a text instead of a number says why a rule cannot be counted."""

    metric_name: ClassVar[str] = BAD_ROWS
    value_keys = ("checklist",)

    @staticmethod
    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(execution_engine: SqlAlchemyExecutionEngine, **given: Any) -> Counted:
        checklist: Checklist = given["metric_value_kwargs"]["checklist"]
        counts: Counted = {}
        for rules, statement in checklist.statements():
            counts |= _counted(execution_engine, rules, statement)
        return counts


def _counted(engine: SqlAlchemyExecutionEngine, rules: Sequence[Rule], statement: str) -> Counted:
    """The counts of one statement. Where it fails, each rule is counted alone, to tell whose fault it is."""
    try:
        row = engine.execute_query(sqlalchemy.text(statement)).fetchone()
    except sqlalchemy.exc.DBAPIError as error:
        if len(rules) == 1:
            return {rules[0].key: str(error.orig)}
        alone = (_counted(engine, [rule], _side_by_side([rule])) for rule in rules)
        return {key: count for counted in alone for key, count in counted.items()}
    assert row is not None
    return {rule.key: int(count) for rule, count in zip(rules, row, strict=True)}


def _in_one_pass(place: tuple[str, str], rules: Sequence[Rule]) -> str:
    counts = ", ".join(f"count(*) FILTER (WHERE ({rule.escaped_condition}))" for rule in rules)
    return f"SELECT {counts} FROM {_named(place)} AS r"


def _side_by_side(rules: Sequence[Rule]) -> str:
    counts = (f"(SELECT count(*) FROM {_named(rule.place)} AS r WHERE ({rule.escaped_condition}))" for rule in rules)
    return f"SELECT {', '.join(counts)}"


def _named(place: tuple[str, str]) -> str:
    return f"{quoted(place[0])}.{quoted(place[1])}"


def _parts(rules: Sequence[Rule]) -> Iterator[Sequence[Rule]]:
    yield from (rules[first : first + RULES_PER_STATEMENT] for first in range(0, len(rules), RULES_PER_STATEMENT))
