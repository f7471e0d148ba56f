"""What waits for a person's answer: a call that rings, an offer, leave that is asked."""

from __future__ import annotations

from dataclasses import dataclass

from sim.play.seat import SeatView, Sheet, Shown
from sim.units import clock
from tui.base.text import Line, wrap
from tui.panes.decision import price


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to be answered: which verbs of a command say yes, no, and otherwise."""

    kind: str
    id: str
    yes: str
    no: str
    counter: bool = False


def matters(view: SeatView) -> list[Waiting]:
    """List what waits, calls first: they stop ringing."""
    found = [
        Waiting("call", c.call, "answer", "decline")
        for c in view.calls
        if c.incoming and c.stage == "ringing"
    ]
    found += [
        Waiting("offer", o.offer, "accept", "refuse", counter=not o.counter)
        for o in view.offers
        if o.incoming
    ]
    return found + [Waiting("leave", f"{seat}:{move}", "grant", "deny") for seat, move in view.asks]


def party(sheet: Sheet, shown: Shown, other: str) -> str:
    """Name the other end of a call: a vessel on a radio, a seat on a line."""
    return shown.names.get(f"vessel:{other}") or sheet.seats.get(other, other)


def told(sheet: Sheet, shown: Shown, matter: Waiting, width: int) -> list[Line]:
    """Say what one matter is and what hangs on it."""
    view = shown.view
    if matter.kind == "call":
        call = next(c for c in view.calls if c.call == matter.id)
        channel, form = sheet.channels[call.channel], sheet.forms[call.form]
        who = party(sheet, shown, call.other)
        lines = wrap(f"{who[:1].upper()}{who[1:]} calls: {form.title}.", width, "bold")
        lines += wrap(
            f"On {channel.name}, ringing since {clock(sheet.begins, call.since_ms)}.", width
        )
        lines += wrap(f"“{call.text}”", width) if call.text else []
        lines += wrap(f"Offers: {clauses(sheet, call.clauses)}", width) if call.clauses else []
        lines += wrap(heard(channel.kind), width, "dim")
    elif matter.kind == "offer":
        offer = next(o for o in view.offers if o.offer == matter.id)
        what = "counters with" if offer.counter else "offers"
        until = clock(sheet.begins, offer.due_ms)
        lines = wrap(f"{sheet.seats[offer.other]} {what}, until {until}:", width, "bold")
        lines += [
            part
            for c in offer.clauses
            for part in wrap(sheet.clauses[c], width, "", first="- ", rest="  ")
        ]
    else:
        seat, _, move = matter.id.partition(":")
        lines = wrap(f"{sheet.seats[seat]} asks your leave:", width, "bold")
        lines += wrap(sheet.moves.get(move, move), width, "", first="- ", rest="  ")
    cost = price(view)
    return [*lines, *(wrap(f"Waiting: {cost}.", width, "warn") if cost else [])]


def clauses(sheet: Sheet, ids: tuple[str, ...]) -> str:
    """Name clauses."""
    return "; ".join(sheet.clauses[clause] for clause in ids)


def heard(kind: str) -> str:
    """Say who hears what is said on a kind of channel."""
    if kind == "radio":
        return "Everybody within radio reach hears it."
    if kind == "relay":
        return "It goes from office to office; only the desk it is for reads it, and it may leak."
    return "Only the two desks hear it; each side may tell the public what it likes."
