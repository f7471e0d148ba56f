"""Another Python, the same results: every shipped scenario, and a study with every measure."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import python

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(path.parent.name for path in (ROOT / "scenarios").glob("[!_]*/scenario.yaml"))
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
ASK = """
import contextlib, io, json, sys
from sim.cli import main

def told(*words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*words, "--json"]) == 0, words
    return json.loads(out.getvalue())

found = {}
for name in sys.argv[1:]:
    found["run " + name] = told("run", name, "--seed", "16")
    found["study " + name] = told("study", name, "-n", "14", "--seed", "16", "--workers", "1")
print(json.dumps(found))
"""


@functools.cache
def results(interpreter: str) -> dict[str, object]:
    """Run and study every shipped scenario with one interpreter."""
    done = subprocess.run(
        [interpreter, "-c", ASK, *SHIPPED],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_another_python_gives_the_same_results(version: str) -> None:
    """A table made with another Python would differ in a last digit, and its digest in all."""
    here, there = results(sys.executable), results(python(version))

    assert list(here) == [f"{verb} {name}" for name in SHIPPED for verb in ("run", "study")]
    for what, told in here.items():
        assert there[what] == told, f"{what} comes out otherwise with Python {version}"
