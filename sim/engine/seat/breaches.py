"""What a seat's own orders and words would undo: promises of its own, calls and orders before them.

Everything here reads only what the seat knows; what an author left to chance, to a condition or to
other people is not foretold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sim.engine.base import geometry as geo
from sim.engine.base.geometry import NEVER_MS, Track, track
from sim.engine.base.setup import Setup
from sim.engine.facts.promises import HeardPromise
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.terms import RESTRAINTS, Bound, in_words
from sim.engine.kernel.knowledge import Known
from sim.model import effects as e
from sim.model.channels import Form
from sim.model.moves import Move
from sim.model.rungs import CLOSE_PASS
from sim.model.words import Word
from sim.units import format_distance


class _Pledge(NamedTuple):
    """A promise of a seat's own, and what it is judged from: what the seat knows, at an instant."""

    setup: Setup
    known: Known
    own: HeardPromise
    at_ms: int


def broken_by_move(setup: Setup, known: Known, move: Move, now_ms: int) -> tuple[str, ...]:
    """Say in words which promises of its own a seat would break by a move."""
    at_ms = now_ms + setup.lead_ms[move.id]
    return tuple(
        in_words(setup, own.term, own.due_ms)
        for own in _in_force(known, at_ms)
        if _is_broken(_Pledge(setup, known, own, at_ms), move)
    )


def broken_by_form(setup: Setup, known: Known, form: Form, now_ms: int) -> tuple[str, ...]:
    """Say in words which promises of its own a seat would break by saying something."""
    return tuple(
        in_words(setup, own.term, own.due_ms)
        for own in _in_force(known, now_ms)
        if _on_rung(own, form.rung)
    )


def broken_at_once(setup: Setup, known: Known, terms: Iterable[Bound], now_ms: int) -> list[str]:
    """Say in words which terms a seat would break by giving them, since it is nearer already."""
    tracks, found = known.vessels.tracks, []
    for term in terms:
        one, two = tracks.get(term.vessel), tracks.get(term.other)
        if term.other in setup.places:
            x_m, y_m = setup.places[term.other]
            two = track(now_ms, x_m, y_m, course_deg=0.0, speed_mps=0.0)
        if term.kind == "no_closer" and one is not None and two is not None:
            away_m = geo.range_m(one, two, now_ms)
            if away_m < term.range_m:
                said = in_words(setup, term)
                found.append(f"{said}; you are at {format_distance(round(away_m))} already")
    return found


def undone_by_orders(
    setup: Setup, known: Known, terms: Iterable[Bound], now_ms: int
) -> tuple[str, ...]:
    """Say in words which orders would break terms if they were promised now.

    Those in preparation, and what is done if the open decision is not taken.
    """
    due = {name: at + setup.lead_ms[name] for name, at in known.moves.pending.items()}
    window = known.windows.window
    otherwise = window.default if window else ""
    if window is not None and otherwise:
        due.setdefault(otherwise, window.closes_ms + setup.lead_ms[otherwise])
    found: dict[str, None] = {}
    for term in terms:
        until_ms = now_ms + term.lasts_ms
        own = HeardPromise(
            "", known.seat, "", side=known.side, channel="", marker="", term=term, stake=0.0,
            worth=0.0, heard_ms=now_ms, due_ms=until_ms,
        )  # fmt: skip
        for name, at_ms in due.items():
            pledge = _Pledge(setup, known, own, max(at_ms, now_ms))
            binds = term.kind in RESTRAINTS and at_ms <= until_ms
            if binds and _is_broken(pledge, setup.moves[name]):
                how = "is in preparation" if name in known.moves.pending else "is done by itself"
                found[f"“{setup.moves[name].title}” {how}"] = None
    return tuple(found)


def ended_by(setup: Setup, known: Known, move: Move) -> str:
    """Say what of the seat's own a move would put an end to, "" if nothing.

    A vessel carries out one order at a time, and a seat calls a vessel once at a time.
    """
    before = [setup.moves[m] for m in known.moves.pending if m != move.id]
    found = [
        f"withdraws “{other.title}”, which is in preparation"
        for other in before
        if move.vessel and other.vessel == move.vessel
    ]
    for to in dict.fromkeys(_hailed(move.effects)):
        found += [f"cuts short {what}" for what in _calls_to(setup, known, to)]
        found += [f"cuts short the call of “{m.title}”" for m in before if to in _hailed(m.effects)]
    return "; ".join(found)


def cut_by_orders(setup: Setup, known: Known, to: str) -> str:
    """Say which order in preparation would cut a call to a vessel short, "" if none."""
    moves = [setup.moves[m] for m in known.moves.pending]
    found = [f"“{m.title}”" for m in moves if to in _hailed(m.effects)]
    return f"{' and '.join(found)}, in preparation, will cut it short" if found else ""


def _hailed(effects: Iterable[e.Effect]) -> list[str]:
    """List the vessels that effects call, whichever way a condition goes."""
    found: list[str] = []
    for spec in effects:
        if isinstance(spec, e.Hail):
            found.append(spec.to)
        elif isinstance(spec, e.If):
            either = _hailed(spec.otherwise)
            found += [to for to in _hailed(spec.then) if to in either]
    return found


def _calls_to(setup: Setup, known: Known, to: str) -> list[str]:
    """Name the seat's own open call to a vessel, or talk with it, if there is any."""
    event = known.calls.open.get(f"{known.seat}>{to}")
    if event is None:
        return []
    what = "talk with" if isinstance(event.fact, TalkBegun) else "call to"
    return [f"your {what} {setup.vessels[to].name}"]


def _in_force(known: Known, at_ms: int) -> list[HeardPromise]:
    """List the seat's own promises to hold back that bind it still at an instant."""
    own = known.promises.own.values()
    return [p for p in own if not p.outcome and p.term.kind in RESTRAINTS and at_ms <= p.due_ms]


def _on_rung(own: HeardPromise, rung: int | None) -> bool:
    """Say whether an act on a rung breaks a promise that names no act."""
    term = own.term
    return term.kind == "refrain" and not term.what and rung is not None and rung >= term.rung


def _is_broken(pledge: _Pledge, move: Move) -> bool:
    """Say whether a move breaks a promise: by what it is, or by what it surely brings about."""
    term = pledge.own.term
    named = term.kind == "refrain" and move.id in (term.moves or (term.what,))
    return named or _on_rung(pledge.own, move.rung) or _by_effects(pledge, move.effects)


def _by_effects(pledge: _Pledge, effects: Iterable[Word]) -> bool:
    return any(_by_effect(pledge, spec) for spec in effects)


def _by_effect(pledge: _Pledge, spec: Word) -> bool:
    """Say whether an effect breaks a promise whichever way it falls out."""
    setup, known, own = pledge.setup, pledge.known, pledge.own
    match spec:
        case e.Act(side=side, rung=rung, ordered=True):
            return side == known.side and _on_rung(own, rung)
        case e.BeginActivity(activity=name):
            begun = setup.activities[name]
            mine = setup.commander.get(begun.by, known.seat) == known.seat
            return mine and (own.term.what == name or _on_rung(own, begun.rung))
        case e.Hail(vessel=vessel, form=form):
            mine = setup.commander.get(vessel) == known.seat
            return mine and _on_rung(own, setup.forms[form].rung)
        case e.If(then=then, otherwise=otherwise) | e.Toss(then=then, otherwise=otherwise):
            return _by_effects(pledge, then) and _by_effects(pledge, otherwise)
        case e.Steer() | e.Proceed() | e.Station():
            return _by_course(pledge, spec)
    return False


def _by_course(pledge: _Pledge, spec: e.Steer | e.Proceed | e.Station) -> bool:
    """Say whether an order to a vessel leads it where it promised not to be.

    The other is taken to hold its course.
    """
    setup, known, own, at_ms = pledge
    term, tracks = own.term, known.vessels.tracks
    if setup.commander.get(spec.vessel) != known.seat or spec.vessel not in tracks:
        return False
    if isinstance(spec, e.Station) and spec.distance < setup.parameters.unsafe:
        theirs = setup.side_of(spec.on) != known.side
        if theirs and _on_rung(own, CLOSE_PASS):
            return True
    if term.kind != "no_closer" or term.vessel != spec.vessel:
        return False
    other = tracks.get(term.other)
    if term.other in setup.places:
        x_m, y_m = setup.places[term.other]
        other = track(at_ms, x_m, y_m, course_deg=0.0, speed_mps=0.0)
    return other is not None and any(
        max(enters, begins) <= min(own.due_ms, until) and leaves > begins
        for leg, begins, until in _legs(setup, known, spec, at_ms)
        for enters, leaves in (geo.within(leg, other, term.range_m),)
    )


def _legs(
    setup: Setup, known: Known, spec: e.Steer | e.Proceed | e.Station, at_ms: int
) -> list[tuple[Track, int, int]]:
    """Give the tracks on which an order leads a vessel, each from when and until when."""
    now = known.vessels.tracks[spec.vessel]
    x, y = geo.position(now, at_ms)
    top = setup.vessels[spec.vessel].top_speed
    if isinstance(spec, e.Steer):
        course = now.course_deg if spec.course is None else spec.course
        course = (course + (spec.turn or 0.0)) % 360
        speed = min(top, now.speed_mps if spec.speed is None else spec.speed)
        return [(track(at_ms, x, y, course_deg=course, speed_mps=speed), at_ms, NEVER_MS)]
    speed = min(top, spec.speed)
    vx = vy = 0.0
    if isinstance(spec, e.Station):
        target = known.vessels.tracks.get(spec.on)
        if target is None:
            return []
        (tx, ty), vx, vy = geo.position(target, at_ms), target.vx_mps, target.vy_mps
        sx, sy = geo.offset(target.course_deg, spec.bearing, spec.distance)
        ax, ay = geo.around(x - tx, y - ty, sx, sy)
        goal = tx + ax, ty + ay
    else:
        goal = setup.places[spec.to] if spec.to is not None else (x, y)
        if spec.position is not None:
            goal = geo.plane(setup.scenario.origin, spec.position)
    found = geo.intercept(goal[0] - x, goal[1] - y, vx, vy=vy, speed_mps=speed)
    if found is None:
        return []
    there_ms = at_ms + round(found[1] * 1000)
    way = track(at_ms, x, y, course_deg=found[0], speed_mps=speed), at_ms, there_ms
    if isinstance(spec, e.Station):
        return [way]
    return [way, (track(there_ms, *goal, course_deg=found[0], speed_mps=0.0), there_ms, NEVER_MS)]
