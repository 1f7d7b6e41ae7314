"""How a file may be opened: what it is by its bytes, its media type, and whether it is encrypted.

Refines `pipelines.content`: what that leaves unknown is empty, a web page, an encrypted office file, or unknown.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from pipelines.content import PDF, PICTURE, PRESENTATION, SPREADSHEET, UNKNOWN, WORD, content_of

EMPTY, WEB_PAGE, PROTECTED = "empty", "web_page", "protected"
OCTETS = "application/octet-stream"

_LOOKED_AT = 64 * 1024  # bytes at either end: a ZIP lists its parts, a PDF says that it is encrypted, at its end
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_SECTOR = 512
_WORD_BLOCKS = (b"\xec\xa5", b"\xdc\xa5")  # Word 97 and later, Word 6 and 95
_WORD_FLAGS = 10  # two bytes of flags; the lowest bit of the second: encrypted
_MANIFEST = "META-INF/manifest.xml"
_LONGEST_MANIFEST = 1_000_000
_LOCKED_PDF = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_WEB_PAGE = re.compile(
    rb"\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|svg)\b", re.I | re.S
)
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKAGES = (
    (b"opendocument.text", _OPEN_DOCUMENT + "text"),
    (b"opendocument.spreadsheet", _OPEN_DOCUMENT + "spreadsheet"),
    (b"opendocument.presentation", _OPEN_DOCUMENT + "presentation"),
    (b"word/", _OFFICE + "wordprocessingml.document"),
    (b"xl/", _OFFICE + "spreadsheetml.sheet"),
    (b"ppt/", _OFFICE + "presentationml.presentation"),
)
_OLD_OFFICE = {
    WORD: "application/msword",
    SPREADSHEET: "application/vnd.ms-excel",
    PRESENTATION: "application/vnd.ms-powerpoint",
}


@dataclass(frozen=True)
class Look:
    """What a file is. `is_locked`: it is encrypted, so that it opens only with a password, or only in part."""

    content: str
    media_type: str
    is_locked: bool


def look_at(path: Path) -> Look:
    """What the first and last bytes of a file tell; never what its name says."""
    head, tail = _ends(path)
    content = content_of(path)
    if content == UNKNOWN:
        content = _rest(head, tail)
    is_locked = content == PROTECTED or _asks_for_password(path, content, head, tail)
    return Look(content, _media_type(content, head, tail), is_locked)


def _asks_for_password(path: Path, content: str, head: bytes, tail: bytes) -> bool:
    if content == PDF:
        return _LOCKED_PDF.search(head + tail) is not None
    if content == WORD and head.startswith(_OLE):
        return _is_locked_word(head)
    return head.startswith(_ZIP) and _OPEN_DOCUMENT.encode() in head and _is_locked_package(path)


def _is_locked_word(head: bytes) -> bool:
    """Whether a Word 97 document says in its first block, at the beginning of a sector, that it is encrypted."""
    starts = range(_SECTOR, len(head) - _WORD_FLAGS - 1, _SECTOR)
    flags = (head[start + _WORD_FLAGS + 1] for start in starts if head[start : start + 2] in _WORD_BLOCKS)
    return any(flag & 1 for flag in flags)


def _is_locked_package(path: Path) -> bool:
    """Whether an OpenDocument names encrypted parts in its manifest."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_MANIFEST) as manifest:
            return b"encryption-data" in manifest.read(_LONGEST_MANIFEST)
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError):
        return False


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
        file.seek(max(0, path.stat().st_size - _LOOKED_AT))
        return head, file.read(_LOOKED_AT)


def _rest(head: bytes, tail: bytes) -> str:
    if not head:
        return EMPTY
    if head.startswith(_OLE) and _ENCRYPTED in head + tail:
        return PROTECTED
    return WEB_PAGE if _WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) else UNKNOWN


def _media_type(content: str, head: bytes, tail: bytes) -> str:
    if content == PDF:
        return "application/pdf"
    if content not in (WORD, SPREADSHEET, PRESENTATION, PICTURE):
        return OCTETS
    if head.startswith(b"PK"):
        return next((media_type for part, media_type in _PACKAGES if part in head + tail), OCTETS)
    if head.startswith(_OLE):
        return _OLD_OFFICE.get(content, OCTETS)
    return next((media_type for beginning, media_type in _BEGINNINGS if head.startswith(beginning)), "image/heic")
