"""An incident at sea written the textbook way: what a run's events are compared with in time.

Two captains, one line between them, two vessels: a SimPy process each, a resource for the line,
conditions for calls, a dictionary for each thing that happens. It decides, believes and calls about
as a run does, and keeps nothing that could be re-run, forked or shown to one seat alone.
"""

from __future__ import annotations

import math
import random
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

Steps = Generator[simpy.Event, Any, None]
_MOVES = 10


@dataclass
class TextbookCaptain:
    """Who decides: what he thinks of the other, and on which rung he acted last."""

    name: str
    belief: float = 0.3
    rung: int = 1
    seen: list[int] = field(default_factory=list)


class TextbookIncident:
    """One incident; it stops once so many things have happened."""

    def __init__(self, seed: int, events: int) -> None:
        self.env = simpy.Environment()
        self.dice = random.Random(seed)  # a timing, no secret
        self.line = simpy.Resource(self.env, capacity=1)
        self.full = self.env.event()
        self.events = events
        self.log: list[dict[str, Any]] = []
        self.captains = [TextbookCaptain("north"), TextbookCaptain("south")]
        self.places = [(0.0, 0.0), (9_000.0, 2_000.0)]
        self.speeds = [(5.0, 0.0), (-4.0, 0.5)]

    def note(self, what: str, **more: object) -> None:
        """Write down what happens."""
        self.log.append({"at": self.env.now, "what": what, **more})
        if len(self.log) == self.events:
            self.full.succeed()

    def run(self) -> int:
        """Let it happen; give how many things did."""
        for me in (0, 1):
            self.env.process(self.captain(me))
            self.env.process(self.vessel(me))
        self.env.process(self.outages())
        self.env.run(until=self.full)
        return len(self.log)

    def captain(self, me: int) -> Steps:
        """Decide again and again, and call when something bad was done."""
        own, other = self.captains[me], self.captains[1 - me]
        while True:
            yield self.env.timeout(self.dice.expovariate(1 / 300))
            provoked = max(own.seen[-5:], default=0)
            odds = own.belief / (1 - own.belief) * math.exp(0.2 * (provoked - 2))
            own.belief = min(0.95, max(0.05, odds / (1 + odds)))
            self.note("belief", who=own.name, belief=own.belief)
            aim = 1 + 0.8 * max(0, provoked - 2) + 2 * (own.belief - 0.3)
            weights = [math.exp(-((r - aim) ** 2) / 2 - 0.4 * r) for r in range(_MOVES)]
            own.rung = self.dice.choices(range(_MOVES), weights)[0]
            self.note("act", who=own.name, rung=own.rung, aim=aim)
            other.seen.append(max(0, own.rung + self.dice.choice((-1, 0, 0, 1))))
            if provoked > 3 and self.dice.random() < 0.7:
                self.env.process(self.call(me))

    def call(self, me: int) -> Steps:
        """Wait for the line, ring, and talk if somebody answers."""
        own, other = self.captains[me], self.captains[1 - me]
        with self.line.request() as turn:
            self.note("rings", who=own.name)
            got = yield turn | self.env.timeout(600)
            if turn not in got:
                self.note("busy", who=own.name)
                return
            answer = self.env.timeout(self.dice.expovariate(1 / 200), "answer")
            got = yield answer | self.env.timeout(400, "silence")
            self.note("answered" if answer in got else "silence", who=own.name)
            if answer in got:
                yield self.env.timeout(self.dice.uniform(20, 60))
                for each in (own, other):
                    each.belief *= 0.95
                self.note("talk over", who=own.name)

    def vessel(self, me: int) -> Steps:
        """Steer, and look how near the other will come."""
        while True:
            yield self.env.timeout(self.dice.expovariate(1 / 240))
            turn = self.dice.uniform(-0.3, 0.3)
            (vx, vy), (x, y) = self.speeds[me], self.places[me]
            self.speeds[me] = (
                vx * math.cos(turn) - vy * math.sin(turn),
                vx * math.sin(turn) + vy * math.cos(turn),
            )
            self.places[me] = x + 240 * vx, y + 240 * vy
            (ax, ay), (bx, by) = self.places
            (au, av), (b_u, b_v) = self.speeds
            dx, dy, du, dv = bx - ax, by - ay, b_u - au, b_v - av
            moving = du * du + dv * dv
            at = max(0.0, -(dx * du + dy * dv) / moving) if moving else 0.0
            self.note("closest", cpa=math.hypot(dx + du * at, dy + dv * at), tcpa=at)

    def outages(self) -> Steps:
        """Let the line break now and then."""
        while True:
            yield self.env.timeout(self.dice.expovariate(1 / 7200))
            with self.line.request() as turn:
                yield turn
                self.note("down")
                yield self.env.timeout(self.dice.expovariate(1 / 900))
                self.note("up")
