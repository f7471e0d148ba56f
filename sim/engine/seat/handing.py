"""What leaves the engine for a seat: its own events, numbered by their place among them.

An event's number, cause and closing count hidden events too, and a fact may carry plans that nobody
knows. Whoever is handed a seat's knowledge (a policy, a screen elsewhere) gets neither.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, TypeVar, overload

from sim.engine.base.log import FACTS, Event, Fact
from sim.engine.kernel.knowledge import Known

T = TypeVar("T")


class Handed(Sequence[Event]):
    """The events that a seat knows, each made fit to be handed over when it is looked at."""

    def __init__(self, events: Sequence[Event], seat: str) -> None:
        """Wrap events.

        Args:
            events: The seat's own, oldest first, with the numbers of the log.
            seat: Whose they are.
        """
        self._events = events
        self._seat = seat

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, place: int) -> Event: ...

    @overload
    def __getitem__(self, place: slice) -> list[Event]: ...

    def __getitem__(self, place: int | slice) -> Event | list[Event]:
        if isinstance(place, slice):
            return [self.fit(event) for event in self._events[place]]
        return self.fit(self._events[place])

    def __repr__(self) -> str:
        return repr(list(self))

    def fit(self, event: Event) -> Event:
        """Number an event anew, without what is secret; a hidden cause or opening is None."""
        seat = self._seat
        return Event(
            self._place(event.seq) or 0,
            event.at_ms,
            fact=_blank(event.fact),
            cause=self._place(event.cause),
            closes=self._place(event.closes),
            audience=(seat,),
            alert=(seat,) if seat in event.alert else (),
        )

    def _place(self, seq: int | None) -> int | None:
        """Give the place, from 1, of an event by its number in the log; None if it is hidden."""
        if seq is None:
            return None
        at = bisect_left(self._events, seq, key=lambda event: event.seq)
        known = at < len(self._events) and self._events[at].seq == seq
        return at + 1 if known else None


def _blank(fact: Fact) -> Fact:
    """Copy a fact with its secret fields emptied, but for those that are none in this one."""
    declared = FACTS[type(fact)]
    hidden = declared.hidden(fact)
    return replace(fact, **{name: declared.empty[name] for name in hidden}) if hidden else fact


class HandedOpen(MutableMapping[str, Event]):
    """What is open to a seat by its name; each event is made fit when it is looked at."""

    def __init__(self, events: Handed, opened: Mapping[str, Event]) -> None:
        self._events, self._opened = events, opened

    def __len__(self) -> int:
        return len(self._opened)

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened)

    def __getitem__(self, name: str) -> Event:
        return self._events.fit(self._opened[name])

    def __setitem__(self, name: str, event: Event) -> None:
        raise TypeError("what was handed over is for reading")

    def __delitem__(self, name: str) -> None:
        raise TypeError("what was handed over is for reading")

    def __repr__(self) -> str:
        return repr(dict(self))


_ALL_OF: Callable[[Known], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(Known)))


def handed(known: Known) -> Known:
    """Give what a seat knows, fit to be handed over; only what holds events is another."""
    events = Handed(known.feed, known.seat)
    own = Known(*_ALL_OF(known))
    own.feed = events
    if known.calls.open:
        own.calls = _another(known.calls)
        own.calls.open = HandedOpen(events, known.calls.open)
    if known.requests.open:
        own.requests = _another(known.requests)
        own.requests.open = HandedOpen(events, known.requests.open)
    if known.offers.open:
        own.offers = _another(known.offers)
        own.offers.open = HandedOpen(events, known.offers.open)
    return own


def sealed(known: Known) -> Known:
    """Give the same with every event made fit at once, so that it can go to another process."""
    own = handed(known)
    own.feed = list(own.feed)
    for holder in (own.calls, own.requests, own.offers):
        if holder.open:
            holder.open = dict(holder.open)  # handed, so not shared
    return own


def _another(holder: T) -> T:
    """Make another holder of the same values."""
    names = holder.__dataclass_fields__  # type: ignore[attr-defined]  # a dataclass
    return type(holder)(*[getattr(holder, name) for name in names])
