"""What a seat is shown of a play at a moment: its view, its options, and what is new to it."""

from __future__ import annotations

from sim.engine.seat.news import feed
from sim.engine.seat.rules import options
from sim.engine.seat.views import view
from sim.play.driver import Play
from sim.play.echo import echo
from sim.play.exchange import Shown
from sim.play.sheet import names


def shown_to(play: Play, seat: str, since: int = 0, stopped: str = "") -> Shown:
    """Give what a seat is shown now, with the news after so many of its events."""
    known, now = play.engine.state.known[seat], play.engine.now_ms
    seen = view(play.setup, known, now)
    return Shown(
        seen,
        tuple(options(play.setup, known, now)),
        feed(play.setup, known, since=since),
        names=names(play.setup, known),
        stopped=stopped,
        echo=echo(play.setup, known, seen.feed),
    )
