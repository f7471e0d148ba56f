"""A finished run printed: what happened and who knew it, the ending, the scores."""

from __future__ import annotations

from collections.abc import Iterable

from sim.cli import say
from sim.columns import padded
from sim.engine import Setup
from sim.engine.base.log import Event
from sim.engine.seat.telling import tell
from sim.play.driver import Play
from sim.play.outcome import outcome
from sim.printable import on_one_line
from sim.units import clock

_WHO_MOST = 24
"""Columns for the seats that knew of an event."""


def print_run(play: Play) -> None:
    """Print a finished run: timeline, ending, scores."""
    setup = play.setup
    print_timeline(setup, play.engine.log)
    summed = outcome(play.engine)
    say(f"\n{summed.title}\n{summed.text}\n")
    for side, score in summed.scores.items():
        name = setup.sides[side].name
        say(f"{padded(name, 32)} score {score['score']:6.1f}   loss {score['loss']:6.1f}")
    m = summed.measures
    say(
        f"\nhurt {m['hurt']}, dead {m['dead']}, hulls touched {m['collisions']}, close passes "
        f"{m['passes']}, calls answered {m['contacts']}; {len(play.engine.log)} events"
    )
    say("Weights and assumed numbers are choices; see `channel16 scenario check --sources`.")


def print_timeline(setup: Setup, log: Iterable[Event], seat: str = "") -> None:
    """Print what happened with who knew it; of one seat, what it knew, as it was told."""
    for event in log:
        text, who = _known_to(setup, event, seat) if seat else _line(setup, event)
        if text:
            say(f"{clock(setup.scenario.begins, event.at_ms):>9}  {who:<{_WHO_MOST}} {text}")


def _known_to(setup: Setup, event: Event, seat: str) -> tuple[str, str]:
    """Give an event as a seat read it, marked where it was called to attention; else nothing."""
    if seat not in event.audience:
        return "", ""
    return on_one_line(tell(setup, seat, event)), "!" if seat in event.alert else ""


def _line(setup: Setup, event: Event) -> tuple[str, str]:
    """Give an event as the first seat that may see it would read it, and who may."""
    if not event.audience:
        return "", ""
    everybody = len(event.audience) == len(setup.seats)
    who = "all" if everybody else " ".join(event.audience)
    short = who if len(who) <= _WHO_MOST else who[: _WHO_MOST - 1] + "…"
    return on_one_line(tell(setup, event.audience[0], event)), short
