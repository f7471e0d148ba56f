"""Cross-checks of what is empty, or comes to nothing within the run."""

from __future__ import annotations

from collections.abc import Iterator

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model import effects as e
from sim.model.briefing import Statement
from sim.model.chance import Distribution
from sim.model.goals import CounterShare
from sim.model.injects import Inject
from sim.model.moves import Hazard, Move
from sim.model.staffs import WindowTerms, median_span_ms
from sim.model.words import Way, every
from sim.model.world import Seat, Side
from sim.units import format_duration

_NEARLY_NONE = 1e-9
"""A share of draws that nobody waits for."""


@about(Seat, level="warning")
def _nothing_to_do(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    if seat.playable and not context.moves_of(seat.id):
        what = f"the playable seat “{seat.id}” has no moves"
        yield way, what, "name it in the “seats” of some, or leave “playable” out"


@about(Seat, level="warning")
def _nothing_to_see(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    if seat.sees == "sensors" and all(v.side != seat.side for v in context.scenario.vessels):
        what = f"“{seat.id}” sees by sensors, and its side has no vessel"
        yield (*way, "sees"), what, "give the side one, or let it see by “reports”"


@about(Seat, level="warning")
def _two_alike(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    """A player can tell the entries of a menu apart."""
    seen: dict[str, str] = {}
    for index, move in enumerate(context.scenario.moves):
        if seat.id in move.seats and move.title in seen:
            what = f"“{move.id}” has the title of “{seen[move.title]}” on the menu of “{seat.id}”"
            yield ("moves", index, "title"), what, "say what sets it apart"
        elif seat.id in move.seats:
            seen[move.title] = move.id


@about(Seat, level="warning")
def _long_windows(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    """A window that lapses only after the run follows no standing order."""
    end_ms = context.scenario.horizon
    if seat.decision is not None and seat.decision.typical_ms() > end_ms:
        what = f"“{seat.id}” decides after {format_duration(seat.decision.typical_ms())}"
        yield (*way, "decision"), *_over(context, what)
    elif seat.window is None and context.moves_of(seat.id):
        span_ms = median_span_ms(seat.level, seat.decision)
        if span_ms > end_ms:
            what = f"a window of “{seat.id}” stays open for {format_duration(span_ms)}"
            yield way, *_over(context, what, "give its “window”, or lengthen “horizon”")


@about(WindowTerms, level="warning")
def _long_span(context: CheckContext, way: Way, terms: WindowTerms) -> Iterator[Complaint]:
    for key, words in (("span", "the window stays open for"), ("every", "the staff meets every")):
        given_ms = getattr(terms, key)
        if given_ms is not None and given_ms > context.scenario.horizon:
            yield (*way, key), *_over(context, f"{words} {format_duration(given_ms)}")


@about(Move, level="warning")
def _long_lead(context: CheckContext, way: Way, move: Move) -> Iterator[Complaint]:
    if move.lead is not None:
        what = f"the move “{move.id}” takes at least"
        yield from _too_long(context, (*way, "lead"), move.lead, what)
    if move.leave is not None:
        what = f"leave for “{move.id}” takes at least"
        yield from _too_long(context, (*way, "leave", "takes"), move.leave.takes, what)


@about(Move, level="warning")
def _unseen_cue(context: CheckContext, way: Way, move: Move) -> Iterator[Complaint]:
    """A cue is what is seen of a vessel while it prepares."""
    lacking = [key for key in ("vessel", "lead") if getattr(move, key) is None]
    if move.cue is not None and lacking:
        what = f"the cue of “{move.id}” is never seen: it has no “{lacking[0]}”"
        yield (*way, "cue"), what, "add it, or leave the cue out"


@about(e.Later, level="warning")
def _much_later(context: CheckContext, way: Way, later: e.Later) -> Iterator[Complaint]:
    yield from _too_long(context, (*way, "delay"), later.delay, "these come about after at least")


def _too_long(
    context: CheckContext, way: Way, delay: Distribution, what: str
) -> Iterator[Complaint]:
    least_ms = delay.quantile(_NEARLY_NONE)
    if least_ms > context.scenario.horizon:
        yield way, *_over(context, f"{what} {format_duration(least_ms)}")


def _over(context: CheckContext, what: str, hint: str = "") -> tuple[str, str]:
    end = format_duration(context.scenario.horizon)
    return f"{what}, longer than the run ({end})", hint or "shorten it, or lengthen “horizon”"


@about(Inject, level="warning")
def _says_nothing(context: CheckContext, way: Way, inject: Inject) -> Iterator[Complaint]:
    """An inject is read, does something, or is waited for."""
    waited = ("inject", inject.id) in context.asked
    if inject.text and not inject.to:
        what = f"nobody reads the text of “{inject.id}”"
        yield (*way, "text"), what, "say who in “to”"
    elif not inject.to and not inject.effects and not waited:
        what = f"the inject “{inject.id}” does nothing: no “to”, “text” or “effects”"
        yield way, what, "give it some, or take it out"
    if inject.kind == "end" and not any(every(e.End, inject)):
        yield (*way, "kind"), f"“{inject.id}” does not end the run", "add the effect “end”"


@about(e.Toss, level="warning")
def _no_chance(context: CheckContext, way: Way, toss: e.Toss) -> Iterator[Complaint]:
    if toss.p == 0 and toss.then:
        yield (*way, "p"), "these effects never come about", "give a chance above 0"
    if toss.p == 1 and toss.otherwise:
        yield (*way, "otherwise"), "these effects never come about", "give a chance under 1"


@about(Hazard, level="warning")
def _no_hazard(context: CheckContext, way: Way, hazard: Hazard) -> Iterator[Complaint]:
    if not hazard.rate:
        yield (*way, "rate"), f"the hazard “{hazard.id}” never strikes", "give a rate above 0"


@about(CounterShare, level="warning")
def _full_score(context: CheckContext, way: Way, goal: CounterShare) -> Iterator[Complaint]:
    counter = context.entry("counter", goal.counter)
    if goal.of > counter.most:
        what = f"a full score of {goal.of} lies beyond the end of “{counter.id}”, {counter.most}"
        yield (*way, "of"), what, f"give at most {counter.most}"


@about(Side, level="warning")
def _main_objective(context: CheckContext, way: Way, side: Side) -> Iterator[Complaint]:
    mains = [index for index, objective in enumerate(side.objectives) if objective.main]
    if side.objectives and not mains:
        what = f"no objective of “{side.id}” is its main one"
        yield (*way, "objectives"), what, "mark it by “main: true”"
    for index in mains[1:]:
        what = f"“{side.id}” has a main objective already"
        yield (*way, "objectives", index, "main"), what, "mark one"


@about(Statement, level="warning")
def _unsourced(context: CheckContext, way: Way, statement: Statement) -> Iterator[Complaint]:
    if not statement.source:
        yield way, "this statement has no source", "say where from: “source: [data] …”"
