"""NO_COLOR in a real terminal: what reaches it is grey, bold or reversed, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.tui.terminal import Terminal
from tests.tui.test_bad_input import begin

GREYS = {0, 7, 8, 15, 16, 231, *range(232, 256)}
"""Numbers of the palette of 256 that are black, white or grey."""
_SGR = re.compile(r"\x1b\[([\d;:]*)m")


def hues(text: str) -> set[str]:
    """Find the codes of a text that ask for a colour other than black, white or grey."""
    found: set[str] = set()
    for codes in _SGR.findall(text):
        parts = [int(part or 0) for part in codes.replace(":", ";").split(";")]
        while parts:
            head = parts.pop(0)
            if head in (38, 48) and parts[:1] == [2]:
                if len(set(parts[1:4])) > 1:
                    found.add(codes)
                del parts[:4]
            elif head in (38, 48) and parts[:1] == [5]:
                if parts[1] not in GREYS:
                    found.add(codes)
                del parts[:2]
            elif head in {*range(31, 37), *range(41, 47), *range(91, 97), *range(101, 107)}:
                found.add(codes)
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


def test_hues_are_found() -> None:
    """A colour would be overlooked."""
    greys = "\x1b[0;1;7m\x1b[38;2;9;9;9;48;5;240m\x1b[39;49;97m\x1b[m"

    assert hues(greys) == set()
    assert hues("\x1b[1;34m") == {"1;34"}
    assert hues("\x1b[38;2;9;9;8m\x1b[48;5;20m") == {"38;2;9;9;8", "48;5;20"}
