"""What is said, put into sentences: names as stations have them, quantities as people say them.

One number between 0 and 1 picks the ways of an utterance: of its frame, its marker, its message. It
is drawn where something is said, and nothing else depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from sim.engine.base.setup import Setup
from sim.engine.facts.requests import RequestMade
from sim.engine.facts.terms import Bound
from sim.model.rungs import SPOKEN_OF
from sim.model.sentences import ANSWERS, Style, capital, filled_in
from sim.units import M_PER_NM, M_PER_YD, MS_PER_MIN, format_duration

_HOW = {
    "will": "accepted",
    "will_not": "refused",
    "counter": "countered",
    "intention": "promised",
}
"""How the terms of a request are said in a reply."""
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBER = re.compile(r"[0-9]+(?:[.:][0-9]+)*")
_SIGNS = {".": "decimal", ":": ""}
_UNITS = {"d": "day", "h": "hour", "min": "minute", "s": "second", "ms": "millisecond"}
_M_PER_CABLE = M_PER_NM / 10


class Voice(NamedTuple):
    """Who speaks to whom, in which style: names as they are said."""

    style: Style
    seat: str
    side: str
    caller: str
    called: str


Phrase = tuple[str, Mapping[str, str]]
"""What is said, and what its slots hold besides both names."""


def voice(
    setup: Setup, channel: str, by: str, to: str, *, vessel: str = "", other: str = ""
) -> Voice:
    """Give the voice of a seat to another; from vessel to vessel on a radio."""
    side = setup.side_of(vessel) if vessel else setup.seats[by].side
    style: Style = "radio" if setup.channels[channel].kind == "radio" else "line"
    if style == "radio":
        ends = [digits(_station(setup.vessels[end].name)) for end in (vessel, other)]
    else:
        ends = [setup.seats[end].title for end in (by, to)]
    return Voice(style, by, side, caller=ends[0], called=ends[1])


def utterance(
    setup: Setup, who: Voice, frame: str, *, marker: str, said: Iterable[Phrase], u: float
) -> str:
    """Say something in whole sentences; "" where there is a way for none of it.

    Args:
        setup: The scenario.
        who: Who says it to whom.
        frame: Whether it opens a call, awaits a reply, or is the last of it.
        marker: What kind of message it is.
        said: What the message is made of.
        u: Picks the ways.
    """
    names = {"caller": who.caller, "called": who.called}
    words = []
    for says, slots in ((f"marker.{marker}", {}), *said):
        text, u = _one(setup, who, says, {**slots, **names}, u=u)
        words.append(text)
    message = " ".join(filter(None, words))
    framed, _ = _one(setup, who, f"frame.{frame}", {**names, "words": message}, u=u)
    return framed or message


def _one(
    setup: Setup, who: Voice, says: str, slots: Mapping[str, str], *, u: float
) -> tuple[str, float]:
    """Say one thing, and give what is left of the number that picked the way."""
    ways = setup.phrases.ways(says, who.style, who.seat, who.side)
    if not ways:
        return "", u
    at = u * len(ways)
    return filled_in(ways[int(at)], slots), at - int(at)


def terms_said(
    setup: Setup, who: Voice, terms: Iterable[Bound], *, how: str, now_ms: int | None
) -> tuple[Phrase, ...]:
    """Give what is said of terms: asked, offered, promised, accepted, refused or countered.

    They hold from `now_ms`, or from when it is read.
    """
    return tuple((f"{term.kind}.{how}", _slots(setup, who, term, now_ms)) for term in terms)


def replied(
    setup: Setup, fact: RequestMade, reply: str, terms: tuple[Bound, ...], now_ms: int
) -> str:
    """Give the words in which whoever was asked replies; silence has none."""
    who, said = _answering(setup, fact), list[Phrase]()
    if reply in ANSWERS:
        said.append((f"reply.{reply}", {}))
    if reply in _HOW:
        said += terms_said(setup, who, terms, how=_HOW[reply], now_ms=now_ms)
    if not said:
        return ""
    marker = "acknowledgement" if reply == "acknowledge" else "answer"
    return utterance(setup, who, "last", marker=marker, said=said, u=fact.wording)


def put_off(setup: Setup, fact: RequestMade, takes_ms: int) -> str:
    """Give the words in which whoever was asked says “stand by”, in whole minutes."""
    who = _answering(setup, fact)
    span = span_said(max(1, round(takes_ms / MS_PER_MIN)) * MS_PER_MIN)
    slots = {"span": digits(span) if who.style == "radio" else span}
    said = (("reply.stand_by", slots),)
    return utterance(setup, who, "last", marker="answer", said=said, u=fact.wording)


def _answering(setup: Setup, fact: RequestMade) -> Voice:
    return voice(setup, fact.channel, fact.to, fact.by, vessel=fact.other, other=fact.vessel)


def _slots(setup: Setup, who: Voice, term: Bound, now_ms: int | None) -> dict[str, str]:
    """Say what a term holds."""
    kept = term.other
    place = next((p.name for p in setup.scenario.places if p.id == kept), kept)
    channel = setup.channels.get(term.what)
    found = {
        "what": _held_back(setup, term),
        "vessel": setup.vessels[term.vessel].name if term.vessel else "",
        "other": setup.vessels[kept].name if kept in setup.vessels else place,
        "range": range_said(term.range_m),
        "channel": f"‘{channel.name}’" if channel else "",
        "span": span_said(term.lasts_ms),
        "until": _until(setup, now_ms, term.lasts_ms),
    }
    return {k: digits(v) for k, v in found.items()} if who.style == "radio" else found


def _held_back(setup: Setup, term: Bound) -> str:
    if term.moves:
        return term.what
    named = setup.moves.get(term.what) or setup.activities.get(term.what)
    return f"‘{named.title}’" if named else SPOKEN_OF[term.rung]


def _until(setup: Setup, now_ms: int | None, lasts_ms: int) -> str:
    """Say a time of the scenario's clock, with its day if that is another than today."""
    if now_ms is None:
        return f"{span_said(lasts_ms)} from when you read this"
    begins = setup.scenario.begins
    now, due = (begins + timedelta(milliseconds=at) for at in (now_ms, now_ms + lasts_ms))
    return f"{due:%H:%M}" if due.date() == now.date() else f"{due:%H:%M} on {due.day} {due:%B}"


def _station(name: str) -> str:
    """Name a station: without an article."""
    return capital(re.sub(r"^the ", "", name, flags=re.IGNORECASE))


def digits(text: str) -> str:
    """Say numbers digit by digit.

    >>> digits("LY 132"), digits("2.5 miles"), digits("08:30 on 4 May")
    ('LY one three two', 'two decimal five miles', 'zero eight three zero on four May')
    """

    def said(found: re.Match[str]) -> str:
        words = [_DIGITS[int(c)] if c.isdigit() else _SIGNS[c] for c in found[0]]
        before = text[found.start() - 1 : found.start()]
        after = text[found.end() : found.end() + 1]
        lead, rest = (" " if side.isalpha() else "" for side in (before, after))
        return lead + " ".join(filter(None, words)) + rest

    return _NUMBER.sub(said, text)


def span_said(ms: int) -> str:
    """Say how long something lasts.

    >>> span_said(86_400_000), span_said(5_400_000)
    ('1 day', '1 hour 30 minutes')
    """
    parts = format_duration(ms).split()
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return " ".join(f"{n} {_UNITS[unit]}{'' if n == '1' else 's'}" for n, unit in pairs)


def range_said(metres: float) -> str:
    """Say a range exactly, in miles and cables where it comes to such.

    >>> range_said(3704), range_said(926), range_said(457.2), range_said(750)
    ('2 miles', '5 cables', '500 yards', '750 metres')
    """
    measures = (
        (M_PER_NM, 10, "mile"),
        (_M_PER_CABLE, 1, "cable"),
        (M_PER_YD, 1, "yard"),
    )
    for size, fine, unit in measures:
        count = round(metres / size * fine) / fine
        if count >= 1 and abs(count * size - metres) < 0.001:
            return f"{count:g} {unit}{'' if count == 1 else 's'}"
    return f"{round(metres, 3):g} metres"
