"""What changes a seat's picture: waiting stops there, though nothing calls the seat."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.traffic import UnsafeEncounter, near_collision
from sim.engine.facts.windows import TurnDue, Window
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.views import SeatView, view
from sim.engine.seat.words import PromiseLine
from sim.play.driver import Play, Stop
from sim.play.threats import GRADES, threats
from sim.readings import distance, until
from sim.units import MS_PER_D, MS_PER_MIN, clock

Signs = dict[tuple[str, str, int], str]
"""What a picture shows that is worth a stop → how it is said."""
_NEAR = 2
"""From this grade on a threat is worth a stop."""
_LAPSE_MS, _RISK_MS = MS_PER_MIN, 6 * MS_PER_MIN
"""How long before a decision lapses, or a promise may be broken, waiting stops; or a tenth of the
time that there was, if that is longer."""


class Halted(NamedTuple):
    """Why waiting stopped, what changed the picture, "" if nothing did; `lapse` as for `go_on`."""

    stop: Stop
    text: str
    lapse: int


def go_on(play: Play, seat: str, until_ms: int | None, lapse: int = 0) -> Halted:
    """Go on until the seat should look, its picture changes, an instant is reached, or the end.

    Nobody waits a decision out without having been told once that it lapses: where something else
    was told instead, no time passes.

    Args:
        play: The play.
        seat: Who waits.
        until_ms: Until when at most, None for as long as nothing comes.
        lapse: The number of the last decision of which it was told that it lapses.
    """
    seen = _look(play, seat)
    known, heard = signs(play.setup, seen), len(play.engine.state.known[seat].feed)
    window = seen.window
    if window is not None and window.number > lapse:
        text = known.get(_lapse(window.number), "")
        if text and (until_ms is None or until_ms >= window.closes_ms):
            return Halted(Stop("told", seat), text, window.number)
    while True:
        times = [at for at in looks(play.setup, seen) if at > play.engine.now_ms]
        due = min([*times, *([until_ms] if until_ms is not None else [])], default=None)
        stop = play.advance(due, learns=seat)
        if stop.why == "ended":
            return Halted(stop, "", lapse)
        seen = _look(play, seat)
        shown = signs(play.setup, seen)
        changed = next((key for key in shown if key not in known), None)
        if changed or stop.why == "notice" or play.engine.now_ms == until_ms:
            number = changed[2] if changed and changed[0] == "lapse" else 0
            text = shown[changed] if changed else ""
            text = text or near_miss(play.setup, play.engine.state.known[seat], seen, heard)
            return Halted(stop, text, max(lapse, number))
        known |= shown


def _lapse(number: int) -> tuple[str, str, int]:
    """Give the sign of a decision that is about to lapse."""
    return ("lapse", "", number)


def _look(play: Play, seat: str) -> SeatView:
    engine = play.engine
    return view(play.setup, engine.state.known[seat], engine.now_ms)


def signs(setup: Setup, seen: SeatView) -> Signs:
    """List what a picture shows that is worth a stop, the gravest first."""
    found: Signs = {}
    for threat in threats(seen, setup.parameters.unsafe):
        if threat.level >= _NEAR:
            near = f"{threat.name} passes at {distance(threat.cpa_m)} {until(threat.tcpa_ms)}"
            found["threat", threat.vessel, threat.level] = sentence(f"{threat.word}: {near}")
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
        found[_lapse(window.number)] = sentence(f"{text}; wait again to let it")
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
