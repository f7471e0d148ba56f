"""A host without sockets, driven by tests: clients that are cut and come back, and its clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from sim.cli.exercise_host import _go_on
from sim.cli.records import header
from sim.cli.seats import occupants
from sim.engine import Setup
from sim.exercise.host.opening import Opened, WallClocks, open_host, quick
from sim.exercise.host.room import Room
from sim.exercise.join.peer import Peer
from sim.exercise.protocol.messages import Hello
from sim.loader import load
from sim.play.driver import Play
from sim.store import LineFile

SCENARIO = "twenty-nine-minutes"
SEATS = ("ph_mission", "ccg_scene")
_setup: list[Setup] = []


def setup() -> Setup:
    """Load the scenario once."""
    if not _setup:
        _setup.append(Setup(load(SCENARIO)))
    return _setup[0]


def begin(what: Setup, given: Mapping[str, str], file: LineFile) -> Play:
    """Begin a play on one seed."""
    filled = occupants(what, given)
    return Play(what, 7, filled, header=header(what.scenario, 7, 0, filled, played=True), file=file)


TASK = "asks_first"
"""A task that evaluators rate."""


def opened(folder: Path, pace: float = 20.0, what: Setup | None = None) -> Opened:
    """Open a host in a folder, or go on with it."""
    hosted = replace(quick(what or setup(), SEATS, pace, {}), tasks={TASK: "Asks first"})
    clocks = WallClocks(0.0, 10**6, lambda: "2026-05-04T09:30:00Z")
    return open_host(hosted, folder, begin, _go_on, clocks=clocks)


class Client:
    """A peer with the room at the other end of its frames; both may be cut."""

    def __init__(self, room: Room, who: str, name: str = "") -> None:
        self.tokens = (f"{who}-{name}-token-{n}".replace(".", "-") for n in count())
        self.peer = Peer("", f"{who}-{name}-client".replace(".", "-"), self._token, name=name)
        self.room, self.who, self.frames = room, who, list[str]()
        self.key = ""

    def _token(self) -> str:
        return next(self.tokens)

    def join(self, others: Iterator[int], wall_s: float) -> list[tuple[str, str]]:
        """Connect, after a cut again."""
        self.key = str(next(others))
        hello = Hello.model_validate_json(self.peer.hello())
        return self.room.enter(self.key, self.who, hello, wall_s)


class Net:
    """Carries frames between a room and its clients."""

    def __init__(self, room: Room) -> None:
        self.room, self.keys, self.wall_s = room, count(1), 100.0
        self.clients: list[Client] = []

    def join(self, who: str, name: str = "") -> Client:
        """Let somebody join."""
        client = Client(self.room, who, name)
        self.clients.append(client)
        self.deliver(client.join(self.keys, self.wall_s))
        return client

    def back(self, client: Client) -> None:
        """Let somebody come back after a cut, and say again what was not acknowledged."""
        client.room = self.room
        self.deliver(client.join(self.keys, self.wall_s))
        for text in client.peer.again():
            self.say(client, text)

    def cut(self, client: Client) -> None:
        """Cut somebody's connection."""
        key, client.key = client.key, ""
        self.deliver(self.room.leave(key, self.wall_s))

    def say(self, client: Client, text: str | bytes) -> None:
        """Carry a frame to the room and what comes of it to all clients."""
        self.deliver(self.room.receive(client.key, text, self.wall_s))

    def order(self, client: Client, verb: str, because: str = "", **words: str) -> object:
        """Give an order; give what it came to."""
        from sim.play.exchange import Submit

        token, text = client.peer.order(Submit(verb, **words), because)  # type: ignore[arg-type]
        self.say(client, text)
        return client.peer.result(token) if client.peer.came(token) else ...

    def act(self, client: Client, what: str, **args: object) -> object:
        """Do what a role may; give what it came to."""
        token, text = client.peer.act(what, dict(args))
        self.say(client, text)
        return client.peer.result(token)

    def query(self, client: Client, what: str, **args: object) -> object:
        """Ask something; give the answer."""
        number, text = client.peer.query(what, dict(args))
        self.say(client, text)
        return client.peer.result(number)

    def tick(self, passed_s: float) -> None:
        """Let wall time pass, as a host does: in steps."""
        until = self.wall_s + passed_s
        while self.wall_s < until:
            self.wall_s = min(until, self.wall_s + 1.0)
            self.deliver(self.room.tick(self.wall_s))

    def deliver(self, out: list[tuple[str, str]]) -> None:
        """Hand frames to those who are connected."""
        for key, text in out:
            for client in self.clients:
                if client.key == key:
                    client.frames.append(text)
                    client.peer.take(text)
