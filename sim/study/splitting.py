"""Multilevel splitting: a rare act is reached step by step, each step from many copies of a state.

Importance is how close a run has come: the logarithm of the chance that some seat, as it thinks
now, wants an act on the rung in question. Runs that reach a level are gone on with from there,
each copy with chance of its own; what had been drawn by then stays. The product of the shares
that reach each level is an unbiased estimate, whatever the levels and the importance are: these
decide only how much work it takes.

Source:
    Fixed effort: Garvels 2000; Glasserman, Heidelberger, Shahabuddin and Zajic 1999. [clause]
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sim.engine import Draws, Engine, Setup, State, begin, submit
from sim.engine.base.draws import KeptDraws
from sim.engine.base.log import Event
from sim.engine.seat import mind as minds
from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.model.choice import Doctrine, rung_chances
from sim.model.doctrines import doctrine
from sim.play.cast import Cast
from sim.play.occupants import Occupant, prevailing

REACHED = math.inf
"""The importance of a run in which the rung was reached."""
RUNS_LEAST = 10
"""Runs of a level, at least."""
FORK_EVENTS = 8
"""What a fork costs, in events: a state is copied, and what is under way is taken up again."""
_FOREVER = 2**62
_STAGE = 2**32
"""Branches of chance set apart for each level."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A run where it reached a level: enough to go on from, as often as is asked."""

    state: State
    now_ms: int
    log: Sequence[Event]
    said: Mapping[str, int]
    drawn: Mapping[tuple[str, str, int], float]
    held: Mapping[str, Occupant]


class Path:
    """A run that goes on by itself, level by level."""

    def __init__(
        self, engine: Engine, held: Mapping[str, Occupant], said: Mapping[str, int]
    ) -> None:
        self.engine, self.held = engine, held
        self.said = Counter(said)
        self._cast = Cast(engine.setup, engine.draws, held)

    @classmethod
    def begun(cls, setup: Setup, draws: Draws, filled: Mapping[str, Occupant]) -> Path:
        """Begin a run."""
        held, engine = prevailing(filled, draws), Engine(setup, draws)
        begin(engine, {seat: (o.name, o.control) for seat, o in held.items()})
        return cls(engine, held, {})

    @classmethod
    def gone_on(cls, setup: Setup, entrance: Entrance, branch: tuple[int, int, int]) -> Path:
        """Go on from a state with chance of its own: seed, replicate, branch."""
        seed, replicate, number = branch
        draws = KeptDraws(seed, replicate, number, entrance.drawn)
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
        engine, draws = self.engine, self.engine.draws
        assert isinstance(draws, KeptDraws), "a run that is forked keeps what was drawn"
        return Entrance(
            engine.state,
            engine.now_ms,
            log=engine.log,
            said=self.said,
            drawn=draws.asked,
            held=self.held,
        )

    def _submit(self, command: Command) -> Refusal | list[Event]:
        done = submit(self.engine, command)
        if not isinstance(done, Refusal):
            self.said[command.seat] += 1
        return done


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
    """Give how close a run is to a rung, which it has not reached: the logarithm of a chance."""
    setup = engine.setup
    chances = [_wanted(setup, engine, seat, rung) for seat in setup.seats]
    most = max(chances, default=0.0)
    return round(math.log10(most), 6) if most > 0 else -math.inf


def _wanted(setup: Setup, engine: Engine, seat: str, rung: int) -> float:
    """Give the chance that a seat would want the rung, if it were to decide as it thinks now."""
    known = engine.state.known[seat]
    numbers = _numbers(setup, revisionist=known.run.intent == "revisionist")
    return math.fsum(rung_chances(numbers, minds.mind(setup, known, engine.now_ms))[rung:])


def _numbers(setup: Setup, *, revisionist: bool) -> Doctrine:
    made = setup.once("importance", lambda _: dict[bool, Doctrine]())
    if revisionist not in made:
        made[revisionist] = doctrine(None, setup.parameters, revisionist=revisionist)
    return made[revisionist]


@dataclass(frozen=True, slots=True)
class Luck:
    """Whose chance a repetition draws: seed and replicate."""

    seed: int
    replicate: int


@dataclass(frozen=True, slots=True)
class Level:
    """How close a run is to come, how many runs try it, and what one of them costs, in events.

    The cost is that of the runs by which levels were chosen.
    """

    importance: float
    runs: int
    cost: float


def divided(levels: Sequence[tuple[float, float]], effort: int) -> list[Level]:
    """Divide the work of `effort` runs a level so that the whole is known as well as can be.

    Args:
        levels: Importance and cost of a run of each.
        effort: Runs of a level if all had as many; the work in events stays that.

    Source:
        Neyman 1934: as the inverse root of the cost, where levels are as uncertain as one
        another. [clause]

    >>> [level.runs for level in divided([(-3.0, 100.0), (REACHED, 400.0)], 60)]
    [100, 50]
    """
    work = effort * math.fsum(cost for _, cost in levels)
    roots = math.fsum(math.sqrt(cost) for _, cost in levels)
    return [
        Level(at, max(RUNS_LEAST, round(work / roots / math.sqrt(cost))), cost)
        for at, cost in levels
    ]


@dataclass(slots=True)
class Work:
    """What was done: runs begun or gone on with, forks among them, and events that came about."""

    runs: int = 0
    forks: int = 0
    events: int = 0

    @property
    def total(self) -> float:
        """Give all of it in events."""
        return float(self.events + FORK_EVENTS * self.forks)


class Splitter:
    """Splits the runs of one scenario on the way to a rung."""

    def __init__(self, setup: Setup, filled: Mapping[str, Occupant], rung: int, luck: Luck) -> None:
        self._setup, self._filled, self._rung, self.luck = setup, filled, rung, luck
        self.work = Work()
        self.plain_events = 0.0
        """Events of an ordinary run, on average over those of `levels`."""

    def shares(self, levels: Sequence[Level]) -> tuple[list[float], list[Entrance]]:
        """Give the share that reaches each level from the one before, and where the last did."""
        found: list[float] = []
        entrances: list[Entrance] = []
        for stage, level in enumerate(levels):
            reached = list(self._reach(stage, level, entrances))
            found.append(len(reached) / level.runs)
            entrances = reached
            if not reached:
                break
        return found, entrances

    def _reach(self, stage: int, level: Level, entrances: Sequence[Entrance]) -> Iterator[Entrance]:
        for number in range(level.runs):
            path = self.path(stage, number, entrances)
            before, most = path.engine.state.seq, Importance(path.engine, self._rung)
            if path.seek(partial(most.reaches, level.importance)):
                yield path.entrance()
            self.work.events += path.engine.state.seq - before

    def path(self, stage: int, number: int, entrances: Sequence[Entrance]) -> Path:
        """Begin the run of a number at a level, from the states reached there if it is not first.

        Every state is gone on from equally often, but for one; which these are is drawn.
        """
        seed, replicate = self.luck.seed, self.luck.replicate
        branch = stage * _STAGE + number + 1
        self.work.runs += 1
        if stage == 0:
            return Path.begun(self._setup, KeptDraws(seed, replicate, branch), self._filled)
        self.work.forks += 1
        draws, count = Draws(seed, replicate), len(entrances)
        turn = int(draws.uniform("split.entrance", f"{stage}", 0) * count)
        entrance = entrances[(number + turn) % count]
        return Path.gone_on(self._setup, entrance, (seed, replicate, branch))

    def levels(self, share: float, most: int, effort: int) -> list[tuple[float, float]]:
        """Choose levels so that about a share of runs reaches each from the one before.

        Args:
            share: Between 0 and 1.
            most: How many levels at most, the rung itself being the last.
            effort: Runs of a level.

        Returns:
            The importance of each, and what a run that tries it costs, in events.
        """
        found: list[tuple[float, float]] = []
        entrances: list[Entrance] = []
        cost = 1.0
        for stage in range(most - 1):
            before = self.work.total
            tops = self._tops(stage, effort, entrances)
            cost = max(1.0, (self.work.total - before) / effort)
            if stage == 0:
                self.plain_events = cost
            ranked = sorted(tops, reverse=True)
            level = ranked[max(0, round(share * len(ranked)) - 1)]
            above = found[-1][0] if found else min(tops)
            level = level if level > above else min((t for t in tops if t > above), default=REACHED)
            if level == REACHED:
                break
            entrances = [
                self._again(stage, number, level, entrances)
                for number, top in enumerate(tops)
                if top >= level
            ]
            found.append((level, cost))
        return [*found, (REACHED, cost)]

    def _tops(self, stage: int, effort: int, entrances: Sequence[Entrance]) -> list[float]:
        """Give how close each run of a level comes at most."""
        tops = []
        for number in range(effort):
            path = self.path(stage, number, entrances)
            before, most = path.engine.state.seq, Importance(path.engine, self._rung)
            path.seek(partial(most.reaches, REACHED))
            tops.append(most())
            self.work.events += path.engine.state.seq - before
        return tops

    def _again(
        self, stage: int, number: int, level: float, entrances: Sequence[Entrance]
    ) -> Entrance:
        path = self.path(stage, number, entrances)
        most = Importance(path.engine, self._rung)
        path.seek(partial(most.reaches, level))
        return path.entrance()
