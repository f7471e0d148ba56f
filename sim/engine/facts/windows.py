"""Decision windows: when a seat may decide, and whether it did."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("window_opened", opens=True, secret=("decide_ms",))
class WindowOpened(Fact):
    """A seat may decide until `due_ms`; then the standing order, if any, is carried out."""

    seat: str
    number: int
    default: str
    due_ms: int
    decide_ms: int | None

    @property
    def key(self) -> str:
        return f"window:{self.seat}"


@fact("window_refreshed", opens=True, secret=("decide_ms",))
class WindowRefreshed(Fact):
    """The open window of a seat was renewed by something it noticed."""

    seat: str
    number: int
    default: str
    due_ms: int
    decide_ms: int | None

    @property
    def key(self) -> str:
        return f"window:{self.seat}"


@fact("decision_due")
class DecisionDue(Fact):
    """A policy decides now."""

    seat: str
    number: int


@fact("window_decided")
class WindowDecided(Fact):
    """A seat used its window."""

    seat: str
    number: int
    move: str


@fact("window_lapsed")
class WindowLapsed(Fact):
    """A window closed unused."""

    seat: str
    number: int


@fact("turn_due", opens=True)
class TurnDue(Fact):
    """A staff meets as it regularly does, the next time at `due_ms`; number 0 is the begin."""

    seat: str
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"turn:{self.seat}"
