"""Several people in one seat: what one proposes is ordered once another orders the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.exercise.host.people import Participant
from sim.exercise.protocol.messages import Order


@dataclass(slots=True)
class Proposals:
    """What is proposed in each seat: by which person, and what."""

    _open: dict[str, tuple[Participant, Order]] = field(default_factory=dict)

    def order(self, person: Participant, said: Order, *, alone: bool) -> Order | None:
        """Take an order; give it if it is to be carried out now, None if it is only proposed.

        A note binds nobody and is never proposed. A later proposal takes an earlier one's place.
        """
        if alone or said.ask.verb == "note":
            self._open.pop(person.seat, None) if alone else None
            return said
        by, before = self._open.get(person.seat, (None, None))
        if before is not None and by is not person and before.ask == said.ask:
            del self._open[person.seat]
            why = "; ".join(text for text in (before.because, said.because) if text)
            return said.model_copy(update={"because": why})
        self._open[person.seat] = (person, said)
        return None

    def forget(self, person: Participant) -> None:
        """Forget what somebody proposed who leaves the seat."""
        if self._open.get(person.seat, (None,))[0] is person:
            del self._open[person.seat]
