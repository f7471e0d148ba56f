"""What is remembered of each person at a play while somebody else looks at the screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.play.seat import Guide


@dataclass(slots=True)
class Person:
    """A person in a seat.

    Attributes:
        guide: Which hints they still need.
        read: The number of the last line of their feed that they have had before them.
        taken_back: Whether time was taken back behind what they had read, and they do not know.
    """

    guide: Guide = field(default_factory=Guide)
    read: int = 0
    taken_back: bool = False
