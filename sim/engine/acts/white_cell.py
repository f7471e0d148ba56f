"""What the white cell asks for in its own name, and what comes of it.

It never changes the scenario: what it makes of an inject, the clock or a seat are facts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.engine.acts import injects
from sim.engine.acts.inject_times import readers_of, shifted, text_of, title_of, waiting
from sim.engine.facts import injects as fi
from sim.engine.facts import white_cell as fw
from sim.engine.facts.run import NoteMade, RunClosing
from sim.engine.kernel.engine import Engine
from sim.engine.seat.rules import Command


def apply(engine: Engine, command: Command, cause: int) -> None:
    """Bring about what an accepted command asks for."""
    _MEANINGS[command.verb](engine, command, cause)


def _release(engine: Engine, command: Command, cause: int) -> None:
    injects.release(engine, command.subject, cause)


def _hold(engine: Engine, command: Command, cause: int) -> None:
    due, until = waiting(engine, command.subject) or (-1, None)
    closes = engine.state.open.get(("inject", command.subject))
    engine.emit(fi.InjectHeld(command.subject, due, until), cause=cause, closes=closes)


def _lift(engine: Engine, command: Command, cause: int) -> None:
    inject, state = command.subject, engine.state.injects
    due, until = state.held[inject]
    if inject in state.wanted:
        injects.release(engine, inject, cause)
    elif due < 0:
        engine.emit(fi.InjectFreed(inject), cause=cause)
    else:
        until = None if until is not None and until < engine.now_ms else until
        _reschedule(engine, inject, (max(due, engine.now_ms), until), cause)


def _reschedule(engine: Engine, inject: str, times: tuple[int, int | None], cause: int) -> None:
    closes = engine.state.open.get(("inject", inject))
    engine.emit(fi.InjectRescheduled(inject, *times), cause=cause, closes=closes)


def _skip(engine: Engine, command: Command, cause: int) -> None:
    closes = engine.state.open.get(("inject", command.subject))
    engine.emit(fi.InjectSkipped(command.subject), cause=cause, closes=closes)


def _withdraw(engine: Engine, command: Command, cause: int) -> None:
    text, readers = text_of(engine, command.subject), readers_of(engine, command.subject)
    recalled = fi.InjectRecalled(command.subject, text, command.text)
    engine.emit(recalled, cause=cause, audience=readers, alert=readers)


def _edit(engine: Engine, command: Command, cause: int) -> None:
    inject = command.subject
    if command.form or command.text:
        title, text = title_of(engine, inject), text_of(engine, inject)
        reworded = fi.InjectReworded(inject, command.form or title, command.text or text)
        engine.emit(reworded, cause=cause)
    if command.limits:
        at_ms, (due, until) = int(command.limits[0]), waiting(engine, inject) or (0, None)
        _move(engine, inject, (at_ms, None if until is None else until + at_ms - due), cause)


def _move(engine: Engine, inject: str, times: tuple[int, int | None], cause: int) -> None:
    """Give an inject that waits another moment; one that is held back stays held."""
    if inject in engine.state.injects.held:
        engine.emit(fi.InjectHeld(inject, *times), cause=cause)
    else:
        _reschedule(engine, inject, times, cause)


def _shift(engine: Engine, command: Command, cause: int) -> None:
    for inject, times in shifted(engine, command.subject, int(command.limits[0])).items():
        _move(engine, inject, times, cause)


def _improvise(engine: Engine, command: Command, cause: int) -> None:
    number = len(engine.state.injects.improvised) + 1
    due = int(command.limits[0]) if command.limits else engine.now_ms
    written = fi.InjectImprovised(
        f"white-{number}",
        command.form,
        command.to,
        to=command.clauses,
        text=command.text,
        effects=command.effects,
        due_ms=due,
    )
    engine.emit(written, cause=cause)


def _pause(engine: Engine, command: Command, cause: int) -> None:
    engine.emit(fw.ClockPaused(), cause=cause, audience=engine.setup.everybody)


def _resume(engine: Engine, command: Command, cause: int) -> None:
    engine.emit(fw.ClockResumed(), cause=cause, audience=engine.setup.everybody)


def _pace(engine: Engine, command: Command, cause: int) -> None:
    engine.emit(fw.PaceSet(command.limits[0]), cause=cause, audience=engine.setup.everybody)


def _jump(engine: Engine, command: Command, cause: int) -> None:
    jumped = fw.ClockJumped(int(command.limits[0]), command.subject)
    engine.emit(jumped, cause=cause, audience=engine.setup.everybody)


def _take(engine: Engine, command: Command, cause: int) -> None:
    seat = command.subject
    held = engine.state.known[seat].run.occupant, engine.state.run.control.get(seat, "none")
    engine.emit(fw.SeatTakenOver(seat, *held), cause=cause, audience=(seat,))


def _give_back(engine: Engine, command: Command, cause: int) -> None:
    seat = command.subject
    held = engine.state.white_cell.taken[seat]
    engine.emit(fw.SeatGivenBack(seat, *held), cause=cause, audience=(seat,))


def _seat(engine: Engine, command: Command, cause: int) -> None:
    seat = command.subject
    if command.form == "person":
        held = engine.state.known[seat].run.occupant, engine.state.run.control.get(seat, "none")
        engine.emit(fw.PeopleSeated(seat, *held), cause=cause, audience=(seat,))
    else:
        held = engine.state.white_cell.people[seat]
        engine.emit(fw.DoctrineSeated(seat, *held), cause=cause, audience=(seat,))


def _roll_back(engine: Engine, command: Command, cause: int) -> None:
    events, left_ms = map(int, command.limits)
    rolled = fw.RolledBack(events, left_ms, command.to, command.text)
    gone_back = engine.emit(rolled, cause=cause, audience=engine.setup.everybody)
    if not engine.state.white_cell.paused:  # nobody is ready at once
        engine.emit(fw.ClockPaused(), cause=gone_back.seq, audience=engine.setup.everybody)


def _end(engine: Engine, command: Command, cause: int) -> None:
    fact = fw.ExerciseEnded(command.to, command.text)
    ended = engine.emit(fact, cause=cause, audience=engine.setup.everybody)
    if ("closing",) not in engine.state.open:
        engine.emit(RunClosing(engine.now_ms), cause=ended.seq)


def _note(engine: Engine, command: Command, cause: int) -> None:
    engine.emit(NoteMade(command.seat, command.text), cause=cause)


_MEANINGS: Final[dict[str, Callable[[Engine, Command, int], None]]] = {
    "release": _release,
    "hold": _hold,
    "lift": _lift,
    "skip": _skip,
    "withdraw": _withdraw,
    "edit": _edit,
    "shift": _shift,
    "improvise": _improvise,
    "pause": _pause,
    "resume": _resume,
    "pace": _pace,
    "jump": _jump,
    "take": _take,
    "give_back": _give_back,
    "seat": _seat,
    "end": _end,
    "roll_back": _roll_back,
    "note": _note,
}
