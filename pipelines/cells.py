"""From the cells of one column to its values, with the problem of every cell that could not be read.

Whole columns are read at a time: a template's thousands of workbooks must be read within seconds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from pipelines import messages
from pipelines.standardise.dates import Order, parse_date, parse_month
from pipelines.standardise.numbers import Decimal, infer_decimal, parse_number
from pipelines.standardise.parsed_cell import Problem, absence, clean
from pipelines.standardise.spans import parse_span
from pipelines.standardise.text import parse_boolean, parse_text
from pipelines.template import Column, normalised
from warehouse.month import serial_date
from warehouse.vocabulary import ValueStatus

REFERENCE_SEPARATOR = " · "
"""Stands between an id and the words that explain it in a dropdown."""

_REPORTED = ValueStatus.REPORTED.value
_NOT_REPORTED = ValueStatus.NOT_REPORTED.value
_REJECTED = ValueStatus.REJECTED.value
_RATIOS = ("%", "fraction")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_SHORT = 40  # longer texts are no words for nothing and no error values
_LARGEST_INTEGER = 2**31 - 1
_DATED = ("date", "timestamp", "month", "span")
_DAYS_TO_1904 = 1462  # between the day from which spreadsheets usually count and 1 January 1904
_SECONDS_A_DAY = 86_400
_TIME = re.compile(r"[T ]([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:\.([0-9]{1,6})[0-9]*)?)?$")

Cells = Sequence[object]


@dataclass(slots=True)
class Values:
    """The values of a column, None where there is none; `problems` by index; `statuses` of number columns."""

    values: list[object]
    statuses: list[str] | None = None
    problems: dict[int, Problem] = field(default_factory=dict)

    def reject(self, index: int, problem: Problem) -> None:
        """Take the value at an index away, for a reason."""
        self.values[index] = None
        self.problems[index] = problem
        if self.statuses is not None:
            self.statuses[index] = _REJECTED


def read_column(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    """The values of a column's cells, '' being a blank one."""
    if cells.count("") == len(cells):
        values = Values([None] * len(cells), [_NOT_REPORTED] * len(cells) if column.has_status else None)
    else:
        values = _READERS[column.type](column, cells, decimal, order)
    if column.default is not None:
        _fill_in_default(values, column.default)
    return values


def counted_from_1900(column: Column, cells: Cells) -> Cells:
    """The cells of a workbook that counts from 1904, with the bare numbers in a column of days counted as usual."""
    return [_since_1900(cell) for cell in cells] if column.type in _DATED else cells


def _since_1900(cell: object) -> object:
    number = int(cell) if isinstance(cell, str) and cell.strip().isdecimal() else cell
    if isinstance(number, bool) or not isinstance(number, int | float):
        return cell
    return cell if serial_date(number + _DAYS_TO_1904) is None else number + _DAYS_TO_1904


def _fill_in_default(values: Values, default: object) -> None:
    for index, value in enumerate(values.values):
        if value is None and index not in values.problems:
            values.values[index] = default
            if values.statuses is not None:
                values.statuses[index] = _REPORTED


@lru_cache(maxsize=20_000)
def _short_text(cell: str) -> tuple[str | None, Problem | None]:
    parsed = parse_text(cell)
    return parsed.value, parsed.problem


def _texts(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    values = Values([])
    for index, cell in enumerate(cells):
        if cell == "":
            values.values.append(None)
        elif isinstance(cell, str) and len(cell) > _SHORT:
            values.values.append(clean(cell))
        else:
            text, problem = _text(cell)
            values.values.append(text)
            if problem:
                values.problems[index] = problem
    if column.reference:
        values.values = [_id_of(text) for text in values.values]
    return values


def _text(cell: object) -> tuple[str | None, Problem | None]:
    if isinstance(cell, str):
        return _short_text(cell)
    parsed = parse_text(cell)
    return parsed.value, parsed.problem


def _id_of(text: object) -> str | None:
    return text.split(REFERENCE_SEPARATOR, 1)[0].strip() if isinstance(text, str) else None


def _numbers(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    if decimal == "auto" and any(isinstance(cell, str) and cell for cell in cells):
        decimal = infer_decimal(cells)
    values = Values([], [])
    statuses = values.statuses
    assert statuses is not None
    for index, cell in enumerate(cells):
        if type(cell) is float or type(cell) is int:
            parsed = parse_number(cell) if abs(cell) > 1e300 or cell != cell else None
            values.values.append(float(cell) if parsed is None else parsed.value)
            statuses.append(_REPORTED if parsed is None else parsed.status.value)
        elif cell == "":
            values.values.append(None)
            statuses.append(_NOT_REPORTED)
            continue
        else:
            parsed = parse_number(cell, decimal=decimal)
            values.values.append(parsed.value)
            statuses.append(parsed.status.value)
        if parsed is not None and parsed.problem:
            values.problems[index] = parsed.problem
    if column.unit is not None:
        _settle_percentages(values, cells, column.unit)
    return values


def _settle_percentages(values: Values, cells: Cells, unit: str) -> None:
    """A written per cent sign: kept in a column of percentages, divided away in one of fractions, refused elsewhere."""
    for index, value in enumerate(values.values):
        cell = cells[index]
        if not isinstance(value, float) or not has_percent_sign(cell):
            continue
        if unit == "fraction":
            values.values[index] = value / 100
        elif unit not in _RATIOS:
            values.reject(index, Problem("percent_in_number", *messages.percent_in_number(cell, unit)))


def has_percent_sign(cell: object) -> bool:
    """Whether a cell's own text states its unit as per cent."""
    return isinstance(cell, str) and "%" in cell


def _integers(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    values = _numbers(column, cells, decimal, order)
    for index, value in enumerate(values.values):
        if not isinstance(value, float):
            continue
        if value.is_integer() and abs(value) <= _LARGEST_INTEGER:
            values.values[index] = int(value)
        else:
            values.reject(index, Problem("not_whole_number", *messages.not_whole_number(cells[index])))
    return values


def _each(cells: Cells, read: Callable[[object], tuple[object | None, Problem | None]]) -> Values:
    """Cell by cell; equal texts, which are frequent, are read once."""
    values = Values([])
    known: dict[str, tuple[object | None, Problem | None]] = {}
    for index, cell in enumerate(cells):
        if cell == "":
            values.values.append(None)
            continue
        if isinstance(cell, str):
            if cell not in known:
                known[cell] = read(cell)
            value, problem = known[cell]
        else:
            value, problem = read(cell)
        values.values.append(value)
        if problem:
            values.problems[index] = problem
    return values


def _dates(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    def read(cell: object) -> tuple[date | None, Problem | None]:
        parsed = parse_date(cell, order=order)
        return parsed.value, parsed.problem

    return _each(cells, read)


def _timestamps(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    def read(cell: object) -> tuple[datetime | None, Problem | None]:
        parsed = parse_date(cell, order=order)
        if parsed.value is None:
            return None, parsed.problem
        return datetime.combine(parsed.value, _time_of(cell)), None

    return _each(cells, read)


def _time_of(cell: object) -> time:
    """The time beside a date that was read without it; midnight where there is none."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, int | float):
        seconds = min(round(cell % 1 * _SECONDS_A_DAY), _SECONDS_A_DAY - 1)
        return (datetime.min + timedelta(seconds=seconds)).time()
    found = _TIME.search(clean(str(cell)))
    if found is None:
        return time.min
    hour, minute, second, fraction = found.groups(default="0")
    try:
        return time(int(hour), int(minute), int(second), int(fraction.ljust(6, "0")))
    except ValueError:
        return time.min


def _months(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    def read(cell: object) -> tuple[str | None, Problem | None]:
        parsed = parse_month(cell)
        return (None if parsed.value is None else str(parsed.value)), parsed.problem

    return _each(cells, read)


def _spans(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    def read(cell: object) -> tuple[str | None, Problem | None]:
        parsed = parse_span(cell, column.spans)
        return parsed.value, parsed.problem

    return _each(cells, read)


def _booleans(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    def read(cell: object) -> tuple[bool | None, Problem | None]:
        parsed = parse_boolean(cell)
        return parsed.value, parsed.problem

    return _each(cells, read)


def _choices(column: Column, cells: Cells, decimal: Decimal, order: Order) -> Values:
    codes = codes_by_spelling(column)

    def read(cell: object) -> tuple[str | None, Problem | None]:
        text, problem = _text(cell)
        code = codes.get(normalised(str(cell))) or (codes.get(normalised(text)) if text else None)
        if code:
            return code, None
        if text is None:
            return None, problem
        if column.open and _CODE.fullmatch(text):
            return text, None
        return None, Problem("unknown_choice", *messages.unknown_choice(cell, column))

    return _each(cells, read)


_known_codes: dict[int, tuple[Column, dict[str, str]]] = {}


def codes_by_spelling(column: Column) -> dict[str, str]:
    """The code of a choice by each of its spellings, normalised; worked out once for each column."""
    known = _known_codes.get(id(column))
    if known is None or known[0] is not column:
        known = _known_codes[id(column)] = (column, _codes_by_spelling(column))
    return known[1]


def _codes_by_spelling(column: Column) -> dict[str, str]:
    codes = {normalised(code): code for code in column.options}
    for code, option in column.options.items():
        for spelling in option.spellings:
            codes.setdefault(normalised(spelling), code)
    return codes


def is_nothing(cell: object) -> bool:
    """Whether a text says that there is nothing, as `nihil` does."""
    if not isinstance(cell, str) or len(cell) > _SHORT:
        return False
    return _short_text(cell)[0] in ("nihil", "none")


def is_no_answer(cell: object) -> bool:
    """Whether a text stands for a missing answer, as `-` does."""
    return isinstance(cell, str) and absence(clean(cell)) is not None


_READERS: dict[str, Callable[[Column, Cells, Decimal, Order], Values]] = {
    "text": _texts,
    "number": _numbers,
    "integer": _integers,
    "date": _dates,
    "timestamp": _timestamps,
    "month": _months,
    "span": _spans,
    "boolean": _booleans,
    "choice": _choices,
}
