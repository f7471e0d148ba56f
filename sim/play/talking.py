"""How seats without a person talk: whom they call, what they say, what they reply.

They ask and promise by what they would do anyway: a status-quo seat binds itself only where it
would keep its word; a revisionist may bluff.
"""

from __future__ import annotations

import math

from sim.engine.base.geometry import range_m
from sim.engine.base.setup import Setup
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.menus import Terms, menu_of
from sim.engine.seat.reach import board_state, callable_channels, desks_of
from sim.engine.seat.rules import Command
from sim.model import choice
from sim.model.channels import DESKED, Channel, Form
from sim.model.choice import Doctrine
from sim.model.rungs import RUNGS
from sim.play.asked import Asked
from sim.play.promising import limits_for


def speak(numbers: Doctrine, asked: Asked) -> list[Command]:
    """Try to reach the other side, on every channel that is neither known to be shut nor engaged.

    One try on each channel for each thing that happened, by the doctrine's readiness to call,
    which falls with each try there in a row that came to nothing; and perhaps one of the seat's
    own words (a free move that deconflicts).
    """
    known, setup, seat = asked.known, asked.setup, asked.seat
    index = _index(known)
    said = []
    for name in callable_channels(setup, seat):
        channel = setup.channels[name]
        if board_state(setup, known, channel) != "open":
            continue
        ready = numbers.calls * setup.parameters.reputation ** known.calls.snubs.get(name, 0)
        if asked.draw("policy.call", index, name) >= ready:
            continue
        to = _reached(asked, channel)
        if not to or asked.engaged(channel, to):
            continue
        form, limits = _words_for(numbers, asked, channel, to)
        if form:
            said.append(Command(seat, "call", subject=name, to=to, form=form, limits=limits))
    words = _words(setup, seat)
    if words and asked.draw("policy.call", index) < numbers.calls:
        menu = [terms.move for terms in words if terms.could(known, asked.now_ms)]
        if menu:
            chances = choice.logit([setup.moves[word].fit for word in menu], numbers.precision)
            u = asked.draw("policy.word", index)
            said.append(Command(seat, "choose", menu[choice.taken(chances, u)]))
    return said


def _index(known: Known) -> int:
    """Number what has happened to a seat: each thing is talked of once."""
    return len(known.beliefs.weighed) * 1000 + known.beliefs.mishaps


def _words(setup: Setup, seat: str) -> tuple[Terms, ...]:
    """Give the terms of a seat's own words, its free moves that deconflict."""
    found = setup.once("words", lambda _: dict[str, tuple[Terms, ...]]())
    if seat not in found:
        menu = menu_of(setup, seat)
        found[seat] = tuple(
            t for t in menu if t.free and setup.moves[t.move].direction == "deconflict"
        )
    return found[seat]


def _reached(asked: Asked, channel: Channel) -> str:
    """Give the desk or vessel of the faced side that a channel reaches, "" if none."""
    setup, known = asked.setup, asked.known
    other = setup.faces[known.side]
    if channel.kind in DESKED:
        desks = (s for s in desks_of(channel, asked.seat) if setup.seats[s].side == other)
        return next(desks, "")
    own = next((v for v in setup.seats[asked.seat].commands if v in known.vessels.tracks), None)
    held = [
        v
        for v in known.vessels.tracks
        if setup.side_of(v) == other and v not in known.vessels.lost_ms and v in setup.commander
    ]
    if own is None or not held:
        return ""
    here = known.vessels.tracks[own]
    return min(held, key=lambda v: range_m(here, known.vessels.tracks[v], asked.now_ms))


def _words_for(
    numbers: Doctrine, asked: Asked, channel: Channel, to: str
) -> tuple[str, tuple[float, ...]]:
    """Give the form that fits what has happened, and its limits.

    After a mishap an explanation; else one, by lot, of those that ask for restraint, promise what
    one would keep, ask what is meant, or warn: each as likely as what speaks for it. What can be
    said in terms that bind is not said in others.
    """
    forms = [asked.setup.forms[form] for form in channel.forms]
    mishap = asked.known.beliefs.mishap_ms == asked.now_ms
    for intent in ("explain", "share") if mishap else ():
        for form in forms:
            if form.intent == intent:
                return form.id, ()
    drives = _drives(asked)
    said = [
        (form, kind, limits_for(numbers, asked, form, to))
        for form, kind in asked.setup.once("sayable", _sayable)[channel.id]
        if drives[kind] > 0
    ]
    ready = [(form, limits) for form, _, limits in said if limits is not None]
    kinds = [kind for _, kind, limits in said if limits is not None]
    weights = [drives[kind] / kinds.count(kind) for kind in kinds]
    total = math.fsum(weights)
    if total > 0:
        u = asked.draw("policy.words", _index(asked.known), channel.id)
        form, limits = ready[choice.taken([weight / total for weight in weights], u)]
        return form.id, limits
    for intent in ("explain", "hail"):
        for form in forms:
            if form.intent == intent and not form.binds:
                return form.id, ()
    return "", ()


SAYS = {
    "request": "request",
    "propose": "request",
    "assure": "reassure",
    "ask": "ask",
    "warn": "warn",
}
"""What a doctrine wants to do that says something of an intent."""
BARE = frozenset(SAYS) - {"propose"}
"""Intents that can be said without terms; a proposal of nothing is none."""


def _sayable(setup: Setup) -> dict[str, tuple[tuple[Form, str], ...]]:
    """Give the forms of each channel that say something of an intent, with what each wants."""
    found = {}
    for channel in setup.channels.values():
        forms = [setup.forms[form] for form in channel.forms]
        binding = {SAYS.get(form.intent) for form in forms if form.binds}
        found[channel.id] = tuple(
            (form, SAYS[form.intent])
            for form in forms
            if form.intent in (SAYS if form.binds else BARE)
            and (form.binds or SAYS[form.intent] not in binding)
        )
    return found


def _drives(asked: Asked) -> dict[str, float]:
    """Give how much speaks for each thing that a doctrine may say.

    Provocation speaks for asking restraint, trust for reassurance, doubt whether it was meant for a
    question, and distrust of who provokes for a warning.
    """
    terms = asked.setup.parameters
    mind = asked.mind
    provoked = mind.provoked / (len(RUNGS) - 1)
    return {
        "request": terms.say_request * provoked,
        "reassure": terms.say_reassure * (1 - mind.p),
        "ask": terms.say_ask * (1 - mind.q) if mind.provoked else 0.0,
        "warn": terms.say_warn * mind.p * provoked,
    }


def stirred(known: Known, routine: float) -> bool:
    """Say whether something has just happened that a seat may want to talk about."""
    if known.beliefs.stirred_ms != known.alerted_ms:
        return False
    return (
        known.beliefs.mishap_ms == known.beliefs.stirred_ms
        or known.beliefs.weighed[len(known.beliefs.weighed)].rung > routine
    )
