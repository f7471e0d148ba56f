"""Relays, leaks, deals, reputation, moral hazard: what comes late, gets out, or is not kept."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import PressureFelt
from sim.engine.facts.calls import CallAsked, CallEnded, CallRings
from sim.engine.facts.channels import RulesBound
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.promises import PromiseMade
from sim.engine.facts.relays import RelayArrived, RelayLost, RelayPassed, RelaySent
from sim.engine.facts.talks import TalkBegun, TalkEnded, TalkLeaked
from sim.engine.lines.channels import line_due
from sim.engine.seat import beliefs
from sim.engine.seat import mind as minds
from sim.engine.seat.news import feed
from sim.engine.seat.reach import callable_channels
from sim.engine.seat.rules import Command
from sim.engine.seat.views import redact, view
from sim.errors import Refusal
from sim.loader import load
from sim.model import choice
from sim.model.choice import Mind
from sim.play.debrief import debrief
from sim.play.driver import Play
from sim.play.occupants import occupant

LINES = str(Path(__file__).parents[1] / "laws" / "two_lines.yaml")
MIN, H = 60_000, 3_600_000
QUIET = (
    "incidents.a_scrape.times=0",
    "incidents.b_scrape.times=0",
    "parameters.a_hat=1 per h",
    "parameters.d_sq=0.1 per h",
    "parameters.d_rv=1 per h",
    "parameters.u_tech=3650 d",
    "parameters.leak=0",
    "sides.a.intent=status_quo",
)
"""No incidents, lines that do not fail, nothing that leaks."""
SURE = ("parameters.u=1", "parameters.h0=60 per h", "parameters.hd0=0 per h")
"""Whoever is rung answers, soon."""
SAFE = ("channels.relay.hops.0.loss=0", "channels.relay.hops.1.loss=0")
"""No office loses anything."""
LOSSY = ("channels.relay.hops.0.loss=0.999999",)


def engine_of(*sets: str, b: str = "none", seed: int = 1) -> Engine:
    """Begin a run with nobody deciding, or a person at the desk of B."""
    setup = Setup(load(LINES, [*QUIET, *sets]))
    engine = Engine(setup, Draws(seed))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")) | {"b_desk": (b, b)})
    return engine


def said(engine: Engine, command: Command) -> None:
    """Give a command that is accepted."""
    done = submit(engine, command)
    assert not isinstance(done, Refusal), done


def sent(
    *sets: str, form: str = "explain", b: str = "none", clauses: tuple[str, ...] = ()
) -> Engine:
    """Send a word of A through the relay; the run stands at the begin."""
    engine = engine_of(*sets, b=b)
    said(engine, Command("a_desk", "call", "relay", "b_desk", form, clauses=clauses))
    return engine


def facts(engine: Engine, kind: type) -> list[Event]:
    """List the events of a kind."""
    return [e for e in engine.log if isinstance(e.fact, kind)]


def until(engine: Engine, kind: type) -> Event:
    """Go on until an event of a kind has come."""
    while not facts(engine, kind):
        assert not engine.state.run.ended, f"no {kind.__name__}"
        engine.drain_to(engine.next_ms() or 0)
    return facts(engine, kind)[-1]


def mishap(engine: Engine) -> None:
    """Let side A do something doubtful now, which nobody ordered."""
    act = ActOccurred("a", 5, "a_scrape", ordered=False, doubtful=True)
    beliefs.weigh(engine, engine.emit(act, cause=1, audience=engine.setup.everybody))
    engine.settle()


# Relays


def test_a_message_goes_from_office_to_office() -> None:
    """A relay would be there at once, skip an office, or tell its sender how it fares."""
    engine = sent(*SAFE)
    arrived = until(engine, RelayArrived)
    asked, given, passed = (facts(engine, kind)[0] for kind in (CallAsked, RelaySent, RelayPassed))

    assert asked.at_ms + 3 * MIN == given.at_ms < passed.at_ms < arrived.at_ms
    assert (given.fact.due_ms, passed.fact.due_ms) == (passed.at_ms, arrived.at_ms)
    assert [e.audience for e in (given, passed, arrived)] == [("a_desk",), (), ("b_desk",)]
    assert arrived.alert == ("b_desk",)
    assert not [e for e in engine.log if e.at_ms > given.at_ms and "a_desk" in e.audience]
    assert "Foreign ministry" in feed(engine.setup, engine.state.known["a_desk"])[-1].text
    assert "Coast guard bureau" in feed(engine.setup, engine.state.known["b_desk"])[-1].text


def test_a_lost_message_is_silence() -> None:
    """A sender could see whether a message was lost."""
    lost, there = sent(*LOSSY), sent(*SAFE)
    for engine in (lost, there):
        engine.drain_to(6 * H)
    pictures = [
        (view(e.setup, e.state.known["a_desk"], e.now_ms), feed(e.setup, e.state.known["a_desk"]))
        for e in (lost, there)
    ]

    assert facts(lost, RelayLost)[0].audience == ()
    assert not facts(lost, RelayArrived)
    assert facts(there, RelayArrived)
    assert pictures[0] == pictures[1]
    assert (lost.state.calls.waits_ms["relay"], len(there.state.calls.waits_ms["relay"])) == (
        (-1,),
        1,
    )


def test_a_channel_that_is_shut_passes_nothing_on() -> None:
    """Offices would go on passing messages on a channel that their capitals have shut."""
    engine = sent(*SAFE, "channels.relay.start=suspended")
    engine.drain_to(6 * H)

    assert facts(engine, RelayLost)
    assert not facts(engine, RelayArrived)


def test_a_message_can_be_called_back_only_while_leave_is_asked() -> None:
    """A letter could be called back on its way, or the next one would have to wait for it."""
    engine = sent()
    said(engine, Command("a_desk", "hang", "a_desk>relay"))
    again = Command("a_desk", "call", "relay", "b_desk", "assure")
    said(engine, again)
    busy = submit(engine, again)
    until(engine, RelaySent)
    late = submit(engine, Command("a_desk", "hang", "a_desk>relay"))
    said(engine, again)

    assert isinstance(busy, Refusal)
    assert isinstance(late, Refusal)
    assert len(facts(engine, RelaySent)) == 1


def test_a_word_by_relay_counts_for_its_reader_alone() -> None:
    """Whoever writes would think itself heard, or what was written would explain nothing."""
    engine = sent(*SAFE, "parameters.tau_h=3650 d")
    mishap(engine)
    before = engine.state.known["b_desk"].beliefs.weighed[1]
    until(engine, RelayArrived)
    after = engine.state.known["b_desk"].beliefs.weighed[1]

    assert after.q < before.q
    assert after.sources == ("relay",)
    assert after.words - before.words == pytest.approx(1.2, abs=1e-3)
    assert engine.state.known["b_desk"].beliefs.restrained == 1
    assert engine.state.known["a_desk"].beliefs.restrained == -1


def test_a_relay_explains_less_than_a_line_and_more_than_a_radio() -> None:
    """A word that went through two offices would be worth a talk."""
    terms = Setup(load(LINES)).parameters
    assert terms.x_vhf < terms.x_relay < terms.x_call


def test_a_relay_is_slower_than_a_line() -> None:
    """Two offices would be as quick as a call."""
    slower = 0
    for seed in range(40):
        engine = engine_of(*SURE, *SAFE, seed=seed)
        for channel in ("desks", "relay"):
            said(engine, Command("a_desk", "call", channel, "b_desk", "assure"))
        line, relay = until(engine, CallEnded), until(engine, RelayArrived)
        slower += relay.at_ms > line.at_ms
    assert slower >= 36


def arrivals(first: float, second: float, n: int) -> list[bool]:
    """Say for each of n runs whether a message arrives."""
    sets = (f"channels.relay.hops.0.loss={first}", f"channels.relay.hops.1.loss={second}")
    setup, found = Setup(load(LINES, [*QUIET, *sets])), []
    for replicate in range(n):
        engine = Engine(setup, Draws(3, replicate))
        begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
        said(engine, Command("a_desk", "call", "relay", "b_desk", "assure"))
        while not engine.state.calls.waits_ms.get("relay") and not engine.state.run.ended:
            engine.drain_to(engine.next_ms() or 0)
        found.append(bool(facts(engine, RelayArrived)))
    return found


def test_two_hops_arrive_as_often_as_neither_loses() -> None:
    """The chance of arrival would not be (1 - l1)(1 - l2): 0.56 for 0.2 and 0.3."""
    n, p = 1200, 0.8 * 0.7
    share = sum(arrivals(0.2, 0.3, n)) / n

    assert abs(share - p) < 4 * math.sqrt(p * (1 - p) / n)


def test_more_loss_never_helps() -> None:
    """A message that arrives through lossy offices would be lost by reliable ones."""
    mild, bad = arrivals(0.1, 0.1, 150), arrivals(0.5, 0.1, 150)

    assert sum(bad) < sum(mild)
    assert all(there for there, also in zip(mild, bad, strict=True) if also)


def test_an_offer_by_relay_is_answered_or_met_with_silence() -> None:
    """A sender would learn of an offer that nobody answers, or not learn of its acceptance."""
    made = {}
    for answer in ("accept", ""):
        engine = sent(*SAFE, form="propose", b="person", clauses=("hold",))
        offer = until(engine, OfferMade)
        assert offer.audience == ("b_desk",)
        if answer:
            said(engine, Command("b_desk", answer, offer.fact.offer))
        made[answer] = until(engine, OfferAnswered)
        assert not view(engine.setup, engine.state.known["a_desk"], engine.now_ms).offers
    assert (made["accept"].fact.answer, made["accept"].audience) == (
        "accepted",
        ("a_desk", "b_desk"),
    )
    assert (made[""].fact.answer, made[""].audience) == ("refused", ("b_desk",))


def test_later_offers_do_not_tell_whether_one_has_come_by_relay() -> None:
    """A number in the name of an offer would tell its maker what a relay has delivered."""
    logs = []
    for loss in (SAFE, LOSSY):
        engine = sent(*loss, *SURE, form="propose", b="person", clauses=("hold",))
        engine.drain_to(6 * H)
        said(engine, Command("a_desk", "call", "desks", "b_desk", "propose", clauses=("hold",)))
        until(engine, CallRings)
        said(engine, Command("b_desk", "answer", "a_desk>desks"))
        engine.drain_to(7 * H)
        made = [e.fact.by for e in facts(engine, OfferMade)]
        assert len(made) == (2 if loss is SAFE else 1)
        logs.append(redact(engine.log, "a_desk"))
    assert logs[0] == logs[1]


def test_words_that_are_acts_are_acts_when_they_are_read() -> None:
    """An ultimatum in an office's tray would have been delivered."""
    engine = sent(*SAFE, form="ultimatum")
    until(engine, RelayPassed)
    assert engine.state.acts.rungs == {}
    until(engine, RelayArrived)
    assert engine.state.acts.rungs == {"a": 5}


def test_a_relay_is_called_like_a_line_and_refuses_like_one() -> None:
    """A relay would stand on the board and be of no use."""
    engine = engine_of()
    assert "relay" in callable_channels(engine.setup, "a_desk")
    for command, code in (
        (Command("a_desk", "call", "relay", "a_chief", "assure"), "no_desk"),
        (Command("a_desk", "call", "relay", "b_desk", "ask"), "no_form"),
        (Command("a_desk", "call", "relay", "b_desk", "propose"), "no_clause"),
        (Command("a_chief", "call", "relay", "b_desk", "assure"), "no_channel"),
    ):
        done = submit(engine, command)
        assert isinstance(done, Refusal)
        assert done.code == code


def test_a_policy_writes_by_relay_too() -> None:
    """Doctrines would use every channel but this one."""
    setup = Setup(load(LINES, [*SAFE]))
    play = Play(setup, 2, {s: occupant(setup, s, "firm:calls=1") for s in setup.seats})
    play.advance()

    arrived = facts(play.engine, RelayArrived)
    assert arrived
    assert all(s.at_ms in {d.at_ms for d in facts(play.engine, ActOccurred)}
               for s in facts(play.engine, CallAsked))  # fmt: skip
    told = [call for call in debrief(play.engine).calls if call.outcome in ("arrived", "lost")]
    assert len(told) == len(play.engine.state.calls.waits_ms["relay"])


# Leaks


def test_a_leak_is_read_by_all_and_presses_both_sides() -> None:
    """A leak would press nobody, or one side only, or tell only those who talked."""
    engine = engine_of(*SURE, "parameters.leak=1")
    said(engine, Command("a_desk", "call", "desks", "b_desk", "ask"))
    leaked = until(engine, TalkLeaked)

    assert leaked.at_ms == facts(engine, TalkEnded)[0].at_ms
    assert leaked.audience == engine.setup.everybody
    pressed = {e.fact.seat: e.fact.pressure for e in facts(engine, PressureFelt)}
    assert pressed == dict.fromkeys(("a_desk", "a_chief", "b_desk"), 0.05)
    felt = minds.mind(engine.setup, engine.state.known["b_desk"], engine.now_ms).pressure
    assert felt == pytest.approx(0.05)


def test_a_relay_may_leak_when_it_is_read() -> None:
    """Two offices would keep a secret that two desks cannot."""
    engine = sent(*SAFE, "parameters.leak=1")
    arrived = until(engine, RelayArrived)

    assert facts(engine, TalkLeaked)[0].at_ms == arrived.at_ms


def test_a_dry_or_broken_talk_does_not_leak() -> None:
    """Chance zero would leak, or what was never said."""
    dry, broken = engine_of(*SURE), engine_of(*SURE, "parameters.leak=1")
    for engine in (dry, broken):
        said(engine, Command("a_desk", "call", "desks", "b_desk", "ask"))
        until(engine, TalkBegun)
    works = broken.state.opened(("line", "desks"))
    assert works is not None
    line_due(broken, works, "")
    for engine in (dry, broken):
        engine.drain_to(2 * H)
        assert facts(engine, TalkEnded)
        assert not facts(engine, TalkLeaked)


# Deals


def agreed(*sets: str, clause: str = "nod") -> Engine:
    """Let B accept an offer of one clause."""
    engine = engine_of(*SURE, *sets, b="person")
    said(engine, Command("a_desk", "call", "desks", "b_desk", "propose", clauses=(clause,)))
    until(engine, CallRings)
    said(engine, Command("b_desk", "answer", "a_desk>desks"))
    offer = until(engine, OfferMade)
    said(engine, Command("b_desk", "accept", offer.fact.offer))
    return engine


def test_what_is_accepted_comes_about_and_binds() -> None:
    """A deal would be a line in the log, and nobody bound by it."""
    engine = agreed(clause="still")
    made = [(e.fact.by, e.fact.to, e.fact.term.rung) for e in facts(engine, PromiseMade)]
    (answered,) = facts(engine, OfferAnswered)

    assert (answered.fact.answer, answered.audience) == ("accepted", ("a_desk", "b_desk"))
    assert made == [("a_desk", "b_desk", 4), ("b_desk", "a_desk", 3)]


def readable(engine: Engine) -> bool:
    """Say whether rules between navy and coast guard help to read a scrape by B."""
    act = ActOccurred("b", 4, "b_scrape", ordered=False, doubtful=True)
    beliefs.weigh(engine, engine.emit(act, cause=1, audience=engine.setup.everybody))
    return engine.state.known["a_desk"].beliefs.weighed[1].words > 0


def test_rules_bind_whom_a_clause_adds() -> None:
    """A scope that was agreed upon would change nothing."""
    assert not readable(engine_of())
    engine = agreed()
    (bound,) = facts(engine, RulesBound)

    assert bound.fact.services == ("coast_guard", "navy")
    assert set(bound.audience) == {"a_desk", "b_desk"}
    assert readable(engine)


@pytest.mark.parametrize(("covers", "reads"), [("[navy]", False), ("[navy, coast_guard]", True)])
def test_rules_that_a_clause_opens_count_where_it_covers(covers: str, reads: bool) -> None:
    """A deal between navies would bind coast guards."""
    engine = agreed(
        "channels.rules.start=not_established",
        "channels.rules.binds=[navy, coast_guard]",
        "clauses.reopen.effects=[{channel: {channel: rules, political: open}}]",
        f"clauses.reopen.covers={covers}",
        clause="reopen",
    )
    assert readable(engine) is reads


# Reputation


def test_tries_in_a_row_that_come_to_nothing_are_counted() -> None:
    """A caller would remember what it never tried, or for ever."""
    engine = engine_of("parameters.h0=0 per h", "parameters.hd0=0 per h", "parameters.u=1")
    call, known = Command("a_desk", "call", "desks", "b_desk", "ask"), engine.state.known["a_desk"]
    for n in (1, 2):
        said(engine, call)
        engine.drain_to(n * 2 * H)
        assert known.calls.snubs == {"desks": n}
    said(engine, call)
    said(engine, Command("a_desk", "hang", "a_desk>desks"))
    assert (known.calls.snubs["desks"], known.calls.own_tries, known.calls.own_answered) == (
        2,
        2,
        0,
    )
    assert engine.state.known["b_desk"].calls.snubs == {}

    answered = CallEnded("a_desk>desks", "desks", "a_desk", "b_desk", "answered", 1)
    engine.emit(answered, audience=("a_desk",))
    assert (known.calls.snubs, known.calls.own_tries, known.calls.own_answered) == ({}, 3, 1)


def test_unanswered_calls_lower_the_readiness_to_call() -> None:
    """A doctrine would ring a dead line for ever, as eagerly as the first time."""
    made = {}
    for reputation in ("1", "0.5", "0"):
        sets = (f"parameters.reputation={reputation}", "parameters.h0=0 per h",
                "parameters.hd0=0 per h", "parameters.u=1", "parameters.u_tech=3650 d")  # fmt: skip
        setup = Setup(load("two-captains", [*sets, "parameters.a_true=0.5 per d"]))
        play = Play(setup, 5, {s: occupant(setup, s, "firm:calls=1") for s in setup.seats})
        play.advance()
        made[reputation] = sum(s.command.subject == "staff_line" for s in play.said)
    assert made["1"] > made["0.5"] > made["0"] == 2


# Moral hazard


def test_belief_in_contact_follows_laplaces_rule() -> None:
    """A seat would believe in a line that it has never seen answered, or in one that is shut."""
    engine = engine_of()
    setup, known = engine.setup, engine.state.known["a_desk"]
    assert minds.reach(setup, known) == 0.5
    known.calls.own_tries, known.calls.own_answered = 3, 2
    assert minds.reach(setup, known) == pytest.approx(3 / 5)

    for channel in ("desks", "relay"):
        known.channels.political[channel] = "suspended"
    assert minds.reach(setup, known) == 0.0


def test_a_relay_alone_is_no_net() -> None:
    """A way on which nobody ever answers would count as a way to be answered."""
    engine = engine_of("channels.desks.start=suspended")

    assert minds.reach(engine.setup, engine.state.known["a_desk"]) == 0.0


def test_the_net_raises_the_target() -> None:
    """The dial would do nothing, or something where there is no channel."""
    mind = Mind(0.3, 0, 0, restrained=False, tension=0, pressure=0, committed=0, ready=0)
    doctrine = choice.Doctrine(0.85, 2, 2, 0.3, 0, 1, 1.2, 8, 0.5, 1.5, 1, 0.8, 0.4)

    aims = [choice.target(doctrine, mind._replace(reach=reach)) for reach in (0.0, 0.5, 1.0)]
    assert [round(aim - aims[0], 12) for aim in aims] == [0.0, 0.2, 0.4]
    assert choice.target(replace(doctrine, moral_hazard=0.0), mind._replace(reach=1.0)) == aims[0]


def test_more_moral_hazard_leads_higher() -> None:
    """Paired runs would not climb higher where a net is trusted and tempts."""
    peaks = {}
    for hazard in ("0", "1"):
        sets = (f"parameters.moral_hazard={hazard}", "parameters.a_true=0.3 per d", "horizon=8 d")
        setup, found = Setup(load("two-captains", sets)), []
        for seed in range(15):
            play = Play(setup, seed, {s: occupant(setup, s, "firm") for s in setup.seats})
            play.advance()
            found.append(max(play.engine.state.acts.rungs.values(), default=0))
        peaks[hazard] = sum(found)
    assert peaks["1"] > peaks["0"]
