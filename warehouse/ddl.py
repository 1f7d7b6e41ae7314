"""Creates the schemas and tables, and gives every table and column the comment that stands beside it.

The comment above a statement describes the table; the comment at a line's end describes the columns of that line
(for a view, the `--   name: text` lines do).
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files

import duckdb

SCHEMAS = ("reference", "raw", "core", "quality", "mart")
PUBLISHED_SCHEMAS = ("mart", "quality")
SCHEMA_VERSION = 5  # of the published tables: raised with any of their columns

_STATEMENT = re.compile(
    r"(?P<head>(?:^--[^\n]*\n)+)(?P<body>^CREATE (?P<type>TABLE|VIEW) (?P<name>\w+\.\w+).*?;\n)", re.M | re.S
)
_COLUMN_LINE = re.compile(r'^    (?P<definition>["a-z].*?)\s+-- (?P<comment>.*)$', re.M)
_COLUMN = re.compile(r'(?:^|, )("?[a-z]\w*"?) (?=[A-Z])')
_VIEW_COLUMN = re.compile(r"^--   (?P<name>\w+): (?P<comment>.*)$", re.M)


@dataclass(frozen=True)
class Statement:
    """A CREATE statement with its comments: `columns` maps column name to comment."""

    name: str
    type: str
    sql: str
    comment: str
    columns: dict[str, str]

    @property
    def schema(self) -> str:
        """The schema of the table or view."""
        return self.name.partition(".")[0]

    def comments(self) -> Iterator[str]:
        """The statements that give the table and its columns their comments."""
        yield f"COMMENT ON {self.type} {self.name} IS {literal(self.comment)}"
        for column, comment in self.columns.items():
            yield f"COMMENT ON COLUMN {self.name}.{column} IS {literal(comment)}"


def statements() -> list[Statement]:
    """Every CREATE statement of warehouse/schema/*.sql, in order of the files' names."""
    folder = files(__package__) / "schema"
    texts = [path.read_text("utf-8") for path in sorted(folder.iterdir(), key=lambda path: path.name)]
    return [_statement(match) for text in texts for match in _STATEMENT.finditer(text)]


def create_schemas(connection: duckdb.DuckDBPyConnection, commented: Collection[str] = SCHEMAS) -> None:
    """Creates all schemas and tables in an empty database, in one transaction: each commit would cost a sync.

    Only the tables of the schemas `commented` get their comments; a comment costs more than its table.
    """
    script = ["BEGIN", *("CREATE SCHEMA " + quoted(schema) for schema in SCHEMAS)]
    for statement in statements():
        script.append(statement.sql.rstrip(";\n"))
        if statement.schema in commented:
            script.extend(statement.comments())
    connection.execute(";\n".join([*script, "COMMIT"]))


def quoted(identifier: str) -> str:
    """An identifier for SQL text."""
    return '"' + identifier.replace('"', '""') + '"'


def _statement(match: re.Match[str]) -> Statement:
    head, body = match["head"], match["body"]
    if match["type"] == "VIEW":
        columns = {found["name"]: found["comment"] for found in _VIEW_COLUMN.finditer(head)}
    else:
        columns = {
            column: found["comment"]
            for found in _COLUMN_LINE.finditer(body)
            for column in _COLUMN.findall(found["definition"])
        }
    return Statement(match["name"], match["type"], body, head.splitlines()[0].removeprefix("-- "), columns)


def literal(text: str) -> str:
    """A text for SQL text."""
    return "'" + text.replace("'", "''") + "'"
