"""Reports: how seats that see nothing themselves learn of acts, late and sometimes wrongly.

An act travels up a chain of seats of one side, one interval of the log a step. Each seat is told
by the nearest that knows, reads what it is told when its desk is held, weighs that and nothing
else, and passes on what it has read. An account that is wrong leaves in favour of its own side:
doubt about the others' act is left out or it is told a rung higher, the own fault is left out
or the own act told a rung lower.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.engine.acts import hours
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.kernel.engine import Engine, process
from sim.engine.seat import beliefs

Seats = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An act as it is told: its rung by what happened, as the side reads it, and whose fault."""

    act: ActOccurred
    read: int
    mishap: bool
    unordered: bool


def by_themselves(setup: Setup, seats: Seats, *, public: bool, by: str = "") -> Seats:
    """List those of some seats who learn of an act themselves that no sensor sees.

    Whoever learns by reports waits for one, unless the act is public or his own order.
    """
    if public:
        return seats
    return tuple(s for s in seats if setup.seats[s].reports is None or s == by)


def _tellers_of(setup: Setup) -> dict[str, Seats]:
    """List the seats that learn by reports, with those that tell them."""
    return {s.id: s.reports.tellers for s in setup.scenario.seats if s.reports is not None}


def tellers(setup: Setup, seen: Seats) -> dict[str, str]:
    """Give who tells whom of an act that some seats have seen: the nearest, the first named."""
    found = setup.once("sender of", lambda _: dict[Seats, dict[str, str]]())
    if seen not in found:
        sender_of, informed = dict[str, str](), list(seen)
        waiting = {
            s: above for s, above in setup.once("tellers", _tellers_of).items() if s not in seen
        }
        while True:
            step = {
                seat: next(s for s in below if s in informed)
                for seat, below in waiting.items()
                if seat not in sender_of and any(s in informed for s in below)
            }
            if not step:
                break
            sender_of.update(step)
            informed += step
        found[seen] = sender_of
    return found[seen]


def tell_of(engine: Engine, event: Event) -> None:
    """Let an act that has just occurred be reported by those who saw it."""
    setup, act = engine.setup, event.fact
    senders = setup.once("tellers", _tellers_of)
    if not senders:
        return
    chain = {*senders, *(s for below in senders.values() for s in below)}
    seen = tuple(seat for seat in event.audience if seat in chain)
    for to, sender in tellers(setup, seen).items():
        if sender in seen:
            side = setup.seats[to].side
            ours = act.side == side
            account = Account(
                act,
                beliefs.reading(setup, act, side),
                ours and not act.ordered,
                act.doubtful and not act.ordered,
            )
            _send(engine, (sender, to), account, seen=seen, cause=event.seq)


def _send(engine: Engine, way: tuple[str, str], account: Account, seen: Seats, cause: int) -> None:
    (sender, to), act = way, account.act
    terms = engine.setup.seats[to].reports
    assert terms is not None
    subject = f"{sender}>{to}.{act.side}.{act.what}"
    nth = engine.state.reports.sent.get((sender, to, act.side, act.what), 0)
    wait = max(1, engine.draws.delay(terms.delay, "report.delay", subject, nth))
    wrong = engine.draws.happens(terms.error, "report.wrong", subject, nth)
    sent = astray(account, ours=act.side == engine.setup.seats[to].side) if wrong else account
    due = engine.now_ms + wait
    if not wakes(engine.setup, to, sent.read):
        due = hours.next_open(engine.setup, to, due)
    engine.emit(
        ReportSent(
            sender=sender,
            to=to,
            side=act.side,
            what=act.what,
            nth=nth,
            rung=sent.act.rung,
            read=sent.read,
            vessel=act.vessel,
            target=act.target,
            doubtful=sent.act.doubtful,
            mishap=sent.mishap,
            shots=act.shots,
            public=act.public,
            costly=sent.act.costly,
            scene=act.scene,
            seen=seen,
            unordered=account.unordered,
            wrong=wrong,
            due_ms=due,
        ),
        cause=cause,
        audience=(sender,),
    )


def astray(account: Account, *, ours: bool) -> Account:
    """Give a wrong account of an act, in favour of the side that tells it."""
    act = account.act
    if act.doubtful or account.mishap:
        return replace(account, act=replace(act, doubtful=False), mishap=False)
    if act.rung == 0:
        return account if ours else replace(account, act=replace(act, costly=False))
    off = -1 if ours else 1
    rung = min(10, max(1, act.rung + off))
    read = min(10, max(1, account.read + off)) if account.read else 0
    return replace(account, act=replace(act, rung=rung), read=read)


def wakes(setup: Setup, seat: str, rung: int) -> bool:
    """Say whether a desk is called in out of its hours for an act on a rung."""
    held = setup.seats[seat].hours
    return held is not None and held.wakes is not None and rung >= held.wakes


@process(ReportSent)
def report_due(engine: Engine, opened: Event, tag: str) -> None:
    """A report is read: its seat weighs what it is told, and tells it further up."""
    fact, setup = opened.fact, engine.setup
    side = setup.seats[fact.to].side
    arrived = engine.emit(
        ReportArrived(
            sender=fact.sender,
            to=fact.to,
            side=fact.side,
            what=fact.what,
            rung=fact.rung,
            read=fact.read,
            vessel=fact.vessel,
            target=fact.target,
            doubtful=fact.doubtful,
            mishap=fact.mishap,
            shots=fact.shots,
            public=fact.public,
            costly=fact.costly,
            scene=fact.scene,
            unordered=fact.unordered,
        ),
        cause=opened.seq,
        closes=opened.seq,
        audience=(fact.to,),
        alert=(fact.to,) if _strikes(setup, fact, side) else (),
    )
    act = ActOccurred(
        side=fact.side,
        rung=fact.rung,
        what=fact.what,
        vessel=fact.vessel,
        target=fact.target,
        ordered=not fact.mishap,
        shots=fact.shots,
        doubtful=fact.doubtful,
        public=fact.public,
        costly=fact.costly,
        scene=fact.scene,
    )
    beliefs.take_in(engine, fact.to, act, rung=fact.read, cause=arrived.seq)
    account = Account(act, fact.read, fact.mishap, fact.unordered)
    for to, sender in tellers(setup, fact.seen).items():
        if sender == fact.to:
            _send(engine, (sender, to), account, seen=fact.seen, cause=arrived.seq)


def _strikes(setup: Setup, fact: ReportSent, side: str) -> bool:
    """Say whether a report calls to attention: for what would, had the seat seen it."""
    faced = setup.faces[side] == fact.side and fact.read > setup.parameters.r_base
    ours = side == fact.side and fact.doubtful
    return fact.to in setup.minded and (faced or ours)
