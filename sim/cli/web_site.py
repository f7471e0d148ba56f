"""The site of `channel16 web`: one page, its files, and a socket for every tab.

Whoever asks must name the server as it is named here: a page of somebody else's, even one whose
name was made to point at this machine, gets nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from sim.cli.web import WebPlace
from sim.cli.web_tab import FAREWELL, Tab
from sim.jsontext import json_data

HEARTBEAT_S = 15.0
"""How often a browser is asked whether it is there; without an answer its tab is closed."""
MESSAGE_BYTES_MOST = 1_000_000
"""A message of a tab; a paste of 100,000 characters fits."""
WIDTH_MOST, HEIGHT_MOST = 500, 200
CLOSE_S = 2.0
WAYS_TO_END = ("SIGINT", "SIGTERM", "SIGHUP")

_OWN = files("sim.cli") / "page"
_THEIRS = files("textual_serve") / "static"
FILES = {
    "/": _OWN / "index.html",
    "/page.css": _OWN / "page.css",
    "/page.js": _OWN / "page.js",
    "/textual.js": _THEIRS / "js" / "textual.js",
    "/xterm.css": _THEIRS / "css" / "xterm.css",
    "/mono.ttf": _THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf",
    "/mono-italic.ttf": _THEIRS / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf",
}
"""Every file that is served, by its address; there is no way to another."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "font-src 'self'; img-src 'self' data:; connect-src 'self' {socket}://{host}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
"""What every answer tells the browser; the script of xterm.js writes styles of its own."""


class Site:
    """Serves the page, and a play for every tab, at most so many at once.

    Attributes:
        place: Where it listens.
        secure: Whether it is served over TLS.
    """

    def __init__(self, words: Sequence[str], most: int, heartbeat_s: float = HEARTBEAT_S) -> None:
        """Make a site; the words are a module that plays in a tab, and what it is told."""
        self._words, self._most, self._heartbeat_s = words, most, heartbeat_s
        self._tabs: set[Tab] = set()
        self._downloads = DownloadManager()
        self.place = WebPlace("127.0.0.1", 0)
        self.secure = False

    @property
    def playing(self) -> int:
        """Count the tabs that play now."""
        return len(self._tabs)

    def application(self) -> web.Application:
        """Make what answers requests."""
        application = web.Application(middlewares=[self._guard], client_max_size=1024)
        for address in FILES:
            application.router.add_get(address, _file)
        application.router.add_get("/ws", self._tab)
        application.router.add_get("/download/{key}", self._download)
        return application

    async def close(self) -> None:
        """End every tab, and wait until all their plays are gone."""
        await asyncio.gather(*(tab.stop() for tab in self._tabs))

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Any]
    ) -> web.StreamResponse:
        """Turn away whoever calls the server by another name, or comes from another page."""
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        scheme = "https" if self.secure else "http"
        if not known_as(host, self.place, "443" if self.secure else "80"):
            raise web.HTTPForbidden(text=f"this server is not {host[:100]!r}\n")
        if origin != f"{scheme}://{host}" and (origin is not None or request.path == "/ws"):
            raise web.HTTPForbidden(text="another page may not ask this server\n")
        response: web.StreamResponse = await handler(request)
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers[name] = value.format(
                    host=host, socket="wss" if self.secure else "ws"
                )
        return response

    async def _tab(self, request: web.Request) -> web.StreamResponse:
        """Hold one tab from its opening to its end, whichever side ends it."""
        browser = web.WebSocketResponse(
            heartbeat=self._heartbeat_s, max_msg_size=MESSAGE_BYTES_MOST, timeout=CLOSE_S
        )
        await browser.prepare(request)
        if len(self._tabs) >= self._most:
            full = f"All {self._most} tabs that may play at once are taken. Close another first."
            await browser.send_bytes(f"{FAREWELL}{full}\r\n".encode())
            await browser.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"all tabs are taken")
            return browser
        tab = Tab(
            self._words,
            write=browser.send_bytes,
            tell=browser.send_str,
            close=browser.close,
            downloads=self._downloads,
        )
        self._tabs.add(tab)
        try:
            await tab.start(*_size(request.query.get("width"), request.query.get("height")))
            await self._converse(browser, tab)
        finally:
            await tab.stop()
            self._tabs.discard(tab)
        return browser

    async def _converse(self, browser: web.WebSocketResponse, tab: Tab) -> None:
        """Hand on what the browser says; one that says nonsense is hung up on."""
        async for message in browser:
            said: object = None
            if message.type == WSMsgType.TEXT:
                with contextlib.suppress(ValueError):
                    said = json_data(message.data)
            match said:
                case ["stdin", str(text)]:
                    await tab.send_bytes(text.encode("utf-8", "ignore"))
                case ["resize", {"width": width, "height": height}]:
                    await tab.set_terminal_size(*_size(width, height))
                case ["ping", str(text)]:
                    await browser.send_json(["pong", text])
                case ["blur"]:
                    await tab.blur()
                case ["focus"]:
                    await tab.focus()
                case _:
                    await browser.close(code=WSCloseCode.INVALID_TEXT, message=b"not understood")
                    return

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Hand over a file that a play gives to its player."""
        try:
            key = request.match_info["key"]
            meant = await self._downloads.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound(text="there is no such file\n") from None
        response = web.StreamResponse(headers={n: v for n, v in HEADERS.items() if "{" not in v})
        response.content_type = meant.mime_type or "application/octet-stream"
        name = "".join(c if c.isalnum() or c in "-_." else "_" for c in meant.file_name)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        await response.prepare(request)
        async for part in self._downloads.download(key):
            await response.write(part)
        await response.write_eof()
        return response


async def _file(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(Path(str(FILES[request.path])))


def known_as(host: str, place: WebPlace, usual: str = "80") -> bool:
    """Say whether a server at a place answers to what a browser calls it.

    A server that is open to a whole network answers to every address, and to its machine's name.
    No address can be made to point elsewhere; a name can. `usual` is the port of a browser that
    names none.
    """
    name, colon, port = host.lower().rpartition(":")
    if not colon or name.count(":") != host.count(":") - 1 or host.endswith("]"):
        name, port = host.lower(), usual
    if port != str(place.port):
        return False
    if name == place.name or (place.own and name in ("localhost", "127.0.0.1", "[::1]")):
        return True
    if place.address is None or not place.address.is_unspecified:
        return False
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(name.strip("[]")))
    return name == socket.gethostname().lower()


def _size(width: object, height: object) -> tuple[int, int]:
    """Read a size that a browser gives; nonsense is a usual size."""
    found = []
    for given, usual, most in ((width, 80, WIDTH_MOST), (height, 24, HEIGHT_MOST)):
        text = str(given)
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else usual
        found.append(max(1, min(most, number)))
    return found[0], found[1]


def serve(site: Site, place: WebPlace, announce: Callable[[WebPlace], None]) -> int:
    """Serve a site at a place until a signal ends it; give the exit code that tells which."""
    return asyncio.run(_served(site, place, announce))


def _silent() -> logging.Logger:
    """Give a log that nobody reads: of odd bytes at its port a server tells by its answer alone."""
    log = logging.Logger("channel16.web")
    log.addHandler(logging.NullHandler())
    return log


@contextlib.asynccontextmanager
async def running(site: Site) -> AsyncIterator[web.AppRunner]:
    """Run a site, which does not listen yet; at the end its tabs have ended."""
    runner = web.AppRunner(
        site.application(), access_log=None, shutdown_timeout=CLOSE_S, logger=_silent()
    )
    await runner.setup()
    try:
        yield runner
    finally:
        await site.close()
        await runner.cleanup()


async def _served(site: Site, place: WebPlace, announce: Callable[[WebPlace], None]) -> int:
    asked = asyncio.Event()
    heard: list[int] = []
    loop = asyncio.get_running_loop()

    def ask(number: int) -> None:
        heard.append(number)
        asked.set()

    for name in WAYS_TO_END:
        number = getattr(signal, name)
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, ask, number)
    async with running(site) as runner:
        await web.TCPSite(runner, place.host, place.port).start()
        site.place = WebPlace(place.name, runner.addresses[0][1])
        announce(site.place)
        await asked.wait()
    return 128 + heard[0]
