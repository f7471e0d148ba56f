"""One tab of a browser: a process that plays, ended whenever and however the tab ends."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import ClientError
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

PATIENCE_S = 5.0
"""How long a play may take to end before it is asked again, and then made to."""
READ_BYTES = 65_536
FAREWELL = "\x1b[?1049l\x1b[?1000l\x1b[?1003l\x1b[2J\x1b[H"
"""Gives the terminal of the page its usual state back, and clears it."""
FAILED = "The game has ended with an error; the terminal that serves it says more.\r\n"
LEFT = "You have left the game. What was played is kept.\r\n"


class Tab(AppService):
    """The process that plays in one tab, and the way of its packets to the browser."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        write: Callable[[bytes], Awaitable[None]],
        tell: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[object]],
        downloads: DownloadManager,
    ) -> None:
        super().__init__(
            "", write_bytes=write, write_str=tell, close=self._closed, download_manager=downloads
        )
        self._words = words
        self._close = close
        self._ending: asyncio.Task[None] | None = None

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the play; the base would hand its words to a shell."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *self._words),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,  # Ctrl+C at the server is the server's to hear
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Hand on what the play writes until it ends; then close the tab."""
        await super().run()
        if self._ending is None:
            await self._say_farewell()
            await self._close()

    async def on_data(self, payload: bytes) -> None:
        """Hand on what the play has drawn, if anybody looks."""
        with contextlib.suppress(ConnectionError, ClientError, RuntimeError):
            await super().on_data(payload)

    async def stop(self) -> None:
        """End the play as if its terminal had hung up; wait until it is gone."""
        if self._ending is None:
            self._ending = asyncio.ensure_future(self._end())
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        await self._download_manager.cancel_app_downloads(self.app_service_id)
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        if self._task is not None:
            self._task.cancel()  # it may wait for a browser that reads no more
            await asyncio.wait([self._task])
        rest = asyncio.ensure_future(_thrown_away(process))
        for force in (process.terminate, process.kill):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(rest), PATIENCE_S)
                return
            with contextlib.suppress(ProcessLookupError):
                force()
        await rest

    async def _say_farewell(self) -> None:
        """Tell the browser how the play has ended."""
        assert self._process is not None
        code: int | None = None
        with contextlib.suppress(TimeoutError):
            code = await asyncio.wait_for(self._process.wait(), PATIENCE_S)
        await self.on_data((FAREWELL + (FAILED if code else LEFT)).encode())

    async def _closed(self) -> None:
        """Let the end of the process, not its word, close the tab."""


async def _thrown_away(process: Process) -> None:
    """Let the process write, unread, until it ends; its complaints are handed on."""

    async def emptied(
        stream: asyncio.StreamReader | None, heard: Callable[[bytes], object]
    ) -> None:
        while stream is not None and (data := await stream.read(READ_BYTES)):
            heard(data)

    await asyncio.gather(
        emptied(process.stdout, len), emptied(process.stderr, _complained), process.wait()
    )


def _complained(data: bytes) -> None:
    sys.stderr.write(data.decode("utf-8", "replace"))
    sys.stderr.flush()
