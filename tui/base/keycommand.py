"""What a row of the table of commands is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyCommand:
    """Something a player can ask of the screen.

    `where` lists the screens it belongs to; `word` is what the footer calls it, "" if the footer
    leaves it out; `keys` are what Textual calls them, the first of them is shown.
    """

    id: str
    keys: tuple[str, ...]
    where: tuple[str, ...]
    word: str
    help: str
