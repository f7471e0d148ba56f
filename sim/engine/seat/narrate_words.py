"""Calls, talks, offers, channels and minds told in words."""

from __future__ import annotations

from datetime import timedelta

from sim.engine.base.setup import Setup
from sim.engine.facts.beliefs import ActReweighed, ActWeighed, CommitmentMade, ReadinessOrdered
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.meetings import MeetingCancelled, MeetingHeld, MeetingSet
from sim.engine.facts.moves import InstructionGiven
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.facts.run import IntentDrawn
from sim.engine.facts.suspension import BuildingBegun
from sim.engine.facts.talks import ReadoutPublished, TalkEnded
from sim.engine.facts.windows import TurnDue
from sim.engine.seat.telling import tells, vessel_name
from sim.units import clock, format_duration

OUTCOMES = {
    "answered": "answered",
    "declined": "declined to talk",
    "rang_out": "no answer",
    "cut": "cut off",
    "withdrawn": "caller hung up",
    "arrived": "read there",
    "lost": "lost on the way",
}
WHY_NOT = {"shut": "; the channel is shut", "unwanted": "", "called_off": ", called off"}
POLITICAL = {"open": "open", "suspended": "suspended", "not_established": "not established"}


def said(text: str) -> str:
    """Quote what was said, if anything was."""
    return f" “{text}”" if text else ""


def _clauses(setup: Setup, clauses: tuple[str, ...]) -> str:
    return "; ".join(setup.clauses[clause].terms for clause in clauses)


@tells(CallAsked)
def _call_asked(setup: Setup, seat: str, fact: CallAsked) -> str:
    channel, form = setup.channels[fact.channel].name, setup.forms[fact.form].title
    return f"{channel}: leave is asked to call {setup.seats[fact.callee].title}, {form}."


@tells(CallBegun)
def _call_begun(setup: Setup, seat: str, fact: CallBegun) -> str:
    channel, form = setup.channels[fact.channel].name, setup.forms[fact.form].title
    if not fact.vessel:
        return f"{channel}: ringing {setup.seats[fact.callee].title}."
    caller, to = vessel_name(setup, fact.vessel), vessel_name(setup, fact.to)
    return f"{channel}: {caller} to {to}, {form}.{said(fact.text)}"


@tells(CallRings)
def _call_rings(setup: Setup, seat: str, fact: CallRings) -> str:
    channel, form = setup.channels[fact.channel].name, setup.forms[fact.form].title
    return f"{channel} rings: {setup.seats[fact.caller].title}, {form}.{said(fact.text)}"


@tells(CallEnded)
def _call_ended(setup: Setup, seat: str, fact: CallEnded) -> str:
    seconds = round(fact.wait_ms / 1000)
    wait = f"{seconds} s" if seconds < 120 else format_duration(round(seconds / 60) * 60_000)
    return f"{setup.channels[fact.channel].name}: {OUTCOMES[fact.outcome]} after {wait}."


@tells(TalkEnded)
def _talk_ended(setup: Setup, seat: str, fact: TalkEnded) -> str:
    channel = setup.channels[fact.channel]
    if channel.kind == "radio":
        return ""
    how = "the line broke off" if fact.outcome == "cut" else "the talk is over"
    return f"{channel.name}: {how}."


@tells(ChannelChanged)
def _channel_changed(setup: Setup, seat: str, fact: ChannelChanged) -> str:
    return f"Announced: {setup.channels[fact.channel].name} is {POLITICAL[fact.political]}."


@tells(BuildingBegun)
def _building_begun(setup: Setup, seat: str, fact: BuildingBegun) -> str:
    return f"Announced: {setup.channels[fact.channel].name} is to be set up."


@tells(MeetingSet)
def _meeting_set(setup: Setup, seat: str, fact: MeetingSet) -> str:
    day = setup.scenario.begins + timedelta(milliseconds=fact.due_ms)
    return f"Announced: {setup.meetings[fact.meeting].title}, {day:%d %b %Y}."


@tells(MeetingHeld)
def _meeting_held(setup: Setup, seat: str, fact: MeetingHeld) -> str:
    return f"Held: {setup.meetings[fact.meeting].title}."


@tells(MeetingCancelled)
def _meeting_cancelled(setup: Setup, seat: str, fact: MeetingCancelled) -> str:
    return f"Cancelled: {setup.meetings[fact.meeting].title}{WHY_NOT[fact.why]}."


@tells(OfferMade)
def _offer_made(setup: Setup, seat: str, fact: OfferMade) -> str:
    what = "Counter-offer" if fact.counter else "Offer"
    until = clock(setup.scenario.begins, fact.due_ms)
    way = (
        f"to {setup.seats[fact.to].title}"
        if seat == fact.by
        else (f"by {setup.seats[fact.by].title}")
    )
    return f"{what} {way}, until {until}: {_clauses(setup, fact.clauses)}."


@tells(OfferAnswered)
def _offer_answered(setup: Setup, seat: str, fact: OfferAnswered) -> str:
    return f"The offer of {setup.seats[fact.by].title} is {fact.answer}."


@tells(ReadoutPublished)
def _readout_published(setup: Setup, seat: str, fact: ReadoutPublished) -> str:
    side, form = setup.sides[fact.side].name, setup.forms[fact.form]
    return f"{side} in public, on the call: {form.readouts[fact.side]}"


@tells(IncidentHappened)
def _incident_happened(setup: Setup, seat: str, fact: IncidentHappened) -> str:
    return f"{setup.incidents[fact.incident].title}."


@tells(IntentDrawn)
def _intent_drawn(setup: Setup, seat: str, fact: IntentDrawn) -> str:
    if fact.intent == "revisionist":
        return "Your side wants to change how things stand here."
    return ""


@tells(ActWeighed)
def _act_weighed(setup: Setup, seat: str, fact: ActWeighed) -> str:
    if fact.about == setup.seats[seat].side:
        return "Nobody of ours ordered that." if fact.doubtful and fact.q < 0.5 else ""
    return f"Your staff: {fact.q:.0%} that this was meant." if fact.doubtful else ""


@tells(ActReweighed)
def _act_reweighed(setup: Setup, seat: str, fact: ActReweighed) -> str:
    return f"Your staff thinks again: {fact.q:.0%} that it was meant."


@tells(CommitmentMade)
def _commitment_made(setup: Setup, seat: str, fact: CommitmentMade) -> str:
    if fact.rung == 0:
        return ""
    return f"{setup.sides[fact.side].name} has threatened rung {fact.rung} in public."


@tells(ReadinessOrdered)
def _readiness_ordered(setup: Setup, seat: str, fact: ReadinessOrdered) -> str:
    return f"Our forces are ordered to readiness {fact.step}."


@tells(InstructionGiven)
def _instruction_given(setup: Setup, seat: str, fact: InstructionGiven) -> str:
    if not fact.move:
        return "The standing instruction is lifted."
    return f"Standing instruction: {setup.moves[fact.move].title}."


@tells(ReportSent)
def _report_sent(setup: Setup, seat: str, fact: ReportSent) -> str:
    return f"Reported to {setup.seats[fact.to].title}."


@tells(ReportArrived)
def _report_arrived(setup: Setup, seat: str, fact: ReportArrived) -> str:
    spec = setup.incidents.get(fact.what) or setup.activities.get(fact.what)
    seen = f"{spec.title}; " if spec else ""
    how = ""
    if fact.mishap:
        how = "; nobody of ours ordered it"
    elif fact.doubtful:
        how = "; it may have been an accident"
    told = f"{seen}{setup.sides[fact.side].name}, rung {fact.rung}{how}"
    return f"Report of {setup.seats[fact.sender].title}: {told}."


@tells(TurnDue)
def _turn_due(setup: Setup, seat: str, fact: TurnDue) -> str:
    if fact.nth == 0:
        return ""
    return f"Your staff meets, the next time at {clock(setup.scenario.begins, fact.due_ms)}."
