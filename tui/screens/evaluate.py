"""An evaluator's screen: tasks to be rated, events they belong to, and what was written."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Container

from sim.columns import fit, wrapped
from tui.base.pane import Pane
from tui.base.screen import BaseScreen
from tui.base.start import Evaluating
from tui.base.text import Line, ends, line, rule
from tui.cards.prompt import Prompt
from tui.screens.watch import SeatsScreen

LOOK_S = 1.0
LINE_MOST = 2000
WAITING = "{} of your entries wait on this machine; the same command sends them."
_RATINGS = "PSMU"
_NOTE = "a note, @INJ-4 for an event"


class EvaluateScreen(BaseScreen):
    """Tasks beside events, entries below; a rating asks for a note and is sent."""

    where = "evaluate"

    def __init__(self, desk: Evaluating) -> None:
        super().__init__()
        self._desk = desk
        self.at, self._said, self._asks = 0, "", False

    def body(self) -> ComposeResult:
        """Give tasks beside events, entries below."""
        yield Pane(self._status, id="status")
        with Container(id="evaluate-top"):
            yield Pane(self._tasks, id="evaluate-tasks")
            yield Pane(self._events, id="evaluate-events")
        yield Pane(self._entries, id="evaluate-entries")
        yield Pane(self._answer, id="console-said")

    def on_mount(self) -> None:
        """Look again and again how things stand."""
        self._look()
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        if not self._asks:
            self._asks = True
            self.run_worker(self._ask())

    async def _ask(self) -> None:
        await asyncio.to_thread(self._desk.look)
        self._asks = False
        self.repaint()

    def _status(self, width: int, height: int) -> list[Line]:
        right = f"{self._desk.clocks()} "
        left = fit(f" EVALUATOR  {self._desk.title}", max(0, width - len(right) - 2))
        return [ends(line((left, "bar")), line((right, "press")), width, "bar")]

    def _tasks(self, width: int, height: int) -> list[Line]:
        """List the tasks with the rating each was given last; the marked one is never cut."""
        rows: list[Line] = []
        for place, (task, words) in enumerate(self._desk.tasks.items()):
            marked = place == self.at
            head = f"{'>' if marked else ' '}{place + 1:>3} {self._desk.rated(task) or '-'}  "
            parts = wrapped(head + words, width - 1, rest=" " * len(head))
            shown = parts if marked else [fit(head + words, width - 1)]
            rows += [line((part, "cursor" if marked else "")) for part in shown]
            if marked and len(rows) > height - 1:
                rows = rows[-(height - 1) :]
        if not self._desk.tasks:
            rows.append(line((fit(" This exercise has no tasks to be rated.", width), "dim")))
        return [rule(" Tasks ", width), *rows[: height - 1]]

    def _events(self, width: int, height: int) -> list[Line]:
        """List events, a dot before those that came; what became of the others in a word."""
        rows: list[Line] = []
        for event in self._desk.events:
            came = event.state in ("sent", "withdrawn")
            said = "" if event.state in _USUAL else f"{event.state}: "
            text = f"{'*' if came else ' '} {event.number:<6} {event.time:>9} {said}{event.title}"
            rows.append(line((fit(text, width), "" if came else "dim")))
        return [rule(" Events, * came ", width), *rows[: height - 1]]

    def _entries(self, width: int, height: int) -> list[Line]:
        rows: list[Line] = []
        for entry in self._desk.entries:
            said = entry.said
            what = said["rating"] or said["kind"] or "note"
            event = next((e.number for e in self._desk.events if e.inject == said["inject"]), "")
            link = f" @{event}" if event else ""
            text = f"{self._desk.number(entry)} {what}  {said['note']}{link}"
            role = {"kept": "good", "waits": "warn"}.get(entry.became, "bad")
            sign = entry.became if role != "bad" else f"refused: {entry.became}"
            rows.append(line((f" {sign:<6}", role), (fit(f" {entry.time}  {text}", width - 8), "")))
        waiting = self._desk.settle()
        note = f" {waiting} on their way " if waiting else ""
        return [rule(" Your entries ", width, note), *rows[-(height - 1) :]]

    def _answer(self, width: int, height: int) -> list[Line]:
        return [line((fit(f" {self._desk.trouble or self._said}", width), "alert"))]

    def move(self, by: int) -> None:
        self.at, self._said = max(0, min(self.at + by, len(self._desk.tasks) - 1)), ""
        self.repaint()

    def able(self) -> Iterable[str]:
        """Leave out what needs a task where there is none."""
        tasks = bool(self._desk.tasks)
        return [n for n in super().able() if tasks or n not in ("rate", *_MARKS, "line")]

    def _write(self, question: str, begin: str, *, blank: bool) -> None:
        """Ask for the rest of a line, and send it."""

        def typed(rest: str | None) -> None:
            if rest is not None:
                self._said = self._desk.write(f"{begin} {rest}".strip())
                self.repaint()

        self.app.push_screen(Prompt(question, LINE_MOST, blank=blank), typed)

    def do_rate(self, key: str) -> None:
        """Rate the marked task."""
        keys = next(command.keys for command in self.game.keys if command.id == "rate")
        rating = _RATINGS[min(keys.index(key) if key in keys else 0, len(_RATINGS) - 1)]
        task = self.at + 1
        self._write(f"Task {task} rated {rating}: {_NOTE}", f"{task} {rating}", blank=True)

    def _remark(self, what: str) -> None:
        mark = _MARKS[what]
        question = f"Task {self.at + 1}, {_WORDS[what]}: {_NOTE}"
        self._write(question, f"{self.at + 1} {mark}", blank=False)

    def do_strength(self) -> None:
        """Note something done well."""
        self._remark("strength")

    def do_improve(self) -> None:
        """Note something to improve."""
        self._remark("improve")

    def do_remark(self) -> None:
        """Note something else."""
        self._remark("remark")

    def do_line(self) -> None:
        """Type a whole line."""
        self._write("T+30 if not now, task, rating, note, @INJ-4", "", blank=False)

    def do_seats(self) -> None:
        """Look at a seat's own screen."""
        self.app.push_screen(SeatsScreen(self._desk.watching, over=True))

    def do_go(self) -> None:
        """Leave; what was not acknowledged waits on this machine."""
        waiting = self._desk.close()
        self.app.exit(message=WAITING.format(waiting) if waiting else None)

    def on_unmount(self) -> None:
        """Leave, however the screen was left."""
        self._desk.close()


_MARKS = {"strength": "+", "improve": "-", "remark": "0"}
_WORDS = {"strength": "done well", "improve": "to improve", "remark": "noted"}
_USUAL = ("sent", "planned", "waits", "by effect")
"""How events stand that need no word: the sign before them and their time say so."""
