"""From a workbook's cells to the rows of raw tables, by its template.

Header rows and sheets are found by their labels, in either language and in any place; whatever is not
understood becomes a finding that names its cell. Nothing stops at the first finding, and nothing is guessed
silently.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from typing import NamedTuple

from pipelines import messages
from pipelines.cells import Values, counted_from_1900, has_percent_sign, is_no_answer, is_nothing, read_column
from pipelines.headers import (
    ROWS_SEARCHED,
    FormLabels,
    Header,
    SheetLabels,
    TemplateLabels,
    cell_at,
    find_form,
    find_header,
    is_blank,
    labels_of,
)
from pipelines.messages import Pair
from pipelines.reading.model import (
    CellProblem,
    Grid,
    Refused,
    Workbook,
    cell_name,
    column_letter,
    column_number,
)
from pipelines.standardise.parsed_cell import Problem
from pipelines.template import Column, Template, normalised
from warehouse.units import UNITS, Kind
from warehouse.vocabulary import Severity

_LEAST_SHARE = 0.5  # of a template's fingerprint, for a file to be taken as one with defects
_LEAST_LIKENESS = 0.6
_LONGEST_VALUE = 200
_ROW_ID_HASH = 16
_LONGEST_NIHIL = 12
_WORDS_FOR_RATIO = frozenset(
    word.casefold() for unit in UNITS if unit.kind is Kind.RATIO for word in (unit.code, *unit.spellings)
)
_MOST_FINDINGS = 10_000  # of one file: whoever mends a file needs no more
_MOST_LABELS_COMPARED = 50
_ROWS_BEYOND = 1000  # blank rows that a problem cell may lie below the last filled one


class HeaderCell(NamedTuple):
    """Where a column or the field of a form stands. `cell_row` (from 1) is None for a column."""

    table: str
    sheet: str
    column_name: str
    cell_column: str
    cell_row: int | None = None


@dataclass(frozen=True, slots=True)
class FoundInCell:
    """A finding of the template fence. `sheet` and `cell` are None where it is about the whole file.

    The messages name sheet and cell; not the file, because the same bytes may arrive under several names.
    """

    sheet: str | None
    cell: str | None
    column_name: str | None
    value: str | None
    rule: str
    severity: Severity
    row_rejected: bool
    message_en: str
    message_id: str
    row_id: str | None = None


@dataclass(slots=True)
class Extracted:
    """What a workbook holds: per raw table its columns as lists of equal length.

    The columns are `row_id, sheet, row_no, source_cell` and those of `template.raw_columns`. A row with a
    critical finding is in the tables and in `rejected_rows` (table, row id). `refused`: a required sheet or
    column is missing or a form is unusable, so nothing of the file counts.
    """

    template: str
    edition: str
    tables: dict[str, dict[str, list[object]]] = field(default_factory=dict)
    headers: list[HeaderCell] = field(default_factory=list)
    findings: list[FoundInCell] = field(default_factory=list)
    rejected_rows: list[tuple[str, str]] = field(default_factory=list)
    refused: bool = False

    def rows(self, table: str) -> list[dict[str, object]]:
        """The rows of a table as dictionaries: for small outputs."""
        columns = self.tables.get(table, {})
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def recognise(
    workbook: Workbook, templates: Mapping[str, Sequence[Template]], kind_hint: str | None = None
) -> Template:
    """The template, in its edition, that fits a workbook best. `kind_hint` is the kind given on arrival.

    A file that lacks some of a template's sheets is still taken as one, so that its defects can be named.
    Raises Refused where nothing fits, saying which forms are known.
    """
    everything = [template for editions in templates.values() for template in editions]
    hinted = [t for t in everything if kind_hint and kind_hint in (t.name, t.kind)]
    if hinted:
        best, share = _best(workbook, hinted)
        if share > 0:
            return best
        raise Refused("other_template", *messages.other_template(best))
    if everything:
        best, share = _best(workbook, everything)
        if share >= _LEAST_SHARE:
            return best
    titles = [grid.sheet for grid in workbook.sheets]
    raise Refused("unknown_template", *messages.unknown_template(titles, everything))


def _best(workbook: Workbook, templates: Sequence[Template]) -> tuple[Template, float]:
    """The template with the largest share of its fingerprint in the workbook; of equals the newest edition."""
    best, best_rank = templates[0], (-1.0, "")
    sheets = [grid.sheet for grid in workbook.sheets]
    known = [(labels, labels.tables_titled(sheets)) for labels in map(labels_of, templates)]
    # those found by their titles first, most titles first: it is quick
    for labels, titled in sorted(known, key=lambda each: (each[0].found_by_header, -len(each[1]))):
        if best_rank[0] == 1.0 and labels.found_by_header:
            break
        if best_rank[0] == 1.0 and not labels.marked_sheets <= titled:
            continue
        rank = (_share_of_marks(workbook, labels, titled), labels.template.edition)
        if rank > best_rank:
            best, best_rank = labels.template, rank
    return best, best_rank[0]


def _share_of_marks(workbook: Workbook, labels: TemplateLabels, tables: set[str]) -> float:
    marks = labels.template.marks
    found = 0
    for sheet_labels in labels.sheets:
        sheet = sheet_labels.sheet
        names = {mark.split(".")[1] for mark in marks if mark.startswith(f"{sheet.table}.")}
        if sheet.any_sheet and sheet.table in marks:
            names |= {column.name for column in sheet.columns if column.required}
            found += bool(names) and _most_columns(workbook, sheet_labels, names) == len(names)
        else:
            found += sheet.table in marks and sheet.table in tables
            found += _most_columns(workbook, sheet_labels, names) if names else 0
    return min(1.0, found / len(marks))


def _most_columns(workbook: Workbook, labels: SheetLabels, names: set[str]) -> int:
    """How many of the named columns stand in the header of the sheet that has most of them."""
    headers = (find_header(grid, labels) for grid in workbook.sheets)
    counts = (sum(labels.columns[i].name in names for i in header.places) for header in headers if header)
    return max(counts, default=0)


def extract(workbook: Workbook, template: Template, file_sha256: str = "") -> Extracted:
    """Everything that a template finds in a workbook, and everything that it does not understand.

    `file_sha256` makes the row ids: `<its first 16 digits>/<sheet of the template>/<row from 1>`.
    """
    return _Extraction(workbook, template, file_sha256).run()


@dataclass(slots=True)
class _Block:
    """The cells of one sheet, column by column, and where they stand.

    `rows` are indexes into the grid; `places` are column indexes into the grid; a form has one row, and each
    of its fields its own row in `field_rows`. `nothing` are the positions of rows that say `nihil`.
    """

    grid: Grid
    labels: SheetLabels
    rows: list[int]
    places: dict[int, int]
    cells: dict[int, list[object]]
    field_rows: dict[int, int] = field(default_factory=dict)
    nothing: set[int] = field(default_factory=set)
    problems: Mapping[tuple[int, int], CellProblem] = field(default_factory=dict)

    def row_of(self, index: int, position: int) -> int:
        """Row in the grid of a column's cell."""
        return self.field_rows.get(index, self.rows[position])

    def cell(self, index: int, position: int) -> str:
        """Name of a column's cell."""
        row = self.grid.first_row + self.row_of(index, position)
        return cell_name(row, self.grid.first_column + self.places[index])


class _Extraction:
    def __init__(self, workbook: Workbook, template: Template, file_sha256: str) -> None:
        self.workbook = workbook
        self.labels = labels_of(template)
        self.template = template
        self.hash = file_sha256[:_ROW_ID_HASH]
        self.result = Extracted(template.name, template.edition)
        self.unlisted = 0
        self.problems: dict[str, list[CellProblem]] = {}
        for problem in workbook.problems:
            self.problems.setdefault(problem.sheet, []).append(problem)

    def run(self) -> Extracted:
        """Assign the sheets, then read each."""
        grids = self._assigned_grids()
        for index, labels in enumerate(self.labels.sheets):
            grid = grids.get(index)
            if grid is not None:
                self._read(grid, labels)
            elif labels.sheet.required:
                there = [g.sheet for g in self.workbook.sheets]
                self._refuse("missing_sheet", messages.missing_sheet(labels.sheet, there))
        self._judge_validity()
        if self.unlisted:
            self.result.findings.append(_more_findings(self.unlisted))
        return self.result

    # --- Which grid is which sheet --------------------------------------------------------------------------

    def _assigned_grids(self) -> dict[int, Grid]:
        grids: dict[int, Grid] = {}
        unknown: list[Grid] = []
        for grid in self.workbook.sheets:
            index = self.labels.index_of(grid.sheet)
            if index is None:
                unknown.append(grid)
            elif index in grids:
                message = messages.doubled_sheet(self.labels.sheets[index].sheet, grids[index].sheet)
                self._find("doubled_sheet", Severity.WARNING, message, sheet=grid.sheet)
            else:
                grids[index] = grid
        if any(labels.sheet.any_sheet for labels in self.labels.sheets):
            labels = self.labels.sheets[0]
            unknown.sort(key=lambda grid: -len(_columns_found(grid, labels)))
        for grid in unknown:
            if normalised(grid.sheet) not in self.labels.other_sheets and _is_filled(grid):
                self._assign_by_header(grid, grids)
        return grids

    def _assign_by_header(self, grid: Grid, grids: dict[int, Grid]) -> None:
        """Take a sheet of an unknown name for the one whose header it has, or say that it is not read."""
        free = [index for index in range(len(self.labels.sheets)) if index not in grids]
        index = self._sheet_with_header(grid, free)
        if index is None:
            known = [messages.sheet_title(labels.sheet) for labels in self.labels.sheets]
            self._find("sheet_not_read", Severity.WARNING, messages.sheet_not_read(known), sheet=grid.sheet)
            return
        grids[index] = grid
        sheet = self.labels.sheets[index].sheet
        if not sheet.any_sheet:
            self._find("renamed_sheet", Severity.WARNING, messages.renamed_sheet(sheet), sheet=grid.sheet)

    def _sheet_with_header(self, grid: Grid, candidates: Iterable[int]) -> int | None:
        """Index of the sheet whose required columns all stand in the grid's header; None where two tie."""
        ranks: list[tuple[int, int]] = []
        for index in candidates:
            labels = self.labels.sheets[index]
            found = _columns_found(grid, labels)
            enough = len(found) > 1 and labels.required <= found
            if enough or (found and labels.sheet.any_sheet and len(self.labels.sheets) == 1):
                ranks.append((len(found), index))
        ranks.sort(reverse=True)
        if not ranks or (len(ranks) > 1 and ranks[0][0] == ranks[1][0]):
            return None
        return ranks[0][1]

    # --- Reading a sheet ------------------------------------------------------------------------------------

    def _read(self, grid: Grid, labels: SheetLabels) -> None:
        block = self._form(grid, labels) if labels.sheet.layout == "form" else self._table(grid, labels)
        if block is not None:
            self._list_headers(block)
            self._load(block)

    def _table(self, grid: Grid, labels: SheetLabels) -> _Block | None:
        header = find_header(grid, labels)
        if header is None:
            self._miss_header(grid, labels)
            return None
        self._judge_header(grid, labels, header)
        problems = self._problems_in(grid)
        places = {index: header.places[index] for index in labels.read if index in header.places}
        rows = _data_rows(grid, header, places, problems)
        cells = {index: _cells_of(grid, rows, place) for index, place in places.items()}
        block = _Block(grid, labels, rows, places, cells, problems=problems)
        _settle_nothing(block)
        return block

    def _form(self, grid: Grid, labels: SheetLabels) -> _Block | None:
        form = find_form(grid, labels)
        if not form.labels:
            self._miss_header(grid, labels)
            return None
        self._judge_form(grid, labels, form)
        fields = {index: form.values[index] for index in labels.read if index in form.values}
        rows = {index: row for index, (row, _) in fields.items()}
        cells: dict[int, list[object]] = {
            index: [_without_colon(cell_at(grid, row, place))] for index, (row, place) in fields.items()
        }
        first = rows.get(labels.key, min(rows.values(), default=0))
        places = {index: place for index, (_, place) in fields.items()}
        return _Block(grid, labels, [first], places, cells, rows, problems=self._problems_in(grid))

    def _miss_header(self, grid: Grid, labels: SheetLabels) -> None:
        """A sheet without its labels: it may be empty where it need not be there at all."""
        pair = messages.missing_header(labels.sheet, ROWS_SEARCHED)
        if labels.sheet.required:
            self._refuse("missing_header", pair, grid.sheet)
        elif _is_filled(grid):
            self._find("missing_header", Severity.WARNING, pair, sheet=grid.sheet)

    def _problems_in(self, grid: Grid) -> dict[tuple[int, int], CellProblem]:
        """Cells with errors, by row and place in the grid."""
        found: dict[tuple[int, int], CellProblem] = {}
        for problem in self.problems.get(grid.sheet, ()):
            letters = problem.cell.rstrip("0123456789")
            row = int(problem.cell[len(letters) :]) - 1 - grid.first_row
            found[row, column_number(letters) - grid.first_column] = problem
        return found

    def _list_headers(self, block: _Block) -> None:
        grid, labels, field_rows = block.grid, block.labels, block.field_rows
        for index, place in block.places.items():
            row = grid.first_row + field_rows[index] + 1 if index in field_rows else None
            letter = _letter(grid.first_column + place)
            self.result.headers.append(
                HeaderCell(labels.sheet.table, grid.sheet, labels.columns[index].name, letter, row)
            )

    def _load(self, block: _Block) -> None:
        """Put the block's values into the raw table, and list what is wrong with them."""
        sheet = block.labels.sheet
        numbers = [block.grid.first_row + row + 1 for row in block.rows]
        ids = [f"{self.hash}/{sheet.name}/{number}" for number in numbers]
        table: dict[str, list[object]] = {
            "row_id": list(ids),
            "sheet": [block.grid.sheet] * len(numbers),
            "row_no": list(numbers),
            "source_cell": self._key_cells(block, numbers),
        }
        self.result.tables[sheet.table] = table
        rejected: set[int] = set()
        read = {index: self._values(block, index, len(numbers)) for index in block.labels.read}
        _let_percent_sign_be_unit(block, read)
        for index, values in read.items():
            column = block.labels.columns[index]
            table[column.name] = values.values
            if values.statuses is not None:
                table[f"{column.name}_status"] = list(values.statuses)
            if index in block.places:
                rejected |= self._judge(block, index, values, ids)
        self.result.rejected_rows += [(sheet.table, ids[position]) for position in sorted(rejected)]
        if rejected and sheet.layout == "form":
            self.result.refused = True

    def _key_cells(self, block: _Block, numbers: Sequence[int]) -> list[object]:
        """The cell that stands for each row: that of the sheet's key."""
        key = block.labels.key
        if key not in block.places:
            return [None] * len(numbers)
        if key in block.field_rows:
            return [block.cell(key, 0)]
        letter = _letter(block.grid.first_column + block.places[key])
        return [f"{letter}{number}" for number in numbers]

    def _values(self, block: _Block, index: int, count: int) -> Values:
        column = block.labels.columns[index]
        cells = block.cells.get(index, [""] * count)
        if self.workbook.counts_from_1904:
            cells = counted_from_1900(column, cells)
        values = read_column(column, cells, self.template.decimal, self.template.date_order)
        if block.problems and index in block.places:
            for position in range(count):
                problem = block.problems.get((block.row_of(index, position), block.places[index]))
                if problem:
                    values.reject(position, _problem_of(problem))
        return values

    # --- Judging --------------------------------------------------------------------------------------------

    def _judge(self, block: _Block, index: int, values: Values, ids: Sequence[str]) -> set[int]:
        """List a column's problems; the positions of rows that they reject."""
        column = block.labels.columns[index]
        rejected: set[int] = set()
        for position, problem in values.problems.items():
            cell = block.problems.get((block.row_of(index, position), block.places[index]))
            value = cell.value if cell else block.cells[index][position]
            pair = messages.with_example((problem.message_en, problem.message_id), column)
            self._find_in(block, index, position, value, problem.rule, pair, ids)
            if column.required:
                rejected.add(position)
        if not column.required:
            self._ask_what_none_means(block, index, values, ids)
            return rejected
        for position, value in enumerate(values.values):
            if value is None and position not in values.problems and position not in block.nothing:
                pair = messages.required_cell_empty(column)
                cell_value = block.cells[index][position]
                self._find_in(block, index, position, cell_value, "required_cell_empty", pair, ids)
                rejected.add(position)
        return rejected

    def _ask_what_none_means(self, block: _Block, index: int, values: Values, ids: Sequence[str]) -> None:
        """`nihil` in a number cell: zero, not there at all, or not measured. Not reported, and asked back."""
        if values.statuses is None:
            return
        for position, cell in enumerate(block.cells[index]):
            is_asked = values.values[position] is None and position not in values.problems
            if is_asked and position not in block.nothing and is_nothing(cell):
                pair = messages.none_in_number(cell)
                self._find_in(block, index, position, cell, "none_in_number", pair, ids)

    def _find_in(
        self,
        block: _Block,
        index: int,
        position: int,
        value: object,
        rule: str,
        pair: Pair,
        ids: Sequence[str],
    ) -> None:
        column = block.labels.columns[index]
        severity = Severity.CRITICAL if column.required else Severity.WARNING
        self._find(
            rule,
            severity,
            pair,
            sheet=block.grid.sheet,
            cell=block.cell(index, position),
            column=column,
            value=value,
            row_id=ids[position],
            row_rejected=column.required,
        )

    def _judge_header(self, grid: Grid, labels: SheetLabels, header: Header) -> None:
        def name(place: int) -> str:
            return cell_name(grid.first_row + header.row, grid.first_column + place)

        unknown = {name(place): text for place, text in header.unknown.items()}
        self._judge_labels(grid, labels, set(header.places), unknown)
        for index, place in header.doubled:
            column = labels.columns[index]
            pair = messages.doubled_column(column, name(header.places[index]))
            self._find_header("doubled_column", pair, grid, name(place), column)
        for place in _filled_places_without_label(grid, header):
            self._find_header("column_without_header", messages.column_without_header(), grid, name(place))

    def _judge_form(self, grid: Grid, labels: SheetLabels, form: FormLabels) -> None:
        def name(at: tuple[int, int]) -> str:
            return cell_name(grid.first_row + at[0], grid.first_column + at[1])

        self._judge_labels(grid, labels, set(form.labels), {name(at): text for text, at in form.unknown})
        for index, at in form.doubled:
            column = labels.columns[index]
            pair = messages.doubled_column(column, name(form.labels[index]))
            self._find_header("doubled_column", pair, grid, name(at), column)

    def _judge_labels(self, grid: Grid, labels: SheetLabels, found: set[int], unknown: Mapping[str, str]) -> None:
        """List the columns that are missing and the labels (by cell) that mean nothing."""
        missing = [column for index, column in enumerate(labels.columns) if index not in found]
        named: set[str] = set()
        for column in missing:
            if column.required:
                nearest = _nearest_label(column, unknown)
                named |= {nearest[1]} if nearest else set()
                pair = messages.missing_column(column, nearest)
                self._refuse("missing_column", pair, grid.sheet, nearest[1] if nearest else None, column)
        for cell, text in unknown.items():
            if cell in named:
                continue
            likely = _nearest_column(text, missing) if len(unknown) <= _MOST_LABELS_COMPARED else None
            pair = messages.unmapped_column(text, likely)
            self._find("unmapped_column", labels.sheet.unmapped, pair, sheet=grid.sheet, cell=cell, value=text)

    def _judge_validity(self) -> None:
        """Tell where a file speaks of a time for which its edition of the form does not hold."""
        if not self.template.valid_by:
            return
        table, name = self.template.valid_by.split(".")
        columns = self.result.tables.get(table, {})
        sheets, cells = columns.get("sheet", []), columns.get("source_cell", [])
        for position, value in enumerate(columns.get(name, [])):
            if value is not None and not _holds(self.template, str(value)):
                self._find(
                    "edition_not_valid",
                    Severity.WARNING,
                    messages.edition_not_valid(self.template),
                    sheet=str(sheets[position]),
                    cell=str(cells[position]),
                    column=self.template.sheet(table).column(name),
                    value=value,
                )

    def _find_header(self, rule: str, pair: Pair, grid: Grid, cell: str, column: Column | None = None) -> None:
        self._find(rule, Severity.WARNING, pair, sheet=grid.sheet, cell=cell, column=column)

    def _refuse(
        self,
        rule: str,
        pair: Pair,
        sheet: str | None = None,
        cell: str | None = None,
        column: Column | None = None,
    ) -> None:
        self.result.refused = True
        self._find(rule, Severity.CRITICAL, pair, sheet=sheet, cell=cell, column=column, row_rejected=True)

    def _find(
        self,
        rule: str,
        severity: Severity,
        pair: Pair,
        *,
        sheet: str | None = None,
        cell: str | None = None,
        column: Column | None = None,
        value: object = None,
        row_id: str | None = None,
        row_rejected: bool = False,
    ) -> None:
        if len(self.result.findings) >= _MOST_FINDINGS:
            self.unlisted += 1
            return
        message_en, message_id = messages.at(sheet, cell, column, pair) if sheet else pair
        self.result.findings.append(
            FoundInCell(
                sheet,
                cell,
                column.name if column else None,
                None if value in (None, "") else str(value)[:_LONGEST_VALUE],
                rule,
                severity,
                row_rejected,
                message_en,
                message_id,
                row_id,
            )
        )


def _holds(template: Template, when: str) -> bool:
    """Whether an edition holds for a day or month, compared as far as it is told (YYYY-MM or YYYY-MM-DD)."""
    first, last = template.valid_from, template.valid_to
    begun = first is None or first.isoformat()[: len(when)] <= when
    return begun and (last is None or when <= last.isoformat()[: len(when)])


def _more_findings(count: int) -> FoundInCell:
    pair = messages.more_findings(count)
    return FoundInCell(None, None, None, None, "more_findings", Severity.WARNING, False, *pair)


_letter = cache(column_letter)


def _cells_of(grid: Grid, rows: Sequence[int], place: int) -> list[object]:
    """A column's cells; rows may be of different lengths."""
    try:
        return [grid.rows[row][place] for row in rows]
    except IndexError:
        return [cell_at(grid, row, place) for row in rows]


def _is_filled(grid: Grid) -> bool:
    return any(not is_blank(cell) for row in grid.rows for cell in row)


def _columns_found(grid: Grid, labels: SheetLabels) -> set[int]:
    if labels.sheet.layout == "form":
        return set(find_form(grid, labels).labels)
    header = find_header(grid, labels)
    return set(header.places) if header else set()


def _without_colon(cell: object) -> object:
    """A form's value without the colon that some write before it."""
    return cell.lstrip(": ") if isinstance(cell, str) and cell.startswith((":", " :")) else cell


def _problem_of(problem: CellProblem) -> Problem:
    if problem.kind == "error_value":
        return Problem("error_value", *messages.error_value(problem.value))
    return Problem("formula_without_value", *messages.formula_without_value())


def _data_rows(
    grid: Grid,
    header: Header,
    places: Mapping[int, int],
    problems: Mapping[tuple[int, int], CellProblem],
) -> list[int]:
    """Rows below the header that hold anything in a known column, or an error there.

    Left out: a header repeated for the next page, and a row that numbers the columns.
    """
    wanted = sorted(places.values())
    labels = [cell_at(grid, header.row, place) for place in wanted]
    troubled = {row for row, place in problems if place in wanted and row > header.row}
    rows: list[int] = []
    for row in range(header.row + 1, len(grid.rows)):
        cells = grid.rows[row]
        width = len(cells)
        texts = [cells[place] if place < width else "" for place in wanted]
        if row not in troubled:
            if all(text == "" for text in texts) or all(is_blank(text) for text in texts):
                continue
            if texts == labels or (not rows and _numbers_columns(texts)):
                continue
        rows.append(row)
    beyond = sorted(row for row in troubled if len(grid.rows) <= row < len(grid.rows) + _ROWS_BEYOND)
    return rows + beyond


def _numbers_columns(cells: Sequence[object]) -> bool:
    """Whether a row only counts its columns: 1, 2, 3 or (1), (2), (3)."""
    counted = [str(cell).strip("() ").removesuffix(".0") for cell in cells]
    return len(counted) > 2 and counted == [str(number) for number in range(1, len(counted) + 1)]


def _settle_nothing(block: _Block) -> None:
    """Note the rows that say `nihil`; beside other rows they say nothing and are left out."""
    column = block.labels.sheet.nihil
    if column is None or not block.rows:
        return
    target = next(i for i, each in enumerate(block.labels.columns) if each.name == column)
    said = {
        position
        for cells in block.cells.values()
        for position, cell in enumerate(cells)
        if isinstance(cell, str) and len(cell) <= _LONGEST_NIHIL and is_nothing(cell)
    }
    nothing: dict[int, object] = {}
    for position in sorted(said):
        filled = [cells[position] for cells in block.cells.values() if not is_blank(cells[position])]
        if all(is_nothing(cell) or is_no_answer(cell) for cell in filled):
            nothing[position] = next(cell for cell in filled if is_nothing(cell))
    if not nothing:
        return
    kept = [position for position in range(len(block.rows)) if position not in nothing] or [min(nothing)]
    all_nothing = kept[0] in nothing
    block.rows = [block.rows[position] for position in kept]
    block.cells = {index: [cells[position] for position in kept] for index, cells in block.cells.items()}
    if all_nothing and target in block.cells:
        block.cells = {index: [nothing[kept[0]] if index == target else ""] for index in block.cells}
        block.nothing = {0}


def _let_percent_sign_be_unit(block: _Block, read: Mapping[int, Values]) -> None:
    """In a table with one figure a row, `12,5 %` states its unit itself; the unit beside it must not say otherwise."""
    places = {column.name: index for index, column in enumerate(block.labels.columns)}
    figure, unit = places.get("value"), places.get("unit")
    if figure is None or unit is None or figure not in block.cells or figure not in read or unit not in read:
        return
    numbers, units = read[figure], read[unit]
    for position, cell in enumerate(block.cells[figure]):
        if not has_percent_sign(cell) or numbers.values[position] is None:
            continue
        stated = units.values[position]
        if stated is None or str(stated).casefold() in _WORDS_FOR_RATIO:
            units.values[position] = "%"
        else:
            numbers.reject(position, Problem("percent_in_number", *messages.percent_in_number(cell, str(stated))))


def _filled_places_without_label(grid: Grid, header: Header) -> list[int]:
    """Places that hold something below the header row, which says nothing there."""
    taken = header.taken
    rows = grid.rows[header.row + 1 :]
    width = max((len(row) for row in rows), default=0)
    free = [place for place in range(width) if place not in taken]
    return [place for place in free if any(not is_blank(row[place]) for row in rows if place < len(row))]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, normalised(one[:_LONGEST_VALUE]), normalised(other)).ratio()


def _nearest_label(column: Column, unknown: Mapping[str, str]) -> tuple[str, str] | None:
    """The label not understood, with its cell, that is most like a column's own."""
    ranked = [
        (max(_likeness(text, spelling) for spelling in column.spellings), text, cell)
        for cell, text in islice(unknown.items(), _MOST_LABELS_COMPARED)
    ]
    best = max(ranked, default=None)
    return (best[1], best[2]) if best and best[0] >= _LEAST_LIKENESS else None


def _nearest_column(text: str, missing: Sequence[Column]) -> Column | None:
    """The column not found whose label is most like a text."""
    ranked = [
        (max(_likeness(text, spelling) for spelling in column.spellings), -place)
        for place, column in enumerate(missing)
    ]
    best = max(ranked, default=None)
    return missing[-best[1]] if best and best[0] >= _LEAST_LIKENESS else None
