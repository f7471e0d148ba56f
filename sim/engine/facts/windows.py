"""Decision windows: when a seat may decide, and whether it did."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.beliefs import BeliefsKnown
from sim.units import clock


@dataclass(slots=True)
class Window:
    """A seat's open decision window."""

    number: int
    opened_ms: int
    closes_ms: int
    default: str
    again: bool = False
    """Whether the decision before it lapsed with the same standing order."""


@dataclass(slots=True)
class WindowsState(Group):
    """How many windows seats had, and which policies decide now."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Seat → the number of its last window."""
    due: dict[str, int] = field(default_factory=dict)
    """Seat → the number of the window in which its policy decides now."""


@dataclass(slots=True)
class WindowsKnown(Group):
    """The window that is open to a seat."""

    window: Window | None = None
    """None while nothing is to be decided."""
    lapsed: str = ""
    """The standing order with which the last decision lapsed, "" if it was decided."""


@dataclass(slots=True)
class OpenWindow(Fact):
    """A window of a seat stands open."""

    seat: str
    number: int
    default: str
    due_ms: int
    decide_ms: int | None

    @property
    def key(self) -> Key:
        return ("window", self.seat)


@dataclass(slots=True)
class WindowOpened(OpenWindow):
    """A seat may decide until `due_ms`; then the standing order, if any, is carried out."""


declare("window_opened", WindowOpened, opens=True, secret=("decide_ms",))


@changes("windows", WindowOpened)
def _opened(windows: WindowsState, event: Event, fact: WindowOpened) -> None:
    windows.numbers[fact.seat] = fact.number


@dataclass(slots=True)
class WindowRefreshed(OpenWindow):
    """The open window of a seat was renewed by something it noticed."""


declare("window_refreshed", WindowRefreshed, opens=True, secret=("decide_ms",))


@learns("windows", WindowOpened, WindowRefreshed)
def _may_decide(
    windows: WindowsKnown, reader: Reader, event: Event, fact: WindowOpened | WindowRefreshed
) -> None:
    opened = event.at_ms if windows.window is None else windows.window.opened_ms
    again = bool(fact.default) and windows.lapsed == fact.default
    windows.window = Window(
        fact.number, opened, closes_ms=fact.due_ms, default=fact.default, again=again
    )


@tells(WindowOpened, WindowRefreshed)
def _tell_window_opened(setup: Setup, seat: str, fact: WindowOpened | WindowRefreshed) -> str:
    until = clock(setup.scenario.begins, fact.due_ms)
    default = setup.moves[fact.default].title if fact.default else "nothing is done"
    verb = "opens" if isinstance(fact, WindowOpened) else "is renewed"
    return sentence(f"Decision {fact.number} {verb} until {until}; otherwise: {default}")


@dataclass(slots=True)
class DecisionDue(Fact):
    """A policy decides now."""

    seat: str
    number: int


declare("decision_due", DecisionDue)


@changes("windows", DecisionDue)
def _decides_now(windows: WindowsState, event: Event, fact: DecisionDue) -> None:
    windows.due[fact.seat] = fact.number


@dataclass(slots=True)
class WindowDecided(Fact):
    """A seat used its window."""

    seat: str
    number: int
    move: str


declare("window_decided", WindowDecided)


@dataclass(slots=True)
class WindowLapsed(Fact):
    """A window closed unused."""

    seat: str
    number: int


declare("window_lapsed", WindowLapsed)


@changes("windows", WindowDecided, WindowLapsed)
def _closed(windows: WindowsState, event: Event, fact: WindowDecided | WindowLapsed) -> None:
    windows.due.pop(fact.seat, None)


@learns("windows", WindowDecided, WindowLapsed)
def _no_window(
    windows: WindowsKnown, reader: Reader, event: Event, fact: WindowDecided | WindowLapsed
) -> None:
    window, lapsed = windows.window, isinstance(fact, WindowLapsed)
    windows.lapsed = window.default if window is not None and lapsed else ""
    windows.window = None


@learns("beliefs", WindowDecided, WindowLapsed)
def _settled(
    beliefs: BeliefsKnown, reader: Reader, event: Event, fact: WindowDecided | WindowLapsed
) -> None:
    beliefs.settled = len(beliefs.weighed)


@tells(WindowLapsed)
def _tell_window_lapsed(setup: Setup, seat: str, fact: WindowLapsed) -> str:
    return f"Decision {fact.number} lapsed."


@dataclass(slots=True)
class TurnDue(Fact):
    """A staff meets as it regularly does, the next time at `due_ms`; number 0 is the begin."""

    seat: str
    nth: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("turn", self.seat)


declare("turn_due", TurnDue, opens=True)


@tells(TurnDue)
def _tell_turn_due(setup: Setup, seat: str, fact: TurnDue) -> str:
    if fact.nth == 0:
        return ""
    return f"Your staff meets, the next time at {clock(setup.scenario.begins, fact.due_ms)}."
