"""The seats at a host that are looked at by who sits in none, one after another over one link."""

from __future__ import annotations

from sim.errors import Refusal
from sim.exercise.join.link import Link
from sim.exercise.join.session import RemoteSession
from sim.play.seat import Session


class WatchedHost:
    """The seats at a host that somebody may look at: an observer, an evaluator, the white cell."""

    def __init__(self, link: Link) -> None:
        """Use a link that was let in."""
        self._link = link

    @property
    def title(self) -> str:
        """Give the title of the exercise."""
        return str(self._link.peer.welcome.get("title", ""))

    @property
    def trouble(self) -> str:
        """Say why the host is gone, "" if it is not."""
        if self._link.peer.gone is not None:
            return self._link.peer.gone.sentence
        return "The host cannot be reached; it is tried again." if self._link.cut else ""

    def seats(self) -> dict[str, str]:
        """Ask which seats may be looked at now; none if the host does not answer."""
        found = self._link.query("seats")
        return {} if isinstance(found, Refusal) else dict(found)

    def look(self, seat: str) -> Session | str:
        """Look at a seat; a sentence says why one may not."""
        refused = self._link.sit(seat)
        return RemoteSession(self._link) if refused is None else refused.sentence

    def still(self, seat: str) -> bool:
        """Say whether the seat that is looked at may be looked at any longer."""
        return self._link.peer.seat == seat
