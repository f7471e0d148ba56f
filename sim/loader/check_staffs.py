"""Cross-checks of staffs: chains of authority and reports, desks' hours, regular meetings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.errors import quoted
from sim.loader.check_channels import CHANGES_MOST, DAY_MS
from sim.loader.context import CheckContext, Complaint, about
from sim.model.staffs import DeskHours, Reports, WindowTerms
from sim.model.words import FaultyError, Path_
from sim.model.world import Seat
from sim.units import format_duration


@about(DeskHours)
def _desk_hours(around: CheckContext, path: Path_, hours: DeskHours) -> Iterator[Complaint]:
    beyond = [key for key in ("opens", "closes") if getattr(hours, key) > DAY_MS]
    for key in beyond:
        yield (*path, key), "lies beyond a day", "give a time of the day, at most 24 h"
    if not beyond and hours.opens % DAY_MS == hours.closes % DAY_MS:
        what = "the desk never opens: it opens and closes at the same moment"
        yield path, what, "leave “hours” out if it is always held"


@about(Seat)
def _one_side(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    """Nobody is told what to do, or what happened, by another side."""
    if seat.authority is not None and around.the("seat", seat.authority).side != seat.side:
        what = f"{quoted(seat.authority)} is of another side"
        yield (*path, "authority"), what, "name a seat of its own"


@about(Seat)
def _tellers(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    for index, name in enumerate(seat.reports.tellers if seat.reports else ()):
        with suppress(FaultyError):
            if around.the("seat", name).side != seat.side:
                at = (*path, "reports", "from", index)
                yield at, f"{quoted(name)} is of another side", "name a seat of its own"


@about(Seat)
def _told_in_a_circle(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    if seat.reports is None:
        return
    reached = set[str]()
    ways: list[tuple[str, ...]] = [(seat.id, name) for name in seat.reports.tellers]
    while ways:
        way = ways.pop(0)
        name = way[-1]
        if name == seat.id:
            what = f"reports run in a circle: {' ← '.join(way)}"
            yield (*path, "reports", "from"), what, "let one seat see for itself"
            return
        if name not in reached:
            reached.add(name)
            terms: Reports | None = around.the("seat", name).reports
            ways += [(*way, below) for below in (terms.tellers if terms else ())]


@about(WindowTerms)
def _meetings(around: CheckContext, path: Path_, terms: WindowTerms) -> Iterator[Complaint]:
    if terms.every is None:
        if not terms.between:
            what = "no windows between meetings, but no meetings"
            yield (*path, "between"), what, "add “every”, or leave it out"
        return
    if terms.every < terms.span:
        what = f"the next meeting comes before the span is over, {format_duration(terms.span)}"
        yield (*path, "every"), what, "lengthen it, or shorten the span"
    if around.scenario.horizon // terms.every > CHANGES_MOST:
        what = f"would meet more than {CHANGES_MOST:,} times"
        yield (*path, "every"), what, "meet less often"
