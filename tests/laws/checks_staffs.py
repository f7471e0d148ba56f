"""Laws L10 and L11 for staffs: desks keep their hours, reports are read by whom they are for."""

from __future__ import annotations

from datetime import timedelta, timezone

from sim.engine.base.log import Event, to_line
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.calls import CallRings
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.facts.windows import DecisionDue, WindowDecided, WindowLapsed
from sim.engine.seat.views import redact
from tests.laws.worlds import World, course_of

DAY_MS = 86_400_000


def _held(world: World, seat: str, at_ms: int) -> bool:
    """Say whether a desk is held, reckoned with the calendar and not as the engine does."""
    spec = world.setup.seats[seat]
    hours = spec.hours
    if hours is None:
        return True
    zone = None if spec.clock is None else timezone(timedelta(minutes=spec.clock))
    begins = world.setup.scenario.begins
    here = (begins.astimezone(zone) if zone else begins) + timedelta(milliseconds=at_ms)
    since = here - here.replace(hour=0, minute=0, second=0, microsecond=0)
    at = since // timedelta(milliseconds=1)
    opens, closes = hours.opens % DAY_MS, hours.closes % DAY_MS
    early = opens > closes and at < closes
    shift = here - timedelta(days=1) if early else here
    free = not hours.weekend and shift.weekday() >= 5
    within = at < closes or at >= opens if opens > closes else opens <= at < closes
    return within and not free


def _called_in(world: World, seat: str, log: list[Event]) -> bool:
    """Say whether something calls a desk in that its seat has not decided on."""
    hours = world.setup.seats[seat].hours
    if hours is None or hours.wakes is None:
        return False
    for event in reversed(log):
        fact = event.fact
        if isinstance(fact, ActWeighed) and fact.seat == seat and fact.number:
            if fact.rung >= hours.wakes:
                return True
        elif isinstance(fact, WindowDecided | WindowLapsed) and fact.seat == seat:
            return False
    return False


def check_l10_desks(world: World) -> None:
    """Policies decide, lines ring and reports are read while the desk is held, or if it wakes."""
    log = course_of(world).log
    for event in log:
        fact = event.fact
        if isinstance(fact, DecisionDue):
            held = _held(world, fact.seat, event.at_ms)
            awake = held or _called_in(world, fact.seat, log[: event.seq])
            assert awake, f"decides while nobody is there: {to_line(event)}"
        elif isinstance(fact, CallRings):
            assert _held(world, fact.callee, event.at_ms), f"rings unheard: {to_line(event)}"
        elif isinstance(fact, ReportArrived):
            hours = world.setup.seats[fact.to].hours
            wakes = hours is not None and hours.wakes is not None and fact.read >= hours.wakes
            read = wakes or _held(world, fact.to, event.at_ms)
            assert read, f"read by nobody: {to_line(event)}"


def check_l11_reports(world: World) -> None:
    """A report is read by whom it is for, late, and tells nothing of the others' orders."""
    log, setup = course_of(world).log, world.setup
    for event in log:
        fact = event.fact
        if isinstance(fact, ReportSent):
            assert event.audience == (fact.sender,), f"heard on its way: {to_line(event)}"
        elif isinstance(fact, ReportArrived):
            assert event.audience == (fact.to,), f"read by others: {to_line(event)}"
            ours = fact.side == setup.seats[fact.to].side
            assert ours or not fact.mishap, f"tells what nobody knows: {to_line(event)}"
            sent = log[(event.closes or 0) - 1]
            assert sent.at_ms < event.at_ms, f"is there at once: {to_line(event)}"
    for seat in setup.seats:
        for event in redact(log, seat):
            if isinstance(event.fact, ReportSent):
                secret = event.fact.wrong, event.fact.unordered, event.fact.seen
                assert secret == (False, False, ()), f"tells what is wrong: {event.fact}"
