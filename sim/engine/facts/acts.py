"""Acts on the ladder of escalation, rungs reached, and harm to people."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("harm_done")
class HarmDone(Fact):
    """People on a vessel were hurt or killed."""

    vessel: str
    hurt: int
    dead: int


@fact("act_occurred", secret=("what", "ordered"))
class ActOccurred(Fact):
    """An act on a rung occurred; `ordered` is false for an accident.

    A `doubtful` act is of a kind that may be an accident, as everybody knows who sees it.
    """

    side: str
    rung: int
    what: str
    vessel: str = ""
    target: str = ""
    ordered: bool = True
    shots: bool = False
    doubtful: bool = False
    public: bool = False
    costly: bool = False


@fact("rung_reached")
class RungReached(Fact):
    """A side has reached a rung for the first time."""

    side: str
    rung: int
