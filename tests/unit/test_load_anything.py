"""Any bytes, any text, any value anywhere: a scenario or faults, never a traceback."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.loader import from_data, load
from sim.model.scenario import Scenario
from tests.faulty import (
    RICH,
)

TREE = yaml.safe_load(RICH) | {"begins": "2025-09-16 08:00+08:00"}
SCRAPS = [
    ": ", "- ", "{", "}", "[", "]", "'", '"', "\n", "  ", "#", "&a ", "*a", "|", ">", "? ", "!!int",
    "---\n", "%", "null", "-1", "1e999", "~", "[]", "{}", "of", "not", "id", "flag", "at", "when",
    "<<", "\t", "é", "\x00", "\ufeff", "captain", "boat", "hold", "1 h", "15 N 118 E", "2e5 d",
]  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(SCRAPS)
WORDS = st.sampled_from(["of", "flag", "not", "id", "seat", "after", "x"])
TWIGS = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(WORDS, LEAVES, max_size=2)
NODES = TWIGS | st.lists(TWIGS, max_size=3) | st.dictionaries(WORDS, TWIGS, max_size=2)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a file that the examples of one test write again and again."""
    return tmp_path_factory.mktemp("bytes") / "scenario.yaml"


@st.composite
def cut_and_pasted(draw: st.DrawFn) -> str:
    """Draw the rich text with a few slices taken out, doubled or replaced by scraps."""
    text = RICH
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(start + 40, len(text))))
        text = text[:start] + draw(st.sampled_from([*SCRAPS, "", text[start:end] * 2])) + text[end:]
    return text


def assert_scenario_or_faults_inside(file: Path, raw: bytes) -> None:
    """Load bytes; anything but a scenario or faults that lie inside the file is wrong."""
    file.write_bytes(raw)
    try:
        assert isinstance(load(file), Scenario)
    except ScenarioError as error:
        # One more: the parser puts an unclosed bracket on the line after the last.
        lines = len(raw.decode("utf-8", "replace").splitlines()) + 1
        assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in error.faults)  # noqa: PT017


@given(raw=st.binary(max_size=200) | st.binary(max_size=40).map(lambda raw: RICH.encode() + raw))
def test_any_bytes_are_a_scenario_or_faults(file: Path, raw: bytes) -> None:
    """Some damaged file would end in a traceback, which no user can act on."""
    assert_scenario_or_faults_inside(file, raw)


@given(text=st.text(max_size=100) | st.lists(st.sampled_from(SCRAPS), max_size=20).map("".join))
def test_any_text_is_a_scenario_or_faults(file: Path, text: str) -> None:
    """Some text would end in a traceback, which no author can act on."""
    assert_scenario_or_faults_inside(file, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200)
@given(text=cut_and_pasted())
def test_damaged_text_is_a_scenario_or_faults(file: Path, text: str) -> None:
    """A slip of the hand in a scenario would end in a traceback."""
    assert_scenario_or_faults_inside(file, text.encode())


@settings(max_examples=200)
@given(data=st.data())
def test_any_value_anywhere_is_a_scenario_or_faults(data: st.DataObject) -> None:
    """A value of the wrong shape, deep inside, would end in a traceback."""
    at = tree = copy.deepcopy(TREE)
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not (isinstance(at[key], dict | list) and at[key]) or data.draw(st.integers(0, 3)) == 0:
            break
        at = at[key]
    at[key] = data.draw(NODES)

    try:
        assert isinstance(from_data(tree), Scenario)
    except ScenarioError as error:
        text = "\n".join(fault.what for fault in error.faults)
        assert not re.search("should|[Ii]nput|valid|regex|None|True", text)
