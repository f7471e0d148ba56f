"""What a policy is given when it is asked: its seat's knowledge, the time, chance of its own."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.draws import Draws
from sim.engine.base.setup import Setup
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import mind as minds
from sim.engine.seat.credit import expected_rung
from sim.engine.seat.handing import handed
from sim.engine.seat.reach import talk_with
from sim.engine.seat.rules import engaged
from sim.errors import PolicyError
from sim.model.channels import Channel
from sim.model.choice import Doctrine, Mind

OWN_STREAMS = "policy."
"""How the streams begin from which a policy may draw."""


class OwnDraws:
    """The chance of one seat's policy: its own streams, and itself as the subject."""

    def __init__(self, draws: Draws, seat: str) -> None:
        self._uniform, self._seat = draws.uniform, seat

    def __call__(self, stream: str, index: int, of: str = "") -> float:
        """Draw a number in (0, 1) that belongs to this run, this seat and this address.

        Args:
            stream: One of the policies' own.
            index: Counts within the seat, or within `of`.
            of: A part of the seat's affairs, such as a channel.

        Raises:
            PolicyError: the stream belongs to something else.
        """
        if not stream.startswith(OWN_STREAMS):
            raise PolicyError(f"a policy may not draw from “{stream}”; only from its own streams")
        return self._uniform(stream, f"{self._seat}.{of}" if of else self._seat, index)


@dataclass(slots=True)
class Asked:
    """What a policy is given: never more than its seat knows.

    `known` holds events by their place among those that the seat knows; `number` is the
    decision's number.
    """

    setup: Setup
    known: Known
    now_ms: int
    number: int
    draw: OwnDraws
    stands: tuple[Doctrine, dict[int, bool]] | None = None
    """By which numbers it was worked out below which rungs the seat would stay, and what came out.
    """
    _mind: Mind | None = None
    _expected: float | None = None
    _kept: Known | None = None
    """What the engine keeps for the seat: nothing of it is handed over, but it is asked."""

    @property
    def mind(self) -> Mind:
        """Give what the seat thinks now."""
        if self._mind is None:
            self._mind = minds.mind(self.setup, self.known, self.now_ms)
        return self._mind

    @property
    def expected(self) -> float:
        """Give the mean rung that the seat expects of the other side's next decision."""
        if self._expected is None:
            self._expected = expected_rung(self.setup, self.known, self.now_ms)
        return self._expected

    @classmethod
    def of(cls, setup: Setup, known: Known, *, now_ms: int, number: int, draw: OwnDraws) -> Asked:
        """Make what is given to a policy of what the engine keeps for its seat."""
        return cls(setup, handed(known), now_ms=now_ms, number=number, draw=draw, _kept=known)

    def engaged(self, channel: Channel, to: str) -> bool:
        """Say whether the seat can say nothing to somebody on a channel now."""
        known = self._kept or self.known
        return engaged(known, channel, talk_with(known, channel.id, to)) is not None

    @property
    def seat(self) -> str:
        """Give the seat that is asked."""
        return self.known.seat
