"""A seat's feed in lines: what came of one thing is one line, what repeats itself is told once.

Events of one instant make a line where one follows from another: an act, the rung it reaches, what
the staff makes of it, the counters it moves. A standing order that is carried out again and again
is one line, and a meeting of the staff is told as long as its decision is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.acts import ActOccurred, RungReached, in_public
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.effects import CounterChanged, FlagSet, Told
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.moves import ActBegun, ActDone, MoveChosen
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.traffic import PhaseEnded
from sim.engine.facts.windows import (
    TurnDue,
    WindowDecided,
    WindowLapsed,
    WindowOpened,
    WindowRefreshed,
)
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.act_lines import act_said, broken_by, thought_again, thought_together
from sim.engine.seat.counts import counted_by, month, moved
from sim.engine.seat.feed_lines import Courses, FeedLine, event_of
from sim.engine.seat.telling import tell
from sim.units import MS_PER_D, clock, rounded

_BY_ORDER = "standing_order"
_STANDS = "Stands now: "


@dataclass(slots=True)
class _Item:
    """A line in the making, of the events from place `begin` up to `end`."""

    begin: int
    end: int
    says: list[str] = field(default_factory=list)
    alert: bool = False
    lapsed: str | None = None
    """The move of a standing order that was carried out, "" if none was."""
    decision: int = 0
    """The decision until when it tells to be open, which matters only as long as it is."""
    dull: bool = False
    """Whether it is worth a line only if something came of it."""
    joins: bool = True
    """Whether what comes next to it, from hidden causes, is taken to follow from it."""


def feed(
    setup: Setup, known: Known, last: int | None = None, since: int = 0
) -> tuple[FeedLine, ...]:
    """Tell what a seat has come to know, oldest first.

    Args:
        setup: The scenario.
        known: What the seat knows.
        last: Only so many lines, the newest.
        since: Only lines that tell of an event after so many.
    """
    lines: list[FeedLine] = []
    courses = Courses(setup)
    end, running, renewed = len(known.feed), None, set[int]()
    while end > since and (last is None or len(lines) <= last):
        begin = _begin(known.feed, end)
        group = _Instant(setup, known, begin, end)
        if any(isinstance(known.feed[at].fact, WindowDecided) for at in range(begin, end)):
            running = None
        for item in reversed(group.items):
            again = item.lapsed is not None and item.lapsed == running
            running = item.lapsed if item.lapsed is not None else running
            if item.end > since and not again and not _stale(known, item, renewed):
                alone = known.feed[item.begin].fact if item.end - item.begin == 1 else None
                courses.put(_line(setup, known, item), alone, lines)
        end = begin
    return tuple(reversed(lines if last is None else lines[:last]))


def _begin(events: Sequence[Event], end: int) -> int:
    """Find where the events that are told together begin: at an instant, or a command."""
    at_ms, begin = events[end - 1].at_ms, end - 1
    while begin > 0 and events[begin - 1].at_ms == at_ms:
        if isinstance(events[begin].fact, CommandAccepted):
            break
        begin -= 1
    return begin


def _stale(known: Known, item: _Item, renewed: set[int]) -> bool:
    """Say whether an item tells until when a decision is open that is over, or was renewed."""
    if not item.decision:
        return item.dull and len(item.says) == 1
    window = known.windows.window
    over = window is None or window.number != item.decision or item.decision in renewed
    renewed.add(item.decision)
    return over


def _line(setup: Setup, known: Known, item: _Item) -> FeedLine:
    at_ms = known.feed[item.end - 1].at_ms
    says = [_again(setup, known, item), *item.says[1:]] if item.lapsed is not None else item.says
    at = clock(setup.scenario.begins, at_ms)
    return FeedLine(
        item.end, at_ms, clock=at, text=" ".join(says), alert=item.alert, head=item.begin + 1
    )


class _Instant:
    """The events of one instant, put together to lines."""

    def __init__(self, setup: Setup, known: Known, begin: int, end: int) -> None:
        self.setup, self.known = setup, known
        self.items: list[_Item] = []
        self._of: dict[int, _Item] = {}
        self._over: list[str] = []
        self._new: _Item | None = None
        at = begin
        while at < end:
            self._new = None
            taken = self._take(at, end)
            item = self._taken_in()
            for place in range(at, at + taken):
                if item is not None:
                    self._of[known.feed[place].seq] = item
                    item.alert |= known.seat in known.feed[place].alert
            at += taken

    def _taken_in(self) -> _Item | None:
        """Give the item of what was taken last; read where None was set, a type says None still."""
        return self._new

    def _take(self, at: int, end: int) -> int:
        """Take in the event at a place, with those that it is told with; give how many."""
        events = self.known.feed
        event = events[at]
        match event.fact:
            case WindowLapsed():
                return self._lapse(at, end)
            case TurnDue() if event.fact.nth and at + 1 < end:
                opened = events[at + 1].fact
                if isinstance(opened, WindowOpened):
                    item = self._say(
                        at, 2, _meets(self.setup, self.known.seat, events[at : at + 2])
                    )
                    item.decision, item.joins = opened.number, False
                    return 2
            case Told() if self.items and self._is_act(self.items[-1]):
                self._tell_of_act(at, self.items[-1])
                return 1
            case WindowRefreshed():
                item = self._say(at, 1, self._text(at))
                item.decision, item.joins = event.fact.number, False
                return 1
            case ActDone() if self._ordered_by_rule(event):
                self._say(at, 1, self._text(at)).dull = True
                return 1
            case MoveChosen() if at + 1 < end and isinstance(events[at + 1].fact, ActDone):
                self._say(at, 2, f"{self._text(at)} Carried out at once.")
                return 2
            case PhaseEnded():
                text = month(self.setup, self.known, at) or self._text(at)
                if text:
                    self._say(at, 1, text).joins = False
                return 1
        tail = _TAILS.get(type(event.fact))
        if tail is not None:
            tail(self, at)
        elif self._text(at):
            self._say(at, 1, self._text(at))
        else:
            self._new = self._cause(at)
        return 1

    def _text(self, at: int) -> str:
        event, seat = self.known.feed[at], self.known.seat
        if isinstance(event.fact, ActReweighed):
            return thought_again(self.setup, seat, self.known.feed, at)
        if isinstance(event.fact, PromiseJudged):
            return tell(self.setup, seat, event) + broken_by(self.setup, seat, self.known.feed, at)
        return tell(self.setup, seat, event)

    def _say(self, at: int, taken: int, text: str) -> _Item:
        self._new = _Item(at, at + taken, [text])
        self.items.append(self._new)
        return self._new

    def _is_act(self, item: _Item) -> bool:
        return isinstance(self.known.feed[item.begin].fact, ActOccurred)

    def _tell_of_act(self, at: int, item: _Item) -> None:
        """Add what is told of an act; it stands for an act that had no name."""
        act: ActOccurred = self.known.feed[item.begin].fact
        self._add(at, self._text(at), item)
        if not (in_public(act) and act.what in self.setup.moves):
            item.says[0] = item.says.pop()

    def _ordered_by_rule(self, done: Event) -> bool:
        """Say whether what was done was a standing order that took its time."""
        events = self.known.feed
        begun = event_of(events, done.cause)
        chosen = event_of(events, begun.cause) if begun is not None else None
        rule = chosen.fact if chosen is not None else None
        return isinstance(rule, MoveChosen) and rule.by == _BY_ORDER

    def _cause(self, at: int) -> _Item | None:
        """Give the line of this instant that tells of what an event came of."""
        return self._of.get(self.known.feed[at].cause or 0)

    def _before(self, at: int) -> _Item | None:
        """Give the line that an event adds to, if any."""
        cause = self._cause(at)
        if cause is None and self.items and self.items[-1].joins:
            cause = self.items[-1]
        return cause

    def _add(self, at: int, text: str, item: _Item | None) -> None:
        """Add to a line, or begin one."""
        if not text:
            self._new = item
        elif item is None:
            self._say(at, 1, text)
        else:
            item.says.append(text)
            item.end, item.lapsed = max(item.end, at + 1), None
            self._new = item

    def _lapse(self, at: int, end: int) -> int:
        """A decision lapsed: with the standing order that was carried out then."""
        facts = [event.fact for event in self.known.feed[at : min(end, at + 3)]]
        move, taken = "", 1
        if len(facts) > 1 and isinstance(facts[1], MoveChosen) and facts[1].by == _BY_ORDER:
            move, taken = facts[1].move, 2
            taken += len(facts) > 2 and isinstance(facts[2], ActDone | ActBegun)
        item = self._say(at, taken, "")
        item.says = [_lapsed(self.setup, facts[0].number, move)]
        item.lapsed = move
        return taken

    def _act(self, at: int) -> None:
        """An act of another seat: told unless what it came of was."""
        event, known = self.known.feed[at], self.known
        cause = self._cause(at)
        named = in_public(event.fact) and event.fact.what in self.setup.moves
        if cause is not None or not (known.seat in event.alert or (named and event.fact.rung)):
            self._new = cause
            return
        self._say(at, 1, act_said(self.setup, known.seat, event.fact))

    def _rung(self, at: int) -> None:
        """A rung is reached: by the act before it."""
        self._add(at, self._text(at), self._before(at))

    def _weighed(self, at: int) -> None:
        """What the staff makes of an act, unless a report has just said so of an own one."""
        cause = self._cause(at)
        report = self.known.feed[cause.begin].fact if cause is not None else None
        said = isinstance(report, ReportArrived) and report.mishap
        text, last = "" if said else self._text(at), cause.says[-1] if cause is not None else ""
        if cause is not None and (together := thought_together(last, text)):
            cause.says[-1], text = together, ""
            cause.end = max(cause.end, at + 1)
        self._add(at, text, cause)

    def _counted(self, at: int) -> None:
        fact: CounterChanged = self.known.feed[at].fact
        if counted_by(self.setup, self.known.seat, fact.counter):
            self._new = self._cause(at)
            return
        before, over = self._before(at), self._over
        self._over = []
        text = moved(self.setup, self.known, at)
        self._add(at, " ".join([*over, text]), before)

    def _flag(self, at: int) -> None:
        """A flag: it stands now; or it is over, which is told where anything comes of it."""
        fact: FlagSet = self.known.feed[at].fact
        spec = self.setup.flags[fact.flag]
        before = self._before(at)
        if fact.on and before is not None and not spec.asked_of:
            self._stands(at, before, spec.title)
        elif fact.on:
            self._add(at, self._text(at), before)
        elif spec.asked_of:
            self._add(at, _settled(self.setup, self.known, at), before)
        else:
            self._over.append(sentence(f"Over: {spec.title}"))

    def _stands(self, at: int, item: _Item, title: str) -> None:
        """Add to a line what stands from now on."""
        if item.says[-1].startswith(_STANDS):
            item.says[-1] = sentence(f"{item.says[-1].removesuffix('.')}; {title}")
            self._add(at, "", item)
            item.end = at + 1
        else:
            self._add(at, sentence(f"{_STANDS}{title}"), item)


_TAILS: dict[type, Callable[[_Instant, int], None]] = {
    ActOccurred: _Instant._act,
    RungReached: _Instant._rung,
    ActWeighed: _Instant._weighed,
    ActReweighed: _Instant._weighed,
    ReportSent: _Instant._weighed,
    CounterChanged: _Instant._counted,
    FlagSet: _Instant._flag,
}
"""What is added to the line of what it came of."""


def _meets(setup: Setup, seat: str, events: Sequence[Event]) -> str:
    meets, opened = (tell(setup, seat, event) for event in events)
    return f"{meets} {opened}"


def _lapsed(setup: Setup, number: int, move: str, *, first: int = 0, count: int = 1) -> str:
    """Say that decisions lapsed, and what was done instead."""
    done = f"by standing order: {setup.moves[move].title}" if move else "nothing was done"
    if count == 1:
        return sentence(f"Decision {number} lapsed; {done}")
    between = "and" if count == 2 else "to"
    return sentence(f"Decisions {first} {between} {number} lapsed, {count} running; {done}")


def _again(setup: Setup, known: Known, item: _Item) -> str:
    """Tell a decision that lapsed together with those before it that lapsed alike."""
    number = known.feed[item.begin].fact.number
    first, count, done = number, 1, ""
    for at in range(item.begin - 1, -1, -1):
        fact = known.feed[at].fact
        if isinstance(fact, WindowDecided):
            break
        if isinstance(fact, MoveChosen) and fact.by == _BY_ORDER:
            done = fact.move
        elif isinstance(fact, WindowLapsed):
            if done != item.lapsed:
                break
            first, count, done = fact.number, count + 1, ""
    return _lapsed(setup, number, item.lapsed or "", first=first, count=count)


def _settled(setup: Setup, known: Known, at: int) -> str:
    """Say that a request is over, and how long it stood."""
    event = known.feed[at]
    spec = setup.flags[event.fact.flag]
    set_ms = next(
        (
            earlier.at_ms
            for earlier in (known.feed[place] for place in range(at - 1, -1, -1))
            if isinstance(earlier.fact, FlagSet) and earlier.fact.flag == spec.id
        ),
        0,
    )
    return sentence(
        f"No longer open, after {rounded((event.at_ms - set_ms) / MS_PER_D)} d: {spec.title}"
    )
