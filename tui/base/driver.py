"""The terminal as the screen needs it: odd bytes are harmless, and one that is gone is noticed."""

from __future__ import annotations

import codecs
import os
import selectors
import time
from collections.abc import Iterator
from threading import Event
from typing import IO, Any

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

STDIN, READ_BYTES = 0, 4096
TICK_S = 0.1
PASTE_SILENT_S = 1.0
"""A paste whose end has not come after so long without a byte has ended."""
PASTE_MOST = 100_000
"""Characters of a paste that are kept; no field takes as many."""
GONE = 129
"""The exit code of a program whose terminal has gone, as if by SIGHUP."""


class Keyboard:
    """Turns bytes into keys and pastes, whatever the bytes are.

    Textual's parser knows the keys. Pastes are kept from it: within one it takes what follows an
    escape for keys, and without an end it waits for ever.
    """

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._last = ""
        self._paste: list[str] | None = None

    def feed(self, data: bytes) -> Iterator[Message]:
        """Give what some bytes mean."""
        for char in self._decode(data):
            self._last = (self._last + char)[-len(BRACKETED_PASTE_START) :]
            if self._paste is None:
                yield from self._typed(char)
                if self._last == BRACKETED_PASTE_START:
                    self._paste = []
                    self._renew()
            else:
                if len(self._paste) < PASTE_MOST + len(BRACKETED_PASTE_END):
                    self._paste.append(char)
                if self._last == BRACKETED_PASTE_END:
                    yield from self._paste_ends()

    def tick(self, silent_s: float) -> Iterator[Message]:
        """Give what silence of so many seconds means: a lone escape, or the end of a paste."""
        if self._paste is None:
            yield from self._parser.tick()
        elif silent_s >= PASTE_SILENT_S:
            yield from self._paste_ends()

    def _typed(self, char: str) -> Iterator[Message]:
        try:
            yield from self._parser.feed(char)
        except Exception:  # the number of no key, of whatever size
            self._renew()

    def _renew(self) -> None:
        """Begin to parse anew, with what is known of the terminal."""
        old, self._parser = self._parser, XTermParser()
        for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(self._parser, name, getattr(old, name))

    def _paste_ends(self) -> Iterator[Message]:
        text = "".join(self._paste or ()).removesuffix(BRACKETED_PASTE_END)
        self._paste = None
        yield events.Paste(text[:PASTE_MOST])


class Quiet:
    """A terminal to write to that may go away: what it cannot take any more is dropped."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write, if anybody is there."""
        try:
            return self._file.write(text)
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        """Flush, if anybody is there."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever else a file has
        return getattr(self._file, name)


class Listener(Driver):
    """What reads keys for either driver below, from a keyboard that cannot fail.

    Attributes:
        exit_event: Set when the application ends.
    """

    exit_event: Event

    def run_input_thread(self) -> None:
        """Read until the application ends or whoever writes is gone."""
        keyboard, heard_s = Keyboard(), time.monotonic()
        with selectors.SelectSelector() as selector:
            selector.register(STDIN, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(TICK_S):
                    data = _read()
                    if not data:
                        self._app.call_later(self._app.exit, return_code=GONE)
                        return
                    heard_s = time.monotonic()
                    for typed in self.typed_of(data):
                        for message in keyboard.feed(typed):
                            self.process_message(message)
                for message in keyboard.tick(time.monotonic() - heard_s):
                    self.process_message(message)

    def typed_of(self, data: bytes) -> Iterator[bytes]:
        """Give what was typed of what has come."""
        yield data


class TerminalDriver(Listener, LinuxDriver):
    """Textual's driver for terminals, with a keyboard and a screen that cannot fail."""

    def __init__(self, *args: Any, **how: Any) -> None:  # noqa: ANN401  # as the base has it
        super().__init__(*args, **how)
        self._file: Any = Quiet(self._file)


def _read() -> bytes:
    try:
        return os.read(STDIN, READ_BYTES)
    except OSError:
        return b""
