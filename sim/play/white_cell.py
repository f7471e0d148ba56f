"""What the white cell does to a play as a whole: speak for seats, move the clock on, go back."""

from __future__ import annotations

import json
from dataclasses import replace

from sim.engine import Engine, fold, submit
from sim.engine.acts.inject_times import waiting
from sim.engine.base.log import Event
from sim.engine.commands import refused_here
from sim.engine.seat.rules import Command
from sim.errors import Refusal, ScenarioError, nearest, quoted
from sim.loader.checks import complaints_of_inject
from sim.model.injects import Inject
from sim.model.world import WHITE_CELL
from sim.play.driver import Play
from sim.units import clock

NEXT = "next"
"""What a jump is aimed at that ends with the next inject, whichever it is."""


def give(play: Play, command: Command) -> Refusal | list[Event]:
    """Give a command of the white cell: in its own name, or for a seat; it is on disk then.

    A jump has arrived when this returns. To go back, see `roll_back`.
    """
    if command.seat != WHITE_CELL:
        return play.submit(replace(command, by=WHITE_CELL))
    if command.verb == "jump":
        return _jump(play, command)
    if command.verb == "roll_back":
        return Refusal("unknown", "Going back needs the time to go back to.")
    refused = refused_here(play.engine, command) or unfit(play, command)
    return refused if refused is not None else play.submit(command)


def unfit(play: Play, command: Command) -> Refusal | None:
    """Say what is wrong with an improvised inject beyond what its words say; None if nothing is.

    The loader looks at it as at one of the scenario, and it is tried on a copy of the run.
    """
    if not command.effects:
        return None
    said = {"to": command.clauses, "text": command.text} if command.text else {}
    try:
        inject = Inject.model_validate(
            {
                "id": "improvised",
                "title": command.form,
                "kind": "news",
                "at": "0 s",
                "effects": json.loads(command.effects),
                **said,
            }
        )
    except ValueError as error:
        return Refusal("effects", f"The inject cannot be read: {error}")
    for way, what, hint in complaints_of_inject(play.setup.scenario, inject):
        advice = hint if isinstance(hint, str) else hint()
        where = ".".join(map(str, way))
        return Refusal("effects", f"{where}: {what}{'; ' + advice if advice else ''}")
    trial = Engine.resume(play.setup, play.draws, play.engine.state.copy(), play.engine.now_ms)
    try:
        submit(trial, replace(command, limits=()))
    except ScenarioError as error:
        return Refusal("effects", f"Its effects have no end: {error.faults[0].what}")
    return None


def _jump(play: Play, command: Command) -> Refusal | list[Event]:
    """Let time go on to an instant, or until an inject comes; persons are not waited for."""
    aim = _aim(play, command)
    if isinstance(aim, Refusal):
        return aim
    before, done = len(play.engine.log), play.submit(aim)
    if isinstance(done, Refusal):
        return done
    arrive(play)
    return play.engine.log[before:]


def arrive(play: Play) -> None:
    """Let the last jump arrive, if it has not: a host may have been killed on the way."""
    own = [each.command for each in play.said if each.command.seat == WHITE_CELL]
    if not own or own[-1].verb != "jump":
        return
    to_ms, inject = int(own[-1].limits[0]), own[-1].subject
    while not play.ended and play.engine.now_ms < to_ms and not _came(play, inject):
        for seat in play.setup.seats:
            play.looked(seat)
        ahead = play.engine.next_ms()
        play.advance(to_ms if ahead is None or not inject else min(to_ms, ahead))


def _came(play: Play, inject: str) -> bool:
    return bool(inject) and play.engine.state.injects.released.get(inject, False)


def _aim(play: Play, command: Command) -> Command | Refusal:
    """Say at which instant a jump ends at the latest, and with which inject."""
    subject, state = command.subject, play.engine.state.injects
    if not subject:
        return command
    if subject == NEXT:
        times = {i: waiting(play.engine, i) for i in (*play.setup.injects, *state.improvised)}
        due = {i: t[0] for i, t in times.items() if t is not None and t[0] > play.engine.now_ms}
        if not due:
            return Refusal("nothing", "No inject with a time of its own is to come.")
        subject = min(due, key=lambda inject: due[inject])
        return replace(command, subject="", limits=(float(due[subject]),))
    if subject not in play.setup.injects and subject not in state.improvised:
        hint = nearest(subject, play.setup.injects)
        return Refusal("unknown", f"There is no inject {quoted(subject)}; {hint}")
    if state.released.get(subject):
        return Refusal("released", "That inject has been released.")
    return replace(command, limits=(float(play.setup.scenario.horizon),))


def roll_back(play: Play, to_ms: int, who: str, why: str) -> Refusal | list[Event]:
    """Go back to just before an instant: nothing that happened from it on has happened.

    The line of play that is left stays in the record; the new one begins with who went back, and
    why. Where something happened in the last millisecond before the instant, that goes, too.

    Args:
        play: The play.
        to_ms: The instant.
        who: Who of the white cell asks for it.
        why: Why, for the record.
    """
    log = play.engine.log
    at, now = {event.at_ms for event in log}, play.engine.now_ms
    while to_ms - 1 in at:
        to_ms -= 1
    if not 0 < to_ms <= now:
        begins = play.setup.scenario.begins
        what = f"There is nothing to go back to between {clock(begins, 0)} and {clock(begins, now)}"
        return Refusal("past", f"{what} at that time; give another.")
    kept = [event for event in log if event.at_ms < to_ms]
    state = fold(play.setup, kept)
    engine = Engine.resume(play.setup, play.draws, state, now_ms=to_ms - 1, log=kept)
    left = (float(len(log)), float(now))
    rolled = Command(WHITE_CELL, "roll_back", to=who, text=why, limits=left)
    refused = refused_here(engine, rolled)
    if refused is not None:
        return refused
    people = (seat for seat, who in play.given.items() if who.control == "person")
    shown = any(len(play.engine.state.known[s].feed) > len(state.known[s].feed) for s in people)
    play.leave_for(engine, taken_back=shown)
    return play.submit(rolled)
