"""Text measured in columns: any mixture of scripts is cut and broken without loss."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sim.columns import CUT, cells, fit, graphemes, padded, steady, wrapped
from sim.printable import hidden, on_one_line

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
PARTS = (
    *("Scarborough", "shoal,", "tit-for-tat", "--", "a", "29", "…", "“said”"),
    *("中", "华人民共和国", "海警5201号", "、", "。", "「黄岩島」", "ﾊﾟﾄﾛｰﾙ", "한국", "\u3000"),
    *("🚢", FAMILY, "❤️", "👍🏽", "1️⃣", "🇵🇭", "e\u0301", "n\u0303\u0323", "क्\u200dष", "שלום"),
    *(" ", " ", " ", "  ", "\n", "\t"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)
ANYTHING = st.text(max_size=80)
WIDTHS = st.integers(40, 200)
HOSTILE = "\x1b[2J\x07\x9b31m\u202eabc\u2066\ufeff\ue000\ud800\u200b\u2028z"


def signs(text: str) -> str:
    """Give all of a text but the space."""
    return "".join(on_one_line(text).split())


@given(TEXTS | ANYTHING, WIDTHS, st.sampled_from(["", "  - ", "    "]))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, columns: int, first: str) -> None:
    """Half of a Chinese sentence would be cut away, or run into what stands beside it."""
    lines = wrapped(text, columns, first, rest="  ")

    assert all(cell_len(line) <= columns for line in lines)
    if lines:
        assert signs("".join(lines)) == signs(first + text)
    else:
        assert not signs(text)


@given(TEXTS | ANYTHING, st.integers(0, 200))
def test_what_is_cut_says_so_and_fits(text: str, columns: int) -> None:
    """A name would run into what stands beside it, or end without a sign that it was longer."""
    cut = fit(text, columns)

    assert cell_len(cut) <= columns
    if cells(text) <= columns:
        assert cut == on_one_line(text)
    elif columns:
        assert cut.endswith(CUT)
        assert on_one_line(text).startswith(cut.removesuffix(CUT))
    assert cell_len(padded(cut, columns)) == columns


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=300), WIDTHS)
def test_plain_letters_are_broken_as_ever(text: str, columns: int) -> None:
    """Lines of Latin letters would be broken in other places than the library breaks them."""
    assert wrapped(text, columns) == textwrap.wrap(text, columns)


@given(TEXTS | ANYTHING)
def test_signs_add_up(text: str) -> None:
    """Two measures of one text would differ, and a row would shift."""
    parts = graphemes(text)

    assert "".join(sign for sign, _ in parts) == on_one_line(text)
    assert sum(size for _, size in parts) == cells(text) == cell_len(on_one_line(text))
    assert cell_len(steady(text)) == cells(text)


@given(ANYTHING | st.just(HOSTILE), st.integers(1, 90))
def test_what_is_laid_out_drives_no_terminal(text: str, columns: int) -> None:
    """A note would move the cursor of whoever reads it, or turn a line around."""
    for done in (fit(text, columns), padded(text, columns), steady(text), *wrapped(text, columns)):
        assert not hidden(done, "")


def test_what_drives_a_terminal_takes_the_columns_it_is_shown_in() -> None:
    """Its escapes would run into what stands beside them."""
    assert padded("a\x1b", 6) == "a\\x1b "
    assert fit("a\x1b[2J", 4) == "a\\x…"
    assert steady(f"naïve {HOSTILE[0]}") == "naïve \\x1b"


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("前方有一艘海警船正在接近", 10, ["前方有一艘", "海警船正在", "接近"]),
        ("请立即决定、采取措施", 10, ["请立即决", "定、采取措", "施"]),
        ("甲「乙丙」丁", 5, ["甲", "「乙", "丙」", "丁"]),
        ("海警 5201 号 approaches", 9, ["海警 5201", "号 approa", "ches"]),
    ],
)
def test_wide_signs_are_broken_between_each_other(
    text: str, columns: int, lines: list[str]
) -> None:
    """A line would begin with a full stop, end with an opening bracket, or be half empty."""
    assert wrapped(text, columns) == lines
