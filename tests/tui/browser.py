"""A real browser for tests: Chromium without a window, driven as its developers' tools drive it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import re
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp

from tests.needs import program
from tests.tui.program import CODES, POLL_S

SECONDS_MOST = 60
ALONE = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-extensions", "--disable-default-apps"),
    *("--remote-debugging-port=0", "--window-size=1000,700", "--enable-unsafe-swiftshader"),
)
KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "ArrowDown": (40, ""), "Tab": (9, "")}
"""Keys that are no letter: their number, and what they type."""


class Page:
    """One tab of the browser.

    Attributes:
        name: What the browser calls it.
        asked: Every address that the page has asked for.
        complaints: What the page has complained of.
    """

    def __init__(self, tools: aiohttp.ClientWebSocketResponse, name: str) -> None:
        self._tools = tools
        self.name = name
        self._numbers = 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._written = b""
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._tools:
            data = json.loads(message.data)
            if "id" in data:
                self._answers.pop(data["id"]).set_result(data)
                continue
            told = data["params"]
            match data["method"]:
                case "Network.requestWillBeSent":
                    self.asked.append(told["request"]["url"])
                case "Network.webSocketCreated":
                    self.asked.append(told["url"])
                case "Network.webSocketFrameReceived":
                    frame = told["response"]
                    if frame["opcode"] == 2:
                        self._written += base64.b64decode(frame["payloadData"])
                case "Log.entryAdded":
                    self.complaints.append(told["entry"]["text"])
                case "Runtime.exceptionThrown":
                    self.complaints.append(str(told["exceptionDetails"]))

    async def tell(self, method: str, **params: Any) -> Any:
        """Tell the browser to do something; give its answer."""
        self._numbers += 1
        answer = self._answers[self._numbers] = asyncio.get_running_loop().create_future()
        await self._tools.send_json({"id": self._numbers, "method": method, "params": params})
        said = await asyncio.wait_for(answer, SECONDS_MOST)
        assert "error" not in said, said
        return said["result"]

    async def open(self, address: str) -> None:
        """Go to an address."""
        self._written = b""
        for domain in ("Network", "Log", "Runtime", "Page"):
            await self.tell(f"{domain}.enable")
        await self.tell("Page.navigate", url=address)

    async def press(self, *keys: str) -> None:
        """Press keys: letters, or those of the table by name."""
        for key in keys:
            code, text = KEYS.get(key, (ord(key[0].upper()), key))
            pressed = {"key": key, "windowsVirtualKeyCode": code, "text": text}
            kind = "keyDown" if text else "rawKeyDown"
            await self.tell("Input.dispatchKeyEvent", type=kind, **pressed)
            await self.tell("Input.dispatchKeyEvent", type="keyUp", **{**pressed, "text": ""})

    async def click(self, x: float, y: float) -> None:
        """Click at a place of the page."""
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            await self.tell("Input.dispatchMouseEvent", type=kind, **at)

    async def paste(self, text: str) -> None:
        """Copy a text, as from elsewhere, and paste it where the focus is."""
        copied = (
            "{const had = document.activeElement, area = document.createElement('textarea');"
            f"area.value = {json.dumps(text)}; document.body.append(area); area.select();"
            "document.execCommand('copy'); area.remove(); had.focus()}"
        )
        await self.tell("Runtime.evaluate", expression=copied, userGesture=True)
        pressed = {"key": "v", "modifiers": 2, "commands": ["paste"]}
        await self.tell("Input.dispatchKeyEvent", type="rawKeyDown", **pressed)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", key="v", modifiers=2)

    async def size(self, width: int, height: int) -> None:
        """Make the window larger or smaller."""
        how = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.tell("Emulation.setDeviceMetricsOverride", **how)

    async def click_on(self, selector: str) -> None:
        """Click in the middle of an element."""
        box = await self.value(
            f"JSON.stringify(document.querySelector('{selector}').getBoundingClientRect())"
        )
        place = json.loads(box)
        await self.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    async def value(self, script: str) -> Any:
        """Give what a script comes to on the page."""
        found = await self.tell("Runtime.evaluate", expression=script, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def picture(self, path: Path) -> None:
        """Take a picture of the page."""
        taken = await self.tell("Page.captureScreenshot")
        path.write_bytes(base64.b64decode(taken["data"]))

    @property
    def text(self) -> str:
        """Give all that the play has drawn here since it was opened, without its codes."""
        return CODES.sub("", self._written.decode("utf-8", "replace"))

    async def until(self, *words: str, since: int = 0) -> str:
        """Wait until one of some texts has been drawn."""
        await self.holds(lambda: any(word in self.text[since:] for word in words), str(words))
        return self.text

    async def holds(self, held: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        late = time.monotonic() + SECONDS_MOST
        while not held():
            assert time.monotonic() < late, f"{what} does not come:\n{self.text[-3000:]}"
            await asyncio.sleep(POLL_S)

    async def shows(self, script: str) -> None:
        """Wait until something is so on the page."""
        late = time.monotonic() + SECONDS_MOST
        while not await self.value(script):
            assert time.monotonic() < late, f"{script} does not become true"
            await asyncio.sleep(POLL_S)


OF_THE_BROWSER = re.compile(r"(?!fonts\.)[\w.-]+\.(google|googleapis|gstatic)\.com")
"""Whom Chromium asks by itself, whatever page is open: its maker."""


class Outside:
    """What stands for the rest of the world: a proxy that notes who was asked for and hangs up.

    Attributes:
        asked: Every machine that would have been asked for something.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a request down."""
        line = (await reader.readline()).decode("latin-1")
        found = re.search(r" (?:\w+://)?([^/:\s]+)", line)
        if found and not OF_THE_BROWSER.fullmatch(found[1]):
            self.asked.append(found[1])
        writer.close()


class Browser:
    """Chromium with a profile of its own.

    Attributes:
        outside: All that it has asked of other machines.
    """

    def __init__(self, port: int, client: aiohttp.ClientSession, outside: Outside) -> None:
        self._port, self._client = port, client
        self.outside = outside

    async def page(self) -> Page:
        """Open a tab."""
        address = f"http://127.0.0.1:{self._port}/json/new?about:blank"
        async with self._client.put(address) as answer:
            target = await answer.json()
        tools = await self._client.ws_connect(
            target["webSocketDebuggerUrl"], max_msg_size=0, heartbeat=None
        )
        return Page(tools, target["id"])

    async def close(self, page: Page) -> None:
        """Close a tab, as its cross does."""
        async with self._client.get(
            f"http://127.0.0.1:{self._port}/json/close/{page.name}"
        ) as done:
            assert done.status == 200


@contextlib.asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    """Open a browser; the test is skipped where there is none."""
    path = program("chromium", "chromium-browser", "google-chrome")
    profile = folder / "browser"
    profile.mkdir()
    outside = Outside()
    proxy = await asyncio.start_server(outside.answer, "127.0.0.1", 0)
    others = f"--proxy-server=http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
    process = subprocess.Popen(
        [path, *ALONE, others, f"--user-data-dir={profile}", "about:blank"],
        env={"HOME": str(profile), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        said = profile / "DevToolsActivePort"
        late = time.monotonic() + SECONDS_MOST
        while not (said.is_file() and said.read_text("utf-8").count("\n")):
            assert time.monotonic() < late, "the browser does not open"
            await asyncio.sleep(POLL_S)
        port = int(said.read_text("utf-8").split("\n")[0])
        async with aiohttp.ClientSession() as client:
            yield Browser(port, client, outside)
        await asyncio.sleep(
            POLL_S
        )  # connections that were closed are gone a turn of the loop later
    finally:
        process.kill()
        process.wait()
        proxy.close()
