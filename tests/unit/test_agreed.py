"""What an author says was agreed, what a side above hears of it, and what words are worth."""

from __future__ import annotations

from typing import Any

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.acts.scores import goal, scores
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.passed_on import PromiseRead, PromiseReported
from sim.engine.facts.promises import PromiseClosed, PromiseHeard
from sim.engine.seat.rules import Command
from sim.engine.seat.views import view
from sim.engine.seat.words import request_line
from sim.loader import load
from sim.loader.scenario import from_text
from sim.model.goals import WordKept
from sim.play.debrief import debrief
from sim.play.driver import Play
from sim.play.occupants import occupant
from tests.unit.test_promises import ACT, MIN, WORLD, became, give, judged, last, say

AGREED = """  - {id: agreed, title: Agreed, kind: news, at: 1 min, effects: [{promise: {
     by: two, to: one, channel: vhf,
     term: {refrain: {moves: [turn, n_two], words: "turning or holding", lasts: 1 h}}}}]}
"""


def world(text: str) -> Engine:
    """Begin with a person in every seat and the boat at rest."""
    setup = Setup(from_text(text.replace("speed: 5 m/s", "speed: 0 m/s")))
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    return engine


@pytest.mark.parametrize(("move", "outcome"), [("turn", "broken"), ("", "untested")])
def test_what_was_agreed_is_broken_by_any_of_its_moves(move: str, outcome: str) -> None:
    """A deal made by a move would be broken without a word, and cost nothing."""
    own = WORLD.replace("seats: [two], free: true", "seats: [two], free: true, vessel: boat")
    engine = world(own + AGREED)
    engine.drain_to(5 * MIN)
    heard = last(engine, "promise_heard").fact
    assert (heard.seat, heard.term.what) == ("one", "turning or holding")
    assert heard.term.moves == ("turn", "n_two")
    if move:
        give(engine, Command("two", "choose", move))
    engine.drain_to(62 * MIN)

    at = 5 * MIN if move else 61 * MIN
    assert became(engine) == [(outcome, at)]
    assert judged(engine) == [(outcome, at)]


ABOVE = """  - {id: boss, title: Boss, side: b, level: capital,
     reports: {from: [two], delay: 10 min, error: 0}}
vessels:"""
GOALS = """{id: b, name: B, objectives: [
  {id: word, title: Word, points: 10, goal: {word_kept: {side: b, of: 1}}},
  {id: answers, title: Answers, points: 10, goal: {answered: {side: b, of: 2}}}]}"""


def test_a_capital_learns_of_a_captains_promise_by_report_and_what_became_of_it() -> None:
    """Whoever answers for a captain would not know to what the captain is bound."""
    engine = world(WORLD.replace("vessels:", ABOVE, 1) + ACT % (0, "30 min", "b", 4))
    say(engine, "hold")
    engine.drain_to(5 * MIN)
    assert view(engine.setup, engine.state.known["boss"], engine.now_ms).promises == ()
    engine.drain_to(15 * MIN)
    (line,) = view(engine.setup, engine.state.known["boss"], engine.now_ms).promises
    assert (line.whose, line.other, line.to, line.outcome) == ("heard", "two", "one", "")
    engine.drain_to(50 * MIN)

    (line,) = view(engine.setup, engine.state.known["boss"], engine.now_ms).promises
    assert line.outcome == "broken"
    kinds = [type(e.fact) for e in engine.log if "boss" in e.audience]
    assert kinds.count(PromiseRead) == 2
    assert PromiseReported not in kinds
    assert "boss" not in {e.fact.seat for e in engine.log if isinstance(e.fact, PromiseHeard)}


@pytest.mark.parametrize(
    ("acts", "points"),
    [
        ([("30 min", "a", 5)], 10.0),
        ([], 0.0),
        ([("30 min", "b", 5)], 0.0),
    ],
)
def test_a_promise_scores_once_it_was_kept_under_test(acts: list[Any], points: float) -> None:
    """A word that nobody tried would be worth as much as one that was kept."""
    text = WORLD.replace("{id: b, name: B}", GOALS)
    done = "".join(ACT % (n, *act) for n, act in enumerate(acts))
    engine = world(text + (done or ACT % (0, "9 h", "a", 1)))
    say(engine, "hold")
    engine.drain_to(2 * 60 * MIN)

    assert scores(engine.setup, engine.state, engine.now_ms)["b"]["objectives"]["word"][1] == points


def test_an_answer_scores_and_silence_costs() -> None:
    """To be rung would be enough."""
    engine = world(WORLD.replace("{id: b, name: B}", GOALS) + ACT % (0, "9 h", "a", 1))

    def points() -> float:
        found = scores(engine.setup, engine.state, engine.now_ms)["b"]["objectives"]["answers"]
        return float(found[1])

    say(engine, "hail", by="one")
    assert points() == 0
    say(engine, "ask", by="one")
    assert points() == 0
    give(
        engine, Command("two", "reply", last(engine, "request_made").fact.request, form="will_not")
    )
    assert points() == 5
    engine.drain_to(20 * MIN)
    say(engine, "ask", by="one")
    engine.drain_to(40 * MIN)
    assert last(engine, "request_answered").fact.reply == "silence"
    assert points() == 0


def test_a_broken_understanding_is_an_alert_and_stands_in_ending_accounts_and_score() -> None:
    """Handshake, seed 5: two thousand yards agreed and broken at once, and nobody was told."""
    setup = Setup(load("handshake"))
    play = Play(setup, 5, {s: occupant(setup, s, spec.occupant) for s, spec in setup.seats.items()})
    play.advance()
    log = play.engine.log
    broken = next(
        e for e in log if isinstance(e.fact, PromiseClosed) and e.fact.outcome == "broken"
    )
    by, to = broken.fact.by, broken.fact.to
    assert broken.fact.term.moves
    seen = next(
        e
        for e in log
        if isinstance(e.fact, PromiseJudged)
        and (e.fact.seat, e.fact.promise) == (to, broken.fact.promise)
    )
    assert seen.fact.outcome == "broken"
    assert seen.at_ms == broken.at_ms
    assert seen.alert == (to,)

    end = debrief(play.engine)
    (words,) = [w for w in end.words if w.promise == broken.fact.promise]
    assert " broke its word to " in words.sentence
    for seat in (by, to):
        (account,) = [a for a in end.accounts if a.seat == seat]
        assert any("Your word" in line.text or "Breach" in line.text for line in account.main)
    state, now = play.engine.state, play.engine.now_ms
    assert state.promises.count[by, "broken"] == 2
    assert goal(WordKept(side=setup.seats[by].side, of=1), setup, state, now) == 0
    state.promises.count[by, "broken"] = 0
    state.promises.count[by, "kept"] = 1
    assert goal(WordKept(side=setup.seats[by].side, of=1), setup, state, now) == 1


BOUND = """  - {id: agreed, title: Agreed, kind: news, at: 1 min, effects: [{promise: {
     by: two, to: one, channel: vhf,
     term: {refrain: {moves: [d_two, n_two], words: "going or holding", lasts: 1 h}}}}]}
"""
GO = """forms:
  - {id: go, title: Go, intent: %s, asks: [{do: {move: d_two, within: 1 h}}]}
"""


@pytest.mark.parametrize("intent", ["request", "ask"])
def test_nobody_is_asked_into_what_it_has_given_up(intent: str) -> None:
    """A seat would be bound to do one of the moves that it promised not to do."""
    text = WORLD.replace("forms:\n", GO % intent, 1).replace("forms: [hold,", "forms: [go, hold,")
    engine = world(text + BOUND)
    engine.drain_to(2 * MIN)
    say(engine, "go", by="one")
    request = last(engine, "request_made").fact.request

    line = request_line(
        engine.setup, engine.state.known["two"], last(engine, "request_made"), engine.now_ms
    )
    against = {reply.reply: reply.against for reply in line.replies}
    assert against.pop("will") == "no going or holding until 09:01"
    assert not any(against.values())

    done: Any = submit(engine, Command("two", "reply", request, form="will"))

    assert (done.code, done.sentence) == (
        "contradicts",
        "You are bound otherwise: no going or holding until 09:01.",
    )
