"""What effects bring about that is about nothing else: news, flags, counters, chance, delay."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence


@dataclass(slots=True)
class EffectsState(Group):
    """Flags and counters, and how often chance and delay were met."""

    flags: dict[str, bool] = field(default_factory=dict)
    """Flag → whether it is set."""
    counters: dict[str, int] = field(default_factory=dict)
    """Counter → its value."""
    times: dict[str, int] = field(default_factory=dict)
    """Address of an effect → how often it has drawn chance or a delay."""

    @classmethod
    def at_begin(cls, setup: Setup) -> EffectsState:
        """Give flags and counters as the scenario starts them."""
        scenario = setup.scenario
        return cls(
            flags={flag.id: flag.start for flag in scenario.flags},
            counters={counter.id: counter.start for counter in scenario.counters},
        )


@dataclass(slots=True)
class EffectsKnown(Group):
    """Flags and counters that are open to a seat."""

    flags: dict[str, bool] = field(default_factory=dict)
    """Flag → whether it is set."""
    since_ms: dict[str, int] = field(default_factory=dict)
    """Flag that is set → since when, ms; none if from the begin."""
    counters: dict[str, int] = field(default_factory=dict)
    """Counter → its value."""

    @classmethod
    def at_begin(cls, setup: Setup, seat: str) -> EffectsKnown:
        """Give the flags and counters open to a seat, as the scenario starts them."""
        scenario = setup.scenario
        return cls(
            flags={f.id: f.start for f in scenario.flags if seat in f.known_to},
            counters={c.id: c.start for c in scenario.counters if seat in c.known_to},
        )


@dataclass(slots=True)
class Told(Fact):
    """Seats were told something."""

    text: str


declare("told", Told)


@tells(Told)
def _tell_told(setup: Setup, seat: str, fact: Told) -> str:
    return fact.text


@dataclass(slots=True)
class FlagSet(Fact):
    """A flag was set or cleared."""

    flag: str
    on: bool


declare("flag_set", FlagSet)


@changes("effects", FlagSet)
def _flag_set(effects: EffectsState, event: Event, fact: FlagSet) -> None:
    effects.flags[fact.flag] = fact.on


@learns("effects", FlagSet)
def _flag_seen(effects: EffectsKnown, reader: Reader, event: Event, fact: FlagSet) -> None:
    effects.flags[fact.flag] = fact.on
    if fact.on:
        effects.since_ms[fact.flag] = event.at_ms
    else:
        effects.since_ms.pop(fact.flag, None)


@tells(FlagSet)
def _tell_flag_set(setup: Setup, seat: str, fact: FlagSet) -> str:
    if not fact.on:
        return ""
    lies = request_lies(setup, seat, fact.flag)
    title = sentence(setup.flags[fact.flag].title)
    return f"{title} {sentence(f'It {lies}')}" if lies else title


def request_lies(setup: Setup, seat: str, flag: str) -> str:
    """Say with whom a request lies and for what it waits, "" if a flag is none."""
    spec = setup.flags[flag]
    if spec.asked_of is None:
        return ""
    with_whom = "you" if spec.asked_of == seat else setup.seats[spec.asked_of].title
    return f"lies with {with_whom}" + (f" and waits for {spec.waits_for}" if spec.waits_for else "")


@dataclass(slots=True)
class CounterChanged(Fact):
    """A counter has a new value."""

    counter: str
    value: int


declare("counter_changed", CounterChanged)


@changes("effects", CounterChanged)
def _counted(effects: EffectsState, event: Event, fact: CounterChanged) -> None:
    effects.counters[fact.counter] = fact.value


@learns("effects", CounterChanged)
def _count_seen(effects: EffectsKnown, reader: Reader, event: Event, fact: CounterChanged) -> None:
    effects.counters[fact.counter] = fact.value


@tells(CounterChanged)
def _tell_counter_changed(setup: Setup, seat: str, fact: CounterChanged) -> str:
    spec = setup.counters[fact.counter]
    return f"{spec.title}: {fact.value} of {spec.most}."


@dataclass(slots=True)
class ChanceTaken(Fact):
    """Chance decided between two lists of effects."""

    effect: str
    nth: int
    happened: bool


declare("chance_taken", ChanceTaken)


@dataclass(slots=True)
class EffectsDelayed(Fact):
    """Effects wait for their delay."""

    effect: str
    seat: str
    nth: int
    due_ms: int


declare("effects_delayed", EffectsDelayed, opens=True, secret=("due_ms",))


@changes("effects", ChanceTaken, EffectsDelayed)
def _drew(effects: EffectsState, event: Event, fact: ChanceTaken | EffectsDelayed) -> None:
    add(effects.times, fact.effect, 1)


@dataclass(slots=True)
class EffectsApplied(Fact):
    """Delayed effects came about."""

    effect: str


declare("effects_applied", EffectsApplied)
