"""What kind of readings file this is, by its first bytes: columns, units, time zone, delimiter."""

import csv
import gzip
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipelines.readings.template import HOURS_OF_ZONE, REQUIRED, ReadingTemplate, Role, load_template
from pipelines.standardise.numbers import Decimal
from pipelines.template import normalised

LOOKED_AT = 64 * 1024
PARQUET = b"PAR1"
GZIP = b"\x1f\x8b"
ROWS_BEFORE_HEADER = 20
DELIMITERS = (",", ";", "\t", "|")

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_RUN = re.compile(r"[^\w\s()\[\]/\"'.+:-]+|:{2,}|~+|  +")
_ZONE_LINE = re.compile(r"(?:time ?zone|zona waktu|tz)\W+([\w/+:]+)", re.I)
_DECIMAL_LINE = re.compile(r"\W*(?:decimal|decimal sign|desimal|tanda desimal)\s*[:=]\s*([.,])[\s\"';,|]*$", re.I)
_DECLARED = re.compile(r"sep=(.{1,4})$", re.I)

Form = Literal["parquet", "delimited"]


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the file: its place from 0, its name, and what its numbers are multiplied by.

    `unknown_unit` is what stands where a unit should and names none.
    """

    index: int
    name: str
    factor: float = 1.0
    unit_stated: bool = True
    unknown_unit: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file of readings is to be read. `header_line` counts from 1; `columns` is the number of columns.

    `delimiter` is None where the names stand there but nothing known divides them. `missing` are required columns
    that were not found. `decimal` is the sign that a line before the header states.
    """

    form: Form
    places: dict[Role, Place]
    columns: int = 0
    delimiter: str | None = None
    header_line: int = 1
    zipped: bool = False
    encoding: str = "utf-8"
    zone: str | None = None
    decimal: Decimal = "auto"
    header: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def missing(self) -> tuple[Role, ...]:
        """Required columns that were not found."""
        return tuple(role for role in REQUIRED if role not in self.places)


def looks_like_readings(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a table of readings."""
    if head.startswith(PARQUET):
        return True
    shape = shape_of_text(head, load_template())
    return shape is not None


def shape_of_text(head: bytes, template: ReadingTemplate) -> Shape | None:
    """The shape of a text file by its first bytes; None where no line names the required columns."""
    zipped = head.startswith(GZIP)
    text, encoding = _text(_unzipped(head) if zipped else head)
    lines = _whole_lines(text, is_cut=zipped or len(head) >= LOOKED_AT)
    declared, zone, decimal = None, None, _decimal_said(lines)
    for number, line in enumerate(lines[:ROWS_BEFORE_HEADER], 1):
        said = _DECLARED.match(line.strip())
        if said:
            declared = said[1]
            continue
        zone = zone or _zone_said(line, template)
        found = _header(line, declared, template)
        if found:
            delimiter, names = found
            places, in_header = places_of(names, template)
            samples = tuple(tuple(_cells(row, delimiter)) for row in lines[number : number + 2000] if row.strip())
            return Shape(
                "delimited", places, len(names), delimiter, number, zipped, encoding,
                in_header or zone or template.zone, decimal, tuple(names), samples,
            )  # fmt: skip
        if _names_everything(line, template):
            return Shape("delimited", {}, 1, None, number, zipped, encoding, zone, header=(line.strip(),))
    return None


def places_of(names: list[str], template: ReadingTemplate) -> tuple[dict[Role, Place], str | None]:
    """Which column is which, and the time zone that a header names (`Waktu (WIB)`, `reading_at_wita`)."""
    places: dict[Role, Place] = {}
    zone = None
    for index, name in enumerate(names):
        for role, column in template.columns.items():
            if role in places:
                continue
            plain, aside = _parts(name, column.spellings)
            if plain not in column.spellings:
                continue
            factor = template.factor(role, aside) if aside else None
            usual = template.factor(role, column.unit) if column.unit else 1.0
            unknown = aside if column.unit and factor is None else ""
            is_stated = factor is not None or column.unit is None
            places[role] = Place(index, name, factor or usual or 1.0, is_stated, unknown)
            if role == "reading_at" and aside:
                zone = template.zone_of(aside)
            break
    return places, zone


def delimiter_of(line: str) -> list[str]:
    """What may divide the cells of a line, the usual ones first."""
    runs = {run for run in _RUN.findall(line) if 0 < len(run.encode()) <= 4 and '"' not in run}
    return [*DELIMITERS, *sorted(runs - set(DELIMITERS), key=lambda run: (-line.count(run), run))]


def _header(line: str, declared: str | None, template: ReadingTemplate) -> tuple[str, list[str]] | None:
    for delimiter in [declared] if declared else delimiter_of(line):
        names = _cells(line, delimiter)
        places, _ = places_of(names, template)
        if all(role in places for role in REQUIRED) and (delimiter in DELIMITERS or all(names)):
            return delimiter, names
    return None


def _names_everything(line: str, template: ReadingTemplate) -> bool:
    """Whether a line names a zone, a time and a flow, though nothing divides it into cells."""
    words = f" {normalised(line)} "
    if len(line) > 300 or any(delimiter in line for delimiter in DELIMITERS):
        return False
    return all(any(f" {spelling} " in words for spelling in template.columns[role].spellings) for role in REQUIRED)


def _parts(name: str, spellings: frozenset[str]) -> tuple[str, str]:
    """A header's own words and what stands beside them: a unit or a zone, in brackets or as its last word."""
    bracketed = _BRACKETS.search(name)
    if bracketed:
        return normalised(_BRACKETS.sub(" ", name)), bracketed[1]
    plain = normalised(name)
    first, _, last = plain.rpartition(" ")
    return (first, last) if plain not in spellings and first in spellings else (plain, "")


def _cells(line: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=delimiter), []) if len(delimiter) == 1 else line.split(delimiter)
    return [cell.strip().strip('"').strip() for cell in cells]


def _whole_lines(text: str, is_cut: bool) -> list[str]:
    """The lines of a text; where it breaks off, without the last, whose figures may be cut."""
    lines = text.splitlines()
    return lines[:-1] if is_cut and len(lines) > 1 and not text.endswith(("\n", "\r")) else lines


def _zone_said(line: str, template: ReadingTemplate) -> str | None:
    said = _ZONE_LINE.search(line)
    return template.zone_of(said[1]) if said else None


def _decimal_said(lines: list[str]) -> Decimal:
    said = next((found for line in lines[:ROWS_BEFORE_HEADER] if (found := _DECIMAL_LINE.match(line))), None)
    if said is None:
        return "auto"
    return "," if said[1] == "," else "."


def _unzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, LOOKED_AT)
    except (zlib.error, gzip.BadGzipFile):
        return b""


def _text(head: bytes) -> tuple[str, str]:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace"), "utf-16"
    try:
        return head.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4:
            return head[: error.start].decode("utf-8-sig"), "utf-8"
        return head.decode("latin-1"), "latin-1"


def head_of(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(LOOKED_AT)


def offset_hours(zone: str) -> int:
    """Hours that a zone is ahead of UTC."""
    return HOURS_OF_ZONE[zone]
