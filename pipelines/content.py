"""What a file is, told by its bytes and never by its name."""

import re
import zipfile
from pathlib import Path

from pipelines.forms.recognise import looks_like_export
from pipelines.reading.model import MAX_FILE_BYTES
from pipelines.readings.recognise import looks_like_readings

PDF, WORD, SPREADSHEET, PRESENTATION, PICTURE = "pdf", "word", "spreadsheet", "presentation", "picture"
GEOPACKAGE, GEOJSON, SHAPEFILE, GIS_ARCHIVE = "geopackage", "geojson", "shapefile", "gis_archive"
SQLITE = "sqlite"
READINGS, FORM_EXPORT = "readings", "form_export"
UNKNOWN = "unknown"
DOCUMENTS = frozenset({PDF, WORD, PRESENTATION, PICTURE})
GIS_CONTENTS = frozenset({GEOPACKAGE, GEOJSON, SHAPEFILE, GIS_ARCHIVE})

MAX_READINGS_BYTES = 20_000_000_000
MAX_GIS_BYTES = 250_000_000

_LOOKED_AT = 64 * 1024  # bytes at either end: a ZIP lists its parts at its end
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1")
_SQLITE = b"SQLite format 3\x00"
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")  # the application id in an SQLite header
_SHAPEFILE = b"\x00\x00\x27\x0a" + 20 * b"\x00"
_GIS_SUFFIXES = (".shp", ".gpkg", ".geojson", ".shx", ".dbf")
_GEOJSON_TYPE = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature|GeometryCollection)"')
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
        return GIS_ARCHIVE if _holds_gis(path, head, tail) else _first_named(head + tail, _PARTS)
    if head.startswith(_SQLITE):
        return GEOPACKAGE if head[68:72] in _GEOPACKAGE_IDS else SQLITE
    if head.startswith(_SHAPEFILE):
        return SHAPEFILE
    if _is_geojson(head):
        return GEOJSON
    if head.startswith(_OLE):
        return _first_named(head + tail, _STREAMS)
    return _kind_of_text(head)


def most_bytes(path: Path, size: int) -> int:
    """How large a file may be: readings are read as a stream, GIS files in batches, everything else as a whole."""
    if size <= MAX_FILE_BYTES:
        return MAX_FILE_BYTES
    try:
        with path.open("rb") as file:
            if looks_like_readings(file.read(_LOOKED_AT)):
                return MAX_READINGS_BYTES
        return MAX_GIS_BYTES if content_of(path) in GIS_CONTENTS else MAX_FILE_BYTES
    except OSError:
        return MAX_FILE_BYTES


def _kind_of_text(head: bytes) -> str:
    if looks_like_readings(head):
        return READINGS
    return FORM_EXPORT if looks_like_export(head) else UNKNOWN


def _is_riff_or_heic(head: bytes) -> bool:
    return (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or (head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS)


def _holds_gis(path: Path, head: bytes, tail: bytes) -> bool:
    """Whether a ZIP holds a part of a shapefile, a GeoPackage or a GeoJSON, and no workbook or document.

    Of one that was cut off, its first entry tells.
    """
    length = int.from_bytes(head[26:28], "little")
    if head[30 : 30 + length].decode("utf-8", "replace").lower().endswith(_GIS_SUFFIXES):
        return True
    if not any(suffix.encode() in tail.lower() for suffix in _GIS_SUFFIXES):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    return any(name.endswith(_GIS_SUFFIXES) for name in names) and "[content_types].xml" not in names


def _is_geojson(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and _GEOJSON_TYPE.search(head) is not None


def _first_named(listed: bytes, names: tuple[tuple[bytes, str], ...]) -> str:
    return next((content for name, content in names if name in listed), UNKNOWN)
