"""Writes docs/headline.md: what a line is worth, over everything that was judged and not counted.

``python -m tests.validation.headline`` writes the page from the runs that are kept;
``--pairs N`` first brings every point of every scenario to N runs of each arm.
"""

# ruff: noqa: E501, ISC004  # a page is text
from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from sim.errors import UsageError
from sim.study.answers.boxes import box
from sim.study.answers.incidence import by, incidence
from sim.study.answers.indices import Index, slopes
from sim.study.answers.lines import line
from sim.study.answers.many import chance_of, each_level, holm
from sim.study.answers.signs import in_bins, sign_table, signs
from sim.study.answers.worths import regrets, shapley, value_of_knowing
from sim.study.estimate import Estimate
from tests.validation import headline_global, headline_more
from tests.validation.headline_design import GROUNDS, POINTS, Ground
from tests.validation.headline_found import Found
from tests.validation.headline_runs import bring, file_of, kept
from tests.validation.worth import FACTORS

PAGE = Path(__file__).parents[2] / "docs" / "headline.md"
MEASURES = {"uf8": "gunfire (uf8)", "uf4": "force (uf4)"}
HEAD = """# What a line is worth, over everything that we do not know

Written by `python -m tests.validation.headline` from {runs:,} runs that are kept beside it.

**The answer is a map and not a number.** {factors} numbers of the model were judged and not counted.
They were varied all at once over their ranges, at the points of a Latin hypercube ({points} for each
scenario); at every point arms with and without channels met the same luck. What follows says at how
many points channels prevent force, at how many they bring it about, and what that turns on. Nothing
here says how often anything happens outside the model.

The *worth* of channels at a point is how much force there is with them less how much there is
without: **below zero they prevent it, above zero they bring it about.** Intervals are at 95 %. Where
many are read at once it is said whether they hold one by one, or all together."""
MAP = """## The sign map

The mean is over all points, all of them alike; how much the worth varies between points is a
standard deviation with the luck of runs taken out. *Below* and *above zero* count the points whose
own interval (Newcombe) leaves zero out; of 256 points some six would do so by luck alone on either
side. The last column counts those that do so when all intervals are to hold together (Bonferroni).
With few pairs at a point most of them cannot be told: that is no sign of no effect.

The boxes further below come from a second try: the search (PRIM) was first made over all {factors}
factors, and then confined to the {boxed} with the surest slopes, which are found from the same runs.
Read a box as a hint where to look, and not as a test."""
BINS, BOXED = 4, 4
TIMES = (5, 15, 60, 360)


def _ends(found: Estimate) -> str:
    if found.mean is None:
        return "no point"
    return f"{found.mean:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page() -> str:
    """Make the page from the runs that are kept."""
    grounds = [Found(ground) for ground in GROUNDS if len(kept(ground)) > len(_factors(ground))]
    parts = [_head(grounds), _map(grounds), *(_one(found) for found in grounds)]
    parts += [_captains(grounds[0]), _global(), _more(), _again()]
    return "\n\n".join(parts) + "\n"


def _factors(ground: Ground) -> list[str]:
    return Found(ground).names


def _head(grounds: Sequence[Found]) -> str:
    runs = sum(int(len(f.runs) * f.n * len(f.ground.arms)) for f in grounds)
    return HEAD.format(runs=runs, factors=len(grounds[0].factors), points=POINTS)


def _map(grounds: Sequence[Found]) -> str:
    rows = []
    for found in grounds:
        worth = found.worth()
        counted = signs(len(found.runs), partial(found.difference, pair=("all", "none")))
        share, low, high = counted.share_below()
        below = f"{counted.below} ({share:.0%} [{low:.0%}, {high:.0%}])"
        row = [f"`{found.ground.scenario}`", MEASURES[found.ground.measure]]
        row += [f"{len(found.runs)} × {found.n}", _ends(found.over_points(worth))]
        row += [f"{found.spread(worth):.3f}", below, str(counted.above)]
        rows.append([*row, f"{counted.below_of_all}, {counted.above_of_all}"])
    heads = ["scenario", "measure", "points × pairs", "mean worth", "varies between points by",
             "below zero", "above zero", "the same, all together"]  # fmt: skip
    text = MAP.format(factors=len(grounds[0].factors), boxed=BOXED)
    return f"{text}\n\n{_table(heads, rows)}"


def _one(found: Found) -> str:
    worth = found.worth()
    there = [s for s in slopes(found.names, found.shares, worth) if s.there]
    there.sort(key=lambda s: (-abs(s.value), s.factor))
    parts = [f"## `{found.ground.scenario}`"]
    if there:
        rows = [[f"`{s.factor}`", f"{s.value:+.3f} [{s.low:+.3f}, {s.high:+.3f}]"] for s in there]
        parts.append(
            "What going through a factor's whole range does to the worth, all others held: those "
            f"of {len(found.names)} that are no luck (Holm), intervals together."
        )
        parts.append(_table(["factor", "changes the worth by"], rows))
    else:
        parts.append(
            f"Of {len(found.names)} factors none changes the worth beyond luck (Holm), at this "
            "many pairs."
        )
    parts.append("\n".join(_boxes(found, worth)))
    parts.append(_regret(found))
    return "\n\n".join(parts)


def _boxes(found: Found, worth: Sequence[float]) -> Iterator[str]:
    fitted = slopes(found.names, found.shares, worth)
    fitted.sort(key=lambda s: (-abs(s.value) / (s.high - s.low), s.factor))
    names = [s.factor for s in fitted[:BOXED]]
    points = list(zip(*(found.of_share(name) for name in names), strict=True))
    yield (
        f"Boxes are looked for among the {BOXED} factors with the surest slopes; 0.3 is three tenths "
        "of the way through a factor's range.\n"
    )
    for what, cases in (
        ("channels prevent force", [v < 0 for v in worth]),
        ("channels bring it about", [v > 0 for v in worth]),
    ):
        best = box(names, points, cases)
        if best is None or not best.limits:
            yield f"- No box tells where {what}: {sum(map(int, cases))} of {len(cases)} points."
            continue
        plain = sum(map(int, cases)) / len(cases)
        yield (
            f"- Where {what} ({plain:.0%} of all points): **{best.words}**. It holds {best.points} "
            f"points, {best.coverage:.0%} of such (coverage); {best.density:.0%} "
            f"[{best.low:.0%}, {best.high:.0%}] of its points are (density; the box was looked for, "
            "so that other points would be somewhat fewer)."
        )


def _regret(found: Found) -> str:
    losses = {arm.name: found.rates(arm.name) for arm in found.ground.arms}
    ranked = sorted(regrets(losses, found.error), key=lambda r: (r.most, r.arm))
    rows = [[r.arm, f"{r.most:.3f} [{r.low:.3f}, {r.high:.3f}]", str(r.point)] for r in ranked]
    return (
        "The most that each arm is worse than the best arm anywhere (regret; intervals hold for "
        f"all arms and points together). Minimax: **{ranked[0].arm}**.\n\n"
        + _table(["arm", "greatest regret", "at point"], rows)
    )


def _captains(found: Found) -> str:
    """Write what is asked of the two captains alone: where the sign turns, and the margins."""
    worth = found.worth("all", "radio")
    parts = [
        f"## Where the sign turns in `{found.ground.scenario}`",
        "Worth of all channels by `moral_hazard` (down) and how likely a try on the radio is "
        f"answered (across), each cut into {BINS} parts with as many points; all together.",
        _cut(found),
        "### Break-even",
        _turns(found),
        "### What a margin is worth, the radio given",
        "All channels less the radio alone, so that only the line differs.",
        _margins(found, worth),
        "### What knowing a number would save",
        _knowing(found),
    ]
    return "\n\n".join(parts)


def _cut(found: Found) -> str:
    answered, hazard = found.answered_share(), found.values("moral_hazard")
    cells = sign_table(hazard, answered, found.worth(), BINS)
    heads = ["moral_hazard", *(f"answered, part {k + 1}" for k in range(BINS))]
    rows = [[f"part {k + 1}", *(_ends(cell) for cell in row)] for k, row in enumerate(cells)]
    return _table(heads, rows)


def _turns(found: Found) -> str:
    worth, answered = found.worth("radio", "none"), found.answered_share()
    bins = in_bins(answered, worth, 6)
    rows = [[f"{low:.0%} to {high:.0%}", _ends(e)] for low, high, e in bins]
    through = line(answered, [[value] for value in worth])
    assert through is not None, "points stand at several places"
    at, low, high = through.crosses()
    said = "cannot be told" if at is None else f"{at:.0%}"
    ends = "nowhere for certain" if math.isinf(low) else f"[{low:.0%}, {high:.0%}]"
    return (
        "Worth of the radio alone by how likely a try on it is answered; intervals together.\n\n"
        + _table(["tries answered", "worth of the radio"], rows)
        + "\n\nBelow which answered share is an open line worse than none? A line through all "
        f"points crosses zero at {said} {ends} (Fieller), all other numbers being anywhere in "
        "their ranges. A share outside 0 to 100 % says that there is no such point on average."
    )


def _margins(found: Found, worth: Sequence[float]) -> str:
    rows = []
    for what, xs, unit in (
        ("an hour a day that the line works", found.available_hours(), 1.0),
        ("a point of the chance that whoever is rung may answer (`u`)", found.values("u"), 0.01),
    ):
        through = line(xs, [[value] for value in worth])
        assert through is not None, "points stand at several places"
        more = through.rises(unit, each_level(2))
        rows.append([what, f"{more.mean:+.5f} [{more.low:+.5f}, {more.high:+.5f}]"])
    return _table(["one more", "changes the worth of the line by"], rows)


def _knowing(found: Found) -> str:
    losses = {arm: found.rates(arm) for arm in ("none", "all")}
    saved = {name: value_of_knowing(found.of_share(name), losses) for name in found.names}
    chances = [
        chance_of(e.mean or 0.0, ((e.high or 0.0) - (e.low or 0.0)) / 2 / 1.96)
        for e in saved.values()
    ]
    there = [n for n, sure in zip(saved, holm(chances), strict=True) if sure]
    ranked = sorted(saved, key=lambda n: (-(saved[n].mean or 0.0), n))[:5]
    sure = ", ".join(f"`{n}`" for n in there) or "none"
    return (
        "Before choosing between all channels and none: how much gunfire would be saved by "
        f"knowing a number first. Of {len(saved)}, those that are no luck (Holm): {sure}. The "
        "five greatest, intervals one by one:\n\n"
        + _table(["number", "saves"], [[f"`{n}`", _ends(saved[n])] for n in ranked])
    )


def _global() -> str:
    """Write what Morris keeps of all factors, and Sobol's indices over these."""
    first, found = headline_global.screened(), headline_global.effects()
    second = headline_global.taken()
    if found is None or second is None:
        return ""
    kept_rows = [[f"`{name(i.factor)}`", _three(i)] for i in found[: headline_global.KEPT_MOST]]
    idle = len([i for i in found if i.value == 0])
    text = f"""## Sobol over what Morris keeps

In `{headline_global.GROUND.scenario}`, worth of all channels, every point with the same luck. First
Morris's effects of all {len(found)} numbers (`{first.design}`: {len(first.points)} points × {first.n}
pairs): the mean size of the change when one number takes a step, luck included. {idle} numbers
changed nothing in any of these steps. The {headline_global.KEPT_MOST} greatest are kept, intervals one by one:

{_table(["number", "effect"], kept_rows)}

Then Sobol's indices over these {len(second.factors)}, the others as they stand (`{second.design}`:
{len(second.points)} points × {second.n} pairs), luck taken out by pairs of different runs; intervals
one by one."""
    try:
        indices = headline_global.indices()
    except UsageError as error:
        return f"{text} None can be told: {error}."
    if indices is None:
        return f"{text} They are not run."
    pairs = list(zip(indices["first"], indices["total"], strict=True))
    sure = [
        f"the {which} of `{index.factor}`"
        for pair in pairs
        for which, index in zip(("first order", "total"), pair, strict=True)
        if index.low > 0
    ]
    rows = [[f"`{own.factor}`", _three(own), _three(total)] for own, total in pairs]
    return (
        f"{text}\nAbove nothing: {', '.join(sure) or 'none for sure'}"
        f" (of {2 * len(rows)} read at once one may be so by luck).\n`python -m tests.validation.headline_global --screen morris:N --indices sobol:N` makes "
        f"more\nof it.\n\n{_table(['number', 'first order', 'total'], rows)}"
    )


def name(path: str) -> str:
    """Name a factor shortly.

    >>> name("parameters.honour")
    'honour'
    """
    return path.removeprefix("parameters.")


def _three(index: Index) -> str:
    return f"{index.value:+.2f} [{index.low:+.2f}, {index.high:+.2f}]"


def _more() -> str:
    """Write whose share the worth is, and how soon contact comes."""
    data = headline_more.kept()
    runs = {tuple(d == "1" for d in key): values for key, values in data["causes"].items()}
    parts = shapley(runs)
    rows = [[name, _ends(part)] for name, part in zip(FACTORS, parts, strict=True)]
    whole = math.fsum(part.mean or 0.0 for part in parts)
    text = f"""## Whose share it is

In `two-captains` with the numbers as they stand, five causes make up what both channels change:
each is turned on and off in every combination, {headline_more.CAUSES_N} runs a cell with the same
luck. Shapley's shares add up to the whole, {whole:+.3f}; intervals hold together.

{_table(["cause", "share"], rows)}

## How soon contact comes

Minutes from the first incident to the first reply that says something; gunfire that comes before is
another end (Aalen and Johansen), and runs that end without either are censored. Numbers as they
stand, {headline_more.CONTACTS_N} runs an arm; intervals one by one."""
    heads = [
        "arm",
        "runs with an incident",
        *(f"reply within {t} min" for t in TIMES),
        "gunfire first",
    ]
    return f"{text}\n\n{_table(heads, [_contact(arm, each) for arm, each in data['contacts'].items()])}"


def _contact(arm: str, found: Sequence[headline_more.Contact]) -> list[str]:
    times, ends = [t for t, _ in found], [cause for _, cause in found]
    replies, shots = incidence(times, ends, "reply"), incidence(times, ends, "gunfire")
    steps = [by(replies, t) for t in TIMES]
    last = by(shots, math.inf)
    return [
        arm,
        str(len(found)),
        *(f"{s.share:.2f} [{s.low:.2f}, {s.high:.2f}]" for s in (*steps, last)),
    ]


def _again() -> str:
    rows = []
    for ground in GROUNDS:
        path = file_of(ground)
        text = path.read_text("utf-8") if path.exists() else ""
        total = hashlib.sha256(text.encode()).hexdigest()[:16]
        rows.append([f"`{ground.scenario}`", f"`{ground.made_from()}`", f"`{total}`"])
    return f"""## To have it again

Points, arms and ranges stand in `tests/validation/headline_design.py`; the runs are kept under
`tests/validation/kept`, every run of every arm at every point. `python -m tests.validation.headline
--pairs N` brings all of them to N pairs, going on from what is there, and writes this page anew. A
test runs a thin sample again.

{_table(["scenario", "made from", "runs kept"], rows)}"""


def main() -> None:
    """Write the page, after more runs if they are asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=0)
    args = parser.parse_args()
    if args.pairs:
        for ground in GROUNDS:
            bring(ground, args.pairs)
        headline_more.bring()
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
