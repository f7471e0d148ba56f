"""What seats make of what others do, what they feel, and what they bound themselves to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sim.engine.base.declaring import changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Reader
from sim.engine.base.setup import Setup
from sim.model.rungs import rung_said
from sim.readings import share


@dataclass(slots=True)
class Weighed:
    """An act of the other side as a seat has weighed it; what it thinks of it may change."""

    number: int
    at_ms: int
    rung: int
    doubtful: bool
    public: bool
    p: float
    bias: float
    words: float
    shared: float
    sources: tuple[str, ...]
    q: float
    step: float


@dataclass(slots=True)
class BeliefsState(Group):
    """The truth of doubtful acts, which no seat of another side is told."""

    unordered: dict[int, bool] = field(default_factory=dict)
    """Number of the event that tells of a doubtful act → True if nobody ordered the act."""
    mishaps: dict[tuple[str, int], bool] = field(default_factory=dict)
    """(Seat, number of what it has weighed) → True if nobody ordered it."""
    weighed_ms: int = -1
    """When a seat last weighed an act, ms; -1 for never."""


@dataclass(slots=True)
class BeliefsKnown(Group):
    """What a seat thinks of the side it faces, and what it feels."""

    weighed: dict[int, Weighed] = field(default_factory=dict)
    """Number, from 1 → an act of the other side as it was weighed."""
    open_acts_ms: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Rung → when open acts of the other side on it were weighed, ms."""
    mishaps: int = 0
    """How many doubtful acts of its own side nobody ordered."""
    mishap_ms: int = -1
    """When the last of them was, ms; -1 for never."""
    stirred_ms: int = -1
    """When something was done that the seat may want to talk about, ms."""
    settled: int = 0
    """How many of the acts weighed had come before its last decision."""
    restrained: int = -1
    """How many had come before it last heard a word of restraint; -1 for never."""
    belief: tuple[float, int] | None = None
    """Log odds that the other side is revisionist, and when that was, ms."""
    own_acts_ms: dict[int, int] = field(default_factory=dict)
    """Rung → when its own side was last known to act on it, ms."""
    tension: tuple[float, int] = (0.0, 0)
    """In [0, 1], and when, ms; it decays when it is read."""
    pressure: tuple[float, int] = (0.0, 0)
    """Pressure at home, likewise."""
    committed: tuple[float, int] = (0.0, 0)
    """The rung to which its side bound itself in public, likewise."""
    ready: int = 0
    """The step of readiness that was ordered."""


@dataclass(slots=True)
class ActWeighed(Fact):
    """A seat made up its mind about an act: what it thought before, and the step it took.

    `number` counts what this seat has weighed. `p`, `bias`, `tension` and `pressure` are those
    just before; `belief` (log odds), `tension_after` and `pressure_after` those after. `q` is
    how sure the seat is that the act was meant, `shared` and `words` what speaks for an
    accident. An act of the seat's own side moves tension only, and has number 0.
    """

    seat: str
    about: str
    number: int
    rung: int
    doubtful: bool
    public: bool
    p: float
    bias: float
    tension: float
    pressure: float
    words: float
    shared: float
    q: float
    step: float
    belief: float
    tension_after: float
    pressure_after: float


declare("act_weighed", ActWeighed)


@changes("beliefs", ActWeighed)
def _weighed(beliefs: BeliefsState, event: Event, fact: ActWeighed) -> None:
    beliefs.weighed_ms = event.at_ms
    if fact.number and beliefs.unordered.get(event.cause or 0):
        beliefs.mishaps[fact.seat, fact.number] = True


@learns("beliefs", ActWeighed)
def _thinks(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: ActWeighed) -> None:
    beliefs.tension = fact.tension_after, event.at_ms
    if fact.about == reader.side:
        beliefs.own_acts_ms[fact.rung] = event.at_ms
        if fact.doubtful and fact.q < 0.5:
            beliefs.mishaps += 1
            beliefs.mishap_ms = beliefs.stirred_ms = event.at_ms
        return
    beliefs.stirred_ms = event.at_ms
    beliefs.pressure = fact.pressure_after, event.at_ms
    beliefs.belief = fact.belief, event.at_ms
    if not fact.doubtful:
        before = beliefs.open_acts_ms.get(fact.rung, ())
        beliefs.open_acts_ms[fact.rung] = (*before, event.at_ms)
    beliefs.weighed[fact.number] = Weighed(
        number=fact.number,
        at_ms=event.at_ms,
        rung=fact.rung,
        doubtful=fact.doubtful,
        public=fact.public,
        p=fact.p,
        bias=fact.bias,
        words=fact.words,
        shared=fact.shared,
        sources=(),
        q=fact.q,
        step=fact.step,
    )


@tells(ActWeighed)
def _tell_act_weighed(setup: Setup, seat: str, fact: ActWeighed) -> str:
    if fact.about == setup.seats[seat].side:
        return "Nobody of ours ordered that." if fact.doubtful and fact.q < 0.5 else ""
    return f"Your staff: {share(fact.q)} that this was meant." if fact.doubtful else ""


@dataclass(slots=True)
class ActReweighed(Fact):
    """A seat thinks anew about a doubtful act: the new step replaces the old one."""

    seat: str
    number: int
    source: str
    words: float
    shared: float
    q: float
    step: float
    belief: float


declare("act_reweighed", ActReweighed)


@learns("beliefs", ActReweighed)
def _thinks_again(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: ActReweighed) -> None:
    beliefs.belief = fact.belief, event.at_ms
    old = beliefs.weighed[fact.number]
    beliefs.weighed[fact.number] = replace(
        old,
        words=fact.words,
        shared=fact.shared,
        sources=(*old.sources, fact.source),
        q=fact.q,
        step=fact.step,
    )


@tells(ActReweighed)
def _tell_act_reweighed(setup: Setup, seat: str, fact: ActReweighed) -> str:
    return f"Your staff thinks again: {share(fact.q)} that it was meant."


@dataclass(slots=True)
class CommitmentMade(Fact):
    """A side threatened a rung in public; rung 0 sets it free again."""

    side: str
    rung: int


declare("commitment_made", CommitmentMade)


@learns("beliefs", CommitmentMade)
def _committed(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: CommitmentMade) -> None:
    if fact.side == reader.side:
        beliefs.committed = float(fact.rung), event.at_ms


@tells(CommitmentMade)
def _tell_commitment_made(setup: Setup, seat: str, fact: CommitmentMade) -> str:
    if fact.rung == 0:
        return ""
    return f"Threatened in public by {setup.sides[fact.side].name}: {rung_said(fact.rung)}."


@dataclass(slots=True)
class ReadinessOrdered(Fact):
    """A side's forces were ordered to a step of readiness."""

    side: str
    step: int


declare("readiness_ordered", ReadinessOrdered)


@learns("beliefs", ReadinessOrdered)
def _readied(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: ReadinessOrdered) -> None:
    if fact.side == reader.side:
        beliefs.ready = fact.step


@tells(ReadinessOrdered)
def _tell_readiness_ordered(setup: Setup, seat: str, fact: ReadinessOrdered) -> str:
    return f"Our forces are ordered to readiness {fact.step}."


@dataclass(slots=True)
class PressureFelt(Fact):
    """A seat feels so much pressure at home after a leak."""

    seat: str
    pressure: float


declare("pressure_felt", PressureFelt)


@learns("beliefs", PressureFelt)
def _pressed(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: PressureFelt) -> None:
    beliefs.pressure = fact.pressure, event.at_ms


@dataclass(slots=True)
class PressureRelieved(Fact):
    """A side has answered at home's call by shutting a channel; its seats feel less pressure."""

    seat: str
    pressure_after: float


declare("pressure_relieved", PressureRelieved)


@learns("beliefs", PressureRelieved)
def _relieved(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: PressureRelieved) -> None:
    beliefs.pressure = fact.pressure_after, event.at_ms
