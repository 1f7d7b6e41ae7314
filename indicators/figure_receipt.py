"""The receipt of a figure or a target: the sum, and every variable behind it down to file, sheet and cell.

Reads published tables only (mart.*, quality.file_outcome). A figure over several months names the variables of each
of them. `wops explain --figure` and `--target` print what the dashboard shows.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from indicators.metric_values import variables_of
from indicators.metrics import METRICS, VARIABLES
from indicators.receipt import (
    FileReceipt,
    Origin,
    TargetReceipt,
    UnknownPartnership,
    files_behind,
    rules_version_in_force,
    target_receipt,
)
from warehouse.explained import ExplainedError, shown
from warehouse.month import Month

_DAILY = "nrw_m3_per_day"  # a measure of the truth panel that is no metric: the volume by the day
_ALIASES = {_DAILY: "nrw_volume"}
SPANS_TOLD = ("month", "year", "period")  # of mart.nrw_truth.span: as reported; the others are put together from months
MOST_FIGURES = 240  # of one target, the latest: twenty years of months


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

    @property
    def is_of_a_month(self) -> bool:
        month = Month(self.period_start.year, self.period_start.month)
        return (self.period_start.day, self.period_end) == (1, month.last_day)


@dataclass(frozen=True)
class FigureReceipt:
    """A figure of a subject and span, its formula, and what stands behind it, in order of the catalogue and the months.

    value: in its unit, with the ends of its 95 % band where every figure behind it has a grade. status: None where
    no such figure is published. reason: why it is not told or waits for review, as published. months_counted of
    months_expected: of a span, the months behind the value. origin: the cells of a single period. never_told:
    variables that nobody reported in the span. files: by which template and edition each file behind it was read.
    """

    metric_code: str
    name_en: str
    name_id: str
    zone: str | None
    period_start: date
    period_end: date
    value: float | None
    low: float | None
    high: float | None
    unit: str
    status: str | None
    reason: str | None
    months_counted: int | None
    months_expected: int | None
    origin: Origin
    formula: str | None
    source: str | None
    inputs: tuple[InputReceipt, ...]
    never_told: tuple[str, ...]
    files: tuple[FileReceipt, ...]
    rules_version: str | None


@dataclass(frozen=True)
class MeasuredTarget:
    """A target of any horizon and the figures of its metric and zone, oldest first; files of all of them."""

    target: TargetReceipt
    horizon: str
    actual_basis: str
    figures: tuple[FigureReceipt, ...]
    files: tuple[FileReceipt, ...]
    rules_version: str | None


class UnknownFigure(ExplainedError, LookupError):
    """No such figure or target of this subject in this build."""


_INPUTS = """
    FROM mart.pilot_metric AS v
    JOIN mart.metric AS c USING (metric_code)
    LEFT JOIN mart.grade_error AS g ON g.grade = v.grade
    WHERE list_contains($codes, v.metric_code)
        AND v.partnership_id IS NOT DISTINCT FROM $partnership
        AND ($of_any_utility OR v.utility_id IS NOT DISTINCT FROM $utility)
        AND v.zone IS NOT DISTINCT FROM $zone
        AND v.period_start >= $first AND v.period_end <= $last
"""

_PUBLISHED = """
    WITH told AS (
        SELECT partnership_id, utility_id, zone, period_start, period_end, value, low, high, unit, status, reason,
            months_counted, months_expected, source_file, source_sheet, source_cell, 1 AS place
        FROM mart.nrw_truth
        WHERE measure = $code AND coalesce(span = $span, list_contains($told, span))
        UNION ALL
        SELECT partnership_id, utility_id, zone, period_start, period_end, value, NULL, NULL, unit, status, reason,
            NULL, NULL, source_file, source_sheet, source_cell, 2
        FROM mart.pilot_metric
        WHERE metric_code = $code AND coalesce(list_contains($told, $span), TRUE)
    )
    SELECT utility_id, period_start, period_end, value, low, high, unit, status, reason, months_counted,
        months_expected, source_file, source_sheet, source_cell
    FROM told
    WHERE partnership_id IS NOT DISTINCT FROM $partnership
        AND ($of_any_utility OR utility_id IS NOT DISTINCT FROM $utility)
        AND zone IS NOT DISTINCT FROM $zone
        AND period_start >= $first AND period_end <= $last
    QUALIFY row_number() OVER (
        PARTITION BY utility_id, period_start, period_end ORDER BY place, source_file NULLS LAST) = 1
"""

_Place = tuple[str | None, date, date]  # utility, first day, last day


def figure_receipt(
    connection: duckdb.DuckDBPyConnection,
    metric_code: str,
    partnership_id: str | None,
    utility_id: str | None,
    zone: str | None,
    days: tuple[date, date],
    span: str | None = None,
) -> FigureReceipt:
    """A variable, a metric or a measure of mart.nrw_truth of a subject, from the first to the last day.

    span: as in mart.nrw_truth; behind one that is put together from months (rolling_12, since_pilot …) stand its
    months alone. Else a variable that was told for exactly these days stands for itself; of any other, those of the
    periods within. Raises KeyError for a code that no catalogue knows.
    """
    asked = {
        "partnership": partnership_id, "utility": utility_id, "of_any_utility": False, "zone": zone,
        "first": days[0], "last": days[1],
    }  # fmt: skip
    told_within = [one for whose, one in _inputs(connection, metric_code, asked) if whose == utility_id]
    if span in (None, *SPANS_TOLD):
        inputs = _standing_for(told_within, days)
    else:
        inputs = tuple(one for one in told_within if one.is_of_a_month)
    published = _published(connection, metric_code, asked, span).get((utility_id, *days))
    files = files_behind(connection, (one.origin for one in inputs))
    told = _figure(metric_code, zone, days, published, inputs)
    never_told = _never_told(metric_code, inputs)
    return replace(told, never_told=never_told, files=files, rules_version=rules_version_in_force(connection))


def _figure(
    metric_code: str,
    zone: str | None,
    span: tuple[date, date],
    published: tuple[Any, ...] | None,
    inputs: tuple[InputReceipt, ...],
) -> FigureReceipt:
    """Without files and rules."""
    code = _ALIASES.get(metric_code, metric_code)
    metric = METRICS.get(code)
    declared = metric or VARIABLES[code]
    value, low, high, unit, status, reason, counted, expected, *place = published or (None,) * 11
    return FigureReceipt(
        metric_code, declared.name_en, declared.name_id, zone, *span, value, low, high,
        unit or ("m3/day" if metric_code == _DAILY else declared.unit), status, reason, counted, expected,
        Origin(*place),
        _formula(metric_code), metric.source if metric else None, inputs, (), (), None,
    )  # fmt: skip


def _variables(metric_code: str) -> list[str]:
    return variables_of(_ALIASES.get(metric_code, metric_code))


def _never_told(metric_code: str, inputs: tuple[InputReceipt, ...]) -> tuple[str, ...]:
    told = {one.variable_code for one in inputs}
    optional = {name for metric in METRICS.values() for name in metric.modifiers}
    return tuple(name for name in _variables(metric_code) if name not in told and name not in optional)


def _inputs(
    connection: duckdb.DuckDBPyConnection, metric_code: str, asked: dict[str, Any]
) -> list[tuple[str | None, InputReceipt]]:
    """Each variable of each period within the days asked for, with its utility."""
    rows = connection.execute(
        "SELECT v.utility_id, v.metric_code, c.name_en, c.name_id, v.period_start, v.period_end, v.value, v.unit,"
        " v.status, v.grade, g.error_pct, v.written_value, v.written_unit, v.factor, v.correction_ids,"
        " v.source_file, v.source_sheet, v.source_cell"
        + _INPUTS
        + "ORDER BY v.period_start, list_position($codes, v.metric_code), v.period_end",
        asked | {"codes": _variables(metric_code)},
    ).fetchall()
    return [(row[0], _input(row[1:])) for row in rows]


def _standing_for(inputs: list[InputReceipt], days: tuple[date, date]) -> tuple[InputReceipt, ...]:
    """Those of one figure: a variable told for exactly its days stands for itself."""
    first, last = days
    inside = [one for one in inputs if one.period_start >= first and one.period_end <= last]
    exact = {one.variable_code for one in inside if (one.period_start, one.period_end) == days}
    return tuple(one for one in inside if one.variable_code not in exact or (one.period_start, one.period_end) == days)


def _published(
    connection: duckdb.DuckDBPyConnection, metric_code: str, asked: dict[str, Any], span: str | None = None
) -> dict[_Place, tuple[Any, ...]]:
    """The figures within the days asked for, with the band where the truth panel has it."""
    rows = connection.execute(_PUBLISHED, asked | {"code": metric_code, "span": span, "told": SPANS_TOLD}).fetchall()
    return {row[:3]: row[3:] for row in rows}


_SHOWN = """
    WITH told AS (
        SELECT partnership_id, utility_id, zone, period_start, period_end
        FROM mart.pilot_metric
        WHERE metric_code = $code AND $span IS NULL
        UNION
        SELECT partnership_id, utility_id, zone, period_start, period_end
        FROM mart.nrw_truth
        WHERE measure = $code AND coalesce(span = $span, list_contains($told, span))
    )
    SELECT t.partnership_id, t.utility_id, t.zone, t.period_start, t.period_end
    FROM told AS t
    WHERE (t.partnership_id = $subject
            OR t.partnership_id IS NULL AND (t.utility_id = $subject OR t.utility_id IN (
                SELECT mentee_id FROM mart.partnership WHERE partnership_id = $subject)))
        AND ($zone IS NULL OR t.zone = $zone)
        AND ($first IS NULL OR t.period_end >= $first AND
            CASE WHEN $span IS NULL THEN t.period_start ELSE t.period_end END <= $last)
    QUALIFY rank() OVER (ORDER BY t.partnership_id IS NULL) = 1
        AND ($first IS NOT NULL OR t.period_end = max(t.period_end) OVER (PARTITION BY t.utility_id, t.zone))
    ORDER BY t.period_start, t.zone NULLS FIRST, t.utility_id
"""


def figure_receipts(
    connection: duckdb.DuckDBPyConnection,
    subject: str,
    metric_code: str,
    month: Month | None = None,
    span: str | None = None,
    zone: str | None = None,
) -> tuple[FigureReceipt, ...]:
    """The receipts of one figure of a partnership, or of a utility, by period and zone.

    month: every period that it is in (a year told beside its months is one of them), or in which the span ends;
    those that end last where none is named. span: as in mart.nrw_truth (rolling_12, since_pilot …); None for the
    periods of the reports. zone: all where none is named.
    Raises UnknownPartnership; UnknownFigure for a code or a period without such a figure.
    """
    _known(connection, subject)
    if _ALIASES.get(metric_code, metric_code) not in METRICS | VARIABLES:
        raise UnknownFigure(
            f"No figure is called '{shown(metric_code)}': the codes stand in docs/indicators.md.",
            f"Tidak ada angka bernama '{shown(metric_code)}': kode-kodenya ada di docs/indicators.md.",
        )
    rows = connection.execute(
        _SHOWN,
        {
            "code": metric_code, "span": span, "told": SPANS_TOLD, "subject": subject, "zone": zone,
            "first": date(month.year, month.month, 1) if month else None,
            "last": month.last_day if month else None,
        },
    ).fetchall()  # fmt: skip
    if not rows:
        when = " ".join(shown(part) for part in (span, month, zone) if part)
        raise UnknownFigure(
            f"{subject} has no figure {metric_code}{f' for {when}' if when else ''} in this build.",
            f"{subject} tidak punya angka {metric_code}{f' untuk {when}' if when else ''} dalam data ini.",
        )
    return tuple(
        figure_receipt(connection, metric_code, partnership, utility, where, (first, last), span)
        for partnership, utility, where, first, last in rows
    )


def _known(connection: duckdb.DuckDBPyConnection, subject: str) -> None:
    found = connection.execute(
        "SELECT 1 FROM mart.partnership WHERE partnership_id = $1 UNION ALL SELECT 1 FROM mart.utility"
        " WHERE utility_id = $1 LIMIT 1",
        [subject],
    ).fetchall()
    if not found:
        raise UnknownPartnership(subject)


def measured_target(
    connection: duckdb.DuckDBPyConnection, partnership_id: str, target_id: str, with_inputs: bool = True
) -> MeasuredTarget:
    """The receipt of a target, short, medium or long. Raises UnknownPartnership and UnknownFigure.

    with_inputs: also the variables behind each figure; without them only their files are read. The number of
    statements does not grow with the months.
    """
    _known(connection, partnership_id)
    found = target_receipt(connection, partnership_id, target_id)
    if found is None:
        raise UnknownFigure(
            f"{partnership_id} has no target {shown(target_id)}.",
            f"{partnership_id} tidak punya target {shown(target_id)}.",
        )
    rows = connection.execute(
        "SELECT t.horizon, t.actual_basis, m.utility_id, m.period_start, m.period_end"
        " FROM mart.target_progress AS t LEFT JOIN mart.pilot_metric AS m ON m.partnership_id = t.partnership_id"
        " AND m.metric_code = t.metric_code AND m.zone IS NOT DISTINCT FROM t.zone"
        " WHERE t.partnership_id = ? AND t.target_id = ?"
        " ORDER BY m.period_start DESC, m.period_end, m.utility_id DESC LIMIT ?",
        [partnership_id, target_id, MOST_FIGURES],
    ).fetchall()
    spans = [row[2:] for row in reversed(rows) if row[3] is not None]
    figures, behind = _figures_of(connection, found, partnership_id, spans, with_inputs)
    files = files_behind(connection, [found.origin, found.actual_origin, *behind])
    version = rules_version_in_force(connection)
    return MeasuredTarget(
        found, rows[0][0], rows[0][1], tuple(_with_files(one, files, version) for one in figures), files, version
    )


def _figures_of(
    connection: duckdb.DuckDBPyConnection,
    target: TargetReceipt,
    partnership_id: str,
    spans: list[_Place],
    with_inputs: bool,
) -> tuple[list[FigureReceipt], list[Origin]]:
    """The figures of these spans, and every place behind them."""
    if not spans:
        return [], []
    code = str(target.metric_code)
    asked: dict[str, Any] = {
        "partnership": partnership_id, "utility": None, "of_any_utility": True, "zone": target.zone,
        "first": min(first for _, first, _ in spans), "last": max(last for _, _, last in spans),
    }  # fmt: skip
    published = _published(connection, code, asked)
    inputs = _inputs(connection, code, asked) if with_inputs else []
    figures = []
    for place in spans:
        own = _standing_for([one for whose, one in inputs if whose == place[0]], place[1:])
        told = _figure(code, target.zone, place[1:], published.get(place), own)
        figures.append(replace(told, never_told=_never_told(code, own)) if with_inputs else told)
    if with_inputs:
        return figures, [one.origin for figure in figures for one in figure.inputs]
    rows = connection.execute("SELECT DISTINCT v.source_file" + _INPUTS, asked | {"codes": _variables(code)}).fetchall()
    return figures, [Origin(file, None, None) for (file,) in rows]


def _with_files(figure: FigureReceipt, files: tuple[FileReceipt, ...], version: str | None) -> FigureReceipt:
    """With those of the files that the figure's own variables stand in."""
    own = {name for one in figure.inputs if one.origin.file for name in one.origin.file.split("; ")}
    return replace(figure, files=tuple(file for file in files if file.file in own), rules_version=version)


def _input(row: tuple[Any, ...]) -> InputReceipt:
    told: tuple[Any, ...] = (*row[:14], Origin(*row[14:]))
    return InputReceipt(*told)


def _formula(metric_code: str) -> str | None:
    if metric_code == _DAILY:
        return "nrw_volume / days"
    return None if metric_code in VARIABLES else METRICS[metric_code].printed_formula
