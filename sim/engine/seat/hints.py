"""Hints that help a seat now: those whose condition holds and whose deed is possible.

They read only what the seat knows, like its options, so that a hint can tell it nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.setup import Setup
from sim.engine.facts.talks import TalkBegun
from sim.engine.kernel.conditions import Test, test
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.menus import terms_of
from sim.engine.seat.rules import Command, refusal
from sim.model.hints import Hint


@dataclass(frozen=True, slots=True)
class HintLine:
    """A hint as a seat is shown it; `verb` is choose, call or what else is to be done.

    `subjects` are the moves of which any will do, or the one channel; `stuck_ms` says how long
    nothing must have come to the seat before the hint is shown.
    """

    hint: str
    text: str
    verb: str
    subjects: tuple[str, ...]
    to: str
    form: str
    stuck_ms: int


def hints(setup: Setup, known: Known, now_ms: int) -> tuple[HintLine, ...]:
    """List the hints that help a seat now, in the document's order."""
    found = []
    for hint, fits in _hints_of(setup, known.seat):
        if not known.run.ended and fits(known, now_ms):
            line = _possible(setup, known, hint, now_ms)
            if line is not None:
                found.append(line)
    return tuple(found)


def hints_of(setup: Setup, seat: str) -> tuple[Hint, ...]:
    """Give every hint that is meant for a seat."""
    return tuple(hint for hint in setup.scenario.hints if hint.seat == seat)


def _hints_of(setup: Setup, seat: str) -> tuple[tuple[Hint, Test], ...]:
    """Give every hint that is meant for a seat, with when it helps."""
    found = setup.once("hints", lambda _: dict[str, tuple[tuple[Hint, Test], ...]]())
    if seat not in found:
        found[seat] = tuple((hint, test(setup, hint.when)) for hint in hints_of(setup, seat))
    return found[seat]


def _possible(setup: Setup, known: Known, hint: Hint, now_ms: int) -> HintLine | None:
    """Write a hint out if what it asks for would be accepted now."""
    if hint.choose:
        able = tuple(m for m in hint.choose if not terms_of(setup, m).block(known, now_ms))
        return _line(hint, "choose", able) if able else None
    if hint.call is not None:
        return _call(setup, known, hint, channel=hint.call, now_ms=now_ms)
    verb = hint.do or ""
    return _line(hint, verb) if _waits(known, verb) else None


def _call(setup: Setup, known: Known, hint: Hint, channel: str, now_ms: int) -> HintLine | None:
    spec = setup.channels[channel]
    form = hint.form or spec.forms[0]
    to = hint.to or next((seat for seat in spec.seats if seat != known.seat), "")
    offered = tuple(setup.clauses) if setup.forms[form].intent == "propose" else ()
    asked = Command(known.seat, "call", subject=channel, to=to, form=form, clauses=offered)
    if refusal(setup, known, asked, now_ms) is not None:
        return None
    return _line(hint, "call", (channel,), to=to, form=form)


def _waits(known: Known, verb: str) -> bool:
    """Say whether there is something to which a verb would be an answer."""
    calls = [event.fact for event in known.calls.open.values()]
    open_calls = [fact for fact in calls if not isinstance(fact, TalkBegun)]
    match verb:
        case "answer" | "decline":
            return any(fact.callee == known.seat for fact in open_calls)
        case "hang":
            return len(calls) > len(open_calls) or any(f.caller == known.seat for f in open_calls)
        case "accept" | "refuse":
            return any(event.fact.to == known.seat for event in known.offers.open.values())
        case "grant" | "deny":
            return bool(known.moves.asks)
    return True


def _line(
    hint: Hint, verb: str, subjects: tuple[str, ...] = (), to: str = "", form: str = ""
) -> HintLine:
    return HintLine(
        hint.id, hint.text, verb=verb, subjects=subjects, to=to, form=form, stuck_ms=hint.stuck
    )
