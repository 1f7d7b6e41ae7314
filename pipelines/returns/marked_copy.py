"""A copy of an .xlsx with notes and highlights on cells and one more sheet; everything else stays as it was.

The package is spliced, not written anew: formulas keep their results, dropdowns, pictures and styles their form, and
no cell is touched. A highlight is a conditional format that holds while the cell shows what it showed, so it goes as
soon as the cell is mended. Notes and the sheet of an earlier copy are replaced.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from xml.parsers import expat

from pipelines.reading.model import MAX_INFLATED_BYTES, column_letter, column_number
from warehouse.vocabulary import Severity

NOTE_MARK = re.compile(r"◆ (?:Temuan|Finding) \d")
"""What begins every note of ours, by which those of an earlier copy are known."""

HIGHLIGHTS = {Severity.CRITICAL: "FFF4B183", Severity.WARNING: "FFFFE699", Severity.INFO: "FFDDEBF7"}

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AUTHOR = "wops"
_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_NOTE_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*ObjectType=.Note.(?:(?!</v:shape>).)*</v:shape>", re.S)
_ODD = re.compile("[^\\u0020-\\ud7ff\\ue000-\\ufffd]")
_NOT_XML = re.compile("[^\\t\\n\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_LONGEST_LITERAL = 200
_EPOCH = datetime(1899, 12, 30)
SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
STYLES_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip


class NotMarkable(Exception):
    """An .xlsx of a form that is not spliced here; it is copied cell by cell instead."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A note at a cell, and what the cell held when it was read ('' where it was blank)."""

    cell: str
    text: str
    severity: Severity
    value: object = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the added sheet: texts with the names of their styles; `links` per place: a sheet and a cell."""

    texts: Sequence[str]
    styles: Sequence[str]
    links: Mapping[int, tuple[str, str]]
    merged: bool = False
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The added sheet: its title, its column widths in characters, its rows, how many of them stay in view."""

    title: str
    widths: Sequence[float]
    lines: Sequence[Line]
    frozen: int


def marked_copy(
    blob: bytes,
    marks: Mapping[str, Sequence[Mark]],
    listing: Listing,
    ours: frozenset[str],
    blank: Sequence[Listing] = (),
) -> bytes:
    """The workbook with its cells marked (by sheet), the listing as its first sheet and `blank` sheets as its last.

    `ours`: titles, in lower case, of sheets that are a listing of an earlier copy; the first is overwritten where
    it stands. The same input gives the same bytes. Raises NotMarkable.
    """
    try:
        book = _Book(blob)
        styles = book.add_styles()
        target = book.place_listing(listing.title, ours)
        for name, path in book.sheets.items():
            if path != target and (marks.get(name) or book.has_earlier_notes(path)):
                book.mark(path, marks.get(name, ()), listing.title, styles)
        book.unselect_all()
        book.parts[target] = _listing_xml(listing, styles)
        for sheet in blank:
            book.parts[book.add_last(sheet.title)] = _listing_xml(sheet, styles, is_shown=False)
        return book.bytes()
    except (LookupError, ValueError, StopIteration, expat.ExpatError, zipfile.BadZipFile, zlib.error) as error:
        raise NotMarkable(str(error)) from error


# --- Splicing XML ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    depth: int
    parent: int
    start: int
    inner: int
    close: int = -1
    end: int = -1
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.close < 0


class _Xml:
    """A part of the package, and what is to be spliced into it. Offsets are those of its bytes."""

    def __init__(self, content: bytes, depth: int, texts: bool = False) -> None:
        self.content = content
        self.elements: list[_Element] = []
        self._open: list[int] = []
        self._depth = depth
        self._edits: list[tuple[int, int, bytes]] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.XmlDeclHandler = _only_utf8
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        if texts:
            self._parser.CharacterDataHandler = self._say
        self._level = 0
        self._parser.Parse(content, True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if self._level <= self._depth:
            start = self._parser.CurrentByteIndex
            tag = _TAG.match(self.content, start)
            if tag is None:
                raise NotMarkable("an encoding that is not UTF-8")
            parent = self._open[-1] if self._open else -1
            own = {key.removeprefix(f"{_RELATED} "): value for key, value in attributes.items()}
            self._open.append(len(self.elements))
            local = name.rpartition(" ")[2]
            self.elements.append(_Element(local, own, self._level, parent, start, tag.end()))
        self._level += 1

    def _finish(self, _: str) -> None:
        self._level -= 1
        if self._level > self._depth:
            return
        element = self.elements[self._open.pop()]
        if self.content[element.inner - 2 : element.inner] == b"/>":
            element.end = element.inner
        else:
            element.close = self._parser.CurrentByteIndex
            element.end = self.content.index(b">", element.close) + 1

    def _say(self, text: str) -> None:
        for index in self._open:
            self.elements[index].text += text

    @property
    def root(self) -> _Element:
        return self.elements[0]

    def named(self, name: str, within: _Element | None = None) -> list[_Element]:
        """Elements of a name, below a parent where one is given."""
        found = [element for element in self.elements if element.name == name]
        return [each for each in found if within is None or self.elements[each.parent] is within]

    def child(self, name: str) -> _Element | None:
        """The first child of the root with a name."""
        return next(iter(self.named(name, self.root)), None)

    def append(self, element: _Element, added: bytes) -> None:
        """Put something at the end of an element."""
        if element.is_empty:
            tag = self.content[element.start : element.inner]
            name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]
            self._edits.append((element.inner - 2, element.inner, b">" + added + b"</" + name + b">"))
        else:
            self.replace(element.close, element.close, added)

    def insert(self, name: str, added: bytes, order: Sequence[str]) -> None:
        """Put a child of the root in its place in the order that its form prescribes."""
        rank = order.index(name)
        later = [e for e in self.elements if e.depth == 1 and e.name in order and order.index(e.name) > rank]
        if later:
            self.replace(later[0].start, later[0].start, added)
        else:
            self.append(self.root, added)

    def replace(self, start: int, end: int, added: bytes) -> None:
        """Put bytes in the place of others."""
        self._edits.append((start, end, added))

    def set(self, element: _Element, attribute: str, value: str) -> None:
        """Give an attribute another value."""
        tag = self.content[element.start : element.inner]
        written = f' {attribute}="{value}"'.encode()
        place = re.search(rb"\s" + attribute.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", tag)
        if place:
            self.replace(element.start + place.start(), element.start + place.end(), written)
        else:
            name = re.match(rb"<[^\s/>]+", tag)
            assert name is not None
            self.replace(element.start + name.end(), element.start + name.end(), written)

    def bytes(self) -> bytes:
        """The part with everything spliced in."""
        parts, position = [], 0
        for start, end, added in sorted(self._edits, key=lambda edit: edit[:2]):
            parts += [self.content[position:start], added]
            position = end
        return b"".join([*parts, self.content[position:]])


def _only_utf8(_: str, encoding: str | None, __: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
        raise NotMarkable(f"the encoding {encoding}")


# --- The package ----------------------------------------------------------------------------------------------


class _Book:
    """The parts of an .xlsx, by name."""

    def __init__(self, blob: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            self.infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
            if sum(info.file_size for info in self.infos.values()) > MAX_INFLATED_BYTES:
                raise NotMarkable("more than is held in memory")
            self.parts = {name: archive.read(name) for name in self.infos}
        self.types = _Xml(self.parts[_TYPES], 1)
        self.place = next(path for kind, path in self._related("").values() if kind.endswith("/officeDocument"))
        self.book = _Xml(self.parts[self.place], 2)
        self.related = self._related(self.place)
        self.sheets: dict[str, str] = {}
        for sheet in self.book.named("sheet"):
            kind, path = self.related[sheet.attributes["id"]]
            if kind.endswith("/worksheet"):
                self.sheets[sheet.attributes["name"]] = path
        self.added_types: list[bytes] = []
        self.added_relations: dict[str, list[bytes]] = {}
        self.notes = 0
        self.last_id = 0
        self.selected: set[str] = set()

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to by its relations: kind and name of the other part, by id."""
        path = _relations_of(part)
        if path not in self.parts:
            return {}
        folder = posixpath.dirname(part)
        found = {}
        for each in _Xml(self.parts[path], 1).named("Relationship"):
            if each.attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, each.attributes["Target"])).lstrip("/")
                found[each.attributes["Id"]] = (each.attributes["Type"], target)
        return found

    def add_styles(self) -> dict[str, int]:
        """Add our styles; their indexes by name, those of highlights by severity."""
        path = next(path for kind, path in self.related.values() if kind.endswith("/styles"))
        xml = _Xml(self.parts[path], 2)
        counts = {}
        for name, added in (("fonts", _FONTS), ("fills", _FILLS), ("cellXfs", ())):
            group = xml.child(name)
            if group is None:
                raise NotMarkable(f"styles without {name}")
            counts[name] = sum(1 for e in xml.elements if e.depth == 2 and xml.elements[e.parent] is group)
            if added:
                xml.append(group, "".join(added).encode())
                xml.set(group, "count", str(counts[name] + len(added)))
        formats = [_format(name, font, fill, counts) for name, (font, fill) in _STYLES.items()]
        group = xml.child("cellXfs")
        assert group is not None
        xml.append(group, "".join(formats).encode())
        xml.set(group, "count", str(counts["cellXfs"] + len(formats)))
        first = self._add_highlights(xml)
        self.parts[path] = xml.bytes()
        styles = {name: counts["cellXfs"] + place for place, name in enumerate(_STYLES)}
        return styles | {f"highlight {severity}": first + place for place, severity in enumerate(HIGHLIGHTS)}

    def _add_highlights(self, xml: _Xml) -> int:
        added = "".join(
            f'<dxf xmlns="{_MAIN}"><fill><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
            f'<bgColor rgb="{colour}"/></patternFill></fill></dxf>'
            for colour in HIGHLIGHTS.values()
        )
        group = xml.child("dxfs")
        if group is None:
            whole = f'<dxfs xmlns="{_MAIN}" count="{len(HIGHLIGHTS)}">{added}</dxfs>'
            xml.insert("dxfs", whole.encode(), STYLES_ORDER)
            return 0
        count = sum(1 for e in xml.elements if e.depth == 2 and xml.elements[e.parent] is group)
        xml.append(group, added.encode())
        xml.set(group, "count", str(count + len(HIGHLIGHTS)))
        return count

    def place_listing(self, title: str, ours: frozenset[str]) -> str:
        """The part of the listing: an earlier one to be overwritten, or a new first sheet."""
        earlier = next((path for name, path in self.sheets.items() if name.lower() in ours), None)
        others = (sheet.attributes["name"].lower() for sheet in self.book.named("sheet"))
        if title.lower() in set(others) - ours:
            raise NotMarkable(f"another sheet called {title}")
        if earlier:
            self.parts.pop(_relations_of(earlier), None)
            position = [self.related[s.attributes["id"]][1] for s in self.book.named("sheet")].index(earlier)
            self._show(position)
            sheet = self.book.named("sheet")[position]
            self.book.set(sheet, "name", title)
            return earlier
        group = self._sheet_list()
        path, added = self._new_sheet(title)
        self.book.replace(group.inner, group.inner, added)
        for name in self.book.named("definedName"):
            if "localSheetId" in name.attributes:
                self.book.set(name, "localSheetId", str(int(name.attributes["localSheetId"]) + 1))
        self._show(0)
        return path

    def add_last(self, title: str) -> str:
        """The part of a new last sheet."""
        path, added = self._new_sheet(title)
        group = self._sheet_list()
        self.book.replace(group.close, group.close, added)
        return path

    def _sheet_list(self) -> _Element:
        group = self.book.child("sheets")
        if group is None or group.is_empty:
            raise NotMarkable("no sheets")
        return group

    def _new_sheet(self, title: str) -> tuple[str, bytes]:
        """The part of a new sheet and its entry in the list of sheets."""
        path = self._free(posixpath.join(posixpath.dirname(self.place), "worksheets", "findings.xml"))
        relation = self._relate(self.place, f"{_RELATED}/worksheet", path)
        self.last_id = (
            max([self.last_id, *(int(sheet.attributes["sheetId"]) for sheet in self.book.named("sheet"))]) + 1
        )
        self._type_of(path, _SHEET_TYPE)
        self.parts[path] = b""
        entry = (
            f'<sheet xmlns="{_MAIN}" xmlns:r="{_RELATED}" name="{_xml(title)}" sheetId="{self.last_id}" '
            f'r:id="{relation}"/>'
        )
        return path, entry.encode()

    def _show(self, position: int) -> None:
        for view in self.book.named("workbookView"):
            self.book.set(view, "activeTab", str(position))
            self.book.set(view, "firstSheet", "0")

    def has_earlier_notes(self, path: str) -> bool:
        """Whether a sheet bears notes of an earlier copy."""
        notes = (target for kind, target in self._related(path).values() if kind.endswith("/comments"))
        return any(NOTE_MARK.search(self.parts[name].decode("utf-8")) for name in notes if name in self.parts)

    def mark(self, path: str, marks: Sequence[Mark], title: str, styles: Mapping[str, int]) -> None:
        """Put notes and highlights on the cells of one sheet, and a link to the listing on its first cell."""
        xml = _Xml(self.parts[path], 3)
        if xml.root.name != "worksheet" or _MAIN.encode() not in xml.content[:4000]:
            raise NotMarkable("another form of worksheet")
        if marks:
            self._highlight(xml, marks, styles)
        if marks and "A1" not in {mark.cell for mark in marks}:
            self._link_back(xml, title)
        self._note(xml, path, marks)
        self._unselect(xml)
        self.selected.add(path)
        self.parts[path] = xml.bytes()

    def _highlight(self, xml: _Xml, marks: Sequence[Mark], styles: Mapping[str, int]) -> None:
        used = [int(rule.attributes.get("priority", 0)) for rule in xml.named("cfRule")]
        first = max(used, default=0) + 1
        added = "".join(
            f'<conditionalFormatting xmlns="{_MAIN}" sqref="{mark.cell}"><cfRule type="expression" '
            f'dxfId="{styles[f"highlight {mark.severity}"]}" priority="{priority}">'
            f"<formula>{_xml(_unchanged(mark))}</formula></cfRule></conditionalFormatting>"
            for priority, mark in enumerate(marks, first)
        )
        xml.insert("conditionalFormatting", added.encode(), SHEET_ORDER)

    def _link_back(self, xml: _Xml, title: str) -> None:
        if any(_covers_first_cell(link.attributes.get("ref", "")) for link in xml.named("hyperlink")):
            return
        link = f'<hyperlink xmlns="{_MAIN}" ref="A1" location="{_xml(_place(title, "A1"))}" tooltip="{_xml(title)}"/>'
        group = xml.child("hyperlinks")
        if group is None:
            xml.insert("hyperlinks", f'<hyperlinks xmlns="{_MAIN}">{link}</hyperlinks>'.encode(), SHEET_ORDER)
        else:
            xml.append(group, link.encode())

    def _note(self, xml: _Xml, path: str, marks: Sequence[Mark]) -> None:
        related = self._related(path)
        drawing = xml.child("legacyDrawing")
        notes = next((target for kind, target in related.values() if kind.endswith("/comments")), None)
        if notes is None:
            self.notes += 1
            notes = self._free(f"xl/notes{self.notes}.xml")
            self.parts[notes] = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode()
            self._relate(path, f"{_RELATED}/comments", notes)
            self._type_of(notes, _NOTES_TYPE)
        self.parts[notes], cells = _with_notes(self.parts[notes], marks)
        if drawing is None:
            shapes = self._free(f"xl/drawings/notes{self.notes}.vml")
            self.parts[shapes] = _NO_SHAPES
            relation = self._relate(path, f"{_RELATED}/vmlDrawing", shapes)
            added = f'<legacyDrawing xmlns="{_MAIN}" xmlns:r="{_RELATED}" r:id="{relation}"/>'
            xml.insert("legacyDrawing", added.encode(), SHEET_ORDER)
            self._vml_type()
        else:
            shapes = related[drawing.attributes["id"]][1]
        self.parts[shapes] = _with_shapes(self.parts[shapes], cells)

    def unselect_all(self) -> None:
        """Of all sheets only the listing is selected: whoever types in several at once spoils them all."""
        for path in set(self.sheets.values()) - self.selected:
            if b"tabSelected" in self.parts[path][:20_000]:
                xml = _Xml(self.parts[path], 2)
                self._unselect(xml)
                self.parts[path] = xml.bytes()

    def _unselect(self, xml: _Xml) -> None:
        for view in xml.named("sheetView"):
            if view.attributes.get("tabSelected") in ("1", "true"):
                xml.set(view, "tabSelected", "0")

    def _relate(self, part: str, kind: str, target: str) -> str:
        added = self.added_relations.setdefault(part, [])
        known = self.parts.get(_relations_of(part), b"")
        number = next(n for n in range(1, 10_000) if f'"rIdF{n}"'.encode() not in known + b"".join(added))
        added.append(f'<Relationship xmlns="{_PACKAGE}" Id="rIdF{number}" Type="{kind}" Target="/{target}"/>'.encode())
        return f"rIdF{number}"

    def _type_of(self, part: str, kind: str) -> None:
        self.added_types.append(f'<Override PartName="/{part}" ContentType="{kind}"/>'.encode())

    def _vml_type(self) -> None:
        known = {e.attributes.get("Extension", "").lower() for e in self.types.named("Default")}
        added = f'<Default Extension="vml" ContentType="{_VML_TYPE}"/>'.encode()
        if "vml" not in known and added not in self.added_types:
            self.added_types.insert(0, added)

    def _free(self, path: str) -> str:
        stem, suffix = posixpath.splitext(path)
        names = (path if n == 0 else f"{stem}_{n}{suffix}" for n in range(10_000))
        return next(name for name in names if name not in self.parts)

    def bytes(self) -> bytes:
        """The package."""
        self.parts[self.place] = self.book.bytes()
        self.types.append(self.types.root, b"".join(_in_types(each) for each in self.added_types))
        self.parts[_TYPES] = self.types.bytes()
        for part, added in self.added_relations.items():
            path = _relations_of(part)
            xml = _Xml(self.parts.get(path, f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()), 1)
            xml.append(xml.root, b"".join(added))
            self.parts[path] = xml.bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.parts, key=lambda name: name != _TYPES):
                when = self.infos[name].date_time if name in self.infos else (1980, 1, 1, 0, 0, 0)
                info = zipfile.ZipInfo(name, when)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, self.parts[name])
        return packed.getvalue()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _in_types(element: bytes) -> bytes:
    name = element.split(b" ", 1)[0]
    return name + b' xmlns="http://schemas.openxmlformats.org/package/2006/content-types"' + element[len(name) :]


def _covers_first_cell(ref: str) -> bool:
    return ref.replace("$", "").partition(":")[0] == "A1"


def _place(sheet: str, cell: str) -> str:
    return "'" + sheet.replace("'", "''") + "'!" + cell


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


# --- Highlights -----------------------------------------------------------------------------------------------


def _unchanged(mark: Mark) -> str:
    """A formula that is true as long as the cell holds what it held."""
    cell, value = mark.cell, mark.value
    if isinstance(value, bool):
        return f"AND(ISLOGICAL({cell}),{cell if value else f'NOT({cell})'})"
    if isinstance(value, int | float):
        return f"AND(ISNUMBER({cell}),{cell}={value!r})"
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        days = (moment - _EPOCH) / timedelta(days=1)
        return f"AND(ISNUMBER({cell}),ABS({cell}-{days!r})<0.0001)"
    if isinstance(value, str) and value.startswith("#"):
        return f"OR(ISERROR({cell}),{_same_text(cell, value)})"
    if isinstance(value, str) and value:
        return _same_text(cell, value)
    return f"LEN({cell}){'=0' if value == '' else '>0'}"


def _same_text(cell: str, text: str) -> str:
    odd = _ODD.search(text)
    known = text[: min(_LONGEST_LITERAL, odd.start() if odd else len(text))]
    literal = '"' + known.replace('"', '""') + '"'
    if known == text:
        return f"AND(ISTEXT({cell}),EXACT({cell},{literal}))"
    return f"AND(ISTEXT({cell}),EXACT(LEFT({cell},{len(known)}),{literal}))"


# --- Notes ----------------------------------------------------------------------------------------------------

_NO_SHAPES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout></xml>"
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE_WIDTH = 400  # pixels
_LETTERS_PER_LINE = 62


def _with_notes(content: bytes, marks: Sequence[Mark]) -> tuple[bytes, dict[str, str]]:
    """The notes of a sheet with ours instead of earlier ones of ours; the text of every note by its cell."""
    xml = _Xml(content, 3, texts=True)
    authors, listed = xml.child("authors"), xml.child("commentList")
    if authors is None or listed is None:
        raise NotMarkable("notes without a list")
    author = len(xml.named("author"))
    xml.append(authors, f'<author xmlns="{_MAIN}">{_AUTHOR}</author>'.encode())
    said = {mark.cell: mark.text for mark in marks}
    cells: dict[str, str] = {}
    for note in xml.named("comment"):
        cell, text = note.attributes["ref"], note.text
        own = NOTE_MARK.search(text)
        others = text[: own.start()].rstrip() if own else text
        if own or cell in said:
            xml.replace(note.start, note.end, b"")
            if others:
                said[cell] = f"{others}\n\n{said[cell]}" if cell in said else others
        else:
            cells[cell] = text
    added = "".join(
        f'<comment xmlns="{_MAIN}" ref="{cell}" authorId="{author}"><text><r><rPr><sz val="9"/><color indexed="81"/>'
        f'<rFont val="Tahoma"/><family val="2"/></rPr><t xml:space="preserve">{_xml(text)}</t></r></text></comment>'
        for cell, text in said.items()
    )
    xml.append(listed, added.encode())
    return xml.bytes(), cells | said


def _with_shapes(content: bytes, cells: Mapping[str, str]) -> bytes:
    """The drawing of a sheet with one shape for each of its notes."""
    others = _NOTE_SHAPE.sub(b"", content)
    end = others.rfind(b"</xml>")
    if end < 0:
        raise NotMarkable("a drawing without an end")
    head = b"" if b"_x0000_t202" in others else _SHAPE_TYPE
    shapes = "".join(_shape(number, cell, text) for number, (cell, text) in enumerate(cells.items(), 2000))
    return others[:end] + head + shapes.encode() + others[end:]


def _shape(number: int, cell: str, text: str) -> str:
    letters = cell.rstrip("0123456789")
    lines = sum(1 + len(part) // _LETTERS_PER_LINE for part in text.split("\n"))
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;'
        f"margin-top:1.5pt;width:{_NOTE_WIDTH}px;height:{min(500, 16 * lines + 14)}px;z-index:1;"
        'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{int(cell[len(letters) :]) - 1}</x:Row><x:Column>{column_number(letters)}</x:Column>"
        "</x:ClientData></v:shape>"
    )


# --- The listing ----------------------------------------------------------------------------------------------

_FONT = '<font xmlns="' + _MAIN + '">{}<sz val="{}"/><color rgb="{}"/><name val="Calibri"/><family val="2"/></font>'
_FONTS = (
    _FONT.format("", 10, "FF1F2D33"),
    _FONT.format("<b/>", 14, "FF0B5563"),
    _FONT.format("<b/>", 10, "FFFFFFFF"),
    _FONT.format("<u/>", 10, "FF0563C1"),
    _FONT.format("<b/>", 10, "FF1F2D33"),
)
_FILLS = tuple(
    f'<fill xmlns="{_MAIN}"><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/>'
    "</patternFill></fill>"
    for colour in ("FF0B5563", *HIGHLIGHTS.values())
)
_NO_FILL = -1
_STYLES = {
    "text": (0, _NO_FILL),
    "plain": (0, _NO_FILL),
    "title": (1, _NO_FILL),
    "head": (2, 0),
    "link": (3, _NO_FILL),
    "strong": (4, _NO_FILL),
    Severity.CRITICAL: (4, 1),
    Severity.WARNING: (4, 2),
    Severity.INFO: (4, 3),
}


_ON_ONE_LINE = frozenset({"plain", "title"})


def _format(name: str, font: int, fill: int, counts: Mapping[str, int]) -> str:
    filled = 0 if fill == _NO_FILL else counts["fills"] + fill
    return (
        f'<xf xmlns="{_MAIN}" numFmtId="49" fontId="{counts["fonts"] + font}" fillId="{filled}" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
        f'<alignment vertical="top" wrapText="{int(name not in _ON_ONE_LINE)}"/></xf>'
    )


def _listing_xml(listing: Listing, styles: Mapping[str, int], is_shown: bool = True) -> bytes:
    last = column_letter(len(listing.widths) - 1)
    merged = [f'<mergeCell ref="A{n}:{last}{n}"/>' for n, line in enumerate(listing.lines, 1) if line.merged]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(listing.widths, 1)
    )
    rows = "".join(_row_xml(number, line, styles) for number, line in enumerate(listing.lines, 1))
    links = "".join(_links_xml(listing))
    pane = (
        f'<pane ySplit="{listing.frozen}" topLeftCell="A{listing.frozen + 1}" activePane="bottomLeft" state="frozen"/>'
    )
    selected = 'showGridLines="0" tabSelected="1"' if is_shown else 'tabSelected="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}"><sheetPr><tabColor rgb="{HIGHLIGHTS[Severity.CRITICAL]}"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView {selected} workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>{rows}</sheetData>'
        + (f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else "")
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row_xml(number: int, line: Line, styles: Mapping[str, int]) -> str:
    height = f' ht="{line.height:g}" customHeight="1"' if line.height else ""
    cells = "".join(
        f'<c r="{column_letter(place)}{number}" s="{styles[style]}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{_xml(text)}</t></is></c>'
        for place, (text, style) in enumerate(zip(line.texts, line.styles, strict=True))
        if text
    )
    return f'<row r="{number}"{height}>{cells}</row>'


def _links_xml(listing: Listing) -> Iterator[str]:
    for number, line in enumerate(listing.lines, 1):
        for place, (sheet, cell) in line.links.items():
            yield f'<hyperlink ref="{column_letter(place)}{number}" location="{_xml(_place(sheet, cell))}"/>'
