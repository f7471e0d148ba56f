"""Meetings: announced, held, postponed, cancelled; they explain nothing and help later."""

from __future__ import annotations

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.meetings import MeetingCancelled, MeetingHeld, MeetingPlanned, MeetingSet
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.engine import Engine, process
from sim.model import effects as e
from sim.model.politics import Meeting


def schedule(engine: Engine, cause: int) -> None:
    """Put the meetings with a date of their own on the calendar."""
    for meeting in engine.setup.scenario.meetings:
        if meeting.at is not None:
            _plan(engine, meeting, meeting.at, cause)


def _plan(engine: Engine, meeting: Meeting, held_ms: int, cause: int) -> None:
    """Announce a meeting when its time has come."""
    if held_ms > engine.setup.scenario.horizon:
        return
    lead = 0 if meeting.at is None or meeting.announced is None else meeting.at - meeting.announced
    due = held_ms - lead if lead else engine.now_ms
    if due <= engine.now_ms:
        _set(engine, meeting.id, held_ms, cause)
    else:
        engine.emit(MeetingPlanned(meeting.id, held_ms, due), cause=cause)


def _set(engine: Engine, meeting: str, due_ms: int, cause: int, closes: int | None = None) -> None:
    audience = _invited(engine.setup, engine.setup.meetings[meeting])
    fact = MeetingSet(meeting, due_ms)
    engine.emit(fact, cause=cause, closes=closes, audience=audience, alert=audience)


def _invited(setup: Setup, meeting: Meeting) -> tuple[str, ...]:
    """List who hears of a meeting: everybody of leaders, else the seats on its channel."""
    seats = setup.channels[meeting.channel].seats
    return setup.everybody if meeting.leaders or not seats else seats


@process(MeetingPlanned)
def announcement_due(engine: Engine, opened: Event, tag: str) -> None:
    """A meeting is announced."""
    fact = opened.fact
    _set(engine, fact.meeting, fact.held_ms, opened.seq, closes=opened.seq)


@process(MeetingSet)
def meeting_due(engine: Engine, opened: Event, tag: str) -> None:
    """The day has come: held, put off, or called off."""
    setup, state, now = engine.setup, engine.state, engine.now_ms
    meeting = setup.meetings[opened.fact.meeting]
    shut = state.channels.political[meeting.channel] != "open" and not meeting.leaders
    if shut or not holds(setup, meeting.when, state, now):
        _cancel(engine, meeting, "shut" if shut else "unwanted", opened.seq)
        return
    hindrance = meeting.postponed
    if hindrance and meeting.mode == "person" and holds(setup, hindrance.when, state, now):
        _set(engine, meeting.id, now + hindrance.by, opened.seq, closes=opened.seq)
        return
    audience = _invited(setup, meeting)
    held = engine.emit(
        MeetingHeld(meeting.id, meeting.channel, meeting.practises),
        cause=opened.seq,
        closes=opened.seq,
        audience=audience,
        alert=audience,
    )
    fx.apply(engine, meeting.effects, Origin("", held.seq, f"meetings.{meeting.id}.effects"))
    _again(engine, meeting, held.seq)


def _cancel(engine: Engine, meeting: Meeting, why: str, cause: int) -> None:
    audience = _invited(engine.setup, meeting)
    cancelled = engine.emit(
        MeetingCancelled(meeting.id, why),
        cause=cause,
        closes=engine.state.open[("meeting", meeting.id)],
        audience=audience,
        alert=audience,
    )
    at = Origin("", cancelled.seq, f"meetings.{meeting.id}.cancelled")
    fx.apply(engine, meeting.cancelled, at)
    _again(engine, meeting, cancelled.seq)


def _again(engine: Engine, meeting: Meeting, cause: int) -> None:
    """Plan the next of a series, by the calendar and not by when the last one took place."""
    if meeting.every is not None and meeting.at is not None:
        passed = (engine.now_ms - meeting.at) // meeting.every + 1
        if ("meeting", meeting.id) not in engine.state.open:
            _plan(engine, meeting, meeting.at + max(1, passed) * meeting.every, cause)


def thawing(engine: Engine, sides: tuple[str, ...]) -> bool:
    """Say whether leaders of these sides are about to meet, or met not long ago."""
    setup, state = engine.setup, engine.state
    for meeting in setup.once("leaders", lambda s: [m for m in s.meetings.values() if m.leaders]):
        seats = setup.channels[meeting.channel].seats
        there = {setup.seats[seat].side for seat in seats} or set(setup.sides)
        if not there.issuperset(sides):
            continue
        opened = state.opened(("meeting", meeting.id))
        if opened is not None and isinstance(opened.fact, MeetingSet):
            return True
        met = state.meetings.held_ms.get(meeting.id)
        if met is not None and engine.now_ms - met <= setup.parameters.thaw:
            return True
    return False


@fx.means(e.Convene)
def _convene(engine: Engine, spec: e.Convene, origin: Origin) -> None:
    if ("meeting", spec.meeting) not in engine.state.open:
        _set(engine, spec.meeting, engine.now_ms + spec.after, origin.cause)


@fx.means(e.Postpone)
def _postpone(engine: Engine, spec: e.Postpone, origin: Origin) -> None:
    opened = engine.state.opened(("meeting", spec.meeting))
    if opened is not None and isinstance(opened.fact, MeetingSet):
        _set(engine, spec.meeting, opened.fact.due_ms + spec.by, origin.cause, closes=opened.seq)


@fx.means(e.Cancel)
def _cancelled(engine: Engine, spec: e.Cancel, origin: Origin) -> None:
    opened = engine.state.opened(("meeting", spec.meeting))
    if opened is not None and isinstance(opened.fact, MeetingSet):
        _cancel(engine, engine.setup.meetings[spec.meeting], "called_off", origin.cause)
