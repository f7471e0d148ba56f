"""What each role may ask and do besides the commands of seats: two registries, open to additions.

A query changes nothing and gives JSON data; an act changes something and gives JSON data too. A
part that adds to the host adds rows to `QUERIES` and `ACTS`, by the role and the word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from sim.engine.base.log import to_line
from sim.errors import Refusal
from sim.exercise.desk import Desk
from sim.exercise.evaluation import entry_from
from sim.exercise.host import lobby
from sim.exercise.host.people import SEES_ALL, Participant
from sim.exercise.protocol import wire
from sim.exercise.protocol.messages import Query, Role, RoleAct
from sim.play.exchange import Submit

if TYPE_CHECKING:
    from sim.exercise.host.room import Room

Args = Mapping[str, JsonValue]
Asks = Callable[["Room", Participant, Args], Any]
"""Answers a query: JSON data, or a `Refusal`."""
Does = Callable[["Room", Participant, RoleAct, float], Any]
"""Does an act at a wall time: JSON data, or a `Refusal`."""
LOG_LINES = 500
"""Lines of the log in one answer."""


def query(room: Room, person: Participant, said: Query) -> Any:  # noqa: ANN401  # JSON
    """Answer a query of somebody, if their role may ask it."""
    asks = QUERIES.get((person.role, said.what)) or QUERIES.get(("", said.what))
    if asks is None:
        return Refusal("unknown", "There is no such question for your role.")
    if room.play is None:
        return Refusal("not_begun", "The exercise has not begun.")
    try:
        return asks(room, person, said.args)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Refusal("malformed", "The question is not understood.")


def act(room: Room, person: Participant, said: RoleAct, wall_s: float) -> Any:  # noqa: ANN401  # JSON
    """Do an act of somebody once, if their role may; it is written down first who asks for it."""
    does = ACTS.get((person.role, said.what))
    if does is None:
        return Refusal("wrong_role", "Your role may not do that.")
    token = f"{person.who}:{said.id}"
    if token in room.acted:
        return None
    room.journal.act(said.id, room.slot, who=person.who, what=said.what, name=person.name)
    if unsaved := room.unsaved():
        return unsaved
    try:
        done = does(room, person, said, wall_s)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Refusal("malformed", "The act is not understood.")
    if not isinstance(done, Refusal):
        room.acted.add(token)
    return done


def _seat(room: Room, person: Participant) -> Any:  # noqa: ANN401  # a session, or an error
    if not person.seat:
        raise ValueError("no seat")
    return room.sessions[person.seat]


def _text(args: Args, key: str) -> str:
    value = args[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _whole(args: Args, key: str) -> int:
    value = args[key]
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError(key)
    return value


def _terms(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    words = [_text(args, key) for key in ("channel", "to", "form")]
    return wire.plain(wire.TERMS, _seat(room, person).terms(*words))


def _ahead(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    call = dict(args)
    for key in ("clauses", "limits"):
        call[key] = tuple(call.get(key) or ())  # type: ignore[arg-type,assignment]
    return wire.plain(wire.AHEAD, _seat(room, person).ahead(Submit(**call)))  # type: ignore[arg-type]


def _why(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    number = _whole(args, "number")
    session = _seat(room, person)
    if number > len(session.feed()):
        raise ValueError("number")
    return wire.plain(wire.FEED, session.why(number))


def _debrief(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    if not room.ended:
        return Refusal("not_ended", "What was hidden is kept until the end.")
    return wire.plain(wire.DEBRIEF, _seat(room, person).debrief())


def _seats(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    return lobby.seats(room, person)


def _log(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    assert room.play is not None
    since = _whole(args, "since")
    events = room.play.engine.log[since : since + LOG_LINES]
    return [json.loads(to_line(event)) for event in events]


def _evaluate(room: Room, person: Participant, said: RoleAct, wall_s: float) -> Any:  # noqa: ANN401
    if room.entries is None or room.play is None:
        return Refusal("not_begun", "There is nothing to evaluate yet.")
    args, story = said.args, room.play.engine.now_ms
    exercise = room.clock.now(wall_s)[1]
    if "story_ms" in args and "exercise_ms" not in args:  # of another minute than this
        exercise = room.clock.plan.exercise_ms(_whole(args, "story_ms"))
    given = {"story_ms": story, "exercise_ms": exercise, **args}
    wall = room.journal.wall()
    text = json.dumps({**given, "wall": wall, "by": person.name, "id": said.id})
    entry = entry_from(text, room.table.tasks, room.table.injects)
    if isinstance(entry, str):
        return Refusal("malformed", f"The entry {entry}.")
    trouble = room.entries(entry)
    return Refusal("not_saved", trouble) if trouble else None


def _form(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    """Give what an evaluator writes of: tasks, events as they stand, and when the story began."""
    assert room.play is not None
    view = Desk(room.play).view()
    events = [[i.number, i.inject, i.title, i.state, i.time] for i in view.injects]
    return {"tasks": list(room.table.tasks.items()), "events": events, "begins": view.begins}


def _begin(room: Room, person: Participant, said: RoleAct, wall_s: float) -> Any:  # noqa: ANN401
    if room.play is not None:
        return Refusal("begun", "The exercise has begun.")
    room.begin(wall_s)
    return None


def _open(room: Room, person: Participant, said: RoleAct, wall_s: float) -> Any:  # noqa: ANN401
    seat = _text(said.args, "seat")
    if seat not in room.table.setup.seats:
        return Refusal("unknown", "There is no such seat.")
    shuts = said.args.get("open") is False
    room.journal.event("shut" if shuts else "open", seat=seat)
    if shuts:
        room.open_to.discard(seat)
        for other in room.people.values():
            if other.role == "observer" and other.seat == seat:
                other.seat, other.shown = "", ()
    else:
        room.open_to.add(seat)
    return sorted(room.open_to)


def _line(room: Room, person: Participant, said: RoleAct, wall_s: float) -> Any:  # noqa: ANN401
    """Do what a line of the console asks for."""
    if room.play is None:
        return Refusal("not_begun", "The exercise has not begun.")
    done = Desk(room.play, room.present).do(_text(said.args, "line"), person.name)
    return Refusal("console", done.text) if done.refused else asdict(done)


def _run(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    """Give what the rest is rolled out from: who sits where, all commands so far, and the time."""
    assert room.play is not None
    play = room.play
    said = [{"at_ms": each.at_ms, **asdict(each.command)} for each in play.said]
    return {"header": play.header, "said": said, "now_ms": play.engine.now_ms}


def _console(room: Room, person: Participant, args: Args) -> Any:  # noqa: ANN401
    assert room.play is not None
    return {**asdict(Desk(room.play, room.present).view()), "watched": sorted(room.open_to)}


QUERIES: dict[tuple[Role | str, str], Asks] = {
    ("", "terms"): _terms,
    ("", "ahead"): _ahead,
    ("", "why"): _why,
    ("", "debrief"): _debrief,
    ("", "seats"): _seats,
    ("evaluator", "form"): _form,
    ("white_cell", "console"): _console,
    ("white_cell", "run"): _run,
    **{(role, "log"): _log for role in SEES_ALL},
}
"""What may be asked, by role ("" for every role) and word."""
ACTS: dict[tuple[Role, str], Does] = {
    ("evaluator", "evaluate"): _evaluate,
    ("white_cell", "begin"): _begin,
    ("white_cell", "open"): _open,
    ("white_cell", "line"): _line,
}
"""What may be done, by role and word."""
