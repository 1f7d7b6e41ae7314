"""The workbook that goes back: a copy with every finding marked at its cell and listed on a first sheet.

It speaks the file's own language. Mended and received again it is read like any report; the listing and the notes
are passed over, and the reference on the listing tells which file it answers.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipelines import messages
from pipelines.findings import Finding
from pipelines.headers import SheetLabels, find_form, find_header, labels_of
from pipelines.reading import Refused, read_workbook
from pipelines.reading.model import CellProblem, Grid, Workbook, cell_name, column_number
from pipelines.returns.marked_copy import Line, Listing, Mark, NotMarkable, marked_copy
from pipelines.returns.sheets import REFERENCE_LENGTH, RETURN_SHEETS, reference_line, without_listing
from pipelines.template import Column, Sheet, Template, Words, normalised
from pipelines.workbooks import NO, YES, header_label
from warehouse.days_in_words import days_in_words
from warehouse.durable import write_whole
from warehouse.explained import in_indonesian_form
from warehouse.vocabulary import Language, Severity

MOST_LISTED = 1_000
MOST_NOTES = 400
MOST_CELLS_COPIED = 100_000
NOTHING_TO_MEND = frozenset(
    {
        "path_in_file_name", "invisible_letters_in_file_name", "answers_return", "correction_superseded",
        "correction_without_effect",
    }
)  # fmt: skip
"""Rules that say something of a file for which nobody need send it again."""

ENDING = {Language.ENGLISH: "findings", Language.INDONESIAN: "temuan"}
_DECORATED = re.compile(r"^(?P<stem>.*)-(?:temuan|findings)(?:-[0-9a-f]{10}(?:-[0-9a-f]{4})?)?(?:-\d+)?$")
_CELL = re.compile(r"\b([A-Z]{1,3})([1-9]\d{0,6})\b")
_SHEET_TITLE_LENGTH = 31
_LONGEST_STEM = 150  # bytes; file systems take 255 for a whole name
_FORBIDDEN_IN_SHEET_TITLE = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_SHOWN = 300
_MOST_CHOICES = 12
_ROWS_OFFERED = 60
_LONGEST_LIST = 255  # letters that Excel takes in a list written out
_UNREADABLE = frozenset({"reader_died", "reader_timeout", "reader_failed"})
_ORDER = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)
_LINE_HEIGHT = 14.5  # points
_WIDTHS = (5, 12, 24, 9, 24, 62, 34, 24)
_SEVERITIES = {
    Severity.CRITICAL: Words(en="critical", id="kritis"),
    Severity.WARNING: Words(en="warning", id="peringatan"),
    Severity.INFO: Words(en="note", id="catatan"),
}
_HEAD = (
    Words(en="No", id="No"),
    Words(en="Severity", id="Tingkat"),
    Words(en="Sheet", id="Lembar"),
    Words(en="Cell", id="Sel"),
    Words(en="What stands there", id="Isi sel"),
    Words(en="What is wrong and how to mend it", id="Apa yang keliru dan cara memperbaikinya"),
    Words(en="What is expected", id="Yang diharapkan"),
    Words(en="Example", id="Contoh"),
)
_WHOLE_FILE = Words(en="(the file)", id="(seluruh berkas)")
_EMPTY = Words(en="(empty)", id="(kosong)")
_FINDING = Words(en="Finding", id="Temuan")
_EXPECTED = Words(en="Expected", id="Yang diharapkan")
_EXAMPLE = Words(en="Example", id="Contoh")
_LISTED_IN = Words(en="All findings: sheet “{title}”.", id="Semua temuan: lembar “{title}”.")
_ADDED = Words(
    en="We have added it blank as the last sheet: fill it in, or write “none” below its first label.",
    id="Lembar kosongnya sudah kami tambahkan di bagian akhir: mohon diisi, atau tulis “nihil” di bawah judul "
    "kolomnya.",
)
_FINDINGS_OF = Words(en="Findings in {name}", id="Temuan dalam {name}")
_HOW_TO = Words(
    en="1. Click a cell in the column “Cell”: it leads to its place; the first cell of that sheet leads back here.\n"
    "2. Mend it there; the colour goes once the cell has changed.\n"
    "3. Save this workbook and send it again. This sheet and the notes may stay; they are not read.",
    id="1. Klik sel pada kolom “Sel” untuk menuju tempatnya; sel pertama lembar itu membawa kembali ke sini.\n"
    "2. Perbaiki di sana; warnanya hilang setelah isi sel diubah.\n"
    "3. Simpan buku kerja ini, lalu kirim kembali. Lembar ini dan catatan pada sel boleh dibiarkan; tidak ikut dibaca.",
)
_HOW_TO_AS_COPY = Words(
    en="This is a copy of your file as .xlsx, cell by cell, without its colours. You may mend it here, or "
    "mend your own file at the cells named below, and send either of them again.",
    id="Ini salinan berkas Anda sebagai .xlsx, sel demi sel, tanpa warnanya. Perbaiki di sini, atau "
    "perbaiki berkas Anda sendiri pada sel yang disebut di bawah, lalu kirim kembali salah satunya.",
)
_HOW_TO_WITHOUT_COPY = Words(
    en="The file itself cannot be copied here. Mend your own file as told below and send it again.",
    id="Isi berkas tidak dapat disalin ke sini. Perbaiki berkas Anda sendiri seperti tertulis di bawah, lalu kirim "
    "kembali.",
)
_COUNTED = {
    Severity.CRITICAL: Words(en="critical: {count}", id="{count} kritis"),
    Severity.WARNING: Words(en="to look at: {count}", id="{count} perlu dilihat"),
}
_CUT = Words(
    en="Only the first {listed} of {count} findings are listed, the critical ones first. Mend these; the rest is "
    "listed when the file comes again.",
    id="Hanya {listed} dari {count} temuan yang dicantumkan, yang kritis lebih dulu. Perbaiki yang ini; selebihnya "
    "dicantumkan saat berkas diterima lagi.",
)


@dataclass(frozen=True)
class Judged:
    """What a build or a check said of one file. `count`: findings in all, of which `findings` may be the first."""

    file_name: str
    file_sha256: str
    template: str | None
    message_en: str
    message_id: str
    findings: tuple[Finding, ...]
    count: int


def most_urgent(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that go into a returned workbook: the critical ones first, not more than can be listed."""
    told = [finding for finding in findings if finding.rule not in NOTHING_TO_MEND]
    return tuple(sorted(told, key=lambda finding: _ORDER.index(finding.severity))[:MOST_LISTED])


def original_stem(file_name: str) -> str:
    """A file's name without its ending and without what its return had added."""
    stem = Path(file_name).stem
    decorated = _DECORATED.match(stem)
    return decorated["stem"] if decorated else stem


def shortened(stem: str) -> str:
    """A file's stem, cut so that a file system takes it with what a return adds."""
    return stem.encode("utf-8", "replace")[:_LONGEST_STEM].decode("utf-8", "ignore").rstrip()


def write_return(path: Path, judged: Judged, templates: Sequence[Template], folder: Path | None = None) -> Path:
    """Write the annotated copy of a checked file beside it, or into a folder, and return its place.

    In a folder its name bears the reference of the file, by which it is found when that is removed for privacy.
    Nothing that differs is overwritten: where a file of that name holds something else, a number is added.
    """
    language, content = annotated(path, judged, templates)
    stem = f"{shortened(original_stem(path.name))}-{ENDING[language]}"
    if folder is None:
        return write_beside(path.parent, stem, content)
    return write_beside(folder, f"{stem}-{judged.file_sha256[:REFERENCE_LENGTH]}", content)


def write_beside(folder: Path, stem: str, content: bytes) -> Path:
    """Write a workbook under a name that is free or already holds the same. Whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        target = folder / (f"{stem}.xlsx" if number == 1 else f"{stem}-{number}.xlsx")
        if not target.exists():
            write_whole(target, content)
            return target
        if target.read_bytes() == content:
            return target
        number += 1


def annotated(path: Path | None, judged: Judged, templates: Sequence[Template]) -> tuple[Language, bytes]:
    """The language of a file and its annotated copy as .xlsx. Any workbook that is read is copied.

    An .xlsx keeps everything it holds; of another kind the cells are copied; of a file that cannot be read the
    listing stands alone, with the reason and the remedy.
    """
    workbook, ours = _read(path, judged)
    template = next((each for each in reversed(templates) if each.name == judged.template), None)
    if workbook is None or path is None:
        return Language.INDONESIAN, _alone(judged, Language.INDONESIAN)
    language = language_of(workbook, [template] if template else templates)
    blob = path.read_bytes()
    if blob.startswith(b"PK"):
        try:
            return language, _Return(judged, language, workbook, template, _HOW_TO).marked(blob, ours)
        except NotMarkable:
            pass  # an .ods, or an .xlsx of a rare form: its cells are copied
    if sum(len(row) for grid in workbook.sheets for row in grid.rows) > MOST_CELLS_COPIED:
        return language, _alone(judged, language)
    copied, titles = _copied(workbook, _Lists(template, language) if template else None)
    renamed = _renamed(judged, titles)
    as_copied = Workbook([replace(grid, sheet=titles[grid.sheet]) for grid in workbook.sheets], workbook.problems)
    return language, _Return(renamed, language, as_copied, template, _HOW_TO_AS_COPY).marked(copied)


def _read(path: Path | None, judged: Judged) -> tuple[Workbook | None, frozenset[str]]:
    """The workbook without the listing of an earlier return, and the titles of that in lower case."""
    if path is None or any(finding.rule in _UNREADABLE for finding in judged.findings):
        return None, frozenset()
    try:
        whole = read_workbook(path, judged.file_name)
    except Refused:
        return None, frozenset()
    workbook = without_listing(whole)[0]
    kept = {grid.sheet for grid in workbook.sheets}
    return workbook, frozenset(grid.sheet.lower() for grid in whole.sheets if grid.sheet not in kept)


def language_of(workbook: Workbook, templates: Sequence[Template]) -> Language:
    """The language of a workbook's own labels; Indonesian where they do not tell."""
    english, indonesian = _spellings(templates)
    found = {normalised(grid.sheet) for grid in workbook.sheets} | {
        normalised(cell)
        for grid in workbook.sheets
        for row in grid.rows[:30]
        for cell in row
        if isinstance(cell, str) and len(cell) < 80
    }
    return Language.ENGLISH if len(found & english) > len(found & indonesian) else Language.INDONESIAN


def _spellings(templates: Sequence[Template]) -> tuple[set[str], set[str]]:
    """What templates write in one language only: English, Indonesian."""
    words = [
        words
        for template in templates
        for sheet in template.sheets
        for words in (sheet.titles, sheet.heading, *(column.labels for column in sheet.columns))
        if words
    ]
    english, indonesian = {normalised(each.en) for each in words}, {normalised(each.id) for each in words}
    return english - indonesian, indonesian - english


# --- A copy of what is no .xlsx -------------------------------------------------------------------------------


class _Lists:
    """The dropdowns that a form of ours has, for a copy that could not keep them."""

    def __init__(self, template: Template, language: Language) -> None:
        self.labels = labels_of(template)
        self.language = language

    def offer(self, page: Worksheet, grid: Grid) -> None:
        """Put the choices of the sheet's columns below their labels; of a form, beside them."""
        index = self.labels.index_of(grid.sheet)
        labels = None if index is None else self.labels.sheets[index]
        if labels is None:
            return
        if labels.sheet.layout == "form":
            values = find_form(grid, labels).values
            places = {column: (row, place, row) for column, (row, place) in values.items()}
        else:
            header = find_header(grid, labels)
            last = max(len(grid.rows), _ROWS_OFFERED)
            places = {c: (header.row + 1, place, last) for c, place in header.places.items()} if header else {}
        for column, (row, place, last) in places.items():
            choices = self._choices(labels.columns[column])
            if choices and sum(len(each) + 1 for each in choices) <= _LONGEST_LIST:
                down, right = grid.first_row, grid.first_column + place
                rule = {"validate": "list", "source": choices, "error_type": "information"}
                page.data_validation(down + row, right, down + last, right, rule)

    def _choices(self, column: Column) -> list[str]:
        if column.type == "boolean":
            return [self._say(YES), self._say(NO)]
        return [] if column.shown_only else [self._say(option) for option in column.options.values()]

    def _say(self, words: Words) -> str:
        return words.in_language(self.language)


def _copied(workbook: Workbook, lists: _Lists | None = None) -> tuple[bytes, dict[str, str]]:
    """The cells of a workbook as an .xlsx, and the name of each of its sheets there."""
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(packed, {**options, "date_1904": workbook.counts_from_1904})
    book.set_properties({"created": datetime(2026, 1, 1)})
    titles: dict[str, str] = {}
    problems: dict[str, list[CellProblem]] = {}
    for problem in workbook.problems:
        problems.setdefault(problem.sheet, []).append(problem)
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for grid in workbook.sheets:
        titles[grid.sheet] = _free_title(grid.sheet, set(titles.values()))
        page = book.add_worksheet(titles[grid.sheet])
        for row, place, value in _filled(grid):
            if isinstance(value, bool):
                page.write_boolean(row, place, value)
            elif isinstance(value, int | float):
                page.write_number(row, place, value)
            elif isinstance(value, datetime):
                page.write_datetime(row, place, value, moment if value.time() != time() else day)
            elif isinstance(value, date):
                page.write_datetime(row, place, value, day)
            elif isinstance(value, time | timedelta):
                page.write_datetime(row, place, value, book.add_format({"num_format": "hh:mm:ss"}))
            else:
                page.write_string(row, place, str(value))
        for problem in problems.get(grid.sheet, ()):
            letters = problem.cell.rstrip("0123456789")
            page.write_string(int(problem.cell[len(letters) :]) - 1, column_number(letters), problem.value)
        if lists:
            lists.offer(page, grid)
        page.autofit(300)
    book.close()
    return packed.getvalue(), titles


def _filled(grid: Grid) -> Iterator[tuple[int, int, object]]:
    for row, cells in enumerate(grid.rows, grid.first_row):
        for place, value in enumerate(cells, grid.first_column):
            if value != "":
                yield row, place, value


def _free_title(name: str, taken: set[str]) -> str:
    plain = _FORBIDDEN_IN_SHEET_TITLE.sub("_", name)[:_SHEET_TITLE_LENGTH] or "_"
    lowered = {title.lower() for title in taken}
    names = (plain if n == 1 else f"{plain[: _SHEET_TITLE_LENGTH - 4]} {n}" for n in range(1, 1000))
    return next(title for title in names if title.lower() not in lowered)


def _renamed(judged: Judged, titles: dict[str, str]) -> Judged:
    findings = (replace(each, sheet=titles.get(each.sheet or "", each.sheet)) for each in judged.findings)
    return replace(judged, findings=tuple(findings))


def _alone(judged: Judged, language: Language) -> bytes:
    """The listing without the file."""
    title = RETURN_SHEETS[language]
    blob, _ = _copied(Workbook([Grid(title, [])]))
    listing = _Return(judged, language, Workbook([]), None, _HOW_TO_WITHOUT_COPY)
    return listing.marked(blob, frozenset({title.lower()}))


# --- What is said ---------------------------------------------------------------------------------------------


class _Return:
    """The words of one returned workbook, in its language."""

    def __init__(
        self, judged: Judged, language: Language, workbook: Workbook, template: Template | None, how_to: Words
    ) -> None:
        self.judged = judged
        self.language = language
        self.template = template
        self.how_to = how_to
        self.title = _free_title(RETURN_SHEETS[language], {grid.sheet for grid in workbook.sheets})
        self.grids = {grid.sheet: grid for grid in workbook.sheets}
        self.missing = [sheet for sheet in template.sheets if self._lacks(sheet)] if template and self.grids else []
        self.problems = {(problem.sheet, problem.cell): problem.value for problem in workbook.problems}

    def marked(self, blob: bytes, ours: frozenset[str] = frozenset()) -> bytes:
        """The copy with its marks and its listing, in the place of `ours`. Raises NotMarkable."""
        return marked_copy(blob, self._marks(), self._listing(), ours, [self._blank(sheet) for sheet in self.missing])

    def _lacks(self, sheet: Sheet) -> bool:
        """Whether a finding says that a sheet is missing."""
        said = f'"{messages.sheet_title(sheet)[0]}"'
        told = (f.message_en.partition(".")[0] for f in self.judged.findings if f.rule == "missing_sheet")
        return sheet.titles is not None and any(said in each for each in told)

    def _blank(self, sheet: Sheet) -> Listing:
        """A missing sheet with its heading and labels, to be filled in."""
        heading = Line([self.say(sheet.heading or sheet.titles or _WHOLE_FILE)], ["title"], {})
        columns = [column for column in sheet.columns if not column.shown_only]
        labels = [header_label(column, self.language) for column in columns]
        note = Line([self.say(sheet.note) if sheet.note else ""], ["plain"], {})
        if sheet.layout == "form":
            fields = [Line([label], ["strong"], {}) for label in labels]
            return Listing(self._title(sheet), (32, 44), [heading, note, *fields], 2)
        header = Line(labels, ["head"] * len(labels), {})
        widths = [column.width or 18 for column in columns]
        return Listing(self._title(sheet), widths, [heading, note, header], 3)

    def _title(self, sheet: Sheet) -> str:
        return self.say(sheet.titles) if sheet.titles else sheet.table

    def say(self, words: Words) -> str:
        return words.in_language(self.language)

    def number(self, count: int) -> str:
        text = f"{count:,}"
        return text if self.language is Language.ENGLISH else in_indonesian_form(text)

    def _marks(self) -> dict[str, list[Mark]]:
        """Per sheet its notes: several findings in one cell share one."""
        notes: dict[tuple[str, str], list[tuple[int, Finding]]] = {}
        for number, finding in enumerate(self.judged.findings, 1):
            place = self._place(finding)
            if place is not None and (place in notes or len(notes) < MOST_NOTES):
                notes.setdefault(place, []).append((number, finding))
        marks: dict[str, list[Mark]] = {}
        for (sheet, cell), told in notes.items():
            severity = min((finding.severity for _, finding in told), key=_ORDER.index)
            text = "\n\n".join(self._note(number, finding) for number, finding in told)
            text += "\n\n" + self.say(_LISTED_IN).format(title=self.title)
            marks.setdefault(sheet, []).append(Mark(cell, text, severity, self._held(sheet, cell)))
        return marks

    def _note(self, number: int, finding: Finding) -> str:
        severity = self.say(_SEVERITIES[finding.severity])
        lines = [f"◆ {self.say(_FINDING)} {number} · {severity}", self._message(finding)]
        expected, example = self._expected(finding)
        if expected:
            lines.append(f"{self.say(_EXPECTED)}: {expected}")
        if example:
            lines.append(f"{self.say(_EXAMPLE)}: {example}")
        return "\n".join(lines)

    def _held(self, sheet: str, cell: str) -> object:
        """What a cell held: an error or a formula never calculated counts as the text it shows."""
        if (sheet, cell) in self.problems:
            value = self.problems[sheet, cell]
            return value if value.startswith("#") else ""
        grid = self.grids[sheet]
        letters = cell.rstrip("0123456789")
        row, place = int(cell[len(letters) :]) - 1 - grid.first_row, column_number(letters) - grid.first_column
        if 0 <= row < len(grid.rows) and 0 <= place < len(grid.rows[row]):
            return grid.rows[row][place]
        return ""

    def _place(self, finding: Finding) -> tuple[str, str] | None:
        """The sheet and cell that a finding is marked at; of a finding about a sheet its header row."""
        sheet = finding.sheet
        if sheet is None or sheet not in self.grids:
            return None
        named = _CELL.search(finding.cell or "")
        if named:
            return sheet, named[0]
        form = self._form(sheet)
        grid = self.grids[sheet]
        header = find_header(grid, form) if form and form.sheet.layout == "table" else None
        if header is None:
            return sheet, "A1"
        return sheet, cell_name(grid.first_row + header.row, grid.first_column + min(header.taken, default=0))

    def _added(self, finding: Finding) -> tuple[str, str] | None:
        """The blank sheet put in the place of a missing one."""
        named = (sheet for sheet in self.missing if f'"{messages.sheet_title(sheet)[0]}"' in finding.message_en)
        sheet = next(named, None) if finding.rule == "missing_sheet" else None
        return (self._title(sheet), "A1") if sheet else None

    def _form(self, title: str) -> SheetLabels | None:
        if self.template is None:
            return None
        labels = labels_of(self.template)
        index = labels.index_of(title)
        if index is None and labels.sheets[0].sheet.any_sheet:
            index = 0
        return None if index is None else labels.sheets[index]

    def _column(self, finding: Finding) -> Column | None:
        """The template's column that a finding speaks of."""
        if self.template is None or finding.column_name is None:
            return None
        form = self._form(finding.sheet or "")
        own: list[Sheet] = [form.sheet] if form else []
        columns = (column for sheet in (*own, *self.template.sheets) for column in sheet.columns)
        return next((column for column in columns if column.name == finding.column_name), None)

    def _message(self, finding: Finding) -> str:
        """What is wrong, without the place before it and the example behind it, which stand apart."""
        english = self.language is Language.ENGLISH
        text = finding.message_en if english else finding.message_id
        column = self._column(finding)
        if finding.sheet:
            for named in (column, None):
                place = messages.at(finding.sheet, finding.cell, named, ("", ""))[not english]
                text = text.removeprefix(place)
        if column:
            text = text.removesuffix(messages.example(column)[not english])
        text = days_in_words(text, self.language)
        is_code = "_" in text.partition(" ")[0]
        return text if is_code else text[:1].upper() + text[1:]

    def _expected(self, finding: Finding) -> tuple[str, str]:
        """What the cell should hold, and an example; empty where the template says nothing of it."""
        column = self._column(finding)
        if column is None or finding.cell is None:
            return "", ""
        english = self.language is Language.ENGLISH
        parts = []
        if column.options and len(column.options) <= _MOST_CHOICES:
            parts.append(", ".join(option.in_language(self.language) for option in column.options.values()))
        if column.unit and column.unit != "fraction":
            parts.append(column.unit)
        if column.note:
            parts.append(self.say(column.note))
        parts = parts or [messages.expected(column)[not english]]
        example = messages.example(column)[not english].partition(": ")[2].removesuffix(".")
        text = "; ".join(parts)
        return text[:1].upper() + text[1:], example

    # --- The listing ----------------------------------------------------------------------------------------

    def _listing(self) -> Listing:
        lines = [*self._head(), Line([self.say(words) for words in _HEAD], ["head"] * len(_HEAD), {})]
        rows = [self._row(number, finding) for number, finding in enumerate(self.judged.findings, 1)]
        return Listing(self.title, _WIDTHS, [*lines, *rows], len(lines))

    def _head(self) -> Iterator[Line]:
        judged, english = self.judged, self.language is Language.ENGLISH
        yield _across("title", self.say(_FINDINGS_OF).format(name=judged.file_name), 22)
        found = [finding.severity for finding in judged.findings]
        counted = [
            self.say(words).format(count=self.number(found.count(severity)))
            for severity, words in _COUNTED.items()
            if severity in found
        ]
        told = days_in_words(judged.message_en if english else judged.message_id, self.language)
        yield _across("strong", f"{told} ({', '.join(counted)})")
        yield _across("text", self.say(self.how_to))
        if judged.count > len(judged.findings):
            cut = self.say(_CUT)
            yield _across(
                "strong", cut.format(listed=self.number(len(judged.findings)), count=self.number(judged.count))
            )
        yield _across("text", reference_line(judged.file_sha256, self.language))

    def _row(self, number: int, finding: Finding) -> Line:
        place = self._place(finding) or self._added(finding)
        expected, example = self._expected(finding)
        value = finding.value or (self.say(_EMPTY) if finding.cell and place else "")
        texts = [
            str(number),
            self.say(_SEVERITIES[finding.severity]),
            finding.sheet or (place[0] if place else self.say(_WHOLE_FILE)),
            finding.cell or (place[1] if place else ""),
            value[:_LONGEST_SHOWN],
            self._message(finding) + (f" {self.say(_ADDED)}" if place and not finding.sheet else ""),
            expected,
            example,
        ]
        styles = ["text", finding.severity, *(["text"] * 6)]
        if place:
            styles[2] = styles[3] = "link"
        links = {2: (place[0], "A1"), 3: place} if place else {}
        lines = max(ceil(len(text) / (0.95 * width)) for text, width in zip(texts, _WIDTHS, strict=True))
        return Line(texts, styles, links, height=_LINE_HEIGHT * max(1, lines) + 3)


def _across(style: str, text: str, height: float | None = None) -> Line:
    lines = sum(1 + len(part) // 170 for part in text.split("\n"))
    return Line([text], [style], {}, merged=True, height=height or _LINE_HEIGHT * lines + 2)
