"""The menu: what can be played and what was; it loads nothing of the simulation."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.markup import escape

from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.start import Daily, Kept, Poster
from tui.base.text import Line, ends, line, rule, wrap
from tui.panes import home

WIDE = 120
"""From so many columns on, panels stand side by side."""
NEXT = "Next for you: not guided, and the shortest that you have not played to an end."
MANUAL = "keys, ladder, channels, promises"


class MenuScreen(ReadScreen):
    """The first screen; it loads nothing of the simulation.

    Attributes:
        marked: The key of the row that is marked; rows may come and go, the mark stays on its own.
    """

    where = "menu"

    def __init__(self) -> None:
        super().__init__()
        self.posters: list[Poster] = []
        self.kept: list[Kept] = []
        self.daily: Daily | None = None
        self.rows: list[home.MenuRow] = []
        self.marked, self._last_ended, self._next = "", "", ""

    def body(self) -> ComposeResult:
        """Give head, list, what the marked row is about; with room, last games and a chart."""
        yield Pane(self._head, id="menu-head")
        with Container(id="menu-body"):
            with Container(id="menu-left"):
                yield Pane(self._list, id="menu")
                yield Pane(self._last, id="menu-last")
            with Container(id="menu-right"):
                yield Pane(self._about, id="menu-about")
                yield Pane(self._chart, id="menu-chart")

    def on_mount(self) -> None:
        """Look for scenarios."""
        self.posters = self.game.starter.posters()

    def on_screen_resume(self) -> None:
        """Look again for what has been played."""
        starter = self.game.starter
        self.kept, self.daily = starter.kept(), starter.daily()
        self.rows = home.menu_rows(self.posters, self.kept, self.daily, MANUAL)
        keys = [row.key for row in self.rows]
        ended = next(iter(self.kept), None)
        if ended is not None and ended.ending and ended.record != self._last_ended:
            # After a guided game the next one is marked, once.
            self._last_ended = ended.record
            after, _ = home.next_game(ended.scenario, self.posters, self.kept)
            self._next = after.id if after is not None else ""
            self.marked = self._next or self.marked
        if self.marked not in keys:
            first = ("continue", *(poster.id for poster in self.posters), *keys)
            self.marked = next((key for key in first if key in keys), "")
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.repaint()

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < WIDE

    @property
    def row(self) -> home.MenuRow | None:
        """Give the row that is marked."""
        return next((row for row in self.rows if row.key == self.marked), None)

    def poster(self) -> Poster | None:
        """Give the scenario that the marked row is about."""
        row = self.row
        return next((p for p in self.posters if row is not None and p.id == row.scenario), None)

    def repaint(self) -> None:
        """Draw again, with the titles of the frames; a narrow list takes as many rows as it has."""
        self.query_one("#menu-left").styles.height = len(self.rows) + 1 if self._narrow else "1fr"
        poster, row = self.poster(), self.row
        titled = poster.title if poster else row.title if row else ""
        titles = {"": "Play", "-last": "Last games", "-about": titled, "-chart": "As it begins"}
        for name, title in titles.items():
            self.query_one(f"#menu{name}").border_title = escape(title)
        self.query_one("#menu-chart").set_class(poster is None, "-empty")
        super().repaint()

    def _head(self, width: int, height: int) -> list[Line]:
        found = sum(
            len(home.endings_found(p.id, self.kept).keys() & p.endings) for p in self.posters
        )
        count = sum(len(poster.endings) for poster in self.posters)
        left = line(
            (" CHANNEL 16", "head"), ("  two vessels close; will a line be answered?", "dim")
        )
        right = line((f"{found} of {count} endings found ", "good" if found else "dim"))
        return [ends(left, right, width), rule("", width)]

    def _list(self, width: int, height: int) -> list[Line]:
        if not self.rows:
            return [line((" No scenario is shipped with this copy.", "alert"))]
        cursor = next((at for at, row in enumerate(self.rows) if row.key == self.marked), -1)
        return home.listed(self.rows, cursor, width, groups=not self._narrow)

    def _last(self, width: int, height: int) -> list[Line]:
        return home.last_games(self.kept, width, height)

    def _chart(self, width: int, height: int) -> list[Line]:
        poster = self.poster()
        if poster is None:
            return []
        from tui.panes.opening import opening_chart  # the first picture need not wait for it

        return opening_chart(poster, "", width, height, simple=self.game.simple)

    def _about(self, width: int, height: int) -> list[Line]:
        room = min(width - 2, 96)
        lines = self._wrong(room, height)
        lines += [()] if lines and not self._narrow else []
        lines += self._marked_row(room)
        title = self.poster()
        if self._narrow:
            row = self.row
            name = title.title if title else row.title if row else ""
            return [rule(f" {name} ", width), *self._part(lines, height - 1)]
        return self._part(lines, height)

    def _part(self, lines: list[Line], height: int) -> list[Line]:
        return self.part([(*line(" "), *row) for row in lines], height)

    def _wrong(self, width: int, height: int) -> list[Line]:
        """Say what went wrong, as much of it as there is room for."""
        rows: list[Line] = []
        for each in self.game.complaint.splitlines():
            rows += wrap(each, width, "alert", first="! ", rest="  ")
        room = max(2, height - 2)
        if len(rows) > room:
            more = f"... {len(rows) - room + 1} more lines; repair these first"
            rows = [*rows[: room - 1], line((more, "alert"))]
        return rows

    def _marked_row(self, width: int) -> list[Line]:
        """Say what the marked row is about."""
        row, poster = self.row, self.poster()
        if row is None:
            return []
        lines: list[Line] = []
        if row.key == "records":
            return home.about_records(self.kept, width)
        if row.key == "learn":
            return home.about_learning([each for each in self.posters if each.guided], width)
        if row.key == "daily" and self.daily is not None:
            lines += [*home.of_day(self.daily, self.kept, width), ()]
        if row.key == "continue":
            left = next(play for play in self.kept if not play.ending)
            when = f"Left on {left.when}: {' and '.join(left.seats)}. It goes on where it stopped."
            lines += [*wrap(when, width, "bold"), ()]
        if poster is not None:
            if row.key == self._next:
                lines += [*wrap(NEXT, width, "good"), ()]
            starter = self.game.starter
            chosen = {} if row.key == "daily" else starter.seating(poster.id)
            words = starter.policies()
            lines += home.about(
                poster, self.kept, chosen, words, width=width, airy=not self._narrow
            )
        return lines

    def move(self, by: int) -> None:
        keys = [row.key for row in self.rows]
        if keys:
            at = max(0, min(len(keys) - 1, keys.index(self.marked) + by))
            self.marked, self.top = keys[at], 0
            self.repaint()

    def do_page_up(self) -> None:
        """Read up in what the marked row is about."""
        super().move(-self.page_lines)

    def do_page_down(self) -> None:
        """Read on in what the marked row is about."""
        super().move(self.page_lines)

    def do_choose(self) -> None:
        """Open what is marked."""
        self.game.complaint = ""
        match self.marked:
            case "continue":
                self.game.resume(next(play.record for play in self.kept if not play.ending))
            case "daily":
                self.game.open_daily()
            case "records":
                self.game.open_records()
            case "learn":
                self.game.open_manual()
            case "":
                pass
            case scenario:
                self.game.open_briefing(scenario)

    def able(self) -> Iterable[str]:
        """List what can be done: opponents are chosen for a scenario that is marked."""
        chosen = bool(self.poster()) and self.marked not in ("continue", "daily")
        return [name for name in super().able() if name != "opponents" or chosen]

    def do_opponents(self) -> None:
        """Choose who decides in the seats that nobody will sit in."""
        from tui.cards.opponents import OpponentsCard  # not needed for the first picture

        poster = self.poster()
        assert poster is not None
        self.app.push_screen(OpponentsCard(poster, (), self.game.starter))

    def do_quit(self) -> None:
        """Leave."""
        self.app.exit()
