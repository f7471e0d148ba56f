"""Every shipped scenario keeps what the project promises of scenarios."""

from __future__ import annotations

import json
import re

import pytest

from sim.cli import main
from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.engine.kernel.conditions import holds
from sim.loader import library, load
from sim.model.moves import SIGNS
from sim.model.scripts import Step
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.play.policies import DOCTRINES
from sim.units import MS_PER_D

SHIPPED = library.shipped()
MOVES_LEAST = 6
ASSUMED_MOST = 0.40
WHERE = re.compile(
    r"draws? (far )?ahead|(ahead of|abeam of) you|your track|and closing|closes us"
    r"|from (port|astern)|(?<!swings )(?<!out )to (port|starboard)\b"
    r"|(port|starboard) (bow|beam|quarter)"
)
"""Words for where one ship lies of another, or what it does to a bearing."""


@pytest.mark.parametrize("name", SHIPPED)
def test_numbers_and_dated_facts_have_their_sources(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number without a source, or a dated claim that is not data, would be passed on as true."""
    code = main(["scenario", "check", name, "--sources", "--json"])

    (found,) = json.loads(capsys.readouterr().out)
    assert code == 0
    assert found["untagged"] == []
    assert found["dated_statements"] > 0
    assert found["dated_statements_not_data"] == []
    assert found["assumed_share"] <= ASSUMED_MOST


@pytest.mark.parametrize("name", SHIPPED)
def test_every_playable_seat_has_moves_of_every_direction(name: str) -> None:
    """A player would be left without a way up, a way down, or a way to hold."""
    setup = Setup(load(name))
    for seat in setup.scenario.seats:
        if seat.playable:
            directions = [move.direction for move in setup.moves_of[seat.id]]
            for direction in SIGNS:
                assert directions.count(direction) >= MOVES_LEAST, (seat.id, direction)


@pytest.mark.parametrize("name", SHIPPED)
def test_whoever_plays_meets_somebody_who_answers(name: str) -> None:
    """A player would talk to a seat that does the same whatever is said to it."""
    seats = [seat for seat in load(name).seats if seat.playable]

    assert {str(seat.occupant).partition(":")[0] for seat in seats} <= set(DOCTRINES)


def _dawn(*steps: tuple[str, str], other: str = "standing-orders") -> Play:
    setup = Setup(load("dawn-approach"))
    filled = {seat: occupant(setup, seat, "standing-orders") for seat in setup.seats}
    filled["east_captain"] = occupant(setup, "east_captain", other)
    told = tuple(Step.model_validate({"at": at, "choose": move}) for at, move in steps)
    filled["west_captain"] = Occupant("script:x", "script", steps=told)
    play = Play(setup, 1, filled)
    play.advance()
    assert play.unplayed() == {}
    return play


@pytest.mark.parametrize(
    ("said", "ending", "orders_kept"),
    [("26 min", "announced", True), ("38 min", "announced", True), ("", "laid", False)],
)
def test_what_is_said_on_16_before_is_notice_given(
    said: str, ending: str, orders_kept: bool
) -> None:
    """The first game would ask for notice and then not take it."""
    steps = [(said, "d01_w_say")] if said else []

    play = _dawn(*steps, ("39 min", "p03_w_lay"))

    state = play.engine.state
    order = next(o for o in play.setup.seats["east_captain"].orders if o.id == "not_unseen")
    assert play.ended == ending
    assert holds(play.setup, order.when, state, play.engine.now_ms) == orders_kept


def test_a_decision_that_lapses_does_not_undo_what_is_being_done() -> None:
    """A newcomer who lays the buoy and waits would find that somebody countermanded it."""
    play = _dawn(("37 min 30 s", "p03_w_lay"), other="firm")

    assert play.engine.state.effects.flags["laid"]


@pytest.mark.parametrize("name", SHIPPED)
def test_no_report_or_cue_tells_where_ships_lie(name: str) -> None:
    """Conditions know ranges, no bearings: the chart would show another picture than the text."""
    scenario = load(name)
    texts = [inject.text for inject in scenario.injects if inject.when and inject.text]
    texts += [move.cue.text for move in scenario.moves if move.cue]

    assert [text for text in texts if WHERE.search(text)] == []


def test_a_joint_look_can_end_the_morning_of_16_september() -> None:
    """After the ships have parted there would be nothing left to decide, only to wait for."""
    setup = Setup(load("twenty-nine-minutes"))
    asked = [("20 s", "n01_hold_course"), ("86 min", "d21_ph_as_seen")]

    def ended(*steps: tuple[str, str]) -> list[str]:
        told = tuple(Step.model_validate({"at": at, "choose": move}) for at, move in steps)
        endings = []
        for seed in range(1, 13):
            filled = {seat: occupant(setup, seat, s.occupant) for seat, s in setup.seats.items()}
            filled["ph_mission"] = Occupant("script:x", "script", steps=told)
            play = Play(setup, seed, filled)
            play.advance()
            endings.append(play.ended)
        return endings

    looked = ended(*asked, ("116 min", "d23_ph_joint_review")).count("looked_together")
    assert looked >= 2
    assert "looked_together" not in ended(*asked, ("116 min", "v02_ph_film"))


def test_every_seat_of_the_second_round_may_hold_on_every_occasion() -> None:
    """A player would have to concede or to press for want of doing nothing."""
    setup = Setup(load("second-round"))
    for seat in setup.scenario.seats:
        holds = [
            move.id
            for move in setup.moves_of[seat.id]
            if move.direction == "hold" and move.when is None and move.read_as[seat.side] == 0
        ]
        assert holds, seat.id


def test_an_agreement_of_two_bridges_leaves_the_boats_where_they_are() -> None:
    """The rules, or a distance between warships, would hold hulls that nobody asked."""
    scenario = load("second-round")
    bound = {service for channel in scenario.channels for service in channel.binds}
    boats = next(stream for stream in scenario.streams if stream.id == "boats_across")

    assert bound == {"navy"}
    assert boats.between[0] == "militia"
    assert "apart" not in {each.flag for each in boats.displaced}


def _history(name: str, seed: int) -> Play:
    setup = Setup(load(name))
    history = setup.scenario.history
    assert history is not None
    scripted = {script.seat for script in history.scripts}
    filled = {
        seat: occupant(setup, seat, "script:history" if seat in scripted else spec.occupant)
        for seat, spec in setup.seats.items()
    }
    play = Play(setup, seed, filled)
    play.advance()
    return play


def test_the_morning_of_16_september_ends_as_it_did() -> None:
    """What history did would not lead to what history saw: glass, one hurt, a touch, film."""
    history = load("twenty-nine-minutes").history
    assert history is not None

    play = _history("twenty-nine-minutes", history.seed)

    state = play.engine.state
    assert play.unplayed() == {}
    assert play.ended == "glass_film_protest"
    tallies = {
        name: state.acts.tallies.get(name, 0) for name in ("hurt", "dead", "collisions", "shots")
    }
    assert tallies == {"hurt": 1, "dead": 0, "collisions": 1, "shots": 0}
    assert all(
        state.effects.flags[flag] for flag in ("glass", "short_circuit", "ph_film", "prc_film")
    )
    assert state.moves.done["v03_protest_note"] == 1


@pytest.mark.slow
def test_history_does_not_hang_on_one_seed() -> None:
    """What was done that day would lead to its ending by one lucky seed only."""
    endings = [_history("twenty-nine-minutes", seed).ended for seed in range(1, 21)]

    assert endings.count("glass_film_protest") >= 18


def test_the_afternoon_of_3_june_ends_as_it_did() -> None:
    """The crossing at 150 yards would touch, fire, or not happen: CPA about 137 m, no contact."""
    history = load("handshake").history
    assert history is not None

    play = _history("handshake", history.seed)

    passes = [e.fact.range_m for e in play.engine.log if e.fact.kind == "approach_passed"]
    tallies = play.engine.state.acts.tallies
    assert play.unplayed() == {}
    assert 120 <= min(passes) <= 155
    assert tallies.get("collisions", 0) == tallies.get("shots", 0) == tallies.get("dead", 0) == 0


def test_the_seventeen_months_end_on_day_511() -> None:
    """Lines would come back on other days than they did, or a step could not be played at all."""
    history = load("seventeen-months").history
    assert history is not None

    play = _history("seventeen-months", history.seed)

    held = {
        e.fact.meeting: e.at_ms // MS_PER_D
        for e in play.engine.log
        if e.fact.kind == "meeting_held"
    }
    state = play.engine.state
    assert play.unplayed() == {}
    assert play.ended == "day_511"
    assert held == {
        "envoy_visit": 209,
        "summit": 358,
        "chiefs_call": 394,
        "policy_round": 412,
        "maritime_round": 498,
        "ministers_call": 511,
    }
    assert not state.effects.flags["listing_lifted"]
    assert state.effects.counters["prc_price"] == 0


@pytest.mark.slow
def test_the_seventeen_months_do_not_hang_on_one_seed() -> None:
    """What was done would lead to day 511 by one lucky seed only; a contact in the air is drawn."""
    endings = [_history("seventeen-months", seed).ended for seed in range(1, 21)]

    assert endings.count("day_511") >= 16
    assert set(endings) <= {"day_511", "touched", "wreck"}


def test_the_week_of_5_august_ends_as_it_did() -> None:
    """The list would be another, somebody would have picked up, or something touched or shot."""
    history = load("eight-measures").history
    assert history is not None

    play = _history("eight-measures", history.seed)

    state = play.engine.state
    shut = {channel for channel, word in state.channels.political.items() if word == "suspended"}
    listed = {"theater_commanders", "dpct", "mmca", "civil_five"}
    assert play.unplayed() == {}
    assert play.ended == "eight"
    assert shut == {*listed, "cross_strait"}
    assert {state.acts.tallies.get(name, 0) for name in ("contacts", "hurt", "dead", "shots")} == {
        0
    }
    assert not state.effects.flags["touched"]
    assert all(
        state.effects.flags[flag] for flag in ("visited", "missiles_over", "extended", "completed")
    )


def test_shutting_lines_pays_at_home_and_costs_what_could_be_asked() -> None:
    """Closing would be no move: either nothing were gained by it, or nothing lost."""
    military = ("chiefs_vtc", "minister_call", "defense_attaches", "mmca")
    patches = [f"channels.{name}.start=suspended" for name in military]
    earned = []
    for setup in (Setup(load("eight-measures")), Setup(load("eight-measures", patches))):
        found = {"punish": 0.0, "hearing": 0.0}
        for seed in range(1, 7):
            play = Play(setup, seed, {s: occupant(setup, s, "firm") for s in setup.seats})
            play.advance()
            told = scores(setup, play.engine.state, play.engine.now_ms)["prc"]["objectives"]
            for name in found:
                found[name] += told[name][1]
        earned.append(found)
    before, after = earned

    assert after["punish"] > before["punish"]
    assert after["hearing"] < before["hearing"] - 6
