"""The Master Scenario Events List: what is due when, from whom, to whom, as a table in CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.engine.acts.windows import span_ms
from sim.engine.base.setup import Setup
from sim.exercise import effect_words
from sim.exercise.msel_executed import ACTUAL, Executed
from sim.exercise.msel_merge import BEGIN, Merged, merged, written
from sim.exercise.msel_staff import STAFF, staff_cells
from sim.exercise.plan import Exercise
from sim.loader import digest
from sim.model import effects as e
from sim.model.injects import Inject
from sim.model.scenario import KINDS, Scenario
from sim.model.words import entries, references
from sim.printable import cell, csv_line
from sim.units import MS_PER_MIN, clock, dtg, elapsed, format_duration

COLUMNS = (
    "event_no",
    "control_no",
    "exercise_time",
    "wall_time",
    "scenario_time",
    "kind",
    "inject_type",
    "release",
    "delivery_method",
    "from",
    "to",
    "title",
    "description",
    "expected_action",
    "effect",
    "objective",
    "condition",
    "withdrawn_after",
    "status",
    "remarks",
    "scene_only",
    *STAFF,
    *ACTUAL,
    "change",
    "written",
)
"""The columns, by the names that exercise planners use."""
BOM = "\ufeff"
"""Tells spreadsheet programs that the file is UTF-8."""
_SCREEN = "screen of the seat"
MselRow = dict[str, str]
Named = tuple[str, MselRow]
"""An event's own name in the scenario, and its row."""


def text(scenario: Scenario, plan: Exercise | None = None, ran: Executed | None = None) -> str:
    """Write the list as CSV (RFC 4180); the same scenario, plan and run give the same text."""
    found = rows(scenario, plan, ran)
    lines = [COLUMNS, *([cell(row[name]) for name in COLUMNS] for row in found.values())]
    return BOM + "".join(csv_line(line, end="\r\n") for line in lines)


def again(
    scenario: Scenario, there: str, plan: Exercise | None = None, ran: Executed | None = None
) -> Merged:
    """Bring a list that was exported before up to date; what planners wrote in it stays.

    Raises:
        NoListError: what is there is no list of events.
    """
    now = rows(scenario, plan, ran)
    found = merged(there.removeprefix(BOM), COLUMNS, now, actual=ran.cells if ran else {})
    found.text = BOM + found.text
    return found


def begin_key(scenario: Scenario) -> str:
    """Give the own name of the first row."""
    return f"{BEGIN}{scenario.id}"


def rows(
    scenario: Scenario, plan: Exercise | None = None, ran: Executed | None = None
) -> dict[str, MselRow]:
    """List the events: the begin, orders, what has a time, what waits for something, the end.

    Each has its own name in the scenario, which stays when others come and go.

    Args:
        scenario: Where they come from.
        plan: The exercise, which says who runs and rates them.
        ran: What a run made of them; what was improvised in it follows before the end.
    """
    setup = Setup(scenario)
    timed = [i for i in scenario.injects if not i.by_effect and i.at is not None]
    found: list[Named] = [
        _begin(setup),
        *_orders(setup),
        *_injects(setup, sorted(timed, key=lambda inject: inject.at or 0)),
        *_injects(setup, (i for i in scenario.injects if not i.by_effect and i.at is None)),
        *_injects(setup, (i for i in scenario.injects if i.by_effect)),
        _end(setup),
    ]
    if plan is not None:
        found = [(key, row | staff_cells(plan, scenario, key)) for key, row in found]
    if ran is not None:
        more = [(key, dict.fromkeys(COLUMNS, "") | row) for key, row in ran.more.items()]
        found = [*found[:-1], *more, found[-1]]
        found = [(key, row | ran.cells.get(key, {})) for key, row in found]
    for number, (key, row) in enumerate(found, 1):
        row["event_no"] = str(number)
        row["written"] = written(key, COLUMNS, row)
    return dict(found)


def _row(setup: Setup, at_ms: int | None, **cells: str) -> MselRow:
    """Make a row; a time that is not known beforehand leaves its cells empty."""
    row = dict.fromkeys(COLUMNS, "")
    if at_ms is not None:
        begins = setup.scenario.begins
        row["exercise_time"] = elapsed(at_ms)
        row["wall_time"] = dtg(begins, at_ms)
        row["scenario_time"] = clock(begins, at_ms)
    row["status"] = "Draft"
    return row | {name.rstrip("_"): cell for name, cell in cells.items()}


def _control_row(setup: Setup, at_ms: int, **cells: str) -> MselRow:
    """Make a row of exercise control, which everybody gets."""
    return _row(
        setup,
        at_ms,
        kind="administrative",
        release="scheduled",
        from_="Exercise control",
        to=effect_words.seats(setup, setup.seats),
        objective=_aims(setup),
        **cells,
    )


def _begin(setup: Setup) -> Named:
    scenario = setup.scenario
    brief = scenario.briefing
    remarks = [
        f"begins {scenario.begins:%Y-%m-%d %H:%M %z}; wall_time is UTC; scenario_time is local",
        f"scenario {scenario.id}, {digest(scenario)}",
    ]
    by_chance = [entry.title for entry in scenario.incidents]
    by_chance += [entry.title for entry in scenario.streams]
    if by_chance:
        chance = "; ".join(f"“{title}”" for title in by_chance)
        remarks.append(f"come by chance and have no row: {chance}")
    return begin_key(scenario), _control_row(
        setup,
        0,
        control_no="ADMIN-1",
        inject_type="startex",
        title=f"Begin: {scenario.title}",
        description=f"{scenario.place}. {brief.headline}" if brief else scenario.place,
        expected_action=brief.decision if brief else "",
        remarks="; ".join(remarks),
    )


def _orders(setup: Setup) -> Iterator[Named]:
    """List every candidate order of every seat; the run draws one for each."""
    number = 0
    for seat in setup.scenario.seats:
        for card in seat.orders:
            number += 1
            most = len(seat.orders)
            drawn = f"one of {most} is drawn at the begin and shown to this seat alone"
            yield (
                f"orders.{seat.id}.{card.id}",
                _row(
                    setup,
                    0,
                    control_no=f"ORD-{number}",
                    kind="contextual",
                    inject_type="orders",
                    release="drawn" if most > 1 else "scheduled",
                    delivery_method=_SCREEN,
                    from_=setup.seats[seat.authority].title if seat.authority else "",
                    to=seat.title,
                    title=card.title,
                    description=card.text,
                    expected_action=effect_words.condition(setup, card.when),
                    objective=f"{setup.sides[seat.side].name}: orders, {card.points:g} points",
                    condition=drawn if most > 1 else "",
                    remarks=f"{seat.id}.{card.id}",
                ),
            )


def _injects(setup: Setup, injects: Iterable[Inject]) -> Iterator[Named]:
    order = {inject.id: number for number, inject in enumerate(setup.scenario.injects, 1)}
    by, taken = _named_by(setup, e.Release), _named_by(setup, e.Withdraw)
    for inject in injects:
        release = "by effect" if inject.by_effect else "conditional" if inject.when else "scheduled"
        conditions = [] if inject.by_effect else [effect_words.condition(setup, inject.when)]
        conditions += [f"released by {'; '.join(by[inject.id])}"] if inject.id in by else []
        remarks = [inject.id, "" if inject.alert else "does not call for a decision"]
        if inject.id in taken:
            remarks.append(f"withdrawn by {'; '.join(taken[inject.id])}")
        if inject.when and inject.at is not None and not inject.by_effect:
            remarks.append("the time is the earliest")
        if not inject.by_effect and (inject.at or 0) % MS_PER_MIN:
            remarks.append(f"exactly {format_duration(inject.at or 0)} after the begin")
        yield (
            f"injects.{inject.id}",
            _row(
                setup,
                None if inject.by_effect else inject.at,
                control_no=f"INJ-{order[inject.id]}",
                kind="contextual",
                inject_type=inject.kind.replace("_", " "),
                release=release,
                delivery_method="; ".join(_media(setup, inject)) or "none",
                from_=inject.sender,
                to=effect_words.seats(setup, inject.to),
                title=inject.title,
                description=inject.text or "",
                expected_action=_expected(setup, inject),
                effect=effect_words.effects(setup, inject.effects),
                objective=_served(setup, inject),
                condition=" or ".join(filter(None, conditions)),
                withdrawn_after="" if inject.until is None else elapsed(inject.until),
                remarks="; ".join(filter(None, remarks)),
                scene_only="" if _media(setup, inject) else "yes: nobody reads it",
            ),
        )


def _end(setup: Setup) -> Named:
    scenario = setup.scenario
    enders = _enders(setup)
    named = [
        f"“{ending.title}”"
        + (f" if {effect_words.condition(setup, ending.when)}" if ending.when else " otherwise")
        for ending in scenario.endings
    ]
    earlier = f"; earlier by {'; '.join(enders)}" if enders else ""
    return "end", _control_row(
        setup,
        scenario.horizon,
        control_no="ADMIN-2",
        inject_type="endex",
        title=f"End: {scenario.title}",
        description="Named by the first that holds: " + "; ".join(named),
        condition=f"at this time at the latest{earlier}",
    )


def _media(setup: Setup, inject: Inject) -> list[str]:
    """Say on what an inject comes; what comes on nothing only changes the scene."""
    hails = [word for _, word in entries(inject.effects) if isinstance(word, e.Hail)]
    names = dict.fromkeys(setup.channels[hail.channel].name for hail in hails)
    return [*([_SCREEN] if inject.to else []), *names]


def _expected(setup: Setup, inject: Inject) -> str:
    """Say who is called to decide, and in what time."""
    if not inject.alert:
        return ""
    expected = []
    for name in inject.to:
        seat = setup.seats[name]
        if setup.moves_of[name]:
            within = format_duration(span_ms(seat))
            rest = "a standing order" if seat.standing_orders else "nothing is done"
            expected.append(f"{seat.title} decides within {within}; otherwise {rest}")
    return "; ".join(expected)


def _named_by(setup: Setup, word: type[e.Release | e.Withdraw]) -> dict[str, list[str]]:
    """List, of each inject, the entries whose effects release (or withdraw) it."""
    found: dict[str, list[str]] = {}
    for what, entry in _causes(setup):
        named = {spec.inject for _, spec in entries(entry) if isinstance(spec, word)}
        for inject in sorted(named):
            found.setdefault(inject, []).append(what)
    return found


def _enders(setup: Setup) -> list[str]:
    """Name the entries whose effects end the run."""
    return [
        what
        for what, entry in _causes(setup)
        if any(isinstance(word, e.End) for _, word in entries(entry))
    ]


def _causes(setup: Setup) -> Iterator[tuple[str, Any]]:
    """Yield everything that has effects, with its name."""
    for kind in ("move", "activity", "inject", "incident", "stream", "clause"):
        for entry in getattr(setup.scenario, KINDS[kind]):
            yield f"{kind} “{entry.title}”", entry


def _aims(setup: Setup) -> str:
    """List every side's objectives with their points."""
    return "; ".join(
        f"{side.name}: {objective.title} ({objective.points:+g})"
        for side in setup.scenario.sides
        for objective in side.objectives
    )


def _served(setup: Setup, inject: Inject) -> str:
    """Name the objectives that count a flag or counter which an inject changes."""
    changed = _marks(inject.effects)
    return "; ".join(
        f"{side.name}: {objective.title}"
        for side in setup.scenario.sides
        for objective in side.objectives
        if changed & _marks(objective.goal)
    )


def _marks(value: object) -> set[tuple[str, str]]:
    """Collect the flags and counters that effects change or a goal looks at."""
    return {(kind, id_) for _, kind, id_ in references(value) if kind in ("flag", "counter")}
