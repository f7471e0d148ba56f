"""`channel16 web` before it serves: where it listens, what it hands on, and what it lacks."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.web import WebPlace, arguments, place, words
from sim.cli.web_site import known_as


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep records in the test's folder."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))


def test_it_listens_for_this_machine_alone_if_nothing_else_is_asked() -> None:
    """Whoever shares a network would play, and read, somebody else's games."""
    parser = argparse.ArgumentParser()
    arguments(parser)

    assert parser.parse_args([]).listen == WebPlace("127.0.0.1", 8016)
    assert parser.parse_args([]).listen.own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("127.0.0.1:8016", True),
        ("[::1]:0", True),
        ("localhost:80", True),
        ("0.0.0.0:8016", False),
        ("192.168.0.9:8016", False),
        ("ship.example:8016", False),
    ],
)
def test_whom_a_place_is_open_to_is_known(text: str, own: bool) -> None:
    """A place that others reach would be opened without a warning."""
    assert place(text).own is own


@pytest.mark.parametrize("text", ["", "8016", "::1:80", "host:", "host:x", "host:70000", "host:٣"])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    """A slip would end in a traceback, or serve somewhere else."""
    with pytest.raises(argparse.ArgumentTypeError, match="expected HOST:PORT"):
        place(text)


def test_a_server_answers_to_its_own_names_only() -> None:
    """A name that somebody makes point at this machine would be let in."""
    own, every = WebPlace("127.0.0.1", 8016), WebPlace("0.0.0.0", 8016)

    assert [known_as(host, own) for host in ("localhost:8016", "[::1]:8016", "127.0.0.1:8016")] == [
        True
    ] * 3
    assert not any(known_as(h, own) for h in ("x.example:8016", "localhost", "10.0.0.1:8016", ""))
    assert known_as("10.0.0.1:8016", every)
    assert known_as(f"{socket.gethostname()}:8016", every)
    assert not known_as("x.example:8016", every)


def test_every_tab_begins_with_what_was_asked_for() -> None:
    """A tab would open another seat, another seed, or keep a record nobody wanted."""
    parser = argparse.ArgumentParser()
    arguments(parser)
    asked = ["dawn-approach", "--seat=a", "--set=x=1", "--seed=7", "--pace=4.0", "--unsaved"]

    assert words(parser.parse_args(asked)) == asked


@pytest.mark.parametrize("lacking", ["aiohttp", "textual_serve"])
def test_without_the_extra_one_line_says_what_to_install(
    lacking: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A player would get a traceback, and not know what to install."""
    for name in [n for n in sys.modules if n.startswith(("sim.cli.web_", lacking))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, lacking, None)

    assert main(["web"]) == 2
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "pip install 'channel16[web]'" in err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["no-such-scenario"], "no-such-scenario"),
        (["--seat=x"], "belong to a scenario"),
        (["--tabs=0"], "lets nobody play"),
        (["--listen=203.0.113.1:8016"], "cannot listen at 203.0.113.1:8016"),
    ],
)
def test_what_cannot_be_served_is_told_before_anything_is(
    asked: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault would wait until somebody opens a tab, or end in a traceback."""
    assert main(["web", *asked]) == 2

    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_place_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A second server would end in a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert main(["web", f"--listen=127.0.0.1:{port}"]) == 2

    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert f"cannot listen at 127.0.0.1:{port}" in err
