"""The workbook that goes back: a copy with every finding marked at its cell and listed on a first sheet."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.checking import CheckedFile, Finding
from warehouse.vocabulary import Language, Severity

_FILLS = {
    Severity.CRITICAL: PatternFill("solid", fgColor="F4B183"),
    Severity.WARNING: PatternFill("solid", fgColor="FFE699"),
    Severity.INFO: PatternFill("solid", fgColor="DDEBF7"),
}
_HEAD = {
    Language.ENGLISH: ("Sheet", "Cell", "What stands there", "What is wrong and how to mend it", "Severity"),
    Language.INDONESIAN: ("Lembar", "Sel", "Isi sel", "Apa yang keliru dan cara memperbaikinya", "Tingkat"),
}
_TITLE = {Language.ENGLISH: "Findings", Language.INDONESIAN: "Temuan"}
_SEVERITIES = {
    Severity.CRITICAL: ("critical", "kritis"),
    Severity.WARNING: ("warning", "peringatan"),
    Severity.INFO: ("note", "catatan"),
}
_WIDTHS = (24, 8, 26, 90, 14)
_COMMENT_SIZE = (180, 420)  # height, width in points


def return_path(path: Path, language: Language) -> Path:
    """Where the annotated copy of a file goes: beside it."""
    return path.with_name(f"{path.stem}-{_TITLE[language].lower()}.xlsx")


def write_return(path: Path, checked: CheckedFile, language: Language) -> Path:
    """Write the annotated copy of a checked file beside it and return its place.

    Only an .xlsx that a template fits is copied, for it has passed the bounds of reading; of any other file the
    copy holds the list alone. What stands in cells is written as text, never as a formula.
    """
    readable = checked.template is not None and path.suffix.lower() == ".xlsx"
    book = openpyxl.load_workbook(path) if readable else Workbook()
    if not readable:
        book.remove(book.worksheets[0])
    for finding in checked.findings:
        if finding.sheet in book.sheetnames and finding.cell:
            _mark(book[finding.sheet], finding, language)
    _list(book, checked.findings, language)
    target = return_path(path, language)
    book.save(target)
    return target


def _mark(sheet: Worksheet, finding: Finding, language: Language) -> None:
    cell = sheet[finding.cell]
    if isinstance(cell, MergedCell):
        return
    said = [cell.comment.text] if cell.comment else []
    cell.comment = Comment("\n\n".join([*said, _message(finding, language)]), "wops", *_COMMENT_SIZE)
    cell.fill = _FILLS[finding.severity]


def _list(book: Workbook, findings: Sequence[Finding], language: Language) -> None:
    title = _TITLE[language]
    sheet = book.create_sheet(title if title not in book.sheetnames else f"{title} (wops)", 0)
    book.active = 0
    for place, (words, width) in enumerate(zip(_HEAD[language], _WIDTHS, strict=True), 1):
        _write(sheet.cell(1, place), words).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    for row, finding in enumerate(findings, 2):
        severity = _SEVERITIES[finding.severity][language is Language.INDONESIAN]
        told = (finding.sheet, finding.cell, finding.value, _message(finding, language), severity)
        for place, text in enumerate(told, 1):
            _write(sheet.cell(row, place), text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 5).fill = _FILLS[finding.severity]
        if finding.sheet in book.sheetnames and finding.cell:
            place = str(finding.sheet).replace("'", "''")
            sheet.cell(row, 2).hyperlink = Hyperlink(f"B{row}", location=f"'{place}'!{finding.cell}")


def _write(cell: Cell | MergedCell, text: str | None) -> Cell | MergedCell:
    """Text as text: what begins like a formula stays a word."""
    cell.value = text
    if text is not None:
        cell.data_type = "s"
    return cell


def _message(finding: Finding, language: Language) -> str:
    return finding.message_id if language is Language.INDONESIAN else finding.message_en
