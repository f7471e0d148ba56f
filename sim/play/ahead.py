"""What a seat would say, before it says it: word for word, and what that does to its own word."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.wording import quoted_text
from sim.engine.facts.talks import Spoken, TurnSaid
from sim.engine.facts.terms import in_words
from sim.engine.kernel.engine import Engine
from sim.engine.lines import requests, speaking
from sim.engine.lines.filling import Between
from sim.engine.seat.breaches import (
    broken_at_once,
    broken_by_form,
    cut_by_orders,
    undone_by_orders,
)
from sim.engine.seat.credit import contradicted
from sim.engine.seat.reach import calling_vessel, talk_with
from sim.engine.seat.rules import refusal
from sim.play.exchange import Submit


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as it will be said if it is said now.

    `said` are its sentences, `breaks` the promises of the seat's own that it breaks or
    contradicts, `ends` what will cut it short, `undone` the seat's own orders that will break what
    it promises.
    """

    said: tuple[str, ...]
    breaks: tuple[str, ...]
    ends: str
    undone: tuple[str, ...]


def ahead(engine: Engine, seat: str, call: Submit) -> Wording | str:
    """Look at a call, or at a further turn of a talk, before it is made; nothing happens.

    The way of saying it is the one that will be drawn: it tells nothing but the seat's own words.
    A sentence says why it would be refused.
    """
    setup, known = engine.setup, engine.state.known[seat]
    refused = refusal(setup, known, call.by(seat), engine.now_ms)
    if refused is not None:
        return refused.sentence
    words, nth = _words(engine, seat, call)
    between = Between(words.vessel, words.to if words.vessel else "", words.channel)
    binds = setup.seats.get(words.callee) is None or (
        setup.seats[words.callee].side != setup.seats[seat].side
    )
    gives, asks = requests.terms_of(setup, words, between) if binds else ((), ())
    radio, relayed = (setup.channels[call.subject].kind == kind for kind in ("radio", "relay"))
    broken = list(broken_by_form(setup, known, setup.forms[call.form], engine.now_ms))
    broken += broken_at_once(setup, known, gives, engine.now_ms)
    against = contradicted(known, gives)
    if against is not None:
        broken.append(in_words(setup, against.term, against.due_ms))
    said = [
        speaking.opening(
            engine,
            speaking.of_talk(engine, words),
            call.form,
            _address(words, turn=talk_with(known, call.subject, call.to) is not None),
            nth=nth,
            gives=gives if relayed else (),
            clauses=call.clauses,
        )
    ]
    if asks and not relayed:
        count = engine.state.requests.made.get(f"{seat}>{words.callee}", 0)
        said.append(speaking.asked(engine, words, asks, gives, nth=count))
    elif gives and not relayed:
        said.append(speaking.promised(engine, words, gives))
    return Wording(
        tuple(quoted_text(text).strip() for text in said if text),
        tuple(broken),
        cut_by_orders(setup, known, call.to) if radio else "",
        undone_by_orders(setup, known, gives, engine.now_ms),
    )


def _words(engine: Engine, seat: str, call: Submit) -> tuple[Spoken, int]:
    """Give the words of a call as they would be an event, and how many went before them."""
    setup, known = engine.setup, engine.state.known[seat]
    radio = setup.channels[call.subject].kind == "radio"
    talk = talk_with(known, call.subject, call.to)
    vessel = (calling_vessel(setup, known) or "") if radio else ""
    callee = setup.commander.get(call.to, "") if radio else call.to
    nth = engine.state.calls.tries.get((seat, call.subject, call.to), 0)
    if talk is not None:
        mine = talk.fact.caller == seat
        callee = talk.fact.callee if mine else talk.fact.caller
        vessel = (talk.fact.vessel if mine else talk.fact.to) if radio else ""
        nth = engine.state.calls.turns.get((seat, call.subject, callee), 0)
    words = TurnSaid(
        call="",
        channel=call.subject,
        caller=seat,
        callee=callee,
        form=call.form,
        text="",
        clauses=call.clauses,
        limits=call.limits,
        vessel=vessel,
        to=call.to if radio else callee,
        hearers=(),
        restrains=False,
    )
    return words, nth


def _address(words: Spoken, *, turn: bool) -> str:
    end = words.callee if turn or not words.vessel else words.to
    return f"{words.caller}.{words.channel}.{end}" + (".turn" if turn else "")
