"""What each condition word means, asked of the truth or of what a seat knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sim.engine.base.geometry import range_m
from sim.engine.base.setup import Setup
from sim.engine.base.wording import titled
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.effects import CounterChanged, FlagSet
from sim.engine.facts.encounters import ApproachPassed, HullsTouched
from sim.engine.facts.injects import InjectGiven, InjectReleased
from sim.engine.facts.moves import ActBegun, ActDone, ActWithdrawn
from sim.engine.facts.places import GateCrossed, RangeCrossed
from sim.engine.facts.requests import RequestAnswered
from sim.engine.facts.vessels import RadioSilenced, TrackChanged, VesselLeft
from sim.engine.kernel.knowledge import Known
from sim.engine.kernel.state import State
from sim.model import conditions as c
from sim.model.channels import STARTS
from sim.model.words import Word
from sim.units import elapsed, format_distance

Reading = State | Known
"""What conditions are asked of: the truth, or what a seat knows; both name things alike."""

Test = Callable[[Any, int], bool]
"""A condition made ready to be asked: of a `Reading`, at an instant."""
Meaning = Callable[[Any, Setup], Test]
M = TypeVar("M", bound=Meaning)
_MEANINGS: dict[type[Word], Meaning] = {}
_MOVED_BY: dict[type[Word], tuple[type, ...]] = {}


def _means(spec: type[Word], *moved_by: type) -> Callable[[M], M]:
    """Register the maker of a word's tests and the kinds of events that can change an answer."""

    def register(meaning: M) -> M:
        _MEANINGS[spec] = meaning
        _MOVED_BY[spec] = moved_by
        return meaning

    return register


def holds(setup: Setup, condition: Word | None, reading: Reading, now_ms: int) -> bool:
    """Say whether a condition holds, for one that is asked seldom."""
    return test(setup, condition)(reading, now_ms)


def test(setup: Setup, condition: Word | None) -> Test:
    """Make the test of a condition of a scenario; no condition always holds.

    A test reads nothing of its condition any more, which makes asking it cheap: whoever asks
    often keeps it.
    """
    return _always if condition is None else _MEANINGS[type(condition)](condition, setup)


def _always(reading: Reading, now_ms: int) -> bool:
    return True


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
def _all(spec: c.All, setup: Setup) -> Test:
    flags = {word: flag for word in spec.of if (flag := _plain_flag(word)) is not None}
    stand = tuple(flags.values())
    tests = tuple(test(setup, inner) for inner in spec.of if inner not in flags)

    def every(reading: Reading, now_ms: int) -> bool:
        known = reading.effects.flags
        for flag, on in stand:
            if known.get(flag, False) is not on:
                return False
        for inner in tests:  # noqa: SIM110  # a loop costs half as much as a generator
            if not inner(reading, now_ms):
                return False
        return True

    return every


def _plain_flag(spec: Word) -> tuple[str, bool] | None:
    """Give the flag that a condition is about and how it must stand; None if it is no such."""
    if isinstance(spec, c.Not):
        inner = _plain_flag(spec.of)
        return None if inner is None else (inner[0], not inner[1])
    return (spec.flag, True) if isinstance(spec, c.FlagIs) else None


@_means(c.AnyOf)
def _any(spec: c.AnyOf, setup: Setup) -> Test:
    tests = tuple(test(setup, inner) for inner in spec.of)

    def some(reading: Reading, now_ms: int) -> bool:
        for inner in tests:  # noqa: SIM110  # as above
            if inner(reading, now_ms):
                return True
        return False

    return some


@_means(c.Not)
def _not(spec: c.Not, setup: Setup) -> Test:
    plain = _plain_flag(spec)
    if plain is not None:
        return _stands(*plain)
    inner = test(setup, spec.of)
    return lambda reading, now_ms: not inner(reading, now_ms)


@_means(c.FlagIs, FlagSet)
def _flag(spec: c.FlagIs, setup: Setup) -> Test:
    return _stands(spec.flag, True)


def _stands(flag: str, on: bool) -> Test:  # both as `_plain_flag` gives them
    return lambda reading, now_ms: reading.effects.flags.get(flag, False) is on


@_means(c.ChannelIs, ChannelChanged)
def _channel(spec: c.ChannelIs, setup: Setup) -> Test:
    channel, political = spec.channel, spec.political
    start = STARTS[setup.channels[channel].start].political
    return lambda reading, now_ms: reading.channels.political.get(channel, start) == political


@_means(c.CounterIs, CounterChanged)
def _counter(spec: c.CounterIs, setup: Setup) -> Test:
    counter, admits = spec.counter, spec.admits

    def within(reading: Reading, now_ms: int) -> bool:
        value = reading.effects.counters.get(counter)
        return value is not None and admits(value)

    return within


@_means(c.Tally, HarmDone, HullsTouched, ActOccurred, CallEnded, RequestAnswered, ApproachPassed)
def _tally(spec: c.Tally, setup: Setup) -> Test:
    of, admits = spec.of, spec.admits
    return lambda reading, now_ms: admits(reading.acts.tallies.get(of, 0))


@_means(c.RungIs, RungReached, ActOccurred)
def _rung(spec: c.RungIs, setup: Setup) -> Test:
    side, admits = spec.side, spec.admits
    return lambda reading, now_ms: admits(reading.acts.rungs.get(side, 0))


@_means(c.Inside, GateCrossed)
def _inside(spec: c.Inside, setup: Setup) -> Test:
    passages = frozenset((spec.gate, vessel) for vessel in setup.gates[spec.gate].vessels)
    return lambda reading, now_ms: not passages.isdisjoint(reading.places.inside)


@_means(c.Entered, GateCrossed)
def _entered(spec: c.Entered, setup: Setup) -> Test:
    gate = spec.gate
    return lambda reading, now_ms: reading.places.entered.get(gate, False)


@_means(c.Range, RangeCrossed, VesselLeft)
def _range(spec: c.Range, setup: Setup) -> Test:
    (one, two), below, above = spec.of, spec.below, spec.above

    def apart(reading: Reading, now_ms: int) -> bool:
        tracks = reading.vessels.tracks
        if one not in tracks or two not in tracks:
            return False
        return (below is None or is_near(reading, one, two, limit_m=below, now_ms=now_ms)) and (
            above is None or not is_near(reading, one, two, limit_m=above, now_ms=now_ms)
        )

    return apart


def is_near(reading: Reading, one: str, two: str, limit_m: float, now_ms: int) -> bool:
    """Say whether two vessels are within a distance: as noted if it is watched, else as it is."""
    if type(reading) is State:
        noted = reading.places.near.get((one, two, limit_m))
        if noted is not None:
            return noted
    return range_m(reading.vessels.tracks[one], reading.vessels.tracks[two], now_ms) <= limit_m


@_means(c.After)
def _after(spec: c.After, setup: Setup) -> Test:
    time = spec.time
    return lambda reading, now_ms: now_ms >= time


@_means(c.Stopped, TrackChanged)
def _stopped(spec: c.Stopped, setup: Setup) -> Test:
    vessel = spec.vessel

    def stopped(reading: Reading, now_ms: int) -> bool:
        of = reading.vessels.tracks.get(vessel)
        return of is not None and of.speed_mps == 0

    return stopped


@_means(c.Present, VesselLeft)
def _present(spec: c.Present, setup: Setup) -> Test:
    vessel = spec.vessel
    return lambda reading, now_ms: vessel in reading.vessels.tracks


@_means(c.RadioWorks, RadioSilenced)
def _radio(spec: c.RadioWorks, setup: Setup) -> Test:
    vessel = spec.vessel
    return lambda reading, now_ms: vessel not in reading.vessels.silenced


@_means(c.Doing, ActivityBegun, ActivityEnded)
def _doing(spec: c.Doing, setup: Setup) -> Test:
    activity, key = spec.activity, ("activity", spec.activity)

    def doing(reading: Reading, now_ms: int) -> bool:
        return (
            activity in reading.activities.doing
            if isinstance(reading, Known)
            else key in reading.open
        )

    return doing


@_means(c.Done, ActDone)
def _done(spec: c.Done, setup: Setup) -> Test:
    move, times = spec.move, spec.times
    return lambda reading, now_ms: reading.moves.done.get(move, 0) >= times


@_means(c.Pending, ActBegun, ActDone, ActWithdrawn)
def _pending(spec: c.Pending, setup: Setup) -> Test:
    move = spec.move
    keys = frozenset(("act", seat, move) for seat in setup.moves[move].seats)

    def pending(reading: Reading, now_ms: int) -> bool:
        if isinstance(reading, Known):
            return move in reading.moves.pending
        return any(key in reading.open for key in keys)

    return pending


@_means(c.Released, InjectReleased, InjectGiven)
def _released(spec: c.Released, setup: Setup) -> Test:
    inject = spec.inject
    return lambda reading, now_ms: reading.injects.released.get(inject, False)


@_means(c.Called, CallEnded)
def _called(spec: c.Called, setup: Setup) -> Test:
    own, times = (spec.channel, spec.outcome), spec.times
    key, seat = (spec.seat, *own), spec.seat

    def ended_so(reading: Reading, now_ms: int) -> bool:
        if isinstance(reading, Known):
            return reading.seat == seat and reading.calls.ended.get(own, 0) >= times
        return reading.calls.ended.get(key, 0) >= times

    return ended_so


def in_words(setup: Setup, condition: Word) -> str:
    """Say a condition in words, with the titles of what it names."""
    match condition:
        case c.All(of=of):
            return " and ".join(in_words(setup, inner) for inner in of)
        case c.AnyOf(of=of):
            return "(" + " or ".join(in_words(setup, inner) for inner in of) + ")"
        case c.Not(of=inner):
            return f"not: {in_words(setup, inner)}"
        case c.FlagIs(flag=flag):
            return titled(setup, "flag", flag)
        case c.ChannelIs(channel=channel, political=political):
            return f"{titled(setup, 'channel', channel)} is {political.replace('_', ' ')}"
        case c.CounterIs(counter=counter):
            return f"{titled(setup, 'counter', counter)} {_bounds(condition)}"
        case c.Tally(of=of):
            return f"{of} {_bounds(condition)}"
        case c.RungIs(side=side):
            return f"rung of {titled(setup, 'side', side)} {_bounds(condition)}"
        case c.Inside(gate=gate):
            return f"inside: {titled(setup, 'gate', gate)}"
        case c.Entered(gate=gate):
            return f"has been inside: {titled(setup, 'gate', gate)}"
        case c.Range(of=of, below=below, above=above):
            limit = [f"under {format_distance(below)}"] if below is not None else []
            limit += [f"over {format_distance(above)}"] if above is not None else []
            pair = " to ".join(titled(setup, "vessel", v) for v in of)
            return f"range {pair} {' and '.join(limit)}"
        case c.After(time=time):
            return f"from {elapsed(time)} on"
        case c.Stopped(vessel=vessel):
            return f"{titled(setup, 'vessel', vessel)} stopped"
        case c.Present(vessel=vessel):
            return f"{titled(setup, 'vessel', vessel)} present"
        case c.RadioWorks(vessel=vessel):
            return f"radio of {titled(setup, 'vessel', vessel)} works"
        case c.Doing(activity=activity):
            return f"under way: {titled(setup, 'activity', activity)}"
        case c.Done(move=move):
            return f"done: {titled(setup, 'move', move)}"
        case c.Pending(move=move):
            return f"in preparation: {titled(setup, 'move', move)}"
        case c.Released(inject=inject):
            return f"heard: {titled(setup, 'inject', inject)}"
        case c.Called(channel=channel, outcome=outcome):
            return f"{outcome.replace('_', ' ')}: {titled(setup, 'channel', channel)}"
    return condition.word


def _bounds(spec: c.Bounded) -> str:
    said = [f"at least {spec.at_least}"] if spec.at_least is not None else []
    said += [f"at most {spec.at_most}"] if spec.at_most is not None else []
    return " and ".join(said)
