"""One word for one thing: the glossary's owners exist, and no retired word comes back in code."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from pathlib import Path

import pytest

from tests.tidy.doc_blocks import ROOT, modules

PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROW = re.compile(r"^\| \*\*(.+?)\*\* \| (.+?) \| `(.+?)` \|$", re.MULTILINE)
RETIRED = re.compile(r"^\| ~~(.+?)~~ \| (.+?) \|$", re.MULTILINE)


def _retired() -> set[str]:
    return {word for row in RETIRED.findall(PAGE) for word in row[0].split(", ")}


def test_the_page_is_read() -> None:
    """The tests below would pass on a page of another form."""
    assert len(ROW.findall(PAGE)) >= 60
    assert len(_retired()) >= 20


@pytest.mark.parametrize(("word", "owner"), [(row[0], row[2]) for row in ROW.findall(PAGE)])
def test_each_word_has_an_owner(word: str, owner: str) -> None:
    """A reader would be sent to a file that is gone, or to one that does not know the word."""
    path, _, name = owner.partition("::")

    assert (ROOT / path).exists(), owner
    if name:
        text = (ROOT / path).read_text("utf-8")
        assert re.search(rf"^(?:class |def |\s*)({name})\b", text, re.MULTILINE), owner


def test_the_page_is_in_order() -> None:
    """A word would be looked for and not found."""
    words = [row[0].lower() for row in ROW.findall(PAGE)]

    assert words == sorted(words)
    assert len(set(words)) == len(words)


def _names(text: str) -> set[str]:
    """Give the identifiers that a module introduces or uses, and their parts as whole words."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}


def test_no_retired_word_comes_back() -> None:
    """Two words for one thing, or one for two, would be learnt by every reader anew."""
    retired = _retired()
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        for name in sorted(_names(path.read_text("utf-8")) | {path.stem})
        if name in retired or name.strip("_") in retired
    ]

    assert found == []


def test_no_two_classes_share_a_name() -> None:
    """A name in an error or a review would leave open which of two things is meant."""
    where: dict[str, list[Path]] = defaultdict(list)
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(path.relative_to(ROOT))

    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}
