"""Laws L10, L12, L15, L17 to L19: words travel, strangers do not matter, contact only informs."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from sim.engine import Setup
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.relays import RelayArrived, RelayPassed, RelaySent
from sim.engine.facts.talks import TalkBegun, TalkEnded
from sim.loader import from_data
from sim.loader.overrides import apply_sets
from sim.loader.yamltext import Document
from sim.model import choice
from sim.model.choice import Doctrine, Mind
from sim.model.scenario import canonical
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.study import workers
from sim.study.design import Study
from sim.study.planning import plan
from tests.laws.worlds import World, course_of


def check_l10(world: World) -> None:
    """A call is answered only after it was asked for and may be; each two desks talk once.

    What goes by relay is read once it is through.
    """
    log = course_of(world).log
    talking: Counter[tuple[str, frozenset[str]]] = Counter()
    for event in log:
        fact = event.fact
        if isinstance(fact, CallBegun):
            assert fact.may_ms >= event.at_ms, f"may be answered before it rings: {fact}"
        if isinstance(fact, CallRings):
            begun = log[(event.cause or 0) - 1]
            assert begun.fact.may_ms <= event.at_ms, f"rings before it may: {fact}"
            assert begun.at_ms < event.at_ms, f"rings as it is sent: {fact}"
        if isinstance(fact, CallEnded) and event.closes is not None:
            _ended_in_time(world, log[event.closes - 1], event)
        if isinstance(fact, RelayArrived):
            _through_all_hops(world, log, event)
        if isinstance(fact, TalkBegun | TalkEnded):
            _one_talk(world, talking, event)
        if isinstance(fact, TalkEnded) and fact.outcome == "done":
            opened = log[(event.closes or 0) - 1]
            cut = event.cause != event.closes
            assert cut or opened.fact.due_ms == event.at_ms, f"read before its end: {fact}"


def _ended_in_time(world: World, opened: Event, event: Event) -> None:
    fact = event.fact
    assert fact.wait_ms == event.at_ms - opened.at_ms, f"waited otherwise than it says: {fact}"
    if isinstance(opened.fact, CallAsked):
        assert fact.outcome == "withdrawn", f"ends before the line is rung: {fact}"
    elif fact.outcome in ("answered", "declined") and not opened.fact.vessel:
        assert event.at_ms >= opened.fact.may_ms, f"answered before it may be: {fact}"
        assert event.at_ms > opened.at_ms, f"answered as it is sent: {fact}"


def _through_all_hops(world: World, log: list[Event], event: Event) -> None:
    """What comes by relay has gone through every office in its time, and none has lost it."""
    hops, at = len(world.setup.channels[event.fact.channel].hops), event
    for hop in reversed(range(hops)):
        at = log[(at.closes or 0) - 1]
        assert isinstance(at.fact, RelayPassed if hop else RelaySent), f"skips a hop: {event}"
        assert (at.fact.hop, at.fact.lost) == (hop, False), f"comes though it is lost: {at}"
        assert at.at_ms < at.fact.due_ms <= event.at_ms, f"read before it is there: {at}"
    assert at.fact.sent_ms == event.fact.sent_ms == at.at_ms, f"another message: {event}"
    assert event.audience == (event.fact.callee,), f"others read it, or its sender: {event}"


def _one_talk(world: World, talking: Counter[tuple[str, frozenset[str]]], event: Event) -> None:
    fact = event.fact
    if world.setup.channels[fact.channel].kind == "line":
        pair = fact.channel, frozenset((fact.caller, fact.callee))
        talking[pair] += 1 if isinstance(fact, TalkBegun) else -1
        assert talking[pair] in (0, 1), f"two talks at once on one line: {fact}"


STRANGERS: dict[str, list[dict[str, Any]]] = {
    "sides": [{"id": "zz_side", "name": "Strangers"}],
    "seats": [
        {"id": "zz_one", "title": "One", "side": "zz_side", "level": "capital"},
        {"id": "zz_two", "title": "Two", "side": "zz_side", "level": "capital"},
    ],
    "channels": [
        {
            "id": "zz_line",
            "name": "Theirs",
            "kind": "line",
            "forms": ["zz_form"],
            "seats": ["zz_one", "zz_two"],
        }
    ],
    "forms": [{"id": "zz_form", "title": "Theirs"}],
    "streams": [
        {
            "id": "zz_stream",
            "title": "Theirs",
            "by": "zz_side",
            "against": "zz_side",
            "rate": "40 per h",
            "unsafe": 0.2,
            "cpa": {"median": "90 m", "sigma": 1},
            "contact": {"distance": "85 m"},
        }
    ],
    "vessels": [
        {
            "id": "zz_ship",
            "name": "Far",
            "side": "zz_side",
            "service": "civilian",
            "length": "50 m",
            "top_speed": "10 kn",
            "aerial": "5 m",
            "sight": "1 nm",
            "at": "19 N 121 E",
            "course": "0 deg",
            "speed": "0 kn",
        }
    ],
}
"""A side, its seats, a line between them, a ship and a stream, none of which anybody meets."""


def check_l12(world: World) -> None:
    """A side, channel and vessel that nobody meets change no event of the others."""
    data = canonical(world.setup.scenario)
    for side in data["sides"]:
        others = [s["id"] for s in data["sides"] if s["id"] != side["id"]]
        side.setdefault("faces", others[0])
    plain = Setup(from_data(data))
    more = {key: [*data.get(key, ()), *added] for key, added in STRANGERS.items()}
    crowded = Setup(from_data({**data, **more}))
    left, right = (_met(_played(world, setup)) for setup in (plain, crowded))
    for a, b in zip(left, right, strict=False):
        assert a == b, f"strangers change an event:\n  {a}\n  {b}"
    assert len(left) == len(right), "strangers add or take events"


def _played(world: World, setup: Setup) -> list[Event]:
    """Play with policies drawn for the seats of the world."""
    dice = world.dice("crew")
    names = {seat: dice.choice(("firm", "random", "hawkish")) for seat in world.setup.seats}
    filled = {s: occupant(setup, s, names.get(s, "standing-orders")) for s in setup.seats}
    play = Play(setup, world.seed, filled)
    play.advance()
    return play.engine.log


def _met(log: list[Event]) -> list[tuple[Any, ...]]:
    """Leave strangers out of a log: their events, their place in audiences, and all numbers."""
    kept = []
    for event in log:
        if "zz_" not in repr(event.fact):
            seen = tuple(s for s in event.audience if not s.startswith("zz_"))
            alert = tuple(s for s in event.alert if not s.startswith("zz_"))
            kept.append((event.at_ms, event.fact, seen, alert))
    return kept


def check_l15(world: World) -> None:
    """One worker or more, in any order of the work: the same rows."""
    data = canonical(world.setup.scenario)
    drawn = plan(Study(Document("world", data), seed=world.seed, n=6))
    worker = workers.Worker(drawn)
    forth = [row for first in (0, 2, 4) for row in worker.rows((0, first, 2))]
    other = workers.Worker(drawn)
    back = [other.rows((0, first, 1))[0] for first in (5, 4, 3, 2, 1, 0)]
    assert forth == back[::-1], "the table depends on who ran which replicate when"


FIRM = Doctrine(0.85, 2, 2, 0.3, 0, 1, 1.2, 8, 0.5, 1.5, 1, 0.8)


def check_l17(seed: int) -> None:
    """Another move on a rung never changes the chance of any rung, nor the rung that is drawn."""
    dice = random.Random(seed)
    mind, menu = _mind(dice), _menu(dice)
    twin = ("twin", dice.choice(menu)[1], dice.uniform(-1, 1))
    for _ in range(20):
        draws = dice.random(), dice.random()
        alone = choice.choose(FIRM, mind, _on_rungs(menu), draws)
        joined = choice.choose(FIRM, mind, _on_rungs([*menu, twin]), draws)
        assert alone.rung == joined.rung, f"a twin on rung {twin[1]} changes the rung"


def check_l19(seed: int) -> None:
    """Taking moves away never raises the rung taken, nor moves it above the rungs left empty."""
    dice = random.Random(seed)
    mind, menu = _mind(dice), _menu(dice)
    fewer = [each for each in menu if dice.random() < 0.6]
    emptied = {rung for _, rung, _ in menu} - {rung for _, rung, _ in fewer}
    for _ in range(20):
        draws = dice.random(), dice.random()
        before = choice.choose(FIRM, mind, _on_rungs(menu), draws).rung
        after = choice.choose(FIRM, mind, _on_rungs(fewer), draws).rung
        assert after <= before, f"without moves rung {after} is taken, with them {before}"
        assert after == before or before in emptied, f"rung {before} was there, {after} is taken"


def _mind(dice: random.Random) -> Mind:
    return Mind(dice.random(), dice.uniform(0, 10), dice.random(), dice.random() < 0.5, 0.3,
                dice.random(), dice.uniform(0, 10), 0)  # fmt: skip


def _menu(dice: random.Random) -> list[tuple[str, int, float]]:
    n = dice.randint(1, 8)
    return [(f"m{k}", dice.randint(0, 10), dice.uniform(-1, 1)) for k in range(n)]


def _on_rungs(menu: list[tuple[str, int, float]]) -> choice.Acts:
    return lambda rung: [(move, fit) for move, at, fit in menu if at == rung]


NO_EFFECT = [
    f"parameters.{name}=0"
    for name in (
        *("x_vhf", "x_call", "x_relay", "x_joint", "x_rules", "x_silence", "delta_call"),
        *("decline_rung", "leak", "moral_hazard", "trust", "honour", "say_warn"),
    )
]
RELAY: dict[str, Any] = {
    "id": "relay",
    "name": "Relay",
    "kind": "relay",
    "seats": ["north_captain", "south_captain"],
    "forms": ["explain", "assure", "ask"],
    "hops": [{"via": "Ministry", "delay": "40 min", "loss": 0.2}],
}
"""A third way between the two captains."""
WAYS = ("bridge_radio", "staff_line", "relay")
SHUT = {
    arm: [f"channels.{way}.start=suspended" for way in WAYS if way not in ways]
    for arm, ways in {"all": WAYS, "none": (), **{way: (way,) for way in WAYS}}.items()
}


def check_l18_staffs(world: World) -> None:
    """The same for staffs in two zones: reports, hours and meetings carry no words."""
    lines = [f"channels.{line}.start=suspended" for line in ("capitals", "scenes")]
    shut = {"all": [], "capitals": lines[1:], "scenes": lines[:1], "none": lines}
    check_l18(world, shut, more=())


def check_l18(
    world: World, shut: dict[str, list[str]] = SHUT, more: tuple[dict[str, Any], ...] = (RELAY,)
) -> None:
    """With every effect of contact at zero, all arms of channels act alike, seed for seed."""
    data = canonical(world.setup.scenario)
    data["channels"] = [*data["channels"], *more]
    found = {}
    for arm, sets in shut.items():
        setup = Setup(from_data(apply_sets(data, [*NO_EFFECT, *sets])))
        filled = {s: occupant(setup, s, spec.occupant) for s, spec in setup.seats.items()}
        play = Play(setup, world.seed, filled)
        play.advance()
        found[arm] = [(e.at_ms, e.fact) for e in play.engine.log if isinstance(e.fact, ActOccurred)]
    for arm, acts in found.items():
        assert acts == found["none"], f"the arm {arm} acts otherwise than none"
