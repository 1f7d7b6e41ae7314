"""The bounded pass over an .xlsx before its cells are read.

The reader of cells builds a dense grid: one cell in XFD1048576 aborts the process. It also shows an error
cell and a formula never calculated as blanks. So every part is inflated under a bound, and each sheet is
searched with compiled patterns. A sheet in a form those patterns do not know goes through a real XML parser.
"""

import posixpath
import re
from typing import Final
from xml.parsers import expat

from pipelines.reading.archive import Archive, Entry
from pipelines.reading.bounds import Extent, refusal_of_extent
from pipelines.reading.model import CellProblem, column_number
from pipelines.reading.refusals import refusal
from pipelines.reading.sheet_walk import SheetWalk

_OTHERWISE: Final = re.compile(
    rb'<c(?! r="[A-Z]{1,2}[0-9]{1,3}"|ols?[ />]|onditional|fRule|fvo|olor|fIcon|ustom|ellWatch|ontrol)'
)  # a cell beyond ZZ999 (701 298 cells, within the bound), or written in a form that is not the usual one
_PREFIXED: Final = re.compile(rb":c[\s/>]")
_OTHER_OPENING: Final = re.compile(rb"<c[\t\r\n/>]")
_REFERENCE: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>')
_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA: Final = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)")
_VALUE: Final = re.compile(rb"<v(?:\s[^<>]*)?(?:/>|>([^<]*)</v>)")
_FORMULA_WITHOUT_VALUE: Final = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*(?:</c>|<v\s*/>|<v>\s*</v>)")
_ERROR_TYPE: Final = re.compile(rb"""\st\s*=\s*["']e["']""")
_STRING_TYPE: Final = re.compile(rb"""\st\s*=\s*["']str["']""")
_ANNOUNCED: Final = re.compile(rb"""ount\s*=\s*["']\s*([0-9]{6,40})""")
_FROM_1904: Final = re.compile(rb"""<(?:\w+:)?workbookPr\s[^<>]*?date1904\s*=\s*["'](?:1|true)["']""")
_HEAD: Final = 64
_ROOT: Final = 4096
_SMALL_PART: Final = 16_384
_REMEMBERED: Final = 2_000

_clean: Final[dict[tuple[int, bytes], int]] = {}
"""Small parts, as compressed, with nothing to refuse or to tell, and their size: workbooks of a form share many."""


def inspect_xlsx(archive: Archive, file_name: str) -> list[CellProblem]:
    """Cells that would silently read as blank. Raises Refused for whatever must not reach the reader."""
    _refuse_foreign(archive, file_name)
    problems: list[CellProblem] = []
    for entry in archive.entries:
        if archive.is_markup(entry):
            problems += _inspect_part(archive, entry, file_name)
    return problems


def _inspect_part(archive: Archive, entry: Entry, file_name: str) -> list[CellProblem]:
    """The problems of one part; one that is known to the byte and had none is not looked through again."""
    part = (entry.method, archive.compressed(entry))
    if (size := _clean.get(part)) is not None:
        archive.charge(entry, size)
        return []
    data = archive.inflate(entry)
    refuse_unsafe_markup(data, file_name, entry.name)
    _refuse_false_count(data, file_name, entry.name)
    problems = _inspect_sheet(archive, entry.name, data, file_name) if b"sheetData" in data else []
    is_small = len(data) <= _SMALL_PART and len(part[1]) <= _SMALL_PART  # what follows a compressed part is kept too
    if not problems and is_small and len(_clean) < _REMEMBERED:
        _clean[part] = len(data)
    return problems


def counts_from_1904(archive: Archive) -> bool:
    """Whether a workbook counts its days from 1904 instead of 1900."""
    return _FROM_1904.search(archive.inflate(archive.by_name["xl/workbook.xml"])) is not None


def refuse_unsafe_markup(data: bytes, file_name: str, part: str) -> None:
    """Raise Refused for a document type declaration, and for encodings that hide markup from patterns."""
    if b"<!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
        raise refusal("unsafe_xml", file_name, detail=f"document type declaration in {part}")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:_HEAD]:
        raise refusal("unsafe_xml", file_name, detail=f"{part} is not in UTF-8")


def _refuse_false_count(data: bytes, file_name: str, part: str) -> None:
    """Raise Refused where more texts are announced than there are bytes: the reader makes room for all of them."""
    head = data[:_ROOT]
    announced = max((int(count) for count in _ANNOUNCED.findall(head)), default=0) if b"sst" in head else 0
    if announced > len(data):
        raise refusal("corrupt_workbook", file_name, detail=f"{part} announces {announced} items")


def _refuse_foreign(archive: Archive, file_name: str) -> None:
    names = archive.by_name
    if "xl/workbook.bin" in names:
        raise refusal("binary_workbook", file_name)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise refusal("macro_workbook", file_name)
    if "xl/workbook.xml" not in names:
        raise refusal("not_a_workbook", file_name, detail="no xl/workbook.xml")


def _inspect_sheet(archive: Archive, part: str, data: bytes, file_name: str) -> list[CellProblem]:
    if b"<!" in data or (b":c" in data and _PREFIXED.search(data)):
        return _inspect_walked(archive, part, data, file_name)
    if _OTHERWISE.search(data):
        references = _REFERENCE.findall(data)
        if len(references) != data.count(b"<c ") or _OTHER_OPENING.search(data):
            return _inspect_walked(archive, part, data, file_name)
        extent = _extent_of(references)
        if extent.too_large:
            raise refusal_of_extent(extent, file_name, sheet_name(archive, part))
    problems: list[CellProblem] = []
    if b'"e"' in data or b"'e'" in data:
        problems += _error_cells(archive, part, data)
    if b"</f>" in data:
        problems += _uncalculated(archive, part, data)
    return problems


def _extent_of(references: list[tuple[bytes, bytes, bytes]]) -> Extent:
    """Rectangle around the cells that hold something; one that is only formatted harms nobody."""
    filled = [(letters, row) for letters, row, rest in references if not rest.endswith(b"/")]
    extent = Extent()
    if filled:
        rows = {int(row) for _, row in filled}
        columns = {column_number(letters.decode()) for letters in {letters for letters, _ in filled}}
        extent.add(min(rows) - 1, min(columns))
        extent.add(max(rows) - 1, max(columns))
        extent.filled = len(filled)
    return extent


def _error_cells(archive: Archive, part: str, data: bytes) -> list[CellProblem]:
    sheet = sheet_name(archive, part)
    return [
        CellProblem(sheet, reference.decode(), "error_value", _value_of(content))
        for reference, attributes, content in _CELL.findall(data)
        if _ERROR_TYPE.search(attributes)
    ]


def _value_of(content: bytes) -> str:
    found = _VALUE.search(content)
    return (found[1] or b"").decode("utf-8", errors="replace") if found else ""


def _uncalculated(archive: Archive, part: str, data: bytes) -> list[CellProblem]:
    problems: list[CellProblem] = []
    for found in _FORMULA_WITHOUT_VALUE.finditer(data):
        start = data.rfind(b'<c r="', 0, found.start())
        opening = _REFERENCE.match(data, start)
        if opening is None or _gives_empty_text(opening[3], found[0]):
            continue
        formula = re.sub(rb"<[^<>]*>", b"", found[0]).decode("utf-8", errors="replace").strip()
        cell = (opening[1] + opening[2]).decode()
        problems.append(CellProblem(sheet_name(archive, part), cell, "formula_without_value", f"={formula}"))
    return problems


def _gives_empty_text(attributes: bytes, formula_and_value: bytes) -> bool:
    """A formula such as =IF(A1="";"";…) is saved as a text with an empty value: it was calculated."""
    return _STRING_TYPE.search(attributes) is not None and b"<v" in formula_and_value


def _inspect_walked(archive: Archive, part: str, data: bytes, file_name: str) -> list[CellProblem]:
    try:
        walk = SheetWalk(data)
    except (expat.ExpatError, ValueError) as error:
        raise refusal("corrupt_workbook", file_name, detail=f"{part}: {error}") from error
    sheet = sheet_name(archive, part)
    if walk.extent.too_large:
        raise refusal_of_extent(walk.extent, file_name, sheet)
    return [CellProblem(sheet, *problem) for problem in walk.problems]


def sheet_name(archive: Archive, part: str) -> str:
    """The name users see of the sheet stored in `part`; the part's own name where the workbook tells none."""
    targets = _attributes_of(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    parts = {target.get("Id"): _resolve(target.get("Target", "")) for target in targets}
    for sheet in _attributes_of(archive, "xl/workbook.xml", "sheet"):
        relation = next((value for name, value in sheet.items() if name.endswith(":id")), None)
        if parts.get(relation) == part.lower():
            return sheet.get("name", part)
    return posixpath.basename(part)


def _resolve(target: str) -> str:
    absolute = target if target.startswith("/") else f"/xl/{target}"
    return posixpath.normpath(absolute).lstrip("/").lower()


def _attributes_of(archive: Archive, part: str, element: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == element:
            found.append(attributes)

    if entry := archive.by_name.get(part):
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        try:
            parser.Parse(archive.inflate(entry), True)
        except expat.ExpatError:
            return []
    return found
