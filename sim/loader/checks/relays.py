"""Cross-checks of relays, of clauses that cover services, and of who is bound by rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.errors import nearest
from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.channels import Channel, Clause
from sim.model.effects import Bind
from sim.model.words import Way


def services_here(context: CheckContext) -> set[str]:
    """Give the services of vessels, incidents and streams of a scenario."""
    here: set[str] = {vessel.service for vessel in context.scenario.vessels}
    for incident in context.scenario.incidents:
        here.update(incident.between)
    for stream in context.scenario.streams:
        here.update(stream.between)
    return here


@about(Channel)
def _hops(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    if channel.kind != "relay":
        return
    if not channel.hops:
        what = f"the relay “{channel.id}” has no “hops”"
        yield (*way, "hops"), what, "name one to three offices it goes through"
    for index, hop in enumerate(channel.hops):
        if hop.loss == 1:
            what = "loses everything, so nothing ever arrives"
            yield (*way, "hops", index, "loss"), what, "give a chance under 1"


@about(Clause)
def _covers(context: CheckContext, way: Way, clause: Clause) -> Iterator[Complaint]:
    yield from _bound(context, (*way, "covers"), clause.covers, "covers")


@about(Bind)
def _bind(context: CheckContext, way: Way, effect: Bind) -> Iterator[Complaint]:
    if context.entry("channel", effect.channel).kind != "rules":
        rules = [c.id for c in context.scenario.channels if c.kind == "rules"]
        what = f"“{effect.channel}” is no set of rules"
        yield (*way, "channel"), what, partial(nearest, "", rules)
    yield from _bound(context, (*way, "services"), effect.services, "binds")


def _bound(
    context: CheckContext, way: Way, services: tuple[str, ...], verb: str
) -> Iterator[Complaint]:
    here = services_here(context)
    if services and here.isdisjoint(services):
        yield way, f"{verb} nobody here", partial(nearest, "", here)
