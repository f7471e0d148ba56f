"""Cross-checks of a scenario: does what is well-formed contradict itself?

Each check looks at the entries of one class and at what they name. Where it comes upon something
faulty or missing it ends: that is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from sim.errors import nearest, quoted
from sim.load.faults import Hint
from sim.model.channels import Channel
from sim.model.drill import History, Inject, SeatScript, Step
from sim.model.effects import Hail
from sim.model.moves import Activity, Move
from sim.model.scenario import KINDS, Scenario
from sim.model.words import Entry, FaultyError, Path_, Word, entries, names, references
from sim.model.world import Counter, Place, Seat, Side, Vessel
from sim.units import MS_PER_H, degrees_east, format_duration

Complaint = tuple[Path_, str, Hint]
"""The model's way to a place, what is wrong there, and what to do."""

SPAN_NM_MOST = 600.0
"""Half the side of the plane; beyond it a flat sea is off by more than a percent."""
BEATS_MOST = 5000
STRIKES_MOST = 500
"""More of one activity or call than this is a slip in a number, and costs time in every run."""

_NOUNS = {field: kind for kind, field in KINDS.items()} | {
    "objectives": "objective",
    "hazards": "hazard",
    "orders": "order card",
}
"""What an entry of a list is called, for lists whose entries have ids."""


class Around:
    """What a check may look up besides the entry it is about."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.ids: dict[str, set[str]] = {}
        self.found: dict[tuple[str, str], Any] = {}
        for kind, field in KINDS.items():
            with suppress(FaultyError):  # where an id is faulty, any name may have meant it
                self.ids[kind] = {entry.id for entry in getattr(scenario, field)}
            for entry in reversed(getattr(scenario, field, ())):
                with suppress(FaultyError):
                    self.found[kind, entry.id] = entry

    def commander(self, vessel: str) -> str:
        """Give the first seat that commands a vessel, "" if none does."""
        seats = (seat for seat in self.scenario.seats if vessel in seat.commands)
        return next((seat.id for seat in seats), "")

    def the(self, kind: str, name: str) -> Any:
        """Look up the first entry of a name; a check that asks for what there is not ends."""
        if (kind, name) not in self.found:
            raise FaultyError(name)
        return self.found[kind, name]

    def above(self, seat: str) -> list[str]:
        """List a seat and those up its chain of authority, until it ends or turns back."""
        chain: list[str] = []
        at: str | None = seat
        while at is not None and at not in chain:
            chain.append(at)
            at = self.the("seat", at).authority
        return chain if at is None else [*chain, at]


Check = Callable[[Around, Path_, Any], Iterator[Complaint]]
_CHECKS: dict[type[Entry], list[Check]] = {}


def _about(*kinds: type[Entry]) -> Callable[[Check], Check]:
    """Register a check of every entry of some classes."""

    def register(check: Check) -> Check:
        for kind in kinds:
            _CHECKS.setdefault(kind, []).append(check)
        return check

    return register


def complaints(scenario: Scenario) -> Iterator[Complaint]:
    """Yield everything that is wrong with a scenario, which may have holes where it is faulty."""
    everything = list(entries(scenario))
    around = Around(scenario)
    for path, entry in everything:
        yield from _names(around, path, entry)
    for path, entry in everything:
        for check in _CHECKS.get(type(entry), ()):
            with suppress(FaultyError):
                yield from check(around, path, entry)


def _names(around: Around, path: Path_, entry: Entry) -> Iterator[Complaint]:
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


@_about(Scenario, Side, Seat, Activity)
def _ids(around: Around, path: Path_, entry: Entry) -> Iterator[Complaint]:
    for field, noun in _NOUNS.items():
        seen: set[str] = set()
        for index, item in enumerate(getattr(entry, field, ())):
            name = getattr(item, "id", None)
            if name in seen:
                yield (*path, field, index, "id"), f"the {noun} “{name}” stands twice", "rename one"
            elif name is not None:
                seen.add(name)


@_about(Scenario)
def _endings(around: Around, path: Path_, scenario: Scenario) -> Iterator[Complaint]:
    last = len(scenario.endings) - 1
    for index, ending in enumerate(scenario.endings):
        with suppress(FaultyError):
            if index < last and ending.when is None:
                yield ("endings", index), "holds always, so later endings never do", "put it last"
            if index == last and ending.when is not None:
                what = "the last ending must hold always"
                yield ("endings", index, "when"), what, "leave its “when” out"


@_about(Place, Vessel)
def _on_the_plane(around: Around, path: Path_, entry: Place | Vessel) -> Iterator[Complaint]:
    home = around.scenario.origin
    north, east = entry.at.lat_deg - home.lat_deg, degrees_east(entry.at, home)
    reach_nm = 60 * max(abs(north), abs(east))
    if reach_nm > SPAN_NM_MOST:
        what = f"lies {reach_nm:.0f} nm from the origin; the flat sea reaches {SPAN_NM_MOST:.0f} nm"
        yield (*path, "at"), what, "move the origin or the position"


@_about(Vessel)
def _speed(around: Around, path: Path_, vessel: Vessel) -> Iterator[Complaint]:
    if vessel.speed > vessel.top_speed:
        yield (*path, "speed"), "is above the vessel's top speed", ""


@_about(Counter)
def _bounds(around: Around, path: Path_, counter: Counter) -> Iterator[Complaint]:
    if counter.least > counter.most:
        yield (*path, "least"), f"“least” lies above “most”, {counter.most}", "swap them"
    elif not counter.least <= counter.start <= counter.most:
        what = f"the counter starts at {counter.start}, outside its bounds"
        yield (*path, "start"), what, f"start from {counter.least} to {counter.most}"


@_about(Seat)
def _authority(around: Around, path: Path_, seat: Seat) -> Iterator[Complaint]:
    chain = around.above(seat.id)
    if len(chain) > 1 and chain[-1] == seat.id:
        shown = chain if len(chain) <= 8 else [*chain[:6], "…", chain[-1]]
        what = f"authority runs in a circle: {' → '.join(shown)}"
        yield (*path, "authority"), what, "let one seat answer to nobody"


@_about(Seat)
def _playable(around: Around, path: Path_, seat: Seat) -> Iterator[Complaint]:
    if seat.playable and not seat.you_are:
        yield path, f"the playable seat “{seat.id}” lacks “you_are”", "say who it is"


@_about(Seat)
def _window(around: Around, path: Path_, seat: Seat) -> Iterator[Complaint]:
    acts = any(seat.id in getattr(move, "seats", ()) for move in around.scenario.moves)
    if acts and seat.window is None:
        yield path, f"the seat “{seat.id}” has moves but no “window”", "give its span"


@_about(Seat)
def _commands(around: Around, path: Path_, seat: Seat) -> Iterator[Complaint]:
    for index, vessel in enumerate(seat.commands):
        first = around.commander(vessel)
        if first != seat.id:
            what = f"the seat “{first}” commands {quoted(vessel)} already"
            yield (*path, "commands", index), what, "let one seat command it"


@_about(Seat)
def _occupant(around: Around, path: Path_, seat: Seat) -> Iterator[Complaint]:
    history = around.scenario.history
    told = {script.seat for script in history.scripts} if history else set()
    if seat.occupant == "script:history" and seat.id not in told:
        what = f"the history has no script of “{seat.id}”"
        yield (*path, "occupant"), what, "add one, or name another occupant"


@_about(Seat)
def _standing_orders(around: Around, path: Path_, seat: Seat) -> Iterator[Complaint]:
    for index, rule in enumerate(seat.standing_orders):
        with suppress(FaultyError):
            at = (*path, "standing_orders", index)
            yield from _not_its_move(around, (*at, "move"), rule.move, seat.id)
            yield from _unknowable(around, (*at, "when"), rule.when, (seat.id,))


@_about(Move)
def _asked(around: Around, path: Path_, move: Move) -> Iterator[Complaint]:
    yield from _unknowable(around, (*path, "when"), move.when, move.seats)


@_about(Move)
def _leave(around: Around, path: Path_, move: Move) -> Iterator[Complaint]:
    if move.leave is None:
        return
    for seat in move.seats:
        with suppress(FaultyError):
            if move.leave.of not in around.above(seat)[1:] or move.leave.of == seat:
                what = f"{quoted(move.leave.of)} has no authority over {quoted(seat)}"
                hint = "name a seat up its chain of authority"
                yield (*path, "leave", "of"), what, hint


def _not_its_move(around: Around, path: Path_, move: str, seat: str) -> Iterator[Complaint]:
    if seat not in around.the("move", move).seats:
        own = [m.id for m in around.scenario.moves if seat in m.seats]
        hint = partial(nearest, move, own) if own else "it has none"
        yield path, f"{quoted(move)} is not a move of this seat", hint


def _unknowable(
    around: Around, path: Path_, condition: Word | None, seats: tuple[str, ...]
) -> Iterator[Complaint]:
    """A seat may be asked only for what it can know."""
    for at, kind, name in references(condition, path):
        if kind in ("flag", "counter", "gate"):
            with suppress(FaultyError):
                knowing = around.the(kind, name).known_to
                blind = [seat for seat in seats if seat not in knowing]
                if blind:
                    what = f"the seat {quoted(blind[0])} cannot know the {kind} {quoted(name)}"
                    yield at, what, f"add it to that {kind}'s “known_to”"


@_about(Activity)
def _often(around: Around, path: Path_, activity: Activity) -> Iterator[Complaint]:
    if activity.beat and activity.lasts // activity.beat.every > BEATS_MOST:
        yield (*path, "beat"), f"beats more than {BEATS_MOST:,} times", "beat less often"
    for index, hazard in enumerate(activity.hazards):
        if hazard.rate * activity.lasts / MS_PER_H > STRIKES_MOST:
            what = f"would strike more than {STRIKES_MOST} times"
            yield (*path, "hazards", index, "rate"), what, "lower the rate or the time"


@_about(Channel)
def _tries(around: Around, path: Path_, channel: Channel) -> Iterator[Complaint]:
    terms = channel.answering
    if terms and (terms.answered + terms.declined) * terms.tries / MS_PER_H > STRIKES_MOST:
        what = f"would settle a try more than {STRIKES_MOST} times"
        yield (*path, "answering"), what, "lower the rates or the time"


@_about(Inject)
def _times(around: Around, path: Path_, inject: Inject) -> Iterator[Complaint]:
    for name in ("at", "until"):
        yield from _late(around, (*path, name), getattr(inject, name))


def _late(around: Around, path: Path_, at_ms: int | None) -> Iterator[Complaint]:
    end_ms = around.scenario.horizon
    if at_ms is not None and at_ms > end_ms:
        yield path, "lies after the horizon", f"the run ends at {format_duration(end_ms)}"


@_about(Hail)
def _hail(around: Around, path: Path_, hail: Hail) -> Iterator[Complaint]:
    yield from _carried(around, path, "channel", hail.channel, hail.form)
    channel = around.the("channel", hail.channel)
    seat = around.commander(hail.vessel)
    if seat and channel.seats and seat not in channel.seats:
        what = f"the seat “{seat}”, which commands {quoted(hail.vessel)}, is not on the channel"
        yield (*path, "channel"), what, "add it to the channel's “seats”"


def _carried(around: Around, path: Path_, key: str, channel: str, form: str) -> Iterator[Complaint]:
    """Only radios are called on, and only in the forms they carry."""
    spec = around.the("channel", channel)
    if spec.kind != "radio":
        radios = [c.id for c in around.scenario.channels if c.kind == "radio"]
        yield (*path, key), f"{quoted(channel)} is no radio", partial(nearest, "", radios)
    elif around.the("form", form) and form not in spec.forms:
        what = f"{quoted(channel)} does not carry {quoted(form)}"
        yield (*path, "form"), what, partial(nearest, "", spec.forms)


@_about(History)
def _scripts(around: Around, path: Path_, history: History) -> Iterator[Complaint]:
    seen: set[str] = set()
    for index, script in enumerate(history.scripts):
        with suppress(FaultyError):
            if script.seat in seen:
                what = f"the seat {quoted(script.seat)} has two scripts"
                yield (*path, "scripts", index, "seat"), what, "put their steps into one"
            seen.add(script.seat)


@_about(SeatScript)
def _steps(around: Around, path: Path_, script: SeatScript) -> Iterator[Complaint]:
    for index, step in enumerate(script.steps):
        at = (*path, "steps", index)
        with suppress(FaultyError):
            yield from _late(around, (*at, "at"), step.at)
        with suppress(FaultyError):
            if step.choose is not None:
                yield from _not_its_move(around, (*at, "choose"), step.choose, script.seat)
            else:
                yield from _call(around, at, step, around.the("seat", script.seat))


def _call(around: Around, path: Path_, step: Step, seat: Seat) -> Iterator[Complaint]:
    if step.call is None or step.to is None or step.form is None:
        return
    yield from _carried(around, path, "call", step.call, step.form)
    seats = around.the("channel", step.call).seats
    if seats and seat.id not in seats:
        what = f"the seat “{seat.id}” is not on {quoted(step.call)}"
        yield (*path, "call"), what, "add it to the channel's “seats”"
    if not seat.commands:
        what = f"the seat “{seat.id}” commands no vessel to call from"
        yield (*path, "call"), what, "call by a move with a hail"
    elif step.to in seat.commands:
        yield (*path, "to"), f"{quoted(step.to)} is the seat's own vessel", "call another"
