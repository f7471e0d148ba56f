"""The debriefing: the truth about a finished run, for everybody who sat in it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.calls import CallBegun, CallEnded
from sim.engine.facts.relays import RelayArrived, RelayLost
from sim.engine.kernel.engine import Engine
from sim.engine.seat.feed_lines import FeedLine
from sim.engine.seat.mind import mind
from sim.engine.seat.news import feed
from sim.play.lookback import KeyMoment, looked_back
from sim.play.motives import explain
from sim.play.outcome import Outcome, ScoreLine, account, outcome
from sim.play.pledged import PromiseEnd, promise_ends, weighty
from sim.play.sheet import OrderSheet, order_sheets, playable
from sim.play.story import story
from sim.play.wake import Wake, wakes
from sim.readings import share
from sim.units import clock

EVEN = 0.5
"""A staff that is less sure than this that a side wants change takes it for content."""
NO_FORECAST = "Scores rest on chosen weights and assumed effects; nothing here is a forecast."
UNTOLD = "What nobody was told"
HISTORY = "What happened in history"
LEFT_OUT = "What this leaves out"
PROMISED = "What was promised, and what became of it"
MOMENTS = "Key moments"
WAKES = "What you did, and what came of it"
"""What stands above the parts of a debriefing."""


@dataclass(frozen=True, slots=True)
class SideEnd:
    """What a side's objectives came to; `intent` is "" unless it is worth telling."""

    name: str
    score: float
    rung: int
    intent: str
    account: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class OrdersEnd:
    """The candidate orders of a seat, and which of them it held."""

    seat: str
    side: str
    title: str
    candidates: tuple[OrderSheet, ...]
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
    """What a seat had come to know, line by line.

    `main` are the lines that called for attention or that tell of a promise kept or broken.
    """

    seat: str
    side: str
    title: str
    lines: tuple[FeedLine, ...]
    main: tuple[FeedLine, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """The truth about a finished run, for everybody."""

    outcome: Outcome
    clock: str
    sides: tuple[SideEnd, ...]
    orders: tuple[OrdersEnd, ...]
    calls: tuple[CallEnd, ...]
    promises: tuple[PromiseEnd, ...]
    accounts: tuple[SeatAccount, ...]
    history: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    story: tuple[str, ...]
    seat: str = ""
    moments: tuple[KeyMoment, ...] = ()
    wakes: tuple[Wake, ...] = ()
    thought: str = ""
    marks: tuple[str, ...] = ()
    """What is told to one seat: its key moments; what came of each thing it did; what its staff
    thought at the end of the side it faces, and whether that was right; and what marks the play,
    such as that time was taken back."""

    @property
    def words(self) -> tuple[PromiseEnd, ...]:
        """List the promises that were broken, and those that were kept under test."""
        return tuple(p for p in self.promises if p.outcome in ("broken", "kept"))


def debrief(engine: Engine, seat: str = "", marks: tuple[str, ...] = ()) -> Debrief:
    """Tell the truth about a run that has ended, to everybody or to one of its seats."""
    setup, scenario, result = engine.setup, engine.setup.scenario, outcome(engine)
    brief, promises = scenario.briefing, promise_ends(setup, engine.log)
    explain(setup, engine.log, promises)
    return Debrief(
        outcome=result,
        clock=clock(scenario.begins, engine.now_ms),
        sides=tuple(_side_end(engine, result, side) for side in setup.sides),
        orders=tuple(
            OrdersEnd(
                seat,
                setup.seats[seat].side,
                title=setup.seats[seat].title,
                candidates=order_sheets(setup, seat),
                drawn=card,
            )
            for seat, card in engine.state.run.order_cards.items()
        ),
        calls=_calls(engine),
        promises=promises,
        accounts=tuple(_account(engine, seat, title) for seat, title in playable(scenario)),
        history=tuple((item.text, item.source) for item in brief.history) if brief else (),
        left_out=tuple(brief.left_out) if brief else (),
        story=story(setup, engine.log, engine.state, seat=seat, promises=promises),
        seat=seat,
        moments=looked_back(setup, engine.log, seat) if seat else (),
        wakes=wakes(setup, engine.log, seat) if seat else (),
        thought=_thought(engine, seat) if seat else "",
        marks=marks,
    )


def _thought(engine: Engine, seat: str) -> str:
    """Say what the staff of a seat thought at last of the side it faces, and mark it."""
    setup, other = engine.setup, engine.setup.faces[engine.setup.seats[seat].side]
    intent = engine.state.run.intents.get(other, "") if other else ""
    if not intent:
        return ""
    p, name = mind(setup, engine.state.known[seat], engine.now_ms).p, setup.sides[other].name
    wants = intent == "revisionist"
    was = "It did" if wants else "It wanted none"
    right = "undecided" if p == EVEN else "right" if (p > EVEN) == wants else "wrong"
    return f"Your staff was {share(p)} sure at last that {name} wants change. {was}: {right}."


def _account(engine: Engine, seat: str, title: str) -> SeatAccount:
    """Tell what a seat came to know, and of that what called for attention or ended a promise."""
    setup, known = engine.setup, engine.state.known[seat]
    lines = feed(setup, known)
    main = tuple(line for line in lines if line.alert or weighty(known.feed[line.head - 1]))
    return SeatAccount(seat, setup.seats[seat].side, title=title, lines=lines, main=main)


def _side_end(engine: Engine, result: Outcome, side: str) -> SideEnd:
    spec = engine.setup.sides[side]
    # That a side was content tells something only where it might have been otherwise.
    intent = engine.state.run.intents.get(side, "") if spec.intent else ""
    return SideEnd(
        spec.name,
        result.scores[side]["score"],
        rung=engine.state.acts.rungs.get(side, 0),
        intent=intent,
        account=account(engine, side),
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
