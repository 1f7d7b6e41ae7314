"""The receipt of a figure: its formula, and every variable behind it down to file, sheet and cell.

Reads published tables only (mart.*). A figure over several months names the variables of each of them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from indicators.metric_values import variables_of
from indicators.metrics import METRICS, VARIABLES
from indicators.receipt import Origin

_DAILY = "nrw_m3_per_day"  # a measure of the truth panel that is no metric: the volume by the day
_ALIASES = {_DAILY: "nrw_volume"}


@dataclass(frozen=True)
class InputReceipt:
    """A variable of one period. value: in its standard unit, if there is one; error_pct: half of its 95 % band."""

    variable_code: str
    name_en: str
    name_id: str
    period_start: date
    period_end: date
    value: float | None
    unit: str
    status: str
    grade: int | None
    error_pct: float | None
    written_value: float | None
    written_unit: str | None
    factor: float | None
    correction_ids: str | None
    origin: Origin


@dataclass(frozen=True)
class FigureReceipt:
    """A figure of a subject and span, its formula, and what stands behind it, in order of the catalogue and the months.

    never_told: variables that nobody reported in the span.
    """

    metric_code: str
    formula: str | None
    source: str | None
    inputs: tuple[InputReceipt, ...]
    never_told: tuple[str, ...]


def figure_receipt(
    connection: duckdb.DuckDBPyConnection,
    metric_code: str,
    partnership_id: str | None,
    utility_id: str | None,
    zone: str | None,
    span: tuple[date, date],
) -> FigureReceipt:
    """The variables behind a metric, or a measure of mart.nrw_truth, of a subject from the first to the last day.

    Raises KeyError for a code that no catalogue knows.
    """
    code = _ALIASES.get(metric_code, metric_code)
    variables = variables_of(code)
    cursor = connection.execute(
        "SELECT v.metric_code, c.name_en, c.name_id, v.period_start, v.period_end, v.value, v.unit, v.status, v.grade,"
        " g.error_pct, v.written_value, v.written_unit, v.factor, v.correction_ids, v.source_file, v.source_sheet,"
        " v.source_cell"
        " FROM mart.pilot_metric AS v JOIN mart.metric AS c USING (metric_code)"
        " LEFT JOIN mart.grade_error AS g ON g.grade = v.grade"
        " WHERE list_contains($codes, v.metric_code) AND v.partnership_id IS NOT DISTINCT FROM $partnership"
        " AND v.utility_id IS NOT DISTINCT FROM $utility AND v.zone IS NOT DISTINCT FROM $zone"
        " AND v.period_start >= $first AND v.period_end <= $last"
        " ORDER BY v.period_start, list_position($codes, v.metric_code)",
        {
            "codes": variables, "partnership": partnership_id, "utility": utility_id, "zone": zone, "first": span[0],
            "last": span[1],
        },
    )  # fmt: skip
    inputs = tuple(_input(row) for row in cursor.fetchall())
    told = {one.variable_code for one in inputs}
    metric = METRICS.get(code)
    optional = {*(metric.modifiers if metric else ()), *(name for m in METRICS.values() for name in m.modifiers)}
    return FigureReceipt(
        metric_code,
        _formula(metric_code),
        metric.source if metric else None,
        inputs,
        tuple(name for name in variables if name not in told and name not in optional),
    )


def _input(row: tuple[Any, ...]) -> InputReceipt:
    told: tuple[Any, ...] = (*row[:14], Origin(*row[14:]))
    return InputReceipt(*told)


def _formula(metric_code: str) -> str | None:
    if metric_code == _DAILY:
        return "nrw_volume / days"
    return None if metric_code in VARIABLES else METRICS[metric_code].formula
