"""Cross-checks of hints: can their seat know and do what they ask?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.check_channels import is_called
from sim.loader.context import CheckContext, Complaint, about, not_its_move, unknowable
from sim.model.hints import Hint
from sim.model.words import FaultyError, Path_, references


@about(Hint)
def _chosen(around: CheckContext, path: Path_, hint: Hint) -> Iterator[Complaint]:
    for index, move in enumerate(hint.choose):
        with suppress(FaultyError):
            yield from not_its_move(around, (*path, "choose", index), move, hint.seat)


@about(Hint)
def _known(around: CheckContext, path: Path_, hint: Hint) -> Iterator[Complaint]:
    """A hint asks for what its seat can know, and for injects that are sent to it."""
    yield from unknowable(around, (*path, "when"), hint.when, (hint.seat,))
    for at, kind, name in references(hint.when, (*path, "when")):
        with suppress(FaultyError):
            if kind == "inject" and hint.seat not in around.the(kind, name).to:
                what = f"the seat {quoted(hint.seat)} is not told of the inject {quoted(name)}"
                yield at, what, "add it to that inject's “to”"


@about(Hint)
def _called(around: CheckContext, path: Path_, hint: Hint) -> Iterator[Complaint]:
    if hint.call is None:
        return
    seat, channel = around.the("seat", hint.seat), around.the("channel", hint.call)
    if not is_called(channel) or (channel.kind == "radio" and not seat.commands):
        what = f"{quoted(hint.seat)} cannot call on {quoted(channel.id)}"
        yield (*path, "call"), what, "name a line with “forms”, or a radio if it has a vessel"
        return
    if channel.seats and seat.id not in channel.seats:
        what = f"the seat {quoted(seat.id)} is not on {quoted(channel.id)}"
        yield (*path, "call"), what, "add it to the channel's “seats”"


@about(Hint)
def _said(around: CheckContext, path: Path_, hint: Hint) -> Iterator[Complaint]:
    if hint.call is not None and hint.form is not None:
        channel = around.the("channel", hint.call)
        if is_called(channel) and hint.form not in channel.forms:
            what = f"{quoted(channel.id)} does not carry {quoted(hint.form)}"
            yield (*path, "form"), what, partial(nearest, hint.form, channel.forms)


@about(Hint)
def _reached(around: CheckContext, path: Path_, hint: Hint) -> Iterator[Complaint]:
    """A radio reaches a vessel, which has to be named; a line reaches the other desk."""
    channel = around.the("channel", hint.call or "")
    if channel.kind == "line" and hint.to is not None:
        yield (*path, "to"), "a line reaches desks, not vessels", "leave it out"
    elif channel.kind == "radio" and hint.to is None:
        yield path, "a call by radio needs “to”", "name the vessel that is called"
    elif channel.kind == "radio" and hint.to in around.the("seat", hint.seat).commands:
        yield (*path, "to"), f"{quoted(hint.to or '')} is the seat's own vessel", "call another"
