"""Policies: how seats without a person decide, and what they say before they act.

A policy is given what its seat knows and nothing else. It decides when its time has come; and it
may speak at once when something has been done to its seat, or by its own side by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from sim.engine.base.draws import Draws
from sim.engine.base.geometry import range_m
from sim.engine.base.setup import Setup
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import beliefs
from sim.engine.seat.handing import handed
from sim.engine.seat.reach import board_state, callable_channels, desks_of
from sim.engine.seat.rules import Command, legal, terms_of
from sim.errors import PolicyError, nearest
from sim.loader.doctrines import doctrines
from sim.model import choice
from sim.model.channels import DESKED, Channel
from sim.model.choice import Doctrine
from sim.model.doctrines import DoctrineSpec, doctrine
from sim.model.moves import Move
from sim.plugins import Registry
from sim.units import parse_typed

OWN_STREAMS = "policy."
"""How the streams begin from which a policy may draw."""


class OwnDraws:
    """The chance of one seat's policy: its own streams, and itself as the subject."""

    def __init__(self, draws: Draws, seat: str) -> None:
        self._uniform, self._seat = draws.uniform, seat

    def __call__(self, stream: str, index: int, of: str = "") -> float:
        """Draw a number in (0, 1) that belongs to this run, this seat and this address.

        Args:
            stream: One of the policies' own.
            index: Counts within the seat, or within `of`.
            of: A part of the seat's affairs, such as a channel.

        Raises:
            PolicyError: the stream belongs to something else.
        """
        if not stream.startswith(OWN_STREAMS):
            raise PolicyError(f"a policy may not draw from “{stream}”; only from its own streams")
        return self._uniform(stream, f"{self._seat}.{of}" if of else self._seat, index)


@dataclass(slots=True)
class Asked:
    """What a policy is given: never more than its seat knows.

    `known` holds events by their place among those that the seat knows; `number` is the
    decision's number.
    """

    setup: Setup
    known: Known
    now_ms: int
    number: int
    draw: OwnDraws

    @classmethod
    def of(cls, setup: Setup, known: Known, *, now_ms: int, number: int, draw: OwnDraws) -> Asked:
        """Make what is given to a policy of what the engine keeps for its seat."""
        return cls(setup, handed(known), now_ms=now_ms, number=number, draw=draw)

    @property
    def seat(self) -> str:
        """Give the seat that is asked."""
        return self.known.seat


@dataclass(frozen=True, slots=True)
class Policy:
    """How a seat decides: `decide` gives a move id, or None to do nothing; `speak` what to say."""

    decide: Callable[[Asked], str | None]
    speak: Callable[[Asked], list[Command]] | None = None


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
        spec = _overridden(name, doctrines()[name], parameters)
        return Policy(lambda asked: _decide(spec, asked), lambda asked: _speak(spec, asked))

    return make


for _name in ("cautious", "firm", "hawkish", "tit-for-tat"):
    POLICIES.add(_name)(_maker(_name))


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


def _numbers(spec: DoctrineSpec, asked: Asked) -> Doctrine:
    revisionist = asked.known.run.intent == "revisionist"
    made = asked.setup.once("doctrines", lambda _: dict[tuple[DoctrineSpec, bool], Doctrine]())
    key = spec, revisionist
    if key not in made:
        made[key] = doctrine(spec, asked.setup.parameters, revisionist=revisionist)
    return made[key]


def _ranked(setup: Setup, side: str) -> dict[str, tuple[str, int, float]]:
    """Give every move with its rung as its own side reads it, and its fit."""
    found = setup.once("ranked", lambda _: dict[str, dict[str, tuple[str, int, float]]]())
    if side not in found:
        moves = setup.moves.values()
        found[side] = {m.id: (m.id, m.read_as.get(side, m.rung or 0), m.fit) for m in moves}
    return found[side]


def _decide(spec: DoctrineSpec, asked: Asked) -> str | None:
    """Choose an act: first its rung, then the move; words are not among them."""
    setup, known = asked.setup, asked.known
    ranked = _ranked(setup, known.side)
    menu = [ranked[move] for move in legal(setup, known, asked.now_ms, acts_only=True)]
    if not menu:
        return None
    mind = beliefs.mind(setup, known, asked.now_ms)
    draws = (
        asked.draw("policy.rung", asked.number),
        asked.draw("policy.move", asked.number),
    )
    return choice.choose(_numbers(spec, asked), mind, menu, draws)


def _speak(spec: DoctrineSpec, asked: Asked) -> list[Command]:
    """Try to reach the other side, on every channel that is not known to be shut.

    One try on each channel for each thing that happened, by the doctrine's readiness to call,
    which falls with each try there in a row that came to nothing; and perhaps one of the seat's
    own words (a free move that deconflicts).
    """
    numbers, known, setup, seat = _numbers(spec, asked), asked.known, asked.setup, asked.seat
    index = len(known.beliefs.weighed) * 1000 + known.beliefs.mishaps
    said = []
    for name in callable_channels(setup, seat):
        channel = setup.channels[name]
        if board_state(setup, known, channel) != "open":
            continue
        to = _reached(asked, channel)
        form = _form(asked, channel)
        ready = numbers.calls * setup.parameters.reputation ** known.calls.snubs.get(name, 0)
        if to and form and asked.draw("policy.call", index, name) < ready:
            said.append(Command(seat, "call", subject=name, to=to, form=form))
    words = _words(setup, seat)
    if words and asked.draw("policy.call", index) < numbers.calls:
        menu = [
            (move.id, 0, move.fit)
            for move in words
            if not terms_of(setup, move.id).block(known, asked.now_ms)
        ]
        if menu:
            chances = choice.logit([fit for _, _, fit in menu], numbers.precision)
            u = asked.draw("policy.word", index)
            said.append(Command(seat, "choose", menu[choice.taken(chances, u)][0]))
    return said


def _words(setup: Setup, seat: str) -> list[Move]:
    """List a seat's own words: its free moves that deconflict."""
    found = setup.once("words", lambda _: dict[str, list[Move]]())
    if seat not in found:
        moves = setup.moves_of[seat]
        found[seat] = [m for m in moves if m.free and m.direction == "deconflict"]
    return found[seat]


def _reached(asked: Asked, channel: Channel) -> str:
    """Give the desk or vessel of the faced side that a channel reaches, "" if none."""
    setup, known = asked.setup, asked.known
    other = setup.faces[known.side]
    if channel.kind in DESKED:
        desks = (s for s in desks_of(channel, asked.seat) if setup.seats[s].side == other)
        return next(desks, "")
    own = next((v for v in setup.seats[asked.seat].commands if v in known.vessels.tracks), None)
    held = [
        v
        for v in known.vessels.tracks
        if setup.side_of(v) == other and v not in known.vessels.lost_ms and v in setup.commander
    ]
    if own is None or not held:
        return ""
    here = known.vessels.tracks[own]
    return min(held, key=lambda v: range_m(here, known.vessels.tracks[v], asked.now_ms))


def _form(asked: Asked, channel: Channel) -> str:
    """Give the form that fits: an explanation after a mishap, else assurance or a question."""
    wanted = ("explain", "share") if asked.known.beliefs.mishap_ms == asked.now_ms else ()
    for intent in (*wanted, "assure", "ask", "explain", "hail"):
        for form in channel.forms:
            if asked.setup.forms[form].intent == intent:
                return form
    return ""


def stirred(known: Known, routine: float) -> bool:
    """Say whether something has just happened that a seat may want to talk about."""
    if known.beliefs.stirred_ms != known.alerted_ms:
        return False
    return (
        known.beliefs.mishap_ms == known.beliefs.stirred_ms
        or known.beliefs.weighed[len(known.beliefs.weighed)].rung > routine
    )
