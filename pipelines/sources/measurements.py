"""From rows with figures to core.measurement: one statement per template, generated from its declaration.

Every figure keeps its cell, is converted to the variable's standard unit by its stated unit, and the latest
accepted submission of a subject and period is the one in force.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

import duckdb

from indicators.metrics import VARIABLES
from pipelines.template import Measurements, Sheet, Template, Variable
from warehouse.ddl import quoted
from warehouse.month import EARLIEST_YEAR, LATEST_YEAR
from warehouse.units import STANDARD_UNIT, Kind, UnitError, resolve

_NAME = re.compile(r"\b[a-z_][a-z_0-9]*\b")
_OF_EDITION = (
    "INSERT INTO measurement_read BY NAME SELECT q.* FROM ({rows}) AS q "
    'SEMI JOIN raw.file AS f ON f.file_sha256 = q.file_sha256 AND f."template" = $1 AND f.edition = $2'
)
_KIND_OF_UNIT = {unit: kind for kind, unit in STANDARD_UNIT.items()}


def fill_variables(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill reference.variable from the catalogue."""
    connection.executemany(
        "INSERT INTO reference.variable VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                v.code,
                v.name_en,
                v.name_id,
                v.unit,
                kind_of(v.unit).value,
                v.may_be_negative,
                v.may_exceed_100,
                v.is_steady,
            )
            for v in VARIABLES.values()
        ],
    )


def fill_units(connection: duckdb.DuckDBPyConnection, templates: list[Template]) -> int:
    """Fill reference.unit with every spelling met in the raw rows, the templates and the catalogue."""
    spellings = {variable.unit for variable in VARIABLES.values()} | set(_fixed_units(templates))
    for table, column in _unit_columns(templates):
        stated = f'SELECT DISTINCT "{column}" FROM raw."{table}" WHERE "{column}" IS NOT NULL'
        found = connection.execute(stated).fetchall()
        spellings |= {str(row[0]) for row in found}
    rows = [row for spelling in sorted(spellings) for row in _meanings(spelling)]
    connection.executemany("INSERT INTO reference.unit VALUES (?, ?, ?, ?)", rows)
    return len(rows)


def resolve_names(connection: duckdb.DuckDBPyConnection, templates: list[Template]) -> None:
    """Put the code of a variable where its name in either language is written."""
    for table, column in _variable_columns(templates):
        update = f"""
            UPDATE raw."{table}" AS r SET "{column}" = n.variable_code
            FROM (
                SELECT variable_code, unnest(list_distinct([variable_code, lower(name_en), lower(name_id)])) AS name
                FROM reference.variable
            ) AS n
            WHERE n.name = lower(trim(r."{column}")) AND r."{column}" <> n.variable_code
        """
        connection.execute(update)


def kind_of(unit: str) -> Kind:
    """What a catalogue unit measures; what is no standard unit is a count."""
    return _KIND_OF_UNIT.get(unit, Kind.COUNT)


def load(connection: duckdb.DuckDBPyConnection, templates: list[Template]) -> None:
    """Fill core.measurement and the utilities that only tables of figures name."""
    statements = files(__package__).joinpath("measurements.sql").read_text("utf-8").split("-- each template\n")
    connection.execute(statements[0])
    for template in templates:
        for sheet in _sheets([template]):
            if connection.table(f"raw.{quoted(sheet.table)}").limit(1).fetchall():
                connection.execute(_OF_EDITION.format(rows=read_sql(sheet)), [template.name, template.edition])
    connection.execute(statements[1])


def dating_columns(
    templates: Iterable[Template],
) -> Iterator[tuple[str, str, Mapping[str, str], tuple[str, ...]]]:
    """Of every table with figures: table, edition, the columns by which `_period` dates a row, and the figures'."""
    for template in templates:
        for sheet in _sheets([template]):
            assert sheet.measurements is not None
            period = sheet.measurements.period
            ways = ({"month": period.month}, {"span": period.span}, {"start": period.start, "end": period.end})
            acting = next((way for way in ways if all(way.values())), {"year": period.year})
            columns = {key: name for key, name in acting.items() if name}
            yield sheet.table, template.edition, columns, tuple(c.name for c in sheet.columns if c.has_status)


def read_sql(sheet: Sheet) -> str:
    """The SELECT that turns a sheet's accepted rows into rows of measurement_read."""
    how = sheet.measurements
    assert how is not None
    if how.long:
        variable = f'r."{how.long.variable}"'
        number = f'r."{how.long.value}"'
        status = f'r."{how.long.value}_status"'
        unit = f'r."{how.long.unit}"' if how.long.unit else "NULL"
        grade = f'r."{how.long.grade}"' if how.long.grade else "NULL"
        return _select(sheet, how, variable, number, status, unit, grade, [how.long.value])
    return "\nUNION ALL BY NAME\n".join(_wide_selects(sheet, how))


def _wide_selects(sheet: Sheet, how: Measurements) -> Iterator[str]:
    columns = {column.name: column for column in sheet.columns}
    for variable in how.variables:
        used = [variable.column] if variable.column else _columns_in(variable.sql or "", columns)
        numeric = [name for name in used if columns[name].has_status]
        yield _select(
            sheet,
            how,
            f"'{variable.variable}'",
            _number(variable, used),
            _wide_status(variable, used, numeric),
            _unit(variable, how),
            f'r."{variable.grade}"' if variable.grade else "NULL",
            used,
        )


def _columns_in(expression: str, columns: dict[str, object]) -> list[str]:
    return list(dict.fromkeys(name for name in _NAME.findall(expression) if name in columns))


def _number(variable: Variable, used: list[str]) -> str:
    if variable.column:
        return f'r."{variable.column}"'
    return _NAME.sub(lambda found: f'r."{found[0]}"' if found[0] in used else found[0], f"({variable.sql})")


def _wide_status(variable: Variable, used: list[str], numeric: list[str]) -> str:
    """A blank means what the form says it means, but only in a row where something else is filled in."""
    blank = "not_reported"
    if variable.blank == "not_applicable":
        return (
            f"CASE WHEN {_number(variable, used)} IS NOT NULL THEN 'reported' {_rejected(numeric)}"
            f" WHEN r.something_reported THEN '{variable.blank}' ELSE '{blank}' END"
        )
    if variable.column:
        return f'r."{variable.column}_status"'
    return f"CASE WHEN {_number(variable, used)} IS NOT NULL THEN 'reported' {_rejected(numeric)} ELSE '{blank}' END"


def _rejected(numeric: list[str]) -> str:
    if not numeric:
        return ""
    return "WHEN 'rejected' IN (" + ", ".join(f'r."{name}_status"' for name in numeric) + ") THEN 'rejected'"


def _unit(variable: Variable, how: Measurements) -> str:
    if variable.unit:
        return f"'{variable.unit}'"
    if how.unit is None or kind_of(VARIABLES[variable.variable].unit) is not Kind.VOLUME:
        return "NULL"
    return _stated_unit(how)


def _stated_unit(how: Measurements) -> str:
    assert how.unit is not None
    column = f'r."{how.unit.column}"'
    cases = "".join(f" WHEN '{word}' THEN '{unit}'" for word, unit in how.unit.words.items())
    return f"CASE {column}{cases} ELSE {column} END" if cases else column


def _select(
    sheet: Sheet,
    how: Measurements,
    variable: str,
    number: str,
    status: str,
    unit: str,
    grade: str,
    used: list[str],
) -> str:
    cells = ", ".join(f"h{place}.cell_column || r.row_no" for place in range(len(used)))
    joins = "".join(
        f" LEFT JOIN raw.header AS h{place} ON h{place}.file_sha256 = r.file_sha256"
        f" AND h{place}.table_name = '{sheet.table}' AND h{place}.column_name = '{name}'"
        for place, name in enumerate(used)
    )
    start, end = _period(how)
    utility_id, utility_name, utility_list = _utility(how)
    submitted_at = f'r."{how.submitted_at}"' if how.submitted_at else "NULL"
    figures = [c.name for c in sheet.columns if c.has_status and c.name not in how.grade_columns()]
    filled = " OR ".join(f"a.\"{name}_status\" = 'reported'" for name in figures) or "TRUE"
    return f"""
        SELECT {"r.file_sha256" if how.long else "r.row_id"} AS submission_id, r.row_id, r.row_no,
            {f'r."{how.partnership}"' if how.partnership else "NULL"} AS partnership_id,
            {utility_list} AS utility_list, {utility_id} AS external_id, {utility_name} AS utility_name,
            {f'r."{how.zone}"' if how.zone else "NULL"} AS zone,
            {start} AS period_start, {end} AS period_end, {variable} AS variable_code,
            {number} AS number_read, {status} AS status_read, {unit} AS unit_read, {grade} AS grade,
            '{how.formula_set}' AS formula_set,
            coalesce({submitted_at}, CAST(r.handed_in_on AS TIMESTAMP), r.received_at) AS submitted_at,
            coalesce(CAST({submitted_at} AS DATE), r.handed_in_on) AS dated_on, r.received_at,
            r.file_sha256, r.source_file, r.sheet AS source_sheet,
            coalesce(nullif(concat_ws(', ', {cells}), ''), r.source_cell) AS source_cell
        FROM (SELECT a.*, ({filled}) AS something_reported FROM accepted_{sheet.table} AS a) AS r{joins}
    """


def _period(how: Measurements) -> tuple[str, str]:
    period = how.period
    if period.month:
        first = f"CAST(r.\"{period.month}\" || '-01' AS DATE)"
        return first, f"last_day({first})"
    if period.span:
        begin = f"CAST(left(r.\"{period.span}\", 7) || '-01' AS DATE)"
        return begin, f"last_day(CAST(right(r.\"{period.span}\", 7) || '-01' AS DATE))"
    if period.start and period.end:
        return f'r."{period.start}"', f'r."{period.end}"'
    return _day_of_year(period.year, "1, 1"), _day_of_year(period.year, "12, 31")


def _day_of_year(column: str | None, day: str) -> str:
    """SQL for a day of the year in a column; NULL where what stands there can be no year."""
    year = f'TRY_CAST(r."{column}" AS INTEGER)'
    return f"CASE WHEN {year} BETWEEN {EARLIEST_YEAR} AND {LATEST_YEAR} THEN make_date({year}, {day}) END"


def _utility(how: Measurements) -> tuple[str, str, str]:
    if how.utility is None:
        return "NULL", "NULL", "NULL"
    identity = "nullif(concat_ws('/', " + ", ".join(f'r."{column}"' for column in how.utility.id) + "), '')"
    return identity, f'r."{how.utility.name}"' if how.utility.name else identity, f"'{how.utility.list}'"


def _sheets(templates: Iterable[Template]) -> Iterator[Sheet]:
    for template in templates:
        yield from (sheet for sheet in template.sheets if sheet.measurements)


def _unit_columns(templates: list[Template]) -> Iterator[tuple[str, str]]:
    yield "monthly_progress", "unit"
    for sheet in _sheets(templates):
        assert sheet.measurements is not None
        if sheet.measurements.unit:
            yield sheet.table, sheet.measurements.unit.column
        if sheet.measurements.long and sheet.measurements.long.unit:
            yield sheet.table, sheet.measurements.long.unit


def _variable_columns(templates: list[Template]) -> Iterator[tuple[str, str]]:
    yield "monthly_progress", "variable_code"
    for sheet in _sheets(templates):
        if sheet.measurements and sheet.measurements.long:
            yield sheet.table, sheet.measurements.long.variable


def _fixed_units(templates: list[Template]) -> Iterator[str]:
    for sheet in _sheets(templates):
        assert sheet.measurements is not None
        yield from (variable.unit for variable in sheet.measurements.variables if variable.unit)
        if sheet.measurements.unit:
            yield from sheet.measurements.unit.words.values()


def _meanings(spelling: str) -> Iterator[tuple[str, str, str, float]]:
    """What a spelling can mean, by kind: 'm' is a length and a head of water."""
    for kind in Kind:
        try:
            unit = resolve(spelling, kind)
        except UnitError:
            own = [v for v in VARIABLES.values() if v.unit == spelling and kind_of(v.unit) is kind]
            if own:
                yield spelling, kind.value, own[0].unit, 1.0
        else:
            yield spelling, kind.value, unit.code, unit.factor
