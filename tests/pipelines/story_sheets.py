"""Reads the sheets of tests/golden/stories: what the partners handed in, and what is expected as of which day.

A sheet is markdown. Its tables are the data, its other lines are for readers. Under "What was received" stand
registers, slips (a table per sheet, under the headings of the workbook) and monthly reports; under "What the check
says" every finding; under "As of <day>" what is expected. A blank cell says nothing, "–" says that there is nothing.
A row with `{1..40}` stands for forty rows. A table or column that is not known is refused, so that nothing stands in
a sheet unread.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipelines.template import Column, Named, Sheet, newest, normalised
from pipelines.workbooks import Rows, header_label, sheet_title
from warehouse.month import MONTH_NUMBERS, Month
from warehouse.vocabulary import Language

STORIES = Path(__file__).resolve().parents[1] / "golden" / "stories"
RECEIVED = "What was received"
FOUND = "What the check says"
_FOUND_COLUMNS = ("Sheet", "Severity", "Number", "What")
NOTHING = "–"
PARTS = (
    "monthly_progress", "monthly_activities", "monthly_advice_actions", "monthly_findings", "monthly_obstacles",
    "monthly_requests",
)  # fmt: skip
TOLD = {
    "Told in monthly reports: activities": "monthly_activities",
    "Told in monthly reports: action on advice": "monthly_advice_actions",
    "Told in monthly reports: requests for advice": "monthly_requests",
}
REPORTS = "Monthly reports"
SINGLE = {"Register": "programme_register", "Visit slip": "visit_slip"}
_SENDER = ("Partnership number", "Month")
_DAYS = ("Sent on", "Received on")

_SINGLE_HEADING = re.compile(rf"({'|'.join(SINGLE)}) received (\d+ \w+ \d+)")
_AS_OF_HEADING = re.compile(r"As of (\d+ \w+ \d+)(?:, known by (\d+ \w+ \d+))?")
_RANGE = re.compile(r"\{(\d+)\.\.(\d+)\}")

Line = dict[str, str]


class SheetError(Exception):
    """A sheet that says something nobody would check; the message names the sheet and the line."""


@dataclass(frozen=True)
class Table:
    """A table of a sheet with the headings it stands under."""

    place: str
    headings: tuple[str, ...]
    chapter: int  # line of the third heading: two chapters may bear the same words
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Workbook:
    """One workbook that was handed in: its template, its rows, and the days it was sent and received."""

    template: str
    name: str
    rows: Rows
    received_on: date
    submitted_on: date | None = None


@dataclass(frozen=True)
class Day:
    """What is expected as of a day; `known_by` is None where everything received counts."""

    story: str
    as_of: date
    known_by: date | None
    tables: tuple[Table, ...]

    @property
    def clock(self) -> tuple[date, date]:
        """The day, and the last day of receipt that counts."""
        return self.as_of, self.known_by or date.max

    @property
    def name(self) -> str:
        known = f", known by {self.known_by}" if self.known_by else ""
        return f"{self.story}, as of {self.as_of}{known}"


@dataclass
class Story:
    """One sheet."""

    name: str
    workbooks: list[Workbook] = field(default_factory=list)
    findings: list[tuple[str, str, int]] = field(default_factory=list)  # sheet, severity, how many
    days: list[Day] = field(default_factory=list)


def read_story(path: Path) -> Story:
    """One sheet as workbooks to hand in and days to look at. Raises SheetError for what it does not know."""
    story = Story(path.stem)
    received: list[Table] = []
    expected: dict[str, list[Table]] = {}
    for table in _tables(path):
        chapter = table.headings[1] if len(table.headings) > 1 else ""
        if chapter == RECEIVED:
            received.append(table)
        elif chapter == FOUND and table.columns == _FOUND_COLUMNS:
            story.findings += [(line["Sheet"], line["Severity"], int(line["Number"])) for line in table.lines]
        elif _AS_OF_HEADING.fullmatch(chapter) and len(table.headings) == 3:
            expected.setdefault(chapter, []).append(table)
        else:
            raise SheetError(f"{table.place}: a table under an unknown heading, {' / '.join(table.headings)}")
    story.workbooks = [*_singles(path, received), *_reports(path, received)]
    for chapter, tables in expected.items():
        match = _AS_OF_HEADING.fullmatch(chapter)
        assert match is not None
        known_by = match[2] and parse_day(match[2], path.name)
        story.days.append(Day(path.stem, parse_day(match[1], path.name), known_by or None, tuple(tables)))
    return story


def parse_day(words: str, place: str) -> date:
    """A day as it stands in a sheet: 15 Mar 2026."""
    try:
        day, month, year = words.split()
        return date(int(year), MONTH_NUMBERS[month.casefold()], int(day))
    except (ValueError, KeyError) as error:
        raise SheetError(f"{place}: {words!r} is not a day such as 15 Mar 2026") from error


# ---- markdown


def _tables(path: Path) -> Iterator[Table]:
    headings: list[str] = []
    block: list[tuple[int, str]] = []
    chapter = 0
    for number, line in enumerate([*path.read_text("utf-8").splitlines(), ""], 1):
        if line.startswith("|"):
            block.append((number, line))
            continue
        if block:
            yield _table(path, tuple(headings), chapter, block)
            block = []
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            headings[level - 1 :] = [line[level:].strip()]
            chapter = chapter if level > 3 else number


def _table(path: Path, headings: tuple[str, ...], chapter: int, block: Sequence[tuple[int, str]]) -> Table:
    place = f"{path.name}, line {block[0][0]}"
    header, rule, *rows = [_cells(line) for _, line in block]
    if set("".join(rule)) != {"-"} or any(len(row) != len(header) for row in [rule, *rows]):
        raise SheetError(f"{place}: every row must have the {len(header)} cells of its header")
    lines = [dict(zip(header, cells, strict=True)) for row in rows for cells in _expanded(row)]
    return Table(place, headings, chapter, tuple(header), tuple(lines))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _expanded(row: list[str]) -> Iterator[list[str]]:
    found = {match.groups() for cell in row for match in _RANGE.finditer(cell)}
    if not found:
        yield row
        return
    ((first, last),) = found
    for number in range(int(first), int(last) + 1):
        yield [_RANGE.sub(str(number), cell) for cell in row]


# ---- workbooks


def _singles(path: Path, tables: Sequence[Table]) -> Iterator[Workbook]:
    """Workbooks with a chapter of their own; what a later register does not show is as in the one before."""
    chapters: dict[int, list[Table]] = {}
    for table in tables:
        if _SINGLE_HEADING.fullmatch(table.headings[2]):
            chapters.setdefault(table.chapter, []).append(table)
    register: dict[str, list[dict[str, object]]] = {}
    for number, shown in enumerate(chapters.values(), 1):
        match = _SINGLE_HEADING.fullmatch(shown[0].headings[2])
        assert match is not None
        template = newest(SINGLE[match[1]])
        sheets = {sheet_title(template, sheet, Language.ENGLISH): sheet for sheet in template.sheets}
        rows: dict[str, list[dict[str, object]]] = {}
        for table in shown:
            if len(table.headings) != 4 or table.headings[3] not in sheets:
                raise SheetError(f"{table.place}: {template.name} has no sheet {' / '.join(table.headings[3:])}")
            rows[sheets[table.headings[3]].table] = _rows(sheets[table.headings[3]], table)
        if template.name == "programme_register":
            rows = register = {**register, **rows}
        yield Workbook(template.name, f"{path.stem}-{number}.xlsx", rows, parse_day(match[2], path.name))


def _reports(path: Path, tables: Sequence[Table]) -> Iterator[Workbook]:
    template = newest("monthly_report")
    sheets = {sheet.table: sheet for sheet in template.sheets}
    titles = {sheet_title(template, sheets[part], Language.ENGLISH): part for part in PARTS}
    details = {table.headings[2]: table for table in tables if table.headings[2] in TOLD}
    used: set[tuple[str, str, str]] = set()
    for table in tables:
        if _SINGLE_HEADING.fullmatch(table.headings[2]) or table.headings[2] in TOLD:
            continue
        if table.headings[2:] != (REPORTS,) or table.columns != (*_SENDER, *_DAYS, *titles):
            raise SheetError(f"{table.place}: an unknown table or column of what was received")
        for line in table.lines:
            sender = (line["Partnership number"], line["Month"])
            sent, received = (parse_day(line[name], table.place) for name in _DAYS)
            period = Month.parse(line["Month"])
            cover = {"partnership_id": sender[0], "period": period, "submitted_on": sent}
            rows: dict[str, list[dict[str, object]]] = {"monthly_cover": [cover]}
            for title, part in titles.items():
                rows[part] = _part(sheets[part], line[title], sender, details, table.place)
                used |= {(part, *sender)} if line[title] == "below" else set()
            name = f"{path.stem}-{sender[0]}-{period}.xlsx"
            yield Workbook("monthly_report", name, rows, received, sent)
    told = {(TOLD[t.headings[2]], *(line[name] for name in _SENDER)) for t in details.values() for line in t.lines}
    if told != used:
        raise SheetError(f"{path.name}: told in no report, or no row for a part marked below: {sorted(told ^ used)}")


def _part(
    sheet: Sheet, words: str, sender: tuple[str, str], details: Mapping[str, Table], place: str
) -> list[dict[str, object]]:
    """The rows of one part: blank nothing, "none" nihil, "below" the rows of the detailed table, else the words."""
    if not words:
        return []
    if words == "none":
        return [{str(sheet.nihil): "none"}]
    if words == "below":
        heading = next(name for name, table in TOLD.items() if table == sheet.table)
        if heading not in details:
            raise SheetError(f"{place}: there is no table {heading}")
        table = details[heading]
        lines = [line for line in table.lines if tuple(line[name] for name in _SENDER) == sender]
        columns = tuple(column for column in table.columns if column not in _SENDER)
        return _rows(sheet, replace(table, columns=columns, lines=tuple(lines)))
    if sheet.table == "monthly_progress":
        code, value, unit = words.split()
        return [{"variable_code": code, "value": float(value), "unit": unit}]
    return [{str(sheet.key): words}]


def _rows(sheet: Sheet, table: Table) -> list[dict[str, object]]:
    known = {header_label(column, Language.ENGLISH).removesuffix(" *"): column for column in sheet.columns}
    if unknown := set(table.columns) - set(known):
        raise SheetError(f"{table.place}: {sheet.table} has no columns {sorted(unknown)}")
    return [
        {known[name].name: _value(known[name], line[name], table.place) for name in table.columns if line[name]}
        for line in table.lines
    ]


def _value(column: Column, words: str, place: str) -> object:
    if column.type == "date":
        return parse_day(words, place)
    if column.type == "integer":
        return int(words)
    if column.type == "number":
        return float(words)
    if column.type == "boolean":
        return {"yes": True, "no": False}[words]
    if column.type == "choice":
        return _choice(column, words, place)
    return words


def _choice(column: Column, words: str, place: str) -> str:
    for code, option in column.options.items():
        spellings = option.spellings if isinstance(option, Named) else (option.en, option.id)
        if normalised(words) in map(normalised, (code, *spellings)):
            return code
    if column.open:
        return words
    raise SheetError(f"{place}: {words!r} is no choice of {column.name}")
