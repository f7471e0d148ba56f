"""What a seat's screen may read: names and the briefing at any time, the truth after the end.

A view holds ids; the sheet says what they are called. It holds nothing that its seat may not
know: only its own moves and those it is asked leave for, only counters that are open to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sim.engine.base.setup import Setup
from sim.engine.facts.calls import CallBegun, CallEnded
from sim.engine.facts.relays import RelayArrived, RelayLost
from sim.engine.kernel.engine import Engine
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.hints import hints_of
from sim.engine.seat.rules import desks_of, on_channel
from sim.engine.seat.telling import vessel_name
from sim.engine.seat.views import FeedLine, feed
from sim.model.channels import DESKED, Channel
from sim.model.scenario import Scenario
from sim.play.outcome import Outcome, outcome
from sim.units import Position, clock

RUNGS = (
    "Routine",
    "Words",
    "Penalty",
    "Presence",
    "Unsafe",
    "Threat",
    "Force",
    "Custody",
    "Fire",
    "Clash",
    "War",
)
"""What the rungs of the ladder are called, in one word each."""
FIREBREAKS = {6: "contact", 8: "gunfire"}
"""The rungs at which a firebreak is crossed."""


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One of a seat's candidate orders."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ChannelSheet:
    """What everybody on a channel may read of it; `desks` are the other ends of a line."""

    name: str
    kind: str
    note: str
    forms: tuple[str, ...]
    desks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A form of words; `rung` where saying it is itself an act."""

    title: str
    intent: str
    rung: int | None


@dataclass(frozen=True, slots=True)
class CounterSheet:
    """A counter that is open to the seat."""

    title: str
    most: int
    banked: bool


@dataclass(frozen=True, slots=True)
class PlaceSheet:
    """A named place on the chart, in metres from the scenario's origin."""

    name: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Brief:
    """What everybody may read before the begin."""

    headline: str
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    decision: str
    stakes: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one seat may read at any time."""

    scenario: str
    title: str
    place: str
    begins: datetime
    minutes: int
    origin: Position
    places: tuple[PlaceSheet, ...]
    brief: Brief | None
    seat: str
    seat_title: str
    side: str
    faces: str
    you_are: str
    cards: tuple[OrderSheet, ...]
    seats: dict[str, str]
    sides: dict[str, str]
    channels: dict[str, ChannelSheet]
    forms: dict[str, FormSheet]
    clauses: dict[str, str]
    moves: dict[str, str]
    counters: dict[str, CounterSheet]
    guided: bool


@dataclass(frozen=True, slots=True)
class SideEnd:
    """What a side's objectives came to; `items` hold title, value in [0, 1], and points."""

    name: str
    score: float
    rung: int
    intent: str
    items: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class OrdersEnd:
    """The candidate orders of a seat, and which of them it held."""

    seat: str
    side: str
    title: str
    cards: tuple[OrderSheet, ...]
    drawn: str


@dataclass(frozen=True, slots=True)
class CallEnd:
    """A try on a channel, when it began, and how it ended."""

    at_ms: int
    clock: str
    channel: str
    caller: str
    callee: str
    form: str
    outcome: str
    wait_ms: int


@dataclass(frozen=True, slots=True)
class SeatAccount:
    """What a seat had come to know, line by line."""

    seat: str
    side: str
    title: str
    lines: tuple[FeedLine, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """The truth about a finished run, for everybody."""

    outcome: Outcome
    clock: str
    sides: tuple[SideEnd, ...]
    orders: tuple[OrdersEnd, ...]
    calls: tuple[CallEnd, ...]
    accounts: tuple[SeatAccount, ...]
    history: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


def playable(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """List the seats a person may take, with their titles."""
    return tuple((s.id, s.title) for s in scenario.seats if s.playable)


def sheet(setup: Setup, seat: str) -> Sheet:
    """Write what a seat may read at any time."""
    scenario, spec = setup.scenario, setup.seats[seat]
    asked = {m.id: m.title for m in scenario.moves if m.leave and m.leave.of == seat}
    return Sheet(
        scenario=scenario.id,
        title=scenario.title,
        place=scenario.place,
        begins=scenario.begins,
        minutes=scenario.minutes,
        origin=scenario.origin,
        places=tuple(PlaceSheet(p.name, *setup.places[p.id]) for p in scenario.places),
        brief=_brief(scenario),
        seat=seat,
        seat_title=spec.title,
        side=spec.side,
        faces=setup.faces[spec.side],
        you_are=spec.you_are or "",
        cards=_cards(setup, seat),
        seats={s.id: s.title for s in scenario.seats},
        sides={s.id: s.name for s in scenario.sides},
        channels={c.id: _channel(c, seat) for c in scenario.channels if on_channel(c, seat)},
        forms={f.id: FormSheet(f.title, f.intent, f.rung) for f in scenario.forms},
        clauses={c.id: c.terms for c in scenario.clauses},
        moves={**asked, **{m.id: m.title for m in setup.moves_of[seat]}},
        counters={
            c.id: CounterSheet(c.title, c.most, c.banked)
            for c in scenario.counters
            if seat in c.known_to
        },
        guided=bool(hints_of(setup, seat)),
    )


def _brief(scenario: Scenario) -> Brief | None:
    brief = scenario.briefing
    if brief is None:
        return None
    return Brief(
        brief.headline,
        tuple(item.text for item in brief.known),
        unknown=tuple(brief.unknown),
        decision=brief.decision,
        stakes=brief.stakes,
        facts=tuple((item.text, item.source) for item in brief.facts),
    )


def _cards(setup: Setup, seat: str) -> tuple[OrderSheet, ...]:
    return tuple(OrderSheet(c.id, c.title, c.text) for c in setup.seats[seat].orders)


def _channel(channel: Channel, seat: str) -> ChannelSheet:
    desks = tuple(desks_of(channel, seat)) if channel.kind in DESKED else ()
    return ChannelSheet(
        channel.name, channel.kind, note=channel.note or "", forms=channel.forms, desks=desks
    )


def names(setup: Setup, known: Known) -> dict[str, str]:
    """Name what has come up in a seat's view: ``vessel:ID`` and ``activity:ID``."""
    vessels = dict.fromkeys(known.tracks)
    for event in known.calls.values():
        fact = event.fact
        if isinstance(fact, CallBegun):
            vessels.update(dict.fromkeys(v for v in (fact.vessel, fact.to) if v in setup.vessels))
    return {
        **{f"vessel:{v}": vessel_name(setup, v) for v in vessels},
        **{f"activity:{a}": setup.activities[a].title for a in known.doing},
    }


def closing(engine: Engine) -> Closing:
    """Tell the truth about a run that has ended."""
    setup, scenario, result = engine.setup, engine.setup.scenario, outcome(engine)
    brief, cards = scenario.briefing, engine.state.cards
    return Closing(
        outcome=result,
        clock=clock(scenario.begins, engine.now_ms),
        sides=tuple(_side_end(engine, result, side) for side in setup.sides),
        orders=tuple(
            OrdersEnd(
                seat,
                setup.seats[seat].side,
                title=setup.seats[seat].title,
                cards=_cards(setup, seat),
                drawn=card,
            )
            for seat, card in cards.items()
        ),
        calls=_calls(engine),
        accounts=tuple(
            SeatAccount(seat, setup.seats[seat].side, title, feed(setup, engine.state.known[seat]))
            for seat, title in playable(scenario)
        ),
        history=tuple((item.text, item.source) for item in brief.history) if brief else (),
        left_out=tuple(brief.left_out) if brief else (),
    )


def _side_end(engine: Engine, result: Outcome, side: str) -> SideEnd:
    setup, score = engine.setup, result.scores[side]
    titles = {o.id: o.title for o in setup.sides[side].objectives}
    for seat in setup.seats.values():
        titles[f"orders.{seat.id}"] = f"The orders of {seat.title}"
    return SideEnd(
        setup.sides[side].name,
        score["score"],
        rung=engine.state.rungs.get(side, 0),
        intent=engine.state.intents.get(side, ""),
        items=tuple(
            (titles[o], value, points) for o, (value, points) in score["objectives"].items()
        ),
    )


def _calls(engine: Engine) -> tuple[CallEnd, ...]:
    """List every try in the order of its begin: who called, on which line, and how it went."""
    setup, begun, ledger = engine.setup, dict[str, CallBegun](), []
    for event in engine.log:
        fact = event.fact
        if isinstance(fact, CallBegun):
            begun[fact.call] = fact
        elif isinstance(fact, CallEnded) and fact.call in begun:
            call = begun[fact.call]
            ends = (call.vessel, call.to) if call.vessel else (call.caller, call.callee)
            caller, callee = (
                vessel_name(setup, end) if end in setup.vessels else setup.seats[end].title
                for end in ends
            )
            ledger.append(
                CallEnd(
                    at_ms=event.at_ms - fact.wait_ms,
                    clock=clock(setup.scenario.begins, event.at_ms - fact.wait_ms),
                    channel=setup.channels[fact.channel].name,
                    caller=caller,
                    callee=callee,
                    form=setup.forms[call.form].title,
                    outcome=fact.outcome,
                    wait_ms=fact.wait_ms,
                )
            )
        elif isinstance(fact, RelayArrived | RelayLost):
            ledger.append(_relayed(setup, event.at_ms, fact))
    return tuple(sorted(ledger, key=lambda call: call.at_ms))


def _relayed(setup: Setup, at_ms: int, fact: RelayArrived | RelayLost) -> CallEnd:
    """Enter a message by relay into the ledger: it was read at the other end, or lost."""
    return CallEnd(
        at_ms=fact.sent_ms,
        clock=clock(setup.scenario.begins, fact.sent_ms),
        channel=setup.channels[fact.channel].name,
        caller=setup.seats[fact.caller].title,
        callee=setup.seats[fact.callee].title,
        form=setup.forms[fact.form].title,
        outcome="arrived" if isinstance(fact, RelayArrived) else "lost",
        wait_ms=at_ms - fact.sent_ms,
    )
