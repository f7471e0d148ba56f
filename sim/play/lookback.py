"""Key moments in words: what a seat knew, what was true, why the other side acted, what was open.

What the seat knew comes from its knowledge just before the moment, the rest from the state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sim.columns import fit
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import people_hurt, sentence, vessel_name
from sim.engine.facts.acts import FIREBREAKS, ActOccurred, HarmDone, RungReached
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.calls import OUTCOMES, CallEnded
from sim.engine.facts.effects import CounterChanged, FlagSet
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.moves import ActBegun, MoveChosen
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.places import GateCrossed
from sim.engine.facts.promises import PromiseClosed, PromiseMade
from sim.engine.facts.relays import RelayLost
from sim.engine.facts.requests import RequestAnswered
from sim.engine.facts.run import CommandAccepted, RunEnded
from sim.engine.facts.terms import in_words
from sim.engine.facts.traffic import EncounterContact
from sim.engine.facts.windows import WindowLapsed
from sim.engine.kernel.ancestry import chain
from sim.engine.kernel.knowledge import Known
from sim.engine.kernel.state import State, evolve, initial
from sim.engine.seat import mind as minds
from sim.engine.seat.news import feed
from sim.engine.seat.rules import Option, options
from sim.model.rungs import rung_said
from sim.play import deeds
from sim.play.causes import recounted
from sim.play.deciding import deciding
from sim.play.deeds import Deed
from sim.play.moments import Moment, Turn, key_moments, left, shift
from sim.play.reasons import Behind, behind, rang, reason
from sim.play.truth import line_state
from sim.readings import share
from sim.units import MS_PER_D, clock, format_wait

_NEWS_COLUMNS = 150
"""How much is quoted of what a seat had heard last."""
_OPTIONS_MOST = 6
_SEEN = ("decided", "harm", "line", "rung", "turned")
"""Kinds of moments of which a seat may have heard nothing when they came about."""
_LINES = {
    "rang": "worked, and rang there",
    "works": "worked, and could be answered",
    "suspended": "had been shut by decision",
    "not_established": "did not exist yet",
    "down": "was out of order",
    "desk_closed": "had nobody at the desk that was called, at that hour",
    "radio_dead": "could not be heard: no radio of the caller worked",
}
"""How a line really stood, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class KeyMoment:
    """A moment that mattered to a seat, in words; every text is a sentence.

    `knew` is what the seat knew then, `true` what was so, `why` the other side's reason, `could`
    what was open to the seat at its last turn before; `turn` is where it may play on from.
    """

    clock: str
    title: str
    knew: tuple[str, ...]
    true: tuple[str, ...]
    why: tuple[str, ...]
    could: tuple[str, ...]
    turn: Turn | None
    turn_clock: str


def looked_back(setup: Setup, log: Sequence[Event], seat: str) -> tuple[KeyMoment, ...]:
    """Tell the key moments of a run that has ended to one of its seats."""
    found = key_moments(setup, log, seat)
    reasons = [behind(setup, log, log[moment.event - 1], seat) for moment in found]
    cuts = {moment.event - 1 for moment in found}
    cuts |= {moment.turn.events for moment in found if moment.turn}
    cuts |= {why.decision.seq - 1 for why in reasons if why.decision}
    past = pasts(setup, log, cuts)
    worded = [
        _moment(setup, log, moment, seat, past=past, why=why)
        for moment, why in zip(found, reasons, strict=True)
    ]
    return tuple(_once(worded))


def _once(moments: Iterable[KeyMoment]) -> Iterator[KeyMoment]:
    """Say a thing once: what an earlier moment has said already is left out of later ones."""
    said = set[str]()
    for moment in moments:
        first = 2 if moment.why[0].endswith(":") else 1  # who decided what is said of each
        why = (*moment.why[:first], *_new(moment.why[first:], said))
        knew = (*moment.knew[:1], *_new(moment.knew[1:], said))  # the first is the staff's belief
        true = _new(moment.true, said)
        said.update((*knew, *true, *why))
        yield replace(moment, knew=knew, true=true, why=why)


def _new(texts: tuple[str, ...], said: set[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text not in said)


def pasts(setup: Setup, log: Sequence[Event], cuts: set[int]) -> dict[int, State]:
    """Give the state after each of so many events, in one fold."""
    state, found = initial(setup), dict[int, State]()
    for event in log[: max(cuts, default=0)]:
        if state.seq in cuts:
            found[state.seq] = state.copy()
        evolve(state, event)
    found[state.seq] = state
    return found


def _moment(
    setup: Setup,
    log: Sequence[Event],
    moment: Moment,
    seat: str,
    *,
    past: dict[int, State],
    why: Behind,
) -> KeyMoment:
    event, turn = log[moment.event - 1], moment.turn
    state = past[moment.event - 1]
    open_to_it = options(setup, past[turn.events].known[seat], turn.at_ms) if turn else []
    begins = setup.scenario.begins
    return KeyMoment(
        clock=clock(begins, event.at_ms),
        title=_title(setup, log, moment, seat),
        knew=tuple(_knew(setup, log, moment, state.known[seat])),
        true=(
            *_true(setup, log, event, state, seat=seat),
            *(() if why.decision else _across(setup, state, seat, event.at_ms)),
        ),
        why=tuple(_why(setup, why, past)),
        could=tuple(_could(open_to_it, answer=left(moment, event, seat))),
        turn=turn,
        turn_clock=_turn_clock(setup, turn, event.at_ms) if turn else "",
    )


def _turn_clock(setup: Setup, turn: Turn, at_ms: int) -> str:
    """Write when a turn is; that it comes too late, if it does."""
    text = clock(setup.scenario.begins, turn.at_ms)
    return f"{text} (later)" if turn.at_ms > at_ms else text


def _why(setup: Setup, why: Behind, past: dict[int, State]) -> Iterator[str]:
    """Say who decided, and the reasons of another's decision."""
    if why.head:
        yield why.head
    if why.decision:
        yield from reason(setup, why.decision, past[why.decision.seq - 1])


def _could(open_to_it: Sequence[Option], *, answer: bool) -> Iterator[str]:
    """Name what was open to a seat, the first of it by name."""
    if answer:
        yield "Answer"
    titles = [option.title for option in open_to_it if not option.blocked]
    yield from titles[:_OPTIONS_MOST]
    if len(titles) > _OPTIONS_MOST:
        yield f"{len(titles) - _OPTIONS_MOST} more"


def _title(setup: Setup, log: Sequence[Event], moment: Moment, seat: str) -> str:
    """Say what happened, all of it that is one moment; and that it chose the ending, if it did."""
    at_ms, parts, said = log[moment.event - 1].at_ms, dict[str, None](), list[Deed]()
    for event in (log[number - 1] for number in (moment.event, *moment.also)):
        at = "" if event.at_ms == at_ms else f"At {clock(setup.scenario.begins, event.at_ms)}: "
        found = deeds.deed(setup, log, event)
        again = found is not None and any(deeds.same(found, each) for each in said)
        deed = None if again else found
        text = _happened(setup, log, event, seat, deed=deed)
        head, colon, rest = text.partition(": ")
        agreed = isinstance(event.fact, PromiseMade) and any(p.startswith(head) for p in parts)
        parts[f"And {rest}" if agreed and colon else at + text] = None
        said += [found] if found else []
    text = " ".join(parts)
    if moment.kind != "decided":
        return text
    ended = next(e.fact.ending for e in reversed(log) if isinstance(e.fact, RunEnded))
    title = setup.endings[ended].title
    last = deciding(setup, log)[0] == moment.event
    needed = "The ending needed that, however it came about"
    whole = "This decided the ending" if last else needed
    return sentence(f"{text} {whole}: “{title}”")


def happened(setup: Setup, log: Sequence[Event], event: Event, seat: str) -> str:
    """Say what one event is to a seat, and by which deed it came about."""
    return _happened(setup, log, event, seat, deed=deeds.deed(setup, log, event))


def _happened(
    setup: Setup, log: Sequence[Event], event: Event, seat: str, *, deed: Deed | None
) -> str:
    """Say what one event is, and by which deed it came about unless that was said before."""
    fact = event.fact
    by = deeds.in_words(setup, deed, seat) if deed else ""
    match fact:
        case RungReached():
            head = f"{setup.sides[fact.side].name} reached {rung_said(fact.rung)}"
            lines = [name for rung, name in FIREBREAKS.items() if rung <= fact.rung]
            head += f", past the line of {lines[-1]}" if lines else ""
            return sentence(f"{head}: {by}" if by else head)
        case HarmDone():
            head = _capital(vessel_name(setup, fact.vessel))
            head += f": {people_hurt(fact.hurt, fact.dead)}"
            return sentence(f"{head}, {deeds.by(setup, deed, seat)}" if deed else head)
        case GateCrossed() if by:
            return sentence(f"{recounted(setup, event).rstrip('.')}: {by}")
        case HullsTouched() | EncounterContact() if by:
            return sentence(by)
        case FlagSet():
            head = _capital(setup.flags[fact.flag].title)
            return sentence(f"{head}: {by}" if by else head)
        case CounterChanged():
            head = f"{setup.counters[fact.counter].title}: {fact.value}"
            return sentence(f"{head}, {deeds.by(setup, deed, seat)}" if deed else head)
        case ActWeighed() | ActReweighed() | PromiseJudged():
            who = _name(setup, fact.seat, seat)
            other = setup.sides[setup.faces[setup.seats[fact.seat].side]].name
            before, after = shift(log, event)
            how = f"{who} came to be {share(after)} sure that {other} wants change"
            how += f", {share(before)} before"
            return _capital(sentence(f"{how}: {by}" if by else how))
        case WindowLapsed():
            return sentence(f"Your decision {fact.number} lapsed: {_lapsed(setup, log, event)}")
        case CommandAccepted() if fact.verb == "choose":
            return sentence(f"You ordered: {setup.moves[fact.subject].title}")
    return _said(setup, log, event, seat, deed=deed)


def _said(setup: Setup, log: Sequence[Event], event: Event, seat: str, *, deed: Deed | None) -> str:
    """Say what an event is that is about words."""
    fact = event.fact
    match fact:
        case CallEnded():
            who = f"{_name(setup, fact.caller, seat)} called {_name(setup, fact.callee, seat)}"
            name, wait = setup.channels[fact.channel].name, format_wait(fact.wait_ms)
            unheard = fact.callee == seat and not rang(log, event) and fact.outcome == "rang_out"
            how = "it never rang here, and was given up" if unheard else OUTCOMES[fact.outcome]
            return sentence(f"{name}: {who}; {how} after {wait}")
        case RequestAnswered() if fact.reply == "silence":
            asked, to = _name(setup, fact.by, seat), _name(setup, fact.to, seat)
            return _capital(sentence(f"{to} gave {asked} no reply"))
        case PromiseMade():
            who, to = _name(setup, fact.by, seat), _name(setup, fact.to, seat)
            name, term = setup.channels[fact.channel].name, in_words(setup, fact.term, fact.due_ms)
            return sentence(f"Agreed on {name}: {who} to {to}, {term}")
        case OfferAnswered():
            who, to = _name(setup, fact.by, seat), _name(setup, fact.to, seat)
            made = (e.fact for e in log[: event.seq] if isinstance(e.fact, OfferMade))
            offer = next(each for each in made if each.offer == fact.offer)
            terms = "; ".join(setup.clauses[clause].terms for clause in offer.clauses)
            return _capital(sentence(f"{to} accepted what {who} had offered: {terms}"))
        case PromiseClosed():
            return _kept_or_broken(setup, log, event, seat, deed=deed)
        case RelayLost():
            return sentence(f"{setup.channels[fact.channel].name}: your message was lost")
    return recounted(setup, event)


def _kept_or_broken(
    setup: Setup, log: Sequence[Event], event: Event, seat: str, *, deed: Deed | None
) -> str:
    """Say what became of a promise, when it was given, and which act broke it."""
    fact: PromiseClosed = event.fact
    who, to = _name(setup, fact.by, seat), _name(setup, fact.to, seat)
    own = "your" if fact.by == seat else "its"
    given = next(
        clock(setup.scenario.begins, e.at_ms)
        for e in log
        if isinstance(e.fact, PromiseMade) and e.fact.promise == fact.promise
    )
    what = f"{own} word of {given} to {to}, {in_words(setup, fact.term, fact.due_ms)}"
    if fact.outcome != "broken":
        return _capital(sentence(f"{who} kept {what}"))
    act = f"; broken {deeds.by(setup, deed, seat)}" if deed else ""
    return _capital(sentence(f"{who} broke {what}{act}"))


def _name(setup: Setup, seat: str, reader: str) -> str:
    """Name a seat to somebody who may sit there."""
    if seat == reader:
        return "you"
    return setup.seats[seat].title if seat else "somebody else"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lapsed(setup: Setup, log: Sequence[Event], event: Event) -> str:
    """Say what a standing order did as a decision lapsed."""
    for later in log[event.seq :]:
        if later.at_ms > event.at_ms:
            break
        if isinstance(later.fact, MoveChosen) and later.cause == event.seq:
            return f"the standing order held, {setup.moves[later.fact.move].title}"
    return "nothing was done"


def _knew(setup: Setup, log: Sequence[Event], moment: Moment, known: Known) -> Iterator[str]:
    """Say what a seat knew just before, and whether it learned of this."""
    event = log[moment.event - 1]
    other = setup.faces[known.side]
    if other:
        p = minds.mind(setup, known, event.at_ms).p
        yield f"Your staff was {share(p)} sure that {setup.sides[other].name} wants change."
    news = [line for line in feed(setup, known) if line.alert]
    if news:
        yield f"Heard last, {news[-1].clock}: {fit(news[-1].text, _NEWS_COLUMNS)}"
    happened = (log[number - 1] for number in (moment.event, *moment.also))
    if moment.kind in _SEEN and not any(known.seat in each.audience for each in happened):
        yield "Of this itself you were not told then."


def _true(
    setup: Setup, log: Sequence[Event], event: Event, state: State, *, seat: str
) -> Iterator[str]:
    """Say what was so at that moment, whoever knew it."""
    fact = event.fact
    act = next((e.fact for e in chain(log, event) if isinstance(e.fact, ActOccurred)), None)
    if act is not None:
        by = next((e.fact for e in chain(log, event) if isinstance(e.fact, MoveChosen)), None)
        side = setup.sides[act.side].name
        mine = by is not None and by.seat == seat and setup.seats[seat].side == act.side
        who = "You" if mine else side
        yield f"{who} had ordered it." if act.ordered else f"Nobody of {side} had ordered it."
    if isinstance(fact, CallEnded) and fact.caller:
        caller = state.known[fact.caller]
        how = line_state(setup, state, caller, name=fact.channel, at_ms=event.at_ms)
        heard, name = rang(log, event), setup.channels[fact.channel].name
        if fact.outcome == "rang_out" and not heard and fact.wait_ms >= MS_PER_D:
            yield f"{name} got through to nobody in {format_wait(fact.wait_ms)} of trying."
        else:
            yield sentence(f"{name} {_LINES.get(how, how) if not heard else _LINES['rang']}")
    own = setup.seats[seat].side
    other = setup.faces[own]
    wants = {"revisionist": "did want change", "status_quo": "wanted no change"}
    intent = state.run.intents.get(other, "") if other and setup.sides[other].intent else ""
    if intent:
        yield f"{setup.sides[other].name} {wants[intent]}."
    yield from _under_way(setup, state.running.values(), own)


def _across(setup: Setup, state: State, seat: str, at_ms: int) -> Iterator[str]:
    """Say what whoever sits across thought of one's own side, where no reason of theirs does."""
    own = setup.seats[seat].side
    seats = [spec for spec in setup.scenario.seats if spec.playable]
    mine = [spec.id for spec in seats if spec.side == own]
    theirs = [spec for spec in seats if spec.side == setup.faces[own]]
    place = mine.index(seat) if seat in mine else 0
    for spec in theirs[min(place, len(theirs) - 1) :][:1]:
        p = minds.mind(setup, state.known[spec.id], at_ms).p
        yield f"{spec.title} was {share(p)} sure that {setup.sides[own].name} wants change."


def _under_way(setup: Setup, running: Iterable[Event], own: str) -> Iterator[str]:
    """Say what others were preparing."""
    for event in running:
        fact = event.fact
        if isinstance(fact, ActBegun) and setup.seats[fact.seat].side != own:
            title, move = setup.seats[fact.seat].title, setup.moves[fact.move].title
            yield sentence(f"{title} was about to: “{move}”")
