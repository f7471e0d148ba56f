"""What each kind of fact changes in a State."""

from __future__ import annotations

from sim.engine import events as ev
from sim.engine.knowledge import add, track_told
from sim.engine.state import State, on


@on(ev.RunEnded)
def _run_ended(state: State, event: ev.Event, fact: ev.RunEnded) -> None:
    state.ended = fact.ending


@on(ev.SeatTaken)
def _seat_taken(state: State, event: ev.Event, fact: ev.SeatTaken) -> None:
    state.paces[fact.seat] = fact.pace


@on(ev.OrdersDrawn)
def _orders_drawn(state: State, event: ev.Event, fact: ev.OrdersDrawn) -> None:
    state.cards[fact.seat] = fact.card


@on(ev.WindowOpened)
def _window_opened(state: State, event: ev.Event, fact: ev.WindowOpened) -> None:
    state.windows[fact.seat] = fact.number


@on(ev.CommandAccepted)
def _command_accepted(state: State, event: ev.Event, fact: ev.CommandAccepted) -> None:
    if fact.verb in ("choose", "pass"):  # a word said just then decides nothing
        state.due.pop(fact.seat, None)


@on(ev.DecisionDue)
def _decision_due(state: State, event: ev.Event, fact: ev.DecisionDue) -> None:
    state.due[fact.seat] = fact.number


@on(ev.WindowDecided, ev.WindowLapsed)
def _window_closed(state: State, event: ev.Event, fact: ev.WindowDecided | ev.WindowLapsed) -> None:
    state.due.pop(fact.seat, None)


@on(ev.ActBegun)
def _act_begun(state: State, event: ev.Event, fact: ev.ActBegun) -> None:
    state.prepared[fact.vessel] = event.seq


@on(ev.ActDone)
def _act_done(state: State, event: ev.Event, fact: ev.ActDone) -> None:
    state.done[fact.move] = state.done.get(fact.move, 0) + 1


@on(ev.LeaveAsked)
def _leave_asked(state: State, event: ev.Event, fact: ev.LeaveAsked) -> None:
    state.leave[fact.seat, fact.move] = "asked"


@on(ev.LeaveGiven)
def _leave_given(state: State, event: ev.Event, fact: ev.LeaveGiven) -> None:
    state.leave[fact.seat, fact.move] = "given"


@on(ev.LeaveDenied)
def _leave_denied(state: State, event: ev.Event, fact: ev.LeaveDenied) -> None:
    state.leave[fact.seat, fact.move] = "denied"


@on(ev.OrderGiven)
def _order_given(state: State, event: ev.Event, fact: ev.OrderGiven) -> None:
    state.tasks[fact.vessel] = fact


@on(ev.TrackChanged)
def _track_changed(state: State, event: ev.Event, fact: ev.TrackChanged) -> None:
    state.steered[fact.vessel] = event.seq
    state.tracks[fact.vessel] = track_told(event)


@on(ev.VesselLeft)
def _vessel_left(state: State, event: ev.Event, fact: ev.VesselLeft) -> None:
    state.steered[fact.vessel] = event.seq
    state.tracks.pop(fact.vessel, None)
    state.tasks.pop(fact.vessel, None)
    for held in [held for held in state.held if held[1] == fact.vessel]:
        del state.held[held]


@on(ev.ContactGained)
def _contact_gained(state: State, event: ev.Event, fact: ev.ContactGained) -> None:
    state.held[fact.side, fact.vessel] = True


@on(ev.ContactLost)
def _contact_lost(state: State, event: ev.Event, fact: ev.ContactLost) -> None:
    state.held.pop((fact.side, fact.vessel), None)


@on(ev.ApproachPassed)
def _approach_passed(state: State, event: ev.Event, fact: ev.ApproachPassed) -> None:
    pair = f"{fact.one}:{fact.two}"
    add(state.passes, pair, 1)
    state.passed[pair] = event.at_ms
    add(state.tallies, "passes", 1)


@on(ev.HullsTouched)
def _hulls_touched(state: State, event: ev.Event, fact: ev.HullsTouched) -> None:
    add(state.tallies, "collisions", 1)


@on(ev.GateCrossed)
def _gate_crossed(state: State, event: ev.Event, fact: ev.GateCrossed) -> None:
    if fact.inside:
        state.inside[fact.gate, fact.vessel] = event.at_ms
        state.entered[fact.gate] = True
    else:
        add(state.spells, fact.gate, event.at_ms - state.inside.pop((fact.gate, fact.vessel)))


@on(ev.RangeCrossed)
def _range_crossed(state: State, event: ev.Event, fact: ev.RangeCrossed) -> None:
    state.near[fact.one, fact.two, fact.limit_m] = fact.near


@on(ev.ActivityBegun)
def _activity_begun(state: State, event: ev.Event, fact: ev.ActivityBegun) -> None:
    add(state.counts, f"activity:{fact.activity}", 1)


@on(ev.HazardStruck)
def _hazard_struck(state: State, event: ev.Event, fact: ev.HazardStruck) -> None:
    add(state.struck, f"{fact.activity}.{fact.hazard}", 1)


@on(ev.HarmDone)
def _harm_done(state: State, event: ev.Event, fact: ev.HarmDone) -> None:
    add(state.tallies, "hurt", fact.hurt)
    add(state.tallies, "dead", fact.dead)


@on(ev.RadioSilenced)
def _radio_silenced(state: State, event: ev.Event, fact: ev.RadioSilenced) -> None:
    state.silenced[fact.vessel] = True


@on(ev.ActOccurred)
def _act_occurred(state: State, event: ev.Event, fact: ev.ActOccurred) -> None:
    if fact.shots:
        add(state.tallies, "shots", 1)
    if fact.doubtful and not fact.ordered:
        state.unordered[event.seq] = True


@on(ev.ActWeighed)
def _act_weighed(state: State, event: ev.Event, fact: ev.ActWeighed) -> None:
    if fact.number and state.unordered.get(event.cause or 0):
        state.mishaps[fact.seat, fact.number] = True


@on(ev.RungReached)
def _rung_reached(state: State, event: ev.Event, fact: ev.RungReached) -> None:
    state.rungs[fact.side] = fact.rung


@on(ev.IntentDrawn)
def _intent_drawn(state: State, event: ev.Event, fact: ev.IntentDrawn) -> None:
    state.intents[fact.side] = fact.intent


@on(ev.LineChanged)
def _line_changed(state: State, event: ev.Event, fact: ev.LineChanged) -> None:
    state.down[fact.channel] = not fact.works


@on(ev.ChannelChanged)
def _channel_changed(state: State, event: ev.Event, fact: ev.ChannelChanged) -> None:
    state.political[fact.channel] = fact.political


@on(ev.InstructionGiven)
def _instruction_given(state: State, event: ev.Event, fact: ev.InstructionGiven) -> None:
    state.instructions[fact.seat] = fact.move


@on(ev.OfferMade)
def _offer_made(state: State, event: ev.Event, fact: ev.OfferMade) -> None:
    add(state.counts, f"offer:{fact.address}", 1)


@on(ev.CallBegun, ev.CallAsked)
def _call_begun(state: State, event: ev.Event, fact: ev.CallBegun | ev.CallAsked) -> None:
    if isinstance(fact, ev.CallAsked) or fact.vessel:
        to = fact.to if isinstance(fact, ev.CallBegun) else fact.callee
        add(state.counts, f"call:{fact.caller}.{fact.channel}.{to}", 1)


@on(ev.FlagSet)
def _flag_set(state: State, event: ev.Event, fact: ev.FlagSet) -> None:
    state.flags[fact.flag] = fact.on


@on(ev.CounterChanged)
def _counter_changed(state: State, event: ev.Event, fact: ev.CounterChanged) -> None:
    state.counters[fact.counter] = fact.value


@on(ev.ChanceTaken, ev.EffectsDelayed)
def _effect_counted(
    state: State, event: ev.Event, fact: ev.ChanceTaken | ev.EffectsDelayed
) -> None:
    add(state.counts, fact.effect, 1)


@on(ev.InjectReleased)
def _inject_released(state: State, event: ev.Event, fact: ev.InjectReleased) -> None:
    state.released[fact.inject] = True


@on(ev.CallEnded)
def _call_ended(state: State, event: ev.Event, fact: ev.CallEnded) -> None:
    if fact.outcome == "answered":
        add(state.tallies, "contacts", 1)
        add(state.answered, fact.channel, 1)
    add(state.called, f"{fact.caller}.{fact.channel}.{fact.outcome}", 1)
    tried = state.tries.get(fact.channel, ())
    state.tries[fact.channel] = (*tried, fact.wait_ms if fact.outcome == "answered" else -1)
