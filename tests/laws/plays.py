"""Plays driven by lot: people who command, wait and go back, beside policies and scripts."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from sim.cli.records import header
from sim.engine import Draws, Engine, Setup, begin
from sim.engine.base.log import to_line
from sim.errors import RecordError, Refusal
from sim.loader import from_data
from sim.model.scripts import Step
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.play.record import Record, digest_of, read
from sim.play.rerun import rerun
from sim.store import LineFile, read_lines
from sim.units import format_duration
from tests.laws.worlds import World, possible

POLICIES = (
    "person",
    "random",
    "firm",
    "hawkish",
    "standing-orders",
    "script:drawn",
    "script:history",
)


def crew(world: World) -> dict[str, Occupant]:
    """Fill the seats by lot; a seat without a history has a script that is drawn."""
    dice = world.dice("crew")
    history = world.setup.scenario.history
    told = {script.seat for script in history.scripts} if history else set()
    filled = {}
    for seat in world.setup.seats:
        name = dice.choice(POLICIES)
        if name.startswith("script:") and seat not in told:
            filled[seat] = Occupant("script:drawn", "script", steps=_steps(world, seat, dice))
        else:
            name = "script:history" if name == "script:drawn" else name
            filled[seat] = occupant(world.setup, seat, name)
    return filled


def _steps(world: World, seat: str, dice: random.Random) -> tuple[Step, ...]:
    """Draw what a seat is to do as soon as it may, from instants in the first half on."""
    moves, half = world.setup.moves_of[seat], world.setup.scenario.horizon // 2
    at = sorted(dice.randint(0, half) for _ in range(4 if moves else 0))
    return tuple(Step(at=format_duration(t), choose=dice.choice(moves).id) for t in at)  # type: ignore[arg-type]


def play_of(world: World, filled: Mapping[str, Occupant], path: Path | None = None) -> Play:
    """Begin a recorded play; without a path the record is kept in memory."""
    head = header(world.setup.scenario, world.seed, 0, filled, played=True)
    file = LineFile(path) if path else None
    return Play(world.setup, world.seed, filled, header=head, file=file)


def look(play: Play) -> None:
    """Let every person see everything, so that nothing holds the play up."""
    for seat in play.occupants:
        play.looked(seat)


def go_on(play: Play, dice: random.Random) -> None:
    """Go on for a while that is drawn, stopping for nobody."""
    go_to(play, play.engine.now_ms + dice.randint(0, play.setup.scenario.horizon // 10))


def go_to(play: Play, until: int) -> None:
    """Go on to an instant, stopping for nobody."""
    while not play.ended and play.engine.now_ms < until:
        look(play)
        play.advance(until)


def finish(play: Play) -> None:
    """Play to the end without further commands of people."""
    while not play.ended:
        look(play)
        play.advance()


def command(play: Play, dice: random.Random) -> str:
    """Let some person do something; give the seat, "" if nobody can."""
    own = [c for c in possible(play.engine) if play.occupants[c.seat].control == "person"]
    if not own or play.ended:
        return ""
    chosen = dice.choice(own)
    done = play.submit(chosen)
    assert not isinstance(done, Refusal), f"{chosen} can be given, but is refused: {done}"
    return chosen.seat


def roam(play: Play, dice: random.Random, *, undo: float = 0.2, moves: int = 25) -> None:
    """Go on, command and undo by lot; the run may end, and the end may be undone."""
    for _ in range(moves):
        go_on(play, dice)
        for _ in range(dice.randint(0, 3)):
            command(play, dice)
        if dice.random() < undo:
            play.undo(dice.choice(list(play.occupants)))


def record_of(play: Play) -> Record:
    """Read back what a play has recorded so far."""
    lines, size, torn = play.text().split("\n")[:-1], 0, False
    if play.recording.file is not None:
        play.close()
        lines, size, torn = read_lines(play.recording.file.path)
    try:
        return read(lines, "play", torn=torn, size=size)
    except RecordError as error:
        raise AssertionError(f"what was written cannot be read: {error}") from error


def rerun_all(record: Record, filled: Mapping[str, Occupant]) -> None:
    """Re-run every line of a record under the scenario it carries; fail where one differs."""
    setup = Setup(from_data(record.header["scenario"]))
    for number, line in enumerate(record.lines):
        engine = Engine(setup, Draws(record.header["seed"], record.header["replicate"]))
        begin(engine, {seat: (o.name, o.control) for seat, o in filled.items()})
        differs = rerun(engine, line)
        if differs is not None:
            again = to_line(engine.log[differs - 1]) if differs <= len(engine.log) else "nothing"
            told = f"{line.events[differs - 1]}\n  {again}"
            raise AssertionError(f"line {number} of the record, event {differs}\n  {told}")
        if line.ending:
            ended = (engine.state.run.ended, len(engine.log), digest_of(line.events))
            assert ended == (line.ending, len(line.events), line.digest), f"line {number}: {ended}"
