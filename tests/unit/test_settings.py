"""Settings of the screen: every fault has its place and advice, and what is right holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli.settings import Settings, read
from tests.unit.test_home import ODD
from tui.base import keymap

PLACED = re.compile(r"screen\.yaml:\d+:\d+: .+; .*left aside")


def told(settings: Settings) -> list[str]:
    """Give the faults as they are told."""
    return [str(fault) for fault in settings.faults]


def settled(folder: Path, text: str | bytes) -> Settings:
    """Read settings from a text, or from mere bytes."""
    path = folder / "screen.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return read(path)


FAULTY = {
    "3": "1:1: expected keys and values",
    "- 1": "1:1: expected keys and values",
    "a: [": "1:5: is not YAML",
    "keys: {": "1:8: is not YAML",
    "hold: true\nhold: false": "2:1: the key “hold” stands twice; keep one",
    "hold: yes": "1:7: expected true or false",
    "hold: 1": "1:7: expected true or false",
    "hold: 'true'": "1:7: expected true or false",
    "hold:": "1:6: expected true or false",
    "hold: {a: b}": "1:7: expected true or false",
    "confirm: [true]": "1:10: expected true or false",
    "signs: 3": "1:8: expected one of dots, ascii",
    "signs: [ascii]": "1:8: expected one of dots, ascii",
    "signs:": "1:7: expected one of dots, ascii",
    "theme: Light": "1:8: expected one of dark, light, contrast",
    "theme: [dark]": "1:8: expected one of dark, light, contrast",
    "sings: ascii": "1:1: there is no setting “sings”; did you mean “signs”?",
    "[a]: b": "1:1: there is no setting “”",
    "keys: 3": "1:7: expected keys and values",
    "keys: [wait]": "1:7: expected keys and values",
    "keys:": "1:6: expected keys and values",
    "keys: {weit: d}": "1:8: there is no command “weit”; did you mean “wait”?",
    "keys: {wait: d}": "1:14: d is both “decide” and “wait”",
    "keys: {wait: }": "1:13: expected a key",
    "keys: {wait: []}": "1:14: expected a key",
    "keys: {wait: {a: b}}": "1:14: expected a key",
    "keys: {wait: [[z]]}": "1:15: expected a key",
    "keys: {wait: [z, null]}": "1:18: there is no key “null”",
    "keys: {wait: [z, '']}": "1:18: expected a key",
    "keys: {wait: Entre}": "1:14: there is no key “Entre”; did you mean “enter”?",
    "keys: {wait: shift+z}": "1:14: there is no key “shift+z”",
    "keys: {wait: ctrl+}": "1:14: there is no key “ctrl+”",
    "keys: {wait: '%'}": "",
    "keys: {wait: '+'}": "1:14: + is both",
    "keys: {wait: 'zz'}": "1:14: there is no key “zz”",
    "keys: {wait: '\\x07'}": "1:14: there is no key “\\x07”",
    'keys: {wait: "\\u0007"}': "1:14: there is no key “\\x07”",
    "keys: {pick: p}": "1:14: p is both an answer and “pick”",
    "keys: {leave: a}": "1:15: a is both an answer and “leave”",
    "keys: {wait: z, decide: z}": "1:",
    "keys: {call: ²}": "",
    "keys: &k {wait: *k}": "expected a key",
    "!!python/object:os.system {}": "",
    "a: b\n---\nc: d": "2:1: is not YAML",
    "\x00": "1:1: holds a control character (U+0000)",
    "hold: true\n\x07": "2:1: holds a control character (U+0007)",
    "hold: *x": "1:7: is not YAML",
    "[" * 3000: "is nested too deep",
    "keys: " + "[" * 50 + "]" * 50: "1:7: expected keys and values",
    "a: &a [x, x]\nb: &b [*a, *a]\nkeys: [*b, *b]": "3:7: expected keys and values",
    "keys: !!int ''": "1:7: expected keys and values",
    "keys: !!python/object/apply:os.getcwd []": "1:7: expected keys and values",
    "day: 2022-13-45": "1:1: there is no setting “day”",
    f"hold: {'9' * 5000}": "1:7: expected true or false",
    "hold": "1:1: expected keys and values",
    "#" * 70_000: "1:1: is larger than 20 kB",
    "keys: {wait: " + "z" * 200 + "}": "1:14: there is no key “zzz",
}
"""Settings with what is told of them, "" where nothing is wrong."""


@pytest.mark.parametrize(("text", "fault"), FAULTY.items(), ids=range(len(FAULTY)))
def test_every_fault_of_the_settings_is_told_with_its_place(
    text: str, fault: str, tmp_path: Path
) -> None:
    """A slip in a file would end the game in a traceback, or be passed over in silence."""
    found = told(settled(tmp_path, text))

    assert any(fault in each for each in found) if fault else found == []
    assert all(PLACED.match(each) for each in found), found


@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "folder", "three gigabytes"])
def test_settings_that_are_no_file_are_left_aside(kind: str, tmp_path: Path) -> None:
    """The game would hang before its first picture."""
    path = tmp_path / "screen.yaml"
    ODD[kind](path)

    (fault,) = told(read(path))

    assert PLACED.match(fault)


def test_settings_that_are_no_text_are_left_aside(tmp_path: Path) -> None:
    """A file saved in another encoding would end the game before it opens."""
    (fault,) = told(settled(tmp_path, b"hold: true\nsigns: \xff"))

    assert fault.startswith("screen.yaml:2:8: is not UTF-8 text; save it as UTF-8")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
        max_leaves=6,
    ),
    st.sampled_from(["keys", "hold", "confirm", "signs", "keys: {wait", "keys: {call", "other"]),
)
def test_no_value_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, value: object, name: str
) -> None:
    """Some value of some setting would end the game before it opens."""
    closed = "}" if "{" in name else ""
    text = f"confirm: false\n{name}: {value!r}{closed}\n"

    found = settled(tmp_path_factory.mktemp("home"), text)

    assert all(PLACED.match(each) for each in told(found))
    table, _ = keymap.remapped(found.keys)
    assert all(keymap.keys_shown(command) for command in table)


@given(st.binary(max_size=40))
def test_no_bytes_break_the_reading(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """A file of another kind would end the game before it opens."""
    assert all(map(PLACED.match, told(settled(tmp_path_factory.mktemp("home"), raw))))


def test_what_is_right_holds_beside_what_is_wrong(tmp_path: Path) -> None:
    """One slip would cost all of a player's own keys."""
    text = """\
keys:
  wait: u      # undo has it
  note: [N, F5, "?"]
  fly: g
  log: Ctrl+L
hold: perhaps
confirm: false
signs: ascii
"""

    found = settled(tmp_path, text)

    assert found.keys == {"log": ("ctrl+l",)}
    assert (found.hold, found.confirm, found.signs) == (False, False, "ascii")
    assert [fault.rpartition("; ")[0][:70] for fault in told(found)] == [
        "screen.yaml:2:9: u is both “undo” and “wait”; take another key",
        "screen.yaml:3:9: ? is both “help” and “note”; take another key",
        "screen.yaml:4:3: there is no command “fly”; did you mean “fold”?",
        "screen.yaml:6:7: expected true or false",
    ]


def test_keys_may_change_places(tmp_path: Path) -> None:
    """Two commands that swap their keys would count as a clash."""
    found = settled(tmp_path, "keys: {wait: u, undo: w}")

    assert (told(found), found.keys) == ([], {"wait": ("u",), "undo": ("w",)})


def test_no_settings_are_fine(tmp_path: Path) -> None:
    """Somebody without a file, or with an empty one, would be told of faults."""
    nothing = Settings()

    assert read(tmp_path / "none.yaml") == nothing
    assert settled(tmp_path, "") == settled(tmp_path, "# nothing\n") == nothing
    assert settled(tmp_path, "\ufeffhold: true\n").hold
