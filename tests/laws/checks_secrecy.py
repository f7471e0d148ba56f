"""Law L11: a seat is shown what follows from the events it may see, and nothing else."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from sim.engine import Draws, Engine, Setup, fold
from sim.engine.acts.white_refusals import HOLDERS
from sim.engine.base.draws import STREAMS
from sim.engine.base.log import FACTS, Event, to_line
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import rules, views
from sim.engine.seat.handing import handed
from sim.engine.seat.news import feed
from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.model.scenario import KINDS
from sim.model.world import WHITE_CELL
from sim.play.asked import OWN_STREAMS, Asked
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.play.policies import Policy
from sim.review.imagine import imagine
from tests.laws import plays
from tests.laws.worlds import ROOMS, World, arbitrary, course_of, setup_of

OWN = [stream for stream in STREAMS if stream.startswith(OWN_STREAMS)]
CUTS = 8
"""Places at which one log is cut and every seat is looked at."""


def _shown(setup: Setup, known: Known, now_ms: int, asked: list[rules.Command]) -> dict[str, Any]:
    """Gather everything a seat can be shown: view, feed, options, and answers to commands."""
    return {
        "view": views.view(setup, known, now_ms),
        "feed": feed(setup, known),
        "options": rules.options(setup, known, now_ms),
        "legal": rules.legal(setup, known, now_ms),
        "acts": rules.legal(setup, known, now_ms, acts_only=True),
        "refusals": [rules.refusal(setup, known, command, now_ms) for command in asked],
    }


def _differ(one: dict[str, Any], two: dict[str, Any]) -> str:
    return "".join(f"\n  {key}: {one[key]}\n  {two[key]}" for key in one if one[key] != two[key])


def _cuts(world: World, log: list[Event]) -> Iterator[tuple[Engine, int, random.Random]]:
    """Cut a log at random, within instants too; give the state there and an instant to look at."""
    dice = world.dice("cuts")
    for n in sorted(dice.randint(1, len(log)) for _ in range(CUTS)):
        next_ms = log[n].at_ms if n < len(log) else log[-1].at_ms
        now = dice.choice((log[n - 1].at_ms, dice.randint(log[n - 1].at_ms, next_ms)))
        state, draws = fold(world.setup, log[:n]), Draws(world.seed)
        engine = Engine(world.setup, draws, state, now_ms=now, log=log[:n])
        yield engine, now, dice


def check_l11_shown(world: World) -> None:
    """What a seat is shown at any cut follows from its redacted log alone."""
    for engine, now, dice in _cuts(world, course_of(world).log):
        commands = [arbitrary(dice, engine) for _ in range(40)]
        for seat, known in engine.state.known.items():
            asked = [replace(command, seat=seat) for command in commands]
            learned = views.relearn(world.setup, views.redact(engine.log, seat), seat)
            truth = _shown(world.setup, known, now, asked)
            again = _shown(world.setup, learned, now, asked)
            assert truth == again, f"{seat}, {len(engine.log)} events: {_differ(truth, again)}"


def check_l11_redacted(world: World) -> None:
    """A redacted log has no gaps, no plans, and points at nothing that is hidden."""
    log = course_of(world).log
    for seat in world.setup.seats:
        own = [event for event in log if seat in event.audience]
        shown = views.redact(log, seat)
        place = {event.seq: number for number, event in enumerate(own, 1)}
        assert len(shown) == len(own), f"{seat} is sent too much or too little"
        for number, (event, sent) in enumerate(zip(own, shown, strict=True), 1):
            told = f"{seat}: {to_line(sent)}"
            assert sent.seq == number, f"a gap in the numbers tells of hidden events: {told}"
            assert (sent.at_ms, type(sent.fact)) == (event.at_ms, type(event.fact)), told
            assert sent.cause == place.get(event.cause or 0), f"a hidden cause: {told}"
            assert sent.closes == place.get(event.closes or 0), f"a hidden closing: {told}"
            assert (sent.audience, set(sent.alert) - {seat}) == ((seat,), set()), told
            for name in FACTS[type(event.fact)].fields:
                value = getattr(sent.fact, name)
                if name in FACTS[type(event.fact)].hidden(sent.fact):
                    empty = FACTS[type(event.fact)].empty[name]
                    assert value == empty, f"the plan “{name}” is told: {told}"
                else:
                    assert value == getattr(event.fact, name), told
        cut = world.dice(seat).randint(0, len(log))
        early = views.redact(log[:cut], seat)
        assert early == shown[: len(early)], f"{seat}: what was sent is sent otherwise later"


def check_l11_alerts(world: World) -> None:
    """Nobody is called to attention, and given a window, by what he may not see."""
    for event in course_of(world).log:
        assert set(event.alert) <= set(event.audience), f"alerts the blind: {to_line(event)}"


SETS = (
    "injects.zz_whisper.at=9min",
    "injects.zz_inner.at=20min",
    "seats.there.window.span=2min",
    "seats.there.standing_orders=[]",
    "vessels.b_ship.course=10deg",
    "activities.zz_rite.lasts=4min",
    "moves.zz_lurk.free=false",
    "counters.zz_hoard.start=4",
    "flags.zz_secret.known_to=[there]",
    "seats.behind.orders=[{id: zz_new, title: N, text: N., when: {flag: zz_secret}, points: 1}]",
)
"""What may be otherwise behind the door; the seat `here` cannot see any of it before 40 min."""
NEARING = (
    "injects.near.at=1 min",
    "vessels.a_ship.speed=1 m/s",
    "injects.zz_whisper.at=13 min",
    "seats.there.decision=20 s",
    "activities.work.on=a_boat",
    "activities.work.reach=800 m",
)
"""Own vessels draw near, and behind the door somebody hears something just then."""
DOOR_MS = 40 * 60_000
HIDDEN_FROM = "here"


def check_l11_behind_the_door(world: World) -> None:
    """Two runs that differ only in what a seat cannot see are the same run to that seat."""
    _behind_the_door(world, ())


def check_l11_unseen_manoeuvre(world: World) -> None:
    """What depends on the distance of own vessels does not depend on vessels out of sight."""
    _behind_the_door(world, NEARING)


def _behind_the_door(world: World, always: tuple[str, ...]) -> None:
    dice = world.dice("door")
    base = _rooms(world.seed, "standing-orders", "standing-orders", always)
    for number in range(4):
        sets = (*always, *dice.sample(SETS, dice.randint(0, 4)))
        who = [dice.choice(("random", "standing-orders", "person")) for _ in range(2)]
        other = _rooms(world.seed, who[0], who[1], sets, dice)
        told = f"run {number}, {who}, {sets}"
        one, two = (
            [e for e in views.redact(p.engine.log, HIDDEN_FROM) if e.at_ms < DOOR_MS]
            for p in (base, other)
        )
        assert one == two, f"{told}: {_first(one, two)}"
        _same_sight(base, other, dice, told)


def check_l11_white_cell(world: World) -> None:
    """What the white cell does behind the door is nothing to a seat that cannot see it."""
    dice = world.dice("white cell")
    base = _rooms(world.seed, "standing-orders", "standing-orders", ())
    for number in range(3):
        other = _whitened(world.seed, dice)
        one, two = (
            [e for e in views.redact(p.engine.log, HIDDEN_FROM) if e.at_ms < DOOR_MS]
            for p in (base, other)
        )
        assert one == two, f"run {number}: {_first(one, two)}"


BEHIND = ("zz_whisper", "zz_inner")
"""Injects that the seat cannot see."""


def _whitened(seed: int, dice: random.Random) -> Play:
    """Play the two rooms with a white cell that is busy behind the door."""
    setup = _changed(())
    names = {"here": "random", **dict.fromkeys(("above", "there", "behind"), "standing-orders")}
    play = Play(setup, seed, {s: occupant(setup, s, name) for s, name in names.items()})
    while not play.ended and play.engine.now_ms < DOOR_MS:
        plays.go_on(play, dice)
        inject = dice.choice(BEHIND)
        asked = [Command(WHITE_CELL, v, inject) for v in ("hold", "lift", "skip", "release")]
        asked.append(Command(WHITE_CELL, "edit", inject, form="Other", text="Other words."))
        asked.append(
            Command(WHITE_CELL, "improvise", form="Aside", text="Aside.", clauses=("behind",))
        )
        asked += [Command(WHITE_CELL, verb, "behind") for verb in ("take", "give_back")]
        asked += [Command(WHITE_CELL, "seat", "behind", form=holder) for holder in HOLDERS]
        asked.append(Command(WHITE_CELL, "note", text="Nobody reads this."))
        if not play.ended:
            play.submit(dice.choice(asked))
    plays.finish(play)
    return play


def check_l11_imagined(world: World) -> None:
    """Two runs that differ only in what a seat cannot see are imagined alike by it."""
    dice = world.dice("imagined")
    base = _rooms(world.seed, "standing-orders", "standing-orders", ())
    for number in range(3):
        sets = tuple(dice.sample(SETS, dice.randint(0, 4)))
        who = [dice.choice(("random", "standing-orders", "firm")) for _ in range(2)]
        other, now = _rooms(world.seed, who[0], who[1], sets), dice.randint(1, DOOR_MS - 1)
        one, two = (
            repr(imagine(base.setup, handed(_known_at(play, now)), now, Draws(world.seed, 0, 7)))
            for play in (base, other)
        )
        assert one == two, f"run {number}, {who}, {sets}, at {now} ms"


def _known_at(play: Play, now_ms: int) -> Known:
    """Give what the seat that cannot see knew at an instant."""
    state = fold(play.setup, [e for e in play.engine.log if e.at_ms <= now_ms])
    return state.known[HIDDEN_FROM]


def check_l11_policy(world: World) -> None:
    """Two runs that differ only in what a seat cannot see put the same to its policy."""
    dice = world.dice("put")
    base, heard = _spied(world.seed, "standing-orders", "standing-orders", ())
    assert len(base) > 3, "a policy that nobody asks hears nothing wrong"
    for number in range(4):
        sets = tuple(dice.sample(SETS, dice.randint(0, 4)))
        who = [dice.choice(("random", "standing-orders", "firm")) for _ in range(2)]
        other, _ = _spied(world.seed, who[0], who[1], sets)
        for at, (one, two) in enumerate(zip(base, other, strict=False)):
            assert one == two, f"run {number}, {who}, {sets}: what is put number {at + 1} differs"
        assert len(base) == len(other), f"run {number}, {who}, {sets}: it is asked more often"
    for asked in heard:
        assert list(asked.known.feed) == [
            replace(event, seq=place) for place, event in enumerate(asked.known.feed, 1)
        ], "the numbers of events tell of hidden ones"


def _spied(
    seed: int, there: str, behind: str, sets: tuple[str, ...]
) -> tuple[list[str], list[Asked]]:
    """Play the two rooms; give all that was put to the policy in the seat that cannot see."""
    setup, texts, heard = _changed(sets), list[str](), list[Asked]()
    lot = occupant(setup, HIDDEN_FROM, "random").policy
    assert lot is not None

    def note(asked: Asked) -> None:
        if asked.now_ms < DOOR_MS:
            heard.append(asked)
            own = [asked.draw(stream, asked.number) for stream in OWN]
            texts.append(repr((asked.seat, asked.now_ms, asked.number, asked.known, own)))

    def decide(asked: Asked) -> str | None:
        note(asked)
        return lot.decide(asked)

    def speak(asked: Asked) -> list[Command]:
        note(asked)
        return []

    names = {"above": "standing-orders", "there": there, "behind": behind}
    filled = {seat: occupant(setup, seat, name) for seat, name in names.items()}
    play = Play(
        setup, seed, {HIDDEN_FROM: Occupant("spy", "policy", Policy(decide, speak)), **filled}
    )
    plays.finish(play)
    return texts, heard


def _first(one: list[Event], two: list[Event]) -> str:
    pairs = zip(one, two, strict=False)
    found = next(((a, b) for a, b in pairs if a != b), (one[-1], two[-1]))
    return f"{len(one)} and {len(two)} events\n  {to_line(found[0])}\n  {to_line(found[1])}"


def _rooms(
    seed: int, there: str, behind: str, sets: tuple[str, ...], dice: random.Random | None = None
) -> Play:
    """Play the two rooms; whoever is a person behind the door does whatever comes to mind."""
    setup = _changed(sets)
    names = {"here": "random", "above": "standing-orders", "there": there, "behind": behind}
    play = Play(setup, seed, {s: occupant(setup, s, name) for s, name in names.items()})
    while dice and not play.ended and play.engine.now_ms < DOOR_MS:
        plays.go_on(play, dice)
        plays.command(play, dice)
    plays.finish(play)
    return play


@cache
def _changed(sets: tuple[str, ...]) -> Setup:
    return setup_of("|".join((ROOMS, *sets)))


def _same_sight(base: Play, other: Play, dice: random.Random, told: str) -> None:
    now = dice.randint(0, DOOR_MS - 1)
    states = [fold(p.setup, [e for e in p.engine.log if e.at_ms <= now]) for p in (base, other)]
    asked = [arbitrary(dice, Engine(base.setup, base.draws, states[0], now)) for _ in range(40)]
    asked = [replace(command, seat=HIDDEN_FROM) for command in asked]
    one, two = (
        _shown(play.setup, state.known[HIDDEN_FROM], now, asked)
        for play, state in zip((base, other), states, strict=True)
    )
    assert one == two, f"{told}, at {now} ms: {_differ(one, two)}"


def check_l11_names(world: World) -> None:
    """No sentence and no field names a hidden flag, another seat's move, or an occupant."""
    for engine, now, dice in _cuts(world, course_of(world).log):
        commands = [arbitrary(dice, engine) for _ in range(20)]
        for seat, known in engine.state.known.items():
            hidden = _hidden(world.setup, seat)
            own = [replace(command, seat=seat) for command in commands]
            asked = [c for c in own if not hidden & _words(" ".join(map(str, asdict(c).values())))]
            for text in _texts(_shown(world.setup, known, now, asked)):
                named = hidden & _words(text)
                assert not named, f"{seat} reads {named} in “{text}”"


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9_-]+", text))


def _hidden(setup: Setup, seat: str) -> set[str]:
    """Name what a seat may not read of; ids that are plain words or of two things do not count."""
    kinds = {kind: {e.id for e in getattr(setup.scenario, f)} for kind, f in KINDS.items()}
    flags = {f.id for f in setup.scenario.flags if seat not in f.known_to}
    moves = {m.id for m in setup.scenario.moves if seat not in m.seats}
    moves -= {m.id for m in setup.scenario.moves if m.leave and m.leave.of == seat}
    others = {n for kind, ids in kinds.items() if kind not in ("flag", "move") for n in ids}
    occupants = {"policy", "random", "standing-orders", "script"}
    return {n for n in flags | moves if "_" in n} - others | occupants


def _texts(value: Any) -> Iterator[str]:
    """Yield every string inside what was shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, views.SeatView | views.FeedLine | rules.Option | Refusal):
        yield from _texts(asdict(value))
