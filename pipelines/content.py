"""What a file is, told by its bytes and never by its name."""

from pathlib import Path

PDF, WORD, SPREADSHEET, PRESENTATION, PICTURE = "pdf", "word", "spreadsheet", "presentation", "picture"
UNKNOWN = "unknown"
DOCUMENTS = frozenset({PDF, WORD, PRESENTATION, PICTURE})

_LOOKED_AT = 64 * 1024  # bytes at either end: a ZIP lists its parts at its end
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1")
_PARTS = (
    (b"word/", WORD),
    (b"xl/", SPREADSHEET),
    (b"ppt/", PRESENTATION),
    (b"opendocument.text", WORD),
    (b"opendocument.spreadsheet", SPREADSHEET),
    (b"opendocument.presentation", PRESENTATION),
)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


_STREAMS = (
    (_utf16("WordDocument"), WORD),
    (_utf16("PowerPoint Document"), PRESENTATION),
    (_utf16("Workbook"), SPREADSHEET),
    (_utf16("Book"), SPREADSHEET),
)


def content_of(path: Path) -> str:
    """One of the words above, from the first and last bytes of a file."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
        file.seek(max(0, path.stat().st_size - _LOOKED_AT))
        tail = file.read(_LOOKED_AT)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"{\\rtf"):
        return WORD
    if head.startswith(_PICTURES) or _is_riff_or_heic(head):
        return PICTURE
    if head.startswith(b"PK\x03\x04"):
        return _first_named(head + tail, _PARTS)
    if head.startswith(_OLE):
        return _first_named(head + tail, _STREAMS)
    return UNKNOWN


def _is_riff_or_heic(head: bytes) -> bool:
    return (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or (head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS)


def _first_named(listed: bytes, names: tuple[tuple[bytes, str], ...]) -> str:
    return next((content for name, content in names if name in listed), UNKNOWN)
