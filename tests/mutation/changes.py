"""Small changes of a module's syntax tree, each one a mutant: a comparison turned, a number moved.

They are numbered in the order of the tree, so that a child process makes the same one again.
"""

import ast
import copy
from collections.abc import Iterator
from typing import NamedTuple

COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
# A guard against mistakes in the program, which changes no answer of it as it is.
GUARDS = {"frozen", "strict"}
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any", "lower": "upper", "low": "high"}


class Mutant(NamedTuple):
    line: int
    change: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    idle = set(map(id, _decides_nothing(tree)))
    for number, node in enumerate(ast.walk(tree)):
        for changed in () if id(node) in idle else _changed(node):
            before, after = (ast.unparse(ast.fix_missing_locations(n)) for n in (node, changed))
            if before != after:
                line = getattr(node, "lineno", 0)
                yield Mutant(line, f"{before}  →  {after}", _with(tree, number, changed))


def _decides_nothing(tree: ast.Module) -> Iterator[ast.AST]:
    """Annotations and guards."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in GUARDS:
            yield node.value
        for name in ("annotation", "returns"):
            if annotation := getattr(node, name, None):
                yield from ast.walk(annotation)


def _with(tree: ast.Module, number: int, changed: ast.AST) -> ast.Module:
    """A copy of the tree with another node in the place of the one of this number."""
    made = copy.deepcopy(tree)
    node = next(each for n, each in enumerate(ast.walk(made)) if n == number)
    for field, value in ast.iter_fields(changed):
        setattr(node, field, value)
    node.__class__ = changed.__class__
    return ast.fix_missing_locations(made)


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield _copy(node, ops=[COMPARISONS[type(node.ops[0])](), *node.ops[1:]])
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield _copy(node, op=ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield _copy(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield _copy(node, body=node.orelse, orelse=node.body)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield _copy(node, value=not node.value)
        elif isinstance(node.value, int | float):
            yield _copy(node, value=node.value + 1)
    elif isinstance(node, ast.Name) and node.id in TWINS:
        yield _copy(node, id=TWINS[node.id])
    elif isinstance(node, ast.Attribute) and node.attr in TWINS:
        yield _copy(node, attr=TWINS[node.attr])


def _copy(node: ast.AST, **fields: object) -> ast.AST:
    made = copy.deepcopy(node)
    for field, value in fields.items():
        setattr(made, field, value)
    return made
