"""What somebody at a host is sent of the play: the picture of the seat they sit in or look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.exercise.host.people import Participant
from sim.exercise.protocol import wire
from sim.exercise.protocol.messages import frame
from sim.play.outcome import outcome
from sim.play.pictured import shown_to
from sim.play.seat import Ended

if TYPE_CHECKING:
    from sim.exercise.host.room import Room

BEAT_S = 1.0
"""How often everybody is shown where vessels stand and how late it is, if nothing else is new."""


def show(room: Room, person: Participant, wall_s: float, *, beat: bool) -> list[tuple[str, str]]:
    """Show somebody what is new to them; on a beat also what the clock alone has changed."""
    assert room.play is not None
    standing = clock(room, wall_s)
    if not person.seat:
        state: tuple[Any, ...] = (standing["at_ms"], standing["paused"], bool(room.play.ended))
        if person.shown == state or (person.shown and not beat and person.shown[1:] == state[1:]):
            return []
        person.shown = state
        return [person.frame(frame("clock", seat="", clock=standing, ended=room.play.ended))]
    known = room.play.engine.state.known[person.seat]
    branch = room.play.recording.branch
    news = (
        *(branch, len(known.feed), known.alerts, known.run.ended),
        *(standing["paused"], standing["pace"]),
    )
    state = (news, room.play.engine.now_ms)
    if person.shown == state or (person.shown and not beat and person.shown[0] == news):
        return []
    since = person.seen if person.seen <= len(known.feed) else 0  # time was taken back
    more: dict[str, Any] = {}
    if room.trouble:
        more["trouble"] = room.trouble
    if room.play.ended:
        more["ended"] = wire.plain(wire.ENDED, Ended(outcome(room.play.engine)))
    person.shown, person.seen = state, len(known.feed)
    return [
        person.frame(
            frame(
                "shown",
                seat=person.seat,
                since=since,
                seen=person.seen,
                clock=standing,
                push=_picture(room, person.seat, since, state),
                **more,
            )
        )
    ]


def _picture(room: Room, seat: str, since: int, state: tuple[Any, ...]) -> Any:  # noqa: ANN401
    """Give a seat's picture as data, drawn once for all who sit there or look at it."""
    drawn, picture = room.pictures.get((seat, since), ((), None))
    if drawn != state:
        assert room.play is not None
        picture = wire.plain(wire.SHOWN, shown_to(room.play, seat, since))
        room.pictures = {
            key: each for key, each in room.pictures.items() if key[0] != seat or each[0] == state
        }
        room.pictures[seat, since] = state, picture
    return picture


def clock(room: Room, wall_s: float) -> dict[str, Any]:
    """Say where both clocks stand: the story's as far as it was played."""
    _, exercise = room.clock.now(wall_s)
    return {
        "at_ms": room.play.engine.now_ms if room.play else 0,
        "exercise_s": exercise // 1000,
        "pace": room.clock.pace(wall_s),
        "paused": room.clock.paused,
    }
