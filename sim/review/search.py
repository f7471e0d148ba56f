"""The policy `search:N`: it looks ahead from what its seat could imagine, N roll-outs a way.

It is given what any policy is given, so it knows no more than its seat. Acts are chosen so; what it
says and replies, and how it goes on in its own roll-outs, is by its doctrine (`by`, else `firm`).
Others go on by the scenario's own occupants: whoever really sits there is not known to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.engine import Draws, Engine
from sim.engine.base.setup import Setup
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.rules import Command, legal
from sim.errors import PolicyError, nearest
from sim.play.asked import Asked, OwnDraws
from sim.play.occupants import Occupant, occupant
from sim.play.policies import DOCTRINES, POLICIES, Policy
from sim.review.marks import SURE, paired
from sim.review.rollouts import (
    Imagined,
    Rolled,
    gone_on_by,
    likely_said,
    played_out,
    summed_up,
)

N_MOST = 1_000
_N, _BY, _ROUND = 20, "firm", 5


@dataclass(frozen=True, slots=True)
class Ahead:
    """A way with the losses of its roll-outs; the way "" is to do nothing."""

    move: str
    losses: list[float]

    @property
    def mean(self) -> float:
        """Give the mean loss."""
        return _mean(self.losses)


def look_ahead(asked: Asked, moves: Sequence[str], n: int, by: str) -> list[Ahead]:
    """Roll the moves of a seat out from what it could imagine, the best first.

    Moves that others surely beat are given up on the way, and of the rest the worse half after each
    round; the imagined worlds are common to all.

    Args:
        asked: What the seat knows, and when.
        moves: What is compared; "" to do nothing.
        n: Roll-outs of each, of those that stay to the end.
        by: The doctrine by which the seat goes on.
    """
    commands = [_command(asked.seat, move) for move in moves]
    worlds = Worlds(asked.setup, asked.known, asked.now_ms, number=asked.number, by=by)

    def roll(k: int, place: int) -> float:
        return worlds.roll(k, commands[place]).loss

    losses, order = raced(len(moves), n, roll, halving=True)
    return [Ahead(moves[place], losses[place]) for place in order]


def _command(seat: str, move: str) -> Command:
    return Command(seat, "choose", move) if move else Command(seat, "pass")


def raced(
    count: int, n: int, roll: Callable[[int, int], float], stays: int = -1, halving: bool = False
) -> tuple[list[list[float]], list[int]]:
    """Roll ways out in rounds, and give up on the way those that others surely beat.

    Args:
        count: How many ways.
        n: Roll-outs of each, at most.
        roll: Gives the loss of a way: the branch of chance, from 1, and the way's place.
        stays: The place of a way that is not given up.
        halving: Give up the worse half after each round too, down to two: sequential halving
            (Karnin, Koren and Somekh 2013), which finds a best way with about half of the
            roll-outs and says less of the others.

    Returns:
        The losses of each way, and the places of all, the best first.
    """
    losses: list[list[float]] = [[] for _ in range(count)]
    running = list(range(count))
    for first in range(1, n + 1, _ROUND):
        for k in range(first, min(first + _ROUND, n + 1)):
            for place in running:
                losses[place].append(roll(k, place))
        best = min(running, key=lambda place: _mean(losses[place]))
        running = [
            place
            for place in running
            if place in (best, stays) or (paired(losses[place], losses[best], SURE).low or 0.0) <= 0
        ]
        if halving:
            ranked = sorted(running, key=lambda place: (_mean(losses[place]), place))
            running = sorted(ranked[: max(2, (len(ranked) + 1) // 2)])
        if len(running) == 1:
            break
    order = sorted(running, key=lambda place: (_mean(losses[place]), place))
    return losses, order + [place for place in range(count) if place not in running]


def _mean(losses: Sequence[float]) -> float:
    return math.fsum(losses) / len(losses)


class Worlds:
    """What a seat could imagine at one moment, and what its ways come to there."""

    def __init__(self, setup: Setup, known: Known, now_ms: int, *, number: int, by: str) -> None:
        """Say from where it is looked ahead.

        Args:
            setup: The scenario.
            known: What the seat knows, as it is handed over.
            now_ms: When.
            number: Tells moments apart, so that no two have the same luck.
            by: The doctrine by which the seat goes on.
        """
        self._setup, self._known, self._now_ms, self._number = setup, known, now_ms, number
        self._held = _others(setup, known.seat, by)
        self._world: tuple[int, Imagined] | None = None

    def at(self, k: int) -> Imagined:
        """Give the k-th world, which is common to all ways."""
        if self._world is None or self._world[0] != k:
            number = self._number
            world = Imagined(self._setup, self._known, self._now_ms, number=number, k=k)
            self._world = k, world
        return self._world[1]

    def end(self, k: int, command: Command | None) -> Engine:
        """Do something in the k-th world, or nothing, and go on to its end."""
        seat, said = self._known.seat, likely_said(self._held, self._now_ms)
        engine = self.at(k).engine()
        return played_out(engine, self._held, (seat,), said=said, command=command)

    def roll(self, k: int, command: Command | None) -> Rolled:
        """Say what the end of it came to for the seat's side."""
        return summed_up(self.end(k, command), self._known.seat)


def _others(setup: Setup, seat: str, by: str) -> dict[str, Occupant]:
    """Say who sits where in a roll-out, as far as the seat can tell."""
    made = setup.once("looks ahead", lambda _: dict[tuple[str, str], dict[str, Occupant]]())
    if (seat, by) not in made:
        held = {s: occupant(setup, s, spec.occupant) for s, spec in setup.seats.items()}
        held, _ = gone_on_by(setup, held, seat)
        made[seat, by] = {**held, seat: occupant(setup, seat, by)}
    return made[seat, by]


@POLICIES.add("search")
def searching(parameters: Mapping[str, str]) -> Policy:
    """Make a policy that looks ahead: ``search:N``, or ``search:N,by=DOCTRINE``."""
    left = {key: value for key, value in parameters.items() if key not in ("n", "by")}
    if left:
        known = ["n", "by"]
        raise PolicyError(
            f"the policy “search” takes no “{next(iter(left))}”; {nearest('', known)}"
        )
    n, by = parameters.get("n", str(_N)), parameters.get("by", _BY)
    if not n.isdecimal() or not 1 <= int(n) <= N_MOST:
        raise PolicyError(f"the policy “search:{n}”: expected 1 to {N_MOST} roll-outs")
    if by not in DOCTRINES:
        raise PolicyError(f"the policy “search”: no doctrine “{by}”; {nearest(by, DOCTRINES)}")
    base = POLICIES.get(by)({})
    assert base is not None, "a doctrine decides"

    def decide(asked: Asked) -> str | None:
        moves = legal(asked.setup, asked.known, asked.now_ms, acts_only=True)
        if not moves:
            return None
        return look_ahead(asked, [*moves, ""], int(n), by)[0].move or None

    return Policy(decide, base.speak, reply=base.reply, ahead=True)


def decided(setup: Setup, known: Known, now_ms: int, number: int, name: str) -> str | None:
    """Let a policy that looks ahead decide where only this was handed over: it draws nothing.

    Args:
        setup: The scenario.
        known: What the seat knows.
        now_ms: When.
        number: The decision's number.
        name: The policy, as it is written.
    """
    policy = occupant(setup, known.seat, name).policy
    assert policy is not None, name
    draw = OwnDraws(Draws(0), known.seat)
    return policy.decide(Asked(setup, known, now_ms=now_ms, number=number, draw=draw))
