"""Who acts without being told: policies speak and decide, scripts take their next step.

All of them act as soon as an instant is finished, and again after each command of a person, until
nobody has anything more to do. So what they do follows from the state and from what has already
been put to them at this very instant; nothing of that matters any more at the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from sim.engine import Draws, Engine, Setup
from sim.engine.base.log import Event
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.rules import Command
from sim.errors import PolicyError, Refusal, SimError
from sim.model.scripts import Step
from sim.model.world import WHITE_CELL
from sim.play.asked import Asked, OwnDraws
from sim.play.occupants import Occupant, command_of
from sim.play.record import Said
from sim.play.scripts import instants
from sim.play.talking import stirred


def counted(said: Iterable[Said]) -> Counter[str]:
    """Count the commands of each seat that may be steps of a script.

    Those of the white cell are none, nor are those of people to whom it has given a seat.
    """
    count, people = Counter[str](), set[str]()
    for command in (each.command for each in said):
        if command.seat == WHITE_CELL and command.verb == "seat":
            (people.add if command.form == "person" else people.discard)(command.subject)
        elif not command.by and command.seat not in people:
            count[command.seat] += 1
    return count


Submit = Callable[[Command], Refusal | list[Event]]


class Cast:
    """The occupants that act by themselves, and what was put to them at the present instant."""

    def __init__(self, setup: Setup, draws: Draws, occupants: Mapping[str, Occupant]) -> None:
        """Gather the occupants that act.

        Args:
            setup: The scenario.
            draws: The run's chance.
            occupants: Who prevails in each seat.
        """
        self._setup, self._made_of = setup, (setup, draws, dict(occupants))
        held = occupants.items()
        self._policies = {seat: o.policy for seat, o in held if o.policy is not None}
        self._speakers = {seat: p.speak for seat, p in self._policies.items() if p.speak}
        self._draws = {seat: OwnDraws(draws, seat) for seat in self._policies}
        self.scripts = {seat: o.steps for seat, o in held if o.steps}
        self.seats = frozenset((*self._policies, *self.scripts))
        self._at_ms = -1
        self._heard: dict[str, tuple[int, int]] = {}
        self._tried: dict[str, int] = {}

    def copy(self) -> Cast:
        """Copy so that what is put to the copy leaves this untouched."""
        copy = Cast(*self._made_of)
        copy._at_ms = self._at_ms
        copy._heard, copy._tried = dict(self._heard), dict(self._tried)
        return copy

    def decides(self, seat: str, engine: Engine) -> bool:
        """Say whether a seat's commands are now those of its occupant here."""
        return seat in self.seats and not engine.state.white_cell.rests(seat)

    def act(self, engine: Engine, said: Mapping[str, int], submit: Submit) -> None:
        """Let everybody act until nobody has anything more to do at this instant.

        Args:
            engine: At a finished instant.
            said: How many commands each seat has given; it grows as they are submitted.
            submit: Gives a command.
        """
        if self._at_ms != engine.now_ms:
            self._at_ms = engine.now_ms
            self._heard.clear()
            self._tried.clear()
        while not engine.state.run.ended and (
            (engine.state.beliefs.weighed_ms == engine.now_ms and self._speak(engine, submit))
            or (engine.state.windows.due and self._decide(engine, submit))
            or (engine.state.requests.due and self._reply(engine, submit))
            or (self.scripts and self._take_steps(engine, said, submit))
        ):
            pass

    def called(self, engine: Engine, said: Mapping[str, int]) -> bool:
        """Say whether anybody may have something to do at the instant that is finished."""
        state, now = engine.state, engine.now_ms
        if state.beliefs.weighed_ms == now or state.windows.due or state.requests.due:
            return True
        for seat, steps in self.scripts.items():
            if said.get(seat, 0) < len(steps) and state.known[seat].feed[-1].at_ms == now:
                return True
        return False

    def instants(self, engine: Engine, said: Mapping[str, int]) -> Iterator[int]:
        """Yield the instants to come at which a script wants to move."""
        for seat, steps in self.scripts.items():
            step = _step(steps, said.get(seat, 0))
            if step is not None and not engine.state.white_cell.rests(seat):
                known = engine.state.known[seat]
                yield from (t for t in instants(self._setup, known, step) if t > engine.now_ms)

    def _decide(self, engine: Engine, submit: Submit) -> bool:
        """Let the first policy whose moment has come decide; a pass is a command too."""
        for seat, number in engine.state.windows.due.items():
            if seat in self._policies and not engine.state.white_cell.rests(seat):
                asked = self._asked(engine, seat, number)
                try:
                    move = self._policies[seat].decide(asked)
                except SimError:
                    raise
                except Exception as fault:
                    raise self._failed(seat, fault) from fault
                command = Command(seat, "choose", move) if move else Command(seat, "pass")
                done = submit(command)
                assert not isinstance(done, Refusal), f"a policy chose what is not legal: {move}"
                return True
        return False

    def _reply(self, engine: Engine, submit: Submit) -> bool:
        """Let the first policy whose turn it is in a talk reply, if its radio works."""
        for request, seat in engine.state.requests.due.items():
            policy = self._policies.get(seat)
            rests = engine.state.white_cell.rests(seat)
            if policy is not None and policy.reply is not None and not rests:
                try:
                    reply, limits = policy.reply(self._asked(engine, seat, 0), request)
                except SimError:
                    raise
                except Exception as fault:
                    raise self._failed(seat, fault) from fault
                done = submit(Command(seat, "reply", subject=request, form=reply, limits=limits))
                if not isinstance(done, Refusal):
                    return True
                assert done.code == "radio_dead", f"a policy replied what it may not: {reply}"
        return False

    def _speak(self, engine: Engine, submit: Submit) -> bool:
        """Let policies to which something has just happened say something, once for each.

        What a policy wants to say that is not possible, such as calling on a busy line, it
        does not say.
        """
        for seat, speak in self._speakers.items():
            known = engine.state.known[seat]
            if known.beliefs.stirred_ms != engine.now_ms or engine.state.white_cell.rests(seat):
                continue
            matter = len(known.beliefs.weighed), known.beliefs.mishaps
            if self._heard.get(seat) == matter or not stirred(known, self._setup.parameters.r_base):
                continue
            self._heard[seat] = matter
            try:
                said = speak(self._asked(engine, seat, 0))
            except SimError:
                raise
            except Exception as fault:
                raise self._failed(seat, fault) from fault
            if [c for c in said if not isinstance(submit(c), Refusal)]:
                return True
        return False

    def _failed(self, seat: str, fault: Exception) -> PolicyError:
        """Say whose policy it was that failed."""
        name, what = self._made_of[2][seat].name, f"{type(fault).__name__}: {fault}"
        return PolicyError(f"seat “{seat}”: the policy “{name}” failed ({what})")

    def _asked(self, engine: Engine, seat: str, number: int) -> Asked:
        known = engine.state.known[seat]
        draw = self._draws[seat]
        return Asked.of(self._setup, known, now_ms=engine.now_ms, number=number, draw=draw)

    def _take_steps(self, engine: Engine, said: Mapping[str, int], submit: Submit) -> bool:
        """Let the first script whose next step is allowed do it.

        A step is tried when there is news, or at an instant at which it may become allowed; not
        at any other, so that it does not matter when somebody looks.
        """
        for seat, steps in self.scripts.items():
            step = _step(steps, said.get(seat, 0))
            if step is None or step.at > engine.now_ms or engine.state.white_cell.rests(seat):
                continue
            known = engine.state.known[seat]
            if self._tried.get(seat) == len(known.feed) or not self._may(engine, known, step):
                continue
            if not isinstance(submit(command_of(seat, step)), Refusal):
                return True
            self._tried[seat] = len(known.feed)
        return False

    def _may(self, engine: Engine, known: Known, step: Step) -> bool:
        """Say whether a step that was not allowed may have become so at this instant."""
        now = engine.now_ms
        return known.feed[-1].at_ms == now or now in instants(self._setup, known, step)


def _step(steps: tuple[Step, ...], done: int) -> Step | None:
    """Give the next step of a script: its place follows from the commands so far."""
    return steps[done] if done < len(steps) else None
