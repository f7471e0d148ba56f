"""Cross-checks of channels, calls and incidents: can they happen as they are written?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.check_relays import services_here
from sim.loader.context import STRIKES_MOST, CheckContext, Complaint, about
from sim.model.channels import DESKED, Channel, Hours
from sim.model.effects import Hail
from sim.model.incidents import Incident
from sim.model.scenario import Scenario
from sim.model.scripts import SeatScript, Step
from sim.model.words import FaultyError, Path_
from sim.model.world import Seat, Side
from sim.units import MS_PER_H

CALLED = ("radio", "line")
"""Kinds of channels on which somebody can be called."""
ONLY_ON: dict[str, tuple[str, ...]] = {
    "answering": CALLED,
    "talk": CALLED,
    "readout": CALLED,
    "permission": ("line", "relay"),
    "hops": ("relay",),
    "hours": ("line",),
    "binds": ("rules",),
}
"""On which kinds of channels a key means something, for keys that do not always."""
DAY_MS = 24 * MS_PER_H
CHANGES_MOST = 5000
"""More incidents, or breakdowns of a line, than this in one run are a slip in a number."""


@about(Channel)
def _idle_keys(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    for key, kinds in ONLY_ON.items():
        with suppress(FaultyError):
            if channel.kind not in kinds and getattr(channel, key) not in (None, ()):
                what = f"“{key}” means nothing on a channel of kind “{channel.kind}”"
                yield (*path, key), what, "leave it out"


@about(Channel)
def _truth(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    """Only a line is up or down, and only on a line somebody is asked to answer a desk."""
    truth = channel.truth
    if truth is None:
        return
    idle = {
        "technical": truth.technical == "down",
        "access": truth.access is not None,
        "u": truth.u is not None,
    }
    for key, told in idle.items():
        if told and channel.kind != "line":
            what = f"“{key}” means nothing on a channel of kind “{channel.kind}”"
            yield (*path, "truth", key), what, "leave it out"
    if channel.kind == "line" and idle["technical"] and not channel.fails:
        what = "a line that never fails cannot be down"
        yield (*path, "truth", "technical"), what, "leave “fails” out"


@about(Channel)
def _ends(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    if channel.kind in DESKED and channel.forms and len(channel.seats) < 2:
        what = f"a {channel.kind} with “forms” needs two “seats”"
        yield (*path, "seats"), what, "say who is at each end"


@about(Channel)
def _talk(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    if channel.talk is not None and channel.talk > DAY_MS:
        yield (*path, "talk"), "is longer than a day", "say how long one talk lasts"


@about(Hours)
def _hours(around: CheckContext, path: Path_, hours: Hours) -> Iterator[Complaint]:
    beyond = [key for key in ("opens", "closes") if getattr(hours, key) > DAY_MS]
    for key in beyond:
        yield (*path, key), "lies beyond a day", "give a time of the day, at most 24 h"
    if not beyond and hours.opens % DAY_MS == hours.closes % DAY_MS:
        what = "the desk opens and closes at the same moment"
        yield path, what, "leave “hours” out if it is always staffed"


@about(Channel)
def _binds(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    if channel.kind != "rules":
        return
    here = services_here(around)
    if not channel.binds:
        what = f"the rules “{channel.id}” bind nobody"
        yield (*path, "binds"), what, "name services in “binds”"
    elif here.isdisjoint(channel.binds):
        yield (*path, "binds"), "binds nobody here", partial(nearest, "", here)


@about(Channel)
def _tries(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    told = channel.answering
    if told is not None:
        rate, tries_ms = told.answered + told.declined, told.tries
        place, hint = (*path, "answering"), "lower the rates or the time"
    elif channel.kind == "line" and channel.forms:
        terms = around.scenario.parameters
        rate, tries_ms = terms.h0 + terms.hd0, terms.t_max
        place, hint = ("parameters",), "lower “h0”, “hd0” or “t_max”"
    else:
        return
    if rate * tries_ms / MS_PER_H > STRIKES_MOST:
        yield place, f"would settle a try more than {STRIKES_MOST} times", hint


@about(Scenario)
def _breakdowns(around: CheckContext, path: Path_, scenario: Scenario) -> Iterator[Complaint]:
    terms = scenario.parameters
    changes = 2 * scenario.horizon / (terms.u_tech + terms.d_tech)
    if changes > CHANGES_MOST and any(c.kind == "line" and c.fails for c in scenario.channels):
        what = f"a line would fail or be repaired more than {CHANGES_MOST:,} times"
        yield ("parameters",), what, "raise “u_tech” or “d_tech”"


@about(Scenario)
def _carried_forms(around: CheckContext, path: Path_, scenario: Scenario) -> Iterator[Complaint]:
    carried = {form for channel in scenario.channels for form in channel.forms}
    for index, form in enumerate(scenario.forms):
        with suppress(FaultyError):
            if form.id not in carried:
                what = f"no channel carries “{form.id}”"
                yield ("forms", index), what, "add it to the “forms” of one, or take it out"


@about(Side)
def _faces(around: CheckContext, path: Path_, side: Side) -> Iterator[Complaint]:
    if side.faces == side.id:
        yield (*path, "faces"), "a side faces another, not itself", "name another side"


@about(Incident)
def _against(around: CheckContext, path: Path_, incident: Incident) -> Iterator[Complaint]:
    if incident.by == incident.against:
        what = "“by” and “against” are one side"
        yield (*path, "against"), what, "name the side to which it happens"


@about(Incident)
def _seen(around: CheckContext, path: Path_, incident: Incident) -> Iterator[Complaint]:
    seats = incident.seen_by or [seat.id for seat in around.scenario.seats]
    if all(around.the("seat", seat).side != incident.against for seat in seats):
        what = f"nobody of “{incident.against}” sees it"
        yield (*path, "seen_by"), what, "name a seat of that side"


@about(Incident)
def _too_often(around: CheckContext, path: Path_, incident: Incident) -> Iterator[Complaint]:
    terms = around.scenario.parameters
    rate = (terms.a_true + max(terms.d_sq, terms.d_rv)) * incident.times
    if rate * around.scenario.horizon / MS_PER_H > CHANGES_MOST:
        what = f"would happen more than {CHANGES_MOST:,} times"
        yield (*path, "times"), what, "lower “times”, or the rates in “parameters”"


@about(Hail)
def _hail(around: CheckContext, path: Path_, hail: Hail) -> Iterator[Complaint]:
    channel = around.the("channel", hail.channel)
    if channel.kind == "radio":
        yield from _carried(around, path, channel, hail.form)
    else:
        radios = [c.id for c in around.scenario.channels if c.kind == "radio"]
        yield (*path, "channel"), f"“{channel.id}” is no radio", partial(nearest, "", radios)
    seat = around.commander(hail.vessel)
    if seat and channel.seats and seat not in channel.seats:
        what = f"the seat “{seat}”, which commands {quoted(hail.vessel)}, is not on the channel"
        yield (*path, "channel"), what, "add it to the channel's “seats”"


def _carried(around: CheckContext, path: Path_, channel: Channel, form: str) -> Iterator[Complaint]:
    if around.the("form", form) and form not in channel.forms:
        what = f"“{channel.id}” does not carry {quoted(form)}"
        yield (*path, "form"), what, partial(nearest, "", channel.forms)


@about(SeatScript)
def _calls(around: CheckContext, path: Path_, script: SeatScript) -> Iterator[Complaint]:
    for index, step in enumerate(script.steps):
        with suppress(FaultyError):
            if step.call is not None:
                seat, channel = around.the("seat", script.seat), around.the("channel", step.call)
                yield from _call(around, (*path, "steps", index), step, seat=seat, channel=channel)


def _call(
    around: CheckContext, path: Path_, step: Step, seat: Seat, channel: Channel
) -> Iterator[Complaint]:
    if step.form is None or (step.to is None) == (step.desk is None):
        return  # that is told elsewhere
    if not is_called(channel):
        others = [c.id for c in around.scenario.channels if is_called(c)]
        what = f"“{channel.id}” is neither a radio nor a line or relay with “forms”"
        yield (*path, "call"), what, partial(nearest, "", others)
        return
    if channel.seats and seat.id not in channel.seats:
        what = f"the seat “{seat.id}” is not on “{channel.id}”"
        yield (*path, "call"), what, "add it to the channel's “seats”"
    with suppress(FaultyError):
        yield from _carried(around, path, channel, step.form)
        yield from _offered(around, path, step, channel)
    if channel.kind == "radio":
        yield from _to_vessel(path, step, seat)
    else:
        yield from _to_desk(path, step, seat, channel)


def is_called(channel: Channel) -> bool:
    """Say whether somebody can be called on a channel."""
    return channel.kind == "radio" or (channel.kind in DESKED and bool(channel.forms))


def _offered(
    around: CheckContext, path: Path_, step: Step, channel: Channel
) -> Iterator[Complaint]:
    """Offers are made of clauses, and only offers are."""
    proposes = around.the("form", step.form or "").intent == "propose"
    if step.clauses and not proposes:
        what = f"“{step.form}” offers nothing"
        yield (*path, "clauses"), what, "leave them out, or say a form with “intent: propose”"
    declared = [clause.id for clause in around.scenario.clauses]
    if proposes and declared and not step.clauses and channel.kind in DESKED:
        yield path, f"an offer on a {channel.kind} needs “clauses”", partial(nearest, "", declared)


def _to_vessel(path: Path_, step: Step, seat: Seat) -> Iterator[Complaint]:
    if step.desk is not None:
        yield (*path, "desk"), "a radio reaches vessels, not desks", "give “to”, a vessel"
    elif not seat.commands:
        what = f"the seat “{seat.id}” commands no vessel to call from"
        yield (*path, "call"), what, "call by a move with a hail"
    elif step.to in seat.commands:
        what = f"{quoted(step.to or '')} is the seat's own vessel"
        yield (*path, "to"), what, "call another"


def _to_desk(path: Path_, step: Step, seat: Seat, channel: Channel) -> Iterator[Complaint]:
    others = [other for other in channel.seats if other != seat.id]
    if step.to is not None:
        yield (*path, "to"), f"a {channel.kind} reaches desks, not vessels", "give “desk”, a seat"
    elif step.desk == seat.id:
        yield (*path, "desk"), f"“{seat.id}” is the seat itself", partial(nearest, "", others)
    elif others and step.desk not in others:
        what = f"the seat {quoted(step.desk or '')} is not on “{channel.id}”"
        yield (*path, "desk"), what, partial(nearest, step.desk or "", others)
