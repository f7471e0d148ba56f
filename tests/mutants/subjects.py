"""The inputs as they are when all is well: shipped files, and what the real commands write."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from sim.loader import library
from sim.loader.script import plain_steps
from sim.loader.yamltext import write
from tests.mutants.driving import read, said
from tests.mutants.mutant import Files

TINY = ("one_hail", "two_desks", "late_alert")
LARGE = ("twenty-nine-minutes", "handshake", "eight-measures", "seventeen-months")
SMALL = ("dawn-approach", "two-captains")
STUDY = ("study", "_tiny/late_alert.yaml", "--seat", "bridge=random", "-n", "101", "--workers", "1")
"""A study in two arms, each of two shards."""
ARMS = ("--arm", "as-is", "--arm", "late:injects.near.at=12 min")
PLAYS = {
    "ended": ("_tiny/two_desks.yaml", "\nA\nnote one\nundo\nB\nnote two\nA\nwait\nwait\nA\nwait\n"),
    "left": ("_tiny/two_desks.yaml", "\nnote one\nA\nquit\n"),
    "dawn": ("dawn-approach", "\nwait\nA\nundo\nwait 2 min\nquit\n"),
}
"""Plays in lines: with an undo, with an end, and left in the middle."""
SETTINGS = b"""\
# What I want of the screen
keys: {wait: z, note: [N, f5]}
confirm: no
hold: true
signs: ascii
"""


@cache
def scenario(name: str) -> bytes:
    """Give the text of a shipped scenario."""
    return library.find(f"_tiny/{name}.yaml" if name in TINY else name).read_bytes()


def scenario_id(name: str) -> str:
    """Name a shipped scenario for the command line."""
    return f"_tiny/{name}.yaml" if name in TINY else name


@cache
def studies() -> dict[str, bytes]:
    """Give the shipped studies by their names."""
    folder = library.root() / "_studies"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}


def _made(*lines: tuple[str, ...], typed: str = "") -> Files:
    """Give the files that command lines write in an empty folder."""
    start, home = Path.cwd(), os.environ.get("CHANNEL16_HOME")
    with tempfile.TemporaryDirectory(prefix="subject-") as folder:
        try:
            os.chdir(folder)
            os.environ["CHANNEL16_HOME"] = folder
            for line in lines:
                done = said(line, typed)
                assert done.code == 0, done
            return read(Path(folder))
        finally:
            os.chdir(start)
            os.environ.pop("CHANNEL16_HOME")
            if home is not None:
                os.environ["CHANNEL16_HOME"] = home


@cache
def record(name: str) -> bytes:
    """Give the record of a headless run of a scenario."""
    seats = ("--seat", "alpha=random") if name == "one_hail" else ()
    line = ("run", scenario_id(name), "--seed", "3", *seats, "--record", "r.jsonl")
    return _made(line)["r.jsonl"]


@cache
def played(name: str) -> bytes:
    """Give the record of a play in lines."""
    which, typed = PLAYS[name]
    files = _made(("play", which, "--seed", "7", "--plain"), typed=typed)
    return next(raw for path, raw in files.items() if path.endswith(".jsonl"))


@cache
def study_folder() -> Files:
    """Give the folder of a finished study."""
    return _made((*STUDY, *ARMS, "--out", "s"))


@cache
def events(name: str) -> bytes:
    """Give the list of events of a scenario."""
    return _made(("exercise", "export", scenario_id(name), "--msel", "m.csv"))["m.csv"]


@cache
def scripts() -> dict[tuple[str, str], bytes]:
    """Give the shipped histories as script files, by scenario and seat."""
    from sim.loader import load

    found = {}
    for name in (*SMALL, *LARGE):
        history = load(name).history
        for each in history.scripts if history else ():
            found[name, each.seat] = write(plain_steps(each.steps)).encode()
    return found
