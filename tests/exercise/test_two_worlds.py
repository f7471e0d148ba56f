"""Two worlds that differ in what a seat may not know send it the same bytes, whatever differs.

Every frame of a person, of another in the same seat and of an observer who looks at it is compared:
text, number, size and order. Wall time is handed in, so nothing is left out of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.engine import Setup
from sim.errors import Refusal
from sim.exercise.host import lobby, roles, showing
from sim.exercise.host.people import Participant
from sim.exercise.host.room import Room
from sim.exercise.protocol.messages import Order
from sim.loader import load
from sim.model.world import WHITE_CELL
from tests.exercise.rooms import SCENARIO, SEATS, TASK, Client, Net, opened, setup

Deeds = Callable[[Net, dict[str, Client]], None]
WATCHING, OTHER = SEATS


def gathered(net: Net) -> dict[str, Client]:
    """Let everybody in; the seat that is compared has two people and an observer."""
    here = {
        "one": net.join(WATCHING, "Ito"),
        "other": net.join(OTHER, "Reyes"),
        "two": net.join(WATCHING, "Sato"),
        "other two": net.join(OTHER, "Cruz"),
        "white": net.join(WHITE_CELL, "Ada"),
        "evaluator": net.join("evaluator", "E1"),
        "observer": net.join("observer", "O1"),
        "other observer": net.join("observer", "O2"),
    }
    for seat in SEATS:
        net.act(here["white"], "open", seat=seat)
    net.say(here["observer"], here["observer"].peer.sit(WATCHING))
    net.tick(3)
    return here


def frames(folder: Path, deeds: Deeds, what: Setup | None = None) -> list[list[str]]:
    """Play a little, do in each round what differs, and give what was sent to the seat."""
    host = opened(folder, what=what)
    net = Net(host.room)
    here = gathered(net)
    for round_ in range(3):
        deeds(net, here)
        net.order(here["one"], "note", text=f"ours {round_}")
        net.query(here["two"], "why", number=1)
        net.say(here["one"], here["one"].peer.alive())
        net.tick(2)
    host.close()
    return [list(here[who].frames) for who in ("one", "two", "observer")]


def nothing(net: Net, here: dict[str, Client]) -> None:
    """Do nothing beside."""


def orders(net: Net, here: dict[str, Client]) -> None:
    """Propose, approve, order and refuse in the other seat what does not leave its bridge."""
    net.order(here["other"], "choose", "we lie", subject="p01_shadow")
    net.order(here["other two"], "choose", "and how", subject="n01_report_bureau")
    done = net.order(here["other"], "choose", "we lie", subject="n01_report_bureau")
    assert done is None or isinstance(done, Refusal), "it is not open any more"
    net.order(here["other"], "note", text="we lie")


def mistakes(net: Net, here: dict[str, Client]) -> None:
    """Say what is refused, from every other connection."""
    for who in ("other", "other two", "white", "evaluator", "other observer"):
        net.say(here[who], "{")
        net.order(here[who], "choose", subject="no such move")
        net.query(here[who], "log", since=10**6)
        net.query(here[who], "why", number=10**6)
        net.act(here[who], "shutdown") if who != "other" else None


def cuts(net: Net, here: dict[str, Client]) -> None:
    """Cut others off and let them come back; let somebody join and go."""
    for who in ("other", "other two", "white", "evaluator", "other observer"):
        net.cut(here[who])
        net.back(here[who])
    net.cut(net.join(OTHER, "late"))
    net.say(here["other observer"], here["other observer"].peer.sit(OTHER))


def entries(net: Net, here: dict[str, Client]) -> None:
    """Write an evaluator's entries, look at seats and at the truth."""
    done = net.act(here["evaluator"], "evaluate", task=TASK, rating="U", note="They lie.")
    assert not isinstance(done, Refusal), done
    net.say(here["evaluator"], here["evaluator"].peer.sit(OTHER))
    net.query(here["evaluator"], "form")
    net.query(here["evaluator"], "log", since=0)


def console(net: Net, here: dict[str, Client]) -> None:
    """Let the white cell do what no seat is to notice: the lists of events, notes, looks, seats."""
    view = net.query(here["white"], "console")
    assert isinstance(view, dict)
    late = [i["number"] for i in view["injects"] if i["due_ms"] and i["due_ms"] > 3_600_000]
    lines = [
        *(f"{verb} {late[0]}" for verb in ("hold", "lift", "hold", "time +1 h", "skip") if late),
        *(f"{verb} {late[-1]} {words}" for verb, words in (("title", "X"), ("text", "Y")) if late),
        "note We know.",
        "improvise Later; all; A storm.; at +5 h",
        f"improvise Now; {OTHER}; To them alone.",
        f"take {OTHER}",
        f"as {OTHER} note They know.",
        f"give {OTHER}",
        f"look {WATCHING}",
        f"look {OTHER}",
        "risk dead",
        "back",
        "oh",
    ]
    done = [net.act(here["white"], "line", line=line) for line in lines]
    assert sum(not isinstance(each, Refusal) for each in done) >= 8, done
    net.query(here["white"], "run")
    net.act(here["white"], "open", seat=OTHER, open=False)
    net.act(here["white"], "open", seat=OTHER)


KINDS: dict[str, Deeds] = {
    each.__name__: each for each in (orders, mistakes, cuts, entries, console)
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What is sent where nothing happens beside."""
    return frames(tmp_path_factory.mktemp("plain") / "host", nothing)


@pytest.mark.parametrize("kind", KINDS)
def test_a_seat_is_sent_the_same_bytes(kind: str, plain: list[list[str]], tmp_path: Path) -> None:
    """A frame, its size or its order would tell what the seat may not know."""
    assert min(map(len, plain)) >= 6, "hardly anything was sent"
    assert frames(tmp_path / "host", KINDS[kind]) == plain


HIDDEN = {
    "what the other is told": f"injects.bureau_limits.text=Another text that {OTHER} alone reads.",
    "who the other is": f"seats.{OTHER}.you_are=Somebody else, told in other words.",
    "what the other wants": "sides.prc.objectives.line.points=30",
}


@pytest.mark.parametrize("what", HIDDEN)
def test_of_another_truth_too(what: str, plain: list[list[str]], tmp_path: Path) -> None:
    """The scenario itself would speak."""
    other = Setup(load(SCENARIO, [HIDDEN[what]]))
    assert other.scenario != setup().scenario
    assert frames(tmp_path / "host", nothing, other) == plain


def _to_all(room: Room, person: Participant, said: Order) -> str:
    for each in room.people.values():
        each.sent += 1
    return "somebody proposes"


def _counts(room: Room, wall_s: float) -> dict[str, Any]:
    return {**CLOCK(room, wall_s), "people": len(room.people)}


def _says_all(room: Room, person: Participant, refusal: Refusal, **more: Any) -> tuple[str, str]:
    for each in room.people.values():
        each.shown = ()
    return REFUSE(room, person, refusal, **more)


def _looked(room: Room, person: Participant, args: Any, wall_s: float) -> Any:
    for each in room.people.values():
        each.seen = 0
    return LINE(room, person, args, wall_s)


CLOCK, REFUSE, LINE = showing.clock, Room.refuse, roles.ACTS["white_cell", "line"]
FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "orders": lambda patch: patch.setattr(lobby, "proposal", _to_all),
    "mistakes": lambda patch: patch.setattr(Room, "refuse", _says_all),
    "cuts": lambda patch: patch.setattr(showing, "clock", _counts),
    "entries": lambda patch: patch.setattr(Room, "slot", property(_stir)),
    "console": lambda patch: patch.setitem(roles.ACTS, ("white_cell", "line"), _looked),
}
"""What would tell of each kind: a number that is used up, a picture again, people counted."""


def _stir(room: Room) -> tuple[int, int]:
    for each in room.people.values():
        each.shown = ()
    return 0, 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_leaks_is_found(
    kind: str, plain: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparison that finds nothing may compare nothing."""
    FAULTS[kind](monkeypatch)
    assert frames(tmp_path / "host", KINDS[kind]) != plain
