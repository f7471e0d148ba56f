"""The echo of what a seat asked for last: what it knows to have come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, vessel_name
from sim.engine.facts.effects import Told
from sim.engine.facts.requests import REPLIES
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.windows import OpenWindow
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.feed_lines import FeedLine
from sim.units import clock

ECHOED = ("choose", "call", "reply")
"""The commands that are echoed."""


@dataclass(frozen=True, slots=True)
class Echo:
    """An order or a call, and what the seat knows to have come of it.

    Attributes:
        clock: When it was given.
        text: What it was, in a sentence.
        came: The numbers of the lines of the feed that came of it, its own line included.
        last: The newest of them, "" if there is none but its own.
        under_way: Whether it is still being prepared, or the call is open.
    """

    clock: str
    text: str
    came: tuple[int, ...] = ()
    last: str = ""
    under_way: bool = False


def echo(setup: Setup, known: Known, lines: Sequence[FeedLine]) -> Echo | None:
    """Give the echo of a seat's last order or call among lines of its feed, None before any."""
    at = _last(known.feed, known.seat)
    if at is None:
        return None
    asked = known.feed[at]
    places, came = _came(known.feed, at)
    shown = [line for line in lines if any(line.head <= place <= line.number for place in places)]
    later = shown[1:]
    return Echo(
        clock(setup.scenario.begins, asked.at_ms),
        said(setup, asked.fact),
        came=tuple(line.number for line in shown),
        last=f"{later[-1].clock} {later[-1].text}" if later else "",
        under_way=_under_way(known, asked.fact, came),
    )


def _came(events: Sequence[Event], at: int) -> tuple[set[int], set[int]]:
    """Find what came of an event, as far as is known: the places in the feed, and the numbers.

    What is told at the same instant came of it too, though the chance between may be hidden. That
    a decision opens is no news of what was done.
    """
    came, places, last_ms = {events[at].seq}, set[int](), -1
    numbers = {event.seq for event in events[at:]}
    for place in range(at + 1, len(events)):
        event = events[place]
        beside = isinstance(event.fact, Told) and event.at_ms == last_ms
        sprung = event.cause in came or (beside and event.cause not in numbers)
        if sprung and not isinstance(event.fact, OpenWindow):
            came.add(event.seq)
            places.add(place + 1)
            last_ms = event.at_ms
    return places, came


def _last(events: Sequence[Event], seat: str) -> int | None:
    for at in range(len(events) - 1, -1, -1):
        fact = events[at].fact
        if isinstance(fact, CommandAccepted) and fact.seat == seat and fact.verb in ECHOED:
            return at
    return None


def said(setup: Setup, fact: CommandAccepted) -> str:
    """Say what a seat ordered, said or replied."""
    if fact.verb == "choose":
        return sentence(f"Ordered: {setup.moves[fact.subject].title}")
    if fact.verb == "reply":
        return f"Replied: “{REPLIES[fact.form]}”"
    to = vessel_name(setup, fact.to) if fact.to in setup.vessels else ""
    to = to or (setup.seats[fact.to].title if fact.to in setup.seats else "")
    form = setup.forms[fact.form].title if fact.form in setup.forms else ""
    return sentence(f"Said{f' to {to}' if to else ''}: {form}")


def _under_way(known: Known, fact: CommandAccepted, came: set[int]) -> bool:
    if fact.verb == "choose":
        return fact.subject in known.moves.pending
    return any(event.seq in came for event in known.calls.open.values())
