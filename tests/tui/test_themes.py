"""The themes: read by every kind of sight, put on by setting or key, and never alone a signal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.settings_file import THEMES
from tests.tui.colours import SIGHT, alike, contrast, difference
from tests.tui.piloting import application, fly, open_play
from tui.base.pane import Pane
from tui.base.roles import FILLED, ROLES
from tui.base.themes import PALETTES
from tui.panes import words

LEAST = {"dark": 4.5, "light": 4.5, "contrast": 7.0}
"""The least contrast of text: level AA, and AAA where high contrast is asked for."""
STATES = ("fine", "amber", "vermilion", "grey", "ink")
"""Colours that say how something stands."""
SIDES = ("fine", "vermilion", "amber", "rose")
"""Colours that say whose something is."""
APART = 18.0
"""The least difference between two of them; eight times what is just noticed."""
TABLES = {name: table for name, table in vars(words).items() if isinstance(table, dict)}
SIGNED = {
    name: table
    for name, table in TABLES.items()
    if all(isinstance(value, tuple) for value in table.values())
}


def some(theme: str, names: tuple[str, ...]) -> dict[str, str]:
    """Give some colours of a theme."""
    return {name: PALETTES[theme][name] for name in names}


@pytest.mark.parametrize("theme", PALETTES)
def test_every_text_can_be_read_by_every_kind_of_sight(theme: str, home: Path) -> None:
    """Somebody who lacks a kind of cone, or has a dim screen, would not read what presses."""
    (home / "screen.yaml").write_text(f"theme: {theme}\n", "utf-8")
    app, faint = application(), list[str]()

    async def steps(pilot: Pilot[Any]) -> None:
        grounds = [PALETTES[theme][name] for name in ("night", "dusk")]
        for role in set(ROLES) - {"land"}:  # what lies below the text is no text
            style = app.look(role)
            front = style.color.triplet.hex if style.color else PALETTES[theme]["ink"]
            own = [style.bgcolor.triplet.hex] if style.bgcolor else grounds
            faint.extend(
                f"{role} on {ground}, {sight}: {found:.1f}"
                for ground in own
                for sight in SIGHT
                if (found := contrast(front, ground, sight)) < LEAST[theme]
            )

    fly(app, steps)
    assert faint == []


@pytest.mark.parametrize("theme", PALETTES)
def test_states_and_sides_are_told_apart_by_every_kind_of_sight(theme: str) -> None:
    """To whoever lacks a kind of cone the two sides, or good and bad, would look the same."""
    assert alike(some(theme, STATES), APART) == []
    assert alike(some(theme, SIDES), APART) == []
    assert alike(some(theme, ("rose", "grey", "ink")), APART / 2) == []


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_that_look_alike_are_found(sight: str) -> None:
    """The tests above could not fail."""
    planted = {
        "full": ("#56b4e9", "#58b2e6"),
        "protanopia": ("#7a3c00", "#4d5200"),
        "deuteranopia": ("#9a5f00", "#a25a0a"),
        "tritanopia": ("#3b8fc0", "#2a9a8f"),
    }[sight]

    found = alike({"one": planted[0], "other": planted[1]}, APART)

    assert any(f", {sight}:" in line for line in found)


def test_red_and_green_are_alike_to_those_for_whom_they_are() -> None:
    """The kinds of sight would be simulated wrongly."""
    found = {sight: difference("#c44536", "#7a7a1a", sight) for sight in SIGHT}

    assert found["full"] > 50
    assert found["tritanopia"] > 50
    assert found["deuteranopia"] < 25


def test_the_settings_name_every_theme() -> None:
    """A theme could not be asked for, or would end the game."""
    assert tuple(PALETTES) == THEMES
    assert len({tuple(palette) for palette in PALETTES.values()}) == 1


def test_the_key_wears_what_the_setting_wears(home: Path) -> None:
    """Something would keep the colours of the theme before, and be unreadable on the new ground."""
    seen: dict[str, list[str]] = {"set": [], "pressed": []}

    def shown(pilot: Pilot[Any]) -> str:
        pilot.app.clear_notifications()
        return str(pilot.app.export_screenshot())

    async def steps(pilot: Pilot[Any], into: list[str], keys: tuple[str, ...]) -> None:
        await open_play(pilot)
        await pilot.press("d", *keys)
        await pilot.pause()
        pilot.app.clear_notifications()
        await pilot.pause()
        into.append(shown(pilot))
        await pilot.press("escape", "question_mark")
        await pilot.pause()
        into.append(shown(pilot))

    for count, theme in enumerate((*list(PALETTES)[1:], "dark"), 1):
        (home / "screen.yaml").write_text(f"theme: {theme}\n", "utf-8")
        fly(
            application("twenty-nine-minutes"),
            lambda pilot: steps(pilot, seen["set"], ()),
        )
        (home / "screen.yaml").unlink()
        fly(
            application("twenty-nine-minutes"),
            lambda pilot, count=count: steps(pilot, seen["pressed"], ("f9",) * count),
        )

    assert len(set(seen["set"])) == 6
    assert seen["pressed"] == seen["set"]


@pytest.mark.parametrize("table", SIGNED)
def test_every_state_has_a_sign_a_word_and_a_colour(table: str) -> None:
    """A state would be told by its colour alone, or by a sign that means two things."""
    states = SIGNED[table]
    roles: dict[str, set[str]] = {}
    for sign, word, role in states.values():
        assert sign.isascii()
        assert sign.strip()
        assert word.strip()
        assert role in ROLES
        roles.setdefault(sign, set()).add(role)

    assert len({word for _, word, _ in states.values()}) == len(states)
    assert {sign: found for sign, found in roles.items() if len(found) > 1} == {}


def test_no_state_is_shown_by_colour_alone(home: Path) -> None:
    """Somebody without colours would see a blank where others see that something presses."""
    bare: list[str] = []

    def look(pilot: Pilot[Any]) -> None:
        for screen in pilot.app.screen_stack:
            for row in (row for pane in screen.query(Pane) for row in pane.lines):
                written = "".join(text for text, _ in row)
                filled = {role: text.strip() for text, role in row if role in FILLED}
                if "press" in filled and not filled["press"]:
                    bare.append(f"no word on the ground: {written}")
                if "cursor" in filled and ">" not in written:
                    bare.append(f"no sign of the cursor: {written}")

    async def steps(pilot: Pilot[Any]) -> None:
        look(pilot)
        await open_play(pilot)
        for keys in (("d", "down"), ("escape", "p"), ("escape", "c"), ("escape", "1"), ("escape",)):
            await pilot.press(*keys)
            await pilot.pause()
            look(pilot)

    async def menu(pilot: Pilot[Any]) -> None:
        look(pilot)

    fly(application(), menu)
    fly(application("twenty-nine-minutes"), steps)
    assert bare == []
