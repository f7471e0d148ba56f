"""What docs/model.md says is tested is tested."""

from __future__ import annotations

import ast
import re

import pytest

from tests.tidy.doc_blocks import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PAGE = (ROOT / "docs" / "model.md").read_text("utf-8")


@pytest.mark.parametrize(("file", "test"), NAMED.findall(PAGE))
def test_a_test_that_is_named_is_there(file: str, test: str) -> None:
    """A claim of the model's page would rest on a test that nobody wrote."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))

    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_page_names_tests() -> None:
    """The table would be read by nobody any more."""
    assert len(NAMED.findall(PAGE)) >= 12
