"""Imagination: a whole state that a seat could take for the truth, from what it knows alone.

What was seen is the law; what is hidden runs by itself. A shadow of the run is led along the feed
of the seat (:mod:`sim.review.imagine_shadow`): its own commands are given at their instants, what
it saw comes about as it was seen, and everything else follows the rules with imagined chance.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

from sim.engine import Draws, Setup, State
from sim.engine.base.log import Event
from sim.engine.commands import accept, set_out
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.injects import InjectReleased, InjectScheduled
from sim.engine.facts.moves import ActBegun
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.talks import TurnSaid
from sim.engine.facts.traffic import UnsafeEncounter
from sim.engine.kernel.audience import seats_holding
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.beliefs import belief_now
from sim.engine.seat.rules import Command, refusal
from sim.errors import Refusal
from sim.model.belief import chance
from sim.model.moves import Move
from sim.play.asked import Asked, OwnDraws
from sim.play.cast import Cast
from sim.play.occupants import Occupant, occupant, prevailing
from sim.review import imagine_waits as waits
from sim.review.imagine_causes import causes
from sim.review.imagine_deeds import bare
from sim.review.imagine_edits import ask_nothing, lay_over
from sim.review.imagine_lines import KnownLines
from sim.review.imagine_seen import LED
from sim.review.imagine_shadow import NEVER_MS, TRIES, Shadow
from sim.review.imagine_shows import shows_as

_CHANCY = (InjectReleased, UnsafeEncounter, IncidentHappened, CallEnded, TurnSaid)
"""What is seen first of a step in which more may hang on chance."""
_ASKED_MOST = 24
"""How often a policy is asked anew whose choice does not fit what is seen later."""
_UNSEEN = Refusal("unseen", "It was not seen, so it was not done.")


def imagine(setup: Setup, known: Known, now_ms: int, draws: Draws) -> State:
    """Give a state that fits all that a seat knows, with everything hidden drawn anew.

    Args:
        setup: The scenario.
        known: What the seat knows, as it is handed over.
        now_ms: Where the clock stands.
        draws: Chance of the imagination; another branch is another state.

    Returns:
        A state from which an engine can be resumed at this instant.
    """
    return _Imagination(setup, known, now_ms, draws).state()


class _Imagination:
    """One state being imagined."""

    def __init__(self, setup: Setup, known: Known, now_ms: int, draws: Draws) -> None:
        self.setup, self.known, self.now_ms, self.draws = setup, known, now_ms, draws
        self.seat = known.seat
        self.shadow = Shadow(setup, known, now_ms, draws)
        self.others = _others(setup, known.seat, draws)
        self.cast = Cast(setup, draws, self.others)
        self.lines = KnownLines(setup, known.seat, draws)
        self._said: Counter[str] = Counter()
        self._choices: Counter[str] = Counter()

    def state(self) -> State:
        """Lead the shadow along what was seen up to now; then settle what is still open."""
        shadow, engine = self.shadow, self.shadow.engine
        shadow.intents = self._intents()
        shadow.arrive(0)
        begin = self._begin
        if not shadow.attempt(begin, 1, whole=False):
            shadow.force(begin)
        self._finish_instant()
        while not engine.state.run.ended:
            scripts = self.cast.instants(engine, self._said)
            at_ms = min((shadow.next_ms(), *scripts))
            if at_ms > self.now_ms:
                break
            shadow.arrive(at_ms)
            self._finish_instant()
        engine.now_ms = self.now_ms
        self._settle_waits()
        self.lines.settle(engine)
        lay_over(engine.state, self.known)
        return engine.state

    def _begin(self) -> None:
        own = self.known.run
        sits = {seat: (o.name, o.control) for seat, o in self.others.items()} | {
            self.seat: (own.occupant, own.control)
        }
        set_out(self.shadow.engine, {seat: sits[seat] for seat in self.setup.seats})

    def _intents(self) -> dict[str, str]:
        """Draw what the side that is faced is after, at what the seat believes by now."""
        faced = self.setup.faces[self.known.side]
        if not faced or faced == self.known.side:
            return {}
        p = chance(belief_now(self.setup, self.known, self.now_ms))
        worse = self.draws.happens(p, "imagine.intent", faced, 0)
        return {faced: "revisionist" if worse else "status_quo"}

    def _finish_instant(self) -> None:
        """Let everything happen at an instant: what is due, what others do, what was seen."""
        shadow, engine = self.shadow, self.shadow.engine
        while not engine.state.run.ended:
            if shadow.wake():
                continue
            before = len(engine.log)
            self.cast.act(engine, self._said, self._submit)
            if len(engine.log) > before:
                continue
            event = shadow.seen()
            if event is None:
                return
            if isinstance(event.fact, CommandAccepted):
                self._command(event.fact)
            else:
                self._explain(event)
            self.lines.note(engine, event)

    def _command(self, fact: CommandAccepted) -> None:
        """Give a command of the seat itself."""
        engine = self.shadow.engine
        command = Command(
            fact.seat,
            fact.verb,
            subject=fact.subject,
            to=fact.to,
            form=fact.form,
            text=fact.text,
            clauses=fact.clauses,
            limits=fact.limits,
        )
        place = len(self.shadow.seqs)
        if not self.shadow.attempt(lambda: accept(engine, command), TRIES, least=1):
            self.shadow.force(lambda: accept(engine, command))
        if len(self.shadow.seqs) == place:
            self.shadow.know(self.shadow.feed[place])

    def _explain(self, event: Event) -> None:
        """Find what may have brought about what was seen, or put it in as it stands."""
        shadow, place = self.shadow, len(self.shadow.seqs)
        tries = TRIES if isinstance(event.fact, _CHANCY) else 2
        for cause in causes(shadow, place):
            if shadow.attempt(cause, tries, least=1):
                return

        def put() -> None:
            bare(shadow, event)

        if not shadow.attempt(put, 1, least=1, whole=False):
            shadow.force(put)
        if len(shadow.seqs) == place:
            shadow.know(event)

    def _submit(self, command: Command) -> Refusal | list[Event]:
        """Let another seat do what it wants, unless it would have been seen and was not."""
        engine = self.shadow.engine
        known = engine.state.known[command.seat]
        refused = refusal(self.setup, known, command, engine.now_ms)
        if refused is not None:
            return refused
        done = self._done(command)
        if not isinstance(done, Refusal):
            self._said[command.seat] += 1
        return done

    def _done(self, command: Command) -> Refusal | list[Event]:
        engine, shadow = self.shadow.engine, self.shadow
        before = len(engine.log)
        if command.verb not in ("choose", "pass"):
            if not shadow.attempt(lambda: accept(engine, command), 1):
                return _UNSEEN
            return engine.log[before:]
        number = engine.state.windows.due.get(command.seat, 0)
        tried = 0
        for nth in range(_ASKED_MOST):
            asked = command if nth == 0 else self._again(command.seat, number, nth)
            if self._fits(asked):
                if shadow.attempt(partial(accept, engine, asked), 2):
                    self._lead(asked)
                    return engine.log[before:]
                tried += 1
            if tried >= TRIES or self.others[command.seat].control != "policy":
                break
        if self.others[command.seat].control != "policy":
            return _UNSEEN
        waits_on = Command(command.seat, "pass")
        shadow.force(lambda: accept(engine, waits_on))
        return engine.log[before:]

    def _again(self, seat: str, number: int, nth: int) -> Command:
        """Ask a policy again what it does, with other chance."""
        engine, policy = self.shadow.engine, self.others[seat].policy
        own = OwnDraws(self.shadow.chance(nth), seat)
        known = engine.state.known[seat]
        asked = Asked.of(self.setup, known, now_ms=engine.now_ms, number=number, draw=own)
        move = policy.decide(asked) if policy is not None else None
        return Command(seat, "choose", move) if move else Command(seat, "pass")

    def _fits(self, command: Command) -> bool:
        """Say whether a choice fits what is seen later: what takes long may still be under way."""
        move = self.setup.moves.get(command.subject)
        if move is None or move.lead is None or not self._shows(command.seat, move):
            return True
        if self._seen_at(command.seat, move) is not None:
            return True
        now = self.shadow.engine.now_ms
        begun = Event(0, now, ActBegun(command.seat, move.id, move.vessel or "", now),
                      cause=None, closes=None, audience=(), alert=())  # fmt: skip
        over = waits.over_by(self.shadow.engine, begun, self.now_ms)
        self._choices[command.seat] += 1
        return not self.draws.happens(
            over, "imagine.choice", command.seat, self._choices[command.seat]
        )

    def _lead(self, command: Command) -> None:
        """Let what was chosen be done when it was seen to be, or later than now."""
        engine, move = self.shadow.engine, self.setup.moves.get(command.subject)
        if move is None or move.lead is None:
            return
        opened = engine.state.opened(("act", command.seat, move.id))
        if opened is None or opened.at_ms != engine.now_ms or not self._shows(command.seat, move):
            return
        at_ms = self._seen_at(command.seat, move)
        if at_ms is not None:
            self.shadow.reschedule(waits.at(opened, at_ms))
            return
        later = waits.later(engine, opened, self.now_ms, self.draws, nth=0)
        if later is not None:
            self.shadow.reschedule(later)

    def _shows(self, seat: str, move: Move) -> bool:
        """Say whether the seat would see a move being carried out."""
        engine = self.shadow.engine
        if move.vessel is not None and (move.rung is not None or move.effects):
            return self.seat in seats_holding(engine, move.vessel)
        return move.rung is not None

    def _seen_at(self, seat: str, move: Move) -> int | None:
        """Give when something was next seen that this move would show as."""
        shadow, now = self.shadow, self.shadow.engine.now_ms
        for event in shadow.feed[len(shadow.seqs) :]:
            if event.at_ms > now and shows_as(self.setup, seat, move, event.fact):
                return event.at_ms
        return None

    def _settle_waits(self) -> None:
        """Draw when everything comes that is late already, or that only the seat's eyes led."""
        shadow, state = self.shadow, self.shadow.engine.state
        for opened in list(state.running.values()):
            fact: Any = opened.fact
            if type(fact) is InjectScheduled and fact.due_ms == NEVER_MS:
                at_ms = self.setup.injects[fact.inject].at or 0
                shadow.change(replace(opened, fact=replace(fact, due_ms=at_ms)))
                continue
            due = waits.is_due_ms(opened)
            led = isinstance(fact, LED) and self.seat in opened.audience
            if due is None or (due > self.now_ms and not led):
                continue
            later = waits.later(shadow.engine, opened, self.now_ms, self.draws, nth=1)
            if later is not None:
                shadow.change(later)
        ask_nothing(state, self.seat)


def _others(setup: Setup, seat: str, draws: Draws) -> dict[str, Occupant]:
    """Give who sits in the other seats, as the scenario fills them."""
    filled = {
        s.id: occupant(setup, s.id, s.occupant or "standing-orders")
        for s in setup.scenario.seats
        if s.id != seat
    }
    return prevailing(filled, draws)
