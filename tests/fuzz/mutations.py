"""Ways to spoil a workbook: what people type, what programs write, what lines and disks do, what the hostile try.

Every mutation is a name and three numbers, so that one that fails can be written down in a line; the numbers choose
the sheet, the cell or place, and what is put there.
"""

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.fuzz.books import Book, cells


@dataclass(frozen=True)
class Mutation:
    """A way to spoil, where (sheet, place) and with what, each counted round."""

    kind: str
    sheet: int = 0
    place: int = 0
    payload: int = 0

    def spoil(self, book: Book) -> None:
        """Change the book."""
        ARCHIVES[self.kind](book, self)

    def among(self, choices: list[str] | tuple[str, ...]) -> str:
        return choices[self.payload % len(choices)]


def _text(words: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'


TEXTS = (
    "", " ", "\u00a0", "-", "–", "?", "n/a", "nihil", "none", "tidak ada", "manometer macet", "1.234,56", "1,234.56",
    "1 234,5", "1'234", "1.234", "12,5 %", "± 5", "ca. 100", "100 m3", "0", "00", "-1", "+7", "1e3", "1e999", "NaN",
    "inf", "-inf", "9" * 400, "0." + "0" * 400 + "1", "٣٤", "𝟙𝟚", "½", "²", "2026-13", "31/02/2026", "29/02/2025",
    "Peb 24",
    "TW I 2025", "Semester II", "0000-00-00", "1899-12-31", "9999-12-31", "10000-01-01", "1/1/1", "45292", "2026-02",
    "#DIV/0!", "#N/A", "#REF!", "Err:502", "=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "<script>alert(1)</script>",
    "]]>", "&amp;", "{value}", "{0}", "{", "%s %d", "'; DROP TABLE raw.file; --", '"', "\\", "NULL", "null", "TRUE",
    "a" * 40_000, "kata " * 2_000, "line\nbreak", "tab\tstop", "\u202egnp.exe", "\u200b", "\ufeff", "e\u0301", "ß",
    "İ", "ﬁ", "日本", "👩‍🚒", "_x0000_", "_x0007_", "F001", "F002 · Kemitraan", "f001", "Z999", "F001/mentee/x",
    "U-1,U-2", "https://example.org", "../../etc/passwd", "C:\\x", "F001\x85", "\ue000", "\ufffd",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "1", "-1", "1e308", "-1e308", "1E+400", "1e-320", "NaN", "INF", "-INF", "0x1F", "1,5", "1.5.1", "",
    " 12 ", "99999999999999999999", "2147483648", "45292", "60", "0.5", "2958466", "-693594", "1e5", "abc",
)  # fmt: skip
CELLS = (
    *(_text(words) for words in TEXTS),
    *(f"><v>{number}</v></c>" for number in NUMBERS),
    *(f' s="1"><v>{number}</v></c>' for number in NUMBERS[:6]),
    *(f' t="e"><v>{error}</v></c>' for error in ("#DIV/0!", "#N/A", "#SPILL!", "junk", "")),
    *(f' t="b"><v>{value}</v></c>' for value in ("0", "1", "2", "true", "")),
    *(
        f' t="d"><v>{day}</v></c>'
        for day in ("2026-02-28", "2026-02-30", "2026-01-01T25:00:00Z", "2026-02-28T10:11:12", "junk", "")
    ),
    *(f' t="s"><v>{place}</v></c>' for place in ("0", "999999", "-1", "x", "", "4294967296")),
    ' t="str"><f>A1</f><v></v></c>', ' t="str"><v>kata</v></c>', ' t="zz"><v>1</v></c>', "><f>1/0</f></c>",
    "><f>A1</f><v>3</v></c>", ' t="e"><f>1/0</f><v>#DIV/0!</v></c>', '><f t="shared" si="7"/><v>4</v></c>',
    '><f t="array" ref="A1:ZZ9">1</f></c>', ' s="99999"><v>1</v></c>', ' s="-1"><v>1</v></c>', ' t="n"><v/></c>',
    ' t="inlineStr"></c>', ' t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "/>", ">7</c>",
    '><v xml:space="preserve"> 1 </v></c>', "><v>1</v><v>2</v></c>", ' cm="1" vm="1"><v>1</v></c>',
    ' t="inlineStr"><is><t>\x07</t></is></c>', ' t="inlineStr"><is><t>&#x7;</t></is></c>',
    ' t="inlineStr"><is><t>&#xD800;</t></is></c>', ' t="inlineStr"><is><t>&nope;</t></is></c>',
)  # fmt: skip
TITLES = (
    "Sheet1", "Lembar", "", " ", "1 Progress data", "1 Data kemajuan", "2 Kegiatan", "Cover", "Sampul", "x" * 60,
    "a/b", "a[b]", "'", "&amp;", "\u202e", "HALAMAN 1", "cover ", "csv",
)  # fmt: skip
REFERENCES = (
    "a1",
    "$A$1",
    "A0",
    "A-1",
    "XFD1048576",
    "XFE1",
    "ZZZ1",
    "A1048576",
    "A1048577",
    "A9999999",
    "1A",
    "",
    "R1C1",
)
TARGETS = (
    "/xl/worksheets/sheet1.xml", "../../../etc/passwd", "http://localhost/x", "worksheets/sheet1.xml", "", "worksheets",
    "worksheets/none.xml", "sharedStrings.xml", "WORKSHEETS/SHEET1.XML", "file:///etc/passwd", "worksheets\\sheet1.xml",
)  # fmt: skip
NAMES = (
    "../evil.xml", "/etc/passwd", "C:\\evil.xml", "xl\\worksheets\\sheet1.xml", "XL/WORKBOOK.XML", "xl/vbaProject.bin",
    "xl/workbook.bin", "content.xml", "xl/externalLinks/externalLink1.xml", "x" * 3000, "xl/worksheets/", "",
    "EncryptionInfo", "META-INF/manifest.xml", "Basic/Standard/Module1.xml", "xl/macrosheets/sheet1.xml", "mimetype",
    "xl/comments1.xml", "xl/worksheets/sheet99.xml",
)  # fmt: skip
PROLOGUES = (
    b'<!DOCTYPE x [<!ENTITY a "b">]>', b'<!DOCTYPE x SYSTEM "file:///etc/passwd">', b"<!-- remark -->", b"<?pi x?>",
    b"\xef\xbb\xbf", b"  \n", b"<![CDATA[x]]>", b"\x00", b"junk", b"<!ENTITY a 'b'>",
)  # fmt: skip

Archive = Callable[[Book, Mutation], None]


# ---- cells, rows and columns of a worksheet


def _sheet(book: Book, mutation: Mutation) -> str:
    names = book.sheets()
    return names[mutation.sheet % len(names)] if names else ""


def _change(book: Book, mutation: Mutation, edit: Callable[[bytes], bytes]) -> None:
    """Change the XML of the chosen sheet."""
    if name := _sheet(book, mutation):
        book.parts[name] = edit(book.parts[name])


def _replace_cell(book: Book, mutation: Mutation, content: Callable[[bytes], bytes]) -> None:
    """Put something in place of a cell; `content` is given its reference."""

    def edit(sheet: bytes) -> bytes:
        found = cells(sheet)
        if not found:
            return sheet
        cell = found[mutation.place % len(found)]
        reference = cell[0].split(b'"', 2)[1]
        return sheet[: cell.start()] + content(reference) + sheet[cell.end() :]

    _change(book, mutation, edit)


def type_in_cell(book: Book, mutation: Mutation) -> None:
    words = mutation.among(CELLS).encode()
    _replace_cell(book, mutation, lambda reference: b'<c r="' + reference + b'"' + words)


def type_in_column(book: Book, mutation: Mutation) -> None:
    """The same in every cell of a column."""
    words = mutation.among(CELLS).encode()
    letter = b"ABCDEFGH"[mutation.place % 8 : mutation.place % 8 + 1]
    cell = re.compile(rb'<c r="(' + letter + rb'[0-9]{1,7})"[^<>]*?(?:/>|>.*?</c>)', re.DOTALL)
    _change(book, mutation, lambda sheet: cell.sub(lambda m: b'<c r="' + m[1] + b'"' + words, sheet))


def move_cell(book: Book, mutation: Mutation) -> None:
    target = mutation.among(REFERENCES).encode()
    _replace_cell(book, mutation, lambda _: b'<c r="' + target + b'"><v>1</v></c>')


def drop_cell(book: Book, mutation: Mutation) -> None:
    _replace_cell(book, mutation, lambda _: b"")


def double_cell(book: Book, mutation: Mutation) -> None:
    """Two cells of one reference."""
    one = b'"><v>1</v></c>'
    _replace_cell(book, mutation, lambda reference: (b'<c r="' + reference + one) * 2)


def exchange_header(book: Book, mutation: Mutation) -> None:
    """A cell near the top says what another says: doubled, exchanged or shifted headings."""

    def edit(sheet: bytes) -> bytes:
        found = cells(sheet)[:30]
        if not found:
            return sheet
        one, other = found[mutation.place % len(found)], found[mutation.payload % len(found)]
        reference = one[0].split(b'"', 2)[1]
        copied = re.sub(rb'r="[A-Z]+[0-9]+"', b'r="' + reference + b'"', other[0], count=1)
        return sheet[: one.start()] + copied + sheet[one.end() :]

    _change(book, mutation, edit)


def _number(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value


def _letters(number: int) -> bytes:
    letters = b""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters


def _moved(sheet: bytes, row_from: int, rows: int, column_from: int = 1, columns: int = 0) -> bytes:
    def cell(found: re.Match[bytes]) -> bytes:
        column, row = _number(found[1]), int(found[2])
        column += columns if column >= column_from else 0
        row += rows if row >= row_from else 0
        return b'<c r="' + _letters(max(column, 1)) + str(max(row, 1)).encode() + b'"'

    def line(found: re.Match[bytes]) -> bytes:
        row = int(found[1])
        return b'<row r="' + str(row + rows if row >= row_from else row).encode() + b'"'

    return re.sub(rb'<c r="([A-Z]+)([0-9]+)"', cell, re.sub(rb'<row r="([0-9]+)"', line, sheet))


def insert_rows(book: Book, mutation: Mutation) -> None:
    """Empty rows, also many, above a row."""
    rows = (1, 2, 3, 10, 40, 500, 100_000, 2_000_000)[mutation.payload % 8]
    _change(book, mutation, lambda sheet: _moved(sheet, 1 + mutation.place % 12, rows))


def insert_columns(book: Book, mutation: Mutation) -> None:
    columns = (1, 2, 5, 30, 700, 16_000)[mutation.payload % 6]
    _change(book, mutation, lambda sheet: _moved(sheet, 1, 0, 1 + mutation.place % 6, columns))


def title_rows(book: Book, mutation: Mutation) -> None:
    """Merged titles above the table, as letterheads are made."""

    def edit(sheet: bytes) -> bytes:
        moved = _moved(sheet, 1, 3)
        title = b'<row r="1"><c r="A1" t="inlineStr"><is><t>LAPORAN KEMAJUAN</t></is></c></row>'
        merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:G2"/></mergeCells>'
        return moved.replace(b"<sheetData>", b"<sheetData>" + title, 1).replace(b"</sheetData>", merged, 1)

    _change(book, mutation, edit)


def _row(book: Book, mutation: Mutation, edit: Callable[[bytes], bytes]) -> None:
    def change(sheet: bytes) -> bytes:
        rows = list(re.finditer(rb"<row .*?</row>", sheet, re.DOTALL))
        if not rows:
            return sheet
        row = rows[mutation.place % len(rows)]
        return sheet[: row.start()] + edit(row[0]) + sheet[row.end() :]

    _change(book, mutation, change)


def drop_row(book: Book, mutation: Mutation) -> None:
    _row(book, mutation, lambda row: b"")


def double_row(book: Book, mutation: Mutation) -> None:
    """A row twice under one number."""
    _row(book, mutation, lambda row: row * (2 + mutation.payload % 3))


def repeat_row(book: Book, mutation: Mutation) -> None:
    """A row again far below: a repeated heading, or the same activity twice."""
    below = 50 + mutation.payload % 100

    def edit(row: bytes) -> bytes:
        number = re.search(rb'r="([0-9]+)"', row)
        return row + _moved(row, 1, below - int(number[1]) if number else below)

    _row(book, mutation, edit)


def without_references(book: Book, mutation: Mutation) -> None:
    """Rows and cells without their addresses, as some programs write them."""
    _change(book, mutation, lambda sheet: re.sub(rb'(<(?:c|row)) r="[A-Z]*[0-9]+"', rb"\1", sheet))


def rows_backwards(book: Book, mutation: Mutation) -> None:
    def edit(sheet: bytes) -> bytes:
        rows = re.findall(rb"<row .*?</row>", sheet, re.DOTALL)
        start, end = sheet.find(b"<sheetData>"), sheet.find(b"</sheetData>")
        return sheet[: start + 11] + b"".join(reversed(rows)) + sheet[end:] if rows and start >= 0 else sheet

    _change(book, mutation, edit)


def row_number(book: Book, mutation: Mutation) -> None:
    number = mutation.among(("0", "-1", "x", "", "1048577", "99999999999", "1.5")).encode()
    _row(book, mutation, lambda row: re.sub(rb'<row r="[0-9]+"', b'<row r="' + number + b'"', row, count=1))


def dimension(book: Book, mutation: Mutation) -> None:
    """A lie about the used rectangle."""
    said = mutation.among(("A1:XFD1048576", "A1", "garbage", "B2:A1", "", "A1:A1:A1", "A0:B0")).encode()
    _change(book, mutation, lambda sheet: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + said + b'"', sheet))


def merge_cells(book: Book, mutation: Mutation) -> None:
    area = mutation.among(("A1:XFD1048576", "A3:C9", "B2", "junk", "C4:A1")).encode()
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="' + area + b'"/></mergeCells>'
    _change(book, mutation, lambda sheet: sheet.replace(b"</sheetData>", merged, 1))


# ---- sheets


def _workbook(book: Book, pattern: bytes, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    """Change the list of matches (sheets, relations) within the part that lists them."""
    part = "xl/workbook.xml" if pattern.startswith(b"<sheet ") else "xl/_rels/workbook.xml.rels"
    text = book.parts.get(part, b"")
    found = re.findall(pattern, text)
    if found:
        start, end = text.find(found[0]), text.find(found[-1]) + len(found[-1])
        book.parts[part] = text[:start] + b"".join(edit(found)) + text[end:]


_LISTED, _RELATED = rb"<sheet [^>]*/>", rb"<Relationship [^>]*/>"


def delete_sheet(book: Book, mutation: Mutation) -> None:
    """A sheet gone from the list, from the archive, from the relations, or from all."""
    chosen = mutation.sheet
    if mutation.payload % 2 == 0:
        _workbook(book, _LISTED, lambda each: [s for n, s in enumerate(each) if n != chosen % len(each)])
    if mutation.payload % 3 == 0 and (name := _sheet(book, mutation)):
        del book.parts[name]
    if mutation.payload % 5 == 0:
        _workbook(book, _RELATED, lambda each: [s for n, s in enumerate(each) if n != chosen % len(each)])


def rename_sheet(book: Book, mutation: Mutation) -> None:
    title = escape(mutation.among(TITLES), {'"': "&quot;"}).encode()

    def edit(each: list[bytes]) -> list[bytes]:
        place = mutation.sheet % len(each)
        each[place] = re.sub(rb'name="[^"]*"', lambda _: b'name="' + title + b'"', each[place])
        return each

    _workbook(book, _LISTED, edit)


def double_sheet(book: Book, mutation: Mutation) -> None:
    """A sheet listed twice, under its own name or another."""

    def edit(each: list[bytes]) -> list[bytes]:
        copied = each[mutation.sheet % len(each)]
        if mutation.payload % 2:
            copied = copied.replace(b'name="', b'name="Copy of ')
        return [*each, copied]

    _workbook(book, _LISTED, edit)


def hide_sheet(book: Book, mutation: Mutation) -> None:
    state = mutation.among(("hidden", "veryHidden", "visible", "nonsense")).encode()

    def edit(each: list[bytes]) -> list[bytes]:
        place = mutation.sheet % len(each)
        each[place] = each[place].replace(b"<sheet ", b'<sheet state="' + state + b'" ')
        return each

    _workbook(book, _LISTED, edit)


def reorder_sheets(book: Book, mutation: Mutation) -> None:
    turn = mutation.payload
    _workbook(book, _LISTED, lambda each: each[turn % len(each) :] + each[: turn % len(each)])


def empty_sheet(book: Book, mutation: Mutation) -> None:
    filled = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    _change(book, mutation, lambda sheet: filled.sub(b"<sheetData/>", sheet))


def retarget(book: Book, mutation: Mutation) -> None:
    """A relation that leads elsewhere: out of the archive, to the net, to nothing."""
    target = mutation.among(TARGETS).encode()
    mode = b'TargetMode="External" ' if mutation.place % 2 else b""

    def edit(each: list[bytes]) -> list[bytes]:
        place = mutation.sheet % len(each)
        each[place] = re.sub(rb'Target="[^"]*"', lambda _: mode + b'Target="' + target + b'"', each[place])
        return each

    _workbook(book, _RELATED, edit)


def other_epoch(book: Book, mutation: Mutation) -> None:
    said = mutation.among(("1", "true", "0", "x")).encode()
    text = book.parts.get("xl/workbook.xml", b"")
    book.parts["xl/workbook.xml"] = text.replace(b"<workbookPr ", b'<workbookPr date1904="' + said + b'" ')


# ---- XML of any part


def _part(book: Book, mutation: Mutation) -> str:
    names = list(book.parts)
    return names[mutation.place % len(names)] if names else ""


def _change_part(book: Book, mutation: Mutation, edit: Callable[[bytes], bytes]) -> None:
    if name := _part(book, mutation):
        book.parts[name] = edit(book.parts[name])


def cut_xml(book: Book, mutation: Mutation) -> None:
    _change_part(book, mutation, lambda text: text[: len(text) * (mutation.payload % 100) // 100])


def drop_tag(book: Book, mutation: Mutation) -> None:
    def edit(text: bytes) -> bytes:
        tags = list(re.finditer(rb"<[^<>]+>", text))
        tag = tags[mutation.payload % len(tags)] if tags else None
        return text[: tag.start()] + text[tag.end() :] if tag else text

    _change_part(book, mutation, edit)


def prologue(book: Book, mutation: Mutation) -> None:
    """Declarations and other things before the root, or inside it."""
    words = PROLOGUES[mutation.payload % len(PROLOGUES)]

    def edit(text: bytes) -> bytes:
        at = (0, text.find(b"?>") + 2, text.find(b"><") + 1)[mutation.sheet % 3]
        return text[:at] + words + text[at:]

    _change_part(book, mutation, edit)


def entity(book: Book, mutation: Mutation) -> None:
    said = mutation.among(("&nope;", "&#0;", "&#xFFFFFFFF;", "&#x1;", "&", "&lt;", "&#55296;")).encode()

    def edit(text: bytes) -> bytes:
        places = [found.start() + 1 for found in re.finditer(rb">[^<]", text)]
        at = places[mutation.sheet % len(places)] if places else len(text)
        return text[:at] + said + text[at:]

    _change_part(book, mutation, edit)


def namespace(book: Book, mutation: Mutation) -> None:
    """Another namespace, none, or the same under a prefix."""
    how = mutation.payload % 3

    def edit(text: bytes) -> bytes:
        if how == 0:
            return text.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"urn:other")
        if how == 1:
            return re.sub(rb' xmlns="[^"]*"', b"", text)
        return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", text).replace(b' xmlns="', b' xmlns:x="')

    _change_part(book, mutation, edit)


def encoding(book: Book, mutation: Mutation) -> None:
    how = mutation.among(("utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-8-sig", "utf-32", "cp037"))

    def edit(text: bytes) -> bytes:
        return text.decode("utf-8", "replace").encode(how, "replace")

    _change_part(book, mutation, edit)


def flip_in_part(book: Book, mutation: Mutation) -> None:
    """A byte of a part that is another."""

    def edit(text: bytes) -> bytes:
        at = mutation.payload % max(len(text), 1)
        return text[:at] + bytes([(mutation.sheet * 37 + 1) % 256]) + text[at + 1 :]

    _change_part(book, mutation, edit)


def nest(book: Book, mutation: Mutation) -> None:
    depth = (50, 5_000, 200_000)[mutation.payload % 3]
    _change(
        book, mutation, lambda text: text.replace(b"<sheetData>", b"<sheetData>" + b"<a>" * depth + b"</a>" * depth, 1)
    )


def drop_part(book: Book, mutation: Mutation) -> None:
    if name := _part(book, mutation):
        del book.parts[name]


def empty_part(book: Book, mutation: Mutation) -> None:
    _change_part(book, mutation, lambda text: (b"", b"<a/>", b"<", b"\xff" * 9)[mutation.payload % 4])


def exchange_parts(book: Book, mutation: Mutation) -> None:
    names = list(book.parts)
    one, other = names[mutation.place % len(names)], names[mutation.payload % len(names)]
    book.parts[one], book.parts[other] = book.parts[other], book.parts[one]


def add_part(book: Book, mutation: Mutation) -> None:
    book.parts[mutation.among(NAMES)] = (b"<a/>", b"", b"\x00" * 100, b"<sheetData/>")[mutation.place % 4]


def repeat_cells(book: Book, mutation: Mutation) -> None:
    """Repeated rows and columns of an open document."""
    count = mutation.among(("2", "0", "-1", "x", "1048576", "99999999999999", "16384", "1000")).encode()
    what = b"rows" if mutation.place % 2 else b"columns"
    tag = b"<table:table-row" if mutation.place % 2 else b"<table:table-cell"
    said = tag + b" table:number-" + what + b'-repeated="' + count + b'"'
    _change(book, mutation, lambda text: text.replace(tag, said, 1 + mutation.sheet))


def strings(book: Book, mutation: Mutation) -> None:
    """Shared texts with other counts, without items, or twice."""
    text = book.parts.get("xl/sharedStrings.xml", b"")
    edits = (
        lambda: re.sub(rb'Count="[0-9]+"', b'Count="4294967295"', text),
        lambda: re.sub(rb"<si>.*?</si>", b"", text, count=1 + mutation.place % 20),
        lambda: text.replace(b"<si>", b"<si><si>", 1),
        lambda: text.replace(b"<t>", b"<r><rPr/><t>").replace(b"</t>", b"</t></r>"),
        lambda: text.replace(b"<t>", b"<t>\xc3\x28"),
    )
    if text:
        book.parts["xl/sharedStrings.xml"] = edits[mutation.payload % len(edits)]()


# ---- bytes of the packed file


def _afterwards(edit: Callable[[bytes, Mutation], bytes]) -> Archive:
    def put_off(book: Book, mutation: Mutation) -> None:
        book.afterwards.append(lambda blob: edit(blob, mutation))

    return put_off


def cut(blob: bytes, mutation: Mutation) -> bytes:
    """The file ends early."""
    return blob[: len(blob) * (mutation.payload % 1000) // 1000]


def cut_a_little(blob: bytes, mutation: Mutation) -> bytes:
    return blob[: -1 - mutation.payload % 64]


def cut_head(blob: bytes, mutation: Mutation) -> bytes:
    return blob[1 + mutation.payload % 100 :]


def flip(blob: bytes, mutation: Mutation) -> bytes:
    """A few bits the other way."""
    flipped = bytearray(blob)
    for number in range(1 + mutation.sheet % 4 if blob else 0):
        flipped[(mutation.payload * 7919 + number * mutation.place) % len(flipped)] ^= 1 << (mutation.place % 8)
    return bytes(flipped)


def zeros(blob: bytes, mutation: Mutation) -> bytes:
    """A stretch of zeros, as a disk or a broken copy leaves it."""
    at = mutation.payload % max(len(blob), 1)
    return blob[:at] + bytes(len(blob[at : at + 512])) + blob[at + 512 :]


def around(blob: bytes, mutation: Mutation) -> bytes:
    """Something before or behind the file."""
    return (
        b"junk" + blob, blob + b"junk", blob + bytes(70_000), blob * 2, b"\r\n" + blob, b"", b"PK", blob[:4],
        b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + blob,
    )[mutation.payload % 10]  # fmt: skip


def _at_entry(blob: bytes, mutation: Mutation, signature: bytes, offset: int, value: bytes) -> bytes:
    starts = [found.start() for found in re.finditer(re.escape(signature), blob)]
    if not starts:
        return blob
    at = starts[mutation.place % len(starts)] + offset
    return blob[:at] + value + blob[at + len(value) :]


def zip_field(blob: bytes, mutation: Mutation) -> bytes:
    """A field of the table of contents that says something else."""
    values = (0, 1, 8, 9, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF)
    offset, size = ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (42, 4))[mutation.payload % 8]
    value = values[mutation.sheet % len(values)] & (0xFFFF if size == 2 else 0xFFFF_FFFF)
    return _at_entry(blob, mutation, b"PK\x01\x02", offset, struct.pack("<H" if size == 2 else "<I", value))


def zip_local(blob: bytes, mutation: Mutation) -> bytes:
    """A field of an entry's own header that says something else."""
    values = (0, 1, 8, 99, 0xFFFF)
    offset = (6, 8, 14, 18, 22, 26, 28)[mutation.payload % 7]
    return _at_entry(blob, mutation, b"PK\x03\x04", offset, struct.pack("<H", values[mutation.sheet % 5]))


def zip_end(blob: bytes, mutation: Mutation) -> bytes:
    offset = (4, 8, 10, 12, 16, 20)[mutation.payload % 6]
    value = struct.pack("<H", (0, 1, 3, 0xFFFF)[mutation.sheet % 4])
    return _at_entry(blob, mutation, b"PK\x05\x06", offset, value)


def double_entry(blob: bytes, mutation: Mutation) -> bytes:
    """Two entries of one name: the second takes the first one's."""
    names = re.findall(rb"PK\x01\x02.{42}([\w./\[\]]+\.xml)", blob, re.DOTALL)
    if len(names) < 2:
        return blob
    one = names[mutation.place % len(names)]
    like = [name for name in names if len(name) == len(one) and name != one]
    return blob.replace(like[mutation.payload % len(like)], one) if like else blob


def bomb(book: Book, mutation: Mutation) -> None:
    """A part that inflates to a hundred megabytes, or a thousand little parts."""
    if mutation.payload % 2:
        _change(book, mutation, lambda text: text.replace(b"<sheetData>", b" " * 70_000_000 + b"<sheetData>", 1))
    else:
        book.parts |= {f"xl/media/{number}.png": b"" for number in range(2_500)}


ARCHIVES: Mapping[str, Archive] = {
    action.__name__: action
    for action in (
        type_in_cell, type_in_column, move_cell, drop_cell, double_cell, exchange_header, insert_rows, insert_columns,
        title_rows, drop_row, double_row, repeat_row, without_references, rows_backwards, row_number, dimension,
        merge_cells, delete_sheet, rename_sheet, double_sheet, hide_sheet, reorder_sheets, empty_sheet, retarget,
        other_epoch, cut_xml, drop_tag, prologue, entity, namespace, encoding, flip_in_part, nest, drop_part,
        empty_part, exchange_parts, add_part, repeat_cells, strings, bomb,
    )
} | {
    edit.__name__: _afterwards(edit)
    for edit in (
        cut, cut_a_little, cut_head, flip, zeros, around, zip_field, zip_local, zip_end, double_entry,
    )
}  # fmt: skip

TYPED = frozenset(
    (
        "type_in_cell", "type_in_column", "drop_cell", "exchange_header", "insert_rows", "insert_columns", "title_rows",
        "drop_row", "repeat_row", "delete_sheet", "rename_sheet", "double_sheet", "hide_sheet", "reorder_sheets",
        "empty_sheet", "retype", "delimiters", "ragged",
    )
)  # fmt: skip
"""What people do to a table."""

BYTES: Mapping[str, Callable[[bytes, Mutation], bytes]] = {
    edit.__name__: edit for edit in (cut, cut_a_little, cut_head, flip, zeros, around)
}
"""What can be done to a file of any kind."""


# ---- tables in text files


def retype(blob: bytes, mutation: Mutation) -> bytes:
    """A field that says something else, quoted or not."""
    fields = blob.split(b",")
    words = mutation.among(TEXTS).encode("utf-8", "replace")
    quoted = b'"' + words.replace(b'"', b'""') + b'"' if mutation.sheet % 2 else words
    fields[mutation.place % len(fields)] = quoted
    return b",".join(fields)


def delimiters(blob: bytes, mutation: Mutation) -> bytes:
    other = (b";", b"\t", b"|", b" ", b",,", b"\x1f")[mutation.payload % 6]
    return (b"sep=;\r\n" if mutation.place % 3 == 0 else b"") + blob.replace(b",", other)


def line_ends(blob: bytes, mutation: Mutation) -> bytes:
    return blob.replace(
        b"\r\n", (b"\n", b"\r", b"\r\r\n", b"\n\n", b"", b"\x0b", b"\xe2\x80\xa8")[mutation.payload % 7]
    )


def letters(blob: bytes, mutation: Mutation) -> bytes:
    text = blob.decode("utf-8", "replace")
    how = mutation.among(("utf-16", "utf-16-le", "utf-8-sig", "utf-32", "cp037", "latin-1"))
    return text.replace("a", "é").encode(how, "replace")


def quotes(blob: bytes, mutation: Mutation) -> bytes:
    at = mutation.payload % max(len(blob), 1)
    return blob[:at] + (b'"', b'""', b"'", b'\\"', b"\x00", b'"' * 999)[mutation.place % 6] + blob[at:]


def ragged(blob: bytes, mutation: Mutation) -> bytes:
    """Longer and shorter lines, very many, or very wide."""
    return (
        blob + b"\r\n,,,,,,,,,,,,,,,,", blob + b"\r\nx", blob + b"\r\n" * 5_000, blob + b"," * 20_000,
        blob + b"\r\n" + b"x" * 2_000_000, blob * 40, b"\r\n\r\n" + blob,
    )[mutation.payload % 7]  # fmt: skip


DELIMITED: Mapping[str, Callable[[bytes, Mutation], bytes]] = {
    edit.__name__: edit for edit in (retype, delimiters, line_ends, letters, quotes, ragged)
} | dict(BYTES)
