"""Relays, leaks, unwritten clauses and what rules bind, told in words."""

from __future__ import annotations

from sim.engine.base.setup import Setup
from sim.engine.facts.channels import RulesBound
from sim.engine.facts.offers import ClauseKept
from sim.engine.facts.relays import RelayArrived, RelayLost, RelaySent
from sim.engine.facts.talks import TalkLeaked
from sim.engine.seat.narrate_words import said
from sim.engine.seat.telling import tells
from sim.units import clock


@tells(RelaySent)
def _relay_sent(setup: Setup, seat: str, fact: RelaySent) -> str:
    channel, form = setup.channels[fact.channel], setup.forms[fact.form].title
    to = setup.seats[fact.callee].title
    return f"{channel.name}: {form} for {to} is given to {channel.hops[0].via}."


@tells(RelayArrived)
def _relay_arrived(setup: Setup, seat: str, fact: RelayArrived) -> str:
    channel, form = setup.channels[fact.channel], setup.forms[fact.form].title
    sender, at = setup.seats[fact.caller].title, clock(setup.scenario.begins, fact.sent_ms)
    via = channel.hops[-1].via
    return f"{channel.name}, from {via}: {sender} wrote at {at}, {form}.{said(fact.text)}"


@tells(RelayLost)
def _relay_lost(setup: Setup, seat: str, fact: RelayLost) -> str:
    channel, to = setup.channels[fact.channel], setup.seats[fact.callee].title
    return f"{channel.name}: a message for {to} is lost at {channel.hops[fact.hop].via}."


@tells(TalkLeaked)
def _talk_leaked(setup: Setup, seat: str, fact: TalkLeaked) -> str:
    one, two = setup.seats[fact.caller].title, setup.seats[fact.callee].title
    return f"Leaked: {one} and {two} were in touch on {setup.channels[fact.channel].name}."


@tells(ClauseKept)
def _clause_kept(setup: Setup, seat: str, fact: ClauseKept) -> str:
    holds = "holds itself bound by" if fact.kept else "does not hold itself bound by"
    return f"{setup.seats[fact.seat].title} {holds} “{setup.clauses[fact.clause].terms}”."


@tells(RulesBound)
def _rules_bound(setup: Setup, seat: str, fact: RulesBound) -> str:
    services = ", ".join(service.replace("_", " ") for service in fact.services)
    return f"Announced: {setup.channels[fact.channel].name} bind: {services}."
