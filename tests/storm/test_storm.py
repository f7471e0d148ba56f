"""Storms: plays driven by lot through undo, forks, torn files and nonsense; one seed, one storm."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from sim.cli.records import header
from sim.engine import Draws, Engine, Setup, begin
from sim.engine.base.log import to_line
from sim.engine.kernel.state import fold
from sim.engine.seat.reach import callable_channels
from sim.engine.seat.rules import Command, legal
from sim.errors import Refusal, ScenarioError
from sim.loader import from_data, load
from sim.play import record as rec
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.play.recorded import recorded_occupants
from sim.play.rerun import rerun
from sim.play.white_cell import give, roll_back
from sim.store import LineFile, read_lines
from tests.laws.worlds import white_possible
from tests.strategies import Data, scenarios

SHIPPED = "twenty-nine-minutes"
SMALL = ("one_hail", "two_desks")
OCCUPANTS = ("person", "person", "random", "standing-orders", "script:history")
EVENTS_MOST = 4_000
"""A generated scenario may bring itself about a million times; a storm stops it long before."""
GARBAGE = (
    Command("nobody", "choose", "n01_hold"),
    Command("", ""),
    Command("SEAT", "fly", "to the moon"),
    Command("SEAT", "choose", ""),
    Command("SEAT", "choose", "no_such_move"),
    Command("SEAT", "call", "no_such_channel", "nobody", "nothing"),
    Command("SEAT", "call", "", "", ""),
    Command("SEAT", "answer", "x>y"),
    Command("SEAT", "decline"),
    Command("SEAT", "hang", "SEAT>"),
    Command("SEAT", "grant", "SEAT:no_such_move"),
    Command("SEAT", "deny", ":::"),
    Command("SEAT", "note"),
    Command("SEAT", "note", text="x" * 501),
    Command("SEAT", "note", text="\udcff"),
)
NOTES = ("x", "é赤🚢", "\u2028\x00", "x" * 500)


@cache
def generated(seed: int, count: int) -> tuple[Data, ...]:
    """Draw `count` scenarios that depend on the seed alone."""
    made: list[Data] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios())
    def draw(data: Data) -> None:
        made.append(data)

    draw()
    return tuple(made)


class Storm:
    """One play under hostile treatment; everything follows from the world's name and the seed."""

    def __init__(self, setup: Setup, name: str, seed: int, folder: Path) -> None:
        self.dice = random.Random(f"{name}|{seed}")
        self.setup = setup
        self.seed = seed
        self.path = folder / f"{name}-{seed}.jsonl"
        self.filled = {seat: self._occupant(seat) for seat in setup.seats}
        head = header(setup.scenario, seed, 0, self.filled, played=True)
        self.play = Play(setup, seed, self.filled, header=head, file=LineFile(self.path))

    def _occupant(self, seat: str) -> Occupant:
        name = self.dice.choice(OCCUPANTS)
        history = self.setup.scenario.history
        told = {script.seat for script in history.scripts} if history else set()
        return occupant(
            self.setup, seat, "random" if name == "script:history" and seat not in told else name
        )

    def people(self) -> list[str]:
        return [seat for seat, who in self.filled.items() if who.control == "person"]

    def go(self) -> None:
        """Go on for a while, stopping where a person should look, who may or may not look."""
        until = self.play.engine.now_ms + self.dice.randint(0, self.setup.scenario.horizon // 12)
        for _ in range(self.dice.randint(1, 4)):
            if self.dice.random() < 0.8:
                for seat in self.people():
                    self.play.looked(seat)
            self.play.advance(max(until, self.play.engine.now_ms))

    def slice(self) -> None:
        """Go on in small steps, as a screen at a pace does, whoever should look."""
        for _ in range(self.dice.randint(0, 5)):
            step = self.dice.randint(0, self.setup.scenario.horizon // 100)
            self.play.advance(self.play.engine.now_ms + step)

    def command(self) -> None:
        """Give a command that stands a chance, for any person, open call or leave asked."""
        if not self.people():
            return
        seat = self.dice.choice(self.people())
        known = self.play.engine.state.known[seat]
        moves = legal(self.setup, known, self.play.engine.now_ms)
        options = [Command(seat, "pass"), *(Command(seat, "choose", move) for move in moves)]
        for call, event in known.calls.open.items():
            verbs = ("hang",) if event.fact.caller == seat else ("answer", "decline")
            options += [Command(seat, verb, call) for verb in verbs]
        options += [Command(seat, "grant", f"{who}:{move}") for who, move in known.moves.asks]
        options += [Command(seat, "deny", f"{who}:{move}") for who, move in known.moves.asks]
        options.append(Command(seat, "note", text=self.dice.choice(NOTES)))
        for channel in callable_channels(self.setup, seat):
            forms, vessels = self.setup.channels[channel].forms, list(known.vessels.tracks)
            if forms and vessels:
                to, form = self.dice.choice(vessels), self.dice.choice(forms)
                options.append(Command(seat, "call", channel, to, form))
        self.play.submit(self.dice.choice(options))

    def garbage(self) -> None:
        """Ask for nonsense: it must be refused in one sentence and leave no mark."""
        shape = self.dice.choice(GARBAGE)
        seat = self.dice.choice(list(self.setup.seats))
        command = Command(
            shape.seat.replace("SEAT", seat),
            shape.verb,
            shape.subject.replace("SEAT", seat),
            shape.to,
            shape.form,
            shape.text,
        )
        before, size = len(self.play.engine.log), self.path.stat().st_size
        copy = self.play.engine.state.copy()

        refused = self.play.submit(command)

        assert isinstance(refused, Refusal), f"{command} is accepted"
        assert refused.sentence, f"{command} is refused without a word"
        assert len(self.play.engine.log) == before
        assert self.play.engine.state == copy
        assert self.path.stat().st_size >= size

    def undo(self) -> None:
        said = len(self.play.said)
        done = self.play.undo(self.dice.choice(list(self.setup.seats)))
        assert len(self.play.said) < said or not done

    def white(self) -> None:
        """Let a white cell do something, or go back to some earlier moment."""
        engine = self.play.engine
        if self.dice.random() < 0.15:
            roll_back(self.play, self.dice.randint(-1, engine.now_ms + 1), "Ada", "a storm")
        elif not self.play.ended:
            done = give(self.play, self.dice.choice(white_possible(engine, [], self.dice)))
            assert not isinstance(done, Refusal), f"it can be given, but is refused: {done}"

    def fork(self) -> None:
        """A fork goes its own way to the end; the play it came from does not notice."""
        events, copy = list(self.play.engine.log), self.play.engine.state.copy()
        size = self.path.stat().st_size
        other = self.play.fork()
        for _ in range(self.dice.randint(0, 3)):
            for seat in self.people():
                other.looked(seat)
            other.advance(other.engine.now_ms + self.setup.scenario.horizon // 7)
        consistent(self.setup, other.engine)

        assert self.play.engine.log == events
        assert self.play.engine.state == copy
        assert self.path.stat().st_size == size

    def restore(self) -> None:
        """Close the play, perhaps tear its file, and go on from what is on disk."""
        self.play.close()
        raw = self.path.read_bytes()
        if self.dice.random() < 0.5:
            keep = raw.index(b"\n") + 1
            self.path.write_bytes(raw[: self.dice.randint(keep, len(raw))])
        elif self.dice.random() < 0.5:
            self.path.write_bytes(raw + self.dice.randbytes(20).replace(b"\n", b""))
        record = read(self.path)
        self.play = Play.restore(self.setup, record, self.filled, LineFile(self.path, exists=True))

    def blow(self, steps: int) -> bool:
        """Do so many things by lot; say whether the scenario came to rest after each."""
        deeds: list[Callable[[], None]] = [
            *[self.go] * 6, *[self.command] * 8, *[self.garbage] * 2,
            self.slice, self.undo, self.fork, self.restore, *[self.white] * 3,
        ]  # fmt: skip
        for number in range(steps):
            deed = self.dice.choice(deeds)
            try:
                deed()
            except ScenarioError:
                return False
            except Exception as error:
                raise AssertionError(f"step {number} ({deed.__name__}): {error!r}") from error
        return True

    def check(self) -> None:
        """What holds after any storm: the log is the state, and the record re-runs to it."""
        self.play.close()
        consistent(self.setup, self.play.engine)
        record = read(self.path)
        setup = Setup(from_data(record.header["scenario"]))
        filled = recorded_occupants(setup, record)
        assert [to_line(e) for e in self.play.engine.log] == record.line.events
        for number, line in enumerate(record.lines):
            engine = Engine(setup, Draws(self.seed))
            begin(engine, {seat: (o.name, o.control) for seat, o in filled.items()})
            assert rerun(engine, line) is None, f"line {number} of the record re-runs otherwise"


def read(path: Path) -> rec.Record:
    """Read a record from its file."""
    lines, size, torn = read_lines(path)
    return rec.read(lines, "storm", torn=torn, size=size)


def consistent(setup: Setup, engine: Engine) -> None:
    """The log adds up to the state; every interval was opened before and is closed once."""
    log = engine.log
    assert fold(setup, log) == engine.state
    assert [event.seq for event in log] == list(range(1, len(log) + 1))
    assert all(one.at_ms <= two.at_ms for one, two in pairwise(log))
    opened = {event.seq for event in log if event.opens}
    closed = [event.closes for event in log if event.closes is not None]
    assert len(set(closed)) == len(closed), "an interval is closed twice"
    assert set(closed) <= opened, "what never opened is closed"
    assert all(event.closes is None or event.closes < event.seq for event in log)
    assert all(event.cause is None or event.cause < event.seq for event in log)
    assert set(engine.state.running) == opened - set(closed)


def weather(setup: Setup, name: str, seed: int, folder: Path, *, steps: int, test: str) -> None:
    """Run one storm; a failure says in one line which, and how to see it again."""
    storm = None
    try:
        storm = Storm(setup, name, seed, folder)
        if storm.blow(steps):
            storm.check()
    except ScenarioError as error:
        if "does not come to rest" not in str(error):
            raise
    except Exception as error:
        again = f"repeat: pytest 'tests/storm/test_storm.py::{test}'"
        raise AssertionError(f"storm {name}, seed {seed}: {error!s:.300}; {again}") from error
    finally:
        if storm is not None and storm.play.recording.file is not None:
            storm.play.recording.file.close()


@pytest.fixture(autouse=True)
def _a_million_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.kernel.engine.EVENTS_MOST", EVENTS_MOST)


@cache
def small(name: str) -> Setup:
    """Load a scenario that can be counted by hand."""
    return Setup(load(f"_tiny/{name}.yaml"))


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("name", SMALL)
def test_small(name: str, seed: int, tmp_path: Path) -> None:
    """A play on a scenario that can be counted by hand loses track of what happened."""
    weather(small(name), name, seed, tmp_path, steps=40, test=f"test_small[{name}-{seed}]")


@pytest.mark.parametrize("seed", range(12))
def test_generated(seed: int, tmp_path: Path) -> None:
    """Some scenario an author could write breaks a play."""
    for number, data in enumerate(generated(seed, 6)):
        name = f"generated{number}"
        setup = Setup(from_data(data))
        weather(setup, name, seed, tmp_path, steps=25, test=f"test_generated[{seed}]")


@pytest.mark.parametrize("seed", range(3))
def test_shipped(seed: int, tmp_path: Path) -> None:
    """The game people play loses track of what happened."""
    setup = Setup(load(SHIPPED))
    weather(setup, SHIPPED, seed, tmp_path, steps=40, test=f"test_shipped[{seed}]")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1008))
def test_long(seed: int, tmp_path: Path) -> None:
    """What short storms miss."""
    worlds: list[tuple[str, Any]] = [(name, small(name)) for name in SMALL]
    worlds += [(f"generated{n}", Setup(from_data(d))) for n, d in enumerate(generated(seed, 20))]
    worlds.append((SHIPPED, Setup(load(SHIPPED))))
    for name, setup in worlds:
        weather(setup, name, seed, tmp_path, steps=150, test=f"test_long[{seed}]")
