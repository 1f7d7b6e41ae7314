"""What the layers of a utility's GIS are called and which attributes they should have: `layers.yml`."""

from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from pipelines.template import Closed, Words, normalised
from pipelines.yaml_files import read_yaml

PLACE = Path(__file__).with_name("layers.yml")
OTHER = "other"

Family = Literal["point", "line", "polygon"]


class Attribute(Closed):
    """A column that a layer should have; numbers outside `low` to `high` count as not filled in."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    labels: Words
    aliases: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every label under which the column may stand, normalised."""
        written = (self.name, self.labels.en, self.labels.id, *self.aliases)
        return frozenset(_squeezed(spelling) for spelling in written)


class Identifier(Closed):
    """The column that tells features apart: one of the attributes (`same_as`), or one beside them."""

    same_as: str | None = None
    labels: Words | None = None
    aliases: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.same_as is None) == (self.labels is None):
            raise ValueError("an identifier is an attribute (same_as) or has labels of its own")
        return self


class LayerKind(Closed):
    """A kind of layer: its names, the geometries it holds, its attributes and what identifies a feature."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    geometry: Family
    labels: Words
    names: tuple[str, ...] = Field(min_length=1)
    attributes: tuple[Attribute, ...]
    identifier: Identifier | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        names = {attribute.name for attribute in self.attributes}
        if self.identifier and self.identifier.same_as and self.identifier.same_as not in names:
            raise ValueError(f"layer {self.kind}: no attribute {self.identifier.same_as}")
        return self

    def columns_of(self, fields: list[str]) -> dict[str, str]:
        """The field of a file for each attribute that it has, the first that fits."""
        found: dict[str, str] = {}
        for attribute in self.attributes:
            field = next((field for field in fields if _squeezed(field) in attribute.spellings), None)
            if field is not None and field not in found.values():
                found[attribute.name] = field
        return found

    def identifier_of(self, fields: list[str]) -> str | None:
        """The field of a file that tells its features apart."""
        if self.identifier is None:
            return None
        if self.identifier.same_as:
            return self.columns_of(fields).get(self.identifier.same_as)
        assert self.identifier.labels is not None
        labels = (self.identifier.labels.en, self.identifier.labels.id, *self.identifier.aliases)
        spellings = {_squeezed(label) for label in labels}
        return next((field for field in fields if _squeezed(field) in spellings), None)

    def likeness(self, name: str) -> int:
        """Length of the longest of its names that stands as whole words in a layer's name; 0 where none does."""
        words = f" {normalised(name)} "
        return max((len(known) for known in map(normalised, self.names) if f" {known} " in words), default=0)


class GisTemplate(Closed):
    """layers.yml."""

    edition: str
    blanks: tuple[str, ...]
    layers: tuple[LayerKind, ...] = Field(min_length=1)

    def kind_of(self, layer: str, file_name: str, fields: list[str], families: set[str]) -> LayerKind | None:
        """The kind of a layer by its name, else by the file's name, else by at least two of its columns."""
        for name in (layer, file_name):
            ranked = sorted(self.layers, key=lambda kind: -kind.likeness(name))
            if ranked[0].likeness(name):
                return ranked[0]
        fitting = [kind for kind in self.layers if kind.geometry in families and len(kind.columns_of(fields)) >= 2]
        return fitting[0] if len(fitting) == 1 else None

    def of(self, kind: str) -> LayerKind:
        """A kind of layer by its code; KeyError where there is none."""
        return next(layer for layer in self.layers if layer.kind == kind)


@cache
def load_layers() -> GisTemplate:
    """The shipped declaration, checked."""
    return GisTemplate.model_validate(read_yaml(PLACE))


def _squeezed(label: str) -> str:
    """A label without what a shapefile's ten letters leave out: blanks and marks. `NO_SAMB.` → `nosamb`."""
    return normalised(label).replace(" ", "")
