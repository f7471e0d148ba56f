"""Lists a person can read: what is open first and by its kind, names whole, a way down in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.cli.starter import Starter
from sim.play.seat import Sheet, Shown, Wait, able, blocked, kind_of, playable
from tests.tui.piloting import SCENARIOS, SEED
from tui.base.text import length, plain
from tui.panes.decision import ListAt, decision, lettered, listed, needs

MOMENTS = 6
"""At how many moments of each seat's play a list is looked at."""
WIDE, NARROW = 94, 80
"""Columns of the list at 140 and at 80 columns of the terminal."""


def lists(scenario: str) -> Iterator[tuple[Sheet, Shown]]:
    """Show every seat of a scenario what it may do, at some moments of a play that only waits."""
    starter = Starter(scenario)
    for seat, _ in playable(starter._setup(scenario).scenario):
        session = starter.begin(scenario, [seat], SEED).seats[seat]
        for _ in range(MOMENTS):
            found = [push for push in session.handle(Wait()) if isinstance(push, Shown)]
            yield session.sheet, found[0]


@pytest.fixture(params=SCENARIOS)
def moments(request: pytest.FixtureRequest, home: object) -> list[tuple[Sheet, Shown]]:
    """Give the lists of a scenario."""
    return list(lists(request.param))


@pytest.mark.slow
def test_no_way_up_is_read_before_every_way_down(moments: list[tuple[Sheet, Shown]]) -> None:
    """Somebody would escalate since what else could be done was off the screen."""
    looked = 0
    for sheet, shown in moments:
        letters = lettered(listed(shown), {})
        down = {letters[o.move] for o in able(shown.options) if o.sign == "v"} - {""}
        for unfolded in (False, True):
            rows = listed(shown, unfolded=unfolded)
            for cursor in range(-1, len(rows)):
                for height in (5, 9, 14, 22):
                    at = ListAt(letters, cursor, unfolded)
                    lines = plain(decision(sheet, shown, at, (NARROW, height))).split("\n")
                    if any(line[3:4] == "^" for line in lines):
                        named = {line[1] for line in lines if line[3:4] == "v"}
                        above = next((x for x in lines if x.startswith(" above: v ")), "")
                        named |= set(above[10:].split(" ")[0])
                        assert down <= named, (sheet.scenario, height, cursor, lines)
                        looked += bool(down)
    assert looked or not any(o.sign == "v" for _, shown in moments for o in able(shown.options))


def test_names_are_whole(moments: list[tuple[Sheet, Shown]]) -> None:
    """A name would end in “…”: on one row where there is room, on two where there is not."""
    for sheet, shown in moments:
        at = ListAt(lettered(listed(shown), {}), unfolded=True)
        tall = needs(sheet, shown, at, NARROW) + 9
        wide = plain(decision(sheet, shown, at, (WIDE, tall)))
        narrow = " ".join(
            line[5 : NARROW - 33].strip()
            for line in plain(decision(sheet, shown, at, (NARROW, tall))).split("\n")
        )
        for option in shown.options:
            assert option.title in wide
            assert option.title in " ".join(narrow.split()), option.title


def test_the_list_is_by_kind_and_what_is_not_open_is_folded(
    moments: list[tuple[Sheet, Shown]],
) -> None:
    """What cannot be done would stand between what can, or the kinds would be mixed."""
    order = ["talk", "manoeuvre", "wait", "escalate"]
    for sheet, shown in moments:
        kinds = [order.index(kind_of(option)) for option in able(shown.options)]
        assert kinds == sorted(kinds)
        letters = lettered(listed(shown), {})
        folded = plain(decision(sheet, shown, ListAt(letters), (NARROW, 90)))
        unfolded = plain(decision(sheet, shown, ListAt(letters, unfolded=True), (NARROW, 200)))
        off = blocked(shown.options)
        assert (f"{len(off)} not open now" in folded) == bool(off)
        assert folded.count("\n -") <= 1
        assert unfolded.count("\n -") == len(off) + bool(off)


def test_a_rung_on_the_list_has_its_word(moments: list[tuple[Sheet, Shown]]) -> None:
    """“ph 3 prc 0” would say nothing to somebody who does not know the ladder by heart."""
    for sheet, shown in moments:
        at = ListAt(lettered(listed(shown), {}), cursor=0)
        for width in (NARROW, WIDE):
            lines = decision(sheet, shown, at, (width, 60))
            assert max(map(length, lines)) <= width
            if any(option.read_as for option in able(shown.options)):
                assert " 0 Routine" in plain(lines) or " 1 Words" in plain(lines)
