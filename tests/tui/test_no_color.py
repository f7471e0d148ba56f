"""NO_COLOR in a real terminal: what reaches it is bold or reversed, and has no colour at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.piloting import SEED
from tests.tui.program import Program
from tests.tui.terminal import Terminal
from tests.tui.test_bad_input import begin

_SGR = re.compile(r"\x1b\[([\d;:]*)m")
_COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}


def hues(text: str) -> set[str]:
    """Find the codes of a text that ask for a colour of any kind, grey among them."""
    found: set[str] = set()
    for codes in _SGR.findall(text):
        parts = [int(part or 0) for part in codes.replace(":", ";").split(";")]
        while parts:
            head = parts.pop(0)
            if head in _COLOURS:
                found.add(codes)
            if head in (38, 48) and parts:
                del parts[: 4 if parts[0] == 2 else 2]
    return found


def seen(terminal: Terminal, **variables: str) -> str:
    """Show a play, its options, a card and the news, with the codes that colour them."""
    begin(terminal, **variables)
    shown = terminal.shown(codes=True)
    for key, word in (("d", "else: Hold for"), ("Tab", "NEWS"), ("c", "Esc back")):
        terminal.press(key)
        terminal.until(word)
        shown += terminal.shown(codes=True)
    return shown


@pytest.mark.tmux
@pytest.mark.parametrize("depth", ["truecolor", "256"])
def test_no_color_is_heard(terminal: Terminal, depth: str) -> None:
    """Somebody who asked for no colours would get some all the same."""
    deep = {"COLORTERM": "truecolor" if depth == "truecolor" else ""}

    coloured = seen(terminal, **deep)
    plain = seen(terminal, NO_COLOR="1", **deep)

    assert hues(coloured)
    assert not hues(plain)


def test_no_color_holds_on_every_screen(home: Path) -> None:
    """A field, the palette or a notice would bring colours of its own."""
    with Program(home, "dawn-approach", "--seed", str(SEED), NO_COLOR="1") as program:
        program.begin()
        for keys in (
            b"d",
            b"\t",
            b"v",
            b"m",
            b"1",
            b"\x1b",
            b"l",
            b"\x1b",
            b"n",
            b"a\x1b",
            b"\x10",
        ):
            program.quiet()
            program.write(keys)
        program.until("Search for commands")
        program.quiet()
        program.write(b"\x1b[B\x1b")
        program.quiet()
        program.write(b"\x1b[200~pasted where nothing takes it\x1b[201~")
        program.until("left out")
        program.quiet()
        program.write(b"q")
        program.until("Continue:")
        shown = program.written.decode("utf-8", "replace")

    assert hues(shown) == set()
    assert "\x1b[1" in shown
    assert "7m" in shown, "what is marked is not reversed"


def test_hues_are_found() -> None:
    """A colour would be overlooked."""
    none = "\x1b[0;1;7m\x1b[39;49m\x1b[m\x1b[2;3;4;22;27m"

    assert hues(none) == set()
    assert hues("\x1b[1;34m") == {"1;34"}
    assert hues("\x1b[38;2;9;9;9m\x1b[48;5;240m\x1b[97m") == {"38;2;9;9;9", "48;5;240", "97"}
    assert hues("\x1b[38;5;1;7m\x1b[1;48;2;0;0;0;31m") == {"38;5;1;7", "1;48;2;0;0;0;31"}
