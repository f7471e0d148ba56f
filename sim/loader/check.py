"""Cross-checks of a scenario: does what is well-formed contradict itself?

Each check looks at the entries of one class and at what they name. Where it comes upon something
faulty or missing it ends: that is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from sim.errors import nearest, quoted
from sim.loader import (  # noqa: F401  # register their checks
    check_channels,
    check_hints,
    check_plane,
    check_politics,
    check_relays,
    check_staffs,
    check_traffic,
    ledger_starts,
)
from sim.loader.context import (
    CHECKS,
    STRIKES_MOST,
    CheckContext,
    Complaint,
    about,
    not_its_move,
    unknowable,
)
from sim.model.drill import History, Inject, SeatScript
from sim.model.effects import Instruct
from sim.model.moves import Activity, Move
from sim.model.scenario import KINDS, Scenario
from sim.model.words import Entry, FaultyError, Path_, entries, names
from sim.model.world import Counter, Seat, Side, Vessel
from sim.units import MS_PER_H, format_duration

BEATS_MOST = 5000
"""More beats of one activity than this are a slip in a number, and cost time in every run."""

_NOUNS = {field: kind for kind, field in KINDS.items()} | {
    "objectives": "objective",
    "yardsticks": "yardstick",
    "hazards": "hazard",
    "orders": "order card",
}
"""What an entry of a list is called, for lists whose entries have ids."""


def complaints(scenario: Scenario) -> Iterator[Complaint]:
    """Yield everything that is wrong with a scenario, which may have holes where it is faulty."""
    everything = list(entries(scenario))
    around = CheckContext(scenario)
    for path, entry in everything:
        yield from _names(around, path, entry)
    for path, entry in everything:
        for check in CHECKS.get(type(entry), ()):
            with suppress(FaultyError):
                yield from check(around, path, entry)


def _names(around: CheckContext, path: Path_, entry: Entry) -> Iterator[Complaint]:
    """Every name is declared, and stands once in its list; a field with another is a hole."""
    seen = set()
    for at, kind, name in list(names(entry, path)):
        if (kind, name) not in around.found:
            vars(entry).pop(str(at[len(path)]), None)
            if kind in around.ids:
                known = around.ids[kind]
                yield at, f"there is no {kind} {quoted(name)}", partial(nearest, name, known)
        if (at[:-1], name) in seen and isinstance(at[-1], int):
            yield at, f"{quoted(name)} stands twice in this list", "keep one"
        seen.add((at[:-1], name))


@about(Scenario, Side, Seat, Activity)
def _ids(around: CheckContext, path: Path_, entry: Entry) -> Iterator[Complaint]:
    for field, noun in _NOUNS.items():
        seen: set[str] = set()
        for index, item in enumerate(getattr(entry, field, ())):
            name = getattr(item, "id", None)
            if name in seen:
                yield (*path, field, index, "id"), f"the {noun} “{name}” stands twice", "rename one"
            elif name is not None:
                seen.add(name)


@about(Scenario)
def _endings(around: CheckContext, path: Path_, scenario: Scenario) -> Iterator[Complaint]:
    last = len(scenario.endings) - 1
    for index, ending in enumerate(scenario.endings):
        with suppress(FaultyError):
            if index < last and ending.when is None:
                yield ("endings", index), "holds always, so later endings never do", "put it last"
            if index == last and ending.when is not None:
                what = "the last ending must hold always"
                yield ("endings", index, "when"), what, "leave its “when” out"


@about(Vessel)
def _speed(around: CheckContext, path: Path_, vessel: Vessel) -> Iterator[Complaint]:
    if vessel.speed > vessel.top_speed:
        yield (*path, "speed"), "is above the vessel's top speed", ""


@about(Counter)
def _bounds(around: CheckContext, path: Path_, counter: Counter) -> Iterator[Complaint]:
    if counter.least > counter.most:
        yield (*path, "least"), f"“least” lies above “most”, {counter.most}", "swap them"
    elif not counter.least <= counter.start <= counter.most:
        what = f"the counter starts at {counter.start}, outside its bounds"
        yield (*path, "start"), what, f"start from {counter.least} to {counter.most}"


@about(Seat)
def _authority(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    chain = around.above(seat.id)
    if len(chain) > 1 and chain[-1] == seat.id:
        shown = chain if len(chain) <= 8 else [*chain[:6], "…", chain[-1]]
        what = f"authority runs in a circle: {' → '.join(shown)}"
        yield (*path, "authority"), what, "let one seat answer to nobody"


@about(Seat)
def _playable(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    if seat.playable and not seat.you_are:
        yield path, f"the playable seat “{seat.id}” lacks “you_are”", "say who it is"


@about(Seat)
def _commands(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    for index, vessel in enumerate(seat.commands):
        first = around.commander(vessel)
        if first != seat.id:
            what = f"the seat “{first}” commands {quoted(vessel)} already"
            yield (*path, "commands", index), what, "let one seat command it"


@about(Seat)
def _occupant(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    history = around.scenario.history
    told = {script.seat for script in history.scripts} if history else set()
    if seat.occupant == "script:history" and seat.id not in told:
        what = f"the history has no script of “{seat.id}”"
        yield (*path, "occupant"), what, "add one, or name another occupant"
    elif seat.occupant.partition(":")[0] == "script" and seat.occupant != "script:history":
        what = f"{quoted(seat.occupant)} may not stand in a scenario, which names no files"
        hint = "name “script:history” or a policy, or give the file by `--seat`"
        yield (*path, "occupant"), what, hint


@about(Seat)
def _standing_orders(around: CheckContext, path: Path_, seat: Seat) -> Iterator[Complaint]:
    for index, rule in enumerate(seat.standing_orders):
        with suppress(FaultyError):
            at = (*path, "standing_orders", index)
            yield from not_its_move(around, (*at, "move"), rule.move, seat.id)
            yield from unknowable(around, (*at, "when"), rule.when, (seat.id,))


@about(Move)
def _asked(around: CheckContext, path: Path_, move: Move) -> Iterator[Complaint]:
    yield from unknowable(around, (*path, "when"), move.when, move.seats)


@about(Move)
def _leave(around: CheckContext, path: Path_, move: Move) -> Iterator[Complaint]:
    if move.leave is None:
        return
    for seat in move.seats:
        with suppress(FaultyError):
            if move.leave.of not in around.above(seat)[1:] or move.leave.of == seat:
                what = f"{quoted(move.leave.of)} has no authority over {quoted(seat)}"
                hint = "name a seat up its chain of authority"
                yield (*path, "leave", "of"), what, hint


@about(Instruct)
def _instructed(around: CheckContext, path: Path_, order: Instruct) -> Iterator[Complaint]:
    if order.move is not None:
        yield from not_its_move(around, (*path, "move"), order.move, order.seat)


@about(Activity)
def _often(around: CheckContext, path: Path_, activity: Activity) -> Iterator[Complaint]:
    if activity.beat and activity.lasts // activity.beat.every > BEATS_MOST:
        yield (*path, "beat"), f"beats more than {BEATS_MOST:,} times", "beat less often"
    for index, hazard in enumerate(activity.hazards):
        if hazard.rate * activity.lasts / MS_PER_H > STRIKES_MOST:
            what = f"would strike more than {STRIKES_MOST} times"
            yield (*path, "hazards", index, "rate"), what, "lower the rate or the time"


@about(Inject)
def _times(around: CheckContext, path: Path_, inject: Inject) -> Iterator[Complaint]:
    for name in ("at", "until"):
        yield from _late(around, (*path, name), getattr(inject, name))


def _late(around: CheckContext, path: Path_, at_ms: int | None) -> Iterator[Complaint]:
    end_ms = around.scenario.horizon
    if at_ms is not None and at_ms > end_ms:
        yield path, "lies after the horizon", f"the run ends at {format_duration(end_ms)}"


@about(History)
def _scripts(around: CheckContext, path: Path_, history: History) -> Iterator[Complaint]:
    seen: set[str] = set()
    for index, script in enumerate(history.scripts):
        with suppress(FaultyError):
            if script.seat in seen:
                what = f"the seat {quoted(script.seat)} has two scripts"
                yield (*path, "scripts", index, "seat"), what, "put their steps into one"
            seen.add(script.seat)


@about(SeatScript)
def _steps(around: CheckContext, path: Path_, script: SeatScript) -> Iterator[Complaint]:
    for index, step in enumerate(script.steps):
        at = (*path, "steps", index)
        with suppress(FaultyError):
            yield from _late(around, (*at, "at"), step.at)
        with suppress(FaultyError):
            if step.choose is not None:
                yield from not_its_move(around, (*at, "choose"), step.choose, script.seat)
