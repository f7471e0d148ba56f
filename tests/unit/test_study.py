"""Studies: the same table however it was made, and clear words for plans that cannot be."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study import parquet, shards
from sim.study.design import Plan, Study
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.pool import Pool
from sim.study.workers import Worker, run_chunks

TINY = "_tiny/late_alert.yaml"
ASKED = ["--seat", "bridge=random", "--arm", "as-is", "--arm", "late:injects.near.at=12 min"]


def study(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Run a study and read its JSON."""
    code = main(["study", TINY, *ASKED, "--json", *arguments])
    assert code == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def planned(n: int = 250) -> Plan:
    """Plan a small study of one arm."""
    document = parse(read_text(library.find(TINY)), TINY)
    return plan(Study(document, seats=(("bridge", "random"),), n=n))


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_table(capsys: pytest.CaptureFixture[str]) -> None:
    """L15: a result would depend on the machine it was made on."""
    one, two, four = (study(capsys, "-n", "120", "--workers", w) for w in ("1", "2", "4"))

    assert one == two == four


@pytest.mark.slow
def test_a_longer_study_begins_with_the_shorter_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Extending a study would change what it had found."""
    folder = str(tmp_path / "study")
    study(capsys, "-n", "100", "--out", folder)

    extended = study(capsys, "-n", "200", "--out", folder, "--resume")

    assert extended == study(capsys, "-n", "200")


@pytest.mark.slow
def test_a_damaged_or_lost_shard_is_run_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A killed study would lose or double runs."""
    folder = tmp_path / "study"
    whole = study(capsys, "-n", "200", "--out", str(folder))
    shards = sorted((folder / "shards").iterdir())
    shards[0].unlink()
    shards[1].write_text("[[1, 2")
    (folder / "summary.json").unlink()

    again = study(capsys, "-n", "200", "--out", str(folder), "--resume")

    assert again == whole


@pytest.mark.parametrize("name", library.shipped())
def test_a_shard_reads_back_as_it_was_measured(name: str) -> None:
    """A measure whose cells cannot be read would be run again for ever."""
    made = plan(Study(parse(read_text(library.find(name)), name), n=2))
    worker = Worker(made)
    rows = worker.rows((0, 0, 2))

    text = shards.written(made.key, (0, 0, 2), rows)

    assert shards.read(text, made.key, (0, 0, 2), measures_of(worker.cell(0)[0])) == rows


@pytest.mark.slow
def test_a_killed_worker_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """L15: a worker that dies would take results with it."""
    made = planned(1000)
    expected = dict(run_chunks(made, made.chunks(made.n), 1))
    rounds: list[int] = []
    did = Pool._did

    def murderous(pool: Any, chunks: Any) -> Any:
        rounds.append(len(chunks))
        for number, found in enumerate(did(pool, chunks)):
            yield found
            if len(rounds) == 1 and number == 0:
                for worker in multiprocessing.active_children():
                    worker.kill()

    monkeypatch.setattr(Pool, "_did", murderous)

    found = dict(run_chunks(made, made.chunks(made.n), 2))

    assert found == expected
    assert len(rounds) > 1, "no worker was killed while there was work"


@pytest.mark.slow
def test_a_study_killed_at_any_moment_goes_on(tmp_path: Path) -> None:
    """Killing it would cost more than the chunks under way."""
    folder = tmp_path / "study"
    asked = [sys.executable, "-m", "sim.cli", "study", TINY, *ASKED, "-n", "3000", "--json"]
    root = Path(__file__).resolve().parents[2]
    whole = subprocess.run(asked, check=True, capture_output=True, cwd=root)
    running = subprocess.Popen(
        [*asked, "--out", str(folder)], stdout=subprocess.DEVNULL, cwd=root, start_new_session=True
    )
    shards = folder / "shards"
    while running.poll() is None and not (shards.exists() and len(list(shards.iterdir())) >= 2):
        pass
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()

    again = subprocess.run(
        [*asked, "--out", str(folder), "--resume"], check=True, capture_output=True, cwd=root
    )

    assert json.loads(again.stdout) == json.loads(whole.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-n", "0"], "-n 0: expected 1 to"),
        (["--arm", "a", "--arm", "a"], "the arm “a” is given twice"),
        (["--arm", "a:horizon=40 min"], "the arm “a” changes nothing"),
        (["--arm", "a:horizn=40 min"], "did you mean “horizon”?"),
        (["--arm", "a:horizon"], "is not PATH=VALUE"),
        (["--seat", "bridge=person"], "a study has no people"),
        (["--seat", "the_bridge=random"], "did you mean “bridge”?"),
        (["--seat", "bridge=randon"], "did you mean “random”?"),
        (["--seat", "bridge=random", "--seat", "bridge=random"], "is given twice"),
        (["--set", "horizn=40 min"], "did you mean “horizon”?"),
        (["--arm", "a\tb"], "cannot name an arm"),
        (["--resume"], "--resume needs --out"),
        (["--show", "nobody/3"], "expected ARM/REPLICATE"),
        (["--until-halfwidth", "2"], "between 0 and 1"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An analyst would be left with a traceback or a study of something else."""
    code = main(["study", TINY, *arguments])

    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert captured.err.startswith("channel16: ")
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_the_folder_of_another_study_is_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Two studies would be mixed in one table."""
    folder = str(tmp_path / "study")
    study(capsys, "-n", "20", "--out", folder)

    finished = main(["study", TINY, *ASKED, "-n", "20", "--out", folder])
    another = main(["study", TINY, *ASKED, "-n", "20", "--out", folder, "--seed", "2", "--resume"])

    said = capsys.readouterr().err
    assert (finished, another) == (2, 2)
    assert "--resume extends it" in said
    assert "holds another study" in said


def test_an_arm_that_looks_like_a_formula_is_none_in_the_table(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A spreadsheet program would compute an arm's name; its row could not be shown any more."""
    monkeypatch.setattr(parquet, "available", lambda: False)
    folder = tmp_path / "s"
    asked = ["study", TINY, "--seat", "bridge=random", "--arm", "=1+1"]
    assert main([*asked, "-n", "1", "--out", str(folder), "--workers", "1"]) == 0
    with (folder / "runs.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    capsys.readouterr()

    code = main([*asked, "--show", row["key"]])

    assert (row["arm"], row["key"]) == ("'=1+1", "'=1+1/0")
    assert code == 0
    assert "It is near." in capsys.readouterr().out


def test_a_row_can_be_shown_as_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    """An odd number in a table could not be looked into."""
    code = main(["study", TINY, *ASKED, "--show", "late/3"])

    assert code == 0
    assert "It is near." in capsys.readouterr().out


def test_a_half_width_asked_for_stops_the_study(capsys: pytest.CaptureFixture[str]) -> None:
    """More runs than needed would be done, or fewer without saying so."""
    wide = study(capsys, "-n", "4000", "--until-halfwidth", "0.2")

    assert wide["n"] < 4000
    rates = [m for arm in wide["arms"].values() for m in arm.values() if m["method"] == "wilson"]
    assert max((m["high"] - m["low"]) / 2 for m in rates if m["n"]) <= 0.2


def test_why_leads_from_an_event_to_its_first_cause(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A reader of a record could not ask why."""
    record = tmp_path / "r.jsonl"
    main(["run", TINY, "--seat", "bridge=random", "--record", str(record)])
    lapsed = next(
        json.loads(line)["n"]
        for line in record.read_text().splitlines()
        if '"event":"move_chosen"' in line
    )
    capsys.readouterr()

    code = main(["log", "why", str(record), str(lapsed)])

    printed = capsys.readouterr().out
    assert code == 0
    assert "Decision" in printed
    assert "Something ahead." in printed or "It is near." in printed or "Again." in printed
