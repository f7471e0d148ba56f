"""Cross-checks of lists of which the first that holds is taken: is a later one ever the first?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.loader.logic import Formula, Joint, formula, implies
from sim.model.goals import FirstOf
from sim.model.scenario import Scenario
from sim.model.words import Way, Word

_HINT = "put it before that one, or take it out"


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of a list, when its condition holds and when it does not."""

    index: int
    holds: Formula
    fails: Formula


@about(Scenario, level="warning")
def _endings(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    endings = scenario.endings
    for index, by in _hidden(context, [ending.when for ending in endings]):
        names = " and ".join(f"“{endings[each].id}”" for each in by)
        first = "comes first and holds" if len(by) == 1 else "come first and one of them holds"
        what = (
            f"the ending “{endings[index].id}” is never reached: {names} {first} whenever it does"
        )
        yield ("endings", index), what, _HINT


@about(FirstOf, level="warning")
def _cases(context: CheckContext, way: Way, goal: FirstOf) -> Iterator[Complaint]:
    for index, _ in _hidden(context, [case.when for case in goal.cases]):
        what = "this case never counts: one before it holds whenever it does"
        yield (*way, "cases", index), what, _HINT


def _hidden(
    context: CheckContext, conditions: Sequence[Word | None]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each place whose condition never is the first to hold, and the places that hide it.

    What never holds at all is told of elsewhere; so is one that stands behind no condition.
    """
    before: list[_Place] = []
    always: list[int] = []
    for index, condition in enumerate(conditions):
        if always or condition is None:
            by = always or _all_cases(before)
            if by:
                yield index, by
            continue
        place = _Place(index, formula(condition), formula(condition, wanted=False))
        if context.possible.may(place.holds):
            by = _taken(place.holds, before)
            if by:
                yield index, by
            before.append(place)
            always = [] if context.possible.may(place.fails) else [index]


def _taken(whole: Formula, before: list[_Place]) -> list[int]:
    """List the places before by which every way in which a formula may hold is taken."""
    ways = whole.parts if isinstance(whole, Joint) and not whole.every else (whole,)
    by = [next((p.index for p in before if implies(each, p.holds)), None) for each in ways]
    return sorted({i for i in by if i is not None}) if None not in by else []


def _all_cases(before: list[_Place]) -> list[int]:
    """List two places before of which one or the other always holds."""
    for nth, one in enumerate(before):
        for other in before[nth + 1 :]:
            if implies(one.fails, other.holds):
                return [one.index, other.index]
    return []
