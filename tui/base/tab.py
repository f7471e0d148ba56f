"""A tab of a browser as the screen needs it: keys and sizes come in packets, and it may vanish."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

from tui.base.driver import Listener


class TabDriver(Listener, WebDriver):
    """Textual's driver for browsers, which ends the play when its tab is gone."""

    def __init__(self, *args: Any, **how: Any) -> None:  # noqa: ANN401  # as the base has it
        super().__init__(*args, **how)
        self._write: Any = self._written
        self._packets = ByteStream()

    def typed_of(self, data: bytes) -> Iterator[bytes]:
        """Give what was typed; what else a packet says is done."""
        for kind, payload in self._packets.feed(data):
            if kind == "D":
                yield payload
            else:
                self._on_meta(kind, payload)

    def _written(self, data: bytes) -> None:
        """Write all of it, if anybody is there."""
        with contextlib.suppress(OSError):
            while data:
                data = data[os.write(self.fileno, data) :]
