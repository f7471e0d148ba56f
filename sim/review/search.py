"""The policy `search:N`: it looks ahead from what its seat could imagine, N roll-outs a way.

It is given what any policy is given, so it knows no more than its seat. Acts are chosen so; what it
says and replies, and how it goes on in its own roll-outs, is by its doctrine (`by`, else `firm`).
Others go on by the scenario's own occupants: whoever really sits there is not known to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.engine.base.setup import Setup
from sim.engine.seat.rules import Command, legal
from sim.errors import PolicyError, nearest
from sim.play.asked import Asked
from sim.play.occupants import Occupant, occupant
from sim.play.policies import DOCTRINES, POLICIES, Policy
from sim.review.marks import SURE, paired
from sim.review.rollouts import Imagined, gone_on_by, likely_said, played_out, summed_up

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
        return math.fsum(self.losses) / len(self.losses)


def look_ahead(asked: Asked, moves: Sequence[str], n: int, by: str) -> list[Ahead]:
    """Roll the moves of a seat out from what it could imagine, the best first.

    Moves that others surely beat are given up on the way; the imagined worlds are common to all.

    Args:
        asked: What the seat knows, and when.
        moves: What is compared; "" to do nothing.
        n: Roll-outs of each.
        by: The doctrine by which the seat goes on.
    """
    found = [Ahead(move, []) for move in moves]
    running = found
    for first in range(1, n + 1, _ROUND):
        for k in range(first, min(first + _ROUND, n + 1)):
            world = Imagined(asked.setup, asked.known, asked.now_ms, number=asked.number, k=k)
            for each in running:
                each.losses.append(_rolled(asked, world, each.move, by))
        best = min(running, key=lambda each: each.mean)
        running = [
            each
            for each in running
            if each is best or (paired(each.losses, best.losses, SURE).low or 0.0) <= 0
        ]
        if len(running) == 1:
            break
    order = {each.move: place for place, each in enumerate(found)}
    ahead = sorted(running, key=lambda each: (each.mean, order[each.move]))
    return ahead + [each for each in found if each not in running]


def _rolled(asked: Asked, world: Imagined, move: str, by: str) -> float:
    seat, held = asked.seat, _others(asked.setup, asked.seat, by)
    command = Command(seat, "choose", move) if move else Command(seat, "pass")
    said = likely_said(held, asked.now_ms)
    end = played_out(world.engine(), held, (seat,), said=said, command=command)
    return summed_up(end, seat).loss


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

    return Policy(decide, base.speak, reply=base.reply)
