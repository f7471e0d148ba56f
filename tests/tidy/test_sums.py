"""Sums: whole numbers by `sum`, all others by `math.fsum`, so that a Python changes no last digit.

Since 3.12 the built-in `sum` compensates for what floats lose, before it does not: a sum of the
same floats then ends in another digit, and a table in another digest.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE_CALLS = {"int", "len", "bool", "isinstance", "startswith", "endswith"}
"""What gives a whole number, or yes or no, whatever it is asked of."""
STATISTICS = {"NormalDist", "median", "median_low", "median_high"}
"""What may be taken from `statistics`: nothing that adds floats up, which was changed as well."""


def _whole(value: ast.expr) -> bool:
    """Say whether an expression shows by its form that it is a whole number, or yes or no."""
    match value:
        case ast.Constant():
            return isinstance(value.value, int)
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp():
            return all(_whole(part) for part in value.values)
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv()):
            return _whole(value.left) and _whole(value.right)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in WHOLE_CALLS
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.endswith("_ms")
    return False


def _faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="sum"), args=[ast.GeneratorExp() | ast.ListComp() as of]
            ):
                if not _whole(of.elt):
                    yield node.lineno, "`sum` of what may be floats"
            case ast.Call(func=ast.Name(id="sum")):
                yield node.lineno, "`sum` of what may be floats"
            case ast.ImportFrom(module="statistics"):
                for name in {alias.name for alias in node.names} - STATISTICS:
                    yield node.lineno, f"`statistics.{name}` adds floats up"
            case ast.Import() if any(alias.name == "statistics" for alias in node.names):
                yield node.lineno, "name what is taken from `statistics`"
            case ast.Attribute(attr="sumprod"):
                yield node.lineno, "`sumprod` is not in every Python"


def test_floats_are_added_exactly() -> None:
    """The same study would have another digest with another Python."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}; use math.fsum, or say int(…)"
        for path in sorted((ROOT / "sim").rglob("*.py"))
        for line, what in _faults(ast.parse(path.read_text("utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("sum(shares)", False),
        ("sum(x for x in y)", False),
        ("sum(a.b for a in y)", False),
        ("sum([0.5 for a in y])", False),
        ("sum(a and 0.5 for a in y)", False),
        ("sum(a / 2 == 1 for a in y)", True),
        ("sum(1 for a in y if a.b)", True),
        ("sum(len(a) + 1 for a in y)", True),
        ("sum(end_ms - a.at_ms for a in y)", True),
        ("sum(a.is_open and a.b == 1 for a in y)", False),
        ("math.fsum(shares)", True),
        ("from statistics import fmean", False),
        ("from statistics import median", True),
    ],
)
def test_what_shows_that_it_is_whole(code: str, whole: bool) -> None:
    """The rule would let a sum of floats pass, or forbid counting."""
    assert (not list(_faults(ast.parse(code)))) == whole
