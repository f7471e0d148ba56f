"""What the laws are tried on: scenarios, seeds, and runs driven by commands drawn from a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sim.engine import Draws, Engine, Setup, begin, commands, submit
from sim.engine.acts.white_refusals import HOLDERS
from sim.engine.base.log import Event, to_line
from sim.engine.facts.requests import REPLIES
from sim.engine.kernel.state import State
from sim.engine.seat import rules
from sim.engine.seat.hearing import NOTE_MOST
from sim.engine.seat.rules import VERBS, Command
from sim.errors import Refusal, ScenarioError
from sim.loader import from_data, load
from sim.model.world import WHITE_CELL

HERE = Path(__file__).parent
TINY = ("_tiny/one_hail.yaml", "_tiny/two_desks.yaml")
STORM, CROSSING, ROOMS, LINES = (
    str(HERE / f"{n}.yaml") for n in ("tie_storm", "crossing", "two_rooms", "two_lines")
)
CAPITALS, PATROLS, ZONES, MEETING = (
    str(HERE / f"{n}.yaml") for n in ("two_capitals", "two_patrols", "two_zones", "meeting")
)
ADRIFT = f"{STORM}|vessels.a_ship.speed=5 m/s|vessels.a_boat.speed=5 m/s|vessels.b_ship.speed=8 m/s"
"""The storm of ties with its vessels under way."""
GENERATED = "generated"
HEAVY, HOTEL = "twenty-nine-minutes", "handshake"
STILL = (*TINY, STORM, ROOMS, LINES, CAPITALS, PATROLS, ZONES)
"""Nothing here depends on where vessels meet."""
AT_SEA = (CROSSING, ADRIFT, MEETING)

PACES = ("person", "policy", "script", "none")
STEPS_MOST = 120
"""Instants and commands of a driven run; what is left of it is then played without commands."""


@dataclass(frozen=True)
class World:
    """A scenario and a seed: everything else about a run is drawn from these two."""

    name: str
    setup: Setup
    seed: int
    white: bool = False
    """Whether a white cell takes part."""

    def __str__(self) -> str:
        white = ", white cell" if self.white else ""
        return f"{Path(self.name).name}, seed {self.seed}{white}"

    def dice(self, salt: str) -> random.Random:
        """Give the test's own dice; the same salt gives the same throws."""
        return random.Random(f"{Path(self.name).name}|{self.seed}|{salt}")

    def engine(self, setup: Setup | None = None) -> Engine:
        """Begin a run; who holds each seat is drawn."""
        dice = self.dice("paces")
        paces = {seat: dice.choice(PACES) for seat in self.setup.seats}
        engine = Engine(setup or self.setup, Draws(self.seed))
        begin(engine, {seat: (pace, pace) for seat, pace in paces.items()})
        return engine

    def possible(self, engine: Engine) -> list[Command]:
        """List what may be done now; where a white cell takes part, half of it by that."""
        found = possible(engine)
        return found + white_possible(engine, found, self.dice(str(len(engine.log)))) * self.white

    def resumed(self, engine: Engine) -> Engine:
        """Fork an engine: another that goes on from a copy of its state."""
        state = engine.state.copy()
        return Engine.resume(engine.setup, Draws(self.seed), state, engine.now_ms, engine.log)


@cache
def setup_of(name: str) -> Setup:
    """Load a scenario, with changes after its name, once for all laws; runs share it."""
    path, *sets = name.split("|")
    return Setup(load(path, sets))


def worlds(
    seeds: int,
    names: Iterable[str] = (*STILL, *AT_SEA),
    first: int = 1,
    *,
    white: bool = False,
) -> Iterator[World]:
    """Give every scenario with so many seeds, perhaps with a white cell."""
    for seed in range(first, first + seeds):
        for name in names:
            yield World(name, setup_of(name), seed, white)


def generated(data: dict[str, Any], seed: int) -> World | None:
    """Make a world of a generated scenario; None if its effects never come to rest."""
    world = World(GENERATED, Setup(from_data(data)), seed)
    try:
        rest(world.engine())
    except ScenarioError:
        return None
    return world


def hold(check: Callable[[World], None], over: Iterable[World]) -> None:
    """Check a law in many worlds; say in which one it fails.

    A generated one may be stopped, since by people's decisions too it may never come to rest.
    """
    for world in over:
        try:
            check(world)
        except ScenarioError:
            if world.name != GENERATED:
                raise
        except AssertionError as error:
            raise AssertionError(f"{check.__name__} fails in {world}: {error}") from error


Step = int | Command
"""One step of a driven run: an instant to drain to, or a command given at the present one."""


@dataclass(frozen=True)
class Course:
    """A driven run: its steps and where they led."""

    steps: tuple[Step, ...]
    log: list[Event]
    state: State


def drive(world: World, engine: Engine | None = None) -> Course:
    """Play a run to its end with commands by lot, at instants that matter and between them."""
    engine = engine or world.engine()
    dice = world.dice("commands")
    often = dice.choice((0.1, 0.3, 0.6))
    steps: list[Step] = []
    while not engine.state.run.ended and len(steps) < STEPS_MOST:
        at = engine.next_ms()
        assert at is not None, "a run that has not ended has its horizon ahead"
        t = dice.randint(engine.now_ms, at) if dice.random() < 0.2 else at
        engine.drain_to(t)
        steps.append(t)
        while not engine.state.run.ended and dice.random() < often:
            command = dice.choice(world.possible(engine))
            take(engine, command)
            steps.append(command)
    rest(engine)
    return Course((*steps, engine.now_ms), engine.log, engine.state)


@cache
def course_of(world: World) -> Course:
    """Drive a world's run once for all laws that only look at it."""
    return drive(world)


def rest(engine: Engine) -> None:
    """Play a run to its end without further commands."""
    while not engine.state.run.ended:
        at = engine.next_ms()
        assert at is not None, "a run that has not ended has its horizon ahead"
        engine.drain_to(at)


def take(engine: Engine, step: Step) -> None:
    """Take one step of a driven run, perhaps again."""
    if isinstance(step, int):
        engine.drain_to(step)
    else:
        done = submit(engine, step)
        assert not isinstance(done, Refusal), f"{step} can be given, but is refused: {done}"


def possible(engine: Engine) -> list[Command]:
    """List what seats may do now, a few of each sort where there are many; never nothing."""
    found: list[Command] = []
    for seat, known in engine.state.known.items():
        moves = rules.legal(engine.setup, known, engine.now_ms)
        commands = [Command(seat, "choose", move) for move in moves]
        commands.append(Command(seat, "pass"))
        for call in known.calls.open:
            commands += [Command(seat, verb, call) for verb in ("answer", "decline", "hang")]
        for asker, move in known.moves.asks:
            commands += [Command(seat, verb, f"{asker}:{move}") for verb in ("grant", "deny")]
        commands += [
            Command(seat, "call", channel.id, vessel, channel.forms[-1], "Hear me.")
            for channel in engine.setup.channels.values()
            for vessel in list(known.vessels.tracks)[-3:]
            if channel.forms
        ]
        clauses = tuple(engine.setup.clauses)
        commands += [
            Command(seat, "call", channel.id, desk, form, "Hear me.", clauses)
            for channel in engine.setup.channels.values()
            for desk in channel.seats
            for form in channel.forms
        ]
        for request, event in known.requests.open.items():
            commands += [Command(seat, "reply", request, form=reply) for reply in REPLIES]
            looser = tuple(float(term.rung + 1) for term in event.fact.asks)
            commands.append(Command(seat, "reply", request, form="counter", limits=looser))
        for offer in known.offers.open:
            commands += [Command(seat, verb, offer) for verb in ("accept", "refuse")]
            commands.append(Command(seat, "counter", offer, clauses=clauses[:1]))
        commands.append(Command(seat, "note", text="So far so good."))
        now = engine.now_ms
        found += [c for c in commands if rules.refusal(engine.setup, known, c, now) is None]
    return found


def white_possible(engine: Engine, seats: list[Command], dice: random.Random) -> list[Command]:
    """List what the white cell may do now, a few of each sort; never nothing."""
    injects = [*engine.setup.injects, *engine.state.injects.improvised]
    all_seats, now = list(engine.setup.seats), engine.now_ms
    moment = (float(dice.randint(now, engine.setup.scenario.horizon)),)
    found = [
        Command(WHITE_CELL, verb, inject)
        for inject in dice.sample(injects, min(3, len(injects)))
        for verb in ("release", "hold", "lift", "skip", "withdraw")
    ]
    for inject in dice.sample(injects, min(2, len(injects))):
        found.append(Command(WHITE_CELL, "edit", inject, form="Other", text="Other words."))
        found.append(Command(WHITE_CELL, "edit", inject, limits=moment))
        found.append(Command(WHITE_CELL, "shift", inject, limits=(dice.choice((6e4, -9e4)),)))
    said, flags = dice.sample(all_seats, dice.randint(1, len(all_seats))), list(engine.setup.flags)
    effects = json.dumps([{"set": dice.choice(flags)}]) if flags else ""
    found += [
        Command(WHITE_CELL, "improvise", form="A storm", text="Storm.", clauses=tuple(said)),
        Command(WHITE_CELL, "improvise", "", "Met", "Later", effects=effects, limits=moment),
        *[Command(WHITE_CELL, verb) for verb in ("pause", "resume", "shift")],
        Command(WHITE_CELL, "pace", limits=(dice.choice((0.5, 4.0)),)),
        Command(WHITE_CELL, "jump", limits=moment),
        Command(WHITE_CELL, "note", text="Well done."),
        *[Command(WHITE_CELL, "end", text="Out of time.") for _ in range(dice.random() < 0.03)],
        *[Command(WHITE_CELL, verb, dice.choice(all_seats)) for verb in ("take", "give_back")],
        *[Command(WHITE_CELL, "seat", dice.choice(all_seats), form=form) for form in HOLDERS],
        *[replace(command, by=WHITE_CELL) for command in dice.sample(seats, min(5, len(seats)))],
    ]
    taken = [replace(c, by=WHITE_CELL) for c in seats if c.seat in engine.state.white_cell.taken]
    return [c for c in (*found, *taken) if commands.refused_here(engine, c) is None]


JUNK = ("", "zz", "choose", "é赤🚢", "“”", "a:b", ":", "x" * 600, "\ud800", "\n", "None", "0", "*")


def arbitrary(dice: random.Random, engine: Engine) -> Command:
    """Draw any command at all: known and unknown verbs, seats, ids and texts."""
    setup = engine.setup
    known = engine.state.known[dice.choice(list(setup.seats))]
    tables: dict[str, list[str]] = {
        "choose": list(setup.moves),
        "call": list(setup.channels),
        "answer": list(known.calls.open),
        "grant": [f"{seat}:{move}" for seat, move in known.moves.asks],
        "to": [*setup.vessels, *setup.seats],
        "form": list(setup.forms),
        "seat": list(setup.seats),
        "flag": list(setup.flags),
        "accept": list(known.offers.open),
        "reply": list(known.requests.open),
        "clause": list(setup.clauses),
        "junk": list(JUNK),
    }
    tables["refuse"] = tables["counter"] = tables["accept"]
    tables["decline"] = tables["hang"] = tables["answer"]
    tables["deny"] = tables["grant"]

    def some(kind: str) -> str:
        fits = dice.random() < 0.7 and tables.get(kind)
        return dice.choice(fits or tables[dice.choice(list(tables))] or [""])

    verb = dice.choice(VERBS) if dice.random() < 0.9 else some("junk")
    seat = known.seat if dice.random() < 0.95 else some("seat")
    text = dice.choice((*JUNK, "x" * NOTE_MOST))
    clauses = tuple(some("clause") for _ in range(dice.choice((0, 0, 1, 2))))
    limits = tuple(dice.choice((0.0, 4.0, 7.0, 250.0)) for _ in range(dice.choice((0, 0, 1, 2))))
    form = dice.choice((some("form"), *REPLIES))
    return Command(seat, verb, some(verb), some("to"), form, text, clauses, limits)


def same_log(one: list[Event], two: list[Event], what: str) -> None:
    """Fail with the first event in which two logs differ."""
    if one == two:
        return
    for left, right in zip(one, two, strict=False):
        if left != right:
            told = f"{to_line(left)}\n  {to_line(right)}"
            raise AssertionError(f"{what}: event {left.seq} differs\n  {told}")
    raise AssertionError(f"{what}: {len(one)} events against {len(two)}")
