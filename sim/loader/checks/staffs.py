"""Cross-checks of staffs: chains of authority and reports, desks' hours, regular meetings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.errors import quoted
from sim.loader.checks.context import CHANGES_MOST, CheckContext, Complaint, about
from sim.model.channels import Hours
from sim.model.staffs import DeskHours, Reports, WindowTerms
from sim.model.words import FaultyError, Way
from sim.model.world import Seat
from sim.units import MS_PER_D, format_duration


@about(Hours, DeskHours)
def _hours(context: CheckContext, way: Way, hours: Hours) -> Iterator[Complaint]:
    """A desk on a line, or that of a seat, has hours within a day."""
    beyond = [key for key in ("opens", "closes") if getattr(hours, key) > MS_PER_D]
    for key in beyond:
        yield (*way, key), "lies beyond a day", "give a time of the day, at most 24 h"
    if not beyond and hours.opens % MS_PER_D == hours.closes % MS_PER_D:
        if isinstance(hours, DeskHours):
            what = "the desk never opens: it opens and closes at the same moment"
            yield way, what, "leave “hours” out if it is always held"
        else:
            what = "the desk opens and closes at the same moment"
            yield way, what, "leave “hours” out if it is always staffed"


@about(Seat)
def _one_side(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    """Nobody is told what to do, or what happened, by another side."""
    if seat.authority is not None and context.entry("seat", seat.authority).side != seat.side:
        what = f"{quoted(seat.authority)} is of another side"
        yield (*way, "authority"), what, "name a seat of its own"


@about(Seat)
def _tellers(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    for index, name in enumerate(seat.reports.tellers if seat.reports else ()):
        with suppress(FaultyError):
            if context.entry("seat", name).side != seat.side:
                at = (*way, "reports", "from", index)
                yield at, f"{quoted(name)} is of another side", "name a seat of its own"


@about(Seat)
def _reports_in_a_circle(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    if seat.reports is None:
        return
    reached = set[str]()
    chains: list[tuple[str, ...]] = [(seat.id, name) for name in seat.reports.tellers]
    while chains:
        chain = chains.pop(0)
        name = chain[-1]
        if name == seat.id:
            what = f"reports run in a circle: {' ← '.join(chain)}"
            yield (*way, "reports", "from"), what, "let one seat see for itself"
            return
        if name not in reached:
            reached.add(name)
            terms: Reports | None = context.entry("seat", name).reports
            chains += [(*chain, below) for below in (terms.tellers if terms else ())]


@about(WindowTerms)
def _meetings(context: CheckContext, way: Way, terms: WindowTerms) -> Iterator[Complaint]:
    if terms.every is None:
        if not terms.between:
            what = "no windows between meetings, but no meetings"
            yield (*way, "between"), what, "add “every”, or leave it out"
        return
    if terms.every < terms.span:
        what = f"the next meeting comes before the span is over, {format_duration(terms.span)}"
        yield (*way, "every"), what, "lengthen it, or shorten the span"
    if context.scenario.horizon // terms.every > CHANGES_MOST:
        what = f"would meet more than {CHANGES_MOST:,} times"
        yield (*way, "every"), what, "meet less often"
