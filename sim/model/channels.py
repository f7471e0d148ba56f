"""Channels, the forms they carry and the clauses of offers: how seats reach one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.chance import Delay
from sim.model.effects import Effects
from sim.model.fields import (
    Duration,
    FormRef,
    Id,
    Probability,
    Rate,
    Rung,
    SeatRef,
    Service,
    SideRef,
    Span,
    Text,
    YesNo,
)
from sim.model.politics import Politics
from sim.model.terms import Terms
from sim.model.words import Sourced

DESKED = ("line", "relay")
"""Kinds of channels that join desks; on others nobody is called from desk to desk."""
Political = Literal["open", "suspended", "not_established"]
BoardWord = Literal[
    "not_established", "suspended", "refused", "unanswered", "dormant", "slow", "open"
]
Intent = Literal[
    "hail",
    "ask",
    "explain",
    "share",
    "assure",
    "protest",
    "propose",
    "ask_help",
    "request",
    "warn",
    "ultimatum",
    "read_back",
]
MARKERS: dict[str, str] = {
    "hail": "information",
    "ask": "question",
    "explain": "information",
    "share": "information",
    "assure": "intention",
    "protest": "protest",
    "propose": "proposal",
    "ask_help": "request",
    "request": "request",
    "warn": "warning",
    "ultimatum": "warning",
    "read_back": "acknowledgement",
}
"""The message marker of each intent: SMCP's, and proposal, protest, acknowledgement."""
RESTRAINT: frozenset[str] = frozenset(
    ("explain", "share", "assure", "propose", "read_back", "ask_help")
)
"""Forms that ask the other side to hold back, or say that one does."""
CLEARING: frozenset[str] = frozenset(("explain", "share", "assure", "read_back"))
"""Forms over which both sides say what they know of doubtful acts."""
AWAITING = ("question", "warning")
"""Markers of messages that await a reply though they ask for nothing that binds."""
TELLING: frozenset[str] = frozenset(("explain", "share", "assure"))
"""Forms that say it one way, without an answer: by relay."""


@dataclass(frozen=True, slots=True)
class Start:
    """The true state that a board word stands for at the begin.

    `answer` and `decline` multiply the rates of answer and refusal, `may` the chance that
    whoever is rung may answer at once.
    """

    political: Political = "open"
    appointment: bool = False
    answer: float = 1.0
    decline: float = 1.0
    may: float = 1.0


STARTS: dict[str, Start] = {
    "open": Start(),
    "slow": Start(appointment=True),
    "dormant": Start(answer=0.5),
    "unanswered": Start(answer=0.1, may=0.0),
    "refused": Start(answer=0.25, decline=4.0),
    "suspended": Start(political="suspended"),
    "not_established": Start(political="not_established"),
}
"""What `start: WORD` means. [assumed] the factors; the words follow the channel notes."""


class Answering(Sourced):
    """How a try on a channel ends when no person decides: competing hazards until a limit."""

    answered: Rate
    declined: Rate
    tries: Span


class Hours(Sourced):
    """When a desk is staffed, by the scenario's clock; over midnight if it closes earlier."""

    opens: Duration
    closes: Duration


class Truth(Sourced):
    """The true state of a channel at the begin where it is not what its `start` stands for."""

    technical: Literal["up", "down"] = "up"
    political: Political | None = None
    access: Literal["direct", "appointment"] | None = None
    u: Probability | None = None


class Form(Sourced):
    """A message's structured intent; `rung` where saying it is itself an act.

    What it `promises` binds whoever says it; what it `asks` binds whoever says “will” to it, and
    then only is what it promises in return binding.
    """

    id: Id
    title: Text
    intent: Intent = "hail"
    rung: Rung | None = None
    promises: Terms = ()
    asks: Terms = ()
    readouts: Annotated[dict[SideRef, Text], Field(max_length=20)] = {}

    @property
    def binds(self) -> bool:
        """Say whether it holds terms."""
        return bool(self.promises or self.asks)

    @property
    def awaits(self) -> bool:
        """Say whether it awaits a reply."""
        return bool(self.asks) or MARKERS[self.intent] in AWAITING


class Clause(Sourced):
    """One clause of an offer; what it brings about once the offer is accepted.

    What binds in it is a promise among its effects. Rules that a clause opens count only between
    the services that it `covers`.
    """

    id: Id
    title: Text
    covers: Annotated[tuple[Service, ...], Field(max_length=5)] = ()
    effects: Effects = ()

    @property
    def terms(self) -> str:
        """Give its title, and what a reader must know of its terms."""
        if not self.covers:
            return self.title
        covered = ", ".join(service.replace("_", " ") for service in self.covers)
        return f"{self.title} (covers {covered})"


class Hop(Sourced):
    """One office through which a relay passes what it is given, or does not."""

    via: Text
    delay: Delay
    loss: Probability = 0.0


class Channel(Sourced):
    """A way to pass messages between seats."""

    id: Id
    name: Text
    kind: Literal["radio", "line", "meeting", "rules", "relay", "public"]
    seats: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    start: BoardWord = "open"
    ledger: Id | None = None
    differs: Text | None = None
    truth: Truth | None = None
    forms: Annotated[tuple[FormRef, ...], Field(max_length=60)] = ()
    answering: Answering | None = None
    permission: Delay | None = None
    hours: Hours | None = None
    talk: Duration | None = None
    readout: Delay | None = None
    hops: Annotated[tuple[Hop, ...], Field(max_length=3)] = ()
    fails: YesNo = True
    binds: Annotated[tuple[Service, ...], Field(max_length=5)] = ()
    politics: Politics | None = None
    note: Text | None = None

    @property
    def takes_calls(self) -> bool:
        """Say whether somebody can be called on it."""
        return self.kind == "radio" or (self.kind in DESKED and bool(self.forms))

    @model_validator(mode="after")
    def _radio_is_answered(self) -> Channel:
        if self.kind == "radio" and self.answering is None:
            raise ValueError("a radio needs “answering”: the rates of answers and refusals")
        if self.kind == "radio" and not self.forms:
            raise ValueError("a radio needs “forms”: what can be said on it")
        return self
