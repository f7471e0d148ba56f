"""A row of a study opened: told, looked at at an event, taken over; and what a study would take."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.records import read_record
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Study
from sim.study.factors import FactorAsked
from sim.study.planning import plan
from sim.study.points import parse_design
from sim.study.workers import Worker

TINY = "_tiny/late_alert.yaml"
VARIED = ["--seat", "bridge=random", "--factor", "injects.near.at=3 min..15 min", "--design"]
DESIGN = "grid:3"
KEY = "as-is/2/5"
ASKED = ["study", TINY, *VARIED, DESIGN, "-n", "9"]


def run_of_key() -> tuple[Worker, list[str]]:
    """Give what runs the study that is asked for, and the lines of its run's events."""
    document = parse(read_text(library.find(TINY)), TINY)
    factors = (FactorAsked("injects.near.at", "3 min..15 min"),)
    made = plan(
        Study(document, seats=(("bridge", "random"),), factors=factors, design=parse_design(DESIGN))
    )
    worker = Worker(made)
    cell, replicate = made.run_of(KEY) or (0, 0)
    return worker, [repr(event.fact) for event in worker.play(cell, replicate).engine.log]


def test_a_run_is_looked_at_at_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    """What a seat knew in an odd run could not be seen."""
    _, log = run_of_key()

    assert main([*ASKED, "--show", KEY, "--at", "3"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["08:00", "event", "3", "of", str(len(log)), "Bridge"]
    assert any(line.startswith("true: ") for line in lines)


@pytest.mark.parametrize("varied", [True, False])
def test_a_run_is_taken_over_where_it_stood(
    varied: bool,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An odd run would be looked at from outside for ever, or go on as another one."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO("view\nlog\nquit\n"))
    _, log = run_of_key()
    key = KEY if varied else "as-is/5"
    asked = ASKED if varied else ["study", TINY, "--seat", "bridge=random"]
    at = next(n for n, fact in enumerate(log, 1) if fact.startswith("WindowOpened"))

    assert main([*asked, "--show", key, "--at", str(at), "--take", "bridge"]) == 0

    said = capsys.readouterr()
    assert "this is no terminal for the screen" in said.err
    (record,) = tmp_path.glob("*.jsonl")
    kept, _ = read_record(record)
    assert kept.header["took_over"] == "bridge"
    assert kept.header["replicate"] == 5
    before = list(kept.line.events)
    assert "seat_taken_over" in [json.loads(line)["event"] for line in before]
    assert len(before) >= at
    assert main(["rerun", str(record)]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("wait\nwait\nwait\nwait\nwait\nwait\n"))
    assert main(["play", "--plain", "--resume", str(record)]) == 0
    assert main(["rerun", str(record)]) == 0
    kept, _ = read_record(record)
    assert list(kept.line.events[: len(before)]) == before
    moves = [json.loads(line) for line in kept.line.events]
    taken = next(n for n, fact in enumerate(moves) if fact["event"] == "seat_taken_over")
    chosen = [fact for fact in moves[taken:] if fact["event"] == "move_chosen"]
    assert not any(fact.get("by") == "policy" for fact in chosen)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--at", "3"], "need --show"),
        (["--show", KEY, "--at", "0"], "has the events 1 to"),
        (["--show", KEY, "--at", "99999"], "has the events 1 to"),
        (["--show", KEY, "--take", "bridges"], "did you mean “bridge”?"),
        (["--show", "as-is/3/5"], "expected ARM/POINT/REPLICATE"),
        (["--show", "as-is/5"], "expected ARM/POINT/REPLICATE"),
    ],
)
def test_a_run_that_cannot_be_opened_is_refused_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An analyst would look at another run than he means."""
    assert main([*ASKED, *arguments]) == 2

    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_a_run_that_ends_at_the_event_is_not_taken_over(capsys: pytest.CaptureFixture[str]) -> None:
    """A person would sit down in a run that is over."""
    _, log = run_of_key()

    assert main([*ASKED, "--show", KEY, "--at", str(len(log)), "--take", "bridge"]) == 2
    assert "ends at that instant" in capsys.readouterr().err


def test_a_study_says_what_it_would_take(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An analyst would start what takes days."""
    folder = ["--out", str(tmp_path / "s")]
    assert main([*ASKED, "--dry-run", "--until-halfwidth", "0.1", *folder]) == 0

    text = capsys.readouterr().out
    assert text.startswith("late_alert: 27 runs (3 points × 1 arm × 9)\n")
    assert "a pilot of 300 other runs" in text
    assert re.search(r"\nabout \d+ s on ", text)
    assert re.search(r"memory: \d+ MB for the table", text)
    assert not (tmp_path / "s").exists()
    assert main([*ASKED, "--dry-run", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {"runs": 27, "n": 9, "arms": ["as-is"], "points": 3, "pilot": 0}


def test_a_record_that_names_a_seat_taken_over_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed record would end in a traceback."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    main([*ASKED, "--show", KEY, "--at", "3", "--take", "bridge"])
    (record,) = tmp_path.glob("*.jsonl")
    text = record.read_text("utf-8")
    capsys.readouterr()
    for value in ('"nobody"', "[]", "{}"):
        record.write_text(text.replace('"took_over":"bridge"', f'"took_over":{value}'), "utf-8")
        assert main(["play", "--plain", "--resume", str(record)]) == 2
        assert "the record was changed" in capsys.readouterr().err
