"""Why a side broke its word: what whoever ordered the breach had on its mind, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.moves import MoveChosen
from sim.engine.kernel.ancestry import chain
from sim.engine.kernel.state import State
from sim.play.lookback import pasts
from sim.play.pledged import PromiseEnd
from sim.play.reasons import reason
from sim.units import clock

_STANDING = "Nobody decided it then: time had run out, and the order stood."


def explain(setup: Setup, log: Sequence[Event], promises: Sequence[PromiseEnd]) -> None:
    """Say of every promise that was broken by order why it was; of a person's there is no telling.

    Args:
        setup: The scenario.
        log: The whole log.
        promises: What became of each promise; the reasons are put into them.
    """
    decided = {
        end.promise: next(
            (e for e in chain(log, end.closed) if isinstance(e.fact, MoveChosen)), None
        )
        for end in promises
        if end.outcome == "broken" and not end.mishap and end.closed is not None
    }
    past = pasts(setup, log, {event.seq - 1 for event in decided.values() if event is not None})
    for end in promises:
        decision = decided.get(end.promise)
        if decision is not None:
            end.why = tuple(_why(setup, end, decision, past[decision.seq - 1]))


def _why(setup: Setup, end: PromiseEnd, decision: Event, before: State) -> Iterator[str]:
    if decision.at_ms < end.made.at_ms:
        at = clock(setup.scenario.begins, decision.at_ms)
        yield f"That had been ordered at {at} already, and was not taken back with the word."
    elif decision.fact.by == "standing_order":
        yield _STANDING
    elif before.known[decision.fact.seat].run.occupant != "person":
        yield from reason(setup, decision, before)[1:]
