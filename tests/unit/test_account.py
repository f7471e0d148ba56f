"""The score is an account of where a side starts, what it earned, what bounds it; it adds up."""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli.plainview import Page
from sim.cli.starter import Starter
from sim.engine import Setup
from sim.exercise.aar.result import objectives
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Grid
from sim.loader import load
from sim.loader.library import shipped
from sim.play.debrief import Debrief, debrief
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.outcome import account, adding_up
from sim.play.sheet import sheet
from tui.base.text import plain
from tui.panes.scores import scores

PLAYED = ("random", "firm", "hawkish", "cautious", "tit-for-tat", "standing-orders")


def finished(scenario: str, seed: int, policy: str = "firm", *sets: str) -> Play:
    """Let policies play a scenario to its end."""
    setup = Setup(load(scenario, sets))
    play = Play(setup, seed, {seat: occupant(setup, seat, policy) for seat in setup.seats})
    play.advance()
    return play


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=12), st.sampled_from([0, 1]))
def test_rounded_points_add_up_to_the_rounded_total(points: list[float], digits: int) -> None:
    """Rows of a score would differ from the score that stands above them."""
    total = sum(points)

    shown = adding_up(points, total, digits)

    step = 10**-digits
    assert round(sum(shown), digits) == round(total, digits)
    assert all(abs(a - b) < step + 1e-6 for a, b in zip(shown, points, strict=True))


@pytest.mark.parametrize("scenario", shipped())
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_score_is_an_account_that_adds_up(scenario: str, seed: int) -> None:
    """A player would add the rows and find another score than the one shown."""
    play = finished(scenario, seed)
    truth = debrief(play.engine)

    for side, shown in zip(play.setup.sides, truth.sides, strict=True):
        assert sum(line.points for line in shown.account) == round(shown.score)
        tenths = account(play.engine, side, digits=1)
        assert round(sum(line.points for line in tenths), 1) == round(shown.score, 1)
        assert shown.account[0].title == "Where the side starts from"


def rows_add_up(text: str) -> None:
    """Add the points up that stand under each score of a text."""
    parts = re.split(r"(-?\d+) of 100\n", text)
    assert len(parts) > 2
    for score, below in zip(parts[1::2], parts[2::2], strict=True):
        block = below.split("\n\n")[0]
        points = re.findall(r"(?<!of)\s([+-]\d+)(?=\s|$)", f" {block}")
        assert points, block
        assert sum(map(int, points)) == int(score), block


@pytest.mark.parametrize("scenario", shipped())
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**31), policies=st.lists(st.sampled_from(PLAYED), min_size=4))
def test_what_is_shown_of_a_score_adds_up_to_the_score_shown(
    scenario: str, seed: int, policies: list[str]
) -> None:
    """Rows on the screen, in lines or on the page would not add up in some play or other."""
    setup = Setup(load(scenario))
    filled = zip(setup.seats, cycle(policies))
    play = Play(setup, seed, {seat: occupant(setup, seat, how) for seat, how in filled})
    play.advance()
    seat = next(s.id for s in setup.scenario.seats if s.playable)
    truth = debrief(play.engine, seat)

    rows_add_up(plain(scores(truth, 100)))
    rows_add_up(plain(scores(truth, 60)))
    in_lines_add_up("\n".join(Page(sheet(setup, seat)).ending(truth)), truth)
    evidence = Evidence(play.engine, {}, seed, 0, digest="", scenario={}, scenario_digest="")
    for table in (block for block in objectives(evidence) if isinstance(block, Grid)):
        *points, total = [float(re.sub("</?b>", "", row[2])) for row in table.rows]
        assert round(sum(points), 1) == total


@pytest.mark.parametrize("bounds", ["dead", "shots", "below 0"])
def test_what_bounds_a_score_is_a_row_of_its_account(bounds: str) -> None:
    """A score that was capped, or lifted to nothing, would not follow from its rows."""
    north = load("two-captains").sides[0]
    sets = ["caps.death=20", "caps.gunfire=10"]
    if bounds == "below 0":
        sets += [f"sides.{north.id}.base=0"]
        sets += [f"sides.{north.id}.objectives.{o.id}.points=-20" for o in north.objectives]
    play = finished("two-captains", 1, "firm", *sets)
    if bounds != "below 0":
        play.engine.state.acts.tallies[bounds] = 1

    lines = account(play.engine, north.id)

    (shown,) = (side for side in debrief(play.engine).sides if side.name == north.name)
    assert sum(line.points for line in lines) == round(shown.score)
    why = {"dead": "20: people died", "shots": "10: guns were fired"}
    bounded = why.get(bounds, "No score is below 0")
    assert lines[-1].title.endswith(bounded), lines[-1]


@pytest.mark.parametrize("scenario", ["twenty-nine-minutes", "handshake"])
def test_the_pages_show_accounts_that_add_up(scenario: str) -> None:
    """The screen or the lines would leave a row out."""
    starter = Starter(scenario)
    session = starter.begin(scenario, starter.people, 5)
    seat = next(iter(session.seats.values()))
    while not seat._play.ended:
        seat._play.looked(seat.seat)
        seat._play.advance()
    truth = seat.debrief()

    rows_add_up(plain(scores(truth, 100)))
    in_lines_add_up("\n".join(Page(seat.sheet).ending(truth)), truth)


def in_lines_add_up(ending: str, truth: Debrief) -> None:
    """Add the points up that stand under each score of an ending in lines."""
    found = [side.name for side in truth.sides]
    for name, side in zip(found, truth.sides, strict=True):
        block = ending.split(f"{name}: {side.score:.0f} of 100\n")[1]
        points = []
        for line in block.split("\n"):
            if re.match(r"    .{0,4}[+-]\d", line):
                points.append(int(line.split()[0]))
            elif not line.startswith("      "):
                break
        assert sum(points) == round(side.score)


def test_it_is_said_what_a_side_meant_only_where_it_was_not_sure() -> None:
    """“It meant to keep how things stand” would stand under every side of every game."""
    for scenario in shipped():
        play = finished(scenario, 1)
        for side, shown in zip(play.setup.sides.values(), debrief(play.engine).sides, strict=True):
            assert bool(shown.intent) == (side.intent > 0 and bool(play.engine.state.run.intents))
