"""The white cell at a host: its lines move the clock, and seats learn nothing of the rest."""

from __future__ import annotations

import argparse
import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli.console_link import _begun
from sim.cli.exercise_host import _beginner, _go_on
from sim.cli.records import run_again
from sim.errors import Refusal
from sim.exercise.adjustments import Adjustment, keep
from sim.exercise.console import view_of
from sim.exercise.folder import JOURNAL, RECORD
from sim.exercise.host.opening import Opened, WallClocks, open_host, quick
from sim.exercise.risk import rolled_again
from sim.model.world import WHITE_CELL
from tests.exercise.rooms import SEATS, Client, Net, opened, setup


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Opened]:
    """A host of the quick game."""
    made = opened(tmp_path / "host")
    yield made
    made.close()


def seated(host: Opened) -> tuple[Net, Client, Client, Client]:
    """Let two people and the white cell in; the game begins."""
    net = Net(host.room)
    white = net.join("white_cell", "Ada")
    return net, white, net.join(SEATS[0], "Ito"), net.join(SEATS[1], "Reyes")


def typed(net: Net, white: Client, line: str) -> str:
    """Type a line; give what is said to it."""
    done = net.act(white, "line", line=line)
    return f"! {done.sentence}" if isinstance(done, Refusal) else done["text"]  # type: ignore[index]


def test_the_clock_of_the_host_follows(host: Opened) -> None:
    """The white cell would pause a story that goes on."""
    net, white, *_ = seated(host)
    assert typed(net, white, "pace 60").startswith("The white cell sets the pace")
    net.tick(10.0)
    view = view_of(net.query(white, "console"))  # type: ignore[arg-type]
    assert view.now_ms == 600_000
    assert [seat.who for seat in view.seats if seat.seat in SEATS] == ["Ito", "Reyes"]
    typed(net, white, "pause")
    net.tick(10.0)
    assert host.room.play is not None
    assert host.room.play.engine.now_ms == 600_000
    typed(net, white, "jump +5 min")
    assert host.room.play.engine.now_ms == 900_000
    typed(net, white, "resume")
    net.tick(5.0)
    assert host.room.play.engine.now_ms == 1_200_000


def test_going_back_lets_everybody_stand_there(host: Opened) -> None:
    """A seat would go on with what has not happened, and the clock would run into it again."""
    net, white, one, _ = seated(host)
    typed(net, white, "pace 60")
    net.tick(10.0)
    assert typed(net, white, "back -5 min wrong inject").startswith("Gone back from")
    net.tick(10.0)
    assert host.room.play is not None
    assert host.room.play.engine.now_ms == 299_999
    assert one.peer.feed[-1].text.endswith("The white cell stops the clock.")
    assert "Time was taken back" in one.peer.notices[-1]
    view = view_of(net.query(white, "console"))  # type: ignore[arg-type]
    assert view.paused
    assert view.branches == 1


def test_going_back_past_a_change_of_pace_undoes_it(host: Opened) -> None:
    """The clock would go on at a pace that, as everybody is told, was never set."""
    net, white, *_ = seated(host)
    net.tick(5.0)
    typed(net, white, "pace 60")
    net.tick(5.0)
    typed(net, white, "pace 90")
    net.tick(1.0)
    typed(net, white, "back -3 min too fast")
    assert host.room.clock.pace(net.wall_s) == 60
    typed(net, white, "back -4 min before all that")
    assert host.room.clock.pace(net.wall_s) == 20  # as the game was begun with


def test_nothing_comes_to_a_seat_of_what_the_white_cell_keeps_to_itself(host: Opened) -> None:
    """A frame at the wrong moment would tell that something was held or moved."""
    net, white, one, two = seated(host)
    before = [list(client.frames) for client in (one, two)]
    inject = next(i for i in view_of(net.query(white, "console")).injects if i.due_ms > 0)  # type: ignore[arg-type]
    lines = (
        f"hold {inject.number}",
        f"title {inject.number} Other",
        f"lift {inject.number}",
        f"skip {inject.number}",
        "note Nobody reads this.",
        "improvise Later; all; A storm.; at +1 h",
        f"look {SEATS[0]}",
        "risk dead",
        "nonsense",
    )
    for line in lines:
        typed(net, white, line)
    assert [list(client.frames) for client in (one, two)] == before


def test_a_full_disk_stops_the_white_cell_until_there_is_room(
    host: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its doings would be acknowledged and lost; or, the clock standing, refused for good."""
    net, white, *_ = seated(host)
    typed(net, white, "pause")

    def full(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("sim.store.os.write", full)
        typed(net, white, "note One.")
        assert typed(net, white, "note Two.").startswith("! The host cannot write its record")
    said = [typed(net, white, "note Three.") for _ in range(2)]
    assert said[-1] == "Note of the white cell: Three."


def test_a_begin_names_the_seats_where_nobody_sat() -> None:
    """A cell that comes late would be locked out, and nobody would know why."""
    assert _begun([]) == "STARTEX: the exercise has begun."
    assert _begun(["Beijing", "Manila"]).endswith("so doctrines hold: Beijing; Manila.")


def test_a_cell_that_comes_late_is_given_its_seat(host: Opened, tmp_path: Path) -> None:
    """Its people would watch a doctrine play for them to the end."""
    net = Net(host.room)
    white, one = net.join("white_cell", "Ada"), net.join(SEATS[0], "Ito")
    net.act(white, "begin")
    net.tick(2.0)
    late = net.join(SEATS[1], "Reyes")
    assert late.peer.notices[-1].startswith("A doctrine decides for this seat")
    held = net.order(late, "note", text="Too early.")
    view = view_of(net.query(white, "console"))  # type: ignore[arg-type]
    assert [seat.who for seat in view.seats if seat.seat == SEATS[1]] == ["firm; Reyes waits"]
    frames = len(one.frames)

    given = typed(net, white, f"seat {SEATS[1]} person")

    assert isinstance(held, Refusal)
    assert given == "China Coast Guard on-scene commander is given to people."
    assert len(one.frames) == frames  # the other seat is none the wiser
    assert net.order(late, "note", text="Here at last.") is None
    assert late.peer.feed[-1].text == "Note: Here at last."
    net.tick(2.0)
    for file in (host.room.play.recording.file, host.room.journal.file):  # type: ignore[union-attr]
        file.close()  # type: ignore[union-attr]  # killed
    again = opened(tmp_path / "host")
    net.room = again.room
    net.back(late)
    assert net.order(late, "note", text="Still here.") is None
    net.back(white)
    typed(net, white, f"seat {SEATS[1]} doctrine")
    assert isinstance(net.order(late, "note", text="Too late."), Refusal)
    again.close()
    said = run_again(tmp_path / "host" / RECORD).record.line.said
    assert [s.command.form for s in said if s.command.verb == "seat"] == ["person", "doctrine"]


def test_endex_ends_the_play_for_everybody_and_stands_in_the_record(
    host: Opened, tmp_path: Path
) -> None:
    """A facilitator out of time could only stop the clock, and nobody would see the end."""
    net, white, one, two = seated(host)
    net.tick(3.0)
    typed(net, white, "pause")
    assert typed(net, white, "endex out of time") == "ENDEX, by Ada: out of time"
    assert all(client.peer.ended is not None for client in (one, two))
    assert typed(net, white, "note Late.") == "! The run has ended."
    assert view_of(net.query(white, "console")).ended  # type: ignore[arg-type]
    host.close()
    said = run_again(tmp_path / "host" / RECORD).record.line.said[-1].command
    assert (said.verb, said.to, said.text) == ("end", "Ada", "out of time")
    assert (tmp_path / "host" / JOURNAL).read_text("utf-8").count('"event":"endex"') == 1


def test_only_the_white_cell_has_a_console(host: Opened) -> None:
    """A player could look behind the curtain, or release an inject."""
    net, _, one, _ = seated(host)
    for done in (
        net.act(one, "line", line="pause"),
        net.query(one, "console"),
        net.query(one, "run"),
        net.act(net.join("evaluator"), "line", line="pause"),
    ):
        assert isinstance(done, Refusal)


def test_a_host_that_goes_on_stands_as_the_white_cell_had_it(host: Opened, tmp_path: Path) -> None:
    """After a crash the story would run on in an empty room."""
    net, white, *_ = seated(host)
    typed(net, white, "pace 60")
    net.tick(5.0)
    typed(net, white, "back -2 min typo")
    host.close()
    again = opened(tmp_path / "host")
    assert again.room.play is not None
    assert again.room.clock.paused
    assert again.room.play.recording.branch == 1
    again.close()
    assert run_again(tmp_path / "host" / RECORD).engine.state.white_cell.paused


def test_what_planners_changed_is_commanded_as_the_exercise_begins(tmp_path: Path) -> None:
    """A changed list would have to be typed in again while everybody waits, or be forgotten."""
    spec = next(i for i in setup().scenario.injects if i.to and (i.at or 0) > 0)
    keep(tmp_path, [Adjustment(control_no="INJ-1", inject=spec.id, text="Other words.")])
    args = argparse.Namespace(hosted=str(tmp_path), seed=1, pace=None)
    clocks = WallClocks(0.0, 10**6, lambda: "2026-05-04T09:30:00Z")
    hosted = quick(setup(), SEATS, 1.0, {})
    made = open_host(hosted, tmp_path, _beginner(args, hosted), _go_on, clocks=clocks)
    play = made.room.table.begin(SEATS)
    assert play.engine.state.injects.words[spec.id] == (spec.title, "Other words.")
    assert [said.command.verb for said in play.said if said.command.seat == WHITE_CELL] == ["edit"]
    play.close()
    made.close()


def test_a_risk_is_rolled_out_from_what_the_host_says(host: Opened) -> None:
    """A console far away could not say what is at stake."""
    net, white, *_ = seated(host)
    typed(net, white, "jump +10 min")
    run = json.dumps(net.query(white, "run"))
    count = rolled_again(setup(), run, "rung 2", 1, 3)
    assert count == sum(rolled_again(setup(), run, "rung 2", k, k) for k in (1, 2, 3))
