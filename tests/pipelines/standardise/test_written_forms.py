"""Every row of the table in docs/how-to/numbers-and-dates.md means what it says."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipelines.cells import read_column
from pipelines.template import Column

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "numbers-and-dates.md"
TYPES: dict[str, dict[str, Any]] = {
    "number": {"type": "number"},
    "percentage": {"type": "number", "unit": "%"},
    "fraction": {"type": "number", "unit": "fraction"},
    "figure in m3": {"type": "number", "unit": "m3"},
    "whole number": {"type": "integer"},
    "text": {"type": "text"},
    "yes or no": {"type": "boolean"},
    "date": {"type": "date"},
    "month": {"type": "month"},
}
STATUSES = {"value": "reported", "zero": "reported", "missing": "not_reported", "not applicable": "not_applicable"}


class Row(NamedTuple):
    """A row of the table."""

    where: str
    written: str
    meaning: str
    value: str


def rows_of_table() -> list[Row]:
    """The rows of the table of written forms."""
    text = PAGE.read_text("utf-8").split("| where | written |")[1]
    rows = []
    for line in text.splitlines()[2:]:
        if not line.startswith("|"):
            break
        where, written, meaning, value, _ = (part.strip(" ") for part in line.strip("|").split("|"))
        rows.append(Row(where, "" if written == "(blank)" else written[1:-1], meaning, value.strip("`")))
    return rows


CELLS = [row for row in rows_of_table() if not re.match("(volume|flow) of", row.where)]


def _column(where: str) -> Column:
    kind = re.split(r",| beside| of a form|: ", where)[0]
    if kind == "span":
        spans = tuple(where.removeprefix("span: ").split(", "))
        return Column(name="x", header="x", type="span", spans=spans)
    return Column(name="x", header="x", **TYPES[kind])


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float | int) else str(value or "")


@pytest.mark.parametrize("row", CELLS, ids=[f"{row.where}-{row.written}" for row in CELLS])
def test_a_written_form_means_what_the_page_says(row: Row) -> None:
    column = _column(row.where)
    cells: list[object] = [float(row.written) if "number cell" in row.where else row.written]
    beside = row.where.partition(" beside ")[2]
    cells += re.findall("`([^`]+)`", beside)
    decimal = re.search("decimal `(.)`", row.where)
    order = re.search("order `(.+?)`", row.where)
    read = read_column(column, cells, decimal[1] if decimal else "auto", order[1] if order else "auto")
    problem = read.problems.get(0)
    if row.meaning == "finding":
        assert problem is not None and problem.rule == row.value and read.values[0] is None
        assert problem.message_en != problem.message_id
        return
    assert problem is None, problem
    if read.statuses is not None:
        assert read.statuses[0] == STATUSES[row.meaning]
    is_value = row.meaning in ("value", "zero", "none")
    assert (read.values[0] is not None) == is_value
    assert (
        float(row.value) == read.values[0] if column.has_status and is_value else _in_words(read.values[0]) == row.value
    )
    assert (row.meaning == "zero") == (read.values[0] == 0 and column.has_status)


def test_the_table_holds_every_form_that_reports_are_known_to_use() -> None:
    written = {row.written for row in CELLS}
    asked = {
        "1.234,56",
        "1,234.56",
        "1234.56",
        "12,5 %",
        "±5",
        "ca. 5",
        "n/a",
        "-",
        "nihil",
        "tidak ada",
        "",
        "TW I 2025",
    }
    assert asked <= written
    assert {row.meaning for row in CELLS} == {"value", "zero", "missing", "none", "not applicable", "finding"}
    assert any("\u2009" in form for form in written) and any("\u00a0" in form for form in written)
