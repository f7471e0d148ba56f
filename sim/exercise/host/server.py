"""The sockets of a host: Starlette and uvicorn carry frames between clients and the room."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.errors import RecordError, Refusal
from sim.exercise.host.door import Door
from sim.exercise.host.journal import Journal
from sim.exercise.host.people import WAITING_MOST
from sim.exercise.host.room import Out, Room
from sim.exercise.protocol.messages import FRAME_BYTES_MOST, frame, written

TICK_S = 0.05
"""How often the room is asked whether time has come to something."""
LEFT_S = 10.0
"""How long after the end nobody is here before the host ends too; who was cut comes back sooner."""
BYE_S = 1.0
"""How long people may take to hear that the host ends."""
HELLO_S = 10.0
"""How long a connection may say nothing before its code."""
KNOCKING_MOST = 60
"""Connections that may stand at the door at once."""
CONNECTIONS_MOST = 400
PING_S = 15.0
"""How often a client is asked whether it is there; one that does not answer is gone."""
_HELLO = "This is a host of Channel 16. Join it with: channel16 exercise join URL --code CODE\n"


@dataclass(frozen=True, slots=True)
class Listening:
    """Where it is listened, and the certificate and key of TLS, if there are any.

    Attributes:
        socket: Listens.
        host: The address it was bound to.
        tls: Certificate and key.
    """

    socket: socket.socket
    host: str
    tls: tuple[Path, Path] | None = None

    @property
    def url(self) -> str:
        """Give the address that clients are told."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'wss' if self.tls else 'ws'}://{name}:{self.socket.getsockname()[1]}"


def listen(host: str, port: int, tls: tuple[Path, Path] | None = None) -> Listening:
    """Listen somewhere; who is told the address may come at once, and is answered later.

    Raises:
        OSError: it cannot be listened there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(CONNECTIONS_MOST)
    except OSError:
        found.close()
        raise
    return Listening(found, host, tls)


_COMPLAIN = ("uvicorn.error", "asyncio")
"""The loggers that would write on the terminal of whoever hosts."""

Beside = Callable[[str], Coroutine[None, None, None]]
"""Runs beside the server, given its address."""


class _Uvicorn(uvicorn.Server):
    """Leaves signals to whoever runs the program."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Noted(logging.Handler):
    """Writes into the journal what libraries complain of, such as what is no HTTP at all."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Write down a complaint."""
        self._journal.refusal("", "transport", record.getMessage())


class Server:
    """Moves frames; it decides nothing but when a connection is closed."""

    def __init__(self, room: Room, door: Door, *, now_s: Callable[[], float]) -> None:
        """Make a server.

        Args:
            room: The play and those who have joined it.
            door: The way in.
            now_s: UNIX time, for codes that expire.
        """
        self.room, self.door, self._now_s = room, door, now_s
        self._queues: dict[str, asyncio.Queue[str]] = {}
        self._out: Out = []
        self._more = asyncio.Event()
        self._knocking = self._number = 0
        self._checks = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._uvicorn: uvicorn.Server | None = None
        self._left_s = 0.0
        self._wrong: BaseException | None = None
        self.asked = 0
        """The signal that asked it to end, 0 if none has."""

    def application(self) -> Starlette:
        """Make what answers requests."""
        routes = [Route("/", _about), WebSocketRoute("/join", self._join)]
        return Starlette(routes=routes)

    async def run(
        self, place: Listening, announce: Callable[[str], object], beside: Beside | None = None
    ) -> None:
        """Serve until the play has ended and everybody has left, or until it is asked to end.

        Args:
            place: Where it is listened.
            announce: Is given the address.
            beside: What else is to run as long as the server does.

        Raises:
            RecordError: the disk does not take what is written; nobody was told that it is done.
        """
        self._loop = asyncio.get_running_loop()
        if self.asked:
            return
        gc.collect()
        gc.freeze()  # what was loaded stays: nobody waits until all of it was looked through again
        self._uvicorn = _Uvicorn(self.config(self.application(), place))
        handler = _Noted(self.room.journal)
        for logger in map(logging.getLogger, _COMPLAIN):
            logger.addHandler(handler)
            logger.propagate = False
        announce(place.url)
        jobs = [asyncio.create_task(self._tick()), asyncio.create_task(self._deliver())]
        if beside is not None:
            jobs.append(asyncio.create_task(beside(place.url)))
        for job in jobs:
            job.add_done_callback(self._stopped)
        try:
            await self._uvicorn.serve(sockets=[place.socket])
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            for logger in map(logging.getLogger, _COMPLAIN):
                logger.removeHandler(handler)
        if self._wrong is not None:
            raise self._wrong

    def _stopped(self, job: asyncio.Task[None]) -> None:
        """Serve no longer without a part that has failed."""
        self._wrong = None if job.cancelled() else job.exception()
        if self._wrong is not None:
            self._close()

    def end(self, number: int) -> None:
        """End in order, asked by a signal: tell everybody, then close; asked twice, close at once.

        It may be called at any time.
        """
        twice, self.asked = bool(self.asked), number
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._close if twice else self._say_bye)

    def _say_bye(self) -> None:
        self._send(self.room.farewell())
        loop = asyncio.get_running_loop()
        until = loop.time() + BYE_S

        def close() -> None:
            if self._queues and loop.time() < until:
                loop.call_later(TICK_S, close)
            else:
                self._close()

        close()

    def _close(self) -> None:
        assert self._uvicorn is not None
        self._uvicorn.should_exit = True

    @staticmethod
    def config(application: Starlette, place: Listening) -> uvicorn.Config:
        """Say how something is served: frames small, none compressed, nothing printed."""
        cert, key = place.tls or (None, None)
        return uvicorn.Config(
            application,
            ws="websockets-sansio",
            ws_max_size=4 * FRAME_BYTES_MOST,
            ws_ping_interval=PING_S,
            ws_ping_timeout=PING_S,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
            limit_concurrency=CONNECTIONS_MOST,
            ssl_certfile=str(cert) if cert else None,
            ssl_keyfile=str(key) if key else None,
        )

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            now_s = time.monotonic()
            for file in self.room.files:
                file.later = True  # the disk is waited for once for many
            self._send(self.room.tick(now_s))
            if not self.room.ended or self._queues or not self._number:
                self._left_s = now_s
            elif now_s - self._left_s > LEFT_S:
                self._close()

    async def _join(self, browser: WebSocket) -> None:
        """Hold one connection from its first frame to its end."""
        if browser.headers.get("origin") is not None or self._knocking >= KNOCKING_MOST:
            await browser.close(code=1008)  # a page of whomever may not speak to this host
            return
        await browser.accept()
        self._number += 1
        key = str(self._number)
        self._knocking += 1
        try:
            entered = await self._entered(browser, key)
        except (TimeoutError, WebSocketDisconnect, RuntimeError, KeyError):
            entered = False
        finally:
            self._knocking -= 1
        if entered:
            await self._converse(browser, key)
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await browser.close()

    async def _entered(self, browser: WebSocket, key: str) -> bool:
        """Let somebody in by a code, or say why not."""
        address = browser.client.host if browser.client else ""
        text = await asyncio.wait_for(_received(browser), HELLO_S)
        async with self._checks:  # one code at a time: guesses side by side gain nothing
            said = self.door.read(text, address, time.monotonic())
            if not isinstance(said, Refusal):
                who = await asyncio.to_thread(self.door.codes.opened, said.code, self._now_s())
                right = not isinstance(who, Refusal)
                self.door.codes.note(address, time.monotonic(), right=right)
                if not isinstance(who, Refusal):
                    self._queues[key] = asyncio.Queue(WAITING_MOST)
                    self._send(self.room.enter(key, who, said, time.monotonic()))
                    return True
                said = who
        self.room.journal.refusal(address, said.code, said.sentence)
        bye = frame("bye", code=said.code, text=said.sentence)
        await browser.send_text(written(1, bye))
        return False

    async def _converse(self, browser: WebSocket, key: str) -> None:
        queue = self._queues[key]
        writer = asyncio.create_task(self._write(browser, queue))
        reader = asyncio.create_task(self._read(browser, key))
        try:
            done, _ = await asyncio.wait([writer, reader], return_when=asyncio.FIRST_COMPLETED)
            for job in done:
                wrong = job.exception()
                if wrong is not None and not isinstance(wrong, WebSocketDisconnect | RuntimeError):
                    self.room.journal.event("fault", text=repr(wrong))
        finally:
            for job in (writer, reader):
                job.cancel()
            await asyncio.gather(writer, reader, return_exceptions=True)
            self._queues.pop(key, None)
            self._send(self.room.leave(key, time.monotonic()))

    async def _read(self, browser: WebSocket, key: str) -> None:
        while True:
            text = await _received(browser)
            self._send(self.room.answer(key, text, time.monotonic()))

    async def _write(self, browser: WebSocket, queue: asyncio.Queue[str]) -> None:
        while text := await queue.get():
            await browser.send_text(text)

    def _send(self, out: Out) -> None:
        """Let frames be sent in this order, and pictures after them, once all is on disk."""
        if out:
            self._out += out
            self._more.set()

    async def _deliver(self) -> None:
        """Send what is to be sent.

        Whatever came while the disk was waited for shares the next wait, and one picture a seat.
        """
        while True:
            await self._more.wait()
            self._more.clear()
            out, self._out = [*self._out, *self.room.shown(time.monotonic())], []
            owing = [file for file in self.room.files if file.owes]
            for file in owing:
                file.owes = False
            try:
                await asyncio.gather(*(asyncio.to_thread(file.sync) for file in owing))
            except OSError as error:
                what = f"cannot be written ({error.strerror}); the host ends"
                raise RecordError(f"{owing[-1].path}: {what}, and goes on once it can") from None
            self._hand(out)

    def _hand(self, out: Out) -> None:
        """Hand frames to those who write them; who reads no more is cut, and may come back."""
        for key, text in out:
            queue = self._queues.get(key)
            if queue is None:
                continue
            try:
                queue.put_nowait(text)
                if '"kind":"bye"' in text[:400]:
                    queue.put_nowait("")
            except asyncio.QueueFull:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait("")


async def _received(browser: WebSocket) -> str | bytes:
    """Wait for a frame."""
    message = await browser.receive()
    if message["type"] != "websocket.receive":
        raise WebSocketDisconnect
    found: str | bytes = message.get("text") or message.get("bytes") or ""
    return found


async def _about(request: Request) -> PlainTextResponse:
    return PlainTextResponse(_HELLO)
