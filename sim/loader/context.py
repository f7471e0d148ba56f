"""What checks may look up and share, and the list of checks of each class of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from sim.errors import nearest, quoted
from sim.loader.faults import Hint
from sim.model.conditions import Called, ChannelIs
from sim.model.scenario import KINDS, Scenario
from sim.model.words import Entry, FaultyError, Path_, Word, entries, references

Complaint = tuple[Path_, str, Hint]
"""The model's way to a place, what is wrong there, and what to do."""

STRIKES_MOST = 500
"""More strikes or settled tries than this are a slip in a number, and cost time in every run."""


class CheckContext:
    """What a check may look up besides the entry it is about."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.ids: dict[str, set[str]] = {}
        self.found: dict[tuple[str, str], Any] = {}
        for kind, field in KINDS.items():
            with suppress(FaultyError):  # where an id is faulty, any name may have meant it
                self.ids[kind] = {entry.id for entry in getattr(scenario, field)}
            for entry in reversed(getattr(scenario, field, ())):
                with suppress(FaultyError):
                    self.found[kind, entry.id] = entry

    def commander(self, vessel: str) -> str:
        """Give the first seat that commands a vessel, "" if none does."""
        seats = (seat for seat in self.scenario.seats if vessel in seat.commands)
        return next((seat.id for seat in seats), "")

    def the(self, kind: str, name: str) -> Any:
        """Look up the first entry of a name; a check that asks for what there is not ends."""
        if (kind, name) not in self.found:
            raise FaultyError(name)
        return self.found[kind, name]

    def above(self, seat: str) -> list[str]:
        """List a seat and those up its chain of authority, until it ends or turns back."""
        chain: list[str] = []
        at: str | None = seat
        while at is not None and at not in chain:
            chain.append(at)
            at = self.the("seat", at).authority
        return chain if at is None else [*chain, at]


Check = Callable[[CheckContext, Path_, Any], Iterator[Complaint]]
CHECKS: dict[type[Entry], list[Check]] = {}
"""Each check of an entry of a class; it ends where it comes upon something faulty."""


def about(*kinds: type[Entry]) -> Callable[[Check], Check]:
    """Register a check of every entry of some classes."""

    def register(check: Check) -> Check:
        for kind in kinds:
            CHECKS.setdefault(kind, []).append(check)
        return check

    return register


def not_its_move(around: CheckContext, path: Path_, move: str, seat: str) -> Iterator[Complaint]:
    """A seat may be asked only for moves of its own."""
    if seat not in around.the("move", move).seats:
        own = [m.id for m in around.scenario.moves if seat in m.seats]
        hint = partial(nearest, move, own) if own else "it has none"
        yield path, f"{quoted(move)} is not a move of this seat", hint


def unknowable(
    around: CheckContext, path: Path_, condition: Word | None, seats: tuple[str, ...]
) -> Iterator[Complaint]:
    """A seat may be asked only for what it can know."""
    for at, kind, name in references(condition, path):
        if kind in ("flag", "counter", "gate"):
            with suppress(FaultyError):
                knowing = around.the(kind, name).known_to
                blind = [seat for seat in seats if seat not in knowing]
                if blind:
                    what = f"the seat {quoted(blind[0])} cannot know the {kind} {quoted(name)}"
                    yield at, what, f"add it to that {kind}'s “known_to”"
    for at, entry in entries(condition, path):
        if isinstance(entry, ChannelIs):
            with suppress(FaultyError):
                on = around.the("channel", entry.channel).seats
                away = [seat for seat in seats if on and seat not in on]
                if away:
                    what = f"the seat {quoted(away[0])} is not on {quoted(entry.channel)}"
                    yield (*at, "channel"), what, "add it to that channel's “seats”"
        if isinstance(entry, Called):
            with suppress(FaultyError):
                if any(seat != entry.seat for seat in seats):
                    what = f"only {quoted(entry.seat)} knows how its calls ended"
                    yield (*at, "seat"), what, "ask a seat for its own calls"
