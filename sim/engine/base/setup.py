"""A scenario laid out for the engine: look-ups made once, shared by all runs of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sim.engine.base import geometry
from sim.model.belief import odds
from sim.model.channels import DESKED
from sim.model.effects import Hail, Later
from sim.model.moves import Activity, Move
from sim.model.parameters import effective
from sim.model.scenario import Scenario
from sim.model.sentences import Phrasebook
from sim.model.words import entries, plain
from sim.model.world import Seat, Vessel

T = TypeVar("T")


class Setup:
    """Look-ups over one scenario; never changed after it is made."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.parameters = plain(effective(scenario.parameters, scenario.preset))
        self.seats: dict[str, Seat] = {s.id: plain(s) for s in scenario.seats}
        self.vessels: dict[str, Vessel] = {v.id: plain(v) for v in scenario.vessels}
        self.moves: dict[str, Move] = {m.id: m for m in scenario.moves}
        self.activities: dict[str, Activity] = {a.id: a for a in scenario.activities}
        self.gates = {g.id: g for g in scenario.gates}
        self.channels = {c.id: c for c in scenario.channels}
        self.forms = {f.id: f for f in scenario.forms}
        self.phrases = Phrasebook(scenario.sentences)
        self.clauses = {c.id: c for c in scenario.clauses}
        self.incidents = {i.id: i for i in scenario.incidents}
        self.traffic = {s.id: s for s in scenario.streams}
        self.flags = {f.id: f for f in scenario.flags}
        self.counters = {c.id: c for c in scenario.counters}
        self.meetings = {m.id: m for m in scenario.meetings}
        self.injects = {i.id: i for i in scenario.injects}
        self.endings = {e.id: e for e in scenario.endings}
        self.sides = {s.id: s for s in scenario.sides}
        p0 = self.parameters.p0
        self.prior = {s.id: odds(p0 if s.prior is None else s.prior) for s in scenario.sides}
        """Side → the log odds with which it begins."""
        self.read_as: dict[str, dict[str, int]] = {}
        """What can be done → how each side reads it; of two of one id the move's."""
        for declared in (scenario.streams, scenario.incidents, scenario.activities, scenario.moves):
            self.read_as.update({spec.id: spec.read_as for spec in declared})
        self.places = {p.id: geometry.plane(scenario.origin, p.at) for p in scenario.places}
        self.moves_of: dict[str, tuple[Move, ...]] = {
            seat: tuple(m for m in scenario.moves if seat in m.seats) for seat in self.seats
        }
        self.lead_ms = {m.id: m.lead.typical_ms() if m.lead else 0 for m in scenario.moves}
        self.commander: dict[str, str] = {}
        for seat in scenario.seats:
            for vessel in seat.commands:
                self.commander.setdefault(vessel, seat.id)
        self.sensor_seats: dict[str, tuple[str, ...]] = {
            side: tuple(s.id for s in scenario.seats if s.side == side and s.sees == "sensors")
            for side in self.sides
        }
        self.fleet_of: dict[str, tuple[Vessel, ...]] = {
            side: tuple(v for v in scenario.vessels if v.side == side) for side in self.sides
        }
        self.gates_of: dict[str, tuple[str, ...]] = {
            vessel: tuple(g.id for g in scenario.gates if vessel in g.vessels)
            for vessel in self.vessels
        }
        self.order_of_vessel = {vessel: index for index, vessel in enumerate(self.vessels)}
        self.everybody = tuple(self.seats)
        self.faces = {side: _faces(scenario, side) for side in self.sides}
        talking = {s for c in scenario.channels if c.kind in DESKED for s in c.seats}
        self.minded = frozenset(
            s for s in self.seats if s in talking or self.moves_of[s] or self.seats[s].commands
        )
        self.effect_at: dict[str, Any] = dict(_addressed(scenario))
        self._sides = {vessel: spec.side for vessel, spec in self.vessels.items()}
        self._once: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[Setup], T]) -> T:
        """Give a look-up that another module derives from the scenario, made when first asked."""
        found: T | None = self._once.get(name)
        if found is None:
            found = self._once[name] = make(self)
        return found

    def side_of(self, vessel: str) -> str:
        """Give the side of a vessel."""
        return self._sides[vessel]

    def hulls_m(self, one: str, two: str) -> float:
        """Give the distance of two vessels at which their hulls touch."""
        return (self.vessels[one].length + self.vessels[two].length) / 2

    def pair(self, a: str, b: str) -> tuple[str, str]:
        """Put two vessels in the order of the document."""
        return (a, b) if self.order_of_vessel[a] < self.order_of_vessel[b] else (b, a)


def _faces(scenario: Scenario, side: str) -> str:
    """Give the side whose intent a side wonders about: the one named, else the first other."""
    spec = next(s for s in scenario.sides if s.id == side)
    return spec.faces or next((s.id for s in scenario.sides if s.id != side), "")


def _addressed(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Yield every effect that must be found again later by its address."""
    fields = ("moves", "activities", "injects", "incidents", "streams", "meetings", "clauses")
    for field in fields:
        for entry in getattr(scenario, field):
            for way, found in entries(entry, (field, entry.id), by_id=True):
                if isinstance(found, Later | Hail):
                    yield ".".join(map(str, way)), found
