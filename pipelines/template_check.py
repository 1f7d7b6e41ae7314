"""A template of one's own, checked: every mistake by its key, in words that say how to mend it; tried on a workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml
from pydantic import BaseModel, ValidationError

from indicators.metrics import VARIABLES
from pipelines.extraction import Extracted, extract, recognise
from pipelines.gis.tables import DETAILS, LAYERS, OUTSIDE_TABLE
from pipelines.reading import Refused, read_workbook
from pipelines.returns.sheets import RETURN_SHEETS, without_listing
from pipelines.template import (
    LEADING_COLUMNS,
    Column,
    ColumnType,
    LongColumns,
    Measurements,
    Named,
    Period,
    Sheet,
    Template,
    TemplateError,
    Unfit,
    UnitColumn,
    UtilityColumns,
    Variable,
    Words,
    load_templates,
    normalised,
)
from warehouse.ddl import statements
from warehouse.explained import shown
from warehouse.units import UnitError, resolve

Pair = tuple[str, str]

MOST_TOLD: Final = 3
_MODELS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType({
    "sheets": Sheet, "columns": Column, "measurements": Measurements, "period": Period, "utility": UtilityColumns,
    "unit": UnitColumn, "variables": Variable, "long": LongColumns, "titles": Named, "labels": Words, "title": Words,
    "note": Words, "heading": Words, "vocabularies": Named, "choices": Named,
})  # fmt: skip
_A_LIST: Final = (
    "a list: one line per entry beginning with a dash, or [a, b]",
    "daftar: satu baris per butir diawali tanda hubung, atau [a, b]",
)
_A_BLOCK: Final = ("keys of its own, indented below it", "kunci-kunci sendiri yang menjorok di bawahnya")
_SHAPES: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        "string": ("a text", "teks"),
        "int": ("a whole number", "bilangan bulat"),
        "float": ("a number", "angka"),
        "bool": ("true or false", "true atau false"),
        "date": ("a day as 2026-01-31", "tanggal seperti 2026-01-31"),
        "list": _A_LIST,
        "tuple": _A_LIST,
        "model": _A_BLOCK,
        "dict": _A_BLOCK,
    }
)


_TAKEN_COLUMNS: Final = frozenset(
    {name for name, _ in LEADING_COLUMNS} | {"received_at", "handed_in_on", "received_on", "something_reported"}
)
_DATING_TYPES: Final[Mapping[str, tuple[ColumnType, ...]]] = MappingProxyType({
    "period › month": ("month",), "period › span": ("span",), "period › start": ("date",), "period › end": ("date",),
    "period › year": ("integer", "number"), "submitted_at": ("date", "timestamp"),
})  # fmt: skip
_EDITION_OF_WORDS: Final = (
    "An edition is one line of words with single blanks between them, as it is printed on the form: 2027 rev 1.",
    "Edisi adalah satu baris kata berspasi tunggal, seperti tercetak pada formulir: 2027 rev 1.",
)
_TAKEN: Final = ("This name is taken. Choose another.", "Nama ini sudah dipakai. Pilih nama lain.")


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a key. `key` is its way from the top of the file; '' where the whole file is meant."""

    key: str
    message_en: str
    message_id: str


@dataclass(frozen=True)
class FoundColumn:
    """A column of the template in a workbook. `cell` is that of its label, None where it was not found."""

    name: str
    label: str
    required: bool
    cell: str | None
    filled: int
    first: str | None


@dataclass(frozen=True)
class TriedSheet:
    """One sheet of the template tried on a workbook. `title` is that of the sheet it was found on, if any."""

    table: str
    title: str | None
    rows: int
    columns: tuple[FoundColumn, ...]


@dataclass(frozen=True)
class Trial:
    """A template tried on a workbook. `recognised`: name and edition of what a build would read it by, if anything."""

    recognised: str | None
    refused: Pair | None
    sheets: tuple[TriedSheet, ...]
    findings: tuple[Pair, ...]


def checked_template(path: Path) -> Template:
    """A template of a data folder. Raises TemplateError, which tells the first mistakes and how to see them all."""
    template, mistakes = check(path)
    if template is not None and not mistakes:
        return template
    told = mistakes[:MOST_TOLD]
    english = "; ".join(f"{mistake.key}: {mistake.message_en}" for mistake in told)
    indonesian = "; ".join(f"{mistake.key}: {mistake.message_id}" for mistake in told)
    raise TemplateError(
        f"The template {path} cannot be used. {english} Run `python run.py template check {path}` to see everything, "
        "or move the file out of the folder.",
        f"Templat {path} tidak dapat dipakai. {indonesian} Jalankan `python run.py template check {path}` untuk "
        "melihat semuanya, atau pindahkan berkasnya dari folder itu.",
    )


def check(path: Path) -> tuple[Template | None, list[Mistake]]:
    """A template of one's own and its mistakes; None where it is not even of the form of a template."""
    try:
        told = yaml.load(path.read_text("utf-8"), Loader=_OnceOnly)
    except UnicodeDecodeError:
        return None, [Mistake("", "The file is not text in UTF-8. Save it as UTF-8.", "Berkas bukan teks UTF-8. "
                              "Simpan sebagai UTF-8.")]  # fmt: skip
    except yaml.YAMLError as error:
        return None, [_of_yaml(error)]
    except (ValueError, TypeError, RecursionError) as error:
        return None, [_of_value(error)]
    if not isinstance(told, dict):
        english = "The file holds no keys. Begin with a copy of docs/how-to/foreign-table.md's example."
        indonesian = "Berkas tidak memuat kunci. Mulailah dari salinan contoh di docs/how-to/foreign-table.md."
        return None, [Mistake("", english, indonesian)]
    try:
        template = Template.model_validate(told)
    except ValidationError as error:
        found: dict[str, Mistake] = {}
        for each in error.errors():
            if each["type"] == "too_short" and each["input"]:
                continue  # its entries are wrong, which is told of each
            mistake = _of_key(each, told)
            found.setdefault(mistake.key, mistake)
        return None, list(found.values())
    return template, [*_of_meaning(template), *_of_neighbours(template)]


def try_on(template: Template, path: Path) -> Trial:
    """What a template finds in a workbook. Raises Refused where the workbook cannot be read at all."""
    workbook, _ = without_listing(read_workbook(path, path.name))
    templates = {name: list(editions) for name, editions in load_templates().items()}
    templates.setdefault(template.name, []).append(template)
    recognised, refused = None, None
    try:
        best = recognise(workbook, templates)
        recognised = f"{best.name} {best.edition}"
    except Refused as error:
        refused = (error.message_en, error.message_id)
    extracted = extract(workbook, template, "0" * 64)
    sheets = tuple(_tried(sheet, extracted) for sheet in template.sheets)
    return Trial(recognised, refused, sheets, tuple((f.message_en, f.message_id) for f in extracted.findings))


def _tried(sheet: Sheet, extracted: Extracted) -> TriedSheet:
    places = {h.column_name: h for h in extracted.headers if h.table == sheet.table}
    table = extracted.tables.get(sheet.table, {})
    columns = []
    for column in sheet.columns:
        if column.shown_only:
            continue
        place = places.get(column.name)
        values = [value for value in table.get(column.name, ()) if value is not None]
        columns.append(
            FoundColumn(
                column.name,
                column.spellings[0],
                column.required,
                f"{place.cell_column}{place.cell_row or ''}" if place else None,
                len(values),
                shown(values[0]) if values else None,
            )
        )
    title = next((h.sheet for h in places.values()), None)
    return TriedSheet(sheet.table, title, len(table.get("row_no", ())), tuple(columns))


# --- The form of the file -------------------------------------------------------------------------------------


class _OnceOnly(yaml.SafeLoader):
    """YAML in which no key may stand twice in one place: the second would silently replace the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"'{key.value}' ×2", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _of_yaml(error: yaml.YAMLError) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or ""
    line = mark.line + 1 if mark else 0
    if problem.endswith("×2"):
        key = problem.removesuffix(" ×2")
        return Mistake(
            f"line {line}",
            f"The key {key} stands here a second time. Keep one of the two.",
            f"Kunci {key} muncul untuk kedua kalinya. Sisakan satu.",
        )
    column = mark.column + 1 if mark else 0
    return Mistake(
        f"line {line}",
        f"From column {column} on, the line is not understood. Usual reasons: a tab instead of blanks, another "
        "indentation than the lines above, or a text with a colon that needs quotation marks.",
        f"Mulai kolom {column} baris ini tidak terbaca. Biasanya karena tab alih-alih spasi, jorokan yang berbeda dari "
        "baris di atasnya, atau teks bertitik dua yang perlu tanda kutip.",
    )


def _of_value(error: Exception) -> Mistake:
    """What YAML reads as a day, a number or a block, and cannot make one of."""
    if isinstance(error, ValueError):
        return Mistake(
            "",
            f"A day or number in the file does not exist ({error}). Correct it, for example 2027-02-28.",
            f"Ada tanggal atau angka yang tidak mungkin dalam berkas ({error}). Perbaiki, misalnya 2027-02-28.",
        )
    return Mistake(
        "",
        "The brackets or braces in the file cannot be read. Put a text that begins with { or [ in quotation marks, and "
        "use no ? before a key.",
        "Kurung dalam berkas tidak terbaca. Beri tanda kutip pada teks yang diawali { atau [, dan jangan pakai ? "
        "sebelum kunci.",
    )


def _of_key(error: Any, told: dict[str, Any]) -> Mistake:
    """One mistake as the model found it, in our words."""
    way = [part for part in error["loc"] if isinstance(part, int) or not _names_a_type(part)]
    key, kind, given = _key(way, told), error["type"], error.get("input")
    unfit = error.get("ctx", {}).get("error")
    if isinstance(unfit, Unfit):
        return Mistake(key, _sentence(unfit.message_en), _sentence(unfit.message_id))
    if kind == "extra_forbidden":
        return Mistake(key, *_unknown_key(way))
    if kind == "missing":
        return Mistake(key, "This key is missing. Add it.", "Kunci ini belum ada. Tambahkan.")
    if kind in ("literal_error", "enum"):
        expected = error["ctx"]["expected"].replace(" or ", ", ")
        return Mistake(key, f"'{shown(given)}' is not possible here. One of: {expected}.",
                       f"'{shown(given)}' tidak dapat dipakai di sini. Salah satu: {expected}.")  # fmt: skip
    if kind == "string_pattern_mismatch":
        return Mistake(
            key,
            f"'{shown(given)}' is no name: small letters a–z, digits and underscores, a letter first. Example: "
            "water_level.",
            f"'{shown(given)}' bukan nama: huruf kecil a–z, angka, dan garis bawah, diawali huruf. Contoh: "
            "water_level.",
        )
    if kind == "string_type" and isinstance(given, bool | int | float):
        return Mistake(
            key,
            f"A text is needed; YAML reads {shown(given)} as a number or as yes/no. Put it in quotation marks.",
            f"Diperlukan teks; YAML membaca {shown(given)} sebagai angka atau ya/tidak. Beri tanda kutip.",
        )
    return Mistake(key, *_wrong_shape(kind, given))


def _wrong_shape(kind: str, given: object) -> Pair:
    if kind in ("too_short", "string_too_short"):
        return "This is empty. Write at least one entry.", "Ini kosong. Tulis sedikitnya satu isian."
    shape = next((words for name, words in _SHAPES.items() if kind.startswith(name)), None)
    if shape is None:
        return f"'{shown(given)}' cannot stand here.", f"'{shown(given)}' tidak dapat dipakai di sini."
    return (
        f"'{shown(given)}' cannot stand here. Needed: {shape[0]}.",
        f"'{shown(given)}' tidak dapat dipakai di sini. Yang diperlukan: {shape[1]}.",
    )


def _unknown_key(way: Sequence[str | int]) -> Pair:
    parents = [part for part in way[:-1] if isinstance(part, str) and part in _MODELS]
    model = _MODELS[parents[-1]] if parents else Template
    known = list(model.model_fields)
    near = get_close_matches(str(way[-1]), known, 1)
    guess_en = f" Did you mean {near[0]}?" if near else ""
    guess_id = f" Maksudnya {near[0]}?" if near else ""
    names = ", ".join(known)
    return (
        f"This key is not known.{guess_en} Known here: {names}.",
        f"Kunci ini tidak dikenal.{guess_id} Yang dikenal di sini: {names}.",
    )


def _names_a_type(part: str) -> bool:
    """Whether a part of pydantic's way only names a branch of a union."""
    return "[" in part or part in ("str", "int", "float", "bool", "date", "function-after", "nullable")


def _key(way: Sequence[str | int], told: Any) -> str:
    """The way to a key, entries of lists by their name: sheets › levels › columns › place › type."""
    names: list[str] = []
    for part in way:
        try:
            told = told[part]
        except (KeyError, IndexError, TypeError):
            told = None
        if isinstance(part, str):
            names.append(part)
        else:
            own = told if isinstance(told, dict) else {}
            names.append(str(own.get("table") or own.get("name") or own.get("variable") or part + 1))
    return " › ".join(names)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


# --- What it means --------------------------------------------------------------------------------------------


def _of_meaning(template: Template) -> Iterator[Mistake]:
    """Names that nothing is known of, and what only the product's own templates may do."""
    if template.edition != " ".join(template.edition.split()):
        yield Mistake("edition", *_EDITION_OF_WORDS)
    for sheet in template.sheets:
        way = f"sheets › {sheet.table}"
        for column in sheet.columns:
            if column.name in _TAKEN_COLUMNS or (column.name.endswith("_status") and column.name[:-7] in _names(sheet)):
                yield Mistake(f"{way} › columns › {column.name}", *_TAKEN)
            if column.unit and not _is_unit(column.unit):
                yield Mistake(f"{way} › columns › {column.name} › unit", *_unknown_unit(column.unit))
        if sheet.measurements:
            yield from _of_measurements(sheet.measurements, f"{way} › measurements")
            yield from _of_days(sheet, sheet.measurements, f"{way} › measurements")


def _of_measurements(how: Measurements, way: str) -> Iterator[Mistake]:
    if how.utility is None and how.partnership is None:
        yield Mistake(way, "It is not said whose figures these are. Add utility or partnership.",
                      "Belum disebut milik siapa data ini. Tambahkan utility atau partnership.")  # fmt: skip
    for variable in how.variables:
        place = f"{way} › variables › {variable.variable}"
        if variable.variable not in VARIABLES:
            yield Mistake(place, *_unknown_variable(variable.variable))
        if variable.sql:
            yield Mistake(f"{place} › sql", "Only templates of the product may compute. Give a column.",
                          "Hanya templat bawaan yang boleh menghitung. Sebutkan column.")  # fmt: skip
        if variable.unit and not _is_unit(variable.unit):
            yield Mistake(f"{place} › unit", *_unknown_unit(variable.unit))
    for word, unit in how.unit.words.items() if how.unit else ():
        if "'" in word:
            yield Mistake(f"{way} › unit › words › {word}", "No apostrophe may stand here.",
                          "Tidak boleh ada tanda petik tunggal di sini.")  # fmt: skip
        if not _is_unit(unit):
            yield Mistake(f"{way} › unit › words › {word}", *_unknown_unit(unit))


def _of_days(sheet: Sheet, how: Measurements, way: str) -> Iterator[Mistake]:
    """Columns that date a row must be read as what they are: words would stop the build."""
    types = {column.name: column.type for column in sheet.columns}
    named = {f"period › {key}": getattr(how.period, key) for key in ("month", "span", "start", "end", "year")}
    for key, name in {**named, "submitted_at": how.submitted_at}.items():
        right = _DATING_TYPES[key]
        if name and types[name] not in right:
            yield Mistake(f"{way} › {key}", f"Column {name} is read as {types[name]}. Give it the type {right[0]}.",
                          f"Kolom {name} dibaca sebagai {types[name]}. Beri type: {right[0]}.")  # fmt: skip


def _unknown_variable(code: str) -> Pair:
    near = ", ".join(get_close_matches(code, list(VARIABLES), 3)) or "–"
    return (
        f"No such variable in the catalogue (docs/indicators.md). Nearest: {near}.",
        f"Variabel ini tidak ada dalam katalog (docs/indicators.md). Yang mirip: {near}.",
    )


def _names(sheet: Sheet) -> set[str]:
    return {column.name for column in sheet.columns if column.has_status}


def _is_unit(unit: str) -> bool:
    if unit == "m" or any(variable.unit == unit for variable in VARIABLES.values()):
        return True
    try:
        resolve(unit)
    except UnitError:
        return False
    return "'" not in unit


def _unknown_unit(unit: str) -> Pair:
    return (
        f"The unit '{shown(unit)}' is not known. Examples of known ones: m3, 1000 m3, ML, L/s, km, m, kWh.",
        f"Satuan '{shown(unit)}' tidak dikenal. Contoh yang dikenal: m3, 1000 m3, ML, L/s, km, m, kWh.",
    )


@cache
def _reserved_tables() -> frozenset[str]:
    """The tables beside those of templates: of the schema, and of what GIS files hold."""
    of_schema = (statement.name.partition(".") for statement in statements())
    of_gis = (sheet.table for template in (LAYERS, DETAILS, OUTSIDE_TABLE) for sheet in template.sheets)
    return frozenset({name for schema, _, name in of_schema if schema == "raw"} | set(of_gis))


def _of_neighbours(template: Template) -> Iterator[Mistake]:
    """What the product's own templates have already taken."""
    editions = load_templates().get(template.name, [])
    if any(other.edition == template.edition for other in editions):
        known = ", ".join(other.edition for other in editions)
        yield Mistake("edition", f"This edition of {template.name} exists already. Known: {known}.",
                      f"Edisi {template.name} ini sudah ada. Yang dikenal: {known}.")  # fmt: skip
    if template.name == LAYERS.name:
        yield Mistake("name", *_TAKEN)
    owners = {sheet.table: name for name, each in load_templates().items() for t in each for sheet in t.sheets}
    reserved = _reserved_tables()
    listing = {normalised(title) for title in RETURN_SHEETS.values()}
    for sheet in template.sheets:
        if sheet.table in reserved or owners.get(sheet.table, template.name) != template.name:
            yield Mistake(f"sheets › {sheet.table} › table", *_TAKEN)
        if sheet.titles and listing & {normalised(title) for title in sheet.titles.spellings}:
            yield Mistake(f"sheets › {sheet.table} › titles", "This is the title of the sheet that lists findings.",
                          "Ini judul lembar yang memuat daftar temuan.")  # fmt: skip
