"""Cross-checks of the scripts of history: can each step be done when and as it says?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.checks.channels import not_carried
from sim.loader.checks.context import CheckContext, Complaint, about, not_its_move, too_late
from sim.model.channels import DESKED, Channel
from sim.model.scripts import History, SeatScript, Step
from sim.model.words import FaultyError, Way
from sim.model.world import Seat


@about(History)
def _scripts(context: CheckContext, way: Way, history: History) -> Iterator[Complaint]:
    seen: set[str] = set()
    for index, script in enumerate(history.scripts):
        with suppress(FaultyError):
            if script.seat in seen:
                what = f"the seat {quoted(script.seat)} has two scripts"
                yield (*way, "scripts", index, "seat"), what, "put their steps into one"
            seen.add(script.seat)


@about(SeatScript)
def _steps(context: CheckContext, way: Way, script: SeatScript) -> Iterator[Complaint]:
    for index, step in enumerate(script.steps):
        at = (*way, "steps", index)
        with suppress(FaultyError):
            yield from too_late(context, (*at, "at"), step.at)
            if step.at == context.scenario.horizon:
                yield (*at, "at"), "nobody acts any more at the horizon", "put it before the end"
        with suppress(FaultyError):
            if step.choose is not None:
                yield from not_its_move(context, (*at, "choose"), step.choose, script.seat)


@about(SeatScript)
def _calls(context: CheckContext, way: Way, script: SeatScript) -> Iterator[Complaint]:
    for index, step in enumerate(script.steps):
        with suppress(FaultyError):
            if step.call is not None:
                seat = context.entry("seat", script.seat)
                channel = context.entry("channel", step.call)
                yield from _call(context, (*way, "steps", index), step, seat=seat, channel=channel)


def _call(
    context: CheckContext, way: Way, step: Step, seat: Seat, channel: Channel
) -> Iterator[Complaint]:
    if step.form is None or (step.to is None) == (step.desk is None):
        return  # step itself says so
    if not channel.takes_calls:
        others = [c.id for c in context.scenario.channels if c.takes_calls]
        what = f"“{channel.id}” is neither a radio nor a line or relay with “forms”"
        yield (*way, "call"), what, partial(nearest, "", others)
        return
    if channel.seats and seat.id not in channel.seats:
        what = f"the seat “{seat.id}” is not on “{channel.id}”"
        yield (*way, "call"), what, "add it to the channel's “seats”"
    with suppress(FaultyError):
        yield from not_carried(context, way, channel, step.form)
        yield from _offered(context, way, step, channel)
    if channel.kind == "radio":
        yield from _to_vessel(way, step, seat)
    else:
        yield from _to_desk(way, step, seat, channel)


def _offered(context: CheckContext, way: Way, step: Step, channel: Channel) -> Iterator[Complaint]:
    """Offers are made of clauses, and only offers are."""
    proposes = context.entry("form", step.form or "").intent == "propose"
    if step.clauses and not proposes:
        what = f"“{step.form}” offers nothing"
        yield (*way, "clauses"), what, "leave them out, or say a form with “intent: propose”"
    declared = [clause.id for clause in context.scenario.clauses]
    if proposes and declared and not step.clauses and channel.kind in DESKED:
        yield way, f"an offer on a {channel.kind} needs “clauses”", partial(nearest, "", declared)


def _to_vessel(way: Way, step: Step, seat: Seat) -> Iterator[Complaint]:
    if step.desk is not None:
        yield (*way, "desk"), "a radio reaches vessels, not desks", "give “to”, a vessel"
    elif not seat.commands:
        what = f"the seat “{seat.id}” commands no vessel to call from"
        yield (*way, "call"), what, "call by a move with a hail"
    elif step.to in seat.commands:
        what = f"{quoted(step.to or '')} is the seat's own vessel"
        yield (*way, "to"), what, "call another"


def _to_desk(way: Way, step: Step, seat: Seat, channel: Channel) -> Iterator[Complaint]:
    others = [other for other in channel.seats if other != seat.id]
    if step.to is not None:
        yield (*way, "to"), f"a {channel.kind} reaches desks, not vessels", "give “desk”, a seat"
    elif step.desk == seat.id:
        yield (*way, "desk"), f"“{seat.id}” is the seat itself", partial(nearest, "", others)
    elif others and step.desk not in others:
        what = f"the seat {quoted(step.desk or '')} is not on “{channel.id}”"
        yield (*way, "desk"), what, partial(nearest, step.desk or "", others)
