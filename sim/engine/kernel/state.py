"""The state of a run: what its log adds up to, and the one function that changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from sim.engine.base.geometry import Track
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.vessels import OrderGiven
from sim.engine.kernel.knowledge import Known, ignorant, learn
from sim.model.channels import STARTS, Channel

T = TypeVar("T")


@dataclass(slots=True)
class State:
    """The truth of a run at one moment, and what each seat knows of it.

    `running` maps the number of every open interval's opening event to that event; `open` maps
    the interval's own name (such as ``window:ph_mission``) to the number.
    """

    seq: int = 0
    at_ms: int = 0
    ended: str = ""
    running: dict[int, Event] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    paces: dict[str, str] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    tasks: dict[str, OrderGiven] = field(default_factory=dict)
    steered: dict[str, int] = field(default_factory=dict)
    prepared: dict[str, int] = field(default_factory=dict)
    held: dict[tuple[str, str], bool] = field(default_factory=dict)
    silenced: dict[str, bool] = field(default_factory=dict)
    inside: dict[tuple[str, str], int] = field(default_factory=dict)
    spells: dict[str, int] = field(default_factory=dict)
    near: dict[tuple[str, str, float], bool] = field(default_factory=dict)
    entered: dict[str, bool] = field(default_factory=dict)
    passes: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    struck: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    leave: dict[tuple[str, str], str] = field(default_factory=dict)
    windows: dict[str, int] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    released: dict[str, bool] = field(default_factory=dict)
    tallies: dict[str, int] = field(default_factory=dict)
    rungs: dict[str, int] = field(default_factory=dict)
    tries: dict[str, tuple[int, ...]] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)
    intents: dict[str, str] = field(default_factory=dict)
    political: dict[str, str] = field(default_factory=dict)
    down: dict[str, bool] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    """When each meeting was held last."""
    bound: dict[str, tuple[str, ...]] = field(default_factory=dict)
    instructions: dict[str, str] = field(default_factory=dict)
    unordered: dict[int, bool] = field(default_factory=dict)
    mishaps: dict[tuple[str, int], bool] = field(default_factory=dict)
    paced: dict[str, tuple[float, int, float]] = field(default_factory=dict)
    """Of each stream in a phase: the rate of routine, since when, and how many were due before."""
    known: dict[str, Known] = field(default_factory=dict)

    def copy(self) -> State:
        """Copy so that evolving the copy leaves this untouched."""
        copied = State(*[_copied(getattr(self, name)) for name in _FIELDS])
        copied.known = {seat: known.copy() for seat, known in self.known.items()}
        return copied

    def opened(self, key: str) -> Event | None:
        """Give the opening event of an open interval by the interval's name."""
        seq = self.open.get(key)
        return None if seq is None else self.running[seq]


_FIELDS = tuple(f.name for f in fields(State))


def _copied(value: T) -> T:
    return value.copy() if isinstance(value, dict) else value  # type: ignore[return-value]


def initial(setup: Setup) -> State:
    """Make the state before the first event."""
    scenario = setup.scenario
    state = State()
    state.flags = {flag.id: flag.start for flag in scenario.flags}
    state.counters = {counter.id: counter.start for counter in scenario.counters}
    state.political = {channel.id: starts_as(channel) for channel in scenario.channels}
    state.bound = {c.id: c.binds for c in scenario.channels if c.kind == "rules"}
    state.known = {seat: ignorant(setup, seat) for seat in setup.seats}
    return state


def starts_as(channel: Channel) -> str:
    """Give the true political state of a channel at the begin."""
    told = channel.truth.political if channel.truth else None
    return told or STARTS[channel.start].political


def fold(setup: Setup, log: Iterable[Event]) -> State:
    """Add a log up."""
    state = initial(setup)
    for event in log:
        evolve(state, event)
    return state


def evolve(state: State, event: Event) -> None:
    """Take one event in. Nothing else ever changes a State."""
    seq, fact = event.seq, event.fact
    assert seq == state.seq + 1, f"log number {seq} follows {state.seq}"
    assert event.at_ms >= state.at_ms, "time never runs back"
    state.seq, state.at_ms = seq, event.at_ms
    if event.closes is not None:
        gone = state.running.pop(event.closes)
        state.open.pop(gone.fact.key, None)
    if fact.opens and event.opens:
        state.running[seq] = event
        key = fact.key
        if key:
            state.open[key] = seq
    change = _CHANGES.get(type(fact))
    if change is not None:
        change(state, event, fact)
    learn(state.known, event, event.audience)


Change = Callable[[State, Event, Any], None]
_CHANGES: dict[type, Change] = {}


def on(*kinds: type) -> Callable[[Change], Change]:
    """Register what facts of these kinds change in a State."""

    def register(change: Change) -> Change:
        for kind in kinds:
            _CHANGES[kind] = change
        return change

    return register
