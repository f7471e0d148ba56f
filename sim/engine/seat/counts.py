"""What streams of encounters came to since they were counted last, as a seat may tell it."""

from __future__ import annotations

from sim.engine.base.setup import Setup
from sim.engine.facts.effects import CounterChanged
from sim.engine.facts.traffic import PhaseEnded, UnsafeEncounter
from sim.engine.kernel.knowledge import Known
from sim.model.effects import Count
from sim.readings import distance
from sim.units import MS_PER_D, rounded

_RATE_LEAST = 20 * MS_PER_D
"""How long a count must have lasted for a rate to be told."""


def counted_by(setup: Setup, seat: str, counter: str) -> str:
    """Name the stream by whose counts a seat is told of a counter, "" if it is told at once."""
    return setup.once("counted", _counted).get((seat, counter), "")


def _counted(setup: Setup) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for spec in setup.scenario.streams:
        for effect in spec.effects if spec.runs is None and spec.around is None else ():
            if isinstance(effect, Count):
                for seat in spec.seen_by:
                    found.setdefault((seat, effect.counter), spec.id)
    return found


def month(setup: Setup, known: Known, at: int) -> str:
    """Sum up what a stream came to since its last count, "" if the seat counts nothing by it.

    Args:
        setup: The scenario.
        known: What the seat knows.
        at: The place of the event in its feed that ends a phase.
    """
    ended = known.feed[at]
    stream = ended.fact.stream
    counters = [
        c.id for c in setup.scenario.counters if counted_by(setup, known.seat, c.id) == stream
    ]
    if not counters:
        return ""
    since_ms, values, near = _looked_back(setup, known, at)
    lasted = ended.at_ms - since_ms
    days = rounded(lasted / MS_PER_D)
    parts = []
    for counter in counters:
        spec = setup.counters[counter]
        now, then, before = values.get(counter, [spec.start] * 3)
        text = f"{spec.title}: {now - then} in {days} d"
        if before >= 0:
            text += f" ({then - before} in the count before)"
        text += f", {now} so far"
        left = setup.scenario.horizon - ended.at_ms
        if left > 0 and lasted >= _RATE_LEAST:
            text += f"; at this rate {now + rounded((now - then) * left / lasted)} by the end"
        parts.append(text)
    seen = f"Those you were told of: {len(near)}" if near else "None of them was told to you"
    nearest = f", the nearest at {distance(min(near))}" if near else ""
    routine = f"; {ended.fact.routine} routine meetings."
    return f"{'; '.join(parts)}. {seen}{nearest}{routine}"


def _looked_back(
    setup: Setup, known: Known, at: int
) -> tuple[int, dict[str, list[int]], list[float]]:
    """Go back from a count to the one before the last.

    Returns:
        When it was counted last, ms; of each counter its values now, then and at the count before
        that, -1 if there was none; and how near the meetings since then were that the seat saw.
    """
    stream = known.feed[at].fact.stream
    ends, near = [], list[float]()
    values: dict[str, list[int]] = {}
    for place in range(at - 1, -1, -1):
        event = known.feed[place]
        fact = event.fact
        if isinstance(fact, PhaseEnded) and fact.stream == stream:
            ends.append(event.at_ms)
        elif isinstance(fact, UnsafeEncounter) and fact.stream == stream and not ends:
            near.append(fact.cpa_m)
        elif isinstance(fact, CounterChanged):
            found = values.setdefault(fact.counter, [])
            found += [fact.value] * (min(len(ends), 2) + 1 - len(found))
        if len(ends) > 2:
            break
    for spec in setup.scenario.counters:
        found = values.setdefault(spec.id, [])
        found += [spec.start] * (3 - len(found))
        if not ends:
            found[2] = -1
    return ends[0] if ends else 0, values, near


def moved(setup: Setup, known: Known, at: int) -> str:
    """Say a counter's new value, and by how much it has moved."""
    fact: CounterChanged = known.feed[at].fact
    spec = setup.counters[fact.counter]
    earlier = (
        known.feed[place].fact
        for place in range(at - 1, -1, -1)
        if isinstance(known.feed[place].fact, CounterChanged)
    )
    old = next((f.value for f in earlier if f.counter == fact.counter), spec.start)
    way = "up" if fact.value > old else "down"
    return f"{spec.title}: {fact.value} of {spec.most}, {way} {abs(fact.value - old)}."
