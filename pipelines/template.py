"""What a file that we read looks like: templates are YAML files, checked by closed models.

A template says which sheets and columns a workbook has, under which names people write them, and what each
cell holds. A new edition or a foreign table is a new file in `pipelines/templates/`, without any code.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.standardise.spans import SpanKind
from pipelines.yaml_files import read_yaml
from warehouse.explained import ExplainedError
from warehouse.vocabulary import Language, Severity

FOLDER = Path(__file__).parent / "templates"

ColumnType = Literal["text", "number", "integer", "date", "timestamp", "month", "span", "boolean", "choice"]

_DUCKDB_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "integer": "INTEGER",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "month": "VARCHAR",
    "span": "VARCHAR",
    "boolean": "BOOLEAN",
    "choice": "VARCHAR",
}

LEADING_COLUMNS: tuple[tuple[str, str], ...] = (
    ("row_id", "VARCHAR"),
    ("file_sha256", "VARCHAR"),
    ("source_file", "VARCHAR"),
    ("sheet", "VARCHAR"),
    ("row_no", "INTEGER"),
    ("source_cell", "VARCHAR"),
)
"""Columns that every raw table begins with."""

_NAME = r"^[a-z][a-z0-9_]*$"
_SHEET_TITLE_LENGTH = 31
_FORBIDDEN_IN_SHEET_TITLE = re.compile(r"[\[\]:*?/\\]")
_NOT_WORD = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEADING_NUMBER = re.compile(r"^\d+ ")


class TemplateError(ExplainedError):
    """A template file that cannot be used: it names the file and what is wrong in it."""

    def __init__(self, message_en: str, message_id: str | None = None) -> None:
        super().__init__(message_en, message_id or f"Templat tidak dapat dipakai: {message_en}")


class Unfit(ValueError):
    """Keys of a template that contradict one another, in both languages."""

    def __init__(self, message_en: str, message_id: str) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_id = message_id


@cache
def normalised(label: str) -> str:
    """A label for comparison: no case, accents' form, punctuation or double blanks. `Nilai (m³)*` → `nilai m3`."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", label).casefold()).strip()


@cache
def without_brackets(label: str) -> str:
    """The same without what stands in brackets, which usually is a unit. `Nilai (m³)` → `nilai`."""
    return normalised(_BRACKETED.sub(" ", label))


@cache
def without_number(label: str) -> str:
    """A sheet's title for comparison without the number before it. `1 Data kemajuan` → `data kemajuan`."""
    return _LEADING_NUMBER.sub("", normalised(label))


class Closed(BaseModel):
    """A model that knows all its keys; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Closed):
    """A text in both languages."""

    en: str = Field(min_length=1)
    id: str = Field(min_length=1)

    def in_language(self, language: Language) -> str:
        """The text in one language."""
        return self.en if language is Language.ENGLISH else self.id


class Named(Words):
    """A name in both languages, with the other spellings under which people write it."""

    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.id, self.en, *self.aliases)


class Column(Closed):
    """A column of a table or a field of a form.

    Has `labels` in both languages, or `header`, the only name it bears in a foreign table. `unit` is the unit
    that its numbers are stored in; with the unit `fraction` a written per cent sign divides by 100.
    `reference`: the cell may hold an id followed by ` · ` and words, of which the id is kept. `shown_only`:
    printed for whoever fills in the workbook and not read. `open`: other codes than the choices are allowed.
    `spans`: what a column of spans may hold beside or instead of a month: quarters, half years, years.
    """

    name: str = Field(pattern=_NAME)
    labels: Words | None = None
    header: str | None = None
    aliases: tuple[str, ...] = ()
    type: ColumnType = "text"
    choices: dict[str, Named] | str | None = None
    spans: tuple[SpanKind, ...] = ()
    open: bool = False
    required: bool = False
    unit: str | None = None
    note: Words | None = None
    example: str | float | int | bool | date | None = None
    default: str | float | int | bool | None = None
    reference: bool = False
    shown_only: bool = False
    width: int | None = Field(default=None, ge=4, le=80)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if (self.labels is None) == (self.header is None):
            raise Unfit(
                f"column {self.name}: give either labels in both languages or one header",
                f"kolom {self.name}: beri labels dalam dua bahasa atau satu header, salah satu saja",
            )
        if (self.type == "choice") != (self.choices is not None):
            raise Unfit(
                f"column {self.name}: a choice needs choices, and nothing else has any",
                f"kolom {self.name}: type choice memerlukan choices; jenis lain tidak memilikinya",
            )
        if (self.type == "span") != bool(self.spans):
            raise Unfit(
                f"column {self.name}: a span needs spans (month, quarter, semester, year); nothing else has",
                f"kolom {self.name}: type span memerlukan spans (month, quarter, semester, year); jenis lain tidak",
            )
        if self.shown_only and self.required:
            raise Unfit(
                f"column {self.name}: what is not read cannot be required",
                f"kolom {self.name}: yang tidak dibaca (shown_only) tidak dapat wajib (required)",
            )
        return self

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every label under which the column may stand, its own name included."""
        own = (self.labels.id, self.labels.en) if self.labels else (self.header or "",)
        return (*own, *self.aliases, self.name)

    @property
    def has_status(self) -> bool:
        """Whether a raw column `<name>_status` stands beside it."""
        return self.type in ("number", "integer")

    @property
    def options(self) -> dict[str, Named]:
        """The choices, by code; empty for other types."""
        return self.choices if isinstance(self.choices, dict) else {}

    def label(self, language: Language) -> str:
        """What stands in the header of a workbook in this language."""
        return self.labels.in_language(language) if self.labels else str(self.header)


class Period(Closed):
    """Which columns tell the period of a row: a month, a span of months, a first and last day, or a calendar year.

    `year` beside `start` and `end` holds where these are empty.
    """

    month: str | None = None
    span: str | None = None
    start: str | None = None
    end: str | None = None
    year: str | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise Unfit("a period needs both start and end", "period memerlukan start dan end sekaligus")
        if self.month is None and self.span is None and self.start is None and self.year is None:
            raise Unfit(
                "a period needs a month, a span, a start and end, or a year",
                "period memerlukan month, span, start dan end, atau year",
            )
        return self


class UtilityColumns(Closed):
    """Which columns identify a utility of a published list: `id` columns are joined with `/`."""

    list: str = Field(pattern=_NAME)
    id: tuple[str, ...] = Field(min_length=1)
    name: str | None = None


class UnitColumn(Closed):
    """The column that states the unit of a row's volumes, and what its words mean."""

    column: str
    words: dict[str, str] = {}


class Variable(Closed):
    """A variable of the catalogue and the column, or the SQL expression over the raw columns, that gives it.

    `unit` is fixed; without it the row's own unit holds, or the catalogue's. `blank` is what an empty cell means
    in a row where other figures are given: on some forms, that the utility has no such thing. `grade` is the column
    with the figure's reliability, 1 to 10.
    """

    variable: str = Field(pattern=_NAME)
    column: str | None = None
    sql: str | None = None
    unit: str | None = None
    grade: str | None = None
    blank: Literal["not_reported", "not_applicable"] = "not_reported"

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.column is None) == (self.sql is None):
            raise Unfit(
                f"variable {self.variable}: give a column or an SQL expression",
                f"variabel {self.variable}: beri column atau ungkapan sql, salah satu saja",
            )
        return self


class LongColumns(Closed):
    """The columns of a table with one row per variable."""

    variable: str
    value: str
    unit: str | None = None
    grade: str | None = None


class Measurements(Closed):
    """How the rows of a sheet become measurements: `wide` has a column per variable, `long` a row."""

    layout: Literal["wide", "long"]
    period: Period
    utility: UtilityColumns | None = None
    partnership: str | None = None
    zone: str | None = None
    submitted_at: str | None = None
    formula_set: Literal["si", "us"] = "si"
    unit: UnitColumn | None = None
    variables: tuple[Variable, ...] = ()
    long: LongColumns | None = None

    @model_validator(mode="after")
    def _fits_layout(self) -> Self:
        if (self.layout == "wide") != bool(self.variables) or (self.layout == "long") != (self.long is not None):
            raise Unfit(
                "a wide table lists its variables, a long one its columns",
                "tabel wide menyebut variables, tabel long menyebut long",
            )
        return self

    def grade_columns(self) -> set[str]:
        """Names of the columns that say how reliable figures are, and are no figures themselves."""
        named = {variable.grade for variable in self.variables} | {self.long.grade if self.long else None}
        return {name for name in named if name}

    def column_names(self) -> set[str]:
        """Names of the columns that are spoken of."""
        period = self.period
        named = {self.partnership, self.zone, self.submitted_at, *(v.column for v in self.variables)}
        named |= {period.month, period.span, period.start, period.end, period.year, *self.grade_columns()}
        if self.utility:
            named |= {*self.utility.id, self.utility.name}
        if self.unit:
            named.add(self.unit.column)
        if self.long:
            named |= {self.long.variable, self.long.value, self.long.unit}
        return {name for name in named if name}


class Sheet(Closed):
    """A sheet, loaded into one raw table.

    A `table` has a header row and rows below it; a `form` has labels with the value beside them and gives one
    row. `any_sheet`: whichever sheet has the header. `unmapped` is the severity of a column that is not known;
    those in `ignored` are known and not read. `nihil` names the column where a sheet's only row may say that
    there is nothing.
    """

    table: str = Field(pattern=_NAME)
    titles: Named | None = None
    heading: Words | None = None
    note: Words | None = None
    any_sheet: bool = False
    layout: Literal["table", "form"] = "table"
    required: bool = True
    key: str
    columns: tuple[Column, ...] = Field(min_length=1)
    unmapped: Severity = Severity.WARNING
    ignored: tuple[str, ...] = ()
    nihil: str | None = None
    blank_rows: int = Field(default=20, ge=0, le=500)
    landscape: bool = True
    measurements: Measurements | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        names = [column.name for column in self.columns]
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise Unfit(
                f"sheet {self.table}: columns named twice: {sorted(doubled)}",
                f"lembar {self.table}: kolom bernama sama: {sorted(doubled)}",
            )
        read = {column.name for column in self.columns if not column.shown_only}
        spoken = {self.key} | ({self.nihil} if self.nihil else set())
        spoken |= self.measurements.column_names() if self.measurements else set()
        if spoken - read:
            raise Unfit(
                f"sheet {self.table}: no such columns: {sorted(spoken - read)}",
                f"lembar {self.table}: tidak ada kolom bernama {sorted(spoken - read)}",
            )
        if self.any_sheet != (self.titles is None):
            raise Unfit(
                f"sheet {self.table}: give titles, or any_sheet",
                f"lembar {self.table}: beri titles atau any_sheet",
            )
        self._check_titles()
        self._check_labels()
        return self

    def _check_titles(self) -> None:
        for title in (self.titles.en, self.titles.id) if self.titles else ():
            if len(title) > _SHEET_TITLE_LENGTH or _FORBIDDEN_IN_SHEET_TITLE.search(title):
                raise Unfit(
                    f"sheet {self.table}: Excel allows no sheet named {title!r}",
                    f"lembar {self.table}: Excel tidak mengizinkan nama lembar {title!r}",
                )

    def _check_labels(self) -> None:
        owner: dict[str, str] = {}
        for column in self.columns:
            for label in {normalised(spelling) for spelling in column.spellings}:
                if owner.setdefault(label, column.name) != column.name:
                    raise Unfit(
                        f"sheet {self.table}: {label!r} means {owner[label]} and {column.name}",
                        f"lembar {self.table}: {label!r} berarti {owner[label]} dan sekaligus {column.name}",
                    )
        for label in self.ignored:
            if normalised(label) in owner:
                raise Unfit(
                    f"sheet {self.table}: {label!r} is ignored and means {owner[normalised(label)]}",
                    f"lembar {self.table}: {label!r} diabaikan (ignored) tetapi berarti {owner[normalised(label)]}",
                )

    @property
    def name(self) -> str:
        """The sheet's name in row ids and in messages about a sheet that is not there."""
        return self.titles.en if self.titles else self.table

    def column(self, name: str) -> Column:
        """A column by its name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


class Template(Closed):
    """A kind of file in one edition.

    `kind` is the kind of arrival; `fingerprint` lists sheets (`table`) or columns (`table.column`) by which a
    file is recognised, all required sheets where it is empty. `decimal` is the decimal sign of numbers written
    as text, `auto` where each column decides. `vocabularies` are choices that several columns share.
    `valid_by` names the month or day (`table.column`) that must lie between `valid_from` and `valid_to`.
    `other_sheets` may stand in the file and are not read.
    """

    name: str = Field(pattern=_NAME)
    edition: str = Field(min_length=1)
    title: Words
    note: Words | None = None
    kind: str = Field(pattern=_NAME)
    valid_from: date | None = None
    valid_to: date | None = None
    valid_by: str | None = None
    formats: tuple[Literal["xlsx", "xls", "ods", "csv"], ...] = Field(min_length=1)
    languages: tuple[Language, ...] = ()
    decimal: Literal["auto", ",", "."] = "auto"
    date_order: Literal["auto", "dmy", "mdy"] = "auto"
    fingerprint: tuple[str, ...] = ()
    vocabularies: dict[str, dict[str, Named]] = {}
    other_sheets: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _fill_in_vocabularies(cls, data: object) -> object:
        """Put the shared choices where a column names them."""
        if not isinstance(data, dict):
            return data
        shared = data.get("vocabularies") or {}
        for column in _told(_told([data], "sheets"), "columns"):
            wanted = column.get("choices")
            if isinstance(wanted, str) and isinstance(shared, dict):
                if wanted not in shared:
                    raise Unfit(
                        f"column {column.get('name')}: no vocabulary named {wanted!r}",
                        f"kolom {column.get('name')}: tidak ada daftar pilihan (vocabularies) bernama {wanted!r}",
                    )
                column["choices"] = shared[wanted]
        return data

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        tables = [sheet.table for sheet in self.sheets]
        if len(set(tables)) < len(tables):
            raise Unfit("a raw table is filled by one sheet only", "satu table diisi oleh satu lembar saja")
        places = set(tables) | {f"{s.table}.{c.name}" for s in self.sheets for c in s.columns}
        if set(self.fingerprint) - places:
            raise Unfit(
                f"fingerprint: no such places: {sorted(set(self.fingerprint) - places)}",
                f"fingerprint: tidak ada lembar atau kolom {sorted(set(self.fingerprint) - places)}",
            )
        if (self.valid_from or self.valid_to) and self.valid_by not in places - set(tables):
            raise Unfit(
                "a validity needs valid_by, the month or day (table.column) that it is held against",
                "masa berlaku memerlukan valid_by: bulan atau tanggal (table.kolom) yang menjadi acuannya",
            )
        for sheet in self.sheets:
            unlabelled = [column.name for column in sheet.columns if column.labels is None]
            if self.languages and unlabelled:
                raise Unfit(
                    f"sheet {sheet.table}: no labels in both languages: {unlabelled}",
                    f"lembar {sheet.table}: tanpa labels dalam dua bahasa: {unlabelled}",
                )
        self._check_sheet_titles()
        return self

    def _check_sheet_titles(self) -> None:
        owner: dict[str, str] = {normalised(title): "a sheet that is not read" for title in self.other_sheets}
        for sheet in self.sheets:
            for title in {normalised(spelling) for spelling in sheet.titles.spellings} if sheet.titles else ():
                if owner.setdefault(title, sheet.table) != sheet.table:
                    raise Unfit(
                        f"the sheet title {title!r} means {owner[title]} and {sheet.table}",
                        f"nama lembar {title!r} berarti {owner[title]} dan sekaligus {sheet.table}",
                    )

    def sheet(self, table: str) -> Sheet:
        """The sheet that fills a raw table; KeyError where there is none."""
        for sheet in self.sheets:
            if sheet.table == table:
                return sheet
        raise KeyError(table)

    @property
    def marks(self) -> tuple[str, ...]:
        """The fingerprint in force."""
        return self.fingerprint or tuple(sheet.table for sheet in self.sheets if sheet.required)


def _told(blocks: Iterable[dict[str, object]], key: str) -> list[dict[str, object]]:
    """The blocks in the lists that stand under a key, before anything is checked; what is no block is left out."""
    lists = [block.get(key) for block in blocks]
    return [entry for entries in lists if isinstance(entries, list) for entry in entries if isinstance(entry, dict)]


def raw_columns(sheet: Sheet) -> list[tuple[str, str]]:
    """Columns (name, DuckDB type) of the sheet's raw table after `LEADING_COLUMNS`, statuses included."""
    columns: list[tuple[str, str]] = []
    for column in sheet.columns:
        if column.shown_only:
            continue
        columns.append((column.name, _DUCKDB_TYPES[column.type]))
        if column.has_status:
            columns.append((f"{column.name}_status", "VARCHAR"))
    return columns


def load_template(path: Path) -> Template:
    """One template file, checked. Raises TemplateError."""
    try:
        return Template.model_validate(read_yaml(path))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise TemplateError(f"{path.name}: {error}", f"{path.name} tidak dapat dipakai: {error}") from error


@cache
def load_templates(folder: Path = FOLDER) -> dict[str, list[Template]]:
    """All templates of a folder by name, each with its editions from the oldest to the newest.

    Raises TemplateError where a file is unusable or two claim the same edition.
    """
    templates: dict[str, list[Template]] = {}
    for path in sorted(folder.glob("*.yml")):
        add_edition(templates, load_template(path), path.name)
    return templates


def add_edition(templates: dict[str, list[Template]], template: Template, file_name: str) -> None:
    """Put an edition among those of its name. One that states no end holds until the next begins.

    Raises TemplateError where the edition is there already, or gives a column another type than it has in another.
    """
    editions = templates.setdefault(template.name, [])
    if any(other.edition == template.edition for other in editions):
        raise TemplateError(
            f"{file_name}: edition {template.edition} of {template.name} exists twice",
            f"{file_name}: edisi {template.edition} dari {template.name} sudah ada",
        )
    editions.append(template)
    editions.sort(key=lambda each: (each.valid_from or date.min, each.edition))
    for place, (earlier, later) in enumerate(pairwise(editions)):
        if earlier.valid_by and earlier.valid_to is None and later.valid_from:
            last = later.valid_from - timedelta(days=1)
            editions[place] = earlier.model_copy(update={"valid_to": last})
    merged_sheets(editions)


def merged_sheets(templates: Iterable[Template]) -> list[Sheet]:
    """Every raw table's sheet once, with the columns of all editions that fill it; the newest edition's come first.

    Raises TemplateError where two editions give a column different types.
    """
    sheets: dict[str, Sheet] = {}
    for sheet in (sheet for template in templates for sheet in template.sheets):
        earlier = sheets.get(sheet.table)
        sheets[sheet.table] = _joined(sheet, earlier) if earlier else sheet
    return list(sheets.values())


def _joined(sheet: Sheet, earlier: Sheet) -> Sheet:
    own = {column.name: column for column in sheet.columns}
    for column in earlier.columns:
        other = own.get(column.name)
        if other and (_DUCKDB_TYPES[other.type], other.shown_only) != (_DUCKDB_TYPES[column.type], column.shown_only):
            raise TemplateError(
                f"sheet {sheet.table}, column {column.name}: {other.type} here, {column.type} in another edition; an "
                "edition keeps the types of its columns",
                f"lembar {sheet.table}, kolom {column.name}: {other.type} di sini, {column.type} di edisi lain; jenis "
                "isi kolom tetap sama antaredisi",
            )
    missing = tuple(column for column in earlier.columns if column.name not in own)
    return sheet.model_copy(update={"columns": (*sheet.columns, *missing)}) if missing else sheet


def newest(name: str, folder: Path = FOLDER) -> Template:
    """The newest edition of a template; KeyError where there is none of that name."""
    return load_templates(folder)[name][-1]
