"""Cross-checks of what never comes about: conditions that cannot hold, things nobody begins."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from functools import cache

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.loader.logic import Formula, Joint, Question, clash, formula, joint
from sim.loader.possible import Possible, due
from sim.loader.reasons import reason, unmoved
from sim.loader.shape import shape_of
from sim.model import conditions as c
from sim.model import effects as e
from sim.model.channels import Clause
from sim.model.conditions import CONDITIONS
from sim.model.endings import Ending
from sim.model.goals import Case
from sim.model.hints import Hint
from sim.model.injects import Inject
from sim.model.moves import Activity, Move, Slower
from sim.model.politics import Meeting, Postponement
from sim.model.scenario import Scenario
from sim.model.words import Entry, Open, Way, entries, names
from sim.model.world import Counter, Flag, OrderCard, Seat, StandingOrder

_NEVER: dict[type[Entry], str] = {
    Move: "the move “{id}” is never open",
    Inject: "the inject “{id}” is never released",
    Ending: "the ending “{id}” is never reached",
    OrderCard: "the order “{id}” can never be met",
    StandingOrder: "this standing order is never followed",
    Hint: "the hint “{id}” is never shown",
    Meeting: "the meeting “{id}” is never held",
    Postponement: "this meeting is never put off",
    Slower: "this never slows the hazard",
    Activity: "the activity “{id}” cannot go on",
}
"""What it means that the condition of an entry never holds."""
REASONS_MOST = 3
"""Reasons of one sentence; whoever sees to these is told of the others."""
_ALWAYS = (c.FlagIs, c.CounterIs, c.Pending)
"""Questions that are idle if there is but one answer; others are asked to make sure."""


@about(Scenario, level="warning")
def _conditions(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    """Whatever waits for something can come to hold, and so can every part of it."""
    for at, entry in entries(scenario, way):
        for field in _asking(type(entry)):
            condition = getattr(entry, field)
            if isinstance(entry, Inject):
                if (entry.at or 0) > scenario.horizon:
                    continue  # that is a fault
                whole = due(entry, at)
            elif condition is None:
                continue
            else:
                whole = formula(condition, (*at, field))
            yield from _idle(context.possible, whole, _owner(scenario, at, entry))


@cache
def _asking(model: type[Entry]) -> tuple[str, ...]:
    """List the fields of an entry that hold a condition; within a condition there are none."""
    if any(CONDITIONS.get(word) is model for word in CONDITIONS):
        return ()
    return tuple(
        name
        for name in model.model_fields
        if isinstance(shape := shape_of(model, name), Open) and shape.registry is CONDITIONS
    )


def _owner(scenario: Scenario, way: Way, entry: Entry) -> str:
    """Say what it means that the condition of an entry never holds."""
    if isinstance(entry, Case):
        match way:
            case ("sides", int(side), "objectives", int(nth), *_):
                name = scenario.sides[side].objectives[nth].id
                return f"this case of the objective “{name}” never counts"
    return _NEVER.get(type(entry), "this never holds").format_map({"id": getattr(entry, "id", "")})


def _idle(possible: Possible, whole: Formula, owner: str) -> Iterator[Complaint]:
    """Say why a formula never holds; of one that may hold, which of its questions are idle."""
    if not possible.may(whole):
        reasons = _why(possible, whole)
        way, _, hint = reasons[0]
        each = list(dict.fromkeys(why for _, why, _ in reasons))
        yield way, f"{owner}: {' and '.join(each[:REASONS_MOST])}", hint
    elif isinstance(whole, Joint):
        for part in whole.parts:
            yield from _idle(possible, part, "this never holds")
    elif isinstance(whole.word, _ALWAYS) and not possible.may(whole.opposite):
        because, hint = reason(possible, whole.opposite)
        yield whole.way, f"this always holds: {because}", hint


def _why(possible: Possible, whole: Formula) -> list[Complaint]:
    """Say why a formula cannot hold: one reason where all parts are needed, else one of each."""
    if isinstance(whole, Question):
        return [(whole.way, *reason(possible, whole))]
    found = [_why(possible, part) for part in whole.parts if not possible.may(part)]
    if not found:
        pair = clash(whole)
        assert pair is not None, "a formula whose parts may hold, and which may not, has a clash"
        return [(pair[1].way, f"it contradicts “{pair[0]}”", "take one of the two out")]
    return found[0] if whole.every else [why for each in found for why in each]


@about(Activity, level="warning")
def _begun(context: CheckContext, way: Way, activity: Activity) -> Iterator[Complaint]:
    question = Question(way, c.Doing(activity=activity.id), wanted=True)
    if not context.possible.may(question):
        yield way, *reason(context.possible, question)


@about(Inject, level="warning")
def _released(context: CheckContext, way: Way, inject: Inject) -> Iterator[Complaint]:
    question = Question((*way, "by_effect"), c.Released(inject=inject.id), wanted=True)
    if inject.by_effect and not context.possible.may(question):
        yield question.way, *reason(context.possible, question)


@about(Seat, level="warning")
def _followed(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    """A standing order is followed where its own condition and that of its move hold together."""
    for index, order in enumerate(seat.standing_orders):
        move = context.entry("move", order.move)
        parts = [formula(when) for when in (order.when, move.when) if when is not None]
        if len(parts) == 2 and all(map(context.possible.may, parts)):
            pair = clash(joint(parts))
            if pair is not None:
                what = f"this standing order is never followed: “{pair[0]}” contradicts “{pair[1]}”"
                yield (*way, "standing_orders", index), what, "see “when” of its move"


@about(Clause, level="warning")
def _offered(context: CheckContext, way: Way, clause: Clause) -> Iterator[Complaint]:
    if ("accepted", clause.id) not in context.possible.happens:
        what = f"nobody can offer the clause “{clause.id}”: no channel carries a form that proposes"
        yield way, what, "add one with “intent: propose”"


@about(Move, level="warning")
def _given(context: CheckContext, way: Way, move: Move) -> Iterator[Complaint]:
    if not context.possible.permitted(move):
        what = f"the move “{move.id}” is never open: its leave is never given"
        yield (*way, "leave", "given"), what, "give a chance above 0"


@about(Counter, level="warning")
def _moved(context: CheckContext, way: Way, counter: Counter) -> Iterator[Complaint]:
    if not {("raised", counter.id), ("lowered", counter.id)} & context.possible.happens:
        yield way, *unmoved(context.possible, counter)


@about(Flag, level="warning")
def _set(context: CheckContext, way: Way, flag: Flag) -> Iterator[Complaint]:
    """A flag that nothing sets is told of where it is asked for; here if it is asked nowhere."""
    is_set = flag.start or ("set", flag.id) in context.possible.written
    if not is_set and ("flag", flag.id) not in context.asked:
        what = f"nothing sets the flag “{flag.id}”, and nothing asks for it"
        yield way, what, "let an effect “set” it, or take it out"


@about(Scenario, level="note")
def _unasked(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    """A flag is asked for, stands on a screen, or tells apart in which way an asked one was set."""
    idle = {f.id for f in scenario.flags if not f.known_to and ("flag", f.id) not in context.asked}
    lists: dict[Way, set[str]] = {}
    for at, effect in entries(scenario) if idle else ():
        if isinstance(effect, e.SetFlag):
            lists.setdefault(at[:-1], set()).add(effect.flag)
    ways = collections.Counter(flag for flags in lists.values() for flag in flags)
    one_of_several = {way: any(ways[f] > 1 for f in flags - idle) for way, flags in lists.items()}
    alone = {flag for at, flags in lists.items() if not one_of_several[at] for flag in flags & idle}
    for index, flag in enumerate(scenario.flags):
        if flag.id in alone:
            what = f"the flag “{flag.id}” is set, and nothing asks for it"
            hint = "ask for it in a condition, or let seats know it: “known_to”"
            yield ("flags", index), what, hint


@about(Scenario, level="warning")
def _waited_for(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    """What streams, channels and yardsticks wait for can be set."""
    for at, entry in entries(scenario):
        if isinstance(entry, e.SetFlag | e.ClearFlag | c.FlagIs):
            continue
        for where, kind, name in names(entry, at):
            question = Question(where, c.FlagIs.model_construct(flag=name), wanted=True)
            if kind == "flag" and not context.possible.may(question):
                yield where, *reason(context.possible, question)
