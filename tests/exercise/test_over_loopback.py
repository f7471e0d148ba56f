"""A real host on this machine, real clients, and a host that is killed in the midst of it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from sim.cli import main
from sim.cli.records import read_record
from sim.errors import Refusal, UsageError
from sim.exercise.join.link import Link
from sim.exercise.join.peer import Peer
from sim.exercise.join.session import RemoteSession
from sim.play.seat import Look, Shown, Submit

SEATS = ("ph_mission", "ccg_scene")


@contextmanager
def hosting(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run a host as a process of its own; give it, and what its first line says."""
    env = {**os.environ, "CHANNEL16_HOME": str(home)}
    call = [sys.executable, "-m", "sim.cli", "exercise", "host", *words, "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(call, stdout=pipe, stderr=pipe, text=True, env=env) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.terminate()
            process.wait(20)


def joined(url: str, code: str, client: str = "client-of-a-test") -> Link:
    """Join a host."""
    tokens = iter(range(1000))
    link = Link(url, Peer(code, client, lambda: f"{client}-{next(tokens)}"))
    link.connect()
    return link


def test_a_taken_port_costs_no_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Codes would be made, and shown once, for a host that never was."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        assert main(["exercise", "host", "twenty-nine-minutes", "--listen", place]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert "cannot listen at" in said.err
    assert not list(tmp_path.rglob("codes.json"))


def test_a_policy_that_looks_ahead_holds_no_seat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everybody would wait for seconds at each of its turns."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    seat = f"{SEATS[1]}=search:4"
    assert main(["exercise", "host", "twenty-nine-minutes", "--seat", seat]) == 2
    assert capsys.readouterr().err.count("looks ahead for seconds") == 1
    assert not list(tmp_path.rglob("*.json*"))


def test_a_host_that_ends_while_it_lets_somebody_in_is_no_host() -> None:
    """A client would trace back, or never come back after such a cut."""
    with socket.create_server(("127.0.0.1", 0)) as ends:
        port = ends.getsockname()[1]

        def end() -> None:
            for _ in range(3):
                found, _ = ends.accept()
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                found.close()

        thread = threading.Thread(target=end, daemon=True)
        thread.start()
        for _ in range(3):
            with pytest.raises(UsageError, match="no host answers there"):
                joined(f"ws://127.0.0.1:{port}", "AAAA-BBBB-CCCC-DDDD")
        thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("asks", [signal.SIGTERM, signal.SIGINT])
def test_a_host_that_is_asked_to_end_says_bye_and_keeps_everything(
    tmp_path: Path, asks: signal.Signals
) -> None:
    """People would wait for a host that is gone, and the last minutes would not be written."""
    words = ("twenty-nine-minutes", "--seed", "3", "--start", "--listen", "127.0.0.1:0")
    with hosting(tmp_path, *words) as (process, said):
        link = joined(said["url"], said["codes"][SEATS[0]])
        assert link.wait(lambda: link.peer.shown is not None, 20)
        name, _, port = said["url"].removeprefix("ws://").partition(":")
        with socket.create_connection((name, int(port))) as knock:
            knock.sendall(b"no HTTP at all\r\n\r\n")
            assert knock.recv(100).startswith(b"HTTP/1.1 400")
        process.send_signal(asks)
        code = process.wait(20)
        assert link.wait(lambda: link.peer.gone is not None, 20)
        errors = process.stderr.read()  # type: ignore[union-attr]
    folder = next((tmp_path / "hosted").iterdir())
    record, _ = read_record(folder / "record.jsonl")

    assert code == 128 + asks
    assert link.peer.gone.code == "closing"  # type: ignore[union-attr]
    assert not errors
    assert '"refused":"transport"' in (folder / "journal.jsonl").read_text("utf-8")
    assert record.line.clock_ms > 0
    assert '"event":"left"' in (folder / "journal.jsonl").read_text("utf-8")


@pytest.mark.slow
def test_two_clients_play_over_loopback_and_a_killed_host_goes_on(tmp_path: Path) -> None:
    """An acknowledged order would be lost with the process that acknowledged it."""
    words = ("twenty-nine-minutes", "--seed", "3", "--pace", "5")
    with hosting(tmp_path, *words, "--listen", "127.0.0.1:0") as (process, said):
        url, codes = said["url"], said["codes"]
        links = [joined(url, codes[seat], f"client-{seat}") for seat in SEATS]
        one, two = (RemoteSession(link) for link in links)
        assert links[0].wait(lambda: links[0].peer.shown is not None, 20)
        shown = next(p for p in one.seats[SEATS[0]].handle(Look()) if isinstance(p, Shown))
        move = next(option.move for option in shown.options if not option.blocked)

        pushes = one.seats[SEATS[0]].handle(Submit("choose", move))
        two.seats[SEATS[1]].handle(Submit("note", text="before the crash"))
        process.kill()
        process.wait(20)
    folder = next((tmp_path / "hosted").iterdir())
    port = url.rpartition(":")[2]
    with hosting(tmp_path, str(folder), "--listen", f"127.0.0.1:{port}") as (process, again):
        assert again["codes"] == {}
        assert links[1].wait(lambda: not links[1].cut, 20)
        two.seats[SEATS[1]].handle(Submit("note", text="after the crash"))
        texts = [line.text for line in two.seats[SEATS[1]].feed()]
        for link in links:
            link.close()
        with pytest.raises(UsageError, match=r"No seat has this code|wait"):
            joined(url, "AAAA-BBBB-CCCC-DDDD", "client-guesses")
    record, _ = read_record(folder / "record.jsonl")

    assert any(isinstance(push, Shown) for push in pushes)
    assert [text for text in texts if "crash" in text] == [
        "Note: before the crash",
        "Note: after the crash",
    ]
    said_of = [s.command for s in record.line.said]
    assert [c.subject for c in said_of].count(move) == 1
    assert {c.text for c in said_of} >= {"before the crash", "after the crash"}


FIRST_S = re.compile(r'"(n|exercise_s|since|seen)":[0-9]+|"at_ms":[0-9]{1,4}(?=[,}])')


def on_the_wire(home: Path, *, busy: bool) -> list[str]:
    """Give every frame that reaches one seat, as it came, while others are busy or are not.

    What is compared begins at a minute to which the white cell jumps; taken out are the exercise's
    clock, numbers of frames and instants of the first seconds: how soon that is, is the machine's.
    """
    words = ("twenty-nine-minutes", "--seed", "3", "--pace", "1", "--listen", "127.0.0.1:0")
    with hosting(home, *words) as (_, said):
        url, codes = said["url"], said["codes"]
        white = joined(url, codes["white_cell"], "client-of-white")
        peer = Peer(codes[SEATS[0]], "client-of-one", lambda: f"token-{peer.number:06}")
        with connect(f"{url}/join", compression=None, proxy=None) as wire:
            wire.send(peer.hello())
            other = joined(url, codes[SEATS[1]], "client-of-two")
            assert white.wait(lambda: bool(white.peer.clock), 20)
            for line in ("pause", "jump 08:01"):
                assert not isinstance(white.act("line", line=line), Refusal)
            came = [""]
            while '"clock":"08:01"' not in came[-1]:
                came = [str(wire.recv(20))]
            for number in range(3):
                if busy:
                    other.order(Submit("note", text=f"we lie {number}"))
                    other.order(Submit("choose", "no such move"))
                    other.query("why", number=10**6)
                    white.act("line", line=f"note They lie {number}.")
                    white.query("console")
                    joined(url, codes[SEATS[1]], f"client-late-{number}").close()
                wire.send(peer.order(Submit("note", text=f"ours {number}"))[1])
                while '"kind":"done"' not in came[-1]:
                    came.append(str(wire.recv(20)))
                came.append(str(wire.recv(20)))
        for link in (white, other):
            link.close()
    return [re.sub(FIRST_S, "", text) for text in came[1:]]


@pytest.mark.slow
def test_two_worlds_send_the_same_bytes_over_the_wire(tmp_path: Path) -> None:
    """What leaves the host may be more than what its room hands out."""
    quiet, busy = (on_the_wire(tmp_path / str(one), busy=one) for one in (False, True))
    assert sum('"kind":"shown"' in text for text in quiet) == 3
    assert busy == quiet
