"""Evaluators at a host: their entries, both clocks, a cut in the midst, and their screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.exercise_evaluate import converse, desk_at
from sim.cli.joined import JoinedStarter, entered
from sim.exercise.folder import EVALUATION
from sim.exercise.host.opening import Opened
from sim.exercise.join.entries import EntryDesk
from sim.store import read_lines
from tests.exercise.rooms import SEATS, Client, Net, opened
from tests.exercise.test_room import Wire
from tests.tui.piloting import LARGE, SMALL, fly, text
from tests.tui.test_watching import until
from tui.app import Channel16

TASKS = {"hail": "Bridge: hail in time", "calm": "Bridge: keep calm"}
MIN = 60_000


@pytest.fixture
def host(tmp_path: Path, home: Path) -> Iterator[Opened]:
    """A host of the quick game, with tasks."""
    made = opened(tmp_path / "host")
    object.__setattr__(made.room.table, "tasks", TASKS)
    object.__setattr__(made.room.table, "injects", tuple(made.room.table.setup.injects))
    yield made
    made.close()


def begun(host: Opened) -> tuple[Net, Client]:
    """Begin, with an evaluator there."""
    net = Net(host.room)
    judge = net.join("evaluator", "E1")
    for seat in SEATS:
        net.join(seat)
    return net, judge


def entries(tmp_path: Path) -> list[dict[str, Any]]:
    """Read what the host has on disk."""
    return [json.loads(line) for line in read_lines(tmp_path / "host" / EVALUATION)[0]]


def test_an_entry_carries_both_clocks_of_the_host_and_is_kept_there(
    host: Opened, tmp_path: Path
) -> None:
    """Evaluators on other machines would note on paper, and by clocks of their own."""
    net, judge = begun(host)
    net.tick(30)
    desk = EntryDesk(Wire(net, judge), tmp_path / "on_the_way.jsonl")
    assert desk.look()

    wrong = [desk.write(line) for line in ("3 2", "1 x", "1 2 @INJ-99", "1 0")]
    said = [desk.write("1 2 asked twice @INJ-1"), desk.write("T+4 2 + all was calm")]

    assert all(wrong)
    assert said == ["", ""]
    assert desk.settle() == 0
    first, second = entries(tmp_path)
    now = host.room.play.engine.now_ms  # type: ignore[union-attr]
    assert (first["story_ms"], first["exercise_ms"]) == (now, host.room.clock.now(net.wall_s)[1])
    assert (first["rating"], first["note"], first["by"]) == ("S", "asked twice", "E1")
    assert first["inject"] == next(iter(host.room.table.injects))
    assert (second["story_ms"], second["exercise_ms"]) == (4 * MIN, 4 * MIN // 20)
    assert [desk.rated(task) for task in TASKS] == ["S", ""]
    assert desk.close() == 0
    assert not (tmp_path / "on_the_way.jsonl").exists()


def test_what_is_written_during_a_cut_is_sent_again_and_stands_once(
    host: Opened, tmp_path: Path
) -> None:
    """An evaluator's notes of the worst minutes would be lost with the network, or stand twice."""
    net, judge = begun(host)
    net.tick(10)
    path = tmp_path / "on_the_way.jsonl"
    desk = EntryDesk(Wire(net, judge), path)
    desk.look()
    key, judge.key = judge.key, "nobody"  # the host has it, its acknowledgement is lost
    net.deliver(
        host.room.receive(
            key,
            judge.peer.act("evaluate", {"task": "hail", "rating": "P"}, "token-that-is-lost")[1],
            net.wall_s,
        )
    )
    judge.key = key
    net.cut(judge)
    at_ms = judge.peer.clock["at_ms"]
    assert desk.write("2 4 nobody was calm") == ""
    assert desk.settle() == 1
    net.tick(20)
    assert desk.close() == 1

    again = net.join("evaluator", "E1")
    later = EntryDesk(Wire(net, again), path)

    assert later.settle() == 0
    net.back(judge)
    assert [(e["task"], e["rating"]) for e in entries(tmp_path)] == [("hail", "P"), ("calm", "U")]
    assert entries(tmp_path)[1]["story_ms"] == at_ms
    assert later.close() == 0
    assert not path.exists()


def test_in_lines_an_evaluator_is_told_what_is_kept(host: Opened, tmp_path: Path) -> None:
    """Whoever types would not know whether it is on disk."""
    net, judge = begun(host)

    told = list(converse(Wire(net, judge), ["1 1 clear words\n", "7 1\n", "\n", "2 2 late\n"]))

    assert told[:2] == ["  1  Bridge: hail in time", "  2  Bridge: keep calm"]
    assert told[3].startswith("     1 P, story 08:00, exercise T+0")
    assert told[4].startswith("! there is no task")
    assert len(told) == 5
    assert [entry["rating"] for entry in entries(tmp_path)] == ["P"]


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_keys_rate_tasks_and_open_seats(
    size: tuple[int, int], host: Opened, tmp_path: Path
) -> None:
    """A key would rate another task, or say another letter than it stands for."""
    net, judge = begun(host)
    opening = entered(Wire(net, judge))
    assert opening is not None

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "Bridge: keep calm")
        assert "INJ-1" in text(pilot.app)
        await pilot.press("down", "3")
        await pilot.press(*"too loud @INJ-2", "enter")
        await until(pilot, "2 M  too loud @INJ-2")
        await pilot.press("1", "enter")
        await until(pilot, "2 P  ")
        await pilot.press("4", "escape", "plus", "enter", "up", "minus", *"late", "enter")
        await until(pilot, "1 improvement  late")
        await until(pilot, "kept")
        await pilot.press("colon", *"9 1", "enter")
        await until(pilot, "there is no task")
        await pilot.press("v")
        await until(pilot, "Whose screen")
        await pilot.press("enter")
        await until(pilot, "WATCHING")
        await pilot.press("escape", "escape")
        await until(pilot, "Your entries")
        await pilot.press("q")

    fly(Channel16(JoinedStarter(), opening), steps, size=size)
    assert [(e["task"], e.get("rating"), e.get("kind")) for e in entries(tmp_path)] == [
        ("calm", "M", None),
        ("calm", "P", None),
        ("hail", None, "improvement"),
    ]


def test_two_with_one_name_on_one_machine_do_not_share_what_waits(host: Opened) -> None:
    """One program would send the other's entries, or lose them."""
    net, judge = begun(host)
    other = net.join("evaluator", "E2")
    one, two = desk_at(Wire(net, judge)), desk_at(Wire(net, other))

    one.look()
    one.write("1 1")

    assert [len(desk.entries) for desk in (one, two)] == [1, 0]
    one.close(), two.close()
