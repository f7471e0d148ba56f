"""Moves: chosen, prepared in sight of others, carried out; and the leave some need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, vessel_name


@dataclass(slots=True)
class MovesState(Group):
    """What is prepared, what was done, and who has leave for what."""

    prepared: dict[str, int] = field(default_factory=dict)
    """Vessel → the number of the event that began what it prepares."""
    done: dict[str, int] = field(default_factory=dict)
    """Move → how often it was carried out."""
    leave: dict[tuple[str, str], str] = field(default_factory=dict)
    """(Seat, move) → asked, given or denied."""
    instructions: dict[str, str] = field(default_factory=dict)
    """Seat → the move of an order that goes before all others, "" for none."""


@dataclass(slots=True)
class MovesKnown(Group):
    """What a seat knows of moves."""

    done: dict[str, int] = field(default_factory=dict)
    """Move → how often it was carried out."""
    pending: dict[str, int] = field(default_factory=dict)
    """Own move in preparation → since when, ms."""
    leave: dict[str, str] = field(default_factory=dict)
    """Own move → asked, given or denied."""
    asks: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Seat, move) that asks this seat's leave → since when, ms."""


class LeaveRequest(NamedTuple):
    """Who asks leave for which move, as a command names it."""

    seat: str
    move: str

    @property
    def subject(self) -> str:
        """Write it as the subject of a command, ``seat:move``."""
        return f"{self.seat}:{self.move}"

    @classmethod
    def read(cls, subject: str) -> LeaveRequest:
        """Read it from the subject of a command."""
        seat, _, move = subject.partition(":")
        return cls(seat, move)


@dataclass(slots=True)
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


declare("move_chosen", MoveChosen)


@tells(MoveChosen)
def _tell_move_chosen(setup: Setup, seat: str, fact: MoveChosen) -> str:
    how = "Standing order" if fact.by == "standing_order" else "Ordered"
    return sentence(f"{how}: {setup.moves[fact.move].title}")


@dataclass(slots=True)
class ActBegun(Fact):
    """A chosen move is being prepared."""

    seat: str
    move: str
    vessel: str
    due_ms: int

    @property
    def key(self) -> Key:
        return ("act", self.seat, self.move)


declare("act_begun", ActBegun, opens=True, secret=("due_ms",))


@changes("moves", ActBegun)
def _prepares(moves: MovesState, event: Event, fact: ActBegun) -> None:
    moves.prepared[fact.vessel] = event.seq


@learns("moves", ActBegun)
def _own_act_begun(moves: MovesKnown, reader: Reader, event: Event, fact: ActBegun) -> None:
    moves.pending[fact.move] = event.at_ms


@dataclass(slots=True)
class CueShown(Fact):
    """Something can be seen on a vessel; it does not tell why."""

    vessel: str
    text: str


declare("cue_shown", CueShown)


@tells(CueShown)
def _tell_cue_shown(setup: Setup, seat: str, fact: CueShown) -> str:
    return sentence(f"Seen on {vessel_name(setup, fact.vessel)}: {fact.text}")


@dataclass(slots=True)
class ActWithdrawn(Fact):
    """A move in preparation was countermanded."""

    seat: str
    move: str


declare("act_withdrawn", ActWithdrawn)


@learns("moves", ActWithdrawn)
def _own_act_withdrawn(moves: MovesKnown, reader: Reader, event: Event, fact: ActWithdrawn) -> None:
    moves.pending.pop(fact.move, None)


@tells(ActWithdrawn)
def _tell_act_withdrawn(setup: Setup, seat: str, fact: ActWithdrawn) -> str:
    return sentence(f"Countermanded: {setup.moves[fact.move].title}")


@dataclass(slots=True)
class ActDone(Fact):
    """A move was carried out; `nth` counts how often so far."""

    seat: str
    move: str
    nth: int


declare("act_done", ActDone)


@changes("moves", ActDone)
def _done(moves: MovesState, event: Event, fact: ActDone) -> None:
    add(moves.done, fact.move, 1)


@learns("moves", ActDone)
def _own_act_done(moves: MovesKnown, reader: Reader, event: Event, fact: ActDone) -> None:
    moves.pending.pop(fact.move, None)
    moves.done[fact.move] = fact.nth


@tells(ActDone)
def _tell_act_done(setup: Setup, seat: str, fact: ActDone) -> str:
    return sentence(f"Carried out: {setup.moves[fact.move].title}")


@dataclass(slots=True)
class LeaveAsked(Fact):
    """A seat asked another's leave for a move."""

    seat: str
    of: str
    move: str
    due_ms: int

    @property
    def key(self) -> Key:
        return ("leave", self.seat, self.move)


declare("leave_asked", LeaveAsked, opens=True, secret=("due_ms",))


@changes("moves", LeaveAsked)
def _leave_asked(moves: MovesState, event: Event, fact: LeaveAsked) -> None:
    moves.leave[fact.seat, fact.move] = "asked"


@learns("moves", LeaveAsked)
def _asks_leave(moves: MovesKnown, reader: Reader, event: Event, fact: LeaveAsked) -> None:
    if fact.seat == reader.seat:
        moves.leave[fact.move] = "asked"
    else:
        moves.asks[fact.seat, fact.move] = event.at_ms


@tells(LeaveAsked)
def _tell_leave_asked(setup: Setup, seat: str, fact: LeaveAsked) -> str:
    title = setup.moves[fact.move].title
    if fact.seat == seat:
        return sentence(f"Leave asked of {setup.seats[fact.of].title}: {title}")
    return sentence(f"Your leave asked by {setup.seats[fact.seat].title}: {title}")


@dataclass(slots=True)
class LeaveGiven(Fact):
    """Leave for a move was given."""

    seat: str
    of: str
    move: str


declare("leave_given", LeaveGiven)


@tells(LeaveGiven)
def _tell_leave_given(setup: Setup, seat: str, fact: LeaveGiven) -> str:
    title = setup.moves[fact.move].title
    return sentence(f"Leave given by {setup.seats[fact.of].title}: {title}")


@dataclass(slots=True)
class LeaveDenied(Fact):
    """Leave for a move was denied."""

    seat: str
    of: str
    move: str


declare("leave_denied", LeaveDenied)


@changes("moves", LeaveGiven, LeaveDenied)
def _leave_settled(moves: MovesState, event: Event, fact: LeaveGiven | LeaveDenied) -> None:
    moves.leave[fact.seat, fact.move] = "given" if isinstance(fact, LeaveGiven) else "denied"


@learns("moves", LeaveGiven, LeaveDenied)
def _hears_of_leave(
    moves: MovesKnown, reader: Reader, event: Event, fact: LeaveGiven | LeaveDenied
) -> None:
    if fact.seat == reader.seat:
        moves.leave[fact.move] = "given" if isinstance(fact, LeaveGiven) else "denied"
    moves.asks.pop((fact.seat, fact.move), None)


@tells(LeaveDenied)
def _tell_leave_denied(setup: Setup, seat: str, fact: LeaveDenied) -> str:
    title = setup.moves[fact.move].title
    return sentence(f"Leave denied by {setup.seats[fact.of].title}: {title}")


@dataclass(slots=True)
class InstructionGiven(Fact):
    """A seat has a standing order that goes before all others; "" takes it away."""

    seat: str
    move: str


declare("instruction_given", InstructionGiven)


@changes("moves", InstructionGiven)
def _instructed(moves: MovesState, event: Event, fact: InstructionGiven) -> None:
    moves.instructions[fact.seat] = fact.move


@tells(InstructionGiven)
def _tell_instruction_given(setup: Setup, seat: str, fact: InstructionGiven) -> str:
    if not fact.move:
        return "The standing instruction is lifted."
    return sentence(f"Standing instruction: {setup.moves[fact.move].title}")
