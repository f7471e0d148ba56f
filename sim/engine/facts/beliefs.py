"""What seats make of what others do, what they feel, and what they bound themselves to."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("act_weighed")
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


@fact("act_reweighed")
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


@fact("commitment_made")
class CommitmentMade(Fact):
    """A side threatened a rung in public; rung 0 sets it free again."""

    side: str
    rung: int


@fact("readiness_ordered")
class ReadinessOrdered(Fact):
    """A side's forces were ordered to a step of readiness."""

    side: str
    step: int


@fact("pressure_relieved")
class PressureRelieved(Fact):
    """A side has answered at home's call by shutting a channel; its seats feel less pressure."""

    seat: str
    pressure_after: float


@fact("pressure_felt")
class PressureFelt(Fact):
    """A seat feels so much pressure at home after a leak."""

    seat: str
    pressure: float
