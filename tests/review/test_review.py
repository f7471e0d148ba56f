"""`channel16 review`: the same whoever rolls out, nothing done twice, bad input said in a line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main
from sim.pages import untouched
from sim.play.asked import Asked
from sim.play.policies import POLICIES, Policy
from sim.review.keeping import SUFFIX
from tests.review.test_two_doors import SCENARIO, played

OPTIONS = ("--rollouts", "20", "--workers", "1")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Keep a play of the toy in which the wrong door was opened."""
    path = tmp_path / "doors.jsonl"
    asked, _ = played(1, "go_right")
    path.write_text("\n".join(asked.lines) + "\n", encoding="utf-8")
    return path


def reviewed(capsys: pytest.CaptureFixture[str], record: Path, *options: str) -> str:
    """Review a record as data."""
    assert main(["review", str(record), "--json", *(options or OPTIONS)]) == 0
    return capsys.readouterr().out


def test_the_data_are_as_promised(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that reads them would miss a key."""
    found = json.loads(reviewed(capsys, record))

    assert set(found) == {"record_digest", "rollouts", "seats"}
    (decision,) = found["seats"]["seeker"]["decisions"]
    assert decision["chosen"] == "choose go_right"
    assert decision["best"] == "choose go_left"
    assert found["seats"]["seeker"]["turning_points"] == [1]
    for option in decision["options"]:
        for lens in ("hindsight", "foresight"):
            assert option[lens]["low"] <= option[lens]["loss"] <= option[lens]["high"]
    hindsight = decision["options"][0]["hindsight"]["loss"]
    assert decision["luck"] == pytest.approx(hindsight - 100, abs=0.02)


def test_it_is_the_same_for_any_number_of_workers(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who came first would decide what leaves the race."""
    alone = reviewed(capsys, record)
    record.with_name(record.name + SUFFIX).unlink()

    assert reviewed(capsys, record, "--rollouts", "20", "--workers", "3") == alone


def test_what_was_rolled_out_is_not_rolled_out_again(
    record: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking for the same review twice would cost as much as the first time."""
    first = reviewed(capsys, record)
    monkeypatch.setattr("sim.review.racing.Reviewed.roll", None)

    assert reviewed(capsys, record) == first


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_review_that_was_interrupted_is_gone_on_with(
    record: Path, capsys: pytest.CaptureFixture[str], share: float
) -> None:
    """A kill in the middle of a line would spoil what was done before it, or what follows."""
    whole = reviewed(capsys, record)
    kept = record.with_name(record.name + SUFFIX)
    raw = kept.read_bytes()
    kept.write_bytes(raw[: int(len(raw) * share)])

    assert reviewed(capsys, record) == whole
    assert sorted(kept.read_bytes().splitlines()) == sorted(raw.splitlines())


@pytest.mark.parametrize("text", ["", "nonsense\n", '{"review": 99}\n', "[]\n", "\x00\xff"])
def test_what_is_no_review_of_it_is_replaced(
    record: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Another record's roll-outs would be taken for those of this one."""
    whole = reviewed(capsys, record)
    kept = record.with_name(record.name + SUFFIX)
    kept.write_text(text, encoding="latin-1")

    assert reviewed(capsys, record) == whole


def test_the_page_is_one_that_was_written_here(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another file would be replaced, or the page could not be written again."""
    page = record.with_name("review.html")
    assert main(["review", str(record), "-o", str(page), *OPTIONS]) == 0
    text = page.read_text(encoding="utf-8")

    assert untouched(text)
    assert "Open the left door" in text
    assert main(["review", str(record), "-o", str(page), *OPTIONS]) == 0
    page.write_text(text.replace("left", "best"), encoding="utf-8")
    assert main(["review", str(record), "-o", str(page), *OPTIONS]) == 2
    assert "edited since" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (lambda text: text, ("--rollouts", "0"), "--rollouts 0: nothing can be said without any"),
        (lambda text: text, ("--rollouts", "x"), "expected a whole number"),
        (lambda text: text, ("--seat", "finder"), "the scenario has no such seat"),
        (lambda text: text.replace('"record":5', '"record":9'), (), "has format 9"),
        (
            lambda text: text.replace('"subject":"go_right"', '"subject":"go_wrong"'),
            (),
            "does not re-run",
        ),
        (lambda text: text.replace('"at_ms":300000', '"at_ms":300001'), (), "does not re-run"),
        (lambda text: "\n".join(text.splitlines()[1:]), (), "not a record"),
        (lambda text: "", (), "is empty"),
    ],
)
def test_bad_input_is_said_in_a_line(
    record: Path, capsys: pytest.CaptureFixture[str], change: object, options: tuple[str, ...],
    said: str,
) -> None:  # fmt: skip
    """A traceback would reach the user, or a wrong record be reviewed."""
    record.write_text(change(record.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]

    assert main(["review", str(record), *options]) == 2

    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_an_unfinished_record_is_reviewed_without_luck(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Luck would be measured against an end that has not come."""
    lines = record.read_text(encoding="utf-8").splitlines()
    last = next(n for n, line in enumerate(lines) if '"act_done"' in line)
    record.write_text("\n".join(lines[: last + 1]) + "\n", encoding="utf-8")

    found = json.loads(reviewed(capsys, record))

    (decision,) = found["seats"]["seeker"]["decisions"]
    assert decision["luck"] is None
    assert decision["mark"] == "blunder" or decision["quality"] <= 0


def test_who_ends_a_review_is_told_and_nothing_is_lost(record: Path) -> None:
    """The system would clear up after it with a warning, or the next review begin anew."""
    kept = record.with_name(record.name + SUFFIX)
    command = [sys.executable, "-m", "sim.cli", "review", str(record), "--rollouts", "10000"]
    with subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.PIPE, text=True) as p:
        while not kept.exists() or kept.read_bytes().count(b"\n") < 2:
            assert p.poll() is None
            time.sleep(0.1)
        p.terminate()
        _, err = p.communicate()

    assert p.returncode == 128 + signal.SIGTERM
    assert err == (
        "channel16: stopped; what was rolled out is kept, and the same command goes on with it\n"
    )
    assert kept.read_bytes().count(b"\n") >= 2


ASKED_TWICE = """\
  - {id: nod, code: N01, title: Nod, direction: hold, seats: [seeker], once: false}
injects:
  - {id: again, title: Nod, kind: report, to: [seeker], text: Nod., at: 20 min}
"""


def _fails(parameters: object) -> Policy:
    def decide(asked: Asked) -> str | None:
        if "go_left" in asked.known.moves.done:
            raise ValueError("not me")
        return "nod"

    return Policy(decide)


def _hangs(parameters: object) -> Policy:
    def decide(asked: Asked) -> str | None:
        while "go_left" in asked.known.moves.done:
            pass
        return "nod"

    return Policy(decide)


@pytest.mark.slow
@pytest.mark.parametrize(("make", "said"), [(_fails, "ValueError: not me"), (_hangs, "no end")])
def test_a_policy_that_fails_or_hangs_leaves_its_way_unjudged(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[object], Policy],
    said: str,
) -> None:
    """One bad policy would cost the whole review, or keep it from ever ending."""
    later = tmp_path / "asked_twice.yaml"
    later.write_text(SCENARIO.read_text("utf-8").replace("injects:\n", ASKED_TWICE), "utf-8")
    monkeypatch.setattr("tests.review.test_two_doors.SCENARIO", later)
    record = tmp_path / "twice.jsonl"
    record.write_text("\n".join(played(1, "go_right")[0].lines) + "\n", "utf-8")
    monkeypatch.setattr("sim.review.racing.PATIENCE_S", 1.0)
    monkeypatch.setattr("sim.review.rollouts.doctrine_of", lambda setup, seat: "bad")
    monkeypatch.setitem(POLICIES._words, "bad", make)
    found = json.loads(reviewed(capsys, record, "--rollouts", "10", "--workers", "1"))
    (unjudged,) = found["seats"]["seeker"]["unjudged"]
    assert said in unjudged["fault"]
    assert "“bad”" in unjudged["fault"]
    decision = found["seats"]["seeker"]["decisions"][0]
    assert unjudged["way"] == "Open the left door"
    judged = [option["id"] for option in decision["options"]]
    assert "choose go_right" in judged
    assert "choose go_left" not in judged


def test_a_program_that_follows_sees_it_grow(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever waits would see nothing before the last roll-out, or end with something else."""
    whole = json.loads(reviewed(capsys, record))
    lines = reviewed(capsys, record, *OPTIONS, "--follow").splitlines()

    assert json.loads(lines[-1]) == whole
    assert all(json.loads(line)["seats"]["seeker"]["decisions"] for line in lines)
    assert main(["review", str(record), "--follow"]) == 2
    assert "add --json" in capsys.readouterr().err
