"""Rolls out every option of a sample of decisions, and keeps what each came to.

    python -m tests.validation.windows [SCENARIO...]

Decisions are taken from runs of firm against firm. Each option is rolled out from the true state,
with common luck, once as things stand and once with every radio and line suspended at that instant.
What is kept in `kept/windows.json` holds the options' mean losses, points and endings.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any

from sim.engine import Draws, Engine, Setup
from sim.engine.lines.channels import turn
from sim.loader import library, load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.review.decisions import DecisionPoint, decisions
from sim.review.marks import paired
from sim.review.rollouts import Rolled, played_out, summed_up
from tests.validation.seating import seats_of

KEPT = Path(__file__).parent / "kept" / "windows.json"
N, REPLICATES, A_RUN = 20, 4, 4
"""Roll-outs of an option; runs from which decisions are taken; decisions of a seat in each."""


@dataclass(frozen=True, slots=True)
class Option:
    """What an option came to: mean losses with lines alive and dead, mean points, endings."""

    id: str
    loss: float
    dead: float
    earned: tuple[float, ...]
    endings: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A decision with its options.

    `turned` is what the option that is best with lines alive loses more than the best where they
    are dead, and the lower end of that.
    """

    scenario: str
    seat: str
    replicate: int
    number: int
    options: tuple[Option, ...]
    turned: tuple[float, float]


class Run:
    """A run of firm against firm, from whose decisions every option is rolled out."""

    def __init__(self, name: str, replicate: int) -> None:
        self.setup, self.replicate = Setup(load(name)), replicate
        self.seats = seats_of(self.setup)
        self.held = {
            s: occupant(self.setup, s, "firm" if s in self.seats else spec.occupant)
            for s, spec in self.setup.seats.items()
        }

    def decisions(self) -> Iterator[DecisionPoint]:
        """Yield some decisions of both seats."""
        play, begun = (Play(self.setup, 1, self.held, replicate=self.replicate) for _ in range(2))
        play.advance()
        found = decisions(begun.engine, play.said, play.engine.log, self.seats)
        for seat in self.seats:
            yield from evenly([each for each in found[seat] if each.kind == "act"])

    def rolls(self, at: DecisionPoint, *, dead: bool) -> list[list[Rolled]]:
        """Roll out every option of a decision."""
        return [
            [self._roll(at, way, k, dead=dead) for k in range(1, N + 1)]
            for way in range(len(at.ways))
        ]

    def _roll(self, at: DecisionPoint, way: int, k: int, *, dead: bool) -> Rolled:
        draws, moment = Draws(1, self.replicate, branch=k), at.moment
        engine = Engine.resume(self.setup, draws, moment.state.copy(), now_ms=moment.now_ms)
        if dead:
            _suspend(engine)
        command = at.ways[way].command
        end = played_out(engine, self.held, (), said=moment.said, command=command)
        return summed_up(end, at.seat)


def sampled(job: tuple[str, int]) -> list[Sampled]:
    """Roll out some decisions of both seats in one run of a scenario."""
    name, replicate = job
    run = Run(name, replicate)
    made = []
    for at in run.decisions():
        found = summarised(at, run.rolls(at, dead=False), run.rolls(at, dead=True))
        made.append(Sampled(name, at.seat, replicate, at.number, *found))
    return made


def evenly(found: list[DecisionPoint]) -> list[DecisionPoint]:
    """Pick some decisions, evenly spread over a run."""
    most = min(A_RUN, len(found))
    return [found[(2 * place + 1) * len(found) // (2 * most)] for place in range(most)]


def summarised(
    at: DecisionPoint, alive: list[list[Rolled]], dead: list[list[Rolled]]
) -> tuple[tuple[Option, ...], tuple[float, float]]:
    """Sum up the options of a decision, and what is lost by the best where lines are dead."""
    losses, shut = ([[each.loss for each in rolls] for rolls in of] for of in (alive, dead))
    options = tuple(
        Option(
            way.id,
            loss=round(fmean(losses[place]), 3),
            dead=round(fmean(shut[place]), 3),
            earned=tuple(
                round(fmean(points), 3)
                for points in zip(*(each.earned for each in alive[place]), strict=True)
            ),
            endings=dict(sorted(Counter(each.ending for each in alive[place]).items())),
        )
        for place, way in enumerate(at.ways)
    )
    ours, theirs = (
        shut[min(range(len(of)), key=[fmean(each) for each in of].__getitem__)]
        for of in (losses, shut)
    )
    lost = paired(ours, theirs)
    return options, (round(lost.difference or 0.0, 3), round(lost.low or 0.0, 3))


def _suspend(engine: Engine) -> None:
    for channel in engine.setup.channels.values():
        now = engine.state.channels.political[channel.id]
        if channel.kind in ("radio", "line") and now == "open":
            turn(engine, channel.id, "suspended", 0)


def kept() -> dict[str, list[Sampled]]:
    """Read what has been rolled out, by scenario."""
    if not KEPT.is_file():
        return {}
    found: dict[str, list[dict[str, Any]]] = json.loads(KEPT.read_text("utf-8"))
    return {name: [_read(each) for each in rows] for name, rows in found.items()}


def _read(row: dict[str, Any]) -> Sampled:
    options = tuple(Option(**{**each, "earned": tuple(each["earned"])}) for each in row["options"])
    return Sampled(**{**row, "options": options, "turned": tuple(row["turned"])})


def main() -> None:
    """Roll out what is asked for, scenario by scenario."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("scenarios", nargs="*", default=library.shipped())
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    done = kept()
    with ProcessPoolExecutor(given.workers, mp_context=get_context("spawn")) as pool:
        for name in given.scenarios:
            rows = pool.map(sampled, [(name, r) for r in range(REPLICATES)])
            done[name] = [each for made in rows for each in made]
            lines = [
                f"{json.dumps(key)}: [\n"
                + ",\n".join(json.dumps(asdict(each)) for each in done[key])
                + "\n]"
                for key in sorted(done)
            ]
            KEPT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
            print(name, len(done[name]), flush=True)


if __name__ == "__main__":
    main()
