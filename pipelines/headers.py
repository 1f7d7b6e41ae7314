"""Where a template's labels stand in a sheet: found by what they say, in either language, not by their place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipelines.reading.model import Grid
from pipelines.template import Sheet, Template, normalised, without_brackets, without_number

ROWS_SEARCHED = 30
FORM_ROWS_SEARCHED = 200
UNKNOWN = -1
IGNORED = -2

_ROWS_ABOVE = 2  # a label merged over several header rows stands in the uppermost
_REMEMBERED = 20_000
_LONGEST_LABEL = 200
_VALUE_HEADERS = frozenset({"isian", "nilai", "value", "entry", "isi", "jawaban", "answer"})


class SheetLabels:
    """The labels of one sheet of a template, for look-up."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.columns = sheet.columns
        self.key = next(i for i, column in enumerate(sheet.columns) if column.name == sheet.key)
        self.read = [i for i, column in enumerate(sheet.columns) if not column.shown_only]
        self.required = {i for i, column in enumerate(sheet.columns) if column.required}
        self.least = min(2, len(self.read))
        self._by_label = {
            normalised(spelling): index for index, column in enumerate(sheet.columns) for spelling in column.spellings
        }
        self._by_label |= {normalised(label): IGNORED for label in sheet.ignored}
        self._by_bare_label = self._bare_labels()
        self._remembered: dict[str, int] = {}

    def _bare_labels(self) -> dict[str, int]:
        """Labels without what stands in brackets, unless two columns share one."""
        owners: dict[str, set[int]] = {}
        for index, column in enumerate(self.columns):
            for spelling in column.spellings:
                owners.setdefault(without_brackets(spelling), set()).add(index)
        return {label: min(indexes) for label, indexes in owners.items() if len(indexes) == 1 and label}

    def index_of(self, cell: object) -> int:
        """Index of the column whose label a cell holds; IGNORED or UNKNOWN where it holds none."""
        if not isinstance(cell, str) or not cell or len(cell) > _LONGEST_LABEL:
            return UNKNOWN
        found = self._remembered.get(cell)
        if found is None:
            found = self._look_up(cell)
            if len(self._remembered) < _REMEMBERED:
                self._remembered[cell] = found
        return found

    def _look_up(self, label: str) -> int:
        for found in (
            self._by_label.get(normalised(label)),
            self._by_bare_label.get(without_brackets(label)),
        ):
            if found is not None:
                return found
        parts = [part for part in label.replace("\n", "/").split("/") if part.strip()]
        known = {self._look_up(part) for part in parts} - {UNKNOWN} if len(parts) > 1 else set()
        return known.pop() if len(known) == 1 else UNKNOWN


class TemplateLabels:
    """The sheet titles of a template and the labels of its sheets, for look-up."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.sheets = [SheetLabels(sheet) for sheet in template.sheets]
        self.found_by_header = any(sheet.any_sheet for sheet in template.sheets)
        # the tables whose sheets the template is known by, beside those known by their columns
        self.marked_sheets = {mark for mark in template.marks if "." not in mark}
        self.other_sheets = {normalised(title) for title in template.other_sheets}
        self._by_title: dict[str, int] = {}
        bare: dict[str, set[int]] = {}
        for index, sheet in enumerate(template.sheets):
            for title in sheet.titles.spellings if sheet.titles else ():
                self._by_title[normalised(title)] = index
                bare.setdefault(without_number(title), set()).add(index)
        self._by_bare_title = {title: min(found) for title, found in bare.items() if len(found) == 1}
        self._remembered: dict[str, int | None] = {}

    def tables_titled(self, titles: Iterable[str]) -> set[str]:
        """The tables whose sheets bear one of the titles."""
        places = {self.index_of(title) for title in titles}
        return {self.sheets[place].sheet.table for place in places if place is not None}

    def index_of(self, title: str) -> int | None:
        """Index of the sheet that bears a title."""
        if title in self._remembered:
            return self._remembered[title]
        found = self._by_title.get(normalised(title))
        if found is None:
            found = self._by_bare_title.get(without_number(title))
        if len(self._remembered) < _REMEMBERED:
            self._remembered[title] = found
        return found


_known: dict[int, tuple[Template, TemplateLabels]] = {}


def labels_of(template: Template) -> TemplateLabels:
    """The labels of a template, worked out once for each."""
    known = _known.get(id(template))
    if known is None or known[0] is not template:
        known = _known[id(template)] = (template, TemplateLabels(template))
    return known[1]


@dataclass(slots=True)
class Header:
    """The header row of a table, as indexes into the grid.

    `places`: column of the template to its place in the row. `doubled`: further places of a column.
    `unknown`: places of labels that mean nothing, with their text.
    """

    row: int
    places: dict[int, int] = field(default_factory=dict)
    doubled: list[tuple[int, int]] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)

    @property
    def taken(self) -> set[int]:
        """Every place that has a label."""
        return {*self.places.values(), *(place for _, place in self.doubled), *self.unknown, *self.ignored}


def find_header(grid: Grid, labels: SheetLabels) -> Header | None:
    """The row, among the first thirty, that bears most of the sheet's labels; of equals the first.

    Where the very next filled row bears as many, the row before it was a title. None where no row bears
    two labels (one, if the sheet has no more).
    """
    best, most, previous = -1, 0, -1
    for row, cells in enumerate(grid.rows[:ROWS_SEARCHED]):
        found = {index for cell in cells if (index := labels.index_of(cell)) >= 0}
        if len(found) > most or (found and len(found) == most and previous == best):
            best, most = row, len(found)
        if len(found) == len(labels.columns) and len(found) > 1:
            break
        if found or any(cell != "" for cell in cells):
            previous = row
    return _header_at(grid, labels, best) if most >= labels.least else None


def _header_at(grid: Grid, labels: SheetLabels, row: int) -> Header:
    header = Header(row)
    for place, cell in enumerate(grid.rows[row]):
        text = str(cell).strip()
        index = labels.index_of(cell)
        if not text:
            index = _label_above(grid, labels, row, place)
            if index >= 0 and index not in header.places:
                header.places[index] = place
        elif index >= 0 and index in header.places:
            header.doubled.append((index, place))
        elif index >= 0:
            header.places[index] = place
        elif index == IGNORED:
            header.ignored.add(place)
        else:
            header.unknown[place] = text
    return header


def _label_above(grid: Grid, labels: SheetLabels, row: int, place: int) -> int:
    for above in range(row - 1, max(-1, row - 1 - _ROWS_ABOVE), -1):
        cells = grid.rows[above]
        if place < len(cells) and cells[place] != "":
            return labels.index_of(cells[place])
    return UNKNOWN


@dataclass(slots=True)
class FormLabels:
    """The labels of a form, as indexes into the grid: (row, place) of a label and of the value beside it."""

    values: dict[int, tuple[int, int]] = field(default_factory=dict)
    labels: dict[int, tuple[int, int]] = field(default_factory=dict)
    doubled: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    unknown: list[tuple[str, tuple[int, int]]] = field(default_factory=list)


def find_form(grid: Grid, labels: SheetLabels) -> FormLabels:
    """The labels of a form and where their values stand: right of them, under a header such as `Value`.

    Without such a header the values stand in the first column right of the labels that holds anything.
    """
    found = list(_labels_in(grid, labels))
    form = FormLabels()
    if not found:
        return form
    per_place: dict[int, int] = {}
    for _, _, place in found:
        per_place[place] = per_place.get(place, 0) + 1
    main = max(per_place, key=lambda place: (per_place[place], -place))
    value_place = _value_place(grid, main, [row for _, row, place in found if place == main])
    found.sort(key=lambda each: each[2] != main)
    taken: set[tuple[int, int]] = set()
    for index, row, place in found:
        if (row, place) in taken:
            continue
        if index in form.labels:
            if place == main:
                form.doubled.append((index, (row, place)))
            continue
        form.labels[index] = (row, place)
        form.values[index] = (row, value_place if place == main else place + 1)
        taken.add(form.values[index])
    form.unknown = list(_unknown_labels(grid, labels, form, main, value_place))
    return form


def _labels_in(grid: Grid, labels: SheetLabels) -> Iterator[tuple[int, int, int]]:
    for row, cells in enumerate(grid.rows[:FORM_ROWS_SEARCHED]):
        for place, cell in enumerate(cells):
            if (index := labels.index_of(cell)) >= 0:
                yield index, row, place


def _value_place(grid: Grid, main: int, rows: list[int]) -> int:
    for cells in grid.rows[: rows[0]]:
        for place in range(main + 1, len(cells)):
            cell = cells[place]
            if isinstance(cell, str) and normalised(cell) in _VALUE_HEADERS:
                return place
    widest = max(len(grid.rows[row]) for row in rows)
    for place in range(main + 1, widest):
        if any(not is_blank(cell_at(grid, row, place)) for row in rows):
            return place
    return main + 1


def _unknown_labels(
    grid: Grid, labels: SheetLabels, form: FormLabels, main: int, value_place: int
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Texts among the labels that mean nothing and have a value beside them; the form ends at a blank row."""
    known_rows = {row for row, _ in form.labels.values()} | {row for _, (row, _) in form.doubled}
    for row in range(min(known_rows), min(len(grid.rows), FORM_ROWS_SEARCHED)):
        label = cell_at(grid, row, main)
        if row > max(known_rows) and all(is_blank(cell) for cell in grid.rows[row]):
            return
        if row in known_rows or is_blank(label) or labels.index_of(label) == IGNORED:
            continue
        if not is_blank(cell_at(grid, row, value_place)):
            yield str(label), (row, main)


def cell_at(grid: Grid, row: int, place: int) -> object:
    """A cell of a grid; '' beyond its edge."""
    if not 0 <= row < len(grid.rows):
        return ""
    cells = grid.rows[row]
    return cells[place] if place < len(cells) else ""


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing; a lone colon between label and value counts as nothing."""
    return cell == "" or (isinstance(cell, str) and cell.strip() in ("", ":"))
