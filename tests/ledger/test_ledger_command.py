"""`channel16 ledger` from outside: exit codes, 80 columns, no clock in what programs read."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from typing import Any
from unittest import mock

import pytest

from sim.cli import main
from sim.cli.ledger_view import FINE, PLAIN, Style, strip, style_here
from sim.ledger import shipped

Done = tuple[int, str, str]


def ledger(*args: str, encoding: str = "utf-8") -> Done:
    """Run the verb; give exit code, output and complaints."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        contextlib.redirect_stdout(io.TextIOWrapper(out, encoding, write_through=True)),
        contextlib.redirect_stderr(io.TextIOWrapper(err, "utf-8", write_through=True)),
    ):
        code = main(["ledger", *args])
        return code, out.getvalue().decode(encoding), err.getvalue().decode()


WAYS = [(), ("us_prc",), ("--at", "2022-11-01"), *((name,) for name in shipped().channels)]


@pytest.mark.parametrize("args", WAYS)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_it_fits_80_columns(args: tuple[str, ...], encoding: str) -> None:
    """Lines would be broken by the terminal; an address stands whole, to be copied."""
    code, out, err = ledger(*args, encoding=encoding)
    long = [x for x in out.split("\n") if len(x) > 80 and not re.match(r" +https?://\S+$", x)]

    assert (code, err, long) == (0, "", [])
    assert "\x1b" not in out
    assert encoding != "ascii" or "?" * 3 not in out


def test_without_colours_a_state_has_its_own_mark() -> None:
    """Colour alone would tell two states apart."""
    for marks in (FINE, PLAIN):
        assert len(set(marks.values())) == len(marks)
        assert all(len(mark) == 1 for mark in marks.values())
    assert all(mark.isascii() for mark in PLAIN.values())


def test_colours_only_colour() -> None:
    """With colours a strip would say something else."""
    for history in shipped().channels.values():
        plain, coloured = (strip(history, Style(True, colours)) for colours in (False, True))
        assert re.sub("\x1b\\[\\d+m", "", coloured).rstrip() == plain


@pytest.mark.parametrize("env", [{"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}])
def test_colours_are_left_out_when_asked(env: dict[str, str]) -> None:
    """A reader who has turned colours off would get them."""
    with (
        mock.patch.dict("os.environ", env, clear=True),
        mock.patch.object(sys, "stdout", mock.Mock(encoding="utf-8", isatty=lambda: True)),
    ):
        assert style_here() == (True, False)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("mmcaa",), "the ledger has no channel “mmcaa”; did you mean “mmca”?"),
        (("us_pr",), "did you mean “us_prc”?"),
        (("--at", "1997-12-31"), "the ledger begins on 1998-01-01"),
        (("--at", "2026-01-01"), "the ledger ends on 2025-12-31"),
        (("--at", "2022"), "names no day"),
        (("--at", "soon"), "is no day"),
    ],
)
def test_wrong_use_is_told_in_one_line(args: tuple[str, ...], expected: str) -> None:
    """Exit code 2, one line, nothing printed."""
    code, out, err = ledger(*args)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("channel16: ")
    assert expected in err


def walk(data: Any) -> list[str]:
    """List every key and text of some data."""
    if isinstance(data, dict):
        return [*data, *(text for value in data.values() for text in walk(value))]
    if isinstance(data, list):
        return [text for value in data for text in walk(value)]
    return [data] if isinstance(data, str) else []


def test_the_data_hold_no_clock_and_no_path() -> None:
    """The same ledger would come out otherwise tomorrow, or elsewhere."""
    first, again = ledger("--json"), ledger("--json")
    found = json.loads(first[1])

    assert first == again
    assert {c["id"] for c in found["channels"]} == set(shipped().channels)
    assert not [t for t in walk(found) if re.search(r"\d\d:\d\d|^/|\.csv", t) and "://" not in t]
    everyday = next(c for c in found["channels"] if c["id"] == "cues")
    assert everyday["reached"]["mean"] is None


def test_one_channel_has_its_events_with_their_sources() -> None:
    """A fact could not be traced."""
    code, out, _ = ledger("dtl")

    assert code == 0
    assert "2023-02-04  refused: US defence secretary to PRC defence minister" in out
    assert "[checked] Associated Press in The Independent, 2023-02-10" in out
    assert "https://independent.co.uk/news/" in out


def test_the_board_of_a_day() -> None:
    """Theater commanders were shut on 1 November 2022, embassies were not."""
    code, out, _ = ledger("--at", "2022-11-01")
    found = json.loads(ledger("--at", "2022-11-01", "--json")[1])["board"]

    assert code == 0
    assert re.search(r"suspended +theater_commanders +suspended 2022-08-05", out)
    assert found["at"] == "2022-11-01"
    assert found["words"]["theater_commanders"] == "suspended"
    assert found["words"]["defense_attaches"] == "open"
