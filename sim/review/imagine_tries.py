"""Tries: how often a step is worth trying again, by what in it is left to chance."""

from __future__ import annotations

from sim.engine import Setup
from sim.engine.base.log import Event
from sim.engine.facts.activities import ActivityBegun
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.effects import EffectsDelayed
from sim.engine.facts.encounters import SceneForecast
from sim.engine.facts.moves import ActBegun
from sim.engine.facts.passed_on import PromiseReported
from sim.engine.facts.relays import RelayPassed, RelaySent
from sim.engine.facts.reports import ReportSent
from sim.engine.facts.suspension import FreezeBegun
from sim.engine.facts.talks import ReadoutDelayed
from sim.engine.facts.traffic import PhaseBegun
from sim.engine.facts.vessels import TrackChanged
from sim.model.effects import Toss
from sim.model.words import every

_EFFECTS = (EffectsDelayed, ActBegun, ActivityBegun)
"""Steps whose effects may be left to chance."""
_SURE = (ReportSent, PromiseReported, RelaySent, RelayPassed, ReadoutDelayed)
"""Steps that come out alike however often they are tried."""
_THINNED = (CallBegun, PhaseBegun, FreezeBegun)
"""Steps that are but moments at which something might be: if it was not seen, it was not."""
_AT_SEA = (SceneForecast, TrackChanged)
"""Steps at sea, in which a further try seldom comes out otherwise: they get two."""


def may_show(opened: Event, tag: str) -> bool:
    """Say whether effects come of a step: it is tried until what was seen comes of them."""
    return isinstance(opened.fact, _EFFECTS) and tag != "look"


def tries_of(setup: Setup, opened: Event, tag: str, most: int) -> int:
    """Say how often a step is worth trying: once where nothing in it is left to chance."""
    fact = opened.fact
    if isinstance(fact, _AT_SEA):
        return min(2, most)
    if isinstance(fact, _THINNED):
        return 1
    spec: object = None
    if isinstance(fact, EffectsDelayed):
        spec = setup.effect_at[fact.effect]
    elif isinstance(fact, ActBegun):
        spec = setup.moves[fact.move]
    elif isinstance(fact, ActivityBegun):
        spec = setup.activities[fact.activity]
    if spec is not None:
        return most if any(every(Toss, spec)) else 1
    return 1 if isinstance(fact, _SURE) or tag in ("look", "withdraw") else most
