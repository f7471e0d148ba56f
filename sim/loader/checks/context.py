"""What a check is, what it may look up, and what several of them ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from sim.errors import Level, nearest, quoted
from sim.loader.faults import Advice
from sim.loader.possible import Possible
from sim.model.conditions import Called, ChannelIs
from sim.model.effects import EFFECTS
from sim.model.scenario import KINDS, Scenario
from sim.model.words import Entry, FaultyError, Way, Word, entries, names, references
from sim.units import format_duration

Complaint = tuple[Way, str, Advice]
"""The model's way to a place, what is wrong there, and what to do."""

STRIKES_MOST = 500
"""More strikes or settled tries than this are a slip in a number, and cost time in every run."""
CHANGES_MOST = 5000
"""More incidents, meetings or breakdowns of a line than this in one run are such a slip too."""


class CheckContext:
    """What a check may look up besides the entry it is about."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.ids: dict[str, set[str]] = {}
        self.declared: dict[tuple[str, str], Any] = {}
        for kind, field in KINDS.items():
            with suppress(FaultyError):  # where an id is faulty, any name may have meant it
                self.ids[kind] = {entry.id for entry in getattr(scenario, field)}
            for entry in reversed(getattr(scenario, field, ())):
                with suppress(FaultyError):
                    self.declared[kind, entry.id] = entry

    @cached_property
    def possible(self) -> Possible:
        """Give what may come about at all."""
        return Possible(self.scenario)

    @cached_property
    def asked(self) -> set[tuple[str, str]]:
        """Give kind and id of all that anything but an effect names: what is asked or looked at."""
        done = {EFFECTS.get(word) for word in EFFECTS}
        found = (names(e) for _, e in entries(self.scenario) if type(e) not in done)
        return {(kind, name) for named in found for _, kind, name in named}

    def moves_of(self, seat: str) -> list[str]:
        """List the moves of a seat."""
        return [move.id for move in self.scenario.moves if seat in move.seats]

    def commander(self, vessel: str) -> str:
        """Give the first seat that commands a vessel, "" if none does."""
        seats = (seat for seat in self.scenario.seats if vessel in seat.commands)
        return next((seat.id for seat in seats), "")

    def entry(self, kind: str, name: str) -> Any:
        """Look up the first entry of a name; a check that asks for what there is not ends."""
        if (kind, name) not in self.declared:
            raise FaultyError(name)
        return self.declared[kind, name]

    def above(self, seat: str) -> list[str]:
        """List a seat and those up its chain of authority, until it ends or turns back."""
        chain: list[str] = []
        at: str | None = seat
        while at is not None and at not in chain:
            chain.append(at)
            at = self.entry("seat", at).authority
        return chain if at is None else [*chain, at]


Complaints = Callable[[CheckContext, Way, Any], Iterator[Complaint]]
"""What is wrong with one entry that stands at a way of the model."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of every entry of some classes; it ends where it comes upon something faulty."""

    kinds: tuple[type[Entry], ...]
    complaints: Complaints
    level: Level = "fault"


def about(*kinds: type[Entry], level: Level = "fault") -> Callable[[Complaints], Check]:
    """Make a check of every entry of some classes out of the function that follows.

    What it finds is a fault, or what is probably not meant (a warning), or may be news (a note).
    """
    return lambda complaints: Check(kinds, complaints, level)


def not_its_move(context: CheckContext, way: Way, move: str, seat: str) -> Iterator[Complaint]:
    """A seat may be asked only for moves of its own."""
    if seat not in context.entry("move", move).seats:
        own = [m.id for m in context.scenario.moves if seat in m.seats]
        hint = partial(nearest, move, own) if own else "it has none"
        yield way, f"{quoted(move)} is not a move of this seat", hint


def unknowable(
    context: CheckContext, way: Way, condition: Word | None, seats: tuple[str, ...]
) -> Iterator[Complaint]:
    """A seat may be asked only for what it can know."""
    for at, kind, name in references(condition, way):
        if kind in ("flag", "counter", "gate"):
            with suppress(FaultyError):
                known_to = context.entry(kind, name).known_to
                blind = [seat for seat in seats if seat not in known_to]
                if blind:
                    what = f"the seat {quoted(blind[0])} cannot know the {kind} {quoted(name)}"
                    yield at, what, f"add it to that {kind}'s “known_to”"
    for at, entry in entries(condition, way):
        if isinstance(entry, ChannelIs):
            with suppress(FaultyError):
                on = context.entry("channel", entry.channel).seats
                away = [seat for seat in seats if on and seat not in on]
                if away:
                    what = f"the seat {quoted(away[0])} is not on {quoted(entry.channel)}"
                    yield (*at, "channel"), what, "add it to that channel's “seats”"
        if isinstance(entry, Called):
            with suppress(FaultyError):
                if any(seat != entry.seat for seat in seats):
                    what = f"only {quoted(entry.seat)} knows how its calls ended"
                    yield (*at, "seat"), what, "ask a seat for its own calls"


def too_late(context: CheckContext, way: Way, at_ms: int | None) -> Iterator[Complaint]:
    """Nothing is due after the run is over; what is due just then still happens."""
    end_ms = context.scenario.horizon
    if at_ms is not None and at_ms > end_ms:
        yield way, "lies after the horizon", f"the run ends at {format_duration(end_ms)}"
