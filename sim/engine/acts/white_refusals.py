"""Why a command of the white cell is refused.

The white cell runs an exercise and knows everything, so unlike those of a seat its refusals read
the truth.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from pydantic import ValidationError

from sim.engine.acts import injects
from sim.engine.acts.inject_times import readers_of, shifted, title_of, waiting
from sim.engine.kernel.engine import Engine
from sim.engine.seat.hearing import NOTE_MOST, readable
from sim.engine.seat.rules import Command
from sim.errors import Refusal, nearest, quoted
from sim.model.effects import Hail, Later
from sim.model.scenario import KINDS
from sim.model.words import every, references
from sim.units import clock

TEXT_MOST, TITLE_MOST, EFFECTS_MOST = 2000, 200, 20_000
"""Characters of an inject's text, as in a scenario; of its title; of its effects written down."""
IMPROVISED_MOST = 1000
"""Improvised injects of one run."""
PACE_MOST = 86_400.0
"""A day of the story in a second of the room."""

HOLDERS: Final = ("person", "doctrine")
"""Who may decide for a seat: people, or the doctrine it began with."""

Answer = Refusal | None


def refusal(engine: Engine, command: Command) -> Answer:
    """Say why the white cell's command is refused, or None if it is accepted."""
    if engine.state.run.ended:
        return Refusal("over", "The run has ended.")
    words = (command.verb, command.subject, command.to, command.form, *command.clauses)
    if not readable(words, TITLE_MOST) or not readable((command.text,), TEXT_MOST):
        return Refusal("text", f"Words are plain text, a text of at most {TEXT_MOST} characters.")
    if not all(map(math.isfinite, command.limits)):
        return Refusal("number", "A number is missing or without bounds.")
    if command.verb not in _REFUSALS:
        hint = nearest(command.verb, VERBS)
        return Refusal("unknown", f"The white cell has no command “{command.verb}”; {hint}")
    return _REFUSALS[command.verb](engine, command)


def _named(engine: Engine, command: Command) -> Answer:
    inject, known = command.subject, (*engine.setup.injects, *engine.state.injects.improvised)
    if inject in known:
        return None
    return Refusal("unknown", f"There is no inject {quoted(inject)}; {nearest(inject, known)}")


def _to_come(engine: Engine, command: Command) -> Answer:
    """Say why an inject is not one that has still to come."""
    refused = _named(engine, command)
    if refused is None and engine.state.injects.released.get(command.subject):
        title = title_of(engine, command.subject)
        return Refusal("released", f"“{title}” has been released; it can be withdrawn.")
    return refused


def _may_hold(engine: Engine, command: Command) -> Answer:
    inject = command.subject
    refused = _to_come(engine, command)
    if refused is not None:
        return refused
    if inject in engine.state.injects.held:
        return Refusal("held", f"“{title_of(engine, inject)}” is held back already.")
    spec = engine.setup.injects.get(inject)
    gone = inject in engine.state.injects.skipped
    if gone or (waiting(engine, inject) is None and not (spec and spec.by_effect)):
        title = title_of(engine, inject)
        return Refusal("gone", f"“{title}” is not to come any more; it can be released by hand.")
    return None


def _may_lift(engine: Engine, command: Command) -> Answer:
    refused = _named(engine, command)
    if refused is None and command.subject not in engine.state.injects.held:
        return Refusal("not_held", f"“{title_of(engine, command.subject)}” is not held back.")
    return refused


def _may_skip(engine: Engine, command: Command) -> Answer:
    refused = _to_come(engine, command)
    if refused is None and command.subject in engine.state.injects.skipped:
        return Refusal("skipped", f"“{title_of(engine, command.subject)}” is skipped already.")
    return refused


def _may_withdraw(engine: Engine, command: Command) -> Answer:
    inject, injects = command.subject, engine.state.injects
    refused = _named(engine, command)
    if refused is not None:
        return refused
    title = title_of(engine, inject)
    if not injects.released.get(inject):
        return Refusal("not_released", f"“{title}” has not been released; it can be skipped.")
    if inject in injects.recalled:
        return Refusal("withdrawn", f"“{title}” is withdrawn already.")
    if not readers_of(engine, inject):
        what = f"“{title}” changed the scene and nobody read it"
        return Refusal("unread", f"{what}; only rolling back undoes that.")
    return None


def _may_edit(engine: Engine, command: Command) -> Answer:
    refused = _to_come(engine, command)
    if refused is not None:
        return refused
    inject = command.subject
    title = title_of(engine, inject)
    if not (command.form or command.text or command.limits):
        return Refusal("nothing", "An edit gives a new title, a new text or a new time.")
    if command.text and not readers_of(engine, inject):
        return Refusal("unread", f"“{title}” changes the scene only: nobody would read a text.")
    if not command.limits:
        return None
    if waiting(engine, inject) is None:
        return Refusal("no_time", f"“{title}” has no time of its own; release it by hand.")
    return _moment(engine, command)


def _moment(engine: Engine, command: Command) -> Answer:
    """Say why an instant that is given cannot be one to come."""
    at_ms, horizon = command.limits[0], engine.setup.scenario.horizon
    begins = engine.setup.scenario.begins
    if at_ms < engine.now_ms:
        return Refusal("past", f"It is {clock(begins, engine.now_ms)} already; give a later time.")
    if at_ms >= horizon:
        return Refusal(
            "late", f"The scenario ends at {clock(begins, horizon)}; give an earlier time."
        )
    return None


def _may_shift(engine: Engine, command: Command) -> Answer:
    refused = _to_come(engine, command) if command.subject else None
    if refused is not None:
        return refused
    if not command.limits or not int(command.limits[0]):
        return Refusal("nothing", "Say by how much to shift, later or earlier.")
    moved = shifted(engine, command.subject, int(command.limits[0]))
    if not moved:
        return Refusal("nothing", "No inject with a time of its own is to come there.")
    late = next((i for i, (due, _) in moved.items() if due >= engine.setup.scenario.horizon), "")
    if late:
        title = title_of(engine, late)
        return Refusal("late", f"“{title}” would come after the end; skip it, or shift by less.")
    return None


def _may_improvise(engine: Engine, command: Command) -> Answer:
    seats = engine.setup.seats
    odd = next((seat for seat in command.clauses if seat not in seats), None)
    if odd is not None:
        return Refusal("unknown", f"There is no seat {quoted(odd)}; {nearest(odd, seats)}")
    if len(set(command.clauses)) < len(command.clauses):
        return Refusal("twice", "A seat is named twice; name each once.")
    if not command.form:
        return Refusal("title", "An improvised inject needs a title.")
    if bool(command.text) != bool(command.clauses):
        return Refusal("readers", "A text needs seats that read it, and seats need a text.")
    if not command.text and not command.effects:
        return Refusal("nothing", "An improvised inject needs a text or effects.")
    if len(engine.state.injects.improvised) >= IMPROVISED_MOST:
        return Refusal("many", f"No more than {IMPROVISED_MOST} injects can be improvised.")
    refused = _moment(engine, command) if command.limits else None
    return refused or _effects_refusal(engine, command.effects)


def _effects_refusal(engine: Engine, text: str) -> Answer:
    """Say what is wrong with the effects of an improvised inject."""
    if not readable((text,), EFFECTS_MOST):
        return Refusal("effects", f"Effects are at most {EFFECTS_MOST} characters of plain text.")
    try:
        effects = injects.improvised_effects(text)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        where = "".join(f".{part}" for part in found["loc"])
        return Refusal("effects", f"effects{where}: {found['msg']}; see docs/scenarios.md.")
    except (ValueError, RecursionError):
        return Refusal("effects", "The effects cannot be read; see docs/scenarios.md.")
    if next(every(Later, effects), None) or next(every(Hail, effects), None):
        what = "Effects of an improvised inject come about at once"
        return Refusal("effects", f"{what}: leave “later” and “hail” out.")
    for way, kind, name in references(effects):
        known = {entry.id for entry in getattr(engine.setup.scenario, KINDS[kind])}
        if name not in known:
            where = ".".join(map(str, way))
            hint = nearest(name, known)
            return Refusal("effects", f"effects.{where}: there is no {kind} {quoted(name)}; {hint}")
    return None


def _may_pause(engine: Engine, command: Command) -> Answer:
    paused = engine.state.white_cell.paused
    if paused == (command.verb == "pause"):
        return Refusal("clock", f"The clock {'stands' if paused else 'goes'} already.")
    return None


def _may_pace(engine: Engine, command: Command) -> Answer:
    if command.limits and 0 < command.limits[0] <= PACE_MOST:
        return None
    what = f"seconds of the story to a second of the room, above 0 and up to {PACE_MOST:.0f}"
    return Refusal("pace", f"A pace is {what}.")


def _may_jump(engine: Engine, command: Command) -> Answer:
    if not command.limits:
        return Refusal("nothing", "Say to which time to jump.")
    at_ms, begins = command.limits[0], engine.setup.scenario.begins
    if at_ms <= engine.now_ms:
        return Refusal("past", f"It is {clock(begins, engine.now_ms)} already; give a later time.")
    if at_ms > engine.setup.scenario.horizon:
        last = clock(begins, engine.setup.scenario.horizon)
        return Refusal("late", f"The scenario ends at {last}; give an earlier time.")
    return None


def _may_take(engine: Engine, command: Command) -> Answer:
    seat, seats = command.subject, engine.setup.seats
    if seat not in seats:
        return Refusal("unknown", f"There is no seat {quoted(seat)}; {nearest(seat, seats)}")
    taken = seat in engine.state.white_cell.taken
    if taken == (command.verb == "take"):
        title = seats[seat].title
        return Refusal("taken", f"{title} {'is' if taken else 'is not'} taken over.")
    return None


def _may_seat(engine: Engine, command: Command) -> Answer:
    seat, seats, white = command.subject, engine.setup.seats, engine.state.white_cell
    if seat not in seats:
        return Refusal("unknown", f"There is no seat {quoted(seat)}; {nearest(seat, seats)}")
    if command.form not in HOLDERS:
        return Refusal("unknown", f"Say who is to decide for it: {' or '.join(HOLDERS)}.")
    title, people = seats[seat].title, engine.state.run.control.get(seat) == "person"
    if seat in white.taken:
        return Refusal("taken", f"{title} is taken over; give it back first.")
    if people == (command.form == "person"):
        return Refusal(
            "held", f"{title} is held by {'people' if people else 'a doctrine'} already."
        )
    if people and seat not in white.people:
        what = "is held by people from the begin, and there is no doctrine for it"
        return Refusal("held", f"{title} {what}; take the seat over.")
    return None


def _may_roll_back(engine: Engine, command: Command) -> Answer:
    if command.text and len(command.limits) == 2:
        return None
    return Refusal("why", "Say why the exercise is rolled back; it is kept in the record.")


def _may_note(engine: Engine, command: Command) -> Answer:
    if 0 < len(command.text) <= NOTE_MOST:
        return None
    return Refusal("note_length", f"A note has 1 to {NOTE_MOST} characters.")


_REFUSALS: Final[dict[str, Callable[[Engine, Command], Answer]]] = {
    "release": _to_come,
    "hold": _may_hold,
    "lift": _may_lift,
    "skip": _may_skip,
    "withdraw": _may_withdraw,
    "edit": _may_edit,
    "shift": _may_shift,
    "improvise": _may_improvise,
    "pause": _may_pause,
    "resume": _may_pause,
    "pace": _may_pace,
    "jump": _may_jump,
    "take": _may_take,
    "give_back": _may_take,
    "seat": _may_seat,
    "end": lambda engine, command: None,
    "roll_back": _may_roll_back,
    "note": _may_note,
}
VERBS: Final = tuple(_REFUSALS)
"""What the white cell may ask for.

`release`, `hold`, `lift` (the hold), `skip` and `withdraw` an inject, its `subject`; `edit` one:
`form` is its new title, `text` its new text, `limits` its new time, each if given; `shift` it and
all that come after it, all if none is named, by `limits`; `improvise` one with the title `form`,
the sender `to`, the `text` that the seats `clauses` read, its `effects`, at `limits` or at once.
`pause` and `resume` the clock, set its `pace` to `limits`, `jump` to `limits` or earlier, where the
inject `subject` comes; `take` and `give_back` the seat `subject`; `seat` it for whom `form` names;
`end` the exercise; `roll_back`, which the play does first; `note` a text. Times are ms of the
story.
"""
