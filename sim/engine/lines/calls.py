"""Calls: who calls whom, who hears it, when it may be answered, and how the try ends.

A try is one interval. On a radio everybody in reach hears it, and a person who is called hears
it at once. On a line the caller first needs leave (an interval of its own); then the line must
work and be open, the desk be staffed, and whoever is rung be allowed to answer. Hazards of
answer and refusal compete from then on, thinned from a constant bound: they depend on tension
and pressure as the called seat feels them at that moment.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from sim.engine.acts import effects as fx
from sim.engine.acts import hours, promises
from sim.engine.acts.effects import Origin
from sim.engine.acts.ladder import occur
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.kernel.engine import Engine, Plan, process
from sim.engine.lines import channels as ch
from sim.engine.lines import explaining, relays, speaking, talks
from sim.engine.lines.radio import hearing, in_reach
from sim.engine.seat import beliefs, sayings
from sim.engine.seat.reach import calling_vessel, talk_with
from sim.engine.seat.rules import Command
from sim.model import calling
from sim.model import effects as e
from sim.model.calling import Hazards
from sim.model.channels import STARTS, Channel
from sim.units import MS_PER_H

_CANDIDATES_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Hailing:
    """Who calls whom, how and with what words; `effect` is the address of the move's `hail`."""

    channel: str
    caller: str
    vessel: str
    to: str
    form: str
    text: str = ""
    clauses: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()
    effect: str = ""


def hail(engine: Engine, asked: Hailing, cause: int) -> None:
    """Begin a call from one vessel to another."""
    channel, caller, vessel, to = asked.channel, asked.caller, asked.vessel, asked.to
    call = f"{caller or vessel}>{to}"
    already = engine.state.opened(("call", call))
    if already is not None:
        end_call(engine, already, "withdrawn", cause)
    talks.cut_short(engine, call, cause)
    nth = engine.state.calls.tries.get((caller, channel, to), 0)
    callee = engine.setup.commander.get(to, "")
    heard = hearing(engine, vessel, channel)
    audience = tuple(dict.fromkeys([*heard, caller])) if caller else heard
    voice = sayings.voice(engine.setup, channel, caller, callee, vessel=vessel, other=to)
    address = _subject(caller or vessel, channel, to)
    engine.emit(
        CallBegun(
            call=call,
            channel=channel,
            caller=caller,
            callee=callee,
            vessel=vessel,
            to=to,
            form=asked.form,
            text=asked.text or speaking.opening(engine, voice, asked.form, address, nth=nth),
            clauses=asked.clauses,
            limits=asked.limits,
            effect=asked.effect,
            nth=nth,
            may_ms=engine.now_ms,
            due_ms=engine.now_ms + tries_ms(engine, channel),
        ),
        cause=cause,
        audience=audience,
        alert=(callee,) if callee in heard and callee != caller else (),
    )


def begin_command(engine: Engine, command: Command, cause: int) -> None:
    """Begin the call a seat asked for, or say it in the talk that goes on there.

    Who promised to call has kept that.
    """
    talk = talk_with(engine.state.known[command.seat], command.subject, command.to)
    if talk is not None:
        talks.say(engine, command, talk, cause)
        return
    promises.called(engine, command.seat, command.subject, cause=cause, seen=())
    if engine.setup.channels[command.subject].kind == "radio":
        vessel = calling_vessel(engine.setup, engine.state.known[command.seat])
        assert vessel is not None
        asked = Hailing(
            command.subject,
            command.seat,
            vessel=vessel,
            to=command.to,
            form=command.form,
            text=command.text,
            clauses=command.clauses,
            limits=command.limits,
        )
        hail(engine, asked, cause)
    else:
        _ask(engine, command, cause)


def _ask(engine: Engine, command: Command, cause: int) -> None:
    """Ask one's own side's leave to call on a line."""
    terms, channel = engine.setup.parameters, engine.setup.channels[command.subject]
    nth = engine.state.calls.tries.get((command.seat, channel.id, command.to), 0)
    subject = f"{command.seat}.{channel.id}.{command.to}"
    if channel.permission is not None:
        wait = engine.draws.delay(channel.permission, "call.permission", subject, nth)
    else:
        u = engine.draws.uniform("call.permission", subject, nth)
        wait = calling.lognormal_ms(terms.permission, terms.permission_sigma, u)
    call = f"{command.seat}>{channel.id}"
    engine.emit(
        CallAsked(
            call=call,
            channel=channel.id,
            caller=command.seat,
            callee=command.to,
            form=command.form,
            text=command.text,
            clauses=command.clauses,
            limits=command.limits,
            nth=nth,
            due_ms=hours.permitted(engine, command.seat, engine.now_ms + max(1, wait)),
        ),
        cause=cause,
        audience=(command.seat,),
    )


@process(CallAsked)
def ask_due(engine: Engine, opened: Event, tag: str) -> None:
    """Leave to call has come: the line is rung, or a message given to the relay."""
    fact, now = opened.fact, engine.now_ms
    if engine.setup.channels[fact.channel].kind == "relay":
        relays.send(engine, opened)
        return
    engine.emit(
        CallBegun(
            call=fact.call,
            channel=fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            vessel="",
            to=fact.callee,
            form=fact.form,
            text=fact.text,
            clauses=fact.clauses,
            limits=fact.limits,
            effect="",
            nth=fact.nth,
            may_ms=now + answerable_ms(engine, fact),
            due_ms=now + tries_ms(engine, fact.channel),
        ),
        cause=opened.seq,
        closes=opened.seq,
        audience=(fact.caller,),
    )


def answerable_ms(engine: Engine, fact: CallAsked | CallBegun) -> int:
    """Draw how long it takes until anybody may answer: an appointment, and asking above."""
    setup, draw = engine.setup, engine.draws.uniform
    terms, channel = setup.parameters, setup.channels[fact.channel]
    subject = _subject(fact.caller, fact.channel, fact.callee)
    wait = 0
    if ch.by_appointment(channel):
        u = draw("call.appointment", subject, fact.nth)
        wait += calling.lognormal_ms(terms.appointment, terms.appointment_sigma, u)
    may = ch.may_answer(setup, channel)
    if not engine.draws.happens(may, "call.authority", subject, fact.nth):
        wait += calling.erlang2_ms(terms.referral, draw("call.referral", subject, fact.nth))
    return wait


def tries_ms(engine: Engine, channel: str) -> int:
    """Give how long a caller keeps trying; by appointment, as long again as it may take."""
    spec, terms = engine.setup.channels[channel], engine.setup.parameters
    tries = spec.answering.tries if spec.answering else terms.t_max
    return tries + (3 * terms.appointment if ch.by_appointment(spec) else 0)


def _rates(engine: Engine, channel: Channel) -> Hazards:
    """Give the rates of answer and refusal without tension, with the practice on the channel."""
    terms, declared, start = engine.setup.parameters, channel.answering, STARTS[channel.start]
    h0 = declared.answered if declared else terms.h0
    hd0 = declared.declined if declared else terms.hd0
    answered = engine.state.calls.answered.get(channel.id, 0)
    ready = calling.practised(h0, answered, terms.practice, terms.practice_most)
    return Hazards(ready * start.answer, hd0 * start.decline)


def hazards(engine: Engine, channel: Channel, callee: str) -> Hazards:
    """Give the rates now, as the called seat feels; outside everybody's mind, the plain ones."""
    terms, against = engine.setup.parameters, 0.0
    if callee:
        known, now = engine.state.known[callee], engine.now_ms
        tension = beliefs.tension_now(terms, known, now)
        against = terms.beta_t * tension + terms.beta_d * beliefs.pressure_now(terms, known, now)
    return calling.strained(_rates(engine, channel), against)


def _bounds(setup: Setup) -> dict[str, float]:
    """Give each channel's rate that answers and refusals never exceed, whatever happens."""
    terms, bounds = setup.parameters, {}
    for channel in setup.channels.values():
        declared, start = channel.answering, STARTS[channel.start]
        h0 = (declared.answered if declared else terms.h0) * start.answer * terms.practice_most
        hd0 = (declared.declined if declared else terms.hd0) * start.decline
        bounds[channel.id] = h0 + hd0 * math.exp(terms.beta_t + terms.beta_d)
    return bounds


def _by_hand(engine: Engine, callee: str) -> bool:
    """Say whether whoever holds the called seat answers by a command."""
    return engine.state.run.control.get(callee) == "person"


def _plan(engine: Engine, opened: Event) -> Plan:
    """Wake at candidate moments of the summed hazards, and when time is up.

    Most tries end after a few candidates, so each is drawn only when it is the next.
    """
    fact = opened.fact
    rate = engine.setup.once("bounds", _bounds)[fact.channel]
    at_once = fact.vessel and _by_hand(engine, fact.callee)
    together: list[tuple[int, str]] = []
    if not at_once and rate > 0:
        subject = _subject(fact.caller, fact.channel, fact.to)
        at, draw = float(fact.may_ms), engine.draws.uniform
        for k in range(_CANDIDATES_MOST - 1):
            u = draw("call.moment", subject, fact.nth * _CANDIDATES_MOST + k)
            at += -math.log(1 - u) * MS_PER_H / rate
            if at >= fact.due_ms:
                break
            moment = max(round(at), opened.at_ms + 1)
            if together and together[0][0] != moment:
                yield from sorted(together)
                together = []
            together.append((moment, f"moment:{k}"))
    yield from sorted([*together, (fact.due_ms, "rang_out")])


def _subject(caller: str, channel: str, to: str) -> str:
    return f"{caller}.{channel}.{to}"


@process(CallBegun, plan=_plan)
def call_due(engine: Engine, opened: Event, tag: str) -> None:
    """A candidate moment for an answer or refusal, or the end of patience."""
    fact = opened.fact
    if tag == "rang_out":
        end_call(engine, opened, "rang_out", opened.seq)
        return
    channel = engine.setup.channels[fact.channel]
    if not _through(engine, channel, fact):
        return
    rates = hazards(engine, channel, fact.callee)
    bound = engine.setup.once("bounds", _bounds)[channel.id]
    index = fact.nth * _CANDIDATES_MOST + int(tag.split(":")[1])
    subject = _subject(fact.caller, fact.channel, fact.to)
    u = engine.draws.uniform("call.thin", subject, index) * bound
    if u >= rates.answer + rates.decline:
        return
    if _by_hand(engine, fact.callee):
        _ring(engine, opened)
    else:
        outcome = "answered" if u < rates.answer else "declined"
        end_call(engine, opened, outcome, opened.seq)


def _through(engine: Engine, channel: Channel, fact: CallBegun) -> bool:
    """Say whether a call can reach the other desk or bridge now."""
    if not ch.usable(engine, channel.id):
        return False
    if fact.vessel:
        return in_reach(engine, fact.vessel, fact.to)
    if not hours.staffed(engine.setup, channel, engine.now_ms):
        return False
    return hours.is_open(engine.setup, fact.callee, engine.now_ms)


def _ring(engine: Engine, opened: Event) -> None:
    """A call on a line reaches a person's desk; from now on it is for the person to say."""
    fact = opened.fact
    if fact.call in engine.state.known[fact.callee].calls.open:
        return
    rings = CallRings(
        call=fact.call,
        channel=fact.channel,
        caller=fact.caller,
        callee=fact.callee,
        form=fact.form,
        text=fact.text,
        clauses=fact.clauses,
        limits=fact.limits,
    )
    seat = (fact.callee,)
    rung = engine.emit(rings, cause=opened.seq, audience=seat, alert=seat)
    promises.called(engine, fact.caller, fact.channel, cause=rung.seq, seen=seat)


def end_call(engine: Engine, opened: Event, outcome: str, cause: int) -> None:
    """End a call; what it brings about comes about, and whoever answered talks."""
    fact = opened.fact
    heard = opened.audience
    rings = fact.callee and fact.call in engine.state.known[fact.callee].calls.open
    if outcome in ("answered", "declined") or rings:
        heard = (*heard, *((fact.callee,) if fact.callee else ()))
    if fact.caller:
        heard = (*heard, fact.caller)
    ended = engine.emit(
        CallEnded(
            fact.call,
            fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            outcome=outcome,
            wait_ms=engine.now_ms - opened.at_ms,
            text=speaking.answered(engine, fact) if outcome == "answered" else "",
        ),
        cause=cause,
        closes=opened.seq,
        audience=tuple(dict.fromkeys(heard)),
        alert=(fact.caller,) if fact.caller and outcome != "withdrawn" else (),
    )
    if outcome == "withdrawn" or isinstance(fact, CallAsked):
        return
    if fact.caller:
        promises.called(engine, fact.caller, fact.channel, cause=ended.seq, seen=ended.audience)
    if outcome == "answered":
        _withdraw_reverse(engine, fact, ended.seq)
        talks.begin(engine, fact, opened.audience, ended.seq)
    elif fact.caller and fact.callee:
        explaining.silent(engine, fact.caller, fact.callee, fact.channel, cause=ended.seq)
    if outcome == "declined":
        _declined(engine, fact, ended)
    if fact.effect:
        spec = engine.setup.effect_at[fact.effect]
        branch = "answered" if outcome == "answered" else "unanswered"
        at = Origin(fact.caller, ended.seq, f"{fact.effect}.{branch}")
        fx.apply(engine, getattr(spec, branch), at)


def _withdraw_reverse(engine: Engine, fact: CallBegun, cause: int) -> None:
    """Who now talks with somebody does not let that one ring any longer."""
    name = f"{fact.callee}>{fact.vessel or fact.channel}"
    opened = engine.state.opened(("call", name)) if fact.callee else None
    if opened is None or opened.fact.channel != fact.channel:
        return
    if (opened.fact.caller, opened.fact.callee) == (fact.callee, fact.caller):
        end_call(engine, opened, "withdrawn", cause)


def _declined(engine: Engine, fact: CallBegun, ended: Event) -> None:
    """Refusing to talk is an act of its own, seen by whoever heard it."""
    rung = engine.setup.parameters.decline_rung
    if rung and fact.callee:
        side = engine.setup.seats[fact.callee].side
        act = ActOccurred(side, rung, "declined")
        occur(engine, act, cause=ended.seq, audience=ended.audience)


@fx.means(e.Hail)
def _hail(engine: Engine, spec: e.Hail, origin: Origin) -> None:
    """Call by a move; a vessel that is gone or mute calls nobody."""
    vessels = engine.state.vessels
    if vessels.silenced.get(spec.vessel) or spec.vessel not in vessels.tracks:
        at = replace(origin, address=f"{origin.address}.unanswered")
        fx.apply(engine, spec.unanswered, at)
        return
    asked = Hailing(
        spec.channel,
        origin.seat,
        vessel=spec.vessel,
        to=spec.to,
        form=spec.form,
        text=spec.text or "",
        effect=origin.address,
    )
    hail(engine, asked, origin.cause)
