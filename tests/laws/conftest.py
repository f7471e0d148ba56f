"""With `--planted` only the planted faults run here, without it everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests this run is about; the others are deselected, not skipped."""
    planted = bool(config.getoption("--planted"))
    away = [
        item
        for item in items
        if item.path.parent == HERE and (item.path.name == "test_planted.py") != planted
    ]
    if away:
        config.hook.pytest_deselected(items=away)
        items[:] = [item for item in items if item not in away]
