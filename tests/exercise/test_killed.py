"""A host that is killed right after it did something, before anybody was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.exercise.evaluation import ids
from sim.exercise.folder import EVALUATION
from sim.exercise.host import roles
from sim.exercise.host.opening import Opened
from sim.exercise.host.people import Participant
from sim.exercise.host.room import Room
from sim.exercise.protocol.messages import RoleAct
from sim.model.world import WHITE_CELL
from sim.play.driver import Play
from sim.store import read_lines
from tests.exercise.rooms import SEATS, TASK, Client, Net, opened


class Killed(BaseException):
    """The process is no more."""


def dies_after(monkeypatch: pytest.MonkeyPatch, client: Client, what: str) -> None:
    """Let the host be killed once it has done such an act."""
    role = client.room.people[client.key].role
    does = roles.ACTS[role, what]

    def done(room: Room, person: Participant, said: RoleAct, wall_s: float) -> None:
        does(room, person, said, wall_s)
        raise Killed

    monkeypatch.setitem(roles.ACTS, (role, what), done)


def killed_and_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], last: tuple[str, str, object]
) -> tuple[Opened, Client]:
    """Type lines; do something at which the host is killed; go on, and say it again."""
    role, what, args = last
    host = opened(folder)
    net = Net(host.room)
    for seat in SEATS:
        net.join(seat)
    white, client = net.join("white_cell", "Ada"), net.join(role, "Ito")
    for line in ("pause", *lines):
        net.act(white, "line", line=line)
    with monkeypatch.context() as patched:
        dies_after(patched, client, what)
        with pytest.raises(Killed):
            net.act(client, what, **args)  # type: ignore[arg-type]
    for file in (host.room.play.recording.file, host.room.journal.file):  # type: ignore[union-attr]
        file.close()  # type: ignore[union-attr]
    host = opened(folder)
    net.room = host.room
    net.back(client)
    return host, client


LINES = {
    "note": ([], "note Once."),
    "improvise": ([], "improvise Storm; all; A storm."),
    "as": ([f"take {SEATS[0]}"], f"as {SEATS[0]} note Once."),
    "jump": ([], "jump +20 min"),
    "back": (["jump +20 min"], "back -5 min too far"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_the_console_is_done_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """An inject would come twice, the story leap twice as far, or time be taken back twice."""
    before, line = LINES[name]
    last = ("white_cell", "line", {"line": line})
    host, client = killed_and_back(tmp_path / "host", monkeypatch, before, last)
    play = host.room.play
    assert play is not None
    verbs = [
        said.command.verb
        for said in play.said
        if WHITE_CELL in (said.command.seat, said.command.by)
    ]
    (token,) = client.peer._came

    assert client.peer.result(token) is None
    assert len(verbs) == len(before) + 2
    assert play.engine.now_ms == {"jump": 20, "back": 15}.get(name, 0) * 60_000 - (name == "back")
    assert play.recording.branch == (name == "back")
    host.close()


def test_what_was_refused_is_not_taken_for_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line would be dropped since another was asked for in its place before it."""
    last = ("white_cell", "line", {"line": "note Once."})
    host, _ = killed_and_back(tmp_path / "host", monkeypatch, ["release 999", "oh"], last)
    assert host.room.play is not None
    assert [said.command.text for said in host.room.play.said] == ["", "Once."]
    assert len(host.room.acted) == 2, "the pause and the note"
    host.close()


def test_a_jump_that_was_cut_short_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The white cell would be told that it is done, and the story stand half-way."""
    advance, rounds = Play.advance, iter(range(3))

    def dies(play: Play, until: int | None = None) -> object:
        if next(rounds, None) is None:
            raise Killed
        return advance(play, until)

    host = opened(tmp_path / "host")
    net = Net(host.room)
    for seat in SEATS:
        net.join(seat)
    white = net.join("white_cell", "Ada")
    with monkeypatch.context() as patched:
        patched.setattr(Play, "advance", dies)
        with pytest.raises(Killed):
            net.act(white, "line", line="jump +20 min")
    host.close()
    host = opened(tmp_path / "host")
    assert host.room.play is not None
    assert host.room.play.engine.now_ms == 20 * 60_000
    assert [said.command.verb for said in host.room.play.said].count("jump") == 1
    host.close()


def test_an_entry_of_an_evaluator_is_kept_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rating would stand twice in the file."""
    entry = {"task": TASK, "rating": "P", "note": "Asked at once."}
    last = ("evaluator", "evaluate", entry)
    host, client = killed_and_back(tmp_path / "host", monkeypatch, [], last)
    lines = read_lines(tmp_path / "host" / EVALUATION)[0]
    assert len(lines) == len(ids(lines)) == 1
    assert client.peer.came(next(iter(ids(lines))))
    host.close()
