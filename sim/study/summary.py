"""A study summed up: every measure of every arm estimated, and arms compared pair by pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sim.study.estimate import (
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


def compare(measure: Measure, ours: list[float | None], theirs: list[float | None]) -> Difference:
    """Compare one measure of two arms, pair by pair."""
    if measure.kind == "rate":
        return paired_rates(ours, theirs)
    return paired_means(ours, theirs, (measure.low, measure.high))


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
        **(_varied(table, n) if plan.factors else {}),
        "digest": table.digest(n),
    }


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
