"""Cross-checks of incidents: does each happen to somebody who notices, and not without end?"""

from __future__ import annotations

from collections.abc import Iterator

from sim.loader.checks.context import CHANGES_MOST, CheckContext, Complaint, about
from sim.model.incidents import Incident
from sim.model.traffic import TrafficStream
from sim.model.words import Way
from sim.units import MS_PER_H


@about(Incident)
def _against(context: CheckContext, way: Way, incident: Incident) -> Iterator[Complaint]:
    if incident.by == incident.against:
        what = "“by” and “against” are one side"
        yield (*way, "against"), what, "name the side to which it happens"


@about(Incident, TrafficStream)
def _seen(
    context: CheckContext, way: Way, incident: Incident | TrafficStream
) -> Iterator[Complaint]:
    seats = incident.seen_by or [seat.id for seat in context.scenario.seats]
    if all(context.entry("seat", seat).side != incident.against for seat in seats):
        what = f"nobody of “{incident.against}” sees it"
        yield (*way, "seen_by"), what, "name a seat of that side"


@about(Incident)
def _too_often(context: CheckContext, way: Way, incident: Incident) -> Iterator[Complaint]:
    terms = context.scenario.parameters
    rate = (terms.a_true + max(terms.d_sq, terms.d_rv)) * incident.times
    if rate * context.scenario.horizon / MS_PER_H > CHANGES_MOST:
        what = f"would happen more than {CHANGES_MOST:,} times"
        yield (*way, "times"), what, "lower “times”, or the rates in “parameters”"
