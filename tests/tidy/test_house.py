"""What is written in this repository agrees with what is in it."""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tidy import scenario_index
from tests.tidy.doc_blocks import BLOCKS, ROOT, block, modules

# Put together here, so that this file passes its own tests.
HOSTS = re.compile("|".join(("py" + r"pi\.org", "python" + "hosted", r"registry\." + "npm")))
MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "home", "Users")) + r")/\w")

PAGES = ["README.md", "CONTRIBUTING.md", "tests/README.md", "docs/design.md", "docs/sources.md"]
LEFT_BEHIND = re.compile(r"\.(?!ci$).*|__pycache__|build|dist|.*\.egg-info")
MENTION = re.compile(r"`((?:sim|tui|tests|scenarios|docs|benchmarks|\.ci)/[^`\s]*)`")
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
SCENARIO = re.compile(r"channel16 (?:play|run|study)(?: --\w+)* ([a-z0-9]+(?:-[a-z0-9]+)+)")


def _texts(where: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Yield every text file of the checkout; what tools leave behind is not part of it."""
    for path in sorted(where.iterdir()):
        if path.is_dir():
            if not LEFT_BEHIND.fullmatch(path.name):
                yield from _texts(path)
        else:
            try:
                yield path, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path, text in _texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def _comments() -> Iterator[tuple[str, str]]:
    for path, text in _texts():
        if path.suffix == ".py":
            for token in tokenize.generate_tokens(io.StringIO(text).readline):
                if token.type == tokenize.COMMENT:
                    yield f"{path.relative_to(ROOT)}:{token.start[0]}", token.string


def test_no_package_host_is_named() -> None:
    """A registry is the reader's choice; files carry names and versions only."""
    assert _found(HOSTS) == []


def test_no_path_of_one_machine_is_named() -> None:
    """A path of somebody's machine means nothing to anybody else."""
    assert _found(MACHINE) == []


def test_constraints_are_names_and_versions_only() -> None:
    """An address or a local file in the constraints would bind CI to one place."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_what_is_left_to_do_has_an_issue() -> None:
    """A note without an issue's number is read by nobody."""
    wish = re.compile(r"\b(?:TODO(?!\(#\d+\))|FIXME|XXX|HACK)\b")

    assert [f"{where}: {text}" for where, text in _comments() if wish.search(text)] == []


def test_no_banner_comments() -> None:
    """A file that needs headings is two files."""
    banner = re.compile(r"#\s*([-=#*~_])\1{3}|([-=#*~_])\2{7}$")

    assert [f"{where}: {text}" for where, text in _comments() if banner.match(text)] == []


def test_the_menu_knows_the_scenarios_as_they_are() -> None:
    """It would show seats and endings of before; `python -m tests.tidy.doc_blocks` writes it."""
    assert scenario_index.PATH.read_text("utf-8") == scenario_index.index()


@pytest.mark.parametrize(("page", "part"), sorted(BLOCKS))
def test_what_the_docs_say_of_the_code_is_made_from_it(page: str, part: str) -> None:
    """A page would send a newcomer astray; `python -m tests.tidy.doc_blocks` writes it."""
    assert block((ROOT / page).read_text("utf-8"), part) == BLOCKS[page, part]()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_mentions_only_what_exists(page: str) -> None:
    """A path or a link that leads nowhere; names with a placeholder are not checked."""
    text = (ROOT / page).read_text("utf-8")
    paths = [ROOT / name for name in MENTION.findall(text) if not re.search(r"[<>*…{]", name)]
    links = [(ROOT / page).parent / name for name in LINK.findall(text)]
    named = [ROOT / "scenarios" / name / "scenario.yaml" for name in SCENARIO.findall(text)]

    missing = [path for path in paths + links + named if not path.exists()]

    assert [str(path.relative_to(ROOT)) for path in missing] == []


def _publishing() -> Iterator[tuple[str, list[str]]]:
    """Yield each package or module that lists its public names."""
    for path in modules():
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(path.read_text("utf-8")).body:
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                yield dotted, list(importlib.import_module(dotted).__all__)


def test_public_names_are_sorted_and_exist() -> None:
    """A name in `__all__` that is not there breaks `import *` and the reader's trust."""
    for dotted, names in _publishing():
        assert names == sorted(names), f"{dotted}.__all__ is not sorted"
        module = importlib.import_module(dotted)
        assert [name for name in names if not hasattr(module, name)] == [], dotted
