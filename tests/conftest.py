"""What all tests share: hypothesis profiles and the option `--planted`."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--planted`, which the laws read: run each law against the fault planted for it."""
    parser.addoption("--planted", action="store_true", help="run the laws with planted faults")
