"""What became of every inject of a run, and what followed from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import HarmDone
from sim.engine.facts.beliefs import CommitmentMade
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.effects import CounterChanged, FlagSet, Told
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.injects import (
    InjectGiven,
    InjectImprovised,
    InjectRecalled,
    InjectReleased,
    InjectReworded,
    InjectSkipped,
    InjectWithdrawn,
)
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
    """What became of an inject, and what followed at once; `seq` is the event of its release.

    Title and text are as its readers got them; `white` says what the white cell did to it.
    """

    inject: str
    title: str
    sender: str
    to: tuple[str, ...]
    text: str
    white: str = ""
    seq: int | None = None
    at_ms: int | None = None
    withdrawn_ms: int | None = None
    followed: tuple[str, ...] = ()


def releases(setup: Setup, log: Sequence[Event]) -> list[InjectRelease]:
    """Say what became of every inject: the released first, as they came, then the others."""
    released: dict[str, Event] = {}
    withdrawn: dict[str, int] = {}
    found = {
        i.id: InjectRelease(i.id, i.title, i.sender, to=i.to, text=i.text or "")
        for i in setup.injects.values()
    }
    for event in log:
        fact = event.fact
        if isinstance(fact, InjectReleased | InjectGiven):
            released.setdefault(fact.inject, event)
        elif isinstance(fact, InjectWithdrawn | InjectSkipped):
            withdrawn[fact.inject] = event.at_ms
        elif isinstance(fact, InjectImprovised):
            found[fact.inject] = InjectRelease(
                fact.inject, fact.title, fact.sender, to=fact.to, text=fact.text, white="improvised"
            )
        elif isinstance(fact, InjectReworded):
            old = found[fact.inject]
            white = old.white or "edited"
            found[fact.inject] = replace(old, title=fact.title, text=fact.text, white=white)
        elif isinstance(fact, InjectRecalled):
            found[fact.inject] = replace(found[fact.inject], white="withdrawn after it was read")
    followed = _direct(setup, log)
    came = [
        replace(found[i], seq=e.seq, at_ms=e.at_ms, followed=tuple(followed.get(e.seq, ())))
        for i, e in released.items()
    ]
    rest = [each for inject, each in found.items() if inject not in released]
    return [*came, *(replace(each, withdrawn_ms=withdrawn.get(each.inject)) for each in rest)]


def _direct(setup: Setup, log: Iterable[Event]) -> dict[int, list[str]]:
    """Say what each released inject caused at once."""
    sources: set[int] = set()
    found: dict[int, list[str]] = {}
    for event in log:
        if isinstance(event.fact, InjectReleased | InjectGiven):
            sources.add(event.seq)
        if event.cause in sources and isinstance(event.fact, DIRECT):
            text = words(setup, event)
            if text:
                found.setdefault(event.cause or 0, []).append(text)
    return found
