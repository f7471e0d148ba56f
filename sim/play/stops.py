"""What changes a seat's picture: waiting stops there, though nothing calls the seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sim.engine import Setup
from sim.engine.base.log import Event
from sim.engine.base.wording import sentence
from sim.engine.facts.acts import ActOccurred, RungReached
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.encounters import (
    ApproachPassed,
    EncounterBegun,
    EncounterNoticed,
    HullsTouched,
)
from sim.engine.facts.traffic import UnsafeEncounter, near_collision
from sim.engine.facts.windows import TurnDue, Window, WindowOpened
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.rules import legal
from sim.engine.seat.views import SeatView, view
from sim.engine.seat.words import PromiseLine
from sim.model.rungs import rung_said
from sim.play.driver import Play, Stop
from sim.play.threats import GRADES, threats
from sim.readings import distance, until
from sim.units import MS_PER_D, MS_PER_MIN, clock

Sign = tuple[str, str, int]
Signs = dict[Sign, str]
"""What a picture shows that is worth a stop → how it is said."""
_NEARNESS = (EncounterBegun, EncounterNoticed, ApproachPassed, ActOccurred, ActWeighed)
"""What calls a seat for vessels that are near each other."""
_QUIET_MS = MS_PER_MIN // 2
_NEAR = 2
"""From this grade on a threat is worth a stop."""
_SHOWN = 2
"""From this rung on it is worth a stop that another side is known to have gone there."""
_LONG_MS = 7 * MS_PER_D
"""Nobody whose staff does not meet by itself waits longer than this without being asked."""
_SHUT = "suspended"
"""How a line stands that was shut by decision: worth a stop as it comes, and as it is over."""
_LAPSE_MS, _RISK_MS = MS_PER_MIN, 6 * MS_PER_MIN
"""How long before a decision lapses, or a promise may be broken, waiting stops; or a tenth of the
time that there was, if that is longer."""


class Halted(NamedTuple):
    """Why waiting stopped, and what changed the picture, "" if nothing did."""

    stop: Stop
    text: str


@dataclass(slots=True)
class Alarms:
    """What somebody who waits was told already, so that no alarm is told again and again.

    `lapses` are the decisions of which it was told that they lapse, with what is done then;
    `near_ms` is when waiting stopped last for vessels that are near each other.
    """

    lapses: set[Sign] = field(default_factory=set)
    near_ms: int = -_QUIET_MS


def go_on(play: Play, seat: str, until_ms: int | None, alarms: Alarms) -> Halted:
    """Go on until the seat should look, its picture changes, an instant is reached, or the end.

    Nobody waits a decision out without having been told once that it lapses, and into what: where
    something else was told instead, no time passes. Vessels that are near each other stop it once
    in half a minute, as long as they do not touch and nothing new is to be decided.

    Args:
        play: The play.
        seat: Who waits.
        until_ms: Until when at most, None for as long as nothing comes.
        alarms: What it was told already; what it is told now is noted there.
    """
    seen = _look(play, seat)
    known, heard = signs(play.setup, seen), len(play.engine.state.known[seat].feed)
    window, since = seen.window, heard
    if window is not None and _lapse(window) not in alarms.lapses:
        text = known.get(_lapse(window), "")
        if text and (until_ms is None or until_ms >= window.closes_ms):
            alarms.lapses.add(_lapse(window))
            return Halted(Stop("told", seat), text)
    last_ms = until_ms if until_ms is not None else _asked_again(play, seat)
    while True:
        times = [at for at in looks(play.setup, seen) if at > play.engine.now_ms]
        due = min([*times, *([last_ms] if last_ms is not None else [])], default=None)
        stop = play.advance(due, learns=seat)
        if stop.why == "ended":
            return Halted(stop, "")
        seen, feed = _look(play, seat), play.engine.state.known[seat].feed
        shown = signs(play.setup, seen)
        new = [sign for sign in shown if sign not in known and sign not in alarms.lapses]
        changed, now = next(iter(new), None), play.engine.now_ms
        near = stop.seat == seat and _only_near(seat, [feed[at] for at in range(since, len(feed))])
        near = (near or stop.why != "notice") and all(sign[0] == "threat" for sign in new)
        quiet = near and now - alarms.near_ms < _QUIET_MS
        if until_ms is None and now == last_ms and not (changed or stop.why == "notice"):
            return Halted(Stop("told", seat), "A week has passed; nothing called you.")
        if now == until_ms or (not quiet and (changed or stop.why == "notice")):
            alarms.near_ms = now if near else alarms.near_ms
            alarms.lapses |= {changed} if changed and changed[0] == "lapse" else set()
            text = shown[changed] if changed else ""
            text = text or near_miss(play.setup, play.engine.state.known[seat], seen, heard)
            return Halted(stop, text)
        if stop.why == "notice":
            play.looked(seat)
            since = len(feed)
        known |= shown


def _asked_again(play: Play, seat: str) -> int | None:
    """Give when somebody who waits is asked whether there is something to do, None for never."""
    if any(isinstance(event.fact, TurnDue) for event in play.engine.state.known[seat].feed):
        return None
    return play.engine.now_ms + _LONG_MS


def _only_near(seat: str, news: Sequence[Event]) -> bool:
    """Say whether a seat was called for nothing but that vessels are near each other."""
    calls = [event.fact for event in news if seat in event.alert]
    graver = any(
        isinstance(event.fact, HullsTouched | RungReached | WindowOpened) for event in news
    )
    return bool(calls) and not graver and all(isinstance(fact, _NEARNESS) for fact in calls)


def _lapse(window: Window) -> Sign:
    """Give the sign of a decision that is about to lapse into what is done then."""
    return ("lapse", window.default, window.number)


def _look(play: Play, seat: str) -> SeatView:
    """Look as the seat does; a decision in which there is nothing to choose is none."""
    known, now = play.engine.state.known[seat], play.engine.now_ms
    seen = view(play.setup, known, now)
    if seen.window is not None and not {*legal(play.setup, known, now)} - {seen.window.default}:
        return replace(seen, window=None)
    return seen


def signs(setup: Setup, seen: SeatView) -> Signs:
    """List what a picture shows that is worth a stop, the gravest first."""
    found: Signs = {}
    for threat in threats(seen, setup.parameters.unsafe):
        if threat.level >= _NEAR:
            near = f"{threat.name} passes at {distance(threat.cpa_m)} {until(threat.tcpa_ms)}"
            found["threat", threat.vessel, threat.level] = sentence(f"{threat.word}: {near}")
    for side, rung in seen.rungs:
        if side != seen.side and rung >= _SHOWN:
            found["rung", side, rung] = f"{setup.sides[side].name} is on {rung_said(rung)} now."
    for line in seen.board:
        shut = line.word == _SHUT
        how = "suspended" if shut else "no longer suspended"
        found["line", line.channel, int(shut)] = sentence(f"{line.name}: {how}")
    for activity in dict(seen.doing):
        found["doing", activity, 0] = sentence(f"Begins: {setup.activities[activity].title}")
    for promise in seen.promises:
        if promise.risk_ms and seen.at_ms >= promise.risk_ms - _notice(promise):
            found["promise", promise.promise, 0] = _at_risk(setup, promise, seen.at_ms)
    window = seen.window
    if window is not None and _worth_a_stop(window) and seen.at_ms >= _lapse_ms(seen):
        otherwise = setup.moves[window.default].title if window.default else "nothing is done"
        left = until(window.closes_ms - seen.at_ms)
        text = f"Decision {window.number} lapses {left}; otherwise: {otherwise}"
        found[_lapse(window)] = sentence(f"{text}; wait again to let it")
    return found


def near_miss(setup: Setup, known: Known, seen: SeatView, heard: int) -> str:
    """Say of a near collision among what was just heard, what can be done about it, and when.

    Args:
        setup: The scenario.
        known: What the seat knows.
        seen: What it is shown.
        heard: How many events it knew before.
    """
    news = [known.feed[at].fact for at in range(heard, len(known.feed))]
    near = [f for f in news if isinstance(f, UnsafeEncounter) and near_collision(setup, f)]
    if not near:
        return ""
    lines = [line.name for line in seen.board if line.callable and line.forms]
    ways = [f"you can call at once ({', '.join(lines)})"] if lines else []
    window, begins = seen.window, setup.scenario.begins
    if window is not None:
        ways.append(f"decide until {clock(begins, window.closes_ms)}")
    else:
        meets = [f for f in (e.fact for e in known.feed) if isinstance(f, TurnDue)]
        ways += [f"your staff decides next at {clock(begins, meets[-1].due_ms)}"] if meets else []
    away = distance(min(fact.cpa_m for fact in near))
    return sentence(f"A near collision, {away}: {'; '.join(ways) or 'nothing can be done now'}")


def looks(setup: Setup, seen: SeatView) -> list[int]:
    """List the instants at which a picture may come to show more, if nothing else happens."""
    times = [promise.risk_ms - _notice(promise) for promise in seen.promises if promise.risk_ms]
    times += [_lapse_ms(seen)] if seen.window and _worth_a_stop(seen.window) else []
    for row in seen.contacts:
        if row.cpa_m is not None and row.tcpa_ms and row.cpa_m < setup.parameters.unsafe:
            times += [seen.at_ms + row.tcpa_ms - within_ms for _, within_ms in GRADES]
    return times


def _worth_a_stop(window: Window) -> bool:
    """Say whether it is worth a stop that a decision lapses: not every week in the same way."""
    return not window.again or window.closes_ms - window.opened_ms < MS_PER_D


def _lapse_ms(seen: SeatView) -> int:
    """Give when it is worth a stop that the open decision lapses."""
    assert seen.window is not None
    span = seen.window.closes_ms - seen.window.opened_ms
    return seen.window.closes_ms - min(max(_LAPSE_MS, span // 10), span // 2)


def _notice(promise: PromiseLine) -> int:
    """Give how long before a promise may be broken that is worth a stop."""
    return max(_RISK_MS, (promise.due_ms - promise.made_ms) // 10)


def _at_risk(setup: Setup, promise: PromiseLine, now_ms: int) -> str:
    whose = "Your promise" if promise.whose == "mine" else "A promise"
    by = "" if promise.whose == "mine" else f" of {setup.seats[promise.other].title}"
    left = until(promise.risk_ms - now_ms)
    return sentence(f"{whose}{by} is at risk, broken {left} as things stand: {promise.text}")
