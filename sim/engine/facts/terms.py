"""Terms as they are said: every slot filled, in words, and with the limits they can have."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.model.rungs import CLOSE_PASS, PRESENCE, RUNGS, rung_name, rung_said
from sim.units import clock, format_distance, format_duration, parse_distance

RESTRAINTS = ("refrain", "no_closer")
"""Kinds of terms that hold something back; the others say that something will be done."""
OUTCOMES = {
    "kept": "kept",
    "broken": "broken",
    "untested": "never put to the test",
    "released": "released",
    "void": "void",
}
"""What became of a promise, in words."""
RANGE_MOST_M = parse_distance("2000 nm")
"""The longest range that can be kept away, as in a scenario."""
_RANGES_M = tuple(
    parse_distance(text)
    for text in ("20 nm", "10 nm", "5 nm", "3 nm", "2 nm", "1 nm", "1000 m", "500 m", "200 m",
                 "100 m")
)  # fmt: skip
"""The ranges that are offered; any other can be named."""


class Bound(NamedTuple):
    """A term as it was said: every slot is filled.

    `rung` is the first that it gives up, 0 for a term that gives up none; `what` a move, an
    activity or a channel, or words for several `moves`; `other` a vessel or a place to keep away
    from. It binds for `lasts_ms`, or is to be done within that time.
    """

    kind: str
    rung: int = 0
    what: str = ""
    vessel: str = ""
    other: str = ""
    range_m: float = 0.0
    cost: float = 0.0
    lasts_ms: int = 0
    moves: tuple[str, ...] = ()


def intended(setup: Setup) -> Bound:
    """Give what a stated intention says, by its tightest limit: nothing above the ordinary."""
    terms = setup.parameters
    least = min(int(terms.r_base) + 1, len(RUNGS) - 1)
    return Bound("refrain", least, lasts_ms=terms.intention)


def limit_of(term: Bound) -> float:
    """Give the limit of a term: a rung or metres; 0 if it has none."""
    if term.kind == "no_closer":
        return term.range_m
    return float(term.rung) if term.kind == "refrain" and not term.what else 0.0


def limits_of(term: Bound) -> tuple[float, ...]:
    """List the limits that are offered for a term, the tightest first; its own is among them."""
    if term.kind == "no_closer":
        return tuple(sorted({*_RANGES_M, term.range_m}, reverse=True))
    return tuple(float(rung) for rung in range(1, len(RUNGS))) if limit_of(term) else ()


def may_have(term: Bound, limit: float) -> bool:
    """Say whether a term can be said with a limit; one that has none is said with 0."""
    if term.kind == "no_closer":
        return 0 < limit <= RANGE_MOST_M
    return limit in range(1, len(RUNGS)) if limit_of(term) else limit == 0


def looser(term: Bound, limit: float) -> bool:
    """Say whether a term would bind less with another limit."""
    if term.kind == "no_closer":
        return 0 < limit < term.range_m
    return bool(limit_of(term)) and limit in range(term.rung + 1, len(RUNGS))


def limited(setup: Setup, term: Bound, limit: float) -> Bound:
    """Give a term with another rung or range."""
    if term.kind == "no_closer":
        return term._replace(range_m=limit, rung=rung_at(setup, limit))
    return term._replace(rung=int(limit))


def rung_at(setup: Setup, range_m: float) -> int:
    """Give the rung that coming closer than a range is on."""
    return CLOSE_PASS if range_m <= setup.parameters.unsafe else PRESENCE


def in_words(setup: Setup, term: Bound, due_ms: int | None = None) -> str:
    """Say a term in words: until when it binds, or for how long where nobody is bound yet."""
    until, by = f"for {format_duration(term.lasts_ms)}", f"within {format_duration(term.lasts_ms)}"
    if due_ms is not None:
        at = clock(setup.scenario.begins, due_ms)
        until, by = f"until {at}", f"by {at}"
    match term.kind:
        case "refrain" if term.moves:
            return f"no {term.what} {until}"
        case "refrain" if term.what:
            named = setup.moves.get(term.what) or setup.activities.get(term.what)
            title = named.title if named is not None else term.what
            return f"no “{title}” {until}"
        case "refrain":
            return f"nothing on {rung_said(term.rung)} or above {until}"
        case "no_closer":
            other = setup.vessels.get(term.other)
            name = vessel_name(setup, term.other) if other else _place(setup, term.other)
            own = vessel_name(setup, term.vessel)
            apart = format_distance(round(term.range_m))
            return f"{own} no closer to {name} than {apart} {until}"
        case "do":
            return f"“{setup.moves[term.what].title}” {by}"
        case "call":
            return f"a call on {setup.channels[term.what].name} {by}"
    return f"{term.kind} {until}"


def beside(setup: Setup, seat: str, term: Bound) -> str:
    """Say what a limit on rungs leaves free, with what a seat itself could do; "" if nothing.

    Acts that look like a breach because they were announced stand on the rung below.
    """
    free = term.rung - 1
    if term.kind != "refrain" or term.what or free < 1:
        return ""
    could = [f"“{m.title}”" for m in setup.moves_of.get(seat, ()) if m.rung == free]
    such = f", such as {' and '.join(could[:2])}" if could else ""
    return f"{rung_said(free)} and below stay free{such}"


def limit_in_words(term: Bound) -> str:
    """Name the limit of a term, "" if it has none."""
    if term.kind == "no_closer":
        return format_distance(round(term.range_m))
    return rung_name(term.rung) if limit_of(term) else ""


def _place(setup: Setup, place: str) -> str:
    return next(p.name for p in setup.scenario.places if p.id == place)


def became(outcome: str) -> str:
    """Say what became of a promise, with its verb."""
    return f"{'was' if outcome == 'untested' else 'is'} {OUTCOMES[outcome]}"
