"""Decisions: what a seat decided, what it knew then, and what was true at the same moment.

What a seat knew comes from its `Known` alone, which learns only from events of its audience;
what was true comes from the `State`. The two never meet before they stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import ActWeighed, Weighed
from sim.engine.facts.moves import LeaveAsked, LeaveRequest, MoveChosen
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.windows import Window, WindowLapsed
from sim.engine.kernel.knowledge import Known
from sim.engine.kernel.state import State, evolve, initial
from sim.engine.seat.beliefs import reading
from sim.engine.seat.mind import mind
from sim.engine.seat.rules import legal
from sim.engine.seat.views import board
from sim.play.truth import line_state

_VERBS = ("choose", "pass", "grant", "deny", "accept", "refuse", "counter")
_AGREE = {
    "open": "works",
    "slow": "works",
    "dormant": "works",
    "suspended": "suspended",
    "not_established": "not_established",
    "radio_dead": "radio_dead",
}
"""Which true state a word of the board promises; the other words tell of a try, not of a state."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a seat knew: its belief, the acts that moved it since it last decided, its board."""

    other: str
    p: float
    acts: tuple[Weighed, ...]
    restrained: bool
    board: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """What was so: the other side's intent, which acts were ordered, the channels' states.

    `astray` says, of each act, what is wrong in the account by which the seat knows it.
    """

    intent: str
    ordered: tuple[bool, ...]
    channels: tuple[tuple[str, str], ...]
    astray: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a seat, or a window that closed without one; `seq` is its first event."""

    seat: str
    seq: int
    at_ms: int
    window: Window | None
    what: str
    knew: Picture
    true: GroundTruth
    open: tuple[str, ...] = ()
    """The titles of what the seat might choose then."""

    def differences(self) -> list[tuple[str, str, str]]:
        """List the channels of which the board said something else than was so."""
        truths = dict(self.true.channels)
        return [
            (channel, word, truths[channel])
            for channel, word in self.knew.board
            if _AGREE.get(word) != truths[channel]
        ]


def decisions(setup: Setup, log: Sequence[Event]) -> list[Decision]:
    """List every decision in the order of the log, each with the knowledge just before it."""
    found: list[Decision] = []
    acts = _acts(setup, log)
    followed = _followed(log)
    state = initial(setup)
    for event in log:
        seat = _decider(event)
        if seat:
            known = state.known[seat]
            knew = picture(setup, known, event.at_ms)
            true = GroundTruth(
                state.run.intents.get(knew.other, ""),
                tuple(acts[seat, act.number].ordered for act in knew.acts),
                tuple(
                    (c, line_state(setup, state, known, name=c, at_ms=event.at_ms))
                    for c, _ in knew.board
                ),
                tuple(acts[seat, act.number].astray for act in knew.acts),
            )
            what = _what(setup, state, event, followed.get(event.seq, ()))
            found.append(
                Decision(
                    seat,
                    event.seq,
                    at_ms=event.at_ms,
                    window=known.windows.window,
                    what=what,
                    knew=knew,
                    true=true,
                    open=tuple(setup.moves[m].title for m in legal(setup, known, event.at_ms)),
                )
            )
        evolve(state, event)
    return found


def picture(setup: Setup, known: Known, at_ms: int) -> Picture:
    """Give what a seat knows, from its knowledge alone."""
    words = tuple((line.channel, line.word) for line in board(setup, known, at_ms))
    thought = mind(setup, known, at_ms)
    return Picture(
        setup.faces[known.side],
        thought.p,
        acts=_moving(known),
        restrained=thought.restrained,
        board=words,
    )


def _moving(known: Known) -> tuple[Weighed, ...]:
    """Give the acts since the last decision that were doubtful, and the one that provokes most."""
    since = [
        known.beliefs.weighed[n]
        for n in range(known.beliefs.settled + 1, len(known.beliefs.weighed) + 1)
    ]
    most = max(since, key=lambda act: act.q * act.rung, default=None)
    return tuple(act for act in since if act.doubtful or act is most)


@dataclass(frozen=True, slots=True)
class _Deed:
    """The truth of an act that a seat weighed, and what was wrong in the account it had."""

    ordered: bool
    astray: str


def _acts(setup: Setup, log: Iterable[Event]) -> dict[tuple[str, int], _Deed]:
    """Give the truth of every act that a seat has weighed, whoever reported it."""
    origin: dict[int, ActOccurred] = {}
    found: dict[tuple[str, int], _Deed] = {}
    for event in log:
        fact, cause = event.fact, event.cause or 0
        if isinstance(fact, ActOccurred):
            origin[event.seq] = fact
        elif isinstance(fact, ReportSent | ReportArrived):
            origin[event.seq] = origin[cause]
        elif isinstance(fact, ActWeighed) and fact.number:
            act = origin[cause]
            found[fact.seat, fact.number] = _Deed(act.ordered, _astray(setup, act, fact))
    return found


def _astray(setup: Setup, act: ActOccurred, weighed: ActWeighed) -> str:
    """Say what was wrong in a seat's account of an act, "" if nothing."""
    rung = reading(setup, act, setup.seats[weighed.seat].side)
    wrong = [f"reported on rung {weighed.rung} instead of {rung}"] if weighed.rung != rung else []
    wrong += ["reported without its doubt"] if act.doubtful and not weighed.doubtful else []
    return " and ".join(wrong)


def _followed(log: Iterable[Event]) -> dict[int, list[Event]]:
    """List what each event caused at once."""
    found: dict[int, list[Event]] = {}
    for event in log:
        if event.cause is not None:
            found.setdefault(event.cause, []).append(event)
    return found


def _decider(event: Event) -> str:
    """Name the seat that an event is a decision of, "" if it is none."""
    fact = event.fact
    decides = isinstance(fact, CommandAccepted) and fact.verb in _VERBS
    return str(fact.seat) if decides or isinstance(fact, WindowLapsed) else ""


def _what(setup: Setup, state: State, event: Event, followed: Iterable[Event]) -> str:
    """Say what was decided."""
    fact = event.fact
    if isinstance(fact, WindowLapsed):
        return _lapsed(setup, followed)
    match fact.verb:
        case "choose":
            title = setup.moves[fact.subject].title
            asks = any(isinstance(e.fact, LeaveAsked) for e in followed)
            return f"{title} (leave is asked)" if asks else title
        case "pass":
            return "nothing, on purpose"
        case "grant" | "deny":
            seat, move = LeaveRequest.read(fact.subject)
            gives = "gives" if fact.verb == "grant" else "denies"
            return f"{gives} {setup.seats[seat].title} leave: {setup.moves[move].title}"
    opened = state.opened(("offer", fact.subject))
    clauses = opened.fact.clauses if opened else ()
    verb = {"accept": "accepts", "refuse": "refuses", "counter": "counters"}[fact.verb]
    return f"{verb} the offer: {'; '.join(setup.clauses[clause].terms for clause in clauses)}"


def _lapsed(setup: Setup, followed: Iterable[Event]) -> str:
    for event in followed:
        if isinstance(event.fact, MoveChosen):
            return f"lapsed; standing order: {setup.moves[event.fact.move].title}"
        if isinstance(event.fact, LeaveAsked):
            return f"lapsed; standing order: {setup.moves[event.fact.move].title} (leave is asked)"
    return "lapsed; nothing was done"
