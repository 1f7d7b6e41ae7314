"""Reads data/reference into the tables reference.*, mart.rule, mart.grade_error and mart.nrw_example.

A data folder's own `reference/` overrides the shipped files one by one: a file there replaces the one of the same
name. Every file is read by a closed model: an unknown or missing key is an error that names the file and the key.
"""

import csv
from collections.abc import Mapping, Sequence, Set
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

import duckdb
import holidays
import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from indicators import catalogue
from indicators.metrics import VARIABLES
from pipelines.yaml_files import read_yaml
from warehouse.explained import ExplainedError
from warehouse.vocabulary import ActivityKind, AgreementKind, Basis, Criterion, Role, Stage

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "reference"
HOLIDAY_YEARS = range(2011, 2036)
DUTIES_OF_THE_DIALOGUE: dict[str, tuple[tuple[Role, str], ...]] = {
    "pilot_month": ((Role.MENTEE, "monthly_report"),),
    "visit": ((Role.MENTOR, "visit_advice"),),
    "request": ((Role.MENTOR, "advice_answer"),),
    "advice": ((Role.MENTEE, "advice_response"), (Role.MENTEE, "advice_action")),
}

Text = Annotated[str, Field(min_length=1)]
M = TypeVar("M", bound=BaseModel)


def _word_of(*words: str) -> AfterValidator:
    def known(value: str) -> str:
        if value not in words:
            raise ValueError(f"'{value}' is none of {', '.join(words)}")
        return value

    return AfterValidator(known)


_ENDINGS = (".yml", ".csv")
_ANY_ENDING = ("corrections", "templates")  # folders whose files are read whatever they are called


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
    source_id: Text | None = None
    description_en: Text
    description_id: Text

    @property
    def row(self) -> tuple[object, ...]:
        """As in mart.rule; where a data folder's own rules give no Indonesian source, it stays as it is."""
        return (
            self.code, self.value, self.unit, self.basis, self.source, self.description_en, self.description_id,
            self.source_id or self.source,
        )  # fmt: skip


class Rules(_Closed):
    """rules.yml."""

    rules: Annotated[list[Rule], Field(min_length=1)]


class BlueprintStage(_Closed):
    """A stage of a kind of programme."""

    stage: Stage
    name_en: Text
    name_id: Text
    clause: Text


class Document(_Closed):
    """A document that a kind of programme knows; compiled by nobody where its source does not say by whom."""

    document: Text
    name_en: Text
    name_id: Text
    compiled_by: list[Role]
    stage: Stage
    basis: Basis
    clause: Text


class Activity(_Closed):
    """A kind of activity that a kind of programme knows."""

    kind: ActivityKind
    name_en: Text
    name_id: Text
    stage: Stage
    clause: Text


class Quota(_Closed):
    """A kind of activity owed so many times in a period; the numbers that count stand in the work plan."""

    kind: ActivityKind
    role: Role
    minimum: Annotated[int, Field(ge=1)] | None = None
    maximum: Annotated[int, Field(ge=1)] | None = None
    period: Literal["year", "quarter", "month"]
    basis: Basis
    clause: Text


class Duty(_Closed):
    """A duty that no clause and no plan row needs to state.

    `trigger` starts its clock: a kind of activity (one duty for each that is planned), an agreement, the pilot, or the
    dialogue. `exists_from`: the agreement from which it is owed, or the beginning of the partnership.
    """

    duty: Text
    role: Role
    criterion: Criterion | None = None
    stage: Stage
    title_en: Text
    title_id: Text
    trigger: Annotated[str, _word_of(*AgreementKind, *ActivityKind, *DUTIES_OF_THE_DIALOGUE, "pilot_end")]
    exists_from: Annotated[str, _word_of(*AgreementKind, "beginning")]
    days_after_trigger: Text
    days_after_start: Text | None = None
    quantity: Annotated[int, Field(ge=1)] | None = None
    basis: Basis
    clause: Text


class Reasoned(_Closed):
    """Indicators that apply to a kind of programme, or do not, and why."""

    codes: Annotated[list[Text], Field(min_length=1)]
    reason_en: Text
    reason_id: Text


class Assumption(_Closed):
    """Something of a blueprint that its source does not say."""

    en: Text
    id: Text


class Blueprint(_Closed):
    """blueprints/*.yml: one kind of programme. An indicator that it does not list is not applicable there."""

    programme_kind: Text
    name_en: Text
    name_id: Text
    source: Text
    opening: AgreementKind | None
    founding: AgreementKind | None
    closing: AgreementKind | None
    has_pilot: bool
    stages: Annotated[list[BlueprintStage], Field(min_length=1)]
    documents: list[Document]
    activities: list[Activity]
    quotas: list[Quota]
    duties: list[Duty]
    indicators: list[Reasoned]
    left_out: list[Reasoned]
    assumed: list[Assumption]

    @property
    def indicator_codes(self) -> tuple[str, ...]:
        """The codes of the indicators that apply."""
        return tuple(code for group in self.indicators for code in group.codes)


class Province(_Closed):
    """A row of provinces.csv."""

    province: Text
    short_name: Annotated[str, Field(min_length=2, max_length=9)]
    iso_code: Annotated[str, Field(pattern=r"^ID-[A-Z]{2}$")]
    grid_row: Annotated[int, Field(ge=1)]
    grid_column: Annotated[int, Field(ge=1)]


class HealthIndicator(_Closed):
    """An indicator of the health method: the edges of its marks 5, 4, 3 and 2, each included."""

    variable: Annotated[str, _word_of(*VARIABLES)]
    aspect: Literal["finance", "service", "operation", "human_resources"]
    weight: Annotated[float, Field(gt=0, le=1)]
    better: Literal["high", "low"]
    cuts: Annotated[list[float], Field(min_length=4, max_length=4)]
    when_not_applicable: Literal[5] | None = None
    disputed: bool = False
    note_en: Text | None = None
    note_id: Text | None = None

    @model_validator(mode="after")
    def _edges_follow_one_another(self) -> Self:
        if self.cuts != sorted(set(self.cuts), reverse=self.better == "high"):
            raise ValueError("the edges of the marks 5, 4, 3, 2 must fall where high is better and rise where low is")
        return self


class HealthMethod(_Closed):
    """utility_health.yml."""

    edition: Text
    source_en: Text
    source_id: Text
    healthy_above: float
    sick_below: float
    indicators: Annotated[list[HealthIndicator], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        variables = [indicator.variable for indicator in self.indicators]
        if len(set(variables)) < len(variables):
            raise ValueError("a variable is marked twice")
        if abs(sum(indicator.weight for indicator in self.indicators) - 1) > 1e-9:
            raise ValueError("the weights must sum to 1")
        if self.sick_below > self.healthy_above:
            raise ValueError("sick_below lies above healthy_above")
        return self


class GradeError(_Closed):
    """Half of the 95 % band that goes with a reliability grade, in % of the figure."""

    grade: Annotated[int, Field(ge=1, le=10)]
    error_pct: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class NrwExample(_Closed):
    """A year of a published case; volume in m3."""

    example: Text
    year: int
    nrw_pct: float
    nrw_volume: float
    nrw_l_per_connection_day: float


class NrwExampleName(_Closed):
    """Who a published case is, and where it is told."""

    example: Text
    name_en: Text
    name_id: Text
    source_en: Text
    source_id: Text


class WaterBalance(_Closed):
    """water_balance.yml."""

    basis: Basis
    source_en: Text
    source_id: Text
    grades: list[GradeError]
    examples: list[NrwExample]
    example_names: list[NrwExampleName]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        errors = {each.grade: each.error_pct for each in self.grades}
        if sorted(errors) != list(range(1, 11)) or len(self.grades) != len(errors):
            raise ValueError("each grade from 1 to 10 must stand there once")
        if any(errors[grade] < errors[grade + 1] for grade in range(1, 10)):
            raise ValueError("a better grade must not have a larger error")
        if {each.example for each in self.examples} != {each.example for each in self.example_names}:
            raise ValueError("every example needs its name, and every name its example")
        return self


def reference_files(folder_override: Path | None = None) -> list[Path]:
    """The files in force, in order of their names: the shipped ones, replaced or joined by those of the override.

    Raises InvalidReference where a file bears an ending under which nobody would look for it.
    """
    names = {path.relative_to(SHIPPED): path for path in _files(SHIPPED)}
    if folder_override is not None:
        own = {path.relative_to(folder_override): path for path in _files(folder_override)}
        for name, path in own.items():
            if path.suffix not in _ENDINGS and path.parent.name not in _ANY_ENDING:
                right = f"{path.stem}{'.csv' if path.suffix.lower() == '.csv' else '.yml'}"
                raise InvalidReference(
                    f"{name} is not read under this ending. Call it {right}.",
                    f"{name} tidak dibaca dengan akhiran ini. Beri nama {right}.",
                )
        names |= own
    return [names[name] for name in sorted(names)]


def load_reference(connection: duckdb.DuckDBPyConnection, folder_override: Path | None = None) -> int:
    """Fills reference.* and what mart publishes of it; returns the rows of reference.*. Raises InvalidReference."""
    files = reference_files(folder_override)
    sheets = [path for path in files if path.parent.name == "blueprints" and path.suffix == ".yml"]
    told = {path: _validated(Blueprint, path) for path in sheets}
    days = {code for blueprint in told.values() for code in _days_of(blueprint)}
    rules = read_rules(next(path for path in files if path.name == "rules.yml"), days)
    known = {rule.code for rule in rules}
    blueprints = [_consistent(path, blueprint, known) for path, blueprint in told.items()]
    provinces = read_provinces(next(path for path in files if path.name == "provinces.csv"))
    tables: dict[str, Sequence[tuple[object, ...]]] = {
        "rule": [rule.row[:-1] for rule in rules],
        **_blueprint_tables(blueprints),
        "holiday": public_holidays(HOLIDAY_YEARS),
        "province": [_row(province) for province in provinces],
        **_health_tables(_validated(HealthMethod, next(path for path in files if path.name == "utility_health.yml"))),
    }
    for table, rows in tables.items():
        _replace(connection, f"reference.{table}", rows)
    _replace(connection, "mart.rule", [rule.row for rule in rules])
    balance = _validated(WaterBalance, next(path for path in files if path.name == "water_balance.yml"))
    for table, rows in _water_tables(balance).items():
        _replace(connection, f"mart.{table}", rows)
    return sum(len(rows) for rows in tables.values())


def _health_tables(method: HealthMethod) -> dict[str, Sequence[tuple[object, ...]]]:
    edition = (method.edition, method.source_en, method.source_id, method.healthy_above, method.sick_below)
    indicators = [
        (
            each.variable, place, each.aspect, each.weight, each.better, *each.cuts, each.when_not_applicable,
            each.disputed, each.note_en, each.note_id,
        )
        for place, each in enumerate(method.indicators, 1)
    ]  # fmt: skip
    return {"health_edition": [edition], "health_indicator": indicators}


def _water_tables(balance: WaterBalance) -> dict[str, Sequence[tuple[object, ...]]]:
    about = (str(balance.basis), balance.source_en, balance.source_id)
    names = {each.example: _row(each)[1:] for each in balance.example_names}
    return {
        "grade_error": [(*_row(each), *about) for each in balance.grades],
        "nrw_example": [(*_row(each), *names[each.example]) for each in balance.examples],
    }


def read_health(path: Path) -> list[HealthIndicator]:
    """The indicators of the health method of a file, in order. Raises InvalidReference."""
    return _validated(HealthMethod, path).indicators


EVIDENCE_WEIGHTS = tuple(f"evidence.weight_{level}" for level in range(5))


def read_rules(path: Path, days_of_blueprints: Set[str] = frozenset()) -> list[Rule]:
    """The rules of a file. Raises InvalidReference where a code is missing, unknown or given twice.

    days_of_blueprints: codes that the blueprints in force ask for beside those of the shipped ones.
    """
    rules = _validated(Rules, path).rules
    codes = [rule.code for rule in rules]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise _invalid(path, sorted(twice)[0], "the rule is given twice", "aturan ditulis dua kali")
    required = required_rule_codes()
    if missing := ", ".join(sorted(required - set(codes))):
        raise _invalid(
            path, missing, "missing; copy what is missing from the rules.yml of the product (data/reference)",
            "tidak ada; salin yang kurang dari rules.yml bawaan produk (data/reference)",
        )  # fmt: skip
    for code in sorted(set(codes) - required - days_of_blueprints):
        raise _invalid(path, code, "no such rule is known; remove it", "aturan tidak dikenal; hapus")
    _check_evidence_weights(path, {rule.code: rule.value for rule in rules})
    return rules


def _check_evidence_weights(path: Path, values: Mapping[str, float]) -> None:
    """A higher level of evidence must never count less than a lower one, and none more than all of it."""
    weights = [values[code] for code in EVIDENCE_WEIGHTS]
    for code, lower, weight in zip(EVIDENCE_WEIGHTS, [0.0, *weights], weights, strict=False):
        if not lower <= weight <= 1:
            raise _invalid(
                path, code, f"{weight:g} must lie between the level below it ({lower:g}) and 1",
                f"{weight:g} harus di antara bobot tingkat di bawahnya ({lower:g}) dan 1",
            )  # fmt: skip


def required_rule_codes() -> set[str]:
    """Every rule that acts: those the computation asks for, the weights, and the days of the shipped blueprints."""
    shipped = (_validated(Blueprint, path) for path in sorted((SHIPPED / "blueprints").glob("*.yml")))
    days = {code for blueprint in shipped for code in _days_of(blueprint)}
    return days | set(catalogue.RULE_CODES) | {indicator.weight_rule for indicator in catalogue.INDICATORS}


def read_blueprint(path: Path, known_rules: Set[str]) -> Blueprint:
    """A blueprint that contradicts neither itself nor what exists. Raises InvalidReference."""
    return _consistent(path, _validated(Blueprint, path), known_rules)


def _consistent(path: Path, blueprint: Blueprint, known_rules: Set[str]) -> Blueprint:
    if blueprint.programme_kind != path.stem:
        raise _invalid(
            path,
            "programme_kind",
            f"the file of a kind carries its name: call it {blueprint.programme_kind}.yml",
            f"berkas memakai nama jenisnya: beri nama {blueprint.programme_kind}.yml",
        )
    _check_stages(path, blueprint)
    for duty in blueprint.duties:
        _check_duty(path, blueprint, duty, known_rules)
    _check_quotas(path, blueprint)
    _check_indicators(path, blueprint)
    for key, names in _names_to_be_unique(blueprint).items():
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise _invalid(path, key, f"{twice} is given twice", f"{twice} ditulis dua kali")
    return blueprint


def _check_stages(path: Path, blueprint: Blueprint) -> None:
    stages = [stage.stage for stage in blueprint.stages]
    if stages != [stage for stage in Stage if stage in stages]:
        order = ", ".join(Stage)
        raise _invalid(
            path, "stages", f"each stage once, in this order: {order}", f"setiap tahap sekali, dengan urutan: {order}"
        )
    used = [(f"documents.{item.document}", item.stage) for item in blueprint.documents]
    used += [(f"activities.{item.kind}", item.stage) for item in blueprint.activities]
    used += [(f"duties.{item.duty}", item.stage) for item in blueprint.duties]
    for key, stage in used:
        if stage not in stages:
            raise _invalid(
                path, key, f"the blueprint has no stage {stage}", f"cetak biru ini tidak memiliki tahap {stage}"
            )


def _check_duty(path: Path, blueprint: Blueprint, duty: Duty, known_rules: Set[str]) -> None:
    key = f"duties.{duty.duty}"
    for code in _days_of_duty(duty):
        if code not in known_rules:
            raise _invalid(path, key, f"no rule {code}", f"tidak ada aturan {code}")
    starts = {AgreementKind.LETTER_OF_REQUEST, blueprint.opening, blueprint.founding, "beginning"} - {None}
    if duty.exists_from not in starts:
        listed = ", ".join(sorted(str(start) for start in starts))
        raise _invalid(path, key, f"exists_from is one of {listed}", f"exists_from salah satu dari {listed}")
    if duty.trigger in set(ActivityKind) and duty.trigger not in {item.kind for item in blueprint.activities}:
        raise _invalid(
            path,
            key,
            f"the blueprint has no activity {duty.trigger}",
            f"cetak biru tidak memuat kegiatan {duty.trigger}",
        )
    if duty.trigger in ("pilot_month", "pilot_end") and not blueprint.has_pilot:
        raise _invalid(path, key, "this kind has no pilot", "jenis ini tanpa proyek percontohan")
    owners = DUTIES_OF_THE_DIALOGUE.get(duty.trigger)
    if owners is not None and (duty.role, duty.duty) not in owners:
        listed = ", ".join(f"{name} ({role})" for role, name in owners)
        raise _invalid(
            path,
            key,
            f"the trigger {duty.trigger} belongs to {listed}",
            f"pemicu {duty.trigger} hanya untuk {listed}",
        )


def _check_quotas(path: Path, blueprint: Blueprint) -> None:
    kinds = {item.kind for item in blueprint.activities}
    for quota in blueprint.quotas:
        key = f"quotas.{quota.kind}"
        if quota.kind not in kinds:
            raise _invalid(
                path,
                key,
                f"the blueprint has no activity {quota.kind}",
                f"cetak biru tidak memuat kegiatan {quota.kind}",
            )
        if quota.minimum and quota.maximum and quota.minimum > quota.maximum:
            raise _invalid(
                path, key, "the minimum lies above the maximum", "jumlah minimum lebih besar daripada maksimum"
            )


def _check_indicators(path: Path, blueprint: Blueprint) -> None:
    for key, groups in (("indicators", blueprint.indicators), ("left_out", blueprint.left_out)):
        for code in (code for group in groups for code in group.codes):
            if code not in catalogue.CODES:
                raise _invalid(path, key, f"no indicator {code}", f"tidak ada indikator {code}")


def _names_to_be_unique(blueprint: Blueprint) -> dict[str, list[str]]:
    groups = (*blueprint.indicators, *blueprint.left_out)
    return {
        "documents": [item.document for item in blueprint.documents],
        "activities": [f"{item.kind} ({item.stage})" for item in blueprint.activities],
        "quotas": [f"{item.kind} ({item.role})" for item in blueprint.quotas],
        "duties": [f"{item.duty} ({item.role})" for item in blueprint.duties],
        "indicators": [code for group in groups for code in group.codes],
    }


def _days_of(blueprint: Blueprint) -> set[str]:
    return {code for duty in blueprint.duties for code in _days_of_duty(duty)}


def _days_of_duty(duty: Duty) -> list[str]:
    return [code for code in (duty.days_after_trigger, duty.days_after_start) if code is not None]


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


def _blueprint_tables(blueprints: Sequence[Blueprint]) -> dict[str, Sequence[tuple[object, ...]]]:
    """The rows of reference.blueprint*, by table."""
    return {
        "blueprint": [
            (b.programme_kind, b.name_en, b.name_id, b.source, b.opening, b.founding, b.closing, b.has_pilot)
            for b in blueprints
        ],
        "blueprint_stage": [
            (b.programme_kind, stage.stage, position, stage.name_en, stage.name_id, stage.clause)
            for b in blueprints
            for position, stage in enumerate(b.stages, start=1)
        ],
        "blueprint_document": [
            (b.programme_kind, item.document, item.name_en, item.name_id, ", ".join(item.compiled_by) or None)
            + (item.stage, item.basis, item.clause)
            for b in blueprints
            for item in b.documents
        ],
        "blueprint_activity": [(b.programme_kind, *_row(item)) for b in blueprints for item in b.activities],
        "blueprint_quota": [(b.programme_kind, *_row(item)) for b in blueprints for item in b.quotas],
        "blueprint_duty": [(b.programme_kind, *_row(duty)) for b in blueprints for duty in b.duties],
        "blueprint_indicator": [row for b in blueprints for row in _reasons(b.programme_kind, b.indicators)],
        "blueprint_left_out": [row for b in blueprints for row in _reasons(b.programme_kind, b.left_out)],
        "blueprint_assumption": [
            (b.programme_kind, position, item.en, item.id)
            for b in blueprints
            for position, item in enumerate(b.assumed, start=1)
        ],
    }


def _reasons(programme_kind: str, groups: Sequence[Reasoned]) -> list[tuple[object, ...]]:
    return [(programme_kind, code, group.reason_en, group.reason_id) for group in groups for code in group.codes]


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
    return [p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in {".yaml", *_ENDINGS}]


def _validated(model: type[M], path: Path) -> M:
    try:
        return model.model_validate(read_yaml(path))
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
