"""Reads data/reference into the tables reference.* and mart.rule.

A data folder's own `reference/` overrides the shipped files one by one: a file there replaces the one of the same
name. Every file is read by a closed model: an unknown or missing key is an error that names the file and the key.
"""

import csv
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import duckdb
import holidays
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators import catalogue
from warehouse.explained import ExplainedError
from warehouse.vocabulary import Basis, Criterion, Role, Stage

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "reference"
HOLIDAY_YEARS = range(2011, 2036)

Text = Annotated[str, Field(min_length=1)]
M = TypeVar("M", bound=BaseModel)


class InvalidReference(ExplainedError):
    """A reference file that cannot be used; the message names file, key and remedy."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Rule(_Closed):
    """A weight, band edge or number of days."""

    code: Text
    value: Annotated[float, Field(allow_inf_nan=False, ge=0)]
    unit: Text
    basis: Basis
    source: Text
    description_en: Text
    description_id: Text


class Rules(_Closed):
    """rules.yml."""

    rules: Annotated[list[Rule], Field(min_length=1)]


class BlueprintStage(_Closed):
    """A stage of a kind of programme."""

    stage: Stage
    name_en: Text
    name_id: Text
    clause: Text


class Duty(_Closed):
    """A duty that no clause and no plan row needs to state."""

    duty: Text
    role: Role
    criterion: Criterion | None = None
    stage: Stage
    title_en: Text
    title_id: Text
    trigger: Literal[
        "diagnostic_visit",
        "monitoring_visit",
        "study_visit",
        "pilot_month",
        "pilot_end",
        "letter_of_request",
        "letter_of_intent",
        "memorandum_of_agreement",
        "visit",
        "request",
        "advice",
    ]
    exists_from: Literal["letter_of_request", "letter_of_intent", "memorandum_of_agreement"]
    days_after_trigger: Text
    days_after_start: Text | None = None
    quantity: Annotated[int, Field(ge=1)] | None = None
    basis: Basis
    clause: Text


class Blueprint(_Closed):
    """blueprints/*.yml: one kind of programme."""

    programme_kind: Text
    name_en: Text
    name_id: Text
    source: Text
    opening: Text | None
    founding: Text | None
    has_pilot: bool
    stages: Annotated[list[BlueprintStage], Field(min_length=1)]
    duties: list[Duty]
    indicators: list[Text]


class Province(_Closed):
    """A row of provinces.csv."""

    province: Text
    iso_code: Annotated[str, Field(pattern=r"^ID-[A-Z]{2}$")]
    grid_row: Annotated[int, Field(ge=1)]
    grid_column: Annotated[int, Field(ge=1)]


def reference_files(folder_override: Path | None = None) -> list[Path]:
    """The files in force, in order of their names: the shipped ones, replaced or joined by those of the override."""
    names = {path.relative_to(SHIPPED): path for path in _files(SHIPPED)}
    if folder_override is not None:
        names |= {path.relative_to(folder_override): path for path in _files(folder_override)}
    return [names[name] for name in sorted(names)]


def load_reference(connection: duckdb.DuckDBPyConnection, folder_override: Path | None = None) -> int:
    """Fills reference.* and mart.rule; returns the rows of reference.*. Raises InvalidReference."""
    files = reference_files(folder_override)
    rules = read_rules(next(path for path in files if path.name == "rules.yml"))
    known = {rule.code for rule in rules}
    blueprints = [
        read_blueprint(path, known) for path in files if path.parent.name == "blueprints" and path.suffix == ".yml"
    ]
    provinces = read_provinces(next(path for path in files if path.name == "provinces.csv"))
    tables: dict[str, Sequence[tuple[object, ...]]] = {
        "rule": [_row(rule) for rule in rules],
        "blueprint": [
            (b.programme_kind, b.name_en, b.name_id, b.source, b.opening, b.founding, b.has_pilot) for b in blueprints
        ],
        "blueprint_stage": [row for blueprint in blueprints for row in _stages(blueprint)],
        "blueprint_duty": [(b.programme_kind, *_row(duty)) for b in blueprints for duty in b.duties],
        "blueprint_indicator": [(b.programme_kind, code) for b in blueprints for code in b.indicators],
        "holiday": public_holidays(HOLIDAY_YEARS),
        "province": [_row(province) for province in provinces],
    }
    for table, rows in tables.items():
        _replace(connection, f"reference.{table}", rows)
    _replace(connection, "mart.rule", tables["rule"])
    return sum(len(rows) for rows in tables.values())


def read_rules(path: Path) -> list[Rule]:
    """The rules of a file. Raises InvalidReference where a code is missing, unknown or given twice."""
    rules = _validated(Rules, path).rules
    codes = [rule.code for rule in rules]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise _invalid(path, sorted(twice)[0], "the rule is given twice", "aturan ditulis dua kali")
    required = required_rule_codes()
    for code in sorted(required - set(codes)):
        raise _invalid(path, code, "the rule is missing; add it", "aturan tidak ada; tambahkan")
    for code in sorted(set(codes) - required):
        raise _invalid(path, code, "no such rule is known; remove it", "aturan tidak dikenal; hapus")
    return rules


def required_rule_codes() -> set[str]:
    """Every rule that acts: those the computation asks for, the weights, and the days of the shipped blueprints."""
    shipped = (_validated(Blueprint, path) for path in sorted((SHIPPED / "blueprints").glob("*.yml")))
    days = {
        code for blueprint in shipped for duty in blueprint.duties
        for code in (duty.days_after_trigger, duty.days_after_start) if code
    }  # fmt: skip
    return days | set(catalogue.RULE_CODES) | {indicator.weight_rule for indicator in catalogue.INDICATORS}


def read_blueprint(path: Path, known_rules: set[str]) -> Blueprint:
    """A blueprint whose rules and indicators exist. Raises InvalidReference."""
    blueprint = _validated(Blueprint, path)
    for duty in blueprint.duties:
        for code in (duty.days_after_trigger, duty.days_after_start):
            if code is not None and code not in known_rules:
                raise _invalid(path, f"duties.{duty.duty}", f"no rule {code}", f"tidak ada aturan {code}")
    for code in blueprint.indicators:
        if code not in catalogue.CODES:
            raise _invalid(path, "indicators", f"no indicator {code}", f"tidak ada indikator {code}")
    return blueprint


def read_provinces(path: Path) -> list[Province]:
    """The provinces with their place in the tile grid; no two on one tile. Raises InvalidReference."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    provinces = []
    for number, row in enumerate(rows, start=2):
        try:
            provinces.append(Province.model_validate(row))
        except ValidationError as error:
            raise _first_error(path, error, f"row {number}: ") from error
    tiles = [(province.grid_row, province.grid_column) for province in provinces]
    for tile in tiles:
        if tiles.count(tile) > 1:
            raise _invalid(path, str(tile), "two provinces share a tile", "dua provinsi berada pada petak yang sama")
    return provinces


@lru_cache
def public_holidays(years: range) -> list[tuple[date, str]]:
    """Indonesia's public holidays, one a day."""
    return sorted(holidays.country_holidays("ID", years=years, language="en_US").items())


def _stages(blueprint: Blueprint) -> list[tuple[object, ...]]:
    return [
        (blueprint.programme_kind, stage.stage, position, stage.name_en, stage.name_id, stage.clause)
        for position, stage in enumerate(blueprint.stages, start=1)
    ]


def _row(model: BaseModel) -> tuple[object, ...]:
    return tuple(model.model_dump().values())


def _replace(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    connection.execute("DELETE FROM " + table)
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        lists = ", ".join("unnest(?)" for _ in columns)
        insert = f"INSERT INTO {table} SELECT {lists}"
        connection.execute(insert, columns)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix in {".yml", ".csv"}]


def _validated(model: type[M], path: Path) -> M:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return model.model_validate(content)
    except yaml.YAMLError as error:
        raise _invalid(path, "-", f"no readable YAML: {error}", f"YAML tidak terbaca: {error}") from error
    except ValidationError as error:
        raise _first_error(path, error) from error


def _first_error(path: Path, error: ValidationError, place: str = "") -> InvalidReference:
    first = error.errors()[0]
    key = place + ".".join(str(part) for part in first["loc"])
    return _invalid(path, key, first["msg"], f"tidak sah ({first['msg']})")


def _invalid(path: Path, key: str, reason_en: str, reason_id: str) -> InvalidReference:
    return InvalidReference(f"{path.name}, {key}: {reason_en}.", f"{path.name}, {key}: {reason_id}.")
