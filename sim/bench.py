"""Timings of the engine against plain SimPy timeouts, taken in turn for honest ratios."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import simpy

from sim.engine import Draws, Engine, Setup
from sim.engine.seat.views import view
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.policies import Asked, OwnDraws
from sim.store import write_whole

SCENARIO = "twenty-nine-minutes"
ROUNDS = 7
_TIMEOUTS = 20_000


@dataclass(frozen=True, slots=True)
class Timing:
    """One timing: median seconds, its ratio to what it is compared with, and the bar for it."""

    name: str
    seconds: float
    ratio: float | None
    against: str
    bar: str


def timeouts(count: int = _TIMEOUTS) -> float:
    """Time plain SimPy timeouts of one generator; give seconds for each."""

    def sleeper(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        for _ in range(count):
            yield env.timeout(1)

    env = simpy.Environment()
    env.process(sleeper(env))
    begun = perf_counter()
    env.run()
    return (perf_counter() - begun) / count


class Bench:
    """The things to be timed, set up once."""

    def __init__(self, scenario: str = SCENARIO) -> None:
        self.scenario = scenario
        self.setup = Setup(load(scenario))
        self._seed = 0
        self.long = self._long_play()
        self.middle = self._middle()
        self.kept = self.play(recorded=True)
        self.kept.advance()

    def play(self, *, recorded: bool = False, policy: str = "") -> Play:
        """Begin a play with the scenario's own occupants, or a policy for the first two players."""
        self._seed += 1
        players = [s.id for s in self.setup.scenario.seats if s.playable][:2] if policy else []
        filled = {
            seat: occupant(self.setup, seat, policy if seat in players else spec.occupant)
            for seat, spec in self.setup.seats.items()
        }
        header = {"bench": True} if recorded else None
        return Play(self.setup, self._seed, filled, header=header)

    def _long_play(self) -> Play:
        """Give the longest of a few plays of firm against firm."""
        plays = [self.play(policy="firm") for _ in range(4)]
        for play in plays:
            play.advance()
        return max(plays, key=lambda play: len(play.engine.log))

    def _middle(self) -> tuple[Play, int]:
        """Re-run the long play to the middle of its log; give it and its commands so far."""
        log = self.long.engine.log
        half = log[len(log) // 2].at_ms
        play = Play(self.setup, self.long.draws.seed, self.long.occupants)
        play.advance(half)
        return play, half

    def run(self) -> None:
        """Run once, headless."""
        self.play().advance()

    def run_firm(self) -> None:
        """Run once with both on-scene commanders firm: the full model at work."""
        self.play(policy="firm").advance()

    def decision(self) -> None:
        """List what is legal, look into the mind, and choose: one headless decision."""
        play, now = self.middle
        policy = play.occupants[self.deciding].policy
        assert policy is not None, "a firm player decides"
        known = play.engine.state.known[self.deciding]
        draw = OwnDraws(play.draws, known.seat)
        policy.decide(Asked.of(self.setup, known, now_ms=now, number=1, draw=draw))

    @property
    def deciding(self) -> str:
        """Name the first playable seat."""
        return next(s.id for s in self.setup.scenario.seats if s.playable)

    def view(self) -> None:
        """Show a seat what it knows."""
        play, now = self.middle
        view(self.setup, play.engine.state.known[self.deciding], now)

    def fork(self) -> None:
        """Resume from a copy of the state in the middle of a long play."""
        play, now = self.middle
        Engine.resume(
            self.setup,
            Draws(play.draws.seed),
            play.engine.state.copy(),
            now_ms=now,
            log=play.engine.log,
        )

    def rerun(self) -> None:
        """Re-run the long play to its middle instead."""
        play = Play(self.setup, self.long.draws.seed, self.long.occupants)
        play.advance(self.middle[1])

    def kept_in_memory(self) -> None:
        """Run once and keep the record in memory."""
        play = self.play(recorded=True)
        play.advance()
        play.text()

    def written(self) -> None:
        """Run once and write the record to disk."""
        play = self.play(recorded=True)
        play.advance()
        with tempfile.TemporaryDirectory() as folder:
            write_whole(Path(folder) / "record.jsonl", play.text())

    def load(self) -> None:
        """Load and check the scenario."""
        load(self.scenario)


def _timed(function: Callable[[], None], times: int) -> float:
    gc.collect()
    begun = perf_counter()
    for _ in range(times):
        function()
    return (perf_counter() - begun) / times


def _started(*arguments: str) -> float:
    begun = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return perf_counter() - begun


def measure(rounds: int = ROUNDS) -> list[Timing]:
    """Take every timing in turn, round by round; ratios are medians of the rounds' ratios."""
    bench = Bench()
    cases: dict[str, Callable[[], float]] = {
        "raw timeout": timeouts,
        "run": lambda: _timed(bench.run, 3),
        "run, firm against firm": lambda: _timed(bench.run_firm, 1),
        "decision": lambda: _timed(bench.decision, 50),
        "view": lambda: _timed(bench.view, 50),
        "fork": lambda: _timed(bench.fork, 20),
        "re-run to the middle": lambda: _timed(bench.rerun, 1),
        "record in memory": lambda: _timed(bench.kept_in_memory, 2),
        "record written": lambda: _timed(bench.written, 2),
        "load and check": lambda: _timed(bench.load, 1),
        "import sim": lambda: _started("-c", "import sim"),
        "channel16 --help": lambda: _started("-m", "sim.cli", "--help"),
    }
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, take in cases.items():
            taken[name].append(take())
    events = len(bench.long.engine.log)
    bars = {
        "run": ("raw timeout", ""),
        "run, firm against firm": ("raw timeout", "at most 8,000"),
        "decision": ("raw timeout", "at most 120"),
        "view": ("", "at most 0.3 ms"),
        "fork": ("re-run to the middle", f"at most 0.1 and 1 ms; log of {events} events"),
        "record written": ("record in memory", "at most 1.10"),
        "load and check": ("", "at most 200 ms"),
        "import sim": ("", "at most 200 ms"),
        "channel16 --help": ("", "at most 150 ms"),
    }
    timings = []
    for name, seconds in taken.items():
        against, bar = bars.get(name, ("", ""))
        ratio = None
        if against:
            ratio = median(a / b for a, b in zip(seconds, taken[against], strict=True))
        timings.append(Timing(name, median(seconds), ratio=ratio, against=against, bar=bar))
    return timings
