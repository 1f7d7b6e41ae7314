"""Compares what a sheet of tests/golden/stories expects with the mart, cell by cell; every cell counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb

from tests.pipelines.story_sheets import NOTHING, Day, Line, SheetError, Table, parse_day

NOT_OWED = "not owed"
_HALF_A_CENT = 0.005 + 1e-9


@dataclass(frozen=True)
class Expected:
    """A kind of expected table: the mart's table, the columns that name a row, those compared, those for readers."""

    table: str
    keys: Mapping[str, str]
    compared: Mapping[str, tuple[str, str]]
    words: tuple[str, ...] = ()


_INTERVAL = {
    "Low": ("score_low", "number"),
    "High": ("score_high", "number"),
    "Final low": ("final_low", "number"),
    "Final high": ("final_high", "number"),
}
KINDS = {
    "Obligations": Expected(
        "mart.obligation",
        {"Obligation": "obligation_id"},
        {"Due": ("due_on", "day"), "Status": ("status", "text"), "Done on": ("fulfilled_on", "day")},
        ("Why",),
    ),
    "Indicators": Expected(
        "mart.indicator_value",
        {"Partnership": "partnership_id", "Indicator": "indicator_code"},
        {"Value": ("value", "number"), "Count": ("", "count"), **_INTERVAL},
        ("Arithmetic",),
    ),
    "Scores": Expected(
        "mart.criterion_score",
        {"Partnership": "partnership_id", "Role": "role", "Criterion": "criterion"},
        {
            "Score": ("score", "number"),
            **_INTERVAL,
            "Weight low": ("weight_low", "number"),
            "Weight high": ("weight_high", "number"),
            "Band": ("band", "text"),
            "Band reason": ("band_reason", "text"),
            "Band could change": ("band_could_change", "yes or no"),
        },
        ("Arithmetic",),
    ),
    "Partnerships": Expected(
        "mart.partnership",
        {"Partnership": "partnership_id"},
        {"Stage": ("stage", "text"), "Status": ("status", "text")},
    ),
    "Activities": Expected(
        "mart.activity",
        {"Partnership": "partnership_id", "Activity": "activity_id"},
        {"Kind": ("kind", "text"), "Held on": ("held_on", "day")},
    ),
    "Questions": Expected(
        "mart.coaching_question",
        {"Partnership": "partnership_id", "Question": "detector", "About": "subject"},
        {"Month": ("period", "text")},
        ("Why",),
    ),
}
TOTALS = {
    "activities held": "SELECT count(DISTINCT activity_id) FROM mart.activity"
    " WHERE held_on IS NOT NULL AND list_contains($1, partnership_id)",
    "documents": "SELECT count(DISTINCT document_id) FROM mart.document WHERE list_contains($1, partnership_id)",
    "partnerships with a document": "SELECT count(DISTINCT partnership_id) FROM mart.document"
    " WHERE list_contains($1, partnership_id)",
    "questions": "SELECT count(*) FROM mart.coaching_question WHERE list_contains($1, partnership_id)",
}


@dataclass
class Comparison:
    """The cells compared and those that differ, in words."""

    compared: int = 0
    differences: list[str] = field(default_factory=list)

    def note(self, where: str, expected: str, got: object, agrees: bool) -> None:
        self.compared += 1
        if not agrees:
            self.differences.append(f"{where}: expected {expected}, got {got}")


def compare(connection: duckdb.DuckDBPyConnection, day: Day) -> Comparison:
    """Compares every table of a day. Raises SheetError for a table or column that it does not know."""
    comparison = Comparison()
    for table in day.tables:
        before = comparison.compared
        if table.headings[2] == "Totals":
            _compare_totals(connection, table, comparison)
        else:
            _compare_rows(connection, table, comparison)
        if comparison.compared == before:
            raise SheetError(f"{table.place}: nothing is expected")
    return comparison


def check_headings(table: Table) -> None:
    """Raises SheetError for a table or column that nobody would compare."""
    title = table.headings[2]
    if title == "Totals":
        known = {"Partnerships", "What", "Number"}
    elif title in KINDS:
        kind = KINDS[title]
        known = {*kind.keys, *kind.compared, *kind.words}
    else:
        raise SheetError(f"{table.place}: nothing is known to expect under {title!r}")
    if unknown := set(table.columns) - known:
        raise SheetError(f"{table.place}: {title} has no columns {sorted(unknown)}")


def _compare_rows(connection: duckdb.DuckDBPyConnection, table: Table, comparison: Comparison) -> None:
    check_headings(table)
    kind = KINDS[table.headings[2]]
    for line in table.lines:
        named = {column: line[heading] for heading, column in kind.keys.items()}
        rows = _fetch(connection, kind.table, named)
        where = " ".join(named.values())
        if line.get("Status") == NOT_OWED:
            comparison.note(where, NOT_OWED, [row["status"] for row in rows], not rows)
        elif len(rows) != 1:
            comparison.note(where, "one row", f"{len(rows)} rows", False)
        else:
            _compare_cells(kind, line, rows[0], (where, table.place), comparison)


def _compare_cells(
    kind: Expected, line: Line, row: Mapping[str, object], place: tuple[str, str], comparison: Comparison
) -> None:
    for heading, (column, type_) in kind.compared.items():
        if words := line.get(heading, ""):
            got: object = (row["numerator"], row["denominator"]) if type_ == "count" else row[column]
            comparison.note(f"{place[0]} {heading.lower()}", words, got, _AGREES[type_](words, got, place[1]))


def _fetch(connection: duckdb.DuckDBPyConnection, table: str, named: Mapping[str, str]) -> list[dict[str, object]]:
    result = connection.table(table)
    for column, value in named.items():
        result = result.filter(duckdb.ColumnExpression(column) == duckdb.ConstantExpression(value))
    return [dict(zip(result.columns, row, strict=True)) for row in result.fetchall()]


def _compare_totals(connection: duckdb.DuckDBPyConnection, table: Table, comparison: Comparison) -> None:
    check_headings(table)
    for line in table.lines:
        if line["What"] not in TOTALS:
            raise SheetError(f"{table.place}: there is no total {line['What']!r}")
        partnerships = [name.strip() for name in line["Partnerships"].split(",")]
        ((got,),) = connection.execute(TOTALS[line["What"]], [partnerships]).fetchall()
        comparison.note(f"{line['Partnerships']}: {line['What']}", line["Number"], got, got == int(line["Number"]))


def _same_text(words: str, got: object, place: str) -> bool:
    return got is None if words == NOTHING else got == words


def _same_day(words: str, got: object, place: str) -> bool:
    expected: date | None = None if words == NOTHING else parse_day(words, place)
    return got == expected


def _same_number(words: str, got: object, place: str) -> bool:
    if words == NOTHING or not isinstance(got, float):
        return words == NOTHING and got is None
    return abs(got - float(words)) <= _HALF_A_CENT


def _same_answer(words: str, got: object, place: str) -> bool:
    return got is {"yes": True, "no": False}[words]


def _same_count(words: str, got: object, place: str) -> bool:
    """ "3 of 5"; "– of 0" where nothing counts."""
    assert isinstance(got, tuple)
    numerator, denominator = got
    expected, of = words.split(" of ")
    if expected == NOTHING:
        return not denominator and float(of) == 0
    return _same_number(expected, numerator, place) and _same_number(of, denominator, place)


_AGREES: dict[str, Callable[[str, object, str], bool]] = {
    "text": _same_text,
    "day": _same_day,
    "number": _same_number,
    "count": _same_count,
    "yes or no": _same_answer,
}
