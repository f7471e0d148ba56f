"""What the white cell's console shows: clocks, seats, injects, and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.engine import Engine
from sim.engine.acts.inject_times import readers_of, text_of, title_of, waiting
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts import injects as fi
from sim.engine.facts import white_cell as fw
from sim.engine.facts.run import NoteMade, OrdersDrawn, RunBegun
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.windows import OpenWindow, TurnDue
from sim.exercise import effect_words
from sim.exercise.timeline import words
from sim.model.injects import Inject
from sim.units import MS_PER_MIN, clock, format_duration

LOG_MOST = 200
"""Lines of the log that a console is sent; the record holds all."""
_UNSAID = (OpenWindow, TurnDue, RunBegun, OrdersDrawn)
"""What is shown elsewhere on the console, or is no news to it."""
TO_COME = ("planned", "held", "waits", "by effect")
"""How an inject stands that has still to come; else it is sent, withdrawn, skipped or gone."""


@dataclass(frozen=True, slots=True)
class ConsoleSeat:
    """Where a seat stands: who has it, and what it does since when."""

    seat: str
    title: str
    side: str
    who: str
    doing: str
    taken: bool


@dataclass(frozen=True, slots=True)
class ConsoleInject:
    """An inject by its control number; `due_ms` is -1 where it has no time of its own."""

    number: str
    inject: str
    title: str
    state: str
    due_ms: int
    time: str
    to: str
    text: str
    waits_for: str
    effects: str

    @property
    def to_come(self) -> bool:
        """Say whether it has still to come."""
        return self.state in TO_COME


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """One thing that happened, in words, and the number of its event."""

    number: int
    time: str
    text: str
    by_white_cell: bool


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """Everything the console shows of a play; `events` is the length of its log."""

    title: str
    now_ms: int
    horizon_ms: int
    story: str
    begins: str
    paused: bool
    pace: float
    ended: str
    events: int
    branches: int
    seats: tuple[ConsoleSeat, ...]
    injects: tuple[ConsoleInject, ...]
    log: tuple[ConsoleLine, ...]
    rungs: str
    watched: tuple[str, ...] = ()
    """The seats that observers may look at."""


def view_of(data: Mapping[str, Any]) -> ConsoleView:
    """Build a view from plain data, as `dataclasses.asdict` gives it and a network carries it.

    Raises:
        TypeError: a field lacks or is unknown.
    """
    rows = {"seats": ConsoleSeat, "injects": ConsoleInject, "log": ConsoleLine}
    made = {name: tuple(kind(**row) for row in data[name]) for name, kind in rows.items()}
    return ConsoleView(**{**data, **made, "watched": tuple(data.get("watched", ()))})


def console(
    engine: Engine, present: Mapping[str, str] | None = None, branches: int = 0
) -> ConsoleView:
    """Show the white cell a run.

    Args:
        engine: At a finished instant.
        present: Who sits at a seat now, in words, where that is known.
        branches: How often it was gone back in the record.
    """
    setup, state = engine.setup, engine.state
    begins, ended = setup.scenario.begins, state.run.ended
    reached = [
        f"{setup.sides[side].name} {rung}" for side, rung in state.acts.rungs.items() if rung
    ]
    return ConsoleView(
        title=setup.scenario.title,
        now_ms=engine.now_ms,
        horizon_ms=setup.scenario.horizon,
        story=clock(begins, engine.now_ms),
        begins=begins.isoformat(),
        paused=state.white_cell.paused,
        pace=state.white_cell.pace,
        ended=setup.endings[ended].title if ended else "",
        events=len(engine.log),
        branches=branches,
        seats=tuple(_seat(engine, seat, present or {}) for seat in setup.seats),
        injects=tuple(_injects(engine)),
        log=tuple(_log(engine)),
        rungs=", ".join(reached),
    )


def _seat(engine: Engine, seat: str, present: Mapping[str, str]) -> ConsoleSeat:
    setup, spec = engine.setup, engine.setup.seats[seat]
    taken = seat in engine.state.white_cell.taken
    occupant = engine.state.known[seat].run.occupant
    here = present.get(seat, "")
    if occupant == "person":
        who = here or "not connected"
    else:  # people who came late have to be given their seat
        who = "white cell" if taken else f"{occupant}; {here} waits" if here else occupant
    doing = _doing(engine, seat)
    return ConsoleSeat(seat, spec.title, setup.sides[spec.side].name, who, doing=doing, taken=taken)


def _doing(engine: Engine, seat: str) -> str:
    """Say what a seat does: it talks, is called, is asked, decides, or waits."""
    setup, known, begins = engine.setup, engine.state.known[seat], engine.setup.scenario.begins
    for event in known.calls.open.values():
        fact = event.fact
        other = fact.callee if fact.caller == seat else fact.caller
        name = setup.seats[other].title if other in setup.seats else other
        if isinstance(fact, TalkBegun):
            return f"talks with {name} since {clock(begins, event.at_ms)}"
        if fact.callee == seat:
            return f"is called by {name} since {clock(begins, event.at_ms)}"
    window = engine.state.opened(("window", seat))
    if window is not None:
        since = known.windows.window.opened_ms if known.windows.window else window.at_ms
        return f"decides since {clock(begins, since)}, until {clock(begins, window.fact.due_ms)}"
    asked = [e for e in known.requests.open.values() if e.fact.to == seat]
    if asked or known.moves.asks:
        return "is asked for an answer"
    return "waits"


def numbers(engine: Engine) -> dict[str, str]:
    """Give every inject its control number, as in the list of events; improvised ones have W."""
    found = {i.id: f"INJ-{n}" for n, i in enumerate(engine.setup.scenario.injects, 1)}
    return found | {i: f"W-{n}" for n, i in enumerate(engine.state.injects.improvised, 1)}


def _injects(engine: Engine) -> Iterator[ConsoleInject]:
    """List injects: first what is to come, by time; then what waits for no time; then the rest."""
    came = _came(engine)
    listed = [_inject(engine, inject, number, came) for inject, number in numbers(engine).items()]
    timed = [i for i in listed if i.state in ("planned", "held") and i.due_ms >= 0]
    yield from sorted(timed, key=lambda i: i.due_ms)
    yield from (i for i in listed if i.to_come and i not in timed)
    yield from sorted((i for i in listed if not i.to_come), key=lambda i: -i.due_ms)


def _came(engine: Engine) -> dict[str, int]:
    """Say when each inject came that has come."""
    kinds = fi.InjectReleased | fi.InjectGiven
    return {e.fact.inject: e.at_ms for e in reversed(engine.log) if isinstance(e.fact, kinds)}


def _inject(engine: Engine, inject: str, number: str, came: Mapping[str, int]) -> ConsoleInject:
    setup, spec = engine.setup, engine.setup.injects.get(inject)
    times = waiting(engine, inject)
    at_ms = came[inject] if inject in came else times[0] if times else -1
    state = _state(engine, inject, spec, times)
    improvised = engine.state.injects.improvised.get(inject)
    return ConsoleInject(
        number=number,
        inject=inject,
        title=title_of(engine, inject),
        state=state,
        due_ms=at_ms,
        time=clock(setup.scenario.begins, at_ms) if at_ms >= 0 else "--:--",
        to=effect_words.seats(setup, readers_of(engine, inject)),
        text=text_of(engine, inject),
        waits_for=effect_words.condition(setup, spec.when) if spec else "",
        effects=effect_words.effects(setup, spec.effects)
        if spec
        else improvised.effects
        if improvised
        else "",
    )


def _state(
    engine: Engine, inject: str, spec: Inject | None, times: tuple[int, int | None] | None
) -> str:
    injects = engine.state.injects
    if injects.released.get(inject):
        return "withdrawn" if inject in injects.recalled else "sent"
    if inject in injects.skipped:
        return "skipped"
    if inject in injects.held:
        return "held"
    if times is not None:
        return "planned" if times[0] > engine.now_ms else "waits"
    return "by effect" if spec is not None and spec.by_effect else "gone"


def _log(engine: Engine) -> list[ConsoleLine]:
    """Say what happened, the latest last; what many are told in the same words is said once."""
    found: list[ConsoleLine] = []
    last = ("", -1)
    number_of = numbers(engine)
    for event in reversed(engine.log):
        own = white_words(engine, event, number_of)
        text = own or _news(engine.setup, event)
        if not text or (text, event.at_ms) == last:
            continue
        last = text, event.at_ms
        time = clock(engine.setup.scenario.begins, event.at_ms)
        found.append(ConsoleLine(event.seq, time, text, by_white_cell=bool(own)))
        if len(found) == LOG_MOST:
            break
    return found[::-1]


def _news(setup: Setup, event: Event) -> str:
    """Say an event as the first seat was told it, and who was."""
    if not event.audience or isinstance(event.fact, _UNSAID):
        return ""
    text = words(setup, event)
    if not text or len(event.audience) == len(setup.seats):
        return text
    first, *more = event.audience
    others = f" +{len(more)}" if more else ""
    return f"[{setup.seats[first].title}{others}] {text}"


def white_words(engine: Engine, event: Event, number_of: Mapping[str, str]) -> str:
    """Say what the white cell did, "" of anything else."""
    fact: Any = event.fact
    named = ""
    if isinstance(getattr(fact, "inject", None), str) and fact.inject in number_of:
        named = f"{number_of[fact.inject]} “{title_of(engine, fact.inject)}”"
    seat = getattr(fact, "seat", "")
    title = engine.setup.seats[seat].title if seat in engine.setup.seats else ""
    begins = engine.setup.scenario.begins
    match fact:
        case fi.InjectHeld():
            return f"{named} is held back."
        case fi.InjectRescheduled():
            return f"{named} is to come at {clock(begins, fact.due_ms)}."
        case fi.InjectFreed():
            return f"{named} is no longer held back."
        case fi.InjectWanted():
            return f"{named} would come now, and is held back."
        case fi.InjectSkipped():
            return f"{named} is skipped."
        case fi.InjectReworded():
            return f"{named} has other words."
        case fi.InjectImprovised():
            return f"{named} is improvised, for {clock(begins, fact.due_ms)}."
        case fw.ClockJumped():
            return f"The clock is moved on, to {clock(begins, fact.to_ms)} at the latest."
        case fw.RolledBack():
            left, why = clock(begins, fact.left_ms), fact.why
            return f"Gone back from {left} by {fact.who or 'the white cell'}: {why}"
        case fw.ExerciseEnded():
            why = f": {fact.why}" if fact.why else "."
            return f"ENDEX, by {fact.who or 'the white cell'}{why}"
        case fw.SpokenFor():
            return f"The white cell spoke for {title}."
        case NoteMade() if not event.audience:
            return f"Note of the white cell: {fact.text}"
        case fw.ClockPaused() | fw.ClockResumed() | fw.PaceSet():
            return words(engine.setup, event)
        case fw.SeatTakenOver():
            return f"{title} is taken over."
        case fw.SeatGivenBack():
            return f"{title} is given back."
        case fw.PeopleSeated():
            return f"{title} is given to people."
        case fw.DoctrineSeated():
            return f"{title} is given to its doctrine, {fact.occupant}."
    return ""


def pace_words(pace: float) -> str:
    """Say a pace: how much of the story passes in a minute of the room.

    >>> pace_words(1.0), pace_words(48.0)
    ('x1', 'x48')
    """
    return f"x{pace:g}"


def spent(seconds: float) -> str:
    """Write a time of the exercise.

    >>> spent(3725.9)
    '1:02:05'
    """
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"


def ahead(view: ConsoleView, due_ms: int) -> str:
    """Say how far ahead an instant lies."""
    away = max(0, due_ms - view.now_ms)
    return "in " + format_duration(round(away / MS_PER_MIN) * MS_PER_MIN) if away else "now"
