"""Bursts of random keys at the real program: it lives, and its records re-run."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from sim.cli import main
from tests.tui.piloting import SCENARIOS, SEED
from tests.tui.program import Program

KEYS = (
    *(b"\r",) * 8,
    *(b"w",) * 6,
    *(bytes([letter]) for letter in b"abcdefgxiunlvmoch1234567 ?tWdsbrkj[]"),
    *(b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b", b"\t", b"\x10"),
    *(b"\x1b[200~pasted\nin two lines\x1b[201~", b"\x1b[99999999~", b"\xff\xc3", b"\x1b[200~open"),
)
LEAVE = (*b"q", 17)
"""Keys that leave the game, Ctrl+Q among them; the palette may leave it all the same."""
KEYS_OF_ALL_SORTS = (
    *KEYS,
    *(bytes([code]) for code in range(1, 128) if code not in LEAVE),
    *(f"\x1b[{code}~".encode() for code in (1, 2, 3, 4, 11, 15, 17, 20, 21, 24, 28, 34)),
    *(b"\x1bOP", b"\x1b[1;5A", b"\x1b[1;2B", b"\x1b[Z", b"\x1b[I", b"\x1b[O", b"\x1b[57399u"),
    *(b"\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (x, y, x, y) for x in (2, 9, 70) for y in (1, 15, 24)),
    *(b"\x1b[<64;9;9M", b"\x1b[<35;999;999M", b"\x1b[<9;-1;0M", b"\x1b[M\x20\xff\xff"),
    *(
        "ä€😀\u0301\u202e".encode(),
        b"\x1b]11;rgb:ff/ff/ff\x07",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b[?2026;2$y",
    ),
)
LARGE_PASTE = b"\x1b[200~" + b"d\rb\r" * 25_000 + b"\x1b[201~"
BURSTS, LONGEST = 12, 25
SIZES = ((80, 24), (140, 40))
WINDOWS = (*SIZES, (20, 5), (1, 1), (500, 200), (80, 23), (79, 24))
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


def storm_at(scenario: str, home: Path, storm: int = 0) -> None:
    """Send one game all sorts of keys, pastes and sizes, and take its terminal away in mid-turn."""
    dice = random.Random(f"storm {scenario} {storm}")
    with Program(home, scenario, "--seed", str(SEED)) as program:
        program.begin(word="tension")
        program.quiet()
        program.write(b"\x1b")  # lets it ring, where somebody calls at once
        program.quiet()
        program.write(b"nkept\r")
        assert program.until_noted() == ["kept"]
        for _ in range(BURSTS):
            keys = (dice.choice(KEYS_OF_ALL_SORTS) for _ in range(dice.randint(1, LONGEST)))
            program.write(b"".join(keys))
            if dice.random() < 0.5:
                program.resize(*dice.choice(WINDOWS))
            if dice.random() < 0.2:
                program.write(LARGE_PASTE)
            if dice.random() < 0.3:
                program.quiet()
            if program.ended():
                break
        left = program.ended()
        program.hang_up()

        assert program.left() != 1
        assert left or program.left() != 0
        assert "Traceback" not in program.text
        assert "kept" in program.noted()


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


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_storm_of_input_and_a_hang_up_lose_nothing(scenario: str, home: Path) -> None:
    """A key, a click, a large paste, a window without room or a lost line would cost a play."""
    storm_at(scenario, home)

    rerun(home)


@pytest.mark.long
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", range(100, 130))
def test_storms_of_input_never_lose_anything(scenario: str, seed: int, home: Path) -> None:
    """The same for many more games."""
    storm_at(scenario, home, seed)

    rerun(home)


@pytest.mark.long
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", range(100, 130))
def test_bursts_of_keys_never_break_anything(scenario: str, seed: int, home: Path) -> None:
    """The same for many more games."""
    burst_at(scenario, seed, home)

    rerun(home)
