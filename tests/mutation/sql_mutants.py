"""Mutants of a piece of SQL: one operator, constant or comparison swapped, or one conjunct dropped, at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

SWAPPED: dict[type[exp.Expression], type[exp.Expression]] = {
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.Mul: exp.Div,
    exp.Div: exp.Mul,
    exp.And: exp.Or,
    exp.Or: exp.And,
    exp.Min: exp.Max,
    exp.Max: exp.Min,
    exp.Least: exp.Greatest,
    exp.Greatest: exp.Least,
    exp.ArgMin: exp.ArgMax,
    exp.ArgMax: exp.ArgMin,
    exp.LogicalAnd: exp.LogicalOr,
    exp.LogicalOr: exp.LogicalAnd,
}
JOINS = {"SEMI": "ANTI", "ANTI": "SEMI"}


@dataclass(frozen=True)
class Mutant:
    """line: of the piece of SQL, counted from 1; what: what was changed into what; sql: the whole piece, changed."""

    line: int
    what: str
    sql: str


def unchanged(sql: str) -> str:
    """The piece as SQLGlot writes it; whatever differs from it in a mutant was changed on purpose."""
    return sqlglot.parse_one(sql, read="duckdb").sql("duckdb")


def target(sql: str) -> str:
    """The table or view that a statement fills; none of a macro, and of a formula."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    if isinstance(tree, exp.Create | exp.Insert | exp.Update | exp.Delete):
        table = tree.this if isinstance(tree.this, exp.Table) else tree.this.find(exp.Table)
        if table is not None and not isinstance(tree.this, exp.UserDefinedFunction):
            return ".".join(part.name for part in table.parts)
    return ""


def mutants(sql: str) -> Iterator[Mutant]:
    tree = sqlglot.parse_one(sql, read="duckdb")
    for number, node in enumerate(tree.walk()):
        for what, change in changes(node):
            copy = tree.copy()
            instead = change(next(found for place, found in enumerate(copy.walk()) if place == number))
            whole = instead if number == 0 and isinstance(instead, exp.Expression) else copy
            yield Mutant(line_of(node), what, whole.sql("duckdb"))


def changes(node: exp.Expression) -> Iterator[tuple[str, Callable[[exp.Expression], object]]]:
    """What can be changed at a node, in words, and how."""
    other = SWAPPED.get(type(node))
    if other is not None and not (isinstance(node, exp.Min | exp.Max) and node.expressions):
        yield f"{shown(node)}: {type(node).__name__} to {other.__name__}", lambda n: n.replace(other(**n.args))
    if isinstance(node, exp.And) and not isinstance(node.parent, exp.Join):
        yield f"{shown(node.right)} dropped", lambda n: n.replace(n.left)
        yield f"{shown(node.left)} dropped", lambda n: n.replace(n.right)
    if isinstance(node, exp.Not):
        yield f"{shown(node)}: NOT dropped", lambda n: n.replace(n.this)
    if isinstance(node, exp.Boolean):
        yield f"{shown(node)} inverted", lambda n: n.set("this", not n.this)
    if isinstance(node, exp.Literal) and not node.is_string and not is_without_meaning(node):
        yield f"{shown(node)} + 1", lambda n: n.replace(exp.Literal.number(str(float(n.name) + 1).removesuffix(".0")))
    if isinstance(node, exp.Literal) and node.is_string and isinstance(node.parent, exp.EQ | exp.NEQ | exp.In | exp.If):
        yield f"{shown(node)} to another text", lambda n: n.replace(exp.Literal.string("another"))
    if isinstance(node, exp.Join) and node.kind in JOINS:
        yield f"{shown(node)}: {node.kind} to {JOINS[node.kind]}", lambda n: n.set("kind", JOINS[n.kind])
    if isinstance(node, exp.Coalesce) and node.expressions:
        yield f"{shown(node)}: the default dropped", lambda n: n.replace(n.this)


def is_without_meaning(node: exp.Literal) -> bool:
    """The width of a type, and what EXISTS selects: it asks only whether there is a row."""
    above = node.parent
    return isinstance(above, exp.DataTypeParam) or (
        isinstance(above, exp.Select) and isinstance(above.parent, exp.Exists)
    )


def shown(node: exp.Expression) -> str:
    text = " ".join(node.sql("duckdb").split())
    return text if len(text) <= 80 else text[:77] + "..."


def line_of(node: exp.Expression) -> int:
    lines = [found.meta["line"] for found in node.walk() if "line" in found.meta]
    return min(lines, default=line_of(node.parent) if node.parent else 1)
