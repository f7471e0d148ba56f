"""What else a seat could have done where it did something: every way that was open to it then.

The ways of a decision are of one kind: acts beside acts, words beside words, replies beside
replies. To do nothing is a way too, wherever time would have gone on. What names limits of its own
is left out, but for what was said: there is no end of limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.requests import LIMITED, REPLIES
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.pledges import may_reply
from sim.engine.seat.rules import Command, legal, refusal

WAIT = "wait"
"""The way of doing nothing: time goes on."""
KINDS = {
    "choose": "act",
    "pass": "act",
    "call": "message",
    "answer": "call",
    "decline": "call",
    "hang": "talk",
    "reply": "reply",
    "accept": "offer",
    "refuse": "offer",
    "counter": "offer",
    "grant": "leave",
    "deny": "leave",
    "release": "promise",
}
"""The verb of a command → what kind of decision it is; a note decides nothing."""
_BESIDE = {
    "answer": ("answer", "decline"),
    "decline": ("answer", "decline"),
    "hang": ("hang",),
    "accept": ("accept", "refuse"),
    "refuse": ("accept", "refuse"),
    "counter": ("accept", "refuse"),
    "grant": ("grant", "deny"),
    "deny": ("grant", "deny"),
    "release": ("release",),
}
"""The verb of a command → the verbs that would have done as well."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way that is open: what it is called, and its command; None to do nothing."""

    id: str
    title: str
    command: Command | None = None


def way(setup: Setup, command: Command | None) -> Way:
    """Name a command as a way."""
    if command is None:
        return Way(WAIT, "Wait")
    words = (command.verb, command.subject, command.to, command.form)
    limits = [f"{limit:g}" for limit in command.limits]
    name = " ".join([*filter(None, words), *command.clauses, *limits])
    return Way(name, _title(setup, command), command)


def _title(setup: Setup, command: Command) -> str:
    match command.verb:
        case "choose":
            return setup.moves[command.subject].title
        case "pass":
            return "Do nothing"
        case "call":
            to = setup.seats[command.to].title if command.to in setup.seats else ""
            to = to or (vessel_name(setup, command.to) if command.to else "all")
            return f"{setup.channels[command.subject].name} to {to}: {_form(setup, command)}"
        case "reply":
            return f"Reply: {REPLIES[command.form].rstrip('.')}"
        case "grant" | "deny":
            move = setup.moves[command.subject.partition(":")[2]].title
            return f"{'Grant' if command.verb == 'grant' else 'Deny'} leave: {move}"
    return _VERBS[command.verb]


_VERBS = {
    "answer": "Answer the call",
    "decline": "Decline the call",
    "hang": "Hang up",
    "accept": "Accept the offer",
    "refuse": "Refuse the offer",
    "counter": "Counter the offer",
    "release": "Release them from their word",
}


def _form(setup: Setup, command: Command) -> str:
    clauses = ", ".join(setup.clauses[clause].title for clause in command.clauses)
    title = setup.forms[command.form].title
    return f"{title} ({clauses})" if clauses else title


def ways(setup: Setup, known: Known, now_ms: int, chosen: Command | None) -> tuple[Way, ...]:
    """List the ways open to a seat where it did something: that one first, to wait last.

    Args:
        setup: The scenario.
        known: What the seat knew then.
        now_ms: When that was.
        chosen: What it did, None for waiting until its window lapsed.
    """
    commands = [chosen, *_beside(setup, known, now_ms, chosen), None]
    found = {each.id: each for each in (way(setup, command) for command in commands)}
    first, *rest = found.values()
    open_to_it = [
        each
        for each in rest
        if each.command is None or refusal(setup, known, each.command, now_ms) is None
    ]
    return first, *open_to_it


def _beside(
    setup: Setup, known: Known, now_ms: int, chosen: Command | None
) -> Iterator[Command | None]:
    if chosen is None or chosen.verb in ("choose", "pass"):
        yield from _acts(setup, known, now_ms, chosen)
    elif chosen.verb == "call":
        for form in setup.channels[chosen.subject].forms:
            yield replace(chosen, form=form, text="", limits=())
    elif chosen.verb == "reply":
        event = known.requests.open.get(chosen.subject)
        for reply in may_reply(known, event.fact) if event else ():
            if reply not in LIMITED:
                yield replace(chosen, form=reply, text="", limits=())
    else:
        for verb in _BESIDE[chosen.verb]:
            yield replace(chosen, verb=verb, clauses=())


def _acts(
    setup: Setup, known: Known, now_ms: int, chosen: Command | None
) -> Iterator[Command | None]:
    """Yield the moves that may be chosen: words beside a word, else acts."""
    said = chosen is not None and chosen.verb == "choose" and setup.moves[chosen.subject].free
    for move in legal(setup, known, now_ms):
        if setup.moves[move].free == said:
            yield Command(known.seat, "choose", move)
    if not said and known.windows.window is not None:
        yield Command(known.seat, "pass")
