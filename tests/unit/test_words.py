"""Calls on lines, talks, offers, readouts: what travels, when, to whom, and what it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.acts import hours
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.requests import RequestAnswered
from sim.engine.facts.talks import ReadoutPublished, TalkBegun, TalkEnded
from sim.engine.facts.windows import WindowOpened
from sim.engine.lines.channels import line_due
from sim.engine.seat import beliefs
from sim.engine.seat import mind as minds
from sim.engine.seat.rules import Command
from sim.engine.seat.views import view
from sim.errors import Refusal
from sim.loader import load
from sim.model import choice
from sim.model.choice import Doctrine, Mind

LINES = str(Path(__file__).parents[1] / "laws" / "two_lines.yaml")
MIN, H = 60_000, 3_600_000
QUIET = (
    "incidents.a_scrape.times=0",
    "incidents.b_scrape.times=0",
    "parameters.a_hat=1 per h",
    "parameters.d_sq=0.1 per h",
    "parameters.d_rv=1 per h",
    "parameters.u_tech=3650 d",
    "sides.a.intent=status_quo",
)
"""No incidents, and lines that do not fail."""
SURE = ("parameters.u=1", "parameters.h0=60 per h", "parameters.hd0=0 per h")
"""Whoever is rung answers, soon."""
CALL = Command("a_desk", "call", "desks", "b_desk", "ask")


def engine_of(*sets: str, paces: str = "none", b: str = "", seed: int = 1) -> Engine:
    """Begin a run with nobody deciding, or people in some seats."""
    setup = Setup(load(LINES, [*QUIET, *sets]))
    engine = Engine(setup, Draws(seed))
    held = dict.fromkeys(setup.seats, (paces, paces))
    if b:
        held["b_desk"] = (b, b)
    begin(engine, held)
    return engine


def said(engine: Engine, command: Command) -> None:
    """Give a command that is accepted."""
    done = submit(engine, command)
    assert not isinstance(done, Refusal), done


def facts(engine: Engine, kind: type) -> list[Event]:
    """List the events of a kind."""
    return [e for e in engine.log if isinstance(e.fact, kind)]


def outcomes(engine: Engine) -> list[str]:
    """List how calls ended."""
    return [e.fact.outcome for e in facts(engine, CallEnded)]


def test_a_call_takes_leave_a_ring_and_a_talk() -> None:
    """A message would be there as soon as somebody wishes it."""
    engine = engine_of(*SURE)
    said(engine, CALL)
    engine.drain_to(H)

    asked, begun, ended, talk, over = (
        facts(engine, kind)[0] for kind in (CallAsked, CallBegun, CallEnded, TalkBegun, TalkEnded)
    )
    assert begun.at_ms - asked.at_ms in (2 * MIN, 9 * MIN)
    assert begun.at_ms < ended.at_ms == talk.at_ms
    assert over.at_ms - talk.at_ms == 25 * MIN
    assert (ended.fact.outcome, over.fact.outcome) == ("answered", "done")
    assert begun.audience == ("a_desk",)
    assert set(talk.audience) == {"a_desk", "b_desk"}


@pytest.mark.parametrize(
    "sets",
    [
        ("channels.desks.truth={technical: down}", "parameters.d_tech=3650 d"),
        ("channels.desks.start=suspended",),
        ("parameters.h0=0 per h", "parameters.hd0=0 per h"),
    ],
    ids=["down", "suspended", "nobody"],
)
def test_a_line_that_nobody_answers_rings_out(sets: tuple[str, ...]) -> None:
    """A broken line would tell its caller that it is broken."""
    engine = engine_of("parameters.u=1", *sets)
    said(engine, CALL)
    engine.drain_to(2 * H)

    assert outcomes(engine) == ["rang_out"]
    (board,) = [
        line.word
        for line in view(engine.setup, engine.state.known["a_desk"], engine.now_ms).board
        if line.channel == "desks"
    ]
    assert board == ("suspended" if "suspended" in sets[0] else "unanswered")


def test_a_talk_on_a_line_that_breaks_is_cut_at_once() -> None:
    """Two desks would talk on over a dead line, and the open question be a silence."""
    engine = engine_of(*SURE)
    said(engine, CALL)
    while not facts(engine, TalkBegun):
        engine.drain_to(engine.next_ms() or 0)
    works = engine.state.opened(("line", "desks"))
    assert works is not None
    line_due(engine, works, "")

    (ended,) = facts(engine, TalkEnded)
    assert (ended.fact.outcome, ended.at_ms) == ("cut", engine.now_ms)
    assert [e.fact.reply for e in facts(engine, RequestAnswered)] == ["cut"]
    assert engine.state.known["a_desk"].calls.last["desks"] == "cut"


def test_asking_above_takes_its_time() -> None:
    """An officer without authority would answer at once."""
    waits = {}
    for u in ("0", "1"):
        engine = engine_of("parameters.h0=600 per h", "parameters.hd0=0 per h", f"parameters.u={u}")
        said(engine, CALL)
        engine.drain_to(3 * H)
        begun, ended = facts(engine, CallBegun)[0], facts(engine, CallEnded)[0]
        waits[u] = ended.at_ms - begun.at_ms
    assert waits["1"] < MIN < waits["0"]


def test_a_desk_is_answered_only_in_its_hours() -> None:
    """A desk would be staffed at night."""
    setup = Setup(load(LINES))
    chiefs = setup.channels["chiefs"]
    # The run begins at 08:00; the desk opens at 09:00 and closes at 12:00.
    staffed = [hours.staffed(setup, chiefs, t) for t in (0, H - 1, H, 4 * H - 1, 4 * H, 25 * H)]
    assert staffed == [False, False, True, True, False, True]

    sets = ("channels.chiefs.hours={opens: 22 h, closes: 9 h}",)
    night = Setup(load(LINES, sets))
    at_night = [hours.staffed(night, night.channels["chiefs"], t) for t in (0, H, 13 * H, 14 * H)]
    assert at_night == [True, False, False, True]


def test_a_call_rings_at_a_persons_desk_and_waits_for_the_person() -> None:
    """Chance would answer for somebody who sits there."""
    engine = engine_of(*SURE, b="person")
    said(engine, CALL)
    assert isinstance(submit(engine, Command("b_desk", "answer", "a_desk>desks")), Refusal)
    while not facts(engine, CallRings):
        engine.drain_to(engine.next_ms() or 0)

    (line,) = view(engine.setup, engine.state.known["b_desk"], engine.now_ms).calls
    assert (line.incoming, line.stage, line.other) == (True, "ringing", "a_desk")
    said(engine, Command("b_desk", "answer", "a_desk>desks"))

    assert outcomes(engine) == ["answered"]
    assert facts(engine, CallRings)[0].audience == ("b_desk",)


def test_a_call_can_be_hung_up_while_leave_is_asked_and_in_a_talk_once() -> None:
    """A caller could not change his mind, or would end a talk that is over."""
    engine = engine_of(*SURE)
    said(engine, CALL)
    busy = submit(engine, CALL)
    said(engine, Command("a_desk", "hang", "a_desk>desks"))
    said(engine, CALL)
    while not facts(engine, TalkBegun):
        engine.drain_to(engine.next_ms() or 0)
    said(engine, Command("a_desk", "hang", "a_desk>desks"))
    late = submit(engine, Command("a_desk", "hang", "a_desk>desks"))

    assert isinstance(busy, Refusal)
    assert busy.code == "busy"
    assert outcomes(engine) == ["withdrawn", "answered"]
    assert [e.fact.outcome for e in facts(engine, TalkEnded)] == ["hung_up"]
    assert isinstance(late, Refusal)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Command("a_desk", "call", "desks", "a_chief", "ask"), "no_desk"),
        (Command("a_desk", "call", "desks", "a_desk", "ask"), "no_desk"),
        (Command("a_desk", "call", "desks", "b_desk", "hail"), "no_form"),
        (Command("a_desk", "call", "chiefs", "b_desk", "assure"), "no_channel"),
        (Command("a_desk", "call", "rules", "b_desk", "ask"), "no_channel"),
        (Command("a_desk", "call", "desks", "b_desk", "propose"), "no_clause"),
        (Command("a_desk", "call", "desks", "b_desk", "propose", clauses=("x",)), "no_clause"),
        (Command("a_desk", "call", "desks", "b_desk", "ask", clauses=("hold",) * 2), "no_clause"),
        (Command("a_desk", "accept", "b_desk>a_desk.1"), "no_offer"),
    ],
)
def test_what_cannot_be_said_is_refused(command: Command, code: str) -> None:
    """A message would go to nobody, or carry what it cannot."""
    engine = engine_of()
    done = submit(engine, command)

    assert isinstance(done, Refusal)
    assert done.code == code
    assert done.sentence.strip()


# Offers


def offered(b: str, *clauses: str, seed: int = 1) -> Engine:
    """Bring an offer of clauses from a_desk to b_desk."""
    engine = engine_of(*SURE, b=b, seed=seed)
    call = Command("a_desk", "call", "desks", "b_desk", "propose", clauses=clauses)
    said(engine, call)
    while not facts(engine, OfferMade):
        if b == "person" and facts(engine, CallRings) and not facts(engine, CallEnded):
            said(engine, Command("b_desk", "answer", "a_desk>desks"))
        engine.drain_to(engine.next_ms() or 0)
    return engine


def test_an_accepted_clause_opens_a_line() -> None:
    """An arrangement would be words only, or opened without a word to those concerned."""
    engine = offered("person", "hold", "reopen")
    said(engine, Command("b_desk", "accept", "a_desk>b_desk.1"))

    (changed,) = facts(engine, ChannelChanged)
    assert set(changed.audience) == {"a_desk", "b_desk"}
    assert engine.state.channels.political["shut"] == "open"
    assert engine.state.moves.instructions == {"b_desk": "n01_b_hold"}
    assert engine.state.known["a_chief"].channels.political == {}


def test_an_offer_is_countered_once_and_then_answered() -> None:
    """Two sides would haggle for ever, or not at all."""
    engine = offered("person", "hold", "reopen")
    said(engine, Command("b_desk", "counter", "a_desk>b_desk.1", clauses=("hold",)))
    offer = facts(engine, OfferMade)[-1].fact
    again = submit(engine, Command("a_desk", "counter", offer.offer, clauses=("reopen",)))
    said(engine, Command("a_desk", "accept", offer.offer))

    assert (offer.by, offer.to, offer.clauses, offer.counter) == (
        "b_desk",
        "a_desk",
        ("hold",),
        True,
    )
    assert isinstance(again, Refusal)
    assert engine.state.channels.political["shut"] == "suspended"
    assert [e.fact.answer for e in facts(engine, OfferAnswered)] == ["countered", "accepted"]


def test_an_offer_to_a_person_who_says_nothing_lapses() -> None:
    """Silence would bind."""
    engine = offered("person", "hold")
    engine.drain_to(6 * H)

    assert [e.fact.answer for e in facts(engine, OfferAnswered)] == ["refused"]
    assert engine.state.moves.instructions == {}


def test_trust_decides_how_a_policys_side_answers() -> None:
    """An offer would be as good to one who trusts as to one who does not."""
    taken = {}
    for prior in ("0.01", "0.99"):
        setup = Setup(load(LINES, [*QUIET, *SURE, f"sides.b.prior={prior}"]))
        answers = []
        for seed in range(60):
            engine = Engine(setup, Draws(seed))
            begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
            call = Command("a_desk", "call", "desks", "b_desk", "propose", clauses=("hold",))
            said(engine, call)
            engine.drain_to(5 * H)
            answers += [e.fact.answer for e in facts(engine, OfferAnswered)]
        taken[prior] = answers.count("accepted") / len(answers)
    assert taken["0.01"] > 0.25
    assert taken["0.99"] < 0.1


# What words do to minds


def incident(engine: Engine, origin: str, seat: str = "b_desk") -> None:
    """Let the side that this seat faces do something doubtful now."""
    by = engine.setup.faces[engine.setup.seats[seat].side]
    act = ActOccurred(by, 5, f"{by}_scrape", ordered=origin == "order", doubtful=True)
    event = engine.emit(act, cause=1, audience=engine.setup.everybody)
    beliefs.weigh(engine, event)
    engine.settle()


def blame(engine: Engine, seat: str = "b_desk") -> float:
    """Give how sure a seat is that the first act was meant."""
    return engine.state.known[seat].beliefs.weighed[1].q


def test_an_explanation_in_time_lowers_the_blame() -> None:
    """A call would change tension and not what is thought, or the other way round."""
    engine = engine_of(*SURE)
    incident(engine, "mishap")
    before, tension = blame(engine), engine.state.known["b_desk"].beliefs.tension
    said(engine, Command("a_desk", "call", "desks", "b_desk", "explain"))
    engine.drain_to(2 * H)

    assert blame(engine) < before / 2
    assert engine.state.known["b_desk"].beliefs.tension == tension


def test_a_culprit_may_tell_the_same_story() -> None:
    """Every word would be true, or every word of a culprit a lie."""
    claimed = {}
    for m in ("0", "1"):
        engine = engine_of(*SURE, f"parameters.m_sq={m}", "parameters.x_rules=0")
        incident(engine, "order")
        before = blame(engine)
        said(engine, Command("a_desk", "call", "desks", "b_desk", "explain"))
        engine.drain_to(2 * H)
        claimed[m] = blame(engine) < before
    assert claimed == {"0": False, "1": True}


def test_silence_on_an_open_line_tells_until_words_come() -> None:
    """Nobody answering would mean nothing, or go on meaning something after the answer."""
    mute = ("parameters.h0=0 per h", "parameters.hd0=0 per h", "parameters.u=1")
    engine = engine_of(*mute)
    incident(engine, "mishap")
    before = blame(engine)
    said(engine, Command("b_desk", "call", "desks", "a_desk", "ask"))
    engine.drain_to(2 * H)
    silent = blame(engine)
    act = engine.state.known["b_desk"].beliefs.weighed[1]
    beliefs.explain(engine, "b_desk", act, "line", 1.0, cause=1)

    assert silent > before > blame(engine)
    assert (
        engine.state.known["b_desk"].beliefs.weighed[1].words == 1.5
    )  # the rules bind both navies


def test_rules_help_only_those_they_bind() -> None:
    """Rules between navies would make a coast guard's act readable."""
    for services, words in (("[navy, navy]", 0.5), ("[coast_guard, navy]", 0.0)):
        engine = engine_of(f"incidents.a_scrape.between={services}")
        incident(engine, "mishap")
        assert engine.state.known["b_desk"].beliefs.weighed[1].words == words


def test_tracks_shared_explain_more_than_words_may() -> None:
    """A joint look at the tracks would be worth no more than a word."""
    found = {}
    for form in ("explain", "share"):
        engine = engine_of(*SURE, "parameters.x_call=9", "parameters.x_joint=9")
        incident(engine, "mishap")
        said(engine, Command("a_desk", "call", "desks", "b_desk", form))
        engine.drain_to(2 * H)
        found[form] = blame(engine)
    assert found["share"] < found["explain"] / 10


def test_an_ultimatum_is_an_act() -> None:
    """Words that threaten would leave no trace on the ladder."""
    engine = engine_of(*SURE)
    said(engine, Command("a_desk", "call", "desks", "b_desk", "ultimatum"))
    engine.drain_to(2 * H)

    assert engine.state.acts.rungs == {"a": 5}
    assert engine.state.known["b_desk"].beliefs.weighed[1].rung == 5


def test_a_refusal_is_an_act_on_rung_two() -> None:
    """Declining to talk would be as good as not having been there."""
    engine = engine_of("parameters.u=1", "parameters.h0=0 per h", "parameters.hd0=60 per h")
    said(engine, CALL)
    engine.drain_to(2 * H)

    assert outcomes(engine) == ["declined"]
    assert engine.state.acts.rungs == {"b": 2}


def test_readouts_may_differ() -> None:
    """Both sides would tell the public the same of one talk."""
    engine = engine_of(*SURE)
    said(engine, Command("a_desk", "call", "desks", "b_desk", "explain"))
    engine.drain_to(3 * H)

    published = facts(engine, ReadoutPublished)
    form = engine.setup.forms["explain"]
    assert {form.readouts[e.fact.side] for e in published} == {"We explained.", "They did."}
    assert all(e.audience == engine.setup.everybody for e in published)


def test_a_public_threat_is_costly_to_climb_down_from() -> None:
    """A side could threaten and forget."""
    doctrine = Doctrine(0.85, 2, 2, 0.3, 0, 1, 1.2, 8, 0.5, 1.5, 1, 0.8)
    free = Mind(0.3, 0, 0, restrained=False, tension=0, pressure=1, committed=0, ready=0)
    bound = Mind(0.3, 0, 0, restrained=False, tension=0, pressure=1, committed=6, ready=0)
    low = [sum(choice.rung_chances(doctrine, m)[:3]) for m in (free, bound)]
    assert low[1] < low[0]

    engine = engine_of()
    chief = Command("a_chief", "choose", "h04_a_ready")
    engine.emit(WindowOpened("a_chief", 1, "", H, None), cause=1, audience=("a_chief",))
    said(engine, chief)
    felt = minds.mind(engine.setup, engine.state.known["a_desk"], engine.now_ms)
    assert (felt.committed, felt.ready) == (6, 2)
    assert engine.state.known["b_desk"].beliefs.ready == 0


def test_silence_on_a_line_known_to_be_shut_tells_nothing() -> None:
    """Ringing a line that everybody knows to be suspended would count as a snub."""
    engine = engine_of("parameters.u=1")
    incident(engine, "mishap")
    before = blame(engine)
    said(engine, Command("b_desk", "call", "shut", "a_desk", "ask"))
    engine.drain_to(2 * H)

    assert outcomes(engine) == ["rang_out"]
    assert blame(engine) == before
