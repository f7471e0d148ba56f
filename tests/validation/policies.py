"""Writes docs/policies.md: every policy against every other, in every shipped scenario.

    python -m tests.validation.policies [SCENARIO...]

Takes minutes; with scenarios only their sections are made anew. The rows of search come from what
`tests.validation.ahead` has kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.study.estimate import mean
from tests.validation import ahead, ahead_rows, sections
from tests.validation.seating import seats_of

PAGE = Path(__file__).parents[2] / "docs" / "policies.md"
POLICIES = ("cautious", "firm", "hawkish", "tit-for-tat", "random", "standing-orders")
N = 30

HEAD = f"""# Policies against one another

Written by `python -m tests.validation.policies`. In every shipped scenario two seats are held by
each pair of {", ".join(POLICIES)}, {N} runs a pair on common luck; others as the scenario has them.
A row is one seat's policy, a column who sits opposite; a cell the mean score of the row's side, of
100, with its 95 % interval. Scores are what a scenario's authors count, not a forecast: a policy
that scores high is good at this game, under numbers of which most are assumed. A table reads many
intervals at once, and one in twenty misses.
"""

Run = tuple[str, tuple[str, str], int]


def scores_of(run: Run) -> tuple[float, float]:
    """Play one run, and give the scores of both seats' sides."""
    name, pair, replicate = run
    setup = Setup(load(name))
    seats = seats_of(setup)
    names = {s: spec.occupant for s, spec in setup.seats.items()}
    names |= dict(zip(seats, pair, strict=True))
    held = {s: occupant(setup, s, each) for s, each in names.items()}
    play = Play(setup, 1, held, replicate=replicate)
    play.advance()
    found = scores(setup, play.engine.state, play.engine.now_ms)
    one, two = (float(found[setup.seats[s].side]["score"]) for s in seats)
    return one, two


def tables(name: str, pool: ProcessPoolExecutor) -> Iterator[str]:
    """Yield the lines of a scenario's two tables."""
    setup = Setup(load(name))
    pairs = list(product(POLICIES, repeat=2))
    runs: list[Run] = [(name, pair, r) for pair in pairs for r in range(N)]
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for run, result in zip(runs, pool.map(scores_of, runs, chunksize=10), strict=True):
        found[run[1]].append(result)
    for place, seat in enumerate(seats_of(setup)):
        other = seats_of(setup)[1 - place]
        yield f"\n{setup.seats[seat].title}, against {setup.seats[other].title}:\n"
        yield "| | " + " | ".join(POLICIES) + " | all |"
        yield "|---|" + "---|" * (len(POLICIES) + 1)
        for own in POLICIES:
            cells = [
                [s[place] for s in found[(own, theirs) if place == 0 else (theirs, own)]]
                for theirs in POLICIES
            ]
            every = [score for cell in cells for score in cell]
            yield f"| {own} | " + " | ".join(map(_said, [*cells, every])) + " |"


def _said(values: Sequence[float]) -> str:
    found = mean(values, (0, 100))
    return f"{found.mean:.0f} [{found.low:.0f}, {found.high:.0f}]"


def searched(name: str) -> Iterator[str]:
    """Yield what search does better than each simple policy, as far as it was played."""
    games = ahead.kept()
    for seat in seats_of(Setup(load(name))):
        rivals = {rival: ahead_rows.against(games, name, seat, rival) for rival in ahead.SIMPLE}
        parts = [
            f"{ahead_rows.said(found)} better than {rival}"
            for rival, found in rivals.items()
            if found is not None and found.difference is not None
        ]
        count = max((found.n for found in rivals.values() if found), default=0)
        if parts:
            yield f"- `{seat}`, {count} games: {'; '.join(parts)}."


def section(name: str) -> str:
    """Make the section of a scenario."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        parts = list(tables(name, pool))
    lines = list(searched(name))
    if lines:
        parts += [f"\n`{ahead.SEARCH}` against firm does in the same games:\n", *lines]
    return "\n".join(parts).strip("\n")


if __name__ == "__main__":
    sections.write(PAGE, HEAD, section)
