"""What one seat knows: a fold over the events it may see, and nothing else.

`learn` is asked only of seats in an event's audience, and reads only fields that are not secret.
So a seat's knowledge rebuilt from its redacted log is the same, and everything shown or refused
to a seat follows from its knowledge alone (law L11).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from sim.engine.base.geometry import Track, track
from sim.engine.base.log import Event, sealed
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.contacts import ContactGained, ContactLost
from sim.engine.facts.effects import CounterChanged, FlagSet
from sim.engine.facts.encounters import ApproachPassed, HullsTouched
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.moves import (
    ActBegun,
    ActDone,
    ActWithdrawn,
    LeaveAsked,
    LeaveDenied,
    LeaveGiven,
)
from sim.engine.facts.places import GateCrossed
from sim.engine.facts.run import OrdersDrawn, RunEnded, SeatTaken
from sim.engine.facts.vessels import OrderGiven, RadioSilenced, TrackChanged, VesselLeft
from sim.engine.facts.windows import WindowDecided, WindowLapsed, WindowOpened, WindowRefreshed

T = TypeVar("T")


@sealed
class Window:
    """A seat's open decision window."""

    number: int
    opened_ms: int
    closes_ms: int
    default: str


@sealed
class Weighed:
    """An act of the other side as a seat has weighed it; what it thinks of it may change."""

    number: int
    at_ms: int
    rung: int
    doubtful: bool
    public: bool
    p: float
    bias: float
    words: float
    shared: float
    sources: tuple[str, ...]
    q: float
    step: float


@dataclass(slots=True)
class Known:
    """Everything one seat knows."""

    seat: str
    side: str
    alerts: int = 0
    alerted_ms: int = -1
    pace: str = "none"
    occupant: str = ""
    card: str = ""
    ended: str = ""
    window: Window | None = None
    tracks: dict[str, Track] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    tasks: dict[str, OrderGiven] = field(default_factory=dict)
    gone: dict[str, bool] = field(default_factory=dict)
    silenced: dict[str, bool] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    inside: dict[tuple[str, str], bool] = field(default_factory=dict)
    entered: dict[str, bool] = field(default_factory=dict)
    doing: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    leave: dict[str, str] = field(default_factory=dict)
    asks: dict[tuple[str, str], int] = field(default_factory=dict)
    released: dict[str, bool] = field(default_factory=dict)
    tallies: dict[str, int] = field(default_factory=dict)
    rungs: dict[str, int] = field(default_factory=dict)
    calls: dict[str, Event] = field(default_factory=dict)
    tried: dict[str, str] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)
    political: dict[str, str] = field(default_factory=dict)
    snubs: dict[str, int] = field(default_factory=dict)
    """How many own tries in a row rang out or were refused, by channel."""
    own_tries: int = 0
    reached: int = 0
    """How many own tries were settled, and how many of them answered."""
    spoken: dict[str, int] = field(default_factory=dict)
    dates: dict[str, int] = field(default_factory=dict)
    """For when each announced meeting is set."""
    offers: dict[str, Event] = field(default_factory=dict)
    intent: str = ""
    acts: dict[int, Weighed] = field(default_factory=dict)
    met: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """When open acts of the other side were weighed, by their rung."""
    mishap: int = 0
    mishap_ms: int = -1
    stirred_ms: int = -1
    settled: int = 0
    restrained: int = -1
    belief: tuple[float, int] | None = None
    tension: tuple[float, int] = (0.0, 0)
    pressure: tuple[float, int] = (0.0, 0)
    committed: tuple[float, int] = (0.0, 0)
    ready: int = 0
    feed: list[Event] = field(default_factory=list)
    told: list[Any] = field(default_factory=list, compare=False, repr=False)
    """The feed in words as far as it has been put into words; derived, never a fact."""

    def copy(self) -> Known:
        """Copy so that learning in the copy leaves this untouched."""
        return Known(*[_copied(getattr(self, name)) for name in _FIELDS])


_FIELDS = tuple(f.name for f in fields(Known))


def _copied(value: T) -> T:
    return value.copy() if isinstance(value, dict | list) else value  # type: ignore[return-value]


def ignorant(setup: Setup, seat: str) -> Known:
    """Make what a seat knows before the first event: flags and counters open to it."""
    scenario = setup.scenario
    return Known(
        seat,
        setup.seats[seat].side,
        flags={f.id: f.start for f in scenario.flags if seat in f.known_to},
        counters={c.id: c.start for c in scenario.counters if seat in c.known_to},
    )


def learn(seats: dict[str, Known], event: Event, audience: tuple[str, ...]) -> None:
    """Let seats that may see an event take it in."""
    fact, alert = event.fact, event.alert
    lesson = _LESSONS.get(type(fact))
    for seat in audience:
        known = seats[seat]
        known.feed.append(event)
        if seat in alert:
            known.alerts += 1
            known.alerted_ms = event.at_ms
        if lesson is not None:
            lesson(known, event, fact)


_last_told: list[tuple[Event, Track]] = []


def track_told(event: Event) -> Track:
    """Give the track an event tells of: one for the truth and all who learn it, in one go."""
    if not _last_told or _last_told[0][0] is not event:
        fact = event.fact
        made = track(
            event.at_ms, fact.x_m, fact.y_m, course_deg=fact.course_deg, speed_mps=fact.speed_mps
        )
        _last_told[:] = [(event, made)]
    return _last_told[0][1]


Lesson = Callable[[Known, Event, Any], None]
_LESSONS: dict[type, Lesson] = {}


def on(*kinds: type) -> Callable[[Lesson], Lesson]:
    """Register what a seat learns from events of these kinds."""

    def register(lesson: Lesson) -> Lesson:
        for kind in kinds:
            _LESSONS[kind] = lesson
        return lesson

    return register


@on(SeatTaken)
def _seat_taken(known: Known, event: Event, fact: SeatTaken) -> None:
    known.pace, known.occupant = fact.pace, fact.occupant


@on(OrdersDrawn)
def _orders_drawn(known: Known, event: Event, fact: OrdersDrawn) -> None:
    known.card = fact.card


@on(RunEnded)
def _run_ended(known: Known, event: Event, fact: RunEnded) -> None:
    known.ended = fact.ending
    known.window = None


@on(WindowOpened, WindowRefreshed)
def _window_opened(known: Known, event: Event, fact: WindowOpened | WindowRefreshed) -> None:
    opened = event.at_ms if known.window is None else known.window.opened_ms
    known.window = Window(fact.number, opened, fact.due_ms, fact.default)


@on(WindowDecided, WindowLapsed)
def _window_closed(known: Known, event: Event, fact: WindowDecided | WindowLapsed) -> None:
    known.window = None
    known.settled = len(known.acts)


@on(ActBegun)
def _act_begun(known: Known, event: Event, fact: ActBegun) -> None:
    known.pending[fact.move] = event.at_ms


@on(ActWithdrawn)
def _act_withdrawn(known: Known, event: Event, fact: ActWithdrawn) -> None:
    known.pending.pop(fact.move, None)


@on(ActDone)
def _act_done(known: Known, event: Event, fact: ActDone) -> None:
    known.pending.pop(fact.move, None)
    known.done[fact.move] = fact.nth


@on(LeaveAsked)
def _leave_asked(known: Known, event: Event, fact: LeaveAsked) -> None:
    if fact.seat == known.seat:
        known.leave[fact.move] = "asked"
    else:
        known.asks[fact.seat, fact.move] = event.at_ms


@on(LeaveGiven, LeaveDenied)
def _leave_settled(known: Known, event: Event, fact: LeaveGiven | LeaveDenied) -> None:
    if fact.seat == known.seat:
        known.leave[fact.move] = "given" if isinstance(fact, LeaveGiven) else "denied"
    known.asks.pop((fact.seat, fact.move), None)


@on(OrderGiven)
def _order_given(known: Known, event: Event, fact: OrderGiven) -> None:
    known.tasks[fact.vessel] = fact


@on(TrackChanged, ContactGained)
def _track_changed(known: Known, event: Event, fact: TrackChanged | ContactGained) -> None:
    known.tracks[fact.vessel] = track_told(event)
    known.lost.pop(fact.vessel, None)


@on(ContactLost)
def _contact_lost(known: Known, event: Event, fact: ContactLost) -> None:
    known.lost[fact.vessel] = event.at_ms


@on(VesselLeft)
def _vessel_left(known: Known, event: Event, fact: VesselLeft) -> None:
    known.gone[fact.vessel] = True
    known.tracks.pop(fact.vessel, None)
    known.lost.pop(fact.vessel, None)


@on(RadioSilenced)
def _radio_silenced(known: Known, event: Event, fact: RadioSilenced) -> None:
    known.silenced[fact.vessel] = True


@on(FlagSet)
def _flag_set(known: Known, event: Event, fact: FlagSet) -> None:
    known.flags[fact.flag] = fact.on


@on(CounterChanged)
def _counter_changed(known: Known, event: Event, fact: CounterChanged) -> None:
    known.counters[fact.counter] = fact.value


@on(GateCrossed)
def _gate_crossed(known: Known, event: Event, fact: GateCrossed) -> None:
    if fact.inside:
        known.inside[fact.gate, fact.vessel] = True
        known.entered[fact.gate] = True
    else:
        known.inside.pop((fact.gate, fact.vessel), None)


@on(ActivityBegun)
def _activity_begun(known: Known, event: Event, fact: ActivityBegun) -> None:
    known.doing[fact.activity] = event.at_ms


@on(ActivityEnded)
def _activity_ended(known: Known, event: Event, fact: ActivityEnded) -> None:
    known.doing.pop(fact.activity, None)


@on(InjectReleased)
def _inject_released(known: Known, event: Event, fact: InjectReleased) -> None:
    known.released[fact.inject] = True


@on(HarmDone)
def _harm_done(known: Known, event: Event, fact: HarmDone) -> None:
    add(known.tallies, "hurt", fact.hurt)
    add(known.tallies, "dead", fact.dead)


@on(HullsTouched)
def _hulls_touched(known: Known, event: Event, fact: HullsTouched) -> None:
    add(known.tallies, "collisions", 1)


@on(ApproachPassed)
def _approach_passed(known: Known, event: Event, fact: ApproachPassed) -> None:
    add(known.tallies, "passes", 1)


@on(ActOccurred)
def _act_occurred(known: Known, event: Event, fact: ActOccurred) -> None:
    if fact.shots:
        add(known.tallies, "shots", 1)


@on(RungReached)
def _rung_reached(known: Known, event: Event, fact: RungReached) -> None:
    known.rungs[fact.side] = fact.rung


def add(tallies: dict[str, int], name: str, by: int) -> None:
    """Add to a tally that counts from 0."""
    if by:
        tallies[name] = tallies.get(name, 0) + by
