"""Vessels: their orders, tracks and radios, and contacts: those held by a side's sensors."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import changes, declare, learns, tells, works_out
from sim.engine.base.geometry import Track, steady
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, steering, vessel_name


@dataclass(slots=True)
class VesselsState(Group):
    """Where vessels are, what they are to do, and who holds them."""

    tracks: dict[str, Track] = field(default_factory=dict)
    """Vessel → its track; none for one that has left."""
    tasks: dict[str, OrderGiven] = field(default_factory=dict)
    """Vessel → the order it carries out."""
    steered: dict[str, int] = field(default_factory=dict)
    """Vessel → the number of the event that put it on its track."""
    silenced: dict[str, bool] = field(default_factory=dict)
    """Vessel → True if its radio is out of action."""
    held: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Vessel → the sides whose sensors hold it, if any."""


@dataclass(slots=True)
class VesselsKnown(Group):
    """What a seat knows of vessels."""

    tracks: dict[str, Track] = field(default_factory=dict)
    """Vessel → the last track it was seen on; none for one that has left."""
    tasks: dict[str, OrderGiven] = field(default_factory=dict)
    """Own vessel → the order it carries out."""
    gone: dict[str, bool] = field(default_factory=dict)
    """Vessel → True once it has left."""
    silenced: dict[str, bool] = field(default_factory=dict)
    """Vessel → True if its radio is known to be out of action."""
    lost_ms: dict[str, int] = field(default_factory=dict)
    """Vessel that sensors hold no longer → since when, ms."""


@dataclass(slots=True)
class OrderGiven(Fact):
    """A vessel has a task: steer, proceed or station (then with its target)."""

    vessel: str
    task: str
    speed_mps: float
    target: str = ""
    bearing_deg: float = 0.0
    distance_m: float = 0.0
    avoids_p: float = 1.0


declare("order_given", OrderGiven)


@changes("vessels", OrderGiven)
def _ordered(vessels: VesselsState, event: Event, fact: OrderGiven) -> None:
    vessels.tasks[fact.vessel] = fact


@learns("vessels", OrderGiven)
def _own_order(vessels: VesselsKnown, reader: Reader, event: Event, fact: OrderGiven) -> None:
    vessels.tasks[fact.vessel] = fact


@dataclass(slots=True)
class TrackChanged(Fact):
    """A vessel steers a new course or speed; `due_ms` is when its task changes it again."""

    vessel: str
    x_m: float
    y_m: float
    course_deg: float
    speed_mps: float
    due_ms: int | None

    @property
    def key(self) -> Key:
        return ("leg", self.vessel)


declare("track_changed", TrackChanged, opens=True, secret=("due_ms",))


@changes("vessels", TrackChanged)
def _steered(vessels: VesselsState, event: Event, on: Track) -> None:
    vessel = event.fact.vessel
    vessels.steered[vessel], vessels.tracks[vessel] = event.seq, on


@tells(TrackChanged)
def _tell_track_changed(setup: Setup, seat: str, fact: TrackChanged) -> str:
    if setup.side_of(fact.vessel) == setup.seats[seat].side:
        return ""
    course = steering(fact.course_deg, fact.speed_mps)
    return f"{vessel_name(setup, fact.vessel)}: {course}."


@dataclass(slots=True)
class TargetManoeuvred(Fact):
    """The vessel on which another keeps station manoeuvred; the other follows at `due_ms`."""

    vessel: str
    target: str
    due_ms: int

    @property
    def key(self) -> Key:
        return ("follow", self.vessel)


declare("target_manoeuvred", TargetManoeuvred, opens=True, secret=("due_ms",))


@dataclass(slots=True)
class StationAdjusted(Fact):
    """A vessel follows the manoeuvre of the vessel it keeps station on."""

    vessel: str


declare("station_adjusted", StationAdjusted)


@dataclass(slots=True)
class VesselLeft(Fact):
    """A vessel is no longer followed."""

    vessel: str


declare("vessel_left", VesselLeft)


@changes("vessels", VesselLeft)
def _left(vessels: VesselsState, event: Event, fact: VesselLeft) -> None:
    vessels.steered[fact.vessel] = event.seq
    vessels.tracks.pop(fact.vessel, None)
    vessels.tasks.pop(fact.vessel, None)
    vessels.held.pop(fact.vessel, None)


@learns("vessels", VesselLeft)
def _leaving_seen(vessels: VesselsKnown, reader: Reader, event: Event, fact: VesselLeft) -> None:
    vessels.gone[fact.vessel] = True
    vessels.tracks.pop(fact.vessel, None)
    vessels.lost_ms.pop(fact.vessel, None)


@tells(VesselLeft)
def _tell_vessel_left(setup: Setup, seat: str, fact: VesselLeft) -> str:
    return sentence(f"Off the scene: {vessel_name(setup, fact.vessel)}")


@dataclass(slots=True)
class RadioSilenced(Fact):
    """A vessel's radio is out of action."""

    vessel: str


declare("radio_silenced", RadioSilenced)


@changes("vessels", RadioSilenced)
def _silenced(vessels: VesselsState, event: Event, fact: RadioSilenced) -> None:
    vessels.silenced[fact.vessel] = True


@learns("vessels", RadioSilenced)
def _silence_known(
    vessels: VesselsKnown, reader: Reader, event: Event, fact: RadioSilenced
) -> None:
    vessels.silenced[fact.vessel] = True


@tells(RadioSilenced)
def _tell_radio_silenced(setup: Setup, seat: str, fact: RadioSilenced) -> str:
    return f"{vessel_name(setup, fact.vessel)}: radio out of action."


@dataclass(slots=True)
class ContactGained(Fact):
    """A side's sensors hold a vessel."""

    side: str
    vessel: str
    x_m: float
    y_m: float
    course_deg: float
    speed_mps: float


declare("contact_gained", ContactGained)


@changes("vessels", ContactGained)
def _gained(vessels: VesselsState, event: Event, on: Track) -> None:
    side, vessel = event.fact.side, event.fact.vessel
    vessels.held[vessel] = tuple(sorted({*vessels.held.get(vessel, ()), side}))


@works_out(TrackChanged, ContactGained)
def _track(event: Event, fact: TrackChanged | ContactGained) -> Track:
    return steady(event.at_ms, (fact.x_m, fact.y_m), fact.course_deg, fact.speed_mps)


@learns("vessels", TrackChanged, ContactGained)
def _track_seen(vessels: VesselsKnown, reader: Reader, event: Event, on: Track) -> None:
    vessel = event.fact.vessel
    vessels.tracks[vessel] = on
    vessels.lost_ms.pop(vessel, None)


@tells(ContactGained)
def _tell_contact_gained(setup: Setup, seat: str, fact: ContactGained) -> str:
    course = steering(fact.course_deg, fact.speed_mps)
    return f"Contact: {vessel_name(setup, fact.vessel)}, {course}."


@dataclass(slots=True)
class ContactLost(Fact):
    """A side's sensors no longer hold a vessel."""

    side: str
    vessel: str


declare("contact_lost", ContactLost)


@changes("vessels", ContactLost)
def _lost(vessels: VesselsState, event: Event, fact: ContactLost) -> None:
    left = tuple(side for side in vessels.held.pop(fact.vessel, ()) if side != fact.side)
    if left:
        vessels.held[fact.vessel] = left


@learns("vessels", ContactLost)
def _loss_seen(vessels: VesselsKnown, reader: Reader, event: Event, fact: ContactLost) -> None:
    vessels.lost_ms[fact.vessel] = event.at_ms


@tells(ContactLost)
def _tell_contact_lost(setup: Setup, seat: str, fact: ContactLost) -> str:
    return sentence(f"Contact lost: {vessel_name(setup, fact.vessel)}")
