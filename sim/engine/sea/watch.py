"""Watching the scene: one thing looked out for, and when it happens next."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

from sim.engine.base import geometry as geo
from sim.engine.base.geometry import NEVER_MS, Track
from sim.engine.kernel.engine import Engine

NEVER: Final = NEVER_MS
STILL: Final = NEVER + 1
"""Never as the tracks are, and no manoeuvre brings anything about, unless a vessel leaves."""


class Watch(ABC):
    """One thing looked out for: when it happens next after an instant, and what happens."""

    vessels: tuple[str, ...]
    """Those on whose tracks it depends."""
    spares: ClassVar[bool] = False
    """Whether it can say how far off it is."""
    moving: ClassVar[int] = 2
    """How many ends the distance has that move."""
    reacts: ClassVar[bool] = False
    """Whether a manoeuvre alone may bring something about, unless it is `STILL`."""
    asked_after: ClassVar[frozenset[type]] = frozenset()
    """The facts after which it must be asked anew, besides manoeuvres."""

    @abstractmethod
    def next_ms(self, engine: Engine, after_ms: int) -> int:
        """Give when it happens next, a function of the state and of an instant.

        Asked at any later instant before its answer it gives the same answer. What is not noted
        as it stands is due at once.
        """

    @abstractmethod
    def happen(self, engine: Engine) -> None:
        """Let it happen, if that is how things stand now."""

    def moved(self, engine: Engine, old: dict[str, Track]) -> None:  # noqa: B027  # most need not
        """React to a manoeuvre; `old` are the tracks the vessels had before this step."""

    def spare_m(self, engine: Engine) -> float:
        """Give by how many metres a distance must change before it can happen.

        Less than nothing if it is not noted as it stands, infinity if a vessel has left.
        """
        return 0.0


class Limit(Watch):
    """A distance between two tracks that is noted when it is crossed."""

    spares = True
    radius_m: float

    @abstractmethod
    def tracks(self, engine: Engine) -> tuple[Track | None, Track | None]:
        """Give the two tracks, None for a vessel that has left."""

    @abstractmethod
    def noted(self, engine: Engine) -> bool:
        """Say whether they are noted as within the distance."""

    @abstractmethod
    def cross(self, engine: Engine, *, inside: bool) -> None:
        """Note that the distance was crossed."""

    def span(self, engine: Engine) -> tuple[int, int]:
        """Give the first instant within the distance and the first one beyond it again."""
        one, two = self.tracks(engine)
        return (NEVER, NEVER) if one is None or two is None else geo.within(one, two, self.radius_m)

    def next_ms(self, engine: Engine, after_ms: int) -> int:
        enters, leaves = self.span(engine)
        if self.noted(engine):
            return max(leaves, after_ms) if enters <= after_ms else after_ms
        return max(enters, after_ms) if leaves > after_ms else NEVER

    def happen(self, engine: Engine) -> None:
        enters, leaves = self.span(engine)
        inside = enters <= engine.now_ms < leaves
        if inside != self.noted(engine):
            self.cross(engine, inside=inside)

    def spare_m(self, engine: Engine) -> float:
        one, two = self.tracks(engine)
        if one is None or two is None:
            return 0.0 if self.noted(engine) else float("inf")
        beyond = geo.range_m(one, two, engine.now_ms) - self.radius_m
        return -beyond if self.noted(engine) else beyond


def steered(engine: Engine, *vessels: str) -> int:
    """Give the event that last put one of these vessels on its track: why they meet as they do."""
    return max(engine.state.vessels.steered[vessel] for vessel in vessels)


def note_moved(engine: Engine, vessel: str, old: Track) -> None:
    """Remember the track a vessel had when this step began."""
    engine.scratch.setdefault("moved", {}).setdefault(vessel, old)
