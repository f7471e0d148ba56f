"""What a study measures of a run: each measure stands beside what computes it.

A new measure is one more function that yields it, named in `FAMILIES` at the end, where the
order of the run table's columns is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from sim.engine.acts.scores import goal, scores
from sim.engine.base.log import Fact
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.effects import FlagSet
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.meetings import MeetingHeld
from sim.engine.facts.moves import ActDone
from sim.engine.facts.run import RunEnded
from sim.engine.kernel.ancestry import force_class
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.engine import Engine
from sim.model.politics import OwnMeasure
from sim.model.traffic import runs_of
from sim.model.words import Word
from sim.play.outcome import met_by, usable
from sim.play.word_counts import BECAME, first_reply_min, promises, replies, turns
from sim.units import MS_PER_D, MS_PER_MIN


class FinishedRun:
    """A run that has ended, and what several measures look at in it, found once."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.setup, self.log = engine, engine.setup, engine.log

    @cached_property
    def losses(self) -> dict[str, float]:
        """Give the loss of every side."""
        summed = scores(self.setup, self.engine.state, self.engine.now_ms)
        return {side: float(result["loss"]) for side, result in summed.items()}

    @cached_property
    def force(self) -> dict[int, str]:
        """Give, by rung, the class of the first act on it or above, "" if there was none."""
        return {rung: self._class_of_first(rung) for _, rung, _ in THRESHOLDS}

    def _class_of_first(self, rung: int) -> str:
        for event in self.log:
            if isinstance(event.fact, ActOccurred) and event.fact.rung >= rung:
                return force_class(self.log, event, self.engine.state)
        return ""

    @cached_property
    def traffic(self) -> list[dict[str, int]]:
        """Give what every stream of encounters has met."""
        return [met_by(self.engine, stream) for stream in self.setup.traffic]

    @cached_property
    def came(self) -> frozenset[str]:
        """Give what of the scenario came about: moves done, injects released, the ending."""
        found = ((_CAME.get(type(event.fact)), event.fact) for event in self.log)
        return frozenset(name(fact) for name, fact in found if name)

    @cached_property
    def incident_ms(self) -> int | None:
        """Give when the first incident was: an act above the rung on which all begin."""
        least = self.setup.parameters.r_base
        return self.first_ms(lambda fact: isinstance(fact, ActOccurred) and fact.rung > least)

    def first_ms(self, holds: Callable[[Fact], bool]) -> int | None:
        """Give when a fact that is looked for first came about, None if never."""
        return next((e.at_ms for e in self.log if holds(e.fact)), None)


Value = Callable[[FinishedRun], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: a rate (0 or 1) or a mean, within bounds, and what it means.

    `value` gives what a run comes to, None where that is undefined, if it `may_lack` a value.
    One of many `alike` is listed, and neither drawn nor compared at each point of a design.
    """

    name: str
    kind: str
    low: float
    high: float
    means: str
    value: Value
    may_lack: bool = False
    alike: bool = False


def measures_of(setup: Setup) -> tuple[Measure, ...]:
    """List what is measured in a scenario, in the order of the run table's columns."""
    return tuple(measure for family in FAMILIES for measure in family(setup))


def measured(engine: Engine) -> dict[str, float | None]:
    """Measure a finished run; undefined measures are None."""
    run = FinishedRun(engine)
    return {measure.name: measure.value(run) for measure in measures_of(engine.setup)}


def _rate(name: str, means: str, value: Value, *, may_lack: bool = False) -> Measure:
    return Measure(name, "rate", low=0, high=1, means=means, value=value, may_lack=may_lack)


def _mean(
    name: str,
    means: str,
    value: Value,
    *,
    high: float,
    low: float = 0,
    may_lack: bool = False,
) -> Measure:
    return Measure(name, "mean", low=low, high=high, means=means, value=value, may_lack=may_lack)


THRESHOLDS = (
    ("uf4", 6, "force (an act on rung 6 or above)"),
    ("uf8", 8, "gunfire (an act on rung 8 or above)"),
)
"""A threshold's name, the rung from which on it is crossed, and what that is called."""
_GUNFIRE = THRESHOLDS[-1][1]
_CAUSES = (
    ("inadvertent", "of which the first came of an accident or a misreading, wanted by nobody"),
    ("accidental", "of which the first was ordered by nobody"),
    ("deliberate", "of which the first was ordered and meant"),
)


def _force(setup: Setup) -> Iterator[Measure]:
    """Yield the rates of each threshold: any force, then each class of its first act."""
    for name, rung, what in THRESHOLDS:
        came = partial(_came_to_force, rung=rung)
        yield _rate(name, f"{what}, whatever its cause", came)
        for kind, cause in _CAUSES:
            yield _rate(f"{kind}_{name}", f"{what}, {cause}", partial(came, kind=kind))


def _came_to_force(run: FinishedRun, rung: int, kind: str = "") -> float:
    found = run.force[rung]
    return float(found == kind if kind else found != "")


def _peak_rung(setup: Setup) -> Iterator[Measure]:
    yield _mean(
        "peak_rung",
        "the highest rung that any side reached",
        lambda run: float(max(run.engine.state.acts.rungs.values(), default=0)),
        high=10,
    )


def _losses(setup: Setup) -> Iterator[Measure]:
    for id_, side in setup.sides.items():
        means = f"loss of {side.name}: 100 less its score"
        yield _mean(f"loss_{id_}", means, partial(_loss, side=id_), high=100)


def _loss(run: FinishedRun, side: str) -> float:
    return run.losses[side]


def _talk(setup: Setup) -> Iterator[Measure]:
    """Yield what was said: turns, replies, how soon the first came, promises by side."""
    yield _mean("turns", "turns in talks", lambda run: float(turns(run.engine)), high=_MANY)
    yield _mean("replies", "requests that were answered", lambda run: float(replies(run.engine)),
                high=_MANY)  # fmt: skip
    yield _mean(
        "first_reply_min",
        "minutes from the first incident to the first reply that says something",
        lambda run: first_reply_min(run.engine),
        high=setup.scenario.horizon / MS_PER_MIN,
        may_lack=True,
    )
    for name, means, minutes in (
        ("gunfire_min", "minutes from the first incident to gunfire", _gunfire_min),
        ("watched_min", "minutes from the first incident to the end of the run", _watched_min),
    ):
        yield Measure(
            name,
            "mean",
            low=0,
            high=setup.scenario.horizon / MS_PER_MIN,
            means=means,
            value=minutes,
            may_lack=True,
            alike=True,
        )
    for became in BECAME:
        for id_, side in setup.sides.items():
            value = partial(_promises, side=id_, became=became)
            means = f"promises of {side.name} that were {became}"
            yield _mean(f"promises_{became}_{id_}", means, value, high=_MANY)


def _gunfire_min(run: FinishedRun) -> float | None:
    """Give the minutes from the first incident to the first act on the rung of gunfire."""
    shot = run.first_ms(lambda fact: isinstance(fact, ActOccurred) and fact.rung >= _GUNFIRE)
    began = run.incident_ms
    return None if shot is None or began is None else (shot - began) / MS_PER_MIN


def _watched_min(run: FinishedRun) -> float | None:
    began = run.incident_ms
    return None if began is None else (run.engine.now_ms - began) / MS_PER_MIN


def _promises(run: FinishedRun, side: str, became: str) -> float:
    return float(promises(run.engine, side, became))


_MANY = 10_000
"""More turns or promises than a run can have within its events."""


def _own_measures(setup: Setup) -> Iterator[Measure]:
    """Yield what the scenario itself asks for: days, a share of time, or a count."""
    days = setup.scenario.horizon / MS_PER_D
    for own in setup.scenario.yardsticks:
        if own.contact:
            value: Value = partial(_days_to_reach, channels=own.contact)
            yield _own(own, value, high=days, may_lack=True)
        elif own.usable:
            yield _own(own, partial(_share_usable, channels=own.usable), high=1)
        elif own.flag is not None:
            yield _own(own, partial(_days_to_flag, flag=own.flag), high=days, may_lack=True)
        elif own.counter is not None:
            counter = setup.counters[own.counter]
            value = partial(_counted, counter=own.counter)
            yield _own(own, value, low=counter.least, high=counter.most)
        elif own.when is not None:
            yield _rate(own.id, own.title, partial(_held_at_end, condition=own.when))
        elif own.goal is not None:
            yield _own(own, partial(_reached, spec=own.goal), high=1)


def _own(
    own: OwnMeasure, value: Value, *, high: float, low: float = 0, may_lack: bool = False
) -> Measure:
    low, high = float(low), float(high)
    return _mean(own.id, own.title, value, low=low, high=high, may_lack=may_lack)


def _days_to_reach(run: FinishedRun, channels: Sequence[str]) -> float | None:
    return _days(run.first_ms(lambda fact: _reached_on(fact) in channels))


def _reached_on(fact: Fact) -> str:
    """Give the channel on which two sides have reached each other by a fact, "" if by none."""
    if isinstance(fact, MeetingHeld):
        return fact.channel
    return fact.channel if isinstance(fact, CallEnded) and fact.outcome == "answered" else ""


def _share_usable(run: FinishedRun, channels: Sequence[str]) -> float:
    shares = [usable(run.engine, channel) for channel in channels]
    return round(math.fsum(shares) / len(shares), 6)


def _days_to_flag(run: FinishedRun, flag: str) -> float | None:
    looked_for = FlagSet(flag, True)
    return _days(run.first_ms(lambda fact: fact == looked_for))


def _counted(run: FinishedRun, counter: str) -> float:
    return float(run.engine.state.effects.counters[counter])


def _held_at_end(run: FinishedRun, condition: Word) -> float:
    return float(holds(run.setup, condition, run.engine.state, run.engine.now_ms))


def _reached(run: FinishedRun, spec: Word) -> float:
    return round(goal(spec, run.setup, run.engine.state, run.engine.now_ms), 6)


def _days(at_ms: int | None) -> float | None:
    return None if at_ms is None else round(at_ms / MS_PER_D, 6)


def _encounters(setup: Setup) -> Iterator[Measure]:
    """Yield the counts of what streams meet, within what chance will not exceed."""
    if not setup.traffic:
        return
    streams, end_ms = setup.scenario.streams, setup.scenario.horizon
    expected = math.fsum(s.expected_most(end_ms, runs_of(streams, s)[1]) for s in streams)
    most = math.ceil(expected + 10 * math.sqrt(expected) + 10)
    for name, counted, means in (
        ("unsafe_met", "unsafe", "unsafe meetings of all streams"),
        ("routine_met", "routine", "routine meetings of all streams"),
        ("touched_met", "touched", "contacts in meetings of all streams"),
    ):
        yield _mean(name, means, partial(_sum_of_streams, counted=counted), high=most)


def _sum_of_streams(run: FinishedRun, counted: str) -> float:
    return float(sum(int(each[counted]) for each in run.traffic))


_CAME: dict[type[Fact], Callable[[Any], str]] = {
    RunEnded: lambda fact: f"ending.{fact.ending}",
    ActDone: lambda fact: f"move.{fact.move}",
    InjectReleased: lambda fact: f"inject.{fact.inject}",
}
"""What names a thing of the scenario that came about, by the fact that says so."""


def _events(setup: Setup) -> Iterator[Measure]:
    """Yield whether each ending, move and inject came about; of such there may be many."""
    scenario = setup.scenario
    for kind, entries, came in (
        ("ending", scenario.endings, "runs that ended as"),
        ("move", scenario.moves, "runs in which somebody did"),
        ("inject", scenario.injects, "runs in which there was"),
    ):
        for entry in entries:
            name = f"{kind}.{entry.id}"
            value = partial(_came_about, name=name)
            yield Measure(
                name,
                "rate",
                low=0,
                high=1,
                means=f"{came} “{entry.title}”",
                value=value,
                alike=True,
            )


def _came_about(run: FinishedRun, name: str) -> float:
    return float(name in run.came)


FAMILIES: tuple[Callable[[Setup], Iterator[Measure]], ...] = (
    _force,
    _peak_rung,
    _losses,
    _talk,
    _own_measures,
    _encounters,
    _events,
)
"""What yields measures, in the order of the run table's columns."""
