"""Checks 1 and 9 of the model: how often a line works, and how far tension strays."""

from __future__ import annotations

import math

import pytest

from sim.engine import Draws, Engine, Setup, begin
from sim.loader import load
from sim.model import tension

DAY = 86_400_000
UP_D, DOWN_D = 30, 10
QUIET = (
    "parameters.a_true=0 per d",
    "parameters.d_sq=0 per d",
    f"parameters.u_tech={UP_D} d",
    f"parameters.d_tech={DOWN_D} d",
)


def begun(setup: Setup, replicate: int) -> Engine:
    """Begin a run in which nothing happens but a line failing and being repaired."""
    engine = Engine(setup, Draws(9, replicate))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    return engine


# Check 1: availability


@pytest.mark.parametrize("days", [2, 8, 29])
def test_a_line_that_began_up_works_as_often_as_said(days: int) -> None:
    """A(t) = 0.75 + 0.25 exp(-t (1/30 + 1/10)); four standard errors, so 1 in 16,000 by luck."""
    setup, n, up = Setup(load("two-captains", QUIET)), 2000, 0
    for replicate in range(n):
        engine = begun(setup, replicate)
        engine.drain_to(days * DAY)
        up += not engine.state.channels.down.get("staff_line")
    expected = 0.75 + 0.25 * math.exp(-days * (1 / UP_D + 1 / DOWN_D))

    assert abs(up / n - expected) < 4 * math.sqrt(expected * (1 - expected) / n)


def test_in_the_long_run_a_line_works_three_days_of_four() -> None:
    """30 / (30 + 10) = 0.75. A share over T days varies by 2 U²D² / ((U+D)³ T): sd 0.028."""
    setup, n, total_d = Setup(load("two-captains", (*QUIET, "horizon=3650 d"))), 40, 3649
    shares = []
    for replicate in range(n):
        engine, at, up = begun(setup, replicate), 0, 0
        while at < total_d * DAY:
            works = not engine.state.channels.down.get("staff_line")
            due = min(engine.next_ms() or total_d * DAY, total_d * DAY)
            up, at = up + works * (due - at), due
            engine.drain_to(at)
        shares.append(up / (total_d * DAY))
    spread = math.sqrt(2 * UP_D**2 * DOWN_D**2 / ((UP_D + DOWN_D) ** 3 * total_d))

    assert abs(sum(shares) / n - 0.75) < 4 * spread / math.sqrt(n)


# Check 9: shot noise


def test_tension_under_a_stream_of_jumps() -> None:
    """2 jumps a day of 0.02 that decay in 5 days: mean 0.200 and sd 0.0447 (Campbell's theorem).

    The mean is the rate times the integral of one jump's decay, the variance that of its square;
    the integrals are taken over the decay that the engine uses, by the midpoint rule.
    """
    rate_per_d, jump, tau_d, steps_per_d = 2, 0.02, 5, 100
    decay = [
        tension.decayed(jump, (k + 0.5) / steps_per_d * DAY, tau_d * DAY)
        for k in range(100 * steps_per_d)
    ]

    mean = rate_per_d * math.fsum(decay) / steps_per_d
    sd = math.sqrt(rate_per_d * math.fsum(x * x for x in decay) / steps_per_d)

    assert (round(mean, 3), round(sd, 4)) == (0.2, 0.0447)
