"""Words in the report: every request with its reply, every promise, and who took it for what."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.base.wording import quoted_text, sentence
from sim.engine.facts.requests import (
    LIMITED,
    REPLIES,
    UNSAID,
    ReplyPutOff,
    RequestAnswered,
    RequestMade,
    terms_in_words,
)
from sim.exercise.aar.layout import span, when
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Heading, Para, lines, table
from sim.play.pledged import PromiseEnd, promise_ends


def words(evidence: Evidence) -> Iterator[Block]:
    """List what was asked and replied, then every promise: its words, its truth, who knew what."""
    rows, found = list(_requests(evidence)), promise_ends(evidence.setup, evidence.log)
    yield Heading(2, "Words that bind")
    if not rows and not found:
        yield Para("Nobody asked anything of anybody or bound itself by a word.")
    if rows:
        yield Para("What was asked of whom, and what was replied:")
        yield table(["time", "who asked whom, and for what", "reply"], rows)
    if found:
        yield Para(
            "What was promised. The column “true” holds what became of it; the last column "
            "what each seat took it for, when it came to think so, from what it had seen."
        )
        heads = ["time", "who promised whom, and what", "true", "taken for"]
        yield table(heads, [_promise(evidence, end) for end in found])


def _requests(evidence: Evidence) -> Iterator[list[str]]:
    setup = evidence.setup
    replied = {
        e.fact.request: (e.at_ms, e.fact)
        for e in evidence.log
        if isinstance(e.fact, RequestAnswered)
    }
    for event in evidence.log:
        fact = event.fact
        if not isinstance(fact, RequestMade) or isinstance(fact, ReplyPutOff):
            continue
        by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
        form = sentence(setup.forms[fact.form].title)
        said = quoted_text(fact.text or form)
        asked = [f"{by} to {to} on {setup.channels[fact.channel].name}:{said}"]
        asked += [f"asks: {terms_in_words(setup, fact.asks)}"] if fact.asks else []
        asked += [f"in return: {terms_in_words(setup, fact.gives)}"] if fact.gives else []
        reply = "none yet"
        if fact.request in replied:
            at_ms, answer = replied[fact.request]
            reply = lines([_reply(evidence, answer), f"after {span(at_ms - event.at_ms)}"])
        yield [when(evidence, event.at_ms, event.seq), lines(asked), reply]


def _reply(evidence: Evidence, answer: RequestAnswered) -> str:
    if answer.reply in UNSAID:
        return UNSAID[answer.reply]
    if answer.text:
        return quoted_text(answer.text).strip()
    said = REPLIES[answer.reply].rstrip(".")
    if answer.reply in LIMITED:
        return f"“{said}: {terms_in_words(evidence.setup, answer.terms)}.”"
    return f"“{said}.”"


def _promise(evidence: Evidence, end: PromiseEnd) -> list[str]:
    true = [end.state]
    if end.parted_clock:
        true.append(end.parted_clock)
    elif end.closed is not None:
        true.append(evidence.at(end.closed.at_ms))
    true += [end.breaker] if end.breaker else []
    if end.released_clock:
        true.append(f"{end.to} released it")
    seats = evidence.setup.seats
    taken = {each.seat: f"{each.title}: {each.outcome}, {each.clock}" for each in end.taken}
    knew = [taken.get(seat, f"{seats[seat].title}: still open") for seat in end.heard]
    said = [f"{end.by} to {end.to} on {end.channel}", end.text]
    return [when(evidence, end.made.at_ms, end.made.seq), lines(said), lines(true), lines(knew)]
