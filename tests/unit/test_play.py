"""A play goes forward, back, sideways and on from disk; occupants, pacing, and what is shown."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import store
from sim.cli.records import header
from sim.engine import Setup
from sim.engine.seat import rules
from sim.engine.seat.feed_lines import FeedLine
from sim.engine.seat.news import feed
from sim.engine.seat.rules import Command, options
from sim.engine.seat.views import board, view
from sim.errors import PolicyError, Refusal
from sim.loader import load
from sim.model.scripts import Step
from sim.play import driver as play_module
from sim.play import record as rec
from sim.play.driver import Play, Stop
from sim.play.occupants import Occupant, command_of, occupant
from sim.play.outcome import outcome
from sim.play.pacing import Pacing
from sim.play.policies import any_of
from sim.play.seat import Ended, Look, NotSaved, Refused, SeatSession, Shown, Submit, Undo, Wait
from sim.store import LineFile

MIN = 60_000
ONE_HAIL, TWO_DESKS = "_tiny/one_hail.yaml", "_tiny/two_desks.yaml"
Seats = dict[str, str | Occupant]


@cache
def setup_of(name: str, *sets: str) -> Setup:
    """Load a scenario with changes, once."""
    return Setup(load(name, sets))


def fill(setup: Setup, seats: Seats) -> dict[str, Occupant]:
    """Fill the seats; whoever is not named follows standing orders."""
    given_ = {seat: seats.get(seat, "standing-orders") for seat in setup.seats}
    return {
        seat: occupant(setup, seat, who) if isinstance(who, str) else who
        for seat, who in given_.items()
    }


def play_of(
    name: str = ONE_HAIL,
    *sets: str,
    seed: int = 1,
    file: LineFile | None = None,
    **seats: str | Occupant,
) -> Play:
    """Begin a recorded play."""
    setup = setup_of(name, *sets)
    filled = fill(setup, seats)
    head = header(setup.scenario, seed, 0, filled, played=True)
    return Play(setup, seed, filled, header=head, file=file)


def script(*steps: dict[str, str]) -> Occupant:
    """Make an occupant that follows these steps."""
    return Occupant("script:x", "script", steps=tuple(Step.model_validate(s) for s in steps))


def finish(play: Play) -> Play:
    """Play to the end; nobody does anything more by hand."""
    while not play.ended:
        for seat in play.occupants:
            play.looked(seat)
        play.advance()
    return play


def commands(play: Play) -> list[tuple[float, str, str]]:
    """List what was commanded: minute, seat, subject."""
    return [(s.at_ms / MIN, s.command.seat, s.command.subject) for s in play.said]


def choose(seat: str, move: str) -> Command:
    """Ask for a move."""
    return Command(seat, "choose", move)


# Going on


def test_going_on_stops_where_a_person_should_look() -> None:
    """A person would be run past what they should see, or stopped for another's news."""
    play = play_of(alpha="person", bravo="person")

    first = play.advance()
    stands = play.engine.now_ms
    again = play.advance()
    play.looked("alpha")
    second = play.advance()

    assert (first, stands) == (Stop("notice", "alpha"), 1 * MIN)
    assert again == first
    assert (second, play.engine.now_ms) == (Stop("notice", "bravo"), 2 * MIN)


def test_going_on_for_a_time_stands_exactly_there() -> None:
    """The clock would show another time than was asked for, or run back."""
    play = play_of()

    assert play.advance(90_001) == Stop("time")
    assert play.engine.now_ms == 90_001
    assert play.advance(5) == Stop("time")
    assert play.engine.now_ms == 90_001


def test_going_on_after_the_end_changes_nothing() -> None:
    """A finished play would grow."""
    play = finish(play_of())
    log, text = list(play.engine.log), play.text()

    assert play.advance() == Stop("ended")
    assert play.advance(10**9) == Stop("ended")
    assert (play.engine.log, play.text()) == (log, text)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", [ONE_HAIL, TWO_DESKS])
def test_slices_make_no_difference(name: str, seed: int) -> None:
    """A game that is paused, ticked or watched would come out otherwise than a headless one."""
    dice = random.Random(seed)
    setup = setup_of(name)
    crew = dict.fromkeys(setup.seats, "random")
    at_once, sliced = finish(play_of(name, seed=seed, **crew)), play_of(name, seed=seed, **crew)

    while not sliced.ended:
        sliced.advance(sliced.engine.now_ms + dice.randint(0, 10 * MIN))

    assert sliced.text() == at_once.text()


# Commands


def test_an_accepted_command_is_on_disk_when_it_is_acknowledged(tmp_path: Path) -> None:
    """A crash just after would lose what the player was told is done."""
    path = tmp_path / "play.jsonl"
    play = play_of(file=LineFile(path), alpha="person")
    play.advance()

    done = play.submit(choose("alpha", "n01_hold"))

    assert not isinstance(done, Refusal)
    raw = path.read_text("utf-8")
    assert f'"n":{done[-1].seq},' in raw.splitlines()[-1]
    assert '{"at_ms":60000,"command":"choose","seat":"alpha","subject":"n01_hold"}\n' in raw
    play.close()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (Command("nobody", "choose", "n01_hold"), "no seat “nobody”"),
        (choose("alpha", "n01_hodl"), "“n01_hold”"),
        (choose("alpha", "u01_cross"), "no move"),
        (Command("alpha", "chose", "n01_hold"), "“choose”"),
        (Command("alpha", "call", "vfh", "bravo_ship", "hail"), "“vhf”"),
        (Command("alpha", "call", "vhf", "bravo_shi", "hail"), "“bravo_ship”"),
        (Command("alpha", "call", "vhf", "alpha_ship", "hail"), "no vessel “alpha_ship”"),
        (Command("alpha", "call", "vhf", "bravo_ship", "hial"), "“hail”"),
        (Command("alpha", "answer", "x"), "no call"),
        (Command("alpha", "hang", "x"), "no open call"),
        (Command("alpha", "grant", "bravo:u01_cross"), "nobody asks"),
        (Command("alpha", "note"), "1 to 500"),
        (Command("alpha", "note", text="x" * 501), "500 characters"),
        (Command("alpha", "note", text="\udcff"), "plain text"),
    ],
)
def test_a_refused_command_leaves_no_mark(command: Command, words: str) -> None:
    """A typing error would change the game, or the player would not learn what was meant."""
    play = play_of(alpha="person", bravo="person")
    play.advance()
    before, text = play.engine.state.copy(), play.text()

    refused = play.submit(command)

    assert isinstance(refused, Refusal)
    assert words.lower() in refused.sentence.lower()
    assert (play.engine.state, play.text(), play.said) == (before, text, [])
    assert not play.undo("alpha")


def test_a_note_of_full_length_is_kept() -> None:
    """The longest note allowed would be refused or cut."""
    play = play_of(alpha="person")
    play.advance()

    play.submit(Command("alpha", "note", text="é" * 500))

    assert rec.read(play.text().split("\n")[:-1], "x").line.said[-1].command.text == "é" * 500


# Undo


def test_undo_goes_back_to_before_the_command() -> None:
    """A take-back would leave something of what was taken back."""
    play = play_of(alpha="person")
    play.advance()
    state, now, log = play.engine.state.copy(), play.engine.now_ms, list(play.engine.log)
    play.submit(choose("alpha", "d04_make_way"))
    play.looked("alpha")
    play.advance(20 * MIN)

    assert play.undo("alpha")

    assert (play.engine.state, play.engine.now_ms, play.engine.log) == (state, now, log)
    assert play.said == []
    assert not play.undo("alpha")


def test_what_was_undone_stays_in_the_record() -> None:
    """A take-back would hide what was tried, or the record would no longer re-run."""
    play = play_of(alpha="person")
    play.advance()
    for move in ("d04_make_way", "d01_hail", "n01_hold"):
        play.submit(choose("alpha", move))
        play.undo("alpha")
    finish(play)

    lines = rec.read(play.text().split("\n")[:-1], "x").lines

    tried = [[said.command.subject for said in line.said] for line in lines]
    assert tried == [["d04_make_way"], ["d01_hail"], ["n01_hold"], []]
    assert [bool(line.ending) for line in lines] == [False, False, False, True]


def test_undo_takes_back_what_others_did_since() -> None:
    """Going back would keep another seat's later command, which rests on what is gone."""
    play = play_of(alpha="person", bravo="person")
    play.advance()
    play.submit(Command("alpha", "note", text="first"))
    play.looked("alpha")
    play.advance()
    play.submit(choose("bravo", "n01_stay"))

    assert play.undo("alpha")

    assert play.said == []
    assert not play.undo("bravo")


def test_the_end_can_be_undone() -> None:
    """A player who lost could not go back and try again."""
    play = play_of(alpha="person")
    play.advance()
    play.submit(choose("alpha", "d04_make_way"))
    finish(play)
    first = play.ended

    assert play.undo("alpha")
    assert play.ended == ""
    finish(play)

    assert (first, play.ended) == ("made_way", "as_they_were")
    record = rec.read(play.text().split("\n")[:-1], "x")
    assert [line.ending for line in record.lines] == ["made_way", "as_they_were"]


def test_the_oldest_undo_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory would grow with every command, or the newest could not be taken back."""
    monkeypatch.setattr(play_module, "UNDO_MOST", 3)
    play = play_of(alpha="person")
    play.advance()
    for number in range(5):
        play.submit(Command("alpha", "note", text=str(number)))

    undone = sum(play.undo("alpha") for _ in range(5))

    assert undone == 3
    assert [said.command.text for said in play.said] == ["0", "1"]


# Fork and restore


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", [ONE_HAIL, TWO_DESKS])
def test_a_fork_goes_the_same_way_and_disturbs_nothing(
    name: str, seed: int, tmp_path: Path
) -> None:
    """Looking ahead would change the game, or show another future than comes."""
    setup, path = setup_of(name), tmp_path / "play.jsonl"
    crew = dict.fromkeys(setup.seats, "random")
    play = play_of(name, seed=seed, file=LineFile(path), **crew)
    play.advance(random.Random(seed).randint(1, 50) * MIN)
    before, log, size = play.engine.state.copy(), list(play.engine.log), path.stat().st_size

    fork = finish(play.fork())

    assert (play.engine.state, play.engine.log, path.stat().st_size) == (before, log, size)
    assert finish(play).engine.log == fork.engine.log
    play.close()


def test_a_fork_can_be_commanded_alone() -> None:
    """What is tried in a fork would count in the game, or its take-back would."""
    play = play_of(alpha="person")
    play.advance()
    play.submit(Command("alpha", "note", text="before"))
    text, fork = play.text(), play.fork()

    fork.submit(choose("alpha", "d04_make_way"))
    fork.undo("alpha")
    fork.undo("alpha")

    assert play.text() == text
    assert [said.command.text for said in play.said] == ["before"]
    assert fork.said == []


def test_a_fork_that_goes_back_leaves_the_play_its_way_back() -> None:
    """Taking a move back in a fork would spoil what the game itself can go back to."""
    play = play_of(alpha="person")
    play.advance()
    before = play.engine.state.copy()
    play.submit(choose("alpha", "d04_make_way"))
    fork = play.fork()

    assert fork.undo("alpha")
    finish(fork)
    assert play.undo("alpha")

    assert play.engine.state == before


def _restored(play: Play, file: LineFile | None = None) -> Play:
    text = play.text()
    record = rec.read(text.split("\n")[:-1], "x", size=len(text.encode()))
    return Play.restore(play.setup, record, play.occupants, file)


def _roam(play: Play, dice: random.Random) -> None:
    """Let people command and wait for a while."""
    for _ in range(6):
        for seat in play.occupants:
            play.looked(seat)
        play.advance(play.engine.now_ms + dice.randint(0, 6 * MIN))
        for seat, who in play.occupants.items():
            known = play.engine.state.known[seat]
            moves = rules.legal(play.setup, known, play.engine.now_ms)
            if who.control == "person" and moves and dice.random() < 0.4:
                play.submit(choose(seat, dice.choice(moves)))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", [ONE_HAIL, TWO_DESKS])
def test_a_restored_play_goes_on_as_if_never_left(name: str, seed: int) -> None:
    """Saving and going on would change what comes: the same commands, another future."""
    setup = setup_of(name)
    play = play_of(name, seed=seed, **dict.fromkeys(setup.seats, "person"))
    _roam(play, random.Random(seed))

    again = _restored(play)

    assert again.said == play.said
    assert finish(again).engine.log == finish(play).engine.log


def test_a_restored_policy_keeps_what_it_decided() -> None:
    """Saving and going on would give the other side a second thought."""
    different = []
    for seed in range(40):
        play = play_of(TWO_DESKS, seed=seed, watch="random", chief="random")
        play.advance(14 * MIN)
        again = _restored(play)
        if finish(again).engine.log != finish(play).engine.log:
            different.append(seed)

    assert different == []


def test_a_policy_keeps_what_it_decided_when_another_goes_back() -> None:
    """Taking a note back would give the other side a second thought."""
    different = []
    for seed in range(60):
        play = play_of(ONE_HAIL, seed=seed, alpha="random", bravo="person")
        play.looked("bravo")
        while play.engine.now_ms < 9 * MIN:
            play.looked("bravo")
            play.advance(9 * MIN)
        untouched = finish(play.fork())
        play.submit(Command("bravo", "note", text="to be taken back"))
        play.undo("bravo")
        if finish(play).engine.log != untouched.engine.log:
            different.append(seed)

    assert different == []


def test_a_play_restored_into_memory_keeps_its_whole_record() -> None:
    """A replay that is saved again would be a record that does not re-run."""
    play = play_of(alpha="person")
    play.advance()
    play.submit(choose("alpha", "d04_make_way"))

    assert _restored(play).text() == play.text()


def test_a_play_restored_onto_its_file_goes_on_there(tmp_path: Path) -> None:
    """Going on would write elsewhere, twice, or over what is there."""
    path = tmp_path / "play.jsonl"
    play = play_of(alpha="person")
    play.advance()
    play.submit(choose("alpha", "d04_make_way"))
    path.write_text(play.text(), "utf-8")

    again = _restored(play, LineFile(path, exists=True))
    finish(again)
    again.close()

    assert path.read_text("utf-8") == finish(play).text()


# NotSaved with the disk


def test_a_full_disk_does_not_stop_the_game(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk would end the game, be kept quiet, or cost a command once there is room."""

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "play.jsonl"
    play = play_of(file=LineFile(path), alpha="person")
    desk = SeatSession(play, "alpha")
    desk.handle(Wait())
    room = SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})
    monkeypatch.setattr(store, "os", SimpleNamespace(**{**vars(room), "write": full}))

    pushes = desk.handle(Submit("note", text="while the disk is full"))
    silent = desk.handle(Submit("choose", "d04_make_way"))
    monkeypatch.setattr(store, "os", room)
    after = desk.handle(Submit("note", text="there is room again"))

    assert [type(push) for push in pushes] == [Shown, NotSaved]
    assert [type(push) for push in silent] == [Shown, NotSaved]
    assert [type(push) for push in after] == [Shown]
    finish(play).close()
    kept = play_of(alpha="person")
    kept.advance()
    for said in play.said:
        kept.submit(said.command)
    assert path.read_text("utf-8") == finish(kept).text()


# Scripts


def test_steps_are_taken_in_order_each_when_it_is_allowed() -> None:
    """A script would skip, hurry, or give up a step that is not allowed yet."""
    steps = (
        # No window is open before minute 1.
        {"at": "10 s", "choose": "d04_make_way"},
        # Allowed at once, but its turn comes after the first.
        {"at": "0 s", "choose": "d01_hail"},
        {"at": "20 min", "call": "vhf", "to": "bravo_ship", "form": "hail"},
    )
    play = finish(play_of(alpha=script(*steps)))

    assert commands(play) == [
        (1.0, "alpha", "d04_make_way"),
        (1.0, "alpha", "d01_hail"),
        (20.0, "alpha", "vhf"),
    ]
    assert play.unplayed() == {}


def test_steps_that_never_become_allowed_are_counted() -> None:
    """An author would not learn that history came out otherwise."""
    steps = (
        {"at": "0 s", "choose": "d01_hail"},
        {"at": "0 s", "choose": "d01_hail"},
        {"at": "0 s", "choose": "n01_hold"},
    )
    play = finish(
        play_of(alpha=script(*steps), bravo=script({"at": "5 min", "choose": "n01_hold"}))
    )

    # The hail can be given once only; what stands behind it waits for ever. Hold is not Bravo's.
    assert commands(play) == [(0.0, "alpha", "d01_hail")]
    assert play.unplayed() == {"alpha": 2, "bravo": 1}


LATE = (
    "moves.n01_hold.when={after: 30 min}",
    "moves.n01_hold.free=true",
    "moves.d01_hail.when={after: 10 min}",
)


def test_a_step_is_taken_at_the_first_moment_at_which_it_is_allowed() -> None:
    """A script would be late, or never act, where only time opens its move."""
    play = finish(play_of(ONE_HAIL, *LATE, alpha=script({"at": "12 min", "choose": "n01_hold"})))

    assert commands(play) == [(30.0, "alpha", "n01_hold")]
    assert play.unplayed() == {}


HAILS = {"at": "0 s", "choose": "d01_hail"}
CALLS = {"at": "0 s", "call": "vhf", "to": "bravo_ship", "form": "hail"}
SHORT_AERIALS = ("vessels.alpha_ship.aerial=1 m", "vessels.bravo_ship.aerial=1 m")


def _ranged(limit: str) -> str:
    return f"moves.d01_hail.when={{range: {{of: [bravo_ship, alpha_ship], {limit}}}}}"


# Alpha makes 5 m/s for Bravo, or away from it, from 10,733.368 m; radio reaches 8,334 m.
@pytest.mark.parametrize(
    ("course", "sets", "step", "at_ms"),
    [
        (90, [_ranged("below: 9 km")], HAILS, {346_674}),
        (90, [_ranged("below: 9 km, above: 8 km")], {**HAILS, "at": "6 min"}, {360_000}),
        (90, [_ranged("below: 10233.368 m")], HAILS, {100_000, 100_001}),
        (270, [_ranged("above: 11233.368 m")], HAILS, {100_000, 100_001}),
        (270, [_ranged("above: 11 km")], HAILS, {53_327}),
        (90, SHORT_AERIALS, CALLS, {479_874}),
    ],
)
def test_a_step_is_taken_as_soon_as_distance_allows_it(
    course: int, sets: list[str], step: dict[str, str], at_ms: set[int]
) -> None:
    """A script would act sooner or later, as the play happens to be looked at."""
    sails = ("vessels.alpha_ship.speed=5 m/s", f"vessels.alpha_ship.course={course} deg")
    taken = set()
    for tick_ms in (3_600_000, 61_000, 4_999, 1_001):
        play = play_of(ONE_HAIL, *sails, *sets, alpha=script(step))
        while not play.said and not play.ended:
            play.advance(play.engine.now_ms + tick_ms)
        taken |= {said.at_ms for said in play.said}

    assert len(taken) == 1
    assert taken <= at_ms


def test_the_shipped_history_is_played_in_full() -> None:
    """What really happened could not be shown."""
    setup = setup_of("twenty-nine-minutes")
    assert setup.scenario.history is not None
    told = {told.seat: "script:history" for told in setup.scenario.history.scripts}

    play = finish(play_of("twenty-nine-minutes", seed=setup.scenario.history.seed, **told))

    assert play.unplayed() == {}
    wanted = sum(len(told.steps) for told in setup.scenario.history.scripts)
    assert len(play.said) == wanted


def test_a_step_says_what_it_asks_for() -> None:
    """A script's call would lose its vessel or its form."""
    (step,) = script({"at": "0 s", "call": "vhf", "to": "bravo_ship", "form": "hail"}).steps

    assert command_of("alpha", step) == Command("alpha", "call", "vhf", "bravo_ship", "hail")


# Occupants


@pytest.mark.parametrize(
    ("spec", "pace"),
    [
        ("person", "person"),
        ("random", "policy"),
        ("standing-orders", "none"),
        ("random:", "policy"),
    ],
)
def test_an_occupant_is_read(spec: str, pace: str) -> None:
    """A seat would be filled by somebody else than was asked for."""
    who = occupant(setup_of(ONE_HAIL), "alpha", spec)

    assert (who.name, who.control) == (spec, pace)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("", "unknown policy “”"),
        ("randm", "did you mean “random”"),
        ("standing_orders", "did you mean “standing-orders”"),
        ("Person", "did you mean “person”"),
        ("person:x=1", "unknown policy"),
        ("random:x", "“x” is not KEY=VALUE"),
        ("random:=1", "“=1” is not KEY=VALUE"),
        ("random:x=1", "takes no “x”"),
        ("standing-orders:x=1,y=2", "takes no “x”"),
        ("script", "needs a file"),
        ("script:", "needs a file"),
        ("script:history", "no history"),
        ("script:steps.yaml", "cannot be read here"),
    ],
)
def test_an_occupant_that_cannot_be_is_named(spec: str, words: str) -> None:
    """A typing error would end in a traceback, or fill the seat with something else."""
    with pytest.raises(PolicyError) as caught:
        occupant(setup_of(ONE_HAIL), "alpha", spec)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("u", "expected"),
    [(1e-16, "a"), (0.2, "a"), (0.3, "b"), (0.6, "c"), (0.76, None), (1 - 1e-16, None)],
)
def test_random_takes_every_move_and_none_alike(u: float, expected: str | None) -> None:
    """A random policy would never let a window be, or run beyond its list."""
    # Three moves or none: a quarter each.
    assert any_of(("a", "b", "c"), u) == expected
    assert any_of((), u) is None


# Pacing

walls = st.floats(0, 1e6, allow_nan=False)


def test_pacing_arithmetic() -> None:
    """A tick would show the wrong time."""
    pacing = Pacing(rate=60, anchor_wall_s=100, anchor_sim_ms=5_000)

    # Two seconds at sixty to one are two minutes.
    assert pacing.sim_now(102) == 5_000 + 120_000
    assert pacing.wall_at(5_000 + 120_000) == 102
    assert pacing.sim_now(99) == 5_000

    pacing.pause(102)
    assert (pacing.sim_now(500), pacing.wall_at(10**9)) == (125_000, None)

    pacing.go(500, rate=2)
    assert pacing.sim_now(501) == 127_000
    pacing.go(501)
    assert (pacing.rate, pacing.sim_now(502)) == (2, 129_000)


def test_a_stopped_rate_never_comes_due() -> None:
    """A rate of nothing would divide by nothing."""
    pacing = Pacing(rate=0, anchor_wall_s=0, anchor_sim_ms=7)

    assert (pacing.sim_now(1e9), pacing.wall_at(8)) == (7, None)


@given(st.floats(0.001, 1e5), walls, st.integers(0, 10**10), st.integers(0, 10**8))
def test_pacing_there_and_back(rate: float, wall_s: float, sim_ms: int, later_ms: int) -> None:
    """A screen would wake before what it wakes for is due, or long after."""
    pacing = Pacing(rate, wall_s, sim_ms)

    due_s = pacing.wall_at(sim_ms + later_ms)

    assert due_s is not None
    assert due_s >= wall_s
    # Wall clocks of a million seconds are kept to about a nanosecond.
    assert abs(pacing.sim_now(due_s) - (sim_ms + later_ms)) <= 1 + rate * 1e-6


@given(st.lists(st.tuples(st.sampled_from(["pause", "go", "rate", "look"]), st.floats(0, 100))))
def test_pacing_never_runs_back_or_jumps(deeds: list[tuple[str, float]]) -> None:
    """Changing the pace would lose or double time."""
    pacing, wall_s, shown = Pacing(3.0, 0.0, 0), 0.0, 0

    for deed, passed_s in deeds:
        before, running, rate = pacing.sim_now(wall_s), not pacing.paused, pacing.rate
        wall_s += passed_s
        expected = before + (passed_s * rate * 1000 if running else 0)
        if deed == "pause":
            pacing.pause(wall_s)
        elif deed != "look":
            pacing.go(wall_s, passed_s if deed == "rate" else None)
        assert pacing.sim_now(wall_s) == pytest.approx(expected, abs=2)
        assert pacing.sim_now(wall_s) >= shown
        shown = pacing.sim_now(wall_s)


# What is shown

LASTS = ("", "answered", "declined", "rang_out", "withdrawn")
FLOOR = ("not_established", "suspended")


@pytest.mark.parametrize(
    ("start", "last", "expected"),
    [(start, last, start) for start in FLOOR for last in LASTS]
    + [(start, "declined", "refused") for start in ("open", "dormant", "slow", "unanswered")]
    + [(start, "rang_out", "unanswered") for start in ("open", "dormant", "slow", "refused")]
    + [(start, "", start) for start in ("open", "dormant", "slow", "refused", "unanswered")]
    + [(start, "withdrawn", start) for start in ("open", "dormant", "slow")]
    + [(start, "answered", "open") for start in ("open", "dormant", "refused", "unanswered")],
)
def test_the_board_word_is_the_first_that_holds(start: str, last: str, expected: str) -> None:
    """A seat would read another word than what it could know of the channel allows."""
    setup = setup_of(ONE_HAIL, f"channels.vhf.start={start}")
    known = play_of(ONE_HAIL, f"channels.vhf.start={start}").engine.state.known["alpha"].copy()
    if last:
        known.calls.last["vhf"] = last
    if last == "answered":
        known.calls.last_answered_ms["vhf"] = 0

    (line,) = board(setup, known, 0)

    assert line.word == expected


def test_a_dead_radio_is_said_on_the_board_and_cannot_be_called() -> None:
    """A seat would call on a radio that is out of action."""
    sets = ("moves.n01_hold.effects=[{silence: alpha_ship}]",)
    play = play_of(ONE_HAIL, *sets, alpha="person")
    play.advance()
    play.submit(choose("alpha", "n01_hold"))

    (line,) = board(play.setup, play.engine.state.known["alpha"], 0)
    refused = play.submit(Command("alpha", "call", "vhf", "bravo_ship", "hail"))

    assert (line.word, line.callable) == ("radio_dead", False)
    assert isinstance(refused, Refusal)
    assert refused.code == "radio_dead"


def test_feed_lines_are_numbered_for_good() -> None:
    """A screen would show a line twice, or miss one."""
    play = play_of("twenty-nine-minutes", ph_mission="person", ccg_scene="random")
    desk, news = SeatSession(play, "ph_mission"), list[FeedLine]()

    while not play.ended:
        for push in desk.handle(Wait()):
            if isinstance(push, Shown):
                news += push.news

    whole = feed(play.setup, play.engine.state.known["ph_mission"])
    assert whole == desk.feed()
    numbers = [line.number for line in news]
    assert numbers == sorted(set(numbers)), "a line was pushed twice, or late"
    alone = {line for line in whole if not line.also}
    assert alone <= set(news), "what is left once repeats are folded was told as it came"
    assert {line.number for line in whole} <= set(numbers)
    assert len(whole) > 40
    assert (whole[0].number, whole[0].at_ms) == (1, 0)
    assert "begins" in whole[0].text
    assert sorted({line.number for line in whole}) == [line.number for line in whole]
    assert all(line.text for line in whole)
    assert feed(play.setup, play.engine.state.known["ph_mission"], last=3) == whole[-3:]
    assert view(play.setup, play.engine.state.known["ph_mission"], 0).feed == whole[-40:]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", [ONE_HAIL, TWO_DESKS])
def test_an_option_is_blocked_exactly_if_it_is_refused(name: str, seed: int) -> None:
    """The menu would offer what is then refused, or refuse for another reason than it says."""
    dice, setup = random.Random(seed), setup_of(name)
    play = play_of(name, seed=seed, **dict.fromkeys(setup.seats, "person"))

    for _ in range(12):
        _roam(play, dice)
        for seat in setup.seats:
            for option in options(setup, play.engine.state.known[seat], play.engine.now_ms):
                done = play.fork().submit(choose(seat, option.move))
                assert option.blocked == (done.sentence if isinstance(done, Refusal) else "")


ASKED = "moves.d16_recall.leave.given=0"
BLOCKED: list[tuple[str, tuple[str, ...], list[str], str, str]] = [
    ("d04_make_way", (), ["d04_make_way"], "“Make way” is already in preparation.", ONE_HAIL),
    ("d01_hail", (), ["d01_hail"], "“Hail Bravo” can be done once only.", ONE_HAIL),
    ("n01_hold", (), ["n01_hold"], "No decision is open; wait until", ONE_HAIL),
    (
        "d04_make_way",
        ("moves.n01_hold.effects=[{leave: alpha_ship}]",),
        ["n01_hold"],
        "Alpha has left the scene.",
        ONE_HAIL,
    ),
    (
        "n01_hold",
        ("moves.n01_hold.when={all: [{flag: made_way}, {after: 5 min}]}",),
        [],
        "Needs: Alpha has made way. Not before",
        ONE_HAIL,
    ),
    ("d16_recall", (), ["d16_recall"], "Chief of staff has not answered yet.", TWO_DESKS),
]


@pytest.mark.parametrize(("move", "sets", "before", "sentence", "name"), BLOCKED)
def test_a_blocked_option_says_why(
    move: str, sets: tuple[str, ...], before: list[str], sentence: str, name: str
) -> None:
    """A player would see a grey option and not learn what it waits for."""
    seat = "alpha" if name == ONE_HAIL else "watch"
    play = play_of(name, *sets, **{seat: "person"})
    play.advance()
    for earlier in before:
        assert not isinstance(play.submit(choose(seat, earlier)), Refusal)

    known, now = play.engine.state.known[seat], play.engine.now_ms
    (option,) = [o for o in options(play.setup, known, now) if o.move == move]

    assert option.blocked.startswith(sentence)


def test_denied_leave_is_said() -> None:
    """A seat would ask again and again for what was denied."""
    play = play_of(TWO_DESKS, ASKED, watch="person")
    play.advance()
    play.submit(choose("watch", "d16_recall"))
    play.looked("watch")
    play.advance()

    refused = play.submit(choose("watch", "d16_recall"))

    assert isinstance(refused, Refusal)
    assert refused.sentence == "Chief of staff denied leave."


def test_after_the_end_everything_is_over() -> None:
    """A move would be offered in a run that has ended."""
    play = finish(play_of(alpha="person"))

    known = play.engine.state.known["alpha"]
    said = {o.blocked for o in options(play.setup, known, play.engine.now_ms)}

    assert said == {"The run has ended."}


# The desk


def test_the_desk_answers_each_request() -> None:
    """A screen would get no answer, or two."""
    play = play_of(alpha="person")
    desk = SeatSession(play, "alpha")

    looked = desk.handle(Look())
    waited = desk.handle(Wait(30_000))
    noticed = desk.handle(Wait())
    refused = desk.handle(Submit("choose", "no_such_move"))
    accepted = desk.handle(Submit("choose", "n01_hold"))
    undone = desk.handle(Undo())
    nothing = desk.handle(Undo())

    assert [[type(p) for p in pushes] for pushes in (looked, waited, noticed)] == [[Shown]] * 3
    assert isinstance(waited[0], Shown)
    assert waited[0].view.at_ms == 30_000
    assert isinstance(noticed[0], Shown)
    assert noticed[0].view.window is not None
    assert [type(p) for p in refused] == [Refused]
    assert [type(p) for p in accepted] == [Shown]
    assert [type(p) for p in undone] == [Shown]
    assert [type(p) for p in nothing] == [Refused]


def test_the_desk_shows_the_end() -> None:
    """A player would not learn how the game ended."""
    desk = SeatSession(play_of(alpha="person"), "alpha")
    pushes = desk.handle(Wait())
    while not any(isinstance(push, Ended) for push in pushes):
        pushes = desk.handle(Wait())

    (ended,) = [push for push in pushes if isinstance(push, Ended)]

    assert ended.outcome.ending == "as_they_were"
    assert ended.outcome.text == "Nobody moved."


def test_waiting_for_nothing_lets_no_time_pass() -> None:
    """`wait 0 s` would run to the next notice."""
    desk = SeatSession(play_of(alpha="person"), "alpha")

    (shown,) = desk.handle(Wait(0))

    assert isinstance(shown, Shown)
    assert shown.view.at_ms == 0


def _ring(answer: str) -> tuple[Play, SeatSession]:
    """Let Bravo's move hail Alpha, who is a person and answers so."""
    hail = "{hail: {channel: vhf, vessel: bravo_ship, to: alpha_ship, form: hail}}"
    play = play_of(ONE_HAIL, f"injects.orders.effects=[{hail}]", alpha="person")
    desk = SeatSession(play, "alpha")
    desk.handle(Wait())
    desk.handle(Wait())
    (call,) = view(play.setup, play.engine.state.known["alpha"], play.engine.now_ms).calls
    assert (call.incoming, call.other) == (True, "bravo_ship")
    if answer:
        assert not isinstance(desk.handle(Submit(answer, call.call))[0], Refused)
    return play, desk


@pytest.mark.parametrize(
    ("answer", "outcome_", "minute"),
    [("answer", "answered", 2.0), ("decline", "declined", 2.0), ("", "rang_out", 6.0)],
)
def test_a_call_that_rings(answer: str, outcome_: str, minute: float) -> None:
    """A person's answer would not count, or a call nobody takes would ring for ever."""
    play, desk = _ring(answer)
    desk.handle(Wait(5 * MIN))
    while play.engine.now_ms < 7 * MIN:
        desk.handle(Wait(MIN))

    ended = [e for e in play.engine.log if e.fact.kind == "call_ended"]

    assert [(e.at_ms / MIN, e.fact.outcome) for e in ended] == [(minute, outcome_)]


def test_measures_of_a_run_without_calls_are_undefined_not_nought() -> None:
    """A table would show a wait of nought minutes where nobody called."""
    summed = outcome(finish(play_of()).engine)

    assert summed.measures["channels"]["vhf"] == {
        "usable": 1.0,
        "tries": 0,
        "answered": 0,
        "median_wait_min": None,
    }
    assert (summed.measures["minutes"], summed.measures["peak_rung"]) == (60.0, {"a": 0, "b": 0})


def test_measures_count_calls() -> None:
    """The value of a line would be computed from the wrong number of calls."""
    play, _ = _ring("answer")

    measures: dict[str, Any] = outcome(finish(play).engine).measures

    vhf = measures["channels"]["vhf"]
    assert (vhf["tries"], vhf["answered"], vhf["median_wait_min"]) == (1, 1, 0.0)
    assert measures["contacts"] == 1


each_notice: list[Callable[[SeatSession], list[Any]]] = [
    lambda desk: desk.handle(Submit("hang", "alpha>bravo_ship")),
    lambda desk: desk.handle(Submit("answer", "alpha>bravo_ship")),
]


@pytest.mark.parametrize("do", each_notice, ids=["hang", "answer"])
def test_only_the_caller_hangs_up(do: Callable[[SeatSession], list[Any]]) -> None:
    """A caller would answer its own call, or could not stop it."""
    play = play_of(alpha="person", bravo="person")
    desk = SeatSession(play, "alpha")
    desk.handle(Wait())
    desk.handle(Submit("call", "vhf", to="bravo_ship", form="hail"))

    (first, *_) = do(desk)

    open_calls = view(play.setup, play.engine.state.known["alpha"], play.engine.now_ms).calls
    hangs = do is each_notice[0]
    assert (len(open_calls), isinstance(first, Refused)) == (0 if hangs else 1, not hangs)
