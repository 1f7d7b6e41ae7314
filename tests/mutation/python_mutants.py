"""Mutants of the functions of a module: one comparison, operator, constant or condition changed at a time.

A function is mutated where it is, by its code object, so that whoever imported it meets the mutant; a tool that copies
the tree and starts Python anew for each mutant would spend its time on imports and on making databases. What a function
computes while its module is loaded stands in the module's dictionaries: they are filled anew.
"""

import ast
import copy
import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import CO_NEWLOCALS
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

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
    """line: in the file; what: what was changed; whole: the code of the module, changed.

    runs_while_loading: whether the line is run before anybody has imported the module.
    """

    line: int
    what: str
    whole: CodeType
    runs_while_loading: bool


def mutants(module: ModuleType) -> Iterator[Mutant]:
    path = Path(str(module.__file__))
    tree = ast.parse(path.read_text("utf-8"))
    while_loading = lines_run_while_loading(module)
    above = {node: parent for parent in ast.walk(tree) for node in ast.iter_child_nodes(parent)}
    inside = {id(node) for top in functions_in(tree) for part in top.body for node in ast.walk(part)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in inside:
            continue
        for what, change in changes(node):
            changed = copy.deepcopy(tree)
            change(next(found for place, found in enumerate(ast.walk(changed)) if place == number))
            whole = compile(ast.fix_missing_locations(changed), str(path), "exec")
            line, within = getattr(node, "lineno", 0), above.get(node)
            is_part = isinstance(node, ast.Constant) and isinstance(within, ast.expr | ast.keyword)
            where = f" in {shown(within)}" if is_part else ""
            yield Mutant(line, what + where, whole, line in while_loading)


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
    """All that live, with those nested in others and those that a decorator has wrapped."""
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__module__ == module.__name__:
            yield found


def loaded(module: ModuleType, whole: CodeType) -> dict[str, object]:
    """The names of the module as its code makes them anew."""
    names: dict[str, object] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(whole, names)
    return names


def lines_run_while_loading(module: ModuleType) -> frozenset[int]:
    """Lines of functions that are called before anybody has imported them."""
    path, lines = str(module.__file__), set[int]()

    def within(frame: FrameType, event: str, argument: object) -> Any:
        lines.add(frame.f_lineno)
        return within

    def at_call(frame: FrameType, event: str, argument: object) -> Any:
        is_function = frame.f_code.co_filename == path and frame.f_code.co_flags & CO_NEWLOCALS
        return within(frame, event, argument) if is_function else None

    before = sys.gettrace()
    sys.settrace(at_call)
    try:
        loaded(module, compile(Path(path).read_text("utf-8"), path, "exec"))
    finally:
        sys.settrace(before)
    return frozenset(lines)


@contextmanager
def put_in(module: ModuleType, mutant: Mutant) -> Iterator[None]:
    """While it lasts, the functions of the module are those of the mutant, and the dictionaries that they fill."""
    kept = {name: dict(found) for name, found in vars(module).items() if is_filled(name, found)}
    original = {function: function.__code__ for function in functions_of(module)}
    code = dict(codes_of(mutant.whole))
    for function in original:
        found = code.get(function.__qualname__)
        if found is not None and found.co_freevars == function.__code__.co_freevars:
            function.__code__ = found
    if mutant.runs_while_loading:
        anew = loaded(module, mutant.whole)
        refill(module, {name: anew[name] for name in kept})
    try:
        yield
    finally:
        refill(module, kept)
        for function, code_before in original.items():
            function.__code__ = code_before


def is_filled(name: str, found: object) -> bool:
    return isinstance(found, dict) and not name.startswith("__")


def refill(module: ModuleType, contents: Mapping[str, Any]) -> None:
    for name, content in contents.items():
        dictionary = getattr(module, name)
        dictionary.clear()
        dictionary.update(content)
