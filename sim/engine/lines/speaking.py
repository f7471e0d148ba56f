"""Words as they are said: what opens a call, what is asked and what is promised in a talk.

What an author or a person wrote is said as it stands. Else the way of saying it is drawn, and
nothing depends on which it is.
"""

from __future__ import annotations

from sim.engine.facts.calls import CallAsked, CallBegun
from sim.engine.facts.talks import Spoken
from sim.engine.facts.terms import Bound
from sim.engine.kernel.engine import Engine
from sim.engine.seat import sayings
from sim.engine.seat.sayings import Phrase, Voice
from sim.model.channels import MARKERS


def opening(
    engine: Engine,
    voice: Voice,
    form: str,
    address: str,
    *,
    nth: int,
    gives: tuple[Bound, ...] = (),
    clauses: tuple[str, ...] = (),
) -> str:
    """Give the words that open a call, are a further turn of a talk, or stand in a letter.

    Args:
        engine: The run.
        voice: Who says it to whom.
        form: What kind of words they are.
        address: Caller, channel and called.
        nth: How many calls went before.
        gives: What a letter promises, from when it is read.
        clauses: What is offered.
    """
    said: list[Phrase] = [(f"intent.{engine.setup.forms[form].intent}", {})]
    said += sayings.terms_said(engine.setup, voice, gives, how="promised", now_ms=None)
    if clauses:
        titles = "; ".join(engine.setup.clauses[clause].title for clause in clauses)
        said.append(("clauses.offered", {"what": titles}))
    return _said(engine, voice, "opening", form, said=tuple(said), at=(address, nth))


def answered(engine: Engine, call: CallAsked | CallBegun) -> str:
    """Give the first words of whoever answers a call; "" on a line at whose end nobody sits."""
    if isinstance(call, CallAsked) or not (call.vessel or (call.caller and call.callee)):
        return ""
    vessel = call.to if call.vessel else ""
    voice = sayings.voice(
        engine.setup, call.channel, call.callee, call.caller, vessel=vessel, other=call.vessel
    )
    address = f"{call.caller}.{call.channel}.{call.to or call.callee}.answered"
    u = engine.draws.uniform("talk.words", address, call.nth)
    marker = "acknowledgement"
    return sayings.utterance(engine.setup, voice, "answered", marker=marker, said=(), u=u)


def asked(
    engine: Engine, talk: Spoken, asks: tuple[Bound, ...], gives: tuple[Bound, ...], nth: int
) -> str:
    """Give the words in which a request is put, and what is offered in return."""
    voice, now = of_talk(engine, talk), engine.now_ms
    said = (
        *sayings.terms_said(engine.setup, voice, asks, how="asked", now_ms=now),
        *sayings.terms_said(engine.setup, voice, gives, how="offered", now_ms=now),
    )
    return _said(engine, voice, "turn", talk.form, said=said, at=(f"{_address(talk)}.asked", nth))


def promised(engine: Engine, talk: Spoken, gives: tuple[Bound, ...]) -> str:
    """Give the words in which a seat binds itself unasked."""
    voice, now = of_talk(engine, talk), engine.now_ms
    nth = engine.state.promises.made.get(f"{talk.caller}>{talk.callee}", 0)
    said = sayings.terms_said(engine.setup, voice, gives, how="promised", now_ms=now)
    at = f"{_address(talk)}.promised", nth
    return _said(engine, voice, "last", talk.form, said=said, at=at)


def of_talk(engine: Engine, talk: Spoken) -> Voice:
    """Give the voice of the caller of a talk."""
    other = talk.to if talk.vessel else ""
    return sayings.voice(
        engine.setup, talk.channel, talk.caller, talk.callee, vessel=talk.vessel, other=other
    )


def _address(talk: Spoken) -> str:
    return f"{talk.caller}.{talk.channel}.{talk.callee}"


def _said(
    engine: Engine,
    voice: Voice,
    frame: str,
    form: str,
    *,
    said: tuple[Phrase, ...],
    at: tuple[str, int],
) -> str:
    marker = MARKERS[engine.setup.forms[form].intent]
    u = engine.draws.uniform("talk.words", *at)
    return sayings.utterance(engine.setup, voice, frame, marker=marker, said=said, u=u)
