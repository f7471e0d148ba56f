"""Every shipped scenario in a real terminal, with no other keys than those it shows."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from sim.cli.records import read_record
from sim.loader.library import shipped
from tests.tui.piloting import SEED
from tests.tui.terminal import PLAY, Terminal

KEYS_MOST = 1_000
BLIND_MOST = 20
"""Pictures in a row without a key: a refusal stands there until something else is pressed."""
END = "Both accounts"
NAMES = {"Enter": "Enter", "Esc": "Escape", "Tab": "Tab", "Space": "Space"}
PAIRS = {"Up Down": ("Up", "Down"), "Left Right": ("Left", "Right")}
EAGER = {
    "Begin": 9,
    "Go on": 6,
    "Wait": 12,
    "Choose": 5,
    "an option": 2,
    "Back": 5,
    "back": 4,
    "Options": 0.5,
    "Call": 0.4,
    "Words": 0.2,
    "Help": 0.2,
    "Undo": 0.1,
    "Advice": 0.05,
    "Both": 0,
}
"""How often a key is taken for what it is said to do; any other word counts 1."""
BOTTOM = re.compile(r"\+[─-]+\+")
OPTION = re.compile(r"^[> ]([a-z])[+ ][v^=] ")
KEY = re.compile(rf"({'|'.join((*PAIRS, *NAMES))}|\d-\d|\S) (.+)")


def keys_shown(shown: str) -> dict[str, str]:
    """Read which keys the terminal shows, the card's if one is open; and what each does."""
    rows = shown.rstrip("\n").split("\n")
    bottoms = [(at, m) for at, row in enumerate(rows) if (m := BOTTOM.search(row))]
    if bottoms:
        at, found = bottoms[-1]
        footer = rows[at - 1][found.start() + 1 : found.end() - 1]
    else:
        footer = rows[-1]
    able: dict[str, str] = {}
    for part in re.split(r"\s{2,}", footer.strip()):
        match = KEY.fullmatch(part)
        if match is not None:
            key, word = match.groups()
            able.update(dict.fromkeys(_meant(key), word))
    if not bottoms:
        able.update({m[1]: "an option" for row in rows if (m := OPTION.match(row))})
    return able


def _meant(key: str) -> tuple[str, ...]:
    if key in PAIRS:
        return PAIRS[key]
    first, dash, last = key.partition("-")
    if dash and first:
        return tuple(str(number) for number in range(int(first), int(last) + 1))
    return (NAMES.get(key, key),)


def _weight(word: str, able: dict[str, str]) -> float:
    return EAGER.get(word, 1) / list(able.values()).count(word)


@pytest.mark.tmux
@pytest.mark.parametrize("scenario", shipped())
def test_the_keys_that_are_shown_lead_to_an_end(
    scenario: str, home: Path, terminal: Terminal
) -> None:
    """Somewhere the screen would name no key that goes on, or one that breaks it."""
    dice = random.Random(SEED)
    terminal.start(*PLAY, scenario, "--seed", str(SEED))
    shown, pressed = terminal.until("Enter begins"), []
    able, blind = dict[str, str](), 0

    while END not in shown and len(pressed) < KEYS_MOST:
        blind = 0 if keys_shown(shown) else blind + 1
        able = keys_shown(shown) or able  # a refusal stands in the footer until the next key
        assert blind < BLIND_MOST, f"no key is shown at all:\n{shown}"
        keys = list(able)
        key = dice.choices(keys, [_weight(able[key], able) for key in keys])[0]
        pressed.append(f"{key} {able[key]}")
        terminal.press(key)
        shown = terminal.settled(shown)

    assert END in shown, f"no end after {pressed[-30:]}:\n{shown}"
    (path,) = home.glob("*.jsonl")
    record, _ = read_record(path)
    assert record.line.ending
    assert not record.torn


def test_keys_are_read_from_what_is_shown() -> None:
    """The way to the end would be found with keys that nobody sees."""
    footer = "NEWS\n>a+v Call back\n-   Later\n Enter Go on  1-2 Call  ? Help\n"
    keys = "a answer   Esc let it ring"
    card = f"08:00\n  +─ CALL ──+\n  | {keys} |  w\n  +{'─' * 28}+\n ? Help"

    assert keys_shown(footer) == {
        "Enter": "Go on",
        "1": "Call",
        "2": "Call",
        "?": "Help",
        "a": "an option",
    }
    assert keys_shown(card) == {"a": "answer", "Escape": "let it ring"}
