"""The shape of a rule: one SQL condition, true for a bad row, a severity and a message in two languages.

Rules are Great Expectations expectations of a kind of their own, because the library's column expectations cost
0.6 s each on 300 000 rows in DuckDB where a counted condition costs 8 ms, and they cannot look into another table.
"""

import re
from copy import copy
from enum import StrEnum
from typing import Any, ClassVar, Self

from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

from warehouse.ddl import quoted
from warehouse.vocabulary import Severity

BAD_ROWS = "bad_rows.by_rule"
Counted = dict[str, int | str]
"""Bad rows by the key of a rule, or why they cannot be counted."""

_QUERY = re.compile(r"\bSELECT\b", re.IGNORECASE)
# What SQLAlchemy would take for a bind parameter: a colon before a word, not after a colon or a word.
_COLON_BEFORE_WORD = re.compile(r"(?<![:\w\\]):(?=\w)")


class Scope(StrEnum):
    """What a critical finding refuses."""

    ROW = "row"  # the row; the rest of the file goes on
    FILE = "file"  # the file; the previous one stays


class Rule(BatchExpectation):
    """A condition over the rows of one table, under the alias `r`.

    Fields: `table`; `column`, whose cell or value a failure names ('' for none); `level`, the severity; and
    `message_en`, `message_id`, which may use `{value}`, the name of any column of the table, and the
    names that `facts` gives.
    """

    SCHEMA: ClassVar[str] = ""

    table: str = ""
    column: str = ""
    level: Severity = Severity.CRITICAL
    message_en: str = ""
    message_id: str = ""

    _configuration: ExpectationConfiguration | None = PrivateAttr(None)
    _counted_by: MetricConfiguration | None = PrivateAttr(None)

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        self.severity = FailureSeverity(self.level.value)

    def counted_by(self, metric: MetricConfiguration) -> Self:
        """A copy for one validation, whose bad rows are a part of what a metric counts."""
        rule = copy(self)
        rule._counted_by = metric
        rule._configuration = _PreparedConfiguration(rule)
        return rule

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What the library validates: made once a validation, for it is asked for a dozen times."""
        return self._configuration or super().configuration

    @property
    def escaped_condition(self) -> str:
        """The condition as SQLAlchemy wants it: colons escaped."""
        return _COLON_BEFORE_WORD.sub(r"\\:", self.bad_row())

    @property
    def looks_elsewhere(self) -> bool:
        """Whether the condition reads more than its row."""
        return _QUERY.search(self.bad_row()) is not None

    @property
    def rule(self) -> str:
        """Stable code of the rule: the class name in snake case without "expect"."""
        return self.expectation_type.removeprefix("expect_")

    @property
    def place(self) -> tuple[str, str]:
        """Schema and table."""
        return self.SCHEMA, self.table

    @property
    def key(self) -> str:
        """What tells this use of the rule from its other uses in a suite."""
        return f"{self.rule}({self.SCHEMA}.{self.table}.{self.column})"

    @property
    def cell(self) -> str:
        """The named column, for SQL text."""
        return f"r.{quoted(self.column)}"

    def bad_row(self) -> str:
        """The SQL condition over `r` that is TRUE for a bad row; NULL and FALSE are good."""
        raise NotImplementedError(f"{type(self).__name__} says no condition")

    def facts(self) -> dict[str, str]:
        """SQL expressions over `r`, by the name under which a message uses them."""
        return {}

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine[Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> ValidationDependencies:
        """The count of bad rows, which the rules of a suite share."""
        metrics = {BAD_ROWS: self._counted_by} if self._counted_by else {}
        return ValidationDependencies(metrics, {"result_format": "BASIC"})

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        bad_rows = metrics[BAD_ROWS][self.key]
        if isinstance(bad_rows, str):
            raise NotCountable(bad_rows)
        return {"success": bad_rows == 0, "result": {"observed_value": bad_rows}}


class NotCountable(ValueError):
    """The condition of a rule cannot be evaluated."""


class _PreparedConfiguration(ExpectationConfiguration):
    """The configuration of a rule that is validated as it stands, instead of being written down and made anew."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(type=rule.expectation_type, kwargs={}, meta={"key": rule.key})
        self._rule = rule

    def __deepcopy__(self, memo: dict[int, Any]) -> "_PreparedConfiguration":
        return self

    def to_domain_obj(self) -> Rule:
        return self._rule


class RowRule(Rule):
    """A rule on rows of `raw.<table>`: every failing row becomes a finding with its cell.

    A critical failure refuses the row or, with `scope` file, the file.
    """

    SCHEMA: ClassVar[str] = "raw"
    # Where a failing row stands, as SQL over `r`; its cell comes from raw.header unless the row names it.
    PLACE: ClassVar[str] = "r.row_id, r.sheet, r.row_no, NULL AS named_cell"
    NAMES_ROWS: ClassVar[bool] = True  # whether its findings carry the row_id of a raw row

    scope: Scope = Scope.ROW

    @property
    def refuses(self) -> Scope | None:
        """What a failure refuses; None where it is only listed or counted."""
        return self.scope if self.level is Severity.CRITICAL else None


class MeasurementRule(RowRule):
    """A rule on measurements in standard units (`core.measurement`): it lists, and refuses nothing."""

    SCHEMA: ClassVar[str] = "core"
    level: Severity = Severity.WARNING
    PLACE: ClassVar[str] = (
        "NULL AS row_id, r.source_sheet AS sheet, CAST(NULL AS INTEGER) AS row_no, r.source_cell AS named_cell"
    )
    NAMES_ROWS: ClassVar[bool] = False

    table: str = "measurement"
    column: str = "value"

    @property
    def refuses(self) -> Scope | None:
        """Nothing: the row has reached the core."""
        return None


class ResultRule(Rule):
    """A rule on our own published results (`mart.<table>`). A failure refuses publication.

    `named_by` are the columns that tell a reader which row failed.
    """

    SCHEMA: ClassVar[str] = "mart"

    named_by: tuple[str, ...] = ()
