"""A home of its own for every test of the screen, and a terminal for those that want one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep records and settings in the test's folder; colours as on a usual terminal."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    """Give a terminal of 80×24; the test is skipped where there is no tmux."""
    opened = Terminal(home)
    yield opened
    opened.close()
