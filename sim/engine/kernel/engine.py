"""The kernel: clock, log and intervals; SimPy keeps time, `State` keeps facts.

Four verbs: `drain_to(t)` finishes every instant up to t; `submit(command)` applies a command
at the present instant and finishes it; `emit(fact)` appends to the log and evolves the state;
`resume` continues from a state. A command is always applied after everything due at its
instant, so pausing, ticking and re-running give the same log.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

import simpy

from sim.engine.base.draws import Draws
from sim.engine.base.log import Event, Fact, Key
from sim.engine.base.setup import Setup
from sim.engine.kernel.circles import about, circle, loudest
from sim.engine.kernel.state import State, evolve, initial
from sim.errors import ScenarioError
from sim.units import elapsed

EVENTS_PER_INSTANT_MOST = 5_000
"""A scenario whose effects feed one another without end is stopped here."""
EVENTS_MOST = 100_000
"""Events of one run, thirty times those of the longest that are shipped: seconds and 150 MB."""
MOMENTS_MOST = 500_000
"""Moments at which something was due, though mostly nothing came of it: seconds, too."""
_LOOK_EVERY: Final = 2_048
"""After so many events it is seen whether they go round in a circle."""

_NEVER: Final = float("inf")

LATE, LAST = 2**40, 2**41
"""Places among ties behind every number of an event: of a withdrawal, and of the run's end.

What is due at an instant happens before an interval that ends with that instant shuts it out.
"""

Guide = Callable[[Event], Event]
"""Looks at what is about to be told, and may have it told otherwise."""
Plan = Iterable[tuple[int, str]]
"""When an interval wakes, in order, each instant with a tag that says what for."""


@dataclass(frozen=True, slots=True)
class Process:
    """One kind of interval: when it wakes, a function of its opening event, and what it does.

    `places` says which of its tags come after what else is due at their instant, and how late.
    """

    plan: Callable[[Engine, Event], Plan]
    wake: Callable[[Engine, Event, str], None]
    places: Mapping[str, int]


T = TypeVar("T")
PROCESSES: Final[dict[type, Process]] = {}
Settler = Callable[["Engine", set[type]], None]
Kinds = Callable[[Setup], Collection[type]]
STAGES = ("manoeuvres", "partings", "activities", "injects", "windows", "traffic")
"""What looks at what a step has changed, in this order, until all is quiet."""
SETTLERS: Final[dict[str, tuple[Settler, Kinds | None]]] = {}
Wake = Callable[["Engine", Event, str], None]


def at_due(engine: Engine, opened: Event) -> Plan:
    """Wake once, when the interval is due: the plan of most processes."""
    return ((opened.fact.due_ms, "due"),)


def process(
    *kinds: type,
    plan: Callable[[Engine, Event], Plan] = at_due,
    places: Mapping[str, int] = MappingProxyType({}),
) -> Callable[[Wake], Wake]:
    """Register what happens in the intervals that facts of these kinds open."""

    def register(wake: Wake) -> Wake:
        for kind in kinds:
            assert kind not in PROCESSES, f"{kind.__name__} has two processes"
            PROCESSES[kind] = Process(plan, wake, places)
        return wake

    return register


def settler(stage: str, kinds: Kinds | None = None) -> Callable[[Settler], Settler]:
    """Register a function that looks at what a step may have changed.

    Args:
        stage: When it looks, one of `STAGES`.
        kinds: The facts after which alone it needs to look; if left out, it looks once anybody
            was called to attention.
    """
    assert stage in STAGES, f"there is no stage “{stage}”"

    def register(function: Settler) -> Settler:
        assert stage not in SETTLERS, f"two settlers look at {stage}"
        SETTLERS[stage] = function, kinds
        return function

    return register


class Concerned(Generic[T]):
    """Things, by the kinds of facts that concern them; None: any."""

    def __init__(self, things: Iterable[tuple[T, Collection[type] | None]]) -> None:
        self._all = [(thing, None if k is None else frozenset(k)) for thing, k in things]
        self._by: dict[frozenset[type], list[T]] = {}
        self.kinds = frozenset(kind for _, kinds in self._all for kind in kinds or ())
        """All that concern something, besides the things that any do."""

    def by(self, touched: set[type]) -> list[T]:
        """List the things that facts of some kinds concern, in order."""
        key = frozenset(touched)
        found = self._by.get(key)
        if found is None:
            found = self._by[key] = [
                thing for thing, kinds in self._all if kinds is None or kinds & key
            ]
        return found


def _settlers(setup: Setup) -> Concerned[tuple[Settler, bool]]:
    """Give the settlers of a scenario, each with whether it looks only if somebody noticed."""
    found = (SETTLERS[stage] for stage in STAGES)
    return Concerned([((look, k is None), None if k is None else k(setup)) for look, k in found])


class Engine:
    """One run under way."""

    def __init__(
        self,
        setup: Setup,
        draws: Draws,
        state: State | None = None,
        now_ms: int = 0,
        log: list[Event] | None = None,
    ) -> None:
        self.setup = setup
        self.draws = draws
        self.state = initial(setup) if state is None else state
        self.now_ms = now_ms
        self.log: list[Event] = [] if log is None else log
        self.guide: Guide | None = None
        """Set by who imagines a run; None in every true one."""
        self._env = simpy.Environment(initial_time=now_ms)
        self._settlers = setup.once("settlers", _settlers)
        self._touched: set[type] = set()
        self._noticed: dict[str, int] = {}
        self.scratch: dict[Any, Any] = {}
        """Values derived from the state that a module keeps between steps; never facts."""
        self._instant_ms, self._before, self.moments = now_ms, self.state.seq, 0
        self._look_at = 0
        """The number of the event with which it is next seen whether it goes on for ever."""

    @classmethod
    def resume(
        cls,
        setup: Setup,
        draws: Draws,
        state: State,
        now_ms: int,
        log: Iterable[Event] = (),
    ) -> Engine:
        """Build an engine that goes on from a state taken at a finished instant.

        Args:
            setup: The scenario's look-ups.
            draws: The run's chance.
            state: Taken over, not copied.
            now_ms: Where the clock stood.
            log: The events so far, if they are to be kept.
        """
        engine = cls(setup, draws, state=state, now_ms=now_ms, log=list(log))
        for seq in sorted(state.running):
            engine._spawn(state.running[seq], after_ms=now_ms)
        engine.drain_to(now_ms)
        return engine

    def next_ms(self) -> int | None:
        """Give the next instant at which something may happen, or None."""
        if self.state.run.ended:
            return None
        at = self._env.peek()
        return None if at == _NEVER else int(at)

    def drain_to(
        self, t_ms: int, at_most: int | None = None, pause: Callable[[], bool] | None = None
    ) -> bool:
        """Finish every instant up to and including `t_ms`; the clock then stands there.

        Args:
            t_ms: Not before the present.
            at_most: Stop after so many instants, for slices that must stay short.
            pause: Asked whether to stop whenever an instant is finished that told something.

        Returns:
            Whether `t_ms` was reached.
        """
        assert t_ms >= self.now_ms, "time never runs back"
        done, state, env = 0, self.state, self._env
        while not state.run.ended:
            at = env.peek()
            if at > self.now_ms:
                new = done and state.at_ms == self.now_ms
                if new and pause is not None and pause():
                    return False
                if at > t_ms:
                    break
                if at_most is not None and done >= at_most:
                    return False
                done += 1
                self.now_ms = int(at)
            env.step()
        if not state.run.ended:
            self.now_ms = t_ms
            return True
        while env.peek() != _NEVER:  # nothing comes of it; a run that holds none is soon let go of
            env.step()
        return True

    @property
    def finished(self) -> int:
        """Give how many events there were before the present instant."""
        return self._before if self._instant_ms == self.now_ms else self.state.seq

    def ended_by(self, t_ms: int) -> bool:
        """Finish everything up to an instant and say whether the run has ended."""
        self.drain_to(t_ms)
        return bool(self.state.run.ended)

    def emit(
        self,
        fact: Fact,
        *,
        cause: int | None = None,
        closes: int | None = None,
        audience: tuple[str, ...] = (),
        alert: tuple[str, ...] = (),
    ) -> Event:
        """Append a fact to the log, evolve the state, and start the interval it opens."""
        state, now = self.state, self.now_ms
        assert not state.run.ended, "nothing follows the end"
        seq = state.seq + 1
        envelope = cause, closes, audience, alert  # naming each would cost as much as all the rest
        event = Event(seq, now, fact, *envelope)
        if self.guide is not None:
            event = self.guide(event)
        if self._instant_ms != now:
            self._instant_ms, self._before = now, seq - 1
        opens = evolve(state, event)
        self.log.append(event)
        if seq >= self._look_at:
            self._see_whether_it_ends(seq)
        self._touched.add(type(fact))
        for seat in event.alert:
            assert seat in event.audience, "only who may see it can be alerted by it"
            self._noticed.setdefault(seat, seq)
        if opens:
            self._spawn(event)
        return event

    def _see_whether_it_ends(self, seq: int) -> None:
        """Stop a run with too many events or in a circle; note when to see to it again."""
        if seq - self._before > EVENTS_PER_INSTANT_MOST or seq > EVENTS_MOST:
            raise self.runaway()
        if not seq % _LOOK_EVERY and (found := circle(self.log, self.state)):
            raise self.runaway(f"{found}; break the circle")
        too_many = min(self._before + EVENTS_PER_INSTANT_MOST, EVENTS_MOST) + 1
        self._look_at = min(seq - seq % _LOOK_EVERY + _LOOK_EVERY, too_many)

    def close(
        self,
        key: Key,
        fact: Fact,
        cause: int | None,
        *,
        audience: tuple[str, ...] = (),
        alert: tuple[str, ...] = (),
    ) -> Event | None:
        """Close an open interval by its name with a fact; None if it is not open."""
        seq = self.state.open.get(key)
        if seq is None:
            return None
        return self.emit(fact, cause=cause, closes=seq, audience=audience, alert=alert)

    def settle(self) -> None:
        """Let everything that watches look at what has changed, until all is quiet."""
        settlers, touched = self._settlers, self._touched
        while (self._noticed or not touched.isdisjoint(settlers.kinds)) and touched:
            if self.state.run.ended:
                break
            self._touched = set()
            for look, alerted in settlers.by(touched):
                if self._noticed or not alerted:
                    look(self, touched)
            touched = self._touched
        touched.clear()

    def take_noticed(self) -> dict[str, int]:
        """Hand over which seats noticed something, and the first event each noticed."""
        noticed, self._noticed = self._noticed, {}
        return noticed

    def go_back(self, state: State, events: int) -> None:
        """Stand before a step again that came to nothing, as if it had not been taken.

        Args:
            state: As it was then; taken over, not copied.
            events: How many events the log had.
        """
        self.state = state
        del self.log[events:]
        self._touched.clear()
        self._noticed.clear()
        self.scratch.clear()
        self._before, self._look_at = min(self._before, state.seq), 0

    def runaway(self, why: str = "") -> ScenarioError:
        """Make the fault of a scenario whose effects bring one another about without end.

        Args:
            why: What goes on for ever and what to do, if it is known; else it is looked for.
        """
        return ScenarioError(
            f"scenario “{self.setup.scenario.id}” does not come to rest at "
            f"{elapsed(self.now_ms)}: {why or loudest(self.log, self.state)}"
        )

    def _spawn(self, opened: Event, after_ms: int = -1) -> None:
        """Begin to sleep through an interval; instants up to `after_ms` are behind it."""
        found = PROCESSES.get(type(opened.fact))
        if found is not None:
            plan = found.plan(self, opened)
            ahead = plan if after_ms < 0 else (step for step in plan if step[0] > after_ms)
            _Sleeper(self, opened, iter(ahead), found).sleep()

    def call_at(self, at_ms: int, place: int, sleeper: _Sleeper) -> None:
        """Put an entry on the agenda, with its place among what is due at the same instant."""
        env = self._env
        env.schedule(sleeper, place, at_ms - env.now)  # type: ignore[arg-type]


class _Sleeper:
    """One who sleeps through an interval, from instant to instant of its plan.

    It is its own entry of SimPy's agenda, as plain as one can be: `callbacks` says what to call.
    """

    __slots__ = ("_engine", "_found", "_ok", "_opened", "_steps", "_tag", "callbacks")
    _tag: str
    callbacks: tuple[Callable[[_Sleeper], None], ...] | None

    def __init__(
        self, engine: Engine, opened: Event, steps: Iterator[tuple[int, str]], found: Process
    ) -> None:
        self._engine, self._opened, self._steps, self._found = engine, opened, steps, found
        self._ok = True

    def sleep(self) -> None:
        """Sleep until the next instant of the plan, if there is one."""
        at_ms, tag = next(self._steps, (0, ""))
        if tag:
            self._tag, place = tag, self._opened.seq
            if self._found.places:
                place += self._found.places.get(tag, 0)
            self.callbacks = _WAKES
            self._engine.call_at(at_ms, place, self)

    def wake(self) -> None:
        """Wake, unless somebody has closed the interval early, and sleep again."""
        engine, opened = self._engine, self._opened
        state = engine.state
        if opened.seq in state.running and not state.run.ended:
            engine.moments += 1
            if engine.moments > MOMENTS_MOST:
                what = f"{MOMENTS_MOST:,} moments, the last for {about(opened, state)}"
                raise engine.runaway(f"{what}; let it be due less often")
            self._found.wake(engine, opened, self._tag)
            engine.settle()
            if opened.seq in state.running and not state.run.ended:
                self.sleep()


_WAKES = (_Sleeper.wake,)
