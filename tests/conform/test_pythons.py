"""Another Python, the same results: every shipped scenario and study, and every measure."""

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
STUDIES = sorted(f"_studies/{path.name}" for path in (ROOT / "scenarios/_studies").glob("*.yaml"))
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
    own = name.endswith(".yaml")  # a study, which has seats and several arms of its own
    few = ["-n", "3", "--no-presets"] if own else ["-n", "14"]
    if not own:
        found["run " + name] = told("run", name, "--seed", "16")
    found["study " + name] = told("study", name, *few, "--seed", "16", "--workers", "1")
print(json.dumps(found))
"""


@functools.cache
def results(interpreter: str) -> dict[str, object]:
    """Run and study every shipped scenario, and make every shipped study, with one interpreter."""
    done = subprocess.run(
        [interpreter, "-c", ASK, *SHIPPED, *STUDIES],
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

    asked = [f"{verb} {name}" for name in SHIPPED for verb in ("run", "study")]
    assert list(here) == [*asked, *(f"study {name}" for name in STUDIES)]
    for what, told in here.items():
        assert there[what] == told, f"{what} comes out otherwise with Python {version}"
