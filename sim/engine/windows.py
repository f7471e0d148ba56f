"""Decision windows: what a seat notices opens one, or renews the one that is open."""

from __future__ import annotations

from sim.engine import conduct
from sim.engine import events as ev
from sim.engine.conditions import holds
from sim.engine.engine import Engine, Plan, process, settler
from sim.engine.knowledge import Known
from sim.engine.minds import tension_now
from sim.engine.rules import Terms, menu_of, terms_of
from sim.model.chance import Distribution, Lognormal
from sim.model.stocks import readiness
from sim.model.world import Seat

_DECISIONS: dict[str, Distribution] = {
    level: Lognormal.model_validate({"median": median, "sigma": sigma})
    for level, median, sigma in (
        ("on_scene", "4 min", 0.8),
        ("operational", "90 min", 1.0),
        ("capital", "112 h 48 min", 1.75),
    )
}
"""Decision times by level: 4 min and 90 min [assumed]; 4.7 d [data] ICB2 v14, n = 1,058."""


@settler
def attend(engine: Engine, touched: set[type]) -> None:
    """Give every seat that noticed something a window, if it can act.

    A policy decides on acts; words reach it through what it knows, and open no window of
    their own: with every effect of contact at zero, calls then change nothing (law L18).
    """
    for seat, first in engine.take_noticed().items():
        cause: int | None = first
        if engine.state.paces.get(seat) == "policy":
            cause = _first_deed(engine, seat, first)
        if cause is not None:
            notice(engine, seat, cause)


_WORDS = (
    ev.CallBegun,
    ev.CallRings,
    ev.CallEnded,
    ev.TalkEnded,
    ev.OfferMade,
    ev.OfferAnswered,
    ev.ReadoutPublished,
    ev.ChannelChanged,
    ev.RelayArrived,
    ev.TalkLeaked,
    ev.RulesBound,
)


def _first_deed(engine: Engine, seat: str, first: int) -> int | None:
    """Give the first of this step's events that a seat noticed and that was no mere word."""
    found = None
    for event in reversed(engine.log):
        if event.seq < first:
            break
        if seat in event.alert and not isinstance(event.fact, _WORDS):
            own = isinstance(event.fact, ev.ActOccurred) and (
                event.fact.side == engine.setup.seats[seat].side
            )
            found = found if own else event.seq
    return found


def notice(engine: Engine, seat: str, cause: int) -> None:
    """Open a window for a seat, or renew the open one if that changes anything."""
    spec = engine.setup.seats[seat]
    if spec.window is None or not engine.setup.moves_of[seat] or engine.state.ended:
        return
    if engine.state.paces.get(seat) == "none" and not spec.standing_orders:
        return
    open_window = engine.state.opened(f"window:{seat}")
    now, span = engine.now_ms, spec.window.span
    if open_window is None and not _can_act(engine, seat):
        return
    default = standing_order(engine, seat)
    if open_window is None:
        number = engine.state.windows.get(seat, 0) + 1
        decide = _decide_ms(engine, spec, number)
        due = now + span if decide is None else max(now + span, decide + 1)
        fact = ev.WindowOpened(seat, number, default, due, decide)
        engine.emit(fact, cause=cause, audience=(seat,))
        return
    old = open_window.fact
    due = max(old.due_ms, now + span // 2)
    if (due, default) == (old.due_ms, old.default):
        return
    decide = old.decide_ms if old.decide_ms is not None and old.decide_ms > now else None
    engine.emit(
        ev.WindowRefreshed(seat, old.number, default, due, decide),
        cause=cause,
        closes=open_window.seq,
        audience=(seat,),
    )


def standing_order(engine: Engine, seat: str) -> str:
    """Name the move a seat's standing orders call for now, "" if none."""
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    told = engine.state.instructions.get(seat)
    if told and _could(terms_of(setup, told), known, now):
        return told
    for rule in setup.seats[seat].standing_orders:
        if holds(setup, rule.when, known, now) and _could(terms_of(setup, rule.move), known, now):
            return rule.move
    return ""


def _can_act(engine: Engine, seat: str) -> bool:
    """Say whether a window would give a seat anything to decide."""
    known, now = engine.state.known[seat], engine.now_ms
    return any(
        not terms.is_free(known) and _could(terms, known, now)
        for terms in menu_of(engine.setup, seat)
    )


def _could(terms: Terms, known: Known, now_ms: int) -> bool:
    """Say whether a seat could choose a move if it had a window."""
    return terms.block(known, now_ms) in ("", "no_window")


def _decide_ms(engine: Engine, spec: Seat, number: int) -> int | None:
    """Draw when a policy decides; people, scripts and empty seats are not hurried."""
    if engine.state.paces.get(spec.id) != "policy":
        return None
    dist = spec.decision or _DECISIONS[spec.level]
    wait = engine.streams.delay(dist, "window.decide", spec.id, number)
    known, terms = engine.state.known[spec.id], engine.setup.parameters
    ready = readiness(tension_now(terms, known, engine.now_ms), known.ready)
    return engine.now_ms + max(1, round(wait * terms.ready_factor**ready))


def _plan(engine: Engine, opened: ev.Event) -> Plan:
    decide, due = opened.fact.decide_ms, opened.fact.due_ms
    if decide is None or decide > due:
        return ((due, "lapse"),)
    return ((decide, "decide"), (due, "lapse"))


@process(ev.WindowOpened, ev.WindowRefreshed, plan=_plan)
def window_due(engine: Engine, opened: ev.Event, tag: str) -> None:
    """A policy decides, or the window lapses and the standing order is carried out."""
    seat, number, default = opened.fact.seat, opened.fact.number, opened.fact.default
    if tag == "decide":
        engine.emit(ev.DecisionDue(seat, number), cause=opened.seq)
        return
    known = engine.state.known[seat]
    due = default and _could(terms_of(engine.setup, default), known, engine.now_ms)
    lapsed = engine.emit(
        ev.WindowLapsed(seat, number), cause=opened.seq, closes=opened.seq, audience=(seat,)
    )
    if due:
        conduct.choose(engine, seat, default, "standing_order", lapsed.seq)
