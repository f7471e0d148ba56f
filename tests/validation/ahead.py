"""Plays search and fixed rules against firm, and keeps what each came to, run by run.

    python -m tests.validation.ahead [SCENARIO...] [--pairs N] [--workers N]

A game by `search:20` takes a minute or more, so what was played is kept in `kept/ahead.csv`, and
only what is missing is played. The pages of playability and policies are made from it.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.engine.seat.rules import legal
from sim.loader import library, load
from sim.play.asked import Asked
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.play.policies import Policy
from tests.validation.seating import seats_of

KEPT = Path(__file__).parent / "kept" / "ahead.csv"
SEARCH = "search:20"
PAIRS = 60
RULES = ("back off", "press", "stand by")
"""Rules that look at nothing: the lowest rung that is open, the highest, or nothing at all."""
SIMPLE = ("firm", "random", *RULES)

Game = tuple[str, str, int, str]
"""Scenario, seat, replicate, and who sits in the seat; everybody else is firm."""


def by_rung(setup: Setup, pick: Callable[[Sequence[int]], int]) -> Policy:
    """Make a policy that always takes the move whose rung is picked, the first of them by name."""

    def decide(asked: Asked) -> str | None:
        moves = sorted(legal(setup, asked.known, asked.now_ms, acts_only=True))
        rungs = {move: setup.moves[move].rung or 0 for move in moves}
        return next((m for m in moves if rungs[m] == pick(list(rungs.values()))), None)

    return Policy(decide)


def seated(setup: Setup, seat: str, name: str) -> Occupant:
    """Give who sits in a seat, by the name of a policy or of a rule."""
    if name not in RULES:
        return occupant(setup, seat, name)
    base = occupant(setup, seat, "standing-orders")
    if name == "stand by":
        return base
    policy = by_rung(setup, min if name == "back off" else max)
    return replace(base, name=name, control="policy", policy=policy)


def score_of(game: Game) -> float:
    """Play one game, and give the score of the seat's side."""
    scenario, seat, replicate, name = game
    setup = Setup(load(scenario))
    names = {s: spec.occupant for s, spec in setup.seats.items()}
    names |= dict.fromkeys(seats_of(setup), "firm") | {seat: name}
    held = {s: seated(setup, s, each) for s, each in names.items()}
    play = Play(setup, 1, held, replicate=replicate)
    play.advance()
    found = scores(setup, play.engine.state, play.engine.now_ms)
    return float(found[setup.seats[seat].side]["score"])


def kept() -> dict[Game, float]:
    """Read what has been played."""
    if not KEPT.is_file():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {(a, b, int(c), d): float(score) for a, b, c, d, score in rows}


def keep(games: Mapping[Game, float]) -> None:
    """Write what has been played, in order, aside and renamed."""
    aside = KEPT.with_suffix(".tmp")
    with aside.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["scenario", "seat", "replicate", "policy", "score"])
        rows.writerows([*game, repr(score)] for game, score in sorted(games.items()))
    aside.replace(KEPT)


def wanted(scenarios: Sequence[str], pairs: int) -> Iterator[Game]:
    """Yield every game of the pages, those of one pair together."""
    for name in scenarios:
        seats = seats_of(Setup(load(name)))
        for replicate in range(pairs):
            for seat in seats:
                for policy in (*SIMPLE, SEARCH):
                    yield name, seat, replicate, policy


def main() -> None:
    """Play what is missing."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("scenarios", nargs="*", default=library.shipped())
    asked.add_argument("--pairs", type=int, default=PAIRS)
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    done = kept()
    missing = [game for game in wanted(given.scenarios, given.pairs) if game not in done]
    with ProcessPoolExecutor(given.workers, mp_context=get_context("spawn")) as pool:
        games = {pool.submit(score_of, game): game for game in missing}
        for number, future in enumerate(as_completed(games), 1):
            done[games[future]] = future.result()
            if number % 20 == 0 or number == len(missing):
                keep(done)
                print(f"{number} of {len(missing)}", flush=True)


if __name__ == "__main__":
    main()
