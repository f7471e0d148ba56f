"""What the menu knows of the shipped scenarios, made from them; `doc_blocks` writes it.

The menu may load nothing of the simulation, and reading whole scenarios takes longer than painting.
"""

from __future__ import annotations

import json
from typing import Any

from sim.engine import Draws, Engine, Setup, begin
from sim.engine.seat.views import VesselLine, view
from sim.loader import load
from sim.loader.doctrines import doctrines
from sim.loader.library import root, shipped
from sim.model.world import Seat
from sim.play.occupants import occupant
from sim.play.sheet import sheet
from sim.units import format_duration

PATH = root() / "_common" / "index.json"
PLAIN = {
    "standing-orders": "Does as its standing orders say, whatever is said to it",
    "random": "Takes any open option, all alike",
    "search:20": "Looks ahead before each decision, for some seconds; speaks as firm does",
}
"""The policies that are no doctrines, in words."""


def policies() -> dict[str, str]:
    """Give every policy in words."""
    return {name: spec.title for name, spec in doctrines().items()} | PLAIN


def index() -> str:
    """Write what the menu knows, as JSON."""
    listed = [_scenario(name) for name in shipped()]
    data = {"policies": policies(), "scenarios": listed}
    rows = [f"{json.dumps(name)}: {_text(part)}" for name, part in data.items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _text(part: dict[str, str] | list[dict[str, Any]]) -> str:
    """Write a part, what it lists a line each, so that a change can be read."""
    if isinstance(part, dict):
        return json.dumps(part, ensure_ascii=False)
    return "[\n " + ",\n ".join(json.dumps(each, ensure_ascii=False) for each in part) + "\n]"


def _scenario(name: str) -> dict[str, Any]:
    scenario = load(name)
    setup = Setup(scenario)
    some = sheet(setup, scenario.seats[0].id)
    engine = Engine(setup, Draws(1, 0))
    held = {s.id: occupant(setup, s.id, s.occupant) for s in scenario.seats}
    begin(engine, {seat: (who.name, who.control) for seat, who in held.items()})
    return {
        "id": name,
        "title": scenario.title,
        "date": f"{scenario.begins:%d %b %Y}",
        "place": scenario.place,
        "minutes": scenario.minutes,
        "guided": bool(scenario.hints),
        "about": scenario.briefing.headline if scenario.briefing else "",
        "seats": [_seat(engine, seat) for seat in setup.seats.values()],
        "sides": {side.id: side.name for side in scenario.sides},
        "endings": {ending.id: ending.title for ending in scenario.endings},
        "origin": list(some.origin),
        "places": [[p.name, round(p.x_m), round(p.y_m)] for p in some.places],
    }


def _seat(engine: Engine, seat: Seat) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": seat.id,
        "title": seat.title,
        "side": seat.side,
        "playable": seat.playable,
        "occupant": seat.occupant,
        "decides": format_duration(seat.window.span) if seat.window else "",
    }
    if seat.playable:
        shown = view(engine.setup, engine.state.known[seat.id], 0)
        data["begins_with"] = [_vessel(row) for row in (*shown.own, *shown.contacts)]
    return data


def _vessel(row: VesselLine) -> list[Any]:
    """Write a vessel as the seat holds it when play begins."""
    track = (round(row.x_m), round(row.y_m), round(row.course_deg), round(row.speed_mps, 1))
    return [row.name, row.side, row.number, row.own, *track]
