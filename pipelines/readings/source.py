"""The readings of a file as one SQL relation, whatever its form: Parquet as it lies, text copied to Parquet first.

Columns: dma_id, partnership_id, local_us (microseconds of the local clock since 1970), flow and pressure in the
file's unit, flow_is_blank, zone (only where each row states its own), row_no as a text editor counts, written (the
time and flow as written, for messages).

Values stand in the SQL as text: a bound one would make DuckDB import pandas, which takes seconds in a process that
reads one file.
"""

import gzip
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.readings import messages
from pipelines.readings.recognise import Place, Shape
from pipelines.readings.remark import Remark
from pipelines.readings.template import HOURS_OF_ZONE, KIND_OF_ROLE, ReadingTemplate, Role
from pipelines.standardise.numbers import Decimal, infer_decimal
from warehouse.ddl import literal, quoted

_OFFSET = r"([T ]\d{1,2}[:.]\d{2}[\d:.,]*) ?([Zz]|[+-]\d{2}(?::?\d{2})?)$"  # a time of day, then its offset
_TWO_READINGS = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"  # 1.234: thousands or decimals
_LONGEST_LINE = 1 << 20
_MOST_REJECTED = 100_000
_MOST_GAPS = 10_000
_CHUNK = 1 << 22
_BEFORE_EMPTY_LINE = re.compile(rb"\n(?=\r?\n)")


@dataclass(frozen=True)
class Source:
    """A relation of readings over a Parquet file, and what its figures are multiplied by to become L/s and m.

    `gaps`: row numbers from which on one more line of the text, which gave no row, stands before each row.
    """

    sql: str
    file: Path
    flow_factor: float = 1.0
    pressure_factor: float = 1.0
    zone_is_per_row: bool = False
    is_copy: bool = False
    remarks: list[Remark] = field(default_factory=list)
    gaps: tuple[int, ...] = ()

    def line_of(self, row_no: int | None) -> int | None:
        """The line of the text in which a row stands."""
        return None if row_no is None else row_no + bisect_right(self.gaps, row_no)


def parquet_source(
    connection: duckdb.DuckDBPyConnection, path: Path, shape: Shape, types: dict[str, str], template: ReadingTemplate
) -> Source:
    """The relation over a Parquet file, read where it lies. Raises Refused."""
    kinds = {role: types[place.name] for role, place in shape.places.items()}
    time = quoted(shape.places["reading_at"].name)
    per_row = "zone" in shape.places
    zone = _zone_by_word(f"CAST({quoted(shape.places['zone'].name)} AS VARCHAR)", template) if per_row else "NULL"
    has_offset = False
    if kinds["reading_at"] == "VARCHAR":
        statement = f"SELECT {time} FROM read_parquet({literal(str(path))}) WHERE {time} IS NOT NULL LIMIT 1000"
        samples = [str(row[0]) for row in connection.execute(statement).fetchall()]
        has_offset = any(re.search(_OFFSET, text.strip()) for text in samples)
        local, zone, per_row = _local_of_text(f"trim({time})", samples, shape, template, zone, per_row)
    elif kinds["reading_at"] == "TIMESTAMP WITH TIME ZONE":
        hours = _hours_by_zone(zone) if per_row else _hours(shape.zone)
        local = f"epoch_us({time}) + 3600000000 * ({hours})"
    elif kinds["reading_at"].startswith(("TIMESTAMP", "DATE")):
        local = f"epoch_us(CAST({time} AS TIMESTAMP))"
    else:
        raise messages.time_as_number(kinds["reading_at"])
    if not per_row and not has_offset and shape.zone is None:
        raise messages.time_without_zone(None)
    flow = quoted(shape.places["flow"].name)
    decimal = _decimal(_texts(connection, path, shape, kinds), shape, template)
    number = _number(flow, kinds["flow"], decimal)
    pressure = _pressure(shape)
    head = _number(quoted(pressure.name), kinds["pressure"], decimal) if pressure else "CAST(NULL AS DOUBLE)"
    sql = f"""
        SELECT CAST({quoted(shape.places["dma"].name)} AS VARCHAR) AS dma_id, {_partnership(shape)} AS partnership_id,
            {local} AS local_us, {number} AS flow, {head} AS pressure, {flow} IS NULL AS flow_is_blank,
            {zone} AS zone, file_row_number + 1 AS row_no,
            concat_ws('; ', CAST({time} AS VARCHAR), CAST({flow} AS VARCHAR)) AS written
        FROM read_parquet({literal(str(path))}, file_row_number = true)
    """
    return Source(sql, path, *_factors(shape), per_row, remarks=_unit_remarks(shape, template))


def delimited_source(
    connection: duckdb.DuckDBPyConnection, path: Path, shape: Shape, template: ReadingTemplate, copy: Path
) -> Source:
    """The relation over a text file: typed once and copied to `copy`, so that every row keeps its number."""
    assert shape.delimiter is not None
    cells = _sampled(shape)
    per_row = "zone" in shape.places
    zone = _zone_by_word(_text("zone"), template) if per_row else "NULL"
    samples = [text for text in cells["reading_at"] if text]
    local, zone, per_row = _local_of_text(_text("reading_at"), samples, shape, template, zone, per_row)
    if not per_row and shape.zone is None:
        raise messages.time_without_zone(samples[0] if samples else None)
    decimal = _decimal([*cells["flow"], *cells.get("pressure", [])], shape, template)
    pressure = _number(_text("pressure"), "VARCHAR", decimal) if _pressure(shape) else "CAST(NULL AS DOUBLE)"
    partnership = f"nullif({_text('partnership')}, '')" if "partnership" in shape.places else "CAST(NULL AS VARCHAR)"
    names = {place.index: role for role, place in shape.places.items()}
    columns = ", ".join(f"{literal(names.get(index, f'other_{index}'))}: 'VARCHAR'" for index in range(shape.columns))
    sql = f"""
        SELECT nullif({_text("dma")}, '') AS dma_id, {partnership} AS partnership_id, {local} AS local_us,
            {_number(_text("flow"), "VARCHAR", decimal)} AS flow, {pressure} AS pressure,
            coalesce({_text("flow")}, '') IN ('', '-', 'NA', 'N/A', 'NULL', 'null') AS flow_is_blank, {zone} AS zone,
            left(concat_ws('; ', {_text("reading_at")}, {_text("flow")}), 80) AS written
        FROM read_csv({literal(str(path))}, delim = {literal(shape.delimiter)}, header = false,
            skip = {shape.header_line}, auto_detect = false, columns = {{{columns}}}, quote = '"', escape = '"',
            store_rejects = true, rejects_limit = {_MOST_REJECTED}, max_line_size = {_LONGEST_LINE},
            compression = '{"gzip" if shape.zipped else "none"}', encoding = '{shape.encoding}')
    """
    copied = f"COPY ({sql}) TO {literal(str(copy))} (FORMAT parquet, COMPRESSION zstd)"
    rows = int(connection.execute(copied).fetchall()[0][0])
    last = _last_line(path, shape.zipped)
    unnumbered = last - shape.header_line - rows
    remarks = _unit_remarks(shape, template)
    gaps: tuple[int, ...] = ()
    if unnumbered > 0:
        gaps = _gaps(connection, path, shape, last, unnumbered)
        if not gaps:
            remarks.append(Remark("lines_not_numbered", "info", *messages.lines_not_numbered(unnumbered)))
    plain = (
        f"SELECT *, file_row_number + {shape.header_line + 1} AS row_no "
        f"FROM read_parquet({literal(str(copy))}, file_row_number = true)"
    )
    return Source(plain, copy, *_factors(shape), per_row, is_copy=True, remarks=remarks, gaps=gaps)


def rejected_lines(connection: duckdb.DuckDBPyConnection) -> int:
    """Lines with too few or too many cells that reading a text file left out."""
    return int(connection.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchall()[0][0])


def _gaps(
    connection: duckdb.DuckDBPyConnection, path: Path, shape: Shape, last: int, unnumbered: int
) -> tuple[int, ...]:
    """See Source; nothing where the lines that gave no row are too many, or where cells go on over several lines."""
    if unnumbered > _MOST_GAPS:
        return ()
    rejected = connection.execute("SELECT DISTINCT line FROM reject_errors").fetchall()
    without_row = {int(line) for (line,) in rejected} | set(_empty_lines(path, shape, last))
    if len(without_row) != unnumbered:
        return ()
    return tuple(line - place for place, line in enumerate(sorted(without_row)))


def _empty_lines(path: Path, shape: Shape, last: int) -> Iterator[int]:
    """The numbers of the empty lines between the header and the last line; a line may be of any length."""
    ended, held = 0, b""  # lines that ended before what is held
    with gzip.open(path, "rb") if shape.zipped else path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            content, held = held + chunk, b""
            if content.endswith((b"\n", b"\n\r")):
                place = content.rindex(b"\n")
                content, held = content[:place], content[place:]
            counted = 0
            for found in _BEFORE_EMPTY_LINE.finditer(content + held):
                ended += content.count(b"\n", counted, found.start())
                counted = found.start()
                if shape.header_line < ended + 2 <= last:
                    yield ended + 2
            ended += content.count(b"\n", counted)


def _text(role: Role) -> str:
    return f"trim({quoted(role)})"


def _sampled(shape: Shape) -> dict[Role, list[str]]:
    return {
        role: [row[place.index] for row in shape.samples if len(row) > place.index]
        for role, place in shape.places.items()
    }


def _local_of_text(
    time: str, samples: list[str], shape: Shape, template: ReadingTemplate, zone: str, per_row: bool
) -> tuple[str, str, bool]:
    """Local microseconds of a written time, the zone of a row, and whether each row states its own.

    An offset of an Indonesian zone leaves the time as written; another (UTC) is brought to the zone declared.
    """
    has_offset = any(re.search(_OFFSET, text.strip()) for text in samples)
    if not has_offset:
        return f"epoch_us({_moment(time, samples, template)})", zone, per_row
    base = f"trim(regexp_replace({time}, '{_OFFSET}', '\\1'))"
    digits = f"replace(replace(upper(regexp_extract({time}, '{_OFFSET}', 2)), 'Z', '+00'), ':', '')"
    written = f"(CASE WHEN {digits} = '' THEN '' ELSE rpad({digits}, 5, '0') END)"
    plain = [re.sub(_OFFSET, r"\1", text.strip()) for text in samples]
    own = {f"+{hours:02d}00": name for name, hours in HOURS_OF_ZONE.items()}
    row_zone = f"CASE {written}" + "".join(f" WHEN '{offset}' THEN '{name}'" for offset, name in own.items())
    shift = "0"
    if shape.zone is not None:
        row_zone += f" WHEN '' THEN NULL ELSE {literal(shape.zone)}"
        minutes = (
            f"CAST(left({written}, 3) AS INTEGER) * 60 + CAST(left({written}, 1) || right({written}, 2) AS INTEGER)"
        )
        written_locally = ", ".join(f"'{offset}'" for offset in own)
        shift = f"CASE WHEN {written} IN ({written_locally}) THEN 0 ELSE {_hours(shape.zone) * 60} - ({minutes}) END"
    row_zone += " END"
    moment = _moment(base, plain, template)
    local = f"CASE WHEN ({row_zone}) IS NOT NULL THEN epoch_us({moment}) + CAST(60000000 AS BIGINT) * ({shift}) END"
    return local, row_zone, True


def _moment(text: str, samples: list[str], template: ReadingTemplate) -> str:
    """A TIMESTAMP of a text: ISO as DuckDB reads it, else the template's formats that fit the samples."""
    if samples and all(re.match(r"\d{4}-\d{2}-\d{2}[ T]\d", sample) for sample in samples):
        return f"TRY_CAST({text} AS TIMESTAMP)"
    formats = "[" + ", ".join(literal(each) for each in _fitting(samples, template.time_formats)) + "]"
    return f"try_strptime({text}, {formats})"


def _fitting(samples: list[str], formats: tuple[str, ...]) -> tuple[str, ...]:
    """The formats that read at least one of the samples; all where none does."""
    return tuple(each for each in formats if any(_reads(each, sample) for sample in samples[:200])) or formats


def _reads(format_: str, text: str) -> bool:
    try:
        datetime.strptime(text, format_)
    except ValueError:
        return False
    return True


def _number(expression: str, kind: str, decimal: Decimal) -> str:
    """A DOUBLE of a cell; NULL where it is none, or has two readings and no sign is known."""
    if kind != "VARCHAR":
        return expression if kind == "DOUBLE" else f"CAST({expression} AS DOUBLE)"
    if decimal == "auto":
        plain = _number(expression, kind, ".")
        return f"CASE WHEN NOT regexp_full_match({expression}, '{_TWO_READINGS}') THEN {plain} END"
    thousands = "," if decimal == "." else "."
    pattern = rf"[+-]?\d{{1,3}}(\{thousands}\d{{3}})+(\{decimal}\d+)?"
    plain = (
        expression
        if decimal == "."
        else f"CASE WHEN contains({expression}, '.') THEN NULL ELSE replace({expression}, ',', '.') END"
    )
    grouped = f"replace({expression}, '{thousands}', '')"
    grouped = grouped if decimal == "." else f"replace({grouped}, ',', '.')"
    return (
        f"coalesce(TRY_CAST({plain} AS DOUBLE), "
        f"CASE WHEN regexp_full_match({expression}, '{pattern}') THEN TRY_CAST({grouped} AS DOUBLE) END)"
    )


def _decimal(cells: list[str], shape: Shape, template: ReadingTemplate) -> Decimal:
    """The decimal sign declared, else the one that the cells show. Raises Refused where a cell has two readings."""
    declared = template.decimal if template.decimal != "auto" else shape.decimal
    decimal = infer_decimal(cells) if declared == "auto" else declared
    doubtful = next((cell for cell in cells if re.fullmatch(_TWO_READINGS, cell.strip())), None)
    if decimal == "auto" and doubtful:
        raise messages.two_readings(doubtful.strip())
    return decimal


def _texts(connection: duckdb.DuckDBPyConnection, path: Path, shape: Shape, kinds: dict[Role, str]) -> list[str]:
    """Flows and pressures that a Parquet file holds as text, some of each."""
    texts: list[str] = []
    for place in (shape.places[role] for role in shape.places if role in KIND_OF_ROLE and kinds[role] == "VARCHAR"):
        name = quoted(place.name)
        statement = f"SELECT {name} FROM read_parquet({literal(str(path))}) WHERE {name} IS NOT NULL LIMIT 1000"
        texts += [str(row[0]) for row in connection.execute(statement).fetchall()]
    return texts


def _last_line(path: Path, zipped: bool) -> int:
    """The number of the last line that is not empty. Raises Refused where the file cannot be unpacked."""
    newlines = last = 0
    try:
        with gzip.open(path, "rb") if zipped else path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                content = chunk.rstrip(b"\r\n")
                last = newlines + content.count(b"\n") + 1 if content else last
                newlines += chunk.count(b"\n")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise messages.damaged(str(error)) from error
    return last


def _zone_by_word(expression: str, template: ReadingTemplate) -> str:
    """The zone that a word in a column names, NULL where it names none."""
    words = {name.casefold(): name for name in HOURS_OF_ZONE}
    words |= {word.casefold(): name for word, name in template.zone_words.items()}
    cases = "".join(f" WHEN {literal(word)} THEN {literal(name)}" for word, name in words.items())
    return f"CASE lower(trim({expression})){cases} END"


def _hours_by_zone(zone: str) -> str:
    cases = "".join(f" WHEN {literal(name)} THEN {hours}" for name, hours in HOURS_OF_ZONE.items())
    return f"CASE {zone}{cases} END"


def _hours(zone: str | None) -> int:
    if zone is None:
        raise messages.time_without_zone(None)
    return HOURS_OF_ZONE[zone]


def _partnership(shape: Shape) -> str:
    place = shape.places.get("partnership")
    return f"CAST({quoted(place.name)} AS VARCHAR)" if place else "CAST(NULL AS VARCHAR)"


def _pressure(shape: Shape) -> Place | None:
    """The column of pressures, where their unit is known."""
    place = shape.places.get("pressure")
    return place if place and not place.unknown_unit else None


def _factors(shape: Shape) -> tuple[float, float]:
    pressure = _pressure(shape)
    return shape.places["flow"].factor, pressure.factor if pressure else 1.0


def _unit_remarks(shape: Shape, template: ReadingTemplate) -> list[Remark]:
    remarks = []
    for role, place in shape.places.items():
        column = template.columns[role]
        if place.unknown_unit:
            pair = messages.pressure_left_out(place.name, place.unknown_unit)
            remarks.append(Remark("unknown_pressure_unit", "warning", *pair))
        elif not place.unit_stated:
            pair = messages.unit_assumed(column.labels.en, column.labels.id, column.unit or "")
            remarks.append(Remark(f"{role}_unit_assumed", "warning", *pair))
    return remarks
