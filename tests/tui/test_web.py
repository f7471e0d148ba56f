"""The game served to browsers: who gets in, what a tab may send, what outlives it: nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sim.cli.records import read_record
from sim.cli.web import WebPlace
from sim.cli.web_site import FILES, MESSAGE_BYTES_MOST, Site
from tests.tui.piloting import SCENARIOS, SEED
from tests.tui.program import CODES
from tests.tui.serving import SECONDS_MOST, Server, gone, until
from tests.tui.test_bursts import (
    BURSTS,
    KEYS_OF_ALL_SORTS,
    LARGE_PASTE,
    LONGEST,
    WINDOWS,
    rerun,
)

PLAYED = ("twenty-nine-minutes", f"--seed={SEED}")
ENDS = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


class Socket:
    """A tab as the server sees one, without the browser around it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.written = b""

    @property
    def text(self) -> str:
        """Give all that was drawn, without its codes and with one space between words."""
        return " ".join(CODES.sub("", self.written.decode("utf-8", "replace")).split())

    async def say(self, *data: Any) -> None:
        """Send a message."""
        await self._socket.send_json(list(data))

    async def raw(self, text: str) -> None:
        """Send a message that may be nonsense."""
        await self._socket.send_str(text)

    async def keys(self, text: str) -> None:
        """Type."""
        await self.say("stdin", text)

    async def until(self, word: str) -> None:
        """Read until a text has been drawn."""
        try:
            async with asyncio.timeout(SECONDS_MOST):
                while word not in self.text:
                    message = await self._socket.receive()
                    assert message.type not in ENDS, f"closed: {self.text[-2000:]}"
                    if message.type == aiohttp.WSMsgType.BINARY:
                        self.written += message.data
        except TimeoutError:
            raise AssertionError(f"{word} does not come: {self.text[-2000:]}") from None

    async def closed(self) -> int | None:
        """Read until the server hangs up; give its code."""
        async with asyncio.timeout(SECONDS_MOST):
            async for message in self._socket:
                if message.type == aiohttp.WSMsgType.BINARY:
                    self.written += message.data
        return self._socket.close_code

    async def note(self, words: str) -> None:
        """Go from the briefing into the play, and take a note down."""
        await self.until("Enter begins")
        await self.keys("\r")
        await self.until("otherwise:")
        await self.keys("n")
        await self.until("Note for the record")
        await self.keys(f"{words}\r")


@contextlib.asynccontextmanager
async def tab(server: Server, size: str = "width=80&height=24") -> AsyncIterator[Socket]:
    """Open a tab."""
    async with (
        aiohttp.ClientSession() as client,
        client.ws_connect(f"{server.address}/ws?{size}", origin=server.address) as socket,
    ):
        yield Socket(socket)


def whole(server: Server) -> None:
    """Check that every record can be gone on with, and that nothing went wrong meanwhile."""
    for path in server.records():
        record, _ = read_record(path)
        assert not record.torn
    assert "Traceback" not in server.complaints


async def refused(server: Server, path: str, **headers: str) -> int:
    """Ask for something; give the answer's number."""
    async with (
        aiohttp.ClientSession() as client,
        client.get(server.address + path, headers=headers) as answer,
    ):
        return answer.status


def test_a_tab_that_is_closed_in_mid_turn_loses_nothing(home: Path) -> None:
    """A play would run on unseen, or what was played would be gone."""

    async def steps(server: Server) -> None:
        async with tab(server) as one:
            await one.note("kept")
            until(lambda: server.notes() == ["kept"], "the note", server)
            await one.keys("d")
            await one.until("else: Hold for")
            await one.keys("b")
            assert len(server.plays()) == 1
        server.until_plays(0)

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))

        assert server.notes() == ["kept"]
        whole(server)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_the_plays_end_with_the_server(home: Path, number: signal.Signals) -> None:
    """Plays would run on for ever, unseen, and hold their records."""

    async def steps(server: Server) -> set[int]:
        async with tab(server) as one, tab(server) as other:
            await one.note("kept")
            await other.until("Enter begins")
            until(lambda: server.notes() == ["kept"], "the note", server)
            plays = server.until_plays(2)
            server.signal(number)
            for each in (one, other):
                await each.closed()
        return plays

    with Server(home, *PLAYED) as server:
        plays = asyncio.run(steps(server))

        assert server.left() == (-number if number == signal.SIGKILL else 128 + number)
        until(lambda: gone(plays), "the end of the plays", server)
        assert server.notes() == ["kept"]
        whole(server)


@pytest.mark.slow
def test_a_play_that_is_left_or_killed_closes_its_tab(home: Path) -> None:
    """A tab would stay as a picture of a play that is no more."""

    async def steps(server: Server) -> None:
        async with tab(server) as one:
            await one.until("Enter begins")
            await one.keys("\x11")  # Ctrl+Q
            await one.closed()
            assert "You have left the game." in one.text
        async with tab(server) as one:
            await one.until("Enter begins")
            (pid,) = server.until_plays(1)
            os.kill(pid, signal.SIGKILL)
            await one.closed()
            assert "ended with an error" in one.text

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))
        whole(server)


def test_a_browser_that_vanishes_is_noticed(home: Path) -> None:
    """A laptop that is shut would keep a play, and its place, for ever."""

    async def steps() -> None:
        site = Site(["sim.cli.web_play", *PLAYED, "--unsaved"], 1, heartbeat_s=0.5)
        runner = web.AppRunner(site.application(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        site.place = WebPlace("127.0.0.1", port)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        async with asyncio.timeout(SECONDS_MOST):
            while not site.playing:
                await asyncio.sleep(0.02)
            while site.playing:  # nothing is read or answered any more
                await asyncio.sleep(0.02)
        writer.close()
        await runner.cleanup()

    asyncio.run(steps())


def test_only_its_own_page_gets_in(home: Path) -> None:
    """Any page that is open elsewhere in the browser would read and play somebody's game."""

    async def steps(server: Server) -> None:
        own, port = server.address, server.port
        handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        handshake["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
        assert await refused(server, "/") == 200
        assert await refused(server, "/", Host=f"localhost:{port}") == 200
        for host in ("evil.invalid", f"evil.invalid:{port}", "127.0.0.1", f"127.0.0.1.:{port}"):
            assert await refused(server, "/", Host=host) == 403, host
            assert await refused(server, "/ws", Host=host, Origin=f"http://{host}") == 403, host
        for origin in ("http://evil.invalid", "null", f"https://127.0.0.1:{port}", f"{own}/"):
            assert await refused(server, "/ws", Origin=origin, **handshake) == 403, origin
            assert await refused(server, "/page.js", Origin=origin) == 403, origin
        assert await refused(server, "/ws", **handshake) == 403
        assert await refused(server, "/../../pyproject.toml") == 404
        assert await refused(server, "/download/x") == 404
        assert not server.plays()

    with Server(home) as server:
        asyncio.run(steps(server))


def test_every_file_tells_the_browser_to_ask_nobody_else(home: Path) -> None:
    """A slip in the page would fetch letters or scripts from another machine."""

    async def steps(server: Server) -> None:
        async with aiohttp.ClientSession() as client:
            for path in FILES:
                async with client.get(server.address + path) as answer:
                    assert answer.status == 200
                    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                    body = await answer.read()
                    if not path.endswith(".ttf"):
                        assert b"//fonts." not in body
                    if path in ("/", "/page.css", "/page.js"):
                        assert b"http://" not in body
                        assert b"https://" not in body

    with Server(home) as server:
        asyncio.run(steps(server))


NONSENSE = {
    "no JSON": "{",
    "no list": '{"stdin": "d"}',
    "no word": "[7]",
    "no text": '["stdin", 7]',
    "deep": "[" * 100_000,
    "unknown": '["quit"]',
    "too long": '["stdin", "' + "w" * MESSAGE_BYTES_MOST + '"]',
}


@pytest.mark.slow
@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_a_tab_that_talks_nonsense_is_hung_up_on(home: Path, text: str) -> None:
    """A message would end the server, or stay in its memory without a bound."""

    async def steps(server: Server) -> None:
        async with tab(server) as one:
            await one.note("kept")
            until(lambda: server.notes() == ["kept"], "the note", server)
            await one.raw(text)
            assert await one.closed() in (1007, 1009)
        server.until_plays(0)
        async with tab(server) as one:
            await one.until("Enter begins")

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))
        whole(server)


def test_whatever_a_tab_types_or_resizes_is_borne(home: Path) -> None:
    """A paste, an odd key or a size that no window has would end the play."""

    async def steps(server: Server) -> None:
        async with tab(server, "width=1e9&height=-4") as one:
            await one.until("Enter begins")
            for width, height in ((10**9, 10**9), (20, 5), (-1, 0), ("x", None), (140, 40)):
                await one.say("resize", {"width": width, "height": height})
            await one.say("resize", {"width": 80, "height": 24})
            await one.note("first")
            until(lambda: server.notes() == ["first"], "the first note", server)
            await one.keys("\x1b[200~" + "ä😀\x1b[A" * 25_000 + "\x1b[201~")
            await one.keys("\ud800\x1b[99999999999999~\x00")
            await one.say("blur")
            await one.say("focus")
            await one.say("ping", "1")
            await one.keys("nkept\r")
            until(lambda: server.notes() == ["first", "kept"], "the second note", server)

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))
        whole(server)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS[::3])
def test_a_storm_in_a_tab_that_is_closed_in_mid_turn_loses_nothing(
    scenario: str, home: Path
) -> None:
    """Some key, size or paste, or closing the tab meanwhile, would cost a play or the server."""
    dice = random.Random(scenario)

    async def steps(server: Server) -> None:
        async with tab(server) as one:
            await one.until("Enter begins")
            await one.keys("\r")
            await one.until("tension")
            await one.keys("\x1b[27u")  # lets it ring, where somebody calls at once
            await one.keys("nkept\r")
            until(lambda: server.notes() == ["kept"], "the note", server)
            for _ in range(BURSTS):
                keys = (dice.choice(KEYS_OF_ALL_SORTS) for _ in range(dice.randint(1, LONGEST)))
                await one.keys(b"".join(keys).decode("utf-8", "ignore"))
                if dice.random() < 0.5:
                    width, height = dice.choice(WINDOWS)
                    await one.say("resize", {"width": width, "height": height})
                if dice.random() < 0.2:
                    await one.keys(LARGE_PASTE.decode())
        server.until_plays(0)

    with Server(home, scenario, f"--seed={SEED}") as server:
        asyncio.run(steps(server))

        assert "kept" in server.notes()
        whole(server)
        rerun(home)


@pytest.mark.slow
def test_only_so_many_tabs_play_at_once(home: Path) -> None:
    """Tab after tab would be opened until the machine has no memory left."""

    async def steps(server: Server) -> None:
        async with tab(server) as one, tab(server) as other:
            for each in (one, other):
                await each.until("Enter begins")
            async with tab(server) as third:
                assert await third.closed() == 1013
                assert "All 2 tabs" in third.text
            assert len(server.plays()) == 2
        server.until_plays(0)
        async with tab(server) as one:
            await one.until("Enter begins")

    with Server(home, *PLAYED, "--tabs=2") as server:
        asyncio.run(steps(server))


def test_a_record_that_another_tab_plays_is_not_played_twice(home: Path) -> None:
    """Two tabs would write into one record and spoil it."""

    async def steps(server: Server) -> None:
        async with tab(server) as one:
            await one.until("Dawn approach")
            await one.keys("\r")
            await one.until("Enter begins")
            await one.keys("\r")
            await one.until("LADDER")
            until(lambda: bool(server.records()), "the record", server)
            async with tab(server) as other:
                await other.until("Continue")
                await other.keys("\r")
                await other.until("another program goes on with it")
            await one.keys("nkept\r")
            until(lambda: server.notes() == ["kept"], "the note", server)

    with Server(home) as server:
        asyncio.run(steps(server))
        whole(server)


def test_odd_bytes_at_the_port_are_borne(home: Path) -> None:
    """Whoever knocks with something else than HTTP would leave a trace of the program's inside."""
    with Server(home) as server:
        for odd in (
            b"\x00\xff\x16\x03\x01\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET " + b"x" * 70_000,
        ):
            with socket.create_connection(("127.0.0.1", server.port), 10) as knocking:
                knocking.sendall(odd)
                with contextlib.suppress(OSError):
                    knocking.shutdown(socket.SHUT_WR)
                    knocking.recv(1000)
        assert asyncio.run(refused(server, "/")) == 200

        assert "Traceback" not in server.complaints
