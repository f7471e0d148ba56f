"""What a player wants of the screen, from a file in the folder of saved plays.

It loads nothing of the simulation, and the reader only if there is such a file, so that the menu
need not wait.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sim.cli import home
from sim.errors import Fault, UsageError

FILE = "screen.yaml"
"""The file in the folder of saved plays."""


@dataclass(slots=True)
class Settings:
    """What holds of the settings, and what is wrong with the rest."""

    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hold: bool = False
    confirm: bool = True
    signs: str = ""
    theme: str = ""
    faults: list[Fault] = field(default_factory=list)


def own() -> Settings:
    """Read the settings in the folder of saved plays."""
    try:
        return read(home.saves() / FILE)
    except UsageError:  # there is no such folder
        return Settings()


def read(path: Path, shown: str = FILE) -> Settings:
    """Read the settings; there need be none."""
    settings = Settings()
    with suppress(OSError):
        if not path.exists():
            return settings
    from sim.cli.settings_file import SettingsReader

    reader = SettingsReader(settings, shown)
    node = reader.parsed(path)
    if node is not None:
        reader.document(node)
    settings.faults.sort(key=lambda fault: (fault.line, fault.column))
    return settings
