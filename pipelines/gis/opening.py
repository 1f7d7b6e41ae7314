"""From the bytes of a GIS file to layers that may be given to the libraries: unpacked under bounds, or refused.

What the libraries would do by themselves and must not: guess among a hundred formats, follow addresses, unpack
without end, write beside an original. So every file is told by its bytes, checked, and copied or unpacked into a
folder of its own under a name of ours.
"""

import mmap
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from pipelines.content import GEOJSON, GEOPACKAGE, GIS_ARCHIVE, SHAPEFILE, SQLITE, content_of
from pipelines.gis.refusals import MAX_ENTRIES, MAX_LAYERS, MAX_UNPACKED_BYTES, refusal
from pipelines.reading.refusals import shown_name
from warehouse.explained import shown

_CHUNK: Final = 1 << 20
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_WHOLE: Final = (".gpkg", ".geojson", ".json")
_PROJECTS: Final = (".qgs", ".qgz")
_HARMLESS_VIRTUAL: Final = re.compile(r"USING\s+\"?(rtree|fts[345])\w*\"?", re.IGNORECASE)
_NOT_NUMBERS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\bNaN\b|-?\bInfinity\b')
_CRS_MEMBER: Final = re.compile(rb'"crs"\s*:\s*\{')
_LOOKED_AFTER_CRS: Final = 2_000
_ELSEWHERE: Final = re.compile(rb'\\u|"\s*(?:link|url|href)\s*"|https?:', re.IGNORECASE)
_END: Final = 1_000
_WAL: Final = 2


@dataclass(frozen=True)
class LayerSource:
    """A layer as the libraries may open it. `remarks` are codes of what is missing beside it."""

    path: Path
    name: str  # as its makers called it
    layer: str | None  # the name within the file; None where the file holds one layer
    format: str
    remarks: tuple[str, ...] = ()


def open_layers(path: Path, file_name: str, folder: Path) -> list[LayerSource]:
    """Every layer of a GIS file, made ready in `folder`. Raises Refused with rule and remedy."""
    if path.stat().st_size == 0:
        raise refusal("gis_empty_file", file_name)
    content = content_of(path)
    if content == GIS_ARCHIVE:
        layers = _unpacked(path, file_name, folder)
    elif content in (GEOPACKAGE, SQLITE):
        layers = _geopackage(file_name, _copied(path, folder / "data.gpkg"))
    elif content == GEOJSON:
        layers = [_geojson(_copied(path, folder / "data.geojson"), file_name, Path(file_name).stem)]
    else:
        raise refusal(_other_rule(content, path, file_name), file_name, detail=content)
    if len(layers) > MAX_LAYERS:
        raise refusal("gis_too_many_parts", file_name, detail=f"{len(layers)} layers")
    if not layers:
        raise refusal("gis_no_layer", file_name)
    return _told_apart(layers)


def _told_apart(layers: list[LayerSource]) -> list[LayerSource]:
    """The same layers; of several with one name, the later ones are numbered."""
    met: dict[str, int] = {}
    told = []
    for source in layers:
        met[source.name] = number = met.get(source.name, 0) + 1
        told.append(source if number == 1 else replace(source, name=f"{source.name} ({number})"))
    return told


def _other_rule(content: str, path: Path, file_name: str) -> str:
    if content == SHAPEFILE or Path(file_name).suffix.lower() in _PARTS:
        return "shapefile_alone"
    if Path(file_name).suffix.lower() in _PROJECTS:
        return "gis_project_without_data"
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(b"PK"):
        return "gis_archive_without_data" if zipfile.is_zipfile(path) else "gis_archive_damaged"
    return "gis_unknown_format"


def _copied(path: Path, target: Path) -> Path:
    """A copy of our own: the libraries may write beside what they open, and go by its name."""
    shutil.copyfile(path, target)
    return target


# --- GeoPackage ---------------------------------------------------------------------------------------------------


def _geopackage(file_name: str, path: Path, label: str = "") -> list[LayerSource]:
    """The feature layers of a GeoPackage that is whole and holds nothing but tables."""
    with path.open("rb") as file:
        header = file.read(100)
    still_open = len(header) > 19 and header[18] == _WAL
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            made = dict(connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master").fetchall())
            if "gpkg_contents" not in made:
                raise refusal("sqlite_not_geopackage", file_name)
            if any(_is_foreign_virtual(sql) for sql in made.values()):
                raise refusal("geopackage_unsafe", file_name)
            judged = connection.execute("PRAGMA quick_check(1)").fetchall()
            if judged != [("ok",)]:
                raise refusal("geopackage_damaged", file_name, detail=str(judged))
            rows = connection.execute(
                "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name"
            ).fetchall()
    except (sqlite3.Error, UnicodeError) as error:
        raise refusal("geopackage_damaged", file_name, detail=str(error)) from error
    remarks = ("geopackage_still_open",) if still_open else ()
    names = [str(name) for (name,) in rows if str(name) in made]
    return [LayerSource(path, label + name, name, GEOPACKAGE, remarks) for name in names]


def _is_foreign_virtual(sql: str) -> bool:
    return "VIRTUAL TABLE" in sql.upper() and not _HARMLESS_VIRTUAL.search(sql)


# --- GeoJSON ------------------------------------------------------------------------------------------------------


def _geojson(path: Path, file_name: str, name: str) -> LayerSource:
    """A GeoJSON that names nothing outside itself and no figure that is no number."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as blob:
        _check_text(blob, file_name)
    return LayerSource(path, name, None, GEOJSON)


def _check_text(blob: mmap.mmap, file_name: str) -> None:
    if _names_an_address(blob):
        raise refusal("geojson_points_elsewhere", file_name)
    if blob.find(b"NaN") >= 0 or blob.find(b"Infinity") >= 0:
        for found in _NOT_NUMBERS.finditer(blob):
            if not found[0].startswith(b'"'):
                line = blob[: found.start()].count(b"\n") + 1
                raise refusal("geojson_not_a_number", file_name, line=str(line))
    if not blob[-_END:].rstrip().endswith(b"}"):
        raise refusal("geojson_damaged", file_name, reason="…" + shown(blob[-20:].decode("utf-8", "replace")))


def _names_an_address(blob: mmap.mmap) -> bool:
    """Whether a coordinate system is given by a link; one named by its code is none."""
    for found in _CRS_MEMBER.finditer(blob):
        member = blob[found.end() : found.end() + _LOOKED_AFTER_CRS]
        depth, end = 1, len(member)
        for place, letter in enumerate(member):
            depth += (letter == ord("{")) - (letter == ord("}"))
            if depth == 0:
                end = place
                break
        if _ELSEWHERE.search(member[:end]):
            return True
    return False


# --- Zip ----------------------------------------------------------------------------------------------------------


def _unpacked(path: Path, file_name: str, folder: Path) -> list[LayerSource]:
    """The layers of a zip: unpacked under names of ours, counting what is really inflated."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _wanted(archive, file_name)
            budget = MAX_UNPACKED_BYTES
            placed: dict[str, Path] = {}
            for number, entry in enumerate(entries):
                target = folder / f"{number}" / f"data{PurePosixPath(_flat(entry.filename)).suffix.lower()}"
                target.parent.mkdir()
                budget -= _inflate(archive, entry, target, budget, file_name)
                placed[_flat(entry.filename)] = target
    except RuntimeError as error:
        raise refusal("gis_archive_encrypted", file_name, detail=str(error)) from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise refusal("gis_archive_damaged", file_name, detail=str(error)) from error
    return list(_layers_of(placed, file_name))


def _wanted(archive: zipfile.ZipFile, file_name: str) -> list[zipfile.ZipInfo]:
    """The entries that hold data; the rest is not even unpacked."""
    if len(archive.infolist()) > MAX_ENTRIES:
        raise refusal("gis_too_many_parts", file_name, detail=f"{len(archive.infolist())} entries")
    wanted = []
    for entry in archive.infolist():
        name = _flat(entry.filename)
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith("/") or (parts and parts[0].endswith(":")):
            raise refusal("gis_archive_unsafe", file_name, name=shown(name))
        if entry.is_dir() or "__MACOSX" in parts or PurePosixPath(name).name.startswith("."):
            continue
        if name.lower().endswith((*_PARTS, *_WHOLE)):
            wanted.append(entry)
    return wanted


def _flat(name: str) -> str:
    return name.replace("\\", "/")


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, budget: int, file_name: str) -> int:
    written = 0
    with archive.open(entry) as source, target.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > budget:
                raise refusal("gis_inflates_too_far", file_name, detail=entry.filename)
            copy.write(chunk)
    return written


def _layers_of(placed: dict[str, Path], file_name: str) -> Iterator[LayerSource]:
    by_name = {name.lower(): path for name, path in placed.items()}
    shapes = [name for name in placed if name.lower().endswith(".shp")]
    wholes = [name for name in placed if name.lower().endswith(_WHOLE)]
    if not shapes and not wholes:
        if placed:
            parts = ", ".join(sorted(shown_name(name) for name in placed))
            raise refusal("shapefile_without_shp", file_name, parts=parts)
        raise refusal("gis_archive_without_data", file_name)
    for name in shapes:
        yield _shapefile(name, placed[name], by_name)
    for name in wholes:
        path, stem = placed[name], PurePosixPath(name).stem
        content = content_of(path)
        if content in (GEOPACKAGE, SQLITE):
            prefix = f"{stem}/" if len(wholes) > 1 else ""
            yield from _geopackage(file_name, path, prefix)
        elif content == GEOJSON:
            yield _geojson(path, file_name, stem)


def _shapefile(name: str, path: Path, by_name: dict[str, Path]) -> LayerSource:
    """A shapefile with its parts side by side under one name."""
    stem = name[: -len(".shp")].lower()
    missing = []
    for suffix in _PARTS[1:]:
        part = by_name.get(stem + suffix)
        if part is not None:
            part.rename(path.with_suffix(suffix))
        elif suffix != ".cpg":
            missing.append(f"shapefile_without_{suffix[1:]}")
    return LayerSource(path, PurePosixPath(name).stem, None, SHAPEFILE, tuple(missing))
