"""Passing on: a side's seats above learn of a promise by report, late, and what became of it.

A report of a promise moves nobody's belief: it was not said to whoever reads it. It goes the way
of the reports of acts, from each who knows to the next above.
"""

from __future__ import annotations

from typing import Any

from sim.engine.acts import hours
from sim.engine.acts.reports import tellers
from sim.engine.base.log import FACTS, Event
from sim.engine.facts.passed_on import PromiseRead, PromiseReport, PromiseReported
from sim.engine.facts.promises import HeardPromise
from sim.engine.kernel.engine import Engine, process


def pass_on(engine: Engine, seat: str, held: HeardPromise, cause: int) -> None:
    """Let a seat report a promise, as it knows it, to whoever hears of things from it."""
    chain = tellers(engine.setup, (seat,))
    for to, sender in chain.items():
        if sender == seat and not _knows_itself(engine, to, held.promise):
            account = PromiseReport(
                seat,
                to,
                held.promise,
                by=held.by,
                whom=held.to,
                side=held.side,
                channel=held.channel,
                marker=held.marker,
                term=held.term,
                made_ms=held.heard_ms,
                ends_ms=held.due_ms,
                outcome=held.outcome,
            )
            _send(engine, account, cause)


def _knows_itself(engine: Engine, seat: str, promise: str) -> bool:
    """Say whether a seat gave a promise or heard it."""
    known = engine.state.known[seat].promises
    return promise in known.heard or promise in known.own


def _send(engine: Engine, account: PromiseReport, cause: int) -> None:
    terms = engine.setup.seats[account.to].reports
    assert terms is not None, "only who learns by reports is reported to"
    subject = f"{account.sender}>{account.to}.{account.promise}"
    wait = max(
        1, engine.draws.delay(terms.delay, "report.delay", subject, int(account.outcome != ""))
    )
    due = hours.next_open(engine.setup, account.to, engine.now_ms + wait)
    engine.emit(
        PromiseReported(**_fields(account), due_ms=due), cause=cause, audience=(account.sender,)
    )


def _fields(account: PromiseReport) -> dict[str, Any]:
    return {name: getattr(account, name) for name in FACTS[PromiseRead].fields}


@process(PromiseReported)
def report_read(engine: Engine, opened: Event, tag: str) -> None:
    """A report of a promise is read, and told further up."""
    fact: PromiseReported = opened.fact
    before = engine.state.known[fact.to].reported.promises.get(fact.promise)
    late = before is not None and before.outcome != ""
    read = engine.emit(
        PromiseRead(**_fields(fact)), cause=opened.seq, closes=opened.seq, audience=(fact.to,)
    )
    if late:  # what became of it has been told already
        return
    pass_on(engine, fact.to, engine.state.known[fact.to].reported.promises[fact.promise], read.seq)
