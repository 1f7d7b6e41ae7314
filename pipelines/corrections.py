"""Declared corrections: a known error in a landed file, mended beside it and never in it.

`reference/corrections/*.yml`, shipped or of a data folder, are read by closed models. They act on the raw rows after
reading and before every check; the originals and the parsed rows that are kept stay as they are. A correction says
what it expects to find: where that no longer holds, the build stops and says so.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from math import isclose
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from pipelines.cells import Values, read_column
from pipelines.reference import InvalidReference, reference_files
from pipelines.template import Column, Template
from pipelines.yaml_files import read_yaml
from warehouse.ddl import quoted
from warehouse.explained import shown
from warehouse.month import Month, MonthError

FOLDER = "corrections"
COVER = "monthly_cover"

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SHA256 = re.compile(r"[0-9a-f]{12,64}")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Scalar = str | int | float | bool | date | None
Action = Literal["replace_value", "drop_row", "move_report", "confirm"]


class Correction(BaseModel):
    """One declared correction.

    `file` is a name or the SHA-256 of the original, or its first 12 digits or more. A cell is named by `sheet` and
    `cell`, or by `sheet`, the key of its `row` and its `column` (columns of the template). `expect` is what stands
    there now, as written; null for an empty cell; of a report to be moved, the partnership on its cover.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    id: Text
    file: Text
    sheet: Text | None = None
    cell: Annotated[str, StringConstraints(pattern=f"^{_CELL.pattern}$")] | None = None
    row: dict[str, Scalar] | None = None
    column: Text | None = None
    action: Action
    expect: Scalar
    value: Scalar = None
    to_partnership: Text | None = None
    to_month: Text | None = None
    reason: Text
    by: Text
    on: date
    status: Literal["in_force", "retired"]

    @model_validator(mode="after")
    def _says_what_and_where(self) -> Self:
        said = self.model_fields_set
        moves, replaces = self.action == "move_report", self.action == "replace_value"
        if moves and not (self.to_partnership or self.to_month):
            raise ValueError("move_report: give to_partnership, to_month or both")
        if not moves and (self.to_partnership or self.to_month):
            raise ValueError("to_partnership and to_month belong to move_report")
        if replaces != ("value" in said):
            raise ValueError("value: what replace_value writes, and nothing else has one")
        if not moves and (self.sheet is None or (self.cell is None) == (self.row is None)):
            raise ValueError("give the sheet, and either the cell or the key of its row")
        if self.row is not None and self.column is None:
            raise ValueError("row: give the column too")
        return self

    @property
    def target(self) -> str:
        """Sheet and cell, or what stands for them."""
        if self.action == "move_report":
            return " ".join(part for part in (self.to_partnership, self.to_month) if part)
        key = ", ".join(f"{name} = {value}" for name, value in (self.row or {}).items())
        return f"{self.sheet}!{self.cell or f'{self.column} ({key})'}"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    corrections: list[Correction]


@dataclass(frozen=True)
class Declared:
    """A correction and the file that declares it."""

    path: Path
    correction: Correction


class CorrectionStops(InvalidReference):
    """A correction that cannot be applied any more; the build stops."""


@dataclass(frozen=True)
class _Original:
    """A file that a correction may be about."""

    file_sha256: str
    file_name: str
    template: Template


@dataclass(frozen=True)
class _Place:
    """The raw value of one cell, and what the file holds there: `written` None where it is empty."""

    original: _Original
    sheet: str
    cell: str
    table: str
    row_id: str
    column: Column
    value: object
    status: str | None
    unread: str | None

    @property
    def written(self) -> str | None:
        """What stands in the cell, in words."""
        return self.unread if self.unread is not None else _in_words(self.value)


def read_corrections(folder_override: Path | None = None) -> list[Declared]:
    """Every declared correction, in order of files and lines. Raises InvalidReference."""
    paths = [p for p in reference_files(folder_override) if p.parent.name == FOLDER and p.suffix.lower() != ".csv"]
    declared = [Declared(path, each) for path in paths for each in _read(path)]
    for code, times in Counter(each.correction.id for each in declared).items():
        if times > 1:
            path = [each.path for each in declared if each.correction.id == code][-1]
            raise InvalidReference(
                f"{path.name}, {code}: this id is given twice. Give each correction its own.",
                f"{path.name}, {code}: id ini dipakai dua kali. Beri setiap koreksi id tersendiri.",
            )
    return declared


def apply_corrections(
    connection: duckdb.DuckDBPyConnection, declared: Sequence[Declared], templates: Sequence[Template]
) -> int:
    """Change the raw rows as declared; fills quality.correction and quality.correction_applied.

    Returns the number of changes. Raises CorrectionStops where a file is there and what is expected is not.
    """
    editions = {(template.name, template.edition): template for template in templates}
    changes = 0
    for each in declared:
        applied = _apply(connection, each, editions) if each.correction.status == "in_force" else 0
        _record(connection, each, applied)
        changes += applied or 0
    return changes


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Say which corrections change nothing: their file was replaced, or there was nothing to confirm.

    After quality.file_outcome is filled, and before core.* is dropped.
    """
    if connection.execute("SELECT count(*) FROM quality.correction_applied").fetchall()[0][0]:
        connection.execute(files(__package__).joinpath("corrections.sql").read_text("utf-8"))


# --- Reading the declarations -----------------------------------------------------------------------------------------


def _read(path: Path) -> list[Correction]:
    try:
        raw = read_yaml(path) or {}
        return _File.model_validate(_with_on(raw)).corrections
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"]) or FOLDER
        words = problem["msg"].removeprefix("Value error, ")
        raise InvalidReference(
            f"{path.name}, key {key}: {words}. docs/how-to/corrections.md shows an example.",
            f"{path.name}, kunci {key}: {words}. Contohnya ada di docs/how-to/corrections.md.",
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidReference(
            f"{path.name} is no readable YAML: {error}", f"{path.name} bukan YAML yang terbaca: {error}"
        ) from error


def _with_on(raw: object) -> object:
    """YAML reads the bare key `on` as a truth value; here it is the day."""
    if isinstance(raw, Mapping):
        return {"on" if key is True else key: _with_on(value) for key, value in raw.items()}
    return [_with_on(each) for each in raw] if isinstance(raw, list) else raw


# --- Applying ---------------------------------------------------------------------------------------------------------


def _apply(
    connection: duckdb.DuckDBPyConnection, each: Declared, editions: Mapping[tuple[str, str], Template]
) -> int | None:
    """The number of changes; None where no such file has come."""
    originals = _originals(connection, each, editions)
    if not originals:
        return None
    found = [(original, _places(connection, each.correction, original)) for original in originals]
    fitting = [(original, places) for original, places in found if _all_stand(each.correction, places)]
    if not fitting:
        raise _no_longer_holds(each, *found[-1])
    return sum(_act(connection, each, original, places) for original, places in fitting)


def _all_stand(correction: Correction, places: Sequence[_Place]) -> bool:
    expectations = _expectations(correction, places)
    return bool(expectations) and all(_stands(place, expected) for place, expected in expectations)


def _originals(
    connection: duckdb.DuckDBPyConnection, each: Declared, editions: Mapping[tuple[str, str], Template]
) -> list[_Original]:
    """The files that were read and bear the name, or the hash; the latest last."""
    told = each.correction.file.lower()
    rows = connection.execute(
        "SELECT file_sha256, file_name, template, edition FROM raw.file "
        "WHERE template IS NOT NULL AND (lower(file_name) = $1 OR ($2 AND starts_with(file_sha256, $1))) "
        "ORDER BY received_at, file_sha256",
        [told, _SHA256.fullmatch(told) is not None],
    ).fetchall()
    hashed = [row for row in rows if row[0].startswith(told)]
    if len(hashed) > 1:
        raise _stop(
            each, "several files begin with these digits; give more of them",
            "beberapa berkas diawali angka ini; tulis lebih panjang",
        )  # fmt: skip
    return [
        _Original(sha256, name, editions[template, edition])
        for sha256, name, template, edition in hashed or rows
        if (template, edition) in editions
    ]


def _places(connection: duckdb.DuckDBPyConnection, correction: Correction, original: _Original) -> list[_Place]:
    """The cells that a correction names in a file; none where the file does not have them."""
    if correction.action == "move_report":
        wanted = [("partnership_id", correction.to_partnership), ("period", correction.to_month)]
        names = [name for name, to in wanted if to is not None or name == "partnership_id"]
        rows = connection.execute(
            "SELECT table_name, column_name, cell_column, cell_row, sheet FROM raw.header "
            "WHERE file_sha256 = $1 AND table_name = $2 AND list_contains($3, column_name)",
            [original.file_sha256, COVER, names],
        ).fetchall()
        found = [_place(connection, original, *row, None) for row in rows]
        return sorted((place for place in found if place), key=lambda place: place.column.name)
    if correction.cell is not None:
        place = _place_of_cell(connection, correction, original)
    else:
        place = _place_of_row(connection, correction, original)
    return [place] if place else []


def _place_of_cell(connection: duckdb.DuckDBPyConnection, correction: Correction, original: _Original) -> _Place | None:
    found = _CELL.fullmatch(str(correction.cell))
    assert found is not None
    letters, number = found[1], int(found[2])
    rows = connection.execute(
        "SELECT table_name, column_name, cell_column, cell_row, sheet FROM raw.header "
        "WHERE file_sha256 = $1 AND lower(trim(sheet)) = lower($2) AND cell_column = $3 "
        "AND coalesce(cell_row, $4) = $4",
        [original.file_sha256, correction.sheet, letters, number],
    ).fetchall()
    places = (_place(connection, original, *row, number) for row in rows)
    return next((place for place in places if place), None)


def _place_of_row(connection: duckdb.DuckDBPyConnection, correction: Correction, original: _Original) -> _Place | None:
    """The cell of a column in the one row of a sheet that bears the key."""
    headers = connection.execute(
        "SELECT table_name, column_name, cell_column, cell_row, sheet FROM raw.header "
        "WHERE file_sha256 = $1 AND lower(trim(sheet)) = lower($2)",
        [original.file_sha256, correction.sheet],
    ).fetchall()
    named = {row[1]: row for row in headers}
    key = correction.row or {}
    if correction.column not in named or not key.keys() <= named.keys():
        return None
    header = named[str(correction.column)]
    numbers = connection.execute(
        f"SELECT row_no FROM raw.{quoted(header[0])} WHERE file_sha256 = $1 AND sheet = $2 AND "
        + " AND ".join(
            f"coalesce(CAST({quoted(name)} AS VARCHAR), '') = ${place}" for place, name in enumerate(key, start=3)
        ),
        [original.file_sha256, header[4], *("" if value is None else str(value) for value in key.values())],
    ).fetchall()
    return _place(connection, original, *header, numbers[0][0]) if len(numbers) == 1 else None


def _place(
    connection: duckdb.DuckDBPyConnection,
    original: _Original,
    table: str,
    column_name: str,
    letters: str,
    form_row: int | None,
    sheet: str,
    row_no: int | None,
) -> _Place | None:
    column = original.template.sheet(table).column(column_name)
    status = quoted(f"{column_name}_status") if column.has_status else "NULL"
    of_row = "" if form_row is not None else " AND row_no = $3"
    number = row_no if form_row is None else form_row
    rows = connection.execute(
        f"SELECT row_id, {quoted(column_name)}, {status} FROM raw.{quoted(table)} "
        f"WHERE file_sha256 = $1 AND sheet = $2{of_row}",
        [original.file_sha256, sheet] + ([] if form_row is not None else [row_no]),
    ).fetchall()
    if not rows:
        return None
    row_id, value, status_read = rows[0]
    cell = f"{letters}{number}"
    unread = connection.execute(
        "SELECT value FROM quality.finding WHERE file_sha256 = $1 AND sheet = $2 AND cell = $3 AND row_id = $4 "
        "AND value IS NOT NULL LIMIT 1",
        [original.file_sha256, sheet, cell, row_id],
    ).fetchall()
    text = str(unread[0][0]) if unread and value is None else None
    return _Place(original, sheet, cell, table, row_id, column, value, status_read, text)


def _expectations(correction: Correction, places: Sequence[_Place]) -> list[tuple[_Place, Scalar]]:
    """What is to stand where; of a report to be moved, only its partnership is expected."""
    if correction.action == "move_report":
        return [(place, correction.expect) for place in places if place.column.name == "partnership_id"]
    return [(place, correction.expect) for place in places]


def _stands(place: _Place, expected: Scalar) -> bool:
    """Whether a cell holds what is expected, as it was written or as it was read."""
    if expected is None or place.written is None:
        return expected is None and place.written is None
    if place.unread is not None:
        return " ".join(str(expected).split()) == " ".join(place.unread.split())
    read = _read_cell(place, expected)
    if read.problems:
        return str(expected) == place.written
    value = read.values[0]
    if isinstance(value, float) and isinstance(place.value, float):
        return isclose(value, place.value, rel_tol=1e-9, abs_tol=1e-12)
    return value == place.value and (read.statuses is None or read.statuses[0] == place.status)


def _read_cell(place: _Place, cell: Scalar) -> Values:
    """A cell's content read as the file's own cells are."""
    template = place.original.template
    return read_column(place.column, ["" if cell is None else cell], template.decimal, template.date_order)


def _act(connection: duckdb.DuckDBPyConnection, each: Declared, original: _Original, places: Sequence[_Place]) -> int:
    correction = each.correction
    if correction.action == "drop_row":
        place = places[0]
        connection.execute("INSERT OR IGNORE INTO raw.rejected_row VALUES ($1, $2)", [place.table, place.row_id])
        _note(connection, correction, place, None)
    elif correction.action == "confirm":
        if not places[0].column.has_status or places[0].value is None:
            raise _stop(each, "there is no figure to confirm", "tidak ada angka untuk dikonfirmasi")
        _note(connection, correction, places[0], places[0].written)
    elif correction.action == "replace_value":
        _replace(connection, each, places[0], correction.value)
    else:
        _move(connection, each, original, places)
    return len(places)


def _replace(connection: duckdb.DuckDBPyConnection, each: Declared, place: _Place, cell: Scalar) -> None:
    read = _read_cell(place, cell)
    value = read.values[0]
    if read.problems:
        problem = read.problems[0]
        raise _stop(each, f"value: {problem.message_en}", f"value: {problem.message_id}")
    if value is None and place.column.required:
        raise _stop(each, f"{place.cell} must not be empty", f"{place.cell} tidak boleh kosong")
    columns = {place.column.name: value}
    if read.statuses is not None:
        columns[f"{place.column.name}_status"] = read.statuses[0]
    assignments = ", ".join(f"{quoted(name)} = ${number}" for number, name in enumerate(columns, start=2))
    update = f"UPDATE raw.{quoted(place.table)} SET {assignments} WHERE row_id = $1"
    connection.execute(update, [place.row_id, *columns.values()])
    _lift_refusal(connection, place)
    _note(connection, each.correction, place, _in_words(value))


def _lift_refusal(connection: duckdb.DuckDBPyConnection, place: _Place) -> None:
    """What the reader found wrong in the cell is mended; a row or form refused for nothing else is taken again.

    A row that a correction left out stays out.
    """
    connection.execute(
        "DELETE FROM quality.finding WHERE file_sha256 = $1 AND row_id = $2 AND cell = $3 AND severity <> 'info'",
        [place.original.file_sha256, place.row_id, place.cell],
    )
    connection.execute(
        "DELETE FROM raw.rejected_row WHERE row_id = $1 AND table_name = $2 AND row_id NOT IN "
        "(SELECT row_id FROM quality.finding WHERE row_rejected AND row_id IS NOT NULL) AND row_id NOT IN "
        "(SELECT row_id FROM quality.correction_applied WHERE \"action\" = 'drop_row')",
        [place.row_id, place.table],
    )
    if place.original.template.sheet(place.table).layout == "form":
        connection.execute(
            "DELETE FROM raw.refused_file WHERE file_sha256 = $1 AND NOT EXISTS ("
            "SELECT 1 FROM quality.finding AS g WHERE g.file_sha256 = $1 AND g.severity = 'critical' "
            "AND (g.row_id IS NULL OR g.row_id = $2))",
            [place.original.file_sha256, place.row_id],
        )


def _move(connection: duckdb.DuckDBPyConnection, each: Declared, original: _Original, places: Sequence[_Place]) -> None:
    """Put a report under the partnership, or the month, that it belongs to."""
    correction = each.correction
    to = {"partnership_id": correction.to_partnership, "period": correction.to_month}
    if correction.to_month:
        try:
            to["period"] = str(Month.parse(correction.to_month))
        except MonthError as error:
            raise _stop(each, f"to_month: {error.message_en}", f"to_month: {error.message_id}") from error
    for place in places:
        if to[place.column.name] is not None:
            _replace(connection, each, place, to[place.column.name])
    if correction.to_partnership:
        connection.execute(
            "UPDATE raw.file SET partnership_id = $2 WHERE file_sha256 = $1",
            [original.file_sha256, correction.to_partnership],
        )


# --- What is said of it -----------------------------------------------------------------------------------------------


def _note(connection: duckdb.DuckDBPyConnection, correction: Correction, place: _Place, corrected: str | None) -> None:
    """The change with its origin, and a finding (info) at its cell."""
    connection.execute(
        "INSERT INTO quality.correction_applied BY NAME SELECT $1 AS correction_id, $2 AS \"action\", "
        "$3 AS file_sha256, $4 AS source_file, $5 AS source_sheet, $6 AS source_cell, $7 AS column_name, "
        "$8 AS row_id, $9 AS written_value, $10 AS corrected_value, $11 AS reason, $12 AS \"by\", $13 AS decided_on",
        [
            correction.id, correction.action, place.original.file_sha256, place.original.file_name, place.sheet,
            place.cell, place.column.name, place.row_id, place.written, corrected, correction.reason, correction.by,
            correction.on,
        ],
    )  # fmt: skip
    connection.execute(
        "INSERT INTO quality.finding BY NAME SELECT $1 AS file_sha256, $2 AS file_name, $3 AS sheet, $4 AS cell, "
        "$5 AS column_name, $6 AS \"value\", 'corrected' AS \"rule\", 'info' AS severity, FALSE AS row_rejected, "
        "$7 AS message_en, $8 AS message_id, $9 AS row_id",
        [
            place.original.file_sha256, place.original.file_name, place.sheet, place.cell, place.column.name,
            place.written, *_what_happened(correction, place, corrected), place.row_id,
        ],
    )  # fmt: skip


def _what_happened(correction: Correction, place: _Place, corrected: str | None) -> tuple[str, str]:
    was_en, was_id = place.written or "empty", place.written or "kosong"
    now_en, now_id = corrected or "empty", corrected or "kosong"
    done = {
        "drop_row": ("The row was left out", "Baris ini dikeluarkan"),
        "confirm": (f"'{was_en}' was confirmed as right", f"'{was_id}' dikonfirmasi benar"),
    }.get(correction.action, (f"'{was_en}' was corrected to '{now_en}'", f"'{was_id}' dikoreksi menjadi '{now_id}'"))
    who = f"{correction.by}, {correction.on.isoformat()}, {correction.id}"
    return f"{done[0]} ({who}): {correction.reason}", f"{done[1]} ({who}): {correction.reason}"


def _record(connection: duckdb.DuckDBPyConnection, each: Declared, applied: int | None) -> None:
    correction = each.correction
    state = "retired" if correction.status == "retired" else "waiting" if applied is None else "applied"
    connection.execute(
        "INSERT INTO quality.correction BY NAME SELECT $1 AS correction_id, $2 AS file, $3 AS target, "
        "$4 AS \"action\", $5 AS reason, $6 AS \"by\", $7 AS status, $8 AS applied_rows, $9 AS decided_on, "
        "$10 AS state, $11 AS declared_in, $12 AS expected_value, $13 AS new_value",
        [
            correction.id, correction.file, correction.target, correction.action, correction.reason, correction.by,
            correction.status, applied or 0, correction.on, state, each.path.name, _in_words(correction.expect),
            _new_value(correction),
        ],
    )  # fmt: skip


def _new_value(correction: Correction) -> str | None:
    return correction.target if correction.action == "move_report" else _in_words(correction.value)


def _in_words(value: Any) -> str | None:
    """A value as it is listed: whole numbers without '.0', dates in ISO form."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _no_longer_holds(each: Declared, original: _Original, places: Sequence[_Place]) -> CorrectionStops:
    correction = each.correction
    expected = _in_words(correction.expect)
    if not places:
        return _stop(
            each,
            f"in {original.file_name}, {correction.target} is no cell that is read. Check sheet and cell",
            f"di {original.file_name}, {correction.target} bukan sel yang dibaca. Periksa lembar dan selnya",
        )
    place = next(p for p, value in _expectations(correction, places) if not _stands(p, value))
    return _stop(
        each,
        f'in {original.file_name}, sheet "{place.sheet}", cell {place.cell}, it expects '
        f"'{shown(expected or 'empty')}', but '{shown(place.written or 'empty')}' stands there. Check the file, then "
        "mend `expect`, or set `status: retired`",
        f'di {original.file_name}, lembar "{place.sheet}", sel {place.cell}, diharapkan '
        f"'{shown(expected or 'kosong')}', tetapi isinya '{shown(place.written or 'kosong')}'. Periksa berkasnya, lalu "
        "perbaiki `expect`, atau tulis `status: retired`",
    )


def _stop(each: Declared, english: str, indonesian: str) -> CorrectionStops:
    place = f"{each.path.name}, {each.correction.id}"
    return CorrectionStops(f"{place}: {english}.", f"{place}: {indonesian}.")
