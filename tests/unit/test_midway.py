"""Going back: a result that was taken back says so, and a play begins in the midst of another."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.cli.records import header, read_record
from sim.cli.starter import Starter
from sim.engine import Setup
from sim.engine.base.log import to_line
from sim.errors import RecordError
from sim.loader import load
from sim.loader.library import shipped
from sim.play import record as rec
from sim.play.driver import Play
from sim.play.midway import TAKEN_BACK
from sim.play.occupants import occupant
from sim.play.seat import (
    MARKED,
    NO_UNDO,
    Ended,
    Marked,
    Refused,
    SeatSession,
    Session,
    Shown,
    Submit,
    Undo,
    Wait,
)

ROOT = Path(__file__).resolve().parents[2]
TINY = "_tiny/one_hail.yaml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep records in the test's folder."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    return tmp_path


def seated(*people: str, no_undo: bool = False, rest: str = "random") -> Session:
    """Let people sit down at a small play that is kept in memory."""
    setup = Setup(load(TINY))
    filled = {s: occupant(setup, s, "person" if s in people else rest) for s in setup.seats}
    head = header(setup.scenario, 3, 0, filled, played=True)
    head.update({"no_undo": True} if no_undo else {})
    return Session(Play(setup, 3, filled, header=head), people, fresh=True)


def to_the_end(seat: SeatSession, dice: random.Random | None = None) -> None:
    """Wait, and now and then choose something, until the play is over."""
    pushes = seat.handle(Wait())
    while not any(isinstance(push, Ended) for push in pushes):
        shown = next(push for push in pushes if isinstance(push, Shown))
        may = [o.move for o in shown.options if not o.blocked]
        if dice and may and shown.view.window and dice.random() < 0.5:
            pushes = seat.handle(Submit("choose", dice.choice(may)))
            pushes = pushes if any(isinstance(p, Ended) for p in pushes) else seat.handle(Wait())
        else:
            pushes = seat.handle(Wait())


def read(session: Session) -> rec.Record:
    """Read the record of a play that is kept in memory."""
    return rec.read(session._play.text().splitlines(), "x")


def test_a_slip_of_the_hand_is_taken_back_without_a_mark() -> None:
    """Whoever corrects a wrong key at once would be told off at the end."""
    session = seated("alpha")
    seat = session.seats["alpha"]
    seat.handle(Wait())

    seat.handle(Submit("choose", "d01_hail"))
    seat.handle(Undo())
    to_the_end(seat)

    assert not session._play.taken_back
    assert seat.debrief().marks == ()
    assert "taken_back" not in session._play.text()


def test_time_taken_back_past_what_was_seen_is_marked_for_good(tmp_path: Path) -> None:
    """A result that was tried until it came out well would look like any other."""
    session = seated("alpha")
    seat = session.seats["alpha"]
    seat.handle(Wait())

    seat.handle(Submit("choose", "d01_hail"))
    seat.handle(Wait())
    assert seat.handle(Undo())[0] == Marked(MARKED)

    half = rec.read(session._play.text().splitlines(), "x")
    restored = Play.restore(session._play.setup, half, session._play.given, None)
    assert half.taken_back
    assert restored.taken_back
    to_the_end(seat)
    last = json.loads(session._play.text().splitlines()[-1])
    assert last["taken_back"] is True
    assert seat.debrief().marks == (TAKEN_BACK,)


def test_a_record_of_the_format_before_is_read_and_gone_on_with(home: Path) -> None:
    """Plays from before anything was marked could not be opened any more."""
    old = ROOT / "tests" / "golden" / "format_3.jsonl"
    (home / old.name).write_bytes(old.read_bytes())

    record, _ = read_record(home / old.name)

    assert record.header["record"] == 3
    assert len(record.lines) == 2
    assert not record.taken_back
    assert not record.line.ending
    assert main(["rerun", str(home / old.name)]) == 0
    session = Starter().resume(str(home / old.name))
    (seat,) = session.seats.values()
    to_the_end(seat)
    session.close()
    again, _ = read_record(home / old.name)
    assert again.line.closes_itself


@pytest.mark.parametrize("said", [{"taken_back": False}, {}, {"taken_back": 1}])
def test_an_ending_that_hides_what_was_taken_back_is_found(said: dict[str, Any]) -> None:
    """The mark could be taken out of the line that lists read."""
    session = seated("alpha")
    seat = session.seats["alpha"]
    seat.handle(Wait())
    seat.handle(Submit("choose", "d01_hail"))
    seat.handle(Wait())
    seat.handle(Undo())
    to_the_end(seat)
    lines = session._play.text().splitlines()
    ending = {k: v for k, v in json.loads(lines[-1]).items() if k != "taken_back"}

    with pytest.raises(RecordError):
        rec.read([*lines[:-1], json.dumps({**ending, **said})], "x")


def test_nothing_is_taken_back_in_a_play_of_one_try() -> None:
    """A daily game could be tried until it came out well, also after it was left."""
    session = seated("alpha", no_undo=True)
    seat = session.seats["alpha"]
    seat.handle(Wait())
    seat.handle(Submit("choose", "d01_hail"))
    before = session._play.text()

    (refused,) = seat.handle(Undo())

    assert isinstance(refused, Refused)
    assert refused.refusal.sentence == NO_UNDO
    assert session.no_undo
    assert session._play.text() == before
    again = Play.restore(session._play.setup, read(session), session._play.given, None)
    assert Session(again, ["alpha"], fresh=False).no_undo


def test_what_somebody_else_has_not_looked_at_yet_was_not_seen() -> None:
    """The first of two people could not correct a slip that the second has not heard of."""
    session = seated("alpha", "bravo")
    alpha = session.seats["alpha"]
    alpha.handle(Wait())

    alpha.handle(Submit("choose", "d01_hail"))
    alpha.handle(Undo())

    assert not session._play.taken_back


@pytest.mark.slow
@pytest.mark.parametrize("scenario", shipped())
def test_a_play_goes_on_from_every_key_moment(scenario: str, home: Path) -> None:
    """The new record would not re-run, differ before the moment, or spoil the old one."""
    starter = Starter(scenario)
    session = starter.begin(scenario, starter.people, 5)
    seat = next(iter(session.seats.values()))
    to_the_end(seat, random.Random(5))
    session.close()
    old = Path(session.record)
    whole, turns = old.read_bytes(), [m.turn for m in seat.debrief().moments if m.turn]
    assert turns

    for turn in turns:
        new = starter.play_on(session, turn)
        own = new.seats[seat.seat]
        log = [to_line(event) for event in new._play.engine.log]

        kept = [to_line(event) for event in session._play.engine.log[: turn.events]]
        assert log[: turn.events] == kept
        assert new._play.engine.now_ms == turn.at_ms
        to_the_end(own, random.Random(turn.events))
        new.close()
        assert own.debrief().marks[0].startswith("Played on from")
        record, _ = read_record(Path(new.record))
        assert record.header["from"]["digest"] == session._play.digest()
        assert main(["rerun", new.record]) == 0
    assert old.read_bytes() == whole
    assert len(list(home.glob("*.jsonl"))) == 1 + len(turns)


def test_whoever_does_the_same_again_comes_to_the_same() -> None:
    """What happens after a moment would follow from more than the seed and the commands."""
    session = seated("alpha")
    seat = session.seats["alpha"]
    seat.handle(Wait())
    seat.handle(Wait())
    turn = _ended(seat).debrief().moments[-1].turn
    assert turn is not None

    new = session.played_on(turn, None)

    assert _ended(new.seats["alpha"])._play.digest() == session._play.digest()


def _ended(seat: SeatSession) -> SeatSession:
    to_the_end(seat)
    return seat
