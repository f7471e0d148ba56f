"""Words as a seat sees them: what was said, what waits for a reply, what binds whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.engine.base.geometry import track, within
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, sentence
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.promises import HeardPromise
from sim.engine.facts.requests import (
    LIMITED,
    REPLIES,
    UNSAID,
    ReplyPutOff,
    RequestAnswered,
    RequestMade,
    terms_in_words,
)
from sim.engine.facts.sayings import PromiseSaid
from sim.engine.facts.talks import Spoken, TalkBegun
from sim.engine.facts.terms import (
    OUTCOMES,
    Bound,
    beside,
    in_words,
    intended,
    limit_in_words,
    limit_of,
    limited,
    limits_of,
    looser,
)
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.credit import contradicted
from sim.engine.seat.pledges import may_reply
from sim.engine.seat.sayings import replied
from sim.model.sentences import capital
from sim.units import clock

_SAID_EVENTS = 80
"""How many of the newest lines of a feed are searched for what was said."""
_SAID_LINES = 12
"""How many things that were said a view carries."""


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit that a term can have: a rung or metres, its name, and the term's words with it."""

    limit: float
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term that can be said, with the limits offered for it, the tightest first.

    One without a limit has one line, of limit 0. `at` is the place of the limit that is meant
    unless another is named; `binds_us` says whose term it is.
    """

    lines: tuple[LimitLine, ...]
    at: int
    binds_us: bool
    kind: str


NOTHING_BACK = "nothing; what they offer lapses"
"""What another limit than the one asked for gets in return."""


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One reply to a request: the sentence, and what it would bind this seat to, "" if nothing.

    `returns` says what the other is bound to by it, where it has offered something in return. A
    counter has `terms` whose limits can be chosen; it binds to those at their places. `against`
    is the promise of its own that keeps the seat from replying so, "" if none does.
    """

    reply: str
    sentence: str
    binds: str
    returns: str = ""
    terms: tuple[TermLine, ...] = ()
    against: str = ""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What waits for a reply, of this seat if it is `incoming`: a question, a warning, a request.

    `said` are the words it was made in; `asks` are the terms asked for and `gives` those offered
    in return.
    """

    request: str
    incoming: bool
    other: str
    channel: str
    marker: str
    said: str
    asks: tuple[str, ...]
    gives: tuple[str, ...]
    replies: tuple[ReplyLine, ...]
    made_ms: int
    due_ms: int


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise: this seat's own (`mine`), one made to it (`theirs`), or another it `heard` of.

    `outcome` is what became of it as far as this seat knows, "" while it is open. `risk_ms` is
    when it is broken if everything goes on as this seat sees it now, 0 if it is not. `beside` is
    what its limit leaves free, "" if that goes without saying.
    """

    promise: str
    whose: str
    other: str
    to: str
    channel: str
    text: str
    made_ms: int
    due_ms: int
    risk_ms: int
    outcome: str
    closed_ms: int
    beside: str

    @property
    def may_release(self) -> bool:
        """Say whether this seat may release the other from it."""
        return self.whose == "theirs" and not self.outcome


@dataclass(frozen=True, slots=True)
class SaidLine:
    """Something said to this seat by another, or to the other by it (`mine`)."""

    at_ms: int
    clock: str
    other: str
    mine: bool
    text: str


def term_line(
    setup: Setup, term: Bound, *, binds_us: bool, limits: Iterable[float] | None = None
) -> TermLine:
    """Show a term with the limits that are offered for it, or with some of them."""
    found = tuple(limits_of(term) if limits is None else limits) or (limit_of(term),)
    lines = []
    for limit in found:
        said = limited(setup, term, limit) if limit else term
        lines.append(LimitLine(limit, limit_in_words(said), in_words(setup, said)))
    at = found.index(limit_of(term)) if limit_of(term) in found else 0
    return TermLine(tuple(lines), at, binds_us=binds_us, kind=term.kind)


def request_line(setup: Setup, known: Known, event: Event, now_ms: int) -> RequestLine:
    """Show a request and, where this seat is asked, its replies."""
    fact: RequestMade = event.fact
    incoming = fact.to == known.seat
    return RequestLine(
        fact.request,
        incoming,
        other=fact.by if incoming else fact.to,
        channel=fact.channel,
        marker=fact.marker,
        said=fact.text,
        asks=tuple(in_words(setup, term) for term in fact.asks),
        gives=tuple(in_words(setup, term) for term in fact.gives),
        replies=_replies(setup, known, fact, now_ms) if incoming else (),
        made_ms=event.at_ms,
        due_ms=fact.due_ms,
    )


def _replies(setup: Setup, known: Known, fact: RequestMade, now_ms: int) -> tuple[ReplyLine, ...]:
    """List the replies that are allowed; where limits can be named, with those to choose from."""
    found = []
    for reply in may_reply(known, fact):
        if reply in LIMITED:
            terms = _limits_in(setup, fact, reply)
            if terms:
                binds = "; ".join(term.lines[0].text for term in terms)
                said = sentence(REPLIES[reply])
                back = NOTHING_BACK if fact.gives else ""
                found.append(ReplyLine(reply, said, binds, returns=back, terms=terms))
        else:
            will = reply == "will"
            binds = terms_in_words(setup, fact.asks) if will else ""
            said = replied(setup, fact, reply, fact.asks, now_ms=now_ms) or REPLIES[reply]
            back = terms_in_words(setup, fact.gives) if will and fact.gives else ""
            own = contradicted(known, fact.asks) if will else None
            against = in_words(setup, own.term, own.due_ms) if own is not None else ""
            found.append(ReplyLine(reply, said, binds, returns=back, against=against))
    return tuple(found)


def _limits_in(setup: Setup, fact: RequestMade, reply: str) -> tuple[TermLine, ...]:
    """Show the terms whose limits a reply names; none where one of them could not be looser."""
    if reply == "intention":
        return (term_line(setup, intended(setup), binds_us=True),)
    less = [[limit for limit in limits_of(term) if looser(term, limit)] for term in fact.asks]
    if not all(less):
        return ()
    return tuple(
        term_line(setup, term, binds_us=True, limits=limits)
        for term, limits in zip(fact.asks, less, strict=True)
    )


def promise_lines(setup: Setup, known: Known, now_ms: int) -> tuple[PromiseLine, ...]:
    """List the promises that a seat knows of: its own, those made to it, those it heard of."""
    found = [(held, "mine", held.to) for held in known.promises.own.values()]
    for to_us in (True, False):
        whose = "theirs" if to_us else "heard"
        heard = known.promises.heard.values()
        found += [(held, whose, held.by) for held in heard if (held.to == known.seat) == to_us]
    found += [(held, "heard", held.by) for held in known.reported.promises.values()]
    lines = []
    for held, whose, other in found:
        risk_ms = 0 if held.outcome or whose == "heard" else _risk_ms(setup, known, held, now_ms)
        lines.append(_promise_line(setup, known, held, whose, other=other, risk_ms=risk_ms))
    return tuple(lines)


def _risk_ms(setup: Setup, known: Known, held: HeardPromise, now_ms: int) -> int:
    """Give when an open promise is broken if all goes on as the seat sees it now, 0 if never.

    What is to be done is due; a limit at sea is met where the tracks that the seat holds lead.
    """
    term = held.term
    if term.kind in ("do", "call"):
        return held.due_ms
    tracks = known.vessels.tracks
    one, two = tracks.get(term.vessel), tracks.get(term.other)
    if term.kind == "no_closer" and term.other in setup.places:
        two = track(0, *setup.places[term.other], 0.0, 0.0)
    lost = {term.vessel, term.other} & {v for v, at in known.vessels.lost_ms.items() if at}
    if term.kind != "no_closer" or one is None or two is None or lost:
        return 0
    enters, leaves = within(one, two, term.range_m)
    at_ms = max(enters, now_ms)
    return at_ms if leaves > now_ms and at_ms <= held.due_ms else 0


def _promise_line(
    setup: Setup, known: Known, held: HeardPromise, whose: str, *, other: str, risk_ms: int
) -> PromiseLine:
    return PromiseLine(
        held.promise,
        whose,
        other=other,
        to=held.to,
        channel=held.channel,
        text=in_words(setup, held.term, held.due_ms),
        made_ms=held.heard_ms,
        due_ms=held.due_ms,
        risk_ms=risk_ms,
        outcome=OUTCOMES[held.outcome] if held.outcome else "",
        closed_ms=held.closed_ms,
        beside=beside(setup, known.seat if whose == "mine" else "", held.term),
    )


def said_lines(setup: Setup, known: Known) -> tuple[SaidLine, ...]:
    """List what was said last to a seat or by it, oldest first."""
    lines, begun = list[SaidLine](), ""
    for number in range(len(known.feed), max(0, len(known.feed) - _SAID_EVENTS), -1):
        event = known.feed[number - 1]
        said, fact = _said(setup, known.seat, event), event.fact
        if isinstance(fact, CallEnded) and fact.call == begun:
            lines[-1:-1] = said  # it answers what the talk begins with, which the log has after it
        else:
            lines += said
        if isinstance(fact, TalkBegun):
            begun = fact.call
        if len(lines) >= _SAID_LINES:
            break
    return tuple(reversed(lines[:_SAID_LINES]))


def _said(setup: Setup, seat: str, event: Event) -> tuple[SaidLine, ...]:
    """Give what was said with an event, if anything was, as the seat sees it."""
    fact = event.fact
    match fact:
        case Spoken():
            by, to = fact.caller, fact.callee
            text = quoted_text(fact.text).strip() or f"“{sentence(setup.forms[fact.form].title)}”"
        case CallEnded() if fact.text:
            by, to, text = fact.callee, fact.caller, quoted_text(fact.text).strip()
        case ReplyPutOff():
            by, to, text = fact.to, fact.by, quoted_text(fact.said).strip()
        case RequestMade() if not fact.asks:
            return ()  # its words are the talk's
        case RequestMade() | PromiseSaid():
            by, to, text = fact.by, fact.to, quoted_text(fact.text).strip()
        case RequestAnswered() if fact.reply in UNSAID:
            by, to, text = fact.to, fact.by, sentence(capital(UNSAID[fact.reply]))
        case RequestAnswered():
            by, to, text = fact.to, fact.by, quoted_text(fact.text).strip()
        case _:
            return ()
    if seat not in (by, to):
        return ()
    line = SaidLine(
        event.at_ms,
        clock(setup.scenario.begins, event.at_ms),
        other=to if by == seat else by,
        mine=by == seat,
        text=text,
    )
    return (line,)
