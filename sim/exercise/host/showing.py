"""What somebody at a host is sent of the play: the picture of the seat they sit in or look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.engine.base.log import Event
from sim.exercise.host.people import Participant
from sim.exercise.protocol import wire
from sim.exercise.protocol.messages import body, frame
from sim.play.driver import Play
from sim.play.outcome import outcome
from sim.play.pictured import shown_to
from sim.play.seat import Ended

if TYPE_CHECKING:
    from sim.exercise.host.room import Room

BEAT_S = 1.0
"""How often everybody is shown where vessels stand and how late it is, if nothing else is new."""

State = tuple[Any, ...]
"""What of a seat's picture is new to it by itself; and the time of the story."""


@dataclass(slots=True)
class Pictures:
    """The frames that were written last, each once for all who sit in a seat or look at it.

    Attributes:
        of: By the seat, and after how many of its events: of which state and clock, and the frame.
    """

    of: dict[tuple[str, int], tuple[State, str]] = field(default_factory=dict)

    def frame(
        self, room: Room, seat: str, since: int, *, state: State, standing: dict[str, Any]
    ) -> str:
        """Give the frame that shows a seat's picture, without its number."""
        key = (*state, *standing.values(), room.trouble)
        drawn, text = self.of.get((seat, since), ((), ""))
        if drawn != key:
            text = _drawn(room, seat, since, standing)
            self.of = {k: each for k, each in self.of.items() if k[0] != seat or each[0] == key}
            self.of[seat, since] = key, text
        return text


def show_all(room: Room, wall_s: float, *, beat: bool) -> list[tuple[str, str]]:
    """Show everybody what is new to them; on a beat also what the clock alone has changed."""
    assert room.play is not None
    standing = clock(room, wall_s)
    states: dict[str, State] = {}
    out = []
    for person in room.people.values():
        seat = person.seat
        if seat not in states:
            states[seat] = _state(room.play, seat, standing)
        state = states[seat]
        if person.shown == state or (person.shown and not beat and person.shown[0] == state[0]):
            continue
        person.shown = state
        out.append(person.frame(_frame(room, person, state, standing)))
    return out


def _state(play: Play, seat: str, standing: dict[str, Any]) -> State:
    """Say what tells a picture of a seat from the next; of no seat, there is the clock alone."""
    going = standing["paused"], standing["pace"], play.ended
    if not seat:
        return going, standing["at_ms"]
    known = play.engine.state.known[seat]
    news = play.recording.branch, len(known.feed), known.alerts, known.run.ended
    return (*news, *going), play.engine.now_ms


def _frame(
    room: Room, person: Participant, state: State, standing: dict[str, Any]
) -> dict[str, Any] | str:
    assert room.play is not None
    if not person.seat:
        return frame("clock", seat="", clock=standing, ended=room.play.ended)
    feed = room.play.engine.state.known[person.seat].feed
    since, person.seen = _since(person, feed), len(feed)
    person.seen_ms = feed[-1].at_ms if feed else 0
    return room.pictures.frame(room, person.seat, since, state=state, standing=standing)


def _since(person: Participant, feed: Sequence[Event]) -> int:
    """Say after how many events somebody is shown more: all, if what they saw never was.

    Time was taken back meanwhile, or they saw what the host lost with a full disk.
    """
    there = 0 < person.seen <= len(feed) and feed[person.seen - 1].at_ms == person.seen_ms
    return person.seen if there else 0


def _drawn(room: Room, seat: str, since: int, standing: dict[str, Any]) -> str:
    """Draw a seat's picture and write the frame that shows it."""
    play = room.play
    assert play is not None
    more: dict[str, Any] = {}
    if room.trouble:
        more["trouble"] = room.trouble
    if play.ended:
        more["ended"] = wire.plain(wire.ENDED, Ended(outcome(play.engine)))
    events = play.engine.state.known[seat].feed
    more |= {"seen": len(events), "seen_ms": events[-1].at_ms if events else 0}
    said = frame("shown", seat=seat, since=since, clock=standing, **more)
    return body(said, push=wire.text(wire.SHOWN, shown_to(play, seat, since)))


def clock(room: Room, wall_s: float) -> dict[str, Any]:
    """Say where both clocks stand: the story's as far as it was played."""
    _, exercise = room.clock.now(wall_s)
    return {
        "at_ms": room.play.engine.now_ms if room.play else 0,
        "exercise_s": exercise // 1000,
        "pace": room.clock.pace(wall_s),
        "paused": room.clock.paused,
    }
