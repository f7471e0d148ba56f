"""The white cell's console: lines in, words out; nothing typed ends in a traceback."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main as channel16
from sim.cli.exercise_console import arguments, in_lines, rehearsal
from sim.engine import Setup
from sim.exercise.console import console, view_of
from sim.exercise.console_lines import HELP
from sim.exercise.desk import LINE_MOST, Desk, Rehearsal
from sim.exercise.risk import in_words, measures, named, rolled
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant

MIN = 60_000
TWO_DESKS = "_tiny/two_desks.yaml"


def desk_of(**seats: str) -> Desk:
    """Sit down at the two desks; whoever is not named follows standing orders."""
    setup = Setup(load(TWO_DESKS))
    filled = {s: occupant(setup, s, seats.get(s, "standing-orders")) for s in setup.seats}
    return Desk(Play(setup, 3, filled))


def typed(desk: Desk, *lines: str) -> list[str]:
    """Type lines; give the answers, a refusal marked."""
    answers = [desk.do(line, "Ada") for line in lines]
    return [f"! {a.text}" if a.refused else a.text for a in answers]


def test_lines_do_what_they_say() -> None:
    """A facilitator would type what the help says, and nothing would come of it."""
    desk = desk_of(watch="person")
    assert typed(
        desk,
        "hold 1",
        "lift INJ-1",
        "title 2 Another",
        "text second Other words.",
        "time 2 08:50",
        "shift 2 +5 min",
        "improvise A storm; watch, chief; Storm!; from Met; at +1 h",
        "pause",
        "pace x2.5",
        "skip W-1",
        "jump next",
        "take watch",
        "as watch choose v05_warn",
        "give Watch officer",
        "note Late.",
        "release 2",
        "withdraw 2 in error",
    ) == [
        "INJ-1 “A sighting” is held back.",
        "INJ-1 “A sighting” is to come at 08:05.",
        "INJ-2 “Another” has other words.",
        "INJ-2 “Another” has other words.",
        "INJ-2 “Another” is to come at 08:50.",
        "INJ-2 “Another” is to come at 08:55.",
        "W-1 “A storm” is improvised, for 09:00.",
        "The white cell stops the clock.",
        "The white cell sets the pace: a minute of the room is 2 min 30 s of the story.",
        "W-1 “A storm” is skipped.",
        "The clock is moved on, to 08:05 at the latest.",
        "Watch officer is taken over.",
        "The white cell spoke for Watch officer.",
        "Watch officer is given back.",
        "Note of the white cell: Late.",
        "INJ-2 “Another” is sent.",
        "INJ-2 “Another” is taken back.",
    ]
    view = desk.view()
    states = {i.number: (i.state, i.time) for i in view.injects}
    assert states == {
        "INJ-1": ("sent", "08:05"),
        "INJ-2": ("withdrawn", "08:05"),
        "INJ-3": ("planned", "09:05"),
        "W-1": ("skipped", "--:--"),
    }
    assert (view.paused, view.pace, view.story) == (True, 2.5, "08:05")
    assert typed(desk, "back 08:04 wrong one")[0] == "Gone back from 08:05 by Ada: wrong one"
    assert desk.view().branches == 1
    assert desk.view().story == "08:03"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "There is no “”"),
        ("holt 1", "did you mean “hold”"),
        ("release", "which inject"),
        ("release 9", "no inject “9”; they go from 1 to 3"),
        ("text 1", "new title, a new text or a new time"),
        ("time 1 soon", "no time; write 14:05"),
        ("time 1 +x", "no time"),
        ("shift +10", "no time"),
        ("pace fast", "no pace"),
        ("pace -1", "above 0"),
        ("jump 08:00", "give a later time"),
        ("jump D+3 08:00", "give an earlier time"),
        ("improvise X; watch; Y; effect []", "“from”, “at” or “effects”"),
        ("improvise X; nobody; Y", "no seat “nobody”"),
        ("as", "which seat"),
        ("as watch fly", "no command “fly”"),
        ("as watch choose v05_warn", "No decision is open"),
        ("back 08:05", "Say why"),
        ("back 08:05 x", "nothing to go back to"),
        ("risk luck", "nothing called “luck”"),
        ("look x", "no seat “x”"),
        ("x" * (LINE_MOST + 1), "at most"),
    ],
)
def test_what_cannot_be_done_is_said(line: str, said: str) -> None:
    """A slip while everybody waits would cost minutes, or the exercise."""
    desk = desk_of()
    before = desk.play.engine.state.copy()
    (answer,) = typed(desk, line)
    assert answer.startswith("! ")
    assert said in answer
    assert desk.play.engine.state == before


_VERBS = [word.strip() for typed_ in HELP for word in typed_.split(",")]


@given(st.tuples(st.sampled_from([v.split()[0] for v in _VERBS]), st.text(max_size=30)))
def test_nothing_typed_ends_in_a_traceback(words: tuple[str, str]) -> None:
    """Somebody's cat on the keyboard would end the exercise."""
    desk = desk_of()
    answered = desk.do(" ".join(words))
    assert answered.text or answered.page


def test_two_consoles_see_what_the_other_did() -> None:
    """Both would release the same inject, or one undo the other's edit without knowing."""
    desk = desk_of()
    assert typed(desk, "release 1", "release 1", "hold 1", "pause", "pause") == [
        "INJ-1 “A sighting” is sent.",
        "! “A sighting” has been released; it can be withdrawn.",
        "! “A sighting” has been released; it can be withdrawn.",
        "The white cell stops the clock.",
        "! The clock stands already.",
    ]


def test_the_view_says_where_everybody_stands_and_travels_as_data() -> None:
    """A console far away would show less than one beside the host."""
    desk = desk_of(watch="person")
    desk.play.advance(6 * MIN)
    view = console(desk.play.engine, {"watch": "Ito"}, 2)
    assert [(s.who, s.doing) for s in view.seats] == [
        ("Ito", "decides since 08:05, until 08:15"),
        ("standing-orders", "waits"),
    ]
    assert view.log[-1].text == "[Watch officer] A vessel in the area."
    assert view_of(json.loads(json.dumps(asdict(view)))) == view


def test_the_white_cell_sees_what_a_seat_sees() -> None:
    """Nobody could help a player who does not find the way."""
    desk = desk_of(watch="person")
    desk.play.advance()
    page = desk.do("look watch").page
    assert "A decision is open." in page
    assert "  may: v05_warn  Warn them off" in page


def test_a_rehearsal_goes_at_its_pace_and_stands_when_told() -> None:
    """Story and room would drift, and a laptop that slept would skip the exercise."""
    desk = desk_of()
    clock = Rehearsal(desk)
    typed(desk, "pace 60")
    assert not clock.tick(100.0)
    assert not clock.tick(102.0)
    assert desk.play.engine.now_ms == 2 * MIN
    assert clock.tick(105.0)
    assert desk.play.engine.now_ms == 5 * MIN
    clock.tick(9999.0)
    assert desk.play.engine.now_ms == 10 * MIN
    clock.tick(50.0)
    typed(desk, "pause")
    clock.tick(60.0)
    assert desk.play.engine.now_ms == 10 * MIN
    assert clock.passed_s == 10.0


def test_a_risk_is_counted_over_what_is_left() -> None:
    """The number would be about another run than this one."""
    desk = desk_of(watch="random")
    setup, remaining = desk.play.setup, desk.remaining()
    before = desk.play.engine.state.copy()
    count = rolled(setup, remaining, "warned", 1, 20)
    assert 0 < count < 20
    assert count == sum(rolled(setup, remaining, "warned", k, k) for k in range(1, 21))
    assert desk.play.engine.state == before
    typed(desk, 'improvise Peace; ; ; effects [{"end": {}}]')
    assert rolled(setup, desk.remaining(), "warned", 1, 3) == 0
    assert in_words(count, 20).startswith(f"{count / 20:.2f} (")
    assert all(named(setup, measure) for measure in measures(setup))


def test_a_rehearsal_in_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody could run an exercise without a screen, or trust its record."""
    record = tmp_path / "r.jsonl"
    said = _lines(
        ["help", "injects", "seats", "jump +6 min", "", "back 08:02 again", "quit"], record
    )
    text = "\n".join(said)
    assert "STANDS x1  story 08:00" in text
    assert "release N: send an inject now" in text
    assert "watch  Watch officer (standing-orders): waits" in text
    assert "08:05 [Watch officer] A vessel in the area." in text
    assert channel16(["rerun", str(record)]) == 0
    assert "2 lines of play" in capsys.readouterr().out


def test_a_report_holds_what_the_white_cell_did(tmp_path: Path) -> None:
    """One note of the white cell, and nobody would get the after-action report."""
    record, page = tmp_path / "r.jsonl", tmp_path / "aar.html"
    doings = ["note Cells talk little.", "release 1", "withdraw 1 in error", "take watch"]
    doings += ["improvise Gale; all; A gale.", 'improvise Set; ; ; effects [{"set": "warned"}]']
    _lines([*doings, "as watch note So be it.", "resume", "pace 60", "jump 08:40", "quit"], record)
    assert channel16(["exercise", "report", str(record), "-o", str(page)]) == 0
    text = page.read_text("utf-8")
    assert "<td>White cell</td><td>Cells talk little.</td>" in text
    assert "<td>Watch officer</td><td>So be it.</td>" in text


def _lines(typed_: Iterable[str], record: Path) -> list[str]:
    parser = argparse.ArgumentParser()
    arguments(parser.add_subparsers())
    link = rehearsal(parser.parse_args(["console", TWO_DESKS, "--record", str(record)]))
    try:
        return list(in_lines(link, iter(typed_)))
    finally:
        link.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "nowhere"),
        ([TWO_DESKS, "--seat", "watch=person"], "in a rehearsal no person sits"),
        ([TWO_DESKS, "--record", "."], "is there already"),
    ],
)
def test_a_console_that_cannot_open_says_why(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The day would begin with a traceback."""
    assert channel16(["exercise", "console", "--plain", *words]) == 2
    assert said in capsys.readouterr().err
