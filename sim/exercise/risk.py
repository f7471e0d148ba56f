"""What is left of a run, rolled out: how likely something named is until the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.engine import Draws, Engine, Setup, submit
from sim.engine.kernel.state import State
from sim.engine.seat.rules import Command
from sim.errors import PolicyError, UsageError, nearest, quoted
from sim.play.occupants import occupant, prevailing
from sim.play.record import Record
from sim.play.recorded import begun_again, recorded_occupants
from sim.review.rollouts import doctrine_of, played_out
from sim.study.estimate import wilson

COUNTED = {
    "dead": "somebody dies",
    "hurt": "somebody is hurt",
    "shots": "shots are fired",
    "collisions": "hulls touch",
}
"""What may be asked for by a word, and what of it happens from now on."""
ROLLOUTS, AT_ONCE = 200, 10
"""Roll-outs of a risk, and how many are done between two answers."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """A run to be gone on with: its state, the time, its chance, and who holds which seat.

    `held` names occupants; one that a person or nobody holds goes on by a doctrine.
    """

    state: State
    now_ms: int
    seed: int
    replicate: int
    held: tuple[tuple[str, str], ...]


def named(setup: Setup, measure: str) -> str:
    """Say what a measure asks, in words.

    Raises:
        UsageError: there is none of that name.
    """
    _test(setup, measure)
    if measure in COUNTED:
        return COUNTED[measure]
    if measure.startswith("rung "):
        return f"a side comes to {measure} or above"
    return f"it ends with “{setup.endings[measure].title}”"


def measures(setup: Setup) -> list[str]:
    """List what may be asked for."""
    return [*COUNTED, "rung 6", "rung 8", *setup.endings]


def _test(setup: Setup, measure: str) -> Callable[[State, State], bool]:
    """Give a test of the state at the end, and of that now."""
    if measure in COUNTED:
        return lambda end, now: end.acts.tallies.get(measure, 0) > now.acts.tallies.get(measure, 0)
    word, _, number = measure.partition(" ")
    if word == "rung" and number.isdecimal() and len(number) < 3:
        rung = int(number)
        return lambda end, now: any(reached >= rung for reached in end.acts.rungs.values())
    if measure in setup.endings:
        return lambda end, now: end.run.ended == measure
    hint = nearest(measure, measures(setup))
    raise UsageError(f"There is nothing called {quoted(measure)} to be estimated; {hint}")


def rolled(setup: Setup, remaining: Remaining, measure: str, first: int, last: int) -> int:
    """Count in how many roll-outs of the rest it happens; branch k of chance for the k-th.

    Raises:
        UsageError: there is no such measure.
    """
    happens, state, count = _test(setup, measure), remaining.state, 0
    held = {seat: occupant(setup, seat, _goes_on(setup, seat, n)) for seat, n in remaining.held}
    filled = prevailing(held, Draws(remaining.seed, remaining.replicate))
    rests = state.white_cell.rests
    changed = [seat for seat, name in remaining.held if rests(seat) or filled[seat].name != name]
    for k in range(first, last + 1):
        draws = Draws(remaining.seed, remaining.replicate, branch=k)
        engine = Engine.resume(setup, draws, state.copy(), now_ms=remaining.now_ms)
        if not engine.state.run.ended:
            engine = played_out(engine, filled, changed, said={}, command=None)
        count += happens(engine.state, state)
    return count


def rolled_again(setup: Setup, run: str, measure: str, first: int, last: int) -> int:
    """Count the same over a run that a host describes: its header, commands and time, as JSON."""
    return rolled(setup, _lived(setup, run), measure, first, last=last)


_LIVED: dict[str, Remaining] = {}


def _lived(setup: Setup, run: str) -> Remaining:
    """Live a run through up to where it stands; the last one is kept."""
    if run not in _LIVED:
        data = json.loads(run)
        record = Record(data["header"], [])
        filled = recorded_occupants(setup, record)
        engine = begun_again(setup, record, filled)
        tuples = ("clauses", "limits")
        for each in data["said"]:
            at_ms = each.pop("at_ms")
            engine.drain_to(at_ms)
            words: dict[str, Any] = {k: tuple(v) if k in tuples else v for k, v in each.items()}
            submit(engine, Command(**words))
        engine.drain_to(max(engine.now_ms, data["now_ms"]))
        head = data["header"]
        _LIVED.clear()
        _LIVED[run] = Remaining(
            engine.state, engine.now_ms, head["seed"], head["replicate"], held=held_names(filled)
        )
    return _LIVED[run]


def _goes_on(setup: Setup, seat: str, name: str) -> str:
    try:
        held = occupant(setup, seat, name)
    except PolicyError:
        return doctrine_of(setup, seat)
    return doctrine_of(setup, seat) if held.control in ("person", "script") else name


def in_words(count: int, n: int) -> str:
    """Write a share with its 95 % interval.

    >>> in_words(31, 100)
    '0.31 (0.23-0.41), 100 roll-outs'
    """
    low, high = wilson(count, n)
    return f"{count / n:.2f} ({low:.2f}-{high:.2f}), {n} roll-outs"


def held_names(held: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Give occupants by name, as they go to another process."""
    return tuple((seat, str(getattr(o, "name", o))) for seat, o in held.items())
