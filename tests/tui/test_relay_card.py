"""A relay on the screen: its card, what was sent, and what nobody was told, at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sim.engine import Setup
from sim.loader import load
from sim.play.debrief import debrief
from sim.play.driver import Play
from sim.play.occupants import occupant
from tests.tui.piloting import application, fly, open_play, text
from tui.cards.call import CallCard
from tui.panes import debriefing
from tui.panes.waiting import asked_first, heard

LINES = str(Path(__file__).parents[1] / "laws" / "two_lines.yaml")


def test_a_message_is_sent_by_relay_from_its_card() -> None:
    """A player could not write by relay, or would think that somebody picks up."""
    app = application(LINES, "a_desk")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("3")
        await pilot.pause()
        assert isinstance(app.screen, CallCard)
        shown = " ".join(text(app).replace("|", " ").split())
        for words in (asked_first("relay"), heard("relay")):
            assert words in shown
        await pilot.press("enter")
        await pilot.pause()
        (call,) = [c for c in play.shown.view.calls if not c.incoming]
        assert (call.channel, call.stage) == ("relay", "asking leave")

    fly(app, steps, (90, 40))


def test_the_ledger_tells_what_was_read_and_what_was_lost() -> None:
    """The end would be silent on messages that nobody heard of again."""
    setup = Setup(load(LINES))
    play = Play(setup, 2, {s: occupant(setup, s, "firm:calls=1") for s in setup.seats})
    play.advance()
    rows = [
        "".join(part for part, _ in line) for line in debriefing.calls(debrief(play.engine), 80)
    ]

    assert any("+ read there after" in line for line in rows)
    assert any("x lost after" in line for line in rows)
    assert any("WHAT NOBODY WAS TOLD" in line for line in rows)
    assert any("is lost at" in line for line in rows)
