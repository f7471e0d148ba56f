"""Cross-checks of messages that bind: can their terms be tested where they are said?"""

from __future__ import annotations

from collections.abc import Iterator

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.channels import Channel, Form
from sim.model.effects import PromiseGiven
from sim.model.terms import CallAgain, Do, NoCloser, Refrain
from sim.model.words import Way, Word


@about(Form)
def _contradictions(context: CheckContext, way: Way, form: Form) -> Iterator[Complaint]:
    """Report terms of one message of which one speaker could keep only one, or that repeat."""
    for field, terms in (("promises", form.promises), ("asks", form.asks)):
        done = {term.move for term in terms if isinstance(term, Do)}
        for place, term in enumerate(terms):
            named = (term.move, *term.moves) if isinstance(term, Refrain) else ()
            for move in (each for each in named if each in done):
                what = f"“{move}” is to be done and to be refrained from"
                yield (*way, field, place), what, "keep one of the two"
            if term in terms[:place]:
                yield (*way, field, place), "stands twice", "keep one"


@about(Channel)
def _testable(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    """Report messages whose terms nobody could test on the channel that carries them."""
    for place, name in enumerate(channel.forms):
        form = context.entry("form", name)
        at = (*way, "forms", place)
        for term in (*form.promises, *form.asks):
            yield from ((at, *said) for said in _untested(channel, form, term))
        if channel.kind == "relay" and form.asks:
            what = f"“{name}” asks for a reply, and a relay carries words one way"
            yield at, what, "let it be said on a line, or promise only"


def _untested(channel: Channel, form: Form, term: Word) -> Iterator[tuple[str, str]]:
    if not isinstance(term, Refrain | NoCloser | Do | CallAgain):
        yield f"“{form.id}” holds a term that nothing tests: “{term.word}”", "use another term"
    if isinstance(term, NoCloser) and channel.kind != "radio":
        open_ends = term.vessel is None or (term.other is None and term.place is None)
        if open_ends:
            what = f"“{form.id}” keeps no vessel away here: nobody speaks from a vessel"
            yield what, "name its “vessel” and an “other” or a “place”, or carry it by radio"
    if isinstance(term, CallAgain) and term.channel is None and not channel.takes_calls:
        yield f"“{form.id}” promises a call where nobody is called", "name its “channel”"


@about(PromiseGiven)
def _bound(context: CheckContext, way: Way, said: PromiseGiven) -> Iterator[Complaint]:
    """Report a promise of an author's that would bind nobody, or that nobody could test."""
    sides = {seat.id: seat.side for seat in context.scenario.seats}
    if sides.get(said.by, "") == sides.get(said.to, " "):
        yield (*way, "to"), "both seats are of one side", "name a seat of another side"
    channel = context.entry("channel", said.channel)
    for field, term, seat in (("term", said.term, said.by), ("back", said.back, said.to)):
        other = said.to if seat == said.by else said.by
        afloat = {s.id for s in context.scenario.seats if s.commands and channel.kind == "radio"}
        if isinstance(term, NoCloser):
            bare = term.vessel is None and seat not in afloat
            if bare or (term.other is None and term.place is None and other not in afloat):
                what = "keeps no vessel away: nobody speaks from a vessel"
                yield (*way, field), what, "name its “vessel” and an “other” or a “place”"
        single = getattr(term, "move", None)
        for name in (*getattr(term, "moves", ()), *((single,) if single else ())):
            if seat not in context.entry("move", name).seats:
                what = f"“{name}” is no move of “{seat}”, which is to be bound"
                yield (*way, field), what, "name moves of the seat that is bound"


@about(NoCloser)
def _commanded(context: CheckContext, way: Way, term: NoCloser) -> Iterator[Complaint]:
    """Report a promise about a vessel that nobody commands."""
    commanded = {v for seat in context.scenario.seats for v in seat.commands}
    if term.vessel is not None and term.vessel not in commanded:
        what = f"nobody commands “{term.vessel}”, so nobody can promise what she does"
        yield (*way, "vessel"), what, "name a vessel of a seat's “commands”"
    if term.vessel is not None and term.vessel == term.other:
        yield (*way, "other"), "a vessel keeps away from itself", "name another"
