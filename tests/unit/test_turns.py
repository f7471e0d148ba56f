"""Talks turn by turn: questions, warnings, replies of every kind, silence, and what each binds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.promises import PromiseHeard, PromiseMade
from sim.engine.facts.requests import ReplyPutOff, RequestAnswered
from sim.engine.facts.talks import TURNS_MOST, TalkEnded, TurnSaid
from sim.engine.seat import beliefs
from sim.engine.seat.rules import Command
from sim.engine.seat.views import redact
from sim.errors import Refusal
from sim.loader import load
from sim.loader.scenario import from_text
from sim.play.seat import SeatSession, Submit, waiting
from tests.bridges import MIN, Bridges
from tests.unit.test_promises import NONE, WORLD

RADIO = "bridge_radio"


@pytest.fixture
def bridges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bridges]:
    """Seat two people, some minutes after the begin."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    found = Bridges()
    yield found
    found.session.close()


def say(form: str, to: str = "south_destroyer") -> Submit:
    """Say something by radio, to the south unless said otherwise."""
    return Submit("call", RADIO, to=to, form=form)


def asked(bridges: Bridges, form: str = "ask") -> str:
    """Let north say what awaits a reply, and give its name."""
    bridges.says(form)
    (item,) = [w for w in waiting(bridges.view(bridges.south)) if w.kind == "request"]
    return item.id


def replies(bridges: Bridges, seat: SeatSession) -> list[str]:
    """List what a seat may reply to the first thing that waits."""
    return [reply.reply for reply in bridges.view(seat).requests[0].replies]


def facts(bridges: Bridges, kind: type) -> list:
    """List the facts of a kind between two bridges."""
    return facts_of(bridges.play.engine, kind)


def test_a_question_has_the_answers_of_a_question(bridges: Bridges) -> None:
    """Whoever is asked what it intends could only say that it will."""
    request = asked(bridges)

    assert replies(bridges, bridges.south) == ["intention", "no_information", "stand_by"]
    assert bridges.refused(bridges.south, Submit("reply", request, form="will")) == "no_reply"
    assert bridges.refused(bridges.south, Submit("reply", request, form="accident")) == "no_reply"
    bridges.does(bridges.south, Submit("reply", request, form="no_information"))

    assert facts(bridges, PromiseMade) == []
    assert bridges.view(bridges.north).requests == ()


def test_an_intention_binds_to_the_limit_it_names(bridges: Bridges) -> None:
    """What somebody says that it means to do would cost nothing to break."""
    request = asked(bridges)
    for wrong in ((), (0.0,), (11.0,), (2.5,), (3.0, 4.0)):
        reply = Submit("reply", request, form="intention", limits=wrong)
        assert bridges.refused(bridges.south, reply) == "no_limit"
    bridges.does(bridges.south, Submit("reply", request, form="intention", limits=(4.0,)))

    (made,) = facts(bridges, PromiseMade)
    assert (made.by, made.to, made.term.kind, made.term.rung) == (
        "south_captain",
        "north_captain",
        "refrain",
        4,
    )


def in_doubt() -> tuple[Engine, str, int]:
    """Give a run in which a captain has just seen two acts that may be accidents: who, which."""
    setup = Setup(load("two-captains", ("parameters.a_true=20 per d",)))
    engine = Engine(setup, Draws(3))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    while True:
        engine.drain_to(engine.next_ms() or 0)
        for seat, known in engine.state.known.items():
            if len(beliefs.in_doubt(known)) == 2:
                return engine, seat, beliefs.in_doubt(known)[-1].number


@pytest.mark.parametrize("reply", ["accident", "no_information"])
def test_an_answer_explains_the_last_act_in_doubt_and_no_other(reply: str) -> None:
    """“An accident” would explain everything that was ever done, or nothing."""
    engine, seat, number = in_doubt()
    known = engine.state.known[seat]
    other = "south" if seat.startswith("north") else "north"
    first, last = (known.beliefs.weighed[act.number] for act in beliefs.in_doubt(known))
    before = beliefs.belief_now(engine.setup, known, engine.now_ms)
    vessel = f"{other}_destroyer"
    for command in (
        Command(seat, "call", RADIO, vessel, "ask"),
        Command(f"{other}_captain", "answer", f"{seat}>{vessel}"),
        Command(f"{other}_captain", "reply", f"{seat}>{other}_captain.1", form=reply),
    ):
        done = submit(engine, command)
        assert not isinstance(done, Refusal), done

    after = known.beliefs.weighed
    assert after[first.number] == first
    assert (after[number].q < last.q) == (reply == "accident")
    moved = beliefs.belief_now(engine.setup, known, engine.now_ms)
    assert (moved < before) == (reply == "accident")


def test_a_warning_is_acknowledged_or_defied_and_binds_nobody(bridges: Bridges) -> None:
    """A warning would be answered like a request, or not at all."""
    request = asked(bridges, "warn")

    assert replies(bridges, bridges.south) == ["acknowledge", "defy"]
    bridges.does(bridges.south, Submit("reply", request, form="defy"))

    (answered,) = facts(bridges, RequestAnswered)
    assert answered.text
    assert facts(bridges, PromiseMade) == []


def test_more_is_said_in_a_talk_without_calling_anew(bridges: Bridges) -> None:
    """Every sentence would need a ring of its own, and be missed as often."""
    request = asked(bridges)
    bridges.does(bridges.south, Submit("reply", request, form="no_information"))
    bridges.does(bridges.south, say("assure", "north_destroyer"))
    bridges.does(bridges.north, say("assure"))

    assert [(f.caller, f.form) for f in facts(bridges, TurnSaid)] == [
        ("south_captain", "assure"),
        ("north_captain", "assure"),
    ]
    assert [made.by for made in facts(bridges, PromiseMade)] == ["south_captain", "north_captain"]
    for seat in (bridges.north, bridges.south):
        assert sum(1 for line in bridges.view(seat).said if line.mine) >= 2


def test_an_open_question_is_not_asked_again(bridges: Bridges) -> None:
    """Spam would cost its listener a silence each."""
    asked(bridges)

    assert bridges.refused(bridges.north, say("ask")) == "asked"
    bridges.does(bridges.north, say("assure"))


def test_nobody_is_told_twice_to_stand_by(bridges: Bridges) -> None:
    """Whoever does not want to answer could put it off for ever."""
    request = asked(bridges, "request")
    bridges.does(bridges.south, Submit("reply", request, form="stand_by"))

    assert "stand_by" not in replies(bridges, bridges.south)
    again = Submit("reply", request, form="stand_by")
    assert bridges.refused(bridges.south, again) == "no_reply"
    (waits,) = bridges.view(bridges.north).requests
    bridges.passes(6 * MIN)
    assert [f.outcome for f in facts(bridges, TalkEnded)] == ["done"]
    if waits.due_ms > bridges.play.engine.now_ms:
        bridges.does(bridges.south, Submit("reply", request, form="will"))
        assert [made.by for made in facts(bridges, PromiseMade)] == ["south_captain"]


@pytest.mark.parametrize(
    ("form", "reply"),
    [("ask", "no_information"), ("warn", "acknowledge"), ("request", "will_not")],
)
def test_a_watch_replies_what_needs_no_decision(form: str, reply: str) -> None:
    """Where nobody decides every question would be met with silence, which counts against both."""
    setup = Setup(load("two-captains"))
    engine = Engine(setup, Draws(1))
    begin(engine, {"north_captain": ("p", "person"), "south_captain": ("-", "none")})
    while not facts_of(engine, RequestAnswered):
        if not engine.state.known["north_captain"].calls.open:
            submit(engine, Command("north_captain", "call", RADIO, "south_destroyer", form))
        engine.drain_to(engine.next_ms() or 0)

    assert [fact.reply for fact in facts_of(engine, RequestAnswered)] == [reply]
    assert facts_of(engine, PromiseMade) == []


def facts_of(engine: Engine, kind: type) -> list:
    """List the facts of a kind."""
    return [event.fact for event in engine.log if isinstance(event.fact, kind)]


LINE = "staff_line"
NEVER = "parameters.u=0"


@pytest.mark.parametrize("seed", range(5))
def test_how_long_one_stands_by_does_not_tell_whether_somebody_above_is_asked(seed: int) -> None:
    """The wait would betray that a captain may not decide for himself."""
    setup = Setup(load("two-captains", (NEVER,)))

    assert stands_by(setup, seed, "policy") == stands_by(setup, seed, "person")


def stands_by(setup: Setup, seed: int, control: str) -> int:
    """Call on the line until the south says “stand by”; give for how long, in ms."""
    engine = Engine(setup, Draws(seed))
    begin(engine, {"north_captain": ("p", "person"), "south_captain": ("x", control)})
    north, south = (engine.state.known[seat] for seat in setup.seats)
    call = f"north_captain>{LINE}"
    while not engine.state.run.ended:
        if not north.calls.open and not north.requests.open:
            submit(engine, Command("north_captain", "call", LINE, "south_captain", "request"))
        if control == "person" and call in south.calls.open and not south.calls.turns:
            submit(engine, Command("south_captain", "answer", call))
        if control == "person" and south.requests.open:
            (request,) = south.requests.open
            submit(engine, Command("south_captain", "reply", request, form="stand_by"))
        for event in engine.log:
            if isinstance(event.fact, ReplyPutOff):
                return event.fact.reply_ms - event.at_ms
        engine.drain_to(engine.next_ms() or 0)
    raise AssertionError("nobody was asked to stand by")


@pytest.mark.parametrize(("by", "how"), [("north", "withdrawn"), ("south", "silence")])
def test_who_hangs_up_with_a_question_open_is_silent_or_gives_it_up(
    bridges: Bridges, by: str, how: str
) -> None:
    """Whoever asks and hangs up at once could make the other the one who does not answer."""
    asked(bridges)
    seat: SeatSession = getattr(bridges, by)
    (call,) = bridges.view(seat).calls
    bridges.does(seat, Submit("hang", call.call))

    assert [f.reply for f in facts(bridges, RequestAnswered)] == [how]
    assert [f.outcome for f in facts(bridges, TalkEnded)] == ["hung_up"]
    assert bridges.view(bridges.north).calls == bridges.view(bridges.south).calls == ()


def test_the_second_silence_costs_the_wish_to_call(bridges: Bridges) -> None:
    """Questions would be free however often nobody answers."""
    found = []
    for _ in range(3):
        asked(bridges)
        bridges.passes(10 * MIN)
        calls = bridges.play.engine.state.known["north_captain"].calls
        found.append((calls.silences[RADIO], calls.snubs.get(RADIO, 0)))

    assert [f.reply for f in facts(bridges, RequestAnswered)] == ["silence"] * 3
    assert [silences for silences, _ in found] == [1, 2, 3]
    assert found[0][1] == 0
    assert found[1][1] == 1


def test_a_talk_has_so_many_turns_and_no_more(bridges: Bridges) -> None:
    """Three hundred turns in one talk would be a way to say everything at once."""
    asked(bridges)
    for _ in range(TURNS_MOST - 1):
        bridges.does(bridges.north, say("hail"))

    for form in ("hail", "assure"):
        assert bridges.refused(bridges.north, say(form)) == "turns"
        assert bridges.refused(bridges.south, say(form, "north_destroyer")) == "turns"
    (call, *_) = bridges.view(bridges.north).calls
    bridges.does(bridges.north, Submit("hang", call.call))
    bridges.does(bridges.north, say("hail"))


def test_a_turn_does_not_tell_whether_the_other_still_hears() -> None:
    """Whoever speaks would see at once that the other's radio is dead."""
    found = []
    for dead in (False, True):
        engine = linked(SILENT % "boat" if dead else "")
        say_in(engine, "hail")
        engine.drain_to(6 * MIN)
        assert bool(engine.state.vessels.silenced.get("boat")) == dead
        before = len(engine.log)
        for form in ("ask", "hold"):
            say_in(engine, form)
        one = redact([e for e in engine.log if e.seq > before], "one")
        found.append([type(e.fact).__name__ for e in one])
        heard = [e for e in engine.log if isinstance(e.fact, PromiseHeard)]
        assert bool(heard) != dead

    assert found[0] == found[1]
    assert "PromiseMade" in found[0]
    assert "RequestMade" in found[0]


SILENT = "  - {id: dead, title: Dead, kind: news, at: 5 min, effects: [{silence: %s}]}\n"


def linked(more: str = "", talk: str = "30 min") -> Engine:
    """Let one and two talk by radio, in a talk that goes on."""
    text = WORLD.replace("id: vhf, name: VHF,", f"id: vhf, name: VHF, talk: {talk},")
    text = text.replace("speed: 5 m/s", "speed: 0 m/s")
    setup = Setup(from_text(text + (more or NONE)))
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    return engine


def say_in(engine: Engine, form: str, by: str = "one") -> None:
    """Say something by radio; who is called answers."""
    to, vessel = ("two", "boat") if by == "one" else ("one", "ship")
    done = submit(engine, Command(by, "call", "vhf", vessel, form))
    assert not isinstance(done, Refusal), done
    if (
        f"{by}>{vessel}" in engine.state.known[to].calls.open
        and not engine.state.known[to].calls.turns
    ):
        submit(engine, Command(to, "answer", f"{by}>{vessel}"))


def test_a_further_turn_is_no_call_that_was_promised() -> None:
    """A promise to call would be kept in the breath in which it is made."""
    engine = linked()
    say_in(engine, "hail", by="two")
    for _ in range(3):
        say_in(engine, "ring", by="two")

    assert not engine.state.promises.count.get(("two", "kept"))


def test_what_is_asked_at_the_end_of_a_talk_has_its_time() -> None:
    """Whoever asks in the last moment could make a silence of it."""
    engine = linked(talk="20 min")
    say_in(engine, "hail")
    engine.drain_to(20 * MIN - 1)
    say_in(engine, "ask")
    engine.drain_to(21 * MIN)

    (waits,) = engine.state.known["two"].requests.open.values()
    assert waits.fact.due_ms > 22 * MIN
    done = submit(engine, Command("two", "reply", waits.fact.request, form="will"))
    assert not isinstance(done, Refusal)


def test_two_who_call_each_other_talk_once() -> None:
    """One's own call would ring out while one talks with whom it is for."""
    engine = linked()
    for by, vessel in (("one", "boat"), ("two", "ship")):
        done = submit(engine, Command(by, "call", "vhf", vessel, "hail"))
        assert not isinstance(done, Refusal)
    submit(engine, Command("two", "answer", "one>boat"))
    engine.drain_to(20 * MIN)

    ended = [(f.caller, f.outcome) for f in facts_of(engine, CallEnded)]
    assert ended == [("one", "answered"), ("two", "withdrawn")]
