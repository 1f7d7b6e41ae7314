"""What goes wrong in the sample's files, as it does in real ones, and what each must be found as.

A fault is planted in the report of one position and month of the pilot. Those that refuse a whole file lie
in an arrival of their own, hours before the sound report: the story of the partnership stays as it is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipelines.sample.register import Rows


class Fault(StrEnum):
    """A way in which a file is not as the template wants it."""

    TEXT_NUMBERS = "text_numbers"  # every figure typed as text, 1.234,56: readable, nothing to find
    TEXT_IN_NUMBER = "text_in_number"  # words where a figure belongs
    NEGATIVE_VOLUME = "negative_volume"
    BILLED_ABOVE_SUPPLIED = "billed_above_supplied"
    SHARE_ABOVE_ALL = "share_above_all"  # 120 % of an activity done
    MORE_DIGITISED_THAN_ALL = "more_digitised_than_all"  # a percentage above 100
    UNKNOWN_OBLIGATION = "unknown_obligation"
    ERROR_CELL = "error_cell"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    EXTRA_COLUMN = "extra_column"
    TITLE_ROWS = "title_rows"  # merged rows above the header: nothing to find
    OTHER_HEADERS = "other_headers"  # English labels in an Indonesian workbook: nothing to find
    OPEN_DOCUMENT = "open_document"  # .ods: nothing to find
    CORRECTED = "corrected"  # a second report of the month with better figures
    DUPLICATE = "duplicate"  # the same bytes again
    OUTSIDE_PILOT = "outside_pilot"  # the month after the pilot
    UNREADABLE_MONTH = "unreadable_month"  # month 13
    UNKNOWN_PARTNERSHIP = "unknown_partnership"
    MISSING_SHEET = "missing_sheet"
    RENAMED_HEADER = "renamed_header"
    CORRUPT = "corrupt"
    ZERO_BYTES = "zero_bytes"
    MACRO = "macro"


PLANTED: Mapping[tuple[int, int], Fault] = {
    (1, 3): Fault.DUPLICATE,
    (1, 6): Fault.OUTSIDE_PILOT,
    (2, 2): Fault.TITLE_ROWS,
    (2, 4): Fault.OPEN_DOCUMENT,
    (3, 1): Fault.CORRECTED,
    (3, 3): Fault.ERROR_CELL,
    (4, 1): Fault.TEXT_NUMBERS,
    (5, 3): Fault.NEGATIVE_VOLUME,
    (9, 1): Fault.UNKNOWN_PARTNERSHIP,
    (9, 4): Fault.CORRUPT,
    (10, 2): Fault.MISSING_SHEET,
    (10, 5): Fault.MORE_DIGITISED_THAN_ALL,
    (11, 2): Fault.TEXT_IN_NUMBER,
    (12, 1): Fault.SHARE_ABOVE_ALL,
    (12, 3): Fault.MACRO,
    (13, 2): Fault.BILLED_ABOVE_SUPPLIED,
    (16, 1): Fault.RENAMED_HEADER,
    (16, 3): Fault.UNKNOWN_OBLIGATION,
    (17, 2): Fault.OTHER_HEADERS,
    (20, 2): Fault.UNREADABLE_MONTH,
    (20, 4): Fault.FORMULA_WITHOUT_VALUE,
    (21, 0): Fault.ZERO_BYTES,
    (22, 1): Fault.EXTRA_COLUMN,
}
"""Fault by position (1–22) and month of the pilot (from 0)."""

REFUSED = frozenset(
    {
        Fault.UNREADABLE_MONTH,
        Fault.UNKNOWN_PARTNERSHIP,
        Fault.MISSING_SHEET,
        Fault.RENAMED_HEADER,
        Fault.CORRUPT,
        Fault.ZERO_BYTES,
        Fault.MACRO,
    }
)
"""Faults for which the whole file is refused."""

RULES: Mapping[Fault, str] = {
    Fault.TEXT_IN_NUMBER: "text_in_number",
    Fault.NEGATIVE_VOLUME: "figure_not_negative",
    Fault.BILLED_ABOVE_SUPPLIED: "billed_not_above_supplied",
    Fault.SHARE_ABOVE_ALL: "share_up_to_hundred_percent",
    Fault.MORE_DIGITISED_THAN_ALL: "part_not_above_whole",
    Fault.UNKNOWN_OBLIGATION: "known_obligation",
    Fault.ERROR_CELL: "error_value",
    Fault.FORMULA_WITHOUT_VALUE: "formula_without_value",
    Fault.EXTRA_COLUMN: "unmapped_column",
    Fault.CORRECTED: "first_report_of_month",
    Fault.OUTSIDE_PILOT: "month_within_pilot",
    Fault.UNREADABLE_MONTH: "month_out_of_range",
    Fault.UNKNOWN_PARTNERSHIP: "known_partnership",
    Fault.MISSING_SHEET: "missing_sheet",
    Fault.RENAMED_HEADER: "missing_column",
    Fault.CORRUPT: "corrupt_workbook",
    Fault.ZERO_BYTES: "empty_file",
    Fault.MACRO: "macro_workbook",
}
"""Rule under which each fault is found; the others leave no finding."""

EXTRA_HEADER = "Paraf petugas"
RENAMED_TO = "Kode datanya"
UNKNOWN_PARTNERSHIP_ID = "S000"
NO_MONTH = "2026-13"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fault lies: raw table, row of the sheet's data from 0 and column, both None for a whole sheet."""

    table: str
    row: int | None = None
    column: str | None = None


def plant(fault: Fault, rows: Rows) -> Spot | None:
    """Spoil the rows of a report in place and say where; None for faults of the file or without a place."""
    planter = _PLANTERS.get(fault)
    return planter(rows) if planter else None


def _variable(rows: Rows, code: str) -> int:
    return next(n for n, row in enumerate(rows["monthly_progress"]) if row["variable_code"] == code)


def _set_value(rows: Rows, code: str, value: object) -> Spot:
    row = _variable(rows, code)
    rows["monthly_progress"][row]["value"] = value
    return Spot("monthly_progress", row, "value")


def _text_numbers(rows: Rows) -> None:
    for row in rows["monthly_progress"]:
        value = row["value"]
        if isinstance(value, int | float):
            row["value"] = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def _text_in_number(rows: Rows) -> Spot:
    return _set_value(rows, "average_pressure", "manometer macet")


def _negative(rows: Rows) -> Spot:
    return _set_value(rows, "unbilled_metered", -340)


def _billed_above_supplied(rows: Rows) -> Spot:
    billed = rows["monthly_progress"][_variable(rows, "billed_metered")]["value"]
    _set_value(rows, "system_input_own", round(float(str(billed)) * 0.93))
    return Spot("monthly_progress", _variable(rows, "billed_metered"), "value")


def _share_above_all(rows: Rows) -> Spot:
    planned = next(n for n, row in enumerate(rows["monthly_activities"]) if row.get("obligation_id"))
    rows["monthly_activities"][planned]["delivered_share"] = 1.2
    return Spot("monthly_activities", planned, "delivered_share")


def _more_digitised(rows: Rows) -> Spot:
    customers = rows["monthly_progress"][_variable(rows, "customers_total")]["value"]
    return _set_value(rows, "customers_digitised", round(float(str(customers)) * 1.04))


def _unknown_obligation(rows: Rows) -> Spot:
    planned = next(n for n, row in enumerate(rows["monthly_activities"]) if row.get("obligation_id"))
    row = rows["monthly_activities"][planned]
    row["obligation_id"] = f"{str(row['obligation_id']).rsplit('/', 1)[0]}/W99"
    return Spot("monthly_activities", planned, "obligation_id")


def _corrected(rows: Rows) -> Spot:
    row = rows["monthly_progress"][_variable(rows, "customers_digitised")]
    row["value"] = round(float(str(row["value"])) * 0.97)
    return Spot("monthly_cover", 0, "period")


def _unknown_partnership(rows: Rows) -> Spot:
    rows["monthly_cover"][0]["partnership_id"] = UNKNOWN_PARTNERSHIP_ID
    return Spot("monthly_cover", 0, "partnership_id")


_PLANTERS: Mapping[Fault, Callable[[Rows], Spot | None]] = {
    Fault.TEXT_NUMBERS: _text_numbers,
    Fault.TEXT_IN_NUMBER: _text_in_number,
    Fault.NEGATIVE_VOLUME: _negative,
    Fault.BILLED_ABOVE_SUPPLIED: _billed_above_supplied,
    Fault.SHARE_ABOVE_ALL: _share_above_all,
    Fault.MORE_DIGITISED_THAN_ALL: _more_digitised,
    Fault.UNKNOWN_OBLIGATION: _unknown_obligation,
    Fault.CORRECTED: _corrected,
    Fault.UNKNOWN_PARTNERSHIP: _unknown_partnership,
    Fault.UNREADABLE_MONTH: lambda rows: Spot("monthly_cover", 0, "period"),
    Fault.OUTSIDE_PILOT: lambda rows: Spot("monthly_cover", 0, "period"),
    Fault.ERROR_CELL: lambda rows: Spot("monthly_progress", _variable(rows, "pipe_length_digitised"), "value"),
    Fault.FORMULA_WITHOUT_VALUE: lambda rows: Spot("monthly_progress", _variable(rows, "energy_consumed"), "value"),
    Fault.EXTRA_COLUMN: lambda rows: Spot("monthly_progress"),
    Fault.MISSING_SHEET: lambda rows: Spot("monthly_findings"),
    Fault.RENAMED_HEADER: lambda rows: Spot("monthly_progress"),
}
