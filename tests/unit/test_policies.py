"""Doctrines: what they choose, when they speak, and that both are commands like a person's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.engine import Draws, Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.seat.rules import Command
from sim.errors import PolicyError
from sim.loader import load
from sim.loader.doctrines import doctrines
from sim.loader.scenario import from_text
from sim.model import choice
from sim.model.choice import Mind
from sim.model.doctrines import doctrine
from sim.model.parameters import Parameters, effective
from sim.play.asked import OwnDraws
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from tests.unit.test_ends import HEAD

SCENE = "two-captains"
OFTEN = ("parameters.a_true=0.5 per d",)


def play_of(*sets: str, seed: int = 1, north: str = "firm", south: str = "firm") -> Play:
    """Play the measuring scenario to its end."""
    setup = Setup(load(SCENE, [*OFTEN, *sets]))
    filled: dict[str, Occupant] = {
        "north_captain": occupant(setup, "north_captain", north),
        "south_captain": occupant(setup, "south_captain", south),
    }
    play = Play(setup, seed, filled)
    play.advance()
    return play


def calls(play: Play, seat: str = "") -> list[Command]:
    """List the calls that were made, of one seat or of all."""
    return [
        s.command
        for s in play.said
        if s.command.verb == "call" and s.command.seat in (seat or s.command.seat)
    ]


def mean_rung(name: str, mind: Mind) -> float:
    """Give the mean rung a doctrine chooses from a full menu."""
    terms = Parameters(source="")
    chosen = doctrine(doctrines()[name], terms, revisionist=False)
    chances = choice.rung_chances(chosen, mind)
    return sum(rung * p for rung, p in enumerate(chances))


def test_doctrines_stand_in_their_order() -> None:
    """A hawk would be milder than a dove."""
    for p, provoked in ((0.3, 4.0), (0.5, 6.0), (0.7, 3.0)):
        mind = Mind(p, provoked, 1, restrained=False, tension=0, pressure=0, committed=0, ready=0)
        means = [mean_rung(name, mind) for name in ("cautious", "firm", "hawkish")]
        assert means == sorted(means)
        assert means[0] < means[2]


def test_tit_for_tat_does_not_care_what_it_believes() -> None:
    """A doctrine that returns what it gets would punish a bad name."""
    minds = [
        Mind(p, 5, 1, restrained=False, tension=0, pressure=0, committed=0, ready=0)
        for p in (0.05, 0.95)
    ]
    assert mean_rung("tit-for-tat", minds[0]) == mean_rung("tit-for-tat", minds[1])


def test_a_revisionist_aims_higher() -> None:
    """Intent would be a word."""
    terms = Parameters(source="")
    mind = Mind(0.3, 0, 0, restrained=False, tension=0, pressure=0, committed=0, ready=0)
    aims = [
        choice.target(doctrine(doctrines()["firm"], terms, revisionist=bad), mind)
        for bad in (False, True)
    ]
    assert aims[1] - aims[0] == terms.eta_rv


def test_a_policy_calls_after_something_was_done_and_only_then() -> None:
    """Policies would chat, or never speak."""
    quiet = ("parameters.a_true=0 per d", "parameters.d_sq=0 per d")
    assert calls(play_of(*quiet)) == []

    play = play_of()
    deeds = {e.at_ms for e in play.engine.log if isinstance(e.fact, ActOccurred)}
    made = [s.at_ms for s in play.said if s.command.verb == "call"]
    assert made
    assert set(made) <= deeds


def test_a_policy_does_not_try_what_it_knows_to_be_shut() -> None:
    """All channels shut for ever would not be as good as none."""
    shut = play_of("channels.bridge_radio.start=suspended")
    assert {c.subject for c in calls(shut)} == {"staff_line"}


def test_a_policy_explains_its_own_mishap_first() -> None:
    """The side that did it would ask the other what happened."""
    quiet = ("incidents.south_near_miss.times=0", "parameters.d_sq=0 per d")
    play = play_of(*quiet, north="firm:calls=1")
    mishap = next(e for e in play.engine.log if isinstance(e.fact, IncidentHappened))
    said = [
        s.command
        for s in play.said
        if s.at_ms == mishap.at_ms and s.command.seat == "north_captain"
    ]
    assert {c.form for c in said} <= {"explain"}
    assert said


SAID = ("say_request", "say_reassure", "say_ask", "say_warn")
FORMS = ("request", "assure", "ask", "warn")


@pytest.mark.parametrize(("name", "form"), list(zip(SAID, FORMS, strict=True)))
def test_a_policy_says_only_what_has_weight(name: str, form: str) -> None:
    """A dial would turn nothing, or another thing than its name says."""
    often = "parameters.a_true=2 per d"
    alone = [f"parameters.{other}=0" for other in SAID if other != name]
    found = {
        command.form
        for seed in range(3)
        for command in calls(play_of(often, *alone, seed=seed))
        if command.form in FORMS
    }
    assert found == {form}


def test_a_policy_says_in_terms_what_it_can_say_in_terms() -> None:
    """A doctrine would announce a departure that it does not mean, since that assures too."""
    setup = Setup(load("twenty-nine-minutes"))
    said = set()
    for seed in range(4):
        filled = {s: occupant(setup, s, spec.occupant) for s, spec in setup.seats.items()}
        play = Play(setup, seed, {**filled, "ph_mission": occupant(setup, "ph_mission", "firm")})
        play.advance()
        said |= {c.form for c in calls(play) if c.subject == "vhf_bridge_to_bridge"}
    assert "hold_back" in said
    assert "departure" not in said


def test_readiness_to_call_is_the_doctrines() -> None:
    """A hawk would ring as often as a dove."""
    made: Callable[[str], int] = lambda calls_p: len(  # noqa: E731  # one line, used twice
        calls(play_of(north=f"firm:calls={calls_p}"), "north_captain")
    )
    assert made("0") == 0 < made("1")


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("firm:foo=1", "takes no “foo”"),
        ("firm:rho=x", "is no number"),
        ("firm:rho=99", "from 0 to 20"),
        ("cautious:calls=2", "from 0 to 1"),
        ("brave", "unknown policy"),
    ],
)
def test_a_doctrine_that_cannot_be_is_told(spec: str, words: str) -> None:
    """A slip would give another doctrine than was asked for."""
    with pytest.raises(PolicyError) as caught:
        occupant(Setup(load(SCENE)), "north_captain", spec)

    assert words in str(caught.value)


def test_presets_move_only_what_contact_can_do() -> None:
    """A preset would change how often accidents happen, or what an author has set."""
    given = Parameters(source="", x_call=1.0)
    high, low = effective(given, "optimist"), effective(given, "pessimist")

    assert effective(given, "middle") == given
    assert (high.x_vhf, low.x_vhf) == (1.1, 0.35)
    assert high.x_call == low.x_call == 1.0
    for name in ("a_true", "a_hat", "d_sq", "d_rv", "p0", "b0", "rho", "s", "c_e_sq", "r_base"):
        assert getattr(high, name) == getattr(low, name) == getattr(given, name)


@pytest.mark.parametrize("stream", ["seat.orders", "side.intent", "window.decide", "policies", ""])
def test_a_policy_draws_from_its_own_streams_only(stream: str) -> None:
    """A policy could look up the other side's orders, or when its own next decision will be."""
    draw = OwnDraws(Draws(1), "north_captain")

    with pytest.raises(PolicyError, match=f"“{stream}”"):
        draw(stream, 0)


def test_a_policy_draws_for_its_own_seat_only() -> None:
    """A policy could foresee what the policy of another seat is going to do."""
    draws = Draws(1)
    north, south = (OwnDraws(draws, seat) for seat in ("north_captain", "south_captain"))

    assert north("policy.rung", 3) == draws.uniform("policy.rung", "north_captain", 3)
    assert north("policy.call", 3, "radio") == draws.uniform(
        "policy.call", "north_captain.radio", 3
    )
    assert north("policy.rung", 3) != south("policy.rung", 3)


LEAVE = """
  - {id: ask, code: D05, title: Ask, direction: hold, seats: [one], fit: 5, once: true,
     leave: {of: above, takes: 1 h, given: 1}}
  - {id: ask_too, code: D05, title: Ask too, direction: hold, seats: [one], fit: 5, once: true,
     leave: {of: above, takes: 1 h, given: 1}}
injects:
"""
GO = "  - {id: go_%d, title: Go, kind: news, to: [one], text: Go., at: %d h}\n"
"""What opens a window."""


def test_a_doctrine_asks_leave_where_a_move_needs_it() -> None:
    """What a captain may do only with a word from above would be done by people alone."""
    head, tail = HEAD.replace("horizon: 10 min", "horizon: 1 d").split("  - {id: ask, ")
    windows = "".join(GO % (hour, hour) for hour in range(20))
    text = head + LEAVE + windows + "endings:\n" + tail.split("endings:\n")[1]
    setup = Setup(from_text(text))
    play = Play(setup, 1, {"one": occupant(setup, "one", "firm:rho=0")})
    play.advance()

    done = [
        (event.fact.kind, event.fact.move)
        for event in play.engine.log
        if event.fact.kind in ("leave_asked", "leave_given", "move_chosen")
    ]
    # One question at a time, and what is granted is done in the window that the answer opens.
    first = done[0][1]
    second = {"ask": "ask_too", "ask_too": "ask"}[first]
    granted = [done.index(("leave_given", each)) for each in (first, second)]
    assert granted[0] < done.index(("leave_asked", second)) < granted[1]
    assert {("move_chosen", "ask"), ("move_chosen", "ask_too")} <= set(done)
