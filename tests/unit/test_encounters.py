"""Encounters: duties that hold, motion too slow to matter, hulls that meet, and who is asked."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.cli import main
from sim.engine import Draws, Engine, Setup, begin
from sim.engine.base import geometry as geo
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.encounters import (
    ApproachPassed,
    EncounterBegun,
    EncounterEnded,
    EncounterNoticed,
    HullsTouched,
    RoomGained,
)
from sim.engine.facts.vessels import ContactGained
from sim.engine.facts.windows import WindowOpened
from sim.engine.kernel.ancestry import force_class
from sim.engine.seat.news import feed
from sim.engine.seat.sightings import VesselLine
from sim.engine.seat.views import redact, relearn, view
from sim.loader import load
from sim.play.outcome import measures
from sim.play.sheet import sheet as sheet_of
from sim.units import M_PER_NM, MPS_PER_KN, MS_PER_MIN
from tui.panes.vessels import nearness

MILE = 1 / 60
"""A nautical mile in degrees of latitude, and on the equator of longitude."""


def ship(name: str, side: str, east_nm: float, north_nm: float, **more: Any) -> dict[str, Any]:
    """Describe a ship near the origin; by default it lies stopped and sees far."""
    spec = {"length": "30 m", "top_speed": "60 kn", "aerial": "9 m", "sight": "200 nm"}
    spec |= {"course": "0 deg", "speed": "0 kn", "service": "coast_guard"}
    at = f"{abs(north_nm) * MILE:.6f} {'N' if north_nm >= 0 else 'S'} "
    at += f"{abs(east_nm) * MILE:.6f} {'E' if east_nm >= 0 else 'W'}"
    return {**spec, "id": name, "name": name.title(), "side": side, "at": at, **more}


def steer(at: str, vessel: str, **how: str) -> dict[str, Any]:
    """Let a vessel steer something at a time."""
    return {"id": f"steer_{vessel}_{at.replace(' ', '')}", "title": "Steer", "kind": "report",
            "at": at, "effects": [{"steer": {"vessel": vessel, **how}}]}  # fmt: skip


def keep(at: str, vessel: str, on: str, **how: str) -> dict[str, Any]:
    """Let a vessel keep station on another from a time on."""
    terms = {"bearing": "90 deg", "distance": "300 m", "speed": "20 kn"} | how
    return {"id": f"keep_{vessel}", "title": "Keep", "kind": "report", "at": at,
            "effects": [{"station": {"vessel": vessel, "on": on, **terms}}]}  # fmt: skip


def sea(
    path: Path, *ships: dict[str, Any], injects: tuple[dict[str, Any], ...] = (), **more: Any
) -> Setup:
    """Make a scenario of two sides with a captain each, who commands all ships of the side."""
    seats = [
        {"id": f"{side}_captain", "title": f"Captain of {side.upper()}", "side": side,
         "level": "on_scene", "playable": True, "you_are": "A captain.", "sees": "sensors",
         "commands": [s["id"] for s in ships if s["side"] == side], "window": {"span": "10 min"},
         "standing_orders": [{"move": f"n01_{side}"}]}
        for side in "ab"
    ]  # fmt: skip
    moves = [
        {"id": f"n01_{side}", "code": "N01", "title": "Hold", "direction": "hold",
         "seats": [f"{side}_captain"]}
        for side in "ab"
    ]  # fmt: skip
    document = {
        "schema_version": 1, "id": "sea", "title": "Sea", "begins": "2025-01-01 08:00+00:00",
        "place": "a test sea", "origin": "0 N 0 E", "horizon": "3 h", "minutes": 1,
        "sides": [{"id": "a", "name": "Side A"}, {"id": "b", "name": "Side B"}],
        "seats": seats, "vessels": list(ships), "moves": moves, "injects": list(injects),
        "endings": [{"id": "over", "title": "Over", "text": "Over."}],
    } | more  # fmt: skip
    file = path / "scenario.yaml"
    file.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    return Setup(load(file))


def run(setup: Setup, minutes: float | None = None, seed: int = 1) -> Engine:
    """Run without anybody deciding, to the end or for some minutes."""
    engine = Engine(setup, Draws(seed))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    end = setup.scenario.horizon
    engine.drain_to(end if minutes is None else round(minutes * MS_PER_MIN))
    return engine


def row(engine: Engine, seat: str, vessel: str) -> VesselLine:
    """Give what a seat is shown of a vessel."""
    shown = view(engine.setup, engine.state.known[seat], engine.now_ms)
    return next(line for line in (*shown.own, *shown.contacts) if line.vessel == vessel)


def facts(engine: Engine, kind: type) -> list[Any]:
    """List the facts of a kind."""
    return [e.fact for e in engine.log if isinstance(e.fact, kind)]


def ordinary(engine: Engine) -> list[tuple[str, str, int, bool, bool]]:
    """List the acts: side, what, rung, ordered, doubtful."""
    return [(f.side, f.what, f.rung, f.ordered, f.doubtful) for f in facts(engine, ActOccurred)]


CROSSING = (
    ship("alpha", "a", 0, 0, course="0 deg", speed="10 kn"),
    ship("bravo", "b", 2.8284, 2.8284, course="270 deg", speed="10 kn"),
)
"""Both reach one point after 2.8284 nm, 16.97 min; Alpha has the other to starboard."""


# Duties


def _overtaker(distance_nm: float = 1.95) -> dict[str, Any]:
    """A ship that comes up from 140 degrees off the other's bow and passes ahead of it."""
    angle = math.radians(140)
    return ship("alpha", "a", distance_nm * math.sin(angle), distance_nm * math.cos(angle),
                course="344.265 deg", speed="9.625 kn")  # fmt: skip


SLOW = ship("bravo", "b", 0, 0, course="0 deg", speed="5 kn")


def test_she_stays_overtaking_until_past_and_clear(tmp_path: Path) -> None:
    """Rule 13(d): a change of bearing would make an overtaking vessel a crossing one."""
    setup = sea(tmp_path, _overtaker(), SLOW)
    engine = run(setup, 9)
    begun = facts(engine, EncounterBegun)[0]
    duties, angles = set(), []

    while not facts(engine, EncounterEnded):
        engine.drain_to(engine.now_ms + 10_000)
        if facts(engine, EncounterEnded):
            break
        duties.add((row(engine, "a_captain", "bravo").duty, row(engine, "b_captain", "alpha").duty))
        angles.append(row(engine, "b_captain", "alpha").bearing_deg)

    assert (begun.duty_one, begun.duty_two) == ("overtaking", "overtaken")
    assert any(angle is not None and angle < 112.5 for angle in angles), "she never drew abeam"
    assert duties == {("overtaking", "overtaken")}
    assert row(engine, "a_captain", "bravo").duty == "none"


def test_an_overtaking_vessel_that_turns_stays_one(tmp_path: Path) -> None:
    """Rule 13(d): a turn towards the other's bow would free her of her duty."""
    setup = sea(
        tmp_path, _overtaker(1.2), SLOW, injects=(steer("8 min", "alpha", course="320 deg"),)
    )

    engine = run(setup, 9)

    assert row(engine, "a_captain", "bravo").duty == "overtaking"
    assert row(engine, "b_captain", "alpha").duty == "overtaken"


def test_who_came_up_from_abaft_long_before_she_is_noticed_overtakes(tmp_path: Path) -> None:
    """A slow overtaker has drawn abeam by the time she is noticed, and would be a crossing one."""
    # She gains 1.6 kn on a relative course of 330 degrees and passes 0.4 nm off: an hour before
    # at 1.6 nm from there she bears 136 degrees, 15 minutes before, at 0.4 nm, 105 degrees.
    ships = (ship("alpha", "a", 1.1464, -1.1856, course="352.86 deg", speed="6.436 kn"),
             ship("bravo", "b", 0, 0, course="0 deg", speed="5 kn"))  # fmt: skip

    engine = run(sea(tmp_path, *ships), 46)

    bearing = row(engine, "b_captain", "alpha").bearing_deg
    assert bearing is not None
    assert bearing < 112.5
    assert row(engine, "a_captain", "bravo").duty == "overtaking"


@pytest.mark.parametrize(
    ("turn", "duty"),
    [
        # 5 and 7 degrees cannot be told on a radar, 9 can, and 10 in two steps.
        (("-5 deg",), "give_way"),
        (("-7 deg",), "give_way"),
        (("-9 deg",), "overtaken"),
        (("-5 deg", "-5 deg"), "overtaken"),
    ],
)
def test_a_duty_holds_until_a_manoeuvre_that_others_can_see(
    tmp_path: Path, turn: tuple[str, ...], duty: str
) -> None:
    """A touch of helm would change who keeps clear, or a turn that all can see would not."""
    x_m, y_m = geo.offset(0, 110, M_PER_NM)
    found = geo.intercept(-x_m, -y_m, 0, 8 * MPS_PER_KN, 12 * MPS_PER_KN)
    assert found is not None
    angle = math.radians(110)
    alpha = ship("alpha", "a", 0, 0, course="0 deg", speed="8 kn")
    bravo = ship("bravo", "b", math.sin(angle), math.cos(angle), speed="12 kn",
                 course=f"{found[0]:.3f} deg")  # fmt: skip
    steers = tuple(steer(f"{60 + n} s", "alpha", turn=by) for n, by in enumerate(turn))

    engine = run(sea(tmp_path, alpha, bravo, injects=steers), 2.1)

    first = facts(engine, EncounterBegun)[0]
    assert (first.duty_one, first.duty_two) == ("give_way", "stand_on")
    assert row(engine, "a_captain", "bravo").duty == duty


def test_a_small_turn_away_leaves_the_duty_until_past(tmp_path: Path) -> None:
    """A few degrees that open the closest approach would end what the rules ask for."""
    ships = (ship("alpha", "a", 0, 0, speed="10 kn"),
             ship("bravo", "b", 3, 3.5, course="270 deg", speed="10 kn"))  # fmt: skip
    setup = sea(tmp_path, *ships, injects=(steer("5 min", "alpha", turn="7 deg"),))

    engine = run(setup, 7)
    later = run(setup)

    line = row(engine, "a_captain", "bravo")
    assert line.cpa_m is not None
    assert line.cpa_m > engine.setup.parameters.encounter
    assert line.duty == "give_way"
    ended = next(e.at_ms for e in later.log if isinstance(e.fact, EncounterEnded))
    assert abs(ended - (engine.now_ms + (line.tcpa_ms or 0))) < 2


def test_a_wide_turn_away_ends_the_duty(tmp_path: Path) -> None:
    """Who has turned well away would still be told to keep clear."""
    setup = sea(tmp_path, *CROSSING, injects=(steer("6 min", "alpha", turn="90 deg"),))

    engine = run(setup, 6.1)

    assert [f.one for f in facts(engine, EncounterEnded)] == ["alpha"]
    assert row(engine, "a_captain", "bravo").duty == "none"


def test_only_who_sees_the_other_knows_of_an_encounter(tmp_path: Path) -> None:
    """A captain would be warned of, and given a duty towards, a ship that nobody on board sees."""
    alpha = {**CROSSING[0], "sight": "1 nm"}
    setup = sea(tmp_path, alpha, CROSSING[1])

    engine = run(setup, 15)

    begun = next(e for e in engine.log if isinstance(e.fact, EncounterBegun))
    noticed = next(e for e in engine.log if isinstance(e.fact, EncounterNoticed))
    gained = next(e for e in engine.log if isinstance(e.fact, ContactGained) and e.fact.side == "a")
    assert begun.audience == begun.alert == ("b_captain",)
    assert noticed.audience == noticed.alert == ("a_captain",)
    assert noticed.cause == gained.seq
    assert noticed.at_ms == gained.at_ms > begun.at_ms
    assert row(engine, "a_captain", "bravo").duty == "give_way"
    told = [line.text for line in feed(setup, engine.state.known["a_captain"])]
    assert "Alpha and Bravo close: 0 m in 4 min; Alpha: crossing, gives way." in told
    for seat in setup.seats:
        known = relearn(setup, redact(engine.log, seat), seat)
        assert view(setup, known, engine.now_ms) == view(
            setup, engine.state.known[seat], engine.now_ms
        )


def test_a_duty_is_forgotten_with_the_contact(tmp_path: Path) -> None:
    """A ship seen again an hour later would have the duty of an encounter long over."""
    alpha = {**CROSSING[0], "sight": "2 nm"}
    setup = sea(tmp_path, alpha, CROSSING[1], injects=(steer("15 min", "bravo", course="45 deg"),))

    engine = run(setup, 40)

    assert row(engine, "a_captain", "bravo").lost_ms is not None
    assert engine.state.known["a_captain"].encounters.duties == {}


# Motion too slow to matter


@pytest.mark.parametrize(
    ("course", "speed", "steady"),
    [
        ("90 deg", "10 kn", True),
        ("90.0001 deg", "10 kn", True),
        ("90 deg", "10.29 kn", True),
        ("90 deg", "10.31 kn", False),
        ("91.7 deg", "10 kn", True),
        ("91.8 deg", "10 kn", False),
    ],
)
def test_motion_that_instruments_cannot_tell_is_none(
    tmp_path: Path, course: str, speed: str, steady: bool
) -> None:
    """Ships on one course would have a closest approach in 3437815 minutes, and a duty."""
    # 0.3 kn: 0.29 and 0.31 kn faster; 10 kn · 2 sin(1.7°/2) = 0.297, of 1.8° 0.314 kn.
    ships = (ship("alpha", "a", 0, 0, course="90 deg", speed="10 kn"),
             ship("bravo", "b", -0.2, 0.1, course=course, speed=speed))  # fmt: skip
    engine = run(sea(tmp_path, *ships), 1)

    line = row(engine, "a_captain", "bravo")

    assert line.steady is steady
    assert (line.cpa_m is None, line.tcpa_ms is None) == (steady, steady)
    if steady:
        assert line.duty == "none"
        assert facts(engine, EncounterBegun) == []


def test_no_closest_approach_beyond_the_horizon(tmp_path: Path) -> None:
    """An answer would be given for a time that nobody will see."""
    far = (ship("alpha", "a", 0, 0, course="0 deg", speed="10 kn"),
           ship("bravo", "b", 0, 20, course="180 deg", speed="10 kn"))  # fmt: skip
    # 20 nm at 20 kn are 60 minutes.
    seen = {
        horizon: row(run(sea(tmp_path, *far, horizon=horizon), 1), "a_captain", "bravo")
        for horizon in ("59 min", "61 min")
    }

    assert (seen["59 min"].cpa_m, seen["59 min"].tcpa_ms) == (None, None)
    assert seen["61 min"].tcpa_ms == pytest.approx(59 * MS_PER_MIN, abs=100)
    assert not seen["59 min"].steady


def test_steady_is_said_in_lines_and_on_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word would be missing where people read."""
    ships = (ship("alpha", "a", 0, 0, course="90 deg", speed="10 kn"),
             ship("bravo", "b", 0, 1, course="90.0001 deg", speed="10 kn"))  # fmt: skip
    word = {"id": "word", "title": "Word", "kind": "report", "to": ["a_captain"], "text": "Go.",
            "at": "1 s"}  # fmt: skip
    setup = sea(tmp_path, *ships, injects=(word,))
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", io.StringIO("\nview\nquit\n"))

    main(["play", str(tmp_path / "scenario.yaml"), "--plain", "--seed", "1"])

    out = capsys.readouterr().out
    line = next(line for line in out.splitlines() if "Bravo" in line and " nm at " in line)
    assert line.split("at 000°")[1].strip() == "steady"
    engine = run(setup, 1)
    shown = row(engine, "a_captain", "bravo")
    sheet = sheet_of(setup, "a_captain")
    assert nearness(sheet, shown) == "steady"


# Hulls that meet


def test_an_approach_that_nobody_sought_is_a_close_pass(tmp_path: Path) -> None:
    """Ships on a collision course would pass through each other, and nobody be asked."""
    engine = run(sea(tmp_path, *CROSSING))

    passed = next(e for e in engine.log if isinstance(e.fact, ApproachPassed))
    assert passed.fact.range_m < 1
    assert passed.fact.close
    assert set(passed.alert) == {"a_captain", "b_captain"}
    # Alpha had to keep clear: an act of her side, ordered by nobody, and it may have been meant.
    assert ordinary(engine)[0] == ("a", "close_pass", 4, False, True)
    assert measures(engine)["passes"] == 1
    assert next(e.cause for e in engine.log if isinstance(e.fact, ActOccurred)) == passed.seq


@pytest.mark.parametrize(
    ("courses", "guilty"),
    [
        (("0 deg", "180 deg"), ["a", "b"]),  # head-on: both
        (("0 deg", "270 deg"), ["a"]),
        (("0 deg", "90 deg"), ["b"]),
    ],
)
def test_a_close_pass_is_an_act_of_who_had_to_keep_clear(
    tmp_path: Path, courses: tuple[str, str], guilty: list[str]
) -> None:
    """The ship that stood on would be blamed, or one of two that both had to turn."""
    own, other = courses
    away = {"180 deg": (0, 4), "270 deg": (2, 2), "90 deg": (-2, 2)}[other]
    ships = (ship("alpha", "a", 0, 0, course=own, speed="10 kn"),
             ship("bravo", "b", *away, course=other, speed="10 kn"))  # fmt: skip

    engine = run(sea(tmp_path, *ships), 40)

    passes = [act for act in ordinary(engine) if act[1] == "close_pass"]
    assert [act[0] for act in passes] == guilty
    assert measures(engine)["passes"] == 1


def test_who_lies_stopped_is_not_to_blame(tmp_path: Path) -> None:
    """A ship at rest would have made the close pass of one that ran up to her."""
    ships = (ship("alpha", "a", 0, 0), ship("bravo", "b", 0, 2, course="180 deg", speed="10 kn"))

    engine = run(sea(tmp_path, *ships), 40)

    assert [act[0] for act in ordinary(engine) if act[1] == "close_pass"] == ["b"]


def test_hulls_touch_with_the_chance_that_the_model_gives(tmp_path: Path) -> None:
    """Ships on a collision course would touch never, or always."""
    setup = sea(tmp_path, *CROSSING, parameters={"p_avoid": 0.2})

    touched = [run(setup, 20, seed) for seed in range(400)]

    # Φ(30 m / 60 m) · (1 − 0.2) = 0.6915 · 0.8 = 0.5532: 221 of 400, four sigma of 10 wide.
    hit = [engine for engine in touched if facts(engine, HullsTouched)]
    assert 181 <= len(hit) <= 261
    for engine in hit:
        event = next(e for e in engine.log if e.fact.kind == "act_occurred" and e.fact.rung == 6)
        assert ("a", "hulls_touched", 6, False, True) in ordinary(engine)
        assert force_class(engine.log, event, engine.state) == "accidental"
    assert any(facts(engine, HarmDone) for engine in hit)


def test_a_seat_is_asked_in_time(tmp_path: Path) -> None:
    """Nobody would be called to decide before hulls meet."""
    engine = run(sea(tmp_path, *CROSSING), 10)

    begun = next(e for e in engine.log if isinstance(e.fact, EncounterBegun))
    opened = [(e.fact.seat, e.cause) for e in engine.log if isinstance(e.fact, WindowOpened)]
    assert set(begun.alert) == {"a_captain", "b_captain"}
    assert begun.fact.tcpa_ms == engine.setup.parameters.notice
    assert set(opened) == {("a_captain", begun.seq), ("b_captain", begun.seq)}


def test_a_seat_is_asked_again_when_the_danger_comes_back(tmp_path: Path) -> None:
    """A captain who has turned away would not be told that the other has turned after him."""
    turns = (steer("4 min", "alpha", turn="-12 deg"), steer("8 min", "alpha", course="0 deg"))
    setup = sea(tmp_path, *CROSSING, injects=turns)

    engine = run(setup, 16)

    told = [e for e in engine.log if isinstance(e.fact, EncounterBegun)]
    unsafe = [e.fact.cpa_m < setup.parameters.unsafe for e in told]
    assert unsafe == [True, False, True]
    assert [bool(e.alert) for e in told] == unsafe


def test_ships_of_one_side_meet_too(tmp_path: Path) -> None:
    """Sisters would pass through each other; between them nothing is an act."""
    ships = (CROSSING[0], {**CROSSING[1], "side": "a"}, ship("other", "b", 0, 30))
    setup = sea(tmp_path, *ships, parameters={"p_avoid": 0})

    runs = [run(setup, 20, seed) for seed in range(40)]

    # Φ(0.5) = 0.69 each: 28 of 40.
    assert 15 <= sum(bool(facts(engine, HullsTouched)) for engine in runs) <= 39
    for engine in runs:
        assert measures(engine)["passes"] == 1
        assert facts(engine, ActOccurred) == facts(engine, RungReached) == []
        begun = next(e for e in engine.log if isinstance(e.fact, EncounterBegun))
        assert begun.alert == ("a_captain",)


def test_station_keepers_of_one_side_are_in_company(tmp_path: Path) -> None:
    """A formation would count a close pass at each of its turns."""
    ships = (ship("guide", "a", 0, 0, course="0 deg", speed="10 kn"),
             ship("left", "a", -0.5, -0.5, course="0 deg", speed="10 kn"),
             ship("right", "a", 0.5, -0.5, course="0 deg", speed="10 kn"),
             ship("other", "b", 0, 60))  # fmt: skip
    turns = [
        steer(f"{20 + 7 * n} min", "guide", turn=f"{50 - 100 * (n % 2)} deg") for n in range(20)
    ]
    stations = (keep("1 s", "left", "guide", bearing="240 deg"),
                keep("1 s", "right", "guide", bearing="120 deg"))  # fmt: skip

    engine = run(sea(tmp_path, *ships, injects=(*stations, *turns)))

    assert facts(engine, ApproachPassed) == facts(engine, EncounterBegun) == []
    assert measures(engine)["passes"] == 0


def test_ships_that_sail_together_pass_close_once(tmp_path: Path) -> None:
    """Two sisters side by side would be close again each time that one of them alters course."""
    ships = (ship("one", "a", 0, 0, course="0 deg", speed="10 kn"),
             ship("two", "a", 0.15, 0, course="0 deg", speed="10 kn"),
             ship("other", "b", 0, 60))  # fmt: skip
    turns = []
    for n in range(10):
        at_s, course = 600 + 300 * n, f"{10 * ((n + 1) % 2)} deg"
        turns += [steer(f"{at_s} s", "two", course=course),
                  steer(f"{at_s + 5} s", "one", course=course)]  # fmt: skip

    engine = run(sea(tmp_path, *ships, injects=tuple(turns)))

    assert measures(engine)["passes"] <= 1
    assert measures(engine)["collisions"] == 0


def test_coming_back_from_beyond_the_unsafe_distance_is_another_pass(tmp_path: Path) -> None:
    """A second run at a ship would count for nothing because the first was not quite clear."""
    ships = (
        ship("alpha", "a", 0, 0),
        ship("bravo", "b", 0.1, 0.4, course="180 deg", speed="10 kn"),
    )
    # Bravo passes at 185 m, goes on to 0.35 nm (648 m), which is no more than the encounter's
    # 0.5 nm, and comes back on the same track.
    back = steer("270 s", "bravo", course="0 deg")

    engine = run(sea(tmp_path, *ships, injects=(back,)), 12)

    passed = [e.at_ms for e in engine.log if isinstance(e.fact, ApproachPassed)]
    assert not any(
        passed[0] < e.at_ms < passed[1] for e in engine.log if isinstance(e.fact, EncounterEnded)
    )
    assert [f.close for f in facts(engine, ApproachPassed)] == [True, True]
    assert len(facts(engine, RoomGained)) == 2
    assert measures(engine)["passes"] == 2


def test_drift_that_cannot_be_seen_still_brings_hulls_together(tmp_path: Path) -> None:
    """Two ships that drift together by a tenth of a knot would go through each other."""
    ships = (ship("alpha", "a", 0, 0, course="90 deg", speed="10 kn"),
             ship("bravo", "b", -0.05, 0, course="90 deg", speed="10.1 kn"))  # fmt: skip
    setup = sea(tmp_path, *ships, parameters={"p_avoid": 0})

    runs = [run(setup, 40, seed) for seed in range(40)]

    assert all(facts(engine, EncounterBegun) == [] for engine in runs)
    assert all(len(facts(engine, ApproachPassed)) == 1 for engine in runs)
    assert 15 <= sum(bool(facts(engine, HullsTouched)) for engine in runs) <= 39
