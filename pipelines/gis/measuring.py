"""The measures of one layer, added up batch by batch."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyproj
import shapely

from pipelines.gis.geometry import (
    TYPE_NAMES,
    Flags,
    Geometries,
    Vertices,
    Whole,
    any_of,
    beyond_degrees,
    fingerprints,
    geodesic_km,
    is_of_family,
    looks_swapped,
    outside_indonesia,
    to_degrees,
    vertices_of,
)
from pipelines.gis.layers import OTHER, Attribute, LayerKind
from pipelines.gis.opening import LayerSource
from pipelines.gis.tables import LAYER, LAYERS
from pipelines.reading.refusals import shown_name
from warehouse.vocabulary import ValueStatus

EXAMPLES_KEPT: Final = 100
CUSTOMERS: Final = "customers"
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_LONGEST_CRS: Final = 120
_MOSTLY: Final = 0.5


@dataclass(frozen=True)
class Measured:
    """What a layer holds: `facts` and `attributes` are rows of the raw tables, `examples` feature numbers from 1."""

    name: str
    facts: dict[str, object]
    attributes: list[dict[str, object]]
    examples: dict[str, list[int]]


@dataclass(slots=True)
class Positions:
    """How the coordinates of a layer are understood; decided by its first features.

    `coordinates` is None where they are what the system says: else beyond_degrees, metres_without_system,
    degrees_as_metres or swapped.
    """

    crs: "pyproj.CRS | None"
    decided: bool = False
    coordinates: str | None = None
    transformer: "pyproj.Transformer | None" = None

    @property
    def usable(self) -> bool:
        """Whether places and lengths can be measured."""
        return self.coordinates is None

    def decide(self, vertices: Vertices) -> None:
        """Judge the first vertices met; later ones are held against the same understanding."""
        if self.decided or not len(vertices.x):
            return
        self.decided = True
        if self.crs is not None and not self.crs.is_geographic:
            if float(np.mean(outside_indonesia(vertices))) < _MOSTLY:
                self.coordinates = "degrees_as_metres"
            self.transformer = pyproj.Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)
            return
        if float(np.mean(beyond_degrees(vertices))) > _MOSTLY:
            self.coordinates = "beyond_degrees" if self.crs is not None else "metres_without_system"
            if looks_swapped(vertices):
                self.coordinates = "swapped"
        elif float(np.mean(outside_indonesia(vertices))) > _MOSTLY and looks_swapped(vertices):
            self.coordinates = "swapped"
        elif self.crs is not None and self.crs.to_epsg() != 4326:
            self.transformer = pyproj.Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)


@dataclass(slots=True)
class Counts:
    """Sums over the features read so far."""

    features: int = 0
    geometries: int = 0
    empty: int = 0
    invalid: int = 0
    same_geometry: int = 0
    same_identifier: int = 0
    other_geometry: int = 0
    beyond_degrees: int = 0
    outside_indonesia: int = 0
    with_height: int = 0
    with_curves: int = 0
    counted: int = 0
    complete: int = 0
    length_km: float = 0.0
    lines: int = 0
    types: dict[int, int] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    bounds: list[float] = field(default_factory=lambda: [np.inf, np.inf, -np.inf, -np.inf])


class Reader:
    """Adds up one layer. `seen` remembers the geometries of each kind over all layers of the file."""

    def __init__(
        self,
        source: LayerSource,
        kind: LayerKind | None,
        fields: list[str],
        crs: "pyproj.CRS | None",
        crs_status: str,
        blanks: Iterable[str],
        seen: dict[str, set[int]],
    ) -> None:
        self.source = source
        self.kind = kind
        self.columns: Mapping[str, str] = kind.columns_of(fields) if kind else {}
        self.identifier = kind.identifier_of(fields) if kind else None
        self.crs_status = crs_status
        self.blanks = frozenset(blank.casefold() for blank in blanks)
        self.positions = Positions(crs)
        self.counts = Counts()
        self.examples: dict[str, list[int]] = {}
        name = kind.kind if kind else f"{OTHER}/{source.name}"
        self.seen_geometries = seen.setdefault(name, set())
        self.seen_identifiers = seen.setdefault(f"{name}/identifier", set())

    @property
    def wanted(self) -> list[str]:
        """The fields of the file that are read; the others may hold what is nobody's business."""
        return sorted({*self.columns.values(), *([self.identifier] if self.identifier else [])})

    def add(self, batch: pa.RecordBatch, geometries: Geometries, curves: int, heights: int) -> None:
        """Take in the next features in the order of the file."""
        first, count = self.counts.features, len(geometries)
        self.counts.features += count
        self.counts.with_curves += curves
        self.counts.with_height += heights
        present = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        self._note("empty", ~present, first)
        self._note("invalid", present & ~shapely.is_valid(geometries), first)
        types = np.where(present, shapely.get_type_id(geometries), -1).astype(np.int64)
        self._count_types(types, present, first)
        counted = self._counted(batch, geometries, present, first)
        self._attributes(batch, counted, first)
        self._measure(_without(geometries, ~present), types, counted, first)
        self.counts.geometries += int(present.sum())
        self.counts.counted += int(counted.sum())

    def _note(self, problem: str, which: Flags, first: int) -> None:
        """Count the features that have a problem and keep the numbers of the first."""
        found = np.flatnonzero(which)
        setattr(self.counts, problem, getattr(self.counts, problem) + len(found))
        kept = self.examples.setdefault(problem, [])
        kept += [first + int(place) + 1 for place in found[: EXAMPLES_KEPT - len(kept)]]

    def _count_types(self, types: Whole, present: Flags, first: int) -> None:
        for kind, count in zip(*np.unique(types[present], return_counts=True), strict=True):
            self.counts.types[int(kind)] = self.counts.types.get(int(kind), 0) + int(count)
        if self.kind:
            self._note("other_geometry", present & ~is_of_family(types, self.kind.geometry), first)

    def _counted(self, batch: pa.RecordBatch, geometries: Geometries, present: Flags, first: int) -> Flags:
        """The features that count: a pipe drawn twice is one pipe, a customer's number given twice one customer.

        Two customers may live at one point; those without a number are told apart by their points.
        """
        prints = fingerprints(geometries)
        twice = _met_before(prints, present, self.seen_geometries)
        self._note("same_geometry", twice, first)
        numbers = self._identifiers(batch, len(geometries))
        known = np.fromiter((number is not None for number in numbers), dtype=bool, count=len(numbers))
        hashed = np.fromiter((hash(number) for number in numbers), dtype=np.int64, count=len(numbers))
        again = _met_before(hashed, known & present, self.seen_identifiers)
        self._note("same_identifier", again, first)
        if self.kind and self.kind.kind == CUSTOMERS:
            return present & ~np.where(known, again, twice)
        return present & ~twice

    def _identifiers(self, batch: pa.RecordBatch, count: int) -> list[str | None]:
        if self.identifier is None or self.identifier not in batch.schema.names:
            return [None] * count
        texts = ("" if v is None else str(v).strip().casefold() for v in batch.column(self.identifier).to_pylist())
        return [None if not text or text in self.blanks else text for text in texts]

    def _attributes(self, batch: pa.RecordBatch, counted: Flags, first: int) -> None:
        complete = counted.copy()
        for attribute in self.kind.attributes if self.kind else ():
            column = self.columns.get(attribute.name)
            if column is None or column not in batch.schema.names:
                complete[:] = False
                continue
            filled = filled_in(batch.column(column), attribute, self.blanks)
            complete &= filled
            before = self.counts.filled.get(attribute.name, 0)
            self.counts.filled[attribute.name] = before + int((filled & counted).sum())
        self.counts.complete += int(complete.sum()) if self.kind and self.kind.attributes else 0

    def _measure(self, geometries: Geometries, types: Whole, counted: Flags, first: int) -> None:
        vertices = vertices_of(geometries)
        self.positions.decide(vertices)
        lines = is_of_family(types, "line")
        self.counts.lines += int(lines.sum())
        if not self.positions.usable:
            return
        count = len(geometries)
        degrees = to_degrees(vertices, self.positions.transformer)
        beyond = any_of(beyond_degrees(degrees), degrees.feature, count)
        self._note("beyond_degrees", beyond, first)
        self._note("outside_indonesia", any_of(outside_indonesia(degrees), degrees.feature, count) & ~beyond, first)
        placed = _only(degrees, ~beyond)
        _widen(self.counts.bounds, placed)
        if self.kind is None or self.kind.geometry == "line":
            measured = _only(placed, lines & counted)
            self.counts.length_km += float(geodesic_km(measured, count).sum())

    def result(self) -> Measured:
        """The rows of the raw tables."""
        counts = self.counts
        kind = self.kind.kind if self.kind else OTHER
        facts: dict[str, object] = {
            "layer": shown_name(self.source.name),
            "layer_kind": kind,
            "format": self.source.format,
            "geometry_types": ", ".join(f"{TYPE_NAMES[t]} {n}" for t, n in sorted(counts.types.items())) or None,
            "crs": self._crs_name(),
            "crs_status": self.crs_status,
            "coordinates": self.positions.coordinates,
            "length_km": self._length(),
            "identifier_column": self.identifier,
        }
        edges = counts.bounds if np.isfinite(counts.bounds).all() else [None] * 4
        facts |= dict(zip(("west", "south", "east", "north"), edges, strict=True))
        for column in LAYERS.sheet(LAYER).columns:
            if column.type == "integer":
                facts[column.name] = getattr(counts, column.name)
            if column.has_status:
                facts[f"{column.name}_status"] = self._status(column.name, facts[column.name])
        return Measured(str(facts["layer"]), facts, list(self._attribute_rows(kind)), self.examples)

    def _crs_name(self) -> str | None:
        crs = self.positions.crs
        if crs is None:
            return None
        code = crs.to_authority()
        return f"{':'.join(code)} {crs.name}"[:_LONGEST_CRS] if code else crs.name[:_LONGEST_CRS]

    def _length(self) -> float | None:
        """Kilometres, where lines could be placed; an empty layer of pipes has none of them."""
        of_lines = self.counts.lines or (self.kind and self.kind.geometry == "line")
        return round(self.counts.length_km, 6) if of_lines and self.positions.usable else None

    def _status(self, name: str, value: object) -> ValueStatus:
        if value is None:
            of_lines = self.counts.lines or (self.kind and self.kind.geometry == "line")
            is_unplaced = name != "length_km" or bool(of_lines)
            return ValueStatus.UNDEFINED if is_unplaced else ValueStatus.NOT_APPLICABLE
        doubtful = self.crs_status != "stated" or self.counts.beyond_degrees or self.counts.outside_indonesia
        return ValueStatus.NEEDS_REVIEW if name == "length_km" and doubtful else ValueStatus.REPORTED

    def _attribute_rows(self, kind: str) -> Iterable[dict[str, object]]:
        for attribute in self.kind.attributes if self.kind else ():
            yield {
                "layer": shown_name(self.source.name),
                "layer_kind": kind,
                "attribute": attribute.name,
                "name_en": attribute.labels.en,
                "name_id": attribute.labels.id,
                "column_found": self.columns.get(attribute.name),
                "filled": self.counts.filled.get(attribute.name, 0),
                "filled_status": ValueStatus.REPORTED,
                "features": self.counts.counted,
                "features_status": ValueStatus.REPORTED,
            }


def filled_in(column: pa.Array, attribute: Attribute, blanks: frozenset[str]) -> Flags:
    """Per feature, whether the attribute says something; each different value is looked at once."""
    coded = column.dictionary_encode()
    good = np.array([*(_says_something(v, attribute, blanks) for v in coded.dictionary.to_pylist()), False])
    filled: Flags = good[np.asarray(coded.indices.fill_null(len(good) - 1))]
    return filled


def _says_something(value: object, attribute: Attribute, blanks: frozenset[str]) -> bool:
    if value is None or value != value:
        return False
    if isinstance(value, date):
        value = value.year
    text = str(value).strip().casefold()
    if not text or text in blanks:
        return False
    if attribute.low is None or attribute.high is None:
        return True
    number = _NUMBER.search(text)
    return number is not None and attribute.low <= float(number[0].replace(",", ".")) <= attribute.high


def _met_before(numbers: Whole, among: Flags, seen: set[int]) -> Flags:
    """Which of the features `among` repeat one met before; all of them are remembered."""
    repeated = np.zeros(len(numbers), dtype=bool)
    for place in np.flatnonzero(among):
        number = int(numbers[place])
        if number in seen:
            repeated[place] = True
        else:
            seen.add(number)
    return repeated


def _without(geometries: Geometries, dropped: Flags) -> Geometries:
    """The geometries with None in place of those dropped."""
    kept = geometries.copy()
    kept[dropped] = None
    return kept


def _only(vertices: Vertices, features: Flags) -> Vertices:
    kept = features[vertices.feature]
    return Vertices(vertices.x[kept], vertices.y[kept], vertices.feature[kept], vertices.part[kept])


def _widen(bounds: list[float], degrees: Vertices) -> None:
    if len(degrees.x):
        bounds[0] = min(bounds[0], float(degrees.x.min()))
        bounds[1] = min(bounds[1], float(degrees.y.min()))
        bounds[2] = max(bounds[2], float(degrees.x.max()))
        bounds[3] = max(bounds[3], float(degrees.y.max()))
