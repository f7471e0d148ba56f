"""What waits for an answer, in words: who asks, for what, who hears it, and what waiting costs."""

from __future__ import annotations

from sim.play.seat import Sheet, Shown, Waiting, sentence
from sim.units import clock
from tui.base.text import Line, wrap
from tui.panes.price import priced
from tui.panes.talk import exchange, replies, request_of, turn_left

ASKING = {"question": "asks", "warning": "warns"}
"""What somebody does who says something that awaits a reply, by its marker."""


def party(sheet: Sheet, shown: Shown, other: str) -> str:
    """Name the other end of a call: a vessel on a radio, a seat on a line."""
    return shown.names.get(f"vessel:{other}") or sheet.seats.get(other, other)


def asked(sheet: Sheet, shown: Shown, item: Waiting, width: int) -> list[Line]:
    """Say what one thing that waits is and what hangs on it."""
    view = shown.view
    if item.kind == "call":
        call = next(c for c in view.calls if c.call == item.id)
        channel, form = sheet.channels[call.channel], sheet.forms[call.form]
        who = party(sheet, shown, call.other)
        lines = wrap(sentence(f"Call from {who}: {form.title}"), width, "bold")
        lines += wrap(
            f"On {channel.name}, ringing since {clock(sheet.begins, call.since_ms)}.", width
        )
        lines += wrap(f"“{call.text}”", width) if call.text else []
        lines += wrap(f"Offers: {clauses(sheet, call.clauses)}", width) if call.clauses else []
        lines += wrap(heard(channel.kind), width, "dim")
    elif item.kind == "offer":
        offer = next(o for o in view.offers if o.offer == item.id)
        what = "counters with" if offer.counter else "offers"
        until = clock(sheet.begins, offer.due_ms)
        lines = wrap(f"{sheet.seats[offer.other]} {what}, until {until}:", width, "bold")
        lines += [
            part
            for c in offer.clauses
            for part in wrap(sheet.clauses[c], width, "", first="- ", rest="  ")
        ]
    else:
        seat, _, move = item.id.partition(":")
        lines = wrap(f"Your leave is asked by {sheet.seats[seat]}:", width, "bold")
        lines += wrap(sheet.moves.get(move, move), width, "", first="- ", rest="  ")
    return [*lines, *priced(view, sheet.unsafe_m, width)]


def requested(
    sheet: Sheet,
    shown: Shown,
    item: Waiting,
    limits: tuple[list[int], int],
    size: tuple[int, int],
) -> list[Line]:
    """Write a request where one stands: both sides' lines, the time left, and the replies.

    Args:
        sheet: What the seat may read.
        shown: What it is shown.
        item: The request.
        limits: The places of the limits that are chosen for a counter, and which is changed.
        size: The columns and rows there are.
    """
    view, (width, most) = shown.view, size
    request = request_of(view, item.id)
    verb = ASKING.get(request.marker, "asks")
    lines = wrap(f"{sheet.seats[request.other]} {verb}:", width, "bold")
    if not request.asks:
        lines += wrap(f"“{request.said}”", width, "bold")
    for term in request.asks:
        lines += wrap(term, width, "bold", first="- ", rest="  ")
    for term in request.gives:
        lines += wrap(f"in return: {term}", width, "", first="+ ", rest="  ")
    below = [turn_left(view, sheet, request), ()]
    below += replies(request.replies, *limits, width)
    tail = [(), *wrap(heard(sheet.channels[request.channel].kind), width, "dim")]
    tail += priced(view, sheet.unsafe_m, width)
    said = [each for each in view.said if each.other == request.other]
    room = most - len(lines) - len(below) - len(tail) - 2
    whole = [*lines, (), *exchange(said, width, room), (), *below, *tail]
    for shorter in ([*lines, (), *exchange(said, width, room + len(tail)), (), *below], below):
        if len(whole) > most:
            whole = shorter  # what can be replied is never left out
    return whole


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


def asked_first(kind: str) -> str:
    """Say what comes before a call on a line or a message by relay, and what may become of it."""
    if kind == "relay":
        return "Your own side's leave is asked. It arrives later, if at all; nobody tells you."
    return "Your own side's leave is asked before it rings."
