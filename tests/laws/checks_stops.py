"""Law L21: a play that is stopped, anywhere and anyhow, and gone on with is as if never stopped."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.play.record import Said, read
from sim.store import LineFile, read_lines
from tests.laws import plays
from tests.laws.worlds import World, same_log

CUTS_MOST = 16
"""So many cuts of one record are tried; of a shorter one all."""
TALKERS = ("hawkish", "firm", "cautious", "person", "script:history")


def talking(world: World) -> dict[str, Occupant]:
    """Fill the first seat with a person, the others by lot with those who speak at once."""
    dice = world.dice("talkers")
    history = world.setup.scenario.history
    told = {script.seat for script in history.scripts} if history else set()
    names = {seat: dice.choice(TALKERS) for seat in world.setup.seats}
    return _seated(
        world, {s: "firm" if n[0] == "s" and s not in told else n for s, n in names.items()}
    )


def against(world: World) -> dict[str, Occupant]:
    """Fill the first seat with a person, all others with one doctrine."""
    return _seated(world, dict.fromkeys(world.setup.seats, "hawkish"))


def _seated(world: World, names: dict[str, str]) -> dict[str, Occupant]:
    first = next((s.id for s in world.setup.scenario.seats if s.playable), next(iter(names)))
    return {s: occupant(world.setup, s, n) for s, n in {**names, first: "person"}.items()}


def _stroll(play: Play, dice: random.Random) -> None:
    """Wait for notice or for a while, then perhaps do something."""
    _wait(play, dice)
    if dice.random() < 0.5:
        plays.command(play, dice)


def _wait(play: Play, dice: random.Random) -> None:
    plays.look(play)
    if dice.random() < 0.7:
        play.advance()
    else:
        plays.go_on(play, dice)


def check_l21_cut(world: World) -> None:
    """A record cut after any of its lines is gone on with to the uncut end."""
    for filled in (plays.crew(world), talking(world)):
        whole, dice = plays.play_of(world, filled), world.dice("cut")
        for _ in range(12):
            _stroll(whole, dice)
        plays.finish(whole)
        lines = whole.text().split("\n")[:-1]
        given = [said for said in whole.said if filled[said.command.seat].control == "person"]
        for cut in _cuts(lines, dice):
            again = Play.restore(world.setup, read(lines[:cut], "cut"), filled, None)
            _give_the_rest(again, given, filled)
            same_log(whole.engine.log, again.engine.log, f"cut after line {cut} of {len(lines)}")


def _cuts(lines: list[str], dice: random.Random) -> list[int]:
    """Choose where to cut: half of the places lie near a command."""
    cuts = range(1, len(lines))
    if len(cuts) <= CUTS_MOST:
        return list(cuts)
    near = [n + dice.randint(-1, 3) for n in cuts if lines[n].startswith('{"at_ms"')]
    some = dice.sample(near, min(len(near), CUTS_MOST // 2))
    return sorted({*dice.sample(cuts, CUTS_MOST // 2), *(n for n in some if n in cuts)})


def _give_the_rest(play: Play, given: list[Said], filled: Mapping[str, Occupant]) -> None:
    """Give what people gave at the same instants; what the record holds is given already."""
    held = sum(filled[said.command.seat].control == "person" for said in play.said)
    for said in given[held:]:
        plays.go_to(play, said.at_ms)
        done = play.submit(said.command)
        assert not isinstance(done, Refusal), f"{said} is refused: {done}"
    plays.finish(play)


def check_l21_quit(world: World) -> None:
    """A play that is left and resumed between any two deeds goes on as one that never was."""
    for filled in (plays.crew(world), talking(world)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "play.jsonl"
            whole, left = plays.play_of(world, filled), plays.play_of(world, filled, path)
            one, two = world.dice("quit"), world.dice("quit")
            for _ in range(10):
                _stroll(whole, one)
                _stroll(left, two)
                left = _left_and_resumed(world, left, filled)
            plays.finish(whole)
            plays.finish(left)
            left.close()
        same_log(whole.engine.log, left.engine.log, "the play that was left again and again")


def _left_and_resumed(world: World, play: Play, filled: Mapping[str, Occupant]) -> Play:
    assert play.recording.file is not None
    play.close()
    lines, size, torn = read_lines(play.recording.file.path)
    record = read(lines, "play", torn=torn, size=size)
    return Play.restore(
        world.setup, record, filled, LineFile(play.recording.file.path, exists=True)
    )


def check_l21_undo(world: World) -> None:
    """A note that is taken back, at any moment, changes nothing, also of what is done just then."""
    for filled in (plays.crew(world), talking(world), against(world)):
        people = [seat for seat, who in filled.items() if who.control == "person"]
        whole, noted = (plays.play_of(world, filled) for _ in range(2))
        one, two, dice = world.dice("undo"), world.dice("undo"), world.dice("notes")
        while people and not whole.ended:
            _wait(whole, one)
            _wait(noted, two)
            _note_and_take_back(noted, people, dice)
            for play, own in ((whole, one), (noted, two)):
                play.submit(Command(people[0], "note", text="So far."))
                if own.random() < 0.1:
                    plays.command(play, own)
        plays.finish(whole)
        plays.finish(noted)
        same_log(whole.engine.log, noted.engine.log, "the play with notes that were taken back")


def _note_and_take_back(play: Play, people: list[str], dice: random.Random) -> None:
    seat = dice.choice(people)
    if isinstance(play.submit(Command(seat, "note", text="x")), Refusal):
        return
    if dice.random() < 0.3:
        plays.look(play)
        play.advance(play.engine.now_ms)
    assert play.undo(seat)
