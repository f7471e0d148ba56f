"""What each kind of fact changes in a State."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.facts.activities import ActivityBegun, HazardStruck
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded
from sim.engine.facts.channels import ChannelChanged, LineChanged
from sim.engine.facts.contacts import ContactGained, ContactLost
from sim.engine.facts.effects import ChanceTaken, CounterChanged, EffectsDelayed, FlagSet
from sim.engine.facts.encounters import ApproachPassed, HullsTouched
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.moves import (
    ActBegun,
    ActDone,
    InstructionGiven,
    LeaveAsked,
    LeaveDenied,
    LeaveGiven,
)
from sim.engine.facts.offers import OfferMade
from sim.engine.facts.places import GateCrossed, RangeCrossed
from sim.engine.facts.run import CommandAccepted, IntentDrawn, OrdersDrawn, RunEnded, SeatTaken
from sim.engine.facts.vessels import OrderGiven, RadioSilenced, TrackChanged, VesselLeft
from sim.engine.facts.windows import DecisionDue, WindowDecided, WindowLapsed, WindowOpened
from sim.engine.kernel.knowledge import add, track_told
from sim.engine.kernel.state import State, on


@on(RunEnded)
def _run_ended(state: State, event: Event, fact: RunEnded) -> None:
    state.ended = fact.ending


@on(SeatTaken)
def _seat_taken(state: State, event: Event, fact: SeatTaken) -> None:
    state.paces[fact.seat] = fact.pace


@on(OrdersDrawn)
def _orders_drawn(state: State, event: Event, fact: OrdersDrawn) -> None:
    state.cards[fact.seat] = fact.card


@on(WindowOpened)
def _window_opened(state: State, event: Event, fact: WindowOpened) -> None:
    state.windows[fact.seat] = fact.number


@on(CommandAccepted)
def _command_accepted(state: State, event: Event, fact: CommandAccepted) -> None:
    if fact.verb in ("choose", "pass"):  # a word said just then decides nothing
        state.due.pop(fact.seat, None)


@on(DecisionDue)
def _decision_due(state: State, event: Event, fact: DecisionDue) -> None:
    state.due[fact.seat] = fact.number


@on(WindowDecided, WindowLapsed)
def _window_closed(state: State, event: Event, fact: WindowDecided | WindowLapsed) -> None:
    state.due.pop(fact.seat, None)


@on(ActBegun)
def _act_begun(state: State, event: Event, fact: ActBegun) -> None:
    state.prepared[fact.vessel] = event.seq


@on(ActDone)
def _act_done(state: State, event: Event, fact: ActDone) -> None:
    state.done[fact.move] = state.done.get(fact.move, 0) + 1


@on(LeaveAsked)
def _leave_asked(state: State, event: Event, fact: LeaveAsked) -> None:
    state.leave[fact.seat, fact.move] = "asked"


@on(LeaveGiven)
def _leave_given(state: State, event: Event, fact: LeaveGiven) -> None:
    state.leave[fact.seat, fact.move] = "given"


@on(LeaveDenied)
def _leave_denied(state: State, event: Event, fact: LeaveDenied) -> None:
    state.leave[fact.seat, fact.move] = "denied"


@on(OrderGiven)
def _order_given(state: State, event: Event, fact: OrderGiven) -> None:
    state.tasks[fact.vessel] = fact


@on(TrackChanged)
def _track_changed(state: State, event: Event, fact: TrackChanged) -> None:
    state.steered[fact.vessel] = event.seq
    state.tracks[fact.vessel] = track_told(event)


@on(VesselLeft)
def _vessel_left(state: State, event: Event, fact: VesselLeft) -> None:
    state.steered[fact.vessel] = event.seq
    state.tracks.pop(fact.vessel, None)
    state.tasks.pop(fact.vessel, None)
    for held in [held for held in state.held if held[1] == fact.vessel]:
        del state.held[held]


@on(ContactGained)
def _contact_gained(state: State, event: Event, fact: ContactGained) -> None:
    state.held[fact.side, fact.vessel] = True


@on(ContactLost)
def _contact_lost(state: State, event: Event, fact: ContactLost) -> None:
    state.held.pop((fact.side, fact.vessel), None)


@on(ApproachPassed)
def _approach_passed(state: State, event: Event, fact: ApproachPassed) -> None:
    pair = f"{fact.one}:{fact.two}"
    add(state.passes, pair, 1)
    state.passed[pair] = event.at_ms
    add(state.tallies, "passes", 1)


@on(HullsTouched)
def _hulls_touched(state: State, event: Event, fact: HullsTouched) -> None:
    add(state.tallies, "collisions", 1)


@on(GateCrossed)
def _gate_crossed(state: State, event: Event, fact: GateCrossed) -> None:
    if fact.inside:
        state.inside[fact.gate, fact.vessel] = event.at_ms
        state.entered[fact.gate] = True
    else:
        add(state.spells, fact.gate, event.at_ms - state.inside.pop((fact.gate, fact.vessel)))


@on(RangeCrossed)
def _range_crossed(state: State, event: Event, fact: RangeCrossed) -> None:
    state.near[fact.one, fact.two, fact.limit_m] = fact.near


@on(ActivityBegun)
def _activity_begun(state: State, event: Event, fact: ActivityBegun) -> None:
    add(state.counts, f"activity:{fact.activity}", 1)


@on(HazardStruck)
def _hazard_struck(state: State, event: Event, fact: HazardStruck) -> None:
    add(state.struck, f"{fact.activity}.{fact.hazard}", 1)


@on(HarmDone)
def _harm_done(state: State, event: Event, fact: HarmDone) -> None:
    add(state.tallies, "hurt", fact.hurt)
    add(state.tallies, "dead", fact.dead)


@on(RadioSilenced)
def _radio_silenced(state: State, event: Event, fact: RadioSilenced) -> None:
    state.silenced[fact.vessel] = True


@on(ActOccurred)
def _act_occurred(state: State, event: Event, fact: ActOccurred) -> None:
    if fact.shots:
        add(state.tallies, "shots", 1)
    if fact.doubtful and not fact.ordered:
        state.unordered[event.seq] = True


@on(ActWeighed)
def _act_weighed(state: State, event: Event, fact: ActWeighed) -> None:
    if fact.number and state.unordered.get(event.cause or 0):
        state.mishaps[fact.seat, fact.number] = True


@on(RungReached)
def _rung_reached(state: State, event: Event, fact: RungReached) -> None:
    state.rungs[fact.side] = fact.rung


@on(IntentDrawn)
def _intent_drawn(state: State, event: Event, fact: IntentDrawn) -> None:
    state.intents[fact.side] = fact.intent


@on(LineChanged)
def _line_changed(state: State, event: Event, fact: LineChanged) -> None:
    state.down[fact.channel] = not fact.works


@on(ChannelChanged)
def _channel_changed(state: State, event: Event, fact: ChannelChanged) -> None:
    state.political[fact.channel] = fact.political


@on(InstructionGiven)
def _instruction_given(state: State, event: Event, fact: InstructionGiven) -> None:
    state.instructions[fact.seat] = fact.move


@on(OfferMade)
def _offer_made(state: State, event: Event, fact: OfferMade) -> None:
    add(state.counts, f"offer:{fact.address}", 1)


@on(CallBegun, CallAsked)
def _call_begun(state: State, event: Event, fact: CallBegun | CallAsked) -> None:
    if isinstance(fact, CallAsked) or fact.vessel:
        to = fact.to if isinstance(fact, CallBegun) else fact.callee
        add(state.counts, f"call:{fact.caller}.{fact.channel}.{to}", 1)


@on(FlagSet)
def _flag_set(state: State, event: Event, fact: FlagSet) -> None:
    state.flags[fact.flag] = fact.on


@on(CounterChanged)
def _counter_changed(state: State, event: Event, fact: CounterChanged) -> None:
    state.counters[fact.counter] = fact.value


@on(ChanceTaken, EffectsDelayed)
def _effect_counted(state: State, event: Event, fact: ChanceTaken | EffectsDelayed) -> None:
    add(state.counts, fact.effect, 1)


@on(InjectReleased)
def _inject_released(state: State, event: Event, fact: InjectReleased) -> None:
    state.released[fact.inject] = True


@on(CallEnded)
def _call_ended(state: State, event: Event, fact: CallEnded) -> None:
    if fact.outcome == "answered":
        add(state.tallies, "contacts", 1)
        add(state.answered, fact.channel, 1)
    add(state.called, f"{fact.caller}.{fact.channel}.{fact.outcome}", 1)
    tried = state.tries.get(fact.channel, ())
    state.tries[fact.channel] = (*tried, fact.wait_ms if fact.outcome == "answered" else -1)
