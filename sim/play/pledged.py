"""What a seat could bind by what it says, and at the end what became of every promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.promises import (
    PromiseClosed,
    PromiseHeard,
    PromiseMade,
    PromiseReleased,
    PromiseTested,
)
from sim.engine.facts.terms import OUTCOMES, in_words
from sim.engine.facts.vessels import VesselLeft
from sim.engine.kernel.knowledge import Known
from sim.engine.lines.filling import Between, filled
from sim.engine.seat.reach import calling_vessel
from sim.engine.seat.words import TermLine, term_line
from sim.play import deeds
from sim.units import clock


def sayable(setup: Setup, known: Known, channel: str, to: str, form: str) -> tuple[TermLine, ...]:
    """Give the terms of a form as a seat would say them to somebody, its own first."""
    radio = setup.channels[channel].kind == "radio"
    vessel = (calling_vessel(setup, known) or "") if radio else ""
    between, spec = Between(vessel, to if radio else "", channel), setup.forms[form]
    own = [filled(setup, term, between) for term in spec.promises]
    asked = [filled(setup, term, between.turned()) for term in spec.asks]
    return (
        *(term_line(setup, term, binds_us=True) for term in own),
        *(term_line(setup, term, binds_us=False) for term in asked),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What a seat took a promise for, and when."""

    seat: str
    title: str
    outcome: str
    clock: str


@dataclass(slots=True)
class PromiseEnd:
    """A promise as it truly went, and what each seat that heard it took it for.

    `outcome` is "" while it is open; `tested` if it was put to the test at any time; `mishap` if
    what broke it was ordered by nobody. `breaker` says by which act it was broken, and by whose
    order, `why` what whoever ordered it had on its mind; `parted_clock` when the ships of one end
    left, if nothing else had become of it by then.
    """

    promise: str
    made: Event
    by: str
    to: str
    channel: str
    text: str
    made_clock: str
    outcome: str = ""
    closed: Event | None = None
    closed_clock: str = ""
    released_clock: str = ""
    parted_clock: str = ""
    renewed: bool = False
    tested: bool = False
    mishap: bool = False
    breaker: str = ""
    why: tuple[str, ...] = ()
    heard: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Say what became of it, in a few words."""
        if self.outcome == "kept" and self.tested:
            return "kept under test"
        if self.mishap:
            return "broken by a mishap"
        if self.parted_clock:
            return "lapsed as ships parted"
        if self.outcome == "untested" and self.tested:
            return "tested, then over"
        return OUTCOMES[self.outcome] if self.outcome else "open"

    @property
    def sentence(self) -> str:
        """Say who promised what to whom, what became of it, by what, and why it was broken."""
        return " ".join([self.course, *self.why])

    @property
    def course(self) -> str:
        """Say the same but for why, which may tell what orders somebody held."""
        match self.outcome:
            case "broken":
                head = f"{self.closed_clock} {self.by} broke its word to {self.to}"
            case "kept" if self.tested:
                head = f"{self.closed_clock} {self.by} kept its word to {self.to} under test"
            case _:
                head = f"{self.made_clock} {self.by} to {self.to} on {self.channel}: {self.text}"
                return f"{sentence(head)} {self._faded}"
        act = sentence(f" It was broken {self.breaker}") if self.breaker else ""
        return f"{head}: {self.text} (given at {self.made_clock} on {self.channel}).{act}"

    @property
    def fate(self) -> str:
        """Say what became of it, when, and by what or by whom."""
        match self.outcome:
            case "broken":
                fate = sentence(f"Broken at {self.closed_clock} {self.breaker}".rstrip())
                return " ".join([fate, *self.why])
            case "kept" if self.tested:
                ended = f"; {self.to} ended it" if self.released_clock else ""
                return f"Kept under test until {self.closed_clock}{ended}."
        return self._faded

    @property
    def _faded(self) -> str:
        """Say how a promise ended that was neither broken nor kept under test to its end."""
        untested = "it was never put to the test"
        if self.tested:
            untested = "it had been put to the test before, and held"
        if self.parted_clock:
            return f"Lapsed at {self.parted_clock} as the ships parted; {untested}."
        match self.outcome:
            case "":
                return "It was open as all ended."
            case "released":
                return f"{self.to} ended it at {self.released_clock}."
            case "void":
                return f"Void from {self.closed_clock}, as what it was given for was broken."
            case "untested" if self.renewed:
                return f"Said anew at {self.closed_clock}; {untested}."
        return f"Over at {self.closed_clock}; {untested}."


def promise_ends(setup: Setup, log: Sequence[Event]) -> tuple[PromiseEnd, ...]:
    """Follow every promise through a log, in the order in which they were made."""
    found: dict[str, PromiseEnd] = {}
    parted: dict[str, Event] = {}
    for event in log:
        fact = event.fact
        if isinstance(fact, VesselLeft):
            parted.setdefault(setup.commander.get(fact.vessel, ""), event)
        if isinstance(fact, PromiseMade):
            found[fact.promise] = _made(setup, event, fact)
            continue
        if not isinstance(
            fact, PromiseHeard | PromiseTested | PromiseClosed | PromiseJudged | PromiseReleased
        ):
            continue
        end = found[fact.promise]
        match fact:
            case PromiseHeard():
                end.heard.append(fact.seat)
            case PromiseTested():
                end.tested = True
            case PromiseReleased():
                end.released_clock = clock(setup.scenario.begins, event.at_ms)
            case PromiseClosed():
                end.outcome, end.closed = fact.outcome, event
                end.closed_clock = clock(setup.scenario.begins, event.at_ms)
                end.tested = end.tested or fact.outcome == "kept"
                act = log[event.cause - 1].fact if event.cause else None
                if fact.outcome == "broken" and isinstance(act, ActOccurred):
                    end.mishap = not act.ordered
                act_by = deeds.deed(setup, log, event) if fact.outcome == "broken" else None
                end.breaker = deeds.by(setup, act_by) if act_by else ""
                end.renewed = event.cause != end.made.seq
            case PromiseJudged():
                at = clock(setup.scenario.begins, event.at_ms)
                title = setup.seats[fact.seat].title
                end.taken.append(Taken(fact.seat, title, OUTCOMES[fact.outcome], at))
    for end in found.values():
        _part(setup, end, parted)
    return tuple(found.values())


def _part(setup: Setup, end: PromiseEnd, parted: Mapping[str, Event]) -> None:
    """Note when the ships of a promise parted, if it was nothing but over after that."""
    made: PromiseMade = end.made.fact
    gone = [parted[seat] for seat in (made.by, made.to) if seat in parted]
    until = end.closed.seq if end.closed is not None else None
    if gone and end.outcome in ("", "untested") and not end.renewed:
        first = min(gone, key=lambda event: event.seq)
        if end.made.seq < first.seq and (until is None or first.seq <= until):
            end.parted_clock = clock(setup.scenario.begins, first.at_ms)


def _made(setup: Setup, event: Event, fact: PromiseMade) -> PromiseEnd:
    return PromiseEnd(
        fact.promise,
        event,
        by=setup.seats[fact.by].title,
        to=setup.seats[fact.to].title,
        channel=setup.channels[fact.channel].name,
        text=in_words(setup, fact.term, fact.due_ms),
        made_clock=clock(setup.scenario.begins, event.at_ms),
    )


def weighty(event: Event) -> bool:
    """Say whether a seat learns from an event that a promise was kept or broken."""
    return isinstance(event.fact, PromiseClosed | PromiseJudged) and event.fact.outcome in (
        "kept",
        "broken",
    )
