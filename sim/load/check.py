"""Cross-checks of a scenario that is well-formed: does it contradict itself?"""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import nearest
from sim.model.conditions import Counter, Flag, Inside
from sim.model.scenario import KINDS, Scenario, declared
from sim.model.words import Entry, Word, references
from sim.units import format_duration

Complaint = tuple[tuple[str | int, ...], str, str]
"""A path, what is wrong there, and what to do."""

SPAN_NM_MOST = 600.0
"""Half the side of the plane; beyond it a flat sea is off by more than a percent."""


def complaints(scenario: Scenario, known: dict[str, set[str]] | None = None) -> Iterator[Complaint]:
    """Yield everything that is wrong.

    Args:
        scenario: A validated document.
        known: Further ids taken as declared, by kind (entries left out for faults of their own).
    """
    ids = {kind: set(declared(scenario, kind)) | (known or {}).get(kind, set()) for kind in KINDS}
    for path, kind, value in references(scenario):
        if value not in ids[kind]:
            yield path, f"there is no {kind} “{value}”", nearest(value, ids[kind])
    yield from _twice(scenario)
    yield from _authority(scenario)
    yield from _times(scenario)
    yield from _plane(scenario)
    yield from _seats(scenario)
    yield from _moves(scenario)


def _twice(scenario: Scenario) -> Iterator[Complaint]:
    for kind, field in KINDS.items():
        seen: set[str] = set()
        for index, entry in enumerate(getattr(scenario, field)):
            if entry.id in seen:
                yield (field, index, "id"), f"the {kind} “{entry.id}” stands twice", "rename one"
            seen.add(entry.id)


def _authority(scenario: Scenario) -> Iterator[Complaint]:
    above = {seat.id: seat.authority for seat in scenario.seats}
    for index, seat in enumerate(scenario.seats):
        walked = [seat.id]
        at = seat.authority
        while at is not None and at not in walked:
            walked.append(at)
            at = above.get(at)
        if at == seat.id:
            chain = " → ".join([*walked, at])
            yield (
                ("seats", index, "authority"),
                f"authority runs in a circle: {chain}",
                "let one seat answer to nobody",
            )


def _times(scenario: Scenario) -> Iterator[Complaint]:
    end = scenario.horizon
    late = f"the run ends at {format_duration(end)}"
    for index, inject in enumerate(scenario.injects):
        for name in ("at", "until"):
            if (getattr(inject, name) or 0) > end:
                yield ("injects", index, name), "lies after the horizon", late
    for number, script in enumerate(scenario.history.scripts if scenario.history else ()):
        for index, step in enumerate(script.steps):
            if step.at > end:
                path = ("history", "scripts", number, "steps", index, "at")
                yield path, "lies after the horizon", late
    for index, activity in enumerate(scenario.activities):
        if activity.beat and activity.lasts // activity.beat.every > 5000:
            yield ("activities", index, "beat"), "beats more than 5,000 times", "beat less often"
        for n, hazard in enumerate(activity.hazards):
            if hazard.rate * activity.lasts / 3_600_000 > 500:
                at = ("activities", index, "hazards", n, "rate")
                yield at, "would strike more than 500 times", "lower the rate or the time"


def _plane(scenario: Scenario) -> Iterator[Complaint]:
    home = scenario.origin
    for field in ("places", "vessels"):
        for index, entry in enumerate(getattr(scenario, field)):
            reach_nm = 60 * max(
                abs(entry.at.lat_deg - home.lat_deg), abs(entry.at.lon_deg - home.lon_deg)
            )
            if reach_nm > SPAN_NM_MOST:
                yield (
                    (field, index, "at"),
                    f"lies {reach_nm:.0f} nm from the origin; the flat sea reaches 600 nm",
                    "move the origin or the position",
                )
    for index, vessel in enumerate(scenario.vessels):
        if vessel.speed > vessel.top_speed:
            yield ("vessels", index, "speed"), "is above the vessel's top speed", ""


def _seats(scenario: Scenario) -> Iterator[Complaint]:
    moves = {move.id: move for move in scenario.moves}
    for index, seat in enumerate(scenario.seats):
        acts = any(seat.id in move.seats for move in scenario.moves)
        if acts and seat.window is None:
            yield (
                ("seats", index),
                f"the seat “{seat.id}” has moves but no “window”",
                "give its span",
            )
        if seat.playable and not seat.you_are:
            yield (
                ("seats", index),
                f"the playable seat “{seat.id}” lacks “you_are”",
                "say who it is",
            )
        for n, rule in enumerate(seat.standing_orders):
            move = moves.get(rule.move)
            if move is not None and seat.id not in move.seats:
                path = ("seats", index, "standing_orders", n, "move")
                yield path, f"“{rule.move}” is not a move of this seat", ""
    for index, ending in enumerate(scenario.endings):
        if ending.when is None and index < len(scenario.endings) - 1:
            yield ("endings", index), "holds always, so later endings never do", "put it last"
    if scenario.endings[-1].when is not None:
        last = ("endings", len(scenario.endings) - 1, "when")
        yield last, "the last ending must hold always", "leave its “when” out"


def _moves(scenario: Scenario) -> Iterator[Complaint]:
    """A seat may be asked only for what it can know; leave comes from its own authority."""
    above = {seat.id: seat.authority for seat in scenario.seats}
    knowers = (
        {("flag", flag.id): set(flag.known_to) for flag in scenario.flags}
        | {("counter", c.id): set(c.known_to) for c in scenario.counters}
        | {("gate", gate.id): set(gate.known_to) for gate in scenario.gates}
    )
    for index, move in enumerate(scenario.moves):
        for path, kind, name in _asked(move.when, ("moves", index, "when")):
            blind = [s for s in move.seats if s not in knowers.get((kind, name), set(move.seats))]
            if blind:
                yield (
                    path,
                    f"the seat “{blind[0]}” cannot know the {kind} “{name}”",
                    (f"add it to that {kind}'s “known_to”"),
                )
        if move.leave:
            for seat in move.seats:
                chain, at = set(), above.get(seat)
                while at is not None and at not in chain:
                    chain.add(at)
                    at = above.get(at)
                if move.leave.of not in chain:
                    yield (
                        ("moves", index, "leave", "of"),
                        f"“{move.leave.of}” has no authority over “{seat}”",
                        "name a seat up its chain of authority",
                    )


def _asked(
    condition: Word | None, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield every hidden-able thing a condition asks about."""
    if condition is None:
        return
    kinds = {Flag: "flag", Counter: "counter", Inside: "gate"}
    for at, kind, name in references(condition, path):
        if kind in kinds.values():
            yield at, kind, name


__all__ = ["Complaint", "Entry", "complaints"]
