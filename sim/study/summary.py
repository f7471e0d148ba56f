"""A study summed up: every measure of every arm estimated, and arms compared pair by pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sim.study.estimate import Difference, Estimate, mean, paired_means, paired_rates, rate
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
    """Sum a study up: the contract of `study --json`."""
    plan = table.plan
    columns = {
        (arm, m): table.column(arm, m, n)
        for arm in range(len(plan.arms))
        for m in range(len(table.measures))
    }
    arms = {
        label: {
            measure.name: asdict(estimate(measure, columns[number, m]))
            for m, measure in enumerate(table.measures)
        }
        for number, label in enumerate(plan.labels)
    }
    pairs = [(number, plan.baseline(number)) for number in range(len(plan.arms))]
    comparisons = [
        {
            "arm": plan.labels[number],
            "against": plan.labels[against],
            "measure": measure.name,
            **asdict(compare(measure, columns[number, m], columns[against, m])),
        }
        for number, against in pairs
        if number != against
        for m, measure in enumerate(table.measures)
    ]
    return {
        "scenario_digest": plan.scenario_digest,
        "seed": plan.seed,
        "n": n,
        "baseline": plan.labels[0],
        "arms": arms,
        "comparisons": comparisons,
        "digest": table.digest(n),
    }


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
