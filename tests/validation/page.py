"""Writes docs/validation.md; `python -m tests.validation.page --check` says whether it is true."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sim.loader import library
from sim.loader.sources import of_model, sources
from sim.loader.yamltext import parse, read_text
from sim.study.answers.signs import signs
from sim.study.estimate import LEVEL
from tests.validation.closed import forms
from tests.validation.headline_design import GROUNDS
from tests.validation.headline_found import Found
from tests.validation.hindcast import bands_section, hindcast_section
from tests.validation.menus import menu_section
from tests.validation.studies import (
    DIRECTIONS,
    MORNING,
    WORTH,
    Case,
    Direction,
    compared,
    directions,
    run,
)

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
RATES = (
    "uf4",
    "accidental_uf4",
    "inadvertent_uf4",
    "uf8",
    "inadvertent_uf8",
    "deliberate_uf8",
)
MEANS = ("peak_rung", "first_reply_min")

HEAD = """# How the results came out

Written by `python -m tests.validation.page`, and checked by the same command with `--check` in
every run of `.ci/run`: the numbers below are those of this version. Intervals are at 95 %:
Wilson for rates, Student for means, Newcombe for paired differences of rates.

**Read this first.** Most parameters are assumed. What follows says what these equations do under
these numbers. It says nothing about how often anything happens in the world, and none of the
numbers was moved to get a result.
"""

LEAD = """**What a line is worth is a map.** Over the ranges of {factors} judged numbers at once, at
{points} points with {pairs} pairs each, the interval of what all channels of `two-captains` change
in gunfire lies below zero at {below} points and above it at {above}, each read by itself; some
{luck} on either side would do so by luck alone. So that all are sure together (Bonferroni),
{below_of_all} lie below and {above_of_all} above; at the rest the sign cannot be told from so few
pairs. An open radio that is seldom answered is worse than none: [headline.md](headline.md) has the
map, slopes, boxes and regret, [worth.md](worth.md) what it is made of. Section 3 is one place on
that map.
"""


ORIGINS = """**Whose word the numbers are.** *Team* is the judgement of those who made this,
whatever the tag of its source; *outside*, that an expert outside is named who holds that it
is so, while its size is judged; *measured*, counted or published; *rule*,
by treaty, rulebook or standard.
"""


def lead() -> str:
    """Write what the kept runs of the headline say, one by one and all together."""
    found = Found(GROUNDS[0])
    points = len(found.runs)
    counted = signs(points, partial(found.difference, pair=("all", "none")))
    return LEAD.format(
        factors=len(found.factors),
        points=points,
        pairs=found.n,
        below=counted.below,
        above=counted.above,
        luck=round(points * (1 - LEVEL) / 2),
        below_of_all=counted.below_of_all,
        above_of_all=counted.above_of_all,
    )


def origins() -> Iterator[str]:
    """Yield whose word the numbers are: of the model, and of the scenarios of the headline."""
    yield ORIGINS
    yield "| numbers of | in all | team | outside | measured | rule |"
    yield "|---|---|---|---|---|---|"
    rows = [("the model", of_model())]
    for ground in GROUNDS:
        path = library.find(ground.scenario)
        found = sources(parse(read_text(path), library.shown(path)))
        rows.append((f"`{ground.scenario}`", found.kinds))
    for name, kinds in rows:
        cells = (kinds[kind] for kind in ("team", "outside", "measured", "rule"))
        total = sum(map(int, kinds.values()))
        yield f"| {name} | {total} | {' | '.join(map(str, cells))} |"
    yield ""


def number(value: float | None) -> str:
    """Write a number as the page does."""
    return "–" if value is None else f"{value:.4f}" if abs(value) < 10 else f"{value:.1f}"


def interval(found: dict[str, Any], name: str = "mean") -> str:
    """Write an estimate with its interval."""
    if found[name] is None:
        return "undefined"
    return f"{number(found[name])} [{number(found['low'])}, {number(found['high'])}]"


def closed() -> Iterator[str]:
    """Yield the section of closed forms."""
    yield "## 1. Closed forms\n"
    yield "Each row is a named test in `tests/anchors/test_model.py` or `tests/unit`.\n"
    yield "| check | expected | built |"
    yield "|---|---|---|"
    for what, expected, built in forms():
        yield f"| {what} | {expected} | {built} |"


def verdict(direction: Direction, row: dict[str, Any]) -> str:
    """Say whether a difference came out as expected."""
    low, high = row["low"], row["high"]
    if direction.sign * (low if direction.sign > 0 else high) > 0:
        return "as expected"
    return (
        "against it"
        if direction.sign * (high if direction.sign > 0 else low) < 0
        else ("cannot be told")
    )


def direction_section() -> Iterator[str]:
    """Yield the section of direction checks."""
    case = directions()
    result = run(case)
    yield f"\n## 2. Directions\n\n`two-captains`, n = {case.n}, all channels, one change at a time."
    yield "The sign is what the equations lead one to expect, written down before the run.\n"
    yield "| change | measure | expected | paired difference | came out | why |"
    yield "|---|---|---|---|---|---|"
    for direction in DIRECTIONS:
        row = compared(result, direction.name, direction.measure)
        sign = "rises" if direction.sign > 0 else "falls"
        yield (
            f"| {direction.name} | {direction.measure} | {sign} | {interval(row, 'difference')} "
            f"| {verdict(direction, row)} | {direction.why} |"
        )


def worth_section() -> Iterator[str]:
    """Yield the section on the worth of a line."""
    yield "\n## 3. What a line is worth in `two-captains`\n"
    yield "Four arms of channels, thirty days, both captains firm; paired run by run.\n"
    for case in WORTH:
        yield from estimates(case, RATES)
        yield from differences(case, RATES[:-1])
    yield from reading()
    yield from menu_section()


def estimates(case: Case, measures: tuple[str, ...]) -> Iterator[str]:
    """Yield the table of a study's estimates."""
    result = run(case)
    arms = list(result["arms"])
    yield f"\n### {case.title[0].upper()}{case.title[1:]} (n = {case.n})\n"
    yield f"| | {' | '.join(arms)} |"
    yield "|---" * (len(arms) + 1) + "|"
    for measure in measures:
        cells = [interval(result["arms"][arm][measure]) for arm in arms]
        yield f"| {measure} | {' | '.join(cells)} |"


def differences(case: Case, measures: tuple[str, ...]) -> Iterator[str]:
    """Yield the table of a study's paired differences."""
    result = run(case)
    base, *others = result["arms"]
    yield f"\n| against *{base}* | measure | paired difference | variance ratio |"
    yield "|---|---|---|---|"
    for arm in others:
        for measure in measures:
            row = compared(result, arm, measure)
            ratio = number(row["variance_ratio"])
            yield f"| {arm} | {measure} | {interval(row, 'difference')} | {ratio} |"


def reading() -> Iterator[str]:
    """Yield what the studies of worth say, worked out from their numbers."""
    yield "\n### What this says\n"
    yield "| study | inadvertent_uf8, none | all | paired difference | below 0 |"
    yield "|---|---|---|---|---|"
    for case in WORTH:
        result = run(case)
        row = compared(result, "all", "inadvertent_uf8")
        none, full = (number(result["arms"][a]["inadvertent_uf8"]["mean"]) for a in ("none", "all"))
        below = "yes" if row["high"] < 0 else "no"
        yield f"| {case.title} | {none} | {full} | {interval(row, 'difference')} | {below} |"
    worse = [
        f"{row['arm']} ({case.title})"
        for case in WORTH
        for row in run(case)["comparisons"]
        if row["measure"] == "uf8" and row["low"] > 0
    ]
    named = ", ".join(worse) or "none"
    yield f"\nArms that make gunfire *likelier* than no channel at all: {named}."
    yield "Where there are such, the net that tempts (moral_hazard), tries that are refused (an act"
    yield "on rung 2) and silence (x_silence) weigh more than what is promised and explained;"
    yield "[worth.md](worth.md) splits it."
    yield """
Between two status-quo sides the path to gunfire begins with a mishap, or with an act of their own
that is read as the other's design; contact cuts it by explaining the mishap before the decision and
by asking for restraint and promising it. The variance ratio says how much narrower pairing made the
interval: luck that strikes the same way in both arms cancels.

Most runs with force (uf4) begin it with a mishap that nobody ordered (accidental_uf4), which no
channel prevents. Where a channel does prevent an inadvertent act, a later mishap may be the first:
so accidental_uf4 can rise a little while uf4 falls.

Against a revisionist no act of force is *inadvertent* by definition (the class asks that no side be
revisionist), so that row is 0 in every arm; look at uf8 instead. What contact changes there works
through the status-quo side's restraint and through what it believes."""


def morning_section() -> Iterator[str]:
    """Yield the section on opening shut lines in the first scenario."""
    yield "\n## 4. Opening a shut line in `twenty-nine-minutes`"
    measures = ("first_reply_min", "peak_rung", "uf4")
    yield from estimates(MORNING, measures)
    yield from differences(MORNING, measures)
    result = run(MORNING)
    _, *arms = result["arms"]
    moved = [
        f"{m} ({arm})"
        for arm in arms
        for m in measures
        if (row := compared(result, arm, m))["low"] is not None
        and (row["low"] > 0 or row["high"] < 0)
    ]
    yield f"\nMoved away from zero: {', '.join(moved) or 'nothing'}."
    yield """
The equations imply an earlier reply and a lower peak. What can be
seen is small, for a reason that can be read off the parameters: the bridges decide within minutes
and already share a radio that is answered within minutes, while a call on a line takes leave,
perhaps a question above, and half an hour until somebody answers."""


def page() -> str:
    """Make the whole page."""
    parts = [
        HEAD,
        lead(),
        *origins(),
        *closed(),
        *direction_section(),
        *worth_section(),
        *morning_section(),
    ]
    parts += [*hindcast_section(), *bands_section()]
    parts.append(
        "\n## 7. What is not modelled\n\nSee section 9 of [model.md](model.md). The rates of "
        "section 5 are not used by the engine. Two numbers were chosen to meet an anchor of "
        "section 1, fire answered by fire in 0.12 at p = 0.5: *c_e_sq* and *precision*. Nothing "
        "else in sections 1 to 4 was chosen for what came out."
    )
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the page, or say where it is not true."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true", help="compare, write nothing")
    if not asked.parse_args().check:
        PAGE.write_text(page(), "utf-8")
        return 0
    now, before = page().splitlines(), PAGE.read_text("utf-8").splitlines()
    if now == before:
        return 0
    for line, (a, b) in enumerate(zip(now, before, strict=False), 1):
        if a != b:
            print(f"docs/validation.md:{line}: says\n  {b}\nbut it comes out as\n  {a}")
            break
    print("run `python -m tests.validation.page` and look at what has changed", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
