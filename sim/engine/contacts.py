"""Hails: who hears a call on the radio, and how it ends.

A call is one interval. Where a person holds the called seat it rings there until answered,
declined or out of time; otherwise the channel's hazards of answer and refusal compete, thinned
to nothing while the called vessel cannot hear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.engine import effects as fx
from sim.engine import events as ev
from sim.engine.engine import Engine, Plan, process
from sim.engine.geometry import radio_reach_m, range_m
from sim.engine.rules import Command, calling_vessel, on_channel
from sim.model import effects as e
from sim.model.channels import Answering
from sim.units import MS_PER_H


def in_reach(engine: Engine, one: str, two: str) -> bool:
    """Say whether two vessels can speak on VHF now."""
    tracks, silenced = engine.state.tracks, engine.state.silenced
    if one not in tracks or two not in tracks or silenced.get(one) or silenced.get(two):
        return False
    specs = engine.setup.vessels
    reach = radio_reach_m(specs[one].aerial, specs[two].aerial)
    return range_m(tracks[one], tracks[two], engine.now_ms) <= reach


def hearing(engine: Engine, vessel: str, channel: str) -> tuple[str, ...]:
    """List the seats that hear a vessel: on the channel, with a vessel in reach."""
    spec = engine.setup.channels[channel]
    return tuple(
        seat.id
        for seat in engine.setup.scenario.seats
        if on_channel(spec, seat.id)
        and any(v == vessel or in_reach(engine, vessel, v) for v in seat.commands)
    )


@dataclass(frozen=True, slots=True)
class Hailing:
    """Who calls whom, how and with what words; `effect` is the address of the move's `hail`."""

    channel: str
    caller: str
    vessel: str
    to: str
    form: str
    text: str = ""
    effect: str = ""


def hail(engine: Engine, asked: Hailing, cause: int) -> None:
    """Begin a call from one vessel to another."""
    channel, caller, vessel, to = asked.channel, asked.caller, asked.vessel, asked.to
    call = f"{caller or vessel}>{to}"
    already = engine.state.opened(f"call:{call}")
    if already is not None:
        end_call(engine, already, "withdrawn", cause)
    nth = engine.state.counts.get(f"call:{caller}.{channel}.{to}", 0)
    callee = engine.setup.commander.get(to, "")
    terms = _terms(engine, channel)
    heard = hearing(engine, vessel, channel)
    audience = tuple(dict.fromkeys([*heard, caller])) if caller else heard
    engine.emit(
        ev.CallBegun(
            call,
            channel,
            caller,
            callee,
            vessel,
            to,
            asked.form,
            asked.text,
            asked.effect,
            nth,
            engine.now_ms + terms.tries,
        ),
        cause=cause,
        audience=audience,
        alert=(callee,) if callee in heard and callee != caller else (),
    )


def begin_command(engine: Engine, command: Command, cause: int) -> None:
    """Begin the call a seat asked for."""
    vessel = calling_vessel(engine.setup, engine.state.known[command.seat])
    assert vessel is not None
    asked = Hailing(command.subject, command.seat, vessel, command.to, command.form, command.text)
    hail(engine, asked, cause)


@fx.means(e.Hail)
def _hail(engine: Engine, spec: e.Hail, seat: str, cause: int) -> None:
    """Call by a move; a vessel that is gone or mute calls nobody."""
    known_dead = engine.state.silenced.get(spec.vessel) or spec.vessel not in engine.state.tracks
    if known_dead:
        fx.apply(engine, spec.unanswered, seat, cause)
        return
    address = engine.setup.address[id(spec)]
    asked = Hailing(spec.channel, seat, spec.vessel, spec.to, spec.form, spec.text or "", address)
    hail(engine, asked, cause)


def _terms(engine: Engine, channel: str) -> Answering:
    terms = engine.setup.channels[channel].answering
    assert terms is not None, "only radios are called, and the model gives every radio its rates"
    return terms


def _by_hand(engine: Engine, callee: str) -> bool:
    """Say whether whoever holds the called seat answers by a command."""
    return engine.state.paces.get(callee) == "person"


def _plan(engine: Engine, opened: ev.Event) -> Plan:
    """Wake at candidate moments of the summed hazards, and when time is up."""
    fact = opened.fact
    terms = _terms(engine, fact.channel)
    rate = terms.answered + terms.declined
    plan = [(fact.due_ms, "rang_out")]
    if not _by_hand(engine, fact.callee) and rate > 0:
        at, k = float(opened.at_ms), 0
        while True:
            u = engine.streams.uniform("call.moment", _subject(fact), fact.nth * 1000 + k)
            at += -math.log(1 - u) * MS_PER_H / rate
            if at >= fact.due_ms or k >= 999:
                break
            plan.append((max(round(at), opened.at_ms + 1), f"moment:{k}"))
            k += 1
    return sorted(plan)


def _subject(fact: ev.CallBegun) -> str:
    return f"{fact.caller}.{fact.channel}.{fact.to}"


@process(ev.CallBegun, plan=_plan)
def call_due(engine: Engine, opened: ev.Event, tag: str) -> None:
    """A candidate moment for an answer or refusal, or the end of patience."""
    fact = opened.fact
    if tag == "rang_out":
        end_call(engine, opened, "rang_out", opened.seq)
        return
    if not in_reach(engine, fact.vessel, fact.to):
        return
    terms = _terms(engine, fact.channel)
    k = int(tag.split(":")[1])
    u = engine.streams.uniform("call.thin", _subject(fact), fact.nth * 1000 + k)
    answered = u * (terms.answered + terms.declined) < terms.answered
    end_call(engine, opened, "answered" if answered else "declined", opened.seq)


def end_call(engine: Engine, opened: ev.Event, outcome: str, cause: int) -> None:
    """End a call; the outcome's effects, if the call came from a move, come about."""
    fact = opened.fact
    heard = tuple(dict.fromkeys([*opened.audience, *((fact.caller,) if fact.caller else ())]))
    ended = engine.emit(
        ev.CallEnded(fact.call, fact.channel, outcome, engine.now_ms - opened.at_ms),
        cause=cause,
        closes=opened.seq,
        audience=heard,
        alert=(fact.caller,) if fact.caller and outcome != "withdrawn" else (),
    )
    if fact.effect and outcome != "withdrawn":
        spec = engine.setup.effect_at[fact.effect]
        chosen = spec.answered if outcome == "answered" else spec.unanswered
        fx.apply(engine, chosen, fact.caller, ended.seq)
