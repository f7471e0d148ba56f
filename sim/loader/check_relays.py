"""Cross-checks of relays, of clauses that cover services, and of who is bound by rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.errors import nearest
from sim.loader.context import CheckContext, Complaint, about
from sim.model.channels import Channel, Clause
from sim.model.effects import Bind
from sim.model.words import Path_


def services_here(around: CheckContext) -> set[str]:
    """Give the services of vessels, incidents and streams of a scenario."""
    here: set[str] = {vessel.service for vessel in around.scenario.vessels}
    for incident in around.scenario.incidents:
        here.update(incident.between)
    for stream in around.scenario.streams:
        here.update(stream.between)
    return here


@about(Channel)
def _hops(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    if channel.kind != "relay":
        return
    if not channel.hops:
        what = f"the relay “{channel.id}” has no “hops”"
        yield (*path, "hops"), what, "name one to three offices it goes through"
    for index, hop in enumerate(channel.hops):
        if hop.loss == 1:
            what = "loses everything, so nothing ever arrives"
            yield (*path, "hops", index, "loss"), what, "give a chance under 1"


@about(Clause)
def _covers(around: CheckContext, path: Path_, clause: Clause) -> Iterator[Complaint]:
    yield from _bound(around, (*path, "covers"), clause.covers, "covers")


@about(Bind)
def _bind(around: CheckContext, path: Path_, effect: Bind) -> Iterator[Complaint]:
    if around.the("channel", effect.channel).kind != "rules":
        rules = [c.id for c in around.scenario.channels if c.kind == "rules"]
        what = f"“{effect.channel}” is no set of rules"
        yield (*path, "channel"), what, partial(nearest, "", rules)
    yield from _bound(around, (*path, "services"), effect.services, "binds")


def _bound(
    around: CheckContext, path: Path_, services: tuple[str, ...], verb: str
) -> Iterator[Complaint]:
    here = services_here(around)
    if services and here.isdisjoint(services):
        yield path, f"{verb} nobody here", partial(nearest, "", here)
