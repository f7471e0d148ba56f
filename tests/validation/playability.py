"""Writes docs/playability.md: what simulated players can say of whether a scenario is a game.

    python -m tests.validation.playability [SCENARIO...]

With scenarios only their sections are made anew.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean, pstdev

from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.windows import WindowOpened
from sim.engine.kernel.state import State
from sim.loader import load
from sim.model.choice import RungChoice
from sim.model.rungs import RUNGS
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.study.coverage import noting
from sim.study.estimate import mean, wilson
from tests.validation import ahead, ahead_rows, sections, windows
from tests.validation.seating import seats_of

PAGE = Path(__file__).parents[2] / "docs" / "playability.md"
TEMPERS = ("cautious", "firm", "hawkish", "random")
N = 20
DEAD = "dead"
"""The arm in which every radio and line is suspended."""

HEAD = f"""# Is it a game?

Written by `python -m tests.validation.playability`. Two seats of each shipped scenario are held
by every pair of {", ".join(TEMPERS)}, {N} runs each; the others as the scenario has them.
Simulated players are no people: they do not learn or bluff, and but for search they do not plan;
they choose acts by rung and words by readiness. What falls short of its bar is said, not hidden.
The checks that need people (whether newcomers finish unaided, whether neither bridge is called
the villain) have not been made. The words kept stand beside what minds hold of others: that a
status-quo side breaks one in twenty that is tested (epsilon), and that a revisionist keeps half
(k).

`{ahead.SEARCH}` looks ahead from what its seat could imagine, and is compared with others in the
same games, everybody else being firm (`python -m tests.validation.ahead`; minutes a game, so what
was played is kept beside the module; {ahead.PAIRS} games were meant). Fixed rules take the lowest
rung that is open, the highest, or nothing at all, whatever has happened. The rows of options are
of decisions out of {windows.REPLICATES} runs of firm against firm, each option rolled out
{windows.N} times from the true state (`python -m tests.validation.windows`); that the best hangs
on a line counts a decision whose best option is surely not the best once every radio and line is
suspended. Two options come to the same where their endings differ by less than 0.05 in total
variation. Every row is one of many: at 95 % one interval in twenty misses.

Why checks fall short, as far as it is known: the best temper stays within ten points of chance
where a doctrine, which does not plan, leaves the best moves lying (the rows of search say how much
a plan adds, where they were made). Lines are worth little where no objective counts what is said
on them, or where the seats have other ways to speak. Options come to the same where a scenario
lasts long after the decision, or what it changes is settled by others.
"""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run adds to the page."""

    pair: tuple[str, str]
    ending: str
    score: tuple[float, float]
    picks: tuple[str, ...]
    windows: tuple[int, int]
    tried: tuple[str, ...]
    kept: tuple[tuple[int, int], tuple[int, int]]
    """Of the promises of each seat that were put to the test, how many were kept, and broken."""
    falls: tuple[float | None, float | None]
    """By how many rungs what each seat took lay below what it desired, on average."""


def run_of(job: tuple[str, str, tuple[str, str], int]) -> RunResult:
    """Play one run."""
    name, arm, pair, replicate = job
    scenario = load(name)
    dead = [
        f"channels.{c.id}.start=suspended"
        for c in scenario.channels
        if arm == DEAD and c.kind in ("radio", "line")
    ]
    setup = Setup(load(name, dead))
    seats = seats_of(setup)
    held = dict(zip(seats, pair, strict=True))
    chosen: dict[str, list[RungChoice]] = {seat: [] for seat in setup.seats}
    filled = {
        seat: noting(occupant(setup, seat, held.get(seat, spec.occupant)), chosen[seat])
        for seat, spec in setup.seats.items()
    }
    play = Play(setup, 1, filled, replicate=replicate)
    play.advance()
    state, log = play.engine.state, play.engine.log
    result = scores(setup, state, play.engine.now_ms)
    opened = Counter(e.fact.seat for e in log if isinstance(e.fact, WindowOpened))
    sides = [setup.seats[s].side for s in seats]
    return RunResult(
        pair,
        setup.endings[state.run.ended].title,
        (float(result[sides[0]]["score"]), float(result[sides[1]]["score"])),
        tuple(c.command.subject for c in play.said
              if c.command.seat in seats and c.command.verb == "choose"),
        (opened[seats[0]], opened[seats[1]]),
        tuple({e.fact.channel for e in log if isinstance(e.fact, CallBegun)}),
        (_kept(state, seats[0]), _kept(state, seats[1])),
        (_fall(chosen[seats[0]]), _fall(chosen[seats[1]])),
    )  # fmt: skip


def _kept(state: State, seat: str) -> tuple[int, int]:
    count = state.promises.count
    return count.get((seat, "kept"), 0), count.get((seat, "broken"), 0)


def _fall(made: list[RungChoice]) -> float | None:
    return fmean(each.desired - each.rung for each in made) if made else None


def runs(name: str, arm: str, pool: ProcessPoolExecutor) -> list[RunResult]:
    """Play every pair of tempers, or firm against firm with every channel dead."""
    pairs = [("firm", "firm")] if arm == DEAD else list(product(TEMPERS, repeat=2))
    jobs = [(name, arm, pair, r) for pair in pairs for r in range(N)]
    return list(pool.map(run_of, jobs, chunksize=5))


def entropy(endings: Counter[str]) -> float:
    """Give the entropy of endings in bits."""
    total = endings.total()
    return -math.fsum(n / total * math.log2(n / total) for n in endings.values())


def rows(
    name: str, results: list[RunResult], dead: list[RunResult]
) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (check, what came out, bar, whether it is reached)."""
    setup = Setup(load(name))
    seats = seats_of(setup)
    moves = {m.id for s in seats for m in setup.moves_of[s]}
    picks = Counter(p for t in results for p in t.picks)
    most = max(picks.values()) / picks.total()
    never = len(moves - set(picks))
    yield ("1 options", f"{never} of {len(moves)} never chosen; the commonest takes {most:.0%}",
           "none never, none over 70 %", never == 0 and most <= 0.7)  # fmt: skip
    endings = Counter(t.ending for t in results)
    bits, share = entropy(endings), max(endings.values()) / endings.total()
    yield ("4 endings", f"{bits:.2f} bits over {len(endings)}; the commonest {share:.0%}",
           "1.8 bits over six, none over 50 %",
           bits >= 1.8 and share <= 0.5 and len(endings) >= 6)  # fmt: skip
    firm = [t for t in results if t.pair == ("firm", "firm")]
    for place, seat in enumerate(seats):
        gap = fmean(t.score[place] for t in firm) - fmean(t.score[place] for t in dead)
        yield (f"7 lines dead or alive, {seat}", f"{gap:+.1f} points", "3 to 12 points",
               3 <= abs(gap) <= 12)  # fmt: skip
    means = [fmean(t.score[place] for t in results) for place in (0, 1)]
    yield ("8 the seats' means", f"{means[0]:.0f} and {means[1]:.0f}", "within 8 points",
           abs(means[0] - means[1]) <= 8)  # fmt: skip
    for place, seat in enumerate(seats):
        count = fmean(t.windows[place] for t in results)
        yield (f"9 decisions, {seat}", f"{count:.0f} a run", "for information", True)
    for place, seat in enumerate(seats):
        fall = mean([t.falls[place] for t in results], (0, len(RUNGS) - 1))
        if fall.mean is not None:
            yield (f"rungs lacking, {seat}",
                   f"falls {fall.mean:.2f} [{fall.low:.2f}, {fall.high:.2f}] below what is desired",
                   "for information", True)  # fmt: skip
    for temper in TEMPERS:
        words = [t.kept[place] for t in results for place in (0, 1) if t.pair[place] == temper]
        kept, broken = (sum(int(word[of]) for word in words) for of in (0, 1))
        if kept + broken:
            low, high = wilson(kept, kept + broken)
            share = f"{kept / (kept + broken):.0%} [{low:.0%}, {high:.0%}]"
            yield (f"words kept, {temper}", f"{kept} of {kept + broken} tested: {share}",
                   "for information", True)  # fmt: skip
    for place, seat in enumerate(seats):
        of = {temper: [t.score[place] for t in results if t.pair[place] == temper]
              for temper in TEMPERS}  # fmt: skip
        best = max(fmean(of[t]) for t in TEMPERS if t != "random")
        skill, luck = best - fmean(of["random"]), pstdev([t.score[place] for t in firm])
        yield (f"10 skill and luck, {seat}",
               f"best temper {skill:+.1f} over random; spread of firm against firm {luck:.1f}",
               "10 over random, spread below 20", skill >= 10 and luck < 20)  # fmt: skip


def short(checks: list[str]) -> str:
    """Say which checks fall short, each with the seats of which that holds.

    >>> short(["1 options", "10 skill, north", "10 skill, south"])
    'Short of their bars: 1 options; 10 skill (north, south).'
    """
    seats: dict[str, list[str]] = {}
    for check in checks:
        name, _, seat = check.partition(", ")
        seats.setdefault(name, []).extend([seat] if seat else [])
    said = (f"{name} ({', '.join(of)})" if of else name for name, of in seats.items())
    return f"Short of their bars: {'; '.join(said) or 'none'}."


def unmade(checks: list[str]) -> str:
    """Say which of the eleven checks have no row.

    >>> unmade([f"{n} of eleven" for n in (1, 2, 3, 4, 6, 7, 8, 9, 10)])
    'Not made here: checks 5, 11.'
    """
    made = {check.split(" ")[0] for check in checks}
    lacking = [str(n) for n in range(1, 12) if str(n) not in made]
    return f"Not made here: checks {', '.join(lacking)}." if lacking else "All eleven were made."


def section(name: str) -> str:
    """Make the section of a scenario."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        results, dead = runs(name, "", pool), runs(name, DEAD, pool)
    found = [*rows(name, results, dead), *ahead_rows.rows(name, seats_of(Setup(load(name))))]
    parts = ["| check | came out | bar | |\n|---|---|---|---|"]
    parts += [
        f"| {check} | {out} | {bar} | {'met' if holds else 'falls short'} |"
        for check, out, bar, holds in found
    ]
    endings = Counter(each.ending for each in results).most_common()
    listed = "; ".join(f"{title} {n}" for title, n in endings)
    shortfalls = short([check for check, _, _, holds in found if not holds])
    shortfalls += " " + unmade([check for check, *_ in found])
    return "\n".join([*parts, f"\n{shortfalls}", f"\nEndings of {len(results)} runs: {listed}."])


if __name__ == "__main__":
    sections.write(PAGE, HEAD, section)
