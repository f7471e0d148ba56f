"""Why an option is not open now, in plain words: what is wanting, and what stands in the way.

Only what a seat knows is asked, and only what keeps the option closed is said.
"""

from __future__ import annotations

from datetime import timedelta

from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.knowledge import Known
from sim.model import conditions as c
from sim.model.rungs import rung_said
from sim.model.words import Word
from sim.units import MS_PER_D, clock, format_distance

_TALLIES = {
    "hurt": "people hurt",
    "dead": "people killed",
    "collisions": "collisions",
    "shots": "shots fired",
    "contacts": "calls answered",
    "replies": "replies given",
    "passes": "close passes",
}
"""What is counted of people, hulls and calls, in words."""
_CALLED = {
    "answered": "has been answered",
    "declined": "has been declined",
    "rang_out": "has rung out",
    "withdrawn": "has been hung up",
}
_DATED_MS = 2 * MS_PER_D
"""From this time on a day is named by its date."""


def why_closed(setup: Setup, known: Known, condition: Word, now_ms: int) -> str:
    """Say in a sentence or more why a condition does not hold, as a seat knows it."""
    wanting: list[str] = []
    against: list[str] = []
    late: list[str] = []
    for part in _failing(setup, known, condition, now_ms):
        match part:
            case c.Not(of=c.After(time=time)):
                late.append(f"Too late: only before {_when(setup, time)}.")
            case c.Not(of=inner):
                against += _holding(setup, known, inner, now_ms)
            case c.After(time=time):
                late.append(f"Not before {_when(setup, time)}.")
            case _:
                wanting.append(_named(setup, part))
    said = [f"Needs: {'; '.join(dict.fromkeys(wanting))}."] if wanting else []
    said += [f"Ruled out by: {'; '.join(dict.fromkeys(against))}."] if against else []
    return " ".join([*said, *dict.fromkeys(late)])


def _failing(setup: Setup, known: Known, condition: Word, now_ms: int) -> list[Word]:
    """List the parts of a condition that do not hold."""
    if holds(setup, condition, known, now_ms):
        return []
    match condition:
        case c.All(of=of):
            return [part for each in of for part in _failing(setup, known, each, now_ms)]
        case c.Not(of=c.Not(of=inner)):
            return _failing(setup, known, inner, now_ms)
        case c.AnyOf(of=(only,)):
            return _failing(setup, known, only, now_ms)
        case c.AnyOf(of=of) if all(isinstance(each, c.Not) for each in of):
            return list(of)
    return [condition]


def _holding(setup: Setup, known: Known, condition: Word, now_ms: int) -> list[str]:
    """Name the parts of a condition that holds and should not."""
    match condition:
        case c.AnyOf(of=of):
            found = [each for each in of if holds(setup, each, known, now_ms)]
            return [text for each in found for text in _holding(setup, known, each, now_ms)]
    return [_named(setup, condition)]


def _when(setup: Setup, at_ms: int) -> str:
    begins = setup.scenario.begins
    if at_ms < _DATED_MS:
        return clock(begins, at_ms)
    day = begins + timedelta(milliseconds=at_ms)
    return f"{day.day} {day:%B %Y}"


def _named(setup: Setup, condition: Word) -> str:
    """Name a condition as people would: what is so when it holds."""
    match condition:
        case c.All(of=of):
            return " together with ".join(_named(setup, each) for each in of)
        case c.AnyOf(of=of):
            return "either " + " or ".join(_named(setup, each) for each in of)
        case c.Not(of=c.After(time=time)):
            return f"a time before {_when(setup, time)}"
        case c.Not(of=inner):
            return f"not {_named(setup, inner)}"
        case c.After(time=time):
            return f"a time after {_when(setup, time)}"
    return _of_what_happened(setup, condition) or _of_the_sea(setup, condition)


def _of_what_happened(setup: Setup, condition: Word) -> str:
    """Name a condition on what was done, said or counted; "" for any other."""
    match condition:
        case c.FlagIs(flag=flag):
            return setup.flags[flag].title
        case c.ChannelIs(channel=channel, political=political):
            return f"{setup.channels[channel].name} {political.replace('_', ' ')}"
        case c.CounterIs(counter=counter):
            return f"{setup.counters[counter].title} {_bounds(condition)}"
        case c.Tally(of=of):
            return f"{_TALLIES[of]} {_bounds(condition)}"
        case c.RungIs(side=side, at_least=least, at_most=most):
            bounds = [rung_said(least) + " or above"] if least is not None else []
            bounds += [rung_said(most) + " at most"] if most is not None else []
            return f"{setup.sides[side].name} on {' and '.join(bounds)}"
        case c.Doing(activity=activity):
            return f"{setup.activities[activity].title}, under way"
        case c.Done(move=move, times=times):
            often = f" {times} times" if times > 1 else ""
            return f"“{setup.moves[move].title}”, done{often}"
        case c.Pending(move=move):
            return f"“{setup.moves[move].title}”, in preparation"
        case c.Released(inject=inject):
            return f"the news “{setup.injects[inject].title}”"
        case c.Called(channel=channel, outcome=outcome):
            return f"a call on {setup.channels[channel].name} that {_CALLED[outcome]}"
    return ""


def _of_the_sea(setup: Setup, condition: Word) -> str:
    """Name a condition on where vessels are and how they are; any other by its word."""
    match condition:
        case c.Inside(gate=gate):
            return f"a position inside {setup.gates[gate].title}"
        case c.Entered(gate=gate):
            return f"a position inside {setup.gates[gate].title}, once"
        case c.Range(of=(one, two), below=below, above=above):
            limit = [f"less than {format_distance(below)}"] if below is not None else []
            limit += [f"more than {format_distance(above)}"] if above is not None else []
            names = " and ".join(vessel_name(setup, each) for each in (one, two))
            return f"{names} {' and '.join(limit)} apart"
        case c.Stopped(vessel=vessel):
            return f"{vessel_name(setup, vessel)} stopped"
        case c.Present(vessel=vessel):
            return f"{vessel_name(setup, vessel)} at the scene"
        case c.RadioWorks(vessel=vessel):
            return f"a radio that works on {vessel_name(setup, vessel)}"
    return condition.word


def _bounds(spec: c.Bounded) -> str:
    said = [f"at least {spec.at_least}"] if spec.at_least is not None else []
    said += [f"at most {spec.at_most}"] if spec.at_most is not None else []
    return f"({' and '.join(said)})"
