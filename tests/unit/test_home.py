"""The folder of saved plays: where it is, and that nothing odd in it spoils the rest."""

from __future__ import annotations

import io
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli import home, main, settings, shelf
from sim.cli.starter import Starter
from sim.errors import RecordError, UsageError
from sim.store import NoFile

TINY = "_tiny/one_hail.yaml"
HEADER = {
    "record": 1,
    "rules": 2,
    "seed": 7,
    "replicate": 0,
    "played": True,
    "seats": {"alpha": "person"},
    "scenario": {"title": "The good one"},
}
GIGABYTE = 2**30


@pytest.fixture
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder of saved plays."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("CHANNEL16_HOME", str(folder))
    return folder


def said(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """Check that a command line is refused in one line; give the line."""
    capsys.readouterr()
    code = main(list(args))
    out, err = capsys.readouterr()
    assert (code, out, len(err.splitlines())) == (2, "", 1), err
    assert err.startswith("channel16: ")
    return err


# Where it is


def test_the_folder_stands_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """CHANNEL16_HOME would not move the saves, or without it they would litter elsewhere."""
    monkeypatch.setenv("CHANNEL16_HOME", "/a/b")
    assert home.saves() == Path("/a/b")

    monkeypatch.setenv("CHANNEL16_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert home.saves() == Path("/data/channel16")

    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", "/who")
    assert home.saves() == Path("/who/.local/share/channel16")


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ("~/games", "/who/games"),
        ("~", "/who"),
        ("~nobody_of_this_name/x", "~nobody_of_this_name/x"),
        ("games", "games"),
    ],
)
def test_a_tilde_is_the_users_home(
    given: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of settings in which no shell writes “~” out would make a folder of that name."""
    monkeypatch.setenv("HOME", "/who")
    monkeypatch.setenv("CHANNEL16_HOME", given)

    assert home.saves() == Path(folder)


@pytest.mark.parametrize("relative", ["data", "./data", "../data", "~/data"])
def test_a_relative_folder_of_the_platform_is_ignored(
    relative: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saves would lie wherever the program is started; the specification says to ignore it."""
    monkeypatch.delenv("CHANNEL16_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", "/who")
    monkeypatch.setenv("XDG_DATA_HOME", relative)

    assert home.saves() == Path("/who/.local/share/channel16")


def test_a_user_without_a_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service whose user has no home would get a traceback."""
    for name in ("CHANNEL16_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)

    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr("pwd.getpwuid", nobody)

    with pytest.raises(UsageError, match="set CHANNEL16_HOME"):
        home.saves()
    assert settings.own() == settings.Settings()
    assert shelf.kept() == []


@pytest.mark.parametrize("bad", ["file", "file/below", "x" * 300])
def test_a_folder_that_cannot_be_written_offers_to_play_unsaved(
    bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a machine whose disk is read-only nobody could play at all."""
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHANNEL16_HOME", bad)
    monkeypatch.setattr("sys.stdin", io.StringIO("\nnote x\nsave\nquit\n"))

    refused = said(capsys, "play", TINY, "--plain")
    code = main(["play", TINY, "--plain", "--unsaved"])

    out = capsys.readouterr().out
    assert "or play without saving: --unsaved" in refused
    assert code == 0
    assert out.count("! Saving: this play is not saved, as was asked") == 1
    assert "Note: x" in out
    assert "--resume" not in out
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_play_is_gone_on_with_unsaved(
    saves: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A record on a disk that is read-only could not be looked into."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\nquit\nnote x\nquit\n"))
    assert main(["play", TINY, "--plain", "--seed", "1"]) == 0
    (path,) = saves.iterdir()
    before = path.read_bytes()

    assert main(["play", "--resume", str(path), "--plain", "--unsaved"]) == 0

    assert "Note: x" in capsys.readouterr().out
    assert path.read_bytes() == before


def test_an_unsaved_play_has_a_file_that_keeps_nothing() -> None:
    """A screen that looks for the file, or for its trouble, would break."""
    file = home.new_record("x", 1, unsaved=True)
    file.append(["line"], sync=True)
    file.close()

    assert isinstance(file, NoFile)
    assert file.trouble == "this play is not saved, as was asked"


def test_a_folder_full_of_records_is_told(saves: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program would look for a free name for ever."""
    monkeypatch.setattr(Path, "exists", lambda self: True)

    with pytest.raises(RecordError, match="tidy it up"):
        home.new_record("x", 1)


# What lies in it


def put(path: Path, **changes: Any) -> None:
    """Write a record that consists of a header."""
    header = {key: value for key, value in {**HEADER, **changes}.items() if value != "left out"}
    path.write_text(json.dumps(header) + "\n", "utf-8")


def sparse(path: Path) -> None:
    """Make a file that seems to have three gigabytes."""
    with path.open("wb") as file:
        file.truncate(3 * GIGABYTE)


def bound(path: Path) -> None:
    """Make a socket."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def nested(depth: int) -> str:
    """Write a list in a list in a list."""
    return "[" * depth + "1" + "]" * depth


ODD: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.touch(),
    "folder": lambda path: path.mkdir(),
    "pipe": os.mkfifo,
    "socket": bound,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "terminal": lambda path: path.symlink_to("/dev/tty"),
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path),
    "three gigabytes": sparse,
    "one long line": lambda path: path.write_bytes(b"[" * 9_000_000),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00{}\n"),
    "half a letter": lambda path: path.write_bytes(b'{"record": "\xc3\n'),
    "zeros": lambda path: path.write_bytes(b"\0" * 100),
    "a number": lambda path: path.write_text("1\n"),
    "a list": lambda path: path.write_text("[]\n"),
    "nothing": lambda path: path.write_text("null\n"),
    "half": lambda path: path.write_text(json.dumps(HEADER)[:-9] + "\n"),
    "nested for ever": lambda path: path.write_text(nested(100_000) + "\n"),
    "nested deep": lambda path: path.write_text('{"record": ' + nested(500) + "}\n"),
    "no seed": lambda path: put(path, seed="left out"),
    "seed of text": lambda path: put(path, seed="7"),
    "seed of truth": lambda path: put(path, seed=True),
    "no record": lambda path: put(path, record="left out"),
    "no seats": lambda path: put(path, seats="left out"),
    "seats in a list": lambda path: put(path, seats=["person"]),
    "no scenario": lambda path: put(path, scenario="left out"),
    "scenario of text": lambda path: put(path, scenario="The good one"),
    "played maybe": lambda path: put(path, played="yes"),
    "no person": lambda path: put(path, seats={"alpha": "random", "bravo": ["person"]}),
    "no number": lambda path: path.write_text(json.dumps({**HEADER, "x": float("nan")}) + "\n"),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_one_odd_file_spoils_nothing(make: Callable[[Path], object], saves: Path) -> None:
    """The menu would hang, take all memory or end in a traceback over one file of many."""
    make(saves / "odd.jsonl")
    put(saves / "good.jsonl")
    os.utime(saves / "good.jsonl", (1, 1))

    found = shelf.unfinished(Starter().kept())

    assert found is not None
    assert (found.title, found.seed, found.people) == ("The good one", 7, ("alpha",))


def test_the_title_of_a_record_is_a_short_line(saves: Path) -> None:
    """A title that drives terminals, or has no end, would fill the menu."""
    put(saves / "good.jsonl", scenario={"title": "a\x1b[2J\u202e\n" + "x" * 100_000})

    found = shelf.unfinished(Starter().kept())

    assert found is not None
    assert found.title.startswith("a\\x1b[2J\\u202e x")
    assert len(found.title) < 300


def test_a_record_whose_scenario_has_no_title_is_named_after_its_file(saves: Path) -> None:
    """Its line on the menu would be empty."""
    put(saves / "good.jsonl", scenario={})

    found = shelf.unfinished(Starter().kept())

    assert found is not None
    assert found.title == "good"


# Files given by name


@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "folder", "three gigabytes"])
@pytest.mark.parametrize(
    "words",
    [
        "rerun {}",
        "log why {} 1",
        "exercise report {} -o x.html",
        "play --plain --resume {}",
        "play --plain " + TINY + " --seat bravo=script:{}",
        "run " + TINY + " --seat bravo=script:{}",
        "run " + TINY + " --record {}",
        "exercise export " + TINY + " --msel {}",
        "scenario check {}",
        "run {}",
        "study {}",
        "study " + TINY + " --out {}",
    ],
)
def test_no_file_makes_a_command_hang(
    words: str,
    kind: str,
    saves: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A pipe is waited for without end; a device or a hole of gigabytes fills the memory."""
    monkeypatch.chdir(saves)
    ODD[kind](saves / "odd")
    if words.endswith("--out {}") and kind == "folder":
        (saves / "odd" / "study.yaml").mkdir()

    said(capsys, *(word.format("odd") for word in words.split()))

    assert sorted(path.name for path in saves.iterdir()) == ["odd"]
