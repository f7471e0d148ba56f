"""What of a scenario is ever used: counted over runs, each policy but search in every seat.

The n-th run has the n-th seed, and the policies go round over the seats: each seat is held by each
of them in turn, every round beside others. Only counts are kept, so the order of runs is nothing.
Of doctrines it is told also by how much what they took lay below the rung that they desired,
because the scenario has no move on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.engine.base.log import Fact
from sim.engine.facts.activities import ActivityBegun
from sim.engine.facts.calls import CallAsked, CallBegun
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.meetings import MeetingHeld
from sim.engine.facts.moves import ActDone, MoveChosen
from sim.engine.facts.relays import RelaySent
from sim.engine.facts.run import RunEnded
from sim.engine.kernel.engine import Engine
from sim.model.choice import RungChoice
from sim.model.rungs import RUNGS
from sim.model.scenario import Scenario
from sim.play.asked import Asked
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.play.policies import POLICIES
from sim.study.estimate import Estimate, mean

Thing = tuple[str, str]
"""A kind of what a scenario has, and its id."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """In how many of `n` runs each thing of a scenario was used, by kind and id.

    `fall` tells of each seat that a doctrine held with acts to choose from by how many rungs what
    it took lay below what it desired, on average: an estimate over runs.
    """

    n: int
    seed: int
    policies: tuple[str, ...]
    used: dict[str, dict[str, int]]
    fall: dict[str, Estimate]

    def never(self, kind: str) -> list[str]:
        """List what of a kind was used in no run."""
        return [name for name, runs in self.used[kind].items() if not runs]


def covered(setup: Setup, n: int, seed: int) -> Coverage:
    """Run a scenario `n` times from a seed on, and count what is used."""
    counts, falls = Counter[Thing](), dict[str, list[float]]()
    for nth in range(n):
        chosen: dict[str, list[RungChoice]] = {seat: [] for seat in setup.seats}
        filled = {
            seat: noting(occupant(setup, seat, policy), chosen[seat])
            for seat, policy in seating(setup, nth).items()
        }
        play = Play(setup, seed + nth, filled)
        play.advance()
        counts.update(set(used_in(play.engine)))
        for seat, made in chosen.items():
            if made:
                fell = sum(int(each.desired - each.rung) for each in made) / len(made)
                falls.setdefault(seat, []).append(fell)
    used = {
        kind: {name: counts[kind, name] for name in names}
        for kind, names in _things(setup.scenario).items()
    }
    fall = {seat: mean(falls[seat], (0, len(RUNGS) - 1)) for seat in setup.seats if seat in falls}
    return Coverage(n, seed, policies=seated(), used=used, fall=fall)


def noting(held: Occupant, chosen: list[RungChoice]) -> Occupant:
    """Let every choice of a doctrine be noted; it decides as it would have."""
    policy = held.policy
    if policy is None or policy.choose is None:
        return held
    choose = policy.choose

    def decide(asked: Asked) -> str | None:
        made = choose(asked)
        chosen.extend([made] if made else ())
        return made.move if made else None

    return replace(held, policy=replace(policy, decide=decide))


def seated() -> tuple[str, ...]:
    """List the policies that hold seats in turn: all but the one that looks ahead by many runs."""
    return tuple(policy for policy in POLICIES if policy != "search")


def seating(setup: Setup, nth: int) -> dict[str, str]:
    """Say which policy holds which seat in the n-th run."""
    policies = seated()
    rounds, place = divmod(nth, len(policies))
    return {
        seat: policies[(place + index * (rounds + 1)) % len(policies)]
        for index, seat in enumerate(setup.seats)
    }


def used_in(engine: Engine) -> Iterator[Thing]:
    """Yield what was used in a finished run; an objective is, if it was worth anything."""
    for event in engine.log:
        yield from _used_by(event.fact)
    for side, result in scores(engine.setup, engine.state, engine.now_ms).items():
        for objective, (value, _) in result["objectives"].items():
            if value > 0:
                yield "objectives", f"{side}.{objective}"


def _used_by(fact: Fact) -> Iterator[Thing]:
    match fact:
        case ActDone(move=move):
            yield "moves", move
        case MoveChosen(seat=seat, move=move, by="standing_order"):
            yield "standing_orders", f"{seat}.{move}"
        case InjectReleased(inject=inject):
            yield "injects", inject
        case ActivityBegun(activity=activity):
            yield "activities", activity
        case MeetingHeld(meeting=meeting, channel=channel):
            yield "meetings", meeting
            yield "channels", channel
        case CallAsked(channel=channel) | CallBegun(channel=channel) | RelaySent(channel=channel):
            yield "channels", channel
        case RunEnded(ending=ending):
            yield "endings", ending


def _things(scenario: Scenario) -> dict[str, list[str]]:
    """List what a scenario has, by kind, in its order; of channels those that can be used."""
    met = {meeting.channel for meeting in scenario.meetings}
    orders = [f"{s.id}.{order.move}" for s in scenario.seats for order in s.standing_orders]
    return {
        "moves": [move.id for move in scenario.moves],
        "standing_orders": list(dict.fromkeys(orders)),
        "injects": [inject.id for inject in scenario.injects],
        "activities": [activity.id for activity in scenario.activities],
        "channels": [c.id for c in scenario.channels if c.takes_calls or c.id in met],
        "meetings": [meeting.id for meeting in scenario.meetings],
        "objectives": [
            f"{side.id}.{goal.id}" for side in scenario.sides for goal in side.objectives
        ],
        "endings": [ending.id for ending in scenario.endings],
    }
