"""Programs that some tests need: without one they are skipped by name, or fail where it must be."""

from __future__ import annotations

import os
import shutil

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
