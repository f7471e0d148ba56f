"""`channel16 log`: a record in sum and in order, and two records compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main


def recorded(folder: Path, name: str, *options: str) -> str:
    """Record a headless run of a short scenario."""
    path = folder / name
    options = ("--seat", "west_captain=firm", *options)
    assert main(["run", "dawn-approach", *options, "--record", str(path), "--json"]) == 0
    return str(path)


def test_an_overview_sums_a_record_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sum would differ from what the run said of itself."""
    record = recorded(tmp_path, "a.jsonl", "--seed", "3")
    ran = json.loads(capsys.readouterr().out)

    assert main(["log", "overview", record, "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["digest"] == ran["digest"]
    assert found["ending"] == ran["ending"]
    assert found["events"] == ran["events"] == sum(found["kinds"].values())
    assert found["score"] == {side: ran["measures"]["score"][side] for side in found["score"]}
    assert sum(found["commands"].values()) == found["kinds"]["command_accepted"]


def test_a_seats_timeline_tells_what_it_knew_and_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One seat's orders would stand in another's timeline."""
    record = recorded(tmp_path, "a.jsonl", "--seed", "3")
    capsys.readouterr()
    told = {}
    for seat in ("", "west_captain", "east_captain"):
        options = ["--seat", seat] if seat else []
        assert main(["log", "timeline", record, *options]) == 0
        told[seat] = capsys.readouterr().out

    orders = [line for line in told["west_captain"].splitlines() if "Your orders" in line]
    assert len(orders) == 1
    assert orders[0] not in told["east_captain"]
    assert orders[0].split("orders:")[1] in told[""]


def test_two_records_part_where_they_first_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A difference would be overlooked, or seen where there is none."""
    same = [recorded(tmp_path, f"{name}.jsonl", "--seed", "3") for name in "ab"]
    other = recorded(tmp_path, "c.jsonl", "--seed", "4")
    capsys.readouterr()

    assert main(["log", "diff", *same]) == 0
    assert capsys.readouterr().out == "same\n"
    assert main(["log", "diff", same[0], other]) == 1
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "seed: 3 | 4"
    assert lines[1].startswith("they part at event ")
    assert [line[:5] for line in lines[2:4]] == ["  1: ", "  2: "]
    assert lines[2:4] != lines[4:6]
    assert [line[:11] for line in lines[-2:]] == ["1 came to: ", "2 came to: "]


def test_no_such_seat_is_said_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the finger would give an empty timeline."""
    record = recorded(tmp_path, "a.jsonl", "--seed", "3")
    capsys.readouterr()

    assert main(["log", "timeline", record, "--seat", "west_capten"]) == 2

    assert "the scenario has no such seat; did you mean “west_captain”?" in capsys.readouterr().err
