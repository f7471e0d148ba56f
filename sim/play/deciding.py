"""What decided how a run ended: the events that made its ending's condition hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.run import RunEnded
from sim.engine.kernel.conditions import parts, test
from sim.engine.kernel.state import evolve, initial
from sim.model import conditions as c
from sim.model.words import Word


def deciding(setup: Setup, log: Sequence[Event]) -> tuple[int, ...]:
    """Give the numbers of the events that chose the ending, the last to come about first.

    Each made a part of the ending's condition true for good. None did where the run has no end yet,
    or where it ended so because nothing else came about.
    """
    ended = next((e.fact for e in reversed(log) if isinstance(e.fact, RunEnded)), None)
    when = setup.endings[ended.ending].when if ended is not None else None
    leaves = [leaf for leaf in parts(when) if not isinstance(leaf, c.All | c.AnyOf | c.Not)]
    tests = {leaf: test(setup, leaf) for leaf in leaves}
    state, since = initial(setup), dict[Word, int]()
    for event in log:
        evolve(state, event)
        for leaf, true in tests.items():
            if true(state, event.at_ms):
                since.setdefault(leaf, event.seq)
            else:
                since.pop(leaf, None)
    begun = next((e.seq for e in log if e.at_ms), 0)
    found = {number for number in _made_true(when, since) if number >= begun}
    return tuple(sorted(found, reverse=True))


def _made_true(when: Word | None, since: dict[Word, int]) -> Iterator[int]:
    """Yield the events from which on the parts of a condition held that make it hold."""
    match when:
        case c.All(of=of):
            for inner in of:
                yield from _made_true(inner, since)
        case c.AnyOf(of=of):
            ways = [list(_made_true(inner, since)) for inner in of]
            yield from min((way for way in ways if way), key=max, default=[])
        case None | c.Not():
            return
        case _ if when in since:
            yield since[when]
