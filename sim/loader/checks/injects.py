"""Cross-checks of injects, counters and endings: can each come about as it is written?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from sim.loader.checks.context import CheckContext, Complaint, about, too_late
from sim.model import effects as e
from sim.model.injects import Inject
from sim.model.scenario import Scenario
from sim.model.words import FaultyError, Way, Word
from sim.model.world import Counter


@about(Inject)
def _times(context: CheckContext, way: Way, inject: Inject) -> Iterator[Complaint]:
    for name in ("at", "until"):
        yield from too_late(context, (*way, name), getattr(inject, name))


@about(Inject, level="warning")
def _told_at_once(context: CheckContext, way: Way, inject: Inject) -> Iterator[Complaint]:
    """What becomes of something is not told in the minute in which it is told of."""
    with suppress(FaultyError):
        if any(_ends_both_ways(toss, set(inject.to)) for toss in _at_once(inject.effects)):
            what = f"the readers of “{inject.id}” are told in the same minute how it ended"
            yield (*way, "effects"), what, "put the chance into a “later”"


def _at_once(effects: Sequence[Word]) -> Iterator[e.Toss]:
    """Yield the chances among effects that are drawn without delay, however deep they stand."""
    for effect in effects:
        if isinstance(effect, e.Toss):
            yield effect
        if isinstance(effect, e.Toss | e.If):
            yield from _at_once((*effect.then, *effect.otherwise))


def _ends_both_ways(toss: e.Toss, seats: set[str]) -> bool:
    """Say whether a seat among these is told something, however the chance falls."""
    then, otherwise = (
        {seat for each in branch if isinstance(each, e.Tell) for seat in each.seats}
        for branch in (toss.then, toss.otherwise)
    )
    return bool(then & otherwise & seats)


@about(Counter)
def _bounds(context: CheckContext, way: Way, counter: Counter) -> Iterator[Complaint]:
    if counter.least > counter.most:
        yield (*way, "least"), f"“least” lies above “most”, {counter.most}", "swap them"
    elif not counter.least <= counter.start <= counter.most:
        what = f"the counter starts at {counter.start}, outside its bounds"
        yield (*way, "start"), what, f"start from {counter.least} to {counter.most}"


@about(Scenario)
def _endings(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    last = len(scenario.endings) - 1
    for index, ending in enumerate(scenario.endings):
        with suppress(FaultyError):
            if index < last and ending.when is None:
                yield ("endings", index), "holds always, so later endings never do", "put it last"
            if index == last and ending.when is not None:
                what = "the last ending must hold always"
                yield ("endings", index, "when"), what, "leave its “when” out"
