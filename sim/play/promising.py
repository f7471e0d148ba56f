"""What a seat without a person binds itself to: what it promises, and what it replies when asked.

A status-quo seat promises the tightest limit that it would break no oftener than its gate allows,
by its own logit with its honour counted; else none. A revisionist may promise whatever is asked.
"""

from __future__ import annotations

import math

from sim.engine.base.geometry import range_m
from sim.engine.facts.requests import RequestMade
from sim.engine.facts.terms import Bound, intended, limit_of, limited, rung_at
from sim.engine.lines.filling import Between, filled
from sim.engine.seat.credit import contradicted
from sim.engine.seat.reach import calling_vessel
from sim.model.channels import Form
from sim.model.choice import Doctrine, rung_chances
from sim.model.credit import stake
from sim.model.rungs import RUNGS
from sim.play.asked import Asked

Reply = tuple[str, tuple[float, ...]]
"""What is replied, and the limits that a counter names."""
_ROOM, _ROUND_M, _NEAREST_M = 0.8, 10.0, 50.0
"""Of the range there is, a seat promises so much, in such steps, and nothing nearer. [assumed]"""


def limits_for(numbers: Doctrine, asked: Asked, form: Form, to: str) -> tuple[float, ...] | None:
    """Give the limits with which a seat would say a form; None if it would not.

    `to` is the vessel or seat that is called. Nothing is asked that the other could not do.
    """
    if not form.binds:
        return ()
    own = calling_vessel(asked.setup, asked.known) or ""
    here, there = Between(own, to, ""), Between(to, own, "")
    gives = [filled(asked.setup, spec, here) for spec in form.promises]
    asks = [filled(asked.setup, spec, there) for spec in form.asks]
    if not all(_has_room(asked, term) for term in (*asks, *(gives if form.asks else ()))):
        return None
    if _bluffs(asked, form.id):
        return ()
    kept = [_kept(numbers, asked, term) for term in gives]
    if any(term is None for term in kept):
        return None
    said = [limit_of(term) for term in (*kept, *asks) if term is not None]
    return () if all(map(_as_asked, gives, kept)) else tuple(said)


def reply(numbers: Doctrine, asked: Asked, request: str) -> Reply:
    """Answer a request: bind oneself, or not.

    A seat says that it will if it would keep to it and, where terms are offered in return, if what
    it gives up is no more than what those spare it by its belief. Asked for more than it would
    keep, it names the tightest limits that it would.
    """
    fact: RequestMade = asked.known.requests.open[request].fact
    if not fact.asks:
        return _explains(numbers, asked, fact) if fact.marker == "question" else _warned(asked)
    if contradicted(asked.known, fact.asks):
        return "will_not", ()
    if _bluffs(asked, request):
        return "will", ()
    kept = [_kept(numbers, asked, term) for term in fact.asks]
    bound = [term for term in kept if term is not None]
    if len(bound) < len(kept):
        return "will_not", ()
    if all(map(_as_asked, fact.asks, kept)):
        return ("will" if _fair(numbers, asked, fact) else "will_not"), ()
    loosest = all(term.kind in ("refrain", "no_closer") and not term.what for term in fact.asks)
    looser = all(not _as_asked(*pair) for pair in zip(fact.asks, kept, strict=True))
    return ("counter", tuple(map(limit_of, bound))) if loosest and looser else ("will_not", ())


def _explains(numbers: Doctrine, asked: Asked, fact: RequestMade) -> Reply:
    """Answer a question: a late mishap is told, or else what one would keep to; perhaps a lie."""
    known, terms = asked.known, asked.setup.parameters
    own = known.beliefs
    late = own.mishaps > 0 and asked.now_ms - own.mishap_ms <= terms.tau_h
    guilty = terms.m_rv if known.run.intent == "revisionist" else terms.m_sq
    lies = bool(own.own_acts_ms) and asked.draw("policy.claims", 0, fact.request) < guilty
    if (late or lies) and own.own_acts_ms:
        return "accident", ()
    kept = _kept(numbers, asked, intended(asked.setup))
    return ("intention", (limit_of(kept),)) if kept is not None else ("no_information", ())


def _warned(asked: Asked) -> Reply:
    """Answer a warning: by doubt whether it is meant well, with defiance or without."""
    return ("defy" if asked.mind.p > 0.5 else "acknowledge"), ()


def _fair(numbers: Doctrine, asked: Asked, fact: RequestMade) -> bool:
    """Say whether what is offered in return, if anything, spares a seat what it gives up."""
    if not fact.gives:
        return True
    expected, wants = asked.expected, rung_chances(numbers, asked.mind)
    given = math.fsum(_given_up(wants, term) for term in fact.asks)
    return given <= math.fsum(
        stake(expected, term.rung) if term.rung else term.cost for term in fact.gives
    )


def _given_up(wants: list[float], term: Bound) -> float:
    """Give the mean of rungs that a seat would give up by a term; an author's cost otherwise."""
    if not term.rung:
        return term.cost
    least = term.rung
    return math.fsum(p * (rung - least + 1) for rung, p in enumerate(wants) if rung >= least)


def _kept(numbers: Doctrine, asked: Asked, term: Bound) -> Bound | None:
    """Give a term as a seat would keep it: as it is or looser; None if it would keep none."""
    if term.kind == "no_closer" and not _has_room(asked, term):
        apart = _apart_m(asked, term)
        limit = 0.0 if apart is None else _ROUND_M * int(_ROOM * apart / _ROUND_M)
        if limit < _NEAREST_M:
            return None
        term = term._replace(range_m=limit, rung=rung_at(asked.setup, limit))
    if stands_by(numbers, asked, term.rung):
        return term
    if term.kind != "refrain" or term.what:
        return None
    rungs = range(term.rung + 1, len(RUNGS))
    rung = next((each for each in rungs if stands_by(numbers, asked, each)), 0)
    return limited(asked.setup, term, rung) if rung else None


def _as_asked(term: Bound, kept: Bound | None) -> bool:
    return kept == term


def _has_room(asked: Asked, term: Bound) -> bool:
    """Say whether a vessel is not already closer than it is to come; what is not held is far."""
    if term.kind != "no_closer":
        return True
    apart = _apart_m(asked, term)
    return apart is None or apart > term.range_m


def _apart_m(asked: Asked, term: Bound) -> float | None:
    tracks = asked.known.vessels.tracks
    one, two = tracks.get(term.vessel), tracks.get(term.other)
    return None if one is None or two is None else range_m(one, two, asked.now_ms)


def stands_by(numbers: Doctrine, asked: Asked, rung: int) -> bool:
    """Say whether a seat would break such a promise no oftener than its gate allows.

    It asks what it would do once the other side has done what it expects of it.
    """
    if not rung:
        return True
    if asked.stands is None or asked.stands[0] is not numbers:
        asked.stands = numbers, {}
    found = asked.stands[1]
    if rung not in found:
        found[rung] = _stands(numbers, asked, rung)
    return found[rung]


def _stands(numbers: Doctrine, asked: Asked, rung: int) -> bool:
    mind = asked.mind
    bound = mind._replace(bound=min(mind.bound, rung), provoked=max(mind.provoked, asked.expected))
    broken = math.fsum(rung_chances(numbers, bound)[rung:])
    return broken <= asked.setup.parameters.gate


def _bluffs(asked: Asked, of: str) -> bool:
    """Draw whether a revisionist says what it need not keep."""
    if asked.known.run.intent != "revisionist":
        return False
    return asked.draw("policy.bluff", 0, of) < asked.setup.parameters.bluff
