"""What one seat knows: a fold over the events it may see, and nothing else.

`learn` is asked only of seats in an event's audience, and reads only fields that are not secret.
So a seat's knowledge rebuilt from its redacted log is the same, and everything shown or refused
to a seat follows from its knowledge alone (law L11).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from sim.engine import events as ev
from sim.engine.geometry import Track, track
from sim.engine.log import sealed
from sim.engine.setup import Setup

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
    tasks: dict[str, ev.OrderGiven] = field(default_factory=dict)
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
    calls: dict[str, ev.Event] = field(default_factory=dict)
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
    offers: dict[str, ev.Event] = field(default_factory=dict)
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
    feed: list[ev.Event] = field(default_factory=list)
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


def learn(seats: dict[str, Known], event: ev.Event, audience: tuple[str, ...]) -> None:
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


_last_told: list[tuple[ev.Event, Track]] = []


def track_told(event: ev.Event) -> Track:
    """Give the track an event tells of: one for the truth and all who learn it, in one go."""
    if not _last_told or _last_told[0][0] is not event:
        fact = event.fact
        made = track(event.at_ms, fact.x_m, fact.y_m, fact.course_deg, fact.speed_mps)
        _last_told[:] = [(event, made)]
    return _last_told[0][1]


Lesson = Callable[[Known, ev.Event, Any], None]
_LESSONS: dict[type, Lesson] = {}


def on(*kinds: type) -> Callable[[Lesson], Lesson]:
    """Register what a seat learns from events of these kinds."""

    def register(lesson: Lesson) -> Lesson:
        for kind in kinds:
            _LESSONS[kind] = lesson
        return lesson

    return register


@on(ev.SeatTaken)
def _seat_taken(known: Known, event: ev.Event, fact: ev.SeatTaken) -> None:
    known.pace, known.occupant = fact.pace, fact.occupant


@on(ev.OrdersDrawn)
def _orders_drawn(known: Known, event: ev.Event, fact: ev.OrdersDrawn) -> None:
    known.card = fact.card


@on(ev.RunEnded)
def _run_ended(known: Known, event: ev.Event, fact: ev.RunEnded) -> None:
    known.ended = fact.ending
    known.window = None


@on(ev.WindowOpened, ev.WindowRefreshed)
def _window_opened(
    known: Known, event: ev.Event, fact: ev.WindowOpened | ev.WindowRefreshed
) -> None:
    opened = event.at_ms if known.window is None else known.window.opened_ms
    known.window = Window(fact.number, opened, fact.due_ms, fact.default)


@on(ev.WindowDecided, ev.WindowLapsed)
def _window_closed(known: Known, event: ev.Event, fact: ev.WindowDecided | ev.WindowLapsed) -> None:
    known.window = None
    known.settled = len(known.acts)


@on(ev.ActBegun)
def _act_begun(known: Known, event: ev.Event, fact: ev.ActBegun) -> None:
    known.pending[fact.move] = event.at_ms


@on(ev.ActWithdrawn)
def _act_withdrawn(known: Known, event: ev.Event, fact: ev.ActWithdrawn) -> None:
    known.pending.pop(fact.move, None)


@on(ev.ActDone)
def _act_done(known: Known, event: ev.Event, fact: ev.ActDone) -> None:
    known.pending.pop(fact.move, None)
    known.done[fact.move] = fact.nth


@on(ev.LeaveAsked)
def _leave_asked(known: Known, event: ev.Event, fact: ev.LeaveAsked) -> None:
    if fact.seat == known.seat:
        known.leave[fact.move] = "asked"
    else:
        known.asks[fact.seat, fact.move] = event.at_ms


@on(ev.LeaveGiven, ev.LeaveDenied)
def _leave_settled(known: Known, event: ev.Event, fact: ev.LeaveGiven | ev.LeaveDenied) -> None:
    if fact.seat == known.seat:
        known.leave[fact.move] = "given" if isinstance(fact, ev.LeaveGiven) else "denied"
    known.asks.pop((fact.seat, fact.move), None)


@on(ev.OrderGiven)
def _order_given(known: Known, event: ev.Event, fact: ev.OrderGiven) -> None:
    known.tasks[fact.vessel] = fact


@on(ev.TrackChanged, ev.ContactGained)
def _track_changed(known: Known, event: ev.Event, fact: ev.TrackChanged | ev.ContactGained) -> None:
    known.tracks[fact.vessel] = track_told(event)
    known.lost.pop(fact.vessel, None)


@on(ev.ContactLost)
def _contact_lost(known: Known, event: ev.Event, fact: ev.ContactLost) -> None:
    known.lost[fact.vessel] = event.at_ms


@on(ev.VesselLeft)
def _vessel_left(known: Known, event: ev.Event, fact: ev.VesselLeft) -> None:
    known.gone[fact.vessel] = True
    known.tracks.pop(fact.vessel, None)
    known.lost.pop(fact.vessel, None)


@on(ev.RadioSilenced)
def _radio_silenced(known: Known, event: ev.Event, fact: ev.RadioSilenced) -> None:
    known.silenced[fact.vessel] = True


@on(ev.FlagSet)
def _flag_set(known: Known, event: ev.Event, fact: ev.FlagSet) -> None:
    known.flags[fact.flag] = fact.on


@on(ev.CounterChanged)
def _counter_changed(known: Known, event: ev.Event, fact: ev.CounterChanged) -> None:
    known.counters[fact.counter] = fact.value


@on(ev.GateCrossed)
def _gate_crossed(known: Known, event: ev.Event, fact: ev.GateCrossed) -> None:
    if fact.inside:
        known.inside[fact.gate, fact.vessel] = True
        known.entered[fact.gate] = True
    else:
        known.inside.pop((fact.gate, fact.vessel), None)


@on(ev.ActivityBegun)
def _activity_begun(known: Known, event: ev.Event, fact: ev.ActivityBegun) -> None:
    known.doing[fact.activity] = event.at_ms


@on(ev.ActivityEnded)
def _activity_ended(known: Known, event: ev.Event, fact: ev.ActivityEnded) -> None:
    known.doing.pop(fact.activity, None)


@on(ev.InjectReleased)
def _inject_released(known: Known, event: ev.Event, fact: ev.InjectReleased) -> None:
    known.released[fact.inject] = True


@on(ev.HarmDone)
def _harm_done(known: Known, event: ev.Event, fact: ev.HarmDone) -> None:
    add(known.tallies, "hurt", fact.hurt)
    add(known.tallies, "dead", fact.dead)


@on(ev.HullsTouched)
def _hulls_touched(known: Known, event: ev.Event, fact: ev.HullsTouched) -> None:
    add(known.tallies, "collisions", 1)


@on(ev.ApproachPassed)
def _approach_passed(known: Known, event: ev.Event, fact: ev.ApproachPassed) -> None:
    add(known.tallies, "passes", 1)


@on(ev.ActOccurred)
def _act_occurred(known: Known, event: ev.Event, fact: ev.ActOccurred) -> None:
    if fact.shots:
        add(known.tallies, "shots", 1)


@on(ev.RungReached)
def _rung_reached(known: Known, event: ev.Event, fact: ev.RungReached) -> None:
    known.rungs[fact.side] = fact.rung


def add(tallies: dict[str, int], name: str, by: int) -> None:
    """Add to a tally that counts from 0."""
    if by:
        tallies[name] = tallies.get(name, 0) + by
