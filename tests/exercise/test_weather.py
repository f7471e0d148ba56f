"""What a storm over sockets meets once in a thousand times, here each time: a room, no sockets."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sim.cli.records import run_again
from sim.engine.seat.news import feed
from sim.errors import Refusal
from sim.exercise.folder import JOURNAL, RECORD
from sim.exercise.host.disk import SharedFile
from sim.exercise.host.opening import Opened
from sim.play.exchange import Submit
from tests.exercise.rooms import SEATS, Client, Net, opened


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Opened]:
    """A host whose play begins once both seats are held."""
    made = opened(tmp_path / "host")
    yield made
    made.close()


@contextmanager
def full(monkeypatch: pytest.MonkeyPatch, fits: Callable[[bytes], bool]) -> Iterator[None]:
    """Let the disk take only what fits."""
    write = os.write

    def tried(fd: int, data: bytes) -> int:
        if fits(bytes(data)):
            return write(fd, data)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("sim.store.os.write", tried)
        yield


def no_event(data: bytes) -> bool:
    """Let the journal have its lines, and the record none."""
    return data.startswith(b'{"wall":"')


def without_number(text: str) -> dict[str, Any]:
    """Give what a frame says, to be numbered anew."""
    return {key: value for key, value in json.loads(text).items() if key != "n"}


def lose_the_process(host: Opened) -> None:
    """Let the files go as they are, without a last word, as a kill does."""
    for file in host.room.files:
        file.owes = False
        os.close(file._fd)
        file._fd = -1


def test_an_order_that_is_said_again_on_a_full_disk_is_not_acknowledged(
    host: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was done and is in memory only: a kill after the answer would lose it."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    with full(monkeypatch, no_event):
        token, text = one.peer.order(Submit("note", text="unsaved"))
        net.say(one, text)
        assert not one.peer.came(token)
        net.cut(one)
        net.back(one)
        early = one.peer.came(token)
        lose_the_process(host)
    kept = [s.command.text for s in run_again(tmp_path / "host" / RECORD).record.line.said]
    assert early == ("unsaved" in kept)


def test_an_order_that_waits_for_room_is_acknowledged_to_who_came_back(
    host: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would wait for its answer for ever."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    with full(monkeypatch, no_event):
        token, text = one.peer.order(Submit("note", text="unsaved"))
        net.say(one, text)
        net.cut(one)
        net.back(one)
    net.tick(2)
    assert one.peer.came(token)
    assert one.peer.result(token) is None


def test_an_act_on_a_full_disk_is_acknowledged_once_there_is_room(
    host: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The white cell would be told that something is done which a kill undoes."""
    net = Net(host.room)
    white, *_ = net.join("white_cell"), net.join(SEATS[0]), net.join(SEATS[1])
    with full(monkeypatch, no_event):
        token, text = white.peer.act("line", {"line": "note Kept?"})
        net.say(white, text)
        early = white.peer.came(token)
    net.tick(2)
    assert not early
    assert white.peer.came(token)
    lose_the_process(host)
    assert "Kept?" in [
        s.command.text for s in run_again(tmp_path / "host" / RECORD).record.line.said
    ]


def test_an_act_is_on_disk_before_it_is_done(
    host: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the power the journal might lose it and the record not: it would be done again."""
    net = Net(host.room)
    white, *_ = net.join("white_cell"), net.join(SEATS[0]), net.join(SEATS[1])
    record, sync = tmp_path / "host" / RECORD, SharedFile.sync
    waits: list[tuple[str, int]] = []
    for file in host.room.files:
        file.later = True

    def noted(file: SharedFile) -> None:
        waits.append((file.path.name, record.stat().st_size))
        sync(file)

    monkeypatch.setattr(SharedFile, "sync", noted)
    before = record.stat().st_size
    net.act(white, "line", line="note Once.")

    assert record.stat().st_size > before
    assert waits == [(JOURNAL, before)]


def lost_by_the_journal(host: Opened, net: Net, one: Client, ask: Submit) -> tuple[str, str]:
    """Give an order of which answer and line in the journal are lost; give its id and frame."""
    token, text = one.peer.order(ask)
    key, one.key = one.key, "nobody"
    host.room.receive(key, text, net.wall_s)
    journal = host.room.journal.file
    assert journal is not None
    host.close()
    lines = journal.path.read_text("utf-8").splitlines(keepends=True)
    journal.path.write_text("".join(line for line in lines if token not in line), "utf-8")
    return token, text


def test_a_choice_that_the_journal_lost_is_acknowledged_when_said_again(
    host: Opened, tmp_path: Path
) -> None:
    """It would be refused as out of date although it stands in the record."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    net.order(one, "note", text="kept in both")
    assert one.peer.shown is not None
    move = next(o.move for o in one.peer.shown.options if not o.blocked)
    token, _ = lost_by_the_journal(host, net, one, Submit("choose", move))

    again = opened(tmp_path / "host")
    net.room = again.room
    net.back(one)
    again.close()

    assert one.peer.came(token)
    assert one.peer.result(token) is None


@pytest.mark.parametrize("before", ["an order that was refused", "time taken back", "nothing"])
def test_a_note_that_the_journal_lost_is_kept_once(
    before: str, host: Opened, tmp_path: Path
) -> None:
    """The journal's last line may be of what never came to be, or of a line that is left."""
    net = Net(host.room)
    white, one, _ = net.join("white_cell"), net.join(SEATS[0]), net.join(SEATS[1])
    net.tick(5)
    net.order(one, "note", text="kept in both")
    if before == "an order that was refused":
        assert isinstance(net.order(one, "choose", subject="no_such_move"), Refusal)
    elif before == "time taken back":
        net.act(white, "line", line="back -1 s for a storm")
    token, text = lost_by_the_journal(host, net, one, Submit("note", text="Once."))

    for _ in range(2):  # and is said again once more, to a host that was killed again
        again = opened(tmp_path / "host")
        net.room = again.room
        net.back(one)
        net.order(one, "note", text="later")
        net.say(one, one.peer._numbered(**without_number(text)))
        texts = [s.command.text for s in again.room.play.said]  # type: ignore[union-attr]
        lose_the_process(again)

    assert one.peer.result(token) is None
    assert texts.count("Once.") == 1


def test_who_was_away_while_time_was_taken_back_sees_what_is_so(host: Opened) -> None:
    """As much happened since as was taken back: the rest would be put after what never was."""
    net = Net(host.room)
    white, one, _ = net.join("white_cell"), net.join(SEATS[0]), net.join(SEATS[1])
    net.tick(5)
    net.act(white, "line", line="pause")
    net.order(one, "note", text="never was")
    net.cut(one)
    net.act(white, "line", line="back -1 s for a storm")
    mate = net.join(SEATS[0], "mate")
    for n in range(6):
        net.order(mate, "note", text=f"so it was {n}")
    net.back(one)
    net.tick(2)

    engine = host.room.play.engine  # type: ignore[union-attr]
    there = feed(engine.setup, engine.state.known[SEATS[0]])
    assert [line.text for line in one.peer.feed] == [line.text for line in there]


@pytest.mark.parametrize("who", ["white_cell", "observer", "evaluator", SEATS[0]])
def test_whoever_has_been_let_in_tries_again_at_a_slow_door(who: str, host: Opened) -> None:
    """A wrong guess from the same address would turn a console away for good."""
    client = Net(host.room).join(who)
    client.peer.welcome = {}  # as the link does before it comes back
    bye = {"kind": "bye", "code": "slowed", "text": "A code was wrong; wait 1 s."}
    client.peer.take(json.dumps(bye))
    assert client.peer.gone is None
