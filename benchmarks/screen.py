"""How the screen feels in a real terminal: `python -m benchmarks.screen`; nothing is asserted.

It needs tmux, and Linux for the figures of the process. Times include asking tmux, about 10 ms.
Modules are compiled before, as an installation has them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.tui.terminal import PLAY, Terminal

ROUNDS, IDLE_S, KEYS = 9, 20.0, 20
BARE = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Bare(App):\n"
    "    def compose(self):\n"
    "        yield Static('painted')\n"
    "Bare().run()\n"
)


def _until(terminal: Terminal, word: str) -> float:
    """Give how many milliseconds it takes until the terminal shows a word."""
    begun = time.perf_counter()
    while word not in terminal.shown():
        pass
    return (time.perf_counter() - begun) * 1000


def _started(terminal: Terminal, word: str, *words: str) -> float:
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(terminal.home / "compiled")}
    begun = time.perf_counter()
    terminal.start(*words, **kept)
    _until(terminal, word)
    return (time.perf_counter() - begun) * 1000


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    rows = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS")).split()[1]) / 1024


def main() -> None:
    """Measure, and print a row each."""
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal(Path(home))
        try:
            bare, menu = [], []
            for _ in range(1 + ROUNDS):  # the first compiles
                bare.append(_started(terminal, "painted", sys.executable, "-c", BARE))
                menu.append(_started(terminal, "Two captains", *PLAY))
            menu, bare = menu[1:], bare[1:]
            ratio = median(m / b for m, b in zip(menu, bare, strict=True))
            print(f"menu: {median(menu):.0f} ms, {ratio:.2f} x a bare app ({median(bare):.0f} ms)")
            _started(terminal, "Enter begins", *PLAY, "twenty-nine-minutes", "--seed", "29")
            terminal.press("Enter")
            print(f"play after Enter: {_until(terminal, 'LADDER'):.0f} ms")
            before = _cpu_s(terminal.pid)
            time.sleep(IDLE_S)
            print(f"idle: {(_cpu_s(terminal.pid) - before) / IDLE_S:.2%} of a core")
            taken = []
            for turn in range(KEYS):
                terminal.press("Tab")
                taken.append(_until(terminal, "else: Hold" if turn % 2 == 0 else " NEWS "))
            print(f"key to reaction: {median(taken):.0f} ms, at most {max(taken):.0f} ms")
            print(f"memory: {_memory_mb(terminal.pid):.0f} MB")
        finally:
            terminal.close()


if __name__ == "__main__":
    main()
