"""What of a scenario is ever used, counted again by other means."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from sim.cli import main
from sim.engine import Setup
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.study.coverage import covered, seated, seating

TINY = "_tiny/two_desks.yaml"


def _played(setup: Setup, nth: int, seed: int) -> Play:
    filled = {seat: occupant(setup, seat, name) for seat, name in seating(setup, nth).items()}
    play = Play(setup, seed + nth, filled)
    play.advance()
    return play


@pytest.mark.parametrize("name", [TINY, "_tiny/one_hail.yaml", "dawn-approach"])
def test_counts_are_those_of_the_runs_one_by_one_in_any_order(name: str) -> None:
    """A table would say that something is never used that was; or hang on what ran before it."""
    setup, n, seed = Setup(load(name)), 8, 5
    moves, injects, endings, tries = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for nth in reversed(range(n)):
        state = _played(setup, nth, seed).engine.state
        moves.update(state.moves.done.keys())
        injects.update(state.injects.released.keys())
        endings[state.run.ended] += 1
        tries.update({channel for _, channel, _ in state.calls.tries})

    found = covered(setup, n, seed)

    for kind, counted in (("moves", moves), ("injects", injects), ("channels", tries)):
        assert {k: v for k, v in found.used[kind].items() if v} == dict(counted)
    assert sum(found.used["endings"].values()) == n
    assert {k: v for k, v in found.used["endings"].items() if v} == dict(endings)


def test_every_policy_sits_in_every_seat_and_beside_others() -> None:
    """A move that only one doctrine chooses would be called unused."""
    setup = Setup(load(TINY))
    policies = seated()

    seats = [seating(setup, nth) for nth in range(len(policies) ** 2)]

    assert {(s["watch"], s["chief"]) for s in seats} == {(a, b) for a in policies for b in policies}


def test_standing_orders_are_counted_where_they_are_carried_out() -> None:
    """A move that somebody chose would be taken for a standing order that was followed."""
    setup = Setup(load(TINY))
    followed = {
        nth
        for nth in range(12)
        for event in _played(setup, nth, 1).engine.log
        if event.fact.kind == "move_chosen" and event.fact.by == "standing_order"
    }

    assert covered(setup, 12, 1).used["standing_orders"] == {"watch.n01_report": len(followed)}
    assert followed


def test_what_doctrines_fall_below_their_wishes_is_told_by_seat() -> None:
    """An author would not see that a seat lacks moves between words and guns."""
    scenario = load("two-captains")
    few = tuple(move for move in scenario.moves if (move.rung or 0) not in (1, 2, 3, 4))

    whole = covered(Setup(scenario), 42, 1).fall
    fewer = covered(Setup(scenario.model_copy(update={"moves": few})), 42, 1).fall

    # Each captain has a move on every rung, so all that is desired is done.
    assert [found.mean for found in whole.values()] == [0, 0]
    assert all(found.low is not None and found.low > 0.5 for found in fewer.values())
    assert len(fewer) == 2


def test_the_table_and_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    """What is never used would not stand out, or the data hold a clock or a path."""
    assert main(["scenario", "coverage", TINY, "-n", "3", "--seed", "9"]) == 0
    table = capsys.readouterr().out
    again = []
    for _ in range(2):
        assert main(["scenario", "coverage", TINY, "-n", "3", "--seed", "9", "--json"]) == 0
        again.append(capsys.readouterr().out)

    data = json.loads(again[0])
    assert again[0] == again[1]
    assert set(data) == {
        "scenario",
        "scenario_digest",
        "n",
        "seed",
        "policies",
        "used",
        "never",
        "fall",
    }
    assert (data["scenario"], data["n"], data["seed"]) == ("two_desks", 3, 9)
    assert data["policies"] == list(seated())
    for kind, used in data["used"].items():
        assert data["never"][kind] == [name for name, runs in used.items() if not runs]
        for name, runs in used.items():
            assert f"{runs or '-':>6}  {name}\n" in table
    assert "endings: " in table
    for seat, fall in data["fall"].items():
        assert f"{fall['mean']:.2f} [{fall['low']:.2f}, {fall['high']:.2f}]  {seat}\n" in table


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-n", "0"], "expected 1 to 100000 runs"),
        (["-n", "2", "--seed", str(2**63 - 1)], "a seed above"),
        (["--sed", "1"], "--seed"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(
    args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip would end in a traceback, or in an empty table."""
    assert main(["scenario", "coverage", TINY, *args]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert len(err.splitlines()) == 1
