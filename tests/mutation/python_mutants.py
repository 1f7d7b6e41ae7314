"""Mutants of the functions of a module: one comparison, operator, constant or condition changed at a time.

A function is mutated where it is, by its code object, so that whoever imported it meets the mutant; a tool that copies
the tree and starts Python anew for each mutant would spend its time on imports and on making databases.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class Mutant:
    """line: in the file; what: what was changed; code: the code of every function of the module, by qualified name."""

    line: int
    what: str
    code: dict[str, CodeType]


def mutants(module: ModuleType) -> Iterator[Mutant]:
    path = Path(str(module.__file__))
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(node) for top in functions_in(tree) for part in top.body for node in ast.walk(part)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in inside:
            continue
        for what, change in changes(node):
            changed = copy.deepcopy(tree)
            change(next(found for place, found in enumerate(ast.walk(changed)) if place == number))
            code = compile(ast.fix_missing_locations(changed), str(path), "exec")
            yield Mutant(getattr(node, "lineno", 0), what, dict(codes_of(code)))


def functions_in(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Functions of the module and methods of its classes, without those nested in them."""
    for node in tree.body:
        for found in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(found, ast.FunctionDef):
                yield found


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], object]]]:
    if isinstance(node, ast.Compare):
        for place, sign in enumerate(node.ops):
            other = SWAPPED.get(type(sign))
            if other:
                yield (
                    f"{shown(node)}: {type(sign).__name__} to {other.__name__}",
                    lambda n, place=place, other=other: n.ops.__setitem__(place, other()),
                )
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPPED:
        if isinstance(node, ast.BinOp) and any(isinstance(side, ast.JoinedStr) for side in (node.left, node.right)):
            return
        other = SWAPPED[type(node.op)]
        yield f"{shown(node)}: to {other.__name__}", lambda n: setattr(n, "op", other())
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{shown(node)} inverted", lambda n: setattr(n, "value", not n.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield f"{shown(node)} + 1", lambda n: setattr(n, "value", n.value + 1)
    if isinstance(node, ast.If | ast.IfExp):
        yield f"if {shown(node.test)}: inverted", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))


def shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 80 else text[:77] + "..."


def codes_of(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant.co_qualname, constant
            yield from codes_of(constant)


def functions_of(module: ModuleType) -> Iterator[FunctionType]:
    for found in vars(module).values():
        parts = vars(found).values() if isinstance(found, type) and found.__module__ == module.__name__ else [found]
        for part in parts:
            function = getattr(part, "fget", part)
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                yield function


@contextmanager
def put_in(module: ModuleType, mutant: Mutant) -> Iterator[None]:
    """While it lasts, the functions of the module are those of the mutant."""
    original = {function: function.__code__ for function in functions_of(module)}
    for function in original:
        found = mutant.code.get(function.__qualname__)
        if found is not None and len(found.co_freevars) == len(function.__code__.co_freevars):
            function.__code__ = found
    try:
        yield
    finally:
        for function, code in original.items():
            function.__code__ = code
