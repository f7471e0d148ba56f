"""Taking back: whether somebody was shown what cannot be unseen."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.setup import Setup
from sim.engine.kernel.state import State
from sim.engine.seat.telling import tell
from sim.play.cast import Cast
from sim.play.record import Said
from sim.units import MS_PER_MIN, clock, format_wait

NO_UNDO = "In this play nothing is taken back: what was done is done."
MARKED = "Somebody had heard or seen what came of it: the result will be marked “taken back”."


_ASK_MS = MS_PER_MIN
"""Further back than this nobody goes without having been told how far."""
_DID = {
    "pass": "a decision you passed",
    "call": "your call",
    "answer": "the call you answered",
    "decline": "the call you declined",
    "hang": "the call you ended",
    "accept": "the offer you accepted",
    "refuse": "the offer you refused",
    "counter": "your counter-offer",
    "reply": "your reply",
    "release": "the word you gave back",
    "grant": "the leave you granted",
    "deny": "the leave you denied",
    "note": "your note",
}
"""What a command was, by its verb, as undo names it."""


def far_back(setup: Setup, said: Said, now_ms: int, *, several: bool) -> str:
    """Say how far undo would go back and before what, "" if that is not far.

    Where `several` people play it is never near: what another has done since is nobody's to know.
    """
    ago_ms = now_ms - said.at_ms
    if ago_ms <= _ASK_MS and not several:
        return ""
    command = said.command
    move = setup.moves.get(command.subject) if command.verb == "choose" else None
    what = f"“{move.title}”" if move is not None else _DID.get(command.verb, command.verb)
    at = clock(setup.scenario.begins, said.at_ms)
    since = "all that anybody did since" if several else "all since"
    return f"Undo goes back {format_wait(ago_ms)} to {at}, before {what}; {since} is undone."


@dataclass(frozen=True, slots=True)
class Before:
    """Where a person's command found the play."""

    seat: str
    state: State
    cast: Cast
    now_ms: int
    events: int
    said: int
    seen: dict[str, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """The play is marked from now on, and what the person is told of that."""

    text: str


def learned(
    setup: Setup, now: State, before: State, before_ms: int, *, seat: str, shown: int
) -> bool:
    """Say whether a seat was shown anything new after a command: later, or as an alert.

    `shown` is how many of its events were shown.
    """
    since = now.known[seat].feed[len(before.known[seat].feed) : shown]
    return any(
        seat in event.alert or (event.at_ms > before_ms and tell(setup, seat, event))
        for event in since
    )
