"""Bursts of random keys at the real program: it lives, and its records re-run."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from sim.cli import main
from tests.tui.piloting import SCENARIOS
from tests.tui.program import Program

KEYS = (
    *(b"\r",) * 8,
    *(b"w",) * 6,
    *(bytes([letter]) for letter in b"abcdefgxiunlvmoch1234567 ?tWdsbrkj[]"),
    *(b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b", b"\t", b"\x10"),
    *(b"\x1b[200~pasted\nin two lines\x1b[201~", b"\x1b[99999999~", b"\xff\xc3", b"\x1b[200~open"),
)
BURSTS, LONGEST = 12, 25
SIZES = ((80, 24), (140, 40))
ENDS = {0, 128 + signal.SIGTERM}


def burst_at(scenario: str, seed: int, home: Path) -> None:
    """Send one game bursts of random keys, then ask it to end."""
    dice = random.Random(f"{scenario} {seed}")
    columns, rows = SIZES[seed % len(SIZES)]
    pace = ("--pace", "600") if seed % 3 == 2 else ()
    args = (scenario, "--seed", str(seed), *pace)
    with Program(home, *args, columns=columns, rows=rows) as program:
        program.until("Enter begins")
        for _ in range(BURSTS):
            keys = (dice.choice(KEYS) for _ in range(dice.randint(1, LONGEST)))
            program.write(b"".join(keys))
            if dice.random() < 0.5:
                program.quiet()
        program.quiet()
        program.signal(signal.SIGTERM)

        assert program.left() in ENDS
        assert "Traceback" not in program.text


def rerun(home: Path) -> None:
    """Check that every record re-runs to its last event."""
    for path in sorted(home.glob("*.jsonl")):
        assert main(["rerun", str(path)]) == 0, path


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_bursts_of_keys_break_nothing(scenario: str, home: Path) -> None:
    """Some keys in some order, sent at once, would end a game or spoil its record."""
    burst_at(scenario, len(scenario), home)

    rerun(home)


@pytest.mark.long
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", range(100, 130))
def test_bursts_of_keys_never_break_anything(scenario: str, seed: int, home: Path) -> None:
    """The same for many more games."""
    burst_at(scenario, seed, home)

    rerun(home)
