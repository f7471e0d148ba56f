"""Moves: chosen, prepared in sight of others, carried out; and the leave some need."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("move_chosen")
class MoveChosen(Fact):
    """A move was chosen; `by` is seat or standing_order.

    What the seat thought: `p` its belief that the other side is revisionist, `q` how sure it was
    that what provoked it was meant (0: nothing did), `contact` whether a word came before.
    """

    seat: str
    move: str
    by: str
    p: float = 0.0
    q: float = 0.0
    contact: bool = False


@fact("act_begun", opens=True, secret=("due_ms",))
class ActBegun(Fact):
    """A chosen move is being prepared."""

    seat: str
    move: str
    vessel: str
    due_ms: int

    @property
    def key(self) -> str:
        return f"act:{self.seat}:{self.move}"


@fact("cue_shown")
class CueShown(Fact):
    """Something can be seen on a vessel; it does not tell why."""

    vessel: str
    text: str


@fact("act_withdrawn")
class ActWithdrawn(Fact):
    """A move in preparation was countermanded."""

    seat: str
    move: str


@fact("act_done")
class ActDone(Fact):
    """A move was carried out; `nth` counts how often so far."""

    seat: str
    move: str
    nth: int


@fact("leave_asked", opens=True, secret=("due_ms",))
class LeaveAsked(Fact):
    """A seat asked another's leave for a move."""

    seat: str
    of: str
    move: str
    due_ms: int

    @property
    def key(self) -> str:
        return f"leave:{self.seat}:{self.move}"


@fact("leave_given")
class LeaveGiven(Fact):
    """Leave for a move was given."""

    seat: str
    of: str
    move: str


@fact("leave_denied")
class LeaveDenied(Fact):
    """Leave for a move was denied."""

    seat: str
    of: str
    move: str


@fact("instruction_given")
class InstructionGiven(Fact):
    """A seat has a standing order that goes before all others; "" takes it away."""

    seat: str
    move: str
