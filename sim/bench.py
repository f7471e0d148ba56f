"""Timings of the engine against plain SimPy timeouts, taken in turn for honest ratios."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import simpy

from sim import native
from sim.engine import Draws, Engine, Setup
from sim.engine.base.log import Event
from sim.engine.kernel.state import evolve, initial
from sim.engine.seat.views import view
from sim.loader import load
from sim.play.asked import Asked, OwnDraws
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.store import write_whole
from sim.textbook import TextbookIncident

SCENARIO = "twenty-nine-minutes"
ROUNDS = 7
_TIMEOUTS = 20_000


@dataclass(frozen=True, slots=True)
class Timing:
    """One timing: median seconds, its ratio to what it is compared with, and the bar for it.

    `event_us` are the microseconds an event, of what is counted in events.
    """

    name: str
    seconds: float
    ratio: float | None
    against: str
    bar: str
    event_us: float | None = None


def timeouts() -> None:
    """Let one generator wait for many plain SimPy timeouts: what all else is compared with."""

    def sleeper(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        for _ in range(_TIMEOUTS):
            yield env.timeout(1)

    env = simpy.Environment()
    env.process(sleeper(env))
    env.run()


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

    def textbook(self) -> None:
        """Let as much happen as in the long play, in an incident written the textbook way."""
        TextbookIncident(self._seed, len(self.long.engine.log)).run()

    def bare(self) -> None:
        """Take the long play's events in again, with a draw for every third: nothing else.

        Each has its envelope made anew, changes the truth, and is learnt by who may see it.
        """
        state, draws = initial(self.setup), Draws(self._seed)
        for old in self.long.engine.log:
            if old.seq % 3 == 0:
                draws.uniform("policy.rung", "bench", old.seq)
            event = Event(
                old.seq,
                old.at_ms,
                old.fact,
                old.cause,
                closes=old.closes,
                audience=old.audience,
                alert=old.alert,
            )
            evolve(state, event)

    def long_again(self) -> None:
        """Run the long play again."""
        Play(self.setup, self.long.draws.seed, self.long.occupants).advance()

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


_PURE = "from sim.bench import Bench, timed; print(timed(Bench.long_again, Bench()))"


def timed(work: Callable[[Bench], object], bench: Bench) -> float:
    """Do something twice and give the processor's seconds of the second time."""
    work(bench)
    gc.collect()
    begun = process_time()
    work(bench)
    return process_time() - begun


def pure_seconds() -> float:
    """Time the long play on the sources, in a process of its own."""
    env = {**os.environ, native.PURE: "1"}
    done = subprocess.run(
        [sys.executable, "-c", _PURE], check=True, capture_output=True, text=True, env=env
    )
    return float(done.stdout)


def _start(*arguments: str) -> None:
    """Start Python anew, and wait until it is done."""
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


@dataclass(frozen=True, slots=True)
class TimedCase:
    """A thing that is timed.

    Args:
        name: What it is called.
        work: Does it once.
        times: How often it is done in a round.
        parts: In how many equal parts its time is told.
        against: The case that it is compared with.
        bar: What is expected of it, in words; `{events}` stands for the length of the log.
        clock: The processor's for what is reckoned, which others who use the machine disturb
            least; the wall's for what waits for files or other processes.
    """

    name: str
    work: Callable[[Bench], object]
    times: int = 1
    parts: int = 1
    against: str = ""
    bar: str = ""
    clock: Callable[[], float] = process_time

    def seconds(self, bench: Bench) -> float:
        """Time one round."""
        gc.collect()
        begun = self.clock()
        for _ in range(self.times):
            self.work(bench)
        return (self.clock() - begun) / self.times / self.parts


_RAW, _AGAIN, _KEPT = "raw timeout", "re-run to the middle", "record in memory"
_TEXTBOOK, _SAME, _SOURCES = (
    "textbook incident",
    "run with as many events",
    "the same on the sources",
)
_BARE = "its events taken in, alone"
_COUNTED = frozenset({_TEXTBOOK, _SAME, _SOURCES, _BARE})
"""What is of as many events as the long play has."""
_FORK_BAR = "at most 0.1 and 0.5 ms; log of {events} events"
CASES = (
    TimedCase(_RAW, lambda bench: timeouts(), parts=_TIMEOUTS),
    TimedCase("run", Bench.run, 3, against=_RAW),
    TimedCase("run, firm against firm", Bench.run_firm, against=_RAW, bar="at most 8,000"),
    TimedCase(_TEXTBOOK, Bench.textbook),
    TimedCase(_SAME, Bench.long_again, against=_TEXTBOOK, bar="at most 1 where compiled"),
    TimedCase(_BARE, Bench.bare, 3, against=_TEXTBOOK),
    TimedCase("decision", Bench.decision, 50, against=_RAW, bar="at most 120"),
    TimedCase("view", Bench.view, 50, bar="at most 0.3 ms"),
    TimedCase("fork", Bench.fork, 20, against=_AGAIN, bar=_FORK_BAR),
    TimedCase(_AGAIN, Bench.rerun),
    TimedCase(_KEPT, Bench.kept_in_memory, 2, clock=perf_counter),
    TimedCase(
        "record written",
        Bench.written,
        2,
        against=_KEPT,
        bar="at most 1.10",
        clock=perf_counter,
    ),
    TimedCase("load and check", Bench.load, bar="at most 200 ms"),
    TimedCase(
        "import sim",
        lambda bench: _start("-c", "import sim"),
        bar="at most 200 ms",
        clock=perf_counter,
    ),
    TimedCase(
        "channel16 --help",
        lambda bench: _start("-m", "sim.cli", "--help"),
        bar="at most 150 ms",
        clock=perf_counter,
    ),
)
"""All that is timed, in the order in which it is shown."""


def measure(rounds: int = ROUNDS) -> list[Timing]:
    """Take every timing in turn, round by round; ratios are medians of the rounds' ratios."""
    bench = Bench()
    taken: dict[str, list[float]] = {case.name: [] for case in CASES}
    pure: list[float] = []
    for _ in range(rounds):
        for case in CASES:
            taken[case.name].append(case.seconds(bench))
        if native.build() == "native":
            pure.append(pure_seconds())
    events = len(bench.long.engine.log)
    timings = []
    for case in CASES:
        seconds, ratio = taken[case.name], None
        if case.against:
            ratio = median(a / b for a, b in zip(seconds, taken[case.against], strict=True))
        bar = case.bar.format(events=events)
        timings.append(
            Timing(case.name, median(seconds), ratio=ratio, against=case.against, bar=bar)
        )
    if pure:
        ratio = median(a / b for a, b in zip(taken[_SAME], pure, strict=True))
        bar = f"compiled takes {ratio:.2f} of it"
        timings.append(Timing(_SOURCES, median(pure), ratio=None, against="", bar=bar))
    return [
        replace(t, event_us=t.seconds / events * 1e6) if t.name in _COUNTED else t for t in timings
    ]
