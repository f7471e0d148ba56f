"""What the screen is given of a seat at a host: the player's settings, and nothing to begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.cli.starter import own_settings
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.exercise.join.link import Link
    from sim.play.seat import Session, Sheet, Turn
    from sim.review.scrub import Scrub
    from tui.base.start import Advising, Daily, Kept, Opening, Poster, Reviewing

_HERE = "this is done at home, not in an exercise"
_IN_LINES = {
    "white_cell": "this code is the white cell's: channel16 exercise console URL --code CODE",
    "observer": "this code is an observer's, who looks at screens; there are no lines to look at: "
    "join without --plain",
}


def no_seat(welcome: Mapping[str, Any]) -> str:
    """Say what who was let in with a code for no seat can do with it, in lines."""
    return _IN_LINES.get(str(welcome.get("role")), "this code is for no seat")


def begun(link: Link) -> bool:
    """Say whether there is something to be seen by whoever was let in."""
    role = link.peer.welcome.get("role")
    if role in ("seat", "cell"):
        return link.peer.shown is not None
    return role == "white_cell" or bool(link.peer.clock)


def entered(link: Link) -> Opening | None:
    """Say what whoever was let in sees once the exercise has begun, by their role; None before."""
    from sim.exercise.join.session import RemoteSession
    from tui.base.start import Opening

    if not begun(link):
        return None
    match link.peer.welcome.get("role"):
        case "white_cell":
            from sim.cli.console_link import HostLink

            console = HostLink(link)
            console.start()
            return Opening(console=console, alone=True)
        case "observer":
            from sim.exercise.join.watched import WatchedHost

            return Opening(watching=WatchedHost(link), alone=True)
        case "evaluator":
            from sim.cli.exercise_evaluate import desk_at

            return Opening(evaluating=desk_at(link), alone=True)
    return Opening(session=RemoteSession(link), alone=True)


class Doorstep:
    """Stands before a host with one code after another, until one is right."""

    def __init__(self, link: Callable[[str], Link]) -> None:
        """Stand there; `link` makes a link with a code."""
        self._make = link
        self._link: Link | None = None

    def knock(self, code: str) -> str:
        """Try a code; say why it does not open, "" if it does."""
        link = self._make(code)
        try:
            link.connect()
        except UsageError as error:
            return str(error)
        self._link = link
        return ""

    def title(self) -> str:
        """Give the title of what was joined."""
        return str(self._link.peer.welcome.get("title", "")) if self._link else ""

    def seats(self) -> list[tuple[str, bool]]:
        """List the seats by title, and whether somebody sits there."""
        return list(self._link.peer.lobby) if self._link else []

    def begun(self) -> Opening | None:
        """Say what the code opens once the exercise has begun, None before.

        Raises:
            UsageError: the host lets this client in no more.
        """
        if self._link is None:
            return None
        if self._link.peer.gone is not None:
            raise UsageError(self._link.peer.gone.sentence)
        return entered(self._link)

    def leave(self) -> None:
        """Leave the host."""
        if self._link is not None:
            self._link.close()


class JoinedStarter:
    """Begins nothing: the play is the host's."""

    def posters(self) -> list[Poster]:
        """List no scenarios."""
        return []

    def policies(self) -> Mapping[str, str]:
        """Name no policies."""
        return {}

    def kept(self) -> list[Kept]:
        """List no plays."""
        return []

    def daily(self) -> Daily | None:
        """Give no game of a day."""
        return None

    def settings(self) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """Read what the player wants of the screen."""
        return own_settings()

    def sheets(self, scenario: str) -> dict[str, Sheet]:
        """Give nothing to read before."""
        return {}

    def seating(self, scenario: str) -> Mapping[str, str]:
        """Name no policies."""
        return {}

    def appoint(self, scenario: str, seats: Mapping[str, str]) -> None:
        """Choose nothing."""

    def draw(self) -> int:
        """Draw nothing."""
        raise UsageError(_HERE)

    def begin(self, scenario: str, people: Sequence[str], seed: int, daily: str = "") -> Session:
        """Begin nothing."""
        raise UsageError(_HERE)

    def resume(self, record: str) -> Session:
        """Go on with nothing."""
        raise UsageError(_HERE)

    def play_on(self, session: Session, turn: Turn) -> Session:
        """Begin nothing."""
        raise UsageError(_HERE)

    def report(self, record: str) -> str:
        """Write nothing: the record is the host's."""
        raise UsageError(_HERE)

    def replay(self, record: str) -> Scrub:
        """Open nothing."""
        raise UsageError(_HERE)

    def review(self, record: str, seat: str) -> Reviewing:
        """Begin nothing."""
        raise UsageError(_HERE)

    def advise(self, session: Session, seat: str, kind: str = "") -> Advising:
        """Advise on nothing."""
        raise UsageError(_HERE)

    def delete(self, record: str) -> None:
        """Delete nothing."""
        raise UsageError(_HERE)
