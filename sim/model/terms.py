"""The words for terms: what would make a promise kept or broken.

Each kind has one test. A term is a specification; what is left out is filled in from the picture
when it is said: the vessel that speaks, the vessel spoken to, the channel spoken on. A new kind is
a word here, and its test in :mod:`sim.engine.acts.promises`.

Source:
    IMO Resolution A.918(22) (SMCP) and CUES 2014 for what vessels tell one another [clause]; the
    kinds are those of the press language of Diplomacy programs that a physical test can settle.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.model.fields import (
    ActivityRef,
    ChannelRef,
    Distance,
    MoveRef,
    PlaceRef,
    Rung,
    Span,
    Text,
    VesselRef,
    real,
)
from sim.model.words import Open, Word, word
from sim.plugins import Registry

TERMS: Registry[type[Word]] = Registry("term")
Term = Annotated[Word, Open(TERMS)]
Terms = Annotated[tuple[Term, ...], Field(max_length=4)]


@word(TERMS, "refrain")
class Refrain(Word):
    """Nothing on this rung or above, or one move or activity not at all, for a time.

    Several `moves` are given up together, under a name for them in `words`.
    """

    rung: Rung | None = None
    move: MoveRef | None = None
    activity: ActivityRef | None = None
    moves: Annotated[tuple[MoveRef, ...], Field(max_length=20)] = ()
    words: Text | None = None
    lasts: Span

    @model_validator(mode="after")
    def _one(self) -> Refrain:
        given = (self.rung, self.move, self.activity, self.moves or None)
        if sum(part is not None for part in given) != 1:
            raise ValueError("give a rung, a move, moves or an activity, and one of these only")
        if bool(self.moves) != (self.words is not None):
            raise ValueError("several “moves” need “words” for them, and nothing else has any")
        if self.rung == 0:
            raise ValueError("rung 0 is no restraint; give 1 to 10")
        return self


@word(TERMS, "no_closer")
class NoCloser(Word):
    """A vessel comes no closer to another, or to a place, than a range, for a time."""

    vessel: VesselRef | None = None
    other: VesselRef | None = None
    place: PlaceRef | None = None
    range: Distance
    lasts: Span

    @model_validator(mode="after")
    def _to_one(self) -> NoCloser:
        if self.other is not None and self.place is not None:
            raise ValueError("give another vessel or a place to keep away from, not both")
        if self.range <= 0:
            raise ValueError("expected a range above 0 m")
        return self


@word(TERMS, "do")
class Do(Word):
    """A move is done within a time; `cost` is what it gives up, in rungs."""

    move: MoveRef
    within: Span
    cost: Annotated[float, *real(0, 10)] = 1.0


@word(TERMS, "call")
class CallAgain(Word):
    """A channel is called, that spoken on if none is named, within a time."""

    channel: ChannelRef | None = None
    within: Span
