"""Roll-outs: a run gone on with from a decision by one of its ways, to the end.

Two lenses, never mixed. *Hindsight* starts from the true state: what was under way keeps the
instant that was drawn for it, and whatever comes later is drawn on branch k. *Foresight* starts
from a state that the seat could imagine, drawn on branch k too, from what it knew. The k-th
roll-outs of all ways of a decision meet the same luck, so that their differences are paired.

In every roll-out the seat in question goes on by a doctrine of its own, and so does every other
that was held by a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.engine import Draws, Engine
from sim.engine.acts.scores import scores
from sim.engine.base.setup import Setup
from sim.engine.facts.run import SeatTaken
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.handing import handed
from sim.engine.seat.rules import Command
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant, prevailing
from sim.review.decisions import DecisionPoint, Standing
from sim.review.imagine import imagine

Lens = Literal["hindsight", "foresight"]
LENSES: tuple[Lens, ...] = ("foresight", "hindsight")
IMAGINED_SEED = 0
"""The seed of imagined chance: the true one would tell what nobody may know."""
_FALLBACK = "firm"
"""The doctrine of a seat whose own occupant has none: nobody, or a script, which fits one run."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """What a roll-out came to for the seat's side.

    `earned` gives the points of each objective in the scenario's order, `happened` counts of what
    people would name: those hurt, those dead, shots, collisions.
    """

    loss: float
    ending: str
    earned: tuple[float, ...]
    happened: tuple[int, ...]


HAPPENED = ("hurt", "dead", "shots", "collisions")


def doctrine_of(setup: Setup, seat: str) -> str:
    """Name the doctrine by which a seat goes on: its own in the scenario, if it has one."""
    name = setup.seats[seat].occupant
    return name if occupant(setup, seat, name).control == "policy" else _FALLBACK


def gone_on_by(
    setup: Setup, held: Mapping[str, Occupant], seat: str
) -> tuple[dict[str, Occupant], tuple[str, ...]]:
    """Say who decides in every seat of a roll-out, and which seats change hands for it."""
    changed = tuple(s for s, o in held.items() if o.control == "person" or s == seat)
    names = {s: doctrine_of(setup, s) for s in changed}
    taken = {s: occupant(setup, s, name) for s, name in names.items() if held[s].name != name}
    return {**held, **taken}, tuple(taken)


class Roller:
    """Rolls out the decisions of one run."""

    def __init__(
        self, setup: Setup, held: Mapping[str, Occupant], *, seed: int, replicate: int
    ) -> None:
        """Keep what all roll-outs of a run share.

        Args:
            setup: The scenario.
            held: Who held which seat in the run.
            seed: The run's seed, for hindsight.
            replicate: The run's replicate, for hindsight.
        """
        self._setup = setup
        self._seed, self._replicate = seed, replicate
        prevailed = prevailing(held, Draws(seed, replicate))
        self._held: dict[Lens, Mapping[str, Occupant]] = {"foresight": held, "hindsight": prevailed}
        self._gone_on: dict[tuple[str, Lens], tuple[dict[str, Occupant], tuple[str, ...]]] = {}
        self._imagined: tuple[tuple[str, int, int], Imagined] | None = None
        """The last imagined world: all ways of a decision meet it."""

    def roll(self, decision: DecisionPoint, lens: Lens, way: int, k: int) -> Rolled:
        """Roll a way of a decision out to the end of the run.

        Args:
            decision: Where the run stands.
            lens: From the true state, or from one that the seat could imagine.
            way: The place of the way among those of the decision.
            k: The branch of chance, from 1.
        """
        setup, seat, moment = self._setup, decision.seat, decision.moment
        if (seat, lens) not in self._gone_on:
            self._gone_on[seat, lens] = gone_on_by(setup, self._held[lens], seat)
        held, changed = self._gone_on[seat, lens]
        if lens == "hindsight":
            engine, said = self._truth(moment, k), moment.said
        else:
            engine = self._foreseen(decision, k)
            said = likely_said(held, moment.now_ms)
        end = played_out(engine, held, changed, said=said, command=decision.ways[way].command)
        return summed_up(end, seat)

    def _truth(self, moment: Standing, k: int) -> Engine:
        draws = Draws(self._seed, self._replicate, branch=k)
        return Engine.resume(self._setup, draws, moment.state.copy(), now_ms=moment.now_ms)

    def _foreseen(self, decision: DecisionPoint, k: int) -> Engine:
        moment, key = decision.moment, (decision.seat, decision.number, k)
        if self._imagined is None or self._imagined[0] != key:
            known = handed(moment.state.known[decision.seat])
            world = Imagined(self._setup, known, moment.now_ms, number=decision.number, k=k)
            self._imagined = key, world
        return self._imagined[1].engine()


class Imagined:
    """The k-th world that a seat could imagine at its decision of a number."""

    def __init__(self, setup: Setup, known: Known, now_ms: int, number: int, k: int) -> None:
        """Imagine it.

        Args:
            setup: The scenario.
            known: What the seat knows, as it is handed over.
            now_ms: When.
            number: The decision, so that no two have the same luck.
            k: The branch of chance.
        """
        self._setup, self._now_ms = setup, now_ms
        self._draws = Draws(IMAGINED_SEED, number, branch=k)
        self._state = imagine(setup, known, now_ms, self._draws)

    def engine(self) -> Engine:
        """Give a run that goes on from it."""
        state = self._state.copy()
        return Engine.resume(self._setup, self._draws, state, now_ms=self._now_ms)


def likely_said(held: Mapping[str, Occupant], now_ms: int) -> dict[str, int]:
    """Say how many steps of each script are behind it, as far as their hours tell."""
    return {seat: sum(step.at <= now_ms for step in o.steps) for seat, o in held.items() if o.steps}


def played_out(
    engine: Engine,
    held: Mapping[str, Occupant],
    changed: Collection[str],
    said: Mapping[str, int],
    command: Command | None,
) -> Engine:
    """Do something in a run, or nothing, and go on with it to its end.

    Args:
        engine: At a finished instant.
        held: Who decides in every seat.
        changed: The seats that somebody else takes from here on.
        said: How many commands each seat has given so far.
        command: What is done; in an imagined world it may be refused, and is not done then.
    """
    for seat in changed:
        engine.emit(SeatTaken(seat, held[seat].name, held[seat].control), audience=(seat,))
    play = Play.going_on(engine, held, said)
    if command is not None:
        play.submit(command)
    play.advance()
    return play.engine


def summed_up(engine: Engine, seat: str) -> Rolled:
    """Say what a run that has ended came to for a seat's side."""
    setup = engine.setup
    found = scores(setup, engine.state, engine.now_ms)[setup.seats[seat].side]
    tallies = engine.state.acts.tallies
    return Rolled(
        found["loss"],
        engine.state.run.ended,
        earned=tuple(points for _, points in found["objectives"].values()),
        happened=tuple(tallies.get(name, 0) for name in HAPPENED),
    )
