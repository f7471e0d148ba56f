"""A storm over sockets: real clients cut at any moment, a real host killed: one seed, one storm.

    python -m tests.storm.sockets [DEEDS] [--seed N]

Two people, an evaluator and two consoles speak with a host in a process of its own. Connections are
broken off, also within a frame; frames are said twice; the host is killed, also between an order
and its answer, and started again on its record. At the end nothing that was acknowledged may be
missing, nothing may have been done twice, and the record must re-run to the same bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.cli import main as channel16
from sim.cli.records import read_record, run_again
from sim.errors import Refusal
from sim.exercise.folder import EVALUATION, RECORD
from sim.exercise.join import link as links
from sim.exercise.join.link import Link
from sim.exercise.join.peer import Peer
from sim.model.world import WHITE_CELL
from sim.play.exchange import Submit
from sim.store import read_lines

SCENARIO = "twenty-nine-minutes"
SEATS = ("ph_mission", "ccg_scene")
TASK = "picture_ph"
PROGRAM = "from sim.cli import main; raise SystemExit(main())"
WAIT_S = 60.0
AGAIN_S = 0.05
"""How soon a client comes back: sooner than at an exercise, so that more fits into a minute."""


class StormHost:
    """A host in a process of its own, killed and started again on one port.

    `fault` is run first in that process: what it breaks must be found.
    """

    def __init__(self, home: Path, seed: int, fault: str = "") -> None:
        self.folder, self._program = home / "exercise", f"{fault}\n{PROGRAM}"
        assert channel16(["exercise", "new", SCENARIO, str(self.folder)]) == 0
        self.codes: dict[str, str] = {}
        self.starts = 0
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.place = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"ws://{self.place}"
        self._seed = seed
        self.start()

    def start(self) -> None:
        """Start it, for the first time or on what it kept."""
        call = [sys.executable, "-c", self._program, "exercise", "host", str(self.folder)]
        call += ["--listen", self.place, "--json", "--seed", str(self._seed)]
        self.process = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        self.codes = self.codes or said["codes"]
        self.starts += 1

    def stop(self, number: signal.Signals) -> None:
        """Kill it, or ask it to end."""
        self.process.send_signal(number)
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@dataclass(slots=True)
class StormClient:
    """Somebody at the host: their link, and what they asked for that has not been answered."""

    who: str
    link: Link
    asked: dict[str, str] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Say something under a number that is its text; nobody waits for the answer."""
        if self.who in SEATS:
            token = self.link._said(lambda: self.link.peer.order(Submit("note", text=text)))
        elif self.who == "evaluator":
            token = self.link.post("evaluate", {"task": TASK, "note": text})
        else:
            token = self.link.post("line", {"line": f"note {text}"})
        self.asked[token] = text

    def heard(self) -> Iterator[tuple[str, Any]]:
        """Yield what was answered since: the text, and None or a refusal."""
        for token in [token for token in self.asked if self.link.peer.came(token)]:
            yield self.asked.pop(token), self.link.peer.result(token)


class SocketStorm:
    """One storm; what is done, and to whom, follows from the seed, but not when exactly."""

    def __init__(self, home: Path, seed: int, fault: str = "") -> None:
        self.dice = random.Random(seed)
        self.host = StormHost(home, seed, fault)
        codes = self.host.codes
        who = (*SEATS, "evaluator", WHITE_CELL, WHITE_CELL)
        self.clients = [
            StormClient(name, self._joined(codes[name], f"client-{number}"))
            for number, name in enumerate(who)
        ]
        assert not isinstance(self.clients[-1].link.act("begin"), Refusal)
        self.said: list[str] = []
        self.done: list[str] = []
        self.refused: list[str] = []
        self.count: Counter[str] = Counter()

    def _joined(self, code: str, client: str) -> Link:
        tokens = iter(range(10**9))
        link = Link(self.host.url, Peer(code, client, lambda: f"{client}-{next(tokens)}"))
        link.connect()
        return link

    def blow(self, deeds: int, kills: int) -> None:
        """Do so many things by lot; the host is killed so often in thirty of them."""
        kinds = {"say": 10, "cut": 8, "cut within a frame": 4, "say twice": 3, "kill": kills}
        kinds |= {"nonsense": 1, "wait": 3}
        names, weights = list(kinds), list(kinds.values())
        for _ in range(deeds):
            name = self.dice.choices(names, weights)[0]
            getattr(self, name.replace(" ", "_"))(self.dice.choice(self.clients))
            self.count[name] += 1
            for client in self.clients:
                self._hear(client)

    def _hear(self, client: StormClient) -> None:
        for text, became in client.heard():
            (self.refused if isinstance(became, Refusal) else self.done).append(text)

    def say(self, client: StormClient) -> None:
        """Ask for something that leaves its own mark."""
        text = f"{client.who} {len(self.said)}"
        self.said.append(text)
        client.say(text)

    def say_twice(self, client: StormClient) -> None:
        """Say again what was not acknowledged yet, or may have been."""
        self.say(client)
        client.link._say_again()

    def wait(self, client: StormClient) -> None:
        """Wait a little, so that answers come."""
        time.sleep(self.dice.uniform(0, 0.1))

    def cut(self, client: StormClient) -> None:
        """Break a connection off, perhaps right after something was asked for."""
        if self.dice.random() < 0.5:
            self.say(client)
        _break(client.link, b"")

    def cut_within_a_frame(self, client: StormClient) -> None:
        """Break a connection off in the midst of a frame."""
        _break(client.link, b"\x81\xfe\x10\x00half"[: self.dice.randint(1, 8)])

    def nonsense(self, client: StormClient) -> None:
        """Knock with what is no frame, no hello or no code."""
        texts = [
            "GET / HTTP/1.1\r\n\r\n",
            "\x00" * 400,
            '{"kind":"hello"}',
            "GET /join HTTP/1.1\r\n",
        ]
        name, port = self.host.place.split(":")
        with contextlib.suppress(OSError), socket.create_connection((name, int(port)), 1) as knock:
            knock.sendall(self.dice.choice(texts).encode())

    def kill(self, client: StormClient) -> None:
        """Kill the host: at once, or once it has done what nobody hears of, or has answered all."""
        mode = self.dice.choice(("at once", "unheard", "heard"))
        record, some = self.host.folder / RECORD, self.dice.randint(1, len(self.clients))
        size = record.stat().st_size
        for each in self.dice.sample(self.clients, some):
            self.say(each)
            if mode == "unheard":
                _break(each.link, b"", heard=False)
        until = time.monotonic() + 2.0
        while mode == "unheard" and record.stat().st_size == size and time.monotonic() < until:
            time.sleep(0.001)
        while mode == "heard" and any(c.asked for c in self.clients) and time.monotonic() < until:
            time.sleep(0.001)
            for each in self.clients:
                self._hear(each)
        self.host.stop(signal.SIGKILL)
        self.host.start()

    def calm(self) -> None:
        """Let everybody come back, hear every answer, and see that all were given one."""
        until = time.monotonic() + WAIT_S
        while any(c.asked or c.link.cut for c in self.clients) and time.monotonic() < until:
            time.sleep(0.02)
            for client in self.clients:
                self._hear(client)
        gone = [client.link.peer.gone for client in self.clients if client.link.peer.gone]
        assert not gone, f"somebody was sent away: {gone[0]}"
        waits = [text for client in self.clients for text in client.asked.values()]
        assert not waits, f"never answered: {waits[:5]}"
        assert not self.refused, f"refused: {self.refused[:5]}"

    def check(self) -> None:
        """See that nothing is lost and nothing done twice, and that the record re-runs."""
        self.calm()
        console = self.clients[-1].link
        assert not isinstance(console.act("line", line="pause"), Refusal)
        feeds = [self._settled_feed(client.link) for client in self.clients[: len(SEATS)]]
        fresh = [self._joined(self.host.codes[seat], f"late-{seat}") for seat in SEATS]
        for link, feed in zip(fresh, feeds, strict=True):
            missed = Counter(self._settled_feed(link)) - Counter(feed)
            assert not missed, f"somebody missed something: {missed}"
        for link in (*fresh, *(client.link for client in self.clients)):
            link.close()
        self.host.stop(signal.SIGTERM)
        record, _ = read_record(self.host.folder / RECORD)
        found = Counter(said.command.text for said in record.line.said if said.command.text)
        lines = read_lines(self.host.folder / EVALUATION)[0]
        found += Counter(json.loads(line)["note"] for line in lines)
        wanted = Counter(self.done)
        assert not wanted - found, f"acknowledged and lost: {wanted - found}"
        assert not found - wanted, f"done twice, or done and refused: {found - wanted}"
        assert sorted(self.done) == sorted(self.said)
        run_again(self.host.folder / RECORD)

    @staticmethod
    def _settled_feed(link: Link) -> list[str]:
        """Give what a seat was told, once nothing more comes.

        Who was there has more lines than who comes late: what went on is told to these at once.
        """
        before = -1
        while len(link.peer.feed) != before or link.peer.shown is None:
            before = len(link.peer.feed)
            link.wait(lambda: False, 0.5)
        return [line.text for line in link.peer.feed]

    def close(self) -> None:
        """End everything, whatever has come of it."""
        for client in self.clients:
            client.link.close()
        if self.host.process.poll() is None:
            self.host.stop(signal.SIGKILL)


def _break(link: Link, last: bytes, *, heard: bool = True) -> None:
    """Break off a connection without a word, after some bytes.

    Unless it is to be `heard`, the host takes in what was said, and nobody hears what it answers.
    """
    if link._socket is None:
        return
    with contextlib.suppress(OSError):
        found = link._socket.socket
        found.sendall(last) if last else None
        if heard:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        found.shutdown(socket.SHUT_RDWR if heard else socket.SHUT_RD)


def storm(home: Path, seed: int, deeds: int, kills: int = 1, fault: str = "") -> Counter[str]:
    """Let one storm blow and see what it left; give how often what was done.

    Raises:
        AssertionError: something was lost or done twice.
        RecordError: the record re-runs otherwise.
    """
    links.AGAIN_S = AGAIN_S
    blown = SocketStorm(home, seed, fault)
    try:
        blown.blow(deeds, kills)
        blown.check()
        blown.count["asked"] = len(blown.said)
    finally:
        blown.close()
    return blown.count


def main() -> None:
    """Run one storm."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("deeds", nargs="?", type=int, default=2400)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        count = storm(Path(home), given.seed, given.deeds)
    cuts = count["cut"] + count["cut within a frame"]
    print(f"{count['kill']} kills, {cuts} cuts, as many rejoins;", end=" ")
    print(f"nothing lost of {count['asked']}, nothing done twice")


if __name__ == "__main__":
    main()
