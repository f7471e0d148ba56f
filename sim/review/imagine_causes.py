"""Causes: what may have brought about what a seat saw, where the shadow has not done so by itself.

Each kind of thing seen has its likely causes, the nearest first: a wait that is open comes to its
end, another seat does or says something, effects come about. They are tried on the shadow; the
first from which the thing follows is taken. If none is found it is put in as a bare fact, for
whoever would see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from sim.engine.acts import effects as fx
from sim.engine.acts import injects, ladder, leave
from sim.engine.acts.effects import Origin
from sim.engine.base.log import FACTS, Event
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import ActOccurred, HarmDone
from sim.engine.facts.beliefs import CommitmentMade, ReadinessOrdered
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.channels import ChannelChanged, RulesBound
from sim.engine.facts.effects import CounterChanged, FlagSet, Told
from sim.engine.facts.incidents import IncidentAwaited, IncidentHappened
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.meetings import MeetingCancelled, MeetingSet
from sim.engine.facts.moves import ActDone, CueShown, LeaveDenied, LeaveGiven
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.passed_on import PromiseRead, PromiseReported
from sim.engine.facts.relays import RelayArrived, RelayPassed, RelaySent
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.facts.requests import LIMITED, ReplyPutOff, RequestAnswered
from sim.engine.facts.suspension import BuildingBegun
from sim.engine.facts.talks import ReadoutDelayed, ReadoutPublished, TalkBegun, TalkEnded, TurnSaid
from sim.engine.facts.terms import limit_of
from sim.engine.facts.traffic import EncounterContact, UnsafeEncounter
from sim.engine.facts.vessels import RadioSilenced, TrackChanged, VesselLeft
from sim.engine.facts.windows import WindowLapsed
from sim.engine.kernel.audience import seats_holding
from sim.engine.kernel.engine import PROCESSES, Engine
from sim.engine.lines import calls, channels, deals, requests, talks
from sim.engine.lines.calls import Hailing
from sim.engine.sea.traffic import seen_by
from sim.engine.seat import beliefs
from sim.engine.seat.rules import Command
from sim.model.rungs import CLOSE_PASS, COLLISION, PRESENCE
from sim.review.imagine_deeds import Step, deeds, pending
from sim.review.imagine_shadow import Shadow

_FROM_EFFECTS = (
    *(Told, FlagSet, CounterChanged, TrackChanged, ActivityBegun, ActivityEnded, CallBegun),
    *(ActOccurred, VesselLeft, ChannelChanged, HarmDone, InjectReleased, CueShown, CommitmentMade),
    *(RadioSilenced, ReadinessOrdered, MeetingSet, MeetingCancelled, BuildingBegun),
)
"""What effects, and so moves and hazards, can be the cause of."""


def causes(shadow: Shadow, place: int) -> Iterator[Step]:
    """Yield what may have brought about an event of a seat's feed, the likeliest first."""
    engine, seat, feed = shadow.engine, shadow.seat, shadow.feed
    event = feed[place]
    fact: Any = event.fact
    made = _DIRECT.get(type(fact))
    step = None if made is None else made(engine, fact, feed, place)
    if type(fact) is IncidentHappened:  # the act it is follows at once
        step = _incident(engine, fact, ordered=shadow.ordered.get(place + 1, False))
    if step is not None:
        yield step
    if isinstance(fact, _FROM_EFFECTS):
        yield from pending(engine, seat, fact)
        yield from deeds(engine, seat, event)
    if type(fact) is ActOccurred:
        seen = seats_holding(engine, fact.vessel) if fact.vessel else engine.setup.everybody
        audience = tuple(dict.fromkeys((*seen, seat)))
        yield lambda: ladder.occur(engine, fact, cause=engine.state.seq, audience=audience)


def _ends(engine: Engine, opened: Event | None, tag: str = "due") -> Step | None:
    """Let an open wait come to its end."""
    if opened is None:
        return None
    found = PROCESSES[type(opened.fact)]
    return lambda: found.wake(engine, opened, tag)


def _running(engine: Engine, *kinds: type, **having: object) -> Iterator[Event]:
    """Yield the open intervals of some kinds with these values of their fields."""
    for opened in engine.state.running.values():
        if isinstance(opened.fact, kinds) and all(
            getattr(opened.fact, name) == value for name, value in having.items()
        ):
            yield opened


def _first(engine: Engine, *kinds: type, **having: object) -> Event | None:
    return next(_running(engine, *kinds, **having), None)


def _act_done(engine: Engine, fact: ActDone, feed: list[Event], place: int) -> Step | None:
    return _ends(engine, engine.state.opened(("act", fact.seat, fact.move)))


def _leave(
    engine: Engine, fact: LeaveGiven | LeaveDenied, feed: list[Event], place: int
) -> Step | None:
    opened = engine.state.opened(("leave", fact.seat, fact.move))
    if opened is None:
        return None
    given = isinstance(fact, LeaveGiven)
    return lambda: leave.settle(engine, fact.seat, fact.move, given=given, cause=opened.seq)


def _call_begun(engine: Engine, fact: CallBegun, feed: list[Event], place: int) -> Step | None:
    opened = engine.state.opened(("call", fact.call))
    if opened is not None and type(opened.fact) is CallAsked:
        return _ends(engine, opened)
    if not fact.vessel or not fact.caller:
        return None
    asked = Hailing(
        fact.channel,
        fact.caller,
        vessel=fact.vessel,
        to=fact.to,
        form=fact.form,
        text=fact.text,
        clauses=fact.clauses,
        limits=fact.limits,
    )
    return lambda: calls.hail(engine, asked, engine.state.seq)


def _relay_sent(engine: Engine, fact: RelaySent, feed: list[Event], place: int) -> Step | None:
    return _ends(engine, engine.state.opened(("call", f"{fact.caller}>{fact.channel}")))


def _call_ended(engine: Engine, fact: CallEnded, feed: list[Event], place: int) -> Step | None:
    after = [e.fact for e in feed[place + 1 : place + 9] if e.at_ms == feed[place].at_ms]
    talk = next((f for f in after if isinstance(f, TalkBegun) and f.call == fact.call), None)

    def end() -> None:
        opened = _called(engine, talk) if talk else engine.state.opened(("call", fact.call))
        if opened is not None:
            calls.end_call(engine, opened, fact.outcome, opened.seq)

    return end


def _called(engine: Engine, words: CallRings | TalkBegun) -> Event:
    """Give an open call; one that nobody heard being made is made now."""
    opened = engine.state.opened(("call", words.call))
    if opened is not None and all(
        getattr(opened.fact, name) == getattr(words, name)
        for name in ("channel", "callee", "form", "clauses", "limits")
    ):
        return opened
    begun = CallBegun(
        **{name: getattr(words, name) for name in FACTS[CallRings].fields},
        vessel=getattr(words, "vessel", ""),
        to=getattr(words, "to", words.callee),
        effect="",
        nth=engine.state.calls.tries.get((words.caller, words.channel, words.callee), 0),
        may_ms=engine.now_ms,
        due_ms=engine.now_ms + calls.tries_ms(engine, words.channel),
    )
    before = None if opened is None else opened.seq
    return engine.emit(begun, cause=engine.state.seq, closes=before, audience=(words.caller,))


def _call_rings(engine: Engine, fact: CallRings, feed: list[Event], place: int) -> Step | None:
    """Somebody has called before, unheard; now it rings here."""

    def ring() -> None:
        call, seat = _called(engine, fact), (fact.callee,)
        engine.emit(fact, cause=call.seq, audience=seat, alert=seat)

    return ring


def _lapsed(engine: Engine, fact: WindowLapsed, feed: list[Event], place: int) -> Step | None:
    return _ends(engine, engine.state.opened(("window", fact.seat)), "lapse")


def _answered(engine: Engine, fact: RequestAnswered, feed: list[Event], place: int) -> Step | None:
    opened = engine.state.opened(("request", fact.request))
    if opened is None:
        return None
    limits = tuple(map(limit_of, fact.terms)) if fact.reply in LIMITED else ()
    return lambda: requests.answer(engine, opened, fact.reply, limits, cause=opened.seq)


def _put_off(engine: Engine, fact: ReplyPutOff, feed: list[Event], place: int) -> Step | None:
    opened = engine.state.opened(("request", fact.request))
    return None if opened is None else lambda: requests.put_off(engine, opened, opened.seq)


def _offer_answered(
    engine: Engine, fact: OfferAnswered, feed: list[Event], place: int
) -> Step | None:
    opened = engine.state.opened(("offer", fact.offer))
    if opened is None:
        return None
    after = feed[place + 1].fact if place + 1 < len(feed) else None
    back = after.clauses if isinstance(after, OfferMade) and after.counter else ()
    return lambda: talks.answer_offer(
        engine, opened, fact.answer, opened.seq, clauses=back or opened.fact.clauses
    )


def _turn_said(engine: Engine, fact: TurnSaid, feed: list[Event], place: int) -> Step | None:
    talk = engine.state.opened(("talk", fact.call))
    if talk is None:
        return None
    said = Command(
        fact.caller,
        "call",
        subject=fact.channel,
        to=fact.to,
        form=fact.form,
        text=fact.text,
        clauses=fact.clauses,
        limits=fact.limits,
    )
    return lambda: talks.say(engine, said, talk, engine.state.seq)


def _talk_ended(engine: Engine, fact: TalkEnded, feed: list[Event], place: int) -> Step | None:
    talk: Event | None = engine.state.opened(("talk", fact.call))
    if talk is None:
        return None
    begun: TalkBegun = talk.fact
    if fact.outcome == "cut":
        return lambda: talks.cut(engine, fact.channel, engine.state.seq)
    if fact.outcome == "hung_up":
        own = feed[place].audience[0]
        by = begun.callee if begun.caller == own else begun.caller
        return lambda: talks.hang_up(engine, fact.call, by=by, cause=engine.state.seq)
    return lambda: talks.cut_short(engine, fact.call, engine.state.seq)


def _released(engine: Engine, fact: InjectReleased, feed: list[Event], place: int) -> Step | None:
    opened = engine.state.opened(("inject", fact.inject))
    cause = engine.state.seq if opened is None else opened.seq
    return lambda: injects.release(engine, fact.inject, cause)


def _report(engine: Engine, fact: ReportArrived, feed: list[Event], place: int) -> Step | None:
    sent = _first(
        engine, ReportSent, to=fact.to, sender=fact.sender, side=fact.side, what=fact.what
    )
    sent = sent or _first(engine, ReportSent, to=fact.to, side=fact.side)
    if sent is None:
        return partial(_read, engine, fact)
    account_of = ("what", "rung", "read", "doubtful", "mishap", "shots", "public", "costly")
    account = replace(sent.fact, **{name: getattr(fact, name) for name in account_of})
    return _ends(engine, replace(sent, fact=account))


def _read(engine: Engine, fact: ReportArrived) -> None:
    """A report of which nothing was known is read and weighed."""
    arrived = engine.emit(fact, cause=None, audience=(fact.to,))
    act = ActOccurred(
        side=fact.side,
        rung=fact.rung,
        what=fact.what,
        ordered=not fact.mishap,
        shots=fact.shots,
        doubtful=fact.doubtful,
        public=fact.public,
        costly=fact.costly,
    )
    beliefs.take_in(engine, fact.to, act, rung=fact.read, cause=arrived.seq)


def _promise_read(engine: Engine, fact: PromiseRead, feed: list[Event], place: int) -> Step | None:
    sent = _first(engine, PromiseReported, to=fact.to, promise=fact.promise, outcome=fact.outcome)
    return _ends(engine, sent)


def _relay_arrived(
    engine: Engine, fact: RelayArrived, feed: list[Event], place: int
) -> Step | None:
    """A message under way arrives as it was read, or one that nobody saw being given away."""
    way = {"channel": fact.channel, "caller": fact.caller, "callee": fact.callee}
    sent = _first(engine, RelaySent, RelayPassed, **way)
    hop = len(engine.setup.channels[fact.channel].hops) - 1
    words = {name: getattr(fact, name) for name in FACTS[RelayArrived].fields}
    del words["restrains"]
    nth = sent.fact.nth if sent else 0
    last = RelayPassed(**words, nth=nth, hop=hop, lost=False, due_ms=engine.now_ms)

    def arrive() -> None:
        before = sent.seq if sent else None
        opened = engine.emit(last, cause=before, closes=before)
        PROCESSES[RelayPassed].wake(engine, opened, "due")

    return arrive


def _incident(engine: Engine, fact: IncidentHappened, *, ordered: bool) -> Step | None:
    """An incident happens, by the origin that it is imagined to have."""
    origin = "order" if ordered else "mishap"
    waiting = _first(engine, IncidentAwaited, incident=fact.incident, origin=origin)
    return _ends(engine, waiting or _first(engine, IncidentAwaited, incident=fact.incident))


def _readout(engine: Engine, fact: ReadoutPublished, feed: list[Event], place: int) -> Step | None:
    return _ends(engine, _first(engine, ReadoutDelayed, side=fact.side, channel=fact.channel))


def _channel(engine: Engine, fact: ChannelChanged, feed: list[Event], place: int) -> Step | None:
    return lambda: channels.turn(engine, fact.channel, fact.political, engine.state.seq)


def _bound(engine: Engine, fact: RulesBound, feed: list[Event], place: int) -> Step | None:
    return lambda: deals.bind(engine, fact.channel, fact.services, engine.state.seq)


def _unsafe(engine: Engine, fact: UnsafeEncounter, feed: list[Event], place: int) -> Step | None:
    """A meeting of a stream goes unsafe as it was seen; and those who meet touch if they did."""
    spec, at_ms = engine.setup.traffic[fact.stream], feed[place].at_ms
    seen, phase = seen_by(engine, spec), engine.state.open.get(("phase", fact.stream))
    after = [later.fact for later in feed[place:] if later.at_ms == at_ms]
    hit = next((f for f in after if type(f) is EncounterContact and f.stream == spec.id), None)
    rung = CLOSE_PASS if fact.cpa_m < engine.setup.parameters.unsafe else PRESENCE
    act = ActOccurred(spec.by, rung, spec.id, doubtful=True, public=spec.public)

    def meet() -> None:
        met = engine.emit(fact, cause=phase, audience=seen).seq
        if not spec.within:
            ladder.occur(engine, act, cause=met, audience=seen)
        fx.apply(engine, spec.effects, Origin("", met, f"streams.{spec.id}.effects"))
        if hit is None:
            return
        met = engine.emit(hit, cause=met, audience=seen).seq
        if not spec.within:
            touch = replace(act, rung=COLLISION, what=f"{spec.id}.contact", ordered=False)
            ladder.occur(engine, touch, cause=met, audience=seen)
        fx.apply(engine, spec.touched, Origin("", met, f"streams.{spec.id}.touched"))

    return meet


_DIRECT: dict[type, Callable[..., Step | None]] = {
    ActDone: _act_done,
    LeaveGiven: _leave,
    LeaveDenied: _leave,
    CallBegun: _call_begun,
    RelaySent: _relay_sent,
    CallEnded: _call_ended,
    CallRings: _call_rings,
    RequestAnswered: _answered,
    ReplyPutOff: _put_off,
    OfferAnswered: _offer_answered,
    TurnSaid: _turn_said,
    TalkEnded: _talk_ended,
    InjectReleased: _released,
    ReportArrived: _report,
    PromiseRead: _promise_read,
    RelayArrived: _relay_arrived,
    ReadoutPublished: _readout,
    ChannelChanged: _channel,
    RulesBound: _bound,
    WindowLapsed: _lapsed,
    UnsafeEncounter: _unsafe,
}
