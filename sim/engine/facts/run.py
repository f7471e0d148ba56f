"""A run from its begin to its end, who sits in its seats, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.windows import WindowsKnown, WindowsState


@dataclass(slots=True)
class RunState(Group):
    """Whether the run has ended, who sits where, and what each is after."""

    ended: str = ""
    """The ending, "" while the run goes on."""
    control: dict[str, str] = field(default_factory=dict)
    """Seat → who controls it: person, policy, script or none."""
    order_cards: dict[str, str] = field(default_factory=dict)
    """Seat → which of its candidate orders it holds."""
    intents: dict[str, str] = field(default_factory=dict)
    """Side → what it is after: status_quo or revisionist."""


@dataclass(slots=True)
class RunKnown(Group):
    """What a seat knows of the run and of itself."""

    ended: str = ""
    """The ending, "" while the run goes on."""
    control: str = "none"
    """Who controls the seat: person, policy, script or none."""
    occupant: str = ""
    """What fills the seat, by its name."""
    order_card: str = ""
    """Which of its candidate orders the seat holds."""
    intent: str = ""
    """What its own side is after."""


@dataclass(slots=True)
class RunBegun(Fact):
    """The run began; it ends at `due_ms` at the latest."""

    due_ms: int

    @property
    def key(self) -> Key:
        return ("run",)


declare("run_begun", RunBegun, opens=True)


@tells(RunBegun)
def _tell_run_begun(setup: Setup, seat: str, fact: RunBegun) -> str:
    return sentence(f"{setup.scenario.title}: it begins. You are: {setup.seats[seat].title}")


@dataclass(slots=True)
class RunClosing(Fact):
    """The run is to end when this instant is finished."""

    due_ms: int

    @property
    def key(self) -> Key:
        return ("closing",)


declare("run_closing", RunClosing, opens=True)


@dataclass(slots=True)
class RunEnded(Fact):
    """The run ended, named by what happened. Nothing follows."""

    ending: str


declare("run_ended", RunEnded)


@changes("run", RunEnded)
def _ended(run: RunState, event: Event, fact: RunEnded) -> None:
    run.ended = fact.ending


@learns("run", RunEnded)
def _end_seen(run: RunKnown, reader: Reader, event: Event, fact: RunEnded) -> None:
    run.ended = fact.ending


@learns("windows", RunEnded)
def _no_more_windows(windows: WindowsKnown, reader: Reader, event: Event, fact: RunEnded) -> None:
    windows.window = None


@tells(RunEnded)
def _tell_run_ended(setup: Setup, seat: str, fact: RunEnded) -> str:
    return sentence(f"Ending: {setup.endings[fact.ending].title}")


@dataclass(slots=True)
class SeatTaken(Fact):
    """An occupant sits down: `pace` is person, policy, script or none (never decides)."""

    seat: str
    occupant: str
    pace: str


declare("seat_taken", SeatTaken)


@changes("run", SeatTaken)
def _taken(run: RunState, event: Event, fact: SeatTaken) -> None:
    run.control[fact.seat] = fact.pace


@learns("run", SeatTaken)
def _sat_down(run: RunKnown, reader: Reader, event: Event, fact: SeatTaken) -> None:
    run.control, run.occupant = fact.pace, fact.occupant


@dataclass(slots=True)
class OrdersDrawn(Fact):
    """A seat holds this one of its candidate orders."""

    seat: str
    card: str


declare("orders_drawn", OrdersDrawn)


@changes("run", OrdersDrawn)
def _drawn(run: RunState, event: Event, fact: OrdersDrawn) -> None:
    run.order_cards[fact.seat] = fact.card


@learns("run", OrdersDrawn)
def _read_orders(run: RunKnown, reader: Reader, event: Event, fact: OrdersDrawn) -> None:
    run.order_card = fact.card


@tells(OrdersDrawn)
def _tell_orders_drawn(setup: Setup, seat: str, fact: OrdersDrawn) -> str:
    card = next(c for c in setup.seats[seat].orders if c.id == fact.card)
    return f"{sentence(f'Your orders: {card.title}')} {card.text}"


@dataclass(slots=True)
class CommandAccepted(Fact):
    """What a seat asked for was accepted."""

    seat: str
    verb: str
    subject: str
    to: str
    form: str
    text: str
    clauses: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()


declare("command_accepted", CommandAccepted)


@changes("windows", CommandAccepted)
def _used(windows: WindowsState, event: Event, fact: CommandAccepted) -> None:
    if fact.verb in ("choose", "pass"):  # a word said just then decides nothing
        windows.due.pop(fact.seat, None)


@dataclass(slots=True)
class NoteMade(Fact):
    """A seat wrote something down."""

    seat: str
    text: str


declare("note_made", NoteMade)


@tells(NoteMade)
def _tell_note_made(setup: Setup, seat: str, fact: NoteMade) -> str:
    return f"Note: {fact.text}"


@dataclass(slots=True)
class IntentDrawn(Fact):
    """What a side is after: status_quo or revisionist. Only its own seats know."""

    side: str
    intent: str


declare("intent_drawn", IntentDrawn)


@changes("run", IntentDrawn)
def _intends(run: RunState, event: Event, fact: IntentDrawn) -> None:
    run.intents[fact.side] = fact.intent


@learns("run", IntentDrawn)
def _own_intent(run: RunKnown, reader: Reader, event: Event, fact: IntentDrawn) -> None:
    run.intent = fact.intent


@tells(IntentDrawn)
def _tell_intent_drawn(setup: Setup, seat: str, fact: IntentDrawn) -> str:
    if fact.intent == "revisionist":
        return "Your side wants to change how things stand here."
    return ""
