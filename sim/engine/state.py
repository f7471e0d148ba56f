"""The state of a run: what its log adds up to, and the one function that changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from sim.engine import events as ev
from sim.engine.geometry import Track
from sim.engine.knowledge import Known, add, ignorant, learn, track_told
from sim.engine.setup import Setup
from sim.model.channels import STARTS, Channel

T = TypeVar("T")


@dataclass(slots=True)
class State:
    """The truth of a run at one moment, and what each seat knows of it.

    `running` maps the number of every open interval's opening event to that event; `open` maps
    the interval's own name (such as ``window:ph_mission``) to the number.
    """

    seq: int = 0
    at_ms: int = 0
    ended: str = ""
    running: dict[int, ev.Event] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    paces: dict[str, str] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    tasks: dict[str, ev.OrderGiven] = field(default_factory=dict)
    steered: dict[str, int] = field(default_factory=dict)
    prepared: dict[str, int] = field(default_factory=dict)
    held: dict[tuple[str, str], bool] = field(default_factory=dict)
    silenced: dict[str, bool] = field(default_factory=dict)
    inside: dict[tuple[str, str], int] = field(default_factory=dict)
    spells: dict[str, int] = field(default_factory=dict)
    near: dict[tuple[str, str, float], bool] = field(default_factory=dict)
    entered: dict[str, bool] = field(default_factory=dict)
    passes: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    struck: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    leave: dict[tuple[str, str], str] = field(default_factory=dict)
    windows: dict[str, int] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    released: dict[str, bool] = field(default_factory=dict)
    tallies: dict[str, int] = field(default_factory=dict)
    rungs: dict[str, int] = field(default_factory=dict)
    tries: dict[str, tuple[int, ...]] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)
    intents: dict[str, str] = field(default_factory=dict)
    political: dict[str, str] = field(default_factory=dict)
    down: dict[str, bool] = field(default_factory=dict)
    instructions: dict[str, str] = field(default_factory=dict)
    unordered: dict[int, bool] = field(default_factory=dict)
    mishaps: dict[tuple[str, int], bool] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)

    def copy(self) -> State:
        """Copy so that evolving the copy leaves this untouched."""
        copied = State(*[_copied(getattr(self, name)) for name in _FIELDS])
        copied.known = {seat: known.copy() for seat, known in self.known.items()}
        return copied

    def opened(self, key: str) -> ev.Event | None:
        """Give the opening event of an open interval by the interval's name."""
        seq = self.open.get(key)
        return None if seq is None else self.running[seq]


_FIELDS = tuple(f.name for f in fields(State))


def _copied(value: T) -> T:
    return value.copy() if isinstance(value, dict) else value  # type: ignore[return-value]


def initial(setup: Setup) -> State:
    """Make the state before the first event."""
    scenario = setup.scenario
    state = State()
    state.flags = {flag.id: False for flag in scenario.flags}
    state.counters = {counter.id: counter.start for counter in scenario.counters}
    state.political = {channel.id: starts_as(channel) for channel in scenario.channels}
    state.known = {seat: ignorant(setup, seat) for seat in setup.seats}
    return state


def starts_as(channel: Channel) -> str:
    """Give the true political state of a channel at the begin."""
    told = channel.truth.political if channel.truth else None
    return told or STARTS[channel.start].political


def fold(setup: Setup, log: Iterable[ev.Event]) -> State:
    """Add a log up."""
    state = initial(setup)
    for event in log:
        evolve(state, event)
    return state


def evolve(state: State, event: ev.Event) -> None:
    """Take one event in. Nothing else ever changes a State."""
    seq, fact = event.seq, event.fact
    assert seq == state.seq + 1, f"log number {seq} follows {state.seq}"
    assert event.at_ms >= state.at_ms, "time never runs back"
    state.seq, state.at_ms = seq, event.at_ms
    if event.closes is not None:
        gone = state.running.pop(event.closes)
        state.open.pop(gone.fact.key, None)
    if fact.opens and event.opens:
        state.running[seq] = event
        key = fact.key
        if key:
            state.open[key] = seq
    change = _CHANGES.get(type(fact))
    if change is not None:
        change(state, event, fact)
    learn(state.known, event, event.audience)


Change = Callable[[State, ev.Event, Any], None]
_CHANGES: dict[type, Change] = {}


def _on(*kinds: type) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        for kind in kinds:
            _CHANGES[kind] = change
        return change

    return register


@_on(ev.RunEnded)
def _run_ended(state: State, event: ev.Event, fact: ev.RunEnded) -> None:
    state.ended = fact.ending


@_on(ev.SeatTaken)
def _seat_taken(state: State, event: ev.Event, fact: ev.SeatTaken) -> None:
    state.paces[fact.seat] = fact.pace


@_on(ev.OrdersDrawn)
def _orders_drawn(state: State, event: ev.Event, fact: ev.OrdersDrawn) -> None:
    state.cards[fact.seat] = fact.card


@_on(ev.WindowOpened)
def _window_opened(state: State, event: ev.Event, fact: ev.WindowOpened) -> None:
    state.windows[fact.seat] = fact.number


@_on(ev.CommandAccepted)
def _command_accepted(state: State, event: ev.Event, fact: ev.CommandAccepted) -> None:
    state.due.pop(fact.seat, None)


@_on(ev.DecisionDue)
def _decision_due(state: State, event: ev.Event, fact: ev.DecisionDue) -> None:
    state.due[fact.seat] = fact.number


@_on(ev.WindowDecided, ev.WindowLapsed)
def _window_closed(state: State, event: ev.Event, fact: ev.WindowDecided | ev.WindowLapsed) -> None:
    state.due.pop(fact.seat, None)


@_on(ev.ActBegun)
def _act_begun(state: State, event: ev.Event, fact: ev.ActBegun) -> None:
    state.prepared[fact.vessel] = event.seq


@_on(ev.ActDone)
def _act_done(state: State, event: ev.Event, fact: ev.ActDone) -> None:
    state.done[fact.move] = state.done.get(fact.move, 0) + 1


@_on(ev.LeaveAsked)
def _leave_asked(state: State, event: ev.Event, fact: ev.LeaveAsked) -> None:
    state.leave[fact.seat, fact.move] = "asked"


@_on(ev.LeaveGiven)
def _leave_given(state: State, event: ev.Event, fact: ev.LeaveGiven) -> None:
    state.leave[fact.seat, fact.move] = "given"


@_on(ev.LeaveDenied)
def _leave_denied(state: State, event: ev.Event, fact: ev.LeaveDenied) -> None:
    state.leave[fact.seat, fact.move] = "denied"


@_on(ev.OrderGiven)
def _order_given(state: State, event: ev.Event, fact: ev.OrderGiven) -> None:
    state.tasks[fact.vessel] = fact


@_on(ev.TrackChanged)
def _track_changed(state: State, event: ev.Event, fact: ev.TrackChanged) -> None:
    state.steered[fact.vessel] = event.seq
    state.tracks[fact.vessel] = track_told(event)


@_on(ev.VesselLeft)
def _vessel_left(state: State, event: ev.Event, fact: ev.VesselLeft) -> None:
    state.steered[fact.vessel] = event.seq
    state.tracks.pop(fact.vessel, None)
    state.tasks.pop(fact.vessel, None)
    for held in [held for held in state.held if held[1] == fact.vessel]:
        del state.held[held]


@_on(ev.ContactGained)
def _contact_gained(state: State, event: ev.Event, fact: ev.ContactGained) -> None:
    state.held[fact.side, fact.vessel] = True


@_on(ev.ContactLost)
def _contact_lost(state: State, event: ev.Event, fact: ev.ContactLost) -> None:
    state.held.pop((fact.side, fact.vessel), None)


@_on(ev.ApproachPassed)
def _approach_passed(state: State, event: ev.Event, fact: ev.ApproachPassed) -> None:
    pair = f"{fact.one}:{fact.two}"
    add(state.passes, pair, 1)
    state.passed[pair] = event.at_ms
    add(state.tallies, "passes", 1)


@_on(ev.HullsTouched)
def _hulls_touched(state: State, event: ev.Event, fact: ev.HullsTouched) -> None:
    add(state.tallies, "collisions", 1)


@_on(ev.GateCrossed)
def _gate_crossed(state: State, event: ev.Event, fact: ev.GateCrossed) -> None:
    if fact.inside:
        state.inside[fact.gate, fact.vessel] = event.at_ms
        state.entered[fact.gate] = True
    else:
        add(state.spells, fact.gate, event.at_ms - state.inside.pop((fact.gate, fact.vessel)))


@_on(ev.RangeCrossed)
def _range_crossed(state: State, event: ev.Event, fact: ev.RangeCrossed) -> None:
    state.near[fact.one, fact.two, fact.limit_m] = fact.near


@_on(ev.ActivityBegun)
def _activity_begun(state: State, event: ev.Event, fact: ev.ActivityBegun) -> None:
    add(state.counts, f"activity:{fact.activity}", 1)


@_on(ev.HazardStruck)
def _hazard_struck(state: State, event: ev.Event, fact: ev.HazardStruck) -> None:
    add(state.struck, f"{fact.activity}.{fact.hazard}", 1)


@_on(ev.HarmDone)
def _harm_done(state: State, event: ev.Event, fact: ev.HarmDone) -> None:
    add(state.tallies, "hurt", fact.hurt)
    add(state.tallies, "dead", fact.dead)


@_on(ev.RadioSilenced)
def _radio_silenced(state: State, event: ev.Event, fact: ev.RadioSilenced) -> None:
    state.silenced[fact.vessel] = True


@_on(ev.ActOccurred)
def _act_occurred(state: State, event: ev.Event, fact: ev.ActOccurred) -> None:
    if fact.shots:
        add(state.tallies, "shots", 1)
    if fact.doubtful and not fact.ordered:
        state.unordered[event.seq] = True


@_on(ev.ActWeighed)
def _act_weighed(state: State, event: ev.Event, fact: ev.ActWeighed) -> None:
    if fact.number and state.unordered.get(event.cause or 0):
        state.mishaps[fact.seat, fact.number] = True


@_on(ev.RungReached)
def _rung_reached(state: State, event: ev.Event, fact: ev.RungReached) -> None:
    state.rungs[fact.side] = fact.rung


@_on(ev.IntentDrawn)
def _intent_drawn(state: State, event: ev.Event, fact: ev.IntentDrawn) -> None:
    state.intents[fact.side] = fact.intent


@_on(ev.LineChanged)
def _line_changed(state: State, event: ev.Event, fact: ev.LineChanged) -> None:
    state.down[fact.channel] = not fact.works


@_on(ev.ChannelChanged)
def _channel_changed(state: State, event: ev.Event, fact: ev.ChannelChanged) -> None:
    state.political[fact.channel] = fact.political


@_on(ev.InstructionGiven)
def _instruction_given(state: State, event: ev.Event, fact: ev.InstructionGiven) -> None:
    state.instructions[fact.seat] = fact.move


@_on(ev.OfferMade)
def _offer_made(state: State, event: ev.Event, fact: ev.OfferMade) -> None:
    add(state.counts, f"offer:{fact.by}.{fact.to}", 1)


@_on(ev.CallBegun, ev.CallAsked)
def _call_begun(state: State, event: ev.Event, fact: ev.CallBegun | ev.CallAsked) -> None:
    if isinstance(fact, ev.CallAsked) or fact.vessel:
        to = fact.to if isinstance(fact, ev.CallBegun) else fact.callee
        add(state.counts, f"call:{fact.caller}.{fact.channel}.{to}", 1)


@_on(ev.FlagSet)
def _flag_set(state: State, event: ev.Event, fact: ev.FlagSet) -> None:
    state.flags[fact.flag] = fact.on


@_on(ev.CounterChanged)
def _counter_changed(state: State, event: ev.Event, fact: ev.CounterChanged) -> None:
    state.counters[fact.counter] = fact.value


@_on(ev.ChanceTaken, ev.EffectsDelayed)
def _effect_counted(
    state: State, event: ev.Event, fact: ev.ChanceTaken | ev.EffectsDelayed
) -> None:
    add(state.counts, fact.effect, 1)


@_on(ev.InjectReleased)
def _inject_released(state: State, event: ev.Event, fact: ev.InjectReleased) -> None:
    state.released[fact.inject] = True


@_on(ev.CallEnded)
def _call_ended(state: State, event: ev.Event, fact: ev.CallEnded) -> None:
    if fact.outcome == "answered":
        add(state.tallies, "contacts", 1)
        add(state.answered, fact.channel, 1)
    add(state.called, f"{fact.caller}.{fact.channel}.{fact.outcome}", 1)
    tried = state.tries.get(fact.channel, ())
    state.tries[fact.channel] = (*tried, fact.wait_ms if fact.outcome == "answered" else -1)
