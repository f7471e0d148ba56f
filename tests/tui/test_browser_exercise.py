"""A hosted exercise in a browser: the code is typed on its page; a closed tab loses nothing."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import ssl
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sim.cli.exercise_web import ExercisePage, inside_address
from sim.cli.web import WebPlace
from sim.errors import UsageError
from tests.needs import program
from tests.tui.browser import Browser, Page, browser
from tests.tui.program import ROOT
from tests.tui.serving import children, gone
from tests.tui.test_web import Socket

SEAT = "ph_mission"
WRONG = "AAAA-BBBB-CCCC-DDDD"


@contextmanager
def hosting(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run a host with its page; give the process, and what its first line says."""
    call = [sys.executable, "-m", "sim.cli", "exercise", "host", *words, "--web", "--json"]
    env = {**os.environ, "CHANNEL16_HOME": str(home)}
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.terminate()
            process.wait(30)


async def typed(page: Page, code: str) -> None:
    """Type a code and press Enter."""
    await page.press(*code, "Enter")


async def joined(page: Page, code: str) -> None:
    """Type the right code; Enter again for as long as a wrong one makes it wait."""
    await typed(page, code)
    since = 0
    while "LADDER" not in await page.until("LADDER", "wait", since=since):
        since = len(page.text)
        await page.press("Enter")


async def opened(chromium: Browser, address: str) -> Page:
    """Open the page in a tab, as far as the field for the code."""
    page = await chromium.page()
    await page.size(1000, 700)
    await page.open(address)
    await page.until("Join code")
    return page


@pytest.mark.slow
def test_a_cell_plays_in_a_browser_and_a_tab_closed_in_mid_turn_loses_nothing(home: Path) -> None:
    """Cells would have to install something, or lose their notes with their tab."""

    async def steps(said: dict[str, Any], host: subprocess.Popen[str]) -> None:
        async with browser(home) as chromium:
            page = await opened(chromium, said["web"])
            await typed(page, WRONG)
            await page.until("No seat has this code")
            await joined(page, said["codes"][SEAT])  # typed over the wrong one
            await page.press("n")
            await page.until("Note for the record")
            await page.press(*"kept", "Enter")
            await page.until("Note: kept")
            tabs = children(host.pid)
            await page.press("d")
            await chromium.close(page)
            await page.holds(lambda: gone(tabs), "the end of the tab's process")

            again = await opened(chromium, said["web"])
            await joined(again, said["codes"][SEAT].lower())
            await again.until("Note: kept")

            own = urllib.parse.urlsplit(said["web"]).netloc
            for one in (page, again):
                assert {urllib.parse.urlsplit(asked).netloc for asked in one.asked} == {own}
                assert one.complaints == []
            assert chromium.outside.asked == []

            left = children(host.pid)
            assert len(left) == 1
            host.kill()
            await again.holds(lambda: gone(left), "the end of the tab's process with its host")
            await again.shows("document.body?.classList.contains('-closed')")

    words = ("twenty-nine-minutes", "--seed", "3", "--start", "--listen", "127.0.0.1:0")
    with hosting(home, *words) as (host, said):
        assert said["web"].startswith("http://127.0.0.1:")
        asyncio.run(steps(said, host))


@pytest.mark.slow
def test_with_tls_the_page_and_its_tabs_are_on_tls(home: Path) -> None:
    """Codes would pass in clear, or no tab would take the certificate, whose name is another."""
    cert, key = home / "cert.pem", home / "key.pem"
    made = [program("openssl"), *["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]]
    made += ["-subj", "/CN=exercise.example", "-out", str(cert), "-keyout", str(key)]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    context = ssl.create_default_context(cafile=cert)
    context.check_hostname = False

    async def steps(said: dict[str, Any]) -> None:
        assert said["web"].startswith("https://")
        async with aiohttp.ClientSession() as client:
            async with client.get(said["web"], ssl=context) as page:
                assert "connect-src 'self' wss://" in page.headers["Content-Security-Policy"]
            own = said["web"].rstrip("/")
            asked = f"{own}/ws?width=80&height=24"
            plain = own.replace("https", "http")
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await client.ws_connect(asked, origin=plain, ssl=context)
            assert refused.value.status == 403
            async with client.ws_connect(asked, origin=own, ssl=context) as opened:
                tab = Socket(opened)
                await tab.until("Join code")
                await tab.keys(said["codes"][SEAT] + "\r")
                await tab.until("LADDER")

    words = ("twenty-nine-minutes", "--start", "--listen", "127.0.0.1:0")
    with hosting(home, *words, "--tls", str(cert), str(key)) as (_, said):
        asyncio.run(steps(said))


def test_a_port_that_is_taken_is_told_before_any_code_is_made(home: Path) -> None:
    """Codes are shown once; they would be made and never shown."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        call = [sys.executable, "-m", "sim.cli", "exercise", "host", "twenty-nine-minutes", "--web"]
        done = subprocess.run(
            [*call, "--listen", f"127.0.0.1:{port - 1}"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=ROOT,
            env={**os.environ, "CHANNEL16_HOME": str(home)},
        )

    assert done.returncode == 2
    assert f"--web cannot listen at 127.0.0.1:{port}" in done.stderr
    assert not (home / "hosted").exists()


def test_without_its_extra_the_page_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trainer would read of a module, not of what to install."""
    monkeypatch.setitem(sys.modules, "textual_serve", None)

    with pytest.raises(
        UsageError, match=r"extra “web” \(textual_serve .*channel16\[exercise,web\]"
    ):
        ExercisePage(WebPlace("127.0.0.1", 0), None)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("ws://0.0.0.0:8017", "ws://127.0.0.1:8017"),
        ("wss://[::]:8017", "wss://[::1]:8017"),
        ("ws://192.0.2.7:8017", "ws://192.0.2.7:8017"),
        ("ws://localhost:8017", "ws://localhost:8017"),
    ],
)
def test_tabs_join_at_an_address_of_this_machine(url: str, inside: str) -> None:
    """Tabs of a host that is open to all networks would join nowhere."""
    assert inside_address(url) == inside
