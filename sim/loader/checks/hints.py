"""Cross-checks of hints: can their seat know and do what they ask?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.checks.context import CheckContext, Complaint, about, not_its_move, unknowable
from sim.model.hints import Hint
from sim.model.words import FaultyError, Way, references


@about(Hint)
def _chosen(context: CheckContext, way: Way, hint: Hint) -> Iterator[Complaint]:
    for index, move in enumerate(hint.choose):
        with suppress(FaultyError):
            yield from not_its_move(context, (*way, "choose", index), move, hint.seat)


@about(Hint)
def _known(context: CheckContext, way: Way, hint: Hint) -> Iterator[Complaint]:
    """A hint asks for what its seat can know, and for injects that are sent to it."""
    yield from unknowable(context, (*way, "when"), hint.when, (hint.seat,))
    for at, kind, name in references(hint.when, (*way, "when")):
        with suppress(FaultyError):
            if kind == "inject" and hint.seat not in context.entry(kind, name).to:
                what = f"the seat {quoted(hint.seat)} is not told of the inject {quoted(name)}"
                yield at, what, "add it to that inject's “to”"


@about(Hint)
def _called(context: CheckContext, way: Way, hint: Hint) -> Iterator[Complaint]:
    if hint.call is None:
        return
    seat, channel = context.entry("seat", hint.seat), context.entry("channel", hint.call)
    if not channel.takes_calls or (channel.kind == "radio" and not seat.commands):
        what = f"{quoted(hint.seat)} cannot call on {quoted(channel.id)}"
        yield (*way, "call"), what, "name a line with “forms”, or a radio if it has a vessel"
        return
    if channel.seats and seat.id not in channel.seats:
        what = f"the seat {quoted(seat.id)} is not on {quoted(channel.id)}"
        yield (*way, "call"), what, "add it to the channel's “seats”"


@about(Hint)
def _said(context: CheckContext, way: Way, hint: Hint) -> Iterator[Complaint]:
    if hint.call is not None and hint.form is not None:
        channel = context.entry("channel", hint.call)
        if channel.takes_calls and hint.form not in channel.forms:
            what = f"{quoted(channel.id)} does not carry {quoted(hint.form)}"
            yield (*way, "form"), what, partial(nearest, hint.form, channel.forms)


@about(Hint)
def _reached(context: CheckContext, way: Way, hint: Hint) -> Iterator[Complaint]:
    """A radio reaches a vessel, which has to be named; a line reaches the other desk."""
    channel = context.entry("channel", hint.call or "")
    if channel.kind == "line" and hint.to is not None:
        yield (*way, "to"), "a line reaches desks, not vessels", "leave it out"
    elif channel.kind == "radio" and hint.to is None:
        yield way, "a call by radio needs “to”", "name the vessel that is called"
    elif channel.kind == "radio" and hint.to in context.entry("seat", hint.seat).commands:
        yield (*way, "to"), f"{quoted(hint.to or '')} is the seat's own vessel", "call another"
