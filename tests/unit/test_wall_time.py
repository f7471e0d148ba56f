"""The clock on the wall in a record: how long people took, beside the log and never in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.exercise import evidence_of
from sim.cli.records import header, read_record
from sim.engine import Setup
from sim.engine.facts.windows import WindowOpened
from sim.engine.seat.rules import Command
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.store import LineFile

TINY = "_tiny/two_desks.yaml"
T0 = 1_900_000_000_000


def played(path: Path, *shows: int) -> tuple[Play, str]:
    """Play the watch of a small scenario by hand under a clock that shows what is given."""
    setup = Setup(load(TINY))
    seat = next(s.id for s in setup.scenario.seats if setup.moves_of[s.id])
    filled = {s: occupant(setup, s, "person" if s == seat else "random") for s in setup.seats}
    clock: Iterator[int] = chain(shows, repeat(shows[-1]))
    file = LineFile(path, wall=lambda: next(clock)) if shows[0] else LineFile(path)
    head = header(setup.scenario, 3, 0, filled, played=True)
    play = Play(setup, 3, filled, header=head, file=file)
    while not play.ended:
        stop = play.advance()
        if stop.why == "notice":
            play.looked(seat)
            play.submit(Command(seat, "pass"))
    play.close()
    return play, seat


def test_people_took_as_long_as_the_wall_says(tmp_path: Path) -> None:
    """A report would say that everybody decided in no time."""
    path = tmp_path / "play.jsonl"
    ticks = [T0 + 20_000 * n for n in range(200)]
    play, seat = played(path, *ticks)
    evidence = evidence_of(path)

    took = [evidence.people_took_ms(d) for d in evidence.decisions if d.seat == seat and d.window]
    assert took
    assert all(ms is not None and ms % 20_000 == 0 for ms in took)
    assert any(ms and ms >= 20_000 for ms in took)
    opened = next(e.seq for e in play.engine.log if isinstance(e.fact, WindowOpened))
    assert evidence.wall(opened)


def test_the_wall_stands_outside_the_digest(tmp_path: Path) -> None:
    """The same play at another hour would be another play."""
    one, two, bare = tmp_path / "1.jsonl", tmp_path / "2.jsonl", tmp_path / "3.jsonl"
    digests = {played(p, t)[0].digest() for p, t in ((one, T0), (two, T0 + 5), (bare, 0))}

    assert len(digests) == 1
    assert one.read_text("utf-8") != two.read_text("utf-8")
    lines = [x for x in one.read_text("utf-8").splitlines() if "wall" not in json.loads(x)]
    assert lines == bare.read_text("utf-8").splitlines()
    assert main(["rerun", str(one)]) == 0
    assert read_record(bare)[0].line.walls == [None] * len(read_record(bare)[0].line.events)


def test_a_clock_that_jumps_back_is_no_fault(tmp_path: Path) -> None:
    """A record would be lost because somebody set the computer's clock."""
    path = tmp_path / "play.jsonl"
    played(path, *(T0 - 3_600_000 * n for n in range(100)))

    assert main(["rerun", str(path)]) == 0
    evidence = evidence_of(path)
    assert all(evidence.people_took_ms(decision) is None for decision in evidence.decisions)


def test_the_report_says_it(tmp_path: Path) -> None:
    """What is known would be told nobody."""
    path, page = tmp_path / "play.jsonl", tmp_path / "aar.html"
    played(path, *(T0 + 20_000 * n for n in range(200)))

    assert main(["exercise", "report", str(path), "-o", str(page)]) == 0
    text = page.read_text("utf-8")
    assert "people took" in text
    assert "on the wall" in text


@pytest.mark.parametrize("wall", ['"noon"', "1.5", "true", "null"])
def test_a_wall_that_shows_no_number_is_told(tmp_path: Path, wall: str) -> None:
    """Somebody's change would pass for a time."""
    path = tmp_path / "play.jsonl"
    played(path, T0)
    text = path.read_text("utf-8").replace(f'{{"wall":{T0}}}', f'{{"wall":{wall}}}', 1)
    path.write_text(text, "utf-8")

    assert main(["rerun", str(path)]) == 2
