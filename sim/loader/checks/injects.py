"""Cross-checks of injects, counters and endings: can each come about as it is written?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.loader.checks.context import CheckContext, Complaint, about, too_late
from sim.model.injects import Inject
from sim.model.scenario import Scenario
from sim.model.words import FaultyError, Way
from sim.model.world import Counter


@about(Inject)
def _times(context: CheckContext, way: Way, inject: Inject) -> Iterator[Complaint]:
    for name in ("at", "until"):
        yield from too_late(context, (*way, name), getattr(inject, name))


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
