"""A game in a real browser: by keys and clicks, from one machine alone, however the tab ends."""

from __future__ import annotations

import asyncio
import urllib.parse
from pathlib import Path

import pytest

from tests.tui.browser import Browser, Page, browser
from tests.tui.piloting import SEED
from tests.tui.serving import Server, until
from tests.tui.test_web import whole

pytestmark = pytest.mark.slow
PLAYED = ("twenty-nine-minutes", f"--seed={SEED}")
WIDTH, HEIGHT = 1000, 700
CELL = "document.querySelector('.xterm-screen').getBoundingClientRect()"


async def opened(chromium: Browser, server: Server) -> Page:
    """Open the game in a tab."""
    page = await chromium.page()
    await page.size(WIDTH, HEIGHT)
    await page.open(f"{server.address}/")
    await page.until("Enter Begin", "Enter Choose")
    return page


async def click_at(page: Page, column: int, row: int, size: tuple[int, int]) -> None:
    """Click on a cell of the screen."""
    wide = await page.value(f"{CELL}.width")
    high = await page.value(f"{CELL}.height")
    await page.click((column + 0.5) * wide / size[0], (row + 0.5) * high / size[1])


def size_of(page: Page) -> tuple[int, int]:
    """Give the size that the page has asked for, in cells."""
    (address,) = [address for address in page.asked if address.startswith("ws:")]
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    return int(query["width"][0]), int(query["height"][0])


async def noted(page: Page, server: Server, words: str) -> None:
    """Take a note down by keys."""
    before, drawn = server.notes(), len(page.text)
    await page.press("n")
    await page.until("Note for the record", since=drawn)
    await page.press(*words)
    await page.until(words, since=drawn)
    await page.press("Enter")
    await asyncio.to_thread(
        until, lambda: server.notes() == [*before, words], f"the note {words}", server
    )


@pytest.mark.slow
def test_a_game_is_played_by_clicks_and_keys_and_nobody_else_is_asked(home: Path) -> None:
    """The page would need the world outside, or be deaf to the keyboard or the mouse."""

    async def steps(server: Server) -> None:
        async with browser(home) as chromium:
            page = await opened(chromium, server)
            columns, rows = size = size_of(page)
            assert columns >= 80
            assert rows >= 24
            await click_at(page, 2, rows - 1, size)  # the key that begins, in the last row
            await page.until("LADDER")
            await page.until("otherwise:")
            await noted(page, server, "by keys")
            await page.press("d")
            await page.until("else: Hold for")
            await page.press("b", "Enter")
            await page.until("Ordered:")
            await page.press("Escape")

            assert {urllib.parse.urlsplit(asked).netloc for asked in page.asked} == {
                server.address.removeprefix("http://")
            }
            fonts = (
                "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family).join()"
            )
            assert "Roboto Mono" in await page.value(fonts)
            assert page.complaints == []
            assert chromium.outside.asked == []

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))
        whole(server)


def test_what_leaves_the_machine_is_noticed(home: Path) -> None:
    """The test before this one could not fail."""

    async def steps(server: Server) -> None:
        async with browser(home) as chromium:
            page = await opened(chromium, server)
            fetched = "fetch('http://outside.invalid/').then(() => 1, () => 0)"
            assert not await page.value(fetched)
            assert any("Content Security Policy" in text for text in page.complaints)
            assert chromium.outside.asked == []

            free = await chromium.page()
            await free.open("data:text/html,<p>free</p>")
            await free.value(fetched)
            assert "outside.invalid" in chromium.outside.asked

    with Server(home) as server:
        asyncio.run(steps(server))


def test_another_page_of_the_browser_gets_no_game(home: Path) -> None:
    """A page that somebody happens to have open would play, and read, their game."""

    async def steps(server: Server) -> None:
        async with browser(home) as chromium:
            page = await chromium.page()
            await page.open("data:text/html,<p>theirs</p>")
            socket = server.address.replace("http", "ws") + "/ws?width=80&height=24"
            opened = await page.value(
                "new Promise(told => { const s = new WebSocket('" + socket + "');"
                "s.onopen = () => told(1); s.onerror = () => told(0); })"
            )
            assert not opened
            assert not server.plays()

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["closed", "reloaded", "killed"])
def test_a_tab_that_ends_in_mid_turn_loses_nothing(way: str, home: Path) -> None:
    """What was played would be gone, or its process go on for ever."""

    async def steps(server: Server) -> None:
        async with browser(home) as chromium:
            page = await opened(chromium, server)
            await page.press("Enter")
            await page.until("otherwise:")
            await noted(page, server, "kept")
            await page.press("d")
            await page.until("else: Hold for")
            await page.press("b")
            before = server.plays()
            if way == "closed":
                await chromium.close(page)
            elif way == "reloaded":
                await page.open(f"{server.address}/")
                await page.until("Enter Begin")
            if way != "killed":
                left = 1 if way == "reloaded" else 0
                await asyncio.to_thread(
                    until,
                    lambda: len(server.plays()) == left and not server.plays() & before,
                    "the end of the play",
                    server,
                )
        server.until_plays(0)

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))

        assert server.notes() == ["kept"]
        whole(server)


@pytest.mark.slow
def test_a_large_paste_and_a_small_window_are_borne(home: Path) -> None:
    """The page would hang up on whoever pastes much, or break where it has no room."""

    async def steps(server: Server) -> None:
        async with browser(home) as chromium:
            page = await opened(chromium, server)
            await page.press("Enter")
            await page.until("otherwise:")
            await page.press("n")
            await page.until("Note for the record")
            await page.paste("x" * 1_200_000)  # more than a message may hold
            await page.until("xxxxxxxxxxxx")
            await page.press("Escape")
            await page.paste("w" * 100_000)
            await page.until("What was pasted")
            await page.size(160, 90)
            await page.until("too small")
            drawn = len(page.text)
            await page.size(WIDTH, HEIGHT)
            await page.until("otherwise:", since=drawn)  # no key is taken where nothing is shown
            await noted(page, server, "kept")

            assert not await page.value("document.body?.classList.contains('-closed')")

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))
        whole(server)


@pytest.mark.slow
def test_a_game_that_is_left_offers_to_open_again(home: Path) -> None:
    """A dark page would be all that is left."""

    async def steps(server: Server) -> None:
        async with browser(home) as chromium:
            page = await opened(chromium, server)
            await page.press("Escape")
            await page.until("Enter Choose")
            await page.press("q")
            await page.shows("document.body?.classList.contains('-closed')")
            assert not server.plays()
            await page.click_on("#again")
            await page.shows("document.body?.classList.contains('-first-byte')")
            server.until_plays(1)

    with Server(home, *PLAYED) as server:
        asyncio.run(steps(server))
        whole(server)
