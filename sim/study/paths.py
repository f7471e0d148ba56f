"""Runs that are split: one goes on by itself until it has come close to a rare act, and from there.

Source:
    McFadden 1974 for the logit by which a seat chooses [clause]; see `sim.model.choice`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sim.engine import Draws, Engine, Setup, State, begin, submit
from sim.engine.base.draws import SteeredDraws
from sim.engine.base.log import Event
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import mind as minds
from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.model.choice import Doctrine, Mind, rung_chances
from sim.model.doctrines import doctrine
from sim.play.cast import Cast
from sim.play.occupants import Occupant, prevailing

REACHED = math.inf
"""The importance of a run in which the rung was reached."""
PROVOKED_BELOW, NOW_COUNTS = 2, 0.15
"""How far below the rung an act provokes, and what the chance now counts beside that then.

Both by a regression over states of `two-captains` of what came of each; they bias nothing.
"""
_FOREVER = 2**62

Address = tuple[int, int, int]
"""Whose chance a run has: seed, replicate, branch."""
Decision = tuple[str, int]
"""Whose decision, and the number of it."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A run where it reached a level: enough to go on from, as often as is asked."""

    state: State
    now_ms: int
    log: Sequence[Event]
    said: Mapping[str, int]
    drawn: Mapping[tuple[str, str, int], float]
    held: Mapping[str, Occupant]
    weight: float
    """The chance that no rare decision fell on the way."""


class Path:
    """A run that goes on by itself, level by level."""

    def __init__(
        self, engine: Engine, held: Mapping[str, Occupant], said: Mapping[str, int]
    ) -> None:
        self.engine, self.held = engine, held
        self.said = Counter(said)
        self._cast, self._rung = Cast(engine.setup, engine.draws, held), 0

    @property
    def weight(self) -> float:
        """Give the chance that no rare decision fell so far."""
        return self._steered.weight

    @property
    def forgone(self) -> Sequence[tuple[str, int, float]]:
        """Give whose and which decisions did not fall, and the chance that the first fell there."""
        return self._steered.forgone

    @property
    def _steered(self) -> SteeredDraws:
        draws = self.engine.draws
        assert isinstance(draws, SteeredDraws), "only what is steered is split"
        return draws

    @property
    def events(self) -> int:
        """Give how many events have come about, also those before a fork."""
        return self.engine.state.seq

    def steer(self, rung: int) -> None:
        """Keep decisions for a rung from falling; only before the run goes on."""
        self._steered.reckon = partial(wanted, self.engine, rung=rung)
        self._rung = rung

    def goes_on(self, level: float) -> float:
        """Go on until the run reaches a level of the rung it is steered for, or ends.

        Returns:
            How close it came at most.
        """
        most = Importance(self.engine, self._rung)
        self.seek(partial(most.reaches, level))
        return most()

    @classmethod
    def begun(cls, setup: Setup, draws: Draws, filled: Mapping[str, Occupant]) -> Path:
        """Begin a run."""
        held, engine = prevailing(filled, draws), Engine(setup, draws)
        begin(engine, {seat: (o.name, o.control) for seat, o in held.items()})
        return cls(engine, held, {})

    @classmethod
    def gone_on(cls, setup: Setup, draws: Draws, entrance: Entrance) -> Path:
        """Go on from a state with other chance, which keeps what was drawn until then."""
        engine = Engine.resume(
            setup, draws, entrance.state.copy(), now_ms=entrance.now_ms, log=entrance.log
        )
        return cls(engine, entrance.held, entrance.said)

    def seek(self, found: Callable[[], bool]) -> bool:
        """Go on until something holds at a finished instant, or the run ends; say if it holds.

        It is asked before anybody acts at the instant: who is to decide then has not yet done so,
        and each copy that goes on from there decides for itself.
        """
        engine = self.engine

        def pause() -> bool:
            return found() or self._cast.called(engine, self.said)

        while not engine.state.run.ended:
            self._cast.act(engine, self.said, self._submit)
            at = min(self._cast.instants(engine, self.said), default=_FOREVER)
            engine.drain_to(at, pause=pause)
            if found():
                break
        return found()

    def entrance(self) -> Entrance:
        """Give where the run stands; it is not to go on itself after that."""
        return Entrance(
            self.engine.state,
            self.engine.now_ms,
            log=self.engine.log,
            said=self.said,
            drawn=self._steered.asked,
            held=self.held,
            weight=self.weight,
        )

    def _submit(self, command: Command) -> Refusal | list[Event]:
        done = submit(self.engine, command)
        if not isinstance(done, Refusal):
            self.said[command.seat] += 1
        return done


@dataclass(frozen=True, slots=True)
class Crisis:
    """A scenario whose runs are split on the way to a rung."""

    setup: Setup
    filled: Mapping[str, Occupant]
    rung: int

    def begun(self, address: Address, made: Decision | None) -> Path:
        """Begin a run; one decision may be made to fall."""
        path = Path.begun(self.setup, SteeredDraws(address, made=made), self.filled)
        path.steer(self.rung)
        return path

    def gone_on(self, address: Address, made: Decision | None, entrance: Entrance) -> Path:
        """Go on from where a run reached a level."""
        chance = SteeredDraws(address, entrance.drawn, entrance.weight, made)
        path = Path.gone_on(self.setup, chance, entrance)
        path.steer(self.rung)
        return path


class Importance:
    """How close a run has come to a rung, at most so far; asked at every finished instant."""

    def __init__(self, engine: Engine, rung: int) -> None:
        self._engine, self._rung = engine, rung
        self.most, self._looked, self._looked_ms = -math.inf, -1, -1

    def __call__(self) -> float:
        """Give the most so far."""
        state, looked = self._engine.state, self._looked_ms
        if state.seq != self._looked:
            self._looked, self._looked_ms = state.seq, self._engine.now_ms
            if max(state.acts.rungs.values(), default=0) >= self._rung:
                self.most = REACHED
            elif state.windows.due or state.beliefs.weighed_ms >= looked:
                self.most = max(self.most, closeness(self._engine, self._rung))
        return self.most

    def reaches(self, level: float) -> bool:
        """Say whether the run has come to a level."""
        return self() >= level


def closeness(engine: Engine, rung: int) -> float:
    """Give how close a run is to a rung, which it has not reached: logarithms of two chances.

    That some seat would want it if it were surely provoked by an act a little below, as is bound to
    happen again; and, of less weight, that one wants it now, which passes.
    """
    setup = engine.setup
    minds_now = [
        (_numbers(setup, engine.state.known[seat]), _mind(engine, seat)) for seat in setup.seats
    ]
    ready = max((_above(d, _provoked(m, rung), rung) for d, m in minds_now), default=0.0)
    now = max((_above(d, m, rung) for d, m in minds_now), default=0.0)
    if ready <= 0 or now <= 0:
        return -math.inf
    return round(math.log10(ready) + NOW_COUNTS * math.log10(now), 6)


def wanted(engine: Engine, seat: str, rung: int) -> float:
    """Give the chance that a seat would want the rung, if it were to decide as it thinks now."""
    numbers = _numbers(engine.setup, engine.state.known[seat])
    return _above(numbers, _mind(engine, seat), rung)


def _mind(engine: Engine, seat: str) -> Mind:
    return minds.mind(engine.setup, engine.state.known[seat], engine.now_ms)


def _provoked(mind: Mind, rung: int) -> Mind:
    return mind._replace(provoked=max(mind.provoked, rung - PROVOKED_BELOW), q=1.0)


def _above(numbers: Doctrine, mind: Mind, rung: int) -> float:
    return math.fsum(rung_chances(numbers, mind)[rung:])


def _numbers(setup: Setup, known: Known) -> Doctrine:
    revisionist = known.run.intent == "revisionist"
    made = setup.once("importance", lambda _: dict[bool, Doctrine]())
    if revisionist not in made:
        made[revisionist] = doctrine(None, setup.parameters, revisionist=revisionist)
    return made[revisionist]
