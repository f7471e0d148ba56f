"""Facts about runs, seats, windows, moves, leave and news."""

from __future__ import annotations

from sim.engine.log import Fact, fact


@fact("run_begun", opens=True)
class RunBegun(Fact):
    """The run began; it ends at `due_ms` at the latest."""

    due_ms: int

    @property
    def key(self) -> str:
        return "run"


@fact("run_closing", opens=True)
class RunClosing(Fact):
    """The run is to end when this instant is finished."""

    due_ms: int

    @property
    def key(self) -> str:
        return "closing"


@fact("run_ended")
class RunEnded(Fact):
    """The run ended, named by what happened. Nothing follows."""

    ending: str


@fact("seat_taken")
class SeatTaken(Fact):
    """An occupant sits down: `pace` is person, policy, script or none (never decides)."""

    seat: str
    occupant: str
    pace: str


@fact("orders_drawn")
class OrdersDrawn(Fact):
    """A seat holds this one of its candidate orders."""

    seat: str
    card: str


@fact("command_accepted")
class CommandAccepted(Fact):
    """What a seat asked for was accepted."""

    seat: str
    verb: str
    subject: str
    to: str
    form: str
    text: str
    clauses: tuple[str, ...] = ()


@fact("note_made")
class NoteMade(Fact):
    """A seat wrote something down."""

    seat: str
    text: str


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


@fact("told")
class Told(Fact):
    """Seats were told something."""

    text: str


@fact("inject_scheduled", opens=True, secret=("due_ms", "until_ms"))
class InjectScheduled(Fact):
    """An inject waits for its moment."""

    inject: str
    due_ms: int
    until_ms: int | None

    @property
    def key(self) -> str:
        return f"inject:{self.inject}"


@fact("inject_released")
class InjectReleased(Fact):
    """An inject was released."""

    inject: str


@fact("inject_withdrawn")
class InjectWithdrawn(Fact):
    """An inject will not be released."""

    inject: str


@fact("flag_set")
class FlagSet(Fact):
    """A flag was set or cleared."""

    flag: str
    on: bool


@fact("counter_changed")
class CounterChanged(Fact):
    """A counter has a new value."""

    counter: str
    value: int


@fact("chance_taken")
class ChanceTaken(Fact):
    """Chance decided between two lists of effects."""

    effect: str
    nth: int
    happened: bool


@fact("effects_delayed", opens=True, secret=("due_ms",))
class EffectsDelayed(Fact):
    """Effects wait for their delay."""

    effect: str
    seat: str
    nth: int
    due_ms: int


@fact("effects_applied")
class EffectsApplied(Fact):
    """Delayed effects came about."""

    effect: str
