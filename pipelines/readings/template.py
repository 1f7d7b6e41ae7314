"""What a file of readings looks like: a YAML template, checked by a closed model."""

from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from pipelines.template import Closed, TemplateError, Words, normalised
from pipelines.yaml_files import read_yaml
from warehouse.units import Kind, UnitError, resolve

FOLDER = Path(__file__).parent / "templates"

Role = Literal["dma", "reading_at", "flow", "pressure", "zone", "partnership"]
REQUIRED: tuple[Role, ...] = ("dma", "reading_at", "flow")
HOURS_OF_ZONE = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
"""Indonesia's zones and their distance from UTC in hours; none has daylight saving time."""

KIND_OF_ROLE = {"flow": Kind.FLOW, "pressure": Kind.PRESSURE}


class ReadingColumn(Closed):
    """A column, the names under which people write it, and the unit meant where none is stated."""

    labels: Words
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    required: bool = True

    @property
    def spellings(self) -> frozenset[str]:
        """Every name, normalised."""
        return frozenset(map(normalised, (self.labels.en, self.labels.id, *self.aliases)))


class ReadingTemplate(Closed):
    """A kind of readings file in one edition.

    `zone_words` and `unit_words` are further spellings of zones and units. `zone` is the zone of the loggers' clocks
    where the file need not say it; `decimal` the decimal sign of numbers in text; `time_formats` are tried in order.
    """

    name: str
    edition: str
    title: Words
    columns: dict[Role, ReadingColumn]
    zone_words: dict[str, str] = {}
    unit_words: dict[str, str] = {}
    zone: str | None = None
    decimal: Literal["auto", ",", "."] = "auto"
    time_formats: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        missing = [role for role in REQUIRED if role not in self.columns]
        if missing:
            raise ValueError(f"columns: missing {missing}")
        owner: dict[str, str] = {}
        for role, column in self.columns.items():
            for spelling in column.spellings:
                if owner.setdefault(spelling, role) != role:
                    raise ValueError(f"columns: {spelling!r} means {owner[spelling]} and {role}")
        zones = {*self.zone_words.values(), *([self.zone] if self.zone else [])}
        if zones - HOURS_OF_ZONE.keys():
            raise ValueError(f"zones: not among {sorted(HOURS_OF_ZONE)}: {sorted(zones - HOURS_OF_ZONE.keys())}")
        return self

    def zone_of(self, words: str) -> str | None:
        """The zone that words name; None where they name none."""
        spelt = words.strip().casefold()
        known = {zone.casefold(): zone for zone in HOURS_OF_ZONE}
        known |= {word.casefold(): zone for word, zone in self.zone_words.items()}
        return known.get(spelt) or known.get(spelt.replace("gmt", "utc"))

    def factor(self, role: Role, words: str) -> float | None:
        """What turns a number in this unit into the standard one (L/s, m); None where it is no unit."""
        kind = KIND_OF_ROLE.get(role)
        if kind is None:
            return None
        try:
            return resolve(self.unit_words.get(words.strip().casefold(), words), kind).factor
        except UnitError:
            return None


@cache
def load_template(path: Path = FOLDER / "logger.yml") -> ReadingTemplate:
    """The template, checked. Raises TemplateError."""
    try:
        return ReadingTemplate.model_validate(read_yaml(path))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise TemplateError(f"{path.name}: {error}") from error
