"""Laws L1 to L5: how a run unfolds does not depend on who looks, how often, or from where."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from sim.engine import Draws, Engine, Setup, begin, fold, initial
from sim.engine.base.log import to_line
from sim.engine.kernel.state import evolve
from sim.play.driver import Play
from tests.laws import plays
from tests.laws.worlds import Course, World, course_of, drive, rest, same_log, setup_of, take

ROOT = Path(__file__).resolve().parents[2]
HASH_SEEDS = ("0", "1", "4242")
CUTS = 5
"""Forks taken of one run, besides the run that is forked at every step."""


def check_l01(world: World) -> None:
    """Two runs in this process, on look-ups made twice, are the same to the byte."""
    one = drive(world)
    two = drive(world, world.engine(Setup(world.setup.scenario)))

    same_log(one.log, two.log, "the second run")
    assert [to_line(e) for e in one.log] == [to_line(e) for e in two.log]


def check_l01_processes(name: str) -> None:
    """Runs in other processes, each with its own order of hashes, have this run's digest."""
    path, *sets = name.split("|")
    command = [sys.executable, "-m", "sim.cli", "run", path, "--seed", "7", "--json"]
    for change in sets:
        command += ["--set", change]
    runs = [
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        for seed in HASH_SEEDS
    ]
    told = [json.loads(run.communicate()[0]) for run in runs]

    setup = setup_of(name)
    specs = {seat: spec.occupant for seat, spec in setup.seats.items()}
    play = Play(setup, 7, {s: plays.occupant(setup, s, spec) for s, spec in specs.items()})
    plays.finish(play)
    for seed, numbers in zip(HASH_SEEDS, told, strict=True):
        assert numbers["digest"] == play.digest(), f"{name}: PYTHONHASHSEED={seed} differs"


def check_l02(world: World) -> None:
    """Every line of play of a record, undone ones too, re-runs to itself."""
    filled = plays.crew(world)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "play.jsonl" if world.seed % 3 == 0 else None
        play = plays.play_of(world, filled, path)
        plays.roam(play, world.dice("roam"))
        plays.finish(play)
        record = plays.record_of(play)

    assert record.line.events == [to_line(e) for e in play.engine.log]
    plays.rerun_all(record, filled)


def check_l02_restored(world: World) -> None:
    """A play that was closed and taken up again goes on as if it had never been closed."""
    filled = plays.crew(world)
    play, dice = plays.play_of(world, filled), world.dice("restored")
    plays.roam(play, dice, moves=dice.randint(1, 8))
    record = plays.record_of(play)
    again = Play.restore(world.setup, record, filled, None)
    plays.finish(play)
    plays.finish(again)

    same_log(play.engine.log, again.engine.log, "the restored play")


def check_l03(world: World) -> None:
    """The log adds up to the engine's state, after every step and from the beginning."""
    course, engine = course_of(world), world.engine()
    shadow, heard = initial(world.setup), 0
    for step in (0, *course.steps):
        take(engine, step) if step else None
        for event in engine.log[heard:]:
            evolve(shadow, event)
        heard = len(engine.log)
        assert shadow == engine.state, f"the state at {engine.now_ms} ms is not the log's"

    assert fold(world.setup, course.log) == course.state


def check_l04(world: World) -> None:
    """However time is cut into ticks and slices, the same commands give the same log."""
    course = course_of(world)
    for number in range(3):
        dice = world.dice(f"ticks {number}")
        engine = world.engine()
        for step in course.steps:
            if isinstance(step, int):
                _tick_to(engine, step, dice)
            else:
                take(engine, step)

        same_log(course.log, engine.log, f"ticks {number}")
        assert engine.state == course.state


def _tick_to(engine: Engine, end_ms: int, dice: random.Random) -> None:
    while engine.now_ms < end_ms and not engine.state.run.ended:
        ahead = (end_ms, dice.randint(engine.now_ms, end_ms), min(end_ms, engine.now_ms + 1))
        t, before = dice.choice(ahead), engine.now_ms
        if dice.random() < 0.5:
            engine.drain_to(t)
        elif not engine.drain_to(t, at_most=dice.randint(1, 3)):
            assert before < engine.now_ms <= t, "a slice neither moves nor arrives"


def check_l04_play(world: World) -> None:
    """A play that is advanced in small steps comes out as one that is played through."""
    filled = plays.crew(world)
    whole, ticked = (plays.play_of(world, filled) for _ in range(2))
    plays.finish(whole)
    dice = world.dice("ticks")
    for _ in range(30):
        plays.go_on(ticked, dice)
    plays.finish(ticked)

    same_log(whole.engine.log, ticked.engine.log, "the play in small steps")


def check_l05(world: World) -> None:
    """Forks taken at any finished instant go on like the run they were taken from."""
    course = course_of(world)
    dice = world.dice("cuts")
    cuts = {dice.randrange(len(course.steps)) for _ in range(CUTS)}
    engine = world.engine()
    for number, step in enumerate(course.steps):
        take(engine, step)
        if number in cuts:
            _continue(world, course, world.resumed(engine), number + 1)

    same_log(course.log, engine.log, "the run that was forked")
    assert engine.state == course.state, "the run that was forked"


def check_l05_always(world: World) -> None:
    """A run that is forked after every step, and goes on from the fork, comes out the same."""
    course = course_of(world)
    engine = world.engine()
    for step in course.steps:
        engine = world.resumed(engine)
        take(engine, step)

    same_log(course.log, engine.log, "the run forked after every step")
    assert engine.state == course.state


def check_l05_untouched(world: World) -> None:
    """A run in which nobody acts, forked at every instant, comes out the same."""
    nobody = dict.fromkeys(world.setup.seats, ("none", "none"))
    whole, forked = (Engine(world.setup, Draws(world.seed)) for _ in range(2))
    begin(whole, nobody)
    begin(forked, nobody)
    rest(whole)
    for at_ms in sorted({event.at_ms for event in whole.log}):
        forked = world.resumed(forked)
        forked.drain_to(at_ms)

    same_log(whole.log, forked.log, "the run forked at every instant")


def _continue(world: World, course: Course, fork: Engine, first: int) -> None:
    at = f"the fork at {fork.now_ms} ms, after event {len(fork.log)}"
    same_log(course.log[: len(fork.log)], fork.log, f"{at}: its past")
    for step in course.steps[first:]:
        take(fork, step)
    same_log(course.log, fork.log, at)
    assert fork.state == course.state, at


def check_l05_play(world: World) -> None:
    """A forked play goes on like the play it was forked from, and leaves that one alone."""
    _fork_play(world, undo=0)


def check_l05_play_undone(world: World) -> None:
    """A forked play and its parent may both go back to before the fork."""
    _fork_play(world, undo=0.5)


def _fork_play(world: World, undo: float) -> None:
    filled = plays.crew(world)
    moves = world.dice("fork").randint(1, 8)
    parent, never = (plays.play_of(world, filled) for _ in range(2))
    for play in (parent, never):
        plays.roam(play, world.dice("before"), undo=0, moves=moves)
    fork = parent.fork()
    for play in (fork, parent, never):
        plays.roam(play, world.dice("ahead"), undo=undo, moves=6)
        plays.finish(play)

    same_log(never.engine.log, fork.engine.log, "the fork of a play")
    same_log(never.engine.log, parent.engine.log, "the play that was forked")


DOCTRINES = ("cautious", "firm", "hawkish", "tit-for-tat")
SHARED = 12
"""Runs in a row over one set-up."""


def check_l20(world: World) -> None:
    """A run over look-ups that other runs have used has the log of a run over fresh ones."""
    dice = world.dice("shared")
    for number in range(SHARED):
        seed, specs = dice.randint(0, 2**32), _any_doctrines(world, dice)
        shared, fresh = (
            _played(setup, seed, specs) for setup in (world.setup, Setup(world.setup.scenario))
        )
        same_log(fresh.engine.log, shared.engine.log, f"run {number} over the shared set-up")


def _any_doctrines(world: World, dice: random.Random) -> dict[str, str]:
    """Draw a doctrine for every seat, with a number of its own."""
    return {
        seat: f"{dice.choice(DOCTRINES)}:rho={dice.choice((0.1, 0.5, 0.9, 1.3, 1.7))}"
        for seat in world.setup.seats
    }


def _played(setup: Setup, seed: int, specs: dict[str, str]) -> Play:
    play = Play(setup, seed, {s: plays.occupant(setup, s, spec) for s, spec in specs.items()})
    play.advance()
    return play
