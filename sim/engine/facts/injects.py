"""Injects: scheduled, released, withdrawn; and what the white cell makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence


@dataclass(slots=True)
class InjectsState(Group):
    """Which injects were released."""

    released: dict[str, bool] = field(default_factory=dict)
    """Inject → True once it was released."""
    held: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    """Inject that the white cell holds back → when it is due and when its time is over, ms; a due
    time of -1 is that of an inject which comes by an effect alone."""
    wanted: dict[str, bool] = field(default_factory=dict)
    """Inject that an effect would have released while it was held → True."""
    skipped: dict[str, bool] = field(default_factory=dict)
    """Inject that the white cell leaves out → True."""
    recalled: dict[str, bool] = field(default_factory=dict)
    """Inject that the white cell took back after seats had read it → True."""
    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Inject whose title or text the white cell edited → both as they are now."""
    improvised: dict[str, InjectImprovised] = field(default_factory=dict)
    """Inject that no scenario has → as the white cell wrote it."""


@dataclass(slots=True)
class InjectsKnown(Group):
    """Which injects a seat has read."""

    released: dict[str, bool] = field(default_factory=dict)
    """Inject → True once the seat has read it."""


@dataclass(slots=True)
class InjectScheduled(Fact):
    """An inject waits for its moment."""

    inject: str
    due_ms: int
    until_ms: int | None

    @property
    def key(self) -> Key:
        return ("inject", self.inject)


declare("inject_scheduled", InjectScheduled, opens=True, secret=("due_ms", "until_ms"))


@dataclass(slots=True)
class InjectReleased(Fact):
    """An inject was released."""

    inject: str


declare("inject_released", InjectReleased)


@changes("injects", InjectReleased)
def _released(injects: InjectsState, event: Event, fact: InjectReleased) -> None:
    injects.released[fact.inject] = True
    _nothing_waits(injects, fact.inject)


def _nothing_waits(injects: InjectsState, inject: str) -> None:
    injects.held.pop(inject, None)
    injects.wanted.pop(inject, None)


@learns("injects", InjectReleased)
def _read(injects: InjectsKnown, reader: Reader, event: Event, fact: InjectReleased) -> None:
    injects.released[fact.inject] = True


@tells(InjectReleased)
def _tell_inject_released(setup: Setup, seat: str, fact: InjectReleased) -> str:
    spec = setup.injects[fact.inject]
    sender = f"{spec.sender}: " if spec.sender else ""
    return f"{sender}{spec.text}" if spec.text else ""


@dataclass(slots=True)
class InjectWithdrawn(Fact):
    """An inject will not be released."""

    inject: str


declare("inject_withdrawn", InjectWithdrawn)


@changes("injects", InjectWithdrawn)
def _withdrawn(injects: InjectsState, event: Event, fact: InjectWithdrawn) -> None:
    _nothing_waits(injects, fact.inject)


@dataclass(slots=True)
class InjectRescheduled(Fact):
    """The white cell gave an inject that waits another moment, or no longer holds it back."""

    inject: str
    due_ms: int
    until_ms: int | None

    @property
    def key(self) -> Key:
        return ("inject", self.inject)


declare("inject_rescheduled", InjectRescheduled, opens=True, secret=("due_ms", "until_ms"))


@changes("injects", InjectRescheduled)
def _rescheduled(injects: InjectsState, event: Event, fact: InjectRescheduled) -> None:
    _nothing_waits(injects, fact.inject)
    injects.skipped.pop(fact.inject, None)


@dataclass(slots=True)
class InjectHeld(Fact):
    """The white cell holds an inject back: nothing releases it but the white cell."""

    inject: str
    due_ms: int
    until_ms: int | None


declare("inject_held", InjectHeld, secret=("due_ms", "until_ms"))


@changes("injects", InjectHeld)
def _held(injects: InjectsState, event: Event, fact: InjectHeld) -> None:
    injects.held[fact.inject] = fact.due_ms, fact.until_ms


@dataclass(slots=True)
class InjectWanted(Fact):
    """An effect would have released an inject that the white cell holds back."""

    inject: str


declare("inject_wanted", InjectWanted)


@changes("injects", InjectWanted)
def _wanted(injects: InjectsState, event: Event, fact: InjectWanted) -> None:
    injects.wanted[fact.inject] = True


@dataclass(slots=True)
class InjectFreed(Fact):
    """The white cell no longer holds an inject back that comes by an effect alone."""

    inject: str


declare("inject_freed", InjectFreed)


@changes("injects", InjectFreed)
def _freed(injects: InjectsState, event: Event, fact: InjectFreed) -> None:
    _nothing_waits(injects, fact.inject)


@dataclass(slots=True)
class InjectSkipped(Fact):
    """The white cell leaves an inject out."""

    inject: str


declare("inject_skipped", InjectSkipped)


@changes("injects", InjectSkipped)
def _skipped(injects: InjectsState, event: Event, fact: InjectSkipped) -> None:
    _nothing_waits(injects, fact.inject)
    injects.skipped[fact.inject] = True


@dataclass(slots=True)
class InjectReworded(Fact):
    """The white cell edited the title or the text of an inject that has not come."""

    inject: str
    title: str
    text: str


declare("inject_reworded", InjectReworded)


@changes("injects", InjectReworded)
def _reworded(injects: InjectsState, event: Event, fact: InjectReworded) -> None:
    injects.words[fact.inject] = fact.title, fact.text


@dataclass(slots=True)
class InjectImprovised(Fact):
    """The white cell wrote an inject that no scenario has; `effects` in JSON of the data language.

    Its id holds a hyphen, which no id of a scenario does.
    """

    inject: str
    title: str
    sender: str
    to: tuple[str, ...]
    text: str
    effects: str
    due_ms: int
    until_ms: int | None = None

    @property
    def key(self) -> Key:
        return ("inject", self.inject)


declare("inject_improvised", InjectImprovised, opens=True, secret=("effects", "due_ms", "until_ms"))


@changes("injects", InjectImprovised)
def _improvised(injects: InjectsState, event: Event, fact: InjectImprovised) -> None:
    injects.improvised[fact.inject] = fact


@dataclass(slots=True)
class InjectGiven(Fact):
    """Seats read an inject in the white cell's words: one it edited, or one it improvised."""

    inject: str
    sender: str
    text: str


def of_scenario(fact: InjectGiven) -> bool:
    """Say whether an inject is one of the scenario's, whose id its readers may know."""
    return bool(fact.inject) and "-" not in fact.inject


declare("inject_given", InjectGiven, secret=("inject",), open_to_all={"inject": of_scenario})


@changes("injects", InjectGiven)
def _given(injects: InjectsState, event: Event, fact: InjectGiven) -> None:
    injects.released[fact.inject] = True
    _nothing_waits(injects, fact.inject)


@learns("injects", InjectGiven)
def _read_given(injects: InjectsKnown, reader: Reader, event: Event, fact: InjectGiven) -> None:
    if of_scenario(fact):
        injects.released[fact.inject] = True


@tells(InjectGiven)
def _tell_inject_given(setup: Setup, seat: str, fact: InjectGiven) -> str:
    sender = f"{fact.sender}: " if fact.sender else ""
    return f"{sender}{fact.text}" if fact.text else ""


@dataclass(slots=True)
class InjectRecalled(Fact):
    """The white cell took back an inject that seats had read; what it brought about stands."""

    inject: str
    text: str
    reason: str


declare("inject_recalled", InjectRecalled, secret=("inject",))


@changes("injects", InjectRecalled)
def _recalled(injects: InjectsState, event: Event, fact: InjectRecalled) -> None:
    injects.recalled[fact.inject] = True


@tells(InjectRecalled)
def _tell_inject_recalled(setup: Setup, seat: str, fact: InjectRecalled) -> str:
    reason = f" {sentence(fact.reason)}" if fact.reason else ""
    return f"The white cell takes a message back, disregard it: “{fact.text}”{reason}"
