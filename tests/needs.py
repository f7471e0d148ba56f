"""What some tests need: without it they are skipped by name, or fail where it must be there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REQUIRED = "CHANNEL16_PROGRAMS"
"""The variable that names the programs that must be there; `tests/run` sets it."""


def program(name: str, *others: str) -> str:
    """Give the path of a program, known by one of several names; skip the test without it."""
    for known in (name, *others):
        path = shutil.which(known)
        if path:
            return path
    if name in os.environ.get(REQUIRED, "").split():
        pytest.fail(f"the program {name} must be here ({REQUIRED}) and is not", pytrace=False)
    pytest.skip(f"needs the program {name}")


PYTHONS = "CHANNEL16_PYTHONS"
"""The variable that lists interpreters which have what the program needs at run time."""
_IMPORTS = "import pydantic, simpy, sys, yaml; print('%d.%d' % sys.version_info[:2])"


def python(version: str) -> str:
    """Give an interpreter of a version with the run-time packages; skip the test without one.

    Looked for in `CHANNEL16_PYTHONS`, among the programs, and where pyenv keeps its versions.
    """
    kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    named = [path for path in os.environ.get(PYTHONS, "").split(os.pathsep) if path]
    found = shutil.which(f"python{version}")
    pyenv = sorted(str(path) for path in kept.glob(f"{version}.*/bin/python"))
    for path in (*named, *([found] if found else []), *pyenv):
        if _says(path) == version:
            return path
    pytest.skip(f"needs Python {version} with simpy, pydantic and PyYAML")


def _says(path: str) -> str:
    """Ask an interpreter for its version; "" if it lacks a package or is none."""
    try:
        done = subprocess.run(
            [path, "-c", _IMPORTS], capture_output=True, encoding="utf-8", timeout=60, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
