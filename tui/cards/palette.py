"""The palette: commands found by their names."""

from __future__ import annotations

import contextlib

from textual.command import CommandPalette


class Palette(CommandPalette):
    """Textual's palette, for fast hands: while its list has no lines yet, keys do nothing in it."""

    def _action_command_list(self, action: str) -> None:
        with contextlib.suppress(KeyError):  # what a list without lines answers
            super()._action_command_list(action)
