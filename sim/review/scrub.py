"""A record scrubbed: what a seat knew and what was true, event by event, forth and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.engine.base.geometry import range_m
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.channels import POLITICAL
from sim.engine.facts.moves import ActBegun
from sim.engine.kernel.state import State, evolve, initial
from sim.engine.seat.telling import tell
from sim.engine.seat.views import SeatView, view
from sim.play.causes import recounted
from sim.readings import distance, share, steering
from sim.units import clock

_EVERY = 100
"""Events between two states that are kept, so that going back is as quick as going on."""
_INTENTS = {"status_quo": "content with how things stand", "revisionist": "wants to change things"}
_NEVER_HELD = "not held"


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing as a seat held it, and as it was."""

    what: str
    held: str
    true: str

    @property
    def differs(self) -> bool:
        """Say whether the seat held it otherwise than it was."""
        return self.held != self.true


class Scrub:
    """A log and a place in it, from 1 (the first event) to its length."""

    def __init__(self, setup: Setup, log: Sequence[Event]) -> None:
        """Stand at the first event.

        Args:
            setup: The scenario.
            log: The events, at least one.
        """
        self.setup, self.log = setup, log
        self.place, self._state = 0, initial(setup)
        self._kept: dict[int, State] = {0: self._state.copy()}
        self.to(1)

    def to(self, place: int) -> None:
        """Go to a place; beyond an end, to that end."""
        place = min(max(place, 1), len(self.log))
        near = max(kept for kept in self._kept if kept <= place)
        if not near <= self.place <= place:
            self.place, self._state = near, self._kept[near].copy()
        while self.place < place:
            evolve(self._state, self.log[self.place])
            self.place += 1
            if not self.place % _EVERY and self.place not in self._kept:
                self._kept[self.place] = self._state.copy()

    def to_told(self, seat: str, step: int) -> None:
        """Go to the nearest place before (-1) or after (1) at which a seat was told something."""
        place = self.place + step
        while 1 <= place <= len(self.log) and not self._as_told(seat, place):
            place += step
        self.to(place)

    @property
    def event(self) -> Event:
        """Give the event at the place."""
        return self.log[self.place - 1]

    @property
    def clock(self) -> str:
        """Give the hour of the event at the place."""
        return clock(self.setup.scenario.begins, self.event.at_ms)

    @property
    def length(self) -> int:
        """Give how many events there are."""
        return len(self.log)

    @property
    def seats(self) -> dict[str, str]:
        """Give every seat with its title, those of the first side first."""
        return {seat: spec.title for seat, spec in self.setup.seats.items()}

    def as_told(self, seat: str) -> str:
        """Give the event as a seat was told it, "" if it was not."""
        return self._as_told(seat, self.place)

    def _as_told(self, seat: str, place: int) -> str:
        event = self.log[place - 1]
        return tell(self.setup, seat, event) if seat in event.audience else ""

    def true(self) -> str:
        """Give the event as it was, hidden truths included."""
        return recounted(self.setup, self.event)

    def rows(self, seat: str) -> list[Compared]:
        """Set what a seat held beside what was true: vessels, channels, minds, preparations."""
        seen = view(self.setup, self._state.known[seat], self.event.at_ms)
        return [
            *self._vessels(seat, seen),
            *self._channels(seen),
            *self._minds(seat, seen),
            *self._deeds(seat),
        ]

    def _vessels(self, seat: str, seen: SeatView) -> Iterator[Compared]:
        """Yield every vessel with its course, and how far from the seat's first one it is."""
        setup, now, tracks = self.setup, self.event.at_ms, self._state.vessels.tracks
        held = {line.vessel: line for line in (*seen.own, *seen.contacts)}
        flag = next((v for v in setup.seats[seat].commands if v in tracks), None)
        for vessel, track in tracks.items():
            away = distance(range_m(tracks[flag], track, now)) if flag and flag != vessel else ""
            true = f"{steering(track.course_deg, track.speed_mps)} {away}".rstrip()
            line, text = held.get(vessel), _NEVER_HELD
            if line is not None:
                far = distance(line.range_m) if line.range_m is not None and away else ""
                text = f"{steering(line.course_deg, line.speed_mps)} {far}".rstrip()
                text += ", lost" if line.lost_ms is not None else ""
            yield Compared(vessel_name(setup, vessel), text, true)

    def _channels(self, seen: SeatView) -> Iterator[Compared]:
        """Yield each channel of the seat's board with what was so."""
        channels = self._state.channels
        for line in seen.board:
            true = POLITICAL[channels.political[line.channel]]
            if channels.down.get(line.channel):
                true += ", down"
            yield Compared(line.name, line.word.replace("_", " "), true)

    def _minds(self, seat: str, seen: SeatView) -> Iterator[Compared]:
        """Yield what every other side was after, and what the seat believed of the one it faces."""
        setup = self.setup
        for side, spec in setup.sides.items():
            if side == setup.seats[seat].side:
                continue
            sure = f"{share(seen.mind.p)} sure that it wants change"
            held = sure if side == setup.faces[seen.side] else ""
            intent = _INTENTS.get(self._state.run.intents.get(side, ""), "")
            yield Compared(f"What {spec.name} was after", held, intent)
        for other, card in self._state.run.order_cards.items():
            orders = setup.seats[other].orders
            title = next(order.title for order in orders if order.id == card)
            known = title if other == seat else ""
            yield Compared(f"Orders of {setup.seats[other].title}", known, title)

    def _deeds(self, seat: str) -> Iterator[Compared]:
        """Yield what was in preparation, whoever prepared it."""
        for event in self._state.running.values():
            fact = event.fact
            if isinstance(fact, ActBegun):
                title = self.setup.moves[fact.move].title
                held = title if seat in event.audience else ""
                yield Compared(f"In preparation, {self.setup.seats[fact.seat].title}", held, title)
