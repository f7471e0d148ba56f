"""Fast hands and odd bytes at the real program: nothing typed is lost, nothing typed breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.records import read_record
from sim.play.seat import NOTE_MOST
from tests.tui.piloting import SEED
from tests.tui.program import Program

PLAYED = ("twenty-nine-minutes", "--seed", str(SEED))
START, END = b"\x1b[200~", b"\x1b[201~"
CTRL_P, PAGE_DOWN = b"\x10", b"\x1b[6~"


def alive(program: Program, word: str) -> None:
    """Check that the program still takes a note, out of whatever is open, and never complained."""
    for _ in range(3):
        program.quiet()  # an escape is one only if nothing follows it at once
        program.write(b"\x1b")
    program.quiet()
    noted = program.noted()
    program.write(b"n" + word.encode() + b"\r")
    assert program.until_noted(len(noted) + 1)[-1] == word
    assert "Traceback" not in program.text


@pytest.mark.parametrize("scenario", ["twenty-nine-minutes", "handshake", "dawn-approach"])
def test_keys_that_come_at_once_do_not_break_the_screen(scenario: str, home: Path) -> None:
    """A key would reach a screen that is no longer, or not yet, the one it is for."""
    with Program(home, scenario, "--seed", str(SEED)) as program:
        program.begin()
        for burst in (b"1w", b"d1\r", b"lu", b"cw?w", b"iiwwll", b"1\r1\r1\r"):
            program.write(burst * 3)
            program.quiet()
            program.write(b"\x1b" * 3)

        alive(program, "alive")


@pytest.mark.parametrize("args", [("handshake", "--seed", "29"), ()])
def test_the_palette_takes_keys_before_it_has_its_list(args: tuple[str, ...], home: Path) -> None:
    """Page down in a palette that is not drawn yet would end the game in a traceback."""
    with Program(home, *args) as program:
        if args:
            program.begin()
        else:
            program.until("Two captains")
        program.write(CTRL_P + PAGE_DOWN + b"\x1b[5~\x1b[B")
        program.until("Search for commands")
        program.quiet()
        program.write(b"\x1b")
        program.quiet()

        if args:
            alive(program, "alive")
        else:
            program.write(b"q")
            assert program.left() == 0


def test_a_note_is_typed_in_one_breath(home: Path) -> None:
    """The first letters would be lost, or do something, before the field is there."""
    with Program(home, *PLAYED) as program:
        program.begin()
        program.write(b"nhold fire; w means wait\r")

        assert program.until_noted() == ["hold fire; w means wait"]


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (b"one line", "one line"),
        (b"first line\nsecond line", "first line second line"),
        (b"first\r\nsecond\r\n\r\nthird\n", "first second third"),
        (b"a\tb", "a b"),
        ("黄岩島".encode() * 10, "黄岩島" * 10),
        (b"odd \xff\xfe bytes \xc3", "odd �� bytes �"),
        (b"a\x1bq" + b"w" * 60, "a\\x1bq" + "w" * 60),
        (b"a\x1b[31mred\x07", "a\\x1b[31mred\\x07"),
    ],
    ids=["line", "two", "crlf", "tab", "wide", "utf8", "escape", "colour"],
)
def test_what_is_pasted_into_a_note_is_kept(pasted: bytes, kept: str, home: Path) -> None:
    """All but the first line would vanish, or odd bytes would break the screen."""
    with Program(home, *PLAYED) as program:
        program.begin()
        program.write(b"n")
        program.until("Note for the record")
        program.write(START + pasted + END + b"\r")

        assert program.until_noted() == [kept]
        assert "Traceback" not in program.text


def test_a_paste_that_is_too_long_is_cut_with_a_word(home: Path) -> None:
    """The field would stay empty without a word."""
    with Program(home, *PLAYED) as program:
        program.begin()
        program.write(b"n")
        program.until("Note for the record")
        program.write(START + b"x" * 600 + END)
        program.until("500 at most; 100 left out")
        program.write(b"\r")

        assert program.until_noted() == ["x" * NOTE_MOST]


def test_a_paste_where_nothing_takes_a_text_is_told(home: Path) -> None:
    """It would vanish, or each of its letters would do something."""
    with Program(home, *PLAYED) as program:
        program.begin()
        program.write(START + b"wwww\rq" + END)
        program.until("What was pasted is left out")

        alive(program, "alive")


ODD = (
    b"\x1b[99999999~",
    b"\x1b[55296u",
    b"\x1b[" + b"9" * 30 + b";5;7u",
    b"\x1b[<" + b"9" * 25 + b";1;1M",
    b"\x1b[M\xff\xff\xff",
    b"\xff\xfe\x80\xc3(",
    b"\x00\x02\x1c\x9b",
    b"\x1b" * 50,
    b"\x1b[?2026;9$y\x1bP+Z\x1b\\",
)
"""Keys that no keyboard has, halves of characters, answers to nothing that was asked."""


def test_no_bytes_break_the_screen(home: Path) -> None:
    """A number too large, or half a character, would end the game or leave it deaf."""
    with Program(home, *PLAYED) as program:
        program.begin()
        for number, odd in enumerate(ODD):
            program.write(odd)

            alive(program, f"alive {number}")


def test_a_paste_without_an_end_ends_by_itself(home: Path) -> None:
    """The screen would be deaf from then on."""
    with Program(home, *PLAYED) as program:
        program.begin()
        program.write(b"n")
        program.until("Note for the record")
        program.write(START + b"never ends")
        program.until("never ends")
        program.write(b"\r")

        assert program.until_noted() == ["never ends"]


def test_a_long_paste_as_keys_is_kept_in_order(home: Path) -> None:
    """On a terminal without bracketed paste letters would be lost or change places."""
    text = "".join(chr(97 + number % 26) for number in range(200))
    with Program(home, *PLAYED) as program:
        program.begin()
        program.write(b"n" + text.encode() + b"\r")

        assert program.until_noted() == [text]
        (path,) = home.glob("*.jsonl")
        read_record(path)
