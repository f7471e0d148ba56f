"""Files and functions stay small enough to read, and each module says what it is for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.tidy.doc_blocks import ROOT, first_line, modules

FILE_LINES_MOST = 400
FUNCTION_LINES_MOST = 70

each_module = pytest.mark.parametrize(
    "path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix()
)


@each_module
def test_a_file_fits_in_the_head(path: Path) -> None:
    """A longer file holds two things; split it by meaning."""
    lines = len(path.read_text("utf-8").splitlines())

    assert lines <= FILE_LINES_MOST


@each_module
def test_a_function_fits_on_a_screen(path: Path) -> None:
    """A longer function decides and does; let the parent decide and helpers do."""
    sizes = {
        f"{node.name}, line {node.lineno}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES_MOST} == {}


@each_module
def test_a_module_begins_with_one_sentence(path: Path) -> None:
    """The table of modules is made from these sentences."""
    line = first_line(path)

    assert re.fullmatch(r"\S.*[.?!]", line), f"not a sentence: {line!r}"
    assert not re.search(r"[.?!] [A-Z]", line), f"more than one sentence: {line!r}"
