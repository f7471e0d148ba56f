"""YAML means the same whether PyYAML was built with libyaml or not, and with any line ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.loader import digest, from_text, library, load, yamltext
from sim.loader.yamltext import Document, parse
from tests.faulty import RICH, doc

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for top in ("scenarios", "sim", "tests")
    for path in (ROOT / top).rglob("*.y*ml")
    if path.is_file()
)
each_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix()
)
needs_libyaml = pytest.mark.skipif(yamltext.FAST is None, reason="PyYAML was built without libyaml")
ODD = (
    "?",
    "? ",
    "\t",
    ": ",
    ":",
    "- ",
    "#",
    " #",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "|",
    ">",
    "|#",
    '"',
    "'",
)
ODD += (
    "&x ",
    "*x",
    "!t ",
    "%",
    "@",
    "\n",
    "\n  ",
    "---",
    "...",
    "\r",
    "\ufeff",
    "\u2028",
    "é",
    "\\",
)


def _read(text: str, fast: Any) -> Document:
    """Read a text with the fast parser that is given, or with none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamltext, "FAST", fast)
        return parse(text, "f.yaml")


def _shown(document: Document) -> tuple[Any, ...]:
    """Give all that a document knows: its data, the places of all keys and values, its faults."""
    if document.broken:
        return (document.faults,)
    return document.data, _places(document.place), document.faults


def _places(place: Any) -> Any:
    mark = getattr(place, "mark", place)
    where = (mark.line, mark.column) if mark else None
    if place is mark:
        return where
    keys = {key: (at.line, at.column) for key, at in place.keys.items()}
    return where, keys, {key: _places(inner) for key, inner in place.places.items()}


@each_file
def test_both_loaders_of_pyyaml_read_every_file_alike(path: Path) -> None:
    """A file would not load, or read otherwise, where PyYAML has no libyaml."""
    text = path.read_text("utf-8")

    own = yaml.safe_load(text)

    assert own is not None
    if yamltext.FAST is not None:
        assert yaml.load(text, yaml.CSafeLoader) == own


@needs_libyaml
@each_file
def test_both_parsers_give_one_document(path: Path) -> None:
    """A fault would stand at another line on another machine; or libyaml would be of no use."""
    text = path.read_text("utf-8")
    assert not yamltext._DOUBTFUL.search(text)

    fast = yamltext._read(text, Document("f.yaml"), yamltext.FAST)

    assert _shown(fast) == _shown(_read(text, None))


@needs_libyaml
@given(
    odd=st.lists(st.tuples(st.integers(0, len(RICH)), st.sampled_from(ODD)), max_size=4),
    end=st.integers(0, len(RICH)),
)
def test_both_parsers_give_one_document_of_any_text(odd: list[tuple[int, str]], end: int) -> None:
    """Text that only one of them takes would be a scenario here and a fault there."""
    text = RICH[:end]
    for at, piece in odd:
        text = text[:at] + piece + text[at:]

    assert _shown(_read(text, yamltext.FAST)) == _shown(_read(text, None))


@pytest.mark.parametrize(
    "text",
    ["{a: b? c}\n", "{a: ?b}\n", "{a? : b}\n", "[a?]\n", "a: b\t\n", "- |#\n", "? a\n: b\n"],
)
@needs_libyaml
def test_what_libyaml_takes_and_the_other_does_not(text: str) -> None:
    """What is known to be taken by one of them only would be read by that one again."""
    assert _shown(_read(text, yamltext.FAST)) == _shown(_read(text, None))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{a: what is it?, b: c}\n", "put text with a “?” into quotes"),
        ("a:\n\t- b\n", "write spaces instead of the tab"),
        ("a: [\n", "check indentation and quotes"),
    ],
)
def test_a_slip_has_its_hint(text: str, hint: str) -> None:
    """An author would be told of an expected “}” where he only asked a question."""
    assert [fault.hint for fault in parse(text, "f.yaml").faults] == [hint]


@pytest.mark.parametrize("name", library.shipped())
def test_line_ends_and_marks_of_other_editors_change_no_digest(name: str, tmp_path: Path) -> None:
    """A scenario that git or an editor has written anew would no longer fit its records."""
    text = library.find(name).read_text("utf-8")
    other = tmp_path / "scenario.yaml"
    other.write_bytes(("\ufeff" + text.rstrip("\n").replace("\n", "\r\n")).encode())

    assert digest(load(other)) == digest(load(name))


@pytest.mark.parametrize("style", ["|", ">", "|+", ">-"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_text_at_the_end_of_the_file_does_not_ask_for_the_last_line_break(
    style: str, ends: str
) -> None:
    """Text in lines would lose its last line break with that of the file, and the digest move."""
    text = doc(
        f"endings:\n  - id: quiet\n    title: Quiet\n    text: {style}\n      One.\n      Two.\n"
    )
    without = text.rstrip("\n").replace("\n", ends)

    assert digest(from_text(without)) == digest(from_text(text))
