"""Events told in words to a seat that may see them: one short line each, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.engine import events as ev
from sim.engine.setup import Setup
from sim.units import MPS_PER_KN, clock

Teller = Callable[[Setup, str, Any], str]
_TELLERS: dict[type, Teller] = {}

DUTIES = {
    "overtaking": "overtaking, keeps clear",
    "overtaken": "being overtaken, stands on",
    "head_on": "head-on, both alter to starboard",
    "give_way": "crossing, gives way",
    "stand_on": "crossing, stands on",
    "none": "no duty stated",
}
FIREBREAKS = {
    6: "; the contact firebreak is crossed",
    7: "; the contact firebreak is crossed",
    8: "; the gunfire firebreak is crossed",
    9: "; the gunfire firebreak is crossed",
    10: "; the gunfire firebreak is crossed",
}
WHYS = {
    "over": "it has run its time",
    "ceased": "it was ordered to cease",
    "out_of_reach": "out of reach",
    "not_kept": "it could not go on",
}


def tell(setup: Setup, seat: str, event: ev.Event) -> str:
    """Say an event in a line for a seat, "" if it needs none. Reads no secret field."""
    teller = _TELLERS.get(type(event.fact))
    text = teller(setup, seat, event.fact) if teller else ""
    return text[:1].upper() + text[1:]


def tells(kind: type) -> Callable[[Teller], Teller]:
    """Register how events of a kind are told."""

    def register(teller: Teller) -> Teller:
        _TELLERS[kind] = teller
        return teller

    return register


def vessel_name(setup: Setup, vessel: str) -> str:
    """Name a vessel; a fleet with its number."""
    spec = setup.vessels[vessel]
    return f"{spec.name} ({spec.number})" if spec.number > 1 else spec.name


def _course(course_deg: float, speed_mps: float) -> str:
    if speed_mps == 0:
        return "stopped"
    return f"{round(course_deg) % 360:03d}° at {speed_mps / MPS_PER_KN:.0f} kn"


@tells(ev.RunBegun)
def _run_begun(setup: Setup, seat: str, fact: ev.RunBegun) -> str:
    return f"{setup.scenario.title} begins. You are: {setup.seats[seat].title}."


@tells(ev.RunEnded)
def _run_ended(setup: Setup, seat: str, fact: ev.RunEnded) -> str:
    return f"Ending: {setup.endings[fact.ending].title}."


@tells(ev.OrdersDrawn)
def _orders_drawn(setup: Setup, seat: str, fact: ev.OrdersDrawn) -> str:
    card = next(c for c in setup.seats[seat].orders if c.id == fact.card)
    return f"Your orders: {card.title}. {card.text}"


@tells(ev.NoteMade)
def _note_made(setup: Setup, seat: str, fact: ev.NoteMade) -> str:
    return f"Note: {fact.text}"


@tells(ev.WindowOpened)
@tells(ev.WindowRefreshed)
def _window(setup: Setup, seat: str, fact: ev.WindowOpened | ev.WindowRefreshed) -> str:
    until = clock(setup.scenario.begins, fact.due_ms)
    default = setup.moves[fact.default].title if fact.default else "nothing is done"
    verb = "opens" if isinstance(fact, ev.WindowOpened) else "is renewed"
    return f"Decision {fact.number} {verb} until {until}; otherwise: {default}."


@tells(ev.WindowLapsed)
def _window_lapsed(setup: Setup, seat: str, fact: ev.WindowLapsed) -> str:
    return f"Decision {fact.number} lapsed."


@tells(ev.MoveChosen)
def _move_chosen(setup: Setup, seat: str, fact: ev.MoveChosen) -> str:
    how = "Standing order" if fact.by == "standing_order" else "Ordered"
    return f"{how}: {setup.moves[fact.move].title}."


@tells(ev.ActWithdrawn)
def _act_withdrawn(setup: Setup, seat: str, fact: ev.ActWithdrawn) -> str:
    return f"Countermanded: {setup.moves[fact.move].title}."


@tells(ev.ActDone)
def _act_done(setup: Setup, seat: str, fact: ev.ActDone) -> str:
    return f"Carried out: {setup.moves[fact.move].title}."


@tells(ev.CueShown)
def _cue_shown(setup: Setup, seat: str, fact: ev.CueShown) -> str:
    return f"Seen on {vessel_name(setup, fact.vessel)}: {fact.text}."


@tells(ev.LeaveAsked)
def _leave_asked(setup: Setup, seat: str, fact: ev.LeaveAsked) -> str:
    title = setup.moves[fact.move].title
    if fact.seat == seat:
        return f"Leave asked of {setup.seats[fact.of].title}: {title}."
    return f"{setup.seats[fact.seat].title} asks your leave: {title}."


@tells(ev.LeaveGiven)
def _leave_given(setup: Setup, seat: str, fact: ev.LeaveGiven) -> str:
    return f"{setup.seats[fact.of].title} gives leave: {setup.moves[fact.move].title}."


@tells(ev.LeaveDenied)
def _leave_denied(setup: Setup, seat: str, fact: ev.LeaveDenied) -> str:
    return f"{setup.seats[fact.of].title} denies leave: {setup.moves[fact.move].title}."


@tells(ev.TrackChanged)
def _track_changed(setup: Setup, seat: str, fact: ev.TrackChanged) -> str:
    if setup.side_of(fact.vessel) == setup.seats[seat].side:
        return ""
    steering = _course(fact.course_deg, fact.speed_mps)
    return f"{vessel_name(setup, fact.vessel)}: {steering}."


@tells(ev.VesselLeft)
def _vessel_left(setup: Setup, seat: str, fact: ev.VesselLeft) -> str:
    return f"{vessel_name(setup, fact.vessel)} leaves the scene."


@tells(ev.ContactGained)
def _contact_gained(setup: Setup, seat: str, fact: ev.ContactGained) -> str:
    steering = _course(fact.course_deg, fact.speed_mps)
    return f"Contact: {vessel_name(setup, fact.vessel)}, {steering}."


@tells(ev.ContactLost)
def _contact_lost(setup: Setup, seat: str, fact: ev.ContactLost) -> str:
    return f"Contact lost: {vessel_name(setup, fact.vessel)}."


@tells(ev.EncounterBegun)
def _encounter_begun(setup: Setup, seat: str, fact: ev.EncounterBegun) -> str:
    if fact.cpa_m >= setup.parameters.unsafe:
        return ""
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    mine_is_one = setup.side_of(fact.one) == setup.seats[seat].side
    duty = fact.duty_one if mine_is_one else fact.duty_two
    own = one if mine_is_one else two
    said = f"; {own}: {DUTIES[duty]}" if duty != "none" else ""
    minutes = max(1, round(fact.tcpa_ms / 60_000))
    return f"{one} and {two} close: {fact.cpa_m:.0f} m in {minutes} min{said}."


@tells(ev.ApproachPassed)
def _approach_passed(setup: Setup, seat: str, fact: ev.ApproachPassed) -> str:
    if fact.range_m >= setup.parameters.unsafe:
        return ""
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    return f"{one} and {two}: closest {fact.range_m:.0f} m."


@tells(ev.HullsTouched)
def _hulls_touched(setup: Setup, seat: str, fact: ev.HullsTouched) -> str:
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    return f"Hulls touch: {one} and {two}."


@tells(ev.GateCrossed)
def _gate_crossed(setup: Setup, seat: str, fact: ev.GateCrossed) -> str:
    way = "inside" if fact.inside else "outside"
    return f"{vessel_name(setup, fact.vessel)} is {way}: {setup.gates[fact.gate].title}."


@tells(ev.ActivityBegun)
def _activity_begun(setup: Setup, seat: str, fact: ev.ActivityBegun) -> str:
    return f"Begins: {setup.activities[fact.activity].title}."


@tells(ev.ActivityEnded)
def _activity_ended(setup: Setup, seat: str, fact: ev.ActivityEnded) -> str:
    return f"Ends: {setup.activities[fact.activity].title} ({WHYS[fact.why]})."


@tells(ev.HarmDone)
def _harm_done(setup: Setup, seat: str, fact: ev.HarmDone) -> str:
    people = [f"{fact.hurt} hurt"] if fact.hurt else []
    people += [f"{fact.dead} dead"] if fact.dead else []
    return f"{vessel_name(setup, fact.vessel)}: {', '.join(people) or 'nobody hurt'}."


@tells(ev.RadioSilenced)
def _radio_silenced(setup: Setup, seat: str, fact: ev.RadioSilenced) -> str:
    return f"{vessel_name(setup, fact.vessel)}: radio out of action."


@tells(ev.RungReached)
def _rung_reached(setup: Setup, seat: str, fact: ev.RungReached) -> str:
    side = setup.sides[fact.side].name
    crossed = FIREBREAKS.get(fact.rung, "")
    return f"{side}: rung {fact.rung} by what happened{crossed}."


@tells(ev.Told)
def _told(setup: Setup, seat: str, fact: ev.Told) -> str:
    return fact.text


@tells(ev.InjectReleased)
def _inject_released(setup: Setup, seat: str, fact: ev.InjectReleased) -> str:
    spec = setup.injects[fact.inject]
    sender = f"{spec.sender}: " if spec.sender else ""
    return f"{sender}{spec.text}" if spec.text else ""


@tells(ev.FlagSet)
def _flag_set(setup: Setup, seat: str, fact: ev.FlagSet) -> str:
    return f"{setup.flags[fact.flag].title}." if fact.on else ""


@tells(ev.CounterChanged)
def _counter_changed(setup: Setup, seat: str, fact: ev.CounterChanged) -> str:
    spec = setup.counters[fact.counter]
    return f"{spec.title}: {fact.value} of {spec.most}."
