"""What each condition word means, asked of the truth or of what a seat knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sim.engine import events as ev
from sim.engine.geometry import range_m
from sim.engine.knowledge import Known
from sim.engine.state import State
from sim.model import conditions as c
from sim.model.words import Word
from sim.units import elapsed, format_distance

Reading = State | Known
"""What conditions are asked of: the truth, or what a seat knows; both name things alike."""

Meaning = Callable[[Any, Reading, int], bool]
M = TypeVar("M", bound=Meaning)
_MEANINGS: dict[type[Word], Meaning] = {}
_MOVED_BY: dict[type[Word], tuple[type, ...]] = {}


def _means(spec: type[Word], *moved_by: type) -> Callable[[M], M]:
    """Register a meaning and the kinds of events that can change its answer."""

    def register(meaning: M) -> M:
        _MEANINGS[spec] = meaning
        _MOVED_BY[spec] = moved_by
        return meaning

    return register


def holds(condition: Word | None, reading: Reading, now_ms: int) -> bool:
    """Say whether a condition holds; no condition always does."""
    if condition is None:
        return True
    return _MEANINGS[type(condition)](condition, reading, now_ms)


def moved_by(condition: Word | None) -> set[type]:
    """Give the kinds of events that can change a condition's answer."""
    kinds: set[type] = set()
    for word in parts(condition):
        kinds.update(_MOVED_BY[type(word)])
    return kinds


def moments(condition: Word | None) -> set[int]:
    """Give the instants at which time alone changes a condition's answer."""
    return {word.time for word in parts(condition) if isinstance(word, c.After)}


def parts(condition: Word | None) -> Iterator[Word]:
    """Yield a condition and everything inside it."""
    if condition is None:
        return
    yield condition
    if isinstance(condition, c.All | c.AnyOf):
        for inner in condition.of:
            yield from parts(inner)
    elif isinstance(condition, c.Not):
        yield from parts(condition.of)


@_means(c.All)
def _all(spec: c.All, reading: Reading, now_ms: int) -> bool:
    for inner in spec.of:  # noqa: SIM110  # a loop costs half as much as a generator
        if not _MEANINGS[type(inner)](inner, reading, now_ms):
            return False
    return True


@_means(c.AnyOf)
def _any(spec: c.AnyOf, reading: Reading, now_ms: int) -> bool:
    for inner in spec.of:  # noqa: SIM110  # as above
        if _MEANINGS[type(inner)](inner, reading, now_ms):
            return True
    return False


@_means(c.Not)
def _not(spec: c.Not, reading: Reading, now_ms: int) -> bool:
    return not holds(spec.of, reading, now_ms)


@_means(c.Flag, ev.FlagSet)
def _flag(spec: c.Flag, reading: Reading, now_ms: int) -> bool:
    return bool(reading.flags.get(spec.flag, False))


@_means(c.Counter, ev.CounterChanged)
def _counter(spec: c.Counter, reading: Reading, now_ms: int) -> bool:
    value = reading.counters.get(spec.counter)
    return value is not None and spec.admits(value)


@_means(c.Tally, ev.HarmDone, ev.HullsTouched, ev.ActOccurred, ev.CallEnded, ev.ApproachPassed)
def _tally(spec: c.Tally, reading: Reading, now_ms: int) -> bool:
    return spec.admits(reading.tallies.get(spec.of, 0))


@_means(c.RungIs, ev.RungReached)
def _rung(spec: c.RungIs, reading: Reading, now_ms: int) -> bool:
    return spec.admits(reading.rungs.get(spec.side, 0))


@_means(c.Inside, ev.GateCrossed)
def _inside(spec: c.Inside, reading: Reading, now_ms: int) -> bool:
    return spec.gate in [gate for gate, _ in reading.inside]


@_means(c.Entered, ev.GateCrossed)
def _entered(spec: c.Entered, reading: Reading, now_ms: int) -> bool:
    return bool(reading.entered.get(spec.gate, False))


@_means(c.Range, ev.RangeCrossed, ev.VesselLeft)
def _range(spec: c.Range, reading: Reading, now_ms: int) -> bool:
    if spec.of[0] not in reading.tracks or spec.of[1] not in reading.tracks:
        return False
    return (spec.below is None or is_near(reading, *spec.of, spec.below, now_ms)) and (
        spec.above is None or not is_near(reading, *spec.of, spec.above, now_ms)
    )


def is_near(reading: Reading, one: str, two: str, limit_m: float, now_ms: int) -> bool:
    """Say whether two vessels are within a distance: as noted if it is watched, else as it is."""
    if isinstance(reading, State):
        noted = reading.near.get((one, two, limit_m))
        if noted is not None:
            return noted
    return range_m(reading.tracks[one], reading.tracks[two], now_ms) <= limit_m


@_means(c.After)
def _after(spec: c.After, reading: Reading, now_ms: int) -> bool:
    return now_ms >= spec.time


@_means(c.Stopped, ev.TrackChanged)
def _stopped(spec: c.Stopped, reading: Reading, now_ms: int) -> bool:
    of = reading.tracks.get(spec.vessel)
    return of is not None and of.speed_mps == 0


@_means(c.Present, ev.VesselLeft)
def _present(spec: c.Present, reading: Reading, now_ms: int) -> bool:
    return spec.vessel in reading.tracks


@_means(c.RadioWorks, ev.RadioSilenced)
def _radio(spec: c.RadioWorks, reading: Reading, now_ms: int) -> bool:
    return not reading.silenced.get(spec.vessel, False)


@_means(c.Doing, ev.ActivityBegun, ev.ActivityEnded)
def _doing(spec: c.Doing, reading: Reading, now_ms: int) -> bool:
    if isinstance(reading, Known):
        return spec.activity in reading.doing
    return f"activity:{spec.activity}" in reading.open


@_means(c.Done, ev.ActDone)
def _done(spec: c.Done, reading: Reading, now_ms: int) -> bool:
    return bool(reading.done.get(spec.move, 0) >= spec.times)


@_means(c.Pending, ev.ActBegun, ev.ActDone, ev.ActWithdrawn)
def _pending(spec: c.Pending, reading: Reading, now_ms: int) -> bool:
    if isinstance(reading, Known):
        return spec.move in reading.pending
    return any(key.startswith("act:") and key.endswith(f":{spec.move}") for key in reading.open)


@_means(c.Released, ev.InjectReleased)
def _released(spec: c.Released, reading: Reading, now_ms: int) -> bool:
    return bool(reading.released.get(spec.inject, False))


def in_words(condition: Word, name: Callable[[str, str], str]) -> str:
    """Say a condition in words; `name(kind, id)` gives a thing's title."""
    match condition:
        case c.All(of=of):
            return " and ".join(in_words(inner, name) for inner in of)
        case c.AnyOf(of=of):
            return "(" + " or ".join(in_words(inner, name) for inner in of) + ")"
        case c.Not(of=inner):
            return f"not: {in_words(inner, name)}"
        case c.Flag(flag=flag):
            return name("flag", flag)
        case c.Counter(counter=counter):
            return f"{name('counter', counter)} {_bounds(condition)}"
        case c.Tally(of=of):
            return f"{of} {_bounds(condition)}"
        case c.RungIs(side=side):
            return f"rung of {name('side', side)} {_bounds(condition)}"
        case c.Inside(gate=gate):
            return f"inside: {name('gate', gate)}"
        case c.Entered(gate=gate):
            return f"has been inside: {name('gate', gate)}"
        case c.Range(of=of, below=below, above=above):
            limit = [f"under {format_distance(below)}"] if below is not None else []
            limit += [f"over {format_distance(above)}"] if above is not None else []
            pair = " to ".join(name("vessel", v) for v in of)
            return f"range {pair} {' and '.join(limit)}"
        case c.After(time=time):
            return f"from {elapsed(time)} on"
        case c.Stopped(vessel=vessel):
            return f"{name('vessel', vessel)} stopped"
        case c.Present(vessel=vessel):
            return f"{name('vessel', vessel)} present"
        case c.RadioWorks(vessel=vessel):
            return f"radio of {name('vessel', vessel)} works"
        case c.Doing(activity=activity):
            return f"under way: {name('activity', activity)}"
        case c.Done(move=move):
            return f"done: {name('move', move)}"
        case c.Pending(move=move):
            return f"in preparation: {name('move', move)}"
        case c.Released(inject=inject):
            return f"heard: {name('inject', inject)}"
    return condition.word


def _bounds(spec: c.Bounded) -> str:
    said = [f"at least {spec.at_least}"] if spec.at_least is not None else []
    said += [f"at most {spec.at_most}"] if spec.at_most is not None else []
    return " and ".join(said)
