"""What a seat's screen may read at any time: names, the briefing, and what the seat may do.

A view holds ids; the sheet says what they are called. It holds nothing that its seat may not
know: only its own moves and those it is asked leave for, only counters that are open to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.talks import TalkBegun
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.counts import counted_by
from sim.engine.seat.hints import hints_of
from sim.engine.seat.reach import desks_of, on_channel
from sim.model.channels import DESKED, Channel
from sim.model.scenario import Scenario
from sim.units import Position


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One of a seat's candidate orders."""

    id: str
    title: str
    text: str
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class GoalSheet:
    """What a side is scored on, and the signed points of 100 for reaching it fully."""

    title: str
    points: float
    main: bool = False


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
    """A form of words; `rung` where saying it is itself an act.

    It `asks` for terms, or `binds` whoever says it: at once, or once what it asks for is granted.
    """

    title: str
    intent: str
    rung: int | None
    asks: bool = False
    binds: bool = False


@dataclass(frozen=True, slots=True)
class CounterSheet:
    """A counter that is open to the seat."""

    title: str
    most: int
    banked: bool
    tally: bool
    """Whether it counts what happens without a bound that means anything."""

    def reading(self, value: int) -> str:
        """Write a value of it, of how many where that means something."""
        return f"{value} so far" if self.tally else f"{value} of {self.most}"


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
    """What one seat may read at any time.

    `origin` is where the sea is flat around; a closest approach under `unsafe_m` is unsafe by the
    scenario's rules; `faces` is the side that the seat's own side watches, "" if none. Scores start
    from `base`; `goals` is what the seat's own side is scored on, `caps` what nobody
    exceeds after a death and after gunfire.
    """

    scenario: str
    title: str
    place: str
    begins: datetime
    minutes: int
    origin: Position
    places: tuple[PlaceSheet, ...]
    unsafe_m: float
    brief: Brief | None
    seat: str
    seat_title: str
    side: str
    faces: str
    you_are: str
    orders: tuple[OrderSheet, ...]
    base: float
    goals: tuple[GoalSheet, ...]
    caps: tuple[float, float]
    seats: dict[str, str]
    sides: dict[str, str]
    channels: dict[str, ChannelSheet]
    forms: dict[str, FormSheet]
    clauses: dict[str, str]
    moves: dict[str, str]
    counters: dict[str, CounterSheet]
    guided: bool


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
        unsafe_m=setup.parameters.unsafe,
        brief=brief_of(scenario),
        seat=seat,
        seat_title=spec.title,
        side=spec.side,
        faces=setup.faces[spec.side],
        you_are=spec.you_are or "",
        orders=order_sheets(setup, seat),
        base=setup.sides[spec.side].base,
        goals=tuple(
            GoalSheet(goal.title, goal.points, main=goal.main)
            for goal in setup.sides[spec.side].objectives
        ),
        caps=(scenario.caps.death, scenario.caps.gunfire),
        seats={s.id: s.title for s in scenario.seats},
        sides={s.id: s.name for s in scenario.sides},
        channels={c.id: _channel(c, seat) for c in scenario.channels if on_channel(c, seat)},
        forms={
            f.id: FormSheet(f.title, f.intent, f.rung, asks=bool(f.asks), binds=bool(f.promises))
            for f in scenario.forms
        },
        clauses={c.id: c.terms for c in scenario.clauses},
        moves={**asked, **{m.id: m.title for m in setup.moves_of[seat]}},
        counters={
            c.id: CounterSheet(
                c.title, c.most, banked=c.banked, tally=bool(counted_by(setup, seat, c.id))
            )
            for c in scenario.counters
            if seat in c.known_to
        },
        guided=bool(hints_of(setup, seat)),
    )


def brief_of(scenario: Scenario) -> Brief | None:
    """Give what everybody may read before the begin, None if the scenario has no briefing."""
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


def order_sheets(setup: Setup, seat: str) -> tuple[OrderSheet, ...]:
    """List the candidate orders of a seat."""
    return tuple(
        OrderSheet(c.id, c.title, c.text, points=c.points) for c in setup.seats[seat].orders
    )


def _channel(channel: Channel, seat: str) -> ChannelSheet:
    desks = tuple(desks_of(channel, seat)) if channel.kind in DESKED else ()
    return ChannelSheet(
        channel.name, channel.kind, note=channel.note or "", forms=channel.forms, desks=desks
    )


def names(setup: Setup, known: Known) -> dict[str, str]:
    """Name what has come up in a seat's view.

    ``vessel:ID`` names a fleet with its number, ``caller:ID`` a vessel in a call without it.
    """
    calls = [event.fact for event in known.calls.open.values()]
    hailed = [fact for fact in calls if isinstance(fact, CallBegun | TalkBegun)]
    ends = [end for fact in hailed for end in (fact.vessel, fact.to)]
    callers = dict.fromkeys(end for end in ends if end in setup.vessels)
    vessels = dict.fromkeys([*known.vessels.tracks, *callers])
    return {
        **{f"vessel:{v}": vessel_name(setup, v) for v in vessels},
        **{f"caller:{v}": setup.vessels[v].name for v in callers},
        **{f"activity:{a}": setup.activities[a].title for a in known.activities.doing},
    }
