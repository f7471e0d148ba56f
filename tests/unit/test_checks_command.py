"""`channel16 scenario check` with warnings: where they stand, and what they do to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.loader.scenario import examine_text
from tests.faulty import SOUND, doc

DEAD = SOUND.replace("when: {flag: agreed}}", "when: {after: 3 h}}")
"""Its first ending is never reached."""
NOTED = doc(
    "endings:\n  - {id: quiet, title: Quiet, text: Nothing.}\n"
    "flags:\n  - {id: agreed, title: Agreed}\n"
    "moves:\n  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],\n"
    "     effects: [{begin: unloading}, {count: {counter: crates}}, {set: agreed}]}\n",
    SOUND,
)
FAULTY = SOUND.replace("horizon: 2 h", "horizon: 2 hours")
CONTRADICTION = SOUND.replace("speed: 9 kn", "speed: 30 kn").replace("code: D28", "code: D99")
"""A fault of what is well-formed, and a warning beside it."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a scenario's file."""
    return tmp_path / "scenario.yaml"


def test_warnings_stand_on_standard_output_and_are_no_faults(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scenario that runs would be refused for what may be meant; or nobody would be told."""
    file.write_text(DEAD, "utf-8")

    code = main(["scenario", "check", str(file)])

    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    sentence = "warning: the ending “deal” is never reached: the run ends at 2 h"
    assert out == f"channel16: {file}:57:50: {sentence}; put it earlier, or lengthen “horizon”\n"


def test_strictly_taken_warnings_are_faults(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipeline could not refuse what its authors want refused."""
    file.write_text(DEAD, "utf-8")

    code = main(["scenario", "check", str(file), "--strict"])
    told = capsys.readouterr().out
    data = main(["scenario", "check", str(file), "--strict", "--json"])

    assert (code, data) == (1, 1)
    assert told.startswith(f"channel16: {file}:57:50: the ending “deal” is never reached: ")
    assert {found["level"] for found in json.loads(capsys.readouterr().out)} == {"fault"}


def test_data_says_how_bad_it_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program could not tell what stops a scenario from what is only odd."""
    file.write_text(CONTRADICTION, "utf-8")

    code = main(["scenario", "check", str(file), "--json"])

    assert code == 1
    found = json.loads(capsys.readouterr().out)
    assert [(each["level"], each["line"]) for each in found] == [("fault", 22), ("warning", 47)]
    assert found[1]["what"] == "the moves table has no code “D99”"
    assert found[1]["hint"].startswith("known: D01–D32")


def test_faults_of_all_files_come_before_warnings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What has to be mended would stand among what need not."""
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(DEAD, "utf-8")
    two.write_text(FAULTY, "utf-8")

    code = main(["scenario", "check", str(one), str(two)])

    out = capsys.readouterr().out
    assert code == 1
    assert ["warning: " in line for line in out.splitlines()] == [False, True]


def test_notes_go_to_standard_error_whatever_is_asked(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hint would be taken for an answer."""
    file.write_text(NOTED, "utf-8")

    code = main(["scenario", "check", str(file), "--strict", "--json"])

    out, err = capsys.readouterr()
    assert (code, json.loads(out)) == (0, [])
    assert err.startswith(f"channel16: {file}:35:5: note: the flag “agreed” is set, and nothing ")


def test_where_a_name_is_not_declared_nothing_more_is_said() -> None:
    """One slip in a name would be followed by everything that hangs on it."""
    found = examine_text(SOUND.replace("{set: agreed}", "{set: treaty}"), "f.yaml")

    assert [each.level for each in found] == ["fault"]


@given(
    cuts=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 40)), min_size=1, max_size=3),
    words=st.lists(st.sampled_from(["9", "1 h", "agreed", "crates", "red", "{}", ""]), max_size=3),
)
def test_of_any_text_something_is_said_or_nothing(
    cuts: list[tuple[int, int]], words: list[str]
) -> None:
    """A scenario that loads would end the check with a traceback."""
    text = SOUND
    for (at, length), word in zip(cuts, [*words, "", "", ""], strict=False):
        text = text[:at] + word + text[at + length :]

    assert all(each.line >= 1 and each.what for each in examine_text(text))
