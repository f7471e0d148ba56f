"""What is sent to who has joined: who they are here, what their seat may read, who is here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sim.exercise.host.people import Participant
from sim.exercise.protocol import wire
from sim.exercise.protocol.messages import VERSION, Order, frame
from sim.play.sheet import sheet

if TYPE_CHECKING:
    from sim.exercise.host.room import Room


_OPENED = re.compile(r'"event":"(open|shut)","seat":"([a-z0-9_]+)"\}$')
"""How the journal says that a seat was opened to observers, or shut."""


def welcome(room: Room, person: Participant) -> dict[str, Any]:
    """Say who somebody is here, and give what the seat they sit in may read at any time."""
    setup = room.table.setup
    return frame(
        "welcome",
        v=VERSION,
        title=room.table.title,
        scenario=setup.scenario.id,
        who=person.who,
        role=person.role,
        name=person.name,
        seat=person.seat,
        seats=seats(room, person),
        begun=room.play is not None,
        sheet=wire.plain(wire.SHEET, sheet(setup, person.seat)) if person.seat else None,
        tasks=list(room.table.tasks) if person.role in ("evaluator", "white_cell") else [],
    )


def seats(room: Room, person: Participant) -> dict[str, str]:
    """Name the seats that somebody may sit in or look at now, with their titles."""
    every = room.table.setup.seats
    return {seat: every[seat].title for seat in every if person.may_look(seat, room.open_to)}


def opened(lines: Iterable[str]) -> set[str]:
    """Find which seats the white cell had opened to observers, by the lines of a journal."""
    found: set[str] = set()
    for text in lines:
        match = _OPENED.search(text)
        if match:
            (found.add if match[1] == "open" else found.discard)(match[2])
    return found


def waiting(room: Room) -> list[tuple[str, str]]:
    """Tell everybody who is here before the begin, each time that changes."""
    here = {p.seat for p in room.people.values() if p.holds}
    rows = [[room.table.setup.seats[seat].title, seat in here] for seat in room.table.seats]
    state = ("lobby", tuple(seat in here for seat in room.table.seats))
    out = []
    for person in room.people.values():
        if person.shown != state:
            person.shown = state
            out.append(person.frame(frame("lobby", seats=rows)))
    return out


def proposal(room: Room, person: Participant, said: Order) -> str:
    """Say to the others in a seat what one of them proposes."""
    moves = room.table.setup.moves
    what = moves[said.ask.subject].title if said.ask.subject in moves else said.ask.verb
    if what == said.ask.verb:
        what = " ".join(t for t in (said.ask.verb, said.ask.subject, said.ask.form) if t)
    why = f" ({said.because})" if said.because else ""
    return f"{person.name} proposes: {what}{why}. Order the same to approve it."
