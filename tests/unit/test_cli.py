"""The command from outside: exit codes, one line a fault, data and complaints kept apart."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.metadata
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml

from sim import store
from sim.cli import main
from sim.errors import nearest
from sim.loader.yamltext import parse
from sim.model.conditions import CONDITIONS
from sim.model.effects import EFFECTS
from sim.model.goals import GOALS
from sim.play.record import signed
from sim.store import LineFile

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = "twenty-nine-minutes"
TINY = str(ROOT / "scenarios" / "_tiny" / "one_hail.yaml")
DESKS = str(ROOT / "scenarios" / "_tiny" / "two_desks.yaml")
FAULT = re.compile(r"channel16: .*:\d+:\d+: \S.*")
Done = tuple[int, str, str]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def cli(*args: str, typed: str = "") -> Done:
    """Run a command line in this process; give exit code, output and complaints."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        mock.patch.object(sys, "stdin", io.StringIO(typed)),
        contextlib.redirect_stdout(io.TextIOWrapper(out, "utf-8", write_through=True)),
        contextlib.redirect_stderr(io.TextIOWrapper(err, "utf-8", write_through=True)),
    ):
        code = main(list(args))
        shown, told = out.getvalue().decode(), err.getvalue().decode()
    return code, shown, told


def shell(*args: str, typed: bytes = b"", env: dict[str, str] | None = None, **how: Any) -> Any:
    """Run a command line in a process of its own."""
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
    return subprocess.run(
        [sys.executable, "-m", "sim.cli", *args],
        check=False,
        cwd=ROOT,
        env={**os.environ, "CHANNEL16_HOME": str(Path.cwd() / "home"), **(env or {})},
        input=typed,
        timeout=120,
        **how,
    )


def wrong(done: Done, *words: str, lines: int | None = 1) -> str:
    """Check that this was refused as the contract says; give the complaint."""
    code, out, err = done
    assert (code, out) == (2, ""), err
    assert lines is None or len(err.splitlines()) == lines, err
    assert all(line.startswith("channel16: ") for line in err.splitlines()), err
    for word in words:
        assert word in err, err
    return err


def records() -> list[Path]:
    """List the records of this test's home."""
    return sorted((Path.cwd() / "home").glob("*.jsonl"))


def play(*typed: str, args: tuple[str, ...] = (TINY, "--seed", "1")) -> str:
    """Play in lines, Enter first and to the end of the input; give what is printed."""
    code, out, err = cli("play", *args, "--plain", typed="".join(f"{t}\n" for t in ("", *typed)))
    assert (code, err) == (0, ""), err
    return out


def faulty(tmp_path: Path, *changes: tuple[str, str]) -> str:
    """Write the tiny scenario with pieces of its text changed."""
    text = Path(TINY).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "faulty.yaml"
    path.write_text(text, "utf-8")
    return str(path)


# Use


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["rum"], ["run"]),
        (["scenario"], ["WHAT"]),
        (["scenario", "lst"], ["list"]),
        (["scenario", "show"], ["scenario"]),
        (["scenario", "show", "twenty-nine"], [f"“{SHIPPED}”"]),
        (["scenario", "check", "twenty-nine-minute"], [f"“{SHIPPED}”"]),
        (["scenario", "lines", "nothing"], ["no such scenario"]),
        (["run"], ["scenario"]),
        (["run", "no-such-scenario-at-all"], ["no such scenario", SHIPPED]),
        (["run", TINY, "--recrd", "x"], ["--recrd"]),
        (["run", TINY, "another"], ["another"]),
        (["run", TINY, "--seat"], ["--seat"]),
        (["run", TINY, "--seat", "alpa=random"], ["“alpa”", "“alpha”"]),
        (["run", TINY, "--seat", "=random"], ["“”", "alpha"]),
        (["run", TINY, "--seat", "alpha=randm"], ["“randm”", "“random”"]),
        (["run", TINY, "--seat", "alpha="], ["alpha", "random"]),
        (["run", TINY, "--seat", "alpha=random:x"], ["KEY=VALUE"]),
        (["run", TINY, "--seat", "alpha=random:x=1"], ["“x”"]),
        (["run", TINY, "--seat", "alpha"], ["alpha", "play"]),
        (["run", TINY, "--seat", "alpha=person"], ["alpha", "play"]),
        (["run", TINY, "--seat", "alpha=random", "--seat", "alpha=random"], ["twice"]),
        (["run", TINY, "--seat", "alpha=firm:rho=0.9,rho=0.8"], ["“rho”", "twice"]),
        (["run", TINY, "--seat", "alpha=mix:firm=0.5,firm=0.5"], ["“firm”", "twice"]),
        (["run", TINY, "--seat", "alpha=script:history"], ["history"]),
        (["run", TINY, "--seat", "alpha=script:"], ["file"]),
        (["run", TINY, "--seat", "alpha=script:missing.yaml"], ["missing.yaml:1:1: "]),
        (["run", TINY, "--seat", "alpha=script:."], ["cannot be read"]),
        (["run", TINY, "--set", "horizon"], ["PATH=VALUE"]),
        (["run", TINY, "--set", "=1"], ["PATH=VALUE"]),
        (["run", TINY, "--set", "horizn=1 h"], ["“horizn”", "“horizon”"]),
        (["run", TINY, "--set", "channels.vfh.start=open"], ["“vfh”", "“vhf”"]),
        (["run", TINY, "--set", "channels.vhf.strt=open"], ["“strt”", "“start”"]),
        (["run", TINY, "--set", "seats.9.title=x"], ["“9”", "alpha"]),
        (["run", TINY, "--set", "seats.-1.title=x"], ["“-1”", "alpha"]),
        (["run", TINY, "--set", "title.x=1"], ["“x”"]),
        (["run", TINY, "--set", "horizon=[1"], ["not YAML"]),
        (["run", TINY, "--set", "title=&a [*a]"], ["itself"]),
        (["run", TINY, "--set", "title=a\x01"], ["--set"]),
        (["rerun"], ["record"]),
        (["rerun", "missing.jsonl"], ["missing.jsonl:1:1: "]),
        (["rerun", "."], [".:1:1: "]),
        (["rerun", TINY], [f"{TINY}:1:1: "]),
        (["play"], ["scenario"]),
        (["play", "nothing-like-it"], ["no such scenario"]),
        (["play", TINY, "--seat", "alpha", "--seat", "bravo"], ["one person"]),
        (["play", TINY, "--seat", "alpha=random", "--seat", "bravo=random"], ["--seat SEAT"]),
        (["play", TINY, "--resume", "x.jsonl"], ["--resume"]),
        (["play", "--resume", "x.jsonl", "--seed", "3"], ["--resume"]),
        (["play", "--resume", "x.jsonl"], ["x.jsonl:1:1: "]),
        (["play", "--resume", TINY], [f"{TINY}:1:1: "]),
        *((["play", TINY, "--pace", bad], ["--pace"]) for bad in ("0", "-1", "nan", "inf", "x")),
    ],
)
def test_wrong_use_is_said_in_one_line(args: list[str], words: list[str]) -> None:
    """A typing error would end in a traceback, a page of help, or no hint at the right name."""
    wrong(cli(*args), *words)

    assert records() == []


def test_a_bare_command_shows_its_use() -> None:
    """Somebody who types the name alone would get nothing to go on with."""
    code, out, err = cli()

    assert code == 2
    assert "scenario" in out + err


@pytest.mark.parametrize("args", [[], ["run"], ["rerun"], ["scenario"], ["scenario", "check"]])
def test_help_is_fine(args: list[str]) -> None:
    """`--help` would fail, or say nothing of the verb."""
    code, out, err = cli(*args, "--help")

    assert (code, err) == (0, "")
    assert " ".join(["usage: channel16", *args]) in out


@pytest.mark.parametrize(("option", "near"), [("--recrd", "--record"), ("--sead", "--seed")])
def test_an_unknown_option_names_the_nearest(option: str, near: str) -> None:
    """Somebody who mistypes an option would have to read the help."""
    wrong(cli("run", TINY, option, "1"), near)


def test_the_nearest_name_is_sought_among_so_many() -> None:
    """A fault in a huge document would take seconds to say, once for each of its faults."""
    looked: list[str] = []

    def names() -> Iterator[str]:
        for number in range(100_000):
            looked.append(f"name_{number}")
            yield looked[-1]

    assert nearest("nam_1", names()) == "did you mean “name_1”?"
    assert len(looked) <= 10_000


def test_the_version_of_a_checkout() -> None:
    """`--version` in a checkout that is not installed ends in a traceback."""
    missing = importlib.metadata.PackageNotFoundError("channel16")
    with mock.patch("importlib.metadata.version", side_effect=missing):
        code, _, err = cli("--version")

    assert code in (0, 2)
    assert err == "" or err.startswith("channel16: ")


def test_ctrl_c_while_the_program_loads() -> None:
    """Ctrl-C in the first half second prints a traceback."""
    done: Done | None = None
    with (
        mock.patch.object(importlib, "import_module", side_effect=KeyboardInterrupt),
        contextlib.suppress(KeyboardInterrupt),
    ):
        done = cli("run", TINY)

    assert done is not None
    assert done[0] == 130
    assert done[2].startswith("channel16: ")


@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_every_seed_within_the_bounds_is_taken(seed: int) -> None:
    """A seed from the contract's range would be refused or cut."""
    code, out, _ = cli("run", TINY, "--seed", str(seed), "--json")

    assert (code, json.loads(out)["seed"]) == (0, seed)


SEEDS = ["-1", str(2**63), "9" * 30, "1.0", "1e3", "", " ", "x", "0x1f", "1_000", "+1", "٣", "²"]


@pytest.mark.parametrize("verb", ["run", "play"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_other_seed_is_refused(verb: str, seed: str) -> None:
    """A seed that cannot be reproduced would be taken."""
    wrong(cli(verb, TINY, "--seed", seed), "--seed", "9223372036854775807")


@pytest.mark.parametrize("replicate", ["-1", "x", str(2**40)])
def test_a_replicate_out_of_bounds_is_refused(replicate: str) -> None:
    """A replicate that cannot be would be taken."""
    wrong(cli("run", TINY, "--replicate", replicate), "--replicate")


# Run


def test_a_run_is_told_on_standard_output() -> None:
    """`run` would not show what happened, or mix its complaints in."""
    code, out, err = cli("run", TINY)

    assert (code, err) == (0, "")
    assert "08:01" in out
    assert "As they were" in out
    assert "Nobody moved." in out
    assert "Side A" in out


def test_a_run_in_numbers() -> None:
    """A program that reads `run --json` would miss a key, or get a path or a clock."""
    code, out, err = cli("run", TINY, "--seed", "5", "--seat", "alpha=random", "--json")
    data = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))

    assert (code, err) == (0, "")
    keys = "scenario scenario_digest seed replicate seats ending measures events digest"
    assert list(data) == keys.split()
    assert (data["scenario"], data["seed"], data["replicate"]) == ("one_hail", 5, 0)
    assert data["seats"] == {"alpha": "random", "bravo": "standing-orders"}
    assert re.fullmatch("sha256:[0-9a-f]{64}", data["digest"])
    assert re.fullmatch("sha256:[0-9a-f]{64}", data["scenario_digest"])
    vhf = data["measures"]["channels"]["vhf"]
    assert set(vhf) >= {"usable", "tries", "answered", "median_wait_min"}
    assert str(ROOT) not in out
    assert cli("run", TINY, "--seed", "5", "--seat", "alpha=random", "--json")[1] == out


def test_the_digest_is_of_the_event_lines(tmp_path: Path) -> None:
    """Two programs could not agree whether two runs are the same."""
    path = tmp_path / "run.jsonl"
    data = json.loads(cli("run", TINY, "--record", str(path), "--json")[1])

    events = [line for line in path.read_text("utf-8").splitlines() if '"event":' in line]
    canonical = [
        json.dumps(json.loads(e), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        for e in events
    ]
    shown = "".join(f"{line}\n" for line in canonical)
    assert data["digest"] == "sha256:" + hashlib.sha256(shown.encode()).hexdigest()
    assert data["events"] == len(events)


def test_seed_and_replicate_make_other_runs() -> None:
    """Every run of a study would be the same."""
    runs = {
        json.loads(cli("run", TINY, *more, "--seat", "bravo=random", "--json")[1])["digest"]
        for more in (["--seed", "1"], ["--seed", "2"], ["--seed", "1", "--replicate", "1"])
    }

    assert len(runs) == 3


def test_a_script_is_read_and_what_it_could_not_do_is_said(tmp_path: Path) -> None:
    """An author would not learn that a script came out otherwise, or find it among the data."""
    steps = tmp_path / "steps.yaml"
    steps.write_text("- {at: 2 min, choose: n01_hold}\n- {at: 3 min, choose: u01_cross}\n")

    code, out, err = cli("run", TINY, "--seat", f"alpha=script:{steps}")

    assert code == 0
    assert "08:02" in out
    assert re.fullmatch(r"channel16: .*“alpha” has 1 step.*\n", err)


def test_a_script_leaves_no_path_in_the_numbers(tmp_path: Path) -> None:
    """`--json` tells where somebody keeps their files, and differs from folder to folder."""
    steps = tmp_path / "steps.yaml"
    steps.write_text("- {at: 2 min, choose: n01_hold}\n")

    _, out, _ = cli("run", TINY, "--seat", f"alpha=script:{steps}", "--json")

    assert str(tmp_path) not in out


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- {at: 2 min, choose: n01_hodl}\n", [1]),
        ("- {at: 2 min, choose: n01_hold}\n- {at: 2, choose: n01_hold}\n- {at: 1 s}\n", [2, 3]),
        ("- {at: 2 min, call: vhf, to: nobody, form: hail}\n", [1]),
        ("- {at: 2 min, call: vhf}\n", [1]),
        ("- {at: 2 min, choose: n01_hold, call: vhf}\n", [1]),
        ("- [\n", [2]),
        ("- 5\n", [1]),
        ("at: 2 min\n", [1]),
        ("", [1]),
    ],
)
def test_a_faulty_script_is_told_by_line(tmp_path: Path, text: str, lines: list[int]) -> None:
    """An author would have to search for a fault in a script."""
    steps = tmp_path / "steps.yaml"
    steps.write_text(text)

    err = wrong(cli("run", TINY, "--seat", f"alpha=script:{steps}"), lines=None)

    assert [int(line.split(":")[2]) for line in err.splitlines()] == lines


@pytest.mark.parametrize("text", ["at: 2 min\n", "- 5\n", "5\n"])
def test_a_faulty_script_is_told_in_the_language_of_authors(tmp_path: Path, text: str) -> None:
    """An author would read of tuples and instances."""
    steps = tmp_path / "steps.yaml"
    steps.write_text(text)

    _, _, err = cli("run", TINY, "--seat", f"alpha=script:{steps}")

    assert "expected" in err
    assert not re.search("[Ii]nput should|tuple|instance|Step", err)


FAULTY_STEPS = """\
- {at: 2, choose: n01_hodl, to: 5, foo: 3}
- {choose: n01_hold, call: ham}
- [1]
- {at: 1 min, at: 2 min, coose: n01_hold}
- {at: 1 min, call: vhf, to: bravo, form: nail}
"""
FOUND = """\
1:8: “2”: expected a duration with its unit (d, h, min, s, ms), such as “6 min”
1:19: there is no move “n01_hodl”; did you mean “n01_hold”?
1:33: “5”: expected text
1:36: unknown key “foo”; did you mean “form”?
2:3: the key “at” is missing; add it
2:28: there is no channel “ham”; known: vhf
3:3: expected keys and values
4:15: the key “at” stands twice; keep one
4:26: unknown key “coose”; did you mean “choose”?
5:30: there is no vessel “bravo”; did you mean “bravo_ship”?
5:43: there is no form “nail”; did you mean “hail”?
"""


def test_the_faults_of_a_script_are_told_all_at_once(tmp_path: Path) -> None:
    """An author would repair a script fault by fault, or read of each in other words."""
    steps = tmp_path / "steps.yaml"
    steps.write_text(FAULTY_STEPS)

    err = wrong(cli("run", TINY, "--seat", f"alpha=script:{steps}"), lines=None)

    assert err == "".join(f"channel16: {steps}:{line}\n" for line in FOUND.splitlines())


def test_a_script_goes_on_after_going_on_from_disk(tmp_path: Path) -> None:
    """Saving and going on would end the other side's script without a word."""
    steps = tmp_path / "steps.yaml"
    steps.write_text("- {at: 20 min, call: vhf, to: alpha_ship, form: hail}\n")
    seats = ("--seat", "alpha", "--seat", f"bravo=script:{steps}")
    whole = play(*["wait"] * 5, args=(TINY, "--seed", "1", *seats))
    play("note x", "quit", args=(TINY, "--seed", "1", *seats))

    code, out, err = cli("play", "--plain", "--resume", str(records()[-1]), typed="wait\n" * 5)

    assert (code, err) == (0, "")
    assert "Bravo to Alpha: “" in whole
    assert "Bravo to Alpha: “" in out


STEP_TWO = b"- {choose: d01_hail, at: 2 min}\n"


@pytest.mark.parametrize("name", ["steps.yaml", "history"])
def test_a_record_carries_the_steps_of_a_script(tmp_path: Path, name: str) -> None:
    """A record would need a file that was changed or deleted, or take it for the history."""
    steps, kept = tmp_path / name, tmp_path / "kept.jsonl"
    steps.write_text("- {choose: n01_hold, at: 90000 ms}\n")
    seats = ("--seat", f"alpha=script:{steps}", "--seat", "bravo=random")
    assert cli("run", TINY, *seats, "--record", str(kept))[0] == 0
    steps.unlink()

    head = json.loads(kept.read_text("utf-8").partition("\n")[0])

    assert head["scripts"] == {"alpha": [{"at": "1 min 30 s", "choose": "n01_hold"}]}
    assert str(tmp_path) not in json.dumps(head)
    assert cli("rerun", str(kept))[0] == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"- {choose: n01_hold, at: 90 s}\r\n- {choose: d01_hail, at: 2 min}\r\n",
        b"- {choose: n01_hold, at: 90 s}\r\n- {choose: d01_hail, at: 2 min}",
        b"\xef\xbb\xbf- {choose: n01_hold, at: 90 s}\n- {choose: d01_hail, at: 2 min}\n\n",
    ],
)
def test_a_script_is_what_its_lines_mean(tmp_path: Path, raw: bytes) -> None:
    """A script that went through mail would be another, or none."""
    digests = []
    for number, text in enumerate((b"- {choose: n01_hold, at: 90 s}\n" + STEP_TWO, raw)):
        (tmp_path / str(number)).mkdir()
        steps = tmp_path / str(number) / "steps.yaml"
        steps.write_bytes(text)
        seats = ("--seat", f"alpha=script:{steps}", "--seat", "bravo=random")
        code, out, err = cli("run", TINY, *seats, "--json")
        assert (code, err) == (0, "")
        digests.append(json.loads(out)["digest"])

    assert digests[0] == digests[1]


def _reheaded(**changes: object) -> Path:
    """Begin a play against a script, and change the header of its record."""
    Path("steps.yaml").write_text("- {at: 20 min, choose: n01_stay}\n")
    seats = ("--seat", "alpha", "--seat", "bravo=script:steps.yaml")
    play("quit", args=(TINY, "--seed", "1", *seats))
    head, _, rest = records()[-1].read_text("utf-8").partition("\n")
    changed = {k: v for k, v in {**json.loads(head), **changes}.items() if v is not None}
    records()[-1].write_text(f"{json.dumps(signed(changed))}\n{rest}", "utf-8")
    return records()[-1]


@pytest.mark.parametrize(
    "scripts",
    [5, [], {"bravo": 5}, {"bravo": [5]}, {"bravo": [{"at": "20 min", "choose": "n02_stay"}]}],
)
def test_recorded_steps_that_cannot_be_are_refused(scripts: object) -> None:
    """A header with wrong steps would end in a traceback."""
    path = _reheaded(scripts=scripts)

    wrong(cli("play", "--plain", "--resume", str(path)), "script")
    wrong(cli("rerun", str(path)), "script")


def test_a_record_without_the_steps_says_so() -> None:
    """An old record would be gone on with against a seat that does nothing any more."""
    path = _reheaded(scripts=None)

    code, _, err = cli("play", "--plain", "--resume", str(path), typed="wait\n" * 5)

    assert code == 0
    assert re.fullmatch(r"channel16: .*lacks the script of “bravo”.*\n", err)


# Changes by --set


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("title=Another", "Another: it begins"),
        ("seats.alpha.title=The elder", "You are: The elder."),
        ("seats.0.title=The elder", "You are: The elder."),
        ("injects.closing.at=2 min 30 s", "08:02"),
        ("endings.as_they_were.text='yes: no'", "yes: no"),
        ("injects.closing.text=12", None),
        ("horizon=90 s", None),
        ("parameters.unsafe=200 yd", "Nobody moved."),
        ("seats.alpha.standing_orders=[]", "Nobody moved."),
        ("flags.made_way.known_to=[]", None),
        ("history=", "Nobody moved."),
    ],
)
def test_a_change_is_made_or_its_fault_is_told(change: str, shown: str | None) -> None:
    """`--set` would change something else, or pass over what cannot be."""
    done = cli("run", TINY, "--set", change)

    if shown is None:
        wrong(done, lines=None)
    else:
        assert (done[0], done[2]) == (0, "")
        assert shown in done[1]


def test_changes_are_made_in_order_and_leave_the_file(tmp_path: Path) -> None:
    """A later change would lose against an earlier one, or the file would be written."""
    path = tmp_path / "mine.yaml"
    path.write_text(Path(TINY).read_text("utf-8"), "utf-8")

    _, out, _ = cli("run", str(path), "--set", "title=One", "--set", "title=Two")

    assert "Two: it begins" in out
    assert path.read_text("utf-8") == Path(TINY).read_text("utf-8")


AT_SEA: dict[str, str] = {
    "no scatter": "parameters.sigma_m=0 m",
    "no encounters": "parameters.encounter=0 m",
    "encounters everywhere": "parameters.encounter=1e300 nm",
    "sight without end": "vessels.datu_gumbay_piang.sight=1e200 nm",
    "a gate without end": "gates.gate_12.range=1e160 m",
    "no gate": "gates.gate_12.range=0 m",
    "hardly any scatter": "parameters.sigma_m=1 mm",
    "encounters far away": "parameters.encounter=500 nm",
    "sight beyond the horizon": "vessels.datu_gumbay_piang.sight=500 nm",
    "everybody at once": "parameters.follow=1 s",
    "a faster cutter": "vessels.ccg_5201.top_speed=200 kn",
    "speeds beyond light": "vessels.ccg_5201.top_speed=1e100 kn",
}
IN_PORT: dict[str, str] = {
    "the end of time": "begins=9999-12-31 23:30+00:00",
    "the begin of time": "begins=0001-01-01 00:00+14:00",
    "windows of no length": "seats.alpha.window.span=0 s",
    "windows for ever": "seats.alpha.window.span=100000 d",
    "a decision of no time": "seats.alpha.decision=0 s",
    "a decision for ever": "seats.alpha.decision={exponential: {mean: 40000000 d}}",
    "a lead for ever": "moves.n01_hold.lead={lognormal: {median: 40000000 d, sigma: 5}}",
    "a certain chance": "moves.u01_cross.effects=[{chance: {p: 1, then: [{end: }]}}]",
    "no chance": "moves.u01_cross.effects=[{chance: {p: 0, then: [{end: }]}}]",
    "answers at once": "channels.vhf.answering.answered=1e300 per s",
    "answers never": "channels.vhf.answering.answered=0 per s",
    "no patience": "channels.vhf.answering.tries=0 s",
    "patience for ever": "channels.vhf.answering.tries=40000000 d",
    "vessels in one place": "vessels.bravo_ship.at=15 N 118 E",
    "an aerial in space": "vessels.bravo_ship.aerial=1e300 m",
    "a person by default": "seats.bravo.occupant=person",
    "nobody known": "seats.bravo.occupant=no_such_policy",
}


def _survives(*args: str) -> None:
    code, _, err = cli("run", *args)

    assert code in (0, 2)
    assert code == 0 or all(line.startswith("channel16: ") for line in err.splitlines())


@pytest.mark.parametrize("text", AT_SEA.values(), ids=AT_SEA)
def test_an_extreme_number_at_sea_runs_or_is_refused(text: str) -> None:
    """An extreme distance or speed in a scenario ends in a traceback in the middle of a run."""
    _survives(SHIPPED, "--set", text, "--seat", "ccg_scene=random")


@pytest.mark.parametrize("text", IN_PORT.values(), ids=IN_PORT)
def test_an_extreme_scenario_runs_or_is_refused(text: str) -> None:
    """An extreme time or chance in a scenario ends in a traceback in the middle of a run."""
    bravo = () if "occupant" in text else ("--seat", "bravo=random")

    _survives(TINY, "--set", text, "--seat", "alpha=random", *bravo)


def test_a_curious_digit_in_a_path_names_nothing() -> None:
    """`--set` with a superscript ends in a traceback."""
    wrong(cli("run", TINY, "--set", "seats.²=x"), "“²”")


def test_bytes_that_are_no_text_on_the_command_line() -> None:
    """A name in another encoding on the command line ends in a traceback."""
    wrong(cli("run", TINY, "--set", "title=\udcff"))


UNPLAYABLE: dict[str, tuple[tuple[str, str], str]] = {
    "start": (("flags:", "counters: [{id: c, title: C, most: 3, start: 9}]\nflags:"), "start"),
    "bounds": (
        ("flags:", "counters: [{id: c, title: C, most: 3, least: 5, start: 5}]\nflags:"),
        "least",
    ),
    "occupant": (
        ("id: bravo\n", "id: bravo\n    occupant: no_such_policy\n"),
        "no_such_policy",
    ),
    "forms": (("forms: [hail]", "forms: []"), "forms"),
}


@pytest.mark.parametrize(("change", "word"), UNPLAYABLE.values(), ids=UNPLAYABLE)
def test_a_scenario_that_cannot_be_played_is_found(
    tmp_path: Path, change: tuple[str, str], word: str
) -> None:
    """`scenario check` passes what then cannot be run, played or called on."""
    code, out, _ = cli("scenario", "check", faulty(tmp_path, change))

    assert code == 1
    assert word in out


@pytest.mark.parametrize("name", ["cautious", "firm", "hawkish", "tit-for-tat", "firm:rho=0.9"])
def test_a_scenario_may_seat_a_doctrine(name: str, tmp_path: Path) -> None:
    """An author could not say who decides where nobody sits."""
    path = faulty(tmp_path, ("id: bravo\n", f"id: bravo\n    occupant: {name}\n"))

    assert cli("scenario", "check", path)[0] == 0


def test_a_scenario_names_no_file_of_the_machine(tmp_path: Path) -> None:
    """A scenario from somebody else makes the program read, or wait for, a file of one's own."""
    path = faulty(tmp_path, ("id: bravo\n", "id: bravo\n    occupant: script:steps.yaml\n"))
    (tmp_path / "steps.yaml").write_text("[]\n")

    code, out, _ = cli("scenario", "check", path)

    assert code == 1
    assert f"{path}:23:15: “script:steps.yaml”" in out
    wrong(cli("run", path), "script:steps.yaml")
    wrong(cli("run", TINY, "--set", "seats.bravo.occupant=script:steps.yaml"), "names no files")


def test_effects_that_bring_themselves_about_are_stopped() -> None:
    """A scenario in which two activities begin each other would hang or overflow the stack."""
    act = "{{id: {0}, title: X, by: alpha_ship, lasts: 1 h, ended: [{{begin: {1}}}]}}"
    loop = f"activities=[{act.format('one', 'one')}]"
    go = "injects.closing.effects=[{begin: one}, {cease: one}]"

    code, _, err = cli("run", TINY, "--set", loop, "--set", go)

    # Ceasing begins it again, once: the run goes on.
    assert (code, err) == (0, "")


def test_effects_inside_effects_without_end_are_stopped() -> None:
    """A scenario in which an activity's end begins and ends it again ends in a traceback."""
    loop = "{id: one, title: X, by: alpha_ship, lasts: 1 h, ended: [{begin: one}, {cease: one}]}"
    go = "injects.closing.effects=[{begin: one}, {cease: one}]"

    done = cli("run", TINY, "--set", f"activities=[{loop}]", "--set", go)

    wrong(done, "does not come to rest")


# Records of headless runs


def test_a_record_is_written_and_re_runs(tmp_path: Path) -> None:
    """A headless run could not be kept."""
    path = tmp_path / "new" / "run.jsonl"

    code, _, err = cli("run", SHIPPED, "--seat", "ph_mission=random", "--record", str(path))
    again = cli("rerun", str(path))

    assert (code, err) == (0, "")
    assert (again[0], again[2]) == (0, "")
    assert re.fullmatch(r"same: \d+ events; sha256:[0-9a-f]{64}\n", again[1])
    assert list(path.parent.iterdir()) == [path]


def test_a_headless_record_is_replaced(tmp_path: Path) -> None:
    """The second run would be refused, or mixed into the first."""
    path = tmp_path / "run.jsonl"

    for seed in ("1", "2"):
        assert cli("run", TINY, "--seed", seed, "--record", str(path))[0] == 0

    assert json.loads(path.read_text("utf-8").splitlines()[0])["seed"] == 2
    assert cli("rerun", str(path))[0] == 0
    assert [each.name for each in tmp_path.glob("*.jsonl*")] == ["run.jsonl"]


def _played() -> str:
    play("a")
    return str(records()[0])


@pytest.mark.parametrize(
    "target",
    [
        _played,
        lambda: _link(_played()),
        lambda: "notes.txt",
        lambda: "empty.txt",
        lambda: ".",
        lambda: "notes.txt/below.jsonl",
        lambda: "x" * 300,
    ],
    ids=["played", "link to played", "no record", "empty", "folder", "below a file", "long name"],
)
def test_a_record_replaces_nothing_else(target: Callable[[], str]) -> None:
    """`--record` would destroy a play or a file, or end in a traceback after a long run."""
    Path("notes.txt").write_text("mine\n")
    Path("empty.txt").touch()
    name = target()
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}

    wrong(cli("run", TINY, "--record", name))

    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def _link(name: str) -> str:
    Path("link.jsonl").symlink_to(name)
    return "link.jsonl"


@pytest.mark.parametrize(
    "words",
    [
        ["{}"],
        ["run", "{}"],
        ["run", TINY, "--seat", "alpha={}"],
        ["run", TINY, "--seat", "{}=random"],
        ["run", TINY, "--seed", "{}"],
        ["run", TINY, "--{}"],
        ["study", TINY, "--arm", "a:{}"],
        ["study", TINY, "--show", "{}"],
        ["play", TINY, "--plain", "--pace", "{}"],
        ["ledger", "--at", "{}"],
        ["rerun", "{}"],
        ["log", "why", "no-such.jsonl", "{}"],
    ],
)
@pytest.mark.parametrize("sign", ["x", "9"])
def test_what_is_wrong_is_told_in_a_line_of_bounded_length(words: list[str], sign: str) -> None:
    """A slip with the clipboard would fill the terminal, or show a rule of the machinery."""
    err = wrong(cli(*(word.format(sign * 5000) for word in words)))

    assert len(err) < 1000
    assert "invalid" not in err or words == ["{}"]


@pytest.mark.parametrize("number", ["\uff19", "\u0661", "1_0", " 1", "1 ", "0x1", "nan", "inf", ""])
@pytest.mark.parametrize(
    "words",
    [
        ["run", TINY, "--seat", "alpha=firm:rho={}"],
        ["run", TINY, "--seat", "alpha=mix:firm={},random=0.5"],
        ["run", TINY, "--seed", "{}"],
        ["study", TINY, "--until-halfwidth", "{}"],
        ["play", TINY, "--plain", "--pace", "{}"],
        ["log", "why", "no-such.jsonl", "{}"],
    ],
)
def test_a_number_on_the_line_is_written_in_plain_digits(words: list[str], number: str) -> None:
    """What a language of programs or a keyboard takes for a number would be taken in silence."""
    wrong(cli(*(word.format(number) for word in words)))


def test_a_failed_run_leaves_the_earlier_record(tmp_path: Path) -> None:
    """A typing error would cost the record of yesterday's run."""
    path = tmp_path / "run.jsonl"
    cli("run", TINY, "--record", str(path))
    before = path.read_bytes()

    wrong(cli("run", TINY, "--record", str(path), "--set", "horizon=soon"), lines=None)

    assert path.read_bytes() == before


@pytest.mark.parametrize("key", ["ending", "digest"])
def test_a_record_whose_ending_was_edited_is_not_replaced(tmp_path: Path, key: str) -> None:
    """A run would wipe what somebody changed or noted in the last one."""
    path = tmp_path / "run.jsonl"
    cli("run", TINY, "--record", str(path))
    *rest, last = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*rest, json.dumps({**json.loads(last), key: "mine"}), ""]), "utf-8")
    before = path.read_bytes()

    wrong(cli("run", TINY, "--record", str(path)), "is not as it was written and stays")

    assert path.read_bytes() == before


def _little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))


def test_a_device_without_end_is_no_record() -> None:
    """`rerun /dev/zero` takes all memory there is."""
    done = shell("rerun", "/dev/zero", preexec_fn=_little_memory)

    assert done.returncode == 2
    assert done.stderr.startswith(b"channel16: ")


# Scenarios


def test_the_list_of_scenarios() -> None:
    """A program that lists what can be played would miss a key."""
    code, out, err = cli("scenario", "list", "--json")
    rows = json.loads(out)

    assert (code, err) == (0, "")
    keys = "id title date place seats minutes articles"
    assert all(list(row) == keys.split() for row in rows)
    assert SHIPPED in [row["id"] for row in rows]
    assert not any(row["id"].startswith("_") for row in rows)
    assert str(ROOT) not in out
    shown = cli("scenario", "list")[1]
    assert [line.split()[0] for line in shown.splitlines()] == [row["id"] for row in rows]


def test_showing_a_scenario_keeps_its_history_back() -> None:
    """A player would read what really happened before playing."""
    code, out, err = cli("scenario", "show", SHIPPED)
    data = yaml.safe_load((ROOT / "scenarios" / SHIPPED / "scenario.yaml").read_text("utf-8"))

    assert (code, err) == (0, "")
    assert data["title"] in out
    assert all(move["id"] in out for move in data["moves"])
    for item in data["briefing"]["history"]:
        assert " ".join(item["text"].split())[:60] not in out


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", SHIPPED, TINY, DESKS])
def test_what_is_shipped_has_no_faults(name: str) -> None:
    """A scenario that is shipped would not load."""
    names = [name] if name else []

    assert cli("scenario", "check", *names) == (0, "", "")
    assert cli("scenario", "check", *names, "--json") == (0, "[]\n", "")


FAULTS: list[tuple[str, str]] = [
    ("horizon: 1 h", "horizon: 1 hour"),
    ("title: One hail\n", ""),
    ("title: One hail", "titel: One hail"),
    ("commands: [alpha_ship]", "commands: [alpha_shp]"),
    ("id: bravo\n", "id: alpha\n"),
    ("p: 0.25", "p: 1.5"),
    ("at: 1 min", "at: 2 h"),
    ("minutes: 1", "minutes: 1\nminutes: 2"),
    ("sides: [", "sides: [["),
]


@pytest.mark.parametrize("change", FAULTS, ids=lambda change: change[1] or "gone")
def test_faults_are_the_answer_of_check_and_the_complaint_of_others(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    """An author would not find a fault, or find another one with each verb."""
    path = faulty(tmp_path, change)
    text = Path(TINY).read_text("utf-8")
    at = text[: text.index(change[0])].count("\n") + 1 + change[1].strip().count("\n")
    # What is missing is told where the entry begins; a bracket is missed on the next line.
    expected = {2} if not change[1] else {at, at + 1} if "[[" in change[1] else {at}

    code, out, err = cli("scenario", "check", path)

    assert (code, err) == (1, "")
    told = out.splitlines()
    assert all(FAULT.fullmatch(line) for line in told), out
    assert expected & {int(line.split(":")[2]) for line in told}, out
    for verb in (["run"], ["play"], ["scenario", "show"], ["scenario", "lines"]):
        assert cli(*verb, path) == (2, "", out)
    as_json = json.loads(cli("scenario", "check", path, "--json")[1])
    keys = {"file", "line", "column", "what", "hint", "level"}
    assert [set(fault) for fault in as_json] == [keys] * len(told)
    assert {fault["level"] for fault in as_json} == {"fault"}
    assert [f"{f['line']}:{f['column']}" for f in as_json] == [
        ":".join(line.split(":")[2:4]) for line in told
    ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """An author would mend one fault after another, and run the check for each."""
    path = faulty(
        tmp_path,
        ("horizon: 1 h", "horizon: long"),
        ("level: on_scene", "level: onscene"),
        ("speed: 0 kn", "speed: -1 kn"),
        ("to: bravo_ship", "to: bravo_shp"),
        ("{flag: crossed}", "{flag: crosed}"),
    )

    _, out, _ = cli("scenario", "check", path)

    assert len(out.splitlines()) == 5
    for words in ("“long”", "on_scene", "negative", "“bravo_ship”", "“crossed”"):
        assert words in out


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("missing.yaml", None),
        ("folder", None),
        ("loop.yaml", None),
        ("binary.yaml", b"\x89PNG\r\n\x1a\n\0\0"),
        ("latin.yaml", "title: é".encode("latin-1")),
        ("huge.yaml", b"a: 1\n" * 500_000),
        ("", None),
        ("x" * 5000, None),
        ("zero\0byte", None),
    ],
)
def test_what_cannot_be_read_is_no_answer_but_an_error(
    tmp_path: Path, name: str, raw: bytes | None
) -> None:
    """A picture or a folder given as a scenario would end in a traceback, or count as faulty."""
    (tmp_path / "folder" / "scenario.yaml").mkdir(parents=True)
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    if raw is not None:
        (tmp_path / name).write_bytes(raw)

    for verb in (["scenario", "check"], ["scenario", "check", "--json"], ["run"], ["play"]):
        wrong(cli(*verb, name))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "[]\n",
        "5\n",
        "null\n",
        "a: 1\n---\nb: 2\n",
        "sides: &a [*a]\n",
        "&a {sides: *a}\n",
        "sides: *nowhere\n",
        "? [a]\n: 1\n",
        "a: " + "[" * 500 + "]" * 500,
        "\n".join(" " * n + "a:" for n in range(900)),
        "a: &a [x, x]\n" + "\n".join(f"b{n}: &a [*a, *a, *a]" for n in range(30)),
        "minutes: " + "9" * 10_000,
        "title: !!python/object/apply:os.system [id]\n",
        "%TAG ! x\n---\n!y z\n",
    ],
    ids=range(16),
)
def test_any_text_as_a_scenario_has_faults_and_no_traceback(tmp_path: Path, text: str) -> None:
    """A text that is no scenario ends in a traceback, or takes for ever."""
    path = tmp_path / "text.yaml"
    path.write_text(text, "utf-8")

    code, out, err = cli("scenario", "check", str(path))

    assert (code, err) == (1, "")
    assert all(FAULT.fullmatch(line) for line in out.splitlines()), out[:500]


def test_a_scenario_nested_without_end_does_not_crash_the_program(tmp_path: Path) -> None:
    """A hostile file kills the interpreter itself: no message, no exit code."""
    path = tmp_path / "deep.yaml"
    path.write_text("- " * 100_000)

    done = shell("scenario", "check", str(path))

    assert done.returncode == 1
    assert done.stdout.startswith(b"channel16: ")


def test_a_fault_is_one_line_whatever_it_quotes(tmp_path: Path) -> None:
    """A fault that quotes a line feed falls apart into lines that are no faults."""
    path = faulty(tmp_path, ("id: one_hail", 'id: "one\\nhail"'))

    _, out, _ = cli("scenario", "check", path)

    assert all(FAULT.fullmatch(line) for line in out.splitlines()), out


def test_a_fault_is_of_readable_length(tmp_path: Path) -> None:
    """A fault in a long text buries all others."""
    path = faulty(tmp_path, ("title: One hail", f"title: {'x' * 100_000}"))

    _, out, _ = cli("scenario", "check", path)

    assert max(len(line) for line in out.splitlines()) < 2_500


def test_one_unreadable_scenario_does_not_hide_the_others(tmp_path: Path) -> None:
    """A check of many scenarios stops at the first that is missing."""
    path = faulty(tmp_path, ("horizon: 1 h", "horizon: long"))

    code, out, err = cli("scenario", "check", path, "missing-1", "missing-2")

    assert code == 2
    assert "“long”" in out
    assert "missing-1" in err
    assert "missing-2" in err


def test_the_schema_knows_every_word() -> None:
    """An editor that completes from the schema would not know a word of the language."""
    code, out, err = cli("scenario", "schema")
    schema = json.loads(out)

    assert (code, err) == (0, "")
    assert "json-schema.org" in schema["$schema"]
    known = {name for part in schema["$defs"].values() for name in _words(part)}
    assert {*CONDITIONS, *EFFECTS, *GOALS} - known == set()


def _words(part: dict[str, Any]) -> list[str]:
    """List the one-key objects among a definition's choices."""
    return [
        choice["required"][0]
        for choice in part.get("anyOf", [])
        if len(choice.get("required", [])) == 1
    ]


@pytest.mark.parametrize("name", ["_tiny/one_hail", "_tiny/two_desks", f"{SHIPPED}/scenario"])
def test_the_schema_admits_what_is_shipped(name: str) -> None:
    """An editor marks good scenarios as faulty."""
    jsonschema = pytest.importorskip("jsonschema")
    text = (ROOT / "scenarios" / f"{name}.yaml").read_text("utf-8")

    validator = jsonschema.Draft202012Validator(json.loads(cli("scenario", "schema")[1]))

    found = [error.message[:200] for error in validator.iter_errors(parse(text, name).data)]
    assert found == []


@pytest.mark.parametrize(
    "change",
    [{"horizon": 5}, {"titel": "x"}, {"sides": []}, {"seats": "none"}, {"id": "Not An Id"}],
    ids=lambda change: next(iter(change)),
)
def test_the_schema_does_not_admit_everything(change: dict[str, object]) -> None:
    """An editor marks nothing at all."""
    jsonschema = pytest.importorskip("jsonschema")
    data = parse(Path(TINY).read_text("utf-8"), TINY).data

    validator = jsonschema.Draft202012Validator(json.loads(cli("scenario", "schema")[1]))

    places = {tuple(error.absolute_path)[:1] for error in validator.iter_errors({**data, **change})}
    assert places & {(next(iter(change)),), ()}


@pytest.mark.parametrize("name", ["one_hail", "two_desks"])
def test_lines_of_play_are_counted(name: str) -> None:
    """The count of lines on the command line would differ from the one that was checked."""
    folder = ROOT / "scenarios" / "_tiny"

    code, out, err = cli("scenario", "lines", str(folder / f"{name}.yaml"))

    assert (code, err) == (0, "")
    assert out == (folder / f"{name}.lines").read_text("utf-8")


def test_lines_split_by_the_first_decision_add_up() -> None:
    """A difference between two counts could not be tracked down."""
    _, out, _ = cli("scenario", "lines", TINY, "--split")

    rows = [line for line in out.splitlines() if line.startswith("first ")]
    total = sum(int(n) for n in re.findall(r"=(\d+)", out.split("endings")[1].splitlines()[0]))
    assert len(rows) > 1
    assert sum(int(row.rpartition(": ")[2]) for row in rows) == total


def test_lines_of_a_large_scenario_are_refused() -> None:
    """A count that cannot end would begin."""
    wrong(cli("scenario", "lines", SHIPPED), "lines of play")


def test_sources_are_counted() -> None:
    """A reader could not see how much of a scenario is assumed."""
    code, out, err = cli("scenario", "check", SHIPPED, "--sources")
    (table,) = json.loads(cli("scenario", "check", SHIPPED, "--sources", "--json")[1])

    assert (code, err) == (0, "")
    assert re.match(rf"{SHIPPED}: \d+ numbers \(clause \d+, data \d+", out)
    assert sum(table["counts"].values()) == table["numbers"]
    assert len(table["assumed"]) == table["counts"]["assumed"]
    assert str(ROOT) not in out


# Play in lines


@pytest.mark.parametrize("word", ["b", "B", "2", "d04_make_way"])
def test_an_option_by_letter_number_or_id(word: str) -> None:
    """A player's choice would not be understood, or another taken."""
    out = play(word)

    assert "Ordered: Make way." in out
    assert '"subject":"d04_make_way"' in records()[0].read_text("utf-8")


@pytest.mark.parametrize(
    "word", ["z", "0", "99", "-1", "1.0", "²", "d04", "u01_cross", "a b c", "é"]
)
def test_what_is_no_option_is_said(word: str) -> None:
    """A typing error would give an order."""
    out = play(word)

    said = [line for line in out.splitlines() if "“" in line or "Not accepted" in line]
    assert said or word == "a b c"
    assert ("Ordered:" in out) == (word == "a b c")


def test_a_blocked_option_says_why() -> None:
    """A player who names a move that is not open now would not learn why."""
    out = play("d01_hail", "d01_hail")

    assert "Not accepted: “Hail Bravo” can be done once only." in out


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("wait 30 s", "08:01"),
        ("wait 2 min", "08:03"),
        ("wait 1 min 30 s", "08:02"),
        ("WAIT", "08:11"),
    ],
)
def test_waiting(typed: str, clock: str) -> None:
    """A player would wait too long, or not at all."""
    out = play(typed)

    shown = re.findall(r"^-- (\S+)  T\+", out, re.MULTILINE)
    assert shown[-1] == clock or typed == "WAIT"
    assert ("Decision 1 lapses in " in out) == (typed == "WAIT")


@pytest.mark.parametrize(
    "rest", ["soon", "5", "-5 min", "1e300 d", "5 min x", "9" * 5000 + " d", "²"]
)
def test_waiting_for_nonsense(rest: str) -> None:
    """A duration that is none would run the game on, or end in a traceback."""
    out = play(f"wait {rest}")

    assert "Not understood: " in out
    assert "lapsed" not in out


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("call", "call N:"),
        ("call x", "call N:"),
        ("call 0", "call N:"),
        ("call 2", "call N:"),
        ("call -1", "call N:"),
        ("call 1 hial", "“hail”"),
        ("call 1 hail nobody", "nobody"),
        ("call 1 hail 9", "“9”"),
        ("answer", "No call rings here."),
        ("decline", "No call rings here."),
        ("hang", "You have no call open."),
        ("grant", "Nobody asks your leave."),
        ("deny x", "Nobody asks your leave."),
        ("undo", "Not accepted: There is nothing to undo."),
        ("note", "Not accepted: A note has 1 to 500 characters."),
        ("note " + "x" * 501, "Not accepted: "),
    ],
)
def test_what_cannot_be_done_is_said(typed: str, answer: str) -> None:
    """A player would not learn what was wrong, or the game would go on regardless."""
    out = play(typed)

    assert answer in out.partition("> ")[2]
    assert "lapsed" not in out
    assert '"command"' not in records()[0].read_text("utf-8")


@pytest.mark.parametrize("number", ["²", "9" * 5000])
def test_calling_on_a_curious_number(number: str) -> None:
    """A curious digit after `call` ends in a traceback."""
    assert "call N:" in play(f"call {number}")


@pytest.mark.parametrize(
    "typed", ["call 1", "call 1 hail", "call 1 hail 1", "call 1 hail bravo_ship"]
)
def test_calling_and_hanging_up(typed: str) -> None:
    """A call would not be made, or could not be stopped."""
    out = play(typed, "hang")

    assert "VHF 16: Alpha to Bravo: “Bravo, " in out
    assert "VHF 16: caller hung up after 0 s." in out


def test_a_note_is_logged() -> None:
    """A player's note would be lost."""
    out = play("note é “so”", "log")

    assert out.count("Note: é “so”") == 2


def test_a_note_lets_no_time_pass() -> None:
    """Writing something down while nothing is open runs the game on."""
    out = play("wait 10 min", "wait 8 min", "note so far", "view")

    # The window that opened at 08:01 has lapsed; nothing is open.
    shown = re.findall(r"^-- (\S+)  T\+", out, re.MULTILINE)
    assert "Decision 1 lapsed" in out
    assert len(set(shown[2:])) == 1


def test_words_that_look_do_not_change_the_game() -> None:
    """Looking around would run the clock, or be recorded."""
    out = play("view", "log", "help", "save", "", "   ", "VIEW")

    assert "VHF 16" in out
    assert "Bravo lies ahead." in out
    assert "wait [DURATION]" in out
    assert "lapsed" not in out
    assert '"command"' not in records()[0].read_text("utf-8")


def test_undo_takes_the_last_command_back() -> None:
    """A player could not take a move back."""
    out = play("d01_hail", "undo", "d01_hail")

    assert "Not accepted" not in out
    assert out.count("Ordered: Hail Bravo.") == 2
    code, again, _ = cli("rerun", str(records()[0]))
    assert code == 0
    assert "in 2 lines of play" in again


@pytest.mark.parametrize("typed", [[], ["", "b"], ["", "quit"], ["", "b", "quit"], ["", "wait"]])
def test_leaving_saves(typed: list[str]) -> None:
    """The end of the input, or `quit`, would lose the play or count as a fault."""
    text = "\n".join(typed)
    code, out, err = cli("play", TINY, "--plain", typed=text)
    (saved,) = records()

    assert (code, err) == (0, "")
    assert str(saved) in out
    assert cli("rerun", str(saved))[0] == 0
    assert (code, "Traceback" in out) == (0, False)


def test_a_play_is_gone_on_with() -> None:
    """A saved play would begin anew, or lose what was done."""
    play("note mine", "b", "quit")
    (saved,) = records()
    before = saved.read_bytes()

    code, out, err = cli("play", "--plain", "--resume", str(saved), typed="log\nwait\n")

    assert (code, err) == (0, "")
    assert "Note: mine" in out
    assert saved.read_bytes().startswith(before)
    assert "Enter begins" not in out
    assert cli("rerun", str(saved))[0] == 0


def test_a_play_without_commands_is_gone_on_with_where_it_was() -> None:
    """Leaving at the first decision costs it: going on runs past it, here to the end."""
    play("quit")
    (saved,) = records()

    _, out, _ = cli("play", "--plain", "--resume", str(saved), typed="\nview\nquit\n")

    assert "Decision 1: 10 min left" in out
    assert "lapsed" not in out


def test_a_finished_play_shows_its_end_again() -> None:
    """A finished play that is opened again would go on, or crash."""
    play("wait", "wait", "wait")
    (saved,) = records()
    before = saved.read_bytes()

    code, out, err = cli("play", "--plain", "--resume", str(saved), typed="\n")

    assert (code, err) == (0, "")
    assert "== As they were ==" in out
    assert saved.read_bytes() == before


def test_playing_to_the_end() -> None:
    """A player would not learn how it ended."""
    out = play("c", "a", *["wait"] * 9)

    assert re.search(r"^== .+ ==$", out, re.MULTILINE)
    assert "Side A: " in out
    assert "nothing here is a forecast" in out


def test_the_seed_is_drawn_shown_and_enough() -> None:
    """A play could not be repeated by somebody who was told its seed."""
    runs = []
    for _ in range(2):
        out = cli("play", TINY, "--plain", typed="")[1]
        runs.append(re.search(r"^Seed (\d+)\.", out, re.MULTILINE))

    assert all(runs)
    drawn = [int(found[1]) for found in runs if found]
    assert len(set(drawn)) == 2
    assert all(0 <= seed < 2**63 for seed in drawn)
    heads = [json.loads(path.read_text("utf-8").splitlines()[0]) for path in records()]
    assert sorted(head["seed"] for head in heads) == sorted(drawn)


def test_plays_of_one_seed_do_not_replace_each_other() -> None:
    """A second play would overwrite the first."""
    for _ in range(3):
        play("b")

    assert len(records()) == 3


def test_another_seat_is_taken() -> None:
    """A player could not take the other side."""
    out = play("wait", args=(TINY, "--seat", "bravo", "--seed", "1"))

    assert "You are: Master of Bravo." in out


def test_a_second_person_by_default_does_not_stop_the_game(tmp_path: Path) -> None:
    """A scenario whose other seat is a person by default is played to a standstill."""
    path = faulty(tmp_path, ("id: bravo\n", "id: bravo\n    occupant: person\n"))

    done = cli("play", path, "--plain", typed="\n" + "wait\n" * 20)

    assert done[0] == 2 or "== As they were ==" in done[1]


def test_a_home_that_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong CHANNEL16_HOME would end in a traceback."""
    Path("file").touch()

    for home in ("file", "file/below", "x" * 300):
        monkeypatch.setenv("CHANNEL16_HOME", home)
        wrong(cli("play", TINY, typed="\nquit\n"))


def test_leaving_with_a_full_disk_is_not_called_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A player with a full disk is told that the play is saved, and it is not."""
    real = LineFile.append

    def full(self: LineFile, lines: list[str], *, sync: bool) -> None:
        if any('"note"' in line for line in [*lines, *map(str, self._waiting)]):
            with mock.patch.object(store.os, "write", side_effect=OSError(28, "No space left")):
                real(self, lines, sync=sync)
        else:
            real(self, lines, sync=sync)

    monkeypatch.setattr(LineFile, "append", full)
    _, out, err = cli("play", TINY, "--plain", typed="\nnote x\nquit\n")

    assert "! Saving: " in out
    left = out.partition("> quit")[2]
    assert "Saved." not in left
    assert "cannot be written" in left + err


# Terminals, pipes and signals


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["ascii", "latin-1", "C"],
)
def test_a_terminal_without_utf_8(env: dict[str, str]) -> None:
    """A player whose terminal knows only ASCII gets a traceback instead of a game."""
    typed = b"\nview\nlog\nb\ncall 9\nwait nonsense\nno such word\nquit\n"

    done = shell("play", SHIPPED, "--plain", "--seed", "1", typed=typed, env=env)

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Saved." in done.stdout
    if env.get("PYTHONIOENCODING") != "latin-1":
        assert done.stdout.isascii()


def test_a_note_in_bytes_that_are_no_text() -> None:
    """A terminal in another encoding than Python thinks would end the game."""
    env = {"PYTHONIOENCODING": "utf-8:surrogateescape"}
    typed = b"\nnote \xff\xfe\nnote fine\nquit\n"

    done = shell("play", TINY, "--plain", "--seed", "1", typed=typed, env=env)

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Note: fine" in done.stdout
    (saved,) = records()
    assert '"text":"fine"' in saved.read_text("utf-8")


def test_typing_what_the_terminal_cannot_decode() -> None:
    """A stray byte typed in a strict terminal ends the game in a traceback."""
    env = {"PYTHONIOENCODING": "utf-8:strict"}

    done = shell("play", TINY, "--plain", typed=b"\nnote \xff\nquit\n", env=env)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "args",
    [
        ["run", SHIPPED],
        ["scenario", "schema"],
        ["scenario", "show", SHIPPED],
        ["play", SHIPPED, "--plain", "--seed", "1"],
        ["--help"],
    ],
    ids=lambda args: args[0],
)
def test_a_reader_who_goes_away(args: list[str]) -> None:
    """`channel16 run … | head -1` ends in a traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", *args],
        cwd=ROOT,
        env={**os.environ, "CHANNEL16_HOME": str(Path.cwd() / "home")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stderr is not None
    with process:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(b"\nwait\n" * 200)
            process.stdin.flush()
        process.stdout.read(1)
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        complaints = process.stderr.read()
        code = process.wait(timeout=60)

    assert complaints == b""
    assert code in (0, 128 + signal.SIGPIPE)


@pytest.mark.parametrize("buffered", [True, False], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "args", [["scenario", "schema"], ["--version"], ["--help"], ["run", "--help"]], ids=" ".join
)
def test_output_onto_a_full_disk(args: list[str], buffered: bool) -> None:
    """`channel16 run … > file` on a full disk would look as if all were well."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")

    with Path("/dev/full").open("wb") as full:
        env = {"PYTHONUNBUFFERED": "" if buffered else "1"}
        done = shell(*args, stdout=full, env=env)

    assert done.returncode == 2
    assert done.stderr == b"channel16: output: No space left on device\n"


def test_complaints_onto_a_full_disk() -> None:
    """A wrong use whose complaint cannot be written would end otherwise than a wrong use."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")

    with Path("/dev/full").open("wb") as full:
        assert shell("rum", stderr=full).returncode == 2


def test_a_reader_who_goes_away_where_no_signal_says_so() -> None:
    """On a platform without SIGPIPE `| head` would end in a traceback."""
    code = "import signal, sys; del signal.SIGPIPE; from sim.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "run", SHIPPED],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stream:
        complaints = stream.read()

    assert (complaints, process.wait(timeout=60)) == (b"", 141)


@pytest.mark.parametrize(
    ("number", "args"), [(1, ["run", TINY]), (0, ["play", TINY, "--plain"])], ids=["out", "in"]
)
def test_a_closed_stream(number: int, args: list[str]) -> None:
    """A service that starts the program with a stream closed gets a traceback."""
    done = shell(*args, preexec_fn=lambda: os.close(number))

    assert b"Traceback" not in done.stderr


def test_ctrl_c_saves_and_leaves() -> None:
    """Ctrl-C at the prompt would lose the play, or end in a traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "play", TINY, "--plain", "--seed", "1"],
        cwd=ROOT,
        env={**os.environ, "CHANNEL16_HOME": str(Path.cwd() / "home")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever started the tests in the background has made them deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(b"\nnote before\n")
        process.stdin.flush()
        seen = b""
        while b"Note: before" not in seen:
            more = os.read(process.stdout.fileno(), 65536)
            assert more, seen
            seen += more
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)  # before its input ends, which would be another way to leave
        out, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (130, b"")
    assert b"Saved." in seen + out
    (saved,) = records()
    assert '"text":"before"' in saved.read_text("utf-8")
    assert cli("rerun", str(saved))[0] == 0
