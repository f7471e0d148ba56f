"""Promises: each kind of term kept, broken, never tested, and what that does to minds, by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.acts.scores import scores
from sim.engine.base.log import Event, to_line
from sim.engine.facts.terms import Bound, beside
from sim.engine.seat import beliefs
from sim.engine.seat.credit import credit_now
from sim.engine.seat.rules import Command
from sim.engine.seat.views import redact, view
from sim.errors import Refusal
from sim.loader import load
from sim.loader.library import find
from sim.loader.scenario import from_text
from sim.model import credit as cr

MIN = 60_000
WORLD = """
schema_version: 1
id: promises
title: Promises
begins: 2025-01-01 08:00+08:00
place: a test sea
origin: 15 N 118 E
horizon: 10 h
minutes: 1
sides: [{id: a, name: A}, {id: b, name: B}]
seats:
  - {id: one, title: One, side: a, level: on_scene, commands: [ship], sees: sensors,
     window: {span: 2 min}}
  - {id: two, title: Two, side: b, level: on_scene, commands: [boat], sees: sensors,
     window: {span: 2 min}}
vessels:
  - {id: ship, name: Ship, side: a, service: navy, length: 60 m, top_speed: 10 m/s,
     aerial: 9 m, sight: 12 nm, at: 15 N 118 E, course: 90 deg, speed: 0 m/s}
  - {id: boat, name: Boat, side: b, service: navy, length: 30 m, top_speed: 10 m/s,
     aerial: 9 m, sight: 12 nm, at: 15.03 N 118 E, course: 180 deg, speed: 5 m/s}
channels:
  - {id: vhf, name: VHF, kind: radio, forms: [hold, mild, keep, leave, ring, ask, both, hail],
     answering: {answered: 0 per h, declined: 0 per h, tries: 10 min}}
forms:
  - {id: hail, title: Hail, intent: hail}
  - {id: hold, title: Hold, intent: assure, promises: [{refrain: {rung: 2, lasts: 1 h}}]}
  - {id: mild, title: Mild, intent: assure, promises: [{refrain: {rung: 9, lasts: 1 h}}]}
  - {id: keep, title: Keep, intent: assure, promises: [{no_closer: {range: 1 km, lasts: 1 h}}]}
  - {id: leave, title: Leave, intent: assure, promises: [{do: {move: d_two, within: 1 h}}]}
  - {id: ring, title: Ring, intent: assure, promises: [{call: {within: 1 h}}]}
  - {id: ask, title: Ask, intent: request, asks: [{refrain: {rung: 2, lasts: 1 h}}]}
  - {id: both, title: Both, intent: propose, promises: [{refrain: {rung: 2, lasts: 1 h}}],
     asks: [{refrain: {rung: 2, lasts: 1 h}}]}
moves:
  - {id: n_one, code: N01, title: Hold, direction: hold, seats: [one]}
  - {id: n_two, code: N01, title: Hold, direction: hold, seats: [two]}
  - {id: d_two, code: D05, title: Go, direction: deconflict, seats: [two], public: true, rung: 0}
  - {id: turn, code: D04, title: Turn, direction: deconflict, seats: [two], free: true,
     effects: [{steer: {vessel: boat, course: 90 deg}}]}
endings: [{id: done, title: Done, text: It is over.}]
injects:
"""
ACT = "  - {id: act_%d, title: Act, kind: news, at: %s, effects: [{act: {side: %s, rung: %d}}]}\n"
NONE = "  - {id: none, title: None, kind: news, at: 9 h}\n"


def world(*acts: tuple[str, str, int], under_way: bool = False) -> Engine:
    """Begin with a person in both seats, and acts of sides at set times; perhaps the boat nears."""
    injects = "".join(ACT % (n, *act) for n, act in enumerate(acts))
    text = WORLD + (injects or NONE)
    still = text.replace("speed: 5 m/s", "speed: 0 m/s")
    setup = Setup(from_text(text if under_way else still))
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    return engine


def give(engine: Engine, *commands: Command) -> None:
    """Give commands that must be accepted."""
    for command in commands:
        done = submit(engine, command)
        assert not isinstance(done, Refusal), done


def say(engine: Engine, form: str, by: str = "two") -> None:
    """Say something by radio to the other bridge, which answers."""
    own, to, vessel = ("two", "one", "ship") if by == "two" else ("one", "two", "boat")
    give(
        engine, Command(own, "call", "vhf", vessel, form), Command(to, "answer", f"{own}>{vessel}")
    )


def became(engine: Engine) -> list[tuple[str, int]]:
    """List what truly became of promises, and when."""
    return [(e.fact.outcome, e.at_ms) for e in engine.log if e.fact.kind == "promise_closed"]


def judged(engine: Engine, seat: str = "one") -> list[tuple[str, int]]:
    """List what a seat took promises for, and when."""
    facts = [e for e in engine.log if e.fact.kind == "promise_judged" and e.fact.seat == seat]
    return [(e.fact.outcome, e.at_ms) for e in facts]


def last(engine: Engine, kind: str) -> Event:
    """Give the last event of a kind."""
    return next(e for e in reversed(engine.log) if e.fact.kind == kind)


@pytest.mark.parametrize(
    ("acts", "outcome", "at_ms"),
    [
        ([("59 min", "b", 2)], "broken", 59 * MIN),
        ([("60 min", "b", 2)], "broken", 60 * MIN),
        ([("3600001 ms", "b", 2)], "untested", 60 * MIN),
        ([("30 min", "b", 1)], "untested", 60 * MIN),
        ([("30 min", "a", 5)], "kept", 60 * MIN),
        ([("30 min", "a", 2)], "untested", 60 * MIN),
        ([("30 min", "a", 5), ("50 min", "b", 3)], "broken", 50 * MIN),
    ],
)
def test_restraint_is_kept_broken_or_never_tested(
    acts: list[tuple[str, str, int]], outcome: str, at_ms: int
) -> None:
    """What nobody tempted would count as kept, or a breach in the last instant go unseen."""
    engine = world(*acts)
    say(engine, "hold")
    engine.drain_to(2 * 60 * MIN)

    assert became(engine) == [(outcome, at_ms)]
    assert judged(engine) == [(outcome, at_ms)]


def test_a_limit_on_rungs_says_what_stays_free() -> None:
    """A drill that was announced looked like a breach of a promise that was kept."""
    setup = Setup(load(find("two-captains")))
    term = Bound("refrain", lasts_ms=MIN, rung=4)

    assert beside(setup, "north_captain", term) == (
        "rung 3 (presence) and below stay free, such as “Hold station and drill at the guns” "
        "and “Shadow at two miles”"
    )
    assert beside(setup, "", term) == "rung 3 (presence) and below stay free"
    assert not beside(setup, "", term._replace(rung=1))
    assert not beside(setup, "", term._replace(what="n01_north_drill"))
    engine = world()
    say(engine, "hold")
    for seat in ("one", "two"):
        seen = view(engine.setup, engine.state.known[seat], engine.now_ms).promises
        assert [line.beside for line in seen] == ["rung 1 (words) and below stay free"]


def test_what_was_done_before_the_promise_in_its_instant_is_no_test() -> None:
    """Words right after a deed would at once count as kept under it."""
    engine = world(("30 min", "a", 5))
    engine.drain_to(30 * MIN)
    say(engine, "hold")
    engine.drain_to(2 * 60 * MIN)

    assert became(engine) == judged(engine) == [("untested", 90 * MIN)]


def test_a_limit_is_broken_at_the_instant_that_geometry_gives() -> None:
    """A vessel could slip inside its own word between two looks."""
    engine = world(under_way=True)
    say(engine, "keep")
    engine.drain_to(60 * MIN)

    # 0.03 degrees of latitude are 1.8 miles; at 5 m/s she is 1,000 m off after so long.
    off_m = 0.03 * 60 * 1852
    (broken,) = became(engine)
    assert broken[0] == "broken"
    assert broken[1] == pytest.approx((off_m - 1000) / 5 * 1000, rel=1e-3)
    assert judged(engine) == [broken]


def test_to_turn_away_is_a_test_of_a_limit_and_keeps_it() -> None:
    """Who gives way because of its word would have earned nothing."""
    engine = world(under_way=True)
    say(engine, "keep")
    engine.drain_to(5 * MIN)
    give(engine, Command("two", "choose", "turn"))
    engine.drain_to(60 * MIN)

    assert [e.at_ms for e in engine.log if e.fact.kind == "promise_tested"] == [5 * MIN]
    assert became(engine) == [("kept", 60 * MIN)]


def test_what_was_to_be_done_is_kept_by_doing_it_and_broken_at_the_deadline() -> None:
    """A promise to leave would be kept by staying."""
    engine = world(("20 min", "a", 5))
    say(engine, "leave")
    engine.drain_to(20 * MIN)
    give(engine, Command("two", "choose", "d_two"))
    assert became(engine) == [("kept", 20 * MIN)]

    idle = world()
    say(idle, "leave")
    idle.drain_to(60 * MIN)
    assert became(idle) == [("broken", 60 * MIN)]


def test_a_promised_call_is_kept_by_the_try() -> None:
    """Who rings and is not answered would have broken its word."""
    engine = world()
    say(engine, "ring")
    engine.drain_to(30 * MIN)
    give(engine, Command("two", "call", "vhf", "ship", "hail"))
    assert became(engine) == [("kept", 30 * MIN)]
    engine.drain_to(60 * MIN)
    assert [outcome for outcome, _ in judged(engine)] == ["kept"]

    silent = world()
    say(silent, "ring")
    silent.drain_to(60 * MIN)
    assert became(silent) == [("broken", 60 * MIN)]


def mind_of(engine: Engine, seat: str = "one") -> tuple[float, float]:
    """Give a seat's belief in log odds and its credit of the other side now."""
    setup, known = engine.setup, engine.state.known[seat]
    other = setup.faces[known.side]
    trusted = credit_now(setup.parameters, known, other, engine.now_ms)
    return beliefs.belief_now(setup, known, engine.now_ms), trusted.share


def test_belief_and_credit_are_the_sum_of_the_steps() -> None:
    """A word would move a mind by more than the model says, or for ever."""
    engine = world(("0 s", "a", 6), ("30 min", "a", 6))
    engine.drain_to(MIN)
    terms, known = engine.setup.parameters, engine.state.known["one"]
    before, _ = mind_of(engine)
    say(engine, "hold")
    heard = last(engine, "promise_heard").fact
    assert heard.stake > 0
    force = terms.x_vhf / terms.x_call
    worth = -terms.alpha * terms.trust * cr.CREDIT_0 * force
    assert mind_of(engine)[0] - before == pytest.approx(worth, abs=1e-8)

    engine.drain_to(61 * MIN)
    assert became(engine) == [("kept", 61 * MIN)]
    left = beliefs.belief_now(engine.setup, known, engine.now_ms)
    prior = math.log(terms.p0 / (1 - terms.p0))
    hour = math.exp(-60 * MIN / terms.tau_l)
    kept = terms.alpha * math.log(terms.keeps_rv / (1 - terms.breaks_sq))
    # The provisional step is gone whole; what it was before has relaxed; the lasting step is there.
    assert left == pytest.approx(prior + (before - prior) * hour + kept, abs=1e-8)
    credit = known.promises.credit["b"]
    assert credit.kept == pytest.approx(cr.KEPT_0 + heard.stake / 10, abs=1e-8)
    assert credit.broken == cr.BROKEN_0


def test_a_breach_costs_belief_and_credit_in_proportion_to_the_stake() -> None:
    """A lie would be free."""
    engine = world(("0 s", "a", 6), ("30 min", "b", 4))
    engine.drain_to(MIN)
    say(engine, "hold")
    stake = last(engine, "promise_heard").fact.stake
    engine.drain_to(30 * MIN)

    terms, known = engine.setup.parameters, engine.state.known["one"]
    fact = last(engine, "promise_judged").fact
    act = known.beliefs.weighed[fact.act]
    assert (act.rung, fact.q) == (4, 1.0)
    whole = terms.alpha * math.log((1 - terms.keeps_rv) / terms.breaks_sq)
    assert fact.step == pytest.approx(max(0.0, whole - act.step), abs=1e-8)
    assert known.promises.credit["b"].broken == pytest.approx(
        cr.BROKEN_0 + terms.lie * stake / 10, abs=1e-6
    )


def test_many_promises_are_worth_one_and_untested_ones_nothing() -> None:
    """Ten promises in a row would make a saint of anybody."""
    once, often, never = world(("0 s", "a", 6)), world(("0 s", "a", 6)), world(("0 s", "a", 6))
    for engine in (once, often, never):
        engine.drain_to(MIN)
    say(once, "hold")
    for _ in range(50):
        say(often, "hold")
    assert mind_of(often) == pytest.approx(mind_of(once), abs=1e-8)

    for engine in (once, often, never):
        engine.drain_to(3 * 60 * MIN)
    assert {outcome for outcome, _ in judged(often)} == {"untested"}
    assert mind_of(often) == pytest.approx(mind_of(never), abs=1e-7)


def test_a_promise_of_what_one_would_do_anyway_earns_nothing() -> None:
    """To promise no war would be worth as much as to promise no close pass."""
    engine = world(("0 s", "a", 6), ("30 min", "a", 6))
    engine.drain_to(MIN)
    before = mind_of(engine)[0]
    say(engine, "mild")
    assert last(engine, "promise_heard").fact.stake == 0
    assert mind_of(engine)[0] == pytest.approx(before, abs=1e-9)
    engine.drain_to(61 * MIN)
    assert judged(engine) == [("kept", 61 * MIN)]
    assert last(engine, "promise_judged").fact.step == 0


def test_who_says_it_will_is_bound_and_who_says_nothing_is_not() -> None:
    """A question would bind whoever did not hear it."""
    engine = world()
    say(engine, "ask", by="one")
    request = last(engine, "request_made").fact.request
    assert became(engine) == []
    give(engine, Command("two", "reply", request, form="will"))
    made = last(engine, "promise_made").fact
    assert (made.by, made.to, made.term.rung) == ("two", "one", 2)

    silent = world()
    say(silent, "ask", by="one")
    silent.drain_to(30 * MIN)
    assert last(silent, "request_answered").fact.reply == "silence"
    assert not silent.state.promises.open


def test_a_proposal_binds_both_and_a_breach_frees_the_other() -> None:
    """One side would stay bound to a deal that the other has broken."""
    engine = world(("30 min", "b", 5))
    say(engine, "both", by="one")
    request = last(engine, "request_made").fact.request
    give(engine, Command("two", "reply", request, form="will"))
    assert len(engine.state.promises.open) == 2
    engine.drain_to(30 * MIN)

    assert became(engine) == [("broken", 30 * MIN), ("void", 30 * MIN)]
    assert judged(engine, "two") == [("void", 30 * MIN)]


@pytest.mark.parametrize(
    ("form", "limits", "code"),
    [
        ("maybe", (), "no_reply"),
        ("will", (3.0,), "no_limit"),
        ("counter", (), "no_limit"),
        *(("counter", (limit,), "no_limit") for limit in (1.0, 2.0, 2.5, 11.0)),
    ],
)
def test_what_is_no_reply_is_refused(form: str, limits: tuple[float, ...], code: str) -> None:
    """A reply would bind to more than was asked, or to nothing that can be tested."""
    engine = world()
    say(engine, "ask", by="one")
    request = last(engine, "request_made").fact.request
    for seat, wanted in (("two", code), ("one", "no_request")):
        done: Any = submit(engine, Command(seat, "reply", request, form=form, limits=limits))
        assert isinstance(done, Refusal)
        assert done.code == wanted


OTHERS = """forms:
  - {id: never, title: Never, intent: assure, promises: [{refrain: {move: d_two, lasts: 1 h}}]}
  - {id: go, title: Go, intent: request, asks: [{do: {move: d_two, within: 1 h}}]}
  - {id: hail"""
CONTRADICTING = WORLD.replace("forms: [hold,", "forms: [never, go, hold,").replace(
    "forms:\n  - {id: hail", OTHERS
)


def test_what_contradicts_an_open_promise_is_refused_with_the_promise() -> None:
    """A seat would be bound to do what it has promised not to do."""
    setup = Setup(from_text(CONTRADICTING.replace("speed: 5 m/s", "speed: 0 m/s") + NONE))
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    say(engine, "never")
    say(engine, "go", by="one")
    request = last(engine, "request_made").fact.request

    done: Any = submit(engine, Command("two", "reply", request, form="will"))

    assert (done.code, done.sentence) == (
        "contradicts",
        "You are bound otherwise: no “Go” until 09:00.",
    )


def test_a_word_tells_its_giver_nothing_of_the_mind_that_hears_it() -> None:
    """A seat could read off its own promise how dark the other's view of it is."""
    found = []
    for prior in ("0.05", "0.9"):
        dark = WORLD.replace("{id: a, name: A}", f"{{id: a, name: A, prior: {prior}}}")
        dark += ACT % (0, "30 min", "b", 4)
        setup = Setup(from_text(dark.replace("speed: 5 m/s", "speed: 0 m/s")))
        engine = Engine(setup, Draws(1))
        begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
        say(engine, "hold")
        engine.drain_to(31 * MIN)
        heard = last(engine, "promise_heard").fact
        found.append(([to_line(e) for e in redact(engine.log, "two")], heard.stake))

    (one, light), (two, heavy) = found
    assert one == two
    assert heavy > light


def test_nobody_is_bound_twice_by_one_term() -> None:
    """One act would break fifty promises, and cost fifty times the credit."""
    engine = world(("0 s", "a", 6), ("30 min", "b", 4))
    engine.drain_to(MIN)
    for _ in range(3):
        say(engine, "hold")
    assert len(engine.state.promises.open) == 1
    engine.drain_to(30 * MIN)
    assert [outcome for outcome, _ in became(engine)] == ["untested", "untested", "broken"]


def test_four_hails_earn_what_waiting_earns() -> None:
    """An empty ring would score."""
    setup = Setup(load("two-captains"))
    found = []
    for times in (0, 4):
        engine = Engine(setup, Draws(3))
        begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
        for _ in range(times):
            give(
                engine, Command("north_captain", "call", "bridge_radio", "south_destroyer", "hail")
            )
            give(engine, Command("south_captain", "answer", "north_captain>south_destroyer"))
            engine.drain_to(engine.now_ms + 10 * MIN)
        while not engine.state.run.ended:
            engine.drain_to(engine.next_ms() or 0)
        found.append(scores(setup, engine.state, engine.now_ms))
    assert found[0] == found[1]
