"""Calls that can be read: what an argument is stands beside it where there are many."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.doc_blocks import ROOT, modules

POSITIONAL_MOST = 4


def _own(trees: dict[Path, ast.Module]) -> dict[str, bool]:
    """Give the names of the product's callables; True where one takes any number of arguments."""
    found: dict[str, bool] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[node.name] = found.get(node.name, False) or node.args.vararg is not None
            elif isinstance(node, ast.ClassDef):
                found.setdefault(node.name, False)
    return found


def _crowded(tree: ast.Module, own: dict[str, bool]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) > POSITIONAL_MOST:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "cls" or own.get(name) is False:
                yield node.lineno, name


def test_no_call_has_a_row_of_bare_arguments() -> None:
    """A reader would count commas, and two arguments that changed places would pass."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in modules()}
    own = _own(trees)

    crowded = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path, tree in trees.items()
        for line, name in _crowded(tree, own)
    ]

    assert crowded == []


def test_a_row_of_bare_arguments_is_found() -> None:
    """The test above would pass whatever was written."""
    tree = ast.parse("def f(a, b, c, d, e): ...\nf(1, 2, 3, 4, 5)\nf(1, 2, 3, 4, e=5)\n")

    assert list(_crowded(tree, _own({Path("x.py"): tree}))) == [(2, "f")]
