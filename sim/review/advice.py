"""Advice: what looking ahead would do, what speaks against it, and what is risked.

An adviser knows what its seat knows and nothing else: it rolls every way out in the worlds that the
seat could imagine. What it says follows from that knowledge and the moment alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.engine.base.setup import Setup
from sim.engine.kernel.engine import Engine
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.pledges import may_reply
from sim.engine.seat.questions import Question, question
from sim.engine.seat.rules import Command
from sim.review.marks import judged, paired
from sim.review.rollouts import HAPPENED, Rolled, doctrine_of, summed_up
from sim.review.search import Worlds, raced
from sim.review.verdicts import SAID, by_counts, by_points
from sim.review.ways import WAIT, Way, ways
from sim.study.estimate import Estimate, rate

ROLLOUTS = 20
"""Roll-outs of each way."""
RISKS = (*(SAID[name] for name in HAPPENED), "our side breaks its word")
"""What may happen from now on, as it is named."""
_QUESTIONS = {
    "decision": "Your decision",
    "call": "The call that rings",
    "request": "What you are asked",
    "offer": "The offer",
    "leave": "The leave that is asked",
}
_YES = {"call": "answer", "offer": "accept", "leave": "grant"}
_CERTAIN = "In none of these roll-outs does any other way come out ahead in anything it counts."


def advice(
    setup: Setup, known: Known, now_ms: int, kind: str = "", n: int = ROLLOUTS
) -> dict[str, Any] | None:
    """Advise a seat, as plain data.

    Args:
        setup: The scenario.
        known: What the seat knows, as it is handed over.
        now_ms: When.
        kind: On what; "" for its decision, else for what waits first.
        n: Roll-outs of each way.

    Returns:
        None if there is nothing of the kind to decide.
    """
    about = question(known, kind)
    if about is None:
        return None
    found = _ways(setup, known, now_ms, about)
    default = _default(known, about, found)
    # Told apart by what the seat has heard so far: asked again later, it meets other luck.
    by = doctrine_of(setup, known.seat)
    worlds = Worlds(setup, known, now_ms, number=len(known.feed), by=by)
    rolled: list[list[Rolled]] = [[] for _ in found]
    risks: list[list[tuple[bool, ...]]] = [[] for _ in found]

    def roll(k: int, place: int) -> float:
        before = _count(worlds.at(k).engine(), known.side)
        end = worlds.end(k, found[place].command)
        after = _count(end, known.side)
        rolled[place].append(summed_up(end, known.seat))
        risks[place].append(tuple(b > a for a, b in zip(before, after, strict=True)))
        return rolled[place][-1].loss

    losses, order = raced(len(found), n, roll, stays=default)
    best = order[0]
    estimates = judged(losses).losses
    return {
        "about": _QUESTIONS[about[0]],
        "doctrine": by,
        "rollouts": max(map(len, losses)),
        "best": found[best].title,
        "default": found[default].title,
        "is_default": best == default,
        "lead": _lead(losses, best, default) if best != default else None,
        "against": _against(setup, known.seat, [(found[at].title, rolled[at]) for at in order]),
        "risks": [_risk(name, at, risks[best], risks[default]) for at, name in enumerate(RISKS)],
        "ways": [{"title": found[at].title, **_plain(estimates[at])} for at in order],
    }


def _ways(setup: Setup, known: Known, now_ms: int, about: Question) -> list[Way]:
    """List the ways of a question; where a decision is open, to do nothing is to pass."""
    kind, name = about
    if kind == "decision":
        return [w for w in ways(setup, known, now_ms, None) if w.id != WAIT]
    if kind == "request":
        reply = may_reply(known, known.requests.open[name].fact)[0]
        first = Command(known.seat, "reply", subject=name, form=reply)
    else:
        first = Command(known.seat, _YES[kind], subject=name)
    return list(ways(setup, known, now_ms, first))


def _default(known: Known, about: Question, found: Sequence[Way]) -> int:
    """Give the place of what comes if the seat does nothing."""
    window = known.windows.window
    wanted = WAIT
    if about[0] == "decision":
        assert window is not None, "a decision is open"
        wanted = f"choose {window.default}" if window.default else "pass"
    names = [way.id for way in found]
    return names.index(wanted) if wanted in names else len(names) - 1


def _count(engine: Engine, side: str) -> list[int]:
    """Count what has happened so far, of what may be risked."""
    state, seats = engine.state, engine.setup.seats.values()
    own = [seat.id for seat in seats if seat.side == side]
    broken = sum(int(state.promises.count.get((seat, "broken"), 0)) for seat in own)
    return [*(state.acts.tallies.get(name, 0) for name in HAPPENED), broken]


def _against(setup: Setup, seat: str, ranked: Sequence[tuple[str, Sequence[Rolled]]]) -> str:
    """Say what speaks most for the nearest rival that does better in anything."""
    (_, ours), *rivals = ranked
    for title, rolled in rivals:
        both = min(len(ours), len(rolled))
        what = [
            *by_points(setup, seat, rolled[:both], ours[:both]),
            *by_counts(rolled[:both], ours[:both]),
        ]
        if what:
            return f"“{title}” brings {'; '.join(what)}."
    return _CERTAIN


def _lead(losses: Sequence[Sequence[float]], best: int, default: int) -> dict[str, Any]:
    """Say by how many points the best way is better than what comes by itself."""
    gain = paired(losses[default], losses[best])
    return {"points": gain.difference, "low": gain.low, "high": gain.high}


def _risk(
    name: str, at: int, best: Sequence[Sequence[bool]], default: Sequence[Sequence[bool]]
) -> dict[str, Any]:
    shares = (rate([float(each[at]) for each in way]) for way in (best, default))
    return {"what": name, **dict(zip(("best", "default"), map(_plain, shares), strict=True))}


def _plain(found: Estimate) -> dict[str, Any]:
    return {"mean": found.mean, "low": found.low, "high": found.high, "n": found.n}
