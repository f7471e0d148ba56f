"""What goes wrong outside, in a real terminal: disks, records, locales, sizes, closed windows."""

from __future__ import annotations

import json
import resource
import shutil
from pathlib import Path

import pytest

from sim.cli.records import read_record
from sim.cli.starter import Starter
from tests.tui.piloting import SEED
from tests.tui.terminal import PLAY, ROOT, Terminal
from tests.tui.test_killed import note

pytestmark = pytest.mark.tmux
SCENARIO = "twenty-nine-minutes"
PLAYED = (*PLAY, SCENARIO, "--seed", str(SEED))
NO_UTF8 = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def begin(terminal: Terminal, **variables: str) -> str:
    """Begin a play and wait for its first decision."""
    terminal.start(*PLAYED, **variables)
    terminal.until("Enter begins")
    terminal.press("Enter")
    return terminal.until("DECISION 4:00")


def the_record(home: Path) -> Path:
    """Give the one record of the test."""
    (path,) = home.glob("*.jsonl")
    return path


def noted(home: Path) -> list[str]:
    """List the notes in the record, which must be whole."""
    record, _ = read_record(the_record(home))
    assert not record.torn
    return [said.command.text for said in record.line.said if said.command.verb == "note"]


def room(pid: int, size: int | None) -> None:
    """Let no file of a process grow beyond a size, as if the disk were full; None lifts that."""
    prlimit = getattr(resource, "prlimit", None)
    if prlimit is None:
        pytest.skip("needs prlimit, which only Linux has")
    prlimit(pid, resource.RLIMIT_FSIZE, (size or resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_full_disk_is_told_and_nothing_is_lost(home: Path, terminal: Terminal) -> None:
    """A full disk would end the game, or silently cost what was played meanwhile."""
    begin(terminal)
    note(terminal, "first")
    room(terminal.pid, the_record(home).stat().st_size)
    terminal.press("n")
    terminal.until("Note for the record")
    terminal.press(*"second", "Enter")

    shown = terminal.until("cannot be written")
    assert "NOT SAVED" in shown
    assert noted(home) == ["first"]
    terminal.press("d")
    terminal.until("else: Hold for")
    terminal.press("c", "c")
    assert "cannot be written" in terminal.until("Carried out: Stop and serve")
    terminal.press("c")
    terminal.until("Esc back")
    terminal.press("Escape")
    terminal.until("Enter Go on")

    room(terminal.pid, None)
    note(terminal, "third")
    assert "SAVED" not in terminal.shown()
    terminal.press("q")
    terminal.until("Continue:")
    assert noted(home) == ["first", "second", "third"]
    terminal.press("q")
    assert terminal.left()[0] in ("0", "")
    assert "Traceback" not in terminal.shown()


def test_what_a_full_disk_did_not_take_is_told_at_the_end(home: Path, terminal: Terminal) -> None:
    """A player would leave in the belief that all is on disk."""
    begin(terminal)
    note(terminal, "first")
    room(terminal.pid, the_record(home).stat().st_size)
    terminal.press("n")
    terminal.until("Note for the record")
    terminal.press(*"second", "Enter")
    terminal.until("cannot be written")
    terminal.press("q")

    terminal.until("not all is saved: cannot be written")
    assert noted(home) == ["first"]
    terminal.press("Enter")
    terminal.until("LADDER")


def test_a_home_that_is_no_folder_is_told(home: Path, terminal: Terminal) -> None:
    """A wrong setting of the machine would end the game in a traceback."""
    (home / "file").write_text("", "utf-8")
    terminal.start(*PLAYED, CHANNEL16_HOME=str(home / "file"))
    terminal.until("Enter begins")
    terminal.press("Enter")

    terminal.until("its folder cannot be made", "cannot be opened")
    assert "Traceback" not in terminal.shown()


@pytest.fixture
def newer(home: Path) -> Path:
    """Leave a record of a format that this program does not know yet."""
    starter = Starter(SCENARIO)
    starter.begin(SCENARIO, starter.people, SEED).close()
    path = the_record(home)
    head, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(json.dumps({**json.loads(head), "record": 99}) + "\n" + rest, "utf-8")
    return path


def test_a_newer_record_is_not_resumed(newer: Path, terminal: Terminal) -> None:
    """It would be gone on with in a way that spoils it, or end in a traceback."""
    before = newer.read_bytes()
    terminal.start(*PLAY, "--resume", str(newer))

    code, _ = terminal.left()
    assert code in ("2", "")
    shown = " ".join(terminal.shown().split())
    assert "has format 99" in shown
    assert "Traceback" not in shown
    assert newer.read_bytes() == before


def test_a_newer_record_is_refused_by_the_menu(newer: Path, terminal: Terminal) -> None:
    """The menu would end in a traceback, or not say why nothing happens."""
    before = newer.read_bytes()
    terminal.start(*PLAY)
    terminal.until("Two captains")
    terminal.press("Enter")

    terminal.until("has format 99")
    terminal.press("Down", "Enter")
    terminal.until("Enter begins")
    assert newer.read_bytes() == before


def test_a_scenario_that_has_vanished_is_told(tmp_path: Path, terminal: Terminal) -> None:
    """A folder deleted while the menu is open would end the game in a traceback."""
    copy = tmp_path / "copy"
    for part in ("sim", "tui", "scenarios"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    terminal.start(*PLAY, cwd=copy, PYTHONPATH=str(copy))
    terminal.until("Two captains")
    shutil.rmtree(copy / "scenarios" / "two-captains")
    terminal.choose("Two captains")

    shown = terminal.until("! ")
    assert "two-captains" in shown
    assert "Traceback" not in shown
    terminal.press("Up", "Enter")
    terminal.until("Enter begins")


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", **NO_UTF8},
        {"LANG": "C", "LC_ALL": "", **NO_UTF8},
        {"LC_ALL": "en_US.ISO-8859-1", **NO_UTF8},
        {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "latin-1"},
        {"TERM": "linux"},
    ],
    ids=["C", "LANG", "no-such", "latin-1", "linux"],
)
def test_a_terminal_without_utf8_gets_plain_letters(
    locale: dict[str, str], terminal: Terminal
) -> None:
    """Every line and dot would appear as an escape, or end the game."""
    pictures = [begin(terminal, **locale)]
    for key, word in (("d", "else: Hold for"), ("Tab", "NEWS"), ("c", "Esc back")):
        terminal.press(key)
        pictures.append(terminal.until(word))
    terminal.press("Escape")
    note(terminal, "plain")

    for shown in [*pictures, terminal.shown()]:
        assert shown.isascii(), {char for char in shown if not char.isascii()}
        assert "\\u" not in shown
        assert "Traceback" not in shown


def test_a_closed_window_leaves_a_whole_record(home: Path, terminal: Terminal) -> None:
    """Closing the window would tear the record, or leave the program running unseen."""
    begin(terminal)
    note(terminal, "kept")
    before = the_record(home).read_bytes()
    terminal.hang_up()

    assert noted(home) == ["kept"]
    assert the_record(home).read_bytes().startswith(before)
    terminal.start(*PLAY)
    terminal.until("Continue: Twenty-nine minutes")


def test_a_window_is_made_tiny_and_large_again(home: Path, terminal: Terminal) -> None:
    """The screen would break, stay small, or do what nobody can see.

    Some shells hand their size down in variables, which are wrong after the first change.
    """
    shown = begin(terminal, COLUMNS="80", LINES="24")
    before = the_record(home).read_bytes()
    terminal.resize(20, 5)
    terminal.until("too small")
    terminal.press("w", "w")
    terminal.resize(140, 40)
    terminal.until("OPTIONS", "else: Hold for")
    terminal.resize(80, 24)

    terminal.until(shown)
    assert the_record(home).read_bytes() == before
