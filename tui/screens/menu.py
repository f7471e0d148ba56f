"""The menu: the shipped scenarios, and the play that was left unfinished."""

from __future__ import annotations

from textual.app import ComposeResult

from sim.columns import fit
from tui.base.pane import Pane
from tui.base.screen import BaseScreen
from tui.base.start import Poster, Saved
from tui.base.text import Line, clip, ends, line, rule, wrap


def menu(
    posters: list[Poster],
    saved: Saved | None,
    cursor: int,
    complaint: str,
    *,
    width: int,
    height: int = 100,
) -> list[Line]:
    """Write the menu, and below it what went wrong, as many lines of it as there is room for."""
    inner = min(width - 4, 100)
    rows: list[tuple[str, str]] = []
    if saved is not None:
        seats = f"; {len(saved.people)} seats" if len(saved.people) > 1 else ""
        rows.append((f"Continue: {saved.title}", f"seed {saved.seed}{seats}"))
    rows += [(p.title, f"{p.date}  {p.minutes:>2} min") for p in posters]
    lines: list[Line] = [
        (),
        clip(
            line(("  CHANNEL 16", "head"), "   two vessels close; will a line be answered?"), width
        ),
        (),
        (("  ", ""), *rule(" PLAY ", inner)),
    ]
    for index, (title, facts) in enumerate(rows):
        role = "cursor" if index == cursor else ""
        mark = ">" if index == cursor else " "
        row = ends(
            line((f" {mark} {fit(title, inner - 26)}", role)),
            line((f"{facts} ", role)),
            inner,
            role,
        )
        lines.append((("  ", ""), *row))
    if not rows:
        lines.append(line(("  No scenario is shipped with this copy.", "alert")))
    chosen = cursor - (saved is not None)
    lines += (
        [(), line(("  " + fit(posters[chosen].place, inner), "dim"))]
        if (0 <= chosen < len(posters))
        else [(), line(("  goes on where the record ends", "dim"))]
        if rows
        else []
    )
    wrong = [
        row
        for each in complaint.splitlines()
        for row in wrap(each, inner, "alert", first="  ! ", rest="    ")
    ]
    room = height - len(lines) - 1
    if len(wrong) > room:
        more = f"    ... {len(wrong) - room + 1} more lines; repair these first"
        wrong = [*wrong[: max(0, room - 1)], line((more, "alert"))]
    return [*lines, *([()] if wrong else []), *wrong]


class MenuScreen(BaseScreen):
    """The first screen; it loads nothing of the simulation."""

    where = "menu"

    def __init__(self) -> None:
        super().__init__()
        self.posters: list[Poster] = []
        self.saved: Saved | None = None
        self.cursor = 0

    def body(self) -> ComposeResult:
        """Give one pane."""
        yield Pane(self._lines, id="menu")

    def on_mount(self) -> None:
        """Look for scenarios."""
        self.posters = self.game.starter.posters()

    def on_screen_resume(self) -> None:
        """Look again for what was left unfinished."""
        self.saved = self.game.starter.saved()
        self.cursor = min(self.cursor, max(0, self._rows() - 1))
        self.repaint()

    def _rows(self) -> int:
        return len(self.posters) + (self.saved is not None)

    def _lines(self, width: int, height: int) -> list[Line]:
        return menu(
            self.posters,
            self.saved,
            self.cursor,
            self.game.complaint,
            width=width,
            height=height,
        )

    def move(self, by: int) -> None:
        self.cursor = max(0, min(self._rows() - 1, self.cursor + by))
        self.repaint()

    def do_choose(self) -> None:
        """Open what is marked."""
        self.game.complaint = ""
        index = self.cursor - (self.saved is not None)
        if self.saved is not None and self.cursor == 0:
            self.game.resume(self.saved.record)
        elif 0 <= index < len(self.posters):
            self.game.open_briefing(self.posters[index].id)

    def do_quit(self) -> None:
        """Leave."""
        self.app.exit()
