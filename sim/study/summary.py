"""A study summed up: every measure of every arm estimated, and arms compared pair by pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sim.study.estimate import (
    LEVEL,
    Difference,
    Estimate,
    crossed_difference,
    crossed_mean,
    mean,
    paired_means,
    paired_rates,
    rate,
)
from sim.study.measures import Measure
from sim.study.run_table import RunTable


def estimate(measure: Measure, values: list[float | None]) -> Estimate:
    """Estimate one measure with its interval."""
    if measure.kind == "rate":
        return rate(values)
    return mean(values, (measure.low, measure.high))


def compare(
    measure: Measure,
    ours: list[float | None],
    theirs: list[float | None],
    level: float = LEVEL,
) -> Difference:
    """Compare one measure of two arms, pair by pair."""
    if measure.kind == "rate":
        return paired_rates(ours, theirs, level)
    return paired_means(ours, theirs, (measure.low, measure.high), level)


def summary(table: RunTable, n: int) -> dict[str, Any]:
    """Sum a study up: the contract of `study --json`.

    Where factors vary, an arm's estimates and the comparisons are averages over all points, and
    `paired` holds the difference of arms at each point.
    """
    plan = table.plan
    arms = {
        label: {
            measure.name: asdict(_over_points(table, measure, number, n))
            for measure in table.measures
        }
        for number, label in enumerate(plan.labels)
    }
    comparisons = [
        {
            "arm": plan.labels[number],
            "against": plan.labels[against],
            "measure": measure.name,
            **asdict(_compared(table, measure, (number, against), n)),
        }
        for number, against in plan.pairs()
        for measure in table.measures
    ]
    return {
        "scenario_digest": plan.scenario_digest,
        "seed": plan.seed,
        "n": n,
        "baseline": plan.labels[0],
        "arms": arms,
        "comparisons": comparisons,
        "folded": folded(table, n),
        **(_varied(table, n) if plan.factors else {}),
        "digest": table.digest(n),
    }


def folded(table: RunTable, n: int) -> dict[str, str | None]:
    """Say which measures tell nothing of their own, so that a table need not show them.

    Returns:
        For each the earlier measure that it equals in every run, None if it is 0 in every run.
    """
    seen: dict[int, list[Measure]] = {}
    found: dict[str, str | None] = {}

    def values(measure: Measure) -> list[list[float | None]]:
        arms = range(len(table.plan.arms))
        return [column for arm in arms for column in table.columns(arm, measure, n)]

    for measure in table.measures:
        columns = values(measure)
        if all(value == 0 for column in columns for value in column):
            found[measure.name] = None
            continue
        same = seen.setdefault(hash(tuple(map(tuple, columns))), [])
        equal = next((other for other in same if values(other) == columns), None)
        if equal is None:
            same.append(measure)
        else:
            found[measure.name] = equal.name
    return found


def in_words(folds: Mapping[str, str | None]) -> Iterator[str]:
    """Say of measures that are not shown why.

    >>> list(in_words({"deliberate_uf8": None, "inadvertent_uf8": "uf8"}))
    ['0 in every run: deliberate_uf8', 'the same as uf8 in every run: inadvertent_uf8']
    """
    for other in dict.fromkeys(folds.values()):
        names = ", ".join(name for name, same in folds.items() if same == other)
        yield f"{f'the same as {other}' if other else '0'} in every run: {names}"


def _over_points(table: RunTable, measure: Measure, arm: int, n: int) -> Estimate:
    """Estimate a measure of an arm: over all points where factors vary, else at the one."""
    columns = table.columns(arm, measure, n)
    if table.plan.factors:
        return crossed_mean(columns, (measure.low, measure.high))
    return estimate(measure, columns[0])


def _compared(table: RunTable, measure: Measure, pair: tuple[int, int], n: int) -> Difference:
    """Compare a measure of two arms, likewise."""
    ours, theirs = (table.columns(arm, measure, n) for arm in pair)
    if table.plan.factors:
        return crossed_difference(ours, theirs, (measure.low, measure.high))
    return compare(measure, ours[0], theirs[0])


def _varied(table: RunTable, n: int) -> dict[str, Any]:
    """Say what was varied, at which points, and how arms differ at each."""
    plan = table.plan
    design = {"kind": plan.design.kind, "n": plan.design.n} if plan.design else {}
    return {
        "factors": [factor.as_data() for factor in plan.factors],
        "design": {**design, "points": [list(point) for point in plan.points]},
        "paired": [
            {
                "arm": plan.labels[pair[0]],
                "against": plan.labels[pair[1]],
                "measure": measure.name,
                "point": point,
                "difference": found.difference,
                "low": found.low,
                "high": found.high,
            }
            for pair in plan.pairs()
            for measure in table.measures
            if not measure.alike
            for point, found in enumerate(paired(table, measure, pair, n))
        ],
    }


def paired(
    table: RunTable, measure: Measure, pair: tuple[int, int], n: int
) -> Iterator[Difference]:
    """Compare a measure of two arms at each point, pair by pair."""
    ours, theirs = (table.columns(arm, measure, n) for arm in pair)
    for one, other in zip(ours, theirs, strict=True):
        yield compare(measure, one, other)


def shown(value: float) -> str:
    """Write a number for people.

    >>> shown(0.25), shown(-12.345)
    ('0.2500', '-12.35')
    """
    return f"{value:.4f}" if abs(value) < 1 else f"{value:.2f}"


def interval(found: Mapping[str, Any], middle: str) -> str:
    """Write a number of the summary with its interval, “-” where nothing was observed."""
    if found[middle] is None:
        return "-"
    return f"{shown(found[middle])} [{shown(found['low'])}, {shown(found['high'])}]"
