"""The state of a run: what its log adds up to, and the one function that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.engine.base.log import FACTS, Event, Key, copied
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivitiesState
from sim.engine.facts.acts import ActsState
from sim.engine.facts.beliefs import BeliefsState
from sim.engine.facts.calls import CallsState
from sim.engine.facts.channels import ChannelsState
from sim.engine.facts.effects import EffectsState
from sim.engine.facts.encounters import EncountersState
from sim.engine.facts.injects import InjectsState
from sim.engine.facts.meetings import MeetingsState
from sim.engine.facts.moves import MovesState
from sim.engine.facts.offers import OffersState
from sim.engine.facts.places import PlacesState
from sim.engine.facts.promises import PromisesState
from sim.engine.facts.reports import ReportsState
from sim.engine.facts.requests import RequestsState
from sim.engine.facts.run import RunState
from sim.engine.facts.suspension import SuspensionState
from sim.engine.facts.traffic import TrafficState
from sim.engine.facts.vessels import VesselsState
from sim.engine.facts.white_cell import WhiteCellState
from sim.engine.facts.windows import WindowsState
from sim.engine.kernel.knowledge import Known, ignorant, inform


@dataclass(slots=True)
class State:
    """The truth of a run at one moment, a group for each subject, and what each seat knows of it.

    Each group stands in the module of its subject's facts, which alone change it.
    """

    seq: int = 0
    """The number of the last event."""
    at_ms: int = 0
    """The instant of the last event."""
    running: dict[int, Event] = field(default_factory=dict)
    """Number of the opening event of every open interval → that event."""
    open: dict[Key, int] = field(default_factory=dict)
    """Name of an open interval (such as ``("window", "ph_mission")``) → the number."""
    run: RunState = field(default_factory=RunState)
    windows: WindowsState = field(default_factory=WindowsState)
    moves: MovesState = field(default_factory=MovesState)
    effects: EffectsState = field(default_factory=EffectsState)
    injects: InjectsState = field(default_factory=InjectsState)
    activities: ActivitiesState = field(default_factory=ActivitiesState)
    acts: ActsState = field(default_factory=ActsState)
    beliefs: BeliefsState = field(default_factory=BeliefsState)
    reports: ReportsState = field(default_factory=ReportsState)
    vessels: VesselsState = field(default_factory=VesselsState)
    encounters: EncountersState = field(default_factory=EncountersState)
    places: PlacesState = field(default_factory=PlacesState)
    traffic: TrafficState = field(default_factory=TrafficState)
    channels: ChannelsState = field(default_factory=ChannelsState)
    suspension: SuspensionState = field(default_factory=SuspensionState)
    calls: CallsState = field(default_factory=CallsState)
    offers: OffersState = field(default_factory=OffersState)
    requests: RequestsState = field(default_factory=RequestsState)
    promises: PromisesState = field(default_factory=PromisesState)
    meetings: MeetingsState = field(default_factory=MeetingsState)
    white_cell: WhiteCellState = field(default_factory=WhiteCellState)
    known: dict[str, Known] = field(default_factory=dict)
    """Seat → what it knows."""

    def copy(self) -> State:
        """Copy so that evolving the copy leaves this untouched."""
        copy = copied(self)
        copy.known = {seat: known.copy() for seat, known in self.known.items()}
        return copy

    def opened(self, key: Key) -> Event | None:
        """Give the opening event of an open interval by the interval's name."""
        seq = self.open.get(key)
        return None if seq is None else self.running[seq]


def initial(setup: Setup) -> State:
    """Make the state before the first event."""
    return State(
        effects=EffectsState.at_begin(setup),
        channels=ChannelsState.at_begin(setup),
        known={seat: ignorant(setup, seat) for seat in setup.seats},
    )


def fold(setup: Setup, log: Iterable[Event]) -> State:
    """Add a log up."""
    state = initial(setup)
    for event in log:
        assert event.seq == state.seq + 1, f"log number {event.seq} follows {state.seq}"
        assert event.at_ms >= state.at_ms, "time never runs back"
        evolve(state, event)
    return state


def evolve(state: State, event: Event) -> bool:
    """Take one event in, and say whether it opens an interval. Nothing else changes a State."""
    seq, fact = event.seq, event.fact
    state.seq, state.at_ms = seq, event.at_ms
    if event.closes is not None:
        gone = state.running.pop(event.closes)
        state.open.pop(gone.fact.key, None)
    declared = FACTS[type(fact)]
    opens = declared.opens and getattr(fact, "due_ms", 0) is not None
    if opens:
        state.running[seq] = event
        key = fact.key
        if key:
            state.open[key] = seq
    what = fact if declared.work is None else declared.work(event, fact)
    for group, change in declared.changes.items():
        change(getattr(state, group), event, what)
    if event.audience:
        inform(state.known, event, event.audience, what)
    return opens
