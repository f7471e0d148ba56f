"""What became of every inject of a run, and what followed from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import HarmDone
from sim.engine.facts.beliefs import CommitmentMade
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.effects import CounterChanged, FlagSet, Told
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.injects import InjectReleased, InjectWithdrawn
from sim.engine.facts.moves import InstructionGiven
from sim.engine.facts.vessels import RadioSilenced, VesselLeft
from sim.exercise.timeline import words

DIRECT = (
    FlagSet,
    CounterChanged,
    Told,
    ActivityBegun,
    ActivityEnded,
    CallBegun,
    ChannelChanged,
    HarmDone,
    HullsTouched,
    RadioSilenced,
    InjectReleased,
    InstructionGiven,
    CommitmentMade,
    VesselLeft,
)
"""Kinds of events that are listed as what an inject brought about at once."""


@dataclass(frozen=True, slots=True)
class InjectRelease:
    """What became of an inject, and what followed at once; `seq` is the event of its release."""

    inject: str
    seq: int | None = None
    at_ms: int | None = None
    withdrawn_ms: int | None = None
    followed: tuple[str, ...] = ()


def releases(setup: Setup, log: Sequence[Event]) -> list[InjectRelease]:
    """Say what became of every inject: the released first, as they came, then the others."""
    released: dict[str, Event] = {}
    withdrawn: dict[str, int] = {}
    for event in log:
        if isinstance(event.fact, InjectReleased):
            released.setdefault(event.fact.inject, event)
        elif isinstance(event.fact, InjectWithdrawn):
            withdrawn[event.fact.inject] = event.at_ms
    followed = _direct(setup, log)
    came = [
        InjectRelease(inject, e.seq, at_ms=e.at_ms, followed=tuple(followed.get(e.seq, ())))
        for inject, e in released.items()
    ]
    rest = [inject for inject in setup.injects if inject not in released]
    return [*came, *(InjectRelease(i, withdrawn_ms=withdrawn.get(i)) for i in rest)]


def _direct(setup: Setup, log: Iterable[Event]) -> dict[int, list[str]]:
    """Say what each released inject caused at once."""
    sources: set[int] = set()
    found: dict[int, list[str]] = {}
    for event in log:
        if isinstance(event.fact, InjectReleased):
            sources.add(event.seq)
        if event.cause in sources and isinstance(event.fact, DIRECT):
            text = words(setup, event)
            if text:
                found.setdefault(event.cause or 0, []).append(text)
    return found
