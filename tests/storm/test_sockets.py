"""A bounded share of the storm over sockets, and faults that it must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storm.sockets import storm

FAULTS = {
    "acknowledged and lost": """
from sim.exercise.host.disk import SharedFile
append, held = SharedFile.append, {}
def late(file, lines, *, sync):
    kept = held.setdefault(file.path, [])
    kept += lines
    if len(kept) > 9:
        append(file, kept[:], sync=sync)
        kept.clear()
SharedFile.append = late
""",
    "done twice": """
from sim.exercise.host import journal, room
room.settled = lambda *_: journal.Settled()
""",
    "somebody missed something": """
from sim.exercise.host.room import Room
enter = Room.enter
def unseen(room, key, who, hello, wall_s):
    out = enter(room, key, who, hello, wall_s)
    return [said for said in out if not hello.seen or '"kind":"shown"' not in said[1]]
Room.enter = unseen
""",
}
"""What a host may do wrong, and what the storm then says."""


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_done_twice(tmp_path: Path) -> None:
    """People at an exercise would order what never happens, or once too often."""
    count = storm(tmp_path, seed=1, deeds=80, kills=2)
    assert count["kill"] >= 3
    assert count["cut"] + count["cut within a frame"] >= 20


@pytest.mark.slow
@pytest.mark.parametrize("found", FAULTS)
def test_the_storm_finds(found: str, tmp_path: Path) -> None:
    """A storm that finds nothing may look at nothing."""
    with pytest.raises(AssertionError, match=found):
        storm(tmp_path, seed=2, deeds=32, kills=5, fault=FAULTS[found])
