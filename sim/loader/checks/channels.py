"""Cross-checks of channels and hails: can they carry what is written of them?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.checks.context import CHANGES_MOST, STRIKES_MOST, CheckContext, Complaint, about
from sim.loader.checks.relays import services_here
from sim.model.channels import DESKED, Channel
from sim.model.effects import Hail
from sim.model.scenario import Scenario
from sim.model.words import FaultyError, Way
from sim.units import MS_PER_D, MS_PER_H

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


@about(Channel)
def _idle_keys(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    for key, kinds in ONLY_ON.items():
        with suppress(FaultyError):
            if channel.kind not in kinds and getattr(channel, key) not in (None, ()):
                what = f"“{key}” means nothing on a channel of kind “{channel.kind}”"
                yield (*way, key), what, "leave it out"


@about(Channel)
def _truth(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    """Only a line is up or down, and only on a line somebody is asked to answer a desk."""
    truth = channel.truth
    if truth is None:
        return
    idle = {
        "technical": truth.technical == "down",
        "access": truth.access is not None,
        "u": truth.u is not None,
    }
    for key, given in idle.items():
        if given and channel.kind != "line":
            what = f"“{key}” means nothing on a channel of kind “{channel.kind}”"
            yield (*way, "truth", key), what, "leave it out"
    if channel.kind == "line" and idle["technical"] and not channel.fails:
        what = "a line that never fails cannot be down"
        yield (*way, "truth", "technical"), what, "leave “fails” out"


@about(Channel)
def _ends(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    if channel.kind in DESKED and channel.forms and len(channel.seats) < 2:
        what = f"a {channel.kind} with “forms” needs two “seats”"
        yield (*way, "seats"), what, "say who is at each end"


@about(Channel)
def _talk(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    if channel.talk is not None and channel.talk > MS_PER_D:
        yield (*way, "talk"), "is longer than a day", "say how long one talk lasts"


@about(Channel)
def _binds(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    if channel.kind != "rules":
        return
    here = services_here(context)
    if not channel.binds:
        what = f"the rules “{channel.id}” bind nobody"
        yield (*way, "binds"), what, "name services in “binds”"
    elif here.isdisjoint(channel.binds):
        yield (*way, "binds"), "binds nobody here", partial(nearest, "", here)


@about(Channel)
def _tries(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    own = channel.answering
    if own is not None:
        rate, tries_ms = own.answered + own.declined, own.tries
        place, hint = (*way, "answering"), "lower the rates or the time"
    elif channel.kind == "line" and channel.forms:
        terms = context.scenario.parameters
        rate, tries_ms = terms.h0 + terms.hd0, terms.t_max
        place, hint = ("parameters",), "lower “h0”, “hd0” or “t_max”"
    else:
        return
    if rate * tries_ms / MS_PER_H > STRIKES_MOST:
        yield place, f"would settle a try more than {STRIKES_MOST} times", hint


@about(Scenario)
def _breakdowns(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    terms = scenario.parameters
    changes = 2 * scenario.horizon / (terms.u_tech + terms.d_tech)
    if changes > CHANGES_MOST and any(c.kind == "line" and c.fails for c in scenario.channels):
        what = f"a line would fail or be repaired more than {CHANGES_MOST:,} times"
        yield ("parameters",), what, "raise “u_tech” or “d_tech”"


@about(Scenario)
def _carried_forms(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    carried = {form for channel in scenario.channels for form in channel.forms}
    for index, form in enumerate(scenario.forms):
        with suppress(FaultyError):
            if form.id not in carried:
                what = f"no channel carries “{form.id}”"
                yield ("forms", index), what, "add it to the “forms” of one, or take it out"


@about(Hail)
def _hail(context: CheckContext, way: Way, hail: Hail) -> Iterator[Complaint]:
    channel = context.entry("channel", hail.channel)
    if channel.kind == "radio":
        yield from not_carried(context, way, channel, hail.form)
    else:
        radios = [c.id for c in context.scenario.channels if c.kind == "radio"]
        yield (*way, "channel"), f"“{channel.id}” is no radio", partial(nearest, "", radios)
    seat = context.commander(hail.vessel)
    if seat and channel.seats and seat not in channel.seats:
        what = f"the seat “{seat}”, which commands {quoted(hail.vessel)}, is not on the channel"
        yield (*way, "channel"), what, "add it to the channel's “seats”"


def not_carried(
    context: CheckContext, way: Way, channel: Channel, form: str
) -> Iterator[Complaint]:
    """A channel carries only the forms that it names."""
    if context.entry("form", form) and form not in channel.forms:
        what = f"“{channel.id}” does not carry {quoted(form)}"
        yield (*way, "form"), what, partial(nearest, "", channel.forms)
