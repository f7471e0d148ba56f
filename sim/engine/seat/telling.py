"""Events told in words to a seat that may see them: one short line each, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import HarmDone, RungReached
from sim.engine.facts.contacts import ContactGained, ContactLost
from sim.engine.facts.effects import CounterChanged, FlagSet, Told
from sim.engine.facts.encounters import ApproachPassed, EncounterBegun, HullsTouched
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.moves import (
    ActDone,
    ActWithdrawn,
    CueShown,
    LeaveAsked,
    LeaveDenied,
    LeaveGiven,
    MoveChosen,
)
from sim.engine.facts.places import GateCrossed
from sim.engine.facts.run import NoteMade, OrdersDrawn, RunBegun, RunEnded
from sim.engine.facts.vessels import RadioSilenced, TrackChanged, VesselLeft
from sim.engine.facts.windows import WindowLapsed, WindowOpened, WindowRefreshed
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


def tell(setup: Setup, seat: str, event: Event) -> str:
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


@tells(RunBegun)
def _run_begun(setup: Setup, seat: str, fact: RunBegun) -> str:
    return f"{setup.scenario.title} begins. You are: {setup.seats[seat].title}."


@tells(RunEnded)
def _run_ended(setup: Setup, seat: str, fact: RunEnded) -> str:
    return f"Ending: {setup.endings[fact.ending].title}."


@tells(OrdersDrawn)
def _orders_drawn(setup: Setup, seat: str, fact: OrdersDrawn) -> str:
    card = next(c for c in setup.seats[seat].orders if c.id == fact.card)
    return f"Your orders: {card.title}. {card.text}"


@tells(NoteMade)
def _note_made(setup: Setup, seat: str, fact: NoteMade) -> str:
    return f"Note: {fact.text}"


@tells(WindowOpened)
@tells(WindowRefreshed)
def _window(setup: Setup, seat: str, fact: WindowOpened | WindowRefreshed) -> str:
    until = clock(setup.scenario.begins, fact.due_ms)
    default = setup.moves[fact.default].title if fact.default else "nothing is done"
    verb = "opens" if isinstance(fact, WindowOpened) else "is renewed"
    return f"Decision {fact.number} {verb} until {until}; otherwise: {default}."


@tells(WindowLapsed)
def _window_lapsed(setup: Setup, seat: str, fact: WindowLapsed) -> str:
    return f"Decision {fact.number} lapsed."


@tells(MoveChosen)
def _move_chosen(setup: Setup, seat: str, fact: MoveChosen) -> str:
    how = "Standing order" if fact.by == "standing_order" else "Ordered"
    return f"{how}: {setup.moves[fact.move].title}."


@tells(ActWithdrawn)
def _act_withdrawn(setup: Setup, seat: str, fact: ActWithdrawn) -> str:
    return f"Countermanded: {setup.moves[fact.move].title}."


@tells(ActDone)
def _act_done(setup: Setup, seat: str, fact: ActDone) -> str:
    return f"Carried out: {setup.moves[fact.move].title}."


@tells(CueShown)
def _cue_shown(setup: Setup, seat: str, fact: CueShown) -> str:
    return f"Seen on {vessel_name(setup, fact.vessel)}: {fact.text}."


@tells(LeaveAsked)
def _leave_asked(setup: Setup, seat: str, fact: LeaveAsked) -> str:
    title = setup.moves[fact.move].title
    if fact.seat == seat:
        return f"Leave asked of {setup.seats[fact.of].title}: {title}."
    return f"{setup.seats[fact.seat].title} asks your leave: {title}."


@tells(LeaveGiven)
def _leave_given(setup: Setup, seat: str, fact: LeaveGiven) -> str:
    return f"{setup.seats[fact.of].title} gives leave: {setup.moves[fact.move].title}."


@tells(LeaveDenied)
def _leave_denied(setup: Setup, seat: str, fact: LeaveDenied) -> str:
    return f"{setup.seats[fact.of].title} denies leave: {setup.moves[fact.move].title}."


@tells(TrackChanged)
def _track_changed(setup: Setup, seat: str, fact: TrackChanged) -> str:
    if setup.side_of(fact.vessel) == setup.seats[seat].side:
        return ""
    steering = _course(fact.course_deg, fact.speed_mps)
    return f"{vessel_name(setup, fact.vessel)}: {steering}."


@tells(VesselLeft)
def _vessel_left(setup: Setup, seat: str, fact: VesselLeft) -> str:
    return f"{vessel_name(setup, fact.vessel)} leaves the scene."


@tells(ContactGained)
def _contact_gained(setup: Setup, seat: str, fact: ContactGained) -> str:
    steering = _course(fact.course_deg, fact.speed_mps)
    return f"Contact: {vessel_name(setup, fact.vessel)}, {steering}."


@tells(ContactLost)
def _contact_lost(setup: Setup, seat: str, fact: ContactLost) -> str:
    return f"Contact lost: {vessel_name(setup, fact.vessel)}."


@tells(EncounterBegun)
def _encounter_begun(setup: Setup, seat: str, fact: EncounterBegun) -> str:
    if fact.cpa_m >= setup.parameters.unsafe:
        return ""
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    mine_is_one = setup.side_of(fact.one) == setup.seats[seat].side
    duty = fact.duty_one if mine_is_one else fact.duty_two
    own = one if mine_is_one else two
    said = f"; {own}: {DUTIES[duty]}" if duty != "none" else ""
    minutes = max(1, round(fact.tcpa_ms / 60_000))
    return f"{one} and {two} close: {fact.cpa_m:.0f} m in {minutes} min{said}."


@tells(ApproachPassed)
def _approach_passed(setup: Setup, seat: str, fact: ApproachPassed) -> str:
    if fact.range_m >= setup.parameters.unsafe:
        return ""
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    return f"{one} and {two}: closest {fact.range_m:.0f} m."


@tells(HullsTouched)
def _hulls_touched(setup: Setup, seat: str, fact: HullsTouched) -> str:
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    return f"Hulls touch: {one} and {two}."


@tells(GateCrossed)
def _gate_crossed(setup: Setup, seat: str, fact: GateCrossed) -> str:
    way = "inside" if fact.inside else "outside"
    return f"{vessel_name(setup, fact.vessel)} is {way}: {setup.gates[fact.gate].title}."


@tells(ActivityBegun)
def _activity_begun(setup: Setup, seat: str, fact: ActivityBegun) -> str:
    return f"Begins: {setup.activities[fact.activity].title}."


@tells(ActivityEnded)
def _activity_ended(setup: Setup, seat: str, fact: ActivityEnded) -> str:
    return f"Ends: {setup.activities[fact.activity].title} ({WHYS[fact.why]})."


@tells(HarmDone)
def _harm_done(setup: Setup, seat: str, fact: HarmDone) -> str:
    people = [f"{fact.hurt} hurt"] if fact.hurt else []
    people += [f"{fact.dead} dead"] if fact.dead else []
    return f"{vessel_name(setup, fact.vessel)}: {', '.join(people) or 'nobody hurt'}."


@tells(RadioSilenced)
def _radio_silenced(setup: Setup, seat: str, fact: RadioSilenced) -> str:
    return f"{vessel_name(setup, fact.vessel)}: radio out of action."


@tells(RungReached)
def _rung_reached(setup: Setup, seat: str, fact: RungReached) -> str:
    side = setup.sides[fact.side].name
    crossed = FIREBREAKS.get(fact.rung, "")
    return f"{side}: rung {fact.rung} by what happened{crossed}."


@tells(Told)
def _told(setup: Setup, seat: str, fact: Told) -> str:
    return fact.text


@tells(InjectReleased)
def _inject_released(setup: Setup, seat: str, fact: InjectReleased) -> str:
    spec = setup.injects[fact.inject]
    sender = f"{spec.sender}: " if spec.sender else ""
    return f"{sender}{spec.text}" if spec.text else ""


@tells(FlagSet)
def _flag_set(setup: Setup, seat: str, fact: FlagSet) -> str:
    return f"{setup.flags[fact.flag].title}." if fact.on else ""


@tells(CounterChanged)
def _counter_changed(setup: Setup, seat: str, fact: CounterChanged) -> str:
    spec = setup.counters[fact.counter]
    return f"{spec.title}: {fact.value} of {spec.most}."
