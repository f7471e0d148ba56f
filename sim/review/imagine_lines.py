"""Lines as a seat can know them: whether each works now, by what became of its own tries.

A line breaks down and is repaired by itself. A talk on it says that it works; a try that rings out
says a little that it may not, and the more the longer it was sure to be heard. That is a filter of
two states, exact but for how long whoever is rung must ask before it may answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from sim.engine import Draws, Engine, Setup
from sim.engine.acts import hours
from sim.engine.base.log import Event
from sim.engine.facts.calls import CallBegun, CallEnded, CallRings
from sim.engine.facts.channels import LineChanged
from sim.engine.facts.talks import TalkEnded
from sim.engine.lines import calls
from sim.model.channels import Channel
from sim.review.imagine_edits import edit, set_line
from sim.units import MS_PER_H

_STEP_MS = 300_000
"""Of a ring so long at a time it is asked whether the desk is held."""
_GUESSES = 24
"""Guesses of how long whoever is rung must ask, each weighed by what became of the call."""


@dataclass(slots=True)
class _Line:
    """What a seat can know of one line: the chance that it works, and when that was."""

    works: float
    at_ms: int = 0


class KnownLines:
    """The lines of a scenario, as one seat can know them."""

    def __init__(self, setup: Setup, seat: str, draws: Draws) -> None:
        self.setup, self.seat, self.draws = setup, seat, draws
        self._of: dict[str, _Line] = {}
        self._rings: dict[str, tuple[Event, float]] = {}
        for channel in setup.scenario.channels:
            if channel.kind == "line" and channel.fails:
                down = channel.truth is not None and channel.truth.technical == "down"
                self._of[channel.id] = _Line(0.0 if down else 1.0)

    def note(self, engine: Engine, event: Event) -> None:
        """Take in what the seat heard of a call or a talk."""
        fact: Any = event.fact
        seat, line = self.seat, self._of.get(getattr(fact, "channel", ""))
        if line is None:
            return
        if isinstance(fact, CallBegun) and fact.caller == seat and not fact.vessel:
            opened = engine.state.opened(("call", fact.call))
            if opened is not None:
                channel = self.setup.channels[fact.channel]
                self._rings[fact.channel] = opened, _rate(engine, channel, fact.callee)
        elif isinstance(fact, CallEnded) and fact.caller == seat:
            self._rung(engine, line, fact, event.at_ms)
        elif isinstance(fact, CallRings):
            line.works, line.at_ms = 1.0, event.at_ms
        elif isinstance(fact, TalkEnded):
            line.works, line.at_ms = (0.0 if fact.outcome == "cut" else 1.0), event.at_ms

    def _rung(self, engine: Engine, line: _Line, fact: CallEnded, at_ms: int) -> None:
        """Take in how an own try ended; one that was answered or refused came through."""
        begun = self._rings.pop(fact.channel, None)
        if fact.outcome in ("answered", "declined"):
            line.works, line.at_ms = 1.0, at_ms
        elif begun is not None:
            guesses = self._guesses(engine, line, begun, at_ms)
            total = math.fsum(up + down for _, up, down in guesses)
            if total > 0:
                line.works = math.fsum(up for _, up, _ in guesses) / total
            line.at_ms = at_ms

    def _guesses(
        self, engine: Engine, line: _Line, begun: tuple[Event, float], at_ms: int
    ) -> list[tuple[int, float, float]]:
        """Weigh guesses of when anybody may answer: each with the line up and with it down."""
        opened, rate = begun
        fact: CallBegun = opened.fact
        start = self._relaxed(line, opened.at_ms)
        guesses, engine_draws = list[tuple[int, float, float]](), engine.draws
        for nth in range(_GUESSES):
            own = self.draws
            engine.draws = Draws(own.seed, own.replicate, own.branch + ((64 + nth) << 32))
            may_ms = opened.at_ms + calls.answerable_ms(engine, fact)
            up, down = start, 1 - start
            since = opened.at_ms
            for until, counts in self._parts(fact, since, may_ms, at_ms):
                up, down = self._passed(up, down, until - since, rate if counts else 0.0)
                since = until
            guesses.append((may_ms, up, down))
        engine.draws = engine_draws
        return guesses

    def _parts(
        self, fact: CallBegun, since_ms: int, may_ms: int, until_ms: int
    ) -> list[tuple[int, bool]]:
        """Cut a ring where it begins or ceases to matter whether the line works."""
        cuts = {min(max(may_ms, since_ms), until_ms), until_ms}
        cuts.update(
            range(since_ms + _STEP_MS, until_ms, max(_STEP_MS, (until_ms - since_ms) // 50))
        )
        found, at_ms = [], since_ms
        channel = self.setup.channels[fact.channel]
        for cut in sorted(cuts):
            middle = (at_ms + cut) // 2
            held = hours.staffed(self.setup, channel, middle)
            held = held and hours.is_open(self.setup, fact.callee, middle)
            found.append((cut, held and at_ms >= may_ms))
            at_ms = cut
        return found

    def _passed(self, up: float, down: float, ms: int, rate: float) -> tuple[float, float]:
        """Let time pass: the line changes by itself, and while it works a call is settled.

        The two weights obey a linear equation; its matrix has two real eigenvalues.
        """
        if ms <= 0:
            return up, down
        terms = self.setup.parameters
        fails, mends = 1 / terms.u_tech, 1 / terms.d_tech
        a, b, c, d = -(fails + rate), mends, fails, -mends
        mean, det = (a + d) / 2, a * d - b * c
        root = math.sqrt(max(mean * mean - det, 1e-300))
        one, two = math.exp((mean + root) * ms), math.exp((mean - root) * ms)
        even, odd = (one + two) / 2, (one - two) / (2 * root)
        return (
            max(0.0, even * up + odd * ((a - mean) * up + b * down)),
            max(0.0, even * down + odd * (c * up + (d - mean) * down)),
        )

    def _relaxed(self, line: _Line, at_ms: int) -> float:
        """Give the chance that a line works at an instant, if nothing was learnt since."""
        return self._passed(line.works, 1 - line.works, at_ms - line.at_ms, 0.0)[0]

    def settle(self, engine: Engine) -> None:
        """Draw of each line whether it works now and until when, and when a ring may be heard."""
        for number, (name, line) in enumerate(self._of.items()):
            works_p = self._relaxed(line, engine.now_ms)
            ringing = self._rings.get(name)
            talks = any(
                key[0] == "talk" and engine.state.running[seq].fact.channel == name
                for key, seq in engine.state.open.items()
                if self.seat in engine.state.running[seq].audience
            )
            if talks:
                works_p = 1.0
            elif ringing is not None and ringing[0].seq in engine.state.running:
                works_p = self._still_ringing(engine, line, ringing, number)
            works = self.draws.happens(works_p, "imagine.line", name, 0)
            self._change(engine, name, works=works)

    def _still_ringing(
        self, engine: Engine, line: _Line, begun: tuple[Event, float], number: int
    ) -> float:
        """Draw when an own call that rings may be answered; give the chance that the line works."""
        guesses = self._guesses(engine, line, begun, engine.now_ms)
        name = begun[0].fact.channel
        left = self.draws.uniform("imagine.line", name, 2) * math.fsum(u + d for _, u, d in guesses)
        may_ms, up, down = guesses[-1]
        for may_ms, up, down in guesses:  # noqa: B007  # the one at which it stops is meant
            left -= up + down
            if left <= 0:
                break
        opened = engine.state.running[begun[0].seq]
        edit(engine.state, opened.seq, replace(opened, fact=replace(opened.fact, may_ms=may_ms)))
        return up / (up + down) if up + down > 0 else 1.0

    def _change(self, engine: Engine, name: str, *, works: bool) -> None:
        state, opened = engine.state, engine.state.opened(("line", name))
        if opened is None:
            return
        terms, fact = self.setup.parameters, opened.fact
        mean = terms.u_tech if works else terms.d_tech
        wait = max(1, round(-math.log(self.draws.uniform("imagine.line", name, 1)) * mean))
        changed = LineChanged(name, works, fact.nth, engine.now_ms + wait)
        set_line(state, replace(opened, fact=changed), works=works)


def _rate(engine: Engine, channel: Channel, callee: str) -> float:
    """Give at what rate a call that comes through is settled now, per ms."""
    rates = calls.hazards(engine, channel, callee)
    return (rates.answer + rates.decline) / MS_PER_H
