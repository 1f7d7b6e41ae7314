"""What a failed rule leaves behind: a finding per failing row, with its cell, and the list of refusals.

Everything is one INSERT … SELECT per rule with the condition that Great Expectations counted.
"""

from collections.abc import Sequence
from string import Formatter
from typing import Any

import duckdb

from expectations.rule import ResultRule, RowRule, Rule, Scope
from warehouse.ddl import quoted
from warehouse.explained import ExplainedError

Columns = dict[str, str]  # column name -> DuckDB type


class GateError(ExplainedError):
    """The gate itself failed (a broken rule, a missing table): never a statement about the data."""


def columns_of(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> dict[tuple[str, str], Columns]:
    """Columns and types of every table the rules name, by place; GateError where a rule names what does not exist."""
    rows = connection.execute(
        "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE list_contains($1, schema_name) AND list_contains($2, table_name)",
        [sorted({rule.SCHEMA for rule in rules}), sorted({rule.table for rule in rules})],
    ).fetchall()
    found: dict[tuple[str, str], Columns] = {rule.place: {} for rule in rules}
    for schema, table, column, kind in rows:
        found.setdefault((str(schema), str(table)), {})[str(column)] = str(kind)
    for rule in rules:
        missing = ", ".join(_missing_names(rule, found[rule.place]))
        if missing:
            place = f"{rule.SCHEMA}.{rule.table}"
            raise GateError(
                f"The rule {rule.key} needs {missing}, which {place} does not have.",
                f"Aturan {rule.key} memerlukan {missing}, yang tidak ada di {place}.",
            )
    return found


def _missing_names(rule: Rule, columns: Columns) -> list[str]:
    used = {rule.column} - {""}
    for template in (rule.message_en, rule.message_id):
        placeholders = {name for _, name, _, _ in Formatter().parse(template) if name}
        used |= placeholders - {"value"} - rule.facts().keys()
    if isinstance(rule, ResultRule):
        used |= set(rule.named_by)
    return sorted(used - columns.keys()) if columns else [rule.table]


def forget_findings(connection: duckdb.DuckDBPyConnection, rules: Sequence[RowRule]) -> None:
    """Remove what an earlier run of the same rules found."""
    found = {name for (name,) in connection.execute("SELECT DISTINCT rule FROM quality.finding").fetchall()}
    for rule in rules:
        if rule.rule not in found:
            continue
        where = f"row_id IN (SELECT row_id FROM raw.{quoted(rule.table)})" if rule.NAMES_ROWS else "row_id IS NULL"
        statement = f"DELETE FROM quality.finding WHERE rule = $1 AND {where}"
        connection.execute(statement, [rule.rule])


def write_findings(connection: duckdb.DuckDBPyConnection, rule: RowRule, expected: int, columns: Columns) -> None:
    """One finding per failing row; GateError unless their number is the expected one."""
    statement, parameters = _finding_statement(rule, columns)
    try:
        written = connection.execute(statement, parameters).fetchone()
    except duckdb.Error as error:
        raise GateError(
            f"The findings of the rule {rule.key} could not be written: {error}",
            f"Temuan dari aturan {rule.key} tidak dapat ditulis: {error}",
        ) from error
    count = int(written[0]) if written else 0
    if count != expected:
        raise GateError(
            f"The rule {rule.key}: {expected} rows fail by Great Expectations' count, {count} were written.",
            f"Aturan {rule.key}: menurut Great Expectations {expected} baris gagal, yang tertulis {count}.",
        )


def _finding_statement(rule: RowRule, columns: Columns) -> tuple[str, dict[str, Any]]:
    english, english_words = _message(rule, rule.message_en, columns, "en")
    indonesian, indonesian_words = _message(rule, rule.message_id, columns, "id")
    value = _shown(rule.cell, columns[rule.column]) if rule.column else "CAST(NULL AS VARCHAR)"
    statement = f"""
        INSERT INTO quality.finding (file_sha256, file_name, sheet, cell, column_name, value, rule, severity,
                                     row_rejected, message_en, message_id, row_id)
        SELECT bad.file_sha256, f.file_name, bad.sheet,
               coalesce(bad.named_cell, h.cell_column || CAST(coalesce(h.cell_row, bad.row_no) AS VARCHAR)),
               $column_name, bad.shown_value, $rule_code, $severity, $row_rejected,
               bad.words_en, bad.words_id, bad.row_id
        FROM (
            SELECT r.file_sha256, {rule.PLACE}, {value} AS shown_value,
                   {english} AS words_en, {indonesian} AS words_id
            FROM (
                SELECT r.*{_facts(rule)}
                FROM {rule.SCHEMA}.{quoted(rule.table)} AS r
                WHERE ({rule.bad_row()})
            ) AS r
        ) AS bad
        JOIN raw.file AS f ON f.file_sha256 = bad.file_sha256
        LEFT JOIN raw.header AS h
            ON h.file_sha256 = bad.file_sha256 AND h.table_name = $table_name AND h.sheet = bad.sheet
            AND h.column_name = $column_name
        ORDER BY bad.file_sha256, bad.row_no
    """
    parameters: dict[str, Any] = {
        "column_name": rule.column or None,
        "rule_code": rule.rule,
        "severity": rule.level.value,
        "row_rejected": rule.refuses is not None,
        "table_name": rule.table,
    }
    return statement, parameters | english_words | indonesian_words


def _facts(rule: Rule) -> str:
    """What the messages tell besides the row, as columns: worked out, and planned, once for all places of the words."""
    return "".join(f", {expression} AS {_fact(name)}" for name, expression in rule.facts().items())


def _fact(name: str) -> str:
    return quoted(f"fact {name}")


def _message(rule: Rule, template: str, columns: Columns, language: str) -> tuple[str, dict[str, str]]:
    """SQL text of a message with its placeholders filled from the row, and the words to bind."""
    pieces: list[str] = []
    words: dict[str, str] = {}
    facts = rule.facts()
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            label = f"{language}_{len(words)}"
            words[label] = literal
            pieces.append(f"CAST(${label} AS VARCHAR)")
        if name is None:
            continue
        if name in facts:
            shown = _shown_fact(f"r.{_fact(name)}", language)
        else:
            column = rule.column if name == "value" else name
            shown = _shown(f"r.{quoted(column)}", columns[column], language)
        pieces.append(f"coalesce({shown}, '–')")
    return " || ".join(pieces) or "''", words


def _shown(expression: str, kind: str, language: str | None = None) -> str:
    """SQL text of a value as people read it: whole numbers without '.0', in a language with its own signs.

    Without a language it is the value as such, without signs between thousands.
    """
    text = f"CAST({expression} AS VARCHAR)"
    if kind in ("BIGINT", "INTEGER", "HUGEINT"):
        return _grouped(text, language)
    if kind not in ("DOUBLE", "FLOAT"):
        return text
    decimal = f"replace({text}, '.', ',')" if language == "id" else text
    is_whole = f"{expression} = trunc({expression}) AND abs({expression}) < 1e15"
    whole = f"CAST(TRY_CAST({expression} AS HUGEINT) AS VARCHAR)"
    return f"CASE WHEN {is_whole} THEN {_grouped(whole, language)} ELSE {decimal} END"


def _shown_fact(expression: str, language: str) -> str:
    """Like `_shown`, for an expression whose type only the database knows."""
    text = f"CAST({expression} AS VARCHAR)"
    number = f"regexp_replace({text}, '[.]0$', '')"
    decimal = f"replace({number}, '.', ',')" if language == "id" else number
    whole = f"regexp_full_match({number}, '-?[0-9]+')"
    figure = f"CASE WHEN {whole} THEN {_grouped(number, language)} ELSE {decimal} END"
    return f"CASE WHEN typeof({expression}) IN ('DOUBLE', 'BIGINT') THEN {figure} ELSE {text} END"


def _grouped(whole: str, language: str | None) -> str:
    """SQL text of a whole number with signs between thousands, from five digits on: a year has none."""
    if language is None:
        return whole
    sign = "." if language == "id" else ","
    is_long = f"regexp_full_match({whole}, '-?[0-9]{{5,15}}')"
    grouped = f"replace(format('{{:,}}', TRY_CAST({whole} AS BIGINT)), ',', '{sign}')"
    return f"CASE WHEN {is_long} THEN {grouped} ELSE {whole} END"


def refuse(connection: duckdb.DuckDBPyConnection, rule: RowRule) -> None:
    """Put the failing rows, or their files, on the list of what does not reach the core."""
    source = f"FROM raw.{quoted(rule.table)} AS r WHERE ({rule.bad_row()})"
    if rule.refuses is Scope.ROW:
        rows = f"INSERT OR IGNORE INTO raw.rejected_row (table_name, row_id) SELECT $1, r.row_id {source}"
        connection.execute(rows, [rule.table])
    elif rule.refuses is Scope.FILE:
        files = f"INSERT OR IGNORE INTO raw.refused_file (file_sha256) SELECT DISTINCT r.file_sha256 {source}"
        connection.execute(files)


def examples(connection: duckdb.DuckDBPyConnection, rule: ResultRule, columns: Columns, limit: int) -> tuple[str, ...]:
    """The first failing results in words: the columns that name the row, and the value."""
    names = ", ".join(f"r.{quoted(name)}" for name in rule.named_by)
    name = f"concat_ws(' · ', {names})" if names else "''"
    value = f" || ' = ' || coalesce({_shown(rule.cell, columns[rule.column])}, 'NULL')" if rule.column else ""
    statement = f"""
        SELECT DISTINCT {name}{value} AS example
        FROM mart.{quoted(rule.table)} AS r
        WHERE ({rule.bad_row()})
        ORDER BY example
        LIMIT $1
    """
    return tuple(str(row[0]) for row in connection.execute(statement, [limit]).fetchall())
