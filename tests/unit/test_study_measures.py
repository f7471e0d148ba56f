"""What a study measures besides force and loss: what came about, and what its author asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.loader.yamltext import parse
from sim.study.design import Study, StudyError
from sim.study.measures import measured, measures_of
from sim.study.planning import plan
from sim.study.statement import planned, read
from sim.study.workers import Worker

STATED = """\
study: 1
scenario: _tiny/late_alert.yaml
n: 30
seats: {bridge: random}
measures:
  never_near: {when: {not: {flag: near}}}
  away: {title: Away or near, goal: {first: [{when: {flag: turned}, value: 1},
                                             {when: {flag: near}, value: 0.25}]}}
"""


def study(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Run a study that a text states."""
    path = folder / "s.yaml"
    path.write_text(text, "utf-8")
    assert main(["study", str(path), "--workers", "1", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def faults(text: str) -> list[str]:
    """Give what is wrong with a text that states a study."""
    document = parse(text, "s.yaml")
    try:
        planned(document, read(document, Path()))
    except StudyError as error:
        return [str(fault) for fault in error.faults]
    return []


def asked(text: str = STATED) -> Study:
    """Read the study that a text states."""
    return read(parse(text, "s.yaml"), Path())


def test_every_run_has_one_ending_and_what_happened_in_it() -> None:
    """A share of runs would be of other runs than its name says."""
    worker = Worker(plan(asked()))
    for replicate in range(12):
        play = worker.play(0, replicate)
        found = measured(play.engine)

        ended = [name for name, value in found.items() if name.startswith("ending.") and value]
        assert ended == [f"ending.{play.ended}"]
        logged = {
            f"{word}.{getattr(event.fact, word)}"
            for event in play.engine.log
            for word in ("move", "inject")
            if type(event.fact).__name__ in ("ActDone", "InjectReleased")
            and hasattr(event.fact, word)
        }
        assert {n for n, v in found.items() if v and n.startswith(("move.", "inject."))} == logged


def test_an_author_measures_by_conditions_and_goals(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What a study asks of its own would not be what is in its table."""
    found = study(tmp_path, STATED, capsys)["arms"]["as-is"]
    worker = Worker(plan(asked()))
    flags = [worker.play(0, r).engine.state.effects.flags for r in range(30)]

    near = [(bool(each.get("near")), bool(each.get("turned"))) for each in flags]
    assert found["never_near"]["mean"] == pytest.approx(sum(not a for a, _ in near) / 30)
    assert found["never_near"]["method"] == "wilson"
    wanted = sum(1.0 if turned else 0.25 * is_near for is_near, turned in near) / 30
    assert found["away"]["mean"] == pytest.approx(wanted)
    assert 0 < found["away"]["mean"] < 1


def test_a_measure_of_ones_own_stays_with_its_study(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The kept statement would run another study."""
    first = study(tmp_path, STATED, capsys)
    asked_again = [str(tmp_path / "s.yaml"), "--workers", "1", "--json"]
    assert main(["study", *asked_again, "--out", str(tmp_path / "kept")]) == 0
    capsys.readouterr()
    kept = ["study", str(tmp_path / "kept" / "study.yaml"), "--workers", "1", "--json"]
    assert main(kept) == 0
    assert json.loads(capsys.readouterr().out) == first
    other = tmp_path / "other.yaml"
    other.write_text(STATED.replace("not: {flag: near}", "flag: near"), "utf-8")
    assert main(["study", str(other), "--out", str(tmp_path / "kept"), "--resume"]) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{flag: near}}}", "{flag: nea}}}", "s.yaml:6:35: there is no flag “nea”"),
        ("{when: {not: {flag: near}}}", "{}", "s.yaml:6:3: a yardstick measures one thing"),
        ("{when: {not: {flag: near}}}", "{when: {flga: near}}", "did you mean “flag”?"),
        ("{when: {not: {flag: near}}}", "near", "expected NAME: {when: a condition}"),
        ("never_near:", "Never:", "expected an id in lower snake case"),
    ],
)
def test_a_measure_that_cannot_be_is_told_where_it_stands(old: str, new: str, said: str) -> None:
    """An author would look for his fault in the scenario."""
    (told,) = faults(STATED.replace(old, new, 1))

    assert told.startswith("s.yaml:6:")
    assert said in told


def test_what_tells_nothing_of_its_own_is_folded(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A table would be read for forty rows of zeros, or count one thing twice."""
    text = STATED + "  near: {when: {flag: near}}\n  near_too: {when: {all: [{flag: near}]}}\n"
    found = study(tmp_path, text, capsys)["folded"]

    assert found["near_too"] == "near"
    assert found["deliberate_uf8"] is None
    assert "near" not in found
    assert main(["study", str(tmp_path / "s.yaml"), "--workers", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("the same as near in every run: near_too") for line in lines)
    assert not any(line.startswith(("near_too", "deliberate_uf8")) for line in lines)
    assert {m.name for m in measures_of(Worker(plan(asked(text))).cell(0)[0])} >= set(found)
