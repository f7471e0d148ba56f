"""Why a question of a condition is never answered as it should be, and what to do about it."""

from __future__ import annotations

from sim.errors import quoted
from sim.loader.logic import Question
from sim.loader.possible import Possible
from sim.model import conditions as c
from sim.model.world import Counter
from sim.units import format_duration

Reason = tuple[str, str]
"""What the reason is, and what to do."""


def reason(possible: Possible, question: Question) -> Reason:
    """Say why a question is never answered as it is wanted."""
    match question.word:
        case c.FlagIs(flag=flag):
            done, verb = ("set", "set") if question.wanted else ("cleared", "clear")
            return _nothing(possible, (done, flag), f"{verb}s the flag", verb)
        case c.Doing(activity=activity):
            return _nothing(possible, ("begun", activity), "begins the activity", "begin")
        case c.Released(inject=inject):
            return _released(possible, inject)
        case c.Done(move=move) | c.Pending(move=move):
            return _done(possible, question, move)
        case c.CounterIs():
            return _counter(possible, question.word)
        case c.RungIs(side=side):
            return f"nothing here takes “{side}” above rung {possible.rungs[side]}", ""
        case c.Tally(of=of):
            return f"nothing here adds to “{of}”", "let an effect do so, or take this out"
        case c.After():
            end = format_duration(possible.scenario.horizon)
            return f"the run ends at {end}", "put it earlier, or lengthen “horizon”"
        case c.Present(vessel=vessel):
            return f"nothing lets {quoted(vessel)} leave", "let an effect “leave” do so"
        case c.RadioWorks(vessel=vessel):
            return f"nothing silences {quoted(vessel)}", "let an effect “silence” it"
        case c.ChannelIs(channel=channel, political=political):
            state = political.replace("_", " ")
            if question.wanted:
                return f"nothing makes the channel “{channel}” {state}", "let an effect do so"
            return f"the channel “{channel}” is {state} throughout", "let an effect change it"
        case c.Called(channel=channel):
            return f"nobody can be called on “{channel}” by this seat", "name another channel"
    return "nothing brings it about", ""


def _nothing(possible: Possible, wanted: tuple[str, str], does: str, effect: str) -> Reason:
    """Say that there is no effect for something, or that those there are never come about."""
    _, name = wanted
    if wanted in possible.written:
        return f"what {does} “{name}” never comes about", "see what that waits for"
    return f"nothing {does} “{name}”", f"let an effect “{effect}” it, or take it out"


def _released(possible: Possible, inject: str) -> Reason:
    by_effect = any(i.by_effect for i in possible.scenario.injects if i.id == inject)
    if by_effect:
        return _nothing(possible, ("released", inject), "releases the inject", "release")
    return f"the inject “{inject}” is never released", "see what that waits for"


def _done(possible: Possible, question: Question, move: str) -> Reason:
    spec = possible.moves[move]
    if isinstance(question.word, c.Pending) and spec.lead is None:
        return f"the move “{move}” is done at once and never in preparation", "give it a “lead”"
    if ("done", move) not in possible.happens:
        return f"the move “{move}” is never open", "see what that waits for"
    _, most = possible.reach(("done", move))
    often = "once" if most == 1 else f"{most:g} times"
    return f"the move “{move}” is done {often} at most", "ask for less, or leave “once” out"


def unmoved(possible: Possible, counter: Counter) -> Reason:
    """Say why a counter stays where it starts."""
    if {("raised", counter.id), ("lowered", counter.id)} & possible.written:
        what = f"what moves the counter “{counter.id}” from {counter.start} never comes about"
        return what, "see what that waits for"
    what = f"nothing moves the counter “{counter.id}” from {counter.start}"
    return what, "let an effect “count” it, or take it out"


def _counter(possible: Possible, word: c.CounterIs) -> Reason:
    counter = possible.counters[word.counter]
    low, high = possible.reach(("counter", word.counter))
    bounds = f"give a number from {counter.least} to {counter.most}"
    if word.at_least is not None and word.at_least > counter.most:
        return f"the counter “{counter.id}” ends at {counter.most}", bounds
    if word.at_most is not None and word.at_most < counter.least:
        return f"the counter “{counter.id}” ends at {counter.least}", bounds
    if low == high:
        return unmoved(possible, counter)
    return f"the counter “{counter.id}” stays from {low:g} to {high:g}", bounds
