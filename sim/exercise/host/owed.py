"""What a host owes: it says that something is done once that is written, and not before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.exercise.host.people import Participant
from sim.exercise.protocol.messages import frame

if TYPE_CHECKING:
    from sim.exercise.host.room import Room


@dataclass(slots=True)
class Owed:
    """The acknowledgements that wait until what they acknowledge is written."""

    _late: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def put(
        self,
        room: Room,
        person: Participant,
        token: str,
        **more: Any,  # noqa: ANN401  # JSON
    ) -> list[tuple[str, str]]:
        """Acknowledge to somebody what has this id, now or once it is written."""
        self._late.append((person.key, frame("done", id=token, **more)))
        return self.due(room)

    def due(self, room: Room) -> list[tuple[str, str]]:
        """Acknowledge what is written by now."""
        if not self._late or not written(room):
            return []
        late, self._late = self._late, []
        there = [(room.people[key], said) for key, said in late if key in room.people]
        return [person.frame(said) for person, said in there]


def written(room: Room) -> bool:
    """Say whether all is written; what could not be is tried once more."""
    if room.play is not None and room.play.recording.trouble:
        room.play.recording.keep(room.play.engine, sync=True)
    room.journal.again()
    return not room.trouble
