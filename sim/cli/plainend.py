"""The end of play in lines: what happened, scores that add up, promises, key moments, history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from sim.cli import signals
from sim.columns import wrapped
from sim.errors import SimError
from sim.play.seat import (
    HISTORY,
    LEFT_OUT,
    MOMENTS,
    NO_FORECAST,
    PROMISED,
    UNTOLD,
    WAKES,
    Debrief,
    KeyMoment,
    Session,
    Sheet,
    Turn,
)
from sim.printable import shown
from sim.readings import share

if TYPE_CHECKING:
    from sim.cli.starter import Starter

_INDENT = 9
"""Columns before what is told of a moment, below its title."""


def ending(sheet: Sheet, debrief: Debrief, width: int) -> list[str]:
    """Write the end: what happened, both sides' scores, the orders, key moments, and history."""
    result = debrief.outcome
    lines = ["", f"== {result.title} ==", *wrapped(result.text, width), ""]
    for text in (*debrief.marks, *debrief.story):
        lines += wrapped(text, width, rest="  ")
    lines.append("")
    for seat in debrief.orders:
        drawn = next(order for order in seat.candidates if order.id == seat.drawn)
        lines.append(f"Orders of {seat.title}: {drawn.title}")
    lines += wrapped(debrief.thought, width) if debrief.thought else []
    for side in debrief.sides:
        lines.append(f"{side.name}: {side.score:.0f} of 100")
        for item in side.account:
            reached = ""
            if item.value is not None and item.full is not None:
                reached = f" ({share(item.value)} of {item.full:+.0f})"
            head = f"    {item.points:+4.0f}  "
            lines += wrapped(f"{item.title}{reached}", width, head, rest=" " * len(head))
    promised = [promise.sentence for promise in debrief.promises]
    lines += _listed(PROMISED, promised, width) if promised else []
    lines += ["", *_moments(debrief, width)] if debrief.moments else []
    done = [f"{wake.clock} {wake.text} {' '.join(wake.came)}" for wake in debrief.wakes]
    lines += _listed(WAKES, done, width) if done else []
    lines += _listed(UNTOLD, result.untold, width) if result.untold else []
    if sheet.brief is not None:
        history = (f"{text} {source}" for text, source in debrief.history)
        lines += _listed(HISTORY, history, width)
        lines += _listed(LEFT_OUT, debrief.left_out, width)
    return [*lines, "", NO_FORECAST]


def _listed(title: str, texts: Iterable[str], width: int) -> list[str]:
    """Write a list under a title."""
    items = (line for text in texts for line in wrapped(f"  - {text}", width, rest="    "))
    return ["", title, *items]


def _moments(debrief: Debrief, width: int) -> Iterator[str]:
    """Write the key moments, numbered, each with what was known, true, meant and open."""
    yield MOMENTS
    for number, moment in enumerate(debrief.moments, 1):
        yield from wrapped(moment.title, width, f"{number:>3}. {moment.clock} ", rest=" " * 5)
        for label, text in _rows(moment):
            yield from wrapped(text, width, f"     {label}: ", rest=" " * _INDENT)


def _rows(moment: KeyMoment) -> Iterator[tuple[str, str]]:
    yield "You knew", " ".join(moment.knew)
    if moment.true:
        yield "In truth", " ".join(moment.true)
    if moment.why:
        yield "Why", " ".join(moment.why)
    if moment.could:
        yield f"Open to you at {moment.turn_clock}", "; ".join(moment.could)


def follow_up(
    session: Session, starter: Starter, say: Callable[..., None], read: Callable[[str], str]
) -> Session | None:
    """Read what is to come after the end: the report, another play from a moment, or nothing."""
    turns = _turns(next(iter(session.seats.values())).debrief())
    for text in _offers(turns, kept=bool(session.record)):
        say(text)
    with suppress(EOFError, KeyboardInterrupt, signals.EndAsked), signals.heard():
        while line := read("> ").strip():
            word, _, number = line.partition(" ")
            try:
                if line in ("quit", "q"):
                    return None
                if line == "report":
                    say(f"Written: {starter.report(session.record)}.", whole=True)
                elif word == "on" and number in turns:
                    return starter.play_on(session, turns[number])
                else:
                    say(f"Not understood: {shown(line)}. Enter leaves.")
            except SimError as error:
                say(f"Not done: {error.faults[0]}")
    return None


def _turns(debrief: Debrief) -> dict[str, Turn]:
    """Give where one may play on from, by the numbers of the moments."""
    found = enumerate(debrief.moments, 1)
    return {str(number): moment.turn for number, moment in found if moment.turn is not None}


def _offers(turns: Collection[str], *, kept: bool) -> Iterator[str]:
    """Say what can be typed after the end."""
    if kept:
        yield "“report” writes the report as a page beside the record."
    if turns:
        yield "“on N” plays on from key moment N, as a new record."
    yield "Enter leaves."
