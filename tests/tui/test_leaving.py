"""How a play ends from outside: signals, terminals that go away, full disks, and the exit codes."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import pytest

from sim.cli.records import read_record
from tests.tui.piloting import SEED
from tests.tui.program import Program

PLAYED = ("twenty-nine-minutes", "--seed", str(SEED))
WAYS = {
    "screen": (PLAYED, b"\r", b"nkept\r"),
    "lines": ((*PLAYED, "--plain"), b"\n", b"note kept\n"),
}
NORMAL = b"\x1b[?1049l"
"""What gives the terminal its usual page back."""


def playing(program: Program, way: str) -> None:
    """Begin, and take a note down."""
    _, enter, note = WAYS[way]
    program.begin(enter, "otherwise:")
    program.quiet()
    program.write(note)
    assert program.until_noted() == ["kept"]
    program.quiet()


def whole(home: Path) -> None:
    """Check that the record is one that can be gone on with."""
    (path,) = home.glob("*.jsonl")
    record, _ = read_record(path)
    assert not record.torn


def full(program: Program) -> None:
    """Let no file of the program grow any more, as if the disk were full."""
    prlimit = getattr(resource, "prlimit", None)
    if prlimit is None:
        pytest.skip("needs prlimit, which only Linux has")
    (path,) = program.home.glob("*.jsonl")
    most = (path.stat().st_size, resource.RLIM_INFINITY)
    prlimit(program.pid, resource.RLIMIT_FSIZE, most)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_whoever_asks_it_to_end_gets_the_terminal_back(
    way: str, number: signal.Signals, home: Path
) -> None:
    """The terminal would stay deaf and dark, or the exit code would say that all went well."""
    with Program(home, *WAYS[way][0]) as program:
        playing(program, way)
        program.signal(number)

        assert program.left() == 128 + number
        assert (
            way == "lines" or program.written.endswith(NORMAL) or NORMAL in program.written[-300:]
        )
        assert "Traceback" not in program.text
        whole(home)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("ignore", [(), (signal.SIGHUP,)], ids=["heard", "ignored"])
def test_a_terminal_that_is_gone_ends_the_program(
    way: str, ignore: tuple[int, ...], home: Path
) -> None:
    """It would run on for ever and take all the machine's time, unseen."""
    with Program(home, *WAYS[way][0], ignore=ignore) as program:
        playing(program, way)
        program.hang_up()

        assert program.left() not in (0, 1)
        assert program.noted() == ["kept"]
        whole(home)


@pytest.mark.parametrize("way", WAYS)
def test_a_play_that_could_not_be_saved_says_so_and_ends_with_2(way: str, home: Path) -> None:
    """A script, or a tired player, would believe that all is on disk."""
    with Program(home, *WAYS[way][0]) as program:
        playing(program, way)
        full(program)
        if way == "screen":
            program.write(b"nlost\r")
            program.until("NOT SAVED")
            program.write(b"\x11")  # Ctrl+Q
        else:
            program.write(b"note lost\n")
            program.until("! Saving:")
            program.write(b"quit\n")

        assert program.left() == 2
        assert "channel16: not all is saved: cannot be written" in program.text
        assert "Traceback" not in program.text
        assert program.noted() == ["kept"]


def test_a_play_that_was_saved_after_all_ends_well(home: Path) -> None:
    """A disk that was full for a while would count as a loss for ever."""
    with Program(home, *PLAYED) as program:
        playing(program, "screen")
        full(program)
        program.write(b"nlate\r")
        program.until("NOT SAVED")
        resource.prlimit(
            program.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
        program.quiet()
        program.write(b"nlater\r")
        assert program.until_noted(3) == ["kept", "late", "later"]
        program.write(b"\x11")

        assert program.left() == 0
