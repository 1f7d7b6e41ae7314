"""Workbooks for the partners to fill in: one language, prefilled, with dropdowns and explanations, for A4.

What is written here is read back by `extraction` without a finding. Text is always written as text: nothing
that a user once typed becomes a formula or a link. The same input gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipelines.cells import REFERENCE_SEPARATOR
from pipelines.editions import edition_line
from pipelines.template import Column, Sheet, Template, Words, newest
from warehouse.explained import ExplainedError
from warehouse.month import Month
from warehouse.vocabulary import Language

Row = Mapping[str, object]
Rows = Mapping[str, Sequence[Row]]

A4: Final = 9
PROGRAMME: Final = Words(en="Solidarity Partnership Programme", id="Program Kemitraan Solidaritas")

_CREATED: Final = datetime(2026, 1, 1)  # fixed, so that the same content gives the same file
_INK, _ACCENT, _QUIET = "#1F2D33", "#0B5563", "#5B6770"
_GIVEN, _LINE, _PAPER = "#EEF2F4", "#B7C2C8", "#F5F8F9"
_DEFAULT_WIDTH = 18
_LINE_HEIGHT = 15
_FORM_WIDTHS = (32, 44, 50)
YES: Final = Words(en="yes", id="ya")
NO: Final = Words(en="no", id="tidak")
_LISTS: Final = Words(en="Lists", id="Daftar pilihan")
_FORM_HEADER: Final = (
    Words(en="Field", id="Butir"),
    Words(en="Entry", id="Isian"),
    Words(en="Explanation", id="Penjelasan"),
)
_HOW_TO: Final = Words(en="How to fill in this workbook", id="Cara mengisi buku kerja ini")
_CONTENTS: Final = Words(en="Sheets", id="Lembar isian")
_GUIDE: Final = (
    Words(
        en="White cells are yours to fill in; grey cells have been filled in by us.",
        id="Sel putih mohon diisi; sel abu-abu sudah kami isi.",
    ),
    Words(en="An asterisk (*) marks what must be filled in.", id="Tanda bintang (*) berarti wajib diisi."),
    Words(
        en="What was not measured stays blank. Blank is not zero: write 0 only where 0 was measured.",
        id="Yang tidak diukur dibiarkan kosong. Kosong bukan nol: tulis 0 hanya bila hasil ukurnya memang 0.",
    ),
    Words(
        en="Please leave the names of the sheets and the column headings as they are. Rows may be added.",
        id="Mohon nama lembar dan judul kolom tidak diubah. Baris boleh ditambah.",
    ),
    Words(
        en="Where there is nothing to report, write “none” in the first row of the sheet.",
        id="Bila tidak ada yang dilaporkan, tulis “nihil” pada baris pertama lembar itu.",
    ),
)
_PAGE: Final = Words(en="Page &P of &N", id="Halaman &P dari &N")
_CHOOSE: Final = Words(en="Choose from the list.", id="Pilih dari daftar.")
_NOT_A_DATE: Final = Words(en="Type a date, for example 12/03/2026.", id="Ketik tanggal, misalnya 12/03/2026.")
_NOT_A_NUMBER: Final = Words(
    en="Type only the figure, in the unit of the row, or leave the cell blank.",
    id="Ketik angkanya saja, dalam satuan baris ini, atau kosongkan sel.",
)


class WorkbookError(ExplainedError):
    """A workbook that cannot be written."""


def write_workbook(
    template: Template,
    language: Language,
    rows: Rows,
    path: Path,
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
    caption: str = "",
    programme: str = "",
    lean: bool = False,
) -> None:
    """Write a template's workbook as .xlsx.

    `rows` per raw table: values by column name, choices as codes, months as `Month` or 'YYYY-MM'; a form has
    one row. `choices` per `table.column`: entries of a dropdown beyond the template's own. `caption` is
    printed at the head of every page, as is the name of the `programme` (where none is named, the partnership
    programme's). `lean` leaves out everything but headings, labels and values.
    Raises KeyError for tables or columns that the template does not have, WorkbookError where the file
    cannot be written.
    """
    _check_names(template, rows, choices or {})
    book = xlsxwriter.Workbook(
        str(path),
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        },
    )
    title = template.title.in_language(language)
    book.set_properties({"title": title, "comments": f"{template.name} {template.edition}", "created": _CREATED})
    head = _Head(programme or PROGRAMME.in_language(language), caption)
    writer = _Lean(book, template, language) if lean else _Full(book, template, language, choices or {}, head)
    for sheet in template.sheets:
        writer.write(sheet, rows.get(sheet.table, ()))
    writer.finish()
    try:
        book.close()
    except FileCreateError as error:
        raise WorkbookError(
            f"{path} cannot be written ({error}). Close it in other programs, or choose another folder.",
            f"{path} tidak dapat ditulis ({error}). Tutup di program lain, atau pilih folder lain.",
        ) from error


def _check_names(template: Template, rows: Rows, choices: Mapping[str, Sequence[str]]) -> None:
    known = {sheet.table: {column.name for column in sheet.columns} for sheet in template.sheets}
    for table, lines in rows.items():
        for line in lines:
            if unknown := set(line) - known[table]:
                raise KeyError(f"{table} has no columns {sorted(unknown)}")
    for place in choices:
        table, _, column = place.partition(".")
        if column not in known[table]:
            raise KeyError(f"{table} has no column {column}")


def sheet_title(template: Template, sheet: Sheet, language: Language) -> str:
    """The name that a sheet has in a workbook of this language."""
    return (sheet.titles or template.title).in_language(language)


def header_label(column: Column, language: Language) -> str:
    """What stands above a column: its label, with an asterisk where it must be filled in."""
    return column.label(language) + (" *" if column.required else "")


def shown_value(column: Column, value: object, language: Language) -> object:
    """A value as it stands in a cell: choices, months and yes or no in the workbook's language."""
    if value is None or value == "":
        return None
    if column.type == "choice":
        option = column.options.get(str(value))
        return option.in_language(language) if option else str(value)
    if column.type == "month":
        return (value if isinstance(value, Month) else Month.parse(value)).name(language)
    if column.type == "boolean":
        return (YES if value else NO).in_language(language)
    if column.type == "text":
        return str(value)
    return value


def _write_value(sheet: Worksheet, row: int, place: int, value: object, form: Format | None) -> None:
    """Write one cell by the type of its value; None leaves it blank, with its format."""
    if value is None:
        if form is not None:
            sheet.write_blank(row, place, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, form)
    else:
        sheet.write_string(row, place, str(value), form)


class _Lean:
    """Headings, labels and values, nothing else: for large samples."""

    def __init__(self, book: xlsxwriter.Workbook, template: Template, language: Language) -> None:
        self.book = book
        self.template = template
        self.language = language
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})

    def write(self, sheet: Sheet, lines: Sequence[Row]) -> None:
        """One sheet."""
        page = self.book.add_worksheet(sheet_title(self.template, sheet, self.language))
        page.write_string(0, 0, (sheet.heading or self.template.title).in_language(self.language))
        labels = [header_label(column, self.language) for column in sheet.columns]
        if sheet.layout == "form":
            for place, words in enumerate(_FORM_HEADER[:2]):
                page.write_string(1, place, words.in_language(self.language))
            line = lines[0] if lines else {}
            for row, (column, label) in enumerate(zip(sheet.columns, labels, strict=True), start=2):
                page.write_string(row, 0, label)
                self._write(page, row, 1, column, line)
            return
        for place, label in enumerate(labels):
            page.write_string(2, place, label)
        for row, line in enumerate(lines, start=3):
            for place, column in enumerate(sheet.columns):
                self._write(page, row, place, column, line)

    def _write(self, page: Worksheet, row: int, place: int, column: Column, line: Row) -> None:
        value = shown_value(column, line.get(column.name), self.language)
        _write_value(page, row, place, value, self.date if isinstance(value, date) else None)

    def finish(self) -> None:
        """Nothing more to write."""


@dataclass(frozen=True)
class _Head:
    """What stands at the head of every page: the programme, and whose workbook it is."""

    programme: str
    caption: str


class _Full:
    """The workbook for people."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        template: Template,
        language: Language,
        choices: Mapping[str, Sequence[str]],
        head: _Head,
    ) -> None:
        self.book = book
        self.template = template
        self.language = language
        self.choices = choices
        self.head = head
        self.lists: dict[tuple[str, ...], str] = {}
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.titles = [sheet_title(template, sheet, language) for sheet in template.sheets]

    def say(self, words: Words) -> str:
        """Words in the workbook's language."""
        return words.in_language(self.language)

    def style(self, **properties: object) -> Format:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "vcenter"}
            self.formats[key] = self.book.add_format(base | properties)
        return self.formats[key]

    def write(self, sheet: Sheet, lines: Sequence[Row]) -> None:
        """One sheet."""
        page = self.book.add_worksheet(sheet_title(self.template, sheet, self.language))
        page.hide_gridlines(2)
        page.set_tab_color(_ACCENT if sheet.required else _LINE)
        if sheet.layout == "form":
            self._write_form(page, sheet, lines[0] if lines else {})
        else:
            self._write_table(page, sheet, lines)

    # --- A table --------------------------------------------------------------------------------------------

    def _write_table(self, page: Worksheet, sheet: Sheet, lines: Sequence[Row]) -> None:
        widths = [_width(column) for column in sheet.columns]
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        self._write_heading(page, sheet, widths)
        notes, header = 2, 3
        note_lines = 1
        for place, column in enumerate(sheet.columns):
            note = self.say(column.note) if column.note else ""
            note_lines = max(note_lines, _lines(note, widths[place] * 1.15))
            page.write_string(notes, place, note, self._note_style())
            page.write_string(header, place, header_label(column, self.language), self._header_style())
        page.set_row(notes, note_lines * 12 + 3)
        label_lines = max(
            _lines(header_label(c, self.language), w * 0.9) for c, w in zip(sheet.columns, widths, strict=True)
        )
        page.set_row(header, label_lines * _LINE_HEIGHT + 5)
        first, last = header + 1, header + len(lines) + sheet.blank_rows
        for row in range(first, last + 1):
            line = lines[row - first] if row - first < len(lines) else {}
            self._write_line(page, sheet, row, line, widths)
        for place, column in enumerate(sheet.columns):
            self._validate(page, sheet, column, first, place, max(first, last), place)
        page.freeze_panes(header + 1, 0)
        page.repeat_rows(header)
        page.print_area(0, 0, last, len(widths) - 1)
        self._set_up_print(page, landscape=sheet.landscape)

    def _write_heading(self, page: Worksheet, sheet: Sheet, widths: Sequence[int]) -> None:
        heading = self.say(sheet.heading or self.template.title)
        page.write_string(0, 0, heading, self.style(bold=True, font_size=15, font_color=_ACCENT, valign="vcenter"))
        page.set_row(0, 26)
        note = self.say(sheet.note) if sheet.note else ""
        style = self.style(text_wrap=True, font_color=_INK)
        if note and len(widths) > 1:
            page.merge_range(1, 0, 1, len(widths) - 1, "", style)
        if note:
            page.write_string(1, 0, note, style)
            page.set_row(1, _lines(note, sum(widths) * 1.05) * _LINE_HEIGHT + 4)

    def _write_line(self, page: Worksheet, sheet: Sheet, row: int, line: Row, widths: Sequence[int]) -> None:
        needed = 1
        for place, column in enumerate(sheet.columns):
            value = shown_value(column, line.get(column.name), self.language)
            needed = max(needed, _lines(str(value or ""), widths[place] * 1.05))
            _write_value(page, row, place, value, self._cell_style(column, given=value is not None))
        page.set_row(row, max(20, needed * 13.5 + 4))

    def _cell_style(self, column: Column, *, given: bool) -> Format:
        properties: dict[str, object] = {"border": 1, "border_color": _LINE, "indent": 1}
        if given:
            properties["bg_color"] = _GIVEN
        if column.type == "date" or column.type == "timestamp":
            properties |= {"num_format": "dd/mm/yyyy", "align": "left"}
        elif column.unit == "fraction":
            properties |= {"num_format": "0%", "align": "right"}
        elif column.type in ("number", "integer"):
            properties |= {"align": "right"}
        elif column.type in ("text", "month"):
            properties["text_wrap"] = True
            if column.required or column.reference or column.type == "month":
                properties["num_format"] = "@"
        return self.style(**properties)

    def _header_style(self) -> Format:
        return self.style(
            bold=True, font_color="#FFFFFF", bg_color=_ACCENT, text_wrap=True, border=1, border_color=_ACCENT,
            indent=1,
        )  # fmt: skip

    def _note_style(self) -> Format:
        return self.style(
            italic=True, font_size=8, font_color=_QUIET, text_wrap=True, valign="bottom", align="left", indent=1
        )

    # --- A form ---------------------------------------------------------------------------------------------

    def _write_form(self, page: Worksheet, sheet: Sheet, line: Row) -> None:
        for place, width in enumerate(_FORM_WIDTHS):
            page.set_column(place, place, width)
        self._write_cover_heading(page, sheet)
        top = 4
        for place, words in enumerate(_FORM_HEADER):
            page.write_string(top, place, self.say(words), self._header_style())
        for row, column in enumerate(sheet.columns, start=top + 1):
            self._write_field(page, sheet, column, row, line)
        row = top + len(sheet.columns)
        row = self._write_guide(page, row + 2)
        row = self._write_contents(page, row + 1) + 2
        page.write_string(
            row, 0, edition_line(self.template, self.language), self.style(font_size=8, font_color=_QUIET)
        )
        page.print_area(0, 0, row, len(_FORM_WIDTHS) - 1)
        self._set_up_print(page, landscape=sheet.landscape)

    def _write_field(self, page: Worksheet, sheet: Sheet, column: Column, row: int, line: Row) -> None:
        value = shown_value(column, line.get(column.name), self.language)
        note = self.say(column.note) if column.note else ""
        frame: dict[str, object] = {"border": 1, "border_color": _LINE, "text_wrap": True, "indent": 1}
        page.write_string(row, 0, header_label(column, self.language), self.style(**frame, bold=True, bg_color=_PAPER))
        _write_value(page, row, 1, value, self._cell_style(column, given=value is not None))
        page.write_string(row, 2, note, self.style(**frame, italic=True, font_size=9, font_color=_QUIET))
        needed = max(_lines(note, _FORM_WIDTHS[2] * 1.2), _lines(str(value or ""), _FORM_WIDTHS[1]))
        page.set_row(row, max(22, needed * 13.5 + 6))
        self._validate(page, sheet, column, row, 1, row, 1)

    def _write_cover_heading(self, page: Worksheet, sheet: Sheet) -> None:
        page.write_string(0, 0, self.head.programme, self.style(font_size=11, font_color=_QUIET))
        heading = self.say(sheet.heading or self.template.title)
        page.write_string(1, 0, heading, self.style(bold=True, font_size=20, font_color=_ACCENT, valign="vcenter"))
        page.set_row(1, 32)
        note = self.say(self.template.note) if self.template.note else ""
        style = self.style(text_wrap=True, font_color=_INK)
        page.merge_range(2, 0, 2, len(_FORM_WIDTHS) - 1, "", style)
        page.write_string(2, 0, note, style)
        page.set_row(2, _lines(note, sum(_FORM_WIDTHS)) * _LINE_HEIGHT + 4)

    def _write_guide(self, page: Worksheet, row: int) -> int:
        page.write_string(row, 0, self.say(_HOW_TO), self.style(bold=True, font_size=12, font_color=_ACCENT))
        style = self.style(text_wrap=True)
        for words in _GUIDE:
            row += 1
            text = "•  " + self.say(words)
            page.merge_range(row, 0, row, len(_FORM_WIDTHS) - 1, "", style)
            page.write_string(row, 0, text, style)
            page.set_row(row, _lines(text, sum(_FORM_WIDTHS)) * _LINE_HEIGHT + 2)
        return row + 1

    def _write_contents(self, page: Worksheet, row: int) -> int:
        page.write_string(row, 0, self.say(_CONTENTS), self.style(bold=True, font_size=12, font_color=_ACCENT))
        link = self.style(font_color=_ACCENT, underline=1)
        for sheet, title in zip(self.template.sheets, self.titles, strict=True):
            if sheet.layout == "form":
                continue
            row += 1
            page.write_url(row, 0, f"internal:'{title}'!A1", link, title)
            note = self.say(sheet.note or sheet.heading or self.template.title)
            style = self.style(text_wrap=True, font_color=_QUIET, font_size=9)
            page.merge_range(row, 1, row, 2, "", style)
            page.write_string(row, 1, note, style)
            page.set_row(row, _lines(note, sum(_FORM_WIDTHS[1:]) * 1.25) * 13 + 6)
        return row

    # --- Dropdowns, prompts, printing -----------------------------------------------------------------------

    def _validate(
        self, page: Worksheet, sheet: Sheet, column: Column, row: int, place: int, last: int, last_place: int
    ) -> None:
        options = self._validation(sheet, column)
        if options is None:
            return
        if column.note:
            options |= {"input_message": self.say(column.note)[:255]}
        page.data_validation(row, place, last, last_place, options)

    def _validation(self, sheet: Sheet, column: Column) -> dict[str, object] | None:
        """The rule of a column's cells: it offers or warns, and forbids only where a closed list is known."""
        entries = self._entries(sheet, column)
        if entries:
            source = self._list(entries)
            closed = column.type in ("choice", "boolean") and not column.open
            message = self.say(_CHOOSE)
            return {
                "validate": "list",
                "source": source,
                "error_type": "stop" if closed else "information",
                "error_message": message,
            }
        if column.type in ("date", "timestamp"):
            return _range("date", date(1990, 1, 1), date(2099, 12, 31), self.say(_NOT_A_DATE))
        if column.type in ("number", "integer"):
            return _range("decimal", -1e15, 1e15, self.say(_NOT_A_NUMBER))
        return None

    def _entries(self, sheet: Sheet, column: Column) -> tuple[str, ...]:
        given = self.choices.get(f"{sheet.table}.{column.name}")
        if given is not None:
            return tuple(given)
        if column.type == "boolean":
            return self.say(YES), self.say(NO)
        return tuple(self.say(option) for option in column.options.values())

    def _list(self, entries: tuple[str, ...]) -> str:
        """The range of the hidden sheet that holds a dropdown's entries."""
        if entries not in self.lists:
            place = xl_col_to_name(len(self.lists), col_abs=True)
            self.lists[entries] = f"='{self.say(_LISTS)}'!{place}$1:{place}${len(entries)}"
        return self.lists[entries]

    def finish(self) -> None:
        """Write the hidden lists."""
        if not self.lists:
            return
        page = self.book.add_worksheet(self.say(_LISTS))
        for place, entries in enumerate(self.lists):
            for row, entry in enumerate(entries):
                page.write_string(row, place, entry)
        page.hide()

    def _set_up_print(self, page: Worksheet, *, landscape: bool) -> None:
        page.set_paper(A4)
        if landscape:
            page.set_landscape()
        else:
            page.set_portrait()
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        page.fit_to_pages(1, 0)
        head = " · ".join(part for part in (self.say(self.template.title), self.head.caption) if part)
        page.set_header(f"&L&8{_plain(self.head.programme)}&R&8{_plain(head)}")
        page.set_footer(f"&L&8&A&R&8{self.say(_PAGE)}")


def _range(kind: str, minimum: object, maximum: object, message: str) -> dict[str, object]:
    """A rule that warns of what is no date or number, and lets it pass: a cell may say that there is none."""
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": minimum,
        "maximum": maximum,
        "error_type": "warning",
        "error_message": message,
    }


def _plain(text: str) -> str:
    """Text for a page header, where an ampersand begins a command."""
    return text.replace("&", "&&")[:120]


def _width(column: Column) -> int:
    return column.width or _DEFAULT_WIDTH


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of a width in characters."""
    return sum(max(1, ceil(len(part) / max(1.0, width))) for part in text.split("\n"))


# --- The monthly report -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportingPartnership:
    """The partnership that a monthly report belongs to."""

    partnership_id: str
    title: str
    programme: str = ""


@dataclass(frozen=True)
class DueObligation:
    """An obligation that an activity may fulfil, for the dropdown of part 2."""

    obligation_id: str
    title: str
    due_on: date | None = None


@dataclass(frozen=True)
class OpenRequest:
    """A request for advice that is not answered yet, for part 6."""

    request_id: str
    topic: str | None
    question: str
    asked_on: date | None


@dataclass(frozen=True)
class OpenAdvice:
    """A piece of advice on which the mentee owes a word or an action, for part 3."""

    advice_id: str
    words: str
    given_on: date | None = None
    action_due_on: date | None = None


@dataclass(frozen=True)
class AskedVariable:
    """A figure that the pilot reports every month, for part 1. `name` is in the workbook's language."""

    code: str
    name: str
    unit: str
    zone: str | None = None


def monthly_report_workbook(
    partnership: ReportingPartnership,
    period: Month,
    language: Language,
    obligations: Sequence[DueObligation],
    open_requests: Sequence[OpenRequest],
    open_advice: Sequence[OpenAdvice],
    variables: Sequence[AskedVariable],
    path: Path,
    template: Template | None = None,
) -> None:
    """Write the prefilled monthly report of a partnership and month (guideline 3.2.2); newest edition by default."""
    cover = {
        "partnership_id": partnership.partnership_id,
        "partnership_title": partnership.title,
        "period": period,
    }
    rows: dict[str, list[Row]] = {
        "monthly_cover": [cover],
        "monthly_progress": [
            {"variable_name": v.name, "variable_code": v.code, "zone": v.zone, "unit": v.unit} for v in variables
        ],
        "monthly_advice_actions": [
            {"advice_id": advice.advice_id, "advice_words": _advice_words(advice, language)} for advice in open_advice
        ],
        "monthly_requests": [
            {
                "request_id": request.request_id,
                "topic": request.topic,
                "question": request.question,
                "asked_on": request.asked_on,
            }
            for request in open_requests
        ],
    }
    choices = {}
    if obligations:
        choices["monthly_activities.obligation_id"] = [_entry(each, language) for each in obligations]
    caption = f"{partnership.partnership_id} · {period.name(language)}"
    write_workbook(
        template or newest("monthly_report"), language, rows, path,
        choices=choices, caption=caption, programme=partnership.programme,
    )  # fmt: skip


def _entry(obligation: DueObligation, language: Language) -> str:
    """A dropdown's entry: the id, then what it is and when it is due."""
    due = f" ({day_in_words(obligation.due_on, language)})" if obligation.due_on else ""
    return f"{obligation.obligation_id}{REFERENCE_SEPARATOR}{obligation.title}{due}"


def _advice_words(advice: OpenAdvice, language: Language) -> str:
    parts = [advice.words]
    if advice.given_on:
        given = Words(en="given", id="diberikan").in_language(language)
        parts.append(f"{given} {day_in_words(advice.given_on, language)}")
    if advice.action_due_on:
        due = Words(en="action due", id="tenggat tindakan").in_language(language)
        parts.append(f"{due} {day_in_words(advice.action_due_on, language)}")
    return parts[0] if len(parts) == 1 else f"{parts[0]} ({'; '.join(parts[1:])})"


def day_in_words(day: date, language: Language) -> str:
    """A day as people write it: 12 Mei 2026."""
    return f"{day.day} {Month.of(day).name(language)}"
