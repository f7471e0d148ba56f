"""Hints: shown while their condition holds for the seat and what they ask is possible."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.kernel.conditions import holds
from sim.engine.seat.rules import Command
from sim.engine.seat.views import SeatView, view
from sim.errors import Refusal
from sim.loader import from_data, load
from sim.model.conditions import Called
from sim.model.hints import Hint
from sim.model.scenario import canonical
from sim.play.guide import GLANCES, Guide

SCENE = "dawn-approach"
LINES = str(Path(__file__).parents[1] / "laws" / "two_lines.yaml")
MIN = 60_000
VERBS = ("answer", "decline", "hang", "accept", "refuse", "grant", "deny", "wait")
SURE = ("parameters.u=1", "parameters.h0=60 per h", "parameters.hd0=0 per h")


def begun(setup: Setup) -> Engine:
    """Begin a run with a person in every seat."""
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    return engine


def seen(engine: Engine, seat: str = "west_captain") -> SeatView:
    """Give what a seat is shown."""
    return view(engine.setup, engine.state.known[seat], engine.now_ms)


def said(engine: Engine, command: Command) -> None:
    """Give a command that is accepted."""
    done = submit(engine, command)
    assert not isinstance(done, Refusal), done


def test_a_hint_comes_and_goes_with_what_it_asks_for() -> None:
    """A hint would name a key that is refused, or stay when its deed is done."""
    engine = begun(Setup(load(SCENE)))
    engine.drain_to(3 * MIN)
    assert [h.hint for h in seen(engine).hints] == ["w_look", "w_onward"]

    engine.drain_to(4 * MIN)
    (first,) = [h for h in seen(engine).hints if h.verb == "choose"]
    assert first.subjects == ("n01_w_north", "n01_w_south")

    said(engine, Command("west_captain", "choose", "n01_w_south"))
    assert not [h for h in seen(engine).hints if h.verb == "choose"]
    assert "w_turning" in [h.hint for h in seen(engine).hints]


def test_a_call_is_hinted_at_until_it_is_made() -> None:
    """A newcomer would be told to call while the call rings."""
    engine = begun(Setup(load(SCENE)))
    engine.drain_to(10 * MIN)
    hint = next(h for h in seen(engine).hints if h.verb == "call")
    assert (hint.subjects, hint.to, hint.form) == (("vhf",), "tern", "hail")

    said(engine, Command("west_captain", "call", "vhf", "tern", "hail"))

    assert not [h for h in seen(engine).hints if h.verb == "call"]


def test_only_the_caller_knows_how_its_calls_ended() -> None:
    """A seat's hints and moves would tell it of others' calls; or its own would not count."""
    engine = begun(Setup(load(SCENE)))
    engine.drain_to(10 * MIN)
    once, twice = (
        Called(seat="west_captain", channel="vhf", outcome="answered", times=n) for n in (1, 2)
    )
    readings = (engine.state, engine.state.known["west_captain"])
    assert not any(holds(engine.setup, once, each, engine.now_ms) for each in readings)

    said(engine, Command("west_captain", "call", "vhf", "tern", "hail"))
    engine.drain_to(14 * MIN)

    assert all(holds(engine.setup, once, each, engine.now_ms) for each in readings)
    assert not any(holds(engine.setup, twice, each, engine.now_ms) for each in readings)
    assert not holds(engine.setup, once, engine.state.known["east_captain"], engine.now_ms)


def test_an_answer_is_hinted_at_only_while_something_waits_for_it() -> None:
    """A newcomer would be told to answer silence."""
    told = [
        {"id": f"{seat[0]}_{verb}", "seat": seat, "text": "Do it.", "do": verb}
        for seat in ("a_desk", "b_desk")
        for verb in VERBS
    ]
    engine = begun(Setup(from_data(canonical(load(LINES, SURE)) | {"hints": told})))

    def verbs(seat: str) -> list[str]:
        return [h.verb for h in seen(engine, seat).hints]

    assert verbs("a_desk") == verbs("b_desk") == ["wait"]

    said(engine, Command("a_desk", "call", "desks", "b_desk", "ask"))
    assert verbs("a_desk") == ["hang", "wait"]
    while verbs("b_desk") == ["wait"] and engine.next_ms() is not None:
        engine.drain_to(engine.next_ms() or 0)

    assert verbs("b_desk") == ["answer", "decline", "wait"]
    said(engine, Command("b_desk", "answer", "a_desk>desks"))
    assert verbs("a_desk") == verbs("b_desk") == ["hang", "wait"]
    said(engine, Command("b_desk", "hang", "a_desk>desks"))
    assert verbs("a_desk") == verbs("b_desk") == ["wait"]


def test_who_is_stuck_is_helped_after_a_while() -> None:
    """The last decision would be taken by a hint, or a stuck player left alone."""
    engine, guide = begun(Setup(load(SCENE))), Guide()
    while not engine.state.injects.released.get("arrived_west"):
        engine.drain_to(engine.next_ms() or 0)
    shown = seen(engine)
    wanted = [h.hint for h in shown.hints]
    assert wanted == ["w_alone", "w_else"]

    guide.take_in(shown, 100.0)
    due = [guide.hint(shown, 100.0 + idle) for idle in (0, 39, 41)]

    assert [h.hint if h else "" for h in due] == ["", "", "w_alone"]


def test_what_has_been_looked_at_is_not_hinted_at_again() -> None:
    """The line would ask for the chart for ever."""
    engine, guide = begun(Setup(load(SCENE))), Guide()
    engine.drain_to(1 * MIN)
    shown = seen(engine)
    guide.take_in(shown, 0.0)
    hint = guide.hint(shown, 0.0)
    assert hint is not None
    assert hint.verb in GLANCES

    guide.looked(shown, [hint.verb])

    after = guide.hint(shown, 0.0)
    assert after is not None
    assert after.verb == "wait"


@pytest.mark.parametrize("body", [{}, {"do": "map", "choose": ["hold"]}, {"do": "fly"}])
def test_a_hint_asks_for_one_thing(body: dict[str, object]) -> None:
    """A hint would name two keys, or none."""
    with pytest.raises(ValueError, match=r"give one of|literal"):
        Hint.model_validate({"id": "h", "seat": "s", "text": "Do it."} | body)
