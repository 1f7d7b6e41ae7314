"""What a later file told otherwise than an earlier one: the rows of words in mart.revision.

Figures are compared where they are computed (`indicators.metric_history`). Here stand the other sheets: of a month's
reports part by part, of slips sheet by sheet. Only files that replaced another, or were replaced, are looked at.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files

import duckdb

from pipelines.raw import sheets_of
from pipelines.template import Column, Sheet, Template
from warehouse.ddl import quoted

# Rows taken one by one in a month, whichever of its reports told them last: which they are, and which tell anything.
_ONE_BY_ONE = {
    "monthly_advice_actions": "TRUE",
    "monthly_requests": "r.request_id IS NOT NULL",
}
_TELLS_SOMETHING = {
    "monthly_advice_actions": "(r.agreed IS NOT NULL OR r.action_share IS NOT NULL OR r.done_on IS NOT NULL)",
    "monthly_requests": "(r.request_id IS NULL OR r.answered_on IS NOT NULL)",
}
# A word on advice and the action on it are each taken from the latest report that fills them: what a later row leaves
# blank still holds, back to the last "nihil".
_HELD_TOGETHER = {"monthly_advice_actions": (("agreed", "reason"), ("action_share", "done_on"))}
# What names the paper and says nothing of its subject.
_ABOUT_THE_PAPER = {
    "programme_id", "partnership_id", "partnership_title", "party_id", "compiled_role", "compiled_by", "submitted_on",
    "period",
}  # fmt: skip


def record(connection: duckdb.DuckDBPyConnection, templates: Sequence[Template]) -> int:
    """Fill mart.revision with what is not a figure. Returns the number of all revisions."""
    script = files("pipelines.sources").joinpath("revisions.sql").read_text("utf-8")
    pair, compare = script.split("-- once the rows of the files concerned are there\n")
    connection.execute(pair)
    kinds = {str(kind) for (kind,) in connection.execute("SELECT DISTINCT kind FROM sent_again").fetchall()}
    for kind, sheet in _sheets(templates, kinds):
        connection.execute(_told_sql(kind, sheet))
    connection.execute(compare)
    return int(connection.table("mart.revision").count("*").fetchall()[0][0])


def _sheets(templates: Sequence[Template], kinds: set[str]) -> Iterator[tuple[str, Sheet]]:
    """The sheets in which the papers tell something: a part of a report is its sheet, a slip has several."""
    newest = {sheet.table: sheet for sheet in sheets_of(templates)}
    yield from ((kind, newest[kind]) for kind in sorted(kinds & newest.keys()) if kind.startswith("monthly_"))
    slips = {template.name: template for template in templates if template.name in kinds}
    for name, template in sorted(slips.items()):
        yield from ((name, newest[sheet.table]) for sheet in template.sheets if sheet.measurements is None)


def _told_sql(kind: str, sheet: Sheet) -> str:
    """The INSERT of one sheet's accepted rows into told_row: what names the row, its words and its codes."""
    columns = [c for c in sheet.columns if not c.shown_only and c.name not in _ABOUT_THE_PAPER]
    words = ", ".join(_words(column) for column in columns if column.type != "choice" and not column.reference)
    codes = ", ".join(f"r.{quoted(column.name)}" for column in columns if column.type == "choice")
    nihil = f"nihil_or_filled(r.{quoted(sheet.nihil)}) = 'filled'" if sheet.nihil else "TRUE"
    return f"""
        INSERT INTO told_row BY NAME
        SELECT '{kind}' AS kind, '{sheet.table}' AS table_name, row_id, file_sha256, subject,
            coalesce(lower(trim(subject)), '') AS row_key,
            row_number() OVER (PARTITION BY file_sha256, lower(trim(subject)) ORDER BY row_no) AS repetition,
            is_one_by_one, words, codes, source_file, source_sheet, source_cell
        FROM (
            SELECT r.row_id, r.file_sha256, r.row_no, {_subject(sheet)} AS subject,
                concat_ws(' · ', {words or "''"}) AS words, concat_ws(', ', {codes or "''"}) AS codes,
                {_ONE_BY_ONE.get(sheet.table, "FALSE")} AS is_one_by_one,
                r.source_file, r.sheet AS source_sheet, r.source_cell
            FROM {_as_it_holds(kind, sheet)} AS r
            SEMI JOIN sent_again AS s ON s.kind = '{kind}' AND s.file_sha256 = r.file_sha256
            WHERE {nihil} AND {_TELLS_SOMETHING.get(sheet.table, "TRUE")}
        )
    """


def _as_it_holds(kind: str, sheet: Sheet) -> str:
    """The accepted rows of a sheet, with what an earlier report of the month told of them where it still holds."""
    groups = _HELD_TOGETHER.get(sheet.table)
    if groups is None:
        return f"accepted_{sheet.table}"
    held = ", ".join(
        f"CASE WHEN {_any_filled(group)} THEN a.{quoted(name)} ELSE (last_value(CASE WHEN {_any_filled(group)} "
        f"THEN struct_pack(told := a.{quoted(name)}) END IGNORE NULLS) OVER before).told END AS {quoted(name)}"
        for group in groups
        for name in group
    )
    return f"""(
        SELECT a.* REPLACE ({held})
        FROM accepted_{sheet.table} AS a
        JOIN (
            SELECT s.*, count(*) FILTER (p.state = 'nihil') OVER (
                PARTITION BY s.partnership_id, s.subject_period ORDER BY s.submitted_on, s.received_at, s.file_sha256
            ) AS times_taken_back
            FROM sent_again AS s
            JOIN core.report_part AS p ON p.file_sha256 = s.file_sha256 AND p.table_name = s.kind
            WHERE s.kind = '{kind}'
        ) AS s ON s.file_sha256 = a.file_sha256
        WINDOW before AS (
            PARTITION BY s.partnership_id, s.subject_period, s.times_taken_back, a.{quoted(sheet.key)}
            ORDER BY s.submitted_on, s.received_at, s.file_sha256
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    )"""


def _any_filled(names: Sequence[str]) -> str:
    return "(" + " OR ".join(f"a.{quoted(name)} IS NOT NULL" for name in names) + ")"


def _subject(sheet: Sheet) -> str:
    """What names a row of a sheet: the id it refers to, else its key; a form has one row, which needs no name."""
    if sheet.layout == "form":
        return "CAST(NULL AS VARCHAR)"
    named = [column.name for column in sheet.columns if column.reference and not column.shown_only]
    columns = dict.fromkeys([*named, sheet.key])
    return "coalesce(" + ", ".join(f"CAST(r.{quoted(name)} AS VARCHAR)" for name in columns) + ")"


def _words(column: Column) -> str:
    """One cell in words that are the same in every language."""
    cell = f"r.{quoted(column.name)}"
    if column.type == "boolean":
        return f"CASE WHEN {cell} THEN '✓' WHEN NOT {cell} THEN '✗' END"
    if column.unit == "fraction":
        return f"round(100 * {cell}, 1)::DECIMAL(9, 1) || ' %'"
    return f"CAST({cell} AS VARCHAR)"
