"""Decision windows: what a seat notices opens one, or renews the one that is open."""

from __future__ import annotations

from sim.engine.acts import conduct, hours
from sim.engine.acts.reports import wakes
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallBegun, CallEnded, CallRings
from sim.engine.facts.channels import ChannelChanged, RulesBound
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.meetings import MeetingCancelled, MeetingHeld, MeetingSet
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.promises import PromiseHeard, PromiseReleased
from sim.engine.facts.relays import RelayArrived
from sim.engine.facts.reports import ReportArrived
from sim.engine.facts.requests import ReplyPutOff, RequestAnswered, RequestMade
from sim.engine.facts.suspension import BuildingBegun
from sim.engine.facts.talks import ReadoutPublished, TalkEnded, TalkLeaked, TurnSaid
from sim.engine.facts.windows import (
    DecisionDue,
    TurnDue,
    WindowLapsed,
    WindowOpened,
    WindowRefreshed,
)
from sim.engine.kernel.conditions import Test, test
from sim.engine.kernel.engine import Engine, Plan, process, settler
from sim.engine.seat.beliefs import tension_now
from sim.engine.seat.menus import Terms, menu_of, terms_of
from sim.model.staffs import DECISIONS, median_span_ms
from sim.model.tension import readiness
from sim.model.world import Seat


@settler("windows")
def attend(engine: Engine, touched: set[type]) -> None:
    """Give every seat that noticed something a window, if it can act.

    A policy decides on acts; words reach it through what it knows, and open no window of
    their own: with every effect of contact at zero, calls then change nothing (law L18).
    """
    for seat, first in engine.take_noticed().items():
        cause: int | None = first
        terms = engine.setup.seats[seat].window
        if terms is not None and terms.every is not None and not terms.between:
            cause = _turn(engine, seat, first)
        elif engine.state.run.control.get(seat) == "policy":
            cause = _first_deed(engine, seat, first)
        if cause is not None:
            notice(engine, seat, cause)


_WORDS = frozenset(
    {
        CallBegun,
        CallRings,
        CallEnded,
        TurnSaid,
        TalkEnded,
        OfferMade,
        OfferAnswered,
        ReadoutPublished,
        ChannelChanged,
        BuildingBegun,
        MeetingSet,
        MeetingHeld,
        MeetingCancelled,
        RelayArrived,
        TalkLeaked,
        RequestMade,
        ReplyPutOff,
        RequestAnswered,
        PromiseHeard,
        PromiseJudged,
        PromiseReleased,
        RulesBound,
    }
)


def _first_deed(engine: Engine, seat: str, first: int) -> int | None:
    """Give the first of this step's events that a seat noticed and that was no mere word."""
    for event in _since(engine, first):
        fact = event.fact
        if seat in event.alert and type(fact) not in _WORDS:
            by = fact.side if isinstance(fact, ActOccurred | ReportArrived) else ""
            if by != engine.setup.seats[seat].side:
                return event.seq
    return None


def _since(engine: Engine, first: int) -> list[Event]:
    """Give the events from one on."""
    return engine.log[first - engine.state.seq - 1 :]


def _turn(engine: Engine, seat: str, first: int) -> int | None:
    """Give this step's regular meeting of a seat's staff, if there was one."""
    for event in reversed(_since(engine, first)):
        if isinstance(event.fact, TurnDue) and event.fact.seat == seat:
            return event.seq
    return None


def notice(engine: Engine, seat: str, cause: int) -> None:
    """Open a window for a seat, or renew the open one if that changes anything."""
    spec = engine.setup.seats[seat]
    if not engine.setup.moves_of[seat] or engine.state.run.ended:
        return
    if engine.state.run.control.get(seat) == "none" and not spec.standing_orders:
        return
    open_window = engine.state.opened(("window", seat))
    now, span = engine.now_ms, span_ms(spec)
    if open_window is None and not _can_act(engine, seat):
        return
    default = standing_order(engine, seat)
    if open_window is None:
        number = engine.state.windows.numbers.get(seat, 0) + 1
        decide = _decide_ms(engine, spec, number)
        due = now + span if decide is None else max(now + span, decide + 1)
        fact = WindowOpened(seat, number, default=default, due_ms=due, decide_ms=decide)
        engine.emit(fact, cause=cause, audience=(seat,))
        return
    old = open_window.fact
    decide = old.decide_ms if old.decide_ms is not None and old.decide_ms > now else None
    called_in = decide is not None and urgent(engine, spec)
    if called_in:
        decide = min(t for t in (decide, _decide_ms(engine, spec, old.number)) if t is not None)
        called_in = decide != old.decide_ms
    due = max(old.due_ms, now + span // 2)
    if (due, default) == (old.due_ms, old.default) and not called_in:
        return
    engine.emit(
        WindowRefreshed(seat, old.number, default=default, due_ms=due, decide_ms=decide),
        cause=cause,
        closes=open_window.seq,
        audience=(seat,),
    )


def standing_order(engine: Engine, seat: str) -> str:
    """Name the move a seat's standing orders call for now, "" if none."""
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    instruction = engine.state.moves.instructions.get(seat)
    if instruction and terms_of(setup, instruction).could(known, now):
        return instruction
    for called_for, terms in setup.once("standing orders", _standing_orders)[seat]:
        if called_for(known, now) and terms.could(known, now):
            return terms.move
    return ""


def _standing_orders(setup: Setup) -> dict[str, tuple[tuple[Test, Terms], ...]]:
    """Give each seat's standing orders: when they call for which move."""
    return {
        seat: tuple((test(setup, rule.when), terms_of(setup, rule.move)) for rule in orders)
        for seat, orders in ((s.id, s.standing_orders) for s in setup.scenario.seats)
    }


def _can_act(engine: Engine, seat: str) -> bool:
    """Say whether a window would give a seat anything to decide."""
    known = engine.state.known[seat]
    menu, now = menu_of(engine.setup, seat), engine.now_ms
    return any(not terms.is_free(known) and terms.could(known, now) for terms in menu)


def span_ms(spec: Seat) -> int:
    """Give how long a seat's windows stay open, as the author says or as its level decides."""
    return spec.window.span if spec.window else median_span_ms(spec.level, spec.decision)


def _decide_ms(engine: Engine, spec: Seat, number: int) -> int | None:
    """Draw when a policy decides; people, scripts and empty seats are not hurried.

    A staff that meets regularly is done within its meeting. A desk that is not held then decides
    just after it opens, when what has come meanwhile is read, unless something calls it in.
    """
    if engine.state.run.control.get(spec.id) != "policy":
        return None
    dist = spec.decision or DECISIONS[spec.level]
    wait = engine.draws.delay(dist, "window.decide", spec.id, number)
    known, terms = engine.state.known[spec.id], engine.setup.parameters
    ready = readiness(tension_now(terms, known, engine.now_ms), known.beliefs.ready)
    wait = max(1, round(wait * terms.ready_factor**ready))
    if spec.window is not None and spec.window.every is not None:
        wait = min(wait, max(1, spec.window.span - 1))
    at_ms = engine.now_ms + wait
    held = hours.next_open(engine.setup, spec.id, at_ms)
    if held == at_ms or urgent(engine, spec):
        return at_ms
    return held + 1


def urgent(engine: Engine, spec: Seat) -> bool:
    """Say whether something on which a seat has not decided yet calls it in out of its hours."""
    known = engine.state.known[spec.id]
    acts = (
        known.beliefs.weighed[number]
        for number in range(known.beliefs.settled + 1, len(known.beliefs.weighed) + 1)
    )
    return spec.hours is not None and any(wakes(engine.setup, spec.id, a.rung) for a in acts)


def _plan(engine: Engine, opened: Event) -> Plan:
    decide, due = opened.fact.decide_ms, opened.fact.due_ms
    if decide is None or decide > due:
        return ((due, "lapse"),)
    return ((decide, "decide"), (due, "lapse"))


@process(WindowOpened, WindowRefreshed, plan=_plan)
def window_due(engine: Engine, opened: Event, tag: str) -> None:
    """A policy decides, or the window lapses and the standing order is carried out."""
    seat, number = opened.fact.seat, opened.fact.number
    if tag == "decide":
        engine.emit(DecisionDue(seat, number), cause=opened.seq)
        return
    _lapse(engine, opened)


def lapse(engine: Engine, seat: str) -> None:
    """Let a seat's window lapse now if it is due now."""
    opened = engine.state.opened(("window", seat))
    if opened is not None and opened.fact.due_ms <= engine.now_ms:
        _lapse(engine, opened)


def _lapse(engine: Engine, opened: Event) -> None:
    seat, number, default = opened.fact.seat, opened.fact.number, opened.fact.default
    known = engine.state.known[seat]
    due = default and terms_of(engine.setup, default).could(known, engine.now_ms)
    lapsed = engine.emit(
        WindowLapsed(seat, number), cause=opened.seq, closes=opened.seq, audience=(seat,)
    )
    if due:
        conduct.choose(engine, seat, default, by="standing_order", cause=lapsed.seq)
