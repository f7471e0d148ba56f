"""Policies: how seats without a person decide, and what they say before they act.

A policy is given what its seat knows and nothing else. It decides when its time has come; and it
may speak at once when something has been done to its seat, or by its own side by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from sim.engine.base.setup import Setup
from sim.engine.seat.menus import Terms, allowed, menu_of
from sim.engine.seat.rules import Command, asks_leave, legal
from sim.errors import PolicyError, nearest
from sim.loader.doctrines import doctrines
from sim.model import choice
from sim.model.choice import Acts, Doctrine, RungChoice
from sim.model.doctrines import DoctrineSpec, doctrine
from sim.play import promising, talking
from sim.play.asked import Asked
from sim.play.promising import Reply
from sim.plugins import Registry
from sim.units import parse_typed


@dataclass(frozen=True, slots=True)
class Policy:
    """How a seat decides: `decide` gives a move id, or None to do nothing; `speak` what to say.

    `choose` tells of a doctrine's decision also what rung it desired; None if it has no act.
    `reply` answers a request by its name, with limits where it counters; without it nothing is.
    `ahead` says that it thinks for seconds, and draws nothing, so that it may do so elsewhere.
    """

    decide: Callable[[Asked], str | None]
    speak: Callable[[Asked], list[Command]] | None = None
    choose: Callable[[Asked], RungChoice | None] | None = None
    reply: Callable[[Asked, str], Reply] | None = None
    ahead: bool = False


POLICIES: Registry[Callable[[Mapping[str, str]], Policy | None]] = Registry("policy")
"""Makers of policies: from parameters to a policy; None never decides."""


@POLICIES.add("standing-orders")
def standing_orders(parameters: Mapping[str, str]) -> Policy | None:
    """Let every window lapse, so that the seat's standing orders are carried out."""
    _none_left(parameters, "standing-orders")
    return None


@POLICIES.add("random")
def random_policy(parameters: Mapping[str, str]) -> Policy | None:
    """Pick any legal move, or none, all alike."""
    _none_left(parameters, "random")

    def decide(asked: Asked) -> str | None:
        moves = legal(asked.setup, asked.known, asked.now_ms)
        return any_of(moves, asked.draw("policy.random", asked.number))

    return Policy(decide)


def any_of(moves: Sequence[str], u: float) -> str | None:
    """Pick one of some moves or none, all alike, by a uniform number."""
    at = int(u * (len(moves) + 1))
    return moves[at] if at < len(moves) else None


def _none_left(parameters: Mapping[str, str], name: str) -> None:
    if parameters:
        raise PolicyError(f"the policy “{name}” takes no “{next(iter(parameters))}”")


def _maker(name: str) -> Callable[[Mapping[str, str]], Policy | None]:
    """Make the maker of a doctrine's policies; parameters on the line override the document."""

    def make(parameters: Mapping[str, str]) -> Policy | None:
        numbers = _Numbers(_overridden(name, doctrines()[name], parameters))

        def choose(asked: Asked) -> RungChoice | None:
            some = any(map(_acts(asked), _on_rungs(asked.setup, asked.seat)))
            return _choose(numbers, asked) if some else None

        def decide(asked: Asked) -> str | None:
            return _choose(numbers, asked).move

        def speak(asked: Asked) -> list[Command]:
            return talking.speak(numbers(asked), asked)

        def reply(asked: Asked, request: str) -> Reply:
            return promising.reply(numbers(asked), asked, request)

        return Policy(decide, speak, choose, reply)

    return make


DOCTRINES = ("cautious", "firm", "hawkish", "tit-for-tat")
for _name in DOCTRINES:
    POLICIES.add(_name)(_maker(_name))
POLICIES.later("search", "sim.review.search")


def _overridden(name: str, spec: DoctrineSpec, parameters: Mapping[str, str]) -> DoctrineSpec:
    data = spec.model_dump(exclude_unset=True)
    numbers = [key for key in DoctrineSpec.model_fields if key not in ("id", "title", "source")]
    for key, value in parameters.items():
        if key not in numbers:
            raise PolicyError(f"the policy “{name}” takes no “{key}”; {nearest(key, numbers)}")
        try:
            data[key] = parse_typed(value)
            spec = DoctrineSpec.model_validate(data)
        except ValidationError as error:
            what = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise PolicyError(f"the policy “{name}”: “{key}={value}”: {what}") from None
        except ValueError:
            raise PolicyError(f"the policy “{name}”: “{key}={value}” is no number") from None
    return spec


class _Numbers:
    """The numbers of one doctrine, for who is revisionist and who is not."""

    def __init__(self, spec: DoctrineSpec) -> None:
        self._spec = spec
        self._made: dict[tuple[int, bool], tuple[Setup, Doctrine]] = {}

    def __call__(self, asked: Asked) -> Doctrine:
        """Give the numbers by which a seat chooses, made once for a scenario."""
        setup, revisionist = asked.setup, asked.known.run.intent == "revisionist"
        key = id(setup), revisionist
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = setup, _made(self._spec, setup, revisionist)
        return found[1]


def _made(spec: DoctrineSpec, setup: Setup, revisionist: bool) -> Doctrine:
    made = setup.once("doctrines", lambda _: dict[tuple[DoctrineSpec, bool], Doctrine]())
    key = spec, revisionist
    if key not in made:
        made[key] = doctrine(spec, setup.parameters, revisionist=revisionist)
    return made[key]


def _on_rungs(setup: Setup, seat: str) -> dict[int, list[Terms]]:
    """Give the acts of a seat on each rung as its own side reads them, in the document's order."""
    made = setup.once("on rungs", lambda _: dict[str, dict[int, list[Terms]]]())
    if seat not in made:
        made[seat] = {}
        side = setup.seats[seat].side
        for terms in menu_of(setup, seat, acts_only=True):
            move = setup.moves[terms.move]
            made[seat].setdefault(move.read_as.get(side, move.rung or 0), []).append(terms)
    return made[seat]


def _acts(asked: Asked) -> Acts:
    """Give what a seat may do on a rung: to choose what needs leave is to ask for it.

    While a question is open no other is asked, and what is done meanwhile is among the rest.
    """
    setup, known = asked.setup, asked.known
    on_rungs, waits = _on_rungs(setup, asked.seat), "asked" in known.moves.leave.values()

    def menu(rung: int) -> list[tuple[str, float]]:
        return [
            (move, setup.moves[move].fit)
            for move in allowed(on_rungs.get(rung, ()), known, asked.now_ms)
            if not (waits and asks_leave(known, setup.moves[move]))
        ]

    return menu


def _choose(numbers: _Numbers, asked: Asked) -> RungChoice:
    """Choose an act: first its rung, then the move; words are not among them."""
    draws = asked.draw("policy.rung", asked.number), asked.draw("policy.move", asked.number)
    return choice.choose(numbers(asked), asked.mind, _acts(asked), draws)
