"""Advice: what the seat could know and nothing else, counted, and changing nothing."""

from __future__ import annotations

import os
import signal
import threading
from collections import defaultdict
from pathlib import Path

import pytest

from sim.cli.records import header, read_record
from sim.cli.starter import Starter
from sim.cli.thinker import LeftOffError, Thinker, elsewhere
from sim.engine import Setup
from sim.engine.base.log import to_line
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.handing import sealed
from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.loader import load
from sim.model.scenario import canonical
from sim.play.driver import Play
from sim.play.midway import marks
from sim.play.occupants import Occupant, occupant
from sim.play.seat import Refused, Session, Submit, Undo, Wait
from sim.review.advice import advice
from sim.store import LineFile
from tests.review.test_search import SEEDS
from tests.review.test_two_doors import SCENARIO

ASK = Command("seeker", "advise")


def begun(seed: int, held: str = "person", file: LineFile | None = None) -> Play:
    """Play the toy up to its one decision."""
    scenario = load(str(SCENARIO))
    setup = Setup(scenario)
    filled = {"seeker": occupant(setup, "seeker", held)}
    head = header(scenario, seed, 0, filled, played=True)
    play = Play(setup, seed, filled, header=head, file=file)
    play.advance()
    play.looked("seeker")
    return play


def known(play: Play) -> Known:
    """Give what the seeker knows, fit to be handed over."""
    return sealed(play.engine.state.known["seeker"])


def test_worlds_that_differ_in_what_is_hidden_give_the_same_advice() -> None:
    """An adviser would whisper what nobody told the seat."""
    found = defaultdict(list)
    for seed in SEEDS:
        play = begun(seed)
        left = bool(play.engine.state.effects.flags["left"])
        found[left].append(advice(play.setup, known(play), play.engine.now_ms))

    assert len(found) == 2, "no two worlds of these seeds differ"
    assert all(each == found[True][0] for all_of in found.values() for each in all_of)


def test_it_advises_the_better_way_and_says_what_speaks_against_it() -> None:
    """It would say anything, or be surer than its roll-outs are."""
    play = begun(1)
    found = advice(play.setup, known(play), play.engine.now_ms, n=40)

    assert found is not None
    assert found["about"] == "Your decision"
    assert found["best"] == "Open the left door"
    assert found["default"] == "Do nothing"
    assert found["lead"]["low"] > 0
    assert found["lead"]["low"] <= found["lead"]["points"] <= found["lead"]["high"]
    for risk in found["risks"]:
        for way in ("best", "default"):
            assert risk[way]["low"] <= risk[way]["mean"] == 0 < risk[way]["high"]
    assert advice(play.setup, known(play), play.engine.now_ms, "call") is None


@pytest.mark.slow
def test_what_speaks_against_it_is_what_another_way_does_better() -> None:
    """The argument against would be one for it, or be made up."""
    setup = Setup(load("twenty-nine-minutes"))
    seat = next(s.id for s in setup.scenario.seats if s.playable)
    held = {s: occupant(setup, s, "person" if s == seat else o.occupant)
            for s, o in setup.seats.items()}  # fmt: skip
    play = Play(setup, 3, held)
    while not play.engine.state.known[seat].windows.window:
        play.looked(seat)
        play.advance()
    found = advice(setup, sealed(play.engine.state.known[seat]), play.engine.now_ms, n=10)

    assert found is not None
    rivals = [way["title"] for way in found["ways"]][1:]
    assert any(found["against"].startswith(f"“{title}” brings ") for title in rivals)
    assert found["best"] == found["ways"][0]["title"]


def test_asking_is_counted_and_changes_nothing_else() -> None:
    """Advice would cost a decision, or be asked in secret."""
    plain, asked = begun(5), begun(5)
    for _ in range(2):
        assert not isinstance(asked.submit(ASK), Refusal)
    for play in (plain, asked):
        assert not isinstance(play.submit(Command("seeker", "choose", "go_left")), Refusal)
        while play.advance().why != "ended":
            play.looked("seeker")

    def told(play: Play) -> list[tuple[int, str]]:
        facts = [(e.at_ms, repr(e.fact)) for e in play.engine.log]
        return [each for each in facts if "verb='advise'" not in each[1]]

    assert told(asked) == told(plain)
    assert len(asked.engine.log) == len(plain.engine.log) + 2
    assert marks(plain) == ()
    assert marks(asked) == ("Advice was asked for twice.",)


def test_what_was_taken_back_is_counted_and_so_is_what_was_gone_on_with(tmp_path: Path) -> None:
    """Undo or a pause would wash the advice away."""
    path = tmp_path / "asked.jsonl"
    play = begun(5, file=LineFile(path, exists=False))
    session = Session(play, ["seeker"], fresh=False)
    seat = session.seats["seeker"]
    assert not any(isinstance(p, Refused) for p in seat.handle(Submit("choose", "go_left")))
    seat.handle(Undo())
    seat.handle(Submit("advise"))
    seat.handle(Submit("choose", "go_right"))
    seat.handle(Undo())
    assert play.advised == 1
    assert len(play.engine.state.known["seeker"].feed) == len(begun(5).engine.state.known[
        "seeker"].feed) + 1, "the advice itself was taken back"  # fmt: skip
    session.close()

    kept, setup = read_record(path)
    again = Play.restore(setup, kept, play.given, LineFile(path, exists=True))
    assert again.advised == 1
    again.close()


def test_nothing_to_decide_is_refused_in_words() -> None:
    """One would wait for advice about nothing."""
    play = begun(5)
    assert not isinstance(play.submit(Command("seeker", "choose", "go_left")), Refusal)

    for kind in ("", "call", "nonsense"):
        refused = play.submit(Command("seeker", "advise", kind))
        assert isinstance(refused, Refusal)
        assert refused.sentence == "Nothing of that kind waits for this seat to decide."


def test_it_is_the_same_where_it_is_worked_out_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a process is handed would not be what the seat knows."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    starter = Starter(str(SCENARIO), ["seeker"])
    session = starter.begin(str(SCENARIO), ["seeker"], 3)
    session.seats["seeker"].handle(Wait())
    handed, now_ms = session.seats["seeker"].handed()
    setup = Setup(load(str(SCENARIO)))

    assert starter.advise(session, "seeker").result() == advice(setup, handed, now_ms)
    starter.unsaved()


def thinker() -> Thinker:
    """Make one for the toy."""
    return Thinker(canonical(load(str(SCENARIO))))


def test_a_strong_seat_plays_the_same_wherever_it_thinks() -> None:
    """A record would not be the same on the screen and headless."""
    here = begun(5, "search:8")
    aside = thinker()
    filled: dict[str, Occupant] = elsewhere(here.given, aside)
    there = Play(here.setup, 5, filled, header=here.header)
    here.advance()
    there.advance()
    aside.stop()

    assert there.digest() == here.digest()
    assert [to_line(e) for e in there.engine.log] == [to_line(e) for e in here.engine.log]


def _napping(setup: Setup, seconds: float) -> float:
    threading.Event().wait(seconds)
    return seconds


def _dying(setup: Setup, path: str) -> str:
    """Die the first time."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGTERM)
    return "done"


def _wrong(setup: Setup) -> None:
    raise ValueError("so it is")


def test_whoever_waits_for_a_thinker_that_is_stopped_is_told() -> None:
    """A screen that is left would wait for a thought."""
    aside = thinker()
    threading.Timer(0.5, aside.stop).start()

    with pytest.raises(LeftOffError):
        aside.ask(_napping, 600.0)
    with pytest.raises(LeftOffError):
        aside.ask(_napping, 0.0)
    aside.begin()
    assert aside.ask(_napping, 0.0) == 0.0
    aside.stop()


def test_a_process_that_dies_is_begun_anew(tmp_path: Path) -> None:
    """The system's need for memory would end a game."""
    aside = thinker()

    assert aside.ask(_dying, str(tmp_path / "died")) == "done"
    with pytest.raises(LeftOffError, match="ValueError: so it is"):
        aside.ask(_wrong)
    aside.stop()
