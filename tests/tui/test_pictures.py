"""The looks of the screen: pictures that were looked at, kept in the docs, and taken again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.pictures import FOLDER, RENEW, SHOTS, SIZES, difference, pictures, rows

BYTES_MOST = 2_000_000
"""What all kept pictures may take together."""


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_screen_looks_as_it_was_looked_at(size: tuple[int, int], tmp_path: Path) -> None:
    """A change would move, hide or recolour something on a screen, and nobody would look."""
    differences = []
    for name, seen in pictures(size).items():
        kept = FOLDER / name
        text = difference(name, kept.read_text("utf-8") if kept.is_file() else "", seen)
        if text:
            (tmp_path / name).write_text(seen, "utf-8")
            differences.append(text)

    assert not differences, "\n".join(
        [*differences, f"as seen now: {tmp_path}", f"if it is meant, look at it and renew: {RENEW}"]
    )


def test_every_kept_picture_is_taken_and_they_stay_small() -> None:
    """A picture of a screen that is gone would stay in the docs, or the folder would grow."""
    around = ("brief", "end", "learn", "menu", "opponents", "records", "replay", "review", "talk")
    names = (*SHOTS, *around)
    expected = {f"{name}-{width}x{height}.svg" for name in names for width, height in SIZES}

    assert {path.name for path in FOLDER.iterdir()} == expected
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < BYTES_MOST


def test_a_difference_is_told_in_rows() -> None:
    """A red test would say that two long files differ, and not what a player would see."""
    kept = (FOLDER / "menu-80x24.svg").read_text("utf-8")
    moved = kept.replace("CHANNEL&#160;16", "CHANNEL&#160;17")
    coloured = kept.replace("fill: #56b4e9", "fill: #000000")

    assert "CHANNEL 16" in "".join(rows(kept)[:2])
    assert difference("menu", kept, kept) == ""
    assert "CHANNEL 17" in difference("menu", kept, moved)
    assert "other colours" in difference("menu", kept, coloured)
