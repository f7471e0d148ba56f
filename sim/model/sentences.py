"""What is said, in sentences: by what is said, in which style, by whose people, with slots.

A *way* is one sentence with slots in braces. The common library, ``messages.yaml`` beside the
shipped scenarios, has ways for everything that can be said; those that a scenario gives its own
people come first.

Source:
    Habits of speech: IMO Resolution A.918(22) (SMCP) [clause] and CUES 2014 [expert, recalled]:
    the station called first, a marker before the message, digits one by one, an answer with the
    phrase in full. The sentences are our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field

from sim.model.channels import Intent
from sim.model.fields import SeatRef, SideRef, Text, YesNo, string
from sim.model.terms import TERMS
from sim.model.words import Entry, Sourced

Style = Literal["radio", "line"]
"""How people speak: short, from station to station; or in full, between staffs and capitals."""
FRAMES = ("opening", "answered", "turn", "last")
"""What stands around words: of a call, of who answers it; that await a reply, that do not."""
MARKED = (
    *("instruction", "advice", "warning", "information", "question", "answer", "request"),
    *("intention", "proposal", "protest", "acknowledgement"),
)
"""The message markers: SMCP's eight, and proposal, protest, acknowledgement."""
HOW = ("asked", "offered", "promised", "accepted", "refused", "countered")
"""How a term is said; to be silent has no words."""
ANSWERS = ("accident", "intention", "no_information", "acknowledge", "defy")
"""Replies that are not said by the terms they accept, refuse or counter."""
_PEOPLE = ("caller", "called")
_OF_TERM: dict[str, tuple[str, ...]] = {
    "refrain": ("what",),
    "no_closer": ("vessel", "other", "range"),
    "do": ("what",),
    "call": ("channel",),
}
_OF_ANY_TERM = ("what", "vessel", "other", "range", "channel")
_DATED = ("promised", "accepted", "countered")
"""How a term is said whose end is known."""


def sayings() -> dict[str, tuple[str, ...]]:
    """Give everything that can be said, each with the slots that its sentences may have."""
    found: dict[str, tuple[str, ...]] = {}
    found |= {f"frame.{frame}": (*_PEOPLE, "words") for frame in FRAMES}
    found |= {f"marker.{marker}": _PEOPLE for marker in MARKED}
    found |= {f"intent.{intent}": _PEOPLE for intent in get_args(Intent)}
    found |= {f"reply.{reply}": _PEOPLE for reply in ANSWERS}
    found |= {"reply.stand_by": ("span", *_PEOPLE), "clauses.offered": ("what", *_PEOPLE)}
    for kind in TERMS:
        for how in HOW:
            until = ("until",) if how in _DATED else ()
            slots = (*_OF_TERM.get(kind, _OF_ANY_TERM), "span", *until, *_PEOPLE)
            found[f"{kind}.{how}"] = slots
    return found


class Sentences(Sourced):
    """Ways to say one thing, in one style or both, for some seats, for sides, or for everybody.

    They are said instead of what would else be, or where it `adds` beside that.
    """

    says: Annotated[str, *string(60)]
    style: Style | None = None
    seats: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    sides: Annotated[tuple[SideRef, ...], Field(max_length=20)] = ()
    adds: YesNo = False
    ways: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]


class Shared(Sentences):
    """Ways of the common library; a scenario is written down without them."""


class Messages(Entry):
    """The document that holds the common library."""

    sentences: Annotated[tuple[Shared, ...], Field(min_length=1, max_length=400)]


class Slot(NamedTuple):
    """A slot of a way; one that `leads` begins a sentence and is written with a capital."""

    name: str
    leads: bool


Pieces = tuple[str | Slot, ...]
"""A sentence taken apart at its slots."""
_ENDS = re.compile(r"(^|[.?!…]\s+)$")


def parts(text: str) -> Pieces:
    """Take a sentence apart at its slots.

    >>> parts("{called}, this is {caller}.")[0]
    Slot(name='called', leads=True)

    Raises:
        ValueError: a brace without its twin, or more than a name between the two.
    """
    found: list[str | Slot] = []
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("a brace has no twin; write {{ and }} where braces are meant") from None
    for literal, name, form, conversion in pieces:
        if literal:
            found.append(literal)
        if name is not None:
            if form or conversion:
                raise ValueError("a slot is no more than a name; write it such as {caller}")
            before = found[-1] if found else ""
            found.append(Slot(name, isinstance(before, str) and bool(_ENDS.search(before))))
    return tuple(found)


def capital(text: str) -> str:
    """Begin a text with a capital.

    >>> capital("the tug")
    'The tug'
    """
    return text[:1].upper() + text[1:]


def filled_in(way: Pieces, slots: Mapping[str, str]) -> str:
    """Put words into the slots of a sentence; what they end already is not ended again.

    >>> filled_in(parts("{called}, stop. {vessel} turns."), {"called": "301", "vessel": "the tug"})
    '301, stop. The tug turns.'
    """
    said = ""
    for part in way:
        if isinstance(part, Slot):
            words = slots[part.name]
            said += capital(words) if part.leads else words
        else:
            ended = part.startswith(".") and said.endswith((".", "?", "!", "…"))
            said += part[1:] if ended else part
    return said


class Phrasebook:
    """Look-up of ways; what is meant for a seat comes before its side's, and that before others."""

    def __init__(self, sentences: Iterable[Sentences]) -> None:
        self._of: dict[str, list[Sentences]] = {}
        for entry in sentences:
            self._of.setdefault(entry.says, []).append(entry)
        self._found: dict[tuple[str, str, str, str], tuple[Pieces, ...]] = {}

    def ways(self, says: str, style: Style, seat: str, side: str) -> tuple[Pieces, ...]:
        """Give the ways in which a seat says something; none if the library has none."""
        key = says, style, seat, side
        if key not in self._found:
            texts = dict.fromkeys(self._texts(says, style, seat, side=side))
            self._found[key] = tuple(parts(text) for text in texts)
        return self._found[key]

    def _texts(self, says: str, style: Style, seat: str, *, side: str) -> Iterable[str]:
        fitting = [e for e in self._of.get(says, ()) if e.style in (None, style)]
        for meant in (
            [e for e in fitting if seat in e.seats],
            [e for e in fitting if side in e.sides],
            [e for e in fitting if not e.seats and not e.sides and not isinstance(e, Shared)],
            [e for e in fitting if isinstance(e, Shared)],
        ):
            for entry in meant:
                yield from entry.ways
            if meant and not all(entry.adds for entry in meant):
                return
