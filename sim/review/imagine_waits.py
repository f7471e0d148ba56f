"""Waits: when what is under way is due, as a function of one number, and drawn again for later.

Each wait is told here as the engine draws it. A test lets every wait of many runs be told anew from
the number that was drawn for it, so neither can change without the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.engine.acts import hours
from sim.engine.acts.reports import wakes
from sim.engine.acts.windows import urgent
from sim.engine.base.draws import Draws
from sim.engine.base.log import Event
from sim.engine.facts.calls import CallAsked
from sim.engine.facts.channels import LineChanged
from sim.engine.facts.effects import EffectsDelayed
from sim.engine.facts.incidents import IncidentAwaited
from sim.engine.facts.moves import ActBegun, LeaveAsked
from sim.engine.facts.passed_on import PromiseReported
from sim.engine.facts.relays import RelayPassed, RelaySent
from sim.engine.facts.reports import ReportSent
from sim.engine.facts.requests import ReplyPutOff, RequestMade
from sim.engine.facts.suspension import BuildingBegun
from sim.engine.facts.talks import ReadoutDelayed
from sim.engine.facts.windows import WindowOpened, WindowRefreshed
from sim.engine.kernel.engine import Engine
from sim.engine.lines.requests import patience_ms
from sim.engine.lines.suspension import BUILD_SIGMA
from sim.engine.sea.incidents import rate_of
from sim.engine.seat.beliefs import tension_now
from sim.model.calling import lognormal_ms
from sim.model.staffs import DECISIONS
from sim.model.tension import readiness
from sim.units import MS_PER_H

Due = Callable[[Engine, Event, float], int]
"""(engine, opening event, share of waits that are shorter) → when it is due, ms; it never falls."""

_HALVINGS = 40
"""So often the share of waits that are over already is narrowed down."""
_ALL = 1 - 2.0**-40


def _lead(engine: Engine, opened: Event, u: float) -> int:
    lead = engine.setup.moves[opened.fact.move].lead
    return opened.at_ms + (lead.quantile(u) if lead else 0)


def _later(engine: Engine, opened: Event, u: float) -> int:
    delay: int = engine.setup.effect_at[opened.fact.effect].delay.quantile(u)
    return opened.at_ms + max(0, delay)


def _leave(engine: Engine, opened: Event, u: float) -> int:
    fact: LeaveAsked = opened.fact
    terms = engine.setup.moves[fact.move].leave
    assert terms is not None
    return hours.next_open(engine.setup, fact.of, opened.at_ms + max(1, terms.takes.quantile(u)))


def _permission(engine: Engine, opened: Event, u: float) -> int:
    fact: CallAsked = opened.fact
    terms, channel = engine.setup.parameters, engine.setup.channels[fact.channel]
    if channel.permission is not None:
        wait = channel.permission.quantile(u)
    else:
        wait = lognormal_ms(terms.permission, terms.permission_sigma, u)
    return hours.permitted(engine, fact.caller, opened.at_ms + max(1, wait))


def _incident(engine: Engine, opened: Event, u: float) -> int:
    fact: IncidentAwaited = opened.fact
    rate = rate_of(engine, engine.setup.incidents[fact.incident], fact.origin)
    mean_ms = MS_PER_H / rate if rate > 0 else engine.setup.scenario.horizon
    return opened.at_ms + max(1, round(-math.log1p(-u) * mean_ms))


def _line(engine: Engine, opened: Event, u: float) -> int:
    terms = engine.setup.parameters
    mean_ms = terms.u_tech if opened.fact.works else terms.d_tech
    return opened.at_ms + max(1, round(-math.log1p(-u) * mean_ms))


def _report(engine: Engine, opened: Event, u: float) -> int:
    fact = opened.fact
    terms = engine.setup.seats[fact.to].reports
    assert terms is not None
    due = opened.at_ms + max(1, terms.delay.quantile(u))
    if isinstance(fact, ReportSent) and wakes(engine.setup, fact.to, fact.read):
        return due
    return hours.next_open(engine.setup, fact.to, due)


def _hop(engine: Engine, opened: Event, u: float) -> int:
    fact: RelaySent = opened.fact
    hop = engine.setup.channels[fact.channel].hops[fact.hop]
    return opened.at_ms + max(1, hop.delay.quantile(u))


def _readout(engine: Engine, opened: Event, u: float) -> int:
    readout = engine.setup.channels[opened.fact.channel].readout
    assert readout is not None
    return opened.at_ms + max(1, readout.quantile(u))


def _turn(engine: Engine, opened: Event, u: float) -> int:
    fact: RequestMade = opened.fact
    terms = engine.setup.parameters
    waits = patience_ms(terms, engine.setup.channels[fact.channel])
    median = waits // terms.turns_waited
    if isinstance(fact, ReplyPutOff):
        return opened.at_ms + max(1, lognormal_ms(terms.stand_by * median, terms.turn_sigma, u))
    return opened.at_ms + max(1, min(lognormal_ms(median, terms.turn_sigma, u), waits - 1))


def _building(engine: Engine, opened: Event, u: float) -> int:
    wait = lognormal_ms(engine.setup.parameters.build_time, BUILD_SIGMA, u)
    return opened.at_ms + max(1, wait)


def _decision(engine: Engine, opened: Event, u: float) -> int:
    """When a policy decides, as ready as it is now; a window renewed keeps to its first moment."""
    setup, seat = engine.setup, engine.setup.seats[opened.fact.seat]
    known, terms = engine.state.known[seat.id], setup.parameters
    ready = readiness(tension_now(terms, known, engine.now_ms), known.beliefs.ready)
    dist = seat.decision or DECISIONS[seat.level]
    wait = max(1, round(dist.quantile(u) * terms.ready_factor**ready))
    if seat.window is not None and seat.window.every is not None:
        wait = min(wait, max(1, seat.window.span - 1))
    window = known.windows.window
    since = opened.at_ms if window is None else window.opened_ms
    held = hours.next_open(setup, seat.id, since + wait)
    if held == since + wait or urgent(engine, seat):
        return since + wait
    return held + 1


WAITS: dict[type, tuple[str, Due]] = {
    ActBegun: ("due_ms", _lead),
    EffectsDelayed: ("due_ms", _later),
    LeaveAsked: ("due_ms", _leave),
    CallAsked: ("due_ms", _permission),
    IncidentAwaited: ("due_ms", _incident),
    LineChanged: ("due_ms", _line),
    ReportSent: ("due_ms", _report),
    PromiseReported: ("due_ms", _report),
    RelaySent: ("due_ms", _hop),
    RelayPassed: ("due_ms", _hop),
    ReadoutDelayed: ("due_ms", _readout),
    RequestMade: ("reply_ms", _turn),
    ReplyPutOff: ("reply_ms", _turn),
    BuildingBegun: ("due_ms", _building),
    WindowOpened: ("decide_ms", _decision),
    WindowRefreshed: ("decide_ms", _decision),
}
"""Opening fact → its secret instant, and how that follows from one number."""


def due_at(engine: Engine, opened: Event, u: float) -> int:
    """Give when a wait is due, for the share u of waits that are shorter."""
    return WAITS[type(opened.fact)][1](engine, opened, u)


def over_by(engine: Engine, opened: Event, now_ms: int) -> float:
    """Give the share of such waits that are over by an instant."""
    due = WAITS[type(opened.fact)][1]
    if due(engine, opened, _ALL) <= now_ms:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if due(engine, opened, middle) <= now_ms:
            low = middle
        else:
            high = middle
    return high


def later(engine: Engine, opened: Event, now_ms: int, draws: Draws, *, nth: int) -> Event | None:
    """Give a wait with another instant, drawn given that it is later than now.

    Returns:
        None if no such wait is ever so long.
    """
    over = over_by(engine, opened, now_ms)
    if over >= 1:
        return None
    u = draws.uniform("imagine.wait", _subject(opened), nth)
    due = due_at(engine, opened, min(over + (1 - over) * u, _ALL))
    return at(opened, max(due, now_ms + 1))


def at(opened: Event, due_ms: int) -> Event:
    """Give a wait with another instant."""
    field = WAITS[type(opened.fact)][0]
    fact: Any = opened.fact
    return replace(opened, fact=replace(fact, **{field: due_ms}))


def is_due_ms(opened: Event) -> int | None:
    """Give the secret instant of a wait; None for what waits for nothing of its own."""
    found = WAITS.get(type(opened.fact))
    instant: int | None = None if found is None else getattr(opened.fact, found[0])
    return instant


def _subject(opened: Event) -> str:
    return ".".join(map(str, (opened.fact.kind, *opened.fact.key, opened.at_ms)))
