"""Relays: a message goes from office to office, late if at all, and nobody says where it is.

Each hop is one interval, which knows from its begin how long it takes and whether it loses what
it was given. Whoever is written to reads it on arrival. Whoever wrote is told nothing.
"""

from __future__ import annotations

from sim.engine.acts import leaks
from sim.engine.acts.ladder import occur
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallAsked
from sim.engine.facts.offers import OfferMade, OfferName
from sim.engine.facts.relays import RelayArrived, RelayLost, RelayPassed, RelaySent
from sim.engine.kernel.engine import Engine, process
from sim.engine.lines import explaining, requests, speaking, talks
from sim.engine.lines.filling import Between
from sim.engine.seat import sayings
from sim.model.channels import RESTRAINT, TELLING

HOPS_MOST = 3
"""Hops of a relay, at most; the index of a draw counts messages and hops."""


def send(engine: Engine, asked: Event) -> None:
    """Give a message to the first office, as soon as leave has come."""
    fact = asked.fact
    lost, due_ms = _drawn(engine, fact, 0)
    voice = sayings.voice(engine.setup, fact.channel, fact.caller, fact.callee)
    address = f"{fact.caller}.{fact.channel}.{fact.callee}"
    gives, _ = requests.terms_of(engine.setup, fact, Between("", "", fact.channel))
    engine.emit(
        RelaySent(
            channel=fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            form=fact.form,
            text=fact.text
            or speaking.opening(engine, voice, fact.form, address, nth=fact.nth, gives=gives),
            clauses=fact.clauses,
            limits=fact.limits,
            sent_ms=engine.now_ms,
            nth=fact.nth,
            hop=0,
            lost=lost,
            due_ms=due_ms,
        ),
        cause=asked.seq,
        closes=asked.seq,
        audience=(fact.caller,),
    )


def _drawn(engine: Engine, fact: CallAsked | RelaySent | RelayPassed, hop: int) -> tuple[bool, int]:
    """Draw whether a hop loses a message, and when it is through with it."""
    spec = engine.setup.channels[fact.channel].hops[hop]
    subject, index = f"{fact.caller}.{fact.channel}.{fact.callee}", fact.nth * HOPS_MOST + hop
    wait = engine.draws.delay(spec.delay, "relay.delay", subject, index)
    lost = engine.draws.happens(spec.loss, "relay.loss", subject, index)
    return lost, engine.now_ms + max(1, wait)


@process(RelaySent, RelayPassed)
def hop_due(engine: Engine, opened: Event, tag: str) -> None:
    """An office is through with a message: it is lost, passed on, or there."""
    fact = opened.fact
    channel = engine.setup.channels[fact.channel]
    if fact.lost or engine.state.channels.political[channel.id] != "open":
        lost = RelayLost(
            fact.channel,
            fact.caller,
            callee=fact.callee,
            form=fact.form,
            hop=fact.hop,
            sent_ms=fact.sent_ms,
        )
        engine.emit(lost, cause=opened.seq, closes=opened.seq)
    elif fact.hop + 1 < len(channel.hops):
        _pass_on(engine, opened)
    else:
        _arrive(engine, opened)


def _pass_on(engine: Engine, opened: Event) -> None:
    fact = opened.fact
    lost, due_ms = _drawn(engine, fact, fact.hop + 1)
    engine.emit(
        RelayPassed(
            channel=fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            form=fact.form,
            text=fact.text,
            clauses=fact.clauses,
            limits=fact.limits,
            sent_ms=fact.sent_ms,
            nth=fact.nth,
            hop=fact.hop + 1,
            lost=lost,
            due_ms=due_ms,
        ),
        cause=opened.seq,
        closes=opened.seq,
    )


def _arrive(engine: Engine, opened: Event) -> None:
    """The seat that was written to reads it; what is said counts for that seat alone."""
    fact = opened.fact
    form, reader = engine.setup.forms[fact.form], (fact.callee,)
    arrived = engine.emit(
        RelayArrived(
            channel=fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            form=fact.form,
            text=fact.text,
            clauses=fact.clauses,
            limits=fact.limits,
            restrains=form.intent in RESTRAINT,
            sent_ms=fact.sent_ms,
        ),
        cause=opened.seq,
        closes=opened.seq,
        audience=reader,
        alert=reader,
    )
    if form.intent in TELLING:
        explaining.by_relay(engine, fact.callee, fact.caller, cause=arrived.seq)
    if form.promises and not form.asks:  # a relay carries words one way
        terms, _ = requests.terms_of(engine.setup, fact, Between("", "", fact.channel))
        requests.promise(engine, fact, terms, hearers=reader, cause=arrived.seq)
    if form.rung is not None:
        act = ActOccurred(engine.setup.seats[fact.caller].side, form.rung, "said")
        occur(engine, act, cause=arrived.seq, audience=reader)
    if form.intent == "propose" and fact.clauses:
        _offer(engine, fact, arrived.seq)
    leaks.may_leak(engine, fact.channel, fact.caller, fact.callee, nth=fact.nth, cause=arrived.seq)


def _offer(engine: Engine, fact: RelaySent | RelayPassed, cause: int) -> None:
    """Put an offer of which its maker learns the answer only.

    It is named by when it was given away, which both ends know. A count of messages would tell
    the reader what was lost, and a count of offers the sender what arrived.
    """
    due_ms = engine.now_ms + talks.OFFER_MS
    offer = OfferName(fact.caller, fact.callee, f"{fact.channel}.{fact.sent_ms}").id
    made = OfferMade(
        offer,
        fact.caller,
        to=fact.callee,
        clauses=fact.clauses,
        counter=False,
        nth=fact.nth,
        due_ms=due_ms,
    )
    engine.emit(made, cause=cause, audience=(fact.callee,), alert=(fact.callee,))
