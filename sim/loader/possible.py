"""What can come about at all in a scenario, whoever sits where and however luck goes.

Found by going round until nothing new is found: what may happen brings effects about, and these
make further conditions possible. It errs on the side of “possible”: distances, tracks and beliefs
are not looked at, and a word of a plug-in may do anything to what it names.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable

from sim.loader.logic import Formula, Question, clash, formula, joint
from sim.model import conditions as c
from sim.model import effects as e
from sim.model.channels import STARTS, Channel
from sim.model.injects import Inject
from sim.model.moves import Move
from sim.model.rungs import CLOSE_PASS, COLLISION
from sim.model.scenario import Scenario
from sim.model.words import Way, Word, every, names

SHUTS_RUNG = 2
"""The rung of shutting a channel."""
_POLITICAL = ("open", "suspended", "not_established")
_BROUGHT: dict[type[Word], tuple[str, str]] = {
    e.SetFlag: ("set", "flag"),
    e.ClearFlag: ("cleared", "flag"),
    e.BeginActivity: ("begun", "activity"),
    e.Release: ("released", "inject"),
    e.Silence: ("silenced", "vessel"),
    e.Leave: ("left", "vessel"),
    e.Convene: ("convened", "meeting"),
}
"""Effects that make one thing happen, and the field that names to what."""
_ANYTHING: dict[str, tuple[str, ...]] = {
    "flag": ("set", "cleared"),
    "counter": ("raised", "lowered"),
    "activity": ("begun",),
    "inject": ("released",),
    "vessel": ("silenced", "left"),
    "meeting": ("convened",),
}
"""What a word that is not known here may do to a thing of a kind."""


def _brought(effect: Word) -> list[tuple[str, str]]:
    """Give what an effect makes happen by itself."""
    if isinstance(effect, e.Count):
        return [("raised" if effect.by > 0 else "lowered", effect.counter)] if effect.by else []
    verb, field = _BROUGHT.get(type(effect), ("", ""))
    return [(verb, getattr(effect, field))] if verb else []


def due(inject: Inject, way: Way = ()) -> Formula:
    """Give the formula under which an inject is released by itself, its moments included."""
    begins = c.After.model_construct(time=inject.at or 0)
    parts: list[Formula] = [Question((*way, "at"), begins, wanted=True)]
    if inject.when is not None:
        parts.append(formula(inject.when, (*way, "when")))
    if inject.until is not None:
        over = c.After.model_construct(time=inject.until + 1)
        parts.append(Question((*way, "until"), over, wanted=False))
    return joint(parts)


class Possible:
    """What may happen in a scenario: pairs such as (“set”, a flag), and the rungs of sides.

    `happens` holds what may come about, `written` what some effect of the document is for.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.channels = {channel.id: channel for channel in scenario.channels}
        self.counters = {counter.id: counter for counter in scenario.counters}
        self.flags = {flag.id: flag for flag in scenario.flags}
        self.moves = {move.id: move for move in scenario.moves}
        self.sides = {seat.id: seat.side for seat in scenario.seats}
        self._playable = {seat.id for seat in scenario.seats if seat.playable}
        self._vessels = {vessel.id: vessel.side for vessel in scenario.vessels}
        self.happens: set[tuple[str, str]] = set()
        self.rungs: dict[str, int] = {side.id: 0 for side in scenario.sides}
        self.written = {pair for effect in every(Word, scenario) for pair in _brought(effect)}
        self._said()
        before: tuple[int, int] | None = None
        while before != (
            now := (len(self.happens), sum(int(rung) for rung in self.rungs.values()))
        ):
            before = now
            self._go_round()

    def holds(self, condition: Word | None) -> bool:
        """Say whether a condition may hold at some moment."""
        return condition is None or self.may(formula(condition))

    def fails(self, condition: Word | None) -> bool:
        """Say whether a condition may not hold at some moment."""
        return condition is not None and self.may(formula(condition, wanted=False))

    def may(self, whole: Formula) -> bool:
        """Say whether a formula may hold at some moment."""
        if isinstance(whole, Question):
            return self._answered(whole)
        if whole.every:
            return all(map(self.may, whole.parts)) and clash(whole) is None
        return any(map(self.may, whole.parts))

    def opens(self, move: Move) -> bool:
        """Say whether a move may be chosen."""
        return self.permitted(move) and self.holds(move.when)

    def permitted(self, move: Move) -> bool:
        """Say whether leave for a move may be given: by chance, or by a person in that seat."""
        return move.leave is None or move.leave.given > 0 or move.leave.of in self._playable

    def reach(self, number: Hashable) -> tuple[float, float]:
        """Give the least and the most that a number may come to."""
        match number:
            case ("counter", str(name)):
                counter = self.counters[name]
                low = counter.least if ("lowered", name) in self.happens else counter.start
                return low, counter.most if ("raised", name) in self.happens else counter.start
            case ("tally", str(of)):
                return 0, math.inf if ("tally", of) in self.happens else 0
            case ("rung", str(side)):
                return 0, self.rungs[side]
            case "time":
                return 0, self.scenario.horizon
            case ("done", str(name)):
                move, most = self.moves[name], math.inf
                if move.once:
                    most = len(move.seats)
                return 0, most if ("done", name) in self.happens else 0
            case ("called", str(seat), str(name), _):
                channel = self.channels[name]
                on = not channel.seats or seat in channel.seats
                return 0, math.inf if on and channel.takes_calls else 0
        return -math.inf, math.inf

    def _answered(self, question: Question) -> bool:
        """Say whether a question may be answered as is wanted."""
        span = question.span
        if span is not None:
            low, high = self.reach(span[0])
            return span[1] <= high and low <= span[2]
        span = question.opposite.span
        if span is not None:  # outside of bounds on both sides
            low, high = self.reach(span[0])
            return low < span[1] or span[2] < high
        return self._yes_or_no(question.word, wanted=question.wanted)

    def _yes_or_no(self, word: Word, *, wanted: bool) -> bool:
        match word:
            case c.FlagIs(flag=flag):
                change = "set" if wanted else "cleared"
                return self.flags[flag].start == wanted or (change, flag) in self.happens
            case c.ChannelIs(channel=channel, political=political):
                states = self._states(self.channels[channel])
                return political in states if wanted else states != {political}
            case c.Doing(activity=activity) if wanted:
                return ("begun", activity) in self.happens
            case c.Released(inject=inject) if wanted:
                return ("released", inject) in self.happens
            case c.Pending(move=move) if wanted:
                return self.moves[move].lead is not None and ("done", move) in self.happens
            case c.Present(vessel=vessel) if not wanted:
                return ("left", vessel) in self.happens
            case c.RadioWorks(vessel=vessel) if not wanted:
                return ("silenced", vessel) in self.happens
        return True

    def _states(self, channel: Channel) -> set[str]:
        """Give the political states in which a channel may be."""
        begins = (channel.truth and channel.truth.political) or STARTS[channel.start].political
        found: set[str] = {begins, STARTS[channel.start].political}
        found |= {state for state in _POLITICAL if (state, channel.id) in self.happens}
        if channel.politics is not None and found & {"open", "suspended"}:
            found |= {"open", "suspended"}
        return found

    def _said(self) -> None:
        """Note what words alone may bring about."""
        terms = self.scenario.parameters
        forms = {form.id: form for form in self.scenario.forms}
        for channel in (each for each in self.scenario.channels if each.takes_calls):
            on = channel.seats or tuple(self.sides)
            self.happens.add(("tally", "contacts"))
            for form in (forms[name] for name in channel.forms if name in forms):
                if form.awaits:
                    self.happens.add(("tally", "replies"))
                for seat in on:
                    self._climb(self.sides[seat], max(form.rung or 0, terms.decline_rung))
                if form.intent == "propose":
                    self.happens.update(("accepted", each.id) for each in self.scenario.clauses)
        for channel in self.scenario.channels:
            if channel.politics is not None:
                self._climb(channel.politics.closer, SHUTS_RUNG)

    def _go_round(self) -> None:
        """Bring about once all that may happen so far."""
        for move in self.scenario.moves:
            if self.opens(move):
                self.happens.add(("done", move.id))
                self._act(move.rung, [self.sides[seat] for seat in move.seats], shots=move.shots)
                self._bring(move.effects)
        for inject in self.scenario.injects:
            if not inject.by_effect and self.may(due(inject)):
                self.happens.add(("released", inject.id))
            if ("released", inject.id) in self.happens:
                self._bring(inject.effects)
        for activity in self.scenario.activities:
            if ("begun", activity.id) in self.happens:
                self._act(activity.rung, [self._vessels[activity.by]])
                self._bring(activity.ended)
                self._bring(activity.beat.effects if activity.beat else ())
                for hazard in activity.hazards:
                    self._bring(hazard.effects if hazard.rate > 0 else ())
        for clause in self.scenario.clauses:
            if ("accepted", clause.id) in self.happens:
                self._bring(clause.effects)
        for meeting in self.scenario.meetings:
            if meeting.at is not None or ("convened", meeting.id) in self.happens:
                self._bring(meeting.effects if self.holds(meeting.when) else ())
                self._bring(meeting.cancelled)
        self._meet_at_sea()

    def _meet_at_sea(self) -> None:
        """Bring about incidents, and unsafe meetings of vessels and of streams."""
        if len(self._vessels) > 1:
            self.happens.update(("tally", of) for of in ("passes", "collisions", "hurt"))
        under_way = dict.fromkeys(self._vessels.values())
        self._act(COLLISION, under_way if len(under_way) > 1 else ())
        for incident in self.scenario.incidents:
            self._act(max(incident.rungs), [incident.by])
            self._bring(incident.effects)
        for stream in self.scenario.streams:
            if not stream.within:
                self._act(COLLISION if stream.contact else CLOSE_PASS, [stream.by])
            self._bring(stream.effects)
            if stream.contact is not None:
                self.happens.update(("tally", of) for of in ("collisions", "hurt"))
                self.happens.update([("tally", "dead")] if stream.contact.dead else ())
                self._bring(stream.touched)

    def _act(self, rung: int | None, sides: Iterable[str], *, shots: bool = False) -> None:
        for side in sides:
            self._climb(side, rung or 0)
        if shots:
            self.happens.add(("tally", "shots"))

    def _climb(self, side: str, rung: int) -> None:
        self.rungs[side] = max(self.rungs[side], rung)

    def _bring(self, effects: Iterable[Word]) -> None:
        """Bring effects about, and what follows from them at once, later or perhaps."""
        for effect in effects:
            match effect:
                case e.Toss():
                    self._bring(effect.then if effect.p > 0 else ())
                    self._bring(effect.otherwise if effect.p < 1 else ())
                case e.If():
                    self._bring(effect.then if self.holds(effect.when) else ())
                    self._bring(effect.otherwise if self.fails(effect.when) else ())
                case e.Later():
                    self._bring(effect.effects)
                case e.Hail():
                    self.happens |= {("tally", "contacts"), ("tally", "replies")}
                    self._bring((*effect.answered, *effect.unanswered))
                case _:
                    self._bring_one(effect)

    def _bring_one(self, effect: Word) -> None:
        self.happens.update(_brought(effect))
        match effect:
            case e.Harm(hurt=hurt, dead=dead):
                counted = {"hurt": hurt, "dead": dead}
                self.happens.update(("tally", of) for of, count in counted.items() if count)
            case e.Act(side=side, rung=rung, shots=shots):
                self._act(rung, [side], shots=shots)
            case e.SetChannel(channel=channel, political=political):
                self.happens.add((political, channel))
            case e.Establish(channel=channel):
                self.happens.add(("open", channel))
            case _ if type(effect).__module__ != e.__name__:
                for _, kind, name in names(effect):
                    self.happens.update((verb, name) for verb in _ANYTHING.get(kind, ()))
