"""The checks of a scenario that need a player who looks ahead, as rows of docs/playability.md."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from sim.study.estimate import Difference, paired_means, wilson
from tests.validation import ahead, windows
from tests.validation.windows import Option, Sampled

Row = tuple[str, str, str, bool]
"""The check, what came out, its bar, whether it is reached."""
_BOUNDS = (0.0, 100.0)
_MET_LEAST = 3
"""In how many decisions two options must have been open together to be compared for good."""
_ALIKE = 0.05
"""Total variation below which two options come to the same."""


def against(games: dict[ahead.Game, float], name: str, seat: str, rival: str) -> Difference | None:
    """Estimate by how many points search does better than another in the same games."""
    pairs = [
        (score, games[name, seat, at, rival])
        for (scenario, held, at, policy), score in games.items()
        if (scenario, held, policy) == (name, seat, ahead.SEARCH)
        and (name, seat, at, rival) in games
    ]
    if len(pairs) < 2:
        return None
    ours, theirs = zip(*pairs, strict=True)
    return paired_means(ours, theirs, _BOUNDS)


def said(found: Difference) -> str:
    """Say a difference with its interval."""
    return f"{found.difference:+.1f} [{found.low:+.1f}, {found.high:+.1f}] points"


def rows(name: str, seats: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a scenario, as far as it has been played and rolled out."""
    games, rolled = ahead.kept(), windows.kept().get(name, [])
    for seat in seats:
        yield from _played(games, name, seat)
    for seat in seats:
        yield from _rolled([each for each in rolled if each.seat == seat], seat)


def _played(games: dict[ahead.Game, float], name: str, seat: str) -> Iterator[Row]:
    firm = against(games, name, seat, "firm")
    if firm is None or firm.low is None:
        return
    yield (f"search against firm, {seat}", f"{said(firm)} in {firm.n} games",
           "an interval above 0", firm.low > 0)  # fmt: skip
    found = {rule: against(games, name, seat, rule) for rule in ahead.RULES}
    rules = {rule: each for rule, each in found.items() if each and each.difference is not None}
    best = min(rules, key=lambda rule: rules[rule].difference or 0.0)
    yield (f"3 fixed rules, {seat}", f"search does {said(rules[best])} better than “{best}”",
           "5 points", (rules[best].difference or 0.0) >= 5)  # fmt: skip
    lot = against(games, name, seat, "random")
    if lot is not None:
        yield (f"10 skill, {seat}", f"search does {said(lot)} better than random", "10 points",
               (lot.difference or 0.0) >= 10)  # fmt: skip


def _rolled(rolled: Sequence[Sampled], seat: str) -> Iterator[Row]:
    if not rolled:
        return
    n = len(rolled)
    poor = sorted(beaten(rolled))
    yield (f"2 options beaten in everything, {seat}", ", ".join(poor) or "none",
           f"none, of those met {_MET_LEAST} times", not poor)  # fmt: skip
    losses = [sorted(option.loss for option in each.options) for each in rolled]
    wide = sum(each[-1] - each[0] >= 8 for each in losses)
    near = sum(each[1] - each[0] <= 4 for each in losses)
    yield (f"5 best and worst, {seat}", f"8 points apart in {_share(wide, n)}",
           "half of decisions", wide >= n / 2)  # fmt: skip
    yield (f"5 best and second, {seat}", f"within 4 points in {_share(near, n)}",
           "half of decisions", near >= n / 2)  # fmt: skip
    turned = sum(low > 0 for _, low in (each.turned for each in rolled))
    yield (f"6 the best hangs on a line, {seat}", f"surely in {_share(turned, n)}",
           "20 to 50 % of decisions", 0.2 <= turned / n <= 0.5)  # fmt: skip
    alike, pairs = same(rolled)
    yield (f"11 options that come to the same, {seat}", f"{_share(alike, pairs)} of pairs",
           "none", not alike)  # fmt: skip


def _share(count: int, n: int) -> str:
    low, high = wilson(count, n)
    return f"{count} of {n}: {count / n:.0%} [{low:.0%}, {high:.0%}]"


def beaten(rolled: Iterable[Sampled]) -> set[str]:
    """Name the options that one other beat on every objective wherever both were open."""
    met: dict[tuple[str, str], list[bool]] = defaultdict(list)
    ahead_of: Counter[tuple[str, str]] = Counter()
    for each in rolled:
        for one in each.options:
            for other in each.options:
                if one.id != other.id:
                    pairs = list(zip(one.earned, other.earned, strict=True))
                    met[one.id, other.id].append(all(a <= b for a, b in pairs))
                    ahead_of[one.id, other.id] += any(a < b for a, b in pairs)
    return {
        one for (one, other), never in met.items()
        if len(never) >= _MET_LEAST and all(never) and ahead_of[one, other] == len(never)
    }  # fmt: skip


def same(rolled: Iterable[Sampled]) -> tuple[int, int]:
    """Count pairs of options whose endings were alike, and all pairs."""
    alike = pairs = 0
    for each in rolled:
        for one, other in combinations(each.options, 2):
            pairs += 1
            alike += _variation(one, other) < _ALIKE
    return alike, pairs


def _variation(one: Option, other: Option) -> float:
    names = {*one.endings, *other.endings}
    total = sum(one.endings.values())
    return sum(abs(one.endings.get(e, 0) - other.endings.get(e, 0)) for e in names) / (2 * total)
