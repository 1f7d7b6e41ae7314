"""Names of utilities in the landed files: resolved before the figures are loaded, suggested where nobody can be sure.

Known utilities are those of the registers in force. Spellings that somebody accepted stand in `aliases.csv`; the
ministry's list of regencies and cities, where a data folder has it, in `regencies.csv`.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import duckdb
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.reference import InvalidReference, reference_files
from pipelines.sources.name_reasons import TEXTS
from pipelines.standardise.name_resolution import (
    Alias,
    Known,
    MatchRule,
    Resolution,
    Resolver,
    Verdict,
    regency,
    utility,
)
from pipelines.standardise.utility_names import joined, parse_utility_name, words_of
from pipelines.template import Sheet, Template
from warehouse.ddl import quoted

ALIASES = "aliases.csv"
REGENCIES = "regencies.csv"
NAME = "name"
PARTY_COLUMNS = (
    ("register_partnerships", "mentor_id"),
    ("register_partnerships", "mentee_id"),
    ("register_partnerships", "facilitator_id"),
    ("register_partnerships", "supporting_partner_id"),
    ("register_contacts", "party_id"),
)

Text = Annotated[str, Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


R = TypeVar("R", bound=_Row)


class AliasRow(_Row):
    """A row of aliases.csv."""

    spelling: Text
    target: Text
    accepted_by: Annotated[str, Field(pattern=r"\w")]
    accepted_on: date
    reason: Text


class RegencyRow(_Row):
    """A row of regencies.csv: the ministry's own columns."""

    kode: Annotated[str, Field(pattern=r"^\d{2}\.\d{2}$")]
    nama: Annotated[str, Field(pattern=r"^(Kabupaten|Kota) ")]


@dataclass(frozen=True, slots=True)
class Written:
    """A name met in a file, with the first place where it stands. `external_id`: its id in its list, if it has one."""

    list_code: str
    external_id: str | None
    name: str
    file_sha256: str
    source_file: str
    sheet: str | None
    cell: str | None

    @property
    def place(self) -> tuple[str | None, ...]:
        """File, name of the file, sheet, cell."""
        return (self.file_sha256, self.source_file, self.sheet, self.cell)


def load_names(connection: duckdb.DuckDBPyConnection, folder_override: Path | None = None) -> int:
    """Fill reference.utility_alias and reference.regency; returns their rows. Raises InvalidReference."""
    files = {path.name: path for path in reference_files(folder_override)}
    aliases = read_aliases(files[ALIASES])
    regencies = read_regencies(files[REGENCIES]) if REGENCIES in files else []
    _insert(connection, "reference.utility_alias", [tuple(row.model_dump().values()) for row in aliases])
    _insert(connection, "reference.regency", [(row.kode, row.nama) for row in regencies])
    return len(aliases) + len(regencies)


def read_aliases(path: Path) -> list[AliasRow]:
    """The accepted spellings. Raises InvalidReference for a faulty row and for one spelling with two meanings."""
    rows: dict[str, AliasRow] = {}
    for number, row in enumerate(_rows(path, AliasRow), 2):
        before = rows.setdefault(parse_utility_name(row.spelling).key, row)
        if before is not row:
            reason_en = f"'{row.spelling}' stands twice (for {before.target} and {row.target}); keep one row"
            reason_id = (
                f"'{row.spelling}' tertulis dua kali (untuk {before.target} dan {row.target}); sisakan satu baris"
            )
            raise _invalid(path, number, reason_en, reason_id)
    return list(rows.values())


def read_regencies(path: Path) -> list[RegencyRow]:
    """The ministry's list of regencies and cities. Raises InvalidReference."""
    rows = {row.kode: row for row in _rows(path, RegencyRow)}
    return list(rows.values())


def name_parties(connection: duckdb.DuckDBPyConnection) -> int:
    """Put the code of a party where a register writes its name; returns how many names were met."""
    met = [(place, written) for place in PARTY_COLUMNS for written in _unlisted(connection, *place)]
    resolvers: dict[str, Resolver] = {}
    for (table, column), written in met:
        file = written.file_sha256
        if file not in resolvers:
            resolvers[file] = _resolver(connection, _parties_of(connection, file))
        party = _party_of_that_name(connection, file, written.name)
        resolution = resolvers[file].resolve(written.name)
        code = party or resolution.utility
        if code is None:
            _suggest(connection, [(written, resolution)])
            continue
        rule = NAME if party else str(resolution.rule)
        update = (
            f"UPDATE raw.{quoted(table)} SET {quoted(column)} = $1 WHERE file_sha256 = $2 AND {quoted(column)} = $3"
        )
        connection.execute(update, [code, file, written.name])
        _record(connection, [(written, rule, code, resolution.regency)])
    return len(met)


def name_utilities(connection: duckdb.DuckDBPyConnection, templates: Sequence[Template]) -> int:
    """Resolve the utilities that tables of figures name, into the temporary table `utility_named`.

    A row that gives only a name gets the code that the name resolves to. Returns how many names were met.
    """
    connection.execute(
        "CREATE TEMP TABLE utility_named (list_code VARCHAR, external_id VARCHAR, utility_id VARCHAR, "
        "kind_of_place VARCHAR, place VARCHAR)"
    )
    sheets = [sheet for template in templates for sheet in template.sheets if _names_utilities(sheet)]
    written = [one for sheet in sheets for one in _met(connection, sheet)]
    if not written:
        return 0
    resolver = _resolver(connection, _utilities(connection))
    resolved = list(_once_per_list([(one, resolver.resolve(one.name)) for one in written]))
    matched = [(one, found) for one, found in resolved if found.verdict is Verdict.MATCHED]
    named = dict.fromkeys(_named(one, found, resolver) for one, found in matched)
    _insert(connection, "utility_named", list(named))
    for sheet in sheets:
        _fill_codes(connection, sheet, [(one, found) for one, found in matched if one.external_id is None])
    _record(connection, [(one, str(found.rule), found.utility, found.regency) for one, found in matched])
    _suggest(connection, [(one, found) for one, found in resolved if found.verdict is not Verdict.MATCHED])
    return len(written)


def _resolver(connection: duckdb.DuckDBPyConnection, utilities: Iterable[Known]) -> Resolver:
    aliases = connection.execute("SELECT spelling, target FROM reference.utility_alias").fetchall()
    regencies = connection.execute("SELECT code, name FROM reference.regency").fetchall()
    provinces = connection.execute("SELECT province FROM reference.province").fetchall()
    return Resolver(
        utilities,
        [regency(code, name) for code, name in regencies],
        [Alias(*row) for row in aliases],
        [name for (name,) in provinces],
    )


def _utilities(connection: duckdb.DuckDBPyConnection) -> list[Known]:
    """Those of the registers in force; a case tells of another time."""
    rows = connection.execute(
        "SELECT u.utility_id, u.name, u.kind_of_place, u.place, u.province FROM core.utility AS u "
        "JOIN core.party AS p ON p.party_id = u.utility_id WHERE p.origin <> 'case'"
    ).fetchall()
    return [utility(*row) for row in rows]


def _parties_of(connection: duckdb.DuckDBPyConnection, file_sha256: str) -> list[Known]:
    rows = connection.execute(
        "SELECT party_id, any_value(name), any_value(kind_of_place), any_value(place), any_value(province) "
        "FROM raw.register_parties WHERE file_sha256 = $1 AND kind = 'utility' AND party_id IS NOT NULL "
        "AND name IS NOT NULL GROUP BY party_id",
        [file_sha256],
    ).fetchall()
    return [utility(*row) for row in rows]


def _party_of_that_name(connection: duckdb.DuckDBPyConnection, file_sha256: str, name: str) -> str | None:
    """The only party of a register that bears exactly this name."""
    rows = connection.execute(
        "SELECT DISTINCT party_id, name FROM raw.register_parties "
        "WHERE file_sha256 = $1 AND party_id IS NOT NULL AND name IS NOT NULL",
        [file_sha256],
    ).fetchall()
    codes = {code for code, other in rows if joined(words_of(other)) == joined(words_of(name))}
    return codes.pop() if len(codes) == 1 else None


def _unlisted(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> list[Written]:
    """What stands for a party and is no code of the sheet of parties."""
    statement = f"""
        SELECT r.file_sha256, any_value(r.source_file), any_value(r.sheet), r.{quoted(column)},
            arg_min(coalesce(h.cell_column || r.row_no, r.source_cell), r.row_no)
        FROM raw.{quoted(table)} AS r
        ANTI JOIN raw.refused_file AS refused ON refused.file_sha256 = r.file_sha256
        ANTI JOIN raw.register_parties AS p ON p.file_sha256 = r.file_sha256 AND p.party_id = r.{quoted(column)}
        LEFT JOIN raw.header AS h
            ON h.file_sha256 = r.file_sha256 AND h.table_name = $1 AND h.column_name = $2
        WHERE r.{quoted(column)} IS NOT NULL
        GROUP BY r.file_sha256, r.{quoted(column)}
        ORDER BY r.file_sha256, r.{quoted(column)}
    """
    rows = connection.execute(statement, [table, column]).fetchall()
    return [Written(table, None, name, sha256, file, sheet, cell) for sha256, file, sheet, name, cell in rows]


def _names_utilities(sheet: Sheet) -> bool:
    return sheet.measurements is not None and sheet.measurements.utility is not None


def _met(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Written]:
    """The utilities of a sheet outside any partnership: the latest name of each id, and names without an id."""
    how = sheet.measurements
    assert how is not None and how.utility is not None
    identity = "nullif(concat_ws('/', " + ", ".join(f"r.{quoted(column)}" for column in how.utility.id) + "), '')"
    name_column = how.utility.name or how.utility.id[0]
    name = f"r.{quoted(name_column)}"
    outside = f"r.{quoted(how.partnership)} IS NULL" if how.partnership else "TRUE"
    statement = f"""
        SELECT {identity} AS external_id, {name} AS name, r.file_sha256, r.source_file, r.sheet,
            coalesce(h.cell_column || r.row_no, r.source_cell) AS cell
        FROM accepted_{sheet.table} AS r
        LEFT JOIN raw.header AS h
            ON h.file_sha256 = r.file_sha256 AND h.table_name = $1 AND h.column_name = $2
        WHERE {name} IS NOT NULL AND {outside}
        QUALIFY row_number() OVER (
            PARTITION BY external_id, CASE WHEN external_id IS NULL THEN name END
            ORDER BY r.received_at DESC, r.file_sha256 DESC, r.row_no
        ) = 1
        ORDER BY external_id, name
    """
    rows = connection.execute(statement, [sheet.table, name_column]).fetchall()
    return [Written(how.utility.list, *row) for row in rows]


def _once_per_list(resolved: Sequence[tuple[Written, Resolution]]) -> Iterator[tuple[Written, Resolution]]:
    """Two ids of one list that seem to be one utility are two of something: no match, unless aliases say so."""
    meant = Counter((one.list_code, _meaning(found)) for one, found in resolved if one.external_id is not None)
    for one, found in resolved:
        sure = found.rule is MatchRule.ALIAS or one.external_id is None or _meaning(found) is None
        yield (one, found) if sure or meant[one.list_code, _meaning(found)] == 1 else (one, found.doubted())


def _meaning(found: Resolution) -> str | None:
    return found.utility or found.regency


def _named(one: Written, found: Resolution, resolver: Resolver) -> tuple[str | None, ...]:
    place = resolver.by_id[found.regency] if found.regency else None
    kind, name = (place.kind_of_place, place.name.split(" ", 1)[1]) if place else (None, None)
    return (one.list_code, one.external_id or _meaning(found), found.utility, kind, name)


def _fill_codes(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, matched: Sequence[tuple[Written, Resolution]]
) -> None:
    how = sheet.measurements
    assert how is not None and how.utility is not None
    if how.utility.name is None or len(how.utility.id) != 1:
        return
    code, name = quoted(how.utility.id[0]), quoted(how.utility.name)
    update = f"UPDATE raw.{quoted(sheet.table)} SET {code} = $1 WHERE {code} IS NULL AND {name} = $2"
    for one, found in matched:
        if one.list_code == how.utility.list:
            connection.execute(update, [_meaning(found), one.name])


def _record(
    connection: duckdb.DuckDBPyConnection, matches: Iterable[tuple[Written, str, str | None, str | None]]
) -> None:
    rows = [
        (one.name, one.list_code, one.external_id, rule, utility_id, regency_code, *one.place)
        for one, rule, utility_id, regency_code in matches
    ]
    _insert(connection, "quality.name_match", rows)


def _suggest(connection: duckdb.DuckDBPyConnection, open_names: Iterable[tuple[Written, Resolution]]) -> None:
    rows = [row for one, found in open_names if _is_listed(one, found) for row in _suggestion_rows(one, found)]
    _insert(connection, "quality.name_suggestion", rows)


def _is_listed(one: Written, found: Resolution) -> bool:
    """A name of a list abroad, with its own id and nothing Indonesian about it, is nobody's question."""
    if found.verdict is Verdict.LEFT:
        return found.written.is_marked or found.rule is MatchRule.ALIAS
    return found.verdict is Verdict.SUGGESTED or one.external_id is None or found.written.is_marked


def _suggestion_rows(one: Written, found: Resolution) -> Iterator[tuple[object, ...]]:
    head = (one.name, one.list_code, found.verdict.value)
    if found.verdict is Verdict.SUGGESTED:
        for position, candidate in enumerate(found.candidates, 1):
            texts = TEXTS[candidate.reason]
            yield (*head, position, candidate.id, candidate.name, candidate.reason.value, *texts, *one.place)
        return
    code = "unknown_alias" if found.rule is MatchRule.ALIAS else found.verdict.value
    english, indonesian = TEXTS[code]
    word = found.written.not_a_utility or ""
    yield (*head, 0, None, None, code, english.format(word=word), indonesian.format(word=word), *one.place)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        insert = f"INSERT INTO {table} SELECT " + ", ".join("unnest(?)" for _ in columns)
        connection.execute(insert, columns)


def _rows(path: Path, model: type[R]) -> Iterator[R]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                yield model.model_validate({key: value for key, value in row.items() if key})
            except ValidationError as error:
                first = error.errors()[0]
                key = ".".join(str(part) for part in first["loc"])
                raise _invalid(path, number, f"{key}: {first['msg']}", f"{key}: tidak sah ({first['msg']})") from error


def _invalid(path: Path, row: int, reason_en: str, reason_id: str) -> InvalidReference:
    return InvalidReference(f"{path.name}, row {row}: {reason_en}.", f"{path.name}, baris {row}: {reason_id}.")
