"""Chinese, Korean, pictures: all of a text is shown, and what stands beside it stays there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from sim.play.seat import PlaceSheet
from sim.units import Position
from tests.tui.chart_pictures import UNSAFE_M, vessel
from tests.tui.piloting import LARGE, SMALL, application, fly, open_play, text
from tests.tui.program import Program
from tests.tui.terminal import PLAY, Terminal
from tui.chart.drawing import draw
from tui.chart.scene import ChartScene
from tui.screens.log import LogScreen

TINY = Path(__file__).resolve().parents[2] / "scenarios" / "_tiny" / "one_hail.yaml"
PICTURES = "🇵🇭1️⃣👍🏽"
"""Each of several characters, and drawn as one sign."""
YOU = "你是船长需要决定如何应对前方接近的海警船只并向上级报告情况" * 6
NEWS = "前方有一艘海警船正在高速接近我方补给船队、请立即决定采取何种措施。" * 5 + "ok?"
WORDS = {
    "The master of Alpha.": YOU,
    "text: Bravo lies ahead.": f'text: "{NEWS}"',
    "title: One hail": f"title: 一次呼叫 {PICTURES}❤️",
    "name: Alpha,": f"name: 海警五二〇一号巡逻船{PICTURES}编队指挥船,",
    "name: Bravo,": "name: 경비함 5201 e\u0301👍🏽,",
    "name: VHF 16": "name: 甚高频十六频道公共呼叫与遇险安全通信",
    "title: Make way": f"title: 让路{PICTURES}并且减速慢行",
    "name: Side A": "name: 中华人民共和国海警局第三支队",
    "title: Master of Alpha": "title: 菲律宾海岸警卫队指挥官🚢",
}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Write a scenario with wide names and texts."""
    found = TINY.read_text("utf-8")
    for plain, wide in WORDS.items():
        assert plain in found
        found = found.replace(plain, wide)
    path = tmp_path / "wide" / "one_hail.yaml"
    path.parent.mkdir()
    path.write_text(found, "utf-8")
    return path


def joined(shown: str) -> str:
    """Give all of a text but the space, and the marks of frames."""
    return "".join(shown.split()).replace("|", "")


def first_column(shown: str) -> str:
    """Give what stands in the first of the frames side by side, or all if there are none."""
    return "\n".join(row.split("│")[1] if "│" in row else row for row in shown.splitlines())


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_wide_texts_are_whole_on_the_screen(scenario: Path, size: tuple[int, int]) -> None:
    """Half of each sentence would be cut away, in the briefing, the news and the log."""
    app = application(str(scenario))

    async def steps(pilot: Pilot[Any]) -> None:
        assert YOU in joined(text(app))
        play = await open_play(pilot)
        assert NEWS in joined(text(app))
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(app.screen, LogScreen)
        shown = joined(text(app))
        assert shown.count(NEWS) >= 1
        await pilot.press("escape", "d", "tab", "v", "o")
        await pilot.pause()
        assert YOU in joined(text(app))
        for screen in app.screen_stack:
            for pane in screen.query("Pane"):
                widths = {cell_len("".join(part for part, _ in row)) for row in pane.lines}
                assert not pane.display or max(widths, default=0) <= pane.size.width, pane.id
        assert play.shown is not None

    fly(app, steps, size)


@pytest.mark.tmux
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_wide_texts_leave_all_else_in_its_place(
    scenario: Path, size: tuple[int, int], terminal: Terminal
) -> None:
    """A row would be longer than the terminal believes, and push its neighbour about."""
    terminal.columns, terminal.rows = size
    terminal.start(*PLAY, str(scenario), "--seed", "1")
    terminal.until("Enter begins")
    assert YOU in joined(first_column(terminal.settled("")))
    terminal.press("Enter")
    terminal.until("DECISION")
    terminal.press("v")
    shown = terminal.settled("")
    assert NEWS in joined(shown) or size == LARGE, "where there is room, options stand beside it"

    rows = shown.splitlines()
    (board,) = {row.index("CHANNELS") for row in rows if "CHANNELS" in row}
    head = next(row for row in rows if "CHANNELS" in row)
    column = cell_len(head[:board]) - 2
    beside = [row for row in rows if "open" in row or "ladder" in row.lower()]
    assert beside
    for row in rows[1 : rows.index(beside[-1]) + 1]:
        at, used = 0, 0
        while used < column and at < len(row):
            used += cell_len(row[at])
            at += 1
        assert used in (column, column + 1) or at == len(row), row


@pytest.mark.parametrize("columns", [40, 80, 120, 200])
def test_lines_are_no_wider_than_their_terminal(scenario: Path, columns: int, home: Path) -> None:
    """Lines would be broken by the terminal in the middle of words, or after 145 columns."""
    with Program(home, str(scenario), "--plain", "--seed", "1", columns=columns) as program:
        program.begin(b"\n", "otherwise:")
        for line in (b"view\n", b"options\n", b"help\n", b"note " + NEWS.encode() + b"\n"):
            program.quiet()
            program.write(line)
        program.until("Note: ")
        program.quiet()
        program.write(b"wait\n" * 20)
        program.until("nothing here is a forecast", "forecast.")
        program.write(b"\n")
        program.left()

    lines = program.text.replace("\r", "").split("\n")
    own = [line for line in lines if not line.startswith((">", "Record:"))]
    assert max(map(cell_len, own)) <= columns
    assert YOU in joined(program.text)
    assert joined(program.text).count(NEWS) >= 2


def test_wide_names_keep_to_the_chart() -> None:
    """A label would run into the pane beside the chart, or over a mark."""
    flag = vessel(WORDS["name: Alpha,"][6:-1], 0, 0, flag=True)
    names = ("경비함", "1️⃣2️⃣", "❤️👍🏽", "海警", "e\u0301e\u0301", "🇵🇭", "x")
    others = [
        vessel(f"{name}{number}", 400.0 * number - 1500, 300.0 * (number % 3), side="b")
        for number, name in enumerate(names)
    ]
    places = (PlaceSheet("黄岩島", 1500, 900), PlaceSheet("🚢🚢", -1500, -900))
    sea = ChartScene(Position(15, 118), 0, UNSAFE_M, (flag, *others), places, ("a", "b"))

    for width in range(4, 90, 3):
        for line in draw(sea, width, 16):
            assert cell_len("".join(part for part, _ in line)) == width
