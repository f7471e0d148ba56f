"""What effects bring about that is about nothing else: news, flags, counters, chance, delay."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("told")
class Told(Fact):
    """Seats were told something."""

    text: str


@fact("flag_set")
class FlagSet(Fact):
    """A flag was set or cleared."""

    flag: str
    on: bool


@fact("counter_changed")
class CounterChanged(Fact):
    """A counter has a new value."""

    counter: str
    value: int


@fact("chance_taken")
class ChanceTaken(Fact):
    """Chance decided between two lists of effects."""

    effect: str
    nth: int
    happened: bool


@fact("effects_delayed", opens=True, secret=("due_ms",))
class EffectsDelayed(Fact):
    """Effects wait for their delay."""

    effect: str
    seat: str
    nth: int
    due_ms: int


@fact("effects_applied")
class EffectsApplied(Fact):
    """Delayed effects came about."""

    effect: str
