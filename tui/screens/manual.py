"""The pages to learn from, and the guided games before them."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.text import Line, line, rule
from tui.panes import home
from tui.panes.manual import manual
from tui.screens.menu import WIDE


class ManualScreen(ReadScreen):
    """A list of guided games and pages, and the text of the marked one."""

    where = "manual"

    def __init__(self) -> None:
        super().__init__()
        self.at = 0

    def body(self) -> ComposeResult:
        """Give the list and the text."""
        yield Pane(self._head, id="menu-head")
        with Container(id="menu-body"):
            yield Pane(self._list, id="pages")
            yield Pane(self._page, id="menu-about")

    def on_mount(self) -> None:
        """Find the guided games."""
        posters = self.game.starter.posters()
        self.guided = [poster for poster in posters if poster.guided]
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.repaint()

    @property
    def rows(self) -> list[home.MenuRow]:
        """List the guided games, then the pages."""
        games = [home.MenuRow(p.id, p.title, f"{p.minutes} min, guided") for p in self.guided]
        return [*games, *(home.MenuRow(page, page, "") for page in home.PAGES)]

    def repaint(self) -> None:
        """Draw again, with the titles of the frames."""
        self.query_one("#pages").border_title = "Learn"
        self.query_one("#menu-about").border_title = self.rows[self.at].title
        super().repaint()

    def _head(self, width: int, height: int) -> list[Line]:
        return [
            line((" LEARN", "head"), ("  play the guided game, or read a page", "dim")),
            rule("", width),
        ]

    def _list(self, width: int, height: int) -> list[Line]:
        return home.listed(self.rows, self.at, width, groups=False)

    def _page(self, width: int, height: int) -> list[Line]:
        room, row = min(width - 2, 96), self.rows[self.at]
        starter = self.game.starter
        game = next((poster for poster in self.guided if poster.id == row.key), None)
        if game is not None:
            lines = home.about(game, starter.kept(), {}, starter.policies(), width=room, airy=True)
        else:
            lines = manual(row.key, self.game.keys, starter.policies(), room)
        shown = [(*line(" "), *each) for each in lines]
        if self.app.size.width < WIDE:
            return [rule(f" {row.title} ", width), *self.part(shown, height - 1)]
        return self.part(shown, height)

    def move(self, by: int) -> None:
        self.at, self.top = max(0, min(len(self.rows) - 1, self.at + by)), 0
        self.repaint()

    def do_page_up(self) -> None:
        """Read up."""
        super().move(-self.page_lines)

    def do_page_down(self) -> None:
        """Read on."""
        super().move(self.page_lines)

    def do_left(self) -> None:
        """Turn to the page before."""
        self.move(-1)

    def do_right(self) -> None:
        """Turn to the next page."""
        self.move(1)

    def do_choose(self) -> None:
        """Open a guided game; on a page, read on."""
        row = self.rows[self.at]
        if any(poster.id == row.key for poster in self.guided):
            self.game.open_briefing(row.key)
        else:
            self.move(1)

    def do_leave(self) -> None:
        """Go back to the menu."""
        self.app.pop_screen()
